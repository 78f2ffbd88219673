/**
 * What happens to an order because of its parts, and to its parts because of it. After a command was judged its events are
 * looked through once; what follows from them joins the same frame:
 *
 *   a part is filled, its fill busted or corrected   so is the whole: the client's report, and its exact average price
 *   a part ends                                      its quantity is free; a cancel or replace that waited for it may be over
 *   the client cancels the whole                     its parts are canceled; then it is, too
 *   the client replaces it                           at once when it fits; else the youngest parts are canceled until it does
 *   the whole ends                                   its parts are canceled
 *
 * A venue's report by which a part would exceed the whole is not believed.
 */
import { NOTIONAL_MAX } from "../domain/limits.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import {
  CxlRejReason,
  CxlRejResponseTo,
  ExceptionKind,
  HouseCancelCause,
  NO_RESTATEMENT_REASON,
  OrdType,
  Side,
} from "../domain/values.ts";
import { raise } from "./exceptions.ts";
import { tellStanding } from "./held-requests.ts";
import { requestHouseCancel } from "./house-cancel.ts";
import { Pending } from "./order-table.ts";
import { type Asked, followEvents, type Parent, type Part } from "./parent-figures.ts";
import type { State } from "./state.ts";
import { clientClOrdId } from "./telephoned.ts";

/** Adds to a command's events what follows from them for wholes and parts. */
export function followParts(state: State, events: Event[]): void {
  const parents = followEvents(state, events);
  for (const parent of parents) {
    const isWithin = parent.cumQty + working(parent) <= parent.orderQty && parent.notional <= NOTIONAL_MAX;
    if (!isWithin && refuseUntrue(state, parent, events)) return;
  }
  for (const parent of parents) events.push(...parent.mirrored);
  for (const parent of parents) {
    const { orderId, lost } = parent;
    if (lost !== "") raise(state, ExceptionKind.UntrueReport, { orderId, venueId: 0 }, lost, events);
    follow(state, parent, events);
  }
}

/** A part would do more than there is of the whole. @returns whether that was a venue's word, which is not believed */
function refuseUntrue(state: State, { orderId, cumQty, orderQty }: Parent, events: Event[]): boolean {
  const recorded = events.find((event) => event.type === EventType.VenueReportRecorded);
  if (recorded === undefined) return false;
  const { venueId } = recorded;
  const text = `order ${orderId}: its parts would exceed it, ${cumQty} filled of ${orderQty}`;
  events.length = 0;
  events.push(recorded, { type: EventType.VenueReportRefused, venueId, orderId, text });
  raise(state, ExceptionKind.UntrueReport, { orderId, venueId }, text, events);
  return true;
}

function follow(state: State, parent: Parent, events: Event[]): void {
  const { orderId, asked } = parent;
  if (!parent.isLive) {
    cancelParts(state, parent, "the order it is part of has ended", events);
    return;
  }
  const cancel = asked.find((request) => request.kind === Pending.Cancel);
  if (parent.cumQty >= parent.orderQty) {
    for (const request of asked) reject(state, parent, request, "too late: the order is filled", events);
    return;
  }
  if (cancel !== undefined) return followCancel(state, parent, cancel, events);
  if (asked.length > 0) return followReplaces(state, parent, events);
  if (!parent.isOver || working(parent) > 0) return;
  events.push({ type: EventType.OrderExpired, orderId, text: "the trading day is over" });
}

function followCancel(state: State, parent: Parent, cancel: Asked, events: Event[]): void {
  const { orderId } = parent;
  for (const request of parent.asked) {
    if (request !== cancel) reject(state, parent, request, "a cancel of the order came after it", events);
  }
  const fault = parent.partRefusal;
  if (fault !== "" && working(parent) > 0) return reject(state, parent, cancel, fault, events);
  if (cancel.isNew) cancelParts(state, parent, "the order it is part of is canceled", events);
  if (working(parent) > 0) return;
  const text = cancel.text;
  events.push({
    type: EventType.OrderCanceled,
    orderId,
    solicited: !cancel.isHouse,
    text,
    requestNumber: 0,
    reason: NO_RESTATEMENT_REASON,
  });
}

