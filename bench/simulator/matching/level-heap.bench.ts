/** What a price level costs to add and to remove among two hundred, and to look at the best. */
import { LevelHeap } from "../../../simulator/matching/level-heap.ts";
import { Random } from "../../../src/lib/random.ts";
import type { BenchRow } from "../../row.ts";
import { measure, same } from "../../support/measure.ts";

const SEED = 20_261_122;
const LEVELS = 200;
const OPERATIONS = 1_000;
const LOOKS = 10_000;

export function run(quick = false): Promise<BenchRow[]> {
  const heap = new LevelHeap();
  const random = new Random(SEED);
  const keys = Array.from({ length: LEVELS + 1 }, (_, level) => 10_000 + level);
  for (let level = 1; level <= LEVELS; level++) heap.add(level, keys[level]);
  const leaving = Int32Array.from({ length: OPERATIONS }, () => 1 + random.below(LEVELS));
  const limits = Float64Array.of(keys[1] - 1, keys[1]);
  let crossed = 0;
  return measure(
    [
      {
        name: `LevelHeap: a level removed and added again, ${LEVELS} there`,
        unit: "ns",
        budget: 40,
        note: "two operations of 20 ns",
        perTurn: OPERATIONS,
        turn: () => {
          for (let index = 0; index < OPERATIONS; index++) {
            heap.remove(leaving[index]);
            heap.add(leaving[index], keys[leaving[index]]);
          }
        },
        check: () => {
          same(heap.size, LEVELS, "levels");
          same(heap.bestKey, keys[1], "the best key");
        },
      },
      {
        name: "LevelHeap: a look at the best",
        unit: "ns",
        budget: 1,
        perTurn: LOOKS,
        turn: () => {
          // As the engine looks: whether the best may trade.
          crossed = 0;
          for (let index = 0; index < LOOKS; index++) if (heap.bestKey <= limits[index & 1]) crossed++;
        },
        check: () => same(crossed, LOOKS / 2, "looks at a best that may trade"),
      },
    ],
    quick,
  );
}
