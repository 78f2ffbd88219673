/**
 * Copies of journals: made while they are being written, checked against the chain, and put back.
 *
 *   backup/
 *     manifest.json              written last: what is in it and how its chains end
 *     journal/segment-….journal  whole; the last one up to the last whole group
 *     exchange/segment-….journal      and so exchange-NAME/ of every other exchange in the box
 *     snapshots/snapshot-….lockstep
 *
 * The journals of a data directory are taken as they were at one moment, between two groups of the first: the venue
 * has then had nothing the OMS did not send, and the OMS has heard nothing the venue did not say. Run again into the same
 * directory it copies only what is new. A backup that is interrupted leaves the one before it as it was.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { errorText, LockstepError } from "../lib/errors.ts";
import { type Disk, writeAll } from "./disk.ts";
import { segmentFileName } from "./format.ts";
import { LogEnd } from "./log-end.ts";
import { readSegmentBytes } from "./reader.ts";
import { listSnapshots } from "./snapshot-file.ts";
import { damageText, headText, parseHead, surveyJournal } from "./survey.ts";

export const MANIFEST_NAME = "manifest.json";
/** The journal whose word counts. */
export const JOURNAL_NAME = "journal";
const VENUE_JOURNAL = /^exchange(-[A-Z0-9]{1,16})?$/;
const SNAPSHOTS = "snapshots";
const MANIFEST_FORMAT = 1;
/** How long a moment between two groups is looked for; one lasts a fraction of a millisecond under the heaviest load. */
const CUT_TRIES_MAX = 200_000;

export type FileEntry = { name: string; bytes: number; sha256: string };
export type SegmentEntry = FileEntry & {
  segmentNumber: number;
  /** Size of the file it was copied from: what a restore makes it again. */
  fileBytes: number;
};
export type JournalEntry = {
  name: string;
  journalId: string;
  sequence: number;
  head: string;
  segments: SegmentEntry[];
};
export type Manifest = { format: number; createdAt: string; journals: JournalEntry[]; snapshots: FileEntry[] };

export type BackupResult = { manifest: Manifest; copied: number; kept: number; bytesCopied: number };

/**
 * Copies a data directory's journals, and the newest snapshot that lies in them, into a directory.
 *
 * @param createdAt for the manifest, ISO 8601
 * @throws LockstepError LOCKSTEP_ERR_BACKUP, LOCKSTEP_ERR_JOURNAL_DAMAGED
 */
export function backUp(disk: Disk, dataDirectory: string, target: string, createdAt: string): BackupResult {
  const names = journalNames(disk, dataDirectory);
  if (names[0] !== JOURNAL_NAME) throw backupError(`there is no journal in ${dataDirectory}; name a data directory`);
  const before = disk.exists(join(target, MANIFEST_NAME)) ? readManifest(disk, target) : null;
  const entryOf = (name: string) => before?.journals.find((entry) => entry.name === name) ?? null;
  for (const name of names) checkSource(disk, dataDirectory, name, entryOf(name), target);
  const ends = cutAll(disk, dataDirectory, names);
  disk.makeDirectory(target);
  const result: BackupResult = {
    manifest: { format: MANIFEST_FORMAT, createdAt, journals: [], snapshots: [] },
    copied: 0,
    kept: 0,
    bytesCopied: 0,
  };
  for (const [index, name] of names.entries()) {
    result.manifest.journals.push(copyJournal(disk, dataDirectory, target, name, ends[index], entryOf(name), result));
  }
  copySnapshot(disk, dataDirectory, target, ends[0].position.lastSequence, result);
  for (const entry of result.manifest.journals) checkCopy(disk, target, entry);
  writeFile(disk, target, MANIFEST_NAME, Buffer.from(`${JSON.stringify(result.manifest, null, 2)}\n`));
  return result;
}

/** The journals in a data directory, the one whose word counts first, then those of the exchanges in the box. */
export function journalNames(disk: Disk, dataDirectory: string): string[] {
  if (!disk.exists(dataDirectory)) return [];
  const names = disk.list(dataDirectory).sort();
  return [...names.filter((name) => name === JOURNAL_NAME), ...names.filter((name) => VENUE_JOURNAL.test(name))];
}

