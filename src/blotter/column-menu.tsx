/** A column's own menu: sort by it, group by it, filter on it, hide it. Opened from its title. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { FilterOperator, OrderColumnId } from "../desk/view/names.ts";
import { columnTitle, isNumberColumn } from "./order-columns.tsx";
import { addFilter, changeView, isGroupColumn, sortBy, toggleColumn, toggleGroupBy, view } from "./view-state.ts";

const TEXT_OPS: readonly [FilterOperator, string][] = [
  ["contains", "contains"],
  ["eq", "is"],
  ["ne", "is not"],
  ["starts", "starts with"],
];
const NUMBER_OPS: readonly [FilterOperator, string][] = [
  ["ge", "at least"],
  ["le", "at most"],
  ["gt", "above"],
  ["lt", "below"],
  ["eq", "is"],
  ["ne", "is not"],
];

export function ColumnMenu(props: { column: OrderColumnId; left: number; onClose: () => void }) {
  const { column, onClose } = props;
  const isNumber = isNumberColumn(column);
  const ops = isNumber ? NUMBER_OPS : TEXT_OPS;
  const [op, setOp] = useState<FilterOperator>(ops[0][0]);
  const [value, setValue] = useState("");
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const done = (run: () => void) => () => {
    run();
    onClose();
  };
  const number = isNumber ? shortNumber(value) : 0;
  const apply = () => {
    if (value.trim() === "" || Number.isNaN(number)) return;
    addFilter({ column, op, value: isNumber ? String(number) : value.trim() });
    onClose();
  };
  return (
    <div
      class="menu-list column-menu"
      ref={frame}
      role="dialog"
      aria-label={`Column ${columnTitle(column)}`}
      style={{ left: `${props.left}px` }}
      onFocusOut={(event) => {
        if (!frame.current?.contains(event.relatedTarget as Node | null)) onClose();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onClose();
      }}
    >
      <form
        class="column-filter"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <select
          aria-label="How to compare"
          value={op}
          onChange={(event) => setOp(event.currentTarget.value as FilterOperator)}
        >
          {ops.map(([id, word]) => (
            <option key={id} value={id}>
              {word}
            </option>
          ))}
        </select>
        <input
          ref={input}
          aria-label={`${columnTitle(column)}: value`}
          aria-invalid={Number.isNaN(number)}
          maxLength={64}
          spellcheck={false}
          autocomplete="off"
          placeholder={isNumber ? "10k, 1.5m" : ""}
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
        <button type="submit" class="plain-button">
          Filter
        </button>
        {Number.isNaN(number) && <p class="field-fault">A number is expected, like 250, 10k or 1.5m.</p>}
      </form>
      <button
        type="button"
        class="menu-row"
        onClick={done(() => changeView({ sort: [{ column, descending: false }] }))}
      >
        ▴ Sort ascending
      </button>
      <button type="button" class="menu-row" onClick={done(() => changeView({ sort: [{ column, descending: true }] }))}>
        ▾ Sort descending
      </button>
      <button type="button" class="menu-row" onClick={done(() => sortBy(column, true))}>
        + Then by this <span class="faint">Shift+click</span>
      </button>
      {isGroupColumn(column) && (
        <button type="button" class="menu-row" onClick={done(() => toggleGroupBy(column))}>
          {view.value.groupBy.includes(column) ? "Do not group by this" : "Group by this"}
        </button>
      )}
      <button type="button" class="menu-row" onClick={done(() => toggleColumn(column))}>
        Hide column
      </button>
    </div>
  );
}

/** "10k" is 10,000 and "1.5m" is 1,500,000. @returns NaN for what is no number */
export function shortNumber(text: string): number {
  const [, digits, unit] = /^\s*(-?[\d,]*\.?\d+)\s*([km]?)\s*$/i.exec(text) ?? [];
  if (digits === undefined) return text.trim() === "" ? 0 : Number.NaN;
  const factor = { "": 1, k: 1_000, m: 1_000_000 }[unit.toLowerCase()] ?? 1;
  // 1.1m is 1,100,000 and not a hair more: the decimals are moved, not multiplied.
  return Math.round(Number(digits.replaceAll(",", "")) * factor * 1e6) / 1e6;
}
