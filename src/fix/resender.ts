/**
 * Serves a ResendRequest: application messages again, everything else as one gap fill per run. A long request is served
 * in chunks, as fast as the connection drains, so that it fills no buffer; the rest of the session goes on meanwhile.
 */
import { assert } from "../lib/assert.ts";
import { MessageView } from "./message-view.ts";
import type { Outbound } from "./outbound.ts";
import type { SessionStore } from "./session-types.ts";

/** With more than this unsent, the next chunk waits. */
const BACKLOG_MAX = 1024 * 1024;

export class Resender {
  readonly #outbound: Outbound;
  readonly #store: SessionStore;
  readonly #chunk: number;
  #view: MessageView | null = null;
  /** The next number to look at, and the last one asked for; nothing to do when the first is beyond the second. */
  #next = 1;
  #last = 0;
  /** The first number of the run of messages that need not be sent again. */
  #gapFrom = 1;

  constructor(outbound: Outbound, store: SessionStore, chunk: number) {
    this.#outbound = outbound;
    this.#store = store;
    this.#chunk = chunk;
  }

  get active(): boolean {
    return this.#next <= this.#last;
  }

  /** Starts over with a range; one that is being served is given up for it. */
  start(from: number, to: number): void {
    this.#next = from;
    this.#gapFrom = from;
    this.#last = to;
    this.proceed();
  }

  /** Serves what is left, as long as the connection takes it. */
  proceed(): void {
    while (this.active) {
      const wire = this.#outbound.wire;
      if (wire === null) return this.stop();
      if (wire.backlogBytes > BACKLOG_MAX) return;
      const to = Math.min(this.#last, this.#next + this.#chunk - 1);
      this.#store.readSent(this.#next, to, (msgSeqNum, bytes, start, end) =>
        this.#resend(msgSeqNum, bytes, start, end),
      );
      this.#next = to + 1;
    }
    if (this.#gapFrom <= this.#last) this.#outbound.gapFill(this.#gapFrom, this.#last + 1);
    this.stop();
  }

  stop(): void {
    this.#next = 1;
    this.#last = 0;
    this.#gapFrom = 1;
  }

  #resend(msgSeqNum: number, bytes: Uint8Array, start: number, end: number): void {
    assert(msgSeqNum >= this.#gapFrom, "stored FIX messages are read out of order");
    this.#view ??= new MessageView();
    const stored = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    assert(this.#view.index(stored, start, end), "a stored FIX message is not whole");
    if (msgSeqNum > this.#gapFrom) this.#outbound.gapFill(this.#gapFrom, msgSeqNum);
    this.#outbound.resend(msgSeqNum, this.#view);
    this.#gapFrom = msgSeqNum + 1;
  }
}
