/**
 * How the house does, by the journal: what came, what became of it, how fast venues answered, minute by minute of the
 * frames' own time. Whoever counts the same events of the same frames gets the same figures.
 */
import type { State } from "../core/state.ts";
import { NO_PRICE } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { OrdStatus } from "../domain/values.ts";
import { Histogram } from "../lib/histogram.ts";
import type { MinuteFigures, OpenNotional } from "./operations-wire.ts";

const MINUTE_NS = 60_000_000_000n;
const MINUTES_KEPT = 180;

export class Operations {
  /** Minutes that are over, oldest first; minutes without an event are not there. */
  readonly minutes: MinuteFigures[] = [];
  #minute = -1n;
  #figures: MinuteFigures;
  readonly #acks = new Histogram();

  /** @param isWhole whether the frames it will see are the journal's first ones */
  constructor(isWhole: boolean) {
    this.#figures = nothing(0, isWhole);
  }

  /** The minute that is not over. */
  get running(): MinuteFigures {
    return { ...this.#figures, rejects: { ...this.#figures.rejects }, ...this.#ackFigures() };
  }

  /** @param state as it is after the event */
  apply(event: Event, timeNs: bigint, state: State): void {
    const minute = timeNs / MINUTE_NS;
    if (minute !== this.#minute) this.#roll(minute);
    const figures = this.#figures;
    switch (event.type) {
      case EventType.OrderAccepted:
        figures.orders++;
        figures.accepted++;
        return;
      case EventType.OrderRejected:
        figures.orders++;
        return this.#reject("house", event.ordRejReason);
      case EventType.OrderRefused:
        figures.ended++;
        return this.#reject("venue", event.ordRejReason);
      case EventType.OrderAcknowledged: {
        const row = state.orders.rowOf(event.orderId);
        if (row !== 0) this.#acks.record(Number(timeNs - state.orders.createdNs[row]));
        return;
      }
      case EventType.OrderFilled: {
        figures.fills++;
        const row = state.orders.rowOf(event.orderId);
        if (row === 0 || state.orders.ordStatus(row) !== OrdStatus.Filled) return;
        figures.ended++;
        figures.filled++;
        return;
      }
      case EventType.OrderCanceled:
      case EventType.OrderExpired:
        figures.ended++;
    }
  }

  #reject(who: "house" | "venue", reason: number): void {
    const { rejects } = this.#figures;
    const key = `${who} ${reason}`;
    this.#figures.rejected++;
    rejects[key] = (rejects[key] ?? 0) + 1;
  }

  #roll(minute: bigint): void {
    if (this.#minute !== -1n) {
      this.minutes.push(this.running);
      if (this.minutes.length > MINUTES_KEPT) this.minutes.shift();
    }
    const isWhole = this.#minute === -1n ? this.#figures.isWhole : true;
    this.#minute = minute;
    this.#figures = nothing(Number(minute) * 60_000_000, isWhole);
    this.#acks.reset();
  }

  #ackFigures(): Pick<MinuteFigures, "acks" | "ackP50Us" | "ackP99Us" | "ackMaxUs"> {
    const us = (ns: number) => Math.round(ns / 100) / 10;
    const { count, p50, p99, max } = this.#acks.summary();
    return { acks: count, ackP50Us: us(p50), ackP99Us: us(p99), ackMaxUs: us(max) };
  }
}

/** Open quantity at the order's price, or at the day's reference price when it has none, by currency. Looks at every order. */
export function openNotional(state: State): { openOrders: number; sums: OpenNotional[] } {
  const { orders, instruments } = state;
  const exact = new Map<number, bigint>();
  let openOrders = 0;
  for (let row = 1; row <= orders.rowCount; row++) {
    if (!orders.isOpen(row)) continue;
    openOrders++;
    const instrumentId = orders.instrumentId[row];
    const price = orders.price[row] === NO_PRICE ? (instruments[instrumentId]?.referencePx ?? 0) : orders.price[row];
    exact.set(instrumentId, (exact.get(instrumentId) ?? 0n) + BigInt(orders.leavesQty(row)) * BigInt(price));
  }
  const sums = new Map<string, number>();
  for (const [instrumentId, sum] of exact) {
    const instrument = instruments[instrumentId];
    if (instrument === undefined) continue;
    const units = Number(sum) / 10 ** (instrument.priceScale + instrument.qtyScale);
    sums.set(instrument.currency, (sums.get(instrument.currency) ?? 0) + units);
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return { openOrders, sums: sorted.map(([currency, value]) => ({ currency, value })) };
}

function nothing(startUs: number, isWhole: boolean): MinuteFigures {
  return {
    startUs,
    isWhole,
    orders: 0,
    accepted: 0,
    rejected: 0,
    rejects: {},
    acks: 0,
    ackP50Us: 0,
    ackP99Us: 0,
    ackMaxUs: 0,
    fills: 0,
    ended: 0,
    filled: 0,
  };
}
