/**
 * Logging on, from either side: a peer's Logon is taken or refused, ours is sent and its answer looked at. What follows
 * for the session's state is the session's. FIX 4.4 Vol. 2, "Logon" and test case 1.
 */
import type { Inbound } from "./inbound.ts";
import type { InboundCheck } from "./inbound-check.ts";
import type { KeepAlive } from "./keep-alive.ts";
import {
  answerStatus,
  type LogonFault,
  logonAnswerFault,
  logonFault,
  logonRefusal,
  type NewPasswordOutcome,
  NO_STATUS,
  newPasswordFault,
  nextExpectedFault,
  SessionStatus,
} from "./logon-rules.ts";
import type { MessageView } from "./message-view.ts";
import { type LogonIdentity, NO_TAG, type Outbound } from "./outbound.ts";
import { sessionRejectText } from "./reject-reasons.ts";
import type { Resender } from "./resender.ts";
import type { FixSession } from "./session.ts";
import type { SessionLog } from "./session-log.ts";
import type { SessionRoll } from "./session-roll.ts";
import { Tag } from "./tags.ts";

/** The session's other parts, and what only the session itself can do. */
export type LogonParts = {
  readonly session: FixSession;
  readonly in: Inbound;
  readonly out: Outbound;
  readonly resender: Resender;
  readonly check: InboundCheck;
  readonly keepAlive: KeepAlive;
  readonly roll: SessionRoll | null;
  readonly log: SessionLog;
  /** Both numbers to 1. */
  reset(why: string): void;
  /** The Logon was taken: the session is on, and takes its number. */
  loggedOn(logon: MessageView): void;
};

export class SessionLogon {
  /** Whether it is us that call. */
  calls = false;
  readonly #parts: LogonParts;
  /** Whether our Logon asked for a reset, so that the peer's 141=Y is the answer to it. */
  #sentReset = false;
  /** What we log on with; a new password takes the old one's place when the peer has taken it. */
  #identity: LogonIdentity;

  constructor(parts: LogonParts) {
    this.#parts = parts;
    const { username, password, newPassword } = parts.session.config;
    this.#identity = { username, password, newPassword };
  }

  /** Sends our Logon, over a connection we made. */
  ask(): void {
    const { session, in: inbound, out, keepAlive } = this.#parts;
    const { heartBtInt, resetOnLogon } = session.config;
    this.calls = true;
    keepAlive.heartBtInt = heartBtInt;
    this.#sentReset = resetOnLogon;
    if (resetOnLogon) this.#parts.reset("both sequence numbers start at 1, as configured for every logon");
    out.logon(heartBtInt, resetOnLogon, this.#identity, inbound.nextMsgSeqNum, NO_STATUS);
  }

  /**
   * Why the peer's Logon cannot be taken, as things are; null when it can. Changes nothing: what a Logon asks for (a
   * reset, a new password) is done for one that is taken. NewPassword(925) is not looked at here.
   */
  fault(logon: MessageView): LogonFault | null {
    const { session, in: inbound, check, roll, log } = this.#parts;
    const { config } = session;
    const fault = logonFault(config, logon, check);
    if (fault !== null) return fault;
    if (!session.isOpen) {
      return logonRefusal("outsideHours", roll!.facts(check.wallMs), SessionStatus.LogonsNotAllowed);
    }
    const refusal = log.application?.authenticate?.(session, logon) ?? null;
    if (refusal !== null) return { text: refusal, note: refusal, sessionStatus: NO_STATUS };
    if (logon.char(Tag.ResetSeqNumFlag) === "Y" || config.resetOnLogon) return nextExpectedFault(session, logon, 1);
    if (logon.msgSeqNum < inbound.nextMsgSeqNum) {
      return { ...inbound.tooLow(logon.msgSeqNum), sessionStatus: NO_STATUS };
    }
    return nextExpectedFault(session, logon, session.nextSenderMsgSeqNum);
  }

  /** The peer's Logon: answered and taken, or refused and the wire closed. */
  accept(logon: MessageView, newPassword: NewPasswordOutcome): boolean {
    const { session, in: inbound, out, keepAlive } = this.#parts;
    const fault = this.fault(logon) ?? newPasswordFault(logon, newPassword);
    if (fault !== null) return this.#refuse(fault);
    const reset = logon.char(Tag.ResetSeqNumFlag) === "Y";
    if (reset || session.config.resetOnLogon) {
      this.#parts.reset(
        reset ? "the peer asked for a reset of both numbers" : "both numbers start at 1 on every logon",
      );
    }
    keepAlive.heartBtInt = logon.int(Tag.HeartBtInt);
    // What the peer is told includes its Logon, unless messages before that are missing.
    const isNext = logon.msgSeqNum === inbound.nextMsgSeqNum;
    const nextExpected = isNext ? logon.msgSeqNum + 1 : inbound.nextMsgSeqNum;
    out.logon(keepAlive.heartBtInt, reset, null, nextExpected, answerStatus(session, logon));
    this.#parts.loggedOn(logon);
    this.#resendExpected(logon);
    return true;
  }

