/**
 * Brings an order of a list to what is wanted of it now: its quantity, and of that what its venue has. What the venue has is
 * changed by a replace of the house, when no other request of the order is pending; else when that is answered. A client hears
 * when its order's quantity changes, and not how much of that its venue has.
 *
 * - Where less is wanted and it cannot be had (the line is down, the order in doubt, the replace refused), it is canceled.
 * - Where nothing is to be open at the venue now, and more may be later, it is recalled: canceled there, and not here.
 * - Where more may trade of an order of which its venue has nothing any more, it goes there as a new order of what is left.
 *
 * An order's quantity is never increased again; what of it the venue has is, as the first order of its list trades.
 */
import { DISPLAY_TAGS, Term } from "../domain/more-terms.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { ExceptionKind, HouseCancelCause, TimeInForce, TradingPhase } from "../domain/values.ts";
import { letGoQty, wantedQty } from "./alternatives.ts";
import { isParked } from "./day-orders.ts";
import { raise } from "./exceptions.ts";
import { waitsForOpen } from "./held-orders.ts";
import { unsolicitedCancel } from "./house-cancel.ts";
import { restated } from "./house-replace.ts";
import { releaseListed } from "./list-release.ts";
import { groupName, type OrderList } from "./list-table.ts";
import { cumQtyAfter, type ListedOrder } from "./listed-order.ts";
import { intendedVenueOf } from "./routing.ts";
import type { State } from "./state.ts";

const REQUEST_NUMBER_MAX = 0xffff;
const UNCHANGED = 0 as Qty;

/** What is wanted of an order: its quantity, and what of that no venue is to have yet. */
type Wanted = { orderQty: Qty; heldQty: Qty };

/**
 * @param wasRefused its venue has just refused to change it
 * @param text why, for its client
 */
export function adjust(
  state: State,
  list: OrderList,
  order: ListedOrder,
  wasRefused: boolean,
  text: string,
  events: Event[],
): void {
  if (!order.isLive || order.isPendingCancel) return;
  const cumQtyOf = cumQtyAfter(state, events);
  const wantedNow = wantedQty(state, order, cumQtyOf);
  if (wantedNow <= order.cumQty) return cancel(state, order, text, events);
  const orderQty = Math.min(order.orderQty, wantedNow) as Qty;
  const timeInForce = String.fromCharCode(state.orders.timeInForce[order.row]);
  const isWhole = order.isPart && !leavesInParts(timeInForce, state.moreTermsOf(order.row));
  const letGo = isWhole ? 0 : letGoQty(state, order, cumQtyOf);
  const heldQty = (orderQty - Math.min(orderQty, Math.max(letGo, order.cumQty))) as Qty;
  const wanted = { orderQty, heldQty };
  if (order.waits) return adjustWaiting(state, order, wanted, text, events);
  if (orderQty === order.orderQty && heldQty === order.heldQty) return;
  if (isParked(state, order.row)) {
    if (orderQty < order.orderQty) return cancel(state, order, `${text}, and it could not be reduced`, events);
    return hold(order, heldQty, events);
  }
  if (order.isHeld || isSpentNow(order)) return adjustHere(state, order, wanted, text, events);
  adjustAtVenue(state, list, order, wanted, wasRefused, text, events);
}

/** Takes an order off its list's hands, and off its venue's book. */
export function cancel(state: State, order: ListedOrder, text: string, events: Event[]): void {
  const { orderId, row } = order;
  if (!order.isLive || order.isPendingCancel) return;
  if (order.isHeld || isParked(state, row) || isSpentNow(order)) {
    events.push(unsolicitedCancel(orderId, text));
    return;
  }
  requestCancel(state, order, HouseCancelCause.Contingency, text, events);
}

/** What trades now or never, or shows a part of itself, goes to its venue once: when the first order of its list is over. */
export function leavesInParts(timeInForce: string, moreTerms: readonly number[]): boolean {
  if (timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill) return false;
  for (let at = 0; at < moreTerms.length; at += 2)
    if (moreTerms[at] === Term.MinQty || DISPLAY_TAGS.includes(moreTerms[at])) return false;
  return true;
}

/** `isSpent` of an order after the events of the command so far. */
export function isSpentNow({ heldQty, orderQty, cumQty, pending, requestNumber }: ListedOrder): boolean {
  return heldQty > 0 && pending === 0 && requestNumber > 0 && cumQty >= orderQty - heldQty;
}

function adjustWaiting(state: State, order: ListedOrder, wanted: Wanted, text: string, events: Event[]): void {
  const { orderId, isPart } = order;
  const { orderQty, heldQty } = wanted;
  if (orderQty < order.orderQty) restate(state, order, orderQty, text, events);
  if (isPart && heldQty < orderQty) releaseListed(state, orderId, { orderQty: UNCHANGED, heldQty, isPart }, events);
}

