/** A server of its own for a load: a configuration with just the sessions and instruments needed, a fresh data directory. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { LockstepError } from "../../lib/errors.ts";
import { type CpuSeconds, cpuSecondsOf } from "../../lib/process-figures.ts";
import { symbolName } from "./load-session.ts";

export type ServerPlan = {
  durability: "fsync" | "write";
  sessions: number;
  symbols: number;
  /** Where the data directory is made: the disk that is measured. */
  directory: string;
  /** Whether a CPU profile of its order path is recorded. */
  profile: boolean;
};

const READY_MS = 60_000;
const STOP_MS = 15_000;
const canPin = process.platform === "linux" && availableParallelism() > 1 && spawnSync("taskset", ["-V"]).status === 0;

/** How the processes lie on the processors, for the report. */
export const PINNING = canPin ? "server on processor 0, load on processor 1" : "not pinned";

export class ServerUnderTest {
  readonly host: string;
  readonly port: number;
  /** Where it takes orders as JSON. */
  readonly webSocketPort: number;
  readonly configText: string;
  readonly measurementsPath: string;
  readonly profilePath: string;
  readonly #directory: string;
  readonly #process: ChildProcess;
  #wasStopped = false;

  /** @throws LockstepError when it does not start */
  static async start(plan: ServerPlan): Promise<ServerUnderTest> {
    const directory = mkdtempSync(join(plan.directory === "" ? tmpdir() : plan.directory, "lockstep-bench-"));
    const configText = configOf(plan, join(directory, "data"));
    const configPath = join(directory, "bench.yaml");
    writeFileSync(configPath, configText);
    const measurementsPath = join(directory, "measured.json");
    const cli = join(
      import.meta.dirname,
      import.meta.url.endsWith(".ts") ? "../../../dist/src/cli.js" : "../../cli.js",
    );
    if (!existsSync(cli)) throw new LockstepError("LOCKSTEP_ERR_USAGE", "the server is not built; run npm run build");
    const args = [cli, "serve", "--config", configPath, "--log-level", "warn", "--measure", measurementsPath];
    const profilePath = plan.profile ? join(directory, "order-path.cpuprofile") : "";
    if (plan.profile) args.push("--profile", profilePath);
    const [command, all] = canPin ? ["taskset", ["-c", "0", process.execPath, ...args]] : [process.execPath, args];
    const child = spawn(command, all, { stdio: ["ignore", "pipe", "pipe"] });
    try {
      const addresses = await ready(child);
      return new ServerUnderTest(child, directory, addresses, configText, measurementsPath, profilePath);
    } catch (error) {
      child.kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(
    child: ChildProcess,
    directory: string,
    { fix, webSocket }: { fix: string; webSocket: string },
    configText: string,
    measurementsPath: string,
    profilePath: string,
  ) {
    this.#process = child;
    this.#directory = directory;
    this.host = fix.slice(0, fix.lastIndexOf(":"));
    this.port = Number(fix.slice(fix.lastIndexOf(":") + 1));
    this.webSocketPort = Number(webSocket.slice(webSocket.lastIndexOf(":") + 1));
    this.configText = configText;
    this.measurementsPath = measurementsPath;
    this.profilePath = profilePath;
  }

  /** CPU time its threads have used; the main thread is the order path's. */
  cpuSeconds(): CpuSeconds {
    return cpuSecondsOf(this.#process.pid);
  }

  /** Ends the server as an operator would; it has written its measurements then. */
  async stop(): Promise<void> {
    if (this.#wasStopped) return;
    this.#wasStopped = true;
    const ended = new Promise<void>((resolve) => this.#process.once("exit", () => resolve()));
    this.#process.kill("SIGTERM");
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), STOP_MS);
    if (this.#process.exitCode === null) await ended;
    clearTimeout(timer);
  }

  remove(): void {
    this.#process.kill("SIGKILL");
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Keeps this process, which makes the load, off the server's processor. */
export function pinGenerator(): void {
  if (canPin) spawnSync("taskset", ["-acp", "1", String(process.pid)]);
}

export function compIdOf(index: number): string {
  return `LOAD${index + 1}`;
}

function configOf(plan: ServerPlan, dataDir: string): string {
  const rows = (count: number, row: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => row(index)).join("\n");
  return `compId: LOCKSTEP
insecureLogon: true
fix: { port: 0 }
webSocket: { port: 0 }
http: { port: 0 }
dataDir: ${JSON.stringify(dataDir)}
durability: ${plan.durability}
sessions:
${rows(plan.sessions, (index) => `  - { compId: ${compIdOf(index)}, beginString: FIX.4.4 }`)}
limits:
  - { maxOrderQty: 1000000, maxOrderNotional: 1000000000, priceCollarPercent: 50 }
venue: { agents: { enabled: false } }
instruments:
${rows(plan.symbols, (index) => `  - { symbol: ${symbolName(index)}, referencePrice: "100.00" }`)}
`;
}

/** @returns where it listens for FIX and for WebSockets */
function ready(child: ChildProcess): Promise<{ fix: string; webSocket: string }> {
  return new Promise((resolve, reject) => {
    let out = "";
    let errors = "";
    const timer = setTimeout(() => reject(notReady(`no ready line in ${READY_MS / 1000} s`)), READY_MS);
    child.stderr?.on("data", (bytes) => {
      errors = (errors + bytes).slice(-2_000);
    });
    child.stdout?.on("data", (bytes) => {
      out += bytes;
      const match = /^ready fix=(\S+) http=\S+ ws=(\S+) /m.exec(out);
      if (match === null) return;
      clearTimeout(timer);
      resolve({ fix: match[1], webSocket: match[2] });
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(notReady(`it ended with ${code}: ${errors.trim()}`));
    });
  });
}

function notReady(text: string): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_BENCH", `the server under test did not start: ${text}`);
}
