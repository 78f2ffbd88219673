/**
 * Hot path: checks one indexed message against its version's dictionary; budget 0.5 us for a NewOrderSingle of 17 fields.
 *
 * Every field is looked at once: a known tag, a tag of this message, header before body before trailer, no repeated tag, a
 * value, its format, its permitted values, groups by their counts and order; then required tags. Where several things are wrong the
 * structure is named first, then a missing tag, then the first field that is wrong. Nothing is thrown.
 */
import {
  type Dictionary,
  type FieldTable,
  GROUP_SHIFT,
  type GroupSpec,
  groupNumberOf,
  type MessageSpec,
  RANK_SHIFT,
  REQUIRED_BIT,
  SECTION_BITS,
  Section,
} from "./dictionary.ts";
import { Format, hasFormat } from "./field-format.ts";
import type { MessageView } from "./message-view.ts";
import { SessionRejectReason as Reason } from "./reject-reasons.ts";

const SPACE = 32;
const USER_DEFINED_FROM = 5000;
const GROUP_DEPTH_MAX = 8;
/** 8, 9 and 35 come first and are required, in every message of every version. */
const FRAMING_FIELDS = 3;

export type ValidationRules = {
  /** Some peers write "58=|" where the standard wants the tag left out. */
  readonly emptyValuesAllowed: boolean;
  /** Tags of 5000 and above that the dictionary does not know. */
  readonly userDefinedTagsAllowed: boolean;
  /** Some peers write a group's members in an order of their own; each entry still begins with the group's first tag. */
  readonly unorderedGroupsAllowed?: boolean;
};

export class Validator {
  /** Of the last message found wrong: SessionRejectReason(373), and RefTagID(371) or 0 where there is none to name. */
  reason = 0;
  refTagId = 0;
  /** Whether `refTagId` names a tag; an invalid tag number may be 0 itself. */
  hasRefTag = false;
  readonly #dictionary: Dictionary;
  readonly #rules: ValidationRules;
  /** Entries of the group `#extent` has measured last. */
  #entries = 0;
  /** The message that last used a tag outside groups, by tag, to find repeated ones. */
  #seen = new Uint32Array(0);
  #generation = 0;

  constructor(dictionary: Dictionary, rules: ValidationRules) {
    this.#dictionary = dictionary;
    this.#rules = rules;
  }

