/**
 * Judges single orders that their client links with others: those of a session with the same ClOrdLinkID(583) and a
 * ContingencyType(1385) are a group, made as they come, of which each does to the others what it would in a list. No version
 * of FIX has the type in a NewOrderSingle; the rules are ours:
 *
 * - The first is taken and leaves like any other. While no second comes, nothing else is different.
 * - What the group has traded already is taken off one that joins it. Of type 2 the first is the one that lets the others
 *   go: those follow it fill by fill and, where it is over already, go at once with what it came to.
 * - In a group of type 2 those that say 1 are one another's alternatives: an entry and its two exits.
 * - A group is over when an order of an OCO has ended, all of an OUO have, or the first of an OTO without a fill. Who comes
 *   then is too late (OrdRejReason 4), on the same day; on another the ClOrdLinkID names a new group. When the first was
 *   refused the group is over, so that no exit is ever taken for an entry.
 * - Sides and symbols may differ, types may not but as above, nor the unit of quantities. An order that is refused changes
 *   nothing for the others.
 */
import { CONTINGENT_ORDERS_MAX } from "../domain/limits.ts";
import { contingencyOf, linkIdOf, withoutContingency } from "../domain/linked-orders.ts";
import { decimalText, type Qty, type Ticks } from "../domain/price.ts";
import { type Event, EventType, type NewOrder } from "../domain/records.generated.ts";
import { Contingency, OrdRejReason } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";
import { partOf } from "./alternatives.ts";
import { restated } from "./house-replace.ts";
import { FIRST, groupName, type OrderList } from "./list-table.ts";
import { leavesInParts } from "./listed-quantity.ts";
import { FOLLOWS_FIRST } from "./lists.ts";
import {
  decideDuplicate,
  destination,
  findOrder,
  isClOrdIdTaken,
  judgeNewOrder,
  leave,
  refuseOrder,
} from "./new-order.ts";
import type { Instrument, State } from "./state.ts";
import { terms } from "./terms.ts";

/** Alternatives in a group of type 2. */
const EXITS = "OCO";
const NOTHING = 0 as Qty;

/** How much of an order that joins a group is to trade, how much of that now; and what the client is told. */
type Share = { orderQty: Qty; letGo: Qty; wholeQty: Qty; isPart: boolean; text: string };
type Fault = { reason: number; text: string };

export function decideLinkedOrder(state: State, command: NewOrder, events: Event[]): void {
  const { sessionId } = command;
  const session = state.sessions[sessionId];
  assert(session !== undefined, "a linked order of an unknown session");
  const first = findOrder(state, sessionId, command.clOrdId);
  if (first !== 0 && isClOrdIdTaken(state, first)) return decideDuplicate(state, command, first, events);
  const order = { ...command, moreTerms: withoutContingency(command.moreTerms) };
  const contingency = contingencyOf(command.moreTerms) as Contingency;
  const linkId = linkIdOf(command.carried);
  const orderId = state.orders.count + 1;
  const its: Event[] = [];
  const instrument = judgeNewOrder(state, session, order, orderId, its);
  const group = openGroup(state, sessionId, linkId);
  if (instrument === undefined) {
    return refuseFirst(state, group, command, its, events);
  }
  const { venueId, isCare } = destination;
  const { orderQty, price, moreTerms } = terms;
  const asked = { contingency, linkId, orderQty, isCare, instrument };
  const share = group === undefined ? wholeShare(orderQty) : shareOf(state, group, { ...asked, order, moreTerms });
  const fault = linkFault(state, group, asked) ?? ("reason" in share ? share : null);
  if (fault !== null || "reason" in share) {
    const { reason, text } = fault as Fault;
    const account = order.account === "" ? session.account : order.account;
    its.length = 0;
    refuseOrder(order, orderId, account, instrument.instrumentId, reason, text, its);
    return refuseFirst(state, group, command, its, events);
  }
  if (group === undefined) begin(state, sessionId, linkId, contingency, events);
  for (const event of its) events.push(event);
  const listSeqNo = (group?.received ?? 0) + 1;
  list(group?.listNumber ?? state.lists.nextNumber, orderId, listSeqNo, exitsOf(group, contingency), events);
  const isTold = share.text !== "";
  if (isTold) events.push({ type: EventType.OrderWarehoused, orderId, text: share.text });
  if (share.orderQty < orderQty) events.push(restated(orderId, share.orderQty, price as Ticks, share.text));
  if (share.letGo === 0) return;
  const { wholeQty, isPart } = share;
  const heldQty = (share.orderQty - share.letGo) as Qty;
  events.push({ type: EventType.ListOrderReleased, orderId, orderQty: wholeQty, heldQty, isPart });
  leave(state, orderId, instrument, venueId, order, moreTerms, isTold, events);
}

