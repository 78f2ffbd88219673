/**
 * What few orders have, beside the order's own record. Part of the long way through the engine, whose budget is its.
 *
 *   order's record, 64 bytes                              row, 128 bytes
 *   price leavesQty cumQty ... terms ...  --terms >>> 8-> limitPx stopPx displayQty shownQty minQty pegOffset
 *                              |                          flags expireDate selfMatchId place nextPeg prevPeg
 *                              +- 0: a plain order, which has no row and takes the short way through the engine
 *
 * Rows are taken with their order and given back with it. The buffer grows while more such orders live than ever before;
 * it never shrinks.
 */
import { assert } from "../../src/lib/assert.ts";
import { ROW_SHIFT } from "./order-pool.ts";

/** Places in the row, in 8-byte steps: `f64[(row << 4) + LIMIT_PX]`. */
export const LIMIT_PX = 0;
export const STOP_PX = 1;
export const DISPLAY_QTY = 2;
/** What of an iceberg its level counts now. */
export const SHOWN_QTY = 3;
export const MIN_QTY = 4;
export const PEG_OFFSET = 5;
/** Places in the row, in 4-byte steps: `i32[(row << 5) + FLAGS]`. */
export const FLAGS = 16;
export const EXPIRE_DATE = 17;
export const SELF_MATCH_ID = 18;
export const PLACE = 19;
export const NEXT_PEG = 20;
export const PREV_PEG = 21;
const IS_PEG_LISTED = 22;

/** `FLAGS`, bit by bit. */
export const STOP = 1;
export const TRIGGERED = 2;
export const MARKET_TO_LIMIT = 4;
export const POST_ONLY = 8;
export const ICEBERG = 16;
export const HIDDEN = 32;
export const PEG_MASK = 0xc0;
export const PEG_PRIMARY = 0x40;
export const PEG_MID = 0x80;
export const PEG_MARKET = 0xc0;
export const AT_OPEN = 0x100;
export const AT_CLOSE = 0x200;
export const SELF_MATCH_MASK = 0xc00;
export const CANCEL_NEWEST = 0;
export const CANCEL_OLDEST = 0x400;
export const CANCEL_BOTH = 0x800;
export const DECREMENT = 0xc00;
export const HALT_MASK = 0x3000;
export const HALT_REINSTATE = 0x1000;
export const HALT_CANCEL = 0x2000;

/** `PLACE`: where the order is. */
export const Place = { Nowhere: 0, Shown: 1, Dark: 2, Stops: 3, Parked: 4, Asleep: 5 } as const;

/** Rows fit the bits `TERMS` has for them. */
export const ROWS_MAX = (1 << 23) - 1;

const ROW_BYTES = 128;
const ROWS_AT_START = 63;

/** Terms an order may have beyond side, time in force, quantity and limit price. */
export type RareTerms = {
  flags: number;
  stopPx: number;
  displayQty: number;
  minQty: number;
  pegOffset: number;
  expireDate: number;
  selfMatchId: number;
};

export const NO_RARE_TERMS: RareTerms = {
  flags: 0,
  stopPx: 0,
  displayQty: 0,
  minQty: 0,
  pegOffset: 0,
  expireDate: 0,
  selfMatchId: 0,
};

export class RareTable {
  f64 = new Float64Array(((ROWS_AT_START + 1) * ROW_BYTES) / 8);
  i32 = new Int32Array(this.f64.buffer);
  /** Rows now in use. */
  used = 0;
  #capacity = ROWS_AT_START;
  #highest = 0;
  #free = 0;

  get isFull(): boolean {
    return this.used === ROWS_MAX;
  }

  take(): number {
    let row = this.#free;
    if (row !== 0) {
      this.#free = this.i32[(row << 5) + NEXT_PEG];
    } else {
      if (this.#highest === this.#capacity) this.#grow();
      row = ++this.#highest;
    }
    this.used++;
    this.i32[(row << 5) + PLACE] = Place.Nowhere;
    this.i32[(row << 5) + IS_PEG_LISTED] = 0;
    return row;
  }

  /** Gives a row back. Its fields, `NEXT_PEG` apart, can be read until the next `take`. */
  release(row: number): void {
    this.used--;
    this.i32[(row << 5) + NEXT_PEG] = this.#free;
    this.#free = row;
  }

  write(row: number, terms: RareTerms, limitPx: number): void {
    const wide = row << 4;
    const narrow = row << 5;
    this.f64[wide + LIMIT_PX] = limitPx;
    this.f64[wide + STOP_PX] = terms.stopPx;
    this.f64[wide + DISPLAY_QTY] = terms.displayQty;
    this.f64[wide + SHOWN_QTY] = 0;
    this.f64[wide + MIN_QTY] = terms.minQty;
    this.f64[wide + PEG_OFFSET] = terms.pegOffset;
    this.i32[narrow + FLAGS] = terms.flags;
    this.i32[narrow + EXPIRE_DATE] = terms.expireDate;
    this.i32[narrow + SELF_MATCH_ID] = terms.selfMatchId;
  }

  read(row: number, into: RareTerms): void {
    const wide = row << 4;
    const narrow = row << 5;
    into.flags = this.i32[narrow + FLAGS];
    into.stopPx = this.f64[wide + STOP_PX];
    into.displayQty = this.f64[wide + DISPLAY_QTY];
    into.minQty = this.f64[wide + MIN_QTY];
    into.pegOffset = this.f64[wide + PEG_OFFSET];
    into.expireDate = this.i32[narrow + EXPIRE_DATE];
    into.selfMatchId = this.i32[narrow + SELF_MATCH_ID];
  }

  /** Are these the row's terms, in all that matters for a place in a queue? When an order expires does not. */
  isSame(row: number, terms: RareTerms, limitPx: number): boolean {
    const wide = row << 4;
    const narrow = row << 5;
    return (
      this.i32[narrow + FLAGS] === terms.flags &&
      this.f64[wide + LIMIT_PX] === limitPx &&
      this.f64[wide + STOP_PX] === terms.stopPx &&
      this.f64[wide + DISPLAY_QTY] === terms.displayQty &&
      this.f64[wide + MIN_QTY] === terms.minQty &&
      this.f64[wide + PEG_OFFSET] === terms.pegOffset &&
      this.i32[narrow + SELF_MATCH_ID] === terms.selfMatchId
    );
  }

  isPegListed(row: number): boolean {
    return this.i32[(row << 5) + IS_PEG_LISTED] !== 0;
  }

  setPegListed(row: number, isListed: boolean): void {
    this.i32[(row << 5) + IS_PEG_LISTED] = isListed ? 1 : 0;
  }

  #grow(): void {
    this.#capacity = this.#capacity * 2 + 1;
    assert(this.#capacity <= ROWS_MAX, "more orders with rare terms than TERMS can name");
    const f64 = new Float64Array(((this.#capacity + 1) * ROW_BYTES) / 8);
    f64.set(this.f64);
    this.f64 = f64;
    this.i32 = new Int32Array(f64.buffer);
  }
}

/** The row that goes with an order's `TERMS`; 0 for a plain order. */
export function rowOf(terms: number): number {
  return terms >>> ROW_SHIFT;
}
