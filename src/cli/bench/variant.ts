/** One thing that is measured: a plan, the server it runs on, and the rounds so far. */
import { existsSync, readFileSync } from "node:fs";
import type { Measurements } from "../../measurements.ts";
import { loadOf } from "./compare.ts";
import {
  type CpuProfile,
  foldProfile,
  pruned,
  selfByFile,
  selfByFunction,
  selfByHop,
  type TimeWindow,
} from "./cpu-profile.ts";
import { hopFigures } from "./hop-figures.ts";
import { type LoadPlan, type LoadResult, type RequestStamps, runLoad } from "./load-run.ts";
import {
  type BenchResult,
  curve,
  describeMachine,
  hashOfConfig,
  type LoadProfile,
  percentiles,
  RESULT_FORMAT,
  type RoundResult,
} from "./result.ts";
import { compIdOf, PINNING, ServerUnderTest } from "./server-under-test.ts";

export type BenchPlan = Omit<LoadPlan, "host" | "port" | "targetCompId" | "compIds" | "rate"> & {
  name: string;
  rates: number[];
  sessions: number;
  durability: "fsync" | "write";
  rounds: number;
  /** Where the server's data lies; "" for the system's temporary directory. */
  directory: string;
  /** Whether the server's order path is profiled. */
  profile: boolean;
  /** A server that runs already; null starts one. */
  target: { host: string; port: number; targetCompId: string; compIds: string[] } | null;
};

/** The generator is late when a hundredth of what was due was written this much later, and it is a tenth of the latency. */
const LATE_US = 1_000;
const LATE_SHARE = 0.1;
/** Files and functions that are named of a profile, and the share of the time below which a frame is not kept. */
const ROWS_MAX = 30;
const LEAST_SHARE = 0.0005;

export class Variant {
  readonly plan: BenchPlan;
  readonly #rounds: RoundResult[] = [];
  readonly #stamps: ((clOrdId: string) => RequestStamps | null)[] = [];
  readonly #counted: TimeWindow[] = [];
  #server: ServerUnderTest | null = null;

  constructor(plan: BenchPlan) {
    this.plan = plan;
  }

  async start(): Promise<void> {
    const { durability, sessions, symbols, directory, profile, target } = this.plan;
    if (target === null)
      this.#server = await ServerUnderTest.start({ durability, sessions, symbols, directory, profile });
  }

  /** Runs every rate once, or the window. */
  async round(number: number, told: (round: RoundResult) => void): Promise<void> {
    const { rates } = this.plan;
    for (const rate of rates.length === 0 ? [0] : rates) {
      const round = await this.#measure(rate, number);
      this.#rounds.push(round);
      told(round);
    }
  }

  /** Ends the server and gives everything that was measured. */
  async finish(version: string): Promise<BenchResult> {
    await this.#server?.stop();
    const measured = this.#readMeasurements();
    if (measured !== null) {
      for (const [index, round] of this.#rounds.entries()) round.hops = hopFigures(measured, this.#stamps[index]);
    }
    const { plan } = this;
    return {
      format: RESULT_FORMAT,
      name: plan.name,
      at: new Date().toISOString(),
      version,
      ...describeMachine(),
      pinning: plan.target === null ? PINNING : "the server is not ours to pin",
      seed: plan.seed,
      plan: {
        mix: plan.mix,
        load:
          plan.rates.length === 0 ? `window ${plan.window}` : `${plan.rates.join(", ")} requests/s, ${plan.arrival}`,
        durability: plan.target === null ? plan.durability : "the server's own",
        sessions: plan.sessions,
        symbols: plan.symbols,
        depth: plan.depth,
        warmupS: plan.warmupS,
        durationS: plan.durationS,
        rounds: plan.rounds,
        transport: plan.over === "json" ? "JSON over WebSocket" : "FIX 4.4",
      },
      configHash: this.#server === null ? "" : hashOfConfig(this.#server.configText),
      stalls:
        measured === null
          ? null
          : {
              collections: measured.collections.count,
              collectedMs: measured.collections.totalMs,
              longestMs: measured.collections.max / 1e6,
              loopP999Ms: measured.loopDelay.p999 / 1e6,
              loopMaxMs: measured.loopDelay.max / 1e6,
            },
      rounds: this.#rounds,
      ...this.#readProfiles(),
    };
  }

  remove(): void {
    this.#server?.remove();
  }

  async #measure(rate: number, number: number): Promise<RoundResult> {
    const { plan } = this;
    const server = this.#server;
    const at = plan.target ?? {
      host: server?.host ?? "",
      port: (plan.over === "json" ? server?.webSocketPort : server?.port) ?? 0,
      targetCompId: "LOCKSTEP",
      compIds: Array.from({ length: plan.sessions }, (_, index) => compIdOf(index)),
    };
    const before = server?.cpuSeconds();
    const load = await runLoad({ ...plan, ...at, rate, seed: plan.seed * 100 + number });
    const after = server?.cpuSeconds();
    this.#stamps.push(load.stampsOf);
    this.#counted.push(load.counted);
    const cpuUs = (thread: "mainThread" | "all") => {
      if (before === undefined || after === undefined || Number.isNaN(after[thread])) return null;
      return ((after[thread] - before[thread]) * 1e6) / load.allRequests;
    };
    return roundResult(rate, plan.window, load, cpuUs("mainThread"), cpuUs("all"));
  }

