/**
 * What the venue takes of order types and terms beyond the plain, and in which order it looks. Cold: plain orders do not
 * come here.
 *
 *   type, time in force, what they need, what does not go together (11) > quantities (13) > price range (16) > ticks (18)
 *
 *                      Day GTC GTD   IOC FOK   OPG ATC   display/hide   MinQty   post-only   peg
 *   market              x   x   x     x   x     x   x         -           x          -         -
 *   limit               x   x   x     x   x     x   x     not IOC FOK     x    resting only    -
 *   stop                x   x   x     x   x     -   -         -           x          -         -
 *   stop-limit          x   x   x     x   x     -   -     not IOC FOK     x          -         -
 *   market-to-limit     x   x   x     -   -     -   -         x           x          -         -
 *   pegged              x   x   x     -   -     -   -         -           -          -         x
 *
 * MinQty goes with neither OPG and ATC nor FOK. Every type may have a self-match id, and every order that can rest may say
 * what becomes of it in a trading halt.
 */
import type { VenueOrdType, VenueTerms, VenueTimeInForce } from "../src/domain/exchange-port.ts";
import { type InstrumentDefinition, isOnTick } from "../src/domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../src/domain/limits.ts";
import { NO_PRICE } from "../src/domain/price.ts";
import { OrdType, TimeInForce } from "../src/domain/values.ts";
import * as rare from "./matching/rare-terms.ts";
import { Text } from "./report-text.ts";
import { noTerms, type RequestInput, type RequestTerms } from "./venue-inputs.ts";

export const MARKET_TO_LIMIT = "K";
export const PEGGED = "P";
export const AT_THE_OPENING = "2";
export const GOOD_TILL_DATE = "6";
export const AT_THE_CLOSE = "7";

const { Market, Limit, Stop, StopLimit } = OrdType;
const TYPES: readonly VenueOrdType[] = [Market, Limit, Stop, StopLimit, MARKET_TO_LIMIT, PEGGED];
const { Day, GoodTillCancel, ImmediateOrCancel, FillOrKill } = TimeInForce;
const TIMES: readonly VenueTimeInForce[] = [
  Day,
  GoodTillCancel,
  ImmediateOrCancel,
  FillOrKill,
  AT_THE_OPENING,
  GOOD_TILL_DATE,
  AT_THE_CLOSE,
];

const PEGS = [0, rare.PEG_PRIMARY, rare.PEG_MID, rare.PEG_MARKET];
const PEG_NAMES = ["", "primary", "mid", "market"];
const MODES = [rare.CANCEL_NEWEST, rare.CANCEL_OLDEST, rare.CANCEL_BOTH, rare.DECREMENT];
const MODE_NAMES = ["newest", "oldest", "both", "decrement"];
const HALTS = [0, rare.HALT_REINSTATE, rare.HALT_CANCEL];
const HALT_NAMES = ["", "reinstate", "cancel"];
const NONE: RequestTerms = noTerms();

/** @returns what is wrong with the terms of an order or replace that `isRare`; Text.None when nothing is */
export function checkRareTerms(instrument: InstrumentDefinition, input: RequestInput): Text {
  const { ordType, timeInForce, price, orderQty } = input;
  const terms = termsIn(input);
  if (!TYPES.includes(ordType)) return Text.OrdTypeNotSupported;
  if (!TIMES.includes(timeInForce)) return Text.TimeInForceNotSupported;
  if ((ordType === Limit || ordType === StopLimit) && price === NO_PRICE) return Text.NoPrice;
  const isStop = ordType === Stop || ordType === StopLimit;
  if (isStop && !isPrice(terms.stopPx)) return Text.NoStopPx;
  if (ordType === PEGGED && (PEGS[terms.peg] === undefined || terms.peg === 0 || !isPrice(terms.pegOffset))) {
    return Text.NoPeg;
  }
  if ((timeInForce === GOOD_TILL_DATE) !== terms.expireDate > 0) return Text.NoExpireDate;
  if (!goTogether(input, terms)) return Text.UnsupportedCombination;
  if (orderQty <= 0 || orderQty % instrument.lotSize !== 0) return Text.OffLot;
  if (orderQty > QTY_MAX) return Text.QtyAboveMax;
  const { displayQty, minQty } = terms;
  const isOffLot = (displayQty > 0 && displayQty % instrument.lotSize !== 0) || minQty % instrument.lotSize !== 0;
  if (isOffLot || minQty < 0 || minQty > orderQty) return Text.TermsOffLot;
  if (hasLimit(ordType) && price !== NO_PRICE) {
    if (!isPrice(price)) return Text.PriceOutOfRange;
    if (!isOnTick(instrument, price)) return Text.OffTick;
  }
  return isStop && !isOnTick(instrument, terms.stopPx) ? Text.StopOffTick : Text.None;
}

function goTogether({ ordType, timeInForce }: RequestInput, terms: RequestTerms): boolean {
  const isStop = ordType === Stop || ordType === StopLimit;
  const isImmediate = timeInForce === ImmediateOrCancel || timeInForce === FillOrKill;
  const isAuction = timeInForce === AT_THE_OPENING || timeInForce === AT_THE_CLOSE;
  if (!isStop && terms.stopPx !== NO_PRICE) return false;
  if (ordType !== PEGGED && terms.peg !== 0) return false;
  if (isAuction && ordType !== Limit && ordType !== Market) return false;
  if (isImmediate && (ordType === PEGGED || ordType === MARKET_TO_LIMIT)) return false;
  const shows = ordType === Limit || ordType === StopLimit || ordType === MARKET_TO_LIMIT;
  if (terms.displayQty !== -1 && (!shows || isImmediate || terms.displayQty < 0)) return false;
  if (terms.minQty !== 0 && (ordType === PEGGED || isAuction || timeInForce === FillOrKill)) return false;
  if (terms.postOnly && (ordType !== Limit || isImmediate || isAuction || terms.minQty !== 0)) return false;
  if (terms.onHalt !== 0 && isImmediate) return false;
  return MODES[terms.selfMatchMode] !== undefined && HALTS[terms.onHalt] !== undefined;
}

