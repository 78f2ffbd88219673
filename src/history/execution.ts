/** Which events are reports to the client, and what each says. */
import { type Event, EventType } from "../domain/records.generated.ts";
import { ExecType, OrdStatus } from "../domain/values.ts";
import type { ExecutionRecord, OrderRecord } from "./order-record.ts";

/** @returns ExecType (150) of the report an event causes, or "" when it causes none. */
export function execTypeOf(event: Event): string {
  switch (event.type) {
    case EventType.OrderAccepted:
      return ExecType.PendingNew;
    case EventType.OrderRejected:
    case EventType.OrderRefused:
      return ExecType.Rejected;
    case EventType.OrderAcknowledged:
    case EventType.CareAccepted:
      return ExecType.New;
    case EventType.OrderFilled:
      return ExecType.Trade;
    case EventType.CancelRequested:
      return ExecType.PendingCancel;
    case EventType.ReplaceRequested:
      return ExecType.PendingReplace;
    case EventType.OrderCanceled:
      return ExecType.Canceled;
    case EventType.OrderReplaced:
      return ExecType.Replaced;
    case EventType.OrderExpired:
      return ExecType.Expired;
    case EventType.OrderDoneForDay:
      return ExecType.DoneForDay;
    case EventType.OrderSuspended:
      return ExecType.Suspended;
    case EventType.OrderTriggered:
      return ExecType.Triggered;
    case EventType.OrderRestated:
    case EventType.OrderSplit:
      return ExecType.Restated;
    case EventType.FillBusted:
      return ExecType.TradeCancel;
    case EventType.FillCorrected:
      return ExecType.TradeCorrect;
    default:
      return "";
  }
}

/** @returns the order an event speaks of; 0 when none. */
export function orderIdOf(event: Event): number {
  return "orderId" in event ? event.orderId : 0;
}

/**
 * The report of one event.
 *
 * @param order the order as it is after that event
 * @param symbol as asked, when the order's instrument is unknown
 */
export function executionOf(
  event: Event,
  execType: string,
  order: Omit<OrderRecord, "text">,
  symbol: string,
  sequence: number,
  eventIndex: number,
  timeUs: number,
): ExecutionRecord {
  const isFill = event.type === EventType.OrderFilled;
  const fill = isFill || event.type === EventType.FillBusted || event.type === EventType.FillCorrected ? event : null;
  // A refused duplicate carries the first order's OrderID: its own report is a reject of nothing done, whatever became
  // of the first.
  const isRefusal = event.type === EventType.OrderRejected;
  return {
    execId: `${sequence}-${eventIndex}`,
    sequence,
    eventIndex,
    orderId: order.orderId,
    timeUs,
    execType,
    ordStatus: isRefusal ? OrdStatus.Rejected : order.ordStatus,
    lastQty: fill === null ? null : fill.lastQty,
    lastPx: fill === null ? null : fill.lastPx,
    cumQty: isRefusal ? 0 : order.cumQty,
    leavesQty: isRefusal ? 0 : order.leavesQty,
    exchangeExecId: fill === null ? "" : fill.exchangeExecId,
    clOrdId: "clOrdId" in event ? event.clOrdId : order.clOrdId,
    text: "text" in event ? event.text : "",
    symbol,
    compId: order.compId,
    side: order.side,
    priceScale: order.priceScale,
    qtyScale: order.qtyScale,
  };
}
