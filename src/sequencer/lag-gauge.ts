/**
 * Hot path: how far behind the loop is, once a turn; budget 20 ns.
 *
 * What counts is how long a command waits for those before it: from the first offer of a turn until the last of its
 * commands is decided. The commit that follows is the disk's time, and no shorter for fewer orders. One slow turn is no
 * lag (a pause of the collector, a neighbour on the machine): several in a row are, until one is fast again.
 */

/** Turns in a row over the limit. */
const TURNS = 3;
/** After a silence so long nothing can be waiting any more. */
const FORGET_MS = 250;

export class LagGauge {
  /** Milliseconds; 0 never lags. */
  readonly limitMs: number;
  #turnsOver = 0;
  #isLagging = false;
  #atMs = Number.NEGATIVE_INFINITY;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  /** A turn is done, now. */
  turn(lagMs: number, nowMs: number): void {
    this.#atMs = nowMs;
    if (this.limitMs === 0) return;
    this.#turnsOver = lagMs > this.limitMs ? this.#turnsOver + 1 : 0;
    if (this.#turnsOver >= TURNS) this.#isLagging = true;
    // What is shed costs less than what is taken: half of the limit shows that there is room again.
    else if (lagMs < this.limitMs / 2) this.#isLagging = false;
  }

  /** The clock is read only while there is something to forget. */
  isLagging(clock: { monotonicMs(): number }): boolean {
    return this.#isLagging && clock.monotonicMs() - this.#atMs < FORGET_MS;
  }
}
