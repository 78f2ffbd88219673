/** Hot path: judges a new order; budget 0.5 us. Checks stand in the order of precedence a client sees them. */
import { ACCOUNTS_MAX, ORDERS_MAX } from "../domain/limits.ts";
import { isForPeople, NO_MORE_TERMS } from "../domain/more-terms.ts";
import { keepsForDays, keepsStop, takesTime, takesType } from "../domain/order-support.ts";
import { NO_PRICE } from "../domain/price.ts";
import { type Event, EventType, type NewOrder } from "../domain/records.generated.ts";
import { OrdRejReason } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";
import { waitsForOpen } from "./held-orders.ts";
import { holdStop } from "./held-stops.ts";
import { HOUSE } from "./house.ts";
import { stoppedDeskText, stoppedText } from "./kill-switches.ts";
import { Mark, NO_ENTRY, Stage } from "./order-table.ts";
import { checkRisk, exposure } from "./risk.ts";
import { decideRoute, findRule, venueOf } from "./routing.ts";
import type { Instrument, Session, State } from "./state.ts";
import { resolution, resolveInstrument } from "./symbology.ts";
import { checkTerms, terms } from "./terms.ts";
import type { VenueLine } from "./venue-table.ts";

/** The first request of an order at its venue: the order itself. */
export const NEW_ORDER_REQUEST = 1;
/** Where the order goes that was taken last. One reused object, valid until the next order is judged. */
export const destination = { venueId: 0, isCare: false, desk: "" };

export function decideNewOrder(state: State, command: NewOrder, events: Event[]): void {
  const session = state.sessions[command.sessionId];
  assert(session !== undefined || command.sessionId === HOUSE, "new order of an unknown session");
  const first = findOrder(state, command.sessionId, command.clOrdId);
  if (first !== 0 && isClOrdIdTaken(state, first)) return decideDuplicate(state, command, first, events);
  takeNewOrder(state, session, command, events);
}

/** @param session whose rules and account the order has; undefined for one that a trader enters */
export function takeNewOrder(state: State, session: Session | undefined, command: NewOrder, events: Event[]): void {
  const orderId = state.orders.count + 1;
  const instrument = judgeNewOrder(state, session, command, orderId, events);
  if (instrument === undefined) return;
  const { venueId, isCare, desk } = destination;
  if (isCare) events.push({ type: EventType.CareOpened, orderId, desk });
  else leave(state, orderId, instrument, venueId, command, terms.moreTerms, false, events);
}

/**
 * Takes the order or refuses it.
 *
 * @param orderId the OrderID it gets
 * @returns its instrument, and in `destination` where it goes; undefined when it was refused
 */
