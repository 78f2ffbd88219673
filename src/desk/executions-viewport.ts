/** One viewer's window on the executions: the newest `limit` that match, which only ever grow at the new end. */
import type { DeskData } from "./desk-data.ts";
import {
  EXECUTIONS_WINDOW_MAX,
  type ExecutionRow,
  type ExecutionsDelta,
  type ExecutionsSnapshot,
  type SubscribeExecutions,
} from "./wire.ts";

export class ExecutionsViewport {
  readonly #request: SubscribeExecutions;
  readonly #limit: number;
  readonly #data: DeskData;
  #waiting: ExecutionRow[] = [];
  #sequence = 0;
  #needsSnapshot = true;

  constructor(request: SubscribeExecutions, data: DeskData) {
    this.#request = request;
    this.#limit = request.limit ?? EXECUTIONS_WINDOW_MAX;
    this.#data = data;
  }

  /** New executions, oldest first. Those that would fall out of the window at once are dropped before they are sent. */
  add(rows: readonly ExecutionRow[]): void {
    if (this.#needsSnapshot) return;
    const { fillsOnly, orderId } = this.#request;
    for (const row of rows) {
      if (fillsOnly === true && row.execType !== "F") continue;
      if (orderId !== undefined && row.orderId !== orderId) continue;
      this.#waiting.push(row);
    }
    if (this.#waiting.length > this.#limit * 2) this.#waiting = this.#waiting.slice(-this.#limit);
  }

  /** The next thing told is a snapshot. */
  refresh(): void {
    this.#waiting = [];
    this.#needsSnapshot = true;
  }

  get hasNews(): boolean {
    return this.#needsSnapshot || this.#waiting.length > 0;
  }

  take(): ExecutionsSnapshot | ExecutionsDelta | null {
    const header = {
      table: "executions" as const,
      subscription: this.#request.subscription,
      total: this.#data.executionCount(),
    };
    const fromSequence = this.#sequence;
    this.#sequence = this.#data.appliedSequence();
    if (this.#needsSnapshot) {
      this.#needsSnapshot = false;
      const { fillsOnly = false, orderId = 0 } = this.#request;
      const rows = this.#data.queries.executions({ fillsOnly, orderId }, this.#limit);
      return { kind: "snapshot", ...header, sequence: this.#sequence, limit: this.#limit, rows };
    }
    const rows = this.#waiting.slice(-this.#limit);
    this.#waiting = [];
    return { kind: "delta", ...header, fromSequence, toSequence: this.#sequence, rows };
  }
}
