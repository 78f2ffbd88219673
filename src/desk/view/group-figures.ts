/**
 * What a group of orders adds up to. Sums, counts and greatest prices of a set that orders also leave cannot be kept up
 * exactly change by change, so a leaf's figures are made anew from its orders; those of the groups above come from the leaves'.
 */
import type { State } from "../../core/state.ts";
import { ORDER_COLUMNS } from "./order-columns.ts";

/** Quantities and money as numbers of units, for people: exact sums are the reports' business. */
export type GroupFigures = {
  count: number;
  orderQty: number;
  cumQty: number;
  leavesQty: number;
  /** Traded and open, at prices. */
  notional: number;
  /** Sum of traded quantity x price, from which the average comes. */
  traded: number;
  highPx: number;
  lowPx: number;
  symbols: Set<number>;
  clients: Set<number>;
};

export function noFigures(): GroupFigures {
  return {
    count: 0,
    orderQty: 0,
    cumQty: 0,
    leavesQty: 0,
    notional: 0,
    traded: 0,
    highPx: Number.NEGATIVE_INFINITY,
    lowPx: Number.POSITIVE_INFINITY,
    symbols: new Set(),
    clients: new Set(),
  };
}

export function addOrder(figures: GroupFigures, state: State, row: number): void {
  const { orders } = state;
  const px = ORDER_COLUMNS.price.of(state, row);
  const cumQty = ORDER_COLUMNS.cumQty.of(state, row);
  figures.count++;
  figures.orderQty += ORDER_COLUMNS.orderQty.of(state, row);
  figures.cumQty += cumQty;
  figures.leavesQty += ORDER_COLUMNS.leavesQty.of(state, row);
  figures.notional += ORDER_COLUMNS.notional.of(state, row);
  if (cumQty > 0) figures.traded += cumQty * ORDER_COLUMNS.avgPx.of(state, row);
  if (px !== Number.NEGATIVE_INFINITY) {
    if (px > figures.highPx) figures.highPx = px;
    if (px < figures.lowPx) figures.lowPx = px;
  }
  figures.symbols.add(orders.instrumentId[row]);
  figures.clients.add(orders.sessionId[row]);
}

export function addFigures(to: GroupFigures, from: GroupFigures): void {
  to.count += from.count;
  to.orderQty += from.orderQty;
  to.cumQty += from.cumQty;
  to.leavesQty += from.leavesQty;
  to.notional += from.notional;
  to.traded += from.traded;
  to.highPx = Math.max(to.highPx, from.highPx);
  to.lowPx = Math.min(to.lowPx, from.lowPx);
  for (const symbol of from.symbols) to.symbols.add(symbol);
  for (const client of from.clients) to.clients.add(client);
}
