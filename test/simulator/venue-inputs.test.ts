import { describe, expect, it } from "vitest";
import { Venue } from "../../simulator/venue.ts";
import {
  decodeInstrument,
  decodeNewOrder,
  emptyRequest,
  encodeCancel,
  encodeCancelParticipant,
  encodeInstrument,
  encodeNewOrder,
  encodeOpenTradingDay,
  encodePassTime,
  encodeReplace,
  encodeSetBands,
  encodeSetPhase,
  noTerms,
} from "../../simulator/venue-inputs.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { instrument } from "./trading-floor.ts";

function bytesOf(encode: (to: ByteWriter) => void): string {
  const to = new ByteWriter(16);
  encode(to);
  return to.bytes.toString("hex", 0, to.offset);
}

describe("the venue's journal records, version 1", () => {
  // These bytes are on people's disks. A change here needs a new version that still reads them.
  it.each([
    [
      "a new order",
      (to: ByteWriter) => {
        const { Limit } = OrdType;
        encodeNewOrder(to, 0, 7, 1, 2, Side.Buy, Limit, TimeInForce.Day, 100 as Qty, 10_000 as Ticks);
      },
      "01010007000000010002003132306400000000000000102700" + "0000000000",
    ],
    ["a cancel", (to: ByteWriter) => encodeCancel(to, 0, 7, 2, 7, 1), "0201000700000002000700000001" + "00"],
    [
      "a replace",
      (to: ByteWriter) => {
        const { Market } = OrdType;
        encodeReplace(to, 1, 7, 3, 7, 2, Market, TimeInForce.ImmediateOrCancel, 50 as Qty, NO_PRICE);
      },
      "03010107000000030007000000020031333200000000000000010000000000e0ff",
    ],
    ["a participant's mass cancel", (to: ByteWriter) => encodeCancelParticipant(to, 2), "040102"],
    ["a phase", (to: ByteWriter) => encodeSetPhase(to, 1, 2, 4, 20_261_122), "0c0101020004" + "02293501"],
    ["the time", (to: ByteWriter) => encodePassTime(to, 1_000_000), "0d0140420f0000000000"],
    ["bands", (to: ByteWriter) => encodeSetBands(to, 2, 2_000, 300, 120_000), "0e010200d00700002c010000c0d40100"],
    ["a trading day", (to: ByteWriter) => encodeOpenTradingDay(to, 20_261_122), "0b0102293501"],
  ])("has %s as these bytes", (_what, encode, bytes) => {
    expect(bytesOf(encode)).toBe(bytes);
  });

  it("reads an instrument back as it was", () => {
    const definition = instrument("ACME", { priceScale: 4, lotSize: 10 as Qty, tickTable: [0, 1, 10_000, 100] });
    const to = new ByteWriter(16);
    encodeInstrument(to, definition);
    expect(decodeInstrument(new ByteReader(to.bytes.subarray(2, to.offset)))).toEqual(definition);
  });

  it("reads a new order with rare terms, a record of version 2, as it was written", () => {
    const to = new ByteWriter(16);
    const terms = {
      ...noTerms(),
      stopPx: 10_005 as Ticks,
      displayQty: 10,
      postOnly: true,
      peg: 2,
      pegOffset: -3,
      selfMatchId: 7,
    };
    encodeNewOrder(to, 0, 7, 1, 2, Side.Buy, OrdType.StopLimit, "6", 100 as Qty, 10_000 as Ticks, terms);
    expect([to.bytes[0], to.bytes[1]]).toEqual([1, 2]);
    const input = emptyRequest();
    const from = new ByteReader(to.bytes.subarray(2, to.offset));
    decodeNewOrder(from, input, 2);
    expect(from.offset).toBe(from.end);
    expect(input).toEqual({
      ...emptyRequest(),
      clientOrder: 7,
      request: 1,
      book: 2,
      ordType: OrdType.StopLimit,
      timeInForce: "6",
      orderQty: 100,
      price: 10_000,
      hasTerms: true,
      terms,
    });
  });

  it("reads what becomes of an order in a trading halt, in a record of version 3", () => {
    const to = new ByteWriter(16);
    const terms = { ...noTerms(), onHalt: 2 };
    encodeNewOrder(to, 0, 7, 1, 2, Side.Buy, OrdType.Limit, "0", 100 as Qty, 10_000 as Ticks, terms);
    expect([to.bytes[0], to.bytes[1]]).toEqual([1, 3]);
    const input = emptyRequest();
    const from = new ByteReader(to.bytes.subarray(2, to.offset));
    decodeNewOrder(from, input, 3);
    expect(from.offset).toBe(from.end);
    expect(input.terms).toEqual(terms);
  });

  it("refuses a record of a kind or version it does not know", () => {
    expect(() => new Venue(0).apply(new ByteReader(Buffer.from([60, 1])))).toThrow("a record of kind 60, version 1");
    expect(() => new Venue(0).apply(new ByteReader(Buffer.from([1, 4])))).toThrow("a record of kind 1, version 4");
  });
});
