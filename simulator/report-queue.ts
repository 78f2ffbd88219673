/**
 * Hot path: the reports made and not yet delivered, as rows of numbers; budget 20 ns to put one in.
 *
 * Rows hold no strings: a re-run of the journal makes millions of reports nobody asks for again. Ids and texts are made
 * when a report is delivered; only refusals, which are rare, have words of their own beside the rows. Reports are numbered 1, 2, 3 … for good; those up to `consumedSequence` are numbered and
 * forgotten. What was delivered is forgotten too: this venue lives in the OMS's process, and a crash takes both.
 */
import { type VenueListener, type VenueReport, VenueReportKind } from "../src/domain/exchange-port.ts";
import { venueClOrdId } from "../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../src/domain/price.ts";
import { ExecRestatementReason, NO_RESTATEMENT_REASON, type OrdStatus } from "../src/domain/values.ts";
import { Text, textOf } from "./report-text.ts";

/** `VenueReportKind` by number. */
const KINDS = [
  VenueReportKind.Accepted,
  VenueReportKind.Rejected,
  VenueReportKind.Fill,
  VenueReportKind.Canceled,
  VenueReportKind.Replaced,
  VenueReportKind.RequestRejected,
  VenueReportKind.Expired,
  VenueReportKind.Triggered,
  VenueReportKind.Restated,
  VenueReportKind.Busted,
  VenueReportKind.Corrected,
  VenueReportKind.Status,
  VenueReportKind.Suspended,
] as const;

export const ReportKind = {
  Accepted: 0,
  Rejected: 1,
  Fill: 2,
  Canceled: 3,
  Replaced: 4,
  RequestRejected: 5,
  Expired: 6,
  Triggered: 7,
  Restated: 8,
  Busted: 9,
  Corrected: 10,
  Status: 11,
  Suspended: 12,
} as const;

/** Stands for a report that got its number and was lost. */
const LOST = -1;
const COLUMNS = 11;
const ROWS_AT_START = 1_024;
/** Texts are below this; a multiple of it beside the text is the number of words of its own. */
const TEXTS = 1_048_576;
/** Words kept: when more wait than these, the oldest say what is wrong without the numbers. */
export const WORDS_MAX = 16_384;

