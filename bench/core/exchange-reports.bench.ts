/** What judging a venue's report costs: an order taken, and a part of it filled. */
import { decideExchangeAccepted, decideExchangeFill } from "../../src/core/exchange-reports.ts";
import { type Event, EventType, type ExchangeAccepted, type ExchangeFill } from "../../src/domain/records.generated.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const REPORTS = 500;

export function run(quick = false): Promise<BenchRow[]> {
  const day = new CoreDay();
  const first = day.openOrders(quick ? 1_000 : 100_000);
  const waiting = day.state.orders.count + 1;
  for (let index = 0; index < REPORTS; index++) day.tell(newOrder(waiting + index));
  const { state } = day;
  const events: Event[] = [];
  let accepted: ExchangeAccepted[] = [];
  let fills: ExchangeFill[] = [];
  let judged = 0;
  const lastIs = (type: EventType) => events[events.length - 1].type === type;
  const check = () => same(judged, REPORTS, "reports believed");
  return measure(
    [
      {
        name: "decideExchangeAccepted",
        unit: "us",
        budget: 0.4,
        perTurn: REPORTS,
        before: () => {
          accepted = Array.from({ length: REPORTS }, (_, index) => day.accepted(waiting + index));
        },
        turn: () => {
          judged = 0;
          for (let index = 0; index < REPORTS; index++) {
            events.length = 0;
            decideExchangeAccepted(state, accepted[index], events);
            if (lastIs(EventType.OrderAcknowledged)) judged++;
          }
        },
        check,
      },
      {
        name: "decideExchangeFill",
        unit: "us",
        budget: 0.4,
        perTurn: REPORTS,
        before: () => {
          fills = Array.from({ length: REPORTS }, (_, index) => day.fill(first + index));
        },
        turn: () => {
          judged = 0;
          for (let index = 0; index < REPORTS; index++) {
            events.length = 0;
            decideExchangeFill(state, fills[index], events);
            if (lastIs(EventType.OrderFilled)) judged++;
          }
        },
        check,
      },
    ],
    quick,
  );
}
