/** What finding the level of a price costs, with two hundred and with ten thousand levels. */
import { PriceIndex } from "../../../simulator/matching/price-index.ts";
import { Random } from "../../../src/lib/random.ts";
import type { BenchRow } from "../../row.ts";
import { measure, same, type Task } from "../../support/measure.ts";

const SEED = 20_261_122;
const LOOK_UPS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  return measure([lookUps(200), lookUps(10_000), changes(200)], quick);
}

function filled(levels: number): PriceIndex {
  const index = new PriceIndex();
  for (let level = 1; level <= levels; level++) index.add(10_000 + level, level);
  return index;
}

function lookUps(levels: number): Task {
  const index = filled(levels);
  const random = new Random(SEED);
  const prices = Float64Array.from({ length: LOOK_UPS }, () => 10_001 + random.below(levels));
  let sum = 0;
  return {
    name: `PriceIndex: a look-up, ${levels.toLocaleString("en-US")} levels`,
    unit: "ns",
    budget: 8,
    perTurn: LOOK_UPS,
    turn: () => {
      sum = 0;
      for (let at = 0; at < LOOK_UPS; at++) sum += index.find(prices[at]);
    },
    check: () =>
      same(
        sum,
        prices.reduce((total, price) => total + price - 10_000, 0),
        "sum of the levels found",
      ),
  };
}

function changes(levels: number): Task {
  const index = filled(levels);
  const random = new Random(SEED);
  const leaving = Int32Array.from({ length: LOOK_UPS }, () => 1 + random.below(levels));
  return {
    name: `PriceIndex: a price removed and added again, ${levels} levels`,
    unit: "ns",
    perTurn: LOOK_UPS,
    turn: () => {
      for (let at = 0; at < LOOK_UPS; at++) {
        index.remove(10_000 + leaving[at]);
        index.add(10_000 + leaving[at], leaving[at]);
      }
    },
    check: () => {
      for (let level = 1; level <= levels; level++) same(index.find(10_000 + level), level, "a level");
    },
  };
}
