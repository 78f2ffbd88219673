/**
 * A recorded day as CSV: what its columns are, and what each may hold. A header line, then a row a line, in the order of
 * time; no quotes, no blanks. What is wrong is told with line, column, what was found and what was expected.
 *
 *   orders   time,symbol,action,id,side,qty,price,type,tif
 *            action new | cancel | replace; side buy | sell; type limit | market; tif day | gtc | ioc | fok | opg | atc.
 *            A cancel has time, symbol, action and id; a replace qty and price, too, and nothing behind them.
 *   trades   time,symbol,price,qty[,side]       side: who came to trade; may be empty
 *
 * Time is UTC, 2026-01-05T14:30:00.123Z. Prices and quantities are decimals in units, on the tick and in whole lots.
 */
import { type InstrumentDefinition, isOnTick } from "../../src/domain/instrument.ts";
import { PRICE_MAX, QTY_MAX } from "../../src/domain/limits.ts";
import { NO_PRICE, parseDecimal, type Qty, type Ticks } from "../../src/domain/price.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { LINE_MAX } from "./line-reader.ts";

export const RecordedKind = { Orders: "orders", Trades: "trades" } as const;
export type RecordedKind = (typeof RecordedKind)[keyof typeof RecordedKind];

export const ORDER_COLUMNS = ["time", "symbol", "action", "id", "side", "qty", "price", "type", "tif"] as const;
export const TRADE_COLUMNS = ["time", "symbol", "price", "qty", "side"] as const;
const ID_MAX = 40;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;
const ACTIONS = ["new", "cancel", "replace"] as const;
const SIDES = { buy: Side.Buy, sell: Side.Sell } as const;
const TYPES = { limit: OrdType.Limit, market: OrdType.Market } as const;
export const TIMES_IN_FORCE = {
  day: TimeInForce.Day,
  gtc: TimeInForce.GoodTillCancel,
  ioc: TimeInForce.ImmediateOrCancel,
  fok: TimeInForce.FillOrKill,
  opg: "2",
  atc: "7",
} as const;

/** One row, of either kind; what it has not is "", 0 or NO_PRICE. One object, reused. */
export type RecordedRow = {
  timeMs: number;
  book: number;
  action: (typeof ACTIONS)[number];
  id: string;
  side: Side | "";
  qty: Qty;
  price: Ticks;
  ordType: "1" | "2";
  timeInForce: (typeof TIMES_IN_FORCE)[keyof typeof TIMES_IN_FORCE];
};

export type Listing = {
  readonly bookBySymbol: ReadonlyMap<string, number>;
  readonly instruments: readonly (InstrumentDefinition | null)[];
};

/** What is wrong with a line, in words; thrown by the reader alone and caught by its owner. */
export class RowFault extends Error {}

export class RowParser {
  readonly row: RecordedRow = {
    timeMs: 0,
    book: 0,
    action: "new",
    id: "",
    side: "",
    qty: 0 as Qty,
    price: NO_PRICE,
    ordType: "2",
    timeInForce: "0",
  };
  readonly #kind: RecordedKind;
  readonly #listing: Listing;
  #columns: readonly string[] = [];
  #fields: string[] = [];
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(kind: RecordedKind, listing: Listing) {
    this.#kind = kind;
    this.#listing = listing;
  }

  /** Takes the header line, null for a file without one. @throws RowFault */
  header(line: string | null): void {
    this.#lastMs = Number.NEGATIVE_INFINITY;
    const columns = this.#kind === RecordedKind.Orders ? ORDER_COLUMNS : TRADE_COLUMNS;
    const found = (line ?? "").replace(/^\xef\xbb\xbf/, "").split(",");
    const least = this.#kind === RecordedKind.Orders ? columns.length : columns.length - 1;
    const wrong = columns.findIndex((name, index) => found[index] !== name && (index < least || found.length > least));
    if (wrong !== -1 || found.length > columns.length) {
      const at = wrong === -1 ? columns.length : wrong;
      const expected = columns[at] === undefined ? "the end of the line" : `the heading ${columns[at]}`;
      throw new RowFault(`column ${at + 1}: found ${shown(found[at])}, expected ${expected} (of ${columns.join(",")})`);
    }
    this.#columns = found;
  }

