import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, test } from "vitest";
import { encodeDecision, encodeSentCount } from "../../src/domain/frame.ts";
import { CommandType, EventType } from "../../src/domain/records.generated.ts";
import { FollowedJournal } from "../../src/followed-journal.ts";
import { type DurablePosition, type FromFollower, SharedPosition } from "../../src/follower-messages.ts";
import { History, REBUILD_MARKER } from "../../src/history/history.ts";
import { Queries } from "../../src/history/queries.ts";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { TradingDay } from "../support/trading-day.ts";

let fixture: FollowerFixture | null = null;
afterEach(async () => {
  await fixture?.close();
  fixture = null;
});

function started(): { fixture: FollowerFixture; day: TradingDay } {
  fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, 9);
  day.begin();
  return { fixture, day };
}

test("a position is read whole, or not at all while it is being written", () => {
  const buffer = SharedPosition.allocate();
  const position = new SharedPosition(buffer);
  const into = { segment: 0, offset: 0, sequence: 0 };
  position.publish(3, 2 ** 40 + 7, 2 ** 50 + 1);
  expect(position.read(into)).toBe(true);
  expect(into).toEqual({ segment: 3, offset: 2 ** 40 + 7, sequence: 2 ** 50 + 1 });
  Atomics.add(new Int32Array(buffer), 0, 1);
  expect(position.read(into)).toBe(false);
});

test("reads no further than the order path says is durable", async () => {
  const { fixture, day } = started();
  await fixture.start();
  const { writer } = fixture.journal;
  const durable = writer.durableSequence;
  // Written and synced, but not said to be: the frames are in the file, and nobody may show them.
  day.newOrder();
  writer.commit();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const health = (await (await fetch(`${fixture.address}/health`)).json()) as { appliedSequence: number };
  expect(health.appliedSequence).toBe(durable);
  fixture.journal.commit();
  new SharedPosition(fixture.journal.position).publish(
    writer.durableSegment,
    writer.durableOffset,
    writer.durableSequence,
  );
  await fixture.caughtUp();
});

test("ends and says why when the journal is damaged under it", async () => {
  const { fixture, day } = started();
  fixture.snapshots.everyFrames = 100;
  await fixture.start();
  const path = join(fixture.journal.directory, "segment-00000001.journal");
  const before = fixture.journal.writer.durableOffset;
  day.newOrder();
  fixture.journal.writer.commit();
  const bytes = readFileSync(path);
  bytes[before + 40] ^= 1;
  writeFileSync(path, bytes);
  fixture.journal.commit();
  const { writer } = fixture.journal;
  new SharedPosition(fixture.journal.position).publish(
    writer.durableSegment,
    writer.durableOffset,
    writer.durableSequence,
  );
  await expect
    .poll(() => fixture.messages.find((message) => message.kind === "failed"))
    .toMatchObject({
      code: "LOCKSTEP_ERR_JOURNAL_DAMAGED",
      text: expect.stringContaining("segment-00000001.journal at offset"),
    });
  await fixture.stop();
  expect(existsSync(join(fixture.directory, "snapshots")), "nothing half applied is kept").toBe(false);
});

const TABLES = ["orders", "executions", "events", "messages", "commands"];

function rowsOf(directory: string): Record<string, unknown[]> {
  const database = new Database(join(directory, "history.db"), { readonly: true });
  const rows = TABLES.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]);
  database.close();
  return Object.fromEntries(rows);
}

