/**
 * Who should look at what. In: the core's state, the orders that changed, the time. Out: what lasts (an order its venue does
 * not acknowledge, a session that is gone) as rows that go by themselves when the cause is gone, and what happened (a
 * refusal, a fill) as news. It changes nothing.
 *
 * Orders that wait for something are kept apart as they change, so that a look costs what waits and not what there is; orders
 * are counted as a whole only while a session, a venue or a market is gone or going.
 */
import { Flag, Pending, Stage } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import type { Alert, AlertKind, AlertLimits } from "./alert-wire.ts";
import { limitUse } from "./limit-use.ts";
import { OldestWaits } from "./oldest-waits.ts";
import { OpenCounts } from "./open-counts.ts";
import { workingOf } from "./view/care-columns.ts";
import type { ExecutionRow } from "./wire.ts";

/** Rows of one kind; what is beyond is told as a number. */
const ROWS_MAX = 50;
const RECENT_MAX = 100;
const NEWS_MAX = 10;
const COUNT_EVERY_MS = 2_000;
/** More waits than these are looked through that often, and no more often. */
const WAITS_MANY = 10_000;
const WAITS_EVERY_MS = 2_000;
const NS_PER_MS = 1_000_000n;

export type AlertSource = {
  readonly state: State;
  appliedSequence(): number;
  /** What keeps the journal from taking everything, or what is shown from being right; "" for nothing. */
  trouble(): string;
  /** When the instrument's market closes next, in milliseconds since 1970; null when it is closed, or no calendar says. */
  closesAtMs(symbol: string, nowMs: number): number | null;
};

/** What an order waits for. `request` tells one wait from the next of the same kind. */
type Wait = { kind: AlertKind; request: number; sinceMs: number };

export class AlertWatch {
  /** What lasts, oldest first in each kind. */
  rows: Alert[] = [];
  /** What happened, newest first. */
  readonly recent: Alert[] = [];
  readonly #source: AlertSource;
  readonly #limits: AlertLimits;
  readonly #waits = new Map<number, Wait>();
  #waiting = new OldestWaits<Wait>(ROWS_MAX);
  #waitedAtMs = Number.NEGATIVE_INFINITY;
  readonly #doubtSince = new Map<number, number>();
  readonly #goneSince = new Map<string, number>();
  readonly #counts = new OpenCounts();
  #countedAtMs = 0;
  #countedAt = -1;
  #news: Alert[] = [];
  #newsMore = 0;
  #newsCount = 0;
  #told = "[]";
  /** Orders up to this one are no news. */
  #lastOrderId: number;

  /** Looks at every order once. */
  constructor(source: AlertSource, limits: AlertLimits) {
    this.#source = source;
    this.#limits = limits;
    this.#lastOrderId = source.state.orders.count;
    this.refresh();
  }

