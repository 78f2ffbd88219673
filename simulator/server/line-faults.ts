/**
 * What the adversary does to FIX lines. Skipped numbers belong to the batch that is carried out, and are staged with what
 * else it sends; everything else waits until the batch is durable: a line that goes may bring requests of its own.
 */
import type { FixSession } from "../../src/fix/session.ts";
import type { LineFault } from "../adversary/adversary.ts";

export type LineDoors = {
  readonly sessions: readonly FixSession[];
  /** Nothing goes over the session's connection in either direction for a while. */
  stall(session: FixSession, forMs: number): void;
  /** Ends the exchange and starts it again. */
  restart(): void;
  /** `carryOut` is to be called soon. */
  schedule(): void;
  note(session: FixSession | null, text: string): void;
};

export class LineFaults {
  readonly #doors: LineDoors;
  #waiting: LineFault[] = [];

  constructor(doors: LineDoors) {
    this.#doors = doors;
  }

  take(fault: LineFault): void {
    if (fault.fault === "gap") {
      for (const session of this.#sessionsOf(fault)) {
        this.#doors.note(session, `the scenario skips ${fault.by} MsgSeqNums`);
        session.skipNumbers(fault.by);
      }
      return;
    }
    this.#waiting.push(fault);
    this.#doors.schedule();
  }

  /** After a batch. */
  carryOut(): void {
    for (const fault of this.#waiting.splice(0)) {
      if (fault.fault === "restart") {
        this.#doors.note(null, "the scenario restarts the exchange");
        this.#doors.restart();
        continue;
      }
      for (const session of this.#sessionsOf(fault)) {
        if (fault.fault === "disconnect") session.disconnect("the scenario cuts the line");
        else {
          this.#doors.note(session, `the scenario keeps the line silent for ${fault.forMs} ms`);
          this.#doors.stall(session, fault.forMs);
        }
      }
    }
  }

  /** A CompID may have sessions of several versions. */
  #sessionsOf({ session: name }: LineFault): FixSession[] {
    return this.#doors.sessions.filter(({ config }) => name === "" || config.targetCompId === name);
  }
}
