/**
 * What the server measures of itself for a bench: the stamps of sampled orders, its garbage collections, and how long its
 * loop was held up. Written to a file when it stops; nothing of it is on unless a file is named.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { cpus } from "node:os";
import { monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";
import { Histogram, type HistogramSummary } from "./lib/histogram.ts";
import { HOPS, type HopLog, type HopTrace } from "./sequencer/hop-trace.ts";

export type Measurements = HopLog & {
  /** Collections that stopped the order path's thread, in nanoseconds each. */
  collections: HistogramSummary & { totalMs: number };
  /** How much later than asked the order path's loop turned, in nanoseconds; looked at every millisecond. */
  loopDelay: { p50: number; p99: number; p999: number; max: number };
};

/** Microseconds between two samples of the stack: five thousand a second, so that a second of load tells what a hundredth of it is. */
const SAMPLE_US = 200;

/** This process's threads; none where the system does not tell. */
function threads(): string[] {
  return existsSync("/proc/self/task") ? readdirSync("/proc/self/task") : [];
}

/**
 * Lets the profiler's own thread run on any processor. Where the process is pinned to one, it would get that one when the
 * thread it samples has gone to sleep, and see it asleep (measured at 10,000 orders a second: 12 % busy where the kernel
 * counted 52).
 */
function freeThread(thread: string): void {
  spawnSync("taskset", ["-pc", `0-${cpus().length - 1}`, thread], { stdio: "ignore" });
}

/**
 * Begins to record a CPU profile of the calling thread.
 *
 * @returns writes it to the file, as V8 has it; call it once, when the work is over
 */
export function startProfiling(path: string): () => void {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.setSamplingInterval", { interval: SAMPLE_US });
  const before = new Set(threads());
  session.post("Profiler.start");
  for (const thread of threads()) if (!before.has(thread)) freeThread(thread);
  return () => {
    // Answered before `post` returns: the session is in this thread.
    session.post("Profiler.stop", (error, result) => {
      if (error === null) writeFileSync(path, JSON.stringify(result.profile));
    });
    session.disconnect();
  };
}

/** Begins to measure. @returns writes the file; call it once, when the work is over */
export function startMeasuring(path: string, hops: HopTrace): () => void {
  hops.keep();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const pauses = new Histogram();
  let totalMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      pauses.record(duration * 1e6);
      totalMs += duration;
    }
  });
  observer.observe({ entryTypes: ["gc"] });
  return () => {
    observer.disconnect();
    delay.disable();
    const measured: Measurements = {
      originNs: Number(process.hrtime.bigint()) - performance.now() * 1e6,
      hops: HOPS,
      orders: hops.kept,
      collections: { ...pauses.summary(), totalMs },
      loopDelay: {
        p50: delay.percentile(50),
        p99: delay.percentile(99),
        p999: delay.percentile(99.9),
        max: delay.max,
      },
    };
    writeFileSync(path, JSON.stringify(measured));
  };
}