/** Reads a backup's manifest. @throws LockstepError LOCKSTEP_ERR_BACKUP */
export function readManifest(disk: Disk, directory: string): Manifest {
  let manifest: Manifest;
  try {
    const path = join(directory, MANIFEST_NAME);
    manifest = JSON.parse(readFile(disk, path).toString("utf8")) as Manifest;
    if (manifest.format !== MANIFEST_FORMAT || !Array.isArray(manifest.journals) || !Array.isArray(manifest.snapshots))
      throw new Error(`found format ${manifest.format}, this build reads ${MANIFEST_FORMAT}`);
  } catch (error) {
    throw backupError(
      `${directory} is no whole backup: ${errorText(error)}. Name a directory that lockstep journal backup made`,
    );
  }
  return manifest;
}

/**
 * Makes a data directory from a backup: every file checked against the manifest, every chain to its head.
 *
 * @throws LockstepError LOCKSTEP_ERR_BACKUP; what was begun is left for looking at, and no start takes it for whole
 */
export function restore(disk: Disk, from: string, target: string): Manifest {
  const manifest = readManifest(disk, from);
  if (disk.exists(target) && disk.list(target).length > 0)
    throw backupError(`${target} is not empty; a restore never writes over anything. Name another directory`);
  for (const entry of manifest.journals) {
    disk.makeDirectory(join(target, entry.name));
    for (const segment of entry.segments) {
      const bytes = checkedBytes(disk, join(from, entry.name), segment);
      // As long as it was, so that what is written next finds its zeros there.
      const padded = Buffer.alloc(Math.max(segment.fileBytes, bytes.length));
      bytes.copy(padded);
      writeFile(disk, join(target, entry.name), segment.name, padded);
    }
    checkCopy(disk, target, entry);
  }
  for (const snapshot of manifest.snapshots) {
    disk.makeDirectory(join(target, SNAPSHOTS));
    writeFile(disk, join(target, SNAPSHOTS), snapshot.name, checkedBytes(disk, join(from, SNAPSHOTS), snapshot));
  }
  return manifest;
}

/** A file of a backup, as the manifest has it. @throws LockstepError LOCKSTEP_ERR_BACKUP */
export function checkedBytes(disk: Disk, directory: string, entry: FileEntry): Buffer {
  const path = join(directory, entry.name);
  const bytes = disk.exists(path) ? readFile(disk, path).subarray(0, entry.bytes) : Buffer.alloc(0);
  if (bytes.length === entry.bytes && sha256(bytes) === entry.sha256) return bytes;
  throw backupError(`${path} is not what the manifest says: the backup is damaged. Take an older one`);
}

/** Makes a file whole or not at all. */
export function writeFile(disk: Disk, directory: string, name: string, bytes: Uint8Array): void {
  const unfinished = join(directory, `${name}.unfinished`);
  const fd = disk.open(unfinished, "w+");
  try {
    writeAll(disk, fd, bytes, bytes.length, 0);
    disk.datasync(fd);
  } finally {
    disk.close(fd);
  }
  disk.rename(unfinished, join(directory, name));
  disk.syncDirectory(directory);
}

/** All journals' ends at one moment: the first one's did not move while the others' were read. */
function cutAll(disk: Disk, dataDirectory: string, names: readonly string[]): LogEnd[] {
  const ends = names.map((name) => new LogEnd(join(dataDirectory, name), disk));
  for (let attempt = 0; attempt < CUT_TRIES_MAX; attempt++) {
    for (const end of ends) end.advance();
    if (ends.length === 1 || !ends[0].advance()) return ends;
  }
  throw backupError("the journals did not stand still together for a moment; try again when there is less to do");
}

/**
 * A journal that is damaged is not backed up; and a backup is carried on only by the journal it is of, and only if that
 * still has all of it.
 */
