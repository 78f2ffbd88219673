/** The house's open orders of one instrument by price and side, kept as they change. */
import type { State } from "../core/state.ts";
import { NO_PRICE } from "../domain/price.ts";
import type { OwnLevel } from "./depth-wire.ts";

type Open = { price: number; side: string; leavesQty: number };

export class OwnOrders {
  readonly #state: State;
  readonly #instrumentId: number;
  readonly #open = new Map<number, Open>();

  /** Looks at every order once. */
  constructor(state: State, instrumentId: number) {
    this.#state = state;
    this.#instrumentId = instrumentId;
    const { orders } = state;
    for (let row = 1; row <= orders.rowCount; row++) {
      if (orders.instrumentId[row] === instrumentId && orders.isOpen(row)) this.#note(row);
    }
  }

  /** @returns whether any of the orders is one of its own */
  touch(orderIds: ReadonlySet<number>): boolean {
    const { orders } = this.#state;
    let isTouched = false;
    for (const orderId of orderIds) {
      const row = orders.rowOf(orderId);
      if (row === 0 || orders.instrumentId[row] !== this.#instrumentId) continue;
      isTouched = true;
      if (orders.isOpen(row)) this.#note(row);
      else this.#open.delete(orderId);
    }
    return isTouched;
  }

  levels(): OwnLevel[] {
    const levels = new Map<string, OwnLevel>();
    for (const { price, side, leavesQty } of this.#open.values()) {
      if (price === NO_PRICE) continue;
      const key = `${side}${price}`;
      const level = levels.get(key) ?? { price, side, leavesQty: 0 };
      level.leavesQty += leavesQty;
      levels.set(key, level);
    }
    return [...levels.values()];
  }

  #note(row: number): void {
    const { orders } = this.#state;
    this.#open.set(orders.idOf(row), {
      price: orders.price[row],
      side: String.fromCharCode(orders.side[row]),
      leavesQty: orders.leavesQty(row),
    });
  }
}
