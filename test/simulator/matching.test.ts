import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AmendOutcome,
  MatchingEngine,
  type TradeListener,
  WorkOutcome,
} from "../../simulator/matching/matching-engine.ts";
import type { OrderBook } from "../../simulator/matching/order-book.ts";
import {
  MARKET,
  NEXT,
  SELL,
  TERMS,
  TIF_DAY,
  TIF_FILL_OR_KILL,
  TIF_IMMEDIATE_OR_CANCEL,
} from "../../simulator/matching/order-pool.ts";
import type { PriceLevels } from "../../simulator/matching/price-levels.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { ReferenceBook, type ReferenceOrder, type ReferenceTrade } from "./reference-book.ts";

type Operation =
  | {
      kind: "new";
      isBuy: boolean;
      price: number;
      qty: number;
      isMarket: boolean;
      timeInForce: ReferenceOrder["timeInForce"];
    }
  | { kind: "cancel"; target: number }
  | { kind: "replace"; target: number; price: number; qty: number };

/** Drives the engine by ids, and tells it apart from the reference only by how it keeps its books. */
class EngineUnderTest implements TradeListener {
  readonly engine = new MatchingEngine(this);
  readonly book: OrderBook;
  readonly trades: ReferenceTrade[] = [];
  readonly #handles = new Map<number, number>();

  constructor() {
    this.book = this.engine.books[this.engine.addBook()];
  }

  onTrade(maker: number, taker: number, qty: Qty, price: Ticks): void {
    const { pool } = this.engine;
    this.trades.push({ maker: pool.orderNumber(maker), taker: pool.orderNumber(taker), qty, price });
    if (pool.leavesQty(maker) === 0) this.#handles.delete(pool.orderNumber(maker));
  }

  add(id: number, operation: Operation & { kind: "new" }): void {
    const timeInForce = { day: TIF_DAY, ioc: TIF_IMMEDIATE_OR_CANCEL, fok: TIF_FILL_OR_KILL }[operation.timeInForce];
    const terms = (operation.isBuy ? 0 : SELL) | timeInForce | (operation.isMarket ? MARKET : 0);
    this.#work(this.engine.create(1, terms, operation.qty as Qty, operation.price as Ticks, id, 0, 0, 0), id);
  }

  cancel(id: number): void {
    const handle = this.#handles.get(id);
    if (handle === undefined) return;
    this.engine.cancel(handle);
    this.#handles.delete(id);
  }

  replace(id: number, orderQty: number, price: number): void {
    const handle = this.#handles.get(id);
    if (handle === undefined) return;
    const terms = this.engine.pool.i32[(handle << 4) + TERMS];
    const outcome = this.engine.amend(handle, terms, orderQty as Qty, price as Ticks);
    if (outcome === AmendOutcome.Done) this.#handles.delete(id);
    else if (outcome === AmendOutcome.LostPriority) this.#work(handle, id);
  }

  /** Every queue, best price first: `price: id x leaves, …`. */
  queues(levels: PriceLevels): string[] {
    const { pool } = this.engine;
    const lines: string[] = [];
    levels.visit(10_000, (price, totalQty, orderCount) => {
      const orders: string[] = [];
      let sum = 0;
      for (let order = levels.firstAt(price); order !== 0; order = pool.i32[(order << 4) + NEXT]) {
        orders.push(`${pool.orderNumber(order)} x ${pool.leavesQty(order)}`);
        sum += pool.leavesQty(order);
      }
      expect([totalQty, orderCount]).toEqual([sum, orders.length]);
      lines.push(`${price}: ${orders.join(", ")}`);
    });
    return lines;
  }

  #work(handle: number, id: number): void {
    const outcome = this.engine.work(handle);
    if (outcome === WorkOutcome.Resting) this.#handles.set(id, handle);
    else this.#handles.delete(id);
  }
}

function referenceQueues(orders: readonly ReferenceOrder[]): string[] {
  const lines = new Map<number, string[]>();
  for (const { price, id, leavesQty } of orders) {
    lines.set(price, [...(lines.get(price) ?? []), `${id} x ${leavesQty}`]);
  }
  return [...lines].map(([price, queue]) => `${price}: ${queue.join(", ")}`);
}

function play(operations: readonly Operation[]): void {
  const real = new EngineUnderTest();
  const reference = new ReferenceBook();
  operations.forEach((operation, index) => {
    const id = index + 1;
    if (operation.kind === "new") {
      const { isBuy, price, qty, isMarket, timeInForce } = operation;
      real.add(id, operation);
      reference.add({ id, isBuy, price, leavesQty: qty, cumQty: 0, isMarket, timeInForce });
    } else {
      const target = (operation.target % id) + 1;
      if (operation.kind === "cancel") {
        real.cancel(target);
        reference.cancel(target);
      } else {
        real.replace(target, operation.qty, operation.price);
        reference.replace(target, operation.qty, operation.price);
      }
    }
  });
  expect(real.trades).toEqual(reference.trades);
  expect(real.queues(real.book.bids)).toEqual(referenceQueues(reference.bids));
  expect(real.queues(real.book.asks)).toEqual(referenceQueues(reference.asks));
  expect(real.engine.pool.used).toBe(reference.bids.length + reference.asks.length);
}

/** Prices close together, so that orders meet, with a few far away and beyond 32 bits, so that levels come and go. */
const price = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 95, max: 105 }) },
  { weight: 2, arbitrary: fc.integer({ min: -50, max: 1_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e12, 1e12 - 4_294_967_296, 100 + 4_294_967_296, 100 + 2 * 4_294_967_296) },
);
const qty = fc.integer({ min: 1, max: 20 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("new" as const),
      isBuy: fc.boolean(),
      price,
      qty,
      isMarket: fc.integer({ min: 0, max: 9 }).map((digit) => digit === 0),
      timeInForce: fc.constantFrom("day" as const, "day" as const, "day" as const, "ioc" as const, "fok" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cancel" as const), target: fc.nat(10_000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("replace" as const), target: fc.nat(10_000), price, qty }) },
);

describe("the matching engine", () => {
  it("trades and queues exactly as the obvious book does, whatever comes", () => {
    // fast-check prints the seed and the path of a failure; put them here to see it again.
    const seed = Number(process.env.LOCKSTEP_TEST_SEED ?? Date.now());
    console.info(`matching property seed ${seed} (LOCKSTEP_TEST_SEED=${seed} repeats it)`);
    fc.assert(fc.property(fc.array(operation, { minLength: 1, maxLength: 300, size: "max" }), play), {
      seed,
      numRuns: 1_500,
      interruptAfterTimeLimit: 8_000,
    });
  });

  it("keeps many levels apart while they come and go in a long stream", () => {
    const operations = fc.sample(operation, { seed: 7, numRuns: 6_000 });
    play(operations.map((one) => (one.kind === "new" ? { ...one, price: one.price + (one.isBuy ? -5 : 5) } : one)));
  });

  it("stays at its size while orders come and go", () => {
    const real = new EngineUnderTest();
    for (let id = 1; id <= 40_000; id++) {
      real.add(id, { kind: "new", isBuy: true, price: id % 1_000, qty: 1, isMarket: false, timeInForce: "day" });
      real.cancel(id - 100);
    }
    expect(real.engine.pool.used).toBe(100);
    expect(real.engine.pool.highest).toBe(101);
  });
});
