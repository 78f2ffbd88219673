/**
 * The exchange's own page and its market data over WebSocket. The page is three static files; what it shows comes over the
 * WebSocket (`exchange-feed.ts`), and what an operator orders there goes to `/api/command`.
 *
 * It has no users, and so listens on the loopback only and answers only to names of the loopback. It reads the venue
 * between two batches; commands are journaled with who gave them.
 */
import type { AddressInfo } from "node:net";
import fastifyHelmet from "@fastify/helmet";
import fastify from "fastify";
import type { AgentStatus } from "../simulator/agents/agents.ts";
import { FeedDepth, FeedReader } from "../simulator/market-data/feed-reader.ts";
import { RowKind } from "../simulator/market-data/instrument-feed.ts";
import { isLoopbackName } from "./desk/loopback.ts";
import { decimalText, NO_PRICE } from "./domain/price.ts";
import { adversaryStatus, giveCommand } from "./exchange-commands.ts";
import { ExchangeFeed } from "./exchange-feed.ts";
import { EXCHANGE_SCRIPT } from "./exchange-page-script.ts";
import { EXCHANGE_PAGE, EXCHANGE_STYLES } from "./exchange-page-text.ts";
import type { ServedExchange } from "./exchange-server.ts";
import { LockstepError } from "./lib/errors.ts";

/** Nothing from anywhere else, nothing inline. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  connectSrc: ["'self'"],
  // The page's icon is none.
  imgSrc: ["'self'", "data:"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};
const COMMAND_BYTES_MAX = 4_096;
const LEVELS_SHOWN = 10;
const TRADES_SHOWN = 30;

export type ExchangePage = {
  readonly host: string;
  readonly port: number;
  /** A batch is in the journal. */
  afterBatch(): void;
  close(): Promise<void>;
};

type ShownTrade = { symbol: string; side: "buy" | "sell"; price: string; qty: string };

/** @throws LockstepError LOCKSTEP_ERR_CONFIG for a host that is not the loopback, LOCKSTEP_ERR_PORT_IN_USE */
export async function openExchangePage(
  at: { host: string; port: number; allowedOrigins: readonly string[] },
  served: ServedExchange,
): Promise<ExchangePage> {
  if (!isLoopbackName(at.host)) {
    throw new LockstepError(
      "LOCKSTEP_ERR_CONFIG",
      `the exchange's page was told to listen on ${at.host}; expected 127.0.0.1, because it has no users`,
    );
  }
  const data = new PageData(served);
  const server = fastify({ logger: false, forceCloseConnections: true });
  await server.register(fastifyHelmet, { contentSecurityPolicy: { useDefaults: false, directives: POLICY } });
  server.addHook("onRequest", async (request, reply) => {
    if (!isLoopbackName(request.hostname)) await reply.code(403).send({ error: "this page answers to 127.0.0.1 only" });
  });
  server.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(EXCHANGE_PAGE));
  server.get("/page.css", async (_request, reply) => reply.type("text/css; charset=utf-8").send(EXCHANGE_STYLES));
  server.get("/page.js", async (_request, reply) => reply.type("text/javascript; charset=utf-8").send(EXCHANGE_SCRIPT));
  server.get("/api/market", async () => data.market());
  server.get<{ Params: { symbol: string } }>("/api/book/:symbol", async ({ params }, reply) => {
    const book = data.book(params.symbol);
    return book ?? reply.code(404).send({ error: `${params.symbol} is not listed` });
  });
  server.get("/api/adversary", async () => adversaryStatus(served));
  server.post("/api/command", { bodyLimit: COMMAND_BYTES_MAX }, async (request, reply) => {
    const { origin, host } = request.headers;
    // A page from elsewhere can send here, and must not give commands; a browser says where it is from.
    if (origin !== undefined && origin !== `http://${host}`) {
      return reply.code(403).send({ error: "commands are taken from the exchange's own page only" });
    }
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
      return reply.code(415).send({ error: "expected a command as application/json" });
    }
    const error = giveCommand(served, request.body);
    return reply.code(error === "" ? 200 : 400).send({ error });
  });
  const feed = new ExchangeFeed(server.server, served, at.allowedOrigins);
  try {
    await server.listen({ host: at.host, port: at.port });
  } catch (error) {
    feed.close();
    data.close();
    await server.close();
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    const text = `port ${at.port} on ${at.host} is taken by another program: end it, or choose another with --http-port`;
    throw new LockstepError("LOCKSTEP_ERR_PORT_IN_USE", text, { cause: error });
  }
  const { address, port } = server.server.address() as AddressInfo;
  return {
    host: address,
    port,
    afterBatch: () => feed.afterBatch(),
    close: async () => {
      feed.close();
      data.close();
      await server.close();
    },
  };
}

