import { afterEach, expect, test } from "vitest";
import WebSocket from "ws";
import { LiveTable } from "../../src/blotter/live-table.ts";
import { WindowTable } from "../../src/blotter/window-table.ts";
import type {
  ClientMessage,
  ExecutionRow,
  ExecutionsDelta,
  ExecutionsSnapshot,
  OpenOrders,
  OrderRow,
  ServerMessage,
} from "../../src/desk/wire.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
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
  readonly orders = new WindowTable();
  readonly executions = new LiveTable<string, ExecutionRow>((row) => row.execId, compareExecIds, []);
  readonly socket: WebSocket;
  gaps = 0;
  windows = 0;
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
    if (message.kind === "window") {
      this.windows++;
      if (!this.orders.apply(message)) this.gaps++;
    } else if (message.kind === "snapshot" || message.kind === "delta") this.#executions(message);
  }

  #executions(message: ExecutionsSnapshot | ExecutionsDelta): void {
    if (message.kind === "snapshot") {
      return this.executions.reset(message.rows, message.sequence, message.total, message.limit);
    }
    const { fromSequence, toSequence, total, rows } = message;
    if (!this.executions.apply(fromSequence, toSequence, total, rows, [])) this.gaps++;
  }
}

test(`windows show the same rows as the journal, whatever the filter and the range (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, SEED);
  day.begin();
  for (let step = 0; step < 200; step++) day.step();
  fixture.journal.commit();
  await fixture.start();
  const opened: Pick<OpenOrders, "filter" | "range">[] = [
    { range: { from: 0, to: 500 } },
    { range: { from: 20, to: 60 } },
    { filter: { group: "working" }, range: { from: 0, to: 500 } },
    { filter: { text: "acme", group: "filled" }, range: { from: 0, to: 500 } },
    { filter: { text: "sell part" }, range: { from: 3, to: 13 } },
  ];
  const viewers = opened.map(
    (terms, index) =>
      new TestViewer(fixture!.address, [
        { kind: "open", table: "orders", view: index + 1, ...terms },
        { kind: "subscribe", subscription: 1, table: "executions", limit: 300, fillsOnly: index % 2 === 1 },
      ]),
  );
  for (let turn = 0; turn < 30; turn++) {
    for (let step = random.below(60); step >= 0; step--) day.step();
    fixture.journal.commit();
    await sleep(random.below(80));
  }
  await fixture.caughtUp();
  await sleep(400);

  for (const [index, viewer] of viewers.entries()) {
    const { filter = {}, range } = opened[index];
    const query = new URLSearchParams({ text: filter.text ?? "", group: filter.group ?? "all", limit: "500" });
    const expected = (await all(`/api/orders?${query}`, 500)).filter(
      (row) => row.symbol !== "XXXX" || filter.text === undefined,
    );
    const length = range.to - range.from;
    const from = Math.max(0, Math.min(range.from, expected.length - length));
    const { keys } = viewer.orders;
    expect({ index, from: viewer.orders.from, matched: viewer.orders.matched }).toEqual({
      index,
      from,
      matched: expected.length,
    });
    expect({ index, rows: keys.map((key) => viewer.orders.rowOf(key)) }).toEqual({
      index,
      rows: expected.slice(from, from + length),
    });
    const fills = await read(`/api/executions?limit=300&fillsOnly=${index % 2 === 1}`);
    expect(viewer.executions.keys.map((key) => viewer.executions.rows.get(key))).toEqual(fills.rows);
    expect(viewer.gaps).toBe(0);
    viewer.socket.terminate();
  }
  expect(viewers[0].windows).toBeGreaterThan(5);
}, 30_000);

test("a viewer that reads nothing costs the others nothing", async () => {
  fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, 2);
  day.begin();
  for (let order = 0; order < 6_000; order++) day.newOrder();
  fixture.journal.commit();
  await fixture.start();
  const open: ClientMessage = { kind: "open", table: "orders", view: 1, range: { from: 0, to: 1_000 } };
  const slow = new TestViewer(fixture.address, []);
  await new Promise((resolve) => slow.socket.on("open", resolve));
  slow.socket.pause();
  // Every request brings a window of four hundred kilobytes that nobody takes.
  for (let request = 0; request < 20; request++) slow.socket.send(JSON.stringify(open));
  const quick = new TestViewer(fixture.address, [open]);
  for (let turn = 0; turn < 20; turn++) {
    slow.socket.send(JSON.stringify(open));
    day.newOrder();
    fixture.journal.commit();
    await sleep(60);
  }
  await expect.poll(() => quick.orders.keys[0]).toBe(fixture.journal.state.orders.count);
  expect(quick.orders.keys).toHaveLength(1_000);
  expect(quick.orders.total).toBe(6_020);
  expect(quick.gaps).toBe(0);
  // It is let go within twelve seconds of its last look; here, only that it is.
  await expect.poll(async () => (await read("/api/system")).viewers, { timeout: 30_000, interval: 500 }).toBe(1);
  expect(quick.socket.readyState).toBe(WebSocket.OPEN);
  quick.socket.terminate();
  slow.socket.terminate();
}, 60_000);

test("every view is made anew when a day opens and old orders leave the memory", async () => {
  fixture = new FollowerFixture();
  const { journal } = fixture;
  const day = new TradingDay(journal, 3);
  day.begin();
  for (let order = 0; order < 300; order++) day.step();
  journal.commit();
  await fixture.start();
  const viewer = new TestViewer(fixture.address, [
    {
      kind: "open",
      table: "orders",
      view: 1,
      sort: [{ column: "price", descending: true }],
      range: { from: 0, to: 1_000 },
    },
  ]);
  await expect.poll(() => viewer.orders.count).toBe(journal.state.orders.rowCount);
  for (const tradingDay of [20_261_123, 20_261_124, 20_261_125]) {
    journal.timeNs += 86_400_000_000_000n;
    journal.submit({ type: CommandType.OpenTradingDay, tradingDay });
    for (let step = 0; step < 40; step++) day.step();
    journal.commit();
    await sleep(120);
  }
  await expect.poll(() => viewer.orders.count).toBe(journal.state.orders.rowCount);
  expect(journal.state.orders.rowCount).toBeLessThan(journal.state.orders.count);
  expect(viewer.gaps).toBe(0);
  viewer.socket.terminate();
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
