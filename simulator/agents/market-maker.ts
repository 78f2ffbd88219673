/**
 * Keeps prices on both sides of one instrument, several levels deep, around what it believes is fair.
 *
 * One thing at a time, as a person would: each action moves, refills or takes away the quote that is furthest from where
 * it should be. The spread grows with the deviation of the fair price. The more it holds, the lower it quotes, and where
 * its inventory limit leaves no room it does not quote. Everything at once comes only when it has no quote at all.
 */
import { NO_PRICE } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import { type AgentOrder, openQty } from "./agent-orders.ts";
import { uniform } from "./chance.ts";
import { lotsOf, type Strategy, type TradingDesk } from "./trading-desk.ts";

/** With its limit full, its prices stand this many half spreads off fair. */
const SKEW_SPREADS = 2;
/** A trade of one usual order moves what it believes by this part of half the spread. */
const IMPACT = 0.15;
/** Quotes smaller than this part of the usual are filled up. */
const THIN_PART = 0.25;

/** One quote: where it stands among the levels, and the order behind it when there is one. */
type Quote = { readonly side: Side; readonly level: number; order: AgentOrder | null };

export class MarketMaker implements Strategy {
  readonly #desk: TradingDesk;
  readonly #quotes: Quote[] = [];

  constructor(desk: TradingDesk) {
    this.#desk = desk;
    for (let level = 0; level < desk.settings.levels; level++) {
      for (const side of [Side.Buy, Side.Sell]) this.#quotes.push({ side, level, order: null });
    }
  }

  act(): void {
    this.#forgetDone();
    if (this.#quotes.every(({ order }) => order === null)) {
      this.#quoteAll();
      return;
    }
    let worst: Quote | null = null;
    let worstBy = 0;
    for (const quote of this.#quotes) {
      const by = this.#offBy(quote);
      if (by <= worstBy) continue;
      worst = quote;
      worstBy = by;
    }
    if (worst !== null) this.#set(worst);
  }

  /** For an auction it quotes what it does not quote yet, and leaves the rest. */
  prepare(): void {
    this.#forgetDone();
    this.#quoteAll();
  }

  onFill(order: AgentOrder, qty: number): void {
    const { climate, usualQty } = this.#desk;
    const steps = IMPACT * this.#halfSpread() * Math.min(4, qty / usualQty);
    climate.push(order.side === Side.Buy ? -steps : steps);
  }

  #forgetDone(): void {
    for (const quote of this.#quotes) if (quote.order?.isDone) quote.order = null;
  }

  #quoteAll(): void {
    for (const quote of this.#quotes) {
      if (quote.order === null && this.#desk.orders.turns > 0) this.#set(quote);
    }
  }

  /** How far a quote is from where it should be, in steps of its side's grid; one that is missing is further than any. */
  #offBy(quote: Quote): number {
    const { orders, usualQty } = this.#desk;
    const { order, side, level } = quote;
    if (order === null) {
      return orders.room(side) < orders.instrument.lotSize ? 0 : 1e9 - level;
    }
    if (order.isPending) return 0;
    const price = this.#target(quote);
    if (price === NO_PRICE) return 1e8;
    const off = side === Side.Buy ? order.price - price : price - order.price;
    // A quote that is too good is hit before one that is too far away is missed; deep ones matter less than the best.
    const tolerance = 1 + level * this.#gap() * 0.25;
    if (off > tolerance || off < -tolerance) return (off > 0 ? off * 2 : -off) / (1 + level);
    return openQty(order) < usualQty * THIN_PART ? 0.5 : 0;
  }

  #set(quote: Quote): void {
    const { orders, random } = this.#desk;
    const { order, side, level } = quote;
    const price = this.#target(quote);
    const part = (0.5 + 1.5 * uniform(random)) * (1 + 0.3 * level);
    const qty = lotsOf(this.#desk, part, orders.room(side, order));
    if (order === null) {
      if (price !== NO_PRICE && qty > 0) quote.order = orders.place(side, qty, price);
    } else if (price === NO_PRICE || qty === 0) {
      orders.cancel(order);
    } else {
      orders.replace(order, qty, price);
    }
  }

  /** Where a quote should stand: on its side of fair by spread and level, and never through the maker's own quotes. */
  #target({ side, level }: Quote) {
    const { orders, climate } = this.#desk;
    const half = this.#halfSpread();
    const middle = climate.fairPx - (orders.inventory / orders.limits.inventoryMax) * SKEW_SPREADS * half;
    const away = half + level * this.#gap();
    const isBuy = side === Side.Buy;
    let price = isBuy ? middle - away : middle + away;
    for (const own of orders.live) {
      if (own.side === side) continue;
      if (isBuy) price = Math.min(price, own.price - 1, own.oldPrice - 1);
      else price = Math.max(price, own.price + 1, own.oldPrice + 1);
    }
    return orders.fitPrice(side, price);
  }

  #halfSpread(): number {
    const { climate, settings } = this.#desk;
    return (climate.fairPx * settings.spreadBps) / 20_000 + settings.volatilityFactor * climate.deviation;
  }

  /** Between two levels of a side. */
  #gap(): number {
    return Math.max(1, Math.round(this.#halfSpread() / 2));
  }
}
