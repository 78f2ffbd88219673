/** What parts of orders can still do, of the state as it is. */
import { Pending, Stage } from "./order-table.ts";
import type { State } from "./state.ts";

/** How much of it the orders made of an order may still fill, increases that their venues have not answered counted. */
export function workingQty(state: State, parentId: number): number {
  const children = state.care.work.get(parentId)?.children;
  if (children === undefined) return 0;
  let working = 0;
  for (const childId of children) working += openQty(state, state.orders.rowOf(childId));
  return working;
}

/** How much an order in a row may still fill at the most. */
export function openQty({ orders, requests }: State, row: number): number {
  if (row === 0 || (orders.stage[row] > Stage.Open && !orders.isLive(row))) return 0;
  let most = orders.orderQty[row];
  for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
    if (requests.kind[slot] === Pending.Replace) most = Math.max(most, requests.orderQty[slot]);
  }
  return most - orders.cumQty[row];
}

/** How much of a client's order may be given out, or filled by a person: a smaller quantity that is asked for counts already. */
export function freeQty(state: State, row: number): number {
  const { orders, requests } = state;
  let least = orders.orderQty[row];
  for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
    if (requests.kind[slot] === Pending.Replace) least = Math.min(least, requests.orderQty[slot]);
  }
  return orders.isOpen(row) ? Math.max(0, least - orders.cumQty[row] - workingQty(state, orders.idOf(row))) : 0;
}
