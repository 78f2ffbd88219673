/**
 * Orders of which each is there instead of the others: the orders of an OCO or OUO, and in a list whose first order lets the
 * others go, those of the others that have the same ClOrdLinkID(583). What one trades is taken off the others:
 *
 *   an order's quantity = what it was asked for - (what the others have taken off now - what they had then)
 */
import {
  type Event,
  EventType,
  type OrderReplaced,
  type OrderRestated,
  type OrderSplit,
} from "../domain/records.generated.ts";
import { Contingency, ExecRestatementReason } from "../domain/values.ts";
import { FIRST, type ListLink, type OrderList } from "./list-table.ts";
import type { State } from "./state.ts";

/** The other orders that the order is an alternative to; none for most. */
export function alternativesOf({ lists }: State, orderId: number): number[] {
  const list = lists.listOf(orderId);
  const link = lists.linkOf(orderId);
  if (list === undefined || link === undefined || list.contingency === Contingency.None) return [];
  const others = list.orderIds.filter((other) => other !== orderId);
  if (list.contingency !== Contingency.Oto) return others;
  if (link.linkId === "" || link.listSeqNo === FIRST) return [];
  return others.filter((other) => {
    const its = lists.linkOf(other);
    return its !== undefined && its.linkId === link.linkId && its.listSeqNo !== FIRST;
  });
}

/** Does the end of one order end its alternatives, whatever is left of them? */
export function endsTogether({ contingency }: OrderList): boolean {
  return contingency === Contingency.Oco || contingency === Contingency.Oto;
}

/**
 * What the alternatives of an order have taken off its quantity: what they traded or, in proportion, the same part of the
 * order, rounded up.
 *
 * @param cumQtyOf what an order has traded
 */
export function takenOffBy(state: State, orderId: number, cumQtyOf: (orderId: number) => number): number {
  const { lists } = state;
  const isInProportion = lists.listOf(orderId)?.contingency === Contingency.OuoProportional;
  const unitQty = lists.linkOf(orderId)?.unitQty ?? 0;
  let sum = 0;
  for (const other of alternativesOf(state, orderId)) {
    const cumQty = cumQtyOf(other);
    sum += isInProportion ? partOf(unitQty, cumQty, lists.linkOf(other)?.unitQty ?? 1, true) : cumQty;
  }
  return sum;
}

/** Of an order, what `ListLink` has of its quantities. */
export type Measures = Pick<ListLink, "baseQty" | "takenOff" | "unitQty">;

/** What the order is to have as its quantity now, in whole lots. */
export function wantedQty(
  state: State,
  order: Measures & { orderId: number },
  cumQtyOf: (orderId: number) => number,
): number {
  const { orderId } = order;
  return wholeLots(state, orderId, wholeQty(state, order) - takenOffBy(state, orderId, cumQtyOf));
}

/**
 * What the order and its alternatives are to trade together. Those that another order lets go never trade more than that
 * makes of what they were taken with, whatever their client asks for: two of its replaces may cross a fill.
 */
export function wholeQty(
  { lists }: State,
  { orderId, baseQty, takenOff, unitQty }: Measures & { orderId: number },
): number {
  const isLetGo = lists.listOf(orderId)?.contingency === Contingency.Oto && lists.linkOf(orderId)?.listSeqNo !== FIRST;
  return isLetGo ? Math.min(baseQty + takenOff, unitQty) : baseQty + takenOff;
}

/**
 * What the order may trade now, in whole lots: all that is wanted of it or, while the first order of its list may still trade,
 * as much in proportion to what that has traded of the quantity it was taken with.
 */
export function letGoQty(
  state: State,
  order: Measures & { orderId: number; isPart: boolean },
  cumQtyOf: (orderId: number) => number,
): number {
  const { orderId } = order;
  const wanted = wantedQty(state, order, cumQtyOf);
  if (!order.isPart) return wanted;
  const part = shareOf(state, orderId, wholeQty(state, order), cumQtyOf);
  return Math.min(wanted, wholeLots(state, orderId, part - takenOffBy(state, orderId, cumQtyOf)));
}

