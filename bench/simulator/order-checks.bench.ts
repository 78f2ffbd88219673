/** What the venue's checks of an order that is fine cost. */
import { TIF_DAY } from "../../simulator/matching/order-pool.ts";
import { checkTerms, termsOf } from "../../simulator/order-checks.ts";
import { Text } from "../../simulator/report-text.ts";
import { emptyRequest, type RequestInput } from "../../simulator/venue-inputs.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import type { BenchRow } from "../row.ts";
import { INSTRUMENTS } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const inputs: RequestInput[] = Array.from({ length: ORDERS }, (_, index) => ({
    ...emptyRequest(),
    participant: 0,
    clientOrder: index + 1,
    request: 1,
    origClientOrder: 0,
    origRequest: 0,
    book: 1,
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.Day,
    orderQty: (100 + index) as Qty,
    price: (10_000 + (index & 63)) as Ticks,
  }));
  let fine = 0;
  let bits = 0;
  return measure(
    [
      {
        name: "order checks of the venue: an order that is fine",
        unit: "ns",
        budget: 15,
        perTurn: ORDERS,
        turn: () => {
          fine = 0;
          bits = 0;
          for (let index = 0; index < ORDERS; index++) {
            const input = inputs[index];
            if (checkTerms(INSTRUMENTS[index % INSTRUMENTS.length], input) === Text.None) fine++;
            bits += termsOf(input.side, input.ordType, input.timeInForce);
          }
        },
        check: () => {
          same(fine, ORDERS, "orders that are fine");
          same(bits, ORDERS * TIF_DAY, "their terms");
          same(checkTerms(INSTRUMENTS[0], { ...inputs[0], orderQty: 0 as Qty }), Text.OffLot, "an order of nothing");
        },
      },
    ],
    quick,
  );
}
