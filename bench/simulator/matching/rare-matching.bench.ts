/**
 * What an order costs on the long way through the engine: a thousand orders of all types rest, one of all types comes
 * and works off what it sets off, one goes. Nothing is left behind: the heap is looked at over the whole.
 */
import { MatchingEngine } from "../../../simulator/matching/matching-engine.ts";
import { LEVEL, MARKET, SELL, TIF_IMMEDIATE_OR_CANCEL } from "../../../simulator/matching/order-pool.ts";
import { type TradeListener, WorkOutcome } from "../../../simulator/matching/outcomes.ts";
import * as rare from "../../../simulator/matching/rare-terms.ts";
import { NO_PRICE, type Qty, type Ticks } from "../../../src/domain/price.ts";
import { Random } from "../../../src/lib/random.ts";
import type { BenchRow } from "../../row.ts";
import { measure, same } from "../../support/measure.ts";

const SEED = 20_261_122;
const RESTING = 1_000;
const OPERATIONS = 1_000;
const MIDDLE_PX = 10_000;

/** Orders of all types, as they come from `Random`; the oldest goes when there are too many. */
class Market implements TradeListener {
  readonly engine = new MatchingEngine(this, { onSelfMatch: () => {} });
  trades = 0;
  readonly #book = this.engine.addBook();
  readonly #random = new Random(SEED);
  readonly #terms: rare.RareTerms = { ...rare.NO_RARE_TERMS };
  /** Handles by order number, in a ring: who is there may have ended and its handle be another's. */
  readonly #handles = new Int32Array(RESTING * 8);
  #number = 0;

  onTrade(): void {
    this.trades++;
  }

  play(): void {
    const { engine } = this;
    const random = this.#random;
    const type = random.below(10);
    const isBuy = random.oneIn(2);
    const away = random.oneIn(20) ? -40 : 1 + random.below(200);
    const price = (isBuy ? MIDDLE_PX - away : MIDDLE_PX + away) as Ticks;
    const stopPx = isBuy ? MIDDLE_PX + 150 + away : MIDDLE_PX - 150 - away;
    const flags = FLAGS[type];
    const isStop = (flags & rare.STOP) !== 0;
    const isMarket = isStop || type === 9;
    const terms = (isBuy ? 0 : SELL) | (isMarket ? MARKET : 0) | (type === 8 ? TIF_IMMEDIATE_OR_CANCEL : 0);
    const qty = (1 + random.below(100)) as Qty;
    const number = ++this.#number;
    const order = engine.create(this.#book, terms, qty, isMarket ? NO_PRICE : price, number, 0, number, 1);
    if (flags !== 0 || type === 5) {
      this.#terms.flags = flags;
      this.#terms.stopPx = isStop ? stopPx : 0;
      this.#terms.displayQty = (flags & rare.ICEBERG) !== 0 ? 10 : 0;
      this.#terms.selfMatchId = type === 5 ? 1 + random.below(50) : 0;
      this.#terms.pegOffset = (flags & rare.PEG_MASK) === 0 ? 0 : isBuy ? -5 : 5;
      engine.equip(order, this.#terms);
    }
    const at = number % this.#handles.length;
    this.#cancel(this.#handles[at], number - this.#handles.length);
    this.#handles[at] = engine.work(order) === WorkOutcome.Resting ? order : 0;
    this.#settle();
    const old = number - RESTING * 2;
    if (old > 0) this.#cancel(this.#handles[old % this.#handles.length], old);
  }

  #settle(): void {
    for (;;) {
      let order = this.engine.nextTriggered(this.#book);
      if (order === 0) order = this.engine.nextRepriced(this.#book);
      if (order === 0) return;
      this.engine.work(order);
    }
  }

  #cancel(order: number, number: number): void {
    const { pool } = this.engine;
    if (order === 0 || pool.orderNumber(order) !== number || pool.i32[(order << 4) + LEVEL] === 0) return;
    this.engine.cancel(order);
    this.#settle();
  }
}

/** By type: three plain ones, an iceberg, a hidden one, one with a self-match id, a peg, a stop, then IOC and market. */
const FLAGS = [0, 0, 0, rare.ICEBERG, rare.HIDDEN, 0, rare.PEG_PRIMARY, rare.STOP, 0, 0];

export function run(quick = false): Promise<BenchRow[]> {
  const market = new Market();
  for (let index = 0; index < RESTING * 10; index++) market.play();
  const { pool, rareTerms } = market.engine;
  const trades = market.trades;
  const highest = pool.highest;
  return measure(
    [
      {
        name: "RareMatching: an order of any type comes, one goes",
        unit: "ns",
        budget: 1_200,
        note: "with what they set off",
        perTurn: OPERATIONS,
        turn: () => {
          for (let index = 0; index < OPERATIONS; index++) market.play();
        },
        check: () => {
          same(market.trades > trades, true, "that orders trade");
          same(rareTerms.used > 0, true, "that rare orders rest");
          same(pool.highest < highest * 2, true, "that the pool stays at its size");
        },
      },
    ],
    quick,
  );
}