  /** State was exchanged for another, or old orders have left it. */
  refresh(): void {
    const { orders } = this.#source.state;
    const before = new Map(this.#waits);
    this.#waits.clear();
    for (let row = 1; row <= orders.rowCount; row++) this.#note(row, before.get(orders.idOf(row)));
    this.#countedAt = -1;
  }

  changed(orderIds: ReadonlySet<number>, executions: readonly ExecutionRow[]): void {
    const { state } = this.#source;
    for (const orderId of orderIds) {
      const row = state.orders.rowOf(orderId);
      if (row === 0) this.#waits.delete(orderId);
      else this.#note(row, this.#waits.get(orderId));
      if (orderId > this.#lastOrderId) this.#noteLimitUse(orderId, row);
    }
    this.#lastOrderId = state.orders.count;
    for (const execution of executions) this.#noteExecution(execution);
  }

  /** @returns whether what lasts is other than at the last look */
  look(nowMs: number): boolean {
    const isTime = this.#waits.size <= WAITS_MANY || nowMs - this.#waitedAtMs >= WAITS_EVERY_MS;
    if (isTime) this.#lookAtWaits(nowMs);
    const rows = this.#waiting.all().map(({ orderId, wait }) => this.#waitRow(orderId, wait));
    const more = this.#waiting.more();
    rows.push(...this.#kills(), ...this.#doubts(nowMs, more), ...this.#exceptions(more), ...this.#gone(nowMs));
    this.rows = bounded(rows, more);
    const told = JSON.stringify(this.rows);
    const isOther = told !== this.#told;
    this.#told = told;
    return isOther;
  }

  /** A venue that says nothing leaves orders waiting by the hundred thousand: they are counted, and the oldest shown. */
  #lookAtWaits(nowMs: number): void {
    this.#waitedAtMs = nowMs;
    const waiting = new OldestWaits<Wait>(ROWS_MAX);
    for (const [orderId, wait] of this.#waits) {
      const limitMs = this.#limitOf(wait.kind);
      if (limitMs > 0 && nowMs - wait.sinceMs >= limitMs) waiting.add(orderId, wait);
      // It is told of from its arrival on, and once: that nobody has accepted it is told in place of that.
      else if (wait.kind === "unaccepted") waiting.add(orderId, { ...wait, kind: "care" });
    }
    this.#waiting = waiting;
  }

  /** @returns what happened since the last time, oldest first */
  takeNews(): Alert[] {
    const news = this.#news;
    if (this.#newsMore > 0) news.push(this.#happened("reject", 0, `${this.#newsMore} more happened at the same time`));
    this.#news = [];
    this.#newsMore = 0;
    this.recent.unshift(...news.toReversed());
    this.recent.length = Math.min(this.recent.length, RECENT_MAX);
    return news;
  }

  /** Keeps an order apart while it waits for something. */
  #note(row: number, before: Wait | undefined): void {
    const { state } = this.#source;
    const { orders } = state;
    const kind = waitOf(state, row);
    const orderId = orders.idOf(row);
    if (kind === null) {
      if (before !== undefined) this.#waits.delete(orderId);
      return;
    }
    const request = kind === "unanswered" ? orders.requestNumber[row] : 0;
    const isSame = before?.kind === kind && before.request === request;
    const sinceNs = kind === "unaccepted" ? orders.createdNs[row] : orders.updatedNs[row];
    const sinceMs = isSame ? before.sinceMs : Number(sinceNs / NS_PER_MS);
    this.#waits.set(orderId, { kind, request, sinceMs });
  }

  #limitOf(kind: AlertKind): number {
    const { unacceptedMs, unworkedMs, unacknowledgedMs, unansweredMs } = this.#limits;
    if (kind === "unaccepted") return unacceptedMs;
    if (kind === "unworked") return unworkedMs;
    return kind === "unacknowledged" ? unacknowledgedMs : unansweredMs;
  }

  #waitRow(orderId: number, { kind, request, sinceMs }: Wait): Alert {
    const { state } = this.#source;
    const row = state.orders.rowOf(orderId);
    const whose = orderWords(state, row);
    const venue = venueWord(state, state.orders.venueId[row]);
    const asked = state.orders.pending[row] === Pending.Cancel ? "cancel" : "replace";
    const text =
      kind === "care"
        ? `${whose}: a care order that waits to be accepted`
        : kind === "unaccepted"
          ? `${whose}: nobody has accepted it for ${spanWords(this.#limits.unacceptedMs)}`
          : kind === "unworked"
            ? `${whose}: accepted, and nothing of it works`
            : kind === "unacknowledged"
              ? `${whose}: not acknowledged by ${venue}`
              : `${whose}: its ${asked} is not answered by ${venue}`;
    return { key: `${kind} ${orderId} ${request}`, kind, sinceMs, orderId, text };
  }

  /** A lost line leaves orders in doubt by the hundred thousand: words are made of those that are shown. */
  #doubts(nowMs: number, more: Map<AlertKind, number>): Alert[] {
    const { state } = this.#source;
    const { doubts } = state.venues;
    for (const orderId of this.#doubtSince.keys()) if (!doubts.has(orderId)) this.#doubtSince.delete(orderId);
    for (const orderId of doubts) if (!this.#doubtSince.has(orderId)) this.#doubtSince.set(orderId, nowMs);
    const { doubtMs } = this.#limits;
    const rows: Alert[] = [];
    for (const [orderId, sinceMs] of this.#doubtSince) {
      // The oldest come first.
      if (doubtMs === 0 || nowMs - sinceMs < doubtMs) break;
      if (!isShown("doubt", rows.length, more)) continue;
      const row = state.orders.rowOf(orderId);
      const venue = venueWord(state, state.orders.venueId[row]);
      const text = `${orderWords(state, row)}: in doubt, ${venue} may or may not have its last request`;
      rows.push({ key: `doubt ${orderId}`, kind: "doubt", sinceMs, orderId, text });
    }
    return rows;
  }

  #kills(): Alert[] {
    const { kills, sessions } = this.#source.state;
    return kills.all().map(({ scope, sessionId, desk, actor, reason, sinceNs }) => {
      const whose = sessionId !== 0 ? (sessions[sessionId]?.compId ?? "") : desk !== "" ? `desk ${desk}` : "the house";
      const sinceMs = Number(sinceNs / NS_PER_MS);
      const text = `${whose} may not trade: ${actor}, ${reason}`;
      return { key: `kill ${scope} ${sessionId} ${desk} ${sinceMs}`, kind: "kill", sinceMs, orderId: 0, text };
    });
  }

