/** Where messages are read from: files, standard input, and the journal of a data directory. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { evolve } from "../../core/core.ts";
import { State } from "../../core/state.ts";
import { decodeFrame, type FrameContent } from "../../domain/frame.ts";
import { EventType } from "../../domain/records.generated.ts";
import { scanJournal } from "../../journal/journal.ts";
import { type Frame, listSegments } from "../../journal/reader.ts";
import { JournalTail } from "../../journal/tail.ts";
import { ByteReader } from "../../lib/byte-buffer.ts";
import { errorText } from "../../lib/errors.ts";
import { timeText } from "../../lib/iso-time.ts";
import { usageError } from "../options.ts";
import { MessageFinder } from "./message-finder.ts";

/** A message and where it was found. */
export type SourcedMessage = {
  source: string;
  /** The line it begins on, from 1; 0 in a journal. */
  line: number;
  raw: string;
  /** In a journal: the frame, its time, whether we got or sent the message. */
  journal: { sequence: number; time: string; direction: "received" | "sent" } | null;
};

/** Numbers that a session used for messages the journal does not keep: heartbeats, logons with passwords. */
export type UsedNumbers = { compId: string; msgSeqNum: number };

/** @returns the journal's directory, or null when the path is no directory */
export function journalIn(path: string): string | null {
  if (path === "-" || !existsSync(path) || !statSync(path).isDirectory()) return null;
  for (const directory of [join(path, "journal"), path]) {
    if (existsSync(directory) && statSync(directory).isDirectory() && listSegments(directory).length > 0)
      return directory;
  }
  throw usageError(`${path} is a directory without a journal; give log files, or the OMS's data directory`);
}

/** @param path "-" is standard input */
export async function* messagesOfFile(path: string): AsyncGenerator<SourcedMessage> {
  const source = path === "-" ? "stdin" : path;
  const finder = new MessageFinder();
  const input = path === "-" ? process.stdin : createReadStream(path);
  input.setEncoding("latin1");
  try {
    for await (const piece of input) for (const found of finder.push(piece as string)) yield sourced(source, found);
  } catch (error) {
    throw usageError(`${path} cannot be read: ${errorText(error)}`);
  }
  for (const found of finder.end()) yield sourced(source, found);
}

export function sourced(source: string, { raw, line }: { raw: string; line: number }): SourcedMessage {
  return { source, line, raw, journal: null };
}

/**
 * The clients' messages and ours to them, frame by frame, up to what was committed when this began.
 *
 * @param used hears of numbers whose messages are not in the journal
 * @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED
 */
export async function* messagesOfJournal(
  directory: string,
  source: string,
  used: (numbers: UsedNumbers) => void,
): AsyncGenerator<SourcedMessage> {
  const { segmentNumber, offset } = scanJournal(directory, () => true);
  const tail = new JournalTail(directory);
  const reader = new ByteReader();
  const state = new State();
  let found: (SourcedMessage | UsedNumbers)[] = [];
  try {
    for (let hasMore = true; hasMore; ) {
      hasMore = tail.poll(segmentNumber, offset, (frame) => {
        reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
        const content = decodeFrame(reader);
        // Sessions are all that has to be known: who a number belongs to.
        for (const event of content.events)
          if (event.type === EventType.SessionDefined) evolve(state, event, frame.timeNs, 0);
        collect(frame, content, source, state, found);
        return true;
      });
      for (const one of found) {
        if ("raw" in one) yield one;
        else used(one);
      }
      found = [];
    }
  } finally {
    tail.close();
  }
}

function collect(
  frame: Frame,
  { command, receivedStart, receivedEnd, sent }: FrameContent,
  source: string,
  state: State,
  found: (SourcedMessage | UsedNumbers)[],
): void {
  const place = { sequence: frame.sequence, time: timeText(frame.timeNs) };
  const rawOf = (start: number, end: number) => frame.bytes.toString("latin1", start, end);
  if (receivedEnd > receivedStart) {
    const raw = rawOf(receivedStart, receivedEnd);
    found.push({ source, line: 0, raw, journal: { ...place, direction: "received" } });
  } else if ("msgSeqNum" in command && command.msgSeqNum > 0) {
    const compId = state.sessions[command.sessionId]?.compId ?? "";
    found.push({ compId, msgSeqNum: command.msgSeqNum });
  }
  for (const { start, end } of sent) {
    if (end > start) found.push({ source, line: 0, raw: rawOf(start, end), journal: { ...place, direction: "sent" } });
  }
}
