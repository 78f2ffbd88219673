/**
 * What market data costs matching: the stream of `matching-engine.bench.ts` without, with a feed nobody reads, and with readers of
 * levels and of orders who take every flush. A flush every 64 operations, as the exchange works its batches, and one every
 * operation, which is the worst there is. With one reader of levels, at most a quarter more is allowed.
 */
import { FeedDepth, type FeedListener, FeedReader } from "../../../simulator/market-data/feed-reader.ts";
import { MarketDataFeed } from "../../../simulator/market-data/market-data-feed.ts";
import { median } from "../../../src/lib/median.ts";
import type { BenchRow } from "../../row.ts";
import { makeOrderStream, type OrderStream } from "../matching/order-stream.ts";
import { PlayedBook } from "../matching/played-book.ts";

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
  const book = new PlayedBook();
  const feed = depths === null ? null : new MarketDataFeed(book.engine);
  const readers = (depths ?? []).map((depth) => new FeedReader(feed!, book.book, depth));
  const taker = new Taker();
  const serve = () => {
    feed!.flush();
    for (let reader = 0; reader < readers.length; reader++) readers[reader].read(taker);
  };
  const afterBatch = feed === null ? null : serve;
  book.play(stream, 0, stream.measuredFrom, batch, afterBatch);
  const startNs = process.hrtime.bigint();
  book.play(stream, stream.measuredFrom, stream.length, batch, afterBatch);
  const tookNs = Number(process.hrtime.bigint() - startNs);
  if (book.tradedQty !== stream.tradedQty[stream.length - 1]) throw new Error("market data changed what traded");
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
