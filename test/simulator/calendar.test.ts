import { describe, expect, it } from "vitest";
import { CalendarClock, calendarFault, type MarketCalendar } from "../../simulator/calendar.ts";
import type { TradingPlan } from "../../simulator/calendar-inputs.ts";
import { PHASE_RULES, Phase } from "../../simulator/phases.ts";
import { RESUME, VOLATILITY_AUCTION_MS } from "../../simulator/phases-by-instrument.ts";
import type { Ticks } from "../../src/domain/price.ts";
import { TimeInForce } from "../../src/domain/values.ts";
import { depth, open, Site, Trader } from "./trading-floor.ts";

const time = (text: string) => {
  const [hours, minutes] = text.split(":").map(Number);
  return hours * 3_600 + minutes * 60;
};
const DAY = [
  { phase: Phase.PreOpen, seconds: time("07:00") },
  { phase: Phase.OpeningAuction, seconds: time("09:25") },
  { phase: Phase.Continuous, seconds: time("09:30") },
  { phase: Phase.ClosingAuction, seconds: time("15:55") },
  { phase: Phase.Closed, seconds: time("16:00") },
];
const HALF_DAY = [
  ...DAY.slice(0, 3),
  { phase: Phase.ClosingAuction, seconds: time("12:55") },
  { phase: Phase.Closed, seconds: time("13:00") },
];
const NEW_YORK: MarketCalendar = {
  name: "XNYS",
  timeZone: "America/New_York",
  phases: DAY,
  days: [1, 2, 3, 4, 5],
  holidays: ["2026-11-26"],
  halfDays: [{ date: "2026-11-27", phases: HALF_DAY }],
};
const PLAN: TradingPlan = {
  calendars: [NEW_YORK],
  instruments: [{ symbol: "ACME", calendar: "XNYS", staticBps: 0, dynamicBps: 0, auctionMs: VOLATILITY_AUCTION_MS }],
};
const at = (iso: string) => Date.parse(iso);

describe("a calendar", () => {
  it.each<[string, string, Phase, date: number, until: string]>([
    ["before anything", "2026-03-06T11:59:59Z", Phase.Closed, 20260305, "2026-03-06T12:00:00Z"],
    ["in winter opens at 14:30 UTC", "2026-03-06T14:30:00Z", Phase.Continuous, 20260306, "2026-03-06T20:55:00Z"],
    ["on the weekend of the change", "2026-03-08T15:00:00Z", Phase.Closed, 20260306, "2026-03-09T11:00:00Z"],
    ["in summer opens at 13:30 UTC", "2026-03-09T13:30:00Z", Phase.Continuous, 20260309, "2026-03-09T19:55:00Z"],
    ["a moment earlier still calls", "2026-03-09T13:29:59Z", Phase.OpeningAuction, 20260309, "2026-03-09T13:30:00Z"],
    ["after the change back", "2026-11-02T14:30:00Z", Phase.Continuous, 20261102, "2026-11-02T20:55:00Z"],
    ["closed on a holiday", "2026-11-26T15:00:00Z", Phase.Closed, 20261125, "2026-11-27T12:00:00Z"],
    ["closing early on a half day", "2026-11-27T17:55:00Z", Phase.ClosingAuction, 20261127, "2026-11-27T18:00:00Z"],
    ["closed after a half day", "2026-11-27T18:00:00Z", Phase.Closed, 20261127, "2026-11-30T12:00:00Z"],
  ])("is %s", (_what, iso, phase, date, until) => {
    const now = new CalendarClock(NEW_YORK).phaseAt(at(iso));
    expect({ ...now, until: new Date(now.untilMs).toISOString() }).toEqual({
      phase,
      date,
      sinceMs: expect.any(Number),
      untilMs: at(until),
      until: until.replace("Z", ".000Z"),
    });
    expect(now.sinceMs).toBeLessThanOrEqual(at(iso));
    expect(new CalendarClock(NEW_YORK).phaseAt(now.sinceMs).phase).toBe(phase);
  });

  it("may run over midnight", () => {
    const phases = [
      { phase: Phase.Continuous, seconds: time("17:00") },
      { phase: Phase.Closed, seconds: time("16:00") + 86_400 },
    ];
    const clock = new CalendarClock({ ...NEW_YORK, timeZone: "America/Chicago", phases, days: [0, 1, 2, 3, 4] });
    // Monday 03:00 in Chicago belongs to Sunday's start.
    expect(clock.phaseAt(at("2026-11-09T09:00:00Z"))).toMatchObject({ phase: Phase.Continuous, date: 20261108 });
    expect(clock.phaseAt(at("2026-11-09T22:30:00Z"))).toMatchObject({ phase: Phase.Closed, date: 20261108 });
    expect(clock.phaseAt(at("2026-11-09T23:00:00Z"))).toMatchObject({ phase: Phase.Continuous, date: 20261109 });
  });

  it("without a trading day is closed", () => {
    const clock = new CalendarClock({ ...NEW_YORK, days: [3], holidays: [] });
    expect(clock.phaseAt(at("2026-03-06T15:00:00Z"))).toMatchObject({ phase: Phase.Closed, date: 20260304 });
    const never = new CalendarClock({ ...NEW_YORK, days: [] });
    expect(never.phaseAt(at("2026-03-06T15:00:00Z"))).toMatchObject({ phase: Phase.Closed, date: 0 });
  });

  it.each<[string, Partial<MarketCalendar>, (string | number)[], string]>([
    ["a zone nobody knows", { timeZone: "Mars/Olympus" }, ["timeZone"], "expected a zone like America/New_York"],
    ["no day", { days: [] }, ["days"], "at least one day"],
    ["no trading", { phases: [DAY[4]] }, ["phases"], "expected a time for continuous"],
    ["no close", { phases: DAY.slice(0, 3) }, ["phases"], "expected closed as the last phase"],
    [
      "times out of order",
      { phases: [DAY[0], DAY[2], DAY[1], DAY[4]] },
      ["phases"],
      "opening auction begins before continuous",
    ],
    [
      "a day longer than a day",
      { phases: [DAY[2], { phase: Phase.Closed, seconds: time("09:31") + 86_400 }] },
      ["phases"],
      "longer than 24 hours",
    ],
    ["a holiday that is no date", { holidays: ["2026-02-30"] }, ["holidays", 0], 'found "2026-02-30"'],
    ["a half day that is a holiday", { holidays: ["2026-11-27"] }, ["halfDays", 0], "is a holiday, too"],
    ["a half day twice", { halfDays: [...NEW_YORK.halfDays, ...NEW_YORK.halfDays] }, ["halfDays", 0], ""],
  ])("with %s has a fault", (_what, change, path, text) => {
    const fault = calendarFault({ ...NEW_YORK, ...change });
    expect(fault?.text).toContain(text);
    expect(fault?.path[0]).toBe(path[0]);
  });

  it("that is right has none", () => {
    expect(calendarFault(NEW_YORK)).toBeNull();
  });
});

