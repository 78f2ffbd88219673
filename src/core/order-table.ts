/**
 * Hot path: every event of an order reads and writes a row here; budget 5 ns a field.
 *
 * Orders as columns of typed arrays, off the heap, so that a million live orders cost the garbage collector nothing. The
 * rows beyond the last order are untouched memory, which the kernel has not given out yet: a large capacity is free until
 * it is used. OrderIDs are dense from 1; orders that were done days ago are dropped now and then, and the rest move up:
 *
 *   rows   1 ... kept          the orders that were kept when others were dropped, by OrderID
 *          kept + 1 ...        every order since, one after the other
 *
 * so that an order's row is found by a subtraction, and for the few old ones by a search in their OrderIDs.
 */

import { ORDERS_MAX } from "../domain/limits.ts";
import { OrdStatus, TimeInForce } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";
import type { Image, NumberArray } from "../lib/image.ts";

/** How far an order has come, apart from fills and pending requests, which say the rest. */
export const Stage = { PendingNew: 1, Open: 2, Canceled: 3, Rejected: 4, Expired: 5, DoneForDay: 6 } as const;
/** What of an order is not answered yet: a cancel counts before a replace. */
export const Pending = { None: 0, Cancel: 1, Replace: 2 } as const;
/** What few orders are, a bit each. */
export const Flag = {
  /** It has an entry in `State.moreTerms`. */
  MoreTerms: 1,
  /** A stop that was reached. */
  Triggered: 2,
  /** A venue said of it what cannot be true. */
  Suspect: 4,
  /** Taken while its market was closed: its client has had its New before any venue heard of it. */
  Warehoused: 8,
  /** The desk works it: it goes to no venue by itself, its parts do. */
  Care: 16,
  /** A part of such an order. */
  Child: 32,
  /** It is in a list (`State.lists`). */
  Listed: 64,
  /** It does not leave before its list lets it go. */
  Waits: 128,
} as const;
/** What very few orders are, a bit each, beside the table: a bit of every row would be a byte. */
export const Mark = {
  /** Its venue has suspended it for a trading halt. */
  Suspended: 1,
  /** Its client gave it by telephone. */
  Telephoned: 2,
} as const;
/** "No such entry" in columns that hold entries of a text map. */
export const NO_ENTRY = -1;

const GOOD_TILL_CANCEL = TimeInForce.GoodTillCancel.charCodeAt(0);
const GOOD_TILL_DATE = TimeInForce.GoodTillDate.charCodeAt(0);
const INITIAL_CAPACITY = 1 << 12;
const COLUMNS = {
  sessionId: Uint16Array,
  instrumentId: Uint16Array,
  accountEntry: Int32Array,
  side: Uint8Array,
  ordType: Uint8Array,
  timeInForce: Uint8Array,
  stage: Uint8Array,
  venueId: Uint8Array,
  pending: Uint8Array,
  flags: Uint8Array,
  requestNumber: Uint16Array,
  acceptedRequest: Uint16Array,
  route: Uint16Array,
  tradingDay: Uint32Array,
  clOrdIdEntry: Int32Array,
  previousClOrdIdEntry: Int32Array,
  requestHead: Int32Array,
  exchangeOrderIdEntry: Int32Array,
  carriedEntry: Int32Array,
  orderQty: Float64Array,
  price: Float64Array,
  cumQty: Float64Array,
  notional: Float64Array,
  createdNs: BigInt64Array,
  updatedNs: BigInt64Array,
} as const;

const COLUMN_NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
/** What a row holds, in words: an image written with other columns is another image. */
export const ORDER_COLUMNS = COLUMN_NAMES.map((name) => `${name}:${COLUMNS[name].name}`).join(" ");

