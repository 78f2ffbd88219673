/**
 * How a list of orders stands: ListStatus (35=N), in as many messages as it takes, as the client's version has it. Rare.
 * FIX has no fields for how many orders are received, executing and done: ListStatusText(444) says it in words.
 */

import type { OrderList } from "../core/list-table.ts";
import { NO_ENTRY } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import { AVERAGE_EXTRA_DIGITS, averagePrice } from "../domain/price.ts";
import type { ListReported } from "../domain/records.generated.ts";
import { Contingency, ListStage, OrdStatus } from "../domain/values.ts";
import type { GroupSpec } from "../fix/dictionary.ts";
import type { MessageWriter } from "../fix/message-writer.ts";
import { groupOf } from "../fix/messages/group-cursor.ts";
import { BusinessRejectReason } from "../fix/reject-reasons.ts";
import type { FixSession } from "../fix/session.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { type DropCopyScope, isInScope } from "./drop-copy-scope.ts";
import type { ReportForm } from "./report-form.ts";
import { statusOf } from "./report-values.ts";

/** Orders one message tells. */
const ORDERS_IN_MESSAGE = 100;
/** ListOrderStatus (431). */
const LIST_ORDER_STATUS: Readonly<Record<ListStage, number>> = {
  [ListStage.Received]: 2,
  [ListStage.Executing]: 3,
  [ListStage.Canceling]: 4,
  [ListStage.Done]: 6,
  [ListStage.Rejected]: 7,
};
/** ListRejectReason (1386). */
const LIST_REJECTED_OTHER = 99;

type Recipient = { session: FixSession; form: ReportForm };

/** Tells the client how a list stands, or why its message about one was refused. */
export function sendListReport(client: Recipient | undefined, event: ListReported, state: State, timeNs: bigint): void {
  if (client === undefined) return;
  const { session } = client;
  const { msgSeqNum, refMsgType, listId, isUnknown, text } = event;
  if (event.listNumber === 0) {
    const reason = isUnknown ? BusinessRejectReason.UnknownId : BusinessRejectReason.Other;
    return session.businessReject(msgSeqNum, refMsgType, reason, text, listId);
  }
  sendStatus(client, event, state, timeNs, "");
}

/** Drop copies get the status of a list when every order of it is in their scope: it tells of all of them. */
export function copyListReport(
  copies: readonly (Recipient & { scope: DropCopyScope })[],
  event: ListReported,
  state: State,
  timeNs: bigint,
): void {
  if (event.listNumber === 0) return;
  const { orders, accounts, lists, sessions } = state;
  const { sessionId, orderIds } = lists.get(event.listNumber);
  for (const copy of copies) {
    const isCovered = orderIds.every((orderId) =>
      isInScope(copy.scope, sessionId, accounts.textOf(orders.accountEntry[orders.rowOf(orderId)])),
    );
    if (isCovered) sendStatus(copy, event, state, timeNs, sessions[sessionId]?.compId ?? "");
  }
}

/** @param onBehalfOf the client, in a copy; else "" */
function sendStatus(
  { session, form }: Recipient,
  event: ListReported,
  state: State,
  timeNs: bigint,
  onBehalfOf: string,
): void {
  const list = state.lists.get(event.listNumber);
  const spec = session.config.dictionary.message(MsgType.ListStatus);
  const group = spec === undefined ? undefined : groupOf(spec, Tag.NoOrders);
  if (spec === undefined || group === undefined) return;
  const orderIds = list.orderIds.slice(event.firstLine);
  const words = countsOf(list, state);
  const messages = Math.max(Math.ceil(orderIds.length / ORDERS_IN_MESSAGE), 1);
  for (let number = 1; number <= messages; number++) {
    const to = session.begin(MsgType.ListStatus, onBehalfOf);
    const part = orderIds.slice((number - 1) * ORDERS_IN_MESSAGE, number * ORDERS_IN_MESSAGE);
    to.text(Tag.ListID, list.listId);
    to.text(Tag.ListStatusText, words);
    to.timestamp(Tag.TransactTime, timeNs);
    to.int(Tag.TotNoOrders, list.totNoOrders);
    to.int(Tag.NoRpts, messages);
    to.int(Tag.RptSeq, number);
    to.int(Tag.ListStatusType, event.listStatusType);
    to.int(Tag.ListOrderStatus, LIST_ORDER_STATUS[list.stage]);
    if (spec.places[Tag.LastFragment] > 0) to.bool(Tag.LastFragment, number === messages);
    if (spec.places[Tag.ContingencyType] > 0 && list.contingency > 0) to.int(Tag.ContingencyType, list.contingency);
    const isRejected = list.stage === ListStage.Rejected && spec.places[Tag.ListRejectReason] > 0;
    if (isRejected) to.int(Tag.ListRejectReason, LIST_REJECTED_OTHER);
    to.int(Tag.NoOrders, part.length);
    for (const orderId of part) writeOrder(to, group, form, orderId, state);
    session.send();
  }
}

