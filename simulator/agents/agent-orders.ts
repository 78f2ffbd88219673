/**
 * One agent's orders in one symbol, and the door they go out by: every request is held against the agent's limits before
 * it is written. What a limit refuses is not sent, and the agent is stopped.
 *
 * Open orders count as filled, and while a replace is under way the larger of its two quantities does, so that what the
 * agent holds is within its limit at every moment, whatever trades.
 */
import { type InstrumentDefinition, tickPriceAtOrAbove, tickPriceAtOrBelow } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import type { InstrumentStatus } from "../phases-by-instrument.ts";
import { encodeCancel, encodeNewOrder, encodeReplace } from "../venue-inputs.ts";
import type { AgentAccount } from "./agent-account.ts";

/** A request number must fit 16 bits; an order is let go long before. */
const REQUEST_MAX = 60_000;

/** An order as its owner knows it. */
export type AgentOrder = {
  readonly clientOrder: number;
  readonly side: Side;
  readonly sinceMs: number;
  orderQty: number;
  cumQty: number;
  price: number;
  /** What is in force while a replace is under way; the same as above otherwise. */
  oldOrderQty: number;
  oldPrice: number;
  /** The last request, and the one in force. */
  request: number;
  inForce: number;
  /** A replace or cancel is under way. */
  isPending: boolean;
  isDone: boolean;
};

export type AgentLimits = {
  readonly inventoryMax: number;
  readonly ratePerSecondMax: number;
  readonly selfTrade: boolean;
};

export class AgentOrders {
  readonly instrument: InstrumentDefinition;
  readonly book: number;
  readonly limits: AgentLimits;
  /** Bought less sold, in quantity steps. */
  inventory = 0;
  /** Requests that were sent. */
  sent = 0;
  readonly live = new Set<AgentOrder>();
  readonly #account: AgentAccount;
  readonly #status: Readonly<InstrumentStatus>;
  #openBuyQty = 0;
  #openSellQty = 0;
  /** Requests it may send now, as of `#nowMs`. */
  #tokens: number;
  #nowMs = 0;

  constructor(
    account: AgentAccount,
    instrument: InstrumentDefinition,
    book: number,
    status: Readonly<InstrumentStatus>,
    limits: AgentLimits,
  ) {
    this.#account = account;
    this.instrument = instrument;
    this.book = book;
    this.limits = limits;
    this.#status = status;
    this.#tokens = limits.ratePerSecondMax;
  }