  /**
   * The peer's Logon that answers ours: FIX 4.4 Vol. 2, test case 1B. Who answers under another name or in another time, or
   * with what is no Logon of the version, is not who we called: he is told nothing.
   */
  answered(view: MessageView): void {
    const { session, in: inbound, out, check, keepAlive } = this.#parts;
    if (!check.isValid(view) || !check.isFromPeer(view)) {
      const tag = check.refTagId === NO_TAG ? "" : ` (tag ${check.refTagId})`;
      return session.disconnect(`the Logon that answers ours is wrong: ${sessionRejectText(check.reason)}${tag}`);
    }
    const fault = logonAnswerFault(session.config, view, this.#sentReset);
    if (fault !== null) return session.endWithLogout(fault);
    if (view.char(Tag.ResetSeqNumFlag) === "Y" && !this.#sentReset) {
      this.#parts.reset("the peer answered our Logon with a reset of both numbers");
      out.logon(keepAlive.heartBtInt, true, this.#identity, inbound.nextMsgSeqNum, NO_STATUS);
    }
    this.#sentReset = false;
    if (view.msgSeqNum < inbound.nextMsgSeqNum) return session.endWithLogout(inbound.tooLow(view.msgSeqNum));
    const expectedFault = nextExpectedFault(session, view, session.nextSenderMsgSeqNum);
    if (expectedFault !== null) return session.endWithLogout(expectedFault);
    this.#noteAnswer(view);
    this.#parts.loggedOn(view);
    this.#resendExpected(view);
  }

  /** HeartBtInt(108) is the caller's to say and the other's to repeat: ours stands. A new password is the password now. */
  #noteAnswer(view: MessageView): void {
    const { keepAlive, log } = this.#parts;
    const theirs = view.int(Tag.HeartBtInt);
    if (theirs !== keepAlive.heartBtInt) {
      log.event("logged-on", `the peer answered with HeartBtInt(108) ${theirs}; ours stays ${keepAlive.heartBtInt}`);
    }
    const { username, newPassword } = this.#identity;
    if (newPassword === "") return;
    const status = view.int(Tag.SessionStatus);
    if (status === SessionStatus.NewPasswordRefused || status === SessionStatus.Active) {
      log.fault("logged-on", `the peer has not taken NewPassword(925): SessionStatus(1409) is ${status}`);
      return;
    }
    this.#identity = { username, password: newPassword, newPassword: "" };
    log.event("logged-on", "the peer has taken NewPassword(925): configure it as the password from now on");
  }

  #refuse({ text, note, sessionStatus }: LogonFault): false {
    const { session, out, log } = this.#parts;
    log.fault("logon-refused", `Logon from ${out.wire?.peer} refused: ${note}`);
    if (text !== "") out.logout(text, sessionStatus);
    session.disconnect(text === "" ? note : text);
    return false;
  }

  /** Sends again what the peer's Logon says it misses, up to our Logon, without waiting for a ResendRequest. */
  #resendExpected(logon: MessageView): void {
    const { session, out, resender } = this.#parts;
    const expected = logon.int(Tag.NextExpectedMsgSeqNum);
    const last = out.nextMsgSeqNum - 1;
    if (session.config.nextExpectedMsgSeqNum && expected >= 1 && expected < last) resender.start(expected, last);
  }
}
