/**
 * A session's days: tells when its hours are over and when its numbers begin again, once for each session of the schedule,
 * whatever restarts lie between. And carries what the peer never saw over a reset of the numbers.
 */
import { MessageView } from "./message-view.ts";
import type { Outbound } from "./outbound.ts";
import { SessionHours, type SessionSchedule } from "./session-hours.ts";
import type { FixSessionConfig, SessionStore } from "./session-types.ts";

export const RollDue = { Nothing: 0, Close: 1, Reset: 2 } as const;

export class SessionRoll {
  readonly #hours: SessionHours;
  /** The session whose start is later than this is a new one. */
  #sinceMs: number;

  /** @param lastUsedMs when the numbers were last used; 0 when never */
  constructor(schedule: SessionSchedule, lastUsedMs: number) {
    this.#hours = new SessionHours(schedule);
    this.#sinceMs = lastUsedMs;
  }

  due(wallMs: number): number {
    const window = this.#hours.windowAt(wallMs);
    if (window === null) return RollDue.Close;
    if (this.#sinceMs === 0) this.#sinceMs = window.startMs;
    return window.startMs > this.#sinceMs ? RollDue.Reset : RollDue.Nothing;
  }

  /** The numbers have begun again. */
  rolled(wallMs: number): void {
    this.#sinceMs = wallMs;
  }

  isOpen(wallMs: number): boolean {
    return this.#hours.windowAt(wallMs) !== null;
  }

  /** What was found and what is expected, when a Logon comes outside the hours. */
  facts(wallMs: number): { found: string; expected: string } {
    return { found: this.#hours.localText(wallMs), expected: this.#hours.opensText(wallMs) };
  }
}

/** Application messages that were sent while nobody was there to read them, kept over a reset of the numbers. */
export class CarriedOver {
  readonly #config: FixSessionConfig;
  readonly #store: SessionStore;
  readonly #out: Outbound;
  #messages: Buffer[] = [];

  constructor(config: FixSessionConfig, store: SessionStore, out: Outbound) {
    this.#config = config;
    this.#store = store;
    this.#out = out;
  }

  /** Takes them out of the store, which is about to be reset; what happened, in words, "" for nothing. */
  take(): string {
    const from = this.#out.awayFrom;
    const last = this.#out.nextMsgSeqNum - 1;
    this.#out.awayFrom = 0;
    if (from === 0 || from > last) return "";
    const { queuedMessagesMax, queuedBytesMax, overReset } = this.#config;
    let count = 0;
    let bytesKept = 0;
    this.#store.readSent(from, last, (_msgSeqNum, bytes, start, end) => {
      count++;
      if (overReset === "drop" || count > queuedMessagesMax || bytesKept + end - start > queuedBytesMax) return;
      bytesKept += end - start;
      this.#messages.push(Buffer.from(bytes.subarray(start, end)));
    });
    if (count === 0) return "";
    const dropped = count - this.#messages.length;
    if (dropped > 0) return `${dropped} of ${count} messages the peer never saw are dropped with the old numbers`;
    return `${count} messages the peer never saw go into the new session as possible resends (97=Y)`;
  }

  /** Sends them once more, as new messages. */
  send(): void {
    if (this.#messages.length === 0) return;
    const messages = this.#messages;
    this.#messages = [];
    const view = new MessageView();
    for (const bytes of messages) if (view.index(bytes, 0, bytes.length)) this.#out.sendAgain(view);
  }
}
