/** What judging a new order costs that passes every check, with a hundred thousand orders in the book. */
import { decideNewOrder } from "../../src/core/new-order.ts";
import { type Event, EventType, type NewOrder } from "../../src/domain/records.generated.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 500;

export function run(quick = false): Promise<BenchRow[]> {
  const { state } = dayWith(quick ? 1_000 : 100_000);
  const first = state.orders.count + 1;
  const events: Event[] = [];
  let commands: NewOrder[] = [];
  let accepted = 0;
  return measure(
    [
      {
        name: "decideNewOrder: an order that is taken",
        unit: "us",
        budget: 0.5,
        perTurn: ORDERS,
        // Made anew each turn, as a message's are: a text that was hashed once is cheaper the second time.
        before: () => {
          commands = Array.from({ length: ORDERS }, (_, index) => newOrder(first + index));
        },
        turn: () => {
          accepted = 0;
          for (let index = 0; index < ORDERS; index++) {
            events.length = 0;
            decideNewOrder(state, commands[index], events);
            if (events[0].type === EventType.OrderAccepted) accepted++;
          }
        },
        check: () => same(accepted, ORDERS, "orders accepted"),
      },
    ],
    quick,
  );
}

function dayWith(orders: number): CoreDay {
  const day = new CoreDay();
  day.openOrders(orders);
  return day;
}
