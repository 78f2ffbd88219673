/**
 * Requests that wait behind others of their order: what becomes of them when one is answered, or the order ends. Cold:
 * few orders have more than one request at a time.
 */
import type { Qty, Ticks } from "../domain/price.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { CxlRejReason, CxlRejResponseTo, HouseCancelCause, type Side } from "../domain/values.ts";
import { requestHouseCancel } from "./house-cancel.ts";
import { stoppedWorkText } from "./kill-switches.ts";
import { NO_ENTRY, Pending } from "./order-table.ts";
import { checkRisk, exposure } from "./risk.ts";
import type { Instrument, State } from "./state.ts";
import { clientClOrdId } from "./telephoned.ts";
import { cxlReasonOf } from "./terms.ts";

/** Tells the client that a pending request is refused (35=9). */
export function rejectPending(
  state: State,
  row: number,
  slot: number,
  cxlRejReason: number,
  text: string,
  events: Event[],
): void {
  const { orders, requests, clOrdIds } = state;
  const entry = requests.clOrdIdEntry[slot];
  const isCancel = requests.kind[slot] === Pending.Cancel;
  if (entry === NO_ENTRY) {
    // The house asked, and nobody has to be told but the record.
    const orderId = orders.idOf(row);
    const requestNumber = requests.requestNumber[slot];
    if (isCancel) events.push({ type: EventType.HouseCancelRejected, orderId, requestNumber, cxlRejReason, text });
    else events.push({ type: EventType.HouseReplaceEnded, orderId, requestNumber, isTaken: false, text });
    const split = isCancel ? undefined : state.splitRequests.get(orderId);
    if (split !== undefined && orders.isLive(row)) {
      // In old shares it must not trade on.
      const why = `${split.text}: its venue has not changed it${text === "" ? "" : `: ${text}`}`;
      requestHouseCancel(state, orderId, HouseCancelCause.Split, why, events);
    }
    if (!orders.isLive(row)) tellStanding(state, row, events);
    return;
  }
  events.push({
    type: EventType.RequestRejected,
    orderId: orders.idOf(row),
    sessionId: orders.sessionId[row],
    clOrdId: clOrdIds.textOf(entry),
    origClOrdId: clientClOrdId(state, row, orders.clOrdIdEntry[row]),
    responseTo: isCancel ? CxlRejResponseTo.OrderCancelRequest : CxlRejResponseTo.OrderCancelReplaceRequest,
    cxlRejReason,
    text,
    wasPending: true,
  });
}

/** Filled while the house's request was on its way, the client heard of a fill of an order with a request it never made. */
export function tellStanding({ orders }: State, row: number, events: Event[]): void {
  const sessionId = orders.sessionId[row];
  const side = String.fromCharCode(orders.side[row]) as Side;
  const names = { clOrdId: "", ordStatusReqId: "", symbol: "", side };
  events.push({ type: EventType.OrderStatusReported, orderId: orders.idOf(row), sessionId, ...names });
}

/** The order is over: what was held for it is too late. What the venue has, the venue answers. */
export function rejectHeld(state: State, orderId: number, why: string, events: Event[]): void {
  const { orders, requests } = state;
  const row = orders.rowOf(orderId);
  for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
    if (requests.requestNumber[slot] !== 0) continue;
    rejectPending(state, row, slot, CxlRejReason.TooLateToCancel, `too late: ${why}`, events);
  }
}

/**
 * A request was answered: the next one that is held has its turn. It is judged again, by what is in force then, because
 * what it was put behind may have been refused (FIX 4.4 Volume 4 Appendix D, D.1 and D.2).
 *
 * @param answered the slot of the request that this report answers, still in the chain
 * @param isOpen may the order trade after the answer
 */
export function judgeHeld(state: State, row: number, answered: number, isOpen: boolean, events: Event[]): void {
  const { orders, requests } = state;
  if (requests.next[orders.requestHead[row]] === 0) return;
  const orderId = orders.idOf(row);
  if (!isOpen) return rejectHeld(state, orderId, "the order is no longer open", events);
  for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
    // What is with the venue is to be answered first: a cancel, or another replace.
    if (slot !== answered && requests.requestNumber[slot] !== 0) return;
  }
  for (let slot = requests.firstHeld(orders, row); slot !== 0; slot = requests.next[slot]) {
    if (requests.requestNumber[slot] !== 0) continue;
    const stopped = stoppedWorkText(state, orderId);
    if (stopped !== "") {
      rejectPending(state, row, slot, CxlRejReason.BrokerOption, stopped, events);
      continue;
    }
    exposure.sessionId = orders.sessionId[row];
    exposure.instrument = state.instruments[orders.instrumentId[row]] as Instrument;
    exposure.orderQty = requests.orderQty[slot] as Qty;
    exposure.price = requests.price[slot] as Ticks;
    if (!checkRisk(state)) {
      rejectPending(state, row, slot, cxlReasonOf(exposure.reason), exposure.text, events);
      continue;
    }
    const requestNumber = orders.requestNumber[row] + 1;
    const clOrdId = state.clOrdIds.textOf(requests.clOrdIdEntry[slot]);
    events.push({ type: EventType.RequestReleased, orderId, clOrdId, requestNumber });
    events.push({ type: EventType.OrderRouted, orderId, venueId: orders.venueId[row], requestNumber });
    return;
  }
}
