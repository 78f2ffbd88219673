/** How the order path stands, for people: made once a second from counters the path keeps anyway. */
import type { IntervalHistogram } from "node:perf_hooks";
import type { State } from "./core/state.ts";
import { INBOX_MAX } from "./domain/limits.ts";
import { type FixSession, SessionState } from "./fix/session.ts";
import type { ExpiryWatch } from "./fix/tls-expiry.ts";
import type { BundledStatus, LatencySummary, OrderPathStatus, SessionStatus } from "./follower-messages.ts";
import type { JournalWriter } from "./journal/writer.ts";
import { delayMs } from "./lib/event-loop-delay.ts";
import type { Histogram } from "./lib/histogram.ts";
import { HOPS } from "./sequencer/hop-trace.ts";
import type { Sequencer } from "./sequencer/sequencer.ts";
import type { VenueLine } from "./venues.ts";

/** Sessions that are told of every time. */
const SESSIONS_A_TURN = 200;

export type OrderPathParts = {
  state: State;
  sessions: readonly FixSession[];
  /** The venue's line a session is; undefined for a client's. */
  lineOf: (sessionId: number) => VenueLine | undefined;
  exchanges: () => BundledStatus[];
  sequencer: Sequencer;
  journal: JournalWriter;
  delay: IntervalHistogram;
  reports: () => number;
  expiry: ExpiryWatch;
};

export class OrderPathStatusMaker {
  readonly #parts: OrderPathParts;
  #orders = 0;
  #reports = 0;
  #atMs: number;
  #turns = 0;

  constructor(parts: OrderPathParts, nowMs: number) {
    this.#parts = parts;
    this.#atMs = nowMs;
    this.#orders = parts.state.orders.count;
  }

  /** A thousand sessions cost 3 ms a second to tell of: of many, people hear less often. */
  #isTimeForSessions(): boolean {
    return this.#turns++ % Math.ceil(this.#parts.sessions.length / SESSIONS_A_TURN) === 0;
  }

  /** Rates are over the time since the last call; latencies and counts since the start. */
  make(nowMs: number): OrderPathStatus {
    const { state, sessions, sequencer, journal, delay } = this.#parts;
    const seconds = Math.max((nowMs - this.#atMs) / 1000, 0.001);
    const reports = this.#parts.reports();
    const ordersPerSecond = (state.orders.count - this.#orders) / seconds;
    const reportsPerSecond = (reports - this.#reports) / seconds;
    this.#atMs = nowMs;
    this.#orders = state.orders.count;
    this.#reports = reports;
    const status: OrderPathStatus = {
      kind: "status",
      timeMs: Date.now(),
      sessions: this.#isTimeForSessions()
        ? sessions.map((session) => sessionStatus(session, this.#parts.lineOf(session.id)))
        : null,
      exchanges: this.#parts.exchanges(),
      ordersPerSecond,
      reportsPerSecond,
      latencies: HOPS.map((hop, index) => latency(hop, sequencer.hops.histograms[index])),
      hopSamples: sequencer.hops.takeRecent(),
      eventLoopDelayP99Ms: delayMs(delay.percentile(99)),
      eventLoopDelayMaxMs: delayMs(delay.max),
      inboxDepth: sequencer.inbox.size,
      inboxMax: INBOX_MAX,
      certificates: this.#parts.expiry.status(),
      bytesWritten: journal.bytesWritten,
      groupsWritten: journal.groupsWritten,
      journalTrouble: journalTrouble(sequencer, state),
    };
    delay.reset();
    return status;
  }
}

function journalTrouble(sequencer: Sequencer, state: State): string {
  if (sequencer.isWaitingForRoom) return "the journal's disk is full: nothing is acknowledged until there is room";
  return state.journalSpace.isLow ? "the journal's disk is nearly full: new orders are refused" : "";
}

function sessionStatus(session: FixSession, line: VenueLine | undefined): SessionStatus {
  const status = session.status();
  const isUp = status.state === SessionState.Active;
  return {
    sessionId: session.id,
    compId: session.config.targetCompId,
    beginString: session.config.beginString,
    state: isUp ? (status.gap === "" ? "LoggedOn" : "AwaitingResend") : "LoggedOut",
    peer: status.peer,
    nextSenderMsgSeqNum: status.nextSenderMsgSeqNum,
    nextTargetMsgSeqNum: status.nextTargetMsgSeqNum,
    lastError: status.lastError,
    venue: line?.venue ?? "",
    isDropCopy: line?.isDropCopy ?? false,
    isCalled: line?.initiator.isCalling ?? false,
  };
}

/** 1 us to half a second, by powers of two. */
const POWERS = 20;

function latency(hop: string, histogram: Histogram): LatencySummary {
  const summary = histogram.summary();
  const powers = new Array<number>(POWERS).fill(0);
  histogram.visit((upperNs, count) => {
    powers[Math.max(0, Math.min(POWERS - 1, Math.ceil(Math.log2(upperNs / 1_000))))] += count;
  });
  return {
    hop,
    count: summary.count,
    p50Us: summary.p50 / 1000,
    p90Us: summary.p90 / 1000,
    p99Us: summary.p99 / 1000,
    p999Us: summary.p999 / 1000,
    maxUs: summary.max / 1000,
    powers,
  };
}
