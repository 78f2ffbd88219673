/** `lockstep replay` begins with a snapshot where it can, and tells the same as without one. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageVersion } from "../../src/cli/options.ts";
import { nodeDisk } from "../../src/journal/disk.ts";
import { readRecovered } from "../../src/recover.ts";
import { Snapshots } from "../../src/snapshots.ts";
import { JournalFixture } from "../support/journal-fixture.ts";
import { CLI_PATH } from "../support/process.ts";
import { TradingDay } from "../support/trading-day.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? Date.now() % 1_000_000);
const STEPS = 240;

let root = "";
/** Sequences of the snapshots and, last, of the journal's end. */
const places: number[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-replay-snapshots-"));
  const journal = new JournalFixture(join(root, "journal"), 1_800_000_000_000_000_000n, 64 * 1024);
  const day = new TradingDay(journal, SEED);
  const snapshots = new Snapshots(root, packageVersion(), nodeDisk);
  day.begin();
  for (let part = 0; part < 3; part++) {
    for (let step = 0; step < STEPS; step++) day.step();
    journal.commit();
    const { state, ledger, lastTimeNs, scan } = readRecovered(join(root, "journal"), () => true);
    places.push(scan.lastSequence);
    if (part === 2 || scan.journalId === null) continue;
    snapshots.save({ state, ledger }, { journalId: scan.journalId, position: scan, timeNs: lastTimeNs });
  }
  journal.close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function replayed(until: number, ...args: string[]) {
  const all = [CLI_PATH, "replay", "--data-dir", root, "--until", String(until), "--orders", "--json", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8", maxBuffer: 1 << 28 });
  expect(status).toBe(0);
  const lines = stdout.trim().split("\n");
  const { fromSnapshot, ...summary } = JSON.parse(lines[lines.length - 1]) as Record<string, unknown>;
  return { orders: lines.slice(0, -1), summary, fromSnapshot, stderr };
}

it(`begins with the newest snapshot at or before the place, and tells the same (LOCKSTEP_SEED=${SEED})`, () => {
  const [first, second, end] = places;
  for (const [until, from] of [
    [first - 1, 0],
    [first, first],
    [second - 1, first],
    [second + 1, second],
    [end, second],
  ]) {
    const { orders, summary, fromSnapshot } = replayed(until);
    expect([fromSnapshot, summary.sequence]).toEqual([from, until]);
    const whole = replayed(until, "--whole");
    expect(whole.fromSnapshot).toBe(0);
    expect({ orders, summary }).toEqual({ orders: whole.orders, summary: whole.summary });
  }
}, 60_000);

it("says what it was made from, and passes a damaged snapshot over with a word", () => {
  const [first, second, end] = places;
  const text = () => spawnSync(process.execPath, [CLI_PATH, "replay", "--data-dir", root], { encoding: "utf8" });
  expect(text().stdout).toContain(`made from   the snapshot at sequence ${second} and ${end - second} frames since\n`);
  const newest = join(root, "snapshots", readdirSync(join(root, "snapshots")).sort().at(-1) ?? "");
  const bytes = readFileSync(newest);
  bytes[bytes.length >> 1] ^= 0x10;
  writeFileSync(newest, bytes);
  const { stdout, stderr, status } = text();
  expect(status).toBe(0);
  expect(stderr).toContain(`the snapshot ${newest} is passed over: `);
  expect(stdout).toContain(`made from   the snapshot at sequence ${first} and ${end - first} frames since\n`);
}, 60_000);
