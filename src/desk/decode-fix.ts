/**
 * A raw FIX message for a person: every field with its tag, name, value and what the value stands for. Values are the
 * message's own characters, never a number made of them: "10.50" is shown as it was sent.
 */
import type FIXParser from "fixparser";
import type { ParsedField } from "fixparser";
import type { DecodedField } from "./detail-wire.ts";

const SOH = "\u0001";

/** What the parser's dictionary, FIX 5.0 SP2, has dropped and FIX 4.0 to 4.2 sessions still send. */
const OLDER_NAMES: Readonly<Record<number, string>> = { 20: "ExecTransType", 76: "ExecBroker", 109: "ClientID" };
const OLDER_MEANINGS: Readonly<Record<string, string>> = {
  "20=0": "New",
  "20=1": "Cancel",
  "20=2": "Correct",
  "20=3": "Status",
  "150=1": "Partial Fill",
  "150=2": "Fill",
};

let loading: Promise<FIXParser> | null = null;

/** The dictionary is 8 MB of JavaScript and 0.25 s of loading: nobody pays for it before somebody looks at a message. */
function loadParser(): Promise<FIXParser> {
  loading ??= import("fixparser").then((loaded) => {
    // The package is CommonJS: depending on who loads it, the class is the default or one level below.
    const found = loaded.default as unknown as { default?: new () => FIXParser } & (new () => FIXParser);
    const Parser = found.default ?? found;
    return new Parser();
  });
  return loading;
}

export async function decodeFix(raw: Uint8Array): Promise<DecodedField[]> {
  const text = Buffer.from(raw).toString("latin1");
  const parser = await loadParser();
  const parsed = parseQuietly(parser, text);
  const fields: DecodedField[] = [];
  let index = 0;
  for (const part of text.split(SOH)) {
    const equals = part.indexOf("=");
    if (equals < 1) continue;
    const tag = Number(part.slice(0, equals));
    // The parser's fields are in the message's order; a data field that holds a separator puts it out of step there.
    const at = parsed.findIndex((field, candidate) => candidate >= index && field.tag === tag);
    const field = at === -1 ? undefined : parsed[at];
    if (at !== -1) index = at + 1;
    const value = part.slice(equals + 1);
    fields.push({ tag, name: field?.name || (OLDER_NAMES[tag] ?? ""), value, meaning: meaningOf(field, tag, value) });
  }
  return fields;
}

function meaningOf(field: ParsedField | undefined, tag: number, value: string): string {
  const found = field?.enumeration?.symbolicName ?? field?.enumeration?.description ?? "";
  const meaning = found || (OLDER_MEANINGS[`${tag}=${value}`] ?? "");
  return meaning === value ? "" : meaning.replace(/([a-z])([A-Z])/g, "$1 $2");
}

/** A message the dictionary cannot read is still shown, field by field, without names. */
function parseQuietly(parser: FIXParser, text: string): ParsedField[] {
  try {
    return parser.parse(text)[0]?.data ?? [];
  } catch {
    return [];
  }
}
