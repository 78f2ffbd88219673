/** Hot path: judges cancels and replaces of clients, and tells orders' states; budget 0.4 us. */

import { REQUESTS_PENDING_MAX } from "../domain/limits.ts";
import { NO_MORE_TERMS } from "../domain/more-terms.ts";
import type { Qty } from "../domain/price.ts";
import {
  type CancelOrder,
  type Event,
  EventType,
  type ReplaceOrder,
  type RequestOrderStatus,
} from "../domain/records.generated.ts";
import { ABSENT, CxlRejReason, CxlRejResponseTo, NO_RESTATEMENT_REASON } from "../domain/values.ts";
import { entryOf, isParked } from "./day-orders.ts";
import { isCare, isHeld, isSpent } from "./held-orders.ts";
import { triggerReplaced } from "./held-stops.ts";
import { stoppedWorkText } from "./kill-switches.ts";
import { findOrder, isClOrdIdTaken } from "./new-order.ts";
import { NO_ENTRY, Pending } from "./order-table.ts";
import { checkRisk, exposure } from "./risk.ts";
import type { Instrument, State } from "./state.ts";
import { type InstrumentNames, namesFault } from "./symbology.ts";
import { clientClOrdId } from "./telephoned.ts";
import { checkTerms, cxlReasonOf, terms } from "./terms.ts";

const REQUEST_NUMBER_MAX = 0xffff;

