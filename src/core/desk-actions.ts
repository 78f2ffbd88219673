/**
 * Judges what people at the desk do with orders: each action is carried out whole or refused with its reason, and an
 * event of its frame says which. Cold.
 */
import { DESK_ORDERS_MAX } from "../domain/limits.ts";
import {
  type AcceptCare,
  type AddNote,
  type ClaimOrder,
  type Command,
  CommandType,
  type DeskCancel,
  type DeskCancelAll,
  type DeskCloseException,
  type DeskNewOrder,
  type DeskReplace,
  type Event,
  EventType,
  type HandOver,
  type LockOrder,
  type ManualFill,
  type PassOrder,
  type RejectCare,
  type ReleaseOrder,
  type SetNoteRule,
  type SliceOrder,
} from "../domain/records.generated.ts";
import { HouseCancelCause, NoteBefore, OrdRejReason } from "../domain/values.ts";
import { unreachable } from "../lib/assert.ts";
import { actionFault, type DeskAction, standing } from "./desk-checks.ts";
import { enterOrder, fillByHand, replaceOwn, slice } from "./desk-orders.ts";
import { requestHouseCancel } from "./house-cancel.ts";
import type { State } from "./state.ts";

/** A command of the desk about one order. */
export type OrderAction =
  | AcceptCare
  | RejectCare
  | ClaimOrder
  | PassOrder
  | LockOrder
  | ReleaseOrder
  | SliceOrder
  | ManualFill
  | DeskCancel
  | DeskReplace
  | AddNote;
export type DeskCommand = OrderAction | DeskNewOrder | HandOver | DeskCancelAll | DeskCloseException | SetNoteRule;

/** What each command is in a menu. */
const ACTION_OF = {
  [CommandType.AcceptCare]: "accept",
  [CommandType.RejectCare]: "reject",
  [CommandType.ClaimOrder]: "claim",
  [CommandType.PassOrder]: "pass",
  [CommandType.LockOrder]: "lock",
  [CommandType.ReleaseOrder]: "release",
  [CommandType.SliceOrder]: "slice",
  [CommandType.ManualFill]: "fill",
  [CommandType.DeskCancel]: "cancel",
  [CommandType.DeskReplace]: "replace",
  [CommandType.AddNote]: "note",
} as const satisfies Record<OrderAction["type"], DeskAction>;

/** @returns whether a command is one of the desk's */
export function isDeskCommand(command: Command): command is DeskCommand {
  return "actionId" in command;
}

export function decideDeskAction(state: State, command: DeskCommand, events: Event[]): void {
  const { actionId, user } = command;
  const orderId = "orderId" in command ? command.orderId : 0;
  let reason = "orderId" in command ? orderFault(state, command) : "";
  if (reason === "") reason = carryOut(state, command, events);
  if (reason !== "") {
    events.length = 0;
    events.push({ type: EventType.DeskActionRefused, actionId, user, orderId, reason });
    return;
  }
  const made = events.find((event) => event.type === EventType.OrderAccepted);
  const about = made?.type === EventType.OrderAccepted ? made.orderId : orderId;
  events.push({ type: EventType.DeskActionDone, actionId, user, orderId: about, outcome: outcomeOf(command, events) });
}

function orderFault(state: State, command: OrderAction): string {
  const { orderId, user, seenNs } = command;
  const { orders } = state;
  const row = orders.rowOf(orderId);
  const isStale = row !== 0 && seenNs !== 0n && orders.updatedNs[row] !== seenNs;
  const fault = actionFault(state, ACTION_OF[command.type], orderId, user);
  // Who holds it says more than that it changed.
  if (fault !== "") return isStale ? `${fault} (it changed meanwhile: ${standing(state, row)})` : fault;
  return isStale ? `the order changed meanwhile: it is ${standing(state, row)}` : "";
}

/** @returns why it is refused, or "" when its events were appended */
function carryOut(state: State, command: DeskCommand, events: Event[]): string {
  switch (command.type) {
    case CommandType.AcceptCare:
      return accept(state, command, events);
    case CommandType.RejectCare: {
      const { orderId, user, text } = command;
      const words = text === "" ? `not taken on by the desk (${user})` : text;
      events.push({ type: EventType.OrderRefused, orderId, ordRejReason: OrdRejReason.BrokerOption, text: words });
      return "";
    }
    case CommandType.ClaimOrder:
      return own(state, command.orderId, command.user, "", command.user, events);
    case CommandType.PassOrder:
      if (command.owner === "" && command.desk === "") return "say to whom: a trader, a desk, or both";
      own(state, command.orderId, command.owner, command.desk, command.user, events);
      return unlock(state, command.orderId, command.user, events);
    case CommandType.LockOrder: {
      const { orderId, user } = command;
      events.push({ type: EventType.OrderLocked, orderId, lockedBy: user, user });
      return "";
    }
    case CommandType.ReleaseOrder:
      return unlock(state, command.orderId, command.user, events);
    case CommandType.SliceOrder:
      return slice(state, command, events);
    case CommandType.ManualFill:
      return fillByHand(state, command, events);
    case CommandType.DeskCancel:
      return cancel(state, command, events);
    case CommandType.DeskReplace:
      return replaceOwn(state, command, events);
    case CommandType.DeskNewOrder:
      return enterOrder(state, command, events);
    case CommandType.AddNote: {
      const { orderId, user, note } = command;
      if (note === "") return "the note has no words";
      events.push({ type: EventType.NoteAdded, orderId, user, note });
      return "";
    }
    case CommandType.HandOver:
      return handOver(state, command, events);
    case CommandType.DeskCancelAll:
      return cancelAll(state, command, events);
    case CommandType.SetNoteRule:
      return setNoteRule(state, command, events);
    case CommandType.DeskCloseException: {
      const { exceptionId, user, text } = command;
      if (!state.venues.exceptions.has(exceptionId)) return `there is no open exception ${exceptionId}`;
      events.push({ type: EventType.ExceptionClosed, exceptionId, actor: user, text });
      return "";
    }
    default:
      return unreachable(command);
  }
}

