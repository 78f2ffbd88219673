/**
 * The line to the desk. It opens, subscribes, applies what comes, and opens again when the line is lost: each time with
 * new snapshots, so that what is shown is never a guess. A delta that does not follow is answered by a new subscription.
 */
import { effect } from "@preact/signals";
import type {
  ClientMessage,
  ExecutionsDelta,
  ExecutionsSnapshot,
  OrdersWindowMessage,
  ServerMessage,
} from "../desk/wire.ts";
import { applyAlerts, watchSystem } from "./alerts.ts";
import { applyAttention, attentionOpen, attentionQuestion } from "./attention.ts";
import { applyDepth, depth, watchedSymbol } from "./depth-store.ts";
import type { Shown } from "./grid.tsx";
import { hearSelection, startSelection, tellAll } from "./selection.ts";
import * as store from "./store.ts";
import { expanded, orderQuestion, question, view } from "./view-state.ts";
import type { LineKey } from "./window-table.ts";

const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 2_000;
/** The desk speaks every second; a line that is silent for longer than this is dead even if nobody closed it. */
const SILENCE_MS = 6_000;
const FILTER_DELAY_MS = 150;
/** Lines around the screen that are asked for, too; and how near its end the window may come before another is asked for. */
const LINES_AROUND = 120;
const LINES_LEFT = 40;
const FIRST_LINES = 200;
const EXPANDED_MAX = 200;
/** A hand that scrolls asks for this many windows a second at most. */
const LOOK_MS = 40;

let socket: WebSocket | null = null;
let retryMs = RETRY_MIN_MS;
let nextSubscription = 1;
const current = { orders: 0, executions: 0, attention: 0 };
/** Alerts come in swarms: what stands on top is asked for once a second at most. */
const ATTENTION_MS = 1_000;
/** The question the view on the screen answers. */
let asked = "";
/** The range asked for last. */
let range: { from: number; to: number; anchor?: number } = { from: 0, to: FIRST_LINES };
let shown: Shown<LineKey> = { first: 0, last: 0, anchor: undefined };
let lookTimer = 0;
let lookedAtMs = 0;

export function startFeed(): void {
  startSelection({ send, view: () => current.orders });
  let filterTimer = 0;
  effect(() => {
    const now = question.value;
    clearTimeout(filterTimer);
    filterTimer = window.setTimeout(() => now !== asked && openOrders(), FILTER_DELAY_MS);
  });
  effect(() => {
    void store.fillsOnly.value;
    if (store.isLinked.value) void store.selectedOrderId.value;
    subscribeExecutions();
  });
  effect(() => watch(watchedSymbol.value));
  let attentionTimer = 0;
  let attentionAtMs = -ATTENTION_MS;
  effect(() => {
    void attentionQuestion.value;
    clearTimeout(attentionTimer);
    const waitMs = Math.max(FILTER_DELAY_MS, attentionAtMs + ATTENTION_MS - performance.now());
    attentionTimer = window.setTimeout(() => {
      attentionAtMs = performance.now();
      openAttention();
    }, waitMs);
  });
  setInterval(() => {
    store.nowMs.value = performance.now();
    if (socket?.readyState === WebSocket.OPEN && store.dataAgeMs.value > SILENCE_MS) socket.close();
  }, 500);
  connect();
}

function connect(): void {
  const opened = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  socket = opened;
  opened.onopen = () => {
    retryMs = RETRY_MIN_MS;
    openOrders();
    subscribeExecutions();
    openAttention();
    tellAll();
    watch(watchedSymbol.peek());
  };
  opened.onmessage = (event: MessageEvent<string>) => {
    store.heardAtMs.value = performance.now();
    receive(JSON.parse(event.data) as ServerMessage);
  };
  opened.onclose = () => {
    if (socket !== opened) return;
    store.connection.value = "lost";
    setTimeout(connect, retryMs);
    retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
  };
}

function send(message: ClientMessage): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function openAttention(): void {
  closeView(current.attention);
  current.attention = 0;
  if (attentionQuestion.peek() === "") return;
  current.attention = nextSubscription++;
  send(attentionOpen(current.attention));
}

