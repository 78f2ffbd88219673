/**
 * How a person looks at the orders: words, filters, sorting, groups, columns and their widths. It is one plain object, so
 * that it can be kept, given a name, and sent to somebody as a link. What comes from outside is read part by part; a part
 * that is not as it should be is left out.
 */
import { computed, signal } from "@preact/signals";
import {
  FILTER_OPERATORS,
  type FilterOperator,
  GROUP_COLUMN_IDS,
  type GroupColumnId,
  ORDER_COLUMN_IDS,
  type OrderColumnId,
} from "../desk/view/names.ts";
import type { OpenOrders } from "../desk/wire.ts";
import { type RowRule, RULE_TEXT_MAX, RULE_TONES, RULES_MAX, ruleFault } from "./row-rules.ts";

type ViewSpecWire = Required<Pick<OpenOrders, "filter" | "sort" | "group" | "tree">>;
export type Group = "all" | "working" | "filled" | "ended";
export type SortLevel = { column: OrderColumnId; descending: boolean };
export type ColumnFilter = { column: OrderColumnId; op: FilterOperator; value: string };
export type ViewState = {
  text: string;
  group: Group;
  filters: readonly ColumnFilter[];
  sort: readonly SortLevel[];
  groupBy: readonly GroupColumnId[];
  /** Parts stand under their wholes. */
  tree: boolean;
  /** Rows that stand out, the first rule that fits. */
  rules: readonly RowRule[];
  /** Orders somebody has to look at stand above all others until that is acknowledged. */
  attention: boolean;
  /** Columns that are not shown; all others are, in their own order after those named in `order`. */
  hidden: readonly OrderColumnId[];
  order: readonly OrderColumnId[];
  /** Pixels, where a person has set them. */
  widths: Readonly<Record<string, number>>;
};

export const GROUPS: readonly Group[] = ["all", "working", "filled", "ended"];
const LEVELS_MAX = 3;
const FILTERS_MAX = 12;
const TEXT_MAX = 64;
const WIDTH_MIN = 32;
const WIDTH_MAX = 600;
const KEPT = "lockstep-view";
const IN_LINK = "#view=";

export const DEFAULT_VIEW: ViewState = {
  text: "",
  group: "all",
  filters: [],
  sort: [{ column: "orderId", descending: true }],
  groupBy: [],
  tree: false,
  rules: [],
  attention: true,
  hidden: [
    "cumQty",
    "currency",
    "notional",
    "created",
    "venueId",
    "exchangeOrderId",
    "ruleId",
    "owner",
    "desk",
    "lockedBy",
    "parentOrderId",
    "children",
    "workingQty",
    "lastUser",
    "age",
  ],
  order: [],
  widths: {},
};

export const view = signal<ViewState>(initialView());
/** Keys of groups that are open. */
export const expanded = signal<readonly string[]>([]);
/** Changes when other orders are to be asked for; not when only the columns change. */
export const question = computed(() => {
  const { text, group, filters, sort, groupBy, tree } = view.value;
  return JSON.stringify({ text: text.trim(), group, filters, sort, groupBy, tree });
});

export function changeView(change: Partial<ViewState>): void {
  const { groupBy, tree } = view.value;
  view.value = { ...view.value, ...change };
  if (view.value.groupBy.join() !== groupBy.join() || view.value.tree !== tree) expanded.value = [];
  try {
    localStorage.setItem(KEPT, JSON.stringify(view.value));
  } catch {
    // A browser may be told to keep nothing; the view lasts as long as the page then.
  }
}

/** Sorts by a column alone, or turns it round; with `isAdded` behind the columns that are sorted by already. */
export function sortBy(column: OrderColumnId, isAdded: boolean): void {
  const { sort } = view.value;
  const own = sort.find((level) => level.column === column);
  const level = { column, descending: own === undefined ? column === "orderId" : !own.descending };
  if (!isAdded) return changeView({ sort: [level] });
  const others = sort.filter((other) => other.column !== column && other.column !== "orderId");
  const place = own === undefined ? others.length : Math.min(sort.indexOf(own), others.length);
  changeView({ sort: [...others.slice(0, place), level, ...others.slice(place)].slice(0, LEVELS_MAX) });
}

export function addFilter(filter: ColumnFilter): void {
  const filters = view.value.filters.filter(({ column, op }) => column !== filter.column || op !== filter.op);
  changeView({ filters: [...filters, filter].slice(-FILTERS_MAX) });
}

export function removeFilter(filter: ColumnFilter): void {
  changeView({ filters: view.value.filters.filter((other) => other !== filter) });
}

