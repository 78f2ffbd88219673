/**
 * Judges what the clients of the exchange's own server ask for, and keeps their orders; deterministic.
 *
 * In: requests as the journal has them, and the venue's reports. Out: the venue's inputs, carried out at once, and reports,
 * to whoever listens. Run again from the journal it gives the same orders, the same numbers and the same ExecIDs, and
 * nobody listens then. What it refuses the venue never sees.
 */
import { type Qty, rescale, type Ticks } from "../../src/domain/price.ts";
import { CxlRejReason, ExecType, OrdRejReason, OrdStatus } from "../../src/domain/values.ts";
import { assert } from "../../src/lib/assert.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { ClientLine } from "../adversary/client-line.ts";
import type { ClientListener } from "../participants.ts";
import { Phase } from "../phases.ts";
import { MARKET_TO_LIMIT } from "../rare-checks.ts";
import { refusalText } from "../refusal-text.ts";
import { ReportKind } from "../report-queue.ts";
import { Text, textOf } from "../report-text.ts";
import type { Venue } from "../venue.ts";
import { encodeCancel, encodeNewOrder, encodeReplace } from "../venue-inputs.ts";
import {
  type ClientOrder,
  ClientOrders,
  isGoodTill,
  type OrderRequest,
  orderOfRequest,
  priceOf,
  takeReplacement,
} from "./client-orders.ts";
import { type OrderReport, type ReportListener, type ReportType, Restatement, VenueAct } from "./client-reports.ts";
import { termsOfRequest } from "./request-terms.ts";
import type { ClientRequest } from "./server-records.ts";

const MassBy = { Symbol: "1", All: "7" } as const;
/** Reports that one OrderMassStatusRequest may cause. */
const MASS_STATUS_MAX = 10_000;
const ORDER_REQUEST = 1;
const DUPLICATE = "this ClOrdID was used before";

export class ClientDesk implements ClientListener {
  /** Between the desk and who sends its reports. */
  readonly #line: ClientLine;
  readonly #venue: Venue;
  readonly #orders = new Map<number, ClientOrders>();
  readonly #inputs = new ByteWriter(256);
  readonly #reader = new ByteReader();
  /** Orders that have, or had, an ExpireTime(126). */
  readonly #timed = new Set<ClientOrder>();
  /** By book: is it closed, as the orders were told? */
  readonly #closed: boolean[] = [];
  #execNumber = 0;
  #tradingDay = 0;
  /** The request the desk had last. */
  #asked: ClientRequest | null = null;

  constructor(venue: Venue) {
    this.#venue = venue;
    this.#line = new ClientLine(venue.adversary);
  }

