import { describe, expect, it } from "vitest";
import { MarketDataFeed } from "../../simulator/market-data/market-data-feed.ts";
import { MatchingEngine } from "../../simulator/matching/matching-engine.ts";
import { Subscription } from "../../simulator/server/subscription.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";

const ALL = new Set(["0", "1", "2"]);

/** A book of bids only, a subscription to its best `depth` levels, and how to change them. */
function subscribed(depth: number) {
  const engine = new MatchingEngine({ onTrade: () => {} });
  const book = engine.addBook();
  const feed = new MarketDataFeed(engine);
  const request = { mdReqId: "M", depth, byOrder: false, isFullRefresh: false, entryTypes: ALL };
  const subscription = new Subscription(feed, book, request);
  let orders = 0;
  return {
    subscription,
    bid: (price: number, qty: number) => {
      const order = engine.create(book, 0, qty as Qty, price as Ticks, ++orders, 0, orders, 1);
      engine.work(order);
      feed.flush();
      return order;
    },
    cancel: (order: number) => {
      engine.cancel(order);
      feed.flush();
    },
    changes: () => subscription.takeChanges().map(({ action, price, qty }) => [action, price, qty]),
    snapshot: () => subscription.takeSnapshot().map(({ price, qty }) => [price, qty]),
  };
}

describe("a subscription to market data", () => {
  it("deletes a level that drops out of sight, and tells the one that comes back into it as new", () => {
    const { bid, cancel, changes, snapshot } = subscribed(2);
    bid(100, 5);
    bid(99, 6);
    expect(snapshot()).toEqual([
      [100, 5],
      [99, 6],
    ]);
    const best = bid(101, 7);
    expect(changes()).toEqual([
      ["2", 99, 0],
      ["0", 101, 7],
    ]);
    cancel(best);
    expect(changes()).toEqual([
      ["2", 101, 0],
      ["0", 99, 6],
    ]);
  });

  it.each([0, 3])("tells how things stand after a while, and nothing of what came and went: depth %i", (depth) => {
    const { bid, cancel, changes, snapshot, subscription } = subscribed(depth);
    const first = bid(100, 5);
    snapshot();
    cancel(bid(98, 1));
    bid(100, 2);
    cancel(first);
    expect(subscription.isBehind).toBe(true);
    const seen = changes();
    expect(seen.at(-1)).toEqual(["1", 100, 2]);
    expect(subscription.isBehind).toBe(false);
    expect(subscription.needsSnapshot).toBe(false);
  });

  it("asks for a snapshot when more happened than the feed remembers", () => {
    const { bid, cancel, snapshot, subscription, changes } = subscribed(0);
    bid(100, 5);
    snapshot();
    for (let count = 0; count < 10_000; count++) cancel(bid(90 + (count % 5), 1));
    changes();
    expect(subscription.needsSnapshot).toBe(true);
    expect(snapshot()).toEqual([[100, 5]]);
    expect(subscription.needsSnapshot).toBe(false);
  });
});
