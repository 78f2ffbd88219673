/**
 * Reads the log: at start (all of it, checked against the chain), by the follower (what became durable since), and for
 * one record by its place. What cannot be right is either a torn tail or damage, and the two are never confused:
 *
 *   a group without a whole commit, and nothing of a later group behind it   -> torn: cut, nobody was promised it
 *   anything else                                                            -> damage: the start is refused
 */
import { join } from "node:path";
import { FRAME_MAX } from "../domain/limits.ts";
import { crc32c } from "../lib/crc32c.ts";
import { LockstepError } from "../lib/errors.ts";
import { type Disk, nodeDisk } from "./disk.ts";
import {
  COMMIT_BYTES,
  chainHashAt,
  decodeSegmentHeader,
  FRAME_HEADER_BYTES,
  HASH_BYTES,
  HEADER_BYTES,
  RECORD_HEADER_BYTES,
  RecordKind,
  type SegmentHeader,
  segmentFileName,
  segmentNumberOf,
} from "./format.ts";

/** One frame. `bytes[payloadStart, payloadEnd)` is the payload; all of it is valid during the visit only. */
export type Frame = {
  sequence: number;
  timeNs: bigint;
  bytes: Buffer;
  payloadStart: number;
  payloadEnd: number;
  /** Where the frame starts in `bytes`, and in the log: for reading spans of it later. */
  start: number;
  segmentNumber: number;
  offset: number;
};

/** The number of the group a frame is in. */
export function groupOf(frame: Frame): number {
  return frame.bytes.readUInt32LE(frame.start + 9);
}

/** @returns false to stop reading. */
export type FrameVisitor = (frame: Frame) => boolean | undefined;

/** What is known of the log up to a place in it. */
export type ChainPosition = {
  segmentNumber: number;
  offset: number;
  lastSequence: number;
  lastGroup: number;
  hash: Buffer;
};

/** Why reading a segment ended before its zeros did. */
export type Fault = { offset: number; reason: string };

export function damaged(directory: string, segmentNumber: number, offset: number, reason: string): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_JOURNAL_DAMAGED",
    `the journal is damaged in ${join(directory, segmentFileName(segmentNumber))} at offset ${offset}: ${reason}. ` +
      "Nothing was changed. Do not delete the file: put back a good copy of this segment from a backup or from another disk and start again",
  );
}

/** The numbers of the segments in a directory, ascending. */
export function listSegments(directory: string, disk: Disk = nodeDisk): number[] {
  return disk
    .list(directory)
    .map(segmentNumberOf)
    .filter((segmentNumber) => segmentNumber > 0)
    .sort((a, b) => a - b);
}

