/**
 * How busy a market is by its clock: most at the open and at the close, least in between. Four times as much at the ends of
 * continuous trading as in its middle, and 1 in the mean; always 1 where there is no calendar.
 */
import { CalendarClock, type CalendarPhase } from "../calendar.ts";
import type { TradingPlan } from "../calendar-inputs.ts";
import { Phase } from "../phases.ts";

const MIDDLE = 0.5;
const ENDS = 2;

export class DayActivity {
  readonly #clocks: readonly CalendarClock[];
  readonly #clockOf = new Map<string, number>();
  readonly #now: CalendarPhase[] = [];

  constructor({ calendars, instruments }: TradingPlan) {
    this.#clocks = calendars.map((calendar) => new CalendarClock(calendar));
    for (const { symbol, calendar } of instruments) {
      const clock = calendars.findIndex(({ name }) => name === calendar);
      if (clock !== -1) this.#clockOf.set(symbol, clock);
    }
  }

  /** @param wallMs UTC in milliseconds */
  of(symbol: string, wallMs: number): number {
    const clock = this.#clockOf.get(symbol);
    if (clock === undefined) return 1;
    let now = this.#now[clock];
    if (now === undefined || wallMs >= now.untilMs || wallMs < now.sinceMs) {
      now = this.#clocks[clock].phaseAt(wallMs);
      this.#now[clock] = now;
    }
    return now.phase === Phase.Continuous ? activityAt((wallMs - now.sinceMs) / (now.untilMs - now.sinceMs)) : ENDS;
  }
}

/** @param part of continuous trading that is over, from 0 to 1 */
export function activityAt(part: number): number {
  return MIDDLE + (ENDS - MIDDLE) * 4 * (part - 0.5) ** 2;
}
