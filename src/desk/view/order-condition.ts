/**
 * A filter over the orders table, made ready to be asked of a million rows: words are compared once with each symbol,
 * client and account, not once with each row's.
 */
import { NO_ENTRY } from "../../core/order-table.ts";
import type { State } from "../../core/state.ts";
import { GROUP_STATUSES, type OrderGroup, SIDE_WORDS, STATUS_WORDS } from "../../history/order-filter.ts";
import type { FilterOperator, OrderColumnId } from "./names.ts";
import { ORDER_COLUMNS, type OrderColumn, type TextColumn } from "./order-columns.ts";

export type ColumnFilter = { column: OrderColumnId; op: FilterOperator; value: string | number | (string | number)[] };
/** Every part narrows; an absent part lets all through. */
export type OrderFilterSpec = { text?: string; group?: OrderGroup; columns?: ColumnFilter[] };

/** Does the order in this row belong to the view? */
export type OrderCondition = (row: number) => boolean;

const WORDS_MAX = 8;

/** @returns null when every order passes */
export function orderCondition(state: State, spec: OrderFilterSpec): OrderCondition | null {
  const parts: OrderCondition[] = [];
  const group = spec.group ?? "all";
  if (group !== "all") parts.push(statusCondition(state, GROUP_STATUSES[group]));
  for (const filter of spec.columns ?? []) parts.push(columnCondition(state, filter));
  for (const word of wordsOf(spec.text ?? "")) parts.push(wordCondition(state, word));
  if (parts.length === 0) return null;
  if (parts.length === 1) return parts[0];
  return (row) => {
    for (let index = 0; index < parts.length; index++) if (!parts[index](row)) return false;
    return true;
  };
}

/** @returns rows of the orders a filter names by their OrderID, newest first: no other can pass; null when it names none */
export function namedRows({ orders }: State, { columns = [] }: OrderFilterSpec): number[] | null {
  const named = columns.find(({ column, op }) => column === "orderId" && (op === "in" || op === "eq"));
  if (named === undefined) return null;
  const ids = [named.value].flat().map(Number).filter(Number.isInteger);
  const rows = new Set(ids.map((orderId) => orders.rowOf(orderId)));
  rows.delete(0);
  return [...rows].sort((a, b) => b - a);
}

export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, WORDS_MAX);
}

function statusCondition(state: State, statuses: readonly string[]): OrderCondition {
  const isIn = new Uint8Array(256);
  for (const status of statuses) isIn[status.charCodeAt(0)] = 1;
  return (row) => isIn[state.orders.ordStatus(row).charCodeAt(0)] === 1;
}

function columnCondition(state: State, filter: ColumnFilter): OrderCondition {
  const column: OrderColumn = ORDER_COLUMNS[filter.column];
  if (column.kind === "text") return textCondition(state, column, filter);
  // An age is judged when the order changes, or the view is made.
  const of =
    filter.column === "age" ? (state: State, row: number) => Date.now() / 1e3 + column.of(state, row) : column.of;
  const { op } = filter;
  if (op === "in" || op === "eq" || op === "ne") {
    const values = new Set([filter.value].flat().map(Number));
    const wanted = op !== "ne";
    return (row) => values.has(of(state, row)) === wanted;
  }
  if (op === "contains" || op === "starts") {
    const wanted = String(filter.value);
    return (row) =>
      op === "starts" ? String(of(state, row)).startsWith(wanted) : String(of(state, row)).includes(wanted);
  }
  const value = Number(filter.value);
  if (op === "lt") return (row) => of(state, row) < value;
  if (op === "le") return (row) => of(state, row) <= value;
  if (op === "gt") return (row) => of(state, row) > value;
  return (row) => of(state, row) >= value;
}

function textCondition(state: State, column: TextColumn, filter: ColumnFilter): OrderCondition {
  const values = [filter.value].flat().map((value) => String(value).toLowerCase());
  const [value] = values;
  const holds = (text: string): boolean => {
    switch (filter.op) {
      case "eq":
      case "in":
        return values.includes(text);
      case "ne":
        return !values.includes(text);
      case "contains":
        return text.includes(value);
      case "starts":
        return text.startsWith(value);
      case "lt":
        return text < value;
      case "le":
        return text <= value;
      case "gt":
        return text > value;
      default:
        return text >= value;
    }
  };
  return byText(state, column, holds);
}

/** Asks once a code where codes are few. */
function byText(state: State, column: TextColumn, holds: (text: string) => boolean): OrderCondition {
  const { code, textOf, isMany } = column;
  if (isMany === true) return (row) => holds(textOf(state, code(state, row)).toLowerCase());
  const known = new Map<number, boolean>();
  return (row) => {
    const rowCode = code(state, row);
    let answer = known.get(rowCode);
    if (answer === undefined) {
      answer = holds(textOf(state, rowCode).toLowerCase());
      known.set(rowCode, answer);
    }
    return answer;
  };
}

/** The word stands in an id, the symbol, client, account, status or side of the order. */
function wordCondition(state: State, word: string): OrderCondition {
  const contains = (text: string): boolean => text.includes(word);
  const few = (["symbol", "compId", "account"] as const).map((id) => byText(state, ORDER_COLUMNS[id], contains));
  const statuses = codesOf(STATUS_WORDS, word);
  const sides = codesOf(SIDE_WORDS, word);
  const hasStatus = statuses.length > 0 ? statusCondition(state, statuses) : null;
  const isNumber = /^\d+$/.test(word);
  return (row) => {
    const { orders } = state;
    if (few[0](row) || few[1](row) || few[2](row)) return true;
    if (hasStatus?.(row) === true || sides.includes(String.fromCharCode(orders.side[row]))) return true;
    if (isNumber && String(orders.idOf(row)).includes(word)) return true;
    if (state.clOrdIds.textOf(orders.clOrdIdEntry[row]).toLowerCase().includes(word)) return true;
    const entry = orders.exchangeOrderIdEntry[row];
    return entry !== NO_ENTRY && state.exchangeOrderIds.textOf(entry).toLowerCase().includes(word);
  };
}

function codesOf(words: Readonly<Record<string, string>>, word: string): string[] {
  return Object.keys(words).filter((code) => words[code].toLowerCase().includes(word));
}
