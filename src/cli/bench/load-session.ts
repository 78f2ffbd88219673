/**
 * A lean FIX 4.4 session that only makes load: messages are written byte by byte into one buffer, answers are read by
 * scanning for four tags. It is no engine: a gap or a Reject ends the run, because then what was measured is not orders.
 */
import { connect, type Socket } from "node:net";
import { LoadAnswers, type LoadListener, type LoadOptions } from "./load-answers.ts";
import { type OrderFlow, RequestKind } from "./order-flow.ts";

const SOH = 1;
const EQUALS = 61;
const ZERO = 48;
const OUT_BYTES = 1 << 20;
/** "8=FIX.4.4|9=": the length that follows has always three digits in our messages. */
const HEAD = Buffer.from("8=FIX.4.4\x019=", "latin1");
const TRAILER_BYTES = 7;
const ID_DIGITS = 8;

export class LoadSession extends LoadAnswers {
  readonly #socket: Socket;
  readonly #out = Buffer.allocUnsafe(OUT_BYTES);
  readonly #run: string;
  readonly #targetCompId: string;
  #length = 0;
  #bodyStart = 0;
  #nextOut = 1;
  #stamp = "";
  #stampMs = 0;
  #rest: Buffer = Buffer.alloc(0);
  #messageSeen = "";

