/**
 * The agents' latest fills by ExecID, so that a bust or a correction finds whose inventory it changes. As many as the venue
 * can still change: a ring, where newest overwrites oldest.
 */
import { Side } from "../../src/domain/values.ts";
import { TRADES_KEPT } from "../trade-log.ts";
import type { AgentOrder, AgentOrders } from "./agent-orders.ts";

const PLACES = TRADES_KEPT * 2;

export class FillMemory {
  readonly #execNumbers = new Float64Array(PLACES);
  /** Signed: what was sold is below 0. */
  readonly #qtys = new Float64Array(PLACES);
  readonly #owners: (AgentOrders | null)[] = new Array(PLACES).fill(null);

  note(execNumber: number, of: AgentOrders, order: AgentOrder, qty: number): void {
    const at = execNumber % PLACES;
    this.#execNumbers[at] = execNumber;
    this.#qtys[at] = order.side === Side.Buy ? qty : -qty;
    this.#owners[at] = of;
  }

  /** The trade is of so much now. @returns whose it is, and what of it is undone (signed); null for one not remembered */
  change(execNumber: number, qty: number): { of: AgentOrders; undoneQty: number } | null {
    const at = execNumber % PLACES;
    const of = this.#owners[at];
    if (of === null || this.#execNumbers[at] !== execNumber) return null;
    const before = this.#qtys[at];
    this.#qtys[at] = before < 0 ? -qty : qty;
    return { of, undoneQty: before - this.#qtys[at] };
  }
}
