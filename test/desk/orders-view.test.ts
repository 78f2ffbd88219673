import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import type { State } from "../../src/core/state.ts";
import type { GroupColumnId, OrderColumnId } from "../../src/desk/view/names.ts";
import { ORDER_COLUMNS, type OrderColumn } from "../../src/desk/view/order-columns.ts";
import type { OrderFilterSpec } from "../../src/desk/view/order-condition.ts";
import { OrdersView, type ViewSpec } from "../../src/desk/view/orders-view.ts";
import { KEY_SEPARATOR, type LineKey, OrdersWindow } from "../../src/desk/view/orders-window.ts";
import { RankedList } from "../../src/desk/view/ranked-list.ts";
import { sortIds } from "../../src/desk/view/sort-ids.ts";
import { OrderMatcher } from "../../src/history/order-filter.ts";
import { Random } from "../../src/lib/random.ts";
import { START_NS } from "../support/follower-fixture.ts";
import { JournalFixture } from "../support/journal-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
let directory = "";
let figuresMs = 0;
afterEach(() => {
  if (directory !== "") rmSync(directory, { recursive: true, force: true });
  directory = "";
});

function begin(seed: number): { journal: JournalFixture; day: TradingDay } {
  directory = mkdtempSync(join(tmpdir(), "lockstep-view-"));
  const journal = new JournalFixture(directory, START_NS);
  const day = new TradingDay(journal, seed);
  day.begin();
  return { journal, day };
}

const SPECS: readonly ViewSpec[] = [
  { filter: {}, sort: [], group: [] },
  { filter: {}, sort: [{ column: "orderId", descending: false }], group: [] },
  { filter: { group: "working" }, sort: [{ column: "price", descending: true }], group: [] },
  { filter: {}, sort: sorts("symbol", "side", "-leavesQty"), group: [] },
  { filter: {}, sort: sorts("-ordStatus", "updated"), group: [] },
  { filter: {}, sort: sorts("clOrdId"), group: [] },
  { filter: { text: "acme sell" }, sort: sorts("-filled", "orderId"), group: [] },
  { filter: { text: "alpine part" }, sort: sorts("-avgPx"), group: [] },
  { filter: { columns: [{ column: "orderQty", op: "ge", value: 500 }] }, sort: sorts("-notional"), group: [] },
  {
    filter: {
      columns: [
        { column: "symbol", op: "in", value: ["ACME", "vega"] },
        { column: "side", op: "ne", value: "Buy" },
      ],
    },
    sort: [],
    group: [],
  },
  { filter: { columns: [{ column: "orderId", op: "in", value: [3, 7, 5.5, 40, 99_999] }] }, sort: [], group: [] },
  { filter: { columns: [{ column: "orderId", op: "eq", value: 12 }] }, sort: sorts("-price"), group: ["side"] },
  { filter: {}, sort: sorts("-cumQty"), group: ["compId"] },
  { filter: { group: "working" }, sort: [], group: ["symbol", "side"] },
  { filter: {}, sort: sorts("price"), group: ["currency", "ordStatus", "compId"] },
];

