/** When the house last heard of an instrument's prices: the core keeps the prices, not the times. */
import type { State } from "../core/state.ts";
import { NO_PRICE } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";

/** UTC in milliseconds; null for what was not heard of since the follower's last snapshot. */
export type PriceTimes = { quoteMs: number | null; lastMs: number | null };

export class MarketAges {
  readonly #times = new Map<number, PriceTimes>();

  /** @param state as it was before the event */
  note(event: Event, timeNs: bigint, { instruments, orders }: State): void {
    if (event.type === EventType.MarketUpdated) {
      const { instrumentId, lastPx } = event;
      const times = this.#timesOf(instrumentId);
      times.quoteMs = millis(timeNs);
      if (lastPx !== NO_PRICE && lastPx !== instruments[instrumentId]?.lastPx) times.lastMs = times.quoteMs;
    } else if (event.type === EventType.OrderFilled && event.venueId !== 0) {
      this.#timesOf(orders.instrumentId[orders.rowOf(event.orderId)]).lastMs = millis(timeNs);
    }
  }

  of(instrumentId: number): PriceTimes {
    return this.#times.get(instrumentId) ?? { quoteMs: null, lastMs: null };
  }

  #timesOf(instrumentId: number): PriceTimes {
    let times = this.#times.get(instrumentId);
    if (times === undefined) {
      times = { quoteMs: null, lastMs: null };
      this.#times.set(instrumentId, times);
    }
    return times;
  }
}

function millis(timeNs: bigint): number {
  return Number(timeNs / 1_000_000n);
}
