import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { viewOrder } from "../../src/core/order-view.ts";
import { Depth } from "../../src/desk/depth.ts";
import type { DeskData } from "../../src/desk/desk-data.ts";
import { ViewRegistry } from "../../src/desk/view/view-registry.ts";
import { Viewer } from "../../src/desk/viewer.ts";
import type { OrdersWindowMessage } from "../../src/desk/wire.ts";
import { START_NS } from "../support/follower-fixture.ts";
import { JournalFixture } from "../support/journal-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

const OPEN = 1;
const MEGABYTE = 1024 * 1024;

class FakeSocket {
  readonly OPEN = OPEN;
  readyState = OPEN;
  bufferedAmount = 0;
  readonly sent: OrdersWindowMessage[] = [];
  closed = "";
  isTerminated = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(code: number, reason: string): void {
    this.closed = `${code} ${reason}`;
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

let directory = "";
afterEach(() => {
  if (directory !== "") rmSync(directory, { recursive: true, force: true });
});

/** A viewer who looks at the newest hundred of so many orders. */
function opened(orders: number) {
  directory = mkdtempSync(join(tmpdir(), "lockstep-viewer-"));
  const journal = new JournalFixture(directory, START_NS);
  const day = new TradingDay(journal, 1);
  day.begin();
  for (let order = 0; order < orders; order++) day.newOrder();
  const socket = new FakeSocket();
  const data = {
    state: journal.state,
    viewOrder: (orderId: number) => ({ ...viewOrder(journal.state, orderId), text: "" }),
    appliedSequence: () => journal.state.orders.count,
    orderCount: () => journal.state.orders.count,
  } as unknown as DeskData;
  const views = new ViewRegistry(() => journal.state);
  const viewer = new Viewer(socket as unknown as WebSocket, data, views, new Depth(data));
  const say = (message: unknown) => viewer.receive(Buffer.from(JSON.stringify(message)), false, 0);
  say({ kind: "open", table: "orders", view: 7, range: { from: 0, to: 100 } });
  viewer.tick(0);
  const changed = (...orderIds: number[]) => {
    views.touch(new Set(orderIds));
    viewer.changed(new Set(orderIds), []);
  };
  const add = (count: number) => changed(...Array.from({ length: count }, () => day.newOrder()));
  return { socket, viewer, views, add, changed, say };
}

test("tells the window when it is opened, and then what is new in it", () => {
  const { socket, viewer, add } = opened(10);
  expect(socket.sent).toHaveLength(1);
  expect(socket.sent[0]).toMatchObject({ kind: "window", view: 7, fromSequence: 0, size: 10, matched: 10, from: 0 });
  expect(socket.sent[0].keys).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(socket.sent[0].rows).toHaveLength(10);
  add(1);
  viewer.tick(1_000);
  expect(socket.sent[1]).toMatchObject({ fromSequence: 10, toSequence: 11, size: 11 });
  expect(socket.sent[1].keys?.slice(0, 2)).toEqual([11, 10]);
  expect(socket.sent[1].rows.map((row) => row.orderId)).toEqual([11]);
});

test("tells of many changes of one order once, when the conflation time is over, and without the keys", () => {
  const { socket, viewer, changed } = opened(10);
  changed(3);
  changed(3, 4);
  changed(3);
  viewer.tick(30);
  expect(socket.sent).toHaveLength(1);
  viewer.tick(1_000);
  expect(socket.sent[1].rows.map((row) => row.orderId)).toEqual([4, 3]);
  expect(socket.sent[1].keys).toBeNull();
});

test("sends nothing into a full socket, and when it is empty again a window that misses nothing", () => {
  const { socket, viewer, add } = opened(10);
  socket.bufferedAmount = MEGABYTE + 1;
  for (let turn = 1; turn <= 20; turn++) {
    add(10);
    viewer.tick(turn * 100);
  }
  expect(socket.sent).toHaveLength(1);
  socket.bufferedAmount = 0;
  viewer.tick(3_000);
  expect(socket.sent).toHaveLength(2);
  expect(socket.sent[1]).toMatchObject({ fromSequence: 10, toSequence: 210, size: 210 });
  expect(socket.sent[1].rows).toHaveLength(100);
});

test("looks elsewhere when asked, and sends only rows the viewer has not", () => {
  const { socket, viewer, say } = opened(500);
  say({ kind: "look", view: 7, range: { from: 60, to: 160 } });
  viewer.tick(1_000);
  expect(socket.sent[1].from).toBe(60);
  expect(socket.sent[1].keys).toHaveLength(100);
  expect(socket.sent[1].rows.map((row) => row.orderId)).toEqual(Array.from({ length: 60 }, (_, index) => 400 - index));
});

test("groups orders, and opens a group when asked", () => {
  const { socket, viewer, say } = opened(500);
  say({ kind: "open", table: "orders", view: 8, group: ["compId"], range: { from: 0, to: 50 } });
  viewer.tick(1_000);
  const [, groups] = socket.sent;
  expect(groups).toMatchObject({ view: 8, size: 5, matched: 500, rows: [] });
  expect(groups.groups.map(({ label }) => label)).toEqual(["ALPINE", "BRIDGEWAY", "CORVUS", "DELMAR", "EASTGATE"]);
  expect(groups.groups.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  say({ kind: "expand", view: 8, key: "BRIDGEWAY", isExpanded: true });
  viewer.tick(2_000);
  expect(socket.sent[2].size).toBe(5 + groups.groups[1].count);
  expect(socket.sent[2].rows.every((row) => row.compId === "BRIDGEWAY")).toBe(true);
});

test("viewers who look at the same share a view, which goes when the last one leaves", () => {
  const { viewer, views, say } = opened(10);
  say({ kind: "open", table: "orders", view: 8, filter: { text: "acme" }, range: { from: 0, to: 50 } });
  say({ kind: "open", table: "orders", view: 9, filter: { text: "acme" }, range: { from: 9, to: 20 } });
  expect(views.count).toBe(2);
  say({ kind: "close", view: 8 });
  expect(views.count).toBe(2);
  viewer.leave();
  expect(views.count).toBe(0);
});

test.each([
  ["{", "", "a JSON object"],
  ["{}", "/kind", "one of open, look"],
  ['{"kind":"look","view":7,"range":{"from":0,"to":5},"extra":1}', "/extra", "Unexpected property"],
  ['{"kind":"look","view":7,"range":{"from":-1,"to":5}}', "/range/from", "greater or equal to 0"],
  ['{"kind":"look","view":7,"range":{"from":0,"to":1001}}', "/range", "at most 1000 lines"],
  [
    '{"kind":"open","table":"orders","view":1,"sort":[{"column":"no","descending":true}],"range":{"from":0,"to":5}}',
    "/sort/0/column",
    "union",
  ],
])("answers %s with what was expected, and goes on", (text, path, expected) => {
  const { socket, viewer, add } = opened(1);
  viewer.receive(Buffer.from(text), false, 1);
  expect(socket.sent[1]).toMatchObject({ kind: "error", path, expected: expect.stringContaining(expected) });
  add(1);
  viewer.tick(1_000);
  expect(socket.sent[2]).toMatchObject({ kind: "window", size: 2 });
});

test("lets a viewer go whose socket is full for ten seconds, or holds four megabytes", () => {
  const stuck = opened(1);
  stuck.socket.bufferedAmount = MEGABYTE + 1;
  stuck.viewer.tick(100);
  stuck.viewer.tick(10_000);
  expect(stuck.socket.isTerminated).toBe(false);
  stuck.viewer.tick(10_200);
  expect(stuck.socket).toMatchObject({ isTerminated: true, closed: "1013 you read too slowly for ten seconds" });
  const swamped = opened(1);
  swamped.socket.bufferedAmount = 4 * MEGABYTE + 1;
  swamped.viewer.tick(100);
  expect(swamped.socket.isTerminated).toBe(true);
});

test("slows down with the rows it has to send", () => {
  const { socket, viewer, add } = opened(10);
  for (let ms = 50; ms <= 1_000; ms += 50) {
    add(100);
    viewer.tick(ms);
  }
  const rows = socket.sent.reduce((total, message) => total + message.rows.length, 0);
  expect(rows).toBeLessThanOrEqual(5_100);
});

test("closes a viewer that opens more than a hundred views in ten seconds, or says more than a thousand things", () => {
  const { socket, say } = opened(1);
  for (let request = 0; request < 101; request++) {
    say({ kind: "open", table: "orders", view: 1, range: { from: 0, to: 5 } });
  }
  expect(socket.closed).toBe("1008 too many views opened");
  const other = opened(1);
  for (let request = 0; request < 1_000; request++) other.say({ kind: "unsubscribe", table: "executions" });
  expect(other.socket.closed).toBe("1008 too many requests");
});

test("has at most eight views open, and says so", () => {
  const { socket, say } = opened(1);
  for (let view = 10; view <= 17; view++) say({ kind: "open", table: "orders", view, range: { from: 0, to: 5 } });
  expect(socket.sent.at(-1)).toMatchObject({ kind: "error", text: "A viewer has at most 8 views open: close one" });
});
