/**
 * What a tape looked like: spreads, volatility, volumes, over the day and how they go together. Spreads are weighted by the
 * time they stood, in continuous trading only; volatility is that of mid prices from one sample to the next.
 */
import { NO_PRICE, type Ticks } from "../src/domain/price.ts";
import type { InstrumentFeed } from "./market-data/instrument-feed.ts";
import type { TapeListener } from "./market-tape.ts";
import type { Venue } from "./venue.ts";

const SAMPLE_MS = 5_000;
export const INTERVAL_MS = 5 * 60_000;

/** One instrument over one interval. Basis points of the mid price; volatility is the deviation of a minute's change. */
export type IntervalFigures = {
  readonly startMs: number;
  volume: number;
  trades: number;
  spreadBps: number;
  volatilityBps: number;
};

type Interval = IntervalFigures & { weighted: number; weight: number; squares: number; samples: number };

export type InstrumentFigures = {
  readonly symbol: string;
  readonly trades: number;
  readonly volume: number;
  readonly spreadBps: number;
  readonly volatilityBps: number;
  readonly intervals: readonly IntervalFigures[];
  /** Of spread and volatility over the intervals, from -1 to 1; NaN with fewer than three. */
  readonly correlation: number;
};

class BookFigures {
  readonly intervals: Interval[] = [];
  #spread = 0;
  #mid = 0;
  #sinceMs = 0;
  #sampledMid = 0;
  #sampledMs = 0;

  trade(timeMs: number, qty: number): void {
    const interval = this.#at(timeMs);
    interval.trades++;
    interval.volume += qty;
  }

  /** Best prices from now on; a mid of 0 when there are none to trade at. */
  quote(timeMs: number, spread: number, mid: number): void {
    this.passTo(timeMs);
    this.#spread = spread;
    this.#mid = mid;
    if (mid === 0) this.#sampledMid = 0;
  }

  /** What stood until now is counted in the intervals it stood in. */
  passTo(timeMs: number): void {
    while (this.#mid !== 0 && this.#sinceMs < timeMs) {
      if (this.#sampledMid === 0) {
        this.#sampledMid = this.#mid;
        this.#sampledMs = this.#sinceMs;
      }
      const interval = this.#at(this.#sinceMs);
      const untilMs = Math.min(timeMs, interval.startMs + INTERVAL_MS, this.#sampledMs + SAMPLE_MS);
      const ms = untilMs - this.#sinceMs;
      interval.weighted += (ms * this.#spread) / this.#mid;
      interval.weight += ms;
      this.#sinceMs = untilMs;
      if (untilMs === this.#sampledMs + SAMPLE_MS) {
        const change = (this.#mid - this.#sampledMid) / this.#sampledMid;
        interval.squares += change * change;
        interval.samples++;
        this.#sampledMid = this.#mid;
        this.#sampledMs = untilMs;
      }
    }
    this.#sinceMs = Math.max(this.#sinceMs, timeMs);
  }

  #at(timeMs: number): Interval {
    const startMs = timeMs - (timeMs % INTERVAL_MS);
    const last = this.intervals[this.intervals.length - 1];
    if (last !== undefined && last.startMs === startMs) return last;
    const figures = { startMs, volume: 0, trades: 0, spreadBps: 0, volatilityBps: 0 };
    const interval = { ...figures, weighted: 0, weight: 0, squares: 0, samples: 0 };
    this.intervals.push(interval);
    return interval;
  }
}

export class MarketStatistics implements TapeListener {
  readonly #venue: Venue;
  readonly #books: (BookFigures | undefined)[] = [];
  #lastMs = 0;

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  onTrade(timeMs: number, book: number, _side: number, _price: Ticks, qty: number): void {
    this.#lastMs = timeMs;
    this.#of(book).trade(timeMs, qty);
  }

  onQuote(timeMs: number, book: number, { bidPx, askPx }: Readonly<InstrumentFeed>): void {
    this.#lastMs = timeMs;
    const isMarket = bidPx !== NO_PRICE && askPx !== NO_PRICE && this.#venue.phases.statuses[book].rules.trades;
    this.#of(book).quote(timeMs, isMarket ? askPx - bidPx : 0, isMarket ? (askPx + bidPx) / 2 : 0);
  }

  /** Every instrument something happened in, by book number. */
  figures(): InstrumentFigures[] {
    return this.#books.flatMap((book, number) => {
      if (book === undefined) return [];
      book.passTo(this.#lastMs);
      const { intervals } = book;
      for (const interval of intervals) {
        interval.spreadBps = bps(interval.weighted, interval.weight);
        interval.volatilityBps = perMinuteBps(interval.squares, interval.samples);
      }
      const sum = (of: (interval: Interval) => number) =>
        intervals.reduce((total, interval) => total + of(interval), 0);
      const full = intervals.filter(({ weight }) => weight > INTERVAL_MS / 2);
      const pairs = full.map(({ spreadBps, volatilityBps }) => [spreadBps, volatilityBps] as const);
      return [
        {
          symbol: this.#venue.instruments[number]!.symbol,
          trades: sum(({ trades }) => trades),
          volume: sum(({ volume }) => volume),
          spreadBps: bps(
            sum(({ weighted }) => weighted),
            sum(({ weight }) => weight),
          ),
          volatilityBps: perMinuteBps(
            sum(({ squares }) => squares),
            sum(({ samples }) => samples),
          ),
          intervals,
          correlation: correlation(pairs),
        },
      ];
    });
  }

  #of(book: number): BookFigures {
    this.#books[book] ??= new BookFigures();
    return this.#books[book];
  }
}

/** Pearson's, of pairs. */
export function correlation(pairs: readonly (readonly [number, number])[]): number {
  if (pairs.length < 3) return Number.NaN;
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  let together = 0;
  let a = 0;
  let b = 0;
  for (const [valueA, valueB] of pairs) {
    together += (valueA - meanA) * (valueB - meanB);
    a += (valueA - meanA) ** 2;
    b += (valueB - meanB) ** 2;
  }
  return together / Math.sqrt(a * b);
}

function bps(weighted: number, weight: number): number {
  return weight === 0 ? Number.NaN : (weighted / weight) * 10_000;
}

function perMinuteBps(squares: number, samples: number): number {
  return samples === 0 ? Number.NaN : Math.sqrt((squares / samples) * (60_000 / SAMPLE_MS)) * 10_000;
}
