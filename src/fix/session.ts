/**
 * Hot path: one FIX session, whatever its version and whichever side called; budget 0.2 us an inbound message.
 *
 * In come whole messages from the connection, calls from the application, and ticks of the clock. Out go in-sequence,
 * valid application messages (to the application) and bytes (to the wire, through the store). Sequence numbers, gaps,
 * resends, heartbeats, rejects and logouts are all here: FIX 4.4 Vol. 2. It never knows what a message is about, never
 * touches a socket and never reads the machine's clock.
 *
 * ```
 *  idle --accept(logon)--------------------------> active --logout()--> leaving --their Logout, or time--> idle
 *  idle --start()--> asking --their Logon--------> active
 * ```
 */
import type { Clock } from "../lib/clock.ts";
import { InboundQueue } from "./inbound-queue.ts";
import { logonFault } from "./logon-rules.ts";
import { MessageView } from "./message-view.ts";
import type { MessageWriter } from "./message-writer.ts";
import { NO_TAG, Outbound, type RejectedMessage } from "./outbound.ts";
import { BusinessRejectReason, SessionRejectReason, sessionRejectText } from "./reject-reasons.ts";
import { Resender } from "./resender.ts";
import type { FixApplication, FixSessionConfig, SessionEventKind, SessionStore, Wire } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";
import { TimestampReader } from "./timestamps.ts";
import { Validator } from "./validator.ts";
import { dictionaryOf, isApplVerId } from "./versions.ts";

export const SessionState = { Idle: "idle", Asking: "asking", Active: "active", Leaving: "leaving" } as const;
export type SessionState = (typeof SessionState)[keyof typeof SessionState];

export type FixSessionStatus = {
  readonly id: number;
  readonly name: string;
  readonly state: SessionState;
  readonly peer: string;
  readonly nextSenderMsgSeqNum: number;
  readonly nextTargetMsgSeqNum: number;
  readonly heartBtInt: number;
  /** The gap being filled, "" when there is none. */
  readonly gap: string;
  readonly queuedMessages: number;
  readonly rejectsSent: number;
  readonly rejectsReceived: number;
  /** Garbled messages skipped since the session's connections began. */
  readonly garbled: number;
  readonly lastError: string;
};

export class FixSession {
  /** The owner's small integer. */
  readonly id: number;
  readonly config: FixSessionConfig;
  /** "FIX.4.4 US -> THEM", for people. */
  readonly name: string;
  nextTargetMsgSeqNum: number;
  readonly #clock: Clock;
  readonly #store: SessionStore;
  readonly #out: Outbound;
  readonly #resender: Resender;
  readonly #queue: InboundQueue;
  readonly #validator: Validator;
  /** For messages that name another application version than the session's own. */
  readonly #validators = new Map<string, Validator>();
  readonly #times = new TimestampReader();
  readonly #beginString: Buffer;
  readonly #theirCompId: Buffer;
  readonly #ourCompId: Buffer;
  #application: FixApplication | null = null;
  #state: SessionState = SessionState.Idle;
  #wire: Wire | null = null;
  #heartBtInt = 0;
  #sentReset = false;
  /** Time as of the current read or tick. */
  #nowMs = 0;
  #wallMs = 0;
  #lastReceivedMs = 0;
  #startedMs = 0;
  #leavingSinceMs = 0;
  #testRequestOpen = false;
  /** The last number of the gap that was asked for; below the expected number when there is none. */
  #gapTo = 0;
  #gapAskedMs = 0;
  #gapExpected = 0;
  /** The message the application is looking at, so that a reject of it can answer along its route. */
  #current: MessageView | null = null;
  #replay: MessageView | null = null;
  #rejectsSent = 0;
  #rejectsReceived = 0;
  #garbled = 0;
  #lastError = "";

