/**
 * One viewer's look at the orders: its window, and what it has been told of it. It tells the keys of the lines when they are
 * others than before, and of the rows those that are new to the viewer or have changed since; a row that changed ten times
 * is told once, as it is.
 */

import type { DeskData } from "../desk-data.ts";
import { orderRow } from "../rows.ts";
import type { GroupRow, OpenOrders, OrderRow, OrdersWindowMessage } from "../wire.ts";
import type { ViewSpec } from "./orders-view.ts";
import { type GroupLine, type LineKey, OrdersWindow, type WindowRange } from "./orders-window.ts";
import type { ViewRegistry } from "./view-registry.ts";

export class OrdersSubscription {
  readonly #id: number;
  readonly #spec: ViewSpec;
  readonly #request: OpenOrders;
  readonly #data: DeskData;
  readonly #views: ViewRegistry;
  readonly #window: OrdersWindow;
  /** Orders and groups the viewer has, and the lines it knows them in. */
  readonly #told = new Map<LineKey, string>();
  #keys: LineKey[] = [];
  /** Orders the viewer has that have changed since. */
  readonly #changed = new Set<number>();
  #size = -1;
  #from = 0;
  #version = -1;
  #sequence = 0;
  #isAsked = true;

  constructor(request: OpenOrders, data: DeskData, views: ViewRegistry) {
    this.#id = request.view;
    this.#request = request;
    this.#data = data;
    this.#views = views;
    const { filter = {}, sort = [], group = [], tree = false } = request;
    this.#spec = tree ? { filter, sort, group, tree } : { filter, sort, group };
    const groupSort = request.groupSort ?? { by: "label", descending: false };
    const partsOf = (orderId: number) => data.state.care.work.get(orderId)?.children ?? [];
    this.#window = new OrdersWindow(views.acquire(this.#spec), group.length, groupSort, tree ? partsOf : null);
    for (const key of request.expanded ?? []) this.#window.expand(key, true);
    this.#window.look(request.range);
  }

  get id(): number {
    return this.#id;
  }

  get request(): OpenOrders {
    return this.#request;
  }

  look(range: WindowRange): void {
    this.#window.look(range);
    this.#isAsked = true;
  }

  expand(key: string, isExpanded: boolean): void {
    this.#window.expand(key, isExpanded);
    this.#isAsked = true;
  }

  /** @returns the orders between two lines, or of the whole view; null when they are more than `most` */
  ordersOf(between: readonly [LineKey, LineKey] | null, most: number): number[] | null {
    return this.#window.ordersOf(between, most);
  }

  /** Orders have changed; the view knows already. */
  touch(orderIds: ReadonlySet<number>): void {
    for (const orderId of orderIds) if (this.#told.has(orderId)) this.#changed.add(orderId);
  }

  /** The view is another. */
  refresh(): void {
    this.#window.view = this.#views.acquire(this.#spec);
    this.#told.clear();
    this.#changed.clear();
    this.#keys = [];
    this.#sequence = 0;
    this.#isAsked = true;
  }

  close(): void {
    this.#views.release(this.#spec);
  }

  /** @returns what is new, or null when nothing in the window is */
  take(nowMs: number): OrdersWindowMessage | null {
    const { view } = this.#window;
    const isGrouped = this.#spec.group.length > 0;
    const hasFigures = isGrouped && view.refreshFigures(nowMs);
    const isMoved = view.version !== this.#version;
    if (!this.#isAsked && !isMoved && !hasFigures && this.#changed.size === 0) return null;
    const lines = this.#window.lines();
    const rows: OrderRow[] = [];
    const groups: GroupRow[] = [];
    const before = new Map(this.#told);
    this.#told.clear();
    for (const key of lines.keys) {
      if (typeof key === "number") this.#tellOrder(key, before, rows);
      else this.#tellGroup(lines.groups.get(key) as GroupLine, before, groups);
    }
    const hasOtherKeys = this.#isAsked || lines.from !== this.#from || !isSame(lines.keys, this.#keys);
    const isNothing = !hasOtherKeys && lines.size === this.#size && rows.length === 0 && groups.length === 0;
    this.#keys = lines.keys;
    this.#size = lines.size;
    this.#from = lines.from;
    this.#version = view.version;
    this.#isAsked = false;
    this.#changed.clear();
    if (isNothing) return null;
    const fromSequence = this.#sequence;
    this.#sequence = this.#data.appliedSequence();
    return {
      kind: "window",
      table: "orders",
      view: this.#id,
      fromSequence,
      toSequence: this.#sequence,
      total: this.#data.orderCount(),
      matched: view.count,
      size: lines.size,
      from: lines.from,
      keys: hasOtherKeys ? lines.keys : null,
      rows,
      groups,
    };
  }

  #tellOrder(orderId: number, before: ReadonlyMap<LineKey, string>, rows: OrderRow[]): void {
    this.#told.set(orderId, "");
    if (before.has(orderId) && !this.#changed.has(orderId)) return;
    const order = this.#data.viewOrder(orderId);
    if (order !== null) rows.push(orderRow(order, this.#data.state));
  }

  #tellGroup(group: GroupLine, before: ReadonlyMap<LineKey, string>, groups: GroupRow[]): void {
    const row = groupRow(group);
    const text = JSON.stringify(row);
    this.#told.set(group.key, text);
    if (before.get(group.key) !== text) groups.push(row);
  }
}

export function groupRow({ key, depth, label, isExpanded, figures }: GroupLine): GroupRow {
  const { count, orderQty, cumQty, leavesQty, notional, traded, highPx, lowPx, symbols, clients } = figures;
  const isPriced = highPx >= lowPx;
  return {
    key,
    depth,
    label,
    isExpanded,
    count,
    orderQty,
    cumQty,
    leavesQty,
    notional,
    // One average of several instruments' prices means nothing.
    avgPx: cumQty > 0 && symbols.size === 1 ? traded / cumQty : null,
    highPx: isPriced ? highPx : null,
    lowPx: isPriced ? lowPx : null,
    symbols: symbols.size,
    clients: clients.size,
  };
}

function isSame(a: readonly LineKey[], b: readonly LineKey[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