/** What a history made from the whole journal at once holds. */
function freshRows({ journal }: FollowerFixture): Record<string, unknown[]> {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-fresh-"));
  try {
    const history = new History(directory, "fresh", journal.writer.durableSequence);
    const whole = new FollowedJournal(journal.directory, null, history, new Queries(history.database), new Set());
    const durable: DurablePosition = { segment: 0, offset: 0, sequence: 0 };
    new SharedPosition(journal.position).read(durable);
    do whole.projection.endBatch();
    while (whole.poll(durable));
    whole.close();
    history.close();
    return rowsOf(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Steps of the day, committed, until the follower has said something like it. */
async function loadUntilSaid(fixture: FollowerFixture, day: TradingDay, words: string): Promise<void> {
  const said = (message: FromFollower) => message.kind === "said" && message.text.includes(words);
  for (let round = 0; round < 3_000 && !fixture.messages.some(said); round++) {
    for (let step = 0; step < 5; step++) day.step();
    fixture.journal.commit();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(fixture.messages.filter(({ kind }) => kind !== "status")).toContainEqual(
    expect.objectContaining({ text: expect.stringContaining(words) }),
  );
}

test.each([
  ["is deleted under load", "its file was deleted", (path: string) => rmSync(path)],
  [
    "is asked for anew under load",
    "somebody asked for it",
    (path: string) => writeFileSync(join(path, "..", REBUILD_MARKER), ""),
  ],
])("history that %s is filled beside, row for row, while people see the live state", async (_, words, spoil) => {
  const { fixture, day } = started();
  for (let step = 0; step < 400; step++) day.step();
  fixture.journal.commit();
  await fixture.start();
  spoil(join(fixture.directory, "history.db"));
  await loadUntilSaid(fixture, day, words);
  await loadUntilSaid(fixture, day, "history is complete again");
  const reply = (await (await fetch(`${fixture.address}/api/orders?limit=1`)).json()) as { total: number };
  expect(reply.total).toBeGreaterThan(50);
  await fixture.caughtUp();
  await fixture.stop();
  expect(rowsOf(fixture.directory)).toEqual(freshRows(fixture));
});

test("history with a damaged file is made anew at the next start, row for row", async () => {
  const { fixture, day } = started();
  for (let step = 0; step < 1_500; step++) day.step();
  fixture.journal.commit();
  await fixture.start();
  await fixture.caughtUp();
  await fixture.stop();
  const path = join(fixture.directory, "history.db");
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096);
  writeFileSync(path, bytes);
  for (let step = 0; step < 100; step++) day.step();
  fixture.journal.commit();
  // The first life may end at the damage it meets; the next finds no file.
  await fixture.start().catch(() => fixture.start());
  await fixture.caughtUp();
  await fixture.stop();
  expect(rowsOf(fixture.directory)).toEqual(freshRows(fixture));
});

test("goes on from a snapshot and from where history is, row for row", async () => {
  const { fixture, day } = started();
  fixture.snapshots.everyFrames = 200;
  await fixture.start();
  await loadUntilSaid(fixture, day, "snapshot at sequence");
  await fixture.caughtUp();
  await fixture.stop();
  expect(readdirSync(join(fixture.directory, "snapshots")).length).toBeGreaterThan(0);
  for (let step = 0; step < 300; step++) day.step();
  fixture.journal.commit();
  await fixture.start();
  await fixture.caughtUp();
  for (let step = 0; step < 150; step++) day.step();
  fixture.journal.commit();
  await fixture.stop();
  expect(rowsOf(fixture.directory)).toEqual(freshRows(fixture));
  // A clean end leaves a snapshot of everything.
  const newest = readdirSync(join(fixture.directory, "snapshots")).sort().at(-1);
  expect(newest).toContain(String(fixture.journal.writer.durableSequence).padStart(16, "0"));
});

test.each(["idle", "always"] as const)(
  "verifying %s, stops at a frame whose command gives other events",
  async (mode) => {
    const { fixture, day } = started();
    fixture.verify = mode;
    await fixture.start();
    for (let step = 0; step < 50; step++) day.step();
    const { writer } = fixture.journal;
    const to = writer.beginFrame(fixture.journal.timeNs);
    encodeDecision(to, { type: CommandType.OpenTradingDay, tradingDay: 20261123 }, Buffer.alloc(0), 0, 0, [
      { type: EventType.TradingDayOpened, tradingDay: 20261124 },
    ]);
    encodeSentCount(to, 0);
    writer.endFrame();
    const sequence = writer.lastSequence;
    fixture.journal.commit();
    await expect
      .poll(() => fixture.messages.find(({ kind }) => kind === "diverged"), { timeout: 20_000 })
      .toMatchObject({
        sequence,
        text: expect.stringContaining(`sequence ${sequence} (OpenTradingDay), judged again, gives something else`),
      });
    const health = await fetch(`${fixture.address}/health`);
    expect(health.status).toBe(503);
    expect(((await health.json()) as { text: string }).text).toContain(`sequence ${sequence}`);
  },
);

test("does not judge again what an earlier life decided, maybe by other code", async () => {
  const { fixture } = started();
  const { writer } = fixture.journal;
  const to = writer.beginFrame(fixture.journal.timeNs);
  encodeDecision(to, { type: CommandType.OpenTradingDay, tradingDay: 20261123 }, Buffer.alloc(0), 0, 0, [
    { type: EventType.TradingDayOpened, tradingDay: 20261124 },
  ]);
  encodeSentCount(to, 0);
  writer.endFrame();
  fixture.journal.commit();
  fixture.verify = "always";
  fixture.verifyAfter = writer.lastSequence;
  await fixture.start();
  await fixture.caughtUp();
  expect(fixture.messages.filter(({ kind }) => kind === "diverged")).toEqual([]);
});
