import { describe, expect, it } from "vitest";
import { FeedDepth, FeedReader } from "../../simulator/market-data/feed-reader.ts";
import { FEED_ROWS_MAX } from "../../simulator/market-data/instrument-feed.ts";
import { MarketDataFeed } from "../../simulator/market-data/market-data-feed.ts";
import { hashLevels, hashOrders, PublicBook, type PublicOrder } from "../../simulator/market-data/public-book.ts";
import { MatchingEngine } from "../../simulator/matching/matching-engine.ts";
import { MARKET, SELL, TERMS, TIF_FILL_OR_KILL, TIF_IMMEDIATE_OR_CANCEL } from "../../simulator/matching/order-pool.ts";
import { AmendOutcome, WorkOutcome } from "../../simulator/matching/outcomes.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { Random } from "../../src/lib/random.ts";

const SEED = Number(process.env.LOCKSTEP_TEST_SEED ?? Date.now());
const OPERATIONS = process.env.LOCKSTEP_FULL === "1" ? 2_000_000 : 30_000;

type Resting = { orderNumber: number; side: number; price: Ticks; qty: number };

/** Two books under random orders, and beside them a list of what rests, which knows nothing of levels or feeds. */
class Floor {
  readonly trades: { price: number; qty: number; side: number }[][] = [[], [], []];
  readonly handles = new Map<number, number>();
  readonly resting: Map<number, Resting>[] = [new Map(), new Map(), new Map()];
  #lastOrder = 0;
  readonly engine = new MatchingEngine({
    onTrade: (maker, taker, qty, price) => {
      const { pool } = this.engine;
      const book = pool.book(maker);
      const number = pool.orderNumber(maker);
      this.trades[book].push({ price, qty, side: pool.i32[(taker << 4) + TERMS] & SELL });
      const order = this.resting[book].get(number)!;
      order.qty -= qty;
      if (order.qty === 0) this.#forget(book, number);
    },
  });

  constructor() {
    this.engine.addBook();
    this.engine.addBook();
  }

  act(random: Random): void {
    const known = [...this.handles.keys()];
    const draw = random.below(100);
    if (known.length === 0 || draw < 55) this.#add(random);
    else if (draw < 85) this.#cancel(known[random.below(known.length)]);
    else this.#amend(known[random.below(known.length)], random);
  }

  /** The orders of a side as they would trade, from the list alone. */
  orders(book: number, side: number): PublicOrder[] {
    return [...this.resting[book].values()]
      .filter((order) => order.side === side)
      .sort((a, b) => (side === 0 ? b.price - a.price : a.price - b.price))
      .map(({ orderNumber, price, qty }) => ({ orderNumber, price, qty }));
  }

  levels(book: number, side: number) {
    const levels = new Map<Ticks, { price: Ticks; qty: number; orders: number }>();
    for (const { price, qty } of this.orders(book, side)) {
      const level = levels.get(price) ?? { price, qty: 0, orders: 0 };
      levels.set(price, { price, qty: level.qty + qty, orders: level.orders + 1 });
    }
    return [...levels.values()];
  }

  #add(random: Random): void {
    const book = 1 + random.below(2);
    const side = random.below(2);
    const kind = random.below(10);
    const terms =
      side | (kind === 0 ? MARKET : kind === 1 ? TIF_IMMEDIATE_OR_CANCEL : kind === 2 ? TIF_FILL_OR_KILL : 0);
    const price = (1_000 + (side === 0 ? -1 : 1) * (random.below(14) - 3)) as Ticks;
    const orderNumber = ++this.#lastOrder;
    const qty = (1 + random.below(50)) as Qty;
    this.#work(this.engine.create(book, terms, qty, price, orderNumber, 0, orderNumber, 1), orderNumber);
  }

  #work(handle: number, orderNumber: number): void {
    const {
      engine,
      engine: { pool },
    } = this;
    const book = pool.book(handle);
    if (engine.work(handle) !== WorkOutcome.Resting) return;
    const side = pool.i32[(handle << 4) + TERMS] & SELL;
    this.handles.set(orderNumber, handle);
    this.resting[book].set(orderNumber, { orderNumber, side, price: pool.price(handle), qty: pool.leavesQty(handle) });
  }

  #cancel(orderNumber: number): void {
    const handle = this.handles.get(orderNumber)!;
    const book = this.engine.pool.book(handle);
    this.engine.cancel(handle);
    this.#forget(book, orderNumber);
  }

  #amend(orderNumber: number, random: Random): void {
    const { pool } = this.engine;
    const handle = this.handles.get(orderNumber)!;
    const book = pool.book(handle);
    const { side, price } = this.resting[book].get(orderNumber)!;
    const newPx = (random.oneIn(2) ? price : price + random.below(5) - 2) as Ticks;
    const outcome = this.engine.amend(handle, side, (1 + random.below(60)) as Qty, newPx);
    if (outcome === AmendOutcome.KeptPriority) this.resting[book].get(orderNumber)!.qty = pool.leavesQty(handle);
    else this.#forget(book, orderNumber);
    if (outcome === AmendOutcome.LostPriority) this.#work(handle, orderNumber);
  }

  #forget(book: number, orderNumber: number): void {
    this.handles.delete(orderNumber);
    this.resting[book].delete(orderNumber);
  }
}

