/**
 * Our requests as a venue's messages: NewOrderSingle(D), OrderCancelRequest(F), OrderCancelReplaceRequest(G),
 * OrderStatusRequest(H) and OrderMassStatusRequest(AF), in the version of its session.
 *
 * In: requests in our words. Out: messages of the session, numbered and staged for the journal. A field the version does
 * not have in a message is left out; symbols are the venue's, and its tag rules have the last word.
 */
import type { State } from "../core/state.ts";
import type { VenueCancel, VenueNewOrder, VenueReplace, VenueStatusRequest } from "../domain/exchange-port.ts";
import { decimalText, NO_PRICE } from "../domain/price.ts";
import { REQUIRED_BIT, SECTION_BITS, Section } from "../fix/dictionary.ts";
import type { FixSession } from "../fix/session.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import type { TagRules } from "./tag-rules.ts";
import { putCarried, putTerms, SEPARATOR, TERM_TAGS } from "./venue-terms-writer.ts";

/** How a venue names an instrument; what is "" is not said. */
export type VenueSymbol = {
  readonly symbol: string;
  readonly securityId: string;
  readonly securityIdSource: string;
  readonly exchange: string;
};

export type VenueWords = {
  readonly session: FixSession;
  readonly state: State;
  /** Put before every ClOrdID of ours; "" for nothing. */
  readonly clOrdIdPrefix: string;
  readonly rules: TagRules;
  /** By our symbol; what is not there is called as we do. */
  readonly symbols: ReadonlyMap<string, VenueSymbol>;
  nowNs(): bigint;
};

/** Stands for the time of sending where a field's value is. */
const NOW = "\0now";
/** Automated execution, no intervention. */
const HANDL_INST = "1";
/** MassStatusReqType: all orders. */
const ALL_ORDERS = "7";

export class VenueRequestWriter {
  readonly #words: VenueWords;
  readonly #body = { tags: [] as number[], values: [] as string[] };
  readonly #order: number[] = [];

  constructor(words: VenueWords) {
    this.#words = words;
  }

  newOrder(order: VenueNewOrder): void {
    this.#put(Tag.Account, order.account);
    this.#put(Tag.ClOrdID, this.#id(order.clOrdId));
    this.#terms(MsgType.NewOrderSingle, order);
    this.#send(MsgType.NewOrderSingle, order.possResend ?? false);
  }

  replaceOrder(replace: VenueReplace): void {
    this.#put(Tag.ClOrdID, this.#id(replace.clOrdId));
    this.#put(Tag.OrigClOrdID, this.#id(replace.origClOrdId));
    this.#terms(MsgType.OrderCancelReplaceRequest, replace);
    this.#send(MsgType.OrderCancelReplaceRequest, replace.possResend ?? false);
  }

  /** @param isOurs false for an order that has a ClOrdID which is not of our making */
  cancelOrder(cancel: VenueCancel, isOurs = true): void {
    const { symbol, orderQty, origClOrdId, exchangeOrderId = "" } = cancel;
    this.#put(Tag.ClOrdID, this.#id(cancel.clOrdId));
    if (exchangeOrderId !== "") this.#put(Tag.OrderID, exchangeOrderId);
    // The field is required; an order without a name is meant by its OrderID.
    this.#put(Tag.OrigClOrdID, isOurs ? this.#id(origClOrdId) : origClOrdId || "NONE");
    if (orderQty !== undefined) this.#put(Tag.OrderQty, decimalText(orderQty, this.#scales(symbol).qtyScale));
    this.#put(Tag.Side, cancel.side);
    // An order that is not of our making has the venue's own word for its instrument.
    if (isOurs) this.#instrument(symbol);
    else this.#put(Tag.Symbol, symbol);
    this.#put(Tag.TransactTime, NOW);
    this.#send(MsgType.OrderCancelRequest, cancel.possResend ?? false);
  }

