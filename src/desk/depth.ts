/**
 * The books that viewers watch: what the exchange's side tells of them, and what the house itself has and did in them. It
 * asks for the books of instruments that somebody watches, and for no others.
 */
import type { BookTold, DepthMessage, OwnFill, Trade } from "./depth-wire.ts";
import { WATCHED_MAX } from "./depth-wire.ts";
import type { DeskData } from "./desk-data.ts";
import { OwnOrders } from "./own-orders.ts";
import type { ExecutionRow } from "./wire.ts";

const TRADES_KEPT = 500;
const FILLS_KEPT = 200;
/** Instruments that are watched for tickets, and for how long after the last question. */
const GLANCES_MAX = 4;
const GLANCE_MS = 10_000;
/** Looked through for the instrument's own fills when somebody begins to watch it. */
const FILLS_LOOKED_AT = 2_000;

export class WatchedBook {
  readonly symbol: string;
  viewers = 0;
  /** Raised by everything a viewer would want to hear of. */
  version = 1;
  readonly #data: DeskData;
  readonly #instrumentId: number;
  #told: BookTold | null = null;
  #trades: Trade[] = [];
  #fills: OwnFill[] = [];
  #own: OwnOrders;

  constructor(symbol: string, instrumentId: number, data: DeskData) {
    this.symbol = symbol;
    this.#data = data;
    this.#instrumentId = instrumentId;
    this.#own = new OwnOrders(data.state, instrumentId);
    const executions = data.queries.executions({ fillsOnly: true }, FILLS_LOOKED_AT);
    this.#fills = executions
      .filter((row) => row.symbol === symbol)
      .slice(0, FILLS_KEPT)
      .reverse()
      .map(fillOf);
  }

  hear(told: BookTold): void {
    this.#trades = (told.isFirst ? told.trades : [...this.#trades, ...told.trades]).slice(-TRADES_KEPT);
    this.#told = told;
    this.version++;
  }

  changed(orderIds: ReadonlySet<number>, executions: readonly ExecutionRow[]): void {
    if (!this.#own.touch(orderIds)) return;
    this.version++;
    const fills = executions.filter((row) => row.execType === "F" && row.symbol === this.symbol);
    if (fills.length > 0) this.#fills = [...this.#fills, ...fills.map(fillOf)].slice(-FILLS_KEPT);
  }

  refresh(): void {
    this.#own = new OwnOrders(this.#data.state, this.#instrumentId);
    this.version++;
  }

  /** @param after what the viewer was told last: the ids of a trade and of a fill; null for nothing yet */
  message(after: { trade: number; execId: string } | null): DepthMessage {
    const { priceScale, qtyScale, currency } = this.#data.state.instruments[this.#instrumentId]!;
    const told = this.#told;
    const knownFill = after === null ? -1 : this.#fills.findIndex(({ execId }) => execId === after.execId);
    return {
      kind: "depth",
      symbol: this.symbol,
      priceScale,
      qtyScale,
      currency,
      book: told === null ? null : { timeMs: told.timeMs, hash: told.hash, bids: told.bids, asks: told.asks },
      isSnapshot: after === null,
      trades: after === null ? this.#trades : this.#trades.filter(({ id }) => id > after.trade),
      fills: this.#fills.slice(knownFill + 1),
      own: this.#own.levels(),
    };
  }
}

export class Depth {
  readonly #data: DeskData;
  readonly #books = new Map<string, WatchedBook>();
  /** Instruments that a ticket asks about, and until when they are watched for it. */
  readonly #glances = new Map<string, number>();
  readonly #volumes = new Map<string, number>();
  #glanceTimer: NodeJS.Timeout | undefined;

  constructor(data: DeskData) {
    this.#data = data;
  }

  /** @returns the book, to be given back with `unwatch`; or why it cannot be watched */
  watch(symbol: string): WatchedBook | string {
    let book = this.#books.get(symbol);
    if (book === undefined) {
      const instrumentId = this.#data.state.instrumentIds.get(symbol);
      if (instrumentId === undefined) return `There is no instrument ${symbol}`;
      if (this.#books.size >= WATCHED_MAX) return `${WATCHED_MAX} instruments are watched already`;
      // What a ticket was told of it is not told again: it is asked for anew.
      if (this.#glances.delete(symbol)) this.#ask();
      book = new WatchedBook(symbol, instrumentId, this.#data);
      this.#books.set(symbol, book);
      this.#ask();
    }
    book.viewers++;
    return book;
  }

  unwatch(book: WatchedBook): void {
    if (--book.viewers > 0) return;
    this.#books.delete(book.symbol);
    this.#ask();
  }

  hear(books: readonly BookTold[]): void {
    for (const told of books) {
      this.#volumes.set(told.symbol, told.volume);
      this.#books.get(told.symbol)?.hear(told);
    }
  }

  /**
   * What an instrument traded today, as its exchange told last. Asking has the instrument watched for a while, so that
   * whoever asks again is told.
   *
   * @returns null while that is not known, or when nobody tells it
   */
  volumeOf(symbol: string): number | null {
    const isNew = !this.#glances.has(symbol);
    // The one asked about longest ago makes room.
    for (const oldest of this.#glances.keys()) {
      if (!isNew || this.#glances.size < GLANCES_MAX) break;
      this.#glances.delete(oldest);
    }
    this.#glances.delete(symbol);
    this.#glances.set(symbol, performance.now() + GLANCE_MS);
    if (isNew) this.#ask();
    this.#glanceTimer ??= setInterval(() => this.#endGlances(), GLANCE_MS).unref();
    return this.#volumes.get(symbol) ?? null;
  }

  close(): void {
    clearInterval(this.#glanceTimer);
    this.#glanceTimer = undefined;
  }

  #endGlances(): void {
    const before = this.#glances.size;
    for (const [symbol, untilMs] of this.#glances) if (untilMs < performance.now()) this.#glances.delete(symbol);
    if (this.#glances.size < before) this.#ask();
    if (this.#glances.size === 0) this.close();
  }

  changed(orderIds: ReadonlySet<number>, executions: readonly ExecutionRow[]): void {
    for (const book of this.#books.values()) book.changed(orderIds, executions);
  }

  refresh(): void {
    for (const book of this.#books.values()) book.refresh();
  }

  #ask(): void {
    const symbols = new Set([...this.#books.keys(), ...this.#glances.keys()]);
    for (const symbol of this.#volumes.keys()) if (!symbols.has(symbol)) this.#volumes.delete(symbol);
    this.#data.watch([...symbols].slice(0, WATCHED_MAX));
  }
}

/** One viewer's eye on a book. */
export class DepthViewport {
  readonly #depth: Depth;
  readonly #book: WatchedBook;
  #version = 0;
  #after: { trade: number; execId: string } | null = null;

  constructor(depth: Depth, book: WatchedBook) {
    this.#depth = depth;
    this.#book = book;
  }

  get hasNews(): boolean {
    return this.#version !== this.#book.version;
  }

  take(): DepthMessage {
    const message = this.#book.message(this.#after);
    this.#version = this.#book.version;
    this.#after = {
      trade: message.trades.at(-1)?.id ?? this.#after?.trade ?? -1,
      execId: message.fills.at(-1)?.execId ?? this.#after?.execId ?? "",
    };
    return message;
  }

  close(): void {
    this.#depth.unwatch(this.#book);
  }
}

function fillOf(row: ExecutionRow): OwnFill {
  const { execId, orderId, timeUs, side } = row;
  return { execId, orderId, timeUs, side, price: row.lastPx ?? 0, qty: row.lastQty ?? 0 };
}
