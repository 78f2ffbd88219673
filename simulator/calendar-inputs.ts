/**
 * Calendars become inputs of the venue: at every look, a phase for each instrument whose calendar says another one than
 * it said last. What it said last is the venue's own state, so a restart neither forgets a change nor makes it twice.
 */
import type { ByteWriter } from "../src/lib/byte-buffer.ts";
import { encodeCertification } from "./adversary/adversary-inputs.ts";
import { CalendarClock, type CalendarPhase, type MarketCalendar } from "./calendar.ts";
import { Phase } from "./phases.ts";
import { PhaseCause, RESUME, VOLATILITY_AUCTION_MS } from "./phases-by-instrument.ts";
import type { Venue } from "./venue.ts";
import { encodePassTime, encodeSetBands, encodeSetPhase } from "./venue-inputs.ts";

/** How an instrument trades. */
export type TradingRules = {
  readonly symbol: string;
  /** The name of its calendar; null trades always. */
  readonly calendar: string | null;
  /** Bands in basis points; 0 for none. */
  readonly staticBps: number;
  readonly dynamicBps: number;
  /** How long a volatility auction is called. */
  readonly auctionMs: number;
  /** Whether quantities of the certification table mean something here; not when absent. */
  readonly certification?: boolean;
};

/** Calendars, and who follows which; instruments that are not named trade always and without bands. */
export type TradingPlan = {
  readonly calendars: readonly MarketCalendar[];
  readonly instruments: readonly TradingRules[];
};

/** Always continuous, no bands. */
export const ALWAYS_TRADING: TradingPlan = { calendars: [], instruments: [] };

export class CalendarInputs {
  readonly #clocks: readonly CalendarClock[];
  /** By symbol: the place of its calendar's clock. */
  readonly #clockOf = new Map<string, number>();
  /** Nothing changes from the last look until this moment. */
  #untilMs = Number.NEGATIVE_INFINITY;
  #books = 0;

  constructor({ calendars, instruments }: TradingPlan) {
    this.#clocks = calendars.map((calendar) => new CalendarClock(calendar));
    for (const { symbol, calendar } of instruments) {
      const clock = calendars.findIndex(({ name }) => name === calendar);
      if (clock !== -1) this.#clockOf.set(symbol, clock);
    }
  }

  /** Writes the phases that `wallMs` (UTC, milliseconds) changes; the machine's clock stepping back changes none. */
  write(to: ByteWriter, venue: Venue, wallMs: number): void {
    const { phases, instruments } = venue;
    const nowMs = Math.max(wallMs, phases.nowMs);
    if (nowMs < this.#untilMs && this.#books === instruments.length) return;
    const now = this.#clocks.map((clock) => clock.phaseAt(nowMs));
    this.#untilMs = now.reduce((least, { untilMs }) => Math.min(least, untilMs), Number.POSITIVE_INFINITY);
    this.#books = instruments.length;
    const start = to.offset;
    encodePassTime(to, nowMs);
    const first = to.offset;
    for (let book = 1; book < instruments.length; book++) {
      const clock = this.#clockOf.get(instruments[book]?.symbol ?? "");
      this.#writeBook(to, venue, book, clock === undefined ? null : now[clock]);
    }
    if (to.offset === first) to.offset = start;
  }

  #writeBook(to: ByteWriter, venue: Venue, book: number, now: CalendarPhase | null): void {
    const { scheduledPhase, date } = venue.phases.statuses[book];
    if (now === null) {
      if (scheduledPhase !== 0) encodeSetPhase(to, PhaseCause.Calendar, book, RESUME, 0);
      return;
    }
    if (scheduledPhase === now.phase && date === now.date) return;
    // The venue slept over a close: what was of that day ends before the next one goes on.
    if (scheduledPhase !== 0 && scheduledPhase !== Phase.Closed && date !== now.date) {
      encodeSetPhase(to, PhaseCause.Calendar, book, Phase.Closed, date);
    }
    encodeSetPhase(to, PhaseCause.Calendar, book, now.phase, now.date);
  }
}

/** Writes the bands and certification switches that are not the venue's already. */
export function writeBands(to: ByteWriter, venue: Venue, { instruments }: TradingPlan): void {
  const rules = new Map(instruments.map((row) => [row.symbol, row]));
  for (let book = 1; book < venue.instruments.length; book++) {
    const given = rules.get(venue.instruments[book]?.symbol ?? "");
    const { staticBps = 0, dynamicBps = 0, auctionMs = VOLATILITY_AUCTION_MS, certification = false } = given ?? {};
    if (venue.adversary.isCertified(book) !== certification) encodeCertification(to, book, certification);
    const known = venue.phases.statuses[book];
    if (known.staticBps === staticBps && known.dynamicBps === dynamicBps && known.auctionMs === auctionMs) continue;
    encodeSetBands(to, book, staticBps, dynamicBps, auctionMs);
  }
}
