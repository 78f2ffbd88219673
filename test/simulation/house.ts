/**
 * The OMS and its exchange as processes that end and are started again: the real order path over the fake doors. It knows
 * what kind of end each one was, and what the next start may say to it.
 */
import { type Config, VENUE_ID } from "../../src/config.ts";
import type { Disk } from "../../src/journal/disk.ts";
import { LockstepError } from "../../src/lib/errors.ts";
import type { Random } from "../../src/lib/random.ts";
import {
  EXCHANGE_TICK_MS,
  type OrderPath,
  openOrderPath,
  tickExchange,
  tickReferenceData,
} from "../../src/order-path.ts";
import { type DiskFaults, openDiskDoor } from "./disk-door.ts";
import type { FakeDisk } from "./fake-disk.ts";
import type { Mutant } from "./mutants.ts";
import { ProcessEnded, ProcessLife } from "./process-life.ts";
import type { Tampering } from "./tampering.ts";
import { VERSION } from "./verdict.ts";
import type { Witness } from "./witness.ts";
import type { World } from "./world.ts";

/** What ends with the process: nothing more; the power of the OMS's machine; that of the exchange's as well. */
export type EndKind = "kill" | "power" | "blackout";

const ACCEPTOR_TICK_MS = 250;
/** However slow a run is, the process looks about this often. */
const TICK_MAX_MS = 1_000;
const SECOND_MS = 1_000;
/** A split stands in the configuration from the start after this one on. */
const SPLIT_AFTER = 2;
/** What a full or failing disk may be called, by whoever met it first. */
const DISK_CODES = new Set(["LOCKSTEP_ERR_JOURNAL_WRITE", "LOCKSTEP_ERR_DATA_DIR", "ENOSPC", "EIO"]);

export type HouseOptions = {
  world: World;
  random: Random;
  config: Config;
  wallNs: () => bigint;
  oms: FakeDisk;
  exchange: FakeDisk;
  faults: DiskFaults;
  witness: Witness;
  mutant: Mutant | null;
  /** How slow the run is, from 1: its ticks come further apart. */
  pace: number;
  /** The kernel takes back the dead process's lines. */
  onEnded: () => void;
  /** It has recovered and listens. */
  onUp: (path: OrderPath) => void;
};

export class House {
  path: OrderPath | null = null;
  life: ProcessLife | null = null;
  /** How the process will end at the place a fault was set for. */
  nextEnd: EndKind = "kill";
  /** Set while the journal is not what it was; the next start has to see it. */
  tampering: Tampering | null = null;
  /** The place in the journal of the last snapshot. */
  snapshotUpTo: { segmentNumber: number; offset: number } | null = null;
  /** Why the run cannot go on, though no promise was broken: the exchange lost what nobody had promised to keep. */
  over = "";
  /** The agents at the exchange act; not while everything comes to rest. */
  isMarketOpen = true;
  starts = 0;
  ends = 0;
  readonly #options: HouseOptions;
  #blackout = false;
  #diskFaultSeen = false;

  constructor(options: HouseOptions) {
    this.#options = options;
  }

  /** A fault of the disk is in force from now on: the process may end of it. */
  expectDiskFault(): void {
    this.#diskFaultSeen = true;
  }

