/**
 * Terms few orders have, as the core keeps them: pairs (FIX tag as the client wrote it, value). Prices and offsets are in
 * price units, quantities in quantity units, a date is yyyymmdd, an ExecInst(18) its character's code. Cold: plain orders
 * have none. Several tags say the same thing in different versions of FIX; what they mean is said here, once.
 */
import type { VenueTerms } from "./exchange-port.ts";
import type { Qty, Ticks } from "./price.ts";

export const Term = {
  ExecInst: 18,
  HandlInst: 21,
  StopPx: 99,
  MinQty: 110,
  MaxFloor: 111,
  MaxShow: 210,
  PegOffsetValue: 211,
  ExpireDate: 432,
  PegPriceType: 1094,
  DisplayQty: 1138,
  SelfMatchPreventionId: 2362,
  SelfMatchPreventionInstruction: 2964,
} as const;

/** How a term's value is written. */
export type TermKind = "price" | "offset" | "qty" | "date" | "int" | "char";
export const TERM_KINDS: ReadonlyMap<number, TermKind> = new Map([
  [Term.ExecInst, "char"],
  [Term.HandlInst, "char"],
  [Term.StopPx, "price"],
  [Term.MinQty, "qty"],
  [Term.MaxFloor, "qty"],
  [Term.MaxShow, "qty"],
  [Term.PegOffsetValue, "offset"],
  [Term.ExpireDate, "date"],
  [Term.PegPriceType, "int"],
  [Term.DisplayQty, "qty"],
  [Term.SelfMatchPreventionId, "int"],
  [Term.SelfMatchPreventionInstruction, "int"],
]);
/** The tags that show a part of the order, newest version first. */
export const DISPLAY_TAGS: readonly number[] = [Term.DisplayQty, Term.MaxFloor, Term.MaxShow];

/** No terms at all: one list for every plain order. Never changed. */
export const NO_MORE_TERMS: number[] = [];

export type Condition = "displayQty" | "minQty" | "postOnly" | "peg" | "selfMatch" | "onHalt";
/** In the order they are looked at. */
export const CONDITION_NAMES: readonly { condition: Condition; tag: number; name: string; words: string }[] = [
  { condition: "displayQty", tag: Term.DisplayQty, name: "DisplayQty", words: "iceberg, hidden" },
  { condition: "minQty", tag: Term.MinQty, name: "MinQty", words: "MinQty" },
  { condition: "postOnly", tag: Term.ExecInst, name: "ExecInst", words: "post-only" },
  { condition: "peg", tag: Term.PegPriceType, name: "PegPriceType", words: "peg" },
  { condition: "selfMatch", tag: Term.SelfMatchPreventionId, name: "SelfMatchPreventionID", words: "self-match id" },
  { condition: "onHalt", tag: Term.ExecInst, name: "ExecInst", words: "on trading halt" },
];

const POST_ONLY = "6".charCodeAt(0);
/** HandlInst(21) of an order that people are to work. */
export const MANUAL = "3".charCodeAt(0);
/** Cancel on connection loss: for the house, the venue does not hear of it. */
const CANCEL_ON_LOSS = "o".charCodeAt(0);
/** What becomes of the order when trading is halted: it is suspended and reinstated, or canceled. */
const ON_HALT: ReadonlyMap<number, "reinstate" | "cancel"> = new Map([
  ["J".charCodeAt(0), "reinstate"],
  ["K".charCodeAt(0), "cancel"],
]);
/** ExecInst(18) of the versions before PegPriceType(1094): M mid, P market, R primary. */
const PEG_OF_INST: ReadonlyMap<number, "primary" | "mid" | "market"> = new Map([
  ["M".charCodeAt(0), "mid"],
  ["P".charCodeAt(0), "market"],
  ["R".charCodeAt(0), "primary"],
]);
const PEG_OF_TYPE: ReadonlyMap<number, "primary" | "mid" | "market"> = new Map([
  [2, "mid"],
  [4, "market"],
  [5, "primary"],
]);
const MODES: ReadonlyMap<number, "newest" | "oldest" | "both"> = new Map([
  [1, "newest"],
  [2, "oldest"],
  [3, "both"],
]);

