import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { scanJournal } from "../../src/journal/journal.ts";
import { Random } from "../../src/lib/random.ts";
import { depth, instrument, type OrderChange, open, Site, Trader } from "./trading-floor.ts";

/** Terms few orders have, one of each kind. */
function rareChange(random: Random, price: number): OrderChange {
  const self = random.oneIn(2) ? { selfMatchId: 1 + random.below(2), selfMatchMode: "decrement" as const } : {};
  switch (random.below(5)) {
    case 0:
      return { ordType: OrdType.StopLimit, terms: { stopPx: (price + random.below(9) - 4) as Ticks, ...self } };
    case 1:
      return { timeInForce: TimeInForce.GoodTillCancel, terms: { displayQty: random.below(5) as Qty, ...self } };
    case 2:
      return { ordType: "P", terms: { peg: { to: "primary", offset: random.below(5) - 2 }, ...self } };
    case 3:
      return { terms: { postOnly: true, ...self } };
    default:
      return { terms: { minQty: 1 as Qty, ...self } };
  }
}

/** Sends seeded requests: news on both sides, replaces and cancels of earlier ones, some twice, some senseless. */
class RandomTrader {
  readonly #random: Random;
  readonly #requests: number[] = [];

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  act(trader: Trader): void {
    const random = this.#random;
    const price = 9_990 + random.below(20);
    const qty = 1 + random.below(50);
    const kind = random.below(10);
    if (kind < 6 || this.#requests.length === 0) {
      const order = this.#requests.push(1);
      const timeInForce = random.oneIn(5) ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel;
      const rare = random.oneIn(2) ? rareChange(random, price) : null;
      if (random.oneIn(2))
        trader.buy(`${order}-1`, qty, rare?.ordType === "P" ? "market" : price, rare ?? { timeInForce });
      else
        trader.sell(`${order}-1`, qty, rare === null && random.oneIn(10) ? "market" : price, rare ?? { timeInForce });
      return;
    }
    const order = 1 + random.below(this.#requests.length);
    const request = ++this.#requests[order - 1];
    if (kind < 8) trader.cancel(`${order}-${request}`, `${order}-${request - 1}`);
    else trader.replace(`${order}-${request}`, `${order}-${request - 1}`, qty, price);
  }
}

function books(exchange: SimulatedExchange): string[] {
  return [...depth(exchange, "bids"), "-", ...depth(exchange, "asks")];
}

/** A trader whose tape is kept whole: `take` in the calls above empties it, so lines are gathered here. */
function keepTape(trader: Trader): string[] {
  const lines: string[] = [];
  const { tape } = trader;
  const takeAll = tape.take.bind(tape);
  tape.take = () => {
    const taken = takeAll();
    lines.push(...taken);
    return taken;
  };
  tape.take();
  return lines;
}

describe("the exchange after a restart", () => {
  it("has the same book, gives the reports after any number again, and goes on as if nothing had been", () => {
    const seed = Number(process.env.LOCKSTEP_TEST_SEED ?? 20_261_122);
    console.info(`restart seed ${seed} (LOCKSTEP_TEST_SEED=${seed} repeats it)`);
    const random = new Random(seed);
    const home = new Site();
    const original = new Trader(open(home.directory));
    const tape = keepTape(original);
    const actor = new RandomTrader(seed);
    const crashes: { directory: string; reports: number; books: string[] }[] = [];
    for (let step = 0; step < 600; step++) {
      actor.act(original);
      if (step % 60 !== random.below(60) && step !== 599) continue;
      crashes.push({ directory: home.copy(), reports: tape.length, books: books(original.exchange) });
    }
    for (const crash of crashes) {
      const consumed = random.below(crash.reports + 1);
      const again = new Trader(open(crash.directory, { lastReportSequence: consumed }), consumed);
      expect(again.tape.take()).toEqual(tape.slice(consumed, crash.reports));
      expect(books(again.exchange)).toEqual(crash.books);
      again.exchange.close();
    }
    const last = crashes[crashes.length - 1];
    const consumed = last.reports;
    const again = new Trader(open(last.directory, { lastReportSequence: consumed }), consumed);
    for (const price of [10_050, 9_950]) {
      expect(again.buy(`${price}-1`, 1_000, price)).toEqual(original.buy(`${price}-1`, 1_000, price));
      expect(again.sell(`${price + 1}-1`, 1_500, price)).toEqual(original.sell(`${price + 1}-1`, 1_500, price));
    }
    expect(books(again.exchange)).toEqual(books(original.exchange));
    again.exchange.close();
    original.exchange.close();
    home.clear();
  });

  it("does not carry out again what was carried out before the crash", () => {
    const home = new Site();
    const first = new Trader(open(home.directory));
    first.buy("1-1", 10, 9_000);
    first.cancel("1-2", "1-1");
    const copy = home.copy();
    const second = new Trader(open(copy, { lastReportSequence: 2 }), 2);
    expect(second.buy("1-1", 10, 9_000)).toEqual([]);
    expect(second.cancel("1-2", "1-1")).toEqual([]);
    expect(second.buy("3-1", 10, 9_000)).toEqual(["3 Accepted 3-1 X2"]);
    first.exchange.close();
    second.exchange.close();
    home.clear();
  });

  it("gives only the reports after the number said at connecting, when that is later than the one at opening", () => {
    const home = new Site();
    const first = new Trader(open(home.directory));
    for (const order of [1, 2, 3, 4]) first.buy(`${order}-1`, 10, 9_000);
    first.exchange.close();
    const second = new Trader(open(home.directory, { lastReportSequence: 1 }), 3);
    expect(second.tape.take()).toEqual(["4 Accepted 4-1 X4"]);
    second.exchange.close();
    home.clear();
  });

  it("refuses an OMS that has had more reports than were ever made", () => {
    const home = new Site();
    const first = open(home.directory, { lastReportSequence: 7 });
    expect(() => new Trader(first, 7)).toThrow(/LOCKSTEP_ERR_VENUE_BEHIND|has had report 7/);
    first.close();
    home.clear();
  });

  it("loses the whole batch, and nothing else, when the end of its journal is torn", () => {
    const home = new Site();
    const first = new Trader(open(home.directory));
    first.buy("1-1", 10, 9_000);
    first.buy("2-1", 10, 9_001);
    first.exchange.close();
    const segment = join(home.directory, "segment-00000001.journal");
    const bytes = readFileSync(segment);
    let end = bytes.length;
    while (bytes[end - 1] === 0) end--;
    bytes.fill(0, end - 5);
    writeFileSync(segment, bytes);
    const second = new Trader(open(home.directory));
    expect(second.tape.take()).toEqual(["1 Accepted 1-1 X1"]);
    expect(second.buy("2-1", 10, 9_001)).toEqual(["2 Accepted 2-1 X2"]);
    second.exchange.close();
    home.clear();
  });

  it("takes any number of requests before a flush, in frames of bounded size", () => {
    const home = new Site();
    const trader = new Trader(open(home.directory, { segmentBytes: 1024 * 1024 }));
    for (let order = 1; order <= 150_000; order++) {
      trader.exchange.newOrder({
        clOrdId: `${order}-1`,
        symbol: "ACME",
        account: "",
        side: Side.Buy,
        ordType: OrdType.Limit,
        timeInForce: TimeInForce.Day,
        orderQty: 1 as Qty,
        price: (5_000 + (order % 100)) as Ticks,
      });
    }
    expect(trader.tape.lines.length).toBe(0);
    trader.exchange.flush();
    expect(trader.tape.lines.length).toBe(150_000);
    const expected = books(trader.exchange);
    trader.exchange.close();
    let frames = 0;
    scanJournal(home.directory, () => {
      frames++;
      return true;
    });
    expect(frames).toBeGreaterThan(2);
    const again = open(home.directory, { lastReportSequence: 150_000 });
    expect(books(again)).toEqual(expected);
    again.close();
    home.clear();
  });

  it("re-runs orders under the rules they were given under, and takes up changed instruments", () => {
    const home = new Site();
    const first = new Trader(open(home.directory, { instruments: [instrument("ACME")] }));
    first.buy("1-1", 10, 9_001, { timeInForce: TimeInForce.GoodTillCancel });
    expect(first.buy("2-1", 10, 9_001, { symbol: "NOVA" })[0]).toContain("reason 1");
    first.exchange.close();
    const changed = [instrument("ACME", { tickTable: [0, 10], description: "ACME renamed" }), instrument("NOVA")];
    for (const life of [1, 2]) {
      const next = new Trader(open(home.directory, { instruments: changed }));
      expect(next.tape.take().slice(0, 2)).toEqual([
        "1 Accepted 1-1 X1",
        '2 Rejected 2-1 reason 1 "XSIM does not list this symbol"',
      ]);
      expect(depth(next.exchange, "bids")).toEqual(["9001 x 10 (1)"]);
      expect(next.buy(`${life}0-1`, 10, 9_011)[0]).toContain("reason 18");
      expect(next.buy(`${life}1-1`, 10, 9_011, { symbol: "NOVA" })[0]).toContain("Accepted");
      next.exchange.close();
    }
    expect(() => open(home.directory, { instruments: [instrument("ACME", { priceScale: 4 })] })).toThrow(
      "a scale changed while orders rest",
    );
    expect(() => open(home.directory, { instruments: [instrument("ACME", { lotSize: 0 as never })] })).toThrow(
      "instrument ACME: lotSize must be above 0",
    );
    home.clear();
  });

  it("moves over several segments and reads them all again", () => {
    const home = new Site();
    const first = new Trader(open(home.directory));
    for (let order = 1; order <= 1_500; order++) first.buy(`${order}-1`, 1, 5_000 + (order % 100));
    const expected = books(first.exchange);
    first.exchange.close();
    expect(readdirSync(join(home.directory)).filter((name) => name.endsWith(".journal")).length).toBeGreaterThan(1);
    const second = open(home.directory);
    expect(books(second)).toEqual(expected);
    second.close();
    home.clear();
  });
});
