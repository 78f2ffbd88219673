/**
 * Judges what becomes of orders when a venue's line is lost and found again. Cold.
 *
 * A request without an answer on a line that went down is in doubt: the venue may have it or not. Once the line is up and
 * both sides have sent again what the other missed, the venue is asked how such orders stand, and its word settles them:
 *
 *   the venue says            the request was       then
 *   unknown                   the order itself      sent again (97=Y, same ClOrdID), with the replace that followed it, or
 *                                                   canceled to the client: policy
 *   another CumQty            any                   an exception with both figures; nothing is booked on its word
 *   ended                     any                   the order ended so
 *   live, request in force    the order, a replace  taken as accepted
 *   live, without it          a cancel              sent again
 *   live, without it          a replace             sent again, or refused to the client: policy
 *   pending there             any                   its answer will come
 */
import { VENUES_MAX } from "../domain/limits.ts";
import type { Qty } from "../domain/price.ts";
import {
  type CloseException,
  type DefineVenue,
  type Event,
  EventType,
  type ExchangeAlien,
  type ExchangeDoneForDay,
  type ExchangeStatus,
  type RaiseVenueException,
  type ReleaseHeldOrders,
  type VenueLineDown,
  type VenueLineUp,
} from "../domain/records.generated.ts";
import { ABSENT, CxlRejReason, ExceptionKind, OrdRejReason, OrdStatus, TradingPhase } from "../domain/values.ts";
import { enterAgain, entryOf, isOfEarlierDay, isParked } from "./day-orders.ts";
import { raise } from "./exceptions.ts";
import { replaced, takeReport } from "./exchange-reports.ts";
import { mayLeave } from "./held-orders.ts";
import { judgeHeld, rejectHeld, rejectPending } from "./held-requests.ts";
import { orderCanceled, unsolicitedCancel } from "./house-cancel.ts";
import { stoppedWorkText } from "./kill-switches.ts";
import { NEW_ORDER_REQUEST } from "./new-order.ts";
import { Pending, Stage } from "./order-table.ts";
import { intendedVenueOf } from "./routing.ts";
import type { Instrument, State } from "./state.ts";
import { isSuspended, reinstate } from "./suspension.ts";

/** A frame holds up to 65,535 events. */
const RELEASED_MAX = 10_000;
const UNKNOWN_TEXT = "the line was lost, and the venue does not know of it";

export function decideDefineVenue(state: State, command: DefineVenue, events: Event[]): void {
  const { type: _, ...policy } = command;
  const { venueId, name } = policy;
  if (venueId < 1 || venueId > VENUES_MAX) return refuse(`venue ${name}: no venue ${venueId}`, events);
  const known = state.venues.lines[venueId];
  if (known !== undefined && known.name !== name)
    return refuse(`venue ${name}: ${venueId} is ${known.name}, and stays it`, events);
  events.push({ type: EventType.VenueDefined, ...policy });
}

export function decideVenueLineUp(state: State, command: VenueLineUp, events: Event[]): void {
  const { venueId, text } = command;
  const line = state.venues.lines[venueId];
  if (line === undefined) return refuse(`line of an unknown venue ${venueId}`, events);
  if (line.isUp) return;
  events.push({ type: EventType.VenueLineChanged, venueId, isUp: true, text });
  releaseHeld(state, venueId, events);
}

export function decideVenueLineDown(state: State, command: VenueLineDown, events: Event[]): void {
  const { venueId, text } = command;
  const line = state.venues.lines[venueId];
  if (line === undefined) return refuse(`line of an unknown venue ${venueId}`, events);
  if (line.isUp || line.text !== text) events.push({ type: EventType.VenueLineChanged, venueId, isUp: false, text });
}

export function decideReleaseHeldOrders(state: State, { venueId }: ReleaseHeldOrders, events: Event[]): void {
  if (!state.venues.isDown(venueId)) releaseHeld(state, venueId, events);
}

/** @returns whether an order waits for the venue's line */
export function hasHeldOrders(state: State, venueId: number): boolean {
  for (let row = 1; row <= state.orders.rowCount; row++) if (isHeldFor(state, row, venueId)) return true;
  return false;
}

export function decideExchangeDoneForDay(state: State, report: ExchangeDoneForDay, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  if (isOfEarlierDay(state, report) || !state.orders.isOpen(state.orders.rowOf(report.orderId))) return;
  events.push({ type: EventType.OrderDoneForDay, orderId: report.orderId, text: report.text, isDue: false });
  rejectHeld(state, report.orderId, "the order is done for the day", events);
}

