/** What a bug in the core does to a running house: one message is refused, or one frame is left out, and the rest goes on. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { readRecovered } from "../src/recover.ts";
import { stateHash } from "../src/state-hash.ts";
import { PersistentClient } from "./support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "./support/process.ts";

const directories: string[] = [];
const running: LockstepProcess[] = [];
afterEach(async () => {
  for (const oms of running.splice(0)) await oms.stop();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-poison-"));
  directories.push(directory);
  return directory;
}

async function start(dataDir: string, args: string[] = [], poison = ""): Promise<LockstepProcess> {
  const oms = await startLockstep({ dataDir, args: ["--no-agents", ...args], env: { LOCKSTEP_POISON: poison } });
  running.push(oms);
  return oms;
}

function order(client: PersistentClient, clOrdId: string, symbol: string, side = "1"): void {
  client.send("D", `11=${clOrdId}|21=1|38=100|40=2|44=100.00|54=${side}|55=${symbol}|59=0|60=20261122-10:00:00.000|`);
}

const alpha = () => new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
const verify = (dataDir: string) =>
  execFileSync(process.execPath, [CLI_PATH, "verify", "--data-dir", dataDir]).toString();
const hashOf = (dataDir: string) => stateHash(readRecovered(join(dataDir, "journal"), () => true).state);

it("refuses the one message whose judgement throws, says so, and serves the others", { timeout: 60_000 }, async () => {
  const dataDir = scratch();
  const client = alpha();
  const oms = await start(dataDir, [], "judge:ZXZZT");
  await client.logOn(oms.fixPort);
  for (let round = 0; round < 3; round++) {
    order(client, `BAD${round}`, "ZXZZT");
    order(client, `GOOD${round}`, "ZVZZT");
    await client.until(() => client.reports.get(`GOOD${round}`)?.get("39") === "0", "the other order was not taken");
  }
  expect(client.faults.length).toBe(3);
  expect(client.faults[0]).toContain("35=j");
  expect(client.faults[0]).toContain("379=BAD0");
  expect(client.faults[0]).toContain("380=4");
  expect(oms.exit).toBeNull();
  // The log comes through a pipe of its own, in its own time.
  await expect.poll(() => oms.output, { timeout: 10_000 }).toContain("NewOrder could not be judged: a planted bug");
  const before = hashOf(dataDir);
  await oms.kill("SIGKILL");
  expect(hashOf(dataDir)).toBe(before);

  // The bug is mended: what was refused stays refused, and may be sent again under another ClOrdID.
  client.drop();
  const mended = await start(dataDir);
  await client.logOn(mended.fixPort);
  order(client, "AGAIN", "ZXZZT");
  await client.until(() => client.reports.get("AGAIN")?.get("39") === "0", "the order was not taken");
  expect(client.faults.length).toBe(3);
  const shown = async () =>
    ((await (await fetch(`http://127.0.0.1:${mended.httpPort}/api/orders`)).json()) as { total: number }).total;
  await expect.poll(shown, { timeout: 20_000 }).toBe(4);
});

it("stops at events that cannot be applied, starts again by an operator's decision, and books the fill once", {
  timeout: 90_000,
}, async () => {
  const dataDir = scratch();
  const client = alpha();
  const oms = await start(dataDir, [], "apply:ZXZZT");
  await client.logOn(oms.fixPort);
  order(client, "SELL", "ZXZZT", "2");
  await client.until(() => client.reports.get("SELL")?.get("39") === "0", "the first order was not taken");
  order(client, "BUY", "ZXZZT", "1");
  expect((await oms.ended()).code).toBe(1);
  client.drop();
  expect(client.filled.size).toBe(0);

  // Without a decision it does not start, mended or not, and says what to do.
  const refused = await start(dataDir).then(() => "", String);
  const sequence = Number(/--skip (\d+) --reason/.exec(refused)?.[1]);
  expect(refused).toContain(`the events of sequence ${sequence} cannot be applied`);
  const serve = (...args: string[]) => {
    const all = [
      CLI_PATH,
      "serve",
      "--data-dir",
      dataDir,
      "--fix-port",
      "0",
      "--http-port",
      "0",
      "--ws-port",
      "0",
      "--no-agents",
      ...args,
    ];
    return spawnSync(process.execPath, all, { encoding: "utf8", timeout: 20_000 }).stderr;
  };
  expect(serve("--skip", String(sequence))).toContain("--skip SEQ needs --reason TEXT");
  expect(serve("--skip", String(sequence - 1), "--reason", "wrong")).toContain(`the events of sequence ${sequence}`);

  const mended = await start(dataDir, ["--skip", String(sequence), "--reason", "a planted bug, ticket 7"]);
  expect(mended.output).toContain(
    `sequence ${sequence} does not count, by an operator's decision: a planted bug, ticket 7`,
  );
  await client.logOn(mended.fixPort);
  await client.until(() => client.filled.size === 2, "the venue's fill was not given again");
  await client.logOut();
  await mended.stop();
  expect([...client.filled.values()]).toEqual([100, 100]);
  expect(client.reports.get("BUY")?.get("39")).toBe("2");
  expect(client.faults).toEqual([]);
  expect(verify(dataDir)).toContain("verified");
  expect(serve("--skip", String(sequence), "--reason", "again")).toContain("start without --skip");

  // The decision is in the journal: nobody has to repeat it, and the follower and history know it.
  const later = await start(dataDir);
  const { rows } = (await (await fetch(`http://127.0.0.1:${later.httpPort}/api/orders`)).json()) as {
    rows: { cumQty: string; ordStatus: string }[];
  };
  expect(rows.map(({ ordStatus }) => ordStatus)).toEqual(["2", "2"]);
});
