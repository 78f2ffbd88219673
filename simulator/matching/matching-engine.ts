/**
 * Hot path: price-time priority matching; budget 160 ns an operation with a thousand orders resting, and no more than
 * 2.5 times that with a million.
 *
 * In: orders already checked (`create`, then `work`), `cancel`, `amend`. Out: trades and self-matches, to the listeners,
 * as they happen; everything else is what the calls return. It knows handles, integers and queues; symbols, ids, reports
 * and the journal are the venue's. It never allocates in steady state, never reads a clock, and never refuses: what may
 * not be done was refused before.
 *
 *   order --> plain, on a book of plain orders? --yes--> match and rest, here
 *                     |
 *                     no --> RareMatching: stops, pegs, icebergs, hidden, minimum quantity, self-match prevention
 *
 * After each operation on a book with rare orders its driver works what that set off, until nothing is left:
 * `nextTriggered` first, then `nextRepriced`. A stop triggers once, and pegs move only when shown prices do, which only
 * trades among what rests now can do: it ends.
 */
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { assert } from "../../src/lib/assert.ts";
import type { ChangeLog } from "../market-data/change-log.ts";
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
  OWN_TERMS,
  PARTICIPANT,
  PRICE,
  REQUEST,
  TERMS,
  TIF_FILL_OR_KILL,
  TIF_IMMEDIATE_OR_CANCEL,
  TIF_MASK,
} from "./order-pool.ts";
import {
  AmendOutcome,
  type AuctionListener,
  type SelfMatchListener,
  type TradeListener,
  WorkOutcome,
} from "./outcomes.ts";
import type { PriceLevels } from "./price-levels.ts";
import { RareMatching } from "./rare-matching.ts";
import {
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  DECREMENT,
  FLAGS,
  RareTable,
  type RareTerms,
  rowOf,
  SELF_MATCH_MASK,
} from "./rare-terms.ts";

const ORDERS_AT_START = 16_384;

export class MatchingEngine {
  readonly pool = new OrderPool(ORDERS_AT_START);
  /** By book number, from 1. Book 0 stands for an unknown symbol and stays empty. */
  readonly books: OrderBook[] = [];
  readonly rareTerms = new RareTable();
  readonly #listener: TradeListener;
  readonly #selfMatches: SelfMatchListener | null;
  /** Where changes are noted for the market data; null while nobody makes any. */
  #changes: ChangeLog | null = null;
  readonly #rareMatching: RareMatching;
  #glanced = 0;