describe(`views of the orders (seed ${SEED}: LOCKSTEP_SEED=${SEED} npx vitest run test/desk/orders-view.test.ts)`, () => {
  test("show what sorting and filtering everything would show, however the orders come and change", () => {
    const { journal, day } = begin(SEED);
    for (let step = 0; step < 400; step++) day.step();
    const views = SPECS.map((spec) => new OrdersView(journal.state, spec));
    const random = new Random(SEED);
    for (let turn = 0; turn < 40; turn++) {
      const before = journal.state.orders.count;
      const touched = new Set<number>();
      journal.onEvent = (event) => {
        if ("orderId" in event && event.orderId !== 0) touched.add(event.orderId);
      };
      for (let step = random.below(50); step >= 0; step--) day.step();
      expect(touched.size > 0 || journal.state.orders.count === before).toBe(true);
      for (const [index, view] of views.entries()) {
        for (const orderId of touched) view.touch(orderId);
        expectSame(journal.state, view, SPECS[index], random);
      }
    }
    for (const [index, view] of views.entries()) {
      expectSame(journal.state, new OrdersView(journal.state, SPECS[index]), SPECS[index], random);
      expect(view.count).toBe(new OrdersView(journal.state, SPECS[index]).count);
    }
  });

  test("agree with the history's filter about words and groups", () => {
    const { journal, day } = begin(SEED + 1);
    for (let step = 0; step < 1_500; step++) day.step();
    const filters: OrderFilterSpec[] = [
      { text: "acme" },
      { text: "SELL fill" },
      { text: "1 bridge" },
      { text: "cancel", group: "ended" },
      { group: "filled" },
      { text: "no such thing" },
    ];
    for (const filter of filters) {
      const view = new OrdersView(journal.state, { filter, sort: [], group: [] });
      const matcher = new OrderMatcher(filter);
      const expected: number[] = [];
      for (let orderId = journal.state.orders.count; orderId >= 1; orderId--) {
        const order = viewOrder(journal.state, orderId);
        if (order !== null && order.symbol !== "" && matcher.matches({ ...order, text: "" })) expected.push(orderId);
      }
      const found = linesOf(view, 0).filter((key) => viewOrder(journal.state, key as number)?.symbol !== "");
      expect({ filter, found }).toEqual({ filter, found: expected });
    }
  });

  test("stay on the row that is held while others come above it", () => {
    const { journal, day } = begin(SEED + 2);
    for (let order = 0; order < 500; order++) day.newOrder();
    const view = new OrdersView(journal.state, { filter: {}, sort: [], group: [] });
    const window = new OrdersWindow(view, 0, { by: "label", descending: false });
    window.look({ from: 100, to: 120, anchor: 500 - 105 });
    const before = window.lines();
    for (let order = 0; order < 37; order++) view.touch(day.newOrder());
    const after = window.lines();
    expect(after.from).toBe(before.from + 37);
    expect(after.keys).toEqual(before.keys);
    window.look({ from: 530, to: 560 });
    expect(window.lines()).toMatchObject({ from: 507, size: 537 });
  });

  test("a list of ranks is a sorted array, whatever comes and goes", () => {
    const random = new Random(SEED);
    const list = new RankedList((a, b) => b - a);
    list.fill(Uint32Array.from({ length: 3_000 }, (_, index) => 30_000 - index * 10));
    let model = Array.from({ length: 3_000 }, (_, index) => 30_000 - index * 10);
    for (let step = 0; step < 4_000; step++) {
      const id = 1 + random.below(30_000);
      if (model.includes(id)) {
        expect(list.rankOf(id)).toBe(model.indexOf(id));
        list.remove(id);
        model = model.filter((other) => other !== id);
      } else {
        list.insert(id);
        model.push(id);
        model.sort((a, b) => b - a);
      }
      const from = random.below(model.length);
      const found: number[] = [];
      list.slice(from, from + 5, found);
      expect(found).toEqual(model.slice(from, from + 5));
    }
    expect(list.count).toBe(model.length);
  });

  test("sorts ids as a stable sort by their numbers does, with infinities, zeros and halves", () => {
    const random = new Random(SEED);
    const values = [Number.NEGATIVE_INFINITY, -1e300, -2.5, -0, 0, 1e-9, 0.1, 3, 3.5, 1e15, Number.POSITIVE_INFINITY];
    for (const descending of [false, true]) {
      const keys = Array.from({ length: 5_000 }, () =>
        random.oneIn(3) ? values[random.below(values.length)] : random.below(1_000) - 500 + random.below(4) / 4,
      );
      const ids = Uint32Array.from(keys, (_, index) => index);
      sortIds(ids, (id) => keys[id], descending);
      const sign = descending ? -1 : 1;
      const expected = [...keys.keys()].sort((a, b) => sign * (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : 0));
      expect([...ids]).toEqual(expected);
    }
  });
});

function sorts(...words: string[]): ViewSpec["sort"] {
  return words.map((word) => ({ column: word.replace("-", "") as OrderColumnId, descending: word.startsWith("-") }));
}

function fieldOf(state: State, id: OrderColumnId | GroupColumnId, orderId: number): string | number {
  const row = state.orders.rowOf(orderId);
  const column: OrderColumn = ORDER_COLUMNS[id];
  return column.kind === "number" ? column.of(state, row) : column.textOf(state, column.code(state, row));
}