  /** Whether the message is as the dictionary wants it. */
  check(view: MessageView): boolean {
    const spec = this.#dictionary.message(view.msgType);
    if (spec === undefined) return this.#fail(Reason.InvalidMsgType, 0, false);
    if (this.#checkFields(view, spec)) return true;
    this.#findGraver(view, spec);
    return false;
  }

  /** Whether the value of the view's field at `index` is as these fields want it, wherever it stands. */
  permits(view: MessageView, index: number, fields: FieldTable): boolean {
    return this.#checkValue(view, index, fields);
  }

  #checkFields(view: MessageView, spec: MessageSpec): boolean {
    const places = spec.places;
    const size = places.length;
    const tags = view.tags;
    const count = view.count;
    const repeats = view.repeats > 0;
    if (repeats) this.#startSeen(size);
    let section: number = Section.Header;
    // BeginString, BodyLength and MsgType were read to get here; they are looked at again only for being repeated.
    const from = repeats ? 0 : FRAMING_FIELDS;
    let required = from;
    for (let index = from; index < count; index++) {
      const tag = tags[index];
      const place = tag > 0 && tag < size ? places[tag] : 0;
      if (place === 0) {
        if (!this.#checkStranger(view, index, spec.fields)) return false;
        continue;
      }
      if ((place & SECTION_BITS) < section) return this.#fail(Reason.TagOutOfOrder, tag, true);
      section = place & SECTION_BITS;
      if (repeats && this.#isRepeated(tag)) return this.#fail(Reason.TagAppearsMoreThanOnce, tag, true);
      if (!this.#checkValue(view, index, spec.fields)) return false;
      if ((place & REQUIRED_BIT) !== 0) required++;
      if (place >> GROUP_SHIFT !== 0) {
        const next = this.#checkGroup(view, index, spec.groups[(place >> GROUP_SHIFT) - 1], spec.fields, 0);
        if (next < 0) return false;
        index = next - 1;
      }
    }
    if (required !== spec.required.length) return this.#failMissing(view, spec);
    return true;
  }

  /** A field is wrong: whether the message's structure is, too, or a required tag is missing. */
  #findGraver(view: MessageView, spec: MessageSpec): void {
    let section: number = Section.Header;
    for (let index = 0; index < view.count; index++) {
      const tag = view.tags[index];
      const place = tag > 0 && tag < spec.places.length ? spec.places[tag] : 0;
      const here = place & SECTION_BITS;
      // A tag without a place of its own belongs to the body: to a group, or to nothing.
      if (here !== 0 && here < section) {
        this.#fail(Reason.TagOutOfOrder, tag, true);
        return;
      }
      section = here === 0 ? Math.max(section, Section.Body) : here;
      if (place >> GROUP_SHIFT !== 0) {
        index = this.#extent(view, index + 1, spec.groups[(place >> GROUP_SHIFT) - 1], 0) - 1;
      }
    }
    for (const tag of spec.required) {
      if (!view.has(tag)) {
        this.#fail(Reason.RequiredTagMissing, tag, true);
        return;
      }
    }
  }

  #checkValue(view: MessageView, index: number, fields: FieldTable): boolean {
    const at = view.starts[index];
    const end = view.ends[index];
    const tag = view.tags[index];
    if (at === end) return this.#rules.emptyValuesAllowed || this.#fail(Reason.TagWithoutValue, tag, true);
    const format = fields.formats[tag];
    if (format !== Format.Text && !hasFormat(format, view.bytes, at, end))
      return this.#fail(Reason.IncorrectDataFormat, tag, true);
    const values = fields.values[tag];
    if (values === undefined) return true;
    if (format === Format.Values || format === Format.Chars) return this.#checkValues(view, index, fields);
    return values.has(view.bytes, at, end) || this.#fail(Reason.ValueIncorrect, tag, true);
  }

  /** Every one of the space-separated values is permitted. */
  #checkValues(view: MessageView, index: number, fields: FieldTable): boolean {
    const bytes = view.bytes;
    const end = view.ends[index];
    const tag = view.tags[index];
    const values = fields.values[tag]!;
    let at = view.starts[index];
    for (let stop = at; at <= end; at = stop + 1) {
      stop = at;
      while (stop < end && bytes[stop] !== SPACE) stop++;
      if (!values.has(bytes, at, stop)) return this.#fail(Reason.ValueIncorrect, tag, true);
    }
    return true;
  }

  /** A tag that has no place in this message. */
  #checkStranger(view: MessageView, index: number, fields: FieldTable): boolean {
    const tag = view.tags[index];
    const known = tag > 0 && tag < fields.formats.length && fields.formats[tag] !== 0;
    if (!known && tag >= USER_DEFINED_FROM && this.#rules.userDefinedTagsAllowed) return true;
    if (view.starts[index] === view.ends[index] && !this.#rules.emptyValuesAllowed) {
      return this.#fail(Reason.TagWithoutValue, tag, true);
    }
    return this.#fail(known ? Reason.TagNotDefinedForMessage : Reason.InvalidTagNumber, tag, true);
  }

