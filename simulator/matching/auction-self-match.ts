/**
 * Self-match prevention in an auction: orders of one owner with one id do not trade with each other. Cold, as the auction is.
 *
 * Before anything trades the uncross is played through at its price. Where two orders of one owner would trade, what the
 * mode of the later one says becomes of both, whole orders and not what others would leave of them: the later one goes
 * (newest), the earlier (oldest), both, or both lose the quantity of the smaller (decrement). Then the price is found again
 * from what is left, until nobody meets itself. So the trades are those of an auction which the orders that went were never
 * in. Later is the order with the higher OrderID, as for who came to trade.
 */
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { type AuctionResult, auctionOf, auctionPrice, reachOf } from "./auction.ts";
import type { MatchingEngine } from "./matching-engine.ts";
import type { OrderBook } from "./order-book.ts";
import { PARTICIPANT, TERMS } from "./order-pool.ts";
import type { PriceLevels } from "./price-levels.ts";
import {
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  DECREMENT,
  DISPLAY_QTY,
  FLAGS,
  ICEBERG,
  rowOf,
  SELF_MATCH_ID,
  SELF_MATCH_MASK,
} from "./rare-terms.ts";

/** Two orders to be kept apart (`MatchingEngine.keepApart`) before the uncross. */
export type Meeting = { readonly older: number; readonly newer: number };

/** What an auction trades once the meetings, in this order, were prevented. */
export type AuctionPlan = { readonly result: AuctionResult; readonly meetings: readonly Meeting[] };

/** An order of the auction. `owner` is "" for one that may trade with anybody; `displayQty` is 0 but for icebergs. */
type Entry = {
  readonly order: number;
  readonly orderNumber: number;
  readonly price: number;
  readonly owner: string;
  readonly mode: number;
  readonly displayQty: number;
  left: number;
  shown: number;
};

/** Orders of one price, shown or not, in the order they trade; groups trade one after the other. */
type Group = { readonly price: number; readonly entries: Entry[] };

/** The auction of a book as it is; nothing is changed yet. */
export function planAuction(
  book: OrderBook,
  engine: MatchingEngine,
  tickTable: readonly number[],
  referencePx: Ticks,
): AuctionPlan {
  let result = auctionOf(book, engine.pool, tickTable, referencePx);
  // Only orders with rare terms have an owner's id.
  if (result.volume === 0 || book.rareOrders === 0 || !engine.keepsApart) return { result, meetings: [] };
  const { bidKey, askKey } = reachOf(book, engine.pool);
  const bids = groupsOf(engine, book.unpricedBids, book.bids, book.darkBids, bidKey);
  const asks = groupsOf(engine, book.unpricedAsks, book.asks, book.darkAsks, askKey);
  const meetings: Meeting[] = [];
  if (!haveOwnerInCommon(bids, asks)) return { result, meetings };
  for (;;) {
    const found = playThrough(bids, asks, result.price);
    if (found.length === 0) return { result, meetings };
    meetings.push(...found);
    const [bidInterest, askInterest] = [interestOf(bids), interestOf(asks)];
    const interest = {
      bids: bidInterest.priced,
      asks: askInterest.priced,
      unpricedBidQty: bidInterest.unpricedQty,
      unpricedAskQty: askInterest.unpricedQty,
    };
    result = auctionPrice(interest, tickTable, referencePx);
    if (result.volume === 0) return { result, meetings };
  }
}

/** Trades at the price without trading; what meets itself loses in its entry's `left` what it is to lose. */
function playThrough(bids: readonly Group[], asks: readonly Group[], price: Ticks): Meeting[] {
  const bidQueue = new Queue(bids, (limit) => limit >= price);
  const askQueue = new Queue(asks, (limit) => limit <= price);
  const meetings: Meeting[] = [];
  for (;;) {
    const bid = bidQueue.first();
    const ask = askQueue.first();
    if (bid === null || ask === null) return meetings;
    if (bid.entry.owner !== "" && bid.entry.owner === ask.entry.owner) {
      const [older, newer] =
        bid.entry.orderNumber < ask.entry.orderNumber ? [bid.entry, ask.entry] : [ask.entry, bid.entry];
      part(older, newer);
      meetings.push({ older: older.order, newer: newer.order });
      for (const played of [bid, ask]) {
        played.left = Math.min(played.left, played.entry.left);
        played.shown = Math.min(played.shown, played.left);
      }
    } else {
      const qty = Math.min(bid.left, ask.left);
      bidQueue.take(qty);
      askQueue.take(qty);
    }
  }
}

