import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Phase } from "../../simulator/phases.ts";
import { bandAround, isInBand, NO_BAND, staticBandText } from "../../simulator/price-bands.ts";
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { TimeInForce } from "../../src/domain/values.ts";
import { Random } from "../../src/lib/random.ts";
import { depth, open, Site, Trader } from "./trading-floor.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const STEPS = Number(process.env.LOCKSTEP_BAND_STEPS ?? 6_000);
const { GoodTillCancel, ImmediateOrCancel, FillOrKill } = TimeInForce;

let home: Site;
let trader: Trader;
let nowMs: number;
const opened: Trader[] = [];

function openWith(staticBps: number, dynamicBps: number, directory = home.directory, auctionMs = 5_000): Trader {
  const trading = {
    calendars: [],
    instruments: [{ symbol: "ACME", calendar: null, staticBps, dynamicBps, auctionMs }],
  };
  const one = new Trader(open(directory, { trading, nowNs: () => BigInt(nowMs) * 1_000_000n }));
  opened.push(one);
  return one;
}

beforeEach(() => {
  home = new Site();
  nowMs = 1_000_000;
});
afterEach(() => {
  for (const one of opened.splice(0)) one.exchange.close();
  home.clear();
});

describe("a band", () => {
  it.each([
    [10_000, 1_000, [0, 1], { low: 9_000, high: 11_000 }],
    [10_000, 33, [0, 5], { low: 9_970, high: 10_030 }],
    [99_990, 100, [0, 1, 100_000, 50], { low: 98_991, high: 100_950 }],
    [-200, 1_000, [0, 1], { low: -220, high: -180 }],
    [7, 100, [0, 5], { low: 5, high: 10 }],
    [10_000, 0, [0, 1], NO_BAND],
  ])("around %i of %i basis points ends on the tick grid inside it", (price, bps, tickTable, expected) => {
    expect(bandAround(price as Ticks, bps, tickTable)).toEqual(expected);
  });

  it("is said in the instrument's decimals", () => {
    expect(staticBandText(9_000, 11_000, 2)).toBe("price must be from 90.00 to 110.00, the static band of the day");
  });
});

describe("the static band", () => {
  it("refuses orders and replaces outside it, and names itself", () => {
    trader = openWith(1_000, 0);
    const band = (price: string) =>
      `"Price(44) ${price}: price must be from 90.00 to 110.00, the static band of the day"`;
    expect(trader.buy("1-1", 10, 8_999)).toEqual([`1 Rejected 1-1 reason 16 ${band("89.99")}`]);
    expect(trader.sell("2-1", 10, 11_001)).toEqual([`2 Rejected 2-1 reason 16 ${band("110.01")}`]);
    expect(trader.buy("3-1", 10, 9_000)).toEqual(["3 Accepted 3-1 X1"]);
    expect(trader.replace("3-2", "3-1", 10, 11_001)).toEqual([`4 RequestRejected 3-2 X1 reason 8 ${band("110.01")}`]);
    expect(trader.buy("4-1", 10, 1, { symbol: "ZVZZT" })[0]).toContain("Accepted");
  });

  it("moves with the day's last trade, and ends the orders it leaves behind", () => {
    trader = openWith(1_000, 0);
    trader.exchange.openTradingDay(20261120);
    trader.buy("1-1", 10, 9_000, { timeInForce: GoodTillCancel });
    trader.sell("2-1", 10, 10_900);
    trader.buy("3-1", 10, 10_900);
    trader.exchange.openTradingDay(20261121);
    expect(trader.tape.take()).toEqual([
      '6 Canceled 1-1 X1 "the order\'s price is outside the static band of the new day"',
    ]);
    expect(trader.sell("4-1", 10, 11_990)[0]).toContain("Accepted");
    expect(trader.sell("5-1", 10, 11_991)[0]).toContain("from 98.10 to 119.90");
  });
});

