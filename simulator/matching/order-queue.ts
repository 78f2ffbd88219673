/** Orders in the order they came, linked through their own records. */
import { NEXT, type OrderPool, PREV } from "./order-pool.ts";

export class OrderQueue {
  readonly #pool: OrderPool;
  /** The first order, or 0; the others follow along `NEXT`. */
  first = 0;
  count = 0;
  #last = 0;

  constructor(pool: OrderPool) {
    this.#pool = pool;
  }

  add(order: number): void {
    const { i32 } = this.#pool;
    const last = this.#last;
    i32[(order << 4) + PREV] = last;
    i32[(order << 4) + NEXT] = 0;
    if (last === 0) this.first = order;
    else i32[(last << 4) + NEXT] = order;
    this.#last = order;
    this.count++;
  }

  remove(order: number): void {
    const { i32 } = this.#pool;
    const next = i32[(order << 4) + NEXT];
    const prev = i32[(order << 4) + PREV];
    if (prev === 0) this.first = next;
    else i32[(prev << 4) + NEXT] = next;
    if (next === 0) this.#last = prev;
    else i32[(next << 4) + PREV] = prev;
    this.count--;
  }
}