/** Of a quantity of an order, as much in proportion as the first order of its list has traded. */
export function shareOf({ lists }: State, orderId: number, qty: number, cumQtyOf: (orderId: number) => number): number {
  const first = lists.listOf(orderId)?.orderIds.find((each) => lists.linkOf(each)?.listSeqNo === FIRST) ?? 0;
  const unitQty = lists.linkOf(first)?.unitQty ?? 0;
  return unitQty === 0 ? 0 : partOf(qty, Math.min(cumQtyOf(first), unitQty), unitQty, false);
}

/**
 * What of the quantity that a client's replace asks for its venue is not given yet. A lot stays open there, since no order can
 * be replaced by nothing: where nothing is to be open it is recalled when the replace is answered.
 *
 * @param slot of the request
 */
export function heldBack(state: State, row: number, slot: number): number {
  const { orders, requests, lists } = state;
  const orderId = orders.idOf(row);
  const link = lists.linkOf(orderId);
  const asked = requests.orderQty[slot];
  if (link === undefined) return 0;
  const cumQtyOf = (each: number) => orders.cumQty[orders.rowOf(each)];
  const { unitQty, isPart } = link;
  const measures = { orderId, baseQty: asked, takenOff: requests.takenOff[slot], unitQty, isPart };
  const letGo = letGoQty(state, measures, cumQtyOf);
  const lotSize = state.instruments[orders.instrumentId[row]]?.lotSize ?? 1;
  return asked - Math.min(asked, Math.max(letGo, orders.cumQty[row] + lotSize));
}

/** What a client's replace says of an order, once it takes effect. */
export function afterReplace(
  state: State,
  row: number,
  { orderId, orderQty, requestNumber }: OrderReplaced,
): Pick<ListLink, "baseQty" | "takenOff" | "heldQty"> {
  const { orders, requests, lists } = state;
  const link = lists.linkOf(orderId);
  if (requestNumber === 0) {
    // No venue was asked: it has what it had of the order, which is nothing or what is traded.
    const heldQty = link?.heldQty ?? 0;
    const cumQty = orders.cumQty[row];
    const isSpent = heldQty > 0 && cumQty >= orders.orderQty[row] - heldQty;
    const takenOff = takenOffBy(state, orderId, (each) => orders.cumQty[orders.rowOf(each)]);
    return { baseQty: orderQty, takenOff, heldQty: isSpent ? orderQty - cumQty : Math.min(heldQty, orderQty - cumQty) };
  }
  const slot = requests.sentAs(orders, row, requestNumber);
  return { baseQty: orderQty, takenOff: requests.takenOff[slot], heldQty: requests.heldQty[slot] };
}

/** After a split, what was wanted of an order, what was taken off it and what is held back of it, in new shares. */
export function inNewShares(
  of: Measures & { heldQty: number },
  newQty: number,
  oldQty: number,
): Measures & { heldQty: number } {
  return {
    baseQty: partOf(of.baseQty, newQty, oldQty, false),
    takenOff: partOf(of.takenOff, newQty, oldQty, false),
    unitQty: partOf(of.unitQty, newQty, oldQty, false),
    heldQty: partOf(of.heldQty, newQty, oldQty, true),
  };
}

/** Does the event say that the order counts in other shares from now on? */
export function isSplit(event: Event): event is OrderSplit | OrderRestated {
  if (event.type === EventType.OrderSplit) return true;
  return event.type === EventType.OrderRestated && event.reason === ExecRestatementReason.CorporateAction;
}

/** Rounded down to a multiple of its instrument's lot size. */
export function wholeLots({ orders, instruments }: State, orderId: number, qty: number): number {
  const lotSize = instruments[orders.instrumentId[orders.rowOf(orderId)]]?.lotSize ?? 1;
  return qty <= 0 ? 0 : qty - (qty % lotSize);
}

/** of x part / whole, exact: the product may be beyond what a double holds. */
export function partOf(of: number, part: number, whole: number, isRoundedUp: boolean): number {
  const product = BigInt(of) * BigInt(part);
  const divisor = BigInt(whole === 0 ? 1 : whole);
  return Number((product + (isRoundedUp ? divisor - 1n : 0n)) / divisor);
}
