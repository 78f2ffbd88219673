/** The orders table with its filters, groups and columns. */
import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { OrderColumnId } from "../desk/view/names.ts";
import type { GroupRow, OrderRow } from "../desk/wire.ts";
import { acknowledgeOrder, acknowledgeOrders, attentionRows } from "./attention.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { expandGroup, showLines } from "./feed.ts";
import { PhoneBar } from "./filter-sheet.tsx";
import { count } from "./format.ts";
import { Grid, type GridSource, type RowLook } from "./grid.tsx";
import { GroupLine } from "./group-line.tsx";
import { LeadCell } from "./lead-cell.tsx";
import { CARD_HEIGHT, OrderCard } from "./order-card.tsx";
import { ORDER_COLUMNS, type OrderColumn, shownColumns } from "./order-columns.tsx";
import { PinnedRows, pinnedHeight } from "./pinned-rows.tsx";
import { ruleOf } from "./row-rules.ts";
import * as selection from "./selection.ts";
import * as store from "./store.ts";
import { FilterChips, ViewBar } from "./view-bar.tsx";
import { changeView, expanded, orderKey, sortBy, view } from "./view-state.ts";
import type { LineKey } from "./window-table.ts";

/** What a phone has room for; everything else is in the order's own page. */
const PHONE_WIDTHS: readonly [OrderColumnId, number][] = [
  ["ordStatus", 92],
  ["side", 44],
  ["symbol", 70],
  ["orderQty", 66],
  ["filled", 84],
];
const PHONE_COLUMNS = PHONE_WIDTHS.flatMap(([id, width]) =>
  ORDER_COLUMNS.filter((column) => column.id === id).map((column) => ({ ...column, width })),
);
const NARROW = matchMedia("(max-width: 640px)");
const narrow = signal(NARROW.matches);
NARROW.addEventListener("change", () => {
  narrow.value = NARROW.matches;
});
/** Pixels before the first column's words. */
const BRANCH_WIDTH = 30;
const SIGN_WIDTH = 17;
const TONES: Readonly<Record<string, string>> = { "8": "bad", "4": "muted", C: "muted" };

export function OrdersPanel() {
  const version = store.ordersVersion.value;
  void selection.selectionVersion.value;
  const { hidden, order, widths, sort, tree, rules } = view.value;
  const isNarrow = narrow.value;
  const pinned = { ...attentionRows(), ...PINNED };
  const columns = useMemo(
    () =>
      isNarrow
        ? PHONE_COLUMNS
        : withLead(
            shownColumns({ ...view.value, hidden, order, widths }),
            (tree ? BRANCH_WIDTH : 0) + (rules.length > 0 ? SIGN_WIDTH : 0),
          ),
    [hidden, order, widths, isNarrow, tree, rules.length > 0],
  );
  return (
    <section class="panel orders-panel" aria-label="Orders" data-cards={isNarrow}>
      <div class="panel-bar">
        <h2>Orders</h2>
        {isNarrow ? <PhoneBar /> : <ViewBar />}
        <span class="panel-count">{shownText()}</span>
      </div>
      <FilterChips />
      <Grid
        label="Orders"
        columns={columns}
        source={store.orders as GridSource<LineKey, OrderRow>}
        version={version}
        onShown={showLines}
        keyAttribute="data-order-id"
        selected={store.selectedLine.value}
        onSelect={select}
        onOpen={open}
        isPicked={selection.isSelected}
        onPick={pick}
        onKey={onKey}
        sort={sort}
        onSort={(column, isAdded) => sortBy(column as OrderColumnId, isAdded)}
        menu={(column, left, close) => <ColumnMenu column={column as OrderColumnId} left={left} onClose={close} />}
        onResize={(column, width) =>
          changeView({ widths: { ...view.peek().widths, [column]: Math.max(32, Math.min(600, width)) } })
        }
        groupLine={(row) => {
          if (isGroup(row)) return <GroupLine group={row} columns={columns} />;
          return isNarrow ? <OrderCard order={row} /> : null;
        }}
        {...(isNarrow
          ? { rowHeight: CARD_HEIGHT }
          : {
              above: {
                height: pinnedHeight(pinned),
                draw: (template: string) => <PinnedRows pinned={pinned} columns={columns} template={template} />,
              },
            })}
        toneOf={(row) => TONES[row.ordStatus] ?? ""}
        isTree={tree}
        lookOf={(row) => (isGroup(row) ? NO_LOOK : lookOf(row))}
        empty={emptyText()}
      />
    </section>
  );
}

