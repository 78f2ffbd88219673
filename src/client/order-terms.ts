/**
 * Hot path: what few orders have beside their plain terms is read from the client's message; budget 30 ns for a plain order.
 *
 * In: a D or G, valid by its dictionary. Out: the terms that change what the order does, as they are written; the fields
 * that are carried along untouched; and the first condition that is neither, which would be dropped in silence if the order
 * were taken. It judges nothing about the trade.
 */
import { CARRIED_MAX, MORE_TERMS_MAX } from "../domain/limits.ts";
import { CONTINGENCY_TAG } from "../domain/linked-orders.ts";
import { NO_MORE_TERMS, TERM_KINDS, Term } from "../domain/more-terms.ts";
import type { Dictionary } from "../fix/dictionary.ts";
import type { MessageView } from "../fix/message-view.ts";
import { groupEnd, groupOf } from "../fix/messages/group-cursor.ts";
import { MsgType, Tag } from "../fix/tags.ts";

/** What was read. One reused object, valid until the next message; `moreTerms` is the reader's to keep. */
export const orderTerms = { moreTerms: NO_MORE_TERMS, carried: "", unsupported: "" };

/** ExecInst (18) values that ask for nothing a plain order does not do: not held, work, held. */
const HARMLESS_EXEC_INST = "125 ";
/** Fields that are carried to the venue, to reports and to drop copies as they are. */
export const CARRIED_TAGS: readonly number[] = [
  Tag.Currency,
  Tag.SecurityIDSource,
  Tag.Rule80A,
  Tag.SecurityID,
  Tag.SymbolSfx,
  Tag.ExecBroker,
  Tag.ExDestination,
  Tag.ClientID,
  Tag.SecurityType,
  Tag.SecurityExchange,
  Tag.ClearingFirm,
  Tag.ClearingAccount,
  Tag.NoPartyIDs,
  Tag.SecondaryClOrdID,
  Tag.OrderCapacity,
  Tag.OrderRestrictions,
  Tag.AccountType,
  Tag.CustOrderCapacity,
  Tag.ClOrdLinkID,
  Tag.AcctIDSource,
  Tag.ManualOrderIndicator,
  Tag.OrderOrigination,
  Tag.NoOrderAttributes,
];
/** Fields that would change what the order does, and are not taken; `harmless` asks for nothing. */
export const REFUSED_TERMS: readonly (readonly [tag: number, name: string, harmless: string])[] = [
  [Tag.ExpireTime, "ExpireTime", ""],
  [Tag.EffectiveTime, "EffectiveTime", ""],
  [Tag.DiscretionInst, "DiscretionInst", "0"],
  [Tag.DiscretionOffsetValue, "DiscretionOffsetValue", "0"],
  [Tag.PegMoveType, "PegMoveType", "0"],
  [Tag.PegOffsetType, "PegOffsetType", "0"],
  [Tag.PegLimitType, "PegLimitType", ""],
  [Tag.PegRoundDirection, "PegRoundDirection", ""],
  [Tag.PegScope, "PegScope", ""],
  [Tag.TargetStrategy, "TargetStrategy", ""],
  [Tag.SecondaryDisplayQty, "SecondaryDisplayQty", "0"],
  [Tag.DisplayWhen, "DisplayWhen", "2"],
  [Tag.DisplayMethod, "DisplayMethod", "1"],
  [Tag.MatchIncrement, "MatchIncrement", "0"],
  [Tag.MaxPriceLevels, "MaxPriceLevels", "0"],
  [Tag.TriggerType, "TriggerType", ""],
];

/** HandlInst(21) 3: people are to work the order. */
const MANUAL = "3".charCodeAt(0);

/** A ContingencyType nobody has. */
const NO_CONTINGENCY = -1;
const Kind = { Plain: 0, Term: 1, Carried: 2, Refused: 3 } as const;
const KINDS = new Uint8Array(4096);
for (const tag of TERM_KINDS.keys()) KINDS[tag] = Kind.Term;
KINDS[CONTINGENCY_TAG] = Kind.Term;
for (const tag of CARRIED_TAGS) KINDS[tag] = Kind.Carried;
for (const [tag] of REFUSED_TERMS) KINDS[tag] = Kind.Refused;

