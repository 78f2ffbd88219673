/** Hot path: the only place that changes the state; budget 0.3 us an event. It judges nothing: an event has happened. */

import { Term, termOf } from "../domain/more-terms.ts";
import { NO_PRICE, rescale } from "../domain/price.ts";
import {
  type Event,
  EventType,
  type OrderAccepted,
  type OrderFilled,
  type OrderRejected,
  type OrderRestated,
  type ReplaceRequested,
} from "../domain/records.generated.ts";
import { ExecRestatementReason, Side, TradingPhase } from "../domain/values.ts";
import { assert, unreachable } from "../lib/assert.ts";
import { dropOldOrders } from "./archive.ts";
import { evolveSplitRequested } from "./booked-splits.ts";
import { assertWithinOrder, evolveCare } from "./care-evolve.ts";
import { entryOf, isParked } from "./day-orders.ts";
import { defineInstrument, defineSession } from "./definitions.ts";
import { evolveDisconnect } from "./disconnect.ts";
import { isCare } from "./held-orders.ts";
import { HOUSE, houseClOrdId } from "./house.ts";
import { evolveHouseCancel } from "./house-cancel.ts";
import { evolveList, noteListed, noteReplace } from "./list-evolve.ts";
import { evolveListing } from "./listings.ts";
import { Flag, Mark, NO_ENTRY, type OrderTable, Pending, Stage } from "./order-table.ts";
import { evolveOrderSplit, evolveSplitApplied } from "./splits.ts";
import type { Instrument, Session, State } from "./state.ts";
import { changeFill } from "./trade-changes.ts";
import { evolveVenue, forgetDoubt } from "./venue-evolve.ts";

const BUY = Side.Buy.charCodeAt(0);

/**
 * Applies one event.
 *
 * @param timeNs the time of the event's frame
 * @param place `placeOf` the event in the journal, of which the ExecID of its report is made
 * @throws AssertionError when the event cannot have happened to this state
 */
export function evolve(state: State, event: Event, timeNs: bigint, place: number): void {
  const hasLists = state.lists.size > 0;
  if (hasLists) noteReplace(state, event);
  apply(state, event, timeNs, place);
  if (hasLists) noteListed(state, event);
}

