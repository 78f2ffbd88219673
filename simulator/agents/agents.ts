/**
 * The exchange's own traffic: makers, noise, momentum and parent traders, each in each of its symbols.
 *
 * In: ticks with the time, reports of their orders. Out: orders, as inputs of the next batch, like everybody's. The same
 * seed, the same ticks and the same orders of others give the same behaviour. An agent that breaks a limit is stopped with
 * a message, and the others go on. Inventories begin at nothing with each life of the exchange.
 */
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import { NO_PRICE } from "../../src/domain/price.ts";
import { assert } from "../../src/lib/assert.ts";
import type { ByteWriter } from "../../src/lib/byte-buffer.ts";
import { errorText, LockstepError } from "../../src/lib/errors.ts";
import type { Random } from "../../src/lib/random.ts";
import { ALWAYS_TRADING, type TradingPlan } from "../calendar-inputs.ts";
import { type ClientListener, FIRST_AGENT, LAST_AGENT } from "../participants.ts";
import { Phase } from "../phases.ts";
import type { Venue } from "../venue.ts";
import { AgentAccount } from "./agent-account.ts";
import { AgentOrders } from "./agent-orders.ts";
import { type AgentKind, type AgentSettings, INVENTORY_SIZES, USUAL_VALUE, usualCrew } from "./agent-settings.ts";
import { chanceOf, waitOf } from "./chance.ts";
import { Climate } from "./climate.ts";
import { DayActivity } from "./day-activity.ts";
import { FillMemory } from "./fill-memory.ts";
import { MarketMaker } from "./market-maker.ts";
import { MarketVolume } from "./market-volume.ts";
import { MomentumTrader } from "./momentum-trader.ts";
import { NoiseTrader } from "./noise-trader.ts";
import { ParentTrader } from "./parent-trader.ts";
import type { Strategy, TradingDesk } from "./trading-desk.ts";

/** These are for people's own tests: nobody but clients trades them, whatever configuration says. */
const TEST_SYMBOLS: readonly string[] = ["ZVZZT", "ZWZZT", "ZXZZT"];
/** Deviation of a day's change of price, unless configuration says otherwise. */
export const DAILY_VOLATILITY_PERCENT = 0.8;
/** One agent in one symbol does no more than this in a tick, whatever its rate. */
const ACTIONS_MAX = 8;
/** Who is later than this does not catch up. */
const LATE_MS_MAX = 1_000;

/** Makes the behaviour of an agent in one symbol. */
export type MakeStrategy = (desk: TradingDesk) => Strategy;

export type AgentsOptions = {
  readonly seed: number;
  /** What agents trade that do not say otherwise. */
  readonly symbols: readonly string[];
  /** Who they are; one of each kind when absent. At most 14. */
  readonly list?: readonly AgentSettings[];
  readonly dailyVolatilityPercent?: number;
  /** In the place of the behaviour of a kind, for an agent by its name. */
  readonly strategies?: Readonly<Record<string, MakeStrategy>>;
  /** Told once of an agent that is stopped. */
  readonly onStopped?: (name: string, why: string) => void;
};

/** How an agent stands, for people. Quantities are texts in units. */
export type AgentStatus = {
  readonly name: string;
  readonly kind: AgentKind | "recorded";
  /** A recording that came to its end is over. */
  readonly state: "running" | "stopped" | "over";
  /** Why it was stopped; "" while it runs. */
  readonly why: string;
  /** Requests sent in this life, and orders open. */
  readonly sent: number;
  readonly open: number;
  readonly symbols: readonly { readonly book: number; readonly inventory: number; readonly open: number }[];
};

type Desk = {
  readonly account: AgentAccount;
  readonly strategy: Strategy;
  readonly orders: AgentOrders;
  readonly climate: Climate;
  readonly random: Random;
  readonly symbol: string;
  readonly ratePerSecond: number;
  /** Negative while it has no appointment. */
  nextMs: number;
};

