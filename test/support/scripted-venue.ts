/**
 * A venue that does what a scenario says. Left alone it accepts, cancels and replaces at once, as an exchange does;
 * holding, it waits for the scenario's word. It keeps its own books of quantities, so that what it answers is true.
 */
import {
  type ExchangePort,
  type VenueCancel,
  type VenueListener,
  type VenueNewOrder,
  type VenueReplace,
  type VenueReport,
  VenueReportKind,
  type VenueStatusRequest,
} from "../../src/domain/exchange-port.ts";
import { NO_PRICE, parseDecimal, type Qty, type Ticks } from "../../src/domain/price.ts";

type Trade = { exchangeExecId: string; qty: number; px: number };
type VenueOrder = {
  clOrdId: string;
  orderQty: number;
  price: number;
  cumQty: number;
  isOpen: boolean;
  trades: Trade[];
  onHalt: "reinstate" | "cancel" | undefined;
};
type Request = {
  kind: "new" | "cancel" | "replace";
  clOrdId: string;
  /** The order's request that it names, which has to be the one in force when it is worked. */
  origClOrdId: string;
  order: VenueOrder;
  orderQty: number;
  price: number;
};

const EMPTY: VenueReport = {
  kind: VenueReportKind.Accepted,
  reportSequence: 0,
  clOrdId: "",
  exchangeOrderId: "",
  exchangeExecId: "",
  lastQty: 0 as Qty,
  lastPx: NO_PRICE,
  orderQty: 0 as Qty,
  price: NO_PRICE,
  solicited: false,
  reason: 0,
  text: "",
};

export class ScriptedVenue implements ExchangePort {
  readonly name = "SCRIPT";
  /** What came in, in words, not yet looked at by the scenario. */
  readonly requests: string[] = [];
  holds = false;
  readonly #orders = new Map<string, VenueOrder>();
  readonly #waiting: Request[] = [];
  #listener: VenueListener | null = null;
  #latest: VenueOrder | null = null;
  #reportSequence = 0;

  connect(listener: VenueListener): void {
    this.#listener = listener;
  }

  newOrder(order: VenueNewOrder): void {
    const known = {
      clOrdId: order.clOrdId,
      orderQty: order.orderQty,
      price: order.price,
      cumQty: 0,
      isOpen: true,
      trades: [],
      onHalt: order.terms?.onHalt,
    };
    this.#orders.set(numberOf(order.clOrdId), known);
    this.requests.push(`new ${order.orderQty} @ ${order.price === NO_PRICE ? "market" : order.price / 100}`);
    const { clOrdId, orderQty, price } = order;
    this.#take({ kind: "new", clOrdId, origClOrdId: "", order: known, orderQty, price });
  }

