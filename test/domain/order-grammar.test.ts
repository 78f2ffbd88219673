import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeOrderLine,
  type OrderCommand,
  orderCommandText,
  parseOrderLine,
  readQuantity,
} from "../../src/domain/order-grammar.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";

const { Day, GoodTillCancel, ImmediateOrCancel, FillOrKill } = TimeInForce;
/** Those the grammar has words for. */
const TIMES = [Day, GoodTillCancel, ImmediateOrCancel, FillOrKill];
const order = (fields: Partial<Extract<OrderCommand, { kind: "new" }>>): OrderCommand => ({
  kind: "new",
  side: Side.Buy,
  qty: "100",
  symbol: "ZVZZT",
  ordType: OrdType.Limit,
  price: "100.00",
  timeInForce: TimeInForce.Day,
  account: "",
  isCare: false,
  ...fields,
});
const market = { ordType: OrdType.Market, price: "" } as const;

describe("an order line is read", () => {
  const lines: [line: string, command: OrderCommand][] = [
    ["buy 100 ZVZZT @ 100.00", order({})],
    ["  BUY 100 zvzzt @100.00  day ", order({})],
    ["b 100 ZVZZT gtc @ 100.00", order({ timeInForce: TimeInForce.GoodTillCancel })],
    [
      "sell 10k ZVZZT market ioc",
      order({ side: Side.Sell, qty: "10000", ...market, timeInForce: TimeInForce.ImmediateOrCancel }),
    ],
    [
      "sell 1.5m AAPL @ 230 gtc",
      order({ side: Side.Sell, qty: "1500000", symbol: "AAPL", price: "230", timeInForce: TimeInForce.GoodTillCancel }),
    ],
    [
      "short 1,250,000 BRKa mkt fok",
      order({ side: Side.SellShort, qty: "1250000", symbol: "BRKa", ...market, timeInForce: TimeInForce.FillOrKill }),
    ],
    ["s 0.0015k ES/Z6 @ -0.05", order({ side: Side.Sell, qty: "1.5", symbol: "ES/Z6", price: "-0.05" })],
    ["buy 007 ZVZZT @ 1", order({ qty: "7", price: "1" })],
    ["sell 10k ZVZZT lim 100.02 day", order({ side: Side.Sell, qty: "10000", price: "100.02" })],
    ["buy 100 ZVZZT 100.00 for House-1 care", order({ account: "House-1", isCare: true })],
    ["buy 100 ZVZZT care limit 100.00 for H", order({ account: "H", isCare: true })],
    ["replace 17 200 100.05", { kind: "replace", target: "17", qty: "200", price: "100.05" }],
    ["accept 17", { kind: "accept", target: "17" }],
    [
      "slice 17 0.4k lim 99.40 ioc",
      { kind: "slice", target: "17", qty: "400", price: "99.40", timeInForce: TimeInForce.ImmediateOrCancel },
    ],
    ["slice 17 400 market", { kind: "slice", target: "17", qty: "400", price: "", timeInForce: TimeInForce.Day }],
    ["note last  the client  called @ 9 ", { kind: "note", target: "last", text: "the client  called @ 9" }],
    ["cancel last", { kind: "cancel", target: "last" }],
    ["cancel C-3", { kind: "cancel", target: "C-3" }],
    ["replace Last 200 @ 100.05", { kind: "replace", target: "last", qty: "200", price: "100.05" }],
    ["replace C-3 2k", { kind: "replace", target: "C-3", qty: "2000", price: "" }],
    ["replace C-3 @ 99", { kind: "replace", target: "C-3", qty: "", price: "99" }],
    ["status C-3", { kind: "status", target: "C-3" }],
    ["orders", { kind: "orders" }],
    ["help", { kind: "help" }],
    ["exit", { kind: "quit" }],
    ["   ", { kind: "nothing" }],
  ];
  for (const [line, command] of lines) {
    it(`"${line}"`, () => expect(parseOrderLine(line)).toEqual({ ok: true, command }));
  }
});

