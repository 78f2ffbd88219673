import { expect, it } from "vitest";
import { OrderDirectory } from "../../simulator/order-directory.ts";

/** Orders in one page. */
const RUN = 4_096;

it("knows an order and its requests as long as something of its run rests or was heard of lately", () => {
  const directory = new OrderDirectory();
  directory.openDay(1);
  for (const order of [5, RUN + 5, 2 * RUN + 5]) directory.see(order, 1);
  directory.setHandle(RUN + 5, 77);
  directory.openDay(2);
  directory.see(2 * RUN + 6, 1);
  expect([5, RUN + 5].map((order) => directory.hasSeen(order, 2))).toEqual([false, false]);
  directory.openDay(3);
  expect(directory.handle(RUN + 5)).toBe(77);
  expect(directory.hasSeen(RUN + 5, 2)).toBe(false);
  expect(directory.hasSeen(2 * RUN + 5, 2)).toBe(false);
});

it("takes whatever comes for an order done days ago as seen before, and knows nothing that rests of it", () => {
  const directory = new OrderDirectory();
  directory.openDay(1);
  directory.see(5, 1);
  directory.openDay(2);
  directory.openDay(3);
  expect([directory.hasSeen(5, 1), directory.hasSeen(5, 65_535), directory.handle(5)]).toEqual([true, true, 0]);
  expect([directory.hasSeen(RUN + 1, 1), directory.knows(RUN + 1)]).toEqual([false, false]);
});

it("takes an order that was held back while the others of its run were done with", () => {
  const directory = new OrderDirectory();
  directory.openDay(1);
  directory.see(5, 1);
  directory.openDay(2);
  directory.openDay(3);
  expect([directory.hasSeen(6, 1), directory.knows(6)]).toEqual([false, false]);
  directory.see(6, 1);
  directory.setHandle(6, 9);
  expect([directory.hasSeen(6, 1), directory.hasSeen(6, 2), directory.handle(6)]).toEqual([true, false, 9]);
  expect([directory.hasSeen(5, 2), directory.handle(5)]).toEqual([true, 0]);
});

it("stays at its size over days of new orders", () => {
  const directory = new OrderDirectory();
  for (let day = 1; day <= 50; day++) {
    directory.openDay(day);
    for (let order = (day - 1) * 5 * RUN + 1; order <= day * 5 * RUN; order++) directory.see(order, 1);
  }
  expect(directory.pageCount).toBeLessThanOrEqual(2 + 4 * 5);
  expect(directory.highest).toBe(50 * 5 * RUN);
});
