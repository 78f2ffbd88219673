/**
 * Judges stops for a venue that takes none: they are kept here, reached by their instrument's last trade (a venue's public
 * price, or a fill of ours), and then go to the venue as the market or limit orders they became.
 *
 * A stop is reached when the last trade was at its price or beyond (FIX 4.4 Volume 6, OrdType 3 and 4); one that is
 * reached already when it comes, or when it is replaced, is worked at once.
 */
import { Term, termOf } from "../domain/more-terms.ts";
import { decimalText, NO_PRICE } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { ABSENT, OrdType, Side, type TimeInForce } from "../domain/values.ts";
import { waitsForOpen } from "./held-orders.ts";
import { intendedVenueOf } from "./routing.ts";
import type { Instrument, State } from "./state.ts";
import { beginSweep, type SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

const BUY = Side.Buy.charCodeAt(0);
const STOP = OrdType.Stop.charCodeAt(0);
const STOP_LIMIT = OrdType.StopLimit.charCodeAt(0);
/** The order itself, at its venue. */
const NEW_ORDER_REQUEST = 1;

/** What the order in a row is to its venue: a stop that was reached here is a market or a limit order. */
export function venueOrdType({ orders, stops }: State, row: number): OrdType {
  const ordType = orders.ordType[row];
  if ((ordType === STOP || ordType === STOP_LIMIT) && stops.isOurs(orders.idOf(row))) {
    return ordType === STOP ? OrdType.Market : OrdType.Limit;
  }
  return String.fromCharCode(ordType) as OrdType;
}

/** Does a trade at `lastPx` reach the stop? */
export function isReached(isBuy: boolean, stopPx: number, lastPx: number): boolean {
  if (lastPx === NO_PRICE) return false;
  return isBuy ? lastPx >= stopPx : lastPx <= stopPx;
}

export function isBuySide(side: string): boolean {
  return side.charCodeAt(0) === BUY;
}

/** A stop is kept here from now on, or worked at once when it is reached already. */
export function holdStop(
  orderId: number,
  instrument: Instrument,
  stop: { side: string; timeInForce: TimeInForce; moreTerms: readonly number[] },
  venue: { venueId: number; isDown: boolean; name: string },
  events: Event[],
): void {
  const text = `${venue.name} takes no stops: it stays here until the last trade reaches StopPx(99)`;
  events.push({ type: EventType.StopHeld, orderId, text });
  const stopPx = termOf(stop.moreTerms, Term.StopPx) ?? 0;
  if (!isReached(isBuySide(stop.side), stopPx, instrument.lastPx)) return;
  events.push({ type: EventType.OrderTriggered, orderId, text: reachedText(instrument, instrument.lastPx) });
  if (venue.isDown || waitsForOpen(instrument, stop.timeInForce)) return;
  events.push({
    type: EventType.OrderRouted,
    orderId,
    venueId: venue.venueId,
    requestNumber: NEW_ORDER_REQUEST,
  });
}

/** A trade at that price was told: the stops it reaches are worked, in their order. */
export function triggerReached(state: State, instrumentId: number, lastPx: number, events: Event[]): void {
  if (lastPx === NO_PRICE) return;
  const orderIds = state.stops.reachedBy(instrumentId, lastPx);
  if (orderIds.length === 0) return;
  const text = reachedText(state.instruments[instrumentId] as Instrument, lastPx);
  const asked = { kind: SweepKind.StopTrigger, sessionId: 0, requestId: "", requestType: ABSENT, text, orderIds };
  beginSweep(state, asked, stopTriggerStep, events);
}

/** A held stop was replaced: at its new price it may have been reached. */
export function triggerReplaced(
  state: State,
  row: number,
  orderId: number,
  moreTerms: readonly number[],
  events: Event[],
): void {
  const { orders, instruments, stops } = state;
  if (!stops.has(orderId)) return;
  const instrument = instruments[orders.instrumentId[row]] as Instrument;
  if (!isReached(orders.side[row] === BUY, termOf(moreTerms, Term.StopPx) ?? 0, instrument.lastPx)) return;
  trigger(state, orderId, reachedText(instrument, instrument.lastPx), events);
}

/** The next stops are worked; what waits for a line or an opening leaves with it. */
export const stopTriggerStep: SweepStep = (state, { orderIds, text }, from, to, events) => {
  let affected = 0;
  for (let index = from; index < to; index++) {
    if (!state.stops.has(orderIds[index])) continue;
    trigger(state, orderIds[index], text, events);
    affected++;
  }
  return affected;
};

function trigger(state: State, orderId: number, text: string, events: Event[]): void {
  const { orders, instruments, venues } = state;
  const row = orders.rowOf(orderId);
  const instrument = instruments[orders.instrumentId[row]] as Instrument;
  const venueId = intendedVenueOf(state, row);
  events.push({ type: EventType.OrderTriggered, orderId, text });
  const timeInForce = String.fromCharCode(orders.timeInForce[row]) as TimeInForce;
  if (venues.isDown(venueId) || waitsForOpen(instrument, timeInForce)) return;
  events.push({ type: EventType.OrderRouted, orderId, venueId, requestNumber: NEW_ORDER_REQUEST });
}

function reachedText({ priceScale }: Instrument, lastPx: number): string {
  return `StopPx(99) was reached: the last trade was at ${decimalText(lastPx, priceScale)}`;
}
