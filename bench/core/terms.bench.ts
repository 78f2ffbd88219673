/** What the check of an order's terms against its instrument's rules costs. */
import { checkTerms, terms } from "../../src/core/terms.ts";
import { NO_MORE_TERMS } from "../../src/domain/more-terms.ts";
import type { BenchRow } from "../row.ts";
import { INSTRUMENTS, newOrder, PRICE } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 1_000;
const DAY = 20_261_122;

export function run(quick = false): Promise<BenchRow[]> {
  const orders = Array.from({ length: ORDERS }, (_, index) => ({
    ...newOrder(index + 1),
    priceMantissa: (PRICE + (index & 15)) * (index & 1 ? 1 : 10),
    priceScale: index & 1 ? 2 : 3,
  }));
  let passed = 0;
  let price = 0;
  return measure(
    [
      {
        name: "checkTerms: an order that fits its instrument",
        unit: "us",
        budget: 0.2,
        perTurn: ORDERS,
        turn: () => {
          passed = 0;
          for (let index = 0; index < ORDERS; index++) {
            if (checkTerms(orders[index], INSTRUMENTS[index % INSTRUMENTS.length], NO_MORE_TERMS, DAY)) passed++;
            price = terms.price;
          }
        },
        check: () => {
          same(passed, ORDERS, "orders that fit");
          same(price, PRICE + ((ORDERS - 1) & 15), "the last order's price");
        },
      },
    ],
    quick,
  );
}
