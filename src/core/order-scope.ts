/** Which of a client's open orders a mass request means. */
import { ABSENT } from "../domain/values.ts";
import { NO_ENTRY } from "./order-table.ts";
import type { State } from "./state.ts";
import { type InstrumentNames, NO_SYMBOL, resolveInstrument } from "./symbology.ts";

/** What a request names beside its type; "" and ABSENT where it names nothing. */
export type AskedScope = InstrumentNames & { sessionId: number; account: string; side: string };

/** One reused object, valid until the next `readScope`. */
export const scope = { sessionId: 0, instrumentId: 0, accountEntry: 0, side: 0 };
/** "Of any account." */
const ANY_ACCOUNT = -2;

/** Reads what is asked into `scope`. @returns false when it names an instrument nobody knows: `resolution` says why */
export function readScope(state: State, asked: AskedScope): boolean {
  scope.sessionId = asked.sessionId;
  scope.side = asked.side === ABSENT ? 0 : asked.side.charCodeAt(0);
  scope.accountEntry = asked.account === "" ? ANY_ACCOUNT : state.accounts.find(0, asked.account);
  scope.instrumentId = namesInstrument(asked) ? resolveInstrument(state, asked) : 0;
  return scope.instrumentId !== 0 || !namesInstrument(asked);
}

export function namesInstrument({ symbol, securityId }: InstrumentNames): boolean {
  return securityId !== "" || (symbol !== "" && symbol !== NO_SYMBOL);
}

/** @returns OrderIDs of the open orders in `scope`, in their order */
export function openOrdersInScope(state: State): number[] {
  const { orders } = state;
  const found: number[] = [];
  if (scope.accountEntry === NO_ENTRY) return found;
  for (let row = 1; row <= orders.rowCount; row++) {
    if (orders.sessionId[row] !== scope.sessionId || !orders.isLive(row)) continue;
    if (scope.instrumentId !== 0 && orders.instrumentId[row] !== scope.instrumentId) continue;
    if (scope.side !== 0 && orders.side[row] !== scope.side) continue;
    if (scope.accountEntry !== ANY_ACCOUNT && orders.accountEntry[row] !== scope.accountEntry) continue;
    found.push(orders.idOf(row));
  }
  return found;
}
