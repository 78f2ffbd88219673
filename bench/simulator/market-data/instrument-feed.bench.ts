/** What a row of an instrument's feed costs to write, and to be read back. */
import { InstrumentFeed, RowKind, type RowListener } from "../../../simulator/market-data/instrument-feed.ts";
import type { BenchRow } from "../../row.ts";
import { measure, same } from "../../support/measure.ts";

const ROWS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const feed = new InstrumentFeed();
  let sum = 0;
  const reader: RowListener = {
    onRow(kind, _side, _price, qty) {
      sum += qty + kind;
    },
  };
  const write = () => {
    for (let row = 0; row < ROWS; row++) feed.push(RowKind.Level, row & 1, 10_000 + row, 100, 3);
  };
  write();
  let before = 0;
  return measure(
    [
      {
        name: "InstrumentFeed: a row written",
        unit: "ns",
        budget: 10,
        perTurn: ROWS,
        before: () => {
          before = feed.written;
        },
        turn: write,
        check: () => same(feed.written - before, ROWS, "rows written"),
      },
      {
        name: "InstrumentFeed: a row read",
        unit: "ns",
        perTurn: ROWS,
        before: () => {
          sum = 0;
        },
        turn: () => {
          feed.give(feed.written - ROWS, false, reader);
        },
        check: () => same(sum, ROWS * 101, "the sum of what was read"),
      },
    ],
    quick,
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.table(await run());
