/** Of many that wait, the oldest of each kind, and how many more there are: one look at each, and nothing sorted but those. */
import type { AlertKind } from "./alert-wire.ts";

type Kept<Wait> = { orderId: number; wait: Wait };
type OfKind<Wait> = { count: number; kept: Kept<Wait>[] };

export class OldestWaits<Wait extends { kind: AlertKind; sinceMs: number }> {
  readonly #max: number;
  readonly #kinds = new Map<AlertKind, OfKind<Wait>>();

  constructor(max: number) {
    this.#max = max;
  }

  add(orderId: number, wait: Wait): void {
    let kind = this.#kinds.get(wait.kind);
    if (kind === undefined) {
      kind = { count: 0, kept: [] };
      this.#kinds.set(wait.kind, kind);
    }
    const { kept } = kind;
    kind.count++;
    if (kept.length === this.#max && wait.sinceMs >= kept[kept.length - 1].wait.sinceMs) return;
    let at = kept.length;
    while (at > 0 && kept[at - 1].wait.sinceMs > wait.sinceMs) at--;
    kept.splice(at, 0, { orderId, wait });
    if (kept.length > this.#max) kept.pop();
  }

  /** Those that are kept, of all kinds, oldest first. */
  all(): Kept<Wait>[] {
    return [...this.#kinds.values()].flatMap(({ kept }) => kept).sort((a, b) => a.wait.sinceMs - b.wait.sinceMs);
  }

  /** How many more there are, of kinds of which there are more. */
  more(): Map<AlertKind, number> {
    const more = new Map<AlertKind, number>();
    for (const [kind, { count, kept }] of this.#kinds) if (count > kept.length) more.set(kind, count - kept.length);
    return more;
  }
}
