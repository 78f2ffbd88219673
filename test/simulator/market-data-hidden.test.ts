/** Orders of all types come and go, and the public is told of what they show and of nothing else. */
import { expect, it } from "vitest";
import { FeedDepth, FeedReader } from "../../simulator/market-data/feed-reader.ts";
import { MarketDataFeed } from "../../simulator/market-data/market-data-feed.ts";
import { PublicBook } from "../../simulator/market-data/public-book.ts";
import { Random } from "../../src/lib/random.ts";
import { Duel } from "./matching-stream.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const OPERATIONS = process.env.LOCKSTEP_FULL === "1" ? 400_000 : 3_000;
/** A book is begun afresh after so many. */
const OPERATIONS_A_BOOK = 1_000;

/** `shown 100: 7 x 5 of 9, 8 x 3 of 3` of the reference book, as the public is to see it: orders 7 and 8 with 5 and 3. */
function shownOrders(lines: readonly string[]): { orderNumber: number; price: number; qty: number }[] {
  return lines
    .filter((line) => line.startsWith("shown "))
    .flatMap((line) => {
      const [place, queue] = line.slice("shown ".length).split(": ");
      return queue.split(", ").map((words) => {
        const [orderNumber, qty] = words.split(" of ")[0].split(" x ").map(Number);
        return { orderNumber, price: Number(place), qty };
      });
    });
}

it(`shows of icebergs their tip and of hidden, pegged, stop and waiting orders nothing (LOCKSTEP_SEED=${SEED})`, () => {
  let hidden = 0;
  let tips = 0;
  for (let played = 0; played < OPERATIONS; played += OPERATIONS_A_BOOK) {
    const random = new Random(SEED + played);
    const duel = new Duel(random.oneIn(3) ? 5 : 1);
    const feed = new MarketDataFeed(duel.real.engine);
    const watchers = [FeedDepth.Orders, FeedDepth.Orders, FeedDepth.Levels].map((depth) => ({
      reader: new FeedReader(feed, 1, depth),
      book: new PublicBook(),
    }));
    const [everyTime, snapshots, levels] = watchers;
    for (let index = 0; index < OPERATIONS_A_BOOK; index++) {
      expect(duel.play((bound) => random.below(bound), false)).toBe("");
      feed.flush();
      // One reads on; the other begins afresh every time.
      snapshots.reader.startAgain();
      for (const { reader, book } of watchers) reader.read(book);
      for (const side of [0, 1]) {
        const lines = duel.reference.queues(side === 0);
        const expected = shownOrders(lines);
        hidden += lines.filter((line) => line.startsWith("dark ") || line.startsWith("stop ")).length;
        tips += lines.filter((line) => / x (\d+) of (?!\1\b)/.test(line)).length;
        expect(everyTime.book.orders(side)).toEqual(expected);
        expect(snapshots.book.orders(side)).toEqual(expected);
        const told = levels.book.levels(side);
        expect(told.reduce((sum, { qty }) => sum + qty, 0)).toBe(expected.reduce((sum, { qty }) => sum + qty, 0));
        expect(told.reduce((sum, { orders }) => sum + orders, 0)).toBe(expected.length);
      }
    }
    for (const { reader } of watchers) reader.close();
  }
  expect(hidden).toBeGreaterThan(OPERATIONS / 10);
  expect(tips).toBeGreaterThan(OPERATIONS / 100);
});
