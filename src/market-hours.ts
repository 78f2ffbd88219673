/** When instruments' markets close, by their calendars. */
import { CalendarClock } from "../simulator/calendar.ts";
import type { TradingPlan } from "../simulator/calendar-inputs.ts";
import { Phase } from "../simulator/phases.ts";

/** Phases of a day are fewer. */
const PHASES_MAX = 16;

export class MarketHours {
  readonly #clocks = new Map<string, CalendarClock>();
  readonly #calendarOf = new Map<string, string>();
  /** By calendar: the close found last, and from when to when it is the next one. */
  readonly #next = new Map<string, { fromMs: number; untilMs: number; closesAtMs: number | null }>();

  constructor(plan: Pick<TradingPlan, "calendars" | "instruments">) {
    for (const calendar of plan.calendars) this.#clocks.set(calendar.name, new CalendarClock(calendar));
    for (const { symbol, calendar } of plan.instruments) if (calendar !== null) this.#calendarOf.set(symbol, calendar);
  }

  /** @returns milliseconds since 1970, or null when it is closed now or trades by no calendar */
  closesAtMs(symbol: string, nowMs: number): number | null {
    const name = this.#calendarOf.get(symbol);
    const clock = name === undefined ? undefined : this.#clocks.get(name);
    if (name === undefined || clock === undefined) return null;
    let next = this.#next.get(name);
    if (next === undefined || nowMs < next.fromMs || nowMs >= next.untilMs) {
      next = nextClose(clock, nowMs);
      this.#next.set(name, next);
    }
    return next.closesAtMs;
  }
}

function nextClose(clock: CalendarClock, nowMs: number) {
  let at = clock.phaseAt(nowMs);
  const fromMs = nowMs;
  if (at.phase === Phase.Closed) return { fromMs, untilMs: at.untilMs, closesAtMs: null };
  for (let phases = 0; phases < PHASES_MAX && at.phase !== Phase.Closed; phases++) at = clock.phaseAt(at.untilMs);
  return { fromMs, untilMs: at.sinceMs, closesAtMs: at.sinceMs };
}
