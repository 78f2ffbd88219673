/**
 * What a session is told and what it needs: its configuration, its memory across restarts, the application above it and
 * the connection below it. All are passed in, so that a session runs on virtual time and without sockets.
 */

import { LockstepError } from "../lib/errors.ts";
import type { Credentials, PasswordChange } from "./credentials.ts";
import type { Dictionary } from "./dictionary.ts";
import type { MessageView } from "./message-view.ts";
import type { FixSession } from "./session.ts";
import type { SessionSchedule } from "./session-hours.ts";
import { MsgType, Tag } from "./tags.ts";
import type { TimestampDigits } from "./timestamps.ts";
import type { CertificateBinding } from "./tls-peer.ts";
import type { ValidationRules } from "./validator.ts";
import { dictionaryOf, traitsOf, type VersionTraits } from "./versions.ts";

export type FixSessionConfig = {
  /** BeginString(8): "FIX.4.0" to "FIX.4.4", or "FIXT.1.1". */
  readonly beginString: string;
  /** DefaultApplVerID(1137) of a FIXT.1.1 session: "7", "8" or "9" for FIX 5.0, 5.0SP1, 5.0SP2; "" otherwise. */
  readonly defaultApplVerId: string;
  /** Our side's CompID. */
  readonly senderCompId: string;
  /** Their side's CompID. */
  readonly targetCompId: string;
  /** SenderSubID(50) we put on every message; "" for none. */
  readonly senderSubId: string;
  /** What we ask for when we log on, in seconds; 0 is none. */
  readonly heartBtInt: number;
  /** What we accept when they log on, in seconds. */
  readonly heartBtIntMin: number;
  readonly heartBtIntMax: number;
  /** Both sides start at 1 on every logon. As initiator we say so with ResetSeqNumFlag(141)=Y. */
  readonly resetOnLogon: boolean;
  /** Whether the peer may ask for a reset with ResetSeqNumFlag(141)=Y. */
  readonly allowReset141: boolean;
  /** Digits after the second in our timestamps. */
  readonly timestampDigits: TimestampDigits;
  /** What we log on with, as initiator; "" for none. */
  readonly username: string;
  readonly password: string;
  /** What we ask the peer, as initiator, to take as the password from now on: NewPassword(925), FIXT.1.1; "" for nothing. */
  readonly newPassword: string;
  /** What the peer has to log on with, as acceptor; null lets it in without. */
  readonly credentials: Credentials | null;
  /** Characters a NewPassword(925) needs at least. */
  readonly newPasswordLengthMin: number;
  /** Networks the peer may log on from, "10.1.0.0/16"; none is from everywhere. */
  readonly allowFrom: readonly string[];
  /** What the peer's TLS certificate has to be; null does not look. */
  readonly certificate: CertificateBinding | null;
  /**
   * What TestMessageIndicator(464) has to be when the peer's Logon has it: "Y", "N", or "" for either. Our own says so when
   * it is us that call.
   */
  readonly testMessages: "Y" | "N" | "";
  /** TestReqID(112) of our TestRequests. */
  readonly testReqId: string;
  /** How far SendingTime(52) may be from our clock; 0 does not look. */
  readonly latencyMaxMs: number;
  readonly logonTimeoutMs: number;
  readonly logoutTimeoutMs: number;
  /** A gap without progress is asked for again after this. */
  readonly gapRetryMs: number;
  /** Messages, and their bytes, kept while a gap before them is filled. */
  readonly queuedMessagesMax: number;
  readonly queuedBytesMax: number;
  /** When the session is open, and that its numbers begin again each time; null is always, and never. */
  readonly schedule: SessionSchedule | null;
  /** What becomes of application messages the peer never saw when the numbers begin again: PossResend(97)=Y, or nothing. */
  readonly overReset: "possResend" | "drop";
  /** Messages asked for with one ResendRequest(2), the next ones when these are here; 0 asks for everything at once. */
  readonly resendRequestChunk: number;
  /** Both sides say in their Logon what they expect, and resend without being asked: NextExpectedMsgSeqNum(789), 4.4 on. */
  readonly nextExpectedMsgSeqNum: boolean;
  /** Messages resent in one go; the rest follow as the connection drains. */
  readonly resendChunk: number;
  /**
   * Whether our BusinessMessageReject(j) carries DefaultApplVerID(1137) over FIXT.1.1: QuickFIX does so and peers built on
   * it may expect it, though the standard has no such tag there.
   */
  readonly applVerIdOnBusinessReject: boolean;
  readonly validation: ValidationRules;
  readonly dictionary: Dictionary;
  /** For messages that name another application version, by ApplVerID(1128); the built-in ones where there is none. */
  readonly otherDictionaries: ReadonlyMap<string, Dictionary>;
  readonly traits: VersionTraits;
};

type Given = Pick<FixSessionConfig, "beginString" | "senderCompId" | "targetCompId"> & Partial<FixSessionConfig>;

/**
 * A whole configuration from what is particular to a session.
 *
 * @throws LockstepError LOCKSTEP_ERR_CONFIG when the version is not spoken here.
 */
