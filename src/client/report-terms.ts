/**
 * The terms few orders have, as one recipient's FIX version tells them: a tag its ExecutionReport has not is said by the
 * one that means the same there, or left out. Which order types and times in force the version has words for is looked up
 * for every report; the rest is cold.
 */
import { DISPLAY_TAGS, TERM_KINDS, Term } from "../domain/more-terms.ts";
import type { Dictionary } from "../fix/dictionary.ts";
import type { MessageWriter } from "../fix/message-writer.ts";
import { MsgType, Tag } from "../fix/tags.ts";

export class ReportTerms {
  readonly #ordTypes: Uint8Array;
  readonly #timesInForce: Uint8Array;
  /** By the tag of the client, the tag written; none when the version cannot say it. */
  readonly #tags = new Map<number, number>();

  constructor(dictionary: Dictionary) {
    this.#ordTypes = permitted(dictionary, Tag.OrdType);
    this.#timesInForce = permitted(dictionary, Tag.TimeInForce);
    const places = dictionary.message(MsgType.ExecutionReport)?.places ?? [];
    const has = (tag: number) => (places[tag] ?? 0) !== 0;
    for (const tag of TERM_KINDS.keys()) {
      const said = has(tag) ? tag : DISPLAY_TAGS.includes(tag) ? DISPLAY_TAGS.find(has) : undefined;
      if (said !== undefined) this.#tags.set(tag, said);
    }
  }

  /** @param code the value's character code */
  knowsOrdType(code: number): boolean {
    return this.#ordTypes[code] === 1;
  }

  knowsTimeInForce(code: number): boolean {
    return this.#timesInForce[code] === 1;
  }

  /** @param moreTerms pairs (tag, value) */
  write(moreTerms: readonly number[], priceScale: number, qtyScale: number, to: MessageWriter): void {
    let execInst = "";
    for (let index = 0; index < moreTerms.length; index += 2) {
      const tag = this.#tags.get(moreTerms[index]);
      if (tag === undefined) continue;
      const value = moreTerms[index + 1];
      const kind = TERM_KINDS.get(moreTerms[index]);
      if (kind === "price" || kind === "offset") to.decimal(tag, value, priceScale);
      else if (kind === "qty") to.decimal(tag, value, qtyScale);
      else if (tag === Term.HandlInst) to.char(tag, String.fromCharCode(value));
      else if (kind === "char") execInst += `${execInst === "" ? "" : " "}${String.fromCharCode(value)}`;
      else to.int(tag, value);
    }
    if (execInst !== "" && this.#tags.has(Term.ExecInst)) to.text(Term.ExecInst, execInst);
  }
}

/** 1 for each single character the version has for a field; all of them where it has no list. */
function permitted(dictionary: Dictionary, tag: number): Uint8Array {
  const values = dictionary.field(tag)?.values ?? [];
  const codes = new Uint8Array(256).fill(values.length === 0 ? 1 : 0);
  for (const value of values) if (value.length === 1) codes[value.charCodeAt(0)] = 1;
  return codes;
}
