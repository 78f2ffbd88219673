import { expect, it, test } from "vitest";
import { replace, startSelection, tellAll } from "../../src/blotter/selection.ts";
import { Selection } from "../../src/desk/selection.ts";
import type { Select } from "../../src/desk/selection-wire.ts";
import { readRuns, runsOf } from "../../src/desk/view/id-runs.ts";
import { OrdersView, type ViewSpec } from "../../src/desk/view/orders-view.ts";
import { OrdersWindow } from "../../src/desk/view/orders-window.ts";
import { deskCommand } from "../support/desk-words.ts";
import { newOrder, TestCore } from "../support/trade-words.ts";

const FOR_PEOPLE = { moreTerms: [21, "3".charCodeAt(0), 0], qtyMantissa: 1_000 };

/** Order 1 is worked and has parts 3 and 4; order 2 is another client's. */
function house(): TestCore {
  const core = new TestCore();
  core.tell(newOrder("A", FOR_PEOPLE));
  core.tell(newOrder("B", { sessionId: 2, qtyMantissa: 500 }));
  for (const words of ["accept 1", "slice 1 100 @ 99.00", "slice 1 200 @ 98.00"]) core.tell(deskCommand(words, words));
  return core;
}

function windowOn(core: TestCore, spec: ViewSpec): OrdersWindow {
  const partsOf = (orderId: number) => core.state.care.work.get(orderId)?.children ?? [];
  const view = new OrdersView(core.state, spec);
  const sort = { by: "label", descending: false } as const;
  return new OrdersWindow(view, spec.group.length, sort, spec.tree === true ? partsOf : null);
}

test.each([
  [[], ""],
  [[7], "7"],
  [[3, 1, 2], "1-3"],
  [[9, 1, 2, 3, 5, 6], "1-3,5-6,9"],
  [[4_294_967_295], "4294967295"],
])("OrderIDs %j are told as %j", (ids, text) => {
  expect(runsOf(ids)).toBe(text);
  expect(readRuns(text, 10)).toEqual(ids.toSorted((a, b) => a - b));
});

test.each(["0", "5-4", "a", "1,,2", "1-", "4294967296", "1-11", "1-4294967295"])("%s names no ten orders", (text) => {
  expect(readRuns(text, 10)).toBeNull();
});

it("adds up what is selected, and a part's quantity only where its whole is not", () => {
  const core = house();
  const selection = new Selection(() => core.state);
  selection.select({ kind: "select", mark: 1, how: "replace", orderIds: "1-4" });
  expect(selection.take(0)).toMatchObject({ mark: 1, count: 4, orderIds: null, orderQty: 1_500, clients: 3 });
  selection.select({ kind: "select", mark: 2, how: "remove", orderIds: "1" });
  expect(selection.take(0)).toMatchObject({ mark: 2, count: 3, orderQty: 800 });
  selection.select({ kind: "select", mark: 3, how: "add", orderIds: "99" });
  expect(selection.take(0)).toMatchObject({ count: 4, orderQty: 800 });
});

it("tells again when one of its orders has changed, and not for another", () => {
  const core = house();
  const selection = new Selection(() => core.state);
  selection.select({ kind: "select", mark: 1, how: "replace", orderIds: "2" });
  expect(selection.take(0)).toMatchObject({ leavesQty: 500 });
  expect(selection.take(1)).toBeNull();
  selection.touch(new Set([1, 3]));
  expect(selection.take(2)).toBeNull();
  core.accept(2);
  core.fill(2, 500, 10_000);
  selection.touch(new Set([2]));
  expect(selection.take(1_000)).toMatchObject({ count: 1, leavesQty: 0, open: [] });
});

it("finds every order of a view for the viewer, and says which; others that come later are not among them", () => {
  const core = house();
  const spec: ViewSpec = { filter: { columns: [{ column: "compId", op: "eq", value: "alpha" }] }, sort: [], group: [] };
  const window = windowOn(core, spec);
  const selection = new Selection(() => core.state);
  selection.hold(window.ordersOf(null, 100) ?? [], 4);
  expect(selection.take(0)).toMatchObject({ mark: 4, count: 1, orderIds: "1" });
  core.tell(newOrder("C"));
  window.view.touch(5);
  selection.touch(new Set([5]));
  expect(selection.take(1_000)).toBeNull();
  expect(window.ordersOf(null, 1)).toBeNull();
});

it("finds the orders between two lines, parts and groups among them, whichever comes first", () => {
  const core = house();
  const tree = windowOn(core, { filter: {}, sort: [], group: [], tree: true });
  tree.expand("order:1", true);
  tree.look({ from: 0, to: 50 });
  expect(tree.lines().keys).toEqual([2, 1, 3, 4]);
  expect(tree.ordersOf([3, 2], 100)).toEqual([2, 1, 3]);
  expect(tree.ordersOf([1, 4], 2)).toBeNull();
  expect(tree.ordersOf([1, 77], 100)).toEqual([]);
  const grouped = windowOn(core, { filter: {}, sort: [], group: ["compId"] });
  grouped.expand("ALPHA", true);
  grouped.expand("BRAVO", true);
  grouped.look({ from: 0, to: 50 });
  expect(grouped.lines().keys).toEqual(["", "ALPHA", 1, "BRAVO", 2]);
  expect(grouped.ordersOf([1, "BRAVO"], 100)).toEqual([1]);
  expect(grouped.ordersOf(["ALPHA", 2], 100)).toEqual([1, 2]);
});

it("of more orders than one message holds is told in several, and is the same at the desk", () => {
  const core = new TestCore();
  const selection = new Selection(() => core.state);
  const sent: Select[] = [];
  startSelection({ send: (message) => sent.push(message as Select), view: () => 1 });
  replace(Array.from({ length: 40_000 }, (_, index) => 3 * index + 1));
  sent.length = 0;
  tellAll();
  expect(sent.length).toBeGreaterThan(1);
  for (const message of sent) {
    expect(message.orderIds.length).toBeLessThanOrEqual(60_000);
    expect(selection.select(message)).toBe("");
  }
  expect(selection.take(0)).toMatchObject({ count: 40_000, mark: sent.at(-1)?.mark });
  replace([]);
});
