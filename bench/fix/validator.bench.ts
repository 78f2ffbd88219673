/** What the check of a NewOrderSingle of 17 fields against its dictionary costs, the indexing apart. */
import { Validator } from "../../src/fix/validator.ts";
import { dictionaryOf } from "../../src/fix/versions.ts";
import type { BenchRow } from "../row.ts";
import { orderViews, viewOf } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";
import { whole } from "./messages.ts";

const MESSAGES = 100;

export function run(quick = false): Promise<BenchRow[]> {
  const validator = new Validator(dictionaryOf("FIX.4.4"), {
    emptyValuesAllowed: false,
    userDefinedTagsAllowed: false,
  });
  const views = orderViews(100_000, MESSAGES);
  const head = "35=D|34=2|49=CLIENT01|52=20261122-10:11:12.345|56=LOCKSTEP|";
  const wrong = viewOf(whole(`${head}11=A|21=1|55=ACME|54=Q|60=20261122-10:11:12.345|38=1|40=1|`));
  let valid = 0;
  return measure(
    [
      {
        name: "Validator: a NewOrderSingle of 17 fields",
        unit: "us",
        budget: 0.5,
        perTurn: MESSAGES,
        turn: () => {
          valid = 0;
          for (let index = 0; index < MESSAGES; index++) if (validator.check(views[index])) valid++;
        },
        check: () => {
          same(valid, MESSAGES, "valid messages");
          same(validator.check(wrong) ? 0 : validator.refTagId, 54, "the tag that is wrong");
        },
      },
    ],
    quick,
  );
}
