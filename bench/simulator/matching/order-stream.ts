/**
 * The stream of operations matching is measured with: 50 % new orders that rest, 45 % cancels of a random live order,
 * 5 % orders that trade; prices evenly over 200 ticks a side. It is made once, by running it through the engine, so that
 * every cancel names a live order, and then played to everybody from plain arrays.
 */
import { MatchingEngine } from "../../../simulator/matching/matching-engine.ts";
import { SELL } from "../../../simulator/matching/order-pool.ts";
import { type TradeListener, WorkOutcome } from "../../../simulator/matching/outcomes.ts";
import type { Qty, Ticks } from "../../../src/domain/price.ts";
import { Random } from "../../../src/lib/random.ts";

export const TICKS_A_SIDE = 200;
const MIDDLE_PX = 10_000;
const QTY_MAX = 100;

export type OrderStream = {
  /** Operations before this one fill the book and are not measured. */
  measuredFrom: number;
  length: number;
  /** 1 when the operation cancels the order `orders[index]`, 0 when it is that order. */
  isCancel: Uint8Array;
  /** Order numbers, from 1. */
  orders: Int32Array;
  /** 0 buy, 1 sell. */
  sides: Uint8Array;
  prices: Int32Array;
  qtys: Int32Array;
  /** Quantity traded by the measured operations up to each one, to check that everybody did the same. */
  tradedQty: Float64Array;
};

/** The live orders, any of which can be drawn and taken out in one step. */
class LiveOrders {
  readonly #orders: number[] = [];
  readonly #places: number[] = [];

  get size(): number {
    return this.#orders.length;
  }

  add(order: number): void {
    this.#places[order] = this.#orders.push(order) - 1;
  }

  remove(order: number): void {
    const last = this.#orders.pop()!;
    if (last === order) return;
    this.#orders[this.#places[order]] = last;
    this.#places[last] = this.#places[order];
  }

  draw(random: Random): number {
    return this.#orders[random.below(this.#orders.length)];
  }
}

export function makeOrderStream(seed: number, resting: number, measured: number): OrderStream {
  const length = resting + measured;
  const stream: OrderStream = {
    measuredFrom: resting,
    length,
    isCancel: new Uint8Array(length),
    orders: new Int32Array(length),
    sides: new Uint8Array(length),
    prices: new Int32Array(length),
    qtys: new Int32Array(length),
    tradedQty: new Float64Array(length),
  };
  const random = new Random(seed);
  const live = new LiveOrders();
  const handles: number[] = [];
  let tradedQty = 0;
  const listener: TradeListener = {
    onTrade(maker, _taker, qty) {
      tradedQty += qty;
      if (engine.pool.leavesQty(maker) === 0) live.remove(engine.pool.orderNumber(maker));
    },
  };
  const engine = new MatchingEngine(listener);
  const book = engine.addBook();
  let lastOrder = 0;
  for (let index = 0; index < length; index++) {
    const draw = index < resting ? 0 : random.below(100);
    if (draw >= 50 && draw < 95 && live.size > 0) {
      const order = live.draw(random);
      stream.isCancel[index] = 1;
      stream.orders[index] = order;
      live.remove(order);
      engine.cancel(handles[order]);
    } else {
      const order = ++lastOrder;
      const side = random.below(2);
      // An order that trades reaches far into the other side; its quantity is that of one order.
      const away = draw >= 95 ? -(TICKS_A_SIDE >> 1) : 1 + random.below(TICKS_A_SIDE);
      stream.orders[index] = order;
      stream.sides[index] = side;
      stream.prices[index] = side === 0 ? MIDDLE_PX - away : MIDDLE_PX + away;
      stream.qtys[index] = 1 + random.below(QTY_MAX);
      const terms = side === 0 ? 0 : SELL;
      const price = stream.prices[index] as Ticks;
      handles[order] = engine.create(book, terms, stream.qtys[index] as Qty, price, order, 0, order, 1);
      if (engine.work(handles[order]) === WorkOutcome.Resting) live.add(order);
    }
    stream.tradedQty[index] = tradedQty;
  }
  return stream;
}
