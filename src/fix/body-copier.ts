/**
 * Hot path: a message's body becomes the body of a message of the same type in another FIX version, where drop copies ask
 * for requests; budget 1 us for a NewOrderSingle of 17 fields.
 *
 * What both versions have is copied byte for byte, in the order it came (within a group, in the other version's order). A field the other version has not in this
 * message, or whose value it does not know, is left out; so is a group whose entries would not be whole there. What the
 * other version requires is never left out, but copied with the value it has: a word the reader does not know tells him
 * more than a wrong one. A length goes with its data, or neither goes.
 */
import { LENGTH_TAG_OF } from "./data-fields.ts";
import {
  type Dictionary,
  type GroupSpec,
  groupNumberOf,
  type MessageSpec,
  REQUIRED_BIT,
  SECTION_BITS,
  Section,
} from "./dictionary.ts";
import type { MessageView } from "./message-view.ts";
import type { MessageWriter } from "./message-writer.ts";
import { groupEnd, groupOf } from "./messages/group-cursor.ts";
import { Validator } from "./validator.ts";

export class BodyCopier {
  readonly #target: Dictionary;
  readonly #validator: Validator;

  /** @param target what the copies are valid by */
  constructor(target: Dictionary) {
    this.#target = target;
    this.#validator = new Validator(target, { emptyValuesAllowed: false, userDefinedTagsAllowed: false });
  }

  /**
   * Copies the body, without one group that the caller writes himself.
   *
   * @param source the dictionary by which `view` is valid
   * @param except tag that counts the group left out; 0 for none
   * @param msgType the message it becomes part of, when that is of another type
   */
  copy(
    view: MessageView,
    source: Dictionary,
    writer: MessageWriter,
    except: number,
    msgType: string = view.msgType,
  ): void {
    const from = source.message(view.msgType);
    const to = this.#target.message(msgType);
    if (from === undefined || to === undefined) return;
    for (let index = 0; index < view.count; index++) {
      const tag = view.tags[index];
      const group = groupOf(from, tag);
      const end = group === undefined ? index + 1 : groupEnd(view, index + 1, group, 0);
      if ((placeIn(from, tag) & SECTION_BITS) === Section.Body && tag !== except) {
        if (group === undefined) index += this.#copyField(view, index, to, writer);
        else this.#copyGroup(view, index, end, group, to, writer);
      }
      if (group !== undefined) index = end - 1;
    }
  }

  /** Copies the entries of one group, the count left to the caller. @returns how many there were */
  copyEntries(view: MessageView, source: Dictionary, countTag: number, writer: MessageWriter): number {
    const from = source.message(view.msgType);
    const to = this.#target.message(view.msgType);
    const index = view.indexOf(countTag);
    const group = from === undefined ? undefined : groupOf(from, countTag);
    const target = to === undefined ? undefined : groupOf(to, countTag);
    if (index < 0 || group === undefined || target === undefined) return 0;
    const end = groupEnd(view, index + 1, group, 0);
    if (!this.#isWhole(view, index + 1, end, group, target, to!)) return 0;
    this.#writeEntries(view, index + 1, end, group, target, to!, writer);
    return view.intAt(index);
  }

  /** Whether the other version requires the tag in the body and the message lacks it: the caller says something true. */
  lacks(view: MessageView, to: MessageSpec, tag: number): boolean {
    return isInBody(to, tag) && (to.places[tag] & REQUIRED_BIT) !== 0 && !view.has(tag);
  }

  /** @returns how many fields beside this one were dealt with */
  #copyField(view: MessageView, index: number, to: MessageSpec, writer: MessageWriter): number {
    const tag = view.tags[index];
    const next = view.tagAt(index + 1);
    if (next > 0 && next < LENGTH_TAG_OF.length && LENGTH_TAG_OF[next] === tag) {
      if (this.#isKept(view, index, to) && isInBody(to, next)) {
        writer.raw(tag, view.bytes, view.starts[index], view.ends[index]);
        writer.raw(next, view.bytes, view.starts[index + 1], view.ends[index + 1]);
      }
      return 1;
    }
    if (this.#isKept(view, index, to)) writer.raw(tag, view.bytes, view.starts[index], view.ends[index]);
    return 0;
  }

  #isKept(view: MessageView, index: number, to: MessageSpec): boolean {
    const tag = view.tags[index];
    const place = placeIn(to, tag);
    // A tag that counts a group there and none here, or the other way round, means another thing.
    if (!isInBody(to, tag) || groupNumberOf(place) !== 0) return false;
    return (place & REQUIRED_BIT) !== 0 || this.#validator.permits(view, index, to.fields);
  }

