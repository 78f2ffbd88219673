/**
 * Reads and writes a message by its table (`message-form.ts`) in one version: in, a message the session has validated, or
 * an object; out, the object, or the message's body in the session's writer. Fields the version does not have in this
 * message are left out, both ways. A group's members are written in the dictionary's order, its first tag first.
 *
 * ```
 *  table           dictionary of the session       plan: the slots of the version
 *  orders: 73   +  E: 66! ... 73!(11! 67! 78(79))  =   73 -> [11 clOrdId][67 listSeqNo][78 -> [79 account]]
 *    clOrdId: 11
 * ```
 * An object a message, so this is for messages that come by the hundred a second, not by the hundred thousand; a
 * `GroupCursor` reads a group without making any. Nothing is thrown over what came in.
 */
import { assert } from "../../lib/assert.ts";
import {
  type Dictionary,
  type GroupSpec,
  groupNumberOf,
  type MessageSpec,
  SECTION_BITS,
  Section,
} from "../dictionary.ts";
import type { MessageView } from "../message-view.ts";
import type { MessageWriter } from "../message-writer.ts";
import { timeOfDayNs, timestampNs } from "../timestamps.ts";
import { groupEnd, groupOf } from "./group-cursor.ts";
import type { DecimalValue, FieldForm, GroupForm, Members, MessageForm, ValuesOf } from "./message-form.ts";

/** A name of the table that the version has: the field, or the group with what it holds. */
type Slot = {
  readonly name: string;
  readonly form: FieldForm | GroupForm;
  readonly group: GroupSpec | null;
  readonly plan: Plan;
};
type Plan = { readonly slots: readonly Slot[]; readonly byTag: ReadonlyMap<number, Slot> };
type Entry = Record<string, unknown>;

const NO_PLAN: Plan = { slots: [], byTag: new Map() };
const YES = 89;
/** A value that cannot be held: its field is named in `refTagId`. */
const UNREADABLE = Symbol("unreadable");

/** The codec of a message in the session's version; null when the version has no such message. */
export function codecOf<F extends MessageForm>(form: F, dictionary: Dictionary): MessageCodec<ValuesOf<F>> | null {
  const spec = dictionary.message(form.msgType);
  return spec === undefined ? null : new MessageCodec<ValuesOf<F>>(form, spec);
}

export class MessageCodec<T> {
  readonly msgType: string;
  readonly spec: MessageSpec;
  /** Of the last message `read` gave back null for: the field (RefTagID 371) that cannot be held. */
  refTagId = 0;
  readonly #plan: Plan;

  /** `codecOf` makes it. */
  constructor(form: MessageForm, spec: MessageSpec) {
    this.msgType = form.msgType;
    this.spec = spec;
    const names = Object.keys(form.members).filter((name) => isBody(spec, form.members[name].tag));
    this.#plan = planOf(names, form.members, (tag) => groupOf(spec, tag) ?? null);
  }

  /** The names of the table that the version has, with those of groups under the group's: what a writer can say. */
  get names(): readonly string[] {
    return namesOf(this.#plan, "");
  }

  /**
   * Everything the table names, of a message the validator accepted. An empty value, where a session allows them, is none.
   * @returns null when a number has too many digits to be exact, or a group is not as its count says: `refTagId` says where
   */
  read(view: MessageView): T | null {
    const values: Entry = {};
    let index = 0;
    while (index < view.count) {
      const group = groupOf(this.spec, view.tags[index]) ?? null;
      index = this.#readField(this.#plan, view, index, group, values);
      if (index < 0) return null;
    }
    return values as T;
  }

  /** Writes the body's fields; undefined ones and those the version lacks are left out, [] is a group of none. */
  write(writer: MessageWriter, values: T): void {
    writeSlots(this.#plan, writer, values as Entry);
  }

  /** The index after the field, or after the group it counts; -1 when it cannot be read. */
  #readField(plan: Plan, view: MessageView, index: number, group: GroupSpec | null, into: Entry): number {
    const slot = plan.byTag.get(view.tags[index]);
    if (group !== null) {
      if (slot === undefined) return groupEnd(view, index + 1, group, 0);
      return this.#readGroup(slot, view, index, group, into);
    }
    if (slot === undefined || view.starts[index] === view.ends[index]) return index + 1;
    const value = readValue(slot.form as FieldForm, view, index);
    if (value === UNREADABLE) return this.#fail(view.tags[index]);
    into[slot.name] = value;
    return index + 1;
  }

  #readGroup(slot: Slot, view: MessageView, index: number, group: GroupSpec, into: Entry): number {
    const entries: Entry[] = [];
    let at = index + 1;
    while (at < view.count) {
      const tag = view.tags[at];
      const place = group.places.get(tag);
      if (place === undefined || (entries.length === 0 && tag !== group.delimiter)) break;
      if (tag === group.delimiter) entries.push({});
      const number = groupNumberOf(place);
      const within = number === 0 ? null : group.groups[number - 1];
      at = this.#readField(slot.plan, view, at, within, entries[entries.length - 1]);
      if (at < 0) return -1;
    }
    if (entries.length !== view.intAt(index)) return this.#fail(group.countTag);
    into[slot.name] = entries;
    return at;
  }

