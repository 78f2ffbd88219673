/**
 * Which phase every instrument is in, and what a change of it does: uncrosses, expiries, volatility auctions.
 *
 * In: inputs of the venue (a phase by the calendar or by command, the time, bands) and the orders that hit a band. Out:
 * trades and ends of orders, to the venue; changes of status, to a listener. It reads no clock: the time it goes by is
 * the last one that was an input, so a re-run does the same at the same place.
 */
import type { InstrumentDefinition } from "../src/domain/instrument.ts";
import { NO_PRICE, type Ticks } from "../src/domain/price.ts";
import { assert } from "../src/lib/assert.ts";
import { type AuctionResult, NO_AUCTION, uncross } from "./matching/auction.ts";
import { type AuctionPlan, planAuction } from "./matching/auction-self-match.ts";
import type { MatchingEngine } from "./matching/matching-engine.ts";
import { TERMS, TIF_DAY, TIF_MASK } from "./matching/order-pool.ts";
import type { AuctionListener } from "./matching/outcomes.ts";
import type { PriceLevels } from "./matching/price-levels.ts";
import {
  AT_CLOSE,
  AT_OPEN,
  EXPIRE_DATE,
  FLAGS,
  HALT_CANCEL,
  HALT_MASK,
  HALT_REINSTATE,
  LIMIT_PX,
  NEXT_PEG,
  PLACE,
  Place,
  rowOf,
} from "./matching/rare-terms.ts";
import { PHASE_RULES, Phase, type PhaseRules, phaseFault } from "./phases.ts";
import { bandAround, isInBand, NO_BAND, type PriceBand } from "./price-bands.ts";
import { ReportKind } from "./report-queue.ts";
import { Text } from "./report-text.ts";
import type { RequestInput } from "./venue-inputs.ts";

/** Who set a phase. */
export const PhaseCause = { Calendar: 1, Operator: 2, Band: 3 } as const;
export type PhaseCause = (typeof PhaseCause)[keyof typeof PhaseCause];

/** In the place of a phase: back to what the calendar says, or to continuous trading where there is none. */
export const RESUME = 0;

/** No auction's orders come to the book any more. */
const NO_CALL = 0;

/** How long a volatility auction is called, unless the instrument says otherwise. */
export const VOLATILITY_AUCTION_MS = 120_000;

/** One instrument's state of trading. */
export type InstrumentStatus = {
  phase: Phase;
  rules: PhaseRules;
  cause: PhaseCause;
  /** What the calendar said last; 0 for an instrument without one. */
  scheduledPhase: Phase | 0;
  /** The trading day the calendar said it of, yyyymmdd; 0 without one. */
  date: number;
  /** UTC in milliseconds: when the phase began, and when a volatility auction will end (0 for other phases). */
  sinceMs: number;
  callEndsMs: number;
  /** Static bands are around this price: the day's opening reference, which is the last trade of the day before. */
  referencePx: Ticks;
  /** Price and volume of the last auction; NO_PRICE and 0 when it traded nothing. */
  auctionPx: Ticks;
  auctionQty: number;
  staticBps: number;
  dynamicBps: number;
  auctionMs: number;
  staticBand: PriceBand;
  /** The short way: orders trade as they come, and no static band binds them. */
  isPlain: boolean;
};

/** The status as others get it: it changes while they look, so what is to be kept is to be copied. */
export type StatusListener = { onStatus(book: number, status: Readonly<InstrumentStatus>): void };

/** What the phases ask of the venue. */
export type PhaseHost = AuctionListener & {
  /** Takes a resting order off its book and says so. */
  endOrder(order: number, kind: number, text: Text): void;
  /** Says something of a resting order, which stays as it is. */
  tellOrder(order: number, kind: number, text: Text): void;
  /** Orders trade as they come from now on: what a price wakes is looked at. */
  onTrading(book: number): void;
};

export class InstrumentPhases {
  /** By book number; the first stands for no instrument. */
  readonly statuses: InstrumentStatus[];
  /** The last time that was an input; 0 before the first. */
  nowMs = 0;
  listener: StatusListener | null = null;
  /** The earliest end of a volatility auction. */
  nextEndMs = Number.POSITIVE_INFINITY;
  /** Phases entered since the start. */
  changes = 0;
  readonly #engine: MatchingEngine;
  readonly #instruments: readonly (InstrumentDefinition | null)[];
  readonly #host: PhaseHost;
  #dynamicBands = 0;