/** What `MatchingEngine.keepApart` will do. */
function part(older: Entry, newer: Entry): void {
  const { mode } = newer;
  const qty = mode === DECREMENT ? Math.min(older.left, newer.left) : Number.POSITIVE_INFINITY;
  if (mode !== CANCEL_NEWEST) older.left = Math.max(0, older.left - qty);
  if (mode !== CANCEL_OLDEST) newer.left = Math.max(0, newer.left - qty);
  for (const entry of [older, newer]) entry.shown = Math.min(entry.shown, entry.left);
}

type Played = { readonly entry: Entry; left: number; shown: number };

/** One side while it is played through: an iceberg whose shown part is gone goes behind its price's queue, as in `take`. */
class Queue {
  readonly #groups: readonly Group[];
  readonly #reaches: (limit: number) => boolean;
  #group = -1;
  #played: Played[] = [];
  #at = 0;

  constructor(groups: readonly Group[], reaches: (limit: number) => boolean) {
    this.#groups = groups;
    this.#reaches = reaches;
  }

  /** Who trades next; null when nobody does at the price. */
  first(): Played | null {
    for (;;) {
      while (this.#at < this.#played.length && this.#played[this.#at].left === 0) this.#at++;
      if (this.#at < this.#played.length) return this.#played[this.#at];
      const next = this.#groups[++this.#group];
      if (next === undefined || (next.price !== NO_PRICE && !this.#reaches(next.price))) {
        this.#group = this.#groups.length;
        return null;
      }
      this.#played = next.entries.map((entry) => ({ entry, left: entry.left, shown: entry.shown }));
      this.#at = 0;
    }
  }

  take(qty: number): void {
    const played = this.#played[this.#at];
    const { displayQty } = played.entry;
    played.left -= qty;
    if (displayQty === 0 || qty < played.shown) {
      played.shown -= qty;
      return;
    }
    played.shown = Math.min(displayQty, played.left);
    this.#at++;
    this.#played.push(played);
  }
}

function groupsOf(
  engine: MatchingEngine,
  unpriced: PriceLevels | null,
  shown: PriceLevels,
  dark: PriceLevels,
  limitKey: number,
): Group[] {
  const prices = new Set([...shown.pricesUpTo(limitKey), ...dark.pricesUpTo(limitKey)]);
  const ordered = [...prices].sort((a, b) => (a - b) * shown.sign);
  const groups = ordered.flatMap((price) => [groupAt(engine, shown, price), groupAt(engine, dark, price)]);
  if (unpriced !== null) groups.unshift(groupAt(engine, unpriced, NO_PRICE));
  return groups.filter(({ entries }) => entries.length > 0);
}

function groupAt(engine: MatchingEngine, side: PriceLevels, price: number): Group {
  const { pool, rareTerms } = engine;
  const entries: Entry[] = [];
  for (let order = side.firstAt(price as Ticks); order !== 0; order = pool.next(order)) {
    const row = rowOf(pool.i32[(order << 4) + TERMS]);
    const flags = row === 0 ? 0 : rareTerms.i32[(row << 5) + FLAGS];
    const id = row === 0 ? 0 : rareTerms.i32[(row << 5) + SELF_MATCH_ID];
    entries.push({
      order,
      orderNumber: pool.orderNumber(order),
      price,
      owner: id === 0 ? "" : `${pool.i32[(order << 4) + PARTICIPANT]} ${id}`,
      mode: flags & SELF_MATCH_MASK,
      displayQty: (flags & ICEBERG) === 0 ? 0 : rareTerms.f64[(row << 4) + DISPLAY_QTY],
      left: pool.leavesQty(order),
      shown: engine.shownQty(order),
    });
  }
  return { price, entries };
}

function haveOwnerInCommon(bids: readonly Group[], asks: readonly Group[]): boolean {
  const ownersOf = (groups: readonly Group[]) => groups.flatMap(({ entries }) => entries.map(({ owner }) => owner));
  const buying = new Set(ownersOf(bids));
  return ownersOf(asks).some((owner) => owner !== "" && buying.has(owner));
}

function interestOf(groups: readonly Group[]): { priced: { price: number; qty: number }[]; unpricedQty: number } {
  const priced: { price: number; qty: number }[] = [];
  let unpricedQty = 0;
  for (const { price, entries } of groups) {
    const qty = entries.reduce((sum, { left }) => sum + left, 0);
    if (price === NO_PRICE) unpricedQty += qty;
    else if (qty > 0) priced.push({ price, qty });
  }
  return { priced, unpricedQty };
}
