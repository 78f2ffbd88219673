/** The house's own replaces of orders in lists: what of them is told. Cold. */
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { ExecRestatementReason } from "../domain/values.ts";
import type { State } from "./state.ts";

/** The venue has taken it: its client, who has not asked, hears how its order is now. */
export function houseReplaced(
  state: State,
  row: number,
  slot: number,
  orderQty: Qty,
  price: Ticks,
  events: Event[],
): void {
  const orderId = state.orders.idOf(row);
  const requestNumber = state.requests.requestNumber[slot];
  events.push({ type: EventType.HouseReplaceEnded, orderId, requestNumber, isTaken: true, text: "" });
  events.push(restated(state, orderId, orderQty, price));
}

/** An order of a list has less to trade. */
export function restated(state: State, orderId: number, orderQty: Qty, price: Ticks): Event {
  const reason = ExecRestatementReason.BrokerOption;
  const text = `other orders of the list ${state.lists.listOf(orderId)?.listId ?? ""} have traded`;
  return { type: EventType.OrderRestated, orderId, orderQty, price, reason, text, isVenues: false, moreTerms: [] };
}
