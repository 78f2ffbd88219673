/** What a peer's Logon must be before it is let in. */

import type { InboundCheck } from "./inbound-check.ts";
import type { MessageView } from "./message-view.ts";
import { NO_TAG } from "./outbound.ts";
import { sessionRejectText } from "./reject-reasons.ts";
import type { FixSession } from "./session.ts";
import { type AilmentName, type Diagnosis, diagnose, type Facts } from "./session-doctor.ts";
import type { FixSessionConfig } from "./session-types.ts";
import { Tag } from "./tags.ts";

/** SessionStatus(1409) values, where the version has it: FIXT.1.1. */
export const SessionStatus = {
  Active: 0,
  PasswordChanged: 1,
  NewPasswordRefused: 3,
  LogoutComplete: 4,
  LogonsNotAllowed: 7,
} as const;
export const NO_STATUS = -1;

/** Why a Logon is refused; one with a `text` is told why in a Logout, the others are met with silence. */
export type LogonFault = Diagnosis & { readonly sessionStatus: number };

export function logonRefusal(name: AilmentName, facts: Facts, sessionStatus: number = NO_STATUS): LogonFault {
  return { ...diagnose(name, facts), sessionStatus };
}

/**
 * Null when the Logon may be taken. What a peer cannot have meant (a broken message, a clock that is minutes off) is
 * refused in silence; what two sides have to agree on is answered with words.
 */
export function logonFault(config: FixSessionConfig, logon: MessageView, check: InboundCheck): LogonFault | null {
  if (!check.isValid(logon)) {
    const expected = check.refTagId === NO_TAG ? "" : tagText(config, check.refTagId);
    return logonRefusal("invalidLogon", { found: sessionRejectText(check.reason), expected });
  }
  if (!check.isTimely(logon)) {
    const seconds = Math.round((check.timeMs(logon, Tag.SendingTime) - check.wallMs) / 1000);
    return logonRefusal("wrongTime", { found: seconds, expected: config.latencyMaxMs / 1000 });
  }
  if (logon.msgSeqNum < 1) {
    return logonRefusal("invalidLogon", { found: "MsgSeqNum(34) must be 1 or more", expected: "" });
  }
  const encryptMethod = logon.int(Tag.EncryptMethod);
  if (encryptMethod !== 0) return logonRefusal("encrypted", { found: encryptMethod, expected: 0 });
  const heartBtInt = logon.int(Tag.HeartBtInt);
  if (!(heartBtInt >= config.heartBtIntMin && heartBtInt <= config.heartBtIntMax)) {
    const expected = `from ${config.heartBtIntMin} to ${config.heartBtIntMax}`;
    return logonRefusal("heartBtInt", { found: heartBtInt, expected });
  }
  const test = logon.char(Tag.TestMessageIndicator);
  if (config.testMessages !== "" && test !== "" && test !== config.testMessages) {
    return logonRefusal("testMessages", { found: test, expected: config.testMessages });
  }
  if (logon.char(Tag.ResetSeqNumFlag) === "Y") {
    if (!config.allowReset141) return logonRefusal("resetNotAllowed", { found: "", expected: "" });
    if (logon.msgSeqNum !== 1) return logonRefusal("resetNotOne", { found: logon.msgSeqNum, expected: 1 });
  }
  return null;
}

/** Null when the Logon that answers ours may be taken; it is valid, and from the peer. */
export function logonAnswerFault(config: FixSessionConfig, answer: MessageView, sentReset: boolean): Diagnosis | null {
  const encryptMethod = answer.int(Tag.EncryptMethod);
  if (encryptMethod !== 0) return diagnose("encrypted", { found: encryptMethod, expected: 0 });
  if (answer.char(Tag.ResetSeqNumFlag) !== "Y") return null;
  if (!sentReset && !config.allowReset141) return diagnose("resetNotAllowed", { found: "", expected: "" });
  if (answer.msgSeqNum !== 1) return diagnose("resetNotOne", { found: answer.msgSeqNum, expected: 1 });
  return null;
}

function tagText(config: FixSessionConfig, tag: number): string {
  return `tag ${tag} ${config.dictionary.field(tag)?.name ?? ""}`.trimEnd();
}

/**
 * What became of a Logon's NewPassword(925): PASSWORD_CHANGED, or why it is not kept. Null where nobody looked: in a Logon
 * that asks for a reset in mid-session, whose password is not compared either.
 */
export type NewPasswordOutcome = string | null;
export const PASSWORD_CHANGED = "";

/** Null when the Logon has no NewPassword(925), or it is kept by now. FIXT.1.1, SessionStatus(1409) 3. */
export function newPasswordFault(logon: MessageView, outcome: NewPasswordOutcome): LogonFault | null {
  if (!logon.has(Tag.NewPassword) || outcome === PASSWORD_CHANGED) return null;
  const found = outcome ?? "only the first Logon of a connection changes a password";
  return logonRefusal("newPassword", { found, expected: "" }, SessionStatus.NewPasswordRefused);
}

/** SessionStatus(1409) of our answer: said where there are passwords to speak of. */
export function answerStatus(session: FixSession, logon: MessageView): number {
  if (session.credentials === null) return NO_STATUS;
  return logon.has(Tag.NewPassword) ? SessionStatus.PasswordChanged : SessionStatus.Active;
}

/**
 * A peer that waits for a message we never sent: its numbers, or ours, are not this session's.
 *
 * @param expected the number of our next message
 */
export function nextExpectedFault(session: FixSession, logon: MessageView, expected: number): LogonFault | null {
  const found = logon.int(Tag.NextExpectedMsgSeqNum);
  if (!session.config.nextExpectedMsgSeqNum || !(found > expected)) return null;
  return logonRefusal("nextExpectedTooHigh", { found, expected });
}
