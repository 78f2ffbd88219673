/**
 * One open blotter. It is told of changes at its own pace: at most every 50 ms, less often when there is much to say, and
 * not at all while its socket is full. Whatever it misses meanwhile is conflated by key in its viewports, which are
 * bounded, so that a slow viewer costs the others nothing.
 */
import type { WebSocket } from "ws";
import { readClientMessage } from "./client-message.ts";
import { type Depth, DepthViewport } from "./depth.ts";
import type { DeskData } from "./desk-data.ts";
import { ExecutionsViewport } from "./executions-viewport.ts";
import { Selection } from "./selection.ts";
import { SELECTED_MAX, type SelectLines } from "./selection-wire.ts";
import { OrdersSubscription } from "./view/orders-subscription.ts";
import type { ViewRegistry } from "./view/view-registry.ts";
import type { ErrorMessage, ExecutionRow, OpenOrders, ServerMessage } from "./wire.ts";

export const CONFLATION_MS = 50;
/** A row costs about 400 bytes and 3 us to send; at this pace one viewer gets at most 5,000 rows a second. */
const PACE_MS_PER_ROW = 0.2;
const PAUSE_BYTES = 1024 * 1024;
const CLOSE_BYTES = 4 * 1024 * 1024;
const STUCK_MS = 10_000;
/** Views a viewer may have open, and those it may open in ten seconds: each costs a look at every order. */
const VIEWS_MAX = 8;
const OPENS_MAX = 100;
/** Messages a viewer may send in ten seconds: a hand that scrolls sends thirty a second. */
const REQUESTS_MAX = 1_000;
const REQUESTS_WINDOW_MS = 10_000;
/** WebSocket close codes: 1008 policy violation, 1013 try again later (RFC 6455 7.4.1 and the IANA registry). */
const POLICY = 1008;
const TRY_LATER = 1013;

export class Viewer {
  readonly #socket: WebSocket;
  readonly #data: DeskData;
  readonly #views: ViewRegistry;
  readonly #orders = new Map<number, OrdersSubscription>();
  readonly #depth: Depth;
  readonly #selection: Selection;
  #executions: ExecutionsViewport | null = null;
  #watched: DepthViewport | null = null;
  #nextMs = 0;
  #fullSinceMs = -1;
  #requests = 0;
  #opens = 0;
  #requestsSinceMs = 0;

  constructor(socket: WebSocket, data: DeskData, views: ViewRegistry, depth: Depth) {
    this.#socket = socket;
    this.#data = data;
    this.#views = views;
    this.#depth = depth;
    this.#selection = new Selection(() => data.state);
  }

