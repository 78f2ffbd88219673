/** ExecutionReport(8), OrderCancelReject(9) and OrderMassCancelReport(r) of the exchange's server, in the session's version. */
import { AVERAGE_EXTRA_DIGITS, averagePrice, NO_PRICE } from "../../src/domain/price.ts";
import { ExecType, OrdStatus } from "../../src/domain/values.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import { codecOf, type MessageCodec } from "../../src/fix/messages/message-codec.ts";
import { char, decimal, flag, int, message, text, time, type ValuesOf } from "../../src/fix/messages/message-form.ts";
import type { FixSession } from "../../src/fix/session.ts";
import { MsgType, Tag } from "../../src/fix/tags.ts";
import { GOOD_TILL_DATE } from "../rare-checks.ts";
import { type ClientOrder, leavesQtyOf, ordStatusOf } from "./client-orders.ts";
import {
  type CancelReject,
  type MassCancelReport,
  type OrderReport,
  type ReportType,
  Restatement,
  VenueAct,
} from "./client-reports.ts";
import { SELF_MATCH_ID, SELF_MATCH_INSTRUCTION } from "./request-terms.ts";
import type { ClientRequest } from "./server-records.ts";

/** Required of the report from 5.0 SP1 on. */
const MASS_ACTION_REPORT_ID = 1369;

/** What the exchange says of an order. */
const executionReport = message("8", {
  orderId: text(Tag.OrderID),
  clOrdId: text(Tag.ClOrdID),
  origClOrdId: text(Tag.OrigClOrdID),
  ordStatusReqId: text(Tag.OrdStatusReqID),
  massStatusReqId: text(Tag.MassStatusReqID),
  totNumReports: int(Tag.TotNumReports),
  lastRptRequested: flag(Tag.LastRptRequested),
  execId: text(Tag.ExecID),
  execRefId: text(Tag.ExecRefID),
  execTransType: char(Tag.ExecTransType),
  execType: char(Tag.ExecType),
  ordStatus: char(Tag.OrdStatus),
  ordRejReason: int(Tag.OrdRejReason),
  execRestatementReason: int(Tag.ExecRestatementReason),
  account: text(Tag.Account),
  symbol: text(Tag.Symbol),
  side: char(Tag.Side),
  orderQty: decimal(Tag.OrderQty),
  ordType: char(Tag.OrdType),
  price: decimal(Tag.Price),
  stopPx: decimal(Tag.StopPx),
  pegOffsetValue: decimal(Tag.PegOffsetValue),
  pegPriceType: int(Tag.PegPriceType),
  timeInForce: char(Tag.TimeInForce),
  expireDate: text(Tag.ExpireDate),
  expireTime: time(Tag.ExpireTime),
  execInst: text(Tag.ExecInst),
  minQty: decimal(Tag.MinQty),
  maxFloor: decimal(Tag.MaxFloor),
  displayQty: decimal(Tag.DisplayQty),
  selfMatchPreventionId: text(SELF_MATCH_ID),
  selfMatchPreventionInstruction: int(SELF_MATCH_INSTRUCTION),
  lastQty: decimal(Tag.LastQty),
  lastPx: decimal(Tag.LastPx),
  leavesQty: decimal(Tag.LeavesQty),
  cumQty: decimal(Tag.CumQty),
  avgPx: decimal(Tag.AvgPx),
  transactTime: time(Tag.TransactTime),
  text: text(Tag.Text),
});
const orderCancelReject = message("9", {
  orderId: text(Tag.OrderID),
  clOrdId: text(Tag.ClOrdID),
  origClOrdId: text(Tag.OrigClOrdID),
  ordStatus: char(Tag.OrdStatus),
  transactTime: time(Tag.TransactTime),
  cxlRejResponseTo: char(Tag.CxlRejResponseTo),
  cxlRejReason: int(Tag.CxlRejReason),
  text: text(Tag.Text),
});
const massCancelReport = message("r", {
  clOrdId: text(Tag.ClOrdID),
  orderId: text(Tag.OrderID),
  massActionReportId: text(MASS_ACTION_REPORT_ID),
  massCancelRequestType: char(Tag.MassCancelRequestType),
  massCancelResponse: char(Tag.MassCancelResponse),
  massCancelRejectReason: int(Tag.MassCancelRejectReason),
  totalAffectedOrders: int(Tag.TotalAffectedOrders),
  symbol: text(Tag.Symbol),
  side: char(Tag.Side),
  transactTime: time(Tag.TransactTime),
  text: text(Tag.Text),
});
const NO_ORDER = "NONE";
/** FIX 4.4 Volume 1, Symbol(55): what stands there when there is none. */
const NO_SYMBOL = "[N/A]";
/** ExecTransType(20), before FIX 4.3: status, cancel, correct; everything else is new. */
const EXEC_TRANS_TYPES: Readonly<Record<string, string>> = {
  [ExecType.OrderStatus]: "3",
  [VenueAct.Busted]: "1",
  [VenueAct.Corrected]: "2",
};
const PEG_INSTS = ["", "R", "M", "P"];
const HALT_INSTS = ["", "J", "K"];
const PEG_PRICE_TYPES = [0, 5, 2, 4];
const NOT_SAID = "\0";
const OTHER = 99;
const ZERO = { mantissa: 0, scale: 0 };

