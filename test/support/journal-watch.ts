/**
 * The watcher of reports over everything an OMS ever told its sessions: over FIX and as JSON, orders' owners, drop copies
 * and clients of any make alike, because a message is in the journal before it is on a wire.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeFrame } from "../../src/domain/frame.ts";
import { EventType } from "../../src/domain/records.generated.ts";
import { scanJournal } from "../../src/journal/journal.ts";
import { ByteReader } from "../../src/lib/byte-buffer.ts";
import { ReportWatcher } from "./report-watcher.ts";

/** Where a report says what it is: behind BeginString(8), BodyLength(9). */
const HEAD_BYTES = 32;
/** Of a load test's journal the beginning is looked at. */
const REPORTS_MAX = process.env.LOCKSTEP_FULL ? 5_000_000 : 50_000;
const FAULTS_MAX = 5;

export type Watched = { reports: number; faults: string[] };

/** @returns the reports looked at, and those that cannot be true after the ones before; none for a journal that is no whole one */
export function watchJournal(dataDir: string): Watched {
  const directory = join(dataDir, "journal");
  const found: Watched = { reports: 0, faults: [] };
  if (!existsSync(directory)) return found;
  const watchers = new Map<number, ReportWatcher>();
  const names: string[] = [];
  const reader = new ByteReader();
  try {
    scanJournal(directory, (frame) => {
      reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
      const { events, sent } = decodeFrame(reader);
      for (const event of events) if (event.type === EventType.SessionDefined) names[event.sessionId] = event.compId;
      for (const { sessionId, start, end } of sent) {
        const text = frame.bytes.toString("latin1", start, end);
        if (!text.slice(0, HEAD_BYTES).includes("\x0135=8\x01")) continue;
        // A drop copy hears of orders from when it was set up on.
        const watcher = watchers.get(sessionId) ?? new ReportWatcher({ joinsLate: text.includes("\x01115=") });
        watchers.set(sessionId, watcher);
        found.reports++;
        const fault = watcher.faultOf(fieldsIn(text));
        if (fault !== "") found.faults.push(`${names[sessionId] ?? sessionId}, sequence ${frame.sequence}: ${fault}`);
      }
      return found.reports < REPORTS_MAX && found.faults.length < FAULTS_MAX;
    });
  } catch {
    // Tests damage journals, and remove them; what a damaged one says is theirs to judge.
  }
  return found;
}

function fieldsIn(text: string): [tag: string, value: string][] {
  return text.split("\x01").map((field) => {
    const equals = field.indexOf("=");
    return [field.slice(0, equals), field.slice(equals + 1)];
  });
}
