/**
 * What the permitted values of fields are called, for the pages and files people read. Nothing on the order path needs a
 * name, so they are kept apart from the dictionaries and read on first use.
 */
import { valueNames } from "./dictionaries/value-names.ts";
import type { DictionaryDefinition, FieldDefinition } from "./dictionary-text.ts";

let lines: Map<number, string> | null = null;
const byTag = new Map<number, ReadonlyMap<string, string>>();

/** "Buy" for 54 and "1"; "" when the value has no name. */
export function valueName(tag: number, value: string): string {
  return namesOf(tag).get(value) ?? "";
}

/** The definition with the names of its fields' values filled in. */
export function withNames(definition: DictionaryDefinition): DictionaryDefinition {
  return { ...definition, fields: definition.fields.map(namedField) };
}

export function namedField(field: FieldDefinition): FieldDefinition {
  if (field.values.length === 0 || field.names.length > 0) return field;
  return { ...field, names: field.values.map((value) => valueName(field.tag, value)) };
}

function namesOf(tag: number): ReadonlyMap<string, string> {
  const known = byTag.get(tag);
  if (known) return known;
  lines ??= new Map(
    valueNames
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [Number.parseInt(line, 10), line]),
  );
  const words = lines.get(tag)?.split(" ") ?? [];
  const names = new Map<string, string>();
  for (let index = 1; index + 1 < words.length; index += 2) names.set(words[index], words[index + 1]);
  byTag.set(tag, names);
  return names;
}