export function decideCancelOrder(state: State, command: CancelOrder, events: Event[]): void {
  const orderId = checkRequest(state, command, CxlRejResponseTo.OrderCancelRequest, events);
  if (orderId === 0) return;
  const row = state.orders.rowOf(orderId);
  if (isHeld(state, row) || isParked(state, row) || isSpent(state, row)) {
    // No venue has heard of it, so nobody has to be asked.
    events.push({ type: EventType.CancelRequested, orderId, clOrdId: command.clOrdId, requestNumber: 0 });
    events.push({
      type: EventType.OrderCanceled,
      orderId,
      solicited: true,
      text: "",
      requestNumber: 0,
      reason: NO_RESTATEMENT_REASON,
    });
    return;
  }
  if (isCare(state.orders, row)) {
    // It is canceled once its parts are.
    events.push({ type: EventType.CancelRequested, orderId, clOrdId: command.clOrdId, requestNumber: 0 });
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
  const stopped = stoppedWorkText(state, orderId);
  if (stopped !== "") return refuse(command, orderId, responseTo, CxlRejReason.BrokerOption, stopped, events);
  const fault = lineFault(state, row, orderId) || unchangeable(state, row, command);
  if (fault !== "") return refuse(command, orderId, responseTo, CxlRejReason.Other, fault, events);
  const before = termsAfterPending(state, row);
  if (!checkTerms(command, instrument, before as number[], state.tradingDay)) {
    return refuse(command, orderId, responseTo, cxlReasonOf(terms.reason), terms.text, events);
  }
  exposure.sessionId = command.sessionId;
  exposure.instrument = instrument;
  exposure.orderQty = terms.orderQty;
  exposure.price = terms.price;
  if (!checkRisk(state))
    return refuse(command, orderId, responseTo, cxlReasonOf(exposure.reason), exposure.text, events);
  if (isHeld(state, row) || isParked(state, row) || isSpent(state, row))
    return replaceHere(state, row, orderId, command, events);
  const filled = filledBefore(state, orderId, terms.orderQty);
  if (filled !== "") return refuse(command, orderId, responseTo, CxlRejReason.Other, filled, events);
  // One replace at a time is with the venue: the next is held until that is answered. An order of parts waits for them.
  const isBehind = orders.pending[row] !== Pending.None || isCare(orders, row);
  const requestNumber = isBehind ? 0 : orders.requestNumber[row] + 1;
  events.push({
    type: EventType.ReplaceRequested,
    orderId,
    clOrdId: command.clOrdId,
    requestNumber,
    orderQty: terms.orderQty,
    price: terms.price,
    moreTerms: terms.moreTerms,
    carried: command.carried,
  });
  if (isBehind) return;
  events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
}

/** No venue has heard of the order today, so nobody has to be asked: it is what its client says. `terms` are checked. */
export function replaceHere(
  state: State,
  row: number,
  orderId: number,
  { clOrdId, carried }: Pick<ReplaceOrder, "clOrdId" | "carried">,
  events: Event[],
): void {
  const { price, moreTerms } = terms;
  // Below what is filled it is amended to that, as a venue does.
  const orderQty = Math.max(terms.orderQty, state.orders.cumQty[row]) as Qty;
  const agreed = { orderId, orderQty, price, moreTerms, carried, requestNumber: 0 };
  events.push({ type: EventType.ReplaceRequested, ...agreed, clOrdId });
  events.push({ type: EventType.OrderReplaced, ...agreed });
  triggerReplaced(state, row, orderId, moreTerms, events);
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
  if (!orders.isLive(row)) {
    const text = `the order is no longer open: OrdStatus(39) is ${orders.settledStatus(row)}`;
    return refuseRequest(command, orderId, responseTo, CxlRejReason.TooLateToCancel, text, events);
  }
  if (orders.pending[row] === Pending.Cancel) {
    const text = `${pendingWords(state, row)} is still pending for this order; wait for its answer`;
    return refuseRequest(command, orderId, responseTo, CxlRejReason.AlreadyPending, text, events);
  }
  if (orders.pending[row] !== Pending.None && state.requests.count(orders, row) >= REQUESTS_PENDING_MAX) {
    const text = `${REQUESTS_PENDING_MAX} requests are pending for this order, as many as are taken; wait for an answer`;
    return refuseRequest(command, orderId, responseTo, CxlRejReason.AlreadyPending, text, events);
  }
  const session = state.sessions[command.sessionId];
  const isReplace = responseTo === CxlRejResponseTo.OrderCancelReplaceRequest;
  if (isReplace && orders.pending[row] === Pending.Replace && session?.replaceChains === false) {
    // FIX 4.4 Volume 4 Appendix D, D.2.d: OrigClOrdID is the last one that was accepted.
    const origClOrdId = clientClOrdId(state, row, orders.clOrdIdEntry[row]) || command.origClOrdId;
    const text = "a replace is still pending for this order, and one at a time is taken; wait for its answer";
    return refuseRequest({ ...command, origClOrdId }, orderId, responseTo, CxlRejReason.AlreadyPending, text, events);
  }
  const isNamed = clientClOrdId(state, row, orders.clOrdIdEntry[row]) !== "";
  if (
    command.origClOrdId !== "" &&
    isNamed &&
    !isInForceOrPending(state, row, command.sessionId, command.origClOrdId)
  ) {
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

/** A request speaks of the order in force, or of what it becomes by the requests that are not answered yet. */
function isInForceOrPending(state: State, row: number, sessionId: number, origClOrdId: string): boolean {
  const { orders } = state;
  const entry = state.clOrdIds.find(sessionId, origClOrdId);
  if (entry === NO_ENTRY) return false;
  return entry === orders.clOrdIdEntry[row] || state.requests.ofClOrdId(orders, row, entry) !== 0;
}

/** The cancel that is pending, in words. */
function pendingWords({ orders, requests, clOrdIds }: State, row: number): string {
  let slot = orders.requestHead[row];
  while (slot !== 0 && requests.kind[slot] !== Pending.Cancel) slot = requests.next[slot];
  const entry = slot === 0 ? NO_ENTRY : requests.clOrdIdEntry[slot];
  return entry === NO_ENTRY ? "a cancel of the house" : `ClOrdID(11) ${clOrdIds.textOf(entry)}`;
}

/** Terms few orders have, as they will be when every pending replace is taken: what a replace that names none leaves. */
function termsAfterPending(state: State, row: number): readonly number[] {
  const { orders, requests } = state;
  let moreTerms = state.moreTermsOf(row);
  for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
    if (requests.kind[slot] === Pending.Replace) moreTerms = requests.moreTerms.get(slot) ?? NO_MORE_TERMS;
  }
  return moreTerms;
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
  if (isHeld(state, row) || isSpent(state, row)) return "";
  if (state.splitRequests.has(orderId)) return "the order is being split at its venue; it can be canceled, not changed";
  if (isParked(state, row)) {
    const isAsked = orders.pending[row] !== Pending.None;
    return isAsked
      ? "the venue has not answered an earlier request for this order; it can be canceled, not changed"
      : "";
  }
  const venueId = orders.venueId[row];
  const name = venues.lines[venueId]?.name ?? "";
  if (venues.isDown(venueId)) return `the line to ${name} is down; the order can be canceled, not changed`;
  if (venues.isInDoubt(orderId))
    return `${name} has not told yet how the order stands; it can be canceled, not changed`;
  return "";
}

/** What its venue has is a new order of what was left: it cannot be replaced by nothing. @returns why not, or "" */
export function filledBefore(state: State, orderId: number, orderQty: number): string {
  const { baseQty } = entryOf(state, orderId);
  if (baseQty === 0 || orderQty > baseQty) return "";
  return "OrderQty(38) is not above what was filled before the order went to its venue again; cancel it to end it";
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
