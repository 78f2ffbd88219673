/**
 * Which orders a person wants to see. One filter, asked in two places that must agree: of stored rows in SQL, and of a
 * live order in memory. Letters compare without case as SQLite's LIKE does it: A to Z only.
 */
import { decimalText } from "../domain/price.ts";
import { OrdStatus, Side } from "../domain/values.ts";
import type { OrderRecord } from "./order-record.ts";

export const OrderGroup = { All: "all", Working: "working", Filled: "filled", Ended: "ended" } as const;
export type OrderGroup = (typeof OrderGroup)[keyof typeof OrderGroup];

/** Every part narrows; an absent part lets all through. */
export type OrderFilter = {
  /** Words that each must be found in an id, symbol, client, account, side or status. */
  text?: string;
  group?: OrderGroup;
  /** 0 for all. */
  orderId?: number;
};

/** What a status is called on the screen, and so what people type to find it. */
export const STATUS_WORDS: Readonly<Record<string, string>> = {
  [OrdStatus.New]: "New",
  [OrdStatus.PartiallyFilled]: "Partially filled",
  [OrdStatus.Filled]: "Filled",
  [OrdStatus.DoneForDay]: "Done for day",
  [OrdStatus.Canceled]: "Canceled",
  [OrdStatus.PendingCancel]: "Pending cancel",
  [OrdStatus.Rejected]: "Rejected",
  [OrdStatus.PendingNew]: "Pending new",
  [OrdStatus.Expired]: "Expired",
  [OrdStatus.PendingReplace]: "Pending replace",
  [OrdStatus.Suspended]: "Suspended",
};
export const SIDE_WORDS: Readonly<Record<string, string>> = {
  [Side.Buy]: "Buy",
  [Side.Sell]: "Sell",
  [Side.SellShort]: "Sell short",
};

export const GROUP_STATUSES: Readonly<Record<OrderGroup, readonly string[]>> = {
  all: Object.keys(STATUS_WORDS),
  working: [
    OrdStatus.New,
    OrdStatus.PartiallyFilled,
    OrdStatus.PendingNew,
    OrdStatus.PendingCancel,
    OrdStatus.PendingReplace,
    OrdStatus.Suspended,
  ],
  filled: [OrdStatus.Filled],
  ended: [OrdStatus.Canceled, OrdStatus.Rejected, OrdStatus.Expired, OrdStatus.DoneForDay],
};
const WORDS_MAX = 8;

/** A filter made ready to be asked many times. */
export class OrderMatcher {
  /** The condition over `orders`, "" for none, and what its question marks stand for. */
  readonly sql: string;
  readonly parameters: (string | number)[] = [];
  readonly #words: string[];
  readonly #statuses: ReadonlySet<string> | null;
  readonly #orderId: number;

  constructor(filter: OrderFilter) {
    this.#words = asciiLower(filter.text ?? "")
      .split(/\s+/)
      .filter((word) => word !== "")
      .slice(0, WORDS_MAX);
    const group = filter.group ?? OrderGroup.All;
    this.#statuses = group === OrderGroup.All ? null : new Set(GROUP_STATUSES[group]);
    this.#orderId = filter.orderId ?? 0;
    const conditions: string[] = [];
    if (this.#orderId !== 0) {
      conditions.push("order_id = ?");
      this.parameters.push(this.#orderId);
    }
    if (this.#statuses !== null) conditions.push(`ord_status IN (${quoted(GROUP_STATUSES[group])})`);
    for (const word of this.#words) conditions.push(this.#wordCondition(word));
    this.sql = conditions.join(" AND ");
  }

  get isEverything(): boolean {
    return this.sql === "";
  }

  matches(order: OrderRecord): boolean {
    if (this.#orderId !== 0 && order.orderId !== this.#orderId) return false;
    if (this.#statuses !== null && !this.#statuses.has(order.ordStatus)) return false;
    return this.#words.every((word) => holds(order, word));
  }

  #wordCondition(word: string): string {
    const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    const columns = ["symbol", "comp_id", "account", "cl_ord_id", "exchange_order_id"];
    const parts = columns.map((column) => `${column} LIKE ? ESCAPE '\\'`);
    for (let index = 0; index < columns.length; index++) this.parameters.push(pattern);
    parts.push("CAST(order_id AS TEXT) LIKE ? ESCAPE '\\'");
    this.parameters.push(pattern);
    const statuses = Object.keys(STATUS_WORDS).filter((code) => asciiLower(STATUS_WORDS[code]).includes(word));
    if (statuses.length > 0) parts.push(`ord_status IN (${quoted(statuses)})`);
    const sides = Object.keys(SIDE_WORDS).filter((code) => asciiLower(SIDE_WORDS[code]).includes(word));
    if (sides.length > 0) parts.push(`side IN (${quoted(sides)})`);
    return `(${parts.join(" OR ")})`;
  }
}

function holds(order: OrderRecord, word: string): boolean {
  return (
    asciiLower(order.symbol).includes(word) ||
    asciiLower(order.compId).includes(word) ||
    asciiLower(order.account).includes(word) ||
    asciiLower(order.clOrdId).includes(word) ||
    asciiLower(order.exchangeOrderId).includes(word) ||
    decimalText(order.orderId, 0).includes(word) ||
    asciiLower(STATUS_WORDS[order.ordStatus] ?? "").includes(word) ||
    asciiLower(SIDE_WORDS[order.side] ?? "").includes(word)
  );
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Only codes from the tables above come here, never what somebody typed. */
function quoted(codes: readonly string[]): string {
  return codes.map((code) => `'${code}'`).join(", ");
}
