/**
 * When trades were made, for people: matching itself knows no clock. Now and then it is noted up to which trade it has come,
 * so that a trade was made between two notes. Cold: as many notes as there are ticks in which something traded.
 */

/** Notes kept. Each is of one trade at least, and so they reach as far back as anybody walks. */
export const TIMES_KEPT = 4_096;

export class TradeTimes {
  readonly #execs: number[] = [];
  readonly #timesMs: number[] = [];

  /** The last ExecID noted, 0 for none. */
  get lastExec(): number {
    return this.#execs.at(-1) ?? 0;
  }

  /** @param exec the last trade's; greater than the one before */
  add(exec: number, nowMs: number): void {
    this.#execs.push(exec);
    this.#timesMs.push(nowMs);
    if (this.#execs.length < TIMES_KEPT * 2) return;
    this.#execs.splice(0, TIMES_KEPT);
    this.#timesMs.splice(0, TIMES_KEPT);
  }

  /** @returns the time of the first note that is not before the trade; now when there is none yet */
  of(exec: number, nowMs: number): number {
    let [low, high] = [0, this.#execs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#execs[middle] < exec) low = middle + 1;
      else high = middle;
    }
    return this.#timesMs[low] ?? nowMs;
  }
}
