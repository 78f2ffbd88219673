/** The columns of the orders table. Widths are shares of the width and, in pixels, its least. */
import type { OrderColumnId } from "../desk/view/names.ts";
import type { GroupRow, OrderRow } from "../desk/wire.ts";
import { ordStatusLook, ordTypeWord, timeInForceWord } from "./codes.ts";
import { average, dateAndTime, decimal, price, quantity, timeOfDay } from "./format.ts";
import type { Column } from "./grid.tsx";
import { Age, Filled, Side, Status, Working, workingText } from "./signs.tsx";
import type { ViewState } from "./view-state.ts";

export type OrderColumn = Column<OrderRow> & {
  id: OrderColumnId;
  isNumber?: boolean;
  /** What a group of orders says here. */
  group?: (group: GroupRow) => string;
};

/** Numbers of units, as a group adds them up: at most four digits after the point. */
const units = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 4 });
const pricesOf = ({ lowPx, highPx, symbols }: GroupRow): string => {
  if (lowPx === null || highPx === null || symbols > 1) return "";
  return lowPx === highPx ? units(lowPx) : `${units(lowPx)}–${units(highPx)}`;
};

export const ORDER_COLUMNS: readonly OrderColumn[] = [
  {
    id: "ordStatus",
    title: "Status",
    width: 108,
    field: "ordStatus",
    cell: (row) => <Status look={ordStatusLook(row.ordStatus)} />,
    hint: (row) => row.text,
    isSortable: true,
  },
  {
    id: "side",
    title: "Side",
    width: 48,
    isPinned: true,
    cell: (row) => <Side code={row.side} />,
    isSortable: true,
  },
  {
    id: "symbol",
    title: "Symbol",
    width: 78,
    isPinned: true,
    cell: (row) => <b>{row.symbol}</b>,
    isSortable: true,
  },
  { id: "compId", title: "Client", width: 90, cell: (row) => row.compId, isSortable: true, isPinned: true },
  {
    id: "unaccepted",
    title: "Desk",
    width: 118,
    field: "lockedBy",
    cell: (row) => <Working row={row} />,
    hint: workingText,
    isSortable: true,
  },
  {
    id: "account",
    title: "Account",
    width: 70,
    cell: (row) => row.account,
    isSortable: true,
  },
  {
    id: "orderQty",
    isNumber: true,
    group: ({ orderQty }) => units(orderQty),
    title: "Qty",
    width: 78,
    align: "right",
    field: "orderQty",
    cell: (row) => quantity(row.orderQty, row.qtyScale),
    isSortable: true,
  },
  {
    id: "filled",
    isNumber: true,
    group: ({ cumQty, orderQty }) => (orderQty === 0 ? "" : `${Math.floor((cumQty / orderQty) * 100)}%`),
    title: "Filled",
    width: 72,
    field: "cumQty",
    cell: (row) => <Filled cumQty={row.cumQty} orderQty={row.orderQty} side={row.side} />,
    hint: (row) => `${quantity(row.cumQty, row.qtyScale)} of ${quantity(row.orderQty, row.qtyScale)}`,
    isSortable: true,
  },
  {
    id: "leavesQty",
    isNumber: true,
    group: ({ leavesQty }) => units(leavesQty),
    title: "Leaves",
    width: 74,
    align: "right",
    field: "leavesQty",
    cell: (row) => quantity(row.leavesQty, row.qtyScale),
    isSortable: true,
  },
  {
    id: "price",
    isNumber: true,
    group: pricesOf,
    title: "Price",
    width: 80,
    align: "right",
    field: "price",
    cell: (row) => price(row.price, row.priceScale, row.ordType),
    hint: (row) => row.currency,
    isSortable: true,
  },
  {
    id: "avgPx",
    isNumber: true,
    group: ({ avgPx }) => (avgPx === null ? "" : units(avgPx)),
    title: "Avg px",
    width: 90,
    align: "right",
    field: "avgPxMantissa",
    cell: (row) => average(row.avgPxMantissa, row.avgPxScale, row.priceScale),
    hint: (row) => (row.avgPxMantissa === 0 ? "" : `${decimal(row.avgPxMantissa, row.avgPxScale)} ${row.currency}`),
    isSortable: true,
  },
  {
    id: "ordType",
    title: "Type",
    width: 56,
    cell: (row) => ordTypeWord(row.ordType),
    isSortable: true,
  },
  {
    id: "timeInForce",
    title: "TIF",
    width: 42,
    cell: (row) => timeInForceWord(row.timeInForce),
    isSortable: true,
  },
  {
    id: "clOrdId",
    title: "ClOrdID",
    width: 80,
    field: "clOrdId",
    cell: (row) => <span class="id">{row.clOrdId}</span>,
    hint: (row) => row.clOrdId,
    isSortable: true,
  },
  {
    id: "orderId",
    isNumber: true,
    title: "OrderID",
    width: 68,
    align: "right",
    cell: (row) => <span class="id">{row.orderId}</span>,
    isSortable: true,
  },
  {
    id: "updated",
    isNumber: true,
    title: "Updated UTC",
    width: 96,
    align: "right",
    cell: (row) => timeOfDay(row.updatedUs),
    hint: (row) => `${dateAndTime(row.updatedUs)}${row.lastUser === "" ? "" : ` · last by ${row.lastUser}`}`,
    isSortable: true,
  },
  {
    id: "cumQty",
    title: "Cum qty",
    width: 88,
    align: "right",
    field: "cumQty",
    isNumber: true,
    group: ({ cumQty }) => units(cumQty),
    cell: (row) => quantity(row.cumQty, row.qtyScale),
    isSortable: true,
  },
  {
    id: "notional",
    title: "Notional",
    width: 104,
    align: "right",
    isNumber: true,
    group: ({ notional }) => units(Math.round(notional)),
    cell: (row) => (row.notional === null ? "" : units(Math.round(row.notional))),
    hint: (row) => (row.notional === null ? "" : `${units(row.notional)} ${row.currency}`),
    isSortable: true,
  },
  { id: "currency", title: "Currency", width: 56, cell: (row) => row.currency, isSortable: true },
  {
    id: "created",
    title: "Created UTC",
    width: 96,
    align: "right",
    isNumber: true,
    cell: (row) => timeOfDay(row.createdUs),
    hint: (row) => dateAndTime(row.createdUs),
    isSortable: true,
  },
  {
    id: "venueId",
    title: "Venue",
    width: 52,
    align: "right",
    isNumber: true,
    cell: (row) => row.venueId,
    isSortable: true,
  },
  {
    id: "exchangeOrderId",
    title: "Venue OrderID",
    width: 92,
    cell: (row) => <span class="id">{row.exchangeOrderId}</span>,
    isSortable: true,
  },
  { id: "ruleId", title: "Rule", width: 72, cell: (row) => row.ruleId, isSortable: true },
  { id: "owner", title: "Owner", width: 72, cell: (row) => row.owner, isSortable: true },
  { id: "desk", title: "Desk name", width: 72, cell: (row) => row.desk, isSortable: true },
  { id: "lastUser", title: "Last by", width: 72, cell: (row) => row.lastUser, hint: workingText, isSortable: true },
  {
    id: "age",
    title: "Age",
    width: 56,
    align: "right",
    isNumber: true,
    cell: (row) => <Age createdUs={row.createdUs} />,
    hint: (row) => `since ${dateAndTime(row.createdUs)}`,
    isSortable: true,
  },
  { id: "lockedBy", title: "Locked by", width: 72, cell: (row) => row.lockedBy, isSortable: true },
  {
    id: "parentOrderId",
    title: "Part of",
    width: 64,
    align: "right",
    isNumber: true,
    cell: (row) => (row.parentOrderId === 0 ? "" : row.parentOrderId),
    isSortable: true,
  },
  {
    id: "children",
    title: "Parts",
    width: 48,
    align: "right",
    isNumber: true,
    cell: (row) => (row.children === 0 ? "" : row.children),
    isSortable: true,
  },
  {
    id: "workingQty",
    title: "Working",
    width: 80,
    align: "right",
    isNumber: true,
    cell: (row) => (row.isCare ? quantity(row.workingQty, row.qtyScale) : ""),
    isSortable: true,
  },
];

const BY_ID = new Map(ORDER_COLUMNS.map((column) => [column.id, column]));

export function columnTitle(id: OrderColumnId): string {
  return BY_ID.get(id)?.title ?? id;
}

export function isNumberColumn(id: OrderColumnId): boolean {
  return BY_ID.get(id)?.isNumber === true;
}

/** The columns a person sees, in their order and widths. */
export function shownColumns({ hidden, order, widths }: ViewState): OrderColumn[] {
  const named = order.map((id) => BY_ID.get(id)).filter((column) => column !== undefined);
  const others = ORDER_COLUMNS.filter(({ id }) => !order.includes(id));
  return [...named, ...others]
    .filter(({ id }) => !hidden.includes(id))
    .map((column) =>
      widths[column.id] === undefined ? column : { ...column, width: widths[column.id], isFixed: true },
    );
}
