/**
 * The line to the desk. It opens, subscribes, applies what comes, and opens again when the line is lost: each time with
 * new snapshots, so that what is shown is never a guess. A delta that does not follow is answered by a new subscription.
 */
import { effect } from "@preact/signals";
import type {
  ClientMessage,
  ExecutionsDelta,
  ExecutionsSnapshot,
  OrdersDelta,
  OrdersSnapshot,
  ServerMessage,
} from "../desk/wire.ts";
import * as store from "./store.ts";

const RETRY_MIN_MS = 250;
const RETRY_MAX_MS = 2_000;
/** The desk speaks every second; a line that is silent for longer than this is dead even if nobody closed it. */
const SILENCE_MS = 6_000;
const FILTER_DELAY_MS = 150;

let socket: WebSocket | null = null;
let retryMs = RETRY_MIN_MS;
let nextSubscription = 1;
const current = { orders: 0, executions: 0 };

export function startFeed(): void {
  let filterTimer = 0;
  effect(() => {
    void store.filterText.value;
    void store.group.value;
    clearTimeout(filterTimer);
    filterTimer = window.setTimeout(subscribeOrders, FILTER_DELAY_MS);
  });
  effect(() => {
    void store.fillsOnly.value;
    if (store.isLinked.value) void store.selectedOrderId.value;
    subscribeExecutions();
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
    subscribeOrders();
    subscribeExecutions();
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

function subscribeOrders(): void {
  current.orders = nextSubscription++;
  const text = store.filterText.peek().trim();
  send({ kind: "subscribe", table: "orders", subscription: current.orders, text, group: store.group.peek() });
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

function receive(message: ServerMessage): void {
  switch (message.kind) {
    case "hello":
      store.hello.value = message;
      document.title = `${message.environment} · Lockstep`;
      return;
    case "system":
      store.system.value = message;
      store.recordRates(message);
      return;
    case "error":
      store.toast.value = message.text;
      return;
    default:
      // What was on its way for a subscription that has been replaced is not for the table now.
      if (message.subscription !== current[message.table]) return;
      if (message.table === "orders") receiveOrders(message);
      else receiveExecutions(message);
  }
}

function receiveOrders(message: OrdersSnapshot | OrdersDelta): void {
  const { orders } = store;
  if (message.kind === "snapshot") {
    orders.reset(message.rows, message.sequence, message.total, message.limit);
    store.searched.value = message.searched;
    store.connection.value = "live";
  } else if (!orders.apply(message.fromSequence, message.toSequence, message.total, message.rows, message.removed)) {
    subscribeOrders();
  }
  store.ordersVersion.value++;
}

function receiveExecutions(message: ExecutionsSnapshot | ExecutionsDelta): void {
  const { executions } = store;
  if (message.kind === "snapshot") {
    executions.reset(message.rows, message.sequence, message.total, message.limit);
  } else if (!executions.apply(message.fromSequence, message.toSequence, message.total, message.rows, [])) {
    subscribeExecutions();
  }
  store.executionsVersion.value++;
}
