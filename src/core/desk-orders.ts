/** Orders that people at the desk make: parts of a client's order, orders of their own, and trades made by hand. Cold. */
import { NOTIONAL_MAX } from "../domain/limits.ts";
import { MANUAL, NO_MORE_TERMS, Term } from "../domain/more-terms.ts";
import { decimalText, NO_PRICE, type Qty, rescale, type Ticks } from "../domain/price.ts";
import {
  CommandType,
  type DeskNewOrder,
  type DeskReplace,
  type Event,
  EventType,
  type ManualFill,
  type NewOrder,
  type SliceOrder,
} from "../domain/records.generated.ts";
import { type OrdType, OrdType as OrdTypes, Side, type TimeInForce } from "../domain/values.ts";
import { filledBefore, replaceHere } from "./cancel-replace.ts";
import { freeQty, openQty } from "./children.ts";
import { isHeld } from "./held-orders.ts";
import { HOUSE, houseClOrdId } from "./house.ts";
import { changedVerbally } from "./house-replace.ts";
import { listingFault } from "./listings.ts";
import { findOrder, isClOrdIdTaken, takeNewOrder } from "./new-order.ts";
import { checkRisk, exposure } from "./risk.ts";
import { isTarget } from "./routing.ts";
import type { Instrument, State } from "./state.ts";
import { isTelephoned } from "./telephoned.ts";
import { checkTerms, terms } from "./terms.ts";

/** Each of these returns why it is refused, or "" when its events were appended. */
export function slice(state: State, command: SliceOrder, events: Event[]): string {
  const { orders, accounts, instruments } = state;
  const { orderId: parentId, user, ordType, timeInForce, venueId } = command;
  const row = orders.rowOf(parentId);
  const instrument = instruments[orders.instrumentId[row]] as Instrument;
  const { qtyMantissa, qtyScale, priceMantissa, priceScale } = command;
  const fault =
    roomFault(state, row, rescale(qtyMantissa, qtyScale, instrument.qtyScale), instrument) ||
    limitFault(state, row, command, instrument) ||
    (venueId === 0 ? "" : venueFault(state, venueId, instrument));
  if (fault !== "") return fault;
  const childId = orders.count + 1;
  const reason = enter(
    state,
    {
      account: accounts.textOf(orders.accountEntry[row]),
      symbol: instrument.symbol,
      side: String.fromCharCode(orders.side[row]) as Side,
      ordType: ordType as OrdType,
      timeInForce: timeInForce as TimeInForce,
      qtyMantissa,
      qtyScale,
      priceMantissa,
      priceScale,
      moreTerms: NO_MORE_TERMS,
    },
    events,
  );
  if (reason !== "") return reason;
  if (venueId !== 0 && !events.some((event) => event.type === EventType.OrderRouted))
    return `nothing in ${instrument.symbol} leaves now: its market is closed, or the line to its own venue is down`;
  const at = events.findIndex((event) => event.type === EventType.OrderAccepted) + 1;
  events.splice(at, 0, { type: EventType.OrderSliced, orderId: childId, parentId, user });
  if (venueId === 0) return "";
  for (const event of events) if (event.type === EventType.OrderRouted) event.venueId = venueId;
  return "";
}

/** Why nothing can be sent to a venue that a trader named, or "". */
function venueFault(state: State, venueId: number, instrument: Instrument): string {
  const { venues, listings } = state;
  const line = venues.lines[venueId];
  if (venueId !== instrument.venueId) {
    if (line === undefined && !listings.has(venueId) && !isTarget(state, venueId))
      return `there is no venue ${venueId}`;
    const fault = listingFault(state, venueId, instrument.symbol);
    if (fault !== "") return fault;
  }
  return venues.isDown(venueId) ? `the line to ${line?.name ?? "its venue"} is down` : "";
}