export function decideExchangeStatus(state: State, report: ExchangeStatus, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders, venues } = state;
  const { orderId } = report;
  const row = orders.rowOf(orderId);
  // Its last report came before this one; nothing more is to be learned of it.
  if (!orders.isOpen(row)) return resolve(state, orderId, events);
  if ((report.ordStatus as string) === ABSENT) return decideUnknown(state, report, row, events);
  const cumQty = orders.cumQty[row] - entryOf(state, orderId).baseQty;
  if (report.cumQty !== cumQty) {
    const found = `${venueName(state, report.venueId)} says CumQty(14) ${report.cumQty}`;
    return raise(state, ExceptionKind.CumQtyDiffers, report, `${found}, we have booked ${cumQty} lots`, events);
  }
  // Nothing of it is missed: it was told with others.
  if (!venues.isInDoubt(orderId)) return;
  switch (report.ordStatus) {
    case OrdStatus.PendingNew:
    case OrdStatus.PendingCancel:
    case OrdStatus.PendingReplace:
      return resolve(state, orderId, events);
    case OrdStatus.Suspended:
      // It is on the venue's book, and was a request of it taken before the halt?
      decideLive(state, report, row, events);
      if (!isSuspended(state, row)) events.push({ type: EventType.OrderSuspended, orderId, text: report.text });
      return;
    case OrdStatus.Canceled: {
      const slot = state.requests.sentOf(orders, row, Pending.Cancel);
      events.push(orderCanceled(state, row, slot, slot === 0 ? report.text : ""));
      return rejectHeld(state, orderId, "the order was canceled", events);
    }
    case OrdStatus.Rejected:
      if (orders.stage[row] !== Stage.PendingNew) break;
      events.push({
        type: EventType.OrderRefused,
        orderId,
        ordRejReason: OrdRejReason.Other,
        text: report.text,
      });
      return rejectHeld(state, orderId, "the order was refused", events);
    case OrdStatus.Expired:
      events.push({ type: EventType.OrderExpired, orderId, text: report.text });
      return rejectHeld(state, orderId, "the order has expired", events);
    case OrdStatus.DoneForDay:
      events.push({ type: EventType.OrderDoneForDay, orderId, text: report.text, isDue: false });
      return rejectHeld(state, orderId, "the order is done for the day", events);
    case OrdStatus.New:
    case OrdStatus.PartiallyFilled:
      if (isSuspended(state, row)) reinstate(state, row, events);
      return decideLive(state, report, row, events);
    default:
      break;
  }
  const text = `${venueName(state, report.venueId)} says OrdStatus(39) ${report.ordStatus}, which cannot follow`;
  raise(state, ExceptionKind.Unresolved, report, text, events);
}

export function decideRaiseVenueException(state: State, report: RaiseVenueException, events: Event[]): void {
  // Raised by a timer or a comparison it comes with no report of its own, and is not to be taken for one.
  if (report.reportSequence > 0) {
    if (report.reportSequence <= state.lastReportSequence[report.venueId]) return;
    const { venueId, reportSequence } = report;
    events.push({ type: EventType.VenueReportRecorded, venueId, reportSequence });
  }
  raise(state, report.kind, report, report.text, events);
}

export function decideExchangeAlien(state: State, report: ExchangeAlien, events: Event[]): void {
  const { venueId, reportSequence, clOrdId, exchangeOrderId, symbol, side, text } = report;
  if (reportSequence <= state.lastReportSequence[venueId]) return;
  events.push({ type: EventType.VenueReportRecorded, venueId, reportSequence });
  const isCanceled = state.venues.lines[venueId]?.cancelsAliens ?? false;
  const words = `${venueName(state, venueId)} has an order ${clOrdId} (OrderID(37) ${exchangeOrderId}) that we do not know: ${text}`;
  if (state.venues.hasException(ExceptionKind.AlienOrder, 0, venueId, words)) return;
  const alien = { venueId, reportSequence, clOrdId, exchangeOrderId, symbol, side, text, isCanceled };
  events.push({ type: EventType.AlienOrderFound, ...alien });
  raise(state, ExceptionKind.AlienOrder, { venueId, orderId: 0 }, words, events);
}

export function decideCloseException(state: State, command: CloseException, events: Event[]): void {
  const { exceptionId, actor, text } = command;
  const open = state.venues.exceptions.get(exceptionId);
  if (open === undefined) return refuse(`there is no open exception ${exceptionId}`, events);
  events.push({ type: EventType.ExceptionClosed, exceptionId, actor, text });
  const isOfDoubt =
    open.kind === ExceptionKind.CumQtyDiffers ||
    open.kind === ExceptionKind.UnknownAtVenue ||
    open.kind === ExceptionKind.Unresolved;
  if (isOfDoubt) resolve(state, open.orderId, events);
}

