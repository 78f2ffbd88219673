/** Damage to a journal at rest, as of a bad disk or a hand: one bit, or a byte with the record's checksum made right. */
import {
  FRAME_HEADER_BYTES,
  HEADER_BYTES,
  RECORD_HEADER_BYTES,
  RecordKind,
  segmentFileName,
} from "../../src/journal/format.ts";
import { crc32c } from "../../src/lib/crc32c.ts";
import type { Random } from "../../src/lib/random.ts";
import { OMS_JOURNAL } from "./disk-door.ts";
import type { FakeDisk, FakeFile } from "./fake-disk.ts";

/** What was done, and how to put it right. */
export type Tampering = { text: string; segmentNumber: number; offset: number; undo: () => void };

type Place = { file: FakeFile; segmentNumber: number; start: number; end: number };

/**
 * Damages a frame that was promised to somebody: one with a later group behind it, so that it cannot be taken for the
 * torn end of the log.
 *
 * @returns null when the journal is too short for that
 */
export function tamper(disk: FakeDisk, random: Random): Tampering | null {
  const places = promisedFrames(disk);
  if (places.length === 0) return null;
  const { file, segmentNumber, start, end } = places[random.below(places.length)];
  const before = Buffer.from(file.bytes.subarray(start, end));
  const isForged = random.oneIn(2);
  const from = isForged ? start + FRAME_HEADER_BYTES : start;
  const at = from + random.below(end - from);
  file.bytes[at] ^= 1 << random.below(8);
  if (isForged) file.bytes.writeUInt32LE(crc32c(file.bytes, start + 8, end), start + 4);
  return {
    text: `${isForged ? "a byte was forged" : "a bit flipped"} at offset ${at} of segment ${segmentNumber}`,
    segmentNumber,
    offset: at,
    undo: () => void before.copy(file.bytes, start),
  };
}

function promisedFrames(disk: FakeDisk): Place[] {
  const promised: Place[] = [];
  let group: Place[] = [];
  let groupBefore: Place[] = [];
  for (let segmentNumber = 1; ; segmentNumber++) {
    const file = disk.names.get(`${OMS_JOURNAL}/${segmentFileName(segmentNumber)}`);
    if (file === undefined) return promised;
    for (let at = HEADER_BYTES; at + RECORD_HEADER_BYTES <= file.size; ) {
      const length = file.bytes.readUInt32LE(at);
      const end = at + 8 + length;
      if (length < RECORD_HEADER_BYTES - 8 || end > file.size) break;
      if (file.bytes.readUInt32LE(at + 4) !== crc32c(file.bytes, at + 8, end)) break;
      if (file.bytes[at + 8] === RecordKind.Frame) group.push({ file, segmentNumber, start: at, end });
      else {
        promised.push(...groupBefore);
        groupBefore = group;
        group = [];
      }
      at = end;
    }
  }
}