/** The exchange on virtual time: its clock moves a tick at a time, and what happens is written down with the local time. */
class VirtualDay {
  readonly lines: string[] = [];
  trader: Trader;
  readonly #home: Site;
  #nowMs: number;
  #sequence = 0;

  constructor(home: Site, start: string) {
    this.#home = home;
    this.#nowMs = at(start);
    this.trader = this.#open(home.directory);
  }

  #open(directory: string): Trader {
    const trader = new Trader(
      open(directory, {
        nowNs: () => BigInt(this.#nowMs) * 1_000_000n,
        trading: PLAN,
        lastReportSequence: this.#sequence,
      }),
      this.#sequence,
    );
    trader.exchange.watchStatus((symbol, { phase, auctionPx, auctionQty }) => {
      const auction = auctionQty > 0 ? ` (auction ${auctionQty}@${auctionPx})` : "";
      this.lines.push(`${this.time} ${symbol} ${PHASE_RULES[phase].name}${auction}`);
    });
    return trader;
  }

  get time(): string {
    return new Date(this.#nowMs).toISOString().slice(5, 16);
  }

  /** Lets time pass, by the minute. */
  until(iso: string): void {
    while (this.#nowMs < at(iso)) {
      this.#nowMs += 60_000;
      this.trader.exchange.tick(this.#nowMs);
      this.note(this.trader.tape.take());
    }
  }

  /** What the machine was off for. */
  crash(until: string): void {
    const directory = this.#home.copy();
    this.trader.exchange.close();
    this.#nowMs = at(until);
    this.trader = this.#open(directory);
    this.note(this.trader.tape.take());
  }

  note(lines: string[]): void {
    this.#sequence += lines.length;
    for (const line of lines) this.lines.push(`${this.time} ${line}`);
  }
}

describe("an exchange with New York's hours", () => {
  it("lives a Friday, the change of the clocks and a Monday on virtual time, through a crash", () => {
    const home = new Site();
    const day = new VirtualDay(home, "2026-03-06T11:00:00Z");
    day.note(day.trader.buy("1-1", 100, 10_000));
    day.note(day.trader.buy("2-1", 100, 10_000, { symbol: "ZVZZT" }));
    day.until("2026-03-06T12:30:00Z");
    day.note(day.trader.buy("3-1", 100, 10_020));
    day.note(day.trader.sell("4-1", 70, 10_000, { timeInForce: TimeInForce.GoodTillCancel }));
    day.until("2026-03-06T15:00:00Z");
    day.note(day.trader.sell("5-1", 40, 10_050, { timeInForce: TimeInForce.GoodTillCancel }));
    day.crash("2026-03-06T20:57:00Z");
    day.note(day.trader.buy("6-1", 15, "market"));
    day.until("2026-03-09T12:00:00Z");
    expect(day.trader.exchange.commandPhase("ACME", Phase.Halted)).toBe(true);
    day.until("2026-03-09T14:00:00Z");
    day.note(day.trader.buy("7-1", 5, 10_050));
    expect(day.trader.exchange.commandPhase("ACME", RESUME)).toBe(true);
    day.note(day.trader.buy("8-1", 5, 10_050));
    day.until("2026-03-09T20:30:00Z");
    expect(day.lines).toEqual([
      '03-06T11:00 1 Rejected 1-1 reason 2 "XSIM is closed; orders are taken from pre-open on, cancels always; ACME is in phase closed"',
      "03-06T11:00 2 Accepted 2-1 X1",
      "03-06T12:00 ACME pre-open",
      "03-06T12:30 3 Accepted 3-1 X2",
      "03-06T12:30 4 Accepted 4-1 X3",
      "03-06T14:25 ACME opening auction",
      "03-06T14:30 ACME continuous (auction 70@10020)",
      "03-06T14:30 5 Fill 3-1 X2 T1 70@10020",
      "03-06T14:30 6 Fill 4-1 X3 T2 70@10020",
      "03-06T15:00 7 Accepted 5-1 X4",
      "03-06T20:57 8 Accepted 6-1 X5",
      "03-06T21:00 ACME closed (auction 15@10050)",
      "03-06T21:00 9 Fill 6-1 X5 T3 15@10050",
      "03-06T21:00 10 Fill 5-1 X4 T4 15@10050",
      '03-06T21:00 11 Expired 3-1 X2 "the trading day is over"',
      "03-09T11:00 ACME pre-open (auction 15@10050)",
      "03-09T12:00 ACME halted (auction 15@10050)",
      '03-09T14:00 12 Rejected 7-1 reason 2 "trading in this symbol is halted; only cancels are taken; ACME is in phase halted"',
      "03-09T14:00 ACME continuous",
      "03-09T14:00 13 Accepted 8-1 X6",
      "03-09T14:00 14 Fill 5-1 X4 T5 5@10050",
      "03-09T14:00 15 Fill 8-1 X6 T6 5@10050",
      "03-09T19:55 ACME closing auction",
      "03-09T20:00 ACME closed",
    ]);
    expect(depth(day.trader.exchange, "asks")).toEqual(["10050 x 20 (1)"]);
    // ZVZZT has no calendar: its Day order lives until a trading day opens.
    expect(depth(day.trader.exchange, "bids", "ZVZZT")).toEqual(["10000 x 100 (1)"]);
    day.trader.exchange.close();
    home.clear();
  });

  it("leaves Day orders alone when the house's trading day changes before the market's is over", () => {
    const home = new Site();
    const day = new VirtualDay(home, "2026-03-06T15:00:00Z");
    day.trader.exchange.openTradingDay(20260306);
    day.trader.buy("1-1", 100, 10_000);
    day.trader.buy("2-1", 100, 10_000, { symbol: "ZVZZT" });
    day.trader.exchange.openTradingDay(20260307);
    expect(day.trader.tape.take()).toEqual(['3 Expired 2-1 X2 "the trading day is over"']);
    day.trader.exchange.close();
    home.clear();
  });

  it("ends a day it slept over before the next one goes on", () => {
    const home = new Site();
    const day = new VirtualDay(home, "2026-03-05T15:00:00Z");
    day.note(day.trader.buy("1-1", 100, 10_000));
    day.crash("2026-03-06T15:00:00Z");
    day.trader.exchange.visitStatus((symbol, { phase, date }) => day.lines.push(`${symbol} ${phase} ${date}`));
    expect(day.lines).toEqual([
      "03-05T15:00 1 Accepted 1-1 X1",
      '03-06T15:00 2 Expired 1-1 X1 "the trading day is over"',
      "ACME 4 20260306",
      "ZVZZT 4 0",
    ]);
    day.trader.exchange.close();
    home.clear();
  });

  it("takes up another plan while it runs, and trades always without one", () => {
    const home = new Site();
    const day = new VirtualDay(home, "2026-03-06T22:00:00Z");
    const { exchange } = day.trader;
    exchange.setTradingPlan({ calendars: [], instruments: [] });
    exchange.setTradingPlan({
      calendars: [NEW_YORK],
      instruments: [{ ...PLAN.instruments[0], symbol: "ZVZZT", staticBps: 500 }],
    });
    expect(day.lines).toEqual(["03-06T22:00 ACME continuous", "03-06T22:00 ZVZZT closed"]);
    exchange.visitStatus((symbol, { staticBand }) => {
      if (symbol === "ZVZZT") expect(staticBand).toEqual({ low: 9_500 as Ticks, high: 10_500 as Ticks });
    });
    exchange.close();
    home.clear();
  });
});