function apply(state: State, event: Event, timeNs: bigint, place: number): void {
  const { orders } = state;
  let row = 0;
  switch (event.type) {
    case EventType.OrderAccepted:
      return addOrder(state, event, timeNs);
    case EventType.OrderRejected:
      return addRejected(state, event, timeNs);
    case EventType.OrderRouted:
      row = rowOf(orders, event.orderId);
      if (event.requestNumber > 1 && state.requests.sentAs(orders, row, event.requestNumber) === 0)
        enterAnew(state, row, event.orderId, event.requestNumber, place);
      orders.requestNumber[row] = event.requestNumber;
      orders.venueId[row] = event.venueId;
      return;
    case EventType.RouteDecided: {
      const { ruleId, venueId, desk } = event;
      orders.route[rowOf(orders, event.orderId)] = state.routing.placeOf({ ruleId, venueId, desk });
      return;
    }
    case EventType.ListingDefined:
      return evolveListing(state, event);
    case EventType.RoutingDefined:
      return state.routing.define(event.version, event.rules);
    case EventType.OrderAcknowledged: {
      const { orderId, exchangeOrderId } = event;
      row = rowOf(orders, orderId);
      assert(orders.stage[row] === Stage.PendingNew, "acknowledged twice");
      orders.stage[row] = Stage.Open;
      orders.acceptedRequest[row] = entryOf(state, orderId).requestNumber;
      orders.exchangeOrderIdEntry[row] = state.exchangeOrderIds.add(exchangeOrderId);
      orders.updatedNs[row] = timeNs;
      forgetDoubt(state, row, orderId);
      return;
    }
    case EventType.OrderRefused:
      return end(state, event.orderId, Stage.Rejected, timeNs);
    case EventType.OrderFilled:
      return fill(state, event, timeNs, place);
    case EventType.FillBusted:
    case EventType.FillCorrected:
      row = rowOf(orders, event.orderId);
      changeFill(state, event, event.type === EventType.FillBusted, row, place);
      orders.updatedNs[row] = timeNs;
      return;
    case EventType.CancelRequested:
      request(state, event.orderId, event.clOrdId, Pending.Cancel, event.requestNumber, timeNs);
      return;
    case EventType.ReplaceRequested:
      return requestReplace(state, event, timeNs);
    case EventType.RequestReleased:
      row = rowOf(orders, event.orderId);
      state.requests.send(orders, row, pendingSlot(state, row, event.clOrdId), event.requestNumber);
      return;
    case EventType.RequestRejected:
      if (!event.wasPending) return;
      row = rowOf(orders, event.orderId);
      state.requests.remove(orders, row, pendingSlot(state, row, event.clOrdId));
      orders.updatedNs[row] = timeNs;
      forgetDoubt(state, row, event.orderId);
      return;
    case EventType.OrderCanceled:
      row = rowOf(orders, event.orderId);
      // A cancel of an order of parts has no number: it went to no venue.
      if (
        event.solicited ||
        event.requestNumber !== 0 ||
        (isCare(orders, row) && orders.pending[row] === Pending.Cancel)
      ) {
        settle(state, row, Pending.Cancel, event.requestNumber);
      }
      state.houseCancels.delete(event.orderId);
      return end(state, event.orderId, Stage.Canceled, timeNs);
    case EventType.OrderReplaced:
      row = rowOf(orders, event.orderId);
      assert(event.orderQty >= orders.cumQty[row], "replaced below cumQty");
      orders.orderQty[row] = event.orderQty;
      orders.price[row] = event.price;
      setMore(state, row, event.moreTerms, event.carried);
      settle(state, row, Pending.Replace, event.requestNumber);
      if (state.stops.has(event.orderId)) state.stops.move(event.orderId, termOf(event.moreTerms, Term.StopPx) ?? 0);
      orders.updatedNs[row] = timeNs;
      forgetDoubt(state, row, event.orderId);
      if (isCare(orders, row)) assertWithinOrder(state, row);
      return;
    case EventType.OrderExpired:
      return end(state, event.orderId, Stage.Expired, timeNs);
    case EventType.VenueDefined:
    case EventType.VenueLineChanged:
    case EventType.DoubtResolved:
    case EventType.ExceptionOpened:
    case EventType.ExceptionClosed:
      return evolveVenue(state, event, timeNs);
    case EventType.OrderDoneForDay:
      end(state, event.orderId, Stage.DoneForDay, timeNs);
      if (event.isDue) state.due.add(event.orderId);
      return;
    case EventType.OrderTriggered:
      row = rowOf(orders, event.orderId);
      orders.flags[row] |= Flag.Triggered;
      state.stops.reach(event.orderId);
      orders.updatedNs[row] = timeNs;
      return;
    case EventType.OrderSuspended:
    case EventType.OrderTelephoned:
      row = rowOf(orders, event.orderId);
      orders.mark(event.orderId, event.type === EventType.OrderSuspended ? Mark.Suspended : Mark.Telephoned);
      orders.updatedNs[row] = timeNs;
      return;
    case EventType.OrderRestated:
      row = rowOf(orders, event.orderId);
      assert(event.orderQty >= orders.cumQty[row], "restated below cumQty");
      orders.orderQty[row] = event.orderQty;
      orders.price[row] = event.price;
      if (event.moreTerms.length > 0) {
        setMore(state, row, event.moreTerms, "");
        state.stops.move(event.orderId, termOf(event.moreTerms, Term.StopPx) ?? 0);
      }
      if (endsSuspension(event)) orders.unmark(event.orderId, Mark.Suspended);
      // A new day begins for an order that was done for the last one.
      if (orders.stage[row] === Stage.DoneForDay) orders.stage[row] = Stage.Open;
      if (event.reason === ExecRestatementReason.Renewal) {
        state.renewed.set(event.orderId, event.isVenues);
        if (orders.cumQty[row] > 0)
          state.carriedOver.set(event.orderId, { cumQty: orders.cumQty[row], notional: orders.notional[row], place });
      }
      orders.updatedNs[row] = timeNs;
      return;
    case EventType.VenueReportRecorded:
      assert(event.reportSequence > state.lastReportSequence[event.venueId], "venue report taken twice");
      state.lastReportSequence[event.venueId] = event.reportSequence;
      return;
    case EventType.SessionLoggedOn: {
      const session = state.sessions[event.sessionId] as Session;
      session.loggedOn = true;
      session.peer = event.peer;
      session.endedNs = 0n;
      return;
    }
    case EventType.SessionLoggedOut: {
      const session = state.sessions[event.sessionId] as Session;
      session.loggedOn = false;
      session.lastLogout = event.reason;
      return;
    }
    case EventType.CancelOnDisconnectDefined:
    case EventType.DisconnectGraceBegun:
    case EventType.DisconnectGraceEnded:
      return evolveDisconnect(state.sessions[event.sessionId] as Session, event, timeNs);
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
      dropOldOrders(state, state.dayOpenedNs);
      state.renewed.clear();
      for (let each = 1; each <= orders.rowCount; each++) if (isParked(state, each)) state.due.add(orders.idOf(each));
      state.dayOpenedNs = timeNs;
      return;
    case EventType.MarketUpdated: {
      const instrument = state.instruments[event.instrumentId];
      assert(instrument !== undefined, "prices of an unknown instrument");
      instrument.bidPx = event.bidPx;
      instrument.askPx = event.askPx;
      if (event.lastPx !== NO_PRICE) instrument.lastPx = event.lastPx;
      return;
    }
    case EventType.InstrumentPhaseChanged: {
      const instrument = state.instruments[event.instrumentId] as Instrument;
      instrument.phase = event.phase;
      instrument.holdsWhenClosed = event.holdsWhenClosed;
      if (event.phase !== TradingPhase.Closed) state.stops.open(event.instrumentId);
      return;
    }
    case EventType.NoteRuleSet:
      return state.noteRules.set(event);
    case EventType.KillSwitchSet:
      return state.kills.set(event, timeNs);
    case EventType.SplitRequested:
      evolveSplitRequested(state, rowOf(orders, event.orderId), event);
      return;
    case EventType.SplitApplied:
      return evolveSplitApplied(state, event);
    case EventType.OrderSplit:
      row = rowOf(orders, event.orderId);
      evolveOrderSplit(state, row, event, place);
      setMore(state, row, event.moreTerms, "");
      if (state.stops.has(event.orderId)) state.stops.move(event.orderId, termOf(event.moreTerms, Term.StopPx) ?? 0);
      orders.updatedNs[row] = timeNs;
      return;
    case EventType.StopHeld:
      return holdStop(state, event.orderId);
    case EventType.OrderWarehoused:
      row = rowOf(orders, event.orderId);
      orders.flags[row] |= Flag.Warehoused;
      return;
    case EventType.JournalSpaceSet: {
      const { journalSpace } = state;
      journalSpace.isLow = event.isLow;
      journalSpace.freeBytes = event.freeBytes;
      journalSpace.lowBytes = event.lowBytes;
      return;
    }
    case EventType.HouseCancelRequested:
    case EventType.HouseCancelRejected:
      return evolveHouseCancel(state, event, timeNs);
    case EventType.ListReceived:
    case EventType.OrderListed:
    case EventType.ListChanged:
    case EventType.HouseReplaceRequested:
    case EventType.HouseReplaceEnded:
    case EventType.ListOrderReleased:
    case EventType.OrderRecalled:
      return evolveList(state, event, timeNs);
    case EventType.SweepListed: {
      const { type: _, ...listed } = event;
      return state.sweeps.list(listed);
    }
    case EventType.SweepAdvanced:
      return state.sweeps.advance(event.sweepId, event.count, event.affected);
    case EventType.CareOpened:
    case EventType.CareAccepted:
    case EventType.OwnerChanged:
    case EventType.OrderLocked:
    case EventType.OrderSliced:
    case EventType.ManualFillRecorded:
    case EventType.NoteAdded:
      return evolveCare(state, event, timeNs);
    case EventType.DeskActionDone:
    case EventType.DeskActionRefused:
    case EventType.OrderStatusReported:
    case EventType.TradeDisputed:
    case EventType.MassStatusReported:
    case EventType.MassCancelReported:
    case EventType.VenueReportRefused:
    case EventType.CommandRefused:
    case EventType.CommandFailed:
    case EventType.FrameSkipped:
    case EventType.SessionActionTaken:
    case EventType.RequestRepeated:
    case EventType.AlienOrderFound:
    case EventType.ListReported:
      // Told, recorded, and without effect on the state.
      return;
    default:
      unreachable(event);
  }
}

