/**
 * The viewer's side of a window on the orders: the desk knows all of them, here are those of the lines on the screen and some
 * around them, and how many there are.
 */
import type { GroupRow, OrderRow, OrdersWindowMessage } from "../desk/wire.ts";
import { type Change, Changes } from "./changes.ts";

export type LineKey = number | string;
export type Line = OrderRow | GroupRow;

export class WindowTable {
  /** Lines of the view, groups included; orders that pass the filter; orders there are. */
  count = 0;
  matched = 0;
  total = 0;
  from = 0;
  keys: readonly LineKey[] = [];
  /** The journal sequence the rows are true at; -1 before the first window. */
  sequence = -1;
  readonly #rows = new Map<LineKey, Line>();
  readonly #places = new Map<LineKey, number>();
  readonly #changes = new Changes<LineKey, OrderRow>([
    "ordStatus",
    "cumQty",
    "leavesQty",
    "orderQty",
    "price",
    "avgPxMantissa",
    "clOrdId",
    "lockedBy",
  ]);

  /** Another view begins: what is here stays on the screen until it comes. */
  begin(): void {
    this.sequence = 0;
  }

  /** @returns false when the message does not follow what is here: something was missed */
  apply(message: OrdersWindowMessage): boolean {
    const isFirst = message.fromSequence === 0;
    if (!isFirst && message.fromSequence !== this.sequence) return false;
    if (isFirst) {
      this.#rows.clear();
      this.#changes.clear();
    }
    this.sequence = message.toSequence;
    this.count = message.size;
    this.matched = message.matched;
    this.total = message.total;
    this.from = message.from;
    const nowMs = performance.now();
    for (const group of message.groups) this.#rows.set(group.key, group);
    for (const row of message.rows) {
      const before = this.#rows.get(row.orderId) as OrderRow | undefined;
      // A row that scrolls into the window is not news; one that was there before its change is.
      if (before !== undefined) this.#changes.note(row.orderId, before, row, nowMs);
      this.#rows.set(row.orderId, row);
    }
    if (message.keys !== null) this.#hold(message.keys);
    return true;
  }

  keyAt(index: number): LineKey | undefined {
    return this.keys[index - this.from];
  }

  rowOf(key: LineKey): Line | undefined {
    return this.#rows.get(key);
  }

  /** An order that is in the window. */
  order(orderId: number): OrderRow | undefined {
    return this.#rows.get(orderId) as OrderRow | undefined;
  }

  indexOf(key: LineKey): number {
    const place = this.#places.get(key);
    return place === undefined ? -1 : this.from + place;
  }

  changeOf(key: LineKey, field: string, nowMs: number): Change | undefined {
    return this.#changes.of(key, field, nowMs);
  }

  #hold(keys: readonly LineKey[]): void {
    this.keys = keys;
    this.#places.clear();
    for (const [place, key] of keys.entries()) this.#places.set(key, place);
    for (const key of this.#rows.keys()) {
      if (this.#places.has(key)) continue;
      this.#rows.delete(key);
      this.#changes.forget(key);
    }
  }
}
