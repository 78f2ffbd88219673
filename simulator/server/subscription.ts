/**
 * One instrument of one MarketDataRequest: what its reader was told, and what it has to be told now.
 *
 * A whole book (depth 0), levels or orders, follows the feed's rows. The best N levels are compared with what was told, so
 * that a level that comes into sight is new and one that drops out of it is deleted. Either way a reader that takes
 * nothing for a while is told afterwards how things stand, not everything in between.
 */
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { FeedDepth, type FeedListener, FeedReader } from "../market-data/feed-reader.ts";
import { type InstrumentFeed, RowKind } from "../market-data/instrument-feed.ts";
import type { MarketDataFeed } from "../market-data/market-data-feed.ts";

/** MDUpdateAction(279). */
export const UpdateAction = { New: "0", Change: "1", Delete: "2" } as const;
export type UpdateAction = (typeof UpdateAction)[keyof typeof UpdateAction];
/** MDEntryType(269). */
/** `Indicative` is what an auction would give; versions that do not know Q have it as an opening price (4). */
export const EntryType = { Bid: "0", Offer: "1", Trade: "2", Open: "4", EmptyBook: "J", Indicative: "Q" } as const;

/** What a subscriber is told of a level, an order, a trade or an indicative price. `id` is the same for as long as the entry lives. */
export type BookEntry = {
  action: UpdateAction;
  entryType: string;
  id: string;
  price: number;
  qty: number;
  /** Orders of a level; 0 for a trade and an indicative price. */
  orders: number;
  /** Of a trade: 0 when a buy came to it, 1 a sale; -1 when that is not known, or it is no trade. */
  aggressor: number;
};

type Told = { price: Ticks; qty: number; orders: number; id: string };

const SIDES = [0, 1] as const;

export class Subscription implements FeedListener {
  readonly mdReqId: string;
  readonly book: number;
  /** 0 is the whole book. */
  readonly depth: number;
  readonly isFullRefresh: boolean;
  readonly entryTypes: ReadonlySet<string>;
  readonly byOrder: boolean;
  /** Nothing was told yet, or what was told is void. */
  needsSnapshot = true;
  readonly #feed: MarketDataFeed;
  readonly #reader: FeedReader;
  /** By side and id. */
  readonly #told = [new Map<string, Told>(), new Map<string, Told>()];
  /** The indicative price told, NO_PRICE for none. */
  #toldIndicativePx: Ticks = NO_PRICE;
  #changes: BookEntry[] = [];

  constructor(
    feed: MarketDataFeed,
    book: number,
    request: {
      mdReqId: string;
      depth: number;
      byOrder: boolean;
      isFullRefresh: boolean;
      entryTypes: ReadonlySet<string>;
    },
  ) {
    this.mdReqId = request.mdReqId;
    this.depth = request.depth;
    this.byOrder = request.byOrder;
    this.isFullRefresh = request.isFullRefresh;
    this.entryTypes = request.entryTypes;
    this.book = book;
    this.#feed = feed;
    this.#reader = new FeedReader(feed, book, request.byOrder ? FeedDepth.Orders : FeedDepth.Levels);
  }

  get feed(): InstrumentFeed {
    return this.#feed.of(this.book);
  }

  /** Is there something it was not told? */
  get isBehind(): boolean {
    return this.needsSnapshot || this.#reader.sequence !== this.feed.sequence;
  }

  /** The changes since the last call, and everything else known; sets `needsSnapshot` when they cannot be told one by one. */
  takeChanges(): BookEntry[] {
    this.#changes = [];
    this.#reader.read(this);
    if (this.depth > 0) this.#compareBest();
    return this.#changes.filter(({ entryType }) => this.entryTypes.has(entryType));
  }