/** The first column says where an order is in the tree, and which rule its row fulfils; `more` pixels are for that. */
function withLead([first, ...others]: OrderColumn[], more: number): OrderColumn[] {
  if (first === undefined) return [];
  const width = first.width + (first.isFixed === true ? 0 : more);
  return [{ ...first, width, cell: (row) => <LeadCell row={row}>{first.cell(row)}</LeadCell> }, ...others];
}

const PINNED = {
  onOpen: (orderId: number) => {
    store.selectedOrderId.value = orderId;
    store.openOrderId.value = orderId;
  },
  onAcknowledge: acknowledgeOrder,
  onAcknowledgeAll: acknowledgeOrders,
};
const NO_LOOK: RowLook = {};

function lookOf(row: OrderRow): RowLook {
  const { tree, rules } = view.value;
  if (!tree && rules.length === 0) return NO_LOOK;
  const rule = ruleOf(rules, row)?.tone;
  if (!tree) return { rule };
  if (row.parentOrderId !== 0) return { rule, level: 2 };
  return { rule, level: 1, isOpen: row.children === 0 ? undefined : expanded.value.includes(orderKey(row.orderId)) };
}

function isGroup(row: OrderRow | GroupRow): row is GroupRow {
  return "key" in row;
}

function select(key: LineKey, isRange: boolean): void {
  const before = store.selectedLine.peek();
  if (isRange) selection.extend(before ?? key, key, shownBetween(selection.rangeBegin() ?? before ?? key, key));
  else selection.endRange();
  focusOn(key);
}

function pick(key: LineKey): void {
  if (typeof key === "number") selection.toggle(key);
  focusOn(key);
}

/** Keys that select all orders of the view, or none, and those that open and close. @returns whether it was one */
function onKey(event: KeyboardEvent, key: LineKey | null): boolean {
  // They turn the pages of an order that is open.
  const isUnfold = (event.key === "ArrowRight" || event.key === "ArrowLeft") && store.openOrderId.peek() === 0;
  if (isUnfold) return unfold(key, event.key === "ArrowRight");
  if (event.key === "a" && (event.ctrlKey || event.metaKey)) selection.selectView();
  else if (event.key === "Escape" && store.openOrderId.peek() === 0 && selection.selectedCount() > 0) selection.clear();
  else return false;
  return true;
}

/** Opens or closes a group, or a whole of the tree; from a part the way leads up. */
function unfold(key: LineKey | null, isOpening: boolean): boolean {
  const row = key === null ? undefined : store.orders.rowOf(key);
  if (key === null || row === undefined) return false;
  if (isGroup(row)) {
    if (row.isExpanded !== isOpening) expandGroup(row.key, isOpening);
  } else if (!view.peek().tree) return false;
  else if (row.children > 0) expandGroup(orderKey(row.orderId), isOpening);
  else if (!isOpening && store.orders.indexOf(row.parentOrderId) !== -1) focusOn(row.parentOrderId);
  return true;
}

/** Orders on the lines between two, as far as they are here. */
function shownBetween(from: LineKey, to: LineKey): number[] {
  const { orders } = store;
  const ends = [orders.indexOf(from), orders.indexOf(to)];
  if (ends.includes(-1)) return [];
  const keys = orders.keys.slice(Math.min(...ends) - orders.from, Math.max(...ends) - orders.from + 1);
  return keys.filter((key) => typeof key === "number");
}

function focusOn(key: LineKey): void {
  store.selectedLine.value = key;
  if (typeof key === "number") store.selectedOrderId.value = key;
}

function open(key: LineKey): void {
  if (typeof key === "number") {
    store.openOrderId.value = key;
    return;
  }
  const group = store.orders.rowOf(key) as GroupRow | undefined;
  if (group !== undefined) expandGroup(key, !group.isExpanded);
}

/** Why there is nothing to see, and what to do about it. */
function emptyText(): string {
  if (store.connection.value === "connecting") return "Connecting…";
  if (store.orders.total > 0) return "No order matches";
  const address = store.hello.value?.fixAddress ?? "";
  return `No orders yet. FIX clients connect to ${address}; lockstep client --demo plays a minute of orders`;
}

function shownText(): string {
  const { total, matched } = store.orders;
  return matched === total ? `${count(total)} orders` : `${count(matched)} of ${count(total)} orders`;
}
