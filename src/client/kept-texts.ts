/** The texts of a client's message that are kept, and how long they may be. Looked at for every message. */
import { ACCOUNT_MAX, CL_ORD_ID_MAX, EXCHANGE_MAX, SECURITY_ID_MAX, SYMBOL_MAX } from "../domain/limits.ts";
import type { MessageView } from "../fix/message-view.ts";
import { Tag } from "../fix/tags.ts";

const BOUNDED_TEXTS: readonly (readonly [tag: number, name: string, max: number])[] = [
  [Tag.ClOrdID, "ClOrdID", CL_ORD_ID_MAX],
  [Tag.OrigClOrdID, "OrigClOrdID", CL_ORD_ID_MAX],
  [Tag.Account, "Account", ACCOUNT_MAX],
  [Tag.Symbol, "Symbol", SYMBOL_MAX],
  [Tag.OrdStatusReqID, "OrdStatusReqID", CL_ORD_ID_MAX],
  [Tag.ExecID, "ExecID", CL_ORD_ID_MAX],
  [Tag.MassStatusReqID, "MassStatusReqID", CL_ORD_ID_MAX],
  [Tag.SecurityID, "SecurityID", SECURITY_ID_MAX],
  [Tag.SecurityExchange, "SecurityExchange", EXCHANGE_MAX],
];

/** The first text that is too long to be kept, and what is said of it; null when none is. */
export function tooLongText(message: MessageView): { tag: number; text: string } | null {
  for (let row = 0; row < BOUNDED_TEXTS.length; row++) {
    const [tag, name, max] = BOUNDED_TEXTS[row];
    const index = message.indexOf(tag);
    if (index < 0) continue;
    const length = message.ends[index] - message.starts[index];
    if (length > max) return { tag, text: `${name}(${tag}) has ${length} characters; at most ${max} are kept` };
  }
  return null;
}