/** The engine's terms for a request that was found good. */
export function toRareTerms(input: RequestInput, into: rare.RareTerms): void {
  const { ordType, timeInForce } = input;
  const terms = termsIn(input);
  let flags = PEGS[terms.peg];
  if (ordType === Stop || ordType === StopLimit) flags |= rare.STOP;
  if (ordType === MARKET_TO_LIMIT) flags |= rare.MARKET_TO_LIMIT;
  if (terms.postOnly) flags |= rare.POST_ONLY;
  if (terms.displayQty !== -1) flags |= terms.displayQty === 0 ? rare.HIDDEN : rare.ICEBERG;
  if (timeInForce === AT_THE_OPENING) flags |= rare.AT_OPEN;
  if (timeInForce === AT_THE_CLOSE) flags |= rare.AT_CLOSE;
  if (terms.selfMatchId !== 0) flags |= MODES[terms.selfMatchMode];
  flags |= HALTS[terms.onHalt];
  into.flags = flags;
  into.stopPx = terms.stopPx === NO_PRICE ? 0 : terms.stopPx;
  into.displayQty = Math.max(terms.displayQty, 0);
  into.minQty = terms.minQty;
  into.pegOffset = terms.pegOffset;
  into.expireDate = terms.expireDate;
  into.selfMatchId = terms.selfMatchId;
}

/**
 * A replace of an order with rare terms. One that names none leaves them as they are; a stop that has triggered is the
 * market or limit order it became.
 *
 * @returns Text.UnsupportedReplace when it would make another kind of order of it
 */
export function completeReplace(input: RequestInput, before: rare.RareTerms): Text {
  const { flags } = before;
  const { terms } = input;
  if (!input.hasTerms) {
    input.hasTerms = true;
    terms.stopPx = ((flags & rare.STOP) === 0 ? NO_PRICE : before.stopPx) as typeof NO_PRICE;
    terms.displayQty = (flags & rare.ICEBERG) !== 0 ? before.displayQty : (flags & rare.HIDDEN) !== 0 ? 0 : -1;
    terms.minQty = before.minQty;
    terms.postOnly = (flags & rare.POST_ONLY) !== 0;
    terms.peg = PEGS.indexOf(flags & rare.PEG_MASK);
    terms.pegOffset = before.pegOffset;
    terms.expireDate = input.timeInForce === GOOD_TILL_DATE ? before.expireDate : 0;
    terms.selfMatchId = before.selfMatchId;
    terms.selfMatchMode = MODES.indexOf(flags & rare.SELF_MATCH_MASK);
    terms.onHalt = HALTS.indexOf(flags & rare.HALT_MASK);
  }
  const isStop = (flags & rare.STOP) !== 0;
  if (isStop && (flags & rare.TRIGGERED) !== 0) {
    if (input.ordType === Stop) input.ordType = Market;
    if (input.ordType === StopLimit) input.ordType = Limit;
    terms.stopPx = NO_PRICE;
    return isSameKind(input, flags & ~rare.STOP);
  }
  return isSameKind(input, flags);
}

/** What has triggered stays so, and keeps its stop price for the record. */
export function keepTriggered(before: rare.RareTerms, into: rare.RareTerms): void {
  if ((before.flags & rare.TRIGGERED) === 0) return;
  into.flags |= rare.STOP | rare.TRIGGERED;
  into.stopPx = before.stopPx;
}

function isSameKind({ ordType, timeInForce }: RequestInput, flags: number): Text {
  const isSame =
    ordType !== MARKET_TO_LIMIT &&
    (ordType === PEGGED) === ((flags & rare.PEG_MASK) !== 0) &&
    (ordType === Stop || ordType === StopLimit) === ((flags & rare.STOP) !== 0) &&
    (timeInForce === AT_THE_OPENING) === ((flags & rare.AT_OPEN) !== 0) &&
    (timeInForce === AT_THE_CLOSE) === ((flags & rare.AT_CLOSE) !== 0);
  return isSame ? Text.None : Text.UnsupportedReplace;
}

/** The port's terms as they are journaled. */
export function toRequestTerms(terms: VenueTerms): RequestTerms {
  return {
    stopPx: terms.stopPx ?? NO_PRICE,
    displayQty: terms.displayQty ?? -1,
    minQty: terms.minQty ?? 0,
    postOnly: terms.postOnly ?? false,
    peg: terms.peg === undefined ? 0 : PEG_NAMES.indexOf(terms.peg.to),
    pegOffset: terms.peg?.offset ?? 0,
    expireDate: terms.expireDate ?? 0,
    selfMatchId: terms.selfMatchId ?? 0,
    selfMatchMode: MODE_NAMES.indexOf(terms.selfMatchMode ?? "newest"),
    onHalt: HALT_NAMES.indexOf(terms.onHalt ?? ""),
  };
}

function termsIn(input: RequestInput): RequestTerms {
  return input.hasTerms ? input.terms : NONE;
}

function hasLimit(ordType: VenueOrdType): boolean {
  return ordType === Limit || ordType === StopLimit || ordType === PEGGED;
}

function isPrice(price: number): boolean {
  return price <= PRICE_MAX && price >= -PRICE_MAX;
}
