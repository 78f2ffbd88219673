/** Load that survives the server's death, and the questions a crash must be able to answer afterwards. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { openSimulatedExchange } from "../../simulator/open-exchange.ts";
import { loadConfig } from "../../src/config.ts";
import type { Random } from "../../src/lib/random.ts";
import { PersistentClient } from "./persistent-client.ts";
import { CLI_PATH, startLockstep } from "./process.ts";

const BURST = 20;
/**
 * Nothing but answers to so many TestRequests in a row. Each answer's number is in the journal before it is sent, so it comes
 * after everything decided before it: a process or a disk that is held back holds the answers back, too.
 */
const QUIET_ROUNDS = 20;
const ROUND_MS = 15;

/** One of each version the house speaks differently. */
export function threeClients(): PersistentClient[] {
  return [
    new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" }),
    new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.2" }),
    new PersistentClient({ compId: "CHARLIE", beginString: "FIXT.1.1", applVerId: "9" }),
  ];
}

/** Sends a burst of orders around one price on one symbol, and cancels and replaces of earlier ones. */
export function sendBurst(client: PersistentClient, random: Random): void {
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

async function lockstep(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI_PATH, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  return stdout;
}

async function settle(clients: PersistentClient[]): Promise<void> {
  for (const client of clients) await client.until(() => !client.isGapped, `${client.compId}: the gap was not filled`);
  for (const client of clients) {
    const isAnswered = () => client.orders.every((clOrdId) => client.reports.has(clOrdId));
    await client.until(isAnswered, `${client.compId}: not every order was answered`, 60_000);
  }
  const received = () => clients.reduce((sum, client) => sum + client.received, 0);
  for (let quiet = 0; quiet < QUIET_ROUNDS; ) {
    const before = received();
    await Promise.all(clients.map((client) => client.echo()));
    quiet = received() === before + clients.length ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
}

export type CrashSummary = { acknowledged: number; fills: number; possDups: number };

/**
 * Starts the house once more and lets every client catch up. Then: every order sent is there once, answered, in the state
 * its client was told; every fill reached its client once; no number had two contents; `verify` passes; the venue holds
 * the orders the OMS holds.
 */
export async function expectNothingLost(dataDir: string, clients: PersistentClient[]): Promise<CrashSummary> {
  const oms = await startLockstep({ dataDir, args: ["--no-agents"] });
  for (const client of clients) await client.logOn(oms.fixPort);
  await settle(clients);
  for (const client of clients) await client.logOut();
  await oms.stop();

  expect(clients.map((client) => client.faults)).toEqual([[], [], []]);
  const [replayed, verified] = await Promise.all([
    lockstep("replay", "--orders", "--data-dir", dataDir, "--json"),
    lockstep("verify", "--data-dir", dataDir),
  ]);
  const lines = replayed.trim().split("\n");
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
  expect(verified).toMatch(/^verified \d+ commands/);

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
  return { acknowledged, fills, possDups };
}
