/** What a frame costs with its share of the commit: a hundred frames a group, in memory, and on a disk at both levels. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeDisk } from "../../src/journal/disk.ts";
import { openJournal } from "../../src/journal/journal.ts";
import type { JournalWriter } from "../../src/journal/writer.ts";
import type { BenchRow } from "../row.ts";
import { measure, same, type Task } from "../support/measure.ts";
import { MemoryDisk } from "../support/memory-disk.ts";

const FRAMES = 100;
const PAYLOAD = Buffer.alloc(420, 7);
const SEGMENT_BYTES = 64 * 1024 * 1024;
const SEGMENTS_MAX = 3;

export async function run(quick = false): Promise<BenchRow[]> {
  const root = mkdtempSync(join(tmpdir(), "lockstep-bench-writer-"));
  const open: JournalWriter[] = [];
  const journal = (directory: string, durability: "write" | "fsync", inMemory: boolean): JournalWriter => {
    const disk = inMemory ? new MemoryDisk() : nodeDisk;
    const segmentBytes = quick ? SEGMENT_BYTES / 32 : SEGMENT_BYTES;
    const { writer } = openJournal({ directory: join(root, directory), durability, segmentBytes, disk }, () => true);
    open.push(writer);
    return writer;
  };
  const task = (name: string, durability: "write" | "fsync", inMemory: boolean, rest: Partial<Task>): Task => {
    let made = 0;
    let writer: JournalWriter | null = null;
    let from = 0;
    return {
      name: `JournalWriter: a frame of 450 bytes, a hundred a commit, ${name}`,
      unit: "us",
      perTurn: FRAMES,
      // What was written is let go now and then: a bench must not fill the disk.
      before: () => {
        if (writer === null || writer.segmentNumber > SEGMENTS_MAX) {
          writer?.close();
          rmSync(join(root, `${inMemory}-${durability}-${made}`), { recursive: true, force: true });
          writer = journal(`${inMemory}-${durability}-${++made}`, durability, inMemory);
        }
        from = writer.durableSequence;
      },
      turn: () => {
        for (let index = 0; index < FRAMES; index++) {
          writer!.beginFrame(1_795_310_400_000_000_000n).copy(PAYLOAD, 0, PAYLOAD.length);
          writer!.endFrame();
        }
        writer!.commit();
      },
      check: () => same(writer!.durableSequence - from, FRAMES, "frames made durable"),
      ...rest,
    };
  };
  try {
    return await measure(
      [
        task("into memory", "fsync", true, {
          budget: 0.6,
          note: "the code's own; the budget has the sync's CPU in it",
        }),
        task("write", "write", false, {}),
        task("fsync", "fsync", false, { note: "elapsed, the disk's time in it" }),
      ],
      quick,
    );
  } finally {
    for (const writer of open) writer.close();
    rmSync(root, { recursive: true, force: true });
  }
}
