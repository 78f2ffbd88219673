/** The columns of the orders table. Widths are shares of the width and, in pixels, its least. */
import type { OrderRow } from "../desk/wire.ts";
import { ordStatusLook, ordTypeWord, sideLook, timeInForceWord } from "./codes.ts";
import { average, dateAndTime, decimal, price, quantity, timeOfDay } from "./format.ts";
import type { Column } from "./grid.tsx";
import { Filled, Side, Status } from "./signs.tsx";

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Quantities and prices of instruments with different scales compare by value. */
const scaled = (mantissa: number | null, scale: number): number =>
  mantissa === null ? Number.NEGATIVE_INFINITY : mantissa / 10 ** scale;

export const ORDER_COLUMNS: readonly Column<OrderRow>[] = [
  {
    id: "ordStatus",
    title: "Status",
    width: 104,
    field: "ordStatus",
    cell: (row) => <Status look={ordStatusLook(row.ordStatus)} />,
    hint: (row) => row.text,
    compare: (a, b) => text(ordStatusLook(a.ordStatus).word, ordStatusLook(b.ordStatus).word),
  },
  {
    id: "side",
    title: "Side",
    width: 52,
    cell: (row) => <Side code={row.side} />,
    compare: (a, b) => text(sideLook(a.side).word, sideLook(b.side).word),
  },
  {
    id: "symbol",
    title: "Symbol",
    width: 82,
    cell: (row) => <b>{row.symbol}</b>,
    compare: (a, b) => text(a.symbol, b.symbol),
  },
  { id: "compId", title: "Client", width: 90, cell: (row) => row.compId, compare: (a, b) => text(a.compId, b.compId) },
  {
    id: "account",
    title: "Account",
    width: 72,
    cell: (row) => row.account,
    compare: (a, b) => text(a.account, b.account),
  },
  {
    id: "orderQty",
    title: "Qty",
    width: 94,
    align: "right",
    field: "orderQty",
    cell: (row) => quantity(row.orderQty, row.qtyScale),
    compare: (a, b) => scaled(a.orderQty, a.qtyScale) - scaled(b.orderQty, b.qtyScale),
  },
  {
    id: "filled",
    title: "Filled",
    width: 98,
    field: "cumQty",
    cell: (row) => <Filled cumQty={row.cumQty} orderQty={row.orderQty} side={row.side} />,
    hint: (row) => `${quantity(row.cumQty, row.qtyScale)} of ${quantity(row.orderQty, row.qtyScale)}`,
    compare: (a, b) => a.cumQty / a.orderQty - b.cumQty / b.orderQty,
  },
  {
    id: "leavesQty",
    title: "Leaves",
    width: 88,
    align: "right",
    field: "leavesQty",
    cell: (row) => quantity(row.leavesQty, row.qtyScale),
    compare: (a, b) => scaled(a.leavesQty, a.qtyScale) - scaled(b.leavesQty, b.qtyScale),
  },
  {
    id: "price",
    title: "Price",
    width: 84,
    align: "right",
    field: "price",
    cell: (row) => price(row.price, row.priceScale, row.ordType),
    hint: (row) => row.currency,
    compare: (a, b) => scaled(a.price, a.priceScale) - scaled(b.price, b.priceScale),
  },
  {
    id: "avgPx",
    title: "Avg px",
    width: 96,
    align: "right",
    field: "avgPxMantissa",
    cell: (row) => average(row.avgPxMantissa, row.avgPxScale, row.priceScale),
    hint: (row) => (row.avgPxMantissa === 0 ? "" : `${decimal(row.avgPxMantissa, row.avgPxScale)} ${row.currency}`),
    compare: (a, b) => scaled(a.avgPxMantissa, a.avgPxScale) - scaled(b.avgPxMantissa, b.avgPxScale),
  },
  {
    id: "ordType",
    title: "Type",
    width: 56,
    cell: (row) => ordTypeWord(row.ordType),
    compare: (a, b) => text(a.ordType, b.ordType),
  },
  {
    id: "timeInForce",
    title: "TIF",
    width: 42,
    cell: (row) => timeInForceWord(row.timeInForce),
    compare: (a, b) => text(a.timeInForce, b.timeInForce),
  },
  {
    id: "clOrdId",
    title: "ClOrdID",
    width: 88,
    field: "clOrdId",
    cell: (row) => <span class="id">{row.clOrdId}</span>,
    hint: (row) => row.clOrdId,
    compare: (a, b) => text(a.clOrdId, b.clOrdId),
  },
  {
    id: "orderId",
    title: "OrderID",
    width: 68,
    align: "right",
    cell: (row) => <span class="id">{row.orderId}</span>,
    compare: (a, b) => a.orderId - b.orderId,
  },
  {
    id: "updated",
    title: "Updated UTC",
    width: 96,
    align: "right",
    cell: (row) => timeOfDay(row.updatedUs),
    hint: (row) => dateAndTime(row.updatedUs),
    compare: (a, b) => a.updatedUs - b.updatedUs,
  },
];
