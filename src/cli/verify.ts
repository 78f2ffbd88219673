/**
 * `lockstep verify`: re-decides every recorded command against the state before it and compares the events byte for byte
 * with those recorded, and checks every frame's checksum and the hash chain on the way.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { evolve } from "../core/core.ts";
import { placeOf } from "../core/fill-table.ts";
import { State } from "../core/state.ts";
import { decodeFrame, type FrameContent, isUnapplied } from "../domain/frame.ts";
import { CommandName } from "../domain/records.generated.ts";
import { scanJournal } from "../journal/journal.ts";
import type { Frame } from "../journal/reader.ts";
import { ByteReader } from "../lib/byte-buffer.ts";
import { LockstepError } from "../lib/errors.ts";
import { Redecider } from "../redecide.ts";
import { BROKE, readSkips, UnappliedFrame } from "../skipped-frames.ts";
import { stateHash } from "../state-hash.ts";
import { readOptions } from "./options.ts";

const HELP = `usage: lockstep verify [--data-dir DIR] [--json]

  Exit 0 when the journal is whole and every command gives the recorded events again; 1 with the first difference.
  It may run beside a running OMS: it reads what was committed when it started.
`;

export async function verify(args: string[]): Promise<number> {
  const { values } = readOptions(args, {
    "data-dir": { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const result = verifyJournal(journalDirectory((values["data-dir"] as string | undefined) ?? "./data"));
  if (values.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return 0;
  }
  const { commands, events, orders, lastSequence, stateHash: state, chainHash } = result;
  process.stdout.write(
    `verified ${commands} commands, ${events} events, ${orders} orders, up to sequence ${lastSequence}\n` +
      `state  ${state}\nchain  ${chainHash}\n${result.tornTail === "" ? "" : `torn   ${result.tornTail}\n`}`,
  );
  return 0;
}

/** @throws LockstepError LOCKSTEP_ERR_DATA_DIR when there is no journal */
export function journalDirectory(dataDir: string): string {
  const directory = join(dataDir, "journal");
  if (existsSync(directory)) return directory;
  throw new LockstepError(
    "LOCKSTEP_ERR_DATA_DIR",
    `there is no journal in ${dataDir}; name the data directory with --data-dir`,
  );
}

export type Verified = {
  commands: number;
  events: number;
  orders: number;
  lastSequence: number;
  stateHash: string;
  chainHash: string;
  /** What stands after the last whole group, in words; "" when nothing does. */
  tornTail: string;
};

/** @throws LockstepError LOCKSTEP_ERR_VERIFY with the first difference, LOCKSTEP_ERR_JOURNAL_DAMAGED */
export function verifyJournal(directory: string): Verified {
  const state = new State();
  const reader = new ByteReader();
  const redecider = new Redecider();
  const skips = readSkips(directory);
  let eventCount = 0;
  const scan = scanJournal(directory, (frame) => {
    reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
    const content = decodeFrame(reader);
    const difference = redecider.difference(state, content);
    if (difference !== "") {
      throw new LockstepError(
        "LOCKSTEP_ERR_VERIFY",
        `sequence ${frame.sequence} (${CommandName[content.command.type]}): ${difference}. The journal was written by another version, or by a bug; keep it and report this`,
      );
    }
    if (!skips.has(frame.sequence)) applyAll(state, content, frame);
    eventCount += content.events.length;
    return true;
  });
  return {
    commands: scan.frames,
    events: eventCount,
    orders: state.orders.count,
    lastSequence: scan.lastSequence,
    stateHash: stateHash(state),
    chainHash: scan.hash.toString("hex"),
    tornTail:
      scan.tornTail === null
        ? ""
        : `${scan.tornTail.bytes} bytes after the last whole group, in segment ${scan.tornTail.segmentNumber} at offset ${scan.tornTail.offset}; the next start cuts them`,
  };
}

/** @throws LockstepError LOCKSTEP_ERR_FRAME_UNAPPLIED */
function applyAll(state: State, content: FrameContent, { sequence, timeNs }: Frame): void {
  if (isUnapplied(content)) throw new UnappliedFrame(sequence, BROKE);
  try {
    for (const [at, event] of content.events.entries()) evolve(state, event, timeNs, placeOf(sequence, at));
  } catch (error) {
    throw new UnappliedFrame(sequence, error);
  }
}
