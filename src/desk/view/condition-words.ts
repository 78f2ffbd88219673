/**
 * Conditions on orders as people write them: `symbol=ZVZZT side=sell qty>=10k owner=anna|ben`, and words that must be found
 * somewhere in the order. The command line's `--where` and the blotter's row rules read them here; browser and desk alike.
 */
import { type FilterOperator, ORDER_COLUMN_IDS, type OrderColumnId } from "./names.ts";

export type WordedCondition = {
  column: OrderColumnId;
  op: FilterOperator;
  value: string | number | (string | number)[];
};
export type Worded = { conditions: WordedCondition[]; text: string };

/** What people call columns. */
const SHORT: Readonly<Record<string, OrderColumnId>> = {
  id: "orderId",
  qty: "orderQty",
  leaves: "leavesQty",
  cum: "cumQty",
  avg: "avgPx",
  client: "compId",
  status: "ordStatus",
  type: "ordType",
  tif: "timeInForce",
  venue: "venueId",
  part: "parentOrderId",
  parts: "children",
  working: "workingQty",
  locked: "lockedBy",
  by: "lastUser",
};
/** What is compared as it is written, and not as a number. */
const TEXTS: ReadonlySet<OrderColumnId> = new Set([
  "symbol",
  "currency",
  "compId",
  "account",
  "side",
  "ordType",
  "timeInForce",
  "ordStatus",
  "clOrdId",
  "exchangeOrderId",
  "unaccepted",
  "owner",
  "desk",
  "lockedBy",
  "lastUser",
]);
const OPERATORS: Readonly<Record<string, FilterOperator>> = {
  "=": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "~": "contains",
};
const PART = /([\w]+)\s*(!=|<=|>=|=|<|>|~)\s*("[^"]*"|[^\s]+)|"([^"]*)"|(\S+)/g;

/** @returns what was meant, or in words what is wrong with it */
export function readConditions(text: string): Worded | string {
  const conditions: WordedCondition[] = [];
  const words: string[] = [];
  for (const [, name, sign, value = "", quoted, word] of text.matchAll(PART)) {
    if (name === undefined) {
      if (word !== "and") words.push(quoted ?? word);
      continue;
    }
    const column = columnOf(name);
    if (column === null) return `there is no column ${name}: ${ORDER_COLUMN_IDS.join(", ")}`;
    const bare = value.replaceAll('"', "");
    const values = bare.split("|").map((one) => (TEXTS.has(column) ? one : plain(one)));
    if (values.length === 1) conditions.push({ column, op: OPERATORS[sign], value: values[0] });
    else if (sign === "=") conditions.push({ column, op: "in", value: values });
    else return `${name}${sign}${value}: several values are compared with = only`;
  }
  return { conditions, text: words.join(" ") };
}

function columnOf(name: string): OrderColumnId | null {
  const lower = name.toLowerCase();
  return SHORT[lower] ?? ORDER_COLUMN_IDS.find((id) => id.toLowerCase() === lower) ?? null;
}

/** 10k is 10,000, 1.5m is 1,500,000 and 1e6 a million; anything else is a word. */
function plain(text: string): string | number {
  const [, digits, unit = ""] = /^(-?\d[\d,]*(?:\.\d+)?(?:e\d{1,2})?)([km]?)$/i.exec(text) ?? [];
  if (digits === undefined) return text;
  const factor = { "": 1, k: 1_000, m: 1_000_000 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(digits.replaceAll(",", "")) * factor * 1e6) / 1e6;
}
