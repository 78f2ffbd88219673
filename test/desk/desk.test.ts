import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { openDesk } from "../../src/desk/desk.ts";
import type { OrderDetail } from "../../src/desk/detail-wire.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

let fixture: FollowerFixture;
beforeAll(async () => {
  fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, 7);
  day.begin();
  for (let step = 0; step < 600; step++) day.step();
  fixture.journal.commit();
  await fixture.start();
});
afterAll(() => fixture.close());

test("answers the newest orders, a page at a time", async () => {
  const first = await read("/api/orders?limit=20");
  expect(first.rows).toHaveLength(20);
  expect(first.total).toBe(fixture.journal.state.orders.count);
  expect(first.rows[0].orderId).toBe(first.total);
  const second = await read(`/api/orders?limit=20&before=${first.nextBefore}`);
  expect(second.rows[0].orderId).toBe(first.total - 20);
});

test("filters orders by words and by group", async () => {
  const { rows } = await read("/api/orders?text=acme%20buy&group=filled&limit=500");
  expect(rows.length).toBeGreaterThan(0);
  expect(
    new Set(
      rows.map(
        (row: { symbol: string; side: string; ordStatus: string }) => `${row.symbol}${row.side}${row.ordStatus}`,
      ),
    ),
  ).toEqual(new Set(["ACME12"]));
});

test("opens an order to its events and its raw messages with names and meanings", async () => {
  const { rows } = await read("/api/executions?fillsOnly=true&limit=1");
  const detail = (await read(`/api/orders/${rows[0].orderId}`)) as OrderDetail;
  expect(detail.events.map((event) => event.name)).toEqual(
    expect.arrayContaining(["OrderAccepted", "OrderRouted", "OrderAcknowledged", "OrderFilled"]),
  );
  expect(new Set(detail.messages.map((message) => message.direction))).toEqual(new Set(["in", "out"]));
  const request = detail.messages[0];
  expect(request.fields.find((field) => field.tag === 35)).toEqual({
    tag: 35,
    name: "MsgType",
    value: "D",
    meaning: "New Order Single",
  });
  expect(detail.messages.every((message) => message.fields.every((field) => field.name !== ""))).toBe(true);
});

test("refuses what its schemas do not know", async () => {
  expect((await fetch(`${fixture.address}/api/orders?sortBy=price`)).status).toBe(400);
  expect((await fetch(`${fixture.address}/api/orders?limit=100000`)).status).toBe(400);
  expect((await fetch(`${fixture.address}/api/orders/0`)).status).toBe(400);
  expect((await fetch(`${fixture.address}/api/orders/4000000000`)).status).toBe(404);
  expect((await fetch(`${fixture.address}/api/orders`, { method: "POST" })).status).toBe(404);
});

test("sends a strict content security policy with every answer", async () => {
  for (const path of ["/", "/api/orders", "/health", "/nothing"]) {
    const policy = (await fetch(fixture.address + path)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  }
});

test("listens on the loopback only and says why", async () => {
  await expect(openDesk({ host: "0.0.0.0", port: 0 }, {} as never, {} as never)).rejects.toThrow(
    /told to listen on 0\.0\.0\.0\. It has no users/,
  );
});

test("refuses a WebSocket of another origin, of none, and of another name for this machine", async () => {
  const { host } = new URL(fixture.address);
  for (const origin of ["http://evil.example", "null", `https://${host}`, `http://${host}.evil.example`, undefined]) {
    expect(await connect(origin === undefined ? {} : { origin })).toBe(403);
  }
  expect(await connect({ origin: "http://evil.example", headers: { Host: "evil.example" } })).toBe(403);
});

test("closes a viewer that sends more than 64 KiB", async () => {
  expect(await closeCodeAfter("x".repeat(64 * 1024 + 1))).toBe(1009);
});

test("refuses a request under another host name", async () => {
  const { get } = await import("node:http");
  const status = await new Promise((resolve) => {
    get(`${fixture.address}/api/orders`, { headers: { Host: "evil.example" } }, (reply) => resolve(reply.statusCode));
  });
  expect(status).toBe(421);
});

// biome-ignore lint/suspicious/noExplicitAny: replies are checked by what is expected of them
async function read(path: string): Promise<any> {
  const reply = await fetch(fixture.address + path);
  expect(reply.status).toBe(200);
  return reply.json();
}

function connect(options: WebSocket.ClientOptions): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${fixture.address.replace("http", "ws")}/ws`, options);
    socket.on("unexpected-response", (_request, reply) => resolve(reply.statusCode ?? 0));
    socket.on("open", () => resolve(101));
    socket.on("error", () => undefined);
  });
}

function closeCodeAfter(text: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${fixture.address.replace("http", "ws")}/ws`, { origin: fixture.address });
    socket.on("open", () => socket.send(text));
    socket.on("close", (code) => resolve(code));
    socket.on("error", () => undefined);
  });
}
