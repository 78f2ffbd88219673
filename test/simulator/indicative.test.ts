/** What an auction would give, as readers of the feed are told: rebuilt by each, found seldom, taken back at once. */
import { describe, expect, it } from "vitest";
import { FeedDepth, FeedReader } from "../../simulator/market-data/feed-reader.ts";
import { INDICATIVE_MS, IndicativePrices } from "../../simulator/market-data/indicative-prices.ts";
import { MarketDataFeed } from "../../simulator/market-data/market-data-feed.ts";
import { PublicBook } from "../../simulator/market-data/public-book.ts";
import { type AuctionResult, NO_AUCTION } from "../../simulator/matching/auction.ts";
import { Phase } from "../../simulator/phases.ts";
import { PhaseCause, RESUME } from "../../simulator/phases-by-instrument.ts";
import { Subscription } from "../../simulator/server/subscription.ts";
import { Venue } from "../../simulator/venue.ts";
import {
  encodeCancel,
  encodeInstrument,
  encodeNewOrder,
  encodePassTime,
  encodeSetPhase,
} from "../../simulator/venue-inputs.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { Random } from "../../src/lib/random.ts";
import { instrument } from "./trading-floor.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now());
const BATCHES = process.env.LOCKSTEP_FULL === "1" ? 50_000 : 3_000;
const BOOKS = [1, 2];
const PARTICIPANT = 16;

/** Two instruments, the feed, and every time the price of one was found. */
class House {
  nowMs = 1_000_000;
  readonly found: { book: number; atMs: number }[] = [];
  readonly venue = new Venue(Number.MAX_SAFE_INTEGER);
  readonly feed: MarketDataFeed;
  readonly #prices: IndicativePrices;
  readonly #inputs = new ByteWriter(1_024);
  #orders = 0;

  constructor() {
    this.venue.addParticipant(PARTICIPANT);
    for (const symbol of ["ACME", "NOVA"]) encodeInstrument(this.#inputs, instrument(symbol));
    this.#apply();
    this.feed = new MarketDataFeed(this.venue.engine);
    const { phases } = this.venue;
    const found = (book: number) => this.found.push({ book, atMs: this.nowMs });
    this.#prices = new IndicativePrices(
      {
        statuses: phases.statuses,
        get changes() {
          return phases.changes;
        },
        indicative: (book) => {
          found(book);
          return phases.indicative(book);
        },
      },
      this.feed,
    );
  }

