/** What the auction's tests hold it against: its rules read aloud, price by price and order by order. */
import { type AuctionInterest, type AuctionResult, NO_AUCTION } from "../../simulator/matching/auction.ts";
import { isOnTick } from "../../src/domain/instrument.ts";
import type { Ticks } from "../../src/domain/price.ts";
import { instrument } from "./trading-floor.ts";

/** An order of the tests: no price is null. */
export type Order = { id: number; isBuy: boolean; price: number | null; qty: number };

export function interestOf(orders: readonly Order[]): AuctionInterest {
  const side = (isBuy: boolean) =>
    orders.filter((order) => order.isBuy === isBuy && order.price !== null) as (Order & { price: number })[];
  const unpriced = (isBuy: boolean) =>
    orders.filter((order) => order.isBuy === isBuy && order.price === null).reduce((sum, order) => sum + order.qty, 0);
  return { bids: side(true), asks: side(false), unpricedBidQty: unpriced(true), unpricedAskQty: unpriced(false) };
}

/** The rules read aloud: every price there is, one after the other. */
export function bruteForce(orders: readonly Order[], tickTable: number[], referencePx: number): AuctionResult {
  const { bids, asks, unpricedBidQty, unpricedAskQty } = interestOf(orders);
  const limits = [...bids, ...asks].map(({ price }) => price);
  const bounds = unpricedBidQty > 0 && unpricedAskQty > 0 ? [...limits, referencePx] : limits;
  let found: { price: number; volume: number; imbalance: number }[] = [];
  for (let price = Math.min(...bounds); price <= Math.max(...bounds); price++) {
    if (!bounds.includes(price) && !isOnTick(instrument("ACME", { tickTable }), price as Ticks)) continue;
    const wanted = orders.filter((order) => order.isBuy && (order.price === null || order.price >= price));
    const offered = orders.filter((order) => !order.isBuy && (order.price === null || order.price <= price));
    const demand = wanted.reduce((sum, order) => sum + order.qty, 0);
    const supply = offered.reduce((sum, order) => sum + order.qty, 0);
    found.push({ price, volume: Math.min(demand, supply), imbalance: demand - supply });
  }
  const keep = (least: (one: (typeof found)[number]) => number) => {
    const bound = Math.min(...found.map(least));
    found = found.filter((one) => least(one) === bound);
  };
  keep((one) => -one.volume);
  if (found.length === 0 || found[0].volume === 0) return NO_AUCTION;
  keep((one) => Math.abs(one.imbalance));
  if (found.every((one) => one.imbalance > 0)) keep((one) => -one.price);
  else if (found.every((one) => one.imbalance < 0)) keep((one) => one.price);
  keep((one) => Math.abs(one.price - referencePx));
  keep((one) => -one.price);
  return found[0] as AuctionResult;
}

export const TICK_TABLES = [
  [0, 1],
  [0, 5],
  [0, 1, 50, 5, 101, 7],
  [0, 10, 100, 3],
];

export type AuctionTrade = { bid: number; ask: number; qty: number; price: number };

/** Trades by price, then by who came first, at the given price: the obvious way. */
export function tradeObviously(orders: readonly Order[], { price, volume }: AuctionResult) {
  const left = new Map(orders.map((order) => [order.id, order.qty]));
  const queue = (isBuy: boolean) =>
    orders
      .filter((order) => order.isBuy === isBuy)
      .sort((a, b) => {
        const rank = (order: Order) => (order.price === null ? -1e9 : isBuy ? -order.price : order.price);
        return rank(a) - rank(b) || a.id - b.id;
      });
  const bids = queue(true);
  const asks = queue(false);
  const trades: AuctionTrade[] = [];
  for (let rest = volume; rest > 0; ) {
    while (left.get(bids[0].id) === 0) bids.shift();
    while (left.get(asks[0].id) === 0) asks.shift();
    const [bid] = bids;
    const [ask] = asks;
    const qty = Math.min(left.get(bid.id) ?? 0, left.get(ask.id) ?? 0, rest);
    trades.push({ bid: bid.id, ask: ask.id, qty, price });
    left.set(bid.id, (left.get(bid.id) ?? 0) - qty);
    left.set(ask.id, (left.get(ask.id) ?? 0) - qty);
    rest -= qty;
  }
  return { trades, left: [...left].filter(([, qty]) => qty > 0).sort(([a], [b]) => a - b) };
}
