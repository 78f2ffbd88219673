/**
 * Hot path: how far behind the loop is, once a turn; budget 20 ns.
 *
 * What counts is how long a command waits for those before it: from the first offer of a turn until the last of its
 * commands is decided. The commit that follows is the disk's time, and no shorter for fewer orders. Slow turns are no lag
 * by themselves (a pause of the collector, a neighbour on the machine, code that is not warm yet): nothing but slow turns
 * for a second is, until one is fast again.
 */

/** How long every turn has to be over the limit. */
const SUSTAINED_MS = 1_000;
/** After a silence so long nothing can be waiting any more. */
const FORGET_MS = 250;

export class LagGauge {
  /** Milliseconds; 0 never lags. */
  readonly limitMs: number;
  /** Since when every turn was over the limit; NaN when the last one was not. */
  #overSinceMs = Number.NaN;
  #isLagging = false;
  #atMs = Number.NEGATIVE_INFINITY;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  /** A turn is done, now. */
  turn(lagMs: number, nowMs: number): void {
    if (this.limitMs === 0) return;
    const isAfterSilence = nowMs - lagMs - this.#atMs >= FORGET_MS;
    this.#atMs = nowMs;
    if (lagMs <= this.limitMs || isAfterSilence) {
      this.#overSinceMs = lagMs <= this.limitMs ? Number.NaN : nowMs - lagMs;
      // What is shed costs less than what is taken: half of the limit shows that there is room again.
      if (isAfterSilence || lagMs < this.limitMs / 2) this.#isLagging = false;
      return;
    }
    if (Number.isNaN(this.#overSinceMs)) this.#overSinceMs = nowMs - lagMs;
    if (nowMs - this.#overSinceMs >= SUSTAINED_MS) this.#isLagging = true;
  }

  /** The clock is read only while there is something to forget. */
  isLagging(clock: { monotonicMs(): number }): boolean {
    return this.#isLagging && clock.monotonicMs() - this.#atMs < FORGET_MS;
  }
}
