/**
 * Hot path: every command waits here between the sockets and the sequencer; budget 50 ns.
 *
 * A bounded queue, first in first out: arrival order is the order. Commands and their raw messages are held in two
 * halves; one fills while the other is worked, so that what the work itself causes is taken in the next turn.
 */
import { INBOX_MAX } from "../domain/limits.ts";
import type { Command } from "../domain/records.generated.ts";
import { ByteWriter } from "../lib/byte-buffer.ts";

const RAW_INITIAL_BYTES = 1024 * 1024;
/** Raw bytes beyond which the inbox counts as full, whatever the number of commands. */
const RAW_BYTES_MAX = 64 * 1024 * 1024;
/** Places only session bookkeeping may take, so that a full inbox never loses a sequence number. */
const RESERVED = 4_096;
const NOTHING = new Uint8Array(0);

/** One half: the commands in order, and where each one's raw message lies. */
export class InboxHalf {
  readonly commands: Command[] = [];
  readonly rawEnds = new Float64Array(INBOX_MAX);
  readonly raw = new ByteWriter(RAW_INITIAL_BYTES);

  clear(): void {
    this.commands.length = 0;
    this.raw.offset = 0;
  }
}

export class Inbox {
  #filling = new InboxHalf();
  #working = new InboxHalf();

  get size(): number {
    return this.#filling.commands.length;
  }

  /**
   * Takes a command with the client's raw message, if it has one, which is copied.
   *
   * @returns false when the inbox is full: the caller tells its client so, and nothing was taken
   */
  offer(command: Command, raw: Uint8Array = NOTHING, start = 0, end = 0): boolean {
    const half = this.#filling;
    if (half.commands.length >= INBOX_MAX - RESERVED || half.raw.offset >= RAW_BYTES_MAX) return false;
    this.#take(half, command, raw, start, end);
    return true;
  }

  /** Takes session bookkeeping, for which places are kept free. @returns false when even those are gone */
  offerReserved(command: Command): boolean {
    const half = this.#filling;
    if (half.commands.length >= INBOX_MAX) return false;
    this.#take(half, command, NOTHING, 0, 0);
    return true;
  }

  /** Takes out everything that waits; valid until the next call. */
  takeAll(): InboxHalf {
    const half = this.#filling;
    this.#filling = this.#working;
    this.#working = half;
    this.#filling.clear();
    return half;
  }

  #take(half: InboxHalf, command: Command, raw: Uint8Array, start: number, end: number): void {
    if (end > start) half.raw.copy(raw, start, end);
    half.rawEnds[half.commands.length] = half.raw.offset;
    half.commands.push(command);
  }
}