  #exceptions(more: Map<AlertKind, number>): Alert[] {
    const { exceptions, lines } = this.#source.state.venues;
    const rows: Alert[] = [];
    for (const { exceptionId, orderId, venueId, text: words, openedNs } of exceptions.values()) {
      if (!isShown("exception", rows.length, more)) continue;
      const text = `${lines[venueId] === undefined ? "" : `${lines[venueId].name}: `}${words}`;
      const sinceMs = Number(openedNs / NS_PER_MS);
      rows.push({ key: `exception ${exceptionId}`, kind: "exception", sinceMs, orderId, text });
    }
    return rows;
  }

  /** Sessions, venues and markets that are gone or going while orders are open, and trouble. */
  #gone(nowMs: number): Alert[] {
    const { state } = this.#source;
    const { sessionLostMs, nearCloseMs } = this.#limits;
    const rows: Alert[] = [];
    const still = new Set<string>();
    const tell = (kind: AlertKind, name: string, afterMs: number, text: (open: string) => string, open: number) => {
      if (open === 0) return;
      const key = `${kind} ${name}`;
      still.add(key);
      const sinceMs = this.#goneSince.get(key) ?? nowMs;
      this.#goneSince.set(key, sinceMs);
      const words = `${open} open ${open === 1 ? "order" : "orders"}`;
      if (nowMs - sinceMs >= afterMs) {
        rows.push({ key: `${key} ${sinceMs}`, kind, sinceMs, orderId: 0, text: text(words) });
      }
    };
    const lost = sessionLostMs === 0 ? [] : state.sessions.filter((session) => session?.loggedOn === false);
    const down = state.venues.lines.filter((line) => line?.isUp === false);
    const closing = nearCloseMs === 0 ? [] : this.#closing(nowMs);
    if (lost.length + down.length + closing.length > 0) this.#count(nowMs);
    for (const session of lost) {
      const { sessionId, compId, lastLogout } = session!;
      const why = lastLogout === "" ? "" : `: ${lastLogout}`;
      const text = (open: string) => `${compId} is logged out with ${open}${why}`;
      tell("session", compId, sessionLostMs, text, this.#counts.ofSession(sessionId));
    }
    for (const line of down) {
      const { name, venueId, text } = line!;
      const why = text === "" ? "" : `: ${text}`;
      tell("venue", name, 0, (open) => `the line to ${name} is down with ${open}${why}`, this.#counts.ofVenue(venueId));
    }
    for (const { symbol, instrumentId, atMs } of closing) {
      const at = new Date(atMs).toISOString().slice(11, 16);
      const text = (open: string) => `${symbol} closes at ${at} UTC with ${open}`;
      tell("nearClose", `${symbol} ${atMs}`, 0, text, this.#counts.ofInstrument(instrumentId));
    }
    const trouble = this.#source.trouble();
    if (trouble !== "") tell("trouble", trouble, 0, () => trouble, 1);
    for (const key of this.#goneSince.keys()) if (!still.has(key)) this.#goneSince.delete(key);
    return rows;
  }

  #closing(nowMs: number): { symbol: string; instrumentId: number; atMs: number }[] {
    const closing: { symbol: string; instrumentId: number; atMs: number }[] = [];
    for (const instrument of this.#source.state.instruments) {
      if (instrument === undefined) continue;
      const { symbol, instrumentId } = instrument;
      const atMs = this.#source.closesAtMs(symbol, nowMs);
      if (atMs !== null && atMs - nowMs <= this.#limits.nearCloseMs) closing.push({ symbol, instrumentId, atMs });
    }
    return closing;
  }

  #count(nowMs: number): void {
    const sequence = this.#source.appliedSequence();
    if (this.#countedAt !== -1 && (sequence === this.#countedAt || nowMs - this.#countedAtMs < COUNT_EVERY_MS)) return;
    this.#counts.take(this.#source.state);
    this.#countedAt = sequence;
    this.#countedAtMs = nowMs;
  }

  #noteLimitUse(orderId: number, row: number): void {
    const { limitUsePercent } = this.#limits;
    const text = row === 0 || limitUsePercent === 0 ? "" : limitUse(this.#source.state, row, limitUsePercent);
    if (text !== "") this.#tellNews("limit", orderId, `${orderWords(this.#source.state, row)}: ${text}`);
  }

  #noteExecution({ orderId, execType, compId, clOrdId, text }: ExecutionRow): void {
    if (execType === "8") return this.#tellNews("reject", orderId, `${compId} ${clOrdId} was refused: ${text}`);
    if (execType !== "F") return;
    const { state } = this.#source;
    const row = state.orders.rowOf(orderId);
    // The desk hears of fills of what it works, not of all there are.
    if (row === 0 || (state.orders.flags[row] & Flag.Care) === 0) return;
    const isDone = state.orders.leavesQty(row) === 0;
    this.#tellNews("fill", orderId, `${orderWords(state, row)}: ${isDone ? "filled" : "filled in part"}`);
  }

  #tellNews(kind: AlertKind, orderId: number, text: string): void {
    if (this.#news.length < NEWS_MAX) this.#news.push(this.#happened(kind, orderId, text));
    else this.#newsMore++;
  }

  #happened(kind: AlertKind, orderId: number, text: string): Alert {
    const sinceMs = Date.now();
    return { key: `${kind} ${sinceMs} ${++this.#newsCount}`, kind, sinceMs, orderId, text };
  }
}

