/**
 * What would become of an action on many orders, looked at order by order with the core's own checks, some thousand at a time
 * so that a hundred thousand of them hold up nobody.
 */
import { randomUUID } from "node:crypto";
import { actionFault, type DeskAction } from "../core/desk-checks.ts";
import type { State } from "../core/state.ts";
import {
  MASS_ACTIONS,
  type MassAction,
  type MassAsk,
  type MassMenu,
  type MassPlanReply,
  type Target,
  UNTYPED_MAX,
} from "./mass-wire.ts";
import { Notionals } from "./notional.ts";
import { SELECTED_MAX } from "./selection-wire.ts";
import { parentIdOf } from "./view/care-columns.ts";
import { readRuns } from "./view/id-runs.ts";
import { orderCondition } from "./view/order-condition.ts";

/** Orders looked at in one go. */
const CHUNK = 2_000;
const ROWS_CHUNK = 50_000;
const CLIENTS_TOLD = 20;
/** Done with an order only while it is as it was shown. A cancel or a note is meant however the order stands. */
const GUARDED: ReadonlySet<MassAction> = new Set(["accept", "claim", "pass", "release"]);

/** One order of a plan; `seen` is when it had last changed, "" when that does not matter. */
export type Planned = { orderId: number; seen: string };
export type MassPlan = { ask: MassAsk; planned: readonly Planned[]; reply: MassPlanReply };

/** @returns the orders meant, each once, or why they cannot be told */
export async function ordersOf(state: State, target: Target): Promise<number[] | string> {
  const tooMany = `more than ${SELECTED_MAX.toLocaleString("en-US")} orders: narrow the filter`;
  if ("orderIds" in target) {
    const ids = readRuns(target.orderIds, SELECTED_MAX);
    return ids === null ? `orderIds: expected runs of at most ${SELECTED_MAX} OrderIDs` : [...new Set(ids)];
  }
  const { orders } = state;
  const condition = orderCondition(state, target.filter);
  const found: number[] = [];
  for (let row = orders.rowCount; row >= 1; row--) {
    if (condition === null || condition(row)) found.push(orders.idOf(row));
    if (found.length > SELECTED_MAX) return tooMany;
    if (row % ROWS_CHUNK === 0) await nextTurn();
  }
  return found;
}

/** What may be done with a selection, and why not with the rest of it. */
export async function massMenu(state: State, orderIds: readonly number[], user: string): Promise<MassMenu> {
  const items: MassMenu["items"] = [];
  for (const action of MASS_ACTIONS) {
    if (action === "handOver") continue;
    const reasons = new Map<string, number>();
    let can = 0;
    for (const [index, orderId] of orderIds.entries()) {
      const reason = reasonOf(state, action, orderId, user);
      if (reason === "") can++;
      else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      if (index % CHUNK === CHUNK - 1) await nextTurn();
    }
    items.push({ action, isEnabled: can > 0, can, reason: commonest(reasons)[0]?.reason ?? "" });
  }
  // Somebody who is away hands nothing over himself: others do it for him.
  const isAnybody = [...state.care.work.values()].some(({ owner, lockedBy }) => owner !== "" || lockedBy !== "");
  const can = openOrdersOf(state, user).length;
  items.push({ action: "handOver", isEnabled: isAnybody, can, reason: isAnybody ? "" : "nobody has an order" });
  return { count: orderIds.length, items };
}

/** @param orderIds the orders meant; of a hand-over they are found here */
export async function massPlan(state: State, ask: MassAsk, orderIds: readonly number[]): Promise<MassPlan> {
  const { orders } = state;
  const { action, user } = ask;
  const meant = action === "handOver" ? openOrdersOf(state, ask.from ?? "") : orderIds;
  const named = new Set(meant);
  const planned: Planned[] = [];
  const reasons = new Map<string, number>();
  const clients = new Map<string, number>();
  const open = new Notionals();
  let along = 0;
  for (const [index, orderId] of meant.entries()) {
    if (index % CHUNK === CHUNK - 1) await nextTurn();
    const row = orders.rowOf(orderId);
    const isPart = row !== 0 && named.has(parentIdOf(state, row));
    const reason = action === "handOver" ? "" : reasonOf(state, action, orderId, user);
    if (reason !== "") {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      continue;
    }
    // A part is canceled with its whole.
    if (action === "cancel" && isPart && reasonOf(state, action, parentIdOf(state, row), user) === "") {
      along++;
      continue;
    }
    planned.push({ orderId, seen: GUARDED.has(action) ? String(orders.updatedNs[row]) : "" });
    const compId = state.sessions[orders.sessionId[row]]?.compId ?? "";
    clients.set(compId, (clients.get(compId) ?? 0) + 1);
    if (!isPart) open.addOpen(state, row);
  }
  const byCount = [...clients].sort((a, b) => b[1] - a[1]).map(([compId, count]) => ({ compId, count }));
  const reply: MassPlanReply = {
    planId: randomUUID(),
    action,
    count: meant.length,
    can: planned.length,
    along,
    cannot: commonest(reasons),
    open: open.toWire(),
    clients: byCount.slice(0, CLIENTS_TOLD),
    moreClients: Math.max(0, byCount.length - CLIENTS_TOLD),
    mustType: planned.length > UNTYPED_MAX,
  };
  return { ask, planned, reply };
}

function reasonOf(state: State, action: MassAction, orderId: number, user: string): string {
  // Without its number, so that the reasons of many count as one.
  if (!state.orders.has(orderId)) return "it is not in memory: it never was, or ended days ago";
  return actionFault(state, action as DeskAction, orderId, user);
}

/** What a hand-over moves: what a trader has, and what he has locked. */
function openOrdersOf({ orders, care }: State, user: string): number[] {
  const found: number[] = [];
  for (const [orderId, work] of care.work) {
    const isHis = work.owner === user || work.lockedBy === user;
    if (isHis && orders.isLive(orders.rowOf(orderId))) found.push(orderId);
  }
  return found;
}

function commonest(reasons: ReadonlyMap<string, number>): { reason: string; count: number }[] {
  return [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
