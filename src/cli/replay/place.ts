/** A place in the journal as people say it: a sequence, a time, or so long before the end. */
import { scanJournal } from "../../journal/journal.ts";
import { timeText } from "../../lib/iso-time.ts";
import { usageError } from "../options.ts";

const SEQUENCE = /^\d{1,15}$/;
const DURATION = /^-(\d{1,9})(ms|s|m|h|d)$/;
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?Z?)?$/;
const UNIT_NS: Readonly<Record<string, bigint>> = {
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/** The last sequence to apply, or a time whose frames are the last; null is the end. */
export type Place = { sequence: number } | { timeNs: bigint } | { beforeEndNs: bigint } | null;

/** @throws LockstepError LOCKSTEP_ERR_USAGE */
export function readPlace(text: string | boolean | undefined): Place {
  if (text === undefined) return null;
  const given = String(text);
  if (SEQUENCE.test(given) && Number(given) > 0) return { sequence: Number(given) };
  const duration = DURATION.exec(given);
  if (duration !== null) return { beforeEndNs: BigInt(duration[1]) * UNIT_NS[duration[2]] };
  const time = TIME.exec(given);
  const ms = time === null ? Number.NaN : Date.parse(`${time[1]}T${time[2] ?? "00:00"}:${time[3] ?? "00"}Z`);
  if (!Number.isNaN(ms)) return { timeNs: BigInt(ms) * 1_000_000n + BigInt((time?.[4] ?? "").padEnd(9, "0")) };
  throw usageError(
    `--until is ${given}, expected a whole number (a sequence), a UTC time as 2026-11-22T10:00:00Z, or a duration before the end as -5m`,
  );
}

/**
 * The place as a sequence. It is looked for before anything is applied, so that a journal that grows meanwhile has one end.
 *
 * @returns 0 for an empty journal
 * @throws LockstepError LOCKSTEP_ERR_USAGE when the journal begins later, LOCKSTEP_ERR_JOURNAL_DAMAGED
 */
export function sequenceOf(directory: string, place: Place): number {
  if (place !== null && "sequence" in place) return place.sequence;
  let untilNs: bigint | null = null;
  if (place !== null && "timeNs" in place) untilNs = place.timeNs;
  else {
    const end = { sequence: 0, timeNs: 0n };
    scanJournal(directory, (frame) => {
      end.sequence = frame.sequence;
      end.timeNs = frame.timeNs;
      return true;
    });
    if (place === null || end.sequence === 0) return end.sequence;
    untilNs = end.timeNs - place.beforeEndNs;
  }
  const bound = untilNs;
  let sequence = 0;
  let beginsNs = 0n;
  scanJournal(directory, (frame) => {
    if (frame.sequence === 1) beginsNs = frame.timeNs;
    if (frame.timeNs > bound) return false;
    sequence = frame.sequence;
    return true;
  });
  if (sequence === 0 && beginsNs > 0n) {
    throw usageError(
      `--until is ${timeText(bound)}, and the journal begins at ${timeText(beginsNs)}; give a later time`,
    );
  }
  return sequence;
}

/** Integers beyond a double's as text, for JSON. */
export function jsonValue(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
