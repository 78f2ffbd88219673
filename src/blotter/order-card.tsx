// biome-ignore-all lint/a11y/useSemanticElements: a card is a line of a table of virtual rows, which follows the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: a card is a line of a table of virtual rows, with one tab stop on the grid
/** An order as a card, for a screen that has no room for columns: what it is, how far it has come, and its menu for a thumb. */
import type { OrderRow } from "../desk/wire.ts";
import { openMenu } from "./actions.ts";
import { ordStatusLook } from "./codes.ts";
import { average, price, quantity, timeOfDay } from "./format.ts";
import { Filled, Side, Status } from "./signs.tsx";

/** Three lines, and room for a thumb. */
export const CARD_HEIGHT = 88;

export function OrderCard({ order }: { order: OrderRow }) {
  const avgPx = average(order.avgPxMantissa, order.avgPxScale, order.priceScale);
  return (
    <div class="card-cell" role="gridcell">
      <span class="card-head">
        <Side code={order.side} /> <b>{quantity(order.orderQty, order.qtyScale)}</b>{" "}
        <b class="card-symbol">{order.symbol}</b>
        <span class="card-price"> {price(order.price, order.priceScale, order.ordType)}</span>
      </span>
      <span class="card-status">
        {order.isUnaccepted ? (
          <span class="unaccepted">
            <b>▲ Not accepted</b>
          </span>
        ) : (
          <Status look={ordStatusLook(order.ordStatus)} />
        )}
      </span>
      <Filled cumQty={order.cumQty} orderQty={order.orderQty} side={order.side} />
      <span class="card-line">
        leaves <b>{quantity(order.leavesQty, order.qtyScale)}</b>
        {avgPx !== "" && (
          <>
            {" "}
            · avg <b>{avgPx}</b>
          </>
        )}
      </span>
      <span class="card-line card-last">
        {order.compId} · {order.clOrdId} · {timeOfDay(order.createdUs).slice(0, 8)}
      </span>
      <button
        type="button"
        class="card-menu"
        tabIndex={-1}
        aria-label={`What can be done with order ${order.orderId}`}
        onClick={(event) => {
          event.stopPropagation();
          void openMenu(order.orderId, 0, 0);
        }}
      >
        ⋯
      </button>
    </div>
  );
}
