/** `lockstep decode`: the FIX messages in logs and captures, field by field, with names, meanings and what is wrong. */
import { createReadStream } from "node:fs";
import { decodeFix } from "../desk/decode-fix.ts";
import type { DecodedField } from "../desk/detail-wire.ts";
import { Tag } from "../fix/tags.ts";
import { redact } from "../history/redact.ts";
import { errorText } from "../lib/errors.ts";
import { messageFaults } from "./decode/message-faults.ts";
import { type FoundMessage, MessageFinder } from "./decode/message-finder.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep decode [FILE... | -] [--type T,T] [--clordid ID] [--json]

  Finds FIX messages in files, or in standard input, and prints each field with its name and meaning. The separator may
  be SOH, |, ^A or <SOH>; timestamps and other text around messages are passed over. Passwords are shown as ***.

  --type T,T     only these MsgTypes: D,8
  --clordid ID   only messages whose ClOrdID(11) or OrigClOrdID(41) is ID
  --json         one JSON object a line

  Exit 0 when a message was found, whatever is wrong with it; 1 when none was, or a file cannot be read.
`;

export type DecodedMessage = {
  source: string;
  line: number;
  msgType: string;
  name: string;
  fields: DecodedField[];
  /** What is wrong with it, a sentence each. */
  faults: string[];
};

type Filter = { msgTypes: ReadonlySet<string> | null; clOrdId: string | null };

export async function decode(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(
    args,
    {
      type: { type: "string" },
      clordid: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    true,
  );
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const filter: Filter = {
    msgTypes: typeof values.type === "string" ? new Set(values.type.split(",").map((type) => type.trim())) : null,
    clOrdId: (values.clordid as string | undefined) ?? null,
  };
  // A reader that has seen enough, like head, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  let count = 0;
  for (const path of positionals.length === 0 ? ["-"] : positionals) {
    const source = path === "-" ? "stdin" : path;
    for await (const found of messagesOf(path)) {
      const message = await decodeMessage(found, source, filter);
      if (message === null) continue;
      count++;
      await print(values.json ? `${JSON.stringify(message)}\n` : messageText(message));
    }
  }
  if (count > 0) return 0;
  process.stderr.write(`lockstep decode: no FIX message was found${isOpen(filter) ? "" : " that is asked for"}\n`);
  return 1;
}

/** @returns null for a message that is not asked for */
export async function decodeMessage(
  { raw, line }: FoundMessage,
  source: string,
  filter: Filter = { msgTypes: null, clOrdId: null },
): Promise<DecodedMessage | null> {
  const msgType = fieldOf(raw, Tag.MsgType);
  if (filter.msgTypes !== null && !filter.msgTypes.has(msgType)) return null;
  if (filter.clOrdId !== null && ![Tag.ClOrdID, Tag.OrigClOrdID].some((tag) => fieldOf(raw, tag) === filter.clOrdId)) {
    return null;
  }
  const fields = await decodeFix(redact(Buffer.from(raw, "latin1")));
  const name = fields.find((field) => field.tag === Tag.MsgType)?.meaning ?? "";
  return { source, line, msgType, name, fields, faults: messageFaults(raw) };
}

/** A header line, a line a field, a line a fault. */
export function messageText(message: DecodedMessage): string {
  const { source, line, msgType, name, fields, faults } = message;
  const shown = (tag: number) => fields.find((field) => field.tag === tag)?.value ?? "?";
  const from = `${shown(Tag.SenderCompID)} to ${shown(Tag.TargetCompID)}`;
  const title = `${name || "message"} (${msgType || "no MsgType"})`;
  const header = `${source}:${line}  ${title}  ${shown(Tag.BeginString)}  ${from}  MsgSeqNum ${shown(Tag.MsgSeqNum)}`;
  const nameWidth = Math.max(...fields.map((field) => field.name.length));
  const valueWidth = Math.min(28, Math.max(...fields.map((field) => field.value.length)));
  const rows = fields.map(({ tag, name: field, value, meaning }) =>
    `${String(tag).padStart(6)}  ${(field || "-").padEnd(nameWidth)}  ${printable(value).padEnd(valueWidth)}  ${meaning}`.trimEnd(),
  );
  return `${[header, ...rows, ...faults.map((fault) => `     !  ${fault}`)].join("\n")}\n\n`;
}

async function* messagesOf(path: string): AsyncGenerator<FoundMessage> {
  const finder = new MessageFinder();
  const input = path === "-" ? process.stdin : createReadStream(path);
  input.setEncoding("latin1");
  try {
    for await (const piece of input) yield* finder.push(piece as string);
  } catch (error) {
    throw usageError(`${path} cannot be read: ${errorText(error)}`);
  }
  yield* finder.end();
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) {
    await new Promise<void>((resolve) => process.stdout.once("drain", () => resolve()));
  }
}

/** A field's value without decoding the message: filters look at many and print few. */
function fieldOf(raw: string, tag: number): string {
  const key = `\u0001${tag}=`;
  const at = raw.indexOf(key);
  return at === -1 ? "" : raw.slice(at + key.length, raw.indexOf("\u0001", at + key.length));
}

/** A value may hold anything: what would move a terminal's cursor is shown as a dot. */
function printable(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f]/g, ".");
}

function isOpen({ msgTypes, clOrdId }: Filter): boolean {
  return msgTypes === null && clOrdId === null;
}
