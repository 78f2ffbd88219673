/**
 * Judges what the clients of the exchange's own server ask for, and keeps their orders; deterministic.
 *
 * In: requests as the journal has them, and the venue's reports. Out: the venue's inputs, carried out at once, and reports,
 * to whoever listens. Run again from the journal it gives the same orders, the same numbers and the same ExecIDs, and
 * nobody listens then. What it refuses the venue never sees.
 */
import { NO_PRICE, type Qty, rescale, type Ticks } from "../../src/domain/price.ts";
import { CxlRejReason, ExecType, OrdRejReason, OrdStatus } from "../../src/domain/values.ts";
import { assert } from "../../src/lib/assert.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import type { ClientListener } from "../participants.ts";
import { ReportKind } from "../report-queue.ts";
import { Text, textOf } from "../report-text.ts";
import type { Venue } from "../venue.ts";
import { encodeCancel, encodeNewOrder, encodeReplace } from "../venue-inputs.ts";
import { type ClientOrder, ClientOrders, type OrderRequest } from "./client-orders.ts";
import type { ClientRequest } from "./server-records.ts";

/** One ExecutionReport, of the order as it stands after what is reported. */
export type OrderReport = {
  order: ClientOrder;
  execType: ExecType;
  execId: string;
  clOrdId: string;
  /** "" when it answers no request to change the order. */
  origClOrdId: string;
  lastQty: number;
  lastPx: number;
  /** OrdRejReason(103); -1 when nothing was refused. */
  ordRejReason: number;
  text: string;
  ordStatusReqId: string;
};

/** One OrderCancelReject; `order` is null when there is none of that name. */
export type CancelReject = {
  participant: number;
  order: ClientOrder | null;
  clOrdId: string;
  origClOrdId: string;
  isReplace: boolean;
  reason: number;
  text: string;
};

/** An answer to OrderMassCancelRequest. */
export type MassCancelReport = {
  participant: number;
  request: ClientRequest;
  execId: string;
  isRefused: boolean;
  affected: number;
  text: string;
};

export type ReportListener = {
  onOrderReport(report: OrderReport): void;
  onCancelReject(reject: CancelReject): void;
  onMassCancel(report: MassCancelReport): void;
  /** H about an order nobody has. */
  onUnknownStatus(request: ClientRequest, execId: string): void;
};

const NOBODY: ReportListener = {
  onOrderReport: () => {},
  onCancelReject: () => {},
  onMassCancel: () => {},
  onUnknownStatus: () => {},
};
const MassCancelBy = { Symbol: "1", All: "7" } as const;
const ORDER_REQUEST = 1;
const DUPLICATE = "this ClOrdID was used before";

