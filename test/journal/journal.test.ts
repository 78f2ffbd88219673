import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openJournal, scanJournal } from "../../src/journal/journal.ts";
import { listSegments } from "../../src/journal/reader.ts";
import { JournalTail } from "../../src/journal/tail.ts";
import { Durability } from "../../src/journal/writer.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-journal-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let directories = 0;
const newDirectory = () => join(root, `j${++directories}`);
const SEGMENT_BYTES = 64 * 1024;

type Entry = { sequence: number; payload: string };

function open(directory: string, entries: Entry[] = [], durability: Durability = Durability.Write) {
  return openJournal({ directory, durability, segmentBytes: SEGMENT_BYTES }, (frame) => {
    entries.push({
      sequence: frame.sequence,
      payload: frame.bytes.toString("latin1", frame.payloadStart, frame.payloadEnd),
    });
    return true;
  });
}

/** Writes groups of payloads, one commit a group. */
function write(directory: string, groups: string[][], durability: Durability = Durability.Write): Entry[] {
  const { writer } = open(directory, [], durability);
  const written: Entry[] = [];
  for (const group of groups) {
    for (const payload of group) {
      const to = writer.beginFrame(1_000n);
      to.copy(Buffer.from(payload, "latin1"), 0, payload.length);
      writer.endFrame();
      written.push({ sequence: writer.lastSequence, payload });
    }
    writer.commit();
  }
  writer.close();
  return written;
}

function read(directory: string): Entry[] {
  const entries: Entry[] = [];
  open(directory, entries).writer.close();
  return entries;
}

const groupsOf = (count: number, size = 40) =>
  Array.from({ length: count }, (_, group) => [`g${group}-a`.padEnd(size, "."), `g${group}-b`.padEnd(size, "x")]);
const segmentPath = (directory: string, number: number) =>
  join(directory, `segment-${String(number).padStart(8, "0")}.journal`);

