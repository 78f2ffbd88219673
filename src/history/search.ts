/**
 * Finding orders of any day. By a name (ClOrdID, OrderID, the venue's OrderID or ExecID, our ExecID) at once, by an index;
 * by words a stretch of orders at a time, newest first, so that no question holds the thread up for long.
 */
import type Database from "better-sqlite3";

/** A look at so many orders takes some 30 ms. */
export const SEARCH_STRETCH = 50_000;
/** Who gave a name that is known has what he looked for: words are looked at a little, and on when he asks. */
const NAMED_STRETCH = 5_000;
const NAMED_MAX = 100;
const WORDS_MAX = 8;
const EXEC_ID = /^(\d{1,15})-(\d{1,5})$/;
const ORDER_ID = /^\d{1,10}$/;
/** Sorts behind everything that begins with what stands before it. */
const LAST = "\uffff";
const SEARCHED =
  "symbol || ' ' || comp_id || ' ' || account || ' ' || cl_ord_id || ' ' || exchange_order_id || ' ' || text";

export type OrderSearch = {
  text: string;
  /** Made within these, in microseconds since 1970. */
  fromUs: number;
  toUs: number;
  /** Search on: only orders with a smaller OrderID; 0 for the beginning of a search. */
  before: number;
  limit: number;
};

/** OrderIDs, newest first; those found by a name are told once, at the beginning of a search. */
export type OrdersFound = {
  named: number[];
  worded: number[];
  /** Give it as `before` to search on; 0 when all were looked at. */
  nextBefore: number;
};

export class HistorySearch {
  readonly #named: Database.Statement;
  readonly #begun: Database.Statement;
  readonly #execution: Database.Statement;
  readonly #createdUs: Database.Statement;
  readonly #newest: Database.Statement;
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#named = database.prepare("SELECT order_id AS id FROM order_ids WHERE id = ? ORDER BY order_id DESC LIMIT ?");
    this.#begun = database.prepare("SELECT order_id AS id FROM order_ids WHERE id > ? AND id < ? ORDER BY id LIMIT ?");
    this.#execution = database.prepare("SELECT order_id AS id FROM executions WHERE sequence = ? AND event_index = ?");
    this.#createdUs = database.prepare("SELECT created_us AS us FROM orders WHERE order_id = ?");
    this.#newest = database.prepare("SELECT coalesce(max(order_id), 0) AS id FROM orders");
  }

  find(search: OrderSearch): OrdersFound {
    const text = search.text.trim();
    const isFirst = search.before === 0;
    const named = isFirst && text !== "" ? this.#findNamed(text) : [];
    const newest = (this.#newest.get() as { id: number }).id;
    // OrderIDs are dense and rise with time.
    const low = this.#firstMadeAt(search.fromUs, newest);
    const high = Math.min(isFirst ? newest + 1 : search.before, this.#firstMadeAt(search.toUs + 1, newest));
    const from = Math.max(low, high - (named.length > 0 ? NAMED_STRETCH : SEARCH_STRETCH));
    const worded = high <= low ? [] : this.#findWords(text, from, high, search.limit);
    const isFull = worded.length === search.limit;
    const next = isFull ? worded[worded.length - 1] : from;
    return { named, worded, nextBefore: next > low && high > low ? next : 0 };
  }

  #findNamed(text: string): number[] {
    const found = new Set<number>();
    if (ORDER_ID.test(text) && this.#createdUs.get(Number(text)) !== undefined) found.add(Number(text));
    const [, sequence, eventIndex] = EXEC_ID.exec(text) ?? [];
    if (sequence !== undefined) {
      const row = this.#execution.get(Number(sequence), Number(eventIndex)) as { id: number } | undefined;
      if (row !== undefined) found.add(row.id);
    }
    for (const { id } of this.#named.all(text, NAMED_MAX) as { id: number }[]) found.add(id);
    for (const { id } of this.#begun.all(text, text + LAST, NAMED_MAX) as { id: number }[]) found.add(id);
    return [...found].slice(0, NAMED_MAX);
  }

  #findWords(text: string, from: number, before: number, limit: number): number[] {
    const words = text.split(/\s+/).filter((word) => word !== "");
    const conditions = words.slice(0, WORDS_MAX).map(() => `AND ${SEARCHED} LIKE ? ESCAPE '\\'`);
    const statement = this.#database.prepare(
      `SELECT order_id AS id FROM orders WHERE order_id >= ? AND order_id < ? ${conditions.join(" ")}
       ORDER BY order_id DESC LIMIT ?`,
    );
    const patterns = words.slice(0, WORDS_MAX).map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
    return (statement.all(from, before, ...patterns, limit) as { id: number }[]).map(({ id }) => id);
  }

  /** The first order made at that time or later; one behind the newest when there is none. */
  #firstMadeAt(us: number, newest: number): number {
    let low = 1;
    let high = newest + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = this.#createdUs.get(middle) as { us: number } | undefined;
      if (row !== undefined && row.us < us) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
