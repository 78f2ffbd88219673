/** A survey of a journal in words, and as JSON. */
import { damageText, headText, type JournalSurvey, type SegmentSurvey } from "../../journal/survey.ts";

/** For people: a row a segment. */
export function surveyText(survey: JournalSurvey): string {
  const { directory, journalId, segments, damages, tornTail, end } = survey;
  const rows = segments.map(
    (segment) =>
      `${String(segment.segmentNumber).padStart(8)}  ${span(segment).padEnd(25)}  ${String(segment.frames).padStart(9)}  ` +
      `${String(segment.end.offset).padStart(10)} of ${String(segment.fileBytes).padEnd(10)}  ${times(segment)}`,
  );
  const torn =
    tornTail === null
      ? ""
      : `torn     ${tornTail.bytes} bytes at offset ${tornTail.offset} of segment ${tornTail.segmentNumber}: ${tornTail.reason}; the next start cuts them\n`;
  return (
    `${directory}  journal ${journalId?.toString("hex") ?? "unknown"}\n` +
    `${"segment".padStart(8)}  ${"sequences".padEnd(25)}  ${"frames".padStart(9)}  ${"bytes used".padStart(10)}    ${"of file".padEnd(10)}  times (UTC)\n` +
    rows.map((row) => `${row}\n`).join("") +
    torn +
    damages.map((damage) => `damaged  ${damageText(directory, damage)}\n`).join("") +
    `head     ${headText(end)}\n`
  );
}

/** For programs: the same, times in ISO 8601. */
export function surveyJson(name: string, survey: JournalSurvey): object {
  const { directory, journalId, segments, damages, tornTail, end } = survey;
  return {
    name,
    directory,
    journalId: journalId?.toString("hex") ?? null,
    sequence: end.lastSequence,
    head: headText(end),
    segments: segments.map((segment) => ({
      segmentNumber: segment.segmentNumber,
      fileBytes: segment.fileBytes,
      usedBytes: segment.end.offset,
      frames: segment.frames,
      firstSequence: segment.firstSequence,
      lastSequence: segment.lastSequence,
      firstTime: segment.frames === 0 ? null : time(segment.firstTimeNs),
      lastTime: segment.frames === 0 ? null : time(segment.lastTimeNs),
    })),
    tornTail,
    damages,
  };
}

function span({ frames, firstSequence, lastSequence }: SegmentSurvey): string {
  return frames === 0 ? "none" : `${firstSequence} to ${lastSequence}`;
}

function times({ frames, firstTimeNs, lastTimeNs }: SegmentSurvey): string {
  return frames === 0 ? "" : `${time(firstTimeNs)} to ${time(lastTimeNs)}`;
}

function time(timeNs: bigint): string {
  return new Date(Number(timeNs / 1_000_000n)).toISOString();
}
