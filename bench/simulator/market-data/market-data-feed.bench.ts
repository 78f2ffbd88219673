/**
 * What market data costs matching: the stream of `matching-engine.bench.ts` without, with a feed nobody reads, and with readers of
 * levels and of orders who take every flush. A flush every 64 operations, as the exchange works its batches, and one every
 * operation, which is the worst there is. With one reader of levels, at most a quarter more is allowed.
 */
import { FeedDepth, type FeedListener, FeedReader } from "../../../simulator/market-data/feed-reader.ts";
import { MarketDataFeed } from "../../../simulator/market-data/market-data-feed.ts";
import { MatchingEngine } from "../../../simulator/matching/matching-engine.ts";
import { SELL } from "../../../simulator/matching/order-pool.ts";
import { WorkOutcome } from "../../../simulator/matching/outcomes.ts";
import { OrderDirectory } from "../../../simulator/order-directory.ts";
import type { Qty, Ticks } from "../../../src/domain/price.ts";
import { median } from "../../../src/lib/median.ts";
import type { BenchRow } from "../../row.ts";
import { makeOrderStream, type OrderStream } from "../matching/order-stream.ts";

const SEED = 20_261_122;
const ROUNDS = 7;
const RESTING = 1_000;
const MEASURED = 500_000;

type Way = { name: string; depths: readonly FeedDepth[] | null; batch: number };
const WAYS: readonly Way[] = [
  { name: "without market data", depths: null, batch: 64 },
  { name: "nobody reads, batches of 64", depths: [], batch: 64 },
  { name: "levels read, batches of 64", depths: [FeedDepth.Levels], batch: 64 },
  { name: "levels and orders read, batches of 64", depths: [FeedDepth.Levels, FeedDepth.Orders], batch: 64 },
  { name: "levels read, batches of 1", depths: [FeedDepth.Levels], batch: 1 },
];

/** The row of `WAYS` that the bound is on. */
const LEVELS_READ = 2;

/** Takes everything and keeps a sum of it, so that nothing can be left out as unused. */
class Taker implements FeedListener {
  sum = 0;

  onSnapshot(): void {
    this.sum++;
  }

  onRow(kind: number, side: number, price: number, qty: number, id: number): void {
    this.sum += kind + side + price + qty + id;
  }

  onSequence(sequence: number): void {
    this.sum += sequence;
  }
}

/** @returns nanoseconds an operation */
function play(stream: OrderStream, { depths, batch }: Way): number {
  const directory = new OrderDirectory();
  let tradedQty = 0;
  const engine = new MatchingEngine({
    onTrade(maker, _taker, qty) {
      tradedQty += qty;
      const { pool } = engine;
      if (pool.leavesQty(maker) === 0) directory.setHandle(pool.clientOrder(maker), 0);
    },
  });
  const book = engine.addBook();
  const feed = depths === null ? null : new MarketDataFeed(engine);
  const readers = (depths ?? []).map((depth) => new FeedReader(feed!, book, depth));
  const taker = new Taker();
  const run = (from: number, to: number): void => {
    const { isCancel, orders, sides, prices, qtys } = stream;
    for (let index = from; index < to; index++) {
      const order = orders[index];
      if (isCancel[index] === 1) {
        const handle = directory.handle(order);
        if (handle !== 0) {
          directory.setHandle(order, 0);
          engine.cancel(handle);
        }
      } else if (!directory.hasSeen(order, 1)) {
        directory.see(order, 1);
        const terms = sides[index] === 0 ? 0 : SELL;
        const handle = engine.create(book, terms, qtys[index] as Qty, prices[index] as Ticks, order, 0, order, 1);
        if (engine.work(handle) === WorkOutcome.Resting) directory.setHandle(order, handle);
      }
      if (feed === null || index % batch !== 0) continue;
      feed.flush();
      for (let reader = 0; reader < readers.length; reader++) readers[reader].read(taker);
    }
  };
  run(0, stream.measuredFrom);
  const startNs = process.hrtime.bigint();
  run(stream.measuredFrom, stream.length);
  const tookNs = Number(process.hrtime.bigint() - startNs);
  if (tradedQty !== stream.tradedQty[stream.length - 1]) throw new Error("market data changed what traded");
  if (readers.length > 0 && !(taker.sum > 0)) throw new Error("nothing was read");
  return tookNs / (stream.length - stream.measuredFrom);
}

export async function run(quick = false): Promise<BenchRow[]> {
  const stream = makeOrderStream(SEED, RESTING, quick ? 20_000 : MEASURED);
  const figures = WAYS.map(() => [] as number[]);
  for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
    for (const [index, way] of WAYS.entries()) figures[index].push(play(stream, way));
  }
  const values = figures.map(median);
  const rows: BenchRow[] = WAYS.map(({ name }, index) => ({
    name: `matching, ${name}`,
    unit: "ns/operation",
    value: values[index],
  }));
  rows.push({
    name: "matching, levels read in batches of 64, share of matching without market data",
    unit: "%",
    value: (values[LEVELS_READ] / values[0] - 1) * 100,
    reach: 25,
  });
  return rows;
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
