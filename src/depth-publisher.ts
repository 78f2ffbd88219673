/**
 * The simulated exchange's public books and trades for people: of the instruments somebody watches, five times a second,
 * when they changed. While nobody watches there is no timer, and matching is never touched by it: it reads what is there.
 */
import type { SimulatedExchange } from "../simulator/exchange.ts";
import { hashLevels, type PublicLevel } from "../simulator/market-data/public-book.ts";
import { type BookTold, WATCHED_MAX } from "./desk/depth-wire.ts";

const TELL_MS = 200;
/** Levels told of each side; the hash is of those. */
const LEVELS_MAX = 100;
const TRADES_MAX = 200;

type Watched = { symbol: string; hash: number; lastTrade: number };

export class DepthPublisher {
  readonly #exchange: SimulatedExchange;
  readonly #nowMs: () => number;
  readonly #tell: (books: BookTold[]) => void;
  readonly #onFailure: (error: unknown) => void;
  #watched: Watched[] = [];
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param nowMs UTC
   * @param onFailure a bug of its own: nothing is told any more, and nothing else is harmed
   */
  constructor(
    exchange: SimulatedExchange,
    nowMs: () => number,
    tell: (books: BookTold[]) => void,
    onFailure: (error: unknown) => void,
  ) {
    this.#onFailure = onFailure;
    this.#exchange = exchange;
    this.#nowMs = nowMs;
    this.#tell = tell;
  }

  /** From now on these are told of and no others; what is new among them at once. */
  watch(symbols: readonly string[]): void {
    clearInterval(this.#timer);
    const known = new Map(this.#watched.map((watched) => [watched.symbol, watched]));
    this.#watched = symbols
      .slice(0, WATCHED_MAX)
      .map((symbol) => known.get(symbol) ?? { symbol, hash: -1, lastTrade: -1 });
    if (this.#watched.length === 0) return;
    this.#timer = setInterval(() => this.tick(), TELL_MS);
    this.tick();
  }

  /** Tells what changed. */
  tick(): void {
    try {
      this.#tick();
    } catch (error) {
      this.close();
      this.#onFailure(error);
    }
  }

  #tick(): void {
    // What is not in the exchange's journal is not told.
    if (this.#exchange.isWaitingForRoom) return;
    const books = this.#watched.flatMap((watched) => this.#news(watched));
    if (books.length > 0) this.#tell(books);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watched = [];
  }

  #news(watched: Watched): BookTold[] {
    const { symbol } = watched;
    const bids = this.#levels(symbol, "bids");
    const asks = this.#levels(symbol, "asks");
    const hash = hashLevels(bids, asks);
    const isFirst = watched.hash === -1;
    const trades: BookTold["trades"] = [];
    const told = this.#exchange.tradesOf(symbol);
    const timeMs = this.#nowMs();
    const lastTrade = told.visitAfter(watched.lastTrade, TRADES_MAX, (id, price, qty) =>
      trades.push({ id, price, qty, timeMs: told.timeMsOf(id, timeMs) }),
    );
    // An instrument of another venue: there is no book here, rather than an empty one.
    if (lastTrade === -1) return [];
    if (hash === watched.hash && trades.length === 0) return [];
    watched.hash = hash;
    watched.lastTrade = lastTrade;
    return [{ symbol, timeMs, isFirst, bids, asks, hash, volume: told.volume, trades: trades.reverse() }];
  }

  #levels(symbol: string, side: "bids" | "asks"): PublicLevel[] {
    const levels: PublicLevel[] = [];
    this.#exchange.visitDepth(symbol, side, LEVELS_MAX, (price, qty, orders) => levels.push({ price, qty, orders }));
    return levels;
  }
}