  constructor(options: LoadOptions, flow: OrderFlow, requestsMax: number, listener: LoadListener) {
    super(options.compId, flow, requestsMax, listener);
    this.#run = options.run;
    this.#targetCompId = options.targetCompId;
    this.#socket = connect({ host: options.host, port: options.port, noDelay: true });
    this.#socket.on("connect", () => {
      this.#begin("A");
      this.#text("98=0\x01108=60\x01141=Y\x01");
      this.#end();
      this.flush();
    });
    this.#socket.on("data", (bytes) => this.#take(bytes));
    this.#socket.on("error", (error) => this.#fail(error.message));
    this.#socket.on("close", () => this.#fail("the server closed the connection"));
  }

  send(request: number, isDepth: boolean): void {
    const { flow } = this;
    const kind = flow.next(request, isDepth);
    const symbol = symbolName(flow.symbols[request]);
    const isBuy = flow.isBuy[request] === 1;
    if (this.#length > OUT_BYTES - 1024) this.flush();
    if (kind === RequestKind.Cancel) {
      this.#begin("F");
      this.#id("11=", request);
      this.#id("41=", flow.origins[request]);
      this.#text(isBuy ? "54=1\x0155=" : "54=2\x0155=");
      this.#text(symbol);
      this.#text("\x0160=");
      this.#text(this.#stamp);
      this.#out[this.#length++] = SOH;
    } else {
      this.#begin(kind === RequestKind.Replace ? "G" : "D");
      this.#text("11=");
      this.#idValue(request);
      this.#text("\x0121=1\x0138=100\x0140=2\x01");
      if (kind === RequestKind.Replace) this.#id("41=", flow.origins[request]);
      this.#text("44=");
      this.#price(flow.prices[request]);
      this.#text(isBuy ? "\x0154=1\x0155=" : "\x0154=2\x0155=");
      this.#text(symbol);
      this.#text(kind === RequestKind.Take ? "\x0159=3\x0160=" : "\x0159=1\x0160=");
      this.#text(this.#stamp);
      this.#out[this.#length++] = SOH;
    }
    this.#end();
  }

  flush(): void {
    if (this.#length === 0) return;
    // The socket may keep what it is given until the kernel takes it: it gets a copy, the buffer stays ours.
    this.#socket.write(Buffer.from(this.#out.subarray(0, this.#length)));
    this.#length = 0;
  }

  close(): void {
    this.isEnding = true;
    this.#begin("5");
    this.#end();
    this.flush();
    this.#socket.end();
    setTimeout(() => this.#socket.destroy(), 500).unref();
  }

  #fail(text: string): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.#socket.destroy();
    this.listener.onFailure(`${this.compId}: ${text}${this.#messageSeen === "" ? "" : `; last: ${this.#messageSeen}`}`);
  }

  #begin(msgType: string): void {
    const nowMs = Date.now();
    if (nowMs !== this.#stampMs) {
      this.#stampMs = nowMs;
      this.#stamp = new Date(nowMs).toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
    }
    HEAD.copy(this.#out, this.#length);
    this.#length += HEAD.length;
    // Three digits of BodyLength and its SOH are filled in at the end.
    this.#length += 4;
    this.#bodyStart = this.#length;
    this.#text(`35=${msgType}\x0134=${this.#nextOut++}\x0149=${this.compId}\x0152=`);
    this.#text(this.#stamp);
    this.#text(`\x0156=${this.#targetCompId}\x01`);
  }

  #end(): void {
    const out = this.#out;
    const start = this.#bodyStart - 4 - HEAD.length;
    const bodyLength = this.#length - this.#bodyStart;
    if (bodyLength > 999) throw new RangeError("a load message has more than 999 bytes");
    this.#digits(this.#bodyStart - 4, bodyLength, 3);
    out[this.#bodyStart - 1] = SOH;
    let sum = 0;
    for (let at = start; at < this.#length; at++) sum += out[at];
    this.#text("10=");
    this.#digits(this.#length, sum & 255, 3);
    this.#length += 3;
    out[this.#length++] = SOH;
  }

  #text(value: string): void {
    this.#length += this.#out.write(value, this.#length, "latin1");
  }

  #id(tag: string, request: number): void {
    this.#text(tag);
    this.#idValue(request);
    this.#out[this.#length++] = SOH;
  }

  #idValue(request: number): void {
    this.#text(this.#run);
    this.#digits(this.#length, request, ID_DIGITS);
    this.#length += ID_DIGITS;
  }

  #digits(at: number, value: number, digits: number): void {
    let left = value;
    for (let index = at + digits - 1; index >= at; index--) {
      this.#out[index] = ZERO + (left % 10);
      left = Math.floor(left / 10);
    }
  }

  #price(ticks: number): void {
    const whole = Math.floor(ticks / 100);
    this.#text(`${whole}.${ticks % 100 < 10 ? "0" : ""}${ticks % 100}`);
  }

  #take(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const end = messageEnd(bytes, at);
      if (end < 0) break;
      this.#message(bytes, at, end);
      at = end;
    }
    bytes = bytes.subarray(at);
    this.#rest = bytes.length === 0 ? bytes : Buffer.from(bytes);
  }

  /** Looks at MsgType, ClOrdID (or BusinessRejectRefID), OrdStatus and ExecType of one whole message. */
  #message(bytes: Buffer, start: number, end: number): void {
    let msgType = 0;
    let execType = 0;
    let ordStatus = 0;
    let reason = 0;
    let request = -1;
    let at = start;
    while (at < end) {
      let tag = 0;
      while (at < end && bytes[at] !== EQUALS) tag = tag * 10 + bytes[at++] - ZERO;
      const valueStart = ++at;
      while (at < end && bytes[at] !== SOH) at++;
      if (tag === 35) msgType = at - valueStart === 1 ? bytes[valueStart] : 0;
      else if (tag === 11 || tag === 379) request = numberAt(bytes, at - ID_DIGITS, at);
      else if (tag === 39) ordStatus = bytes[valueStart];
      else if (tag === 150) execType = bytes[valueStart];
      else if (tag === 102) reason = at - valueStart === 1 ? bytes[valueStart] : 0;
      at++;
    }
    const text = () => readable(bytes, start, end);
    switch (String.fromCharCode(msgType)) {
      case "8":
        return this.report(request, String.fromCharCode(execType), String.fromCharCode(ordStatus), text);
      case "9":
        return this.cancelReject(request, reason === ZERO, text);
      case "j":
        return this.cancelReject(request, false, text);
      case "A":
        this.loggedOn = true;
        return;
      case "0":
        return;
      case "1":
        this.#begin("0");
        this.#text(`112=${/\x01112=([^\x01]*)/.exec(bytes.toString("latin1", start, end))?.[1] ?? ""}\x01`);
        this.#end();
        return this.flush();
      default:
        this.#messageSeen = readable(bytes, start, end);
        return this.#fail("a message that is no report came");
    }
  }
}

/** Names of the instruments a load trades. */
export function symbolName(index: number): string {
  return `LOAD${String(index + 1).padStart(4, "0")}`;
}

/** @returns where the message that starts at `at` ends, or -1 when it is not all there */
function messageEnd(bytes: Buffer, at: number): number {
  const lengthStart = at + HEAD.length;
  if (bytes.length < lengthStart + 4) return -1;
  let bodyLength = 0;
  let index = lengthStart;
  while (index < bytes.length && bytes[index] !== SOH) bodyLength = bodyLength * 10 + bytes[index++] - ZERO;
  const end = index + 1 + bodyLength + TRAILER_BYTES;
  return end <= bytes.length ? end : -1;
}

function numberAt(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index++) value = value * 10 + bytes[index] - ZERO;
  return value;
}

function readable(bytes: Buffer, start: number, end: number): string {
  return bytes.toString("latin1", start, end).replaceAll("\x01", "|");
}
