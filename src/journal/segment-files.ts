/** The files under the log: made of zeros ahead of need, and durable as files before a frame is written into them. */
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { segmentFileName } from "./format.ts";

const ZEROS = Buffer.alloc(1024 * 1024);
const PREPARED_NAME = "next.prepared";

export class SegmentFiles {
  readonly #directory: string;
  readonly #segmentBytes: number;
  #preparing = 0;
  #prepared = 0;

  constructor(directory: string, segmentBytes: number) {
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
  }

  openForWriting(segmentNumber: number): number {
    return openSync(join(this.#directory, segmentFileName(segmentNumber)), "r+");
  }

  /**
   * Fills the next segment with zeros on the thread pool, so that moving to it costs the order path a rename. When it
   * fails, or is not done in time, `create` does the work itself and reports what is wrong.
   */
  prepare(segmentNumber: number): void {
    if (this.#preparing === segmentNumber || this.#prepared === segmentNumber) return;
    this.#preparing = segmentNumber;
    this.#fill()
      .then(() => {
        this.#prepared = segmentNumber;
      })
      .catch(() => rmSync(join(this.#directory, PREPARED_NAME), { force: true }))
      .finally(() => {
        this.#preparing = 0;
      });
  }

  /** Makes the segment with its header, durable with its directory entry. @returns its open file. */
  create(segmentNumber: number, header: Buffer): number {
    const path = join(this.#directory, segmentFileName(segmentNumber));
    const prepared = join(this.#directory, PREPARED_NAME);
    const ready = this.#prepared === segmentNumber && existsSync(prepared);
    // A fill still running goes on into a file of its own name; this one starts afresh beside it.
    const source = ready ? prepared : `${path}.new`;
    const fd = openSync(source, ready ? "r+" : "w+", 0o600);
    try {
      if (!ready) {
        for (let at = 0; at < this.#segmentBytes; at += ZEROS.length) {
          writeSync(fd, ZEROS, 0, Math.min(ZEROS.length, this.#segmentBytes - at), at);
        }
      }
      writeSync(fd, header, 0, header.length, 0);
      fdatasyncSync(fd);
      renameSync(source, path);
      const directory = openSync(this.#directory, "r");
      fsyncSync(directory);
      closeSync(directory);
    } catch (error) {
      closeSync(fd);
      rmSync(source, { force: true });
      throw error;
    }
    return fd;
  }

  async #fill(): Promise<void> {
    const file = await open(join(this.#directory, PREPARED_NAME), "w", 0o600);
    try {
      for (let at = 0; at < this.#segmentBytes; at += ZEROS.length) {
        await file.write(ZEROS, 0, Math.min(ZEROS.length, this.#segmentBytes - at), at);
      }
      await file.datasync();
    } finally {
      await file.close();
    }
  }
}
