/** What applying an event costs, over the whole life of an order: taken, routed, acknowledged, filled in three parts. */
import { decide, evolve } from "../../src/core/core.ts";
import type { Event } from "../../src/domain/records.generated.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 200;
const FILLS = 3;
/** Accepted and routed; each report noted, and what it says. */
const EVENTS_AN_ORDER = 2 + 2 * (1 + FILLS);
const ORDERS_MAX = 200_000;

export function run(quick = false): Promise<BenchRow[]> {
  /** Decides the same orders the bench applies, so that events are those of real orders. */
  let model = new CoreDay();
  let state = new CoreDay().state;
  let events: Event[] = [];
  let timeNs = model.nowNs;
  return measure(
    [
      {
        name: "evolve: an event of an order's life",
        unit: "us",
        budget: 0.3,
        perTurn: ORDERS * EVENTS_AN_ORDER,
        before: () => {
          if (state.orders.count > ORDERS_MAX) {
            model = new CoreDay();
            state = new CoreDay().state;
          }
          events = lives(model);
          timeNs += 1_000n;
        },
        turn: () => {
          for (let index = 0; index < events.length; index++) evolve(state, events[index], timeNs, index);
        },
        check: () => {
          same(events.length, ORDERS * EVENTS_AN_ORDER, "events");
          same(state.orders.settledStatus(state.orders.rowOf(state.orders.count)), "2", "the last order's status");
        },
      },
    ],
    quick,
  );
}

function lives(model: CoreDay): Event[] {
  const all: Event[] = [];
  const first = model.state.orders.count + 1;
  for (let orderId = first; orderId < first + ORDERS; orderId++) {
    for (let step = 0; step < 2 + FILLS; step++) {
      const from = all.length;
      const events: Event[] = [];
      const command = step === 0 ? newOrder(orderId) : step === 1 ? model.accepted(orderId) : model.fill(orderId);
      decide(model.state, command, events);
      all.push(...events);
      for (let index = from; index < all.length; index++) evolve(model.state, all[index], model.nowNs, index);
    }
  }
  return all;
}
