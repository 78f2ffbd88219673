/**
 * One reading of the journal: a place in it and what is known there, from a snapshot or from the beginning on.
 *
 * The follower has one, which people see. While history is being made again it has a second, which fills the file from
 * where it stands and takes the first one's place when it has caught up with it.
 */
import { SessionLedger } from "./client/session-ledger.ts";
import { State } from "./core/state.ts";
import type { DurablePosition } from "./follower-messages.ts";
import { type FrameCheck, Projection } from "./follower-projection.ts";
import type { History } from "./history/history.ts";
import type { Queries } from "./history/queries.ts";
import { nodeDisk } from "./journal/disk.ts";
import type { SnapshotPlace } from "./journal/snapshot-file.ts";
import { JournalTail } from "./journal/tail.ts";
import type { Known, LoadedSnapshot } from "./snapshots.ts";

export class FollowedJournal {
  readonly projection: Projection;
  readonly #known: Known;
  readonly #tail: JournalTail;
  #lastTimeNs: bigint;

  /**
   * @param snapshot where to begin; null at the beginning
   * @param skips frames whose events do not count
   * @param chunkBytes how much is applied at once
   * @param history where rows go that it does not have yet; null when nobody asks for them here
   */
  constructor(
    directory: string,
    snapshot: LoadedSnapshot | null,
    history: History | null,
    queries: Queries,
    skips: ReadonlySet<number>,
    chunkBytes?: number,
  ) {
    this.#known = snapshot ?? { state: new State(), ledger: new SessionLedger() };
    this.#tail = new JournalTail(directory, nodeDisk, snapshot?.info ?? null, chunkBytes);
    this.#lastTimeNs = snapshot?.info.timeNs ?? 0n;
    const appliedSequence = snapshot?.info.position.lastSequence ?? 0;
    this.projection = new Projection(this.#known.state, appliedSequence, history, queries, skips);
  }

  get appliedSequence(): number {
    return this.projection.appliedSequence;
  }

  /** Reads a piece of what is durable and applies it. @returns true when there is more */
  poll({ segment, offset }: DurablePosition, check: FrameCheck | null = null): boolean {
    const { projection } = this;
    const hasMore = this.#tail.poll(segment, offset, (frame) => {
      const content = projection.apply(frame, check);
      this.#known.ledger.recover(content, frame.segmentNumber, frame.offset - frame.start, frame.timeNs);
      this.#lastTimeNs = frame.timeNs;
      return true;
    });
    projection.commit();
    return hasMore;
  }

  get known(): Known {
    return this.#known;
  }

  /** The end of the last group that was applied. */
  place(journalId: Buffer): SnapshotPlace {
    return { journalId, position: this.#tail.position, timeNs: this.#lastTimeNs };
  }

  /** It has caught up: small pieces are no use any more. */
  readInFull(): void {
    this.#tail.readInFull();
  }

  close(): void {
    this.#tail.close();
  }
}
