/**
 * The orders of a view as a file: its filter, its order, its columns, every row. Rows are made while the file is sent, some
 * hundred at a time, so that a million of them hold up nobody.
 *
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection").
 */
import { type Static, Type } from "@sinclair/typebox";
import { decimalText, NO_PRICE } from "../domain/price.ts";
import { SIDE_WORDS, STATUS_WORDS } from "../history/order-filter.ts";
import type { OrderRecord } from "../history/order-record.ts";
import type { DeskData } from "./desk-data.ts";
import { ORDER_COLUMN_IDS, type OrderColumnId } from "./view/names.ts";
import { ORDER_COLUMNS, type OrderColumn } from "./view/order-columns.ts";
import { OrdersView } from "./view/orders-view.ts";
import { ORD_TYPE_WORDS, TIME_IN_FORCE_WORDS } from "./view/value-words.ts";
import { OrderFilterSchema, SortSchema } from "./wire.ts";

export const ExportSchema = Type.Object(
  {
    format: Type.Union([Type.Literal("csv"), Type.Literal("json")]),
    columns: Type.Array(Type.Union(ORDER_COLUMN_IDS.map((id) => Type.Literal(id))), { minItems: 1, maxItems: 64 }),
    filter: Type.Optional(OrderFilterSchema),
    sort: Type.Optional(SortSchema),
    /** What the view is called, and who asks, for the file's head. */
    name: Type.Optional(Type.String({ maxLength: 64 })),
    user: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);
export type ExportRequest = Static<typeof ExportSchema>;

/** Rows made in one go. */
const CHUNK_ROWS = 500;
const FORMULA = /^[=+\-@\t\r]/;
/** A number is no formula, whatever sign it begins with. */
const NUMBER = /^-?\d[\d.]*$/;

/** The file, piece by piece. */
export async function* exportOrders(data: DeskData, request: ExportRequest): AsyncGenerator<string> {
  const { filter = {}, sort = [], columns, format } = request;
  const ids: number[] = [];
  const [all] = new OrdersView(data.state, { filter, sort, group: [] }).leaves;
  all.ranked.visit((orderId) => {
    ids.push(orderId);
  });
  const head = {
    view: request.name ?? "",
    user: request.user ?? "",
    filter,
    sort,
    madeAt: new Date().toISOString(),
    asOfSequence: data.appliedSequence(),
    orders: ids.length,
  };
  yield format === "csv" ? csvHead(head, columns) : `${JSON.stringify({ ...head, rows: [] }).slice(0, -2)}\n`;
  for (let start = 0; start < ids.length; start += CHUNK_ROWS) {
    let text = "";
    for (let index = start; index < Math.min(ids.length, start + CHUNK_ROWS); index++) {
      const order = data.viewOrder(ids[index]);
      if (order === null) continue;
      const cells = columns.map((column) => cellOf(data, order, column));
      if (format === "csv") text += `${cells.map(csvCell).join(",")}\r\n`;
      else
        text += `${index === 0 ? "" : ",\n"}${JSON.stringify(Object.fromEntries(columns.map((id, at) => [id, cells[at]])))}`;
    }
    yield text;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (format === "json") yield "\n]}\n";
}

/** A line of what the file is, then the columns' names. */
function csvHead(head: Record<string, unknown>, columns: readonly string[]): string {
  return `${csvCell(`# ${JSON.stringify(head)}`)}\r\n${columns.join(",")}\r\n`;
}

export function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** As the screen says it, without the separators of thousands. */
function cellOf(data: DeskData, order: OrderRecord, column: OrderColumnId): string {
  switch (column) {
    case "orderQty":
    case "cumQty":
    case "leavesQty":
      return decimalText(order[column], order.qtyScale);
    case "filled":
      return order.orderQty === 0 ? "" : String(Math.floor((order.cumQty / order.orderQty) * 10_000) / 100);
    case "price":
      return order.price === NO_PRICE ? "" : decimalText(order.price, order.priceScale);
    case "avgPx":
      return order.cumQty === 0 ? "" : decimalText(order.avgPxMantissa, order.avgPxScale);
    case "notional": {
      const row = data.state.orders.rowOf(order.orderId);
      return row === 0 ? "" : String(ORDER_COLUMNS.notional.of(data.state, row));
    }
    case "age":
      return String(Math.floor(Date.now() / 1e3 - Number(order.createdNs / 1_000_000_000n)));
    case "created":
      return isoTime(order.createdNs);
    case "updated":
      return isoTime(order.updatedNs);
    case "side":
      return SIDE_WORDS[order.side] ?? order.side;
    case "ordStatus":
      return STATUS_WORDS[order.ordStatus] ?? order.ordStatus;
    case "ordType":
      return ORD_TYPE_WORDS[order.ordType] ?? order.ordType;
    case "timeInForce":
      return TIME_IN_FORCE_WORDS[order.timeInForce] ?? order.timeInForce;
    case "parentOrderId":
    case "children":
    case "workingQty":
    case "unaccepted":
    case "owner":
    case "desk":
    case "lockedBy":
    case "lastUser": {
      const row = data.state.orders.rowOf(order.orderId);
      const shown: OrderColumn = ORDER_COLUMNS[column];
      if (row === 0) return "";
      return shown.kind === "number"
        ? String(shown.of(data.state, row))
        : shown.textOf(data.state, shown.code(data.state, row));
    }
    default:
      return String(order[column]);
  }
}

function isoTime(timeNs: bigint): string {
  const micros = String((timeNs / 1000n) % 1_000_000n).padStart(6, "0");
  return `${new Date(Number(timeNs / 1_000_000n)).toISOString().slice(0, 19)}.${micros}Z`;
}
