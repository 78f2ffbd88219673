/**
 * Hot path: requests that are not answered yet, cancels and replaces, of clients and of the house; budget 10 ns to add one.
 *
 * Rows of typed arrays with a free list, because few orders have one at a time. An order's requests are a chain in the
 * order they came; the order's row knows the first:
 *
 *   requestHead[row] -> replace 2, sent -> replace, held -> cancel 3, sent -> 0
 *
 * One replace at a time is with the venue; those behind it are held until it is answered. Cancels are sent at once.
 */
import type { Image } from "../lib/image.ts";
import { NO_ENTRY, type OrderTable, Pending } from "./order-table.ts";

const INITIAL_CAPACITY = 1 << 8;
const COLUMNS = {
  kind: Uint8Array,
  isAgain: Uint8Array,
  requestNumber: Uint16Array,
  named: Uint16Array,
  clOrdIdEntry: Int32Array,
  carriedEntry: Int32Array,
  next: Int32Array,
  orderQty: Float64Array,
  price: Float64Array,
  takenOff: Float64Array,
  heldQty: Float64Array,
  isRecall: Uint8Array,
} as const;
const COLUMN_NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

export class RequestPool {
  /** `Pending.Cancel` or `Pending.Replace`. */
  kind!: Uint8Array;
  /** 1 when a cancel was sent once more, because the request it named was refused. */
  isAgain!: Uint8Array;
  /** Its number at the venue; 0 while it is held. */
  requestNumber!: Uint16Array;
  /** The request of the order that it names at the venue (OrigClOrdID there). */
  named!: Uint16Array;
  /** Entry in `State.clOrdIds`; NO_ENTRY for a request of the house. */
  clOrdIdEntry!: Int32Array;
  /** Entry in `State.carried`, of a replace that says what is carried from now on; else NO_ENTRY. */
  carriedEntry!: Int32Array;
  /** The request of the same order that came after it, or 0. */
  next!: Int32Array;
  /** What a replace asks for. */
  orderQty!: Float64Array;
  price!: Float64Array;
  /** What the alternatives of an order of a list had taken off it when a replace was asked for. */
  takenOff!: Float64Array;
  /** What of the quantity of a replace no venue is given yet, of an order that its list lets go part by part. */
  heldQty!: Float64Array;
  /** 1 of a cancel of the house by which the order is only recalled: it goes to its venue again. */
  isRecall!: Uint8Array;
  /** Terms few orders have that a replace asks for, by slot; none for most. */
  readonly moreTerms = new Map<number, readonly number[]>();
  /** Slots ever used; slot 0 is none. */
  #used = 1;
  /** The last slot given back, which knows the one before it by `next`. */
  #free = 0;
  #capacity = 0;

  constructor() {
    this.#resize(INITIAL_CAPACITY);
  }

  /** Adds a request at the end of an order's chain. @returns its slot */
  add(orders: OrderTable, row: number, kind: number, clOrdIdEntry: number, requestNumber: number): number {
    const slot = this.#take();
    this.kind[slot] = kind;
    this.isAgain[slot] = 0;
    this.requestNumber[slot] = requestNumber;
    this.named[slot] = requestNumber === 0 ? 0 : this.lastSent(orders, row);
    this.clOrdIdEntry[slot] = clOrdIdEntry;
    this.carriedEntry[slot] = NO_ENTRY;
    this.next[slot] = 0;
    this.orderQty[slot] = 0;
    this.price[slot] = 0;
    this.takenOff[slot] = 0;
    this.heldQty[slot] = 0;
    this.isRecall[slot] = 0;
    const head = orders.requestHead[row];
    if (head === 0) {
      orders.requestHead[row] = slot;
    } else {
      let last = head;
      while (this.next[last] !== 0) last = this.next[last];
      this.next[last] = slot;
    }
    if (kind === Pending.Cancel || orders.pending[row] === Pending.None) orders.pending[row] = kind;
    return slot;
  }

  /** Takes an answered request out of its order's chain. */
  remove(orders: OrderTable, row: number, slot: number): void {
    let pending: number = Pending.None;
    let before = 0;
    for (let at = orders.requestHead[row]; at !== 0; at = this.next[at]) {
      if (this.next[at] === slot) before = at;
      if (at !== slot && (pending === Pending.None || this.kind[at] === Pending.Cancel)) pending = this.kind[at];
    }
    if (before === 0) orders.requestHead[row] = this.next[slot];
    else this.next[before] = this.next[slot];
    orders.pending[row] = pending;
    if (this.moreTerms.size > 0) this.moreTerms.delete(slot);
    this.kind[slot] = Pending.None;
    this.next[slot] = this.#free;
    this.#free = slot;
  }

