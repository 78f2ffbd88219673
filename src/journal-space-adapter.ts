/**
 * The room on the journal's disk: looked at by the clock, told to the core as a command when it passes its low-water mark.
 *
 *   free  >= mark                 everything is taken
 *   free  <  mark                 new orders are refused; what the others still need is kept for them
 *   no room for the next frame    nothing more is worked, nothing is acknowledged; sessions are let go after a while,
 *                                 and all goes on by itself when there is room
 *
 * New orders are taken again at the mark and one segment more, so that preparing a segment does not close the door again.
 */
import { dirname } from "node:path";
import type { SimulatedExchange } from "../simulator/exchange.ts";
import type { State } from "./core/state.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";
import type { FixSession } from "./fix/session.ts";
import type { Disk } from "./journal/disk.ts";
import type { JournalWriter } from "./journal/writer.ts";
import { errorText } from "./lib/errors.ts";
import type { Log } from "./order-path.ts";
import type { Sequencer } from "./sequencer/sequencer.ts";

/** How often its owner calls `tick`. */
export const JOURNAL_SPACE_TICK_MS = 500;
/** Sessions are let go after this many looks without room: about 5 s, when their heartbeats would fail anyway. */
const HELD_TICKS_MAX = 10;

export type JournalSpaceParts = {
  disk: Disk;
  directory: string;
  /** New orders are refused below this many free bytes; 0 never refuses. */
  lowBytes: number;
  segmentBytes: number;
  state: State;
  sequencer: Sequencer;
  journal: JournalWriter;
  exchanges: readonly SimulatedExchange[];
  sessions: readonly FixSession[];
  log: Log;
};

export class JournalSpaceAdapter {
  readonly #parts: JournalSpaceParts;
  #heldTicks = 0;
  #cannotLook = false;

  constructor(parts: JournalSpaceParts) {
    this.#parts = parts;
  }

  /** Looks, and tells whom it concerns. */
  tick(): void {
    const { journal, exchanges, segmentBytes } = this.#parts;
    const freeBytes = this.#look();
    if (freeBytes >= segmentBytes) {
      journal.tryAgain();
      for (const exchange of exchanges) exchange.tryJournalAgain();
    }
    this.#goOn();
    if (freeBytes !== Number.POSITIVE_INFINITY) this.#tellCore(freeBytes);
  }

  /** @returns free bytes, or infinity when that cannot be known */
  #look(): number {
    const { disk, directory, log } = this.#parts;
    try {
      const { freeBytes } = disk.space(directory);
      this.#cannotLook = false;
      return freeBytes;
    } catch (error) {
      if (!this.#cannotLook) log("warn", `the room on the journal's disk cannot be told: ${errorText(error)}`);
      this.#cannotLook = true;
      return Number.POSITIVE_INFINITY;
    }
  }

  #tellCore(freeBytes: number): void {
    const { state, sequencer, lowBytes, segmentBytes, directory, log } = this.#parts;
    const command = journalSpaceCommand(state, freeBytes, lowBytes, segmentBytes);
    if (command === null || !sequencer.offer(command)) return;
    const where = `${freeBytes} bytes free where ${dirname(directory)} lies`;
    if (command.isLow)
      log("error", `${where}, below the mark of ${lowBytes}: new orders are refused until there is room`);
    else log("info", `${where}: new orders are taken again`);
  }

  #goOn(): void {
    const { sequencer, sessions, log } = this.#parts;
    if (sequencer.isWaitingForRoom) sequencer.doWork();
    if (!sequencer.isWaitingForRoom) {
      if (this.#heldTicks > 0) log("info", "the journal has room again: everything goes on");
      this.#heldTicks = 0;
      return;
    }
    this.#heldTicks++;
    if (this.#heldTicks === 1) log("error", "the journal's disk is full: nothing is acknowledged until there is room");
    if (this.#heldTicks < HELD_TICKS_MAX) return;
    for (const session of sessions) if (session.connected) session.disconnect("the journal's disk is full");
  }
}

/** @returns null while the core knows how it is */
export function journalSpaceCommand(
  state: State,
  freeBytes: number,
  lowBytes: number,
  segmentBytes: number,
): (Command & { type: typeof CommandType.SetJournalSpace }) | null {
  const { isLow: wasLow } = state.journalSpace;
  const isLow = freeBytes < lowBytes + (wasLow && lowBytes > 0 ? segmentBytes : 0);
  return isLow === wasLow ? null : { type: CommandType.SetJournalSpace, isLow, freeBytes, lowBytes };
}
