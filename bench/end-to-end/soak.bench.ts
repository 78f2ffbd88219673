/**
 * A server under a steady load: how long the order path's loop stands still, and whether memory grows. Twenty seconds; ten
 * minutes with LOCKSTEP_FULL=1, or as many seconds as LOCKSTEP_SOAK_SECONDS says. Orders of the day stay in memory until
 * they are archived, so what memory grows by is told for an order as well.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BenchResult } from "../../src/cli/bench/result.ts";
import type { BenchRow } from "../row.ts";

const CLI = join(import.meta.dirname, "../../dist/src/cli.js");
const RATE = 10_000;
const SECONDS = Number(process.env.LOCKSTEP_SOAK_SECONDS ?? (process.env.LOCKSTEP_FULL === "1" ? 600 : 20));
const QUICK_SECONDS = 5;
const MB = 1_000_000;
/** Failure mode 33. */
const STALL_P999_MS = 20;
const STALL_MAX_MS = 100;

type Reading = { atMs: number; rss: number; p999Ms: number; maxMs: number };

export async function run(quick = false): Promise<BenchRow[]> {
  const seconds = quick ? QUICK_SECONDS : SECONDS;
  const directory = mkdtempSync(join(tmpdir(), "lockstep-soak-"));
  const path = join(directory, "readings");
  try {
    const result = await loaded(path, seconds);
    const readings = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Reading);
    const [round] = result.rounds;
    const last = readings[readings.length - 1];
    const later = readings.slice(Math.floor(readings.length / 2));
    const bytesAMs = slope(later);
    const name = `soak, ${RATE.toLocaleString("en-US")} orders/s for ${seconds} s`;
    const note = `${round.requests.toLocaleString("en-US")} orders, ${round.rejected} rejected, ${round.unanswered} unanswered`;
    return [
      { name: `${name}, stalls of the order path, p99.9`, unit: "ms", value: last.p999Ms, reach: STALL_P999_MS, note },
      { name: `${name}, stalls of the order path, longest`, unit: "ms", value: last.maxMs, reach: STALL_MAX_MS },
      { name: `${name}, order to report, p99.9`, unit: "us", value: round.latency.p999 },
      { name: `${name}, resident memory at the end`, unit: "MB", value: last.rss / MB },
      { name: `${name}, growth in the second half`, unit: "MB/min", value: (bytesAMs * 60_000) / MB },
      { name: `${name}, growth for an order`, unit: "bytes/order", value: (bytesAMs * 1_000) / RATE },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** `lockstep bench` with a server of its own, into which the watch is loaded. */
async function loaded(path: string, seconds: number): Promise<BenchResult> {
  const load = ["--rate", String(RATE), "--duration", String(seconds), "--warmup", "3", "--rounds", "1"];
  const watch = `--import ${pathToFileURL(join(import.meta.dirname, "loop-watch.mjs")).href}`;
  const child = spawn(process.execPath, [CLI, "bench", "--json", "--durability", "write", ...load], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LOCKSTEP_BENCH_WATCH: path, NODE_OPTIONS: watch },
  });
  let text = "";
  let said = "";
  child.stdout.on("data", (bytes) => {
    text += bytes;
  });
  child.stderr.on("data", (bytes) => {
    said += bytes;
  });
  await new Promise((resolve) => child.once("close", resolve));
  if (text === "") throw new Error(`lockstep bench said nothing: ${said}`);
  return JSON.parse(text) as BenchResult;
}

/** Least squares: bytes a millisecond. */
function slope(readings: readonly Reading[]): number {
  const count = readings.length;
  const meanMs = readings.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const meanRss = readings.reduce((sum, { rss }) => sum + rss, 0) / count;
  let above = 0;
  let below = 0;
  for (const { atMs, rss } of readings) {
    above += (atMs - meanMs) * (rss - meanRss);
    below += (atMs - meanMs) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
