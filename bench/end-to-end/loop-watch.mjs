/**
 * Loaded into all processes of a bench, for the server among them: every second it writes how long the order path's loop stood still so far, and the
 * memory of the process, into the file LOCKSTEP_BENCH_WATCH names.
 */
import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const path = process.env.LOCKSTEP_BENCH_WATCH;
if (isMainThread && path !== undefined && process.argv.includes("serve")) {
  const RESOLUTION_MS = 1;
  const WARM_MS = 3_000;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  setTimeout(() => delay.enable(), WARM_MS).unref();
  setInterval(() => {
    if (delay.count === 0) return;
    const stall = (ns) => Math.max(0, ns / 1e6 - RESOLUTION_MS);
    const reading = { atMs: performance.now(), rss: process.memoryUsage().rss };
    appendFileSync(
      path,
      `${JSON.stringify({ ...reading, p999Ms: stall(delay.percentile(99.9)), maxMs: stall(delay.max) })}\n`,
    );
  }, 1_000).unref();
}
