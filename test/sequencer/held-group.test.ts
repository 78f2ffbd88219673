import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { State } from "../../src/core/state.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { type Disk, nodeDisk } from "../../src/journal/disk.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { Durability } from "../../src/journal/writer.ts";
import { BatchClock, ManualClock } from "../../src/lib/clock.ts";
import { Sequencer } from "../../src/sequencer/sequencer.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-held-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("releases nothing that a session said while a group waited for room, before that is in the journal too", () => {
  let roomFor = Number.POSITIVE_INFINITY;
  const disk: Disk = {
    ...nodeDisk,
    write: (...args) => {
      if (roomFor-- <= 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      return nodeDisk.write(...args);
    },
  };
  const options = { directory: join(root, "journal"), durability: Durability.Fsync, segmentBytes: 64 * 1024, disk };
  const { writer: journal } = openJournal(options, () => true);
  const recorded: number[] = [];
  const released: string[] = [];
  const sequencer: Sequencer = new Sequencer(
    {
      state: new State(),
      journal,
      clock: new BatchClock(new ManualClock(1_795_310_400_000_000_000n)),
      soon: () => {},
      publishers: [
        {
          publish: () => {},
          release: () => released.push(`staged ${sequencer.sentStage.count}, durable ${journal.durableSequence}`),
        },
      ],
      sentIndex: { record: (_sessionId, msgSeqNum) => void recorded.push(msgSeqNum) },
      onDurable: () => {},
      onFailure: (error) => {
        throw error;
      },
    },
    0n,
  );
  const session = {
    sessionKey: "FIX.4.4:ALPHA",
    compId: "ALPHA",
    account: "ALPHA-1",
    pendingReports: false,
    replaceChains: true,
  };
  roomFor = 0;
  sequencer.offer({ type: CommandType.DefineSession, ...session });
  sequencer.doWork();
  expect(sequencer.isWaitingForRoom).toBe(true);
  // A heartbeat: numbered, stored and queued on its connection while the group waits.
  const heartbeat = Buffer.from("8=FIX.4.4|35=0|34=1|");
  sequencer.sentStage.add(1, 1, false, heartbeat, 0, heartbeat.length);
  // There is room for the group, and then none for what was said meanwhile.
  roomFor = 1;
  sequencer.doWork();
  expect(journal.durableSequence).toBe(1);
  expect(released).toEqual([]);
  roomFor = Number.POSITIVE_INFINITY;
  sequencer.doWork();
  expect(released[0]).toBe("staged 0, durable 2");
  expect(recorded).toEqual([1]);
  journal.close();
});
