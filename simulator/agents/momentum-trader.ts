/**
 * Buys what rises and sells what falls: holds a faster average of the mid price against a slower one, builds a position
 * while they are apart, and takes it back when they meet.
 */
import { NO_PRICE } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import { lotsOf, type Strategy, type TradingDesk } from "./trading-desk.ts";

/** The slower average's half-life is so many times the faster one's. */
const SLOWER = 4;
/** At so many thresholds it wants to hold all it may. */
const FULL_THRESHOLDS = 3;

export class MomentumTrader implements Strategy {
  readonly #desk: TradingDesk;
  #fastPx = Number.NaN;
  #slowPx = Number.NaN;
  #lastMs = 0;

  constructor(desk: TradingDesk) {
    this.#desk = desk;
  }

  act(nowMs: number): void {
    const { orders, book } = this.#desk;
    const { bidPx, askPx } = book;
    if (bidPx === NO_PRICE || askPx === NO_PRICE) return;
    this.#average((bidPx + askPx) / 2, nowMs);
    const missing = this.#wanted() - orders.inventory;
    const side = missing > 0 ? Side.Buy : Side.Sell;
    const lots = Math.floor(Math.abs(missing) / orders.instrument.lotSize) * orders.instrument.lotSize;
    const qty = Math.min(lots, lotsOf(this.#desk, 1, orders.room(side)));
    if (qty > 0) orders.take(side, qty, orders.fitPrice(side, side === Side.Buy ? askPx : bidPx));
  }

  /** It has no view of an auction. */
  prepare(): void {}

  #average(midPx: number, nowMs: number): void {
    const isNew = Number.isNaN(this.#fastPx);
    const halfLives = (nowMs - this.#lastMs) / 1_000 / this.#desk.settings.halfLifeSeconds;
    this.#lastMs = nowMs;
    this.#fastPx = isNew ? midPx : midPx + (this.#fastPx - midPx) * 0.5 ** halfLives;
    this.#slowPx = isNew ? midPx : midPx + (this.#slowPx - midPx) * 0.5 ** (halfLives / SLOWER);
  }

  /** The inventory it would have, signed. */
  #wanted(): number {
    const { orders, settings } = this.#desk;
    const apart = ((this.#fastPx - this.#slowPx) / this.#slowPx) * 10_000;
    const thresholds = apart / settings.thresholdBps;
    if (Math.abs(thresholds) >= 1) {
      return orders.limits.inventoryMax * Math.max(-1, Math.min(1, thresholds / FULL_THRESHOLDS));
    }
    // Between half a threshold and a whole one it keeps what it has, so that it does not trade to and fro.
    return Math.abs(thresholds) < 0.5 ? 0 : orders.inventory;
  }
}
