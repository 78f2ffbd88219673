/**
 * Requests that wait because a venue takes only so many a second: cancels first, then orders and replaces as they came,
 * then questions how orders stand. A cancel never overtakes a request of its own order: the venue would not know what it
 * speaks of. Bounded by what can be pending: an order has one place a request.
 */
import type { VenueCancel, VenueNewOrder, VenueReplace, VenueStatusRequest } from "../domain/exchange-port.ts";

export type WaitingRequest =
  | { readonly kind: "new"; readonly order: VenueNewOrder }
  | { readonly kind: "replace"; readonly replace: VenueReplace }
  | { readonly kind: "cancel"; readonly cancel: VenueCancel }
  | { readonly kind: "status"; readonly request: VenueStatusRequest }
  | { readonly kind: "massStatus" };

/** First in, first out, without moving what waits. */
class Lane {
  #items: WaitingRequest[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: WaitingRequest): void {
    this.#items.push(item);
  }

  shift(): WaitingRequest | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head++];
    if (this.#head === this.#items.length) this.clear();
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}

export class VenueRequestQueue {
  readonly #cancels = new Lane();
  readonly #orders = new Lane();
  readonly #questions = new Lane();
  /** How many requests of an order wait among the orders, by its number. */
  readonly #waiting = new Map<string, number>();

  get size(): number {
    return this.#cancels.size + this.#orders.size + this.#questions.size;
  }

  push(request: WaitingRequest): void {
    switch (request.kind) {
      case "new":
        return this.#pushOrder(request, request.order.clOrdId);
      case "replace":
        return this.#pushOrder(request, request.replace.clOrdId);
      case "cancel": {
        const { clOrdId } = request.cancel;
        if (this.#waiting.has(orderOf(clOrdId))) this.#pushOrder(request, clOrdId);
        else this.#cancels.push(request);
        return;
      }
      default:
        this.#questions.push(request);
    }
  }

  /** @param onlyCancels while the venue still sends what we missed, nothing new is begun */
  shift(onlyCancels: boolean): WaitingRequest | undefined {
    const cancel = this.#cancels.shift();
    if (cancel !== undefined || onlyCancels) return cancel;
    const order = this.#orders.shift();
    if (order === undefined) return this.#questions.shift();
    this.#leave(orderOf(clOrdIdOf(order)));
    return order;
  }

  /** The line is lost: what was not sent is in doubt, and asked for when the line is back. Cancels alone wait for it. */
  lose(): void {
    this.#orders.clear();
    this.#questions.clear();
    this.#waiting.clear();
  }

  #pushOrder(request: WaitingRequest, clOrdId: string): void {
    const order = orderOf(clOrdId);
    this.#waiting.set(order, (this.#waiting.get(order) ?? 0) + 1);
    this.#orders.push(request);
  }

  #leave(order: string): void {
    const count = this.#waiting.get(order) ?? 0;
    if (count > 1) this.#waiting.set(order, count - 1);
    else this.#waiting.delete(order);
  }
}

function clOrdIdOf(request: WaitingRequest): string {
  switch (request.kind) {
    case "new":
      return request.order.clOrdId;
    case "replace":
      return request.replace.clOrdId;
    case "cancel":
      return request.cancel.clOrdId;
    default:
      return "";
  }
}

/** The order's part of a ClOrdID of ours. */
function orderOf(clOrdId: string): string {
  const end = clOrdId.indexOf("-");
  return end < 0 ? clOrdId : clOrdId.slice(0, end);
}