  constructor(options: { id: number; config: FixSessionConfig; store: SessionStore; clock: Clock }) {
    const { id, config, store, clock } = options;
    this.id = id;
    this.config = config;
    this.name = `${config.beginString} ${config.senderCompId} -> ${config.targetCompId}`;
    this.#store = store;
    this.#clock = clock;
    this.nextTargetMsgSeqNum = store.nextTargetMsgSeqNum;
    this.#out = new Outbound(config, store, clock);
    this.#resender = new Resender(this.#out, store, config.resendChunk);
    this.#queue = new InboundQueue(config.queuedMessagesMax, config.queuedBytesMax);
    this.#validator = new Validator(config.dictionary, config.validation);
    this.#beginString = Buffer.from(config.beginString, "latin1");
    this.#theirCompId = Buffer.from(config.targetCompId, "latin1");
    this.#ourCompId = Buffer.from(config.senderCompId, "latin1");
  }

  get loggedOn(): boolean {
    return this.#state === SessionState.Active;
  }

  /** Whether a connection is bound to the session, logged on or about to be. */
  get connected(): boolean {
    return this.#wire !== null;
  }

  get nextSenderMsgSeqNum(): number {
    return this.#out.nextMsgSeqNum;
  }

  /** Called once by the acceptor or initiator that owns the session. */
  attach(application: FixApplication): void {
    this.#application = application;
  }

  // --- what the application calls ---

  /** A writer with the standard header done; the body follows in ascending tags. Valid until `send`. */
  begin(msgType: string): MessageWriter {
    return this.#out.begin(msgType);
  }

  /** Stores what was begun and sends it when logged on; it is resent on request otherwise. Its MsgSeqNum. */
  send(): number {
    return this.#out.send();
  }

  /** Reject(3) of a message handed to the application. `refTagId` 0 names no tag; `text` "" says the reason's words. */
  reject(refMsgSeqNum: number, refTagId: number, refMsgType: string, sessionRejectReason: number, text: string): void {
    this.#rejectsSent++;
    const refTag = refTagId === 0 ? NO_TAG : refTagId;
    this.#out.reject(this.#rejected(refMsgSeqNum, refMsgType), sessionRejectReason, refTag, text);
    this.#event("reject-sent", `rejected message ${refMsgSeqNum} (${refMsgType}): ${text}`);
  }

  /** BusinessMessageReject(j); a Reject(3) with the same text in FIX 4.0 and 4.1, which have no other. */
  businessReject(
    refMsgSeqNum: number,
    refMsgType: string,
    businessRejectReason: number,
    text: string,
    businessRejectRefId = "",
  ): void {
    this.#rejectsSent++;
    this.#out.businessReject(this.#rejected(refMsgSeqNum, refMsgType), businessRejectReason, text, businessRejectRefId);
    this.#event("reject-sent", `refused message ${refMsgSeqNum} (${refMsgType}): ${text}`);
  }

