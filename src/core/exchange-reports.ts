/**
 * Hot path: judges what venues report; budget 0.4 us.
 *
 * A venue's report is taken once (its number must be above the last one seen) and believed only when it can be true of
 * the order as we know it. One that cannot be is recorded as refused, for people to see; it never changes an order.
 */

import { NOTIONAL_MAX } from "../domain/limits.ts";
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
} from "../domain/records.generated.ts";
import { CxlRejResponseTo } from "../domain/values.ts";
import { orderCanceled } from "./house-cancel.ts";
import { NO_ENTRY, Pending, Stage } from "./order-table.ts";
import type { State } from "./state.ts";

type Report = { venueId: number; reportSequence: number; orderId: number; requestNumber: number };

export function decideExchangeAccepted(state: State, report: ExchangeAccepted, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const stage = state.orders.stage[state.orders.rowOf(report.orderId)];
  if (stage !== Stage.PendingNew) return refuse(report, `accepted again, its stage is ${stage}`, events);
  events.push({ type: EventType.OrderAcknowledged, orderId: report.orderId, exchangeOrderId: report.exchangeOrderId });
}

export function decideExchangeRejected(state: State, report: ExchangeRejected, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const stage = state.orders.stage[state.orders.rowOf(report.orderId)];
  if (stage !== Stage.PendingNew) return refuse(report, `rejected, its stage is ${stage}`, events);
  const { orderId, ordRejReason, text } = report;
  events.push({ type: EventType.OrderRefused, orderId, ordRejReason, text });
}

export function decideExchangeFill(state: State, report: ExchangeFill, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders } = state;
  const { orderId, lastQty, lastPx } = report;
  if (state.exchangeExecIds.find(report.venueId, report.exchangeExecId) !== NO_ENTRY) {
    return refuse(report, `ExecID ${report.exchangeExecId} was booked before`, events);
  }
  const row = orders.rowOf(orderId);
  const leavesQty = orders.leavesQty(row);
  if (!(lastQty > 0) || lastQty > leavesQty) return refuse(report, `filled ${lastQty}, ${leavesQty} were open`, events);
  if (orders.notional[row] + lastQty * lastPx > NOTIONAL_MAX)
    return refuse(report, `price ${lastPx} is beyond reason`, events);
  const { venueId, exchangeExecId } = report;
  events.push({ type: EventType.OrderFilled, orderId, venueId, exchangeExecId, lastQty, lastPx });
}

export function decideExchangeCanceled(state: State, report: ExchangeCanceled, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orderId, solicited, text } = report;
  if (!state.orders.isOpen(state.orders.rowOf(orderId))) return refuse(report, "canceled, and was not open", events);
  if (solicited && !isPendingRequest(state, report, Pending.Cancel))
    return refuse(report, "canceled, and no cancel was pending", events);
  events.push(orderCanceled(state, orderId, solicited, text));
}

export function decideExchangeReplaced(state: State, report: ExchangeReplaced, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orderId, orderQty, price } = report;
  if (!isPendingRequest(state, report, Pending.Replace))
    return refuse(report, "replaced, and no replace was pending", events);
  const cumQty = state.orders.cumQty[state.orders.rowOf(orderId)];
  if (orderQty < cumQty) return refuse(report, `replaced to ${orderQty}, ${cumQty} are filled`, events);
  events.push({ type: EventType.OrderReplaced, orderId, orderQty, price });
}

export function decideExchangeRequestRejected(state: State, report: ExchangeRequestRejected, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders, clOrdIds } = state;
  const { orderId } = report;
  const row = orders.rowOf(orderId);
  const pending = orders.pending[row];
  if (!isPendingRequest(state, report, pending))
    return refuse(report, "request rejected, and none was pending", events);
  if (state.houseCancels.has(orderId)) {
    const { requestNumber, cxlRejReason, text } = report;
    events.push({ type: EventType.HouseCancelRejected, orderId, requestNumber, cxlRejReason, text });
    return;
  }
  events.push({
    type: EventType.RequestRejected,
    orderId,
    sessionId: orders.sessionId[row],
    clOrdId: clOrdIds.textOf(orders.pendingClOrdIdEntry[row]),
    origClOrdId: clOrdIds.textOf(orders.clOrdIdEntry[row]),
    responseTo:
      pending === Pending.Cancel ? CxlRejResponseTo.OrderCancelRequest : CxlRejResponseTo.OrderCancelReplaceRequest,
    cxlRejReason: report.cxlRejReason,
    text: report.text,
    wasPending: true,
  });
}

export function decideExchangeExpired(state: State, report: ExchangeExpired, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  if (!state.orders.isOpen(state.orders.rowOf(report.orderId)))
    return refuse(report, "expired, and was not open", events);
  events.push({ type: EventType.OrderExpired, orderId: report.orderId, text: report.text });
}

/** Is the report new, and of an order that was sent to this venue? */
export function takeReport(state: State, report: Report, events: Event[]): boolean {
  const { orders } = state;
  if (report.reportSequence <= state.lastReportSequence[report.venueId]) return false;
  events.push({ type: EventType.VenueReportRecorded, venueId: report.venueId, reportSequence: report.reportSequence });
  const row = orders.rowOf(report.orderId);
  if (row === 0 || orders.venueId[row] !== report.venueId) {
    refuse(report, "no such order was sent to this venue", events);
    return false;
  }
  if (report.requestNumber < 1 || report.requestNumber > orders.requestNumber[row]) {
    refuse(report, `request ${report.requestNumber} was never sent`, events);
    return false;
  }
  return true;
}

function isPendingRequest(state: State, report: Report, pending: number): boolean {
  const { orders } = state;
  const row = orders.rowOf(report.orderId);
  return (
    pending !== Pending.None && orders.pending[row] === pending && orders.requestNumber[row] === report.requestNumber
  );
}

function refuse(report: Report, text: string, events: Event[]): void {
  events.push({
    type: EventType.VenueReportRefused,
    venueId: report.venueId,
    orderId: report.orderId,
    text: `report ${report.reportSequence} on order ${report.orderId}: ${text}`,
  });
}
