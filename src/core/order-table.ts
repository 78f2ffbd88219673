/**
 * Hot path: every event of an order reads and writes a row here; budget 5 ns a field.
 *
 * Orders as columns of typed arrays, a row per OrderID (OrderIDs are dense from 1; row 0 is unused). Off the heap, so
 * that a million live orders cost the garbage collector nothing. The rows beyond the last order are untouched memory,
 * which the kernel has not given out yet: a large capacity is free until it is used.
 */

import { ORDERS_MAX } from "../domain/limits.ts";
import { OrdStatus } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";

/** How far an order has come, apart from fills and pending requests, which say the rest. */
export const Stage = { PendingNew: 1, Open: 2, Canceled: 3, Rejected: 4, Expired: 5 } as const;
/** The request the venue has not answered yet. */
export const Pending = { None: 0, Cancel: 1, Replace: 2 } as const;
/** "No such entry" in columns that hold entries of a text map. */
export const NO_ENTRY = -1;

const INITIAL_CAPACITY = 1 << 18;
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
  requestNumber: Uint16Array,
  acceptedRequest: Uint16Array,
  tradingDay: Uint32Array,
  clOrdIdEntry: Int32Array,
  previousClOrdIdEntry: Int32Array,
  pendingClOrdIdEntry: Int32Array,
  exchangeOrderIdEntry: Int32Array,
  orderQty: Float64Array,
  price: Float64Array,
  cumQty: Float64Array,
  notional: Float64Array,
  pendingQty: Float64Array,
  pendingPrice: Float64Array,
  createdNs: BigInt64Array,
  updatedNs: BigInt64Array,
} as const;

export class OrderTable {
  /** Orders so far; the last OrderID given. */
  count = 0;
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
  /** Last request sent to the venue, and the last one it accepted (0 before the first). */
  requestNumber!: Uint16Array;
  acceptedRequest!: Uint16Array;
  /** yyyymmdd the order was entered on: its ClOrdID is taken for that day. */
  tradingDay!: Uint32Array;
  /** Entries in `State.clOrdIds`: in force, the one before it, and of the request the venue has not answered. */
  clOrdIdEntry!: Int32Array;
  previousClOrdIdEntry!: Int32Array;
  pendingClOrdIdEntry!: Int32Array;
  /** Entry in `State.exchangeOrderIds`. */
  exchangeOrderIdEntry!: Int32Array;
  orderQty!: Float64Array;
  price!: Float64Array;
  cumQty!: Float64Array;
  /** The exact sum of lastQty x lastPx; AvgPx is made from it when it is reported. */
  notional!: Float64Array;
  pendingQty!: Float64Array;
  pendingPrice!: Float64Array;
  createdNs!: BigInt64Array;
  updatedNs!: BigInt64Array;
  #capacity = 0;

  constructor() {
    this.#resize(INITIAL_CAPACITY);
  }

  /** Makes the row of the next order. @returns its OrderID */
  add(orderId: number): number {
    assert(orderId === this.count + 1, "OrderIDs must be dense");
    assert(orderId < ORDERS_MAX, "order table is full");
    if (orderId >= this.#capacity) this.#resize(this.#capacity * 2);
    this.count = orderId;
    this.clOrdIdEntry[orderId] = NO_ENTRY;
    this.previousClOrdIdEntry[orderId] = NO_ENTRY;
    this.pendingClOrdIdEntry[orderId] = NO_ENTRY;
    this.exchangeOrderIdEntry[orderId] = NO_ENTRY;
    return orderId;
  }

  has(orderId: number): boolean {
    return orderId >= 1 && orderId <= this.count;
  }

  /** LeavesQty: what may still trade. 0 once the order is done. */
  leavesQty(orderId: number): number {
    return this.isOpen(orderId) ? this.orderQty[orderId] - this.cumQty[orderId] : 0;
  }

  /** May the order still trade? */
  isOpen(orderId: number): boolean {
    return this.stage[orderId] <= Stage.Open && this.cumQty[orderId] < this.orderQty[orderId];
  }

  /**
   * OrdStatus by the standard's precedence, highest first: Pending Cancel, Pending Replace, Filled, Canceled and
   * Expired, Partially Filled, then New, Rejected and Pending New (FIX 4.4 Volume 4, OrdStatus precedence table).
   */
  ordStatus(orderId: number): OrdStatus {
    const pending = this.pending[orderId];
    if (pending === Pending.Cancel) return OrdStatus.PendingCancel;
    if (pending === Pending.Replace) return OrdStatus.PendingReplace;
    return this.settledStatus(orderId);
  }

  /** OrdStatus apart from any request still pending: what a Cancel Reject says the order is now. */
  settledStatus(orderId: number): OrdStatus {
    const stage = this.stage[orderId];
    const cumQty = this.cumQty[orderId];
    if (cumQty > 0 && cumQty >= this.orderQty[orderId]) return OrdStatus.Filled;
    if (stage === Stage.Canceled) return OrdStatus.Canceled;
    if (stage === Stage.Expired) return OrdStatus.Expired;
    if (stage === Stage.Rejected) return OrdStatus.Rejected;
    if (cumQty > 0) return OrdStatus.PartiallyFilled;
    return stage === Stage.PendingNew ? OrdStatus.PendingNew : OrdStatus.New;
  }

  /** The columns in their order, for images of the state. */
  columns(): ReadonlyArray<{ name: string; values: ArrayBufferView & { length: number } }> {
    return Object.keys(COLUMNS).map((name) => ({ name, values: this[name as keyof typeof COLUMNS] }));
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