describe("the journal", () => {
  it.each([Durability.Fsync, Durability.Write])(
    "gives back what was committed, over many segments (%s)",
    (durability) => {
      const directory = newDirectory();
      const first = write(directory, groupsOf(400, 300), durability);
      const second = write(directory, groupsOf(50, 10), durability).map((entry) => entry);
      expect(listSegments(directory).length).toBeGreaterThan(3);
      expect(read(directory)).toEqual([...first, ...second]);
      expect(second[0].sequence).toBe(801);
    },
  );

  it("forgets what was begun and not committed", () => {
    const directory = newDirectory();
    const committed = write(directory, groupsOf(2));
    const { writer } = open(directory);
    writer.beginFrame(1n).u8(1);
    writer.endFrame();
    writer.close();
    expect(read(directory)).toEqual(committed);
  });

  it("keeps frames larger than a segment", () => {
    const directory = newDirectory();
    const written = write(directory, [["a"], ["b".repeat(3 * SEGMENT_BYTES)], ["c"]]);
    expect(read(directory)).toEqual(written);
  });

  it("cuts a tail torn at any byte of the last group, and goes on from there", () => {
    const directory = newDirectory();
    const before = write(directory, groupsOf(3));
    const kept = readFileSync(segmentPath(directory, 1));
    const start = kept.length - [...kept].reverse().findIndex((byte) => byte !== 0);
    const after = write(directory, [["torn-1", "torn-2"]]);
    const whole = readFileSync(segmentPath(directory, 1));
    const end = whole.length - [...whole].reverse().findIndex((byte) => byte !== 0);
    for (let cut = start + 1; cut < end; cut++) {
      const copy = newDirectory();
      cpSync(directory, copy, { recursive: true });
      const torn = Buffer.from(whole);
      torn.fill(0, cut);
      writeFileSync(segmentPath(copy, 1), torn);
      const entries: Entry[] = [];
      const { writer, scan } = open(copy, entries);
      expect(entries).toEqual(before);
      expect(scan.tornTail?.offset).toBe(scan.offset);
      writer.close();
      expect(write(copy, [["next"]])).toEqual([{ sequence: 7, payload: "next" }]);
      expect(read(copy).at(-1)).toEqual({ sequence: 7, payload: "next" });
      expect(readdirSync(copy).some((name) => name.startsWith("torn-"))).toBe(true);
    }
    expect(read(directory)).toEqual([...before, ...after]);
  });

  it("cuts a scrambled byte anywhere in the last group", () => {
    const directory = newDirectory();
    const before = write(directory, groupsOf(2));
    const plain = readFileSync(segmentPath(directory, 1));
    const start = plain.length - [...plain].reverse().findIndex((byte) => byte !== 0);
    write(directory, [["last"]]);
    const whole = readFileSync(segmentPath(directory, 1));
    const end = whole.length - [...whole].reverse().findIndex((byte) => byte !== 0);
    for (let at = start; at < end; at++) {
      const copy = newDirectory();
      cpSync(directory, copy, { recursive: true });
      const scrambled = Buffer.from(whole);
      scrambled[at] ^= 0x55;
      writeFileSync(segmentPath(copy, 1), scrambled);
      expect(read(copy)).toEqual(before);
    }
  });

  it("refuses a flipped bit anywhere before the last group, naming segment and offset, and changes nothing", () => {
    const directory = newDirectory();
    write(directory, groupsOf(300, 300));
    const segments = listSegments(directory);
    const files = new Map(segments.map((number) => [number, readFileSync(segmentPath(directory, number))]));
    fc.assert(
      fc.property(
        fc.nat(segments.length - 2),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(7),
        (index, share, bit) => {
          const number = segments[index];
          const whole = files.get(number) as Buffer;
          const end =
            whole.length - [...whole.subarray(whole.length - 20_000)].reverse().findIndex((byte) => byte !== 0);
          const at = Math.min(Math.floor(share * end), end - 1);
          const flipped = Buffer.from(whole);
          flipped[at] ^= 1 << bit;
          writeFileSync(segmentPath(directory, number), flipped);
          try {
            const path = `segment-${String(number).padStart(8, "0")}.journal at offset `;
            // Bytes of the header that say nothing yet (its padding) are covered by its checksum all the same.
            expect(() => scanJournal(directory, () => true)).toThrow(path);
            expect(readFileSync(segmentPath(directory, number)).equals(flipped)).toBe(true);
          } finally {
            writeFileSync(segmentPath(directory, number), whole);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("refuses damage in the open segment when whole groups follow", () => {
    const directory = newDirectory();
    write(directory, groupsOf(5));
    const bytes = readFileSync(segmentPath(directory, 1));
    bytes[200] ^= 1;
    writeFileSync(segmentPath(directory, 1), bytes);
    expect(() => open(directory)).toThrow(
      /segment-00000001\.journal at offset \d+: .*whole records follow at offset \d+/,
    );
  });

  it("refuses a missing, a swapped and a foreign segment", () => {
    const make = () => {
      const directory = newDirectory();
      write(directory, groupsOf(400, 300));
      return directory;
    };
    const missing = make();
    unlinkSync(segmentPath(missing, 2));
    expect(() => open(missing)).toThrow("segment 2 is missing, the next one found is 3");
    const swapped = make();
    cpSync(segmentPath(swapped, 3), segmentPath(swapped, 2));
    expect(() => open(swapped)).toThrow("the file holds segment 3, its name says 2");
    const foreign = make();
    cpSync(segmentPath(make(), 2), segmentPath(foreign, 2));
    expect(() => open(foreign)).toThrow("the segment belongs to another journal");
  });

  it("is followed while it grows, no further than it is durable", () => {
    const directory = newDirectory();
    const { writer } = open(directory);
    const tail = new JournalTail(directory);
    const seen: number[] = [];
    const poll = () => {
      while (tail.poll(writer.durableSegment, writer.durableOffset, (frame) => seen.push(frame.sequence) > 0)) {
        // Read on until everything durable is seen.
      }
    };
    for (let group = 0; group < 500; group++) {
      for (let frame = 0; frame <= group % 3; frame++) {
        writer.beginFrame(BigInt(group)).copy(Buffer.alloc(group, 7), 0, group);
        writer.endFrame();
      }
      if (group % 7 === 0) poll();
      writer.commit();
      if (group % 5 === 0) poll();
    }
    poll();
    expect(seen).toEqual(Array.from({ length: writer.lastSequence }, (_, index) => index + 1));
    expect(tail.position.segmentNumber).toBeGreaterThan(3);
    tail.close();
    writer.close();
  });

  it("says which directory cannot be used", () => {
    const file = join(root, "a-file");
    writeFileSync(file, "");
    expect(() => open(join(file, "journal"))).toThrow(/data directory .* cannot be used: .*--data-dir/);
  });
});
