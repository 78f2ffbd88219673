/** Follows a log that another thread is writing, no further than that thread says is durable. */
import { join } from "node:path";
import { type Disk, nodeDisk } from "./disk.ts";
import { HASH_BYTES, HEADER_BYTES, segmentFileName } from "./format.ts";
import type { ScanStart } from "./journal.ts";
import { type ChainPosition, checkHeader, damaged, type FrameVisitor, readGroups } from "./reader.ts";

/** Read at once: what a follower does between two looks at its sockets. Grows when a single group is larger. */
const CHUNK_BYTES = 256 * 1024;

export class JournalTail {
  readonly position: ChainPosition = {
    segmentNumber: 0,
    offset: HEADER_BYTES,
    lastSequence: 0,
    lastGroup: 0,
    hash: Buffer.alloc(HASH_BYTES),
  };
  readonly #directory: string;
  readonly #disk: Disk;
  #journalId: Buffer | null = null;
  #fd = -1;
  #chunk: Buffer;

  /**
   * @param from where to begin; `placeFault` has found nothing against it
   * @param chunkBytes how much is read at once, as long as no single group is larger
   */
  constructor(
    directory: string,
    disk: Disk = nodeDisk,
    from: ScanStart | null = null,
    chunkBytes: number = CHUNK_BYTES,
  ) {
    this.#chunk = Buffer.alloc(chunkBytes);
    this.#disk = disk;
    this.#directory = directory;
    if (from === null) return;
    Object.assign(this.position, from.position);
    this.#journalId = from.journalId;
  }

  /**
   * Visits frames that became durable, up to the given place, a chunk at a time.
   *
   * @param durableSegment segment the log is durable in
   * @param durableOffset offset in it
   * @returns true when there is more to read
   * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED
   */
  poll(durableSegment: number, durableOffset: number, visit: FrameVisitor): boolean {
    const { position } = this;
    if (durableSegment === 0) return false;
    if (position.segmentNumber === 0) this.#open(1);
    if (this.#fd === -1) this.#fd = this.#disk.open(this.#pathOf(position.segmentNumber), "r");
    let end = position.segmentNumber === durableSegment ? durableOffset : Number.POSITIVE_INFINITY;
    if (position.offset >= end) return false;
    const wanted = Math.min(end - position.offset, this.#chunk.length);
    const read = this.#disk.read(this.#fd, this.#chunk, 0, wanted, position.offset);
    end = position.offset + read;
    const before = position.offset;
    const fault = readGroups(this.#chunk.subarray(0, read), before, end, position, visit);
    if (position.offset > before) return position.offset < durableOffset || position.segmentNumber < durableSegment;
    if (position.segmentNumber < durableSegment && fault === null) {
      this.#open(position.segmentNumber + 1);
      return true;
    }
    if (read === this.#chunk.length && fault !== null) {
      this.#chunk = Buffer.alloc(this.#chunk.length * 2);
      return true;
    }
    throw damaged(
      this.#directory,
      position.segmentNumber,
      fault?.offset ?? before,
      fault?.reason ?? "nothing where frames should be",
    );
  }

  /** From now on it reads as much at once as one that was not told how much. */
  readInFull(): void {
    if (this.#chunk.length < CHUNK_BYTES) this.#chunk = Buffer.alloc(CHUNK_BYTES);
  }

  close(): void {
    if (this.#fd !== -1) this.#disk.close(this.#fd);
    this.#fd = -1;
  }

  #pathOf(segmentNumber: number): string {
    return join(this.#directory, segmentFileName(segmentNumber));
  }

  #open(segmentNumber: number): void {
    const fd = this.#disk.open(this.#pathOf(segmentNumber), "r");
    const header = Buffer.alloc(HEADER_BYTES);
    this.#disk.read(fd, header, 0, HEADER_BYTES, 0);
    const found = checkHeader(this.#directory, segmentNumber, header, this.position, this.#journalId);
    this.close();
    this.#fd = fd;
    this.#journalId = found.journalId;
    this.position.segmentNumber = segmentNumber;
    this.position.offset = HEADER_BYTES;
  }
}
