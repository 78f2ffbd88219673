/** A session's memory for as long as the process lives: for the echo acceptor, tests, and clients that reset at logon. */
import type { SessionStore } from "./session-types.ts";

export class MemoryStore implements SessionStore {
  nextSenderMsgSeqNum = 1;
  nextTargetMsgSeqNum = 1;
  readonly #sent = new Map<number, Buffer>();
  readonly #messagesMax: number;

  /** Beyond `messagesMax` the oldest messages are forgotten, and gap-filled when they are asked for. */
  constructor(messagesMax = 100_000) {
    this.#messagesMax = messagesMax;
  }

  sent(msgSeqNum: number, isApplication: boolean, bytes: Uint8Array, start: number, end: number): void {
    this.nextSenderMsgSeqNum = msgSeqNum + 1;
    if (!isApplication) return;
    this.#sent.set(msgSeqNum, Buffer.from(bytes.subarray(start, end)));
    if (this.#sent.size <= this.#messagesMax) return;
    for (const oldest of this.#sent.keys()) {
      this.#sent.delete(oldest);
      return;
    }
  }

  consumed(msgSeqNum: number): void {
    this.nextTargetMsgSeqNum = msgSeqNum + 1;
  }

  reset(): void {
    this.nextSenderMsgSeqNum = 1;
    this.nextTargetMsgSeqNum = 1;
    this.#sent.clear();
  }

  readSent(
    from: number,
    to: number,
    visit: (msgSeqNum: number, bytes: Uint8Array, start: number, end: number) => void,
  ): void {
    for (let msgSeqNum = from; msgSeqNum <= to; msgSeqNum++) {
      const bytes = this.#sent.get(msgSeqNum);
      if (bytes) visit(msgSeqNum, bytes, 0, bytes.length);
    }
  }
}
