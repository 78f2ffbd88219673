/** Questions to history.db. Everything returned is plain data; every list is bounded by its `limit`. */
import type Database from "better-sqlite3";
import { NO_PRICE } from "../domain/price.ts";
import type { EventReport } from "./event-json.ts";
import { OrderMatcher } from "./order-filter.ts";
import type { ExecutionRecord, OrderRecord } from "./order-record.ts";
import { HistorySearch, type OrderSearch, type OrdersFound } from "./search.ts";

/** Absent parts let all through; orderId 0 too. */
export type ExecutionFilter = { fillsOnly?: boolean; orderId?: number };
export type EventRecord = { sequence: number; eventIndex: number; timeUs: number; name: string; detail: string };
export type CommandRecord = { sequence: number; timeUs: number; name: string; detail: string };
export type MessageRecord = {
  sequence: number;
  timeUs: number;
  sessionId: number;
  direction: "in" | "out";
  msgSeqNum: number;
  raw: Buffer;
};
export type MarketRecord = {
  sequence: number;
  timeUs: number;
  bidPx: number | null;
  askPx: number | null;
  lastPx: number | null;
};
export type SessionLogLine = { sequence: number; timeUs: number; direction: string; msgSeqNum: number; raw: string };
/** Frames a session's messages are looked for in. */
const LOG_FRAMES = 50_000;
const ORDER_COLUMNS = `order_id AS orderId, session_id AS sessionId, comp_id AS compId, cl_ord_id AS clOrdId, account,
  symbol, currency, price_scale AS priceScale, qty_scale AS qtyScale, side, ord_type AS ordType,
  time_in_force AS timeInForce, ord_status AS ordStatus, order_qty AS orderQty, cum_qty AS cumQty,
  leaves_qty AS leavesQty, price, avg_px_mantissa AS avgPxMantissa, avg_px_scale AS avgPxScale, venue_id AS venueId,
  exchange_order_id AS exchangeOrderId, pending, created_us AS createdUs, updated_us AS updatedUs, text, rule_id AS ruleId`;
const EXECUTION_COLUMNS = `e.sequence || '-' || e.event_index AS execId, e.sequence, e.event_index AS eventIndex,
  e.order_id AS orderId, e.time_us AS timeUs, e.exec_type AS execType, e.ord_status AS ordStatus,
  e.last_qty AS lastQty, e.last_px AS lastPx, e.cum_qty AS cumQty, e.leaves_qty AS leavesQty,
  e.exchange_exec_id AS exchangeExecId, e.cl_ord_id AS clOrdId, e.text, o.symbol, o.comp_id AS compId, o.side,
  o.price_scale AS priceScale, o.qty_scale AS qtyScale`;

type StoredOrder = Omit<OrderRecord, "price" | "createdNs" | "updatedNs"> & {
  price: number | null;
  createdUs: number;
  updatedUs: number;
};

export class Queries {
  readonly #database: Database.Database;
  readonly #onFault: (text: string) => void;
  #search: HistorySearch | null = null;
  readonly #prepared = new Map<string, Database.Statement>();

  /** @param onFault told when the file itself is at fault, before the question's asker is */
  constructor(database: Database.Database, onFault: (text: string) => void = () => {}) {
    this.#database = database;
    this.#onFault = onFault;
  }