export function judgeNewOrder(
  state: State,
  session: Session | undefined,
  command: NewOrder,
  orderId: number,
  events: Event[],
): Instrument | undefined {
  const account = command.account === "" ? (session?.account ?? "") : command.account;
  if (state.orders.rowCount >= ORDERS_MAX - 2)
    return refuseOrder(command, orderId, account, 0, OrdRejReason.BrokerOption, "the order table is full", events);
  const instrumentId = resolveInstrument(state, command);
  const instrument = state.instruments[instrumentId];
  if (instrument === undefined)
    return refuseOrder(command, orderId, account, 0, resolution.reason, resolution.text, events);
  if (state.accounts.size >= ACCOUNTS_MAX && state.accounts.find(0, account) === NO_ENTRY) {
    return refuseOrder(
      command,
      orderId,
      account,
      instrumentId,
      OrdRejReason.UnknownAccount,
      `Account(1) ${account} is one too many`,
      events,
    );
  }
  const stopped = stoppedText(state, command.sessionId);
  if (stopped !== "")
    return refuseOrder(command, orderId, account, instrumentId, OrdRejReason.BrokerOption, stopped, events);
  if (state.journalSpace.isLow)
    return refuseOrder(command, orderId, account, instrumentId, OrdRejReason.BrokerOption, lowSpaceText(state), events);
  const { routing } = state;
  // Rules are for clients' orders: what a trader sends, he sends where he wants.
  const isRuled = routing.rules.length > 0 && session !== undefined;
  const rule = isRuled ? findRule(state, command, session, account, instrument) : null;
  if (rule?.to.reject !== undefined) {
    const text = `routing rule ${rule.id}: ${rule.to.reject}`;
    refuseOrder(command, orderId, account, instrumentId, OrdRejReason.BrokerOption, text, events);
    decideRoute(state, orderId, rule, events);
    return undefined;
  }
  const isCare = rule === null ? isForPeople(command.moreTerms) : rule.to.desk !== undefined;
  const stoppedDesk = stoppedDeskText(state, rule?.to.desk ?? "");
  if (stoppedDesk !== "")
    return refuseOrder(command, orderId, account, instrumentId, OrdRejReason.BrokerOption, stoppedDesk, events);
  const venueId = rule === null ? instrument.venueId : venueOf(rule.to);
  // What people work goes to no venue by itself, whatever its line takes.
  const line = isCare ? undefined : state.venues.lines[venueId];
  const untaken = line === undefined ? "" : untakenText(line, command, instrument);
  if (untaken !== "") {
    const reason = OrdRejReason.UnsupportedOrderCharacteristic;
    return refuseOrder(command, orderId, account, instrumentId, reason, untaken, events);
  }
  const isDown = line?.isUp === false;
  if (isDown && !line.holdsWhenDown)
    return refuseOrder(command, orderId, account, instrumentId, OrdRejReason.ExchangeClosed, downText(line), events);
  if (!checkTerms(command, instrument, NO_MORE_TERMS, state.tradingDay))
    return refuseOrder(command, orderId, account, instrumentId, terms.reason, terms.text, events);
  exposure.sessionId = command.sessionId;
  exposure.instrument = instrument;
  exposure.orderQty = terms.orderQty;
  exposure.price = terms.price;
  if (!checkRisk(state))
    return refuseOrder(command, orderId, account, instrumentId, exposure.reason, exposure.text, events);

  events.push({
    type: EventType.OrderAccepted,
    orderId,
    sessionId: command.sessionId,
    clOrdId: command.clOrdId,
    account,
    instrumentId,
    side: command.side,
    ordType: command.ordType,
    timeInForce: command.timeInForce,
    orderQty: terms.orderQty,
    price: terms.price,
    moreTerms: terms.moreTerms,
    carried: command.carried,
  });
  if (rule !== null) decideRoute(state, orderId, rule, events);
  destination.venueId = venueId;
  destination.isCare = isCare;
  destination.desk = rule?.to.desk ?? "";
  return instrument;
}

/**
 * An order that was taken leaves for its venue, or is kept here: a stop its venue does not take, any order while its market
 * is closed or the line is down.
 *
 * @param isTold its client has had its New
 */
export function leave(
  state: State,
  orderId: number,
  instrument: Instrument,
  venueId: number,
  order: Pick<NewOrder, "side" | "ordType" | "timeInForce">,
  moreTerms: number[],
  isTold: boolean,
  events: Event[],
): void {
  const line = state.venues.lines[venueId];
  const isDown = line?.isUp === false;
  if (line !== undefined && keepsStop(line, order.ordType)) {
    return holdStop(orderId, instrument, { ...order, moreTerms }, { venueId, isDown, name: line.name }, events);
  }
  if (waitsForOpen(instrument, order.timeInForce)) {
    if (isTold) return;
    events.push({ type: EventType.OrderWarehoused, orderId, text: "taken; it leaves when the market opens" });
    return;
  }
  // Held: it leaves when the line is up again.
  if (isDown) return;
  events.push({ type: EventType.OrderRouted, orderId, venueId, requestNumber: NEW_ORDER_REQUEST });
}

/** What is left of the disk belongs to the orders that are there: their cancels, fills and reports. */
function lowSpaceText(state: State): string {
  const { freeBytes, lowBytes } = state.journalSpace;
  return `no new orders: the journal's disk has ${freeBytes} bytes free, below its low-water mark of ${lowBytes}; cancels are taken`;
}

