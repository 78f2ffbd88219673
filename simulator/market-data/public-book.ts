/**
 * A book rebuilt from a feed by somebody who was told nothing else, levels or orders, and its hash: two books with the
 * same content have the same one, wherever they were built. For readers that need the whole book, and for proofs.
 */
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { assert } from "../../src/lib/assert.ts";
import { crc32c } from "../../src/lib/crc32c.ts";
import { type AuctionResult, NO_AUCTION } from "../matching/auction.ts";
import type { FeedListener } from "./feed-reader.ts";
import { RowKind } from "./instrument-feed.ts";

/** A price with its quantity and number of orders. */
export type PublicLevel = { price: Ticks; qty: number; orders: number };
/** An order as the public sees it, in the place it has in its price's queue. */
export type PublicOrder = { orderNumber: number; price: Ticks; qty: number };
export type PublicTrade = { side: number; price: Ticks; qty: number; tradeNumber: number };

export class PublicBook implements FeedListener {
  sequence = 0;
  snapshots = 0;
  readonly trades: PublicTrade[] = [];
  /** What an auction would give; NO_PRICE and 0 when nothing. */
  indicative: AuctionResult = NO_AUCTION;
  /** By side, then price: levels as told, or the queue of orders (order number -> quantity, oldest first). */
  readonly #levels = [new Map<Ticks, PublicLevel>(), new Map<Ticks, PublicLevel>()];
  readonly #queues = [new Map<Ticks, Map<number, number>>(), new Map<Ticks, Map<number, number>>()];

  onSnapshot(): void {
    this.snapshots++;
    this.indicative = NO_AUCTION;
    for (const side of [0, 1]) {
      this.#levels[side].clear();
      this.#queues[side].clear();
    }
  }

  onRow(kind: RowKind, side: number, price: Ticks, qty: number, id: number): void {
    const queues = this.#queues[side];
    switch (kind) {
      case RowKind.Level:
        if (id === 0) this.#levels[side].delete(price);
        else this.#levels[side].set(price, { price, qty, orders: id });
        return;
      case RowKind.OrderAdded: {
        const queue = queues.get(price) ?? new Map<number, number>();
        queues.set(price, queue);
        assert(!queue.has(id), "the feed adds an order twice");
        queue.set(id, qty);
        return;
      }
      case RowKind.OrderReduced: {
        const left = queues.get(price)?.get(id);
        assert(left !== undefined && left > qty, "the feed takes more off an order than it shows");
        queues.get(price)?.set(id, left - qty);
        return;
      }
      case RowKind.OrderRemoved: {
        const queue = queues.get(price);
        assert(queue?.delete(id) === true, "the feed removes an order that is not there");
        if (queue.size === 0) queues.delete(price);
        return;
      }
      case RowKind.Indicative:
        this.indicative = { price, volume: qty, imbalance: id };
        return;
      default:
        this.trades.push({ side, price, qty: qty as Qty, tradeNumber: id });
    }
  }

  onSequence(sequence: number): void {
    this.sequence = sequence;
  }

  /** Levels of a side, best first, of a book told by levels. */
  levels(side: number): PublicLevel[] {
    return bestFirst([...this.#levels[side].values()], side);
  }

  /** Orders of a side, best price first and oldest first at each, of a book told by orders. */
  orders(side: number): PublicOrder[] {
    const queues = [...this.#queues[side]].map(([price, queue]) => ({ price, queue }));
    return bestFirst(queues, side).flatMap(({ price, queue }) =>
      [...queue].map(([orderNumber, qty]) => ({ orderNumber, price, qty })),
    );
  }

  get levelHash(): number {
    return hashLevels(this.levels(0), this.levels(1));
  }

  get orderHash(): number {
    return hashOrders(this.orders(0), this.orders(1));
  }
}

/** The hash of levels, best first on each side. */
export function hashLevels(bids: readonly PublicLevel[], asks: readonly PublicLevel[]): number {
  return hash([bids, asks].map((side) => side.map(({ price, qty, orders }) => [price, qty, orders])));
}

/** The hash of orders in the order they would trade. */
export function hashOrders(bids: readonly PublicOrder[], asks: readonly PublicOrder[]): number {
  return hash([bids, asks].map((side) => side.map(({ orderNumber, price, qty }) => [orderNumber, price, qty])));
}

function hash(content: readonly (readonly (readonly number[])[])[]): number {
  const bytes = Buffer.from(JSON.stringify(content), "latin1");
  return crc32c(bytes, 0, bytes.length);
}

function bestFirst<T extends { price: Ticks }>(rows: T[], side: number): T[] {
  return rows.sort((a, b) => (side === 0 ? b.price - a.price : a.price - b.price));
}
