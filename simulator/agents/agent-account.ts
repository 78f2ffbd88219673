/**
 * One agent before the exchange: its participant number, its orders by their numbers, and whether it may go on.
 *
 * In: the reports of its orders. Out: nothing but the state that its orders and its owner go by. It runs while the venue
 * carries inputs out, and so writes none: an agent that has to be stopped is marked, and stopped at the next tick.
 */
import type { ByteWriter } from "../../src/lib/byte-buffer.ts";
import { errorText } from "../../src/lib/errors.ts";
import { ReportKind } from "../report-queue.ts";
import { Text, textOf } from "../report-text.ts";
import { encodeMassCancel } from "../venue-inputs.ts";
import type { AgentOrder, AgentOrders } from "./agent-orders.ts";
import type { AgentKind } from "./agent-settings.ts";
import type { FillMemory } from "./fill-memory.ts";
import type { Strategy } from "./trading-desk.ts";

/** So many refusals in a row, and whatever the agent does is no use. */
const REFUSALS_MAX = 100;

export class AgentAccount {
  readonly name: string;
  readonly kind: AgentKind;
  readonly participant: number;
  readonly inputs: ByteWriter;
  /** Why it was stopped; "" while it runs. */
  why = "";
  readonly #fills: FillMemory;
  readonly #orders = new Map<number, { order: AgentOrder; of: AgentOrders }>();
  readonly #strategies = new Map<AgentOrders, Strategy>();
  readonly #onStopped: (name: string, why: string) => void;
  #lastOrder: number;
  #refusals = 0;
  /** What is to be said and done at the next tick, because a report brought it about. */
  #toStop = "";

  /** @param lastOrder the greatest order number the participant used in earlier lives */
  constructor(
    who: { name: string; kind: AgentKind; participant: number },
    inputs: ByteWriter,
    lastOrder: number,
    fills: FillMemory,
    onStopped: (name: string, why: string) => void,
  ) {
    this.name = who.name;
    this.kind = who.kind;
    this.participant = who.participant;
    this.inputs = inputs;
    this.#lastOrder = lastOrder;
    this.#fills = fills;
    this.#onStopped = onStopped;
  }

  get isStopped(): boolean {
    return this.why !== "";
  }

  newOrder(): number {
    return ++this.#lastOrder;
  }

  /** What hears of the fills of these orders. */
  addDesk(orders: AgentOrders, strategy: Strategy): void {
    this.#strategies.set(orders, strategy);
  }

  own(order: AgentOrder, of: AgentOrders): void {
    this.#orders.set(order.clientOrder, { order, of });
  }

  disown(order: AgentOrder): void {
    this.#orders.delete(order.clientOrder);
  }

  /** For good: its orders are canceled, and it sends none any more. The exchange goes on. */
  stop(why: string): void {
    if (this.isStopped) return;
    this.why = why;
    encodeMassCancel(this.inputs, this.participant, 0, "");
    this.#onStopped(this.name, why);
  }

  /** Does what a report brought about. */
  settle(): void {
    if (this.#toStop !== "") this.stop(this.#toStop);
  }

  /** A report of the exchange, as `ClientListener.onReport` has it. */
  onReport(
    kind: number,
    clientOrder: number,
    request: number,
    execNumber: number,
    lastQty: number,
    orderQty: number,
    reason: number,
    text: number,
  ): void {
    if (kind === ReportKind.Busted || kind === ReportKind.Corrected) {
      this.#onTradeChanged(reason, clientOrder, kind === ReportKind.Busted ? 0 : lastQty);
      return;
    }
    const known = this.#orders.get(clientOrder);
    if (known === undefined) return;
    const { order, of } = known;
    switch (kind) {
      case ReportKind.Accepted:
        this.#refusals = 0;
        return;
      case ReportKind.Fill:
        this.#fills.note(execNumber, of, order, lastQty);
        of.onFill(order, lastQty);
        this.#tellFill(of, order, lastQty);
        return;
      case ReportKind.Replaced:
        this.#refusals = 0;
        of.onReplaced(order, orderQty);
        return;
      case ReportKind.RequestRejected:
        if (request !== order.request) return;
        of.onRequestRejected(order);
        this.#countRefusal(text);
        return;
      case ReportKind.Rejected:
        of.onEnd(order);
        this.#countRefusal(text);
        return;
      case ReportKind.Canceled:
      case ReportKind.Expired:
        of.onEnd(order);
        return;
    }
  }

  /** An agent's bug is the agent's end, not the exchange's. */
  #tellFill(of: AgentOrders, order: AgentOrder, qty: number): void {
    try {
      this.#strategies.get(of)?.onFill?.(order, qty);
    } catch (error) {
      this.#toStop = `it failed: ${errorText(error)}`;
    }
  }

  /** @param qty what the trade is of now */
  #onTradeChanged(execNumber: number, clientOrder: number, qty: number): void {
    const fill = this.#fills.change(execNumber, qty);
    if (fill === null) return;
    fill.of.onUndone(fill.undoneQty, this.#orders.get(clientOrder)?.order ?? null);
  }

  #countRefusal(text: number): void {
    // Orders end while requests are under way: that is no fault of the agent's.
    if (text === Text.OrderDone || text === Text.UnknownOrder) return;
    if (++this.#refusals < REFUSALS_MAX) return;
    this.#toStop = `its last ${REFUSALS_MAX} requests were refused, the last one because ${textOf(text)}`;
  }
}
