/**
 * Keeps prices on both sides of one instrument, several levels deep, around a fair price that walks slowly about the
 * reference price.
 *
 * One thing at a time, as a person would: each action moves, refills or resizes the quote that is furthest from where
 * it should be. The more it has bought, the lower it quotes, and past its limit it stops buying (and so for selling).
 */
import { type InstrumentDefinition, tickAt } from "../../src/domain/instrument.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { Side } from "../../src/domain/values.ts";
import type { Random } from "../../src/lib/random.ts";
import type { AgentOrders } from "./agent-orders.ts";

const LEVELS = 5;
/** Value of one quote at the reference price, in the instrument's currency, before variation. */
const QUOTE_VALUE = 25_000;
/** Quotes' worth of inventory at which the maker stops adding to it. */
const INVENTORY_QUOTES_MAX = 20;
/** At that inventory its prices stand this many ticks off fair. */
const SKEW_TICKS = 4;
/** The walk is pulled back harder the further it is; it never leaves this part of the reference price. */
const WALK_PART_MAX = 0.05;
/** Half the spread, as a part of the price, at its narrowest. */
const HALF_SPREAD_PART = 0.00005;
/** A request number must fit 16 bits; an order is let go long before. */
const REQUEST_MAX = 60_000;

/** One quote: where it stands among the levels, and the order behind it when there is one. */
type Quote = {
  readonly side: Side;
  readonly level: number;
  clientOrder: number;
  request: number;
  orderQty: number;
  leavesQty: number;
  price: number;
};

export class MarketMaker {
  readonly #instrument: InstrumentDefinition;
  readonly #book: number;
  readonly #orders: AgentOrders;
  readonly #random: Random;
  readonly #quotes: Quote[] = [];
  /** By order number, of the quotes that have an order. */
  readonly #live = new Map<number, Quote>();
  readonly #baseQty: number;
  #fairPx: number;
  #halfSpreadTicks: number;
  #inventory = 0;

  constructor(instrument: InstrumentDefinition, book: number, orders: AgentOrders, random: Random) {
    this.#instrument = instrument;
    this.#book = book;
    this.#orders = orders;
    this.#random = random;
    const { referencePx, priceScale, qtyScale, lotSize } = instrument;
    const units = (QUOTE_VALUE / (referencePx / 10 ** priceScale)) * 10 ** qtyScale;
    this.#baseQty = Math.max(1, Math.round(units / lotSize)) * lotSize;
    this.#fairPx = referencePx;
    this.#halfSpreadTicks = this.#narrowestTicks();
    for (let level = 0; level < LEVELS; level++) {
      for (const side of [Side.Buy, Side.Sell]) {
        this.#quotes.push({ side, level, clientOrder: 0, request: 0, orderQty: 0, leavesQty: 0, price: 0 });
      }
    }
  }

