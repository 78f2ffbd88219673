/** Market data of `lockstep exchange` over WebSocket: books that are the exchange's own at every sequence, phases, and who may read. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Value } from "@sinclair/typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { hashLevels, hashOrders, type PublicLevel, type PublicOrder } from "../simulator/market-data/public-book.ts";
import type { Qty, Ticks } from "../src/domain/price.ts";
import type { Channel } from "../src/exchange-feed-channels.ts";
import { FeedViewer } from "../src/exchange-feed-viewer.ts";
import { type BookMessage, FEED_MESSAGES, type FeedMessage } from "../src/exchange-feed-wire.ts";
import { Random } from "../src/lib/random.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { Trader } from "./support/trader.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const ROUNDS = process.env.LOCKSTEP_FULL === "1" ? 20_000 : 600;
const TIME = "60=20261122-10:00:00";
const CONFIG = `
compId: XSIM
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.4 }
instruments:
  - { symbol: ACME, referencePrice: "100.00" }
  - { symbol: VOLA, referencePrice: "100.00", staticBandPercent: 20, dynamicBandPercent: 5, volatilityAuctionSeconds: 600 }
`;

/** A reader of `/ws` that checks every message against its schema. */
class Reader {
  readonly heard: FeedMessage[] = [];
  readonly socket: WebSocket;
  isOpen = false;
  closeCode = 0;

