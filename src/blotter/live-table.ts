/**
 * The viewer's side of a window: rows by key, the newest `limit` of them, as the desk's snapshot and deltas say. It also
 * remembers which cells just changed and which way, for the eye.
 */
import { type Change, Changes } from "./changes.ts";

export class LiveTable<Key extends number | string, Row extends object> {
  readonly rows = new Map<Key, Row>();
  /** Newest first. */
  keys: Key[] = [];
  limit = 0;
  total = 0;
  /** The journal sequence the rows are true at; -1 before the first snapshot. */
  sequence = -1;
  readonly #keyOf: (row: Row) => Key;
  readonly #compare: (a: Key, b: Key) => number;
  readonly #changes: Changes<Key, Row>;

  /**
   * @param compare ascending by age: the newest key is the greatest
   * @param watched numeric or coded fields whose changes are shown
   */
  constructor(keyOf: (row: Row) => Key, compare: (a: Key, b: Key) => number, watched: readonly (keyof Row & string)[]) {
    this.#keyOf = keyOf;
    this.#compare = compare;
    this.#changes = new Changes(watched);
  }

  reset(rows: readonly Row[], sequence: number, total: number, limit: number): void {
    this.rows.clear();
    this.#changes.clear();
    for (const row of rows) this.rows.set(this.#keyOf(row), row);
    this.keys = [...this.rows.keys()].sort((a, b) => this.#compare(b, a));
    this.sequence = sequence;
    this.total = total;
    this.limit = limit;
  }

  /** @returns false when the delta does not follow what is here: something was missed. */
  apply(
    fromSequence: number,
    toSequence: number,
    total: number,
    rows: readonly Row[],
    removed: readonly Key[],
  ): boolean {
    if (fromSequence !== this.sequence) return false;
    this.sequence = toSequence;
    this.total = total;
    const nowMs = performance.now();
    let hasNew = false;
    for (const row of rows) {
      const key = this.#keyOf(row);
      const before = this.rows.get(key);
      if (before === undefined) hasNew = true;
      this.#changes.note(key, before, row, nowMs);
      this.rows.set(key, row);
    }
    for (const key of removed) this.rows.delete(key);
    if (hasNew || removed.length > 0) this.keys = [...this.rows.keys()].sort((a, b) => this.#compare(b, a));
    for (const key of this.keys.splice(this.limit)) {
      this.rows.delete(key);
      this.#changes.forget(key);
    }
    return true;
  }

  changeOf(key: Key, field: string, nowMs: number): Change | undefined {
    return this.#changes.of(key, field, nowMs);
  }

  get count(): number {
    return this.keys.length;
  }

  keyAt(index: number): Key | undefined {
    return this.keys[index];
  }

  rowOf(key: Key): Row | undefined {
    return this.rows.get(key);
  }

  indexOf(key: Key): number {
    return this.keys.indexOf(key);
  }
}
