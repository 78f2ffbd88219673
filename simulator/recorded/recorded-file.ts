/** A recorded day's rows from its file. The whole file is checked before any of it is used; a fault names file and line. */
import { type Disk, nodeDisk } from "../../src/journal/disk.ts";
import { errorText, LockstepError } from "../../src/lib/errors.ts";
import { LineReader } from "./line-reader.ts";
import { type Listing, type RecordedKind, type RecordedRow, RowFault, RowParser } from "./recorded-rows.ts";

/** What a recording is, once it was checked. */
export type RecordingSummary = { readonly rows: number; readonly firstMs: number; readonly lastMs: number };

export class RecordedFile {
  readonly path: string;
  readonly #lines: LineReader;
  readonly #parser: RowParser;

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG when the file cannot be read */
  constructor(path: string, kind: RecordedKind, listing: Listing, disk: Disk = nodeDisk) {
    this.path = path;
    this.#parser = new RowParser(kind, listing);
    try {
      this.#lines = new LineReader(disk, path);
    } catch (error) {
      throw new LockstepError("LOCKSTEP_ERR_CONFIG", `the recording ${path} cannot be read: ${errorText(error)}`, {
        cause: error,
      });
    }
  }

  /** The line of the row that `next` gave. */
  get line(): number {
    return this.#lines.line;
  }

  /** Reads all rows and goes back to the first. @throws LockstepError LOCKSTEP_ERR_CONFIG: file, line, found, expected */
  check(): RecordingSummary {
    this.rewind();
    let rows = 0;
    let firstMs = 0;
    let lastMs = 0;
    for (let row = this.next(); row !== null; row = this.next()) {
      if (rows++ === 0) firstMs = row.timeMs;
      lastMs = row.timeMs;
    }
    if (rows === 0) throw this.#refuse("found no row behind the header, expected one at least");
    this.rewind();
    return { rows, firstMs, lastMs };
  }

  /** From the first row again. @throws LockstepError LOCKSTEP_ERR_CONFIG for a wrong header */
  rewind(): void {
    this.#lines.rewind();
    this.#guard(() => this.#parser.header(this.#lines.next()));
  }

  /** The next row, valid until the one after it; null at the end. @throws LockstepError LOCKSTEP_ERR_CONFIG */
  next(): RecordedRow | null {
    const line = this.#lines.next();
    return line === null ? null : this.#guard(() => this.#parser.parse(line));
  }

  close(): void {
    this.#lines.close();
  }

  #guard<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (error instanceof RowFault) throw this.#refuse(error.message);
      throw error;
    }
  }

  #refuse(text: string): LockstepError {
    const { path } = this;
    return new LockstepError(
      "LOCKSTEP_ERR_CONFIG",
      `${path}, line ${Math.max(1, this.line)}: ${text}. Nothing of it is replayed`,
    );
  }
}
