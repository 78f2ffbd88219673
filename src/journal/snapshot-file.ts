/**
 * One snapshot as a file: a place in the journal, and what was known there.
 *
 *   header (128 bytes) | contents: text | parts, one after the other | hash of the first part | SHA-256 of all before
 *
 * `contents` says what the parts are and which code wrote them; a reader that has other words for them does not read the
 * file. A file is made under another name, made durable, read back, and only then given its name, so that a file with a
 * snapshot's name is whole unless the disk damaged it. It is derived from the journal: one that cannot be used is passed
 * over, and nothing is lost but time. Little-endian throughout.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { assert } from "../lib/assert.ts";
import { errorText } from "../lib/errors.ts";
import { type Image, ImageReader, ImageWriter } from "../lib/image.ts";
import { type Disk, writeAll } from "./disk.ts";
import { HASH_BYTES } from "./format.ts";
import type { ChainPosition } from "./reader.ts";

const MAGIC = "LOCKSNAP";
const FORMAT_VERSION = 1;
const HEADER_BYTES = 128;
const TRAILER_BYTES = HASH_BYTES * 2;
const NAME = /^snapshot-(\d{16})\.lockstep$/;
/** Read or written at once while small values gather; arrays go whole. */
const READ_BYTES = 1024 * 1024;

/** Writes or reads one part of a snapshot. */
export type SnapshotPart = { transfer(image: Image): void };

export type SnapshotPlace = {
  journalId: Buffer;
  /** The last commit that is in the snapshot. */
  position: ChainPosition;
  /** Time of its last frame. */
  timeNs: bigint;
};

export type SnapshotInfo = SnapshotPlace & { path: string; bytes: number; stateHash: string };

/** Why a file was not used, in words. */
export class SnapshotFault extends Error {
  override name = "SnapshotFault";
}

export function snapshotFileName(sequence: number): string {
  return `snapshot-${String(sequence).padStart(16, "0")}.lockstep`;
}

/** The snapshots in a directory, newest first; none when there is no such directory. */
export function listSnapshots(disk: Disk, directory: string): { path: string; sequence: number }[] {
  if (!disk.exists(directory)) return [];
  return disk
    .list(directory)
    .flatMap((name) => {
      const match = NAME.exec(name);
      return match === null ? [] : [{ path: join(directory, name), sequence: Number(match[1]) }];
    })
    .sort((a, b) => b.sequence - a.sequence);
}

/**
 * Writes a snapshot under the given name, durable when it returns; its caller gives it a snapshot's name.
 *
 * @returns the hash of the first part, hexadecimal
 */
export function writeSnapshot(
  disk: Disk,
  path: string,
  place: SnapshotPlace,
  contents: string,
  parts: readonly SnapshotPart[],
): string {
  const fd = disk.open(path, "w+");
  try {
    const all = createHash("sha256");
    let at = 0;
    const put = (bytes: Uint8Array) => {
      writeAll(disk, fd, bytes, bytes.length, at);
      all.update(bytes);
      at += bytes.length;
    };
    put(encodeHeader(place));
    const first = createHash("sha256");
    let isFirst = false;
    const image = new ImageWriter((bytes) => {
      if (isFirst) first.update(bytes);
      put(bytes);
    });
    image.text(contents);
    for (const [index, part] of parts.entries()) {
      image.flush();
      isFirst = index === 0;
      part.transfer(image);
    }
    image.flush();
    const firstHash = first.digest();
    put(firstHash);
    const hash = all.digest();
    writeAll(disk, fd, hash, hash.length, at);
    disk.datasync(fd);
    return firstHash.toString("hex");
  } finally {
    disk.close(fd);
  }
}

/**
 * Checks the whole file, then reads it.
 *
 * @param check looks at the place before anything is built; @returns "" or why the snapshot cannot be used
 * @throws SnapshotFault saying what is wrong with the file
 */
