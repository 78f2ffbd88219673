/**
 * The orders that pass one filter, in one order, in groups when asked, kept so while orders come and change. Viewers who look
 * at the same thing share it. It knows ids, ranks and groups; what a row says is read when somebody looks at it.
 *
 * Orders leave the core's memory only when a day opens; then every view is made anew.
 */
import type { State } from "../../core/state.ts";
import { parentIdOf } from "./care-columns.ts";
import { addOrder, type GroupFigures, noFigures } from "./group-figures.ts";
import type { GroupColumnId } from "./names.ts";
import { ORDER_COLUMNS } from "./order-columns.ts";
import { namedRows, type OrderCondition, type OrderFilterSpec, orderCondition } from "./order-condition.ts";
import { capacityFor, OrderSort, type SortLevel } from "./order-sort.ts";
import { RankedList } from "./ranked-list.ts";

export type ViewSpec = { filter: OrderFilterSpec; sort: SortLevel[]; group: GroupColumnId[]; tree?: boolean };

/** Orders that are alike in every column the view is grouped by. */
export type Leaf = {
  labels: readonly string[];
  ranked: RankedList;
  figures: GroupFigures;
  isStale: boolean;
};

/** Codes of one column, and one for none; three columns' make an exact number. */
const CODES = 65_537;
/** Making figures anew may take this part of the thread's time. */
const FIGURES_SHARE = 0.1;

export class OrdersView {
  /** In no order of their own; one without labels when the view is not grouped. */
  readonly leaves: Leaf[] = [];
  /** Counts up with every order that comes, goes or moves. */
  version = 0;
  readonly #state: State;
  readonly #spec: ViewSpec;
  readonly #condition: OrderCondition | null;
  readonly #sort: OrderSort;
  readonly #leafByLabels = new Map<string, number>();
  /** By the codes of the group's columns, each of 16 bits, in one number. */
  readonly #leafByCodes = new Map<number, number>();
  /** By row: the number of its leaf, from 1; 0 for orders that are not in the view. */
  #leafOf = new Int32Array(0);
  #count = 0;
  #nextFiguresMs = 0;

  constructor(state: State, spec: ViewSpec) {
    this.#state = state;
    this.#spec = spec;
    const condition = orderCondition(state, spec.filter);
    this.#condition = spec.tree === true ? wholesOf(state, condition) : condition;
    this.#sort = new OrderSort(state, spec.sort);
    if (spec.group.length === 0) this.#addLeaf([]);
    this.#fill();
  }

  get count(): number {
    return this.#count;
  }

  /** The leaf that holds the order, or null when it is not in the view. */
  leafOf(orderId: number): Leaf | null {
    const number = this.#leafOf[this.#state.orders.rowOf(orderId)] ?? 0;
    return number === 0 ? null : this.leaves[number - 1];
  }

  /** An order is new or has changed. */
  touch(orderId: number): void {
    const row = this.#state.orders.rowOf(orderId);
    if (row === 0) return;
    this.#reserve(row);
    const before = this.#leafOf[row];
    const after = this.#condition === null || this.#condition(row) ? this.#leafNumber(row) : 0;
    if (before === 0 && after === 0) return;
    if (before !== 0) this.leaves[before - 1].isStale = true;
    if (before === after && !this.#sort.hasMoved(row)) return;
    this.version++;
    if (before !== 0) {
      this.leaves[before - 1].ranked.remove(orderId);
      this.#count--;
    }
    this.#leafOf[row] = after;
    if (after === 0) return;
    this.#sort.keep(row);
    const leaf = this.leaves[after - 1];
    leaf.ranked.insert(orderId);
    leaf.isStale = true;
    this.#count++;
  }

  /** Makes the figures of changed leaves anew, unless that was done a moment ago and took long. @returns true when it did */
  refreshFigures(nowMs: number): boolean {
    if (nowMs < this.#nextFiguresMs) return false;
    const beginMs = performance.now();
    let isNew = false;
    for (const leaf of this.leaves) {
      if (!leaf.isStale) continue;
      leaf.isStale = false;
      leaf.figures = noFigures();
      leaf.ranked.visit((orderId) => addOrder(leaf.figures, this.#state, this.#state.orders.rowOf(orderId)));
      isNew = true;
    }
    this.#nextFiguresMs = nowMs + (performance.now() - beginMs) / FIGURES_SHARE;
    return isNew;
  }

  #fill(): void {
    const { orders } = this.#state;
    this.#reserve(orders.rowCount);
    if (this.#spec.group.length === 0) return this.#fillOne();
    const byLeaf: number[][] = this.leaves.map(() => []);
    for (let row = orders.rowCount; row >= 1; row--) {
      if (this.#condition !== null && !this.#condition(row)) continue;
      const number = this.#leafNumber(row);
      this.#leafOf[row] = number;
      while (byLeaf.length < number) byLeaf.push([]);
      byLeaf[number - 1].push(orders.idOf(row));
    }
    for (const [index, ids] of byLeaf.entries()) {
      const sorted = Uint32Array.from(ids);
      this.#sort.arrange(sorted);
      this.leaves[index].ranked.fill(sorted);
      this.#count += sorted.length;
    }
  }

  /** Ungrouped, as most views are: a million orders without a list for each leaf in between. */
  #fillOne(): void {
    const { orders } = this.#state;
    const named = namedRows(this.#state, this.#spec.filter);
    const most = named?.length ?? orders.rowCount;
    const ids = new Uint32Array(most);
    let count = 0;
    for (let index = 0; index < most; index++) {
      const row = named === null ? most - index : named[index];
      if (this.#condition !== null && !this.#condition(row)) continue;
      this.#leafOf[row] = 1;
      ids[count++] = orders.idOf(row);
    }
    const sorted = ids.subarray(0, count);
    this.#sort.arrange(sorted);
    this.leaves[0].ranked.fill(sorted);
    this.#count = count;
  }

  #leafNumber(row: number): number {
    const { group } = this.#spec;
    if (group.length === 0) return 1;
    let codes = 0;
    for (let index = 0; index < group.length; index++) {
      codes = codes * CODES + ORDER_COLUMNS[group[index]].code(this.#state, row) + 1;
    }
    const known = this.#leafByCodes.get(codes);
    if (known !== undefined) return known;
    // Two codes may have one text: instruments of one currency.
    const labels = group.map((id) => {
      const column = ORDER_COLUMNS[id];
      return column.textOf(this.#state, column.code(this.#state, row));
    });
    const number = this.#leafByLabels.get(labels.join("\n")) ?? this.#addLeaf(labels);
    this.#leafByCodes.set(codes, number);
    return number;
  }

  #addLeaf(labels: readonly string[]): number {
    const leaf = { labels, ranked: new RankedList(this.#sort.compare), figures: noFigures(), isStale: true };
    const number = this.leaves.push(leaf);
    this.#leafByLabels.set(labels.join("\n"), number);
    return number;
  }

  #reserve(row: number): void {
    this.#sort.reserve(row);
    if (row < this.#leafOf.length) return;
    const leafOf = new Int32Array(capacityFor(row, this.#leafOf.length));
    leafOf.set(this.#leafOf);
    this.#leafOf = leafOf;
  }
}

/** A part stands under its whole, and not beside it. */
function wholesOf(state: State, condition: OrderCondition | null): OrderCondition {
  return (row) => !state.orders.has(parentIdOf(state, row)) && (condition === null || condition(row));
}
