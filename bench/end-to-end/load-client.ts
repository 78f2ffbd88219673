/**
 * A lean FIX load client in its own process: one socket, one session, orders made by copying bytes, so that what is
 * measured is the other side. Against a bare echo it sends the same bytes and waits for them to come back.
 *
 *   load-client HOST PORT fix|echo COMPID ping|pipe COUNT WINDOW     prints one JSON line
 *
 * ping: one order in flight. pipe: up to WINDOW in flight, refilled as answers come. Latency is from just before the
 * write of an order to the read that carried its answer; the first orders, a tenth, are not counted.
 */
import { connect, type Socket } from "node:net";
import { Histogram } from "../../src/lib/histogram.ts";

const SOH = 1;
const [host, port, kind, compId, mode, countText, windowText] = process.argv.slice(2);
const count = Number(countText);
const window = mode === "ping" ? 1 : Number(windowText);
const warmup = Math.ceil(count / 10);
const total = count + warmup;
const isEcho = kind === "echo";
const TIMEOUT_MS = 60_000;

const sentAtNs = new Float64Array(total);
const latency = new Histogram();
const run = Math.floor(process.hrtime()[1] / 1000).toString(36);
let nextOut = 1;
let sent = 0;
let answered = 0;
let measuredFromMs = 0;

function time(): string {
  return new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
}

function message(msgType: string, body: string): Buffer {
  const head = `35=${msgType}|34=${nextOut++}|49=${compId}|52=${time()}|56=LOCKSTEP|`;
  const text = `8=FIX.4.4|9=${head.length + body.length}|${head}${body}`.replaceAll("|", "\x01");
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
  return Buffer.from(`${text}10=${String(sum % 256).padStart(3, "0")}\x01`, "latin1");
}

function order(index: number): Buffer {
  const price = `${90 + (index % 8)}.${Math.floor(index / 8) % 10}5`;
  const id = `C${run}-${String(index).padStart(7, "0")}`;
  return message("D", `1=${compId}-1|11=${id}|21=1|38=100|40=2|44=${price}|54=1|55=ZVZZT|59=0|60=${time()}|`);
}

/** Orders are made before the clock runs: only the numbers and times of a live session cannot be. */
const BATCH = Math.max(1, Math.min(64, window >> 3));
const socket: Socket = connect({ host, port: Number(port), noDelay: true });
const pending: Buffer[] = [];

function refill(): void {
  while (sent < total && sent - answered < window) {
    const from = sent;
    pending.length = 0;
    while (sent < total && sent - answered < window && sent - from < BATCH) pending.push(order(sent++));
    const nowNs = Number(process.hrtime.bigint());
    for (let index = from; index < sent; index++) sentAtNs[index] = nowNs;
    socket.write(pending.length === 1 ? pending[0] : Buffer.concat(pending));
  }
}

function onAnswer(nowNs: number): void {
  const index = answered++;
  if (index >= warmup) latency.record(nowNs - sentAtNs[index]);
  else if (index === warmup - 1) measuredFromMs = performance.now();
}

const REPORT = Buffer.from("\x0135=8\x01", "latin1");
const MESSAGE_END = Buffer.from("\x0110=", "latin1");
let rest: Buffer = Buffer.alloc(0);
let loggedOn = false;
let other = "";

/** Counts whole messages in what has come; answers come in the order of the orders. */
function take(chunk: Buffer): void {
  const nowNs = Number(process.hrtime.bigint());
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  let at = 0;
  for (;;) {
    const trailer = bytes.indexOf(MESSAGE_END, at);
    if (trailer < 0 || trailer + 8 > bytes.length || bytes[trailer + 7] !== SOH) break;
    const head = bytes.subarray(at, Math.min(at + 40, trailer));
    if (isEcho || head.indexOf(REPORT) > 0) onAnswer(nowNs);
    else if (head.indexOf("\x0135=A\x01", 0, "latin1") > 0) loggedOn = true;
    else other ||= bytes.toString("latin1", at, trailer).replaceAll("\x01", "|");
    at = trailer + 8;
  }
  rest = Buffer.from(bytes.subarray(at));
  if (answered >= total) return finish();
  if (loggedOn) refill();
}

function finish(): void {
  const seconds = (performance.now() - measuredFromMs) / 1000;
  const { p50, p90, p99, p999, max } = latency.summary();
  const figures = { p50Us: p50 / 1e3, p90Us: p90 / 1e3, p99Us: p99 / 1e3, p999Us: p999 / 1e3, maxUs: max / 1e3 };
  process.stdout.write(`${JSON.stringify({ ...figures, perSecond: count / seconds, other })}\n`);
  socket.end();
  process.exit(0);
}

setTimeout(() => {
  process.stderr.write(
    `load-client: ${answered} of ${total} answered after ${TIMEOUT_MS} ms; other messages: ${other || "none"}\n`,
  );
  process.exit(1);
}, TIMEOUT_MS).unref();
socket.on("data", take);
socket.on("error", (error) => {
  process.stderr.write(`load-client: ${error.message}\n`);
  process.exit(1);
});
socket.on("connect", () => {
  if (isEcho) {
    loggedOn = true;
    refill();
  } else {
    socket.write(message("A", "98=0|108=30|141=Y|"));
  }
});
