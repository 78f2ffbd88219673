/** Columns of the desk's own work, read from the core's table of it. Most orders have none of it. */
import { workingQty } from "../../core/children.ts";
import { Flag, Stage } from "../../core/order-table.ts";
import type { State } from "../../core/state.ts";

/** Names get numbers as they are met, so that rows compare and group by numbers. */
const NUMBERS = new Map<string, number>([["", 0]]);
const NAMES: string[] = [""];

function numberOf(name: string): number {
  let number = NUMBERS.get(name);
  if (number === undefined) {
    number = NAMES.push(name) - 1;
    NUMBERS.set(name, number);
  }
  return number;
}

export function nameOf(_state: State, number: number): string {
  return NAMES[number] ?? "";
}

export function workName(field: "owner" | "desk" | "lockedBy" | "lastUser"): (state: State, row: number) => number {
  return (state, row) => {
    if (state.care.work.size === 0) return 0;
    const work = state.care.work.get(state.orders.idOf(row));
    return work === undefined ? 0 : numberOf(work[field]);
  };
}

/** OrderID of the whole, 0 for an order that is no part. */
export function parentIdOf({ orders, care }: State, row: number): number {
  return (orders.flags[row] & Flag.Child) === 0 ? 0 : (care.parentOf.get(orders.idOf(row)) ?? 0);
}

export function childrenOf({ orders, care }: State, row: number): number {
  return (orders.flags[row] & Flag.Care) === 0 ? 0 : (care.work.get(orders.idOf(row))?.children.length ?? 0);
}

/** What its parts may still fill. */
export function workingOf(state: State, row: number): number {
  return (state.orders.flags[row] & Flag.Care) === 0 ? 0 : workingQty(state, state.orders.idOf(row));
}

/** Does it wait for somebody to take it on? */
export function isUnaccepted({ orders }: State, row: number): boolean {
  return (orders.flags[row] & Flag.Care) !== 0 && orders.stage[row] === Stage.PendingNew;
}
