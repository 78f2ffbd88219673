/**
 * The channels of the exchange's market data: what each has told its reader, and what it has to tell now. Read between two
 * batches, when everything the exchange has done is in its journal.
 */

import type { MarketDataFeed } from "../simulator/market-data/market-data-feed.ts";
import { hashLevels, hashOrders, type PublicLevel, type PublicOrder } from "../simulator/market-data/public-book.ts";
import type { PriceLevels } from "../simulator/matching/price-levels.ts";
import { PhaseCause } from "../simulator/phases-by-instrument.ts";
import { type BookEntry, EntryType, Subscription } from "../simulator/server/subscription.ts";
import type { Venue } from "../simulator/venue.ts";
import { NO_PRICE, type Qty } from "./domain/price.ts";
import type { BookMessage, BookRequest, BookRow, FeedMessage, StatusRow, TopRow } from "./exchange-feed-wire.ts";

export const CONFLATE_MS = 50;
const STATUS_MS = 250;
const ENTRY_TYPES: ReadonlySet<string> = new Set([EntryType.Bid, EntryType.Offer, EntryType.Trade]);
const SIDES: readonly string[] = [EntryType.Bid, EntryType.Offer, EntryType.Trade];
const CAUSES: Readonly<Record<PhaseCause, string>> = {
  [PhaseCause.Calendar]: "calendar",
  [PhaseCause.Operator]: "operator",
  [PhaseCause.Band]: "band",
};

/** One subscription of one reader. */
export type Channel = {
  /** Told at most this often. */
  readonly conflateMs: number;
  /** What is new since the last call; null when nothing is. */
  take(): FeedMessage | null;
  close(): void;
};

/** Best prices, last trades and the day's figures (L1): the instruments that changed since it was last told. */
export class TopChannel implements Channel {
  readonly conflateMs: number;
  readonly #id: number;
  readonly #venue: Venue;
  readonly #feed: MarketDataFeed;
  /** The sequence told, by book. */
  readonly #told: number[] = [];

  constructor(id: number, venue: Venue, feed: MarketDataFeed, conflateMs: number) {
    this.#id = id;
    this.#venue = venue;
    this.#feed = feed;
    this.conflateMs = conflateMs;
  }

  take(): FeedMessage | null {
    const rows: TopRow[] = [];
    for (let book = 1; book < this.#venue.instruments.length; book++) {
      if (this.#told[book] === this.#feed.of(book).sequence) continue;
      this.#told[book] = this.#feed.of(book).sequence;
      rows.push(topRow(this.#venue.instruments[book]!.symbol, this.#feed, book));
    }
    return rows.length === 0 ? null : { kind: "top", id: this.#id, rows };
  }

  close(): void {}
}

/** One book: levels (L2) or orders (L3), and trades. */
export class BookChannel implements Channel {
  readonly conflateMs: number;
  readonly #request: BookRequest;
  readonly #feed: MarketDataFeed;
  readonly #subscription: Subscription;
  #toldTrades: number;

  constructor(request: BookRequest, book: number, feed: MarketDataFeed) {
    const { depth = 0, byOrder = false, conflateMs = CONFLATE_MS } = request;
    this.#request = request;
    this.#feed = feed;
    this.conflateMs = conflateMs;
    this.#subscription = new Subscription(feed, book, {
      mdReqId: "",
      depth,
      byOrder,
      isFullRefresh: false,
      entryTypes: ENTRY_TYPES,
    });
    this.#toldTrades = feed.of(book).trades;
  }

  take(): FeedMessage | null {
    const subscription = this.#subscription;
    if (!subscription.isBehind) return null;
    if (subscription.needsSnapshot) return this.#snapshot();
    const changes = subscription.takeChanges();
    if (subscription.needsSnapshot) return this.#snapshot();
    this.#toldTrades = subscription.feed.trades;
    return this.#message(changes, false, 0);
  }

  close(): void {
    this.#subscription.close();
  }

  #snapshot(): BookMessage {
    const { trades } = this.#subscription.feed;
    const entries = this.#subscription.takeSnapshot();
    // The last trade is in the snapshot.
    const missed = Math.max(0, trades - this.#toldTrades - 1);
    this.#toldTrades = trades;
    return this.#message(entries, true, missed);
  }

  #message(entries: readonly BookEntry[], isSnapshot: boolean, missed: number): BookMessage {
    const { id, symbol, withHash = false } = this.#request;
    const { sequence } = this.#subscription.feed;
    const hash = withHash ? this.#hash() : null;
    return { kind: "book", id, symbol, sequence, isSnapshot, missed, rows: entries.map(rowOf), hash };
  }

  /** Of the exchange's own book; of as many levels as are told. */
  #hash(): number {
    const { book, depth, byOrder } = this.#subscription;
    const { bids, asks } = this.#feed.engine.books[book];
    if (byOrder) return hashOrders(this.#orders(bids), this.#orders(asks));
    const max = depth === 0 ? Number.POSITIVE_INFINITY : depth;
    return hashLevels(levelsOf(bids, max), levelsOf(asks, max));
  }

  #orders(levels: PriceLevels): PublicOrder[] {
    const { engine } = this.#feed;
    const { pool } = engine;
    return levelsOf(levels, Number.POSITIVE_INFINITY).flatMap(({ price }) => {
      const orders: PublicOrder[] = [];
      for (let order = levels.firstAt(price); order !== 0; order = pool.next(order)) {
        orders.push({ orderNumber: pool.orderNumber(order), price, qty: engine.shownQty(order) });
      }
      return orders;
    });
  }
}

