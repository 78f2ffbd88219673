/**
 * What becomes of the other orders of a list when something happens to one, in the same frame as that:
 *
 *   OCO    what one trades is taken off the others; its end, however it ends, cancels them
 *   OUO    what one trades is taken off the others, as much or in proportion; they end when nothing is left of them
 *   OTO    the others follow the first, fill by fill: in proportion to what it traded they may trade; they end with what that
 *          came to when it is over
 *
 * What traded beyond what was wanted, because it crossed our requests on the wire, is an exception for people.
 */
import { decimalText, type Qty, type Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { Contingency, CxlRejReason, ExceptionKind, ListStage, ListStatusType, TradingPhase } from "../domain/values.ts";
import { alternativesOf, endsTogether, letGoQty, shareOf, takenOffBy, wholeLots, wholeQty } from "./alternatives.ts";
import { raise } from "./exceptions.ts";
import { restated, tradedText } from "./house-replace.ts";
import { releaseListed } from "./list-release.ts";
import { reportList } from "./list-report.ts";
import { FIRST, groupName, type OrderList } from "./list-table.ts";
import { cumQtyAfter, type ListedOrder, listedOrder } from "./listed-order.ts";
import { adjust, cancel, isSpentNow } from "./listed-quantity.ts";
import { Flag } from "./order-table.ts";
import type { State } from "./state.ts";

const NOTHING = 0 as Qty;

/** Looks through a command's events and appends what follows from them; what is appended is looked at, too. */
export function followLists(state: State, events: Event[]): void {
  const touched = new Set<OrderList>();
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (opensMarket(event)) letPartsGo(state, events);
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
    case EventType.OrderRecalled:
    case EventType.DoubtResolved:
      return true;
    default:
      return false;
  }
}

/** A line that is up again, a market that opens: what could not leave by parts may. */
function opensMarket(event: Event): boolean {
  if (event.type === EventType.VenueLineChanged) return event.isUp;
  return event.type === EventType.InstrumentPhaseChanged && event.phase !== TradingPhase.Closed;
}

function letPartsGo(state: State, events: Event[]): void {
  for (const list of state.lists.all()) {
    if (list.contingency !== Contingency.Oto || list.open === 0) continue;
    for (const orderId of list.orderIds) {
      if (state.lists.heldQtyOf(orderId) === 0) continue;
      adjust(state, list, listedOrder(state, orderId, events), false, tradedText(state, orderId), events);
    }
  }
}

function followOrder(state: State, list: OrderList, event: OrderEvent, events: Event[]): void {
  const order = listedOrder(state, event.orderId, events);
  // What has traded all it may while its cancel was on its way is not at the venue any more.
  if (event.type === EventType.HouseCancelRejected && !isSpentNow(order))
    return noteUncanceled(state, list, order, event, events);
  const isFirst = list.contingency === Contingency.Oto && state.lists.linkOf(order.orderId)?.listSeqNo === FIRST;
  if (isFirst) return order.isLive ? letOthersGo(state, list, event, events) : endParts(state, list, order, events);
  if (event.type === EventType.OrderFilled) noteCrossed(state, list, order, event.lastQty, events);
  const wasRefused = event.type === EventType.HouseReplaceEnded && !event.isTaken;
  const late = endsTogether(list) ? endedOther(state, order.orderId, events) : undefined;
  // What a venue takes of an order by itself it is not asked to take back.
  const isVenues = event.type === EventType.OrderRestated && event.isVenues && order.isPart;
  // Another has ended while a request of this one was not answered.
  if (late !== undefined) cancel(state, order, endWords(list, late), events);
  else if (!isVenues) adjust(state, list, order, wasRefused, tradedText(state, order.orderId), events);
  const ended = !order.isLive && endsTogether(list) ? endWords(list, order) : "";
  for (const orderId of alternativesOf(state, order.orderId)) {
    const other = listedOrder(state, orderId, events);
    if (ended === "") adjust(state, list, other, false, tradedText(state, orderId), events);
    else cancel(state, other, ended, events);
  }
}

/** The first order has traded: as much in proportion of the others may, too. Less than before after a bust. */
function letOthersGo(state: State, list: OrderList, event: OrderEvent, events: Event[]): void {
  const isLess = event.type === EventType.FillBusted || event.type === EventType.FillCorrected;
  for (const orderId of list.orderIds) {
    const order = listedOrder(state, orderId, events);
    if (!order.isPart) continue;
    const beyond = isLess ? order.cumQty - letGoQty(state, order, cumQtyAfter(state, events)) : 0;
    if (beyond > 0) {
      const text = `order ${orderId} of ${groupName(list)} has traded ${beyond} too many since a trade of the first order was changed; its CumQty is ${order.cumQty}`;
      raise(state, ExceptionKind.ContingencyBroken, aboutOf(state, order), text, events);
    }
    adjust(state, list, order, false, tradedText(state, orderId), events);
  }
}

