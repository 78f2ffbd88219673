/**
 * A market's calendar: which phase its clock says, on which days. Times are local to the market and become moments for
 * each day anew, so that it opens at 09:30 on either side of a change of the clocks.
 *
 * In: a moment. Out: the phase then, the trading day it belongs to, and when the next one begins. It knows no venue and
 * reads no clock.
 */
import { DAY_MS, isTimeZone, ZoneTime } from "../src/lib/zone-time.ts";
import { PHASE_RULES, Phase } from "./phases.ts";

const DAY_SECONDS = 86_400;
/** How far the trading days before and after a moment are looked for: beyond any run of holidays. */
const LOOK_DAYS = 60;

/** When a phase begins, in seconds after the local midnight of the trading day's date; past 86,400 on the day after. */
export type PhaseTime = { readonly phase: Phase; readonly seconds: number };

export type MarketCalendar = {
  readonly name: string;
  /** "America/New_York", as Intl knows it. */
  readonly timeZone: string;
  /** In the order of the day; the last closes it. */
  readonly phases: readonly PhaseTime[];
  /** Days of the week on which a trading day begins, 0 for Sunday. */
  readonly days: readonly number[];
  /** Local dates, "2026-12-25", without trading. */
  readonly holidays: readonly string[];
  /** Dates with times of their own. */
  readonly halfDays: readonly { readonly date: string; readonly phases: readonly PhaseTime[] }[];
};

/** What a calendar says of a moment. `date` is yyyymmdd, of a closed market its last trading day's; 0 before any. */
export type CalendarPhase = {
  readonly phase: Phase;
  readonly date: number;
  readonly sinceMs: number;
  readonly untilMs: number;
};

export class CalendarClock {
  readonly calendar: MarketCalendar;
  readonly #zone: ZoneTime;
  readonly #holidays: ReadonlySet<string>;
  readonly #halfDays: ReadonlyMap<string, readonly PhaseTime[]>;

  /** @param calendar without a `calendarFault` */
  constructor(calendar: MarketCalendar) {
    this.calendar = calendar;
    this.#zone = new ZoneTime(calendar.timeZone);
    this.#holidays = new Set(calendar.holidays);
    this.#halfDays = new Map(calendar.halfDays.map(({ date, phases }) => [date, phases]));
  }

  phaseAt(wallMs: number): CalendarPhase {
    const today = this.#zone.localMidnight(wallMs);
    for (let day = 0; day >= -LOOK_DAYS; day--) {
      const midnight = today + day * DAY_MS;
      const phases = this.#phasesOf(midnight);
      if (phases === null || this.#moment(midnight, phases[0]) > wallMs) continue;
      let at = phases.length - 1;
      while (this.#moment(midnight, phases[at]) > wallMs) at--;
      const untilMs = at + 1 < phases.length ? this.#moment(midnight, phases[at + 1]) : this.#nextDayMs(wallMs, today);
      const sinceMs = this.#moment(midnight, phases[at]);
      return { phase: phases[at].phase, date: numberOf(midnight), sinceMs, untilMs };
    }
    return { phase: Phase.Closed, date: 0, sinceMs: wallMs, untilMs: this.#nextDayMs(wallMs, today) };
  }

  #nextDayMs(wallMs: number, today: number): number {
    for (let day = 0; day <= LOOK_DAYS; day++) {
      const midnight = today + day * DAY_MS;
      const phases = this.#phasesOf(midnight);
      if (phases === null) continue;
      const startMs = this.#moment(midnight, phases[0]);
      if (startMs > wallMs) return startMs;
    }
    // Looked at again by then: a calendar that is kept up to date may have days after a long pause.
    return wallMs + LOOK_DAYS * DAY_MS;
  }

  /** The times of a local day, or null when it is no trading day. */
  #phasesOf(midnight: number): readonly PhaseTime[] | null {
    const date = isoDate(midnight);
    const { days, phases } = this.calendar;
    if (this.#holidays.has(date) || !days.includes(new Date(midnight).getUTCDay())) return null;
    return this.#halfDays.get(date) ?? phases;
  }

  #moment(midnight: number, { seconds }: PhaseTime): number {
    return this.#zone.moment(midnight + seconds * 1_000);
  }
}

/** What is wrong, where (a path of keys), in words that say what was expected. */
export type CalendarFault = { readonly path: readonly (string | number)[]; readonly text: string };

/** The first thing that is wrong with a calendar, or null. */
export function calendarFault(calendar: MarketCalendar): CalendarFault | null {
  const { timeZone, days, holidays, halfDays } = calendar;
  if (!isTimeZone(timeZone)) {
    return fault(["timeZone"], `found ${JSON.stringify(timeZone)}, expected a zone like America/New_York`);
  }
  if (days.length === 0) return fault(["days"], "expected at least one day of the week");
  const inDay = timesFault(calendar.phases);
  if (inDay !== "") return fault(["phases"], inDay);
  for (const [index, date] of holidays.entries()) {
    if (!isDate(date))
      return fault(["holidays", index], `found ${JSON.stringify(date)}, expected a date like 2026-12-25`);
  }
  for (const [index, { date, phases }] of halfDays.entries()) {
    const path = ["halfDays", index];
    if (!isDate(date)) return fault(path, `found ${JSON.stringify(date)}, expected a date like 2026-11-27`);
    if (holidays.includes(date)) return fault(path, `${date} is a holiday, too; expected it in one of the lists`);
    if (halfDays.findIndex((other) => other.date === date) !== index) return fault(path, `${date} stands there twice`);
    const onHalfDay = timesFault(phases);
    if (onHalfDay !== "") return fault(path, onHalfDay);
  }
  return null;
}

/** Times in words for `calendarFault`: the order of the day is pre-open, auction, continuous, auction, closed. */
function timesFault(phases: readonly PhaseTime[]): string {
  const name = (at: number) => PHASE_RULES[phases[at].phase].name;
  if (!phases.some(({ phase }) => phase === Phase.Continuous)) return "expected a time for continuous";
  if (phases[phases.length - 1].phase !== Phase.Closed) return "expected closed as the last phase of the day";
  for (let at = 1; at < phases.length; at++) {
    if (phases[at].seconds <= phases[at - 1].seconds)
      return `${name(at)} begins before ${name(at - 1)}; expected it after`;
  }
  const length = phases[phases.length - 1].seconds - phases[0].seconds;
  if (length > DAY_SECONDS) return "the day is longer than 24 hours; expected it to close before the next one begins";
  return "";
}

function fault(path: readonly (string | number)[], text: string): CalendarFault {
  return { path, text };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isoDate(Date.parse(`${text}T00:00:00Z`)) === text;
}

function isoDate(midnight: number): string {
  return Number.isNaN(midnight) ? "" : new Date(midnight).toISOString().slice(0, 10);
}

function numberOf(midnight: number): number {
  return Number(isoDate(midnight).replaceAll("-", ""));
}
