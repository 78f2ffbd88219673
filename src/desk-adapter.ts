/**
 * What people do at the desk becomes commands, in line with everything else. In: actions, as the follower's thread checked
 * and passed them on. Out: one command each; what does not fit the line is told back, and nothing is done.
 */
import { commandOf } from "./desk/action-adapter.ts";
import type { ActionReply, IdentifiedAction } from "./desk/action-wire.ts";
import type { Command } from "./domain/records.generated.ts";

export class DeskAdapter {
  readonly #offer: (command: Command) => boolean;
  readonly #lost: (reply: ActionReply) => void;
  readonly #nowNs: () => bigint;

  /**
   * @param offer puts a command in line; false when the line is full
   * @param lost tells the desk that an action was not taken
   */
  constructor(offer: (command: Command) => boolean, lost: (reply: ActionReply) => void, nowNs: () => bigint) {
    this.#offer = offer;
    this.#lost = lost;
    this.#nowNs = nowNs;
  }

  take(action: IdentifiedAction): void {
    if (this.#offer(commandOf(action, this.#nowNs()))) return;
    const text = "the order path takes no more just now; nothing was done, try again";
    this.#lost({ actionId: action.actionId, status: "refused", orderId: action.orderId ?? 0, text });
  }
}
