/**
 * How fast a start is: events applied, commands judged again, a day of a million orders from a snapshot, and the simulated
 * exchange's own recovery. The journal is written by the real core, with a client's message and a report in its frames.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SimulatedExchange } from "../simulator/exchange.ts";
import { openSimulatedExchange } from "../simulator/open-exchange.ts";
import { verifyJournal } from "../src/cli/verify.ts";
import { loadConfig } from "../src/config.ts";
import { decide, evolve } from "../src/core/core.ts";
import { State } from "../src/core/state.ts";
import { encodeDecision, encodeSentCount, encodeSentHeader } from "../src/domain/frame.ts";
import { venueClOrdId } from "../src/domain/instrument.ts";
import type { Qty, Ticks } from "../src/domain/price.ts";
import { type Command, CommandType, type Event } from "../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../src/domain/values.ts";
import { nodeDisk } from "../src/journal/disk.ts";
import { openJournal, SEGMENT_BYTES } from "../src/journal/journal.ts";
import type { JournalWriter } from "../src/journal/writer.ts";
import { recover } from "../src/recover.ts";
import { Snapshots } from "../src/snapshots.ts";
import type { BenchRow } from "./row.ts";

const ORDERS = 1_000_000;
const ORDERS_QUICK = 20_000;
const ORDERS_PER_GROUP = 64;
const SESSIONS = 8;
const RAW = Buffer.alloc(198, "8=FIX.4.4|9=175|35=D|49=BENCH1|56=LOCKSTEP|");
const REPORT = Buffer.alloc(245, "8=FIX.4.4|9=222|35=8|49=LOCKSTEP|56=BENCH1|");
const START_NS = 1_795_334_400_000_000_000n;

export async function run(quick = false): Promise<BenchRow[]> {
  const orders = quick ? ORDERS_QUICK : ORDERS;
  const directory = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  try {
    return [...recoverOms(directory, orders), ...recoverExchange(directory, orders)];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function recoverOms(directory: string, orders: number): BenchRow[] {
  const journal = join(directory, "journal");
  const day = new Day(journal);
  day.play(orders);
  const { frames, events } = day;
  const note = `${orders} orders, ${frames} frames, ${events} events`;
  const options = { directory: journal, durability: "write", segmentBytes: SEGMENT_BYTES } as const;

  let startedMs = performance.now();
  const whole = recover(options);
  const wholeMs = performance.now() - startedMs;
  whole.writer.close();

  const snapshots = new Snapshots(directory, "bench", nodeDisk);
  startedMs = performance.now();
  const place = { journalId: whole.scan.journalId as Buffer, position: whole.scan, timeNs: whole.lastTimeNs };
  const { bytes } = snapshots.save(whole, place);
  const savedMs = performance.now() - startedMs;

  startedMs = performance.now();
  recover(options, snapshots).writer.close();
  const quickMs = performance.now() - startedMs;

  startedMs = performance.now();
  verifyJournal(journal);
  const verifyMs = performance.now() - startedMs;
  const perSecond = (count: number, ms: number) => Math.round((count / ms) * 1000);
  return [
    { name: "recovery: events applied", value: perSecond(events, wholeMs), unit: "events/s", note },
    { name: "recovery: frames applied", value: perSecond(frames, wholeMs), unit: "frames/s" },
    { name: "verification: commands judged again", value: perSecond(frames, verifyMs), unit: "commands/s" },
    { name: "restart of the OMS from a snapshot", value: quickMs, unit: "ms", note: `${bytes} bytes` },
    { name: "snapshot written and read back", value: savedMs, unit: "ms" },
  ];
}

/** A day's journal: orders, their acceptance, and for every other one a fill. */
class Day {
  frames = 0;
  events = 0;
  readonly #state = new State();
  readonly #journal: JournalWriter;
  readonly #decided: Event[] = [];
  readonly #numbers = new Uint32Array(SESSIONS + 1).fill(1);
  #timeNs = START_NS;
  #reportSequence = 0;

