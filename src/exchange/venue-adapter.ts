/**
 * Hot path: a venue's report becomes a command; budget 0.2 us.
 *
 * In: reports of one venue. Out: commands in the sequencer's line. It judges nothing: a report that cannot be true is
 * for the core to refuse, so that the refusal is on the record.
 */

import { type VenueListener, type VenueReport, VenueReportKind } from "../domain/exchange-port.ts";
import { parseVenueClOrdId } from "../domain/instrument.ts";
import { type Command, CommandType } from "../domain/records.generated.ts";
import { unreachable } from "../lib/assert.ts";
import { failpoint } from "../lib/failpoint.ts";

const REQUEST_FACTOR = 65_536;
const BEFORE_APPEND_EXEC = failpoint("before_append_exec");

export class VenueAdapter implements VenueListener {
  readonly #venueId: number;
  readonly #offer: (command: Command) => boolean;

  /** @param offer puts a command in line, or says that the line is full: then the venue keeps its report and gives it again */
  constructor(venueId: number, offer: (command: Command) => boolean) {
    this.#venueId = venueId;
    this.#offer = offer;
  }

  onReport(report: VenueReport): boolean {
    BEFORE_APPEND_EXEC?.hit();
    // What the OMS has no orders for: taken, and nothing follows from it.
    if (isForOthers(report.kind)) return true;
    const packed = parseVenueClOrdId(report.clOrdId);
    // A ClOrdID that is not ours names no order: the core refuses such a report, on the record.
    const orderId = packed === -1 ? 0 : Math.floor(packed / REQUEST_FACTOR);
    const requestNumber = packed === -1 ? 0 : packed % REQUEST_FACTOR;
    return this.#offer(this.#toCommand(report, orderId, requestNumber));
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
        const { solicited, text } = report;
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
      case VenueReportKind.Triggered:
      case VenueReportKind.Restated:
      case VenueReportKind.Busted:
      case VenueReportKind.Corrected:
        return unreachable(kind as never);
      default:
        return unreachable(kind);
    }
  }
}

/** Kinds a venue never says of an order the OMS can send; busts and corrections come by a command nobody gives yet. */
function isForOthers(kind: VenueReportKind): boolean {
  return (
    kind === VenueReportKind.Triggered ||
    kind === VenueReportKind.Restated ||
    kind === VenueReportKind.Busted ||
    kind === VenueReportKind.Corrected
  );
}
