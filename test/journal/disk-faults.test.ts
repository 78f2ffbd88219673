/** A disk that is full, a disk that fails, and an ordinary end under load, on real processes. */
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DEMO_CONFIG } from "../../src/demo-config.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-disk-"));
const mounted: string[] = [];
afterAll(() => {
  for (const directory of mounted) spawnSync("umount", ["--lazy", directory]);
  rmSync(root, { recursive: true, force: true });
});

const MIB = 1024 * 1024;
const TIME = "20261122-00:00:00";
const order = (clOrdId: string) => `11=${clOrdId}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=${TIME}|`;
const cancel = (clOrdId: string, orig: string) => `11=${clOrdId}|38=10|41=${orig}|54=1|55=ZVZZT|60=${TIME}|`;

/** A file system of its own in a file. @returns null where that is not allowed: it takes root and loop devices */
function mountSmall(name: string, bytes: number): string | null {
  const image = join(root, `${name}.image`);
  const directory = join(root, name);
  mkdirSync(directory);
  writeFileSync(image, "");
  const made =
    process.getuid?.() === 0 &&
    spawnSync("truncate", ["-s", String(bytes), image]).status === 0 &&
    spawnSync("mkfs.ext4", ["-q", "-m", "0", image]).status === 0 &&
    spawnSync("mount", ["-o", "loop", image, directory]).status === 0;
  if (made) mounted.push(directory);
  return made ? directory : null;
}

/** Takes every byte there is. */
function fill(directory: string): void {
  const fd = openSync(join(directory, "filler"), "a");
  for (const size of [MIB, 4096, 1]) {
    const bytes = Buffer.alloc(size, 1);
    try {
      for (;;) if (writeSync(fd, bytes) < size) break;
    } catch (error) {
      expect((error as { code: string }).code).toBe("ENOSPC");
    }
  }
  closeSync(fd);
}

function replayed(dataDir: string): Map<string, string> {
  const args = [CLI_PATH, "replay", "--orders", "--data-dir", dataDir, "--json"];
  const lines = execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 })
    .trim()
    .split("\n");
  const orders = lines.slice(0, -1).map((line) => JSON.parse(line) as { clOrdId: string; ordStatus: string });
  return new Map(orders.map(({ clOrdId, ordStatus }) => [clOrdId, ordStatus]));
}

