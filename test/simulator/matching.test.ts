import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/lib/random.ts";
import { Duel, EngineUnderTest } from "./matching-stream.ts";

const SEED = Number(process.env.LOCKSTEP_TEST_SEED ?? Date.now());
const REPEAT = `LOCKSTEP_TEST_SEED=${SEED} npx vitest run test/simulator/matching.test.ts`;
const OPERATIONS = process.env.LOCKSTEP_FULL === "1" ? 10_000_000 : 200_000;
/** A book is begun afresh after so many, so that one seed sees many ways to begin. */
const OPERATIONS_A_BOOK = 5_000;
const DRAWS = 24;

/** An operation as fast-check sees it: a row of numbers to draw from, all the plainer the smaller they are. */
const draws = fc.array(fc.nat(9_999), { minLength: DRAWS, maxLength: DRAWS });

function playRows(rows: readonly (readonly number[])[], tick: number): void {
  const duel = new Duel(tick);
  for (const row of rows) {
    let next = 0;
    const difference = duel.play((bound) => row[next++ % DRAWS] % bound, true);
    if (difference !== "") throw new Error(difference);
  }
}

describe("the matching engine", () => {
  it("trades, triggers, moves and queues exactly as the obvious book does, whatever comes", () => {
    console.info(`matching property seed ${SEED}: ${REPEAT}`);
    fc.assert(
      fc.property(fc.array(draws, { minLength: 1, maxLength: 120, size: "max" }), fc.constantFrom(1, 2), playRows),
      { seed: SEED | 0, numRuns: 600, interruptAfterTimeLimit: 8_000 },
    );
  });

  it(
    "does so over a long seeded stream of all types and modes",
    () => {
      const startMs = Date.now();
      for (let played = 0; played < OPERATIONS; ) {
        const random = new Random(SEED + played);
        const draw = (bound: number): number => random.below(bound);
        const duel = new Duel(random.oneIn(3) ? 5 : 1);
        for (let index = 0; index < OPERATIONS_A_BOOK; index++, played++) {
          const difference = duel.play(draw, index % 16 === 0 || index === OPERATIONS_A_BOOK - 1);
          if (difference !== "") throw new Error(`operation ${played}: ${difference}\nTo see it again: ${REPEAT}`);
        }
      }
      console.info(`${OPERATIONS} operations against the reference in ${Date.now() - startMs} ms`);
    },
    process.env.LOCKSTEP_FULL === "1" ? 7_200_000 : 120_000,
  );

  it("stays at its size while orders of all types come and go", () => {
    const random = new Random(SEED);
    const duel = new Duel();
    const { engine } = duel.real;
    for (let index = 0; index < 4_000; index++) duel.play((bound) => random.below(bound), false);
    for (const isBuy of [true, false]) duel.real.cancelAll(isBuy);
    expect([engine.pool.used, engine.rareTerms.used, duel.real.book.rareOrders]).toEqual([0, 0, 0]);
    expect(engine.pool.highest).toBeLessThan(2_000);
  });

  it("gives a place back with the order", () => {
    const real = new EngineUnderTest();
    const terms = {
      isBuy: true,
      qty: 1,
      timeInForce: "day" as const,
      stopPx: null,
      displayQty: null,
      minQty: 0,
      postOnly: false,
      isMarketToLimit: false,
      peg: null,
      auction: null,
      selfMatchId: 0,
      selfMatchMode: "newest" as const,
    };
    for (let id = 1; id <= 40_000; id++) {
      real.add(id, { ...terms, price: id % 1_000, displayQty: id % 3 === 0 ? 0 : null });
      real.cancel(id - 100);
    }
    expect(real.engine.pool.used).toBe(100);
    expect(real.engine.pool.highest).toBe(101);
    expect(real.engine.rareTerms.used).toBe(33);
  });
});
