/** jspurefix as a client, in a process of its own that can be killed and started again with the numbers it had. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Mailbox } from "./mailbox.ts";

const SOURCE = fileURLToPath(new URL("../peers/jspurefix-client.mjs", import.meta.url));
const PEERS = fileURLToPath(new URL("../../bench/peers", import.meta.url));
/** It compiles its dictionary at each start. */
const READY_MS = 25_000;
const END_MS = 5_000;

/** @returns what is missing for the tests with jspurefix, "" when nothing is */
export function jspurefixMissing(): string {
  return existsSync(join(PEERS, "node_modules/jspurefix")) ? "" : "needs jspurefix: npm run bench:setup";
}

export class JspurefixPeer {
  /** What came from Lockstep, session messages too. */
  readonly received = new Mailbox();
  readonly sent = new Mailbox();
  readonly #events = new Mailbox();
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #errors = "";

  private constructor(port: number, sender: string, store: string) {
    this.#child = spawn(process.execPath, [SOURCE, PEERS, String(port), sender, store], { stdio: "pipe" });
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.#child.stdin?.on("error", () => {});
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.#take(line));
  }

  /** @param store a directory for its numbers and messages */
  static async logOn(port: number, sender: string, store: string): Promise<JspurefixPeer> {
    const peer = new JspurefixPeer(port, sender, store);
    try {
      await peer.#events.next({ 0: "ready" }, READY_MS);
    } catch (error) {
      await peer.kill();
      throw new Error(`jspurefix did not log on: ${peer.#errors}`, { cause: error });
    }
    return peer;
  }

  /** A message's body as jspurefix has it; TransactTime is put in. */
  send(msgType: string, body: object): void {
    this.#child.stdin?.write(`${JSON.stringify({ msgType, body })}\n`);
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Logs out and waits for the end; how it ended, in its own words, "" for well. */
  async logOut(): Promise<string> {
    this.#child.stdin?.write("logout\n");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), END_MS);
    const { 1: how } = await this.#events.next({ 0: "stopped" }, END_MS);
    await this.#ended;
    clearTimeout(timer);
    return how;
  }

  #take(line: string): void {
    const { event, text } = JSON.parse(line) as { event: string; text: string };
    const box = event === "in" ? this.received : event === "out" ? this.sent : this.#events;
    if (box === this.#events) box.put({ 0: event, 1: text });
    else box.put(fieldsOfText(text));
  }
}

/** "8=FIX.4.4|35=A|...": of a repeated tag the last. */
function fieldsOfText(text: string): Record<number, string> {
  const fields: Record<number, string> = {};
  for (const part of text.split("|")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields[Number(part.slice(0, equals))] = part.slice(equals + 1);
  }
  return fields;
}