  constructor(directory: string) {
    this.#journal = openJournal({ directory, durability: "write", segmentBytes: SEGMENT_BYTES }, () => true).writer;
    for (const instrument of loadConfig(null).instruments)
      this.#work({ type: CommandType.DefineInstrument, exchange: "", securityIds: "", ...instrument });
    for (let session = 1; session <= SESSIONS; session++) {
      const compId = `BENCH${session}`;
      const sessionKey = `FIX.4.4:${compId}`;
      this.#work({
        type: CommandType.DefineSession,
        sessionKey,
        compId,
        account: compId,
        pendingReports: false,
        replaceChains: true,
      });
    }
    this.#work({ type: CommandType.OpenTradingDay, tradingDay: 20261122 });
  }

  play(orders: number): void {
    for (let from = 1; from <= orders; from += ORDERS_PER_GROUP) {
      const to = Math.min(from + ORDERS_PER_GROUP, orders + 1);
      for (let orderId = from; orderId < to; orderId++) this.#newOrder(orderId);
      this.#journal.commit();
      for (let orderId = from; orderId < to; orderId++) this.#venueActs(orderId);
      this.#journal.commit();
    }
    this.#journal.close();
  }

  #newOrder(orderId: number): void {
    const sessionId = (orderId % SESSIONS) + 1;
    const command: Command = {
      type: CommandType.NewOrder,
      sessionId,
      msgSeqNum: ++this.#numbers[0],
      possResend: false,
      clOrdId: `C${orderId}-20261122`,
      account: "",
      symbol: "ZVZZT",
      side: orderId % 2 === 0 ? Side.Buy : Side.Sell,
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.Day,
      qtyMantissa: 100,
      qtyScale: 0,
      priceMantissa: 10_000 + (orderId % 50),
      priceScale: 2,
      unsupported: "",
      securityId: "",
      securityExchange: "",
      moreTerms: [],
      carried: "",
    };
    this.#work(command, RAW);
  }

  #venueActs(orderId: number): void {
    const report = { venueId: 1, orderId, requestNumber: 1 };
    const sessionId = (orderId % SESSIONS) + 1;
    const exchangeOrderId = `X${orderId}`;
    const reportSequence = ++this.#reportSequence;
    this.#work({ type: CommandType.ExchangeAccepted, ...report, reportSequence, exchangeOrderId }, null, sessionId);
    if (orderId % 2 === 0) return;
    const exchangeExecId = `T${orderId}`;
    const fill = {
      lastQty: 100 as Qty,
      lastPx: 10_010 as Ticks,
      exchangeExecId,
      reportSequence: ++this.#reportSequence,
    };
    this.#work({ type: CommandType.ExchangeFill, ...report, ...fill }, null, sessionId);
  }

  #work(command: Command, raw: Buffer | null = null, reportTo = 0): void {
    this.#decided.length = 0;
    this.#timeNs += 1_000n;
    decide(this.#state, command, this.#decided);
    for (const event of this.#decided) evolve(this.#state, event, this.#timeNs, 0);
    const to = this.#journal.beginFrame(this.#timeNs);
    encodeDecision(to, command, raw ?? RAW, 0, raw?.length ?? 0, this.#decided);
    encodeSentCount(to, reportTo === 0 ? 0 : 1);
    if (reportTo !== 0) {
      encodeSentHeader(to, reportTo, this.#numbers[reportTo]++, true, REPORT.length);
      to.copy(REPORT, 0, REPORT.length);
    }
    this.#journal.endFrame();
    this.frames++;
    this.events += this.#decided.length;
  }
}

/** The venue takes as many orders, every other one trading, and starts again. */
function recoverExchange(directory: string, orders: number): BenchRow[] {
  const open = (lastReportSequence: number): SimulatedExchange =>
    openSimulatedExchange({
      directory: join(directory, "exchange"),
      instruments: loadConfig(null).instruments,
      agents: null,
      lastReportSequence,
      nowNs: () => START_NS,
    });
  const exchange = open(0);
  exchange.connect({ onReport: () => true }, 0);
  exchange.openTradingDay(20261122);
  for (let orderId = 1; orderId <= orders; orderId++) {
    exchange.newOrder({
      clOrdId: venueClOrdId(orderId, 1),
      account: "BENCH1",
      symbol: "ZVZZT",
      side: orderId % 2 === 0 ? Side.Buy : Side.Sell,
      ordType: OrdType.Limit,
      timeInForce: TimeInForce.Day,
      orderQty: 100 as Qty,
      price: (orderId % 4 < 2 ? 10_000 - (orderId % 50) : 10_000 + (orderId % 50)) as Ticks,
    });
    if (orderId % ORDERS_PER_GROUP === 0) exchange.flush();
  }
  exchange.flush();
  const last = exchange.lastReportSequence;
  exchange.close();
  const startedMs = performance.now();
  const again = open(last);
  const tookMs = performance.now() - startedMs;
  const note = `${orders} orders, ${again.restingOrders} of them resting`;
  again.close();
  return [{ name: "restart of the simulated exchange", value: tookMs, unit: "ms", note }];
}
