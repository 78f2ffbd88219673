/** What only a person can put right, opened once for each kind and order. Cold. */
import { type Event, EventType } from "../domain/records.generated.ts";
import type { ExceptionKind } from "../domain/values.ts";
import type { State } from "./state.ts";

/** The same thing about the same order is said once, until somebody has dealt with it. */
export function raise(
  state: State,
  kind: ExceptionKind,
  { orderId, venueId }: { orderId: number; venueId: number },
  text: string,
  events: Event[],
): void {
  if (state.venues.hasException(kind, orderId, venueId, text)) return;
  // Another may have been opened by the same command.
  let exceptionId = state.venues.exceptionCount + 1;
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (event.type === EventType.ExceptionOpened) exceptionId = event.exceptionId + 1;
  }
  events.push({ type: EventType.ExceptionOpened, exceptionId, kind, orderId, venueId, text });
}
