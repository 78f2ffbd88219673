/**
 * One who reads an instrument's feed, at the reader's own pace: levels (L2) or orders (L3), trades, and what an auction would
 * give.
 *
 * The first read is a snapshot. Later ones give what changed since, in order; a reader that fell behind further than the
 * feed remembers gets a snapshot again, without the trades in between. Read after the feed was flushed, and never during.
 */
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import type { MatchingEngine } from "../matching/matching-engine.ts";
import type { PriceLevels } from "../matching/price-levels.ts";
import { type InstrumentFeed, RowKind } from "./instrument-feed.ts";
import type { MarketDataFeed } from "./market-data-feed.ts";

export const FeedDepth = { Levels: "levels", Orders: "orders" } as const;
export type FeedDepth = (typeof FeedDepth)[keyof typeof FeedDepth];

export type FeedListener = {
  /** Everything known of the book is void; rows that build it follow. */
  onSnapshot(): void;
  onRow(kind: RowKind, side: number, price: Ticks, qty: number, id: number): void;
  /** The book is now as the exchange's was at this sequence. */
  onSequence(sequence: number): void;
};

export class FeedReader {
  readonly book: number;
  readonly depth: FeedDepth;
  /** The last sequence read; 0 before the first read. */
  sequence = 0;
  readonly #owner: MarketDataFeed;
  readonly #feed: InstrumentFeed;
  #position = 0;
  #isNew = true;
  #isClosed = false;

  constructor(feed: MarketDataFeed, book: number, depth: FeedDepth) {
    this.#owner = feed;
    this.book = book;
    this.depth = depth;
    this.#feed = feed.of(book);
    if (depth === FeedDepth.Orders) feed.addOrderReader(book);
    else this.#feed.levelReaders++;
  }

  /** Rows made and not read yet: how far behind the reader is. */
  get behind(): number {
    return this.#feed.written - this.#position;
  }

  /** Gives the listener what it has not had. @returns false when there was nothing */
  read(listener: FeedListener): boolean {
    const feed = this.#feed;
    if (!this.#isNew && this.sequence === feed.sequence) return false;
    if (this.#isNew || !feed.remembers(this.#position)) this.#snapshot(listener);
    else feed.give(this.#position, this.depth === FeedDepth.Orders, listener);
    this.#isNew = false;
    this.#position = feed.written;
    this.sequence = feed.sequence;
    listener.onSequence(this.sequence);
    return true;
  }

  /** The next read is a snapshot: the listener lost what it had. */
  startAgain(): void {
    this.#isNew = true;
  }

  /** Rows are no longer made for this reader. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.depth === FeedDepth.Orders) this.#owner.removeOrderReader(this.book);
    else this.#feed.levelReaders--;
  }

  #snapshot(listener: FeedListener): void {
    const { engine } = this.#owner;
    const { bids, asks } = engine.books[this.book];
    const { indicativePx, indicativeQty, imbalance } = this.#feed;
    listener.onSnapshot();
    for (const [side, levels] of [bids, asks].entries()) {
      if (this.depth === FeedDepth.Orders) giveOrders(listener, side, levels, engine);
      else giveLevels(listener, side, levels);
    }
    if (indicativePx !== NO_PRICE) listener.onRow(RowKind.Indicative, 0, indicativePx, indicativeQty, imbalance);
  }
}

function giveLevels(listener: FeedListener, side: number, levels: PriceLevels): void {
  levels.visitUnsorted((price, totalQty, orderCount) => {
    listener.onRow(RowKind.Level, side, price, totalQty, orderCount);
  });
}

function giveOrders(listener: FeedListener, side: number, levels: PriceLevels, engine: MatchingEngine): void {
  const { pool } = engine;
  levels.visitUnsorted((price) => {
    for (let order = levels.firstAt(price); order !== 0; order = pool.next(order)) {
      listener.onRow(RowKind.OrderAdded, side, price, engine.shownQty(order), pool.orderNumber(order));
    }
  });
}
