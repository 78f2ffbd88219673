/**
 * Hot path: what the venue journals, in its own compact records; budget 60 ns a record each way.
 *
 * A frame of the venue's journal is the inputs of one batch, one after the other, each `kind u8 | version u8 | fields`.
 * Only inputs are recorded: run again in the same order they give the same book, ids and reports. A live batch is
 * carried out from these very bytes, so that what is applied is what is recorded.
 */
import type { InstrumentDefinition } from "../src/domain/instrument.ts";
import type { Qty, Ticks } from "../src/domain/price.ts";
import type { AssetClass, OrdType, Side, TimeInForce } from "../src/domain/values.ts";
import { assert } from "../src/lib/assert.ts";
import type { ByteReader, ByteWriter } from "../src/lib/byte-buffer.ts";

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
} as const;

export const INPUT_VERSION = 1;

/** Room for the largest order record. */
const ORDER_INPUT_BYTES = 48;

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
  ordType: OrdType;
  timeInForce: TimeInForce;
  orderQty: Qty;
  price: Ticks;
};

export function encodeNewOrder(
  to: ByteWriter,
  participant: number,
  clientOrder: number,
  request: number,
  book: number,
  side: Side,
  ordType: OrdType,
  timeInForce: TimeInForce,
  orderQty: Qty,
  price: Ticks,
): void {
  head(to, InputKind.NewOrder, participant, clientOrder, request);
  to.u16(book);
  to.char(side);
  terms(to, ordType, timeInForce, orderQty, price);
}

export function decodeNewOrder(from: ByteReader, into: RequestInput): void {
  readHead(from, into);
  into.book = from.u16();
  into.side = from.char() as Side;
  readTerms(from, into);
}

export function encodeCancel(
  to: ByteWriter,
  participant: number,
  clientOrder: number,
  request: number,
  origClientOrder: number,
  origRequest: number,
): void {
  head(to, InputKind.CancelOrder, participant, clientOrder, request);
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
  ordType: OrdType,
  timeInForce: TimeInForce,
  orderQty: Qty,
  price: Ticks,
): void {
  head(to, InputKind.ReplaceOrder, participant, clientOrder, request);
  to.u32(origClientOrder);
  to.u16(origRequest);
  terms(to, ordType, timeInForce, orderQty, price);
}

export function decodeReplace(from: ByteReader, into: RequestInput): void {
  decodeCancel(from, into);
  readTerms(from, into);
}

export function encodeCancelParticipant(to: ByteWriter, participant: number): void {
  to.reserve(3);
  to.u8(InputKind.CancelParticipant);
  to.u8(INPUT_VERSION);
  to.u8(participant);
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

function head(to: ByteWriter, kind: number, participant: number, clientOrder: number, request: number): void {
  to.reserve(ORDER_INPUT_BYTES);
  to.u8(kind);
  to.u8(INPUT_VERSION);
  to.u8(participant);
  to.u32(clientOrder);
  to.u16(request);
}

function readHead(from: ByteReader, into: RequestInput): void {
  into.participant = from.u8();
  into.clientOrder = from.u32();
  into.request = from.u16();
}

function terms(to: ByteWriter, ordType: OrdType, timeInForce: TimeInForce, orderQty: Qty, price: Ticks): void {
  assert(Number.isSafeInteger(orderQty), "orderQty is no integer");
  assert(Number.isSafeInteger(price), "price is no integer");
  to.char(ordType);
  to.char(timeInForce);
  to.int(orderQty);
  to.int(price);
}

function readTerms(from: ByteReader, into: RequestInput): void {
  into.ordType = from.char() as OrdType;
  into.timeInForce = from.char() as TimeInForce;
  into.orderQty = from.int() as Qty;
  into.price = from.int() as Ticks;
}
