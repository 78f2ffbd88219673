/** One instrument's book: two sides, the last trade, and what the public was last told. */
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import type { ChangeLog } from "../market-data/change-log.ts";
import { MARKET, type OrderPool, SELL } from "./order-pool.ts";
import { PriceLevels } from "./price-levels.ts";

export class OrderBook {
  readonly bids: PriceLevels;
  readonly asks: PriceLevels;
  /**
   * Orders without a price that wait for an auction: no part of the public book, and before it in the uncross. Made when
   * the first one comes: most books never see one.
   */
  unpricedBids: PriceLevels | null = null;
  unpricedAsks: PriceLevels | null = null;
  readonly #pool: OrderPool;
  lastPx: Ticks = NO_PRICE;
  /** Trades stay within these prices; the order that would trade beyond them stops, and that is noted. */
  bandLowPx: number = Number.NEGATIVE_INFINITY;
  bandHighPx: number = Number.POSITIVE_INFINITY;
  isBandHit = false;
  /** Something changed since the market was last visited. */
  isTouched = false;
  publishedBidPx: Ticks = NO_PRICE;
  publishedAskPx: Ticks = NO_PRICE;
  publishedLastPx: Ticks = NO_PRICE;

  constructor(pool: OrderPool) {
    this.bids = new PriceLevels(pool, -1);
    this.asks = new PriceLevels(pool, 1);
    this.#pool = pool;
  }

  /** From now on both sides note their changes for the market data. */
  noteChanges(changes: ChangeLog, book: number): void {
    this.bids.noteChanges(changes, book);
    this.asks.noteChanges(changes, book);
  }

  /** The side an order of these terms rests on. */
  own(terms: number): PriceLevels {
    if ((terms & MARKET) === 0) return (terms & SELL) === 0 ? this.bids : this.asks;
    if ((terms & SELL) === 0) {
      this.unpricedBids ??= new PriceLevels(this.#pool, -1);
      return this.unpricedBids;
    }
    this.unpricedAsks ??= new PriceLevels(this.#pool, 1);
    return this.unpricedAsks;
  }

  /** The side it trades with. */
  opposite(terms: number): PriceLevels {
    return (terms & SELL) === 0 ? this.asks : this.bids;
  }

  get bidPx(): Ticks {
    return this.bids.isEmpty ? NO_PRICE : (-this.bids.bestKey as Ticks);
  }

  get askPx(): Ticks {
    return this.asks.isEmpty ? NO_PRICE : (this.asks.bestKey as Ticks);
  }
}
