/**
 * The memory of the server's FIX sessions, which is the venue's journal: next numbers both ways, and where each message that
 * was sent lies. What a session sends is staged, and goes into the frame of the batch at hand before it goes to a wire.
 *
 * Market data is not sent twice: of its messages the number is kept and not the text, and a resend is a gap fill.
 */

import type { SessionStore } from "../../src/fix/session-types.ts";
import type { SpanReader } from "../../src/journal/span-reader.ts";
import { assert } from "../../src/lib/assert.ts";
import { type ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { FIRST_CLIENT } from "../participants.ts";
import { beginRecord, encodeConsumed, encodeSession, endRecord, ServerRecord } from "./server-records.ts";

/** Of so many messages a session it is known where they lie; older ones are gap-filled. */
const RESENDABLE_MAX = 100_000;
/** MsgTypes that are news, and old by the time they would be sent again. */
const PERISHABLE = new Set(["W", "X", "f", "h"]);
/** Records of an inbound message: behind the participant stands its number. */
const INBOUND_RECORDS: ReadonlySet<number> = new Set([
  ServerRecord.Consumed,
  ServerRecord.Request,
  ServerRecord.RareRequest,
]);
const SENT_FIELDS_BYTES = 6;
const SOH = 1;

type Place = { segmentNumber: number; offset: number; length: number };
type Staged = { memory: SessionMemory; msgSeqNum: number; isKept: boolean; start: number; length: number };

class SessionMemory {
  readonly participant: number;
  readonly sessionKey: string;
  nextSenderMsgSeqNum = 1;
  nextTargetMsgSeqNum = 1;
  lastUsedMs = 0;
  readonly places = new Map<number, Place>();

  constructor(participant: number, sessionKey: string) {
    this.participant = participant;
    this.sessionKey = sessionKey;
  }

  put(msgSeqNum: number, place: Place | null): void {
    if (msgSeqNum === 0) {
      this.nextSenderMsgSeqNum = 1;
      this.nextTargetMsgSeqNum = 1;
      this.places.clear();
      return;
    }
    this.nextSenderMsgSeqNum = msgSeqNum + 1;
    if (place !== null) this.places.set(msgSeqNum, place);
    this.places.delete(msgSeqNum - RESENDABLE_MAX);
  }
}

/** How the book reaches the journal; given once the exchange is open. */
export type SessionJournal = {
  /** Where records that come in are written. */
  beginInput(): ByteWriter;
  /** Something was written or staged. */
  schedule(): void;
  readonly spans: SpanReader;
};

export class SessionBook {
  /** By participant; `FIRST_CLIENT` is the first. */
  readonly #sessions: SessionMemory[] = [];
  readonly #byKey = new Map<string, SessionMemory>();
  readonly #bytes = new ByteWriter(64 * 1024);
  #staged: Staged[] = [];
  #journal: SessionJournal | null = null;

  attach(journal: SessionJournal): void {
    this.#journal = journal;
  }

  get hasStaged(): boolean {
    return this.#staged.length > 0;
  }

  /** The participant a session is, for good; null when it was never seen. */
  participantOf(sessionKey: string): number | null {
    return this.#byKey.get(sessionKey)?.participant ?? null;
  }

  /** The client's CompID; "" for a number that was never given. */
  compIdOf(participant: number): string {
    const { sessionKey } = this.#sessions[participant - FIRST_CLIENT] ?? { sessionKey: ":" };
    return sessionKey.slice(sessionKey.indexOf(":") + 1);
  }

  /** Gives a session that was never seen its number, in the journal. @returns false when there is no number left */
  enter(sessionKey: string, to: ByteWriter): boolean {
    const participant = FIRST_CLIENT + this.#sessions.length;
    if (participant > 0xff) return false;
    this.#add(participant, sessionKey);
    encodeSession(to, participant, sessionKey);
    return true;
  }

  /** Takes up a record of the journal. @param place of `from.offset` in its segment */
  recover(kind: number, from: ByteReader, length: number, segmentNumber: number, place: number, timeMs: number): void {
    const participant = from.u8();
    if (kind === ServerRecord.Session) {
      if (this.#sessions[participant - FIRST_CLIENT] === undefined) this.#add(participant, from.text());
      return;
    }
    const memory = this.#sessions[participant - FIRST_CLIENT];
    assert(memory !== undefined, "a record of a session that was never entered");
    memory.lastUsedMs = timeMs;
    if (INBOUND_RECORDS.has(kind)) {
      memory.nextTargetMsgSeqNum = from.u32() + 1;
    } else if (kind === ServerRecord.Sent) {
      const msgSeqNum = from.u32();
      const isKept = from.bool();
      const bytes = length - SENT_FIELDS_BYTES;
      memory.put(msgSeqNum, isKept ? { segmentNumber, offset: place + SENT_FIELDS_BYTES, length: bytes } : null);
    }
  }

  /** The store of one session, with its numbers as the journal has them. */
  storeOf(participant: number): SessionStore {
    const memory = this.#sessions[participant - FIRST_CLIENT];
    const journal = this.#journal;
    assert(memory !== undefined && journal !== null, "the session has no number, or the journal is not open");
    return {
      nextSenderMsgSeqNum: memory.nextSenderMsgSeqNum,
      nextTargetMsgSeqNum: memory.nextTargetMsgSeqNum,
      lastUsedMs: memory.lastUsedMs,
      sent: (msgSeqNum, isApplication, bytes, start, end) => {
        const isKept = isApplication && !PERISHABLE.has(msgTypeOf(bytes, start));
        this.#stage(memory, msgSeqNum, isKept, bytes, start, isKept ? end : start);
      },
      consumed: (msgSeqNum) => {
        encodeConsumed(journal.beginInput(), participant, msgSeqNum);
        journal.schedule();
      },
      reset: () => this.#stage(memory, 0, false, new Uint8Array(0), 0, 0),
      readSent: (from, to, visit) => this.#readSent(memory, from, to, visit),
    };
  }

  /** Moves everything staged into a frame. @param place of the frame's next byte in its segment */
  moveTo(frame: ByteWriter, segmentNumber: number, place: number): void {
    const { bytes } = this.#bytes;
    for (const { memory, msgSeqNum, isKept, start, length } of this.#staged) {
      memory.put(msgSeqNum, isKept ? { segmentNumber, offset: place + start, length } : null);
    }
    frame.copy(bytes, 0, this.#bytes.offset);
    this.#bytes.offset = 0;
    this.#staged = [];
  }

  #add(participant: number, sessionKey: string): void {
    const memory = new SessionMemory(participant, sessionKey);
    this.#sessions[participant - FIRST_CLIENT] = memory;
    this.#byKey.set(sessionKey, memory);
  }

  #stage(
    memory: SessionMemory,
    msgSeqNum: number,
    isKept: boolean,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const to = this.#bytes;
    const length = end - start;
    const record = beginRecord(to, ServerRecord.Sent, SENT_FIELDS_BYTES + length);
    to.u8(memory.participant);
    to.u32(msgSeqNum);
    to.bool(isKept);
    const at = to.offset;
    to.copy(bytes, start, end);
    endRecord(to, record);
    this.#staged.push({ memory, msgSeqNum, isKept, start: at, length });
    this.#journal?.schedule();
  }

  #readSent(
    memory: SessionMemory,
    from: number,
    to: number,
    visit: (msgSeqNum: number, bytes: Uint8Array, start: number, end: number) => void,
  ): void {
    const { spans } = this.#journal!;
    try {
      for (let msgSeqNum = from; msgSeqNum <= to && msgSeqNum < memory.nextSenderMsgSeqNum; msgSeqNum++) {
        const place = memory.places.get(msgSeqNum);
        if (place === undefined) continue;
        const start = spans.read(place.segmentNumber, place.offset, place.length);
        visit(msgSeqNum, spans.bytes, start, start + place.length);
      }
    } finally {
      spans.close();
    }
    // A visitor may send, which stages more: only what stands there now is visited.
    for (const staged of [...this.#staged]) {
      const { msgSeqNum, isKept, start, length } = staged;
      if (staged.memory !== memory || !isKept || msgSeqNum < from || msgSeqNum > to) continue;
      visit(msgSeqNum, this.#bytes.bytes, start, start + length);
    }
  }
}

/** MsgType(35) of a finished message: its third field. */
function msgTypeOf(bytes: Uint8Array, start: number): string {
  let at = start;
  for (let fields = 0; fields < 2; at++) if (bytes[at] === SOH) fields++;
  let text = "";
  for (at += 3; bytes[at] !== SOH; at++) text += String.fromCharCode(bytes[at]);
  return text;
}