/** @returns what the order waits for now, null for nothing that anybody should be told of */
function waitOf(state: State, row: number): AlertKind | null {
  const { orders } = state;
  if (!orders.isOpen(row)) return null;
  if ((orders.flags[row] & Flag.Care) !== 0) {
    if (orders.stage[row] === Stage.PendingNew) return "unaccepted";
    return orders.pending[row] === Pending.None && workingOf(state, row) === 0 ? "unworked" : null;
  }
  // What is in doubt is told as that.
  if (!orders.isUnanswered(row) || state.venues.isInDoubt(orders.idOf(row))) return null;
  return orders.stage[row] === Stage.PendingNew ? "unacknowledged" : "unanswered";
}

function orderWords(state: State, row: number): string {
  const { orders } = state;
  const compId = state.sessions[orders.sessionId[row]]?.compId ?? "";
  const symbol = state.instruments[orders.instrumentId[row]]?.symbol ?? "";
  const clOrdId = state.clOrdIds.textOf(orders.clOrdIdEntry[row]);
  return [compId, clOrdId, symbol].filter((word) => word !== "").join(" ");
}

function venueWord(state: State, venueId: number): string {
  return state.venues.lines[venueId]?.name ?? "its venue";
}

function spanWords(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`;
}

/** Is there room for one more row of a kind? Else it is counted. */
function isShown(kind: AlertKind, count: number, more: Map<AlertKind, number>): boolean {
  if (count < ROWS_MAX) return true;
  more.set(kind, (more.get(kind) ?? 0) + 1);
  return false;
}

/** The first rows of each kind, and how many more there are. @param uncounted of rows that are not here */
function bounded(rows: readonly Alert[], uncounted: ReadonlyMap<AlertKind, number>): Alert[] {
  const kept: Alert[] = [];
  const more = new Map(uncounted);
  const counts = new Map<AlertKind, number>();
  for (const row of rows) {
    const count = (counts.get(row.kind) ?? 0) + 1;
    counts.set(row.kind, count);
    if (count <= ROWS_MAX) kept.push(row);
    else more.set(row.kind, count - ROWS_MAX);
  }
  for (const [kind, count] of more) {
    kept.push({ key: `${kind} more`, kind, sinceMs: 0, orderId: 0, text: `and ${count} more like these` });
  }
  return kept;
}