/** Reads into `orderTerms`. */
export function readOrderTerms(message: MessageView, dictionary: Dictionary): void {
  orderTerms.moreTerms = NO_MORE_TERMS;
  orderTerms.carried = "";
  orderTerms.unsupported = "";
  const { tags, count } = message;
  for (let index = 0; index < count; index++) {
    const tag = tags[index];
    if (tag < KINDS.length && tag > 0 && KINDS[tag] !== Kind.Plain) {
      // Nearly every order says how it is to be handled, and nearly all by the machine.
      if (tag === Tag.HandlInst && message.bytes[message.starts[index]] !== MANUAL) continue;
      return readRare(message, dictionary);
    }
  }
}

/** Cold: plain orders do not come here. */
function readRare(message: MessageView, dictionary: Dictionary): void {
  const moreTerms: number[] = [];
  let carried = "";
  for (let index = 0; index < message.count; index++) {
    const tag = message.tags[index];
    const kind = tag > 0 && tag < KINDS.length ? KINDS[tag] : Kind.Plain;
    if (kind === Kind.Term) readTerm(message, index, moreTerms);
    else if (kind === Kind.Refused) refuseTerm(message, index);
    else if (kind === Kind.Carried) {
      const end = endOf(message, index, dictionary);
      carried += message.bytes.latin1Slice(startOf(message, index), message.ends[end - 1] + 1);
      index = end - 1;
    }
  }
  if (moreTerms.length > MORE_TERMS_MAX * 3) {
    refuse(`the order has ${moreTerms.length / 3} conditions; at most ${MORE_TERMS_MAX} are taken`);
  }
  if (carried.length > CARRIED_MAX) {
    refuse(`parties and identifiers have ${carried.length} characters; at most ${CARRIED_MAX} are carried`);
    carried = "";
  }
  if (moreTerms.length > 0) orderTerms.moreTerms = moreTerms;
  orderTerms.carried = carried;
}

/** The first fault counts. */
function refuse(text: string): void {
  if (orderTerms.unsupported === "") orderTerms.unsupported = text;
}

function refuseTerm(message: MessageView, index: number): void {
  const tag = message.tags[index];
  const [, name, harmless] = REFUSED_TERMS.find((row) => row[0] === tag) ?? [tag, "field", ""];
  const value = message.textAt(index);
  if (value !== harmless) refuse(`${name}(${tag}) ${value} is not supported`);
}

function readTerm(message: MessageView, index: number, moreTerms: number[]): void {
  const tag = message.tags[index];
  if (tag === CONTINGENCY_TAG) return readContingency(message, index, moreTerms);
  switch (TERM_KINDS.get(tag)) {
    case "char":
      for (const char of message.textAt(index)) {
        if (!HARMLESS_EXEC_INST.includes(char)) moreTerms.push(tag, char.charCodeAt(0), 0);
      }
      return;
    case "int":
    case "date": {
      const value = message.intAt(index);
      if (Number.isNaN(value))
        return refuse(`field ${tag} ${message.textAt(index)} is not supported; whole numbers are`);
      moreTerms.push(tag, value, 0);
      return;
    }
    default:
      if (!message.decimalAt(index)) return refuse(`field ${tag} ${message.textAt(index)} is too long to be exact`);
      // 0 asks for nothing, but for what is shown: there it hides the order.
      if (message.mantissa !== 0 || isDisplay(tag)) moreTerms.push(tag, message.mantissa, message.scale);
  }
}

/** Which orders a new order is linked with is said once, when it is new. */
function readContingency(message: MessageView, index: number, moreTerms: number[]): void {
  if (message.msgType !== MsgType.NewOrderSingle) return refuse("ContingencyType(1385) cannot change");
  // A number that is none is 0 here, which is no type and would ask for nothing.
  moreTerms.push(CONTINGENCY_TAG, message.intAt(index) || NO_CONTINGENCY, 0);
}

function isDisplay(tag: number): boolean {
  return tag === Term.DisplayQty || tag === Term.MaxFloor || tag === Term.MaxShow;
}

/** The index behind the field, or behind the group it counts. */
function endOf(message: MessageView, index: number, dictionary: Dictionary): number {
  const spec = dictionary.message(message.msgType);
  const group = spec === undefined ? undefined : groupOf(spec, message.tags[index]);
  return group === undefined ? index + 1 : groupEnd(message, index + 1, group, 0);
}

/** Where "tag=" begins. */
function startOf(message: MessageView, index: number): number {
  return message.starts[index] - String(message.tags[index]).length - 1;
}