  /** @param selfMatches who is told of self-matches; without one they are not prevented */
  constructor(listener: TradeListener, selfMatches: SelfMatchListener | null = null) {
    this.#listener = listener;
    this.#selfMatches = selfMatches;
    this.#rareMatching = new RareMatching(this.pool, this.rareTerms, this.books, listener, selfMatches);
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
    this.#rareMatching.noteChanges(changes);
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

  /** Gives an order just made terms beyond those of its record. */
  equip(order: number, terms: RareTerms): void {
    this.#rareMatching.equip(order, terms);
  }

  /** Trades what can be traded; what is left rests or ends, as the terms say. */
  work(order: number): WorkOutcome {
    const pool = this.pool;
    const terms = pool.i32[(order << 4) + TERMS];
    const book = this.books[pool.i32[(order << 4) + BOOK]];
    if (terms > OWN_TERMS || book.rareOrders !== 0) {
      book.isTouched = true;
      return this.#rareMatching.work(order);
    }
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
    this.books[this.pool.i32[(order << 4) + BOOK]].isTouched = true;
    return this.#rareMatching.wait(order);
  }

  /** An order will be canceled or amended soon: what that needs is fetched meanwhile (`OrderPool.glance`). */
  glance(order: number): void {
    this.#glanced = (this.#glanced + this.pool.glance(order)) | 0;
  }

  /** Takes an order off its book, wherever it stays there. */
  cancel(order: number): void {
    if (this.pool.i32[(order << 4) + TERMS] > OWN_TERMS) {
      this.#rareMatching.lift(order);
      this.#rareMatching.release(order);
      return;
    }
    this.#unrest(order);
    this.pool.release(order);
  }

  /**
   * Gives a resting plain order new terms. Less or the same quantity at the same price keeps its place in the queue; another
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

  /**
   * `amend` for an order that has rare terms, or gets them. It keeps its place when its quantity grows no larger and
   * everything but the day it expires stays the same: prices, what it shows, the minimum quantity, the peg, the
   * self-match id and mode.
   */
  amendRare(order: number, terms: number, orderQty: Qty, price: Ticks, rareTerms: RareTerms): AmendOutcome {
    this.books[this.pool.i32[(order << 4) + BOOK]].isTouched = true;
    return this.#rareMatching.amend(order, terms, orderQty, price, rareTerms);
  }

  /**
   * The next stop that a trade on this book has triggered, to be worked now; 0 when there is none. Buys come first, from
   * the lowest stop price up, then sales from the highest down; at one price in the order they came. The range of all
   * trades since the last 0 counts, those of stops triggered meanwhile too.
   */
  nextTriggered(book: number): number {
    return this.#rareMatching.nextTriggered(this.books[book]);
  }

  /** The next pegged order that best prices have moved, in the order they came, to be worked now; 0 when there is none. */
  nextRepriced(book: number): number {
    return this.#rareMatching.nextRepriced(this.books[book]);
  }

  /** Would an order at this price trade at once, with anything, shown or not? Only the side is read of `terms`. */
  couldTrade(book: number, terms: number, price: Ticks): boolean {
    const opposite = this.books[book].opposite(terms);
    const dark = this.books[book].oppositeDark(terms);
    const key = price * opposite.sign;
    return (!opposite.isEmpty && opposite.bestKey <= key) || (!dark.isEmpty && dark.bestKey <= key);
  }

  /** What its level counts of an order on display: of an iceberg the part it shows. */
  shownQty(order: number): number {
    return this.#rareMatching.shownQty(order);
  }

  /** An auction is called: the orders that waited for it come to the book. `auction` is their flag, 0 when it is over. */
  call(book: number, auction: number): void {
    this.#rareMatching.call(this.books[book], auction);
  }

  /** Is this an order for the auction that is called? What the auction leaves of it ends. */
  isForAuction(order: number): boolean {
    const row = rowOf(this.pool.i32[(order << 4) + TERMS]);
    return (
      row !== 0 && (this.rareTerms.i32[(row << 5) + FLAGS] & this.books[this.pool.book(order)].calledAuction) !== 0
    );
  }

  /** Are orders of one owner kept from trading with each other? */
  get keepsApart(): boolean {
    return this.#selfMatches !== null;
  }

  /** Two resting orders of one owner would trade in an auction: the later one's mode says what becomes of them, and it is told. */
  keepApart(older: number, newer: number): void {
    const { pool } = this;
    const mode = this.rareTerms.i32[(rowOf(pool.i32[(newer << 4) + TERMS]) << 5) + FLAGS] & SELF_MATCH_MASK;
    const isDecrement = mode === DECREMENT;
    const qty = isDecrement ? Math.min(pool.leavesQty(older), pool.leavesQty(newer)) : 0;
    const isOlderOut = isDecrement ? qty === pool.leavesQty(older) : mode !== CANCEL_NEWEST;
    const isNewerOut = isDecrement ? qty === pool.leavesQty(newer) : mode !== CANCEL_OLDEST;
    this.#lose(older, qty, isOlderOut);
    this.#lose(newer, qty, isNewerOut);
    this.#selfMatches?.onSelfMatch(older, newer, isOlderOut, isNewerOut);
    if (isOlderOut) this.#rareMatching.release(older);
    if (isNewerOut) this.#rareMatching.release(newer);
  }

  #lose(order: number, qty: number, isOut: boolean): void {
    if (!isOut) {
      if (qty > 0) this.#rareMatching.reduce(order, rowOf(this.pool.i32[(order << 4) + TERMS]), qty);
      return;
    }
    this.#rareMatching.lift(order);
    if (qty > 0) this.pool.f64[(order << 3) + LEAVES_QTY] = 0;
  }

  /** Two resting orders of one book trade at an auction's price; one that is filled is given back after `to` was told. */
  cross(bid: number, ask: number, qty: Qty, price: Ticks, to: AuctionListener): void {
    const { pool } = this;
    const book = this.books[pool.i32[(bid << 4) + BOOK]];
    book.lastPx = price;
    book.noteTrade(price);
    this.#rareMatching.take(bid, qty);
    this.#rareMatching.take(ask, qty);
    to.onAuctionTrade(bid, ask, qty, price);
    if (pool.leavesQty(bid) === 0) this.#rareMatching.release(bid);
    if (pool.leavesQty(ask) === 0) this.#rareMatching.release(ask);
  }

  #unrest(order: number): void {
    const pool = this.pool;
    // First of all, and without a look at the record: both tables are far away, and are fetched at the same time.
    pool.unlink(order);
    assert(pool.i32[(order << 4) + LEVEL] !== 0, "order does not rest");
    const book = this.books[pool.i32[(order << 4) + BOOK]];
    book.isTouched = true;
    book.own(pool.i32[(order << 4) + TERMS]).forget(order, pool.f64[(order << 3) + LEAVES_QTY]);
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
      if (this.#changes !== null) pool.noteTrade(this.#changes, maker, taker, price, qty);
      this.#listener.onTrade(maker, taker, qty as Qty, price);
      if (qty === openQty) pool.release(maker);
    }
  }

  /** A trade of an auction, for the market data: whoever came last came to trade. */
  noteAuctionTrade(bid: number, ask: number, price: Ticks, qty: Qty): void {
    if (this.#changes === null) return;
    const isBidFirst = this.pool.orderNumber(bid) < this.pool.orderNumber(ask);
    this.pool.noteTrade(this.#changes, isBidFirst ? bid : ask, isBidFirst ? ask : bid, price, qty);
  }
}

/** Can all of an order's quantity trade at once within its limit and the band? A kill never starts a halt. */
function fills(book: OrderBook, opposite: PriceLevels, qty: number, limitKey: number): boolean {
  const isBuying = opposite.sign === 1;
  const firstKey = isBuying ? book.bandLowPx : -book.bandHighPx;
  const lastKey = isBuying ? book.bandHighPx : -book.bandLowPx;
  return opposite.bestKey >= firstKey && opposite.holds(qty, Math.min(limitKey, lastKey));
}
