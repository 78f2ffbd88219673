/** An order as one plain record, for people and for edges that are not on the order path. */
import { AVERAGE_EXTRA_DIGITS, averagePrice, type Qty, type Ticks } from "../domain/price.ts";
import type { OrdStatus, OrdType, Side, TimeInForce } from "../domain/values.ts";
import { NO_ENTRY, Pending } from "./order-table.ts";
import type { State } from "./state.ts";

export type OrderView = {
  orderId: number;
  sessionId: number;
  compId: string;
  clOrdId: string;
  /** ClOrdID of the request the venue has not answered; "" when none is. */
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
  pending: "" | "Cancel" | "Replace";
  tradingDay: number;
  createdNs: bigint;
  updatedNs: bigint;
};

/** @returns the order as it stands, or null when there is none of that id. The symbol is "" for an unknown instrument. */
export function viewOrder(state: State, orderId: number): OrderView | null {
  const { orders, clOrdIds } = state;
  if (!orders.has(orderId)) return null;
  const instrument = state.instruments[orders.instrumentId[orderId]];
  const session = state.sessions[orders.sessionId[orderId]];
  const exchangeOrderIdEntry = orders.exchangeOrderIdEntry[orderId];
  const pending = orders.pending[orderId];
  const priceScale = instrument?.priceScale ?? 0;
  return {
    orderId,
    sessionId: orders.sessionId[orderId],
    compId: session?.compId ?? "",
    clOrdId: clOrdIds.textOf(orders.clOrdIdEntry[orderId]),
    pendingClOrdId: pending === Pending.None ? "" : clOrdIds.textOf(orders.pendingClOrdIdEntry[orderId]),
    account: state.accounts.textOf(orders.accountEntry[orderId]),
    symbol: instrument?.symbol ?? "",
    currency: instrument?.currency ?? "",
    priceScale,
    qtyScale: instrument?.qtyScale ?? 0,
    side: String.fromCharCode(orders.side[orderId]) as Side,
    ordType: String.fromCharCode(orders.ordType[orderId]) as OrdType,
    timeInForce: String.fromCharCode(orders.timeInForce[orderId]) as TimeInForce,
    ordStatus: orders.ordStatus(orderId),
    orderQty: orders.orderQty[orderId] as Qty,
    cumQty: orders.cumQty[orderId] as Qty,
    leavesQty: orders.leavesQty(orderId) as Qty,
    price: orders.price[orderId] as Ticks,
    avgPxMantissa: averagePrice(orders.notional[orderId], orders.cumQty[orderId]),
    avgPxScale: priceScale + AVERAGE_EXTRA_DIGITS,
    venueId: orders.venueId[orderId],
    exchangeOrderId: exchangeOrderIdEntry === NO_ENTRY ? "" : state.exchangeOrderIds.textOf(exchangeOrderIdEntry),
    pending: pending === Pending.Cancel ? "Cancel" : pending === Pending.Replace ? "Replace" : "",
    tradingDay: orders.tradingDay[orderId],
    createdNs: orders.createdNs[orderId],
    updatedNs: orders.updatedNs[orderId],
  };
}
