/** Orders that were accepted and not sent to their venue yet. */
import { Stage } from "./order-table.ts";
import type { State } from "./state.ts";

/** Has no venue heard of the order? */
export function isHeld({ orders }: State, row: number): boolean {
  return orders.stage[row] === Stage.PendingNew && orders.requestNumber[row] === 0;
}