export class OrderTable {
  /** Orders so far; the last OrderID given. */
  count = 0;
  /** Rows in use: orders that are still here. Row 0 is no order. */
  rowCount = 0;
  /** Session that sent the order. */
  sessionId!: Uint16Array;
  instrumentId!: Uint16Array;
  /** Entry in `State.accounts`. */
  accountEntry!: Int32Array;
  /** Character codes of the FIX values. */
  side!: Uint8Array;
  ordType!: Uint8Array;
  timeInForce!: Uint8Array;
  stage!: Uint8Array;
  venueId!: Uint8Array;
  pending!: Uint8Array;
  /** Bits of `Flag`. */
  flags!: Uint8Array;
  /** Last request sent to the venue, and the last one it accepted (0 before the first). */
  requestNumber!: Uint16Array;
  acceptedRequest!: Uint16Array;
  /** Place in `State.routing.routes`; 0 when no rule said where it goes. */
  route!: Uint16Array;
  /** yyyymmdd the order was entered on: its ClOrdID is taken for that day. */
  tradingDay!: Uint32Array;
  /** Entries in `State.clOrdIds`: in force, and the one before it. */
  clOrdIdEntry!: Int32Array;
  previousClOrdIdEntry!: Int32Array;
  /** Slot in `State.requests` of the first request that is not answered, or 0. */
  requestHead!: Int32Array;
  /** Entry in `State.exchangeOrderIds`. */
  exchangeOrderIdEntry!: Int32Array;
  /** Entry in `State.carried`. */
  carriedEntry!: Int32Array;
  orderQty!: Float64Array;
  price!: Float64Array;
  cumQty!: Float64Array;
  /** The exact sum of lastQty x lastPx; AvgPx is made from it when it is reported. */
  notional!: Float64Array;
  createdNs!: BigInt64Array;
  updatedNs!: BigInt64Array;
  /** OrderIDs of rows 1 to `kept`, in order; the first OrderID of the rows behind them. */
  #keptIds = new Float64Array(0);
  #firstId = 1;
  /** By OrderID, bits of `Mark`. */
  readonly #marks = new Map<number, number>();
  #capacity = 0;
  /** Rows there was asked to be room for. */
  #reserved = 0;

  constructor() {
    this.#resize(INITIAL_CAPACITY);
  }

