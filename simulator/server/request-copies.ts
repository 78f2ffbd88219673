/**
 * Copies of clients' NewOrderSingle (D), OrderCancelRequest (F) and OrderCancelReplaceRequest (G) for one drop copy session,
 * as far as its FIX version has their fields, with OnBehalfOfCompID(115) and CopyMsgIndicator(797) where the version has it.
 * They go out with the batch that carries the request out, before its reports.
 */
import { BodyCopier } from "../../src/fix/body-copier.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import type { FixSession } from "../../src/fix/session.ts";
import { Tag } from "../../src/fix/tags.ts";

const AUTOMATED_NO_INTERVENTION = "1";
const FULL_REMAINING_QUANTITY = "F";
const NO_GROUP = 0;

export class RequestCopies {
  readonly #session: FixSession;
  readonly #copier: BodyCopier;

  constructor(session: FixSession) {
    this.#session = session;
    this.#copier = new BodyCopier(session.config.dictionary);
  }

  /** @param source the dictionary the request is valid by */
  copy(view: MessageView, source: Dictionary, onBehalfOf: string, nowNs: bigint): void {
    const spec = this.#session.config.dictionary.message(view.msgType);
    if (spec === undefined) return;
    const writer = this.#session.begin(view.msgType, onBehalfOf);
    this.#copier.copy(view, source, writer, NO_GROUP);
    for (const tag of spec.required) {
      if (!this.#copier.lacks(view, spec, tag)) continue;
      if (tag === Tag.HandlInst) writer.text(tag, AUTOMATED_NO_INTERVENTION);
      else if (tag === Tag.CxlType) writer.text(tag, FULL_REMAINING_QUANTITY);
      else if (tag === Tag.TransactTime) writer.timestamp(tag, nowNs);
      else if (tag === Tag.OrderQty) writer.decimal(tag, 0, 0);
      else writer.text(tag, "NONE");
    }
    if (spec.places[Tag.CopyMsgIndicator] > 0 && !view.has(Tag.CopyMsgIndicator)) {
      writer.bool(Tag.CopyMsgIndicator, true);
    }
    this.#session.send();
  }
}
