/** What the writer does when the disk refuses: errors are put between it and the machine's own file system. */
import { fstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Disk, nodeDisk } from "../../src/journal/disk.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { listSegments } from "../../src/journal/reader.ts";
import { PREPARED_NAME } from "../../src/journal/segment-files.ts";
import type { JournalWriter } from "../../src/journal/writer.ts";

const FULL = process.env.LOCKSTEP_FULL === "1";
const root = mkdtempSync(join(tmpdir(), "lockstep-writer-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let directories = 0;
const newDirectory = () => join(root, `j${++directories}`);
const SEGMENT_BYTES = 64 * 1024;

function open(directory: string, disk: Disk = nodeDisk, segmentBytes = SEGMENT_BYTES) {
  const payloads: string[] = [];
  const { writer, scan } = openJournal({ directory, durability: "fsync", segmentBytes, disk }, (frame) => {
    payloads.push(frame.bytes.toString("latin1", frame.payloadStart, frame.payloadEnd));
    return true;
  });
  return { writer, scan, payloads };
}

function put(writer: JournalWriter, payload: string): void {
  writer.beginFrame(1n).copy(Buffer.from(payload, "latin1"), 0, payload.length);
  writer.endFrame();
}

const error = (code: string) => Object.assign(new Error(`${code}: planted`), { code });

/** The machine's disk with room for so many bytes of growth more; what lies there already can be written over. */
class SmallDisk implements Disk {
  freeBytes: number;
  writes = 0;

  constructor(freeBytes: number) {
    this.freeBytes = freeBytes;
  }
  open: Disk["open"] = (path, mode) => {
    if (mode === "w+" && nodeDisk.exists(path)) this.freeBytes += nodeDisk.size(path);
    return nodeDisk.open(path, mode);
  };
  write: Disk["write"] = (fd, bytes, offset, length, position) => {
    this.writes++;
    const { size } = fstatSync(fd);
    const grows = Math.max(0, position + length - Math.max(size, position));
    const fits = Math.min(length, length - grows + this.freeBytes);
    if (fits <= 0) throw error("ENOSPC");
    const written = nodeDisk.write(fd, bytes, offset, fits, position);
    this.freeBytes -= Math.max(0, position + written - Math.max(size, position));
    return written;
  };
  remove: Disk["remove"] = (path) => {
    if (nodeDisk.exists(path)) this.freeBytes += nodeDisk.size(path);
    nodeDisk.remove(path);
  };
  zeroInBackground: Disk["zeroInBackground"] = (path, bytes, done) => {
    this.freeBytes -= bytes;
    return nodeDisk.zeroInBackground(path, bytes, done);
  };
  space: Disk["space"] = () => ({ freeBytes: this.freeBytes, totalBytes: 1e9 });
  close = nodeDisk.close;
  read = nodeDisk.read;
  datasync = nodeDisk.datasync;
  syncDirectory = nodeDisk.syncDirectory;
  makeDirectory = nodeDisk.makeDirectory;
  list = nodeDisk.list;
  exists = nodeDisk.exists;
  size = nodeDisk.size;
  rename = nodeDisk.rename;
}

describe("a sync that fails", () => {
  const rounds = FULL ? 500 : 30;
  it(`ends the journal at any of the first ${rounds} syncs: no second try, and everything acknowledged is read again`, {
    timeout: 30_000 + rounds * 2_000,
  }, () => {
    for (let failing = 1; failing <= rounds; failing++) {
      const directory = newDirectory();
      open(directory).writer.close();
      let syncs = 0;
      let afterFailure = 0;
      const disk: Disk = {
        ...nodeDisk,
        datasync: (fd) => {
          if (syncs >= failing) afterFailure++;
          if (++syncs === failing) throw error("EIO");
          nodeDisk.datasync(fd);
        },
      };
      const { writer } = open(directory, disk);
      const acknowledged: string[] = [];
      let failure: unknown = null;
      for (let index = 0; index < rounds + 5 && failure === null; index++) {
        const payload = `${index}`.padEnd(2_000, ".");
        try {
          put(writer, payload);
          writer.commit();
          acknowledged.push(payload);
        } catch (thrown) {
          failure = thrown;
        }
      }
      expect(String(failure)).toMatch(/(made durable in segment|could not make segment) \d+: EIO/);
      expect(() => writer.commit()).toThrow("the journal has failed before; restart");
      expect(afterFailure).toBe(0);
      writer.close();
      const { payloads, writer: again } = open(directory);
      expect(payloads.slice(0, acknowledged.length)).toEqual(acknowledged);
      again.close();
    }
  });
});

describe("a full disk", () => {
  it("holds the group back, whole, and writes the same bytes when there is room", () => {
    const directory = newDirectory();
    const disk = new SmallDisk(SEGMENT_BYTES);
    const { writer } = open(directory, disk);
    const payloads: string[] = [];
    for (let index = 0; !writer.isHeld; index++) {
      payloads.push(`${index}`.padEnd(3_000, "x"));
      put(writer, payloads[index]);
      writer.commit();
    }
    // Everything before it is acknowledged; the last one is not, and a crash now would find it torn.
    expect(writer.durableSequence).toBe(payloads.length - 1);
    expect(payloads.length).toBeGreaterThan(SEGMENT_BYTES / 3_100);
    const copy = open(directory);
    expect(copy.payloads).toEqual(payloads.slice(0, -1));
    copy.writer.close();
    expect(writer.commit()).toBe(false);
    disk.freeBytes = 3 * SEGMENT_BYTES;
    writer.tryAgain();
    expect(writer.commit()).toBe(true);
    put(writer, "after");
    expect(writer.commit()).toBe(true);
    writer.close();
    const again = open(directory);
    expect(again.payloads).toEqual([...payloads, "after"]);
    expect(again.scan.tornTail).toBeNull();
    again.writer.close();
  });

  it("keeps the next segment ready as a reserve, so that what is under way is finished in it", async () => {
    const directory = newDirectory();
    const segmentBytes = 4 * 1024 * 1024;
    const disk = new SmallDisk(2 * segmentBytes);
    const { writer } = open(directory, disk, segmentBytes);
    put(writer, "x".repeat(segmentBytes / 8));
    writer.commit();
    while (!readdirSync(directory).includes(PREPARED_NAME) || !isWhole(directory, segmentBytes)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    disk.freeBytes = 0;
    let bytes = 0;
    for (const payload = "y".repeat(60_000); bytes < 1.5 * segmentBytes; bytes += payload.length) {
      put(writer, payload);
      expect(writer.commit()).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(listSegments(directory)).toEqual([1, 2]);
    expect(disk.freeBytes).toBe(0);
    writer.close();
  });

  it("takes over at the next start what the last one prepared, unless something was written into it", async () => {
    const directory = newDirectory();
    const segmentBytes = 4 * 1024 * 1024;
    const first = open(directory, nodeDisk, segmentBytes);
    put(first.writer, "x".repeat(segmentBytes / 8));
    first.writer.commit();
    while (!isWhole(directory, segmentBytes)) await new Promise((resolve) => setTimeout(resolve, 5));
    first.writer.close();
    const disk = new SmallDisk(0);
    const second = open(directory, disk, segmentBytes);
    for (let bytes = 0; bytes < segmentBytes; bytes += 60_000) {
      put(second.writer, "z".repeat(60_000));
      expect(second.writer.commit()).toBe(true);
    }
    expect(listSegments(directory)).toEqual([1, 2]);
    second.writer.close();
    const fd = nodeDisk.open(join(directory, PREPARED_NAME), "w+");
    nodeDisk.write(fd, Buffer.alloc(segmentBytes, "old"), 0, segmentBytes, 0);
    nodeDisk.close(fd);
    const third = open(directory, nodeDisk, segmentBytes);
    for (let bytes = 0; bytes < segmentBytes; bytes += 60_000) {
      put(third.writer, "w".repeat(60_000));
      third.writer.commit();
      await new Promise((resolve) => setImmediate(resolve));
    }
    third.writer.close();
    const fourth = open(directory, nodeDisk, segmentBytes);
    expect(fourth.scan.tornTail).toBeNull();
    fourth.writer.close();
  });

  it("makes no file once it is closed, whatever was being prepared", async () => {
    const directory = newDirectory();
    const segmentBytes = 16 * 1024 * 1024;
    const { writer } = open(directory, nodeDisk, segmentBytes);
    put(writer, "x".repeat(segmentBytes / 8));
    writer.commit();
    expect(readdirSync(directory)).toContain(PREPARED_NAME);
    writer.close();
    rmSync(join(directory, PREPARED_NAME));
    writer.tryAgain();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(readdirSync(directory)).not.toContain(PREPARED_NAME);
  });

  it("says at the first start that there is no room for a segment", () => {
    expect(() => open(newDirectory(), new SmallDisk(1_000))).toThrow("the journal has no room for its first segment");
  });
});

function isWhole(directory: string, bytes: number): boolean {
  const path = join(directory, PREPARED_NAME);
  return nodeDisk.exists(path) && nodeDisk.size(path) === bytes;
}
