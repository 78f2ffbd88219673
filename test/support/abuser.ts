/**
 * A client that does everything wrong, on purpose and for as long as it is told: asks for everything again without end,
 * sends far too much, sends garbage. It reads all it gets and counts it, cheaply, so that it is not what is measured.
 */
import { connect, type Socket } from "node:net";

const SOH = "\x01";
const BATCH = 50;
/** Requests, orders or pieces of garbage that may be unsent before it waits for the socket. */
const UNSENT_MAX = 1024 * 1024;

export type AbuseKind = "resend" | "flood" | "garbage";

export class Abuser {
  readonly socket: Socket;
  /** Messages that came: by MsgType(35), and those with PossDupFlag. */
  readonly received = new Map<string, number>();
  possDups = 0;
  bytesIn = 0;
  /** Messages, or pieces of garbage, that went out. */
  sent = 0;
  closed = false;
  readonly #compId: string;
  #number = 1;
  #stopped = false;
  #rest = "";

  constructor(port: number, compId: string) {
    this.#compId = compId;
    this.socket = connect({ host: "127.0.0.1", port, noDelay: true });
    this.socket.setEncoding("latin1");
    this.socket.on("data", (text: string) => this.#take(text));
    this.socket.on("error", () => {});
    this.socket.on("close", () => {
      this.closed = true;
    });
  }

  count(msgType: string): number {
    return this.received.get(msgType) ?? 0;
  }

  async logOn(): Promise<void> {
    this.socket.write(this.message("A", "98=0|108=300|141=Y|"));
    await this.until(() => this.count("A") > 0, "the abuser's Logon was not answered");
  }

  /** Orders that are taken, so that there is something to ask for again. */
  async trade(orders: number): Promise<void> {
    for (let done = 0; done < orders; ) {
      const until = Math.min(orders, done + 500);
      const parts: string[] = [];
      for (; done < until; done++) parts.push(this.message("D", order(`S${done}`)));
      this.socket.write(parts.join(""), "latin1");
      await this.until(() => this.count("8") >= done, "the abuser's orders were not answered", 30_000);
    }
  }

  /**
   * Abuses until `stop`, or until `messages` went out.
   *
   * @param perSecond how many at most; 0 as fast as the socket takes them
   */
  async abuse(kind: AbuseKind, perSecond: number, messages = Number.POSITIVE_INFINITY): Promise<void> {
    const startMs = performance.now();
    const from = this.sent;
    while (!this.#stopped && !this.closed && this.sent - from < messages) {
      const dueNow = perSecond === 0 ? BATCH : ((performance.now() - startMs) * perSecond) / 1000 - (this.sent - from);
      const count = Math.min(BATCH, Math.floor(dueNow), messages - (this.sent - from));
      for (let index = 0; index < count; index++) this.socket.write(this.#wrong(kind), "latin1");
      if (count > 0) this.sent += count;
      if (this.socket.writableLength > UNSENT_MAX) await new Promise((resolve) => this.socket.once("drain", resolve));
      else await new Promise((resolve) => (perSecond === 0 ? setImmediate(resolve) : setTimeout(resolve, 2)));
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async until(condition: () => boolean, otherwise: string, withinMs = 10_000): Promise<void> {
    for (const endMs = performance.now() + withinMs; !condition(); ) {
      if (performance.now() > endMs) throw new Error(`${otherwise}; received ${JSON.stringify([...this.received])}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  message(msgType: string, body: string): string {
    const head = `35=${msgType}|34=${this.#number++}|49=${this.#compId}|52=${time()}|56=LOCKSTEP|`;
    const text = `8=FIX.4.4|9=${head.length + body.length}|${head}${body}`.replaceAll("|", SOH);
    let sum = 0;
    for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
    return `${text}10=${String(sum % 256).padStart(3, "0")}${SOH}`;
  }

  #wrong(kind: AbuseKind): string {
    if (kind === "resend") return this.message("2", "7=1|16=0|");
    if (kind === "flood") return this.message("D", order(`F${this.#number}`));
    // By turns: bytes that are no message, one with a wrong sum, one without what is required, a type there is none of.
    switch (this.sent % 4) {
      case 0:
        return "8=FIX.4.4\x019=12\x0135=D\x01garbage8=FI";
      case 1:
        return `${this.message("1", "112=x|").slice(0, -4)}999${SOH}`.replace(/34=\d+/, "34=7");
      case 2:
        return this.message("D", "11=x|");
      default:
        return this.message("ZZ", "58=there is no such type|");
    }
  }

  #take(text: string): void {
    this.bytesIn += text.length;
    const all = this.#rest + text;
    const end = all.lastIndexOf("\x0110=");
    if (end < 0 || all.length < end + 8) {
      const before = end < 0 ? -1 : all.lastIndexOf("\x0110=", end - 1);
      this.#rest = before < 0 ? all : all.slice(before + 8);
      if (before >= 0) this.#countIn(all.slice(0, before + 8));
      return;
    }
    this.#rest = all.slice(end + 8);
    this.#countIn(all.slice(0, end + 8));
  }

  #countIn(text: string): void {
    for (let at = text.indexOf("\x0135="); at >= 0; at = text.indexOf("\x0135=", at + 4)) {
      const type = text.slice(at + 4, text.indexOf(SOH, at + 4));
      this.received.set(type, (this.received.get(type) ?? 0) + 1);
    }
    for (let at = text.indexOf("\x0143=Y"); at >= 0; at = text.indexOf("\x0143=Y", at + 4)) this.possDups++;
  }
}

function order(id: string): string {
  return `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=${time()}|`;
}

function time(): string {
  return new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
}
