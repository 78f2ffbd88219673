/** A client's requests about many orders at once become commands. They are rare; the texts are bounded by `FixAdapter`. */
import { ACCOUNT_MAX } from "../domain/limits.ts";
import { type Command, CommandType } from "../domain/records.generated.ts";
import { ABSENT, type Side } from "../domain/values.ts";
import type { MessageView } from "../fix/message-view.ts";
import { Tag } from "../fix/tags.ts";
import { securityIdOf } from "./security-id.ts";

/** Codes are kept in one byte; there are no higher ones. */
const CODE_MAX = 0xff;
/** PartyRole (452). */
const CUSTOMER_ACCOUNT = 24;

/** 35=AF */
export function massStatusCommand(sessionId: number, message: MessageView): Command {
  return {
    type: CommandType.RequestMassStatus,
    sessionId,
    msgSeqNum: message.msgSeqNum,
    massStatusReqId: message.text(Tag.MassStatusReqID),
    massStatusReqType: Math.min(message.int(Tag.MassStatusReqType), CODE_MAX),
    ...scopeOf(message),
  };
}

/** 35=q */
export function massCancelCommand(sessionId: number, message: MessageView): Command {
  return {
    type: CommandType.RequestMassCancel,
    sessionId,
    msgSeqNum: message.msgSeqNum,
    clOrdId: message.text(Tag.ClOrdID),
    massCancelRequestType: message.char(Tag.MassCancelRequestType),
    massActionType: 0,
    massActionScope: 0,
    ...scopeOf(message),
  };
}

/** 35=CA; its scope is what MassCancelRequestType(530) is for a 35=q, where there is such a type. */
export function massActionCommand(sessionId: number, message: MessageView): Command {
  const massActionScope = Math.min(message.int(Tag.MassActionScope), CODE_MAX);
  return {
    type: CommandType.RequestMassCancel,
    sessionId,
    msgSeqNum: message.msgSeqNum,
    clOrdId: message.text(Tag.ClOrdID),
    massCancelRequestType: massActionScope < 10 ? String(massActionScope) : ABSENT,
    massActionType: Math.min(message.int(Tag.MassActionType), CODE_MAX),
    massActionScope,
    ...scopeOf(message),
  };
}

/** Account (1), or where a message has none the party whose role is customer account. */
function accountOf(message: MessageView): string {
  if (message.has(Tag.Account)) return message.text(Tag.Account);
  let partyId = "";
  for (let index = 0; index < message.count; index++) {
    const tag = message.tags[index];
    if (tag === Tag.PartyID) partyId = message.textAt(index);
    else if (tag === Tag.PartyRole && message.intAt(index) === CUSTOMER_ACCOUNT) return partyId.slice(0, ACCOUNT_MAX);
  }
  return "";
}

function scopeOf(message: MessageView) {
  const side = message.char(Tag.Side);
  return {
    account: accountOf(message),
    symbol: message.text(Tag.Symbol),
    side: (side === "" ? ABSENT : side) as Side,
    securityId: securityIdOf(message),
    securityExchange: message.text(Tag.SecurityExchange),
  };
}
