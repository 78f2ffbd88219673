/** Hot path: the only place that changes the state; budget 0.3 us an event. It judges nothing: an event has happened. */

import { NO_PRICE, rescale } from "../domain/price.ts";
import {
  type Event,
  EventType,
  type InstrumentDefined,
  type OrderAccepted,
  type OrderFilled,
  type OrderRejected,
  type SessionDefined,
} from "../domain/records.generated.ts";
import { assert, unreachable } from "../lib/assert.ts";
import { NO_ENTRY, type OrderTable, Pending, Stage } from "./order-table.ts";
import type { Session, State } from "./state.ts";

/**
 * Applies one event.
 *
 * @param timeNs the time of the event's frame
 * @throws AssertionError when the event cannot have happened to this state
 */
export function evolve(state: State, event: Event, timeNs: bigint): void {
  const { orders } = state;
  switch (event.type) {
    case EventType.OrderAccepted:
      return addOrder(state, event, timeNs);
    case EventType.OrderRejected:
      return addRejected(state, event, timeNs);
    case EventType.OrderRouted:
      orders.requestNumber[event.orderId] = event.requestNumber;
      orders.venueId[event.orderId] = event.venueId;
      return;
    case EventType.OrderAcknowledged: {
      const { orderId } = event;
      assert(orders.stage[orderId] === Stage.PendingNew, "acknowledged twice");
      orders.stage[orderId] = Stage.Open;
      orders.acceptedRequest[orderId] = 1;
      orders.exchangeOrderIdEntry[orderId] = state.exchangeOrderIds.put(
        orders.venueId[orderId],
        event.exchangeOrderId,
        orderId,
      );
      orders.updatedNs[orderId] = timeNs;
      return;
    }
    case EventType.OrderRefused:
      return end(orders, event.orderId, Stage.Rejected, timeNs);
    case EventType.OrderFilled:
      return fill(state, event, timeNs);
    case EventType.CancelRequested:
      return request(state, event.orderId, event.clOrdId, Pending.Cancel, timeNs);
    case EventType.ReplaceRequested:
      orders.pendingQty[event.orderId] = event.orderQty;
      orders.pendingPrice[event.orderId] = event.price;
      return request(state, event.orderId, event.clOrdId, Pending.Replace, timeNs);
    case EventType.RequestRejected:
      if (!event.wasPending) return;
      orders.pending[event.orderId] = Pending.None;
      orders.updatedNs[event.orderId] = timeNs;
      return;
    case EventType.OrderCanceled:
      if (event.solicited) settle(orders, event.orderId);
      return end(orders, event.orderId, Stage.Canceled, timeNs);
    case EventType.OrderReplaced: {
      const { orderId } = event;
      assert(event.orderQty >= orders.cumQty[orderId], "replaced below cumQty");
      orders.orderQty[orderId] = event.orderQty;
      orders.price[orderId] = event.price;
      settle(orders, orderId);
      orders.updatedNs[orderId] = timeNs;
      return;
    }
    case EventType.OrderExpired:
      return end(orders, event.orderId, Stage.Expired, timeNs);
    case EventType.VenueReportRecorded:
      assert(event.reportSequence > state.lastReportSequence[event.venueId], "venue report taken twice");
      state.lastReportSequence[event.venueId] = event.reportSequence;
      return;
    case EventType.SessionLoggedOn: {
      const session = state.sessions[event.sessionId] as Session;
      session.loggedOn = true;
      session.peer = event.peer;
      return;
    }
    case EventType.SessionLoggedOut: {
      const session = state.sessions[event.sessionId] as Session;
      session.loggedOn = false;
      session.lastLogout = event.reason;
      return;
    }
    case EventType.PasswordChanged: {
      const session = state.sessions[event.sessionId] as Session;
      session.passwordHash = event.passwordHash;
      session.passwordReplaces = event.replaces;
      return;
    }
    case EventType.SessionDefined:
      return defineSession(state, event);
    case EventType.InstrumentDefined:
      return defineInstrument(state, event);
    case EventType.LimitSet:
      return state.limits.set(event.sessionId, event.instrumentId, event.limitKind, event.value);
    case EventType.TradingDayOpened:
      state.tradingDay = event.tradingDay;
      return;
    case EventType.MarketUpdated: {
      const instrument = state.instruments[event.instrumentId];
      assert(instrument !== undefined, "prices of an unknown instrument");
      instrument.bidPx = event.bidPx;
      instrument.askPx = event.askPx;
      if (event.lastPx !== NO_PRICE) instrument.lastPx = event.lastPx;
      return;
    }
    case EventType.JournalSpaceSet: {
      const { journalSpace } = state;
      journalSpace.isLow = event.isLow;
      journalSpace.freeBytes = event.freeBytes;
      journalSpace.lowBytes = event.lowBytes;
      return;
    }
    case EventType.OrderStatusReported:
    case EventType.VenueReportRefused:
    case EventType.CommandRefused:
      // Told, recorded, and without effect on the state.
      return;
    default:
      unreachable(event);
  }
}

