/**
 * What trading feels of a history that is made anew from the journal meanwhile (failure mode 34): orders one at a time,
 * before and while. The follower's thread makes it, and gives way to the order path.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";
import { type Figures, load, type Server, startOms, stop } from "./servers.ts";

const CLI = join(import.meta.dirname, "../../dist/src/cli.js");
const ORDERS = 600_000;
const QUICK_ORDERS = 30_000;
const PINGS = 5_000;
const ROUNDS = 5;
const WAIT_MS = 180_000;
const P99_TIMES_MAX = 1.5;

type Place = { sequence: number; asOf: number };

export async function run(quick = false): Promise<BenchRow[]> {
  const orders = quick ? QUICK_ORDERS : ORDERS;
  const oms = await startOms("write");
  try {
    load(oms, "pipe", orders, 1_000, 1);
    await caughtUp(oms);
    const ping = () => load(oms, "ping", quick ? 500 : PINGS, 1, 1);
    const before = Array.from({ length: quick ? 1 : ROUNDS }, ping);
    execFileSync(process.execPath, [CLI, "history", "rebuild", "--data-dir", oms.directory]);
    const beganMs = performance.now();
    await until(oms, ({ asOf, sequence }) => asOf < sequence / 2);
    const during: Figures[] = [];
    for (;;) {
      const figures = ping();
      const { asOf, sequence } = await placeOf(oms);
      // What ended meanwhile is no figure of a rebuild, unless there is no other.
      if (asOf < sequence - 1_000 || during.length === 0) during.push(figures);
      if (asOf >= sequence - 1_000) break;
    }
    const tookMs = performance.now() - beganMs;
    const p99Of = (all: readonly Figures[]) => median(all.map(({ p99Us }) => p99Us));
    const note = `${orders.toLocaleString("en-US")} orders made anew in ${(tookMs / 1_000).toFixed(1)} s, ${during.length} measurements meanwhile`;
    return [
      { name: "order to New, one at a time, p99", unit: "us", value: p99Of(before) },
      {
        name: "order to New, one at a time, p99, while the history is made anew",
        unit: "us",
        value: p99Of(during),
        note,
      },
      {
        name: "p99 while the history is made anew, of that without",
        unit: "x",
        value: p99Of(during) / p99Of(before),
        reach: P99_TIMES_MAX,
      },
    ];
  } finally {
    stop(oms);
  }
}

async function placeOf({ output }: Server): Promise<Place> {
  const port = /http=\S+:(\d+)/.exec(output)?.[1];
  return (await (await fetch(`http://127.0.0.1:${port}/api/orders?limit=1`)).json()) as Place;
}

async function until(oms: Server, isThere: (place: Place) => boolean): Promise<void> {
  for (const endMs = performance.now() + WAIT_MS; performance.now() < endMs; ) {
    if (isThere(await placeOf(oms))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the history did not come to where it was waited for");
}

/** Twice in a row nothing new, and all of it in the history. */
async function caughtUp(oms: Server): Promise<void> {
  let last = -1;
  await until(oms, ({ asOf, sequence }) => {
    const isStill = sequence === last && asOf === sequence;
    last = sequence;
    return isStill;
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
