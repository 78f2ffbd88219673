/** The orders a client has sent, as its counterparty last reported them, and the requests that wait for an answer. */

import type { OrderCommand } from "../../domain/order-grammar.ts";
import { ExecType, OrdStatus, OrdType, type Side, TimeInForce } from "../../domain/values.ts";
import type { MessageView } from "../../fix/message-view.ts";
import { MsgType, Tag } from "../../fix/tags.ts";
import { execTypeOf, ORD_STATUS_WORDS, termsText, trimPrice } from "./report-words.ts";

export type OwnOrder = {
  /** The ClOrdID in force: that of the order, or of its last replace that took effect. */
  clOrdId: string;
  readonly side: Side;
  readonly symbol: string;
  readonly ordType: OrdType;
  readonly timeInForce: TimeInForce;
  /** People are to work it. */
  readonly isCare: boolean;
  qty: string;
  /** "" for a market order. */
  price: string;
  /** "" until the first report. */
  ordStatus: string;
  cumQty: string;
  avgPx: string;
  lastPx: string;
};

const FINAL: ReadonlySet<string> = new Set([
  OrdStatus.Filled,
  OrdStatus.Canceled,
  OrdStatus.Rejected,
  OrdStatus.Expired,
  OrdStatus.DoneForDay,
]);

export function isDone(order: OwnOrder): boolean {
  return FINAL.has(order.ordStatus);
}

type Request = {
  readonly kind: "new" | "cancel" | "replace" | "status";
  readonly order: OwnOrder;
  readonly msgSeqNum: number;
};

export class OwnOrders {
  readonly all: OwnOrder[] = [];
  /** By every ClOrdID an order ever had. */
  readonly #byId = new Map<string, OwnOrder>();
  readonly #waiting = new Map<string, Request>();
  readonly #idPrefix: string;
  readonly #watchers = new Set<() => void>();
  #isOver = false;

  constructor(idPrefix: string) {
    this.#idPrefix = idPrefix;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** By ClOrdID, by the number after its prefix, or "last": the newest. */
  find(target: string): OwnOrder | undefined {
    if (target === "last") return this.all[this.all.length - 1];
    return this.#byId.get(target) ?? this.#byId.get(`${this.#idPrefix}-${target}`);
  }

  add(clOrdId: string, command: Extract<OrderCommand, { kind: "new" }>, msgSeqNum: number): OwnOrder {
    const { side, symbol, ordType, timeInForce, isCare, qty, price } = command;
    const order: OwnOrder = {
      clOrdId,
      side,
      symbol,
      ordType,
      timeInForce,
      isCare,
      qty,
      price,
      ordStatus: "",
      cumQty: "0",
      avgPx: "0",
      lastPx: "",
    };
    this.all.push(order);
    this.#byId.set(clOrdId, order);
    this.#waiting.set(clOrdId, { kind: "new", order, msgSeqNum });
    return order;
  }

  ask(clOrdId: string, kind: Request["kind"], order: OwnOrder, msgSeqNum: number): void {
    this.#waiting.set(clOrdId, { kind, order, msgSeqNum });
  }

  /** Takes up an ExecutionReport, OrderCancelReject, BusinessMessageReject or Reject. @returns the ClOrdID it is about */
  take(message: MessageView): string {
    let clOrdId = message.text(Tag.ClOrdID);
    if (message.msgType === MsgType.ExecutionReport) {
      this.#takeReport(message, clOrdId);
    } else {
      if (message.msgType !== MsgType.OrderCancelReject) clOrdId = this.#byNumber(message.int(Tag.RefSeqNum));
      const request = this.#waiting.get(clOrdId);
      if (request?.kind === "new") request.order.ordStatus = OrdStatus.Rejected;
      this.#waiting.delete(clOrdId);
    }
    this.#look();
    return clOrdId;
  }

  /** @returns whether every request was answered within the time */
  settled(withinMs: number): Promise<boolean> {
    return this.until(() => this.#waiting.size === 0, withinMs);
  }

  /** No answer comes any more: the session is over, and nobody waits longer. */
  end(): void {
    this.#isOver = true;
    this.#look();
  }

  /** Waits until something is so, looking after every message. @returns whether it came to be within the time */
  until(isSo: () => boolean, withinMs: number): Promise<boolean> {
    if (this.#isOver || isSo()) return Promise.resolve(isSo());
    return new Promise((resolve) => {
      const end = (met: boolean) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(met);
      };
      const look = () => {
        if (this.#isOver || isSo()) end(isSo());
      };
      const timer = setTimeout(() => end(isSo()), withinMs);
      this.#watchers.add(look);
    });
  }

  #takeReport(report: MessageView, clOrdId: string): void {
    const order = this.#byId.get(clOrdId) ?? this.#waiting.get(clOrdId)?.order;
    if (order === undefined) return;
    const execType = execTypeOf(report);
    order.ordStatus = report.char(Tag.OrdStatus);
    order.cumQty = report.text(Tag.CumQty);
    order.avgPx = report.text(Tag.AvgPx);
    if (report.has(Tag.LastPx)) order.lastPx = report.text(Tag.LastPx);
    if (report.has(Tag.OrderQty)) order.qty = report.text(Tag.OrderQty);
    if (report.has(Tag.Price)) order.price = report.text(Tag.Price);
    if (execType === "5" || execType === "4") {
      order.clOrdId = clOrdId;
      this.#byId.set(clOrdId, order);
    }
    const request = this.#waiting.get(clOrdId);
    if (request !== undefined && isAnswer(request, execType)) this.#waiting.delete(clOrdId);
  }

  #look(): void {
    for (const look of [...this.#watchers]) look();
  }

  #byNumber(msgSeqNum: number): string {
    for (const [clOrdId, request] of this.#waiting) if (request.msgSeqNum === msgSeqNum) return clOrdId;
    return "";
  }
}

/**
 * An order that cannot rest is answered when it is done, any other by its first report. That it is pending (150=A) is an
 * answer too: a person has to accept it first, and nobody knows when. What asks for a change is answered when it is made.
 */
function isAnswer({ kind, order }: Request, execType: string): boolean {
  switch (kind) {
    case "new": {
      const cannotRest =
        order.ordType === OrdType.Market ||
        order.timeInForce === TimeInForce.ImmediateOrCancel ||
        order.timeInForce === TimeInForce.FillOrKill;
      return execType === ExecType.PendingNew || !cannotRest || isDone(order);
    }
    case "cancel":
      return execType === "4";
    case "replace":
      return execType === "5";
    default:
      return execType === "I";
  }
}

/** One line for a list. */
export function orderLine(order: OwnOrder): string {
  const terms = termsText(order.side, order.qty, order.symbol, order.price, order.timeInForce);
  const state = order.ordStatus === "" ? "sent" : (ORD_STATUS_WORDS[order.ordStatus] ?? order.ordStatus);
  const filled =
    Number(order.cumQty) === 0 ? "" : `, ${order.cumQty} filled at average ${trimPrice(order.avgPx, order.lastPx)}`;
  return `${order.clOrdId}  ${terms}: ${state}${filled}`;
}
