/**
 * The disk as one life of the process has it: the journal's interface over the fake disks, with the faults that are in
 * force. The OMS's directory and the exchange's lie on two disks, as if on two machines, so that they can lose power apart.
 * A fault strikes by count: the n-th write or sync from when it was set.
 */
import { dirname } from "node:path";
import type { Disk, OpenMode } from "../../src/journal/disk.ts";
import type { Random } from "../../src/lib/random.ts";
import { type FakeDisk, FakeFile } from "./fake-disk.ts";
import { ProcessEnded, type ProcessLife } from "./process-life.ts";

export const DATA = "/data";
export const OMS_JOURNAL = `${DATA}/journal`;
export const EXCHANGE_JOURNAL = `${DATA}/exchange`;
/** By venue, from 1: the exchange of `venue`, and the other one in the box. */
export const EXCHANGE_JOURNALS = [EXCHANGE_JOURNAL, `${DATA}/exchange-XALT`];
const SHORT_ONE_IN = 40;
const BACKGROUND_MS = 30;

/** What is wrong with the disks, until it strikes or is taken back; one object for the whole run. */
export type DiskFaults = {
  /** The process ends at the n-th write or sync from now, which is done in part; 0 for never. */
  crashIn: number;
  /** The n-th sync from now fails. */
  syncErrorIn: number;
  /** Files cannot grow. */
  full: boolean;
  /** A sync takes up to this long. */
  slowMs: number;
};

export type DiskDoorOptions = {
  life: ProcessLife;
  random: Random;
  oms: FakeDisk;
  exchange: FakeDisk;
  faults: DiskFaults;
  /** The process ends here and now. */
  onCrash: () => void;
  /** Bytes of this file are written, or synced. */
  onWritten: (path: string) => void;
  onSynced: (path: string) => void;
};

type Open = { path: string; file: FakeFile };

export function openDiskDoor(options: DiskDoorOptions): Disk {
  const { life, random, faults } = options;
  const open = new Map<number, Open>();
  let nextFd = 3;
  const diskOf = (path: string) => (path.startsWith(EXCHANGE_JOURNAL) ? options.exchange : options.oms);
  const check = () => {
    if (!life.alive) throw new ProcessEnded();
  };
  const crashNow = () => {
    if (faults.crashIn === 0 || --faults.crashIn > 0) return false;
    return true;
  };
  const crash = () => {
    options.onCrash();
    throw new ProcessEnded();
  };
  const opened = (fd: number): Open => {
    check();
    return open.get(fd) ?? fail("EBADF", `file number ${fd} is not open`);
  };
  const named = (path: string): FakeFile => {
    check();
    return diskOf(path).names.get(path) ?? fail("ENOENT", `no such file: ${path}`);
  };
  const growBy = (path: string, bytes: number) => {
    const disk = diskOf(path);
    if (bytes > 0 && (faults.full || disk.usedBytes + bytes > disk.capacity)) fail("ENOSPC", "no space left on device");
  };
  const make = (path: string): FakeFile => {
    if (!diskOf(path).directories.has(dirname(path))) fail("ENOENT", `no such directory: ${dirname(path)}`);
    const file = new FakeFile();
    diskOf(path).setNames(dirname(path), new Map([[path, file]]));
    return file;
  };
  const sync = (path: string, file: FakeFile) => {
    if (crashNow()) {
      if (random.oneIn(2)) file.sync();
      crash();
    }
    if (faults.slowMs > 0) life.stall(random.below(faults.slowMs));
    if (faults.syncErrorIn > 0 && --faults.syncErrorIn === 0) {
      file.failSync();
      fail("EIO", "i/o error, fdatasync");
    }
    file.sync();
    options.onSynced(path);
  };

  return {
    open(path: string, mode: OpenMode): number {
      check();
      let file = diskOf(path).names.get(path);
      if (mode === "w+") {
        if (file === undefined) file = make(path);
        else file.truncate();
      }
      if (file === undefined) return fail("ENOENT", `no such file: ${path}`);
      open.set(nextFd, { path, file });
      return nextFd++;
    },
    close: (fd) => void open.delete(fd),
    read(fd, bytes, offset, length, position) {
      const { file } = opened(fd);
      const wanted = length > 1 && random.oneIn(SHORT_ONE_IN) ? 1 + random.below(length) : length;
      const count = Math.max(0, Math.min(wanted, file.size - position));
      if (count > 0) bytes.set(file.bytes.subarray(position, position + count), offset);
      return count;
    },
    write(fd, bytes, offset, length, position) {
      const { path, file } = opened(fd);
      growBy(path, position + length - file.size);
      if (crashNow()) {
        file.write(bytes, offset, random.below(length + 1), position);
        crash();
      }
      const count = length > 1 && random.oneIn(SHORT_ONE_IN) ? 1 + random.below(length) : length;
      file.write(bytes, offset, count, position);
      options.onWritten(path);
      return count;
    },
    datasync(fd) {
      const { path, file } = opened(fd);
      sync(path, file);
    },
    syncDirectory(directory) {
      check();
      if (crashNow()) crash();
      for (const disk of directory === DATA ? [options.oms, options.exchange] : [diskOf(directory)]) {
        disk.syncDirectory(directory);
      }
    },
    makeDirectory(directory) {
      check();
      diskOf(directory).makeDirectory(directory);
    },
    list(directory) {
      check();
      if (!diskOf(directory).directories.has(directory)) fail("ENOENT", `no such directory: ${directory}`);
      const names = [...diskOf(directory).names.keys()].filter((path) => dirname(path) === directory);
      return names.map((path) => path.slice(directory.length + 1));
    },
    exists(path) {
      check();
      return diskOf(path).names.has(path) || diskOf(path).directories.has(path);
    },
    size: (path) => named(path).size,
    rename(from, to) {
      const file = named(from);
      diskOf(from).setNames(
        dirname(to),
        new Map<string, FakeFile | null>([
          [from, null],
          [to, file],
        ]),
      );
    },
    remove(path) {
      check();
      if (diskOf(path).names.has(path)) diskOf(path).setNames(dirname(path), new Map([[path, null]]));
    },
    space(directory) {
      check();
      const disk = diskOf(directory);
      const totalBytes = Number.isFinite(disk.capacity) ? disk.capacity : 2 ** 40;
      return { freeBytes: faults.full ? 0 : Math.max(0, totalBytes - disk.usedBytes), totalBytes };
    },
    zeroInBackground(path, bytes, done) {
      check();
      const disk = diskOf(path);
      if (disk.names.get(path) === undefined) make(path);
      const file = disk.names.get(path);
      let isStopped = false;
      life.after(1 + random.below(BACKGROUND_MS), () => {
        if (isStopped) return;
        if (file === undefined || faults.full || disk.usedBytes + bytes > disk.capacity) {
          return done(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
        }
        file.write(Buffer.alloc(bytes), 0, bytes, 0);
        file.sync();
        done(null);
      });
      return () => {
        isStopped = true;
      };
    },
  };
}

function fail(code: string, text: string): never {
  throw Object.assign(new Error(`${code}: ${text}`), { code });
}
