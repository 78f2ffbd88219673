/**
 * A venue's messages as reports in our words: ExecutionReport(8), OrderCancelReject(9), and Reject(3) and
 * BusinessMessageReject(j) of our requests.
 *
 * In: in-sequence messages, valid by the session's dictionary. Out: one report, or none where nothing follows. Prices and
 * quantities are taken exactly or not at all: what does not fit our scales, and an id too long to keep, is Unbookable.
 */
import { Pending } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import { type VenueReport, VenueReportKind } from "../domain/exchange-port.ts";
import { parseVenueClOrdId } from "../domain/instrument.ts";
import { CL_ORD_ID_MAX, EXCHANGE_ID_MAX, SYMBOL_MAX, TEXT_MAX } from "../domain/limits.ts";
import { NO_PRICE, type Qty, rescale, type Ticks } from "../domain/price.ts";
import {
  CxlRejReason,
  ExceptionKind,
  ExecType,
  NO_RESTATEMENT_REASON,
  OrdRejReason,
  OrdStatus,
  type Side,
} from "../domain/values.ts";
import type { MessageView } from "../fix/message-view.ts";
import { MsgType, Tag } from "../fix/tags.ts";

/** ExecType (150) values that this side of the house has no other use for. */
const Old = { PartialFill: "1", Fill: "2", Restated: "D", Triggered: "L", Correct: "G", Cancel: "H" } as const;
/** ExecTransType (20), FIX 4.2 and before. */
const ExecTransType = { Cancel: "1", Correct: "2", Status: "3" } as const;
/** A venue that knows no order has no OrderID for it. */
const NO_ORDER: ReadonlySet<string> = new Set(["NONE", "UNKNOWN", "[N/A]"]);
const LIVE: ReadonlySet<string> = new Set([
  OrdStatus.New,
  OrdStatus.PartiallyFilled,
  OrdStatus.PendingNew,
  OrdStatus.PendingCancel,
  OrdStatus.PendingReplace,
  OrdStatus.Suspended,
]);
const REQUEST_FACTOR = 65_536;
/** Our cancels of orders we do not know, by the report that told of them. */
const ALIEN_CANCEL = /^A\d+$/;

export class VenueReportReader {
  readonly #state: State;
  readonly #venueId: number;
  readonly #prefix: string;
  #report: VenueReport = emptyReport(0);
  #row = 0;
  #priceScale = 0;
  #qtyScale = 0;

  constructor(state: State, venueId: number, clOrdIdPrefix: string) {
    this.#state = state;
    this.#venueId = venueId;
    this.#prefix = clOrdIdPrefix;
  }