  status(request: VenueStatusRequest): void {
    this.#put(Tag.ClOrdID, this.#id(request.clOrdId));
    if (this.#requires(MsgType.OrderStatusRequest, Tag.OrderID) && request.exchangeOrderId !== "")
      this.#put(Tag.OrderID, request.exchangeOrderId);
    this.#put(Tag.Side, request.side);
    this.#instrument(request.symbol);
    this.#send(MsgType.OrderStatusRequest, false);
  }

  /** How all our orders stand. @returns false when the version has no such question */
  massStatus(requestId: string): boolean {
    this.#put(Tag.MassStatusReqID, requestId);
    this.#put(Tag.MassStatusReqType, ALL_ORDERS);
    return this.#send(MsgType.OrderMassStatusRequest, false);
  }

  #terms(msgType: string, order: VenueNewOrder | VenueReplace): void {
    const { priceScale, qtyScale } = this.#scales(order.symbol);
    if (this.#requires(msgType, Tag.HandlInst)) this.#put(Tag.HandlInst, HANDL_INST);
    this.#put(Tag.OrderQty, decimalText(order.orderQty, qtyScale));
    this.#put(Tag.OrdType, order.ordType);
    if (order.price !== NO_PRICE) this.#put(Tag.Price, decimalText(order.price, priceScale));
    this.#put(Tag.Side, order.side);
    this.#instrument(order.symbol);
    this.#put(Tag.TimeInForce, order.timeInForce);
    this.#put(Tag.TransactTime, NOW);
    const spec = this.#words.session.config.dictionary.message(msgType);
    if (spec === undefined) return;
    if (order.terms !== undefined) putTerms(this.#body, spec, order.terms, priceScale, qtyScale);
    if (order.carried !== undefined) putCarried(this.#body, spec, order.carried);
  }

  #instrument(symbol: string): void {
    const theirs = this.#words.symbols.get(symbol);
    this.#put(Tag.Symbol, theirs?.symbol ?? symbol);
    if (theirs === undefined) return;
    const { securityId, securityIdSource, exchange } = theirs;
    if (securityId !== "") {
      this.#put(Tag.SecurityIDSource, securityIdSource);
      this.#put(Tag.SecurityID, securityId);
    }
    if (exchange !== "") this.#put(Tag.SecurityExchange, exchange);
  }

  #scales(symbol: string): { priceScale: number; qtyScale: number } {
    const { instruments, instrumentIds } = this.#words.state;
    return instruments[instrumentIds.get(symbol) ?? 0] ?? { priceScale: 0, qtyScale: 0 };
  }

  #id(clOrdId: string): string {
    return this.#words.clOrdIdPrefix + clOrdId;
  }

  #put(tag: number, value: string): void {
    this.#body.tags.push(tag);
    this.#body.values.push(value);
  }

  #requires(msgType: string, tag: number): boolean {
    return ((this.#words.session.config.dictionary.message(msgType)?.places[tag] ?? 0) & REQUIRED_BIT) !== 0;
  }

  /** What was put down, in ascending tags. @returns false when the version has no such message */
  #send(msgType: string, possResend: boolean): boolean {
    const { session, rules, nowNs } = this.#words;
    const { tags, values } = this.#body;
    const spec = session.config.dictionary.message(msgType);
    if (spec !== undefined) {
      rules.apply(msgType, this.#body);
      const order = this.#order;
      order.length = 0;
      for (let index = 0; index < tags.length; index++) order.push(index);
      order.sort((a, b) => tags[a] - tags[b]);
      const writer = session.begin(msgType);
      if (possResend) writer.bool(Tag.PossResend, true);
      for (const index of order) {
        const tag = tags[index];
        const value = values[index];
        // A term the version has no field for goes out all the same: a venue that rejects it is better than one that
        // works another order than the client's.
        const isKnown = ((spec.places[tag] ?? 0) & SECTION_BITS) === Section.Body || TERM_TAGS.has(tag);
        if (!isKnown && !rules.puts(msgType, tag)) continue;
        const end = value.indexOf(SEPARATOR);
        if (value === NOW) writer.timestamp(tag, nowNs());
        else if (end < 0) writer.text(tag, value);
        else {
          // A group: its count, and behind it its entries as the client wrote them.
          writer.text(tag, value.slice(0, end));
          const entries = Buffer.from(value.slice(end + 1), "latin1");
          writer.fields(entries, 0, entries.length);
        }
      }
      session.send();
    }
    tags.length = 0;
    values.length = 0;
    return spec !== undefined;
  }
}
