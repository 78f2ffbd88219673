import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { Random } from "../../src/lib/random.ts";
import { open, Site, Trader } from "./trading-floor.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);

/** What fills say once busts and corrections are taken into account: computed again from nothing each time. */
class Recomputed {
  readonly #fills = new Map<string, { order: string; qty: number; price: number }>();

  take(lines: readonly string[]): void {
    for (const line of lines) {
      const fill = /^\d+ Fill (\d+)-\d+ \S+ (T\d+) (\d+)@(\d+)/.exec(line);
      if (fill !== null) this.#fills.set(fill[2], { order: fill[1], qty: Number(fill[3]), price: Number(fill[4]) });
      const change = /^\d+ (Busted|Corrected) \d+-\d+ \S+ T\d+ of (T\d+) (\d+)@(\d+)/.exec(line);
      if (change === null) continue;
      const known = this.#fills.get(change[2]);
      expect(known).toBeDefined();
      if (change[1] === "Busted") this.#fills.delete(change[2]);
      else Object.assign(known!, { qty: Number(change[3]), price: Number(change[4]) });
    }
  }

  get execIds(): string[] {
    return [...this.#fills.keys()];
  }

  qtyOf(execId: string): number {
    return this.#fills.get(execId)!.qty;
  }

  cumQty(order: string): number {
    return [...this.#fills.values()].reduce((sum, fill) => sum + (fill.order === order ? fill.qty : 0), 0);
  }

  /** Each trade once, though both sides hear of it. */
  get volume(): number {
    return [...this.#fills.values()].reduce((sum, fill) => sum + fill.qty, 0) / 2;
  }

  /** Of the trade done last among those that stand. */
  get lastPx(): number | undefined {
    const last = this.execIds.sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))[0];
    return last === undefined ? undefined : this.#fills.get(last)!.price;
  }
}

describe("a trade of the exchange", () => {
  let site: Site;
  let trader: Trader;

  beforeEach(() => {
    site = new Site();
    trader = new Trader(open(site.directory));
  });

  afterEach(() => {
    trader.exchange.close();
    site.clear();
  });

  it("is busted by the ExecID of either side: both are told, nothing comes back to the book", () => {
    trader.sell("1-1", 100, 10_000);
    trader.buy("2-1", 40, 10_000);
    expect(trader.exchange.bustTrade("T2")).toBe("");
    expect(trader.tape.take()).toEqual([
      '5 Busted 1-1 X1 T3 of T1 40@10000 now 60@market "the trade is busted by the exchange"',
      '6 Busted 2-1 X2 T4 of T2 40@10000 "the trade is busted by the exchange"',
    ]);
    expect(trader.exchange.bustTrade("T1")).toContain("XSIM has no trade T1 of this day that stands");
    expect(trader.exchange.bustTrade("nonsense")).toContain("has no trade");
    // The order counts nothing as filled now: a replace to its whole quantity puts all of it back.
    expect(trader.replace("1-2", "1-1", 100, 10_000)).toEqual(["7 Replaced 1-2 X1 now 100@10000"]);
  });

  it("is corrected to less and another price, and only to what is on lot and tick", () => {
    trader.sell("1-1", 100, 10_000);
    trader.buy("2-1", 40, 10_000);
    expect(trader.exchange.correctTrade("T1", 41 as Qty, 9_990 as Ticks)).toContain("at most 40; 41 was asked for");
    expect(trader.exchange.correctTrade("T1", 30 as Qty, 100_001 as Ticks)).toContain("prices on the tick");
    expect(trader.exchange.correctTrade("T1", 30 as Qty, 9_990 as Ticks)).toBe("");
    expect(trader.tape.take()).toEqual([
      '5 Corrected 1-1 X1 T3 of T1 30@9990 now 90@market "the trade is corrected by the exchange"',
      '6 Corrected 2-1 X2 T4 of T2 30@9990 "the trade is corrected by the exchange"',
    ]);
  });

  it("has a time, to the exchange's next tick; after a restart to the millisecond its journal has", () => {
    let nowMs = 1_000_000;
    const clocked = { nowNs: () => BigInt(nowMs) * 1_000_000n };
    const directory = site.copy();
    const before = open(directory, clocked);
    const floor = new Trader(before);
    const timesOf = (exchange: SimulatedExchange) => {
      const trades = exchange.tradesOf("ACME");
      const times: number[] = [];
      trades.visitAfter(-1, 10, (id) => times.push(trades.timeMsOf(id, nowMs)));
      return times.reverse();
    };
    floor.sell("1-1", 100, 10_000);
    floor.buy("2-1", 10, 10_000);
    expect(timesOf(before)).toEqual([1_000_000]);
    nowMs += 60;
    floor.buy("3-1", 10, 10_000);
    nowMs += 40;
    before.tick(100);
    nowMs += 5_000;
    before.tick(5_100);
    floor.buy("4-1", 10, 10_000);
    nowMs += 100;
    before.tick(5_200);
    expect(timesOf(before)).toEqual([1_000_100, 1_000_100, 1_005_200]);
    before.close();
    nowMs += 60_000;
    const after = open(directory, clocked);
    expect(timesOf(after)).toEqual([1_000_000, 1_000_060, 1_005_100]);
    after.close();
  });

  it(`leaves, busted or corrected at random, what recomputation gives (LOCKSTEP_SEED=${SEED})`, () => {
    const random = new Random(SEED);
    const recomputed = new Recomputed();
    for (let order = 1; order <= 300; order++) {
      const send = random.oneIn(2) ? "buy" : "sell";
      recomputed.take(trader[send](`${order}-1`, 1 + random.below(50), 9_995 + random.below(11)));
      if (recomputed.execIds.length > 0 && random.oneIn(3)) {
        const execId = recomputed.execIds[random.below(recomputed.execIds.length)];
        const qty = (1 + random.below(recomputed.qtyOf(execId))) as Qty;
        const price = (9_995 + random.below(11)) as Ticks;
        const { exchange } = trader;
        expect(random.oneIn(2) ? exchange.bustTrade(execId) : exchange.correctTrade(execId, qty, price)).toBe("");
        recomputed.take(trader.tape.take());
      }
      trader.exchange.visitMarket((_symbol, _bidPx, _askPx, lastPx) => {
        if (recomputed.lastPx !== undefined) expect(lastPx).toBe(recomputed.lastPx);
      });
      expect(trader.exchange.tradesOf("ACME").volume).toBe(recomputed.volume);
    }
    // A replace to 1 ends a live order at what the venue holds for filled.
    let live = 0;
    for (let order = 1; order <= 300; order++) {
      const lines = trader.replace(`${order}-2`, `${order}-1`, 1, 10_000);
      const filledQty = recomputed.cumQty(String(order));
      recomputed.take(lines);
      const said = /Replaced \S+ \S+ now (\d+)@/.exec(lines[0]);
      if (said === null) continue;
      live++;
      expect(Number(said[1])).toBe(Math.max(1, filledQty));
    }
    expect(live).toBeGreaterThan(5);
  });
});