const STRATEGIES: Readonly<Record<AgentKind, MakeStrategy>> = {
  maker: (desk) => new MarketMaker(desk),
  noise: (desk) => new NoiseTrader(desk),
  momentum: (desk) => new MomentumTrader(desk),
  parent: (desk) => new ParentTrader(desk),
};

export class Agents implements ClientListener {
  readonly #venue: Venue;
  readonly #inputs: ByteWriter;
  readonly #options: AgentsOptions;
  readonly #accounts: AgentAccount[] = [];
  readonly #desks: Desk[] = [];
  /** By book number. */
  readonly #climates: (Climate | undefined)[] = [];
  readonly #fills = new FillMemory();
  #activity: DayActivity;

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG for a symbol that is not listed, and for too many agents */
  constructor(venue: Venue, inputs: ByteWriter, options: AgentsOptions, plan: TradingPlan = ALWAYS_TRADING) {
    this.#venue = venue;
    this.#inputs = inputs;
    this.#options = options;
    this.#activity = new DayActivity(plan);
    const list = options.list ?? usualCrew(options.symbols.length);
    if (list.length > LAST_AGENT - FIRST_AGENT) throw tooMany(list.length);
    for (const [index, settings] of list.entries()) this.#addAgent(settings, FIRST_AGENT + index);
  }

  /**
   * Lets those act whose time has come. Before auctions of the day's ends they prepare for them; in volatility auctions, in
   * halts and when the market is closed nobody acts, and what was quoted stays.
   *
   * @param nowMs never goes back @param wallMs UTC, for calendars
   */
  tick(nowMs: number, wallMs: number): void {
    const { statuses } = this.#venue.phases;
    for (const account of this.#accounts) account.settle();
    for (let book = 1; book < this.#climates.length; book++) {
      const climate = this.#climates[book];
      if (climate === undefined || !statuses[book].rules.takesNew) continue;
      climate.advance(nowMs, this.#activity.of(this.#symbolOf(book), wallMs));
    }
    for (const desk of this.#desks) {
      if (!desk.account.isStopped) this.#tickDesk(desk, nowMs);
    }
  }

  /** Other calendars hold from now on. */
  setTradingPlan(plan: TradingPlan): void {
    this.#activity = new DayActivity(plan);
  }

  /** How every agent stands, in the order of the list. Cold. */
  statuses(): AgentStatus[] {
    return this.#accounts.map((account) => {
      const desks = this.#desks.filter((desk) => desk.account === account);
      return {
        name: account.name,
        kind: account.kind,
        state: account.isStopped ? "stopped" : "running",
        why: account.why,
        sent: desks.reduce((sum, { orders }) => sum + orders.sent, 0),
        open: desks.reduce((sum, { orders }) => sum + orders.live.size, 0),
        symbols: desks.map(({ orders }) => {
          const { book, inventory, live } = orders;
          return { book, inventory, open: live.size };
        }),
      };
    });
  }

  onReport(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    _orderNumber: number,
    execNumber: number,
    lastQty: number,
    _lastPx: number,
    orderQty: number,
    _price: number,
    reason: number,
    text: number,
  ): void {
    const account = this.#accounts[participant - FIRST_AGENT];
    account?.onReport(kind, clientOrder, request, execNumber, lastQty, orderQty, reason, text);
  }

