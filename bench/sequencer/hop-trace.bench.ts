/** What following a sample of orders costs each order that is not one of them, and one that is. */
import { type Command, EventType } from "../../src/domain/records.generated.ts";
import { HopTrace } from "../../src/sequencer/hop-trace.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 500;

export function run(quick = false): Promise<BenchRow[]> {
  const day = new CoreDay();
  const commands: Command[] = Array.from({ length: ORDERS }, (_, index) => newOrder(index + 1));
  day.tell(commands[0]);
  const accepted = [...day.events];
  const acknowledged = { type: EventType.OrderAcknowledged, orderId: 1, exchangeOrderId: "X1" } as const;
  const busy = new HopTrace();
  // One order is under way: the others are passed over.
  while (!busy.wants(commands[0]));
  busy.follow(commands[0], 1);
  const idle = new HopTrace();
  let passed = 0;
  let followed = 0;
  return measure(
    [
      {
        name: "HopTrace: an order that is not followed",
        unit: "ns",
        budget: 100,
        perTurn: ORDERS,
        turn: () => {
          passed = 0;
          for (let index = 0; index < ORDERS; index++) {
            const command = commands[index];
            if (!busy.wants(command) && !(index > 0 && busy.followed === command)) passed++;
            if (busy.awaitsReport || busy.isReporting) passed--;
          }
        },
        check: () => same(passed, ORDERS, "orders passed over"),
      },
      {
        name: "HopTrace: an order that is followed, all its stamps",
        unit: "us",
        perTurn: ORDERS,
        turn: () => {
          const before = idle.histograms[0].summary().count;
          for (let index = 0; index < ORDERS; index++) {
            while (!idle.wants(commands[0]));
            idle.follow(commands[0], 1);
            idle.judged(accepted, 1.1, 1.2, 1.3);
            idle.released(1.4, 1.5, 1.5, 1.6);
            idle.published(acknowledged, 1.7);
            idle.released(1.8, 1.9, 2, 2);
          }
          followed = idle.histograms[0].summary().count - before;
        },
        check: () => same(followed, ORDERS, "orders followed"),
      },
    ],
    quick,
  );
}
