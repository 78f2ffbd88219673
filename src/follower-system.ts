/** What the follower says of the house once a second, from what it knows itself and what the order path told it last. */
import type { State } from "./core/state.ts";
import type { SystemMessage } from "./desk/wire.ts";
import type { DurablePosition, OrderPathStatus } from "./follower-messages.ts";

export type SystemFacts = {
  /** What the order path said last; null before it ever did. */
  path: OrderPathStatus | null;
  pathAgeMs: number;
  /** Why nothing newer is shown; "" when it is. */
  alarm: string;
  durability: string;
  appliedSequence: number;
  durable: DurablePosition;
  /** Since everything durable was held. */
  behindMs: number;
  delayP99Ms: number;
  delayMaxMs: number;
  viewers: number;
  state: State;
};

export function systemMessage(facts: SystemFacts): SystemMessage {
  const { path, alarm, appliedSequence, durable, state } = facts;
  const lagFrames = Math.max(0, durable.sequence - appliedSequence);
  return {
    kind: "system",
    timeMs: Date.now(),
    orderPathAgeMs: path === null ? null : facts.pathAgeMs,
    sessions: path?.sessions ?? [],
    latencies: path?.latencies ?? [],
    ordersPerSecond: path?.ordersPerSecond ?? 0,
    reportsPerSecond: path?.reportsPerSecond ?? 0,
    orderPathDelayP99Ms: path?.eventLoopDelayP99Ms ?? 0,
    orderPathDelayMaxMs: path?.eventLoopDelayMaxMs ?? 0,
    inboxDepth: path?.inboxDepth ?? 0,
    inboxMax: path?.inboxMax ?? 0,
    certificates: path?.certificates ?? [],
    bytesWritten: path?.bytesWritten ?? 0,
    groupsWritten: path?.groupsWritten ?? 0,
    // What is shown rests on a state that stopped is the greatest trouble there is.
    journalTrouble: alarm !== "" ? alarm : (path?.journalTrouble ?? ""),
    durability: facts.durability,
    appliedSequence,
    durableSequence: durable.sequence,
    durableSegment: durable.segment,
    durableOffset: durable.offset,
    lagFrames,
    lagMs: lagFrames === 0 ? 0 : facts.behindMs,
    followerDelayP99Ms: facts.delayP99Ms,
    followerDelayMaxMs: facts.delayMaxMs,
    viewers: facts.viewers,
    openExceptions: state.venues.exceptions.size,
    orders: state.orders.count,
    tradingDay: state.tradingDay,
  };
}
