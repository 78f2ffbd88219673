/** Judges an operator's word on a kill switch: from its frame on nothing new is taken, and everything live is canceled. Cold. */
import { type Event, EventType, type SetKillSwitch } from "../domain/records.generated.ts";
import { ABSENT, KillScope } from "../domain/values.ts";
import { isCare } from "./held-orders.ts";
import { houseCancelStep } from "./house-cancel.ts";
import { deskOf } from "./kill-switches.ts";
import type { State } from "./state.ts";
import { beginSweep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";

type Asked = Pick<SetKillSwitch, "scope" | "sessionId" | "desk" | "isOn" | "actor" | "reason">;

export function decideSetKillSwitch(state: State, command: SetKillSwitch, events: Event[]): void {
  const fault = killSwitchFault(state, command);
  if (fault !== "") {
    events.push({ type: EventType.CommandRefused, text: fault });
    return;
  }
  const { type: _, ...set } = command;
  events.push({ type: EventType.KillSwitchSet, ...set });
  if (!command.isOn) return;
  const { sessionId, reason } = command;
  // Once more on, it cancels what it could not cancel before.
  const orderIds = ordersStopped(state, command);
  const text = `canceled by the house: kill switch (${reason})`;
  const asked = { kind: SweepKind.Kill, sessionId, requestId: "", requestType: ABSENT, text, orderIds };
  beginSweep(state, asked, houseCancelStep, events);
}

/** @returns what stands against it, or "" */
export function killSwitchFault(state: State, { scope, sessionId, desk, isOn, actor, reason }: Asked): string {
  if (reason === "" || actor === "") return "a kill switch needs who and why";
  if (scope < KillScope.Session || scope > KillScope.All) return `there is no scope ${scope} of a kill switch`;
  if ((scope === KillScope.Session) !== (sessionId !== 0) || (scope === KillScope.Desk) !== (desk !== ""))
    return "a kill switch names a session, a desk, or nobody in particular";
  if (scope === KillScope.Session && state.sessions[sessionId] === undefined) return `there is no session ${sessionId}`;
  const isKnown = state.kills.get(scope, sessionId, desk) !== undefined;
  if (!isOn) return isKnown ? "" : "this kill switch is not on";
  if (scope !== KillScope.Desk || isKnown) return "";
  const desks = desksOf(state);
  // A name that nobody has would stop nobody.
  if (desks.has(desk)) return "";
  return `there is no desk ${desk}; ${desks.size === 0 ? "no rule or order names one" : `there are ${[...desks].join(", ")}`}`;
}

/** Desks that rules give orders to, or that have some: those a kill switch can name. */
export function desksOf({ routing, care }: State): Set<string> {
  const desks = new Set<string>();
  for (const { to } of routing.rules) if (to.desk !== undefined && to.desk !== "") desks.add(to.desk);
  for (const { desk } of care.work.values()) if (desk !== "") desks.add(desk);
  return desks;
}

/** The live orders it stops: those at venues first, parts among them; then those that wait for their parts. */
export function ordersStopped(
  state: State,
  { scope, sessionId, desk }: Pick<Asked, "scope" | "sessionId" | "desk">,
): number[] {
  const { orders, care } = state;
  const first: number[] = [];
  const last: number[] = [];
  for (let row = 1; row <= orders.rowCount; row++) {
    if (!orders.isLive(row)) continue;
    const orderId = orders.idOf(row);
    const wholeRow = orders.rowOf(care.parentOf.get(orderId) ?? orderId);
    const isOfSession = orders.sessionId[row] === sessionId || orders.sessionId[wholeRow] === sessionId;
    const isMeant =
      scope === KillScope.All || (scope === KillScope.Desk ? deskOf(state, orderId) === desk : isOfSession);
    if (isMeant) (isCare(orders, row) ? last : first).push(orderId);
  }
  return first.concat(last);
}
