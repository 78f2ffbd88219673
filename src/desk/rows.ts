/** An order as the wire has it. */
import { NO_PRICE } from "../domain/price.ts";
import { microseconds, type OrderRecord } from "../history/order-record.ts";
import type { OrderRow } from "./wire.ts";

export function orderRow(order: OrderRecord): OrderRow {
  return {
    orderId: order.orderId,
    compId: order.compId,
    clOrdId: order.clOrdId,
    account: order.account,
    symbol: order.symbol,
    currency: order.currency,
    priceScale: order.priceScale,
    qtyScale: order.qtyScale,
    side: order.side,
    ordType: order.ordType,
    timeInForce: order.timeInForce,
    ordStatus: order.ordStatus,
    orderQty: order.orderQty,
    cumQty: order.cumQty,
    leavesQty: order.leavesQty,
    price: order.price === NO_PRICE ? null : order.price,
    avgPxMantissa: order.avgPxMantissa,
    avgPxScale: order.avgPxScale,
    venueId: order.venueId,
    exchangeOrderId: order.exchangeOrderId,
    pending: order.pending,
    createdUs: microseconds(order.createdNs),
    updatedUs: microseconds(order.updatedNs),
    text: order.text,
  };
}
