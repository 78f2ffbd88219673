/** Orders that were accepted and not sent to their venue yet. */
import { TimeInForce, TradingPhase } from "../domain/values.ts";
import { Flag, type OrderTable, Stage } from "./order-table.ts";
import type { Instrument, State } from "./state.ts";

/** Has no venue heard of the order, which is to go to one? */
export function isHeld({ orders }: State, row: number): boolean {
  return orders.stage[row] === Stage.PendingNew && orders.requestNumber[row] === 0 && !isCare(orders, row);
}

/** Does the desk work the order? */
export function isCare({ flags }: OrderTable, row: number): boolean {
  return (flags[row] & Flag.Care) !== 0;
}

/**
 * Does the order leave by itself when its venue's line is up and its market open? A stop kept here does not, nor does what
 * waits for its list.
 */
export function mayLeave(state: State, row: number): boolean {
  if (!isHeld(state, row) || (state.orders.flags[row] & Flag.Waits) !== 0) return false;
  return !state.stops.has(state.orders.idOf(row));
}

/** Is an order kept until the market opens? One that wants to trade now or never is the venue's to refuse. */
export function waitsForOpen({ phase, holdsWhenClosed }: Instrument, timeInForce: TimeInForce): boolean {
  if (!holdsWhenClosed || phase !== TradingPhase.Closed) return false;
  return timeInForce !== TimeInForce.ImmediateOrCancel && timeInForce !== TimeInForce.FillOrKill;
}
