/**
 * Hot path: price-time priority matching; budget 160 ns an operation with a thousand orders resting, and no more than
 * 2.5 times that with a million.
 *
 * In: orders already checked (`create`, then `work`), `cancel`, `amend`. Out: trades, to the listener, as they happen;
 * everything else is what the calls return. It knows handles, integers and queues; symbols, ids, reports and the journal
 * are the venue's. It never allocates in steady state, never reads a clock, and never refuses: what may not be done was
 * refused before.
 */

import type { Qty, Ticks } from "../../src/domain/price.ts";
import { assert } from "../../src/lib/assert.ts";
import { Change, type ChangeLog } from "../market-data/change-log.ts";
import { OrderBook } from "./order-book.ts";
import {
  BOOK,
  CLIENT_ORDER,
  CUM_QTY,
  LEAVES_QTY,
  LEVEL,
  MARKET,
  ORDER_NUMBER,
  OrderPool,
  PARTICIPANT,
  PRICE,
  REQUEST,
  SELL,
  TERMS,
  TIF_FILL_OR_KILL,
  TIF_IMMEDIATE_OR_CANCEL,
  TIF_MASK,
} from "./order-pool.ts";
import type { PriceLevels } from "./price-levels.ts";

/** How working an order ended. Unless it rests its handle is given back; its fields stay readable until `create`. */
export const WorkOutcome = { Resting: 1, Filled: 2, RestCanceled: 3, Killed: 4 } as const;
export type WorkOutcome = (typeof WorkOutcome)[keyof typeof WorkOutcome];

/** What an amendment did: kept its place, lost it (`work` it now), or ended the order at what is filled. */
export const AmendOutcome = { KeptPriority: 1, LostPriority: 2, Done: 3 } as const;
export type AmendOutcome = (typeof AmendOutcome)[keyof typeof AmendOutcome];

export type TradeListener = {
  /** One trade, at the maker's price; both orders' quantities are the new ones. It must not call the engine. */
  onTrade(maker: number, taker: number, qty: Qty, price: Ticks): void;
};

const ORDERS_AT_START = 16_384;

export class MatchingEngine {
  readonly pool = new OrderPool(ORDERS_AT_START);
  /** By book number, from 1. Book 0 stands for an unknown symbol and stays empty. */
  readonly books: OrderBook[] = [];
  readonly #listener: TradeListener;
  /** Where changes are noted for the market data; null while nobody makes any. */
  #changes: ChangeLog | null = null;

  constructor(listener: TradeListener) {
    this.#listener = listener;
    this.addBook();
  }

  /** @returns the new book's number. */
  addBook(): number {
    const number = this.books.push(new OrderBook(this.pool)) - 1;
    if (this.#changes !== null) this.books[number].noteChanges(this.#changes, number);
    return number;
  }

  /** From now on what changes on the books, and every trade, is noted for the market data. */
  noteChanges(changes: ChangeLog): void {
    this.#changes = changes;
    for (let number = 0; number < this.books.length; number++) this.books[number].noteChanges(changes, number);
  }

  /** Makes an order that neither rests nor trades until it is worked. `price` is not read when `terms` say market. */
  create(
    book: number,
    terms: number,
    orderQty: Qty,
    price: Ticks,
    orderNumber: number,
    participant: number,
    clientOrder: number,
    request: number,
  ): number {
    const pool = this.pool;
    const order = pool.take();
    const f64 = pool.f64;
    const i32 = pool.i32;
    const wide = order << 3;
    const narrow = order << 4;
    f64[wide + PRICE] = price;
    f64[wide + LEAVES_QTY] = orderQty;
    f64[wide + CUM_QTY] = 0;
    f64[wide + ORDER_NUMBER] = orderNumber;
    i32[narrow + LEVEL] = 0;
    i32[narrow + BOOK] = book;
    i32[narrow + TERMS] = terms;
    i32[narrow + PARTICIPANT] = participant;
    i32[narrow + CLIENT_ORDER] = clientOrder;
    i32[narrow + REQUEST] = request;
    return order;
  }

  /** Trades what can be traded; what is left rests or ends, as the terms say. */
  work(order: number): WorkOutcome {
    const pool = this.pool;
    const terms = pool.i32[(order << 4) + TERMS];
    const book = this.books[pool.i32[(order << 4) + BOOK]];
    const opposite = book.opposite(terms);
    const limitKey = (terms & MARKET) === 0 ? pool.f64[(order << 3) + PRICE] * opposite.sign : Number.POSITIVE_INFINITY;
    book.isTouched = true;
    if (!opposite.isEmpty && opposite.bestKey <= limitKey) {
      const kills =
        (terms & TIF_MASK) === TIF_FILL_OR_KILL &&
        !fills(book, opposite, pool.f64[(order << 3) + LEAVES_QTY], limitKey);
      if (!kills) this.#match(order, book, limitKey);
    }
    if (pool.f64[(order << 3) + LEAVES_QTY] === 0) {
      pool.release(order);
      return WorkOutcome.Filled;
    }
    const timeInForce = terms & TIF_MASK;
    if (timeInForce < TIF_IMMEDIATE_OR_CANCEL && (terms & MARKET) === 0) {
      book.own(terms).rest(order);
      return WorkOutcome.Resting;
    }
    pool.release(order);
    return timeInForce === TIF_FILL_OR_KILL ? WorkOutcome.Killed : WorkOutcome.RestCanceled;
  }

  /** Puts an order where it waits for an auction, whatever it could trade with. */
  rest(order: number): WorkOutcome {
    const pool = this.pool;
    const terms = pool.i32[(order << 4) + TERMS];
    const book = this.books[pool.i32[(order << 4) + BOOK]];
    book.isTouched = true;
    book.own(terms).rest(order);
    return WorkOutcome.Resting;
  }

  /** Takes a resting order off its book. */
  cancel(order: number): void {
    this.#unrest(order);
    this.pool.release(order);
  }

  /**
   * Gives a resting order new terms. Less or the same quantity at the same price keeps its place in the queue; another
   * price, more quantity, or terms that do not rest lose it. At or below what is filled the order ends.
   */
  amend(order: number, terms: number, orderQty: Qty, price: Ticks): AmendOutcome {
    const pool = this.pool;
    const f64 = pool.f64;
    const wide = order << 3;
    const openQty = f64[wide + LEAVES_QTY];
    const leavesQty = orderQty - f64[wide + CUM_QTY];
    if (leavesQty <= 0) {
      this.cancel(order);
      f64[wide + LEAVES_QTY] = 0;
      return AmendOutcome.Done;
    }
    const rests = (terms & TIF_MASK) < TIF_IMMEDIATE_OR_CANCEL && (terms & MARKET) === 0;
    const keeps = rests && leavesQty <= openQty && price === f64[wide + PRICE];
    if (keeps) {
      const book = this.books[pool.i32[(order << 4) + BOOK]];
      book.isTouched = true;
      book.own(terms).reduce(order, openQty - leavesQty);
    } else {
      this.#unrest(order);
    }
    pool.i32[(order << 4) + TERMS] = terms;
    f64[wide + LEAVES_QTY] = leavesQty;
    f64[wide + PRICE] = price;
    return keeps ? AmendOutcome.KeptPriority : AmendOutcome.LostPriority;
  }

  #unrest(order: number): void {
    const pool = this.pool;
    assert(pool.i32[(order << 4) + LEVEL] !== 0, "order does not rest");
    const book = this.books[pool.i32[(order << 4) + BOOK]];
    book.isTouched = true;
    book.own(pool.i32[(order << 4) + TERMS]).remove(order, pool.f64[(order << 3) + LEAVES_QTY]);
  }

