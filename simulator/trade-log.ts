/**
 * The day's latest trades, so that one can be busted or corrected by the ExecID of either side. Both sides of a trade
 * have their own ExecID, the maker's odd, the taker's the next, so half of it finds the row in a ring of fixed size.
 */

import { type InstrumentDefinition, isOnTick } from "../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../src/domain/price.ts";
import type { MatchingEngine } from "./matching/matching-engine.ts";
import { CUM_QTY, type OrderPool } from "./matching/order-pool.ts";
import type { OrderDirectory } from "./order-directory.ts";
import { ReportKind } from "./report-queue.ts";
import type { ReportTeller } from "./report-teller.ts";
import { Text } from "./report-text.ts";
import { TradeTimes } from "./trade-times.ts";

export const TRADES_KEPT = 65_536;
/** Rows looked at for somebody who reads along. */
export const WALKED_MAX = 4_096;
const EXEC = 0;
const BOOK = 1;
const QTY = 2;
const PRICE = 3;
/** Then for the maker and for the taker: participant, client's order, request, order number. */
const SIDES = 4;
const SIDE_COLUMNS = 4;
const COLUMNS = SIDES + SIDE_COLUMNS * 2;

/** One side of a trade. */
export type TradeSide = { participant: number; clientOrder: number; request: number; orderNumber: number };

export class TradeLog {
  readonly #rows = new Float64Array(TRADES_KEPT * COLUMNS);
  #lastExec = 0;
  readonly #times = new TradeTimes();
  /** By book, what traded today and stands. */
  readonly #volumes = new Map<number, number>();

  /** @param execNumber the maker's; odd */
  add(execNumber: number, pool: OrderPool, maker: number, taker: number, qty: Qty, price: Ticks): void {
    const at = this.#at(execNumber);
    const rows = this.#rows;
    rows[at + EXEC] = execNumber;
    rows[at + BOOK] = pool.book(maker);
    rows[at + QTY] = qty;
    rows[at + PRICE] = price;
    this.#setSide(at + SIDES, pool, maker);
    this.#setSide(at + SIDES + SIDE_COLUMNS, pool, taker);
    this.#lastExec = execNumber;
    this.#addVolume(rows[at + BOOK], qty);
  }

  /** @returns where the trade with this ExecID is, or -1: never was, too long ago, another day's, or busted */
  find(execNumber: number): number {
    const maker = execNumber - ((execNumber + 1) % 2);
    const at = this.#at(maker);
    return execNumber > 0 && this.#rows[at + EXEC] === maker && this.#rows[at + QTY] > 0 ? at : -1;
  }

  book(at: number): number {
    return this.#rows[at + BOOK];
  }

  qty(at: number): Qty {
    return this.#rows[at + QTY] as Qty;
  }

  price(at: number): Ticks {
    return this.#rows[at + PRICE] as Ticks;
  }

  /** @param side 0 for the maker, 1 for the taker */
  side(at: number, side: number): TradeSide {
    const from = at + SIDES + side * SIDE_COLUMNS;
    const [participant, clientOrder, request, orderNumber] = this.#rows.subarray(from, from + SIDE_COLUMNS);
    return { participant, clientOrder, request, orderNumber };
  }

  execNumber(at: number, side: number): number {
    return this.#rows[at + EXEC] + side;
  }

  /** The trade is what is said now; a quantity of 0 is none. */
  set(at: number, qty: Qty, price: Ticks): void {
    this.#addVolume(this.book(at), qty - this.qty(at));
    this.#rows[at + QTY] = qty;
    this.#rows[at + PRICE] = price;
  }

  /** The price of the book's last trade that stands, NO_PRICE when the log has none. Cold: walks back. */
  lastPx(book: number): Ticks {
    for (let exec = this.#lastExec; exec > 0 && exec > this.#lastExec - TRADES_KEPT * 2; exec -= 2) {
      const at = this.#at(exec);
      if (this.#rows[at + EXEC] === exec && this.#rows[at + BOOK] === book && this.#rows[at + QTY] > 0) {
        return this.price(at);
      }
    }
    return NO_PRICE;
  }

