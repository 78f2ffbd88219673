/**
 * Hot path: events become ExecutionReports (8) and OrderCancelRejects (9); budget 0.9 us a report.
 *
 * In: each event right after it changed the state. Out: messages of the client's session, numbered and staged for the
 * journal at once, on the wire at `release`. A session that is not connected is sent to all the same: it gets its
 * reports by resend. ExecID is the event's place in the journal, so that the same journal gives the same ids.
 */

import { eventIndexOf, sequenceOf } from "../core/fill-table.ts";
import { Flag, NO_ENTRY } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import { NO_SYMBOL } from "../core/symbology.ts";
import { clientClOrdId } from "../core/telephoned.ts";
import { AVERAGE_EXTRA_DIGITS, averagePrice, NO_PRICE } from "../domain/price.ts";
import {
  type Command,
  type CommandFailed,
  type Event,
  EventType,
  type FrameSkipped,
  type MassStatusReported,
  type OrderRejected,
  type OrderStatusReported,
} from "../domain/records.generated.ts";
import { ABSENT, ExecRestatementReason, ExecType, OrdRejReason, OrdStatus } from "../domain/values.ts";
import type { MessageWriter } from "../fix/message-writer.ts";
import { BusinessRejectReason } from "../fix/reject-reasons.ts";
import type { FixSession } from "../fix/session.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { sendCancelReject } from "./cancel-reject-publisher.ts";
import { CarriedFields } from "./carried-fields.ts";
import { type DropCopyScope, isInScope } from "./drop-copy-scope.ts";
import { copyListReport, isToldByList, sendListReport, writeList } from "./list-publisher.ts";
import { sendMassCancelReport } from "./mass-cancel-publisher.ts";
import { NO_ORDER, type ReportForm, reportFormOf } from "./report-form.ts";
import { ReportTerms } from "./report-terms.ts";
import {
  ExecTransType,
  execIdText,
  execTransTypeOf,
  execTypeOf,
  ordRejReasonOf,
  restatementReasonOf,
  statusOf,
  tellsReason,
} from "./report-values.ts";
import { RequestCopies } from "./request-copies.ts";

const CHARS = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/** A session that is told of orders, and in which form; a copy says on whose behalf (OnBehalfOfCompID). */
type Recipient = {
  session: FixSession;
  form: ReportForm;
  isCopy: boolean;
  /** What few orders have, as the recipient's version tells it. */
  terms: ReportTerms;
  carried: CarriedFields;
};

type DropCopy = Recipient & { scope: DropCopyScope };

/** A status request for what is no order, or none of the client's. */
type UnknownOrder = Pick<OrderStatusReported, "sessionId" | "clOrdId" | "ordStatusReqId" | "symbol" | "side"> &
  Partial<Pick<MassStatusReported, "ordRejReason" | "text">>;

/** What a report says beside the order's own state. One reused object; every field is set before each report. */
const report = {
  execType: "" as ExecType,
  clOrdId: "",
  origClOrdId: "",
  lastQty: 0,
  lastPx: 0,
  text: "",
  ordRejReason: -1,
  restatementReason: -1,
  /** `placeOf` the report of the trade that is changed; 0 for none. */
  execRef: 0,
  ordStatusReqId: "",
  massStatusReqId: "",
  totNumReports: 0,
  lastRptRequested: false,
};

export class FixPublisher {
  /** Reports made since the start. */
  reports = 0;
  readonly #state: State;
  readonly #flush: () => void;
  readonly #clients: (Recipient | undefined)[] = [];
  readonly #dropCopies: DropCopy[] = [];
  readonly #requestCopies: RequestCopies;
  #sequence = 0;
  #eventIndex = 0;
  #timeNs = 0n;

  /** @param flush gives the sockets what the sessions queued */
  constructor(state: State, flush: () => void) {
    this.#state = state;
    this.#requestCopies = new RequestCopies(state);
    this.#flush = flush;
  }

  /** From now on the session's orders are reported to it. */
  addSession(session: FixSession): void {
    this.#clients[session.id] = recipientOf(session, false);
  }

