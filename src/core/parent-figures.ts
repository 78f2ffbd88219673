/**
 * How orders with parts stand after a command's events, read from the events before they change the state. In: the events
 * that were decided. Out: every order they touch, itself or by a part, with its parts.
 */
import { NO_MORE_TERMS } from "../domain/more-terms.ts";
import { type Event, EventType } from "../domain/records.generated.ts";
import { CxlRejReason } from "../domain/values.ts";
import { openQty } from "./children.ts";
import { cumQtyChange } from "./earlier-trades.ts";
import { Flag, NO_ENTRY, Pending, Stage } from "./order-table.ts";
import type { State } from "./state.ts";

/** A request of the whole that is not answered. */
export type Asked = {
  kind: number;
  clOrdId: string;
  isHouse: boolean;
  /** It came with this command. */
  isNew: boolean;
  orderQty: number;
  price: number;
  moreTerms: readonly number[];
  carried: string;
  /** What the client is told when the house's cancel is over. */
  text: string;
};

export type Part = {
  orderId: number;
  orderQty: number;
  cumQty: number;
  isLive: boolean;
  /** By the request's number, or ClOrdID before it has one: what its unanswered replaces ask for. */
  asked: { requestNumber: number; clOrdId: string; orderQty: number }[];
  openQty: number;
  isCanceling: boolean;
};

export type Parent = {
  orderId: number;
  orderQty: number;
  cumQty: number;
  isLive: boolean;
  /** Its day is over; it ends as soon as no part of it works. */
  isOver: boolean;
  asked: Asked[];
  parts: Part[];
  /** Why a cancel of a part was refused by its venue, or "". */
  partRefusal: string;
  /** What its client is told of its parts' trades. */
  mirrored: Event[];
  /** The exact sum of its trades. */
  notional: number;
  /** A trade of a part that came after it had ended, in words, or "". */
  lost: string;
};

/** @returns the orders with parts that the events touch, in the order they do */
export function followEvents(state: State, events: readonly Event[]): Parent[] {
  const { orders, care } = state;
  const parents = new Map<number, Parent>();
  let tradingDay = state.tradingDay;
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (event.type === EventType.TradingDayOpened) tradingDay = event.tradingDay;
    if (!("orderId" in event) || event.orderId === 0) continue;
    const row = orders.rowOf(event.orderId);
    if (row === 0 || (orders.flags[row] & (Flag.Care | Flag.Child)) === 0) continue;
    const isChild = (orders.flags[row] & Flag.Child) !== 0;
    const parentId = isChild ? (care.parentOf.get(event.orderId) ?? 0) : event.orderId;
    if (parentId === 0 || !orders.has(parentId)) continue;
    let parent = parents.get(parentId);
    if (parent === undefined) {
      parent = parentOf(state, parentId, tradingDay);
      parents.set(parentId, parent);
    }
    if (isChild) followPart(state, parent, event.orderId, event);
    else followWhole(parent, event);
  }
  return [...parents.values()];
}

function parentOf(state: State, orderId: number, tradingDay: number): Parent {
  const { orders, requests, clOrdIds, care, carried } = state;
  const row = orders.rowOf(orderId);
  const asked: Asked[] = [];
  for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
    const entry = requests.clOrdIdEntry[slot];
    const carriedEntry = requests.carriedEntry[slot];
    asked.push({
      kind: requests.kind[slot],
      clOrdId: entry === NO_ENTRY ? "" : clOrdIds.textOf(entry),
      isHouse: entry === NO_ENTRY,
      isNew: false,
      orderQty: requests.orderQty[slot],
      price: requests.price[slot],
      moreTerms: requests.moreTerms.get(slot) ?? NO_MORE_TERMS,
      carried: carriedEntry === NO_ENTRY ? "" : carried.textOf(carriedEntry),
      text: entry === NO_ENTRY ? (state.houseCancels.get(orderId) ?? "") : "",
    });
  }
  const parts: Part[] = [];
  for (const childId of care.work.get(orderId)?.children ?? []) parts.push(partOf(state, childId));
  return {
    orderId,
    orderQty: orders.orderQty[row],
    cumQty: orders.cumQty[row],
    // What is filled is not over: a bust opens it again.
    isLive: orders.stage[row] <= Stage.Open,
    isOver: orders.tradingDay[row] < tradingDay && !orders.outlivesDay(row),
    asked,
    parts,
    partRefusal: "",
    mirrored: [],
    notional: orders.notional[row],
    lost: "",
  };
}

function partOf(state: State, orderId: number): Part {
  const { orders, requests, clOrdIds } = state;
  const row = orders.rowOf(orderId);
  const asked: Part["asked"] = [];
  for (let slot = orders.requestHead[row]; slot !== 0; slot = requests.next[slot]) {
    if (requests.kind[slot] !== Pending.Replace) continue;
    const entry = requests.clOrdIdEntry[slot];
    const clOrdId = entry === NO_ENTRY ? "" : clOrdIds.textOf(entry);
    asked.push({ requestNumber: requests.requestNumber[slot], clOrdId, orderQty: requests.orderQty[slot] });
  }
  return {
    orderId,
    orderQty: orders.orderQty[row],
    cumQty: orders.cumQty[row],
    isLive: orders.stage[row] <= Stage.Open || orders.isLive(row),
    asked,
    openQty: openQty(state, row),
    isCanceling: orders.pending[row] === Pending.Cancel,
  };
}

