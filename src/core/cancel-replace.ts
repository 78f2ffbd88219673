/** Hot path: judges cancels and replaces of clients, and tells orders' states; budget 0.4 us. */
import {
  type CancelOrder,
  type Event,
  EventType,
  type ReplaceOrder,
  type RequestOrderStatus,
} from "../domain/records.generated.ts";
import { ABSENT, CxlRejReason, CxlRejResponseTo, OrdRejReason } from "../domain/values.ts";
import { isHeld } from "./held-orders.ts";
import { findOrder, isClOrdIdTaken } from "./new-order.ts";
import { NO_ENTRY, Pending } from "./order-table.ts";
import { checkRisk, exposure } from "./risk.ts";
import type { Instrument, State } from "./state.ts";
import { type InstrumentNames, namesFault } from "./symbology.ts";
import { checkTerms, terms } from "./terms.ts";

const REQUEST_NUMBER_MAX = 0xffff;

export function decideCancelOrder(state: State, command: CancelOrder, events: Event[]): void {
  const orderId = checkRequest(state, command, CxlRejResponseTo.OrderCancelRequest, events);
  if (orderId === 0) return;
  const row = state.orders.rowOf(orderId);
  if (isHeld(state, row)) {
    // No venue has heard of it, so nobody has to be asked.
    events.push({ type: EventType.CancelRequested, orderId, clOrdId: command.clOrdId, requestNumber: 0 });
    events.push({ type: EventType.OrderCanceled, orderId, solicited: true, text: "" });
    return;
  }
  const requestNumber = state.orders.requestNumber[row] + 1;
  events.push({ type: EventType.CancelRequested, orderId, clOrdId: command.clOrdId, requestNumber });
  events.push({ type: EventType.OrderRouted, orderId, venueId: state.orders.venueId[row], requestNumber });
}

export function decideReplaceOrder(state: State, command: ReplaceOrder, events: Event[]): void {
  const responseTo = CxlRejResponseTo.OrderCancelReplaceRequest;
  const orderId = checkRequest(state, command, responseTo, events);
  if (orderId === 0) return;
  const { orders } = state;
  const row = orders.rowOf(orderId);
  const instrument = state.instruments[orders.instrumentId[row]] as Instrument;
  const fault = lineFault(state, row, orderId) || unchangeable(state, row, command);
  if (fault !== "") return refuse(command, orderId, responseTo, CxlRejReason.Other, fault, events);
  if (!checkTerms(command, instrument)) {
    return refuse(command, orderId, responseTo, cxlReasonOf(terms.reason), terms.text, events);
  }
  exposure.sessionId = command.sessionId;
  exposure.instrument = instrument;
  exposure.orderQty = terms.orderQty;
  exposure.price = terms.price;
  if (!checkRisk(state))
    return refuse(command, orderId, responseTo, cxlReasonOf(exposure.reason), exposure.text, events);
  const requestNumber = orders.requestNumber[row] + 1;
  events.push({
    type: EventType.ReplaceRequested,
    orderId,
    clOrdId: command.clOrdId,
    requestNumber,
    orderQty: terms.orderQty,
    price: terms.price,
  });
  events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
}

export function decideOrderStatus(state: State, command: RequestOrderStatus, events: Event[]): void {
  events.push({
    type: EventType.OrderStatusReported,
    orderId: resolve(state, command.sessionId, command.clOrdId, command.orderId),
    sessionId: command.sessionId,
    clOrdId: command.clOrdId,
    ordStatusReqId: command.ordStatusReqId,
    symbol: command.symbol,
    side: command.side,
  });
}

type Request = Pick<CancelOrder, "sessionId" | "clOrdId" | "origClOrdId" | "orderId" | "symbol" | "side"> &
  InstrumentNames;

