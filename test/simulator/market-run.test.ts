/** An hour or a day of trading on virtual time: the same for the same seed, and like a market's. */
import { describe, expect, it } from "vitest";
import { AgentKind, usualCrew } from "../../simulator/agents/agent-settings.ts";
import type { AgentsOptions } from "../../simulator/agents/agents.ts";
import { ALWAYS_TRADING, type TradingPlan } from "../../simulator/calendar-inputs.ts";
import { type MarketRunOptions, nextDay, runMarket } from "../../simulator/market-run.ts";
import { type InstrumentFigures, type IntervalFigures, MarketStatistics } from "../../simulator/market-statistics.ts";
import { playTape } from "../../simulator/market-tape.ts";
import { Phase } from "../../simulator/phases.ts";
import { TapeWriter } from "../../simulator/tape-files.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { OrdType } from "../../src/domain/values.ts";
import { instrument, open, Site, Trader } from "./trading-floor.ts";

const START_MS = Date.parse("2026-01-05T14:30:00Z");
const HOUR_MS = 3_600_000;
const instruments = [
  instrument("ACME", { referencePx: 22_800 as Ticks, tickTable: [0, 1] }),
  instrument("NOVA", { referencePx: 6_215 as Ticks, tickTable: [0, 1] }),
];
const agents: AgentsOptions = { seed: 11, symbols: ["ACME", "NOVA"] };
const hours = (time: string) => Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3)) * 60;
const NEW_YORK: TradingPlan = {
  calendars: [
    {
      name: "XNYS",
      timeZone: "America/New_York",
      days: [1, 2, 3, 4, 5],
      holidays: [],
      halfDays: [],
      phases: [
        { phase: Phase.PreOpen, seconds: hours("09:20") },
        { phase: Phase.OpeningAuction, seconds: hours("09:28") },
        { phase: Phase.Continuous, seconds: hours("09:30") },
        { phase: Phase.ClosingAuction, seconds: hours("15:58") },
        { phase: Phase.Closed, seconds: hours("16:00") },
      ],
    },
  ],
  instruments: ["ACME", "NOVA"].map((symbol) => ({
    symbol,
    calendar: "XNYS",
    staticBps: 0,
    dynamicBps: 0,
    auctionMs: 120_000,
  })),
};

type Run = { tape: string; figures: InstrumentFigures[]; auctions: Map<number, number> };

