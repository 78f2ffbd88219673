/**
 * The streams of operations matching is measured with: 50 % new orders that rest, 45 % cancels of a random live order,
 * 5 % orders that trade; or what exchange-core publishes its figures for: 9 % new orders, 3 % that trade at once or end,
 * 6 % cancels, 82 % moves to another price. Prices are evenly over 200 ticks a side. A stream is made once, by running it
 * through the engine, so that every cancel and move names a live order, and then played to everybody from plain arrays.
 */
import { MatchingEngine } from "../../../simulator/matching/matching-engine.ts";
import { SELL, TIF_IMMEDIATE_OR_CANCEL } from "../../../simulator/matching/order-pool.ts";
import { AmendOutcome, type TradeListener, WorkOutcome } from "../../../simulator/matching/outcomes.ts";
import type { Qty, Ticks } from "../../../src/domain/price.ts";
import { Random } from "../../../src/lib/random.ts";

export const TICKS_A_SIDE = 200;
const MIDDLE_PX = 10_000;
const QTY_MAX = 100;

/** A new order of which the rest rests, or of which nothing does; the others name a live order. */
export const OpKind = { New: 0, Cancel: 1, Immediate: 2, Move: 3 } as const;

/** Of a hundred operations. What is left are new orders that trade, and rest with what is left of them. */
export type Mix = { new: number; cancel: number; immediate: number; move: number };
export const HALF_CANCELS: Mix = { new: 50, cancel: 45, immediate: 0, move: 0 };
export const EXCHANGE_CORE: Mix = { new: 9, cancel: 6, immediate: 3, move: 82 };

export type OrderStream = {
  /** Operations before this one fill the book and are not measured. */
  measuredFrom: number;
  length: number;
  /** An `OpKind` each. */
  kinds: Uint8Array;
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

export function makeOrderStream(seed: number, resting: number, measured: number, mix = HALF_CANCELS): OrderStream {
  const length = resting + measured;
  const stream: OrderStream = {
    measuredFrom: resting,
    length,
    kinds: new Uint8Array(length),
    orders: new Int32Array(length),
    sides: new Uint8Array(length),
    prices: new Int32Array(length),
    qtys: new Int32Array(length),
    tradedQty: new Float64Array(length),
  };
  const random = new Random(seed);
  const market = new Market();
  let lastOrder = 0;
  for (let index = 0; index < length; index++) {
    const draw = index < resting ? 0 : random.below(100);
    const kind = market.live.size === 0 ? OpKind.New : kindOf(mix, draw);
    const isNew = kind === OpKind.New || kind === OpKind.Immediate;
    const order = isNew ? ++lastOrder : market.live.draw(random);
    const trades = kind === OpKind.Immediate || draw >= mix.new + mix.cancel + mix.immediate + mix.move;
    const side = isNew ? random.below(2) : market.sides[order];
    // An order that trades reaches far into the other side; its quantity is that of one order.
    const away = trades ? -(TICKS_A_SIDE >> 1) : 1 + random.below(TICKS_A_SIDE);
    market.sides[order] = side;
    stream.kinds[index] = kind;
    stream.orders[index] = order;
    stream.sides[index] = side;
    stream.prices[index] = side === 0 ? MIDDLE_PX - away : MIDDLE_PX + away;
    stream.qtys[index] = 1 + random.below(QTY_MAX);
    market.act(kind, order, side, stream.prices[index] as Ticks, stream.qtys[index] as Qty);
    stream.tradedQty[index] = market.tradedQty;
  }
  return stream;
}

function kindOf(mix: Mix, draw: number): number {
  if (draw < mix.new) return OpKind.New;
  if (draw < mix.new + mix.cancel) return OpKind.Cancel;
  if (draw < mix.new + mix.cancel + mix.immediate) return OpKind.Immediate;
  return draw < mix.new + mix.cancel + mix.immediate + mix.move ? OpKind.Move : OpKind.New;
}

/** What is live while a stream is made. */
class Market implements TradeListener {
  readonly live = new LiveOrders();
  readonly sides: number[] = [];
  tradedQty = 0;
  readonly #handles: number[] = [];
  readonly #engine = new MatchingEngine(this);
  readonly #book = this.#engine.addBook();

  onTrade(maker: number, _taker: number, qty: Qty): void {
    this.tradedQty += qty;
    if (this.#engine.pool.leavesQty(maker) === 0) this.live.remove(this.#engine.pool.orderNumber(maker));
  }

  act(kind: number, order: number, side: number, price: Ticks, qty: Qty): void {
    const engine = this.#engine;
    const terms = side === 0 ? 0 : SELL;
    if (kind === OpKind.Cancel) {
      this.live.remove(order);
      engine.cancel(this.#handles[order]);
    } else if (kind === OpKind.Move) {
      const handle = this.#handles[order];
      if (engine.amend(handle, terms, engine.pool.orderQty(handle), price) !== AmendOutcome.LostPriority) return;
      if (engine.work(handle) !== WorkOutcome.Resting) this.live.remove(order);
    } else {
      const timeInForce = kind === OpKind.Immediate ? TIF_IMMEDIATE_OR_CANCEL : 0;
      const handle = engine.create(this.#book, terms | timeInForce, qty, price, order, 0, order, 1);
      this.#handles[order] = handle;
      if (engine.work(handle) === WorkOutcome.Resting) this.live.add(order);
    }
  }
}
