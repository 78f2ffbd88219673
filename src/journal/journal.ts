/**
 * The log of everything that happened: one append-only, checksummed, hash-chained sequence of frames in segments.
 *
 * In: frames (a command, the events it caused, what the sessions sent), one `commit` per batch. Out: the same frames,
 * in the same order, at recovery, to the follower, to `verify` and `replay`. It does not know what a frame holds, and
 * it never skips anything in silence: a torn tail is cut and said, damage refuses the start.
 */
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { errorText, LockstepError } from "../lib/errors.ts";
import { type Disk, nodeDisk, writeAll } from "./disk.ts";
import { decodeSegmentHeader, HASH_BYTES, HEADER_BYTES, segmentFileName } from "./format.ts";
import {
  type ChainPosition,
  checkHeader,
  damaged,
  type FrameVisitor,
  findLaterGroup,
  groupOf,
  listSegments,
  readGroups,
  readSegmentBytes,
  usedBytes,
} from "./reader.ts";
import { Durability, JournalWriter, type JournalWriterOptions } from "./writer.ts";

export const SEGMENT_BYTES = 32 * 1024 * 1024;

/** A place in a journal from which it is read on: what lies before is taken to be known. */
export type ScanStart = { journalId: Buffer; position: ChainPosition };

/** What was found at the end of the log. */
export type TornTail = { segmentNumber: number; offset: number; bytes: number; reason: string };

export type JournalScan = ChainPosition & {
  journalId: Buffer | null;
  tornTail: TornTail | null;
  frames: number;
  /** Where the last whole group begins in the last segment; 0 when that has none yet. */
  lastGroupOffset: number;
};

/**
 * Opens the log for writing, making it when the directory is empty, and gives every committed frame to `visit` first.
 *
 * @param from where to begin; `placeFault` has found nothing against it
 * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED naming segment and offset; LOCKSTEP_ERR_DATA_DIR when the
 *   directory cannot be used.
 */
export function openJournal(
  options: JournalWriterOptions,
  visit: FrameVisitor,
  from: ScanStart | null = null,
): { writer: JournalWriter; scan: JournalScan } {
  const disk = options.disk ?? nodeDisk;
  try {
    disk.makeDirectory(options.directory);
    // Or a power cut could take the whole directory with everything that was synced in it; and a segment that the last run
    // had renamed, and died before its name was durable.
    disk.syncDirectory(dirname(options.directory));
    disk.syncDirectory(options.directory);
  } catch (error) {
    throw new LockstepError(
      "LOCKSTEP_ERR_DATA_DIR",
      `the data directory ${options.directory} cannot be used: ${errorText(error)}. Give one you may write to with --data-dir`,
      { cause: error },
    );
  }
  if (from !== null) checkEarlierSegments(options.directory, from, disk);
  const scan = scanJournal(options.directory, visit, disk, from);
  checkWitness(options, scan);
  if (scan.tornTail !== null) cutTail(disk, options.directory, scan.tornTail);
  if (options.durability === Durability.Fsync && scan.lastGroupOffset > 0)
    makeLastGroupDurable(disk, options.directory, scan);
  const journalId = scan.journalId ?? (options.newJournalId ?? randomJournalId)();
  return { writer: new JournalWriter(options, { ...scan, journalId }), scan };
}

/** Reads and checks the whole log, or up to where `visit` returns false; changes nothing. */
export function scanJournal(
  directory: string,
  visit: FrameVisitor,
  disk: Disk = nodeDisk,
  from: ScanStart | null = null,
): JournalScan {
  const scan: JournalScan = {
    journalId: from?.journalId ?? null,
    ...(from?.position ?? startOfLog()),
    tornTail: null,
    frames: 0,
    lastGroupOffset: 0,
  };
  let stopped = false;
  let lastGroup = 0;
  const counted: FrameVisitor = (frame) => {
    scan.frames++;
    const group = groupOf(frame);
    if (group !== lastGroup) scan.lastGroupOffset = frame.offset;
    lastGroup = group;
    const goOn = visit(frame);
    if (goOn === false) stopped = true;
    return goOn;
  };
  const firstSegment = from?.position.segmentNumber ?? 1;
  const segments = listSegments(directory, disk).filter((segmentNumber) => segmentNumber >= firstSegment);
  for (let index = 0; index < segments.length && !stopped; index++) {
    const segmentNumber = segments[index];
    const expected = firstSegment + index;
    if (segmentNumber !== expected) {
      throw damaged(directory, expected, 0, `segment ${expected} is missing, the next one found is ${segmentNumber}`);
    }
    let bytes = readSegmentBytes(directory, segmentNumber, 0, -1, disk);
    if (from === null || index > 0) {
      const header = checkHeader(directory, segmentNumber, bytes, scan, scan.journalId);
      scan.journalId = header.journalId;
      scan.segmentNumber = segmentNumber;
      scan.offset = HEADER_BYTES;
    }
    scan.lastGroupOffset = 0;
    let fault = readGroups(bytes, 0, bytes.length, scan, counted);
    // A log that is being written may have been read in the middle of a group: it is read again while that brings more.
    for (let before = -1; fault !== null && index === segments.length - 1 && scan.offset !== before; ) {
      before = scan.offset;
      bytes = readSegmentBytes(directory, segmentNumber, 0, -1, disk);
      fault = readGroups(bytes, 0, bytes.length, scan, counted);
    }
    if (fault === null) continue;
    if (index < segments.length - 1) throw damaged(directory, segmentNumber, fault.offset, fault.reason);
    const later = findLaterGroup(bytes, scan.offset, scan.lastGroup + 1);
    if (later !== -1) {
      throw damaged(
        directory,
        segmentNumber,
        fault.offset,
        `${fault.reason}, and whole records follow at offset ${later}`,
      );
    }
    scan.tornTail = {
      segmentNumber,
      offset: scan.offset,
      bytes: usedBytes(bytes) - scan.offset,
      reason: fault.reason,
    };
  }
  return scan;
}

