import { createConnection } from "node:net";
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

test("a frame of 100 MB and a million one-byte pieces are refused, and another viewer hears nothing of it", async () => {
  const steady = new WebSocket(`${fixture.address.replace("http", "ws")}/ws`, { origin: fixture.address });
  const heard: string[] = [];
  steady.on("message", (bytes) => heard.push(String(bytes)));
  await new Promise((resolve) => steady.on("open", resolve));
  const { host, hostname, port } = new URL(fixture.address);
  const giant = createConnection(Number(port), hostname);
  giant.on("error", () => undefined);
  const ended = new Promise((resolve) => giant.on("close", resolve));
  giant.write(
    `GET /ws HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${fixture.address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
  );
  await new Promise((resolve) => giant.once("data", resolve));
  giant.resume();
  // A text frame that says it has 100 MB, and then its first megabyte.
  giant.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 5, 0xf5, 0xe1, 0, 0, 0, 0, 0]));
  giant.write(Buffer.alloc(1024 * 1024));
  await ended;

  const pieces = new WebSocket(`${fixture.address.replace("http", "ws")}/ws`, { origin: fixture.address });
  pieces.on("error", () => undefined);
  const code = new Promise((resolve) => pieces.on("close", resolve));
  await new Promise((resolve) => pieces.on("open", resolve));
  let sent = 0;
  for (; sent < 1_000_000 && pieces.readyState === WebSocket.OPEN; sent++) {
    pieces.send("x", { fin: false });
    if (sent % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(sent).toBeLessThan(1_000_000);
  // The end may overtake what the end is told with.
  expect([1006, 1008]).toContain(await code);

  steady.send('{"kind":"open","table":"orders","view":1,"range":{"from":0,"to":5}}');
  await expect.poll(() => heard.some((text) => text.startsWith('{"kind":"window"')), { timeout: 20_000 }).toBe(true);
  steady.terminate();
});

test("says where it does not understand a viewer, what it expected and what it found, and the line lives", async () => {
  const socket = new WebSocket(`${fixture.address.replace("http", "ws")}/ws`, { origin: fixture.address });
  const told: { kind: string; path: string; expected: string; found: string }[] = [];
  socket.on("message", (bytes) => told.push(JSON.parse(String(bytes))));
  await new Promise((resolve) => socket.on("open", resolve));
  const range = { from: 0, to: 5 };
  const open = { kind: "open", table: "orders", view: 1, range };
  const wrong: [said: unknown, path: string, found: string][] = [
    [{ kind: "opne" }, "/kind", '"opne"'],
    [{ ...open, colour: "red" }, "/colour", '"red"'],
    [{ ...open, view: "1" }, "/view", '"1"'],
    [{ ...open, range: { from: 0, to: 5, step: 2 } }, "/range/step", "2"],
    [{ kind: "__proto__" }, "/kind", '"__proto__"'],
    [[open], "/kind", "nothing"],
    [null, "/kind", "nothing"],
  ];
  for (const [said] of wrong) socket.send(JSON.stringify(said));
  socket.send(Buffer.from(JSON.stringify(open)), { binary: true });
  socket.send("{");
  socket.send(JSON.stringify(open));
  await expect.poll(() => told.some(({ kind }) => kind === "window"), { timeout: 20_000 }).toBe(true);
  const errors = told.filter(({ kind }) => kind === "error");
  expect(errors.slice(0, wrong.length).map(({ path, found }) => [path, found])).toEqual(
    wrong.map(([, path, found]) => [path, found]),
  );
  expect(errors.slice(wrong.length)).toMatchObject([{ found: "a binary frame" }, { expected: "a JSON object" }]);
  expect(errors.every(({ expected }) => expected !== "")).toBe(true);
  socket.terminate();
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