function untakenText(line: VenueLine, { ordType, timeInForce }: NewOrder, { symbol, lastPx }: Instrument): string {
  const { name } = line;
  if (!takesType(line, ordType)) {
    if (!keepsStop(line, ordType)) return `OrdType(40) ${ordType} is not taken by ${name}`;
    // Nothing would ever reach it.
    if (lastPx === NO_PRICE)
      return `OrdType(40) ${ordType} is not taken by ${name}, and no trade of ${symbol} is known to watch it by`;
  }
  if (takesTime(line, timeInForce) || keepsForDays(line, timeInForce)) return "";
  return `TimeInForce(59) ${timeInForce} is not taken by ${name}`;
}

function downText({ name, text }: VenueLine): string {
  return `the line to ${name} is down (${text}); cancels are taken, new orders when it is up again`;
}

/** @returns the order a session's ClOrdID last named, or 0 */
export function findOrder(state: State, sessionId: number, clOrdId: string): number {
  const entry = state.clOrdIds.find(sessionId, clOrdId);
  return entry === NO_ENTRY ? 0 : state.clOrdIds.valueOf(entry);
}

/**
 * ClOrdID is unique per client and trading day, and never that of an order still live (FIX 4.4 Volume 1, ClOrdID). Of an
 * order that was carried into the day and ended on it, requests of the day may have used any.
 */
export function isClOrdIdTaken(state: State, orderId: number): boolean {
  const row = state.orders.rowOf(orderId);
  const { orders } = state;
  if (orders.tradingDay[row] === state.tradingDay || orders.isLive(row)) return true;
  return orders.stage[row] !== Stage.Expired && orders.updatedNs[row] > state.dayOpenedNs;
}

/** Its ClOrdID names another order, or the same one sent again. */
export function decideDuplicate(state: State, command: NewOrder, orderId: number, events: Event[]): void {
  const { orders, accounts } = state;
  const row = orders.rowOf(orderId);
  if (orders.isMarked(row, Mark.Telephoned)) {
    // FIX 4.4 Volume 4 Appendix D, F.1.c: whether it was sent before it was telephoned or after, it is one order.
    const text = `ClOrdID(11) ${command.clOrdId} was given by telephone, and is OrderID(37) ${orderId}`;
    const account = accounts.textOf(orders.accountEntry[row]);
    const instrumentId = orders.instrumentId[row];
    refuseOrder(command, orderId, account, instrumentId, OrdRejReason.DuplicateOfVerbalOrder, text, events);
    return;
  }
  if (command.possResend) {
    // FIX 4.4 Volume 2, PossResend: an order already seen is answered with how it stands, not carried out again.
    events.push({
      type: EventType.OrderStatusReported,
      orderId,
      sessionId: command.sessionId,
      clOrdId: command.clOrdId,
      ordStatusReqId: "",
      symbol: command.symbol,
      side: command.side,
    });
    return;
  }
  const text = `ClOrdID(11) ${command.clOrdId} was used before, for OrderID(37) ${orderId}`;
  refuseOrder(command, orderId, command.account, 0, OrdRejReason.DuplicateOrder, text, events);
}

/** The order is refused, under its own OrderID or, as a duplicate, that of the first. */
export function refuseOrder(
  command: NewOrder,
  orderId: number,
  account: string,
  instrumentId: number,
  ordRejReason: number,
  text: string,
  events: Event[],
): undefined {
  events.push({
    type: EventType.OrderRejected,
    orderId,
    sessionId: command.sessionId,
    clOrdId: command.clOrdId,
    account,
    instrumentId,
    symbol: command.symbol,
    side: command.side,
    ordType: command.ordType,
    timeInForce: command.timeInForce,
    qtyMantissa: command.qtyMantissa,
    qtyScale: command.qtyScale,
    priceMantissa: command.priceMantissa,
    priceScale: command.priceScale,
    ordRejReason,
    text,
    carried: command.carried,
    listId: "",
  });
}
