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
import type { Credentials } from "./credentials.ts";
import { Inbound } from "./inbound.ts";
import { InboundCheck } from "./inbound-check.ts";
import { KeepAlive } from "./keep-alive.ts";
import type { NewPasswordOutcome } from "./logon-rules.ts";
import { NO_STATUS, SessionStatus } from "./logon-rules.ts";
import type { MessageView } from "./message-view.ts";
import type { MessageWriter } from "./message-writer.ts";
import { NO_TAG, Outbound, type RejectedMessage } from "./outbound.ts";
import { Resender } from "./resender.ts";
import { type Diagnosis, diagnose } from "./session-doctor.ts";
import { SessionLog } from "./session-log.ts";
import { SessionLogon } from "./session-logon.ts";
import { CarriedOver, RollDue, SessionRoll } from "./session-roll.ts";
import { type FixSessionStatus, SessionState } from "./session-status.ts";
import type { FixApplication, FixSessionConfig, SessionEnd, SessionStore, Wire } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";
import type { SessionThrottle } from "./throttle.ts";

export { BusinessRejectReason, SessionRejectReason } from "./reject-reasons.ts";
export { SessionState } from "./session-status.ts";

export class FixSession {
  /** The owner's small integer. */
  readonly id: number;
  readonly config: FixSessionConfig;
  /** "FIX.4.4 US -> THEM", for people. */
  readonly name: string;
  readonly #clock: Clock;
  readonly #store: SessionStore;
  readonly #out: Outbound;
  readonly #resender: Resender;
  readonly #check: InboundCheck;
  readonly #in: Inbound;
  readonly #keepAlive: KeepAlive;
  readonly #logon: SessionLogon;
  /** Null for a session that is always open. */
  readonly #roll: SessionRoll | null;
  readonly #carried: CarriedOver;
  readonly #log: SessionLog;
  /** What the peer has to log on with; null lets it in without. Changed by NewPassword(925) and by operators. */
  credentials: Credentials | null;
  /** How fast the peer may send; null is as fast as it likes. It outlives connections. */
  throttle: SessionThrottle | null = null;
  #application: FixApplication | null = null;
  #state: SessionState = SessionState.Idle;
  /** Whether the application was told that the session is on, and not yet that it is over. */
  #announced = false;
  /** What ends the session, unless something else turns out to. */
  #endedBy: SessionEnd = "line";
  #wire: Wire | null = null;
  /** The monotonic clock as of the current read or tick. */
  #nowMs = 0;
  /** The message the application is looking at, so that a reject of it can answer along its route. */
  #current: MessageView | null = null;

