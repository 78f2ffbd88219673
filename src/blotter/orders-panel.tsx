/** The orders table with its filters, groups and columns. */
import { useMemo } from "preact/hooks";
import type { OrderColumnId } from "../desk/view/names.ts";
import type { GroupRow, OrderRow } from "../desk/wire.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { expandGroup, showLines } from "./feed.ts";
import { count } from "./format.ts";
import { Grid, type GridSource } from "./grid.tsx";
import { GroupLine } from "./group-line.tsx";
import { shownColumns } from "./order-columns.tsx";
import * as store from "./store.ts";
import { FilterChips, ViewBar } from "./view-bar.tsx";
import { changeView, sortBy, view } from "./view-state.ts";
import type { LineKey } from "./window-table.ts";

const TONES: Readonly<Record<string, string>> = { "8": "bad", "4": "muted", C: "muted" };

export function OrdersPanel() {
  const version = store.ordersVersion.value;
  const { hidden, order, widths, sort } = view.value;
  const columns = useMemo(() => shownColumns({ ...view.value, hidden, order, widths }), [hidden, order, widths]);
  return (
    <section class="panel orders-panel" aria-label="Orders">
      <div class="panel-bar">
        <h2>Orders</h2>
        <ViewBar />
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
        sort={sort}
        onSort={(column, isAdded) => sortBy(column as OrderColumnId, isAdded)}
        menu={(column, left, close) => <ColumnMenu column={column as OrderColumnId} left={left} onClose={close} />}
        onResize={(column, width) =>
          changeView({ widths: { ...view.peek().widths, [column]: Math.max(32, Math.min(600, width)) } })
        }
        groupLine={(row) => (isGroup(row) ? <GroupLine group={row} columns={columns} /> : null)}
        toneOf={(row) => TONES[row.ordStatus] ?? ""}
        empty={store.connection.value === "connecting" ? "Connecting…" : "No order matches"}
      />
    </section>
  );
}

function isGroup(row: OrderRow | GroupRow): row is GroupRow {
  return "key" in row;
}

function select(key: LineKey): void {
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

function shownText(): string {
  const { total, matched } = store.orders;
  return matched === total ? `${count(total)} orders` : `${count(matched)} of ${count(total)} orders`;
}
