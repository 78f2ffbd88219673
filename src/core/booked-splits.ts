/**
 * Splits of orders on the books of venues that do not split them: the house has them replaced. Cold.
 *
 *   asked     SplitRequested    what the venue has filled stays, in old shares; what is open, and the price, are in new ones
 *   taken     OrderSplit        the client is told; from now on the venue's quantities lie beside ours by what the fills gained
 *             SplitRequested    once more, when something traded on its way: in old shares, so that the venue has another part
 *                               open than the client has left. This one is 1:1 and only puts the quantity right.
 *   refused   a cancel          an order in old shares must not trade in a market of new ones
 *
 * An order that cannot be changed now (its venue's line is down, it is in doubt, a request of its client is under way, it is
 * of a list) is canceled, too, and its client told why. Until the venue has answered, the order can be canceled, not changed.
 */
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType, type SplitRequested } from "../domain/records.generated.ts";
import { HouseCancelCause } from "../domain/values.ts";
import { entryOf, isParked } from "./day-orders.ts";
import { type Ratio, timesRatio } from "./earlier-trades.ts";
import { isCare, isHeld, isSpent } from "./held-orders.ts";
import { requestHouseCancel } from "./house-cancel.ts";
import { Flag, NO_ENTRY, Pending, Stage } from "./order-table.ts";
import { splitFigures } from "./split-figures.ts";
import type { State } from "./state.ts";

const REQUEST_NUMBER_MAX = 0xffff;

/** Does the order outlive the day, and is it nobody's at the desk? */
export function isSplitBySelf(state: State, row: number): boolean {
  const { orders, care } = state;
  if (row === 0 || !orders.isLive(row) || !orders.outlivesDay(row)) return false;
  return !isCare(orders, row) && !care.parentOf.has(orders.idOf(row));
}

/** Is the order on the book of one of these venues? */
export function isBooked(state: State, row: number, venueIds: readonly number[]): boolean {
  if (!venueIds.includes(state.orders.venueId[row]) || !isSplitBySelf(state, row)) return false;
  return !isHeld(state, row) && !isParked(state, row) && !isSpent(state, row);
}

/** Why a venue cannot be asked to replace the order now, or "". */
export function bookedFault(state: State, row: number): string {
  const { orders, venues } = state;
  const orderId = orders.idOf(row);
  if (orders.stage[row] !== Stage.Open) return "its venue has not taken it yet";
  if (venues.isDown(orders.venueId[row])) return "its venue's line is down";
  if (venues.isInDoubt(orderId)) return "its venue has not told yet how it stands";
  if (orders.pending[row] !== Pending.None) return "a request of it is not answered yet";
  if ((orders.flags[row] & Flag.Listed) !== 0) return "it is of a list";
  return orders.requestNumber[row] >= REQUEST_NUMBER_MAX ? "it has had too many requests" : "";
}

export function splitAtVenue(state: State, row: number, ratio: Ratio, events: Event[]): void {
  const { orders } = state;
  const orderId = orders.idOf(row);
  const { fault, orderQty, cumQty, price, moreTerms, text } = splitFigures(state, row, ratio);
  const bookFault = bookedFault(state, row);
  if (fault !== "" || bookFault !== "") {
    const why = fault === "" ? `${text}: it cannot be changed at its venue: ${bookFault}` : text;
    requestHouseCancel(state, orderId, HouseCancelCause.Split, why, events);
    return;
  }
  const requestNumber = orders.requestNumber[row] + 1;
  const mixedQty = (orders.cumQty[row] + orderQty - cumQty) as Qty;
  const asked = { orderId, requestNumber, orderQty: mixedQty, price, moreTerms, ...ratio, text };
  events.push({ type: EventType.SplitRequested, ...asked });
  events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
}

/** The venue has taken it. @param givenQty what is filled, in old shares, and what is open in new ones */
export function splitTaken(
  state: State,
  row: number,
  slot: number,
  givenQty: Qty,
  price: Ticks,
  events: Event[],
): void {
  const { orders, requests } = state;
  const orderId = orders.idOf(row);
  const asked = state.splitRequests.get(orderId);
  if (asked === undefined) return;
  const { newShares, oldShares, text } = asked;
  const requestNumber = requests.requestNumber[slot];
  const cumQty = timesRatio(orders.cumQty[row], asked) as Qty;
  const orderQty = (cumQty + givenQty - orders.cumQty[row]) as Qty;
  const moreTerms = (requests.moreTerms.get(slot) ?? state.moreTermsOf(row)) as number[];
  events.push({ type: EventType.HouseReplaceEnded, orderId, requestNumber, isTaken: true, text: "" });
  events.push({ type: EventType.OrderSplit, orderId, orderQty, cumQty, price, moreTerms, text, newShares, oldShares });
  if (newShares !== oldShares && orderQty > cumQty)
    putRight(state, row, slot, { orderQty, price, moreTerms }, asked, events);
}

/** What traded while the venue was asked did so in old shares: so much more, or less, is open there than the client has left. */
function putRight(
  state: State,
  row: number,
  slot: number,
  taken: { orderQty: Qty; price: Ticks; moreTerms: number[] },
  ratio: Ratio,
  events: Event[],
): void {
  const { orders, requests, venues } = state;
  const orderId = orders.idOf(row);
  const venueId = orders.venueId[row];
  const { fault, orderQty } = splitFigures(state, row, ratio);
  if (orderQty === taken.orderQty) return;
  const text = `split ${ratio.newShares}:${ratio.oldShares}: put right for what traded on its way`;
  const requestNumber = orders.requestNumber[row] + 1;
  const isFree = orders.requestHead[row] === slot && requests.next[slot] === 0 && requestNumber <= REQUEST_NUMBER_MAX;
  if (fault !== "" || !isFree || venues.isDown(venueId) || venues.isInDoubt(orderId)) {
    requestHouseCancel(state, orderId, HouseCancelCause.Split, text, events);
    return;
  }
  const { price, moreTerms } = taken;
  const asked = { orderId, requestNumber, orderQty, price, moreTerms, newShares: 1, oldShares: 1, text };
  events.push({ type: EventType.SplitRequested, ...asked });
  events.push({ type: EventType.OrderRouted, orderId, venueId, requestNumber });
}

export function evolveSplitRequested(state: State, row: number, event: SplitRequested): void {
  const { orders, requests } = state;
  const { orderId, newShares, oldShares, text, moreTerms } = event;
  const slot = requests.add(orders, row, Pending.Replace, NO_ENTRY, event.requestNumber);
  requests.orderQty[slot] = event.orderQty;
  requests.price[slot] = event.price;
  if (moreTerms.length > 0) requests.moreTerms.set(slot, moreTerms);
  state.splitRequests.set(orderId, { newShares, oldShares, text });
}

/** The fills count otherwise here than at the venue from now on. */
export function rebaseEntry(state: State, orderId: number, gained: number): void {
  const { baseQty, ...entry } = entryOf(state, orderId);
  state.entries.set(orderId, { ...entry, baseQty: baseQty + gained });
}
