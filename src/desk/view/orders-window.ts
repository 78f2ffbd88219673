/**
 * What one viewer sees of a view: a range of its lines, which are orders, and groups above them when it is grouped. It
 * says what has changed since it last spoke: the keys of the lines when they are others, and the rows that are new or have
 * changed. It follows a row the viewer holds on to, so that what comes above does not move what is on the screen.
 */
import { addFigures, type GroupFigures, noFigures } from "./group-figures.ts";
import { type GroupSort, sortGroups } from "./group-sort.ts";
import type { Leaf, OrdersView } from "./orders-view.ts";

/** A line's key: an order's id, or a group's labels. */
export type LineKey = number | string;
export type WindowRange = { from: number; to: number; anchor?: number };
export type GroupLine = { key: string; depth: number; label: string; isExpanded: boolean; figures: GroupFigures };
/** Lines of the window now; `groups` are those of its keys that are groups. */
export type WindowLines = { size: number; from: number; keys: LineKey[]; groups: Map<string, GroupLine> };

/** Between the labels of a group's key: no label has it. */
export const KEY_SEPARATOR = "\u001f";

/** Prefix of the key that opens a whole in a tree. */
const OPEN_ORDER = "order:";

/** Lines of one kind: a group's own, orders of a leaf from rank `skip` on, or the parts of an opened order. */
type Stretch = {
  start: number;
  count: number;
  group: GroupLine | null;
  leaf: Leaf | null;
  skip: number;
  parts: readonly number[] | null;
};
type Node = { labels: readonly string[]; leaf: Leaf | null; children: Map<string, Node>; figures: GroupFigures };

export class OrdersWindow {
  view: OrdersView;
  readonly #expanded = new Set<string>();
  readonly #depth: number;
  readonly #groupSort: GroupSort;
  readonly #partsOf: ((orderId: number) => readonly number[]) | null;
  #range: WindowRange = { from: 0, to: 0 };
  /** Rank the anchor had when the range was asked for. */
  #anchorRank = -1;

  /**
   * @param depth columns the view is grouped by
   * @param partsOf the parts of an order, for a tree; null where parts stand beside their wholes
   */
  constructor(
    view: OrdersView,
    depth: number,
    groupSort: GroupSort,
    partsOf: ((orderId: number) => readonly number[]) | null = null,
  ) {
    this.#partsOf = partsOf;
    this.view = view;
    this.#depth = depth;
    this.#groupSort = groupSort;
  }

  /** From now on these lines are looked at. */
  look(range: WindowRange): void {
    this.#range = range;
    this.#anchorRank = range.anchor === undefined ? -1 : this.#rankOf(range.anchor, this.#stretches());
  }

  expand(key: string, isExpanded: boolean): void {
    if (isExpanded) this.#expanded.add(key);
    else this.#expanded.delete(key);
  }