  /** An ExecutionReport. @returns null when nothing follows from it; the report is the caller's */
  execution(view: MessageView, reportSequence: number): VenueReport | null {
    const report = this.#begin(view, reportSequence);
    const transType = view.char(Tag.ExecTransType);
    const execType = view.char(Tag.ExecType);
    if (this.#row === 0) return this.#stranger(view, report);
    report.exchangeOrderId = view.text(Tag.OrderID);
    report.exchangeExecId = view.text(Tag.ExecID);
    const tooLong = Math.max(report.exchangeOrderId.length, report.exchangeExecId.length) > EXCHANGE_ID_MAX;
    if (tooLong) return unbookable(report, `OrderID(37) or ExecID(17) has more than ${EXCHANGE_ID_MAX} characters`);
    if (transType === ExecTransType.Status || execType === ExecType.OrderStatus) return this.#status(view, report);
    if (transType === ExecTransType.Cancel || execType === Old.Cancel)
      return this.#changed(view, report, VenueReportKind.Busted);
    if (transType === ExecTransType.Correct || execType === Old.Correct)
      return this.#changed(view, report, VenueReportKind.Corrected);
    return this.#event(view, report, execType);
  }

  cancelReject(view: MessageView, reportSequence: number): VenueReport | null {
    const report = this.#begin(view, reportSequence);
    if (this.#row === 0) return isOfAlienCancel(view, report) ? alienStays(view, report) : null;
    report.kind = VenueReportKind.RequestRejected;
    report.reason = reasonOf(view, Tag.CxlRejReason, CxlRejReason.Other);
    return report;
  }

  /**
   * A request of ours was rejected as a message, by Reject(3) or BusinessMessageReject(j): it is refused with those words.
   *
   * @param ours the message of ours that was rejected; null when it is not there any more
   */
  rejected(view: MessageView, ours: MessageView | null, reportSequence: number): VenueReport {
    const report = emptyReport(reportSequence);
    const words = view.text(Tag.Text).slice(0, TEXT_MAX / 2);
    const msgType = ours?.msgType ?? "";
    report.text = `the venue rejected our message ${view.text(Tag.RefSeqNum)} (${msgType || "of an unknown type"}): ${words}`;
    report.clOrdId = this.#own(ours?.text(Tag.ClOrdID) ?? "");
    if (msgType === MsgType.NewOrderSingle) {
      report.kind = VenueReportKind.Rejected;
      report.reason = OrdRejReason.Other;
    } else if (ours !== null && msgType === MsgType.OrderCancelRequest && ALIEN_CANCEL.test(report.clOrdId)) {
      return alienStays(ours, report);
    } else if (msgType === MsgType.OrderCancelRequest || msgType === MsgType.OrderCancelReplaceRequest) {
      report.kind = VenueReportKind.RequestRejected;
      report.reason = CxlRejReason.Other;
    } else {
      report.kind = VenueReportKind.Unbookable;
      const isStatus = msgType === MsgType.OrderStatusRequest;
      report.exception = isStatus ? ExceptionKind.Unresolved : ExceptionKind.MessageRejected;
    }
    return report;
  }

  /** Which order a message speaks of: its row and scales, 0 for none of this venue's. */
  #begin(view: MessageView, reportSequence: number): VenueReport {
    const report = emptyReport(reportSequence);
    this.#report = report;
    report.clOrdId = this.#own(view.text(Tag.ClOrdID));
    report.text = view.text(Tag.Text).slice(0, TEXT_MAX);
    const packed = parseVenueClOrdId(report.clOrdId);
    const { orders, instruments } = this.#state;
    const row = packed === -1 ? 0 : orders.rowOf(Math.floor(packed / REQUEST_FACTOR));
    this.#row = row !== 0 && orders.venueId[row] === this.#venueId ? row : 0;
    if (this.#row === 0) return report;
    const instrument = instruments[orders.instrumentId[row]];
    this.#priceScale = instrument?.priceScale ?? 0;
    this.#qtyScale = instrument?.qtyScale ?? 0;
    return report;
  }

  #event(view: MessageView, report: VenueReport, execType: string): VenueReport | null {
    switch (execType) {
      case ExecType.New:
        report.kind = VenueReportKind.Accepted;
        return report;
      case ExecType.Rejected:
        report.kind = VenueReportKind.Rejected;
        report.reason = reasonOf(view, Tag.OrdRejReason, OrdRejReason.Other);
        return report;
      case ExecType.Trade:
      case Old.PartialFill:
      case Old.Fill:
        report.kind = VenueReportKind.Fill;
        return this.#readTrade(view) ? report : unbookable(report, this.#tradeText(view));
      case ExecType.Canceled: {
        const slot = this.#requestSlot();
        report.kind = VenueReportKind.Canceled;
        report.solicited = slot !== 0 && this.#state.requests.kind[slot] === Pending.Cancel;
        report.restatementReason = reasonOf(view, Tag.ExecRestatementReason, NO_RESTATEMENT_REASON);
        return report;
      }
      case ExecType.Replaced:
      case Old.Restated:
        report.kind = execType === ExecType.Replaced ? VenueReportKind.Replaced : VenueReportKind.Restated;
        if (view.has(Tag.ExecRestatementReason))
          report.restatementReason = reasonOf(view, Tag.ExecRestatementReason, 255);
        return this.#readTerms(view, execType === ExecType.Replaced) ? report : unbookable(report, termsText(view));
      case ExecType.Expired:
        report.kind = VenueReportKind.Expired;
        return report;
      case ExecType.Suspended:
        report.kind = VenueReportKind.Suspended;
        return report;
      case ExecType.DoneForDay:
        report.kind = VenueReportKind.DoneForDay;
        return report;
      case Old.Triggered:
        report.kind = VenueReportKind.Triggered;
        return report;
      default:
        // Pending New, Pending Cancel, Pending Replace, Stopped, Calculated: nothing changes by them.
        return null;
    }
  }

  #status(view: MessageView, report: VenueReport): VenueReport | null {
    report.kind = VenueReportKind.Status;
    const ordStatus = view.char(Tag.OrdStatus) as OrdStatus;
    const isRejected = ordStatus === OrdStatus.Rejected;
    const isUnknown =
      isRejected && (NO_ORDER.has(report.exchangeOrderId) || view.int(Tag.OrdRejReason) === OrdRejReason.UnknownOrder);
    const cumQty = this.#qty(view, Tag.CumQty);
    if (!isUnknown && (Number.isNaN(cumQty) || !this.#readTerms(view, false)))
      return unbookable(report, termsText(view));
    const hasAvgPx = view.decimal(Tag.AvgPx);
    report.status = {
      ordStatus: isUnknown ? "" : ordStatus,
      cumQty: (isUnknown ? 0 : cumQty) as Qty,
      avgPxMantissa: hasAvgPx ? view.mantissa : NO_PRICE,
      avgPxScale: hasAvgPx ? view.scale : 0,
    };
    return report;
  }

  #changed(view: MessageView, report: VenueReport, kind: VenueReportKind): VenueReport {
    report.kind = kind;
    report.exchangeExecRefId = view.text(Tag.ExecRefID);
    const leavesQty = this.#qty(view, Tag.LeavesQty);
    if (!Number.isNaN(leavesQty)) report.leavesQty = leavesQty as Qty;
    if (report.exchangeExecRefId.length > EXCHANGE_ID_MAX) return unbookable(report, "ExecRefID(19) is too long");
    return this.#readTrade(view) || kind === VenueReportKind.Busted
      ? report
      : unbookable(report, this.#tradeText(view));
  }

  /** Something about an order that we do not know: what is over needs nobody, what lives or has traded does. */
  #stranger(view: MessageView, report: VenueReport): VenueReport | null {
    const isTrade = view.decimal(Tag.LastQty) && view.mantissa > 0;
    if (!isTrade && !LIVE.has(view.char(Tag.OrdStatus))) return null;
    if (isOfAlienCancel(view, report)) return null;
    report.kind = VenueReportKind.Alien;
    report.clOrdId = view.text(Tag.ClOrdID).slice(0, CL_ORD_ID_MAX);
    report.exchangeOrderId = view.text(Tag.OrderID).slice(0, EXCHANGE_ID_MAX);
    report.alien = { symbol: view.text(Tag.Symbol).slice(0, SYMBOL_MAX), side: view.char(Tag.Side) as Side };
    const said = [Tag.OrdStatus, Tag.OrderQty, Tag.CumQty, Tag.LastQty, Tag.LastPx].filter((tag) => view.has(tag));
    report.text = said.map((tag) => `${tag}=${view.text(tag)}`).join(" ");
    return report;
  }

  /** The request that the report at hand is named after, while it is not answered; 0 for none. */
  #requestSlot(): number {
    const { orders, requests } = this.#state;
    const packed = parseVenueClOrdId(this.#report.clOrdId);
    return packed === -1 ? 0 : requests.sentAs(orders, this.#row, packed % REQUEST_FACTOR);
  }

  #readTrade(view: MessageView): boolean {
    const lastQty = this.#qty(view, Tag.LastQty);
    const lastPx = this.#price(view, Tag.LastPx);
    if (!(lastQty > 0) || Number.isNaN(lastPx)) return false;
    this.#report.lastQty = lastQty as Qty;
    this.#report.lastPx = lastPx as Ticks;
    return true;
  }

  /** What is in force: as the venue says, or, where it says nothing, as asked. */
  #readTerms(view: MessageView, asAsked: boolean): boolean {
    const { orders, requests } = this.#state;
    const row = this.#row;
    const slot = asAsked ? this.#requestSlot() : 0;
    const inForce = slot === 0 ? { orderQty: orders.orderQty[row], price: orders.price[row] } : null;
    const askedQty = inForce?.orderQty ?? requests.orderQty[slot];
    const askedPx = inForce?.price ?? requests.price[slot];
    const orderQty = view.has(Tag.OrderQty) ? this.#qty(view, Tag.OrderQty) : askedQty;
    const price = view.has(Tag.Price) ? this.#price(view, Tag.Price) : askedPx;
    if (Number.isNaN(orderQty) || Number.isNaN(price)) return false;
    // A venue may write 44=0 for an order that has no price.
    const isUnpriced = askedPx === NO_PRICE && price === 0;
    this.#report.orderQty = orderQty as Qty;
    this.#report.price = isUnpriced ? NO_PRICE : (price as Ticks);
    return true;
  }

