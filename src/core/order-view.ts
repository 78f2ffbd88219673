/** An order as one plain record, for people and for edges that are not on the order path. */
import { AVERAGE_EXTRA_DIGITS, averagePrice, type Qty, type Ticks } from "../domain/price.ts";
import type { OrdStatus, OrdType, Side, TimeInForce } from "../domain/values.ts";
import { NO_ENTRY, Pending } from "./order-table.ts";
import { ruleIdOf } from "./routing.ts";
import type { State } from "./state.ts";

export type OrderView = {
  orderId: number;
  sessionId: number;
  compId: string;
  clOrdId: string;
  /** ClOrdID of the last request that is not answered; "" when none is. */
  pendingClOrdId: string;
  account: string;
  symbol: string;
  currency: string;
  priceScale: number;
  qtyScale: number;
  side: Side;
  ordType: OrdType;
  timeInForce: TimeInForce;
  ordStatus: OrdStatus;
  orderQty: Qty;
  cumQty: Qty;
  leavesQty: Qty;
  price: Ticks;
  /** AvgPx as an exact decimal: mantissa x 10^-scale. */
  avgPxMantissa: number;
  avgPxScale: number;
  venueId: number;
  exchangeOrderId: string;
  /** The routing rule that said where it goes; "" for none. */
  ruleId: string;
  pending: "" | "Cancel" | "Replace";
  tradingDay: number;
  createdNs: bigint;
  updatedNs: bigint;
};

/** ClOrdID of the last request that is not answered, "" when there is none or it is the house's own. */
export function pendingClOrdIdOf({ orders, requests, clOrdIds }: State, row: number): string {
  let slot = orders.requestHead[row];
  while (slot !== 0 && requests.next[slot] !== 0) slot = requests.next[slot];
  const entry = slot === 0 ? NO_ENTRY : requests.clOrdIdEntry[slot];
  return entry === NO_ENTRY ? "" : clOrdIds.textOf(entry);
}

/** @returns the order as it stands, or null when there is none of that id, or it was dropped. The symbol is "" for an unknown instrument. */
export function viewOrder(state: State, orderId: number): OrderView | null {
  const { orders, clOrdIds } = state;
  const row = orders.rowOf(orderId);
  if (row === 0) return null;
  const instrument = state.instruments[orders.instrumentId[row]];
  const session = state.sessions[orders.sessionId[row]];
  const exchangeOrderIdEntry = orders.exchangeOrderIdEntry[row];
  const pending = orders.pending[row];
  const priceScale = instrument?.priceScale ?? 0;
  return {
    orderId,
    sessionId: orders.sessionId[row],
    compId: session?.compId ?? "",
    clOrdId: clOrdIds.textOf(orders.clOrdIdEntry[row]),
    pendingClOrdId: pendingClOrdIdOf(state, row),
    account: state.accounts.textOf(orders.accountEntry[row]),
    symbol: instrument?.symbol ?? "",
    currency: instrument?.currency ?? "",
    priceScale,
    qtyScale: instrument?.qtyScale ?? 0,
    side: String.fromCharCode(orders.side[row]) as Side,
    ordType: String.fromCharCode(orders.ordType[row]) as OrdType,
    timeInForce: String.fromCharCode(orders.timeInForce[row]) as TimeInForce,
    ordStatus: orders.ordStatus(row),
    orderQty: orders.orderQty[row] as Qty,
    cumQty: orders.cumQty[row] as Qty,
    leavesQty: orders.leavesQty(row) as Qty,
    price: orders.price[row] as Ticks,
    avgPxMantissa: averagePrice(orders.notional[row], orders.cumQty[row]),
    avgPxScale: priceScale + AVERAGE_EXTRA_DIGITS,
    venueId: orders.venueId[row],
    exchangeOrderId: exchangeOrderIdEntry === NO_ENTRY ? "" : state.exchangeOrderIds.textOf(exchangeOrderIdEntry),
    ruleId: ruleIdOf(state, row),
    pending: pending === Pending.Cancel ? "Cancel" : pending === Pending.Replace ? "Replace" : "",
    tradingDay: orders.tradingDay[row],
    createdNs: orders.createdNs[row],
    updatedNs: orders.updatedNs[row],
  };
}