type Codec<F extends { msgType: string }> = MessageCodec<ValuesOf<F>> | null;

/** Fields that have no value now stand there all the same. */
type OrUndefined<T> = { [K in keyof T]: T[K] | undefined };

/** Of one session; a drop copy's is its own. */
export class ReportWriter {
  readonly session: FixSession;
  readonly #report: Codec<typeof executionReport>;
  readonly #reject: Codec<typeof orderCancelReject>;
  readonly #mass: Codec<typeof massCancelReport>;
  /** Before FIX 4.3 a fill's ExecType is the OrdStatus it led to, and ExecTransType(20) is there. */
  readonly #isOld: boolean;
  /** From FIX 5.0 on DisplayQty(1138) says what MaxFloor(111) said. */
  readonly #hasDisplayQty: boolean;
  readonly #dictionary: Dictionary;

  constructor(session: FixSession) {
    const { dictionary } = session.config;
    this.session = session;
    this.#dictionary = dictionary;
    this.#report = codecOf(executionReport, dictionary);
    this.#reject = codecOf(orderCancelReject, dictionary);
    this.#mass = codecOf(massCancelReport, dictionary);
    this.#hasDisplayQty = this.#report?.names.includes("displayQty") ?? false;
    this.#isOld = this.#report?.names.includes("execTransType") ?? false;
  }