  /** Quotes every level at once. */
  open(): void {
    for (const quote of this.#quotes) this.#place(quote);
  }

  /** Does at most one thing. */
  act(): void {
    this.#walk();
    let worst = this.#quotes[0];
    let worstTicks = -1;
    for (const quote of this.#quotes) {
      const ticks = this.#offBy(quote);
      if (ticks > worstTicks) {
        worst = quote;
        worstTicks = ticks;
      }
    }
    if (worst.clientOrder === 0) this.#place(worst);
    else if (worstTicks >= 1) this.#move(worst);
    else if (this.#random.oneIn(3)) this.#move(this.#quotes[this.#random.below(this.#quotes.length)]);
  }

  /** Takes note of a trade of one of its orders. */
  onFill(clientOrder: number, qty: number): void {
    const quote = this.#live.get(clientOrder);
    if (quote === undefined) return;
    quote.leavesQty -= qty;
    this.#inventory += quote.side === Side.Buy ? qty : -qty;
    if (quote.leavesQty === 0) this.#drop(quote);
  }

  #walk(): void {
    const { referencePx } = this.#instrument;
    const tick = this.#tick();
    if (this.#random.oneIn(4)) {
      const reach = referencePx * WALK_PART_MAX;
      const pull = (this.#fairPx - referencePx) / reach;
      const isUp = this.#random.below(1_000) < 500 - 450 * pull;
      const next = this.#fairPx + (isUp ? tick : -tick) * (1 + this.#random.below(2));
      if (Math.abs(next - referencePx) <= reach && next > tick) this.#fairPx = next;
    }
    if (this.#random.oneIn(20)) {
      this.#halfSpreadTicks = this.#narrowestTicks() * (1 + this.#random.below(3));
    }
  }

  /** How far a quote is from where it should be, in ticks; a missing one is further than any. */
  #offBy(quote: Quote): number {
    if (quote.clientOrder === 0) return this.#mayAdd(quote.side) ? LEVELS * 1_000_000 - quote.level : -1;
    return Math.abs(quote.price - this.#target(quote)) / this.#tick();
  }

  #place(quote: Quote): void {
    if (!this.#mayAdd(quote.side)) return;
    const price = this.#target(quote);
    if (price <= 0) return;
    quote.orderQty = this.#qty();
    quote.leavesQty = quote.orderQty;
    quote.price = price;
    quote.request = 1;
    quote.clientOrder = this.#orders.place(this.#book, quote.side, quote.orderQty as Qty, price as Ticks);
    this.#live.set(quote.clientOrder, quote);
  }

  /** Gives a quote its target price and a new open quantity. */
  #move(quote: Quote): void {
    if (quote.clientOrder === 0) return;
    const price = this.#target(quote);
    if (!this.#mayAdd(quote.side) || quote.request >= REQUEST_MAX || price <= 0) {
      this.#orders.cancel(quote.clientOrder, quote.request + 1);
      this.#drop(quote);
      return;
    }
    const cumQty = quote.orderQty - quote.leavesQty;
    quote.leavesQty = this.#qty();
    quote.orderQty = cumQty + quote.leavesQty;
    quote.price = price;
    quote.request++;
    this.#orders.replace(quote.clientOrder, quote.request, quote.orderQty as Qty, price as Ticks);
  }

  #drop(quote: Quote): void {
    this.#live.delete(quote.clientOrder);
    quote.clientOrder = 0;
    quote.leavesQty = 0;
  }

  /** Where a quote should stand: on its side of fair by spread and level, and never through the maker's own quotes. */
  #target(quote: Quote): number {
    const tick = this.#tick();
    const limit = this.#baseQty * INVENTORY_QUOTES_MAX;
    const middle = this.#fairPx - (this.#inventory / limit) * SKEW_TICKS * tick;
    const away = (this.#halfSpreadTicks + quote.level * this.#narrowestTicks()) * tick;
    const isBuy = quote.side === Side.Buy;
    let price = isBuy ? middle - away : middle + away;
    for (const other of this.#live.values()) {
      if (other.side === quote.side) continue;
      if (isBuy) price = Math.min(price, other.price - tick);
      else price = Math.max(price, other.price + tick);
    }
    const step = tickAt(this.#instrument.tickTable, price as Ticks);
    return isBuy ? Math.floor(price / step) * step : Math.ceil(price / step) * step;
  }

  #mayAdd(side: Side): boolean {
    const limit = this.#baseQty * INVENTORY_QUOTES_MAX;
    return side === Side.Buy ? this.#inventory < limit : this.#inventory > -limit;
  }

  /** From a half to twice the usual quantity, in lots. */
  #qty(): number {
    const { lotSize } = this.#instrument;
    return Math.max(1, Math.round((this.#baseQty * (50 + this.#random.below(151))) / 100 / lotSize)) * lotSize;
  }

  #narrowestTicks(): number {
    return Math.max(1, Math.round((this.#instrument.referencePx * HALF_SPREAD_PART) / this.#tick()));
  }

  #tick(): number {
    return tickAt(this.#instrument.tickTable, this.#fairPx as Ticks);
  }
}
