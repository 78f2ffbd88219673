/** What few orders have, as a venue's fields: terms in our words, and the client's own fields that go on as they are. */
import type { VenueTerms } from "../domain/exchange-port.ts";
import { decimalText } from "../domain/price.ts";
import type { MessageSpec } from "../fix/dictionary.ts";
import { groupOf } from "../fix/messages/group-cursor.ts";
import { Tag } from "../fix/tags.ts";
import type { BodyFields } from "./tag-rules.ts";

/** Ends a field. */
export const SEPARATOR = "\x01";

/** ExecInst (18): participate don't initiate; what becomes of the order in a trading halt; what a pegged order follows. */
const POST_ONLY = "6";
const ON_HALT = { reinstate: "J", cancel: "K" } as const;
const PEG_INST = { primary: "R", mid: "M", market: "P" } as const;
/** PegPriceType (1094), FIX 5.0 on. */
const PEG_PRICE_TYPE = { primary: "5", mid: "2", market: "4" } as const;
/** SelfMatchPreventionInstruction (2964). */
const SELF_MATCH = { newest: "1", oldest: "2", both: "3", decrement: "4" } as const;

/** Tags of terms: what an order does depends on them. */
export const TERM_TAGS: ReadonlySet<number> = new Set([
  Tag.StopPx,
  Tag.MinQty,
  Tag.MaxFloor,
  Tag.DisplayQty,
  Tag.ExecInst,
  Tag.PegOffsetValue,
  Tag.ExpireDate,
  Tag.SelfMatchPreventionID,
  Tag.SelfMatchPreventionInstruction,
]);

/** Adds terms to a body. What an iceberg shows is MaxFloor (111) where the version has no DisplayQty (1138). */
export function putTerms(
  { tags, values }: BodyFields,
  spec: MessageSpec,
  terms: VenueTerms,
  priceScale: number,
  qtyScale: number,
): void {
  const put = (tag: number, value: string) => {
    tags.push(tag);
    values.push(value);
  };
  const has = (tag: number) => (spec.places[tag] ?? 0) !== 0;
  const { stopPx, displayQty, minQty, postOnly, peg, onHalt, expireDate, selfMatchId, selfMatchMode } = terms;
  if (stopPx !== undefined) put(Tag.StopPx, decimalText(stopPx, priceScale));
  if (minQty !== undefined) put(Tag.MinQty, decimalText(minQty, qtyScale));
  if (displayQty !== undefined)
    put(has(Tag.DisplayQty) ? Tag.DisplayQty : Tag.MaxFloor, decimalText(displayQty, qtyScale));
  const execInst: string[] = [];
  if (postOnly) execInst.push(POST_ONLY);
  if (peg !== undefined) execInst.push(PEG_INST[peg.to]);
  if (onHalt !== undefined) execInst.push(ON_HALT[onHalt]);
  if (execInst.length > 0) put(Tag.ExecInst, execInst.join(" "));
  if (peg !== undefined) {
    put(Tag.PegOffsetValue, decimalText(peg.offset, priceScale));
    if (has(Tag.PegPriceType)) put(Tag.PegPriceType, PEG_PRICE_TYPE[peg.to]);
  }
  if (expireDate !== undefined) put(Tag.ExpireDate, String(expireDate));
  if (selfMatchId !== undefined) put(Tag.SelfMatchPreventionID, String(selfMatchId));
  if (selfMatchMode !== undefined) put(Tag.SelfMatchPreventionInstruction, SELF_MATCH[selfMatchMode]);
}

/**
 * Adds the client's own fields; what the body says already, the venue's symbols among it, stays as it is. A group is one
 * value: its count, a separator, and its entries as they came.
 */
export function putCarried({ tags, values }: BodyFields, spec: MessageSpec, carried: string): void {
  const own = new Set(tags);
  const fields = carried.split(SEPARATOR).filter((field) => field !== "");
  for (let at = 0; at < fields.length; ) {
    const { tag, value } = fieldOf(fields[at++]);
    const group = groupOf(spec, tag);
    let whole = value;
    if (group !== undefined) {
      const from = at;
      while (at < fields.length && isWithin(group, fieldOf(fields[at]).tag)) at++;
      whole = `${value}${SEPARATOR}${fields.slice(from, at).join(SEPARATOR)}${SEPARATOR}`;
    }
    if (own.has(tag) || spec.places[tag] === undefined) continue;
    tags.push(tag);
    values.push(whole);
  }
}

type Group = NonNullable<ReturnType<typeof groupOf>>;

/** Is the tag of the group, or of one inside it? */
function isWithin(group: Group, tag: number): boolean {
  return group.places.has(tag) || group.groups.some((inner) => inner.countTag === tag || isWithin(inner, tag));
}

function fieldOf(field: string): { tag: number; value: string } {
  const equals = field.indexOf("=");
  return { tag: Number(field.slice(0, equals)), value: field.slice(equals + 1) };
}
