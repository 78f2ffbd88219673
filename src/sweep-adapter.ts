/**
 * Work on many orders goes on: after each of its steps is durable, the command for the next one gets in line behind
 * whatever came meanwhile. What may not wait for others, the sequencer goes on with by itself.
 */
import type { State } from "./core/state.ts";
import { type Command, CommandType, type Event, EventType } from "./domain/records.generated.ts";
import type { Publisher } from "./sequencer/sequencer.ts";

export class SweepAdapter implements Publisher {
  readonly #state: State;
  readonly #offer: (command: Command) => boolean;
  /** Whether a step was made since the last look. */
  #hasStepped = false;
  /** Sweeps whose next step waits for its turn. */
  readonly #inLine = new Set<number>();

  /** @param offer puts a command in line; when the line is full, it is tried again after the next batch */
  constructor(state: State, offer: (command: Command) => boolean) {
    this.#state = state;
    this.#offer = offer;
  }

  publish(event: Event): void {
    if (event.type !== EventType.SweepAdvanced) return;
    this.#hasStepped = true;
    this.#inLine.delete(event.sweepId);
  }

  release(): void {
    if (!this.#hasStepped) return;
    this.#hasStepped = false;
    this.resume();
  }

  /** Goes on with what is not over; at a start, with what the last run left. */
  resume(): void {
    const { running } = this.#state.sweeps;
    for (let index = 0; index < running.length; index++) {
      const { sweepId } = running[index];
      if (this.#inLine.has(sweepId)) continue;
      if (this.#offer({ type: CommandType.ContinueSweep, sweepId })) this.#inLine.add(sweepId);
      else this.#hasStepped = true;
    }
  }
}
