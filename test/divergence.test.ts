/** A core that is not deterministic any more: chance is planted into its judgement, and whoever judges again finds it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "./support/process.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
/** Failure mode 32: caught within so many inputs. */
const INPUTS_MAX = 10_000;
const BATCH = 200;

const directories: string[] = [];
const running: LockstepProcess[] = [];
const clients: PersistentClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.drop();
  for (const oms of running.splice(0)) await oms.stop();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** The demonstration's house with other words about its follower. */
function houseOf(verify: string, onDivergence: string): { dataDir: string; args: string[] } {
  const dataDir = mkdtempSync(join(tmpdir(), "lockstep-divergence-"));
  directories.push(dataDir);
  const { stdout } = spawnSync(process.execPath, [CLI_PATH, "config"], { encoding: "utf8" });
  const path = join(dataDir, "house.yaml");
  const rows = stdout.split("\n").filter((line) => !/^follower:/.test(line));
  writeFileSync(path, `${rows.join("\n")}\nfollower: { verify: ${verify}, onDivergence: ${onDivergence} }\n`);
  return { dataDir, args: ["--no-agents", "--config", path] };
}

type Health = { status: number; text: string };

async function healthOf(oms: LockstepProcess): Promise<Health> {
  const reply = await fetch(`http://127.0.0.1:${oms.httpPort}/health`);
  return { status: reply.status, text: ((await reply.json()) as { text: string }).text };
}

const differs = /sequence (\d+) \(NewOrder\), judged again, gives something else: .*OrderRejected/;

/** Sends orders far from trading until somebody finds what chance did. @returns how the health was told then, if it still is */
async function tradeUntilCaught(oms: LockstepProcess): Promise<PersistentClient> {
  const client = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  clients.push(client);
  await client.logOn(oms.fixPort);
  for (let sent = 0; sent < INPUTS_MAX && !differs.test(oms.output); ) {
    for (let index = 0; index < BATCH; index++, sent++) order(client, `C${sent}`);
    const last = `C${sent - 1}`;
    await client.until(() => client.reports.has(last) || oms.exit !== null, "an order was not answered");
    if (oms.exit !== null) break;
  }
  await expect.poll(() => oms.output, { timeout: 20_000 }).toMatch(differs);
  return client;
}

function order(client: PersistentClient, clOrdId: string): void {
  client.send("D", `11=${clOrdId}|21=1|38=100|40=2|44=90.00|54=1|55=ZWZZT|59=0|60=20261122-10:00:00.000|`);
}

it(`goes on trading and says so where it was told to (LOCKSTEP_SEED=${SEED})`, { timeout: 120_000 }, async () => {
  const { dataDir, args } = houseOf("always", "continue");
  const oms = await startLockstep({ dataDir, args, env: { LOCKSTEP_POISON: `chance:ZWZZT:${SEED}` } });
  running.push(oms);
  const client = await tradeUntilCaught(oms);
  const sequence = Number(differs.exec(oms.output)?.[1]);
  expect(sequence).toBeLessThan(INPUTS_MAX + 200);
  const health = await healthOf(oms);
  expect(health.status).toBe(503);
  expect(health.text).toMatch(differs);
  const system = (await (await fetch(`http://127.0.0.1:${oms.httpPort}/api/system`)).json()) as { trouble?: string };
  expect(JSON.stringify(system)).toContain(`sequence ${sequence} (NewOrder), judged again`);
  order(client, "AFTER");
  await client.until(() => client.reports.has("AFTER"), "the order after it was not answered");
  expect(oms.exit).toBeNull();
  await oms.stop();
  // What was found then is found by everybody who reads the journal again.
  const verified = spawnSync(process.execPath, [CLI_PATH, "verify", "--data-dir", dataDir], { encoding: "utf8" });
  expect(verified.status).toBe(1);
  expect(verified.stderr).toContain(`sequence ${sequence} `);
});

it(`stops where it was told to, judging when idle (LOCKSTEP_SEED=${SEED})`, { timeout: 120_000 }, async () => {
  const { dataDir, args } = houseOf("idle", "stop");
  const oms = await startLockstep({ dataDir, args, env: { LOCKSTEP_POISON: `chance:ZWZZT:${SEED}` } });
  running.push(oms);
  await tradeUntilCaught(oms);
  expect((await oms.ended()).code).toBe(1);
  expect(oms.output).toMatch(differs);
});
