/**
 * What the exchange's own server keeps in the venue's journal, beside the venue's inputs: which sessions there are, what
 * they asked for and which of their messages were taken, what they were sent.
 *
 *   kind u8 | version u8 | length u32 | fields
 *
 * A request stands there as it came in, and is judged when it is carried out: live and from the journal the same way.
 */
import type { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import type { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { INPUT_VERSION } from "../venue-inputs.ts";

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
} as const;

/** A client's request, as the message said it. Absent texts are "", absent numbers NO_PRICE or 0 as noted. */
export type ClientRequest = {
  participant: number;
  msgSeqNum: number;
  /** D, F, G, H or q. */
  msgType: string;
  possResend: boolean;
  clOrdId: string;
  origClOrdId: string;
  /** OrderID(37), as the exchange gave it. */
  orderId: string;
  account: string;
  symbol: string;
  side: Side;
  ordType: OrdType;
  timeInForce: TimeInForce;
  qtyMantissa: number;
  qtyScale: number;
  /** NO_PRICE when there is none. */
  priceMantissa: number;
  priceScale: number;
  /** OrdStatusReqID(790) of H, MassCancelRequestType(530) of q. */
  extra: string;
  /** What the message wants that the exchange does not do, in words. */
  unsupported: string;
};

const NUMBERS_BYTES = 64;

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

export function encodeCancelAll(to: ByteWriter, participant: number): void {
  const start = beginRecord(to, ServerRecord.CancelAll, 1);
  to.u8(participant);
  endRecord(to, start);
}

export function encodeRequest(to: ByteWriter, request: ClientRequest): void {
  const texts = textsOf(request);
  const start = beginRecord(
    to,
    ServerRecord.Request,
    texts.reduce((sum, text) => sum + 2 + text.length, NUMBERS_BYTES),
  );
  to.u8(request.participant);
  to.u32(request.msgSeqNum);
  to.char(request.msgType);
  to.bool(request.possResend);
  to.char(request.side);
  to.char(request.ordType);
  to.char(request.timeInForce);
  to.int(request.qtyMantissa);
  to.u8(request.qtyScale);
  to.int(request.priceMantissa);
  to.u8(request.priceScale);
  for (const text of texts) to.text(text);
  endRecord(to, start);
}

export function decodeRequest(from: ByteReader): ClientRequest {
  return {
    participant: from.u8(),
    msgSeqNum: from.u32(),
    msgType: from.char(),
    possResend: from.bool(),
    side: from.char() as Side,
    ordType: from.char() as OrdType,
    timeInForce: from.char() as TimeInForce,
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
  };
}

function textsOf(request: ClientRequest): string[] {
  const { clOrdId, origClOrdId, orderId, account, symbol, extra, unsupported } = request;
  return [clOrdId, origClOrdId, orderId, account, symbol, extra, unsupported];
}
