/** The servers an end-to-end bench measures, each a process of its own on processor 0: ours, other engines, and floors. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileQuickFix, QUICKFIX_ABSENT } from "../support/quickfix-program.ts";

const HERE = import.meta.dirname;
const CLI = join(HERE, "../../dist/src/cli.js");
const PEERS = join(HERE, "../peers");
const READY_MS = 60_000;
export const hasTaskset = spawnSync("taskset", ["-V"]).status === 0;

export type Server = {
  name: string;
  port: number;
  /** What it speaks: an order over FIX, or any bytes back. */
  kind: "fix" | "echo";
  process: ChildProcess;
  directory: string;
  /** What it wrote until it was ready. */
  output: string;
};

/** What the load client prints. */
export type Figures = {
  p50Us: number;
  p90Us: number;
  p99Us: number;
  p999Us: number;
  maxUs: number;
  perSecond: number;
  other: string;
};

export function startEcho(): Promise<Server> {
  const args = ["--import", "tsx", join(HERE, "echo-server.ts")];
  return start({ name: "TCP echo", kind: "echo", command: process.execPath, args, ready: LISTENING, directory: "" });
}

export function startFdatasync(): Promise<Server> {
  const directory = newDirectory();
  const args = ["--import", "tsx", join(HERE, "fdatasync-server.ts"), directory];
  const name = "two fdatasyncs and TCP echo";
  return start({ name, kind: "echo", command: process.execPath, args, ready: LISTENING, directory });
}

/** @param nodeArgs options of Node's, and `env` variables, for a server that is looked into */
export function startOms(
  durability: "write" | "fsync",
  nodeArgs: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Server> {
  const directory = newDirectory();
  const ports = ["--fix-port", "0", "--http-port", "0", "--ws-port", "0"];
  const args = [...nodeArgs, CLI, "serve", "--data-dir", directory, ...ports, "--no-agents", "--log-level", "error"];
  return start({
    name: durability,
    kind: "fix",
    command: process.execPath,
    args: [...args, "--durability", durability],
    ready: /^ready fix=\S+:(\d+) /m,
    directory,
    env,
  });
}

/**
 * Engines that only answer each order with a report: QuickFIX C++ with either store, jspurefix.
 *
 * @returns those that are there, and for the others what they need
 */
export async function startEngines(): Promise<{ engines: Server[]; absent: string[] }> {
  const engines: Server[] = [];
  const absent: string[] = [];
  for (const store of ["memory", "file"] as const) {
    const directory = newDirectory();
    const compiled = compileQuickFix("quickfix-acceptor", directory);
    if (compiled === null) {
      rmSync(directory, { recursive: true, force: true });
      if (store === "memory") absent.push(QUICKFIX_ABSENT);
      continue;
    }
    const name = store === "memory" ? "QuickFIX C++ MemoryStore" : "QuickFIX C++ FileStore";
    const args = [compiled.dictionary, store, join(directory, "store"), String(await freePort())];
    engines.push(await start({ name, kind: "fix", command: compiled.program, args, ready: LISTENING, directory }));
  }
  if (existsSync(join(PEERS, "node_modules/jspurefix"))) {
    const args = [join(PEERS, "jspurefix-acceptor.mjs"), String(await freePort())];
    const name = "jspurefix in memory";
    const ready = LISTENING;
    engines.push(await start({ name, kind: "fix", command: process.execPath, args, ready, directory: "" }));
  } else {
    absent.push("jspurefix left out: npm run bench:setup brings it");
  }
  return { engines, absent };
}

export function stop({ process: child, directory }: Server): void {
  child.kill("SIGKILL");
  if (directory !== "") rmSync(directory, { recursive: true, force: true });
}

/** One load from a client of its own: one order at a time, or so many in flight. */
export function load(server: Server, mode: "ping" | "pipe", count: number, window: number, processor: number): Figures {
  const client = ["--import", "tsx", join(HERE, "load-client.ts"), "127.0.0.1", String(server.port)];
  const how = [server.kind, "BENCH1", mode, String(count), String(window)];
  const [command, args] = onProcessor(processor, process.execPath, [...client, ...how]);
  return JSON.parse(execFileSync(command, args, { encoding: "utf8" })) as Figures;
}

const LISTENING = /^listening (\d+)/m;

type Start = Pick<Server, "name" | "kind" | "directory"> & {
  command: string;
  args: string[];
  ready: RegExp;
  env?: Record<string, string>;
};

async function start({ name, kind, directory, command, args, ready, env = {} }: Start): Promise<Server> {
  const [program, all] = onProcessor(0, command, args);
  const child = spawn(program, all, { stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, ...env } });
  try {
    let text = "";
    const port = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name} did not listen in ${READY_MS / 1000} s`)), READY_MS);
      child.stdout.on("data", (bytes) => {
        text += bytes;
        const match = ready.exec(text);
        if (match === null) return;
        clearTimeout(timer);
        resolve(Number(match[1]));
      });
      child.once("exit", () => reject(new Error(`${name} ended before it listened; is it built (npm run build)?`)));
    });
    return { name, port, kind, process: child, directory, output: text };
  } catch (error) {
    child.kill("SIGKILL");
    if (directory !== "") rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function onProcessor(processor: number, command: string, args: string[]): [string, string[]] {
  return hasTaskset ? ["taskset", ["-c", String(processor), command, ...args]] : [command, args];
}

function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), "lockstep-bench-"));
}

/** For engines that cannot choose one themselves. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