  /** Asks the peer to log out; the connection closes on its answer, or after the logout timeout. */
  logout(text: string): void {
    if (this.#state !== SessionState.Active) return;
    this.#sendLogout(text);
  }

  /** Closes the connection once everything sent so far has gone out. */
  disconnect(reason: string): void {
    const wire = this.#wire;
    if (wire === null) return;
    this.#end(reason);
    wire.close();
  }

  /** An operator's reset of both numbers to 1. False while connected: the peer would not know of it. */
  resetSequenceNumbers(): boolean {
    if (this.connected) return false;
    this.#reset("an operator reset both sequence numbers to 1");
    return true;
  }

  /** For a console, in plain words. */
  status(): FixSessionStatus {
    return {
      id: this.id,
      name: this.name,
      state: this.#state,
      peer: this.#wire?.peer ?? "",
      nextSenderMsgSeqNum: this.nextSenderMsgSeqNum,
      nextTargetMsgSeqNum: this.nextTargetMsgSeqNum,
      heartBtInt: this.#heartBtInt,
      gap: this.#gapOpen() ? `waiting for ${this.nextTargetMsgSeqNum} to ${this.#gapTo}` : "",
      queuedMessages: this.#queue.size,
      rejectsSent: this.#rejectsSent,
      rejectsReceived: this.#rejectsReceived,
      garbled: this.#garbled,
      lastError: this.#lastError,
    };
  }

  // --- what the connection calls ---

  /** Takes the time for the messages of one read. */
  readTime(): void {
    this.#nowMs = this.#clock.monotonicMs();
    this.#wallMs = Number(this.#clock.nowNs()) / 1e6;
  }

  /** The peer's Logon on a new connection, found to be for this session. False when it was refused; the wire is then closed. */
  accept(wire: Wire, logon: MessageView): boolean {
    this.readTime();
    this.#bind(wire);
    if (this.#acceptLogon(logon)) return true;
    this.disconnect(this.#lastError);
    return false;
  }

  /** Logs on over a connection we made. */
  start(wire: Wire): void {
    this.readTime();
    this.#bind(wire);
    this.#state = SessionState.Asking;
    this.#heartBtInt = this.config.heartBtInt;
    this.#sentReset = this.config.resetOnLogon;
    if (this.#sentReset) this.#reset("both sequence numbers start at 1, as configured for every logon");
    this.#out.logon(this.config.heartBtInt, this.#sentReset, true);
  }

  /** One whole message; call `readTime` before the first of a read. */
  receive(view: MessageView): void {
    if (this.#wire === null) return;
    this.#lastReceivedMs = this.#nowMs;
    this.#testRequestOpen = false;
    if (!view.equals(0, this.#beginString)) {
      this.#onWrongBeginString(view);
      return;
    }
    if (view.msgSeqNum < 0) {
      // FIX 4.4 Vol. 2, test case 2: a message without its number cannot be placed, so the session ends.
      this.#endWithLogout("Received message without MsgSeqNum");
      return;
    }
    switch (view.msgType) {
      case MsgType.Logon:
        this.#onLogon(view);
        break;
      case MsgType.Logout:
        this.#onLogout(view);
        break;
      default:
        if (this.#state === SessionState.Asking) this.disconnect("the peer's first message was not a Logon");
        else if (view.msgType === MsgType.ResendRequest) this.#onResendRequest(view);
        else if (view.msgType === MsgType.SequenceReset && view.char(Tag.GapFillFlag) !== "Y") this.#onReset(view);
        else this.#receiveOrdered(view);
    }
    if (this.#queue.size > 0) this.#drainQueue();
  }

  /** The framer skipped garbled bytes. */
  garbled(count: number): void {
    this.#garbled += count;
    this.#fault(
      "garbled",
      `skipped ${count} garbled message${count === 1 ? "" : "s"} (BodyLength, CheckSum or tags wrong)`,
    );
  }

  /** Whether a long resend waits for the connection to drain. */
  get resending(): boolean {
    return this.#resender.active;
  }

  /** What was queued has gone out: a long resend may go on. */
  drained(): void {
    if (this.#resender.active) this.#resender.proceed();
  }

  /** The connection is gone. */
  connectionLost(reason: string): void {
    if (this.#wire !== null) this.#end(reason);
  }

  /** Heartbeats and timeouts: FIX 4.4 Vol. 2, test cases 4 to 6. Every 250 ms or so. */
  tick(): void {
    if (this.#wire === null) return;
    this.readTime();
    const nowMs = this.#nowMs;
    if (this.#state === SessionState.Asking && nowMs - this.#startedMs >= this.config.logonTimeoutMs) {
      return this.disconnect("the peer did not answer our Logon in time");
    }
    if (this.#state === SessionState.Leaving && nowMs - this.#leavingSinceMs >= this.config.logoutTimeoutMs) {
      return this.disconnect("the peer did not answer our Logout in time");
    }
    if (this.#state === SessionState.Asking) return;
    this.#keepAlive(nowMs);
    if (this.#wire === null) return;
    if (this.#resender.active) this.#resender.proceed();
    if (this.#gapOpen() && nowMs - this.#gapAskedMs >= this.config.gapRetryMs) this.#retryGap();
  }

  #keepAlive(nowMs: number): void {
    const intervalMs = this.#heartBtInt * 1000;
    if (intervalMs === 0) return;
    const silentMs = nowMs - this.#lastReceivedMs;
    if (silentMs >= 2.4 * intervalMs) {
      this.disconnect(
        `nothing was received for ${Math.round(silentMs / 1000)} s, not even an answer to our TestRequest`,
      );
    } else if (silentMs >= 1.2 * intervalMs && !this.#testRequestOpen) {
      this.#testRequestOpen = true;
      this.#out.testRequest();
    } else if (!this.#testRequestOpen && nowMs - this.#out.lastSentMs >= intervalMs) {
      this.#out.heartbeat(null);
    }
  }

  // --- logging on and out ---

  #acceptLogon(logon: MessageView): boolean {
    const config = this.config;
    const fault = logonFault(config, logon, this.#validator, this.#times, this.#wallMs);
    if (fault !== null) {
      this.#fault("logon-refused", `Logon refused: ${fault.text}`);
      if (fault.answered) this.#out.logout(fault.text);
      return false;
    }
    const refusal = this.#application?.authenticate?.(this, logon) ?? null;
    if (refusal !== null) {
      this.#fault("logon-refused", `Logon refused: ${refusal}`);
      this.#out.logout(refusal);
      return false;
    }
    const reset = logon.char(Tag.ResetSeqNumFlag) === "Y";
    if (reset || config.resetOnLogon) {
      this.#reset(reset ? "the peer asked for a reset of both numbers" : "both numbers start at 1 on every logon");
    }
    if (logon.msgSeqNum < this.nextTargetMsgSeqNum) {
      this.#tooLow(logon.msgSeqNum);
      return false;
    }
    this.#heartBtInt = logon.int(Tag.HeartBtInt);
    this.#out.logon(this.#heartBtInt, reset, false);
    this.#loggedOn(logon);
    return true;
  }

  #onLogon(view: MessageView): void {
    const reset = view.char(Tag.ResetSeqNumFlag) === "Y";
    if (this.#state === SessionState.Asking) {
      this.#onLogonAnswer(view, reset);
    } else if (reset || this.config.resetOnLogon) {
      // A reset in mid-session, for days without an end: FIX 4.4 Vol. 2, "Logon message with ResetSeqNumFlag".
      if (!this.#acceptLogon(view)) this.disconnect(this.#lastError);
    } else {
      this.#receiveOrdered(view);
    }
  }

  #onLogonAnswer(view: MessageView, reset: boolean): void {
    if (!this.#isAcceptable(view)) return;
    if (reset && !this.#sentReset) {
      if (!this.config.allowReset141) return this.#endWithLogout("ResetSeqNumFlag is not allowed for this session");
      this.#reset("the peer answered our Logon with a reset of both numbers");
      this.#out.logon(this.#heartBtInt, true, true);
    }
    this.#sentReset = false;
    if (view.msgSeqNum < this.nextTargetMsgSeqNum) {
      this.#tooLow(view.msgSeqNum);
      this.disconnect(this.#lastError);
      return;
    }
    if (view.int(Tag.HeartBtInt) > 0) this.#heartBtInt = view.int(Tag.HeartBtInt);
    this.#loggedOn(view);
  }

  #loggedOn(logon: MessageView): void {
    const again = this.#state === SessionState.Active;
    this.#state = SessionState.Active;
    if (logon.msgSeqNum > this.nextTargetMsgSeqNum) {
      this.#queue.mark(logon.msgSeqNum);
      this.#askForGap(logon.msgSeqNum);
    } else {
      this.#consume(logon.msgSeqNum);
    }
    if (again) return;
    this.#event("logged-on", `logged on from ${this.#wire?.peer}, heartbeat every ${this.#heartBtInt} s`);
    this.#application?.onLogon(this);
  }

  #onLogout(view: MessageView): void {
    const text = view.text(Tag.Text);
    const said = text === "" ? "" : `: ${text}`;
    if (this.#state === SessionState.Asking) return this.disconnect(`the peer refused our Logon${said}`);
    if (!this.#isFromPeer(view)) return;
    // Whatever its number: the peer is leaving, and a gap before it is asked for at the next logon.
    if (view.msgSeqNum === this.nextTargetMsgSeqNum) this.#consume(view.msgSeqNum);
    const answered = this.#state === SessionState.Leaving;
    if (!answered) this.#out.logout("");
    this.disconnect(answered ? "logged out" : `the peer logged out${said}`);
  }

  #sendLogout(text: string): void {
    if (this.#state === SessionState.Leaving) return;
    this.#out.logout(text);
    this.#state = SessionState.Leaving;
    this.#leavingSinceMs = this.#clock.monotonicMs();
  }

  #endWithLogout(text: string): void {
    this.#fault("disconnected", text);
    this.#out.logout(text);
    this.disconnect(text);
  }

  #bind(wire: Wire): void {
    this.#wire = wire;
    this.#out.wire = wire;
    this.#startedMs = this.#nowMs;
    this.#lastReceivedMs = this.#nowMs;
    this.#testRequestOpen = false;
    this.#gapTo = 0;
  }

  #end(reason: string): void {
    const wasLoggedOn = this.#state === SessionState.Active || this.#state === SessionState.Leaving;
    this.#wire = null;
    this.#out.wire = null;
    this.#state = SessionState.Idle;
    this.#queue.clear();
    this.#resender.stop();
    this.#gapTo = 0;
    if (!wasLoggedOn) {
      this.#event("disconnected", reason);
      return;
    }
    this.#event("logged-out", reason);
    this.#application?.onLogout(this, reason);
  }

  // --- messages in order ---

  #receiveOrdered(view: MessageView): void {
    const msgSeqNum = view.msgSeqNum;
    if (msgSeqNum === this.nextTargetMsgSeqNum) {
      this.#deliver(view);
      return;
    }
    if (!this.#isFromPeer(view)) return;
    if (msgSeqNum > this.nextTargetMsgSeqNum) {
      if (!this.#queue.offer(msgSeqNum, view.bytes, view.start, view.end)) {
        this.#fault(
          "gap",
          `message ${msgSeqNum} is dropped: the queue behind the gap is full; it will be asked for again`,
        );
      }
      this.#askForGap(msgSeqNum);
    } else if (view.possDup) {
      this.#onDuplicate(view);
    } else {
      this.#tooLow(msgSeqNum);
      this.disconnect(this.#lastError);
    }
  }

  /** The expected message. */
  #deliver(view: MessageView): void {
    if (!this.#isAcceptable(view)) return;
    switch (view.msgType) {
      case MsgType.Heartbeat:
        this.#consume(view.msgSeqNum);
        break;
      case MsgType.TestRequest:
        this.#consume(view.msgSeqNum);
        this.#out.heartbeat(view);
        break;
      case MsgType.SequenceReset:
        this.#onGapFill(view);
        break;
      case MsgType.Reject:
        this.#consume(view.msgSeqNum);
        this.#rejectsReceived++;
        this.#fault(
          "reject-received",
          `the peer rejected our message ${view.text(Tag.RefSeqNum)}: ${view.text(Tag.Text)}`,
        );
        this.#application?.onReject?.(this, view);
        break;
      case MsgType.Logon:
        this.#consume(view.msgSeqNum);
        this.#endWithLogout("Logon received while already logged on");
        break;
      default:
        this.nextTargetMsgSeqNum++;
        this.#current = view;
        this.#application?.onMessage(this, view);
        this.#current = null;
    }
  }

  #drainQueue(): void {
    while (this.#wire !== null) {
      const bytes = this.#queue.take(this.nextTargetMsgSeqNum);
      if (bytes === undefined) return;
      if (bytes === null) {
        this.#consume(this.nextTargetMsgSeqNum);
        continue;
      }
      this.#replay ??= new MessageView();
      this.#replay.index(bytes, 0, bytes.length);
      this.#deliver(this.#replay);
    }
  }

  #consume(msgSeqNum: number): void {
    this.nextTargetMsgSeqNum = msgSeqNum + 1;
    this.#store.consumed(msgSeqNum);
  }

  /** Too low and possibly sent before: nothing is missed by not looking at it again, unless it does not say so properly. */
  #onDuplicate(view: MessageView): void {
    if (view.msgType === MsgType.SequenceReset) return;
    const index = view.indexOf(Tag.OrigSendingTime);
    if (index < 0) {
      this.#rejectView(view, SessionRejectReason.RequiredTagMissing, Tag.OrigSendingTime);
      return;
    }
    const sentMs = this.#timeAt(view, view.indexOf(Tag.SendingTime));
    if (this.#timeAt(view, index) > sentMs) {
      this.#rejectView(view, SessionRejectReason.SendingTimeAccuracy, NO_TAG);
      this.#sendLogout("");
    }
  }

  #tooLow(msgSeqNum: number): void {
    const text = `MsgSeqNum too low, expecting ${this.nextTargetMsgSeqNum} but received ${msgSeqNum}`;
    this.#fault("disconnected", text);
    this.#out.logout(text);
  }

  // --- gaps and resends ---

  #gapOpen(): boolean {
    return this.#gapTo >= this.nextTargetMsgSeqNum;
  }

  #askForGap(msgSeqNum: number): void {
    if (this.#gapOpen()) return;
    this.#gapTo = msgSeqNum - 1;
    this.#gapAskedMs = this.#nowMs;
    this.#gapExpected = this.nextTargetMsgSeqNum;
    this.#out.resendRequest(this.nextTargetMsgSeqNum);
    this.#event("gap", `messages ${this.nextTargetMsgSeqNum} to ${msgSeqNum - 1} are missing; asked the peer for them`);
  }

  /** Asks again for a gap that has not moved: a request can be lost with a peer's restart. */
  #retryGap(): void {
    this.#gapAskedMs = this.#nowMs;
    const moved = this.nextTargetMsgSeqNum !== this.#gapExpected;
    this.#gapExpected = this.nextTargetMsgSeqNum;
    if (moved) return;
    this.#out.resendRequest(this.nextTargetMsgSeqNum);
    this.#fault("gap", `messages from ${this.nextTargetMsgSeqNum} are still missing; asked again`);
  }

  #onGapFill(view: MessageView): void {
    const newSeqNo = view.int(Tag.NewSeqNo);
    if (newSeqNo > view.msgSeqNum) {
      this.#consume(newSeqNo - 1);
      this.#queue.dropBelow(newSeqNo);
      return;
    }
    this.#consume(view.msgSeqNum);
    this.#rejectView(view, SessionRejectReason.ValueIncorrect, NO_TAG);
  }

  /** SequenceReset in reset mode: its own number is not looked at, and it only goes up. */
  #onReset(view: MessageView): void {
    if (!this.#validator.check(view)) return this.#rejectInvalid(view, this.#validator);
    if (!this.#isFromPeer(view)) return;
    const newSeqNo = view.int(Tag.NewSeqNo);
    if (newSeqNo < this.nextTargetMsgSeqNum) {
      this.#rejectView(view, SessionRejectReason.ValueIncorrect, NO_TAG);
    } else if (newSeqNo > this.nextTargetMsgSeqNum) {
      this.#event("reset", `the peer set its next number to ${newSeqNo}; we expected ${this.nextTargetMsgSeqNum}`);
      this.#consume(newSeqNo - 1);
      this.#queue.dropBelow(newSeqNo);
    }
  }

  /** Served whatever its number, so that two sides that both miss messages do not wait for each other. */
  #onResendRequest(view: MessageView): void {
    const msgSeqNum = view.msgSeqNum;
    const expected = msgSeqNum === this.nextTargetMsgSeqNum;
    if (expected ? !this.#isAcceptable(view) : !this.#isFromPeer(view)) return;
    if (expected) this.#consume(msgSeqNum);
    else if (msgSeqNum > this.nextTargetMsgSeqNum) this.#queue.mark(msgSeqNum);
    this.#serveResend(view);
    if (msgSeqNum > this.nextTargetMsgSeqNum) this.#askForGap(msgSeqNum);
  }

  #serveResend(view: MessageView): void {
    const from = view.int(Tag.BeginSeqNo);
    const to = view.int(Tag.EndSeqNo);
    const last = this.nextSenderMsgSeqNum - 1;
    const all = to === 0 || to > last || (to === 999_999 && this.config.traits.acceptsOldEndSeqNo);
    const end = all ? last : to;
    if (!(from >= 1) || from > end) {
      this.#rejectView(view, SessionRejectReason.ValueIncorrect, from > last ? Tag.BeginSeqNo : Tag.EndSeqNo);
      return;
    }
    this.#event("resend", `the peer asked for messages ${from} to ${end} again`);
    this.#resender.start(from, end);
  }

  // --- what is wrong with a message ---

  /** Whether the expected message is valid and from the peer; what is wrong is answered, and its number consumed. */
  #isAcceptable(view: MessageView): boolean {
    const validator = this.#validatorFor(view);
    if (validator === null) {
      this.#consume(view.msgSeqNum);
      this.#rejectView(view, SessionRejectReason.UnsupportedApplicationVersion, Tag.ApplVerID);
      return false;
    }
    if (!validator.check(view)) {
      this.#consume(view.msgSeqNum);
      this.#rejectInvalid(view, validator);
      return false;
    }
    return this.#isFromPeer(view);
  }

  /** SendingTime near our clock, and CompIDs the session's; otherwise a Reject and a Logout. */
  #isFromPeer(view: MessageView): boolean {
    const latencyMaxMs = this.config.latencyMaxMs;
    if (latencyMaxMs > 0) {
      const sentMs = this.#timeAt(view, view.indexOf(Tag.SendingTime));
      if (!(Math.abs(this.#wallMs - sentMs) <= latencyMaxMs)) {
        return this.#refuse(view, SessionRejectReason.SendingTimeAccuracy);
      }
    }
    const sender = view.indexOf(Tag.SenderCompID);
    const target = view.indexOf(Tag.TargetCompID);
    if (sender >= 0 && target >= 0 && view.equals(sender, this.#theirCompId) && view.equals(target, this.#ourCompId)) {
      return true;
    }
    return this.#refuse(view, SessionRejectReason.CompIdProblem);
  }

  #refuse(view: MessageView, reason: number): false {
    if (view.msgSeqNum === this.nextTargetMsgSeqNum) this.#consume(view.msgSeqNum);
    this.#rejectView(view, reason, NO_TAG);
    this.#sendLogout("");
    return false;
  }

  #onWrongBeginString(view: MessageView): void {
    if (view.msgType === MsgType.Logout) return this.#onLogout(view);
    if (view.msgSeqNum === this.nextTargetMsgSeqNum) this.#consume(view.msgSeqNum);
    this.#fault(
      "disconnected",
      `Incorrect BeginString: expected ${this.config.beginString}, received ${view.textAt(0)}`,
    );
    this.#sendLogout("Incorrect BeginString");
  }

  #rejectInvalid(view: MessageView, validator: Validator): void {
    this.#rejectView(view, validator.reason, validator.hasRefTag ? validator.refTagId : NO_TAG);
  }

