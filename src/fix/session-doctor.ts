/**
 * What is wrong with a session, in words for the people who have to mend it: what was received, what was expected, what to
 * do. `text` may go to the peer in Text(58); it says nothing that a stranger should not know. `note` is for the house.
 */
export type Diagnosis = { readonly text: string; readonly note: string };

/** What was received, and what was expected; "" where there is nothing to say. Never a password. */
export type Facts = { readonly found: string | number; readonly expected: string | number };

/** What the peer may be told ("" for nothing: it is met with silence), what happened, and what to do about it. */
type Ailment = {
  readonly text: (facts: Facts) => string;
  readonly what: (facts: Facts) => string;
  readonly remedy: string;
};

const silence = () => "";

/** One row for each way a logon can fail or a session can loop. */
export const AILMENTS = {
  notALogon: {
    text: silence,
    what: ({ found }) => `the first message was ${found}, expected a Logon (35=A)`,
    remedy: "the client has to log on first; perhaps it believes that its old connection still lives",
  },
  notFix: {
    text: silence,
    what: ({ found }) => `the first bytes are ${found}, expected a FIX message (8=FIX…)`,
    remedy: "the client speaks another protocol, or TLS to a port without it: compare both sides' TLS settings",
  },
  garbledLogon: {
    text: silence,
    what: () => "the first message is garbled: its BodyLength(9) or CheckSum(10) is wrong",
    remedy: "the client's engine, or something between, changes the bytes",
  },
  noLogon: {
    text: silence,
    what: ({ expected }) => `connected, and sent no whole Logon in ${expected}`,
    remedy: "the client opens the connection and does not log on, or its Logon is cut short on the way",
  },
  cutShort: {
    text: silence,
    what: ({ found, expected }) => `${found} bytes of a message came, and the rest did not in ${expected}`,
    remedy: "the client's BodyLength(9) is larger than its message, or its line stalls",
  },
  unknownSession: {
    text: silence,
    what: ({ found }) => `${found} is no session here`,
    remedy: "correct the client's CompIDs, or configure the session",
  },
  otherVersion: {
    text: silence,
    what: ({ found, expected }) => `received ${found}, expected ${expected}`,
    remedy: "the CompIDs are right and the version is not: change BeginString(8) or DefaultApplVerID(1137) on one side",
  },
  compIdsSwapped: {
    text: silence,
    what: ({ found, expected }) => `received ${found}, expected ${expected}`,
    remedy: "SenderCompID(49) and TargetCompID(56) are the wrong way round: swap them in the client's settings",
  },
  otherTarget: {
    text: silence,
    what: ({ found, expected }) => `received ${found}, expected ${expected}`,
    remedy: "the client calls us by another name: correct its TargetCompID(56), or it dials the wrong port",
  },
  otherCase: {
    text: silence,
    what: ({ found, expected }) => `received ${found}, expected ${expected}`,
    remedy: "CompIDs are compared letter by letter: write them in the same case",
  },
  addressNotAllowed: {
    text: silence,
    what: ({ found, expected }) => `the address ${found} is not in the session's list (${expected})`,
    remedy: "if this is the client's new address, add it to allowFrom",
  },
  noCertificate: {
    text: silence,
    what: ({ expected }) => `no client certificate came, expected ${expected}`,
    remedy: "the client has to send its certificate: check that its TLS settings name one",
  },
  wrongCertificate: {
    text: silence,
    what: ({ found, expected }) => `the client's certificate has ${found}, expected ${expected}`,
    remedy: "the certificate is another client's, or was renewed: correct the session's certificate setting",
  },
  passwordMissing: {
    text: silence,
    what: ({ expected }) => `the Logon (${expected}) has no password`,
    remedy: "the client has to send Password(554), or RawData(96) before FIX 4.3",
  },
  wrongUsername: {
    text: silence,
    what: ({ found, expected }) => `Username(553) is "${found}", expected "${expected}"`,
    remedy: "correct the client's username, or the session's",
  },
  wrongPassword: {
    text: silence,
    what: () => "the password is wrong",
    remedy: "give the client the right password, or set a new one; if the client did not call, somebody is guessing",
  },
  alreadyConnected: {
    text: silence,
    what: ({ expected }) => `the session is already connected, from ${expected}`,
    remedy: "the first connection stays; if it is dead, heartbeats will find out and the client may come back",
  },
  mustWait: {
    text: silence,
    what: ({ found, expected }) =>
      `${found} failed to log on too often in a row; its connections are closed for ${expected}`,
    remedy: "see the refusals before this one",
  },
  invalidLogon: {
    text: silence,
    what: ({ found, expected }) => `the Logon is invalid: ${found}${expected === "" ? "" : `, ${expected}`}`,
    remedy: "compare the client's Logon with its version's dictionary",
  },
  wrongTime: {
    text: silence,
    what: ({ found, expected }) => `SendingTime(52) is ${found} s from our clock, at most ${expected} s are allowed`,
    remedy: "set both sides' clocks by NTP; a whole number of hours off means local time in place of UTC",
  },
  encrypted: {
    text: () => "EncryptMethod(98) must be 0",
    what: ({ found }) => `EncryptMethod(98) is ${found}, expected 0`,
    remedy: "FIX's own encryption is not spoken; use TLS",
  },
  heartBtInt: {
    text: ({ expected }) => `HeartBtInt(108) must be ${expected} seconds`,
    what: ({ found, expected }) => `HeartBtInt(108) is ${found}, expected ${expected} seconds`,
    remedy: "change the client's heartbeat interval",
  },
  resetNotAllowed: {
    text: () => "ResetSeqNumFlag(141)=Y is not allowed for this session",
    what: () => "ResetSeqNumFlag(141)=Y came, and the session goes on with its numbers",
    remedy: "the client must not reset; if it has lost its numbers, reset both sides by agreement, or set allowReset",
  },
  resetNotOne: {
    text: () => "MsgSeqNum(34) must be 1 when ResetSeqNumFlag(141) is Y",
    what: ({ found }) => `ResetSeqNumFlag(141)=Y came with MsgSeqNum(34) ${found}, expected 1`,
    remedy: "the client has to start at 1 when it resets",
  },
  testMessages: {
    text: ({ found, expected }) => `TestMessageIndicator(464) is ${found}, expected ${expected}`,
    what: ({ found, expected }) => `TestMessageIndicator(464) is ${found}, expected ${expected}`,
    remedy: "a test system calls a production one, or the other way round: check the address the client dials",
  },
  newPassword: {
    text: ({ found }) => `NewPassword(925) is refused: ${found}`,
    what: ({ found }) => `NewPassword(925) is refused: ${found}`,
    remedy: "the client chooses another one, or logs on without; the operator may set one in the session's row",
  },
  outsideHours: {
    text: ({ expected }) => `Logon outside the session's hours; ${expected}`,
    what: ({ found, expected }) => `Logon at ${found}, outside the session's hours; ${expected}`,
    remedy: "log on within the hours, or change the session's schedule",
  },
  tooLow: {
    text: ({ found, expected }) => `MsgSeqNum too low, expecting ${expected} but received ${found}`,
    what: ({ found, expected }) => `you sent 34=${found}, we last saw ${Number(expected) - 1} and expected ${expected}`,
    remedy: "the client has lost or reset its numbers: set its next outgoing number to ours, or reset both sides",
  },
  nextExpectedTooHigh: {
    text: ({ found, expected }) => `NextExpectedMsgSeqNum(789) too high, expecting ${expected} but received ${found}`,
    what: ({ found, expected }) => `the peer waits for our message ${found}, our next one is ${expected}`,
    remedy: "we have lost or reset our numbers, or the client mixes up two sessions: reset both sides by agreement",
  },
  gap: {
    text: silence,
    what: ({ found, expected }) =>
      `you sent 34=${found}, we last saw ${Number(expected) - 1}; asked for ${expected} on`,
    remedy: "nothing, if the messages come; otherwise the client's store has lost them",
  },
  gapStays: {
    text: silence,
    what: ({ expected }) => `messages from ${expected} are still missing; asked again`,
    remedy: "the client does not answer our ResendRequest: let it send them again, or a SequenceReset-GapFill",
  },
  resendLoop: {
    text: silence,
    what: ({ found, expected }) => `the peer asked for messages ${found} again, ${expected} times in a row`,
    remedy: "the client does not take what it is sent: it looks for a number it skipped, or refuses a resent message",
  },
  silentPeer: {
    text: silence,
    what: () => "nothing was received for 2.4 heartbeat intervals, not even an answer to our TestRequest",
    remedy: "the line is dead or the client hangs; it may log on again at once",
  },
  overLimit: {
    text: ({ expected }) => `too many messages over ${expected}`,
    what: ({ found, expected }) => `the peer sends over ${expected}; ${found} messages were refused so far`,
    remedy: "the client has to slow down, or its limit is raised (throttle); it may log on again",
  },
  wrongBeginString: {
    text: () => "Incorrect BeginString",
    what: ({ found, expected }) => `BeginString is ${found}, expected ${expected}`,
    remedy: "the client changed its version in the middle of a session: check which session its engine uses",
  },
  noMsgSeqNum: {
    text: () => "Received message without MsgSeqNum",
    what: () => "a message came without MsgSeqNum(34), so its place is unknown",
    remedy: "the client's engine is at fault: every message has a number",
  },
  secondLogon: {
    text: () => "Logon received while already logged on",
    what: () => "a second Logon came on a connection that is logged on",
    remedy: "the client's engine lost its state without closing the line; it may connect and log on again",
  },
  tlsFailed: {
    text: silence,
    what: ({ found }) => `the TLS handshake failed: ${found}`,
    remedy: "compare both sides' TLS versions, certificates and authorities",
  },
} satisfies Record<string, Ailment>;

export type AilmentName = keyof typeof AILMENTS;

export function diagnose(name: AilmentName, facts: Facts): Diagnosis {
  const { text, what, remedy }: Ailment = AILMENTS[name];
  return { text: text(facts), note: `${what(facts)}; ${remedy}` };
}
