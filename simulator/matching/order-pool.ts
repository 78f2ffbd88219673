/**
 * Hot path: every order of the exchange lives here; budget 5 ns to take or give back a place.
 *
 * An order is known by its handle, a small integer from 1; 0 is "none". A handle given back may be given out again, so
 * whoever remembers handles must forget them when the order is done. All of it is off the heap, in two tables:
 *
 *   links    next, prev: where it stands in its queue
 *   records  bytes 0      8         16      24     28    32     36           40           48           52
 *                  price  leavesQty cumQty  level  book  terms  participant  orderNumber  clientOrder  request
 *
 * With a million orders resting a cancel of any of them mostly waits for memory. So its neighbours are found in eight
 * megabytes instead of sixty-four; a record has a cache line of its own; and a handle goes to the next order soon after it
 * comes back, when its line is still near.
 */
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { Change, type ChangeLog } from "../market-data/change-log.ts";

/** Places in the record, in 8-byte steps: `f64[(handle << 3) + PRICE]`. */
export const PRICE = 0;
export const LEAVES_QTY = 1;
export const CUM_QTY = 2;
export const ORDER_NUMBER = 5;
/** From here on in 4-byte steps: `i32[(handle << 4) + LEVEL]`. */
/** The price level the order rests at; 0 when it does not rest, so that a walk over all handles finds the resting ones. */
export const LEVEL = 6;
export const BOOK = 7;
export const TERMS = 8;
export const PARTICIPANT = 9;
export const CLIENT_ORDER = 12;
export const REQUEST = 13;
/** Places among the links: `links[(handle << 1) + NEXT]`. */
export const NEXT = 0;
export const PREV = 1;

/**
 * `TERMS`, bit by bit: side in bit 0, time in force in bits 1 and 2, market in bit 3; from bit 8 the order's row in the
 * table of rare terms, 0 for a plain order.
 */
export const SELL = 1;
export const TIF_MASK = 6;
export const TIF_DAY = 0;
export const TIF_GOOD_TILL_CANCEL = 2;
export const TIF_IMMEDIATE_OR_CANCEL = 4;
export const TIF_FILL_OR_KILL = 6;
export const MARKET = 8;
/** What of `TERMS` the order's own record says. */
export const OWN_TERMS = 0xff;
export const ROW_SHIFT = 8;

const ORDER_BYTES = 64;
/** A large buffer starts 16 bytes into a cache line, behind its allocator's header: records begin with the next line. */
const FIRST_BYTE = 48;

export class OrderPool {
  /** The first two look at the same bytes. All are replaced when the pool grows, which only `take` does. */
  f64: Float64Array;
  i32: Int32Array;
  links: Int32Array;
  /** Orders now in use. */
  used = 0;
  #capacity: number;
  #free = 0;
  /** Handles up to here were given out at least once. */
  #highest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    const bytes = new ArrayBuffer(FIRST_BYTE + (capacity + 1) * ORDER_BYTES);
    this.f64 = new Float64Array(bytes, FIRST_BYTE);
    this.i32 = new Int32Array(bytes, FIRST_BYTE);
    this.links = new Int32Array((capacity + 1) * 2);
  }

  /**
   * Makes room for so many orders at once. Memory that no order has used yet is not there: room is free, and growing while
   * orders wait copies all of it (measured: 38 ms from half a million orders to a million).
   */
  reserve(capacity: number): void {
    if (capacity > this.#capacity) this.#resize(capacity);
  }

  /** Takes a place. The record's fields hold what the last order left there: the caller sets all of them. */
  take(): number {
    this.used++;
    const handle = this.#free;
    if (handle !== 0) {
      this.#free = this.links[(handle << 1) + NEXT];
      return handle;
    }
    if (this.#highest === this.#capacity) this.#resize(this.#capacity * 2);
    return ++this.#highest;
  }

  /** Gives a place back. Its record can be read until the next `take`. */
  release(handle: number): void {
    this.used--;
    this.links[(handle << 1) + NEXT] = this.#free;
    this.#free = handle;
  }

  /**
   * Joins an order's neighbours in its queue; its own links can be read until `release`. Row 0, which is no order's, takes
   * what is written to a neighbour that is not there.
   */
  unlink(handle: number): void {
    const { links } = this;
    const next = links[(handle << 1) + NEXT];
    const prev = links[(handle << 1) + PREV];
    links[(prev << 1) + NEXT] = next;
    links[(next << 1) + PREV] = prev;
  }

  /** The order behind this one in its queue, or 0. */
  next(handle: number): number {
    return this.links[(handle << 1) + NEXT];
  }

  /**
   * Reads what taking this order out of its queue will read. Whoever knows some time before that it will be taken out calls
   * this: memory far away is on its way then, several orders' at once, instead of one after the other when it is needed.
   *
   * @returns a number that means nothing; to be kept, or the reading would be left out as unused
   */
  glance(handle: number): number {
    const { links } = this;
    const next = links[(handle << 1) + NEXT];
    const prev = links[(handle << 1) + PREV];
    return this.i32[(handle << 4) + LEVEL] + links[(prev << 1) + NEXT] + links[(next << 1) + PREV];
  }

  /** The greatest handle ever given out, for walks over all orders. */
  get highest(): number {
    return this.#highest;
  }

  price(handle: number): Ticks {
    return this.f64[(handle << 3) + PRICE] as Ticks;
  }

  leavesQty(handle: number): Qty {
    return this.f64[(handle << 3) + LEAVES_QTY] as Qty;
  }

  cumQty(handle: number): Qty {
    return this.f64[(handle << 3) + CUM_QTY] as Qty;
  }

  orderQty(handle: number): Qty {
    return (this.f64[(handle << 3) + LEAVES_QTY] + this.f64[(handle << 3) + CUM_QTY]) as Qty;
  }

  orderNumber(handle: number): number {
    return this.f64[(handle << 3) + ORDER_NUMBER];
  }

  book(handle: number): number {
    return this.i32[(handle << 4) + BOOK];
  }

  participant(handle: number): number {
    return this.i32[(handle << 4) + PARTICIPANT];
  }

  clientOrder(handle: number): number {
    return this.i32[(handle << 4) + CLIENT_ORDER] >>> 0;
  }

  request(handle: number): number {
    return this.i32[(handle << 4) + REQUEST];
  }

  /** Notes a trade for the market data: under the maker's number, on the side of who came to trade. */
  noteTrade(changes: ChangeLog, maker: number, taker: number, price: number, qty: number): void {
    const { i32, f64 } = this;
    const side = i32[(taker << 4) + TERMS] & SELL;
    changes.add(Change.Traded, i32[(maker << 4) + BOOK], side, f64[(maker << 3) + ORDER_NUMBER], price, qty);
  }

  #resize(capacity: number): void {
    this.#capacity = capacity;
    const bytes = new ArrayBuffer(FIRST_BYTE + (capacity + 1) * ORDER_BYTES);
    const i32 = new Int32Array(bytes, FIRST_BYTE);
    i32.set(this.i32);
    this.i32 = i32;
    this.f64 = new Float64Array(bytes, FIRST_BYTE);
    const links = new Int32Array((capacity + 1) * 2);
    links.set(this.links);
    this.links = links;
  }
}
