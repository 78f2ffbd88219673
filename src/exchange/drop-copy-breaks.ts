/**
 * Breaks between a venue's drop copy and our fills, as exceptions: opened until the core has them, and closed with the
 * reason when the side that was silent tells the trade after all. Which are open the state knows, over restarts too.
 */
import type { State } from "../core/state.ts";
import { type VenueListener, VenueReportKind } from "../domain/exchange-port.ts";
import { ExceptionKind } from "../domain/values.ts";
import { emptyReport } from "./venue-report-reader.ts";

/** Closings that wait for their exception to be opened are given up after this: a person was faster. */
const CLOSING_MS = 60_000;
const THEIRS = "the drop copy has ExecID(17) ";
const OURS = "we have booked ExecID(17) ";
const NAMED = "ClOrdID(11) ";

export type DropCopyBreaksOptions = {
  readonly state: State;
  readonly venueId: number;
  readonly clOrdIdPrefix: string;
  readonly listener: VenueListener;
  /** Puts the closing of an exception in line. @returns false when the line is full */
  readonly close: (exceptionId: number, text: string) => boolean;
};

/** A trade that one side has and the other does not, yet. */
export type MissingTrade = {
  readonly text: string;
  /** Is it we who have not booked it? */
  readonly isHere: boolean;
  /** As the drop copy told it; "" where it is the drop copy that misses it. */
  readonly clOrdId: string;
  readonly qty: string;
  readonly px: string;
};

export class DropCopyBreaks {
  /** Found since the start. */
  count = 0;
  readonly #options: DropCopyBreaksOptions;
  /** By ExecID. */
  readonly #missing = new Map<string, MissingTrade>();
  /** Found, and not in line yet. */
  #opening: { clOrdId: string; text: string }[] = [];
  /** By the words of an exception, why it is over. */
  readonly #closing = new Map<string, { words: string; sinceMs: number }>();

  constructor(options: DropCopyBreaksOptions) {
    this.#options = options;
    for (const { kind, venueId, text } of options.state.venues.exceptions.values()) {
      if (kind !== ExceptionKind.DropCopyBreak || venueId !== options.venueId) continue;
      const found = read(text);
      if (found !== null) this.#missing.set(found.execId, found);
    }
  }

  /** The drop copy has a trade that the venue's session has not told. */
  missingHere(execId: string, clOrdId: string, qty: string, px: string): void {
    const text = `${THEIRS}${execId} (${qty} @ ${px}, ${NAMED}${clOrdId}), which we have not booked`;
    this.#missing.set(execId, { text, isHere: true, clOrdId, qty, px });
    this.#open(clOrdId, text);
  }

  /** The venue's session has told a trade that the drop copy has not. */
  missingThere(execId: string, clOrdId: string): void {
    const text = `${OURS}${execId}, which the drop copy does not have`;
    this.#missing.set(execId, { text, isHere: false, clOrdId: "", qty: "", px: "" });
    this.#open(clOrdId, text);
  }

  isMissingHere(execId: string): boolean {
    return this.#missing.get(execId)?.isHere === true;
  }

  /** Both have it, and not the same. */
  differs(clOrdId: string, text: string): void {
    this.#open(clOrdId, text);
  }

  /**
   * The side that missed it has told it after all: its exception is closed.
   *
   * @param isHere whether that side is ours
   * @returns what was missing, or undefined when nothing was
   */
  cameLate(execId: string, isHere: boolean, words: string, nowMs: number): MissingTrade | undefined {
    const missing = this.#missing.get(execId);
    if (missing?.isHere !== isHere) return undefined;
    this.#missing.delete(execId);
    this.#closing.set(missing.text, { words, sinceMs: nowMs });
    return missing;
  }

  /** Every 100 ms or so. */
  tick(nowMs: number): void {
    this.#give();
    if (this.#closing.size === 0) return;
    const { state, venueId, close } = this.#options;
    for (const open of state.venues.exceptions.values()) {
      if (open.kind !== ExceptionKind.DropCopyBreak || open.venueId !== venueId) continue;
      const closing = this.#closing.get(open.text);
      if (closing === undefined) continue;
      if (!close(open.exceptionId, closing.words)) return;
      this.#closing.delete(open.text);
    }
    for (const [text, { sinceMs }] of this.#closing) if (nowMs - sinceMs > CLOSING_MS) this.#closing.delete(text);
  }

  #open(clOrdId: string, text: string): void {
    this.count++;
    this.#opening.push({ clOrdId, text });
    this.#give();
  }

  /** A full line takes them later. */
  #give(): void {
    if (this.#opening.length === 0) return;
    const { clOrdIdPrefix, listener } = this.#options;
    let given = 0;
    for (const { clOrdId, text } of this.#opening) {
      const report = emptyReport(0);
      report.kind = VenueReportKind.Unbookable;
      report.exception = ExceptionKind.DropCopyBreak;
      report.clOrdId = clOrdId.startsWith(clOrdIdPrefix) ? clOrdId.slice(clOrdIdPrefix.length) : clOrdId;
      report.text = text;
      if (!listener.onReport(report)) break;
      given++;
    }
    this.#opening = this.#opening.slice(given);
  }
}

/** What an exception of an earlier life says; null when the sides differ and neither misses the trade. */
function read(text: string): (MissingTrade & { execId: string }) | null {
  if (text.startsWith(OURS)) {
    const execId = text.slice(OURS.length, text.lastIndexOf(","));
    return { execId, text, isHere: false, clOrdId: "", qty: "", px: "" };
  }
  if (!text.startsWith(THEIRS)) return null;
  const at = text.lastIndexOf(" (");
  const named = text.lastIndexOf(NAMED);
  const [qty = "", px = ""] = text.slice(at + 2, named - 2).split(" @ ");
  const clOrdId = text.slice(named + NAMED.length, text.lastIndexOf("),"));
  return { execId: text.slice(THEIRS.length, at), text, isHere: true, clOrdId, qty, px };
}
