/** A venue in a process of its own that does what a transcript says, told line by line: `scripted-exchange.ts`, or QuickFIX C++. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LineNumbers, VenueDoor } from "./stage.ts";

const READY_MS = 60_000;
const ANSWER_MS = 20_000;
const EXCHANGE = fileURLToPath(new URL("./scripted-exchange.ts", import.meta.url));
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

type Waiting = { event: string; resolve: (text: string) => void; reject: (error: Error) => void };

export class VenueProcess implements VenueDoor {
  /** What came in, in words, not yet looked at by the transcript. */
  readonly requests: string[] = [];
  port = 0;
  readonly row = "senderCompId: GW, targetCompId: VENUE";
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #said: string[] = [];
  /** Answers come in the order of the lines. */
  readonly #waiting: Waiting[] = [];

  private constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: "pipe" });
    running.add(this.#child);
    this.#ended = new Promise((resolve) => this.#child.once("close", () => resolve()));
    void this.#ended.then(() => {
      running.delete(this.#child);
      for (const { reject } of this.#waiting.splice(0))
        reject(new Error(`the venue has ended: ${this.#said.join("\n")}`));
    });
    this.#child.on("error", (error) => this.#said.push(error.message));
    this.#child.stdin?.on("error", () => {});
    this.#child.stderr?.on("data", (chunk: Buffer) => this.#said.push(chunk.toString()));
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.#take(line));
  }

  /** The simulated exchange's FIX side, before a scripted book. */
  static exchange(beginString: string, applVerId: string): Promise<VenueProcess> {
    return VenueProcess.#open(process.execPath, ["--import", "tsx", EXCHANGE, beginString, applVerId]);
  }

  /** QuickFIX C++, compiled. */
  static quickFix(program: string, args: readonly string[]): Promise<VenueProcess> {
    return VenueProcess.#open(program, args);
  }

  /** OrderIDs of QuickFIX are those of the transcripts, the exchange's are numbers. */
  wordOf(tag: string, value: string): string {
    return tag === "536" ? value.replace(/^V(\d+)-1$/, "X$1") : value;
  }

  act(words: string): Promise<void> {
    return this.#order(`do ${words}`);
  }

  async reset(): Promise<void> {
    await this.#order("reset");
    this.requests.length = 0;
  }

  setUp(isUp: boolean): Promise<void> {
    return this.#order(isUp ? "up" : "down");
  }

  async numbers(): Promise<LineNumbers> {
    const [inbound, out] = (await this.#ask("state", "state")).split(" ");
    return { in: Number(inbound), out: Number(out) };
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  static async #open(command: string, args: readonly string[]): Promise<VenueProcess> {
    const venue = new VenueProcess(command, args);
    try {
      venue.port = Number(await venue.#answer("ready", READY_MS));
      return venue;
    } catch (error) {
      await venue.stop();
      throw error;
    }
  }

  async #order(line: string): Promise<void> {
    const fault = await this.#ask(line, "done");
    if (fault !== "") throw new Error(`the venue: ${fault}`);
  }

  #ask(line: string, event: string): Promise<string> {
    const answer = this.#answer(event, ANSWER_MS);
    this.#child.stdin?.write(`${line}\n`);
    return answer;
  }

  #answer(event: string, withinMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`the venue has not said ${event} in ${withinMs} ms: ${this.#said.join("\n")}`));
      }, withinMs);
      this.#waiting.push({
        event,
        resolve: (text) => {
          clearTimeout(timer);
          resolve(text);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
    });
  }

  #take(line: string): void {
    const { event, text } = JSON.parse(line) as { event: string; text: string };
    if (event === "request") this.requests.push(text);
    else if (event === this.#waiting[0]?.event) this.#waiting.shift()?.resolve(text);
    else this.#said.push(`${event}: ${text}`);
  }
}
