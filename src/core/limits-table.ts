/**
 * The pre-trade limits in force. A limit binds a session and an instrument, either, or neither (the firm); every limit
 * that applies to an order is checked, so the smallest binds.
 */

import type { Image } from "../lib/image.ts";

/** What a limit measures. Values are whole numbers: units of quantity, units of currency, basis points. */
export const LimitKind = { MaxOrderQty: 1, MaxOrderNotional: 2, PriceCollarBps: 3 } as const;
export const LIMIT_KIND_COUNT = 4;
/** "There is no such limit." */
export const NO_LIMIT = Number.MAX_SAFE_INTEGER;

const INSTRUMENTS = 65_536;

export class LimitsTable {
  readonly #limits = new Map<number, number>();
  readonly #effective = new Map<number, Float64Array>();

  set(sessionId: number, instrumentId: number, limitKind: number, value: number): void {
    this.#limits.set(key(sessionId, instrumentId) * LIMIT_KIND_COUNT + limitKind, value);
    this.#effective.clear();
  }

  /** The limit set for exactly this pair, or NO_LIMIT. */
  get(sessionId: number, instrumentId: number, limitKind: number): number {
    return this.#limits.get(key(sessionId, instrumentId) * LIMIT_KIND_COUNT + limitKind) ?? NO_LIMIT;
  }

  /** The smallest limits that apply to the pair, indexed by LimitKind. Computed once per pair and change. */
  effective(sessionId: number, instrumentId: number): Float64Array {
    const pair = key(sessionId, instrumentId);
    let limits = this.#effective.get(pair);
    if (limits === undefined) {
      limits = new Float64Array(LIMIT_KIND_COUNT).fill(NO_LIMIT);
      for (let kind = 1; kind < LIMIT_KIND_COUNT; kind++) {
        limits[kind] = Math.min(
          this.get(0, 0, kind),
          this.get(sessionId, 0, kind),
          this.get(0, instrumentId, kind),
          this.get(sessionId, instrumentId, kind),
        );
      }
      this.#effective.set(pair, limits);
    }
    return limits;
  }

  /** Every limit as [key, value], in key order. */
  entries(): [number, number][] {
    return [...this.#limits].sort((a, b) => a[0] - b[0]);
  }

  /** Writes the limits in key order, or reads them in place of those that are here. */
  transfer(image: Image): void {
    const limits = this.entries();
    const count = image.count(limits.length);
    if (image.isReading) {
      this.#limits.clear();
      this.#effective.clear();
    }
    for (let index = 0; index < count; index++) {
      const [key, value] = limits[index] ?? [0, 0];
      this.#limits.set(image.int(key), image.int(value));
    }
  }
}

function key(sessionId: number, instrumentId: number): number {
  return sessionId * INSTRUMENTS + instrumentId;
}
