/**
 * What the next segment costs the order that happens to come when the log moves on: made there and then, or prepared in
 * the background; and a commit of 100 records into zeros that lie there already, beside one that makes the file longer.
 * All on the file system the system's temporary directory is on.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeDisk } from "../../src/journal/disk.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { SegmentFiles } from "../../src/journal/segment-files.ts";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";

const SEGMENT_BYTES = 32 * 1024 * 1024;
const GROUP_BYTES = 30_000;

export async function run(quick = false): Promise<BenchRow[]> {
  const root = mkdtempSync(join(tmpdir(), "lockstep-bench-segments-"));
  try {
    const rounds = quick ? 3 : 11;
    const { made, moved } = await rolls(root, rounds);
    const commits = quick ? 200 : 1_000;
    const stalls = await worstCommits(root, quick ? 2 : 4);
    return [
      { name: "Next segment of 32 MiB, made while an order waits", unit: "us", value: median(made) },
      { name: "Next segment of 32 MiB, prepared in the background", unit: "us", value: median(moved) },
      { name: "Sync of 30 kB into preallocated zeros", unit: "us", value: syncs(root, true, commits) },
      { name: "Sync of 30 kB that makes the file longer", unit: "us", value: syncs(root, false, commits) },
      { name: "Commit of 30 kB while segments roll: middle", unit: "us", value: median(stalls) },
      { name: "Commit of 30 kB while segments roll: worst", unit: "us", value: Math.max(...stalls) },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function rolls(root: string, rounds: number): Promise<{ made: number[]; moved: number[] }> {
  const directory = join(root, "rolls");
  nodeDisk.makeDirectory(directory);
  const files = new SegmentFiles(nodeDisk, directory, SEGMENT_BYTES);
  const made: number[] = [];
  const moved: number[] = [];
  for (let round = 0; round < rounds; round++) {
    made.push(timeOf(() => nodeDisk.close(files.create(2 * round + 1, Buffer.alloc(128, 1)))));
    files.prepare();
    while (!files.isPrepared) await new Promise((resolve) => setTimeout(resolve, 1));
    moved.push(timeOf(() => nodeDisk.close(files.create(2 * round + 2, Buffer.alloc(128, 1)))));
  }
  return { made, moved };
}

function syncs(root: string, preallocated: boolean, count: number): number {
  const fd = openSync(join(root, `syncs-${preallocated}`), "w");
  if (preallocated) writeSync(fd, Buffer.alloc(count * GROUP_BYTES));
  fdatasyncSync(fd);
  const group = Buffer.alloc(GROUP_BYTES, 7);
  const times = Array.from({ length: count }, (_, index) =>
    timeOf(() => {
      writeSync(fd, group, 0, GROUP_BYTES, index * GROUP_BYTES);
      fdatasyncSync(fd);
    }),
  );
  closeSync(fd);
  return median(times);
}

/** A journal under way through so many segments; each commit's time, those that move to the next segment included. */
async function worstCommits(root: string, segments: number): Promise<number[]> {
  const directory = join(root, "journal");
  const { writer } = openJournal({ directory, durability: "fsync", segmentBytes: SEGMENT_BYTES }, () => true);
  const payload = Buffer.alloc(GROUP_BYTES, 7);
  const times: number[] = [];
  while (writer.segmentNumber <= segments) {
    times.push(
      timeOf(() => {
        writer.beginFrame(1n).copy(payload, 0, payload.length);
        writer.endFrame();
        writer.commit();
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
  }
  writer.close();
  return times;
}

/** In microseconds. */
function timeOf(run: () => void): number {
  const startMs = performance.now();
  run();
  return (performance.now() - startMs) * 1_000;
}