function followWhole(parent: Parent, event: Event): void {
  switch (event.type) {
    case EventType.OrderFilled:
      parent.cumQty += event.lastQty;
      return;
    case EventType.CancelRequested:
    case EventType.ReplaceRequested:
    case EventType.HouseCancelRequested: {
      const isReplace = event.type === EventType.ReplaceRequested;
      const isHouse = event.type === EventType.HouseCancelRequested;
      parent.asked.push({
        kind: isReplace ? Pending.Replace : Pending.Cancel,
        clOrdId: isHouse ? "" : event.clOrdId,
        isHouse,
        isNew: true,
        orderQty: isReplace ? event.orderQty : 0,
        price: isReplace ? event.price : 0,
        moreTerms: isReplace ? event.moreTerms : NO_MORE_TERMS,
        carried: isReplace ? event.carried : "",
        text: isHouse ? event.text : "",
      });
      return;
    }
    case EventType.RequestRejected:
      if (event.wasPending) parent.asked = parent.asked.filter(({ clOrdId }) => clOrdId !== event.clOrdId);
      return;
    case EventType.HouseCancelRejected:
      parent.asked = parent.asked.filter(({ isHouse }) => !isHouse);
      return;
    case EventType.OrderCanceled:
    case EventType.OrderExpired:
    case EventType.OrderRefused:
      parent.isLive = false;
      return;
    default:
      return;
  }
}

function followPart(state: State, parent: Parent, orderId: number, event: Event): void {
  const part = parent.parts.find((known) => known.orderId === orderId);
  if (part === undefined) return;
  change(state, parent, part, event);
  let most = part.orderQty;
  for (const { orderQty } of part.asked) most = Math.max(most, orderQty);
  part.openQty = part.isLive ? most - part.cumQty : 0;
}

function change(state: State, parent: Parent, part: Part, event: Event): void {
  const settled = (requestNumber: number) => {
    part.asked = part.asked.filter((asked) => asked.requestNumber !== requestNumber);
  };
  switch (event.type) {
    case EventType.OrderFilled: {
      part.cumQty += event.lastQty;
      if (!parent.isLive) {
        parent.lost = `part ${part.orderId} traded ${event.lastQty} after order ${parent.orderId} had ended; its client was not told`;
        return;
      }
      parent.cumQty += event.lastQty;
      parent.notional += event.lastQty * event.lastPx;
      const exchangeExecId = mirroredId(event.venueId, event.exchangeExecId);
      parent.mirrored.push({ ...event, orderId: parent.orderId, venueId: NO_VENUE, exchangeExecId });
      return;
    }
    case EventType.FillBusted:
    case EventType.FillCorrected:
      return changeTrade(state, parent, part, event);
    case EventType.OrderReplaced:
      part.orderQty = event.orderQty;
      return settled(event.requestNumber);
    case EventType.OrderRestated:
      part.orderQty = event.orderQty;
      part.isLive = true;
      return;
    case EventType.OrderSplit:
      part.orderQty = event.orderQty;
      part.cumQty = event.cumQty;
      return;
    case EventType.ReplaceRequested: {
      const { requestNumber, clOrdId, orderQty } = event;
      part.asked.push({ requestNumber, clOrdId, orderQty });
      return;
    }
    case EventType.RequestRejected:
      if (!event.wasPending) return;
      part.asked = part.asked.filter((asked) => asked.clOrdId !== event.clOrdId);
      return;
    case EventType.HouseCancelRequested:
      part.isCanceling = true;
      return;
    case EventType.HouseCancelRejected:
      part.isCanceling = false;
      // Too late to cancel means that a trade is on its way.
      parent.partRefusal = `part ${part.orderId} could not be canceled${event.cxlRejReason === CxlRejReason.TooLateToCancel ? ", it is too late" : ""}${event.text === "" ? "" : `: ${event.text}`}`;
      return;
    case EventType.OrderCanceled:
    case EventType.OrderExpired:
    case EventType.OrderRefused:
      part.isLive = false;
      return;
    case EventType.OrderDoneForDay:
      part.isLive = state.orders.outlivesDay(state.orders.rowOf(part.orderId));
      return;
    default:
      return;
  }
}

type TradeChange = Extract<Event, { type: typeof EventType.FillBusted | typeof EventType.FillCorrected }>;

/** The whole's own report of the trade is what is undone or corrected. */
function changeTrade(state: State, parent: Parent, part: Part, event: TradeChange): void {
  const { exchangeExecIds, fills } = state;
  const { venueId } = event;
  const entry = fills.standingFor(exchangeExecIds.find(venueId, event.exchangeExecRefId));
  const isBust = event.type === EventType.FillBusted;
  const delta = (isBust ? 0 : event.lastQty) - fills.lastQty[entry];
  part.cumQty += cumQtyChange(state, part.orderId, entry, isBust ? 0 : event.lastQty);
  const exchangeExecRefId = mirroredId(venueId, event.exchangeExecRefId);
  const own = exchangeExecIds.find(NO_VENUE, exchangeExecRefId);
  if (own === NO_ENTRY) return;
  parent.cumQty += delta;
  parent.notional += (isBust ? 0 : event.lastQty * event.lastPx) - fills.lastQty[entry] * fills.lastPx[entry];
  const execRef = fills.place[fills.standingFor(own)];
  const exchangeExecId = mirroredId(venueId, event.exchangeExecId);
  parent.mirrored.push({
    ...event,
    orderId: parent.orderId,
    venueId: NO_VENUE,
    exchangeExecId,
    exchangeExecRefId,
    execRef,
  });
}

/** Where what is told of a whole has traded: at no venue by itself. */
const NO_VENUE = 0;

/** A part's trade is known to the whole by the venue and the venue's ExecID. */
function mirroredId(venueId: number, exchangeExecId: string): string {
  return `${venueId}:${exchangeExecId}`;
}
