/**
 * Looks over a whole journal and says everything that is wrong with it, where a start stops at the first thing.
 *
 * Every segment is read by itself, from what its own header says, and then held against its neighbours: so a damaged
 * segment does not hide what is behind it, and it is known which ones have to come from a backup. It changes nothing and
 * may look at a journal that is being written.
 */
import { join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { decodeSegmentHeader, HASH_BYTES, HEADER_BYTES, type SegmentHeader, segmentFileName } from "./format.ts";
import type { TornTail } from "./journal.ts";
import {
  type ChainPosition,
  findLaterGroup,
  linkFault,
  listSegments,
  readGroups,
  readSegmentBytes,
  usedBytes,
} from "./reader.ts";

export type SegmentSurvey = {
  segmentNumber: number;
  /** Size of the file, zeros and all. */
  fileBytes: number;
  frames: number;
  /** 0 when there is no frame. */
  firstSequence: number;
  lastSequence: number;
  firstTimeNs: bigint;
  lastTimeNs: bigint;
  /** Null when it cannot be read. */
  header: SegmentHeader | null;
  /** Where its last whole group ends. */
  end: ChainPosition;
};

/** Something that should not be, and where. Offset 0 is the header, or a file that is not there. */
export type Damage = { segmentNumber: number; offset: number; reason: string };

export type JournalSurvey = {
  directory: string;
  journalId: Buffer | null;
  segments: SegmentSurvey[];
  damages: Damage[];
  tornTail: TornTail | null;
  /** The last whole group of the last segment. */
  end: ChainPosition;
};

/** A place somebody wrote down elsewhere: the hash of the chain at the end of a commit. */
export type Head = { sequence: number; hash: string };

/** A head on paper. */
export function headText(end: ChainPosition): string {
  return `${end.hash.toString("hex")}@${end.lastSequence}`;
}

/** Reads `HASH@SEQUENCE`. @returns null when it is no such text */
export function parseHead(text: string): Head | null {
  const match = /^([0-9a-f]{64})@(\d{1,15})$/.exec(text.trim().toLowerCase());
  return match === null ? null : { hash: match[1], sequence: Number(match[2]) };
}

/**
 * Looks over the journal in a directory.
 *
 * @param head a place it must contain: what was truncated after it was written down is found so
 * @param journalId which journal it must be; what its first segment says when absent
 */
export function surveyJournal(
  directory: string,
  head: Head | null = null,
  disk: Disk = nodeDisk,
  journalId: Buffer | null = null,
): JournalSurvey {
  const survey: JournalSurvey = {
    directory,
    journalId,
    segments: [],
    damages: [],
    tornTail: null,
    end: startOfChain(),
  };
  const numbers = listSegments(directory, disk);
  const lastNumber = numbers[numbers.length - 1] ?? 0;
  const found: { hash: string | null } = { hash: null };
  for (let expected = 1; expected <= lastNumber; expected++) {
    if (!numbers.includes(expected)) {
      survey.damages.push({ segmentNumber: expected, offset: 0, reason: "the segment is missing" });
      survey.end = { ...survey.end, segmentNumber: 0 };
      continue;
    }
    surveyNext(survey, expected, expected === lastNumber, disk, head, found);
  }
  if (head !== null) checkHead(survey, head, found.hash);
  return survey;
}

/** One segment by itself, from its own header on. */
export function surveySegment(
  bytes: Buffer,
  segmentNumber: number,
  head: Head | null = null,
  found: { hash: string | null } = { hash: null },
): { segment: SegmentSurvey; fault: Damage | null } {
  const header = decodeSegmentHeader(bytes);
  const segment: SegmentSurvey = {
    segmentNumber,
    fileBytes: bytes.length,
    frames: 0,
    firstSequence: 0,
    lastSequence: 0,
    firstTimeNs: 0n,
    lastTimeNs: 0n,
    header: null,
    end: startOfChain(),
  };
  if (typeof header === "string") return { segment, fault: { segmentNumber, offset: 0, reason: header } };
  if (header.segmentNumber !== segmentNumber) {
    const reason = `the file holds segment ${header.segmentNumber}, its name says ${segmentNumber}`;
    return { segment, fault: { segmentNumber, offset: 0, reason } };
  }
  segment.header = header;
  const position: ChainPosition = {
    segmentNumber,
    offset: HEADER_BYTES,
    lastSequence: header.firstSequence - 1,
    lastGroup: header.firstGroup - 1,
    hash: header.previousHash,
  };
  const noteHead = () => {
    if (head !== null && position.lastSequence === head.sequence) found.hash = position.hash.toString("hex");
  };
  const fault = readGroups(bytes, 0, bytes.length, position, (frame) => {
    noteHead();
    if (segment.frames++ === 0) {
      segment.firstSequence = frame.sequence;
      segment.firstTimeNs = frame.timeNs;
    }
    segment.lastSequence = frame.sequence;
    segment.lastTimeNs = frame.timeNs;
    return true;
  });
  noteHead();
  segment.end = position;
  return { segment, fault: fault === null ? null : { segmentNumber, ...fault } };
}

function surveyNext(
  survey: JournalSurvey,
  segmentNumber: number,
  isLast: boolean,
  disk: Disk,
  head: Head | null,
  found: { hash: string | null },
): void {
  let bytes = readSegmentBytes(survey.directory, segmentNumber, 0, -1, disk);
  let { segment, fault } = surveySegment(bytes, segmentNumber, head, found);
  if (isLast && fault !== null) {
    // It may have been written while it was read. What is damaged stays so.
    bytes = readSegmentBytes(survey.directory, segmentNumber, 0, -1, disk);
    ({ segment, fault } = surveySegment(bytes, segmentNumber, head, found));
  }
  survey.segments.push(segment);
  const { header, end } = segment;
  if (header !== null) {
    if (survey.journalId !== null && !survey.journalId.equals(header.journalId)) {
      survey.damages.push({ segmentNumber, offset: 0, reason: "the segment belongs to another journal" });
      survey.end = { ...end, segmentNumber: 0 };
      return;
    }
    survey.journalId ??= header.journalId;
    // Behind a segment that is missing or damaged nobody can say what should follow.
    const link = survey.end.segmentNumber === segmentNumber - 1 ? linkFault(header, survey.end) : "";
    if (link !== "") survey.damages.push({ segmentNumber, offset: 0, reason: link });
  }
  survey.end = fault === null || isLast ? end : { ...end, segmentNumber: 0 };
  if (fault === null) return;
  const later = isLast && header !== null ? findLaterGroup(bytes, end.offset, end.lastGroup + 1) : -1;
  if (isLast && header !== null && later === -1) {
    survey.tornTail = { segmentNumber, offset: end.offset, bytes: usedBytes(bytes) - end.offset, reason: fault.reason };
    return;
  }
  const reason = later === -1 ? fault.reason : `${fault.reason}, and whole records follow at offset ${later}`;
  survey.damages.push({ ...fault, reason });
}

function checkHead(survey: JournalSurvey, head: Head, found: string | null): void {
  const { segmentNumber, offset, lastSequence } = survey.end;
  if (head.sequence === 0 && head.hash === "0".repeat(HASH_BYTES * 2)) return;
  const reason =
    lastSequence < head.sequence
      ? `the journal ends with sequence ${lastSequence}, and its head was written down at ${head.sequence}: its end is gone`
      : found === null
        ? `no commit ends with sequence ${head.sequence}, where the head was written down`
        : found !== head.hash
          ? `the hash at sequence ${head.sequence} is ${found}, and ${head.hash} was written down: the past was rewritten`
          : "";
  if (reason !== "") survey.damages.push({ segmentNumber, offset, reason });
}

/** In words, with the file's name. */
export function damageText(directory: string, { segmentNumber, offset, reason }: Damage): string {
  return `${join(directory, segmentFileName(segmentNumber))} at offset ${offset}: ${reason}`;
}

function startOfChain(): ChainPosition {
  return { segmentNumber: 0, offset: HEADER_BYTES, lastSequence: 0, lastGroup: 0, hash: Buffer.alloc(HASH_BYTES) };
}