function addOrder(state: State, event: OrderAccepted, timeNs: bigint): void {
  const orderId = addRow(state, event, timeNs);
  state.orders.stage[orderId] = Stage.PendingNew;
  state.orders.orderQty[orderId] = event.orderQty;
  state.orders.price[orderId] = event.price;
}

function addRejected(state: State, event: OrderRejected, timeNs: bigint): void {
  // A duplicate ClOrdID is refused under the first order's id, and is no order of its own.
  if (event.orderId !== state.orders.count + 1) return;
  const orderId = addRow(state, event, timeNs);
  const instrument = state.instruments[event.instrumentId];
  const { orders } = state;
  orders.stage[orderId] = Stage.Rejected;
  // What does not fit the instrument's scales is kept as 0; the event has it as asked.
  const qty = rescale(event.qtyMantissa, event.qtyScale, instrument?.qtyScale ?? 0);
  const price = rescale(event.priceMantissa, event.priceScale, instrument?.priceScale ?? 0);
  orders.orderQty[orderId] = Number.isNaN(qty) ? 0 : qty;
  orders.price[orderId] = event.priceMantissa === NO_PRICE || Number.isNaN(price) ? NO_PRICE : price;
}

function addRow(state: State, event: OrderAccepted | OrderRejected, timeNs: bigint): number {
  const { orders } = state;
  const orderId = orders.add(event.orderId);
  orders.sessionId[orderId] = event.sessionId;
  orders.instrumentId[orderId] = event.instrumentId;
  orders.accountEntry[orderId] = state.accounts.put(0, event.account, 0);
  orders.side[orderId] = event.side.charCodeAt(0);
  orders.ordType[orderId] = event.ordType.charCodeAt(0);
  orders.timeInForce[orderId] = event.timeInForce.charCodeAt(0);
  orders.tradingDay[orderId] = state.tradingDay;
  orders.clOrdIdEntry[orderId] = state.clOrdIds.put(event.sessionId, event.clOrdId, orderId);
  orders.createdNs[orderId] = timeNs;
  orders.updatedNs[orderId] = timeNs;
  return orderId;
}

function fill(state: State, event: OrderFilled, timeNs: bigint): void {
  const { orders } = state;
  const { orderId } = event;
  assert(event.lastQty > 0, "a fill of nothing");
  assert(event.lastQty <= orders.leavesQty(orderId), "cumQty exceeds orderQty");
  orders.cumQty[orderId] += event.lastQty;
  orders.notional[orderId] += event.lastQty * event.lastPx;
  orders.updatedNs[orderId] = timeNs;
  state.exchangeExecIds.put(event.venueId, event.exchangeExecId, orderId);
  const instrument = state.instruments[orders.instrumentId[orderId]];
  assert(instrument !== undefined, "fill of an unknown instrument");
  instrument.lastPx = event.lastPx;
}

function request(state: State, orderId: number, clOrdId: string, pending: number, timeNs: bigint): void {
  const { orders } = state;
  assert(orders.pending[orderId] === Pending.None, "two requests pending");
  orders.pending[orderId] = pending;
  orders.pendingClOrdIdEntry[orderId] = state.clOrdIds.put(orders.sessionId[orderId], clOrdId, orderId);
  orders.updatedNs[orderId] = timeNs;
}

/** The pending request took effect: its ClOrdID is the order's now. */
function settle(orders: OrderTable, orderId: number): void {
  assert(orders.pendingClOrdIdEntry[orderId] !== NO_ENTRY, "no request was pending");
  orders.previousClOrdIdEntry[orderId] = orders.clOrdIdEntry[orderId];
  orders.clOrdIdEntry[orderId] = orders.pendingClOrdIdEntry[orderId];
  orders.acceptedRequest[orderId] = orders.requestNumber[orderId];
  orders.pending[orderId] = Pending.None;
}

function end(orders: OrderTable, orderId: number, stage: number, timeNs: bigint): void {
  assert(orders.stage[orderId] <= Stage.Open, "ended twice");
  orders.stage[orderId] = stage;
  orders.updatedNs[orderId] = timeNs;
}

function defineSession(state: State, event: SessionDefined): void {
  const { sessionId, sessionKey, compId, account, pendingReports } = event;
  const known = state.sessions[sessionId];
  state.sessions[sessionId] = {
    sessionId,
    sessionKey,
    compId,
    account,
    pendingReports,
    loggedOn: known?.loggedOn ?? false,
    peer: known?.peer ?? "",
    lastLogout: known?.lastLogout ?? "",
    passwordHash: known?.passwordHash ?? "",
    passwordReplaces: known?.passwordReplaces ?? "",
  };
  state.sessionIds.set(sessionKey, sessionId);
}

function defineInstrument(state: State, event: InstrumentDefined): void {
  const { type: _, ...definition } = event;
  const known = state.instruments[event.instrumentId];
  state.instruments[event.instrumentId] = {
    ...definition,
    bidPx: known?.bidPx ?? NO_PRICE,
    askPx: known?.askPx ?? NO_PRICE,
    lastPx: known?.lastPx ?? NO_PRICE,
  };
  state.instrumentIds.set(event.symbol, event.instrumentId);
}