  enter(book: number, phase: Phase | typeof RESUME): void {
    encodeSetPhase(this.#inputs, PhaseCause.Operator, book, phase, 0);
  }

  /** @param price null for a market order */
  order(book: number, side: Side, qty: number, price: number | null): number {
    const ordType = price === null ? OrdType.Market : OrdType.Limit;
    const px = (price ?? NO_PRICE) as Ticks;
    encodeNewOrder(this.#inputs, PARTICIPANT, ++this.#orders, 1, book, side, ordType, TimeInForce.Day, qty as Qty, px);
    return this.#orders;
  }

  cancel(order: number): void {
    encodeCancel(this.#inputs, PARTICIPANT, order, 2, order, 1);
  }

  /** The batch is over. */
  settle(passMs = 0): void {
    this.nowMs += passMs;
    encodePassTime(this.#inputs, this.nowMs);
    this.#apply();
    this.#prices.refresh(this.nowMs);
    this.feed.flush();
  }

  told(book: number): AuctionResult {
    const { indicativePx, indicativeQty, imbalance } = this.feed.of(book);
    return { price: indicativePx, volume: indicativeQty, imbalance };
  }

  #apply(): void {
    this.venue.apply(new ByteReader(Buffer.from(this.#inputs.bytes.subarray(0, this.#inputs.offset))));
    this.#inputs.offset = 0;
  }
}

function readers(feed: MarketDataFeed) {
  return BOOKS.flatMap((book) =>
    [FeedDepth.Levels, FeedDepth.Orders].map((depth) => ({
      book,
      reader: new FeedReader(feed, book, depth),
      copy: new PublicBook(),
    })),
  );
}

describe("the indicative price in the feed", () => {
  it("is told at once when a call begins, once a second while orders come, and taken back when it is over", () => {
    const house = new House();
    const [{ reader, copy }] = readers(house.feed);
    house.order(1, Side.Buy, 50, 9_990);
    house.settle();
    expect(house.found).toEqual([]);
    house.enter(1, Phase.OpeningAuction);
    house.order(1, Side.Sell, 30, 9_980);
    house.settle();
    reader.read(copy);
    expect(copy.indicative).toEqual({ price: 9_990, volume: 30, imbalance: 20 });
    house.order(1, Side.Sell, 10, 9_980);
    house.settle(400);
    house.settle(400);
    reader.read(copy);
    expect(copy.indicative.volume).toBe(30);
    house.settle(300);
    reader.read(copy);
    expect(copy.indicative.volume).toBe(40);
    expect(house.found).toHaveLength(2);
    house.enter(1, RESUME);
    house.settle();
    reader.read(copy);
    expect(copy.indicative).toEqual(NO_AUCTION);
    expect(copy.trades.map(({ price, qty }) => `${qty}@${price}`)).toEqual(["30@9990", "10@9990"]);
  });

  it("is not found again while nothing changes, orders without a price and hidden changes counted", () => {
    const house = new House();
    house.enter(1, Phase.PreOpen);
    const order = house.order(1, Side.Buy, 50, null);
    house.order(1, Side.Sell, 50, 9_980);
    house.settle();
    for (let second = 0; second < 10; second++) house.settle(1_000);
    expect(house.found).toHaveLength(1);
    const { sequence } = house.feed.of(1);
    house.cancel(order);
    house.settle(1_000);
    expect(house.found).toHaveLength(2);
    expect(house.told(1)).toEqual(NO_AUCTION);
    expect(house.feed.of(1).sequence).toBe(sequence + 1);
  });

  it(`is rebuilt by every reader at every sequence, whenever it joined (LOCKSTEP_SEED=${SEED})`, () => {
    const random = new Random(SEED);
    const house = new House();
    const watching = readers(house.feed);
    const phases: (Phase | typeof RESUME)[] = [
      Phase.PreOpen,
      Phase.OpeningAuction,
      Phase.VolatilityAuction,
      Phase.Halted,
      RESUME,
      RESUME,
    ];
    let known: number[] = [];
    let called = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      if (random.oneIn(20)) house.enter(random.oneIn(2) ? 1 : 2, phases[random.below(phases.length)]);
      for (let count = random.below(4); count > 0; count--) {
        const side = random.oneIn(2) ? Side.Buy : Side.Sell;
        const price = random.oneIn(10) ? null : 10_000 + random.below(20) - 10;
        known.push(house.order(1 + random.below(2), side, 1 + random.below(50), price));
      }
      if (random.oneIn(3) && known.length > 0) house.cancel(known[random.below(known.length)]);
      if (known.length > 200) known = known.slice(-100);
      const before = house.found.length;
      house.settle(random.below(400));
      for (const { book } of house.found.slice(before)) {
        expect(house.told(book)).toEqual(house.venue.phases.indicative(book));
      }
      if (batch === BATCHES >> 1) watching.push(...readers(house.feed));
      for (const { book, reader, copy } of watching) {
        if (random.oneIn(3)) continue;
        reader.read(copy);
        expect(copy.indicative).toEqual(house.told(book));
        if (!house.venue.phases.statuses[book].rules.calls) expect(copy.indicative).toEqual(NO_AUCTION);
        else if (copy.indicative.price !== NO_PRICE) called++;
      }
    }
    expect(called).toBeGreaterThan(BATCHES / 10);
    for (const book of BOOKS) {
      const times = house.found.filter((one) => one.book === book).map(({ atMs }) => atMs);
      expect(times.length).toBeGreaterThan(10);
    }
  });

  it(`is found at most once a second of a call that goes on (LOCKSTEP_SEED=${SEED})`, () => {
    const random = new Random(SEED);
    const house = new House();
    for (const book of BOOKS) house.enter(book, Phase.OpeningAuction);
    for (let batch = 0; batch < 500; batch++) {
      house.order(1 + random.below(2), random.oneIn(2) ? Side.Buy : Side.Sell, 10, 10_000);
      house.settle(random.below(300));
    }
    for (const book of BOOKS) {
      const times = house.found.filter((one) => one.book === book).map(({ atMs }) => atMs);
      const gaps = times.slice(1).map((atMs, index) => atMs - times[index]);
      expect(gaps.length).toBeGreaterThan(5);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(INDICATIVE_MS);
    }
  });

  it("is new, changed and deleted for a subscription that asked for it, and nothing for one that did not", () => {
    const house = new House();
    const request = { mdReqId: "M", depth: 1, byOrder: false, isFullRefresh: false };
    const asked = new Subscription(house.feed, 1, { ...request, entryTypes: new Set(["Q"]) });
    const other = new Subscription(house.feed, 1, { ...request, entryTypes: new Set(["2"]) });
    house.settle();
    expect([asked.takeSnapshot(), other.takeSnapshot()]).toEqual([[], []]);
    house.enter(1, Phase.PreOpen);
    house.order(1, Side.Buy, 50, 10_000);
    house.order(1, Side.Sell, 20, 10_000);
    house.settle();
    const changes = () => asked.takeChanges().map(({ action, price, qty }) => [action, price, qty]);
    expect(changes()).toEqual([["0", 10_000, 20]]);
    house.order(1, Side.Sell, 60, 9_990);
    house.settle(1_000);
    expect(changes()).toEqual([["1", 9_990, 50]]);
    expect(asked.takeSnapshot().map(({ entryType, price, qty }) => [entryType, price, qty])).toEqual([
      ["Q", 9_990, 50],
    ]);
    house.enter(1, Phase.Halted);
    house.settle();
    expect(changes()).toEqual([["2", 9_990, 0]]);
    expect(other.takeChanges()).toEqual([]);
  });
});
