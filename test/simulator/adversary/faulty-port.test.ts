import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exactly } from "../../../simulator/adversary/chance.ts";
import { FaultyPort } from "../../../simulator/adversary/faulty-port.ts";
import { newRuleMemory } from "../../../simulator/adversary/rule-book.ts";
import type { Rule } from "../../../simulator/adversary/scenario.ts";
import type { SimulatedExchange } from "../../../simulator/exchange.ts";
import type { VenueReport } from "../../../src/domain/exchange-port.ts";
import type { Qty, Ticks } from "../../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../../src/domain/values.ts";
import { open, reportLine, Site } from "../trading-floor.ts";
import { delay, LOSE, rule, scenario } from "./night.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);

describe("a faulty port", () => {
  let site: Site;
  let exchange: SimulatedExchange;
  let port: FaultyPort;
  let nowMs = 0;
  let lines: string[] = [];
  let room = Number.POSITIVE_INFINITY;

  const wire = (seed: number, rules: readonly Rule[], memory = newRuleMemory()) => {
    port = new FaultyPort(exchange, { scenario: scenario(seed, ...rules), nowMs: () => nowMs, memory });
    port.connect(
      {
        onReport: (report: VenueReport) => {
          if (room-- <= 0) return false;
          lines.push(reportLine(report));
          return true;
        },
        onLine: (isUp) => lines.push(isUp ? "up" : "down"),
      },
      0,
    );
  };
  const order = (clOrdId: string, side: Side, qty = 100, symbol = "ACME") => {
    const plain = { account: "A1", ordType: OrdType.Limit, timeInForce: TimeInForce.Day, price: 10_000 as Ticks };
    port.newOrder({ clOrdId, symbol, side, orderQty: qty as Qty, ...plain });
    port.flush();
    return take();
  };
  const cancel = (clOrdId: string, origClOrdId: string) => {
    port.cancelOrder({ clOrdId, origClOrdId, symbol: "ACME", side: Side.Buy });
    port.flush();
    return take();
  };
  const take = () => lines.splice(0).map((line) => line.split(" ").slice(0, 3).join(" "));
  const pass = (ms: number) => {
    nowMs += ms;
    port.flush();
    return take();
  };

  beforeEach(() => {
    site = new Site();
    exchange = open(site.directory);
    nowMs = 1_000;
    lines = [];
    room = Number.POSITIVE_INFINITY;
  });

  afterEach(() => {
    port.close();
    site.clear();
  });

  it("changes nothing without a rule that fits", () => {
    wire(1, [rule(LOSE, { where: { symbol: "NOVA" } })]);
    expect(order("1-1", Side.Buy)).toEqual(["1 Accepted 1-1"]);
    expect(order("2-1", Side.Sell)).toEqual(["2 Accepted 2-1", "3 Fill 1-1", "4 Fill 2-1"]);
    expect(cancel("1-2", "1-1")).toEqual(["5 RequestRejected 1-2"]);
  });

  it("loses requests and reports for good; numbers are skipped, not used again", () => {
    wire(1, [rule(LOSE, { on: "order", times: 1 }), rule(LOSE, { on: "report", where: { report: "fill" }, times: 1 })]);
    expect(order("1-1", Side.Buy)).toEqual([]);
    expect(order("1-1", Side.Buy)).toEqual(["1 Accepted 1-1"]);
    expect(order("2-1", Side.Sell)).toEqual(["2 Accepted 2-1", "4 Fill 2-1"]);
  });

  it("tells a report again under its own number", () => {
    wire(1, [rule({ kind: "duplicate", after: exactly(20) }, { on: "report", where: { report: "accepted" } })]);
    expect(order("1-1", Side.Buy)).toEqual(["1 Accepted 1-1"]);
    expect(order("2-1", Side.Sell, 10)).toEqual(["2 Accepted 2-1", "3 Fill 1-1", "4 Fill 2-1"]);
    expect(pass(20)).toEqual(["1 Accepted 1-1", "2 Accepted 2-1"]);
  });

  it("tells again after the first time, however late that is, and never what is lost", () => {
    const first = { where: { report: "accepted" }, times: 1 } as const;
    wire(1, [
      rule(delay(100), { on: "report", ...first }),
      rule({ kind: "duplicate", after: exactly(10) }, { on: "report", ...first }),
      rule(LOSE, { on: "report", where: { report: "fill" }, times: 1 }),
      rule({ kind: "duplicate", after: exactly(10) }, { on: "report", where: { report: "fill" }, times: 1 }),
    ]);
    expect(order("1-1", Side.Buy)).toEqual([]);
    expect(pass(10)).toEqual([]);
    expect(pass(90)).toEqual(["1 Accepted 1-1"]);
    expect(pass(10)).toEqual(["1 Accepted 1-1"]);
    expect(order("2-1", Side.Sell)).toEqual(["2 Accepted 2-1", "4 Fill 2-1"]);
    expect(pass(10)).toEqual([]);
  });

  it("lets nothing overtake what is due, though nobody has looked at the time", () => {
    wire(1, [rule(delay(50), { on: "report", times: 1 })]);
    order("1-1", Side.Buy);
    nowMs += 60;
    expect(order("2-1", Side.Buy)).toEqual(["1 Accepted 1-1", "2 Accepted 2-1"]);
  });

  it("lets reports overtake each other, and their numbers rise all the same", () => {
    wire(1, [
      rule(
        { kind: "reorder", behind: 2, withinMs: 1_000 },
        { on: "report", where: { report: "accepted" }, after: 1, times: 1 },
      ),
    ]);
    order("1-1", Side.Buy);
    expect(order("2-1", Side.Sell)).toEqual(["2 Fill 1-1", "3 Fill 2-1", "4 Accepted 2-1"]);
  });

  it("keeps requests and reports back, in their order", () => {
    wire(1, [rule(delay(100), { times: 1 }), rule(delay(50), { on: "report", times: 1 })]);
    expect(order("1-1", Side.Buy)).toEqual([]);
    expect(order("2-1", Side.Buy)).toEqual([]);
    expect(pass(100)).toEqual([]);
    expect(pass(50)).toEqual(["1 Accepted 1-1", "2 Accepted 2-1"]);
  });

  it("cuts the line: requests are gone, reports come when it is up again, and then it says so", () => {
    wire(1, [rule({ kind: "disconnect", session: "" }, { on: "time", fromMs: 500 })]);
    order("1-1", Side.Buy);
    expect(pass(500)).toEqual(["down"]);
    expect(order("2-1", Side.Sell)).toEqual([]);
    exchange.massCancel(null, null);
    expect(pass(999)).toEqual([]);
    expect(pass(1)).toEqual(["2 Canceled 1-1", "up"]);
    expect(order("3-1", Side.Buy)).toEqual(["3 Accepted 3-1"]);
  });

  it("falls silent: everything arrives, later, and nobody is told why", () => {
    wire(1, [rule({ kind: "stall", session: "", forMs: 300 }, { times: 1, after: 1 })]);
    order("1-1", Side.Buy);
    expect(order("2-1", Side.Sell)).toEqual([]);
    expect(pass(299)).toEqual([]);
    expect(pass(1)).toEqual(["2 Accepted 2-1", "3 Fill 1-1", "4 Fill 2-1"]);
  });

  it("waits for a listener that has no room", () => {
    wire(1, []);
    room = 1;
    expect(order("1-1", Side.Buy)).toEqual(["1 Accepted 1-1"]);
    expect(order("2-1", Side.Sell)).toEqual([]);
    room = 2;
    expect(pass(1)).toEqual(["2 Accepted 2-1", "3 Fill 1-1"]);
    room = 2;
    expect(pass(1)).toEqual(["4 Fill 2-1"]);
  });

  it(`does the same with the same seed, and with the memory of an earlier life (seed ${SEED})`, () => {
    const storm = [rule(LOSE, { on: "report", probability: 0.2 }), rule(LOSE, { on: "order", probability: 0.2 })];
    const play = (from: number, to: number) => {
      const told: string[] = [];
      for (let at = from; at < to; at++) told.push(...order(`${at}-1`, at % 2 === 0 ? Side.Buy : Side.Sell, 10 * at));
      return told;
    };
    const whole = (restartAt: number) => {
      const memory = newRuleMemory();
      wire(SEED, storm, memory);
      const told = play(1, restartAt);
      if (restartAt === 60) return told;
      port.close();
      const { lastReportSequence } = exchange;
      exchange = open(site.copy(), { lastReportSequence });
      port = new FaultyPort(exchange, { scenario: scenario(SEED, ...storm), nowMs: () => nowMs, memory });
      port.connect({ onReport: (report) => lines.push(reportLine(report)) > 0 }, lastReportSequence);
      return [...told, ...play(restartAt, 60)];
    };
    const tapes = [60, 60, 30].map((restartAt) => {
      const own = new Site();
      const before = site;
      site = own;
      exchange.close();
      exchange = open(own.directory);
      const tape = whole(restartAt);
      port.close();
      own.clear();
      site = before;
      exchange = open(site.directory);
      return tape;
    });
    wire(SEED, []);
    expect(tapes[0].length).toBeGreaterThan(20);
    expect(tapes[1]).toEqual(tapes[0]);
    expect(tapes[2]).toEqual(tapes[0]);
  });
});
