/**
 * Judges the recorded commands again, when the follower has nothing else to do, with a state of its own: the same
 * commands must give the same events, byte for byte, or the primary was not deterministic.
 */

import { evolve } from "./core/core.ts";
import { placeOf } from "./core/fill-table.ts";
import { State } from "./core/state.ts";
import { decodeFrame, type FrameContent } from "./domain/frame.ts";
import { CommandName } from "./domain/records.generated.ts";
import type { DurablePosition } from "./follower-messages.ts";
import { nodeDisk } from "./journal/disk.ts";
import { JournalTail } from "./journal/tail.ts";
import { ByteReader } from "./lib/byte-buffer.ts";
import { LockstepError } from "./lib/errors.ts";
import { Redecider } from "./redecide.ts";
import type { LoadedSnapshot } from "./snapshots.ts";

/** What was recorded is not what the commands give. */
export class Divergence extends LockstepError {
  readonly sequence: number;

  constructor(sequence: number, content: FrameContent, difference: string) {
    const command = CommandName[content.command.type];
    super(
      "LOCKSTEP_ERR_VERIFY",
      `sequence ${sequence} (${command}), judged again, gives something else: ${difference}. Keep the journal and report this`,
    );
    this.sequence = sequence;
  }
}

/** @returns a check of a frame after `after` against the state before it, which throws Divergence */
export function divergenceCheck(after: number): (state: State, content: FrameContent, sequence: number) => void {
  const redecider = new Redecider();
  return (state, content, sequence) => {
    const difference = sequence <= after ? "" : redecider.difference(state, content);
    if (difference !== "") throw new Divergence(sequence, content, difference);
  };
}

export class IdleVerifier {
  readonly #state: State;
  readonly #tail: JournalTail;
  readonly #skips: ReadonlySet<number>;
  readonly #reader = new ByteReader();
  readonly #check: ReturnType<typeof divergenceCheck>;

  /**
   * @param snapshot where to begin, its state this verifier's own; null at the beginning
   * @param after frames up to this one are applied and not judged
   */
  constructor(directory: string, snapshot: LoadedSnapshot | null, skips: ReadonlySet<number>, after: number) {
    this.#check = divergenceCheck(after);
    this.#state = snapshot?.state ?? new State();
    this.#tail = new JournalTail(directory, nodeDisk, snapshot?.info ?? null);
    this.#skips = skips;
  }

  /** Everything up to this frame gives its recorded events again, from where it began. */
  get verifiedSequence(): number {
    return this.#tail.position.lastSequence;
  }

  /** Verifies a piece of what is durable. @returns true when there is more. @throws Divergence */
  poll({ segment, offset }: DurablePosition): boolean {
    return this.#tail.poll(segment, offset, (frame) => {
      this.#reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
      const content = decodeFrame(this.#reader);
      if (this.#skips.has(frame.sequence)) return true;
      this.#check(this.#state, content, frame.sequence);
      for (const [at, event] of content.events.entries()) {
        evolve(this.#state, event, frame.timeNs, placeOf(frame.sequence, at));
      }
      return true;
    });
  }

  close(): void {
    this.#tail.close();
  }
}
