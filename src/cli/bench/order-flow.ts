/**
 * What a load session does next, by seed: the same seed makes the same choices as long as the answers come in the same
 * order. It keeps the orders that rest, so that a cancel or a replace always names one that can be; when none can, a new
 * order takes its place, and the result says how many requests of each kind really went out.
 */
import { Random } from "../../lib/random.ts";
import type { Mix } from "./mixes.ts";

export const RequestKind = { Rest: 0, Take: 1, Cancel: 2, Replace: 3 } as const;
export type RequestKind = (typeof RequestKind)[keyof typeof RequestKind];
export const REQUEST_NAMES: readonly string[] = ["new", "take", "cancel", "replace"];

/** Ticks of 0.01 around which books are built. */
const MIDDLE = 10_000;
const DEEPEST = 900;
const NOWHERE = -1;

export class OrderFlow {
  /** By request: what it was, and the order's terms. */
  readonly kinds: Uint8Array;
  readonly isBuy: Uint8Array;
  readonly prices: Int32Array;
  readonly symbols: Uint16Array;
  /** By request: the request whose ClOrdID it names as OrigClOrdID. */
  readonly origins: Int32Array;
  /** The request that is to be sent; set by `next`. */
  request = 0;
  /** Orders that rest and wait for no answer. */
  readonly #idle: Int32Array;
  readonly #placeOf: Int32Array;
  #idleCount = 0;
  readonly #random: Random;
  readonly #mix: Mix;
  readonly #symbolCount: number;

  constructor(mix: Mix, seed: number, symbolCount: number, requestsMax: number) {
    this.#mix = mix;
    this.#random = new Random(seed);
    this.#symbolCount = symbolCount;
    this.kinds = new Uint8Array(requestsMax);
    this.isBuy = new Uint8Array(requestsMax);
    this.prices = new Int32Array(requestsMax);
    this.symbols = new Uint16Array(requestsMax);
    this.origins = new Int32Array(requestsMax).fill(NOWHERE);
    this.#idle = new Int32Array(requestsMax);
    this.#placeOf = new Int32Array(requestsMax).fill(NOWHERE);
  }

  /** Decides request number `request`. @param isDepth it only builds the books */
  next(request: number, isDepth: boolean): RequestKind {
    this.request = request;
    const kind = isDepth ? RequestKind.Rest : this.#choose();
    this.kinds[request] = kind;
    if (kind === RequestKind.Cancel || kind === RequestKind.Replace) this.#onOrder(request, kind);
    else this.#onNew(request, kind);
    return kind;
  }

  /** The order now rests under this request. */
  rests(request: number): void {
    if (this.#placeOf[request] !== NOWHERE) return;
    this.#placeOf[request] = this.#idleCount;
    this.#idle[this.#idleCount++] = request;
  }

  /** The order under this request waits for an answer, or is done. */
  leaves(request: number): void {
    const place = this.#placeOf[request];
    if (place === NOWHERE) return;
    const last = this.#idle[--this.#idleCount];
    this.#idle[place] = last;
    this.#placeOf[last] = place;
    this.#placeOf[request] = NOWHERE;
  }

  get restingCount(): number {
    return this.#idleCount;
  }

  #choose(): RequestKind {
    const { rest, take, cancel } = this.#mix;
    const draw = this.#random.below(100);
    if (draw < rest) return RequestKind.Rest;
    if (draw < rest + take) return RequestKind.Take;
    if (this.#idleCount === 0) return RequestKind.Rest;
    return draw < rest + take + cancel ? RequestKind.Cancel : RequestKind.Replace;
  }

  #onNew(request: number, kind: RequestKind): void {
    const isBuy = this.#random.below(2);
    const away = kind === RequestKind.Take ? -DEEPEST - 1 : 1 + this.#random.below(DEEPEST);
    this.isBuy[request] = isBuy;
    this.prices[request] = isBuy === 1 ? MIDDLE - away : MIDDLE + away;
    this.symbols[request] = this.#random.below(this.#symbolCount);
  }

  #onOrder(request: number, kind: RequestKind): void {
    const origin = this.#idle[this.#random.below(this.#idleCount)];
    this.leaves(origin);
    this.origins[request] = origin;
    this.isBuy[request] = this.isBuy[origin];
    this.symbols[request] = this.symbols[origin];
    const away = 1 + this.#random.below(DEEPEST);
    if (kind === RequestKind.Cancel) this.prices[request] = this.prices[origin];
    else this.prices[request] = this.isBuy[origin] === 1 ? MIDDLE - away : MIDDLE + away;
  }
}
