import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { usualAgent } from "../../simulator/agents/agent-settings.ts";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import { Phase } from "../../simulator/phases.ts";
import { RESUME } from "../../simulator/phases-by-instrument.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { TimeInForce } from "../../src/domain/values.ts";
import { depth, instrument, open, Site, Trader } from "./trading-floor.ts";

const LISTED = ["ACME", "NOVA", "ZVZZT"];
const instruments = LISTED.map((symbol) => instrument(symbol));
const agents = { seed: 42, symbols: LISTED };

/** Runs the market for a time and writes down every change of public prices. */
function watch(exchange: SimulatedExchange, fromMs: number, toMs: number): string[] {
  const lines: string[] = [];
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 100) {
    exchange.tick(nowMs);
    exchange.visitMarket((symbol, bidPx, askPx, lastPx) => {
      lines.push(`${nowMs} ${symbol} ${bidPx}/${askPx} ${lastPx}`);
    });
  }
  return lines;
}

describe("the agents", () => {
  let site: Site;

  beforeEach(() => {
    site = new Site();
  });

  afterEach(() => site.clear());

  it("keep five uncrossed levels on both sides, let trades print, and never touch a test symbol", () => {
    const exchange = open(site.directory, { instruments, agents });
    let printed = 0;
    for (let nowMs = 0; nowMs < 600_000; nowMs += 100) {
      exchange.tick(nowMs);
      exchange.visitMarket((symbol, bidPx, askPx, lastPx) => {
        expect(symbol).not.toBe("ZVZZT");
        if (bidPx !== NO_PRICE && askPx !== NO_PRICE) expect(bidPx).toBeLessThan(askPx);
        if (lastPx !== NO_PRICE) {
          printed++;
          expect(Math.abs(lastPx - 10_000)).toBeLessThan(600);
        }
      });
    }
    for (const symbol of ["ACME", "NOVA"]) {
      expect(depth(exchange, "bids", symbol).length).toBeGreaterThanOrEqual(3);
      expect(depth(exchange, "asks", symbol).length).toBeGreaterThanOrEqual(3);
    }
    expect(depth(exchange, "bids", "ZVZZT")).toEqual([]);
    expect(depth(exchange, "asks", "ZVZZT")).toEqual([]);
    expect(printed).toBeGreaterThan(100);
    // Ten quotes, five of the noise trader and a slice of a parent in each.
    expect(exchange.restingOrders).toBeLessThanOrEqual(32);
    expect(exchange.lastReportSequence).toBe(0);
    exchange.close();
  });

  it("act while their symbol trades, and leave what they quoted to the auctions", () => {
    const exchange = open(site.directory, { instruments, agents });
    exchange.commandPhase("ACME", Phase.Closed);
    watch(exchange, 0, 60_000);
    expect(depth(exchange, "bids", "ACME")).toEqual([]);
    expect(depth(exchange, "bids", "NOVA").length).toBeGreaterThanOrEqual(3);
    exchange.commandPhase("ACME", RESUME);
    watch(exchange, 60_000, 120_000);
    expect(depth(exchange, "bids", "ACME").length).toBeGreaterThanOrEqual(3);
    exchange.commandPhase("ACME", Phase.VolatilityAuction);
    const quoted = depth(exchange, "bids", "ACME");
    watch(exchange, 120_000, 180_000);
    expect(depth(exchange, "bids", "ACME")).toEqual(quoted);
    exchange.commandPhase("ACME", RESUME);
    watch(exchange, 180_000, 240_000);
    expect(depth(exchange, "bids", "ACME")).not.toEqual(quoted);
    exchange.close();
  });

  it("do the same for the same seed, and something else for another", () => {
    const tapes = [42, 42, 43].map((seed) => {
      const home = new Site();
      const exchange = open(home.directory, { instruments, agents: { seed, symbols: LISTED } });
      const tape = watch(exchange, 0, 60_000);
      exchange.close();
      home.clear();
      return tape;
    });
    expect(tapes[0].length).toBeGreaterThan(10);
    expect(tapes[1]).toEqual(tapes[0]);
    expect(tapes[2]).not.toEqual(tapes[0]);
  });

  it("fill the OMS's orders, quote again where they were hit, and stop adding past their limit", () => {
    const list = [usualAgent("maker", "maker")];
    const trader = new Trader(open(site.directory, { instruments, agents: { ...agents, list } }));
    const { exchange } = trader;
    exchange.tick(0);
    let bought = 0;
    for (let nowMs = 100; nowMs < 300_000; nowMs += 100) {
      exchange.tick(nowMs);
      trader.tape.take();
      trader.buy(`${nowMs}-1`, 500, 20_000, { timeInForce: TimeInForce.ImmediateOrCancel });
      bought = trader.exchange.lastReportSequence;
    }
    expect(bought).toBeGreaterThan(0);
    expect(depth(exchange, "asks")).toEqual([]);
    expect(depth(exchange, "bids").length).toBeGreaterThanOrEqual(4);
    // Forty usual orders of 25,000 at 100.00.
    expect(exchange.agentStatuses()[0].symbols[0].inventory).toBe(-10_000);
    exchange.close();
  });

  it("leave nothing of an earlier life on the book", () => {
    const first = new Trader(open(site.directory, { instruments, agents }));
    watch(first.exchange, 0, 5_000);
    first.buy("1-1", 7, 5_000, { timeInForce: TimeInForce.GoodTillCancel });
    first.exchange.close();
    const second = open(site.directory, { instruments, agents: null });
    expect(depth(second, "bids")).toEqual(["5000 x 7 (1)"]);
    expect(second.restingOrders).toBe(1);
    second.close();
    const third = open(site.directory, { instruments, agents });
    watch(third, 0, 5_000);
    expect(third.restingOrders).toBeGreaterThan(15);
    third.close();
    const fourth = open(site.directory, { instruments, agents });
    watch(fourth, 0, 5_000);
    expect(fourth.restingOrders).toBeLessThanOrEqual(33);
    fourth.close();
  });

  it("are refused for a symbol that is not listed", () => {
    expect(() => open(site.directory, { instruments, agents: { seed: 1, symbols: ["NONE"] } })).toThrow(
      "the agent maker is asked to trade NONE, which is not among the instruments",
    );
    const list = Array.from({ length: 15 }, (_, index) => usualAgent("noise", `noise-${index}`));
    expect(() => open(site.directory, { instruments, agents: { ...agents, list } })).toThrow(
      "15 agents are configured; the exchange has room for 13",
    );
  });
});
