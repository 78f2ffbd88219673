/** What judging a client's cancel and replace of an open order costs. */
import { decideCancelOrder, decideReplaceOrder } from "../../src/core/cancel-replace.ts";
import { type CancelOrder, type Event, EventType, type ReplaceOrder } from "../../src/domain/records.generated.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, cancelOrder, replaceOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const REQUESTS = 500;

export function run(quick = false): Promise<BenchRow[]> {
  const day = new CoreDay();
  const first = day.openOrders(quick ? 1_000 : 100_000);
  const { state } = day;
  const events: Event[] = [];
  let cancels: CancelOrder[] = [];
  let replaces: ReplaceOrder[] = [];
  let taken = 0;
  const check = () => same(taken, REQUESTS, "requests taken");
  return measure(
    [
      {
        name: "decideCancelOrder",
        unit: "us",
        budget: 0.4,
        perTurn: REQUESTS,
        before: () => {
          cancels = Array.from({ length: REQUESTS }, (_, index) => cancelOrder(first + index));
        },
        turn: () => {
          taken = 0;
          for (let index = 0; index < REQUESTS; index++) {
            events.length = 0;
            decideCancelOrder(state, cancels[index], events);
            if (events[0].type === EventType.CancelRequested) taken++;
          }
        },
        check,
      },
      {
        name: "decideReplaceOrder",
        unit: "us",
        budget: 0.4,
        perTurn: REQUESTS,
        before: () => {
          replaces = Array.from({ length: REQUESTS }, (_, index) => replaceOrder(first + index));
        },
        turn: () => {
          taken = 0;
          for (let index = 0; index < REQUESTS; index++) {
            events.length = 0;
            decideReplaceOrder(state, replaces[index], events);
            if (events[0].type === EventType.ReplaceRequested) taken++;
          }
        },
        check,
      },
    ],
    quick,
  );
}
