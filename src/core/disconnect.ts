/**
 * Judges what becomes of a session's open orders when it ends: nothing, or cancels at once or after a grace. The grace runs
 * by the journal's time from the frame that recorded the end, and so goes on over a restart of ours; who logs on again
 * within it finds everything as it was. Orders may ask for it themselves (ExecInst(18) o, cancel on connection loss).
 */
import {
  type CancelDisconnected,
  type CancelOnDisconnectDefined,
  type DefineCancelOnDisconnect,
  type DisconnectGraceBegun,
  type DisconnectGraceEnded,
  type Event,
  EventType,
  type LogOutSession,
} from "../domain/records.generated.ts";
import { ABSENT, LogoutCause } from "../domain/values.ts";
import { houseCancelStep } from "./house-cancel.ts";
import { asksForCancelOnDisconnect } from "./order-conditions.ts";
import type { Session, State } from "./state.ts";
import { beginSweep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";
import { isTelephoned } from "./telephoned.ts";

const TEXTS: Readonly<Record<number, string>> = {
  [LogoutCause.Client]: "canceled because the session logged out",
  [LogoutCause.Line]: "canceled because the session's line was lost",
  [LogoutCause.House]: "canceled because the house ended the session",
};

export function decideDefineCancelOnDisconnect(state: State, command: DefineCancelOnDisconnect, events: Event[]): void {
  const { sessionKey, cancelOn, graceMs, keepGtc } = command;
  const sessionId = state.sessionIds.get(sessionKey);
  if (sessionId === undefined) {
    events.push({ type: EventType.CommandRefused, text: `cancel on disconnect of an unknown session ${sessionKey}` });
    return;
  }
  events.push({ type: EventType.CancelOnDisconnectDefined, sessionId, cancelOn, graceMs, keepGtc });
}

export function decideLogOut(state: State, { sessionId, reason, cause }: LogOutSession, events: Event[]): void {
  events.push({ type: EventType.SessionLoggedOut, sessionId, reason, cause });
  const session = state.sessions[sessionId];
  if (session === undefined || !session.loggedOn) return;
  const orderIds = ordersToCancel(state, session, cause);
  if (orderIds.length === 0) return;
  if (session.graceMs > 0) events.push({ type: EventType.DisconnectGraceBegun, sessionId, cause });
  else cancelAll(state, sessionId, cause, orderIds, events);
}

/** Nothing comes of it when the session is back, or has ended once more since. */
export function decideCancelDisconnected(state: State, command: CancelDisconnected, events: Event[]): void {
  const { sessionId, endedNs } = command;
  const session = state.sessions[sessionId];
  if (session === undefined || session.endedNs === 0n || session.endedNs !== endedNs) return;
  events.push({ type: EventType.DisconnectGraceEnded, sessionId });
  const orderIds = ordersToCancel(state, session, session.endedBy);
  if (orderIds.length > 0) cancelAll(state, sessionId, session.endedBy, orderIds, events);
}

export function evolveDisconnect(
  session: Session,
  event: CancelOnDisconnectDefined | DisconnectGraceBegun | DisconnectGraceEnded,
  timeNs: bigint,
): void {
  if (event.type === EventType.CancelOnDisconnectDefined) {
    session.cancelOn = event.cancelOn;
    session.graceMs = event.graceMs;
    session.keepGtc = event.keepGtc;
  } else if (event.type === EventType.DisconnectGraceBegun) {
    session.endedNs = timeNs;
    session.endedBy = event.cause;
  } else {
    session.endedNs = 0n;
  }
}

function cancelAll(state: State, sessionId: number, cause: number, orderIds: number[], events: Event[]): void {
  const text = TEXTS[cause] ?? "canceled because the session ended";
  const asked = { kind: SweepKind.HouseCancel, sessionId, requestId: "", requestType: ABSENT, text, orderIds };
  beginSweep(state, asked, houseCancelStep, events);
}

/** Open orders that this end of their session cancels: those the session's terms name, and those that ask for it. */
function ordersToCancel(state: State, { sessionId, cancelOn, keepGtc }: Session, cause: number): number[] {
  const { orders } = state;
  const isMeant = (cancelOn & (1 << cause)) !== 0;
  const isLoss = cause === LogoutCause.Line;
  const found: number[] = [];
  for (let row = 1; row <= orders.rowCount; row++) {
    // What was given by telephone does not hang on the line.
    if (orders.sessionId[row] !== sessionId || !orders.isLive(row) || isTelephoned(state, row)) continue;
    const isNamed = isMeant && !(keepGtc && orders.outlivesDay(row));
    if (isNamed || (isLoss && asksForCancelOnDisconnect(state, row))) found.push(orders.idOf(row));
  }
  return found;
}
