// biome-ignore-all lint/a11y/useSemanticElements: a table of virtual rows follows the ARIA grid pattern, with one tab stop and its keys on the grid
// biome-ignore-all lint/a11y/useFocusableInteractive: a table of virtual rows follows the ARIA grid pattern, with one tab stop and its keys on the grid
/** The line above orders that are alike: what they have in common, how many they are, and what they add up to. */
import type { GroupRow } from "../desk/wire.ts";
import { count } from "./format.ts";
import type { OrderColumn } from "./order-columns.tsx";

/** Columns that a group's label lies over. */
const LABEL_COLUMNS = 3;

export function GroupLine(props: { group: GroupRow; columns: readonly OrderColumn[] }) {
  const { group, columns } = props;
  const labelled = Math.min(LABEL_COLUMNS, columns.length);
  return (
    <>
      <div
        class="cell group-label"
        role="gridcell"
        aria-expanded={group.isExpanded}
        style={{ gridColumn: `span ${labelled}`, paddingLeft: `${4 + group.depth * 16}px` }}
      >
        <span aria-hidden="true">{group.isExpanded ? "▾" : "▸"}</span>{" "}
        <b>{group.label === "" ? "(none)" : group.label}</b>{" "}
        <span class="faint">
          {count(group.count)}
          {group.symbols > 1 && ` · ${count(group.symbols)} symbols`}
          {group.clients > 1 && ` · ${count(group.clients)} clients`}
        </span>
      </div>
      {columns.slice(labelled).map((column) => (
        <div
          key={column.id}
          class={column.align === "right" ? "cell right" : "cell"}
          role="gridcell"
          data-column={column.id}
        >
          <span class="value">{column.group?.(group) ?? ""}</span>
        </div>
      ))}
    </>
  );
}
