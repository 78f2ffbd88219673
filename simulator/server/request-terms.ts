/**
 * The terms few orders have, between FIX and the venue: a message's fields as triples of tag, mantissa and scale (so they
 * are journaled as the client wrote them), and those triples as the venue's terms, in ticks and lots.
 *
 *   all versions   99 StopPx, 110 MinQty, 111 MaxFloor, 211 PegOffsetValue, 432 ExpireDate, 126 ExpireTime,
 *                  18 ExecInst 6 (post-only), R M P (pegs), J K (trading halts)
 *   4.4            836 PegOffsetType, 835 PegMoveType
 *   5.0SP2         1138 DisplayQty, 1084 DisplayMethod, 1094 PegPriceType, 2362 SelfMatchPreventionID, 2964 its instruction
 */
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import { rescale, type Ticks } from "../../src/domain/price.ts";
import { OrdRejReason } from "../../src/domain/values.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import { Tag } from "../../src/fix/tags.ts";
import { timestampNs } from "../../src/fix/timestamps.ts";
import { GOOD_TILL_DATE } from "../rare-checks.ts";
import { Text } from "../report-text.ts";
import { noTerms, type RequestTerms } from "../venue-inputs.ts";

/** SelfMatchPreventionID and SelfMatchPreventionInstruction, of FIX 5.0SP2's extension packs. */
export const SELF_MATCH_ID = 2362;
export const SELF_MATCH_INSTRUCTION = 2964;

/** A field few orders have, as its message said it. ExecInst(18) is one a character, by its code; times are UTC milliseconds. */
export type WrittenTerm = { readonly tag: number; readonly mantissa: number; readonly scale: number };

const DECIMALS = [Tag.StopPx, Tag.MinQty, Tag.MaxFloor, Tag.DisplayQty, Tag.PegOffsetValue] as const;
const NUMBERS = [
  Tag.PegPriceType,
  Tag.PegOffsetType,
  Tag.PegMoveType,
  Tag.ExpireDate,
  Tag.DisplayMethod,
  SELF_MATCH_ID,
  SELF_MATCH_INSTRUCTION,
] as const;
/** Fields that would change what the order does, and that the venue does not know; 0 asks for nothing. */
const FOREIGN: readonly (readonly [tag: number, name: string])[] = [
  [Tag.MaxShow, "MaxShow"],
  [Tag.DiscretionInst, "DiscretionInst"],
  [Tag.TriggerPrice, "TriggerPrice"],
  [Tag.EffectiveTime, "EffectiveTime"],
  [Tag.PegLimitType, "PegLimitType"],
  [Tag.PegScope, "PegScope"],
];
/** ExecInst(18): not held, work and held say nothing here; 6 is post-only, R, M and P are pegs, J and K are for trading halts. */
const EXEC_INST = "125 6RMPJK";
/** ExecInst(18) J and K: reinstate on trading halt, cancel on trading halt. */
const ON_HALT = ["J".charCodeAt(0), "K".charCodeAt(0)];
const SELF_MATCH_ID_MAX = 0xffff_ffff;

/** What a message asks for beyond the plain. `refTag` names a field that cannot be held; `foreign` what the venue does not do. */
export type ReadTerms = { written: WrittenTerm[]; refTag: number; foreign: string };

/** @param message a D or G the validator accepted */
export function readTerms(message: MessageView): ReadTerms {
  const read: ReadTerms = { written: [], refTag: 0, foreign: "" };
  for (const tag of DECIMALS) {
    if (!message.has(tag)) continue;
    if (message.decimal(tag)) read.written.push({ tag, mantissa: message.mantissa, scale: message.scale });
    else read.refTag = tag;
  }
  for (const tag of NUMBERS) {
    if (!message.has(tag)) continue;
    const text = message.text(tag);
    if (/^\d{1,10}$/.test(text)) read.written.push({ tag, mantissa: Number(text), scale: 0 });
    else if (tag === SELF_MATCH_ID)
      read.foreign = `SelfMatchPreventionID(2362) is a number from 1 to ${SELF_MATCH_ID_MAX}`;
    else read.refTag = tag;
  }
  if (message.has(Tag.ExpireTime)) {
    const index = message.indexOf(Tag.ExpireTime);
    const timeNs = timestampNs(message.bytes, message.starts[index], message.ends[index]);
    if (timeNs < 0n) read.refTag = Tag.ExpireTime;
    else read.written.push({ tag: Tag.ExpireTime, mantissa: Number(timeNs / 1_000_000n), scale: 0 });
  }
  for (const inst of message.text(Tag.ExecInst)) {
    if (!EXEC_INST.includes(inst)) read.foreign = `ExecInst(18) ${inst} is not supported`;
    else if ("6RMPJK".includes(inst)) read.written.push({ tag: Tag.ExecInst, mantissa: inst.charCodeAt(0), scale: 0 });
  }
  for (const [tag, name] of FOREIGN) {
    const index = message.indexOf(tag);
    if (index >= 0 && message.intAt(index) !== 0) read.foreign = `${name}(${tag}) is not supported`;
  }
  return read;
}

