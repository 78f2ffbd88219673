/**
 * Hot path: the long way through the engine, for orders with rare terms and for those that may meet them; budget 300 ns
 * an operation with a thousand orders resting.
 *
 *   work -> parked for an auction | among the stops | priced by its peg | limited to the best price (market-to-limit)
 *        -> fill or kill, minimum quantity -> match (shown before dark at one price) -> rests shown | dark, or ends
 *
 * Nothing here calls itself: stops that trigger and pegs that move are handed out one by one (`nextTriggered`,
 * `nextRepriced`) to whoever drives the engine, and come back through `work`.
 */
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { assert } from "../../src/lib/assert.ts";
import type { ChangeLog } from "../market-data/change-log.ts";
import { Availability } from "./availability.ts";
import type { OrderBook } from "./order-book.ts";
import {
  BOOK,
  CUM_QTY,
  LEAVES_QTY,
  LEVEL,
  MARKET,
  type OrderPool,
  OWN_TERMS,
  PRICE,
  ROW_SHIFT,
  TERMS,
  TIF_FILL_OR_KILL,
  TIF_IMMEDIATE_OR_CANCEL,
  TIF_MASK,
} from "./order-pool.ts";
import { AmendOutcome, type SelfMatchListener, type TradeListener, WorkOutcome } from "./outcomes.ts";
import { Pegs } from "./pegs.ts";
import type { PriceLevels } from "./price-levels.ts";
import {
  AT_CLOSE,
  AT_OPEN,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  DECREMENT,
  DISPLAY_QTY,
  EXPIRE_DATE,
  FLAGS,
  HIDDEN,
  ICEBERG,
  LIMIT_PX,
  MARKET_TO_LIMIT,
  MIN_QTY,
  PEG_MASK,
  PLACE,
  Place,
  type RareTable,
  type RareTerms,
  rowOf,
  SELF_MATCH_MASK,
  SHOWN_QTY,
  STOP,
  STOP_PX,
  TRIGGERED,
} from "./rare-terms.ts";

/** `LEVEL` of an order that stays somewhere without a price level, so that a walk over all handles finds it. */
const NO_LEVEL = -1;

export class RareMatching {
  readonly #pool: OrderPool;
  readonly #rare: RareTable;
  readonly #books: readonly OrderBook[];
  readonly #listener: TradeListener;
  readonly #selfMatches: SelfMatchListener | null;
  readonly #availability: Availability;
  readonly #pegs: Pegs;
  #changes: ChangeLog | null = null;

  constructor(
    pool: OrderPool,
    rare: RareTable,
    books: readonly OrderBook[],
    listener: TradeListener,
    selfMatches: SelfMatchListener | null,
  ) {
    this.#pool = pool;
    this.#rare = rare;
    this.#books = books;
    this.#listener = listener;
    this.#selfMatches = selfMatches;
    this.#availability = new Availability(pool, rare);
    this.#pegs = new Pegs(pool, rare);
  }

  /** From now on every trade is noted for the market data. */
  noteChanges(changes: ChangeLog): void {
    this.#changes = changes;
  }

  /** Gives an order just made its rare terms. */
  equip(order: number, terms: RareTerms): void {
    const { f64, i32 } = this.#pool;
    const row = this.#rare.take();
    i32[(order << 4) + TERMS] |= row << ROW_SHIFT;
    this.#rare.write(row, terms, f64[(order << 3) + PRICE]);
    this.#book(order).addRare();
  }

  work(order: number): WorkOutcome {
    const pool = this.#pool;
    const book = this.#book(order);
    const row = rowOf(pool.i32[(order << 4) + TERMS]);
    if (row !== 0) {
      const outcome = this.#prepare(order, row, book);
      if (outcome !== 0) return outcome;
    }
    const terms = pool.i32[(order << 4) + TERMS];
    const opposite = book.opposite(terms);
    const limitKey = (terms & MARKET) === 0 ? pool.f64[(order << 3) + PRICE] * opposite.sign : Number.POSITIVE_INFINITY;
    const timeInForce = terms & TIF_MASK;
    const minQty = row === 0 ? 0 : this.#rare.f64[(row << 4) + MIN_QTY];
    const needsQty = timeInForce === TIF_FILL_OR_KILL ? pool.leavesQty(order) : Math.min(minQty, pool.leavesQty(order));
    if (needsQty > 0) {
      if (!this.#holds(order, book, limitKey, needsQty)) {
        this.release(order);
        return timeInForce === TIF_FILL_OR_KILL ? WorkOutcome.Killed : WorkOutcome.MinQtyMissed;
      }
      if (row !== 0) this.#rare.f64[(row << 4) + MIN_QTY] = 0;
    }
    if (this.#match(order, row, book, limitKey)) {
      this.release(order);
      return WorkOutcome.SelfMatched;
    }
    if (pool.leavesQty(order) === 0) {
      this.release(order);
      return WorkOutcome.Filled;
    }
    if (timeInForce < TIF_IMMEDIATE_OR_CANCEL && (terms & MARKET) === 0) {
      this.#rest(order, row, book);
      return WorkOutcome.Resting;
    }
    this.release(order);
    return timeInForce === TIF_FILL_OR_KILL ? WorkOutcome.Killed : WorkOutcome.RestCanceled;
  }