/** The first of a group that is refused begins it all the same, and it is over: what follows is no first. */
function refuseFirst(
  state: State,
  group: OrderList | undefined,
  { sessionId, moreTerms, carried }: NewOrder,
  its: readonly Event[],
  events: Event[],
): void {
  const contingency = contingencyOf(moreTerms) as Contingency;
  const linkId = linkIdOf(carried);
  const isFirst = group === undefined && linkId !== "" && isKnown(contingency);
  if (isFirst) begin(state, sessionId, linkId, contingency, events);
  for (const event of its) events.push(event);
  if (isFirst) list(state.lists.nextNumber, state.orders.count + 1, FIRST, "", events);
}

/** The group of that name an order joins; none when there was none, or the last one was over before today. */
function openGroup(state: State, sessionId: number, linkId: string): OrderList | undefined {
  const known = linkId === "" ? undefined : state.lists.findLinked(sessionId, linkId);
  if (known === undefined || known.open > 0) return known;
  return known.overDay < state.tradingDay ? undefined : known;
}

function begin(state: State, sessionId: number, linkId: string, contingency: Contingency, events: Event[]): void {
  const { nextNumber: listNumber } = state.lists;
  const shape = { contingency, totNoOrders: 0, waitsForExecute: false, isLinked: true };
  events.push({ type: EventType.ListReceived, listNumber, sessionId, listId: linkId, ...shape });
}

function list(listNumber: number, orderId: number, listSeqNo: number, linkId: string, events: Event[]): void {
  events.push({ type: EventType.OrderListed, orderId, listNumber, listSeqNo, linkId });
}

/** What the alternatives of a group of type 2 have in common. */
function exitsOf(group: OrderList | undefined, contingency: Contingency): string {
  return group?.contingency === Contingency.Oto && contingency === Contingency.Oco ? EXITS : "";
}

function isKnown(contingency: Contingency): boolean {
  return contingency >= Contingency.Oco && contingency <= Contingency.OuoProportional;
}

function linkFault(
  state: State,
  group: OrderList | undefined,
  asked: { contingency: Contingency; linkId: string; isCare: boolean; instrument: Instrument },
): Fault | null {
  const { contingency, linkId, isCare, instrument } = asked;
  const unsupported = (text: string) => ({ reason: OrdRejReason.UnsupportedOrderCharacteristic, text });
  if (!isKnown(contingency))
    return unsupported(`ContingencyType(1385) ${contingency} is not supported; 1 (OCO), 2 (OTO), 3 and 4 (OUO) are`);
  if (linkId === "")
    return unsupported("ContingencyType(1385) needs a ClOrdLinkID(583), which names the group of orders");
  if (isCare)
    return unsupported("an order for a desk is not linked with others; send it without ContingencyType(1385)");
  if (group === undefined) return null;
  if (group.contingency !== contingency && exitsOf(group, contingency) === "")
    return unsupported(
      `ContingencyType(1385) is ${contingency}, and that of the orders with ClOrdLinkID(583) ${linkId} is ${group.contingency}`,
    );
  if (group.received >= CONTINGENT_ORDERS_MAX)
    return unsupported(`ClOrdLinkID(583) ${linkId} has ${group.received} orders, as many as are linked`);
  const { orders, instruments } = state;
  const units = group.orderIds.map((orderId) => instruments[orders.instrumentId[orders.rowOf(orderId)]]?.qtyScale);
  if (units.some((qtyScale) => qtyScale !== undefined && qtyScale !== instrument.qtyScale))
    return unsupported(`the quantities of the orders with ClOrdLinkID(583) ${linkId} have not the same unit`);
  return null;
}

