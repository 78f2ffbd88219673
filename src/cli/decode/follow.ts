/**
 * Follows growing files as tail -F does: what is there already, then what comes, through rotation (another file under the
 * name: the old one is read to its end first), truncation (read again from the start) and absence (waited for).
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { MessageFinder } from "./message-finder.ts";
import { type SourcedMessage, sourced } from "./sources.ts";

const POLL_MS = 100;
const CHUNK_BYTES = 256 * 1024;

/** @param say tells people what happened to a file */
export async function* followFiles(
  paths: readonly string[],
  signal: AbortSignal,
  say: (text: string) => void,
): AsyncGenerator<SourcedMessage> {
  const files = paths.map((path) => new FollowedFile(path, say));
  try {
    while (!signal.aborted) {
      let hasMore = false;
      for (const file of files) {
        // One chunk a turn, so that a large file does not keep the others waiting.
        yield* file.poll();
        hasMore ||= file.hasMore;
      }
      // Also between chunks: a signal is heard only when nothing runs.
      await (hasMore ? turn() : pause(signal));
    }
    for (const file of files) yield* file.end();
  } finally {
    for (const file of files) file.close();
  }
}

class FollowedFile {
  /** Whether the last poll ended before the file did. */
  hasMore = false;
  readonly #path: string;
  readonly #say: (text: string) => void;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #fd = -1;
  #inode = 0;
  #offset = 0;
  #finder = new MessageFinder();
  #isAwaited = false;

  constructor(path: string, say: (text: string) => void) {
    this.#path = path;
    this.#say = say;
  }

  /** What one chunk brought, and what an old file leaves when another has taken its name. */
  poll(): SourcedMessage[] {
    this.hasMore = false;
    if (this.#fd === -1 && !this.#open()) return [];
    const { size } = fstatSync(this.#fd);
    let found: SourcedMessage[] = [];
    if (size < this.#offset) {
      this.#say(`${this.#path} was truncated; it is read again from its start`);
      found = this.end();
      this.#offset = 0;
    }
    const read = readSync(this.#fd, this.#chunk, 0, CHUNK_BYTES, this.#offset);
    this.#offset += read;
    if (read > 0) {
      this.hasMore = true;
      return [...found, ...this.#sourced(this.#finder.push(this.#chunk.latin1Slice(0, read)))];
    }
    if (!this.#isReplaced()) return found;
    this.#say(`${this.#path} is another file now; following that`);
    found.push(...this.end());
    this.close();
    this.hasMore = true;
    return found;
  }

  /** What a message that was not whole leaves. */
  end(): SourcedMessage[] {
    const found = this.#sourced(this.#finder.end());
    this.#finder = new MessageFinder();
    return found;
  }

  close(): void {
    if (this.#fd !== -1) closeSync(this.#fd);
    this.#fd = -1;
  }

  #open(): boolean {
    try {
      this.#fd = openSync(this.#path, "r");
      this.#inode = fstatSync(this.#fd).ino;
      this.#offset = 0;
      this.#isAwaited = false;
      return true;
    } catch (error) {
      if (!this.#isAwaited)
        this.#say(`${this.#path} cannot be read (${(error as NodeJS.ErrnoException).code}); waiting`);
      this.#isAwaited = true;
      return false;
    }
  }

  /** A name that nobody has any more is waited for: a rotation takes it away before it gives it anew. */
  #isReplaced(): boolean {
    try {
      return statSync(this.#path).ino !== this.#inode;
    } catch {
      return false;
    }
  }

  #sourced(found: { raw: string; line: number }[]): SourcedMessage[] {
    return found.map((one) => sourced(this.#path, one));
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, POLL_MS);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