/** Its venue has nothing of it. */
function adjustHere(state: State, order: ListedOrder, wanted: Wanted, text: string, events: Event[]): void {
  const { orderId, row, cumQty } = order;
  const { orderQty, heldQty } = wanted;
  if (orderQty < order.orderQty) restate(state, order, orderQty, text, events);
  if (order.isHeld) return hold(order, heldQty, events);
  const leaves = orderQty - heldQty > cumQty && canEnter(state, order, events);
  hold(order, leaves ? heldQty : ((orderQty - cumQty) as Qty), events);
  if (!leaves) return;
  const requestNumber = order.requestNumber + 1;
  events.push({ type: EventType.OrderRouted, orderId, venueId: venueOf(state, row), requestNumber });
}

function adjustAtVenue(
  state: State,
  list: OrderList,
  order: ListedOrder,
  wanted: Wanted,
  wasRefused: boolean,
  text: string,
  events: Event[],
): void {
  const { orderId, row } = order;
  const { orderQty, heldQty } = wanted;
  const given = order.orderQty - order.heldQty;
  const toGive = orderQty - heldQty;
  if (toGive < given && (wasRefused || !isInReach(state, order, events)))
    return cancel(state, order, `${text}, and it could not be reduced`, events);
  // One that was filled meanwhile goes there again when no other request of it is pending.
  if (wasRefused && toGive > given && given > order.cumQty) {
    const about = { orderId, venueId: state.orders.venueId[row] };
    const words = `order ${orderId} of ${groupName(list)} has ${given - order.cumQty} lots at its venue, which refused to take ${toGive - given} more`;
    return raise(state, ExceptionKind.ContingencyBroken, about, words, events);
  }
  if (order.pending > 0 || order.requestNumber >= REQUEST_NUMBER_MAX || !isInReach(state, order, events)) return;
  if (toGive === given) {
    if (orderQty < order.orderQty) restate(state, order, orderQty, text, events);
    return hold(order, heldQty, events);
  }
  if (toGive <= order.cumQty) return requestCancel(state, order, HouseCancelCause.Recall, text, events);
  const requestNumber = order.requestNumber + 1;
  const price = state.orders.price[row] as Ticks;
  events.push({ type: EventType.HouseReplaceRequested, orderId, requestNumber, orderQty, price, heldQty });
  events.push({ type: EventType.OrderRouted, orderId, venueId: venueOf(state, row), requestNumber });
}

function requestCancel(state: State, order: ListedOrder, cause: number, text: string, events: Event[]): void {
  const { orderId, row } = order;
  const requestNumber = order.requestNumber + 1;
  if (requestNumber > REQUEST_NUMBER_MAX) return;
  events.push({ type: EventType.HouseCancelRequested, orderId, requestNumber, cause, text });
  events.push({ type: EventType.OrderRouted, orderId, venueId: venueOf(state, row), requestNumber });
}

/** Where the order is, or goes by what is decided in this command. */
function venueOf(state: State, row: number): number {
  const venueId = state.orders.venueId[row];
  return venueId === 0 ? intendedVenueOf(state, row) : venueId;
}

function restate(state: State, { orderId, row }: ListedOrder, orderQty: Qty, text: string, events: Event[]): void {
  events.push(restated(orderId, orderQty, state.orders.price[row] as Ticks, text));
}

/** What no venue has been given of the order is so much now. */
function hold({ orderId, heldQty: before, isPart }: ListedOrder, heldQty: Qty, events: Event[]): void {
  if (heldQty === before) return;
  events.push({ type: EventType.ListOrderReleased, orderId, orderQty: UNCHANGED, heldQty, isPart });
}

/** May the order go to its venue as a new one? */
function canEnter(state: State, order: ListedOrder, events: readonly Event[]): boolean {
  const { orders, instruments } = state;
  const { row, requestNumber } = order;
  const instrumentId = orders.instrumentId[row];
  const instrument = instruments[instrumentId];
  if (instrument === undefined || requestNumber >= REQUEST_NUMBER_MAX) return false;
  const opens = (event: Event) =>
    event.type === EventType.InstrumentPhaseChanged &&
    event.instrumentId === instrumentId &&
    event.phase !== TradingPhase.Closed;
  const waits = waitsForOpen(instrument, String.fromCharCode(orders.timeInForce[row]) as TimeInForce);
  return (!waits || events.some(opens)) && isInReach(state, order, events);
}

/** Can the order be changed at its venue, after the events of the command so far? */
function isInReach({ orders, venues }: State, { row, orderId }: ListedOrder, events: readonly Event[]): boolean {
  const venueId = orders.venueId[row];
  let isDown = venues.isDown(venueId);
  let isInDoubt = venues.isInDoubt(orderId);
  for (const event of events) {
    if (event.type === EventType.VenueLineChanged && event.venueId === venueId) isDown = !event.isUp;
    if (event.type === EventType.DoubtResolved && event.orderId === orderId) isInDoubt = false;
  }
  return !isDown && !isInDoubt;
}
