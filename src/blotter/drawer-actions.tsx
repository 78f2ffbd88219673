/** What a thumb can do with the order that is open: accept and cancel are asked twice, everything else is in its menu. */
import { useState } from "preact/hooks";
import type { OrderRow } from "../desk/wire.ts";
import { begin, openMenu } from "./actions.ts";

export function DrawerActions({ order }: { order: OrderRow }) {
  const [isAsking, setAsking] = useState(false);
  if (isAsking) {
    return (
      <fieldset class="drawer-actions" aria-label="Accept the order?">
        <span class="drawer-ask">
          Accept order {order.orderId} of {order.compId}?
        </span>
        <button type="button" class="plain-button" onClick={() => setAsking(false)}>
          Not now
        </button>
        <button
          type="button"
          class="plain-button"
          data-do
          onClick={() => {
            setAsking(false);
            void begin("accept", order.orderId);
          }}
        >
          Accept it
        </button>
      </fieldset>
    );
  }
  return (
    <fieldset class="drawer-actions" aria-label="Actions">
      {order.isUnaccepted && (
        <button type="button" class="plain-button" data-do onClick={() => setAsking(true)}>
          Accept…
        </button>
      )}
      {order.leavesQty > 0 && (
        <button type="button" class="plain-button" onClick={() => void begin("cancel", order.orderId)}>
          Cancel…
        </button>
      )}
      <button type="button" class="plain-button" onClick={() => void openMenu(order.orderId, 0, 0)}>
        More…
      </button>
    </fieldset>
  );
}