function run(change: Partial<MarketRunOptions>): Run {
  const site = new Site();
  const options = { directory: site.directory, instruments, agents, trading: ALWAYS_TRADING, startMs: START_MS };
  const messages: string[] = [];
  const onMessage = (text: string) => void messages.push(text);
  runMarket({ ...options, endMs: START_MS + HOUR_MS, onMessage, ...change });
  expect(messages).toEqual([]);
  const lines: string[] = [];
  const auctions = new Map<number, number>();
  let statistics: MarketStatistics | null = null;
  playTape(site.directory, (venue) => {
    const add = (line: string) => void lines.push(line);
    const writer = new TapeWriter(venue, { orders: add, trades: add, quotes: add });
    const figures = new MarketStatistics(venue);
    statistics = figures;
    return {
      onRequest: (timeMs, kind, request) => writer.onRequest(timeMs, kind, request),
      onTrade: (timeMs, book, side, price, qty) => {
        writer.onTrade(timeMs, book, side, price, qty);
        figures.onTrade(timeMs, book, side, price, qty);
        auctions.set(timeMs, (auctions.get(timeMs) ?? 0) + qty);
      },
      onQuote: (timeMs, book, best) => {
        writer.onQuote(timeMs, book, best);
        figures.onQuote(timeMs, book, best);
      },
    };
  });
  site.clear();
  return { tape: lines.join(""), figures: (statistics as MarketStatistics | null)!.figures(), auctions };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a market on virtual time", () => {
  it("is the same byte for byte for the same seed, and another for another", () => {
    const endMs = START_MS + 600_000;
    const [first, again, other] = [agents, agents, { ...agents, seed: 12 }].map((given) =>
      run({ agents: given, endMs }),
    );
    expect(first.tape.length).toBeGreaterThan(100_000);
    expect(again.tape === first.tape).toBe(true);
    expect(other.tape).not.toBe(first.tape);
  });

  it("says which requests its order file has no rows for", () => {
    const site = new Site();
    const trader = new Trader(open(site.directory));
    trader.sell("1-1", 10, 10_000, { terms: { displayQty: 5 as Qty } });
    trader.buy("2-1", 10, "market", { ordType: OrdType.Stop, terms: { stopPx: 10_010 as Ticks } });
    trader.buy("3-1", 10, 9_990);
    trader.cancel("3-2", "3-1");
    trader.cancel("3-3", "3-2");
    trader.exchange.close();
    const orders: string[] = [];
    const writers: TapeWriter[] = [];
    playTape(site.directory, (venue) => {
      writers.push(new TapeWriter(venue, { orders: (line) => orders.push(line), trades: () => {}, quotes: () => {} }));
      return writers[0];
    });
    site.clear();
    expect(orders.length).toBe(3);
    const terms = "orders and replaces with terms it has no columns for (stops, icebergs, pegs and such): 2";
    expect(writers[0].note).toBe(`left out: ${terms}; requests about orders that were done: 1`);
  });

  it("has an agent's seed for itself: what it does is no other's chance", () => {
    const endMs = START_MS + 60_000;
    const list = usualCrew(1).filter(({ kind }) => kind === AgentKind.Maker);
    const alone = run({ agents: { ...agents, list }, endMs });
    const seeded = run({ agents: { ...agents, list: list.map((agent) => ({ ...agent, seed: 99 })) }, endMs });
    expect(seeded.tape).not.toBe(alone.tape);
    // Nobody trades with a maker that is alone, and a second one of the same seed does what it would have done alone.
    const two = [...list, { ...list[0], name: "second", symbols: ["NOVA"] }];
    const requests = (tape: string) => tape.split("\n").filter((line) => /,1-\d+,/.test(line) && line.includes("ACME"));
    expect(requests(run({ agents: { ...agents, list: two }, endMs }).tape)).toEqual(requests(alone.tape));
  });

  it("trades all the time at spreads of a few basis points, wider when prices move more", () => {
    const { figures } = run({ endMs: START_MS + 4 * HOUR_MS });
    expect(figures.map(({ symbol }) => symbol)).toEqual(["ACME", "NOVA"]);
    for (const { symbol, trades, volume, spreadBps, volatilityBps, intervals, correlation } of figures) {
      expect(trades, symbol).toBeGreaterThan(2_000);
      expect(volume).toBeGreaterThan(trades);
      expect(spreadBps).toBeGreaterThan(0.4);
      expect(spreadBps).toBeLessThan(15);
      // 0.8 % a day is 4 basis points a minute; the mood makes it more and less.
      expect(volatilityBps).toBeGreaterThan(1);
      expect(volatilityBps).toBeLessThan(20);
      expect(correlation).toBeGreaterThan(0.5);
      const sorted = intervals.filter((row) => row.volatilityBps > 0).sort((a, b) => a.volatilityBps - b.volatilityBps);
      const third = Math.floor(sorted.length / 3);
      const spreads = (rows: IntervalFigures[]) => mean(rows.map((row) => row.spreadBps));
      expect(spreads(sorted.slice(-third)), `${symbol}: restless over calm`).toBeGreaterThan(
        1.15 * spreads(sorted.slice(0, third)),
      );
    }
  });

  it("is busiest at the open and the close, and trades in both auctions", () => {
    const day = nextDay(NEW_YORK, Date.parse("2026-01-05T00:00:00Z"))!;
    expect(new Date(day.startMs).toISOString()).toBe("2026-01-05T14:20:00.000Z");
    const { figures, auctions } = run({ trading: NEW_YORK, startMs: day.startMs, endMs: day.endMs });
    const at = (hour: number) => Date.parse("2026-01-05T14:30:00Z") + hour * HOUR_MS;
    const trades = (from: number, to: number) =>
      figures
        .flatMap(({ intervals }) => intervals.filter(({ startMs }) => startMs >= at(from) && startMs < at(to)))
        .reduce((sum, row) => sum + row.trades, 0);
    const middle = trades(2.75, 3.75);
    expect(trades(0, 1)).toBeGreaterThan(1.6 * middle);
    expect(trades(5.5, 6.5)).toBeGreaterThan(1.6 * middle);
    expect(trades(1, 2)).toBeGreaterThan(middle);
    const total = figures.reduce((sum, { volume }) => sum + volume, 0);
    for (const uncross of ["2026-01-05T14:30:00Z", "2026-01-05T21:00:00Z"]) {
      expect(auctions.get(Date.parse(uncross)) ?? 0, uncross).toBeGreaterThan(total / 300);
    }
  });
});
