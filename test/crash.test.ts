/**
 * The promise itself: a real process, killed with SIGKILL at random moments under load from three clients, loses nothing
 * and doubles nothing. `LOCKSTEP_CRASH_ROUNDS` and `LOCKSTEP_SEED` change how long and how it is played.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "vitest";
import { Random } from "../src/lib/random.ts";
import { expectNothingLost, sendBurst, threeClients } from "./support/crash-check.ts";
import { startLockstep } from "./support/process.ts";

const ROUNDS = Number(process.env.LOCKSTEP_CRASH_ROUNDS ?? 50);
const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);

it(`loses and doubles nothing through ${ROUNDS} kills under load (LOCKSTEP_SEED=${SEED} LOCKSTEP_CRASH_ROUNDS=${ROUNDS} npx vitest run test/crash.test.ts)`, {
  timeout: 60_000 + ROUNDS * 10_000,
}, async () => {
  const random = new Random(SEED);
  const dataDir = mkdtempSync(join(tmpdir(), "lockstep-crash-"));
  const clients = threeClients();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const args = ["--no-agents", "--snapshot-frames", "150", "--durability", round % 2 === 0 ? "fsync" : "write"];
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
    const { acknowledged, fills, possDups } = await expectNothingLost(dataDir, clients);
    process.stdout.write(
      `crash: ${ROUNDS} kills, ${acknowledged} orders, ${fills} with fills, ${possDups} messages resent\n`,
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
