import fc from "fast-check";
import { expect, it } from "vitest";
import { stepPrice } from "../../src/blotter/price-steps.ts";
import { tickAt, tickPriceAtOrAbove, tickPriceAtOrBelow } from "../../src/domain/instrument.ts";
import { decimalText, parseDecimal, type Ticks } from "../../src/domain/price.ts";

const FINE_BELOW_ONE = [0, 1, 10_000, 100];

it.each([
  ["100.00", 1, [0, 1], 2, "100.01"],
  ["100", -1, [0, 1], 2, "99.99"],
  ["1,250.5", 10, [0, 5], 2, "1251.00"],
  ["24.815", 2, [0, 5], 3, "24.825"],
  // Off the grid: the next price on it.
  ["24.817", 1, [0, 5], 3, "24.820"],
  ["24.817", -1, [0, 5], 3, "24.815"],
  ["100.005", -1, [0, 1], 2, "100.00"],
  ["100.005", 1, [0, 1], 2, "100.01"],
  // Where the tick changes.
  ["0.9999", 1, FINE_BELOW_ONE, 4, "1.0000"],
  ["1.0000", 1, FINE_BELOW_ONE, 4, "1.0100"],
  ["1.0000", -1, FINE_BELOW_ONE, 4, "0.9999"],
  // Never below the first tick, and never something else than was typed.
  ["0.01", -1, [0, 1], 2, "0.01"],
  ["abc", 1, [0, 1], 2, "abc"],
  ["17", 1, [0, 1], 0, "18"],
])("%s by %i of %j at %i digits is %s", (text, steps, ticks, scale, expected) => {
  expect(stepPrice(text, steps, ticks, scale)).toBe(expected);
});

it("a step is to the next price of the instrument's own grid, whatever the grid", () => {
  const grids = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 200 })), { minLength: 1, maxLength: 4 })
    .map((rows) => {
      const table: number[] = [];
      let from = 0;
      for (const [tick, steps] of rows) {
        table.push(from, tick);
        // As instruments have them: a row begins on the ticks of both sides.
        from = Math.ceil((from + tick * steps) / 40_320) * 40_320;
      }
      return table;
    })
    .filter((table) => table.every((value, index) => index % 2 === 1 || value % table[index + 1] === 0));
  fc.assert(
    fc.property(grids, fc.integer({ min: 2, max: 200_000 }), (ticks, wanted) => {
      const price = tickPriceAtOrAbove(ticks, wanted);
      const text = decimalText(price, 2);
      const up = parseDecimal(stepPrice(text, 1, ticks, 2), 2);
      expect(up).toBe(tickPriceAtOrAbove(ticks, price + 1));
      expect(up % tickAt(ticks, up as Ticks)).toBe(0);
      const down = parseDecimal(stepPrice(text, -1, ticks, 2), 2);
      expect(down).toBe(Math.max(ticks[1], tickPriceAtOrBelow(ticks, price - 1)));
    }),
  );
});
