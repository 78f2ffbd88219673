/**
 * Finding an order among millions of any day: by a name it once had, by the beginning of one, and by words. The history is
 * made here as the follower makes it, so its file and its indexes are the real ones; LOCKSTEP_FULL=1 makes ten million.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { type Command, CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { History } from "../../src/history/history.ts";
import type { OrderRecord } from "../../src/history/order-record.ts";
import { Queries } from "../../src/history/queries.ts";
import { Histogram } from "../../src/lib/histogram.ts";
import { Random } from "../../src/lib/random.ts";
import type { BenchRow } from "../row.ts";

const ORDERS = process.env.LOCKSTEP_FULL ? 10_000_000 : 2_000_000;
const QUICK_ORDERS = 20_000;
const BATCH = 5_000;
const LOOKS = 1_000;
const QUICK_LOOKS = 50;
/** A second for any ClOrdID. */
const REACH_MS = 1_000;
const SYMBOLS = ["AAPL", "MSFT", "NVDA", "AMZN", "ZVZZT"];
const NOTHING = new Uint8Array(0);

export async function run(quick = false): Promise<BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-search-"));
  try {
    const count = quick ? QUICK_ORDERS : ORDERS;
    const history = new History(directory, "bench", count * 4);
    const beganMs = performance.now();
    fill(history, count);
    const tookMs = performance.now() - beganMs;
    history.close();
    const bytes = statSync(join(directory, "history.db")).size;
    // As after a start: nothing of it is in the process's own memory.
    const opened = new History(directory, "bench", count * 4);
    const rows = measure(new Queries(opened.database), count, quick ? QUICK_LOOKS : LOOKS);
    opened.close();
    const orders = count.toLocaleString("en-US");
    const note = `${orders} orders, ${Math.round(bytes / 1e6)} MB`;
    return [
      { name: "history, filling it", unit: "us/order", value: (tookMs * 1_000) / count, note },
      ...rows.map((row) => ({ ...row, note: [note, row.note ?? ""].filter((text) => text !== "").join("; ") })),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function measure(queries: Queries, count: number, looks: number): BenchRow[] {
  const random = new Random(20_261_122);
  const everything = { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER - 1, before: 0, limit: 100 };
  const timed = (text: () => string): { p50: number; max: number } => {
    const times = new Histogram();
    for (let look = 0; look < looks; look++) {
      const wanted = text();
      const beganMs = performance.now();
      const { named } = queries.search({ ...everything, text: wanted });
      times.record(Math.round((performance.now() - beganMs) * 1e6));
      if (named.length === 0) throw new Error(`${wanted} was not found`);
    }
    const { p50, max } = times.summary();
    return { p50: p50 / 1e6, max: max / 1e6 };
  };
  const any = () => 1 + random.below(count);
  const byClOrdId = timed(() => clOrdIdOf(any()));
  const byExecId = timed(() => `V${any()}-1`);
  const byBeginning = timed(() => clOrdIdOf(any()).slice(0, -1));
  let beganMs = performance.now();
  queries.search({ ...everything, text: "nvda bravo" });
  const firstMs = performance.now() - beganMs;
  beganMs = performance.now();
  let stretches = 0;
  let longestMs = 0;
  for (let before = 0; ; stretches++) {
    const stretchMs = performance.now();
    const { nextBefore } = queries.search({ ...everything, text: "no such words", before });
    longestMs = Math.max(longestMs, performance.now() - stretchMs);
    if (nextBefore === 0) break;
    before = nextBefore;
  }
  const wholeMs = performance.now() - beganMs;
  return [
    { name: "search by any ClOrdID, p50", unit: "ms", value: byClOrdId.p50 },
    { name: "search by any ClOrdID, the longest of them", unit: "ms", value: byClOrdId.max, reach: REACH_MS },
    { name: "search by the venue's ExecID, the longest of them", unit: "ms", value: byExecId.max, reach: REACH_MS },
    { name: "search by the beginning of a ClOrdID, the longest of them", unit: "ms", value: byBeginning.max },
    { name: "search by two words, the first answer", unit: "ms", value: firstMs, reach: REACH_MS },
    {
      name: "search by words nobody wrote, all orders looked at",
      unit: "ms",
      value: wholeMs,
      note: `${stretches + 1} answers, the longest ${longestMs.toFixed(0)} ms`,
    },
  ];
}

/** As the follower does: the frames of a batch, its orders as they are then, one transaction. */
function fill(history: History, count: number): void {
  let sequence = 0;
  for (let first = 1; first <= count; first += BATCH) {
    history.begin();
    const last = Math.min(count, first + BATCH - 1);
    for (let orderId = first; orderId <= last; orderId++) {
      const timeUs = 1_795_334_400_000_000 + orderId * 1_000;
      for (const event of eventsOf(orderId)) {
        const content = { command: COMMAND, receivedStart: 0, receivedEnd: 0, events: [event], sent: [] };
        history.apply(++sequence, timeUs, content, NOTHING);
      }
      history.applyOrder(orderOf(orderId, timeUs));
    }
    history.commit();
  }
}

const COMMAND: Command = { type: CommandType.OpenTradingDay, tradingDay: 20_261_122 };

function eventsOf(orderId: number): Event[] {
  const accepted: Event = {
    type: EventType.OrderAccepted,
    orderId,
    sessionId: 1,
    clOrdId: clOrdIdOf(orderId),
    account: "A-1",
    instrumentId: 1,
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    orderQty: 100 as Qty,
    price: 10_000 as Ticks,
    moreTerms: [],
    carried: "",
  };
  const lastQty = 100 as Qty;
  const lastPx = 10_000 as Ticks;
  return [
    accepted,
    { type: EventType.OrderAcknowledged, orderId, exchangeOrderId: `V${orderId}` },
    { type: EventType.OrderFilled, orderId, venueId: 1, exchangeExecId: `V${orderId}-1`, lastQty, lastPx },
  ];
}

/** Ids as clients make them: of no order that an index would like. */
function clOrdIdOf(orderId: number): string {
  return `${(Math.imul(orderId, 2_654_435_761) >>> 0).toString(36)}-${orderId.toString(36)}`;
}

function orderOf(orderId: number, timeUs: number): OrderRecord {
  return {
    orderId,
    sessionId: 1,
    compId: orderId % 2 === 0 ? "ALPHA" : "BRAVO",
    clOrdId: clOrdIdOf(orderId),
    account: "A-1",
    symbol: SYMBOLS[orderId % SYMBOLS.length],
    currency: "USD",
    priceScale: 2,
    qtyScale: 0,
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    ordStatus: "2",
    orderQty: 100,
    cumQty: 100,
    leavesQty: 0,
    price: orderId % 10 === 0 ? NO_PRICE : 10_000,
    avgPxMantissa: 100_000_000,
    avgPxScale: 6,
    venueId: 1,
    ruleId: "",
    exchangeOrderId: `V${orderId}`,
    pending: "",
    createdNs: BigInt(timeUs) * 1_000n,
    updatedNs: BigInt(timeUs) * 1_000n,
    text: "",
  };
}
