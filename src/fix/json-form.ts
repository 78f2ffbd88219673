/**
 * A FIX message as JSON and back, by the dictionary: names in the specification's spelling, one object a message, groups as
 * lists of objects under the name of their count (FIX Trading Community, "JSON Encoding of FIX", without the Header, Body
 * and Trailer around the fields). What belongs to the line (8, 9, 10, CompIDs) is not in it.
 *
 *   {"MsgType":"NewOrderSingle","ClOrdID":"A1","Symbol":"ZVZZT","Side":"1","OrderQty":"100","OrdType":"2","Price":"100.02"}
 *
 * Whole numbers are numbers, decimals text (and numbers, coming in), booleans true and false; everything else is text.
 */
import { shown } from "../lib/shown.ts";
import {
  type Dictionary,
  type GroupSpec,
  groupNumberOf,
  type MessageSpec,
  SECTION_BITS,
  Section,
} from "./dictionary.ts";
import { Format, formatOf } from "./field-format.ts";
import type { MessageView } from "./message-view.ts";
import { Tag } from "./tags.ts";

/** What is wrong with what somebody wrote: where, what would have been right, what was there. */
export type JsonFault = { readonly path: string; readonly expected: string; readonly found: string };
export type JsonObject = Readonly<Record<string, unknown>>;

/** Fields of the line itself, which have no place in JSON. */
const LINE_TAGS: ReadonlySet<number> = new Set<number>([
  Tag.BeginString,
  Tag.BodyLength,
  Tag.MsgType,
  Tag.SenderCompID,
  Tag.TargetCompID,
  Tag.ApplVerID,
  Tag.CheckSum,
]);
const SOH = "\x01";
const DECIMAL = /^-?\d+(\.\d*)?$/;
const WHOLE = /^-?\d+$/;
/** Printable Latin-1 without the separator: what a field can hold. */
const TEXT = /^[\x20-\xff]+$/;

export class JsonForm {
  readonly #dictionary: Dictionary;
  readonly #typesByName = new Map<string, string>();

  /** @param msgTypes the types that are spoken, by their codes */
  constructor(dictionary: Dictionary, msgTypes: readonly string[]) {
    this.#dictionary = dictionary;
    for (const msgType of msgTypes) this.#typesByName.set(dictionary.messageName(msgType), msgType);
  }