/** Replaces are taken one after the other, each once the parts fit it. */
function followReplaces(state: State, parent: Parent, events: Event[]): void {
  const { orderId } = parent;
  for (const request of parent.asked) {
    if (parent.cumQty >= parent.orderQty) {
      reject(state, parent, request, "too late: the order is filled", events);
      continue;
    }
    const orderQty = Math.max(request.orderQty, parent.cumQty);
    if (!makeRoom(state, parent, orderQty, request.price, events)) {
      if (parent.partRefusal === "") return;
      reject(state, parent, request, parent.partRefusal, events);
      continue;
    }
    parent.orderQty = orderQty;
    events.push({
      type: EventType.OrderReplaced,
      orderId,
      orderQty: orderQty as Qty,
      price: request.price as Ticks,
      moreTerms: request.moreTerms as number[],
      carried: request.carried,
      requestNumber: 0,
    });
  }
}

/** Cancels parts until a quantity and a price fit. @returns whether they fit already */
function makeRoom(state: State, parent: Parent, orderQty: number, price: number, events: Event[]): boolean {
  const parts = parent.parts.filter((part) => part.openQty > 0);
  let over = working(parent) - (orderQty - parent.cumQty);
  const going: Part[] = [];
  for (const part of parts) if (part.isCanceling || isBeyond(state, parent, part, price)) going.push(part);
  for (const part of going) over -= part.openQty;
  for (let index = parts.length - 1; index >= 0 && over > 0; index--) {
    if (going.includes(parts[index])) continue;
    going.push(parts[index]);
    over -= parts[index].openQty;
  }
  if (parent.partRefusal === "") for (const part of going) cancelPart(state, part, "its order is changed", events);
  const fits = working(parent) <= orderQty - parent.cumQty;
  return fits && !parts.some((part) => part.openQty > 0 && isBeyond(state, parent, part, price));
}

/** Would the part trade at a price that its client does not want? */
function isBeyond(state: State, parent: Parent, part: Part, price: number): boolean {
  const { orders } = state;
  const row = orders.rowOf(parent.orderId);
  if (String.fromCharCode(orders.ordType[row]) !== OrdType.Limit || price === orders.price[row]) return false;
  const partPrice = orders.price[orders.rowOf(part.orderId)];
  return String.fromCharCode(orders.side[row]) === Side.Buy ? partPrice > price : partPrice < price;
}

function cancelParts(state: State, parent: Parent, text: string, events: Event[]): void {
  for (const part of parent.parts) cancelPart(state, part, text, events);
}

/** A part no venue has heard of is off at once. */
function cancelPart(state: State, part: Part, text: string, events: Event[]): void {
  if (part.openQty <= 0 || part.isCanceling) return;
  const before = events.length;
  // A busted fill makes a part open again that was filled; the state does not know that yet.
  if (!requestHouseCancel(state, part.orderId, HouseCancelCause.Desk, text, events))
    cancelAgain(state, part, text, events);
  part.isCanceling = true;
  if (events[before]?.type === EventType.OrderCanceled) part.openQty = 0;
}

function cancelAgain({ orders }: State, { orderId }: Part, text: string, events: Event[]): void {
  const row = orders.rowOf(orderId);
  const requestNumber = orders.requestNumber[row] + 1;
  events.push({ type: EventType.HouseCancelRequested, orderId, requestNumber, cause: HouseCancelCause.Desk, text });
  events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
}

function reject(state: State, parent: Parent, request: Asked, text: string, events: Event[]): void {
  const { orders } = state;
  const { orderId } = parent;
  const row = orders.rowOf(orderId);
  const cxlRejReason = parent.cumQty >= parent.orderQty ? CxlRejReason.TooLateToCancel : CxlRejReason.Other;
  if (request.isHouse) {
    events.push({ type: EventType.HouseCancelRejected, orderId, requestNumber: 0, cxlRejReason, text });
    if (parent.cumQty >= parent.orderQty) tellStanding(state, row, events);
    return;
  }
  const isCancel = request.kind === Pending.Cancel;
  events.push({
    type: EventType.RequestRejected,
    orderId,
    sessionId: orders.sessionId[row],
    clOrdId: request.clOrdId,
    origClOrdId: clientClOrdId(state, row, orders.clOrdIdEntry[row]),
    responseTo: isCancel ? CxlRejResponseTo.OrderCancelRequest : CxlRejResponseTo.OrderCancelReplaceRequest,
    cxlRejReason,
    text,
    wasPending: true,
  });
}

function working(parent: Parent): number {
  let sum = 0;
  for (const part of parent.parts) sum += part.openQty;
  return sum;
}
