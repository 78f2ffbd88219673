/** The hops of the newest sampled orders, for whoever opens one. */
import type { HopSample } from "./follower-messages.ts";

const KEPT_MAX = 20_000;

export class HopSamples {
  /** By OrderID, the newest last. */
  readonly #hops = new Map<number, number[]>();

  add(samples: readonly HopSample[]): void {
    for (const { orderId, hopsUs } of samples) this.#hops.set(orderId, hopsUs);
    for (const oldest of this.#hops.keys()) {
      if (this.#hops.size <= KEPT_MAX) break;
      this.#hops.delete(oldest);
    }
  }

  of(orderId: number): number[] | null {
    return this.#hops.get(orderId) ?? null;
  }
}