  /** Puts an order where it waits while nothing trades; a pegged one sleeps until there is trading again. */
  wait(order: number): WorkOutcome {
    const row = rowOf(this.#pool.i32[(order << 4) + TERMS]);
    const book = this.#book(order);
    const flags = row === 0 ? 0 : this.#rare.i32[(row << 5) + FLAGS];
    if (this.#waits(order, row, flags, book)) return WorkOutcome.Resting;
    if ((flags & PEG_MASK) === 0) {
      this.#rest(order, row, book);
      return WorkOutcome.Resting;
    }
    this.#pegs.enlist(book, order);
    this.#sleep(order, row);
    // However the best prices will be, pegs are looked at.
    book.pegBidPx = Number.NEGATIVE_INFINITY as Ticks;
    return WorkOutcome.Resting;
  }

  /** An auction is called: its orders come to the book. `auction` is their flag, 0 when the call is over. */
  call(book: OrderBook, auction: number): void {
    book.calledAuction = auction;
    if (auction === 0) return;
    const queue = auction === AT_OPEN ? book.atOpen : book.atClose;
    for (let order = queue.first; order !== 0; order = queue.first) {
      this.lift(order);
      this.wait(order);
    }
  }

  /** Takes an order from wherever it stays; its handle and row are kept, and its place in the list of pegs. */
  lift(order: number): void {
    const pool = this.#pool;
    const terms = pool.i32[(order << 4) + TERMS];
    const row = rowOf(terms);
    const book = this.#book(order);
    const leavesQty = pool.f64[(order << 3) + LEAVES_QTY];
    assert(pool.i32[(order << 4) + LEVEL] !== 0, "order does not rest");
    book.isTouched = true;
    if (row === 0) {
      book.own(terms).remove(order, leavesQty);
      return;
    }
    const place = this.#rare.i32[(row << 5) + PLACE];
    this.#rare.i32[(row << 5) + PLACE] = Place.Nowhere;
    if (place === Place.Shown) book.own(terms).remove(order, this.shownQty(order));
    else if (place === Place.Dark) book.ownDark(terms).remove(order, leavesQty);
    else if (place === Place.Stops) book.ownStops(terms).remove(order, leavesQty);
    else if (place === Place.Parked) this.#queue(book, row).remove(order);
    pool.i32[(order << 4) + LEVEL] = 0;
  }

  /** Gives an order's handle and row back; it stays nowhere any more. */
  release(order: number): void {
    const row = rowOf(this.#pool.i32[(order << 4) + TERMS]);
    if (row !== 0) {
      const book = this.#book(order);
      this.#pegs.strike(book, order);
      this.#rare.release(row);
      book.rareOrders--;
    }
    this.#pool.release(order);
  }

  /** `MatchingEngine.amend` for an order that has rare terms or gets them. */
  amend(order: number, ownTerms: number, orderQty: Qty, price: Ticks, rareTerms: RareTerms): AmendOutcome {
    const pool = this.#pool;
    const wide = order << 3;
    const leavesQty = orderQty - pool.f64[wide + CUM_QTY];
    if (leavesQty <= 0) {
      this.lift(order);
      this.release(order);
      pool.f64[wide + LEAVES_QTY] = 0;
      return AmendOutcome.Done;
    }
    let row = rowOf(pool.i32[(order << 4) + TERMS]);
    if (row !== 0 && this.#keepsPlace(order, row, ownTerms, leavesQty, price, rareTerms)) {
      this.reduce(order, row, pool.f64[wide + LEAVES_QTY] - leavesQty);
      pool.i32[(order << 4) + TERMS] = ownTerms | (row << ROW_SHIFT);
      this.#rare.i32[(row << 5) + EXPIRE_DATE] = rareTerms.expireDate;
      return AmendOutcome.KeptPriority;
    }
    const book = this.#book(order);
    this.lift(order);
    if (row === 0) {
      row = this.#rare.take();
      book.addRare();
    } else {
      this.#pegs.strike(book, order);
    }
    this.#rare.write(row, rareTerms, price);
    pool.i32[(order << 4) + TERMS] = ownTerms | (row << ROW_SHIFT);
    pool.f64[wide + LEAVES_QTY] = leavesQty;
    pool.f64[wide + PRICE] = price;
    return AmendOutcome.LostPriority;
  }

  /** @returns a stop that has triggered, off the stops and to be worked now, or 0; see `MatchingEngine.nextTriggered` */
  nextTriggered(book: OrderBook): number {
    const { buyStops, sellStops } = book;
    let order = 0;
    if (!buyStops.isEmpty && buyStops.bestKey <= book.tradedHighPx) order = buyStops.bestOrder;
    else if (!sellStops.isEmpty && -sellStops.bestKey >= book.tradedLowPx) order = sellStops.bestOrder;
    if (order === 0) {
      book.forgetTrades();
      return 0;
    }
    const row = rowOf(this.#pool.i32[(order << 4) + TERMS]);
    this.lift(order);
    this.#rare.i32[(row << 5) + FLAGS] |= TRIGGERED;
    this.#pool.f64[(order << 3) + PRICE] = this.#rare.f64[(row << 4) + LIMIT_PX];
    return order;
  }

  /** @returns a pegged order that gets another price, lifted and to be worked now, or 0 */
  nextRepriced(book: OrderBook): number {
    for (let order = this.#pegs.next(book); order !== 0; order = this.#pegs.next(book)) {
      const row = rowOf(this.#pool.i32[(order << 4) + TERMS]);
      const price = this.#pegs.price(book, order);
      const isAsleep = this.#rare.i32[(row << 5) + PLACE] === Place.Asleep;
      if (isAsleep ? price === NO_PRICE : price === this.#pool.f64[(order << 3) + PRICE]) continue;
      this.lift(order);
      if (price !== NO_PRICE) return order;
      this.#sleep(order, row);
    }
    return 0;
  }

  /** Takes `qty` out of an order that rests; an iceberg whose shown part is gone shows its next, behind its price's queue. */
  take(order: number, qty: number): void {
    const { f64, i32 } = this.#pool;
    const wide = order << 3;
    const terms = i32[(order << 4) + TERMS];
    const row = rowOf(terms);
    const book = this.#book(order);
    const leavesQty = f64[wide + LEAVES_QTY] - qty;
    assert(leavesQty >= 0, "more taken from an order than is open");
    const place = row === 0 ? Place.Shown : this.#rare.i32[(row << 5) + PLACE];
    const levels = place === Place.Dark ? book.ownDark(terms) : book.own(terms);
    const countedQty = place === Place.Dark ? f64[wide + LEAVES_QTY] : this.shownQty(order);
    f64[wide + LEAVES_QTY] = leavesQty;
    f64[wide + CUM_QTY] += qty;
    if (qty < countedQty) {
      levels.reduce(order, qty);
      if (row !== 0) this.#rare.f64[(row << 4) + SHOWN_QTY] -= qty;
      return;
    }
    levels.remove(order, countedQty);
    if (row !== 0) this.#rare.i32[(row << 5) + PLACE] = Place.Nowhere;
    if (leavesQty > 0) this.#rest(order, row, book);
  }

  /** What has to happen before an order may match. @returns how that ended its working, or 0 */
  #prepare(order: number, row: number, book: OrderBook): WorkOutcome | 0 {
    const { f64, i32 } = this.#pool;
    const rare = this.#rare;
    const flags = rare.i32[(row << 5) + FLAGS];
    if (this.#waits(order, row, flags, book)) return WorkOutcome.Resting;
    if ((flags & MARKET_TO_LIMIT) !== 0) {
      const opposite = book.opposite(i32[(order << 4) + TERMS]);
      if (opposite.isEmpty) {
        this.release(order);
        return WorkOutcome.RestCanceled;
      }
      f64[(order << 3) + PRICE] = opposite.bestKey * opposite.sign;
      rare.f64[(row << 4) + LIMIT_PX] = f64[(order << 3) + PRICE];
      rare.i32[(row << 5) + FLAGS] = flags & ~MARKET_TO_LIMIT;
      return 0;
    }
    if ((flags & PEG_MASK) === 0) return 0;
    this.#pegs.enlist(book, order);
    const price = this.#pegs.price(book, order);
    if (price === NO_PRICE) {
      this.#sleep(order, row);
      return WorkOutcome.Resting;
    }
    f64[(order << 3) + PRICE] = price;
    return 0;
  }

  /** Parks an order for its auction, or puts it among the stops. @returns whether it is one of those */
  #waits(order: number, row: number, flags: number, book: OrderBook): boolean {
    const { f64, i32 } = this.#pool;
    if ((flags & (AT_OPEN | AT_CLOSE) & ~book.calledAuction) !== 0) {
      this.#queue(book, row).add(order);
      this.#stay(order, row, Place.Parked);
      return true;
    }
    if ((flags & STOP) === 0 || (flags & TRIGGERED) !== 0) return false;
    // What was traded while there were no stops is nothing to them.
    if (book.buyStops.isEmpty && book.sellStops.isEmpty) book.forgetTrades();
    f64[(order << 3) + PRICE] = this.#rare.f64[(row << 4) + STOP_PX];
    book.ownStops(i32[(order << 4) + TERMS]).rest(order);
    this.#rare.i32[(row << 5) + PLACE] = Place.Stops;
    // A stop that the last trade has reached already triggers at once.
    if (book.lastPx !== NO_PRICE) book.noteTrade(book.lastPx);
    return true;
  }

  /** @returns whether the taker is canceled because it met an order of its own */
  #match(taker: number, takerRow: number, book: OrderBook, limitKey: number): boolean {
    const { f64, i32 } = this.#pool;
    const terms = i32[(taker << 4) + TERMS];
    const shown = book.opposite(terms);
    const dark = book.oppositeDark(terms);
    const mayMeetItself = takerRow !== 0 && this.#selfMatches !== null;
    const takerAt = taker << 3;
    while (f64[takerAt + LEAVES_QTY] > 0) {
      const levels = this.#bestOf(shown, dark);
      if (levels.isEmpty || levels.bestKey > limitKey) break;
      const maker = levels.bestOrder;
      if (mayMeetItself && this.#availability.isSelfMatch(maker, taker)) {
        if (this.#keepApart(maker, taker, takerRow)) return true;
        continue;
      }
      const openQty = levels === dark ? f64[(maker << 3) + LEAVES_QTY] : this.shownQty(maker);
      const qty = Math.min(openQty, f64[takerAt + LEAVES_QTY]);
      const price = f64[(maker << 3) + PRICE] as Ticks;
      if (price < book.bandLowPx || price > book.bandHighPx) {
        book.isBandHit = true;
        return false;
      }
      f64[takerAt + LEAVES_QTY] -= qty;
      f64[takerAt + CUM_QTY] += qty;
      this.take(maker, qty);
      book.lastPx = price;
      book.noteTrade(price);
      if (this.#changes !== null) this.#pool.noteTrade(this.#changes, maker, taker, price, qty);
      this.#listener.onTrade(maker, taker, qty as Qty, price);
      if (f64[(maker << 3) + LEAVES_QTY] === 0) this.release(maker);
    }
    return false;
  }

  /** Could so much trade at once within the order's limit and the band? A kill never starts a halt. */
  #holds(order: number, book: OrderBook, limitKey: number, qty: number): boolean {
    const terms = this.#pool.i32[(order << 4) + TERMS];
    const best = this.#bestOf(book.opposite(terms), book.oppositeDark(terms));
    if (best.isEmpty) return false;
    const isBuying = best.sign === 1;
    const firstKey = isBuying ? book.bandLowPx : -book.bandHighPx;
    const lastKey = isBuying ? book.bandHighPx : -book.bandLowPx;
    return best.bestKey >= firstKey && this.#availability.holds(book, order, Math.min(limitKey, lastKey), qty);
  }

  #bestOf(shown: PriceLevels, dark: PriceLevels): PriceLevels {
    if (dark.isEmpty) return shown;
    return shown.isEmpty || dark.bestKey < shown.bestKey ? dark : shown;
  }

  /** Two orders of one owner meet: the incoming one's mode says what becomes of them. @returns whether the taker is out */
  #keepApart(maker: number, taker: number, takerRow: number): boolean {
    const { f64, i32 } = this.#pool;
    const mode = this.#rare.i32[(takerRow << 5) + FLAGS] & SELF_MATCH_MASK;
    let isMakerOut = mode !== CANCEL_NEWEST;
    let isTakerOut = mode !== CANCEL_OLDEST;
    if (mode === DECREMENT) {
      const makerQty = f64[(maker << 3) + LEAVES_QTY];
      const qty = Math.min(makerQty, f64[(taker << 3) + LEAVES_QTY]);
      f64[(taker << 3) + LEAVES_QTY] -= qty;
      isTakerOut = f64[(taker << 3) + LEAVES_QTY] === 0;
      isMakerOut = qty === makerQty;
      if (!isMakerOut) this.reduce(maker, rowOf(i32[(maker << 4) + TERMS]), qty);
    }
    if (isMakerOut) {
      this.lift(maker);
      if (mode === DECREMENT) f64[(maker << 3) + LEAVES_QTY] = 0;
    }
    this.#selfMatches?.onSelfMatch(maker, taker, isMakerOut, isTakerOut);
    if (isMakerOut) this.release(maker);
    return isTakerOut;
  }

  #rest(order: number, row: number, book: OrderBook): void {
    const terms = this.#pool.i32[(order << 4) + TERMS];
    if (row === 0) {
      book.own(terms).rest(order);
      return;
    }
    const flags = this.#rare.i32[(row << 5) + FLAGS];
    if ((flags & (HIDDEN | PEG_MASK)) !== 0) {
      book.ownDark(terms).rest(order);
      this.#rare.i32[(row << 5) + PLACE] = Place.Dark;
      return;
    }
    const leavesQty = this.#pool.f64[(order << 3) + LEAVES_QTY];
    const shownQty =
      (flags & ICEBERG) === 0 ? leavesQty : Math.min(this.#rare.f64[(row << 4) + DISPLAY_QTY], leavesQty);
    this.#rare.f64[(row << 4) + SHOWN_QTY] = shownQty;
    book.own(terms).restShowing(order, shownQty);
    this.#rare.i32[(row << 5) + PLACE] = Place.Shown;
  }

  /** Less of an order, where it stays. An iceberg gives of what it does not show first. */
  reduce(order: number, row: number, qty: number): void {
    const { f64, i32 } = this.#pool;
    const terms = i32[(order << 4) + TERMS];
    const book = this.#book(order);
    const leavesQty = f64[(order << 3) + LEAVES_QTY] - qty;
    f64[(order << 3) + LEAVES_QTY] = leavesQty;
    book.isTouched = true;
    const place = this.#rare.i32[(row << 5) + PLACE];
    if (place === Place.Dark) book.ownDark(terms).reduce(order, qty);
    else if (place === Place.Stops) book.ownStops(terms).reduce(order, qty);
    else if (place === Place.Shown) {
      const shownQty = this.#rare.f64[(row << 4) + SHOWN_QTY];
      const left = Math.min(shownQty, leavesQty);
      book.own(terms).reduce(order, shownQty - left);
      this.#rare.f64[(row << 4) + SHOWN_QTY] = left;
    }
  }

  #keepsPlace(
    order: number,
    row: number,
    ownTerms: number,
    leavesQty: number,
    price: Ticks,
    terms: RareTerms,
  ): boolean {
    const { f64, i32 } = this.#pool;
    const place = this.#rare.i32[(row << 5) + PLACE];
    const before = i32[(order << 4) + TERMS];
    if (leavesQty > f64[(order << 3) + LEAVES_QTY] || !this.#rare.isSame(row, terms, price)) return false;
    // A stop keeps its place only as what it was; so does what waits for an auction.
    if (place === Place.Stops || place === Place.Parked) return ownTerms === (before & OWN_TERMS);
    return (ownTerms & TIF_MASK) < TIF_IMMEDIATE_OR_CANCEL && (ownTerms & MARKET) === 0;
  }

  #sleep(order: number, row: number): void {
    this.#stay(order, row, Place.Asleep);
  }

  #stay(order: number, row: number, place: number): void {
    this.#rare.i32[(row << 5) + PLACE] = place;
    this.#pool.i32[(order << 4) + LEVEL] = NO_LEVEL;
  }

  #queue(book: OrderBook, row: number) {
    return (this.#rare.i32[(row << 5) + FLAGS] & AT_OPEN) !== 0 ? book.atOpen : book.atClose;
  }

  /** What its level counts of an order on display. */
  shownQty(order: number): number {
    const row = rowOf(this.#pool.i32[(order << 4) + TERMS]);
    return row === 0 ? this.#pool.f64[(order << 3) + LEAVES_QTY] : this.#rare.f64[(row << 4) + SHOWN_QTY];
  }

  #book(order: number): OrderBook {
    return this.#books[this.#pool.i32[(order << 4) + BOOK]];
  }
}
