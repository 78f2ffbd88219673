/** What it costs to see that a value is written as its type wants it, over the types of an order's fields. */
import { Format, hasFormat } from "../../src/fix/field-format.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const ROUNDS = 100;
/** The fields of a NewOrderSingle that have a format, as often as they come. */
const FIELDS: readonly (readonly [format: number, text: string])[] = [
  [Format.Count, "100027"],
  [Format.Timestamp, "20261122-10:11:12.345"],
  [Format.Text, "ORD-00100027"],
  [Format.Text, "ACC-7"],
  [Format.Char, "1"],
  [Format.Text, "ACME"],
  [Format.Char, "1"],
  [Format.Timestamp, "20261122-10:11:12.344"],
  [Format.Decimal, "1500"],
  [Format.Char, "2"],
  [Format.Decimal, "101.25"],
  [Format.Char, "0"],
];

export function run(quick = false): Promise<BenchRow[]> {
  const bytes = Buffer.from(FIELDS.map(([, text]) => text).join(""), "latin1");
  const formats = FIELDS.map(([format]) => format);
  const ends: number[] = [];
  for (const [, text] of FIELDS) ends.push((ends.at(-1) ?? 0) + text.length);
  const starts = [0, ...ends];
  let right = 0;
  return measure(
    [
      {
        name: "hasFormat: a field of an order",
        unit: "ns",
        budget: 20,
        perTurn: ROUNDS * FIELDS.length,
        turn: () => {
          right = 0;
          for (let round = 0; round < ROUNDS; round++)
            for (let at = 0; at < formats.length; at++)
              if (hasFormat(formats[at], bytes, starts[at], ends[at])) right++;
        },
        check: () => {
          same(right, ROUNDS * FIELDS.length, "fields with their format");
          same(hasFormat(Format.Count, bytes, starts[2], ends[2]), false, "a text that is no count");
        },
      },
    ],
    quick,
  );
}