  constructor(options: { id: number; config: FixSessionConfig; store: SessionStore; clock: Clock }) {
    const { id, config, store, clock } = options;
    this.id = id;
    this.config = config;
    this.credentials = config.credentials;
    this.name = `${config.beginString} ${config.senderCompId} -> ${config.targetCompId}`;
    this.#clock = clock;
    this.#store = store;
    const log = new SessionLog(this);
    const out = new Outbound(config, store, clock);
    const resender = new Resender(out, store, config.resendChunk);
    const check = new InboundCheck(config);
    this.#in = new Inbound({ config, store, out, resender, check, owner: this, log });
    this.#log = log;
    this.#out = out;
    this.#resender = resender;
    this.#check = check;
    this.#roll = config.schedule === null ? null : new SessionRoll(config.schedule, store.lastUsedMs ?? 0);
    this.#carried = new CarriedOver(config, store, out);
    const keepAlive = new KeepAlive(config, out);
    this.#keepAlive = keepAlive;
    const parts = { session: this, in: this.#in, out, resender, check, keepAlive, roll: this.#roll, log };
    this.#logon = new SessionLogon({ ...parts, reset: this.#reset.bind(this), loggedOn: this.#loggedOn.bind(this) });
  }

  get loggedOn(): boolean {
    return this.#state === SessionState.Active;
  }

  /** Whether a connection is bound to the session, logged on or about to be. */
  get connected(): boolean {
    return this.#wire !== null;
  }

  /** Bytes the peer has not taken yet; who sends much and may leave some out looks here. */
  get backlogBytes(): number {
    return this.#wire?.backlogBytes ?? 0;
  }

  /** Whether the schedule has the session open now. */
  get isOpen(): boolean {
    return this.#roll === null || this.#roll.isOpen(Number(this.#clock.nowNs()) / 1e6);
  }

  get nextSenderMsgSeqNum(): number {
    return this.#out.nextMsgSeqNum;
  }

  get nextTargetMsgSeqNum(): number {
    return this.#in.nextMsgSeqNum;
  }

  /** Called once by the acceptor or initiator that owns the session. */
  attach(application: FixApplication): void {
    this.#application = application;
    this.#log.application = application;
  }

  /**
   * A writer with the standard header done; the body follows in ascending tags. Valid until `send`.
   *
   * @param onBehalfOfCompId whose message it really is, when it is another's
   */
  begin(msgType: string, onBehalfOfCompId = ""): MessageWriter {
    return this.#out.begin(msgType, onBehalfOfCompId);
  }

  /** Stores what was begun and sends it when logged on; it is resent on request otherwise. Its MsgSeqNum. */
  send(): number {
    return this.#out.send();
  }

  /** Reject(3) of a message handed to the application. `refTagId` 0 names no tag; `text` "" says the reason's words. */
  reject(refMsgSeqNum: number, refTagId: number, refMsgType: string, sessionRejectReason: number, text: string): void {
    this.#log.rejectsSent++;
    const refTag = refTagId === 0 ? NO_TAG : refTagId;
    this.#out.reject(this.#rejected(refMsgSeqNum, refMsgType), sessionRejectReason, refTag, text);
    this.#log.event("reject-sent", `rejected message ${refMsgSeqNum} (${refMsgType}): ${text}`);
  }

  /** BusinessMessageReject(j); a Reject(3) with the same text in FIX 4.0 and 4.1, which have no other. */
  businessReject(
    refMsgSeqNum: number,
    refMsgType: string,
    businessRejectReason: number,
    text: string,
    businessRejectRefId = "",
  ): void {
    this.#log.rejectsSent++;
    this.#out.businessReject(this.#rejected(refMsgSeqNum, refMsgType), businessRejectReason, text, businessRejectRefId);
    this.#log.event("reject-sent", `refused message ${refMsgSeqNum} (${refMsgType}): ${text}`);
  }

  /** Asks the peer to log out; the connection closes on its answer, or after the logout timeout. */
  logout(text: string): void {
    if (this.#state !== SessionState.Active) return;
    this.leave(text);
  }

  /** Closes the connection once everything sent so far has gone out. */
  disconnect(reason: string): void {
    const wire = this.#wire;
    if (wire === null) return;
    this.#end(reason);
    wire.close();
  }

  /** So many numbers are used up and nothing is sent under them: the peer finds a gap. A simulated exchange's fault. */
  skipNumbers(count: number): void {
    this.#out.skip(count);
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
      heartBtInt: this.#keepAlive.heartBtInt,
      gap: this.#in.gap,
      queuedMessages: this.#in.queuedMessages,
      ...this.#log.counts(),
    };
  }

  /** When the messages at hand were read, by the monotonic clock. */
  get readMs(): number {
    return this.#nowMs;
  }

  /** Takes the time for the messages of one read. */
  readTime(): void {
    this.#nowMs = this.#clock.monotonicMs();
    this.throttle?.refill(this.#nowMs);
    this.#check.wallMs = Number(this.#clock.nowNs()) / 1e6;
  }

  /** Whether the peer's Logon on a new connection would be taken now, its NewPassword(925) aside. */
  wouldAccept(logon: MessageView): boolean {
    this.readTime();
    this.#keepHours();
    return this.#logon.fault(logon) === null;
  }

  /** The peer's Logon on a new connection, found to be this session's. False when it is refused, and the wire closed. */
  accept(wire: Wire, logon: MessageView, newPassword: NewPasswordOutcome = null): boolean {
    this.readTime();
    this.#keepHours();
    this.#bind(wire);
    return this.#logon.accept(logon, newPassword);
  }

  /** Logs on over a connection we made. */
  start(wire: Wire): void {
    this.readTime();
    this.#keepHours();
    this.#bind(wire);
    this.#state = SessionState.Asking;
    this.#logon.ask();
  }

  /** One whole message; call `readTime` before the first of a read. */
  receive(view: MessageView): void {
    if (this.#wire === null) return;
    this.#keepAlive.received(this.#nowMs);
    if (!this.#check.hasBeginString(view)) {
      this.#onWrongBeginString(view);
    } else if (view.msgSeqNum < 0) {
      // FIX 4.4 Vol. 2, test case 2: a message without its number cannot be placed, so the session ends.
      this.endWithLogout(diagnose("noMsgSeqNum", { found: "", expected: "" }));
    } else if (view.msgType === MsgType.Logon) {
      this.#onLogon(view);
    } else if (view.msgType === MsgType.Logout) {
      this.#onLogout(view);
    } else if (this.#state === SessionState.Asking) {
      this.disconnect("the peer's first message was not a Logon");
    } else {
      this.#in.receive(view, this.#nowMs);
    }
  }

  /** The framer skipped garbled bytes. */
  garbled(count: number): void {
    this.#log.garbled += count;
    this.#log.fault("garbled", `skipped ${count} garbled (BodyLength, CheckSum or a tag is wrong)`);
    // An answer to our Logon that cannot be read is no Logon: FIX 4.4 Vol. 2, test case 1B.
    if (this.#state === SessionState.Asking) this.disconnect("the peer's answer to our Logon was garbled");
  }

  /** Whether a long resend waits for the connection to drain. */
  get resending(): boolean {
    return this.#resender.active;
  }

  /** What was queued has gone out: a long resend may go on. */
  drained(): void {
    if (this.#resender.active) this.#resender.tick(this.#nowMs);
  }

  /** The connection is gone. */
  connectionLost(reason: string): void {
    if (this.#wire !== null) this.#end(reason);
  }

  /** Heartbeats and timeouts: FIX 4.4 Vol. 2, test cases 4 to 6. Every 250 ms or so. */
  tick(): void {
    if (this.#wire === null && this.#roll === null) return;
    // A session without hours needs no wall clock to know what is overdue; a thousand of them tick four times a second.
    if (this.#roll === null) this.#nowMs = this.#clock.monotonicMs();
    else {
      this.readTime();
      this.#keepHours();
    }
    if (this.#wire === null) return;
    const nowMs = this.#nowMs;
    const overdue = this.#keepAlive.tick(this.#state, nowMs);
    if (overdue !== "") return this.disconnect(overdue);
    if (this.#state === SessionState.Asking) return;
    this.#resender.tick(nowMs);
    this.#in.tick(nowMs);
  }

  deliver(view: MessageView): void {
    switch (view.msgType) {
      case MsgType.Heartbeat:
        this.#in.consume(view.msgSeqNum);
        break;
      case MsgType.TestRequest:
        this.#in.consume(view.msgSeqNum);
        this.#out.heartbeat(view);
        break;
      case MsgType.Reject:
        this.#in.consume(view.msgSeqNum);
        this.#log.rejected(view);
        break;
      case MsgType.Logon:
        this.#in.consume(view.msgSeqNum);
        this.#onSecondLogon(diagnose("secondLogon", { found: "", expected: "" }));
        break;
      default:
        this.#in.nextMsgSeqNum++;
        this.#current = view;
        this.#application?.onMessage(this, view);
        this.#current = null;
    }
  }

  leave(text: string): void {
    if (this.#state === SessionState.Leaving) return;
    this.#out.logout(text);
    this.#state = SessionState.Leaving;
    this.#keepAlive.waitingSinceMs = this.#clock.monotonicMs();
  }

  endWithLogout({ text, note }: Diagnosis): void {
    this.#log.fault("disconnected", note);
    this.#out.logout(text);
    this.disconnect(text);
  }

  #onLogon(view: MessageView): void {
    if (this.#state === SessionState.Asking) {
      this.#logon.answered(view);
    } else if (view.char(Tag.ResetSeqNumFlag) === "Y" || (this.config.resetOnLogon && !this.#logon.calls)) {
      // A reset in mid-session, for days without an end: FIX 4.4 Vol. 2, "Logon message with ResetSeqNumFlag".
      this.#logon.accept(view, null);
    } else {
      this.#in.receiveOrdered(view, this.#nowMs);
    }
  }

  #loggedOn(logon: MessageView): void {
    this.#state = SessionState.Active;
    const isTold = this.config.nextExpectedMsgSeqNum && logon.has(Tag.NextExpectedMsgSeqNum);
    this.#in.takeLogon(logon.msgSeqNum, this.#nowMs, isTold);
    this.#carried.send();
    this.#out.awayFrom = 0;
    if (this.#announced) return;
    this.#announced = true;
    this.#log.event("logged-on", `logged on with ${this.#wire?.peer}, heartbeat every ${this.#keepAlive.heartBtInt} s`);
    this.#application?.onLogon(this);
  }

  /** Who calls again is told that he is here; a peer we called has lost its state, and hears of it by our next call. */
  #onSecondLogon(diagnosis: Diagnosis): void {
    if (this.#logon.calls) this.disconnect(diagnosis.note);
    else this.endWithLogout(diagnosis);
  }

  #onLogout(view: MessageView): void {
    const text = view.text(Tag.Text);
    const said = text === "" ? "" : `: ${text}`;
    const refused = this.#state === SessionState.Asking;
    if (refused && !this.#check.isFromPeer(view)) return this.disconnect("another peer refused our Logon");
    if (!this.#in.isFromPeer(view)) return;
    // Whatever its number: the peer is leaving, and a gap before it is asked for at the next logon.
    if (view.msgSeqNum === this.#in.nextMsgSeqNum) this.#in.consume(view.msgSeqNum);
    const answered = this.#state === SessionState.Leaving;
    if (!answered) this.#out.logout("", this.credentials === null ? NO_STATUS : SessionStatus.LogoutComplete);
    if (!answered) this.#endedBy = "peer";
    this.disconnect(answered ? "logged out" : `the peer ${refused ? "refused our Logon" : "logged out"}${said}`);
  }

  #onWrongBeginString(view: MessageView): void {
    if (view.msgType === MsgType.Logout) return this.#onLogout(view);
    if (view.msgSeqNum === this.#in.nextMsgSeqNum) this.#in.consume(view.msgSeqNum);
    const { text, note } = diagnose("wrongBeginString", { found: view.textAt(0), expected: this.config.beginString });
    this.#log.fault("disconnected", note);
    this.leave(text);
  }

  #bind(wire: Wire): void {
    this.#wire = wire;
    this.#out.wire = wire;
    this.#keepAlive.waitingSinceMs = this.#nowMs;
    this.#keepAlive.received(this.#nowMs);
  }

  #end(reason: string): void {
    const wasLoggedOn = this.#announced;
    const end = this.#state === SessionState.Leaving ? "us" : this.#endedBy;
    this.#endedBy = "line";
    this.#announced = false;
    this.#wire = null;
    this.#out.wire = null;
    this.#state = SessionState.Idle;
    this.#in.clear();
    this.#resender.stop();
    this.#log.event(wasLoggedOn ? "logged-out" : "disconnected", reason);
    if (wasLoggedOn) this.#application?.onLogout(this, reason, end);
  }

  #rejected(msgSeqNum: number, msgType: string): RejectedMessage {
    const current = this.#current;
    return { msgSeqNum, msgType, view: current !== null && current.msgSeqNum === msgSeqNum ? current : null };
  }

  /** Ends the session when its hours are over, and begins its numbers again when the next one has begun. */
  #keepHours(): void {
    const roll = this.#roll;
    const wallMs = this.#check.wallMs;
    const due = roll?.due(wallMs) ?? RollDue.Nothing;
    if (roll === null || due === RollDue.Nothing) return;
    if (this.#wire !== null) {
      if (this.#state === SessionState.Active)
        this.leave(`The session's hours are over; ${roll.facts(wallMs).expected}`);
      return;
    }
    if (due !== RollDue.Reset) return;
    roll.rolled(wallMs);
    this.#reset("a new session of the schedule has begun: both numbers start at 1");
    this.#carried.send();
  }

  #reset(why: string): void {
    const carried = this.#carried.take();
    if (carried !== "") this.#log.event("reset", carried);
    this.#store.reset();
    this.#out.nextMsgSeqNum = 1;
    this.#in.reset();
    this.#resender.stop();
    this.#log.event("reset", why);
  }
}
