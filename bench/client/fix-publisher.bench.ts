/** What a report costs from its event to the session's store: of an order taken, of a fill, and with two drop copies. */
import { FixPublisher } from "../../src/client/fix-publisher.ts";
import { type Event, EventType } from "../../src/domain/records.generated.ts";
import { FixSession } from "../../src/fix/session.ts";
import { BatchClock, SystemClock } from "../../src/lib/clock.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { CountingStore, lineConfig } from "../support/fix-line.ts";
import { measure, same, type Task } from "../support/measure.ts";

const REPORTS = 100;

export function run(quick = false): Promise<BenchRow[]> {
  const day = new CoreDay();
  const acknowledged = eventsOf(day, (orderId) => {
    day.tell(newOrder(orderId));
    day.tell(day.accepted(orderId));
  });
  const filled = eventsOf(day, (orderId) => {
    day.tell(newOrder(orderId));
    day.tell(day.accepted(orderId));
    day.tell(day.fill(orderId));
  });
  return measure(
    [
      task(day, "FixPublisher: the report New of an order", acknowledged, EventType.OrderAcknowledged, 0),
      task(day, "FixPublisher: the report of a fill", filled, EventType.OrderFilled, 0),
      task(day, "FixPublisher: a report of a fill, with two drop copies", filled, EventType.OrderFilled, 2),
    ],
    quick,
  );
}

/** The last event of so many orders. */
function eventsOf(day: CoreDay, tell: (orderId: number) => void): Event[] {
  return Array.from({ length: REPORTS }, () => {
    tell(day.state.orders.count + 1);
    return day.events[day.events.length - 1];
  });
}

function task(day: CoreDay, name: string, events: readonly Event[], type: EventType, copies: number): Task {
  const clock = new BatchClock(new SystemClock());
  const publisher = new FixPublisher(day.state, () => {});
  const store = new CountingStore();
  publisher.addSession(new FixSession({ id: 1, config: lineConfig(), store, clock }));
  for (let copy = 0; copy < copies; copy++) {
    const session = new FixSession({ id: 2 + copy, config: lineConfig(), store, clock });
    publisher.addDropCopy(session, { sessionIds: null, accounts: null });
  }
  let sequence = 100_000;
  let from = 0;
  return {
    name,
    unit: "us",
    perTurn: REPORTS * (1 + copies),
    budget: 0.9,
    before: () => {
      from = store.sentCount;
    },
    turn: () => {
      // As in the sequencer: a batch has one time.
      clock.letGo();
      const nowNs = clock.nowNs();
      clock.hold(nowNs);
      for (let index = 0; index < REPORTS; index++) publisher.publish(events[index], ++sequence, 1, nowNs);
      publisher.release();
    },
    check: () => {
      same(events[0].type, type, "the type of the events");
      same(store.sentCount - from, REPORTS * (1 + copies), "reports stored");
      same(store.sentBytes / store.sentCount > 200, true, "reports of more than 200 bytes");
    },
  };
}
