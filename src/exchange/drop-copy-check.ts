/**
 * Compares the venue's drop copy of our fills with what we booked, all the time.
 *
 * In: the drop copy session's reports, and every fill booked. Out: an exception for a fill that stays on one side only, or
 * is another on each; nothing is ever booked on the drop copy's word. A fill has time to arrive on both sides: the grace
 * runs only while the session that could still bring it is up, so that a lost line is no break. A drop copy's message
 * counts as consumed once all before it are compared, so that after a restart the venue sends the rest again.
 */
import { NO_ENTRY } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import { type VenueListener, VenueReportKind } from "../domain/exchange-port.ts";
import { decimalText, rescale } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { ExceptionKind } from "../domain/values.ts";
import type { MessageView } from "../fix/message-view.ts";
import type { FixSession } from "../fix/session.ts";
import type { FixApplication, SessionEventKind, SessionStore } from "../fix/session-types.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import type { Clock } from "../lib/clock.ts";
import { emptyReport } from "./venue-report-reader.ts";

/** Fills of ours that wait for a drop copy; beyond it the oldest are let go, which a line that is down for long can cause. */
const OWN_MAX = 100_000;
/** ExecType (150) of a fill: F, and 1 and 2 before FIX 4.3. */
const TRADES = "F12";

export type DropCopyOptions = {
  readonly name: string;
  readonly venueId: number;
  readonly state: State;
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly graceMs: number;
  readonly clOrdIdPrefix: string;
  /** Whether the session that carries orders is up, with nothing missing. */
  readonly isVenueUp: () => boolean;
  readonly listener: VenueListener;
  readonly note: (session: FixSession | null, kind: SessionEventKind, text: string) => void;
};

/** A message of the drop copy, in order; `execId` "" is none to compare. */
type Theirs = {
  readonly msgSeqNum: number;
  readonly execId: string;
  readonly clOrdId: string;
  readonly qty: string;
  readonly px: string;
  readonly atMs: number;
  isSettled: boolean;
};
type Own = { readonly orderId: number; readonly lastQty: number; readonly lastPx: number; readonly atMs: number };

export class DropCopyCheck implements FixApplication {
  /** Breaks found since the start. */
  breaks = 0;
  readonly #options: DropCopyOptions;
  #theirs: Theirs[] = [];
  readonly #theirsByExecId = new Map<string, Theirs>();
  readonly #own = new Map<string, Own>();
  #session: FixSession | null = null;
  /** Since when each side has had nothing missing; infinity while it has. */
  #venueUpMs = Number.POSITIVE_INFINITY;
  #copyUpMs = Number.POSITIVE_INFINITY;

  constructor(options: DropCopyOptions) {
    this.#options = options;
  }

  onLogon(session: FixSession): void {
    this.#session = session;
  }

  onLogout(): void {
    this.#copyUpMs = Number.POSITIVE_INFINITY;
  }

  onSessionEvent(session: FixSession | null, kind: SessionEventKind, text: string): void {
    this.#options.note(session, kind, `${this.#options.name} drop copy: ${text}`);
  }

  onMessage(_session: FixSession, view: MessageView): void {
    const isTrade =
      view.msgType === MsgType.ExecutionReport &&
      TRADES.includes(view.char(Tag.ExecType) || "?") &&
      (view.char(Tag.ExecTransType) || "0") === "0";
    const theirs: Theirs = {
      msgSeqNum: view.msgSeqNum,
      execId: isTrade ? view.text(Tag.ExecID) : "",
      clOrdId: view.text(Tag.ClOrdID),
      qty: view.text(Tag.LastQty),
      px: view.text(Tag.LastPx),
      atMs: this.#options.clock.monotonicMs(),
      isSettled: !isTrade,
    };
    this.#theirs.push(theirs);
    if (isTrade) this.#meetOwn(theirs, view);
    this.#consume();
  }