/** Reads a whole file, or `length` bytes of it from `offset`. */
export function readSegmentBytes(
  directory: string,
  segmentNumber: number,
  offset = 0,
  length = -1,
  disk: Disk = nodeDisk,
): Buffer {
  const path = join(directory, segmentFileName(segmentNumber));
  const fd = disk.open(path, "r");
  try {
    const bytes = Buffer.allocUnsafe(length === -1 ? disk.size(path) - offset : length);
    let read = 0;
    while (read < bytes.length) {
      const count = disk.read(fd, bytes, read, bytes.length - read, offset + read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  } finally {
    disk.close(fd);
  }
}

/** Checks a segment's header against the log so far. @throws LOCKSTEP_ERR_JOURNAL_DAMAGED */
export function checkHeader(
  directory: string,
  segmentNumber: number,
  bytes: Buffer,
  before: ChainPosition,
  journalId: Buffer | null,
): SegmentHeader {
  const header = decodeSegmentHeader(bytes);
  if (typeof header === "string") throw damaged(directory, segmentNumber, 0, header);
  if (header.segmentNumber !== segmentNumber) {
    throw damaged(
      directory,
      segmentNumber,
      0,
      `the file holds segment ${header.segmentNumber}, its name says ${segmentNumber}`,
    );
  }
  if (journalId !== null && !journalId.equals(header.journalId)) {
    throw damaged(directory, segmentNumber, 0, "the segment belongs to another journal");
  }
  const link = linkFault(header, before);
  if (link !== "") throw damaged(directory, segmentNumber, 0, link);
  return header;
}

/** Does a segment follow what lies before it? @returns "" or why not, in words */
export function linkFault(header: SegmentHeader, before: ChainPosition): string {
  if (header.firstSequence !== before.lastSequence + 1)
    return `the segment starts at sequence ${header.firstSequence}, expected ${before.lastSequence + 1}`;
  if (header.firstGroup !== before.lastGroup + 1)
    return `the segment starts at group ${header.firstGroup}, expected ${before.lastGroup + 1}`;
  return header.previousHash.equals(before.hash)
    ? ""
    : "the segment does not continue the hash chain of the one before";
}

/**
 * Is the place that somebody remembers in this log: the end of that very commit, in this very journal?
 *
 * @returns "" or why not, in words
 */
export function placeFault(directory: string, journalId: Buffer, place: ChainPosition, disk: Disk = nodeDisk): string {
  const { segmentNumber, offset, lastSequence, lastGroup, hash } = place;
  const name = segmentFileName(segmentNumber);
  if (!disk.exists(join(directory, name))) return `the journal has no ${name}`;
  const header = decodeSegmentHeader(readSegmentBytes(directory, segmentNumber, 0, HEADER_BYTES, disk));
  if (typeof header === "string") return `${name}: ${header}`;
  if (header.segmentNumber !== segmentNumber || !header.journalId.equals(journalId)) return "it is of another journal";
  const at = offset - COMMIT_BYTES;
  if (at < HEADER_BYTES) return `${name} has no commit before offset ${offset}`;
  const bytes = readSegmentBytes(directory, segmentNumber, at, COMMIT_BYTES, disk);
  const isThere =
    bytes.length === COMMIT_BYTES &&
    recordFault(bytes, 0, COMMIT_BYTES, lastGroup) === "" &&
    bytes[8] === RecordKind.Commit &&
    readInt(bytes, RECORD_HEADER_BYTES) === lastSequence &&
    hash.compare(bytes, RECORD_HEADER_BYTES + 8, COMMIT_BYTES) === 0;
  return isThere ? "" : `the journal has another past: ${name} has no such commit before offset ${offset}`;
}

/**
 * Visits the committed frames in `bytes[position.offset, end)` and moves `position` behind the last good commit.
 *
 * @param bytes the segment's bytes from `base` on
 * @returns null when the log ends there as it should, else what was found where
 */
export function readGroups(
  bytes: Buffer,
  base: number,
  end: number,
  position: ChainPosition,
  visit: FrameVisitor,
): Fault | null {
  let at = position.offset - base;
  const limit = end - base;
  const frame: Frame = {
    sequence: 0,
    timeNs: 0n,
    bytes,
    payloadStart: 0,
    payloadEnd: 0,
    start: 0,
    segmentNumber: position.segmentNumber,
    offset: 0,
  };
  const starts: number[] = [];
  let groupStart = at;
  let sequence = position.lastSequence;
  while (at + RECORD_HEADER_BYTES <= limit) {
    const length = bytes.readUInt32LE(at);
    if (length === 0 && starts.length === 0)
      return isZero(bytes, at, limit) ? null : fault(base + at, "zeros, then data");
    const reason = recordFault(bytes, at, limit, position.lastGroup + 1);
    if (reason !== "") return fault(base + at, reason);
    if (bytes[at + 8] === RecordKind.Frame) {
      const found = readInt(bytes, at + RECORD_HEADER_BYTES);
      if (found !== sequence + 1) return fault(base + at, `found sequence ${found}, expected ${sequence + 1}`);
      sequence++;
      starts.push(at);
      at += 8 + length;
      continue;
    }
    const last = readInt(bytes, at + RECORD_HEADER_BYTES);
    if (last !== sequence) return fault(base + at, `a commit of sequence ${last}, expected ${sequence}`);
    const hash = chainHashAt(position.hash, bytes, groupStart, at);
    const hashAt = at + RECORD_HEADER_BYTES + 8;
    if (hash.compare(bytes, hashAt, hashAt + HASH_BYTES) !== 0)
      return fault(base + at, "the hash chain does not match");
    at += COMMIT_BYTES;
    for (const start of starts) {
      frame.sequence = readInt(bytes, start + RECORD_HEADER_BYTES);
      frame.timeNs = bytes.readBigInt64LE(start + RECORD_HEADER_BYTES + 8);
      frame.payloadStart = start + FRAME_HEADER_BYTES;
      frame.payloadEnd = start + 8 + bytes.readUInt32LE(start);
      frame.start = start;
      frame.offset = base + start;
      if (visit(frame) === false) return null;
    }
    starts.length = 0;
    groupStart = at;
    position.offset = base + at;
    position.lastSequence = sequence;
    position.lastGroup++;
    position.hash = hash;
  }
  return starts.length === 0 && isZero(bytes, at, limit)
    ? null
    : fault(base + groupStart, "the file ends inside a group");
}

/** Is there, behind a fault, a whole record of a group later than `group`? Then what is broken was promised to somebody. */
export function findLaterGroup(bytes: Buffer, from: number, group: number): number {
  for (let at = from + 1; at + RECORD_HEADER_BYTES <= bytes.length; at++) {
    const kind = bytes[at + 8];
    if (kind !== RecordKind.Frame && kind !== RecordKind.Commit) continue;
    const found = bytes.readUInt32LE(at + 9);
    if (found <= group || found > group + 0x0100_0000) continue;
    if (recordFault(bytes, at, bytes.length, found) === "") return at;
  }
  return -1;
}

/** @returns where the zeros at the end begin */
export function usedBytes(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}

function recordFault(bytes: Buffer, at: number, limit: number, group: number): string {
  const length = bytes.readUInt32LE(at);
  if (length < RECORD_HEADER_BYTES - 8 || length > FRAME_MAX) return `a record of ${length} bytes`;
  if (at + 8 + length > limit) return `a record of ${length} bytes, ${limit - at - 8} are left`;
  if (bytes.readUInt32LE(at + 4) !== crc32c(bytes, at + 8, at + 8 + length)) return "a record's checksum is wrong";
  const kind = bytes[at + 8];
  if (kind === RecordKind.Frame ? length < FRAME_HEADER_BYTES - 8 : kind !== RecordKind.Commit)
    return `record kind ${kind}`;
  if (kind === RecordKind.Commit && length !== COMMIT_BYTES - 8) return `a commit of ${length} bytes`;
  const found = bytes.readUInt32LE(at + 9);
  return found === group ? "" : `found group ${found}, expected ${group}`;
}

function fault(offset: number, reason: string): Fault {
  return { offset, reason };
}

function readInt(bytes: Buffer, at: number): number {
  return bytes.readInt32LE(at + 4) * 4_294_967_296 + bytes.readUInt32LE(at);
}

function isZero(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false;
  return true;
}
