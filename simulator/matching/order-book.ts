/**
 * One instrument's book, and what the public was last told.
 *
 *   bids, asks            what is shown: limit orders, and the shown part of icebergs
 *   darkBids, darkAsks    hidden and pegged orders; at one price they trade after all that is shown
 *   buyStops, sellStops   stops not triggered yet, queued by stop price
 *   pegs                  pegged orders in the order they came, whether they have a price now or not
 *   atOpen, atClose       orders that wait for an auction, in the order they came
 */
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import type { ChangeLog } from "../market-data/change-log.ts";
import { MARKET, OrderPool, SELL } from "./order-pool.ts";
import { OrderQueue } from "./order-queue.ts";
import { PriceLevels } from "./price-levels.ts";

const ANY_TICK: readonly number[] = [0, 1];
/** Stand for sides that nothing ever rested on. */
const NO_BIDS = new PriceLevels(new OrderPool(0), -1);
const NO_ASKS = new PriceLevels(new OrderPool(0), 1);

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
  /** Made, with the stops, when the first order with rare terms comes: most books never see one. */
  darkBids: PriceLevels = NO_BIDS;
  darkAsks: PriceLevels = NO_ASKS;
  buyStops: PriceLevels = NO_ASKS;
  sellStops: PriceLevels = NO_BIDS;
  readonly atOpen: OrderQueue;
  readonly atClose: OrderQueue;
  /** Whose auction is called now: the flag of its orders, which take part in it instead of waiting. */
  calledAuction = 0;
  /** Orders with rare terms that live here. While there are none, every order takes the short way. */
  rareOrders = 0;
  /** The range of trades the stops have not been held against yet; empty while low is above high. */
  tradedHighPx = Number.NEGATIVE_INFINITY;
  tradedLowPx = Number.POSITIVE_INFINITY;
  /** Pegged orders: the list, who is to be looked at next, and the prices all before were priced by. */
  firstPeg = 0;
  lastPeg = 0;
  nextPeg = 0;
  pegBidPx: Ticks = NO_PRICE;
  pegAskPx: Ticks = NO_PRICE;
  /** Pegged orders are priced on this grid: pairs (from price, tick), ascending. */
  tickTable: readonly number[] = ANY_TICK;
  /** Something changed since `spreadTouch`. */
  isTouched = false;
  /** Something changed since the market was last visited, and since the auction's price was last found. */
  isMarketStale = false;
  isAuctionStale = true;
  publishedBidPx: Ticks = NO_PRICE;
  publishedAskPx: Ticks = NO_PRICE;
  publishedLastPx: Ticks = NO_PRICE;

  constructor(pool: OrderPool) {
    this.bids = new PriceLevels(pool, -1);
    this.asks = new PriceLevels(pool, 1);
    this.#pool = pool;
    this.atOpen = new OrderQueue(pool);
    this.atClose = new OrderQueue(pool);
  }

  /** Hands on to each who asks that something changed: matching notes it once only. */
  spreadTouch(): void {
    if (!this.isTouched) return;
    this.isTouched = false;
    this.isMarketStale = true;
    this.isAuctionStale = true;
  }

  /** An order with rare terms comes. */
  addRare(): void {
    this.rareOrders++;
    if (this.darkBids !== NO_BIDS) return;
    this.darkBids = new PriceLevels(this.#pool, -1);
    this.darkAsks = new PriceLevels(this.#pool, 1);
    // The first stop to trigger is a buy's lowest, a sale's highest.
    this.buyStops = new PriceLevels(this.#pool, 1);
    this.sellStops = new PriceLevels(this.#pool, -1);
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

  ownDark(terms: number): PriceLevels {
    return (terms & SELL) === 0 ? this.darkBids : this.darkAsks;
  }

  oppositeDark(terms: number): PriceLevels {
    return (terms & SELL) === 0 ? this.darkAsks : this.darkBids;
  }

  ownStops(terms: number): PriceLevels {
    return (terms & SELL) === 0 ? this.buyStops : this.sellStops;
  }

  get bidPx(): Ticks {
    return this.bids.isEmpty ? NO_PRICE : (-this.bids.bestKey as Ticks);
  }

  get askPx(): Ticks {
    return this.asks.isEmpty ? NO_PRICE : (this.asks.bestKey as Ticks);
  }

  /** The stops are to be held against a trade at this price. */
  noteTrade(price: number): void {
    if (price > this.tradedHighPx) this.tradedHighPx = price;
    if (price < this.tradedLowPx) this.tradedLowPx = price;
  }

  /** The stops were held against all that traded. */
  forgetTrades(): void {
    this.tradedHighPx = Number.NEGATIVE_INFINITY;
    this.tradedLowPx = Number.POSITIVE_INFINITY;
  }
}
