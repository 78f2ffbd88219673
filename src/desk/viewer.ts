/**
 * One open blotter. It is told of changes at its own pace: at most every 50 ms, less often when there is much to say, and
 * not at all while its socket is full. Whatever it misses meanwhile is conflated by key in its viewports, which are
 * bounded, so that a slow viewer costs the others nothing.
 */
import { Value } from "@sinclair/typebox/value";
import type { WebSocket } from "ws";
import type { DeskData } from "./desk-data.ts";
import { ExecutionsViewport } from "./executions-viewport.ts";
import { OrdersViewport } from "./orders-viewport.ts";
import { type ClientMessage, ClientMessageSchema, type ExecutionRow, type ServerMessage } from "./wire.ts";

export const CONFLATION_MS = 50;
/** A row costs about 400 bytes and 3 us to send; at this pace one viewer gets at most 5,000 rows a second. */
const PACE_MS_PER_ROW = 0.2;
const PAUSE_BYTES = 1024 * 1024;
const CLOSE_BYTES = 4 * 1024 * 1024;
const STUCK_MS = 10_000;
/** Subscriptions a viewer may ask for in ten seconds: each costs a query. */
const REQUESTS_MAX = 100;
const REQUESTS_WINDOW_MS = 10_000;
/** WebSocket close codes: 1008 policy violation, 1013 try again later (RFC 6455 7.4.1 and the IANA registry). */
const POLICY = 1008;
const TRY_LATER = 1013;

export class Viewer {
  readonly #socket: WebSocket;
  readonly #data: DeskData;
  #orders: OrdersViewport | null = null;
  #executions: ExecutionsViewport | null = null;
  #nextMs = 0;
  #fullSinceMs = -1;
  #requests = 0;
  #requestsSinceMs = 0;

  constructor(socket: WebSocket, data: DeskData) {
    this.#socket = socket;
    this.#data = data;
  }

  receive(bytes: Buffer, isBinary: boolean, nowMs: number): void {
    if (nowMs - this.#requestsSinceMs > REQUESTS_WINDOW_MS) {
      this.#requestsSinceMs = nowMs;
      this.#requests = 0;
    }
    if (++this.#requests > REQUESTS_MAX) return this.#socket.close(POLICY, "too many requests");
    const message = isBinary ? null : parseClientMessage(bytes);
    if (message === null) return this.#socket.close(POLICY, "not a message of this feed");
    if (message.kind === "unsubscribe") {
      if (message.table === "orders") this.#orders = null;
      else this.#executions = null;
    } else if (message.table === "orders") {
      this.#orders = new OrdersViewport(message, this.#data);
    } else {
      this.#executions = new ExecutionsViewport(message, this.#data);
    }
    this.#nextMs = 0;
  }

  changed(orderIds: ReadonlySet<number>, executions: readonly ExecutionRow[]): void {
    this.#orders?.touch(orderIds);
    this.#executions?.add(executions);
  }

  /** What the windows were made from was exchanged. */
  refresh(): void {
    this.#orders?.refresh();
    this.#executions?.refresh();
  }

  /** Sends what is due. */
  tick(nowMs: number): void {
    if (!this.#hasRoom(nowMs) || nowMs < this.#nextMs) return;
    let rows = 0;
    for (const viewport of [this.#orders, this.#executions]) {
      if (viewport === null || !viewport.hasNews) continue;
      const message = viewport.take();
      if (message === null) continue;
      rows += message.rows.length;
      this.send(JSON.stringify(message));
    }
    this.#nextMs = nowMs + Math.max(CONFLATION_MS - 1, rows * PACE_MS_PER_ROW);
  }

  send(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }

  /** For what is worth nothing when late. */
  sendIfQuiet(text: string): void {
    if (this.#socket.bufferedAmount <= PAUSE_BYTES) this.send(text);
  }

  sendMessage(message: ServerMessage): void {
    this.send(JSON.stringify(message));
  }

  /** Is the socket empty enough for more? Ends a viewer that does not read. */
  #hasRoom(nowMs: number): boolean {
    const buffered = this.#socket.bufferedAmount;
    if (buffered > CLOSE_BYTES) {
      this.#end(`${buffered} bytes were waiting for you`);
      return false;
    }
    if (buffered <= PAUSE_BYTES) {
      this.#fullSinceMs = -1;
      return true;
    }
    if (this.#fullSinceMs === -1) this.#fullSinceMs = nowMs;
    if (nowMs - this.#fullSinceMs > STUCK_MS) this.#end("you read too slowly for ten seconds");
    return false;
  }

  #end(reason: string): void {
    this.#socket.close(TRY_LATER, reason);
    // A peer that does not read will not answer the close either.
    this.#socket.terminate();
  }
}

/** @returns null when the bytes are no message of this feed. */
export function parseClientMessage(bytes: Buffer): ClientMessage | null {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return Value.Check(ClientMessageSchema, value) ? value : null;
  } catch {
    return null;
  }
}
