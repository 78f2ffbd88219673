import { afterEach, expect, test } from "vitest";
import WebSocket from "ws";
import { LiveTable } from "../../src/blotter/live-table.ts";
import type {
  ClientMessage,
  ExecutionRow,
  ExecutionsDelta,
  ExecutionsSnapshot,
  OrderRow,
  OrdersDelta,
  OrdersSnapshot,
  ServerMessage,
} from "../../src/desk/wire.ts";
import { Random } from "../../src/lib/random.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
let fixture: FollowerFixture | null = null;
afterEach(async () => {
  await fixture?.close();
  fixture = null;
});

/** A viewer as the browser is one: its tables are the blotter's own. */
class TestViewer {
  readonly orders = new LiveTable<number, OrderRow>(
    (row) => row.orderId,
    (a, b) => a - b,
    [],
  );
  readonly executions = new LiveTable<string, ExecutionRow>((row) => row.execId, compareExecIds, []);
  readonly socket: WebSocket;
  gaps = 0;
  deltas = 0;
  systems = 0;

  constructor(address: string, requests: ClientMessage[]) {
    this.socket = new WebSocket(`${address.replace("http", "ws")}/ws`, { origin: address });
    this.socket.on("open", () => {
      for (const request of requests) this.socket.send(JSON.stringify(request));
    });
    this.socket.on("message", (bytes) => this.#receive(JSON.parse(String(bytes)) as ServerMessage));
  }

  #receive(message: ServerMessage): void {
    if (message.kind === "system") this.systems++;
    if (message.kind !== "snapshot" && message.kind !== "delta") return;
    if (message.table === "orders") this.#orders(message);
    else this.#executions(message);
  }

  #orders(message: OrdersSnapshot | OrdersDelta): void {
    if (message.kind === "snapshot") {
      return this.orders.reset(message.rows, message.sequence, message.total, message.limit);
    }
    this.deltas++;
    const { fromSequence, toSequence, total, rows, removed } = message;
    if (!this.orders.apply(fromSequence, toSequence, total, rows, removed)) this.gaps++;
  }

  #executions(message: ExecutionsSnapshot | ExecutionsDelta): void {
    if (message.kind === "snapshot") {
      return this.executions.reset(message.rows, message.sequence, message.total, message.limit);
    }
    const { fromSequence, toSequence, total, rows } = message;
    if (!this.executions.apply(fromSequence, toSequence, total, rows, [])) this.gaps++;
  }
}

test(`snapshot and deltas make the same table as the journal, whatever the filter and the window (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, SEED);
  day.begin();
  for (let step = 0; step < 200; step++) day.step();
  fixture.journal.commit();
  await fixture.start();
  const subscriptions: Omit<
    Extract<ClientMessage, { table: "orders"; kind: "subscribe" }>,
    "kind" | "table" | "subscription"
  >[] = [{}, { limit: 40 }, { group: "working" }, { text: "acme", group: "filled" }, { text: "sell part", limit: 10 }];
  const viewers = subscriptions.map((terms, index) => {
    const subscribe = { kind: "subscribe", subscription: index + 1 } as const;
    return new TestViewer(fixture!.address, [
      { ...subscribe, table: "orders", ...terms },
      { ...subscribe, table: "executions", limit: 300, fillsOnly: index % 2 === 1 },
    ]);
  });
  for (let turn = 0; turn < 30; turn++) {
    for (let step = random.below(60); step >= 0; step--) day.step();
    fixture.journal.commit();
    await sleep(random.below(80));
  }
  await fixture.caughtUp();
  await sleep(400);

  for (const [index, viewer] of viewers.entries()) {
    const { text = "", group = "all", limit = 500 } = subscriptions[index];
    const query = new URLSearchParams({ text, group, limit: String(limit) });
    const expected = await all(`/api/orders?${query}`, limit);
    // A window that lost rows to its filter is not filled up from below: what it holds must be the newest of them.
    const held = viewer.orders.keys.map((key) => viewer.orders.rows.get(key));
    expect({ index, held }).toEqual({ index, held: expected.slice(0, held.length) });
    if (limit === 500) expect(held).toHaveLength(expected.length);
    const fills = await read(`/api/executions?limit=300&fillsOnly=${index % 2 === 1}`);
    expect(viewer.executions.keys.map((key) => viewer.executions.rows.get(key))).toEqual(fills.rows);
    expect(viewer.gaps).toBe(0);
    viewer.socket.terminate();
  }
  expect(viewers[0].deltas).toBeGreaterThan(5);
}, 30_000);

test("a viewer that reads nothing costs the others nothing", async () => {
  fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, 2);
  day.begin();
  for (let order = 0; order < 6_000; order++) day.newOrder();
  fixture.journal.commit();
  await fixture.start();
  const subscribe: ClientMessage = { kind: "subscribe", table: "orders", subscription: 1 };
  const slow = new TestViewer(fixture.address, []);
  await new Promise((resolve) => slow.socket.on("open", resolve));
  slow.socket.pause();
  // Every request brings a snapshot of two megabytes that nobody takes.
  for (let request = 0; request < 20; request++) slow.socket.send(JSON.stringify(subscribe));
  const quick = new TestViewer(fixture.address, [subscribe]);
  for (let turn = 0; turn < 20; turn++) {
    slow.socket.send(JSON.stringify(subscribe));
    day.newOrder();
    fixture.journal.commit();
    await sleep(60);
  }
  await sleep(200);
  expect(quick.orders.keys[0]).toBe(fixture.journal.state.orders.count);
  expect(quick.orders.keys).toHaveLength(5_000);
  expect(quick.orders.total).toBe(6_020);
  expect(quick.gaps).toBe(0);
  quick.socket.terminate();
  slow.socket.terminate();
}, 30_000);

// biome-ignore lint/suspicious/noExplicitAny: replies are checked by what is expected of them
async function read(path: string): Promise<any> {
  return (await fetch(fixture!.address + path)).json();
}

async function all(path: string, limit: number): Promise<OrderRow[]> {
  const rows: OrderRow[] = [];
  for (let before = 0; ; ) {
    const page = await read(before === 0 ? path : `${path}&before=${before}`);
    rows.push(...page.rows);
    if (page.nextBefore === 0 || limit < 500) return rows;
    before = page.nextBefore;
  }
}

function compareExecIds(a: string, b: string): number {
  const [sequenceA, indexA] = a.split("-").map(Number);
  const [sequenceB, indexB] = b.split("-").map(Number);
  return sequenceA - sequenceB || indexA - indexB;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
