/**
 * What the exchange's own server keeps in the venue's journal, beside the venue's inputs: which sessions there are, what
 * they asked for and which of their messages were taken, what they were sent.
 *
 *   kind u8 | version u8 | length u32 | fields
 *
 * A request stands there as it came in, and is judged when it is carried out: live and from the journal the same way.
 */
import type { VenueOrdType, VenueTimeInForce } from "../../src/domain/exchange-port.ts";
import type { Side } from "../../src/domain/values.ts";
import type { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { INPUT_VERSION } from "../venue-inputs.ts";
import type { WrittenTerm } from "./request-terms.ts";

/** Kinds from `FIRST_SERVER_RECORD` to `LAST_SERVER_RECORD`. */
export const ServerRecord = {
  /** A session gets its number. */
  Session: 64,
  /** Inbound messages up to this number are done with. */
  Consumed: 65,
  /** An application message that asks something of the exchange. */
  Request: 66,
  /** A message sent; number 0 says that the numbers start again. */
  Sent: 67,
  /** Every order of a session is to be canceled: its line is gone. */
  CancelAll: 68,
  /** A request that says more than the plain ones could: the fields of those, but MsgType as a text, and its terms. */
  RareRequest: 69,
  /** Like CancelAll, for those not good till canceled or till a date only. */
  CancelDayOrders: 70,
  /** An order's ExpireTime(126) has come. */
  Expire: 71,
} as const;

/** A client's request, as the message said it. Absent texts are "", absent numbers NO_PRICE or 0 as noted. */
export type ClientRequest = {
  participant: number;
  msgSeqNum: number;
  /** D, F, G, H, q or AF. */
  msgType: string;
  possResend: boolean;
  clOrdId: string;
  origClOrdId: string;
  /** OrderID(37), as the exchange gave it. */
  orderId: string;
  account: string;
  symbol: string;
  side: Side;
  ordType: VenueOrdType;
  timeInForce: VenueTimeInForce;
  qtyMantissa: number;
  qtyScale: number;
  /** NO_PRICE when there is none. */
  priceMantissa: number;
  priceScale: number;
  /** OrdStatusReqID(790) of H, MassCancelRequestType(530) of q, MassStatusReqType(585) of AF. */
  extra: string;
  /** What the message wants that the exchange does not do, in words. */
  unsupported: string;
  written: readonly WrittenTerm[];
};

const NUMBERS_BYTES = 80;
/** Three numbers of eight bytes. */
const TERM_BYTES = 24;

/** Opens a record; `endRecord` with what this returns closes it. */
export function beginRecord(to: ByteWriter, kind: number, room: number): number {
  to.reserve(6 + room);
  const start = to.offset;
  to.u8(kind);
  to.u8(INPUT_VERSION);
  to.u32(0);
  return start;
}

export function endRecord(to: ByteWriter, start: number): void {
  to.view.setUint32(start + 2, to.offset - start - 6, true);
}

export function encodeSession(to: ByteWriter, participant: number, sessionKey: string): void {
  const start = beginRecord(to, ServerRecord.Session, 3 + sessionKey.length);
  to.u8(participant);
  to.text(sessionKey);
  endRecord(to, start);
}

export function encodeConsumed(to: ByteWriter, participant: number, msgSeqNum: number): void {
  const start = beginRecord(to, ServerRecord.Consumed, 5);
  to.u8(participant);
  to.u32(msgSeqNum);
  endRecord(to, start);
}

/** @param keepsGoodTill whether orders good till canceled or till a date stay */
export function encodeCancelAll(to: ByteWriter, participant: number, keepsGoodTill: boolean): void {
  const start = beginRecord(to, keepsGoodTill ? ServerRecord.CancelDayOrders : ServerRecord.CancelAll, 1);
  to.u8(participant);
  endRecord(to, start);
}

/** @param order the participant's own number for it */
export function encodeExpire(to: ByteWriter, participant: number, order: number): void {
  const start = beginRecord(to, ServerRecord.Expire, 5);
  to.u8(participant);
  to.u32(order);
  endRecord(to, start);
}

export function encodeRequest(to: ByteWriter, request: ClientRequest): void {
  const texts = textsOf(request);
  const { written, msgType } = request;
  const isRare = written.length > 0 || msgType.length > 1;
  const start = beginRecord(
    to,
    isRare ? ServerRecord.RareRequest : ServerRecord.Request,
    texts.reduce((sum, text) => sum + 2 + text.length, NUMBERS_BYTES + written.length * TERM_BYTES),
  );
  to.u8(request.participant);
  to.u32(request.msgSeqNum);
  if (isRare) to.text(msgType);
  else to.char(msgType);
  to.bool(request.possResend);
  to.char(request.side);
  to.char(request.ordType);
  to.char(request.timeInForce);
  to.int(request.qtyMantissa);
  to.u8(request.qtyScale);
  to.int(request.priceMantissa);
  to.u8(request.priceScale);
  for (const text of texts) to.text(text);
  if (isRare) to.ints(written.flatMap(({ tag, mantissa, scale }) => [tag, mantissa, scale]));
  endRecord(to, start);
}

/** @param kind Request or RareRequest */
export function decodeRequest(kind: number, from: ByteReader): ClientRequest {
  const isRare = kind === ServerRecord.RareRequest;
  return {
    participant: from.u8(),
    msgSeqNum: from.u32(),
    msgType: isRare ? from.text() : from.char(),
    possResend: from.bool(),
    side: from.char() as Side,
    ordType: from.char() as VenueOrdType,
    timeInForce: from.char() as VenueTimeInForce,
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
    clOrdId: from.text(),
    origClOrdId: from.text(),
    orderId: from.text(),
    account: from.text(),
    symbol: from.text(),
    extra: from.text(),
    unsupported: from.text(),
    written: isRare ? writtenTerms(from.ints()) : [],
  };
}

function writtenTerms(numbers: readonly number[]): WrittenTerm[] {
  const terms: WrittenTerm[] = [];
  for (let at = 0; at < numbers.length; at += 3) {
    terms.push({ tag: numbers[at], mantissa: numbers[at + 1], scale: numbers[at + 2] });
  }
  return terms;
}

function textsOf(request: ClientRequest): string[] {
  const { clOrdId, origClOrdId, orderId, account, symbol, extra, unsupported } = request;
  return [clOrdId, origClOrdId, orderId, account, symbol, extra, unsupported];
}
