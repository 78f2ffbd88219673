/**
 * Judges the beginning of a trading day: what of the day before ends, and what is carried on. Day orders that their venue
 * did not end expire, and so do orders good till a date that is over; the others that outlive a day are restated, before
 * anything else is told on the new day (FIX 4.4 Volume 4 Appendix D, H.1 and H.2).
 *
 * An order that its venue carried on already is not told so again; nor is what a venue carries on after the house did.
 *
 * Left alone are orders whose venue trades on through the change of the day, orders no venue has heard of yet (their day is
 * still to come; a stop kept here has had its day once its market was open), and orders in doubt or not answered by their venue: what became of them is not known.
 */
import { Term, termOf } from "../domain/more-terms.ts";
import { type Event, EventType, type OpenTradingDay } from "../domain/records.generated.ts";
import { ABSENT, TradingPhase } from "../domain/values.ts";
import { workingQty } from "./children.ts";
import { enterAgain, isSentAsDay, restate } from "./day-orders.ts";
import { isCare, isHeld, isSpent } from "./held-orders.ts";
import { rejectHeld } from "./held-requests.ts";
import { Flag, Stage } from "./order-table.ts";
import type { State } from "./state.ts";
import { beginSweep, type SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

export function decideOpenTradingDay(state: State, { tradingDay }: OpenTradingDay, events: Event[]): void {
  if (tradingDay <= state.tradingDay) {
    const text = `trading day ${tradingDay} does not follow ${state.tradingDay}`;
    events.push({ type: EventType.CommandRefused, text });
    return;
  }
  events.push({ type: EventType.TradingDayOpened, tradingDay });
  const orderIds = ordersToRoll(state, tradingDay);
  const asked = { kind: SweepKind.DayRoll, sessionId: 0, requestType: ABSENT, text: "", orderIds };
  beginSweep(state, { ...asked, requestId: String(tradingDay) }, dayRollStep, events);
}

/** Ends or restates the next orders. */
export const dayRollStep: SweepStep = (state, { requestId, orderIds }, from, to, events) => {
  const { orders } = state;
  const tradingDay = Number(requestId);
  let affected = 0;
  for (let index = from; index < to; index++) {
    const orderId = orderIds[index];
    const row = orders.rowOf(orderId);
    if (!canRoll(state, row)) continue;
    affected++;
    const why = expiry(state, row, tradingDay);
    if (why === "") carryOn(state, row, orderId, events);
    else {
      events.push({ type: EventType.OrderExpired, orderId, text: why });
      rejectHeld(state, orderId, "the order has expired", events);
    }
  }
  return affected;
};

function ordersToRoll(state: State, tradingDay: number): number[] {
  const { orders } = state;
  const found: number[] = [];
  for (let row = 1; row <= orders.rowCount; row++) {
    if (canRoll(state, row) && !isRenewed(state, row, tradingDay)) found.push(orders.idOf(row));
  }
  return found;
}

/** Did its venue begin a new day for the order since the house last did, and tell its client so? */
function isRenewed(state: State, row: number, tradingDay: number): boolean {
  const isVenues = state.renewed.get(state.orders.idOf(row)) === true;
  return isVenues && state.orders.stage[row] === Stage.Open && expiry(state, row, tradingDay) === "";
}

function canRoll(state: State, row: number): boolean {
  const { orders, venues } = state;
  if (row === 0 || !orders.isLive(row)) return false;
  const stage = orders.stage[row];
  if (isCare(orders, row)) return orders.outlivesDay(row) || workingQty(state, orders.idOf(row)) === 0;
  if (orders.outlivesDay(row)) return stage !== Stage.PendingNew || isHeld(state, row);
  // Markets that are open now have days of their own, which their venue ends.
  const isTradingOn = state.instruments[orders.instrumentId[row]]?.phase === TradingPhase.Open;
  if (state.stops.has(orders.idOf(row))) return !isTradingOn && state.stops.hasDay(orders.idOf(row));
  // A day is over for what waited for its list, too.
  const isOfDay = stage === Stage.Open || (orders.flags[row] & Flag.Waits) !== 0;
  return isOfDay && !isTradingOn && !venues.isInDoubt(orders.idOf(row));
}

/** Why the order ends with the day before, or "" when it goes on. */
function expiry(state: State, row: number, tradingDay: number): string {
  if (!state.orders.outlivesDay(row)) return "the trading day is over";
  const expireDate = termOf(state.moreTermsOf(row), Term.ExpireDate) ?? 0;
  return expireDate !== 0 && expireDate < tradingDay ? `ExpireDate(432) ${expireDate} is over` : "";
}

/** To a venue that takes Day orders only the order goes anew; while its line is down it waits. */
function carryOn(state: State, row: number, orderId: number, events: Event[]): void {
  const { orders, venues } = state;
  if (isHeld(state, row) || isSpent(state, row) || !isSentAsDay(state, row))
    return restate(state, row, orderId, events);
  if (!venues.isDown(orders.venueId[row])) return enterAgain(state, row, events);
  if (orders.stage[row] === Stage.DoneForDay) return;
  events.push({ type: EventType.OrderDoneForDay, orderId, text: "the line to the venue is down", isDue: true });
}
