/**
 * What becomes of the other orders of a list when something happens to one, in the same frame as that:
 *
 *   OCO    what one trades is taken off the others; its end, however it ends, cancels them
 *   OUO    what one trades is taken off the others, as much or in proportion; they end when nothing is left of them
 *   OTO    the others wait until the first is over: in proportion to what it traded they leave then, or they are canceled
 *
 * An order is reduced by a replace of the house, when no other request of it is pending; else when that is answered. Where it
 * cannot be changed (its line is down, it is in doubt, the venue refused the replace), it is canceled. What traded beyond
 * what was wanted, because it crossed our requests on the wire, is an exception for people. Nothing is ever increased.
 */
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import {
  Contingency,
  CxlRejReason,
  ExceptionKind,
  HouseCancelCause,
  ListStage,
  ListStatusType,
  NO_RESTATEMENT_REASON,
} from "../domain/values.ts";
import { alternativesOf, endsTogether, FIRST, partOf, wantedQty, wholeLots } from "./alternatives.ts";
import { isParked } from "./day-orders.ts";
import { raise } from "./exceptions.ts";
import { restated } from "./house-replace.ts";
import { releaseListed } from "./list-release.ts";
import { reportList } from "./list-report.ts";
import type { OrderList } from "./list-table.ts";
import { type ListedOrder, listedOrder } from "./listed-order.ts";
import { Flag } from "./order-table.ts";
import type { State } from "./state.ts";

const REQUEST_NUMBER_MAX = 0xffff;

/** Looks through a command's events and appends what follows from them; what is appended is looked at, too. */
export function followLists(state: State, events: Event[]): void {
  const touched = new Set<OrderList>();
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (!isOfInterest(event)) continue;
    const row = state.orders.rowOf(event.orderId);
    if (row === 0 || (state.orders.flags[row] & Flag.Listed) === 0) continue;
    const list = state.lists.listOf(event.orderId);
    if (list === undefined) continue;
    touched.add(list);
    if (list.contingency !== Contingency.None) followOrder(state, list, event, events);
  }
  for (const list of touched) finish(state, list, events);
}

type OrderEvent = Extract<Event, { orderId: number }>;

function isOfInterest(event: Event): event is OrderEvent {
  switch (event.type) {
    case EventType.OrderFilled:
    case EventType.FillBusted:
    case EventType.FillCorrected:
    case EventType.OrderCanceled:
    case EventType.OrderRefused:
    case EventType.OrderExpired:
    case EventType.OrderDoneForDay:
    case EventType.OrderReplaced:
    case EventType.OrderRestated:
    case EventType.RequestRejected:
    case EventType.HouseCancelRejected:
    case EventType.HouseReplaceEnded:
      return true;
    default:
      return false;
  }
}

function followOrder(state: State, list: OrderList, event: OrderEvent, events: Event[]): void {
  const order = listedOrder(state, event.orderId, events);
  if (event.type === EventType.HouseCancelRejected) return noteUncanceled(state, list, order, event, events);
  const isFirst = list.contingency === Contingency.Oto && state.lists.linkOf(order.orderId)?.listSeqNo === FIRST;
  if (isFirst) return order.isLive ? undefined : releaseOthers(state, list, order, events);
  const cumQtyOf = (orderId: number) => listedOrder(state, orderId, events).cumQty;
  if (event.type === EventType.OrderFilled) noteCrossed(state, list, order, event.lastQty, cumQtyOf, events);
  const couldNotBeReduced = event.type === EventType.HouseReplaceEnded && !event.isTaken;
  reduce(state, list, order, cumQtyOf, couldNotBeReduced, events);
  const ended = !order.isLive && endsTogether(list) ? endWords(list, order) : "";
  for (const orderId of alternativesOf(state, order.orderId)) {
    const other = listedOrder(state, orderId, events);
    if (ended === "") reduce(state, list, other, cumQtyOf, false, events);
    else cancel(state, other, ended, events);
  }
}

/** The first order is over: what of it traded lets as much of the others go. */
function releaseOthers(state: State, list: OrderList, first: ListedOrder, events: Event[]): void {
  for (const orderId of list.orderIds) {
    const other = listedOrder(state, orderId, events);
    if (!other.isLive || !other.waits) continue;
    const part = partOf(other.orderQty, first.cumQty, Math.max(first.orderQty, first.cumQty), false);
    const orderQty = wholeLots(state, orderId, part) as Qty;
    if (orderQty === 0) {
      const why = first.cumQty === 0 ? "without a fill" : "with too little filled";
      cancel(state, other, `the first order of the list ${list.listId} ended ${why}`, events);
      continue;
    }
    const price = state.orders.price[other.row] as Ticks;
    if (orderQty < other.orderQty) events.push(restated(state, orderId, orderQty, price));
    releaseListed(state, orderId, orderQty, events);
  }
}