  /** The book as it stands, best first, the last trade, and what an auction would give; `needsSnapshot` is over. */
  takeSnapshot(): BookEntry[] {
    this.takeChanges();
    this.needsSnapshot = false;
    const entries: BookEntry[] = [];
    for (const side of SIDES) {
      const rows = [...this.#told[side].values()];
      // Orders of one price stay as they queue.
      rows.sort((a, b) => (side === 0 ? b.price - a.price : a.price - b.price));
      for (const row of rows) entries.push(entryOf(UpdateAction.New, side, row));
    }
    const { lastPx, lastQty, trades, indicativePx, indicativeQty } = this.feed;
    if (lastPx !== NO_PRICE) entries.push(tradeEntry(lastPx, lastQty, trades, -1));
    if (indicativePx !== NO_PRICE) entries.push(indicativeEntry(UpdateAction.New, indicativePx, indicativeQty));
    return entries.filter(({ entryType }) => this.entryTypes.has(entryType));
  }

  close(): void {
    this.#reader.close();
  }

  onSnapshot(): void {
    this.needsSnapshot = true;
    this.#toldIndicativePx = NO_PRICE;
    for (const side of SIDES) this.#told[side].clear();
  }

  onRow(kind: RowKind, side: number, price: Ticks, qty: number, id: number): void {
    if (kind === RowKind.Trade) {
      this.#changes.push(tradeEntry(price, qty, id, side));
    } else if (kind === RowKind.Indicative) {
      this.#indicate(price, qty);
    } else if (kind === RowKind.Level) {
      if (this.depth === 0) this.#set(side, { price, qty, orders: id, id: levelId(side, price) });
    } else {
      this.#order(kind, side, price, qty, id);
    }
  }

  onSequence(): void {}

  #indicate(price: Ticks, qty: number): void {
    const before = this.#toldIndicativePx;
    this.#toldIndicativePx = price;
    // What is gone is named by the price it had.
    if (price === NO_PRICE) this.#changes.push(indicativeEntry(UpdateAction.Delete, before, 0));
    else this.#changes.push(indicativeEntry(before === NO_PRICE ? UpdateAction.New : UpdateAction.Change, price, qty));
  }

  #order(kind: RowKind, side: number, price: Ticks, qty: number, orderNumber: number): void {
    const id = `X${orderNumber}`;
    const known = this.#told[side].get(id);
    if (kind === RowKind.OrderAdded) this.#set(side, { price, qty, orders: 1, id });
    else if (kind === RowKind.OrderRemoved) this.#set(side, { price, qty: 0, orders: 0, id });
    else if (known !== undefined && qty > 0) this.#set(side, { ...known, qty: known.qty - qty });
  }

  /** Notes how a level or an order stands now; 0 orders is gone. */
  #set(side: number, now: Told): void {
    const told = this.#told[side];
    const before = told.get(now.id);
    if (now.orders === 0) {
      if (before === undefined) return;
      told.delete(now.id);
      this.#changes.push(entryOf(UpdateAction.Delete, side, { ...before, qty: 0, orders: 0 }));
      return;
    }
    if (before !== undefined && before.qty === now.qty && before.orders === now.orders) return;
    told.set(now.id, now);
    this.#changes.push(entryOf(before === undefined ? UpdateAction.New : UpdateAction.Change, side, now));
  }

  #compareBest(): void {
    const { bids, asks } = this.#feed.engine.books[this.book];
    for (const [side, levels] of [bids, asks].entries()) {
      const best: Told[] = [];
      levels.visit(this.depth, (price, qty, orders) => best.push({ price, qty, orders, id: levelId(side, price) }));
      const inSight = new Set(best.map(({ id }) => id));
      for (const told of [...this.#told[side].values()]) {
        if (!inSight.has(told.id)) this.#set(side, { ...told, orders: 0 });
      }
      for (const level of best) this.#set(side, level);
    }
  }
}

function levelId(side: number, price: Ticks): string {
  return `${side === 0 ? "B" : "A"}${price}`;
}

function entryOf(action: UpdateAction, side: number, { id, price, qty, orders }: Told): BookEntry {
  const entryType = side === 0 ? EntryType.Bid : EntryType.Offer;
  return { action, entryType, id, price, qty, orders, aggressor: -1 };
}

function tradeEntry(price: Ticks, qty: number, tradeNumber: number, aggressor: number): BookEntry {
  return {
    action: UpdateAction.New,
    entryType: EntryType.Trade,
    id: `T${tradeNumber}`,
    price,
    qty,
    orders: 0,
    aggressor,
  };
}

function indicativeEntry(action: UpdateAction, price: Ticks, qty: number): BookEntry {
  return { action, entryType: EntryType.Indicative, id: "I", price, qty, orders: 0, aggressor: -1 };
}
