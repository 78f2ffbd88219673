/**
 * Judges busts and corrections of trades by venues, and trades that a client does not know (35=Q). Cold.
 *
 * Nothing a venue says of the old trade is believed: it has to be one that is booked, and what is undone is what was booked.
 * Whether the quantity is back on the venue's book is the venue's word; where it is not, the client is told what is left.
 */
import { NOTIONAL_MAX } from "../domain/limits.ts";
import type { Qty, Ticks } from "../domain/price.ts";
import {
  type DontKnowTrade,
  type Event,
  EventType,
  type ExchangeBusted,
  type ExchangeCorrected,
} from "../domain/records.generated.ts";
import { ExceptionKind, ExecRestatementReason } from "../domain/values.ts";
import { changeFigures, cumQtyChange } from "./earlier-trades.ts";
import { raise } from "./exceptions.ts";
import { refuseReport, takeReport } from "./exchange-reports.ts";
import { eventIndexOf, sequenceOf } from "./fill-table.ts";
import { unsolicitedCancel } from "./house-cancel.ts";
import { NO_ENTRY, Stage } from "./order-table.ts";
import type { State } from "./state.ts";

/** The venue does not say how much of the order is on its book: as much as before. */
export const LEAVES_AS_BEFORE = -1;

export function decideExchangeBusted(state: State, report: ExchangeBusted, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const entry = standingFill(state, report, events);
  if (entry === NO_ENTRY) return;
  const { orders, fills } = state;
  const { orderId, venueId, exchangeExecId, exchangeExecRefId, text } = report;
  const row = orders.rowOf(orderId);
  const lastQty = fills.lastQty[entry] as Qty;
  const lastPx = fills.lastPx[entry] as Ticks;
  const execRef = fills.place[entry];
  events.push({
    type: EventType.FillBusted,
    orderId,
    venueId,
    exchangeExecId,
    exchangeExecRefId,
    lastQty,
    lastPx,
    execRef,
    text,
  });
  closeDisputes(state, orderId, execRef, events);
  tellWhatIsLeft(state, row, report, orders.cumQty[row] + cumQtyChange(state, orderId, entry, 0), events);
}

export function decideExchangeCorrected(state: State, report: ExchangeCorrected, events: Event[]): void {
  if (!takeReport(state, report, events)) return;
  const entry = standingFill(state, report, events);
  if (entry === NO_ENTRY) return;
  const { orders, fills } = state;
  const { orderId, venueId, exchangeExecId, exchangeExecRefId, lastQty, lastPx, text } = report;
  const row = orders.rowOf(orderId);
  const cumQty = orders.cumQty[row] + cumQtyChange(state, orderId, entry, lastQty);
  const notional = orders.notional[row] - fills.lastQty[entry] * fills.lastPx[entry] + lastQty * lastPx;
  if (!(lastQty > 0) || cumQty > orders.orderQty[row]) {
    const found = `${exchangeExecRefId} corrected to ${lastQty}: ${cumQty} would be filled of ${orders.orderQty[row]}`;
    return refuseReport(state, report, found, events);
  }
  if (notional > NOTIONAL_MAX) return refuseReport(state, report, `price ${lastPx} is beyond reason`, events);
  const execRef = fills.place[entry];
  events.push({
    type: EventType.FillCorrected,
    orderId,
    venueId,
    exchangeExecId,
    exchangeExecRefId,
    lastQty,
    lastPx,
    execRef,
    text,
  });
  closeDisputes(state, orderId, execRef, events);
  tellWhatIsLeft(state, row, report, cumQty, events);
}

/** A client does not know a trade: people have to settle it with the venue, which busts it, or with the client. */
export function decideDontKnowTrade(state: State, command: DontKnowTrade, events: Event[]): void {
  const { sessionId, execId, dkReason, text } = command;
  const row = state.orders.rowOf(command.orderId);
  const isOwn = row !== 0 && state.orders.sessionId[row] === sessionId;
  const orderId = isOwn ? command.orderId : 0;
  events.push({ type: EventType.TradeDisputed, orderId, sessionId, execId, dkReason, text });
  const client = state.sessions[sessionId]?.compId ?? "";
  const words = `${client} does not know trade ExecID(17) ${execId}, DKReason(127) ${dkReason}${text === "" ? "" : `: ${text}`}`;
  raise(state, ExceptionKind.DisputedTrade, { orderId, venueId: isOwn ? state.orders.venueId[row] : 0 }, words, events);
}

