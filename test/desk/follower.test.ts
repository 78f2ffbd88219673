import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { SharedPosition } from "../../src/follower-messages.ts";
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
});
