/** QuickFIX C++ as a client, in a process of its own: compiled once a test file, driven by lines. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { DictionaryDefinition } from "../../src/fix/dictionary-text.ts";
import { writeDictionaryXml } from "../../src/fix/dictionary-xml-writer.ts";
import { definitionsOf } from "../../src/fix/versions.ts";
import { fieldsOf, Mailbox } from "./mailbox.ts";

const SOURCES = fileURLToPath(new URL("../peers", import.meta.url));
/** What QuickFIX validates by: its own project's files where they are at hand, else the XML we write for our users. */
const DICTIONARY_DIRECTORIES = [
  "/usr/share/quickfix",
  "/usr/local/share/quickfix",
  fileURLToPath(new URL("../../../shared/dictionaries", import.meta.url)),
];
const OUR_DICTIONARIES: Readonly<Record<string, () => DictionaryDefinition>> = {
  "FIX42.xml": () => definitionsOf("FIX.4.2").application,
  "FIX44.xml": () => definitionsOf("FIX.4.4").application,
  "FIX50SP2.xml": () => definitionsOf("FIXT.1.1", "9").application,
  "FIXT11.xml": () => definitionsOf("FIXT.1.1", "9").transport,
};
const END_MS = 5_000;
/** A busy machine takes its time to read a dictionary of a megabyte. */
const EVENT_MS = 60_000;

/** @returns what is missing for the tests with QuickFIX, "" when nothing is */
export function quickFixMissing(): string {
  const probe = "#if !__has_include(<quickfix/Session.h>)\n#error\n#endif\n";
  const compiler = spawnSync("g++", ["-E", "-x", "c++", "-"], { input: probe });
  if (compiler.error !== undefined || compiler.status !== 0) return "needs libquickfix-dev and g++";
  return "";
}

let written = "";

/** The path of one of the dictionaries above; ours is written to a temporary directory of this process. */
export function dictionaryPath(name: string): string {
  const found = DICTIONARY_DIRECTORIES.map((directory) => join(directory, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  return ourDictionaryPath(name);
}

/** Our own dictionary as QuickFIX's XML. */
export function ourDictionaryPath(name: string): string {
  if (written === "") {
    written = mkdtempSync(join(tmpdir(), "lockstep-dictionaries-"));
    process.once("exit", () => rmSync(written, { recursive: true, force: true }));
  }
  const path = join(written, name);
  if (!existsSync(path)) writeFileSync(path, writeDictionaryXml(OUR_DICTIONARIES[name]()));
  return path;
}

/** @returns the path of the program. @throws Error with what the compiler says */
export function compileQuickFixPeer(directory: string, name = "quickfix-client"): string {
  const program = join(directory, name);
  const source = join(SOURCES, `${name}.cpp`);
  const args = ["-std=c++14", "-O1", "-w", source, "-o", program, "-lquickfix", "-lpthread"];
  const compiler = spawnSync("g++", args, { encoding: "utf8" });
  if (compiler.status !== 0) throw new Error(`the QuickFIX peer does not compile:\n${compiler.stderr}`);
  return program;
}

export type QuickFixOptions = {
  program: string;
  port: number;
  sender: string;
  beginString: string;
  dictionary: string;
  /** FIXT.1.1's own dictionary, for FIX 5.0 and later. */
  transport?: string;
  /** Both numbers start at 1 at every logon; on when not given. */
  reset?: boolean;
};

export class QuickFixPeer {
  /** What came from Lockstep, session messages too. */
  readonly received = new Mailbox();
  /** Every message it took, as it came: `received` keeps of a repeated tag the last. */
  readonly raw: string[] = [];
  /** What QuickFIX sent, its own rejects above all. */
  readonly sent = new Mailbox();
  /** QuickFIX's own words. */
  readonly log: string[] = [];
  readonly #events = new Mailbox();
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor({ program, port, sender, beginString, dictionary, transport, reset = true }: QuickFixOptions) {
    const args = ["127.0.0.1", String(port), sender, beginString, dictionary, reset ? "Y" : "N"];
    this.#child = spawn(program, transport === undefined ? args : [...args, transport], { stdio: "pipe" });
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.stderr?.on("data", (chunk: Buffer) => this.log.push(chunk.toString()));
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.#take(line));
  }

  /** Starts and waits until QuickFIX has taken the Logon's answer: what is sent before it keeps for itself. */
  static async logOn(options: QuickFixOptions): Promise<QuickFixPeer> {
    const peer = new QuickFixPeer(options);
    try {
      await peer.event("logon");
    } catch (error) {
      await peer.stop();
      throw new Error(`QuickFIX did not log on: ${peer.log.join("\n")}`, { cause: error });
    }
    return peer;
  }

  /** "35=D|11=X|55=ZVZZT|..." */
  send(message: string): void {
    this.#child.stdin?.write(`${message}\n`);
  }

  /** Waits for a "logon" or "logout"; QuickFIX dials again every second. */
  async event(name: "logon" | "logout"): Promise<void> {
    await this.#events.next({ 0: name }, EVENT_MS);
  }

  /** Logs out and stays away until `resume`. */
  async leave(): Promise<void> {
    this.send("logout");
    await this.event("logout");
  }

  /** Logs on again with the numbers it had. */
  async resume(): Promise<void> {
    this.send("logon");
    await this.event("logon");
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
    if (event === "in") {
      this.raw.push(text);
      this.received.put(fieldsOf(text));
    } else if (event === "out") this.sent.put(fieldsOf(text));
    else if (event === "log") this.log.push(text);
    else this.#events.put({ 0: event });
  }
}
