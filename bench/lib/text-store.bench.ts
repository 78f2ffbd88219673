/** What a venue's OrderID costs to keep and to read back. */
import { TextStore } from "../../src/lib/text-store.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const TEXTS = 1_000;
/** The store is made anew before it is full. */
const ADDED_MAX = 1_000_000;

export function run(quick = false): Promise<BenchRow[]> {
  const texts = Array.from({ length: TEXTS }, (_, index) => `X${1_000_000 + index}`);
  const entries = new Int32Array(TEXTS);
  let store = new TextStore();
  let added = 0;
  let length = 0;
  const add = () => {
    for (let index = 0; index < TEXTS; index++) entries[index] = store.add(texts[index]);
  };
  const read = () => {
    length = 0;
    for (let index = 0; index < TEXTS; index++) length += store.textOf(entries[index]).length;
  };
  const check = () => same(store.textOf(entries[TEXTS - 1]), texts[TEXTS - 1], "the last text");
  return measure(
    [
      {
        name: "TextStore: a text of 8 characters added",
        unit: "ns",
        budget: 40,
        perTurn: TEXTS,
        before: () => {
          added += TEXTS;
          if (added > ADDED_MAX) {
            store = new TextStore();
            added = 0;
          }
        },
        turn: add,
        check,
      },
      {
        name: "TextStore: a text read back",
        unit: "ns",
        perTurn: TEXTS,
        turn: read,
        check: () => same(length, TEXTS * 8, "characters read"),
      },
    ],
    quick,
  );
}
