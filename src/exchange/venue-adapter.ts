/**
 * Hot path: a venue's report becomes a command; budget 0.2 us.
 *
 * In: reports of one venue. Out: commands in the sequencer's line. It judges nothing: a report that cannot be true is
 * for the core to refuse, so that the refusal is on the record.
 */

import { type VenueListener, type VenueReport, VenueReportKind } from "../domain/exchange-port.ts";
import { parseVenueClOrdId } from "../domain/instrument.ts";
import { TEXT_MAX } from "../domain/limits.ts";
import type { Qty } from "../domain/price.ts";
import { type Command, CommandType } from "../domain/records.generated.ts";
import {
  ABSENT,
  ExceptionKind,
  ExecRestatementReason,
  NO_RESTATEMENT_REASON,
  type OrdStatus,
} from "../domain/values.ts";
import { assert, unreachable } from "../lib/assert.ts";
import { failpoint } from "../lib/failpoint.ts";

const REQUEST_FACTOR = 65_536;
const BEFORE_APPEND_EXEC = failpoint("before_append_exec");

export class VenueAdapter implements VenueListener {
  readonly #venueId: number;
  readonly #offer: (command: Command) => boolean;
  readonly #offerLine: (command: Command) => boolean;

  /**
   * @param offer puts a command in line, or says that the line is full: then the venue keeps its report and gives it again
   * @param offerLine puts in line what may not be lost: whether the venue can be reached
   */
  constructor(venueId: number, offer: (command: Command) => boolean, offerLine: (command: Command) => boolean = offer) {
    this.#venueId = venueId;
    this.#offer = offer;
    this.#offerLine = offerLine;
  }

  onReport(report: VenueReport): boolean {
    BEFORE_APPEND_EXEC?.hit();
    const packed = parseVenueClOrdId(report.clOrdId);
    // A ClOrdID that is not ours names no order: the core refuses such a report, on the record.
    const orderId = packed === -1 ? 0 : Math.floor(packed / REQUEST_FACTOR);
    const requestNumber = packed === -1 ? 0 : packed % REQUEST_FACTOR;
    return this.#offer(this.#toCommand(report, orderId, requestNumber));
  }

  /** More of the orders that waited for the line may leave. */
  releaseHeld(): boolean {
    return this.#offerLine({ type: CommandType.ReleaseHeldOrders, venueId: this.#venueId });
  }

  onLine(isUp: boolean, text: string): void {
    const venueId = this.#venueId;
    const type = isUp ? CommandType.VenueLineUp : CommandType.VenueLineDown;
    this.#offerLine({ type, venueId, text: text.slice(0, TEXT_MAX) });
  }

