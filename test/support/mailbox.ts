/**
 * Messages a peer has received, by tag, and waiting for the one that is meant; each is taken once, in order. Reports of
 * executions are watched: what cannot be true after those before fails whoever waits for the next message.
 */
import { ReportWatcher } from "./report-watcher.ts";

export type Fields = Readonly<Record<number, string>>;

const WAIT_MS = 15_000;

export class Mailbox {
  /** Everything that ever came. */
  readonly all: Fields[] = [];
  /** Reports that cannot be true after those before. */
  readonly faults: string[] = [];
  /** False while the peer tells on purpose what cannot be. */
  isWatched = true;
  readonly #watcher = new ReportWatcher({ joinsLate: true });
  readonly #untaken: Fields[] = [];
  readonly #watchers = new Set<() => void>();

  put(message: Fields): void {
    this.all.push(message);
    const fault = this.#watcher.faultOf(Object.entries(message));
    if (fault !== "" && this.isWatched) this.faults.push(fault);
    this.#untaken.push(message);
    for (const look of [...this.#watchers]) look();
  }

  /** The first untaken message whose fields are as wanted. @throws Error with what came instead, or with a fault found */
  next(wanted: Fields, withinMs = WAIT_MS): Promise<Fields> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.faults.length > 0) {
          clearTimeout(timer);
          this.#watchers.delete(look);
          return reject(new Error(`a report that cannot be: ${this.faults.join("\n")}`));
        }
        const at = this.#untaken.findIndex((message) => matches(message, wanted));
        if (at === -1) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(this.#untaken.splice(at, 1)[0]);
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        const came = this.#untaken.map((message) => JSON.stringify(message)).join("\n");
        reject(new Error(`no message with ${JSON.stringify(wanted)} came in ${withinMs} ms; untaken:\n${came}`));
      }, withinMs);
      this.#watchers.add(look);
      look();
    });
  }
}

/** A raw message's fields; of a repeated tag the last. */
export function fieldsOf(raw: string): Fields {
  const fields: Record<number, string> = {};
  for (const part of raw.split("\u0001")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields[Number(part.slice(0, equals))] = part.slice(equals + 1);
  }
  return fields;
}

function matches(message: Fields, wanted: Fields): boolean {
  return Object.entries(wanted).every(([tag, value]) => message[Number(tag)] === value);
}
