/**
 * The order path's end of the follower's thread: starts it, tells it how far it may read and how things stand.
 *
 * Trading does not wait for people: a follower that ends by itself is said in the log and started again, sooner the
 * first time and later each time after, on the port it had. Only one that cannot start at all stops the server's start.
 */
import { Worker } from "node:worker_threads";
import type { Act } from "./desk/act-wire.ts";
import type { IdentifiedAction } from "./desk/action-wire.ts";
import type { FollowerOptions, FollowerStatus, FromFollower, ToFollower } from "./follower-messages.ts";
import { type ErrorCode, LockstepError } from "./lib/errors.ts";

const STOP_PATIENCE_MS = 5_000;
const RESTART_MIN_MS = 1_000;
const RESTART_MAX_MS = 60_000;
/** The built follower beside this built file: workers do not inherit a TypeScript loader. */
const FOLLOWER = new URL("./follower.js", import.meta.url);

type OnSaid = (level: "info" | "warn" | "error", text: string) => void;

export class FollowerHandle {
  /** What the follower last said of itself. */
  status: FollowerStatus | null = null;
  /** Told which books people watch. */
  onWatch: (symbols: readonly string[]) => void = () => {};
  /** Told what people do at the desk. */
  onAction: (action: IdentifiedAction) => void = () => {};
  /** Told what somebody at the desk orders. @param answer with what stands against it, "" when it was done */
  onAct: (act: Act, answer: (fault: string) => void) => void = (_act, answer) => answer("nobody takes orders here");
  readonly #options: FollowerOptions;
  readonly #file: URL;
  readonly #onEnd: (error: Error, againInMs: number) => void;
  readonly #onSaid: OnSaid;
  readonly #onDiverged: (text: string) => void;
  #worker: Worker | null = null;
  #restartMs = RESTART_MIN_MS;
  #restartTimer: NodeJS.Timeout | undefined;
  #isStopping = false;

  /**
   * @param onEnd the follower ended by itself and is started again after so long: until then people see nothing new
   * @param onDiverged the commands, judged again, give other events than were recorded
   * @param onSaid it has a line for the operator's log
   */
  constructor(
    options: FollowerOptions,
    onEnd: (error: Error, againInMs: number) => void,
    onSaid: OnSaid,
    onDiverged: (text: string) => void,
    file: URL = FOLLOWER,
  ) {
    this.#options = options;
    this.#onSaid = onSaid;
    this.#onDiverged = onDiverged;
    this.#onEnd = onEnd;
    this.#file = file;
  }

  /** Starts it for the first time. @returns where HTTP listens. @throws LockstepError when it cannot */
  async start(): Promise<{ host: string; port: number }> {
    const http = await this.#launch();
    // Whoever has the page open finds it again there.
    this.#options.http = http;
    return http;
  }

  tell(status: Exclude<ToFollower, { kind: "stop" }>): void {
    this.#worker?.postMessage(status);
  }

  /** Lets it write down what it has read, then ends it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restartTimer);
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage({ kind: "stop" });
    const timer = setTimeout(() => void worker.terminate(), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  }

  #launch(): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#file, { workerData: this.#options });
      this.#worker = worker;
      let failure: Error | null = null;
      let isListening = false;
      worker.on("message", (message: FromFollower) => {
        if (message.kind === "listening") {
          isListening = true;
          this.#restartMs = RESTART_MIN_MS;
          resolve({ host: message.host, port: message.port });
        } else if (message.kind === "failed") {
          failure = new LockstepError(message.code as ErrorCode, message.text);
        } else if (message.kind === "diverged") {
          this.#onDiverged(message.text);
        } else if (message.kind === "watch") {
          this.onWatch(message.symbols);
        } else if (message.kind === "action") {
          this.onAction(message.action);
        } else if (message.kind === "act") {
          const { id, act } = message;
          this.onAct(act, (fault) => worker === this.#worker && worker.postMessage({ kind: "acted", id, fault }));
        } else if (message.kind === "said") {
          this.#onSaid(message.level, message.text);
        } else {
          this.status = message;
        }
      });
      worker.on("error", (error) => {
        failure ??= error as Error;
      });
      worker.on("exit", (code) => {
        this.#worker = null;
        this.onWatch([]);
        const ended = `the follower's thread ended by itself with code ${code}`;
        const error = failure ?? new LockstepError("LOCKSTEP_ERR_FOLLOWER", ended);
        if (isListening && !this.#isStopping) this.#restart(error);
        else reject(error);
      });
    });
  }

  #restart(error: Error): void {
    const againInMs = this.#restartMs;
    this.#restartMs = Math.min(this.#restartMs * 2, RESTART_MAX_MS);
    this.#onEnd(error, againInMs);
    this.#restartTimer = setTimeout(() => {
      this.#launch().catch((failure) => {
        if (!this.#isStopping) this.#restart(failure as Error);
      });
    }, againInMs);
  }
}
