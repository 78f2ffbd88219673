/**
 * Orders that outlive the day, over a venue that takes Day orders only: kept here, and given to the venue anew each day as a
 * Day order of what is left. When the venue ends its Day order, ours is done for the day.
 */
import { keepsForDays } from "../domain/order-support.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { ExecRestatementReason } from "../domain/values.ts";
import { isCare } from "./held-orders.ts";
import { Stage } from "./order-table.ts";
import { intendedVenueOf } from "./routing.ts";
import type { Entry, State } from "./state.ts";

const REQUEST_NUMBER_MAX = 0xffff;
const FIRST_ENTRY: Readonly<Entry> = { requestNumber: 1, baseQty: 0, place: 0 };

/** What the order's venue calls the order today. */
export function entryOf(state: State, orderId: number): Readonly<Entry> {
  return state.entries.size === 0 ? FIRST_ENTRY : (state.entries.get(orderId) ?? FIRST_ENTRY);
}

/** Is the order a Day order to its venue? */
export function isSentAsDay(state: State, row: number): boolean {
  const { orders, venues } = state;
  if (isCare(orders, row)) return false;
  const line = venues.lines[intendedVenueOf(state, row)];
  return line !== undefined && keepsForDays(line, String.fromCharCode(orders.timeInForce[row]));
}

/** Does a report speak of what the order was to its venue on an earlier day? */
export function isOfEarlierDay(
  state: State,
  { orderId, requestNumber }: { orderId: number; requestNumber: number },
): boolean {
  return requestNumber < entryOf(state, orderId).requestNumber;
}

/** The order is told as carried on, and goes to its venue as a new one. */
export function enterAgain(state: State, row: number, events: Event[]): void {
  const { orders } = state;
  const orderId = orders.idOf(row);
  const requestNumber = orders.requestNumber[row] + 1;
  if (requestNumber > REQUEST_NUMBER_MAX) {
    events.push({ type: EventType.OrderExpired, orderId, text: "the order has had too many requests" });
    return;
  }
  restate(state, row, orderId, events);
  // What its list has let go of it may be traded already.
  if (orders.orderQty[row] - state.lists.heldQtyOf(orderId) <= orders.cumQty[row]) return;
  events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
}

/** The order is carried into a new day as it is (FIX 4.4 Volume 4 Appendix D, H.1). */
export function restate(state: State, row: number, orderId: number, events: Event[]): void {
  const { orders } = state;
  const orderQty = orders.orderQty[row] as Qty;
  const price = orders.price[row] as Ticks;
  const reason = ExecRestatementReason.Renewal;
  events.push({
    type: EventType.OrderRestated,
    orderId,
    orderQty,
    price,
    reason,
    text: "",
    isVenues: false,
    moreTerms: [],
  });
}

/** Is the order kept here until its venue's next day? */
export function isParked(state: State, row: number): boolean {
  return state.orders.stage[row] === Stage.DoneForDay && state.orders.isLive(row) && isSentAsDay(state, row);
}
