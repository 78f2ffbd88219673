/** What it costs to see that a plain order is plain, and to carry the currency and destination of another. */
import { orderTerms, readOrderTerms } from "../../src/client/order-terms.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import type { BenchRow } from "../row.ts";
import { orderViews, plainOrderMessage, viewOf } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;

export function run(quick = false): Promise<BenchRow[]> {
  const views = Array.from({ length: MESSAGES }, (_, index) => viewOf(plainOrderMessage(100_000 + index)));
  const carrying = orderViews(100_000, MESSAGES);
  const dictionary = dictionaryOf("FIX.4.4", "");
  let plain = 0;
  let carried = 0;
  return measure(
    [
      {
        name: "readOrderTerms: of a plain order",
        unit: "ns",
        budget: 30,
        perTurn: MESSAGES,
        turn: () => {
          plain = 0;
          for (let index = 0; index < MESSAGES; index++) {
            readOrderTerms(views[index], dictionary);
            if (orderTerms.moreTerms.length === 0 && orderTerms.carried === "") plain++;
          }
        },
        check: () => same(plain, MESSAGES, "plain orders"),
      },
      {
        name: "readOrderTerms: of an order with a currency and a destination",
        unit: "ns",
        perTurn: MESSAGES,
        turn: () => {
          carried = 0;
          for (let index = 0; index < MESSAGES; index++) {
            readOrderTerms(carrying[index], dictionary);
            if (orderTerms.carried !== "") carried++;
          }
        },
        check: () => same(carried, MESSAGES, "orders with something to carry"),
      },
    ],
    quick,
  );
}
