/**
 * What the exchange has in mind for single orders, and carries out when it is time: fills by the hidden counterparty, ends,
 * busts, corrections, requests that were kept back. The time it goes by is the venue's, which is an input.
 */
import { tickAt } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { OrdStatus, OrdType, TimeInForce } from "../../src/domain/values.ts";
import { assert } from "../../src/lib/assert.ts";
import { LEAVES_QTY, MARKET, SELL, TERMS, TIF_DAY } from "../matching/order-pool.ts";
import { termsOf } from "../order-checks.ts";
import { Participant } from "../participants.ts";
import { ReportKind } from "../report-queue.ts";
import { Text } from "../report-text.ts";
import { changeTrade } from "../trade-log.ts";
import type { Venue } from "../venue.ts";
import type { RequestInput } from "../venue-inputs.ts";
import type { OrderPlan, Step } from "./order-plan.ts";

/** What is known of an order that came while somebody was looking. */
export type OrderNote = {
  readonly participant: number;
  readonly clientOrder: number;
  readonly book: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly ordType: string;
  /** The certification table's, 0 for none. */
  code: number;
  /** Steps of an earlier plan are not carried out any more. */
  planNumber: number;
  /** The order's last trade; 0 before the first. */
  lastExec: number;
  /** What is filled, the request in force and the exchange's number, and how it ended ("" while it is live): of the OMS's. */
  cumQty: number;
  request: number;
  orderNumber: number;
  ordStatus: OrdStatus | "";
};

type Task = { readonly dueMs: number; readonly number: number; readonly run: () => void };

/** While trading is halted the hidden counterparty looks again after this. */
const HALTED_RETRY_MS = 1_000;
/** The hidden counterparty's orders never outlive the moment they are made in: they share one number. */
const HIDDEN_ORDER = 1;
const ORDERS_FACTOR = 4_294_967_296;
const ENDS = new Map<number, OrdStatus>([
  [ReportKind.Rejected, OrdStatus.Rejected],
  [ReportKind.Canceled, OrdStatus.Canceled],
  [ReportKind.Expired, OrdStatus.Expired],
]);

export class OrderWorks {
  readonly #venue: Venue;
  readonly #notes = new Map<number, OrderNote>();
  #tasks: Task[] = [];
  #taskNumber = 0;

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  get nextMs(): number {
    return this.#tasks.reduce((least, { dueMs }) => Math.min(least, dueMs), Number.POSITIVE_INFINITY);
  }

  get size(): number {
    return this.#tasks.length;
  }

  noteOf(participant: number, clientOrder: number): OrderNote | undefined {
    return this.#notes.get(participant * ORDERS_FACTOR + clientOrder);
  }

  note(note: OrderNote): void {
    this.#notes.set(note.participant * ORDERS_FACTOR + note.clientOrder, note);
  }

  /** The book an order rests on; 0 when it does not. */
  bookOf(participant: number, clientOrder: number): number {
    const order = this.#venue.directories[participant].handle(clientOrder);
    return order > 0 ? this.#venue.engine.pool.book(order) : 0;
  }

  /** A note of an order that rests already. */
  noteResting(participant: number, clientOrder: number, symbol: string, ordType: string, request: number): OrderNote {
    const { pool } = this.#venue.engine;
    const order = this.#venue.directories[participant].handle(clientOrder);
    const book = pool.book(order);
    const side = (pool.i32[(order << 4) + TERMS] & SELL) === 0 ? "buy" : "sell";
    const [cumQty, orderNumber] = [pool.cumQty(order), pool.orderNumber(order)];
    const plain = { code: 0, planNumber: 0, lastExec: 0, ordStatus: "" } as const;
    const note: OrderNote = {
      ...plain,
      participant,
      clientOrder,
      book,
      symbol,
      side,
      ordType,
      cumQty,
      request,
      orderNumber,
    };
    this.note(note);
    return note;
  }

