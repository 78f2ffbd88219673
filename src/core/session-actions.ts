/** Judges what operators want done with sessions. What a session is doing its line knows; the core, whether there is one. */
import { type ActOnSession, type Event, EventType } from "../domain/records.generated.ts";
import { SessionAction } from "../domain/values.ts";
import { dropCopySessionId, venueOfSession } from "../domain/venue-session.ts";
import type { State } from "./state.ts";

export function decideActOnSession(state: State, command: ActOnSession, events: Event[]): void {
  const { type: _, ...taken } = command;
  const fault = actionFault(state, command);
  if (fault !== "") events.push({ type: EventType.CommandRefused, text: fault });
  else events.push({ type: EventType.SessionActionTaken, ...taken });
}

function actionFault(state: State, { sessionId, action, actor, reason }: ActOnSession): string {
  const venueId = venueOfSession(sessionId);
  const line = state.venues.lines[venueId];
  const session = state.sessions[sessionId];
  if (line === undefined && session === undefined) return `there is no session ${sessionId}`;
  if (reason === "" || actor === "") return "an action on a session needs who and why";
  if (line === undefined && action === SessionAction.Connect) return "a client's session connects by itself";
  if (action !== SessionAction.Reset) return "";
  const isOn = line === undefined ? session?.loggedOn : line.isUp && sessionId !== dropCopySessionId(venueId);
  const name = line?.name ?? session?.compId;
  return isOn ? `${name} is logged on: its numbers can be reset once it is logged out` : "";
}
