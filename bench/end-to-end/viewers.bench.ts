/**
 * What fifty blotters with different filters cost the order path: the same load with and without them, in turn. The follower's
 * thread serves them, and gives way to the order path even where the two share a processor, as here.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";
import { type Figures, load, type Server, startOms, stop } from "./servers.ts";

const VIEWERS = 50;
const ROUNDS = 5;
const ORDERS = 60_000;
const WINDOW = 1_000;
/** What viewers may cost: throughput without them, of that with them. */
const COST_REACH = 1 / 0.9;
const OPEN_MS = 60_000;

export async function run(quick = false): Promise<BenchRow[]> {
  const orders = quick ? 5_000 : ORDERS;
  const oms = await startOms("write");
  const alone: Figures[] = [];
  const watched: Figures[] = [];
  let messages = 0;
  try {
    load(oms, "pipe", orders, WINDOW, 1);
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
      alone.push(load(oms, "pipe", orders, WINDOW, 1));
      const viewers = await openViewers(oms, quick ? 5 : VIEWERS);
      watched.push(load(oms, "pipe", orders, WINDOW, 1));
      messages += await leave(viewers);
    }
  } finally {
    stop(oms);
  }
  const rate = (all: readonly Figures[]) => median(all.map(({ perSecond }) => perSecond));
  const p99 = (all: readonly Figures[]) => median(all.map(({ p99Us }) => p99Us));
  const note = `${messages} messages to them`;
  return [
    { name: "throughput without viewers", unit: "orders/s", value: rate(alone) },
    { name: `throughput with ${VIEWERS} viewers`, unit: "orders/s", value: rate(watched), note },
    {
      name: "throughput without viewers, of that with them",
      unit: "x",
      value: rate(alone) / rate(watched),
      reach: COST_REACH,
    },
    { name: "p99 without viewers", unit: "us", value: p99(alone) },
    { name: `p99 with ${VIEWERS} viewers`, unit: "us", value: p99(watched) },
  ];
}

function openViewers({ output }: Server, count: number): Promise<ChildProcess> {
  const port = /http=\S+:(\d+)/.exec(output)?.[1] ?? "";
  const args = ["--import", "tsx", join(import.meta.dirname, "viewers-client.ts"), port, String(count)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the viewers were not answered")), OPEN_MS);
    child.stdout.once("data", () => {
      clearTimeout(timer);
      resolve(child);
    });
    child.once("exit", () => reject(new Error("the viewers ended")));
  });
}

/** @returns messages they were told */
function leave(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.stdout?.on("data", (bytes) => resolve(Number(String(bytes).trim())));
    child.kill("SIGTERM");
  });
}