/** Phases, bands and indicative auction prices: the instruments of which something is other than it was told. */
export class StatusChannel implements Channel {
  readonly conflateMs = STATUS_MS;
  readonly #id: number;
  readonly #venue: Venue;
  readonly #feed: MarketDataFeed;
  readonly #told = new Map<number, string>();

  constructor(id: number, venue: Venue, feed: MarketDataFeed) {
    this.#id = id;
    this.#venue = venue;
    this.#feed = feed;
  }

  take(): FeedMessage | null {
    const rows: StatusRow[] = [];
    for (let book = 1; book < this.#venue.instruments.length; book++) {
      const row = statusRow(this.#venue, this.#feed, book);
      const text = JSON.stringify(row);
      if (this.#told.get(book) === text) continue;
      this.#told.set(book, text);
      rows.push(row);
    }
    return rows.length === 0 ? null : { kind: "status", id: this.#id, rows };
  }

  close(): void {}
}

function topRow(symbol: string, feed: MarketDataFeed, book: number): TopRow {
  const { sequence, bidPx, bidQty, askPx, askQty, lastPx, lastQty, firstPx, highPx, lowPx, tradedQty, trades } =
    feed.of(book);
  return {
    symbol,
    sequence,
    bidPx: priceOf(bidPx),
    bidQty,
    askPx: priceOf(askPx),
    askQty,
    lastPx: priceOf(lastPx),
    lastQty,
    openPx: priceOf(firstPx),
    highPx: priceOf(highPx),
    lowPx: priceOf(lowPx),
    volume: tradedQty,
    trades,
  };
}

function statusRow({ instruments, phases }: Venue, feed: MarketDataFeed, book: number): StatusRow {
  const { rules, cause, sinceMs, callEndsMs, staticBand } = phases.statuses[book];
  const { indicativePx, indicativeQty, imbalance } = feed.of(book);
  const { low, high } = staticBand;
  return {
    symbol: instruments[book]!.symbol,
    phase: rules.name,
    cause: CAUSES[cause],
    sinceMs,
    callEndsMs,
    lowPx: Number.isFinite(low) ? low : null,
    highPx: Number.isFinite(high) ? high : null,
    indicativePx: priceOf(indicativePx),
    indicativeQty,
    imbalance,
  };
}

function rowOf({ action, entryType, id, price, qty, orders, aggressor }: BookEntry): BookRow {
  const last = entryType === EntryType.Trade ? aggressor : orders;
  return [Number(action), SIDES.indexOf(entryType), id, price, qty, last];
}

function levelsOf(levels: PriceLevels, max: number): PublicLevel[] {
  const found: PublicLevel[] = [];
  levels.visit(max, (price, qty, orders) => found.push({ price, qty: qty as Qty, orders }));
  return found;
}

function priceOf(price: number): number | null {
  return price === NO_PRICE ? null : price;
}
