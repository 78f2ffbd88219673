/**
 * The order of a view's rows. An order's place is made from the keys it had when it was put there, which are kept by row, so
 * that it is found again after they have changed.
 */
import type { State } from "../../core/state.ts";
import type { OrderColumnId } from "./names.ts";
import { compareTexts, ORDER_COLUMNS, type OrderColumn } from "./order-columns.ts";
import { sortIds, sortIdsByText } from "./sort-ids.ts";

export type SortLevel = { column: OrderColumnId; descending: boolean };

type Level = {
  key: (row: number) => number;
  /** Below 0 when the first key stands before the second; 0 for texts that are the same. */
  compare: (a: number, b: number) => number;
  /** By row: the key an order was put in its place by. */
  kept: Float64Array;
  descending: boolean;
  /** What a key stands for; null when it is a number itself. */
  textOf: ((key: number) => string) | null;
};

export class OrderSort {
  /** Below 0 when the first order stands before the second, by the kept keys. */
  readonly compare: (a: number, b: number) => number;
  readonly #state: State;
  readonly #levels: Level[];
  readonly #isOldestFirst: boolean;

  constructor(state: State, sort: readonly SortLevel[]) {
    this.#state = state;
    // OrderIDs differ: what stands behind them decides nothing. Without them, the newest of equals is first.
    const own = sort.findIndex(({ column }) => column === "orderId");
    this.#isOldestFirst = own !== -1 && !sort[own].descending;
    const levels = (own === -1 ? sort : sort.slice(0, own)).map((level) => levelOf(state, level));
    this.#levels = levels;
    const byId = this.#isOldestFirst ? (a: number, b: number) => a - b : (a: number, b: number) => b - a;
    const { orders } = state;
    const byKeys = (a: number, b: number): number => {
      const rowA = orders.rowOf(a);
      const rowB = orders.rowOf(b);
      for (let index = 0; index < levels.length; index++) {
        const { kept, compare } = levels[index];
        if (kept[rowA] === kept[rowB]) continue;
        const order = compare(kept[rowA], kept[rowB]);
        if (order !== 0) return order;
      }
      return byId(a, b);
    };
    this.compare = levels.length === 0 ? byId : byKeys;
  }

  /** Would the order stand elsewhere with the keys it has now? */
  hasMoved(row: number): boolean {
    const levels = this.#levels;
    for (let index = 0; index < levels.length; index++) {
      if (levels[index].kept[row] !== levels[index].key(row)) return true;
    }
    return false;
  }

  /** Keeps the keys of an order that is not in its place. */
  keep(row: number): void {
    for (const level of this.#levels) level.kept[row] = level.key(row);
  }

  /** Keeps the keys of orders given newest first, and puts them in order. */
  arrange(ids: Uint32Array): void {
    const { orders } = this.#state;
    if (this.#isOldestFirst) ids.reverse();
    if (this.#levels.length === 0) return;
    for (let index = 0; index < ids.length; index++) this.keep(orders.rowOf(ids[index]));
    for (let index = this.#levels.length - 1; index >= 0; index--) this.#arrangeBy(this.#levels[index], ids);
  }

  /** Makes room for keys of rows up to this one. */
  reserve(row: number): void {
    for (const level of this.#levels) {
      if (row < level.kept.length) continue;
      const kept = new Float64Array(capacityFor(row, level.kept.length));
      kept.set(level.kept);
      level.kept = kept;
    }
  }

  #arrangeBy({ kept, descending, textOf }: Level, ids: Uint32Array): void {
    const { orders } = this.#state;
    if (textOf === null) return sortIds(ids, (id) => kept[orders.rowOf(id)], descending);
    sortIdsByText(ids, (id) => textOf(kept[orders.rowOf(id)]), descending);
  }
}

/** A power of two above `row`. */
export function capacityFor(row: number, before: number): number {
  let capacity = Math.max(4_096, before);
  while (capacity <= row) capacity *= 2;
  return capacity;
}

function levelOf(state: State, { column: id, descending }: SortLevel): Level {
  const column: OrderColumn = ORDER_COLUMNS[id];
  const sign = descending ? -1 : 1;
  const kept = new Float64Array(0);
  if (column.kind === "number") {
    const { of } = column;
    return { key: (row) => of(state, row), compare: (a, b) => (a < b ? -sign : sign), kept, descending, textOf: null };
  }
  const { code, textOf } = column;
  return {
    key: (row) => code(state, row),
    compare: (a, b) => sign * compareTexts(textOf(state, a), textOf(state, b)),
    kept,
    descending,
    textOf: (key) => textOf(state, key),
  };
}