  #rejectView(view: MessageView, reason: number, refTagId: number): void {
    this.#rejectsSent++;
    this.#out.reject({ msgSeqNum: view.msgSeqNum, msgType: view.msgType, view }, reason, refTagId, "");
    const tag = refTagId === NO_TAG ? "" : `, tag ${refTagId} ${this.config.dictionary.field(refTagId)?.name ?? ""}`;
    const name = this.config.dictionary.messageName(view.msgType);
    this.#fault(
      "reject-sent",
      `rejected message ${view.msgSeqNum} (${view.msgType} ${name}${tag}): ${sessionRejectText(reason)}`,
    );
  }

  #rejected(msgSeqNum: number, msgType: string): RejectedMessage {
    const current = this.#current;
    return { msgSeqNum, msgType, view: current !== null && current.msgSeqNum === msgSeqNum ? current : null };
  }

  /** Null when the message names an application version that is not spoken here. */
  #validatorFor(view: MessageView): Validator | null {
    if (!this.config.traits.hasApplVerId || !view.has(Tag.ApplVerID)) return this.#validator;
    const version = view.text(Tag.ApplVerID);
    if (version === this.config.defaultApplVerId || version === "") return this.#validator;
    if (!isApplVerId(version)) return null;
    let validator = this.#validators.get(version);
    if (validator === undefined) {
      validator = new Validator(dictionaryOf(this.config.beginString, version), this.config.validation);
      this.#validators.set(version, validator);
    }
    return validator;
  }

  #timeAt(view: MessageView, index: number): number {
    return index < 0 ? Number.NaN : this.#times.readMs(view.bytes, view.starts[index], view.ends[index]);
  }

  #reset(why: string): void {
    this.#store.reset();
    this.#out.nextMsgSeqNum = 1;
    this.nextTargetMsgSeqNum = 1;
    this.#queue.clear();
    this.#resender.stop();
    this.#gapTo = 0;
    this.#event("reset", why);
  }

  #fault(kind: SessionEventKind, text: string): void {
    this.#lastError = text;
    this.#event(kind, text);
  }

  #event(kind: SessionEventKind, text: string): void {
    this.#application?.onSessionEvent?.(this, kind, text);
  }
}

export { BusinessRejectReason, SessionRejectReason };
