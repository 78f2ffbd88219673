/**
 * Hot path: routed requests go to their venue once they are durable; budget 0.3 us.
 *
 * In: `OrderRouted` events. Out: requests at the venue's port, built from the order as it stands at release, then one
 * flush for the batch. After a restart it gives again what no venue has answered; venues know requests by ClOrdID, so
 * one that was carried out before the crash is not carried out twice.
 */

import { entryOf, isSentAsDay } from "../core/day-orders.ts";
import { venueOrdType } from "../core/held-stops.ts";
import { Flag, NO_ENTRY, Pending, Stage } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import type { ExchangePort, VenueNewOrder, VenueReplace, VenueStatusRequest } from "../domain/exchange-port.ts";
import { venueClOrdId } from "../domain/instrument.ts";
import { NO_MORE_TERMS, venueTermsOf } from "../domain/more-terms.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import { type AlienOrderFound, type Event, EventType } from "../domain/records.generated.ts";
import { OrdType, type Side, TimeInForce } from "../domain/values.ts";

/** The order's own request at a venue. */
const NEW_ORDER_REQUEST = 1;

/** How the publisher reads orders; the composition root gives it the core's state. */
export class VenuePublisher {
  readonly #state: State;
  readonly #port: ExchangePort;
  readonly #venueId: number;
  /** Whether what is sent is part of the frame that decided it. */
  readonly #stages: boolean;
  readonly #orderIds: number[] = [];
  readonly #requestNumbers: number[] = [];

  constructor(state: State, venueId: number, port: ExchangePort) {
    this.#state = state;
    this.#venueId = venueId;
    this.#port = port;
    this.#stages = port.stagesRequests ?? false;
  }

