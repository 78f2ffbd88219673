/**
 * Compares the venue's drop copy of our fills with what we booked, all the time.
 *
 * In: the drop copy session's reports, and every fill booked. Out: an exception for a fill that stays on one side only, or
 * is another on each; nothing is ever booked on the drop copy's word. A fill has time to arrive on both sides: the grace
 * runs only while the session that could still bring it is up, so that a lost line is no break. What comes after that
 * closes its exception, and says so. A drop copy's message counts as consumed once all before it are compared, so that after a restart the venue sends the rest again.
 */
import { NO_ENTRY } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import type { VenueListener } from "../domain/exchange-port.ts";
import { decimalText, rescale } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import type { MessageView } from "../fix/message-view.ts";
import type { FixSession } from "../fix/session.ts";
import type { FixApplication, SessionEventKind, SessionStore } from "../fix/session-types.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import type { Clock } from "../lib/clock.ts";
import { DropCopyBreaks } from "./drop-copy-breaks.ts";

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
  /** Puts the closing of an exception in line. @returns false when the line is full */
  readonly close: (exceptionId: number, text: string) => boolean;
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
type Told = Pick<Theirs, "execId" | "qty" | "px">;
type Own = { readonly orderId: number; readonly lastQty: number; readonly lastPx: number; readonly atMs: number };

export class DropCopyCheck implements FixApplication {
  readonly #options: DropCopyOptions;
  readonly #breaks: DropCopyBreaks;
  #theirs: Theirs[] = [];
  readonly #theirsByExecId = new Map<string, Theirs>();
  readonly #own = new Map<string, Own>();
  #session: FixSession | null = null;
  /** Since when each side has had nothing missing; infinity while it has. */
  #venueUpMs = Number.POSITIVE_INFINITY;
  #copyUpMs = Number.POSITIVE_INFINITY;

  constructor(options: DropCopyOptions) {
    this.#options = options;
    this.#breaks = new DropCopyBreaks(options);
  }

  /** Breaks found since the start. */
  get breaks(): number {
    return this.#breaks.count;
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
      if (!isSame) this.#breaks.differs(theirs.clOrdId, this.#differText(theirs, orderId, lastQty, lastPx));
      return;
    }
    const nowMs = this.#options.clock.monotonicMs();
    const told = `told late by the venue's session: booked ${this.#shown(orderId, lastQty, lastPx)}`;
    const missed = this.#breaks.cameLate(exchangeExecId, true, told, nowMs);
    if (missed !== undefined) {
      const late = { ...missed, execId: exchangeExecId };
      if (!this.#isSame(late, orderId, lastQty, lastPx))
        this.#breaks.differs(late.clOrdId, this.#differText(late, orderId, lastQty, lastPx));
      return;
    }
    if (this.#own.size >= OWN_MAX) this.#dropOldest();
    this.#own.set(exchangeExecId, { orderId, lastQty, lastPx, atMs: nowMs });
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
      this.#breaks.missingHere(theirs.execId, theirs.clOrdId, theirs.qty, theirs.px);
    }
    for (const [execId, { orderId, atMs }] of this.#own) {
      if (nowMs - Math.max(atMs, this.#copyUpMs) < graceMs) break;
      this.#own.delete(execId);
      this.#breaks.missingThere(execId, `${orderId}-1`);
    }
    this.#breaks.tick(nowMs);
    this.#consume();
  }

  #meetOwn(theirs: Theirs, view: MessageView): void {
    const { state, venueId } = this.#options;
    const own = this.#own.get(theirs.execId);
    if (own !== undefined) {
      this.#own.delete(theirs.execId);
      theirs.isSettled = true;
      if (!this.#isSame(theirs, own.orderId, own.lastQty, own.lastPx))
        this.#breaks.differs(theirs.clOrdId, this.#differText(theirs, own.orderId, own.lastQty, own.lastPx));
      return;
    }
    const nowMs = this.#options.clock.monotonicMs();
    const entry = state.exchangeExecIds.find(venueId, theirs.execId);
    const told = `told late by the drop copy: ${theirs.qty} @ ${theirs.px}`;
    if (this.#breaks.cameLate(theirs.execId, false, told, nowMs) !== undefined) this.#compareBooked(theirs, entry);
    // Booked by a run before this one, or sent twice.
    const isTold = view.possDup && this.#theirsByExecId.has(theirs.execId);
    if (entry !== NO_ENTRY || isTold || this.#breaks.isMissingHere(theirs.execId)) theirs.isSettled = true;
    else this.#theirsByExecId.set(theirs.execId, theirs);
  }

  /** With what was booked, where that stands as it was. */
  #compareBooked(theirs: Theirs, entry: number): void {
    const { exchangeExecIds, fills } = this.#options.state;
    if (entry === NO_ENTRY || !(fills.lastQty[entry] > 0)) return;
    const orderId = exchangeExecIds.valueOf(entry);
    const lastQty = fills.lastQty[entry];
    const lastPx = fills.lastPx[entry];
    if (!this.#isSame(theirs, orderId, lastQty, lastPx))
      this.#breaks.differs(theirs.clOrdId, this.#differText(theirs, orderId, lastQty, lastPx));
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

  #isSame(theirs: Told, orderId: number, lastQty: number, lastPx: number): boolean {
    const { priceScale, qtyScale } = this.#scalesOf(orderId);
    return exactly(theirs.qty, qtyScale) === lastQty && exactly(theirs.px, priceScale) === lastPx;
  }

  #differText({ execId, qty, px }: Told, orderId: number, lastQty: number, lastPx: number): string {
    return `ExecID(17) ${execId} is ${qty} @ ${px} in the drop copy, and booked as ${this.#shown(orderId, lastQty, lastPx)}`;
  }

  #shown(orderId: number, lastQty: number, lastPx: number): string {
    const { priceScale, qtyScale } = this.#scalesOf(orderId);
    return `${decimalText(lastQty, qtyScale)} @ ${decimalText(lastPx, priceScale)}`;
  }

  #scalesOf(orderId: number): { priceScale: number; qtyScale: number } {
    const { orders, instruments } = this.#options.state;
    return instruments[orders.instrumentId[orders.rowOf(orderId)]] ?? { priceScale: 0, qtyScale: 0 };
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