  #readProfiles(): Pick<BenchResult, "profiles"> {
    const path = this.#server?.profilePath ?? "";
    if (path === "" || !existsSync(path)) return {};
    const profile = JSON.parse(readFileSync(path, "utf8")) as CpuProfile;
    const loads = [...new Set(this.#rounds.map(loadOf))];
    return { profiles: loads.map((load) => this.#profileOf(profile, load)) };
  }

  #profileOf(profile: CpuProfile, load: string): LoadProfile {
    const indexes = this.#rounds.flatMap((round, index) => (loadOf(round) === load ? [index] : []));
    const windows = indexes.map((index) => this.#counted[index]);
    const { root, idleUs, samples } = foldProfile(profile, windows);
    return {
      load,
      requests: indexes.reduce((sum, index) => sum + this.#rounds[index].requests, 0),
      samples,
      busyUs: root.totalUs,
      idleUs,
      hops: selfByHop(root),
      files: selfByFile(root).slice(0, ROWS_MAX),
      functions: selfByFunction(root).slice(0, ROWS_MAX),
      root: pruned(root, LEAST_SHARE),
    };
  }

  #readMeasurements(): Measurements | null {
    const path = this.#server?.measurementsPath ?? "";
    return path !== "" && existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Measurements) : null;
  }
}

function roundResult(
  rate: number,
  window: number,
  load: LoadResult,
  orderPathCpuUs: number | null,
  allCpuUs: number | null,
): RoundResult {
  const latency = percentiles(load.latency);
  const lateness = percentiles(load.lateness);
  return {
    rate,
    window: rate > 0 ? 0 : window,
    requestsPerSecond: load.requestsPerSecond,
    requests: load.requests,
    byKind: load.byKind,
    answered: load.answered,
    rejected: load.rejected,
    tooLate: load.tooLate,
    fills: load.fills,
    unanswered: load.unanswered,
    latency,
    lateness,
    generatorFault: generatorFault(rate, load, lateness.p99, latency.p99),
    curve: curve(load.latency),
    seconds: load.seconds,
    orderPathCpuUs,
    allCpuUs,
    hops: null,
  };
}

function generatorFault(rate: number, load: LoadResult, latenessP99Us: number, latencyP99Us: number): string {
  const faults: string[] = [];
  if (rate > 0 && latenessP99Us > LATE_US && latenessP99Us > LATE_SHARE * latencyP99Us) {
    faults.push(
      `the generator fell behind: a hundredth of what was due was written more than ${Math.round(latenessP99Us)} us late, ` +
        "and that is part of the latencies",
    );
  }
  if (load.rejected > 0) faults.push(`${load.rejected} requests were refused; the first: ${load.firstReject}`);
  if (load.unanswered > 0) faults.push(`${load.unanswered} requests were never answered`);
  return faults.join("; ");
}
