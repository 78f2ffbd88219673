/** What agents may not do, whatever happens: beyond their limits, with themselves, outside bands; and who stops them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AgentSettings, usualAgent, usualCrew } from "../../simulator/agents/agent-settings.ts";
import type { AgentsOptions } from "../../simulator/agents/agents.ts";
import type { Strategy, TradingDesk } from "../../simulator/agents/trading-desk.ts";
import type { TradingPlan } from "../../simulator/calendar-inputs.ts";
import { SELL, TERMS } from "../../simulator/matching/order-pool.ts";
import { openSimulatedExchange, type SimulatedExchangeOptions } from "../../simulator/open-exchange.ts";
import { type ClientListener, FIRST_AGENT, LAST_AGENT } from "../../simulator/participants.ts";
import { ReportKind } from "../../simulator/report-queue.ts";
import { Text, textOf } from "../../simulator/report-text.ts";
import { Venue } from "../../simulator/venue.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { Side, TimeInForce } from "../../src/domain/values.ts";
import { Random } from "../../src/lib/random.ts";
import { depth, instrument, Site, Trader } from "./trading-floor.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const START_MS = Date.parse("2026-01-05T14:30:00Z");
const isAgent = (participant: number) => participant >= FIRST_AGENT && participant <= LAST_AGENT;

/** A market on virtual time, with everything that became of the agents' orders written down. */
class Market {
  readonly trader: Trader;
  readonly stopped: string[] = [];
  /** Fills counted by participant and book, from reports and nothing else. */
  readonly held = new Map<string, number>();
  readonly refused: string[] = [];
  selfTrades = 0;
  trades = 0;
  worst = 0;
  nowMs = 0;

  constructor(directory: string, agents: AgentsOptions, change: Partial<SimulatedExchangeOptions> = {}) {
    const exchange = openSimulatedExchange({
      directory,
      instruments: [instrument("ACME"), instrument("NOVA", { lotSize: 10 as Qty, tickTable: [0, 5] })],
      agents: { ...agents, onStopped: (name, why) => this.stopped.push(`${name}: ${why}`) },
      lastReportSequence: 0,
      nowNs: () => BigInt(START_MS + this.nowMs) * 1_000_000n,
      server: (venue) => {
        this.#watch(venue);
        return { onFrame: () => {} };
      },
      ...change,
    });
    this.trader = new Trader(exchange);
  }

  run(ms: number, between: () => void = () => {}): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; this.nowMs += 100) {
      this.trader.exchange.tick(this.nowMs);
      between();
    }
  }

  #watch(venue: Venue): void {
    const onTrade = venue.onTrade.bind(venue);
    venue.onTrade = (maker, taker, qty, price) => {
      const { pool } = venue.engine;
      this.trades++;
      if (pool.participant(maker) === pool.participant(taker) && isAgent(pool.participant(maker))) this.selfTrades++;
      for (const order of [maker, taker]) {
        const key = `${pool.participant(order)} ${pool.book(order)}`;
        const isSale = (pool.i32[(order << 4) + TERMS] & SELL) !== 0;
        this.held.set(key, (this.held.get(key) ?? 0) + (isSale ? -qty : qty));
        if (isAgent(pool.participant(order))) this.worst = Math.max(this.worst, Math.abs(this.held.get(key)!));
      }
      onTrade(maker, taker, qty, price);
    };
    const set = Object.getOwnPropertyDescriptor(Venue.prototype, "agentListener")!.set!;
    Object.defineProperty(venue, "agentListener", {
      set: (listener: ClientListener) =>
        set.call(venue, {
          onReport: (...report: Parameters<ClientListener["onReport"]>) => {
            if (report[1] === ReportKind.Rejected) this.refused.push(textOf(report[11]));
            listener.onReport(...report);
          },
        } satisfies ClientListener),
    });
  }
}

/** Random buys and sales of a client, in and out of the market. */
function crowd(market: Market, random: Random): () => void {
  let order = 0;
  return () => {
    if (!random.oneIn(3)) return;
    const qty = 10 * (1 + random.below(60));
    const price = 9_500 + 5 * random.below(200);
    const symbol = random.oneIn(2) ? "ACME" : "NOVA";
    const timeInForce = random.oneIn(2) ? TimeInForce.ImmediateOrCancel : TimeInForce.Day;
    const side = random.oneIn(2) ? Side.Buy : Side.Sell;
    market.trader.buy(`${++order}-1`, qty, price, { symbol, timeInForce, side });
  };
}

const rogue = (act: (desk: TradingDesk, nowMs: number) => void): AgentsOptions => {
  const list: AgentSettings[] = [
    { ...usualAgent("noise", "rogue"), symbols: ["ACME"], size: 100, inventoryMax: 1_000, ratePerSecond: 5 },
    usualAgent("maker", "maker"),
  ];
  const make = (desk: TradingDesk): Strategy => ({ act: (nowMs) => act(desk, nowMs), prepare: () => {} });
  return { seed: 1, symbols: ["ACME", "NOVA"], list, strategies: { rogue: make } };
};