describe("an order line is refused with the column and what was expected", () => {
  const lines: [line: string, column: number, error: RegExp][] = [
    ["bye 100 ZVZZT", 1, /"bye" is no command; expected buy, sell/],
    ["buy", 4, /a quantity is missing; expected a number like 100/],
    ["buy ZVZZT 100", 5, /"ZVZZT" is no quantity/],
    ["buy 1,00 ZVZZT @ 1", 5, /"1,00" is no quantity/],
    ["buy 0.00k ZVZZT @ 1", 5, /more than zero/],
    ["buy 9999999999m ZVZZT @ 1", 5, /at most 15 digits/],
    ["buy 100", 8, /a symbol is missing/],
    ["buy 100 @ 5", 9, /a symbol is missing/],
    ["buy 100 ZV%T @ 5", 9, /"ZV%T" is no symbol/],
    ["buy 100 ZVZZT", 14, /a price is missing; expected @ PRICE, or market/],
    ["buy 100 ZVZZT @", 16, /a price is missing after @/],
    ["buy 100 ZVZZT @ 1.2.3", 17, /"1\.2\.3" is no price/],
    ["buy 100 ZVZZT @ 1 market", 19, /a second price/],
    ["buy 100 ZVZZT @ 1 ioc fok", 23, /a second time in force/],
    ["buy 100 ZVZZT @ 1 tomorrow", 19, /"tomorrow" is not understood here/],
    ["buy 100 ZVZZT lim", 18, /a price is missing after lim/],
    ["buy 100 ZVZZT lim x", 19, /"x" is no price/],
    ["buy 100 ZVZZT 1 for", 20, /an account is missing/],
    ["buy 100 ZVZZT 1 for A for B", 23, /a second account/],
    ["slice 17 400", 13, /a price is missing/],
    ["slice 17 400 market for A", 21, /"for" is not understood here/],
    ["note 17", 8, /words are missing/],
    ["cancel", 7, /which order is missing/],
    ["cancel C-3 C-4", 12, /nothing is expected after the command, found "C-4"/],
    ["replace last", 13, /a replace changes something/],
    ["replace last market", 14, /"market" is no quantity/],
    ["orders all", 8, /nothing is expected/],
  ];
  for (const [line, column, error] of lines) {
    it(`"${line}"`, () => {
      const parsed = parseOrderLine(line);
      expect(parsed).toMatchObject({ ok: false, column });
      expect(parsed.ok ? "" : parsed.error).toMatch(error);
      expect(parsed.ok ? "" : parsed.error).toContain(`column ${column}: `);
    });
  }
});

describe("a line that is being typed can go on with", () => {
  const lines: [line: string, column: number, words: string[], wants: string[]][] = [
    ["", 1, ["buy", "sell", "short", "cancel", "replace", "status", "accept", "slice", "note", "orders", "help"], []],
    ["s", 1, ["sell", "short", "status", "slice"], []],
    ["sell", 1, [], []],
    ["sell ", 6, [], ["quantity"]],
    ["sell 10k ZV", 10, [], ["symbol"]],
    ["sell 10k ZVZZT ", 16, ["@", "lim", "market", "day", "gtc", "ioc", "fok", "for", "care"], ["price"]],
    ["sell 10k ZVZZT l", 16, ["lim"], ["price"]],
    ["sell 10k ZVZZT @", 17, [], ["price"]],
    ["sell 10k ZVZZT @ 1 ", 20, ["day", "gtc", "ioc", "fok", "for", "care"], []],
    ["sell 10k ZVZZT @ 1 for ", 24, [], ["account"]],
    ["cancel l", 8, ["last"], ["order"]],
    ["replace 17 ", 12, ["@", "lim"], ["quantity"]],
    ["replace 17 200 ", 16, ["@", "lim"], ["price"]],
    ["nonsense 10 ", 13, [], []],
  ];
  for (const [line, column, words, wants] of lines) {
    it(`"${line}"`, () => expect(completeOrderLine(line)).toEqual({ column, words, wants }));
  }
});

