/** What a field of an order costs to read and to write, its row found by its OrderID, with a hundred thousand orders. */
import { OrderTable, Stage } from "../../src/core/order-table.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 1_000;
const FIELDS = 6;

export function run(quick = false): Promise<BenchRow[]> {
  const orders = new OrderTable();
  const count = quick ? 1_000 : 100_000;
  for (let orderId = 1; orderId <= count; orderId++) {
    const row = orders.add(orderId);
    orders.stage[row] = Stage.Open;
    orders.orderQty[row] = 1_500;
    orders.price[row] = 10_125;
  }
  let sum = 0;
  let at = 0;
  let open = 0;
  const idAt = (index: number) => 1 + ((at + index * 7_919) % count);
  return measure(
    [
      {
        name: "OrderTable: a field read, in a row of six",
        unit: "ns",
        budget: 5,
        perTurn: ORDERS * FIELDS,
        before: () => void at++,
        turn: () => {
          sum = 0;
          for (let index = 0; index < ORDERS; index++) {
            const row = orders.rowOf(idAt(index));
            sum += orders.orderQty[row] + orders.price[row] + orders.cumQty[row];
            sum += orders.stage[row] + orders.pending[row] + orders.clOrdIdEntry[row];
          }
        },
        check: () => same(sum, ORDERS * (1_500 + 10_125 + Stage.Open - 1), "sum of what was read"),
      },
      {
        name: "OrderTable: a field written, in a row of six",
        unit: "ns",
        budget: 5,
        perTurn: ORDERS * FIELDS,
        before: () => void at++,
        turn: () => {
          for (let index = 0; index < ORDERS; index++) {
            const row = orders.rowOf(idAt(index));
            orders.orderQty[row] = 1_500;
            orders.price[row] = 10_125;
            orders.cumQty[row] = 0;
            orders.stage[row] = Stage.Open;
            orders.requestNumber[row] = 1;
            orders.acceptedRequest[row] = 1;
          }
        },
        check: () => same(orders.requestNumber[orders.rowOf(idAt(0))], 1, "what was written"),
      },
      {
        name: "OrderTable: status and open quantity of an order",
        unit: "ns",
        perTurn: ORDERS,
        turn: () => {
          open = 0;
          for (let index = 0; index < ORDERS; index++) {
            const row = orders.rowOf(idAt(index));
            if (orders.ordStatus(row) === "0") open += orders.leavesQty(row);
          }
        },
        check: () => same(open, ORDERS * 1_500, "open quantity"),
      },
    ],
    quick,
  );
}