  #toCommand(report: VenueReport, orderId: number, requestNumber: number): Command {
    const venueId = this.#venueId;
    const { reportSequence, kind } = report;
    switch (kind) {
      case VenueReportKind.Accepted: {
        const { exchangeOrderId } = report;
        return { type: CommandType.ExchangeAccepted, venueId, reportSequence, orderId, requestNumber, exchangeOrderId };
      }
      case VenueReportKind.Rejected: {
        const { reason: ordRejReason, text } = report;
        return {
          type: CommandType.ExchangeRejected,
          venueId,
          reportSequence,
          orderId,
          requestNumber,
          ordRejReason,
          text,
        };
      }
      case VenueReportKind.Fill: {
        const { exchangeExecId, lastQty, lastPx } = report;
        return {
          type: CommandType.ExchangeFill,
          venueId,
          reportSequence,
          orderId,
          requestNumber,
          exchangeExecId,
          lastQty,
          lastPx,
        };
      }
      case VenueReportKind.Canceled: {
        const { solicited, text, restatementReason } = report;
        if (!solicited && restatementReason === ExecRestatementReason.CancelOnTradingHalt) {
          const act = { isCanceled: true, text };
          return { type: CommandType.ExchangeHalted, venueId, reportSequence, orderId, requestNumber, ...act };
        }
        return { type: CommandType.ExchangeCanceled, venueId, reportSequence, orderId, requestNumber, solicited, text };
      }
      case VenueReportKind.Replaced: {
        const { orderQty, price } = report;
        return { type: CommandType.ExchangeReplaced, venueId, reportSequence, orderId, requestNumber, orderQty, price };
      }
      case VenueReportKind.RequestRejected: {
        const { reason: cxlRejReason, text } = report;
        return {
          type: CommandType.ExchangeRequestRejected,
          venueId,
          reportSequence,
          orderId,
          requestNumber,
          cxlRejReason,
          text,
        };
      }
      case VenueReportKind.Expired: {
        const { text } = report;
        return { type: CommandType.ExchangeExpired, venueId, reportSequence, orderId, requestNumber, text };
      }
      case VenueReportKind.Triggered: {
        const { text } = report;
        return { type: CommandType.ExchangeTriggered, venueId, reportSequence, orderId, requestNumber, text };
      }
      case VenueReportKind.Restated: {
        const { orderQty, price, restatementReason: reason = NO_RESTATEMENT_REASON, text } = report;
        return {
          type: CommandType.ExchangeRestated,
          venueId,
          reportSequence,
          orderId,
          requestNumber,
          orderQty,
          price,
          reason,
          text,
        };
      }
      case VenueReportKind.Suspended: {
        const act = { isCanceled: false, text: report.text };
        return { type: CommandType.ExchangeHalted, venueId, reportSequence, orderId, requestNumber, ...act };
      }
      case VenueReportKind.DoneForDay: {
        const { text } = report;
        return { type: CommandType.ExchangeDoneForDay, venueId, reportSequence, orderId, requestNumber, text };
      }
      case VenueReportKind.Status:
        return statusCommand(venueId, report, orderId, requestNumber);
      case VenueReportKind.Alien:
        return alienCommand(venueId, report);
      case VenueReportKind.Unbookable: {
        const { exception = ExceptionKind.Unbookable, text } = report;
        const found = { venueId, reportSequence, orderId, requestNumber, kind: exception, text };
        return { type: CommandType.RaiseVenueException, ...found };
      }
      case VenueReportKind.Busted:
      case VenueReportKind.Corrected:
        return tradeChangeCommand(venueId, report, orderId, requestNumber);
      default:
        return unreachable(kind);
    }
  }
}

function statusCommand(venueId: number, report: VenueReport, orderId: number, requestNumber: number): Command {
  const { reportSequence, exchangeOrderId, orderQty, price, text, status } = report;
  assert(status !== undefined && status !== null, "a status report without a status");
  const { ordStatus, cumQty, avgPxMantissa, avgPxScale } = status;
  return {
    type: CommandType.ExchangeStatus,
    venueId,
    reportSequence,
    orderId,
    requestNumber,
    ordStatus: (ordStatus === "" ? ABSENT : ordStatus) as OrdStatus,
    exchangeOrderId,
    orderQty,
    price,
    cumQty,
    avgPxMantissa,
    avgPxScale,
    text,
  };
}

function alienCommand(
  venueId: number,
  { reportSequence, clOrdId, exchangeOrderId, text, alien }: VenueReport,
): Command {
  assert(alien !== undefined, "an order nobody knows without its symbol");
  const found = { clOrdId, exchangeOrderId, ...alien, text };
  return { type: CommandType.ExchangeAlien, venueId, reportSequence, orderId: 0, requestNumber: 0, ...found };
}

function tradeChangeCommand(venueId: number, report: VenueReport, orderId: number, requestNumber: number): Command {
  const { reportSequence, exchangeExecId, exchangeExecRefId = "", lastQty, lastPx, text } = report;
  const leavesQty = report.leavesQty ?? (-1 as Qty);
  const head = { venueId, reportSequence, orderId, requestNumber, exchangeExecId, exchangeExecRefId, leavesQty };
  if (report.kind === VenueReportKind.Busted) return { type: CommandType.ExchangeBusted, ...head, text };
  return { type: CommandType.ExchangeCorrected, ...head, lastQty, lastPx, text };
}
