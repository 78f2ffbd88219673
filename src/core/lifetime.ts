/** How long orders live. */
import { TimeInForce } from "../domain/values.ts";
import { type OrderTable, Stage } from "./order-table.ts";

export const GOOD_TILL_CANCEL = TimeInForce.GoodTillCancel.charCodeAt(0);
export const GOOD_TILL_DATE = TimeInForce.GoodTillDate.charCodeAt(0);

/** Does such an order go on after the day it was entered on? */
export function outlivesDay(timeInForce: number): boolean {
  return timeInForce === GOOD_TILL_CANCEL || timeInForce === GOOD_TILL_DATE;
}

/** May the order trade, today or on a later day? */
export function isLive(orders: OrderTable, row: number): boolean {
  if (orders.isOpen(row)) return true;
  const isDoneForDay = orders.stage[row] === Stage.DoneForDay && orders.cumQty[row] < orders.orderQty[row];
  return isDoneForDay && outlivesDay(orders.timeInForce[row]);
}
