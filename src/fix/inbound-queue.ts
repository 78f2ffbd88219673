/**
 * Messages that came too early: their numbers are beyond a gap that the peer has been asked to fill. Bounded in messages
 * and bytes; what does not fit is dropped, and asked for again when the gap is filled.
 */
export class InboundQueue {
  /** A message's bytes by its number; null marks a number whose message was served when it came (Logon, ResendRequest). */
  readonly #messages = new Map<number, Buffer | null>();
  #bytes = 0;
  readonly #messagesMax: number;
  readonly #bytesMax: number;

  constructor(messagesMax: number, bytesMax: number) {
    this.#messagesMax = messagesMax;
    this.#bytesMax = bytesMax;
  }

  get size(): number {
    return this.#messages.size;
  }

  /** False when there is no room. */
  offer(msgSeqNum: number, bytes: Buffer, start: number, end: number): boolean {
    if (this.#messages.has(msgSeqNum)) return true;
    if (this.#messages.size >= this.#messagesMax || this.#bytes + end - start > this.#bytesMax) return false;
    this.#messages.set(msgSeqNum, Buffer.from(bytes.subarray(start, end)));
    this.#bytes += end - start;
    return true;
  }

  /** Marks a number as dealt with. */
  mark(msgSeqNum: number): void {
    if (this.#messages.size < this.#messagesMax && !this.#messages.has(msgSeqNum)) this.#messages.set(msgSeqNum, null);
  }

  /** Takes the message with the number out: undefined when it is not here, null when it was only marked. */
  take(msgSeqNum: number): Buffer | null | undefined {
    if (this.#messages.size === 0) return undefined;
    const bytes = this.#messages.get(msgSeqNum);
    if (bytes === undefined) return undefined;
    this.#messages.delete(msgSeqNum);
    this.#bytes -= bytes?.length ?? 0;
    return bytes;
  }

  /** Drops everything below a number. */
  dropBelow(msgSeqNum: number): void {
    for (const queued of this.#messages.keys()) if (queued < msgSeqNum) this.take(queued);
  }

  clear(): void {
    this.#messages.clear();
    this.#bytes = 0;
  }
}