export function fixSessionConfig(given: Given): FixSessionConfig {
  const traits = traitsOf(given.beginString);
  const defaultApplVerId = given.defaultApplVerId ?? "";
  const dictionary = given.dictionary ?? dictionaryOf(given.beginString, defaultApplVerId);
  const needs = (tag: number, wanted: boolean | undefined, what: string) => {
    if (!wanted || dictionary.message(MsgType.Logon)?.places[tag]) return;
    throw new LockstepError("LOCKSTEP_ERR_CONFIG", `${given.beginString} has no ${what}`);
  };
  needs(Tag.NextExpectedMsgSeqNum, given.nextExpectedMsgSeqNum, "NextExpectedMsgSeqNum(789); FIX.4.4 and FIXT.1.1 do");
  needs(Tag.NewPassword, (given.newPassword ?? "") !== "", "NewPassword(925) in its Logon; FIXT.1.1 does");
  return {
    defaultApplVerId,
    senderSubId: "",
    heartBtInt: 30,
    heartBtIntMin: 5,
    heartBtIntMax: 300,
    resetOnLogon: false,
    allowReset141: true,
    timestampDigits: traits.timestampDigits,
    username: "",
    password: "",
    newPassword: "",
    credentials: null,
    newPasswordLengthMin: 12,
    allowFrom: [],
    certificate: null,
    testMessages: "",
    testReqId: "TEST",
    latencyMaxMs: 120_000,
    logonTimeoutMs: 10_000,
    logoutTimeoutMs: 2_000,
    gapRetryMs: 30_000,
    queuedMessagesMax: 10_000,
    queuedBytesMax: 4 * 1024 * 1024,
    schedule: null,
    overReset: "drop",
    resendRequestChunk: 0,
    nextExpectedMsgSeqNum: false,
    resendChunk: 32,
    applVerIdOnBusinessReject: false,
    validation: { emptyValuesAllowed: false, userDefinedTagsAllowed: false },
    dictionary,
    otherDictionaries: new Map(),
    traits,
    ...given,
  };
}

export type SessionEventKind =
  | "logged-on"
  | "logged-out"
  | "logon-refused"
  | "disconnected"
  | "gap"
  | "resend"
  | "reset"
  | "reject-sent"
  | "reject-received"
  | "garbled"
  | "connect-failed";

/** What ended a session: the peer's Logout, a line that was lost or that we cut for a fault, or our own wish. */
export type SessionEnd = "peer" | "line" | "us";

export type FixApplication = {
  onLogon(session: FixSession): void;
  onLogout(session: FixSession, reason: string, end: SessionEnd): void;
  /** Null lets the peer in; a text refuses it and goes into the Logout's Text(58). */
  authenticate?(session: FixSession, logon: MessageView): string | null;
  /**
   * Keeps what a NewPassword(925) became, and says when it is durable; false when it cannot be kept. The peer knows the
   * old password, the new one is by the policy, and the Logon waits for its answer. Without this nobody changes a
   * password over FIX.
   */
  changePassword?(session: FixSession, change: PasswordChange, done: (kept: boolean) => void): void;
  /**
   * One in-sequence, dictionary-valid application message, valid during the call. The application makes its MsgSeqNum
   * durable: the session's `consumed` is not called for it.
   */
  onMessage(session: FixSession, message: MessageView): void;
  /** Whether no message can be taken for a moment: the sockets are not read then. Asked often. */
  isFull?(): boolean;
  /** The peer has rejected (35=3) a message of ours; the number is already consumed. */
  onReject?(session: FixSession, message: MessageView): void;
  /** What happened, in plain words, for a log and a console; null where the peer is nobody we know. */
  onSessionEvent?(session: FixSession | null, kind: SessionEventKind, text: string): void;
};

/** One session's only memory across restarts. Every call is synchronous; what it is told is durable when it says so. */
export type SessionStore = {
  readonly nextSenderMsgSeqNum: number;
  readonly nextTargetMsgSeqNum: number;
  /** When the numbers were last used, by the wall clock in milliseconds; 0 or absent when never, or not known. */
  readonly lastUsedMs?: number;
  /** The first message sent since the peer was last here; 0 or absent when none was. */
  readonly awayFrom?: number;
  /** Every new outgoing message, session messages too, before the wire. Resends and gap fills are not new. */
  sent(msgSeqNum: number, isApplication: boolean, bytes: Uint8Array, start: number, end: number): void;
  /** Inbound numbers up to this one are consumed by something that was not handed to the application. */
  consumed(msgSeqNum: number): void;
  /** Both numbers to 1, and every stored message forgotten. */
  reset(): void;
  /** Application messages only, ascending; the session gap-fills a missing number. The bytes are valid during the visit. */
  readSent(
    from: number,
    to: number,
    visit: (msgSeqNum: number, bytes: Uint8Array, start: number, end: number) => void,
  ): void;
};

/** The connection a session speaks through while it lasts. */
export type Wire = {
  /** Who is at the other end, for people: "127.0.0.1:5001". */
  readonly peer: string;
  /** Bytes taken and not yet given to the kernel. */
  readonly backlogBytes: number;
  /** Takes a copy; it goes out with the next flush. */
  write(bytes: Uint8Array, start: number, end: number): void;
  /** Closes once everything written has gone out. */
  close(): void;
};
