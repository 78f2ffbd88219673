/**
 * The way reports take to the sessions of the exchange's own server: what is kept back is a copy of the report as it was
 * made, so that a late one says how the order stood then.
 */
import { ExecType } from "../../src/domain/values.ts";
import { ReportKind } from "../report-queue.ts";
import {
  type CancelReject,
  type MassCancelReport,
  NOBODY,
  type OrderReport,
  type ReportListener,
  type ReportType,
  VenueAct,
} from "../server/client-reports.ts";
import type { ClientRequest } from "../server/server-records.ts";
import type { Adversary } from "./adversary.ts";
import { ReportLine } from "./report-line.ts";

/** `ReportKind` by ExecType(150). */
const KIND_OF: Readonly<Partial<Record<ReportType, number>>> = {
  [ExecType.New]: ReportKind.Accepted,
  [ExecType.Rejected]: ReportKind.Rejected,
  [ExecType.Trade]: ReportKind.Fill,
  [ExecType.Canceled]: ReportKind.Canceled,
  [ExecType.Replaced]: ReportKind.Replaced,
  [ExecType.Expired]: ReportKind.Expired,
  [VenueAct.Triggered]: ReportKind.Triggered,
  [VenueAct.Restated]: ReportKind.Restated,
  [VenueAct.Busted]: ReportKind.Busted,
  [VenueAct.Corrected]: ReportKind.Corrected,
};

export class ClientLine implements ReportListener {
  /** Who sends what is told. */
  to: ReportListener = NOBODY;
  readonly #adversary: Adversary;
  readonly #line: ReportLine<OrderReport | CancelReject>;

  constructor(adversary: Adversary) {
    this.#adversary = adversary;
    this.#line = new ReportLine<OrderReport | CancelReject>(
      (item) => ("execId" in item ? this.to.onOrderReport(item) : this.to.onCancelReject(item)),
      () => {},
    );
    adversary.addLine(this.#line);
  }

  onOrderReport(report: OrderReport): void {
    const adversary = this.#adversary;
    if (!adversary.isAwake) return this.to.onOrderReport(report);
    const { order, execType, execId } = report;
    const kind = KIND_OF[execType] ?? ReportKind.Status;
    const execNumber = kind === ReportKind.Fill ? Number(execId.slice(1)) : 0;
    const fate = adversary.fateOf(order.participant, order.number, kind, execNumber);
    const madeMs = adversary.nowMs;
    this.#line.pass({ ...report, order: { ...order }, madeMs }, order.participant, fate, madeMs);
  }

  onCancelReject(reject: CancelReject): void {
    const adversary = this.#adversary;
    if (!adversary.isAwake) return this.to.onCancelReject(reject);
    const { participant, order } = reject;
    const fate = adversary.fateOf(participant, order?.number ?? 0, ReportKind.RequestRejected, 0);
    const madeMs = adversary.nowMs;
    const asItWas = order === null ? null : { ...order };
    this.#line.pass({ ...reject, order: asItWas, madeMs }, participant, fate, madeMs);
  }

  onMassCancel(report: MassCancelReport): void {
    this.to.onMassCancel(report);
  }

  onUnknownStatus(request: ClientRequest, execId: string, text: string): void {
    this.to.onUnknownStatus(request, execId, text);
  }
}