export class ClientDesk implements ClientListener {
  listener: ReportListener = NOBODY;
  readonly #venue: Venue;
  readonly #orders = new Map<number, ClientOrders>();
  readonly #inputs = new ByteWriter(256);
  readonly #reader = new ByteReader();
  #execNumber = 0;
  #tradingDay = 0;

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  /** A client of the exchange from now on. */
  addParticipant(participant: number): void {
    this.#venue.addParticipant(participant);
    if (!this.#orders.has(participant)) this.#orders.set(participant, new ClientOrders());
  }

  apply(request: ClientRequest): void {
    this.#keepDay();
    switch (request.msgType) {
      case "D":
        return this.#newOrder(request);
      case "F":
      case "G":
        return this.#change(request);
      case "H":
        return this.#status(request);
      default:
        return this.#massCancel(request);
    }
  }

  /** The client's line is gone, and it wants no order to stay without it. */
  cancelAll(participant: number): void {
    this.#keepDay();
    for (const order of this.#ordersOf(participant).live()) this.#cancelUnasked(order);
  }

  onReport(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    execNumber: number,
    lastQty: number,
    lastPx: number,
    orderQty: number,
    price: number,
    reason: number,
    text: number,
  ): void {
    const order = this.#ordersOf(participant).get(clientOrder);
    assert(order !== undefined, "the venue reports of an order its client never made");
    const asked = order.requests[request];
    switch (kind) {
      case ReportKind.Accepted:
        order.orderNumber = orderNumber;
        return this.#report(order, ExecType.New, {});
      case ReportKind.Rejected:
        order.end = OrdStatus.Rejected;
        return this.#report(order, ExecType.Rejected, { ordRejReason: reason, text: textOf(text) });
      case ReportKind.Fill:
        order.cumQty += lastQty;
        order.notional += lastQty * lastPx;
        if (order.cumQty === order.orderQty) order.end = OrdStatus.Filled;
        return this.#report(order, ExecType.Trade, { execId: `T${execNumber}`, lastQty, lastPx });
      case ReportKind.Replaced:
        order.orderQty = orderQty as Qty;
        order.price = price as Ticks;
        order.clOrdId = asked.clOrdId;
        if (order.orderQty === order.cumQty) order.end = OrdStatus.Filled;
        return this.#report(order, ExecType.Replaced, { origClOrdId: asked.origClOrdId });
      case ReportKind.Canceled:
        order.end = OrdStatus.Canceled;
        return this.#reportCanceled(order, asked, textOf(text));
      case ReportKind.Expired:
        order.end = OrdStatus.Expired;
        return this.#report(order, ExecType.Expired, { text: textOf(text) });
      default:
        return this.#reject(order.participant, order, asked, reason, textOf(text));
    }
  }

  #newOrder(request: ClientRequest): void {
    const { participant, clOrdId } = request;
    const orders = this.#ordersOf(participant);
    const known = orders.named(clOrdId);
    if (known !== undefined) {
      // FIX 4.4 Volume 4, Appendix D, F.1.c: a possible resend of what is known is answered with the order as it stands.
      if (request.possResend) return this.#report(known, ExecType.OrderStatus, {});
      return this.#refuse(this.#orderOf(request, 0), OrdRejReason.DuplicateOrder, DUPLICATE);
    }
    const order = this.#orderOf(request, orders.nextNumber);
    orders.add(order);
    const refuse = (reason: number, text: string) => this.#refuse(order, reason, text);
    if (request.unsupported !== "") return refuse(OrdRejReason.UnsupportedOrderCharacteristic, request.unsupported);
    if (order.book === 0) return refuse(OrdRejReason.UnknownSymbol, textOf(Text.UnknownSymbol));
    if (Number.isNaN(order.orderQty)) return refuse(OrdRejReason.IncorrectQuantity, textOf(Text.OffLot));
    if (Number.isNaN(order.price)) return refuse(OrdRejReason.InvalidPriceIncrement, textOf(Text.OffTick));
    const { number, book, side, ordType, timeInForce, orderQty, price } = order;
    const to = this.#inputs;
    encodeNewOrder(to, participant, number, ORDER_REQUEST, book, side, ordType, timeInForce, orderQty, price);
    this.#carryOut();
  }

  /** F and G: a request about an order there is, or a refusal. */
  #change(request: ClientRequest): void {
    const { participant, clOrdId, origClOrdId } = request;
    const isReplace = request.msgType === "G";
    const asked: OrderRequest = { clOrdId, origClOrdId, isReplace };
    const orders = this.#ordersOf(participant);
    const order = orders.named(origClOrdId);
    if (orders.named(clOrdId) !== undefined) {
      return this.#reject(participant, order ?? null, asked, CxlRejReason.DuplicateClOrdId, DUPLICATE);
    }
    if (order === undefined || order.orderNumber === 0) {
      return this.#reject(participant, null, asked, CxlRejReason.UnknownOrder, textOf(Text.UnknownOrder));
    }
    const named = order.requests.findIndex((earlier) => earlier.clOrdId === origClOrdId);
    const number = orders.request(order, asked);
    const to = this.#inputs;
    if (!isReplace) {
      encodeCancel(to, participant, order.number, number, order.number, named);
      return this.#carryOut();
    }
    const orderQty = rescale(request.qtyMantissa, request.qtyScale, order.qtyScale) as Qty;
    const price = priceOf(request, order.priceScale);
    const refuse = (reason: number, text: string) => this.#reject(participant, order, asked, reason, text);
    if (request.unsupported !== "") return refuse(CxlRejReason.Other, request.unsupported);
    if (Number.isNaN(orderQty)) return refuse(CxlRejReason.Other, textOf(Text.OffLot));
    if (Number.isNaN(price)) return refuse(CxlRejReason.InvalidPriceIncrement, textOf(Text.OffTick));
    const { ordType, timeInForce } = request;
    encodeReplace(to, participant, order.number, number, order.number, named, ordType, timeInForce, orderQty, price);
    this.#carryOut();
    if (order.clOrdId !== clOrdId) return;
    order.ordType = ordType;
    order.timeInForce = timeInForce;
  }

  #status(request: ClientRequest): void {
    const order = this.#ordersOf(request.participant).named(request.clOrdId);
    if (order === undefined) return this.listener.onUnknownStatus(request, this.#nextExecId());
    this.#report(order, ExecType.OrderStatus, { ordStatusReqId: request.extra });
  }

