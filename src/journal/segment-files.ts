/** The files under the log: made of zeros ahead of need, and durable as files before a frame is written into them. */
import { join } from "node:path";
import { type Disk, writeAll, ZEROS } from "./disk.ts";
import { segmentFileName } from "./format.ts";

const PREPARED_NAME = "next.prepared";

export class SegmentFiles {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #segmentBytes: number;
  #preparing = 0;
  #prepared = 0;

  constructor(disk: Disk, directory: string, segmentBytes: number) {
    this.#disk = disk;
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
  }

  openForWriting(segmentNumber: number): number {
    return this.#disk.open(join(this.#directory, segmentFileName(segmentNumber)), "r+");
  }

  /**
   * Fills the next segment with zeros on the thread pool, so that moving to it costs the order path a rename. When it
   * fails, or is not done in time, `create` does the work itself and reports what is wrong.
   */
  prepare(segmentNumber: number): void {
    if (this.#preparing === segmentNumber || this.#prepared === segmentNumber) return;
    this.#preparing = segmentNumber;
    const path = join(this.#directory, PREPARED_NAME);
    this.#disk.zeroInBackground(path, this.#segmentBytes, (error) => {
      if (error === null) this.#prepared = segmentNumber;
      else this.#disk.remove(path);
      this.#preparing = 0;
    });
  }

  /** Makes the segment with its header, durable with its directory entry. @returns its open file. */
  create(segmentNumber: number, header: Buffer): number {
    const disk = this.#disk;
    const path = join(this.#directory, segmentFileName(segmentNumber));
    const prepared = join(this.#directory, PREPARED_NAME);
    const ready = this.#prepared === segmentNumber && disk.exists(prepared);
    // A fill still running goes on into a file of its own name; this one starts afresh beside it.
    const source = ready ? prepared : `${path}.new`;
    const fd = disk.open(source, ready ? "r+" : "w+");
    try {
      if (!ready) {
        for (let at = 0; at < this.#segmentBytes; at += ZEROS.length) {
          writeAll(disk, fd, ZEROS, Math.min(ZEROS.length, this.#segmentBytes - at), at);
        }
      }
      writeAll(disk, fd, header, header.length, 0);
      disk.datasync(fd);
      disk.rename(source, path);
      disk.syncDirectory(this.#directory);
    } catch (error) {
      disk.close(fd);
      disk.remove(source);
      throw error;
    }
    return fd;
  }
}
