/** The order path's end of the follower's thread: starts it, tells it how far it may read and how things stand. */
import { Worker } from "node:worker_threads";
import type { FollowerOptions, FollowerStatus, FromFollower, OrderPathStatus } from "./follower-messages.ts";
import { type ErrorCode, LockstepError } from "./lib/errors.ts";

const STOP_PATIENCE_MS = 5_000;

export class FollowerHandle {
  /** What the follower last said of itself. */
  status: FollowerStatus | null = null;
  readonly #worker: Worker;
  readonly #listening: Promise<{ host: string; port: number }>;
  #isListening = false;
  #isStopping = false;

  /** @param onFailure the follower ended by itself: people see nothing any more */
  constructor(options: FollowerOptions, onFailure: (error: Error) => void) {
    // The built follower beside this built file: workers do not inherit a TypeScript loader.
    this.#worker = new Worker(new URL("./follower.js", import.meta.url), { workerData: options });
    this.#listening = new Promise((resolve, reject) => {
      // Until it listens a failure is the start's to report, and afterwards the running server's.
      const fail = (error: Error) => {
        reject(error);
        if (this.#isListening && !this.#isStopping) onFailure(error);
      };
      this.#worker.on("message", (message: FromFollower) => {
        if (message.kind === "listening") {
          this.#isListening = true;
          resolve({ host: message.host, port: message.port });
        } else if (message.kind === "failed") fail(new LockstepError(message.code as ErrorCode, message.text));
        else this.status = message;
      });
      this.#worker.on("error", (error) => fail(error as Error));
      this.#worker.on("exit", (code) => {
        fail(new LockstepError("LOCKSTEP_ERR_FOLLOWER", `the follower's thread ended by itself with code ${code}`));
      });
    });
    // Whoever waits hears of a failure; nobody waiting is no reason to end the process.
    this.#listening.catch(() => {});
  }

  /** Where HTTP listens. @throws LockstepError when it cannot */
  listening(): Promise<{ host: string; port: number }> {
    return this.#listening;
  }

  tell(status: OrderPathStatus): void {
    this.#worker.postMessage(status);
  }

  /** Lets it write down what it has read, then ends it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const ended = new Promise<void>((resolve) => this.#worker.once("exit", () => resolve()));
    this.#worker.postMessage({ kind: "stop" });
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  }
}