  /** The lines as they are now. */
  lines(): WindowLines {
    const stretches = this.#stretches();
    const last = stretches.at(-1);
    const size = last === undefined ? 0 : last.start + last.count;
    const moved = this.#moved(stretches);
    const length = this.#range.to - this.#range.from;
    const from = Math.max(0, Math.min(this.#range.from + moved, size - length));
    const keys: LineKey[] = [];
    const groups = new Map<string, GroupLine>();
    const ids: number[] = [];
    for (const { start, count, group, leaf, skip, parts } of stretches) {
      const begin = Math.max(from, start);
      const end = Math.min(from + length, start + count);
      if (begin >= end) continue;
      if (group !== null) {
        keys.push(group.key);
        groups.set(group.key, group);
      } else if (parts !== null) {
        for (let index = begin - start; index < end - start; index++) keys.push(parts[index]);
      } else if (leaf !== null) {
        ids.length = 0;
        leaf.ranked.slice(begin - start + skip, end - start + skip, ids);
        for (const id of ids) keys.push(id);
      }
    }
    return { size, from, keys, groups };
  }

  /** The orders of the lines from one key to another, in whichever order they stand; all of the view without keys. */
  ordersOf(between: readonly [LineKey, LineKey] | null, most: number): number[] | null {
    const orderIds: number[] = [];
    if (between === null) {
      if (this.view.count > most) return null;
      for (const { ranked } of this.view.leaves) ranked.slice(0, ranked.count, orderIds);
      return orderIds;
    }
    const stretches = this.#stretches();
    const ranks = between.map((key) => this.#rankOf(key, stretches));
    if (ranks.includes(-1)) return orderIds;
    const first = Math.min(...ranks);
    const end = Math.max(...ranks) + 1;
    if (end - first > most) return null;
    for (const { start, count, leaf, skip, parts } of stretches) {
      const from = Math.max(first, start) - start;
      const to = Math.min(end, start + count) - start;
      if (from >= to) continue;
      if (parts !== null) for (let index = from; index < to; index++) orderIds.push(parts[index]);
      else leaf?.ranked.slice(from + skip, to + skip, orderIds);
    }
    return orderIds;
  }

  /** How far the row the viewer holds on to has moved since it asked. */
  #moved(stretches: readonly Stretch[]): number {
    if (this.#range.anchor === undefined || this.#anchorRank === -1) return 0;
    const rank = this.#rankOf(this.#range.anchor, stretches);
    return rank === -1 ? 0 : rank - this.#anchorRank;
  }

  /** @returns -1 for an order or a group that is not among the lines */
  #rankOf(key: LineKey, stretches: readonly Stretch[]): number {
    if (typeof key === "string") return stretches.find(({ group }) => group?.key === key)?.start ?? -1;
    const leaf = this.view.leafOf(key);
    if (leaf === null) {
      const opened = stretches.find(({ parts }) => parts?.includes(key) === true);
      return opened?.parts == null ? -1 : opened.start + opened.parts.indexOf(key);
    }
    const rank = leaf.ranked.rankOf(key);
    const holds = (stretch: Stretch) =>
      stretch.leaf === leaf && stretch.group === null && rank >= stretch.skip && rank < stretch.skip + stretch.count;
    const stretch = stretches.find(holds);
    return stretch === undefined ? -1 : stretch.start + rank - stretch.skip;
  }

  /** The lines as runs: a group's own line, the orders of an expanded leaf. */
  #stretches(): Stretch[] {
    const { leaves } = this.view;
    const stretches: Stretch[] = [];
    if (this.#depth === 0) {
      this.#addLeaf(leaves[0], stretches, 0);
      return stretches;
    }
    this.#walk(treeOf(leaves), stretches, 0);
    return stretches;
  }

  #walk(node: Node, stretches: Stretch[], start: number): number {
    let next = start;
    for (const child of sortGroups([...node.children.values()], this.#groupSort)) {
      const key = child.labels.join(KEY_SEPARATOR);
      const isExpanded = this.#expanded.has(key);
      const depth = child.labels.length - 1;
      const group = { key, depth, label: child.labels[depth], isExpanded, figures: child.figures };
      stretches.push({ start: next++, count: 1, group, leaf: null, skip: 0, parts: null });
      if (!isExpanded) continue;
      if (child.leaf === null) next = this.#walk(child, stretches, next);
      else next = this.#addLeaf(child.leaf, stretches, next);
    }
    return next;
  }

  /** The orders of a leaf, and under each that is open its parts. @returns the line behind them */
  #addLeaf(leaf: Leaf, stretches: Stretch[], start: number): number {
    const { count } = leaf.ranked;
    let next = start;
    let skip = 0;
    const add = (until: number) => {
      const part = { start: next, count: until - skip, group: null, leaf, skip, parts: null };
      if (part.count > 0 || count === 0) stretches.push(part);
      next += part.count;
      skip = until;
    };
    for (const { rank, parts } of this.#opened(leaf)) {
      add(rank + 1);
      stretches.push({ start: next, count: parts.length, group: null, leaf: null, skip: 0, parts });
      next += parts.length;
    }
    add(count);
    return next;
  }

  /** Orders of a leaf that are open, in their order there. */
  #opened(leaf: Leaf): { rank: number; parts: readonly number[] }[] {
    if (this.#partsOf === null) return [];
    const opened: { rank: number; parts: readonly number[] }[] = [];
    for (const key of this.#expanded) {
      if (!key.startsWith(OPEN_ORDER)) continue;
      const orderId = Number(key.slice(OPEN_ORDER.length));
      if (this.view.leafOf(orderId) !== leaf) continue;
      const parts = this.#partsOf(orderId);
      if (parts.length > 0) opened.push({ rank: leaf.ranked.rankOf(orderId), parts });
    }
    return opened.sort((a, b) => a.rank - b.rank);
  }
}

/** Groups of groups from the leaves' labels; a group's figures are those of what is below it. */
function treeOf(leaves: readonly Leaf[]): Node {
  const root: Node = { labels: [], leaf: null, children: new Map(), figures: noFigures() };
  for (const leaf of leaves) {
    if (leaf.ranked.count === 0) continue;
    let node = root;
    for (let depth = 1; depth <= leaf.labels.length; depth++) {
      const label = leaf.labels[depth - 1];
      let child = node.children.get(label);
      if (child === undefined) {
        child = { labels: leaf.labels.slice(0, depth), leaf: null, children: new Map(), figures: noFigures() };
        node.children.set(label, child);
      }
      addFigures(child.figures, leaf.figures);
      node = child;
    }
    node.leaf = leaf;
  }
  return root;
}