/** What cancels and replaces have in common. @returns the order, or 0 when the request was refused */
function checkRequest(state: State, command: Request, responseTo: CxlRejResponseTo, events: Event[]): number {
  const { orders } = state;
  const orderId = resolve(state, command.sessionId, command.origClOrdId, command.orderId);
  if (orderId === 0) {
    return refuseRequest(command, 0, responseTo, CxlRejReason.UnknownOrder, unknownText(command), events);
  }
  const named = findOrder(state, command.sessionId, command.clOrdId);
  if (named !== 0 && isClOrdIdTaken(state, named)) {
    const text = `ClOrdID(11) ${command.clOrdId} was used before, for OrderID(37) ${named}`;
    return refuseRequest(command, orderId, responseTo, CxlRejReason.DuplicateClOrdId, text, events);
  }
  const row = orders.rowOf(orderId);
  if (!orders.isOpen(row)) {
    const text = `the order is no longer open: OrdStatus(39) is ${orders.settledStatus(row)}`;
    return refuseRequest(command, orderId, responseTo, CxlRejReason.TooLateToCancel, text, events);
  }
  if (orders.pending[row] !== Pending.None) {
    const entry = orders.pendingClOrdIdEntry[row];
    const pending = entry === NO_ENTRY ? "a cancel of the house" : `ClOrdID(11) ${state.clOrdIds.textOf(entry)}`;
    const text = `${pending} is still pending for this order; wait for its answer`;
    return refuseRequest(command, orderId, responseTo, CxlRejReason.AlreadyPending, text, events);
  }
  if (command.origClOrdId !== "" && state.clOrdIds.textOf(orders.clOrdIdEntry[row]) !== command.origClOrdId) {
    const current = state.clOrdIds.textOf(orders.clOrdIdEntry[row]);
    const text = `OrigClOrdID(41) ${command.origClOrdId} is no longer in force; the order is now ${current}`;
    return refuseRequest(command, orderId, responseTo, CxlRejReason.UnknownOrder, text, events);
  }
  const fault = mismatch(state, row, command);
  if (fault !== "") return refuseRequest(command, orderId, responseTo, CxlRejReason.Other, fault, events);
  if (orders.requestNumber[row] === REQUEST_NUMBER_MAX) {
    return refuseRequest(
      command,
      orderId,
      responseTo,
      CxlRejReason.BrokerOption,
      "the order has had too many requests",
      events,
    );
  }
  return orderId;
}

/** The order meant by OrigClOrdID or, when that is empty, OrderID; another session's order is an unknown one. */
function resolve(state: State, sessionId: number, clOrdId: string, orderId: number): number {
  const found = clOrdId === "" ? orderId : findOrder(state, sessionId, clOrdId);
  const known = found !== 0 ? found : orderId;
  const row = state.orders.rowOf(known);
  return row !== 0 && state.orders.sessionId[row] === sessionId ? known : 0;
}

function mismatch(state: State, row: number, command: Request): string {
  const { orders } = state;
  const instrument = state.instruments[orders.instrumentId[row]];
  const isPlain = command.symbol === instrument?.symbol && command.securityId === "" && command.securityExchange === "";
  const fault = isPlain || instrument === undefined ? "" : namesFault(instrument, command);
  if (fault !== "") return fault;
  const side = String.fromCharCode(orders.side[row]);
  if ((command.side as string) !== ABSENT && command.side !== side)
    return `Side(54) is ${command.side}, the order's is ${side}`;
  return "";
}

/** What would be changed has to be known first; a cancel is right however the order stands. */
function lineFault(state: State, row: number, orderId: number): string {
  const { venues, orders } = state;
  if (isHeld(state, row)) return "the order waits for its venue's line; cancel it and send a new one";
  const venueId = orders.venueId[row];
  const name = venues.lines[venueId]?.name ?? "";
  if (venues.isDown(venueId)) return `the line to ${name} is down; the order can be canceled, not changed`;
  if (venues.isInDoubt(orderId))
    return `${name} has not told yet how the order stands; it can be canceled, not changed`;
  return "";
}

function unchangeable(state: State, row: number, command: ReplaceOrder): string {
  const ordType = String.fromCharCode(state.orders.ordType[row]);
  if (command.ordType !== ordType)
    return `OrdType(40) cannot change from ${ordType} to ${command.ordType}; cancel and send a new order`;
  const timeInForce = String.fromCharCode(state.orders.timeInForce[row]);
  if (command.timeInForce !== timeInForce) {
    return `TimeInForce(59) cannot change from ${timeInForce} to ${command.timeInForce}; cancel and send a new order`;
  }
  return "";
}

function unknownText(command: Request): string {
  return command.origClOrdId === ""
    ? `OrderID(37) ${command.orderId} is not an order of this session`
    : `OrigClOrdID(41) ${command.origClOrdId} is not an order of this session`;
}

function refuseRequest(
  command: Request,
  orderId: number,
  responseTo: CxlRejResponseTo,
  cxlRejReason: number,
  text: string,
  events: Event[],
): 0 {
  refuse(command, orderId, responseTo, cxlRejReason, text, events);
  return 0;
}

function refuse(
  command: Request,
  orderId: number,
  responseTo: CxlRejResponseTo,
  cxlRejReason: number,
  text: string,
  events: Event[],
): void {
  events.push({
    type: EventType.RequestRejected,
    orderId,
    sessionId: command.sessionId,
    clOrdId: command.clOrdId,
    origClOrdId: command.origClOrdId,
    responseTo,
    cxlRejReason,
    text,
    wasPending: false,
  });
}

function cxlReasonOf(ordRejReason: number): number {
  if (ordRejReason === OrdRejReason.InvalidPriceIncrement) return CxlRejReason.InvalidPriceIncrement;
  if (ordRejReason === OrdRejReason.PriceExceedsCurrentPriceBand) return CxlRejReason.PriceExceedsCurrentPriceBand;
  return CxlRejReason.Other;
}
