/** An order as the wire has it. */
import { Flag } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import { NO_PRICE } from "../domain/price.ts";
import { microseconds, type OrderRecord } from "../history/order-record.ts";
import { childrenOf, isUnaccepted, parentIdOf, workingOf } from "./view/care-columns.ts";
import { ORDER_COLUMNS } from "./view/order-columns.ts";
import type { OrderRow } from "./wire.ts";

/** @param state as the live orders have it: what is open of an order that has left it is worth nothing any more */
export function orderRow(order: OrderRecord, state: State): OrderRow {
  const row = state.orders.rowOf(order.orderId);
  const notional = row === 0 ? null : ORDER_COLUMNS.notional.of(state, row);
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
    notional,
    venueId: order.venueId,
    exchangeOrderId: order.exchangeOrderId,
    ruleId: order.ruleId,
    pending: order.pending,
    createdUs: microseconds(order.createdNs),
    updatedUs: microseconds(order.updatedNs),
    text: order.text,
    ...workOf(state, order.orderId, row),
  };
}

type WorkColumns = Pick<
  OrderRow,
  | "parentOrderId"
  | "children"
  | "workingQty"
  | "isCare"
  | "isUnaccepted"
  | "owner"
  | "desk"
  | "lockedBy"
  | "lastUser"
  | "notes"
  | "isSuspect"
>;

/** The desk's side of an order. @param row 0 for one that has left memory, with its work */
function workOf(state: State, orderId: number, row: number): WorkColumns {
  const work = state.care.work.get(orderId);
  const flags = state.orders.flags[row];
  return {
    parentOrderId: row === 0 ? 0 : parentIdOf(state, row),
    children: row === 0 ? 0 : childrenOf(state, row),
    workingQty: row === 0 ? 0 : workingOf(state, row),
    isCare: row !== 0 && (flags & Flag.Care) !== 0,
    isUnaccepted: row !== 0 && isUnaccepted(state, row),
    owner: work?.owner ?? "",
    desk: work?.desk ?? "",
    lockedBy: work?.lockedBy ?? "",
    lastUser: work?.lastUser ?? "",
    notes: work?.notes.length ?? 0,
    isSuspect: row !== 0 && (flags & Flag.Suspect) !== 0,
  };
}
