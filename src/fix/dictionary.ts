/**
 * A FIX version's messages and fields, compiled for looking up by tag: what `validator.ts` checks a message against, and
 * what a person's decoder takes the names from. Compiled per message type on its first use, since a day's traffic uses a
 * dozen of a hundred. Comes in from `dictionary-text.ts`; holds no rule of the session and no trade word of its own.
 *
 * FIX 5.0 and later have their header, trailer and session messages from FIXT.1.1 (the transport), with its own set of
 * fields: `new Dictionary(application, transport)`.
 */
import type { DictionaryDefinition, FieldDefinition, MemberDefinition, MessageDefinition } from "./dictionary-text.ts";
import { Format, formatOf } from "./field-format.ts";

/** Where a tag may stand in a message: the low bits of a place. 0 is nowhere. */
export const Section = { Header: 1, Body: 2, Trailer: 3 } as const;
export const SECTION_BITS = 3;
export const REQUIRED_BIT = 4;
/** A place shifted right by this is the number of the group the tag counts, from 1; 0 when it counts none. */
export const GROUP_SHIFT = 3;
/** A group member's place shifted right by this says which of the members it is: they come in this order. */
export const RANK_SHIFT = 17;
const GROUP_BITS = (1 << (RANK_SHIFT - GROUP_SHIFT)) - 1;

/** The number of the group that a tag with this place counts, from 1; 0 when it counts none. */
export function groupNumberOf(place: number): number {
  return (place >> GROUP_SHIFT) & GROUP_BITS;
}

/** Fields by tag: format 0 is an unknown tag; `values` is undefined where every value is permitted. */
export class FieldTable {
  readonly formats: Uint8Array;
  readonly values: (PermittedValues | undefined)[];
  readonly byTag = new Map<number, FieldDefinition>();

  constructor(fields: readonly FieldDefinition[]) {
    let top = 0;
    for (const field of fields) if (field.tag > top) top = field.tag;
    this.formats = new Uint8Array(top + 1);
    this.values = new Array<PermittedValues | undefined>(top + 1).fill(undefined);
    for (const field of fields) {
      this.byTag.set(field.tag, field);
      this.formats[field.tag] = formatOf(field.type);
      if (field.values.length > 0) this.values[field.tag] = new PermittedValues(field.values);
    }
  }
}

export class PermittedValues {
  /** 1 for each single character that is permitted. */
  readonly single = new Uint8Array(256);
  readonly longer = new Set<string>();

  constructor(values: readonly string[]) {
    for (const value of values) {
      if (value.length === 1) this.single[value.charCodeAt(0)] = 1;
      else this.longer.add(value);
    }
  }

  has(bytes: Buffer, at: number, end: number): boolean {
    if (end - at === 1) return this.single[bytes[at]] === 1;
    return this.longer.size > 0 && this.longer.has(bytes.latin1Slice(at, end));
  }
}

export type GroupSpec = {
  readonly countTag: number;
  /** The tag every entry starts with. */
  readonly delimiter: number;
  /** Places of the members by tag: each with its rank. */
  readonly places: ReadonlyMap<number, number>;
  readonly groups: readonly GroupSpec[];
  readonly required: readonly number[];
};

export type MessageSpec = {
  readonly msgType: string;
  readonly name: string;
  readonly admin: boolean;
  readonly fields: FieldTable;
  /** Places by tag: section, whether required, which group it counts. */
  readonly places: Uint16Array;
  readonly groups: readonly GroupSpec[];
  readonly required: readonly number[];
};

export class Dictionary {
  readonly version: string;
  readonly #definition: DictionaryDefinition;
  readonly #transport: DictionaryDefinition;
  readonly #fields: FieldTable;
  readonly #transportFields: FieldTable;
  readonly #definitions = new Map<string, MessageDefinition>();
  readonly #specs = new Map<string, MessageSpec>();
  readonly #names = new Map<string, number>();

  constructor(definition: DictionaryDefinition, transport: DictionaryDefinition = definition) {
    this.version = definition.version;
    this.#definition = definition;
    this.#transport = transport;
    this.#transportFields = new FieldTable(charsAsWritten(transport));
    this.#fields = transport === definition ? this.#transportFields : new FieldTable(withHeader(definition, transport));
    for (const message of transport.messages) this.#definitions.set(message.msgType, message);
    for (const message of definition.messages) this.#definitions.set(message.msgType, message);
    for (const field of transport.fields) this.#names.set(field.name, field.tag);
    for (const field of definition.fields) this.#names.set(field.name, field.tag);
  }

