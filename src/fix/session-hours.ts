/**
 * When a session is open: every day or from one day of the week to another, in a time zone, with holidays. Local times
 * are turned into moments for each day anew, so a session starts at 08:00 on either side of a change of the clocks; a start
 * in the hour that is skipped is an hour later.
 */
import { DAY_MS, ZoneTime } from "../lib/zone-time.ts";

const WEEK_DAYS = 7;
/** How far ahead the next opening is looked for: beyond any run of holidays. */
const LOOK_AHEAD_DAYS = 60;

export const DAY_NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

export type SessionSchedule = {
  /** "Europe/London", as Intl knows it. */
  readonly timeZone: string;
  /** Seconds after local midnight; an end at or before the start is on the next day. */
  readonly start: number;
  readonly end: number;
  /** One session from a day of the week to another, 0 for Sunday; null for one a day. */
  readonly week: { readonly startDay: number; readonly endDay: number } | null;
  /** Of daily sessions: the days on which one starts. */
  readonly days: readonly number[];
  /** Local dates, "2026-12-25", on which none starts. */
  readonly holidays: readonly string[];
};

/** From its first millisecond to the one after its last. */
export type SessionWindow = { readonly startMs: number; readonly endMs: number };

export class SessionHours {
  readonly #schedule: SessionSchedule;
  readonly #zone: ZoneTime;
  readonly #holidays: ReadonlySet<string>;
  /** The window looked up last, or none; it holds from `#fromMs` to before `#toMs`. */
  #window: SessionWindow | null = null;
  #fromMs = 0;
  #toMs = 0;

  constructor(schedule: SessionSchedule) {
    this.#schedule = schedule;
    this.#holidays = new Set(schedule.holidays);
    this.#zone = new ZoneTime(schedule.timeZone);
  }

  /** The session that is open at a moment; null when none is. */
  windowAt(wallMs: number): SessionWindow | null {
    if (wallMs >= this.#fromMs && wallMs < this.#toMs) return this.#window;
    const today = this.#zone.localMidnight(wallMs);
    this.#window = null;
    this.#fromMs = wallMs;
    for (let day = 0; day >= -WEEK_DAYS; day--) {
      const window = this.#windowOf(today + day * DAY_MS);
      if (window === null || wallMs < window.startMs || wallMs >= window.endMs) continue;
      this.#window = window;
      this.#fromMs = window.startMs;
      this.#toMs = window.endMs;
      return window;
    }
    this.#toMs = this.#nextStartMs(wallMs, today);
    return null;
  }

  /** When the next session starts, in words: "opens 2026-11-23 08:00 Europe/London". */
  opensText(wallMs: number): string {
    const startMs = this.#nextStartMs(wallMs, this.#zone.localMidnight(wallMs));
    if (!Number.isFinite(startMs)) return "no session is planned";
    return `opens ${this.localText(startMs)}`;
  }

  /** A moment by the schedule's clock. */
  localText(wallMs: number): string {
    const iso = new Date(this.#zone.localMs(wallMs)).toISOString();
    return `${iso.slice(0, 10)} ${iso.slice(11, 16)} ${this.#schedule.timeZone}`;
  }

  #nextStartMs(wallMs: number, today: number): number {
    for (let day = 0; day <= LOOK_AHEAD_DAYS; day++) {
      const window = this.#windowOf(today + day * DAY_MS);
      if (window !== null && window.startMs > wallMs) return window.startMs;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The session that starts on a local day (its midnight, as if it were UTC). */
  #windowOf(localDay: number): SessionWindow | null {
    const { start, end, week, days } = this.#schedule;
    const date = new Date(localDay);
    const isStart = week === null ? days.includes(date.getUTCDay()) : date.getUTCDay() === week.startDay;
    if (!isStart || this.#holidays.has(date.toISOString().slice(0, 10))) return null;
    let length = week === null ? 0 : (week.endDay - week.startDay + WEEK_DAYS) % WEEK_DAYS;
    if (length === 0 && end <= start) length = week === null ? 1 : WEEK_DAYS;
    return {
      startMs: this.#zone.moment(localDay + start * 1000),
      endMs: this.#zone.moment(localDay + length * DAY_MS + end * 1000),
    };
  }
}
