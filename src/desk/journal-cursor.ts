/** What the event stream reads: the journal's frames, from any sequence on. The follower gives it. */
import type { Command, Event } from "../domain/records.generated.ts";

export type EventFrame = { sequence: number; timeNs: bigint; command: Command; events: readonly Event[] };

export type JournalCursor = {
  /** The last frame that was read. */
  readonly sequence: number;
  /**
   * Reads a piece, some hundred frames at most.
   *
   * @returns true when there is more
   * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED
   */
  read(visit: (frame: EventFrame) => void): boolean;
  close(): void;
};

export type JournalEvents = {
  /** The first frame that is there. */
  readonly firstSequence: number;
  /** The last frame that can be read now: durable, and in history. */
  readonly endSequence: number;
  /** @throws PrunedJournal when frames after `after` are gone */
  open(after: number): JournalCursor;
};

/** What was asked for lies before the journal's first segment. */
export class PrunedJournal extends Error {
  readonly firstSequence: number;

  constructor(firstSequence: number) {
    super(`the journal begins at sequence ${firstSequence}: what came before it is not here any more`);
    this.firstSequence = firstSequence;
  }
}