  publish(event: Event): void {
    switch (event.type) {
      case EventType.OrderRouted:
        if (event.venueId === this.#venueId) this.#route(event.orderId, event.requestNumber);
        return;
      case EventType.RequestRepeated:
        if (event.venueId === this.#venueId) this.#send(event.orderId, event.requestNumber, true);
        return;
      case EventType.VenueLineChanged:
        if (event.venueId === this.#venueId && event.isUp) this.askForDoubts();
        return;
      case EventType.AlienOrderFound:
        if (event.venueId === this.#venueId && event.isCanceled) this.#cancelAlien(event);
        return;
      default:
        return;
    }
  }

  release(): void {
    const count = this.#orderIds.length;
    if (this.#stages) return this.#port.flush();
    if (count === 0) return;
    for (let index = 0; index < count; index++) this.#send(this.#orderIds[index], this.#requestNumbers[index]);
    this.#orderIds.length = 0;
    this.#requestNumbers.length = 0;
    this.#port.flush();
  }

  /** Asks the venue how every order stands of which nobody knows whether it has all its requests. @returns how many */
  askForDoubts(): number {
    const { orders, venues, exchangeOrderIds } = this.#state;
    const asked: VenueStatusRequest[] = [];
    for (const orderId of venues.doubts) {
      const row = orders.rowOf(orderId);
      if (orders.venueId[row] !== this.#venueId) continue;
      const entry = orders.exchangeOrderIdEntry[row];
      asked.push({
        orderId,
        clOrdId: venueClOrdId(orderId, Math.max(orders.acceptedRequest[row], NEW_ORDER_REQUEST)),
        exchangeOrderId: entry === NO_ENTRY ? "" : exchangeOrderIds.textOf(entry),
        symbol: this.#symbolOf(row),
        side: String.fromCharCode(orders.side[row]) as Side,
      });
    }
    if (asked.length > 0) this.#port.requestStatus(asked);
    return asked.length;
  }

  /** Gives the venue again every request it has not answered. @returns how many */
  resendUnanswered(): number {
    const { orders, requests } = this.#state;
    let count = 0;
    for (let row = 1; row <= orders.rowCount; row++) {
      if (orders.venueId[row] !== this.#venueId) continue;
      if (orders.stage[row] === Stage.PendingNew) {
        const orderId = orders.idOf(row);
        this.#send(orderId, entryOf(this.#state, orderId).requestNumber);
        count++;
      }
      for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
        if (requests.requestNumber[slot] === 0) continue;
        this.#send(orders.idOf(row), requests.requestNumber[slot]);
        count++;
      }
    }
    if (count > 0) this.#port.flush();
    return count;
  }

  #route(orderId: number, requestNumber: number): void {
    if (this.#stages) return this.#send(orderId, requestNumber);
    this.#orderIds.push(orderId);
    this.#requestNumbers.push(requestNumber);
  }

  #symbolOf(row: number): string {
    const { orders, instruments } = this.#state;
    return instruments[orders.instrumentId[row]]?.symbol ?? "";
  }

  /** An order we do not know has no request number of ours: its cancel is named after the report that told of it. */
  #cancelAlien({ reportSequence, clOrdId: origClOrdId, exchangeOrderId, symbol, side }: AlienOrderFound): void {
    this.#port.cancelOrder({ clOrdId: `A${reportSequence}`, origClOrdId, exchangeOrderId, symbol, side });
  }

  #send(orderId: number, requestNumber: number, possResend = false): void {
    const { orders, requests, accounts, lists } = this.#state;
    const row = orders.rowOf(orderId);
    const symbol = this.#symbolOf(row);
    const side = String.fromCharCode(orders.side[row]) as Side;
    const ordType = venueOrdType(this.#state, row);
    const { requestNumber: entryNumber, baseQty } = entryOf(this.#state, orderId);
    const heldQty = (orders.flags[row] & Flag.Listed) === 0 ? 0 : lists.heldQtyOf(orderId);
    const isDay = isSentAsDay(this.#state, row);
    const timeInForce = isDay ? TimeInForce.Day : (String.fromCharCode(orders.timeInForce[row]) as TimeInForce);
    const clOrdId = venueClOrdId(orderId, requestNumber);
    if (requestNumber === entryNumber) {
      const account = accounts.textOf(orders.accountEntry[row]);
      const orderQty = (orders.orderQty[row] - baseQty - heldQty) as Qty;
      const price = orders.price[row] as Ticks;
      const order: VenueNewOrder = {
        clOrdId,
        possResend,
        symbol,
        account,
        side,
        ordType,
        timeInForce,
        orderQty,
        price,
      };
      addMore(order, this.#state.moreTermsOf(row), this.#state.carriedOf(row), isDay);
      this.#port.newOrder(order);
      return;
    }
    const slot = requests.sentAs(orders, row, requestNumber);
    // Answered before it was sent: there is nothing to ask any more.
    if (slot === 0) return;
    const origClOrdId = venueClOrdId(orderId, requests.named[slot]);
    if (requests.kind[slot] === Pending.Cancel) {
      const orderQty = (orders.orderQty[row] - baseQty - heldQty) as Qty;
      this.#port.cancelOrder({ clOrdId, origClOrdId, symbol, side, orderQty, possResend });
      return;
    }
    const orderQty = (requests.orderQty[slot] - baseQty - requests.heldQty[slot]) as Qty;
    const price = requests.price[slot] as Ticks;
    const named = { clOrdId, origClOrdId, symbol, side, possResend };
    const replace: VenueReplace = { ...named, ordType, timeInForce, orderQty, price };
    const carriedEntry = requests.carriedEntry[slot];
    addMore(
      replace,
      // A replace over FIX says all of the order anew; a venue in process leaves what is not said.
      requests.moreTerms.get(slot) ?? (this.#stages ? this.#state.moreTermsOf(row) : NO_MORE_TERMS),
      carriedEntry === NO_ENTRY ? this.#state.carriedOf(row) : this.#state.carried.textOf(carriedEntry),
      isDay,
    );
    this.#port.replaceOrder(replace);
  }
}

/** What few orders have; plain orders are given to the venue without. */
function addMore(
  to: VenueNewOrder | VenueReplace,
  moreTerms: readonly number[],
  carried: string,
  isDay: boolean,
): void {
  if (moreTerms.length > 0) to.terms = venueTermsOf(moreTerms);
  // A stop that was reached here is no stop there.
  if (to.terms?.stopPx !== undefined && to.ordType !== OrdType.Stop && to.ordType !== OrdType.StopLimit) {
    const { stopPx: _, ...rest } = to.terms;
    to.terms = rest;
  }
  // A Day order has no date to live till.
  if (isDay && to.terms?.expireDate !== undefined) {
    const { expireDate: _, ...rest } = to.terms;
    to.terms = rest;
  }
  if (carried !== "") to.carried = carried;
}