  /** What a message type's messages look like; undefined when the version has no such type. */
  message(msgType: string): MessageSpec | undefined {
    const known = this.#specs.get(msgType);
    if (known) return known;
    const definition = this.#definitions.get(msgType);
    if (!definition) return undefined;
    const spec = this.#compile(definition);
    this.#specs.set(msgType, spec);
    return spec;
  }

  field(tag: number): FieldDefinition | undefined {
    return this.#fields.byTag.get(tag) ?? this.#transportFields.byTag.get(tag);
  }

  tagOf(name: string): number | undefined {
    return this.#names.get(name);
  }

  messageName(msgType: string): string {
    return this.#definitions.get(msgType)?.name ?? "";
  }

  #compile(definition: MessageDefinition): MessageSpec {
    const fields = this.#transport.messages.includes(definition) ? this.#transportFields : this.#fields;
    const places = new Uint16Array(fields.formats.length);
    const groups: GroupSpec[] = [];
    const required: number[] = [];
    const set = (member: MemberDefinition, needed: boolean, section: number) => {
      let place = section;
      if (needed) {
        place |= REQUIRED_BIT;
        required.push(member.tag);
      }
      if (member.members) {
        groups.push(this.#compileGroup(member));
        place |= groups.length << GROUP_SHIFT;
      }
      places[member.tag] = place;
    };
    const components = this.#transport.components;
    walk(definition.members, this.#definition.components, true, (member, needed) => set(member, needed, Section.Body));
    walk(this.#transport.header, components, true, (member, needed) => set(member, needed, Section.Header));
    walk(this.#transport.trailer, components, true, (member, needed) => set(member, needed, Section.Trailer));
    const { msgType, name, admin } = definition;
    return { msgType, name, admin, fields, places, groups, required };
  }

  #compileGroup(group: MemberDefinition): GroupSpec {
    const places = new Map<number, number>();
    const groups: GroupSpec[] = [];
    const required: number[] = [];
    let delimiter = 0;
    walk(group.members!, this.#definition.components, true, (member, needed) => {
      // FIX 5.0 names LegPrice(566) and LegOptionRatio(1017) twice in a leg: the first place counts.
      if (places.has(member.tag)) return;
      let place: number = Section.Body | (places.size << RANK_SHIFT);
      if (delimiter === 0) delimiter = member.tag;
      if (needed) {
        place |= REQUIRED_BIT;
        required.push(member.tag);
      }
      if (member.members) {
        groups.push(this.#compileGroup(member));
        place |= groups.length << GROUP_SHIFT;
      }
      places.set(member.tag, place);
    });
    return { countTag: group.tag, delimiter, places, groups, required };
  }
}

/** Visits fields and groups in order, components opened; a field is needed when it and every component around it are. */
function walk(
  members: readonly MemberDefinition[],
  components: ReadonlyMap<string, readonly MemberDefinition[]>,
  needed: boolean,
  visit: (member: MemberDefinition, needed: boolean) => void,
): void {
  for (const member of members) {
    if (member.component === "") visit(member, needed && member.required);
    else walk(components.get(member.component) ?? [], components, needed && member.required, visit);
  }
}

/** FIX 4.0 and 4.1 call every text a char: FIX 4.2 Vol. 1, "Data Types", introduced String. */
function charsAsWritten(definition: DictionaryDefinition): readonly FieldDefinition[] {
  if (definition.fields.some((field) => field.tag === 8 && field.type === "STRING")) return definition.fields;
  return definition.fields.map((field) =>
    formatOf(field.type) === Format.Char ? { ...field, type: "STRING" } : field,
  );
}

/** An application's fields and those of the transport's header and trailer. */
function withHeader(definition: DictionaryDefinition, transport: DictionaryDefinition): readonly FieldDefinition[] {
  const tags = new Set<number>();
  const collect = (member: MemberDefinition) => {
    tags.add(member.tag);
    for (const inner of member.members ?? []) collect(inner);
  };
  for (const member of transport.header) collect(member);
  for (const member of transport.trailer) collect(member);
  const own = definition.fields.filter((field) => !tags.has(field.tag));
  return [...own, ...transport.fields.filter((field) => tags.has(field.tag))];
}
