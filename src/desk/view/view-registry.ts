/**
 * The views that somebody looks at: made when the first asks, shared by all who ask the same, dropped when the last leaves.
 * Every change of an order passes through all of them, so there are not more than viewers may open.
 */
import type { State } from "../../core/state.ts";
import { OrdersView, type ViewSpec } from "./orders-view.ts";

type Entry = { view: OrdersView; users: number };

export class ViewRegistry {
  readonly #stateOf: () => State;
  readonly #entries = new Map<string, Entry>();

  /** @param stateOf the core's state as the follower has it, which may be exchanged for another */
  constructor(stateOf: () => State) {
    this.#stateOf = stateOf;
  }

  get count(): number {
    return this.#entries.size;
  }

  /** @returns a view that stays true until `release`, or until `reset` */
  acquire(spec: ViewSpec): OrdersView {
    const key = JSON.stringify(spec);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { view: new OrdersView(this.#stateOf(), spec), users: 0 };
      this.#entries.set(key, entry);
    }
    entry.users++;
    return entry.view;
  }

  release(spec: ViewSpec): void {
    const key = JSON.stringify(spec);
    const entry = this.#entries.get(key);
    if (entry !== undefined && --entry.users === 0) this.#entries.delete(key);
  }

  touch(orderIds: ReadonlySet<number>): void {
    for (const { view } of this.#entries.values()) for (const orderId of orderIds) view.touch(orderId);
  }

  /** What the views were made from is another: all are to be acquired again. */
  reset(): void {
    this.#entries.clear();
  }
}
