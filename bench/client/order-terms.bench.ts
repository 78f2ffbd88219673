/** What it costs to see that a plain order is plain. */
import { orderTerms, readOrderTerms } from "../../src/client/order-terms.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import type { BenchRow } from "../row.ts";
import { orderViews } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;

export function run(quick = false): Promise<BenchRow[]> {
  const views = orderViews(100_000, MESSAGES);
  const dictionary = dictionaryOf("FIX.4.4", "");
  let plain = 0;
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
    ],
    quick,
  );
}