/** @returns the value of the first pair with the tag, or undefined */
export function termOf(moreTerms: readonly number[], tag: number): number | undefined {
  for (let index = 0; index < moreTerms.length; index += 2) if (moreTerms[index] === tag) return moreTerms[index + 1];
  return undefined;
}

/** Is the pair something the venue can be asked for? */
export function isKnownTerm(tag: number, value: number): boolean {
  if (tag === Term.ExecInst)
    return value === POST_ONLY || value === CANCEL_ON_LOSS || PEG_OF_INST.has(value) || ON_HALT.has(value);
  if (tag === Term.HandlInst) return value === MANUAL;
  if (tag === Term.PegPriceType) return PEG_OF_TYPE.has(value);
  if (tag === Term.SelfMatchPreventionInstruction) return MODES.has(value);
  return TERM_KINDS.has(tag);
}

/** Does the order ask to be canceled when its client's line is lost? */
export function isCanceledOnLoss(moreTerms: readonly number[]): boolean {
  for (let index = 0; index < moreTerms.length; index += 2) {
    if (moreTerms[index] === Term.ExecInst && moreTerms[index + 1] === CANCEL_ON_LOSS) return true;
  }
  return false;
}

/** Does the client want people to work the order? @param asked triples (tag, number, digits after the point) */
export function isForPeople(asked: readonly number[]): boolean {
  for (let index = 0; index < asked.length; index += 3) {
    if (asked[index] === Term.HandlInst && asked[index + 1] === MANUAL) return true;
  }
  return false;
}

export function conditionsOf(moreTerms: readonly number[]): ReadonlySet<Condition> {
  const found = new Set<Condition>();
  for (let index = 0; index < moreTerms.length; index += 2) {
    const tag = moreTerms[index];
    if (DISPLAY_TAGS.includes(tag)) found.add("displayQty");
    if (tag === Term.MinQty) found.add("minQty");
    if (tag === Term.ExecInst && moreTerms[index + 1] === POST_ONLY) found.add("postOnly");
    if (tag === Term.ExecInst && PEG_OF_INST.has(moreTerms[index + 1])) found.add("peg");
    if (tag === Term.ExecInst && ON_HALT.has(moreTerms[index + 1])) found.add("onHalt");
    if (tag === Term.PegPriceType) found.add("peg");
    if (tag === Term.SelfMatchPreventionId || tag === Term.SelfMatchPreventionInstruction) found.add("selfMatch");
  }
  return found;
}

/** As the venue is told. */
export function venueTermsOf(moreTerms: readonly number[]): VenueTerms {
  const terms: VenueTerms = {};
  let to: "primary" | "mid" | "market" | undefined;
  for (let index = 0; index < moreTerms.length; index += 2) {
    const tag = moreTerms[index];
    const value = moreTerms[index + 1];
    if (tag === Term.StopPx) terms.stopPx = value as Ticks;
    else if (tag === Term.MinQty) terms.minQty = value as Qty;
    else if (DISPLAY_TAGS.includes(tag)) terms.displayQty = value as Qty;
    else if (tag === Term.ExpireDate) terms.expireDate = value;
    else if (tag === Term.SelfMatchPreventionId) terms.selfMatchId = value;
    else if (tag === Term.SelfMatchPreventionInstruction) terms.selfMatchMode = MODES.get(value) ?? "newest";
    else if (tag === Term.PegPriceType) to = PEG_OF_TYPE.get(value);
    else if (tag === Term.ExecInst && value === POST_ONLY) terms.postOnly = true;
    else if (tag === Term.ExecInst && ON_HALT.has(value)) terms.onHalt = ON_HALT.get(value) ?? "cancel";
    else if (tag === Term.ExecInst) to ??= PEG_OF_INST.get(value);
  }
  if (to !== undefined) terms.peg = { to, offset: termOf(moreTerms, Term.PegOffsetValue) ?? 0 };
  return terms;
}
