/**
 * Whose orders need a note, and before what: of a client, of a desk, or of the house, as people have said. The strictest
 * that fits an order counts. Cold.
 */
import type { NoteRuleSet } from "../domain/records.generated.ts";
import { NoteBefore } from "../domain/values.ts";
import type { Image } from "../lib/image.ts";
import type { State } from "./state.ts";

export type NoteRule = {
  /** CompID of the client and name of the desk; both "" for the house. */
  compId: string;
  desk: string;
  before: number;
  /** Who said so. */
  user: string;
};

export class NoteRules {
  readonly #rules = new Map<string, NoteRule>();

  all(): NoteRule[] {
    return [...this.#rules.values()];
  }

  get(compId: string, desk: string): NoteRule | undefined {
    return this.#rules.get(keyOf(compId, desk));
  }

  set({ compId, desk, before, user }: NoteRuleSet): void {
    if (before === NoteBefore.Nothing) this.#rules.delete(keyOf(compId, desk));
    else this.#rules.set(keyOf(compId, desk), { compId, desk, before, user });
  }

  transfer(image: Image): void {
    const were = this.all();
    for (let index = 0, count = image.count(were.length); index < count; index++) {
      const was = were[index];
      const compId = image.text(was?.compId ?? "");
      const desk = image.text(was?.desk ?? "");
      const before = image.int(was?.before ?? 0);
      const user = image.text(was?.user ?? "");
      this.#rules.set(keyOf(compId, desk), { compId, desk, before, user });
    }
  }
}

function keyOf(compId: string, desk: string): string {
  return `${compId}\n${desk}`;
}

/** @returns why an order that has no note may not be accepted, or given out, yet; "" when it may */
export function lackingNote(state: State, row: number, step: NoteBefore): string {
  const { orders, care, noteRules, sessions } = state;
  const work = care.work.get(orders.idOf(row));
  if ((work?.notes.length ?? 0) > 0) return "";
  const compId = sessions[orders.sessionId[row]]?.compId ?? "";
  const desk = work?.desk ?? "";
  const client = compId === "" ? undefined : noteRules.get(compId, "");
  const room = desk === "" ? undefined : noteRules.get("", desk);
  for (const rule of [client, room, noteRules.get("", "")]) {
    // What is due before an order is accepted is due before it is given out, too.
    if (rule === undefined || rule.before < step) continue;
    const whose =
      rule.compId !== "" ? `${rule.compId}'s orders` : rule.desk !== "" ? `orders of desk ${rule.desk}` : "orders";
    const what = step === NoteBefore.Accepting ? "accepted" : "given out or filled by hand";
    return `write a note first: ${whose} need one before they are ${what} (${rule.user} set this)`;
  }
  return "";
}
