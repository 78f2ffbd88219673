/**
 * The uncross: the one price at which most of a crossed book trades, and the trades at it. Cold: once an auction, and
 * once a second while one is called, for the indicative price.
 *
 * Which price, by these rules in this order:
 *   1. the greatest volume that can be traded;
 *   2. the least imbalance (what is left over on one side);
 *   3. market pressure: buyers left over at every such price give the highest, sellers the lowest;
 *   4. nearest to the reference price;
 *   5. of two equally near, the higher.
 * Candidates are the prices on the tick grid from the lowest to the highest limit of the book, and the limits themselves
 * (a tick table can change under a resting order). The reference price bounds the range, too, when both sides have orders
 * without a price: with no limit at all it is the price. Every order counts at its full open size, hidden or not.
 */
import { tickPriceAtOrAbove, tickPriceAtOrBelow } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { assert } from "../../src/lib/assert.ts";
import type { MatchingEngine } from "./matching-engine.ts";
import type { OrderBook } from "./order-book.ts";
import type { OrderPool } from "./order-pool.ts";
import type { AuctionListener } from "./outcomes.ts";
import type { PriceLevels } from "./price-levels.ts";

const ANY_KEY = Number.POSITIVE_INFINITY;

/** What one price's orders want to trade. */
export type AuctionLevel = { readonly price: number; readonly qty: number };

/** Both sides of a book, in any order; orders without a price are counted apart. */
export type AuctionInterest = {
  readonly bids: readonly AuctionLevel[];
  readonly asks: readonly AuctionLevel[];
  readonly unpricedBidQty: number;
  readonly unpricedAskQty: number;
};

/** `price` is NO_PRICE and all else 0 when nothing can trade; `imbalance` is what buyers want beyond sellers there. */
export type AuctionResult = { readonly price: Ticks; readonly volume: number; readonly imbalance: number };

export const NO_AUCTION: AuctionResult = { price: NO_PRICE, volume: 0, imbalance: 0 };

/** Prices next to each other at which the same is bought and sold. */
type Stretch = { low: number; high: number; demand: number; supply: number };

/**
 * The auction price by the rules above.
 *
 * @param referencePx the day's reference or the last trade
 */
export function auctionPrice(
  interest: AuctionInterest,
  tickTable: readonly number[],
  referencePx: Ticks,
): AuctionResult {
  let best: Stretch[] = [];
  let volume = 0;
  let surplus = 0;
  for (const stretch of stretches(interest, tickTable, referencePx)) {
    const tradable = Math.min(stretch.demand, stretch.supply);
    const left = Math.abs(stretch.demand - stretch.supply);
    if (tradable < volume || (tradable === volume && best.length > 0 && left > surplus)) continue;
    if (tradable > volume || left < surplus) best = [];
    volume = tradable;
    surplus = left;
    best.push(stretch);
  }
  if (volume === 0) return NO_AUCTION;
  const imbalanceOf = (stretch: Stretch) => stretch.demand - stretch.supply;
  const lowest = best[0];
  const highest = best[best.length - 1];
  if (best.every((stretch) => imbalanceOf(stretch) > 0)) {
    return { price: highest.high as Ticks, volume, imbalance: surplus };
  }
  if (best.every((stretch) => imbalanceOf(stretch) < 0)) {
    return { price: lowest.low as Ticks, volume, imbalance: -surplus };
  }
  let nearest = lowest;
  let price = nearestIn(lowest, tickTable, referencePx);
  for (const stretch of best) {
    const other = nearestIn(stretch, tickTable, referencePx);
    // They ascend: an equally near one is the higher.
    if (Math.abs(other - referencePx) > Math.abs(price - referencePx)) continue;
    price = other;
    nearest = stretch;
  }
  return { price: price as Ticks, volume, imbalance: imbalanceOf(nearest) };
}

/** The keys of the worst price at which each side may meet something on the other. */
export function reachOf(book: OrderBook, pool: OrderPool): { bidKey: number; askKey: number } {
  const { bids, asks, darkBids, darkAsks, unpricedBids, unpricedAsks } = book;
  return {
    bidKey: qtyAt(unpricedAsks, pool, NO_PRICE) === 0 ? -bestKeyOf(asks, darkAsks) : ANY_KEY,
    askKey: qtyAt(unpricedBids, pool, NO_PRICE) === 0 ? -bestKeyOf(bids, darkBids) : ANY_KEY,
  };
}

