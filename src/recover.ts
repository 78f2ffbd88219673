/** The state as the journal has it: what every start, `verify` and `replay` begin with. */

import { createHash } from "node:crypto";
import { SessionLedger } from "./client/session-ledger.ts";
import { evolve } from "./core/core.ts";
import { State } from "./core/state.ts";
import { visitStateImage } from "./core/state-image.ts";
import { decodeFrame, type FrameContent } from "./domain/frame.ts";
import { type Disk, nodeDisk } from "./journal/disk.ts";
import { type JournalScan, openJournal, scanJournal } from "./journal/journal.ts";
import type { Frame } from "./journal/reader.ts";
import type { JournalWriter, JournalWriterOptions } from "./journal/writer.ts";
import { ByteReader } from "./lib/byte-buffer.ts";

export type Recovered = {
  state: State;
  ledger: SessionLedger;
  /** Time of the last frame; 0 for an empty journal. */
  lastTimeNs: bigint;
  scan: JournalScan;
};

/** Called for each frame after its events were applied. @returns false to stop */
export type AppliedVisitor = (frame: Frame, content: FrameContent, state: State) => boolean | undefined;

/** Opens the journal for writing and applies all of it. @throws LOCKSTEP_ERR_JOURNAL_DAMAGED, LOCKSTEP_ERR_DATA_DIR */
export function recover(options: JournalWriterOptions): Recovered & { writer: JournalWriter } {
  const applier = new Applier();
  const { writer, scan } = openJournal(options, (frame) => applier.apply(frame));
  return { state: applier.state, ledger: applier.ledger, lastTimeNs: applier.lastTimeNs, scan, writer };
}

/** Applies the journal without opening it for writing, as far as `visit` lets it. */
export function readRecovered(directory: string, visit: AppliedVisitor, disk: Disk = nodeDisk): Recovered {
  const applier = new Applier();
  const scan = scanJournal(directory, (frame) => applier.apply(frame, visit), disk);
  return { state: applier.state, ledger: applier.ledger, lastTimeNs: applier.lastTimeNs, scan };
}

/** SHA-256 of the state's image, in hexadecimal: equal on any machine for the same journal. */
export function stateHash(state: State): string {
  const hash = createHash("sha256");
  visitStateImage(state, (bytes) => hash.update(bytes));
  return hash.digest("hex");
}

class Applier {
  readonly state = new State();
  readonly ledger = new SessionLedger();
  lastTimeNs = 0n;
  readonly #reader = new ByteReader();

  apply(frame: Frame, visit?: AppliedVisitor): boolean {
    this.#reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    const content = decodeFrame(this.#reader);
    for (const event of content.events) evolve(this.state, event, frame.timeNs);
    this.ledger.recover(content, frame.segmentNumber, frame.offset - frame.start, frame.timeNs);
    this.lastTimeNs = frame.timeNs;
    return visit?.(frame, content, this.state) !== false;
  }
}
