/** Tells the operator of bugs that became outcomes: nobody else may notice that a venue's report was not taken up. */
import { type Event, EventType } from "./domain/records.generated.ts";
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
    }
  }

  release(): void {
    for (const text of this.#held.splice(0)) this.#log("error", text);
  }
}
