/** The matching engine as the venue uses it, every order type switched in: it plays a stream from the participant's numbers. */
import { MatchingEngine } from "../../../simulator/matching/matching-engine.ts";
import { SELL, TIF_IMMEDIATE_OR_CANCEL } from "../../../simulator/matching/order-pool.ts";
import {
  AmendOutcome,
  type SelfMatchListener,
  type TradeListener,
  WorkOutcome,
} from "../../../simulator/matching/outcomes.ts";
import { HIDDEN, ICEBERG, NO_RARE_TERMS } from "../../../simulator/matching/rare-terms.ts";
import { OrderDirectory } from "../../../simulator/order-directory.ts";
import type { Qty, Ticks } from "../../../src/domain/price.ts";
import { OpKind, type OrderStream } from "./order-stream.ts";

export class PlayedBook implements TradeListener, SelfMatchListener {
  readonly engine = new MatchingEngine(this, this);
  readonly book = this.engine.addBook();
  tradedQty = 0;
  readonly #directory = new OrderDirectory();

  onTrade(maker: number, _taker: number, qty: Qty, _price: Ticks): void {
    this.tradedQty += qty;
    const { pool } = this.engine;
    if (pool.leavesQty(maker) === 0) this.#directory.setHandle(pool.clientOrder(maker), 0);
  }

  onSelfMatch(): void {
    throw new Error("orders without an id met their own");
  }

  /** An iceberg and a hidden order far from trading: from now on every order takes the long way through the engine. */
  addRareOrders(): void {
    for (const [side, price, flags, displayQty] of RARE_ORDERS) {
      const order = this.engine.create(this.book, side, 100 as Qty, price as Ticks, 0, 0, 0, 1);
      this.engine.equip(order, { ...NO_RARE_TERMS, flags, displayQty });
      this.engine.work(order);
    }
  }

  /** Operations come in batches, as the exchange works them: what a batch needs of far memory is fetched when it comes. */
  play(stream: OrderStream, from: number, to: number, batch: number, afterBatch: (() => void) | null = null): void {
    for (let first = from; first < to; first += batch) {
      const end = Math.min(to, first + batch);
      if (batch > 1) this.#glance(stream, first, end);
      this.#work(stream, first, end);
      if (afterBatch !== null) afterBatch();
    }
  }

  #glance({ kinds, orders }: OrderStream, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      if ((kinds[index] & 1) === 0) continue;
      const handle = this.#directory.handle(orders[index]);
      if (handle !== 0) this.engine.glance(handle);
    }
  }

  #work({ kinds, orders, sides, prices, qtys }: OrderStream, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const kind = kinds[index];
      if (kind === OpKind.Cancel) this.#cancel(orders[index]);
      else if (kind === OpKind.Move) this.#move(orders[index], sides[index], prices[index]);
      else this.#add(orders[index], sides[index], qtys[index], prices[index], kind);
    }
  }

  #add(order: number, side: number, qty: number, price: number, kind: number): void {
    if (this.#directory.hasSeen(order, 1)) return;
    this.#directory.see(order, 1);
    const terms = (side === 0 ? 0 : SELL) | (kind === OpKind.Immediate ? TIF_IMMEDIATE_OR_CANCEL : 0);
    const handle = this.engine.create(this.book, terms, qty as Qty, price as Ticks, order, 0, order, 1);
    if (this.engine.work(handle) === WorkOutcome.Resting) this.#directory.setHandle(order, handle);
  }

  #cancel(order: number): void {
    const handle = this.#directory.handle(order);
    if (handle === 0) return;
    this.#directory.setHandle(order, 0);
    this.engine.cancel(handle);
  }

  #move(order: number, side: number, price: number): void {
    const handle = this.#directory.handle(order);
    if (handle === 0) return;
    const { engine } = this;
    const terms = side === 0 ? 0 : SELL;
    if (engine.amend(handle, terms, engine.pool.orderQty(handle), price as Ticks) !== AmendOutcome.LostPriority) return;
    if (engine.work(handle) !== WorkOutcome.Resting) this.#directory.setHandle(order, 0);
  }
}

const RARE_ORDERS = [
  [0, 5_000, ICEBERG, 10],
  [SELL, 20_000, HIDDEN, 0],
] as const;