function accept(state: State, { orderId, user }: AcceptCare, events: Event[]): "" {
  events.push({ type: EventType.CareAccepted, orderId, user });
  const work = state.care.work.get(orderId);
  return work === undefined || work.owner === "" ? own(state, orderId, user, "", user, events) : "";
}

/** @param desk "" for the one it is with */
function own(state: State, orderId: number, owner: string, desk: string, user: string, events: Event[]): "" {
  const now = desk === "" ? (state.care.work.get(orderId)?.desk ?? "") : desk;
  events.push({ type: EventType.OwnerChanged, orderId, owner, desk: now, user });
  return "";
}

function unlock(state: State, orderId: number, user: string, events: Event[]): "" {
  const lockedBy = state.care.work.get(orderId)?.lockedBy ?? "";
  if (lockedBy !== "") events.push({ type: EventType.OrderLocked, orderId, lockedBy: "", user });
  return "";
}

function cancel(state: State, { orderId, user, text }: DeskCancel, events: Event[]): string {
  const words = text === "" ? `canceled by the desk (${user})` : text;
  const isDone = requestHouseCancel(state, orderId, HouseCancelCause.Desk, words, events);
  return isDone ? "" : "the order has had too many requests";
}

function cancelAll(state: State, { orderIds, user, text }: DeskCancelAll, events: Event[]): string {
  if (orderIds.length === 0) return "no orders are named";
  if (orderIds.length > DESK_ORDERS_MAX) return `at most ${DESK_ORDERS_MAX} orders are canceled at once`;
  const words = text === "" ? `canceled by the desk (${user})` : text;
  for (const orderId of new Set(orderIds)) {
    // Parts go with their whole.
    if (isPartOf(state, orderId, orderIds) || actionFault(state, "cancel", orderId, user) !== "") continue;
    requestHouseCancel(state, orderId, HouseCancelCause.Desk, words, events);
  }
  return events.length === 0 ? "none of the orders can be canceled" : "";
}

function isPartOf(state: State, orderId: number, orderIds: readonly number[]): boolean {
  const parentId = state.care.parentOf.get(orderId);
  return parentId !== undefined && orderIds.includes(parentId);
}

function handOver(state: State, { user, from, to }: HandOver, events: Event[]): string {
  if (from === "" || to === "" || from === to) return "say whose orders go to which other trader";
  for (const [orderId, work] of state.care.work) {
    if (!state.orders.isLive(state.orders.rowOf(orderId))) continue;
    if (work.owner === from) own(state, orderId, to, "", user, events);
    if (work.lockedBy === from) events.push({ type: EventType.OrderLocked, orderId, lockedBy: to, user });
  }
  return events.length === 0 ? `${from} has no open orders` : "";
}

function setNoteRule(state: State, { compId, desk, before, user }: SetNoteRule, events: Event[]): string {
  if (compId !== "" && desk !== "") return "say whose orders: a client's, a desk's, or those of all";
  if (compId !== "" && !state.sessions.some((session) => session?.compId === compId))
    return `there is no client ${compId}`;
  if (before > NoteBefore.Accepting) return `before ${before} is none of 0, 1 and 2`;
  const is = state.noteRules.get(compId, desk)?.before ?? NoteBefore.Nothing;
  if (is === before) return "that is so already";
  events.push({ type: EventType.NoteRuleSet, compId, desk, before, user });
  return "";
}

function outcomeOf(command: DeskCommand, events: readonly Event[]): string {
  const count = (type: number) => events.filter((event) => event.type === type).length;
  if (command.type === CommandType.HandOver) return `${count(EventType.OwnerChanged)} orders went to ${command.to}`;
  if (command.type !== CommandType.DeskCancelAll) return "";
  const canceled = count(EventType.HouseCancelRequested) + count(EventType.OrderCanceled);
  return `${canceled} of ${command.orderIds.length} orders are being canceled`;
}