export function readSnapshot(
  disk: Disk,
  path: string,
  contents: string,
  check: (place: SnapshotPlace) => string,
  parts: readonly SnapshotPart[],
): SnapshotInfo {
  let fd = -1;
  try {
    const bytes = disk.size(path);
    if (bytes < HEADER_BYTES + TRAILER_BYTES) throw new SnapshotFault(`it has only ${bytes} bytes`);
    fd = disk.open(path, "r");
    const place = decodeHeader(readAt(disk, fd, 0, HEADER_BYTES));
    const trailer = readAt(disk, fd, bytes - TRAILER_BYTES, TRAILER_BYTES);
    if (!hashOf(disk, fd, bytes - HASH_BYTES).equals(trailer.subarray(HASH_BYTES)))
      throw new SnapshotFault("its SHA-256 is wrong");
    let at = HEADER_BYTES;
    const image = new ImageReader(
      (into) => {
        readInto(disk, fd, into, at);
        at += into.length;
      },
      bytes - HEADER_BYTES - TRAILER_BYTES,
    );
    const found = image.text("");
    if (found !== contents) throw new SnapshotFault(`another version of Lockstep wrote it (${found.slice(0, 40)} …)`);
    const reason = check(place);
    if (reason !== "") throw new SnapshotFault(reason);
    for (const part of parts) part.transfer(image);
    assert(image.left === 0, "a snapshot holds more than was read");
    return { ...place, path, bytes, stateHash: trailer.toString("hex", 0, HASH_BYTES) };
  } catch (error) {
    throw error instanceof SnapshotFault ? error : new SnapshotFault(errorText(error), { cause: error });
  } finally {
    if (fd !== -1) disk.close(fd);
  }
}

/** Where a snapshot was taken, if the file is whole; its contents may be another version's. @returns null when it is not */
export function readSnapshotPlace(disk: Disk, path: string): SnapshotPlace | null {
  let fd = -1;
  try {
    const bytes = disk.size(path);
    if (bytes < HEADER_BYTES + TRAILER_BYTES) return null;
    fd = disk.open(path, "r");
    const place = decodeHeader(readAt(disk, fd, 0, HEADER_BYTES));
    return hashOf(disk, fd, bytes - HASH_BYTES).equals(readAt(disk, fd, bytes - HASH_BYTES, HASH_BYTES)) ? place : null;
  } catch {
    return null;
  } finally {
    if (fd !== -1) disk.close(fd);
  }
}

function encodeHeader({ journalId, position, timeNs }: SnapshotPlace): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write(MAGIC, 0, "latin1");
  bytes.writeUInt16LE(FORMAT_VERSION, 8);
  journalId.copy(bytes, 12, 0, 16);
  bytes.writeUInt32LE(position.segmentNumber, 28);
  bytes.writeBigInt64LE(BigInt(position.offset), 32);
  bytes.writeBigInt64LE(BigInt(position.lastSequence), 40);
  bytes.writeUInt32LE(position.lastGroup, 48);
  bytes.writeBigInt64LE(timeNs, 56);
  position.hash.copy(bytes, 64, 0, HASH_BYTES);
  return bytes;
}

function decodeHeader(bytes: Buffer): SnapshotPlace {
  const magic = bytes.toString("latin1", 0, 8);
  if (magic !== MAGIC) throw new SnapshotFault(`it starts with ${JSON.stringify(magic)}, expected "${MAGIC}"`);
  const version = bytes.readUInt16LE(8);
  if (version !== FORMAT_VERSION)
    throw new SnapshotFault(`it has format version ${version}, this build reads ${FORMAT_VERSION}`);
  return {
    journalId: Buffer.from(bytes.subarray(12, 28)),
    position: {
      segmentNumber: bytes.readUInt32LE(28),
      offset: Number(bytes.readBigInt64LE(32)),
      lastSequence: Number(bytes.readBigInt64LE(40)),
      lastGroup: bytes.readUInt32LE(48),
      hash: Buffer.from(bytes.subarray(64, 64 + HASH_BYTES)),
    },
    timeNs: bytes.readBigInt64LE(56),
  };
}

function hashOf(disk: Disk, fd: number, length: number): Buffer {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(Math.min(READ_BYTES, length));
  for (let at = 0; at < length; ) {
    const wanted = piece.subarray(0, Math.min(piece.length, length - at));
    readInto(disk, fd, wanted, at);
    hash.update(wanted);
    at += wanted.length;
  }
  return hash.digest();
}

function readAt(disk: Disk, fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  readInto(disk, fd, bytes, at);
  return bytes;
}

function readInto(disk: Disk, fd: number, into: Uint8Array, at: number): void {
  for (let read = 0; read < into.length; ) {
    const count = disk.read(fd, into, read, into.length - read, at + read);
    if (count === 0) throw new SnapshotFault(`it ends at byte ${at + read}`);
    read += count;
  }
}
