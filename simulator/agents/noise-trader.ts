/**
 * Trades for no reason: mostly takes a little from one side or the other, sometimes leaves an order near the best price for
 * a while. Sizes are mostly small and now and then large. In auctions it bids and offers around what the price was.
 */
import { NO_PRICE } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import { bell, uniform } from "./chance.ts";
import { lotsOf, type Strategy, type TradingDesk } from "./trading-desk.ts";

/** Orders it leaves on the book, and those it leaves for an auction. */
const RESTING_MAX = 4;
const AUCTION_MAX = 60;
const TAKES_PART = 0.6;
/** How much a size varies, and the largest, as multiples of the usual. */
const SIZE_DEVIATION = 0.8;
const SIZE_MAX = 10;
/** In an auction, how far from the last price it bids, in deviations of a second; and how much larger its orders are. */
const AUCTION_REACH = 6;
const AUCTION_SIZE = 8;

export class NoiseTrader implements Strategy {
  readonly #desk: TradingDesk;

  constructor(desk: TradingDesk) {
    this.#desk = desk;
  }

  act(): void {
    const { orders, random } = this.#desk;
    if (orders.live.size > RESTING_MAX || (orders.live.size > 0 && random.oneIn(4))) this.#cancelOne();
    else if (uniform(random) < TAKES_PART) this.#take();
    else this.#leave();
  }

  prepare(): void {
    const { orders, climate, random } = this.#desk;
    if (orders.live.size >= AUCTION_MAX) return;
    const side = this.#side();
    const price = orders.fitPrice(side, climate.fairPx + AUCTION_REACH * climate.deviation * bell(random));
    this.#place(side, price, AUCTION_SIZE);
  }

  #take(): void {
    const { orders, book, random } = this.#desk;
    const side = this.#side();
    const isBuy = side === Side.Buy;
    const bestPx = isBuy ? book.askPx : book.bidPx;
    if (bestPx === NO_PRICE) return;
    const through = random.oneIn(4) ? (1 + random.below(3)) * (isBuy ? 1 : -1) : 0;
    // Rounding away from trading never rounds behind the best price, which is on the grid.
    const price = orders.fitPrice(side, bestPx + through);
    const qty = this.#qty(side, 1);
    if (price !== NO_PRICE && qty > 0) orders.take(side, qty, price);
  }

  #leave(): void {
    const { orders, book, random } = this.#desk;
    const side = this.#side();
    const bestPx = side === Side.Buy ? book.bidPx : book.askPx;
    if (bestPx === NO_PRICE) return;
    const behind = random.below(4);
    this.#place(side, orders.fitPrice(side, bestPx + (side === Side.Buy ? -behind : behind)), 1);
  }

  #place(side: Side, price: number, part: number): void {
    const qty = this.#qty(side, part);
    if (price !== NO_PRICE && qty > 0) this.#desk.orders.place(side, qty, price as never);
  }

  #cancelOne(): void {
    const { orders, random } = this.#desk;
    let skip = random.below(orders.live.size);
    for (const order of orders.live) if (skip-- === 0) return orders.cancel(order);
  }

  /** Either one, but rather the one that takes it back to nothing. */
  #side(): Side {
    const { orders, random } = this.#desk;
    const held = orders.inventory / orders.limits.inventoryMax;
    return uniform(random) < 0.5 - 0.45 * held ? Side.Buy : Side.Sell;
  }

  #qty(side: Side, part: number): number {
    const { orders, random } = this.#desk;
    const times = Math.min(SIZE_MAX, Math.exp(SIZE_DEVIATION * bell(random)));
    return lotsOf(this.#desk, times * part, orders.room(side));
  }
}
