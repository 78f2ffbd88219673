/** What phases do to orders with terms that few have: at the open and close, pegged, hidden, stops, good till a date. */
import { beforeEach, describe, expect, it } from "vitest";
import { MatchingEngine } from "../../simulator/matching/matching-engine.ts";
import { MARKET, SELL, TIF_DAY, TIF_GOOD_TILL_CANCEL } from "../../simulator/matching/order-pool.ts";
import type { TradeListener } from "../../simulator/matching/outcomes.ts";
import {
  AT_CLOSE,
  AT_OPEN,
  HIDDEN,
  ICEBERG,
  NO_RARE_TERMS,
  PEG_PRIMARY,
  type RareTerms,
  STOP,
} from "../../simulator/matching/rare-terms.ts";
import { Phase } from "../../simulator/phases.ts";
import { InstrumentPhases, type PhaseHost } from "../../simulator/phases-by-instrument.ts";
import { textOf } from "../../simulator/report-text.ts";
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { instrument } from "./trading-floor.ts";

/** An engine with one book and its phases, and everything that happens as lines. */
class Floor implements TradeListener, PhaseHost {
  readonly engine = new MatchingEngine(this);
  readonly instruments: (InstrumentDefinition | null)[] = [null];
  readonly phases = new InstrumentPhases(this.engine, this.instruments, this);
  readonly #lines: string[] = [];
  #number = 0;

  constructor() {
    this.instruments.push(instrument("ACME"));
    this.engine.addBook();
    this.phases.define(1);
  }

  take(): string[] {
    return this.#lines.splice(0);
  }

  onTrade(maker: number, taker: number, qty: Qty, price: Ticks): void {
    this.#lines.push(`${this.#name(maker)} and ${this.#name(taker)} trade ${qty}@${price}`);
  }

  onAuctionTrade(bid: number, ask: number, qty: Qty, price: Ticks): void {
    this.onTrade(bid, ask, qty, price);
  }

  endOrder(order: number, _kind: number, text: Parameters<PhaseHost["endOrder"]>[2]): void {
    this.#lines.push(`${this.#name(order)} ends: ${textOf(text)}`);
    this.engine.cancel(order);
  }

  tellOrder(order: number, kind: number, text: Parameters<PhaseHost["endOrder"]>[2]): void {
    this.#lines.push(`${this.#name(order)} is told ${kind}: ${textOf(text)}`);
  }

  onTrading(book: number): void {
    for (;;) {
      const order = this.engine.nextTriggered(book) || this.engine.nextRepriced(book);
      if (order === 0) return;
      this.engine.work(order);
    }
  }

  add(terms: number, qty: number, price: number | "market", rare: Partial<RareTerms> = {}): number {
    const px = (price === "market" ? NO_PRICE : price) as Ticks;
    const own = terms | (price === "market" ? MARKET : 0);
    const order = this.engine.create(1, own, qty as Qty, px, ++this.#number, 0, 0, 1);
    if (Object.keys(rare).length > 0) this.engine.equip(order, { ...NO_RARE_TERMS, ...rare });
    if (this.phases.statuses[1].rules.trades) this.engine.work(order);
    else this.engine.rest(order);
    return this.#number;
  }

  #name(order: number): string {
    return `#${this.engine.pool.orderNumber(order)}`;
  }
}

const BUY = TIF_DAY;
const SALE = TIF_DAY | SELL;
let floor: Floor;
beforeEach(() => {
  floor = new Floor();
});
const enter = (phase: Phase) => {
  floor.phases.command(1, phase);
  return floor.take();
};

describe("orders at the close", () => {
  it("wait through the day, take part in the closing auction by price and then time, and end with it", () => {
    floor.add(BUY, 10, "market", { flags: AT_CLOSE });
    floor.add(BUY, 10, 10_010, { flags: AT_CLOSE });
    floor.add(SALE, 5, 10_000);
    expect(floor.take()).toEqual([]);
    expect(enter(Phase.ClosingAuction)).toEqual([]);
    floor.add(SALE, 8, 10_005);
    expect(floor.phases.indicative(1)).toEqual({ price: 10_010, volume: 13, imbalance: 7 });
    expect(enter(Phase.Closed)).toEqual([
      "#1 and #3 trade 5@10010",
      "#1 and #4 trade 5@10010",
      "#2 and #4 trade 3@10010",
      "#2 ends: the auction is over: what it left of the order is canceled",
    ]);
    expect(floor.engine.pool.used).toBe(0);
  });

  it("expire when there is no closing auction", () => {
    floor.add(SALE, 10, "market", { flags: AT_CLOSE });
    expect(enter(Phase.Closed)).toEqual(["#1 ends: the trading day is over"]);
    expect(floor.engine.pool.used).toBe(0);
  });

  it("take no part in a volatility auction", () => {
    floor.add(SALE, 10, "market", { flags: AT_CLOSE });
    enter(Phase.VolatilityAuction);
    floor.add(BUY, 10, 10_000);
    expect(enter(Phase.Continuous)).toEqual([]);
    enter(Phase.ClosingAuction);
    expect(enter(Phase.Closed)).toEqual(["#2 and #1 trade 10@10000"]);
  });
});

