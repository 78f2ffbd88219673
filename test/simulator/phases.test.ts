import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PHASE_RULES, Phase, phaseFault, phaseTable } from "../../simulator/phases.ts";
import { RESUME, VOLATILITY_AUCTION_MS } from "../../simulator/phases-by-instrument.ts";
import { Text } from "../../simulator/report-text.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { TimeInForce } from "../../src/domain/values.ts";
import { depth, instrument, open, Site, Trader } from "./trading-floor.ts";

const { Closed, PreOpen, OpeningAuction, Continuous, VolatilityAuction, ClosingAuction, Halted } = Phase;
const { GoodTillCancel, ImmediateOrCancel, FillOrKill } = TimeInForce;

let home: Site;
let trader: Trader;
let nowMs: number;

beforeEach(() => {
  home = new Site();
  nowMs = 1_000_000;
  trader = new Trader(open(home.directory, { nowNs: () => BigInt(nowMs) * 1_000_000n }));
});
afterEach(() => {
  trader.exchange.close();
  home.clear();
});

/** Puts ACME into a phase. @returns what that made of orders */
function enter(phase: Phase | typeof RESUME): string[] {
  expect(trader.exchange.commandPhase("ACME", phase)).toBe(true);
  return trader.tape.take();
}

function status(symbol = "ACME"): string {
  let line = "";
  trader.exchange.visitStatus((name, { phase }) => {
    if (name === symbol) line = PHASE_RULES[phase].name;
  });
  return line;
}

function indicative(): string[] {
  const lines: string[] = [];
  trader.exchange.visitIndicative((symbol, price, volume, imbalance) => {
    lines.push(`${symbol} ${price === NO_PRICE ? "-" : price} x ${volume} (${imbalance})`);
  });
  return lines;
}

describe("a phase", () => {
  const closed =
    'reason 2 "XSIM is closed; orders are taken from pre-open on, cancels always; ACME is in phase closed"';
  const halted = 'reason 2 "trading in this symbol is halted; only cancels are taken; ACME is in phase halted"';
  const notIn = (name: string, end: string) =>
    `reason 11 "IOC and FOK are not taken in ${name}: nothing trades before ${end}"`;
  const preOpen = notIn("pre-open", "the auction");
  const opening = notIn("the opening auction", "its end");
  const volatility = notIn("a volatility auction", "its end");
  const closing = notIn("the closing auction", "its end");
  const taken = "Accepted";

  it.each<[Phase, day: string, market: string, ioc: string, fok: string]>([
    [Closed, closed, closed, closed, closed],
    [PreOpen, taken, taken, preOpen, preOpen],
    [OpeningAuction, taken, taken, opening, opening],
    [Continuous, taken, taken, taken, taken],
    [VolatilityAuction, taken, taken, volatility, volatility],
    [ClosingAuction, taken, taken, closing, closing],
    [Halted, halted, halted, halted, halted],
  ])("%i takes new orders by its row of the table", (phase, day, market, ioc, fok) => {
    enter(phase);
    expect(trader.buy("1-1", 10, 9_000)[0]).toContain(day);
    expect(trader.buy("2-1", 10, 9_000, { timeInForce: GoodTillCancel })[0]).toContain(day);
    expect(trader.buy("3-1", 10, "market")[0]).toContain(market);
    expect(trader.buy("4-1", 10, 9_000, { timeInForce: ImmediateOrCancel })[0]).toContain(ioc);
    expect(trader.buy("5-1", 10, 9_000, { timeInForce: FillOrKill })[0]).toContain(fok);
  });

  it.each<[Phase, replace: string]>([
    [
      Closed,
      '3 RequestRejected 1-2 X1 reason 99 "XSIM is closed; orders are taken from pre-open on, cancels always; ACME is in phase closed"',
    ],
    [PreOpen, "3 Replaced 1-2 X1 now 5@9001"],
    [OpeningAuction, "3 Replaced 1-2 X1 now 5@9001"],
    [Continuous, "3 Replaced 1-2 X1 now 5@9001"],
    [VolatilityAuction, "3 Replaced 1-2 X1 now 5@9001"],
    [ClosingAuction, "3 Replaced 1-2 X1 now 5@9001"],
    [
      Halted,
      '3 RequestRejected 1-2 X1 reason 99 "trading in this symbol is halted; only cancels are taken; ACME is in phase halted"',
    ],
  ])("%i takes replaces by its row, and cancels always", (phase, replaced) => {
    trader.buy("1-1", 10, 9_000, { timeInForce: GoodTillCancel });
    trader.buy("2-1", 10, 9_000, { timeInForce: GoodTillCancel });
    enter(phase);
    expect(trader.replace("1-2", "1-1", 5, 9_001, { timeInForce: GoodTillCancel })).toEqual([replaced]);
    expect(trader.cancel("2-2", "2-1")).toEqual(["4 Canceled 2-2 X2 as asked"]);
  });

  it("binds one instrument, or all of them", () => {
    enter(Halted);
    expect(trader.buy("1-1", 10, 9_000, { symbol: "ZVZZT" })[0]).toContain("Accepted");
    expect(trader.exchange.commandPhase(null, Closed)).toBe(true);
    expect([status("ACME"), status("ZVZZT")]).toEqual(["closed", "closed"]);
    expect(trader.exchange.commandPhase("NOVA", Halted)).toBe(false);
  });

  it("takes orders at the open until the opening auction is over, and at the close while any order is taken", () => {
    const takes = (timeInForce: string) =>
      Object.values(Phase).filter((phase) => phaseFault(phase, false, "2", timeInForce) === Text.None);
    expect(takes("2")).toEqual([PreOpen, OpeningAuction]);
    expect(takes("7")).toEqual([PreOpen, OpeningAuction, Continuous, VolatilityAuction, ClosingAuction]);
    expect(phaseFault(Continuous, false, "2", "2")).toBe(Text.OpeningOver);
    expect(phaseFault(Halted, false, "2", "2")).toBe(Text.TradingHalted);
  });

  it("takes market-to-limit orders while orders trade as they come", () => {
    const takes = Object.values(Phase).filter((phase) => phaseFault(phase, false, "K", "0") === Text.None);
    expect(takes).toEqual([Continuous]);
    expect(phaseFault(OpeningAuction, false, "K", "0")).toBe(Text.NotMarketToLimit);
  });

  it("has a row in the table for people", () => {
    expect(phaseTable().split("\n").slice(2)).toEqual([
      "| closed | - | - | - | yes | - | - | - |",
      "| pre-open | - | yes | yes | yes | yes | Day, GTC, GTD, OPG, ATC | yes |",
      "| opening auction | - | yes | yes | yes | yes | Day, GTC, GTD, OPG, ATC | yes |",
      "| continuous | yes | yes | yes | yes | yes | Day, GTC, GTD, IOC, FOK, ATC | - |",
      "| volatility auction | - | yes | yes | yes | yes | Day, GTC, GTD, ATC | yes |",
      "| closing auction | - | yes | yes | yes | yes | Day, GTC, GTD, ATC | yes |",
      "| halted | - | - | - | yes | - | - | - |",
    ]);
  });
});

