/**
 * Judges orders for a market that is closed: they are taken, acknowledged and kept here, where their clients may cancel
 * them without asking a venue, and leave in the order they came when the market opens.
 */
import { type Event, EventType, type UpdatePhase } from "../domain/records.generated.ts";
import { ABSENT, TradingPhase } from "../domain/values.ts";
import { mayLeave } from "./held-orders.ts";
import { NEW_ORDER_REQUEST } from "./new-order.ts";
import { intendedVenueOf } from "./routing.ts";
import type { State } from "./state.ts";
import { beginSweep, type SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

export function decideUpdatePhase(state: State, command: UpdatePhase, events: Event[]): void {
  const { symbol, phase, holdsWhenClosed } = command;
  const instrumentId = state.instrumentIds.get(symbol);
  if (instrumentId === undefined) {
    events.push({ type: EventType.CommandRefused, text: `phase of an unknown instrument ${symbol}` });
    return;
  }
  events.push({ type: EventType.InstrumentPhaseChanged, instrumentId, phase, holdsWhenClosed });
  if (phase === TradingPhase.Closed) return;
  const orderIds = heldOrders(state, instrumentId);
  const asked = { kind: SweepKind.Release, sessionId: 0, requestId: "", requestType: ABSENT, text: "", orderIds };
  beginSweep(state, asked, releaseStep, events);
}

/** The next orders leave for their venue, unless its line is down: then they leave when it is up. */
export const releaseStep: SweepStep = (state, { orderIds }, from, to, events) => {
  let affected = 0;
  for (let index = from; index < to; index++) {
    const orderId = orderIds[index];
    const row = state.orders.rowOf(orderId);
    const venueId = intendedVenueOf(state, row);
    if (row === 0 || !mayLeave(state, row) || venueId === 0 || state.venues.isDown(venueId)) continue;
    events.push({ type: EventType.OrderRouted, orderId, venueId, requestNumber: NEW_ORDER_REQUEST });
    affected++;
  }
  return affected;
};

function heldOrders(state: State, instrumentId: number): number[] {
  const { orders } = state;
  const found: number[] = [];
  for (let row = 1; row <= orders.rowCount; row++) {
    if (orders.instrumentId[row] === instrumentId && mayLeave(state, row)) found.push(orders.idOf(row));
  }
  return found;
}