  /** A fill was booked (as a publisher hears it). */
  publish(event: Event): void {
    if (event.type !== EventType.OrderFilled || event.venueId !== this.#options.venueId) return;
    const { orderId, exchangeExecId, lastQty, lastPx } = event;
    const theirs = this.#theirsByExecId.get(exchangeExecId);
    if (theirs !== undefined) {
      this.#settle(theirs);
      const isSame = this.#isSame(theirs, orderId, lastQty, lastPx);
      if (!isSame) this.#raise(theirs.clOrdId, this.#differText(theirs, orderId, lastQty, lastPx));
      return;
    }
    if (this.#own.size >= OWN_MAX) this.#dropOldest();
    this.#own.set(exchangeExecId, { orderId, lastQty, lastPx, atMs: this.#options.clock.monotonicMs() });
  }

  release(): void {
    // What is heard is compared at once; nothing waits for the disk.
  }

  /** Every 100 ms or so. */
  tick(): void {
    const { clock, graceMs, isVenueUp } = this.#options;
    const nowMs = clock.monotonicMs();
    const isCopyUp = this.#session?.loggedOn === true && this.#session.status().gap === "";
    this.#venueUpMs = isVenueUp() ? Math.min(this.#venueUpMs, nowMs) : Number.POSITIVE_INFINITY;
    this.#copyUpMs = isCopyUp ? Math.min(this.#copyUpMs, nowMs) : Number.POSITIVE_INFINITY;
    for (const theirs of this.#theirsByExecId.values()) {
      if (nowMs - Math.max(theirs.atMs, this.#venueUpMs) < graceMs) break;
      this.#settle(theirs);
      const trade = `${theirs.qty} @ ${theirs.px}, ClOrdID(11) ${theirs.clOrdId}`;
      this.#raise(theirs.clOrdId, `the drop copy has ExecID(17) ${theirs.execId} (${trade}), which we have not booked`);
    }
    for (const [execId, { orderId, atMs }] of this.#own) {
      if (nowMs - Math.max(atMs, this.#copyUpMs) < graceMs) break;
      this.#own.delete(execId);
      this.#raise(`${orderId}-1`, `we have booked ExecID(17) ${execId}, which the drop copy does not have`);
    }
    this.#consume();
  }

  #meetOwn(theirs: Theirs, view: MessageView): void {
    const { state, venueId } = this.#options;
    const own = this.#own.get(theirs.execId);
    if (own !== undefined) {
      this.#own.delete(theirs.execId);
      theirs.isSettled = true;
      if (!this.#isSame(theirs, own.orderId, own.lastQty, own.lastPx))
        this.#raise(theirs.clOrdId, this.#differText(theirs, own.orderId, own.lastQty, own.lastPx));
      return;
    }
    // Booked by a run before this one, or sent twice.
    const isBooked = state.exchangeExecIds.find(venueId, theirs.execId) !== NO_ENTRY;
    if (isBooked || (view.possDup && this.#theirsByExecId.has(theirs.execId))) theirs.isSettled = true;
    else this.#theirsByExecId.set(theirs.execId, theirs);
  }

  #settle(theirs: Theirs): void {
    theirs.isSettled = true;
    this.#theirsByExecId.delete(theirs.execId);
  }

  /** Numbers up to the first message that is not compared yet. */
  #consume(): void {
    const theirs = this.#theirs;
    let settled = 0;
    while (settled < theirs.length && theirs[settled].isSettled) settled++;
    if (settled === 0) return;
    this.#options.store.consumed(theirs[settled - 1].msgSeqNum);
    this.#theirs = theirs.slice(settled);
  }

  #isSame(theirs: Theirs, orderId: number, lastQty: number, lastPx: number): boolean {
    const { priceScale, qtyScale } = this.#scalesOf(orderId);
    return exactly(theirs.qty, qtyScale) === lastQty && exactly(theirs.px, priceScale) === lastPx;
  }

  #differText({ execId, qty, px }: Theirs, orderId: number, lastQty: number, lastPx: number): string {
    const { priceScale, qtyScale } = this.#scalesOf(orderId);
    const ours = `${decimalText(lastQty, qtyScale)} @ ${decimalText(lastPx, priceScale)}`;
    return `ExecID(17) ${execId} is ${qty} @ ${px} in the drop copy, and booked as ${ours}`;
  }

  #scalesOf(orderId: number): { priceScale: number; qtyScale: number } {
    const { orders, instruments } = this.#options.state;
    return instruments[orders.instrumentId[orders.rowOf(orderId)]] ?? { priceScale: 0, qtyScale: 0 };
  }

  #raise(clOrdId: string, text: string): void {
    const { clOrdIdPrefix, listener } = this.#options;
    this.breaks++;
    const report = emptyReport(0);
    report.kind = VenueReportKind.Unbookable;
    report.exception = ExceptionKind.DropCopyBreak;
    report.clOrdId = clOrdId.startsWith(clOrdIdPrefix) ? clOrdId.slice(clOrdIdPrefix.length) : clOrdId;
    report.text = text;
    listener.onReport(report);
  }

  #dropOldest(): void {
    for (const execId of this.#own.keys()) {
      this.#own.delete(execId);
      return;
    }
  }
}

/** A decimal text at a scale; NaN when it does not fit. */
function exactly(text: string, scale: number): number {
  const [whole, fraction = ""] = text.split(".");
  if (!/^-?\d{1,15}$/.test(whole) || !/^\d{0,8}$/.test(fraction)) return Number.NaN;
  const mantissa = Number(whole + fraction);
  return Number.isSafeInteger(mantissa) ? rescale(mantissa, fraction.length, scale) : Number.NaN;
}