  /** The newest orders that match and lie below `beforeOrderId`, newest first. */
  orders(matcher: OrderMatcher, limit: number, beforeOrderId = Number.MAX_SAFE_INTEGER): OrderRecord[] {
    const where = matcher.isEverything ? "" : `AND ${matcher.sql}`;
    return this.#all<StoredOrder>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE order_id < ? ${where} ORDER BY order_id DESC LIMIT ?`,
      [beforeOrderId, ...matcher.parameters, limit],
    ).map(orderRecord);
  }

  countOrders(matcher: OrderMatcher): number {
    // OrderIDs are dense from 1: the whole count needs no scan.
    if (matcher.isEverything)
      return this.#all<{ n: number }>("SELECT coalesce(max(order_id), 0) AS n FROM orders", [])[0].n;
    return this.#all<{ n: number }>(`SELECT count(*) AS n FROM orders WHERE ${matcher.sql}`, matcher.parameters)[0].n;
  }

  order(orderId: number): OrderRecord | null {
    return this.orders(new OrderMatcher({ orderId }), 1)[0] ?? null;
  }

  /** The last words said about an order, and the symbol it was asked with when no such instrument is known. */
  orderText(orderId: number): { text: string; symbol: string } | null {
    return (
      this.#all<{ text: string; symbol: string }>("SELECT text, symbol FROM orders WHERE order_id = ?", [orderId])[0] ??
      null
    );
  }

  /** The newest executions below a sequence, newest first; of one order when `filter.orderId` says so. */
  executions(filter: ExecutionFilter, limit: number, beforeSequence = Number.MAX_SAFE_INTEGER): ExecutionRecord[] {
    const conditions = ["e.sequence < ?"];
    const parameters = [beforeSequence];
    if (filter.fillsOnly === true) conditions.push("e.exec_type = 'F'");
    if (filter.orderId !== undefined && filter.orderId !== 0) {
      // By way of `events`, which is keyed by the order.
      conditions.push("(e.sequence, e.event_index) IN (SELECT sequence, event_index FROM events WHERE order_id = ?)");
      parameters.push(filter.orderId);
    }
    return this.#all<ExecutionRecord>(
      `SELECT ${EXECUTION_COLUMNS} FROM executions e JOIN orders o ON o.order_id = e.order_id
       WHERE ${conditions.join(" AND ")} ORDER BY e.sequence DESC, e.event_index DESC LIMIT ?`,
      [...parameters, limit],
    );
  }

  /** How orders stood after each report of these frames, by `${sequence}-${eventIndex}`. */
  reports(fromSequence: number, toSequence: number): Map<string, EventReport> {
    const rows = this.#all<EventReport & { execId: string }>(
      `SELECT sequence || '-' || event_index AS execId, exec_type AS execType, ord_status AS ordStatus,
         cl_ord_id AS clOrdId, cum_qty AS cumQty, leaves_qty AS leavesQty
       FROM executions WHERE sequence BETWEEN ? AND ?`,
      [fromSequence, toSequence],
    );
    return new Map(rows.map(({ execId, ...report }) => [execId, report]));
  }

  /** Looks for orders of any day by names and words, a stretch at a time. */
  search(search: OrderSearch): OrdersFound {
    this.#search ??= new HistorySearch(this.#database);
    try {
      return this.#search.find(search);
    } catch (error) {
      if (isFileFault(error)) this.#onFault(error.message);
      throw error;
    }
  }

  /** A session's newest messages, newest first, among the last frames: all of them are not looked through. */
  sessionLog(sessionId: number, limit: number): { rows: SessionLogLine[]; from: number } {
    const last = this.#all<{ n: number }>("SELECT coalesce(max(sequence), 0) AS n FROM commands", [])[0].n;
    const from = Math.max(0, last - LOG_FRAMES);
    const rows = this.#all<Omit<SessionLogLine, "raw"> & { raw: Buffer }>(
      `SELECT m.sequence, c.time_us AS timeUs, m.direction, m.msg_seq_num AS msgSeqNum, m.raw
       FROM messages m JOIN commands c ON c.sequence = m.sequence
       WHERE m.sequence > ? AND m.session_id = ? ORDER BY m.sequence DESC, m.position DESC LIMIT ?`,
      [from, sessionId, limit],
    );
    return { rows: rows.map((row) => ({ ...row, raw: row.raw.toString("latin1") })), from };
  }

  countExecutions(): number {
    return this.#all<{ n: number }>("SELECT count(*) AS n FROM executions", [])[0].n;
  }

  events(orderId: number, limit: number): EventRecord[] {
    return this.#all<EventRecord>(
      `SELECT sequence, event_index AS eventIndex, time_us AS timeUs, name, detail FROM events
       WHERE order_id = ? ORDER BY sequence, event_index LIMIT ?`,
      [orderId, limit],
    );
  }

  /** The commands that caused the order's events. */
  commands(orderId: number, limit: number): CommandRecord[] {
    return this.#all<CommandRecord>(
      `SELECT sequence, time_us AS timeUs, name, detail FROM commands
       WHERE sequence IN (SELECT sequence FROM events WHERE order_id = ?) ORDER BY sequence LIMIT ?`,
      [orderId, limit],
    );
  }

  /** What the instrument's venue had last told of its prices at a place in the journal; null when it had told nothing. */
  marketAt(instrumentId: number, sequence: number): MarketRecord | null {
    const sql = `SELECT sequence, time_us AS timeUs, bid_px AS bidPx, ask_px AS askPx, last_px AS lastPx FROM market
       WHERE instrument_id = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1`;
    return this.#all<MarketRecord>(sql, [instrumentId, sequence])[0] ?? null;
  }

  /** The raw messages of the frames the order's events are in, both directions, in journal order. */
  messages(orderId: number, limit: number): MessageRecord[] {
    return this.#all<MessageRecord>(
      `SELECT m.sequence, c.time_us AS timeUs, m.session_id AS sessionId, m.direction, m.msg_seq_num AS msgSeqNum, m.raw
       FROM messages m JOIN commands c ON c.sequence = m.sequence
       WHERE m.sequence IN (SELECT sequence FROM events WHERE order_id = ?) ORDER BY m.sequence, m.position LIMIT ?`,
      [orderId, limit],
    );
  }

  #all<Row>(sql: string, parameters: (string | number)[]): Row[] {
    try {
      return this.#ask(sql, parameters);
    } catch (error) {
      if (isFileFault(error)) this.#onFault(error.message);
      throw error;
    }
  }

  #ask<Row>(sql: string, parameters: (string | number)[]): Row[] {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      // Filters make few texts, people's words are parameters; the bound is there for the day somebody proves otherwise.
      if (this.#prepared.size >= 200) this.#prepared.clear();
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement.all(...parameters) as Row[];
  }
}

/** Is the history's file damaged, gone or not to be used, rather than the question wrong? */
export function isFileFault(error: unknown): error is Error {
  return error instanceof Error && /^SQLITE_(CORRUPT|NOTADB|IOERR|READONLY|CANTOPEN)/.test(codeOf(error));
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

function orderRecord(row: StoredOrder): OrderRecord {
  const { createdUs, updatedUs, price, ...rest } = row;
  return {
    ...rest,
    price: price ?? NO_PRICE,
    createdNs: BigInt(createdUs) * 1000n,
    updatedNs: BigInt(updatedUs) * 1000n,
  };
}
