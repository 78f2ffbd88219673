/** What is on the screen of what there is, and what the selected orders add up to. */
import { amount, count } from "./format.ts";
import { clear, figures, selectedCount, selectionVersion } from "./selection.ts";
import * as store from "./store.ts";

export function SelectionStatus() {
  void store.ordersVersion.value;
  void selectionVersion.value;
  const { matched, total } = store.orders;
  const selected = selectedCount();
  const sums = figures.value;
  return (
    <>
      <span title="Orders that pass the filter, of all there are">
        <b>{count(matched)}</b> of {count(total)} orders
      </span>
      {selected > 0 && (
        <span class="selection-status" role="status">
          <b>{count(selected)} selected</b>
          {sums !== null && sums.count === selected && (
            <>
              {" "}
              · qty {amount(sums.orderQty)} · leaves {amount(sums.leavesQty)}
              {sums.open.map(({ currency, leaves }) => (
                <span key={currency} title="Open, at the orders' prices">
                  {" "}
                  · {currency} {amount(Number(leaves))}
                </span>
              ))}{" "}
              · {count(sums.clients)} {sums.clients === 1 ? "client" : "clients"}
            </>
          )}
          <button type="button" class="clear-selection" aria-label="Select nothing (Esc)" onClick={clear}>
            ×
          </button>
        </span>
      )}
    </>
  );
}
