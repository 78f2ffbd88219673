/** Orders of a list that wait no longer. */
import type { Qty } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import type { OrdType, Side, TimeInForce } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";
import { leave } from "./new-order.ts";
import { Flag } from "./order-table.ts";
import { intendedVenueOf } from "./routing.ts";
import type { State } from "./state.ts";

/** How much of an order its list lets go: as the event says it. */
export type LetGo = { orderQty: Qty; heldQty: Qty; isPart: boolean };

/** Lets an order that was there before this command go. */
export function releaseListed(state: State, orderId: number, letGo: LetGo, events: Event[]): void {
  const { orders } = state;
  const row = orders.rowOf(orderId);
  const instrument = state.instruments[orders.instrumentId[row]];
  assert(instrument !== undefined, "an order of an unknown instrument");
  const order = {
    side: String.fromCharCode(orders.side[row]) as Side,
    ordType: String.fromCharCode(orders.ordType[row]) as OrdType,
    timeInForce: String.fromCharCode(orders.timeInForce[row]) as TimeInForce,
  };
  const isTold = (orders.flags[row] & Flag.Warehoused) !== 0;
  events.push({ type: EventType.ListOrderReleased, orderId, ...letGo });
  leave(
    state,
    orderId,
    instrument,
    intendedVenueOf(state, row),
    order,
    state.moreTermsOf(row) as number[],
    isTold,
    events,
  );
}
