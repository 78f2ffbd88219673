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
 * CumQty goes with it. Orders the desk works, and parts of them, are the desk's.
 */
import { tickPriceAtOrAbove, tickPriceAtOrBelow } from "../domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../domain/limits.ts";
import { DISPLAY_TAGS, Term } from "../domain/more-terms.ts";
import { decimalText, NO_PRICE, type Qty, type Ticks } from "../domain/price.ts";
import {
  type ApplySplit,
  type Event,
  EventType,
  type OrderSplit,
  type SplitApplied,
} from "../domain/records.generated.ts";
import { ABSENT, NO_RESTATEMENT_REASON, Side } from "../domain/values.ts";
import { isParked } from "./day-orders.ts";
import { type Ratio, timesRatio } from "./earlier-trades.ts";
import { isCare, isHeld, isSpent } from "./held-orders.ts";
import { rejectHeld } from "./held-requests.ts";
import type { Instrument, State } from "./state.ts";
import { beginSweep, type SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

/** More new shares for more old ones than this are no split. */
const SHARES_MAX = 10_000;
const BUY = Side.Buy.charCodeAt(0);

export function decideApplySplit(state: State, command: ApplySplit, events: Event[]): void {
  const { splitId, symbol, newShares, oldShares } = command;
  const instrumentId = state.instrumentIds.get(symbol);
  const fault = splitFault(state, command, instrumentId);
  if (fault !== "" || instrumentId === undefined) {
    events.push({ type: EventType.CommandRefused, text: `split ${splitId}: ${fault}` });
    return;
  }
  const orderIds = ordersToSplit(state, instrumentId);
  events.push({ type: EventType.SplitApplied, splitId, instrumentId, newShares, oldShares });
  const asked = { kind: SweepKind.Split, sessionId: 0, requestId: splitId, requestType: ABSENT, orderIds };
  beginSweep(state, { ...asked, text: `${newShares}:${oldShares}` }, splitStep, events);
}

function splitFault(state: State, { splitId, symbol, ...ratio }: ApplySplit, instrumentId: number | undefined): string {
  if (state.splits.has(splitId)) return "was applied before";
  if (instrumentId === undefined) return `there is no instrument ${symbol}`;
  const isShares = (count: number) => Number.isInteger(count) && count >= 1 && count <= SHARES_MAX;
  if (isShares(ratio.newShares) && isShares(ratio.oldShares) && ratio.newShares !== ratio.oldShares) return "";
  return `${ratio.newShares}:${ratio.oldShares} is no ratio; expected two different counts from 1 to ${SHARES_MAX}`;
}

function ordersToSplit(state: State, instrumentId: number): number[] {
  const { orders } = state;
  const found: number[] = [];
  for (let row = 1; row <= orders.rowCount; row++) {
    if (orders.instrumentId[row] === instrumentId && canSplit(state, row)) found.push(orders.idOf(row));
  }
  return found;
}

function canSplit(state: State, row: number): boolean {
  const { orders, care } = state;
  if (row === 0 || !orders.isLive(row) || !orders.outlivesDay(row)) return false;
  if (isCare(orders, row) || care.parentOf.has(orders.idOf(row))) return false;
  return isHeld(state, row) || isParked(state, row) || isSpent(state, row);
}

/** Restates the next orders. */
export const splitStep: SweepStep = (state, { text, orderIds }, from, to, events) => {
  const [newShares, oldShares] = text.split(":").map(Number);
  let affected = 0;
  for (let index = from; index < to; index++) {
    const row = state.orders.rowOf(orderIds[index]);
    if (!canSplit(state, row)) continue;
    splitOrder(state, row, { newShares, oldShares }, events);
    affected++;
  }
  return affected;
};

function splitOrder(state: State, row: number, ratio: Ratio, events: Event[]): void {
  const { orders, instruments } = state;
  const orderId = orders.idOf(row);
  const instrument = instruments[orders.instrumentId[row]] as Instrument;
  const { lotSize, qtyScale } = instrument;
  const words = `split ${ratio.newShares}:${ratio.oldShares}`;
  const leavesQty = orders.orderQty[row] - orders.cumQty[row];
  const exact = timesRatio(leavesQty, ratio);
  const leaves = Math.floor(exact / lotSize) * lotSize;
  const cumQty = timesRatio(orders.cumQty[row], ratio) as Qty;
  const price = splitPrice(instrument, orders.price[row], ratio, orders.side[row] !== BUY);
  const fault =
    leaves === 0
      ? "nothing of the order is left"
      : leaves + cumQty > QTY_MAX
        ? "the quantity is beyond the largest"
        : price === 0 || price > PRICE_MAX
          ? "the price is beyond reason"
          : "";
  if (fault !== "") {
    const text = `${words}: ${fault}`;
    events.push({
      type: EventType.OrderCanceled,
      orderId,
      solicited: false,
      text,
      requestNumber: 0,
      reason: NO_RESTATEMENT_REASON,
    });
    return rejectHeld(state, orderId, "the order was canceled", events);
  }
  const isExact = leaves * ratio.oldShares === leavesQty * ratio.newShares;
  const lot = decimalText(lotSize, qtyScale);
  const text = isExact ? words : `${words}: what is open was rounded down to the lot of ${lot}`;
  const moreTerms = splitTerms(state.moreTermsOf(row), instrument, ratio, orders.side[row] === BUY, leaves + cumQty);
  const orderQty = (leaves + cumQty) as Qty;
  events.push({ type: EventType.OrderSplit, orderId, orderQty, cumQty, price, moreTerms, text, ...ratio });
}

/** A price x B/A on the tick. */
function splitPrice({ tickTable }: Instrument, price: number, ratio: Ratio, isUp: boolean): Ticks {
  if (price === NO_PRICE) return NO_PRICE as Ticks;
  const times = BigInt(price) * BigInt(ratio.oldShares);
  const down = Number(times / BigInt(ratio.newShares));
  if (!isUp) return tickPriceAtOrBelow(tickTable, down);
  return tickPriceAtOrAbove(tickTable, times % BigInt(ratio.newShares) === 0n ? down : down + 1);
}

function splitTerms(
  moreTerms: readonly number[],
  instrument: Instrument,
  ratio: Ratio,
  isBuy: boolean,
  orderQty: number,
): number[] {
  const { lotSize } = instrument;
  const split: number[] = [];
  for (let index = 0; index < moreTerms.length; index += 2) {
    const tag = moreTerms[index];
    let value = moreTerms[index + 1];
    if (tag === Term.StopPx) value = Math.max(splitPrice(instrument, value, ratio, isBuy), 1);
    else if (tag === Term.PegOffsetValue) value = Math.trunc((value * ratio.oldShares) / ratio.newShares);
    else if ((tag === Term.MinQty || DISPLAY_TAGS.includes(tag)) && value > 0) {
      const lots = Math.max(1, Math.floor(timesRatio(value, ratio) / lotSize));
      value = Math.min(lots * lotSize, orderQty);
    }
    split.push(tag, value);
  }
  return split;
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
  if (cumQty > 0) {
    // Older journals do not say the ratio: what became of the fills does.
    const { newShares, oldShares } = event.oldShares > 0 ? event : { newShares: event.cumQty, oldShares: cumQty };
    splitSteps.set(orderId, [...(splitSteps.get(orderId) ?? []), { place, cumQty, newShares, oldShares }]);
  }
  orders.orderQty[row] = event.orderQty;
  orders.cumQty[row] = event.cumQty;
  orders.price[row] = event.price;
  // DayOrderQty(424) and DayCumQty(425) start anew.
  if (event.cumQty > 0) carriedOver.set(orderId, { cumQty: event.cumQty, notional: orders.notional[row], place });
}
