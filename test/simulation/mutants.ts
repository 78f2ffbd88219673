/**
 * Deliberate bugs, put in from outside: a simulation that does not catch every one of them proves nothing about the code
 * it calls good. None of them is in the code that ships.
 */
import { SimulatedExchange } from "../../simulator/exchange.ts";
import { ReportKind, ReportQueue } from "../../simulator/report-queue.ts";
import { SessionLedger } from "../../src/client/session-ledger.ts";
import { VenuePublisher } from "../../src/exchange/venue-publisher.ts";
import type { Disk } from "../../src/journal/disk.ts";
import {
  COMMIT_BYTES,
  chainHash,
  HASH_BYTES,
  HEADER_BYTES,
  RECORD_HEADER_BYTES,
  RecordKind,
  segmentFileName,
} from "../../src/journal/format.ts";
import { crc32c } from "../../src/lib/crc32c.ts";
import type { OrderPath } from "../../src/order-path.ts";
import { OMS_JOURNAL } from "./disk-door.ts";
import { type FakeDisk, FakeFile } from "./fake-disk.ts";
import type { ProcessLife } from "./process-life.ts";

export type Mutant = {
  readonly name: string;
  /** What it does wrong, in words. */
  readonly says: string;
  /** The invariants one of which has to catch it. */
  readonly caughtBy: readonly string[];
  /** Stands between the OMS and its disk. */
  readonly disk?: (disk: Disk, parts: { oms: FakeDisk }) => Disk;
  /** Changes a path that has just been opened. */
  readonly path?: (path: OrderPath, life: ProcessLife) => void;
  /** Changes the code for the whole run. @returns what puts it right again */
  readonly patch?: () => () => void;
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: "skip-sync",
    says: "the sync returns without having done anything",
    caughtBy: ["durable first"],
    disk: (disk) => ({ ...disk, datasync: () => {} }),
  },
  {
    name: "retry-sync",
    says: "a sync that failed is tried again, and believed",
    caughtBy: ["durable first", "I5"],
    disk: (disk) => ({
      ...disk,
      datasync: (fd) => {
        try {
          disk.datasync(fd);
        } catch (error) {
          if ((error as { code?: string }).code !== "EIO") throw error;
          disk.datasync(fd);
        }
      },
    }),
  },
  {
    name: "ack-before-append",
    says: "reports are released, and the group is committed afterwards",
    caughtBy: ["durable first"],
    path: ({ journal }, life) => {
      const commit = journal.commit.bind(journal);
      let planned = false;
      journal.commit = () => {
        if (planned) return true;
        planned = true;
        life.soon(() => {
          planned = false;
          commit();
        });
        return true;
      };
    },
  },
  {
    name: "no-hash-check",
    says: "recovery believes records whose checksums are right, whatever the hash chain says",
    caughtBy: ["damage"],
    disk: (disk, { oms }) => withRightHashes(disk, oms),
  },
  {
    name: "reuse-number",
    says: "after a restart a session goes on with the MsgSeqNum it used last",
    caughtBy: ["I5"],
    patch: () =>
      replaceMethod(
        SessionLedger.prototype,
        "storeOf",
        (storeOf) =>
          function (this: SessionLedger, sessionId: number) {
            const store = storeOf.call(this, sessionId);
            return { ...store, nextSenderMsgSeqNum: Math.max(1, store.nextSenderMsgSeqNum - 1) };
          },
      ),
  },
  {
    name: "fill-twice",
    says: "every fifth fill comes home and is booked a second time",
    caughtBy: ["I3"],
    patch: () =>
      replaceMethod(
        ReportQueue.prototype,
        "add",
        (add) =>
          function (this: ReportQueue, ...row: Parameters<ReportQueue["add"]>) {
            add.apply(this, row);
            const [kind, , , , execNumber] = row;
            if (kind !== ReportKind.Fill || execNumber % 5 !== 0) return;
            const again: typeof row = [...row];
            again[4] = execNumber + 1_000_000_000;
            add.apply(this, again);
          },
      ),
  },
  {
    name: "forget-unanswered",
    says: "after a restart the venue is not given again what it never answered",
    caughtBy: ["settles"],
    patch: () => {
      // What a venue had in hand and not in its journal is gone with the process; nobody gives it again.
      const undo = replaceMethod(VenuePublisher.prototype, "resendUnanswered", () => () => 0);
      return undo;
    },
  },
  {
    name: "forget-reports",
    says: "after a restart the venue does not give again what the OMS's journal never had",
    caughtBy: ["settles", "I3", "starts", "no bug"],
    patch: () =>
      replaceMethod(
        SimulatedExchange.prototype,
        "connect",
        (connect) =>
          function (this: SimulatedExchange, listener: Parameters<typeof connect>[0]) {
            connect.call(this, listener, this.lastReportSequence);
          },
      ),
  },
];

function replaceMethod<T, K extends keyof T>(prototype: T, name: K, make: (was: T[K]) => T[K]): () => void {
  const was = prototype[name];
  prototype[name] = make(was);
  return () => {
    prototype[name] = was;
  };
}

/** A disk whose segments show, whenever they are opened to be read, the hashes that their records would have. */
function withRightHashes(disk: Disk, oms: FakeDisk): Disk {
  const shown = new Map<number, FakeFile>();
  return {
    ...disk,
    open: (path, mode) => {
      const fd = disk.open(path, mode);
      if (mode === "r" && path.startsWith(OMS_JOURNAL)) {
        const file = segmentsWithRightHashes(oms).get(path);
        if (file !== undefined) shown.set(fd, file);
      }
      return fd;
    },
    read: (fd, bytes, offset, length, position) => {
      const file = shown.get(fd);
      if (file === undefined) return disk.read(fd, bytes, offset, length, position);
      const count = Math.max(0, Math.min(length, file.size - position));
      bytes.set(file.bytes.subarray(position, position + count), offset);
      return count;
    },
  };
}

function segmentsWithRightHashes(disk: FakeDisk): Map<string, FakeFile> {
  const segments = new Map<string, FakeFile>();
  let hash = Buffer.alloc(HASH_BYTES);
  for (let segmentNumber = 1; ; segmentNumber++) {
    const path = `${OMS_JOURNAL}/${segmentFileName(segmentNumber)}`;
    const was = disk.names.get(path);
    if (was === undefined) return segments;
    const file = new FakeFile();
    file.write(was.bytes, 0, was.size, 0);
    segments.set(path, file);
    const { bytes } = file;
    hash.copy(bytes, 44);
    bytes.writeUInt32LE(crc32c(bytes, 0, HEADER_BYTES - 4), HEADER_BYTES - 4);
    let groupStart = HEADER_BYTES;
    for (let at = HEADER_BYTES; at + RECORD_HEADER_BYTES <= file.size; ) {
      const length = bytes.readUInt32LE(at);
      if (length < RECORD_HEADER_BYTES - 8 || at + 8 + length > file.size) break;
      if (bytes.readUInt32LE(at + 4) !== crc32c(bytes, at + 8, at + 8 + length)) break;
      if (bytes[at + 8] === RecordKind.Commit) {
        hash = Buffer.from(chainHash(hash, bytes.subarray(groupStart, at)));
        hash.copy(bytes, at + RECORD_HEADER_BYTES + 8);
        bytes.writeUInt32LE(crc32c(bytes, at + 8, at + COMMIT_BYTES), at + 4);
        groupStart = at + COMMIT_BYTES;
      }
      at += 8 + length;
    }
  }
}
