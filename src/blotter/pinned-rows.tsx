// biome-ignore-all lint/a11y/useSemanticElements: rows of a table that follows the ARIA grid pattern, with one tab stop on the grid
// biome-ignore-all lint/a11y/useFocusableInteractive: rows of a table that follows the ARIA grid pattern, with one tab stop on the grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: Shift+A acknowledges them all, and the alerts' own screen lists them by key
/** Rows that stay above all others, with the reason, until somebody has acknowledged them. */
import type { OrderRow } from "../desk/wire.ts";
import { count } from "./format.ts";
import { type Column, pinsOf } from "./grid.tsx";

export type Pinned = {
  rows: readonly { row: OrderRow; why: string }[];
  more: number;
  onOpen: (orderId: number) => void;
  onAcknowledge: (orderId: number) => void;
  onAcknowledgeAll: () => void;
};
export const PINNED_HEIGHT = 24;

/** @returns pixels they take */
export function pinnedHeight({ rows, more }: Pick<Pinned, "rows" | "more">): number {
  return PINNED_HEIGHT * (rows.length + (more > 0 ? 1 : 0));
}

export function PinnedRows(props: { pinned: Pinned; columns: readonly Column<OrderRow>[]; template: string }) {
  const { pinned, columns, template } = props;
  if (pinned.rows.length === 0) return null;
  const pins = pinsOf(columns);
  return (
    <div class="grid-pinned" role="rowgroup" aria-label="To be acknowledged">
      {pinned.rows.map(({ row, why }) => (
        <div
          key={row.orderId}
          class="pinned-row"
          role="row"
          data-pinned-order={row.orderId}
          style={{ gridTemplateColumns: template }}
          onClick={() => pinned.onOpen(row.orderId)}
        >
          {columns.map((column, index) => (
            <div
              key={column.id}
              class={column.align === "right" ? "cell right" : "cell"}
              role="gridcell"
              data-pin={pins.get(column.id)}
              style={{ gridColumn: index + 1 }}
            >
              <span class="value">{column.cell(row)}</span>
            </div>
          ))}
          <div class="pinned-why" role="gridcell" title={why}>
            <span>{why}</span>
            <button
              type="button"
              tabIndex={-1}
              aria-label={`Acknowledge order ${row.orderId}`}
              title="Acknowledge"
              onClick={(event) => {
                event.stopPropagation();
                pinned.onAcknowledge(row.orderId);
              }}
            >
              ✓
            </button>
          </div>
        </div>
      ))}
      {pinned.more > 0 && (
        <div class="pinned-row pinned-more" role="row">
          <div role="gridcell">
            and {count(pinned.more)} more to be acknowledged ·{" "}
            <button type="button" class="link-button" tabIndex={-1} onClick={pinned.onAcknowledgeAll}>
              all of them
            </button>{" "}
            <kbd>Shift+A</kbd>
          </div>
        </div>
      )}
    </div>
  );
}
