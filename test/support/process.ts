/**
 * A real Lockstep process for tests: started from `dist`, on free ports, in a data directory of its own or a given one.
 * Every wait has an end, and no process outlives the test run.
 *
 *   const oms = await startLockstep({ dataDir, args: ["--no-agents"] });
 *   oms.fixPort; await oms.kill("SIGKILL"); oms = await startLockstep({ dataDir });   // the same journal again
 *   await oms.stop();
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { watchJournal } from "./journal-watch.ts";

export const CLI_PATH = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));
const READY = /^ready fix=(\S+):(\d+) http=(\S+):(\d+)(?: ws=\S+:(\d+))? data=(.*)$/m;
const READY_MS = 60_000;
const STOP_MS = 10_000;
const OUTPUT_MAX = 1_000_000;

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type LockstepOptions = {
  /** Kept at `stop`, so that the next process can start in it. Without one a new directory is made, and removed at `stop`. */
  dataDir?: string;
  /** What runs: the OMS unless told. */
  command?: "serve" | "exchange";
  /** Further arguments of the command. */
  args?: string[];
  /** Added to this process's environment. */
  env?: Record<string, string>;
  readyMs?: number;
};

export type LockstepProcess = {
  readonly host: string;
  readonly fixPort: number;
  readonly httpPort: number;
  /** Order entry over WebSocket; 0 without. */
  readonly webSocketPort: number;
  readonly pid: number;
  readonly dataDir: string;
  /** What it wrote to standard output and standard error so far, in order of arrival. */
  readonly output: string;
  /** Null while it runs. */
  readonly exit: Exit | null;
  /** Sends a signal (SIGKILL when none is named) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Waits for an end that something else brings about. */
  ended(withinMs?: number): Promise<Exit>;
  /**
   * SIGTERM, and SIGKILL when that does not help; removes the data directory if it was made here. Safe to call twice.
   *
   * @throws Error with what an OMS told any of its sessions, ever, that cannot be true after what it told before
   */
  stop(): Promise<Exit>;
};

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** @throws Error with the process's output when it ends, or is not ready in time */
export async function startLockstep(options: LockstepOptions = {}): Promise<LockstepProcess> {
  const isOwn = options.dataDir === undefined;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "lockstep-test-"));
  const command = options.command ?? "serve";
  const args = [
    command,
    "--data-dir",
    dataDir,
    "--fix-port",
    "0",
    "--http-port",
    "0",
    "--ws-port",
    "0",
    ...(options.args ?? []),
  ];
  const child = spawn(process.execPath, [CLI_PATH, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  const watched = watch(child);
  try {
    const ready = await readyLine(watched, options.readyMs ?? READY_MS);
    return handle(child, watched, ready, dataDir, isOwn);
  } catch (error) {
    child.kill("SIGKILL");
    if (isOwn) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}

type Watched = { output: string; exit: Exit | null; changed: () => Promise<void>; ended: Promise<Exit> };

function watch(child: ChildProcess): Watched {
  running.add(child);
  let wake: () => void = () => {};
  let next = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const signalChange = () => {
    wake();
    next = new Promise<void>((resolve) => {
      wake = resolve;
    });
  };
  let end: (exit: Exit) => void = () => {};
  const ended = new Promise<Exit>((resolve) => {
    end = resolve;
  });
  const watched: Watched = { output: "", exit: null, changed: () => next, ended };
  const take = (chunk: Buffer) => {
    watched.output = (watched.output + chunk.toString("utf8")).slice(-OUTPUT_MAX);
    signalChange();
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  const over = (code: number | null, signal: NodeJS.Signals | null) => {
    running.delete(child);
    watched.exit = { code, signal };
    end(watched.exit);
    signalChange();
  };
  child.once("close", over);
  child.once("error", (error) => {
    watched.output += `${error.message}\n`;
    over(null, null);
  });
  return watched;
}

async function readyLine(watched: Watched, withinMs: number): Promise<RegExpExecArray> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const found = READY.exec(watched.output);
    if (found !== null) return found;
    if (watched.exit !== null) {
      throw new Error(`lockstep ended before it was ready: ${exitText(watched.exit)}\n${watched.output}`);
    }
    const leftMs = untilMs - performance.now();
    if (leftMs <= 0) throw new Error(`lockstep was not ready in ${withinMs} ms\n${watched.output}`);
    await within(watched.changed(), leftMs);
  }
}

function handle(
  child: ChildProcess,
  watched: Watched,
  ready: RegExpExecArray,
  dataDir: string,
  isOwn: boolean,
): LockstepProcess {
  const ended = async (withinMs = STOP_MS): Promise<Exit> => {
    const exit = await within(watched.ended, withinMs);
    if (exit === undefined) throw new Error(`lockstep did not end in ${withinMs} ms\n${watched.output}`);
    return exit;
  };
  return {
    host: ready[1],
    fixPort: Number(ready[2]),
    httpPort: Number(ready[4]),
    webSocketPort: Number(ready[5] ?? 0),
    pid: child.pid ?? 0,
    dataDir,
    get output() {
      return watched.output;
    },
    get exit() {
      return watched.exit;
    },
    ended,
    kill: async (signal = "SIGKILL") => {
      if (watched.exit === null) child.kill(signal);
      return ended();
    },
    stop: async () => {
      if (watched.exit === null) child.kill("SIGTERM");
      let exit = await within(watched.ended, STOP_MS);
      if (exit === undefined) {
        child.kill("SIGKILL");
        exit = await ended();
      }
      const { faults } = watchJournal(dataDir);
      if (isOwn) rmSync(dataDir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`reports that cannot be:\n${faults.join("\n")}`);
      return exit;
    },
  };
}

/** The promise's value, or undefined when the time is over first; the timer is let go either way. */
async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

function exitText({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}
