/** When the follower writes a snapshot: after so many frames, or so many minutes in which anything happened. */
import type { SnapshotSettings } from "./follower-messages.ts";

const MS_PER_MINUTE = 60_000;
/** A clean end leaves a snapshot when a tenth of the frames between two have come since the last. */
const LEAVING_SHARE = 0.1;

export class SnapshotSchedule {
  readonly #settings: SnapshotSettings;
  #sequence: number;
  #atMs: number;

  /** @param sequence of the snapshot that is there; 0 for none */
  constructor(settings: SnapshotSettings, sequence: number, nowMs: number) {
    this.#settings = settings;
    this.#sequence = sequence;
    this.#atMs = nowMs;
  }

  isDue(sequence: number, nowMs: number): boolean {
    const { everyFrames, everyMinutes } = this.#settings;
    if (sequence <= this.#sequence) return false;
    return sequence - this.#sequence >= everyFrames || nowMs - this.#atMs >= everyMinutes * MS_PER_MINUTE;
  }

  /** Would a snapshot at a clean end spare the next start enough? */
  isWorthLeaving(sequence: number): boolean {
    return sequence - this.#sequence >= this.#settings.everyFrames * LEAVING_SHARE;
  }

  /** A snapshot was written there, or could not be: the next one is not tried at once. */
  taken(sequence: number, nowMs: number): void {
    this.#sequence = sequence;
    this.#atMs = nowMs;
  }
}