  /**
   * Visits the book's trades that stand after the one of the maker's ExecID `after`, newest first. Cold: walks back over
   * everybody's, over the last few thousand at most.
   *
   * @param book 0 for none
   * @param after -1 for the latest there are
   * @returns the last trade of all, to go on after; `after` when there is no such book
   */
  visitAfter(book: number, after: number, max: number, visit: (id: number, price: Ticks, qty: Qty) => void): number {
    if (book === 0) return after;
    let visited = 0;
    for (
      let exec = this.#lastExec;
      exec > Math.max(after, this.#lastExec - WALKED_MAX * 2) && visited < max;
      exec -= 2
    ) {
      const at = this.#at(exec);
      if (this.#rows[at + EXEC] !== exec || this.#rows[at + BOOK] !== book || this.#rows[at + QTY] === 0) continue;
      visited++;
      visit(exec, this.price(at), this.qty(at));
    }
    return this.#lastExec;
  }

  /** Has anything traded that `noteTime` was not told of? */
  get isTimeless(): boolean {
    return this.#times.lastExec !== this.#lastExec;
  }

  /** All that traded since the last time did so until now. Cold: the owner calls it about every 100 ms. @param nowMs UTC */
  noteTime(nowMs: number): void {
    if (this.isTimeless) this.#times.add(this.#lastExec, nowMs);
  }

  /** When a trade that `visitAfter` visits was made, to about 100 ms, UTC. @param id the maker's ExecID */
  timeMsOf(id: number, nowMs: number): number {
    return this.#times.of(id, nowMs);
  }

  /** Another day begins: what was traded stands. */
  clear(): void {
    this.#rows.fill(0);
    this.#volumes.clear();
  }

  /** What the book traded today and stands, each trade once. */
  volumeOf(book: number): number {
    return this.#volumes.get(book) ?? 0;
  }

  #addVolume(book: number, qty: number): void {
    this.#volumes.set(book, this.volumeOf(book) + qty);
  }

  #setSide(at: number, pool: OrderPool, order: number): void {
    const rows = this.#rows;
    rows[at] = pool.participant(order);
    rows[at + 1] = pool.clientOrder(order);
    rows[at + 2] = pool.request(order);
    rows[at + 3] = pool.orderNumber(order);
  }

  #at(execNumber: number): number {
    return (Math.floor(execNumber / 2) % TRADES_KEPT) * COLUMNS;
  }
}

/** What of the venue a change of a trade touches. */
export type TradedVenue = {
  readonly engine: MatchingEngine;
  readonly instruments: readonly (InstrumentDefinition | null)[];
  readonly directories: readonly OrderDirectory[];
  readonly trades: TradeLog;
  execNumber: number;
};

/**
 * What stands against busting a trade, or correcting it to `qty` and `price` (NO_PRICE for a bust), in words; "" when
 * nothing does.
 */
export function tradeFault(venue: TradedVenue, execNumber: number, qty: Qty, price: Ticks): string {
  const { trades, instruments } = venue;
  const at = trades.find(execNumber);
  if (at === -1) return `XSIM has no trade T${execNumber} of this day that stands, among the last ${TRADES_KEPT}`;
  const instrument = instruments[trades.book(at)];
  if (price === NO_PRICE || instrument === null) return "";
  if (!(qty > 0) || qty > trades.qty(at) || qty % instrument.lotSize !== 0) {
    return `T${execNumber} can be corrected to lots of at most ${trades.qty(at)}; ${qty} was asked for`;
  }
  return isOnTick(instrument, price) ? "" : `T${execNumber} can be corrected to prices on the tick; ${price} is not`;
}

/**
 * Busts a trade, or corrects it when there is a price; both sides are told under new ExecIDs. The book stays as it is:
 * what is undone of an order does not come back to the market, and no stop triggers. A replace that asks for the whole
 * quantity puts it back. The last price is that of the last trade that stands.
 */
export function changeTrade(
  venue: TradedVenue,
  teller: ReportTeller,
  execNumber: number,
  qty: Qty,
  price: Ticks,
): void {
  if (tradeFault(venue, execNumber, qty, price) !== "") return;
  const { engine, directories, trades } = venue;
  const { pool } = engine;
  const at = trades.find(execNumber);
  const isBust = price === NO_PRICE;
  const lessQty = trades.qty(at) - qty;
  const lastQty = isBust ? trades.qty(at) : qty;
  const lastPx = isBust ? trades.price(at) : price;
  const kind = isBust ? ReportKind.Busted : ReportKind.Corrected;
  const text = isBust ? Text.BustedByOperator : Text.CorrectedByOperator;
  for (const side of [0, 1]) {
    const { participant, clientOrder, request, orderNumber } = trades.side(at, side);
    const order = directories[participant].handle(clientOrder);
    const isLive = order > 0 && pool.orderNumber(order) === orderNumber;
    if (isLive) pool.f64[(order << 3) + CUM_QTY] -= lessQty;
    const exec = ++venue.execNumber;
    const inForce = isLive ? pool.request(order) : request;
    const orderQty = isLive ? pool.orderQty(order) : 0;
    const about = trades.execNumber(at, side);
    teller.tell(
      participant,
      kind,
      clientOrder,
      inForce,
      orderNumber,
      exec,
      lastQty,
      lastPx,
      orderQty,
      NO_PRICE,
      about,
      text,
    );
  }
  trades.set(at, qty, lastPx);
  const book = engine.books[trades.book(at)];
  book.lastPx = trades.lastPx(trades.book(at));
  book.isTouched = true;
}

/** One instrument's public trades of the day. */
export class BookTrades {
  readonly #trades: TradeLog;
  readonly #book: number;

  /** @param book 0 for an instrument that has none */
  constructor(trades: TradeLog, book: number) {
    this.#trades = trades;
    this.#book = book;
  }

  get volume(): number {
    return this.#trades.volumeOf(this.#book);
  }

  /** As `TradeLog.timeMsOf`. */
  timeMsOf(id: number, nowMs: number): number {
    return this.#trades.timeMsOf(id, nowMs);
  }

  /** As `TradeLog.visitAfter`. */
  visitAfter(after: number, max: number, visit: (id: number, price: Ticks, qty: Qty) => void): number {
    return this.#trades.visitAfter(this.#book, after, max, visit);
  }
}