  /** Names of the messages that are understood. */
  get names(): string[] {
    return [...this.#typesByName.keys()];
  }

  /** MsgType(35) of a message by its name or its code; "" when it is not one that is spoken. */
  msgTypeOf(name: unknown): string {
    if (typeof name !== "string") return "";
    const known = this.#typesByName.get(name);
    if (known !== undefined) return known;
    return [...this.#typesByName.values()].includes(name) ? name : "";
  }

  /** Whether the version requires the field in the message. */
  needs(msgType: string, tag: number): boolean {
    return this.#dictionary.message(msgType)?.required.includes(tag) ?? false;
  }

  /**
   * The fields of a message as they go into a FIX body, `tag=value` and a separator each.
   *
   * @param ignored names of properties that are not fields
   */
  toFields(msgType: string, object: JsonObject, ignored: ReadonlySet<string>): string | JsonFault {
    const spec = this.#dictionary.message(msgType);
    if (spec === undefined) return { path: "/MsgType", expected: this.names.join(", "), found: msgType };
    let fields = "";
    for (const [name, value] of Object.entries(object)) {
      if (ignored.has(name)) continue;
      const written = this.#field(spec, null, name, value, "");
      if (typeof written !== "string") return written;
      fields += written;
    }
    return fields;
  }

  /** The message as an object; what the version does not know stays out of it. */
  toObject(view: MessageView): Record<string, unknown> {
    const spec = this.#dictionary.message(view.msgType);
    const object: Record<string, unknown> = { MsgType: this.#dictionary.messageName(view.msgType) || view.msgType };
    for (let index = 0; index < view.count; ) index = this.#read(view, index, spec, null, object);
    return object;
  }

  #field(spec: MessageSpec, group: GroupSpec | null, name: string, value: unknown, path: string): string | JsonFault {
    const at = `${path}/${name}`;
    const tag = this.#dictionary.tagOf(name) ?? 0;
    const place = group === null ? (spec.places[tag] ?? 0) : (group.places.get(tag) ?? 0);
    const isBody = group !== null || (place & SECTION_BITS) === Section.Body;
    if (tag === 0 || place === 0 || !isBody) {
      const what = group === null ? `a field of ${spec.name}` : `a field of a group of ${spec.name}`;
      return { path: at, expected: what, found: shown(name) };
    }
    const number = groupNumberOf(place);
    const type = this.#dictionary.field(tag)?.type ?? "STRING";
    if (number === 0) return written(tag, type, value, at);
    const inner = (group === null ? spec.groups : group.groups)[number - 1];
    return this.#group(spec, inner, tag, value, at);
  }

  #group(spec: MessageSpec, group: GroupSpec, tag: number, value: unknown, path: string): string | JsonFault {
    if (!Array.isArray(value) || value.length === 0)
      return { path, expected: "a list of objects", found: shown(value) };
    let fields = `${tag}=${value.length}${SOH}`;
    for (const [index, entry] of value.entries()) {
      const at = `${path}/${index}`;
      if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
        return { path: at, expected: "an object", found: shown(entry) };
      }
      const members = new Map<number, string>();
      for (const [name, member] of Object.entries(entry as JsonObject)) {
        const field = this.#field(spec, group, name, member, at);
        if (typeof field !== "string") return field;
        members.set(this.#dictionary.tagOf(name) as number, field);
      }
      // Members stand in the order the group gives them, its first field first.
      for (const member of group.places.keys()) fields += members.get(member) ?? "";
    }
    return fields;
  }

  /** Reads the field at `index`, and its entries when it counts a group. @returns the index behind it */
  #read(
    view: MessageView,
    index: number,
    spec: MessageSpec | undefined,
    group: GroupSpec | null,
    into: Record<string, unknown>,
  ): number {
    const tag = view.tags[index];
    const place = (group === null ? spec?.places[tag] : group.places.get(tag)) ?? 0;
    const field = this.#dictionary.field(tag);
    if (LINE_TAGS.has(tag) || field === undefined) return index + 1;
    const number = groupNumberOf(place);
    if (number === 0) {
      into[field.name] = jsonValue(view.textAt(index), field.type);
      return index + 1;
    }
    const inner = (group === null ? spec!.groups : group.groups)[number - 1];
    const entries: Record<string, unknown>[] = [];
    let at = index + 1;
    while (at < view.count && inner.places.has(view.tags[at])) {
      if (view.tags[at] === inner.delimiter || entries.length === 0) entries.push({});
      at = this.#read(view, at, spec, inner, entries[entries.length - 1]);
    }
    into[field.name] = entries;
    return at;
  }
}

function written(tag: number, type: string, value: unknown, path: string): string | JsonFault {
  const text = textOf(formatOf(type), value);
  return text.ok ? `${tag}=${text.text}${SOH}` : { path, expected: text.expected, found: shown(value) };
}

type Text = { ok: true; text: string } | { ok: false; expected: string };

function textOf(format: number, value: unknown): Text {
  switch (format) {
    case Format.Boolean:
      if (value === true || value === "Y") return { ok: true, text: "Y" };
      if (value === false || value === "N") return { ok: true, text: "N" };
      return { ok: false, expected: "true or false" };
    case Format.Int:
    case Format.Count:
      if (WHOLE.test(String(value)) && (typeof value === "number" || typeof value === "string")) {
        return { ok: true, text: String(value) };
      }
      return { ok: false, expected: "a whole number" };
    case Format.Decimal: {
      const text = typeof value === "number" ? String(value) : value;
      if (typeof text === "string" && DECIMAL.test(text)) return { ok: true, text };
      return { ok: false, expected: 'a decimal as text, "100.02"' };
    }
    default:
      if (typeof value === "string" && TEXT.test(value)) return { ok: true, text: value };
      return { ok: false, expected: "text of printable Latin-1 characters, not empty" };
  }
}

function jsonValue(text: string, type: string): unknown {
  const format = formatOf(type);
  if (format === Format.Boolean) return text === "Y";
  if ((format === Format.Int || format === Format.Count) && WHOLE.test(text)) return Number(text);
  return text;
}