  #massCancel(request: ClientRequest): void {
    const { participant, symbol, side, extra } = request;
    const bySymbol = extra === MassCancelBy.Symbol;
    const isRefused = !bySymbol && extra !== MassCancelBy.All;
    const found = isRefused
      ? []
      : this.#ordersOf(participant)
          .live()
          .filter((order) => !bySymbol || order.symbol === symbol)
          .filter((order) => side === ("\0" as string) || order.side === side);
    const text = isRefused ? "MassCancelRequestType(530) 1 (of a symbol) and 7 (all) are taken" : "";
    const execId = this.#nextExecId();
    this.listener.onMassCancel({ participant, request, execId, isRefused, affected: found.length, text });
    for (const order of found) this.#cancelUnasked(order);
  }

  #cancelUnasked(order: ClientOrder): void {
    const orders = this.#ordersOf(order.participant);
    const inForce = order.requests.findIndex(({ clOrdId }) => clOrdId === order.clOrdId);
    const number = orders.request(order, { clOrdId: "", origClOrdId: "", isReplace: false });
    encodeCancel(this.#inputs, order.participant, order.number, number, order.number, inForce);
    this.#carryOut();
  }

  /** Gives the venue what was encoded, now: its reports come before this returns. */
  #carryOut(): void {
    const inputs = this.#inputs;
    this.#reader.reset(inputs.bytes, 0, inputs.offset);
    inputs.offset = 0;
    this.#venue.apply(this.#reader);
  }

  #reportCanceled(order: ClientOrder, asked: OrderRequest | undefined, text: string): void {
    if (asked === undefined || asked.clOrdId === "" || asked.clOrdId === order.clOrdId) {
      return this.#report(order, ExecType.Canceled, { text });
    }
    order.clOrdId = asked.clOrdId;
    this.#report(order, ExecType.Canceled, { origClOrdId: asked.origClOrdId, text });
  }

  #refuse(order: ClientOrder, ordRejReason: number, text: string): void {
    order.end = OrdStatus.Rejected;
    this.#report(order, ExecType.Rejected, { ordRejReason, text });
  }

  #report(order: ClientOrder, execType: ExecType, more: Partial<OrderReport>): void {
    this.listener.onOrderReport({
      order,
      execType,
      execId: more.execId ?? this.#nextExecId(),
      clOrdId: order.clOrdId,
      origClOrdId: "",
      lastQty: 0,
      lastPx: 0,
      ordRejReason: -1,
      text: "",
      ordStatusReqId: "",
      ...more,
    });
  }

  #reject(participant: number, order: ClientOrder | null, asked: OrderRequest, reason: number, text: string): void {
    this.listener.onCancelReject({ participant, order, ...asked, reason, text });
  }

  #orderOf(request: ClientRequest, number: number): ClientOrder {
    const { participant, clOrdId, account, symbol, side, ordType, timeInForce } = request;
    const book = this.#venue.bookBySymbol.get(symbol) ?? 0;
    const instrument = this.#venue.instruments[book] ?? null;
    const qtyScale = instrument?.qtyScale ?? request.qtyScale;
    const priceScale = instrument?.priceScale ?? request.priceScale;
    return {
      participant,
      number,
      clOrdId,
      account,
      symbol,
      book,
      side,
      ordType,
      timeInForce,
      orderQty: rescale(request.qtyMantissa, request.qtyScale, qtyScale) as Qty,
      price: priceOf(request, priceScale),
      qtyScale,
      priceScale,
      cumQty: 0,
      notional: 0,
      orderNumber: 0,
      end: "",
      // Request numbers begin at 1, as at the OMS.
      requests: [
        { clOrdId: "", origClOrdId: "", isReplace: false },
        { clOrdId, origClOrdId: "", isReplace: false },
      ],
    };
  }

  #ordersOf(participant: number): ClientOrders {
    const orders = this.#orders.get(participant);
    assert(orders !== undefined, "a request of a participant that was never entered");
    return orders;
  }

  #keepDay(): void {
    if (this.#venue.tradingDay === this.#tradingDay) return;
    this.#tradingDay = this.#venue.tradingDay;
    for (const orders of this.#orders.values()) orders.forgetDone();
  }

  #nextExecId(): string {
    return `E${++this.#execNumber}`;
  }
}

function priceOf(request: ClientRequest, priceScale: number): Ticks {
  if (request.priceMantissa === NO_PRICE) return NO_PRICE;
  return rescale(request.priceMantissa, request.priceScale, priceScale) as Ticks;
}
