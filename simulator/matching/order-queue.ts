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
    const { links } = this.#pool;
    const last = this.#last;
    links[(order << 1) + PREV] = last;
    links[(order << 1) + NEXT] = 0;
    if (last === 0) this.first = order;
    else links[(last << 1) + NEXT] = order;
    this.#last = order;
    this.count++;
  }

  remove(order: number): void {
    const { links } = this.#pool;
    const next = links[(order << 1) + NEXT];
    const prev = links[(order << 1) + PREV];
    if (prev === 0) this.first = next;
    else links[(prev << 1) + NEXT] = next;
    if (next === 0) this.#last = prev;
    else links[(next << 1) + PREV] = prev;
    this.count--;
  }
}
