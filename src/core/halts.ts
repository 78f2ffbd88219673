/**
 * Judges what a venue does to orders when trading is halted: it suspends those that are to be reinstated (ExecInst(18) J),
 * and cancels those that are to be canceled (K). Others rest through a halt, and nothing is said of them. Cold.
 */
import { type Event, EventType, type ExchangeHalted } from "../domain/records.generated.ts";
import { ExecRestatementReason } from "../domain/values.ts";
import { refuseReport, takeReport } from "./exchange-reports.ts";
import { rejectHeld } from "./held-requests.ts";
import { Stage } from "./order-table.ts";
import type { State } from "./state.ts";
import { isSuspended } from "./suspension.ts";

export function decideExchangeHalted(state: State, report: ExchangeHalted, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const { orders } = state;
  const { orderId, isCanceled, text } = report;
  const row = orders.rowOf(orderId);
  const isOpen = orders.stage[row] === Stage.Open && orders.isOpen(row);
  if (!isOpen) {
    const act = isCanceled ? "canceled" : "suspended";
    return refuseReport(state, report, `${act} for a trading halt, and was not open`, events);
  }
  if (isCanceled) {
    const reason = ExecRestatementReason.CancelOnTradingHalt;
    events.push({ type: EventType.OrderCanceled, orderId, solicited: false, text, requestNumber: 0, reason });
    return rejectHeld(state, orderId, "the order was canceled", events);
  }
  if (isSuspended(state, row)) return;
  events.push({ type: EventType.OrderSuspended, orderId, text });
}
