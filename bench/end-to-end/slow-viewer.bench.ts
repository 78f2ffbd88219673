/**
 * A viewer that stops reading while 5,000 events a second happen (failure mode 19): how soon it is let go, what it costs in
 * memory, and what the other viewers notice. A row's age is from the journal to the viewer's program, conflation included.
 * LOCKSTEP_FULL=1 goes on for a minute each.
 */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import WebSocket from "ws";
import { median } from "../../src/lib/median.ts";
import type { BenchRow } from "../row.ts";
import { type Server, startOms, stop } from "./servers.ts";

const VIEWERS = 5;
/** Each has three events: accepted, routed, acknowledged. */
const ORDERS_PER_SECOND = 1_700;
const TURN_MS = 10;
const SECONDS = process.env.LOCKSTEP_FULL ? 60 : 15;
const ROUNDS = 3;
const CLOSED_REACH_S = 12;
const WORSE_REACH = 1.2;
const WAIT_MS = 60_000;
const ROWS_FIRST = 10_000;

type Phase = { p99Ms: number; rows: number };

export async function run(quick = false): Promise<BenchRow[]> {
  const oms = await startOms("write");
  const ports = { http: portOf(oms, "http"), ws: portOf(oms, "ws") };
  const seconds = quick ? 1 : SECONDS;
  const ages: number[] = [];
  const viewers = await Promise.all(Array.from({ length: VIEWERS }, () => viewer(ports.http, ages)));
  const load = await startLoad(ports.ws);
  const alone: Phase[] = [];
  const beside: Phase[] = [];
  const closed: number[] = [];
  const grown: number[] = [];
  const phase = async (length: Promise<unknown>): Promise<Phase> => {
    ages.length = 0;
    await length;
    ages.sort((a, b) => a - b);
    return { p99Ms: (ages[Math.floor(ages.length * 0.99)] ?? 0) / 1_000, rows: ages.length };
  };
  try {
    // A house that has begun to answer: before that there is nothing to see.
    for (const beganMs = performance.now(); ages.length < ROWS_FIRST; await sleep(100)) {
      if (performance.now() - beganMs > WAIT_MS) throw new Error("the viewers were told of no executions");
    }
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
      alone.push(await phase(sleep(seconds * 1_000)));
      const before = residentMb(oms);
      const slow = await deafViewer(ports.http);
      const beganMs = performance.now();
      let most = before;
      const isGone = async () => {
        while (performance.now() - beganMs < WAIT_MS && (await viewerCount(ports.http)) > VIEWERS) {
          most = Math.max(most, residentMb(oms));
          await sleep(250);
        }
        closed.push((performance.now() - beganMs) / 1_000);
        await sleep(seconds * 1_000 - (performance.now() - beganMs));
      };
      beside.push(await phase(isGone()));
      grown.push(most - before);
      slow.destroy();
    }
  } finally {
    load.stop();
    for (const socket of viewers) socket.terminate();
    stop(oms);
  }
  const p99 = (phases: readonly Phase[]) => median(phases.map(({ p99Ms }) => p99Ms));
  const note = `${load.sent().toLocaleString("en-US")} orders, ${[...alone, ...beside].reduce((sum, { rows }) => sum + rows, 0).toLocaleString("en-US")} rows seen`;
  return [
    {
      name: "a viewer that reads nothing is let go after",
      unit: "s",
      value: Math.max(...closed),
      reach: CLOSED_REACH_S,
    },
    { name: "the server's memory meanwhile, more", unit: "MB", value: Math.max(...grown) },
    { name: "age of a row on the others' screens, p99, without it", unit: "ms", value: p99(alone), note },
    { name: "age of a row on the others' screens, p99, beside it", unit: "ms", value: p99(beside) },
    { name: "p99 beside it, of that without", unit: "x", value: p99(beside) / p99(alone), reach: WORSE_REACH },
  ];
}

/** The blotter's first screen: the newest orders and the newest executions. */
const ASKS = [
  {
    kind: "open",
    table: "orders",
    view: 1,
    sort: [{ column: "orderId", descending: true }],
    range: { from: 0, to: 60 },
  },
  { kind: "subscribe", table: "executions", subscription: 1, limit: 500, fillsOnly: false },
];

function viewer(port: number, ages: number[]): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { origin: `http://127.0.0.1:${port}` });
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => {
      for (const ask of ASKS) socket.send(JSON.stringify(ask));
      resolve(socket);
    });
    socket.on("message", (bytes) => {
      const message = JSON.parse(String(bytes)) as { kind: string; rows?: { timeUs: number }[] };
      if (message.kind !== "delta") return;
      const nowUs = (performance.timeOrigin + performance.now()) * 1_000;
      for (const { timeUs } of message.rows ?? []) ages.push(nowUs - timeUs);
    });
  });
}

/** Asks as the others do, and then reads nothing at all. */
function deafViewer(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  return new Promise((resolve) => {
    socket.once("data", () => {
      socket.pause();
      for (const ask of ASKS) socket.write(frameOf(JSON.stringify(ask)));
      resolve(socket);
    });
    socket.write(
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    );
  });
}

/** A text frame of a client, masked with zeros (RFC 6455 5.2). */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 0xff, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

/** Orders as JSON at a steady rate, whatever is answered. */
async function startLoad(port: number): Promise<{ stop: () => void; sent: () => number }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/json`);
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => socket.send('{"MsgType":"Logon","SenderCompID":"WEB1"}'));
    socket.once("message", () => resolve());
  });
  const beganMs = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - beganMs) / 1_000) * ORDERS_PER_SECOND;
    for (; sent < due; sent++) {
      const price = (90 + (sent % 500) / 100).toFixed(2);
      const order = { Symbol: "ZVZZT", Side: "1", OrderQty: "100", OrdType: "2", Price: price };
      socket.send(JSON.stringify({ MsgType: "NewOrderSingle", ClOrdID: `S${sent}`, ...order }));
    }
  }, TURN_MS);
  const stopLoad = () => {
    clearInterval(timer);
    socket.terminate();
  };
  return { stop: stopLoad, sent: () => sent };
}

async function viewerCount(port: number): Promise<number> {
  const reply = await fetch(`http://127.0.0.1:${port}/api/system`);
  return ((await reply.json()) as { viewers: number }).viewers;
}

function portOf({ output }: Server, name: string): number {
  return Number(new RegExp(`${name}=\\S+:(\\d+)`).exec(output)?.[1] ?? 0);
}

function residentMb({ process: child }: Server): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? "0";
  return Number(kb) / 1_000;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
