/**
 * Who may not trade: clients' sessions, desks, or the house, as operators have said. While one is on, what it stops is
 * refused with who is stopped and why; cancels are taken. Hot path: without any an order pays one test.
 */
import type { KillSwitchSet } from "../domain/records.generated.ts";
import { KillScope } from "../domain/values.ts";
import type { Image } from "../lib/image.ts";
import type { State } from "./state.ts";

export type KillSwitch = {
  /** KillScope, and whom it names: a session's id, a desk, or nobody in particular. */
  scope: number;
  sessionId: number;
  desk: string;
  actor: string;
  reason: string;
  sinceNs: bigint;
};

export class KillSwitches {
  readonly #on = new Map<string, KillSwitch>();

  get size(): number {
    return this.#on.size;
  }

  /** The oldest first. */
  all(): KillSwitch[] {
    return [...this.#on.values()];
  }

  get(scope: number, sessionId: number, desk: string): KillSwitch | undefined {
    return this.#on.get(keyOf(scope, sessionId, desk));
  }

  set({ scope, sessionId, desk, isOn, actor, reason }: KillSwitchSet, timeNs: bigint): void {
    const key = keyOf(scope, sessionId, desk);
    if (isOn) this.#on.set(key, { scope, sessionId, desk, actor, reason, sinceNs: timeNs });
    else this.#on.delete(key);
  }

  transfer(image: Image): void {
    const were = this.all();
    for (let index = 0, count = image.count(were.length); index < count; index++) {
      const was = were[index];
      const scope = image.int(was?.scope ?? 0);
      const sessionId = image.int(was?.sessionId ?? 0);
      const desk = image.text(was?.desk ?? "");
      const actor = image.text(was?.actor ?? "");
      const reason = image.text(was?.reason ?? "");
      const sinceNs = image.time(was?.sinceNs ?? 0n);
      this.#on.set(keyOf(scope, sessionId, desk), { scope, sessionId, desk, actor, reason, sinceNs });
    }
  }
}

function keyOf(scope: number, sessionId: number, desk: string): string {
  return `${scope} ${sessionId} ${desk}`;
}

/** @returns why a session's order is not taken, or "" when no kill switch stops it; 0 is the desk's own */
export function stoppedText(state: State, sessionId: number): string {
  const { kills } = state;
  if (kills.size === 0) return "";
  const house = kills.get(KillScope.All, 0, "");
  if (house !== undefined) return text("the house", house);
  const session = kills.get(KillScope.Session, sessionId, "");
  return session === undefined ? "" : text(state.sessions[sessionId]?.compId ?? "", session);
}

/** @returns why nothing goes to a desk, or "" */
export function stoppedDeskText({ kills }: State, desk: string): string {
  if (kills.size === 0 || desk === "") return "";
  const stopped = kills.get(KillScope.Desk, 0, desk);
  return stopped === undefined ? "" : text(`desk ${desk}`, stopped);
}

/** @returns why an order that is here already, or the whole it is part of, may not do more; or "" */
export function stoppedWorkText(state: State, orderId: number): string {
  if (state.kills.size === 0) return "";
  const { orders, care } = state;
  const wholeRow = orders.rowOf(care.parentOf.get(orderId) ?? orderId);
  return stoppedText(state, orders.sessionId[wholeRow]) || stoppedDeskText(state, deskOf(state, orderId));
}

/** The desk that has an order, or the order it is part of; "" when none has. */
export function deskOf({ care }: State, orderId: number): string {
  return care.work.get(care.parentOf.get(orderId) ?? orderId)?.desk ?? "";
}

function text(whose: string, { reason }: KillSwitch): string {
  return `the kill switch of ${whose} is on (${reason}): no new orders and no replaces; cancels are taken`;
}