  /** A request leaves for the venue, for the first time or once more. */
  send(orders: OrderTable, row: number, slot: number, requestNumber: number): void {
    if (this.requestNumber[slot] !== 0) this.isAgain[slot] = 1;
    // A request sent once more names what the venue has taken, since what it named was refused.
    this.named[slot] = this.isAgain[slot] === 1 ? Math.max(orders.acceptedRequest[row], 1) : this.lastSent(orders, row);
    this.requestNumber[slot] = requestNumber;
  }

  /** The order's last request at the venue that was not refused: the order itself, the last replace it took, or one on its way. */
  lastSent(orders: OrderTable, row: number): number {
    let last = Math.max(orders.acceptedRequest[row], 1);
    for (let slot = orders.requestHead[row]; slot !== 0; slot = this.next[slot]) {
      if (this.kind[slot] === Pending.Replace && this.requestNumber[slot] > last) last = this.requestNumber[slot];
    }
    return last;
  }

  /** @returns the slot of the request with that number at the venue, or 0 */
  sentAs(orders: OrderTable, row: number, requestNumber: number): number {
    let slot = orders.requestHead[row];
    while (slot !== 0 && this.requestNumber[slot] !== requestNumber) slot = this.next[slot];
    return slot;
  }

  /** @returns the slot of the first request of a kind that is with the venue, or 0 */
  sentOf(orders: OrderTable, row: number, kind: number): number {
    let slot = orders.requestHead[row];
    while (slot !== 0 && (this.kind[slot] !== kind || this.requestNumber[slot] === 0)) slot = this.next[slot];
    return slot;
  }

  /** @returns the slot of the request with that ClOrdID, or for NO_ENTRY the house's own cancel, of which there is one; or 0 */
  ofClOrdId(orders: OrderTable, row: number, clOrdIdEntry: number): number {
    let slot = orders.requestHead[row];
    while (slot !== 0 && !(this.clOrdIdEntry[slot] === clOrdIdEntry && this.#isNamed(slot))) slot = this.next[slot];
    return slot;
  }

  /** @returns the slot of the first request that is held, or 0 */
  firstHeld(orders: OrderTable, row: number): number {
    let slot = orders.requestHead[row];
    while (slot !== 0 && this.requestNumber[slot] !== 0) slot = this.next[slot];
    return slot;
  }

  /** @returns the slot of the request of a kind that no venue was asked; without one, of the order's first request; or 0 */
  settledHere(orders: OrderTable, row: number, kind: number): number {
    let slot = orders.requestHead[row];
    while (slot !== 0 && (this.kind[slot] !== kind || this.requestNumber[slot] !== 0)) slot = this.next[slot];
    return slot === 0 ? orders.requestHead[row] : slot;
  }

  /** How many requests of the order wait. */
  count(orders: OrderTable, row: number): number {
    let count = 0;
    for (let slot = orders.requestHead[row]; slot !== 0; slot = this.next[slot]) count++;
    return count;
  }

  /** Writes the pool, or reads one in place of what is here. The terms few orders have are the caller's to write. */
  transfer(image: Image): void {
    this.#used = image.count(this.#used);
    this.#free = image.int(this.#free);
    let capacity = this.#capacity;
    while (capacity < this.#used) capacity *= 2;
    if (capacity > this.#capacity) this.#resize(capacity);
    for (const name of COLUMN_NAMES) image.array(this[name].subarray(0, this.#used));
  }

  /** The house's replaces are known by their number alone. */
  #isNamed(slot: number): boolean {
    return this.clOrdIdEntry[slot] !== NO_ENTRY || this.kind[slot] === Pending.Cancel;
  }

  #take(): number {
    const slot = this.#free;
    if (slot !== 0) {
      this.#free = this.next[slot];
      return slot;
    }
    if (this.#used === this.#capacity) this.#resize(this.#capacity * 2);
    return this.#used++;
  }

  #resize(capacity: number): void {
    const pool = this as unknown as Record<string, { set(source: unknown): void } | undefined>;
    for (const [name, Column] of Object.entries(COLUMNS)) {
      const column = new Column(capacity);
      const before = pool[name];
      if (before !== undefined) (column as { set(source: unknown): void }).set(before);
      pool[name] = column;
    }
    this.#capacity = capacity;
  }
}
