/** Rows a person wants to stand out: conditions as the command line's `--where` has them, each with a colour and a sign. */
import { readConditions, type Worded, type WordedCondition } from "../desk/view/condition-words.ts";
import type { OrderColumnId } from "../desk/view/names.ts";
import type { OrderRow } from "../desk/wire.ts";
import { ordStatusLook, ordTypeWord, sideLook, timeInForceWord } from "./codes.ts";

export const RULE_TONES = ["amber", "blue", "violet", "green", "red"] as const;
export type RuleTone = (typeof RULE_TONES)[number];
export type RowRule = { text: string; tone: RuleTone };
export const RULES_MAX = 12;
export const RULE_TEXT_MAX = 120;
/** A colour is never the only sign. */
export const RULE_SIGNS: Readonly<Record<RuleTone, string>> = {
  amber: "▲",
  blue: "●",
  violet: "◆",
  green: "■",
  red: "✱",
};

const known = new Map<string, Worded | string>();

/** @returns what is wrong with a rule's words; "" when nothing */
export function ruleFault(text: string): string {
  const read = reading(text);
  if (typeof read === "string") return read;
  return read.conditions.length === 0 && read.text === ""
    ? "Say which rows: notional>1m, status=new, symbol=ZVZZT …"
    : "";
}

/** The first rule that a row fulfils, or null. */
export function ruleOf(rules: readonly RowRule[], row: OrderRow): RowRule | null {
  for (const rule of rules) {
    const read = reading(rule.text);
    if (typeof read !== "string" && holds(read, row)) return rule;
  }
  return null;
}

function reading(text: string): Worded | string {
  let read = known.get(text);
  if (read === undefined) {
    read = readConditions(text);
    if (known.size > 200) known.clear();
    known.set(text, read);
  }
  return read;
}

function holds({ conditions, text }: Worded, row: OrderRow): boolean {
  if (conditions.length === 0 && text === "") return false;
  for (const condition of conditions) if (!isMet(condition, row)) return false;
  if (text === "") return true;
  const whole = [row.orderId, row.clOrdId, row.symbol, row.compId, row.account, row.exchangeOrderId, row.text].join(
    " ",
  );
  const { word } = ordStatusLook(row.ordStatus);
  const found = `${whole} ${word} ${sideLook(row.side).word}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((one) => found.includes(one));
}

function isMet({ column, op, value }: WordedCondition, row: OrderRow): boolean {
  const found = VALUES[column](row);
  const wanted = [value].flat();
  if (typeof found === "number") {
    const [first] = wanted.map(Number);
    if (op === "eq" || op === "in") return wanted.map(Number).includes(found);
    if (op === "contains") return String(found).includes(String(value));
    return compare(op, found - first);
  }
  const texts = [found].flat().map((text) => text.toLowerCase());
  const lower = wanted.map((one) => String(one).toLowerCase());
  if (op === "eq" || op === "in") return texts.some((text) => lower.includes(text));
  if (op === "ne") return !texts.some((text) => lower.includes(text));
  if (op === "contains") return texts.some((text) => text.includes(lower[0]));
  return compare(op, texts[0] < lower[0] ? -1 : texts[0] > lower[0] ? 1 : 0);
}

function compare(op: WordedCondition["op"], difference: number): boolean {
  if (op === "ne") return difference !== 0;
  if (op === "lt") return difference < 0;
  if (op === "le") return difference <= 0;
  if (op === "gt") return difference > 0;
  return difference >= 0;
}

const qty = (value: number, row: OrderRow) => value / 10 ** row.qtyScale;

/** What is compared: numbers of units, and texts as the desk and the screen write them. */
const VALUES: Readonly<Record<OrderColumnId, (row: OrderRow) => number | string | string[]>> = {
  orderId: (row) => row.orderId,
  orderQty: (row) => qty(row.orderQty, row),
  cumQty: (row) => qty(row.cumQty, row),
  leavesQty: (row) => qty(row.leavesQty, row),
  filled: (row) => row.cumQty / row.orderQty || 0,
  price: (row) => (row.price === null ? Number.NaN : row.price / 10 ** row.priceScale),
  avgPx: (row) => (row.avgPxMantissa === 0 ? Number.NaN : row.avgPxMantissa / 10 ** row.avgPxScale),
  notional: (row) => row.notional ?? Number.NaN,
  created: (row) => row.createdUs,
  updated: (row) => row.updatedUs,
  age: (row) => Date.now() / 1e3 - row.createdUs / 1e6,
  symbol: (row) => row.symbol,
  currency: (row) => row.currency,
  compId: (row) => row.compId,
  account: (row) => row.account,
  side: (row) => [sideLook(row.side).word, row.side === "5" ? "sell short" : ""],
  ordType: (row) => ordTypeWord(row.ordType),
  timeInForce: (row) => timeInForceWord(row.timeInForce),
  ordStatus: (row) => [ordStatusLook(row.ordStatus).word, STATUS_WORDS[row.ordStatus] ?? ""],
  venueId: (row) => row.venueId,
  clOrdId: (row) => row.clOrdId,
  exchangeOrderId: (row) => row.exchangeOrderId,
  ruleId: (row) => row.ruleId,
  parentOrderId: (row) => row.parentOrderId,
  children: (row) => row.children,
  workingQty: (row) => qty(row.workingQty, row),
  unaccepted: (row) => (row.isUnaccepted ? "unaccepted" : ""),
  owner: (row) => row.owner,
  desk: (row) => row.desk,
  lockedBy: (row) => row.lockedBy,
  lastUser: (row) => row.lastUser,
};
/** As the desk's own filters call them, where the screen is shorter. */
const STATUS_WORDS: Readonly<Record<string, string>> = {
  "1": "partially filled",
  "6": "pending cancel",
  A: "pending new",
  E: "pending replace",
};
