/**
 * Hot path: judges what venues report; budget 0.4 us.
 *
 * A venue's report is taken once (its number must be above the last one seen) and believed only when it can be true of
 * the order as we know it. One that cannot be is recorded as refused, for people to see; it never changes an order.
 */

import { NOTIONAL_MAX } from "../domain/limits.ts";
import { NO_MORE_TERMS } from "../domain/more-terms.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import {
  type Event,
  EventType,
  type ExchangeAccepted,
  type ExchangeCanceled,
  type ExchangeExpired,
  type ExchangeFill,
  type ExchangeRejected,
  type ExchangeReplaced,
  type ExchangeRequestRejected,
  type ExchangeRestated,
  type ExchangeTriggered,
} from "../domain/records.generated.ts";
import { CxlRejReason, ExceptionKind, ExecRestatementReason, NO_RESTATEMENT_REASON } from "../domain/values.ts";
import { partOf } from "./alternatives.ts";
import { splitTaken } from "./booked-splits.ts";
import { entryOf, isOfEarlierDay, isSentAsDay } from "./day-orders.ts";
import { timesRatio } from "./earlier-trades.ts";
import { raise } from "./exceptions.ts";
import { judgeHeld, rejectHeld, rejectPending } from "./held-requests.ts";
import { triggerReached } from "./held-stops.ts";
import { orderCanceled, unsolicitedCancel } from "./house-cancel.ts";
import { houseReplaced } from "./house-replace.ts";
import { Flag, NO_ENTRY, Pending, Stage } from "./order-table.ts";
import type { State } from "./state.ts";
import { isSuspended, reinstate } from "./suspension.ts";

type Report = { venueId: number; reportSequence: number; orderId: number; requestNumber: number };

export function decideExchangeAccepted(state: State, report: ExchangeAccepted, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const row = state.orders.rowOf(report.orderId);
  const stage = state.orders.stage[row];
  if (stage !== Stage.PendingNew) {
    // A venue may say that a suspended order is reinstated by its being New again.
    if (stage === Stage.Open && isSuspended(state, row)) return reinstate(state, row, events);
    const found = `accepted again, its stage is ${stage}`;
    // Overtaken by what came of it, or by the answer to a question, it tells nothing new.
    if (stage !== Stage.Rejected && isSameAtVenue(state, row, report.exchangeOrderId))
      return note(report, found, events);
    return refuseReport(state, report, found, events);
  }
  events.push({ type: EventType.OrderAcknowledged, orderId: report.orderId, exchangeOrderId: report.exchangeOrderId });
}

export function decideExchangeRejected(state: State, report: ExchangeRejected, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const stage = state.orders.stage[state.orders.rowOf(report.orderId)];
  if (stage !== Stage.PendingNew) return refuseReport(state, report, `rejected, its stage is ${stage}`, events);
  const { orderId, ordRejReason, text } = report;
  // Its client has had its New on an earlier day: now it is canceled.
  if (state.entries.has(orderId)) {
    const why = `the venue does not take it today: ${text}`;
    events.push(unsolicitedCancel(orderId, why));
  } else {
    events.push({ type: EventType.OrderRefused, orderId, ordRejReason, text });
  }
  rejectHeld(state, orderId, "the order was refused", events);
}

export function decideExchangeFill(state: State, report: ExchangeFill, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders } = state;
  const { orderId, lastQty, lastPx } = report;
  if (state.exchangeExecIds.find(report.venueId, report.exchangeExecId) !== NO_ENTRY) {
    // Told again, as after a line was lost: nothing is wrong.
    return note(report, `ExecID ${report.exchangeExecId} was booked before`, events);
  }
  const row = orders.rowOf(orderId);
  const leavesQty = orders.leavesQty(row);
  if (!(lastQty > 0) || lastQty > leavesQty)
    return refuseReport(state, report, `filled ${lastQty}, ${leavesQty} were open`, events);
  if (orders.notional[row] + lastQty * lastPx > NOTIONAL_MAX)
    return refuseReport(state, report, `price ${lastPx} is beyond reason`, events);
  const { venueId, exchangeExecId } = report;
  if (isSuspended(state, row)) reinstate(state, row, events);
  events.push({ type: EventType.OrderFilled, orderId, venueId, exchangeExecId, lastQty, lastPx });
  if (state.stops.size > 0) triggerReached(state, orders.instrumentId[row], lastPx, events);
}

