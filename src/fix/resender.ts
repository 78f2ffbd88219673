/**
 * Serves a ResendRequest: application messages again, everything else as one gap fill per run. A long request is served
 * in chunks, as fast as the connection drains, so that it fills no buffer; the rest of the session, and other sessions,
 * go on meanwhile. One request is served at a time and the latest waits; who asks for the same again and again waits
 * longer each time.
 */
import { assert } from "../lib/assert.ts";
import { MessageView } from "./message-view.ts";
import type { Outbound } from "./outbound.ts";
import type { SessionStore } from "./session-types.ts";

/** With more than this unsent, the next chunk waits. */
const BACKLOG_MAX = 1024 * 1024;
/** Written and looked through in one turn of the event loop, before others have theirs. */
const TURN_BYTES = 8 * 1024;
const TURN_CHUNKS = 200;
/** Requests in a row that do not ask for more than the one before are served at once up to this many. */
const FREE_REPEATS = 5;
const PAUSE_MIN_MS = 1_000;
const PAUSE_MAX_MS = 30_000;
/** A request after so long a time begins a new row. */
const FORGET_MS = 60_000;

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
  /** The request that waits for its turn; nothing waits when the first is beyond the second. */
  #waitingFrom = 1;
  #waitingTo = 0;
  #waitUntilMs = 0;
  #lastFrom = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  /** How often in a row the peer asked for what it had asked for before. */
  repeats = 0;

  constructor(outbound: Outbound, store: SessionStore, chunk: number) {
    this.#outbound = outbound;
    this.#store = store;
    this.#chunk = chunk;
  }

  get active(): boolean {
    return this.#next <= this.#last;
  }

  /** A ResendRequest. False when it has to wait because the peer asks for the same again and again. */
  request(from: number, to: number, nowMs: number): boolean {
    this.repeats = from <= this.#lastFrom && nowMs - this.#lastMs < FORGET_MS ? this.repeats + 1 : 0;
    this.#lastFrom = from;
    this.#lastMs = nowMs;
    this.#waitingFrom = from;
    this.#waitingTo = to;
    const excess = this.repeats - FREE_REPEATS;
    this.#waitUntilMs = excess < 0 ? nowMs : nowMs + Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** Math.min(10, excess));
    this.tick(nowMs);
    return excess < 0;
  }

  /** Sends a range without having been asked. */
  start(from: number, to: number): void {
    this.#next = from;
    this.#gapFrom = from;
    this.#last = to;
    this.proceed();
  }

  /** Goes on, and takes up the request that waits when its time has come. */
  tick(nowMs: number): void {
    if (this.active) this.proceed();
    if (this.active || this.#waitingFrom > this.#waitingTo || nowMs < this.#waitUntilMs) return;
    const from = this.#waitingFrom;
    const to = this.#waitingTo;
    this.#waitingFrom = 1;
    this.#waitingTo = 0;
    this.start(from, to);
  }

  /** Serves what is left, as long as the connection takes it and it is not for others to have their turn. */
  proceed(): void {
    const before = this.#outbound.wire?.backlogBytes ?? 0;
    for (let chunks = 0; this.active; chunks++) {
      const wire = this.#outbound.wire;
      if (wire === null) return this.stop();
      const backlog = wire.backlogBytes;
      if (backlog > BACKLOG_MAX || backlog - before > TURN_BYTES || chunks >= TURN_CHUNKS) return;
      const to = Math.min(this.#last, this.#next + this.#chunk - 1);
      this.#store.readSent(this.#next, to, (msgSeqNum, bytes, start, end) =>
        this.#resend(msgSeqNum, bytes, start, end),
      );
      this.#next = to + 1;
    }
    if (this.#gapFrom <= this.#last) this.#outbound.gapFill(this.#gapFrom, this.#last + 1);
    this.#done();
  }

  /** The connection is gone, or the numbers start over. */
  stop(): void {
    this.#done();
    this.#waitingFrom = 1;
    this.#waitingTo = 0;
    this.#lastFrom = 0;
    this.repeats = 0;
  }

  #done(): void {
    this.#next = 1;
    this.#last = 0;
    this.#gapFrom = 1;
    // A view is 80 kB: a session has one while it resends.
    this.#view = null;
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
