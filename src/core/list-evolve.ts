/** What happened to lists of orders and to what is in them. Cold: nothing here runs while there are no lists. */
import {
  type Event,
  EventType,
  type HouseReplaceEnded,
  type HouseReplaceRequested,
  type ListChanged,
  type ListOrderReleased,
  type ListReceived,
  type OrderListed,
  type OrderRecalled,
} from "../domain/records.generated.ts";
import { assert } from "../lib/assert.ts";
import { afterReplace, heldBack, inNewShares, isSplit, takenOffBy } from "./alternatives.ts";
import { Flag, Mark, NO_ENTRY, Pending } from "./order-table.ts";
import type { State } from "./state.ts";
import { forgetDoubt } from "./venue-evolve.ts";

type ListEvent =
  | ListReceived
  | OrderListed
  | ListChanged
  | HouseReplaceRequested
  | HouseReplaceEnded
  | ListOrderReleased
  | OrderRecalled;

export function evolveList(state: State, event: ListEvent, timeNs: bigint): void {
  const { orders, requests, lists } = state;
  if (event.type === EventType.ListReceived) return lists.add(event);
  if (event.type === EventType.ListChanged) {
    lists.get(event.listNumber).stage = event.stage;
    return;
  }
  const row = orders.rowOf(event.orderId);
  assert(row !== 0, "an event of an order that is not here");
  switch (event.type) {
    case EventType.OrderListed: {
      const isLive = orders.isLive(row);
      orders.flags[row] |= isLive ? Flag.Listed | Flag.Waits : Flag.Listed;
      return lists.join(event, isLive ? orders.orderQty[row] : 0, state.tradingDay);
    }
    case EventType.ListOrderReleased: {
      const link = lists.linkOf(event.orderId);
      assert(link !== undefined, "an order of no list was released");
      orders.flags[row] &= ~Flag.Waits;
      link.heldQty = event.heldQty;
      link.isPart = event.isPart;
      if (event.orderQty === 0) return;
      link.baseQty = event.orderQty;
      link.takenOff = 0;
      link.unitQty = event.orderQty;
      return;
    }
    case EventType.OrderRecalled: {
      const link = lists.linkOf(event.orderId);
      assert(link !== undefined, "an order of no list was recalled");
      link.heldQty = orders.orderQty[row] - orders.cumQty[row];
      const slot = requests.sentAs(orders, row, event.requestNumber);
      assert(slot !== 0, "no such request was pending");
      requests.remove(orders, row, slot);
      state.houseCancels.delete(event.orderId);
      orders.unmark(event.orderId, Mark.Suspended);
      forgetDoubt(state, row, event.orderId);
      break;
    }
    case EventType.HouseReplaceRequested: {
      const slot = requests.add(orders, row, Pending.Replace, NO_ENTRY, event.requestNumber);
      requests.orderQty[slot] = event.orderQty;
      requests.price[slot] = event.price;
      requests.heldQty[slot] = event.heldQty;
      const moreTerms = state.moreTermsOf(row);
      if (moreTerms.length > 0) requests.moreTerms.set(slot, moreTerms);
      break;
    }
    case EventType.HouseReplaceEnded: {
      const slot = requests.sentAs(orders, row, event.requestNumber);
      assert(slot !== 0, "no such request was pending");
      if (!event.isTaken) state.splitRequests.delete(event.orderId);
      if (event.isTaken) orders.acceptedRequest[row] = event.requestNumber;
      requests.remove(orders, row, slot);
      break;
    }
  }
  orders.updatedNs[row] = timeNs;
}

/** Before an event is applied: a client's replace that takes effect says anew what its order is to trade, and so does a split. */
export function noteReplace(state: State, event: Event): void {
  if (isSplit(event)) return noteSplit(state, event);
  if (event.type !== EventType.OrderReplaced) return;
  const link = state.lists.linkOf(event.orderId);
  if (link !== undefined) Object.assign(link, afterReplace(state, state.orders.rowOf(event.orderId), event));
}

function noteSplit({ lists, orders }: State, { orderId, orderQty }: { orderId: number; orderQty: number }): void {
  const link = lists.linkOf(orderId);
  if (link === undefined) return;
  Object.assign(link, inNewShares(link, orderQty, orders.orderQty[orders.rowOf(orderId)]));
}

/** After an event was applied. */
export function noteListed(state: State, event: Event): void {
  if (!("orderId" in event)) return;
  const { orders, requests, lists } = state;
  const row = orders.rowOf(event.orderId);
  if (row === 0 || (orders.flags[row] & Flag.Listed) === 0) return;
  lists.note(event.orderId, orders.isLive(row), state.tradingDay);
  switch (event.type) {
    case EventType.ReplaceRequested: {
      let last = orders.requestHead[row];
      while (requests.next[last] !== 0) last = requests.next[last];
      requests.takenOff[last] = takenOffBy(state, event.orderId, (orderId) => orders.cumQty[orders.rowOf(orderId)]);
      requests.heldQty[last] = heldBack(state, row, last);
      return;
    }
    case EventType.RequestReleased: {
      const slot = requests.sentAs(orders, row, event.requestNumber);
      if (requests.kind[slot] === Pending.Replace) requests.heldQty[slot] = heldBack(state, row, slot);
      return;
    }
    default:
  }
}