function wholeShare(orderQty: Qty): Share {
  return { orderQty, letGo: orderQty, wholeQty: NOTHING, isPart: false, text: "" };
}

type Joining = {
  contingency: Contingency;
  orderQty: Qty;
  instrument: Instrument;
  order: NewOrder;
  moreTerms: readonly number[];
};

/** What is left for an order that joins the group, or why nothing is. */
function shareOf(state: State, group: OrderList, joining: Joining): Share | Fault {
  const { orders } = state;
  const isOver = (orderId: number) => !orders.isLive(orders.rowOf(orderId));
  const name = groupName(group);
  if (group.contingency === Contingency.Oto) return shareOfFirst(state, group, joining);
  const hasEnded = group.contingency === Contingency.Oco ? group.orderIds.some(isOver) : group.orderIds.every(isOver);
  if (hasEnded) return tooLate(`another order of ${name} has ended`);
  const left = lots(joining.instrument, joining.orderQty - takenOff(state, group, group.orderIds, joining.orderQty));
  if (left === 0) return tooLate(`the other orders of ${name} have traded as much`);
  if (left === joining.orderQty) return wholeShare(left);
  const text = `other orders of ${name} have traded`;
  return { orderQty: left, letGo: left, wholeQty: NOTHING, isPart: false, text };
}

function shareOfFirst(state: State, group: OrderList, joining: Joining): Share | Fault {
  const { orders, lists } = state;
  const { orderQty, instrument, order, moreTerms } = joining;
  const name = groupName(group);
  const first = group.orderIds.find((orderId) => lists.linkOf(orderId)?.listSeqNo === FIRST);
  if (first === undefined) return tooLate(`the first order of ${name} was over days ago`);
  const row = orders.rowOf(first);
  const cumQty = orders.cumQty[row];
  const unitQty = lists.linkOf(first)?.unitQty ?? 0;
  const part = unitQty === 0 ? 0 : partOf(orderQty, Math.min(cumQty, unitQty), unitQty, false);
  const isExit = joining.contingency === Contingency.Oco;
  const exits = isExit ? group.orderIds.filter((orderId) => lists.linkOf(orderId)?.linkId === EXITS) : [];
  if (exits.some((orderId) => !orders.isLive(orders.rowOf(orderId))))
    return tooLate(`another exit of ${name} has ended`);
  const taken = takenOff(state, group, exits, orderQty);
  if (orders.isLive(row)) {
    const left = lots(instrument, orderQty - taken);
    if (left === 0) return tooLate(`the other orders of ${name} have traded as much`);
    const letGo = leavesInParts(order.timeInForce, moreTerms) ? lots(instrument, part - taken) : NOTHING;
    return { orderQty: left, letGo, wholeQty: NOTHING, isPart: true, text: FOLLOWS_FIRST };
  }
  const whole = lots(instrument, part);
  const left = lots(instrument, whole - taken);
  if (left === 0) return tooLate(`the first order of ${name} has ended, and nothing it has traded is left for another`);
  const { qtyScale } = instrument;
  const text = `the first order of ${name} has ended with ${decimalText(cumQty, qtyScale)} of ${decimalText(unitQty, qtyScale)} filled`;
  return { orderQty: left, letGo: left, wholeQty: whole, isPart: false, text };
}

/** What others have taken off the quantity of an order that joins them. */
function takenOff({ orders, lists }: State, group: OrderList, others: readonly number[], orderQty: number): number {
  const isInProportion = group.contingency === Contingency.OuoProportional;
  let sum = 0;
  for (const orderId of others) {
    const cumQty = orders.cumQty[orders.rowOf(orderId)];
    sum += isInProportion ? partOf(orderQty, cumQty, lists.linkOf(orderId)?.unitQty ?? 1, true) : cumQty;
  }
  return sum;
}

function lots({ lotSize }: Instrument, qty: number): Qty {
  return (qty <= 0 ? 0 : qty - (qty % lotSize)) as Qty;
}

function tooLate(text: string): Fault {
  return { reason: OrdRejReason.TooLateToEnter, text };
}
