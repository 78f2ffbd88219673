/** The grace of sessions that ended, by the clock: when one is over, the command that cancels their orders gets in line. */
import type { State } from "./core/state.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";

/** How often the owner calls `tick`. */
export const DISCONNECT_TICK_MS = 50;

export class DisconnectAdapter {
  readonly #state: State;
  readonly #nowNs: () => bigint;
  readonly #offer: (command: Command) => boolean;

  /** @param offer puts a command in line; when it is full, the next tick tries again */
  constructor(state: State, nowNs: () => bigint, offer: (command: Command) => boolean) {
    this.#state = state;
    this.#nowNs = nowNs;
    this.#offer = offer;
  }

  /** Looks at every session that was ended; the same grace may be told twice, which does no harm. */
  tick(): void {
    const { sessions } = this.#state;
    const nowNs = this.#nowNs();
    for (let id = 1; id < sessions.length; id++) {
      const session = sessions[id];
      if (session === undefined || session.endedNs === 0n) continue;
      const { endedNs, graceMs } = session;
      if (nowNs - endedNs < BigInt(graceMs) * 1_000_000n) continue;
      this.#offer({ type: CommandType.CancelDisconnected, sessionId: id, endedNs });
    }
  }
}
