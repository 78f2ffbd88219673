/**
 * The follower's end of the thread that makes the past again: started by the first question, let go when nobody has asked
 * for a while. Questions wait in a short line; whoever has gone away is not answered.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { AsOfAnswer, AsOfQuestion, AsOfWorkerData } from "./as-of-worker.ts";
import type { AsOfRefusal, AsOfReply } from "./desk/as-of-wire.ts";

const IDLE_MS = 60_000;
const LINE_MAX = 8;
/** Beside this file when it is built; workers do not inherit a TypeScript loader. */
const FILES = ["./as-of-worker.js", "../dist/src/as-of-worker.js"].map((path) => new URL(path, import.meta.url));

type InLine = {
  question: AsOfQuestion;
  isGone: () => boolean;
  answer: (answer: AsOfReply | AsOfRefusal) => void;
};

export class AsOf {
  readonly #data: AsOfWorkerData;
  readonly #line: InLine[] = [];
  #asked: InLine | null = null;
  #worker: Worker | null = null;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(data: AsOfWorkerData) {
    this.#data = data;
  }

  /** @param isGone whether whoever asked waits no longer */
  ask(question: AsOfQuestion, isGone: () => boolean): Promise<AsOfReply | AsOfRefusal> {
    if (this.#line.length >= LINE_MAX) {
      const text = `${LINE_MAX} questions about the past wait already; ask again in a moment.`;
      return Promise.resolve({ code: "LOCKSTEP_ERR_BUSY", text });
    }
    return new Promise((answer) => {
      this.#line.push({ question, isGone, answer });
      this.#next();
    });
  }

  close(): void {
    clearTimeout(this.#idleTimer);
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #next(): void {
    if (this.#asked !== null) return;
    clearTimeout(this.#idleTimer);
    for (let next = this.#line.shift(); next !== undefined; next = this.#line.shift()) {
      if (next.isGone()) continue;
      this.#asked = next;
      this.#worker ??= this.#start();
      this.#worker.postMessage(next.question);
      return;
    }
    this.#idleTimer = setTimeout(() => this.close(), IDLE_MS);
    this.#idleTimer.unref();
  }

  #start(): Worker {
    const file = FILES.find((url) => existsSync(fileURLToPath(url))) ?? FILES[0];
    const worker = new Worker(file, { workerData: this.#data });
    worker.unref();
    worker.on("message", (answer: AsOfAnswer) => this.#answered(answer));
    worker.on("error", (error) => this.#lost(worker, error instanceof Error ? error.message : String(error)));
    worker.on("exit", () => this.#lost(worker, "its thread ended"));
    return worker;
  }

  #lost(worker: Worker, text: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    if (this.#asked !== null) this.#answered({ failed: text });
  }

  #answered(answer: AsOfAnswer): void {
    const asked = this.#asked;
    this.#asked = null;
    if ("reply" in answer) asked?.answer(answer.reply);
    else {
      const text =
        "endsAt" in answer
          ? `The journal ends at sequence ${answer.endsAt}; ask for that or an earlier one.`
          : `The past could not be made again: ${answer.failed}`;
      asked?.answer({ code: "LOCKSTEP_ERR_REQUEST", text });
    }
    this.#next();
  }
}