export function decideExchangeCanceled(state: State, report: ExchangeCanceled, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orderId, solicited, text } = report;
  if (!solicited && isOfEarlierDay(state, report)) return;
  if (!state.orders.isLive(state.orders.rowOf(orderId)))
    return refuseReport(state, report, "canceled, and was not open", events);
  const slot = solicited ? pendingAs(state, report, Pending.Cancel) : 0;
  if (solicited && slot === 0) return refuseReport(state, report, "canceled, and no cancel was pending", events);
  events.push(orderCanceled(state, state.orders.rowOf(orderId), slot, text));
  rejectHeld(state, orderId, "the order was canceled", events);
}

export function decideExchangeReplaced(state: State, report: ExchangeReplaced, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders } = state;
  const { orderId, price } = report;
  const slot = pendingAs(state, report, Pending.Replace);
  if (slot === 0) return refuseReport(state, report, "replaced, and no replace was pending", events);
  const row = orders.rowOf(orderId);
  const orderQty = (report.orderQty + entryOf(state, orderId).baseQty + state.requests.heldQty[slot]) as Qty;
  const cumQty = orders.cumQty[row];
  if (orderQty < cumQty) return refuseReport(state, report, `replaced to ${orderQty}, ${cumQty} are filled`, events);
  // The end of the order came first, though it happened after: the client has heard that it is over.
  if (orders.stage[row] > Stage.Open && !orders.isLive(row)) {
    return rejectPending(state, row, slot, CxlRejReason.TooLateToCancel, "the order is no longer open", events);
  }
  replaced(state, row, slot, orderQty, price, events);
}

/** The venue has taken a replace: the order's terms are those, and what was held behind it has its turn. */
export function replaced(state: State, row: number, slot: number, givenQty: Qty, price: Ticks, events: Event[]): void {
  const { orders, requests } = state;
  if (requests.clOrdIdEntry[slot] === NO_ENTRY) {
    if (state.splitRequests.has(orders.idOf(row))) splitTaken(state, row, slot, givenQty, price, events);
    else houseReplaced(state, row, slot, givenQty, price, events);
    return judgeHeld(state, row, slot, givenQty > orders.cumQty[row], events);
  }
  const carriedEntry = requests.carriedEntry[slot];
  const orderId = orders.idOf(row);
  // Amended to what is filled, it is no more than was asked for.
  const venueQty = givenQty - requests.heldQty[slot];
  const orderQty = Math.max(venueQty, Math.min(givenQty, requests.orderQty[slot])) as Qty;
  events.push({
    type: EventType.OrderReplaced,
    orderId,
    orderQty,
    price,
    moreTerms: (requests.moreTerms.get(slot) ?? NO_MORE_TERMS) as number[],
    carried: carriedEntry === NO_ENTRY ? "" : state.carried.textOf(carriedEntry),
    requestNumber: requests.requestNumber[slot],
  });
  if (orderQty !== givenQty) {
    const isPart = state.lists.linkOf(orderId)?.isPart ?? false;
    const heldQty = (orderQty - venueQty) as Qty;
    events.push({ type: EventType.ListOrderReleased, orderId, orderQty: 0 as Qty, heldQty, isPart });
  }
  judgeHeld(state, row, slot, orderQty > orders.cumQty[row], events);
}