  constructor(port: number, options: { origin?: string; headers?: Record<string, string> } = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, options);
    this.socket.on("open", () => {
      this.isOpen = true;
    });
    this.socket.on("message", (bytes) => {
      const message = JSON.parse(String(bytes)) as FeedMessage;
      const fault = Value.Errors(FEED_MESSAGES[message.kind], message).First();
      if (fault !== undefined) throw new Error(`${message.kind}: ${JSON.stringify(fault)}`);
      this.heard.push(message);
      this.onMessage(message);
    });
    this.socket.on("close", (code) => {
      this.closeCode = code;
    });
    this.socket.on("error", () => {});
  }

  onMessage: (message: FeedMessage) => void = () => {};

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  async until<T>(find: () => T | undefined | false, what: string): Promise<T> {
    for (const endMs = performance.now() + 15_000; ; ) {
      const found = find();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > endMs) throw new Error(`${what}; heard ${JSON.stringify(this.heard.slice(-5))}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

/** A book rebuilt from the messages alone. */
class Rebuilt {
  sequence = -1;
  messages = 0;
  readonly trades: string[] = [];
  readonly #rows = [new Map<string, number[]>(), new Map<string, number[]>()];
  readonly #byOrder: boolean;

  constructor(byOrder: boolean) {
    this.#byOrder = byOrder;
  }

  take(message: BookMessage): void {
    this.messages++;
    if (message.isSnapshot) for (const side of this.#rows) side.clear();
    for (const [action, side, id, price, qty, last] of message.rows) {
      if (side === 2) this.trades.push(`${id} ${qty}@${price}`);
      else if (action === 2) this.#rows[side].delete(id);
      else this.#rows[side].set(id, [price, qty, last]);
    }
    expect(message.sequence).toBeGreaterThan(this.sequence);
    this.sequence = message.sequence;
    expect(this.hash, `seed ${SEED}, sequence ${message.sequence}`).toBe(message.hash);
  }

  get hash(): number {
    if (!this.#byOrder) return hashLevels(this.#levels(0), this.#levels(1));
    return hashOrders(this.#orders(0), this.#orders(1));
  }

  #levels(side: number): PublicLevel[] {
    const rows = [...this.#rows[side].values()].map(([price, qty, orders]) => {
      return { price: price as Ticks, qty: qty as Qty, orders };
    });
    return rows.sort((a, b) => (side === 0 ? b.price - a.price : a.price - b.price));
  }

  #orders(side: number): PublicOrder[] {
    const rows = [...this.#rows[side]].map(([id, [price, qty]]) => {
      return { orderNumber: Number(id.slice(1)), price: price as Ticks, qty };
    });
    return rows.sort((a, b) => (side === 0 ? b.price - a.price : a.price - b.price));
  }
}

describe("market data over WebSocket", () => {
  let home = "";
  let exchange: LockstepProcess;
  const alpha = new Trader("ALPHA", "FIX.4.4");
  const bravo = new Trader("BRAVO", "FIX.4.4");
  const readers: Reader[] = [];
  const open = async (options = {}) => {
    const reader = new Reader(exchange.httpPort, options);
    readers.push(reader);
    await reader.until(() => reader.heard.length > 0, "the instruments should be told");
    return reader;
  };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-exchange-feed-"));
    writeFileSync(join(home, "exchange.yaml"), CONFIG);
    exchange = await startLockstep({
      command: "exchange",
      dataDir: join(home, "data"),
      args: ["--config", join(home, "exchange.yaml"), "--no-agents", "--allow-origin", "http://127.0.0.1:3000"],
    });
    await alpha.logOn(exchange.fixPort);
    await bravo.logOn(exchange.fixPort);
  }, 60_000);

  afterAll(async () => {
    for (const { socket } of readers) socket.terminate();
    for (const client of [alpha, bravo]) client.drop();
    await exchange?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it("tells the instruments to everybody at once", async () => {
    const reader = await open();
    expect(reader.heard[0]).toMatchObject({
      kind: "instruments",
      exchange: "XSIM",
      rows: [{ symbol: "ACME", priceScale: 2, lotSize: 1, tickTable: [0, 1], referencePx: 10_000 }, { symbol: "VOLA" }],
    });
  });

  it("gives books that are the exchange's own at every sequence told, whatever the depth, pace and time of joining", {
    timeout: 120_000,
  }, async () => {
    console.log(`exchange feed seed ${SEED} (LOCKSTEP_SEED=${SEED} repeats it)`);
    const random = new Random(SEED);
    const watched: { reader: Reader; book: Rebuilt }[] = [];
    const watch = async (more: { depth?: number; byOrder?: boolean; conflateMs: number }) => {
      const reader = await open();
      const book = new Rebuilt(more.byOrder === true);
      reader.onMessage = (message) => {
        if (message.kind === "book") book.take(message);
      };
      reader.say({ kind: "subscribe", id: 7, channel: "book", symbol: "ACME", withHash: true, ...more });
      watched.push({ reader, book });
      await reader.until(() => book.messages > 0, "the book as it stands should be told");
    };
    await watch({ conflateMs: 0 });
    await watch({ byOrder: true, conflateMs: 0 });
    await watch({ depth: 3, conflateMs: 0 });
    await watch({ conflateMs: 40 });
    const live: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (round === ROUNDS / 2) await watch({ byOrder: true, conflateMs: 25 });
      if (random.below(100) < 70 || live.length === 0) {
        const side = 1 + random.below(2);
        const price = ((10_000 + (side === 1 ? -1 : 1) * (random.below(12) - 3)) / 100).toFixed(2);
        const hidden = random.oneIn(6) ? `111=${random.oneIn(2) ? 0 : 5}|` : "";
        const qty = 10 + random.below(90);
        alpha.send("D", `11=R${round}|55=ACME|54=${side}|38=${qty}|40=2|44=${price}|${hidden}${TIME}|`);
        live.push(`R${round}|55=ACME|54=${side}`);
      } else {
        const [named] = live.splice(random.below(live.length), 1);
        alpha.send("F", `11=C${round}|41=${named}|38=1|${TIME}|`);
      }
      if (random.oneIn(4)) await new Promise((resolve) => setImmediate(resolve));
    }
    alpha.send("H", "11=R0|55=ACME|54=1|790=LAST|");
    await alpha.next({ 35: "8", 790: "LAST" });
    const last = Math.max(...watched.map(({ book }) => book.sequence));
    const traded = alpha.heard.filter((message) => message.some(([tag, value]) => tag === "150" && value === "F"));
    for (const { reader, book } of watched) {
      await reader.until(() => book.sequence >= last, "every reader should come to the end");
    }
    const sequences = watched.map(({ book }) => book.sequence);
    expect(new Set(sequences).size).toBe(1);
    expect(watched[0].book.hash).toBe(watched[3].book.hash);
    expect(watched[1].book.hash).toBe(watched[4].book.hash);
    expect(watched[0].book.messages).toBeGreaterThan(watched[3].book.messages);
    for (const { book } of watched.slice(0, 4)) expect(book.trades.length).toBe(traded.length / 2);
  });

  it("tells phases, bands, and what an auction would give, as they change", async () => {
    const reader = await open();
    reader.say({ kind: "subscribe", id: 1, channel: "status" });
    reader.say({ kind: "subscribe", id: 2, channel: "top" });
    const rowOf = (phase: string) => () =>
      reader.heard
        .flatMap((message) => (message.kind === "status" ? message.rows : []))
        .findLast((row) => row.symbol === "VOLA" && row.phase === phase);
    const before = await reader.until(rowOf("continuous"), "VOLA should trade");
    expect([before.lowPx, before.highPx, before.indicativePx]).toEqual([8_000, 12_000, null]);
    bravo.send("D", `11=V1|55=VOLA|54=2|38=10|40=2|44=110.00|${TIME}|`);
    bravo.send("D", `11=V2|55=VOLA|54=1|38=4|40=2|44=110.00|${TIME}|`);
    const called = await reader.until(() => {
      const row = rowOf("volatility auction")();
      return row?.indicativePx === null ? undefined : row;
    }, "VOLA should be called");
    expect(called).toMatchObject({ cause: "band", indicativePx: 11_000, indicativeQty: 4 });
    expect(called.callEndsMs - called.sinceMs).toBe(600_000);
    const top = await reader.until(
      () =>
        reader.heard
          .flatMap((message) => (message.kind === "top" ? message.rows : []))
          .find((row) => row.symbol === "ACME"),
      "ACME's best should be told",
    );
    expect(top.bidPx! < top.askPx!).toBe(true);
  });

  it.each([
    ["no JSON", "{", "the message: expected a JSON object"],
    [
      "another channel",
      '{"kind":"subscribe","id":1,"channel":"gossip"}',
      "/channel: expected subscribe with a channel",
    ],
    [
      "an unlisted symbol",
      '{"kind":"subscribe","id":1,"channel":"book","symbol":"NONE"}',
      "/symbol: expected a listed symbol, found NONE",
    ],
    ["more than there is", '{"kind":"subscribe","id":1,"channel":"top","more":1}', "/more: "],
    [
      "a depth by order",
      '{"kind":"subscribe","id":1,"channel":"book","symbol":"ACME","byOrder":true,"depth":3}',
      "/depth: expected 0",
    ],
  ])("says what it does not understand: %s", async (_what, text, expected) => {
    const reader = await open();
    reader.socket.send(text);
    const error = await reader.until(
      () => reader.heard.find((message) => message.kind === "error"),
      "an error should come",
    );
    expect(error.text).toContain(expected);
  });

  it("closes on a message larger than any there is, and bounds the subscriptions of one reader", async () => {
    const large = await open();
    large.socket.send(`{"kind":"${"x".repeat(20_000)}"}`);
    await large.until(() => large.closeCode === 1009, "it should be closed");
    const greedy = await open();
    for (let id = 1; id <= 101; id++) greedy.say({ kind: "subscribe", id, channel: "book", symbol: "ACME" });
    const error = await greedy.until(
      () => greedy.heard.find((message) => message.kind === "error"),
      "an error should come",
    );
    expect(error.text).toContain("at most 100 subscriptions");
  });

  it.each([
    ["its own page", () => ({ origin: `http://127.0.0.1:${exchange.httpPort}` }), true],
    ["an allowed page", () => ({ origin: "http://127.0.0.1:3000" }), true],
    ["a page from elsewhere", () => ({ origin: "http://example.com" }), false],
    ["a page of no origin", () => ({ origin: "null" }), false],
    ["another name for this machine", () => ({ headers: { host: "example.com" } }), false],
  ])("lets in who may read: %s", async (_who, options, mayRead) => {
    const reader = new Reader(exchange.httpPort, options());
    readers.push(reader);
    await reader.until(() => reader.heard.length > 0 || reader.closeCode !== 0, "it should be answered");
    expect(reader.isOpen).toBe(mayRead);
  });

  it("takes commands from its own page only, and says why it does not take one", async () => {
    const order = (body: object, headers: Record<string, string> = {}) =>
      new Promise<[number, string]>((resolve, reject) => {
        const path = { host: "127.0.0.1", port: exchange.httpPort, path: "/api/command", method: "POST" };
        const sent = httpRequest({ ...path, headers: { "content-type": "application/json", ...headers } }, (answer) => {
          let text = "";
          answer.on("data", (part) => {
            text += part;
          });
          answer.on("end", () => resolve([answer.statusCode ?? 0, text]));
        });
        sent.on("error", reject);
        sent.end(JSON.stringify(body));
      });
    const halt = { do: "phase", symbol: "ACME", phase: "halted" };
    expect((await order(halt, { origin: "http://example.com" }))[0]).toBe(403);
    expect((await order(halt, { "content-type": "text/plain" }))[0]).toBe(415);
    expect(await order({ ...halt, phase: "lunch" })).toEqual([400, '{"error":"there is no phase lunch"}']);
    expect((await order({ do: "bust", execId: "T999999" }))[1]).toContain("XSIM has no trade T999999");
    expect((await order({ do: "fault", act: { kind: "explode" } }))[0]).toBe(400);
    expect((await order({ do: "cancel", orderId: "X99999999" }))[1]).toContain("no resting order X99999999");
    expect(await order(halt)).toEqual([200, '{"error":""}']);
    bravo.send("D", `11=H1|55=ACME|54=1|38=1|40=2|44=90.00|${TIME}|`);
    await bravo.next({
      35: "8",
      11: "H1",
      150: "8",
      103: "2",
      58: "trading in this symbol is halted; only cancels are taken; ACME is in phase halted",
    });
    expect((await order({ ...halt, phase: "resume" }))[0]).toBe(200);
  });

  it("busts and corrects a client's trade, and tells both sides in their version", async () => {
    const order = (body: object) =>
      fetch(`http://127.0.0.1:${exchange.httpPort}/api/command`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    alpha.send("D", `11=U1|55=ACME|54=2|38=20|40=2|44=70.00|${TIME}|59=3|`);
    alpha.send("q", `11=U0|530=7|${TIME}|`);
    await alpha.next({ 35: "r", 11: "U0" });
    alpha.send("D", `11=U2|55=ACME|54=2|38=50|40=2|44=95.00|${TIME}|`);
    await alpha.next({ 35: "8", 11: "U2", 150: "0" });
    bravo.send("D", `11=U3|55=ACME|54=1|38=20|40=2|44=95.00|${TIME}|`);
    const fill = await bravo.next({ 35: "8", 11: "U3", 150: "F", 39: "2" });
    const execId = fill.find(([tag]) => tag === "17")![1];
    expect((await order({ do: "correct", execId, qty: "15", price: "94.50" })).status).toBe(200);
    await bravo.next({ 35: "8", 11: "U3", 150: "G", 19: execId, 32: "15", 31: "94.50", 14: "15", 6: "94.500000" });
    await alpha.next({ 35: "8", 11: "U2", 150: "G", 39: "1", 14: "15", 32: "15" });
    expect((await order({ do: "bust", execId })).status).toBe(200);
    await bravo.next({ 35: "8", 11: "U3", 150: "H", 39: "4", 19: execId, 14: "0", 151: "0" });
    await alpha.next({ 35: "8", 11: "U2", 150: "H", 39: "0", 14: "0", 151: "30" });
    expect((await order({ do: "bust", execId })).status).toBe(400);
  });
});

