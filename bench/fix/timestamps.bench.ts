/** What a UTCTimestamp costs to write and to read: a new time each, within one second, as traffic comes. */
import { TimestampReader, TimestampWriter } from "../../src/fix/timestamps.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const TIMES = 500;
const START_NS = 1_795_310_400_000_000_000n;
const STEP_NS = 1_000_000n;
const FIELD_BYTES = 32;

export function run(quick = false): Promise<BenchRow[]> {
  const writer = new TimestampWriter(3);
  const reader = new TimestampReader();
  const bytes = Buffer.alloc(TIMES * FIELD_BYTES + FIELD_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const times = Array.from({ length: TIMES }, (_, index) => START_NS + BigInt(index) * STEP_NS);
  let end = 0;
  let sumMs = 0;
  const write = () => {
    for (let index = 0; index < TIMES; index++) end = writer.writeField(view, index * FIELD_BYTES, times[index]);
  };
  write();
  const startMs = Number(START_NS / STEP_NS);
  return measure(
    [
      {
        name: "TimestampWriter: a time of three digits",
        unit: "us",
        budget: 0.08,
        perTurn: TIMES,
        turn: write,
        check: () => same(bytes.toString("latin1", 0, 22), "20261122-01:20:00.000\x01", "the first time"),
      },
      {
        name: "TimestampReader: a time of three digits",
        unit: "us",
        budget: 0.08,
        perTurn: TIMES,
        turn: () => {
          sumMs = 0;
          for (let index = 0; index < TIMES; index++)
            sumMs += reader.readMs(bytes, index * FIELD_BYTES, index * FIELD_BYTES + 21);
        },
        check: () => {
          same(Math.round(sumMs), TIMES * startMs + (TIMES * (TIMES - 1)) / 2, "sum of the times read");
          same(end, (TIMES - 1) * FIELD_BYTES + 22, "where the last one ends");
        },
      },
    ],
    quick,
  );
}
