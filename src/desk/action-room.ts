/**
 * Actions of people that wait for their outcome. In: what the journal tells of them. Out: one answer each; an action that is
 * asked for again under its id is answered again, and not done twice.
 */
import type { ActionReply, IdentifiedAction } from "./action-wire.ts";

/** How long somebody waits for an outcome before he is told that it is not known yet. */
export const PATIENCE_MS = 5_000;
/** Outcomes kept for those who ask again. */
const KEPT_MAX = 10_000;

type Waiting = { promise: Promise<ActionReply>; settle: (reply: ActionReply) => void };

export class ActionRoom {
  readonly #act: (action: IdentifiedAction) => void;
  readonly #patienceMs: number;
  readonly #known: (actionId: string) => ActionReply | null;
  readonly #waiting = new Map<string, Waiting>();
  readonly #kept = new Map<string, ActionReply>();
  readonly #lost = new WeakSet<ActionReply>();

  /**
   * @param act gives the action to the order path
   * @param known what the journal says became of an action, also before this room was there
   */
  constructor(
    act: (action: IdentifiedAction) => void,
    patienceMs = PATIENCE_MS,
    known: (actionId: string) => ActionReply | null = () => null,
  ) {
    this.#act = act;
    this.#patienceMs = patienceMs;
    this.#known = known;
  }

  /** Has an action done, once. */
  async submit(action: IdentifiedAction): Promise<ActionReply> {
    const { actionId } = action;
    const known = this.#kept.get(actionId) ?? this.#known(actionId);
    if (known !== null) return known;
    let waiting = this.#waiting.get(actionId);
    if (waiting === undefined) {
      let settle: Waiting["settle"] = () => {};
      const promise = new Promise<ActionReply>((resolve) => {
        settle = resolve;
      });
      waiting = { promise, settle };
      this.#waiting.set(actionId, waiting);
      this.#act(action);
    }
    const unknown: ActionReply = {
      actionId,
      status: "unknown",
      orderId: action.orderId ?? 0,
      text: "what became of it is not known yet; ask again with the same actionId",
    };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<ActionReply>((resolve) => {
      timer = setTimeout(resolve, this.#patienceMs, unknown);
    });
    const reply = await Promise.race([waiting.promise, late]);
    clearTimeout(timer);
    return reply;
  }

  /** What became of actions, of this desk or another. */
  hear(replies: readonly ActionReply[]): void {
    for (const reply of replies) {
      this.#kept.set(reply.actionId, reply);
      this.#waiting.get(reply.actionId)?.settle(reply);
      this.#waiting.delete(reply.actionId);
    }
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_MAX) return;
      this.#kept.delete(oldest);
    }
  }

  /** Was this answered because the order path had no room? */
  wasLost(reply: ActionReply): boolean {
    return this.#lost.has(reply);
  }

  /** An action the order path could not take: it may be asked for again. */
  lost(reply: ActionReply): void {
    this.#lost.add(reply);
    this.#waiting.get(reply.actionId)?.settle(reply);
    this.#waiting.delete(reply.actionId);
  }
}