/** Why a term cannot be had, with OrdRejReason(103): in words, or where `text` is "" as the venue's own limit says it. */
export type TermFault = { reason: number; limit: Text; text: string };
/** The venue's terms, if there is no `fault`. `expireMs` is 0 without ExpireTime(126). */
export type AskedTerms = { terms: RequestTerms; expireMs: number; fault: TermFault | null };

/** @param timeInForce as the request has it: an ExpireTime makes a date of good till date */
export function termsOfRequest(
  written: readonly WrittenTerm[],
  timeInForce: string,
  { priceScale, qtyScale }: Pick<InstrumentDefinition, "priceScale" | "qtyScale">,
): AskedTerms {
  const asked: AskedTerms = { terms: noTerms(), expireMs: 0, fault: null };
  const { terms } = asked;
  const refuse = (reason: number, limit: Text, text = "") => {
    asked.fault ??= { reason, limit, text };
  };
  for (const { tag, mantissa, scale } of written) {
    switch (tag) {
      case Tag.StopPx:
        terms.stopPx = rescale(mantissa, scale, priceScale) as Ticks;
        if (Number.isNaN(terms.stopPx)) refuse(OrdRejReason.InvalidPriceIncrement, Text.StopOffTick);
        break;
      case Tag.PegOffsetValue:
        terms.pegOffset = rescale(mantissa, scale, priceScale);
        if (Number.isNaN(terms.pegOffset)) refuse(OrdRejReason.InvalidPriceIncrement, Text.NoPeg);
        break;
      case Tag.MinQty:
        terms.minQty = rescale(mantissa, scale, qtyScale);
        if (Number.isNaN(terms.minQty)) refuse(OrdRejReason.IncorrectQuantity, Text.TermsOffLot);
        break;
      case Tag.MaxFloor:
      case Tag.DisplayQty:
        terms.displayQty = rescale(mantissa, scale, qtyScale);
        if (Number.isNaN(terms.displayQty)) refuse(OrdRejReason.IncorrectQuantity, Text.TermsOffLot);
        break;
      case Tag.ExpireDate:
        terms.expireDate = mantissa;
        break;
      case Tag.ExpireTime:
        asked.expireMs = mantissa;
        break;
      default:
        setNumber(terms, tag, mantissa, refuse);
    }
  }
  if (asked.expireMs !== 0) {
    if (timeInForce !== GOOD_TILL_DATE) refuse(OrdRejReason.UnsupportedOrderCharacteristic, Text.NoExpireDate);
    // The venue ends orders by days; the server ends this one by its time, which comes before the end of the next day.
    terms.expireDate = dateOf(asked.expireMs + 86_400_000);
  }
  return asked;
}

function setNumber(
  terms: RequestTerms,
  tag: number,
  value: number,
  refuse: (reason: number, limit: Text, text: string) => void,
): void {
  const unsupported = (text: string) => refuse(OrdRejReason.UnsupportedOrderCharacteristic, Text.None, text);
  switch (tag) {
    case Tag.ExecInst:
      if (value === 0x36) terms.postOnly = true;
      else if (ON_HALT.includes(value)) terms.onHalt = ON_HALT.indexOf(value) + 1;
      else terms.peg = "RMP".indexOf(String.fromCharCode(value)) + 1;
      return;
    case Tag.PegPriceType:
      terms.peg = [5, 2, 4].indexOf(value) + 1;
      if (terms.peg === 0) unsupported(`PegPriceType(1094) ${value} is not supported; 2, 4 and 5 are`);
      return;
    case Tag.PegOffsetType:
    case Tag.PegMoveType:
      if (value !== 0)
        unsupported(`${tag === Tag.PegMoveType ? "PegMoveType" : "PegOffsetType"}(${tag}) can be 0 only`);
      return;
    case Tag.DisplayMethod:
      if (value === 4) terms.displayQty = 0;
      else if (value !== 1) unsupported(`DisplayMethod(1084) ${value} is not supported; 1 and 4 are`);
      return;
    case SELF_MATCH_ID:
      terms.selfMatchId = value;
      if (value === 0 || value > SELF_MATCH_ID_MAX) {
        unsupported(`SelfMatchPreventionID(2362) is a number from 1 to ${SELF_MATCH_ID_MAX}`);
      }
      return;
    default:
      // 1 the aggressive order is canceled, 2 the passive, 3 both.
      terms.selfMatchMode = value - 1;
      if (value < 1 || value > 3)
        unsupported(`SelfMatchPreventionInstruction(2964) ${value} is not supported; 1 to 3 are`);
  }
}

/** @returns yyyymmdd, UTC */
function dateOf(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