async function eventually(what: string, condition: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  const untilMs = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > untilMs) throw new Error(what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const small = mountSmall("small", 64 * MIB);
const configPath = join(root, "small.yaml");
writeFileSync(
  configPath,
  `${DEMO_CONFIG.replace(/lagMaxMs: \d+/, "lagMaxMs: 0")}\nsegmentBytes: ${2 * MIB}\njournal: { lowSpaceBytes: ${6 * MIB} }\n`,
);

describe("a full disk", () => {
  it.skipIf(small === null)(
    "refuses new orders, takes cancels, loses nothing, and takes orders again when there is room, without a restart",
    { timeout: 120_000 },
    async () => {
      const directory = small as string;
      const dataDir = join(directory, "data");
      const oms = await startLockstep({ dataDir, args: ["--config", configPath, "--no-agents"] });
      const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
      await alpha.logOn(oms.fixPort);
      for (let index = 0; index < 200; index++) alpha.send("D", order(`A${index}`));
      await alpha.until(() => alpha.reports.size === 200, "not every order was answered");

      fill(directory);
      expect(statfsSync(directory).bavail).toBeLessThan(4);
      await refused(alpha);
      for (let index = 0; index < 100; index++) alpha.send("F", cancel(`C${index}`, `A${index}`));
      await alpha.until(() => countStatus(alpha, "4") === 100, "not every cancel was taken");

      // Whoever goes on in the reserve comes to its end. Then nothing is acknowledged, and the process stays.
      const silent = await exhaust(oms, alpha);
      expect(oms.exit).toBeNull();
      expect(oms.output).toContain("the journal's disk is full: nothing is acknowledged until there is room");
      const answeredBefore = new Set(alpha.reports.keys());

      rmSync(join(directory, "filler"));
      const freedMs = performance.now();
      await eventually("no room again", () => oms.output.includes("the journal has room again"), 10_000);
      if (!alpha.loggedOn) await alpha.logOn(oms.fixPort);
      await alpha.until(() => alpha.reports.has(silent), "what waited was not answered");
      let tried = 0;
      await eventually("new orders are not taken again", async () => {
        const clOrdId = `B${tried++}`;
        alpha.send("D", order(clOrdId));
        await alpha.until(() => alpha.reports.has(clOrdId), "not answered");
        return alpha.reports.get(clOrdId)?.get("39") === "0";
      });
      process.stdout.write(
        `full disk: new orders again ${Math.round(performance.now() - freedMs)} ms after room was made\n`,
      );
      expect(alpha.faults).toEqual([]);
      expect(await oms.kill("SIGTERM")).toEqual({ code: 0, signal: null });
      const recovered = replayed(dataDir);
      // A cancel that took effect gives the order its ClOrdID.
      const expected = Array.from({ length: 200 }, (_, index) =>
        index < 100 ? [`C${index}`, "4"] : [`A${index}`, "0"],
      );
      expect(expected.filter(([clOrdId, ordStatus]) => recovered.get(clOrdId) !== ordStatus)).toEqual([]);
      expect([...answeredBefore].filter((clOrdId) => /^[RX]/.test(clOrdId) && !recovered.has(clOrdId))).toEqual([]);
      expect(execFileSync(process.execPath, [CLI_PATH, "verify", "--data-dir", dataDir], { encoding: "utf8" })).toMatch(
        /^verified/,
      );
    },
  );
});

/** New orders are sent until one is refused for the disk's sake. */
async function refused(client: PersistentClient): Promise<void> {
  let tried = 0;
  await eventually("no order was refused", async () => {
    const clOrdId = `R${tried++}`;
    client.send("D", order(clOrdId));
    await client.until(() => client.reports.has(clOrdId), "not answered");
    return client.reports.get(clOrdId)?.get("39") === "8";
  });
  expect(client.reports.get(`R${tried - 1}`)?.get("58")).toMatch(
    /no new orders: the journal's disk has \d+ bytes free/,
  );
}

/** Sends refused orders until no answer comes any more. @returns the ClOrdID of the last one sent */
async function exhaust(oms: LockstepProcess, client: PersistentClient): Promise<string> {
  let sent = 0;
  await eventually("the reserve has no end", async () => {
    for (let index = 0; index < 200; index++) client.send("D", order(`X${sent++}`));
    await new Promise((resolve) => setTimeout(resolve, 30));
    return oms.output.includes("nothing is acknowledged until there is room");
  });
  const last = `X${sent - 1}`;
  expect(client.reports.has(last)).toBe(false);
  return last;
}

function countStatus(client: PersistentClient, ordStatus: string): number {
  let count = 0;
  for (const status of client.statuses.values()) if (status === ordStatus) count++;
  return count;
}

describe("a sync that fails", () => {
  it.each([20, 45])(
    "ends the process at once with exit 1 at sync %i, and what was acknowledged is there",
    async (at) => {
      const dataDir = join(root, `eio-${at}`);
      const args = ["--no-agents"];
      const oms = await startLockstep({ dataDir, args, env: { LOCKSTEP_FAILPOINTS: `sync_error:${at}` } });
      const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
      await alpha.logOn(oms.fixPort);
      for (let index = 0; oms.exit === null && alpha.loggedOn; index++) {
        alpha.send("D", order(`E${index}`));
        await alpha.until(() => alpha.reports.has(`E${index}`) || !alpha.loggedOn, "neither answered nor cut off");
      }
      expect(await oms.ended()).toEqual({ code: 1, signal: null });
      expect(oms.output).toMatch(/stopped: the journal could not be made durable in segment 1: EIO/);
      const acknowledged = [...alpha.reports.keys()];
      expect(acknowledged.length).toBeGreaterThan(0);
      const again = await startLockstep({ dataDir, args });
      await alpha.logOn(again.fixPort);
      alpha.send("D", order("LAST"));
      await alpha.until(() => alpha.reports.has("LAST"), "the restart does not trade");
      expect((await again.kill("SIGTERM")).code).toBe(0);
      const recovered = replayed(dataDir);
      expect(acknowledged.filter((clOrdId) => !recovered.has(clOrdId))).toEqual([]);
      expect(alpha.faults).toEqual([]);
    },
  );
});

describe("SIGTERM", () => {
  it("under load ends with exit 0, and loses nothing that was acknowledged", { timeout: 120_000 }, async () => {
    const dataDir = join(root, "sigterm");
    const oms = await startLockstep({ dataDir, args: ["--no-agents"] });
    const clients = ["ALPHA", "BRAVO"].map(
      (compId) => new PersistentClient({ compId, beginString: compId === "ALPHA" ? "FIX.4.4" : "FIX.4.2" }),
    );
    for (const client of clients) await client.logOn(oms.fixPort);
    let sent = 0;
    const load = setInterval(() => {
      for (const client of clients)
        for (let index = 0; index < 20; index++) client.send("D", order(`${client.compId}${sent++}`));
    }, 5);
    await clients[0].until(() => clients[0].reports.size > 300, "no load");
    const startedMs = performance.now();
    const exit = await oms.kill("SIGTERM");
    clearInterval(load);
    process.stdout.write(`SIGTERM under load: ended in ${Math.round(performance.now() - startedMs)} ms\n`);
    expect(exit).toEqual({ code: 0, signal: null });
    const recovered = replayed(dataDir);
    for (const client of clients) {
      expect([...client.reports.keys()].filter((clOrdId) => !recovered.has(clOrdId))).toEqual([]);
      expect(client.faults.filter((fault) => !fault.includes("too many orders wait"))).toEqual([]);
    }
  });
});
