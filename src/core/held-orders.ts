/** Orders that were accepted and not sent to their venue yet. */
import { TimeInForce, TradingPhase } from "../domain/values.ts";
import { Flag, type OrderTable, Pending, Stage } from "./order-table.ts";
import type { Instrument, State } from "./state.ts";

/** Has no venue heard of the order, which is to go to one? */
export function isHeld({ orders }: State, row: number): boolean {
  return orders.stage[row] === Stage.PendingNew && orders.requestNumber[row] === 0 && !isCare(orders, row);
}

/**
 * Has the order traded all that its list has let go of it so far? Its venue has nothing of it then, and is given a new order
 * when more is let go. While a request for it is not answered, the venue may have more of it than that.
 */
export function isSpent({ orders, lists }: State, row: number): boolean {
  if ((orders.flags[row] & Flag.Listed) === 0 || orders.pending[row] !== Pending.None) return false;
  if (orders.stage[row] > Stage.Open || orders.requestNumber[row] === 0) return false;
  const heldQty = lists.heldQtyOf(orders.idOf(row));
  return heldQty > 0 && orders.cumQty[row] >= orders.orderQty[row] - heldQty;
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
  const { orders, lists } = state;
  if (!isHeld(state, row) || (orders.flags[row] & Flag.Waits) !== 0) return false;
  if ((orders.flags[row] & Flag.Listed) !== 0 && lists.heldQtyOf(orders.idOf(row)) >= orders.orderQty[row])
    return false;
  return !state.stops.has(orders.idOf(row));
}

/** Is an order kept until the market opens? One that wants to trade now or never is the venue's to refuse. */
export function waitsForOpen({ phase, holdsWhenClosed }: Instrument, timeInForce: TimeInForce): boolean {
  if (!holdsWhenClosed || phase !== TradingPhase.Closed) return false;
  return timeInForce !== TimeInForce.ImmediateOrCancel && timeInForce !== TimeInForce.FillOrKill;
}