export function decideExchangeRequestRejected(state: State, report: ExchangeRequestRejected, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders, requests, clOrdIds } = state;
  const { orderId, cxlRejReason } = report;
  const row = orders.rowOf(orderId);
  const slot = requests.sentAs(orders, row, report.requestNumber);
  const isOpen = orders.isLive(row);
  if (slot === 0) {
    const found = "request rejected, and none was pending";
    // The order's end answered it before the venue did.
    return isOpen ? refuseReport(state, report, found, events) : note(report, found, events);
  }
  if (isOpen && cxlRejReason === CxlRejReason.UnknownOrder && namedWhatWasRefused(state, row, slot)) {
    // The cancel named a replace that the venue refused: what the client wants is the order gone.
    const requestNumber = orders.requestNumber[row] + 1;
    const entry = requests.clOrdIdEntry[slot];
    const clOrdId = entry === NO_ENTRY ? "" : clOrdIds.textOf(entry);
    events.push({ type: EventType.RequestReleased, orderId, clOrdId, requestNumber });
    events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
    return;
  }
  if (isOpen && hasNothingElse(state, row, slot)) {
    // The venue has traded all it had of the order; the rest of it is here, and ends here.
    events.push(orderCanceled(state, row, slot, ""));
    return rejectHeld(state, orderId, "the order was canceled", events);
  }
  rejectPending(state, row, slot, cxlRejReason, report.text, events);
  judgeHeld(state, row, slot, isOpen, events);
}

/** Was the order to be canceled of which its venue has nothing any more, because its list has let no more of it go? */
function hasNothingElse({ orders, requests, lists }: State, row: number, slot: number): boolean {
  if ((orders.flags[row] & Flag.Listed) === 0 || requests.kind[slot] !== Pending.Cancel) return false;
  const heldQty = lists.heldQtyOf(orders.idOf(row));
  return requests.isRecall[slot] === 0 && heldQty > 0 && orders.cumQty[row] >= orders.orderQty[row] - heldQty;
}

function namedWhatWasRefused({ orders, requests }: State, row: number, slot: number): boolean {
  return (
    requests.kind[slot] === Pending.Cancel &&
    requests.isAgain[slot] === 0 &&
    requests.named[slot] !== Math.max(orders.acceptedRequest[row], 1)
  );
}

export function decideExchangeExpired(state: State, report: ExchangeExpired, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const row = state.orders.rowOf(report.orderId);
  // The house was first: the day began before the venue said so.
  if (state.orders.stage[row] === Stage.Expired) return;
  if (!state.orders.isLive(row)) return refuseReport(state, report, "expired, and was not open", events);
  if (isOfEarlierDay(state, report)) return;
  if (isSentAsDay(state, row)) {
    if (state.orders.stage[row] === Stage.DoneForDay) return;
    events.push({
      type: EventType.OrderDoneForDay,
      orderId: report.orderId,
      text: "it goes to the venue again on its next day",
      isDue: false,
    });
    return rejectHeld(state, report.orderId, "the order is done for the day", events);
  }
  events.push({ type: EventType.OrderExpired, orderId: report.orderId, text: report.text });
  rejectHeld(state, report.orderId, "the order has expired", events);
}

export function decideExchangeTriggered(state: State, report: ExchangeTriggered, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders } = state;
  const row = orders.rowOf(report.orderId);
  if (!orders.isOpen(row)) return refuseReport(state, report, "triggered, and was not open", events);
  if ((orders.flags[row] & Flag.Triggered) !== 0) return refuseReport(state, report, "triggered twice", events);
  events.push({ type: EventType.OrderTriggered, orderId: report.orderId, text: report.text });
}

export function decideExchangeRestated(state: State, report: ExchangeRestated, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders } = state;
  const { orderId, price, text } = report;
  const row = orders.rowOf(orderId);
  const orderQty = report.orderQty + entryOf(state, orderId).baseQty + heldQtyAfter(state, row, report);
  const isDoneForDay = orders.stage[row] === Stage.DoneForDay;
  if (!orders.isOpen(row) && !isDoneForDay) return refuseReport(state, report, "restated, and was not open", events);
  const cumQty = orders.cumQty[row];
  const reason = restatementReason(state, row, report);
  const isSplit = reason === ExecRestatementReason.CorporateAction && cumQty > 0 && !state.entries.has(orderId);
  if (!(orderQty > 0) || (orderQty < cumQty && !isSplit)) {
    return refuseReport(state, report, `restated to ${orderQty}, ${cumQty} are filled`, events);
  }
  const isSame = orderQty === orders.orderQty[row] && price === orders.price[row];
  // The house told of the new day before the venue did: once is enough.
  const isTold = reason === ExecRestatementReason.Renewal && state.renewed.get(orderId) === false;
  if (isTold && isSame && !isDoneForDay) return;
  if (isSplit) {
    // What was filled is split like what is open; what was paid for it stays.
    const ratio = { newShares: orderQty, oldShares: orders.orderQty[row] };
    const split = timesRatio(cumQty, ratio) as Qty;
    const moreTerms = state.moreTermsOf(row) as number[];
    const agreed = { orderQty: orderQty as Qty, price: price as Ticks, cumQty: split, moreTerms, ...ratio };
    events.push({ type: EventType.OrderSplit, orderId, ...agreed, text });
    return;
  }
  events.push({
    type: EventType.OrderRestated,
    orderId,
    orderQty: orderQty as Qty,
    price: price as Ticks,
    reason,
    text,
    isVenues: true,
    moreTerms: [],
  });
}

