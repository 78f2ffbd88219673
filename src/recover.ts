/**
 * The state as the journal has it: what every start, `verify` and `replay` begin with.
 *
 * A start takes the newest good snapshot and applies the events recorded since; without one it applies them all. The
 * result is the same. Of the journal before the snapshot only the commit the snapshot was taken at is read.
 */
import { SessionLedger } from "./client/session-ledger.ts";
import { evolve } from "./core/core.ts";
import { State } from "./core/state.ts";
import { decodeFrame, type FrameContent } from "./domain/frame.ts";
import { type JournalScan, openJournal, scanJournal } from "./journal/journal.ts";
import type { Frame } from "./journal/reader.ts";
import type { SnapshotInfo } from "./journal/snapshot-file.ts";
import type { JournalWriter, JournalWriterOptions } from "./journal/writer.ts";
import { ByteReader } from "./lib/byte-buffer.ts";
import type { Known, PassedOver, Snapshots } from "./snapshots.ts";

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
};

/** Called for each frame after its events were applied. @returns false to stop */
export type AppliedVisitor = (frame: Frame, content: FrameContent, state: State) => boolean | undefined;

/**
 * Opens the journal for writing and applies it.
 *
 * @param snapshots where to look for a beginning; null applies the whole journal
 * @throws LOCKSTEP_ERR_JOURNAL_DAMAGED, LOCKSTEP_ERR_DATA_DIR
 */
export function recover(options: JournalWriterOptions, snapshots: Snapshots | null = null): RecoveredForWriting {
  const passedOver: PassedOver[] = [];
  const loaded = snapshots?.load((passed) => passedOver.push(passed)) ?? null;
  const applier = new Applier(loaded ?? undefined, loaded?.info.timeNs);
  const { writer, scan } = openJournal(options, (frame) => applier.apply(frame), loaded?.info ?? null);
  return { ...applier.recovered(scan), writer, snapshot: loaded?.info ?? null, passedOver };
}

/** Applies the journal without opening it for writing, as far as `visit` lets it. */
export function readRecovered(directory: string, visit: AppliedVisitor): Recovered {
  const applier = new Applier();
  return applier.recovered(scanJournal(directory, (frame) => applier.apply(frame, visit)));
}

class Applier {
  readonly #state: State;
  readonly #ledger: SessionLedger;
  readonly #reader = new ByteReader();
  #lastTimeNs: bigint;

  constructor(known: Known = { state: new State(), ledger: new SessionLedger() }, lastTimeNs = 0n) {
    this.#state = known.state;
    this.#ledger = known.ledger;
    this.#lastTimeNs = lastTimeNs;
  }

  apply(frame: Frame, visit?: AppliedVisitor): boolean {
    this.#reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    const content = decodeFrame(this.#reader);
    for (const event of content.events) evolve(this.#state, event, frame.timeNs);
    this.#ledger.recover(content, frame.segmentNumber, frame.offset - frame.start, frame.timeNs);
    this.#lastTimeNs = frame.timeNs;
    return visit?.(frame, content, this.#state) !== false;
  }

  recovered(scan: JournalScan): Recovered {
    return { state: this.#state, ledger: this.#ledger, lastTimeNs: this.#lastTimeNs, scan };
  }
}
