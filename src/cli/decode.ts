/** `lockstep decode`: the FIX messages in logs, captures and the journal, with names, meanings and what is wrong with them. */
import { isApplVerId } from "../fix/versions.ts";
import { DictionaryChoice } from "./decode/dictionary-choice.ts";
import { fieldOf } from "./decode/fields.ts";
import { Filter } from "./decode/filter.ts";
import { followFiles } from "./decode/follow.ts";
import { Inspector } from "./decode/inspector.ts";
import { Counts, messageJson, messageText } from "./decode/message-text.ts";
import { journalIn, messagesOfFile, messagesOfJournal, type SourcedMessage } from "./decode/sources.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep decode [FILE... | DATA-DIR | -] [OPTIONS]

  Finds FIX messages in files, in standard input, or in the journal of a data directory, and prints each field with its
  name and meaning, and what is wrong with the message. The separator may be SOH, |, ^A, <SOH>, \\x01 or \\u0001; text
  around messages is passed over; a message torn over lines is joined where its BodyLength says so. Passwords are ***.

  which messages
  --session ID       SenderCompID or TargetCompID is ID; ALPHA/LOCKSTEP: exactly these two, either way
  --type T,T         only these MsgTypes: D,8
  --clordid ID       ClOrdID(11) or OrigClOrdID(41) is ID
  --order ID         ClOrdID, OrigClOrdID, OrderID(37) or ExecID(17) is ID
  --since T          SendingTime(52) is T or later; UTC, as 2026-11-22T10:00:00Z or 20261122-10:00, or -5m before now
  --until T          SendingTime(52) is T or earlier
  --faulty           only messages with faults

  what is wrong: framing (BodyLength, CheckSum), and what the dictionary of the message's version says: unknown tags, tags
  not of the message, missing ones, values, formats, group counts, order, repeated tags. FIXT messages are judged by
  ApplVerID(1128), or DefaultApplVerID(1137) of the session's Logon
  --appl-ver N       the version of FIXT messages that neither names: 7 (5.0), 8 (5.0SP1), 9 (5.0SP2; default)
  --dictionary FILE  QuickFIX XML, whole or only what it adds: for messages of the version it names. User-defined tags
                     (5000 and above) that it does not have are unknown then; without it they are allowed
  --check-sequence   gaps and repeated numbers of each session and direction are faults, not notes

  --follow           go on with what is written to the files, through rotation and truncation, until SIGINT or SIGTERM
  --json             one object a line: source, line (or in a journal: sequence, time, direction), msgType, name,
                     fields [{tag, name, value, meaning}], faults and notes [{kind, tag, text}]

  A summary by type and fault goes to standard error. Notes (~) are odd but no fault: what was sent again, gaps.

  Exit 0 when messages were found; 1 when none that is asked for was, a file cannot be read, or an option is wrong; 2 when
  --faulty found any. --follow ends with 0.
`;

const OPTIONS = {
  session: { type: "string" },
  type: { type: "string" },
  clordid: { type: "string" },
  order: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  faulty: { type: "boolean" },
  "appl-ver": { type: "string" },
  dictionary: { type: "string" },
  "check-sequence": { type: "boolean" },
  follow: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = { [Name in keyof typeof OPTIONS]?: (typeof OPTIONS)[Name]["type"] extends "string" ? string : boolean };

export async function decode(args: string[]): Promise<number> {
  const { values: given, positionals } = readOptions(joinDurations(args), OPTIONS, true);
  const values = given as Values;
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const applVerId = values["appl-ver"] ?? "";
  if (applVerId !== "" && !isApplVerId(applVerId))
    throw usageError(`--appl-ver is ${applVerId}, expected 7 (FIX 5.0), 8 (5.0SP1) or 9 (5.0SP2)`);
  const { session, type: types, clordid: clOrdId, order, since, until } = values;
  const filter = new Filter({ session, types, clOrdId, order, since, until }, Date.now());
  const choice = new DictionaryChoice(applVerId, values.dictionary ?? null);
  const inspector = new Inspector(choice, values["check-sequence"] === true);
  // A reader that has seen enough, like head, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const counts = new Counts();
  for await (const message of messagesOf(positionals, values.follow === true, inspector)) {
    // Sessions are followed through all messages, or a filter would look like a gap.
    const ofSequence = inspector.follow(message.raw);
    if (!filter.passes(message.raw)) continue;
    const inspected = inspector.inspect(message.raw, ofSequence);
    counts.add(typeText(inspector, message.raw), inspected.faults, inspected.notes);
    if (values.faulty && inspected.faults.length === 0) continue;
    const decoded = await inspector.decode(message, inspected);
    await print(values.json ? messageJson(decoded) : messageText(decoded));
  }
  return close(counts, choice, filter, values);
}

function close(counts: Counts, choice: DictionaryChoice, filter: Filter, values: Values): number {
  if (counts.messages === 0 && !values.follow) {
    process.stderr.write(`lockstep decode: no FIX message was found${filter.isOpen ? "" : " that is asked for"}\n`);
    return 1;
  }
  process.stderr.write(counts.text());
  if (choice.assumed > 0)
    process.stderr.write("FIXT messages of no named version were judged as FIX 5.0SP2; --appl-ver names another\n");
  return values.faulty && counts.faulty > 0 && !values.follow ? 2 : 0;
}

async function* messagesOf(
  paths: readonly string[],
  isFollowed: boolean,
  { sequences }: Inspector,
): AsyncGenerator<SourcedMessage> {
  if (isFollowed) {
    yield* followed(paths);
    return;
  }
  for (const path of paths.length === 0 ? ["-"] : paths) {
    const directory = journalIn(path);
    if (directory === null) yield* messagesOfFile(path);
    else {
      let ours = "";
      for await (const message of messagesOfJournal(directory, path, ({ compId, msgSeqNum }) =>
        sequences.advance(compId, ours, msgSeqNum),
      )) {
        const isSent = message.journal?.direction === "sent";
        ours = fieldOf(message.raw, isSent ? 49 : 56) || ours;
        yield message;
      }
    }
  }
}

async function* followed(paths: readonly string[]): AsyncGenerator<SourcedMessage> {
  if (paths.length === 0 || paths.some((path) => path === "-" || journalIn(path) !== null))
    throw usageError("--follow follows files; name one or more");
  const end = new AbortController();
  const stop = () => end.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  yield* followFiles(paths, end.signal, (text) => process.stderr.write(`lockstep decode: ${text}\n`));
}

function typeText(inspector: Inspector, raw: string): string {
  const msgType = fieldOf(raw, 35);
  return `${inspector.typeName(raw) || "unknown"} (${msgType || "no MsgType"})`;
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) {
    await new Promise<void>((resolve) => process.stdout.once("drain", () => resolve()));
  }
}

/** `--since -5m` looks like two options to the parser. */
function joinDurations(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-\d/.test(arg) && (before === "--since" || before === "--until"))
      joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
