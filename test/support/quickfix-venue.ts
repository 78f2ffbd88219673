/** QuickFIX C++ as a venue, in a process of its own that can be killed and started again with the numbers it had. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fieldsOf, Mailbox } from "./mailbox.ts";

const READY_MS = 10_000;
const END_MS = 5_000;

export type QuickFixVenueOptions = {
  program: string;
  port: number;
  beginString: string;
  /** Where its numbers and messages are kept. */
  store: string;
  dictionary: string;
  /** FIXT.1.1's own dictionary, for FIX 5.0 and later. */
  transport?: string;
  /** Whether it is a small exchange, whose orders outlive it, or accepts all it is sent. */
  hasBook?: boolean;
};

export class QuickFixVenue {
  /** What came from the gateway, session messages too. */
  readonly received = new Mailbox();
  readonly sent = new Mailbox();
  /** QuickFIX's own words. */
  readonly log: string[] = [];
  readonly events = new Mailbox();
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor({
    program,
    port,
    beginString,
    store,
    dictionary,
    transport,
    hasBook = false,
  }: QuickFixVenueOptions) {
    const args = [String(port), beginString, store, dictionary];
    this.#child = spawn(program, transport === undefined ? args : [...args, transport], {
      stdio: "pipe",
      env: { ...process.env, ...(hasBook ? { VENUE_BOOK: "1" } : {}) },
    });
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.stderr?.on("data", (chunk: Buffer) => this.log.push(chunk.toString()));
    this.#child.stdin?.on("error", () => {});
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.#take(line));
  }

  /** Starts and waits until it listens. */
  static async open(options: QuickFixVenueOptions): Promise<QuickFixVenue> {
    const venue = new QuickFixVenue(options);
    try {
      await venue.events.next({ 0: "ready" }, READY_MS);
    } catch (error) {
      await venue.kill();
      throw new Error(`QuickFIX does not listen: ${venue.log.join("\n")}`, { cause: error });
    }
    return venue;
  }

  /** "35=8|11=X|..."; while the gateway is away QuickFIX keeps it for a resend. */
  async send(message: string): Promise<void> {
    this.#child.stdin?.write(`${message}\n`);
    await this.events.next({ 0: "given" });
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Logs out and waits for the end. */
  async stop(): Promise<void> {
    this.#child.stdin?.end("quit\n");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), END_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  #take(line: string): void {
    const { event, text } = JSON.parse(line) as { event: string; text: string };
    if (event === "in") this.received.put(fieldsOf(text));
    else if (event === "out") this.sent.put(fieldsOf(text));
    else if (event === "log") this.log.push(text);
    else this.events.put({ 0: event });
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