/** @returns the entry of the fill that the report is about, NO_ENTRY when there is none: then it is refused */
function standingFill(state: State, report: ExchangeBusted | ExchangeCorrected, events: Event[]): number {
  const { exchangeExecIds, fills } = state;
  const { venueId, orderId, exchangeExecId, exchangeExecRefId } = report;
  if (exchangeExecIds.find(venueId, exchangeExecId) !== NO_ENTRY) {
    // Told before, and told again: nothing is wrong.
    events.push({
      type: EventType.VenueReportRefused,
      venueId,
      orderId,
      text: `ExecID ${exchangeExecId} was booked before`,
    });
    return NO_ENTRY;
  }
  const named = exchangeExecIds.find(venueId, exchangeExecRefId);
  if (named === NO_ENTRY || exchangeExecIds.valueOf(named) !== orderId) {
    refuseReport(state, report, `busts or corrects ${exchangeExecRefId}, which is no trade of the order`, events);
    return NO_ENTRY;
  }
  const entry = fills.standingFor(named);
  if (fills.lastQty[entry] > 0) return entry;
  refuseReport(state, report, `busts or corrects ${exchangeExecRefId}, which is busted already`, events);
  return NO_ENTRY;
}

/** What the venue does not put back on its book is not open, and the client hears that, too. */
function tellWhatIsLeft(
  state: State,
  row: number,
  report: ExchangeBusted | ExchangeCorrected,
  cumQty: number,
  events: Event[],
): void {
  const { orders } = state;
  if (orders.stage[row] > Stage.Open) return;
  const { orderId, leavesQty } = report;
  const open = orders.orderQty[row] - cumQty;
  const onBook = leavesQty === LEAVES_AS_BEFORE ? Math.min(orders.leavesQty(row), open) : leavesQty;
  if (onBook >= open || open === 0) return;
  if (onBook === 0) {
    const text = "the exchange has not put the quantity back on its book";
    events.push(unsolicitedCancel(orderId, text));
    return;
  }
  events.push({
    type: EventType.OrderRestated,
    orderId,
    orderQty: (cumQty + onBook) as Qty,
    price: orders.price[row] as Ticks,
    reason: ExecRestatementReason.PartialDecline,
    text: "the exchange has not put the quantity back on its book",
    isVenues: true,
    moreTerms: [],
  });
}

/** A dispute of the trade is over when the trade is. */
function closeDisputes(state: State, orderId: number, execRef: number, events: Event[]): void {
  if (state.venues.exceptions.size === 0) return;
  const execId = `ExecID(17) ${sequenceOf(execRef)}-${eventIndexOf(execRef)},`;
  for (const { exceptionId, kind, orderId: about, text } of state.venues.exceptions.values()) {
    if (kind !== ExceptionKind.DisputedTrade || about !== orderId || !text.includes(execId)) continue;
    events.push({
      type: EventType.ExceptionClosed,
      exceptionId,
      actor: "venue",
      text: "the trade was busted or corrected",
    });
  }
}

/** Books a bust or correction; `place` is where its event stands. */
export function changeFill(
  state: State,
  event: {
    orderId: number;
    venueId: number;
    exchangeExecId: string;
    exchangeExecRefId: string;
    lastQty: number;
    lastPx: number;
  },
  isBust: boolean,
  row: number,
  place: number,
): void {
  const { fills, exchangeExecIds } = state;
  const entry = fills.standingFor(exchangeExecIds.find(event.venueId, event.exchangeExecRefId));
  const lastQty = isBust ? 0 : event.lastQty;
  changeFigures(state, row, entry, { lastQty, lastPx: event.lastPx, place });
  const change = exchangeExecIds.put(event.venueId, event.exchangeExecId, event.orderId);
  fills.put(change, lastQty, event.lastPx, place);
  fills.correct(entry, change);
}
