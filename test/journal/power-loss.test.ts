/** What a start owes to the loss of power that may follow it: what it has read, and gives out, is on the disk by then. */
import { describe, expect, it } from "vitest";
import type { Disk } from "../../src/journal/disk.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { Durability, type JournalWriter } from "../../src/journal/writer.ts";
import { Random } from "../../src/lib/random.ts";
import { DATA, type DiskFaults, OMS_JOURNAL, openDiskDoor } from "../simulation/disk-door.ts";
import { FakeDisk } from "../simulation/fake-disk.ts";
import { ProcessLife } from "../simulation/process-life.ts";
import { World } from "../simulation/world.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20_261_122);
const SEGMENT_BYTES = 64 * 1024;

class Machine {
  readonly faults: DiskFaults = { crashIn: 0, syncErrorIn: 0, full: false, slowMs: 0 };
  readonly #world = new World(null);
  readonly #random: Random;
  readonly #disk: FakeDisk;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#disk = new FakeDisk(this.#random, DATA);
  }

  /** A process's own way to the disk; the one before it is dead. */
  boot(): Disk {
    const life = new ProcessLife(
      this.#world,
      () => 0n,
      () => {},
    );
    Object.assign(this.faults, { crashIn: 0, syncErrorIn: 0 } satisfies Partial<DiskFaults>);
    return openDiskDoor({
      life,
      random: this.#random,
      oms: this.#disk,
      exchange: this.#disk,
      faults: this.faults,
      onCrash: () => {
        life.alive = false;
      },
      onWritten: () => {},
      onSynced: () => {},
    });
  }

  losePower(): void {
    this.#disk.losePower();
  }
}

function open(disk: Disk): { writer: JournalWriter; payloads: string[] } {
  const payloads: string[] = [];
  const options = { directory: OMS_JOURNAL, durability: Durability.Fsync, segmentBytes: SEGMENT_BYTES, disk };
  const { writer } = openJournal(options, (frame) => {
    payloads.push(frame.bytes.toString("latin1", frame.payloadStart, frame.payloadEnd));
    return true;
  });
  return { writer, payloads };
}

function commit(writer: JournalWriter, payload: string): void {
  writer.beginFrame(1_000n).copy(Buffer.from(payload, "latin1"), 0, payload.length);
  writer.endFrame();
  writer.commit();
}

describe(`a journal that was opened again (LOCKSTEP_SEED=${SEED})`, () => {
  const seeds = Array.from({ length: 20 }, (_, index) => SEED + index);

  it("is there after a loss of power, with the directory it is in", () => {
    for (const seed of seeds) {
      const machine = new Machine(seed);
      commit(open(machine.boot()).writer, "promised");
      machine.losePower();
      expect(open(machine.boot()).payloads, `seed ${seed}`).toEqual(["promised"]);
    }
  });

  it("keeps a group it has read whose sync had failed, though it is many pages long", () => {
    for (const seed of seeds) {
      const machine = new Machine(seed);
      const first = open(machine.boot()).writer;
      const long = "long".repeat(5_000);
      machine.faults.syncErrorIn = 1;
      expect(() => commit(first, long)).toThrow("could not be made durable");
      const second = open(machine.boot());
      expect(second.payloads, "read from memory, and so given out from now on").toEqual([long]);
      commit(second.writer, "promised");
      machine.losePower();
      expect(open(machine.boot()).payloads, `seed ${seed}`).toEqual([long, "promised"]);
    }
  });

  it("keeps a segment whose name was not durable when the process ended", () => {
    for (const seed of seeds) {
      // The process ends at each of the disk's steps of moving to the next segment in turn.
      for (let step = 1; step <= 12; step++) {
        const machine = new Machine(seed);
        const { writer } = open(machine.boot());
        const payloads = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(9_000));
        machine.faults.crashIn = 10 + step;
        try {
          for (const payload of payloads) commit(writer, payload);
        } catch {
          // That is where it ended.
        }
        const second = open(machine.boot());
        commit(second.writer, "promised");
        machine.losePower();
        expect(open(machine.boot()).payloads, `seed ${seed}, step ${step}`).toEqual([...second.payloads, "promised"]);
      }
    }
  });
});