  receive(bytes: Buffer, isBinary: boolean, nowMs: number): void {
    if (nowMs - this.#requestsSinceMs > REQUESTS_WINDOW_MS) {
      this.#requestsSinceMs = nowMs;
      this.#requests = 0;
      this.#opens = 0;
    }
    if (++this.#requests > REQUESTS_MAX) return this.#socket.close(POLICY, "too many requests");
    const message = readClientMessage(bytes, isBinary);
    switch (message.kind) {
      case "error":
        return this.#sendError(message);
      case "open":
        return this.#open(message, nowMs);
      case "look":
        this.#orders.get(message.view)?.look(message.range);
        break;
      case "expand":
        this.#orders.get(message.view)?.expand(message.key, message.isExpanded);
        break;
      case "close":
        return this.#close(message.view);
      case "subscribe":
        this.#executions = new ExecutionsViewport(message, this.#data);
        break;
      case "unsubscribe":
        this.#executions = null;
        break;
      case "watch":
        return this.#watch(message.symbol);
      case "unwatch":
        this.#unwatch();
        break;
      case "select": {
        const fault = this.#selection.select(message);
        if (fault === "") break;
        return this.#refuse("/orderIds", fault, `${message.orderIds.slice(0, 40)} …`);
      }
      case "selectLines":
        if (!this.#selectLines(message)) return;
    }
    this.#answer(nowMs);
  }

  changed(orderIds: ReadonlySet<number>, executions: readonly ExecutionRow[]): void {
    for (const orders of this.#orders.values()) orders.touch(orderIds);
    this.#executions?.add(executions);
    this.#selection.touch(orderIds);
  }

  /** What the windows were made from was exchanged. */
  refresh(): void {
    for (const orders of this.#orders.values()) orders.refresh();
    this.#executions?.refresh();
    this.#selection.refresh();
  }

  /** Lets its views go. */
  leave(): void {
    for (const orders of this.#orders.values()) orders.close();
    this.#orders.clear();
    this.#unwatch();
  }

  /** Sends what is due. */
  tick(nowMs: number): void {
    if (!this.#hasRoom(nowMs) || nowMs < this.#nextMs) return;
    let rows = 0;
    for (const orders of this.#orders.values()) rows += this.#tell(orders.take(nowMs));
    if (this.#executions?.hasNews === true) rows += this.#tell(this.#executions.take());
    if (this.#watched?.hasNews === true) this.sendMessage(this.#watched.take());
    const selection = this.#selection.take(nowMs);
    if (selection !== null) this.sendMessage(selection);
    this.#nextMs = nowMs + Math.max(CONFLATION_MS - 1, rows * PACE_MS_PER_ROW);
  }

  /** @returns how many rows were told */
  #tell(message: (ServerMessage & { rows: readonly unknown[] }) | null): number {
    if (message === null) return 0;
    this.sendMessage(message);
    return message.rows.length;
  }

  #open(message: OpenOrders, nowMs: number): void {
    if (++this.#opens > OPENS_MAX) return this.#socket.close(POLICY, "too many views opened");
    this.#close(message.view);
    if (this.#orders.size >= VIEWS_MAX) {
      const text = `A viewer has at most ${VIEWS_MAX} views open: close one`;
      return this.#refuse("/view", `at most ${VIEWS_MAX} views`, `one more than ${VIEWS_MAX}`, text);
    }
    this.#orders.set(message.view, new OrdersSubscription(message, this.#data, this.#views));
    this.#answer(nowMs);
  }

  /** Who asks is answered at once: a hand that scrolls feels every millisecond. */
  #answer(nowMs: number): void {
    this.#nextMs = 0;
    this.tick(nowMs);
  }

  #watch(symbol: string): void {
    this.#unwatch();
    const book = this.#depth.watch(symbol);
    if (typeof book === "string") {
      const expected = "a listed symbol that can be watched";
      return this.#sendError({ kind: "error", path: "/symbol", expected, found: symbol, text: book });
    }
    this.#watched = new DepthViewport(this.#depth, book);
    this.#nextMs = 0;
  }

  #unwatch(): void {
    this.#watched?.close();
    this.#watched = null;
  }

  #close(view: number): void {
    this.#orders.get(view)?.close();
    this.#orders.delete(view);
  }

  /** @returns false when it was refused */
  #selectLines({ mark, view, between }: SelectLines): boolean {
    const orderIds = this.#orders.get(view)?.ordersOf(between ?? null, SELECTED_MAX);
    if (orderIds === undefined) this.#refuse("/view", "a view that is open", String(view));
    else if (orderIds === null) {
      const expected = `at most ${SELECTED_MAX.toLocaleString("en-US")} selected orders: narrow the view first`;
      this.#refuse("/view", expected, "more");
    } else {
      this.#selection.hold(orderIds, mark);
      return true;
    }
    return false;
  }

  #refuse(path: string, expected: string, found: string, text = `${path}: expected ${expected}, found ${found}`): void {
    this.#sendError({ kind: "error", path, expected, found, text });
  }

  #sendError(message: ErrorMessage): void {
    if (this.#socket.bufferedAmount <= PAUSE_BYTES) this.sendMessage(message);
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