  #tradeText(view: MessageView): string {
    const digits = `our scales have ${this.#qtyScale} and ${this.#priceScale} digits`;
    return `a trade of LastQty(32) ${view.text(Tag.LastQty)} at LastPx(31) ${view.text(Tag.LastPx)} cannot be booked exactly: ${digits}; ExecID(17) ${view.text(Tag.ExecID).slice(0, EXCHANGE_ID_MAX)}`;
  }

  #qty(view: MessageView, tag: number): number {
    return view.decimal(tag) ? rescale(view.mantissa, view.scale, this.#qtyScale) : Number.NaN;
  }

  #price(view: MessageView, tag: number): number {
    return view.decimal(tag) ? rescale(view.mantissa, view.scale, this.#priceScale) : Number.NaN;
  }

  /** A ClOrdID without the prefix that we put before ours; another's as it is. */
  #own(clOrdId: string): string {
    if (this.#prefix === "" || !clOrdId.startsWith(this.#prefix)) return this.#prefix === "" ? clOrdId : `?${clOrdId}`;
    return clOrdId.slice(this.#prefix.length);
  }
}

/** Does a report speak of our cancel of an order we do not know? A stranger's order may be named like it; a cancel names two. */
function isOfAlienCancel(view: MessageView, { clOrdId }: VenueReport): boolean {
  return view.has(Tag.OrigClOrdID) && ALIEN_CANCEL.test(clOrdId);
}

