/**
 * Hot path: what a session sends; budget 0.3 us a message beside its body.
 *
 * Numbers, times and stores every new message, and puts it on the wire while there is one. Knows how each session message
 * is written in each version; never why one is sent.
 */
import { assert } from "../lib/assert.ts";
import type { Clock } from "../lib/clock.ts";
import type { MessageView } from "./message-view.ts";
import { MessageWriter } from "./message-writer.ts";
import { sessionRejectText } from "./reject-reasons.ts";
import type { FixSessionConfig, SessionStore, Wire } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";
import { timestampNs } from "./timestamps.ts";

/** Routing tags and what they become in an answer: FIX 4.4 Vol. 1, "Reverse route". Ascending in what is written. */
const REVERSED: readonly (readonly [number, number])[] = [
  [Tag.OnBehalfOfCompID, Tag.DeliverToCompID],
  [Tag.OnBehalfOfSubID, Tag.DeliverToSubID],
  [Tag.DeliverToCompID, Tag.OnBehalfOfCompID],
  [Tag.DeliverToSubID, Tag.OnBehalfOfSubID],
  [Tag.OnBehalfOfLocationID, Tag.DeliverToLocationID],
  [Tag.DeliverToLocationID, Tag.OnBehalfOfLocationID],
];

/** Tags of the standard header in any version; a stored message's own are kept when it is resent. */
const HEADER_TAGS: ReadonlySet<number> = new Set([
  8, 9, 34, 35, 43, 49, 50, 52, 56, 57, 90, 91, 97, 115, 116, 122, 128, 129, 142, 143, 144, 145, 212, 213, 347, 369,
  370, 627, 628, 629, 630, 1128, 1129, 1156,
]);

/** Who logs on: "" for what is not said. `newPassword` asks for the password to be changed. */
export type LogonIdentity = { readonly username: string; readonly password: string; readonly newPassword: string };
const NOBODY: LogonIdentity = { username: "", password: "", newPassword: "" };

/** Most messages are shorter; the writer grows for one that is not. */
const WRITER_BYTES = 1024;

/** What a reject refers to. */
export type RejectedMessage = {
  readonly msgSeqNum: number;
  readonly msgType: string;
  readonly view: MessageView | null;
};

export class Outbound {
  nextMsgSeqNum: number;
  lastSentMs = 0;
  wire: Wire | null = null;
  /** The first message that was sent while nobody was connected, since somebody last was; 0 for none. */
  awayFrom: number;
  readonly #config: FixSessionConfig;
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #writer: MessageWriter;
  /** "49=US|", with our sub id; and "56=THEM|". */
  readonly #sender: Buffer;
  readonly #target: Buffer;
  #building = false;
  /** What is being built may carry our password: its number is stored, its bytes are not. It is never resent. */
  #secret = false;
  /** Which of the fields that came with later versions this one's Logon has. */
  readonly #hasResetFlag: boolean;
  readonly #hasPassword: boolean;

  constructor(config: FixSessionConfig, store: SessionStore, clock: Clock) {
    this.#config = config;
    this.#store = store;
    this.#clock = clock;
    this.nextMsgSeqNum = store.nextSenderMsgSeqNum;
    this.awayFrom = store.awayFrom ?? 0;
    this.#writer = new MessageWriter(config.beginString, config.timestampDigits, WRITER_BYTES);
    const subId = config.senderSubId === "" ? "" : `50=${config.senderSubId}\x01`;
    this.#sender = Buffer.from(`49=${config.senderCompId}\x01${subId}`, "latin1");
    this.#target = Buffer.from(`56=${config.targetCompId}\x01`, "latin1");
    this.#hasResetFlag = hasInLogon(config, Tag.ResetSeqNumFlag);
    this.#hasPassword = hasInLogon(config, Tag.Password);
  }

