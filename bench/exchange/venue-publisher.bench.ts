/** What it costs to give the venue a request that was routed: built from the order's row, handed to a port that counts. */
import type { ExchangePort, VenueNewOrder } from "../../src/domain/exchange-port.ts";
import { type Event, EventType } from "../../src/domain/records.generated.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import type { BenchRow } from "../row.ts";
import { CoreDay, newOrder, ORDER_QTY } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const ORDERS = 500;

export function run(quick = false): Promise<BenchRow[]> {
  const day = new CoreDay();
  for (let orderId = 1; orderId <= ORDERS; orderId++) day.tell(newOrder(orderId));
  const routed: Event[] = Array.from({ length: ORDERS }, (_, index) => ({
    type: EventType.OrderRouted,
    orderId: index + 1,
    venueId: 1,
    requestNumber: 1,
  }));
  let qty = 0;
  let flushes = 0;
  const nothing = () => {};
  const port: ExchangePort = {
    name: "counter",
    connect: nothing,
    newOrder: (order: VenueNewOrder) => {
      qty += order.orderQty;
    },
    cancelOrder: nothing,
    replaceOrder: nothing,
    requestStatus: nothing,
    flush: () => void flushes++,
    visitMarket: nothing,
    close: nothing,
  };
  const publisher = new VenuePublisher(day.state, 1, port);
  return measure(
    [
      {
        name: "VenuePublisher: a new order given to its venue",
        unit: "us",
        budget: 0.3,
        perTurn: ORDERS,
        turn: () => {
          qty = 0;
          flushes = 0;
          for (let index = 0; index < ORDERS; index++) publisher.publish(routed[index]);
          publisher.release();
        },
        check: () => {
          same(qty, ORDERS * ORDER_QTY, "quantity given to the venue");
          same(flushes, 1, "flushes");
        },
      },
    ],
    quick,
  );
}
