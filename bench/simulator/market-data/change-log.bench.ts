/** What it costs matching to note a row for the market data. */
import { Change, ChangeLog } from "../../../simulator/market-data/change-log.ts";
import type { BenchRow } from "../../row.ts";
import { measure, same } from "../../support/measure.ts";

const ROWS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const log = new ChangeLog();
  return measure(
    [
      {
        name: "ChangeLog: a row noted",
        unit: "ns",
        budget: 4,
        perTurn: ROWS,
        before: () => log.clear(),
        turn: () => {
          for (let row = 0; row < ROWS; row++) log.add(Change.Rested, 3, row & 1, row, 10_000 + row, 100);
        },
        check: () => {
          same(log.size, ROWS, "rows");
          same(log.price(ROWS - 1), 10_000 + ROWS - 1, "the last price");
        },
      },
    ],
    quick,
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
