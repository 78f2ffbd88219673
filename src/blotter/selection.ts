/**
 * The orders a person has selected, by OrderID: they stay selected when rows come, move, leave the view, or the line is
 * lost and found again. The desk finds those that are not on the screen, and adds all of them up.
 */
import { signal } from "@preact/signals";
import type { SelectionMessage } from "../desk/selection-wire.ts";
import { readRuns, runsOf } from "../desk/view/id-runs.ts";
import type { ClientMessage } from "../desk/wire.ts";
import type { LineKey } from "./window-table.ts";

const SELECTED_MAX = 100_000;
/** Characters of one message. */
const RUNS_MAX = 60_000;

type Line = { send: (message: ClientMessage) => void; view: () => number };

/** Counts up with every change of the selection. */
export const selectionVersion = signal(0);
/** What the selection adds up to, as the desk last said. */
export const figures = signal<SelectionMessage | null>(null);

let selected: Set<number> = new Set();
/** What was said last, so that late answers are known. */
let mark = 0;
/** The line a range began at; null when none has begun. */
let rangeFrom: LineKey | null = null;
let line: Line = { send: () => {}, view: () => 0 };

/** @param to how to speak to the desk, and which view is open there */
export function startSelection(to: Line): void {
  line = to;
}

export function selectedCount(): number {
  return selected.size;
}

export function isSelected(key: LineKey): boolean {
  return typeof key === "number" && selected.has(key);
}

/** The selection as the desk takes it. */
export function selectedRuns(): string {
  return runsOf(selected);
}

export function toggle(orderId: number): void {
  rangeFrom = orderId;
  const isOn = !selected.has(orderId);
  if (isOn && selected.size >= SELECTED_MAX) return;
  if (isOn) selected.add(orderId);
  else selected.delete(orderId);
  say(isOn ? "add" : "remove", String(orderId));
}

export function clear(): void {
  rangeFrom = null;
  if (selected.size > 0) replace([]);
}

export function replace(orderIds: readonly number[]): void {
  selected = new Set(orderIds);
  tellAll();
  changed();
}

/**
 * Selects the lines between where the range began and here.
 *
 * @param from where it begins when none has begun
 * @param known orders of those lines that are here: shown at once; the desk tells all of them
 */
export function extend(from: LineKey, to: LineKey, known: readonly number[]): void {
  rangeFrom ??= from;
  selected = new Set(known);
  line.send({ kind: "selectLines", mark: ++mark, view: line.view(), between: [rangeFrom, to] });
  changed();
}

/** Where the next range would begin; null when the line with the focus is its beginning. */
export function rangeBegin(): LineKey | null {
  return rangeFrom;
}

/** The next range begins anew. */
export function endRange(): void {
  rangeFrom = null;
}

/** Every order of the view, however few of them are on the screen. */
export function selectView(): void {
  rangeFrom = null;
  line.send({ kind: "selectLines", mark: ++mark, view: line.view() });
}

/** Tells a desk that knows nothing of it, after the line was lost. */
export function tellAll(): void {
  const runs = runsOf(selected);
  let how: "replace" | "add" = "replace";
  for (let start = 0; start === 0 || start < runs.length; ) {
    const end = runs.length - start <= RUNS_MAX ? runs.length : runs.lastIndexOf(",", start + RUNS_MAX);
    say(how, runs.slice(start, end));
    how = "add";
    start = end + 1;
  }
}

export function hearSelection(message: SelectionMessage): void {
  if (message.mark !== mark) return;
  if (message.orderIds !== null) {
    selected = new Set(readRuns(message.orderIds, SELECTED_MAX) ?? []);
    changed();
  }
  figures.value = message.count === 0 ? null : message;
}

function say(how: "replace" | "add" | "remove", orderIds: string): void {
  line.send({ kind: "select", mark: ++mark, how, orderIds });
  changed();
}

function changed(): void {
  if (selected.size === 0) figures.value = null;
  selectionVersion.value++;
}
