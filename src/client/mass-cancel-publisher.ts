/** What became of a mass cancel request: OrderMassCancelReport (35=r) or OrderMassActionReport (35=BZ), as the client's version has it. Rare. */
import { NO_ENTRY } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import { clientClOrdId } from "../core/telephoned.ts";
import type { MassCancelReported } from "../domain/records.generated.ts";
import { MassActionResponse, MassCancelRejectReason, MassCancelResponse } from "../domain/values.ts";
import type { GroupSpec } from "../fix/dictionary.ts";
import type { MessageWriter } from "../fix/message-writer.ts";
import { groupOf } from "../fix/messages/group-cursor.ts";
import type { FixSession } from "../fix/session.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { NO_ORDER } from "./report-form.ts";

/** @param reportId the report's own id, unique and never reused */
export function sendMassCancelReport(
  session: FixSession,
  event: MassCancelReported,
  state: State,
  timeNs: bigint,
  reportId: string,
): void {
  if (event.massActionType !== 0) return sendMassActionReport(session, event, state, timeNs, reportId);
  const spec = session.config.dictionary.message(MsgType.OrderMassCancelReport);
  if (spec === undefined) return;
  const isRejected = event.massCancelResponse === MassCancelResponse.Rejected;
  const to = session.begin(MsgType.OrderMassCancelReport);
  to.text(Tag.ClOrdID, event.clOrdId);
  to.text(Tag.OrderID, reportId);
  if (event.text !== "") to.text(Tag.Text, event.text);
  to.timestamp(Tag.TransactTime, timeNs);
  to.char(Tag.MassCancelRequestType, event.massCancelRequestType);
  to.char(Tag.MassCancelResponse, event.massCancelResponse);
  if (isRejected) to.int(Tag.MassCancelRejectReason, rejectReason(event, session));
  to.int(Tag.TotalAffectedOrders, event.totalAffectedOrders);
  const group = groupOf(spec, Tag.NoAffectedOrders);
  if (group !== undefined && event.orderIds.length > 0) writeAffected(to, group, event.orderIds, state);
  if (spec.places[Tag.MassActionReportID] > 0) to.text(Tag.MassActionReportID, reportId);
  session.send();
}

function sendMassActionReport(
  session: FixSession,
  event: MassCancelReported,
  state: State,
  timeNs: bigint,
  reportId: string,
): void {
  const spec = session.config.dictionary.message(MsgType.OrderMassActionReport);
  if (spec === undefined) return;
  const isRejected = event.massCancelResponse === MassCancelResponse.Rejected;
  const to = session.begin(MsgType.OrderMassActionReport);
  to.text(Tag.ClOrdID, event.clOrdId);
  if (event.text !== "") to.text(Tag.Text, event.text);
  to.timestamp(Tag.TransactTime, timeNs);
  to.int(Tag.TotalAffectedOrders, event.totalAffectedOrders);
  const group = groupOf(spec, Tag.NoAffectedOrders);
  if (group !== undefined && event.orderIds.length > 0) writeAffected(to, group, event.orderIds, state);
  to.text(Tag.MassActionReportID, reportId);
  to.int(Tag.MassActionType, event.massActionType);
  to.int(Tag.MassActionScope, event.massActionScope);
  to.int(Tag.MassActionResponse, isRejected ? MassActionResponse.Rejected : MassActionResponse.Accepted);
  if (isRejected) to.int(Tag.MassActionRejectReason, event.massCancelRejectReason);
  session.send();
}

/** FIX 4.3 has no "other". */
function rejectReason({ massCancelRejectReason }: MassCancelReported, session: FixSession): number {
  const isOther = massCancelRejectReason === MassCancelRejectReason.Other;
  return isOther && session.config.beginString === "FIX.4.3"
    ? MassCancelRejectReason.NotSupported
    : massCancelRejectReason;
}

function writeAffected(to: MessageWriter, group: GroupSpec, orderIds: readonly number[], state: State): void {
  const { orders, exchangeOrderIds } = state;
  // FIX 5.0 SP2 gave OrigClOrdID a tag of its own in this group.
  const origClOrdId = group.delimiter === Tag.AffectedOrigClOrdID ? Tag.AffectedOrigClOrdID : Tag.OrigClOrdID;
  to.int(Tag.NoAffectedOrders, orderIds.length);
  for (const orderId of orderIds) {
    const row = orders.rowOf(orderId);
    const entry = orders.exchangeOrderIdEntry[row];
    // It begins the entry; an order given by telephone may have none.
    to.text(origClOrdId, clientClOrdId(state, row, orders.clOrdIdEntry[row]) || NO_ORDER);
    to.int(Tag.AffectedOrderID, orderId);
    if (entry !== NO_ENTRY) to.text(Tag.AffectedSecondaryOrderID, exchangeOrderIds.textOf(entry));
  }
}
