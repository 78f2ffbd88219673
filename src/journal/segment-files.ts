/**
 * The files under the log: made of zeros ahead of need, and durable as files before a frame is written into them.
 *
 * The next segment is filled on the thread pool as soon as the present one is used a little, because filling one costs
 * tens of milliseconds, and is kept under a name of its own until the log moves to it: it is also the room that is left
 * for cancels and fills when the disk is full. What was prepared before a restart is taken over.
 */
import { join } from "node:path";
import { type Disk, isDiskFull, writeAll, ZEROS } from "./disk.ts";
import { segmentFileName } from "./format.ts";

export const PREPARED_NAME = "next.prepared";
/** A segment that is being made in the foreground has its name with this; what a crash left of one is removed. */
const UNFINISHED = ".journal.new";

export class SegmentFiles {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #preparedPath: string;
  #isPreparing = false;
  #isPrepared: boolean;
  /** The disk had no room; nothing is tried until somebody says that it may have. */
  #isWaiting = false;
  #isClosed = false;
  #stopPreparing: (() => void) | null = null;

  constructor(disk: Disk, directory: string, segmentBytes: number) {
    this.#disk = disk;
    this.#directory = directory;
    this.#segmentBytes = segmentBytes;
    this.#preparedPath = join(directory, PREPARED_NAME);
    for (const name of disk.list(directory)) if (name.endsWith(UNFINISHED)) disk.remove(join(directory, name));
    this.#isPrepared = this.#findPrepared();
  }

  get isPrepared(): boolean {
    return this.#isPrepared;
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  openForWriting(segmentNumber: number): number {
    return this.#disk.open(join(this.#directory, segmentFileName(segmentNumber)), "r+");
  }

  /** Fills the next segment with zeros in the background, unless that is done, under way, or waits for room. */
  prepare(): void {
    if (this.#isPrepared || this.#isPreparing || this.#isWaiting || this.#isClosed) return;
    // Half a segment would take the room the rest of this one may need.
    if (this.#disk.space(this.#directory).freeBytes < this.#segmentBytes) {
      this.#isWaiting = true;
      return;
    }
    this.#isPreparing = true;
    this.#stopPreparing = this.#disk.zeroInBackground(this.#preparedPath, this.#segmentBytes, (error) => {
      this.#isPreparing = false;
      this.#isPrepared = error === null;
      if (error === null) return;
      this.#isWaiting = true;
      this.#disk.remove(this.#preparedPath);
    });
  }

  /** Makes no more files. What is prepared stays for the next start; what is half done is made anew then. */
  close(): void {
    this.#isClosed = true;
    this.#stopPreparing?.();
  }

  /** There may be room again: what waits may be tried. */
  tryAgain(): void {
    this.#isWaiting = false;
  }

  /**
   * Makes the segment with its header, durable with its directory entry.
   *
   * @returns its open file, or -1 when the disk is full: nothing was changed then
   * @throws what the disk throws otherwise
   */
  create(segmentNumber: number, header: Buffer): number {
    const disk = this.#disk;
    const path = join(this.#directory, segmentFileName(segmentNumber));
    const ready = this.#isPrepared;
    // A fill still running goes on into a file of its own name; this one starts afresh beside it.
    const source = ready ? this.#preparedPath : `${path}.new`;
    let fd = -1;
    try {
      fd = disk.open(source, ready ? "r+" : "w+");
      if (!ready) this.#zero(fd);
      writeAll(disk, fd, header, header.length, 0);
      disk.datasync(fd);
      disk.rename(source, path);
    } catch (error) {
      if (fd !== -1) disk.close(fd);
      if (!ready) disk.remove(source);
      if (!isDiskFull(error)) throw error;
      this.#isWaiting = true;
      return -1;
    }
    // The name is there, and whether it will stay there is not known if this fails: the log may not go on either way.
    disk.syncDirectory(this.#directory);
    this.#isPrepared = false;
    return fd;
  }

  #zero(fd: number): void {
    for (let at = 0; at < this.#segmentBytes; at += ZEROS.length) {
      writeAll(this.#disk, fd, ZEROS, Math.min(ZEROS.length, this.#segmentBytes - at), at);
    }
  }

  /** Is there a whole one of an earlier run? One that is not zeros from end to end is made anew. */
  #findPrepared(): boolean {
    const disk = this.#disk;
    if (!disk.exists(this.#preparedPath)) return false;
    if (disk.size(this.#preparedPath) !== this.#segmentBytes) return false;
    const fd = disk.open(this.#preparedPath, "r");
    try {
      const piece = Buffer.alloc(ZEROS.length);
      for (let at = 0; at < this.#segmentBytes; ) {
        const read = disk.read(fd, piece, 0, Math.min(piece.length, this.#segmentBytes - at), at);
        if (read === 0 || !piece.subarray(0, read).equals(ZEROS.subarray(0, read))) return false;
        at += read;
      }
      return true;
    } finally {
      disk.close(fd);
    }
  }
}
