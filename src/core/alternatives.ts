/**
 * Orders of which each is there instead of the others: the orders of an OCO or OUO, and in a list whose first order lets the
 * others go, those of the others that have the same ClOrdLinkID(583). What one trades is taken off the others:
 *
 *   an order's quantity = what it was asked for - (what the others have taken off now - what they had then)
 */
import { type Event, EventType, type OrderRestated, type OrderSplit } from "../domain/records.generated.ts";
import { Contingency, ExecRestatementReason } from "../domain/values.ts";
import type { OrderList } from "./list-table.ts";
import type { State } from "./state.ts";

/** ListSeqNo (67) of the order that lets the others go. */
export const FIRST = 1;

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

/** What the order is to have as its quantity now, in whole lots. */
export function wantedQty(
  state: State,
  { orderId, baseQty, takenOff }: { orderId: number; baseQty: number; takenOff: number },
  cumQtyOf: (orderId: number) => number,
): number {
  return wholeLots(state, orderId, baseQty - (takenOffBy(state, orderId, cumQtyOf) - takenOff));
}

/** After a split, what was wanted of an order and what was taken off it, in new shares. */
export function inNewShares<Counts extends { baseQty: number; takenOff: number }>(
  of: Counts,
  newQty: number,
  oldQty: number,
): Counts {
  const { baseQty, takenOff } = of;
  return { ...of, baseQty: partOf(baseQty, newQty, oldQty, false), takenOff: partOf(takenOff, newQty, oldQty, false) };
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