  /** Checks the group counted at `index`; the index after it, or -1. */
  #checkGroup(view: MessageView, index: number, group: GroupSpec, fields: FieldTable, depth: number): number {
    const end = this.#extent(view, index + 1, group, depth);
    // The count comes before the members' own faults: entries that are too many or few are read as one another's fields.
    if (this.#entries !== view.intAt(index)) {
      this.#fail(Reason.IncorrectGroupCount, group.countTag, true);
      return -1;
    }
    let required = 0;
    let entryAt = index + 1;
    let lastRank = -1;
    for (let at = index + 1; at < end; at++) {
      const tag = view.tags[at];
      const place = group.places.get(tag)!;
      if (tag === group.delimiter) {
        if (at > entryAt && !this.#entryComplete(view, entryAt, at, group, required)) return -1;
        entryAt = at;
        required = 0;
        lastRank = -1;
      }
      const rank = place >> RANK_SHIFT;
      if (rank > lastRank) lastRank = rank;
      else if (!this.#checkRank(view, entryAt, at, group)) return -1;
      if (!this.#checkValue(view, at, fields)) return -1;
      if ((place & REQUIRED_BIT) !== 0) required++;
      const number = groupNumberOf(place);
      if (number !== 0) {
        const next = this.#checkGroup(view, at, group.groups[number - 1], fields, depth + 1);
        if (next < 0) return -1;
        at = next - 1;
      }
    }
    if (end > index + 1 && !this.#entryComplete(view, entryAt, end, group, required)) return -1;
    return end;
  }

  /** A member that comes after one it should come before: it is there twice, or the order is wrong. */
  #checkRank(view: MessageView, entryAt: number, at: number, group: GroupSpec): boolean {
    const tag = view.tags[at];
    for (let index = entryAt; index < at; index++) {
      const here = view.tags[index];
      if (here === tag) return this.#fail(Reason.TagAppearsMoreThanOnce, tag, true);
      const number = groupNumberOf(group.places.get(here)!);
      if (number !== 0) index = this.#extent(view, index + 1, group.groups[number - 1], 1) - 1;
    }
    return this.#rules.unorderedGroupsAllowed === true || this.#fail(Reason.GroupOutOfOrder, tag, true);
  }

  /** Where the run of the group's members ends; leaves the number of entries in `#entries`. */
  #extent(view: MessageView, from: number, group: GroupSpec, depth: number): number {
    let entries = 0;
    let at = from;
    while (at < view.count && depth < GROUP_DEPTH_MAX) {
      const tag = view.tags[at];
      const place = group.places.get(tag);
      if (place === undefined) break;
      if (tag === group.delimiter) entries++;
      else if (entries === 0) break;
      at++;
      const number = groupNumberOf(place);
      if (number !== 0) at = this.#extent(view, at, group.groups[number - 1], depth + 1);
    }
    this.#entries = entries;
    return at;
  }

  #entryComplete(view: MessageView, from: number, to: number, group: GroupSpec, required: number): boolean {
    if (required === group.required.length) return true;
    for (const tag of group.required) {
      if (!occursIn(view, tag, from, to)) return this.#fail(Reason.RequiredTagMissing, tag, true);
    }
    return true;
  }

  #failMissing(view: MessageView, spec: MessageSpec): boolean {
    for (const tag of spec.required) if (!view.has(tag)) return this.#fail(Reason.RequiredTagMissing, tag, true);
    // A required tag that stands only inside a group is missing outside it.
    for (const tag of spec.required) if (!this.#standsOutsideGroups(view, tag, spec)) return this.#fail(1, tag, true);
    return true;
  }

  #standsOutsideGroups(view: MessageView, tag: number, spec: MessageSpec): boolean {
    for (let index = 0; index < view.count; index++) {
      const here = view.tags[index];
      if (here === tag) return true;
      const place = here > 0 && here < spec.places.length ? spec.places[here] : 0;
      if (place >> GROUP_SHIFT !== 0) {
        index = this.#extent(view, index + 1, spec.groups[(place >> GROUP_SHIFT) - 1], 0) - 1;
      }
    }
    return false;
  }

  #startSeen(size: number): void {
    if (this.#seen.length < size) this.#seen = new Uint32Array(size);
    if (++this.#generation === 0xffff_ffff) {
      this.#seen.fill(0);
      this.#generation = 1;
    }
  }

  #isRepeated(tag: number): boolean {
    if (this.#seen[tag] === this.#generation) return true;
    this.#seen[tag] = this.#generation;
    return false;
  }

  #fail(reason: number, refTagId: number, hasRefTag: boolean): false {
    this.reason = reason;
    this.refTagId = refTagId;
    this.hasRefTag = hasRefTag;
    return false;
  }
}

function occursIn(view: MessageView, tag: number, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (view.tags[index] === tag) return true;
  return false;
}