  #match(taker: number, book: OrderBook, limitKey: number): void {
    const pool = this.pool;
    const f64 = pool.f64;
    const opposite = book.opposite(pool.i32[(taker << 4) + TERMS]);
    const takerAt = taker << 3;
    let leavesQty = f64[takerAt + LEAVES_QTY];
    while (leavesQty > 0 && !opposite.isEmpty && opposite.bestKey <= limitKey) {
      const maker = opposite.bestOrder;
      const makerAt = maker << 3;
      const openQty = f64[makerAt + LEAVES_QTY];
      const qty = Math.min(openQty, leavesQty);
      const price = f64[makerAt + PRICE] as Ticks;
      if (price < book.bandLowPx || price > book.bandHighPx) {
        book.isBandHit = true;
        return;
      }
      leavesQty -= qty;
      f64[takerAt + LEAVES_QTY] = leavesQty;
      f64[takerAt + CUM_QTY] += qty;
      f64[makerAt + LEAVES_QTY] = openQty - qty;
      f64[makerAt + CUM_QTY] += qty;
      book.lastPx = price;
      if (qty === openQty) opposite.remove(maker, openQty);
      else opposite.reduce(maker, qty);
      if (this.#changes !== null) this.#noteTrade(maker, taker, price, qty);
      this.#listener.onTrade(maker, taker, qty as Qty, price);
      if (qty === openQty) pool.release(maker);
    }
  }

  /** A trade of an auction, for the market data: whoever came last came to trade. */
  noteAuctionTrade(bid: number, ask: number, price: Ticks, qty: Qty): void {
    if (this.#changes === null) return;
    const isBidFirst = this.pool.orderNumber(bid) < this.pool.orderNumber(ask);
    this.#noteTrade(isBidFirst ? bid : ask, isBidFirst ? ask : bid, price, qty);
  }

  #noteTrade(maker: number, taker: number, price: number, qty: number): void {
    const { i32, f64 } = this.pool;
    const side = i32[(taker << 4) + TERMS] & SELL;
    this.#changes!.add(Change.Traded, i32[(maker << 4) + BOOK], side, f64[(maker << 3) + ORDER_NUMBER], price, qty);
  }
}

/** Can all of an order's quantity trade at once within its limit and the band? A kill never starts a halt. */
function fills(book: OrderBook, opposite: PriceLevels, qty: number, limitKey: number): boolean {
  const isBuying = opposite.sign === 1;
  const firstKey = isBuying ? book.bandLowPx : -book.bandHighPx;
  const lastKey = isBuying ? book.bandHighPx : -book.bandLowPx;
  return opposite.bestKey >= firstKey && opposite.holds(qty, Math.min(limitKey, lastKey));
}