function decideUnknown(state: State, report: ExchangeStatus, row: number, events: Event[]): void {
  const { orders } = state;
  const { orderId, venueId } = report;
  if (orders.stage[row] !== Stage.PendingNew) {
    const text = `${venueName(state, venueId)} does not know the order, which it had taken${words(report.text)}`;
    return raise(state, ExceptionKind.UnknownAtVenue, report, text, events);
  }
  if (!state.venues.isInDoubt(orderId)) return;
  // It is nowhere, so a cancel of it has what it asked for.
  const slot = state.requests.sentOf(orders, row, Pending.Cancel);
  if (slot !== 0) {
    events.push(orderCanceled(state, row, slot, ""));
    rejectHeld(state, orderId, "the order was canceled", events);
  } else if (state.venues.lines[venueId]?.repeatsUnknown && stoppedWorkText(state, orderId) === "") {
    events.push({
      type: EventType.RequestRepeated,
      orderId,
      venueId,
      requestNumber: entryOf(state, orderId).requestNumber,
    });
    // What was asked of it since was lost with it, or refused for want of it.
    const replace = state.requests.sentOf(orders, row, Pending.Replace);
    if (replace !== 0) repeat(state, row, replace, events);
  } else {
    events.push(unsolicitedCancel(orderId, UNKNOWN_TEXT));
    rejectHeld(state, orderId, "the order was canceled", events);
  }
}

/** The order is on the venue's book: was the request in doubt taken? */
function decideLive(state: State, report: ExchangeStatus, row: number, events: Event[]): void {
  const { orders } = state;
  const { orderId, venueId, exchangeOrderId, requestNumber, price } = report;
  if (orders.stage[row] === Stage.PendingNew) {
    events.push({ type: EventType.OrderAcknowledged, orderId, exchangeOrderId });
  }
  if (orders.pending[row] === Pending.None) return resolve(state, orderId, events);
  const { requests, venues } = state;
  const replace = requests.sentOf(orders, row, Pending.Replace);
  const cancel = requests.sentOf(orders, row, Pending.Cancel);
  if (replace !== 0) {
    const orderQty = (report.orderQty + entryOf(state, orderId).baseQty + requests.heldQty[replace]) as Qty;
    if (requestNumber === requests.requestNumber[replace] && orderQty >= orders.cumQty[row]) {
      replaced(state, row, replace, orderQty, price, events);
    } else if (!venues.lines[venueId]?.repeatsUnknown) {
      rejectPending(state, row, replace, CxlRejReason.Other, UNKNOWN_TEXT, events);
      judgeHeld(state, row, replace, true, events);
    } else {
      repeat(state, row, replace, events);
    }
  }
  if (cancel !== 0) repeat(state, row, cancel, events);
}

/** A request that may be lost goes once more. */
function repeat(state: State, row: number, slot: number, events: Event[]): void {
  const orderId = state.orders.idOf(row);
  if (!state.venues.isInDoubt(orderId)) return;
  const requestNumber = state.requests.requestNumber[slot];
  events.push({ type: EventType.RequestRepeated, orderId, venueId: state.orders.venueId[row], requestNumber });
}

function releaseHeld(state: State, venueId: number, events: Event[]): void {
  const { orders } = state;
  for (let row = 1, count = 0; row <= orders.rowCount && count < RELEASED_MAX; row++) {
    if (orders.venueId[row] === venueId && state.due.has(orders.idOf(row)) && isParked(state, row)) {
      enterAgain(state, row, events);
      count++;
    }
    if (!isHeldFor(state, row, venueId)) continue;
    const orderId = orders.idOf(row);
    events.push({ type: EventType.OrderRouted, orderId, venueId, requestNumber: NEW_ORDER_REQUEST });
    count++;
  }
}

function isHeldFor(state: State, row: number, venueId: number): boolean {
  const instrument = state.instruments[state.orders.instrumentId[row]] as Instrument;
  return mayLeave(state, row) && intendedVenueOf(state, row) === venueId && instrument.phase !== TradingPhase.Closed;
}

function resolve(state: State, orderId: number, events: Event[]): void {
  if (state.venues.isInDoubt(orderId)) events.push({ type: EventType.DoubtResolved, orderId });
}

function venueName(state: State, venueId: number): string {
  return state.venues.lines[venueId]?.name ?? `venue ${venueId}`;
}

function words(text: string): string {
  return text === "" ? "" : `: ${text}`;
}

function refuse(text: string, events: Event[]): void {
  events.push({ type: EventType.CommandRefused, text });
}
