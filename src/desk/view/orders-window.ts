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

type Stretch = { start: number; count: number; group: GroupLine | null; leaf: Leaf | null };
type Node = { labels: readonly string[]; leaf: Leaf | null; children: Map<string, Node>; figures: GroupFigures };

export class OrdersWindow {
  view: OrdersView;
  readonly #expanded = new Set<string>();
  readonly #depth: number;
  readonly #groupSort: GroupSort;
  #range: WindowRange = { from: 0, to: 0 };
  /** Rank the anchor had when the range was asked for. */
  #anchorRank = -1;

  /** @param depth columns the view is grouped by */
  constructor(view: OrdersView, depth: number, groupSort: GroupSort) {
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
    for (const { start, count, group, leaf } of stretches) {
      const begin = Math.max(from, start);
      const end = Math.min(from + length, start + count);
      if (begin >= end) continue;
      if (group !== null) {
        keys.push(group.key);
        groups.set(group.key, group);
      } else if (leaf !== null) {
        ids.length = 0;
        leaf.ranked.slice(begin - start, end - start, ids);
        for (const id of ids) keys.push(id);
      }
    }
    return { size, from, keys, groups };
  }

  /** How far the row the viewer holds on to has moved since it asked. */
  #moved(stretches: readonly Stretch[]): number {
    if (this.#range.anchor === undefined || this.#anchorRank === -1) return 0;
    const rank = this.#rankOf(this.#range.anchor, stretches);
    return rank === -1 ? 0 : rank - this.#anchorRank;
  }

  /** @returns -1 for an order that is not among the lines */
  #rankOf(orderId: number, stretches: readonly Stretch[]): number {
    const leaf = this.view.leafOf(orderId);
    if (leaf === null) return -1;
    const stretch = stretches.find((candidate) => candidate.leaf === leaf && candidate.group === null);
    return stretch === undefined ? -1 : stretch.start + leaf.ranked.rankOf(orderId);
  }

  /** The lines as runs: a group's own line, the orders of an expanded leaf. */
  #stretches(): Stretch[] {
    const { leaves } = this.view;
    if (this.#depth === 0) return [{ start: 0, count: leaves[0].ranked.count, group: null, leaf: leaves[0] }];
    const stretches: Stretch[] = [];
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
      stretches.push({ start: next++, count: 1, group, leaf: null });
      if (!isExpanded) continue;
      if (child.leaf === null) next = this.#walk(child, stretches, next);
      else {
        const { count } = child.leaf.ranked;
        stretches.push({ start: next, count, group: null, leaf: child.leaf });
        next += count;
      }
    }
    return next;
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
