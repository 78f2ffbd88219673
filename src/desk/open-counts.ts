/** How many orders are open by session, venue and instrument. A count looks at every order: a million take some milliseconds. */
import type { State } from "../core/state.ts";

const IDS = 65_536;

export class OpenCounts {
  readonly #sessions = new Uint32Array(IDS);
  readonly #instruments = new Uint32Array(IDS);
  readonly #venues = new Uint32Array(256);

  take({ orders }: State): void {
    this.#sessions.fill(0);
    this.#instruments.fill(0);
    this.#venues.fill(0);
    for (let row = 1; row <= orders.rowCount; row++) {
      if (!orders.isOpen(row)) continue;
      this.#sessions[orders.sessionId[row]]++;
      this.#instruments[orders.instrumentId[row]]++;
      this.#venues[orders.venueId[row]]++;
    }
  }

  ofSession(sessionId: number): number {
    return this.#sessions[sessionId];
  }

  ofInstrument(instrumentId: number): number {
    return this.#instruments[instrumentId];
  }

  ofVenue(venueId: number): number {
    return this.#venues[venueId];
  }
}
