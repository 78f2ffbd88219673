/**
 * The orders table's columns as the server sees them: what each is sorted, filtered and grouped by, read straight from the
 * core's columns. Numbers of instruments with different scales compare by value. Texts are compared as what people see.
 */
import { NO_ENTRY } from "../../core/order-table.ts";
import type { State } from "../../core/state.ts";
import { NO_PRICE } from "../../domain/price.ts";
import { SIDE_WORDS, STATUS_WORDS } from "../../history/order-filter.ts";
import { childrenOf, isUnaccepted, nameOf, parentIdOf, workingOf, workName } from "./care-columns.ts";
import type { OrderColumnId } from "./names.ts";
import { ORD_TYPE_WORDS, TIME_IN_FORCE_WORDS } from "./value-words.ts";

export type NumberColumn = { kind: "number"; isWhole?: boolean; of: (state: State, row: number) => number };
export type TextColumn = {
  kind: "text";
  /** A number that is the same for rows with the same text, and of which there are few; or many, when `isMany`. */
  code: (state: State, row: number) => number;
  textOf: (state: State, code: number) => string;
  isMany?: boolean;
};
export type OrderColumn = NumberColumn | TextColumn;

const POWERS = Array.from({ length: 32 }, (_, scale) => 10 ** scale);
/** No number: below all of them. */
const NOTHING = Number.NEGATIVE_INFINITY;

export const ORDER_COLUMNS = {
  orderId: { kind: "number", isWhole: true, of: (state, row) => state.orders.idOf(row) },
  orderQty: { kind: "number", of: (state, row) => qty(state, row, state.orders.orderQty[row]) },
  cumQty: { kind: "number", of: (state, row) => qty(state, row, state.orders.cumQty[row]) },
  leavesQty: { kind: "number", of: (state, row) => qty(state, row, state.orders.leavesQty(row)) },
  filled: { kind: "number", of: (state, row) => state.orders.cumQty[row] / state.orders.orderQty[row] || 0 },
  price: { kind: "number", of: (state, row) => price(state, row, state.orders.price[row]) },
  avgPx: { kind: "number", of: averagePx },
  notional: { kind: "number", of: openAndDoneNotional },
  created: { kind: "number", of: (state, row) => Number(state.orders.createdNs[row] / 1000n) },
  updated: { kind: "number", of: (state, row) => Number(state.orders.updatedNs[row] / 1000n) },
  symbol: {
    kind: "text",
    code: (state, row) => state.orders.instrumentId[row],
    textOf: (state, code) => state.instruments[code]?.symbol ?? "",
  },
  currency: {
    kind: "text",
    code: (state, row) => state.orders.instrumentId[row],
    textOf: (state, code) => state.instruments[code]?.currency ?? "",
  },
  compId: {
    kind: "text",
    code: (state, row) => state.orders.sessionId[row],
    textOf: (state, code) => state.sessions[code]?.compId ?? "",
  },
  account: {
    kind: "text",
    code: (state, row) => state.orders.accountEntry[row],
    textOf: (state, code) => (code === NO_ENTRY ? "" : state.accounts.textOf(code)),
  },
  side: {
    kind: "text",
    code: (state, row) => state.orders.side[row],
    textOf: (_state, code) => worded(SIDE_WORDS, code),
  },
  ordType: {
    kind: "text",
    code: (state, row) => state.orders.ordType[row],
    textOf: (_state, code) => worded(ORD_TYPE_WORDS, code),
  },
  timeInForce: {
    kind: "text",
    code: (state, row) => state.orders.timeInForce[row],
    textOf: (_state, code) => worded(TIME_IN_FORCE_WORDS, code),
  },
  ordStatus: {
    kind: "text",
    code: (state, row) => state.orders.ordStatus(row).charCodeAt(0),
    textOf: (_state, code) => worded(STATUS_WORDS, code),
  },
  venueId: { kind: "number", isWhole: true, of: (state, row) => state.orders.venueId[row] },
  clOrdId: {
    kind: "text",
    isMany: true,
    code: (state, row) => state.orders.clOrdIdEntry[row],
    textOf: (state, code) => (code === NO_ENTRY ? "" : state.clOrdIds.textOf(code)),
  },
  exchangeOrderId: {
    kind: "text",
    isMany: true,
    code: (state, row) => state.orders.exchangeOrderIdEntry[row],
    textOf: (state, code) => (code === NO_ENTRY ? "" : state.exchangeOrderIds.textOf(code)),
  },
  ruleId: {
    kind: "text",
    code: (state, row) => state.orders.route[row],
    textOf: (state, code) => state.routing.routes[code].ruleId,
  },
  parentOrderId: { kind: "number", isWhole: true, of: parentIdOf },
  children: { kind: "number", isWhole: true, of: childrenOf },
  workingQty: { kind: "number", of: (state, row) => qty(state, row, workingOf(state, row)) },
  unaccepted: {
    kind: "text",
    code: (state, row) => (isUnaccepted(state, row) ? 1 : 0),
    textOf: (_state, code) => (code === 1 ? "Unaccepted" : ""),
  },
  owner: { kind: "text", code: workName("owner"), textOf: nameOf },
  desk: { kind: "text", code: workName("desk"), textOf: nameOf },
  lockedBy: { kind: "text", code: workName("lockedBy"), textOf: nameOf },
  lastUser: { kind: "text", code: workName("lastUser"), textOf: nameOf },
  /** Seconds, but for what the clock adds to all of them alike: the order of ages never changes. */
  age: { kind: "number", of: (state, row) => -Number(state.orders.createdNs[row] / 1000n) / 1e6 },
} as const satisfies Record<OrderColumnId, OrderColumn>;

/** Compares as people read: letters by code, never by the machine's language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function qty(state: State, row: number, value: number): number {
  return value / POWERS[state.instruments[state.orders.instrumentId[row]]?.qtyScale ?? 0];
}

function price(state: State, row: number, value: number): number {
  if (value === NO_PRICE) return NOTHING;
  return value / POWERS[state.instruments[state.orders.instrumentId[row]]?.priceScale ?? 0];
}

function averagePx(state: State, row: number): number {
  const { orders } = state;
  return orders.cumQty[row] === 0 ? NOTHING : price(state, row, orders.notional[row] / orders.cumQty[row]);
}

/** What was traded, and what is open at the order's price, or at the day's reference price when it has none. */
function openAndDoneNotional(state: State, row: number): number {
  const { orders } = state;
  const instrument = state.instruments[orders.instrumentId[row]];
  if (instrument === undefined) return 0;
  const px = orders.price[row] === NO_PRICE ? instrument.referencePx : orders.price[row];
  const whole = orders.notional[row] + orders.leavesQty(row) * px;
  return whole / POWERS[instrument.qtyScale + instrument.priceScale];
}

function worded(words: Readonly<Record<string, string>>, code: number): string {
  const char = String.fromCharCode(code);
  return words[char] ?? char;
}
