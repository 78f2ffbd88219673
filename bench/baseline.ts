/**
 * The figures of an earlier run as a gate for a later one: kept with the machine they are of, each as often as it was
 * measured, and compared by their medians. A figure is worse only when it is worse by more than a fifth and by more than
 * twice what the repetitions of either run differ among themselves: two shared processors move by themselves.
 */
import { cpus } from "node:os";
import { median } from "../src/lib/median.ts";
import type { BenchRow } from "./row.ts";

export const BASELINE_FORMAT = "lockstep-baseline-1";
/** By this much a figure may be worse without a word. */
const TOLERANCE = 0.2;
const SPREADS = 2;

export type Figures = Record<string, { unit: string; values: number[] }>;
export type Baseline = { format: typeof BASELINE_FORMAT; machine: string; at: string; figures: Figures };
export type Judgement = { name: string; before: number; after: number; unit: string; change: number; isWorse: boolean };

/** What must be the same for two runs to be compared at all. */
export function machineClass(): string {
  const processors = cpus();
  return `${processors.length} x ${processors[0]?.model ?? "unknown"}, Node ${process.versions.node.split(".")[0]}`;
}

/** Adds one run's own rows; those of peers are no figures of ours, and a memory or a share is not measured by time. */
export function addRun(figures: Figures, path: string, rows: readonly BenchRow[]): void {
  for (const { name, unit, value, peer } of rows) {
    if (peer !== undefined || !(value > 0)) continue;
    const key = `${path.replace(".bench.ts", "")}: ${name}`;
    figures[key] ??= { unit, values: [] };
    figures[key].values.push(value);
  }
}

/** Every figure both have, the worst first. */
export function judge(before: Figures, after: Figures): Judgement[] {
  const judged: Judgement[] = [];
  for (const [name, { unit, values }] of Object.entries(after)) {
    const known = before[name];
    if (known === undefined || known.unit !== unit) continue;
    const [a, b] = [median(known.values), median(values)];
    // How many times worse: rates fall, times grow.
    const change = unit.endsWith("/s") ? a / b : b / a;
    const allowed = Math.max(TOLERANCE, SPREADS * spread(known.values), SPREADS * spread(values));
    judged.push({ name, before: a, after: b, unit, change, isWorse: change > 1 + allowed });
  }
  return judged.sort((a, b) => b.change - a.change);
}

/** What repetitions differ by, of their median. */
function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

export function judgementLines(judged: readonly Judgement[]): string[] {
  const worse = judged.filter(({ isWorse }) => isWorse);
  const line = ({ name, before, after, unit, change, isWorse }: Judgement) =>
    `  ${isWorse ? "WORSE" : "     "} ${name.padEnd(76)} ${before.toPrecision(4)} -> ${after.toPrecision(4)} ${unit}, ${change.toFixed(2)} x`;
  return [`${worse.length} of ${judged.length} figures are worse than the baseline`, ...judged.slice(0, 20).map(line)];
}