describe("a day by command", () => {
  it("opens with an auction, trades, halts, goes on, closes with an auction, and expires what is left of the day", () => {
    const day: string[] = [];
    const note = (what: string, lines: string[]) => day.push(`-- ${what}`, ...lines);
    note("closed", enter(Closed));
    note("an order", trader.buy("1-1", 100, 10_000));
    note("pre-open", enter(PreOpen));
    note("buy 100 at 10010", trader.buy("2-1", 100, 10_010));
    note("sell 60 at 9990", trader.sell("3-1", 60, 9_990));
    note("buy 20 at market", trader.buy("4-1", 20, "market"));
    note("opening auction", enter(OpeningAuction));
    note("indicative", indicative());
    note("sell 100 at 10000, good till canceled", trader.sell("5-1", 100, 10_000, { timeInForce: GoodTillCancel }));
    note("indicative", indicative());
    note("continuous", enter(Continuous));
    note("buy 15 at 10000", trader.buy("6-1", 15, 10_000));
    note("buy 30 at 9950", trader.buy("9-1", 30, 9_950));
    note("halted", enter(Halted));
    note("sell at the bid", trader.sell("7-1", 10, 9_950));
    note("cancel", trader.cancel("9-2", "9-1"));
    note("goes on", enter(RESUME));
    note("closing auction", enter(ClosingAuction));
    note("sell 40 at market", trader.sell("8-1", 40, "market"));
    note("buy 50 at 9800", trader.buy("10-1", 50, 9_800));
    note("indicative", indicative());
    note("closed", enter(Closed));
    expect(day).toEqual([
      "-- closed",
      "-- an order",
      '1 Rejected 1-1 reason 2 "XSIM is closed; orders are taken from pre-open on, cancels always; ACME is in phase closed"',
      "-- pre-open",
      "-- buy 100 at 10010",
      "2 Accepted 2-1 X1",
      "-- sell 60 at 9990",
      "3 Accepted 3-1 X2",
      "-- buy 20 at market",
      "4 Accepted 4-1 X3",
      "-- opening auction",
      "-- indicative",
      // 120 to buy, 60 to sell: buyers are left over everywhere, so the price is the highest of the range.
      "ACME 10010 x 60 (60)",
      "-- sell 100 at 10000, good till canceled",
      "5 Accepted 5-1 X4",
      "-- indicative",
      // 120 to buy and 160 to sell from 10000 to 10010: sellers are left over, so it is the lowest.
      "ACME 10000 x 120 (-40)",
      "-- continuous",
      "6 Fill 4-1 X3 T1 20@10000",
      "7 Fill 3-1 X2 T2 20@10000",
      "8 Fill 2-1 X1 T3 40@10000",
      "9 Fill 3-1 X2 T4 40@10000",
      "10 Fill 2-1 X1 T5 60@10000",
      "11 Fill 5-1 X4 T6 60@10000",
      "-- buy 15 at 10000",
      "12 Accepted 6-1 X5",
      "13 Fill 5-1 X4 T7 15@10000",
      "14 Fill 6-1 X5 T8 15@10000",
      "-- buy 30 at 9950",
      "15 Accepted 9-1 X6",
      "-- halted",
      "-- sell at the bid",
      '16 Rejected 7-1 reason 2 "trading in this symbol is halted; only cancels are taken; ACME is in phase halted"',
      "-- cancel",
      "17 Canceled 9-2 X6 as asked",
      "-- goes on",
      "-- closing auction",
      "-- sell 40 at market",
      "18 Accepted 8-1 X7",
      "-- buy 50 at 9800",
      "19 Accepted 10-1 X8",
      "-- indicative",
      "ACME 9800 x 40 (10)",
      "-- closed",
      "20 Fill 10-1 X8 T9 40@9800",
      "21 Fill 8-1 X7 T10 40@9800",
      '22 Expired 10-1 X8 "the trading day is over"',
    ]);
    expect(depth(trader.exchange, "asks")).toEqual(["10000 x 25 (1)"]);
    expect(depth(trader.exchange, "bids")).toEqual([]);
  });

  it("cancels what an auction leaves of orders without a price, and keeps the others", () => {
    enter(OpeningAuction);
    trader.buy("1-1", 50, "market");
    trader.sell("2-1", 20, 10_000);
    trader.sell("3-1", 20, 10_400, { symbol: "ZVZZT" });
    expect(enter(Continuous)).toEqual([
      "4 Fill 1-1 X1 T1 20@10000",
      "5 Fill 2-1 X2 T2 20@10000",
      '6 Canceled 1-1 X1 "the auction is over: what it left of the order is canceled"',
    ]);
    expect(depth(trader.exchange, "asks", "ZVZZT")).toEqual(["10400 x 20 (1)"]);
  });

  it("keeps a halted auction's orders, and uncrosses when it goes on", () => {
    enter(OpeningAuction);
    trader.buy("1-1", 10, 10_010);
    trader.sell("2-1", 10, 9_990);
    expect(enter(Halted)).toEqual([]);
    expect(enter(Continuous)).toEqual(["3 Fill 1-1 X1 T1 10@10000", "4 Fill 2-1 X2 T2 10@10000"]);
  });

  it("shows no best prices while an auction is called, and no level of orders without a price", () => {
    const market = () => {
      const lines: string[] = [];
      trader.exchange.visitMarket((symbol, bidPx, askPx, lastPx) => {
        lines.push([symbol, ...[bidPx, askPx, lastPx].map((price) => (price === NO_PRICE ? "-" : price))].join(" "));
      });
      return lines;
    };
    trader.buy("1-1", 10, 9_990);
    expect(market()).toEqual(["ACME 9990 - -"]);
    enter(VolatilityAuction);
    trader.sell("2-1", 10, "market");
    trader.sell("3-1", 10, 9_990);
    expect(market()).toEqual(["ACME - - -"]);
    expect(depth(trader.exchange, "asks")).toEqual(["9990 x 10 (1)"]);
    enter(Continuous);
    expect(market()).toEqual(["ACME - 9990 9990"]);
  });

  it("tells who watches every change, once it is in the journal", () => {
    const seen: string[] = [];
    trader.exchange.watchStatus((symbol, { phase, sinceMs, callEndsMs, auctionPx, auctionQty }) => {
      seen.push([symbol, PHASE_RULES[phase].name, sinceMs, callEndsMs, auctionPx, auctionQty].join(" "));
    });
    enter(VolatilityAuction);
    trader.buy("1-1", 10, 10_000);
    trader.sell("2-1", 4, 10_000);
    nowMs += VOLATILITY_AUCTION_MS - 1;
    trader.exchange.tick(1);
    expect(status()).toBe("volatility auction");
    nowMs += 1;
    trader.exchange.tick(2);
    expect(seen).toEqual([
      `ACME volatility auction 1000000 1120000 ${NO_PRICE} 0`,
      "ACME continuous 1120000 0 10000 4",
    ]);
    expect(trader.tape.take()).toEqual(["3 Fill 1-1 X1 T1 4@10000", "4 Fill 2-1 X2 T2 4@10000"]);
  });
});