  /** Rests an order of the certification table anywhere? */
  get hasRehearsal(): boolean {
    for (const note of this.#notes.values()) if (note.code !== 0 && this.#handle(note) > 0) return true;
    return false;
  }

  /** The scenario is over: only orders of the certification table are looked at from now on. */
  forgetPlain(): void {
    for (const [key, { code }] of this.#notes) if (code === 0) this.#notes.delete(key);
  }

  /** A report of one of the OMS's orders was made. @param about the trade that is changed, where refusals have their reason */
  heed(note: OrderNote, kind: number, request: number, orderNumber: number, lastQty: number, about: number): void {
    if (kind !== ReportKind.RequestRejected) note.request = request;
    if (orderNumber !== 0) note.orderNumber = orderNumber;
    if (kind === ReportKind.Fill) note.cumQty += lastQty;
    else if (kind === ReportKind.Busted || kind === ReportKind.Corrected) {
      const before = this.#venue.trades.qty(this.#venue.trades.find(about));
      note.cumQty -= before - (kind === ReportKind.Busted ? 0 : lastQty);
    } else note.ordStatus = ENDS.get(kind) ?? note.ordStatus;
  }

  /** How an order that is on no book any more ended; null while it is, and for one that was not noted. */
  endOf(note: OrderNote): OrderNote | null {
    if (this.#handle(note) > 0 || (note.orderNumber === 0 && note.ordStatus === "")) return null;
    // No report says that a fill was the last one.
    if (note.ordStatus === "") note.ordStatus = OrdStatus.Filled;
    return note;
  }

  /** A trading day begins: orders that are done are forgotten. */
  openDay(): void {
    for (const [key, note] of this.#notes) {
      if (this.#handle(note) <= 0) this.#notes.delete(key);
    }
  }

  /** Does something after a while; 0 is at the next look at the time, outside of what is going on now. */
  later(afterMs: number, run: () => void): void {
    this.#tasks.push({ dueMs: this.#venue.phases.nowMs + afterMs, number: ++this.#taskNumber, run });
  }

  /** Carries out what is due; what that sets up waits for the next look. */
  passTime(nowMs: number): void {
    if (this.nextMs > nowMs) return;
    const due = this.#tasks
      .filter(({ dueMs }) => dueMs <= nowMs)
      .sort((a, b) => a.dueMs - b.dueMs || a.number - b.number);
    this.#tasks = this.#tasks.filter(({ dueMs }) => dueMs > nowMs);
    for (const { run } of due) run();
  }

  /** Steps that begin when the order is on its book, or later. */
  plan(note: OrderNote, { steps }: OrderPlan): void {
    const planNumber = ++note.planNumber;
    for (const step of steps) this.later(step.afterMs, () => this.#carryOut(note, planNumber, step));
  }

  /**
   * Takes an order that only the hidden counterparty trades with: it rests however the book stands. One that may not rest,
   * and one without a price, gets all its fills at once, and what they leave of it ends.
   */
  takeAlone(input: RequestInput, note: OrderNote, { steps }: OrderPlan): void {
    const venue = this.#venue;
    const { engine } = venue;
    const { participant, clientOrder, request, book, ordType, timeInForce, orderQty } = input;
    const isMarket = ordType === OrdType.Market;
    const isNow = isMarket || timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill;
    const terms = termsOf(input.side, ordType, timeInForce) & ~MARKET;
    const number = ++venue.orderNumber;
    const price = isMarket ? this.#marketPx(book) : input.price;
    const order = engine.create(book, terms, orderQty, price, number, participant, clientOrder, request);
    venue.teller.report(participant, ReportKind.Accepted, clientOrder, request, number, 0, Text.None);
    engine.rest(order);
    venue.directories[participant].setHandle(clientOrder, order);
    const planNumber = ++note.planNumber;
    const isKilled = timeInForce === TimeInForce.FillOrKill && !steps.some((step) => step.do === "fillRest");
    for (const step of steps) {
      const isFill = step.do === "fill" || step.do === "fillRest";
      if (step.afterMs > 0 && !(isNow && isFill)) {
        this.later(step.afterMs, () => this.#carryOut(note, planNumber, step));
      } else if (!(isFill && isKilled)) this.#carryOut(note, planNumber, step);
    }
    if (!isNow || this.#handle(note) <= 0) return;
    const why = isKilled ? Text.FillOrKill : isMarket ? Text.NoLiquidity : Text.ImmediateOrCancel;
    venue.endOrder(order, ReportKind.Canceled, why);
  }

  /** The hidden counterparty takes all that is left of an order. */
  fillRest(note: OrderNote): void {
    const order = this.#handle(note);
    if (order > 0) this.#fill(note, order, this.#venue.engine.pool.leavesQty(order));
  }

  /** Undoes a trade, or says that it was `ticks` (of the price's own tick) away and of `share` of its quantity. */
  changeTrade(execNumber: number, isBust: boolean, ticks: number, share: number): void {
    const venue = this.#venue;
    const at = venue.trades.find(execNumber);
    if (at === -1) return;
    if (isBust) return changeTrade(venue, venue.teller, execNumber, 0 as Qty, NO_PRICE);
    const instrument = venue.instruments[venue.trades.book(at)];
    assert(instrument !== null, "a trade of no instrument");
    const qty = this.#lots(venue.trades.qty(at) * share, instrument.lotSize);
    const lastPx = venue.trades.price(at) as Ticks;
    const price = lastPx + ticks * tickAt(instrument.tickTable, lastPx);
    changeTrade(venue, venue.teller, execNumber, qty, price as Ticks);
  }

  #carryOut(note: OrderNote, planNumber: number, step: Step): void {
    if (note.planNumber !== planNumber) return;
    if (step.do === "bust") return this.changeTrade(note.lastExec, true, 0, 0);
    if (step.do === "correct") return this.changeTrade(note.lastExec, false, step.ticks, step.share);
    const venue = this.#venue;
    const order = this.#handle(note);
    if (order <= 0) return;
    if (step.do === "cancel") return venue.endOrder(order, ReportKind.Canceled, Text.CanceledByExchange);
    if (step.do === "expire") return venue.endOrder(order, ReportKind.Expired, Text.ExpiredByExchange);
    if (!venue.phases.statuses[note.book].rules.trades) {
      return this.later(HALTED_RETRY_MS, () => this.#carryOut(note, planNumber, step));
    }
    const { pool } = venue.engine;
    const leavesQty = pool.leavesQty(order);
    if (step.do === "fillRest") return this.#fill(note, order, leavesQty);
    const lotSize = venue.instruments[note.book]?.lotSize ?? 1;
    const qty = Math.min(this.#lots(pool.orderQty(order) * step.share, lotSize), leavesQty);
    if (qty > 0) this.#fill(note, order, qty as Qty);
  }

  /**
   * Two orders of opposite sides trade: the one there is, whoever is before it, and one that nobody sees come or go.
   *
   * @returns the number of the order's ExecID
   */
  cross(order: number, qty: Qty, price: Ticks): number {
    const venue = this.#venue;
    const { engine } = venue;
    const { pool } = engine;
    const book = pool.book(order);
    const isSale = (pool.i32[(order << 4) + TERMS] & SELL) !== 0;
    const hiddenBook = venue.directories[Participant.Hidden];
    if (!hiddenBook.knows(HIDDEN_ORDER)) hiddenBook.see(HIDDEN_ORDER, 0);
    const terms = TIF_DAY | (isSale ? 0 : SELL);
    const number = ++venue.orderNumber;
    const hidden = engine.create(book, terms, qty, price, number, Participant.Hidden, HIDDEN_ORDER, 0);
    engine.rest(hidden);
    // The buyer's ExecID is the trade's first.
    const execNumber = venue.execNumber + (isSale ? 2 : 1);
    engine.cross(isSale ? hidden : order, isSale ? order : hidden, qty, price, venue);
    assert(pool.f64[(hidden << 3) + LEAVES_QTY] === 0, "the hidden counterparty has something left");
    venue.onTrading(book);
    return execNumber;
  }

  #fill(note: OrderNote, order: number, qty: Qty): void {
    note.lastExec = this.cross(order, qty, this.#venue.engine.pool.price(order));
  }

  /** What an order without a price is filled at. */
  #marketPx(book: number): Ticks {
    const { lastPx } = this.#venue.engine.books[book];
    return lastPx === NO_PRICE ? this.#venue.phases.statuses[book].referencePx : lastPx;
  }

  /** Whole lots, at least one. */
  #lots(qty: number, lotSize: number): Qty {
    return Math.max(lotSize, Math.floor(qty / lotSize) * lotSize) as Qty;
  }

  #handle({ participant, clientOrder }: OrderNote): number {
    return this.#venue.directories[participant].handle(clientOrder);
  }
}
