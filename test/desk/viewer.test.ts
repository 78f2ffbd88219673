import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import type { DeskData } from "../../src/desk/desk-data.ts";
import { Viewer } from "../../src/desk/viewer.ts";
import type { OrdersDelta, OrdersSnapshot } from "../../src/desk/wire.ts";
import type { OrderRecord } from "../../src/history/order-record.ts";

const OPEN = 1;
const MEGABYTE = 1024 * 1024;

class FakeSocket {
  readonly OPEN = OPEN;
  readyState = OPEN;
  bufferedAmount = 0;
  readonly sent: (OrdersSnapshot | OrdersDelta)[] = [];
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

function order(orderId: number): OrderRecord {
  return {
    orderId,
    sessionId: 1,
    compId: "ALPINE",
    clOrdId: `C${orderId}`,
    account: "A",
    symbol: "ACME",
    currency: "EUR",
    priceScale: 2,
    qtyScale: 0,
    side: "1",
    ordType: "2",
    timeInForce: "0",
    ordStatus: "0",
    orderQty: 100,
    cumQty: 0,
    leavesQty: 100,
    price: 1_000,
    avgPxMantissa: 0,
    avgPxScale: 6,
    venueId: 1,
    exchangeOrderId: "",
    pending: "",
    createdNs: 0n,
    updatedNs: 0n,
    text: "",
  };
}

function subscribed(orderCount: { value: number }) {
  const socket = new FakeSocket();
  const data = {
    queries: {
      orderIds: (_matcher: unknown, limit: number) =>
        Array.from({ length: Math.min(limit, orderCount.value) }, (_, index) => orderCount.value - index),
    },
    viewOrder: order,
    appliedSequence: () => orderCount.value,
    orderCount: () => orderCount.value,
  } as unknown as DeskData;
  const viewer = new Viewer(socket as unknown as WebSocket, data);
  viewer.receive(Buffer.from('{"kind":"subscribe","table":"orders","subscription":7,"limit":100}'), false, 0);
  viewer.tick(0);
  expect(socket.sent.map((message) => message.kind)).toEqual(["snapshot"]);
  socket.sent.length = 0;
  const add = (count: number) => {
    const orderIds = new Set<number>();
    for (let index = 0; index < count; index++) orderIds.add(++orderCount.value);
    viewer.changed(orderIds, []);
  };
  return { socket, viewer, add };
}

test("tells of many changes of one order once, when the conflation time is over", () => {
  const { socket, viewer, add } = subscribed({ value: 10 });
  add(1);
  viewer.changed(new Set([11, 10]), []);
  viewer.changed(new Set([11]), []);
  viewer.tick(30);
  expect(socket.sent).toEqual([]);
  viewer.tick(1_000);
  expect(socket.sent.map((message) => message.rows.map((row) => row.orderId))).toEqual([[10, 11]]);
  expect(socket.sent[0]).toMatchObject({ kind: "delta", subscription: 7, fromSequence: 10, toSequence: 11, total: 11 });
});

test("sends nothing into a full socket, and when it is empty again a delta that misses nothing", () => {
  const { socket, viewer, add } = subscribed({ value: 10 });
  socket.bufferedAmount = MEGABYTE + 1;
  for (let turn = 1; turn <= 20; turn++) {
    add(1);
    viewer.tick(turn * 100);
  }
  expect(socket.sent).toEqual([]);
  socket.bufferedAmount = 0;
  viewer.tick(3_000);
  expect(socket.sent).toHaveLength(1);
  expect(socket.sent[0]).toMatchObject({ kind: "delta", fromSequence: 10, toSequence: 30 });
  expect(socket.sent[0].rows).toHaveLength(20);
});

test("sends a snapshot instead when more than a window of rows was missed", () => {
  const { socket, viewer, add } = subscribed({ value: 10 });
  socket.bufferedAmount = MEGABYTE + 1;
  add(101);
  viewer.tick(100);
  socket.bufferedAmount = 0;
  viewer.tick(200);
  expect(socket.sent[0]).toMatchObject({ kind: "snapshot", sequence: 111, total: 111 });
  expect(socket.sent[0].rows).toHaveLength(100);
});

test("lets a viewer go whose socket is full for ten seconds, or holds four megabytes", () => {
  const stuck = subscribed({ value: 1 });
  stuck.socket.bufferedAmount = MEGABYTE + 1;
  stuck.viewer.tick(100);
  stuck.viewer.tick(10_000);
  expect(stuck.socket.isTerminated).toBe(false);
  stuck.viewer.tick(10_200);
  expect(stuck.socket).toMatchObject({ isTerminated: true, closed: "1013 you read too slowly for ten seconds" });
  const swamped = subscribed({ value: 1 });
  swamped.socket.bufferedAmount = 4 * MEGABYTE + 1;
  swamped.viewer.tick(100);
  expect(swamped.socket.isTerminated).toBe(true);
});

test("slows down with the rows it has to send", () => {
  const { socket, viewer, add } = subscribed({ value: 10 });
  for (let ms = 50; ms <= 1_000; ms += 50) {
    add(100);
    viewer.tick(ms);
  }
  const rows = socket.sent.reduce((total, message) => total + message.rows.length, 0);
  expect(rows).toBeLessThanOrEqual(5_100);
});

test("closes a viewer that asks a hundred times in ten seconds", () => {
  const { socket, viewer } = subscribed({ value: 1 });
  for (let request = 0; request < 100; request++) {
    viewer.receive(Buffer.from('{"kind":"unsubscribe","table":"orders"}'), false, 5);
  }
  expect(socket.closed).toBe("1008 too many requests");
});