  #fail(tag: number): -1 {
    this.refTagId = tag;
    return -1;
  }
}

function isBody(spec: MessageSpec, tag: number): boolean {
  return tag < spec.places.length && (spec.places[tag] & SECTION_BITS) === Section.Body;
}

function planOf(names: readonly string[], members: Members, groupAt: (tag: number) => GroupSpec | null): Plan {
  const slots: Slot[] = [];
  for (const name of names) {
    const form = members[name];
    const spec = groupAt(form.tag);
    assert((form.kind === "group") === (spec !== null), "a field and a group have one tag");
    slots.push({ name, form, group: spec, plan: form.kind === "group" ? groupPlan(form, spec!) : NO_PLAN });
  }
  return { slots, byTag: new Map(slots.map((slot) => [slot.form.tag, slot])) };
}

/** A group's slots in the order of the dictionary, in which a counterparty may insist on them. */
function groupPlan(form: GroupForm, spec: GroupSpec): Plan {
  const byTag = new Map<number, string>();
  for (const name of Object.keys(form.members)) byTag.set(form.members[name].tag, name);
  const names = [...spec.places.keys()].filter((tag) => byTag.has(tag)).map((tag) => byTag.get(tag)!);
  assert(byTag.has(spec.delimiter), "a group's table lacks the tag its entries begin with");
  return planOf(names, form.members, (tag) => {
    const number = groupNumberOf(spec.places.get(tag) ?? 0);
    return number === 0 ? null : spec.groups[number - 1];
  });
}

function namesOf(plan: Plan, prefix: string): string[] {
  return plan.slots.flatMap(({ name, plan: within }) => [`${prefix}${name}`, ...namesOf(within, `${prefix}${name}.`)]);
}

function readValue(form: FieldForm, view: MessageView, index: number): unknown {
  const { bytes, starts, ends } = view;
  switch (form.kind) {
    case "text":
    case "char":
      return view.textAt(index);
    case "int": {
      const value = view.intAt(index);
      return Number.isNaN(value) ? UNREADABLE : value;
    }
    case "decimal":
      return view.decimalAt(index) ? { mantissa: view.mantissa, scale: view.scale } : UNREADABLE;
    case "flag":
      return bytes[starts[index]] === YES;
    case "time": {
      const timeNs = timestampNs(bytes, starts[index], ends[index]);
      return timeNs < 0n ? UNREADABLE : timeNs;
    }
    case "timeOfDay": {
      const ns = timeOfDayNs(bytes, starts[index], ends[index]);
      return ns < 0 ? UNREADABLE : ns;
    }
    default:
      // A copy: the view's bytes are the connection's, and the object outlives them.
      return new Uint8Array(bytes.subarray(starts[index], ends[index]));
  }
}

function writeSlots(plan: Plan, writer: MessageWriter, values: Entry): void {
  const { slots } = plan;
  for (let index = 0; index < slots.length; index++) {
    const { name, form, group, plan: within } = slots[index];
    const value = values[name];
    if (value === undefined) continue;
    if (group === null) {
      writeValue(form as FieldForm, writer, value);
      continue;
    }
    const entries = value as readonly Entry[];
    writer.int(form.tag, entries.length);
    for (let entry = 0; entry < entries.length; entry++) {
      assert(entries[entry][within.slots[0].name] !== undefined, "a group's entry lacks the field it begins with");
      writeSlots(within, writer, entries[entry]);
    }
  }
}

function writeValue(form: FieldForm, writer: MessageWriter, value: unknown): void {
  switch (form.kind) {
    case "text":
    case "char":
      return writer.text(form.tag, value as string);
    case "int":
      return writer.int(form.tag, value as number);
    case "decimal": {
      const { mantissa, scale } = value as DecimalValue;
      return writer.decimal(form.tag, mantissa, scale);
    }
    case "flag":
      return writer.bool(form.tag, value as boolean);
    case "time":
      return writer.timestamp(form.tag, value as bigint);
    case "timeOfDay":
      return writer.timeOfDay(form.tag, value as number);
    default:
      return writer.data(form.lengthTag, form.tag, value as Uint8Array);
  }
}