describe("a reader that takes nothing", () => {
  class FullSocket {
    bufferedAmount = 0;
    readonly sent: string[] = [];
    closed = 0;
    isTerminated = false;
    send(text: string): void {
      this.sent.push(text);
    }
    close(code: number): void {
      this.closed = code;
    }
    terminate(): void {
      this.isTerminated = true;
    }
  }
  const counting = (): Channel & { taken: number } => ({
    taken: 0,
    conflateMs: 0,
    take() {
      this.taken++;
      return { kind: "top", id: 1, rows: [] };
    },
    close: () => {},
  });
  const full = () => {
    const socket = new FullSocket();
    const channel = counting();
    const viewer = new FeedViewer(socket as unknown as WebSocket, () => channel);
    viewer.receive(Buffer.from('{"kind":"subscribe","id":1,"channel":"top"}'), false, 0);
    return { socket, channel, viewer };
  };

  it("is told nothing over a megabyte, and what it missed once it has drained", () => {
    const { socket, channel, viewer } = full();
    viewer.tick(10);
    socket.bufferedAmount = 1024 * 1024 + 1;
    viewer.tick(20);
    viewer.tick(9_000);
    expect([socket.sent.length, channel.taken]).toEqual([1, 1]);
    socket.bufferedAmount = 0;
    viewer.tick(9_010);
    expect([socket.sent.length, channel.taken, socket.closed]).toEqual([2, 2, 0]);
  });

  it("is let go when it is stuck for ten seconds, or four megabytes wait", () => {
    const stuck = full();
    stuck.socket.bufferedAmount = 1024 * 1024 + 1;
    stuck.viewer.tick(0);
    stuck.viewer.tick(10_000);
    expect(stuck.socket.isTerminated).toBe(false);
    stuck.viewer.tick(10_001);
    expect([stuck.socket.closed, stuck.socket.isTerminated]).toEqual([1013, true]);
    const large = full();
    large.socket.bufferedAmount = 4 * 1024 * 1024 + 1;
    large.viewer.tick(0);
    expect(large.socket.isTerminated).toBe(true);
  });
});
