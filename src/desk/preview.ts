/**
 * What an action would come to, judged by the core's own functions on the state the follower has: nothing is sent and nothing
 * changes. What a person typed comes in field by field; faults name the field they are about.
 */
import { decideDeskAction, isDeskCommand } from "../core/desk-actions.ts";
import { HOUSE } from "../core/house.ts";
import { type OrderView, viewOrder } from "../core/order-view.ts";
import { collarReference } from "../core/risk.ts";
import type { Instrument, State } from "../core/state.ts";
import { tickPriceAtOrAbove, tickPriceAtOrBelow } from "../domain/instrument.ts";
import { readQuantity, symbolOf } from "../domain/order-grammar.ts";
import { decimalText, decimalTextShort, NO_PRICE, parseDecimal } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { OrdType, TimeInForce } from "../domain/values.ts";
import { commandOf } from "./action-adapter.ts";
import { type ActionRequest, actionRequestFault } from "./action-wire.ts";
import type { Depth } from "./depth.ts";
import type { DeskData } from "./desk-data.ts";
import { instrumentOf, limitsOf, type Measured, marketOf, referenceOf } from "./preview-market.ts";
import { warningsOf } from "./preview-warnings.ts";
import type { Preview, PreviewFault, PreviewQuery } from "./preview-wire.ts";
import { grouped, moneyText, orderWords, termsWords } from "./preview-words.ts";
import { fieldOf } from "./refusal-field.ts";
import type { SentOrders } from "./sent-orders.ts";

/** The id of an action that is never sent. */
const NEVER_SENT = "preview";

export class Previews {
  readonly sent: SentOrders;
  readonly #data: DeskData;
  readonly #volumes: Pick<Depth, "volumeOf">;
  readonly #nowMs: () => number;

  /**
   * @param volumes tells what an instrument traded today; null when that is not known
   * @param nowMs UTC
   */
  constructor(data: DeskData, sent: SentOrders, volumes: Pick<Depth, "volumeOf">, nowMs: () => number = Date.now) {
    this.#data = data;
    this.#volumes = volumes;
    this.sent = sent;
    this.#nowMs = nowMs;
  }

