/** Who is told of what becomes of an order: the OMS by its queue, an agent or a client of the server by its listener. */
import { NO_PRICE } from "../src/domain/price.ts";
import { MARKET, type OrderPool, TERMS } from "./matching/order-pool.ts";
import type { OrderDirectory } from "./order-directory.ts";
import { type ClientListener, FIRST_CLIENT, Participant } from "./participants.ts";
import { ReportKind, type ReportQueue } from "./report-queue.ts";
import { Text } from "./report-text.ts";

export class ReportTeller {
  clientListener: ClientListener | null = null;
  agentListener: ClientListener | null = null;
  readonly #reports: ReportQueue;
  readonly #pool: OrderPool;

  constructor(reports: ReportQueue, pool: OrderPool) {
    this.#reports = reports;
    this.#pool = pool;
  }

  /** A report without quantity and price. */
  report(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    reason: number,
    text: Text,
  ): void {
    this.tell(participant, kind, clientOrder, request, orderNumber, 0, 0, NO_PRICE, 0, NO_PRICE, reason, text);
  }

  /** A report goes to the OMS's queue, to the clients' listener or the agents'. */
  tell(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    execNumber: number,
    lastQty: number,
    lastPx: number,
    orderQty: number,
    price: number,
    reason: number,
    text: number,
  ): void {
    if (participant === Participant.Oms) {
      const reports = this.#reports;
      reports.add(kind, clientOrder, request, orderNumber, execNumber, lastQty, lastPx, orderQty, price, reason, text);
    } else {
      const to = participant >= FIRST_CLIENT ? this.clientListener : this.agentListener;
      to?.onReport(
        participant,
        kind,
        clientOrder,
        request,
        orderNumber,
        execNumber,
        lastQty,
        lastPx,
        orderQty,
        price,
        reason,
        text,
      );
    }
  }

  /** A report on an order as it is. */
  say(kind: number, order: number, text: Text): void {
    const pool = this.#pool;
    const isPriced = (pool.i32[(order << 4) + TERMS] & MARKET) === 0;
    const price = isPriced ? pool.price(order) : NO_PRICE;
    const clientOrder = pool.clientOrder(order);
    const request = pool.request(order);
    const orderNumber = pool.orderNumber(order);
    const orderQty = pool.orderQty(order);
    const participant = pool.participant(order);
    this.tell(participant, kind, clientOrder, request, orderNumber, 0, 0, NO_PRICE, orderQty, price, 0, text);
  }

  /** How one of the OMS's orders stands; nothing of one that is done, whose last report came before. */
  status(directory: OrderDirectory, clientOrder: number, request: number): void {
    const reports = this.#reports;
    const kind = ReportKind.Status;
    const handle = directory.handle(clientOrder);
    if (handle > 0) {
      const pool = this.#pool;
      const isPriced = (pool.i32[(handle << 4) + TERMS] & MARKET) === 0;
      const price = isPriced ? pool.price(handle) : NO_PRICE;
      const orderQty = pool.orderQty(handle);
      const cumQty = orderQty - pool.leavesQty(handle);
      const orderNumber = pool.orderNumber(handle);
      reports.add(kind, clientOrder, pool.request(handle), orderNumber, 0, cumQty, NO_PRICE, orderQty, price, 1, 0);
    } else if (!directory.knows(clientOrder)) {
      reports.add(kind, clientOrder, request, 0, 0, 0, NO_PRICE, 0, NO_PRICE, 0, Text.None);
    }
  }

  /** Both orders of a self-match are told: one is out, or goes on as it is now. */
  selfMatch(order: number, isOut: boolean): void {
    if (!isOut) return this.say(ReportKind.Restated, order, Text.SelfMatch);
    const pool = this.#pool;
    const participant = pool.participant(order);
    const clientOrder = pool.clientOrder(order);
    const kind = ReportKind.Canceled;
    this.report(participant, kind, clientOrder, pool.request(order), pool.orderNumber(order), 0, Text.SelfMatch);
  }
}
