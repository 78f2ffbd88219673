/**
 * Tells the operator what nobody else may notice: bugs that became outcomes, reports of a venue that were not believed, and
 * exceptions that wait for a person.
 */
import { type Event, EventType } from "./domain/records.generated.ts";
import { BUNDLED_VENUE_ID } from "./domain/venue-session.ts";
import type { Log } from "./order-path.ts";

export class FailurePublisher {
  readonly #log: Log;
  readonly #held: string[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  publish(event: Event, sequence: number): void {
    if (event.type === EventType.CommandFailed) {
      this.#held.push(
        `sequence ${sequence}: ${event.text}. It changed nothing; whoever sent it was told. Report this bug`,
      );
    } else if (event.type === EventType.FrameSkipped) {
      this.#held.push(`sequence ${event.sequence} does not count, by an operator's decision: ${event.reason}`);
    } else if (event.type === EventType.ExceptionOpened) {
      const about = event.orderId === 0 ? "" : ` about order ${event.orderId}`;
      this.#held.push(`exception ${event.exceptionId}${about} waits for a person: ${event.text}`);
    } else if (event.type === EventType.VenueReportRefused && event.venueId !== BUNDLED_VENUE_ID) {
      this.#held.push(`sequence ${sequence}: venue ${event.venueId}: ${event.text}. It is recorded and not believed`);
    }
  }

  release(): void {
    for (const text of this.#held.splice(0)) this.#log("error", text);
  }
}
