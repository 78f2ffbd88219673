/** The order path's second-by-second figures, for a follower that runs without one. */
import type { OrderPathStatus } from "../../src/follower-messages.ts";
import type { JournalFixture } from "./journal-fixture.ts";

const CLIENTS = ["ALPINE", "BRIDGEWAY", "CORVUS", "DELMAR", "EASTGATE"];
const HOPS = [
  ["decode", 4.2],
  ["decide", 1.1],
  ["journal", 148],
  ["report", 6.3],
  ["in to out", 171],
] as const;

export function pathStatus(journal: JournalFixture, second: number): OrderPathStatus {
  const wave = 1 + Math.sin(second / 4) * 0.3 + Math.sin(second * 1.7) * 0.1;
  return {
    kind: "status",
    timeMs: Date.now(),
    sessions: CLIENTS.map((compId, index) => ({
      sessionId: index + 1,
      compId,
      beginString: "FIX.4.4",
      state: index === 3 ? "LoggedOut" : "LoggedOn",
      peer: index === 3 ? "" : `10.4.${index}.21:5${index}310`,
      nextSenderMsgSeqNum: 1_204 + index * 311 + second,
      nextTargetMsgSeqNum: 482 + index * 97 + second,
      lastError: index === 3 ? "no Heartbeat(0) for 36 s: the connection was closed" : "",
      venue: "",
      isDropCopy: false,
      isCalled: false,
    })),
    exchanges: [{ venueId: 1, name: "XSIM", waitingReports: 0, isWaitingForRoom: false }],
    ordersPerSecond: Math.round(1_240 * wave),
    reportsPerSecond: Math.round(3_910 * wave),
    latencies: HOPS.map(([hop, p50Us]) => ({
      hop,
      count: 100_000,
      p50Us,
      p90Us: p50Us * 1.4,
      p99Us: p50Us * 2.3,
      p999Us: p50Us * 5,
      maxUs: p50Us * 21,
      powers: Array.from({ length: 20 }, (_, power) =>
        Math.round(100_000 * Math.exp(-((Math.log2(p50Us) - power + 0.5) ** 2))),
      ),
    })),
    // Every fourth of the newest orders.
    hopSamples: newestOrders(journal).map((orderId) => ({
      orderId,
      hopsUs: HOPS.map(([, p50Us], hop) => Math.round(p50Us * (0.7 + ((orderId * 7 + hop * 3) % 10) / 6) * 10) / 10),
    })),
    eventLoopDelayP99Ms: 1.2,
    eventLoopDelayMaxMs: 4.8,
    inboxDepth: 3,
    inboxMax: 65_536,
    certificates: [],
    bytesWritten: journal.writer.bytesWritten,
    groupsWritten: journal.writer.groupsWritten,
    journalTrouble: "",
  };
}

function newestOrders({ state }: JournalFixture): number[] {
  const orderIds: number[] = [];
  for (let orderId = state.orders.count; orderId > 0 && orderIds.length < 64; orderId--) {
    if (orderId % 4 === 0) orderIds.push(orderId);
  }
  return orderIds;
}
