/**
 * Is the difference between two benches real? Each figure's rounds of one are held against those of the other by an exact
 * permutation test: of all the ways to deal the rounds to two sides, how many differ as much in their means as these do.
 */
import { median } from "../../lib/median.ts";
import type { BenchResult, RoundResult } from "./result.ts";

export type Comparison = {
  figure: string;
  unit: string;
  a: number;
  b: number;
  /** b / a. */
  ratio: number;
  /** Share of dealings that differ at least as much; small is real. */
  p: number;
  verdict: "real" | "not shown" | "too few rounds";
};

const FIGURES: readonly (readonly [figure: string, unit: string, of: (round: RoundResult) => number])[] = [
  ["throughput", "requests/s", (round) => round.requestsPerSecond],
  ["latency p50", "us", (round) => round.latency.p50],
  ["latency p99", "us", (round) => round.latency.p99],
  ["latency p99.9", "us", (round) => round.latency.p999],
  ["latency p99.99", "us", (round) => round.latency.p9999],
  ["latency max", "us", (round) => round.latency.max],
  ["order path CPU", "us/request", (round) => round.orderPathCpuUs ?? Number.NaN],
  ["all threads CPU", "us/request", (round) => round.allCpuUs ?? Number.NaN],
];
const REAL = 0.05;
/** More dealings than this are drawn by chance no longer: no bench has so many rounds. */
const ROUNDS_MAX = 12;

/** @returns a row for every rate (or window) that both have, and every figure both know */
export function compareResults(a: BenchResult, b: BenchResult): { load: string; rows: Comparison[] }[] {
  const loads = [...new Set(a.rounds.map(loadOf))].filter((load) => b.rounds.some((round) => loadOf(round) === load));
  return loads.map((load) => {
    const of = (result: BenchResult) => result.rounds.filter((round) => loadOf(round) === load).slice(0, ROUNDS_MAX);
    const rows = FIGURES.flatMap(([figure, unit, pick]) => {
      const left = of(a).map(pick);
      const right = of(b).map(pick);
      return [...left, ...right].some(Number.isNaN) ? [] : [compare(figure, unit, left, right)];
    });
    return { load, rows };
  });
}

export function loadOf({ rate, window }: Pick<RoundResult, "rate" | "window">): string {
  return rate > 0 ? `${rate} requests/s` : `window ${window}`;
}

function compare(figure: string, unit: string, left: number[], right: number[]): Comparison {
  const a = median(left);
  const b = median(right);
  const p = permutationP(left, right);
  const least = 2 / choose(left.length + right.length, left.length);
  const verdict = least > REAL ? "too few rounds" : p <= REAL ? "real" : "not shown";
  return { figure, unit, a, b, ratio: b / a, p, verdict };
}

/** The two-sided exact permutation test of the difference of means. */
function permutationP(left: readonly number[], right: readonly number[]): number {
  const all = [...left, ...right];
  const total = all.reduce((sum, value) => sum + value, 0);
  const size = left.length;
  const distance = (sum: number) => Math.abs(sum / size - (total - sum) / right.length);
  const seen = distance(left.reduce((sum, value) => sum + value, 0));
  let asFar = 0;
  let dealings = 0;
  const deal = (from: number, taken: number, sum: number): void => {
    if (taken === size) {
      dealings++;
      // Equal sums in another order differ in their last digits.
      if (distance(sum) >= seen * (1 - 1e-9)) asFar++;
      return;
    }
    for (let index = from; index <= all.length - (size - taken); index++) deal(index + 1, taken + 1, sum + all[index]);
  };
  deal(0, 0, 0);
  return asFar / dealings;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let index = 1; index <= k; index++) ways = (ways * (n - k + index)) / index;
  return ways;
}