/** What would trade if the book were uncrossed now; whose orders they are is not looked at, see `planAuction`. */
export function auctionOf(
  book: OrderBook,
  pool: OrderPool,
  tickTable: readonly number[],
  referencePx: Ticks,
): AuctionResult {
  const { bids, asks, darkBids, darkAsks, unpricedBids, unpricedAsks } = book;
  const { bidKey, askKey } = reachOf(book, pool);
  const interest = {
    bids: [...levelsOf(bids, pool, bidKey), ...levelsOf(darkBids, pool, bidKey)],
    asks: [...levelsOf(asks, pool, askKey), ...levelsOf(darkAsks, pool, askKey)],
    unpricedBidQty: qtyAt(unpricedBids, pool, NO_PRICE),
    unpricedAskQty: qtyAt(unpricedAsks, pool, NO_PRICE),
  };
  return auctionPrice(interest, tickTable, referencePx);
}

/**
 * Trades what `auctionOf` found, all at one price: orders without a price first, then by price, of one price what is
 * shown before what is not, then who came first. What is left stays.
 */
export function uncross(
  book: OrderBook,
  engine: MatchingEngine,
  { price, volume }: AuctionResult,
  to: AuctionListener,
): void {
  const { pool } = engine;
  book.isTouched = true;
  for (let left = volume; left > 0; ) {
    const bids = firstOf(book.unpricedBids, book.bids, book.darkBids);
    const asks = firstOf(book.unpricedAsks, book.asks, book.darkAsks);
    const bid = bids.bestOrder;
    const ask = asks.bestOrder;
    assert(bids === book.unpricedBids || pool.price(bid) >= price, "an auction buys above a limit");
    assert(asks === book.unpricedAsks || pool.price(ask) <= price, "an auction sells below a limit");
    const qty = Math.min(pool.leavesQty(bid), pool.leavesQty(ask));
    left -= qty;
    engine.cross(bid, ask, qty as Qty, price, to);
    assert(left >= 0, "an auction trades beyond its volume");
  }
}

/** A side's levels at `limitKey` or better, every order at its full size. */
function levelsOf(side: PriceLevels, pool: OrderPool, limitKey: number): AuctionLevel[] {
  return side.pricesUpTo(limitKey).map((price) => ({ price, qty: qtyAt(side, pool, price) }));
}

function firstOf(unpriced: PriceLevels | null, shown: PriceLevels, dark: PriceLevels): PriceLevels {
  if (unpriced !== null && !unpriced.isEmpty) return unpriced;
  return dark.isEmpty || (!shown.isEmpty && shown.bestKey <= dark.bestKey) ? shown : dark;
}

/** The best key of a side, what is not shown included; above every key when there is none. */
function bestKeyOf(shown: PriceLevels, dark: PriceLevels): number {
  return Math.min(shown.isEmpty ? ANY_KEY : shown.bestKey, dark.isEmpty ? ANY_KEY : dark.bestKey);
}

function qtyAt(side: PriceLevels | null, pool: OrderPool, price: number): number {
  if (side === null) return 0;
  let qty = 0;
  for (let order = side.firstAt(price as Ticks); order !== 0; order = pool.next(order)) {
    qty += pool.leavesQty(order);
  }
  return qty;
}

/** Every candidate price once, ascending, with what is bought and sold there. */
function stretches(interest: AuctionInterest, tickTable: readonly number[], referencePx: number): Stretch[] {
  const bids = [...interest.bids].sort((a, b) => a.price - b.price);
  const asks = [...interest.asks].sort((a, b) => a.price - b.price);
  const points = [...bids, ...asks].map((level) => level.price);
  if (interest.unpricedBidQty > 0 && interest.unpricedAskQty > 0) points.push(referencePx);
  const prices = [...new Set(points)].sort((a, b) => a - b);
  let demand = interest.unpricedBidQty + bids.reduce((sum, level) => sum + level.qty, 0);
  let supply = interest.unpricedAskQty;
  let bidAt = 0;
  let askAt = 0;
  const found: Stretch[] = [];
  for (let index = 0; index < prices.length; index++) {
    const price = prices[index];
    while (askAt < asks.length && asks[askAt].price === price) supply += asks[askAt++].qty;
    found.push({ low: price, high: price, demand, supply });
    while (bidAt < bids.length && bids[bidAt].price === price) demand -= bids[bidAt++].qty;
    if (index + 1 === prices.length) break;
    const low = tickPriceAtOrAbove(tickTable, price + 1);
    const high = tickPriceAtOrBelow(tickTable, prices[index + 1] - 1);
    if (low <= high) found.push({ low, high, demand, supply });
  }
  return found;
}

/** The candidate of a stretch that is nearest to the reference; of two, the higher. */
function nearestIn({ low, high }: Stretch, tickTable: readonly number[], referencePx: number): number {
  if (referencePx <= low) return low;
  if (referencePx >= high) return high;
  const below = tickPriceAtOrBelow(tickTable, referencePx);
  const above = tickPriceAtOrAbove(tickTable, referencePx);
  return above - referencePx <= referencePx - below ? above : below;
}
