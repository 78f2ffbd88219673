/** What the adversary's tests share: a trading floor whose clock they hold, and rules in a few words. */
import { exactly } from "../../../simulator/adversary/chance.ts";
import type { Act, Condition, Rule, Scenario } from "../../../simulator/adversary/scenario.ts";
import type { SimulatedExchange } from "../../../simulator/exchange.ts";
import type { SimulatedExchangeOptions } from "../../../simulator/open-exchange.ts";
import { open, type Site, Trader } from "../trading-floor.ts";

export const EVERYTHING: Condition = { session: "", symbol: "", side: "", ordType: "", report: "" };

export function rule(act: Act, change: Partial<Omit<Rule, "where">> & { where?: Partial<Condition> } = {}): Rule {
  return {
    name: act.kind,
    on: "order",
    probability: 1,
    after: 0,
    nth: 1,
    times: 0,
    fromMs: 0,
    toMs: 0,
    everyMs: 0,
    isOff: false,
    act,
    ...change,
    where: { ...EVERYTHING, ...change.where },
  };
}

export function scenario(seed: number, ...rules: Rule[]): Scenario {
  return { name: "a night", seed, rules };
}

export const LOSE: Act = { kind: "lose" };
export const delay = (ms: number, keepsOrder = true): Act => ({ kind: "delay", time: exactly(ms), keepsOrder });

/** An exchange whose clock stands until it is moved. */
export class Night {
  nowMs = 1_000;
  exchange: SimulatedExchange;
  trader: Trader;
  readonly #change: Partial<SimulatedExchangeOptions>;

  constructor(site: Site, change: Partial<SimulatedExchangeOptions> = {}, directory = site.directory, from = 0) {
    this.#change = change;
    this.exchange = this.#open(directory, from);
    this.trader = new Trader(this.exchange, from);
  }

  /** The clock goes on. @returns the reports of that time */
  pass(ms: number): string[] {
    this.nowMs += ms;
    this.exchange.tick(this.nowMs);
    return this.trader.tape.take();
  }

  #open(directory: string, from: number): SimulatedExchange {
    const nowNs = () => BigInt(this.nowMs) * 1_000_000n;
    return open(directory, { ...this.#change, nowNs, lastReportSequence: from });
  }
}
