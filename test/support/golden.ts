/** What a journal says, in words that stay the same from version to version: what golden journals are held to. */
import { join } from "node:path";
import { openSimulatedExchange } from "../../simulator/open-exchange.ts";
import { selectOrders } from "../../src/cli/replay/order-timeline.ts";
import { EventName } from "../../src/domain/records.generated.ts";
import { readRecovered } from "../../src/recover.ts";

export type GoldenFacts = {
  frames: number;
  head: string;
  /** How often each event stands in the journal. */
  events: Record<string, number>;
  /** OrderID, ClOrdID, client, symbol, side, OrdStatus, quantities, the sum of quantity times price, the venue's OrderID. */
  orders: string[];
  /** Per session: the next number in each direction. */
  sessions: string[];
  exchange: { restingOrders: number; lastReportSequence: number; tradingDay: number };
};

/** Reads both journals of a data directory and changes nothing but the exchange's open tail. */
export function goldenFacts(dataDir: string): GoldenFacts {
  const events: Record<string, number> = {};
  const { state, ledger, scan } = readRecovered(join(dataDir, "journal"), (_, content) => {
    for (const event of content.events) {
      const name = EventName[event.type];
      events[name] = (events[name] ?? 0) + 1;
    }
    return true;
  });
  const exchange = openSimulatedExchange({
    directory: join(dataDir, "exchange"),
    instruments: [],
    agents: null,
    lastReportSequence: 0,
    segmentBytes: 64 * 1024,
    nowNs: () => 0n,
  });
  const { restingOrders, lastReportSequence, tradingDay } = exchange;
  exchange.close();
  return {
    frames: scan.frames,
    head: scan.hash.toString("hex"),
    events: Object.fromEntries(Object.entries(events).sort(([a], [b]) => (a < b ? -1 : 1))),
    orders: selectOrders(state, false).map((order) =>
      [
        order.orderId,
        order.clOrdId,
        order.compId,
        order.symbol,
        order.side,
        order.ordStatus,
        order.orderQty,
        order.cumQty,
        order.leavesQty,
        order.avgPxMantissa,
        order.exchangeOrderId,
      ].join(" "),
    ),
    sessions: state.sessions.flatMap((session) => {
      if (session === undefined) return [];
      const { nextSenderMsgSeqNum, nextTargetMsgSeqNum } = ledger.numbersOf(session.sessionId);
      return [`${session.sessionKey} out ${nextSenderMsgSeqNum} in ${nextTargetMsgSeqNum}`];
    }),
    exchange: { restingOrders, lastReportSequence, tradingDay },
  };
}
