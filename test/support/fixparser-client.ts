/** A FIX client on a plain socket whose messages are built and read by the fixparser package, not by Lockstep's code. */
import { createRequire } from "node:module";
import { connect, type Socket } from "node:net";
import { type Fields, Mailbox } from "./mailbox.ts";

type Field = { tag: number; value: unknown };
type Message = { data: Field[]; bodyLengthValid: boolean; checksumValid: boolean; encode(): string };
type Parser = {
  fixVersion: string;
  parse(text: string): Message[];
  createMessage(...fields: Field[]): Message;
  getTimestamp(): string;
};
/** The package is CommonJS without declarations; this is the part of it a client needs. */
const { default: FIXParser, Field: FieldOf } = createRequire(import.meta.url)("fixparser") as {
  default: new () => Parser;
  Field: new (tag: number, value: unknown) => Field;
};

const WHOLE = /8=FIX.*?\u000110=\d{3}\u0001/gs;

export type FixparserOptions = { port: number; sender: string; beginString: string };

export class FixparserClient {
  readonly received = new Mailbox();
  /** Messages whose BodyLength or CheckSum fixparser finds wrong. */
  readonly invalid: string[] = [];
  readonly #parser = new FIXParser();
  readonly #socket: Socket;
  readonly #sender: string;
  #text = "";
  #msgSeqNum = 0;

  private constructor({ port, sender, beginString }: FixparserOptions) {
    this.#sender = sender;
    this.#parser.fixVersion = beginString;
    this.#socket = connect(port, "127.0.0.1");
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (chunk) => this.#take(chunk.toString("latin1")));
  }

  static async logOn(options: FixparserOptions): Promise<FixparserClient> {
    const client = new FixparserClient(options);
    client.send({ 35: "A", 98: "0", 108: "30", 141: "Y" });
    await client.received.next({ 35: "A" });
    return client;
  }

  /** Adds the standard header; the tags come out in ascending order. */
  send(body: Fields): void {
    this.#msgSeqNum++;
    const { 35: msgType, ...rest } = body;
    const message = this.#parser.createMessage(
      new FieldOf(35, msgType),
      new FieldOf(34, this.#msgSeqNum),
      new FieldOf(49, this.#sender),
      new FieldOf(52, this.#parser.getTimestamp()),
      new FieldOf(56, "LOCKSTEP"),
      ...Object.entries(rest).map(([tag, value]) => new FieldOf(Number(tag), value)),
    );
    this.#socket.write(message.encode(), "latin1");
  }

  /** The time now, as fixparser writes it. */
  now(): string {
    return this.#parser.getTimestamp();
  }

  async logOut(): Promise<void> {
    this.send({ 35: "5" });
    await this.received.next({ 35: "5" });
    this.#socket.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#text += text;
    let end = 0;
    for (const [raw] of this.#text.matchAll(WHOLE)) {
      end += raw.length;
      const [message] = this.#parser.parse(raw);
      if (!message.bodyLengthValid || !message.checksumValid) this.invalid.push(raw);
      this.received.put(Object.fromEntries(message.data.map(({ tag, value }) => [tag, String(value)])));
    }
    this.#text = this.#text.slice(end);
  }
}
