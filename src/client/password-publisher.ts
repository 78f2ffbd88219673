/**
 * Tells who waits that a session's new password is in force: the event is in the journal, and durable. In: PasswordChanged
 * events. Out: a call each, at release. It never sees a password.
 */
import { type Event, EventType } from "../domain/records.generated.ts";

type Done = (kept: boolean) => void;

export class PasswordPublisher {
  readonly #waiting = new Map<number, Done>();
  #durable: Done[] = [];

  /** @param done called once, when the session's change that was put in line before is durable */
  expect(sessionId: number, done: Done): void {
    this.#waiting.set(sessionId, done);
  }

  publish(event: Event): void {
    if (event.type !== EventType.PasswordChanged) return;
    const done = this.#waiting.get(event.sessionId);
    this.#waiting.delete(event.sessionId);
    if (done !== undefined) this.#durable.push(done);
  }

  release(): void {
    if (this.#durable.length === 0) return;
    const durable = this.#durable;
    this.#durable = [];
    for (const done of durable) done(true);
  }
}
