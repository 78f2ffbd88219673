/**
 * Judges lists of orders (35=E, K, L, M): programs, whose orders do not depend on one another, and contingent orders. The
 * orders of a list leave together, when the last part of it has come and, where it is to wait, the client says so (35=L).
 *
 * Of a program each order is taken or refused by itself; contingent orders are taken all or none.
 */
import { CONTINGENT_ORDERS_MAX, LIST_ORDERS_MAX } from "../domain/limits.ts";
import { type ListLine, parseListLines } from "../domain/list-lines.ts";
import type { Qty } from "../domain/price.ts";
import {
  type CancelList,
  CommandType,
  type Event,
  EventType,
  type ExecuteList,
  type NewOrder,
  type NewOrderList,
  type OrderAccepted,
  type OrderRejected,
  type RequestListStatus,
} from "../domain/records.generated.ts";
import { ABSENT, Contingency, ListStage, ListStatusType } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";
import { houseCancelStep } from "./house-cancel.ts";
import { releaseListed } from "./list-release.ts";
import { refuseList, reportList } from "./list-report.ts";
import { FIRST, type OrderList } from "./list-table.ts";
import { destination, findOrder, isClOrdIdTaken, judgeNewOrder, leave, refuseOrder } from "./new-order.ts";
import { Flag } from "./order-table.ts";
import type { Instrument, State } from "./state.ts";
import { beginSweep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

/** An order of the command at hand; without an instrument it was refused. */
type Judged = {
  line: ListLine;
  command: NewOrder;
  orderId: number;
  instrument: Instrument | undefined;
  venueId: number;
  events: Event[];
};

const UNITS_DIFFER = "the quantities of the list's orders have not the same unit";
const NOTHING = 0 as Qty;
export const FOLLOWS_FIRST = "taken; it follows the first order";

export function decideNewOrderList(state: State, command: NewOrderList, events: Event[]): void {
  const { sessionId, listId, contingency, totNoOrders } = command;
  const known = state.lists.find(sessionId, listId);
  // FIX 4.4 Volume 2, PossResend: what was seen already is answered with how it stands, not carried out again.
  if (known !== undefined && command.possResend) return reportList(known, ListStatusType.Response, 0, events);
  const lines = parseListLines(command.lines);
  const fault = listFault(command, known, lines) || lineFault(state, command, lines);
  if (fault !== "") return refuseList(command, "E", false, fault, events);
  const judged = judgeLines(state, command, lines);
  if (contingency !== Contingency.None) refuseTogether(judged);
  const listNumber = known?.listNumber ?? state.lists.nextNumber;
  const list = { listNumber, sessionId, listId };
  if (known === undefined) {
    const { waitsForExecute } = command;
    const shape = { contingency, totNoOrders, waitsForExecute, isLinked: false };
    events.push({ type: EventType.ListReceived, ...list, ...shape });
  }
  for (const { line, orderId, events: its } of judged) {
    for (const event of its) events.push(event.type === EventType.OrderRejected ? { ...event, listId } : event);
    events.push({ type: EventType.OrderListed, orderId, listNumber, listSeqNo: line.listSeqNo, linkId: line.linkId });
  }
  const received = (known?.received ?? 0) + lines.length;
  const isTaken = (known?.open ?? 0) > 0 || judged.some(({ instrument }) => instrument !== undefined);
  if (received < totNoOrders || (isTaken && command.waitsForExecute)) {
    return reportList(list, ListStatusType.Ack, received - lines.length, events);
  }
  if (!isTaken) {
    events.push({ type: EventType.ListChanged, listNumber, stage: ListStage.Rejected });
    return reportList(list, ListStatusType.Ack, 0, events);
  }
  events.push({ type: EventType.ListChanged, listNumber, stage: ListStage.Executing });
  if (known !== undefined) releaseKnown(state, known, events);
  for (const one of judged) release(state, one, contingency, events);
  reportList(list, ListStatusType.ExecStarted, 0, events);
}

export function decideExecuteList(state: State, command: ExecuteList, events: Event[]): void {
  const list = state.lists.find(command.sessionId, command.listId);
  if (list === undefined) return refuseUnknown(command, "L", events);
  const { received, totNoOrders, listId, listNumber } = list;
  if (list.stage !== ListStage.Received || !list.waitsForExecute)
    return refuseList(command, "L", false, `the list ${listId} does not wait to be executed`, events);
  if (received < totNoOrders) {
    const text = `${received} of ${totNoOrders} orders of the list ${listId} have come; send the others first`;
    return refuseList(command, "L", false, text, events);
  }
  events.push({ type: EventType.ListChanged, listNumber, stage: ListStage.Executing });
  releaseKnown(state, list, events);
  reportList(list, ListStatusType.ExecStarted, 0, events);
}

/** Cancels every open order of the list: all at once when they are few, else in steps that nobody has to wait for. */
export function decideCancelList(state: State, command: CancelList, events: Event[]): void {
  const list = state.lists.find(command.sessionId, command.listId);
  if (list === undefined) return refuseUnknown(command, "K", events);
  const { listNumber, listId, sessionId } = list;
  if (list.stage === ListStage.Done || list.stage === ListStage.Rejected)
    return reportList(list, ListStatusType.Response, 0, events);
  events.push({ type: EventType.ListChanged, listNumber, stage: ListStage.Canceling });
  reportList(list, ListStatusType.Response, 0, events);
  const orderIds = list.orderIds.filter((orderId) => state.orders.isLive(state.orders.rowOf(orderId)));
  const text = `canceled by the list cancel request of ${listId}`;
  const asked = { kind: SweepKind.ListCancel, sessionId, requestId: listId, requestType: ABSENT, text, orderIds };
  beginSweep(state, asked, houseCancelStep, events);
  if (orderIds.length > 0) return;
  events.push({ type: EventType.ListChanged, listNumber, stage: ListStage.Done });
  reportList(list, ListStatusType.AllDone, 0, events);
}

export function decideListStatus(state: State, command: RequestListStatus, events: Event[]): void {
  const list = state.lists.find(command.sessionId, command.listId);
  if (list === undefined) return refuseUnknown(command, "M", events);
  reportList(list, ListStatusType.Response, 0, events);
}

function refuseUnknown(command: ExecuteList | CancelList | RequestListStatus, msgType: string, events: Event[]): void {
  refuseList(command, msgType, true, `ListID(66) ${command.listId} is no list of this session`, events);
}

/** What is wrong with the message as a whole, or "". */
function listFault(command: NewOrderList, known: OrderList | undefined, lines: readonly ListLine[]): string {
  const { listId, contingency, totNoOrders, isLast } = command;
  if (totNoOrders < 1 || totNoOrders > LIST_ORDERS_MAX)
    return `TotNoOrders(68) ${totNoOrders} is not supported; 1 to ${LIST_ORDERS_MAX} orders are`;
  if (known !== undefined && (known.received === known.totNoOrders || known.stage !== ListStage.Received))
    return `ListID(66) ${listId} was used before`;
  if (known !== undefined && (known.totNoOrders !== totNoOrders || known.waitsForExecute !== command.waitsForExecute))
    return `TotNoOrders(68) and ListExecInstType(433) of the list ${listId} are not those of its first part`;
  const received = (known?.received ?? 0) + lines.length;
  if (lines.length === 0) return "NoOrders(73) has to be above 0";
  if (received > totNoOrders) return `TotNoOrders(68) is ${totNoOrders}, and ${received} orders have come`;
  if (isLast && received < totNoOrders)
    return `LastFragment(893) says that the list is complete; TotNoOrders(68) is ${totNoOrders}, and ${received} orders have come`;
  return contingency === Contingency.None ? "" : contingencyFault(command, lines);
}

function contingencyFault({ contingency, totNoOrders }: NewOrderList, lines: readonly ListLine[]): string {
  if (contingency < Contingency.None || contingency > Contingency.OuoProportional)
    return `ContingencyType(1385) ${contingency} is not supported; 1 (OCO), 2 (OTO), 3 and 4 (OUO) are`;
  if (lines.length !== totNoOrders) return "orders with a ContingencyType(1385) have to come in one message";
  if (lines.length < 2 || lines.length > CONTINGENT_ORDERS_MAX)
    return `ContingencyType(1385) needs 2 to ${CONTINGENT_ORDERS_MAX} orders, and there are ${lines.length}`;
  if (contingency === Contingency.Oto && lines.filter(({ listSeqNo }) => listSeqNo === FIRST).length !== 1)
    return "ContingencyType(1385) 2 needs one order with ListSeqNo(67) 1, which lets the others go";
  return "";
}

/** An order whose ClOrdID is taken cannot be refused by itself: its refusal would speak of the other. */
function lineFault(state: State, { sessionId }: NewOrderList, lines: readonly ListLine[]): string {
  const seen = new Set<string>();
  for (const { clOrdId } of lines) {
    const first = findOrder(state, sessionId, clOrdId);
    if (seen.has(clOrdId) || (first !== 0 && isClOrdIdTaken(state, first)))
      return `ClOrdID(11) ${clOrdId} was used before; nothing of the message was taken`;
    seen.add(clOrdId);
  }
  return "";
}

function judgeLines(state: State, command: NewOrderList, lines: readonly ListLine[]): Judged[] {
  const session = state.sessions[command.sessionId];
  assert(session !== undefined, "a list of an unknown session");
  return lines.map((line, index) => {
    const order = orderOf(command, line);
    const orderId = state.orders.count + 1 + index;
    const events: Event[] = [];
    const one = { line, command: order, orderId, instrument: undefined, venueId: 0, events };
    const instrument = judgeNewOrder(state, session, order, orderId, events);
    if (instrument === undefined) return one;
    const judged = { ...one, instrument, venueId: destination.venueId };
    if (destination.isCare) refuseTaken(judged, "an order for a desk is not taken in a list");
    return judged;
  });
}

function orderOf({ sessionId, msgSeqNum }: NewOrderList, { linkId: _, listSeqNo: __, ...terms }: ListLine): NewOrder {
  return { type: CommandType.NewOrder, sessionId, msgSeqNum, possResend: false, ...terms };
}

/** Contingent orders: when one is refused, or they do not count in the same unit, all are. */
function refuseTogether(judged: Judged[]): void {
  const refused = judged.find(({ instrument }) => instrument === undefined);
  let text = "";
  if (refused !== undefined) {
    const rejected = refused.events.find((event): event is OrderRejected => event.type === EventType.OrderRejected);
    text = `order ${refused.line.listSeqNo} of the list was refused: ${rejected?.text ?? ""}`;
  } else if (new Set(judged.map(({ instrument }) => instrument?.qtyScale)).size > 1) {
    text = UNITS_DIFFER;
  }
  if (text === "") return;
  for (const one of judged) {
    if (one.instrument !== undefined) refuseTaken(one, text);
  }
}

/** An order that was taken by itself is refused after all. */
function refuseTaken(one: Judged, text: string): void {
  const accepted = one.events.find((event): event is OrderAccepted => event.type === EventType.OrderAccepted);
  const instrumentId = one.instrument?.instrumentId ?? 0;
  one.events.length = 0;
  refuseOrder(one.command, one.orderId, accepted?.account ?? "", instrumentId, 0, text, one.events);
  one.instrument = undefined;
}

/** Lets an order of this command go, or tells that it waits for the first. */
function release(state: State, one: Judged, contingency: Contingency, events: Event[]): void {
  const { orderId, instrument, line, events: its } = one;
  if (instrument === undefined) return;
  if (contingency === Contingency.Oto && line.listSeqNo !== FIRST) {
    events.push({ type: EventType.OrderWarehoused, orderId, text: FOLLOWS_FIRST });
    return;
  }
  const accepted = its.find((event): event is OrderAccepted => event.type === EventType.OrderAccepted);
  assert(accepted !== undefined, "an order that was not taken");
  const { orderQty } = accepted;
  events.push({ type: EventType.ListOrderReleased, orderId, orderQty, heldQty: NOTHING, isPart: false });
  leave(state, orderId, instrument, one.venueId, accepted, accepted.moreTerms, false, events);
}

/** Lets the orders go that came before. */
function releaseKnown(state: State, list: OrderList, events: Event[]): void {
  const { orders, lists } = state;
  for (const orderId of list.orderIds) {
    const row = orders.rowOf(orderId);
    if ((orders.flags[row] & Flag.Waits) === 0 || !orders.isLive(row)) continue;
    if (list.contingency === Contingency.Oto && lists.linkOf(orderId)?.listSeqNo !== FIRST)
      events.push({ type: EventType.OrderWarehoused, orderId, text: FOLLOWS_FIRST });
    else
      releaseListed(state, orderId, { orderQty: orders.orderQty[row] as Qty, heldQty: NOTHING, isPart: false }, events);
  }
}
