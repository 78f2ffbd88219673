/**
 * Where pegged orders stand. Part of the long way through the engine, whose budget is its.
 *
 * A book's pegged orders are a list in the order they came. They are priced by what is shown (never by hidden or other
 * pegged orders, so that no two can chase each other):
 *
 *   primary   the best price of the own side       + offset
 *   mid       half-way between the best prices     + offset
 *   market    the best price of the other side     + offset
 *
 * rounded to the tick grid, a buy down and a sale up, and never beyond the order's own limit. Without the price it needs a
 * pegged order sleeps: it keeps its place in the list and trades with nobody.
 */
import { tickAt } from "../../src/domain/instrument.ts";
import { PRICE_MAX } from "../../src/domain/limits.ts";
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import type { OrderBook } from "./order-book.ts";
import { type OrderPool, SELL, TERMS } from "./order-pool.ts";
import {
  FLAGS,
  LIMIT_PX,
  NEXT_PEG,
  PEG_MARKET,
  PEG_MASK,
  PEG_MID,
  PEG_OFFSET,
  PREV_PEG,
  type RareTable,
  rowOf,
} from "./rare-terms.ts";

export class Pegs {
  readonly #pool: OrderPool;
  readonly #rare: RareTable;

  constructor(pool: OrderPool, rare: RareTable) {
    this.#pool = pool;
    this.#rare = rare;
  }

  /** @returns the price the order has now; NO_PRICE when it sleeps */
  price(book: OrderBook, order: number): Ticks {
    const { f64, i32 } = this.#rare;
    const terms = this.#pool.i32[(order << 4) + TERMS];
    const row = rowOf(terms);
    const isSale = (terms & SELL) !== 0;
    const anchorPx = anchor(i32[(row << 5) + FLAGS] & PEG_MASK, isSale, book.bidPx, book.askPx);
    if (anchorPx === NO_PRICE) return NO_PRICE;
    let price = onGrid(book.tickTable, anchorPx + f64[(row << 4) + PEG_OFFSET], isSale);
    const limitPx = f64[(row << 4) + LIMIT_PX];
    if (limitPx !== NO_PRICE) price = isSale ? Math.max(price, limitPx) : Math.min(price, limitPx);
    return price > PRICE_MAX || price < -PRICE_MAX ? NO_PRICE : (price as Ticks);
  }

  /** Adds an order at the list's end, unless it is in it. */
  enlist(book: OrderBook, order: number): void {
    const row = rowOf(this.#pool.i32[(order << 4) + TERMS]);
    if (this.#rare.isPegListed(row)) return;
    this.#rare.setPegListed(row, true);
    const { i32 } = this.#rare;
    i32[(row << 5) + NEXT_PEG] = 0;
    i32[(row << 5) + PREV_PEG] = book.lastPeg;
    if (book.lastPeg === 0) book.firstPeg = order;
    else i32[(this.#row(book.lastPeg) << 5) + NEXT_PEG] = order;
    book.lastPeg = order;
  }

  /** Takes an order out of the list, if it is in it. */
  strike(book: OrderBook, order: number): void {
    const row = this.#row(order);
    if (!this.#rare.isPegListed(row)) return;
    this.#rare.setPegListed(row, false);
    const { i32 } = this.#rare;
    const next = i32[(row << 5) + NEXT_PEG];
    const prev = i32[(row << 5) + PREV_PEG];
    if (prev === 0) book.firstPeg = next;
    else i32[(this.#row(prev) << 5) + NEXT_PEG] = next;
    if (next === 0) book.lastPeg = prev;
    else i32[(this.#row(next) << 5) + PREV_PEG] = prev;
    if (book.nextPeg === order) book.nextPeg = next;
  }

  /** @returns the next pegged order to look at, or 0: all of them once after every change of the best prices */
  next(book: OrderBook): number {
    const { bidPx, askPx } = book;
    if (bidPx !== book.pegBidPx || askPx !== book.pegAskPx) {
      book.pegBidPx = bidPx;
      book.pegAskPx = askPx;
      book.nextPeg = book.firstPeg;
    }
    const order = book.nextPeg;
    if (order !== 0) book.nextPeg = this.#rare.i32[(this.#row(order) << 5) + NEXT_PEG];
    return order;
  }

  #row(order: number): number {
    return rowOf(this.#pool.i32[(order << 4) + TERMS]);
  }
}

function anchor(peg: number, isSale: boolean, bidPx: Ticks, askPx: Ticks): number {
  if (peg === PEG_MID) {
    if (bidPx === NO_PRICE || askPx === NO_PRICE) return NO_PRICE;
    return isSale ? Math.ceil((bidPx + askPx) / 2) : Math.floor((bidPx + askPx) / 2);
  }
  return (peg === PEG_MARKET) === isSale ? bidPx : askPx;
}

/** Rounding may lead into a coarser band of the tick table, so it is done until the price stands. */
function onGrid(tickTable: readonly number[], price: number, isSale: boolean): number {
  for (;;) {
    const tick = tickAt(tickTable, price as Ticks);
    if (price % tick === 0) return price;
    price = (isSale ? Math.ceil(price / tick) : Math.floor(price / tick)) * tick;
  }
}
