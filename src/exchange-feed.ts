/**
 * Market data over WebSocket, at `/ws` of the exchange's page: books, best prices, trades, phases, and what goes on in the
 * house. It reads the venue between two batches, changes nothing, and says nothing that is not in the journal.
 */

import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { isLoopbackName } from "./desk/loopback.ts";
import { BookChannel, CONFLATE_MS, StatusChannel, TopChannel } from "./exchange-feed-channels.ts";
import { FeedViewer, feedError, type OpenChannel } from "./exchange-feed-viewer.ts";
import type { FeedMessage } from "./exchange-feed-wire.ts";
import { HouseChannel } from "./exchange-house.ts";
import type { ServedExchange } from "./exchange-server.ts";
import { refuseUpgrade } from "./lib/refuse-upgrade.ts";

const PAYLOAD_MAX = 16 * 1024;
const READERS_MAX = 64;
const TICK_MS = 20;
const PING_MS = 15_000;

export class ExchangeFeed {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX, perMessageDeflate: false });
  readonly #viewers = new Map<WebSocket, FeedViewer>();
  readonly #answered = new WeakSet<WebSocket>();
  readonly #timers: NodeJS.Timeout[];
  readonly #served: ServedExchange;
  /** Origins of pages that may read, besides the exchange's own. */
  readonly #allowed: readonly string[];

  constructor(server: Server, served: ServedExchange, allowedOrigins: readonly string[]) {
    this.#served = served;
    this.#allowed = allowedOrigins;
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.#timers = [setInterval(() => this.#tick(false), TICK_MS), setInterval(() => this.#ping(), PING_MS)];
  }

  get readers(): number {
    return this.#viewers.size;
  }

  /** A batch is in the journal: who wants to hear of every one hears of it. */
  afterBatch(): void {
    if (this.#viewers.size > 0) this.#tick(true);
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const [socket, viewer] of this.#viewers) {
      socket.close(1001, "the exchange is closing");
      socket.terminate();
      viewer.leave();
    }
    this.#viewers.clear();
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // The peer may be gone before it is answered; that is its own business.
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?")[0];
    if (path !== "/ws") return refuseUpgrade(socket, 404, "The only WebSocket here is /ws");
    const { host, origin } = request.headers;
    // Another site's name may point at this machine.
    if (host === undefined || !isLoopbackName(host.replace(/:\d+$/, ""))) {
      return refuseUpgrade(socket, 403, "This exchange answers to 127.0.0.1 only");
    }
    // Browsers always say where a page is from; a program that is no browser does not.
    if (origin !== undefined && origin !== `http://${host}` && !this.#allowed.includes(origin)) {
      return refuseUpgrade(
        socket,
        403,
        `The Origin ${origin} may not read here; start the exchange with --allow-origin`,
      );
    }
    if (this.#viewers.size >= READERS_MAX)
      return refuseUpgrade(socket, 503, `There are ${READERS_MAX} readers already`);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket));
  }

  #open(socket: WebSocket): void {
    const viewer = new FeedViewer(socket, this.#channel);
    this.#viewers.set(socket, viewer);
    this.#answered.add(socket);
    socket.on("message", (bytes, isBinary) => viewer.receive(bytes as Buffer, isBinary, performance.now()));
    socket.on("pong", () => this.#answered.add(socket));
    socket.on("close", () => {
      this.#viewers.delete(socket);
      viewer.leave();
    });
    // ws closes a socket that sends more than it may, or no WebSocket at all, and then tells here.
    socket.on("error", () => socket.terminate());
    viewer.send(this.#instruments());
  }

  readonly #channel: OpenChannel = (message) => {
    const { venue, gateway } = this.#served;
    switch (message.channel) {
      case "top":
        return new TopChannel(message.id, venue, gateway.feed, message.conflateMs ?? CONFLATE_MS);
      case "status":
        return new StatusChannel(message.id, venue, gateway.feed);
      case "house":
        return new HouseChannel(message.id, this.#served, () => this.#viewers.size);
      case "book": {
        const book = venue.bookBySymbol.get(message.symbol);
        if (book === undefined) return feedError("/symbol", "a listed symbol", message.symbol);
        if (message.byOrder === true && (message.depth ?? 0) !== 0) {
          return feedError("/depth", "0, the whole book, where it is by order", String(message.depth));
        }
        return new BookChannel(message, book, gateway.feed);
      }
    }
  };

  #instruments(): FeedMessage {
    const { venue, exchange } = this.#served;
    const rows = venue.instruments.flatMap((instrument) => {
      if (instrument === null) return [];
      const { symbol, description, currency, priceScale, qtyScale, lotSize, tickTable, referencePx } = instrument;
      return [{ symbol, description, currency, priceScale, qtyScale, lotSize, tickTable: [...tickTable], referencePx }];
    });
    return { kind: "instruments", exchange: exchange.name, tradingDay: exchange.tradingDay, rows };
  }

  #tick(isBatch: boolean): void {
    // What is not in the journal is not told.
    if (this.#served.exchange.isWaitingForRoom) return;
    const nowMs = performance.now();
    for (const viewer of this.#viewers.values()) if (!isBatch || viewer.isEager) viewer.tick(nowMs);
  }

  /** A reader whose machine went to sleep answers no ping and is let go. */
  #ping(): void {
    for (const socket of this.#viewers.keys()) {
      if (!this.#answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }
}
