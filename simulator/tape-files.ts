/** The tape as CSV, in the very form recordings are read in (`recorded/recorded-rows.ts`), and best prices beside it. */
import { decimalText, NO_PRICE, type Ticks } from "../src/domain/price.ts";
import { OrdType, Side } from "../src/domain/values.ts";
import type { InstrumentFeed } from "./market-data/instrument-feed.ts";
import type { TapeListener } from "./market-tape.ts";
import { ORDER_COLUMNS, TIMES_IN_FORCE, TRADE_COLUMNS } from "./recorded/recorded-rows.ts";
import type { Venue } from "./venue.ts";
import { InputKind, type RequestInput } from "./venue-inputs.ts";

const QUOTE_COLUMNS = ["time", "symbol", "bid", "bidQty", "ask", "askQty"] as const;

/** Where lines go; each ends with a line feed. */
export type TapeFiles = { orders(line: string): void; trades(line: string): void; quotes(line: string): void };

/** Writes the tape's lines, headers first. Orders with terms a recording has no column for are left out, and counted. */
export class TapeWriter implements TapeListener {
  /** New orders and replaces with such terms. */
  leftOut = 0;
  /** Requests about orders that were done: they came to nothing, and are no rows. */
  tooLate = 0;
  readonly #venue: Venue;
  readonly #files: TapeFiles;
  readonly #timesInForce = new Map<string, string>(
    Object.entries(TIMES_IN_FORCE).map(([name, value]) => [value, name]),
  );

  constructor(venue: Venue, files: TapeFiles) {
    this.#venue = venue;
    this.#files = files;
    files.orders(`${ORDER_COLUMNS.join(",")}\n`);
    files.trades(`${TRADE_COLUMNS.join(",")}\n`);
    files.quotes(`${QUOTE_COLUMNS.join(",")}\n`);
  }

  /** What the order file has not, in words; "" when it has everything. */
  get note(): string {
    const words: string[] = [];
    if (this.leftOut > 0) {
      words.push(
        `orders and replaces with terms it has no columns for (stops, icebergs, pegs and such): ${this.leftOut}`,
      );
    }
    if (this.tooLate > 0) words.push(`requests about orders that were done: ${this.tooLate}`);
    return words.length === 0 ? "" : `left out: ${words.join("; ")}`;
  }

  onRequest(timeMs: number, kind: number, request: Readonly<RequestInput>): void {
    const { participant, origClientOrder, clientOrder, book } = request;
    const isNew = kind === InputKind.NewOrder;
    const id = `${participant}-${isNew ? clientOrder : origClientOrder}`;
    const at = isNew ? book : this.#bookOf(participant, origClientOrder);
    const instrument = this.#venue.instruments[at];
    const timeInForce = this.#timesInForce.get(request.timeInForce);
    const isPlain = request.ordType === OrdType.Limit || request.ordType === OrdType.Market;
    const hasMore = kind !== InputKind.CancelOrder && (request.hasTerms || !isPlain || timeInForce === undefined);
    if (instrument === null || hasMore) {
      if (hasMore) this.leftOut++;
      else this.tooLate++;
      return;
    }
    const { symbol, priceScale, qtyScale } = instrument;
    const head = `${new Date(timeMs).toISOString()},${symbol}`;
    if (kind === InputKind.CancelOrder) return this.#files.orders(`${head},cancel,${id},,,,,\n`);
    const price = request.price === NO_PRICE ? "" : decimalText(request.price, priceScale);
    const qty = decimalText(request.orderQty, qtyScale);
    if (!isNew) return this.#files.orders(`${head},replace,${id},,${qty},${price},,\n`);
    const side = request.side === Side.Buy ? "buy" : "sell";
    const type = request.ordType === OrdType.Limit ? "limit" : "market";
    this.#files.orders(`${head},new,${id},${side},${qty},${price},${type},${timeInForce}\n`);
  }

  onTrade(timeMs: number, book: number, side: number, price: Ticks, qty: number): void {
    const { symbol, priceScale, qtyScale } = this.#venue.instruments[book]!;
    const texts = [decimalText(price, priceScale), decimalText(qty, qtyScale), side === 0 ? "buy" : "sell"];
    this.#files.trades(`${new Date(timeMs).toISOString()},${symbol},${texts.join(",")}\n`);
  }

  onQuote(timeMs: number, book: number, { bidPx, bidQty, askPx, askQty }: Readonly<InstrumentFeed>): void {
    const { symbol, priceScale, qtyScale } = this.#venue.instruments[book]!;
    const side = (price: Ticks, qty: number) =>
      price === NO_PRICE ? "," : `${decimalText(price, priceScale)},${decimalText(qty, qtyScale)}`;
    const time = new Date(timeMs).toISOString();
    this.#files.quotes(`${time},${symbol},${side(bidPx, bidQty)},${side(askPx, askQty)}\n`);
  }

  /** The book of an order a request is about; 0 when it is done: then the request came to nothing. */
  #bookOf(participant: number, clientOrder: number): number {
    const handle = this.#venue.directories[participant].handle(clientOrder);
    return handle > 0 ? this.#venue.engine.pool.book(handle) : 0;
  }
}
