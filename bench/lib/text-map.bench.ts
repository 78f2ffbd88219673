/** What a ClOrdID costs to look up and to add, with a million of them there. */
import { TextMap } from "../../src/lib/text-map.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const KEYS = 1_000;
/** Added to before the map is made anew: few, so that it never grows meanwhile. */
const ADDED_MAX = 40_000;

export function run(quick = false): Promise<BenchRow[]> {
  const million = quick ? 10_000 : 1_000_000;
  let map = filled(million);
  let keys: string[] = [];
  let found = 0;
  let next = million;
  return measure(
    [
      {
        name: `TextMap: look-up of one of ${million.toLocaleString("en-US")} keys`,
        unit: "ns",
        budget: 60,
        perTurn: KEYS,
        before: () => {
          keys = Array.from({ length: KEYS }, (_, index) => keyOf((next * 7 + index * 104_729) % million));
          next++;
        },
        turn: () => {
          found = 0;
          for (let index = 0; index < KEYS; index++) if (map.find(1, keys[index]) >= 0) found++;
        },
        check: () => same(found, KEYS, "keys found"),
      },
      {
        name: `TextMap: look-up of a key that is not there, as a new order's, beside ${million.toLocaleString("en-US")}`,
        unit: "ns",
        budget: 60,
        perTurn: KEYS,
        before: () => {
          keys = Array.from({ length: KEYS }, (_, index) => keyOf(2 * million + next++ + index));
        },
        turn: () => {
          found = 0;
          for (let index = 0; index < KEYS; index++) if (map.find(1, keys[index]) < 0) found++;
        },
        check: () => same(found, KEYS, "keys not found"),
      },
      {
        name: `TextMap: a key more than ${million.toLocaleString("en-US")}`,
        unit: "ns",
        budget: 60,
        perTurn: KEYS,
        before: () => {
          if (map.size > million + ADDED_MAX) map = filled(million);
          keys = Array.from({ length: KEYS }, (_, index) => keyOf(map.size + index));
        },
        turn: () => {
          for (let index = 0; index < KEYS; index++) map.put(1, keys[index], index);
        },
        check: () => same(map.textOf(map.size - 1), keys[KEYS - 1], "the last key added"),
      },
    ],
    quick,
  );
}

function keyOf(number: number): string {
  return `ORD${String(number).padStart(8, "0")}`;
}

function filled(count: number): TextMap {
  const map = new TextMap(count + ADDED_MAX);
  for (let number = 0; number < count; number++) map.put(1, keyOf(number), number);
  return map;
}
