/** A real server with so many sessions, for benches of what sessions do to each other. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LockstepProcess, startLockstep } from "../../test/support/process.ts";

const TICKS_PER_SECOND = 100;

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

/** CPU time used so far, in seconds: of the order path's thread, and of all. */
export function cpuSeconds(pid: number): { orderPath: number; all: number } {
  const read = (path: string) => {
    const fields = readFileSync(path, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  };
  return { orderPath: read(`/proc/${pid}/task/${pid}/stat`), all: read(`/proc/${pid}/stat`) };
}

/** Resident memory in bytes. */
export function rssBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) * 1024;
}
