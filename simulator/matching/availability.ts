/**
 * What an order could trade at once, for fill-or-kill and minimum quantity; used only where orders have rare terms, so
 * the queues are walked: levels count what icebergs show, not what they have.
 *
 * Orders the taker may not meet do not count. Where the mode cancels the oldest it goes on behind them; in the other
 * modes it does not count on anything behind the first of them.
 */
import type { Ticks } from "../../src/domain/price.ts";
import type { OrderBook } from "./order-book.ts";
import { LEAVES_QTY, NEXT, type OrderPool, PARTICIPANT, TERMS } from "./order-pool.ts";
import type { PriceLevels } from "./price-levels.ts";
import {
  CANCEL_OLDEST,
  FLAGS,
  ICEBERG,
  type RareTable,
  rowOf,
  SELF_MATCH_ID,
  SELF_MATCH_MASK,
  SHOWN_QTY,
} from "./rare-terms.ts";

export class Availability {
  readonly #pool: OrderPool;
  readonly #rare: RareTable;

  constructor(pool: OrderPool, rare: RareTable) {
    this.#pool = pool;
    this.#rare = rare;
  }

  /** Could the order trade at least `enough` at `limitKey` or better? */
  holds(book: OrderBook, taker: number, limitKey: number, enough: number): boolean {
    const terms = this.#pool.i32[(taker << 4) + TERMS];
    const shown = book.opposite(terms);
    const dark = book.oppositeDark(terms);
    const row = rowOf(terms);
    if (row === 0 || this.#rare.i32[(row << 5) + SELF_MATCH_ID] === 0) {
      const sum = this.#sum(shown, 0, limitKey, 0, enough);
      return sum >= enough || sum + this.#sum(dark, 0, limitKey, 0, enough - sum) >= enough;
    }
    if ((this.#rare.i32[(row << 5) + FLAGS] & SELF_MATCH_MASK) === CANCEL_OLDEST) {
      const sum = this.#sum(shown, 0, limitKey, taker, enough);
      return sum >= enough || sum + this.#sum(dark, 0, limitKey, taker, enough - sum) >= enough;
    }
    const shownKey = this.#firstOwnKey(shown, 0, limitKey, taker);
    const ownKey = Math.min(shownKey, this.#firstOwnKey(dark, 0, limitKey, taker));
    const beforeKey = Math.min(limitKey, ownKey - 1);
    const ownIsShown = shownKey === ownKey;
    const shownLimitKey = ownIsShown ? beforeKey : Math.min(limitKey, ownKey);
    let sum = this.#sum(shown, 0, shownLimitKey, 0, enough) + this.#sum(dark, 0, beforeKey, 0, enough);
    if (ownKey !== Number.POSITIVE_INFINITY) sum += this.#sumBeforeOwn(ownIsShown ? shown : dark, ownKey, taker);
    return sum >= enough;
  }

  /** May these two not trade with each other? Both carry the same id, and one participant sent them. */
  isSelfMatch(maker: number, taker: number): boolean {
    const { i32 } = this.#pool;
    const makerRow = rowOf(i32[(maker << 4) + TERMS]);
    const takerRow = rowOf(i32[(taker << 4) + TERMS]);
    if (makerRow === 0 || takerRow === 0) return false;
    const id = this.#rare.i32[(takerRow << 5) + SELF_MATCH_ID];
    if (id === 0 || id !== this.#rare.i32[(makerRow << 5) + SELF_MATCH_ID]) return false;
    return i32[(maker << 4) + PARTICIPANT] === i32[(taker << 4) + PARTICIPANT];
  }

  /** Everything open from the heap's place on; `taker`'s own left out, unless it is 0. As deep as the heap: four-way. */
  #sum(levels: PriceLevels, place: number, limitKey: number, taker: number, enough: number): number {
    if (place >= levels.levelCount || levels.keyAt(place) > limitKey) return 0;
    const { links, f64 } = this.#pool;
    let sum = 0;
    for (let order = levels.firstOrderAt(place); order !== 0 && sum < enough; order = links[(order << 1) + NEXT]) {
      if (taker === 0 || !this.isSelfMatch(order, taker)) sum += f64[(order << 3) + LEAVES_QTY];
    }
    for (let child = (place << 2) + 1; child <= (place << 2) + 4 && sum < enough; child++) {
      sum += this.#sum(levels, child, limitKey, taker, enough - sum);
    }
    return sum;
  }

  #firstOwnKey(levels: PriceLevels, place: number, limitKey: number, taker: number): number {
    if (place >= levels.levelCount || levels.keyAt(place) > limitKey) return Number.POSITIVE_INFINITY;
    const { links } = this.#pool;
    for (let order = levels.firstOrderAt(place); order !== 0; order = links[(order << 1) + NEXT]) {
      if (this.isSelfMatch(order, taker)) return levels.keyAt(place);
    }
    let key = Number.POSITIVE_INFINITY;
    for (let child = (place << 2) + 1; child <= (place << 2) + 4; child++) {
      key = Math.min(key, this.#firstOwnKey(levels, child, Math.min(limitKey, key), taker));
    }
    return key;
  }

  /** What is before the taker's own order in the queue at a key: of an iceberg what it shows, for it refills behind. */
  #sumBeforeOwn(levels: PriceLevels, key: number, taker: number): number {
    const { i32, f64, links } = this.#pool;
    let sum = 0;
    for (let order = levels.firstAt((key * levels.sign) as Ticks); order !== 0; order = links[(order << 1) + NEXT]) {
      if (this.isSelfMatch(order, taker)) return sum;
      const row = rowOf(i32[(order << 4) + TERMS]);
      const isIceberg = row !== 0 && (this.#rare.i32[(row << 5) + FLAGS] & ICEBERG) !== 0;
      sum += isIceberg ? this.#rare.f64[(row << 4) + SHOWN_QTY] : f64[(order << 3) + LEAVES_QTY];
    }
    return sum;
  }
}
