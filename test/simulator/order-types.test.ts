import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { VenueTerms } from "../../src/domain/exchange-port.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { depth, type OrderChange, open, Site, Trader } from "./trading-floor.ts";

const { Stop, StopLimit } = OrdType;
const { ImmediateOrCancel, FillOrKill, GoodTillCancel } = TimeInForce;
const px = (price: number) => price as Ticks;
const qty = (quantity: number) => quantity as Qty;
const stop = (stopPx: number, ordType: "3" | "4" = Stop): OrderChange => ({ ordType, terms: { stopPx: px(stopPx) } });
const shows = (displayQty: number): OrderChange => ({ terms: { displayQty: qty(displayQty) } });
const self = (selfMatchMode: NonNullable<VenueTerms["selfMatchMode"]>): OrderChange => ({
  terms: { selfMatchId: 7, selfMatchMode },
});
const pegged = (to: "primary" | "mid" | "market", offset = 0): OrderChange => ({
  ordType: "P",
  terms: { peg: { to, offset } },
});

describe("the exchange's order types", () => {
  let site: Site;
  let trader: Trader;
  /** Reports without their numbers, since the last call. */
  const words = (lines: string[]) => lines.map((line) => line.replace(/^\d+ /, ""));

  beforeEach(() => {
    site = new Site();
    trader = new Trader(open(site.directory));
  });

  afterEach(() => {
    trader.exchange.close();
    site.clear();
  });

  it("triggers a stop by the last trade, and works it as a market order", () => {
    trader.sell("1-1", 10, 10_000);
    trader.sell("2-1", 10, 10_010);
    expect(words(trader.buy("3-1", 10, "market", stop(10_000)))).toEqual(["Accepted 3-1 X3"]);
    expect(words(trader.buy("4-1", 10, 10_000))).toEqual([
      "Accepted 4-1 X4",
      "Fill 1-1 X1 T1 10@10000",
      "Fill 4-1 X4 T2 10@10000",
      "Triggered 3-1 X3 now 10@market",
      "Fill 2-1 X2 T3 10@10010",
      "Fill 3-1 X3 T4 10@10010",
    ]);
  });

  it("triggers a stop at once that the last trade has reached already, and rests what a stop-limit leaves", () => {
    trader.sell("1-1", 10, 10_000);
    trader.buy("2-1", 10, 10_000);
    expect(words(trader.sell("3-1", 10, 9_990, stop(10_000, StopLimit)))).toEqual([
      "Accepted 3-1 X3",
      "Triggered 3-1 X3 now 10@9990",
    ]);
    expect(depth(trader.exchange, "asks")).toEqual(["9990 x 10 (1)"]);
  });

  it("works a chain of stops one by one: buys from the lowest stop up, and those the chain reaches itself", () => {
    for (const [order, price] of [
      [1, 10_000],
      [2, 10_010],
      [3, 10_020],
      [4, 10_030],
    ]) {
      trader.sell(`${order}-1`, 10, price);
    }
    trader.buy("5-1", 10, "market", stop(10_020));
    trader.buy("6-1", 10, "market", stop(10_010));
    trader.buy("7-1", 10, "market", stop(10_000));
    const lines = words(trader.buy("8-1", 10, 10_000)).filter((line) => /Triggered|Fill [5678]/.test(line));
    expect(lines).toEqual([
      "Fill 8-1 X8 T2 10@10000",
      "Triggered 7-1 X7 now 10@market",
      "Fill 7-1 X7 T4 10@10010",
      "Triggered 6-1 X6 now 10@market",
      "Fill 6-1 X6 T6 10@10020",
      "Triggered 5-1 X5 now 10@market",
      "Fill 5-1 X5 T8 10@10030",
    ]);
  });

  it("refills an iceberg behind its price's queue, and shows no more than its display quantity", () => {
    trader.sell("1-1", 30, 10_000, shows(10));
    trader.sell("2-1", 10, 10_000);
    expect(depth(trader.exchange, "asks")).toEqual(["10000 x 20 (2)"]);
    expect(
      words(trader.buy("3-1", 35, 10_000)).filter((line) => line.includes("Fill") && !line.includes("3-1")),
    ).toEqual([
      "Fill 1-1 X1 T1 10@10000",
      "Fill 2-1 X2 T3 10@10000",
      "Fill 1-1 X1 T5 10@10000",
      "Fill 1-1 X1 T7 5@10000",
    ]);
    expect(depth(trader.exchange, "asks")).toEqual(["10000 x 5 (1)"]);
  });

  it("trades a hidden order after all that is shown at its price, and shows nothing of it", () => {
    trader.sell("1-1", 10, 10_000, shows(0));
    trader.sell("2-1", 10, 10_000);
    expect(depth(trader.exchange, "asks")).toEqual(["10000 x 10 (1)"]);
    const lines = words(trader.buy("3-1", 15, 10_000));
    expect(lines.filter((line) => !line.includes("3-1"))).toEqual([
      "Fill 2-1 X2 T1 10@10000",
      "Fill 1-1 X1 T3 5@10000",
    ]);
    expect(depth(trader.exchange, "asks")).toEqual([]);
  });

  it("cancels an order whose minimum quantity cannot trade at once, and rests the rest of one whose can", () => {
    trader.sell("1-1", 10, 10_000);
    const terms = { minQty: qty(20) };
    expect(words(trader.buy("2-1", 50, 10_000, { terms }))).toEqual([
      "Accepted 2-1 X2",
      'Canceled 2-1 X2 "less than MinQty could trade at once"',
    ]);
    trader.sell("3-1", 10, 10_000);
    trader.buy("4-1", 50, 10_000, { terms });
    expect(depth(trader.exchange, "bids")).toEqual(["10000 x 30 (1)"]);
  });

  it("refuses a post-only order that would trade, new or replaced, hidden orders included, and rests one that would not", () => {
    trader.sell("1-1", 10, 10_000, shows(0));
    const terms = { postOnly: true };
    const refusal = '"a post-only order must not trade at once, and this one would"';
    expect(words(trader.buy("2-1", 10, 10_000, { terms }))).toEqual([`Rejected 2-1 reason 11 ${refusal}`]);
    expect(words(trader.buy("3-1", 10, 9_999, { terms }))).toEqual(["Accepted 3-1 X2"]);
    expect(words(trader.replace("3-2", "3-1", 10, 10_000))).toEqual([`RequestRejected 3-2 X2 reason 99 ${refusal}`]);
    expect(depth(trader.exchange, "bids")).toEqual(["9999 x 10 (1)"]);
  });

  it("turns what a market-to-limit order leaves into a limit at the best price it met", () => {
    trader.sell("1-1", 10, 10_000);
    trader.sell("2-1", 10, 10_001);
    trader.buy("3-1", 25, "market", { ordType: "K" });
    expect(depth(trader.exchange, "bids")).toEqual(["10000 x 15 (1)"]);
    trader.cancel("3-2", "3-1");
    expect(words(trader.sell("4-1", 25, "market", { ordType: "K" }))).toEqual([
      "Accepted 4-1 X4",
      'Canceled 4-1 X4 "no liquidity for the rest of a market order"',
    ]);
  });

  it.each([
    ["primary", -5, 9_985],
    ["mid", 0, 10_000],
    ["market", -15, 9_995],
  ] as const)("keeps a buy pegged to %s %i at %i, and moves it with the best prices", (to, offset, price) => {
    trader.buy("1-1", 10, 9_990);
    trader.sell("2-1", 10, 10_010);
    trader.buy("3-1", 10, "market", pegged(to, offset));
    // What is shown above the pegged order trades first.
    const fillOf = (lines: string[]) => lines.find((line) => line.includes("Fill 3-1"));
    expect(fillOf(trader.sell("4-1", to === "primary" ? 11 : 1, price))).toContain(
      `T${to === "primary" ? 3 : 1} 1@${price}`,
    );
    trader.buy("5-1", 10, 9_994);
    trader.sell("6-1", 10, 10_008);
    const moved = { primary: 9_989, mid: 10_001, market: 9_993 }[to];
    expect(fillOf(trader.sell("7-1", 11, moved))).toContain(` ${to === "mid" ? 9 : 1}@${moved}`);
  });

  it("lets a pegged order sleep without the price it needs, and never takes it beyond its own limit", () => {
    trader.buy("1-1", 10, 10_005, pegged("primary"));
    expect(words(trader.sell("2-1", 10, 9_000))).toEqual(["Accepted 2-1 X2"]);
    trader.cancel("2-2", "2-1");
    trader.buy("3-1", 10, 10_008);
    expect(trader.sell("4-1", 15, 10_005).filter((line) => line.includes("Fill 1-1"))).toEqual([
      expect.stringContaining("5@10005"),
    ]);
  });

  it.each([
    [
      "newest",
      ['Restated 1-1 X1 now 30@10000 "SMP"', 'Canceled 2-1 X3 "SMP"'],
      ["10000 x 30 (1)", "10001 x 50 (1)"],
      [],
    ],
    [
      "oldest",
      [
        'Canceled 1-1 X1 "SMP"',
        'Restated 2-1 X3 now 40@10001 "SMP"',
        "Fill 9-1 X2 T1 40@10001",
        "Fill 2-1 X3 T2 40@10001",
      ],
      ["10001 x 10 (1)"],
      [],
    ],
    ["both", ['Canceled 1-1 X1 "SMP"', 'Canceled 2-1 X3 "SMP"'], ["10001 x 50 (1)"], []],
    [
      "decrement",
      [
        'Canceled 1-1 X1 "SMP"',
        'Restated 2-1 X3 now 10@10001 "SMP"',
        "Fill 9-1 X2 T1 10@10001",
        "Fill 2-1 X3 T2 10@10001",
      ],
      ["10001 x 40 (1)"],
      [],
    ],
  ] as const)(
    "prevents a self-match by canceling %s at partial overlap, and tells both sides",
    (mode, told, asks, bids) => {
      trader.sell("1-1", 30, 10_000, self("newest"));
      trader.sell("9-1", 50, 10_001);
      const text = '"self-match prevention: it met an order with the same SelfMatchPreventionID"';
      expect(words(trader.buy("2-1", 40, 10_001, self(mode)))).toEqual([
        "Accepted 2-1 X3",
        ...told.map((line) => line.replace('"SMP"', text)),
      ]);
      expect(depth(trader.exchange, "asks")).toEqual(asks);
      expect(depth(trader.exchange, "bids")).toEqual(bids);
    },
  );

  it("keeps the place of an iceberg replaced to less, and sends one that shows more to the end", () => {
    trader.sell("1-1", 30, 10_000, shows(10));
    trader.sell("2-1", 10, 10_000);
    trader.replace("1-2", "1-1", 20, 10_000);
    expect(trader.buy("3-1", 1, 10_000)[1]).toContain("Fill 1-2 X1 T1 1@10000");
    trader.replace("1-3", "1-2", 20, 10_000, shows(15));
    expect(trader.buy("4-1", 1, 10_000)[1]).toContain("Fill 2-1 X2 T3 1@10000");
    expect(depth(trader.exchange, "asks")).toEqual(["10000 x 24 (2)"]);
  });

  it("moves a stop by a replace, and refuses to make another kind of order of it", () => {
    trader.sell("1-1", 10, 10_000);
    trader.buy("2-1", 5, "market", stop(10_005));
    expect(words(trader.replace("2-2", "2-1", 5, 10_000))[0]).toContain("RequestRejected 2-2 X2 reason 99");
    expect(words(trader.replace("2-3", "2-1", 5, "market", stop(10_000)))).toEqual(["Replaced 2-3 X2 now 5@market"]);
    expect(words(trader.buy("3-1", 1, 10_000)).slice(3, 4)).toEqual(["Triggered 2-3 X2 now 5@market"]);
  });

  it("expires a good-till-date order when a day after its date opens", () => {
    trader.exchange.openTradingDay(20_261_120);
    const change = { timeInForce: "6" as const, terms: { expireDate: 20_261_121 } };
    trader.buy("1-1", 10, 9_000, change);
    trader.exchange.openTradingDay(20_261_121);
    expect(trader.tape.take()).toEqual([]);
    trader.exchange.openTradingDay(20_261_122);
    expect(trader.tape.take()).toEqual(['2 Expired 1-1 X1 "ExpireDate is over"']);
    expect(trader.buy("2-1", 10, 9_000, change)).toEqual([
      '3 Rejected 2-1 reason 11 "ExpireDate(432) 20261121 is before the trading day 20261122"',
    ]);
  });

  it("cancels all orders of a symbol and side by command, stops and hidden ones too, in the order they came", () => {
    trader.buy("1-1", 10, 9_000, shows(0));
    trader.buy("2-1", 10, "market", stop(10_005));
    trader.sell("3-1", 10, 10_000);
    trader.buy("4-1", 10, 9_000, { symbol: "ZVZZT" });
    expect(trader.exchange.massCancel("ACME", Side.Buy)).toBe(true);
    expect(words(trader.tape.take())).toEqual([
      `Canceled 1-1 X1 "canceled by the exchange's mass cancel"`,
      `Canceled 2-1 X2 "canceled by the exchange's mass cancel"`,
    ]);
    expect(trader.exchange.massCancel(null, null)).toBe(true);
    expect(trader.exchange.restingOrders).toBe(0);
    expect(trader.exchange.massCancel("NONE", null)).toBe(false);
  });

  it.each([
    ["a stop without its price", 10, "market", { ordType: Stop }, 11, "StopPx"],
    ["a stop off the tick", 10, "market", stop(100_001), 18, "tick"],
    ["a peg without a peg", 10, "market", { ordType: "P" }, 11, "peg"],
    ["an immediate peg", 10, "market", { ...pegged("mid"), timeInForce: ImmediateOrCancel }, 11, "together"],
    ["an immediate iceberg", 10, 9_000, { ...shows(5), timeInForce: FillOrKill }, 11, "together"],
    ["a post-only market order", 10, "market", { terms: { postOnly: true } }, 11, "together"],
    ["a minimum above the quantity", 10, 9_000, { terms: { minQty: qty(11) } }, 13, "MinQty"],
    ["good till date without a date", 10, 9_000, { timeInForce: "6" }, 11, "ExpireDate"],
    [
      "a date without good till date",
      10,
      9_000,
      { timeInForce: GoodTillCancel, terms: { expireDate: 20_261_122 } },
      11,
      "ExpireDate",
    ],
    ["a stop for the close", 10, "market", { ...stop(10_000), timeInForce: "7" }, 11, "together"],
    ["an unknown order type", 10, 9_000, { ordType: "J" as never }, 11, "takes market, limit"],
  ] as const)("refuses %s", (_what, quantity, price, change, reason, text) => {
    const lines = trader.buy("1-1", quantity, price, change as OrderChange);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^1 Rejected 1-1 reason ${reason} ".*${text}`));
  });
});
