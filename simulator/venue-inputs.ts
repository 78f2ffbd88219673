/**
 * Hot path: what the venue journals, in its own compact records; budget 60 ns a record each way.
 *
 * A frame of the venue's journal is the inputs of one batch, one after the other, each `kind u8 | version u8 | fields`.
 * Only inputs are recorded: run again in the same order they give the same book, ids and reports. A live batch is
 * carried out from these very bytes, so that what is applied is what is recorded.
 */

import type { VenueOrdType, VenueTimeInForce } from "../src/domain/exchange-port.ts";
import type { InstrumentDefinition } from "../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../src/domain/price.ts";
import type { AssetClass, Side } from "../src/domain/values.ts";
import { assert } from "../src/lib/assert.ts";
import type { ByteReader, ByteWriter } from "../src/lib/byte-buffer.ts";
import { LockstepError } from "../src/lib/errors.ts";

export const InputKind = {
  NewOrder: 1,
  CancelOrder: 2,
  ReplaceOrder: 3,
  CancelParticipant: 4,
  DefineInstrument: 10,
  OpenTradingDay: 11,
  SetPhase: 12,
  PassTime: 13,
  SetBands: 14,
  MassCancel: 20,
  BustTrade: 21,
  CorrectTrade: 22,
  OrderStatus: 23,
} as const;

export const INPUT_VERSION = 1;
/** A new order or replace with rare terms: the fields of version 1, then these terms. */
export const RARE_INPUT_VERSION = 2;
/** The same, and what becomes of the order in a trading halt; an order that says nothing of halts is of version 2. */
export const HALT_INPUT_VERSION = 3;

/** Room for the largest order record. */
const ORDER_INPUT_BYTES = 128;

/** A new, cancel or replace request as it is read back; one object, reused. Enumerated fields are FIX's characters. */
export type RequestInput = {
  participant: number;
  clientOrder: number;
  request: number;
  origClientOrder: number;
  origRequest: number;
  /** 0 for a symbol that is not listed. */
  book: number;
  side: Side;
  ordType: VenueOrdType;
  timeInForce: VenueTimeInForce;
  orderQty: Qty;
  price: Ticks;
  /** Only with `hasTerms` are these to be read. */
  hasTerms: boolean;
  terms: RequestTerms;
};

/** The rare terms of a request, as they are journaled; numbers that stand for "none" are beside each. */
export type RequestTerms = {
  /** NO_PRICE */
  stopPx: Ticks;
  /** -1; 0 hides the order. */
  displayQty: number;
  /** 0 */
  minQty: number;
  postOnly: boolean;
  /** 0; 1 primary, 2 mid, 3 market. */
  peg: number;
  pegOffset: number;
  /** 0, or yyyymmdd. */
  expireDate: number;
  /** 0 */
  selfMatchId: number;
  /** 0 newest, 1 oldest, 2 both, 3 decrement. */
  selfMatchMode: number;
  /** 0 it rests, 1 it is suspended and reinstated, 2 it is canceled. */
  onHalt: number;
};

/** A request not read yet. */
export function emptyRequest(): RequestInput {
  return {
    participant: 0,
    clientOrder: 0,
    request: 0,
    origClientOrder: 0,
    origRequest: 0,
    book: 0,
    side: "1",
    ordType: "2",
    timeInForce: "0",
    orderQty: 0 as Qty,
    price: NO_PRICE,
    hasTerms: false,
    terms: noTerms(),
  };
}

export function noTerms(): RequestTerms {
  return {
    stopPx: NO_PRICE,
    displayQty: -1,
    minQty: 0,
    postOnly: false,
    peg: 0,
    pegOffset: 0,
    expireDate: 0,
    selfMatchId: 0,
    selfMatchMode: 0,
    onHalt: 0,
  };
}

export function encodeNewOrder(
  to: ByteWriter,
  participant: number,
  clientOrder: number,
  request: number,
  book: number,
  side: Side,
  ordType: VenueOrdType,
  timeInForce: VenueTimeInForce,
  orderQty: Qty,
  price: Ticks,
  rare: RequestTerms | null = null,
): void {
  head(to, InputKind.NewOrder, participant, clientOrder, request, rare);
  to.u16(book);
  to.char(side);
  terms(to, ordType, timeInForce, orderQty, price);
  if (rare !== null) rareTerms(to, rare);
}

