/** Reads spans of the log by their place, close ones from one read: what resends are made of. */
import { join } from "node:path";
import { LockstepError } from "../lib/errors.ts";
import { type Disk, nodeDisk } from "./disk.ts";
import { segmentFileName } from "./format.ts";

const READ_AHEAD_BYTES = 256 * 1024;

export class SpanReader {
  /** The bytes the last `read` found its span in. */
  bytes = Buffer.alloc(READ_AHEAD_BYTES);
  readonly #directory: string;
  readonly #disk: Disk;
  #segmentNumber = 0;
  #fd = -1;
  #start = 0;
  #end = 0;

  constructor(directory: string, disk: Disk = nodeDisk) {
    this.#disk = disk;
    this.#directory = directory;
  }

  /**
   * @returns where in `bytes` the span starts; valid until the next read
   * @throws LockstepError LOCKSTEP_ERR_JOURNAL_READ when the segment ends before the span does
   */
  read(segmentNumber: number, offset: number, length: number): number {
    if (segmentNumber !== this.#segmentNumber) {
      this.close();
      this.#fd = this.#disk.open(join(this.#directory, segmentFileName(segmentNumber)), "r");
      this.#segmentNumber = segmentNumber;
    }
    if (offset < this.#start || offset + length > this.#end) {
      if (length > this.bytes.length) this.bytes = Buffer.alloc(length);
      this.#start = offset;
      this.#end = offset + this.#fill(length, offset);
    }
    if (offset + length <= this.#end) return offset - this.#start;
    throw new LockstepError(
      "LOCKSTEP_ERR_JOURNAL_READ",
      `${length} bytes should lie in segment ${segmentNumber} at offset ${offset}, and it ends before them. Stop and run lockstep verify`,
    );
  }

  /** A read may give less than there is; only one that gives nothing is at the end. @returns how many bytes were read */
  #fill(least: number, offset: number): number {
    let count = 0;
    while (count < least) {
      const read = this.#disk.read(this.#fd, this.bytes, count, this.bytes.length - count, offset + count);
      if (read === 0) break;
      count += read;
    }
    return count;
  }

  /** Forgets what was read ahead: the log may have grown since. */
  close(): void {
    if (this.#fd !== -1) this.#disk.close(this.#fd);
    this.#fd = -1;
    this.#segmentNumber = 0;
    this.#start = 0;
    this.#end = 0;
  }
}
