/**
 * The way reports take out of the venue, with what can happen on it: kept back, told twice, told out of order, lost. It
 * keeps what is on its way, and is moved by the venue's time and by the reports that come after: by nothing else.
 *
 * One is before the OMS's queue of reports, one before the sessions of the exchange's own server.
 */

/** What becomes of one report. */
export type Fate = {
  readonly isLost: boolean;
  /** How many times more it is told, each so long after. */
  readonly again: readonly number[];
  readonly delayMs: number;
  readonly keepsOrder: boolean;
  /** Told after so many later reports to the same participant; 0 does not wait for any. */
  readonly behind: number;
};

export const UNTOUCHED: Fate = { isLost: false, again: [], delayMs: 0, keepsOrder: true, behind: 0 };

type Held<T> = { item: T; participant: number; dueMs: number; number: number; keepsOrder: boolean; behind: number };

/** What keeps the time of a line needs of it. */
export type TimedLine = { readonly nextMs: number; readonly size: number; passTime(nowMs: number): void };

export class ReportLine<T> implements TimedLine {
  readonly #give: (item: T) => void;
  readonly #lose: (item: T) => void;
  /** In the order they came. */
  #held: Held<T>[] = [];
  #number = 0;

  /** @param give and @param lose must not call back */
  constructor(give: (item: T) => void, lose: (item: T) => void) {
    this.#give = give;
    this.#lose = lose;
  }

  /** When something is due; infinity when nothing is on its way. */
  get nextMs(): number {
    return this.#held.reduce((least, { dueMs }) => Math.min(least, dueMs), Number.POSITIVE_INFINITY);
  }

  get size(): number {
    return this.#held.length;
  }

  pass(item: T, participant: number, fate: Fate, nowMs: number): void {
    const { isLost, again, delayMs, keepsOrder, behind } = fate;
    // What never leaves is not told again either.
    if (isLost) return this.#lose(item);
    const lastMs = keepsOrder && behind === 0 ? this.#lastDueMs(participant) : 0;
    const dueMs = Math.max(nowMs + delayMs, lastMs);
    if (behind > 0) this.#hold(item, participant, dueMs, false, behind);
    else if (delayMs > 0 || lastMs > nowMs) this.#hold(item, participant, dueMs, keepsOrder, 0);
    else this.#tell(item, participant);
    // After the first time, however long that waits for others.
    for (const afterMs of again) {
      if (afterMs === 0 && dueMs === nowMs && behind === 0) this.#give(item);
      else this.#hold(item, participant, dueMs + afterMs, false, 0);
    }
  }

  /** Gives what is due. */
  passTime(nowMs: number): void {
    if (this.nextMs > nowMs) return;
    const due = this.#held
      .filter(({ dueMs }) => dueMs <= nowMs)
      .sort((a, b) => a.dueMs - b.dueMs || a.number - b.number);
    this.#held = this.#held.filter(({ dueMs }) => dueMs > nowMs);
    for (const { item, participant } of due) this.#tell(item, participant);
  }

  #hold(item: T, participant: number, dueMs: number, keepsOrder: boolean, behind: number): void {
    this.#held.push({ item, participant, dueMs, number: ++this.#number, keepsOrder, behind });
  }

  /** Gives a report, and those that waited for it to go first. */
  #tell(item: T, participant: number): void {
    this.#give(item);
    const free: Held<T>[] = [];
    for (const held of this.#held) {
      if (held.participant === participant && held.behind > 0 && --held.behind === 0) free.push(held);
    }
    if (free.length === 0) return;
    this.#held = this.#held.filter((held) => !free.includes(held));
    for (const held of free) this.#give(held.item);
  }

  #lastDueMs(participant: number): number {
    let lastMs = 0;
    for (const held of this.#held) {
      if (held.participant === participant && held.keepsOrder && held.dueMs > lastMs) lastMs = held.dueMs;
    }
    return lastMs;
  }
}