export function decodeNewOrder(from: ByteReader, into: RequestInput, version: number = INPUT_VERSION): void {
  readHead(from, into);
  into.book = from.u16();
  into.side = from.char() as Side;
  readTerms(from, version, into);
}

export function encodeCancel(
  to: ByteWriter,
  participant: number,
  clientOrder: number,
  request: number,
  origClientOrder: number,
  origRequest: number,
): void {
  head(to, InputKind.CancelOrder, participant, clientOrder, request, null);
  to.u32(origClientOrder);
  to.u16(origRequest);
}

export function decodeCancel(from: ByteReader, into: RequestInput): void {
  readHead(from, into);
  into.origClientOrder = from.u32();
  into.origRequest = from.u16();
}

export function encodeReplace(
  to: ByteWriter,
  participant: number,
  clientOrder: number,
  request: number,
  origClientOrder: number,
  origRequest: number,
  ordType: VenueOrdType,
  timeInForce: VenueTimeInForce,
  orderQty: Qty,
  price: Ticks,
  rare: RequestTerms | null = null,
): void {
  head(to, InputKind.ReplaceOrder, participant, clientOrder, request, rare);
  to.u32(origClientOrder);
  to.u16(origRequest);
  terms(to, ordType, timeInForce, orderQty, price);
  if (rare !== null) rareTerms(to, rare);
}

export function decodeReplace(from: ByteReader, into: RequestInput, version: number = INPUT_VERSION): void {
  decodeCancel(from, into);
  readTerms(from, version, into);
}

export function encodeCancelParticipant(to: ByteWriter, participant: number): void {
  to.reserve(3);
  to.u8(InputKind.CancelParticipant);
  to.u8(INPUT_VERSION);
  to.u8(participant);
}

/** A participant asks how its order stands. @param request the last one it knows of */
export function encodeOrderStatus(to: ByteWriter, participant: number, clientOrder: number, request: number): void {
  to.reserve(9);
  to.u8(InputKind.OrderStatus);
  to.u8(INPUT_VERSION);
  to.u8(participant);
  to.u32(clientOrder);
  to.u16(request);
}

export function encodeOpenTradingDay(to: ByteWriter, tradingDay: number): void {
  to.reserve(6);
  to.u8(InputKind.OpenTradingDay);
  to.u8(INPUT_VERSION);
  to.u32(tradingDay);
}

/**
 * A phase for a book, by the calendar or an operator (`PhaseCause`).
 *
 * @param book 0 for all of them
 * @param phase 0 for whatever the calendar says
 * @param date the calendar's trading day, yyyymmdd; 0 from an operator
 */
export function encodeSetPhase(to: ByteWriter, cause: number, book: number, phase: number, date: number): void {
  to.reserve(10);
  to.u8(InputKind.SetPhase);
  to.u8(INPUT_VERSION);
  to.u8(cause);
  to.u16(book);
  to.u8(phase);
  to.u32(date);
}

/** UTC in milliseconds: the venue has no other clock. */
export function encodePassTime(to: ByteWriter, nowMs: number): void {
  to.reserve(10);
  to.u8(InputKind.PassTime);
  to.u8(INPUT_VERSION);
  to.int(nowMs);
}

/** A book's bands in basis points, 0 for none, and how long its volatility auctions are called. */
export function encodeSetBands(
  to: ByteWriter,
  book: number,
  staticBps: number,
  dynamicBps: number,
  auctionMs: number,
): void {
  to.reserve(16);
  to.u8(InputKind.SetBands);
  to.u8(INPUT_VERSION);
  to.u16(book);
  to.u32(staticBps);
  to.u32(dynamicBps);
  to.u32(auctionMs);
}

export function encodeInstrument(to: ByteWriter, definition: InstrumentDefinition): void {
  const { symbol, description, currency, tickTable } = definition;
  to.reserve(64 + symbol.length + description.length + currency.length + tickTable.length * 8);
  to.u8(InputKind.DefineInstrument);
  to.u8(INPUT_VERSION);
  to.text(symbol);
  to.text(description);
  to.text(currency);
  to.char(definition.assetClass);
  to.u8(definition.venueId);
  to.u8(definition.priceScale);
  to.u8(definition.qtyScale);
  to.int(definition.lotSize);
  to.ints(tickTable);
  to.int(definition.referencePx);
}