function checkSource(
  disk: Disk,
  dataDirectory: string,
  name: string,
  known: JournalEntry | null,
  target: string,
): void {
  const survey = surveyJournal(join(dataDirectory, name), known === null ? null : parseHead(known.head), disk);
  if (known !== null && survey.journalId?.toString("hex") !== known.journalId)
    throw backupError(`${target} is a backup of another journal (${known.journalId}); name another directory`);
  const [damage] = survey.damages;
  if (damage === undefined) return;
  const text = `${damageText(survey.directory, damage)}. Nothing was copied`;
  throw backupError(known === null ? text : `${text}; the backup in ${target} was left as it is: repair from it`);
}

function copyJournal(
  disk: Disk,
  dataDirectory: string,
  target: string,
  name: string,
  { position, journalId }: LogEnd,
  known: JournalEntry | null,
  result: BackupResult,
): JournalEntry {
  const directory = join(dataDirectory, name);
  disk.makeDirectory(join(target, name));
  const segments: SegmentEntry[] = [];
  for (let segmentNumber = 1; segmentNumber <= position.segmentNumber; segmentNumber++) {
    const fileName = segmentFileName(segmentNumber);
    const isOpen = segmentNumber === position.segmentNumber;
    const kept = known?.segments.find((entry) => entry.segmentNumber === segmentNumber);
    const wasClosed = kept !== undefined && known !== null && segmentNumber < known.segments.length;
    if (wasClosed && disk.exists(join(target, name, fileName))) {
      segments.push(kept);
      result.kept++;
      continue;
    }
    const whole = readSegmentBytes(directory, segmentNumber, 0, -1, disk);
    const bytes = isOpen ? whole.subarray(0, position.offset) : whole;
    writeFile(disk, join(target, name), fileName, bytes);
    segments.push({
      name: fileName,
      segmentNumber,
      bytes: bytes.length,
      fileBytes: whole.length,
      sha256: sha256(bytes),
    });
    result.copied++;
    result.bytesCopied += bytes.length;
  }
  const id = journalId?.toString("hex") ?? "";
  return { name, journalId: id, sequence: position.lastSequence, head: headText(position), segments };
}

/** The newest snapshot that is not ahead of the copy; older ones in the backup are of no use any more. */
function copySnapshot(disk: Disk, dataDirectory: string, target: string, sequence: number, result: BackupResult): void {
  const newest = listSnapshots(disk, join(dataDirectory, SNAPSHOTS)).find((snapshot) => snapshot.sequence <= sequence);
  if (newest === undefined) return;
  let bytes: Buffer;
  try {
    bytes = readFile(disk, newest.path);
  } catch {
    // The follower has just put a newer one in its place: the journal gives the same, only later.
    return;
  }
  const name = newest.path.slice(join(dataDirectory, SNAPSHOTS).length + 1);
  disk.makeDirectory(join(target, SNAPSHOTS));
  for (const old of listSnapshots(disk, join(target, SNAPSHOTS))) if (!old.path.endsWith(name)) disk.remove(old.path);
  writeFile(disk, join(target, SNAPSHOTS), name, bytes);
  result.manifest.snapshots.push({ name, bytes: bytes.length, sha256: sha256(bytes) });
}

/** Reads a copy back, all of it, to its head. */
function checkCopy(disk: Disk, target: string, entry: JournalEntry): void {
  const survey = surveyJournal(join(target, entry.name), null, disk);
  const [damage] = survey.damages;
  if (damage !== undefined) throw backupError(`the copy is damaged: ${damageText(survey.directory, damage)}`);
  const isWhole = survey.tornTail === null && headText(survey.end) === entry.head;
  if (!isWhole)
    throw backupError(`the copy in ${survey.directory} ends with ${headText(survey.end)}, expected ${entry.head}`);
}

/** A whole file. */
export function readFile(disk: Disk, path: string): Buffer {
  const fd = disk.open(path, "r");
  try {
    const bytes = Buffer.allocUnsafe(disk.size(path));
    let read = 0;
    for (let count = 1; read < bytes.length && count > 0; read += count)
      count = disk.read(fd, bytes, read, bytes.length - read, read);
    return bytes.subarray(0, read);
  } finally {
    disk.close(fd);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function backupError(text: string): LockstepError {
  return new LockstepError("LOCKSTEP_ERR_BACKUP", text);
}
