/**
 * The layout of the log on disk.
 *
 *   segment = header (128 bytes) | record | record | … | zeros (preallocated, not yet written)
 *   record  = length u32 | crc32c u32 | kind u8 | group u32 | body      length counts what follows the crc32c field,
 *                                                                       and the crc32c covers the same bytes
 *   frame   (kind 1): body = sequence i64 | time i64 (ns) | payload     one command and all it caused
 *   commit  (kind 2): body = sequence i64 (last of the group) | SHA-256 of (previous hash | the group's bytes)
 *
 * A group is what one sync made durable: frames, then its commit. Nothing of a group is heard of outside before its
 * commit is durable, so a group without a whole commit was never promised to anybody. Little-endian throughout.
 */
import { createHash, hash } from "node:crypto";
import { crc32c } from "../lib/crc32c.ts";

export const MAGIC = "LOCKSTEP";
export const FORMAT_VERSION = 1;
export const HEADER_BYTES = 128;
export const RECORD_HEADER_BYTES = 13;
export const FRAME_HEADER_BYTES = RECORD_HEADER_BYTES + 16;
export const HASH_BYTES = 32;
/** What follows in the header is zeros, up to its checksum; so are the two bytes after the version. */
const HEADER_USED_BYTES = 44 + HASH_BYTES;
export const COMMIT_BYTES = RECORD_HEADER_BYTES + 8 + HASH_BYTES;
export const RecordKind = { Frame: 1, Commit: 2 } as const;

/** What a segment says of itself. */
export type SegmentHeader = {
  journalId: Buffer;
  segmentNumber: number;
  firstSequence: number;
  firstGroup: number;
  previousHash: Buffer;
};

export function segmentFileName(segmentNumber: number): string {
  return `segment-${String(segmentNumber).padStart(8, "0")}.journal`;
}

/** @returns the number in a segment's file name, or 0 when it is no segment. */
export function segmentNumberOf(fileName: string): number {
  const match = /^segment-(\d{8})\.journal$/.exec(fileName);
  return match ? Number(match[1]) : 0;
}

export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write(MAGIC, 0, "latin1");
  bytes.writeUInt16LE(FORMAT_VERSION, 8);
  header.journalId.copy(bytes, 12, 0, 16);
  bytes.writeUInt32LE(header.segmentNumber, 28);
  bytes.writeBigInt64LE(BigInt(header.firstSequence), 32);
  bytes.writeUInt32LE(header.firstGroup, 40);
  header.previousHash.copy(bytes, 44, 0, HASH_BYTES);
  bytes.writeUInt32LE(crc32c(bytes, 0, HEADER_BYTES - 4), HEADER_BYTES - 4);
  return bytes;
}

/** @returns the header, or a sentence that says what is wrong with it. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader | string {
  if (bytes.length < HEADER_BYTES) return `the file has ${bytes.length} bytes, a header needs ${HEADER_BYTES}`;
  const magic = bytes.toString("latin1", 0, 8);
  if (magic !== MAGIC) return `it starts with ${JSON.stringify(magic)}, expected "${MAGIC}"`;
  const version = bytes.readUInt16LE(8);
  if (version !== FORMAT_VERSION) return `it has format version ${version}, this build reads ${FORMAT_VERSION}`;
  if (bytes.readUInt32LE(HEADER_BYTES - 4) !== crc32c(bytes, 0, HEADER_BYTES - 4))
    return "its header's checksum is wrong";
  for (let at = 10; at < HEADER_BYTES - 4; at++) {
    if ((at < 12 || at >= HEADER_USED_BYTES) && bytes[at] !== 0)
      return `its header has a byte at ${at} that means nothing`;
  }
  return {
    journalId: Buffer.from(bytes.subarray(12, 28)),
    segmentNumber: bytes.readUInt32LE(28),
    firstSequence: Number(bytes.readBigInt64LE(32)),
    firstGroup: bytes.readUInt32LE(40),
    previousHash: Buffer.from(bytes.subarray(44, 44 + HASH_BYTES)),
  };
}

/** The chain's next link: the hash of the one before and of everything written since. */
export function chainHash(previousHash: Uint8Array, bytes: Uint8Array): Buffer {
  return createHash("sha256").update(previousHash).update(bytes).digest();
}

/**
 * The same for a group where it lies. Behind another group, its bytes follow that one's hash: both are hashed in one piece,
 * which leaves nothing for the collector to finish; an object for every group cost it milliseconds.
 */
export function chainHashAt(previousHash: Buffer, bytes: Buffer, groupStart: number, groupEnd: number): Buffer {
  const from = groupStart - HASH_BYTES;
  if (from < 0 || previousHash.compare(bytes, from, groupStart) !== 0) {
    return chainHash(previousHash, bytes.subarray(groupStart, groupEnd));
  }
  return Buffer.from(hash("sha256", bytes.subarray(from, groupEnd), "binary"), "latin1");
}
