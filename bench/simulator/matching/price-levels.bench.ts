/** What an order costs to rest and to remove on one side of a book, ten thousand orders at two hundred prices there. */
import { LEAVES_QTY, OrderPool, PRICE } from "../../../simulator/matching/order-pool.ts";
import { PriceLevels } from "../../../simulator/matching/price-levels.ts";
import { Random } from "../../../src/lib/random.ts";
import type { BenchRow } from "../../row.ts";
import { measure, same } from "../../support/measure.ts";

const SEED = 20_261_122;
const ORDERS = 10_000;
const PRICES = 200;
const OPERATIONS = 1_000;
const QTY = 100;

export function run(quick = false): Promise<BenchRow[]> {
  const pool = new OrderPool(16_384);
  const levels = new PriceLevels(pool, 1);
  const random = new Random(SEED);
  const put = () => {
    const order = pool.take();
    pool.f64[(order << 3) + PRICE] = 10_000 + random.below(PRICES);
    pool.f64[(order << 3) + LEAVES_QTY] = QTY;
    return order;
  };
  for (let index = 0; index < ORDERS; index++) levels.rest(put());
  const orders = Int32Array.from({ length: OPERATIONS }, put);
  const restingQty = () => {
    let total = 0;
    levels.visit(PRICES, (_price, totalQty) => {
      total += totalQty;
    });
    return total;
  };
  return measure(
    [
      {
        name: "PriceLevels: an order rested and removed",
        unit: "ns",
        budget: 80,
        note: "two operations of 40 ns",
        perTurn: OPERATIONS,
        turn: () => {
          for (let index = 0; index < OPERATIONS; index++) levels.rest(orders[index]);
          for (let index = 0; index < OPERATIONS; index++) levels.remove(orders[index], QTY);
        },
        check: () => {
          same(levels.bestKey, 10_000, "the best price");
          same(restingQty(), ORDERS * QTY, "quantity that rests");
        },
      },
    ],
    quick,
  );
}
