/** How agents reach the venue: the same journaled inputs as everybody, under their own participant numbers. */
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { OrdType, type Side, TimeInForce } from "../../src/domain/values.ts";
import type { ByteWriter } from "../../src/lib/byte-buffer.ts";
import { encodeCancel, encodeNewOrder, encodeReplace } from "../venue-inputs.ts";

export class AgentOrders {
  readonly participant: number;
  readonly #inputs: ByteWriter;
  #clientOrder: number;

  /** @param lastOrder the greatest order number the participant used in earlier lives */
  constructor(participant: number, inputs: ByteWriter, lastOrder: number) {
    this.participant = participant;
    this.#inputs = inputs;
    this.#clientOrder = lastOrder;
  }

  /** A limit order that stays until it is canceled; its request number is 1. @returns its number. */
  place(book: number, side: Side, orderQty: Qty, price: Ticks): number {
    return this.#new(book, side, TimeInForce.GoodTillCancel, orderQty, price);
  }

  /** A limit order that trades at once or not at all. */
  take(book: number, side: Side, orderQty: Qty, price: Ticks): void {
    this.#new(book, side, TimeInForce.ImmediateOrCancel, orderQty, price);
  }

  /** New terms, as the order's request `request`; the one in force is the one before. */
  replace(clientOrder: number, request: number, orderQty: Qty, price: Ticks): void {
    const { Limit } = OrdType;
    const { GoodTillCancel } = TimeInForce;
    const orig = request - 1;
    const { participant } = this;
    encodeReplace(
      this.#inputs,
      participant,
      clientOrder,
      request,
      clientOrder,
      orig,
      Limit,
      GoodTillCancel,
      orderQty,
      price,
    );
  }

  cancel(clientOrder: number, request: number): void {
    encodeCancel(this.#inputs, this.participant, clientOrder, request, clientOrder, request - 1);
  }

  #new(book: number, side: Side, timeInForce: TimeInForce, orderQty: Qty, price: Ticks): number {
    const clientOrder = ++this.#clientOrder;
    const { Limit } = OrdType;
    encodeNewOrder(this.#inputs, this.participant, clientOrder, 1, book, side, Limit, timeInForce, orderQty, price);
    return clientOrder;
  }
}
