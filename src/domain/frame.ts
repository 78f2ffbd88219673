/**
 * What one frame of the OMS's journal holds: a command, the message it came from, the events it caused, and what the
 * client sessions sent because of it.
 *
 *   command | received u32 length, bytes | events u16 count, each | sent u16 count, each:
 *   session u16 | msgSeqNum u32 | isApplication u8 | u32 length, bytes
 *
 * `received` is the client's raw message (empty when the command came from elsewhere, or carries a password). `sent`
 * makes FIX sequence numbers durable before the wire, and is what a resend is read from; an entry with msgSeqNum 0 says
 * that the session's numbers went back to 1 in both directions. A single entry of session 0 says that applying the events
 * broke an invariant and ended the process, and nothing was sent: an operator has to decide that they do not count.
 */
import { assert } from "../lib/assert.ts";
import type { ByteReader, ByteWriter } from "../lib/byte-buffer.ts";
import {
  type Command,
  decodeCommand,
  decodeEvent,
  type Event,
  encodeCommand,
  encodeEvent,
} from "./records.generated.ts";

/** One message a session sent, as a span of the frame's bytes. */
export type SentMessage = {
  sessionId: number;
  msgSeqNum: number;
  isApplication: boolean;
  start: number;
  end: number;
};

export type FrameContent = {
  command: Command;
  receivedStart: number;
  receivedEnd: number;
  events: Event[];
  sent: SentMessage[];
};

/** Writes the first parts of a frame. The `sent` part follows: `encodeSentCount`, then each message. */
export function encodeDecision(
  to: ByteWriter,
  command: Command,
  received: Uint8Array,
  receivedStart: number,
  receivedEnd: number,
  events: readonly Event[],
): void {
  encodeCommand(command, to);
  to.reserve(8 + receivedEnd - receivedStart);
  to.u32(receivedEnd - receivedStart);
  to.copy(received, receivedStart, receivedEnd);
  assert(events.length <= 0xffff, "too many events in one frame");
  to.reserve(2);
  to.u16(events.length);
  for (let index = 0; index < events.length; index++) encodeEvent(events[index], to);
}

export function encodeSentCount(to: ByteWriter, count: number): void {
  assert(count <= 0xffff, "too many sent messages in one frame");
  to.reserve(2);
  to.u16(count);
}

/** Bytes of a sent entry before its message. */
export const SENT_HEADER_BYTES = 11;

export function encodeSentHeader(
  to: ByteWriter,
  sessionId: number,
  msgSeqNum: number,
  isApplication: boolean,
  length: number,
): void {
  to.reserve(SENT_HEADER_BYTES);
  to.u16(sessionId);
  to.u32(msgSeqNum);
  to.bool(isApplication);
  to.u32(length);
}

/** Writes the `sent` part of a frame whose events could not be applied. */
export function encodeUnapplied(to: ByteWriter): void {
  encodeSentCount(to, 1);
  encodeSentHeader(to, 0, 0, false, 0);
}

/** Did the process end while it applied these events? */
export function isUnapplied({ sent }: FrameContent): boolean {
  return sent.length === 1 && sent[0].sessionId === 0;
}

/** Reads a whole payload. Spans point into the reader's bytes. @throws LOCKSTEP_ERR_RECORD_FORMAT */
export function decodeFrame(from: ByteReader): FrameContent {
  const command = decodeCommand(from);
  const receivedLength = from.u32();
  const receivedStart = from.offset;
  from.skip(receivedLength);
  const events: Event[] = [];
  for (let count = from.u16(); count > 0; count--) events.push(decodeEvent(from));
  const sent: SentMessage[] = [];
  for (let count = from.u16(); count > 0; count--) {
    const sessionId = from.u16();
    const msgSeqNum = from.u32();
    const isApplication = from.bool();
    const length = from.u32();
    const start = from.offset;
    from.skip(length);
    sent.push({ sessionId, msgSeqNum, isApplication, start, end: start + length });
  }
  return { command, receivedStart, receivedEnd: receivedStart + receivedLength, events, sent };
}