/** The desk keeps a view up to date until it is told that nobody looks at it any more. */
function closeView(opened: number): void {
  if (opened !== 0) send({ kind: "close", view: opened });
}

function openOrders(): void {
  closeView(current.orders);
  current.orders = nextSubscription++;
  asked = question.peek();
  store.orders.begin();
  range = { from: 0, to: FIRST_LINES };
  send({
    kind: "open",
    table: "orders",
    view: current.orders,
    ...orderQuestion(view.peek()),
    expanded: [...expanded.peek()],
    range,
  });
}

/** Opens or closes a group. */
export function expandGroup(key: string, isExpanded: boolean): void {
  const others = expanded.peek().filter((other) => other !== key);
  expanded.value = isExpanded ? [...others, key].slice(-EXPANDED_MAX) : others;
  send({ kind: "expand", view: current.orders, key, isExpanded });
}

/** Tells which lines are on the screen; asks for others when the window does not hold enough around them. */
export function showLines(now: Shown<LineKey>): void {
  shown = now;
  if (lookTimer !== 0 || !needsLook()) return;
  const waitMs = lookedAtMs + LOOK_MS - performance.now();
  if (waitMs <= 0) look();
  else lookTimer = window.setTimeout(look, waitMs);
}

function needsLook(): boolean {
  const { from, keys, count } = store.orders;
  const isAnchored = shown.anchor !== undefined;
  if (isAnchored !== (range.anchor !== undefined)) return true;
  const isShort = shown.last + LINES_LEFT > from + keys.length && from + keys.length < count;
  return isShort || (from > 0 && shown.first - LINES_LEFT < from);
}

function look(): void {
  lookTimer = 0;
  if (!needsLook()) return;
  lookedAtMs = performance.now();
  const from = Math.max(0, shown.first - LINES_AROUND);
  range = { from, to: shown.last + LINES_AROUND };
  if (typeof shown.anchor === "number") range.anchor = shown.anchor;
  send({ kind: "look", view: current.orders, range });
}

function subscribeExecutions(): void {
  current.executions = nextSubscription++;
  const orderId = store.isLinked.peek() ? store.selectedOrderId.peek() : 0;
  send({
    kind: "subscribe",
    table: "executions",
    subscription: current.executions,
    fillsOnly: store.fillsOnly.peek(),
    ...(orderId === 0 ? {} : { orderId }),
  });
}

function watch(symbol: string): void {
  depth.value = null;
  send(symbol === "" ? { kind: "unwatch" } : { kind: "watch", symbol });
}

function receive(message: ServerMessage): void {
  switch (message.kind) {
    case "hello":
      store.hello.value = message;
      return;
    case "system":
      store.system.value = message;
      store.recordRates(message);
      watchSystem(message);
      return;
    case "selection":
      return hearSelection(message);
    case "depth":
      return applyDepth(message);
    case "alerts":
      return applyAlerts(message);
    case "error":
      store.toast.value = message.text;
      return;
    default:
      if (message.table === "orders") return receiveOrders(message);
      // What was on its way for a subscription that has been replaced is not for the table now.
      if (message.subscription === current.executions) receiveExecutions(message);
  }
}

function receiveOrders(message: OrdersWindowMessage): void {
  if (message.view === current.attention && message.view !== 0) {
    if (!applyAttention(message)) openAttention();
    return;
  }
  if (message.view !== current.orders) return;
  if (!store.orders.apply(message)) return openOrders();
  store.connection.value = "live";
  store.ordersVersion.value++;
}

function receiveExecutions(message: ExecutionsSnapshot | ExecutionsDelta): void {
  const { executions } = store;
  if (message.kind === "snapshot") {
    executions.reset(message.rows, message.sequence, message.total, message.limit);
  } else {
    if (!executions.apply(message.fromSequence, message.toSequence, message.total, message.rows, []))
      subscribeExecutions();
  }
  store.executionsVersion.value++;
}
