/** A client's cancel or replace that was refused: OrderCancelReject (35=9), as the client's version has it. */
import type { State } from "../core/state.ts";
import { clientClOrdId } from "../core/telephoned.ts";
import type { RequestRejected } from "../domain/records.generated.ts";
import { OrdStatus } from "../domain/values.ts";
import type { FixSession } from "../fix/session.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { NO_ORDER, type ReportForm } from "./report-form.ts";
import { statusOf } from "./report-values.ts";

/** @returns whether there was somebody to tell */
export function sendCancelReject(
  client: { session: FixSession; form: ReportForm } | undefined,
  event: RequestRejected,
  state: State,
  timeNs: bigint,
): boolean {
  if (client === undefined) return false;
  const { session, form } = client;
  const { orders } = state;
  const { orderId } = event;
  const to = session.begin(MsgType.OrderCancelReject);
  to.text(Tag.ClOrdID, event.clOrdId);
  if (orderId === 0) to.text(Tag.OrderID, NO_ORDER);
  else to.int(Tag.OrderID, orderId);
  if (form.rejectHasOrder) {
    const ordStatus = orderId === 0 ? OrdStatus.Rejected : statusOf(form, orders.ordStatus(orders.rowOf(orderId)));
    to.char(Tag.OrdStatus, ordStatus);
    to.text(Tag.OrigClOrdID, event.origClOrdId === "" ? clOrdIdInForce(state, orderId) : event.origClOrdId);
  }
  to.text(Tag.Text, event.text);
  if (form.rejectHasResponseTo) to.timestamp(Tag.TransactTime, timeNs);
  to.int(Tag.CxlRejReason, form.cxlRejReasons.has(event.cxlRejReason) ? event.cxlRejReason : form.cxlRejOther);
  if (form.rejectHasResponseTo) to.char(Tag.CxlRejResponseTo, event.responseTo);
  session.send();
  return true;
}

/** An order given by telephone may have none; the field is required. */
function clOrdIdInForce(state: State, orderId: number): string {
  if (orderId === 0) return NO_ORDER;
  const row = state.orders.rowOf(orderId);
  return clientClOrdId(state, row, state.orders.clOrdIdEntry[row]) || NO_ORDER;
}