describe("agents", () => {
  let site: Site;

  beforeEach(() => {
    site = new Site();
  });

  afterEach(() => site.clear());

  it(`never hold more than they may, nor trade with themselves, whatever comes (LOCKSTEP_SEED=${SEED})`, () => {
    const random = new Random(SEED);
    for (let round = 0; round < 4; round++) {
      const home = new Site();
      const list = usualCrew(1).map((agent) => ({
        ...agent,
        selfTrade: false,
        ratePerSecond: agent.ratePerSecond * (1 + random.below(8)),
        size: 10 * (1 + random.below(30)),
        inventoryMax: 600 + 10 * random.below(60),
        levels: 1 + random.below(8),
        spreadBps: random.below(8),
        durationSeconds: 5 + random.below(60),
        pauseSeconds: random.below(10),
        sliceSeconds: 1 + random.below(5),
      }));
      const limit = Math.max(...list.map(({ inventoryMax }) => inventoryMax));
      const market = new Market(home.directory, { seed: random.below(1_000), symbols: ["ACME", "NOVA"], list });
      market.run(240_000, crowd(market, random));
      const { exchange } = market.trader;
      expect(market.stopped).toEqual([]);
      expect(market.selfTrades).toBe(0);
      expect(market.trades).toBeGreaterThan(200);
      expect(market.worst).toBeLessThanOrEqual(limit);
      for (const [index, { symbols }] of exchange.agentStatuses().entries()) {
        for (const { book, inventory } of symbols) {
          expect(inventory, "what it believes and what traded").toBe(market.held.get(`${1 + index} ${book}`) ?? 0);
          expect(Math.abs(inventory)).toBeLessThanOrEqual(list[index].inventoryMax);
        }
      }
      exchange.close();
      home.clear();
    }
  });

  it("keep within the static band, and trade on after volatility auctions and halts", () => {
    const plan: TradingPlan = {
      calendars: [],
      instruments: ["ACME", "NOVA"].map((symbol) => ({
        symbol,
        calendar: null,
        staticBps: 100,
        dynamicBps: 15,
        auctionMs: 2_000,
      })),
    };
    const agents = { seed: 5, symbols: ["ACME", "NOVA"], dailyVolatilityPercent: 6 };
    const market = new Market(site.directory, agents, { trading: plan });
    const phases = new Set<string>();
    market.run(900_000, () => market.trader.exchange.visitStatus((_symbol, { rules }) => phases.add(rules.name)));
    expect(phases).toEqual(new Set(["continuous", "volatility auction"]));
    // Who sent in the very batch in which another's order began the auction could not know.
    const known = textOf(Text.NotImmediateInVolatility);
    expect(market.refused.filter((text) => text !== known)).toEqual([]);
    expect(market.stopped).toEqual([]);
    const before = market.trades;
    market.run(60_000);
    expect(market.trades).toBeGreaterThan(before);
    market.trader.exchange.close();
  });

  it.each([
    [
      "beyond its inventory limit",
      (desk: TradingDesk) => void desk.orders.take(Side.Buy, 400, desk.orders.fitPrice(Side.Buy, 10_400)),
      /^rogue: an order to buy 400 ACME is beyond its inventory limit: its inventory is \d+, its limit 1000, its open orders leave room for \d+$/,
    ],
    [
      "faster than it may",
      ({ orders }: TradingDesk) => {
        for (let count = 0; count < 60; count++) orders.place(Side.Buy, 1, 9_000 as Ticks);
      },
      /^rogue: its limit of 50 requests a second in ACME is used up$/,
    ],
    [
      "what is always refused",
      ({ orders }: TradingDesk) => void orders.place(Side.Buy, 1, -5e15 as Ticks),
      /^rogue: its last 100 requests were refused, the last one because price is beyond what XSIM takes$/,
    ],
    [
      "what is no quantity",
      ({ orders }: TradingDesk) => void orders.place(Side.Buy, 1.5, Number.NaN as Ticks),
      /^rogue: it asked for 1.5 ACME at NaN; expected whole numbers, and a quantity above 0$/,
    ],
    [
      "an order and then fail",
      ({ orders }: TradingDesk) => {
        orders.place(Side.Buy, 1, 9_000 as Ticks);
        throw new Error("no idea");
      },
      /^rogue: it failed: no idea$/,
    ],
  ])("that send %s are stopped with a message, and the exchange goes on", (_what, act, message) => {
    const market = new Market(site.directory, rogue(act));
    market.run(120_000);
    expect(market.stopped).toEqual([expect.stringMatching(message)]);
    const { exchange } = market.trader;
    const [stopped, maker] = exchange.agentStatuses();
    expect(stopped).toMatchObject({ name: "rogue", state: "stopped", open: 0, why: market.stopped[0].slice(7) });
    expect(market.worst).toBeLessThanOrEqual(10_000);
    expect(Math.abs(stopped.symbols[0].inventory)).toBeLessThanOrEqual(1_000);
    expect(maker).toMatchObject({ name: "maker", state: "running", why: "" });
    const quoted = depth(exchange, "bids");
    expect(quoted.some((line) => line.startsWith("9000 "))).toBe(false);
    market.run(60_000);
    expect(exchange.agentStatuses()[0].sent).toBe(stopped.sent);
    expect(exchange.agentStatuses()[1].sent).toBeGreaterThan(maker.sent);
    expect(depth(exchange, "bids")).not.toEqual(quoted);
    exchange.close();
  });

  it("have no more room while a replace is under way than its larger quantity leaves", () => {
    const rooms: number[] = [];
    const options = rogue(({ orders }) => {
      const [order] = orders.live;
      if (order === undefined) orders.place(Side.Buy, 1_000, 9_000 as Ticks);
      else if (order.orderQty === 1_000) orders.replace(order, 100, 9_000 as Ticks);
      rooms.push(orders.room(Side.Buy));
    });
    const market = new Market(site.directory, options);
    market.run(10_000);
    expect(rooms.slice(0, 2)).toEqual([0, 0]);
    expect(rooms.at(-1)).toBe(900);
    expect(market.stopped).toEqual([]);
    market.trader.exchange.close();
  });

  it("that fail when they hear of a trade are stopped, and the trade stands", () => {
    const options = rogue(() => {});
    const make = ({ orders }: TradingDesk): Strategy => ({
      act: () => {
        if (orders.live.size === 0) orders.place(Side.Buy, 10, 9_990 as Ticks);
      },
      prepare: () => {},
      onFill: () => {
        throw new Error("no idea");
      },
    });
    const list = options.list!.slice(0, 1);
    const market = new Market(site.directory, { ...options, list, strategies: { rogue: make } });
    market.run(5_000);
    const { trader } = market;
    expect(trader.sell("1-1", 4, 9_990, { timeInForce: TimeInForce.ImmediateOrCancel }).length).toBe(2);
    market.run(1_000);
    expect(market.stopped).toEqual(["rogue: it failed: no idea"]);
    expect(trader.exchange.agentStatuses()[0]).toMatchObject({ open: 0, symbols: [{ inventory: 4 }] });
    expect(depth(trader.exchange, "bids")).toEqual([]);
    trader.exchange.close();
  });

  it("know of their busted and corrected trades", () => {
    const list = [{ ...usualAgent("maker", "maker"), symbols: ["ACME"], size: 100, inventoryMax: 1_000 }];
    const market = new Market(site.directory, { seed: 1, symbols: [], list });
    const { trader } = market;
    const inventory = () => trader.exchange.agentStatuses()[0].symbols[0].inventory;
    market.run(5_000);
    const lines = trader.buy("1-1", 30, 11_000, { timeInForce: TimeInForce.ImmediateOrCancel });
    const execId = /T\d+/.exec(lines.find((line) => line.includes("Fill"))!)![0];
    expect(inventory()).toBe(-30);
    expect(trader.exchange.correctTrade(execId, 20 as Qty, 10_010 as Ticks)).toBe("");
    expect(inventory()).toBe(-20);
    expect(trader.exchange.bustTrade(execId)).toBe("");
    expect(inventory()).toBe(0);
    market.run(30_000);
    expect(market.stopped).toEqual([]);
    expect(market.refused).toEqual([]);
    expect(depth(trader.exchange, "asks").length).toBeGreaterThanOrEqual(4);
    trader.exchange.close();
  });

  it("that may trade with themselves do so", () => {
    const list = [{ ...usualAgent("noise", "loose"), selfTrade: true, ratePerSecond: 20 }];
    const make = ({ orders, random }: TradingDesk): Strategy => ({
      act: () => {
        for (const order of orders.live) if (orders.live.size > 4) orders.cancel(order);
        orders.place(random.oneIn(2) ? Side.Buy : Side.Sell, 10, (9_900 + 5 * random.below(40)) as Ticks);
      },
      prepare: () => {},
    });
    const options = (selfTrade: boolean): AgentsOptions => ({
      seed: 1,
      symbols: ["NOVA"],
      list: list.map((agent) => ({ ...agent, selfTrade })),
      strategies: { loose: make },
    });
    const loose = new Market(site.directory, options(true));
    loose.run(60_000);
    expect(loose.selfTrades).toBeGreaterThan(20);
    loose.trader.exchange.close();
    const home = new Site();
    const strict = new Market(home.directory, options(false));
    strict.run(60_000);
    expect(strict.selfTrades).toBe(0);
    expect(strict.trader.exchange.agentStatuses()[0].sent).toBeGreaterThan(20);
    strict.trader.exchange.close();
    home.clear();
  });
});
