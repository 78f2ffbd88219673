/**
 * Writes a dictionary as QuickFIX's XML: what a counterparty's engine loads to check the same as we do. What it writes,
 * `dictionary-xml.ts` reads back into the same definition.
 */

import { assert } from "../lib/assert.ts";
import type { DictionaryDefinition, FieldDefinition, MemberDefinition, MessageDefinition } from "./dictionary-text.ts";
import { nameToSnake } from "./dictionary-xml-names.ts";

export function writeDictionaryXml(definition: DictionaryDefinition): string {
  const names = new Map(definition.fields.map((field) => [field.tag, field.name]));
  const matched = /^(FIXT?)\.(\d+)\.(\d+)(?:SP(\d+))?$/.exec(definition.version);
  assert(matched !== null, "a dictionary has a version of another form");
  const [, type, major, minor, servicePack = "0"] = matched;
  const lines = [`<fix type='${type}' major='${major}' minor='${minor}' servicepack='${servicePack}'>`];
  const section = (name: string, inside: readonly string[]) => {
    if (inside.length === 0) lines.push(` <${name} />`);
    else lines.push(` <${name}>`, ...inside, ` </${name}>`);
  };
  section("header", memberLines(definition.header, names, "  "));
  section(
    "messages",
    definition.messages.flatMap((message) => messageLines(message, names)),
  );
  section("trailer", memberLines(definition.trailer, names, "  "));
  const components = [...definition.components].flatMap(([name, members]) =>
    wrapped(`component name='${name}'`, memberLines(members, names, "   "), "  "),
  );
  section("components", components);
  section("fields", definition.fields.flatMap(fieldLines));
  return `${lines.join("\n")}\n</fix>\n`;
}

function messageLines(
  { name, msgType, admin, members }: MessageDefinition,
  names: ReadonlyMap<number, string>,
): string[] {
  const start = `message name='${name}' msgtype='${escaped(msgType)}' msgcat='${admin ? "admin" : "app"}'`;
  return wrapped(start, memberLines(members, names, "   "), "  ");
}

function memberLines(
  members: readonly MemberDefinition[],
  names: ReadonlyMap<number, string>,
  indent: string,
): string[] {
  return members.flatMap((member) => {
    const required = `required='${member.required ? "Y" : "N"}'`;
    if (member.component !== "") return [`${indent}<component name='${member.component}' ${required} />`];
    const name = names.get(member.tag);
    assert(name !== undefined, "a message has a field the dictionary does not define");
    if (member.members === null) return [`${indent}<field name='${name}' ${required} />`];
    return wrapped(`group name='${name}' ${required}`, memberLines(member.members, names, `${indent} `), indent);
  });
}

function fieldLines({ tag, name, type, values, names }: FieldDefinition): string[] {
  const inside = values.map((value, index) => {
    const description = nameToSnake(names[index] ?? "");
    return `   <value enum='${escaped(value)}' description='${escaped(description)}' />`;
  });
  return wrapped(`field number='${tag}' name='${name}' type='${type}'`, inside, "  ");
}

function wrapped(start: string, inside: readonly string[], indent: string): string[] {
  if (inside.length === 0) return [`${indent}<${start} />`];
  return [`${indent}<${start}>`, ...inside, `${indent}</${start.split(" ")[0]}>`];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("'", "&apos;");
}
