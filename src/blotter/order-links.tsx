/** From an order to what belongs to it: its instrument's market, its whole or its parts, its own executions. */
import type { OrderRow } from "../desk/wire.ts";
import { count } from "./format.ts";
import { goTo } from "./screens.ts";
import * as store from "./store.ts";
import { addFilter, changeView } from "./view-state.ts";

export function OrderLinks({ order }: { order: OrderRow }) {
  const { orderId, symbol, parentOrderId, children } = order;
  return (
    <nav class="order-links" aria-label={`What belongs to order ${orderId}`}>
      {symbol !== "" && (
        <button type="button" class="link-button" title="Its market (b)" onClick={() => showDepth(order)}>
          Depth of {symbol}
        </button>
      )}
      {parentOrderId !== 0 && (
        <button
          type="button"
          class="link-button"
          title="The order it is a part of (p)"
          onClick={() => showParts(order)}
        >
          Part of order {parentOrderId}
        </button>
      )}
      {children > 0 && (
        <button
          type="button"
          class="link-button"
          title="Its parts among the orders (p)"
          onClick={() => showParts(order)}
        >
          {children === 1 ? "Its part" : `Its ${count(children)} parts`}
        </button>
      )}
      <button
        type="button"
        class="link-button"
        title="The executions of the order that is selected, and no others"
        onClick={() => showExecutions(order)}
      >
        Its executions only
      </button>
    </nav>
  );
}

export function showDepth({ symbol }: OrderRow): void {
  if (symbol === "") return;
  store.openOrderId.value = 0;
  goTo("depth", symbol);
}

/** A part's whole is opened; a whole's parts are all that is left of the table, until that filter is taken away. */
export function showParts({ orderId, parentOrderId, children }: OrderRow): void {
  if (parentOrderId !== 0) {
    select(parentOrderId);
    store.openOrderId.value = parentOrderId;
  } else if (children > 0) {
    store.openOrderId.value = 0;
    changeView({ group: "all", text: "", groupBy: [], tree: false });
    addFilter({ column: "parentOrderId", op: "eq", value: String(orderId) });
    goTo("orders");
  } else store.toast.value = `order ${orderId} has no parts, and is a part of none`;
}

function showExecutions({ orderId }: OrderRow): void {
  select(orderId);
  store.isLinked.value = true;
  store.openOrderId.value = 0;
  goTo("orders");
}

function select(orderId: number): void {
  store.selectedLine.value = orderId;
  store.selectedOrderId.value = orderId;
}
