/** A client's requests about many orders at once become commands. They are rare; the texts are bounded by `FixAdapter`. */
import { type Command, CommandType } from "../domain/records.generated.ts";
import { ABSENT, type Side } from "../domain/values.ts";
import type { MessageView } from "../fix/message-view.ts";
import { Tag } from "../fix/tags.ts";
import { securityIdOf } from "./security-id.ts";

/** Codes are kept in one byte; there are no higher ones. */
const CODE_MAX = 0xff;

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

function scopeOf(message: MessageView) {
  const side = message.char(Tag.Side);
  return {
    account: message.text(Tag.Account),
    symbol: message.text(Tag.Symbol),
    side: (side === "" ? ABSENT : side) as Side,
    securityId: securityIdOf(message),
    securityExchange: message.text(Tag.SecurityExchange),
  };
}
