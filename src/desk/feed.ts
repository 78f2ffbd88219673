/**
 * The blotters' WebSockets. In: subscriptions. Out: snapshots and deltas, and the system's figures each second. It does
 * nothing but show: a viewer can change no order through it.
 */

import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { refuseUpgrade } from "../lib/refuse-upgrade.ts";
import type { AlertWatch } from "./alert-watch.ts";
import type { Depth } from "./depth.ts";
import type { BookTold } from "./depth-wire.ts";
import type { DeskData, DeskIdentity } from "./desk-data.ts";
import { isLoopbackName } from "./loopback.ts";
import { ViewRegistry } from "./view/view-registry.ts";
import { CONFLATION_MS, Viewer } from "./viewer.ts";
import type { ExecutionRow } from "./wire.ts";

const PAYLOAD_MAX = 64 * 1024;
const VIEWERS_MAX = 64;
const SYSTEM_MS = 1_000;
/** Whoever leaves that many pings unanswered reads nothing: pings stand in line behind what was sent. Nine to eleven seconds. */
const PING_MS = 1_800;
const PINGS_UNANSWERED_MAX = 5;
/** Pieces a message may come in, and pieces of the line it may be read from. */
const FRAGMENTS_MAX = 64;
const CHUNKS_MAX = 1_024;
/** WebSocket close code 1013, try again later (IANA registry). */
const TRY_LATER = 1013;
/** What waits is looked at, and what happened is told together. */
const ALERTS_MS = 250;

export class Feed {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: PAYLOAD_MAX,
    maxFragments: FRAGMENTS_MAX,
    maxBufferedChunks: CHUNKS_MAX,
    perMessageDeflate: false,
  } as ConstructorParameters<typeof WebSocketServer>[0]);
  readonly #viewers = new Map<WebSocket, Viewer>();
  /** Pings each has not answered. */
  readonly #unanswered = new WeakMap<WebSocket, number>();
  readonly #timers: NodeJS.Timeout[];
  readonly #data: DeskData;
  readonly #views: ViewRegistry;
  readonly #depth: Depth;
  readonly #alerts: AlertWatch;
  readonly #hello: string;

  constructor(server: Server, data: DeskData, identity: DeskIdentity, alerts: AlertWatch, depth: Depth) {
    this.#alerts = alerts;
    this.#data = data;
    this.#views = new ViewRegistry(() => data.state);
    this.#depth = depth;
    this.#hello = JSON.stringify({ kind: "hello", ...identity });
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.#timers = [
      setInterval(() => this.#tick(), CONFLATION_MS),
      setInterval(() => this.#sendSystem(), SYSTEM_MS),
      setInterval(() => this.#tellAlerts(), ALERTS_MS),
      setInterval(() => this.#ping(), PING_MS),
    ];
  }

  get viewerCount(): number {
    return this.#viewers.size;
  }

  /** Tells every viewer's windows what changed; sending waits for the tick. */
  changed(orderIds: ReadonlySet<number>, executions: readonly ExecutionRow[]): void {
    this.#views.touch(orderIds);
    this.#depth.changed(orderIds, executions);
    this.#alerts.changed(orderIds, executions);
    for (const viewer of this.#viewers.values()) viewer.changed(orderIds, executions);
  }

  /** What the exchange's side tells of books that are watched. */
  market(books: readonly BookTold[]): void {
    this.#depth.hear(books);
  }

  /** Every window is told again as a whole. */
  refresh(): void {
    this.#views.reset();
    this.#depth.refresh();
    this.#alerts.refresh();
    for (const viewer of this.#viewers.values()) viewer.refresh();
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#viewers.keys()) {
      socket.close(1001, "the desk is closing");
      socket.terminate();
    }
    this.#viewers.clear();
    this.#depth.close();
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // The peer may be gone before it is answered; that is its own business.
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?")[0];
    if (path !== "/ws") return refuseUpgrade(socket, 404, "The only WebSocket here is /ws");
    if (!isSameOrigin(request)) return refuseUpgrade(socket, 403, "The Origin of this request is not this desk");
    if (this.#viewers.size >= VIEWERS_MAX)
      return refuseUpgrade(socket, 503, `There are ${VIEWERS_MAX} viewers already`);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket));
  }

  #open(socket: WebSocket): void {
    const viewer = new Viewer(socket, this.#data, this.#views, this.#depth);
    this.#viewers.set(socket, viewer);
    this.#unanswered.set(socket, 0);
    socket.on("message", (bytes, isBinary) => viewer.receive(bytes as Buffer, isBinary, performance.now()));
    socket.on("pong", () => this.#unanswered.set(socket, 0));
    socket.on("close", () => {
      this.#viewers.delete(socket);
      viewer.leave();
    });
    // ws closes a socket that sends more than it may, or no WebSocket at all, and then tells here.
    socket.on("error", () => socket.terminate());
    viewer.send(this.#hello);
    viewer.sendMessage(this.#data.system());
    viewer.sendMessage({ kind: "alerts", rows: this.#alerts.rows, news: [] });
  }

  /** Whatever it looks at, each viewer hears of what somebody should look at. */
  #tellAlerts(): void {
    const isOther = this.#alerts.look(Date.now());
    const news = this.#alerts.takeNews();
    if (!isOther && news.length === 0) return;
    const text = JSON.stringify({ kind: "alerts", rows: this.#alerts.rows, news });
    // A few kilobytes, and only when something changed: a viewer that does not read is ended elsewhere.
    for (const viewer of this.#viewers.values()) viewer.send(text);
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const viewer of this.#viewers.values()) viewer.tick(nowMs);
  }

  #sendSystem(): void {
    if (this.#viewers.size === 0) return;
    const text = JSON.stringify(this.#data.system());
    for (const viewer of this.#viewers.values()) viewer.sendIfQuiet(text);
  }

  /** A viewer that reads nothing, or whose machine went to sleep, answers no ping and is let go. */
  #ping(): void {
    for (const socket of this.#viewers.keys()) {
      // Counted, not timed: while this thread has to wait nobody is late.
      const unanswered = this.#unanswered.get(socket) ?? 0;
      if (unanswered >= PINGS_UNANSWERED_MAX) {
        socket.close(TRY_LATER, "you read nothing for ten seconds");
        socket.terminate();
      } else {
        this.#unanswered.set(socket, unanswered + 1);
        socket.ping();
      }
    }
  }
}

/** Exactly the host the request was sent to, over the scheme it came by: no suffixes, no `null`, no absence. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined || origin !== `http://${host}`) return false;
  // Another site's name may point at this machine, and then its Origin and Host agree.
  return isLoopbackName(host.replace(/:\d+$/, ""));
}
