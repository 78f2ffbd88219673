/**
 * One life of the OMS's process: what it does, it does through `run`; a stall holds it up, and after its end nothing it
 * had planned happens any more, and no door it had leads anywhere.
 */
import type { Clock } from "../../src/lib/clock.ts";
import type { World } from "./world.ts";

/** Thrown where a process ends in the middle of what it does. */
export class ProcessEnded extends Error {}

export class ProcessLife implements Clock {
  alive = true;
  readonly #world: World;
  readonly #wallNs: () => bigint;
  readonly #onThrown: (error: unknown) => void;
  /** The process does nothing before this. */
  #busyUntilMs = 0;

  /**
   * @param wallNs UTC as the machine has it, steps included
   * @param onThrown gets what escaped from the process's own code
   */
  constructor(world: World, wallNs: () => bigint, onThrown: (error: unknown) => void) {
    this.#world = world;
    this.#wallNs = wallNs;
    this.#onThrown = onThrown;
  }

  /** Monotonic, and later than the world's while the process is held up in the middle of something. */
  monotonicMs(): number {
    return Math.max(this.#world.nowMs, this.#busyUntilMs);
  }

  nowNs(): bigint {
    return this.#wallNs() + BigInt(Math.round((this.monotonicMs() - this.#world.nowMs) * 1e6));
  }

  /** The process stands still for a while: a garbage collection, a sync that takes its time. */
  stall(ms: number): void {
    this.#busyUntilMs = this.monotonicMs() + ms;
  }

  /** Something happens in the process now, or as soon as it stands still no more. */
  run(what: () => void): void {
    if (!this.alive) return;
    if (this.#world.nowMs < this.#busyUntilMs) {
      this.#world.at(this.#busyUntilMs, () => this.run(what));
      return;
    }
    try {
      what();
    } catch (error) {
      if (this.alive && !(error instanceof ProcessEnded)) this.#onThrown(error);
    }
  }

  /** `setImmediate`. */
  soon(what: () => void): void {
    this.after(0, what);
  }

  after(ms: number, what: () => void): void {
    this.#world.at(this.monotonicMs() + ms, () => this.run(what));
  }

  /** `setInterval`: not more often than it gets to run. */
  every(ms: number, what: () => void): void {
    const turn = () => {
      what();
      next();
    };
    const next = () => this.#world.at(this.monotonicMs() + ms, () => this.run(turn), true);
    next();
  }
}
