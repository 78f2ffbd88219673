/** Judges what operators want done with clients' sessions. What a session is doing its line knows; the core, whether there is one. */
import { type ActOnSession, type Event, EventType } from "../domain/records.generated.ts";
import { SessionAction } from "../domain/values.ts";
import type { State } from "./state.ts";

export function decideActOnSession(state: State, command: ActOnSession, events: Event[]): void {
  const { type: _, ...taken } = command;
  const session = state.sessions[command.sessionId];
  const fault =
    session === undefined
      ? `there is no session ${command.sessionId}`
      : command.reason === "" || command.actor === ""
        ? "an action on a session needs who and why"
        : command.action === SessionAction.Reset && session.loggedOn
          ? `${session.compId} is logged on: its numbers can be reset once it is logged out`
          : "";
  if (fault !== "") events.push({ type: EventType.CommandRefused, text: fault });
  else events.push({ type: EventType.SessionActionTaken, ...taken });
}