  /** Time passes; requests are counted by it. */
  advance(nowMs: number): void {
    const { ratePerSecondMax } = this.limits;
    const earned = ((nowMs - this.#nowMs) * ratePerSecondMax) / 1_000;
    this.#tokens = Math.min(ratePerSecondMax, this.#tokens + earned);
    this.#nowMs = nowMs;
  }

  /** Requests it may send now without being stopped. */
  get turns(): number {
    return Math.floor(this.#tokens);
  }

  /** The greatest quantity in whole lots that an order, or `instead` of an own order, may have open on a side. */
  room(side: Side, instead: AgentOrder | null = null): number {
    const isBuy = side === Side.Buy;
    const open = (isBuy ? this.#openBuyQty : this.#openSellQty) - (instead === null ? 0 : openQty(instead));
    const room = this.limits.inventoryMax - (isBuy ? this.inventory : -this.inventory) - open;
    return Math.max(0, Math.floor(room / this.instrument.lotSize) * this.instrument.lotSize);
  }

  /** A price on the tick grid, rounded away from trading and within the static band; NO_PRICE when there is none above 0. */
  fitPrice(side: Side, price: number): Ticks {
    const { tickTable } = this.instrument;
    const { low, high } = this.#status.staticBand;
    const within = Math.min(high, Math.max(low, price));
    const fitted = side === Side.Buy ? tickPriceAtOrBelow(tickTable, within) : tickPriceAtOrAbove(tickTable, within);
    return fitted > 0 ? fitted : NO_PRICE;
  }

  /** A limit order that stays: for the day where there is a calendar, until it is canceled where there is none. */
  place(side: Side, qty: number, price: Ticks): AgentOrder | null {
    const hasDays = this.#status.scheduledPhase !== 0;
    return this.#send(side, qty, price, hasDays ? TimeInForce.Day : TimeInForce.GoodTillCancel);
  }

  /** A limit order that trades at once or not at all. */
  take(side: Side, qty: number, price: Ticks): AgentOrder | null {
    return this.#send(side, qty, price, TimeInForce.ImmediateOrCancel);
  }

  /** New terms for an order that rests. @param leavesQty what is to be open then */
  replace(order: AgentOrder, leavesQty: number, price: Ticks): void {
    if (order.isPending || order.isDone) return;
    if (order.request >= REQUEST_MAX) return this.cancel(order);
    if (this.#refuses(order.side, leavesQty, price, order)) return;
    const before = openQty(order);
    order.oldOrderQty = order.orderQty;
    order.oldPrice = order.price;
    order.orderQty = order.cumQty + leavesQty;
    order.price = price;
    this.#countOpen(order, before);
    const { clientOrder, inForce } = order;
    const request = ++order.request;
    order.isPending = true;
    const { inputs, participant } = this.#account;
    const { Limit } = OrdType;
    const qty = order.orderQty as Qty;
    const hasDays = this.#status.scheduledPhase !== 0;
    const timeInForce = hasDays ? TimeInForce.Day : TimeInForce.GoodTillCancel;
    encodeReplace(inputs, participant, clientOrder, request, clientOrder, inForce, Limit, timeInForce, qty, price);
  }

  /** Nothing stands against a cancel: not the rate, not the inventory. */
  cancel(order: AgentOrder): void {
    if (order.isPending || order.isDone) return;
    this.#tokens--;
    this.sent++;
    order.isPending = true;
    const { inputs, participant } = this.#account;
    encodeCancel(inputs, participant, order.clientOrder, ++order.request, order.clientOrder, order.inForce);
  }

  /** The exchange said that so much traded. */
  onFill(order: AgentOrder, qty: number): void {
    const before = openQty(order);
    order.cumQty += qty;
    this.inventory += order.side === Side.Buy ? qty : -qty;
    this.#countOpen(order, before);
    if (order.cumQty >= order.oldOrderQty) this.#end(order);
  }

  /** @param orderQty what the exchange agreed to; no more than has traded means that the order is done */
  onReplaced(order: AgentOrder, orderQty: number): void {
    const before = openQty(order);
    order.orderQty = orderQty;
    order.oldOrderQty = orderQty;
    order.oldPrice = order.price;
    order.inForce = order.request;
    order.isPending = false;
    this.#countOpen(order, before);
    if (orderQty <= order.cumQty) this.#end(order);
  }

  onRequestRejected(order: AgentOrder): void {
    const before = openQty(order);
    order.orderQty = order.oldOrderQty;
    order.price = order.oldPrice;
    order.isPending = false;
    this.#countOpen(order, before);
  }

  /** Canceled, expired or refused. */
  onEnd(order: AgentOrder): void {
    this.#end(order);
  }

  /** A trade of a live or finished order was busted, or is of less than it was. @param qty signed, as inventory is */
  onUndone(qty: number, order: AgentOrder | null): void {
    this.inventory -= qty;
    if (order === null || order.isDone) return;
    // What is open stays as it is; the exchange counts the order's quantity down with what traded.
    const less = Math.abs(qty);
    order.cumQty -= less;
    order.orderQty -= less;
    order.oldOrderQty -= less;
  }

  #send(side: Side, qty: number, price: Ticks, timeInForce: TimeInForce): AgentOrder | null {
    if (this.#refuses(side, qty, price, null)) return null;
    const { inputs, participant } = this.#account;
    const clientOrder = this.#account.newOrder();
    const { Limit } = OrdType;
    encodeNewOrder(inputs, participant, clientOrder, 1, this.book, side, Limit, timeInForce, qty as Qty, price);
    const order: AgentOrder = {
      clientOrder,
      side,
      sinceMs: this.#nowMs,
      orderQty: qty,
      cumQty: 0,
      price,
      oldOrderQty: qty,
      oldPrice: price,
      request: 1,
      inForce: 1,
      isPending: false,
      isDone: false,
    };
    this.live.add(order);
    this.#countOpen(order, 0);
    this.#account.own(order, this);
    return order;
  }

  /** Holds a request against the limits; one it breaks stops the agent. An order that could meet an own one is only not sent. */
  #refuses(side: Side, qty: number, price: Ticks, instead: AgentOrder | null): boolean {
    if (this.#account.isStopped) return true;
    const { ratePerSecondMax, inventoryMax, selfTrade } = this.limits;
    const { symbol } = this.instrument;
    // The journal takes whole numbers only, and would fail in the middle of a record.
    if (!(Number.isSafeInteger(qty) && qty > 0 && Number.isSafeInteger(price))) {
      this.#account.stop(`it asked for ${qty} ${symbol} at ${price}; expected whole numbers, and a quantity above 0`);
      return true;
    }
    if (this.#tokens < 1) {
      this.#account.stop(`its limit of ${ratePerSecondMax} requests a second in ${symbol} is used up`);
      return true;
    }
    if (qty > this.room(side, instead)) {
      const what = `${side === Side.Buy ? "buy" : "sell"} ${qty}`;
      const room = this.room(side, instead);
      const has = `its inventory is ${this.inventory}, its limit ${inventoryMax}, its open orders leave room for ${room}`;
      this.#account.stop(`an order to ${what} ${symbol} is beyond its inventory limit: ${has}`);
      return true;
    }
    if (!selfTrade && this.#meetsOwn(side, price)) return true;
    this.#tokens--;
    this.sent++;
    return false;
  }

  #meetsOwn(side: Side, price: number): boolean {
    for (const other of this.live) {
      if (other.side === side) continue;
      if (
        side === Side.Buy
          ? Math.min(other.price, other.oldPrice) <= price
          : Math.max(other.price, other.oldPrice) >= price
      )
        return true;
    }
    return false;
  }

  #end(order: AgentOrder): void {
    if (order.isDone) return;
    const before = openQty(order);
    order.isDone = true;
    this.live.delete(order);
    this.#countOpen(order, before);
    this.#account.disown(order);
  }

  #countOpen(order: AgentOrder, before: number): void {
    const change = openQty(order) - before;
    if (order.side === Side.Buy) this.#openBuyQty += change;
    else this.#openSellQty += change;
  }
}

/** The most that may still trade of an order. */
export function openQty(order: AgentOrder): number {
  return order.isDone ? 0 : Math.max(order.orderQty, order.oldOrderQty) - order.cumQty;
}