function aboutOf({ orders }: State, { orderId, row }: ListedOrder): { orderId: number; venueId: number } {
  return { orderId, venueId: orders.venueId[row] };
}

/** The first order is over: the others are to trade no more than in proportion to what it has. */
function endParts(state: State, list: OrderList, first: ListedOrder, events: Event[]): void {
  const cumQtyOf = cumQtyAfter(state, events);
  const text = `the first order of ${groupName(list)} ended ${filledWords(state, first)}`;
  for (const orderId of list.orderIds) {
    const order = listedOrder(state, orderId, events);
    if (!order.isLive || !order.isPart) continue;
    const { heldQty } = order;
    const orderQty = wholeLots(state, orderId, shareOf(state, orderId, wholeQty(state, order), cumQtyOf)) as Qty;
    if (orderQty === 0 || orderQty - takenOffBy(state, orderId, cumQtyOf) <= order.cumQty) {
      cancel(state, order, text, events);
      if (orderQty === 0) continue;
    }
    if (order.waits) leaveAtLast(state, order, orderQty, text, events);
    else {
      events.push({ type: EventType.ListOrderReleased, orderId, orderQty, heldQty: heldQty as Qty, isPart: false });
      adjust(state, list, listedOrder(state, orderId, events), false, text, events);
    }
  }
}

function filledWords({ orders, instruments, lists }: State, { orderId, row, cumQty }: ListedOrder): string {
  if (cumQty === 0) return "without a fill";
  const qtyScale = instruments[orders.instrumentId[row]]?.qtyScale ?? 0;
  const unitQty = lists.linkOf(orderId)?.unitQty ?? cumQty;
  return `with ${decimalText(cumQty, qtyScale)} of ${decimalText(unitQty, qtyScale)} filled`;
}

/** An order of which nothing was let go before the first was over. */
function leaveAtLast(state: State, order: ListedOrder, orderQty: Qty, text: string, events: Event[]): void {
  const { orderId, row } = order;
  if (!listedOrder(state, orderId, events).isLive) return;
  const taken = takenOffBy(state, orderId, cumQtyAfter(state, events));
  const left = Math.min(order.orderQty, wholeLots(state, orderId, orderQty - taken)) as Qty;
  if (left < order.orderQty) events.push(restated(orderId, left, state.orders.price[row] as Ticks, text));
  releaseListed(state, orderId, { orderQty, heldQty: NOTHING, isPart: false }, events);
}

/** More was traded than the list should: its fill was on its way when our request was. */
function noteCrossed(state: State, list: OrderList, order: ListedOrder, lastQty: number, events: Event[]): void {
  const beyond = order.cumQty - letGoQty(state, order, cumQtyAfter(state, events));
  const isLate = endsTogether(list) && alternativesOf(state, order.orderId).some((other) => isFilled(state, other));
  const over = Math.min(lastQty, isLate ? lastQty : beyond);
  if (over <= 0) return;
  const text = `order ${order.orderId} of ${groupName(list)} traded ${over} too many: a fill crossed what was to cancel or reduce it; its CumQty is ${order.cumQty}`;
  raise(state, ExceptionKind.ContingencyBroken, aboutOf(state, order), text, events);
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
  const words = `order ${order.orderId} of ${groupName(list)} is still open; its cancel was refused: ${text}`;
  raise(state, ExceptionKind.ContingencyBroken, aboutOf(state, order), words, events);
}

function endedOther(state: State, orderId: number, events: readonly Event[]): ListedOrder | undefined {
  return alternativesOf(state, orderId)
    .map((other) => listedOrder(state, other, events))
    .find(({ isLive }) => !isLive);
}

function endWords(list: OrderList, { cumQty, orderQty }: ListedOrder): string {
  return `another order of ${groupName(list)} ${cumQty >= orderQty ? "was filled" : "has ended"}`;
}

/** The list is over with the last of its orders. */
function finish(state: State, list: OrderList, events: Event[]): void {
  // Of linked orders nobody knows which is the last.
  if (list.isLinked || list.stage === ListStage.Done || list.stage === ListStage.Rejected) return;
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
