/** What noting where a sent message lies costs, and finding it again. */
import { SentPlaces } from "../../src/client/sent-places.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 1_000;
const MESSAGE_BYTES = 260;

export function run(quick = false): Promise<BenchRow[]> {
  const places = new SentPlaces();
  let last = 0;
  let sum = 0;
  return measure(
    [
      {
        name: "SentPlaces: a message noted",
        unit: "ns",
        budget: 10,
        perTurn: MESSAGES,
        turn: () => {
          for (let index = 0; index < MESSAGES; index++) {
            last++;
            places.put(last, last * MESSAGE_BYTES, MESSAGE_BYTES, 0);
          }
        },
        check: () => same(places.placeOf(last), last * MESSAGE_BYTES, "the last place"),
      },
      {
        name: "SentPlaces: a message found",
        unit: "ns",
        perTurn: MESSAGES,
        turn: () => {
          sum = 0;
          for (let index = 0; index < MESSAGES; index++)
            sum += places.placeOf(last - index) + places.lengthOf(last - index);
        },
        check: () => {
          const expected =
            (MESSAGES * last - (MESSAGES * (MESSAGES - 1)) / 2) * MESSAGE_BYTES + MESSAGES * MESSAGE_BYTES;
          same(sum, expected, "sum of the places and lengths");
        },
      },
    ],
    quick,
  );
}
