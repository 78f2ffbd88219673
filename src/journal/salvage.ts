/**
 * What is whole of a data directory's journals, put into another directory, on another disk: for going on there at once.
 *
 * The source is only read: it may be on a disk that takes no writes, and it may be a backup. A copy of a journal ends where
 * the last whole group of its last segment does; what stands behind that is told of, and left where it is.
 */
import { join } from "node:path";
import { errorText, LockstepError } from "../lib/errors.ts";
import { backupError, JOURNAL_NAME, journalNames, readFile, writeFile } from "./backup.ts";
import type { Disk } from "./disk.ts";
import { segmentFileName } from "./format.ts";
import { listSegments, readSegmentBytes } from "./reader.ts";
import { listSnapshots } from "./snapshot-file.ts";
import { surveySegment } from "./survey.ts";

const SNAPSHOTS = "snapshots";
const VIEWS = "views.json";
const NOTHING_WRONG = { segment: null, fault: null } as const;

/**
 * Nobody may be writing the source. What the copy's segments say is checked when the copy is opened.
 *
 * @param to a directory that is empty or not there
 * @param segmentBytes the size a last segment is given: what is written next finds its zeros there
 * @returns what was not copied, a sentence each; none when all of it is there
 * @throws LockstepError LOCKSTEP_ERR_BACKUP when there is no journal, or `to` is not empty or has no room;
 *   LOCKSTEP_ERR_JOURNAL_READ when the source's disk does not give a journal
 */
export function salvage(disk: Disk, from: string, to: string, segmentBytes: number): string[] {
  const names = journalNames(disk, from);
  if (names[0] !== JOURNAL_NAME) throw backupError(`there is no journal in ${from}; name a data directory or a backup`);
  if (disk.exists(to) && disk.list(to).length > 0)
    throw backupError(`${to} is not empty; nothing is ever written over. Name another directory`);
  disk.makeDirectory(to);
  checkRoom(disk, from, to, names, segmentBytes);
  const left: string[] = [];
  let lastSequence = 0;
  for (const name of names) {
    const end = salvageJournal(disk, join(from, name), join(to, name), segmentBytes, left);
    if (name === JOURNAL_NAME) lastSequence = end;
  }
  salvageSnapshot(disk, from, to, lastSequence, left);
  if (disk.exists(join(from, VIEWS))) tryTo(left, VIEWS, () => copyFile(disk, from, to, VIEWS));
  return left;
}

function checkRoom(disk: Disk, from: string, to: string, names: readonly string[], segmentBytes: number): void {
  let neededBytes = 0;
  for (const name of names) {
    const numbers = listSegments(join(from, name), disk);
    for (const number of numbers) neededBytes += disk.size(join(from, name, segmentFileName(number)));
    // The last one's size, and the next one.
    neededBytes += 2 * segmentBytes;
  }
  const { freeBytes } = disk.space(to);
  if (freeBytes >= neededBytes) return;
  const [needed, free] = [neededBytes, freeBytes].map((bytes) => Math.ceil(bytes / 2 ** 20));
  throw backupError(
    `${to} has ${free} MB free, the journals need ${needed} MB; name a directory on another disk, or in memory`,
  );
}

/** @returns the copy's last sequence */
function salvageJournal(disk: Disk, from: string, to: string, segmentBytes: number, left: string[]): number {
  disk.makeDirectory(to);
  const numbers = listSegments(from, disk);
  let lastSequence = 0;
  for (const [index, number] of numbers.entries()) {
    const name = segmentFileName(number);
    const bytes = readSegment(disk, from, number);
    const isLast = index === numbers.length - 1;
    // Of the others only how the chain goes on is looked at, when the copy is opened.
    const { segment, fault } = index < numbers.length - 2 ? NOTHING_WRONG : surveySegment(bytes, number);
    if (segment?.header) lastSequence = segment.end.lastSequence;
    if (isLast && fault !== null)
      left.push(
        `${join(from, name)} is whole up to sequence ${lastSequence}, and not from offset ${fault.offset} on (${fault.reason}): what stands there is not used`,
      );
    if (!isLast || segment === null) {
      writeFile(disk, to, name, bytes);
      continue;
    }
    // A last segment without a header that can be read is none of the journal's: the one before it is the last.
    if (segment.header === null) continue;
    const whole = Buffer.alloc(Math.max(segmentBytes, bytes.length));
    bytes.copy(whole, 0, 0, segment.end.offset);
    writeFile(disk, to, name, whole);
  }
  return lastSequence;
}

function readSegment(disk: Disk, directory: string, segmentNumber: number): Buffer {
  try {
    return readSegmentBytes(directory, segmentNumber, 0, -1, disk);
  } catch (error) {
    throw new LockstepError(
      "LOCKSTEP_ERR_JOURNAL_READ",
      `${join(directory, segmentFileName(segmentNumber))} cannot be read: ${errorText(error)}. Name the newest backup instead: what it does not know yet is not canceled`,
      { cause: error },
    );
  }
}

/** The newest one inside the copy. One that is ahead of it knows of a past that the copy does not have. */
function salvageSnapshot(disk: Disk, from: string, to: string, lastSequence: number, left: string[]): void {
  if (!disk.exists(join(from, SNAPSHOTS))) return;
  const [newest] = listSnapshots(disk, join(from, SNAPSHOTS));
  if (newest !== undefined && newest.sequence > lastSequence)
    left.push(`${newest.path} knows the journal up to sequence ${newest.sequence}: its end is gone`);
  const known = listSnapshots(disk, join(from, SNAPSHOTS)).find(({ sequence }) => sequence <= lastSequence);
  if (known === undefined) return;
  const name = known.path.slice(join(from, SNAPSHOTS).length + 1);
  disk.makeDirectory(join(to, SNAPSHOTS));
  tryTo(left, known.path, () => copyFile(disk, join(from, SNAPSHOTS), join(to, SNAPSHOTS), name));
}

function copyFile(disk: Disk, from: string, to: string, name: string): void {
  writeFile(disk, to, name, readFile(disk, join(from, name)));
}

/** What is made from the journal can be made again: without it there is less to wait for, and no more. */
function tryTo(left: string[], what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    left.push(`${what} was not copied: ${errorText(error)}`);
  }
}
