/** What people at the desk order, on its way to the order path and back. */
import type { Act, Acted } from "./desk/act-wire.ts";
import type { FromFollower } from "./follower-messages.ts";

const PATIENCE_MS = 5_000;
const WAITING_MAX = 100;

export class FollowerRequests {
  readonly #tell: (message: FromFollower) => void;
  readonly #waiting = new Map<number, (acted: Acted) => void>();
  #last = 0;

  constructor(tell: (message: FromFollower) => void) {
    this.#tell = tell;
  }

  ask(act: Act): Promise<Acted> {
    if (this.#waiting.size >= WAITING_MAX)
      return Promise.resolve({ fault: "too many orders of the desk wait already" });
    const id = ++this.#last;
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.answered(id, "the order path has not answered; the journal will show whether it was done"),
        PATIENCE_MS,
      );
      this.#waiting.set(id, (acted) => {
        clearTimeout(timer);
        resolve(acted);
      });
      this.#tell({ kind: "act", id, act });
    });
  }

  answered(id: number, fault: string): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.({ fault });
  }
}
