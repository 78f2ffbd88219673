/**
 * Cancels of the house's own accord: of a mass cancel, of a session that ended. They go to the venue like a client's, with
 * no ClOrdID of a client's behind them; what comes of one is told as unsolicited, with the cause.
 */
import {
  type Event,
  EventType,
  type HouseCancelRejected,
  type HouseCancelRequested,
  type OrderCanceled,
  type OrderRecalled,
  type OrderRouted,
} from "../domain/records.generated.ts";
import { HouseCancelCause, NO_RESTATEMENT_REASON } from "../domain/values.ts";
import { assert } from "../lib/assert.ts";
import { isParked } from "./day-orders.ts";
import { isCare, isHeld, isSpent } from "./held-orders.ts";
import { NO_ENTRY, Pending } from "./order-table.ts";
import type { State } from "./state.ts";
import type { SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

const REQUEST_NUMBER_MAX = 0xffff;
const CAUSES: Readonly<Record<number, number>> = {
  [SweepKind.MassCancel]: HouseCancelCause.MassCancel,
  [SweepKind.MassAction]: HouseCancelCause.MassCancel,
  [SweepKind.ListCancel]: HouseCancelCause.List,
  [SweepKind.Kill]: HouseCancelCause.Kill,
};

/** Cancels the next orders that are still open and not being canceled already. */
export const houseCancelStep: SweepStep = (state, { kind, orderIds, text }, from, to, events) => {
  const cause = CAUSES[kind] ?? HouseCancelCause.Disconnect;
  let affected = 0;
  for (let index = from; index < to; index++) {
    if (requestHouseCancel(state, orderIds[index], cause, text, events)) affected++;
  }
  return affected;
};

/** @returns false when there is nothing to cancel, or a cancel is pending already */
export function requestHouseCancel(
  state: State,
  orderId: number,
  cause: number,
  text: string,
  events: Event[],
): boolean {
  const { orders } = state;
  const row = orders.rowOf(orderId);
  if (row === 0 || !orders.isLive(row)) return false;
  if (orders.pending[row] === Pending.Cancel) return endRecall(state, row, orderId, cause, text, events);
  const isHere = isHeld(state, row) || isParked(state, row) || isSpent(state, row);
  const leaves = isHere ? leaving(orderId, events) : undefined;
  if (isHere && leaves === undefined) {
    // No venue has heard of it, so nobody has to be asked.
    events.push(unsolicitedCancel(orderId, text));
    return true;
  }
  if (isCare(orders, row)) {
    // Its parts are canceled first.
    events.push({ type: EventType.HouseCancelRequested, orderId, requestNumber: 0, cause, text });
    return true;
  }
  const requestNumber = (leaves?.requestNumber ?? orders.requestNumber[row]) + 1;
  if (requestNumber > REQUEST_NUMBER_MAX) return false;
  const venueId = leaves?.venueId ?? orders.venueId[row];
  events.push({ type: EventType.HouseCancelRequested, orderId, requestNumber, cause, text });
  events.push({ type: EventType.OrderRouted, orderId, venueId, requestNumber });
  return true;
}

/** The order is off, and its client has not asked. */
export function unsolicitedCancel(orderId: number, text: string): OrderCanceled {
  const reason = NO_RESTATEMENT_REASON;
  return { type: EventType.OrderCanceled, orderId, solicited: false, text, requestNumber: 0, reason };
}

/** An order that was kept here leaves with the events so far: its venue has to be asked. */
function leaving(orderId: number, events: readonly Event[]): OrderRouted | undefined {
  for (let index = events.length - 1; index >= 0; index--) {
    const event = events[index];
    if (event.type === EventType.OrderRouted && event.orderId === orderId) return event;
  }
  return undefined;
}

/** The cancel that only recalls the order is to end it. @returns whether there is such a cancel */
function endRecall(
  { orders, requests }: State,
  row: number,
  orderId: number,
  cause: number,
  text: string,
  events: Event[],
): boolean {
  const slot = requests.sentOf(orders, row, Pending.Cancel);
  if (slot === 0 || requests.isRecall[slot] === 0) return false;
  const requestNumber = requests.requestNumber[slot];
  events.push({ type: EventType.HouseCancelRequested, orderId, requestNumber, cause, text });
  return true;
}

/**
 * The order is off the book; asked for by the house, its client has not asked, and hears why. One that was only recalled
 * goes there again.
 *
 * @param slot the cancel that did it, or 0 when nobody asked
 */
export function orderCanceled(state: State, row: number, slot: number, text: string): OrderCanceled | OrderRecalled {
  const { orders, requests, houseCancels } = state;
  const orderId = orders.idOf(row);
  const requestNumber = slot === 0 ? 0 : requests.requestNumber[slot];
  if (slot !== 0 && requests.isRecall[slot] === 1) return { type: EventType.OrderRecalled, orderId, requestNumber };
  const isHouse = slot !== 0 && requests.clOrdIdEntry[slot] === NO_ENTRY;
  const cause = isHouse ? (houseCancels.get(orderId) ?? text) : text;
  return {
    type: EventType.OrderCanceled,
    orderId,
    solicited: slot !== 0 && !isHouse,
    text: cause,
    requestNumber,
    reason: NO_RESTATEMENT_REASON,
  };
}

export function evolveHouseCancel(
  state: State,
  event: HouseCancelRequested | HouseCancelRejected,
  timeNs: bigint,
): void {
  const { orders, requests, houseCancels } = state;
  const { orderId, requestNumber } = event;
  const row = orders.rowOf(orderId);
  orders.updatedNs[row] = timeNs;
  if (event.type === EventType.HouseCancelRequested) {
    const known = requestNumber === 0 ? 0 : requests.sentAs(orders, row, requestNumber);
    const slot = known === 0 ? requests.add(orders, row, Pending.Cancel, NO_ENTRY, requestNumber) : known;
    requests.isRecall[slot] = event.cause === HouseCancelCause.Recall ? 1 : 0;
    houseCancels.set(orderId, event.text);
    return;
  }
  const slot = requests.sentAs(orders, row, requestNumber);
  assert(slot !== 0, "no such request was pending");
  requests.remove(orders, row, slot);
  houseCancels.delete(orderId);
}