  constructor(engine: MatchingEngine, instruments: readonly (InstrumentDefinition | null)[], host: PhaseHost) {
    this.#engine = engine;
    this.#instruments = instruments;
    this.#host = host;
    this.statuses = [newStatus(NO_PRICE)];
  }

  /** Must the venue be told the time before its orders? Only where something depends on it. */
  get needsTime(): boolean {
    return this.#dynamicBands > 0 || this.nextEndMs !== Number.POSITIVE_INFINITY;
  }

  /** An instrument was listed, or its definition changed. */
  define(book: number): void {
    const { referencePx } = this.#instrument(book);
    if (book === this.statuses.length) this.statuses.push(newStatus(referencePx));
    else this.#setReference(book, this.#engine.books[book].lastPx === NO_PRICE ? referencePx : NO_PRICE);
  }

  /** Why an order or replace is not taken now: its phase first, then the static band. */
  fault(book: number, input: RequestInput, isReplace: boolean): Text {
    const status = this.statuses[book];
    const fault = phaseFault(status.phase, isReplace, input.ordType, input.timeInForce);
    if (fault !== Text.None || input.price === NO_PRICE || isInBand(status.staticBand, input.price)) return fault;
    return Text.OutsideStaticBand;
  }

  /** Before an order trades: the dynamic band is around the last trade before the order, not around its own trades. */
  armBand(book: number): void {
    const status = this.statuses[book];
    const orderBook = this.#engine.books[book];
    const { low, high } = bandAround(this.#lastPx(book), status.dynamicBps, this.#instrument(book).tickTable);
    // Limits are within the static band anyway; what a peg makes of the best prices need not be.
    orderBook.bandLowPx = Math.max(low, status.staticBand.low);
    orderBook.bandHighPx = Math.min(high, status.staticBand.high);
  }

  /** After an order traded: was it stopped at the band? */
  takeBandHit(book: number): void {
    const orderBook = this.#engine.books[book];
    if (!orderBook.isBandHit) return;
    orderBook.isBandHit = false;
    this.#enter(book, Phase.VolatilityAuction, PhaseCause.Band);
  }

  /** What the uncross would do now; nothing outside calls. */
  indicative(book: number): AuctionResult {
    return this.statuses[book].rules.calls ? this.#plan(book).result : NO_AUCTION;
  }

  /** Input: a phase from the calendar, or RESUME when the instrument has no calendar any more. */
  schedule(book: number, phase: Phase | typeof RESUME, date: number): void {
    const status = this.statuses[book];
    const isHeld = status.cause !== PhaseCause.Calendar;
    status.scheduledPhase = phase;
    status.date = phase === RESUME ? 0 : date;
    // A halt outlives what the calendar says, but for the close; so does a volatility auction, but for other auctions.
    const outlives = status.phase === Phase.VolatilityAuction ? phase === Phase.Continuous : phase !== Phase.Closed;
    if (isHeld && (outlives || phase === RESUME)) return;
    this.#enter(book, phase === RESUME ? Phase.Continuous : phase, PhaseCause.Calendar);
  }

  /** Input: an operator's command. */
  command(book: number, phase: Phase | typeof RESUME): void {
    if (phase !== RESUME) return this.#enter(book, phase, PhaseCause.Operator);
    const { scheduledPhase } = this.statuses[book];
    this.#enter(book, scheduledPhase === 0 ? Phase.Continuous : scheduledPhase, PhaseCause.Calendar);
  }

  /** Input: the time. Volatility auctions whose time is over end. */
  passTime(nowMs: number): void {
    // The machine's clock may step back; trading does not.
    if (nowMs > this.nowMs) this.nowMs = nowMs;
    if (this.nowMs < this.nextEndMs) return;
    for (let book = 1; book < this.statuses.length; book++) {
      const { phase, callEndsMs } = this.statuses[book];
      if (phase === Phase.VolatilityAuction && callEndsMs <= this.nowMs) this.command(book, RESUME);
    }
    this.#findNextEnd();
  }

  /** Input: an instrument's bands, in basis points (0 is none), and how long its volatility auctions are called. */
  setBands(book: number, staticBps: number, dynamicBps: number, auctionMs: number): void {
    const status = this.statuses[book];
    this.#dynamicBands += Number(dynamicBps > 0) - Number(status.dynamicBps > 0);
    status.staticBps = staticBps;
    status.dynamicBps = dynamicBps;
    status.auctionMs = auctionMs;
    const orderBook = this.#engine.books[book];
    orderBook.bandLowPx = NO_BAND.low;
    orderBook.bandHighPx = NO_BAND.high;
    this.#setReference(book, NO_PRICE);
  }

  /** Input: a trading day begins. Instruments with a calendar have their own. */
  openDay(): void {
    for (let book = 1; book < this.statuses.length; book++) {
      if (this.statuses[book].scheduledPhase === 0) this.#setReference(book, this.#engine.books[book].lastPx);
    }
  }

  #enter(book: number, phase: Phase, cause: PhaseCause): void {
    const status = this.statuses[book];
    const from = status.phase;
    if (phase === from) {
      status.cause = cause;
      return;
    }
    if (phase === Phase.Continuous || (phase === Phase.Closed && PHASE_RULES[from].calls && from !== Phase.PreOpen)) {
      this.#uncross(book);
    }
    this.changes++;
    status.phase = phase;
    status.rules = PHASE_RULES[phase];
    status.cause = cause;
    status.sinceMs = this.nowMs;
    status.callEndsMs = phase === Phase.VolatilityAuction ? this.nowMs + status.auctionMs : 0;
    this.#engine.books[book].isTouched = true;
    if (phase === Phase.Continuous || phase === Phase.Closed) {
      this.#endAuctionOrders(book);
      this.#engine.call(book, NO_CALL);
    }
    if (phase === Phase.Closed) this.#close(book);
    if (phase === Phase.Halted || from === Phase.Halted) this.#followHalts(book, phase === Phase.Halted);
    if (phase === Phase.PreOpen || phase === Phase.OpeningAuction) this.#engine.call(book, AT_OPEN);
    if (phase === Phase.ClosingAuction) this.#engine.call(book, AT_CLOSE);
    this.#refreshPlain(status);
    if (phase === Phase.VolatilityAuction || from === Phase.VolatilityAuction) this.#findNextEnd();
    this.listener?.onStatus(book, status);
    if (phase === Phase.Continuous) this.#host.onTrading(book);
  }

