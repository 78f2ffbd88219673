/**
 * Hot path: what changed on the public books since the feed was last made; budget 4 ns to note a row.
 *
 * Matching only appends here and never looks back: books something changed on, trades, and, while somebody reads orders,
 * what became of each order on display. Which levels changed their side knows itself. Whoever makes the feed reads it all
 * once the batch is over, and empties the log. It grows to the largest batch and stays there.
 */
const COLUMNS = 4;
const ROWS_AT_START = 4_096;

/** What a row says. The quantity of `Rested` is what the order shows, of `Reduced` how much less it shows, of `Traded` what traded. */
export const Change = { Rested: 1, Reduced: 2, Removed: 3, Traded: 4 } as const;
export type Change = (typeof Change)[keyof typeof Change];

/** Bits of a row's first column: the change, then the side (1 for asks, or a seller's trade), then the book. */
const CHANGE_BITS = 3;
const CHANGE_MASK = 7;
const SIDE_BIT = 1 << CHANGE_BITS;

export class ChangeLog {
  size = 0;
  /** Whether somebody reads orders: without, only trades are noted as rows. */
  withOrders = false;
  /** Books whose levels changed, a book once or twice. */
  readonly touched: number[] = [];
  touchedCount = 0;
  #rows = new Float64Array(ROWS_AT_START * COLUMNS);

  /** @param side 0 for bids, 1 for asks; of a trade, who came to trade @param id the order's number; of a trade, the maker's */
  add(change: Change, book: number, side: number, id: number, price: number, qty: number): void {
    const at = this.size++ * COLUMNS;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at] = (book << (CHANGE_BITS + 1)) | (side << CHANGE_BITS) | change;
    rows[at + 1] = id;
    rows[at + 2] = price;
    rows[at + 3] = qty;
  }

  touch(book: number): void {
    this.touched[this.touchedCount++] = book;
  }

  change(row: number): Change {
    return (this.#rows[row * COLUMNS] & CHANGE_MASK) as Change;
  }

  side(row: number): number {
    return (this.#rows[row * COLUMNS] & SIDE_BIT) >> CHANGE_BITS;
  }

  book(row: number): number {
    return this.#rows[row * COLUMNS] >> (CHANGE_BITS + 1);
  }

  id(row: number): number {
    return this.#rows[row * COLUMNS + 1];
  }

  price(row: number): number {
    return this.#rows[row * COLUMNS + 2];
  }

  qty(row: number): number {
    return this.#rows[row * COLUMNS + 3];
  }

  clear(): void {
    this.size = 0;
    this.touchedCount = 0;
  }

  #grow(): void {
    const grown = new Float64Array(this.#rows.length * 2);
    grown.set(this.#rows);
    this.#rows = grown;
  }
}
