/**
 * Hot path: routed requests go to their venue once they are durable; budget 0.3 us.
 *
 * In: `OrderRouted` events. Out: requests at the venue's port, built from the order as it stands at release, then one
 * flush for the batch. After a restart it gives again what no venue has answered; venues know requests by ClOrdID, so
 * one that was carried out before the crash is not carried out twice.
 */

import { Pending, Stage } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import type { ExchangePort } from "../domain/exchange-port.ts";
import { venueClOrdId } from "../domain/instrument.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import type { OrdType, Side, TimeInForce } from "../domain/values.ts";

/** The order's own request at a venue. */
const NEW_ORDER_REQUEST = 1;

/** How the publisher reads orders; the composition root gives it the core's state. */
export class VenuePublisher {
  readonly #state: State;
  readonly #port: ExchangePort;
  readonly #venueId: number;
  readonly #orderIds: number[] = [];
  readonly #requestNumbers: number[] = [];

  constructor(state: State, venueId: number, port: ExchangePort) {
    this.#state = state;
    this.#venueId = venueId;
    this.#port = port;
  }

  publish(event: Event): void {
    if (event.type !== EventType.OrderRouted || event.venueId !== this.#venueId) return;
    this.#orderIds.push(event.orderId);
    this.#requestNumbers.push(event.requestNumber);
  }

  release(): void {
    const count = this.#orderIds.length;
    if (count === 0) return;
    for (let index = 0; index < count; index++) this.#send(this.#orderIds[index], this.#requestNumbers[index]);
    this.#orderIds.length = 0;
    this.#requestNumbers.length = 0;
    this.#port.flush();
  }

  /** Gives the venue again every request it has not answered. @returns how many */
  resendUnanswered(): number {
    const { orders } = this.#state;
    let count = 0;
    for (let row = 1; row <= orders.rowCount; row++) {
      if (orders.venueId[row] !== this.#venueId) continue;
      if (orders.stage[row] === Stage.PendingNew) {
        this.#send(orders.idOf(row), NEW_ORDER_REQUEST);
        count++;
      }
      if (orders.pending[row] !== Pending.None) {
        this.#send(orders.idOf(row), orders.requestNumber[row]);
        count++;
      }
    }
    if (count > 0) this.#port.flush();
    return count;
  }

  #send(orderId: number, requestNumber: number): void {
    const { orders, instruments, accounts } = this.#state;
    const row = orders.rowOf(orderId);
    const symbol = instruments[orders.instrumentId[row]]?.symbol ?? "";
    const side = String.fromCharCode(orders.side[row]) as Side;
    const ordType = String.fromCharCode(orders.ordType[row]) as OrdType;
    const timeInForce = String.fromCharCode(orders.timeInForce[row]) as TimeInForce;
    const clOrdId = venueClOrdId(orderId, requestNumber);
    if (requestNumber === NEW_ORDER_REQUEST) {
      const account = accounts.textOf(orders.accountEntry[row]);
      const orderQty = orders.orderQty[row] as Qty;
      const price = orders.price[row] as Ticks;
      this.#port.newOrder({ clOrdId, symbol, account, side, ordType, timeInForce, orderQty, price });
      return;
    }
    // An order not acknowledged yet can only be named by its first request.
    const origClOrdId = venueClOrdId(orderId, Math.max(orders.acceptedRequest[row], NEW_ORDER_REQUEST));
    if (orders.pending[row] === Pending.Replace) {
      const orderQty = orders.pendingQty[row] as Qty;
      const price = orders.pendingPrice[row] as Ticks;
      this.#port.replaceOrder({ clOrdId, origClOrdId, symbol, side, ordType, timeInForce, orderQty, price });
    } else {
      this.#port.cancelOrder({ clOrdId, origClOrdId, symbol, side });
    }
  }
}
