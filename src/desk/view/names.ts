/** The words of a view: what its orders are sorted, filtered and grouped by. */

/** Columns of the orders table. */
export const ORDER_COLUMN_IDS = [
  "orderId",
  "orderQty",
  "cumQty",
  "leavesQty",
  "filled",
  "price",
  "avgPx",
  "notional",
  "created",
  "updated",
  "symbol",
  "currency",
  "compId",
  "account",
  "side",
  "ordType",
  "timeInForce",
  "ordStatus",
  "venueId",
  "clOrdId",
  "exchangeOrderId",
  "ruleId",
  "parentOrderId",
  "children",
  "workingQty",
  "unaccepted",
  "owner",
  "desk",
  "lockedBy",
  "lastUser",
  "age",
] as const;
export type OrderColumnId = (typeof ORDER_COLUMN_IDS)[number];

/** Columns with few values: what orders are grouped by. */
export const GROUP_COLUMN_IDS = [
  "compId",
  "account",
  "symbol",
  "currency",
  "side",
  "ordType",
  "timeInForce",
  "ordStatus",
  "owner",
  "desk",
] as const satisfies readonly OrderColumnId[];
export type GroupColumnId = (typeof GROUP_COLUMN_IDS)[number];

/** What groups are sorted by. */
export const GROUP_SORT_FIELDS = ["label", "count", "orderQty", "cumQty", "leavesQty", "notional"] as const;

export const FILTER_OPERATORS = ["eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "starts"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];
