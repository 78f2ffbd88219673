/**
 * Hot path: takes a session's messages in their order; budget 0.1 us for the expected one, its check apart.
 *
 * The expected message, valid and from the peer, is delivered. One too early waits while the gap before it is asked for;
 * one too late is a duplicate, or the end of the session; a ResendRequest is served whatever its number. What is wrong is
 * rejected here. FIX 4.4 Vol. 2, "Message recovery" and test cases 2, 8, 10, 11, 14.
 */
import type { InboundCheck } from "./inbound-check.ts";
import { InboundQueue } from "./inbound-queue.ts";
import { MessageView } from "./message-view.ts";
import { NO_TAG, type Outbound } from "./outbound.ts";
import { SessionRejectReason, sessionRejectText } from "./reject-reasons.ts";
import type { Resender } from "./resender.ts";
import { type Diagnosis, diagnose } from "./session-doctor.ts";
import type { SessionLog } from "./session-log.ts";
import type { FixSessionConfig, SessionStore } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";

/** What the session does with what its inbound side finds. */
export type InboundOwner = {
  /** Whether a connection is still bound: any message may end it. */
  readonly connected: boolean;
  /** The expected message, valid, its number not yet consumed. Never a SequenceReset or ResendRequest. */
  deliver(view: MessageView): void;
  /** Sends a Logout and waits for the peer's. */
  leave(text: string): void;
  /** Sends a Logout and closes. */
  endWithLogout(diagnosis: Diagnosis): void;
};

const NO_CHUNK = Number.POSITIVE_INFINITY;

export class Inbound {
  nextMsgSeqNum: number;
  readonly #config: FixSessionConfig;
  readonly #store: SessionStore;
  readonly #out: Outbound;
  readonly #resender: Resender;
  readonly #check: InboundCheck;
  readonly #owner: InboundOwner;
  readonly #log: SessionLog;
  readonly #queue: InboundQueue;
  #replay: MessageView | null = null;
  /** The last number of the gap that was asked for; below the expected number when there is none. */
  #gapTo = 0;
  #gapAskedMs = 0;
  /** The expected number when the gap was last looked at: a gap that moves is being filled. */
  #gapSeenAt = 0;
  /** The last number of the part of the gap that was asked for, while more of it is to be asked for; NO_CHUNK otherwise. */
  #chunkTo = NO_CHUNK;

  constructor(options: {
    config: FixSessionConfig;
    store: SessionStore;
    out: Outbound;
    resender: Resender;
    check: InboundCheck;
    owner: InboundOwner;
    log: SessionLog;
  }) {
    const { config, store, out, resender, check, owner, log } = options;
    this.#config = config;
    this.#store = store;
    this.#out = out;
    this.#resender = resender;
    this.#check = check;
    this.#owner = owner;
    this.#log = log;
    this.#queue = new InboundQueue(config.queuedMessagesMax, config.queuedBytesMax);
    this.nextMsgSeqNum = store.nextTargetMsgSeqNum;
  }

  get queuedMessages(): number {
    return this.#queue.size;
  }

  /** The gap being filled, in words; "" when there is none. */
  get gap(): string {
    return this.#gapOpen() ? `waiting for ${this.nextMsgSeqNum} to ${this.#gapTo}` : "";
  }