  /** @param onBehalfOf whose order it is, on a drop copy; else "" */
  report(report: OrderReport, nowNs: bigint, onBehalfOf: string): void {
    const { order, execType, ordRejReason } = report;
    const { qtyScale, priceScale } = order;
    const isTrade = report.lastQty > 0;
    const qty = (mantissa: number) => ({ mantissa, scale: qtyScale });
    const px = (mantissa: number) => ({ mantissa, scale: priceScale });
    const averageScale = priceScale + AVERAGE_EXTRA_DIGITS;
    this.#send(this.#report, MsgType.ExecutionReport, onBehalfOf, {
      orderId: order.orderNumber === 0 ? NO_ORDER : `X${order.orderNumber}`,
      clOrdId: report.clOrdId,
      origClOrdId: orNothing(report.origClOrdId),
      ordStatusReqId: orNothing(report.ordStatusReqId),
      massStatusReqId: report.massStatus?.reqId,
      totNumReports: report.massStatus?.total,
      lastRptRequested: report.massStatus?.isLast,
      execId: report.execId,
      execRefId: orNothing(report.execRefId),
      execTransType: EXEC_TRANS_TYPES[execType] ?? "0",
      execType: this.#execType(execType, ordStatusOf(order)),
      ordStatus: ordStatusOf(order),
      ordRejReason: ordRejReason < 0 ? undefined : this.#permitted(Tag.OrdRejReason, ordRejReason),
      execRestatementReason: this.#restatement(report),
      account: orNothing(order.account),
      symbol: order.symbol,
      side: order.side,
      ...termsFields(order, this.#hasDisplayQty),
      orderQty: Number.isNaN(order.orderQty) ? ZERO : qty(order.orderQty),
      ordType: order.ordType,
      price: order.price === NO_PRICE || Number.isNaN(order.price) ? undefined : px(order.price),
      timeInForce: order.timeInForce,
      lastQty: isTrade ? qty(report.lastQty) : undefined,
      lastPx: isTrade ? px(report.lastPx) : undefined,
      leavesQty: Number.isNaN(order.orderQty) ? ZERO : qty(leavesQtyOf(order)),
      cumQty: qty(order.cumQty),
      avgPx: order.cumQty === 0 ? ZERO : { mantissa: averagePrice(order.notional, order.cumQty), scale: averageScale },
      transactTime: nowNs,
      text: orNothing(report.text),
    });
  }

  /** H or AF about orders nobody has: FIX 4.4 Volume 4, OrderStatusRequest and OrderMassStatusRequest. */
  unknownStatus(request: ClientRequest, execId: string, why: string, nowNs: bigint): void {
    const isMass = request.msgType === "AF";
    this.#send(this.#report, MsgType.ExecutionReport, "", {
      orderId: NO_ORDER,
      clOrdId: isMass ? undefined : request.clOrdId,
      ordStatusReqId: isMass ? undefined : orNothing(request.extra),
      massStatusReqId: isMass ? request.clOrdId : undefined,
      totNumReports: isMass ? 0 : undefined,
      lastRptRequested: isMass ? true : undefined,
      execId,
      execTransType: "3",
      execType: this.#execType(ExecType.OrderStatus, OrdStatus.Rejected),
      ordStatus: OrdStatus.Rejected,
      ordRejReason: this.#permitted(Tag.OrdRejReason, 5),
      symbol: request.symbol === "" ? NO_SYMBOL : request.symbol,
      side: request.side === (NOT_SAID as string) ? "7" : request.side,
      leavesQty: ZERO,
      cumQty: ZERO,
      avgPx: ZERO,
      transactTime: nowNs,
      text: why,
    });
  }

  cancelReject(reject: CancelReject, nowNs: bigint): void {
    const { order } = reject;
    this.#send(this.#reject, MsgType.OrderCancelReject, "", {
      orderId: order === null || order.orderNumber === 0 ? NO_ORDER : `X${order.orderNumber}`,
      clOrdId: reject.clOrdId,
      origClOrdId: reject.origClOrdId,
      ordStatus: order === null ? OrdStatus.Rejected : ordStatusOf(order),
      transactTime: nowNs,
      cxlRejResponseTo: reject.isReplace ? "2" : "1",
      cxlRejReason: this.#permitted(Tag.CxlRejReason, reject.reason),
      text: orNothing(reject.text),
    });
  }

  massCancel(report: MassCancelReport, nowNs: bigint): void {
    const { request } = report;
    this.#send(this.#mass, MsgType.OrderMassCancelReport, "", {
      clOrdId: request.clOrdId,
      orderId: report.execId,
      massActionReportId: report.execId,
      massCancelRequestType: request.extra,
      massCancelResponse: report.isRefused ? "0" : request.extra,
      massCancelRejectReason: report.isRefused ? 0 : undefined,
      totalAffectedOrders: report.affected,
      symbol: orNothing(request.symbol),
      side: request.side === (NOT_SAID as string) ? undefined : request.side,
      transactTime: nowNs,
      text: orNothing(report.text),
    });
  }

  #send<T>(codec: MessageCodec<T> | null, msgType: string, onBehalfOf: string, values: OrUndefined<T>): void {
    if (codec === null) return;
    // A codec leaves out what is undefined.
    codec.write(this.session.begin(msgType, onBehalfOf), values as T);
    this.session.send();
  }

  /**
   * Before FIX 4.3 a trade, its bust and its correction are the OrdStatus they led to; a version that has no Triggered says
   * Restated.
   */
  #execType(execType: ReportType, ordStatus: OrdStatus): string {
    const isOrderStatus = execType === ExecType.OrderStatus || execType === ExecType.Trade;
    if (this.#isOld && (isOrderStatus || execType === VenueAct.Busted || execType === VenueAct.Corrected)) {
      return ordStatus;
    }
    if (execType !== VenueAct.Triggered) return execType;
    return this.#knows(Tag.ExecType, VenueAct.Triggered) ? VenueAct.Triggered : VenueAct.Restated;
  }

  /** ExecRestatementReason(378) wherever ExecType(150) will say Restated. */
  #restatement({ execType, restatement }: OrderReport): number | undefined {
    if (execType === VenueAct.Triggered && !this.#knows(Tag.ExecType, VenueAct.Triggered)) {
      return Restatement.BrokerOption;
    }
    if (restatement < 0) return undefined;
    if (execType === ExecType.Canceled && !this.#knows(Tag.ExecRestatementReason, String(restatement)))
      return undefined;
    return this.#knows(Tag.ExecRestatementReason, String(restatement)) ? restatement : Restatement.BrokerOption;
  }

  #knows(tag: number, value: string): boolean {
    return this.#dictionary.field(tag)?.values.includes(value) ?? false;
  }

  /** A reason the session's version knows: itself, Other(99), or 0 where there is neither. */
  #permitted(tag: number, reason: number): number {
    const values = this.#dictionary.field(tag)?.values ?? [];
    const knows = (value: number) => values.length === 0 || values.includes(String(value));
    return knows(reason) ? reason : knows(OTHER) ? OTHER : 0;
  }
}

