/** A real server with so many sessions, for benches of what sessions do to each other. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LockstepProcess, startLockstep } from "../../test/support/process.ts";

/** `sessions` are rows of the configuration, "{ compId: A, beginString: FIX.4.4 }"; `run` has the server while it lasts. */
export async function withHouse<Result>(
  sessions: readonly string[],
  run: (oms: LockstepProcess) => Promise<Result>,
  env: Record<string, string> = {},
): Promise<Result> {
  const home = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  const config = `insecureLogon: true
fix: { limits: { waitingMax: 4096, waitingPerAddressMax: 4096, lagMaxMs: 0 } }
sessions:
${sessions.map((row) => `  - ${row}`).join("\n")}
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
  writeFileSync(join(home, "lockstep.yaml"), config);
  const args = ["--config", join(home, "lockstep.yaml"), "--durability", "write", "--log-level", "error"];
  const oms = await startLockstep({ dataDir: join(home, "data"), args, env, readyMs: 60_000 });
  try {
    return await run(oms);
  } finally {
    await oms.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
