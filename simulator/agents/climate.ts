/**
 * What agents believe of one instrument: a fair price that wanders, and how restless it is. Shared by all agents in it.
 *
 * The fair price is a random walk whose deviation itself wanders (calm hours, restless hours), is larger when the day's
 * activity is, and is pulled back to the reference price, from which it never goes farther than `REACH`: a demonstration
 * may run for weeks. Trades of the makers push it, so that who buys a lot pays more and more.
 */
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import type { Random } from "../../src/lib/random.ts";
import { bell } from "./chance.ts";

/** Seconds of a trading day, which a day's volatility is spread over. */
const DAY_SECONDS = 23_400;
/** The walk stays within this part of the reference price, and its deviation in the long run is that part of it. */
const REACH = 0.05;
const LONG_RUN = 0.02;
/** The restlessness is e to a number that wanders back to 0 within so many seconds, with this deviation. */
const MOOD_SECONDS = 600;
const MOOD_DEVIATION = 0.7;
/** How long a measured deviation remembers. */
const MEASURE_SECONDS = 30;
/** A longer step is taken as one of this length: after a pause nobody catches up. */
const STEP_SECONDS_MAX = 1;

export class Climate {
  /** In price steps, not rounded. */
  fairPx: number;
  /** How much more than in the middle of a usual day is going on. */
  activity = 1;
  readonly #referencePx: number;
  readonly #deviation: number;
  readonly #pull: number;
  readonly #random: Random;
  #mood = 0;
  #variance: number;
  #lastPx: number;
  #nowMs = -1;

  /** @param dailyVolatility deviation of a day's change, as a part of the price @param startPx where the last life left off */
  constructor(instrument: InstrumentDefinition, startPx: number, dailyVolatility: number, random: Random) {
    const { referencePx } = instrument;
    this.#referencePx = referencePx;
    const perSecond = dailyVolatility / Math.sqrt(DAY_SECONDS);
    this.#deviation = perSecond * referencePx;
    this.#pull = (perSecond * perSecond) / (2 * LONG_RUN * LONG_RUN);
    this.#variance = this.#deviation * this.#deviation;
    this.#random = random;
    this.fairPx = this.#within(startPx);
    this.#lastPx = this.fairPx;
  }

  /** The measured deviation of a second's change, in price steps. */
  get deviation(): number {
    return Math.sqrt(this.#variance);
  }

  advance(nowMs: number, activity: number): void {
    const seconds = this.#nowMs < 0 ? 0 : Math.min(STEP_SECONDS_MAX, (nowMs - this.#nowMs) / 1_000);
    this.#nowMs = nowMs;
    this.activity = activity;
    if (seconds <= 0) return;
    const random = this.#random;
    const back = seconds / MOOD_SECONDS;
    this.#mood += -this.#mood * back + MOOD_DEVIATION * Math.sqrt(2 * back) * bell(random);
    const deviation = this.#deviation * Math.exp(this.#mood) * Math.sqrt(activity * seconds);
    const drift = -this.#pull * (this.fairPx - this.#referencePx) * seconds;
    this.fairPx = this.#within(this.fairPx + drift + deviation * bell(random));
    const change = this.fairPx - this.#lastPx;
    this.#lastPx = this.fairPx;
    this.#variance += ((change * change) / seconds - this.#variance) * Math.min(1, seconds / MEASURE_SECONDS);
  }

  /** Somebody traded with a maker: what is bought is worth more. @param steps of price, signed */
  push(steps: number): void {
    this.fairPx = this.#within(this.fairPx + steps);
  }

  #within(price: number): number {
    const reach = this.#referencePx * REACH;
    return Math.min(this.#referencePx + reach, Math.max(this.#referencePx - reach, price));
  }
}
