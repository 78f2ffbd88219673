/**
 * Damage of every kind, everywhere: what was acknowledged is either read again or its loss is refused by name; nothing is
 * skipped and nothing invented. `LOCKSTEP_FULL=1` plays the full numbers, `LOCKSTEP_SEED` repeats a run.
 */
import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Disk, nodeDisk } from "../../src/journal/disk.ts";
import { COMMIT_BYTES, HEADER_BYTES, RECORD_HEADER_BYTES } from "../../src/journal/format.ts";
import { openJournal, type ScanStart, scanJournal } from "../../src/journal/journal.ts";
import { listSegments } from "../../src/journal/reader.ts";
import { headText, parseHead, surveyJournal } from "../../src/journal/survey.ts";
import { crc32c } from "../../src/lib/crc32c.ts";
import { Random } from "../../src/lib/random.ts";

const FULL = process.env.LOCKSTEP_FULL === "1";
const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const again = `LOCKSTEP_SEED=${SEED} repeats it`;
const root = mkdtempSync(join(tmpdir(), "lockstep-damage-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let directories = 0;
const SEGMENT_BYTES = 64 * 1024;
const fileName = (number: number) => `segment-${String(number).padStart(8, "0")}.journal`;

function newDirectory(): string {
  const directory = join(root, `j${++directories}`);
  mkdirSync(directory);
  return directory;
}

/** Groups of two frames of the given size; the same payloads for the same arguments. @returns the payloads */
function write(directory: string, groups: number, size: number): string[] {
  const { writer } = openJournal({ directory, durability: "write", segmentBytes: SEGMENT_BYTES }, () => true);
  const payloads: string[] = [];
  for (let group = 0; group < groups; group++) {
    for (const part of ["a", "b"]) {
      const payload = `${writer.lastSequence}${part}`.padEnd(size, part);
      writer.beginFrame(BigInt(group)).copy(Buffer.from(payload), 0, payload.length);
      writer.endFrame();
      payloads.push(payload);
    }
    writer.commit();
  }
  writer.close();
  return payloads;
}

/** The damage is in the files already: syncs would only take time. */
const disk: Disk = { ...nodeDisk, datasync: () => {}, syncDirectory: () => {} };

function recover(directory: string): string[] {
  const payloads: string[] = [];
  const options = { directory, durability: "write", segmentBytes: SEGMENT_BYTES, disk } as const;
  const { writer } = openJournal(options, (frame) => {
    payloads.push(frame.bytes.toString("latin1", frame.payloadStart, frame.payloadEnd));
    return true;
  });
  writer.close();
  return payloads;
}

/** Ends of the groups in a segment that begins with one, by reading lengths alone. */
function groupEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  for (let at = HEADER_BYTES; at + RECORD_HEADER_BYTES < bytes.length && bytes.readUInt32LE(at) > 0; ) {
    const isCommit = bytes[at + 8] === 2;
    at += 8 + bytes.readUInt32LE(at);
    if (isCommit) ends.push(at);
  }
  return ends;
}

describe("a journal's end", () => {
  it("is found after a cut or a scrambled byte anywhere in the last two groups: the longest part that was acknowledged", {
    timeout: 120_000,
  }, () => {
    const directory = newDirectory();
    const payloads = write(directory, 6, 8);
    const whole = readFileSync(join(directory, fileName(1)));
    const ends = groupEnds(whole);
    const [before, middle, end] = ends.slice(-3);
    const copy = newDirectory();
    const path = join(copy, fileName(1));
    const tryWith = (bytes: Buffer) => {
      for (const name of readdirSync(copy)) rmSync(join(copy, name));
      writeFileSync(path, bytes);
      return recover(copy);
    };
    const refused: number[] = [];
    for (let at = before; at < end; at++) {
      // The file ends here, or what follows was never written: both are a group that was not acknowledged.
      const expected = payloads.slice(0, at < middle ? -4 : -2);
      expect(tryWith(whole.subarray(0, at)), `cut at ${at}`).toEqual(expected);
      const zeroed = Buffer.from(whole);
      zeroed.fill(0, at);
      expect(tryWith(zeroed), `zeros from ${at}`).toEqual(expected);
      // A byte in the last group is a write that was torn. In the one before it is damage, because a whole group follows.
      const scrambled = Buffer.from(whole);
      scrambled[at] ^= 0x5a;
      if (at >= middle) expect(tryWith(scrambled), `scrambled at ${at}`).toEqual(expected);
      else {
        expect(() => tryWith(scrambled), `scrambled at ${at}`).toThrow(
          /at offset \d+: .*whole records follow at offset/,
        );
        refused.push(at);
      }
    }
    expect(refused.length).toBe(middle - before);
  });
});

describe("a closed segment", () => {
  const source = newDirectory();
  const payloads = write(source, 400, 300);
  const numbers = listSegments(source);
  const files = new Map(numbers.map((number) => [number, readFileSync(join(source, fileName(number)))]));
  const trials = FULL ? 10_000 : 400;

  it(`is never read with a flipped bit: ${trials} of ${trials} are found, in the right segment (${again})`, {
    timeout: 120_000 + trials * 50,
  }, () => {
    const random = new Random(SEED);
    for (let trial = 0; trial < trials; trial++) {
      const number = numbers[random.below(numbers.length - 1)];
      const bytes = Buffer.from(files.get(number) as Buffer);
      const at = random.below(bytes.length);
      bytes[at] ^= 1 << random.below(8);
      const path = join(source, fileName(number));
      writeFileSync(path, bytes);
      expect(() => scanJournal(source, () => true), `trial ${trial}, segment ${number}, byte ${at}`).toThrow(
        `${fileName(number)} at offset `,
      );
      const { damages } = surveyJournal(source);
      expect(damages.map(({ segmentNumber }) => segmentNumber)).toContain(number);
      writeFileSync(path, files.get(number) as Buffer);
    }
  });

  it(`is never read rewritten, with its checksums made right again: ${trials} of ${trials} are found (${again})`, {
    timeout: 120_000 + trials * 50,
  }, () => {
    const random = new Random(SEED);
    const head = parseHead(headText(surveyJournal(source).end));
    for (let trial = 0; trial < trials; trial++) {
      const number = numbers[random.below(numbers.length)];
      const bytes = Buffer.from(files.get(number) as Buffer);
      const what = rewrite(bytes, random);
      writeFileSync(join(source, fileName(number)), bytes);
      const { damages } = surveyJournal(source, head);
      expect(damages.length, `trial ${trial}, segment ${number}: ${what}`).toBeGreaterThan(0);
      writeFileSync(join(source, fileName(number)), files.get(number) as Buffer);
    }
  });

  it.each(["deleted", "exchanged with its neighbour", "doubled over its neighbour", "from another journal"])(
    "that is %s refuses the start, by number, read from the start or from a later place",
    (fate) => {
      const foreign = newDirectory();
      write(foreign, 400, 300);
      const scan = scanJournal(source, () => true);
      const from: ScanStart = { journalId: scan.journalId as Buffer, position: scan };
      for (const number of numbers.slice(0, -1)) {
        const copy = newDirectory();
        for (const other of numbers) copyFileSync(join(source, fileName(other)), join(copy, fileName(other)));
        const path = join(copy, fileName(number));
        const next = join(copy, fileName(number + 1));
        if (fate === "deleted") rmSync(path);
        if (fate === "doubled over its neighbour") copyFileSync(next, path);
        if (fate === "from another journal") copyFileSync(join(foreign, fileName(number)), path);
        if (fate === "exchanged with its neighbour") {
          renameSync(path, `${path}.moved`);
          renameSync(next, path);
          renameSync(`${path}.moved`, next);
        }
        // A first segment from elsewhere is good in itself: it is the second one that does not belong to it.
        const named = fate === "from another journal" && number === 1 ? 2 : number;
        expect(() => recover(copy), `segment ${number}`).toThrow(new RegExp(`${fileName(named)} at offset 0: `));
        const options = { directory: copy, durability: "write", segmentBytes: SEGMENT_BYTES } as const;
        expect(() => openJournal(options, () => true, from), `segment ${number}`).toThrow(
          `${fileName(number)} at offset 0`,
        );
        rmSync(copy, { recursive: true });
      }
    },
  );

  it("is read again when it is put back", () => {
    expect(recover(source)).toEqual(payloads);
  });
});

/** Changes something an insider might, and makes the record's or the header's checksum right again. @returns what */
function rewrite(bytes: Buffer, random: Random): string {
  const what = random.below(5);
  if (what === 0) {
    const at = random.below(HEADER_BYTES - 4);
    bytes[at] ^= 1 + random.below(255);
    bytes.writeUInt32LE(crc32c(bytes, 0, HEADER_BYTES - 4), HEADER_BYTES - 4);
    return `header byte ${at}`;
  }
  const records: number[] = [];
  for (let at = HEADER_BYTES; at + RECORD_HEADER_BYTES < bytes.length && bytes.readUInt32LE(at) > 0; ) {
    records.push(at);
    at += 8 + bytes.readUInt32LE(at);
  }
  const index = random.below(records.length - 1);
  const at = records[index];
  const length = bytes.readUInt32LE(at);
  const seal = (start: number) =>
    bytes.writeUInt32LE(crc32c(bytes, start + 8, start + 8 + bytes.readUInt32LE(start)), start + 4);
  if (what === 1) {
    // Another payload, number, time, kind or hash, in a frame or a commit.
    bytes[at + 8 + random.below(length)] ^= 1 + random.below(255);
    seal(at);
    return `record at ${at} changed`;
  }
  const end = records[index + 1];
  const used = records[records.length - 1] + 8 + bytes.readUInt32LE(records[records.length - 1]);
  if (what === 2) {
    bytes.copyWithin(at, end, used);
    bytes.fill(0, used - (end - at), used);
    return `record at ${at} removed`;
  }
  if (what === 3) {
    // Within its group, a frame and a commit of its own making, with a hash that would be right without a past.
    bytes[at + RECORD_HEADER_BYTES] ^= 1;
    seal(at);
    if (length === COMMIT_BYTES - 8)
      createHash("sha256")
        .update(bytes.subarray(0, at))
        .digest()
        .copy(bytes, at + 21);
    seal(at);
    return `record at ${at} made again`;
  }
  const other = records[random.below(records.length)];
  const one = Buffer.from(bytes.subarray(at, end));
  const otherBytes = Buffer.from(bytes.subarray(other, other + 8 + bytes.readUInt32LE(other)));
  if (one.length !== otherBytes.length || one.equals(otherBytes)) {
    bytes.fill(0, at, at + 8 + length);
    return `record at ${at} blanked`;
  }
  otherBytes.copy(bytes, at);
  one.copy(bytes, other);
  return `records at ${at} and ${other} exchanged`;
}
