import { expect, it } from "vitest";
import { OrdersView, type ViewSpec } from "../../src/desk/view/orders-view.ts";
import { OrdersWindow } from "../../src/desk/view/orders-window.ts";
import { deskCommand } from "../support/desk-words.ts";
import { newOrder, TestCore } from "../support/trade-words.ts";

const FOR_PEOPLE = { moreTerms: [21, "3".charCodeAt(0), 0], qtyMantissa: 1_000 };
const BY_LABEL = { by: "label", descending: false } as const;

/** Orders 1 and 2 are worked, 3 is not; 1 has parts 4 and 6, 2 has part 5. */
function house(): TestCore {
  const core = new TestCore();
  core.tell(newOrder("A", FOR_PEOPLE));
  core.tell(newOrder("B", { ...FOR_PEOPLE, sessionId: 2 }));
  core.tell(newOrder("C"));
  for (const words of [
    "accept 1",
    "accept 2 by Ben",
    "slice 1 100 @ 99.00",
    "slice 2 100 @ 99.00",
    "slice 1 200 @ 98.00",
  ])
    core.tell(deskCommand(words, words));
  return core;
}

function windowOn(core: TestCore, spec: ViewSpec): OrdersWindow {
  const partsOf = (orderId: number) => core.state.care.work.get(orderId)?.children ?? [];
  const window = new OrdersWindow(
    new OrdersView(core.state, spec),
    spec.group.length,
    BY_LABEL,
    spec.tree ? partsOf : null,
  );
  window.look({ from: 0, to: 50 });
  return window;
}

it("shows parts under their whole, once it is opened, and nowhere else", () => {
  const window = windowOn(house(), { filter: {}, sort: [], group: [], tree: true });
  expect(window.lines()).toMatchObject({ size: 3, keys: [3, 2, 1] });
  window.expand("order:2", true);
  window.expand("order:1", true);
  expect(window.lines()).toMatchObject({ size: 6, keys: [3, 2, 5, 1, 4, 6] });
  window.look({ from: 2, to: 5 });
  expect(window.lines()).toMatchObject({ size: 6, from: 2, keys: [5, 1, 4] });
  window.expand("order:2", false);
  window.look({ from: 0, to: 50 });
  expect(window.lines().keys).toEqual([3, 2, 1, 4, 6]);
});

it("shows a new part of an opened whole, and holds on to the row somebody looks at", () => {
  const core = house();
  const spec: ViewSpec = { filter: {}, sort: [], group: [], tree: true };
  const window = windowOn(core, spec);
  window.expand("order:2", true);
  window.look({ from: 3, to: 4, anchor: 1 });
  expect(window.lines().keys).toEqual([1]);
  core.tell(deskCommand("slice 2 50 @ 99.00 by Ben", "new"));
  window.view.touch(7);
  window.view.touch(2);
  expect(window.lines()).toMatchObject({ size: 5, from: 4, keys: [1] });
});

it("opens wholes inside groups, too; groups and filters know owners", () => {
  const core = house();
  const window = windowOn(core, { filter: {}, sort: [], group: ["owner"], tree: true });
  window.expand("Anna", true);
  window.expand("order:1", true);
  expect(window.lines().keys).toEqual(["", "Anna", 1, 4, 6, "Ben"]);
  const filter = { columns: [{ column: "owner", op: "eq", value: "ben" } as const] };
  expect(windowOn(core, { filter, sort: [], group: [] }).lines().keys).toEqual([2]);
  const open = { columns: [{ column: "workingQty", op: "gt", value: 200 } as const] };
  expect(windowOn(core, { filter: open, sort: [], group: [] }).lines().keys).toEqual([1]);
});
