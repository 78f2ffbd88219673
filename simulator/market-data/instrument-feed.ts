/**
 * Hot path: what the public is told of one instrument; budget 10 ns a row.
 *
 * Its sequence rises by one for every flush in which something public changed. Rows of the last changes stand in a ring,
 * so that a reader who is a little behind gets them all, and one who is far behind a snapshot instead:
 *
 *   row: kind and side | price | qty | id     newest overwrites oldest
 */
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";

/**
 * What a row says. `Level` sets a price's whole quantity and number of orders (`id`); 0 orders is no level any more.
 * `OrderAdded` puts an order (`id` is its number) last at its price, `OrderReduced` takes `qty` off where it stands,
 * `OrderRemoved` takes it away. `Trade` has the side that came to trade and the trade's number as `id`. `Indicative` is the
 * price and quantity an auction would give, its imbalance as `id`; NO_PRICE takes back what was told.
 */
export const RowKind = { Level: 1, OrderAdded: 2, OrderReduced: 3, OrderRemoved: 4, Trade: 5, Indicative: 6 } as const;
export type RowKind = (typeof RowKind)[keyof typeof RowKind];

export type RowListener = { onRow(kind: RowKind, side: number, price: Ticks, qty: number, id: number): void };

/** A constant of one's own costs nothing to read, one that is exported or a property does: they are read for every row. */
const LEVEL = RowKind.Level;
const TRADE = RowKind.Trade;
const COLUMNS = 4;
const SIDE_SHIFT = 3;
const KIND_MASK = 7;
const ROWS_AT_START = 256;
/** Who is behind by more rows than this gets a snapshot. */
export const FEED_ROWS_MAX = 8_192;

export class InstrumentFeed {
  /** Rises by one with every flush that changed something public. */
  sequence = 0;
  bidPx: Ticks = NO_PRICE;
  bidQty = 0;
  askPx: Ticks = NO_PRICE;
  askQty = 0;
  lastPx: Ticks = NO_PRICE;
  lastQty = 0;
  firstPx: Ticks = NO_PRICE;
  highPx: Ticks = NO_PRICE;
  lowPx: Ticks = NO_PRICE;
  /** Since the feed was opened. */
  tradedQty = 0;
  trades = 0;
  /** What an auction would give; NO_PRICE and 0 while none is called, or nothing would trade. */
  indicativePx: Ticks = NO_PRICE;
  indicativeQty = 0;
  imbalance = 0;
  /** Readers of levels and of orders; without one their rows are not made. */
  levelReaders = 0;
  orderReaders = 0;
  /** Something of it changed in the flush at hand. */
  isTouched = false;
  /** Rows ever written. */
  written = 0;
  /** A power of two long, in rows. */
  #rows = new Float64Array(0);
  #mask = -1;

  push(kind: RowKind, side: number, price: number, qty: number, id: number): void {
    const row = this.written++;
    if (row > this.#mask && this.#mask < FEED_ROWS_MAX - 1) this.#grow();
    const at = (row & this.#mask) * COLUMNS;
    const rows = this.#rows;
    rows[at] = (side << SIDE_SHIFT) | kind;
    rows[at + 1] = price;
    rows[at + 2] = qty;
    rows[at + 3] = id;
  }

  trade(side: number, price: Ticks, qty: number): void {
    this.lastPx = price;
    this.lastQty = qty;
    if (this.trades++ === 0) {
      this.firstPx = price;
      this.highPx = price;
      this.lowPx = price;
    }
    if (price > this.highPx) this.highPx = price;
    if (price < this.lowPx) this.lowPx = price;
    this.tradedQty += qty;
    if (this.levelReaders + this.orderReaders > 0) this.push(RowKind.Trade, side, price, qty, this.trades);
  }

  /** @returns whether that is other than what was told */
  indicate(price: Ticks, qty: number, imbalance: number): boolean {
    if (price === this.indicativePx && qty === this.indicativeQty && imbalance === this.imbalance) return false;
    this.indicativePx = price;
    this.indicativeQty = qty;
    this.imbalance = imbalance;
    if (this.levelReaders + this.orderReaders > 0) this.push(RowKind.Indicative, 0, price, qty, imbalance);
    return true;
  }

  /** Gives the rows from number `from` on, those of levels or those of orders, trades and indicative prices. */
  give(from: number, wantsOrders: boolean, listener: RowListener): void {
    const rows = this.#rows;
    const mask = this.#mask;
    const { written } = this;
    for (let row = from; row < written; row++) {
      const at = (row & mask) * COLUMNS;
      const kind = rows[at] & KIND_MASK;
      if (kind < TRADE && (kind === LEVEL) === wantsOrders) continue;
      listener.onRow(kind as RowKind, rows[at] >> SIDE_SHIFT, rows[at + 1] as Ticks, rows[at + 2], rows[at + 3]);
    }
  }

  /** Whether all rows from number `from` on are still there. */
  remembers(from: number): boolean {
    return this.written - from <= this.#mask + 1;
  }

  /** Until it has its full size nothing is overwritten, so rows keep their places. */
  #grow(): void {
    const count = this.#mask === -1 ? ROWS_AT_START : (this.#mask + 1) * 2;
    const grown = new Float64Array(count * COLUMNS);
    grown.set(this.#rows);
    this.#rows = grown;
    this.#mask = count - 1;
  }
}
