/** ExecutionReport(8), OrderCancelReject(9) and OrderMassCancelReport(r) of the exchange's server, in the session's version. */
import { AVERAGE_EXTRA_DIGITS, averagePrice, NO_PRICE } from "../../src/domain/price.ts";
import { ExecType, OrdStatus } from "../../src/domain/values.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import { codecOf, type MessageCodec } from "../../src/fix/messages/message-codec.ts";
import { char, decimal, int, message, text, time, type ValuesOf } from "../../src/fix/messages/message-form.ts";
import type { FixSession } from "../../src/fix/session.ts";
import { MsgType, Tag } from "../../src/fix/tags.ts";
import type { CancelReject, MassCancelReport, OrderReport } from "./client-desk.ts";
import { leavesQtyOf, ordStatusOf } from "./client-orders.ts";
import type { ClientRequest } from "./server-records.ts";

/** Required of the report from 5.0 SP1 on. */
const MASS_ACTION_REPORT_ID = 1369;

/** What the exchange says of an order. */
const executionReport = message("8", {
  orderId: text(Tag.OrderID),
  clOrdId: text(Tag.ClOrdID),
  origClOrdId: text(Tag.OrigClOrdID),
  ordStatusReqId: text(Tag.OrdStatusReqID),
  execId: text(Tag.ExecID),
  execTransType: char(Tag.ExecTransType),
  execType: char(Tag.ExecType),
  ordStatus: char(Tag.OrdStatus),
  ordRejReason: int(Tag.OrdRejReason),
  account: text(Tag.Account),
  symbol: text(Tag.Symbol),
  side: char(Tag.Side),
  orderQty: decimal(Tag.OrderQty),
  ordType: char(Tag.OrdType),
  price: decimal(Tag.Price),
  timeInForce: char(Tag.TimeInForce),
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
  readonly #dictionary: Dictionary;

  constructor(session: FixSession) {
    const { dictionary } = session.config;
    this.session = session;
    this.#dictionary = dictionary;
    this.#report = codecOf(executionReport, dictionary);
    this.#reject = codecOf(orderCancelReject, dictionary);
    this.#mass = codecOf(massCancelReport, dictionary);
    this.#isOld = this.#report?.names.includes("execTransType") ?? false;
  }

  /** @param onBehalfOf whose order it is, on a drop copy; else "" */
  report(report: OrderReport, nowNs: bigint, onBehalfOf: string): void {
    const { order, execType, ordRejReason } = report;
    const { qtyScale, priceScale } = order;
    const isTrade = execType === ExecType.Trade;
    const qty = (mantissa: number) => ({ mantissa, scale: qtyScale });
    const px = (mantissa: number) => ({ mantissa, scale: priceScale });
    const averageScale = priceScale + AVERAGE_EXTRA_DIGITS;
    this.#send(this.#report, MsgType.ExecutionReport, onBehalfOf, {
      orderId: order.orderNumber === 0 ? NO_ORDER : `X${order.orderNumber}`,
      clOrdId: report.clOrdId,
      origClOrdId: orNothing(report.origClOrdId),
      ordStatusReqId: orNothing(report.ordStatusReqId),
      execId: report.execId,
      execTransType: execType === ExecType.OrderStatus ? "3" : "0",
      execType: this.#execType(execType, ordStatusOf(order)),
      ordStatus: ordStatusOf(order),
      ordRejReason: ordRejReason < 0 ? undefined : this.#permitted(Tag.OrdRejReason, ordRejReason),
      account: orNothing(order.account),
      symbol: order.symbol,
      side: order.side,
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

  /** H about an order nobody has: FIX 4.4 Volume 4, OrderStatusRequest. */
  unknownStatus(request: ClientRequest, execId: string, nowNs: bigint): void {
    this.#send(this.#report, MsgType.ExecutionReport, "", {
      orderId: NO_ORDER,
      clOrdId: request.clOrdId,
      ordStatusReqId: orNothing(request.extra),
      execId,
      execTransType: "3",
      execType: this.#execType(ExecType.OrderStatus, OrdStatus.Rejected),
      ordStatus: OrdStatus.Rejected,
      ordRejReason: this.#permitted(Tag.OrdRejReason, 5),
      symbol: orNothing(request.symbol),
      side: request.side === (NOT_SAID as string) ? "7" : request.side,
      leavesQty: ZERO,
      cumQty: ZERO,
      avgPx: ZERO,
      transactTime: nowNs,
      text: "no such order of this client",
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

  #execType(execType: ExecType, ordStatus: OrdStatus): string {
    if (!this.#isOld || (execType !== ExecType.Trade && execType !== ExecType.OrderStatus)) return execType;
    return ordStatus;
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
