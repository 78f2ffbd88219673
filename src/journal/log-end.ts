/**
 * Finds the end of a log that another process may be writing, without being told: the last whole group there is now.
 *
 * For a backup, which needs two journals as they were at one moment: it looks again and again, and looking again costs a
 * read or two. It stops at what is not whole and does not ask why; whoever uses the place checks what lies before it.
 */
import { join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { HASH_BYTES, HEADER_BYTES, segmentFileName } from "./format.ts";
import { type ChainPosition, checkHeader, readGroups, readSegmentBytes } from "./reader.ts";

const CHUNK_BYTES = 256 * 1024;

export class LogEnd {
  readonly position: ChainPosition = {
    segmentNumber: 0,
    offset: HEADER_BYTES,
    lastSequence: 0,
    lastGroup: 0,
    hash: Buffer.alloc(HASH_BYTES),
  };
  journalId: Buffer | null = null;
  readonly #directory: string;
  readonly #disk: Disk;
  #chunkBytes = CHUNK_BYTES;

  constructor(directory: string, disk: Disk = nodeDisk) {
    this.#directory = directory;
    this.#disk = disk;
  }

  /**
   * Goes on to the end there is now.
   *
   * @returns true when it has moved
   * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED when the next segment does not follow
   */
  advance(): boolean {
    const before = this.position.lastGroup;
    while (this.#readOn() || this.#nextSegment()) {
      // Until nothing more is whole.
    }
    return this.position.lastGroup !== before;
  }

  /** One chunk. @returns true when there may be more in this segment */
  #readOn(): boolean {
    const { position } = this;
    if (position.segmentNumber === 0) return false;
    const { offset, segmentNumber } = position;
    const bytes = readSegmentBytes(this.#directory, segmentNumber, offset, this.#chunkBytes, this.#disk);
    const fault = readGroups(bytes, offset, offset + bytes.length, position, () => true);
    if (position.offset > offset) return true;
    // A group longer than the chunk looks like one that is not whole.
    const isLonger = fault !== null && bytes.length === this.#chunkBytes && bytes.some((byte) => byte !== 0);
    if (isLonger) this.#chunkBytes *= 2;
    return isLonger;
  }

  #nextSegment(): boolean {
    const { position } = this;
    const next = position.segmentNumber + 1;
    if (!this.#disk.exists(join(this.#directory, segmentFileName(next)))) return false;
    const bytes = readSegmentBytes(this.#directory, next, 0, HEADER_BYTES, this.#disk);
    const before = position.lastGroup;
    // What was written between the last look and the next segment's making.
    if (this.#readOn() && position.lastGroup !== before) return true;
    const header = checkHeader(this.#directory, next, bytes, position, this.journalId);
    this.journalId = header.journalId;
    position.segmentNumber = next;
    position.offset = HEADER_BYTES;
    return true;
  }
}
