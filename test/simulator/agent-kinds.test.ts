/** How each kind of agent trades, seen from outside: by its inventory, its orders and the book. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AgentKind, type AgentSettings, ParentStyle, usualAgent } from "../../simulator/agents/agent-settings.ts";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import { playTape } from "../../simulator/market-tape.ts";
import type { Qty } from "../../src/domain/price.ts";
import { TimeInForce } from "../../src/domain/values.ts";
import { depth, instrument, open, Site, Trader } from "./trading-floor.ts";

const instruments = [instrument("ACME")];

describe("an agent", () => {
  let site: Site;

  beforeEach(() => {
    site = new Site();
  });

  afterEach(() => site.clear());

  const market = (list: AgentSettings[], seed = 1) =>
    open(site.directory, { instruments, agents: { seed, symbols: ["ACME"], list, dailyVolatilityPercent: 0.3 } });
  const inventory = (exchange: SimulatedExchange, agent: number) =>
    exchange.agentStatuses()[agent].symbols[0].inventory;
  const prices = (exchange: SimulatedExchange, side: "bids" | "asks") =>
    depth(exchange, side).map((line) => Number(line.split(" ")[0]));

  it("that makes markets quotes lower the more it holds, and stops buying where its limit is", () => {
    const maker = { ...usualAgent(AgentKind.Maker, "maker"), size: 100, inventoryMax: 2_000, ratePerSecond: 10 };
    const trader = new Trader(market([maker]));
    const { exchange } = trader;
    let nowMs = 0;
    const pass = (ms: number) => {
      for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 100) exchange.tick(nowMs);
    };
    const middle = () => (prices(exchange, "bids")[0] + prices(exchange, "asks")[0]) / 2;
    pass(10_000);
    const before = middle();
    for (let sale = 1; inventory(exchange, 0) < 1_500; sale++) {
      trader.sell(`${sale}-1`, 100, 9_000, { timeInForce: TimeInForce.ImmediateOrCancel });
      pass(1_000);
    }
    expect(middle()).toBeLessThan(before);
    for (let sale = 1_000; depth(exchange, "bids").length > 0 && sale < 1_200; sale++) {
      trader.sell(`${sale}-1`, 100, 9_000, { timeInForce: TimeInForce.ImmediateOrCancel });
      pass(1_000);
    }
    expect(inventory(exchange, 0)).toBe(2_000);
    expect(depth(exchange, "bids")).toEqual([]);
    expect(depth(exchange, "asks").length).toBeGreaterThan(3);
    exchange.close();
  });

  it("that follows momentum buys what rises, holds no more than it may, and sells when it falls", () => {
    const momentum = { ...usualAgent(AgentKind.Momentum, "momentum"), size: 10, inventoryMax: 200, ratePerSecond: 2 };
    const trader = new Trader(market([momentum]));
    const { exchange } = trader;
    const held: number[] = [];
    for (let second = 0; second < 240; second++) {
      // A client moves a market of one tick up for two minutes, and down again.
      const price = 10_000 + (second < 120 ? second : 240 - second) * 2;
      trader.buy(`${second * 2 + 1}-1`, 50, price, { timeInForce: TimeInForce.GoodTillCancel });
      trader.sell(`${second * 2 + 2}-1`, 50, price + 1, { timeInForce: TimeInForce.GoodTillCancel });
      for (let part = 0; part < 10; part++) exchange.tick(second * 1_000 + part * 100);
      held.push(inventory(exchange, 0));
      exchange.massCancel(null, null);
    }
    expect(Math.max(...held.slice(0, 120))).toBe(200);
    expect(held[119]).toBe(200);
    expect(held[239]).toBeLessThan(-100);
    expect(Math.min(...held)).toBeGreaterThanOrEqual(-200);
    exchange.close();
  });

  it("that works parents does so evenly in slices, and rests before the next one", () => {
    const parent: AgentSettings = {
      ...usualAgent(AgentKind.Parent, "parent"),
      size: 10,
      inventoryMax: 5_000,
      ratePerSecond: 2,
      parentSizes: 40,
      durationSeconds: 120,
      sliceSeconds: 5,
      pauseSeconds: 60,
    };
    const maker = { ...usualAgent(AgentKind.Maker, "maker"), size: 500, inventoryMax: 100_000 };
    const exchange = market([parent, maker], 3);
    const held: number[] = [];
    let open = 0;
    for (let nowMs = 0; nowMs < 600_000; nowMs += 100) {
      exchange.tick(nowMs);
      const [status] = exchange.agentStatuses();
      open = Math.max(open, status.open);
      if (nowMs % 1_000 === 0) held.push(status.symbols[0].inventory);
    }
    // One order at a time; what trades in a second is a slice or two, never the parent.
    expect(open).toBe(1);
    const steps = held.slice(1).map((value, second) => value - held[second]);
    expect(Math.max(...steps.map(Math.abs))).toBeLessThanOrEqual(40);
    const runs: { side: number; qty: number; seconds: number; pause: number }[] = [];
    let still = 0;
    for (const step of steps) {
      if (step === 0) {
        still++;
        continue;
      }
      const last = runs.at(-1);
      if (last === undefined || still >= 25) runs.push({ side: Math.sign(step), qty: 0, seconds: 0, pause: still });
      const run = runs.at(-1)!;
      expect(Math.sign(step), "a parent has one side").toBe(run.side);
      run.qty += Math.abs(step);
      run.seconds += runs.at(-1) === last ? still + 1 : 1;
      still = 0;
    }
    expect(runs.length).toBeGreaterThanOrEqual(3);
    for (const { qty, seconds } of runs.slice(0, -1)) {
      // Half to one and a half times forty slices of ten.
      expect(qty).toBeGreaterThanOrEqual(200);
      expect(qty).toBeLessThanOrEqual(600);
      expect(seconds).toBeGreaterThan(60);
      expect(seconds).toBeLessThan(140);
    }
    exchange.close();
  });

  it.each([
    [20, 5],
    [20, 1],
    [5, 5],
  ])(
    "that follows the market trades its part of it while it works, however much trades: %i percent, noise of %i",
    (percent, rate) => {
      const parent: AgentSettings = {
        ...usualAgent(AgentKind.Parent, "parent"),
        style: ParentStyle.Participation,
        participationPercent: percent,
        size: 10,
        inventoryMax: 50_000,
        ratePerSecond: 2,
        parentSizes: 200,
        durationSeconds: 300,
        sliceSeconds: 5,
        pauseSeconds: 60,
      };
      const maker = { ...usualAgent(AgentKind.Maker, "maker"), size: 2_000, inventoryMax: 1_000_000, ratePerSecond: 5 };
      const noise = { ...usualAgent(AgentKind.Noise, "noise"), size: 50, inventoryMax: 1_000_000, ratePerSecond: rate };
      let nowMs = 0;
      const exchange = open(site.directory, {
        instruments,
        agents: { seed: 5, symbols: ["ACME"], list: [parent, maker, noise], dailyVolatilityPercent: 0.3 },
        nowNs: () => BigInt(nowMs) * 1_000_000n,
      });
      const held: number[] = [0];
      for (; nowMs < 1_800_000; nowMs += 100) {
        exchange.tick(nowMs);
        if (nowMs % 10_000 === 9_900) held.push(inventory(exchange, 0));
        expect(exchange.agentStatuses()[0].open).toBeLessThanOrEqual(1);
      }
      exchange.close();
      const traded = held.map(() => 0);
      playTape(site.directory, () => ({
        onTrade: (timeMs, _book, _side, _price, qty) => {
          traded[Math.floor(timeMs / 10_000) + 1] += qty;
        },
        onQuote: () => {},
      }));
      // The pieces of ten seconds in which it worked: it traded in them, or in both beside them.
      const own = held.map((value, index) => Math.abs(value - (held[index - 1] ?? 0)));
      const works = own.map((qty, index) => qty > 0 || ((own[index - 1] ?? 0) > 0 && (own[index + 1] ?? 0) > 0));
      const sum = (values: readonly number[]) =>
        values.reduce((total, value, at) => total + (works[at] ? value : 0), 0);
      expect(works.filter((isAtWork) => isAtWork).length).toBeGreaterThan(40);
      const part = (100 * sum(own)) / sum(traded);
      expect(part).toBeGreaterThan(percent * 0.75);
      expect(part).toBeLessThan(percent * 1.25);
    },
  );

  it("that follows the market sends nothing while nobody trades", () => {
    const style = { style: ParentStyle.Participation, participationPercent: 20, pauseSeconds: 1, ratePerSecond: 5 };
    const maker = { ...usualAgent(AgentKind.Maker, "maker"), size: 500 };
    const exchange = market([{ ...usualAgent(AgentKind.Parent, "parent"), ...style }, maker]);
    for (let nowMs = 0; nowMs < 120_000; nowMs += 100) exchange.tick(nowMs);
    const [parent, other] = exchange.agentStatuses();
    expect([parent.sent, parent.symbols[0].inventory]).toEqual([0, 0]);
    expect(other.sent).toBeGreaterThan(10);
    exchange.close();
  });

  it("that trades at random buys as often as it sells, in sizes of all kinds", () => {
    const noise = { ...usualAgent(AgentKind.Noise, "noise"), size: 100, ratePerSecond: 5 };
    const maker = { ...usualAgent(AgentKind.Maker, "maker"), size: 2_000, inventoryMax: 1_000_000, ratePerSecond: 10 };
    const exchange = market([noise, maker]);
    const fills: number[] = [];
    let before = 0;
    for (let nowMs = 0; nowMs < 600_000; nowMs += 100) {
      exchange.tick(nowMs);
      const now = inventory(exchange, 0);
      if (now !== before) fills.push(now - before);
      before = now;
    }
    const bought = fills.filter((qty) => qty > 0).length / fills.length;
    expect(fills.length).toBeGreaterThan(1_000);
    expect(bought).toBeGreaterThan(0.4);
    expect(bought).toBeLessThan(0.6);
    const sizes = fills.map(Math.abs).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 10)]).toBeLessThan(70);
    expect(sizes[Math.floor(sizes.length * 0.95)]).toBeGreaterThan(250);
    exchange.close();
  });

  it("trades whole lots of an instrument that has them", () => {
    const lots = [instrument("ACME", { lotSize: 50 as Qty })];
    const exchange = open(site.directory, { instruments: lots, agents: { seed: 2, symbols: ["ACME"] } });
    for (let nowMs = 0; nowMs < 300_000; nowMs += 100) exchange.tick(nowMs);
    for (const { state, symbols } of exchange.agentStatuses()) {
      expect(state).toBe("running");
      expect(Math.abs(symbols[0].inventory) % 50).toBe(0);
    }
    for (const line of [...depth(exchange, "bids"), ...depth(exchange, "asks")]) {
      expect(Number(/x (\d+)/.exec(line)![1]) % 50, line).toBe(0);
    }
    exchange.close();
  });
});
