/**
 * One viewer's window on the orders: which rows it holds, and which of them it has not been told of. The window is the
 * newest `limit` orders that match; what falls out below is dropped on both sides by the same rule, unsaid.
 */
import { OrderMatcher } from "../history/order-filter.ts";
import type { DeskData } from "./desk-data.ts";
import { orderRow } from "./rows.ts";
import {
  ORDERS_WINDOW_MAX,
  type OrderRow,
  type OrdersDelta,
  type OrdersSnapshot,
  type SubscribeOrders,
} from "./wire.ts";

/** A filter looks through at most this many of the newest orders: 0.3 s of the follower's time at worst. */
const ORDERS_SEARCHED_MAX = 200_000;

export class OrdersViewport {
  readonly #subscription: number;
  readonly #matcher: OrderMatcher;
  readonly #limit: number;
  readonly #data: DeskData;
  /** Orders in the window; and the same, ascending, so that the lowest can be dropped. */
  readonly #held = new Set<number>();
  #ascending: number[] = [];
  readonly #touched = new Set<number>();
  #sequence = 0;
  #needsSnapshot = true;

  constructor(request: SubscribeOrders, data: DeskData) {
    this.#subscription = request.subscription;
    this.#limit = request.limit ?? ORDERS_WINDOW_MAX;
    this.#matcher = new OrderMatcher({ text: request.text ?? "", group: request.group ?? "all" });
    this.#data = data;
  }

  /** Orders that changed. More than a window of them and a snapshot says it shorter than a delta. */
  touch(orderIds: ReadonlySet<number>): void {
    if (this.#needsSnapshot) return;
    for (const orderId of orderIds) this.#touched.add(orderId);
    if (this.#touched.size <= this.#limit) return;
    this.#touched.clear();
    this.#needsSnapshot = true;
  }

  /** The next thing told is a snapshot. */
  refresh(): void {
    this.#touched.clear();
    this.#needsSnapshot = true;
  }

  get hasNews(): boolean {
    return this.#needsSnapshot || this.#touched.size > 0;
  }

  /** @returns what to tell the viewer, or null when nothing in its window changed. */
  take(): OrdersSnapshot | OrdersDelta | null {
    if (this.#needsSnapshot) return this.#snapshot();
    const fromSequence = this.#sequence;
    const rows: OrderRow[] = [];
    const removed: number[] = [];
    for (const orderId of [...this.#touched].sort((a, b) => a - b)) this.#visit(orderId, rows, removed);
    this.#touched.clear();
    this.#evict();
    if (rows.length === 0 && removed.length === 0) return null;
    this.#sequence = this.#data.appliedSequence();
    return {
      kind: "delta",
      table: "orders",
      subscription: this.#subscription,
      total: this.#data.orderCount(),
      fromSequence,
      toSequence: this.#sequence,
      rows,
      removed,
    };
  }

  #visit(orderId: number, rows: OrderRow[], removed: number[]): void {
    const order = this.#data.viewOrder(orderId);
    const isHeld = this.#held.has(orderId);
    if (order === null || !this.#matcher.matches(order)) {
      if (!isHeld) return;
      this.#held.delete(orderId);
      this.#ascending = this.#ascending.filter((id) => id !== orderId);
      removed.push(orderId);
      return;
    }
    if (!isHeld) {
      if (this.#ascending.length >= this.#limit && orderId < this.#ascending[0]) return;
      this.#held.add(orderId);
      insertAscending(this.#ascending, orderId);
    }
    rows.push(orderRow(order));
  }

  #evict(): void {
    const surplus = this.#ascending.length - this.#limit;
    if (surplus <= 0) return;
    for (const orderId of this.#ascending.splice(0, surplus)) this.#held.delete(orderId);
  }

  #snapshot(): OrdersSnapshot {
    const total = this.#data.orderCount();
    const searched = this.#matcher.isEverything ? total : Math.min(total, ORDERS_SEARCHED_MAX);
    const orderIds = this.#data.queries.orderIds(this.#matcher, this.#limit, total - searched);
    const rows: OrderRow[] = [];
    this.#held.clear();
    for (const orderId of orderIds) {
      const order = this.#data.viewOrder(orderId);
      if (order === null) continue;
      this.#held.add(orderId);
      rows.push(orderRow(order));
    }
    this.#ascending = [...this.#held].sort((a, b) => a - b);
    this.#touched.clear();
    this.#needsSnapshot = false;
    this.#sequence = this.#data.appliedSequence();
    return {
      kind: "snapshot",
      table: "orders",
      subscription: this.#subscription,
      sequence: this.#sequence,
      total,
      limit: this.#limit,
      searched,
      rows,
    };
  }
}

/** Nearly every new order is the newest: the search from the end ends at once. */
function insertAscending(ascending: number[], orderId: number): void {
  let at = ascending.length;
  while (at > 0 && ascending[at - 1] > orderId) at--;
  ascending.splice(at, 0, orderId);
}