  /** Of a form's fields, as they stand. */
  ofFields(query: PreviewQuery): Preview {
    const about = query.action === "new" ? null : viewOrder(this.#data.state, query.orderId ?? 0);
    const { request, faults } = readFields(query, about);
    if (query.action !== "new" && about === null)
      faults.push({ field: "", text: `order ${query.orderId ?? 0} is not here`, isMissing: false });
    return this.of(request, about, faults);
  }

  /**
   * Of an action that has been read already.
   *
   * @param about the order it is about; null for a new one
   * @param faults what was wrong with the reading
   */
  of(request: ActionRequest, about: OrderView | null, faults: PreviewFault[] = []): Preview {
    const { state } = this.#data;
    const side = request.action === "new" ? (request.side ?? "") : (about?.side ?? "");
    const symbol = request.action === "new" ? (request.symbol ?? "") : (about?.symbol ?? "");
    const instrument = state.instruments[state.instrumentIds.get(symbol) ?? 0] ?? null;
    const events: Event[] = [];
    const lacking = actionRequestFault(request);
    if (faults.length === 0 && lacking !== "") faults.push({ field: "", text: lacking, isMissing: true });
    if (faults.length === 0) {
      const refusal = this.#judge(request, events);
      const text = refusal === "" ? "" : besideField(refusal) + nearest(refusal, request, instrument);
      if (text !== "") faults.push({ field: fieldOf(refusal), text, isMissing: false });
    } else if (symbol !== "" && instrument === null && !faults.some(({ field }) => field === "symbol")) {
      faults.push({ field: "symbol", text: `${symbol} is not traded here`, isMissing: false });
    }
    const isTrade = request.action !== "cancel" && request.action !== "accept" && request.action !== "note";
    const order = instrument === null || !isTrade ? null : measure(state, request, about, instrument, side);
    return {
      action: request.action,
      orderId: request.orderId ?? 0,
      words: wordsOf(request, about),
      side,
      faults,
      request: faults.length === 0 ? request : null,
      qty: isTrade ? (request.qty ?? "") : "",
      current: about === null ? null : currentOf(about),
      notional: instrument === null ? "" : notionalOf(instrument, order, about),
      route: this.#routeOf(request, events),
      sequence: this.#data.appliedSequence(),
      ...this.#marketOf(request, instrument, order),
    };
  }

  #marketOf(
    request: ActionRequest,
    instrument: Instrument | null,
    order: Measured | null,
  ): Pick<Preview, "instrument" | "market" | "reference" | "limits" | "warnings"> {
    if (instrument === null) return { instrument: null, market: null, reference: null, limits: [], warnings: [] };
    const nowMs = this.#nowMs();
    const times = this.#data.priceTimes?.(instrument.instrumentId) ?? { quoteMs: null, lastMs: null };
    const reference = referenceOf(instrument, times, nowMs, order?.price ?? NO_PRICE);
    const volume = this.#volumes.volumeOf(instrument.symbol);
    const isSent = order !== null && order.qty > 0 && request.action !== "fill";
    const { state } = this.#data;
    return {
      instrument: instrumentOf(instrument),
      market: marketOf(instrument, times, volume, nowMs),
      reference,
      limits: isSent ? limitsOf(state, order) : [],
      warnings: isSent
        ? warningsOf(state, { ...order, volume }, reference, request, this.sent, this.#data.warningLimits)
        : [],
    };
  }

  /** @returns why the core would refuse it; "" when `events` are what would happen */
  #judge(request: ActionRequest, events: Event[]): string {
    const command = commandOf({ ...request, actionId: NEVER_SENT }, BigInt(Math.round(this.#nowMs())) * 1_000_000n);
    if (!isDeskCommand(command)) return "";
    decideDeskAction(this.#data.state, command, events);
    for (const event of events) if (event.type === EventType.DeskActionRefused) return event.reason;
    return "";
  }

  #routeOf({ action }: ActionRequest, events: readonly Event[]): Preview["route"] {
    const { venues, routing } = this.#data.state;
    const rule = action === "new" && routing.rules.length > 0 ? "no rule: rules are for clients' orders" : "";
    for (const event of events) {
      if (event.type === EventType.OrderRouted)
        return { to: venues.lines[event.venueId]?.name ?? `venue ${event.venueId}`, rule };
      if (event.type === EventType.CareOpened) return { to: "the desk: people work it", rule };
      if (event.type === EventType.OrderWarehoused) return { to: "kept here until the market opens", rule };
      if (event.type === EventType.ManualFillRecorded) return { to: "nowhere: it was traded by hand", rule: "" };
    }
    const isTaken = events.some((event) => event.type === EventType.OrderAccepted);
    return { to: isTaken ? "kept here until its venue's line is up" : "", rule: isTaken ? rule : "" };
  }
}

function readFields(query: PreviewQuery, about: OrderView | null): { request: ActionRequest; faults: PreviewFault[] } {
  const { action } = query;
  const faults: PreviewFault[] = [];
  const wrong = (field: string, text: string, isMissing = false) => faults.push({ field, text, isMissing });
  const request: ActionRequest = { action, user: query.user ?? "" };
  if (request.user === "") wrong("user", "say who you are: the journal keeps it", true);
  if (query.orderId !== undefined) request.orderId = query.orderId;
  if (query.seen !== undefined) request.seen = query.seen;
  if (action === "new") readNew(query, request, wrong);
  const qty = (query.qty ?? "").trim();
  const read = readQuantity(qty);
  if ("qty" in read) request.qty = read.qty;
  else wrong("qty", qty === "" ? "how much?" : read.fault, qty === "");
  if (action === "slice" || action === "new") {
    request.ordType = query.ordType ?? ((query.price ?? "") === "" ? OrdType.Market : OrdType.Limit);
    request.timeInForce = query.timeInForce ?? TimeInForce.Day;
  }
  const needsPrice = action === "fill" || (action === "replace" ? about?.ordType : request.ordType) === OrdType.Limit;
  const price = (query.price ?? "").trim().replaceAll(",", "");
  if (needsPrice && price === "") wrong("price", "at what price?", true);
  else if (needsPrice && !/^\d{1,15}(\.\d{1,8})?$/.test(price))
    wrong("price", `"${query.price}" is no price; expected a number like 100.25`);
  else if (needsPrice) request.price = price;
  if (action === "fill" && (query.contra ?? "") !== "") request.contra = query.contra as string;
  return { request, faults };
}

function readNew(
  query: PreviewQuery,
  request: ActionRequest,
  wrong: (field: string, text: string, isMissing?: boolean) => void,
): void {
  const { side = "" } = query;
  if (side === "1" || side === "2" || side === "5") request.side = side;
  else wrong("side", "buy or sell?", true);
  const symbol = symbolOf((query.symbol ?? "").trim());
  if (symbol === "") wrong("symbol", "which symbol?", true);
  else request.symbol = symbol;
  const account = (query.account ?? "").trim();
  if (account === "") wrong("account", "for which account?", true);
  else request.account = account;
  const client = (query.client ?? "").trim();
  if (client !== "") request.client = client;
  if (query.isCare === true) request.isCare = true;
}

/** As integers of the instrument. What is missing or does not fit counts as 0, or no price. */
function measure(
  { sessions }: State,
  request: ActionRequest,
  about: OrderView | null,
  instrument: Instrument,
  side: string,
): Measured {
  const qty = parseDecimal(request.qty ?? "", instrument.qtyScale);
  const price = parseDecimal(request.price ?? "", instrument.priceScale);
  const timeInForce = request.timeInForce ?? about?.timeInForce ?? TimeInForce.Day;
  // What a client gave by telephone is under its limits, what the desk sends by itself under the house's.
  const { client = "" } = request;
  const session =
    client === "" ? undefined : sessions.find((each) => each?.compId === client || each?.sessionKey === client);
  return {
    instrument,
    sessionId: session?.sessionId ?? HOUSE,
    side,
    qty: qty > 0 ? qty : 0,
    price: price > 0 ? price : NO_PRICE,
    timeInForce,
  };
}

export function currentOf(order: OrderView): NonNullable<Preview["current"]> {
  const price = order.price === NO_PRICE ? "" : decimalText(order.price, order.priceScale);
  return { qty: decimalTextShort(order.orderQty, order.qtyScale), price };
}

/** Of what would be traded at the most; of a cancel, of what is open. */
function notionalOf(instrument: Instrument, order: Measured | null, about: OrderView | null): string {
  const scale = instrument.priceScale + instrument.qtyScale;
  const qty = order === null ? (about?.leavesQty ?? 0) : order.qty;
  const limit = order === null ? (about?.price ?? NO_PRICE) : order.price;
  if (qty === 0) return "";
  const price = limit === NO_PRICE ? collarReference(instrument) : limit;
  const text = moneyText(BigInt(qty) * BigInt(price), scale, instrument.currency);
  return limit === NO_PRICE ? `about ${text}` : text;
}

function wordsOf(request: ActionRequest, about: OrderView | null): string {
  const { action, qty = "", price = "", timeInForce = TimeInForce.Day } = request;
  if (about === null && action !== "new") return "";
  const order = about === null ? "" : orderWords(about);
  const words = grouped(qty);
  switch (action) {
    case "new": {
      const { side = "", symbol = "", account = "", client = "", isCare = false } = request;
      const terms = termsWords({ side, qty, symbol, price: limitOf(request), timeInForce });
      return `${terms}${account === "" ? "" : `, for ${account}`}${client === "" ? "" : `; ${client} is told`}${isCare ? ", worked by people" : ""}`;
    }
    case "slice":
      return `${termsWords({ side: about?.side ?? "", qty, symbol: about?.symbol ?? "", price: limitOf(request), timeInForce })}: a part of ${order}`;
    case "fill":
      return `${words === "" ? "…" : words} at ${price === "" ? "…" : grouped(price)}, traded by hand, of ${order}`;
    case "replace":
      return `Change to ${words === "" ? "…" : words}${price === "" ? "" : ` at ${grouped(price)}`}: ${order}`;
    case "cancel":
      return `Cancel ${order}${about === null ? "" : `; ${grouped(decimalTextShort(about.leavesQty, about.qtyScale))} open`}`;
    case "accept":
      return `Accept ${order}`;
    default:
      return `Note on ${order}: ${request.text ?? ""}`;
  }
}

/** Dots for a limit that is not there yet, "" for a market order. */
function limitOf({ ordType, price = "" }: ActionRequest): string {
  return price === "" && ordType === OrdType.Limit ? "…" : price;
}

/** A refusal names the FIX field; beside the form's own, its value says enough. */
function besideField(refusal: string): string {
  return refusal.replace(/^(OrderQty\(38\)|Price\(44\)|Symbol\(55\)) /, "");
}

/** The values beside one that is off the instrument's grid. */
function nearest(refusal: string, { price = "", qty = "" }: ActionRequest, instrument: Instrument | null): string {
  if (instrument === null) return "";
  const { tickTable, priceScale, qtyScale, lotSize } = instrument;
  if (refusal.includes("is not a multiple of the tick")) {
    const wanted = Number(price) * 10 ** priceScale;
    const [below, above] = [tickPriceAtOrBelow(tickTable, wanted), tickPriceAtOrAbove(tickTable, wanted)];
    return `; ${decimalText(below, priceScale)} and ${decimalText(above, priceScale)} are`;
  }
  if (!refusal.includes("must be a multiple of the lot size")) return "";
  const lots = (Number(qty) * 10 ** qtyScale) / lotSize;
  const [below, above] = [Math.floor(lots) * lotSize, Math.ceil(lots) * lotSize];
  if (below === above || below <= 0) return "";
  return `; ${decimalTextShort(below, qtyScale)} and ${decimalTextShort(above, qtyScale)} are`;
}
