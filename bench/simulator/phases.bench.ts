/** What it costs to see that continuous trading takes an order's terms. */
import { Phase, phaseFault } from "../../simulator/phases.ts";
import { Text } from "../../simulator/report-text.ts";
import { OrdType, TimeInForce } from "../../src/domain/values.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 10_000;
const TIMES = [TimeInForce.Day, TimeInForce.ImmediateOrCancel, TimeInForce.Day, TimeInForce.GoodTillCancel] as const;

const TYPES = Array.from({ length: 8 }, (_, index) => (index === 0 ? OrdType.Market : OrdType.Limit));

export function run(quick = false): Promise<BenchRow[]> {
  let taken = 0;
  // The phases are those of instruments, not a constant that could be reckoned before the loop.
  const phases = new Uint8Array(16).fill(Phase.Continuous);
  return measure(
    [
      {
        name: "phases: an order in continuous trading",
        unit: "ns",
        budget: 3,
        perTurn: ORDERS,
        turn: () => {
          taken = 0;
          for (let index = 0; index < ORDERS; index++) {
            const fault = phaseFault(phases[index & 15] as Phase, false, TYPES[index & 7], TIMES[index & 3]);
            if (fault === Text.None) taken++;
          }
        },
        check: () => {
          same(taken, ORDERS, "orders taken");
          same(
            phaseFault(Phase.Halted, false, OrdType.Limit, TimeInForce.Day),
            Text.TradingHalted,
            "an order in a halt",
          );
        },
      },
    ],
    quick,
  );
}
