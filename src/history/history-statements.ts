/** The prepared inserts of a batch. */
import type Database from "better-sqlite3";
import { NO_PRICE } from "../domain/price.ts";
import type { MarketUpdated } from "../domain/records.generated.ts";
import { type ExecutionRecord, microseconds, type OrderRecord } from "./order-record.ts";

const UPSERT_ORDER = `
INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (order_id) DO UPDATE SET
  cl_ord_id = excluded.cl_ord_id, time_in_force = excluded.time_in_force, ord_type = excluded.ord_type,
  ord_status = excluded.ord_status, order_qty = excluded.order_qty, cum_qty = excluded.cum_qty,
  leaves_qty = excluded.leaves_qty, price = excluded.price, avg_px_mantissa = excluded.avg_px_mantissa,
  avg_px_scale = excluded.avg_px_scale, venue_id = excluded.venue_id,
  exchange_order_id = excluded.exchange_order_id, rule_id = excluded.rule_id, pending = excluded.pending, updated_us = excluded.updated_us,
  text = CASE excluded.text WHEN '' THEN text ELSE excluded.text END,
  symbol = CASE excluded.symbol WHEN '' THEN symbol ELSE excluded.symbol END`;

export class HistoryStatements {
  readonly insertCommand: Database.Statement;
  readonly insertEvent: Database.Statement;
  readonly insertMessage: Database.Statement;
  readonly insertOrderId: Database.Statement;
  readonly #insertMarket: Database.Statement;
  readonly setApplied: Database.Statement;
  readonly #insertExecution: Database.Statement;
  readonly #upsertOrder: Database.Statement;

  constructor(database: Database.Database) {
    this.insertCommand = database.prepare("INSERT INTO commands VALUES (?, ?, ?, ?)");
    this.insertEvent = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)");
    this.insertMessage = database.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)");
    this.insertOrderId = database.prepare("INSERT OR IGNORE INTO order_ids VALUES (?, ?)");
    this.#insertMarket = database.prepare("INSERT INTO market VALUES (?, ?, ?, ?, ?, ?)");
    this.setApplied = database.prepare("UPDATE meta SET applied_sequence = ?");
    this.#insertExecution = database.prepare("INSERT INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.#upsertOrder = database.prepare(UPSERT_ORDER);
  }

  runMarket(sequence: number, timeUs: number, { instrumentId, bidPx, askPx, lastPx }: MarketUpdated): void {
    const shown = (price: number) => (price === NO_PRICE ? null : price);
    this.#insertMarket.run(instrumentId, sequence, timeUs, shown(bidPx), shown(askPx), shown(lastPx));
  }

  runExecution(row: ExecutionRecord): void {
    this.#insertExecution.run(
      row.sequence,
      row.eventIndex,
      row.orderId,
      row.timeUs,
      row.execType,
      row.ordStatus,
      row.lastQty,
      row.lastPx,
      row.cumQty,
      row.leavesQty,
      row.exchangeExecId,
      row.clOrdId,
      row.text,
    );
  }

  runOrder(order: OrderRecord): void {
    this.#upsertOrder.run(
      order.orderId,
      order.sessionId,
      order.compId,
      order.clOrdId,
      order.account,
      order.symbol,
      order.currency,
      order.priceScale,
      order.qtyScale,
      order.side,
      order.ordType,
      order.timeInForce,
      order.ordStatus,
      order.orderQty,
      order.cumQty,
      order.leavesQty,
      order.price === NO_PRICE ? null : order.price,
      order.avgPxMantissa,
      order.avgPxScale,
      order.venueId,
      order.exchangeOrderId,
      order.pending,
      microseconds(order.createdNs),
      microseconds(order.updatedNs),
      order.text,
      order.ruleId,
    );
  }
}
