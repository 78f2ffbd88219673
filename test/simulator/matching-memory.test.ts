/** What matching leaves on the heap, read from V8's own count and not from a clock. */
import { getHeapStatistics } from "node:v8";
import { expect, it } from "vitest";
import { EXCHANGE_CORE, HALF_CANCELS, makeOrderStream } from "../../bench/simulator/matching/order-stream.ts";
import { PlayedBook } from "../../bench/simulator/matching/played-book.ts";
import { FeedDepth, FeedReader } from "../../simulator/market-data/feed-reader.ts";
import { MarketDataFeed } from "../../simulator/market-data/market-data-feed.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const WARM = 150_000;
const SLICE = 10_000;
const SLICES = 15;
/** An object or a boxed number an operation would be 12 bytes or more. */
const BYTES_MAX = 1;

/** The median growth of the heap for an operation; a slice in which garbage was collected does not count. */
function allocated(play: (from: number, to: number) => void): number {
  const grown = (from: number, to: number): number => {
    const before = getHeapStatistics().used_heap_size;
    play(from, to);
    return getHeapStatistics().used_heap_size - before;
  };
  play(0, WARM);
  const bytes: number[] = [];
  for (let index = 0; index < SLICES; index++) {
    const found = grown(WARM + index * SLICE, WARM + (index + 1) * SLICE);
    if (found >= 0) bytes.push(found / SLICE);
  }
  expect(bytes.length).toBeGreaterThan(SLICES / 2);
  return bytes.sort((a, b) => a - b)[bytes.length >> 1];
}

it.each([
  ["the ordinary mix", HALF_CANCELS, false],
  ["exchange-core's mix", EXCHANGE_CORE, false],
  ["the ordinary mix with rare orders on the book", HALF_CANCELS, true],
] as const)("matches %s without an allocation an operation", (_name, mix, isRare) => {
  const stream = makeOrderStream(SEED, 1_000, WARM + SLICE * SLICES, mix);
  const book = new PlayedBook();
  if (isRare) book.addRareOrders();
  expect(allocated((from, to) => book.play(stream, from, to, 64))).toBeLessThan(BYTES_MAX);
  expect(book.tradedQty).toBeGreaterThan(0);
});

it("makes market data without an allocation an operation", () => {
  const stream = makeOrderStream(SEED, 1_000, WARM + SLICE * SLICES);
  const book = new PlayedBook();
  const feed = new MarketDataFeed(book.engine);
  const reader = new FeedReader(feed, book.book, FeedDepth.Levels);
  let rows = 0;
  const listener = { onSnapshot: () => {}, onRow: () => void rows++, onSequence: () => {} };
  const serve = () => {
    feed.flush();
    reader.read(listener);
  };
  expect(allocated((from, to) => book.play(stream, from, to, 64, serve))).toBeLessThan(BYTES_MAX);
  expect(rows).toBeGreaterThan(WARM / 2);
});

it("would see one number boxed an operation", () => {
  const kept: unknown[] = new Array(SLICE);
  const box = (from: number, to: number) => {
    for (let index = from; index < to; index++) kept[index % SLICE] = { price: index + 0.5 };
  };
  expect(allocated(box)).toBeGreaterThan(BYTES_MAX);
});
