/** Requests of clients that an operator keeps back: they wait in the order they came until he has them answered. */
import { emptyRequest, type RequestInput } from "../venue-inputs.ts";

/** Beyond these requests go on as if nobody held them. */
const HELD_MAX = 10_000;

export type HeldRequest = { readonly kind: number; readonly input: RequestInput };

export class HeldRequests {
  /** Whose requests have to wait from now on: a CompID, "" for everybody's; null for nobody's. */
  session: string | null = null;
  readonly #waiting: HeldRequest[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** @returns false when it has to go on because too many wait */
  keep(kind: number, input: RequestInput): boolean {
    if (this.#waiting.length >= HELD_MAX) return false;
    this.#waiting.push({ kind, input: { ...emptyRequest(), ...input, terms: { ...input.terms } } });
    return true;
  }

  /** The one that has waited longest. */
  next(): HeldRequest | undefined {
    return this.#waiting.shift();
  }
}
