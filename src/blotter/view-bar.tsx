/** What narrows and arranges the orders: status segments, words, filter chips, groups, columns, saved views, export. */
import { GROUP_COLUMN_IDS } from "../desk/view/names.ts";
import { openMassMenu } from "./mass.ts";
import { Menu } from "./menu.tsx";
import { columnTitle, ORDER_COLUMNS, shownColumns } from "./order-columns.tsx";
import { SavedViews } from "./saved-views.tsx";
import {
  type ColumnFilter,
  changeView,
  GROUPS,
  type Group,
  orderQuestion,
  removeFilter,
  toggleColumn,
  toggleGroupBy,
  view,
} from "./view-state.ts";

const GROUP_WORDS: Readonly<Record<Group, string>> = {
  all: "All",
  working: "Working",
  filled: "Filled",
  ended: "Canceled & rejected",
};
const OP_SIGNS: Readonly<Record<string, string>> = {
  eq: "=",
  ne: "≠",
  lt: "<",
  le: "≤",
  gt: ">",
  ge: "≥",
  in: "in",
  contains: "contains",
  starts: "starts with",
};

export function ViewBar() {
  return (
    <>
      <fieldset class="segments" aria-label="Which orders">
        {GROUPS.map((group) => (
          <button
            type="button"
            key={group}
            aria-pressed={view.value.group === group}
            onClick={() => changeView({ group })}
          >
            {GROUP_WORDS[group]}
          </button>
        ))}
      </fieldset>
      <FilterBox />
      <Menu label="Group" isOn={view.value.groupBy.length > 0}>
        {GROUP_COLUMN_IDS.map((column) => (
          <label key={column} class="menu-row">
            <input
              type="checkbox"
              checked={view.value.groupBy.includes(column)}
              onChange={() => toggleGroupBy(column)}
            />
            {columnTitle(column)}
            {view.value.groupBy.length > 1 && view.value.groupBy.includes(column) && (
              <span class="faint">{view.value.groupBy.indexOf(column) + 1}</span>
            )}
          </label>
        ))}
      </Menu>
      <button
        type="button"
        class="plain-button"
        aria-pressed={view.value.tree}
        title="Parts under their wholes (t)"
        onClick={() => changeView({ tree: !view.value.tree })}
      >
        Tree
      </button>
      <Menu label="Columns" isOn={false}>
        {ORDER_COLUMNS.map(({ id, title }) => (
          <label key={id} class="menu-row">
            <input type="checkbox" checked={!view.value.hidden.includes(id)} onChange={() => toggleColumn(id)} />
            {title}
          </label>
        ))}
      </Menu>
      <SavedViews />
      <button
        type="button"
        class="plain-button"
        title="On the selected orders, or on all of this view"
        aria-haspopup="menu"
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          void openMassMenu(left, bottom + 4);
        }}
      >
        Actions ▾
      </button>
      <Menu label="Export" isOn={false}>
        <a class="menu-row" href={exportAddress("csv")} download>
          CSV of this view
        </a>
        <a class="menu-row" href={exportAddress("json")} download>
          JSON of this view
        </a>
      </Menu>
    </>
  );
}

/** Where the desk gives this view as a file: its filter, its order, its columns, all of its rows. */
function exportAddress(format: "csv" | "json"): string {
  const { filter, sort } = orderQuestion(view.value);
  const columns = shownColumns(view.value).map(({ id }) => id);
  return `/api/export?request=${encodeURIComponent(JSON.stringify({ format, columns, filter, sort }))}`;
}

/** The filters in force, each with its way out; absent without any. */
export function FilterChips() {
  const { filters, groupBy, sort } = view.value;
  const sorted = sort.length > 1 || (sort.length === 1 && sort[0].column !== "orderId");
  if (filters.length === 0 && groupBy.length === 0 && !sorted) return null;
  return (
    <div class="chips">
      {groupBy.map((column) => (
        <Chip key={column} text={`by ${columnTitle(column)}`} onRemove={() => toggleGroupBy(column)} />
      ))}
      {filters.map((filter) => (
        <Chip key={filterText(filter)} text={filterText(filter)} onRemove={() => removeFilter(filter)} />
      ))}
      {sorted && (
        <Chip
          text={`sorted ${sort.map(({ column, descending }) => `${descending ? "▾" : "▴"} ${columnTitle(column)}`).join(", ")}`}
          onRemove={() => changeView({ sort: [{ column: "orderId", descending: true }] })}
        />
      )}
    </div>
  );
}

export function filterText({ column, op, value }: ColumnFilter): string {
  return `${columnTitle(column)} ${OP_SIGNS[op]} ${value}`;
}

function Chip(props: { text: string; onRemove: () => void }) {
  return (
    <span class="chip">
      {props.text}
      <button type="button" aria-label={`Remove: ${props.text}`} onClick={props.onRemove}>
        ×
      </button>
    </span>
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
        data-search
        type="text"
        placeholder="Symbol, client, id, status …"
        aria-label="Filter orders"
        maxLength={64}
        spellcheck={false}
        autocomplete="off"
        value={view.value.text}
        onInput={(event) => changeView({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          changeView({ text: "" });
          event.currentTarget.blur();
          event.stopPropagation();
        }}
      />
      <kbd>/</kbd>
    </label>
  );
}
