/** What a request costs to put down and to take out, with a thousand orders that have one each. */
import { OrderTable, Pending } from "../../src/core/order-table.ts";
import { RequestPool } from "../../src/core/request-pool.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  const orders = new OrderTable();
  for (let orderId = 1; orderId <= ORDERS; orderId++) orders.add(orderId);
  const requests = new RequestPool();
  let found = 0;
  return measure(
    [
      {
        name: "RequestPool: a request added, found by its number and removed",
        unit: "ns",
        budget: 30,
        perTurn: ORDERS,
        turn: () => {
          found = 0;
          for (let row = 1; row <= ORDERS; row++) requests.add(orders, row, Pending.Replace, row, 2);
          for (let row = 1; row <= ORDERS; row++) {
            const slot = requests.sentAs(orders, row, 2);
            if (requests.clOrdIdEntry[slot] === row) found++;
            requests.remove(orders, row, slot);
          }
        },
        check: () => same(found, ORDERS, "requests found"),
      },
    ],
    quick,
  );
}