describe("orders at the open", () => {
  it("take part in the opening auction from pre-open on, and end with it", () => {
    enter(Phase.PreOpen);
    floor.add(BUY, 10, 10_000, { flags: AT_OPEN });
    floor.add(BUY, 10, 9_990);
    enter(Phase.OpeningAuction);
    floor.add(SALE, 4, "market", { flags: AT_OPEN });
    expect(enter(Phase.Continuous)).toEqual([
      "#1 and #3 trade 4@10000",
      "#1 ends: the auction is over: what it left of the order is canceled",
    ]);
    expect(floor.engine.pool.used).toBe(1);
  });
});

describe("an auction", () => {
  it("counts hidden and iceberg orders at full size, and what is shown trades first at one price", () => {
    enter(Phase.OpeningAuction);
    floor.add(BUY, 30, 10_000, { flags: HIDDEN });
    floor.add(BUY, 50, 10_000, { flags: ICEBERG, displayQty: 10 });
    floor.add(SALE, 70, 10_000);
    expect(floor.phases.indicative(1)).toEqual({ price: 10_000, volume: 70, imbalance: 10 });
    const trades = enter(Phase.Continuous);
    const traded = (name: string) =>
      trades.reduce((sum, line) => sum + (line.startsWith(name) ? Number(/trade (\d+)@/.exec(line)?.[1]) : 0), 0);
    expect([traded("#2"), traded("#1")]).toEqual([50, 20]);
  });

  it("wakes stops with its price, and gives pegged orders theirs, once it is over", () => {
    enter(Phase.OpeningAuction);
    floor.add(BUY, 10, "market", { flags: STOP, stopPx: 10_000 });
    floor.add(BUY, 7, 10_100, { flags: PEG_PRIMARY });
    floor.add(BUY, 5, 10_000);
    floor.add(SALE, 5, 10_000);
    floor.add(SALE, 20, 10_030);
    floor.add(BUY, 3, 9_980);
    expect(floor.take()).toEqual([]);
    expect(enter(Phase.Continuous)).toEqual(["#3 and #4 trade 5@10000", "#5 and #1 trade 10@10030"]);
    expect(floor.engine.books[1].darkBids.bestKey).toBe(-9_980);
  });
});

describe("a close", () => {
  it("expires orders of the day wherever they wait, and those good till its date", () => {
    const GOOD = TIF_GOOD_TILL_CANCEL;
    floor.phases.schedule(1, Phase.Continuous, 20_261_123);
    floor.add(SALE, 1, 10_000);
    floor.add(SALE, 1, 10_000, { flags: HIDDEN });
    floor.add(SALE, 1, 9_000, { flags: STOP, stopPx: 9_000 });
    floor.add(BUY, 1, 10_000, { flags: PEG_PRIMARY });
    floor.add(GOOD | SELL, 1, 10_000, { expireDate: 20_261_123 });
    floor.add(GOOD | SELL, 1, 10_000, { expireDate: 20_261_124 });
    floor.add(GOOD | SELL, 1, 10_000);
    floor.phases.schedule(1, Phase.Closed, 20_261_123);
    expect(floor.take()).toEqual([1, 2, 3, 4, 5].map((number) => `#${number} ends: the trading day is over`));
    expect(floor.engine.pool.used).toBe(2);
  });

  it("measures stops and pegs by their own limits when the static band moves", () => {
    const GOOD = TIF_GOOD_TILL_CANCEL;
    floor.phases.setBands(1, 1_000, 0, 1_000);
    floor.add(GOOD, 1, 11_000, { flags: STOP, stopPx: 10_900 });
    floor.add(GOOD, 1, "market", { flags: STOP, stopPx: 10_900 });
    floor.add(GOOD, 1, 9_500, { flags: PEG_PRIMARY });
    floor.phases.setBands(1, 500, 0, 1_000);
    expect(floor.take()).toEqual(["#1 ends: the order's price is outside the static band of the new day"]);
  });
});

describe("a book of many orders", () => {
  it("is closed whole, however many there are", () => {
    for (let number = 0; number < 150_000; number++) floor.add(SALE, 1, 10_000 + (number % 500));
    expect(enter(Phase.Closed).length).toBe(150_000);
    expect(floor.engine.pool.used).toBe(0);
  });
});