  /** Who sends what the clients are told; nobody while the journal is run. */
  set listener(listener: ReportListener) {
    this.#line.to = listener;
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
      case "AF":
        return this.#massStatus(request);
      default:
        return this.#massCancel(request);
    }
  }

  /** The client's line is gone, and it wants no order to stay without it, or none but those good till canceled or a date. */
  cancelAll(participant: number, keepsGoodTill: boolean): void {
    this.#keepDay();
    for (const order of this.#ordersOf(participant).live()) {
      if (!keepsGoodTill || !isGoodTill(order)) this.#cancelUnasked(order, { text: "the client's line is gone" });
    }
  }

  /** The order's ExpireTime(126) has come. */
  expire(participant: number, number: number): void {
    this.#keepDay();
    const order = this.#ordersOf(participant).get(number);
    if (order === undefined || order.end !== "") return;
    this.#cancelUnasked(order, { text: "ExpireTime(126) has come", isExpiry: true });
  }

  /** Calls `visit` with every live order whose ExpireTime(126) is not after this. Cold: once a second. */
  visitExpired(nowMs: number, visit: (participant: number, number: number) => void): void {
    for (const order of this.#timed) {
      if (order.end !== "" || order.expireMs === 0) this.#timed.delete(order);
      else if (order.expireMs <= nowMs) visit(order.participant, order.number);
    }
  }

  /**
   * After every batch: orders that outlive the close of their market are done for the day with it, and there again when it
   * opens (FIX 4.4 Volume 4, Appendix D, "GT orders"). From the journal it is called at the same places.
   */
  notePhases(): void {
    const { statuses } = this.#venue.phases;
    for (let book = 1; book < statuses.length; book++) {
      const isClosed = statuses[book].phase === Phase.Closed;
      if (isClosed === (this.#closed[book] ?? false)) continue;
      this.#closed[book] = isClosed;
      for (const orders of this.#orders.values()) {
        for (const order of orders.live()) if (order.book === book) this.#closeOrOpen(order, isClosed);
      }
    }
  }

  #closeOrOpen(order: ClientOrder, isClosed: boolean): void {
    if (order.isDoneForDay === isClosed || order.orderNumber === 0) return;
    order.isDoneForDay = isClosed;
    if (isClosed) return this.#report(order, VenueAct.DoneForDay, { text: "the market is closed" });
    this.#report(order, VenueAct.Restated, { restatement: Restatement.Renewal, text: "the market is open again" });
  }

  /** Has the client orders that would be canceled when its line is gone? */
  hasLive(participant: number, keepsGoodTill: boolean): boolean {
    return this.#ordersOf(participant)
      .live()
      .some((order) => !keepsGoodTill || !isGoodTill(order));
  }

  /** The participant's order that has or had this ClOrdID. To look at only. */
  orderNamed(participant: number, clOrdId: string): Readonly<ClientOrder> | undefined {
    return this.#ordersOf(participant).named(clOrdId);
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
        return this.#report(order, ExecType.Rejected, {
          ordRejReason: reason,
          text: this.#refusal(text, order, order.clOrdId),
        });
      case ReportKind.Fill:
        order.cumQty += lastQty;
        order.notional += lastQty * lastPx;
        if (order.cumQty === order.orderQty) order.end = OrdStatus.Filled;
        return this.#report(order, ExecType.Trade, { execId: `T${execNumber}`, lastQty, lastPx });
      case ReportKind.Replaced:
        order.orderQty = orderQty as Qty;
        order.price = price as Ticks;
        order.clOrdId = asked.clOrdId;
        takeReplacement(order, asked);
        if (order.expireMs > 0) this.#timed.add(order);
        if (order.orderQty === order.cumQty) order.end = OrdStatus.Filled;
        return this.#report(order, ExecType.Replaced, { origClOrdId: asked.origClOrdId });
      case ReportKind.Canceled:
        order.end = OrdStatus.Canceled;
        if (text === Text.CanceledOnHalt) {
          const halted = { restatement: Restatement.TradingHalt, text: textOf(text) };
          return this.#report(order, ExecType.Canceled, halted);
        }
        return this.#reportCanceled(order, asked, textOf(text));
      case ReportKind.Expired:
        order.end = OrdStatus.Expired;
        return this.#report(order, ExecType.Expired, { text: textOf(text) });
      case ReportKind.Triggered:
        return this.#report(order, VenueAct.Triggered, { text: "StopPx(99) was reached: the order is worked" });
      case ReportKind.Suspended:
        order.isSuspended = true;
        return this.#report(order, ExecType.Suspended, { text: textOf(text) });
      case ReportKind.Restated:
        order.isSuspended = false;
        return this.#restate(order, orderQty, textOf(text));
      case ReportKind.Busted:
      case ReportKind.Corrected:
        return this.#changeTrade(order, kind, reason, `T${execNumber}`, lastQty, lastPx, orderQty, textOf(text));
      default:
        return this.#reject(order.participant, order, asked, reason, this.#refusal(text, order, asked.clOrdId));
    }
  }

  /** The venue took quantity off the order, or says that it is left as it is. */
  #restate(order: ClientOrder, orderQty: number, text: string): void {
    const restatement = orderQty < order.orderQty ? Restatement.PartialDecline : Restatement.MarketOption;
    order.orderQty = orderQty as Qty;
    this.#report(order, VenueAct.Restated, { restatement, text });
  }

  /**
   * A trade of the order is undone, or was another. What is undone does not come back to the book: a live order's quantity
   * is less by it, and a filled one is canceled for the rest.
   */
  #changeTrade(
    order: ClientOrder,
    kind: number,
    aboutExec: number,
    execId: string,
    lastQty: number,
    lastPx: number,
    orderQty: number,
    text: string,
  ): void {
    const { trades } = this.#venue;
    const at = trades.find(aboutExec);
    assert(at !== -1, "a change of a trade that is not known");
    const isBust = kind === ReportKind.Busted;
    order.cumQty -= trades.qty(at) - (isBust ? 0 : lastQty);
    order.notional -= trades.qty(at) * trades.price(at) - (isBust ? 0 : lastQty * lastPx);
    if (orderQty > 0) order.orderQty = orderQty as Qty;
    if (order.end === OrdStatus.Filled && order.cumQty < order.orderQty) order.end = OrdStatus.Canceled;
    const execType = isBust ? VenueAct.Busted : VenueAct.Corrected;
    this.#report(order, execType, { execId, execRefId: `T${aboutExec}`, lastQty, lastPx, text });
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
    this.#asked = request;
    const refusal = (text: number) => this.#refusal(text, order, clOrdId);
    if (request.unsupported !== "") return refuse(OrdRejReason.UnsupportedOrderCharacteristic, request.unsupported);
    if (order.book === 0) return refuse(OrdRejReason.UnknownSymbol, refusal(Text.UnknownSymbol));
    if (Number.isNaN(order.orderQty)) return refuse(OrdRejReason.IncorrectQuantity, refusal(Text.OffLot));
    if (Number.isNaN(order.price)) return refuse(OrdRejReason.InvalidPriceIncrement, refusal(Text.OffTick));
    if (request.written.length > 0) {
      const { terms, expireMs, fault } = termsOfRequest(request.written, request.timeInForce, order);
      if (fault !== null) return refuse(fault.reason, fault.text === "" ? refusal(fault.limit) : fault.text);
      order.terms = terms;
      order.expireMs = expireMs;
      if (expireMs > 0) this.#timed.add(order);
    }
    const { number, book, side, ordType, timeInForce, orderQty, price, terms } = order;
    const to = this.#inputs;
    encodeNewOrder(to, participant, number, ORDER_REQUEST, book, side, ordType, timeInForce, orderQty, price, terms);
    this.#carryOut();
    if (ordType === MARKET_TO_LIMIT) this.#tellLimit(order);
  }

  /** What the market left of a market-to-limit order rests at a price nobody has said yet. */
  #tellLimit(order: ClientOrder): void {
    const handle = this.#venue.directories[order.participant].handle(order.number);
    if (order.end !== "" || handle <= 0) return;
    order.price = this.#venue.engine.pool.price(handle);
    const text = "the rest is a limit order at the price of its first trade";
    this.#report(order, VenueAct.Restated, { restatement: Restatement.Repricing, text });
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
    this.#asked = request;
    const refuse = (reason: number, text: string) => this.#reject(participant, order, asked, reason, text);
    if (request.unsupported !== "") return refuse(CxlRejReason.Other, request.unsupported);
    if (Number.isNaN(orderQty)) return refuse(CxlRejReason.Other, this.#refusal(Text.OffLot, order, clOrdId));
    if (Number.isNaN(price)) {
      return refuse(CxlRejReason.InvalidPriceIncrement, this.#refusal(Text.OffTick, order, clOrdId));
    }
    const hasTerms = request.written.length > 0;
    const { terms, expireMs, fault } = termsOfRequest(request.written, request.timeInForce, order);
    if (hasTerms && fault !== null) {
      const isOffTick = fault.reason === OrdRejReason.InvalidPriceIncrement;
      const reason = isOffTick ? CxlRejReason.InvalidPriceIncrement : CxlRejReason.Other;
      return refuse(reason, fault.text === "" ? this.#refusal(fault.limit, order, clOrdId) : fault.text);
    }
    const { ordType, timeInForce } = request;
    const own = hasTerms ? terms : null;
    const it = order.number;
    encodeReplace(to, participant, it, number, it, named, ordType, timeInForce, orderQty, price, own);
    asked.becomes = {
      ordType,
      timeInForce,
      terms: own ?? order.terms,
      expireMs: hasTerms ? expireMs : order.expireMs,
    };
    this.#carryOut();
  }

  /** By ClOrdID, or by OrderID where the order has no such name. */
  #status(request: ClientRequest): void {
    const orders = this.#ordersOf(request.participant);
    const order =
      orders.named(request.clOrdId) ?? (request.orderId === "" ? undefined : orders.withOrderId(request.orderId));
    if (order === undefined) {
      return this.#line.onUnknownStatus(request, this.#nextExecId(), "no such order of this client");
    }
    this.#report(order, ExecType.OrderStatus, { ordStatusReqId: request.extra });
  }

  /** Every live order that is asked for is reported, oldest first; none is reported as none (FIX 4.4 Volume 4, AF). */
  #massStatus(request: ClientRequest): void {
    const isRefused = request.extra !== MassBy.Symbol && request.extra !== MassBy.All;
    const found = isRefused ? [] : this.#found(request);
    let text = "";
    if (isRefused) text = "MassStatusReqType(585) 1 (of a symbol) and 7 (all) are taken";
    else if (found.length === 0) text = "no live order of this client is meant";
    else if (found.length > MASS_STATUS_MAX) {
      text = `${found.length} orders are meant, and at most ${MASS_STATUS_MAX} are told at once: ask by Symbol(55)`;
    }
    if (text !== "") return this.#line.onUnknownStatus(request, this.#nextExecId(), text);
    found.forEach((order, index) => {
      const isLast = index === found.length - 1;
      const massStatus = { reqId: request.clOrdId, total: found.length, isLast };
      this.#report(order, ExecType.OrderStatus, { massStatus });
    });
  }

  /** The live orders a mass request means: of its symbol where it is by symbol, of its side where it has one. */
  #found({ participant, extra, symbol, side }: ClientRequest): ClientOrder[] {
    return this.#ordersOf(participant)
      .live()
      .filter((order) => extra !== MassBy.Symbol || order.symbol === symbol)
      .filter((order) => side === ("\0" as string) || order.side === side);
  }

  #massCancel(request: ClientRequest): void {
    const { participant, symbol, extra } = request;
    const bySymbol = extra === MassBy.Symbol;
    let text = "";
    if (!bySymbol && extra !== MassBy.All) text = "MassCancelRequestType(530) 1 (of a symbol) and 7 (all) are taken";
    else if (bySymbol && !this.#venue.bookBySymbol.has(symbol)) text = `Symbol(55) ${symbol} is not listed`;
    const isRefused = text !== "";
    const found = isRefused ? [] : this.#found(request);
    const execId = this.#nextExecId();
    this.#line.onMassCancel({ participant, request, execId, isRefused, affected: found.length, text });
    const why = `OrderMassCancelRequest ${request.clOrdId}`;
    for (const order of found) this.#cancelUnasked(order, { text: why });
  }

  #cancelUnasked(order: ClientOrder, why: Pick<OrderRequest, "text" | "isExpiry">): void {
    const orders = this.#ordersOf(order.participant);
    const inForce = order.requests.findIndex(({ clOrdId }) => clOrdId === order.clOrdId);
    const number = orders.request(order, { clOrdId: "", origClOrdId: "", isReplace: false, ...why });
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
    if (asked?.isExpiry === true) {
      order.end = OrdStatus.Expired;
      return this.#report(order, ExecType.Expired, { text: asked.text ?? "" });
    }
    if (asked?.text !== undefined) return this.#report(order, ExecType.Canceled, { text: asked.text });
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

  /** Why the venue refused the request, with the limit's number; a request it held back for a while is not at hand any more. */
  #refusal(text: number, order: ClientOrder, clOrdId: string): string {
    const request = this.#asked;
    if (request === null || request.clOrdId !== clOrdId || request.participant !== order.participant) {
      return textOf(text);
    }
    const { instruments, phases, tradingDay } = this.#venue;
    const instrument = instruments[order.book] ?? null;
    const place = instrument === null ? null : { instrument, status: phases.statuses[order.book], tradingDay };
    return refusalText(text, request, place);
  }

  #report(order: ClientOrder, execType: ReportType, more: Partial<OrderReport>): void {
    this.#line.onOrderReport({
      order,
      execType,
      execId: more.execId ?? this.#nextExecId(),
      execRefId: "",
      clOrdId: order.clOrdId,
      origClOrdId: "",
      lastQty: 0,
      lastPx: 0,
      ordRejReason: -1,
      text: "",
      ordStatusReqId: "",
      restatement: -1,
      massStatus: null,
      ...more,
    });
  }

  #reject(participant: number, order: ClientOrder | null, asked: OrderRequest, reason: number, text: string): void {
    this.#line.onCancelReject({ participant, order, ...asked, reason, text });
  }

  #orderOf(request: ClientRequest, number: number): ClientOrder {
    const book = this.#venue.bookBySymbol.get(request.symbol) ?? 0;
    return orderOfRequest(request, number, book, this.#venue.instruments[book] ?? null);
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
