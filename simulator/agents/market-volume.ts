/** What trades in one symbol, everybody's, as somebody counts it who looks now and then: of each look at most the last few thousand trades. */
import type { TradeLog } from "../trade-log.ts";

export class MarketVolume {
  readonly #trades: TradeLog;
  readonly #book: number;
  #last: number;
  #qty = 0;

  constructor(trades: TradeLog, book: number) {
    this.#trades = trades;
    this.#book = book;
    this.#last = trades.visitAfter(book, -1, 0, () => {});
  }

  /** Everything traded since it was made, in quantity steps; a trade busted before it was seen is none. */
  count(): number {
    this.#last = this.#trades.visitAfter(this.#book, this.#last, Number.POSITIVE_INFINITY, (_id, _price, qty) => {
      this.#qty += qty;
    });
    return this.#qty;
  }
}
