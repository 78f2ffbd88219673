import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exactly } from "../../../simulator/adversary/chance.ts";
import type { Act, Rule } from "../../../simulator/adversary/scenario.ts";
import { Phase } from "../../../simulator/phases.ts";
import { Random } from "../../../src/lib/random.ts";
import { Site } from "../trading-floor.ts";
import { delay, LOSE, Night, rule, scenario } from "./night.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);

/** Everything at once, each now and then. */
const STORM: readonly Rule[] = [
  rule({ kind: "reject", reason: 0 }, { probability: 0.1 }),
  rule({ kind: "reject", reason: 0 }, { on: "cancel", probability: 0.2 }),
  rule({ kind: "fill", share: 0.75, parts: 3, everyMs: 40, left: "rest" }, { probability: 0.3 }),
  rule(LOSE, { on: "report", probability: 0.05 }),
  rule(
    {
      ...delay(0),
      time: [
        [0, 1],
        [50, 20],
        [99, 80],
        [100, 400],
      ],
    } as Act,
    { on: "report", probability: 0.3 },
  ),
  rule({ kind: "duplicate", after: exactly(0) }, { on: "report", where: { report: "fill" }, probability: 0.2 }),
  rule(
    { kind: "reorder", behind: 1, withinMs: 100 },
    { on: "report", where: { report: "accepted" }, probability: 0.2 },
  ),
  rule({ kind: "bust", after: exactly(50) }, { on: "report", where: { report: "fill" }, nth: 7 }),
  rule({ kind: "cancelResting", session: "", symbol: "" }, { on: "time", fromMs: 300, everyMs: 500 }),
  rule({ kind: "halt", symbol: "ZVZZT", forMs: 60 }, { on: "time", fromMs: 200, everyMs: 400 }),
  rule(LOSE, { on: "cancel", nth: 5 }),
];

