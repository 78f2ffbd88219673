/** Orders that wait for the end of a trading halt. */
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { ExecRestatementReason } from "../domain/values.ts";
import { Mark } from "./order-table.ts";
import type { State } from "./state.ts";

export function isSuspended({ orders }: State, row: number): boolean {
  return orders.isMarked(row, Mark.Suspended);
}

/** Its venue works a suspended order again, and says so by what it tells of it. */
export function reinstate({ orders }: State, row: number, events: Event[]): void {
  events.push({
    type: EventType.OrderRestated,
    orderId: orders.idOf(row),
    orderQty: orders.orderQty[row] as Qty,
    price: orders.price[row] as Ticks,
    reason: ExecRestatementReason.MarketOption,
    text: "reinstated",
    isVenues: true,
    moreTerms: [],
  });
}
