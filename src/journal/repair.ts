/**
 * Puts good copies from a backup in the place of damaged or missing segments.
 *
 * A candidate is the backup's bytes, and behind where the backup ends what the damaged file still has: so damage inside
 * what was backed up costs nothing that came later. It is taken only when the chain goes through it: from the segment
 * before, to the segment behind. What is replaced is kept beside, under another name.
 */
import { join } from "node:path";
import { backupError, checkedBytes, type JournalEntry, writeFile } from "./backup.ts";
import type { Disk } from "./disk.ts";
import { decodeSegmentHeader, segmentFileName } from "./format.ts";
import { findLaterGroup, linkFault, readSegmentBytes } from "./reader.ts";
import {
  type Damage,
  damageText,
  type JournalSurvey,
  type SegmentSurvey,
  surveyJournal,
  surveySegment,
} from "./survey.ts";

export type Repair = { segmentNumber: number; reason: string; keptAs: string };
export type RepairResult = { repairs: Repair[]; damages: Damage[] };

/**
 * Repairs one journal as far as the backup goes.
 *
 * @param directory the journal's; nobody may be writing it
 * @param from the backup's directory of the same journal
 * @param isItsBackup known to be; else at least one segment must say so
 * @returns what was replaced, and the damage that is left
 * @throws LockstepError LOCKSTEP_ERR_BACKUP when the backup is damaged itself
 */
export function repairJournal(
  disk: Disk,
  directory: string,
  from: string,
  entry: JournalEntry,
  isItsBackup = false,
): RepairResult {
  const repairs: Repair[] = [];
  const journalId = Buffer.from(entry.journalId, "hex");
  let survey = surveyJournal(directory, null, disk, journalId);
  if (!isItsBackup && survey.segments.every(({ header }) => header === null || !header.journalId.equals(journalId)))
    throw backupError(`${from} is a backup of another journal than ${directory}; nothing was changed`);
  const tried = new Set<number>();
  for (;;) {
    const damage = survey.damages.find(({ segmentNumber }) => !tried.has(segmentNumber));
    if (damage === undefined) break;
    tried.add(damage.segmentNumber);
    const bytes = candidate(disk, directory, from, entry, survey, damage.segmentNumber);
    if (bytes === null) continue;
    repairs.push({ ...damage, keptAs: replace(disk, directory, damage.segmentNumber, bytes) });
    survey = surveyJournal(directory, null, disk, journalId);
  }
  return { repairs, damages: survey.damages };
}

/** What is left, in words. */
export function leftText(directory: string, damages: readonly Damage[]): string {
  return damages.map((damage) => damageText(directory, damage)).join("\n");
}

/** @returns the segment as it should be, or null when the backup has none that fits */
function candidate(
  disk: Disk,
  directory: string,
  from: string,
  entry: JournalEntry,
  survey: JournalSurvey,
  segmentNumber: number,
): Buffer | null {
  const backedUp = entry.segments.find((segment) => segment.segmentNumber === segmentNumber);
  if (backedUp === undefined) return null;
  const copy = checkedBytes(disk, from, backedUp);
  const there = disk.exists(join(directory, segmentFileName(segmentNumber)))
    ? readSegmentBytes(directory, segmentNumber, 0, -1, disk)
    : null;
  // What follows the backed up part is kept, unless the file is another segment under this one's name.
  const rest =
    there !== null && !isAnother(there, entry, segmentNumber)
      ? there.subarray(copy.length)
      : Buffer.alloc(Math.max(0, backedUp.fileBytes - copy.length));
  const bytes = Buffer.concat([copy, rest]);
  return fits(survey, bytes, segmentNumber) ? bytes : null;
}

function isAnother(bytes: Buffer, entry: JournalEntry, segmentNumber: number): boolean {
  const header = decodeSegmentHeader(bytes);
  if (typeof header === "string") return false;
  return header.segmentNumber !== segmentNumber || header.journalId.toString("hex") !== entry.journalId;
}

function fits(survey: JournalSurvey, bytes: Buffer, segmentNumber: number): boolean {
  const { segment, fault } = surveySegment(bytes, segmentNumber);
  const { header, end } = segment;
  if (header === null || (survey.journalId !== null && !survey.journalId.equals(header.journalId))) return false;
  const neighbour = (number: number): SegmentSurvey | undefined =>
    survey.segments.find((row) => row.segmentNumber === number && row.header !== null);
  const isBroken = (number: number) => survey.damages.some((damage) => damage.segmentNumber === number);
  const before = neighbour(segmentNumber - 1);
  if (before !== undefined && !isBroken(segmentNumber - 1) && linkFault(header, before.end) !== "") return false;
  const behind = neighbour(segmentNumber + 1);
  if (behind === undefined) return fault === null || findLaterGroup(bytes, end.offset, end.lastGroup + 1) === -1;
  return fault === null && (behind.header === null || linkFault(behind.header, end) === "");
}

/** @returns the name under which what was there is kept; empty when nothing was */
function replace(disk: Disk, directory: string, segmentNumber: number, bytes: Buffer): string {
  const name = segmentFileName(segmentNumber);
  let keptAs = "";
  if (disk.exists(join(directory, name))) {
    for (let number = 1; keptAs === "" || disk.exists(join(directory, keptAs)); number++)
      keptAs = `${name}.replaced-${number}`;
    disk.rename(join(directory, name), join(directory, keptAs));
  }
  writeFile(disk, directory, name, bytes);
  return keptAs;
}