/** The house's own word says nothing of a halt, but for a new day's; nor does a venue's that it has less of the order. */
function endsSuspension({ isVenues, reason }: OrderRestated): boolean {
  return reason === ExecRestatementReason.Renewal || (isVenues && reason !== ExecRestatementReason.PartialDecline);
}

/** The stop's venue takes none, and it waits here; its client has its New. */
function holdStop(state: State, orderId: number): void {
  const { orders, instruments } = state;
  const row = rowOf(orders, orderId);
  const instrumentId = orders.instrumentId[row];
  orders.flags[row] |= Flag.Warehoused;
  state.stops.hold(orderId, {
    instrumentId,
    isBuy: orders.side[row] === BUY,
    stopPx: termOf(state.moreTermsOf(row), Term.StopPx) ?? 0,
    hasDay: instruments[instrumentId]?.phase !== TradingPhase.Closed,
  });
}

/** @throws AssertionError when there is no such order: nothing can have happened to it */
function rowOf(orders: OrderTable, orderId: number): number {
  const row = orders.rowOf(orderId);
  assert(row !== 0, "an event of an order that is not here");
  return row;
}

function addOrder(state: State, event: OrderAccepted, timeNs: bigint): void {
  const row = addRow(state, event, timeNs);
  state.orders.stage[row] = Stage.PendingNew;
  state.orders.orderQty[row] = event.orderQty;
  state.orders.price[row] = event.price;
  setMore(state, row, event.moreTerms, event.carried);
}

