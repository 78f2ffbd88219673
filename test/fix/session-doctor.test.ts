import { describe, expect, it } from "vitest";
import { AILMENTS, type AilmentName, diagnose } from "../../src/fix/session-doctor.ts";

/** For each row: what is known of it, what the peer is told ("" for silence), and the words the house must find in the note. */
const ROWS: Record<
  AilmentName,
  readonly [found: string | number, expected: string | number, text: string, words: string]
> = {
  notALogon: ["MsgType(35) 0", "", "", "the first message was MsgType(35) 0, expected a Logon (35=A)"],
  notFix: ['"GET /"', "", "", 'the first bytes are "GET /", expected a FIX message'],
  garbledLogon: ["", "", "", "BodyLength(9) or CheckSum(10) is wrong"],
  noLogon: ["", "10 s", "", "sent no whole Logon in 10 s"],
  cutShort: [22, "5 s", "", "22 bytes of a message came, and the rest did not in 5 s"],
  unknownSession: ["FIX.4.4 X", "", "", "FIX.4.4 X is no session here; correct the client's CompIDs"],
  otherVersion: ["FIX.4.2 C", "FIX.4.4 C", "", "received FIX.4.2 C, expected FIX.4.4 C; the CompIDs are right"],
  compIdsSwapped: ["S to C", "C to S", "", "received S to C, expected C to S; SenderCompID(49) and TargetCompID(56)"],
  otherTarget: ["C to T", "C to S", "", "received C to T, expected C to S; the client calls us by another name"],
  otherCase: ["c", "C", "", "received c, expected C; CompIDs are compared letter by letter"],
  addressNotAllowed: ["10.1.1.1", "10.2.0.0/16", "", "10.1.1.1 is not in the session's list (10.2.0.0/16)"],
  noCertificate: ["", "fund", "", "no client certificate came, expected fund"],
  wrongCertificate: ["CN=a", "CN=b", "", "the client's certificate has CN=a, expected CN=b"],
  passwordMissing: [
    "",
    "FIX.4.2",
    "",
    "(FIX.4.2) has no password; the client has to send Password(554), or RawData(96)",
  ],
  wrongUsername: ["a", "b", "", 'Username(553) is "a", expected "b"'],
  wrongPassword: ["", "", "", "the password is wrong; give the client the right password"],
  alreadyConnected: ["", "10.1.1.1:5", "", "already connected, from 10.1.1.1:5; the first connection stays"],
  mustWait: ["10.1.1.1", "8 s", "", "10.1.1.1 failed to log on too often in a row; its connections are closed for 8 s"],
  invalidLogon: ["Required tag missing", "tag 108 HeartBtInt", "", "invalid: Required tag missing, tag 108 HeartBtInt"],
  wrongTime: [
    3600,
    120,
    "",
    "SendingTime(52) is 3600 s from our clock, at most 120 s are allowed; set both sides' clocks",
  ],
  encrypted: [1, 0, "EncryptMethod(98) must be 0", "EncryptMethod(98) is 1, expected 0; FIX's own encryption"],
  heartBtInt: [1, "from 5 to 300", "HeartBtInt(108) must be from 5 to 300 seconds", "is 1, expected from 5 to 300"],
  resetNotAllowed: ["", "", "ResetSeqNumFlag(141)=Y is not allowed for this session", "or set allowReset"],
  resetNotOne: [
    7,
    1,
    "MsgSeqNum(34) must be 1 when ResetSeqNumFlag(141) is Y",
    "came with MsgSeqNum(34) 7, expected 1",
  ],
  testMessages: ["Y", "N", "TestMessageIndicator(464) is Y, expected N", "a test system calls a production one"],
  newPassword: ["too short", "", "NewPassword(925) is refused: too short", "chooses another one, or logs on without"],
  outsideHours: ["02:01", "opens 08:00", "Logon outside the session's hours; opens 08:00", "Logon at 02:01, outside"],
  tooLow: [2, 5, "MsgSeqNum too low, expecting 5 but received 2", "you sent 34=2, we last saw 4 and expected 5"],
  nextExpectedTooHigh: [9, 4, "NextExpectedMsgSeqNum(789) too high, expecting 4 but received 9", "our next one is 4"],
  gap: [812, 641, "", "you sent 34=812, we last saw 640; asked for 641 on"],
  gapStays: ["", 641, "", "messages from 641 are still missing; asked again; the client does not answer"],
  resendLoop: ["1 to 812", 6, "", "asked for messages 1 to 812 again, 6 times in a row"],
  silentPeer: ["", "", "", "nothing was received for 2.4 heartbeat intervals"],
  overLimit: [
    11,
    "the session's limit of 5 messages a second",
    "too many messages over the session's limit of 5 messages a second",
    "11 messages were refused so far; the client has to slow down",
  ],
  wrongBeginString: ["FIX.4.2", "FIX.4.4", "Incorrect BeginString", "BeginString is FIX.4.2, expected FIX.4.4"],
  noMsgSeqNum: ["", "", "Received message without MsgSeqNum", "a message came without MsgSeqNum(34)"],
  secondLogon: [
    "",
    "",
    "Logon received while already logged on",
    "a second Logon came on a connection that is logged on",
  ],
  tlsFailed: ["expired", "", "", "the TLS handshake failed: expired; compare both sides' TLS versions"],
};

describe("the session doctor", () => {
  it.each(Object.entries(ROWS))("has words for %s", (name, [found, expected, text, words]) => {
    const diagnosis = diagnose(name as AilmentName, { found, expected });
    expect(diagnosis.text).toBe(text);
    expect(diagnosis.note).toContain(words);
    // What happened, and then what to do.
    expect(diagnosis.note).toMatch(/^[^;].*; \S.{15,}/);
  });

  it("has a row here for each of its own", () => {
    expect(Object.keys(ROWS).sort()).toEqual(Object.keys(AILMENTS).sort());
  });
});
