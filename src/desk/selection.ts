/**
 * The orders one viewer has selected. In: orders he names or the desk found for him, and what changed. Out: what they add up
 * to, when that is another than he was told. A part's quantity stands in its whole already and is not added again.
 */
import type { State } from "../core/state.ts";
import { Notionals } from "./notional.ts";
import { SELECTED_MAX, type Select, type SelectionMessage } from "./selection-wire.ts";
import { parentIdOf } from "./view/care-columns.ts";
import { readRuns, runsOf } from "./view/id-runs.ts";
import { ORDER_COLUMNS } from "./view/order-columns.ts";

/** Adding up may take this part of the thread's time. */
const FIGURES_SHARE = 0.1;

export class Selection {
  readonly #stateOf: () => State;
  #orderIds = new Set<number>();
  #mark = 0;
  #isFound = false;
  #isStale = false;
  #nextMs = 0;

  /** @param stateOf the live orders, which may be exchanged for others */
  constructor(stateOf: () => State) {
    this.#stateOf = stateOf;
  }

  /** The viewer names orders. @returns what is wrong with them; "" when nothing is */
  select({ mark, how, orderIds }: Select): string {
    const ids = readRuns(orderIds, SELECTED_MAX);
    if (ids === null) return `runs of at most ${SELECTED_MAX} OrderIDs`;
    const before = how === "replace" ? new Set<number>() : this.#orderIds;
    if (how === "add" && before.size + ids.length > SELECTED_MAX) return `at most ${SELECTED_MAX} selected orders`;
    for (const id of ids) {
      if (how === "remove") before.delete(id);
      else before.add(id);
    }
    this.#hold(before, mark);
    return "";
  }

  /** The desk found orders for him: he is told which. */
  hold(orderIds: readonly number[], mark: number): void {
    this.#hold(new Set(orderIds), mark);
    this.#isFound = true;
  }

  touch(orderIds: ReadonlySet<number>): void {
    if (this.#orderIds.size === 0 || this.#isStale) return;
    for (const orderId of orderIds) {
      if (!this.#orderIds.has(orderId)) continue;
      this.#isStale = true;
      return;
    }
  }

  refresh(): void {
    this.#isStale = true;
  }

  /** @returns what the orders add up to, or null when that was told or is not due yet */
  take(nowMs: number): SelectionMessage | null {
    if (!this.#isStale || nowMs < this.#nextMs) return null;
    const beginMs = performance.now();
    this.#isStale = false;
    const figures = this.#figures();
    if (this.#isFound) figures.orderIds = runsOf(this.#orderIds);
    this.#isFound = false;
    this.#nextMs = nowMs + (performance.now() - beginMs) / FIGURES_SHARE;
    return figures;
  }

  #hold(orderIds: Set<number>, mark: number): void {
    this.#orderIds = orderIds;
    this.#mark = mark;
    this.#isFound = false;
    this.#isStale = true;
    this.#nextMs = 0;
  }

  #figures(): SelectionMessage {
    const state = this.#stateOf();
    const { orders } = state;
    const open = new Notionals();
    const clients = new Set<number>();
    const symbols = new Set<number>();
    let orderQty = 0;
    let cumQty = 0;
    let leavesQty = 0;
    for (const orderId of this.#orderIds) {
      const row = orders.rowOf(orderId);
      if (row === 0) continue;
      clients.add(orders.sessionId[row]);
      symbols.add(orders.instrumentId[row]);
      if (this.#orderIds.has(parentIdOf(state, row))) continue;
      orderQty += ORDER_COLUMNS.orderQty.of(state, row);
      cumQty += ORDER_COLUMNS.cumQty.of(state, row);
      leavesQty += ORDER_COLUMNS.leavesQty.of(state, row);
      open.addOpen(state, row);
    }
    return {
      kind: "selection",
      mark: this.#mark,
      count: this.#orderIds.size,
      orderIds: null,
      orderQty,
      cumQty,
      leavesQty,
      open: open.toWire(),
      clients: clients.size,
      symbols: symbols.size,
    };
  }
}