  /** Any message but a Logon and a Logout. */
  receive(view: MessageView, nowMs: number): void {
    if (view.msgType === MsgType.ResendRequest) this.#onResendRequest(view, nowMs);
    else if (view.msgType === MsgType.SequenceReset && view.char(Tag.GapFillFlag) !== "Y") this.#onReset(view);
    else this.receiveOrdered(view, nowMs);
    if (this.#queue.size > 0) this.#drainQueue();
    if (this.nextMsgSeqNum > this.#chunkTo) this.#nextChunk(nowMs);
  }

  receiveOrdered(view: MessageView, nowMs: number): void {
    const msgSeqNum = view.msgSeqNum;
    if (msgSeqNum === this.nextMsgSeqNum) {
      this.#takeExpected(view);
      return;
    }
    if (!this.isFromPeer(view)) return;
    if (msgSeqNum > this.nextMsgSeqNum) {
      if (!this.#queue.offer(msgSeqNum, view.bytes, view.start, view.end)) {
        this.#log.fault(
          "gap",
          `message ${msgSeqNum} is dropped: too many wait for the gap; it will be asked for again`,
        );
      }
      this.#askForGap(msgSeqNum, nowMs);
    } else if (view.possDup) {
      this.#onDuplicate(view);
    } else {
      this.#owner.endWithLogout(this.tooLow(msgSeqNum));
    }
  }

  /**
   * The peer's Logon was taken: its number is consumed now, or once the gap before it is filled. A peer that was told by
   * NextExpectedMsgSeqNum(789) fills it without being asked.
   */
  takeLogon(msgSeqNum: number, nowMs: number, isTold: boolean): void {
    if (msgSeqNum === this.nextMsgSeqNum) {
      this.consume(msgSeqNum);
      return;
    }
    this.#queue.mark(msgSeqNum);
    this.#askForGap(msgSeqNum, nowMs, isTold);
  }

  tooLow(msgSeqNum: number): Diagnosis {
    return diagnose("tooLow", { found: msgSeqNum, expected: this.nextMsgSeqNum });
  }

  consume(msgSeqNum: number): void {
    this.nextMsgSeqNum = msgSeqNum + 1;
    this.#store.consumed(msgSeqNum);
  }

  /** Whether the expected message is valid and from the peer; what is wrong is answered, and its number consumed. */
  isAcceptable(view: MessageView): boolean {
    if (this.#check.isValid(view)) return this.isFromPeer(view);
    this.consume(view.msgSeqNum);
    this.#reject(view);
    return false;
  }

  /** Whether the message is from the peer and of our time; otherwise a Reject and a Logout. */
  isFromPeer(view: MessageView): boolean {
    if (this.#check.isFromPeer(view)) return true;
    if (view.msgSeqNum === this.nextMsgSeqNum) this.consume(view.msgSeqNum);
    this.#reject(view);
    this.#owner.leave("");
    return false;
  }

  /** Both sides start over. */
  reset(): void {
    this.nextMsgSeqNum = 1;
    this.clear();
  }

  /** The connection is gone: what waits for a gap comes again after the next logon. */
  clear(): void {
    this.#queue.clear();
    this.#gapTo = 0;
    this.#chunkTo = NO_CHUNK;
  }

  /** Asks again for a gap that has not moved: a request can be lost with a peer's restart. */
  tick(nowMs: number): void {
    if (!this.#gapOpen() || nowMs - this.#gapAskedMs < this.#config.gapRetryMs) return;
    const moved = this.nextMsgSeqNum !== this.#gapSeenAt;
    this.#gapAskedMs = nowMs;
    this.#gapSeenAt = this.nextMsgSeqNum;
    if (moved) return;
    this.#ask();
    this.#log.fault("gap", diagnose("gapStays", { found: "", expected: this.nextMsgSeqNum }).note);
  }

  #takeExpected(view: MessageView): void {
    if (!this.isAcceptable(view)) return;
    if (view.msgType === MsgType.SequenceReset) this.#onGapFill(view);
    else this.#owner.deliver(view);
  }

  #drainQueue(): void {
    while (this.#owner.connected) {
      const bytes = this.#queue.take(this.nextMsgSeqNum);
      if (bytes === undefined) break;
      if (bytes === null) {
        this.consume(this.nextMsgSeqNum);
        continue;
      }
      this.#replay ??= new MessageView();
      this.#replay.index(bytes, 0, bytes.length);
      this.#takeExpected(this.#replay);
    }
    // A view is 80 kB: a session has one while a gap is open.
    if (this.#queue.size === 0) this.#replay = null;
  }

  /** Too low and possibly sent before: nothing is missed by not looking at it again, unless it does not say so properly. */
  #onDuplicate(view: MessageView): void {
    if (view.msgType === MsgType.SequenceReset || this.#check.isProperDuplicate(view)) return;
    this.#reject(view);
    if (this.#check.reason === SessionRejectReason.SendingTimeAccuracy) this.#owner.leave("");
  }

  #gapOpen(): boolean {
    return this.#gapTo >= this.nextMsgSeqNum;
  }

  #askForGap(msgSeqNum: number, nowMs: number, isTold = false): void {
    if (this.#gapOpen()) return;
    const expected = this.nextMsgSeqNum;
    this.#gapTo = msgSeqNum - 1;
    this.#gapAskedMs = nowMs;
    this.#gapSeenAt = expected;
    if (!isTold) this.#ask();
    const missing = `messages ${expected} to ${this.#gapTo} are missing`;
    this.#log.event("gap", `${missing}: ${diagnose("gap", { found: msgSeqNum, expected }).note}`);
  }

  /** Asks for the gap, or for its first part. */
  #ask(): void {
    const from = this.nextMsgSeqNum;
    const chunk = this.#config.resendRequestChunk;
    if (chunk === 0) {
      this.#out.resendRequest(from, this.#config.traits.endSeqNoAll);
      return;
    }
    const to = Math.min(this.#gapTo, from + chunk - 1);
    this.#chunkTo = to < this.#gapTo ? to : NO_CHUNK;
    this.#out.resendRequest(from, to);
  }

  #nextChunk(nowMs: number): void {
    this.#chunkTo = NO_CHUNK;
    if (!this.#gapOpen() || !this.#owner.connected) return;
    this.#gapAskedMs = nowMs;
    this.#gapSeenAt = this.nextMsgSeqNum;
    this.#ask();
  }

  #onGapFill(view: MessageView): void {
    const newSeqNo = view.int(Tag.NewSeqNo);
    if (newSeqNo > view.msgSeqNum) {
      this.consume(newSeqNo - 1);
      this.#queue.dropBelow(newSeqNo);
      return;
    }
    this.consume(view.msgSeqNum);
    this.#rejectFor(view, SessionRejectReason.ValueIncorrect, NO_TAG);
  }

  /** SequenceReset in reset mode: its own number is not looked at, and it only goes up. */
  #onReset(view: MessageView): void {
    if (!this.#check.isValid(view)) return this.#reject(view);
    if (!this.isFromPeer(view)) return;
    const newSeqNo = view.int(Tag.NewSeqNo);
    if (newSeqNo < this.nextMsgSeqNum) {
      this.#rejectFor(view, SessionRejectReason.ValueIncorrect, NO_TAG);
    } else if (newSeqNo > this.nextMsgSeqNum) {
      this.#log.event("reset", `the peer set its next number to ${newSeqNo}; we expected ${this.nextMsgSeqNum}`);
      this.consume(newSeqNo - 1);
      this.#queue.dropBelow(newSeqNo);
    }
  }

  /** Served whatever its number, so that two sides that both miss messages do not wait for each other. */
  #onResendRequest(view: MessageView, nowMs: number): void {
    const msgSeqNum = view.msgSeqNum;
    const expected = msgSeqNum === this.nextMsgSeqNum;
    if (expected ? !this.isAcceptable(view) : !this.isFromPeer(view)) return;
    if (expected) this.consume(msgSeqNum);
    else if (msgSeqNum > this.nextMsgSeqNum) this.#queue.mark(msgSeqNum);
    this.#serveResend(view, nowMs);
    if (msgSeqNum > this.nextMsgSeqNum) this.#askForGap(msgSeqNum, nowMs);
  }

  #serveResend(view: MessageView, nowMs: number): void {
    const from = view.int(Tag.BeginSeqNo);
    const to = view.int(Tag.EndSeqNo);
    const last = this.#out.nextMsgSeqNum - 1;
    const all = to === 0 || to > last || (to === 999_999 && this.#config.traits.acceptsOldEndSeqNo);
    const end = all ? last : to;
    if (!(from >= 1) || !(end >= from)) {
      this.#rejectFor(
        view,
        SessionRejectReason.ValueIncorrect,
        from >= 1 && from <= last ? Tag.EndSeqNo : Tag.BeginSeqNo,
      );
      return;
    }
    if (this.#resender.request(from, end, nowMs)) {
      this.#log.event("resend", `the peer asked for messages ${from} to ${end} again`);
      return;
    }
    const facts = { found: `${from} to ${end}`, expected: this.#resender.repeats + 1 };
    this.#log.fault("resend", diagnose("resendLoop", facts).note);
  }

  /** Rejects for what the check has found. */
  #reject(view: MessageView): void {
    this.#rejectFor(view, this.#check.reason, this.#check.refTagId);
  }

  #rejectFor(view: MessageView, reason: number, refTagId: number): void {
    const { msgSeqNum, msgType } = view;
    const dictionary = this.#config.dictionary;
    this.#log.rejectsSent++;
    this.#out.reject({ msgSeqNum, msgType, view }, reason, refTagId, "");
    const tag = refTagId === NO_TAG ? "" : `, tag ${refTagId} ${dictionary.field(refTagId)?.name ?? ""}`;
    const what = `message ${msgSeqNum} (${msgType} ${dictionary.messageName(msgType)}${tag})`;
    this.#log.fault("reject-sent", `rejected ${what}: ${sessionRejectText(reason)}`);
  }
}
