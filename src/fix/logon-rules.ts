/** What a peer's Logon must be before it is let in. */
import type { InboundCheck } from "./inbound-check.ts";
import type { MessageView } from "./message-view.ts";
import { NO_TAG } from "./outbound.ts";
import { sessionRejectText } from "./reject-reasons.ts";
import type { FixSessionConfig } from "./session-types.ts";
import { Tag } from "./tags.ts";

/** Why a Logon is refused; `answered` ones are told why in a Logout, the others are met with silence. */
export type LogonFault = { readonly text: string; readonly answered: boolean };

/**
 * Null when the Logon may be taken. What a peer cannot have meant (a broken message, a clock that is minutes off) is
 * refused in silence; what two sides have to agree on is answered with words.
 */
export function logonFault(config: FixSessionConfig, logon: MessageView, check: InboundCheck): LogonFault | null {
  if (!check.isValid(logon)) {
    const tag = check.refTagId === NO_TAG ? "" : ` (tag ${check.refTagId})`;
    return { text: `${sessionRejectText(check.reason)}${tag}`, answered: false };
  }
  if (!check.isTimely(logon)) {
    const seconds = Math.round((check.timeMs(logon, Tag.SendingTime) - check.wallMs) / 1000);
    return { text: `SendingTime is ${seconds} s from our clock; check both sides' clocks`, answered: false };
  }
  if (logon.msgSeqNum < 1) return { text: "MsgSeqNum(34) must be 1 or more", answered: false };
  if (logon.int(Tag.EncryptMethod) !== 0) return { text: "EncryptMethod(98) must be 0", answered: true };
  const heartBtInt = logon.int(Tag.HeartBtInt);
  if (!(heartBtInt >= config.heartBtIntMin && heartBtInt <= config.heartBtIntMax)) {
    const text = `HeartBtInt(108) must be from ${config.heartBtIntMin} to ${config.heartBtIntMax} seconds`;
    return { text, answered: true };
  }
  if (logon.char(Tag.ResetSeqNumFlag) === "Y") {
    if (!config.allowReset141) {
      return { text: "ResetSeqNumFlag(141)=Y is not allowed for this session", answered: true };
    }
    if (logon.msgSeqNum !== 1) {
      return { text: "MsgSeqNum(34) must be 1 when ResetSeqNumFlag(141) is Y", answered: true };
    }
  }
  return null;
}