  boot(): void {
    const { world, wallNs } = this.#options;
    if (this.over !== "" || this.life !== null) return;
    const life: ProcessLife = new ProcessLife(world, wallNs, (error) => this.#fatal(life, error));
    this.life = life;
    this.starts++;
    world.note(`the process starts (${this.starts})`);
    life.run(() => this.#open(life));
  }

  /** The process ends here and now. */
  end(kind: EndKind, why: string): void {
    const { world, random, oms, exchange, faults, onEnded } = this.#options;
    if (this.life === null) return;
    this.life.alive = false;
    this.life = null;
    this.path = null;
    this.ends++;
    faults.crashIn = 0;
    faults.syncErrorIn = 0;
    world.note(`the process ends (${kind}): ${why}`);
    if (kind !== "kill") oms.losePower();
    if (kind === "blackout") {
      exchange.losePower();
      this.#blackout = true;
    }
    onEnded();
    world.after(100 + random.below(3_000), () => this.boot());
  }

  #open(life: ProcessLife): void {
    const { world, random, config, oms, exchange, faults, witness, mutant } = this.#options;
    const door = openDiskDoor({
      life,
      random,
      oms,
      exchange,
      faults,
      onCrash: () => this.end(this.nextEnd, "in the middle of a write or a sync"),
      onWritten: (path) => witness.onWritten(path),
      onSynced: (path) => witness.onSynced(path),
    });
    const disk: Disk = mutant?.disk?.(door, { oms }) ?? door;
    let path: OrderPath;
    try {
      path = openOrderPath({
        config: this.starts > SPLIT_AFTER ? config : { ...config, splits: [] },
        log: (level, text) => world.note(`oms ${level}: ${text}`),
        onFatal: (error) => {
          this.#fatal(life, error);
          throw new ProcessEnded();
        },
        version: VERSION,
        skip: null,
        clock: life,
        disk,
        newJournalId: () => Buffer.from(Array.from({ length: 16 }, () => random.below(256))),
        soon: (run) => life.soon(run),
        later: (run, ms) => life.after(ms, run),
        onDurable: () => {},
        tls: null,
      });
    } catch (error) {
      if (error instanceof ProcessEnded || !life.alive) return;
      return this.#refused(error);
    }
    if (!life.alive) return;
    if (this.tampering !== null && !this.#isBehindSnapshot(this.tampering)) {
      world.fail("damage", `the OMS started on a journal where ${this.tampering.text}`);
      return;
    }
    // Damage in what a snapshot stands for costs a start nothing; it is found by whoever reads the whole journal.
    this.tampering?.undo();
    this.tampering = null;
    mutant?.path?.(path, life);
    this.path = path;
    const { pace } = this.#options;
    life.every(Math.min(ACCEPTOR_TICK_MS * pace, TICK_MAX_MS), () => path.acceptor.tick());
    life.every(Math.min(EXCHANGE_TICK_MS * pace, TICK_MAX_MS), () => {
      if (this.isMarketOpen) tickExchange(path);
      else path.exchange.flush();
    });
    life.every(SECOND_MS, () => {
      tickReferenceData(path);
      path.journalSpace.tick();
    });
    world.note(`recovered: ${path.state.orders.count} orders, venue report ${path.state.lastReportSequence[VENUE_ID]}`);
    this.#options.onUp(path);
  }

  #isBehindSnapshot({ segmentNumber, offset }: Tampering): boolean {
    const { snapshotUpTo } = this;
    if (snapshotUpTo === null || segmentNumber > snapshotUpTo.segmentNumber) return false;
    return segmentNumber < snapshotUpTo.segmentNumber || offset < snapshotUpTo.offset;
  }

  /** The OMS would not start, and says why. */
  #refused(error: unknown): void {
    const { world, faults } = this.#options;
    const code = codeOf(error);
    if (this.tampering !== null && code === "LOCKSTEP_ERR_JOURNAL_DAMAGED") {
      world.note(`refused to start, as it must: ${this.tampering.text}`);
      this.tampering.undo();
      this.tampering = null;
      return this.#endOfItself("a damaged journal; the good copy is put back");
    }
    const isOfExchange = error instanceof Error && error.message.includes("/exchange");
    if (
      this.#blackout &&
      (code === "LOCKSTEP_ERR_VENUE_BEHIND" || (code === "LOCKSTEP_ERR_JOURNAL_DAMAGED" && isOfExchange))
    ) {
      this.over = `after the blackout: ${code}`;
      return this.#endOfItself(this.over);
    }
    if (DISK_CODES.has(code) && (faults.full || this.#diskFaultSeen)) return this.#endOfItself(`cannot start: ${code}`);
    world.fail("starts", `the OMS refused to start: ${error instanceof Error ? error.stack : String(error)}`);
  }

  #fatal(life: ProcessLife, error: unknown): void {
    if (!life.alive) return;
    const code = codeOf(error);
    if (DISK_CODES.has(code) && this.#diskFaultSeen) return this.#endOfItself(`stopped by the disk: ${code}`);
    this.#options.world.fail("no bug", error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.#endOfItself("a bug");
  }

  #endOfItself(why: string): void {
    this.end("kill", why);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof LockstepError) return error.code;
  return String((error as { code?: unknown }).code ?? "");
}
