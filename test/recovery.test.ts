import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { SessionLedger } from "../src/client/session-ledger.ts";
import type { State } from "../src/core/state.ts";
import { nodeDisk } from "../src/journal/disk.ts";
import { ImageWriter } from "../src/lib/image.ts";
import { Random } from "../src/lib/random.ts";
import { TextMap } from "../src/lib/text-map.ts";
import { type RecoveredForWriting, readRecovered, recover } from "../src/recover.ts";
import { SNAPSHOTS_KEPT, Snapshots } from "../src/snapshots.ts";
import { stateHash } from "../src/state-hash.ts";
import { START_NS } from "./support/follower-fixture.ts";
import { JournalFixture } from "./support/journal-fixture.ts";
import { TradingDay } from "./support/trading-day.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const DAYS = process.env.LOCKSTEP_FULL ? 200 : 6;
const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-recovery-"));
  directories.push(directory);
  return directory;
}

const open = (directory: string) => new Snapshots(directory, "0.1.0", nodeDisk);

/** A journal of some steps, a snapshot of it now and then. @returns the sequences of the snapshots, oldest first */
function play(directory: string, seed: number, steps: number, snapshotOneIn: number): number[] {
  const random = new Random(seed);
  const journal = new JournalFixture(join(directory, "journal"), START_NS, 64 * 1024);
  const day = new TradingDay(journal, seed);
  const taken: number[] = [];
  day.begin();
  for (let step = 0; step < steps; step++) {
    day.step();
    if (!random.oneIn(4)) continue;
    journal.commit();
    if (random.oneIn(snapshotOneIn)) taken.push(take(directory));
  }
  journal.commit();
  journal.close();
  return taken;
}

/** Writes a snapshot of the whole journal as it is. @returns its sequence */
function take(directory: string): number {
  const { state, ledger, lastTimeNs, scan } = readRecovered(join(directory, "journal"), () => true);
  if (scan.journalId === null) throw new Error("the journal is empty");
  const place = { journalId: scan.journalId, position: scan, timeNs: lastTimeNs };
  return open(directory).save({ state, ledger }, place).position.lastSequence;
}

function restart(directory: string, snapshots: Snapshots | null): RecoveredForWriting {
  const recovered = recover(
    { directory: join(directory, "journal"), durability: "write", segmentBytes: 64 * 1024 },
    snapshots,
  );
  recovered.writer.close();
  return recovered;
}

function ledgerHash(ledger: SessionLedger): string {
  const hash = createHash("sha256");
  const image = new ImageWriter((bytes) => void hash.update(bytes));
  ledger.transfer(image);
  image.flush();
  return hash.digest("hex");
}

/** All that a start has, but for how it came by it. */
function outcome({ state, ledger, lastTimeNs, scan }: RecoveredForWriting) {
  const { lastSequence, lastGroup, segmentNumber, offset, hash, journalId } = scan;
  const end = { lastSequence, lastGroup, segmentNumber, offset, hash: hash.toString("hex") };
  return {
    state: stateHash(state),
    ledger: ledgerHash(ledger),
    lastTimeNs,
    end,
    journalId: journalId?.toString("hex"),
  };
}

/** Every public part of a state, whether its image knows of it or not. */
function partsOf(state: State): Record<string, unknown> {
  const { orders, ...parts } = state as unknown as Record<string, unknown> & { orders: Record<string, unknown> };
  const shown = (value: unknown) => {
    if (!(value instanceof TextMap)) return value;
    return Array.from({ length: value.size }, (_, entry) => [
      value.scopeOf(entry),
      value.textOf(entry),
      value.valueOf(entry),
      value.find(value.scopeOf(entry), value.textOf(entry)),
    ]);
  };
  const columns = Object.entries(orders).map(([name, value]) => [
    `orders.${name}`,
    ArrayBuffer.isView(value) ? (value as Uint8Array).slice(0, state.orders.rowCount + 1) : value,
  ]);
  return {
    ...Object.fromEntries(columns),
    ...Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, shown(v)])),
  };
}

it(`is where a replay of the whole journal is, from a snapshot at any place (LOCKSTEP_SEED=${SEED})`, () => {
  for (let index = 0; index < DAYS; index++) {
    const directory = scratch();
    const taken = play(directory, SEED + index, 150 + index * 20, 8);
    const whole = restart(directory, null);
    const quick = restart(directory, open(directory));
    expect(quick.passedOver).toEqual([]);
    expect(quick.snapshot?.position.lastSequence ?? 0).toBe(taken.at(-1) ?? 0);
    expect(outcome(quick)).toEqual(outcome(whole));
    expect(partsOf(quick.state)).toEqual(partsOf(whole.state));
    expect(quick.scan.frames).toBe(whole.scan.frames - (taken.at(-1) ?? 0));
    expect(open(directory).load(() => {})?.info.position.lastSequence ?? 0).toBe(taken.at(-1) ?? 0);
    const { directory: snapshots } = open(directory);
    const kept = existsSync(snapshots) ? readdirSync(snapshots).length : 0;
    expect(kept).toBe(Math.min(taken.length, SNAPSHOTS_KEPT));
  }
});

