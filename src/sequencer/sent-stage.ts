/**
 * Hot path: every message a session sends is staged here until a frame takes it; budget 0.15 us.
 *
 * Sessions send in two ways: because of a command (reports), and of their own accord (heartbeats, rejects, logons).
 * Both are staged in the order they were numbered, and go into the next frame that is written, so that a number is in
 * the journal before its message is on a wire.
 */
import { encodeSentHeader, SENT_HEADER_BYTES } from "../domain/frame.ts";
import { ByteWriter } from "../lib/byte-buffer.ts";

/** Learns where each sent message lies in the journal. */
export type SentIndex = {
  /** msgSeqNum 0: the session's numbers start again at 1. */
  record(
    sessionId: number,
    msgSeqNum: number,
    isApplication: boolean,
    segmentNumber: number,
    offset: number,
    length: number,
  ): void;
};

export class SentStage {
  count = 0;
  readonly bytes = new ByteWriter(1024 * 1024);

  add(
    sessionId: number,
    msgSeqNum: number,
    isApplication: boolean,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    encodeSentHeader(this.bytes, sessionId, msgSeqNum, isApplication, end - start);
    this.bytes.copy(bytes, start, end);
    this.count++;
  }

  /** Moves everything staged into a frame and tells the index where it lies: the frame starts at `frameOffset`. */
  moveTo(frame: ByteWriter, frameStart: number, segmentNumber: number, frameOffset: number, index: SentIndex): void {
    const { bytes } = this;
    const base = frameOffset + frame.offset - frameStart;
    for (let at = 0; at < bytes.offset; ) {
      const length = bytes.view.getUint32(at + 7, true);
      index.record(
        bytes.view.getUint16(at, true),
        bytes.view.getUint32(at + 2, true),
        bytes.bytes[at + 6] !== 0,
        segmentNumber,
        base + at + SENT_HEADER_BYTES,
        length,
      );
      at += SENT_HEADER_BYTES + length;
    }
    frame.copy(bytes.bytes, 0, bytes.offset);
    bytes.offset = 0;
    this.count = 0;
  }

  /** Visits what is staged of one session: application messages numbered `from` to `to`. */
  visit(
    sessionId: number,
    from: number,
    to: number,
    visit: (msgSeqNum: number, bytes: Uint8Array, start: number, end: number) => void,
  ): void {
    const { bytes } = this;
    for (let at = 0; at < bytes.offset; ) {
      const length = bytes.view.getUint32(at + 7, true);
      const msgSeqNum = bytes.view.getUint32(at + 2, true);
      const start = at + SENT_HEADER_BYTES;
      const isWanted = bytes.view.getUint16(at, true) === sessionId && bytes.bytes[at + 6] !== 0;
      if (isWanted && msgSeqNum >= from && msgSeqNum <= to) visit(msgSeqNum, bytes.bytes, start, start + length);
      at = start + length;
    }
  }
}