describe("a quantity of a form's field", () => {
  it("is read like one of a line", () => {
    expect(readQuantity("1.5m")).toEqual({ qty: "1500000" });
    expect(readQuantity("ten")).toEqual({
      fault: '"ten" is no quantity; expected a number like 100, 1,000, 10k or 1.5m',
    });
    expect(readQuantity("10k 5")).toEqual({ fault: expect.stringContaining("one number") as string });
  });
});

describe("whatever is typed", () => {
  it("gets a command or a sentence, never an exception", () => {
    const words = fc.constantFrom(
      "buy",
      "sell",
      "10k",
      "ZVZZT",
      "@",
      "100.5",
      "market",
      "ioc",
      "cancel",
      "replace",
      "last",
      "lim",
      "for",
      "care",
      "slice",
      "note",
      "-",
      "",
    );
    const lines = fc.oneof(
      fc.string({ unit: "binary", maxLength: 600 }),
      fc.array(words).map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(lines, (line) => {
        const parsed = parseOrderLine(line);
        if (!parsed.ok) {
          expect(parsed.column).toBeGreaterThanOrEqual(1);
          expect(parsed.column + parsed.length).toBeLessThanOrEqual(line.length + 1);
        }
        const { column } = completeOrderLine(line);
        expect(column).toBeLessThanOrEqual(line.length + 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads a command's own text as the same command", () => {
    const qty = fc
      .tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 0, max: 99 }))
      .map(([whole, part]) =>
        part === 0 ? `${whole}` : `${whole}.${String(part).padStart(2, "0").replace(/0+$/, "")}`,
      );
    const price = fc
      .tuple(fc.boolean(), fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }))
      .map(([minus, whole, part]) => `${minus ? "-" : ""}${whole}.${String(part).padStart(2, "0")}`);
    const target = fc.oneof(fc.constant("last"), fc.stringMatching(/^C-[0-9]{1,5}$/));
    const terms = fc.record({
      kind: fc.constant("new" as const),
      side: fc.constantFrom(...Object.values(Side)),
      qty,
      symbol: fc.stringMatching(/^[A-Z]{1,6}$/),
      timeInForce: fc.constantFrom(...TIMES),
      account: fc.oneof(fc.constant(""), fc.stringMatching(/^[A-Z][a-z0-9-]{0,8}$/)),
      isCare: fc.boolean(),
    });
    const commands = fc.oneof(
      terms.map((fields): OrderCommand => ({ ...fields, ...market })),
      fc.tuple(terms, price).map(([fields, at]): OrderCommand => ({ ...fields, ordType: OrdType.Limit, price: at })),
      fc.record({ kind: fc.constantFrom("cancel" as const, "status" as const, "accept" as const), target }),
      fc.record({
        kind: fc.constant("slice" as const),
        target,
        qty,
        price: fc.oneof(price, fc.constant("")),
        timeInForce: fc.constantFrom(...TIMES),
      }),
      fc.record({ kind: fc.constant("note" as const), target, text: fc.stringMatching(/^[a-z@]{1,9} [A-Z0-9]{1,9}$/) }),
      fc.record({ kind: fc.constant("replace" as const), target, qty, price: fc.oneof(price, fc.constant("")) }),
    );
    fc.assert(
      fc.property(commands, (command) => {
        expect(parseOrderLine(orderCommandText(command))).toEqual({ ok: true, command });
      }),
      { numRuns: 1_000 },
    );
  });

  it("moves the point of a quantity in k or m exactly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom("k", "m"), (thousandths, suffix) => {
        const text = `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, "0")}${suffix}`;
        const parsed = parseOrderLine(`buy ${text} ZVZZT market`);
        const units = BigInt(thousandths) * (suffix === "k" ? 1n : 1000n);
        expect(parsed).toMatchObject({ ok: true, command: { qty: String(units) } });
      }),
    );
  });
});
