/** A session's memory for as long as the process lives: for the echo acceptor, tests, and clients that reset at logon. */
import type { SessionStore } from "./session-types.ts";

export class MemoryStore implements SessionStore {
  nextSenderMsgSeqNum = 1;
  nextTargetMsgSeqNum = 1;
  /** A ring: message n is at n modulo the size, where nothing younger has replaced it. */
  #messages: (Buffer | undefined)[] = [];
  #numbers: number[] = [];
  readonly #messagesMax: number;

  /** Beyond `messagesMax` the oldest messages are forgotten, and gap-filled when they are asked for. */
  constructor(messagesMax = 100_000) {
    this.#messagesMax = messagesMax;
  }

  sent(msgSeqNum: number, isApplication: boolean, bytes: Uint8Array, start: number, end: number): void {
    this.nextSenderMsgSeqNum = msgSeqNum + 1;
    const slot = msgSeqNum % this.#messagesMax;
    this.#messages[slot] = isApplication ? Buffer.from(bytes.subarray(start, end)) : undefined;
    this.#numbers[slot] = msgSeqNum;
  }

  consumed(msgSeqNum: number): void {
    this.nextTargetMsgSeqNum = msgSeqNum + 1;
  }

  reset(): void {
    this.nextSenderMsgSeqNum = 1;
    this.nextTargetMsgSeqNum = 1;
    this.#messages = [];
    this.#numbers = [];
  }

  readSent(
    from: number,
    to: number,
    visit: (msgSeqNum: number, bytes: Uint8Array, start: number, end: number) => void,
  ): void {
    const oldest = this.nextSenderMsgSeqNum - this.#messagesMax;
    for (let msgSeqNum = Math.max(from, oldest); msgSeqNum <= to; msgSeqNum++) {
      const slot = msgSeqNum % this.#messagesMax;
      const bytes = this.#messages[slot];
      if (bytes && this.#numbers[slot] === msgSeqNum) visit(msgSeqNum, bytes, 0, bytes.length);
    }
  }
}