/** Terms few orders have, now these; and what the order carries, empty when that stays as it is. */
function setMore(state: State, row: number, moreTerms: readonly number[], carried: string): void {
  const { flags } = state.orders;
  if (moreTerms.length > 0) {
    flags[row] |= Flag.MoreTerms;
    state.moreTerms.set(state.orders.idOf(row), moreTerms);
  } else if ((flags[row] & Flag.MoreTerms) !== 0) {
    flags[row] &= ~Flag.MoreTerms;
    state.moreTerms.delete(state.orders.idOf(row));
  }
  if (carried !== "") state.orders.carriedEntry[row] = state.carried.put(0, carried, 0);
}

function addRejected(state: State, event: OrderRejected, timeNs: bigint): void {
  // A duplicate ClOrdID is refused under the first order's id, and is no order of its own.
  if (event.orderId !== state.orders.count + 1) return;
  const row = addRow(state, event, timeNs);
  const instrument = state.instruments[event.instrumentId];
  const { orders } = state;
  orders.stage[row] = Stage.Rejected;
  // What does not fit the instrument's scales is kept as 0; the event has it as asked.
  const qty = rescale(event.qtyMantissa, event.qtyScale, instrument?.qtyScale ?? 0);
  const price = rescale(event.priceMantissa, event.priceScale, instrument?.priceScale ?? 0);
  orders.orderQty[row] = Number.isNaN(qty) ? 0 : qty;
  orders.price[row] = event.priceMantissa === NO_PRICE || Number.isNaN(price) ? NO_PRICE : price;
}

function addRow(state: State, event: OrderAccepted | OrderRejected, timeNs: bigint): number {
  const { orders } = state;
  const row = orders.add(event.orderId);
  orders.sessionId[row] = event.sessionId;
  orders.instrumentId[row] = event.instrumentId;
  orders.accountEntry[row] = state.accounts.put(0, event.account, 0);
  orders.side[row] = event.side.charCodeAt(0);
  orders.ordType[row] = event.ordType.charCodeAt(0);
  orders.timeInForce[row] = event.timeInForce.charCodeAt(0);
  orders.tradingDay[row] = state.tradingDay;
  orders.clOrdIdEntry[row] =
    event.clOrdId === ""
      ? state.clOrdIds.put(HOUSE, houseClOrdId(event.orderId), event.orderId)
      : state.clOrdIds.put(event.sessionId, event.clOrdId, event.orderId);
  orders.createdNs[row] = timeNs;
  orders.updatedNs[row] = timeNs;
  return row;
}

