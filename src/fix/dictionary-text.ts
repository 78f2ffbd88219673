/**
 * Reads a dictionary written in the project's own compact form (see `dictionaries/`) into plain definitions:
 *
 * ```
 * version FIX.4.4
 * fields
 * 54 Side CHAR 1 2 3            tag, name, type, permitted values
 * header
 * 8! 9! 35! 49! 627(628 629)    required, required, ..., a repeating group
 * components
 * Parties 453(448 447 452)
 * messages
 * D NewOrderSingle app 11! @Parties @Instrument!
 * ```
 */
import { LockstepError } from "../lib/errors.ts";

export type FieldDefinition = {
  readonly tag: number;
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  /** What the values are called, one for one; none where the definition does not say (`dictionary-names.ts` adds them). */
  readonly names: readonly string[];
};

/** One entry of a message, component or group: a field, a group (with members), or a component by name. */
export type MemberDefinition = {
  readonly tag: number;
  readonly component: string;
  readonly required: boolean;
  readonly members: readonly MemberDefinition[] | null;
};

export type MessageDefinition = {
  readonly msgType: string;
  readonly name: string;
  readonly admin: boolean;
  readonly members: readonly MemberDefinition[];
};

export type DictionaryDefinition = {
  readonly version: string;
  readonly fields: readonly FieldDefinition[];
  readonly header: readonly MemberDefinition[];
  readonly trailer: readonly MemberDefinition[];
  readonly components: ReadonlyMap<string, readonly MemberDefinition[]>;
  readonly messages: readonly MessageDefinition[];
};

/** @throws LockstepError LOCKSTEP_ERR_DICTIONARY with the line that cannot be read. */
export function parseDictionary(text: string): DictionaryDefinition {
  const fields: FieldDefinition[] = [];
  const components = new Map<string, readonly MemberDefinition[]>();
  const messages: MessageDefinition[] = [];
  let header: readonly MemberDefinition[] = [];
  let trailer: readonly MemberDefinition[] = [];
  let version = "";
  let section = "";
  for (const line of text.split("\n")) {
    const words = line.trim().split(" ");
    if (words[0] === "") continue;
    if (words.length === 1 && SECTIONS.has(words[0])) section = words[0];
    else if (section === "" && words[0] === "version") version = words[1];
    else if (section === "fields") fields.push(readField(words, line));
    else if (section === "header") header = readMembers(words, line);
    else if (section === "trailer") trailer = readMembers(words, line);
    else if (section === "components") components.set(words[0], readMembers(words.slice(1), line));
    else if (section === "messages") messages.push(readMessage(words, line));
    else throw unreadable(line);
  }
  return { version, fields, header, trailer, components, messages };
}

const SECTIONS: ReadonlySet<string> = new Set(["fields", "header", "trailer", "components", "messages"]);

const NO_NAMES: readonly string[] = [];

function readField(words: readonly string[], line: string): FieldDefinition {
  const tag = Number(words[0]);
  if (!Number.isInteger(tag) || tag <= 0 || words.length < 3) throw unreadable(line);
  return { tag, name: words[1], type: words[2], values: words.slice(3), names: NO_NAMES };
}

function readMessage(words: readonly string[], line: string): MessageDefinition {
  if (words[2] !== "admin" && words[2] !== "app") throw unreadable(line);
  return { msgType: words[0], name: words[1], admin: words[2] === "admin", members: readMembers(words.slice(3), line) };
}

function readMembers(words: readonly string[], line: string): readonly MemberDefinition[] {
  const outer: MemberDefinition[] = [];
  const open: MemberDefinition[][] = [outer];
  for (const word of words) {
    const matched = /^(?:@(\w+)|(\d+))(!?)(\(?)(.*)$/.exec(word);
    if (!matched) throw unreadable(line);
    const [, component = "", tag = "0", bang, opens] = matched;
    // A group's first member follows its parenthesis without a space: "453(448", or "555(600(".
    let rest = matched[5];
    const here = open[open.length - 1];
    const members: MemberDefinition[] | null = opens === "(" ? [] : null;
    here.push({ tag: Number(tag), component, required: bang === "!", members });
    if (members) {
      open.push(members);
      rest = readFirstMember(rest, open, line);
    }
    for (const closing of rest) {
      if (closing !== ")" || open.length === 1) throw unreadable(line);
      open.pop();
    }
  }
  if (open.length !== 1) throw unreadable(line);
  return outer;
}

function readFirstMember(word: string, open: MemberDefinition[][], line: string): string {
  const matched = /^(?:@(\w+)|(\d+))(!?)(\(?)(.*)$/.exec(word);
  if (!matched) throw unreadable(line);
  const [, component = "", tag = "0", bang, opens, rest] = matched;
  const members: MemberDefinition[] | null = opens === "(" ? [] : null;
  open[open.length - 1].push({ tag: Number(tag), component, required: bang === "!", members });
  if (!members) return rest;
  open.push(members);
  return readFirstMember(rest, open, line);
}

function unreadable(line: string): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_DICTIONARY",
    `a FIX dictionary has a line that cannot be read: "${line.slice(0, 120)}"; see src/fix/dictionary-text.ts for the form`,
  );
}