it(`passes over a damaged snapshot, names it, and takes the one before (LOCKSTEP_SEED=${SEED})`, () => {
  const random = new Random(SEED);
  const directory = scratch();
  const taken = play(directory, SEED, 600, 12).slice(-SNAPSHOTS_KEPT);
  const whole = outcome(restart(directory, null));
  const snapshots = open(directory);
  const names = readdirSync(snapshots.directory).sort();
  expect(names.length).toBe(SNAPSHOTS_KEPT);
  for (const [index, name] of [...names].reverse().entries()) {
    const path = join(snapshots.directory, name);
    const good = readFileSync(path);
    for (let trial = 0; trial < 15; trial++) {
      const bad = Buffer.from(good);
      const at = random.below(bad.length);
      bad[at] ^= 1 << random.below(8);
      writeFileSync(path, trial === 0 ? bad.subarray(0, at) : bad);
      const recovered = restart(directory, snapshots);
      expect(recovered.passedOver.length).toBe(index + 1);
      expect(recovered.passedOver[index].path).toBe(path);
      expect(recovered.passedOver[index].reason).not.toBe("");
      expect(recovered.snapshot?.position.lastSequence ?? 0).toBe(taken.at(-2 - index) ?? 0);
      expect(outcome(recovered)).toEqual(whole);
    }
  }
});

it("does not read the frames of segments before the snapshot's, and finds damage behind it", () => {
  const directory = scratch();
  const journal = join(directory, "journal");
  play(directory, 5, 900, 40);
  const segments = readdirSync(journal).filter((name) => name.startsWith("segment-"));
  expect(segments.length).toBeGreaterThan(3);
  const whole = outcome(restart(directory, null));
  const from = restart(directory, open(directory)).snapshot?.position.segmentNumber ?? 0;
  expect(from).toBeGreaterThan(1);
  // All behind its header, which every start holds against the journal: a segment that is missing is missed.
  const early = readFileSync(join(journal, segments[0]));
  writeFileSync(join(journal, segments[0]), Buffer.alloc(early.length, "gone").fill(early.subarray(0, 128), 0, 128));
  expect(outcome(restart(directory, open(directory)))).toEqual(whole);
  expect(() => restart(directory, null)).toThrow("is damaged");

  const last = join(journal, `segment-${String(from).padStart(8, "0")}.journal`);
  const bytes = readFileSync(last);
  bytes[(open(directory).load(() => {})?.info.position.offset ?? 0) + 40] ^= 1;
  writeFileSync(last, bytes);
  expect(() => restart(directory, open(directory))).toThrow("is damaged");
});

it("passes over snapshots of a past the journal does not have, and the next one written removes them", () => {
  const directory = scratch();
  const first = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(first, 1);
  day.begin();
  for (let step = 0; step < 40; step++) day.step();
  first.commit();
  const kept = take(directory);
  const { durableOffset } = first.writer;
  for (let step = 0; step < 40; step++) day.step();
  first.commit();
  const lost = take(directory);
  first.close();
  // What was written after the first snapshot is lost with the power, and other things happen instead.
  const path = join(directory, "journal", "segment-00000001.journal");
  truncateSync(path, durableOffset);
  const recovered = restart(directory, open(directory));
  expect(recovered.snapshot?.position.lastSequence).toBe(kept);
  expect(recovered.passedOver).toMatchObject([{ reason: expect.stringContaining("has no such commit") }]);
  expect(outcome(recovered)).toEqual(outcome(restart(directory, null)));
  const { state, ledger, scan, lastTimeNs } = recovered;
  open(directory).save({ state, ledger }, { journalId: scan.journalId!, position: scan, timeNs: lastTimeNs });
  expect(readdirSync(open(directory).directory).join()).not.toContain(String(lost).padStart(16, "0"));
});

it("refuses a journal whose durable end is gone, when a whole snapshot knew of it, and changes nothing", () => {
  const directory = scratch();
  const journal = new JournalFixture(join(directory, "journal"), START_NS);
  const day = new TradingDay(journal, 1);
  day.begin();
  for (let step = 0; step < 40; step++) day.step();
  journal.commit();
  const { durableOffset, durableSequence } = journal.writer;
  for (let step = 0; step < 40; step++) day.step();
  journal.commit();
  const known = take(directory);
  journal.close();
  const path = join(directory, "journal", "segment-00000001.journal");
  truncateSync(path, durableOffset + 40);
  const cut = readFileSync(path);
  const snapshots = open(directory);
  const options = {
    directory: join(directory, "journal"),
    durability: "fsync",
    segmentBytes: 64 * 1024,
    witness: (journalId: Buffer, lastSequence: number) => snapshots.witness(journalId, lastSequence),
  } as const;
  expect(() => recover(options, snapshots)).toThrow(
    new RegExp(
      `the journal ends with sequence ${durableSequence}, and the snapshot .* knows it up to ${known}: its end is gone`,
    ),
  );
  expect(readFileSync(path).equals(cut)).toBe(true);
  // One that is damaged itself is no witness.
  const [name] = readdirSync(snapshots.directory);
  const bytes = readFileSync(join(snapshots.directory, name));
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(join(snapshots.directory, name), bytes);
  const recovered = recover(options, snapshots);
  expect(recovered.scan.lastSequence).toBe(durableSequence);
  recovered.writer.close();
});

it("passes over snapshots of another version and of another journal", () => {
  const directory = scratch();
  play(directory, 3, 100, 4);
  const other = scratch();
  play(other, 4, 100, 4);
  const older = restart(directory, new Snapshots(directory, "0.0.9", nodeDisk));
  expect(older.snapshot).toBeNull();
  expect(older.passedOver[0].reason).toContain("another version of Lockstep wrote it (lockstep 0.1.0;");
  rmSync(join(directory, "snapshots"), { recursive: true });
  renameSync(join(other, "snapshots"), join(directory, "snapshots"));
  const foreign = restart(directory, open(directory));
  expect(foreign.snapshot).toBeNull();
  expect(foreign.passedOver[0].reason).toBe("it is of another journal");
  expect(outcome(foreign)).toEqual(outcome(restart(directory, null)));
});
