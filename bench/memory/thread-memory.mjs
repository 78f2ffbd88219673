// Loaded into a server that is measured (node --expose-gc --import): once a second each of its threads collects its garbage
// and writes down what it holds, in bytes, to DIRECTORY/THREAD.json. The directory is LOCKSTEP_BENCH_MEMORY.
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";

const directory = process.env.LOCKSTEP_BENCH_MEMORY;
let round = 0;

setInterval(() => {
  globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const path = join(directory, `${threadId}.json`);
  writeFileSync(`${path}.new`, JSON.stringify({ round: ++round, rss, heapUsed, arrayBuffers }));
  renameSync(`${path}.new`, path);
}, 1000).unref();