export function decodeInstrument(from: ByteReader): InstrumentDefinition {
  return {
    symbol: from.text(),
    description: from.text(),
    currency: from.text(),
    assetClass: from.char() as AssetClass,
    venueId: from.u8(),
    priceScale: from.u8(),
    qtyScale: from.u8(),
    lotSize: from.int() as Qty,
    tickTable: from.ints(),
    referencePx: from.int() as Ticks,
  };
}

/** Cancels every order of a participant, or of one book (0: all), or of one side ("": both), and says so. */
export function encodeMassCancel(to: ByteWriter, participant: number, book: number, side: Side | ""): void {
  to.reserve(6);
  to.u8(InputKind.MassCancel);
  to.u8(INPUT_VERSION);
  to.u8(participant);
  to.u16(book);
  to.u8(side === "" ? 0 : side.charCodeAt(0));
}

/** Undoes the trade one side of which had this ExecID. */
export function encodeBustTrade(to: ByteWriter, execNumber: number): void {
  to.reserve(10);
  to.u8(InputKind.BustTrade);
  to.u8(INPUT_VERSION);
  to.int(execNumber);
}

/** Says that the trade was of this quantity and price. */
export function encodeCorrectTrade(to: ByteWriter, execNumber: number, qty: Qty, price: Ticks): void {
  to.reserve(26);
  to.u8(InputKind.CorrectTrade);
  to.u8(INPUT_VERSION);
  to.int(execNumber);
  to.int(qty);
  to.int(price);
}

/** Requests have three versions, everything else one. */
export function isKnownVersion(kind: number, version: number): boolean {
  if (version === INPUT_VERSION) return true;
  const isRareVersion = version === RARE_INPUT_VERSION || version === HALT_INPUT_VERSION;
  return isRareVersion && (kind === InputKind.NewOrder || kind === InputKind.ReplaceOrder);
}

/** A record of a later build: it is not guessed at. */
export function unknownRecord(kind: number, version: number): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_RECORD_FORMAT",
    `the exchange's journal has a record of kind ${kind}, version ${version}; this build reads version ${INPUT_VERSION} ` +
      "of the kinds it knows. Start the build that wrote it, or a later one",
  );
}

function head(
  to: ByteWriter,
  kind: number,
  participant: number,
  clientOrder: number,
  request: number,
  rare: RequestTerms | null,
): void {
  to.reserve(ORDER_INPUT_BYTES);
  to.u8(kind);
  to.u8(rare === null ? INPUT_VERSION : rare.onHalt === 0 ? RARE_INPUT_VERSION : HALT_INPUT_VERSION);
  to.u8(participant);
  to.u32(clientOrder);
  to.u16(request);
}

function readHead(from: ByteReader, into: RequestInput): void {
  into.participant = from.u8();
  into.clientOrder = from.u32();
  into.request = from.u16();
}

function terms(
  to: ByteWriter,
  ordType: VenueOrdType,
  timeInForce: VenueTimeInForce,
  orderQty: Qty,
  price: Ticks,
): void {
  assert(Number.isSafeInteger(orderQty), "orderQty is no integer");
  assert(Number.isSafeInteger(price), "price is no integer");
  to.char(ordType);
  to.char(timeInForce);
  to.int(orderQty);
  to.int(price);
}

function readTerms(from: ByteReader, version: number, into: RequestInput): void {
  into.ordType = from.char() as VenueOrdType;
  into.timeInForce = from.char() as VenueTimeInForce;
  into.orderQty = from.int() as Qty;
  into.price = from.int() as Ticks;
  into.hasTerms = version !== INPUT_VERSION;
  if (!into.hasTerms) return;
  const { terms } = into;
  terms.stopPx = from.int() as Ticks;
  terms.displayQty = from.int();
  terms.minQty = from.int();
  terms.postOnly = from.bool();
  terms.peg = from.u8();
  terms.pegOffset = from.int();
  terms.expireDate = from.u32();
  terms.selfMatchId = from.u32();
  terms.selfMatchMode = from.u8();
  terms.onHalt = version === HALT_INPUT_VERSION ? from.u8() : 0;
}

function rareTerms(to: ByteWriter, terms: RequestTerms): void {
  to.int(terms.stopPx);
  to.int(terms.displayQty);
  to.int(terms.minQty);
  to.bool(terms.postOnly);
  to.u8(terms.peg);
  to.int(terms.pegOffset);
  to.u32(terms.expireDate);
  to.u32(terms.selfMatchId);
  to.u8(terms.selfMatchMode);
  if (terms.onHalt !== 0) to.u8(terms.onHalt);
}
