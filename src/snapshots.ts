/**
 * The snapshots of a data directory: the core's state and the sessions' memory at a place in the journal.
 *
 * Written by the follower, read by every start. In: state, ledger, place. Out: the newest snapshot that is whole, is this
 * code's, and lies in this journal's past; what was passed over is told with its reason. A snapshot saves time and
 * nothing else: without one, or with every one damaged, the journal gives the same.
 */
import { join } from "node:path";
import { LEDGER_IMAGE, SessionLedger } from "./client/session-ledger.ts";
import { State } from "./core/state.ts";
import { STATE_IMAGE, transferState } from "./core/state-image.ts";
import type { Disk } from "./journal/disk.ts";
import { placeFault } from "./journal/reader.ts";
import {
  listSnapshots,
  readSnapshot,
  readSnapshotPlace,
  SnapshotFault,
  type SnapshotInfo,
  type SnapshotPart,
  type SnapshotPlace,
  snapshotFileName,
  writeSnapshot,
} from "./journal/snapshot-file.ts";
import type { Witness } from "./journal/writer.ts";
import { stateHash } from "./state-hash.ts";

/** Kept on disk: when the newest is damaged there is another, and one more. */
export const SNAPSHOTS_KEPT = 3;
const UNFINISHED_NAME = "unfinished.tmp";

export type Known = { state: State; ledger: SessionLedger };
export type LoadedSnapshot = Known & { info: SnapshotInfo };
/** A snapshot that could not be used, and why. */
export type PassedOver = { path: string; reason: string };

/** A sentence for the operator. */
export function passedOverText(path: string, reason: string): string {
  return `the snapshot ${path} is passed over: ${reason}. An older one or the whole journal gives the same, only later`;
}

export class Snapshots {
  readonly directory: string;
  readonly #journalDirectory: string;
  readonly #contents: string;
  readonly #disk: Disk;

  /** @param version of the code: what other code wrote is not read, because it may have applied the same events otherwise */
  constructor(dataDirectory: string, version: string, disk: Disk) {
    this.directory = join(dataDirectory, "snapshots");
    this.#journalDirectory = join(dataDirectory, "journal");
    this.#contents = `lockstep ${version}; ${STATE_IMAGE}; ${LEDGER_IMAGE}`;
    this.#disk = disk;
  }

  /**
   * Reads the newest snapshot that can be used.
   *
   * @param atMost only those of this sequence or an earlier one
   * @param passOver told of each that could not be used
   */
  load(passOver: (passed: PassedOver) => void, atMost = Number.MAX_SAFE_INTEGER): LoadedSnapshot | null {
    for (const { path, sequence } of listSnapshots(this.#disk, this.directory)) {
      if (sequence > atMost) continue;
      try {
        return this.#read(path);
      } catch (error) {
        if (!(error instanceof SnapshotFault)) throw error;
        passOver({ path, reason: error.message });
      }
    }
    return null;
  }

  /**
   * Looks for a whole snapshot of a journal that was taken behind the place where the journal ends: what is made from
   * durable frames alone is a witness of frames that are gone.
   */
  witness(journalId: Buffer, lastSequence: number): Witness | null {
    for (const { path, sequence } of listSnapshots(this.#disk, this.directory)) {
      if (sequence <= lastSequence) return null;
      const place = readSnapshotPlace(this.#disk, path);
      if (place?.journalId.equals(journalId)) return { sequence, what: `the snapshot ${path}` };
    }
    return null;
  }

  /**
   * Writes a snapshot, reads it back, and lets go of those that are no longer needed.
   *
   * @throws LockstepError or the disk's own error when it cannot be written; SnapshotFault when what was read back is not
   *   what was written
   */
  save(known: Known, place: SnapshotPlace): SnapshotInfo {
    this.#disk.makeDirectory(this.directory);
    const unfinished = join(this.directory, UNFINISHED_NAME);
    const written = writeSnapshot(this.#disk, unfinished, place, this.#contents, partsOf(known));
    const { info, state } = this.#read(unfinished);
    if (stateHash(state) !== written) throw new SnapshotFault("the state read back is not the state that was written");
    const path = join(this.directory, snapshotFileName(place.position.lastSequence));
    this.#disk.rename(unfinished, path);
    this.#disk.syncDirectory(this.directory);
    this.#prune(place.position.lastSequence);
    return { ...info, path };
  }

  #read(path: string): LoadedSnapshot {
    const known = { state: new State(), ledger: new SessionLedger() };
    const check = ({ journalId, position }: SnapshotPlace) =>
      placeFault(this.#journalDirectory, journalId, position, this.#disk);
    const info = readSnapshot(this.#disk, path, this.#contents, check, partsOf(known));
    return { ...known, info };
  }

  /** Keeps the newest few. One that is ahead of the one just written tells of a past this journal does not have. */
  #prune(newest: number): void {
    const known = listSnapshots(this.#disk, this.directory);
    const kept = known.filter(({ sequence }) => sequence <= newest).slice(0, SNAPSHOTS_KEPT);
    for (const snapshot of known) if (!kept.includes(snapshot)) this.#disk.remove(snapshot.path);
  }
}

function partsOf({ state, ledger }: Known): SnapshotPart[] {
  return [{ transfer: (image) => transferState(state, image) }, ledger];
}