describe("the dynamic band", () => {
  const phase = () => {
    let found = 0;
    trader.exchange.visitStatus((symbol, status) => {
      if (symbol === "ACME") found = status.phase;
    });
    return found;
  };

  beforeEach(() => {
    trader = openWith(0, 100);
    trader.sell("1-1", 10, 10_050);
    trader.sell("2-1", 10, 10_100);
    trader.sell("3-1", 10, 10_101);
    trader.tape.take();
  });

  it("stops an order at its end, calls an auction for as long as is said, and uncrosses", () => {
    expect(trader.buy("4-1", 50, 10_200)).toEqual([
      "4 Accepted 4-1 X4",
      "5 Fill 1-1 X1 T1 10@10050",
      "6 Fill 4-1 X4 T2 10@10050",
      "7 Fill 2-1 X2 T3 10@10100",
      "8 Fill 4-1 X4 T4 10@10100",
    ]);
    expect(phase()).toBe(Phase.VolatilityAuction);
    expect(trader.sell("5-1", 5, 10_150)).toEqual(["9 Accepted 5-1 X5"]);
    nowMs += 4_999;
    trader.exchange.tick(1);
    expect(phase()).toBe(Phase.VolatilityAuction);
    nowMs += 1;
    trader.exchange.tick(2);
    expect(phase()).toBe(Phase.Continuous);
    // 30 to buy, 15 to sell: buyers are left over everywhere, so the price is the highest of the range.
    expect(trader.tape.take()).toEqual([
      "10 Fill 4-1 X4 T5 10@10200",
      "11 Fill 3-1 X3 T6 10@10200",
      "12 Fill 4-1 X4 T7 5@10200",
      "13 Fill 5-1 X5 T8 5@10200",
    ]);
    expect(depth(trader.exchange, "bids")).toEqual(["10200 x 15 (1)"]);
  });

  it("ends the rest of an order that cannot wait", () => {
    const halt = '"a volatility auction began: the rest could not trade within the dynamic band"';
    expect(trader.buy("4-1", 50, 10_200, { timeInForce: ImmediateOrCancel }).at(-1)).toBe(`9 Canceled 4-1 X4 ${halt}`);
    expect(phase()).toBe(Phase.VolatilityAuction);
    trader.exchange.commandPhase("ACME", Phase.Continuous);
    expect(trader.buy("5-1", 50, "market").at(-1)).toContain("no liquidity");
  });

  it("kills a fill-or-kill it cannot fill whole, without an auction", () => {
    expect(trader.buy("4-1", 21, 10_200, { timeInForce: FillOrKill }).at(-1)).toContain("fill or kill");
    expect(phase()).toBe(Phase.Continuous);
    expect(trader.buy("5-1", 20, 10_200, { timeInForce: FillOrKill }).length).toBe(5);
    expect(phase()).toBe(Phase.Continuous);
  });

  it("holds downwards as it does upwards", () => {
    trader.buy("4-1", 10, 9_899);
    expect(trader.sell("5-1", 10, 9_800)).toEqual(["5 Accepted 5-1 X5"]);
    expect(phase()).toBe(Phase.VolatilityAuction);
    trader.exchange.commandPhase("ACME", Phase.Halted);
    nowMs += 60_000;
    trader.exchange.tick(1);
    expect(phase()).toBe(Phase.Halted);
  });
});

describe("whatever comes", () => {
  it(`nothing trades outside the bands or while an auction is called, and a restart finds the same (LOCKSTEP_SEED=${SEED})`, () => {
    const random = new Random(SEED);
    trader = openWith(600, 80);
    const lines: string[] = [];
    let order = 0;
    let halts = 0;
    let lastPx = 10_000;
    const statusOf = (one: Trader) => {
      let line = "";
      one.exchange.visitStatus((symbol, { rules, ...status }) => {
        if (symbol === "ACME") line = JSON.stringify([rules.name, status]);
      });
      return line;
    };
    trader.exchange.watchStatus((symbol, status) => {
      if (symbol === "ACME" && status.cause === 3) halts++;
    });
    const state = () => {
      let found = { trades: true, low: 0, high: 0 };
      trader.exchange.visitStatus((symbol, { rules, staticBand }) => {
        if (symbol === "ACME") found = { trades: rules.trades, low: staticBand.low, high: staticBand.high };
      });
      return found;
    };
    const pricesOf = (taken: string[]) =>
      taken.flatMap((line) => / Fill .* \d+@(\d+)$/.exec(line)?.[1] ?? []).map(Number);
    const inStaticBand = (prices: number[], { low, high }: { low: number; high: number }) => {
      for (const price of prices) expect(isInBand({ low: low as Ticks, high: high as Ticks }, price)).toBe(true);
    };
    for (let step = 0; step < STEPS; step++) {
      nowMs += random.below(200);
      // A volatility auction whose time is over ends before the next order is worked: here, apart from its trades.
      const atStart = state();
      trader.exchange.tick(step);
      const uncrossed = trader.tape.take();
      lines.push(...uncrossed);
      inStaticBand(pricesOf(uncrossed), atStart);
      lastPx = pricesOf(uncrossed).at(-1) ?? lastPx;
      const before = state();
      const centre = random.oneIn(3) ? lastPx : 10_000;
      const price = centre - 90 + random.below(181);
      const kind = random.below(40);
      let prices: number[] = [];
      if (kind < 34) {
        const timeInForce = [TimeInForce.Day, GoodTillCancel, ImmediateOrCancel, FillOrKill][random.below(4)];
        const at = random.oneIn(12) ? ("market" as const) : price;
        const qty = 1 + random.below(60);
        const id = `${++order}-1`;
        const taken = random.oneIn(2)
          ? trader.buy(id, qty, at, { timeInForce })
          : trader.sell(id, qty, at, { timeInForce });
        lines.push(...taken);
        prices = pricesOf(taken);
        if (!before.trades) expect(prices).toEqual([]);
        const band = bandAround(lastPx as Ticks, 80, [0, 1]);
        for (const traded of prices) expect(isInBand(band, traded)).toBe(true);
      } else {
        if (kind < 36) trader.exchange.openTradingDay(20_260_000 + step);
        else trader.exchange.commandPhase("ACME", random.oneIn(3) ? ((1 + random.below(7)) as Phase) : 0);
        const taken = trader.tape.take();
        lines.push(...taken);
        prices = pricesOf(taken);
        // An uncross trades at one price.
        expect(new Set(prices).size).toBeLessThan(2);
      }
      inStaticBand(prices, before);
      lastPx = prices.at(-1) ?? lastPx;
      if (step % 1_500 !== 700) continue;
      const again = openWith(600, 80, home.copy());
      expect(again.tape.take()).toEqual(lines);
      expect(statusOf(again)).toBe(statusOf(trader));
      expect([...depth(again.exchange, "bids"), ...depth(again.exchange, "asks")]).toEqual([
        ...depth(trader.exchange, "bids"),
        ...depth(trader.exchange, "asks"),
      ]);
    }
    expect(halts).toBeGreaterThan(5);
    expect(lastPx).not.toBe(NO_PRICE);
  });
});
