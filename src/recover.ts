/**
 * The state as the journal has it: what every start, `verify` and `replay` begin with.
 *
 * A start takes the newest good snapshot and applies the events recorded since; without one it applies them all. The
 * result is the same. Of the journal before the snapshot only the commit the snapshot was taken at is read.
 */
import { SessionLedger } from "./client/session-ledger.ts";
import { evolve } from "./core/core.ts";
import { placeOf } from "./core/fill-table.ts";
import { State } from "./core/state.ts";
import { decodeFrame, type FrameContent, isUnapplied } from "./domain/frame.ts";
import { type Command, EventType } from "./domain/records.generated.ts";
import { nodeDisk } from "./journal/disk.ts";
import { type JournalScan, openJournal, scanJournal } from "./journal/journal.ts";
import type { Frame } from "./journal/reader.ts";
import type { SnapshotInfo } from "./journal/snapshot-file.ts";
import type { JournalWriter, JournalWriterOptions } from "./journal/writer.ts";
import { ByteReader } from "./lib/byte-buffer.ts";
import { LockstepError } from "./lib/errors.ts";
import { BROKE, readSkips, UnappliedFrame } from "./skipped-frames.ts";
import type { LoadedSnapshot, PassedOver, Snapshots } from "./snapshots.ts";

export type Recovered = {
  state: State;
  ledger: SessionLedger;
  /** Time of the last frame; 0 for an empty journal. */
  lastTimeNs: bigint;
  /** Its frames are those that were applied: all, or those since the snapshot. */
  scan: JournalScan;
};

export type RecoveredForWriting = Recovered & {
  writer: JournalWriter;
  /** The snapshot it began with; null when all of the journal was applied. */
  snapshot: SnapshotInfo | null;
  passedOver: PassedOver[];
  /** Frames since the snapshot that were left out, with the commands that are not carried out by it. */
  skipped: ReadonlyMap<number, Command>;
};

/** Called for each frame after its events were applied. @returns false to stop */
export type AppliedVisitor = (frame: Frame, content: FrameContent, state: State) => boolean | undefined;

/**
 * Opens the journal for writing and applies it.
 *
 * @param snapshots where to look for a beginning; null applies the whole journal
 * @param skip a frame that may be left out if it cannot be applied, by the operator's decision; 0 for none
 * @throws LOCKSTEP_ERR_JOURNAL_DAMAGED, LOCKSTEP_ERR_DATA_DIR, LOCKSTEP_ERR_FRAME_UNAPPLIED, LOCKSTEP_ERR_USAGE for a
 *   `skip` that nothing asks for
 */
export function recover(
  options: JournalWriterOptions,
  snapshots: Snapshots | null = null,
  skip = 0,
): RecoveredForWriting {
  const skips = new Set<number>();
  for (;;) {
    try {
      return recoverWithout(skips, options, snapshots, skip);
    } catch (error) {
      const sequence = skippable(error, options, skip);
      if (sequence === 0 || skips.has(sequence)) throw error;
      skips.add(sequence);
    }
  }
}

function recoverWithout(
  skips: ReadonlySet<number>,
  options: JournalWriterOptions,
  snapshots: Snapshots | null,
  skip: number,
): RecoveredForWriting {
  const passedOver: PassedOver[] = [];
  const loaded = snapshots?.load((passed) => passedOver.push(passed)) ?? null;
  const applier = new Applier(skips, loaded);
  const { writer, scan } = openJournal(options, (frame) => applier.apply(frame), loaded?.info ?? null);
  if (skip !== 0 && (!applier.skipped.has(skip) || applier.decided.has(skip))) {
    writer.close();
    throw new LockstepError(
      "LOCKSTEP_ERR_USAGE",
      `--skip ${skip}: nothing is wrong with sequence ${skip} that a start could leave out; start without --skip`,
    );
  }
  return { ...applier.recovered(scan), writer, snapshot: loaded?.info ?? null, passedOver, skipped: applier.skipped };
}

/** The frame to leave out next time; 0 when nobody decided that. */
function skippable(error: unknown, { directory, disk }: JournalWriterOptions, skip: number): number {
  if (error instanceof LateSkip) return error.sequence;
  if (!(error instanceof UnappliedFrame)) return 0;
  return error.sequence === skip || readSkips(directory, disk).has(error.sequence) ? error.sequence : 0;
}

/**
 * Applies the journal without opening it for writing, as far as `visit` lets it.
 *
 * @param from a snapshot to begin with, whose state and ledger become the result's; null applies from the first frame on
 */
export function readRecovered(directory: string, visit: AppliedVisitor, from: LoadedSnapshot | null = null): Recovered {
  const applier = new Applier(readSkips(directory), from);
  const scan = scanJournal(directory, (frame) => applier.apply(frame, visit), nodeDisk, from?.info ?? null);
  return applier.recovered(scan);
}

/** A frame that was applied is said to be left out, later in the journal. */
class LateSkip extends Error {
  readonly sequence: number;

  constructor(sequence: number) {
    super(`sequence ${sequence} does not count`);
    this.sequence = sequence;
  }
}

class Applier {
  readonly skipped = new Map<number, Command>();
  /** Frames of which the journal itself says that they do not count. */
  readonly decided = new Set<number>();
  readonly #skips: ReadonlySet<number>;
  readonly #state: State;
  readonly #ledger: SessionLedger;
  readonly #reader = new ByteReader();
  readonly #firstSequence: number;
  #lastTimeNs: bigint;

  constructor(skips: ReadonlySet<number>, loaded: LoadedSnapshot | null = null) {
    this.#skips = skips;
    this.#state = loaded?.state ?? new State();
    this.#ledger = loaded?.ledger ?? new SessionLedger();
    this.#lastTimeNs = loaded?.info.timeNs ?? 0n;
    this.#firstSequence = (loaded?.info.position.lastSequence ?? 0) + 1;
  }

  apply(frame: Frame, visit?: AppliedVisitor): boolean {
    this.#reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    const content = decodeFrame(this.#reader);
    if (this.#skips.has(frame.sequence)) this.skipped.set(frame.sequence, content.command);
    else this.#applyEvents(content, frame);
    this.#ledger.recover(content, frame.segmentNumber, frame.offset - frame.start, frame.timeNs);
    this.#lastTimeNs = frame.timeNs;
    return visit?.(frame, content, this.#state) !== false;
  }

  recovered(scan: JournalScan): Recovered {
    return { state: this.#state, ledger: this.#ledger, lastTimeNs: this.#lastTimeNs, scan };
  }

  #applyEvents(content: FrameContent, { sequence, timeNs }: Frame): void {
    if (isUnapplied(content)) throw new UnappliedFrame(sequence, BROKE);
    const { events } = content;
    for (let index = 0; index < events.length; index++) {
      const event = events[index];
      if (event.type === EventType.FrameSkipped) this.#decide(event.sequence);
      try {
        evolve(this.#state, event, timeNs, placeOf(sequence, index));
      } catch (error) {
        throw new UnappliedFrame(sequence, error);
      }
    }
  }

  #decide(sequence: number): void {
    if (sequence >= this.#firstSequence && !this.#skips.has(sequence)) throw new LateSkip(sequence);
    this.decided.add(sequence);
  }
}