  /**
   * From now on the session gets a copy of every ExecutionReport in its scope, numbered in its own sequence; with
   * `includeRequests` of every D, F and G, too, before the reports.
   */
  addDropCopy(session: FixSession, scope: DropCopyScope, includeRequests = false): void {
    if (includeRequests) this.#requestCopies.add(session, scope);
    this.#dropCopies.push({ ...recipientOf(session, true), scope });
  }

  receive(command: Command, raw: Buffer, rawStart: number, rawEnd: number, timeNs: bigint): void {
    const client = "sessionId" in command ? this.#clients[command.sessionId] : undefined;
    if (client === undefined) return;
    this.#requestCopies.copy(client.session.config.dictionary, command, raw, rawStart, rawEnd, timeNs);
  }

  release(): void {
    this.#flush();
  }

  publish(event: Event, sequence: number, eventIndex: number, timeNs: bigint): void {
    this.#sequence = sequence;
    this.#eventIndex = eventIndex;
    this.#timeNs = timeNs;
    switch (event.type) {
      case EventType.CareOpened:
        return this.#report(event.orderId, ExecType.PendingNew, 0, 0, "");
      case EventType.CareAccepted:
        return this.#report(event.orderId, ExecType.New, 0, 0, "");
      case EventType.OrderWarehoused:
      case EventType.StopHeld:
        if (event.type === EventType.StopHeld && isToldByList(event.orderId, this.#state)) return;
        return this.#report(event.orderId, ExecType.New, 0, 0, event.text);
      case EventType.OrderAcknowledged:
        if (this.#wasWarehoused(event.orderId)) return;
        return this.#report(event.orderId, ExecType.New, 0, 0, "");
      case EventType.OrderFilled:
        return this.#report(event.orderId, ExecType.Trade, event.lastQty, event.lastPx, "");
      case EventType.FillBusted:
        report.execRef = event.execRef;
        return this.#report(event.orderId, ExecType.TradeCancel, 0, 0, event.text);
      case EventType.FillCorrected:
        report.execRef = event.execRef;
        return this.#report(event.orderId, ExecType.TradeCorrect, event.lastQty, event.lastPx, event.text);
      case EventType.OrderReplaced:
        return this.#reportSettled(event.orderId, ExecType.Replaced, "");
      case EventType.OrderCanceled:
        if (event.solicited) return this.#reportSettled(event.orderId, ExecType.Canceled, "");
        report.restatementReason = event.reason;
        return this.#report(event.orderId, ExecType.Canceled, 0, 0, event.text);
      case EventType.OrderSuspended:
        return this.#report(event.orderId, ExecType.Suspended, 0, 0, event.text);
      case EventType.OrderExpired:
        return this.#report(event.orderId, ExecType.Expired, 0, 0, event.text);
      case EventType.OrderTriggered:
        report.restatementReason = ExecRestatementReason.Other;
        return this.#report(event.orderId, ExecType.Triggered, 0, 0, event.text);
      case EventType.OrderRestated:
      case EventType.OrderSplit:
        report.restatementReason = "reason" in event ? event.reason : ExecRestatementReason.CorporateAction;
        return this.#report(event.orderId, ExecType.Restated, 0, 0, event.text);
      case EventType.OrderDoneForDay:
        return this.#report(event.orderId, ExecType.DoneForDay, 0, 0, event.text);
      case EventType.OrderRefused:
        report.ordRejReason = event.ordRejReason;
        return this.#report(event.orderId, ExecType.Rejected, 0, 0, event.text);
      case EventType.CancelRequested:
        return this.#reportPending(event.orderId, event.clOrdId, ExecType.PendingCancel);
      case EventType.ReplaceRequested:
        return this.#reportPending(event.orderId, event.clOrdId, ExecType.PendingReplace);
      case EventType.OrderRejected:
        return this.#reportRejected(event);
      case EventType.RequestRejected:
        if (sendCancelReject(this.#clients[event.sessionId], event, this.#state, timeNs)) this.reports++;
        return;
      case EventType.OrderStatusReported:
        return this.#reportStatus(event);
      case EventType.MassStatusReported:
        return this.#reportMassStatus(event);
      case EventType.MassCancelReported: {
        const client = this.#clients[event.sessionId];
        if (client === undefined) return;
        return sendMassCancelReport(client.session, event, this.#state, timeNs, this.#execId(client.form));
      }
      case EventType.ListReported:
        sendListReport(this.#clients[event.sessionId], event, this.#state, timeNs);
        return copyListReport(this.#dropCopies, event, this.#state, timeNs);
      case EventType.CommandFailed:
        return this.#businessReject(event, "an error of ours; the request was not carried out");
      case EventType.FrameSkipped:
        return this.#businessReject(event, `not carried out, by decision of the desk: ${event.reason}`);
      default:
        return;
    }
  }

  /** A report of the order under the ClOrdID in force. */
  #report(orderId: number, execType: ExecType, lastQty: number, lastPx: number, text: string): void {
    const { orders } = this.#state;
    report.execType = execType;
    const row = orders.rowOf(orderId);
    report.clOrdId = clientClOrdId(this.#state, row, orders.clOrdIdEntry[row]);
    report.lastQty = lastQty;
    report.lastPx = lastPx;
    report.text = text;
    this.#sendReport(orderId);
  }

  /** A request took effect: its ClOrdID is in force, the one before it is OrigClOrdID. */
  #reportSettled(orderId: number, execType: ExecType, text: string): void {
    const { orders } = this.#state;
    const row = orders.rowOf(orderId);
    report.origClOrdId = clientClOrdId(this.#state, row, orders.previousClOrdIdEntry[row]);
    this.#report(orderId, execType, 0, 0, text);
  }

  /** OrigClOrdID is the last one that was accepted, however many requests are pending (FIX 4.4 Volume 4 Appendix D, D.2.b). */
  #reportPending(orderId: number, clOrdId: string, execType: ExecType): void {
    const { orders, sessions } = this.#state;
    const row = orders.rowOf(orderId);
    if (sessions[orders.sessionId[row]]?.pendingReports !== true) return;
    report.execType = execType;
    report.clOrdId = clOrdId;
    report.origClOrdId = clientClOrdId(this.#state, row, orders.clOrdIdEntry[row]);
    this.#sendReport(orderId);
  }

  #reportStatus(event: OrderStatusReported): void {
    const { orders } = this.#state;
    const row = orders.rowOf(event.orderId);
    report.execType = ExecType.OrderStatus;
    report.ordStatusReqId = event.ordStatusReqId;
    if (event.orderId === 0) return this.#reportUnknown(event);
    report.clOrdId = event.clOrdId === "" ? clientClOrdId(this.#state, row, orders.clOrdIdEntry[row]) : event.clOrdId;
    this.#sendReport(event.orderId);
  }

  #reportMassStatus(event: MassStatusReported): void {
    const { orders } = this.#state;
    const row = orders.rowOf(event.orderId);
    report.execType = ExecType.OrderStatus;
    report.massStatusReqId = event.massStatusReqId;
    report.totNumReports = event.totNumReports;
    report.lastRptRequested = event.lastRptRequested;
    if (event.orderId === 0) return this.#reportUnknown({ ...event, clOrdId: "", ordStatusReqId: "" });
    report.clOrdId = clientClOrdId(this.#state, row, orders.clOrdIdEntry[row]);
    this.#sendReport(event.orderId);
  }

  #reportRejected(event: OrderRejected): void {
    report.execType = ExecType.Rejected;
    report.clOrdId = event.clOrdId;
    report.ordRejReason = event.ordRejReason;
    report.text = event.text;
    // A duplicate ClOrdID is answered with the state of the order that has it (FIX 4.4 Volume 4 Appendix D, F.1).
    if (event.ordRejReason === OrdRejReason.DuplicateOrder) return this.#sendReport(event.orderId);
    const client = this.#clients[event.sessionId];
    if (client !== undefined) this.#writeRejected(client, event);
    for (let index = 0; index < this.#dropCopies.length; index++) {
      const copy = this.#dropCopies[index];
      if (isInScope(copy.scope, event.sessionId, event.account)) this.#writeRejected(copy, event);
    }
    reset();
  }

  #writeRejected(recipient: Recipient, event: OrderRejected): void {
    const { form } = recipient;
    const to = this.#begin(recipient, event.sessionId);
    to.text(Tag.Account, event.account);
    to.int(Tag.AvgPx, 0);
    to.text(Tag.ClOrdID, event.clOrdId);
    to.int(Tag.CumQty, 0);
    to.text(Tag.ExecID, this.#execId(form));
    if (!form.hasTradeExecType) to.char(Tag.ExecTransType, ExecTransType.New);
    if (form.requiresLast) writeNoLast(to);
    // The order it would be is the one its client gave by telephone, and that lives.
    if (event.ordRejReason === OrdRejReason.DuplicateOfVerbalOrder) to.text(Tag.OrderID, NO_ORDER);
    else to.int(Tag.OrderID, event.orderId);
    to.decimal(Tag.OrderQty, event.qtyMantissa, event.qtyScale);
    to.char(Tag.OrdStatus, OrdStatus.Rejected);
    to.char(Tag.OrdType, event.ordType);
    if (event.priceMantissa !== NO_PRICE) to.decimal(Tag.Price, event.priceMantissa, event.priceScale);
    to.char(Tag.Side, event.side);
    to.text(Tag.Symbol, event.symbol === "" ? NO_SYMBOL : event.symbol);
    to.text(Tag.Text, event.text);
    to.char(Tag.TimeInForce, event.timeInForce);
    to.timestamp(Tag.TransactTime, this.#timeNs);
    to.int(Tag.OrdRejReason, ordRejReasonOf(form, event.ordRejReason));
    if (form.hasExecType) to.char(Tag.ExecType, ExecType.Rejected);
    if (form.hasLeavesQty) to.int(Tag.LeavesQty, 0);
    if (event.listId !== "") to.text(Tag.ListID, event.listId);
    if (event.carried !== "") this.#writeCarried(recipient, event.sessionId, event.carried, to);
    this.#finish(recipient);
  }

  /** A report of a known order goes to its client and to every drop copy in whose scope it is. */
  #sendReport(orderId: number): void {
    const { orders, accounts } = this.#state;
    const row = orders.rowOf(orderId);
    // Parts are the desk's own: the client is told of the whole.
    if ((orders.flags[row] & Flag.Child) !== 0) return reset();
    const sessionId = orders.sessionId[row];
    const client = this.#clients[sessionId];
    if (client !== undefined) this.#writeReport(client, orderId);
    for (let index = 0; index < this.#dropCopies.length; index++) {
      const copy = this.#dropCopies[index];
      if (isInScope(copy.scope, sessionId, accounts.textOf(orders.accountEntry[row]))) this.#writeReport(copy, orderId);
    }
    reset();
  }

  /** The one place that writes a report of a known order, from its row and what `report` adds. */
  #writeReport(recipient: Recipient, orderId: number): void {
    const { orders, instruments, accounts, exchangeOrderIds } = this.#state;
    const { form } = recipient;
    const row = orders.rowOf(orderId);
    const instrument = instruments[orders.instrumentId[row]];
    const priceScale = instrument?.priceScale ?? 0;
    const qtyScale = instrument?.qtyScale ?? 0;
    const { execType } = report;
    const ordStatus = orders.ordStatus(row);
    const cumQty = orders.cumQty[row];
    const to = this.#begin(recipient, orders.sessionId[row]);
    to.text(Tag.Account, accounts.textOf(orders.accountEntry[row]));
    if (cumQty === 0) to.int(Tag.AvgPx, 0);
    else to.decimal(Tag.AvgPx, averagePrice(orders.notional[row], cumQty), priceScale + AVERAGE_EXTRA_DIGITS);
    if (report.clOrdId !== "") to.text(Tag.ClOrdID, report.clOrdId);
    to.decimal(Tag.CumQty, cumQty, qtyScale);
    to.text(Tag.ExecID, this.#execId(form));
    if (!form.hasTradeExecType) {
      to.char(Tag.ExecTransType, execTransTypeOf(execType));
    }
    if (report.execRef > 0) {
      to.text(Tag.ExecRefID, execIdText(form, sequenceOf(report.execRef), eventIndexOf(report.execRef)));
    }
    if (execType === ExecType.Trade || execType === ExecType.TradeCorrect || execType === ExecType.TradeCancel) {
      to.decimal(Tag.LastPx, report.lastPx, priceScale);
      to.decimal(Tag.LastQty, report.lastQty, qtyScale);
    } else if (form.requiresLast) {
      writeNoLast(to);
    }
    to.int(Tag.OrderID, orderId);
    to.decimal(Tag.OrderQty, orders.orderQty[row], qtyScale);
    to.char(Tag.OrdStatus, statusOf(form, ordStatus));
    if (recipient.terms.knowsOrdType(orders.ordType[row])) to.char(Tag.OrdType, CHARS[orders.ordType[row]]);
    if (form.hasOrderLinks && report.origClOrdId !== "") to.text(Tag.OrigClOrdID, report.origClOrdId);
    if (orders.price[row] !== NO_PRICE) to.decimal(Tag.Price, orders.price[row], priceScale);
    to.char(Tag.Side, CHARS[orders.side[row]]);
    to.text(Tag.Symbol, instrument?.symbol ?? "");
    if (report.text !== "") to.text(Tag.Text, report.text);
    if (recipient.terms.knowsTimeInForce(orders.timeInForce[row])) {
      to.char(Tag.TimeInForce, CHARS[orders.timeInForce[row]]);
    }
    to.timestamp(Tag.TransactTime, this.#timeNs);
    if (report.ordRejReason >= 0) to.int(Tag.OrdRejReason, ordRejReasonOf(form, report.ordRejReason));
    if (form.hasExecType) to.char(Tag.ExecType, execTypeOf(form, execType, orders.settledStatus(row)));
    if (form.hasLeavesQty) to.decimal(Tag.LeavesQty, orders.leavesQty(row), qtyScale);
    const exchangeOrderIdEntry = orders.exchangeOrderIdEntry[row];
    if (form.hasOrderLinks && exchangeOrderIdEntry !== NO_ENTRY)
      to.text(Tag.SecondaryOrderID, exchangeOrderIds.textOf(exchangeOrderIdEntry));
    if (form.hasOrdStatusReqId && report.ordStatusReqId !== "") to.text(Tag.OrdStatusReqID, report.ordStatusReqId);
    if (form.hasDayQty && this.#state.carriedOver.size > 0) this.#writeDayQty(to, orderId, row, qtyScale, priceScale);
    if (form.hasMassStatus && report.massStatusReqId !== "") writeMassStatus(to);
    if (tellsReason(form, execType, report.restatementReason)) {
      to.int(Tag.ExecRestatementReason, restatementReasonOf(form, report.restatementReason));
    }
    if ((orders.flags[row] & Flag.Listed) !== 0) writeList(to, orderId, this.#state, recipient.session);
    if ((orders.flags[row] & Flag.MoreTerms) !== 0) {
      recipient.terms.write(this.#state.moreTermsOf(row), priceScale, qtyScale, to);
    }
    const carried = this.#state.carriedOf(row);
    if (carried !== "") this.#writeCarried(recipient, orders.sessionId[row], carried, to);
    this.#finish(recipient);
  }

  /** What is carried is valid by the dictionary of the client it came from. */
  #writeCarried(recipient: Recipient, sessionId: number, carried: string, to: MessageWriter): void {
    const source = this.#clients[sessionId] ?? recipient;
    recipient.carried.write(carried, source.session.config.dictionary, to);
  }

  /** Its client has had the New of such an order. */
  #wasWarehoused(orderId: number): boolean {
    const { orders } = this.#state;
    return (orders.flags[orders.rowOf(orderId)] & Flag.Warehoused) !== 0;
  }

  /** Of an order carried into the day with fills: what of it is the day's (FIX 4.4 Volume 4 Appendix D, H.1.a). */
  #writeDayQty(to: MessageWriter, orderId: number, row: number, qtyScale: number, priceScale: number): void {
    const carried = this.#state.carriedOver.get(orderId);
    if (carried === undefined) return;
    const { orders } = this.#state;
    const dayCumQty = orders.cumQty[row] - carried.cumQty;
    to.decimal(Tag.DayOrderQty, orders.orderQty[row] - carried.cumQty, qtyScale);
    to.decimal(Tag.DayCumQty, dayCumQty, qtyScale);
    const dayAvgPx = dayCumQty > 0 ? averagePrice(orders.notional[row] - carried.notional, dayCumQty) : 0;
    to.decimal(Tag.DayAvgPx, dayAvgPx, priceScale + AVERAGE_EXTRA_DIGITS);
  }

  /** Status of an order nobody knows: OrdStatus Rejected, OrdRejReason Unknown order (FIX 4.4 Volume 4, OrderStatusRequest). */
  #reportUnknown(event: UnknownOrder): void {
    const client = this.#clients[event.sessionId];
    if (client === undefined) return reset();
    const { form } = client;
    const to = client.session.begin(MsgType.ExecutionReport);
    to.int(Tag.AvgPx, 0);
    if (event.clOrdId !== "") to.text(Tag.ClOrdID, event.clOrdId);
    to.int(Tag.CumQty, 0);
    to.text(Tag.ExecID, this.#execId(form));
    if (!form.hasTradeExecType) to.char(Tag.ExecTransType, ExecTransType.Status);
    if (form.requiresLast) writeNoLast(to);
    to.text(Tag.OrderID, NO_ORDER);
    if (form.requiresLast) to.int(Tag.OrderQty, 0);
    to.char(Tag.OrdStatus, OrdStatus.Rejected);
    to.char(Tag.Side, event.side === (ABSENT as string) ? "7" : event.side);
    to.text(Tag.Symbol, event.symbol === "" ? NO_SYMBOL : event.symbol);
    to.text(Tag.Text, event.text ?? "no such order in this session");
    to.timestamp(Tag.TransactTime, this.#timeNs);
    to.int(Tag.OrdRejReason, ordRejReasonOf(form, event.ordRejReason ?? OrdRejReason.UnknownOrder));
    if (form.hasExecType) to.char(Tag.ExecType, execTypeOf(form, ExecType.OrderStatus, OrdStatus.Rejected));
    if (form.hasLeavesQty) to.int(Tag.LeavesQty, 0);
    if (form.hasOrdStatusReqId && event.ordStatusReqId !== "") to.text(Tag.OrdStatusReqID, event.ordStatusReqId);
    if (form.hasMassStatus && report.massStatusReqId !== "") writeMassStatus(to);
    this.#finish(client);
    reset();
  }

  #businessReject(event: CommandFailed | FrameSkipped, text: string): void {
    const { msgSeqNum, refMsgType, clOrdId } = event;
    const session = this.#clients[event.sessionId]?.session;
    session?.businessReject(msgSeqNum, refMsgType, BusinessRejectReason.ApplicationNotAvailable, text, clOrdId);
  }

  #begin(recipient: Recipient, sessionId: number): MessageWriter {
    const compId = recipient.isCopy ? (this.#state.sessions[sessionId]?.compId ?? "") : "";
    return recipient.session.begin(MsgType.ExecutionReport, compId);
  }

  #finish(recipient: Recipient): void {
    recipient.session.send();
    this.reports++;
  }

  #execId(form: ReportForm): string {
    return execIdText(form, this.#sequence, this.#eventIndex);
  }
}

function reset(): void {
  report.clOrdId = "";
  report.origClOrdId = "";
  report.lastQty = 0;
  report.lastPx = 0;
  report.text = "";
  report.ordRejReason = -1;
  report.restatementReason = -1;
  report.execRef = 0;
  report.ordStatusReqId = "";
  report.massStatusReqId = "";
}

function writeMassStatus(to: MessageWriter): void {
  to.text(Tag.MassStatusReqID, report.massStatusReqId);
  to.int(Tag.TotNumReports, report.totNumReports);
  to.bool(Tag.LastRptRequested, report.lastRptRequested);
}

function recipientOf(session: FixSession, isCopy: boolean): Recipient {
  const { beginString, defaultApplVerId, dictionary } = session.config;
  const form = reportFormOf(beginString, defaultApplVerId);
  return { session, form, isCopy, terms: new ReportTerms(dictionary), carried: new CarriedFields(dictionary) };
}

function writeNoLast(to: MessageWriter): void {
  to.int(Tag.LastPx, 0);
  to.int(Tag.LastQty, 0);
}