describe("the adversary", () => {
  let site: Site;
  const nights: Night[] = [];
  const sites: Site[] = [];

  const begin = (...rules: Rule[]) => {
    const night = new Night(site, { scenario: scenario(1, ...rules) });
    nights.push(night);
    return night;
  };

  beforeEach(() => {
    site = new Site();
    sites.push(site);
  });

  afterEach(() => {
    for (const night of nights.splice(0)) night.exchange.close();
    for (const each of sites.splice(0)) each.clear();
  });

  it("refuses every third order with the reason it was told", () => {
    const { trader } = begin(rule({ kind: "reject", reason: 15 }, { nth: 3 }));
    expect(trader.buy("1-1", 100, 10_000)).toEqual(["1 Accepted 1-1 X1"]);
    trader.buy("2-1", 100, 10_000);
    expect(trader.buy("3-1", 100, 10_000)).toEqual([
      '3 Rejected 3-1 reason 15 "refused as the exchange was told to, reason 15"',
    ]);
    expect(trader.cancel("1-2", "1-1")).toEqual(["4 Canceled 1-2 X1 as asked"]);
  });

  it("refuses a cancel and a replace, and the order goes on as it was", () => {
    const { trader } = begin(
      rule({ kind: "reject", reason: 2 }, { on: "cancel" }),
      rule({ kind: "reject", reason: 99 }, { on: "replace" }),
    );
    trader.buy("1-1", 100, 10_000);
    const text = (reason: number) => `"refused as the exchange was told to, reason ${reason}"`;
    expect(trader.cancel("1-2", "1-1")).toEqual([`2 RequestRejected 1-2 X1 reason 2 ${text(2)}`]);
    expect(trader.replace("1-3", "1-1", 50, 10_000)).toEqual([`3 RequestRejected 1-3 X1 reason 99 ${text(99)}`]);
    expect(trader.sell("2-1", 100, 10_000)[1]).toBe("5 Fill 1-1 X1 T1 100@10000");
  });

  it("lets a hidden counterparty fill an order in parts, then takes the rest off the book", () => {
    const night = begin(rule({ kind: "fill", share: 0.5, parts: 2, everyMs: 100, left: "cancel" }));
    expect(night.trader.buy("1-1", 100, 10_000)).toEqual(["1 Accepted 1-1 X1", "2 Fill 1-1 X1 T1 25@10000"]);
    expect(night.pass(99)).toEqual([]);
    expect(night.pass(1)).toEqual(["3 Fill 1-1 X1 T3 25@10000"]);
    expect(night.pass(100)).toEqual(['4 Canceled 1-1 X1 "canceled by the exchange"']);
  });

  it("ends an order of its own accord after a while", () => {
    const night = begin(rule({ kind: "expire", after: exactly(500) }));
    night.trader.buy("1-1", 100, 10_000);
    expect(night.pass(500)).toEqual(['2 Expired 1-1 X1 "expired by the exchange"']);
  });

  it("busts and corrects what was filled", () => {
    const night = begin(
      rule(
        { kind: "correct", after: exactly(10), ticks: -2, share: 0.5 },
        { on: "report", where: { report: "fill", side: "buy" } },
      ),
      rule({ kind: "bust", after: exactly(20) }, { on: "report", where: { report: "fill", side: "buy" } }),
    );
    night.trader.buy("1-1", 100, 10_000);
    night.trader.sell("2-1", 60, 10_000);
    expect(night.pass(10)).toEqual([
      '5 Corrected 1-1 X1 T3 of T1 30@9998 now 70@market "the trade is corrected by the exchange"',
      '6 Corrected 2-1 X2 T4 of T2 30@9998 "the trade is corrected by the exchange"',
    ]);
    expect(night.pass(10).map((line) => line.split(" ").slice(1, 7).join(" "))).toEqual([
      "Busted 1-1 X1 T5 of T1",
      "Busted 2-1 X2 T6 of T2",
    ]);
  });

  it("loses a report for good, and its number with it", () => {
    const { trader } = begin(rule(LOSE, { on: "report", where: { report: "accepted" }, times: 1 }));
    expect(trader.buy("1-1", 100, 10_000)).toEqual([]);
    expect(trader.sell("2-1", 100, 10_000).map((line) => line.split(" ")[0])).toEqual(["2", "3", "4"]);
  });

  it("says of an order that is done how it ended, when it may have lost the report of that", () => {
    const night = begin(rule(LOSE, { on: "report", where: { report: "fill" } }));
    const statuses: string[] = [];
    const { exchange, trader } = night;
    trader.buy("1-1", 100, 10_000);
    trader.sell("2-1", 60, 10_000);
    trader.cancel("1-2", "1-1");
    trader.buy("3-1", 100, 10_000);
    trader.tape.onReport = ({ kind, clOrdId, status }) => {
      statuses.push(`${kind} ${clOrdId} ${status?.ordStatus} ${status?.cumQty}`);
      return true;
    };
    exchange.requestStatus(
      ["1-1", "2-1", "3-1", "4-1"].map((clOrdId) => ({
        orderId: 0,
        clOrdId,
        exchangeOrderId: "",
        symbol: "ACME",
        side: "1" as const,
      })),
    );
    exchange.flush();
    expect(statuses).toEqual(["Status 1-2 4 60", "Status 2-1 2 60", "Status 3-1 0 0", "Status 4-1  0"]);
  });

  it("keeps reports back, and what comes after them waits too, unless it is told to overtake", () => {
    const night = begin(
      rule(delay(100), { on: "report", where: { symbol: "ACME", report: "accepted" } }),
      rule(delay(100, false), { on: "report", where: { symbol: "ZVZZT", report: "accepted" } }),
    );
    night.trader.buy("1-1", 100, 10_000, { symbol: "ZVZZT" });
    expect(night.trader.sell("2-1", 100, 10_000, { symbol: "ZVZZT" }).map((line) => line.split(" ")[1])).toEqual([
      "Fill",
      "Fill",
    ]);
    night.pass(100);
    night.trader.buy("3-1", 100, 10_000);
    expect(night.trader.sell("4-1", 100, 10_000)).toEqual([]);
    expect(night.pass(100).map((line) => line.split(" ").slice(1, 3).join(" "))).toEqual([
      "Accepted 3-1",
      "Accepted 4-1",
      "Fill 3-1",
      "Fill 4-1",
    ]);
  });

  it("tells a fill twice with one ExecID, under two numbers", () => {
    const { trader } = begin(
      rule({ kind: "duplicate", after: exactly(0) }, { on: "report", where: { report: "fill", side: "buy" } }),
    );
    trader.sell("1-1", 100, 10_000);
    expect(trader.buy("2-1", 100, 10_000)).toEqual([
      "2 Accepted 2-1 X2",
      "3 Fill 1-1 X1 T1 100@10000",
      "4 Fill 2-1 X2 T2 100@10000",
      "5 Fill 2-1 X2 T2 100@10000",
    ]);
  });

  it("tells an acknowledgement after the fill, and alone when nothing follows", () => {
    const night = begin(
      rule({ kind: "reorder", behind: 1, withinMs: 50 }, { on: "report", where: { report: "accepted" } }),
    );
    expect(night.trader.sell("1-1", 100, 10_000)).toEqual([]);
    expect(night.pass(50)).toEqual(["1 Accepted 1-1 X1"]);
    expect(night.trader.buy("2-1", 100, 10_000).map((line) => line.split(" ").slice(1, 3).join(" "))).toEqual([
      "Fill 1-1",
      "Accepted 2-1",
      "Fill 2-1",
    ]);
  });

  it("loses a request, which is carried out when it is given again", () => {
    const { trader } = begin(rule(LOSE, { times: 1 }));
    expect(trader.buy("1-1", 100, 10_000)).toEqual([]);
    expect(trader.buy("1-1", 100, 10_000)).toEqual(["1 Accepted 1-1 X1"]);
  });

  it("keeps a cancel back, and a fill meanwhile makes it too late", () => {
    const night = begin(rule(delay(200), { on: "cancel" }));
    night.trader.buy("1-1", 100, 10_000);
    expect(night.trader.cancel("1-2", "1-1")).toEqual([]);
    expect(night.trader.sell("2-1", 100, 10_000)).toHaveLength(3);
    expect(night.pass(200)).toEqual(['5 RequestRejected 1-2 "the order is filled, canceled or expired"']);
  });

  it("halts an instrument for a while, changes its phase, and takes orders off the book, on time", () => {
    const night = begin(
      rule({ kind: "halt", symbol: "ACME", forMs: 1_000 }, { on: "time", fromMs: 100 }),
      rule({ kind: "phase", symbol: "ZVZZT", phase: Phase.PreOpen }, { on: "time", fromMs: 100 }),
      rule({ kind: "cancelResting", session: "OMS", symbol: "" }, { on: "time", fromMs: 1_500 }),
    );
    night.trader.buy("1-1", 100, 10_000);
    night.pass(100);
    expect(night.trader.buy("2-1", 100, 10_000)[0]).toContain("trading in this symbol is halted");
    expect(night.trader.buy("3-1", 100, 10_000, { symbol: "ZVZZT", timeInForce: "3" })[0]).toContain("in pre-open");
    night.pass(1_000);
    expect(night.trader.sell("4-1", 50, 10_000)).toHaveLength(3);
    expect(night.pass(400)).toEqual(['7 Canceled 1-1 X1 "canceled by the exchange"']);
  });

  it("tells whoever holds the lines what they suffer", () => {
    const night = begin(
      rule({ kind: "disconnect", session: "ALPHA" }, { on: "time", fromMs: 100, everyMs: 100, times: 2 }),
      rule({ kind: "gap", session: "", by: 3 }, { on: "order", times: 1 }),
      rule({ kind: "stall", session: "", forMs: 70 }, { on: "report", where: { report: "accepted" }, times: 1 }),
      rule({ kind: "restart" }, { on: "time", fromMs: 500 }),
    );
    const heard: string[] = [];
    night.exchange.adversary.onLineFault = ({ fault, session, forMs, by }) =>
      heard.push([fault, session, forMs, by].join(" "));
    night.trader.buy("1-1", 100, 10_000);
    for (let turn = 0; turn < 6; turn++) night.pass(100);
    expect(heard).toEqual([
      "gap OMS 0 3",
      "stall OMS 70 0",
      "disconnect ALPHA 0 0",
      "disconnect ALPHA 0 0",
      "restart  0 0",
    ]);
  });

  it("carries out an operator's commands, keeps who gave them, and names what stands against one", () => {
    const night = begin(rule({ kind: "reject", reason: 1 }, { isOff: true }));
    const { exchange, trader } = night;
    trader.buy("1-1", 100, 10_000);
    expect(exchange.command("mia", { do: "rule", name: "reject", isOn: true })).toBe("");
    expect(trader.buy("2-1", 100, 10_000)[0]).toContain("Rejected 2-1");
    expect(exchange.command("mia", { do: "rule", name: "nothing", isOn: true })).toContain("no rule nothing");
    expect(exchange.command("ole", { do: "cancel", orderId: "X1" })).toBe("");
    expect(trader.tape.take()).toEqual(['3 Canceled 1-1 X1 "canceled by the exchange"']);
    expect(exchange.command("ole", { do: "cancel", orderId: "X1" })).toContain("no resting order X1");
    expect(exchange.command("ole", { do: "phase", symbol: "NONE", phase: Phase.Halted })).toContain(
      "does not list NONE",
    );
    expect(exchange.adversary.commands.map(({ who, command }) => `${who} ${command.do}`)).toEqual([
      "mia rule",
      "ole cancel",
    ]);
    exchange.close();
    nights.splice(0);
    const again = new Night(site, {});
    nights.push(again);
    expect(again.exchange.adversary.commands.map(({ who }) => who)).toEqual(["mia", "ole"]);
  });

  /** A night of orders, cancels and replaces from a seed, on the exchange's clock. */
  function play(night: Night, seed: number, from: number, to: number): string[] {
    const random = new Random(seed);
    const lines: string[] = [];
    for (let order = 1; order <= to; order++) {
      const [side, symbol] = [random.below(2), random.below(2) === 0 ? "ACME" : "ZVZZT"];
      const [qty, price, waitMs] = [(1 + random.below(9)) * 10, 9_990 + random.below(20), random.below(30)];
      const cancels = random.oneIn(3);
      if (order < from) continue;
      const { trader } = night;
      lines.push(
        ...(side === 0
          ? trader.buy(`${order}-1`, qty, price, { symbol })
          : trader.sell(`${order}-1`, qty, price, { symbol })),
      );
      if (cancels) lines.push(...trader.cancel(`${order}-2`, `${order}-1`));
      lines.push(...night.pass(waitMs));
    }
    return lines;
  }

  it(`gives the same tape for the same seed and another for another (seed ${SEED})`, () => {
    const tapes = [SEED, SEED, SEED + 1].map((seed) => {
      const own = new Site();
      sites.push(own);
      const night = new Night(own, { scenario: scenario(seed, ...STORM) });
      nights.push(night);
      return play(night, SEED, 1, 150).join("\n");
    });
    expect(tapes[1]).toBe(tapes[0]);
    expect(tapes[2]).not.toBe(tapes[0]);
  });

  it(`goes on after a crash in the middle as if there had been none (seed ${SEED})`, () => {
    const night = new Night(site, { scenario: scenario(SEED, ...STORM) });
    nights.push(night);
    play(night, SEED, 1, 40);
    for (const crashAt of [40, 80]) {
      const { lastReportSequence } = night.exchange;
      const again = new Night(site, { scenario: scenario(SEED, ...STORM) }, site.copy(), lastReportSequence);
      nights.push(again);
      again.nowMs = night.nowMs;
      const tape = play(again, SEED, crashAt + 1, crashAt + 40);
      expect(tape.length).toBeGreaterThan(0);
      expect(tape).toEqual(play(night, SEED, crashAt + 1, crashAt + 40));
    }
  });
});