  /** Reads a line into `row`. @throws RowFault */
  parse(line: string): RecordedRow {
    if (line.length > LINE_MAX) throw new RowFault(`the line is longer than ${LINE_MAX} characters`);
    const fields = line.split(",");
    this.#fields = fields;
    if (fields.length !== this.#columns.length) {
      throw new RowFault(
        `found ${fields.length} columns, expected ${this.#columns.length}: ${this.#columns.join(",")}`,
      );
    }
    const { row } = this;
    row.timeMs = this.#time();
    const book = this.#listing.bookBySymbol.get(fields[1]);
    if (book === undefined) throw this.#fault(1, "a symbol that is among the instruments");
    row.book = book;
    if (this.#kind === RecordedKind.Orders) this.#order(row);
    else this.#trade(row);
    return row;
  }

  #order(row: RecordedRow): void {
    const fields = this.#fields;
    const action = ACTIONS.find((name) => name === fields[2]);
    if (action === undefined) throw this.#fault(2, "new, cancel or replace");
    row.action = action;
    row.id = fields[3];
    if (!/^[\x21-\x2b\x2d-\x7e]+$/.test(row.id) || row.id.length > ID_MAX) {
      throw this.#fault(3, `an id of 1 to ${ID_MAX} visible characters`);
    }
    const last = action === "new" ? 8 : action === "replace" ? 6 : 3;
    for (let column = action === "new" ? 9 : 4; column < fields.length; column++) {
      const isNeeded = column <= last && column !== 4;
      if (!isNeeded && fields[column] !== "")
        throw this.#fault(column, `nothing: a ${action} has no ${ORDER_COLUMNS[column]}`);
    }
    if (action === "cancel") return;
    row.qty = this.#qty(5);
    if (action === "replace") {
      row.price = this.#price(6);
      return;
    }
    row.side = this.#of(4, SIDES);
    row.ordType = this.#of(7, TYPES);
    row.timeInForce = this.#of(8, TIMES_IN_FORCE);
    if (row.ordType === OrdType.Limit) row.price = this.#price(6);
    else if (fields[6] === "") row.price = NO_PRICE;
    else throw this.#fault(6, "nothing: a market order has no price");
  }

  #trade(row: RecordedRow): void {
    row.price = this.#price(2);
    row.qty = this.#qty(3);
    row.side = this.#fields[4] === undefined || this.#fields[4] === "" ? "" : this.#of(4, SIDES);
  }

  #time(): number {
    const [text] = this.#fields;
    // Milliseconds are the exchange's time; what is finer only tells the order, which the rows' own order does.
    const timeMs = TIME.test(text) ? Date.parse(text.replace(/(\.\d{3})\d+Z$/, "$1Z")) : Number.NaN;
    if (Number.isNaN(timeMs)) throw this.#fault(0, "a time in UTC like 2026-01-05T14:30:00.123Z");
    if (timeMs < this.#lastMs) {
      throw this.#fault(0, `a time not before the row above's, ${new Date(this.#lastMs).toISOString()}`);
    }
    this.#lastMs = timeMs;
    return timeMs;
  }

  #qty(column: number): Qty {
    const { qtyScale, lotSize } = this.#instrument();
    const qty = parseDecimal(this.#fields[column], qtyScale);
    if (qty > 0 && qty <= QTY_MAX && qty % lotSize === 0) return qty as Qty;
    throw this.#fault(column, `a quantity above 0 in whole lots, with at most ${qtyScale} digits after the point`);
  }

  #price(column: number): Ticks {
    const instrument = this.#instrument();
    const price = parseDecimal(this.#fields[column], instrument.priceScale) as Ticks;
    if (Math.abs(price) <= PRICE_MAX && isOnTick(instrument, price)) return price;
    throw this.#fault(column, `a price on the tick, with at most ${instrument.priceScale} digits after the point`);
  }

  #of<Value>(column: number, values: Readonly<Record<string, Value>>): Value {
    const text = this.#fields[column];
    if (Object.hasOwn(values, text)) return values[text];
    throw this.#fault(column, `one of ${Object.keys(values).join(", ")}`);
  }

  #instrument(): InstrumentDefinition {
    return this.#listing.instruments[this.row.book]!;
  }

  #fault(column: number, expected: string): RowFault {
    const name = this.#columns[column];
    return new RowFault(`column ${column + 1} (${name}): found ${shown(this.#fields[column])}, expected ${expected}`);
  }
}

function shown(text: string | undefined): string {
  if (text === undefined || text === "") return "nothing";
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