/** Brings an order's quantity down to what is wanted of it now. */
function reduce(
  state: State,
  list: OrderList,
  order: ListedOrder,
  cumQtyOf: (orderId: number) => number,
  couldNotBeReduced: boolean,
  events: Event[],
): void {
  const { orderId, row } = order;
  if (!order.isLive || order.isPendingCancel) return;
  const orderQty = wantedQty(state, order, cumQtyOf) as Qty;
  if (orderQty >= order.orderQty) return;
  const text = `other orders of the list ${list.listId} have traded`;
  if (orderQty <= order.cumQty) return cancel(state, order, text, events);
  const price = state.orders.price[row] as Ticks;
  if (order.isHeld) {
    events.push(restated(state, orderId, orderQty, price));
    return;
  }
  const isOutOfReach = state.venues.isDown(state.orders.venueId[row]) || state.venues.isInDoubt(orderId);
  if (couldNotBeReduced || isOutOfReach || isParked(state, row))
    return cancel(state, order, `${text}, and it could not be reduced`, events);
  if (order.pending > 0 || order.requestNumber >= REQUEST_NUMBER_MAX) return;
  const requestNumber = order.requestNumber + 1;
  events.push({ type: EventType.HouseReplaceRequested, orderId, requestNumber, orderQty, price });
  events.push({ type: EventType.OrderRouted, orderId, venueId: state.orders.venueId[row], requestNumber });
}

function cancel(state: State, order: ListedOrder, text: string, events: Event[]): void {
  const { orderId, row } = order;
  if (!order.isLive || order.isPendingCancel) return;
  if (order.isHeld || isParked(state, row)) {
    events.push({
      type: EventType.OrderCanceled,
      orderId,
      solicited: false,
      text,
      requestNumber: 0,
      reason: NO_RESTATEMENT_REASON,
    });
    return;
  }
  const requestNumber = order.requestNumber + 1;
  if (requestNumber > REQUEST_NUMBER_MAX) return;
  const cause = HouseCancelCause.Contingency;
  events.push({ type: EventType.HouseCancelRequested, orderId, requestNumber, cause, text });
  events.push({ type: EventType.OrderRouted, orderId, venueId: state.orders.venueId[row], requestNumber });
}

/** More was traded than the list should: its fill was on its way when our request was. */
function noteCrossed(
  state: State,
  list: OrderList,
  order: ListedOrder,
  lastQty: number,
  cumQtyOf: (orderId: number) => number,
  events: Event[],
): void {
  const beyond = order.cumQty - wantedQty(state, order, cumQtyOf);
  const isLate = endsTogether(list) && alternativesOf(state, order.orderId).some((other) => isFilled(state, other));
  const over = Math.min(lastQty, isLate ? lastQty : beyond);
  if (over <= 0) return;
  const text = `order ${order.orderId} of the list ${list.listId} traded ${over} too many: a fill crossed what was to cancel or reduce it; its CumQty is ${order.cumQty}`;
  const about = { orderId: order.orderId, venueId: state.orders.venueId[order.row] };
  raise(state, ExceptionKind.ContingencyBroken, about, text, events);
}

function isFilled({ orders }: State, orderId: number): boolean {
  const row = orders.rowOf(orderId);
  return row !== 0 && orders.cumQty[row] > 0 && orders.cumQty[row] >= orders.orderQty[row];
}

/** A venue that refuses to take an order off, and not because it is too late. */
function noteUncanceled(
  state: State,
  list: OrderList,
  order: ListedOrder,
  { cxlRejReason, text }: { cxlRejReason: number; text: string },
  events: Event[],
): void {
  if (!order.isLive || cxlRejReason === CxlRejReason.TooLateToCancel) return;
  const about = { orderId: order.orderId, venueId: state.orders.venueId[order.row] };
  const words = `order ${order.orderId} of the list ${list.listId} is still open; its cancel was refused: ${text}`;
  raise(state, ExceptionKind.ContingencyBroken, about, words, events);
}

function endWords({ listId }: OrderList, { cumQty, orderQty }: ListedOrder): string {
  return `another order of the list ${listId} ${cumQty >= orderQty ? "was filled" : "has ended"}`;
}

/** The list is over with the last of its orders. */
function finish(state: State, list: OrderList, events: Event[]): void {
  if (list.stage === ListStage.Done || list.stage === ListStage.Rejected) return;
  const { listNumber } = list;
  const isCanceling = events.some((event) => event.type === EventType.ListChanged && event.listNumber === listNumber);
  const isComplete = list.received === list.totNoOrders || list.stage === ListStage.Canceling || isCanceling;
  if (!isComplete || !isOver(state, list, events)) return;
  events.push({ type: EventType.ListChanged, listNumber, stage: ListStage.Done });
  reportList(list, ListStatusType.AllDone, 0, events);
}

function isOver(state: State, list: OrderList, events: readonly Event[]): boolean {
  let { open } = list;
  const seen = new Set<number>();
  for (const event of events) {
    if (!isOfInterest(event) || seen.has(event.orderId)) continue;
    seen.add(event.orderId);
    const link = state.lists.linkOf(event.orderId);
    if (link?.listNumber !== list.listNumber) continue;
    const { isLive } = listedOrder(state, event.orderId, events);
    if (link.isOpen !== isLive) open += isLive ? 1 : -1;
  }
  return open === 0;
}
