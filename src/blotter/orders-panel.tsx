/** The orders table with its filters. */
import type { OrderColumnId } from "../desk/view/names.ts";
import type { OrderRow } from "../desk/wire.ts";
import { showLines } from "./feed.ts";
import { count } from "./format.ts";
import { Grid, type GridSource } from "./grid.tsx";
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
  const version = store.ordersVersion.value;
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
        <span class="panel-count">{shownText()}</span>
      </div>
      <Grid
        label="Orders"
        columns={ORDER_COLUMNS}
        source={store.orders as GridSource<number, OrderRow>}
        version={version}
        onShown={showLines}
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
  const descending = isSame ? !sort.value.descending : column === "orderId";
  sort.value = { column: column as OrderColumnId, descending };
}

function shownText(): string {
  const { total, matched } = store.orders;
  return matched === total ? `${count(total)} orders` : `${count(matched)} of ${count(total)} orders`;
}
