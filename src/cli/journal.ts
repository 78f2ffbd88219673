/** `lockstep journal`: the journals as files: what is in them, whether they are whole, and how to get them back. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { lockDataDirectory } from "../data-lock.ts";
import { type BackupResult, backUp, JOURNAL_NAME, journalNames, readManifest, restore } from "../journal/backup.ts";
import { nodeDisk } from "../journal/disk.ts";
import { listSegments } from "../journal/reader.ts";
import { repairJournal } from "../journal/repair.ts";
import { damageText, headText, type JournalSurvey, parseHead, surveyJournal } from "../journal/survey.ts";
import { LockstepError } from "../lib/errors.ts";
import { readRecovered } from "../recover.ts";
import { stateHash } from "../state-hash.ts";
import { surveyJson, surveyText } from "./journal/survey-text.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep journal COMMAND DIR [OPTIONS] [--json]

  DIR is a data directory, with the OMS's journal and the simulated exchange's, or the directory of one journal.

  inspect DIR            segments, sequences, times, bytes, what stands after the last whole group, the head
  verify DIR             every checksum and the whole hash chain, all damage with segment and offset; what was decided is
                         lockstep verify's to check
    --head HASH@SEQ      the journal must contain this place: finds what was cut off or rewritten since it was written down
  head DIR               HASH@SEQ, the end of the chain: for writing down where nobody who can write DIR can
  backup DIR TO          copies the journals, as they were at one moment, and the newest snapshot; DIR may be in use. Run
                         again it copies what is new. The copy is read back to its heads
  repair DIR --from TO   puts segments of a backup in the place of damaged or missing ones, where the chain goes through
                         them; what is replaced is kept beside. Nothing may be running in DIR
  restore TO DIR         makes the data directory DIR, which must be empty, from a backup, and the state from it

  Exit 0 when it is as it should be; 1 when there is damage, or it could not be done, or an option is wrong. A group that
  was not whole when the process ended is no damage: nobody was told of it, and the next start cuts it.
`;

const OPTIONS = {
  json: { type: "boolean" },
  head: { type: "string" },
  from: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Given = { positionals: string[]; isJson: boolean; head: string | undefined; from: string | undefined };

/** One journal by its name in a data directory; "" for a directory that is itself a journal. */
type Named = { name: string; directory: string };

export async function journal(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, true);
  const [command = "", ...rest] = positionals;
  if (values.help || command === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  const { head, from } = values as Record<string, string | undefined>;
  const given: Given = { positionals: rest, isJson: values.json === true, head, from };
  if (head !== undefined && command !== "verify") throw usageError("--head belongs to lockstep journal verify");
  if (from !== undefined && command !== "repair") throw usageError("--from belongs to lockstep journal repair");
  switch (command) {
    case "inspect":
      return inspect(given);
    case "verify":
      return verify(given);
    case "head":
      return printHead(given);
    case "backup":
      return backup(given);
    case "repair":
      return repair(given);
    case "restore":
      return restoreAll(given);
    default:
      throw usageError(
        `${command === "" ? "a command is missing" : `unknown command ${command}`}; expected inspect, verify, head, backup, repair or restore`,
      );
  }
}

function inspect(given: Given): number {
  const [directory] = directories(given, 1);
  const surveys = journalsIn(directory).map((named) => ({ ...named, survey: surveyJournal(named.directory) }));
  if (given.isJson) print({ journals: surveys.map(({ name, survey }) => surveyJson(name, survey)) });
  else process.stdout.write(surveys.map(({ survey }) => surveyText(survey)).join("\n"));
  return exitOf(surveys.map(({ survey }) => survey));
}

function verify(given: Given): number {
  const [directory] = directories(given, 1);
  const head = given.head === undefined ? null : parseHead(given.head);
  if (given.head !== undefined && head === null)
    throw usageError(`--head is ${given.head}, expected HASH@SEQ as lockstep journal head prints it`);
  // The head that is written down is the OMS's own: the first journal's.
  const surveys = journalsIn(directory).map((named, index) => ({
    ...named,
    survey: surveyJournal(named.directory, index === 0 ? head : null),
  }));
  if (given.isJson) {
    print({
      isWhole: exitOf(surveys.map(({ survey }) => survey)) === 0,
      journals: surveys.map(({ name, survey }) => surveyJson(name, survey)),
    });
    return exitOf(surveys.map(({ survey }) => survey));
  }
  for (const { survey } of surveys) {
    for (const damage of survey.damages) process.stdout.write(`damaged  ${damageText(survey.directory, damage)}\n`);
    if (survey.damages.length === 0)
      process.stdout.write(
        `whole    ${survey.directory}: ${survey.segments.length} segments up to sequence ${survey.end.lastSequence}${tornText(survey)}\n`,
      );
  }
  return exitOf(surveys.map(({ survey }) => survey));
}

function printHead(given: Given): number {
  const [directory] = directories(given, 1);
  const journals = journalsIn(directory);
  const heads = journals.map(({ name, directory: path }) => {
    const survey = surveyJournal(path);
    refuseDamaged(survey);
    return { name, sequence: survey.end.lastSequence, head: headText(survey.end) };
  });
  if (given.isJson) print({ journals: heads });
  else
    process.stdout.write(
      heads.map(({ name, head }) => (heads.length === 1 ? `${head}\n` : `${name.padEnd(8)} ${head}\n`)).join(""),
    );
  return 0;
}