  /** The writer with the header done; valid until `send`. `onBehalfOfCompId` "" writes no OnBehalfOfCompID(115). */
  begin(msgType: string, onBehalfOfCompId = ""): MessageWriter {
    assert(!this.#building, "a FIX message is begun before the one before it is sent");
    this.#building = true;
    const writer = this.#writer;
    writer.open(msgType);
    writer.int(Tag.MsgSeqNum, this.nextMsgSeqNum);
    writer.fields(this.#sender, 0, this.#sender.length);
    writer.timestamp(Tag.SendingTime, this.#clock.nowNs());
    writer.fields(this.#target, 0, this.#target.length);
    if (onBehalfOfCompId !== "") writer.text(Tag.OnBehalfOfCompID, onBehalfOfCompId);
    return writer;
  }

  /** Finishes, numbers, stores and queues what was begun; its MsgSeqNum. */
  send(): number {
    const writer = this.#finish();
    const msgSeqNum = this.nextMsgSeqNum++;
    if (this.wire === null && this.awayFrom === 0) this.awayFrom = msgSeqNum;
    const end = this.#secret ? writer.start : writer.end;
    this.#store.sent(msgSeqNum, !isSessionType(writer.msgType), writer.bytes, writer.start, end);
    this.#write(writer);
    return msgSeqNum;
  }

  /** Numbers without messages: they are filled when they are asked for. */
  skip(count: number): void {
    assert(!this.#building, "numbers are skipped while a FIX message is built");
    const { bytes } = this.#writer;
    for (let skipped = 0; skipped < count; skipped++) this.#store.sent(this.nextMsgSeqNum++, false, bytes, 0, 0);
  }

  /** A message with an old number: it is not stored again. */
  beginOld(msgType: string, msgSeqNum: number, timeNs: bigint): MessageWriter {
    assert(!this.#building, "a FIX message is begun before the one before it is sent");
    this.#building = true;
    const writer = this.#writer;
    writer.open(msgType);
    writer.int(Tag.MsgSeqNum, msgSeqNum);
    writer.bool(Tag.PossDupFlag, true);
    writer.fields(this.#sender, 0, this.#sender.length);
    writer.timestamp(Tag.SendingTime, timeNs);
    writer.fields(this.#target, 0, this.#target.length);
    return writer;
  }

  sendOld(): void {
    this.#write(this.#finish());
  }

  /**
   * `caller` is who we say we are when it is us that call, null in an answer; `nextExpected` is NextExpectedMsgSeqNum(789),
   * said where the session's setting is on; `sessionStatus` may be none. Before FIX 4.3 the password is RawData(96).
   */
  logon(
    heartBtInt: number,
    reset: boolean,
    caller: LogonIdentity | null,
    nextExpected: number,
    sessionStatus: number,
  ): void {
    const config = this.#config;
    const { username, password, newPassword } = caller ?? NOBODY;
    const writer = this.begin(MsgType.Logon);
    if (password !== "" && !this.#hasPassword) {
      writer.int(Tag.RawDataLength, password.length);
      writer.text(Tag.RawData, password);
    }
    writer.int(Tag.EncryptMethod, 0);
    writer.int(Tag.HeartBtInt, heartBtInt);
    if (reset && this.#hasResetFlag) writer.bool(Tag.ResetSeqNumFlag, true);
    if (caller !== null && config.testMessages !== "") writer.char(Tag.TestMessageIndicator, config.testMessages);
    if (username !== "" && this.#hasPassword) writer.text(Tag.Username, username);
    if (password !== "" && this.#hasPassword) writer.text(Tag.Password, password);
    if (config.nextExpectedMsgSeqNum) writer.int(Tag.NextExpectedMsgSeqNum, nextExpected);
    if (newPassword !== "") writer.text(Tag.NewPassword, newPassword);
    if (config.traits.hasApplVerId) writer.text(Tag.DefaultApplVerID, config.defaultApplVerId);
    this.#status(writer, sessionStatus);
    this.#secret = caller !== null;
    this.send();
    this.#secret = false;
  }

  logout(text: string, sessionStatus = -1): void {
    const writer = this.begin(MsgType.Logout);
    if (text !== "") writer.text(Tag.Text, text);
    this.#status(writer, sessionStatus);
    this.send();
  }

  heartbeat(testRequest: MessageView | null): void {
    const writer = this.begin(MsgType.Heartbeat);
    const index = testRequest === null ? -1 : testRequest.indexOf(Tag.TestReqID);
    if (index >= 0) {
      const view = testRequest!;
      writer.raw(Tag.TestReqID, view.bytes, view.starts[index], view.ends[index]);
    }
    this.send();
  }

  testRequest(): void {
    this.begin(MsgType.TestRequest).text(Tag.TestReqID, this.#config.testReqId);
    this.send();
  }

  resendRequest(from: number, to: number): void {
    const writer = this.begin(MsgType.ResendRequest);
    writer.int(Tag.BeginSeqNo, from);
    writer.int(Tag.EndSeqNo, to);
    this.send();
  }

  /** Says that the numbers from `from` up to `next` - 1 need not be sent again. */
  gapFill(from: number, next: number): void {
    const nowNs = this.#clock.nowNs();
    const writer = this.beginOld(MsgType.SequenceReset, from, nowNs);
    writer.timestamp(Tag.OrigSendingTime, nowNs);
    writer.int(Tag.NewSeqNo, next);
    writer.bool(Tag.GapFillFlag, true);
    this.sendOld();
  }

  /** A stored message once more: PossDupFlag, the old time in OrigSendingTime, a new SendingTime, the rest unchanged. */
  resend(msgSeqNum: number, stored: MessageView): void {
    const time = stored.indexOf(Tag.SendingTime);
    // Our clock may have been put back since. A SendingTime before OrigSendingTime would be rejected: FIX 4.4 Vol. 2, 2.f.
    const sentNs = timestampNs(stored.bytes, stored.starts[time], stored.ends[time]);
    const nowNs = this.#clock.nowNs();
    const writer = this.beginOld(stored.msgType, msgSeqNum, nowNs > sentNs ? nowNs : sentNs);
    this.#copyAfter(writer, stored, Tag.OrigSendingTime, () =>
      writer.raw(Tag.OrigSendingTime, stored.bytes, stored.starts[time], stored.ends[time]),
    );
    this.sendOld();
  }

  /** A message of an earlier session as a new one of this: PossResend(97), a new number and SendingTime. */
  sendAgain(stored: MessageView): void {
    const writer = this.begin(stored.msgType);
    this.#copyAfter(writer, stored, Tag.PossResend, () => writer.bool(Tag.PossResend, true));
    this.send();
  }

  /** The rest of a stored message's header, with one field put in (or in place of its own), and its body. */
  #copyAfter(writer: MessageWriter, stored: MessageView, tagPut: number, put: () => void): void {
    const { bytes, starts, ends, tags } = stored;
    let index = 0;
    let isPut = false;
    for (; index < stored.count && HEADER_TAGS.has(tags[index]); index++) {
      const tag = tags[index];
      if (tag <= Tag.SenderSubID || tag === Tag.SendingTime || tag === Tag.TargetCompID || tag === tagPut) continue;
      if (tag > tagPut && !isPut) {
        put();
        isPut = true;
      }
      writer.raw(tag, bytes, starts[index], ends[index]);
    }
    if (!isPut) put();
    // What follows the last header field, up to "10=".
    writer.fields(bytes, ends[index - 1] + 1, starts[stored.count - 1] - 3);
  }

  /** Reject(3). `refTagId` is -1 where there is no tag to name. */
  reject(rejected: RejectedMessage, reason: number, refTagId: number, text: string): void {
    const traits = this.#config.traits;
    const writer = this.begin(MsgType.Reject);
    if (rejected.view !== null) this.#reverseRoute(writer, rejected.view);
    if (rejected.msgSeqNum >= 0) writer.int(Tag.RefSeqNum, rejected.msgSeqNum);
    const words = text === "" ? sessionRejectText(reason) : text;
    writer.text(Tag.Text, traits.rejectNamesTag || refTagId === NO_TAG ? words : `${words} (${refTagId})`);
    if (traits.rejectNamesTag) {
      if (refTagId !== NO_TAG) writer.int(Tag.RefTagID, refTagId);
      if (rejected.msgType !== "") writer.text(Tag.RefMsgType, rejected.msgType);
      if (reason >= 0 && reason <= traits.rejectReasonMax) writer.int(Tag.SessionRejectReason, reason);
    }
    this.send();
  }

  /** BusinessMessageReject(j); Reject(3) with the same words where the version has none. */
  businessReject(rejected: RejectedMessage, reason: number, text: string, refId: string): void {
    if (!this.#config.traits.hasBusinessReject) {
      this.reject(rejected, -1, NO_TAG, text);
      return;
    }
    const writer = this.begin(MsgType.BusinessMessageReject);
    writer.int(Tag.RefSeqNum, rejected.msgSeqNum);
    if (text !== "") writer.text(Tag.Text, text);
    writer.text(Tag.RefMsgType, rejected.msgType);
    if (refId !== "") writer.text(Tag.BusinessRejectRefID, refId);
    writer.int(Tag.BusinessRejectReason, reason);
    const { traits, applVerIdOnBusinessReject, defaultApplVerId } = this.#config;
    if (traits.hasApplVerId && applVerIdOnBusinessReject) writer.text(Tag.DefaultApplVerID, defaultApplVerId);
    this.send();
  }

  #status(writer: MessageWriter, sessionStatus: number): void {
    if (sessionStatus >= 0 && this.#config.traits.hasApplVerId) writer.int(Tag.SessionStatus, sessionStatus);
  }

  #reverseRoute(writer: MessageWriter, view: MessageView): void {
    // Ascending tags: 115 and 116 come from 128 and 129, so the pairs are written in two turns, then the locations.
    const locations = this.#config.traits.hasLocationIds;
    for (const [to, from] of REVERSED) {
      if (to >= Tag.OnBehalfOfLocationID && !locations) continue;
      const index = view.indexOf(from);
      if (index >= 0 && view.starts[index] < view.ends[index]) {
        writer.raw(to, view.bytes, view.starts[index], view.ends[index]);
      }
    }
  }

  #finish(): MessageWriter {
    assert(this.#building, "a FIX message is sent that was not begun");
    this.#building = false;
    this.#writer.close();
    return this.#writer;
  }

  #write(writer: MessageWriter): void {
    const wire = this.wire;
    if (wire === null) return;
    this.lastSentMs = this.#clock.monotonicMs();
    wire.write(writer.bytes, writer.start, writer.end);
  }
}

/** In place of a tag: there is none to name. Tag 0 and negative ones occur, in messages that are rejected for them. */
export const NO_TAG = Number.MIN_SAFE_INTEGER;

function hasInLogon(config: FixSessionConfig, tag: number): boolean {
  return (config.dictionary.message(MsgType.Logon)?.places[tag] ?? 0) !== 0;
}

/** Heartbeat to Logout, and Logon: the session's own, which are never resent. */
export function isSessionType(msgType: string): boolean {
  return msgType.length === 1 && ((msgType >= "0" && msgType <= "5") || msgType === "A");
}