/** Every matching order, in order, the plainest way. */
function modelOf(state: State, { filter, sort }: ViewSpec): number[] {
  const { text = "", group = "all" } = filter;
  const matcher = new OrderMatcher({ text, group });
  const ids: number[] = [];
  for (let orderId = state.orders.count; orderId >= 1; orderId--) {
    const order = viewOrder(state, orderId);
    if (order === null || !matcher.matches({ ...order, text: "" })) continue;
    const passes = (filter.columns ?? []).every(({ column, op, value }) => {
      const own = fieldOf(state, column, orderId);
      if (op === "ge") return own >= value;
      if (op === "eq") return own === value;
      const values = [value].flat().map((one) => String(one).toLowerCase());
      if (op === "in") return values.includes(String(own).toLowerCase());
      return own !== value;
    });
    if (passes) ids.push(orderId);
  }
  return ids.sort((a, b) => {
    for (const { column, descending } of sort) {
      const left = fieldOf(state, column, a);
      const right = fieldOf(state, column, b);
      if (left !== right) return (left < right ? -1 : 1) * (descending ? -1 : 1);
    }
    return b - a;
  });
}

function linesOf(view: OrdersView, depth: number, expanded: readonly string[] = []): LineKey[] {
  const window = new OrdersWindow(view, depth, { by: "label", descending: false });
  for (const key of expanded) window.expand(key, true);
  window.look({ from: 0, to: 100_000 });
  return window.lines().keys;
}

function expectSame(state: State, view: OrdersView, spec: ViewSpec, random: Random): void {
  const model = modelOf(state, spec);
  expect(view.count).toBe(model.length);
  if (spec.group.length === 0) {
    expect({ spec, keys: linesOf(view, 0) }).toEqual({ spec, keys: model });
    return;
  }
  const labelsOf = (orderId: number) => spec.group.map((column) => String(fieldOf(state, column, orderId)));
  const paths = new Set<string>();
  for (const orderId of model) {
    const labels = labelsOf(orderId);
    for (let depth = 1; depth <= labels.length; depth++) paths.add(labels.slice(0, depth).join(KEY_SEPARATOR));
  }
  const expanded = [...paths].filter(() => !random.oneIn(3));
  const isShown = (labels: string[]): boolean =>
    labels.every((_, depth) => depth === 0 || expanded.includes(labels.slice(0, depth).join(KEY_SEPARATOR)));
  const lines: LineKey[] = [];
  for (const path of [...paths].sort((a, b) => compareLabels(a.split(KEY_SEPARATOR), b.split(KEY_SEPARATOR)))) {
    const labels = path.split(KEY_SEPARATOR);
    if (!isShown(labels)) continue;
    lines.push(path);
    if (labels.length !== spec.group.length || !expanded.includes(path)) continue;
    lines.push(...model.filter((orderId) => labelsOf(orderId).join(KEY_SEPARATOR) === path));
  }
  expect({ spec, keys: linesOf(view, spec.group.length, expanded) }).toEqual({ spec, keys: lines });
  expectFigures(state, view, model, labelsOf);
}

function expectFigures(
  state: State,
  view: OrdersView,
  model: readonly number[],
  labelsOf: (orderId: number) => string[],
): void {
  figuresMs += 1e9;
  view.refreshFigures(figuresMs);
  for (const leaf of view.leaves) {
    const members = model.filter((orderId) => labelsOf(orderId).join("\n") === leaf.labels.join("\n"));
    const sum = (id: OrderColumnId) =>
      members.reduce((total, orderId) => total + Number(fieldOf(state, id, orderId)), 0);
    const prices = members.map((orderId) => Number(fieldOf(state, "price", orderId))).filter(Number.isFinite);
    expect(leaf.figures.count).toBe(members.length);
    expect(leaf.figures.orderQty).toBeCloseTo(sum("orderQty"), 3);
    expect(leaf.figures.cumQty).toBeCloseTo(sum("cumQty"), 3);
    expect(leaf.figures.leavesQty).toBeCloseTo(sum("leavesQty"), 3);
    if (prices.length === 0) continue;
    expect(leaf.figures.highPx).toBe(Math.max(...prices));
    expect(leaf.figures.lowPx).toBe(Math.min(...prices));
    expect(leaf.figures.symbols.size).toBe(new Set(members.map((orderId) => fieldOf(state, "symbol", orderId))).size);
  }
}

function compareLabels(a: readonly string[], b: readonly string[]): number {
  for (let depth = 0; depth < Math.min(a.length, b.length); depth++) {
    if (a[depth] !== b[depth]) return a[depth] < b[depth] ? -1 : 1;
  }
  return a.length - b.length;
}