  /** Makes the row of the next order. @returns its row */
  add(orderId: number): number {
    assert(orderId === this.count + 1, "OrderIDs must be dense");
    assert(this.rowCount + 1 < ORDERS_MAX, "order table is full");
    const row = this.rowCount + 1;
    if (row >= this.#capacity) this.#resize(this.#capacity * 2);
    this.count = orderId;
    this.rowCount = row;
    this.clOrdIdEntry[row] = NO_ENTRY;
    this.previousClOrdIdEntry[row] = NO_ENTRY;
    this.exchangeOrderIdEntry[row] = NO_ENTRY;
    this.carriedEntry[row] = NO_ENTRY;
    return row;
  }

  /**
   * Makes room for so many rows at once, and keeps it when old ones are dropped: growing while orders wait costs them the
   * copying.
   */
  reserve(rows: number): void {
    this.#reserved = Math.max(this.#reserved, rows);
    this.#makeRoom(rows);
  }

  #makeRoom(rows: number): void {
    let capacity = this.#capacity;
    while (capacity <= rows) capacity *= 2;
    if (capacity > this.#capacity) this.#resize(capacity);
  }

  /** @returns the row of an order, or 0 when there never was one of that id, or it was dropped */
  rowOf(orderId: number): number {
    if (orderId > this.count || orderId < 1) return 0;
    if (orderId >= this.#firstId) return orderId - this.#firstId + this.#keptIds.length + 1;
    return this.#rowOfKept(orderId);
  }

  /** The OrderID of a row from 1 to `rowCount`. */
  idOf(row: number): number {
    const kept = this.#keptIds.length;
    return row > kept ? this.#firstId + row - kept - 1 : this.#keptIds[row - 1];
  }

  has(orderId: number): boolean {
    return this.rowOf(orderId) !== 0;
  }

  /** Drops every row that `isKept` denies; the rest move up. Rows known before are not valid after. Cold. */
  drop(isKept: (row: number) => boolean): void {
    const rows: number[] = [];
    for (let row = 1; row <= this.rowCount; row++) if (isKept(row)) rows.push(row);
    this.#keptIds = Float64Array.from(rows, (row) => this.idOf(row));
    this.#firstId = this.count + 1;
    let capacity = INITIAL_CAPACITY;
    while (capacity <= Math.max(rows.length * 2, this.#reserved)) capacity *= 2;
    const table = this as unknown as Record<string, Float64Array>;
    for (const [name, Column] of Object.entries(COLUMNS)) {
      const before = table[name];
      const column = new Column(capacity) as unknown as Float64Array;
      for (let index = 0; index < rows.length; index++) column[index + 1] = before[rows[index]];
      table[name] = column;
    }
    this.#capacity = capacity;
    this.rowCount = rows.length;
    for (const orderId of this.#marks.keys()) if (!this.has(orderId)) this.#marks.delete(orderId);
  }

  isMarked(row: number, mark: number): boolean {
    return this.#marks.size > 0 && ((this.#marks.get(this.idOf(row)) ?? 0) & mark) !== 0;
  }

  mark(orderId: number, mark: number): void {
    this.#marks.set(orderId, (this.#marks.get(orderId) ?? 0) | mark);
  }

  unmark(orderId: number, mark: number): void {
    const left = (this.#marks.get(orderId) ?? 0) & ~mark;
    if (left === 0) this.#marks.delete(orderId);
    else this.#marks.set(orderId, left);
  }

  /** LeavesQty: what may still trade. 0 once the order is done. */
  leavesQty(row: number): number {
    return this.isLive(row) ? this.orderQty[row] - this.cumQty[row] : 0;
  }

  /** May the order still trade? */
  isOpen(row: number): boolean {
    return this.stage[row] <= Stage.Open && this.cumQty[row] < this.orderQty[row];
  }

  /** Does the order go on after the day it was entered on: good till cancel, or till a date? */
  outlivesDay(row: number): boolean {
    const timeInForce = this.timeInForce[row];
    return timeInForce === GOOD_TILL_CANCEL || timeInForce === GOOD_TILL_DATE;
  }

  /** May the order trade, today or, when it is done for today, on a later day? */
  isLive(row: number): boolean {
    if (this.isOpen(row)) return true;
    return this.stage[row] === Stage.DoneForDay && this.cumQty[row] < this.orderQty[row] && this.outlivesDay(row);
  }

  /** Does the venue owe an answer to a request of the order that was sent? */
  isUnanswered(row: number): boolean {
    return this.requestNumber[row] > 0 && (this.stage[row] === Stage.PendingNew || this.pending[row] !== Pending.None);
  }

  /**
   * OrdStatus by the standard's precedence, highest first: Pending Cancel, Pending Replace, Done for Day, Filled, Canceled
   * and Expired, Suspended, Partially Filled, then New, Rejected and Pending New (FIX 4.4 Volume 4, OrdStatus precedence table).
   */
  ordStatus(row: number): OrdStatus {
    // What ended for good has ended, whatever is still to be answered.
    const pending = this.stage[row] > Stage.Open && !this.isLive(row) ? Pending.None : this.pending[row];
    if (pending === Pending.Cancel) return OrdStatus.PendingCancel;
    if (pending === Pending.Replace) return OrdStatus.PendingReplace;
    return this.settledStatus(row);
  }

  /** OrdStatus apart from any request still pending: what a Cancel Reject says the order is now. */
  settledStatus(row: number): OrdStatus {
    const stage = this.stage[row];
    const cumQty = this.cumQty[row];
    if (cumQty > 0 && cumQty >= this.orderQty[row]) return OrdStatus.Filled;
    if (stage === Stage.Canceled) return OrdStatus.Canceled;
    if (stage === Stage.Expired) return OrdStatus.Expired;
    if (stage === Stage.Rejected) return OrdStatus.Rejected;
    if (stage === Stage.DoneForDay) return OrdStatus.DoneForDay;
    if (this.isMarked(row, Mark.Suspended)) return OrdStatus.Suspended;
    if (cumQty > 0) return OrdStatus.PartiallyFilled;
    const isNew = stage !== Stage.PendingNew || (this.flags[row] & Flag.Warehoused) !== 0;
    return isNew ? OrdStatus.New : OrdStatus.PendingNew;
  }

  /** Writes the table, or reads one in place of what is here. */
  transfer(image: Image): void {
    this.count = image.int(this.count);
    this.rowCount = image.count(this.rowCount);
    this.#firstId = image.int(this.#firstId);
    const kept = image.count(this.#keptIds.length);
    if (image.isReading) this.#keptIds = new Float64Array(kept);
    image.array(this.#keptIds);
    this.#makeRoom(this.rowCount);
    for (const name of COLUMN_NAMES) image.array((this[name] as NumberArray).subarray(0, this.rowCount + 1));
    const marks = [...this.#marks];
    for (let index = 0, count = image.count(marks.length); index < count; index++) {
      const [orderId, mark] = marks[index] ?? [0, 0];
      this.#marks.set(image.int(orderId), image.int(mark));
    }
  }

  #rowOfKept(orderId: number): number {
    const ids = this.#keptIds;
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ids[middle] < orderId) low = middle + 1;
      else high = middle;
    }
    return ids[low] === orderId ? low + 1 : 0;
  }

  #resize(capacity: number): void {
    const table = this as unknown as Record<string, { set(source: unknown): void } | undefined>;
    for (const [name, Column] of Object.entries(COLUMNS)) {
      const column = new Column(capacity);
      const before = table[name];
      if (before !== undefined) (column as { set(source: unknown): void }).set(before);
      table[name] = column;
    }
    this.#capacity = capacity;
  }
}