/** @param about a message that names the order by OrigClOrdID(41), or by OrderID(37) alone */
function alienStays(about: MessageView, report: VenueReport): VenueReport {
  const name = (about.text(Tag.OrigClOrdID) || about.text(Tag.OrderID)).slice(0, CL_ORD_ID_MAX);
  report.kind = VenueReportKind.Unbookable;
  report.exception = ExceptionKind.AlienOrder;
  report.text = `the venue has not canceled the order ${name}, which we do not know: ${report.text}`.slice(0, TEXT_MAX);
  return report;
}

function unbookable(report: VenueReport, text: string): VenueReport {
  report.kind = VenueReportKind.Unbookable;
  report.exception = ExceptionKind.Unbookable;
  report.text = text.slice(0, TEXT_MAX);
  return report;
}

function termsText(view: MessageView): string {
  const terms = `OrderQty(38) ${view.text(Tag.OrderQty)}, Price(44) ${view.text(Tag.Price)}, CumQty(14) ${view.text(Tag.CumQty)}`;
  return `what the venue has in force does not fit our scales: ${terms}`;
}

function reasonOf(view: MessageView, tag: number, other: number): number {
  const reason = view.int(tag);
  return reason >= 0 && reason <= 255 ? reason : other;
}

/** A report of nothing yet: every field set, so that all share one shape. */
export function emptyReport(reportSequence: number): VenueReport {
  return {
    kind: VenueReportKind.Accepted,
    reportSequence,
    clOrdId: "",
    exchangeOrderId: "",
    exchangeExecId: "",
    exchangeExecRefId: "",
    lastQty: 0 as Qty,
    lastPx: NO_PRICE,
    orderQty: 0 as Qty,
    price: NO_PRICE,
    solicited: false,
    reason: 0,
    text: "",
    status: null,
  };
}
