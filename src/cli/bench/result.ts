/** What a bench wrote down: enough to compare it with another, and to know what was measured on what. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { errorText, LockstepError } from "../../lib/errors.ts";
import type { Histogram } from "../../lib/histogram.ts";
import type { FlameNode, SelfTime } from "./cpu-profile.ts";
import type { HopFigures } from "./hop-figures.ts";
import type { LoadSecond } from "./load-run.ts";

export const RESULT_FORMAT = "lockstep-bench-1";

/** Microseconds. */
export type Percentiles = {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  p9999: number;
  max: number;
};

export type RoundResult = {
  /** Requests a second that were asked for; 0 when a window was kept full instead. */
  rate: number;
  window: number;
  requestsPerSecond: number;
  requests: number;
  byKind: Record<string, number>;
  answered: number;
  rejected: number;
  /** Cancels and replaces that met a fill on their way. */
  tooLate: number;
  fills: number;
  unanswered: number;
  latency: Percentiles;
  /** How late the generator wrote what was due. */
  lateness: Percentiles;
  /** The load was not made as planned: what is wrong with it. */
  generatorFault: string;
  /** Pairs of an upper bound in microseconds and the share of requests at or below it. */
  curve: [number, number][];
  seconds: LoadSecond[];
  /** The server's CPU per request, microseconds; null where it is not known. */
  orderPathCpuUs: number | null;
  allCpuUs: number | null;
  hops: HopFigures | null;
};

/** Where the order path's thread spent its time at one load, all rounds together. */
export type LoadProfile = {
  load: string;
  /** Requests that were sent in the time that was sampled. */
  requests: number;
  samples: number;
  /** Microseconds in which the thread ran, and in which it waited for something to do. */
  busyUs: number;
  idleUs: number;
  hops: SelfTime[];
  files: SelfTime[];
  functions: SelfTime[];
  /** Without the smallest frames. */
  root: FlameNode;
};

export type BenchResult = {
  format: typeof RESULT_FORMAT;
  name: string;
  at: string;
  version: string;
  node: string;
  system: string;
  processors: string;
  memoryGiB: number;
  pinning: string;
  seed: number;
  /** The plan in words and numbers, and SHA-256 of the server's configuration without its paths. */
  plan: Record<string, string | number>;
  configHash: string;
  /** What stopped the server's order path over all rounds; null for a server that was not ours. */
  stalls: { collections: number; collectedMs: number; longestMs: number; loopP999Ms: number; loopMaxMs: number } | null;
  rounds: RoundResult[];
  /** By load, when the order path was profiled: then all other figures are of a server that was looked into. */
  profiles?: LoadProfile[];
};

export function percentiles(histogram: Histogram): Percentiles {
  const { count, mean, p50, p90, p99, p999, p9999, max } = histogram.summary();
  const us = (ns: number) => Math.round(ns / 10) / 100;
  return {
    count,
    mean: us(mean),
    p50: us(p50),
    p90: us(p90),
    p99: us(p99),
    p999: us(p999),
    p9999: us(p9999),
    max: us(max),
  };
}

/** The latency curve, thinned to points that differ to the eye. */
export function curve(histogram: Histogram): [number, number][] {
  const points: [number, number][] = [];
  let seen = 0;
  let lastNines = -1;
  histogram.visit((upperBound, count) => {
    seen += count;
    const share = seen / histogram.count;
    const nines = share === 1 ? 99 : -Math.log10(1 - share);
    if (nines - lastNines < 0.01) return;
    lastNines = nines;
    points.push([Math.round(upperBound / 10) / 100, share]);
  });
  return points;
}

export function describeMachine(): Pick<BenchResult, "node" | "system" | "processors" | "memoryGiB"> {
  const all = cpus();
  return {
    node: process.version,
    system: `${process.platform} ${release()}`,
    processors: `${all.length} x ${all[0]?.model ?? "unknown processor"}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}

/** Equal for equal configurations, wherever their data lies. */
export function hashOfConfig(text: string): string {
  return createHash("sha256")
    .update(text.replace(/^dataDir:.*$/m, ""))
    .digest("hex")
    .slice(0, 16);
}

export function writeResult(path: string, result: BenchResult): void {
  writeFileSync(path, `${JSON.stringify(result, null, 1)}\n`);
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE when the file is no result */
export function readResult(path: string): BenchResult {
  let parsed: Partial<BenchResult>;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8")) as Partial<BenchResult>;
  } catch (error) {
    throw new LockstepError("LOCKSTEP_ERR_USAGE", `${path} cannot be read: ${errorText(error)}`);
  }
  if (parsed.format !== RESULT_FORMAT || !Array.isArray(parsed.rounds)) {
    const found = JSON.stringify(parsed.format ?? null);
    throw new LockstepError("LOCKSTEP_ERR_USAGE", `${path}: found format ${found}, expected "${RESULT_FORMAT}"`);
  }
  return parsed as BenchResult;
}
