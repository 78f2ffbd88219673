/**
 * The journal for the event stream: readings of it that begin at any sequence, each with its own place in the segments and
 * nothing else in memory. What is read is durable and in history already.
 *
 * A reading begins at the nearest place before it whose hash chain is known: a segment's header, or one of the marks that
 * readings leave behind as they pass.
 */
import { type EventFrame, type JournalCursor, type JournalEvents, PrunedJournal } from "./desk/journal-cursor.ts";
import { decodeFrame } from "./domain/frame.ts";
import { nodeDisk } from "./journal/disk.ts";
import { decodeSegmentHeader, HEADER_BYTES } from "./journal/format.ts";
import type { ScanStart } from "./journal/journal.ts";
import { type ChainPosition, damaged, listSegments, readSegmentBytes } from "./journal/reader.ts";
import { JournalTail } from "./journal/tail.ts";
import { ByteReader } from "./lib/byte-buffer.ts";

/** Marks are that far apart, and no more than that many: every other one goes then. */
const MARK_BYTES = 1024 * 1024;
const MARKS_MAX = 2_048;

export class FollowedEvents implements JournalEvents {
  readonly #directory: string;
  readonly #skips: ReadonlySet<number>;
  readonly #end: () => ChainPosition;
  readonly #segments = new Map<number, ScanStart>();
  #marks: ChainPosition[] = [];
  #markBytes = MARK_BYTES;

  /** @param end how far may be read now: the end of a group */
  constructor(directory: string, skips: ReadonlySet<number>, end: () => ChainPosition) {
    this.#directory = directory;
    this.#skips = skips;
    this.#end = end;
  }

  get firstSequence(): number {
    const [first] = listSegments(this.#directory);
    return first === undefined ? 1 : this.#header(first).position.lastSequence + 1;
  }

  get endSequence(): number {
    return this.#end().lastSequence;
  }

  open(after: number): JournalCursor {
    const start = this.#startBefore(after);
    const tail = new JournalTail(this.#directory, nodeDisk, start);
    const reader = new ByteReader();
    return {
      get sequence() {
        return Math.max(after, tail.position.lastSequence);
      },
      read: (visit) => {
        const end = this.#end();
        if (end.lastSequence <= tail.position.lastSequence) return false;
        const hasMore = tail.poll(end.segmentNumber, end.offset, (frame) => {
          if (frame.sequence <= after) return true;
          reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
          const { command, events } = decodeFrame(reader);
          const isSkipped = this.#skips.has(frame.sequence);
          const read: EventFrame = { sequence: frame.sequence, timeNs: frame.timeNs, command, events };
          visit(isSkipped ? { ...read, events: [] } : read);
          return true;
        });
        this.#mark(tail.position);
        return hasMore;
      },
      close: () => tail.close(),
    };
  }

  /** @throws PrunedJournal when the journal begins later */
  #startBefore(after: number): ScanStart {
    const segments = listSegments(this.#directory);
    let low = 0;
    for (let high = segments.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if (this.#header(segments[middle]).position.lastSequence <= after) low = middle;
      else high = middle - 1;
    }
    const header = this.#header(segments[low]);
    if (header.position.lastSequence > after) throw new PrunedJournal(header.position.lastSequence + 1);
    let nearest = header.position;
    for (const mark of this.#marks) {
      if (mark.lastSequence <= after && mark.lastSequence > nearest.lastSequence) nearest = mark;
    }
    return { journalId: header.journalId, position: { ...nearest } };
  }

  /** Where a segment begins, by its own header; it never changes. */
  #header(segmentNumber: number): ScanStart {
    const known = this.#segments.get(segmentNumber);
    if (known !== undefined) return known;
    const header = decodeSegmentHeader(readSegmentBytes(this.#directory, segmentNumber, 0, HEADER_BYTES));
    if (typeof header === "string") throw damaged(this.#directory, segmentNumber, 0, header);
    const { journalId, firstSequence, firstGroup, previousHash } = header;
    const position = {
      segmentNumber,
      offset: HEADER_BYTES,
      lastSequence: firstSequence - 1,
      lastGroup: firstGroup - 1,
      hash: previousHash,
    };
    const start = { journalId, position };
    this.#segments.set(segmentNumber, start);
    return start;
  }

  #mark(position: ChainPosition): void {
    const marks = this.#marks;
    const isNear = marks.some(
      (mark) =>
        mark.segmentNumber === position.segmentNumber && Math.abs(mark.offset - position.offset) < this.#markBytes,
    );
    if (isNear) return;
    marks.push({ ...position });
    if (marks.length <= MARKS_MAX) return;
    this.#marks = marks.filter((_, index) => index % 2 === 0);
    this.#markBytes *= 2;
  }
}