  cancelOrder(cancel: VenueCancel): void {
    this.requests.push("cancel");
    this.#take({
      kind: "cancel",
      clOrdId: cancel.clOrdId,
      origClOrdId: cancel.origClOrdId,
      order: this.#named(cancel.origClOrdId),
      orderQty: 0,
      price: 0,
    });
  }

  replaceOrder(replace: VenueReplace): void {
    const { clOrdId, origClOrdId, orderQty, price } = replace;
    this.requests.push(`replace ${orderQty} @ ${price === NO_PRICE ? "market" : price / 100}`);
    this.#take({ kind: "replace", clOrdId, origClOrdId, order: this.#named(origClOrdId), orderQty, price });
  }

  requestStatus(orders: readonly VenueStatusRequest[]): void {
    for (const { clOrdId } of orders) this.requests.push(`status ${clOrdId}`);
  }

  flush(): void {}
  visitMarket(): void {}
  close(): void {}

  /**
   * Does one thing: "fill 100 @ 10.01", "accept", "reject TEXT", "unsolicited cancel", "expire", "done for day", "trigger",
   * "halt" (which does what the order says of halts),
   * "restate 900 @ 10.01" (with "reason 2" where it says why), "hold", "release"; of the latest order's trades, by their
   * number from 1, "bust 1" and "correct 2 to 500 @ 10.00" (with "back" when the quantity is on the book again). "order 2" before it means that order of ours.
   */
  act(words: string): void {
    const of = /^order (\d+) (.+)$/.exec(words);
    if (of !== null) {
      this.#latest = this.#named(of[1]);
      return this.act(of[2]);
    }
    const fill = /^fill (\d+) @ ([\d.]+)$/.exec(words);
    if (fill !== null) return this.#fill(Number(fill[1]), parseDecimal(fill[2], 2));
    const change = /^(?:bust (\d+)|correct (\d+) to (\d+) @ ([\d.]+))( back)?$/.exec(words);
    if (change !== null) {
      const [, bust, correct, qty, px, back] = change;
      const isBust = bust !== undefined;
      return this.#change(Number(isBust ? bust : correct), isBust ? 0 : Number(qty), px, back !== undefined);
    }
    const restated = /^restate (\d+) @ ([\d.]+)(?: reason (\d+))?$/.exec(words);
    if (restated !== null) return this.#restate(Number(restated[1]), parseDecimal(restated[2], 2), restated[3]);
    if (words === "halt") return this.#halt();
    if (words === "trigger") return this.#report({ kind: VenueReportKind.Triggered, clOrdId: this.#current().clOrdId });
    if (words === "done for day") return this.#end(VenueReportKind.DoneForDay, "done for the day");
    if (words === "hold") this.holds = true;
    else if (words === "release") {
      this.holds = false;
      for (const request of this.#waiting.splice(0)) this.#answer(request);
    } else if (words === "accept") this.#answer(this.#next());
    else if (words.startsWith("reject ")) this.#refuse(this.#next(), words.slice(7));
    else if (words === "unsolicited cancel") this.#end(VenueReportKind.Canceled, "the venue canceled it");
    else if (words === "done for the day") {
      const order = this.#current();
      this.#report({ kind: VenueReportKind.DoneForDay, clOrdId: order.clOrdId, text: "the market has closed" });
    } else if (words === "expire") this.#end(VenueReportKind.Expired, "the session is over");
    else throw new Error(`the scripted venue cannot "${words}"`);
  }

  /** Whether any of the order is on the book. */
  isOpen(clOrdId: string): boolean {
    return this.#named(clOrdId).isOpen;
  }

  /** What stands of the order's trades. */
  tradedOf(clOrdId: string): { cumQty: number; notional: number } {
    const { cumQty, trades } = this.#named(clOrdId);
    return { cumQty, notional: trades.reduce((sum, { qty, px }) => sum + qty * px, 0) };
  }

  #take(request: Request): void {
    this.#latest = request.order;
    if (this.holds) this.#waiting.push(request);
    else this.#answer(request);
  }

  #answer({ kind, clOrdId, origClOrdId, order, orderQty, price }: Request): void {
    if (kind === "new") {
      this.#report({ kind: VenueReportKind.Accepted, clOrdId, exchangeOrderId: `V${clOrdId}` });
    } else if (!order.isOpen) {
      this.#report({ kind: VenueReportKind.RequestRejected, clOrdId, reason: 0, text: "too late" });
    } else if (origClOrdId !== order.clOrdId) {
      this.#report({
        kind: VenueReportKind.RequestRejected,
        clOrdId,
        reason: 1,
        text: `${origClOrdId} is not in force`,
      });
    } else if (kind === "cancel") {
      order.isOpen = false;
      this.#report({ kind: VenueReportKind.Canceled, clOrdId, solicited: true });
    } else {
      order.orderQty = Math.max(orderQty, order.cumQty);
      order.price = price;
      order.isOpen = order.orderQty > order.cumQty;
      order.clOrdId = clOrdId;
      this.#report({ kind: VenueReportKind.Replaced, clOrdId, orderQty: order.orderQty as Qty, price: price as Ticks });
    }
  }

  #refuse({ kind, clOrdId }: Request, text: string): void {
    const isNew = kind === "new";
    this.#report({
      kind: isNew ? VenueReportKind.Rejected : VenueReportKind.RequestRejected,
      clOrdId,
      reason: isNew ? 0 : 2,
      text,
    });
  }

  #fill(lastQty: number, lastPx: number): void {
    const order = this.#current();
    order.cumQty += lastQty;
    order.isOpen = order.cumQty < order.orderQty;
    const exchangeExecId = `T${this.#reportSequence + 1}`;
    order.trades.push({ exchangeExecId, qty: lastQty, px: lastPx });
    const trade = { clOrdId: order.clOrdId, exchangeExecId, lastQty: lastQty as Qty, lastPx: lastPx as Ticks };
    this.#report({ kind: VenueReportKind.Fill, ...trade });
  }

  /** A trade is undone, or was another; `qty` 0 undoes it. */
  #change(number: number, qty: number, px: string | undefined, isBack: boolean): void {
    const order = this.#current();
    const trade = order.trades[number - 1];
    if (trade === undefined) throw new Error(`the order has no trade ${number}`);
    order.cumQty += qty - trade.qty;
    if (isBack) order.isOpen = true;
    const exchangeExecRefId = trade.exchangeExecId;
    trade.exchangeExecId = `T${this.#reportSequence + 1}`;
    const undone = trade.qty as Qty;
    trade.qty = qty;
    if (qty > 0) trade.px = parseDecimal(px ?? "", 2);
    this.#report({
      kind: qty === 0 ? VenueReportKind.Busted : VenueReportKind.Corrected,
      clOrdId: order.clOrdId,
      exchangeExecId: trade.exchangeExecId,
      exchangeExecRefId,
      lastQty: qty === 0 ? undone : (qty as Qty),
      lastPx: trade.px as Ticks,
      ...(isBack ? { leavesQty: (order.orderQty - order.cumQty) as Qty } : {}),
    });
  }

  /** Trading is halted: what asked for it is suspended or canceled, the rest rests and nothing is said. */
  #halt(): void {
    const order = this.#current();
    const { clOrdId, onHalt } = order;
    const text = "trading is halted";
    if (onHalt === "reinstate") this.#report({ kind: VenueReportKind.Suspended, clOrdId, text });
    if (onHalt !== "cancel") return;
    order.isOpen = false;
    this.#report({ kind: VenueReportKind.Canceled, clOrdId, text, restatementReason: 6 });
  }

  #restate(orderQty: number, price: number, reason: string | undefined): void {
    const order = this.#current();
    // A split counts what was filled in the new shares.
    if (reason === "0") order.cumQty = Math.round((order.cumQty * orderQty) / order.orderQty);
    Object.assign(order, { orderQty, price, isOpen: orderQty > order.cumQty });
    this.#report({
      kind: VenueReportKind.Restated,
      clOrdId: order.clOrdId,
      orderQty: orderQty as Qty,
      price: price as Ticks,
      ...(reason === undefined ? {} : { restatementReason: Number(reason) }),
    });
  }

  #end(kind: VenueReport["kind"], text: string): void {
    const order = this.#current();
    order.isOpen = false;
    this.#report({ kind, clOrdId: order.clOrdId, text });
  }

  #report(given: Partial<VenueReport>): void {
    this.#listener?.onReport({ ...EMPTY, ...given, reportSequence: ++this.#reportSequence });
  }

  #next(): Request {
    const request = this.#waiting.shift();
    if (request === undefined) throw new Error("the venue has nothing to answer");
    return request;
  }

  #current(): VenueOrder {
    if (this.#latest === null) throw new Error("the venue has no order");
    return this.#latest;
  }

  #named(clOrdId: string): VenueOrder {
    const order = this.#orders.get(numberOf(clOrdId));
    if (order === undefined) throw new Error(`the venue knows no order ${clOrdId}`);
    return order;
  }
}

/** Our ClOrdIDs at a venue are the order and the number of its request. */
function numberOf(clOrdId: string): string {
  return clOrdId.split("-")[0];
}