/** A trader's order for an account; or one a client gave by telephone, of which it hears on its session. */
export function enterOrder(state: State, command: DeskNewOrder, events: Event[]): string {
  if (command.account === "") return "Account(1) is missing";
  const { isCare, account, symbol, side, ordType, timeInForce, client, clOrdId, user } = command;
  const { qtyMantissa, qtyScale, priceMantissa, priceScale } = command;
  const moreTerms = isCare ? [Term.HandlInst, MANUAL, 0] : NO_MORE_TERMS;
  const asked = { account, symbol, side, ordType, timeInForce, qtyMantissa, qtyScale, priceMantissa, priceScale };
  if (client === "") {
    if (clOrdId !== "") return "ClOrdID(11) is a client's: say whose session is told of the order";
    return enter(state, { ...asked, moreTerms }, events);
  }
  const sessions = state.sessions.filter((each) => each?.compId === client || each?.sessionKey === client);
  if (sessions.length > 1)
    return `${client} has several sessions; name one by its version and CompID, FIX.4.4:${client}`;
  const sessionId = sessions[0]?.sessionId;
  if (sessionId === undefined) return `there is no session ${client}`;
  const first = clOrdId === "" ? 0 : findOrder(state, sessionId, clOrdId);
  if (first !== 0 && isClOrdIdTaken(state, first)) {
    return `ClOrdID(11) ${clOrdId} of ${client} is order ${first} already`;
  }
  const fault = enter(state, { ...asked, moreTerms }, events, { sessionId, clOrdId });
  if (fault !== "") return fault;
  const at = events.findIndex((event) => event.type === EventType.OrderAccepted) + 1;
  events.splice(at, 0, { type: EventType.OrderTelephoned, orderId: state.orders.count + 1, user });
  return "";
}

export function fillByHand(state: State, command: ManualFill, events: Event[]): string {
  const { orders, instruments, care } = state;
  const { orderId, user, tradedNs, contra } = command;
  const row = orders.rowOf(orderId);
  const instrument = instruments[orders.instrumentId[row]] as Instrument;
  const lastQty = rescale(command.qtyMantissa, command.qtyScale, instrument.qtyScale);
  const lastPx = rescale(command.priceMantissa, command.priceScale, instrument.priceScale);
  const fault = roomFault(state, row, lastQty, instrument);
  if (fault !== "") return fault;
  if (!(lastPx > 0) || command.priceMantissa === NO_PRICE)
    return `LastPx(31) must be a price with at most ${instrument.priceScale} digits after the point`;
  if (isWorse(state, row, lastPx))
    return `the price is worse than the client's limit ${decimalText(orders.price[row], instrument.priceScale)}`;
  if (orders.notional[row] + lastQty * lastPx > NOTIONAL_MAX) return "the price is beyond reason";
  const exchangeExecId = `manual:${orderId}:${(care.work.get(orderId)?.manualFills ?? 0) + 1}`;
  events.push({ type: EventType.ManualFillRecorded, orderId, user, tradedNs, contra });
  const trade = { orderId, venueId: 0, exchangeExecId, lastQty: lastQty as Qty, lastPx: lastPx as Ticks };
  events.push({ type: EventType.OrderFilled, ...trade });
  return "";
}

/** The venue is asked to change an order that is the desk's own. */
export function replaceOwn(state: State, command: DeskReplace, events: Event[]): string {
  const { orders, instruments, care } = state;
  const { orderId } = command;
  const row = orders.rowOf(orderId);
  const instrument = instruments[orders.instrumentId[row]] as Instrument;
  const asked = {
    side: String.fromCharCode(orders.side[row]) as Side,
    ordType: String.fromCharCode(orders.ordType[row]) as OrdType,
    timeInForce: String.fromCharCode(orders.timeInForce[row]) as TimeInForce,
    qtyMantissa: command.qtyMantissa,
    qtyScale: command.qtyScale,
    priceMantissa: command.priceMantissa,
    priceScale: command.priceScale,
    unsupported: "",
    moreTerms: NO_MORE_TERMS,
  };
  if (!checkTerms(asked, instrument, state.moreTermsOf(row) as number[], state.tradingDay)) return terms.text;
  const { orderQty, price, moreTerms } = terms;
  const parentId = care.parentOf.get(orderId);
  const parentRow = parentId === undefined ? 0 : orders.rowOf(parentId);
  if (parentRow !== 0) {
    const more = orderQty - orders.cumQty[row] - openQty(state, row);
    const fault =
      (more > 0 ? roomFault(state, parentRow, more, instrument) : "") ||
      limitFault(state, parentRow, asked, instrument);
    if (fault !== "") return fault;
  }
  Object.assign(exposure, { sessionId: HOUSE, instrument, orderQty, price });
  if (!checkRisk(state)) return exposure.text;
  if (isHeld(state, row)) return replaceHeld(state, row, orderId, events);
  const filled = filledBefore(state, orderId, orderQty);
  if (filled !== "") return filled;
  const requestNumber = orders.requestNumber[row] + 1;
  if (requestNumber > 0xffff) return "the order has had too many requests";
  if (isTelephoned(state, row)) {
    events.push({ type: EventType.HouseReplaceRequested, orderId, requestNumber, orderQty, price, heldQty: 0 as Qty });
    events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
    return "";
  }
  const clOrdId = `${houseClOrdId(orderId)}-${requestNumber}`;
  events.push({
    type: EventType.ReplaceRequested,
    orderId,
    clOrdId,
    requestNumber,
    orderQty,
    price,
    moreTerms,
    carried: "",
  });
  events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
  return "";
}

