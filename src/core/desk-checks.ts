/**
 * Which actions of people an order allows, and why not the others: asked before each action, and by the desk's menus. What
 * an action would still have to say (a price, a quantity) is judged when it comes. Cold.
 */
import { CHILDREN_MAX, NOTES_MAX } from "../domain/limits.ts";
import { decimalText } from "../domain/price.ts";
import { NoteBefore, OrdStatus } from "../domain/values.ts";
import { freeQty } from "./children.ts";
import { isParked } from "./day-orders.ts";
import { isCare, isHeld } from "./held-orders.ts";
import { HOUSE } from "./house.ts";
import { stoppedWorkText } from "./kill-switches.ts";
import { lackingNote } from "./note-rules.ts";
import { Flag, Pending, Stage } from "./order-table.ts";
import type { State } from "./state.ts";
import { isTelephoned } from "./telephoned.ts";

/** In the order menus show them. */
export const DESK_ACTIONS = [
  "accept",
  "reject",
  "claim",
  "pass",
  "lock",
  "release",
  "slice",
  "fill",
  "replace",
  "cancel",
  "note",
] as const;
export type DeskAction = (typeof DESK_ACTIONS)[number];

/** Why a user cannot do something with an order now; "" when he can. */
export function actionFault(state: State, action: DeskAction, orderId: number, user: string): string {
  const { orders, care } = state;
  const row = orders.rowOf(orderId);
  if (row === 0) return `order ${orderId} is not here`;
  const work = care.work.get(orderId);
  if (action === "note") return noteFault(work?.notes.length ?? 0);
  const lockedBy = work?.lockedBy ?? "";
  if (lockedBy !== "" && lockedBy !== user) return `${lockedBy} has locked the order`;
  if (action === "release") return lockedBy === "" ? "nobody has locked the order" : "";
  if (!orders.isLive(row)) return `the order is no longer open: it is ${statusWord(state, row)}`;
  switch (action) {
    case "accept":
    case "reject":
      if (!isCare(orders, row)) return "the order goes to its venue by itself; nobody has to take it on";
      if (orders.stage[row] !== Stage.PendingNew) return "the desk has taken the order on already";
      if (action === "accept") return lackingNote(state, row, NoteBefore.Accepting);
      return orders.pending[row] === Pending.None ? "" : "its client has asked to change it";
    case "claim":
      return work?.owner === user ? "the order is yours already" : "";
    case "lock":
      return lockedBy === user ? "you have locked the order already" : "";
    case "slice":
    case "fill":
      return partFault(state, row, orderId, action);
    case "replace":
      return replaceFault(state, row);
    case "cancel":
      return orders.pending[row] === Pending.Cancel ? "a cancel is on its way already" : "";
    default:
      return "";
  }
}

function noteFault(count: number): string {
  return count >= NOTES_MAX ? `the order has ${NOTES_MAX} notes, as many as are kept` : "";
}

function partFault(state: State, row: number, orderId: number, action: "slice" | "fill"): string {
  const { orders, care } = state;
  if (!isCare(orders, row)) return "only orders that the desk works have parts and manual fills";
  if (orders.stage[row] === Stage.PendingNew) return "accept the order first";
  if (orders.pending[row] === Pending.Cancel) return "its client has asked to cancel it";
  if (freeQty(state, row) === 0) return "nothing of it is free: the rest is filled or at work";
  const stopped = action === "slice" ? stoppedWorkText(state, orderId) : "";
  if (stopped !== "") return stopped;
  const children = care.work.get(orderId)?.children.length ?? 0;
  if (action === "slice" && children >= CHILDREN_MAX)
    return `it has ${CHILDREN_MAX} parts, as many as an order may have`;
  return lackingNote(state, row, NoteBefore.GivingOut);
}

function replaceFault(state: State, row: number): string {
  const { orders, venues } = state;
  if (isCare(orders, row)) return "only its client can change the order; slices can be changed";
  if (orders.sessionId[row] !== HOUSE && !isTelephoned(state, row)) return "only its client can change the order";
  if (orders.pending[row] !== Pending.None) return "a request is on its way already";
  if (isHeld(state, row)) return "";
  if (isParked(state, row)) return "the order waits for its venue's next day; it can be canceled, not changed";
  const venueId = orders.venueId[row];
  if (venues.isDown(venueId)) return `the line to ${venues.lines[venueId]?.name ?? "its venue"} is down`;
  if (venues.isInDoubt(orders.idOf(row))) return "its venue has not told yet how the order stands";
  return stoppedWorkText(state, orders.idOf(row));
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  [OrdStatus.New]: "new",
  [OrdStatus.PartiallyFilled]: "partially filled",
  [OrdStatus.Filled]: "filled",
  [OrdStatus.DoneForDay]: "done for the day",
  [OrdStatus.Canceled]: "canceled",
  [OrdStatus.PendingCancel]: "being canceled",
  [OrdStatus.Rejected]: "rejected",
  [OrdStatus.PendingNew]: "pending",
  [OrdStatus.Expired]: "expired",
  [OrdStatus.PendingReplace]: "being replaced",
  [OrdStatus.Suspended]: "suspended",
};

function statusWord({ orders }: State, row: number): string {
  return STATUS_WORDS[orders.ordStatus(row)] ?? orders.ordStatus(row);
}

/** How an order stands now, for a user who saw it otherwise. */
export function standing(state: State, row: number): string {
  const { orders, instruments, care } = state;
  const qtyScale = instruments[orders.instrumentId[row]]?.qtyScale ?? 0;
  const priceScale = instruments[orders.instrumentId[row]]?.priceScale ?? 0;
  const filled = `${decimalText(orders.cumQty[row], qtyScale)} of ${decimalText(orders.orderQty[row], qtyScale)} filled`;
  const price =
    Number.isFinite(orders.price[row]) && orders.price[row] > 0
      ? ` @ ${decimalText(orders.price[row], priceScale)}`
      : "";
  const work = care.work.get(orders.idOf(row));
  const owner = work === undefined || work.owner === "" ? "" : `, with ${work.owner}`;
  const holder = work === undefined || work.lockedBy === "" ? "" : `, locked by ${work.lockedBy}`;
  const last = work === undefined || work.lastUser === "" ? "" : `; the last to act was ${work.lastUser}`;
  const word =
    (orders.flags[row] & Flag.Care) !== 0 && orders.stage[row] === Stage.PendingNew
      ? "unaccepted"
      : statusWord(state, row);
  return `${word}, ${filled}${price}${owner}${holder}${last}`;
}
