/**
 * The client sessions' memory, which is the journal: next numbers in both directions and where each sent message lies.
 *
 * Made again from the frames at every start. A session's store stages what is sent for the next frame, and reads what is
 * asked for again from the journal's files, so that a resend of a hundred thousand reports needs no memory of its own.
 */
import type { FrameContent } from "../domain/frame.ts";
import { type Command, CommandType } from "../domain/records.generated.ts";
import { BUNDLED_VENUE_ID, msgSeqNumOf, venueSessionId } from "../domain/venue-session.ts";
import type { SessionStore } from "../fix/session-types.ts";
import { assert } from "../lib/assert.ts";
import type { Image } from "../lib/image.ts";
import { SentPlaces } from "./sent-places.ts";

/** How the ledger reaches the loop and the log; given by the composition root. */
export type LedgerJournal = {
  /** Stages a sent message for the next frame; msgSeqNum 0 is a reset. */
  stageSent(
    sessionId: number,
    msgSeqNum: number,
    isApplication: boolean,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void;
  /** Visits what is staged and not yet in a frame. */
  visitStaged(sessionId: number, from: number, to: number, visit: SentVisitor): void;
  /** Puts inbound numbers without business in line. */
  advance(sessionId: number, msgSeqNum: number): void;
  /** Reads the log by place; what it has open is let go with `close`. */
  readonly spans: SpanSource;
};

/** The part of the journal's span reader the ledger needs. */
export type SpanSource = {
  readonly bytes: Uint8Array;
  read(segmentNumber: number, offset: number, length: number): number;
  close(): void;
};

export type SentVisitor = (msgSeqNum: number, bytes: Uint8Array, start: number, end: number) => void;

/** Segment and offset packed in one double: an offset is below 2^36. */
const SEGMENT_FACTOR = 2 ** 36;
const NO_BYTES = new Uint8Array(0);

/** Raised by any change of what `SessionLedger.transfer` writes. */
export const LEDGER_IMAGE = "ledger 2";

class SessionRecord {
  nextSenderMsgSeqNum = 1;
  nextTargetMsgSeqNum = 1;
  /** When a message of the session was last put into the journal; 0 when none was. */
  lastUsedMs = 0;
  /** The first message sent since the peer logged out; 0 while it is here, or nothing was sent. */
  awayFrom = 0;
  isAway = false;
  readonly places = new SentPlaces();

  reset(): void {
    this.nextSenderMsgSeqNum = 1;
    this.nextTargetMsgSeqNum = 1;
    this.awayFrom = 0;
    this.places.clear();
  }

  put(msgSeqNum: number, place: number, length: number): void {
    this.places.put(msgSeqNum, place, length, this.awayFrom);
    this.nextSenderMsgSeqNum = msgSeqNum + 1;
  }

  transfer(image: Image): void {
    this.nextSenderMsgSeqNum = image.count(this.nextSenderMsgSeqNum);
    this.nextTargetMsgSeqNum = image.int(this.nextTargetMsgSeqNum);
    this.lastUsedMs = image.int(this.lastUsedMs);
    this.awayFrom = image.int(this.awayFrom);
    this.isAway = image.flag(this.isAway);
    this.places.transfer(image, this.nextSenderMsgSeqNum);
  }
}

export class SessionLedger {
  readonly #sessions: (SessionRecord | undefined)[] = [];
  #journal: LedgerJournal | null = null;

  /** Takes up one recovered frame. @param bytesOffset where `bytes[0]` lies in the segment */
  recover(content: FrameContent, segmentNumber: number, bytesOffset: number, timeNs: bigint): void {
    this.#recoverInbound(content.command, timeNs);
    for (const { sessionId, msgSeqNum, isApplication, start, end } of content.sent) {
      if (sessionId === 0) continue;
      const session = this.#session(sessionId);
      session.lastUsedMs = Number(timeNs / 1_000_000n);
      if (session.isAway && isApplication && session.awayFrom === 0) session.awayFrom = msgSeqNum;
      this.record(sessionId, msgSeqNum, isApplication, segmentNumber, bytesOffset + start, end - start);
    }
  }

  /** The next number of a session in each direction, as the frames have it. */
  numbersOf(sessionId: number): { nextSenderMsgSeqNum: number; nextTargetMsgSeqNum: number } {
    const { nextSenderMsgSeqNum, nextTargetMsgSeqNum } = this.#session(sessionId);
    return { nextSenderMsgSeqNum, nextTargetMsgSeqNum };
  }

  /** Writes what is known of every session, or reads it into a ledger that knows nothing. */
  transfer(image: Image): void {
    const length = image.count(this.#sessions.length);
    for (let sessionId = 0; sessionId < length; sessionId++) {
      if (image.flag(this.#sessions[sessionId] !== undefined)) this.#session(sessionId).transfer(image);
    }
  }

  /** From now on sessions send. */
  attach(journal: LedgerJournal): void {
    this.#journal = journal;
  }

  /** A sent message has its place in the journal (`SentIndex` of the sequencer). */
  record(
    sessionId: number,
    msgSeqNum: number,
    isApplication: boolean,
    segmentNumber: number,
    offset: number,
    length: number,
  ): void {
    const session = this.#session(sessionId);
    if (msgSeqNum === 0) session.reset();
    else session.put(msgSeqNum, isApplication ? segmentNumber * SEGMENT_FACTOR + offset : 0, length);
  }

  /** The store of one session, with the numbers recovered for it. */
  storeOf(sessionId: number): SessionStore {
    const journal = this.#journal;
    assert(journal !== null, "the ledger is not attached");
    const session = this.#session(sessionId);
    return {
      nextSenderMsgSeqNum: session.nextSenderMsgSeqNum,
      nextTargetMsgSeqNum: session.nextTargetMsgSeqNum,
      lastUsedMs: session.lastUsedMs,
      awayFrom: session.awayFrom,
      sent: (msgSeqNum, isApplication, bytes, start, end) =>
        journal.stageSent(sessionId, msgSeqNum, isApplication, bytes, start, end),
      consumed: (msgSeqNum) => journal.advance(sessionId, msgSeqNum),
      reset: () => journal.stageSent(sessionId, 0, false, NO_BYTES, 0, 0),
      readSent: (from, to, visit) => {
        this.#readSent(journal.spans, session, from, to, visit);
        journal.visitStaged(sessionId, from, to, visit);
      },
    };
  }

  #recoverInbound(command: Command, timeNs: bigint): void {
    switch (command.type) {
      case CommandType.NewOrder:
      case CommandType.CancelOrder:
      case CommandType.ReplaceOrder:
      case CommandType.RequestOrderStatus:
      case CommandType.RequestMassStatus:
      case CommandType.RequestMassCancel:
      case CommandType.DontKnowTrade:
      case CommandType.NewOrderList:
      case CommandType.ExecuteList:
      case CommandType.CancelList:
      case CommandType.RequestListStatus:
      case CommandType.LogOnSession:
      case CommandType.LogOutSession:
      case CommandType.AdvanceSession:
        // Set, not raised: the frames are in the order of arrival, and a reset starts the numbers again.
        if (command.msgSeqNum > 0) {
          const session = this.#session(command.sessionId);
          session.nextTargetMsgSeqNum = command.msgSeqNum + 1;
          session.lastUsedMs = Number(timeNs / 1_000_000n);
        }
        if (command.type === CommandType.LogOutSession) this.#session(command.sessionId).isAway = true;
        if (command.type === CommandType.LogOnSession) {
          this.#session(command.sessionId).isAway = false;
          this.#session(command.sessionId).awayFrom = 0;
        }
        return;
      default:
        if ("reportSequence" in command) this.#recoverReport(command.venueId, command.reportSequence, timeNs);
    }
  }

  /** A report of a venue behind FIX is numbered after its message. */
  #recoverReport(venueId: number, reportSequence: number, timeNs: bigint): void {
    if (venueId === BUNDLED_VENUE_ID || reportSequence === 0) return;
    const session = this.#session(venueSessionId(venueId));
    session.nextTargetMsgSeqNum = msgSeqNumOf(reportSequence) + 1;
    session.lastUsedMs = Number(timeNs / 1_000_000n);
  }

  #readSent(spans: SpanSource, session: SessionRecord, from: number, to: number, visit: SentVisitor): void {
    try {
      for (let msgSeqNum = from; msgSeqNum <= to && msgSeqNum < session.nextSenderMsgSeqNum; msgSeqNum++) {
        const place = session.places.placeOf(msgSeqNum);
        if (place === 0) continue;
        const segmentNumber = Math.floor(place / SEGMENT_FACTOR);
        const length = session.places.lengthOf(msgSeqNum);
        const start = spans.read(segmentNumber, place - segmentNumber * SEGMENT_FACTOR, length);
        visit(msgSeqNum, spans.bytes, start, start + length);
      }
    } finally {
      spans.close();
    }
  }

  #session(sessionId: number): SessionRecord {
    let session = this.#sessions[sessionId];
    if (session === undefined) {
      session = new SessionRecord();
      this.#sessions[sessionId] = session;
    }
    return session;
  }
}
