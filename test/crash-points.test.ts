/**
 * The same promise at the named places where a crash is worst: before and after a group is in the journal, after it was
 * applied, half-way through a send, and before the venue's report is journaled. LOCKSTEP_FULL=1 plays 200 deaths at each, LOCKSTEP_CRASH_ROUNDS as many as it says.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Random } from "../src/lib/random.ts";
import { expectNothingLost, sendBurst, threeClients } from "./support/crash-check.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";

const ROUNDS = Number(process.env.LOCKSTEP_CRASH_ROUNDS ?? (process.env.LOCKSTEP_FULL ? 200 : 2));
const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
/** A process that the load does not bring to its place is killed after so many bursts. */
const BURSTS_MAX = 150;

const POINTS = [
  ["before a group is in the journal", "before_append", 30],
  ["after a group is in the journal, before anything is sent", "after_append", 30],
  ["after a group was applied and released", "after_apply", 30],
  ["half-way through a send", "mid_send", 60],
  ["before a report of the venue is journaled", "before_append_exec", 60],
] as const;

it.each(POINTS)(
  `loses and doubles nothing when it dies %s (${ROUNDS} times, LOCKSTEP_SEED=${SEED})`,
  {
    timeout: 90_000 + ROUNDS * 10_000,
  },
  async (_, point, within) => {
    const random = new Random(SEED);
    const dataDir = mkdtempSync(join(tmpdir(), "lockstep-crash-"));
    const clients = threeClients();
    let deaths = 0;
    let isGood = false;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const env = { LOCKSTEP_FAILPOINTS: `${point}:${1 + random.below(within)}` };
        const args = ["--no-agents", "--snapshot-frames", "100", "--durability", round % 2 === 0 ? "fsync" : "write"];
        // It may die of its own first commits, before it is ready.
        const oms: LockstepProcess | null = await startLockstep({ dataDir, args, env }).catch(() => null);
        if (oms === null) {
          deaths++;
          continue;
        }
        await Promise.all(clients.map((client) => client.logOn(oms.fixPort).catch(() => undefined)));
        for (let burst = 0; burst < BURSTS_MAX && oms.exit === null; burst++) {
          for (const client of clients) sendBurst(client, random);
          await new Promise((resolve) => setTimeout(resolve, 1 + random.below(4)));
        }
        if (oms.exit?.signal === "SIGKILL") deaths++;
        await oms.kill("SIGKILL");
        for (const client of clients) client.drop();
      }
      expect(deaths, "times it died where it was told to").toBeGreaterThan(ROUNDS / 2 - 1);
      const { acknowledged, fills } = await expectNothingLost(dataDir, clients);
      console.info(
        `${point}: ${deaths} deaths of ${ROUNDS}, ${acknowledged} orders, ${fills} with fills, nothing lost`,
      );
      isGood = true;
    } finally {
      if (isGood) rmSync(dataDir, { recursive: true, force: true });
      else process.stdout.write(`the data are kept in ${dataDir}\n`);
    }
  },
);