/** What the page shows, as plain texts. */
class PageData {
  readonly #served: ServedExchange;
  readonly #readers: FeedReader[] = [];
  readonly #trades: ShownTrade[] = [];

  constructor(served: ServedExchange) {
    this.#served = served;
    const { venue, gateway } = served;
    for (let book = 1; book < venue.instruments.length; book++) {
      this.#readers.push(new FeedReader(gateway.feed, book, FeedDepth.Levels));
    }
  }

  market() {
    this.#readTrades();
    const { venue, gateway, sessions, exchange } = this.#served;
    const rows = this.#readers.map(({ book }) => {
      const { symbol, priceScale, qtyScale } = venue.instruments[book]!;
      const { bidPx, bidQty, askPx, askQty, lastPx, tradedQty, trades, sequence } = gateway.feed.of(book);
      const px = (value: number) => (value === NO_PRICE ? "" : decimalText(value, priceScale));
      const qty = (value: number) => (value === 0 ? "" : decimalText(value, qtyScale));
      const best = { bidPx: px(bidPx), bidQty: qty(bidQty), askPx: px(askPx), askQty: qty(askQty) };
      return { symbol, ...best, lastPx: px(lastPx), volume: qty(tradedQty), trades, sequence };
    });
    return {
      tradingDay: exchange.tradingDay,
      restingOrders: exchange.restingOrders,
      rows,
      trades: this.#trades,
      agents: exchange
        .agentStatuses()
        .map(({ symbols, ...agent }) => ({ ...agent, inventory: this.#inventory(symbols) })),
      sessions: sessions.map((session) => {
        const { state, peer, nextSenderMsgSeqNum, nextTargetMsgSeqNum } = session.status();
        return { name: session.name, state, peer, nextSenderMsgSeqNum, nextTargetMsgSeqNum };
      }),
    };
  }

  /** "ACME 500, NOVA -20": what an agent holds. */
  #inventory(symbols: AgentStatus["symbols"]): string {
    const { instruments } = this.#served.venue;
    const held = symbols.filter(({ inventory }) => inventory !== 0);
    return held
      .map(
        ({ book, inventory }) => `${instruments[book]!.symbol} ${decimalText(inventory, instruments[book]!.qtyScale)}`,
      )
      .join(", ");
  }

  book(symbol: string) {
    const { venue, exchange } = this.#served;
    const instrument = venue.instruments[venue.bookBySymbol.get(symbol) ?? 0];
    if (instrument === null || instrument === undefined) return null;
    const side = (name: "bids" | "asks") => {
      const levels: { price: string; qty: string; orders: number }[] = [];
      exchange.visitDepth(symbol, name, LEVELS_SHOWN, (price, qty, orders) => {
        const { priceScale, qtyScale } = instrument;
        levels.push({ price: decimalText(price, priceScale), qty: decimalText(qty, qtyScale), orders });
      });
      return levels;
    };
    return { symbol, bids: side("bids"), asks: side("asks") };
  }

  close(): void {
    for (const reader of this.#readers) reader.close();
  }

  #readTrades(): void {
    const { instruments } = this.#served.venue;
    for (const reader of this.#readers) {
      const { symbol, priceScale, qtyScale } = instruments[reader.book]!;
      reader.read({
        onSnapshot: () => {},
        onSequence: () => {},
        onRow: (kind, side, price, qty) => {
          if (kind !== RowKind.Trade) return;
          const texts = { price: decimalText(price, priceScale), qty: decimalText(qty, qtyScale) };
          this.#trades.unshift({ symbol, side: side === 0 ? "buy" : "sell", ...texts });
        },
      });
    }
    this.#trades.length = Math.min(this.#trades.length, TRADES_SHOWN);
  }
}
