/**
 * XSIM, the exchange in the box, behind the same port as every venue.
 *
 * In: the OMS's requests (queued until `flush`), the agents' orders (`tick`), the trading day. Out: reports, delivered
 * only when the inputs that caused them are in the venue's own journal. Opening runs that journal again, which gives the
 * same book, the same ids and the same report numbers; reports the OMS has not had are delivered when it connects.
 * It never calls its listener from inside a request, and never reads a clock for anything but the journal's time stamp.
 */

import type {
  ExchangePort,
  MarketVisitor,
  VenueCancel,
  VenueListener,
  VenueNewOrder,
  VenueReplace,
  VenueStatusRequest,
} from "../src/domain/exchange-port.ts";
import type { InstrumentDefinition } from "../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../src/domain/price.ts";
import type { Side } from "../src/domain/values.ts";
import type { JournalWriter } from "../src/journal/writer.ts";
import { assert } from "../src/lib/assert.ts";
import { ByteReader, ByteWriter } from "../src/lib/byte-buffer.ts";
import { LockstepError } from "../src/lib/errors.ts";
import type { Adversary } from "./adversary/adversary.ts";
import { encodeCommand, writeScenario } from "./adversary/adversary-inputs.ts";
import type { OperatorCommand } from "./adversary/operator-commands.ts";
import type { Scenario } from "./adversary/scenario.ts";
import type { AgentStatus } from "./agents/agents.ts";
import { CalendarInputs, type TradingPlan, writeBands } from "./calendar-inputs.ts";
import type { LevelVisitor } from "./matching/price-levels.ts";
import { Participant } from "./participants.ts";
import type { Phase } from "./phases.ts";
import { type InstrumentStatus, PhaseCause, type RESUME } from "./phases-by-instrument.ts";
import { toRequestTerms } from "./rare-checks.ts";
import { keyOrder, keyRequest, requestKey } from "./request-keys.ts";
import { BookTrades, tradeFault } from "./trade-log.ts";
import type { Traffic } from "./traffic.ts";
import type { Venue } from "./venue.ts";
import {
  encodeBustTrade,
  encodeCancel,
  encodeCorrectTrade,
  encodeMassCancel,
  encodeNewOrder,
  encodeOpenTradingDay,
  encodeOrderStatus,
  encodePassTime,
  encodeReplace,
  encodeSetPhase,
} from "./venue-inputs.ts";

/** Who serves others than the OMS: the exchange's own server. What it sends of a batch is in the batch's frame. */
export type ExchangeServer = {
  /** Whether it has something for the journal though nothing came in. */
  readonly hasStaged: boolean;
  /** The batch is carried out: what is to be told of it is written behind the inputs. @param place of the frame's next byte in its segment */
  settle(frame: ByteWriter, segmentNumber: number, place: number, nowNs: bigint): void;
  /** All of it is durable: what was told may go out. */
  release(): void;
};

/** A batch longer than this is worked before it is flushed (its reports still wait): no frame may grow without bound. */
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

/** What the uncross would do now; price NO_PRICE and the rest 0 when nothing would trade. */
export type IndicativeVisitor = (symbol: string, price: Ticks, volume: number, imbalance: number) => void;

/** An instrument's status of trading: to be copied, not kept. */
export type StatusVisitor = (symbol: string, status: Readonly<InstrumentStatus>) => void;

export class SimulatedExchange implements ExchangePort {
  readonly name: string;
  readonly #venue: Venue;
  readonly #journal: JournalWriter;
  readonly #traffic: Traffic | null;
  readonly #nowNs: () => bigint;
  /** Requests since the last flush, as they will be journaled. */
  readonly #inputs: ByteWriter;
  readonly #reader = new ByteReader();
  /** The time before a batch, where something depends on it. */
  readonly #time = new ByteWriter(16);
  #calendar: CalendarInputs;
  #statusVisitor: StatusVisitor | null = null;
  /** Changes of status since the last flush: told when they are in the journal. */
  readonly #changes: { symbol: string; status: InstrumentStatus }[] = [];
  /** Reports up to this one the OMS has; what it said when the journal was run again. */
  readonly #openedAfter: number;
  #listener: VenueListener | null = null;
  #server: ExchangeServer | null = null;
  #isWorking = false;
  /** The journal's disk is full: what was worked is not in it yet, and nothing of it is told. */
  #isHeld = false;

