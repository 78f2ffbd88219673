import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOnTick, parseVenueClOrdId, tickAt, venueClOrdId } from "../../src/domain/instrument.ts";
import { averagePrice, decimalText, parseDecimal, rescale, type Ticks } from "../../src/domain/price.ts";
import { testInstrument } from "../support/trade-words.ts";

const scale = fc.integer({ min: 0, max: 8 });

describe("prices and quantities", () => {
  it("move between scales exactly or not at all", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), scale, scale, (mantissa, from, to) => {
        const exact = new Decimal(mantissa).mul(new Decimal(10).pow(to - from));
        const moved = rescale(mantissa, from, to);
        if (exact.isInteger() && exact.abs().lte(Number.MAX_SAFE_INTEGER)) expect(moved).toBe(exact.toNumber());
        else expect(moved).toBeNaN();
      }),
    );
  });

  it("read back as the text they are written as", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), scale, (mantissa, digits) => {
        expect(parseDecimal(decimalText(mantissa, digits), digits)).toBe(mantissa);
      }),
    );
  });

  it("refuse what is no plain decimal", () => {
    for (const text of ["", ".", "1e3", "0x10", " 1", "1.", "NaN", "1.2.3", "1,000"])
      expect(parseDecimal(text, 4)).toBeNaN();
    expect(parseDecimal("0.1", 1) + parseDecimal("0.2", 1)).toBe(parseDecimal("0.3", 1));
  });

  it("average exactly, rounded half up at four more digits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })), {
          minLength: 1,
          maxLength: 9,
        }),
        (fills) => {
          const cumQty = fills.reduce((sum, [qty]) => sum + qty, 0);
          const notional = fills.reduce((sum, [qty, price]) => sum + qty * price, 0);
          const exact = new Decimal(notional).div(cumQty).mul(10_000).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
          expect(averagePrice(notional, cumQty)).toBe(exact.toNumber());
        },
      ),
    );
  });

  it("know their tick by the price", () => {
    const banded = { ...testInstrument("BAND"), tickTable: [0, 1, 1000, 5, 10_000, 10] };
    expect([999, 1000, 9_999, 10_000].map((price) => tickAt(banded.tickTable, price as Ticks))).toEqual([1, 5, 5, 10]);
    expect([999, 1003, 1005, 10_005, 10_010].map((price) => isOnTick(banded, price as Ticks))).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});

describe("the venue's ClOrdID", () => {
  it("names the order and its request, and nothing else reads as one", () => {
    expect(parseVenueClOrdId(venueClOrdId(4_294_967_295, 65_535))).toBe(4_294_967_295 * 65_536 + 65_535);
    for (const text of ["", "-", "1-", "-1", "1-70000", "x1-1", "1-1x", "12345678901-1", "4294967296-1", "1"]) {
      expect(parseVenueClOrdId(text)).toBe(-1);
    }
  });
});
