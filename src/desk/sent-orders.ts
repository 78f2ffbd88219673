/** What people at this desk sent of late: which order is their last, and whether they send the same one again. In memory. */
import type { ActionReply, ActionRequest } from "./action-wire.ts";

const KEPT_MAX = 1_000;

export type SentOrder = {
  user: string;
  /** "" for one that came without. */
  actionId: string;
  /** What it asked for, in one text to compare. */
  terms: string;
  atMs: number;
  /** 0 until it is known. */
  orderId: number;
};

export class SentOrders {
  readonly #sent: SentOrder[] = [];
  readonly #nowMs: () => number;

  /** @param nowMs UTC */
  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  /** Follows a new order, or a part of one, to its outcome; of other actions there is nothing to keep. */
  follow(request: ActionRequest, outcome: Promise<ActionReply>): void {
    if (request.action !== "new" && request.action !== "slice") return;
    const { user, actionId = "" } = request;
    // Asked again what became of it.
    if (actionId !== "" && this.#sent.some((each) => each.actionId === actionId)) return;
    const sent: SentOrder = { user, actionId, terms: termsOf(request), atMs: this.#nowMs(), orderId: 0 };
    this.#sent.push(sent);
    if (this.#sent.length > KEPT_MAX) this.#sent.shift();
    const forget = () => this.#sent.splice(this.#sent.indexOf(sent) >>> 0, 1);
    outcome.then(({ status, orderId }) => {
      if (status === "refused") forget();
      else if (status === "done") sent.orderId = orderId;
    }, forget);
  }

  /** The newest one of a user that was the same, within so many milliseconds. */
  same(request: ActionRequest, withinMs: number): { sent: SentOrder; agoMs: number } | null {
    const terms = termsOf(request);
    const nowMs = this.#nowMs();
    const sent = this.#sent.findLast((each) => each.user === request.user && each.terms === terms);
    return sent === undefined || nowMs - sent.atMs >= withinMs ? null : { sent, agoMs: nowMs - sent.atMs };
  }

  /** @returns the OrderID of a user's newest order; 0 when he has sent none since the desk started */
  lastOf(user: string): number {
    return this.#sent.findLast((each) => each.user === user && each.orderId !== 0)?.orderId ?? 0;
  }
}

function termsOf({ action, orderId = 0, side, qty, symbol, price, timeInForce = "0" }: ActionRequest): string {
  return JSON.stringify([action, orderId, side, Number(qty), symbol, Number(price), timeInForce]);
}