describe("a trading halt", () => {
  const canceled = '"trading in this symbol is halted: the order is canceled, as it asked"';
  const suspended = '"trading in this symbol is halted: the order waits for its end"';
  const reinstated = '"the trading halt is over: the order is reinstated"';

  it("cancels and suspends the orders that ask for it, and reinstates them in their places when it is over", () => {
    trader.buy("1-1", 10, 9_990);
    trader.buy("2-1", 10, 9_990, { terms: { onHalt: "cancel" } });
    trader.buy("3-1", 10, 9_990, { terms: { onHalt: "reinstate" } });
    trader.buy("4-1", 10, 9_990);
    expect(enter(Halted)).toEqual([`5 Canceled 2-1 X2 ${canceled}`, `6 Suspended 3-1 X3 now 10@9990 ${suspended}`]);
    expect(enter(RESUME)).toEqual([`7 Restated 3-1 X3 now 10@9990 ${reinstated}`]);
    expect(trader.sell("5-1", 30, 9_990).slice(1)).toEqual([
      "9 Fill 1-1 X1 T1 10@9990",
      "10 Fill 5-1 X5 T2 10@9990",
      "11 Fill 3-1 X3 T3 10@9990",
      "12 Fill 5-1 X5 T4 10@9990",
      "13 Fill 4-1 X4 T5 10@9990",
      "14 Fill 5-1 X5 T6 10@9990",
    ]);
  });

  it("is kept by a replace that says nothing of halts, and the same after a restart", () => {
    trader.buy("1-1", 10, 9_990, { terms: { onHalt: "reinstate" } });
    trader.replace("1-2", "1-1", 20, 9_980);
    const again = new Trader(open(home.copy(), { nowNs: () => BigInt(nowMs) * 1_000_000n }));
    again.tape.take();
    expect(again.exchange.commandPhase("ACME", Halted)).toBe(true);
    expect(again.tape.take()).toEqual([`3 Suspended 1-2 X1 now 20@9980 ${suspended}`]);
    expect(again.cancel("1-3", "1-2")).toEqual(["4 Canceled 1-3 X1 as asked"]);
    again.exchange.close();
  });

  it("that lasts until the close lets Day orders expire, suspended or not", () => {
    trader.buy("1-1", 10, 9_990, { terms: { onHalt: "reinstate" } });
    enter(Halted);
    expect(enter(Closed)).toEqual(['3 Expired 1-1 X1 "the trading day is over"']);
  });

  it("is nothing for orders that never wait", () => {
    const ioc = trader.buy("1-1", 10, 9_990, { timeInForce: ImmediateOrCancel, terms: { onHalt: "cancel" } });
    expect(ioc[0]).toContain("Rejected 1-1 reason 11");
  });
});