/** No venue has heard of the order, so none has to be asked. `terms` are checked. */
function replaceHeld(state: State, row: number, orderId: number, events: Event[]): "" {
  const { orderQty, price } = terms;
  if (isTelephoned(state, row)) {
    events.push(changedVerbally(orderId, orderQty, price));
    return "";
  }
  const clOrdId = `${houseClOrdId(orderId)}-${state.orders.updatedNs[row]}`;
  replaceHere(state, row, orderId, { clOrdId, carried: "" }, events);
  return "";
}

type Entered = Omit<
  NewOrder,
  | "type"
  | "sessionId"
  | "msgSeqNum"
  | "possResend"
  | "clOrdId"
  | "unsupported"
  | "securityId"
  | "securityExchange"
  | "carried"
>;

/**
 * Judges an order that a trader enters as any order is judged, but for the routing rules, which are for what clients send.
 *
 * @param of the session that is told of it, and its name for the order, "" for none
 */
function enter(
  state: State,
  order: Entered,
  events: Event[],
  of: { sessionId: number; clOrdId: string } = own(state),
): string {
  takeNewOrder(
    state,
    undefined,
    {
      type: CommandType.NewOrder,
      msgSeqNum: 0,
      possResend: false,
      ...of,
      unsupported: "",
      securityId: "",
      securityExchange: "",
      carried: "",
      ...order,
    },
    events,
  );
  for (const event of events) if (event.type === EventType.OrderRejected) return event.text;
  return "";
}

function own(state: State): { sessionId: number; clOrdId: string } {
  return { sessionId: HOUSE, clOrdId: houseClOrdId(state.orders.count + 1) };
}

/** Nothing is given out, or filled, twice. */
function roomFault(state: State, row: number, qty: number, instrument: Instrument): string {
  if (!(qty > 0)) return "the quantity must be above 0, and a whole number of the instrument's units";
  const free = freeQty(state, row);
  if (qty <= free) return "";
  const words = (value: number) => decimalText(value, instrument.qtyScale);
  return `${words(qty)} is more than the ${words(free)} that are free: the rest is filled or at work`;
}

/** A part never trades beyond its client's limit. */
function limitFault(
  state: State,
  row: number,
  { ordType, priceMantissa, priceScale }: { ordType: string; priceMantissa: number; priceScale: number },
  instrument: Instrument,
): string {
  const { orders } = state;
  if (orders.price[row] === NO_PRICE) return "";
  const limit = decimalText(orders.price[row], instrument.priceScale);
  if (ordType !== OrdTypes.Limit) return `the client's limit is ${limit}: its parts need OrdType(40) 2 (Limit)`;
  const price = priceMantissa === NO_PRICE ? Number.NaN : rescale(priceMantissa, priceScale, instrument.priceScale);
  return isWorse(state, row, price) ? `the price is worse than the client's limit ${limit}` : "";
}

function isWorse({ orders }: State, row: number, price: number): boolean {
  const limit = orders.price[row];
  if (limit === NO_PRICE) return false;
  return String.fromCharCode(orders.side[row]) === Side.Buy ? price > limit : price < limit;
}
