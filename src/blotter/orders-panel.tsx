/** The orders table with its filters. */
import { useComputed } from "@preact/signals";
import { count } from "./format.ts";
import { Grid } from "./grid.tsx";
import { ORDER_COLUMNS } from "./order-columns.tsx";
import * as store from "./store.ts";

const GROUPS: readonly { id: store.Group; word: string }[] = [
  { id: "all", word: "All" },
  { id: "working", word: "Working" },
  { id: "filled", word: "Filled" },
  { id: "ended", word: "Canceled & rejected" },
];
const TONES: Readonly<Record<string, string>> = { "8": "bad", "4": "muted", C: "muted" };

export function OrdersPanel() {
  const keys = useComputed(sortedKeys);
  return (
    <section class="panel orders-panel" aria-label="Orders">
      <div class="panel-bar">
        <h2>Orders</h2>
        <fieldset class="segments" aria-label="Which orders">
          {GROUPS.map(({ id, word }) => (
            <button
              type="button"
              key={id}
              aria-pressed={store.group.value === id}
              onClick={() => (store.group.value = id)}
            >
              {word}
            </button>
          ))}
        </fieldset>
        <FilterBox />
        <span class="panel-count">{shownText(keys.value.length)}</span>
      </div>
      <Grid
        label="Orders"
        columns={ORDER_COLUMNS}
        keys={keys.value}
        rows={store.orders.rows}
        changeOf={(key, field, nowMs) => store.orders.changeOf(key, field, nowMs)}
        keyAttribute="data-order-id"
        selected={store.selectedOrderId.value === 0 ? null : store.selectedOrderId.value}
        onSelect={(key) => (store.selectedOrderId.value = key)}
        onOpen={(key) => (store.openOrderId.value = key)}
        sort={store.sort.value}
        onSort={sortBy}
        toneOf={(row) => TONES[row.ordStatus] ?? ""}
        empty={store.connection.value === "connecting" ? "Connecting…" : "No order matches"}
      />
    </section>
  );
}

function FilterBox() {
  return (
    <label class="filter">
      <span class="filter-sign" aria-hidden="true">
        ⌕
      </span>
      <input
        id="filter"
        type="text"
        placeholder="Symbol, client, id, status …"
        aria-label="Filter orders"
        maxLength={64}
        spellcheck={false}
        autocomplete="off"
        value={store.filterText.value}
        onInput={(event) => (store.filterText.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          store.filterText.value = "";
          event.currentTarget.blur();
          event.stopPropagation();
        }}
      />
      <kbd>/</kbd>
    </label>
  );
}

function sortBy(column: string): void {
  const { sort } = store;
  const isSame = sort.value.column === column;
  sort.value = { column, descending: isSame ? !sort.value.descending : column === "orderId" };
}

/** The newest first is the table's own order; any other is made here, with the newest first among equals. */
function sortedKeys(): readonly number[] {
  void store.ordersVersion.value;
  const { column, descending } = store.sort.value;
  const { keys, rows } = store.orders;
  if (column === "orderId") return descending ? [...keys] : [...keys].reverse();
  const compare = ORDER_COLUMNS.find((candidate) => candidate.id === column)?.compare;
  if (compare === undefined) return keys;
  const sorted = keys.map((key) => rows.get(key)!);
  sorted.sort((a, b) => (descending ? compare(b, a) : compare(a, b)) || b.orderId - a.orderId);
  return sorted.map((row) => row.orderId);
}

function shownText(shown: number): string {
  const { total, limit } = store.orders;
  if (shown === total) return `${count(total)} orders`;
  const newest = shown >= limit && limit > 0 ? "newest " : "";
  const searched = store.searched.value;
  const within = searched < total ? ` · searched the newest ${count(searched)}` : "";
  return `${newest}${count(shown)} of ${count(total)} orders${within}`;
}