/** In the order of the version's group. */
function writeOrder(to: MessageWriter, group: GroupSpec, form: ReportForm, orderId: number, state: State): void {
  const { orders, clOrdIds, instruments } = state;
  const row = orders.rowOf(orderId);
  const instrument = instruments[orders.instrumentId[row]];
  const qtyScale = instrument?.qtyScale ?? 0;
  const cumQty = orders.cumQty[row];
  const leavesQty = orders.leavesQty(row);
  const entry = orders.clOrdIdEntry[row];
  const canceled = orders.isLive(row) ? 0 : orders.orderQty[row] - cumQty;
  for (const tag of group.places.keys()) {
    switch (tag) {
      case Tag.ClOrdID:
        to.text(tag, entry === NO_ENTRY ? "" : clOrdIds.textOf(entry));
        break;
      case Tag.OrderID:
        to.int(tag, orderId);
        break;
      case Tag.CumQty:
        to.decimal(tag, cumQty, qtyScale);
        break;
      case Tag.OrdStatus:
        to.char(tag, statusOf(form, orders.ordStatus(row)));
        break;
      case Tag.LeavesQty:
        to.decimal(tag, leavesQty, qtyScale);
        break;
      case Tag.CxlQty:
        to.decimal(tag, canceled, qtyScale);
        break;
      case Tag.AvgPx:
        if (cumQty === 0) to.int(tag, 0);
        else
          to.decimal(
            tag,
            averagePrice(orders.notional[row], cumQty),
            (instrument?.priceScale ?? 0) + AVERAGE_EXTRA_DIGITS,
          );
        break;
      default:
    }
  }
}

/** "200 orders: 0 received, 150 executing, 50 done (40 filled, 8 canceled, 2 rejected)". */
function countsOf({ orderIds, totNoOrders, received }: OrderList, { orders }: State): string {
  let waiting = 0;
  let executing = 0;
  let filled = 0;
  let rejected = 0;
  for (const orderId of orderIds) {
    const row = orders.rowOf(orderId);
    const status = orders.settledStatus(row);
    if (orders.isLive(row)) {
      if (orders.requestNumber[row] === 0) waiting++;
      else executing++;
    } else if (status === OrdStatus.Filled) filled++;
    else if (status === OrdStatus.Rejected) rejected++;
  }
  const done = received - waiting - executing;
  const missing = totNoOrders > received ? `${totNoOrders - received} to come, ` : "";
  const canceled = done - filled - rejected;
  return `${totNoOrders} orders: ${missing}${waiting} received, ${executing} executing, ${done} done (${filled} filled, ${canceled} canceled, ${rejected} rejected)`;
}

/** ListID and, where the version has it, ContingencyType, of an order in a list. */
export function writeList(to: MessageWriter, orderId: number, state: State, session: FixSession): void {
  const list = state.lists.listOf(orderId);
  if (list === undefined) return;
  if (!list.isLinked) to.text(Tag.ListID, list.listId);
  if (!saysContingency(session) || list.contingency === Contingency.None) return;
  // A linked exit says what it is to the other exits.
  const isExit = list.isLinked && state.lists.linkOf(orderId)?.linkId !== "";
  to.int(Tag.ContingencyType, isExit ? Contingency.Oco : list.contingency);
}

/** Has the client had its New while the order waited for the first of its list? */
export function isToldByList(orderId: number, { lists, orders }: State): boolean {
  const link = lists.linkOf(orderId);
  const list = lists.listOf(orderId);
  if (link === undefined || list === undefined) return false;
  // One that was taken with less than it asked for was told of its New before that.
  if (list.isLinked && orders.orderQty[orders.rowOf(orderId)] < link.unitQty) return true;
  return list.contingency === Contingency.Oto && link.listSeqNo !== 1;
}

/** Does the version's ExecutionReport say how orders depend on one another? */
function saysContingency(session: FixSession): boolean {
  const spec = session.config.dictionary.message(MsgType.ExecutionReport);
  return spec !== undefined && spec.places[Tag.ContingencyType] > 0;
}