/** What of the order its venue is not given yet, in new shares when the venue says that it has split the rest. */
function heldQtyAfter({ orders, lists }: State, row: number, { reason, orderQty }: ExchangeRestated): number {
  const heldQty = (orders.flags[row] & Flag.Listed) === 0 ? 0 : lists.heldQtyOf(orders.idOf(row));
  if (heldQty === 0 || reason !== ExecRestatementReason.CorporateAction) return heldQty;
  return partOf(heldQty, orderQty, orders.orderQty[row] - heldQty, true);
}

/** The venue's own word, or what can be seen: less quantity is a partial decline, another price a repricing. */
function restatementReason({ orders }: State, row: number, { reason, orderQty, price }: ExchangeRestated): number {
  if (reason !== NO_RESTATEMENT_REASON) return reason;
  if (orderQty < orders.orderQty[row]) return ExecRestatementReason.PartialDecline;
  return price === orders.price[row] ? ExecRestatementReason.MarketOption : ExecRestatementReason.Repricing;
}

/** Is the report new, and of an order that was sent to this venue? */
export function takeReport(state: State, report: Report, events: Event[]): boolean {
  const { orders } = state;
  if (report.reportSequence <= state.lastReportSequence[report.venueId]) return false;
  events.push({ type: EventType.VenueReportRecorded, venueId: report.venueId, reportSequence: report.reportSequence });
  const row = orders.rowOf(report.orderId);
  if (row === 0 || orders.venueId[row] !== report.venueId) {
    refuseReport(state, report, "no such order was sent to this venue", events);
    return false;
  }
  if (report.requestNumber < 1 || report.requestNumber > orders.requestNumber[row]) {
    refuseReport(state, report, `request ${report.requestNumber} was never sent`, events);
    return false;
  }
  return true;
}

/** @returns the slot of the pending request of that kind which the report answers, or 0 */
function pendingAs({ orders, requests }: State, report: Report, kind: number): number {
  const slot = requests.sentAs(orders, orders.rowOf(report.orderId), report.requestNumber);
  return slot !== 0 && requests.kind[slot] === kind ? slot : 0;
}

/** Does the venue call the order what it called it before, or had it no name for it yet? */
function isSameAtVenue({ orders, exchangeOrderIds }: State, row: number, exchangeOrderId: string): boolean {
  const entry = orders.exchangeOrderIdEntry[row];
  return entry === NO_ENTRY || exchangeOrderIds.textOf(entry) === exchangeOrderId;
}

/** A report that tells nothing new, and is true all the same, is put down; nobody has to look at it. */
function note({ venueId, orderId, reportSequence }: Report, found: string, events: Event[]): void {
  const text = `report ${reportSequence} on order ${orderId}: ${found}`;
  events.push({ type: EventType.VenueReportRefused, venueId, orderId, text });
}

/** A report that cannot be true is put down and not believed; people have to see why the venue said it. */
export function refuseReport(state: State, report: Report, found: string, events: Event[]): void {
  note(report, found, events);
  const orderId = state.orders.has(report.orderId) ? report.orderId : 0;
  raise(
    state,
    ExceptionKind.UntrueReport,
    { orderId, venueId: report.venueId },
    `order ${report.orderId}: ${found}`,
    events,
  );
}
