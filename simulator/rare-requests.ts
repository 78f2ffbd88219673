/** Requests with rare terms on their way into the engine: what a replace leaves out, what the market has against them. */
import type { MatchingEngine } from "./matching/matching-engine.ts";
import { TERMS } from "./matching/order-pool.ts";
import type { AmendOutcome } from "./matching/outcomes.ts";
import { NO_RARE_TERMS, type RareTerms, rowOf } from "./matching/rare-terms.ts";
import { isRare, termsOf } from "./order-checks.ts";
import { completeReplace, keepTriggered, toRareTerms } from "./rare-checks.ts";
import { Text } from "./report-text.ts";
import type { RequestInput } from "./venue-inputs.ts";

export class RareRequests {
  readonly #engine: MatchingEngine;
  /** Reused: what the order is to have, and what it had. */
  readonly #terms: RareTerms = { ...NO_RARE_TERMS };
  readonly #before: RareTerms = { ...NO_RARE_TERMS };

  constructor(engine: MatchingEngine) {
    this.#engine = engine;
  }

  /** Gives a new order the request's rare terms. */
  equip(order: number, input: RequestInput): void {
    toRareTerms(input, this.#terms);
    this.#engine.equip(order, this.#terms);
  }

  /** A replace of an order with rare terms may leave them out. @returns why it cannot be, or Text.None */
  completeReplace(order: number, input: RequestInput): Text {
    const row = rowOf(this.#engine.pool.i32[(order << 4) + TERMS]);
    if (row !== 0) this.#engine.rareTerms.read(row, this.#before);
    else if (isRare(input)) Object.assign(this.#before, NO_RARE_TERMS);
    else return Text.None;
    return completeReplace(input, this.#before);
  }

  /** Carries out a replace that `completeReplace` has seen. */
  amend(order: number, terms: number, input: RequestInput): AmendOutcome {
    if (!isRare(input)) return this.#engine.amend(order, terms, input.orderQty, input.price);
    toRareTerms(input, this.#terms);
    keepTriggered(this.#before, this.#terms);
    return this.#engine.amendRare(order, terms, input.orderQty, input.price, this.#terms);
  }

  /** What the state of the market has against terms that are good in themselves. */
  fault(book: number, input: RequestInput, trades: boolean, tradingDay: number): Text {
    const { terms, hasTerms, ordType, price } = input;
    if (this.#engine.rareTerms.isFull) return Text.TooManyRareTerms;
    if (!hasTerms) return Text.None;
    if (terms.expireDate !== 0 && terms.expireDate < tradingDay) return Text.ExpireDateOver;
    if (!trades) return terms.minQty === 0 ? Text.None : Text.NeedsTrading;
    const ownTerms = termsOf(input.side, ordType, input.timeInForce);
    return terms.postOnly && this.#engine.couldTrade(book, ownTerms, price) ? Text.PostOnlyWouldTrade : Text.None;
  }
}
