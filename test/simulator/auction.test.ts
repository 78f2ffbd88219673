import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuctionResult, auctionOf, auctionPrice, NO_AUCTION, uncross } from "../../simulator/matching/auction.ts";
import { MatchingEngine } from "../../simulator/matching/matching-engine.ts";
import { LEVEL, MARKET, SELL } from "../../simulator/matching/order-pool.ts";
import type { AuctionListener } from "../../simulator/matching/outcomes.ts";
import { isOnTick, tickPriceAtOrAbove, tickPriceAtOrBelow } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { bruteForce, interestOf, type Order, TICK_TABLES, tradeObviously } from "./auction-reference.ts";
import { instrument } from "./trading-floor.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.LOCKSTEP_AUCTION_RUNS ?? 3_000);

const ordersOf = (size: number) =>
  fc
    .array(
      fc.record({
        isBuy: fc.boolean(),
        price: fc.option(fc.integer({ min: -20, max: 160 }), { freq: 8 }),
        qty: fc.integer({ min: 1, max: size }),
      }),
      { maxLength: 14 },
    )
    .map((rows): Order[] => rows.map((row, index) => ({ id: index + 1, ...row })));

/** A book with the orders resting, and the trades of its uncross. */
class Call implements AuctionListener {
  readonly engine = new MatchingEngine({ onTrade: () => {} });
  readonly pool = this.engine.pool;
  readonly book = this.engine.books[this.engine.addBook()];
  readonly trades: { bid: number; ask: number; qty: number; price: number }[] = [];

  constructor(orders: readonly Order[]) {
    for (const order of orders) {
      const terms = (order.isBuy ? 0 : SELL) | (order.price === null ? MARKET : 0);
      const price = (order.price ?? NO_PRICE) as Ticks;
      this.engine.rest(this.engine.create(1, terms, order.qty as Qty, price, order.id, 0, 0, 0));
    }
  }

  onAuctionTrade(bid: number, ask: number, qty: Qty, price: Ticks): void {
    this.trades.push({ bid: this.pool.orderNumber(bid), ask: this.pool.orderNumber(ask), qty, price });
  }

  left(): [id: number, leavesQty: number][] {
    const left: [number, number][] = [];
    for (let handle = 1; handle <= this.pool.highest; handle++) {
      if (this.pool.i32[(handle << 4) + LEVEL] === 0) continue;
      left.push([this.pool.orderNumber(handle), this.pool.leavesQty(handle)]);
    }
    return left.sort(([a], [b]) => a - b);
  }
}

const bid = (price: number | null, qty: number): Omit<Order, "id"> => ({ isBuy: true, price, qty });
const ask = (price: number | null, qty: number): Omit<Order, "id"> => ({ isBuy: false, price, qty });

describe("the auction price", () => {
  it.each<[string, Omit<Order, "id">[], number, Partial<AuctionResult>]>([
    [
      "is where most is traded",
      [bid(102, 10), bid(101, 30), bid(100, 10), ask(99, 5), ask(101, 35), ask(103, 50)],
      100,
      { price: 101 as Ticks, volume: 40, imbalance: 0 },
    ],
    [
      "of equal volumes has the least imbalance",
      [bid(105, 10), bid(102, 5), ask(100, 10)],
      100,
      { price: 103 as Ticks, volume: 10, imbalance: 0 },
    ],
    [
      "is the highest when buyers are left over everywhere",
      [bid(105, 20), ask(100, 10)],
      101,
      { price: 105 as Ticks, volume: 10, imbalance: 10 },
    ],
    [
      "is the lowest when sellers are left over everywhere",
      [bid(105, 10), ask(100, 20)],
      104,
      { price: 100 as Ticks, volume: 10, imbalance: -10 },
    ],
    ["is nearest the reference when nobody is left over", [bid(105, 10), ask(100, 10)], 103, { price: 103 as Ticks }],
    [
      "is the nearest bound of its range when the reference is beyond",
      [bid(105, 10), ask(100, 10)],
      500,
      { price: 105 as Ticks },
    ],
    [
      "is the reference when no order has a price",
      [bid(null, 10), ask(null, 15)],
      77,
      { price: 77 as Ticks, volume: 10, imbalance: -5 },
    ],
    [
      "is a seller's limit when only the buyers have none",
      [bid(null, 20), ask(90, 10)],
      100,
      { price: 90 as Ticks, imbalance: 10 },
    ],
    ["is none when only one side is there", [bid(null, 20), bid(100, 10)], 100, NO_AUCTION],
    ["is none when the limits do not meet", [bid(99, 20), ask(100, 10)], 100, NO_AUCTION],
  ])("%s", (_what, orders, referencePx, expected) => {
    const numbered = orders.map((order, index) => ({ id: index + 1, ...order }));
    expect(auctionPrice(interestOf(numbered), [0, 1], referencePx as Ticks)).toMatchObject(expected);
  });

  it("of two prices equally near the reference is the higher", () => {
    const orders = [bid(110, 10), ask(100, 10)].map((order, id) => ({ id, ...order }));
    expect(auctionPrice(interestOf(orders), [0, 2], 105 as Ticks).price).toBe(106);
    expect(auctionPrice(interestOf(orders), [0, 5], 107 as Ticks).price).toBe(105);
  });

  it(`is what trying every price gives (LOCKSTEP_SEED=${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.oneof(ordersOf(3), ordersOf(50)),
        fc.constantFrom(...TICK_TABLES),
        fc.integer({ min: -20, max: 160 }),
        (orders, tickTable, referencePx) => {
          const expected = bruteForce(orders, tickTable, referencePx);
          expect(auctionPrice(interestOf(orders), tickTable, referencePx as Ticks)).toEqual(expected);
          const { book, pool } = new Call(orders);
          expect(auctionOf(book, pool, tickTable, referencePx as Ticks)).toEqual(expected);
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

describe("the uncross", () => {
  it(`trades all of the volume at the one price, by price and then time, and leaves no book crossed (LOCKSTEP_SEED=${SEED})`, () => {
    fc.assert(
      fc.property(fc.oneof(ordersOf(3), ordersOf(50)), fc.constantFrom(...TICK_TABLES), (orders, tickTable) => {
        const call = new Call(orders);
        const result = auctionOf(call.book, call.pool, tickTable, 100 as Ticks);
        uncross(call.book, call.engine, result, call);
        const expected = tradeObviously(orders, result);
        expect(call.trades).toEqual(expected.trades);
        expect(call.left()).toEqual(expected.left);
        expect(call.book.lastPx).toBe(result.volume > 0 ? result.price : NO_PRICE);
        expect(auctionOf(call.book, call.pool, tickTable, 100 as Ticks)).toEqual(NO_AUCTION);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

describe("the tick grid", () => {
  it("gives the nearest price below and above, over the seams of a tick table too", () => {
    for (const tickTable of TICK_TABLES) {
      const isPrice = (price: number) => isOnTick(instrument("ACME", { tickTable }), price as Ticks);
      for (let price = -30; price <= 220; price++) {
        let below = price;
        while (!isPrice(below)) below--;
        let above = price;
        while (!isPrice(above)) above++;
        expect([price, tickPriceAtOrBelow(tickTable, price), tickPriceAtOrAbove(tickTable, price)]).toEqual([
          price,
          below,
          above,
        ]);
      }
    }
  });
});