export class ReportQueue {
  /** The number of the last report made. */
  lastSequence = 0;
  #consumedSequence: number;
  #rows = new Float64Array(ROWS_AT_START * COLUMNS);
  #count = 0;
  /** The number of the first row. */
  #firstSequence = 1;
  readonly #words: string[] = [];
  #wordCount = 0;
  /** Reused: a listener may read it during the call only. */
  readonly #report: VenueReport = {
    kind: VenueReportKind.Accepted,
    reportSequence: 0,
    clOrdId: "",
    exchangeOrderId: "",
    exchangeExecId: "",
    exchangeExecRefId: "",
    lastQty: 0 as Qty,
    lastPx: NO_PRICE,
    orderQty: 0 as Qty,
    price: NO_PRICE,
    solicited: false,
    reason: 0,
    text: "",
    status: null,
    restatementReason: NO_RESTATEMENT_REASON,
  };

  constructor(consumedSequence: number) {
    this.#consumedSequence = consumedSequence;
  }

  /** The reports made now were had in an earlier life. */
  get isCatchingUp(): boolean {
    return this.lastSequence < this.#consumedSequence;
  }

  /** Gives a text words of its own, for a report made next. @returns what the report has as its text */
  wordText(text: Text, words: string): number {
    if (words === textOf(text)) return text;
    this.#words[this.#wordCount % WORDS_MAX] = words;
    return text + ++this.#wordCount * TEXTS;
  }

  /** Reports waiting to be delivered. */
  get size(): number {
    return this.#count;
  }

  /** Numbers a report and keeps it, unless it was consumed in an earlier life. */
  add(
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    execNumber: number,
    lastQty: number,
    lastPx: number,
    orderQty: number,
    price: number,
    reason: number,
    text: number,
  ): void {
    const sequence = ++this.lastSequence;
    if (sequence <= this.#consumedSequence) return;
    if (this.#count === 0) this.#firstSequence = sequence;
    let at = this.#count++ * COLUMNS;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at++] = kind;
    rows[at++] = clientOrder;
    rows[at++] = request;
    rows[at++] = orderNumber;
    rows[at++] = execNumber;
    rows[at++] = lastQty;
    rows[at++] = lastPx;
    rows[at++] = orderQty;
    rows[at++] = price;
    rows[at++] = reason;
    rows[at] = text;
  }

  /** A report gets its number and is never told: a hole in the numbers. */
  addLost(): void {
    this.add(LOST, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Gives every waiting report numbered above `consumedSequence` to the listener, in order, and forgets what it took. The
   * first one it cannot take stays, with all behind it: none may be lost, and none may overtake another.
   */
  deliver(listener: VenueListener, consumedSequence: number): void {
    for (let row = 0; row < this.#count; row++) {
      const sequence = this.#firstSequence + row;
      if (sequence <= consumedSequence || this.#rows[row * COLUMNS] === LOST) continue;
      if (listener.onReport(this.#read(row, sequence))) continue;
      this.#rows.copyWithin(0, row * COLUMNS, this.#count * COLUMNS);
      this.#count -= row;
      this.#firstSequence = sequence;
      return;
    }
    this.#count = 0;
  }

  #read(row: number, sequence: number): VenueReport {
    const rows = this.#rows;
    const report = this.#report;
    let at = row * COLUMNS;
    report.reportSequence = sequence;
    report.kind = KINDS[rows[at++]];
    const clientOrder = rows[at++];
    report.clOrdId = venueClOrdId(clientOrder, rows[at++]);
    const orderNumber = rows[at++];
    report.exchangeOrderId = orderNumber === 0 ? "" : `X${orderNumber}`;
    const execNumber = rows[at++];
    report.exchangeExecId = execNumber === 0 ? "" : `T${execNumber}`;
    report.lastQty = rows[at++] as Qty;
    report.lastPx = rows[at++] as Ticks;
    report.orderQty = rows[at++] as Qty;
    report.price = rows[at++] as Ticks;
    report.reason = rows[at++];
    const text = rows[at] % TEXTS;
    report.solicited = text === Text.Requested;
    report.text = this.#wordsOf(rows[at]) ?? textOf(text);
    report.exchangeExecRefId = "";
    report.status = null;
    report.restatementReason =
      text === Text.CanceledOnHalt ? ExecRestatementReason.CancelOnTradingHalt : NO_RESTATEMENT_REASON;
    if (report.kind === VenueReportKind.Status) this.#tellStatus(report);
    if (text === Text.BustedByOperator || text === Text.CorrectedByOperator) {
      // The trade it is about stands where refusals have their reason.
      report.exchangeExecRefId = `T${report.reason}`;
      report.reason = 0;
    }
    return report;
  }

  /** A status has what is filled where trades have their quantity, and OrdStatus, by its code, where the reason is. */
  #tellStatus(report: VenueReport): void {
    const ordStatus = report.reason === 0 ? "" : (String.fromCharCode(report.reason) as OrdStatus);
    report.status = { ordStatus, cumQty: report.lastQty, avgPxMantissa: NO_PRICE, avgPxScale: 0 };
    report.lastQty = 0 as Qty;
    report.reason = 0;
  }

  #wordsOf(text: number): string | undefined {
    const number = Math.floor(text / TEXTS);
    return number === 0 || this.#wordCount - number >= WORDS_MAX ? undefined : this.#words[(number - 1) % WORDS_MAX];
  }

  #grow(): void {
    const grown = new Float64Array(this.#rows.length * 2);
    grown.set(this.#rows);
    this.#rows = grown;
  }
}
