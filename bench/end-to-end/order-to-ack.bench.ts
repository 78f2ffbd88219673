/**
 * The whole OMS over loopback: session, validation, risk, decide and evolve, journal, the simulated exchange with its own
 * journal, report, stored for resend; nothing switched off. Beside it, in the same run and interleaved with it, a bare
 * TCP echo of the same bytes. One order at a time on one processor, and pipelined with the client on the other.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchRow, median } from "../row.ts";

const HERE = import.meta.dirname;
const CLI = join(HERE, "../../dist/src/cli.js");
const TICKS_PER_SECOND = 100;
const hasTaskset = spawnSync("taskset", ["-V"]).status === 0;

type Target = { name: string; port: number; kind: "fix" | "echo"; process: ChildProcess; dataDir: string };
type Figures = {
  p50Us: number;
  p90Us: number;
  p99Us: number;
  p999Us: number;
  maxUs: number;
  perSecond: number;
  other: string;
};

function onProcessor(processor: number, command: string, args: string[]): [string, string[]] {
  return hasTaskset ? ["taskset", ["-c", String(processor), command, ...args]] : [command, args];
}

async function startTarget(
  name: string,
  kind: "fix" | "echo",
  args: string[],
  ready: RegExp,
  dataDir: string,
): Promise<Target> {
  const [command, all] = onProcessor(0, process.execPath, args);
  const child = spawn(command, all, { stdio: ["ignore", "pipe", "ignore"] });
  const port = await new Promise<number>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (bytes) => {
      text += bytes;
      const match = ready.exec(text);
      if (match !== null) resolve(Number(match[1]));
    });
    child.once("exit", () => reject(new Error(`${name} ended before it listened; is it built (npm run build)?`)));
  });
  return { name, port, kind, process: child, dataDir };
}

function startOms(durability: string): Promise<Target> {
  const dataDir = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  const args = [
    CLI,
    "serve",
    "--data-dir",
    dataDir,
    "--fix-port",
    "0",
    "--http-port",
    "0",
    "--no-agents",
    "--log-level",
    "error",
  ];
  return startTarget(
    `Lockstep ${durability}`,
    "fix",
    [...args, "--durability", durability],
    /^ready fix=\S+:(\d+) /m,
    dataDir,
  );
}

function load(target: Target, mode: "ping" | "pipe", count: number, window: number, processor: number): Figures {
  const client = [
    "--import",
    "tsx",
    join(HERE, "load-client.ts"),
    "127.0.0.1",
    String(target.port),
    target.kind,
    "BENCH1",
  ];
  const [command, args] = onProcessor(processor, process.execPath, [...client, mode, String(count), String(window)]);
  return JSON.parse(execFileSync(command, args, { encoding: "utf8" })) as Figures;
}

/** CPU time a process's threads have used, in seconds, by thread: the first is the order path's. */
function cpuSeconds(pid: number | undefined): { orderPath: number; all: number } {
  const read = (path: string) => {
    const fields = readFileSync(path, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  };
  try {
    return { orderPath: read(`/proc/${pid}/task/${pid}/stat`), all: read(`/proc/${pid}/stat`) };
  } catch {
    return { orderPath: Number.NaN, all: Number.NaN };
  }
}

export async function run(quick = false): Promise<BenchRow[]> {
  const rounds = quick ? 1 : 3;
  const pings = quick ? 1_000 : 5_000;
  const pipes = quick ? 20_000 : 100_000;
  const targets = [
    await startTarget("TCP echo", "echo", ["--import", "tsx", join(HERE, "echo-server.ts")], /listening (\d+)/, ""),
    await startOms("write"),
    await startOms("fsync"),
  ];
  const pinged = new Map<string, Figures[]>(targets.map(({ name }) => [name, []]));
  const piped = new Map<string, (Figures & { cpuUs: number; allUs: number })[]>(targets.map(({ name }) => [name, []]));
  try {
    // The first loads warm every process up and are thrown away.
    for (const target of targets) load(target, "pipe", pipes / 5, 1_000, 1);
    for (let round = 0; round < rounds; round++) {
      for (const target of targets) {
        pinged.get(target.name)?.push(load(target, "ping", pings, 1, 0));
        const before = cpuSeconds(target.process.pid);
        const figures = load(target, "pipe", pipes, 1_000, 1);
        const after = cpuSeconds(target.process.pid);
        const orders = pipes * 1.1;
        const cpuUs = ((after.orderPath - before.orderPath) * 1e6) / orders;
        piped.get(target.name)?.push({ ...figures, cpuUs, allUs: ((after.all - before.all) * 1e6) / orders });
      }
    }
  } finally {
    for (const target of targets) {
      target.process.kill("SIGKILL");
      if (target.dataDir !== "") rmSync(target.dataDir, { recursive: true, force: true });
    }
  }
  return targets.flatMap(({ name }) => rows(name, pinged.get(name) ?? [], piped.get(name) ?? []));
}

function rows(name: string, pinged: Figures[], piped: (Figures & { cpuUs: number; allUs: number })[]): BenchRow[] {
  const isPeer = name === "TCP echo";
  const pinning = hasTaskset ? "" : "not pinned: taskset is missing";
  const row = (what: string, unit: string, value: number, note = pinning): BenchRow => {
    const named = isPeer ? { name: what, peer: name } : { name: `${what}, ${name.split(" ")[1]}` };
    return { ...named, unit, value, ...(note === "" ? {} : { note }) };
  };
  const of = <T>(list: T[], pick: (figures: T) => number) => median(list.map(pick));
  return [
    row(
      "one at a time, p50",
      "us",
      of(pinged, (f) => f.p50Us),
    ),
    row(
      "one at a time, p99",
      "us",
      of(pinged, (f) => f.p99Us),
    ),
    row(
      "one at a time, p99.9",
      "us",
      of(pinged, (f) => f.p999Us),
    ),
    row(
      "window 1,000, throughput",
      "orders/s",
      of(piped, (f) => f.perSecond),
    ),
    row(
      "window 1,000, p50",
      "us",
      of(piped, (f) => f.p50Us),
    ),
    row(
      "window 1,000, p99",
      "us",
      of(piped, (f) => f.p99Us),
    ),
    row(
      "window 1,000, p99.9",
      "us",
      of(piped, (f) => f.p999Us),
    ),
    row(
      "order path's CPU",
      "us/order",
      of(piped, (f) => f.cpuUs),
    ),
    row(
      "all threads' CPU",
      "us/order",
      of(piped, (f) => f.allUs),
    ),
  ];
}
