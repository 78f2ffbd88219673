/**
 * Latency at a rate that does not wait for answers: `lockstep bench` as a process of its own, which pins the server to
 * processor 0 and itself to processor 1. Latency counts from when an order was due, so nothing is left out when the server
 * stands still for a moment.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { BenchResult } from "../../src/cli/bench/result.ts";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";

const CLI = join(import.meta.dirname, "../../dist/src/cli.js");
const OUTPUT_MAX = 256 * 1024 * 1024;
/** Orders a second, and the p99 to reach in microseconds. */
const LOADS = [
  { rate: 10_000, reach: 500 },
  { rate: 50_000, reach: 2_000 },
] as const;

export async function run(quick = false): Promise<BenchRow[]> {
  const lengths = quick ? ["--warmup", "1", "--duration", "1", "--rounds", "1"] : ["--duration", "8", "--rounds", "5"];
  const rates = LOADS.map(({ rate }) => rate).join(",");
  const args = [CLI, "bench", "--json", "--durability", "write", "--rate", rates, ...lengths];
  const ran = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: OUTPUT_MAX });
  // Told on standard error are refusals and what stood in the way; 1 says that a request had no good answer.
  if (ran.stdout === "") throw new Error(`lockstep bench said nothing: ${ran.stderr}`);
  const result = JSON.parse(ran.stdout) as BenchResult;
  return LOADS.flatMap(({ rate, reach }) => {
    const rounds = result.rounds.filter((round) => round.rate === rate);
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
    const bad = rounds.reduce((sum, { rejected, unanswered }) => sum + rejected + unanswered, 0);
    const faults = [...new Set(rounds.map(({ generatorFault }) => generatorFault))].filter((fault) => fault !== "");
    const notes = [result.pinning, ...(bad === 0 ? [] : [`${bad} orders refused or unanswered`]), ...faults];
    const name = `open loop, ${rate.toLocaleString("en-US")} orders/s, write`;
    return [
      { name: `${name}, p50`, unit: "us", value: of((round) => round.latency.p50) },
      { name: `${name}, p99`, unit: "us", value: of((round) => round.latency.p99), reach, note: notes.join("; ") },
      { name: `${name}, p99.9`, unit: "us", value: of((round) => round.latency.p999) },
      { name: `${name}, order path's CPU`, unit: "us/order", value: of((round) => round.orderPathCpuUs ?? Number.NaN) },
    ];
  });
}
