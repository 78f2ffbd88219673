/** Orders that clients gave by telephone: what the desk does with them is told to the client. */
import { Mark, NO_ENTRY } from "./order-table.ts";
import type { State } from "./state.ts";

export function isTelephoned({ orders }: State, row: number): boolean {
  return orders.isMarked(row, Mark.Telephoned);
}

/** A ClOrdID as the order's client knows it: "" for the house's name of an order to which its client gave none. */
export function clientClOrdId({ orders, clOrdIds }: State, row: number, entry: number): string {
  return entry === NO_ENTRY || clOrdIds.scopeOf(entry) !== orders.sessionId[row] ? "" : clOrdIds.textOf(entry);
}