type Watcher = { reader: FeedReader; book: PublicBook; readsEvery: number };

function watchers(feed: MarketDataFeed, readsEvery: number): Watcher[] {
  return [1, 2].flatMap((book) =>
    [FeedDepth.Levels, FeedDepth.Orders].map((depth) => ({
      reader: new FeedReader(feed, book, depth),
      book: new PublicBook(),
      readsEvery,
    })),
  );
}

function compare(floor: Floor, { reader, book }: Watcher): void {
  const is = reader.book;
  if (reader.depth === FeedDepth.Orders) {
    expect(book.orderHash).toBe(hashOrders(floor.orders(is, 0), floor.orders(is, 1)));
  } else {
    expect(book.levelHash).toBe(hashLevels(floor.levels(is, 0), floor.levels(is, 1)));
  }
}

describe("the exchange's market data", () => {
  it("rebuilds levels and orders at every sequence, whenever one joined", () => {
    console.info(`market data seed ${SEED} (LOCKSTEP_TEST_SEED=${SEED} repeats it)`);
    const random = new Random(SEED);
    const floor = new Floor();
    for (let count = 0; count < 200; count++) floor.act(random);
    const feed = new MarketDataFeed(floor.engine);
    const tradesBefore = floor.trades.map((trades) => trades.length);
    const watching = watchers(feed, 1);
    for (let flush = 1, done = 0; done < OPERATIONS; flush++) {
      for (let batch = random.below(4); batch >= 0; batch--, done++) floor.act(random);
      feed.flush();
      if (flush === 500) watching.push(...watchers(feed, 1), ...watchers(feed, 7));
      for (const watcher of watching) {
        if (flush % watcher.readsEvery !== 0) continue;
        watcher.reader.read(watcher.book);
        expect(watcher.book.sequence).toBe(feed.of(watcher.reader.book).sequence);
        compare(floor, watcher);
      }
      for (const book of [1, 2]) {
        const { bidPx, bidQty, askPx, askQty } = feed.of(book);
        const [bid] = floor.levels(book, 0);
        const [ask] = floor.levels(book, 1);
        if (bid) expect([bidPx, bidQty]).toEqual([bid.price, bid.qty]);
        if (ask) expect([askPx, askQty]).toEqual([ask.price, ask.qty]);
      }
    }
    for (const { reader, book } of watching.slice(0, 4)) {
      expect(book.snapshots).toBe(1);
      const all = floor.trades[reader.book].slice(tradesBefore[reader.book]);
      expect(book.trades.map(({ price, qty, side }) => ({ price, qty, side })).slice(-1_000)).toEqual(
        all.slice(-1_000),
      );
      expect(book.trades.at(-1)?.tradeNumber).toBe(feed.of(reader.book).trades);
    }
    expect(watching[0].book.trades.length).toBeGreaterThan(100);
  });

  it("gives one who fell behind what the feed remembers a new snapshot, and never waits", () => {
    const random = new Random(SEED);
    const floor = new Floor();
    const feed = new MarketDataFeed(floor.engine);
    const [levels, orders] = watchers(feed, 1);
    levels.reader.read(levels.book);
    orders.reader.read(orders.book);
    while (orders.reader.behind <= FEED_ROWS_MAX) {
      floor.act(random);
      feed.flush();
    }
    for (const watcher of [levels, orders]) {
      expect(watcher.reader.read(watcher.book)).toBe(true);
      expect(watcher.book.snapshots).toBe(2);
      compare(floor, watcher);
      expect(watcher.reader.read(watcher.book)).toBe(false);
    }
  });

  it("makes no rows where nobody reads, and several changes of a level in a batch are one row", () => {
    const floor = new Floor();
    const feed = new MarketDataFeed(floor.engine);
    const { engine } = floor;
    const rest = (orderNumber: number, qty: number) =>
      engine.work(engine.create(1, 0, qty as Qty, 100 as Ticks, orderNumber, 0, orderNumber, 1));
    rest(1, 5);
    expect(feed.flush()).toBe(true);
    expect(feed.flush()).toBe(false);
    expect(feed.of(1).written).toBe(0);
    expect(feed.of(1).sequence).toBe(1);
    const reader = new FeedReader(feed, 1, FeedDepth.Levels);
    for (const orderNumber of [2, 3, 4]) rest(orderNumber, 5);
    feed.flush();
    expect(feed.of(1).written).toBe(1);
    reader.close();
    rest(5, 5);
    feed.flush();
    expect(feed.of(1).written).toBe(1);
    expect(feed.of(1)).toMatchObject({ sequence: 3, bidPx: 100, bidQty: 25 });
    feed.visitTouched((book) => expect(book).toBe(1));
  });
});
