/**
 * Orders that are done leave memory: when a trading day opens, those that nothing happened to since before the day that
 * ends. The journal and the history keep them for good. Cold: once a day, about a second for a million orders.
 *
 * An order stays through the whole day after its last event, so that what comes late (a status request, a correction, a
 * PossResend) still finds it. An order that is open, or waits for an answer, stays as long as it is.
 */
import { TextMap } from "../lib/text-map.ts";
import { TextStore } from "../lib/text-store.ts";
import { NO_ENTRY, Pending } from "./order-table.ts";
import type { State } from "./state.ts";

/** @param beforeNs orders that are done and were last changed before this are dropped */
export function dropOldOrders(state: State, beforeNs: bigint): void {
  const { orders } = state;
  const isKept = (row: number) =>
    orders.isLive(row) || orders.pending[row] !== Pending.None || orders.updatedNs[row] >= beforeNs;
  let old = 0;
  for (let row = 1; row <= orders.rowCount; row++) if (!isKept(row)) old++;
  if (old === 0) return;
  orders.drop(isKept);
  // An order's every ClOrdID is kept with it: none may be used again while it is here.
  const isHere = (orderId: number) => orders.has(orderId);
  const clOrdIds = state.clOrdIds.kept(isHere);
  state.clOrdIds = clOrdIds.map;
  renumber(orders.clOrdIdEntry, clOrdIds.entries, orders.rowCount);
  renumber(orders.previousClOrdIdEntry, clOrdIds.entries, orders.rowCount);
  renumberRequests(state, clOrdIds.entries);
  for (const orderId of state.entries.keys()) if (!orders.has(orderId)) state.entries.delete(orderId);
  for (const orderId of state.carriedOver.keys()) if (!orders.has(orderId)) state.carriedOver.delete(orderId);
  for (const orderId of state.splitSteps.keys()) if (!orders.has(orderId)) state.splitSteps.delete(orderId);
  for (const orderId of state.moreTerms.keys()) if (!orders.has(orderId)) state.moreTerms.delete(orderId);
  state.stops.keep(isHere);
  state.care.keep(isHere);
  if (state.lists.size > 0) state.lists.drop((orderId) => orders.has(orderId));
  keepCarried(state);
  const exchangeOrderIds = new TextStore();
  for (let row = 1; row <= orders.rowCount; row++) {
    const entry = orders.exchangeOrderIdEntry[row];
    if (entry === NO_ENTRY) continue;
    orders.exchangeOrderIdEntry[row] = exchangeOrderIds.add(state.exchangeOrderIds.textOf(entry));
  }
  state.exchangeOrderIds = exchangeOrderIds;
  const execIds = state.exchangeExecIds.kept(isHere);
  state.exchangeExecIds = execIds.map;
  state.fills = state.fills.kept(execIds.entries);
}

function renumberRequests({ orders, requests }: State, entries: Int32Array): void {
  for (let row = 1; row <= orders.rowCount; row++) {
    for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
      const entry = requests.clOrdIdEntry[slot];
      if (entry !== NO_ENTRY) requests.clOrdIdEntry[slot] = entries[entry];
    }
  }
}

function keepCarried(state: State): void {
  const { orders, requests } = state;
  const carried = new TextMap(64);
  const keep = (column: Int32Array, index: number) => {
    if (column[index] !== NO_ENTRY) column[index] = carried.put(0, state.carried.textOf(column[index]), 0);
  };
  for (let row = 1; row <= orders.rowCount; row++) {
    keep(orders.carriedEntry, row);
    for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) keep(requests.carriedEntry, slot);
  }
  state.carried = carried;
}

function renumber(column: Int32Array, entries: ReturnType<TextMap["kept"]>["entries"], rowCount: number): void {
  for (let row = 1; row <= rowCount; row++) if (column[row] !== NO_ENTRY) column[row] = entries[column[row]];
}
