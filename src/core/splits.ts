/**
 * Judges splits of instruments. Orders that outlive the day and are kept here (held, parked over night, stops of ours) are
 * restated (FIX 4.4 Volume 4 Appendix D, H.1.b): for A new shares for B old ones quantities are x A/B and prices x B/A.
 *
 * - What is open is rounded down to the lot, and what is left out told in Text(58); an order of which nothing is left ends.
 * - CumQty is x A/B, too, and what was paid stays as it is: AvgPx is x B/A. What was filled is of the days before.
 * - A limit price is rounded to the tick in the client's favour, buys down and sales up; a stop price so that it is not
 *   reached any sooner, buys up and sales down.
 *
 * An order that is on a venue's book is the venue's to restate; its word, with ExecRestatementReason(378) 0, is believed and
 * CumQty goes with it. At venues that do not split their orders the house replaces them (`booked-splits.ts`). Orders the desk
 * works, and parts of them, are the desk's.
 */

import { tickPriceAtOrBelow } from "../domain/instrument.ts";
import { NO_PRICE, type Ticks } from "../domain/price.ts";
import {
  type ApplySplit,
  type Event,
  EventType,
  type OrderSplit,
  type SplitApplied,
} from "../domain/records.generated.ts";
import { ABSENT } from "../domain/values.ts";
import { bookedFault, isBooked, isSplitBySelf, rebaseEntry, splitAtVenue } from "./booked-splits.ts";
import { isParked } from "./day-orders.ts";
import type { Ratio } from "./earlier-trades.ts";
import { isHeld, isSpent } from "./held-orders.ts";
import { rejectHeld } from "./held-requests.ts";
import { unsolicitedCancel } from "./house-cancel.ts";
import { type SplitFigures, splitFigures } from "./split-figures.ts";
import type { Instrument, State } from "./state.ts";
import { beginSweep, type SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

/** More new shares for more old ones than this are no split. */
const SHARES_MAX = 10_000;
/** What becomes of an order in a split. */
export type SplitAct = "restate" | "replace" | "cancel" | "leave";
type AskedSplit = Pick<ApplySplit, "splitId" | "symbol" | "newShares" | "oldShares">;

export function decideApplySplit(state: State, command: ApplySplit, events: Event[]): void {
  const { splitId, symbol, newShares, oldShares, venueIds, actor } = command;
  const instrumentId = state.instrumentIds.get(symbol);
  const fault = splitFault(state, command, instrumentId);
  if (fault !== "" || instrumentId === undefined) {
    events.push({ type: EventType.CommandRefused, text: `split ${splitId}: ${fault}` });
    return;
  }
  const orderIds = ordersToSplit(state, instrumentId, venueIds);
  events.push({ type: EventType.SplitApplied, splitId, instrumentId, newShares, oldShares, actor });
  const asked = { kind: SweepKind.Split, sessionId: 0, requestId: splitId, requestType: ABSENT, orderIds };
  beginSweep(state, { ...asked, text: `${newShares}:${oldShares}@${venueIds.join(",")}` }, splitStep, events);
}

/** Why a split cannot be applied, or "". */
export function splitFault(
  state: State,
  { splitId, symbol, ...ratio }: AskedSplit,
  instrumentId: number | undefined,
): string {
  if (state.splits.has(splitId)) return "was applied before";
  if (instrumentId === undefined) return `there is no instrument ${symbol}`;
  const isShares = (count: number) => Number.isInteger(count) && count >= 1 && count <= SHARES_MAX;
  if (isShares(ratio.newShares) && isShares(ratio.oldShares) && ratio.newShares !== ratio.oldShares) return "";
  return `${ratio.newShares}:${ratio.oldShares} is no ratio; expected two different counts from 1 to ${SHARES_MAX}`;
}

function ordersToSplit(state: State, instrumentId: number, venueIds: readonly number[]): number[] {
  const { orders } = state;
  const found: number[] = [];
  for (let row = 1; row <= orders.rowCount; row++) {
    if (orders.instrumentId[row] !== instrumentId) continue;
    if (isHere(state, row) || isBooked(state, row, venueIds)) found.push(orders.idOf(row));
  }
  return found;
}

/** Does the order outlive the day, and is it kept here? */
function isHere(state: State, row: number): boolean {
  return isSplitBySelf(state, row) && (isHeld(state, row) || isParked(state, row) || isSpent(state, row));
}

/** What a split would do to each order of an instrument that is still open, in the order they came. Cold. */
export function previewSplit(
  state: State,
  symbol: string,
  ratio: Ratio,
  venueIds: readonly number[],
): { orderId: number; act: SplitAct; figures: SplitFigures }[] {
  const { orders } = state;
  const instrumentId = state.instrumentIds.get(symbol);
  const rows: { orderId: number; act: SplitAct; figures: SplitFigures }[] = [];
  for (let row = 1; row <= orders.rowCount; row++) {
    if (orders.instrumentId[row] !== instrumentId || !orders.isLive(row)) continue;
    const figures = splitFigures(state, row, ratio);
    const booked = isBooked(state, row, venueIds);
    const fault = booked ? bookedFault(state, row) : "";
    const isOurs = booked || isHere(state, row);
    const isCanceled = isOurs && (figures.fault !== "" || fault !== "");
    const act = isCanceled ? "cancel" : booked ? "replace" : isOurs ? "restate" : "leave";
    rows.push({ orderId: orders.idOf(row), act, figures: fault === "" ? figures : { ...figures, text: fault } });
  }
  return rows;
}

/** Restates the next orders. */
export const splitStep: SweepStep = (state, { text, orderIds }, from, to, events) => {
  const [ratioText, venues = ""] = text.split("@");
  const [newShares, oldShares] = ratioText.split(":").map(Number);
  const venueIds = venues === "" ? [] : venues.split(",").map(Number);
  let affected = 0;
  for (let index = from; index < to; index++) {
    const row = state.orders.rowOf(orderIds[index]);
    if (row === 0) continue;
    if (isHere(state, row)) splitHere(state, row, { newShares, oldShares }, events);
    else if (isBooked(state, row, venueIds)) splitAtVenue(state, row, { newShares, oldShares }, events);
    else continue;
    affected++;
  }
  return affected;
};

function splitHere(state: State, row: number, ratio: Ratio, events: Event[]): void {
  const orderId = state.orders.idOf(row);
  const { fault, orderQty, cumQty, price, moreTerms, text } = splitFigures(state, row, ratio);
  if (fault !== "") {
    events.push(unsolicitedCancel(orderId, text));
    return rejectHeld(state, orderId, "the order was canceled", events);
  }
  events.push({ type: EventType.OrderSplit, orderId, orderQty, cumQty, price, moreTerms, text, ...ratio });
}

export function evolveSplitApplied(state: State, { splitId, instrumentId, ...ratio }: SplitApplied): void {
  state.splits.add(splitId);
  const instrument = state.instruments[instrumentId] as Instrument;
  // What was traded before is known in old shares.
  const { lastPx, tickTable } = instrument;
  if (lastPx !== NO_PRICE) {
    const down = Number((BigInt(lastPx) * BigInt(ratio.oldShares)) / BigInt(ratio.newShares));
    instrument.lastPx = Math.max(tickPriceAtOrBelow(tickTable, down), 1) as Ticks;
  }
  instrument.bidPx = NO_PRICE as Ticks;
  instrument.askPx = NO_PRICE as Ticks;
}

/** Of an order's figures; its terms few orders have are the caller's to set. */
export function evolveOrderSplit(state: State, row: number, event: OrderSplit, place: number): void {
  const { orders, carriedOver, splitSteps } = state;
  const { orderId } = event;
  const cumQty = orders.cumQty[row];
  // One of 1:1 puts a quantity right, and is no split. Older journals do not say the ratio.
  const isSplit = event.oldShares === 0 || event.newShares !== event.oldShares;
  if (isSplit && cumQty > 0) {
    // Older journals do not say the ratio: what became of the fills does.
    const { newShares, oldShares } = event.oldShares > 0 ? event : { newShares: event.cumQty, oldShares: cumQty };
    splitSteps.set(orderId, [...(splitSteps.get(orderId) ?? []), { place, cumQty, newShares, oldShares }]);
  }
  if (state.splitRequests.delete(orderId)) rebaseEntry(state, orderId, event.cumQty - cumQty);
  orders.orderQty[row] = event.orderQty;
  orders.cumQty[row] = event.cumQty;
  orders.price[row] = event.price;
  // DayOrderQty(424) and DayCumQty(425) start anew.
  if (isSplit && event.cumQty > 0)
    carriedOver.set(orderId, { cumQty: event.cumQty, notional: orders.notional[row], place });
}