function orNothing(value: string): string | undefined {
  return value === "" ? undefined : value;
}

/** The terms an order has beyond the plain, for the reports on it; those that cannot be held are not there. */
function termsFields({ terms, expireMs, timeInForce, priceScale, qtyScale }: ClientOrder, hasDisplayQty: boolean) {
  if (terms === null) return {};
  const px = (mantissa: number) => (Number.isNaN(mantissa) ? undefined : { mantissa, scale: priceScale });
  const qty = (mantissa: number) => (Number.isNaN(mantissa) ? undefined : { mantissa, scale: qtyScale });
  const displayQty = terms.displayQty < 0 ? undefined : qty(terms.displayQty);
  const execInst = [terms.postOnly ? "6" : "", PEG_INSTS[terms.peg], HALT_INSTS[terms.onHalt]]
    .filter((inst) => inst !== "")
    .join(" ");
  const isDated = timeInForce === GOOD_TILL_DATE;
  return {
    stopPx: terms.stopPx === NO_PRICE ? undefined : px(terms.stopPx),
    pegOffsetValue: terms.peg === 0 ? undefined : px(terms.pegOffset),
    pegPriceType: terms.peg === 0 ? undefined : PEG_PRICE_TYPES[terms.peg],
    expireDate: isDated && expireMs === 0 ? String(terms.expireDate) : undefined,
    expireTime: isDated && expireMs > 0 ? BigInt(expireMs) * 1_000_000n : undefined,
    execInst: orNothing(execInst),
    minQty: terms.minQty === 0 ? undefined : qty(terms.minQty),
    maxFloor: hasDisplayQty ? undefined : displayQty,
    displayQty,
    selfMatchPreventionId: terms.selfMatchId === 0 ? undefined : String(terms.selfMatchId),
    selfMatchPreventionInstruction: terms.selfMatchId === 0 ? undefined : terms.selfMatchMode + 1,
  };
}
