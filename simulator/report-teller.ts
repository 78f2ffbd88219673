/** Who is told of what becomes of an order: the OMS by its queue, an agent or a client of the server by its listener. */
import { NO_PRICE } from "../src/domain/price.ts";
import { OrdStatus } from "../src/domain/values.ts";
import type { Adversary } from "./adversary/adversary.ts";
import { ReportLine, UNTOUCHED } from "./adversary/report-line.ts";
import { MARKET, type OrderPool, TERMS } from "./matching/order-pool.ts";
import { NEVER_CAME, type OrderDirectory } from "./order-directory.ts";
import { type ClientListener, FIRST_CLIENT, Participant } from "./participants.ts";
import { ReportKind, type ReportQueue } from "./report-queue.ts";
import { Text } from "./report-text.ts";

/** The numbers of one report, as `ReportQueue.add` takes them. */
type ReportRow = Parameters<ReportQueue["add"]>;

export class ReportTeller {
  clientListener: ClientListener | null = null;
  agentListener: ClientListener | null = null;
  readonly #reports: ReportQueue;
  readonly #pool: OrderPool;
  readonly #adversary: Adversary;
  /** What the adversary does to the OMS's reports happens here. */
  readonly #line: ReportLine<ReportRow>;

  constructor(reports: ReportQueue, pool: OrderPool, adversary: Adversary) {
    this.#reports = reports;
    this.#pool = pool;
    this.#adversary = adversary;
    this.#line = new ReportLine<ReportRow>(
      (row) => reports.add(...row),
      () => reports.addLost(),
    );
    adversary.addLine(this.#line);
  }

  /** A report without quantity and price. */
  report(
    participant: number,
    kind: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    reason: number,
    text: number,
  ): void {
    this.tell(participant, kind, clientOrder, request, orderNumber, 0, 0, NO_PRICE, 0, NO_PRICE, reason, text);
  }

  /** A trade of an order. */
  fill(
    participant: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    execNumber: number,
    qty: number,
    price: number,
  ): void {
    const kind = ReportKind.Fill;
    const none = NO_PRICE;
    this.tell(participant, kind, clientOrder, request, orderNumber, execNumber, qty, price, 0, none, 0, Text.None);
  }

  /** The order's quantity and price from now on; NO_PRICE for a market order. */
  replaced(
    participant: number,
    clientOrder: number,
    request: number,
    orderNumber: number,
    orderQty: number,
    price: number,
  ): void {
    const kind = ReportKind.Replaced;
    const none = NO_PRICE;
    this.tell(participant, kind, clientOrder, request, orderNumber, 0, 0, none, orderQty, price, 0, Text.None);
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
      if (this.#adversary.isAwake && (this.#line.size > 0 || this.#adversary.minds(participant, clientOrder))) {
        this.#adversary.heed(clientOrder, kind, request, orderNumber, lastQty, reason);
        const fate = this.#adversary.fateOf(participant, clientOrder, kind, execNumber);
        if (fate === UNTOUCHED && this.#line.size === 0) {
          reports.add(
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
          return;
        }
        this.#line.pass(
          [kind, clientOrder, request, orderNumber, execNumber, lastQty, lastPx, orderQty, price, reason, text],
          participant,
          fate,
          this.#adversary.nowMs,
        );
        return;
      }
      reports.add(kind, clientOrder, request, orderNumber, execNumber, lastQty, lastPx, orderQty, price, reason, text);
    } else if (participant !== Participant.Hidden) {
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

  /**
   * How one of the OMS's orders stands. Of one that is done nothing is said, as its last report came before; unless the
   * adversary was awake then, and may have lost it.
   */
  status(directory: OrderDirectory, clientOrder: number, request: number): void {
    const oms = Participant.Oms;
    const kind = ReportKind.Status;
    const handle = directory.handle(clientOrder);
    if (handle > 0) {
      const pool = this.#pool;
      const isPriced = (pool.i32[(handle << 4) + TERMS] & MARKET) === 0;
      const price = isPriced ? pool.price(handle) : NO_PRICE;
      const orderQty = pool.orderQty(handle);
      const cumQty = orderQty - pool.leavesQty(handle);
      const orderNumber = pool.orderNumber(handle);
      const inForce = pool.request(handle);
      const status = (cumQty === 0 ? OrdStatus.New : OrdStatus.PartiallyFilled).charCodeAt(0);
      this.tell(oms, kind, clientOrder, inForce, orderNumber, 0, cumQty, NO_PRICE, orderQty, price, status, Text.None);
      return;
    }
    const end = this.#adversary.endOf(oms, clientOrder);
    if (end !== null) {
      const status = end.ordStatus.charCodeAt(0);
      const none = NO_PRICE;
      this.tell(oms, kind, clientOrder, end.request, end.orderNumber, 0, end.cumQty, none, 0, none, status, Text.None);
    } else if (handle === NEVER_CAME || !directory.knows(clientOrder)) {
      this.report(oms, kind, clientOrder, request, 0, 0, Text.None);
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
