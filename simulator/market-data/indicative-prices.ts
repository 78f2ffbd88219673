/**
 * What auctions would give, for the feed: found at most once a second a book, and only where something changed, because it
 * walks the queues. A call's first price is found at once, and taken back at once when the call is over.
 */
import type { Ticks } from "../../src/domain/price.ts";
import { NO_AUCTION } from "../matching/auction.ts";
import type { InstrumentPhases } from "../phases-by-instrument.ts";
import type { MarketDataFeed } from "./market-data-feed.ts";

/** A book's price is found again after this. */
export const INDICATIVE_MS = 1_000;
/** Books are looked through this often while no phase changes. */
const PASS_MS = 250;

export class IndicativePrices {
  readonly #phases: Pick<InstrumentPhases, "statuses" | "changes" | "indicative">;
  readonly #feed: MarketDataFeed;
  /** By book: when its price may be found again; 0 while no auction is called. */
  readonly #dueMs: number[] = [];
  #nextPassMs = Number.NEGATIVE_INFINITY;
  #seenChanges = -1;

  constructor(phases: Pick<InstrumentPhases, "statuses" | "changes" | "indicative">, feed: MarketDataFeed) {
    this.#phases = phases;
    this.#feed = feed;
  }

  /** Brings the feed's indicative prices up to date; they are told with its next flush. Call it between two batches. */
  refresh(nowMs: number): void {
    if (nowMs < this.#nextPassMs && this.#seenChanges === this.#phases.changes) return;
    this.#nextPassMs = nowMs + PASS_MS;
    this.#seenChanges = this.#phases.changes;
    const { statuses } = this.#phases;
    for (let book = 1; book < statuses.length; book++) {
      if (statuses[book].rules.calls) this.#find(book, nowMs);
      else if (this.#dueMs[book] > 0) this.#tell(book, 0, NO_AUCTION);
    }
  }

  #find(book: number, nowMs: number): void {
    const orderBook = this.#feed.engine.books[book];
    const dueMs = this.#dueMs[book] ?? 0;
    orderBook.spreadTouch();
    if (dueMs > 0 && (!orderBook.isAuctionStale || nowMs < dueMs)) return;
    orderBook.isAuctionStale = false;
    this.#tell(book, nowMs + INDICATIVE_MS, this.#phases.indicative(book));
  }

  #tell(book: number, dueMs: number, found: { price: Ticks; volume: number; imbalance: number }): void {
    this.#dueMs[book] = dueMs;
    this.#feed.indicate(book, found.price, found.volume, found.imbalance);
  }
}
