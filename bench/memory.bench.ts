/**
 * What orders cost in memory: in the core and at the venue, each alone in a process; in a whole server, where the order
 * path's thread and the follower's each keep their own; and over many days, the orders of each done and archived when the
 * second day after theirs opens. Resident memory, after a collection.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, type Server, startOms, stop } from "./end-to-end/servers.ts";
import type { BenchRow } from "./row.ts";

const HERE = import.meta.dirname;
const LIVE_REACH_BYTES = 400;
const COMPLETED_REACH_BYTES = 200;
/** Resident memory moves by a megabyte or two on its own: over millions of orders that is less than this. */
const FLAT_BYTES_AN_ORDER = 1;
/** An order's memory is let go when the second day after its own opens, and the heap takes some days to find its size. */
const WARMING_SHARE = 0.4;
const MB = 1_000_000;
const READINGS_MS = 20_000;

export async function run(quick = false): Promise<BenchRow[]> {
  const orders = 1_000_000;
  const [days, perDay] = quick ? [10, 20_000] : [20, 500_000];
  const alone = (what: string, mode: string, reach: number | null): BenchRow => ({
    name: what,
    unit: "bytes",
    value: inProcess<number>(mode, orders),
    ...(reach === null ? {} : { reach }),
    note: `of ${orders.toLocaleString("en-US")}`,
  });
  return [
    alone("core: memory of a live order", "live", LIVE_REACH_BYTES),
    alone("core: memory of a completed order of the day", "completed", COMPLETED_REACH_BYTES),
    alone("venue: memory of a resting order", "venue-live", null),
    ...(await wholeServer(quick)),
    ...growth("core", inProcess<number[]>("core-days", days, perDay), perDay, quick),
    ...growth("venue", inProcess<number[]>("venue-days", days, perDay), perDay, quick),
  ];
}

function inProcess<Result>(mode: string, ...counts: number[]): Result {
  const args = ["--expose-gc", "--import", "tsx", join(HERE, "memory/order-days.ts"), mode, ...counts.map(String)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Result;
}

/** Flat after the first days, or what an order leaves behind. */
function growth(what: string, resident: readonly number[], perDay: number, quick: boolean): BenchRow[] {
  const warming = Math.ceil(resident.length * WARMING_SHARE);
  const warm = resident[warming - 1];
  const last = resident[resident.length - 1];
  const later = (resident.length - warming) * perDay;
  const all = resident.length * perDay;
  const over = `over ${all.toLocaleString("en-US")} orders in ${resident.length} days`;
  const byDay = `MB after each day: ${resident.map((bytes) => Math.round(bytes / MB)).join(" ")}`;
  // In a short run the memory of a process that is still warming up is more than that of its orders.
  const judged = quick ? { note: "too short a run to tell" } : { reach: FLAT_BYTES_AN_ORDER };
  return [
    { name: `${what}: resident ${over}, at the end`, unit: "MB", value: last / MB, note: byDay },
    {
      name: `${what}: growth after day ${warming}, ${over}`,
      unit: "bytes/order",
      value: (last - warm) / later,
      ...judged,
    },
  ];
}

type Held = { round: number; rss: number; heapUsed: number; arrayBuffers: number };

async function wholeServer(quick: boolean): Promise<BenchRow[]> {
  const orders = quick ? 100_000 : 400_000;
  const directory = mkdtempSync(join(tmpdir(), "lockstep-bench-memory-"));
  const measuring = ["--expose-gc", "--import", join(HERE, "memory/thread-memory.mjs")];
  const oms = await startOms("write", measuring, { LOCKSTEP_BENCH_MEMORY: directory });
  try {
    load(oms, "pipe", orders / 4, 1_000, 1);
    const before = await settled(oms, directory);
    load(oms, "pipe", orders, 1_000, 1);
    const after = await settled(oms, directory);
    // The client sends a tenth more, which it does not count.
    const sent = orders * 1.1;
    const ofThread = (thread: string) => (heldBy(after, thread) - heldBy(before, thread)) / sent;
    const note = "its heap and buffers, with what is reserved and not used yet";
    return [
      {
        name: "whole server: resident memory of a live order, both threads",
        unit: "bytes",
        value: (rssOf(after) - rssOf(before)) / sent,
        note: `${orders.toLocaleString("en-US")} orders; venue, sessions' memory and SQLite in it`,
      },
      { name: "whole server: of that the order path's thread", unit: "bytes", value: ofThread("0.json"), note },
      { name: "whole server: of that the follower's thread", unit: "bytes", value: ofThread("1.json"), note },
    ];
  } finally {
    stop(oms);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What each thread holds once it has read all there is: two rounds that hardly differ. */
async function settled(oms: Server, directory: string): Promise<Map<string, Held>> {
  let last = 0;
  for (const endMs = performance.now() + READINGS_MS; performance.now() < endMs; ) {
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const readings = readingsIn(directory);
    const total = [...readings.values()].reduce((sum, { heapUsed, arrayBuffers }) => sum + heapUsed + arrayBuffers, 0);
    if (readings.size >= 2 && Math.abs(total - last) < MB) return readings;
    last = total;
  }
  const readings = readingsIn(directory);
  if (readings.size < 2 || oms.process.exitCode !== null)
    throw new Error("the server's threads did not say what they hold");
  return readings;
}

function readingsIn(directory: string): Map<string, Held> {
  const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(directory, name), "utf8")) as Held]));
}

function heldBy(readings: ReadonlyMap<string, Held>, thread: string): number {
  const held = readings.get(thread);
  return held === undefined ? Number.NaN : held.heapUsed + held.arrayBuffers;
}

function rssOf(readings: ReadonlyMap<string, Held>): number {
  return Math.max(...[...readings.values()].map(({ rss }) => rss));
}