/**
 * The last run may have ended between the write of its last group and the sync, or because that sync failed. Then the
 * group is read from memory and is not on the disk, and after a failed sync the kernel does not even know that it is not:
 * it is written once more, so that there is something to sync. Every group before it was synced before it was begun.
 */
function makeLastGroupDurable(disk: Disk, directory: string, scan: JournalScan): void {
  const { segmentNumber, lastGroupOffset, offset } = scan;
  const bytes = readSegmentBytes(directory, segmentNumber, lastGroupOffset, offset - lastGroupOffset, disk);
  const fd = disk.open(join(directory, segmentFileName(segmentNumber)), "r+");
  try {
    writeAll(disk, fd, bytes, bytes.length, lastGroupOffset);
    disk.datasync(fd);
  } catch (error) {
    throw new LockstepError(
      "LOCKSTEP_ERR_JOURNAL_WRITE",
      `the journal's last group could not be made durable in segment ${segmentNumber}: ${errorText(error)}. Nothing was released. Mend the disk, then start again`,
      { cause: error },
    );
  } finally {
    disk.close(fd);
  }
}

/**
 * What lies before the place a start begins at is not read again, only held to be there, in order, and of this journal:
 * a segment that was deleted, exchanged or put in from elsewhere is found at the next start all the same.
 */
function checkEarlierSegments(directory: string, { journalId, position }: ScanStart, disk: Disk): void {
  const numbers = new Set(listSegments(directory, disk));
  let firstSequence = 0;
  for (let segmentNumber = 1; segmentNumber < position.segmentNumber; segmentNumber++) {
    if (!numbers.has(segmentNumber)) throw damaged(directory, segmentNumber, 0, `segment ${segmentNumber} is missing`);
    const header = decodeSegmentHeader(readSegmentBytes(directory, segmentNumber, 0, HEADER_BYTES, disk));
    const reason =
      typeof header === "string"
        ? header
        : header.segmentNumber !== segmentNumber
          ? `the file holds segment ${header.segmentNumber}, its name says ${segmentNumber}`
          : !header.journalId.equals(journalId)
            ? "the segment belongs to another journal"
            : header.firstSequence <= firstSequence
              ? `the segment starts at sequence ${header.firstSequence}, the one before it at ${firstSequence}`
              : "";
    if (reason !== "" || typeof header === "string") throw damaged(directory, segmentNumber, 0, reason);
    firstSequence = header.firstSequence;
  }
}

/** An end that was promised and is gone is no torn tail: cutting it would forget orders that clients have heard of. */
function checkWitness({ durability, witness, directory }: JournalWriterOptions, scan: JournalScan): void {
  if (durability !== Durability.Fsync || witness === undefined || scan.journalId === null) return;
  const found = witness(scan.journalId, scan.lastSequence);
  if (found === null) return;
  const reason = `the journal ends with sequence ${scan.lastSequence}, and ${found.what} knows it up to ${found.sequence}: its end is gone (if the last run was at the write level and power was lost, move that away and start again)`;
  throw damaged(directory, scan.segmentNumber, scan.offset, reason);
}

/** Keeps what is cut beside the log, then puts zeros in its place. */
function cutTail(disk: Disk, directory: string, tail: TornTail): void {
  const bytes = readSegmentBytes(directory, tail.segmentNumber, tail.offset, tail.bytes, disk);
  const kept = disk.open(join(directory, `torn-${tail.segmentNumber}-${tail.offset}.bytes`), "w+");
  writeAll(disk, kept, bytes, bytes.length, 0);
  disk.datasync(kept);
  disk.close(kept);
  disk.syncDirectory(directory);
  const fd = disk.open(join(directory, segmentFileName(tail.segmentNumber)), "r+");
  writeAll(disk, fd, Buffer.alloc(bytes.length), bytes.length, tail.offset);
  disk.datasync(fd);
  disk.close(fd);
}

/** No other journal has it. */
export function randomJournalId(): Buffer {
  return Buffer.from(randomUUID().replaceAll("-", ""), "hex");
}

/** Before the first frame of a journal. */
function startOfLog(): ChainPosition {
  return { segmentNumber: 0, offset: HEADER_BYTES, lastSequence: 0, lastGroup: 0, hash: Buffer.alloc(HASH_BYTES) };
}
