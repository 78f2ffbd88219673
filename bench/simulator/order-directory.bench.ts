/** What a look-up of a participant's order costs, a hundred thousand there, and a new one noted. */
import { OrderDirectory } from "../../simulator/order-directory.ts";
import { Random } from "../../src/lib/random.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const SEED = 20_261_122;
const ORDERS = 100_000;
const LOOK_UPS = 1_000;
const NOTED_MAX = 2_000_000;

export function run(quick = false): Promise<BenchRow[]> {
  let directory = filled();
  const random = new Random(SEED);
  const wanted = Int32Array.from({ length: LOOK_UPS }, () => 1 + random.below(ORDERS));
  let sum = 0;
  let seen = 0;
  let next = ORDERS;
  return measure(
    [
      {
        name: "OrderDirectory: a look-up",
        unit: "ns",
        budget: 5,
        perTurn: LOOK_UPS,
        turn: () => {
          sum = 0;
          for (let index = 0; index < LOOK_UPS; index++) sum += directory.handle(wanted[index]);
        },
        check: () =>
          same(
            sum,
            wanted.reduce((total, order) => total + order, 0),
            "sum of the handles",
          ),
      },
      {
        name: "OrderDirectory: a new order noted",
        unit: "ns",
        perTurn: LOOK_UPS,
        before: () => {
          if (next < NOTED_MAX) return;
          directory = filled();
          next = ORDERS;
        },
        turn: () => {
          seen = 0;
          for (let index = 0; index < LOOK_UPS; index++) {
            if (directory.hasSeen(++next, 1)) seen++;
            directory.see(next, 1);
            directory.setHandle(next, next);
          }
        },
        check: () => {
          same(seen, 0, "orders seen before");
          same(directory.handle(next), next, "the last handle");
        },
      },
    ],
    quick,
  );
}

function filled(): OrderDirectory {
  const directory = new OrderDirectory();
  for (let order = 1; order <= ORDERS; order++) {
    directory.see(order, 1);
    directory.setHandle(order, order);
  }
  return directory;
}
