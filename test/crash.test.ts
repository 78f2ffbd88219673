/**
 * The promise itself: a real process, killed with SIGKILL at random moments under load from three clients, loses nothing
 * and doubles nothing. `LOCKSTEP_CRASH_ROUNDS` and `LOCKSTEP_SEED` change how long and how it is played.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSimulatedExchange } from "../simulator/open-exchange.ts";
import { loadConfig } from "../src/config.ts";
import { Random } from "../src/lib/random.ts";
import { PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, startLockstep } from "./support/process.ts";

const ROUNDS = Number(process.env.LOCKSTEP_CRASH_ROUNDS ?? 50);
const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const BURST = 20;

/** Sends a burst of orders around one price on one symbol, and cancels and replaces of earlier ones. */
function sendBurst(client: PersistentClient, random: Random): void {
  for (let index = 0; index < BURST && client.loggedOn; index++) {
    const clOrdId = `${client.compId}-${client.orders.length}-${random.below(1_000_000)}`;
    const side = random.below(2) === 0 ? "1" : "2";
    const price = `${99 + random.below(2)}.${String(random.below(100)).padStart(2, "0")}`;
    const time = new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
    const previous = client.orders[client.orders.length - 1 - random.below(Math.min(client.orders.length, 50))];
    const known = previous === undefined ? undefined : client.reports.get(previous);
    const what = random.below(10);
    if (what < 7 || known === undefined) {
      client.send(
        "D",
        `11=${clOrdId}|21=1|38=${1 + random.below(300)}|40=2|44=${price}|54=${side}|55=ZVZZT|59=0|60=${time}|`,
      );
    } else if (what < 9) {
      client.send("F", `11=${clOrdId}|38=1|41=${previous}|54=${known.get("54")}|55=ZVZZT|60=${time}|`);
    } else {
      const terms = `38=${1 + random.below(300)}|40=2|41=${previous}|44=${price}|54=${known.get("54")}|55=ZVZZT|60=${time}|`;
      client.send("G", `11=${clOrdId}|21=1|${terms}`);
    }
  }
}

type ReplayedOrder = {
  orderId: number;
  compId: string;
  clOrdId: string;
  ordStatus: string;
  cumQty: number;
  leavesQty: number;
};

function lockstep(...args: string[]): string {
  return execFileSync(process.execPath, [CLI_PATH, ...args], { encoding: "utf8", maxBuffer: 1 << 30 });
}

async function settle(clients: PersistentClient[]): Promise<void> {
  for (const client of clients) await client.until(() => !client.isGapped, `${client.compId}: the gap was not filled`);
  for (let quiet = 0, before = -1; quiet < 20; ) {
    const received = clients.reduce((sum, client) => sum + client.received, 0);
    quiet = received === before ? quiet + 1 : 0;
    before = received;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it(`loses and doubles nothing through ${ROUNDS} kills under load (LOCKSTEP_SEED=${SEED} LOCKSTEP_CRASH_ROUNDS=${ROUNDS} npx vitest run test/crash.test.ts)`, {
  timeout: 60_000 + ROUNDS * 10_000,
}, async () => {
  const random = new Random(SEED);
  const dataDir = mkdtempSync(join(tmpdir(), "lockstep-crash-"));
  const clients = [
    new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" }),
    new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.2" }),
    new PersistentClient({ compId: "CHARLIE", beginString: "FIXT.1.1", applVerId: "9" }),
  ];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const args = ["--no-agents", "--durability", round % 2 === 0 ? "fsync" : "write"];
      const oms = await startLockstep({ dataDir, args });
      const killAtMs = performance.now() + 20 + random.below(400);
      const killed = new Promise((resolve) => setTimeout(resolve, killAtMs - performance.now())).then(() =>
        oms.kill("SIGKILL"),
      );
      await Promise.all(clients.map((client) => client.logOn(oms.fixPort)));
      while (oms.exit === null && performance.now() < killAtMs) {
        for (const client of clients) sendBurst(client, random);
        await new Promise((resolve) => setTimeout(resolve, 1 + random.below(4)));
      }
      await killed;
      for (const client of clients) client.drop();
    }
    const oms = await startLockstep({ dataDir, args: ["--no-agents"] });
    for (const client of clients) await client.logOn(oms.fixPort);
    await settle(clients);
    for (const client of clients) await client.logOut();
    await oms.stop();

    expect(clients.map((client) => client.faults)).toEqual([[], [], []]);
    const lines = lockstep("replay", "--orders", "--data-dir", dataDir, "--json").trim().split("\n");
    const orders = lines.slice(0, -1).map((line) => JSON.parse(line) as ReplayedOrder);
    const byId = new Map(orders.map((order) => [String(order.orderId), order]));
    let acknowledged = 0;
    for (const client of clients) {
      for (const clOrdId of client.orders) {
        const report = client.reports.get(clOrdId);
        expect(report, `order ${clOrdId} was never answered`).toBeDefined();
        const order = byId.get(report?.get("37") ?? "");
        expect(order, `order ${clOrdId} is not in the journal`).toBeDefined();
        acknowledged++;
      }
    }
    for (const order of orders) {
      const client = clients.find(({ compId }) => compId === order.compId);
      expect(client?.filled.get(String(order.orderId)) ?? 0, `fills of order ${order.orderId}`).toBe(order.cumQty);
      expect(client?.statuses.get(String(order.orderId)), `OrdStatus of order ${order.orderId}`).toBe(order.ordStatus);
    }
    const sent = clients.reduce((sum, client) => sum + client.orders.length, 0);
    expect(orders.length, "every order sent is there once, and no other").toBe(sent);
    expect(new Set(clients.flatMap((client) => [...client.executions.keys()])).size).toBe(
      clients.reduce((sum, client) => sum + client.executions.size, 0),
    );
    expect(lockstep("verify", "--data-dir", dataDir)).toMatch(/^verified \d+ commands/);

    const { instruments } = loadConfig(null);
    const exchange = openSimulatedExchange({
      directory: join(dataDir, "exchange"),
      instruments,
      agents: null,
      lastReportSequence: 0,
      nowNs: () => 0n,
    });
    expect(exchange.restingOrders, "orders open at the venue and at the OMS").toBe(
      orders.filter((order) => order.leavesQty > 0).length,
    );
    exchange.close();
    const possDups = clients.reduce((sum, client) => sum + client.possDups, 0);
    const fills = orders.filter((order) => order.cumQty > 0).length;
    process.stdout.write(
      `crash: ${ROUNDS} kills, ${acknowledged} orders, ${fills} with fills, ${possDups} messages resent\n`,
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
