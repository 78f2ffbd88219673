/**
 * Frames whose events cannot be applied, and the operator's decision that they do not count.
 *
 * The decision is a frame itself, later in the journal, so that every start, the follower and `verify` leave out the same
 * frames for good, whatever later versions of the code could have made of them.
 */
import { CommandType, decodeCommand } from "./domain/records.generated.ts";
import { type Disk, nodeDisk } from "./journal/disk.ts";
import { FRAME_HEADER_BYTES, HEADER_BYTES, RecordKind } from "./journal/format.ts";
import { scanJournal } from "./journal/journal.ts";
import { type FrameVisitor, listSegments, readSegmentBytes } from "./journal/reader.ts";
import { ByteReader } from "./lib/byte-buffer.ts";
import { errorText, LockstepError } from "./lib/errors.ts";

/** What is said of a frame that ended the process which wrote it. */
export const BROKE = "they broke an invariant when it was worked, and nobody was told of them";

/** Applying a frame's events broke an invariant. */
export class UnappliedFrame extends LockstepError {
  readonly sequence: number;

  constructor(sequence: number, cause: unknown) {
    super(
      "LOCKSTEP_ERR_FRAME_UNAPPLIED",
      `the events of sequence ${sequence} cannot be applied: ${errorText(cause)}. This is a bug of Lockstep: keep the journal and ` +
        `report it. To trade on without what this frame says, start with: lockstep serve --skip ${sequence} --reason TEXT`,
      { cause },
    );
    this.sequence = sequence;
  }
}

/** The frames that operators decided to leave out. */
export function readSkips(directory: string, disk: Disk = nodeDisk): Set<number> {
  const skips = new Set<number>();
  if (!mayHaveSkips(directory, disk)) return skips;
  const reader = new ByteReader();
  const visit: FrameVisitor = (frame) => {
    if (frame.bytes[frame.payloadStart] !== CommandType.SkipFrame) return true;
    reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    const command = decodeCommand(reader);
    if (command.type === CommandType.SkipFrame) skips.add(command.sequence);
    return true;
  };
  scanJournal(directory, visit, disk);
  return skips;
}

/** Looks at the frames' commands only, unchecked: nearly every journal has none, and is read again in earnest anyway. */
function mayHaveSkips(directory: string, disk: Disk): boolean {
  for (const segmentNumber of listSegments(directory, disk)) {
    const bytes = readSegmentBytes(directory, segmentNumber, 0, -1, disk);
    for (let at = HEADER_BYTES; at + FRAME_HEADER_BYTES < bytes.length; ) {
      if (bytes[at + 8] === RecordKind.Frame && bytes[at + FRAME_HEADER_BYTES] === CommandType.SkipFrame) return true;
      const length = bytes.readUInt32LE(at);
      if (length === 0) break;
      at += 8 + length;
    }
  }
  return false;
}
