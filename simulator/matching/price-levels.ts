/**
 * Hot path: one side of one book; budget 40 ns to rest or remove an order.
 *
 * Orders of one price queue in a doubly linked list through their own records. Which level a price has is the index's
 * business, which level is best the heap's:
 *
 *   price --index--> level <--heap-- best
 *                      | head                      tail
 *                      +-> order <-> order <-> order
 *
 * A level is a 32-byte record (price, totalQty, head, tail, count, told), known by a small integer from 1.
 */
import type { Ticks } from "../../src/domain/price.ts";
import { Change, type ChangeLog } from "../market-data/change-log.ts";
import { type InstrumentFeed, RowKind } from "../market-data/instrument-feed.ts";
import { LevelHeap } from "./level-heap.ts";
import { LEAVES_QTY, LEVEL, NEXT, ORDER_NUMBER, type OrderPool, PREV, PRICE } from "./order-pool.ts";
import { PriceIndex } from "./price-index.ts";

/** In 8-byte steps of the level's record. */
const LEVEL_PRICE = 0;
/** Exact up to 2^53; only depth and the fill-or-kill check read it, queues end by their orders. */
const TOTAL_QTY = 1;
/** In 4-byte steps. */
const HEAD = 4;
const TAIL = 5;
const COUNT = 6;
/** The round of the market data in which the level was told of last. */
const TOLD = 7;

/** Constants of one's own cost nothing to read; what they stand for is a property of an exported one. */
const LEVEL_ROW = RowKind.Level;
const RESTED = Change.Rested;
const REDUCED = Change.Reduced;
const REMOVED = Change.Removed;

const ROUND_MAX = 0x7fff_ffff;
const LEVEL_BYTES = 32;
const CAPACITY_MIN = 15;

export type LevelVisitor = (price: Ticks, totalQty: number, orderCount: number) => void;

export class PriceLevels {
  /** 1 for asks, -1 for bids: price x sign is a key, and smaller keys trade first. */
  readonly sign: number;
  readonly #pool: OrderPool;
  readonly #index = new PriceIndex();
  readonly #heap = new LevelHeap();
  #f64: Float64Array;
  #i32: Int32Array;
  #capacity = CAPACITY_MIN;
  #highest = 0;
  #free = 0;
  /** Where it is noted for the market data that something changed; null while nobody makes any. */
  #changes: ChangeLog | null = null;
  #book = 0;
  /**
   * Levels that changed since the market data was made, as often as they did: to note one has to be cheap. One that is
   * empty keeps its number until then.
   */
  #changed = new Int32Array(CAPACITY_MIN);
  #changedCount = 0;
  #round = 1;

  constructor(pool: OrderPool, sign: number) {
    this.#pool = pool;
    this.sign = sign;
    const bytes = new ArrayBuffer((CAPACITY_MIN + 1) * LEVEL_BYTES);
    this.#f64 = new Float64Array(bytes);
    this.#i32 = new Int32Array(bytes);
  }

  /** From now on it is noted what changes, under the book's number. */
  noteChanges(changes: ChangeLog, book: number): void {
    this.#changes = changes;
    this.#book = book;
  }

  /** Writes a row for every level that changed since the last time, as it is now, if anybody reads levels. */
  tellChanges(feed: InstrumentFeed): void {
    const side = this.sign > 0 ? 1 : 0;
    const isRead = feed.levelReaders > 0;
    const changed = this.#changed;
    const count = this.#changedCount;
    const i32 = this.#i32;
    const f64 = this.#f64;
    const round = this.#round;
    for (let index = 0; index < count; index++) {
      const level = changed[index];
      const at = level << 3;
      if (i32[at + TOLD] === round) continue;
      i32[at + TOLD] = round;
      const orders = i32[at + COUNT];
      const qty = orders === 0 ? 0 : f64[(level << 2) + TOTAL_QTY];
      if (isRead) feed.push(LEVEL_ROW, side, f64[(level << 2) + LEVEL_PRICE], qty, orders);
      if (orders === 0) this.#giveBack(level);
    }
    this.#changedCount = 0;
    this.#round = round === ROUND_MAX ? 1 : round + 1;
  }

  get isEmpty(): boolean {
    return this.#heap.size === 0;
  }