  /** Use `openSimulatedExchange`, which brings the parts to one state. */
  constructor(
    venue: Venue,
    journal: JournalWriter,
    traffic: Traffic | null,
    inputs: ByteWriter,
    nowNs: () => bigint,
    openedAfter: number,
    calendar: CalendarInputs,
    name: string,
  ) {
    this.name = name;
    this.#calendar = calendar;
    this.#venue = venue;
    this.#journal = journal;
    this.#traffic = traffic;
    this.#inputs = inputs;
    this.#nowNs = nowNs;
    this.#openedAfter = openedAfter;
    venue.phases.listener = {
      onStatus: (book, status) => {
        if (this.#statusVisitor === null) return;
        this.#changes.push({ symbol: symbolOf(venue.instruments, book), status: { ...status } });
      },
    };
  }

  connect(listener: VenueListener, lastReportSequence: number): void {
    assert(this.#listener === null, "XSIM is connected already");
    assert(lastReportSequence >= this.#openedAfter, "XSIM was opened for reports after a later one");
    const { reports } = this.#venue;
    if (lastReportSequence > reports.lastSequence)
      throw venueBehind(this.name, lastReportSequence, reports.lastSequence);
    this.#listener = listener;
    reports.deliver(listener, lastReportSequence);
  }

  /** From now on the exchange serves others than the OMS, too. */
  serve(server: ExchangeServer): void {
    this.#server = server;
  }

  /** Where the exchange's server writes what is to be journaled and carried out at the next flush. */
  beginInput(): ByteWriter {
    this.#workLongBatch();
    return this.#inputs;
  }

  newOrder(order: VenueNewOrder): void {
    this.#workLongBatch();
    const clOrdId = requestKey(order.clOrdId);
    encodeNewOrder(
      this.#inputs,
      Participant.Oms,
      keyOrder(clOrdId),
      keyRequest(clOrdId),
      this.#venue.bookBySymbol.get(order.symbol) ?? 0,
      order.side,
      order.ordType,
      order.timeInForce,
      order.orderQty,
      order.price,
      order.terms === undefined ? null : toRequestTerms(order.terms),
    );
  }

  cancelOrder(cancel: VenueCancel): void {
    this.#workLongBatch();
    const clOrdId = requestKey(cancel.clOrdId);
    const orig = requestKey(cancel.origClOrdId);
    const order = keyOrder(clOrdId);
    this.#venue.glance(Participant.Oms, order);
    encodeCancel(this.#inputs, Participant.Oms, order, keyRequest(clOrdId), keyOrder(orig), keyRequest(orig));
  }

  replaceOrder(replace: VenueReplace): void {
    this.#workLongBatch();
    const clOrdId = requestKey(replace.clOrdId);
    const orig = requestKey(replace.origClOrdId);
    this.#venue.glance(Participant.Oms, keyOrder(clOrdId));
    encodeReplace(
      this.#inputs,
      Participant.Oms,
      keyOrder(clOrdId),
      keyRequest(clOrdId),
      keyOrder(orig),
      keyRequest(orig),
      replace.ordType,
      replace.timeInForce,
      replace.orderQty,
      replace.price,
      replace.terms === undefined ? null : toRequestTerms(replace.terms),
    );
  }

  requestStatus(orders: readonly VenueStatusRequest[]): void {
    for (const { clOrdId } of orders) {
      this.#workLongBatch();
      const key = requestKey(clOrdId);
      encodeOrderStatus(this.#inputs, Participant.Oms, keyOrder(key), keyRequest(key));
    }
  }

  /**
   * Works what was asked and gives the reports of all that is in the venue's journal; while the journal's disk is full,
   * requests wait and nothing is reported.
   *
   * @throws LockstepError LOCKSTEP_ERR_JOURNAL_WRITE; nothing of the batch was reported then.
   */
  flush(): void {
    if (this.#isHeld && !this.#commit()) return;
    if (this.#inputs.offset > 0 || this.#server?.hasStaged) this.#work();
    if (this.#isHeld) return;
    this.#server?.release();
    assert(!this.#isWorking, "XSIM flushed by its own listener, or after it failed");
    this.#isWorking = true;
    if (this.#listener !== null) this.#venue.reports.deliver(this.#listener, 0);
    for (const { symbol, status } of this.#changes.splice(0)) this.#statusVisitor?.(symbol, status);
    this.#isWorking = false;
  }

  /** The agents act, if it is time; their owner calls this about every 100 ms. `nowMs` must never go back. */
  tick(nowMs: number): void {
    // Agents decide on the book as it is now; and reports the OMS could not take yet are given again.
    this.flush();
    if (this.#isHeld) return;
    this.#passTime();
    if (this.#traffic === null || this.#isHeld) return;
    this.#traffic.tick(nowMs, this.#nowMs());
    this.flush();
  }

  /** How its own traffic stands; nothing without agents. */
  agentStatuses(): AgentStatus[] {
    return this.#traffic?.statuses() ?? [];
  }

  /**
   * Begins a trading day: Day orders of the one before expire. Saying the same day again, or an earlier one, does nothing.
   *
   * @param tradingDay yyyymmdd
   */
  openTradingDay(tradingDay: number): void {
    // The requests already queued belong to the day before.
    this.flush();
    if (tradingDay <= this.#venue.tradingDay) return;
    encodeOpenTradingDay(this.#inputs, tradingDay);
    this.flush();
  }

  /**
   * An operator's command: puts an instrument into a phase until the calendar closes it, or RESUME: back to what the
   * calendar says. A volatility auction ends by itself.
   *
   * @param symbol null for every instrument
   * @returns false for an unknown symbol
   */
  commandPhase(symbol: string | null, phase: Phase | typeof RESUME): boolean {
    const book = symbol === null ? 0 : this.#venue.bookBySymbol.get(symbol);
    if (book === undefined) return false;
    // What was asked before the command is worked before it.
    this.flush();
    encodePassTime(this.#inputs, this.#nowMs());
    encodeSetPhase(this.#inputs, PhaseCause.Operator, book, phase, 0);
    this.flush();
    return true;
  }

  /** Takes up other calendars and bands while it runs; what they change happens at once, as inputs like any other. */
  setTradingPlan(plan: TradingPlan): void {
    this.flush();
    this.#calendar = new CalendarInputs(plan);
    this.#traffic?.setTradingPlan(plan);
    this.#calendar.write(this.#inputs, this.#venue, this.#nowMs());
    writeBands(this.#inputs, this.#venue, plan);
    this.flush();
  }

  /** The adversary does what it is time for. For owners that keep its times better than `tick` does. */
  passDue(): void {
    const nowMs = this.#nowMs();
    if (this.#isHeld || nowMs < this.#venue.adversary.nextMs) return;
    encodePassTime(this.#inputs, nowMs);
    this.flush();
  }

  /** Takes up another scenario, or none, while it runs. The one in force goes on when it is the same, and false is told. */
  setScenario(scenario: Scenario | null): boolean {
    this.flush();
    const isNew = writeScenario(this.#inputs, this.#venue, scenario, this.#nowMs());
    this.flush();
    return isNew;
  }

  /**
   * An operator's command: journaled with who gave it, then carried out.
   *
   * @param who latin-1, for the record
   * @returns why it cannot be, in words, or ""
   */
  command(who: string, command: OperatorCommand): string {
    this.flush();
    const fault = this.#isHeld ? "XSIM waits for room on its disk" : this.#venue.adversary.commandFault(command);
    if (fault !== "") return fault;
    encodePassTime(this.#inputs, this.#nowMs());
    encodeCommand(this.#inputs, who, command);
    this.flush();
    return "";
  }

  /** The scenario in force and the commands given; see `Adversary`. */
  get adversary(): Adversary {
    return this.#venue.adversary;
  }

  /** Every instrument's status now. */
  visitStatus(visit: StatusVisitor): void {
    const { phases, instruments } = this.#venue;
    for (let book = 1; book < instruments.length; book++) visit(symbolOf(instruments, book), phases.statuses[book]);
  }

  /** Calls `visit` at every change of a status from now on, in order, once it is in the journal. It must not call back. */
  watchStatus(visit: StatusVisitor): void {
    this.#statusVisitor = visit;
  }

  /** Visits the instruments an auction is called for, with what its uncross would give now. Cold: once a second. */
  visitIndicative(visit: IndicativeVisitor): void {
    if (this.#isHeld) return;
    const { phases, instruments } = this.#venue;
    for (let book = 1; book < instruments.length; book++) {
      if (!phases.statuses[book].rules.calls) continue;
      const { price, volume, imbalance } = phases.indicative(book);
      visit(symbolOf(instruments, book), price, volume, imbalance);
    }
  }

  /** Command: cancels the OMS's orders, of one symbol or all (null), of one side or both (null). */
  massCancel(symbol: string | null, side: Side | null): boolean {
    this.flush();
    const book = symbol === null ? 0 : this.#venue.bookBySymbol.get(symbol);
    if (book === undefined) return false;
    encodeMassCancel(this.#inputs, Participant.Oms, book, side ?? "");
    this.flush();
    return true;
  }

  /** Command: undoes the trade that gave one side this ExecID. @returns why not, in words, or "" */
  bustTrade(execId: string): string {
    return this.#changeTrade(execId, 0 as Qty, NO_PRICE);
  }

  /** Command: the trade was of `qty`, at most what was said, at `price`. @returns why not, in words, or "" */
  correctTrade(execId: string, qty: Qty, price: Ticks): string {
    return this.#changeTrade(execId, qty, price);
  }

  #changeTrade(execId: string, qty: Qty, price: Ticks): string {
    this.flush();
    const execNumber = /^T\d{1,15}$/.test(execId) ? Number(execId.slice(1)) : 0;
    const fault = tradeFault(this.#venue, execNumber, qty, price);
    if (fault !== "") return fault;
    if (price === NO_PRICE) encodeBustTrade(this.#inputs, execNumber);
    else encodeCorrectTrade(this.#inputs, execNumber, qty, price);
    this.flush();
    return "";
  }

  visitMarket(visit: MarketVisitor): void {
    if (this.#isHeld) return;
    const { engine, instruments, phases } = this.#venue;
    for (let number = 1; number < engine.books.length; number++) {
      const book = engine.books[number];
      book.spreadTouch();
      if (!book.isMarketStale) continue;
      book.isMarketStale = false;
      const { lastPx } = book;
      // Nobody can trade with the best of a book that is called: its price is the indicative one.
      const isCalled = phases.statuses[number].rules.calls;
      const bidPx = isCalled ? NO_PRICE : book.bidPx;
      const askPx = isCalled ? NO_PRICE : book.askPx;
      if (bidPx === book.publishedBidPx && askPx === book.publishedAskPx && lastPx === book.publishedLastPx) continue;
      book.publishedBidPx = bidPx;
      book.publishedAskPx = askPx;
      book.publishedLastPx = lastPx;
      visit(symbolOf(instruments, number), bidPx, askPx, lastPx);
    }
  }

  /** Visits the best levels of a side, best first: price, whole quantity, orders. Nothing for an unknown symbol. */
  visitDepth(symbol: string, side: "bids" | "asks", levelsMax: number, visit: LevelVisitor): void {
    const book = this.#venue.bookBySymbol.get(symbol);
    if (book !== undefined) this.#venue.engine.books[book][side].visit(levelsMax, visit);
  }

  /** An instrument's public trades of the day; none for an unknown symbol. */
  tradesOf(symbol: string): BookTrades {
    return new BookTrades(this.#venue.trades, this.#venue.bookBySymbol.get(symbol) ?? 0);
  }

  /** Is its journal's disk full? Nothing is worked or reported until there is room. */
  get isWaitingForRoom(): boolean {
    return this.#isHeld;
  }

  /** There may be room on the disk again. */
  tryJournalAgain(): void {
    this.#journal.tryAgain();
  }

  /** The number of the last report made for the OMS. */
  get lastReportSequence(): number {
    return this.#venue.reports.lastSequence;
  }

  /** Reports the OMS has not taken yet. */
  get waitingReports(): number {
    return this.#venue.reports.size;
  }

  /** The trading day as yyyymmdd, 0 before the first. */
  get tradingDay(): number {
    return this.#venue.tradingDay;
  }

  /** Orders resting on all books. */
  get restingOrders(): number {
    return this.#venue.engine.pool.used;
  }

  /** Requests not flushed are dropped: the OMS gives them again. */
  close(): void {
    this.#traffic?.close();
    this.#listener = null;
    this.#journal.close();
  }

  #workLongBatch(): void {
    if (this.#inputs.offset > BATCH_BYTES_MAX && !this.#isHeld) this.#work();
  }

  /** Carries the inputs out and journals them; their reports wait. What fails here is never reported, then or later. */
  #work(): void {
    const inputs = this.#inputs;
    assert(!this.#isWorking, "XSIM flushed by its own listener, or after it failed");
    this.#isWorking = true;
    const nowNs = this.#nowNs();
    const journal = this.#journal;
    const frame = journal.beginFrame(nowNs);
    if (this.#venue.phases.needsTime || this.#venue.adversary.needsTime) {
      const time = this.#time;
      encodePassTime(time, this.#nowMs());
      frame.copy(time.bytes, 0, time.offset);
      this.#reader.reset(time.bytes, 0, time.offset);
      this.#venue.apply(this.#reader);
      time.offset = 0;
    }
    frame.copy(inputs.bytes, 0, inputs.offset);
    this.#reader.reset(inputs.bytes, 0, inputs.offset);
    this.#venue.apply(this.#reader);
    inputs.offset = 0;
    if (this.#server !== null) {
      const place = journal.frameOffset + frame.offset - journal.frameStart;
      this.#server.settle(frame, journal.segmentNumber, place, nowNs);
    }
    journal.endFrame();
    this.#commit();
    this.#isWorking = false;
  }

  /** Phases change as the calendars say, and volatility auctions whose time is over end. */
  #passTime(): void {
    const nowMs = this.#nowMs();
    this.#venue.trades.noteTime(nowMs);
    if (nowMs >= Math.min(this.#venue.phases.nextEndMs, this.#venue.adversary.nextMs))
      encodePassTime(this.#inputs, nowMs);
    this.#calendar.write(this.#inputs, this.#venue, nowMs);
    this.flush();
  }

  /** The wall clock: phases are times of the day. */
  #nowMs(): number {
    return Number(this.#nowNs() / 1_000_000n);
  }

  #commit(): boolean {
    this.#isHeld = !this.#journal.commit();
    return !this.#isHeld;
  }
}

/** An OMS that has had more than this venue has made speaks to another venue, or to one that lost its end. */
function venueBehind(name: string, asked: number, made: number): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_VENUE_BEHIND",
    `the OMS has had report ${asked} of ${name}, but ${name}'s journal ends with report ${made}: its directory was emptied, ` +
      "exchanged, or lost its end in a power cut. Put back the directory that belongs to this OMS, or start both afresh",
  );
}

function symbolOf(instruments: readonly (InstrumentDefinition | null)[], book: number): string {
  const instrument = instruments[book];
  assert(instrument !== null, "a book without an instrument");
  return instrument.symbol;
}
