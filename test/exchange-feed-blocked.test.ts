/** A reader of the exchange's market data whose process takes nothing from its socket any more: it is let go, and nobody waits for it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { FeedMessage } from "../src/exchange-feed-wire.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { limit, Trader } from "./support/trader.ts";

const CONFIG = `
compId: XSIM
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.4 }
instruments:
  - { symbol: ACME, referencePrice: "100.00" }
`;
const ORDERS = 1_500;
const SUBSCRIPTIONS = 100;
const ROUNDS = 4;
/** Far more than the ten seconds after which a full socket is let go. */
const PATIENCE_MS = 60_000;

/**
 * Stops reading, asks for the whole book a few hundred times, says so and then stands still for good: its socket stays open,
 * and what the exchange sends piles up before it.
 */
const BLOCKED = `
const { WebSocket } = require("ws");
const socket = new WebSocket(process.argv[1]);
socket.on("open", async () => {
  socket.pause();
  for (let round = 0; round < ${ROUNDS}; round++) {
    for (let id = 1; id <= ${SUBSCRIPTIONS}; id++) {
      socket.send(JSON.stringify({ kind: "subscribe", id, channel: "book", symbol: "ACME", byOrder: true, conflateMs: 0 }));
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  require("node:fs").writeSync(1, "blocked\\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
`;

let home = "";
let exchange: LockstepProcess;
let blocked: ChildProcess | null = null;
const alpha = new Trader("ALPHA", "FIX.4.4");
const bravo = new Trader("BRAVO", "FIX.4.4");

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "lockstep-blocked-"));
  const config = join(home, "exchange.yaml");
  writeFileSync(config, CONFIG);
  const args = ["--config", config, "--no-agents"];
  exchange = await startLockstep({ command: "exchange", dataDir: join(home, "data"), args });
  for (const client of [alpha, bravo]) await client.logOn(exchange.fixPort);
}, 60_000);

afterAll(async () => {
  blocked?.kill("SIGKILL");
  for (const client of [alpha, bravo]) client.drop();
  await exchange?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const endMs = performance.now() + PATIENCE_MS; !condition(); ) {
    if (performance.now() > endMs) throw new Error(what);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

it("is let go, while every trade reaches the other readers and every report its client", {
  timeout: 240_000,
}, async () => {
  for (let number = 0; number < ORDERS; number++) {
    alpha.send("D", limit(`R${number}`, "ACME", 2, 5, (101 + number / 100).toFixed(2), "59=1|"));
  }
  await alpha.echo();
  await until(() => alpha.reports.has(`R${ORDERS - 1}`), "every order should rest");

  const url = `ws://127.0.0.1:${exchange.httpPort}/ws`;
  const trades: number[] = [];
  let readers = 0;
  let most = 0;
  const healthy = new WebSocket(url);
  healthy.on("message", (bytes) => {
    const message = JSON.parse(String(bytes)) as FeedMessage;
    if (message.kind === "book") for (const [, side, , , qty] of message.rows) if (side === 2) trades.push(qty);
    if (message.kind === "house") readers = message.readers;
    most = Math.max(most, readers);
  });
  await new Promise((resolve) => healthy.once("open", resolve));
  healthy.send(JSON.stringify({ kind: "subscribe", id: 1, channel: "book", symbol: "ACME", depth: 1, conflateMs: 0 }));
  healthy.send(JSON.stringify({ kind: "subscribe", id: 2, channel: "house" }));
  await until(() => readers === 1, "the healthy reader should be counted");

  let said = "";
  blocked = spawn(process.execPath, ["-e", BLOCKED, url], { stdio: ["ignore", "pipe", "inherit"] });
  blocked.stdout?.on("data", (bytes) => {
    said += String(bytes);
  });
  await until(() => said.includes("blocked"), "the other reader should be blocked");
  await until(() => readers === 2, "both should be counted");

  let sent = 0;
  while (readers > 1) {
    sent++;
    alpha.send("D", limit(`S${sent}`, "ACME", 2, sent, "100.00", "59=1|"));
    bravo.send("D", limit(`B${sent}`, "ACME", 1, sent, "100.00", "59=1|"));
    await until(() => bravo.reports.get(`B${sent}`)?.get("39") === "2", `trade ${sent} should be reported`);
    await until(() => trades.at(-1) === sent, `trade ${sent} should reach the reader that reads`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(most).toBe(2);
  expect(blocked.exitCode, "it is alive, and still takes nothing").toBeNull();
  expect(sent).toBeGreaterThan(1);
  expect(trades).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
  expect(healthy.readyState).toBe(WebSocket.OPEN);
  healthy.close();
  expect([...alpha.faults, ...bravo.faults]).toEqual([]);
});
