/** The orders of the server's clients as reports need them: one a ClOrdID chain, with every request that was made of it. */
import type { VenueOrdType, VenueTimeInForce } from "../../src/domain/exchange-port.ts";
import type { InstrumentDefinition } from "../../src/domain/instrument.ts";
import { NO_PRICE, type Qty, rescale, type Ticks } from "../../src/domain/price.ts";
import { OrdStatus, type Side, TimeInForce } from "../../src/domain/values.ts";
import { assert } from "../../src/lib/assert.ts";
import { GOOD_TILL_DATE } from "../rare-checks.ts";
import type { RequestTerms } from "../venue-inputs.ts";
import type { ClientRequest } from "./server-records.ts";

/**
 * A request of an order: its own ClOrdID and the one it named; "" when the exchange itself asked, and then `text` says why,
 * and `isExpiry` that the order's time has come.
 */
export type OrderRequest = {
  clOrdId: string;
  origClOrdId: string;
  isReplace: boolean;
  text?: string;
  isExpiry?: boolean;
  /** Of a replace: what the order has once the venue says so, which may be a while later. */
  becomes?: Pick<ClientOrder, "ordType" | "timeInForce" | "terms" | "expireMs">;
};

export type ClientOrder = {
  readonly participant: number;
  /** The participant's own number for it, by which the venue knows it. */
  readonly number: number;
  /** The ClOrdID in force. */
  clOrdId: string;
  readonly account: string;
  readonly symbol: string;
  /** 0 when the symbol is not listed. */
  readonly book: number;
  readonly side: Side;
  ordType: VenueOrdType;
  timeInForce: VenueTimeInForce;
  orderQty: Qty;
  price: Ticks;
  /** Null for a plain order. */
  terms: RequestTerms | null;
  /** ExpireTime(126) in UTC milliseconds; 0 without one. */
  expireMs: number;
  readonly qtyScale: number;
  readonly priceScale: number;
  cumQty: number;
  /** The exact sum of quantity times price. */
  notional: number;
  /** The exchange's number; 0 when it never took the order. */
  orderNumber: number;
  /** Its market is closed, and it will be there again when that opens. */
  isDoneForDay: boolean;
  /** Trading is halted, and it waits for its end. */
  isSuspended: boolean;
  /** How it ended; "" while it is live. */
  end: OrdStatus | "";
  /** By request number; the order itself is 1. */
  readonly requests: OrderRequest[];
};

/** @param book 0, and no instrument, for a symbol that is not listed: then numbers keep the request's scales */
export function orderOfRequest(
  request: ClientRequest,
  number: number,
  book: number,
  instrument: Pick<InstrumentDefinition, "qtyScale" | "priceScale"> | null,
): ClientOrder {
  const { participant, clOrdId, account, symbol, side, ordType, timeInForce } = request;
  const qtyScale = instrument?.qtyScale ?? request.qtyScale;
  const priceScale = instrument?.priceScale ?? request.priceScale;
  return {
    participant,
    number,
    clOrdId,
    account,
    symbol,
    book,
    side,
    ordType,
    timeInForce,
    orderQty: rescale(request.qtyMantissa, request.qtyScale, qtyScale) as Qty,
    price: priceOf(request, priceScale),
    terms: null,
    expireMs: 0,
    qtyScale,
    priceScale,
    cumQty: 0,
    notional: 0,
    orderNumber: 0,
    isDoneForDay: false,
    isSuspended: false,
    end: "",
    // Request numbers begin at 1, as at the OMS.
    requests: [
      { clOrdId: "", origClOrdId: "", isReplace: false },
      { clOrdId, origClOrdId: "", isReplace: false },
    ],
  };
}

export function priceOf(request: ClientRequest, priceScale: number): Ticks {
  if (request.priceMantissa === NO_PRICE) return NO_PRICE;
  return rescale(request.priceMantissa, request.priceScale, priceScale) as Ticks;
}

export function ordStatusOf(order: ClientOrder): OrdStatus {
  if (order.end !== "") return order.end;
  if (order.isDoneForDay) return OrdStatus.DoneForDay;
  if (order.isSuspended) return OrdStatus.Suspended;
  return order.cumQty > 0 ? OrdStatus.PartiallyFilled : OrdStatus.New;
}

export function leavesQtyOf(order: ClientOrder): number {
  return order.end === "" ? order.orderQty - order.cumQty : 0;
}

/** Does the order stay when its client's line is gone, where such orders do? */
export function isGoodTill({ timeInForce }: ClientOrder): boolean {
  return timeInForce === TimeInForce.GoodTillCancel || timeInForce === GOOD_TILL_DATE;
}

/** One participant's orders, by number and by every ClOrdID they ever had. */
export class ClientOrders {
  readonly #byNumber = new Map<number, ClientOrder>();
  readonly #byClOrdId = new Map<string, ClientOrder>();
  #highest = 0;

  get nextNumber(): number {
    return this.#highest + 1;
  }

  get(number: number): ClientOrder | undefined {
    return this.#byNumber.get(number);
  }

  named(clOrdId: string): ClientOrder | undefined {
    return this.#byClOrdId.get(clOrdId);
  }

  add(order: ClientOrder): void {
    this.#highest = order.number;
    this.#byNumber.set(order.number, order);
    this.#byClOrdId.set(order.clOrdId, order);
  }

  /** A request gives the order one more name. @returns the request's number */
  request(order: ClientOrder, request: OrderRequest): number {
    if (request.clOrdId !== "") this.#byClOrdId.set(request.clOrdId, order);
    return order.requests.push(request) - 1;
  }

  live(): ClientOrder[] {
    return [...this.#byNumber.values()].filter((order) => order.end === "");
  }

  /** The order the exchange gave this OrderID(37); undefined for another's. Walks them all. */
  withOrderId(orderId: string): ClientOrder | undefined {
    return [...this.#byNumber.values()].find(({ orderNumber }) => orderNumber > 0 && `X${orderNumber}` === orderId);
  }

  /** A trading day is over: what is done is forgotten, and its ClOrdIDs may be used again. */
  forgetDone(): void {
    for (const order of this.#byNumber.values()) {
      if (order.end === "") continue;
      this.#byNumber.delete(order.number);
      for (const { clOrdId } of order.requests) this.#byClOrdId.delete(clOrdId);
    }
  }
}

/** The order has the terms its replace asked for. */
export function takeReplacement(order: ClientOrder, { becomes }: OrderRequest): void {
  assert(becomes !== undefined, "the venue reports a replace nobody asked for");
  Object.assign(order, becomes);
  if (order.timeInForce === GOOD_TILL_DATE || order.terms === null) return;
  order.terms = { ...order.terms, expireDate: 0 };
  order.expireMs = 0;
}
