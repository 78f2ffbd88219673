/** Both turns of an order through the core: judged and applied as a new order, and as what the venue answers. */
import { type Command, EventType } from "../../src/domain/records.generated.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 500;
/** The state is made anew when it has so many. */
const ORDERS_MAX = 200_000;

export function run(quick = false): Promise<BenchRow[]> {
  let day = new CoreDay();
  let commands: Command[] = [];
  let routed = 0;
  let acknowledged = 0;
  const turn = () => {
    routed = 0;
    acknowledged = 0;
    for (let index = 0; index < commands.length; index++) {
      day.tell(commands[index]);
      const last = day.events[day.events.length - 1].type;
      if (last === EventType.OrderRouted) routed++;
      else if (last === EventType.OrderAcknowledged) acknowledged++;
    }
  };
  return measure(
    [
      {
        name: "core: an order's two turns, decided and applied",
        unit: "us",
        budget: 1,
        perTurn: ORDERS,
        before: () => {
          if (day.state.orders.count > ORDERS_MAX) day = new CoreDay();
          const first = day.state.orders.count + 1;
          commands = [];
          for (let orderId = first; orderId < first + ORDERS; orderId++) commands.push(newOrder(orderId));
          for (let orderId = first; orderId < first + ORDERS; orderId++) commands.push(day.accepted(orderId));
        },
        turn,
        check: () => {
          same(routed, ORDERS, "orders routed");
          same(acknowledged, ORDERS, "orders acknowledged");
        },
      },
    ],
    quick,
  );
}