function backup(given: Given): number {
  const [directory, target] = directories(given, 2);
  const result = backUp(nodeDisk, directory, target, new Date().toISOString());
  if (given.isJson) print(backupJson(result));
  else {
    const { manifest, copied, kept, bytesCopied } = result;
    process.stdout.write(
      `backed up to ${target}: ${copied} segments copied (${bytesCopied} bytes), ${kept} were there; read back and whole\n` +
        manifest.journals.map(({ name, head }) => `${name.padEnd(8)} ${head}\n`).join(""),
    );
  }
  return 0;
}

function repair(given: Given): number {
  const [directory] = directories(given, 1);
  if (given.from === undefined) throw usageError("--from is missing; expected the directory of a backup");
  const { from } = given;
  const manifest = readManifest(nodeDisk, from);
  const isData = journalNames(nodeDisk, directory).length > 0;
  if (!isData)
    throw usageError(`${directory} is no data directory; a repair needs one, to know that nothing runs in it`);
  const lock = lockDataDirectory(directory);
  try {
    // The first journal must know itself in the backup; the other was backed up with it.
    const results = manifest.journals.map((entry, index) => {
      const path = join(directory, entry.name);
      nodeDisk.makeDirectory(path);
      return { name: entry.name, path, ...repairJournal(nodeDisk, path, join(from, entry.name), entry, index > 0) };
    });
    if (given.isJson) print({ journals: results.map(({ name, repairs, damages }) => ({ name, repairs, damages })) });
    else
      for (const { path, repairs, damages } of results) {
        for (const { segmentNumber, reason, keptAs } of repairs)
          process.stdout.write(
            `repaired ${path} segment ${segmentNumber} (${reason})${keptAs === "" ? "" : `; what was there is kept as ${keptAs}`}\n`,
          );
        for (const damage of damages)
          process.stdout.write(`damaged  ${damageText(path, damage)}; the backup has no segment that fits\n`);
        if (damages.length === 0) process.stdout.write(`whole    ${path}\n`);
      }
    return results.every(({ damages }) => damages.length === 0) ? 0 : 1;
  } finally {
    lock.release();
  }
}

function restoreAll(given: Given): number {
  const [from, directory] = directories(given, 2);
  const startedMs = performance.now();
  const manifest = restore(nodeDisk, from, directory);
  const restoredMs = performance.now() - startedMs;
  const { state, scan } = readRecovered(join(directory, JOURNAL_NAME), () => true);
  const hash = stateHash(state);
  const recoveredMs = performance.now() - startedMs;
  if (given.isJson) {
    const journals = manifest.journals.map(({ name, head, sequence }) => ({ name, head, sequence }));
    const secondsPerMillion = scan.frames === 0 ? 0 : (recoveredMs * 1_000) / scan.frames;
    const told = { frames: scan.frames, orders: state.orders.count, stateHash: hash, restoredMs, recoveredMs };
    print({ journals, ...told, secondsPerMillion });
    return 0;
  }
  process.stdout.write(
    `restored ${directory} to its heads in ${seconds(restoredMs)}; ${scan.frames} frames applied, all done after ${seconds(recoveredMs)}, ${perMillion(recoveredMs, scan.frames)}\n` +
      manifest.journals.map(({ name, head }) => `${name.padEnd(8)} ${head}\n`).join("") +
      `state    ${hash}\n`,
  );
  return 0;
}

/** @throws LockstepError LOCKSTEP_ERR_USAGE when there are more or fewer */
function directories({ positionals }: Given, count: number): string[] {
  if (positionals.length === count) return positionals;
  throw usageError(`expected ${count === 1 ? "one directory" : "two directories"}, found ${positionals.length}`);
}

/** @throws LockstepError LOCKSTEP_ERR_DATA_DIR when there is none */
function journalsIn(directory: string): Named[] {
  if (existsSync(directory)) {
    if (listSegments(directory).length > 0) return [{ name: "", directory }];
    const found = journalNames(nodeDisk, directory).map((name) => ({ name, directory: join(directory, name) }));
    const there = found.filter((named) => existsSync(named.directory) && listSegments(named.directory).length > 0);
    if (there.length > 0) return there;
  }
  throw new LockstepError(
    "LOCKSTEP_ERR_DATA_DIR",
    `there is no journal in ${directory}; name a data directory or a journal's`,
  );
}

/** @throws LockstepError LOCKSTEP_ERR_JOURNAL_DAMAGED */
function refuseDamaged(survey: JournalSurvey): void {
  const [damage] = survey.damages;
  if (damage === undefined) return;
  throw new LockstepError(
    "LOCKSTEP_ERR_JOURNAL_DAMAGED",
    `${damageText(survey.directory, damage)}. Repair it from a backup before its head is written down`,
  );
}

function tornText({ tornTail }: JournalSurvey): string {
  return tornTail === null ? "" : `; ${tornTail.bytes} bytes after it are no whole group (${tornTail.reason})`;
}

function backupJson({ manifest, copied, kept, bytesCopied }: BackupResult): object {
  const journals = manifest.journals.map(({ name, journalId, sequence, head, segments }) => ({
    name,
    journalId,
    sequence,
    head,
    segments: segments.length,
  }));
  return { createdAt: manifest.createdAt, copied, kept, bytesCopied, journals, snapshots: manifest.snapshots };
}

function exitOf(surveys: readonly JournalSurvey[]): number {
  return surveys.every(({ damages }) => damages.length === 0) ? 0 : 1;
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** The time to be back, for journals of another length. */
function perMillion(ms: number, frames: number): string {
  return frames === 0 ? "nothing to apply" : `${seconds((ms * 1_000_000) / frames)} for a million inputs`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
