/** What a fill costs to put down and to read again. */
import { FillTable, placeOf } from "../../src/core/fill-table.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const FILLS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const fills = new FillTable();
  let sum = 0;
  return measure(
    [
      {
        name: "FillTable: a fill put down and read",
        unit: "ns",
        budget: 10,
        perTurn: FILLS,
        turn: () => {
          sum = 0;
          for (let entry = 0; entry < FILLS; entry++) fills.put(entry, 100, 10_000, placeOf(entry + 1, 1));
          for (let entry = 0; entry < FILLS; entry++) sum += fills.lastQty[fills.standingFor(entry)];
        },
        check: () => same(sum, FILLS * 100, "quantity of the fills"),
      },
    ],
    quick,
  );
}