export function toggleGroupBy(column: GroupColumnId): void {
  const { groupBy } = view.value;
  const isOn = groupBy.includes(column);
  changeView({ groupBy: isOn ? groupBy.filter((other) => other !== column) : [...groupBy, column].slice(-LEVELS_MAX) });
}

export function toggleColumn(column: OrderColumnId): void {
  const { hidden } = view.value;
  const isHidden = hidden.includes(column);
  changeView({ hidden: isHidden ? hidden.filter((other) => other !== column) : [...hidden, column] });
}

export function isGroupColumn(column: string): column is GroupColumnId {
  return (GROUP_COLUMN_IDS as readonly string[]).includes(column);
}

/** What opens an order in the tree. */
export function orderKey(orderId: number): string {
  return `order:${orderId}`;
}

/** The view as the desk is asked for it. */
export function orderQuestion({ text, group, filters, sort, groupBy, tree }: ViewState): ViewSpecWire {
  const columns = filters.map(({ column, op, value }) => ({
    column,
    op,
    value: isNumeric(value) ? Number(value) : value,
  }));
  return {
    filter: { text: text.trim(), group, columns },
    sort: [...sort],
    group: [...groupBy],
    tree,
  };
}

function isNumeric(value: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(value);
}

/** A link that opens this view on any browser. */
export function linkTo(state: ViewState): string {
  return `${location.origin}${location.pathname}${IN_LINK}${encodeURIComponent(JSON.stringify(state))}`;
}

/** Every part that is as it should be, and the default for the others. */
export function readView(value: unknown): ViewState {
  if (typeof value !== "object" || value === null) return DEFAULT_VIEW;
  const given = value as Record<string, unknown>;
  return {
    text: typeof given.text === "string" ? given.text.slice(0, TEXT_MAX) : "",
    group: GROUPS.find((group) => group === given.group) ?? "all",
    filters: list(given.filters, readFilter).slice(0, FILTERS_MAX),
    sort: Array.isArray(given.sort) ? list(given.sort, readSort).slice(0, LEVELS_MAX) : DEFAULT_VIEW.sort,
    groupBy: list(given.groupBy, (column) => GROUP_COLUMN_IDS.find((id) => id === column)).slice(0, LEVELS_MAX),
    tree: given.tree === true,
    rules: list(given.rules, readRule).slice(0, RULES_MAX),
    attention: given.attention !== false,
    hidden: Array.isArray(given.hidden) ? list(given.hidden, readColumn) : DEFAULT_VIEW.hidden,
    order: list(given.order, readColumn),
    widths: readWidths(given.widths),
  };
}

function initialView(): ViewState {
  try {
    if (location.hash.startsWith(IN_LINK)) {
      return readView(JSON.parse(decodeURIComponent(location.hash.slice(IN_LINK.length))));
    }
    return readView(JSON.parse(localStorage.getItem(KEPT) ?? "null"));
  } catch {
    return DEFAULT_VIEW;
  }
}

function list<Item>(value: unknown, read: (item: unknown) => Item | undefined): Item[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((item): item is Item & {} => item !== undefined);
}

function readColumn(value: unknown): OrderColumnId | undefined {
  return ORDER_COLUMN_IDS.find((id) => id === value);
}

function readSort(value: unknown): SortLevel | undefined {
  const { column, descending } = (value ?? {}) as Record<string, unknown>;
  const id = readColumn(column);
  return id === undefined ? undefined : { column: id, descending: descending === true };
}

function readFilter(value: unknown): ColumnFilter | undefined {
  const { column, op, value: wanted } = (value ?? {}) as Record<string, unknown>;
  const id = readColumn(column);
  const operator = FILTER_OPERATORS.find((known) => known === op);
  if (id === undefined || operator === undefined || typeof wanted !== "string") return undefined;
  return { column: id, op: operator, value: wanted.slice(0, TEXT_MAX) };
}

function readRule(value: unknown): RowRule | undefined {
  const { text, tone } = (value ?? {}) as Record<string, unknown>;
  const known = RULE_TONES.find((one) => one === tone);
  if (known === undefined || typeof text !== "string" || text.length > RULE_TEXT_MAX) return undefined;
  return ruleFault(text) === "" ? { text, tone: known } : undefined;
}

function readWidths(value: unknown): Record<string, number> {
  const widths: Record<string, number> = {};
  for (const [column, width] of Object.entries((value ?? {}) as Record<string, unknown>)) {
    if (readColumn(column) === undefined || typeof width !== "number") continue;
    widths[column] = Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, width));
  }
  return widths;
}
