/**
 * Orders that were refused, or are stuck, and that nobody here has acknowledged: they stand above all others of the view,
 * whatever it is sorted by. Why they are there is the desk's to say (alerts); what they are comes from a small view of its own.
 */
import { computed, signal } from "@preact/signals";
import type { AlertKind } from "../desk/alert-wire.ts";
import type { OpenOrders, OrdersWindowMessage } from "../desk/wire.ts";
import { acknowledge, alerts, kindWord } from "./alerts.ts";
import { view } from "./view-state.ts";
import { WindowTable } from "./window-table.ts";

/** Rows shown; how many more there are is said. */
const SHOWN = 3;
/** What one filter may name. */
const NAMED_MAX = 100;
const FILTERS_MAX = 11;
const KINDS: ReadonlySet<AlertKind> = new Set([
  "reject",
  "unaccepted",
  "unacknowledged",
  "unanswered",
  "doubt",
  "exception",
]);

export type Due = { orderId: number; why: string; keys: string[] };

const table = new WindowTable();
/** Counts up with every change of the rows. */
export const attentionVersion = signal(0);

/** By OrderID, newest first: why, and the alerts that say so. */
export const due = computed<ReadonlyMap<number, Due>>(() => {
  const found = new Map<number, Due>();
  for (const { kind, key, orderId, text, clearedMs } of alerts.value) {
    if (orderId === 0 || clearedMs !== 0 || !KINDS.has(kind)) continue;
    const known = found.get(orderId);
    if (known === undefined) found.set(orderId, { orderId, why: text === "" ? kindWord(kind) : text, keys: [key] });
    else known.keys.push(key);
  }
  return found;
});

/** What the desk is asked for, changed only when that is another question; "" when nobody wants to know. */
export const attentionQuestion = computed(() => {
  const { attention, text, filters } = view.value;
  const orderIds = [...due.value.keys()].slice(0, NAMED_MAX);
  return !attention || orderIds.length === 0 ? "" : JSON.stringify({ text: text.trim(), filters, orderIds });
});

/** The view's own words and columns narrow these rows, too; its states do not. */
export function attentionOpen(viewId: number): OpenOrders {
  const { text, filters } = view.peek();
  const orderIds = [...due.peek().keys()].slice(0, NAMED_MAX);
  const columns = filters.slice(0, FILTERS_MAX).map(({ column, op, value }) => ({ column, op, value }));
  table.begin();
  return {
    kind: "open",
    table: "orders",
    view: viewId,
    filter: { text: text.trim(), columns: [...columns, { column: "orderId", op: "in", value: orderIds }] },
    sort: [{ column: "orderId", descending: true }],
    range: { from: 0, to: SHOWN },
  };
}

/** @returns false when something was missed */
export function applyAttention(message: OrdersWindowMessage): boolean {
  if (!table.apply(message)) return false;
  attentionVersion.value++;
  return true;
}

/** The rows on top, and how many more there would be. */
export function attentionRows() {
  void attentionVersion.value;
  if (attentionQuestion.value === "") return { rows: [], more: 0 };
  const rows = table.keys.flatMap((key) => {
    const row = typeof key === "number" ? table.order(key) : undefined;
    const one = row === undefined ? undefined : due.value.get(row.orderId);
    return row === undefined || one === undefined ? [] : [{ row, why: one.why }];
  });
  return { rows, more: Math.max(0, table.matched - rows.length) };
}

export function acknowledgeOrder(orderId: number): void {
  for (const key of due.peek().get(orderId)?.keys ?? []) acknowledge(key);
}

/** All those that stand on top, and those behind them. */
export function acknowledgeOrders(): void {
  for (const orderId of due.peek().keys()) acknowledgeOrder(orderId);
}
