/** The house's own replaces, of orders in lists and of those that clients change by telephone: what of them is told. Cold. */
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType, type OrderRestated } from "../domain/records.generated.ts";
import { ExecRestatementReason } from "../domain/values.ts";
import { groupName } from "./list-table.ts";
import type { State } from "./state.ts";
import { isTelephoned } from "./telephoned.ts";

/**
 * The venue has taken it: its client, who has not asked, hears how its order is now. It hears nothing where the venue has
 * another part of the order than before, and the order is the same.
 */
export function houseReplaced(
  state: State,
  row: number,
  slot: number,
  askedQty: Qty,
  price: Ticks,
  events: Event[],
): void {
  const { orders, requests, lists } = state;
  const orderId = orders.idOf(row);
  const requestNumber = requests.requestNumber[slot];
  events.push({ type: EventType.HouseReplaceEnded, orderId, requestNumber, isTaken: true, text: "" });
  const link = lists.linkOf(orderId);
  if (link === undefined && isTelephoned(state, row)) {
    events.push(changedVerbally(orderId, askedQty, price));
    return;
  }
  // Reduced here meanwhile, it is not more again.
  const orderQty = Math.min(askedQty, orders.orderQty[row]) as Qty;
  const heldQty = (orderQty - (askedQty - requests.heldQty[slot])) as Qty;
  if (orderQty !== orders.orderQty[row] || price !== orders.price[row])
    events.push(restated(orderId, orderQty, price, tradedText(state, orderId)));
  if (link === undefined || link.heldQty === heldQty) return;
  const { isPart } = link;
  events.push({ type: EventType.ListOrderReleased, orderId, orderQty: 0 as Qty, heldQty, isPart });
}

/** Its client has agreed to the change by telephone (FIX 4.4 Volume 4 Appendix D, E.1.c). */
export function changedVerbally(orderId: number, orderQty: Qty, price: Ticks): OrderRestated {
  const reason = ExecRestatementReason.VerbalChange;
  return { ...restated(orderId, orderQty, price, "changed as agreed by telephone"), reason };
}

/** An order of a list has less to trade. */
export function restated(orderId: number, orderQty: Qty, price: Ticks, text: string): OrderRestated {
  const reason = ExecRestatementReason.BrokerOption;
  return { type: EventType.OrderRestated, orderId, orderQty, price, reason, text, isVenues: false, moreTerms: [] };
}

/** Why an order has less to trade, in words. */
export function tradedText({ lists }: State, orderId: number): string {
  const list = lists.listOf(orderId);
  return `other orders of ${list === undefined ? "its list" : groupName(list)} have traded`;
}
