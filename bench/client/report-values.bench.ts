/** What the words of a report cost. */
import { reportFormOf } from "../../src/client/report-form.ts";
import { execTypeOf, statusOf } from "../../src/client/report-values.ts";
import { ExecType, OrdStatus } from "../../src/domain/values.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const REPORTS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const form = reportFormOf("FIX.4.2", "");
  let fills = 0;
  return measure(
    [
      {
        name: "report values: a fill's ExecType and OrdStatus in FIX 4.2",
        unit: "ns",
        budget: 10,
        perTurn: REPORTS,
        turn: () => {
          fills = 0;
          for (let index = 0; index < REPORTS; index++) {
            const ordStatus = index & 1 ? OrdStatus.Filled : OrdStatus.PartiallyFilled;
            if (execTypeOf(form, ExecType.Trade, ordStatus) === statusOf(form, ordStatus)) fills++;
          }
        },
        check: () => same(fills, REPORTS, "fills that say what they led to"),
      },
    ],
    quick,
  );
}
