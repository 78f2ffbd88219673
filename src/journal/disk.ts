/**
 * What the journal needs of a file system, and nothing more: the door by which disk faults come in (a full disk, a
 * sync that fails, a write torn in the middle, a bit that flipped), so that a simulation may have them from a seed.
 *
 * In: paths and file numbers. Out: bytes, or the error Node's file system would throw, with its `code` (ENOENT, EIO,
 * ENOSPC). Whoever implements it must lose, at a power cut, no byte that `datasync` returned for, and no name that
 * `syncDirectory` returned for; anything else it may lose, in part too.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { failpoint } from "../lib/failpoint.ts";

/** Read; read and write what is there; make anew, emptied, for reading and writing. */
export type OpenMode = "r" | "r+" | "w+";

/** Free and whole size of the file system a directory is on, in bytes; free is what this process may still use. */
export type DiskSpace = { freeBytes: number; totalBytes: number };

export type Disk = {
  /** @returns a file number, to be given to `close`; a file made is readable by its owner alone */
  open(path: string, mode: OpenMode): number;
  close(fd: number): void;
  /** @returns how many bytes were read: 0 at the file's end, and it may be fewer than asked for */
  read(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  /** @returns how many bytes were written: it may be fewer than given */
  write(fd: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  /** Returns when everything written to the file, and its size, will outlive a loss of power. */
  datasync(fd: number): void;
  /** Returns when the names in the directory will. */
  syncDirectory(directory: string): void;
  /** Makes the directory, with those above it, when it is not there. */
  makeDirectory(directory: string): void;
  /** The names in a directory, in no order. */
  list(directory: string): string[];
  exists(path: string): boolean;
  /** Size of a file in bytes. */
  size(path: string): number;
  /** The new name replaces a file that has it. */
  rename(from: string, to: string): void;
  /** Removes a file; one that is not there is as good as removed. */
  remove(path: string): void;
  space(directory: string): DiskSpace;
  /**
   * Makes a file of zeros, durable but for its name, away from the calling thread: the caller goes on at once.
   *
   * @param done called later, never from inside the call, with null or what went wrong; not when it was stopped
   * @returns stops it: no file is made from then on, nothing more is written, and what is there stays unfinished
   */
  zeroInBackground(path: string, bytes: number, done: (error: unknown) => void): () => void;
};

/**
 * Zeros are made in the background a piece at a time, each synced before the next, with a breath between: the order path's
 * own syncs share the disk. Measured with one commit of 30 kB every millisecond while 32 MiB are made: all in one go, the
 * 99th percentile is 4.0 ms and the worst 17 ms; in these pieces 0.4 ms and 4 ms. Making them takes 0.2 to 0.4 s.
 */
const BACKGROUND_PIECE_BYTES = 512 * 1024;
const BACKGROUND_PAUSE_MS = 2;

/** A piece of the zeros that files are made of. */
export const ZEROS: Uint8Array = Buffer.alloc(1024 * 1024);

const SYNC_ERROR = failpoint("sync_error");

/** The machine's own. */
export const nodeDisk: Disk = {
  open: (path, mode) => openSync(path, mode, 0o600),
  close: (fd) => closeSync(fd),
  read: (fd, bytes, offset, length, position) => readSync(fd, bytes, offset, length, position),
  write: (fd, bytes, offset, length, position) => writeSync(fd, bytes, offset, length, position),
  datasync: (fd) => {
    if (SYNC_ERROR?.reached()) throw Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
    fdatasyncSync(fd);
  },
  syncDirectory: (directory) => {
    const fd = openSync(directory, "r");
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  },
  makeDirectory: (directory) => void mkdirSync(directory, { recursive: true, mode: 0o700 }),
  list: (directory) => readdirSync(directory),
  exists: (path) => existsSync(path),
  size: (path) => statSync(path).size,
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
  space: (directory) => {
    const { bavail, blocks, bsize } = statfsSync(directory);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  },
  zeroInBackground: (path, bytes, done) => {
    const work = { isStopped: false };
    const tell = (error: unknown) => {
      if (!work.isStopped) done(error);
    };
    zero(path, bytes, work).then(() => tell(null), tell);
    return () => {
      work.isStopped = true;
    };
  },
};

async function zero(path: string, bytes: number, work: { readonly isStopped: boolean }): Promise<void> {
  // The name is made at once, so that none appears behind whoever has stopped it.
  closeSync(openSync(path, "w", 0o600));
  const file = await open(path, "r+");
  try {
    for (let at = 0; at < bytes && !work.isStopped; ) {
      const { bytesWritten } = await file.write(ZEROS, 0, Math.min(BACKGROUND_PIECE_BYTES, bytes - at), at);
      at += bytesWritten;
      await file.datasync();
      await new Promise((resolve) => setTimeout(resolve, BACKGROUND_PAUSE_MS));
    }
  } finally {
    await file.close();
  }
}

/** Is there no room, for anybody or for this user? Then the same may be tried again later, unlike after any other error. */
export function isDiskFull(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "ENOSPC" || code === "EDQUOT";
}

/** Writes all of `bytes[0, length)` at a position, in as many writes as it takes. */
export function writeAll(disk: Disk, fd: number, bytes: Uint8Array, length: number, position: number, start = 0): void {
  for (let written = 0; written < length; ) {
    written += disk.write(fd, bytes, start + written, length - written, position + written);
  }
}