function fill(state: State, event: OrderFilled, timeNs: bigint, place: number): void {
  const { orders } = state;
  const row = rowOf(orders, event.orderId);
  assert(event.lastQty > 0, "a fill of nothing");
  assert(event.lastQty <= orders.leavesQty(row), "cumQty exceeds orderQty");
  orders.cumQty[row] += event.lastQty;
  orders.notional[row] += event.lastQty * event.lastPx;
  orders.updatedNs[row] = timeNs;
  const entry = state.exchangeExecIds.put(event.venueId, event.exchangeExecId, event.orderId);
  state.fills.put(entry, event.lastQty, event.lastPx, place);
  forgetDoubt(state, row, event.orderId);
  const instrument = state.instruments[orders.instrumentId[row]];
  assert(instrument !== undefined, "fill of an unknown instrument");
  if (isCare(orders, row)) assertWithinOrder(state, row);
  // A trade by hand, or of a part that has told it already, is no price of the market.
  if (event.venueId !== 0) instrument.lastPx = event.lastPx;
}

/** @returns the request's slot */
function request(
  state: State,
  orderId: number,
  clOrdId: string,
  kind: number,
  requestNumber: number,
  timeNs: bigint,
): number {
  const { orders } = state;
  const row = rowOf(orders, orderId);
  const entry = state.clOrdIds.put(orders.sessionId[row], clOrdId, orderId);
  orders.updatedNs[row] = timeNs;
  return state.requests.add(orders, row, kind, entry, requestNumber);
}

function requestReplace(state: State, event: ReplaceRequested, timeNs: bigint): void {
  const { requests } = state;
  const slot = request(state, event.orderId, event.clOrdId, Pending.Replace, event.requestNumber, timeNs);
  requests.orderQty[slot] = event.orderQty;
  requests.price[slot] = event.price;
  if (event.moreTerms.length > 0) requests.moreTerms.set(slot, event.moreTerms);
  if (event.carried !== "") requests.carriedEntry[slot] = state.carried.put(0, event.carried, 0);
}

/** @throws AssertionError when the order has no unanswered request of that ClOrdID */
function pendingSlot(state: State, row: number, clOrdId: string): number {
  const { orders, requests, clOrdIds } = state;
  const entry = clOrdId === "" ? NO_ENTRY : clOrdIds.find(orders.sessionId[row], clOrdId);
  const slot = entry === NO_ENTRY && clOrdId !== "" ? 0 : requests.ofClOrdId(orders, row, entry);
  assert(slot !== 0, "no such request was pending");
  return slot;
}

/**
 * A request took effect: its ClOrdID is the order's now. One that went to no venue has no number, and others of its order
 * may be unanswered there; nor do journals of before requests could be several number it.
 */
function settle(state: State, row: number, kind: number, requestNumber: number): void {
  const { orders, requests } = state;
  const isHere = requestNumber === 0;
  const slot = isHere ? requests.settledHere(orders, row, kind) : requests.sentAs(orders, row, requestNumber);
  assert(slot !== 0, "no such request was pending");
  const entry = requests.clOrdIdEntry[slot];
  if (entry !== NO_ENTRY) {
    orders.previousClOrdIdEntry[row] = orders.clOrdIdEntry[row];
    orders.clOrdIdEntry[row] = entry;
  }
  orders.acceptedRequest[row] = requests.requestNumber[slot];
  requests.remove(orders, row, slot);
}

/** The order goes to its venue as a new one, of what is left of it; its client has had its New. */
function enterAnew(state: State, row: number, orderId: number, requestNumber: number, place: number): void {
  const { orders } = state;
  state.entries.set(orderId, { requestNumber, baseQty: orders.cumQty[row], place });
  orders.stage[row] = Stage.PendingNew;
  state.due.delete(orderId);
  orders.flags[row] |= Flag.Warehoused;
  orders.unmark(orderId, Mark.Suspended);
  orders.acceptedRequest[row] = requestNumber;
}

function end(state: State, orderId: number, stage: number, timeNs: bigint): void {
  const { orders } = state;
  const row = rowOf(orders, orderId);
  assert(orders.stage[row] <= Stage.Open || orders.stage[row] === Stage.DoneForDay, "ended twice");
  orders.stage[row] = stage;
  state.stops.forget(orderId);
  state.due.delete(orderId);
  if (state.splitRequests.size > 0) state.splitRequests.delete(orderId);
  orders.updatedNs[row] = timeNs;
  forgetDoubt(state, row, orderId);
}
