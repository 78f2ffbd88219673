/** A client that has one order in flight at a time, some so many a second, and takes the time of each answer. */
import { connect, type Socket } from "node:net";
import { Histogram, type HistogramSummary } from "../../src/lib/histogram.ts";

const SOH = "\x01";

export class PingClient {
  readonly #socket: Socket;
  readonly #compId: string;
  #number = 1;
  #orders = 0;
  #awaited = "\x0135=A\x01";
  #heard: (() => void) | null = null;

  constructor(port: number, compId: string) {
    this.#compId = compId;
    this.#socket = connect({ host: "127.0.0.1", port, noDelay: true });
    this.#socket.setEncoding("latin1");
    // One message answers one: the awaited one comes in one read, or it is waited for longer, which is measured, too.
    let text = "";
    this.#socket.on("data", (part: string) => {
      text = (text + part).slice(-4096);
      if (this.#heard === null || !text.includes(this.#awaited)) return;
      text = "";
      const heard = this.#heard;
      this.#heard = null;
      heard();
    });
  }

  async logOn(): Promise<void> {
    this.#send("A", "98=0|108=300|141=Y|");
    await this.#answer("\x0135=A\x01");
  }

  /** Until the time is over, or what it goes along with is. Latencies from just before the write to the read with the answer, in nanoseconds. */
  async pings(seconds: number, perSecond: number, isOver: () => boolean = () => false): Promise<HistogramSummary> {
    const latency = new Histogram();
    for (const endMs = performance.now() + seconds * 1000; performance.now() < endMs && !isOver(); ) {
      const id = `P${this.#orders++}`;
      const startNs = process.hrtime.bigint();
      this.#send("D", `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=${time()}|`);
      await this.#answer(`\x0111=${id}${SOH}`);
      latency.record(Number(process.hrtime.bigint() - startNs));
      await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
    }
    return latency.summary();
  }

  close(): void {
    this.#socket.destroy();
  }

  #answer(text: string): Promise<void> {
    this.#awaited = text;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.#compId}: no answer with ${JSON.stringify(text)}`)),
        30_000,
      );
      this.#heard = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #send(msgType: string, body: string): void {
    const head = `35=${msgType}|34=${this.#number++}|49=${this.#compId}|52=${time()}|56=LOCKSTEP|`;
    const text = `8=FIX.4.4|9=${head.length + body.length}|${head}${body}`.replaceAll("|", SOH);
    let sum = 0;
    for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
    this.#socket.write(`${text}10=${String(sum % 256).padStart(3, "0")}${SOH}`, "latin1");
  }
}

function time(): string {
  return new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
}
