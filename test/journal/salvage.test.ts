import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Disk, nodeDisk } from "../../src/journal/disk.ts";
import { HEADER_BYTES, segmentFileName } from "../../src/journal/format.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { salvage } from "../../src/journal/salvage.ts";
import { snapshotFileName } from "../../src/journal/snapshot-file.ts";
import { surveyJournal } from "../../src/journal/survey.ts";

const SEGMENT_BYTES = 64 * 1024;
const root = mkdtempSync(join(tmpdir(), "lockstep-salvage-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
/** What outlives a loss of power is not looked at here. */
const disk: Disk = { ...nodeDisk, datasync: () => {}, syncDirectory: () => {} };
let directories = 0;

/** A data directory with a journal of 40 groups of one frame, in two segments. */
function dataDirectory(): { from: string; to: string; last: string } {
  const from = join(root, `d${++directories}`);
  const directory = join(from, "journal");
  mkdirSync(directory, { recursive: true });
  const { writer } = openJournal({ directory, durability: "write", segmentBytes: SEGMENT_BYTES, disk }, () => true);
  for (let group = 0; group < 40; group++) {
    writer.beginFrame(BigInt(group)).copy(Buffer.alloc(2_000, group + 1), 0, 2_000);
    writer.endFrame();
    writer.commit();
  }
  writer.close();
  const names = readdirSync(directory).filter((name) => name.endsWith(".journal"));
  expect(names.sort()).toEqual([segmentFileName(1), segmentFileName(2)]);
  return { from, to: join(root, `t${directories}`), last: join(directory, segmentFileName(2)) };
}

/** The sequences a start finds in a copy, and writes on behind. */
function opened(to: string): number[] {
  const sequences: number[] = [];
  const directory = join(to, "journal");
  const { writer, scan } = openJournal(
    { directory, durability: "write", segmentBytes: SEGMENT_BYTES, disk },
    (frame) => sequences.push(frame.sequence) > 0,
  );
  expect(scan.tornTail).toBe(null);
  writer.beginFrame(99n).copy(Buffer.alloc(10, 9), 0, 10);
  writer.endFrame();
  writer.commit();
  writer.close();
  expect(surveyJournal(directory).damages).toEqual([]);
  return sequences;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("what is salvaged of a data directory", () => {
  it("is all of a journal that is whole, its snapshot and its views, in a directory that can be written on", () => {
    const { from, to } = dataDirectory();
    mkdirSync(join(from, "snapshots"));
    writeFileSync(join(from, "snapshots", snapshotFileName(30)), "thirty");
    writeFileSync(join(from, "snapshots", snapshotFileName(20)), "twenty");
    writeFileSync(join(from, "views.json"), "{}");
    expect(salvage(disk, from, to, SEGMENT_BYTES)).toEqual([]);
    expect(readdirSync(to).sort()).toEqual(["journal", "snapshots", "views.json"]);
    expect(readdirSync(join(to, "snapshots"))).toEqual([snapshotFileName(30)]);
    expect(opened(to)).toEqual(upTo(40));
  });

  it("ends before a last group that is torn, and before damage with whole groups behind it, and says so", () => {
    for (const [damage, kept] of [
      [(bytes: Buffer, ends: number[]) => bytes.fill(0, ends[ends.length - 1] - 10), 39],
      [
        (bytes: Buffer, ends: number[]) => bytes.fill(0xff, ends[ends.length - 3] + 100, ends[ends.length - 3] + 120),
        38,
      ],
    ] as const) {
      const { from, to, last } = dataDirectory();
      mkdirSync(join(from, "snapshots"));
      writeFileSync(join(from, "snapshots", snapshotFileName(40)), "forty");
      const bytes = readFileSync(last);
      damage(bytes, endsIn(from));
      writeFileSync(last, bytes);
      const left = salvage(disk, from, to, SEGMENT_BYTES);
      expect(left[0]).toContain(`${last} is whole up to sequence ${kept}, and not from offset`);
      expect(left[1]).toContain("knows the journal up to sequence 40: its end is gone");
      expect(readFileSync(last).equals(bytes)).toBe(true);
      expect(readdirSync(to)).toEqual(["journal"]);
      expect(opened(to)).toEqual(upTo(kept));
    }
  });

  it("leaves out a last segment whose header cannot be read", () => {
    const { from, to, last } = dataDirectory();
    const bytes = readFileSync(last);
    bytes.fill(0, 0, 64);
    writeFileSync(last, bytes);
    const left = salvage(disk, from, to, SEGMENT_BYTES);
    const kept = opened(to);
    expect(left).toEqual([expect.stringContaining(`is whole up to sequence ${kept.length}`)]);
    expect(kept.length).toBeGreaterThan(20);
    expect(kept).toEqual(upTo(kept.length));
  });

  it("goes into an empty directory with room for it, or nowhere", () => {
    const { from, to } = dataDirectory();
    const full: Disk = { ...disk, space: () => ({ freeBytes: 1_000, totalBytes: 1_000 }) };
    expect(() => salvage(full, from, to, SEGMENT_BYTES)).toThrow(`${to} has 1 MB free, the journals need 1 MB`);
    writeFileSync(join(to, "mine"), "");
    expect(() => salvage(disk, from, to, SEGMENT_BYTES)).toThrow(`${to} is not empty; nothing is ever written over`);
    expect(() => salvage(disk, to, from, SEGMENT_BYTES)).toThrow(`there is no journal in ${to}`);
  });
});

/** Ends of the last segment's groups. */
function endsIn(from: string): number[] {
  const ends: number[] = [];
  const directory = join(from, "journal");
  const { segments, end } = surveyJournal(directory);
  const { firstSequence, lastSequence } = segments[segments.length - 1];
  const groupBytes = (end.offset - HEADER_BYTES) / (lastSequence - firstSequence + 1);
  for (let at = end.offset; ends.length <= lastSequence - firstSequence; at -= groupBytes) ends.unshift(at);
  return ends;
}
