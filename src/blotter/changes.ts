/** Which cells have just changed and which way, for the eye; forgotten when nobody would see it any more. */
export type Change = { direction: "up" | "down" | "set"; atMs: number };

const FLASH_MS = 900;
/** The name under which a row that is new stands. */
const NEW_ROW = "row";

export class Changes<Key, Row extends object> {
  readonly #watched: readonly (keyof Row & string)[];
  readonly #byKey = new Map<Key, Map<string, Change>>();

  /** @param watched numeric or coded fields whose changes are shown */
  constructor(watched: readonly (keyof Row & string)[]) {
    this.#watched = watched;
  }

  clear(): void {
    this.#byKey.clear();
  }

  forget(key: Key): void {
    this.#byKey.delete(key);
  }

  /** The change of a cell while it is still worth showing. */
  of(key: Key, field: string, nowMs: number): Change | undefined {
    const changes = this.#byKey.get(key);
    if (changes === undefined) return undefined;
    const change = changes.get(field);
    if (change === undefined || nowMs - change.atMs <= FLASH_MS) return change;
    changes.delete(field);
    if (changes.size === 0) this.#byKey.delete(key);
    return undefined;
  }

  /** @param before undefined for a row that was not there */
  note(key: Key, before: Row | undefined, row: Row, nowMs: number): void {
    let changes = this.#byKey.get(key);
    if (before === undefined) {
      this.#byKey.set(key, new Map([[NEW_ROW, { direction: "set", atMs: nowMs }]]));
      return;
    }
    for (const field of this.#watched) {
      const from = before[field];
      const to = row[field];
      if (from === to) continue;
      if (changes === undefined) {
        changes = new Map();
        this.#byKey.set(key, changes);
      }
      const direction = typeof from === "number" && typeof to === "number" ? (to > from ? "up" : "down") : "set";
      changes.set(field, { direction, atMs: nowMs });
    }
  }
}