  #copyGroup(
    view: MessageView,
    index: number,
    end: number,
    from: GroupSpec,
    to: MessageSpec,
    writer: MessageWriter,
  ): void {
    const tag = view.tags[index];
    const target = isInBody(to, tag) ? groupOf(to, tag) : undefined;
    if (target === undefined || end === index + 1) return;
    if (!this.#isWhole(view, index + 1, end, from, target, to)) return;
    writer.raw(tag, view.bytes, view.starts[index], view.ends[index]);
    this.#writeEntries(view, index + 1, end, from, target, to, writer);
  }

  /** Whether every entry begins as it has to in the other version, and has there what it needs. */
  #isWhole(view: MessageView, at: number, end: number, from: GroupSpec, to: GroupSpec, message: MessageSpec): boolean {
    if (from.delimiter !== to.delimiter) return false;
    let needed = 0;
    for (let index = at; index < end; index++) {
      const tag = view.tags[index];
      if (tag === to.delimiter) {
        if (index > at && needed !== to.required.length) return false;
        needed = 0;
        if (!this.#validator.permits(view, index, message.fields)) return false;
      }
      if (to.required.includes(tag) && this.#validator.permits(view, index, message.fields)) needed++;
      const inner = innerGroup(from, tag);
      if (inner !== undefined) index = groupEnd(view, index + 1, inner, 1) - 1;
    }
    return needed === to.required.length;
  }

  /** Each entry's members in the other version's order, in which they have to come there. */
  #writeEntries(
    view: MessageView,
    at: number,
    end: number,
    from: GroupSpec,
    to: GroupSpec,
    message: MessageSpec,
    writer: MessageWriter,
  ): void {
    for (let start = at; start < end; ) {
      const next = entryEnd(view, start, end, from);
      for (const tag of to.places.keys()) {
        // Data is written with its length.
        const index = LENGTH_TAG_OF[tag] === 0 ? indexInEntry(view, tag, start, next, from) : -1;
        if (index >= 0) this.#writeMember(view, index, next, from, to, message, writer);
      }
      start = next;
    }
  }

  #writeMember(
    view: MessageView,
    index: number,
    end: number,
    from: GroupSpec,
    to: GroupSpec,
    message: MessageSpec,
    writer: MessageWriter,
  ): void {
    const { bytes, starts, ends } = view;
    const tag = view.tags[index];
    const inner = innerGroup(from, tag);
    const target = innerGroup(to, tag);
    if (inner !== undefined && target !== undefined) {
      const innerEnd = groupEnd(view, index + 1, inner, 1);
      if (innerEnd > end || !this.#isWhole(view, index + 1, innerEnd, inner, target, message)) return;
      writer.raw(tag, bytes, starts[index], ends[index]);
      return this.#writeEntries(view, index + 1, innerEnd, inner, target, message, writer);
    }
    if (inner !== undefined || target !== undefined || !this.#validator.permits(view, index, message.fields)) return;
    const next = view.tagAt(index + 1);
    const isLength = next > 0 && next < LENGTH_TAG_OF.length && LENGTH_TAG_OF[next] === tag;
    if (isLength && !to.places.has(next)) return;
    writer.raw(tag, bytes, starts[index], ends[index]);
    if (isLength) writer.raw(next, bytes, starts[index + 1], ends[index + 1]);
  }
}

/** Where the entry that begins at `start` ends. */
function entryEnd(view: MessageView, start: number, end: number, group: GroupSpec): number {
  for (let index = start + 1; index < end; index++) {
    if (view.tags[index] === group.delimiter) return index;
    const inner = innerGroup(group, view.tags[index]);
    if (inner !== undefined) index = groupEnd(view, index + 1, inner, 1) - 1;
  }
  return end;
}

/** The entry's own member with the tag, past those of groups within; -1 when it has none. */
function indexInEntry(view: MessageView, tag: number, start: number, end: number, group: GroupSpec): number {
  for (let index = start; index < end; index++) {
    if (view.tags[index] === tag) return index;
    const inner = innerGroup(group, view.tags[index]);
    if (inner !== undefined) index = groupEnd(view, index + 1, inner, 1) - 1;
  }
  return -1;
}

function placeIn(message: MessageSpec, tag: number): number {
  return tag > 0 && tag < message.places.length ? message.places[tag] : 0;
}

function isInBody(message: MessageSpec, tag: number): boolean {
  return (placeIn(message, tag) & SECTION_BITS) === Section.Body;
}

function innerGroup(group: GroupSpec, tag: number): GroupSpec | undefined {
  const number = groupNumberOf(group.places.get(tag) ?? 0);
  return number === 0 ? undefined : group.groups[number - 1];
}
