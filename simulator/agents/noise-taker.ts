/** Takes a little from one side or the other now and then, so that trades print. It keeps nothing and means nothing. */
import { type InstrumentDefinition, tickAt } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import type { Random } from "../../src/lib/random.ts";
import type { OrderBook } from "../matching/order-book.ts";
import type { AgentOrders } from "./agent-orders.ts";

/** Value of the largest take, in the instrument's currency. */
const TAKE_VALUE_MAX = 12_000;

export class NoiseTaker {
  readonly #instrument: InstrumentDefinition;
  readonly #bookNumber: number;
  readonly #book: OrderBook;
  readonly #orders: AgentOrders;
  readonly #random: Random;
  readonly #lotsMax: number;

  constructor(
    instrument: InstrumentDefinition,
    bookNumber: number,
    book: OrderBook,
    orders: AgentOrders,
    random: Random,
  ) {
    this.#instrument = instrument;
    this.#bookNumber = bookNumber;
    this.#book = book;
    this.#orders = orders;
    this.#random = random;
    const { referencePx, priceScale, qtyScale, lotSize } = instrument;
    const units = (TAKE_VALUE_MAX / (referencePx / 10 ** priceScale)) * 10 ** qtyScale;
    this.#lotsMax = Math.max(1, Math.floor(units / lotSize));
  }

  /** Takes up to one tick through the best price of a side; nothing when that side is empty. */
  act(): void {
    const isBuy = this.#random.oneIn(2);
    const bestPx = isBuy ? this.#book.askPx : this.#book.bidPx;
    const lots = 1 + this.#random.below(this.#lotsMax);
    if (bestPx === NO_PRICE) return;
    const tick = tickAt(this.#instrument.tickTable, bestPx);
    const isDeep = this.#random.oneIn(4);
    const limitPx = isDeep ? bestPx + (isBuy ? tick : -tick) : bestPx;
    const side = isBuy ? Side.Buy : Side.Sell;
    this.#orders.take(this.#bookNumber, side, (lots * this.#instrument.lotSize) as Qty, limitPx as Ticks);
  }
}
