/** What a place for an order costs to take and to give back. */
import { OrderPool } from "../../../simulator/matching/order-pool.ts";
import type { BenchRow } from "../../row.ts";
import { measure, same } from "../../support/measure.ts";

const ORDERS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const pool = new OrderPool(16_384);
  const handles = new Int32Array(ORDERS);
  for (let index = 0; index < 10_000; index++) pool.take();
  const { used } = pool;
  let highest = 0;
  return measure(
    [
      {
        name: "OrderPool: a place taken and given back",
        unit: "ns",
        budget: 10,
        note: "two operations of 5 ns",
        perTurn: ORDERS,
        turn: () => {
          for (let index = 0; index < ORDERS; index++) handles[index] = pool.take();
          highest = pool.used;
          for (let index = 0; index < ORDERS; index++) pool.release(handles[index]);
        },
        check: () => {
          same(highest, used + ORDERS, "places in use");
          same(pool.used, used, "places in use afterwards");
        },
      },
    ],
    quick,
  );
}
