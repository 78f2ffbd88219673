/** A data directory whose journal holds what a test's core was told, a microsecond a command. */
import { join } from "node:path";
import { encodeDecision, encodeSentCount } from "../../src/domain/frame.ts";
import type { Event } from "../../src/domain/records.generated.ts";
import { openJournal } from "../../src/journal/journal.ts";
import { Durability } from "../../src/journal/writer.ts";
import type { TestCore } from "./trade-words.ts";

export const JOURNAL_START_NS = 1_700_000_000_000_000_000n;
const STEP_NS = 1_000n;

/** @param change may make a liar of the journal. @returns `dataDir` */
export function writeJournalOf(
  core: TestCore,
  dataDir: string,
  change: (events: Event[], index: number) => Event[] = (events) => events,
): string {
  const directory = join(dataDir, "journal");
  const { writer } = openJournal({ directory, durability: Durability.Write, segmentBytes: 64 * 1024 }, () => true);
  let timeNs = JOURNAL_START_NS;
  for (const [index, { command, events }] of core.log.entries()) {
    timeNs += STEP_NS;
    const frame = writer.beginFrame(timeNs);
    encodeDecision(frame, command, Buffer.alloc(0), 0, 0, change(events, index));
    encodeSentCount(frame, 0);
    writer.endFrame();
    writer.commit();
  }
  writer.close();
  return dataDir;
}
