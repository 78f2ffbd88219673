/** How an order of a list stands after the events of the command at hand, which are not applied yet. Cold. */
import type { Event } from "../domain/records.generated.ts";
import { EventType } from "../domain/records.generated.ts";
import { CxlRejResponseTo } from "../domain/values.ts";
import { afterReplace, inNewShares, isSplit } from "./alternatives.ts";
import { tradeChange } from "./earlier-trades.ts";
import { isHeld } from "./held-orders.ts";
import { Flag, Pending } from "./order-table.ts";
import type { State } from "./state.ts";

export type ListedOrder = {
  orderId: number;
  row: number;
  orderQty: number;
  cumQty: number;
  isLive: boolean;
  /** Has no venue heard of it? */
  isHeld: boolean;
  /** Does it wait for its list? */
  waits: boolean;
  /** Requests that are not answered, and whether a cancel is among them. */
  pending: number;
  isPendingCancel: boolean;
  requestNumber: number;
  /** As `ListLink` has them. */
  baseQty: number;
  takenOff: number;
  unitQty: number;
  isPart: boolean;
  heldQty: number;
};

/** @param events those of the command so far */
export function listedOrder(state: State, orderId: number, events: readonly Event[]): ListedOrder {
  const { orders, requests, lists } = state;
  const row = orders.rowOf(orderId);
  const link = lists.linkOf(orderId);
  const order: ListedOrder = {
    orderId,
    row,
    orderQty: orders.orderQty[row],
    cumQty: orders.cumQty[row],
    isLive: row !== 0 && orders.isLive(row),
    isHeld: isHeld(state, row),
    waits: (orders.flags[row] & Flag.Waits) !== 0,
    pending: requests.count(orders, row),
    isPendingCancel: orders.pending[row] === Pending.Cancel,
    requestNumber: orders.requestNumber[row],
    baseQty: link?.baseQty ?? 0,
    takenOff: link?.takenOff ?? 0,
    unitQty: link?.unitQty ?? 0,
    isPart: link?.isPart ?? false,
    heldQty: link?.heldQty ?? 0,
  };
  let hasEnded = false;
  let isChanged = false;
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (!("orderId" in event) || event.orderId !== orderId) continue;
    hasEnded = follow(state, order, event) || hasEnded;
    isChanged = true;
  }
  if (isChanged) {
    const wasOver = !order.isLive && orders.cumQty[row] < orders.orderQty[row];
    order.isLive = !hasEnded && !wasOver && order.cumQty < order.orderQty;
  }
  return order;
}

/** What an order has traded after the events of the command so far. */
export function cumQtyAfter(state: State, events: readonly Event[]): (orderId: number) => number {
  return (orderId) => listedOrder(state, orderId, events).cumQty;
}

/** @returns whether the order is over by it */
function follow(state: State, order: ListedOrder, event: Event): boolean {
  if (isSplit(event)) Object.assign(order, inNewShares(order, event.orderQty, order.orderQty));
  switch (event.type) {
    case EventType.OrderFilled:
      order.cumQty += event.lastQty;
      return false;
    case EventType.FillBusted:
      order.cumQty += tradeChange(state, event, 0);
      return false;
    case EventType.FillCorrected:
      order.cumQty += tradeChange(state, event, event.lastQty);
      return false;
    case EventType.OrderSplit:
      order.orderQty = event.orderQty;
      order.cumQty = event.cumQty;
      return false;
    case EventType.OrderRestated:
      order.orderQty = event.orderQty;
      return false;
    case EventType.OrderReplaced:
      order.orderQty = event.orderQty;
      Object.assign(order, afterReplace(state, order.row, event));
      // What went to no venue was asked for in this frame, and counts as pending since.
      order.pending--;
      return false;
    case EventType.HouseReplaceEnded:
      order.pending--;
      return false;
    case EventType.OrderRecalled:
      order.heldQty = order.orderQty - order.cumQty;
      order.pending--;
      order.isPendingCancel = false;
      return false;
    case EventType.HouseCancelRejected:
      order.pending--;
      order.isPendingCancel = false;
      return false;
    case EventType.RequestRejected:
      if (!event.wasPending) return false;
      order.pending--;
      if (event.responseTo === CxlRejResponseTo.OrderCancelRequest) order.isPendingCancel = false;
      return false;
    case EventType.CancelRequested:
    case EventType.HouseCancelRequested:
      // The cancel of one that was only recalled is the same request.
      if (!order.isPendingCancel) order.pending++;
      order.isPendingCancel = true;
      return false;
    case EventType.ReplaceRequested:
    case EventType.HouseReplaceRequested:
      order.pending++;
      return false;
    case EventType.OrderRouted:
      order.requestNumber = event.requestNumber;
      order.isHeld = false;
      return false;
    case EventType.ListOrderReleased:
      order.waits = false;
      order.heldQty = event.heldQty;
      order.isPart = event.isPart;
      if (event.orderQty === 0) return false;
      order.baseQty = event.orderQty;
      order.unitQty = event.orderQty;
      order.takenOff = 0;
      return false;
    case EventType.OrderDoneForDay:
      return !state.orders.outlivesDay(order.row);
    case EventType.OrderCanceled:
    case EventType.OrderExpired:
    case EventType.OrderRefused:
      return true;
    default:
      return false;
  }
}