  #tickDesk(desk: Desk, nowMs: number): void {
    const { phase, rules } = this.#venue.phases.statuses[desk.orders.book];
    const prepares = phase === Phase.PreOpen || phase === Phase.OpeningAuction || phase === Phase.ClosingAuction;
    if (!rules.trades && !prepares) {
      desk.nextMs = -1;
      return;
    }
    desk.orders.advance(nowMs);
    // The first time is soon after the market opens: a book without prices is no market.
    if (desk.nextMs < 0 || nowMs - desk.nextMs > LATE_MS_MAX) desk.nextMs = nowMs + waitOf(desk.random, 200);
    for (let action = 0; action < ACTIONS_MAX && nowMs >= desk.nextMs; action++) {
      if (desk.account.isStopped) return;
      if (desk.orders.turns < 1) {
        desk.nextMs = nowMs;
        return;
      }
      try {
        if (rules.trades) desk.strategy.act(nowMs);
        else desk.strategy.prepare(rules);
      } catch (error) {
        // What it had sent before are whole requests: its bug is its own end, not the exchange's.
        desk.account.stop(`it failed: ${errorText(error)}`);
        return;
      }
      desk.nextMs += waitOf(desk.random, 1_000 / (desk.ratePerSecond * desk.climate.activity));
    }
  }

  #addAgent(settings: AgentSettings, participant: number): void {
    const { name, kind } = settings;
    const { seed, symbols, strategies, onStopped } = this.#options;
    const lastOrder = this.#venue.directories[participant].highest;
    const who = { name, kind, participant };
    const account = new AgentAccount(who, this.#inputs, lastOrder, this.#fills, onStopped ?? (() => {}));
    this.#accounts.push(account);
    for (const symbol of settings.symbols ?? symbols) {
      if (TEST_SYMBOLS.includes(symbol)) continue;
      const book = this.#venue.bookBySymbol.get(symbol);
      if (book === undefined) throw unlisted(name, symbol);
      const instrument = this.#venue.instruments[book];
      assert(instrument !== null, "a listed symbol without an instrument");
      const climate = this.#climateOf(book, instrument);
      // Each life of the venue goes on differently, and the same journal with the same seed goes on the same.
      const random = chanceOf(settings.seed ?? seed, participant * 65_536 + book, lastOrder);
      const usualQty = unitsOf(settings.size, USUAL_VALUE[kind], instrument);
      const { inventoryMax } = settings;
      const orders = new AgentOrders(account, instrument, book, this.#venue.phases.statuses[book], {
        inventoryMax: inventoryMax === null ? usualQty * INVENTORY_SIZES[kind] : unitsOf(inventoryMax, 0, instrument),
        ratePerSecondMax: settings.ratePerSecondMax,
        selfTrade: settings.selfTrade,
      });
      const volume = new MarketVolume(this.#venue.trades, book);
      const desk = { settings, orders, book: this.#venue.engine.books[book], climate, random, volume, usualQty };
      const strategy = (strategies?.[name] ?? STRATEGIES[kind])(desk);
      account.addDesk(orders, strategy);
      const { ratePerSecond } = settings;
      this.#desks.push({ account, strategy, orders, climate, random, symbol, ratePerSecond, nextMs: -1 });
    }
  }

  #climateOf(book: number, instrument: InstrumentDefinition): Climate {
    const known = this.#climates[book];
    if (known !== undefined) return known;
    const { lastPx } = this.#venue.engine.books[book];
    const life = this.#venue.directories[FIRST_AGENT].highest;
    const percent = this.#options.dailyVolatilityPercent ?? DAILY_VOLATILITY_PERCENT;
    const startPx = lastPx === NO_PRICE ? instrument.referencePx : lastPx;
    const climate = new Climate(instrument, startPx, percent / 100, chanceOf(this.#options.seed, book, life));
    this.#climates[book] = climate;
    return climate;
  }

  #symbolOf(book: number): string {
    return this.#venue.instruments[book]?.symbol ?? "";
  }
}

/** Units, or what `value` buys of them at the reference price, as a quantity in whole lots; one at least. */
function unitsOf(units: number | null, value: number, instrument: InstrumentDefinition): number {
  const { referencePx, priceScale, qtyScale, lotSize } = instrument;
  const given = units ?? value / (referencePx / 10 ** priceScale);
  return Math.max(1, Math.round((given * 10 ** qtyScale) / lotSize)) * lotSize;
}

function unlisted(name: string, symbol: string): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_CONFIG",
    `the agent ${name} is asked to trade ${symbol}, which is not among the instruments. List it, or take it out of the ` +
      "agents' symbols",
  );
}

function tooMany(count: number): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_CONFIG",
    `${count} agents are configured; the exchange has room for ${LAST_AGENT - FIRST_AGENT}. An agent may trade many symbols`,
  );
}
