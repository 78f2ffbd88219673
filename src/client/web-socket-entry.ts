/**
 * Order entry over WebSocket: `/json` speaks JSON, `/fix` tag=value. What connects is handed to the FIX acceptor, which
 * treats it as it treats a socket of its own port: waiting room, wrong logons, limits.
 *
 * A browser says which page it comes from, and only pages on the list may connect; other programs say none.
 */

import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Duplex } from "node:stream";
import type { TlsOptions } from "node:tls";
import { type WebSocket, WebSocketServer } from "ws";
import type { ByteSocket } from "../fix/connection.ts";
import type { FixSession } from "../fix/session.ts";
import type { Clock } from "../lib/clock.ts";
import { LockstepError } from "../lib/errors.ts";
import { refuseUpgrade } from "../lib/refuse-upgrade.ts";
import { JsonLine, type SessionFinder } from "./json-line.ts";
import { WebSocketLine } from "./web-socket-line.ts";

/** One message, in bytes, and the pieces it may come in. */
const PAYLOAD_MAX = 64 * 1024;
const FRAGMENTS_MAX = 64;
const CHUNKS_MAX = 1_024;
const HEADERS_MS = 5_000;
const REQUEST_MS = 10_000;

export type WebSocketEntryOptions = {
  readonly sessions: readonly FixSession[];
  /** Takes a connection as if it had come to the FIX port. */
  readonly accept: (socket: ByteSocket) => void;
  readonly clock: Clock;
  /** Pages that may connect, "https://desk.example.com", exactly as a browser writes them. */
  readonly origins: readonly string[];
  readonly connectionsMax: number;
  readonly tls: TlsOptions | null;
};

export class WebSocketEntry {
  readonly #options: WebSocketEntryOptions;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: PAYLOAD_MAX,
    maxFragments: FRAGMENTS_MAX,
    maxBufferedChunks: CHUNKS_MAX,
    perMessageDeflate: false,
  } as ConstructorParameters<typeof WebSocketServer>[0]);
  readonly #find: SessionFinder;

  constructor(options: WebSocketEntryOptions) {
    this.#options = options;
    const limits = { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: 1_000 };
    this.#server = options.tls === null ? createServer(limits) : createSecureServer({ ...options.tls, ...limits });
    this.#server.maxConnections = options.connectionsMax;
    this.#server.on("request", (_request, response) => {
      response.writeHead(426, {
        "Content-Type": "text/plain; charset=utf-8",
        Connection: "close",
        Upgrade: "websocket",
      });
      response.end("Order entry is a WebSocket: /json or /fix\n");
    });
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.#find = (beginString, applVerId, compId) =>
      options.sessions.find(
        ({ config }) =>
          config.beginString === beginString && config.targetCompId === compId && config.defaultApplVerId === applVerId,
      );
  }

  /**
   * Starts to listen; port 0 takes a free one.
   *
   * @throws LockstepError LOCKSTEP_ERR_PORT_IN_USE, LOCKSTEP_ERR_FIX_CONNECT
   */
  listen(host: string, port: number): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === "EADDRINUSE";
        const text = isTaken
          ? `port ${port} on ${host} is already in use: stop the program that has it, or choose another with --ws-port`
          : `cannot listen for WebSockets on ${host}:${port}: ${error.message}`;
        reject(
          new LockstepError(isTaken ? "LOCKSTEP_ERR_PORT_IN_USE" : "LOCKSTEP_ERR_FIX_CONNECT", text, { cause: error }),
        );
      });
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        resolve({ host, port: typeof address === "object" && address !== null ? address.port : port });
      });
    });
  }

  /** Takes no more connections; those that are here are the acceptor's. */
  close(): void {
    this.#server.close();
    this.#server.closeIdleConnections();
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // The peer may be gone before it is answered; that is its own business.
    socket.on("error", () => socket.destroy());
    const [path] = (request.url ?? "").split("?");
    if (path !== "/json" && path !== "/fix") return refuseUpgrade(socket, 404, "Order entry is at /json or /fix");
    const { origin } = request.headers;
    if (origin !== undefined && !this.#options.origins.includes(origin)) {
      return refuseUpgrade(socket, 403, `The Origin ${origin.slice(0, 200)} is not among webSocket.origins`);
    }
    const { remoteAddress = "", remotePort = 0 } = request.socket;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      const line =
        path === "/json"
          ? new JsonLine(webSocket, remoteAddress, remotePort, this.#find, this.#options.clock)
          : new WebSocketLine(webSocket, remoteAddress, remotePort);
      this.#options.accept(line);
    });
  }
}