  /** The best key and the first order of its queue; only when not empty. */
  get bestKey(): number {
    return this.#heap.bestKey;
  }

  get bestOrder(): number {
    return this.#i32[(this.#heap.bestLevel << 3) + HEAD];
  }

  /** Puts an order at the end of its price's queue, with all that is open of it. */
  rest(order: number): void {
    this.restShowing(order, this.#pool.f64[(order << 3) + LEAVES_QTY]);
  }

  /** Puts an order at the end of its price's queue, where it counts for `shownQty`. */
  restShowing(order: number, shownQty: number): void {
    const pool = this.#pool;
    const { i32, links } = pool;
    const price = pool.f64[(order << 3) + PRICE];
    let level = this.#index.find(price);
    if (level === 0) level = this.#addLevel(price);
    const levels = this.#i32;
    const at = level << 3;
    const tail = levels[at + TAIL];
    i32[(order << 4) + LEVEL] = level;
    links[(order << 1) + PREV] = tail;
    links[(order << 1) + NEXT] = 0;
    if (tail === 0) levels[at + HEAD] = order;
    else links[(tail << 1) + NEXT] = order;
    levels[at + TAIL] = order;
    levels[at + COUNT]++;
    this.#f64[(level << 2) + TOTAL_QTY] += shownQty;
    if (this.#changes !== null) this.#note(this.#changes, RESTED, level, order, shownQty);
  }

  /** Takes an order out of its queue. `openQty` is what the level still counts for it. */
  remove(order: number, openQty: number): void {
    this.#pool.unlink(order);
    this.forget(order, openQty);
  }

  /** `remove`, of an order that is unlinked already. */
  forget(order: number, openQty: number): void {
    const { i32, links } = this.#pool;
    const levels = this.#i32;
    const level = i32[(order << 4) + LEVEL];
    const at = level << 3;
    if (this.#changes !== null) this.#note(this.#changes, REMOVED, level, order, openQty);
    i32[(order << 4) + LEVEL] = 0;
    if (--levels[at + COUNT] === 0) {
      this.#removeLevel(level);
      return;
    }
    const next = links[(order << 1) + NEXT];
    const prev = links[(order << 1) + PREV];
    if (prev === 0) levels[at + HEAD] = next;
    if (next === 0) levels[at + TAIL] = prev;
    this.#f64[(level << 2) + TOTAL_QTY] -= openQty;
  }

  /** An order stays where it is with `qty` less. */
  reduce(order: number, qty: number): void {
    const level = this.#pool.i32[(order << 4) + LEVEL];
    this.#f64[(level << 2) + TOTAL_QTY] -= qty;
    if (this.#changes !== null) this.#note(this.#changes, REDUCED, level, order, qty);
  }

  /** Is there at least `qty` at `limitKey` or better? */
  holds(qty: number, limitKey: number): boolean {
    return this.#sumFrom(0, limitKey, qty) >= qty;
  }

  /** Visits the best `levelsMax` levels, best first. Cold: the heap is not sorted, so it is searched best first. */
  visit(levelsMax: number, visitor: LevelVisitor): void {
    const heap = this.#heap;
    const frontier: number[] = heap.size > 0 ? [0] : [];
    for (let count = 0; count < levelsMax && frontier.length > 0; count++) {
      let best = 0;
      for (let index = 1; index < frontier.length; index++) {
        if (heap.keyAt(frontier[index]) < heap.keyAt(frontier[best])) best = index;
      }
      const place = frontier[best];
      frontier[best] = frontier[frontier.length - 1];
      frontier.pop();
      for (let child = (place << 2) + 1; child <= (place << 2) + 4 && child < heap.size; child++) frontier.push(child);
      const level = heap.levelAt(place);
      const record = level << 2;
      visitor(this.#f64[record + LEVEL_PRICE] as Ticks, this.#f64[record + TOTAL_QTY], this.#i32[(level << 3) + COUNT]);
    }
  }

  /** The prices at `limitKey` or better, in no order. Cold. */
  pricesUpTo(limitKey: number): number[] {
    const heap = this.#heap;
    const prices: number[] = [];
    const places = heap.size > 0 ? [0] : [];
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      if (heap.keyAt(place) > limitKey) continue;
      prices.push(heap.keyAt(place) * this.sign);
      for (let child = (place << 2) + 1; child <= (place << 2) + 4 && child < heap.size; child++) places.push(child);
    }
    return prices;
  }

  /** Visits every level once, in no order: cheaper than `visit` where the whole side is wanted. */
  visitUnsorted(visitor: LevelVisitor): void {
    for (let place = 0; place < this.#heap.size; place++) {
      const level = this.#heap.levelAt(place);
      const record = level << 2;
      visitor(this.#f64[record + LEVEL_PRICE] as Ticks, this.#f64[record + TOTAL_QTY], this.#i32[(level << 3) + COUNT]);
    }
  }

  /** The whole quantity at the best price; only when not empty. */
  get bestQty(): number {
    return this.#f64[(this.#heap.bestLevel << 2) + TOTAL_QTY];
  }

  /** Levels there are; their keys and first orders by place, as `LevelHeap.keyAt` orders them. */
  get levelCount(): number {
    return this.#heap.size;
  }

  keyAt(place: number): number {
    return this.#heap.keyAt(place);
  }

  firstOrderAt(place: number): number {
    return this.#i32[(this.#heap.levelAt(place) << 3) + HEAD];
  }

  /** The first order at a price, or 0: where a walk along `NEXT` through the queue starts. */
  firstAt(price: Ticks): number {
    const level = this.#index.find(price);
    return level === 0 ? 0 : this.#i32[(level << 3) + HEAD];
  }

  #sumFrom(place: number, limitKey: number, enough: number): number {
    const heap = this.#heap;
    if (place >= heap.size || heap.keyAt(place) > limitKey) return 0;
    let sum = this.#f64[(heap.levelAt(place) << 2) + TOTAL_QTY];
    for (let child = (place << 2) + 1; child <= (place << 2) + 4 && sum < enough; child++) {
      sum += this.#sumFrom(child, limitKey, enough - sum);
    }
    return sum;
  }

  #note(changes: ChangeLog, change: Change, level: number, order: number, qty: number): void {
    const count = this.#changedCount;
    if (count === 0) changes.touch(this.#book);
    if (count === this.#changed.length) this.#growChanged();
    this.#changed[count] = level;
    this.#changedCount = count + 1;
    if (changes.withOrders) this.#noteOrder(changes, change, level, order, qty);
  }

  #noteOrder(changes: ChangeLog, change: Change, level: number, order: number, qty: number): void {
    const side = this.sign > 0 ? 1 : 0;
    const orderNumber = this.#pool.f64[(order << 3) + ORDER_NUMBER];
    changes.add(change, this.#book, side, orderNumber, this.#f64[(level << 2) + LEVEL_PRICE], qty);
  }

  #growChanged(): void {
    const grown = new Int32Array(this.#changed.length * 2);
    grown.set(this.#changed);
    this.#changed = grown;
  }

  #addLevel(price: number): number {
    let level = this.#free;
    if (level !== 0) {
      this.#free = this.#i32[(level << 3) + HEAD];
    } else {
      if (this.#highest === this.#capacity) this.#grow();
      level = ++this.#highest;
    }
    this.#f64[(level << 2) + LEVEL_PRICE] = price;
    this.#f64[(level << 2) + TOTAL_QTY] = 0;
    this.#i32[(level << 3) + HEAD] = 0;
    this.#i32[(level << 3) + TAIL] = 0;
    this.#i32[(level << 3) + COUNT] = 0;
    this.#i32[(level << 3) + TOLD] = 0;
    this.#index.add(price, level);
    this.#heap.add(level, price * this.sign);
    return level;
  }

  #removeLevel(level: number): void {
    this.#index.remove(this.#f64[(level << 2) + LEVEL_PRICE]);
    this.#heap.remove(level);
    // The market data has yet to tell that it is gone.
    if (this.#changes === null) this.#giveBack(level);
  }

  #giveBack(level: number): void {
    this.#i32[(level << 3) + HEAD] = this.#free;
    this.#free = level;
  }

  #grow(): void {
    this.#capacity = this.#capacity * 2 + 1;
    const bytes = new ArrayBuffer((this.#capacity + 1) * LEVEL_BYTES);
    const i32 = new Int32Array(bytes);
    i32.set(this.#i32);
    this.#i32 = i32;
    this.#f64 = new Float64Array(bytes);
  }
}