describe("a restart in any phase", () => {
  it.each(Object.values(Phase))("finds phase %i as it was, and the same auction", (phase) => {
    trader.buy("1-1", 10, 9_990, { timeInForce: GoodTillCancel });
    enter(OpeningAuction);
    trader.sell("2-1", 20, "market");
    trader.sell("3-1", 20, 9_980, { timeInForce: GoodTillCancel });
    enter(phase);
    const directory = home.copy();
    const again = new Trader(
      open(directory, {
        instruments: [instrument("ACME"), instrument("ZVZZT")],
        nowNs: () => BigInt(nowMs) * 1_000_000n,
      }),
    );
    again.tape.take();
    const statuses = [trader, again].map(({ exchange }) => {
      const lines: unknown[] = [];
      exchange.visitStatus((symbol, { rules: _, ...now }) => lines.push([symbol, now]));
      exchange.visitIndicative((...row) => lines.push(row));
      return lines;
    });
    expect(statuses[1]).toEqual(statuses[0]);
    for (const one of [trader, again]) one.exchange.commandPhase("ACME", Continuous);
    expect(again.tape.take()).toEqual(trader.tape.take());
    expect(depth(again.exchange, "asks")).toEqual(depth(trader.exchange, "asks"));
    again.exchange.close();
  });
});