  /** A halt begins or ends for the orders that say what becomes of them then; the others rest. */
  #followHalts(book: number, isHalted: boolean): void {
    const { pool, rareTerms } = this.#engine;
    for (const order of this.#ordersOf(book)) {
      const row = rowOf(pool.i32[(order << 4) + TERMS]);
      const onHalt = row === 0 ? 0 : rareTerms.i32[(row << 5) + FLAGS] & HALT_MASK;
      if (onHalt === HALT_CANCEL && isHalted) this.#host.endOrder(order, ReportKind.Canceled, Text.CanceledOnHalt);
      if (onHalt !== HALT_REINSTATE) continue;
      if (isHalted) this.#host.tellOrder(order, ReportKind.Suspended, Text.SuspendedOnHalt);
      else this.#host.tellOrder(order, ReportKind.Restated, Text.Reinstated);
    }
  }

  #uncross(book: number): void {
    const status = this.statuses[book];
    const { result, meetings } = this.#plan(book);
    for (const { older, newer } of meetings) this.#engine.keepApart(older, newer);
    status.auctionPx = result.price;
    status.auctionQty = result.volume;
    uncross(this.#engine.books[book], this.#engine, result, this.#host);
  }

  #plan(book: number): AuctionPlan {
    const { tickTable } = this.#instrument(book);
    return planAuction(this.#engine.books[book], this.#engine, tickTable, this.#lastPx(book));
  }

  /** The day is over: Day orders expire, and the last trade is what the next day's prices are measured by. */
  #close(book: number): void {
    const { pool, rareTerms } = this.#engine;
    const { date } = this.statuses[book];
    for (const order of this.#ordersOf(book)) {
      const terms = pool.i32[(order << 4) + TERMS];
      const row = rowOf(terms);
      const expireDate = row === 0 ? 0 : rareTerms.i32[(row << 5) + EXPIRE_DATE];
      const isOver = (terms & TIF_MASK) === TIF_DAY || (expireDate !== 0 && expireDate <= date);
      if (isOver) this.#host.endOrder(order, ReportKind.Expired, Text.DayOver);
    }
    this.#setReference(book, this.#engine.books[book].lastPx);
  }

  /** What an auction leaves of the orders that were for it, and of those that took part without a price. */
  #endAuctionOrders(book: number): void {
    const { books } = this.#engine;
    const { unpricedBids, unpricedAsks } = books[book];
    const unpriced: number[] = [];
    for (const side of [unpricedBids, unpricedAsks]) if (side !== null) this.#addQueued(side, unpriced);
    const isUnpriced = new Set(unpriced);
    for (const order of this.#ordersOf(book)) {
      if (!isUnpriced.has(order) && !this.#engine.isForAuction(order)) continue;
      this.#host.endOrder(order, ReportKind.Canceled, Text.AuctionOver);
    }
  }

  /** A new reference, unless it is NO_PRICE; orders that the static band does not hold any more end. */
  #setReference(book: number, referencePx: Ticks): void {
    const status = this.statuses[book];
    if (referencePx !== NO_PRICE) status.referencePx = referencePx;
    this.#engine.books[book].isTouched = true;
    status.staticBand =
      status.staticBps === 0
        ? NO_BAND
        : bandAround(status.referencePx, status.staticBps, this.#instrument(book).tickTable);
    this.#refreshPlain(status);
    if (status.staticBps === 0) return;
    for (const order of this.#ordersOf(book)) {
      const limitPx = this.#limitPx(order);
      if (limitPx === NO_PRICE || isInBand(status.staticBand, limitPx)) continue;
      this.#host.endOrder(order, ReportKind.Canceled, Text.StaticBandMoved);
    }
  }

  #refreshPlain(status: InstrumentStatus): void {
    status.isPlain = status.rules.trades && status.staticBps === 0 && status.dynamicBps === 0;
  }

  /** What an auction and the dynamic band go by: the last trade, or the day's reference before there is one. */
  #lastPx(book: number): Ticks {
    const { lastPx } = this.#engine.books[book];
    return lastPx === NO_PRICE ? this.statuses[book].referencePx : lastPx;
  }

  /** A book's orders as the venue took them. Cold: once a phase. */
  #ordersOf(book: number): number[] {
    const { pool, books, rareTerms } = this.#engine;
    const { bids, asks, unpricedBids, unpricedAsks, darkBids, darkAsks, buyStops, sellStops } = books[book];
    const handles: number[] = [];
    for (const side of [bids, asks, unpricedBids, unpricedAsks, darkBids, darkAsks, buyStops, sellStops]) {
      if (side !== null) this.#addQueued(side, handles);
    }
    for (const { first } of [books[book].atOpen, books[book].atClose]) {
      for (let order = first; order !== 0; order = pool.next(order)) handles.push(order);
    }
    for (let order = books[book].firstPeg; order !== 0; ) {
      const row = rowOf(pool.i32[(order << 4) + TERMS]);
      if (rareTerms.i32[(row << 5) + PLACE] === Place.Asleep) handles.push(order);
      order = rareTerms.i32[(row << 5) + NEXT_PEG];
    }
    return handles.sort((a, b) => pool.orderNumber(a) - pool.orderNumber(b));
  }

  #addQueued(side: PriceLevels, handles: number[]): void {
    const { pool } = this.#engine;
    for (const price of side.pricesUpTo(Number.POSITIVE_INFINITY)) {
      for (let order = side.firstAt(price as Ticks); order !== 0; order = pool.next(order)) {
        handles.push(order);
      }
    }
  }

  /** An order's own limit, wherever it stands: stops and pegs stand at other prices. */
  #limitPx(order: number): Ticks {
    const { pool, rareTerms } = this.#engine;
    const row = rowOf(pool.i32[(order << 4) + TERMS]);
    return row === 0 ? pool.price(order) : (rareTerms.f64[(row << 4) + LIMIT_PX] as Ticks);
  }

  #findNextEnd(): void {
    this.nextEndMs = Number.POSITIVE_INFINITY;
    for (const { callEndsMs } of this.statuses) {
      if (callEndsMs !== 0 && callEndsMs < this.nextEndMs) this.nextEndMs = callEndsMs;
    }
  }

  #instrument(book: number): InstrumentDefinition {
    const instrument = this.#instruments[book];
    assert(instrument !== null && instrument !== undefined, "a phase of no instrument");
    return instrument;
  }
}

function newStatus(referencePx: Ticks): InstrumentStatus {
  return {
    phase: Phase.Continuous,
    rules: PHASE_RULES[Phase.Continuous],
    cause: PhaseCause.Calendar,
    scheduledPhase: 0,
    date: 0,
    sinceMs: 0,
    callEndsMs: 0,
    referencePx,
    auctionPx: NO_PRICE,
    auctionQty: 0,
    staticBps: 0,
    dynamicBps: 0,
    auctionMs: VOLATILITY_AUCTION_MS,
    staticBand: NO_BAND,
    isPlain: true,
  };
}
