/** What the pre-trade checks of an order within its limits cost. */
import { checkRisk, exposure } from "../../src/core/risk.ts";
import type { Instrument } from "../../src/core/state.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, INSTRUMENTS, PRICE } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const { state } = new CoreDay();
  let passed = 0;
  return measure(
    [
      {
        name: "checkRisk: an order within its limits",
        unit: "us",
        budget: 0.3,
        perTurn: ORDERS,
        turn: () => {
          passed = 0;
          for (let index = 0; index < ORDERS; index++) {
            exposure.sessionId = 1;
            exposure.instrument = state.instruments[1 + (index % INSTRUMENTS.length)] as Instrument;
            exposure.orderQty = (100 + index) as Qty;
            exposure.price = (PRICE + (index & 7)) as Ticks;
            if (checkRisk(state)) passed++;
          }
        },
        check: () => {
          same(passed, ORDERS, "orders within their limits");
          exposure.orderQty = 100_001 as Qty;
          same(checkRisk(state), false, "an order beyond its limit");
        },
      },
    ],
    quick,
  );
}
