/**
 * Hot path: what a report says, in the words of one FIX version; budget 10 ns a word.
 *
 * Facts of each version are data in `report-form.ts`; here they are applied.
 */
import { ExecType, OrdStatus } from "../domain/values.ts";
import type { ReportForm } from "./report-form.ts";

/** A frame has at most 65,535 events. */
const EVENT_INDEX_DIGITS = 5;
/** ExecTransType(20), FIX 4.2 and before. */
export const ExecTransType = { New: "0", Cancel: "1", Correct: "2", Status: "3" } as const;

export function execIdText(form: ReportForm, sequence: number, eventIndex: number): string {
  if (form.hasNumericExecId) return `${sequence}${String(eventIndex).padStart(EVENT_INDEX_DIGITS, "0")}`;
  return `${sequence}-${eventIndex}`;
}

export function execTransTypeOf(execType: ExecType): string {
  if (execType === ExecType.OrderStatus) return ExecTransType.Status;
  if (execType === ExecType.TradeCancel) return ExecTransType.Cancel;
  return execType === ExecType.TradeCorrect ? ExecTransType.Correct : ExecTransType.New;
}

export function statusOf(form: ReportForm, ordStatus: OrdStatus): OrdStatus {
  return ordStatus === OrdStatus.PendingReplace && !form.hasPendingReplace ? OrdStatus.PendingCancel : ordStatus;
}

/** Before 4.3 a fill's ExecType is the OrdStatus it led to, and a status report's the order's own. */
export function execTypeOf(form: ReportForm, execType: ExecType, ordStatus: OrdStatus): string {
  if (execType === ExecType.Triggered && !form.hasTriggered) execType = ExecType.Restated;
  if (execType === ExecType.Restated && !form.hasRestated) return statusOf(form, ordStatus);
  if (form.hasTradeExecType) return execType;
  if (
    execType === ExecType.Trade ||
    execType === ExecType.OrderStatus ||
    execType === ExecType.TradeCancel ||
    execType === ExecType.TradeCorrect
  ) {
    return statusOf(form, ordStatus);
  }
  return execType === ExecType.PendingReplace && !form.hasPendingReplace ? ExecType.PendingCancel : execType;
}

/** Does a report tell this ExecRestatementReason(378)? One of a cancel does where the version has the reason. */
export function tellsReason(form: ReportForm, execType: ExecType, reason: number): boolean {
  if (reason < 0 || !form.hasRestated) return false;
  if (execType === ExecType.Canceled) return form.restatementReasons.has(reason);
  return execType !== ExecType.Triggered || !form.hasTriggered;
}

export function restatementReasonOf(form: ReportForm, reason: number): number {
  return form.restatementReasons.has(reason) ? reason : form.restatementOther;
}

export function ordRejReasonOf(form: ReportForm, reason: number): number {
  return form.ordRejReasons.has(reason) ? reason : form.ordRejOther;
}
