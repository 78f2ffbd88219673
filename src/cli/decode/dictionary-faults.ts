/**
 * What is wrong with a message against its version's dictionary, found by the validator the sessions use. It names one
 * fault, the gravest; here that one is then mended in a copy (a value replaced, a field taken out or put in) and the copy
 * judged again, so that a person sees all.
 */
import { type Dictionary, SECTION_BITS, Section } from "../../fix/dictionary.ts";
import { valueName } from "../../fix/dictionary-names.ts";
import { Format, formatOf, hasFormat } from "../../fix/field-format.ts";
import { MessageView } from "../../fix/message-view.ts";
import { SessionRejectReason as Reason } from "../../fix/reject-reasons.ts";
import { Validator } from "../../fix/validator.ts";
import type { DictionaryChoice } from "./dictionary-choice.ts";
import { type Fault, printable } from "./fault.ts";
import { beginStringOf } from "./fields.ts";
import { checkSumOf, trailerAtOf } from "./frame-faults.ts";

const FAULTS_MAX = 20;
const VALUES_SHOWN_MAX = 12;
const SOH = "\u0001";
/** MsgType is the third field of every message that can be read. */
const MSG_TYPE_INDEX = 2;
/** Faults of a value: the field stays, with another. */
const REPLACED: ReadonlySet<number> = new Set([
  Reason.TagWithoutValue,
  Reason.ValueIncorrect,
  Reason.IncorrectDataFormat,
]);
/** Faults of a field that has no business there: each one found is taken out. */
const REMOVED: ReadonlySet<number> = new Set([
  Reason.InvalidTagNumber,
  Reason.TagNotDefinedForMessage,
  Reason.TagAppearsMoreThanOnce,
]);
const SAMPLES: Readonly<Record<number, string>> = {
  [Format.Int]: "1",
  [Format.Count]: "0",
  [Format.Decimal]: "1",
  [Format.Boolean]: "N",
  [Format.Timestamp]: "20260101-00:00:00",
  [Format.Date]: "20260101",
  [Format.Time]: "00:00:00",
  [Format.MonthYear]: "202601",
};

export class DictionaryCheck {
  readonly #choice: DictionaryChoice;
  readonly #validators = new Map<Dictionary, Validator>();
  readonly #view = new MessageView();

  constructor(choice: DictionaryChoice) {
    this.#choice = choice;
  }

  /** @param raw latin1, SOH behind each field. @returns none for a message whose frame is too broken to be read */
  faultsOf(raw: string): Fault[] {
    const { dictionary, version } = this.#choice.of(raw, beginStringOf(raw));
    if (dictionary === null) {
      return [{ kind: "unknown version", tag: 8, text: `there is no dictionary of ${printable(version)}` }];
    }
    const trailerAt = trailerAtOf(raw);
    if (trailerAt === -1) return [];
    // The frame is judged apart: a wrong CheckSum shall not hide what else is wrong.
    let bytes = framed(raw.slice(0, trailerAt));
    if (!this.#view.index(bytes, 0, bytes.length)) {
      return [{ kind: "garbled", tag: 0, text: "a field has no number for a tag, or there are too many fields" }];
    }
    const validator = this.#validatorOf(dictionary);
    const faults: Fault[] = [];
    const mends = new Set<string>();
    while (faults.length < FAULTS_MAX && !validator.check(this.#view)) {
      const { reason, refTagId } = validator;
      const at = this.#indexOf(dictionary, reason, refTagId);
      const fault = faultOf(dictionary, version, this.#view, reason, refTagId, at);
      // What mending did not mend, as a member missing in an entry of a group, or has made worse, ends the search.
      const mend = `${reason} ${refTagId} ${REPLACED.has(reason) ? at : ""}`;
      if (mends.has(mend) && !REMOVED.has(reason)) break;
      if (reason === Reason.IncorrectGroupCount && faults.some(({ tag }) => tag === refTagId)) break;
      mends.add(mend);
      faults.push(fault);
      const mended = this.#mended(dictionary, reason, refTagId, at);
      if (mended === null) break;
      bytes = mended;
      if (!this.#view.index(bytes, 0, bytes.length)) break;
    }
    return faults;
  }

  #validatorOf(dictionary: Dictionary): Validator {
    let validator = this.#validators.get(dictionary);
    if (validator === undefined) {
      const userDefinedTagsAllowed = !this.#choice.isOwn(dictionary);
      validator = new Validator(dictionary, { emptyValuesAllowed: false, userDefinedTagsAllowed });
      this.#validators.set(dictionary, validator);
    }
    return validator;
  }

  /** The field to blame; -1 where none can be taken out. */
  #indexOf(dictionary: Dictionary, reason: number, tag: number): number {
    const view = this.#view;
    const fields = dictionary.message(view.msgType)?.fields;
    let last = -1;
    for (let index = 0; index < view.count - 1; index++) {
      if (view.tags[index] !== tag) continue;
      last = index;
      const { bytes } = view;
      const at = view.starts[index];
      const end = view.ends[index];
      const format = fields?.formats[tag] ?? 0;
      switch (reason) {
        case Reason.InvalidTagNumber:
        case Reason.TagNotDefinedForMessage:
          return index;
        case Reason.TagWithoutValue:
          if (at === end) return index;
          break;
        case Reason.IncorrectDataFormat:
          if (!hasFormat(format, bytes, at, end)) return index;
          break;
        case Reason.ValueIncorrect:
          if (format === Format.Values || fields?.values[tag]?.has(bytes, at, end) === false) return index;
          break;
        case Reason.TagOutOfOrder:
        case Reason.TagAppearsMoreThanOnce:
          break;
        default:
          return -1;
      }
    }
    return last;
  }

  /** The message without this fault; null where it cannot be mended. */
  #mended(dictionary: Dictionary, reason: number, tag: number, index: number): Buffer | null {
    const { bytes, ends, count, msgType } = this.#view;
    const text = (from: number, to: number) => bytes.latin1Slice(from, to);
    const bodyEnd = ends[count - 2] + 1;
    const field = `${tag}=${sampleOf(dictionary, tag)}${SOH}`;
    if (reason === Reason.RequiredTagMissing) {
      const place = dictionary.message(msgType)?.places[tag] ?? 0;
      const at = (place & SECTION_BITS) === Section.Header ? ends[MSG_TYPE_INDEX] + 1 : bodyEnd;
      return framed(text(0, at) + field + text(at, bodyEnd));
    }
    if (index < 0) return null;
    const start = index === 0 ? 0 : ends[index - 1] + 1;
    const isReplaced = REPLACED.has(reason);
    return framed(text(0, start) + (isReplaced ? field : "") + text(ends[index] + 1, bodyEnd));
  }
}

/** A value that is right for the tag, whatever it means. */
function sampleOf(dictionary: Dictionary, tag: number): string {
  const definition = dictionary.field(tag);
  return definition?.values[0] ?? SAMPLES[formatOf(definition?.type ?? "STRING")] ?? "?";
}

/** With the CheckSum that belongs to it. */
function framed(withoutTrailer: string): Buffer {
  const sum = checkSumOf(withoutTrailer, withoutTrailer.length);
  return Buffer.from(`${withoutTrailer}10=${sum}${SOH}`, "latin1");
}

function faultOf(
  dictionary: Dictionary,
  version: string,
  view: MessageView,
  reason: number,
  tag: number,
  at: number,
): Fault {
  const name = dictionary.field(tag)?.name ?? "";
  const field = name === "" ? `tag ${tag}` : `${name}(${tag})`;
  const message = dictionary.messageName(view.msgType);
  const value = at < 0 ? printable(view.text(tag)) : printable(view.textAt(at));
  const fault = (kind: string, text: string): Fault => ({ kind, tag, text });
  switch (reason) {
    case Reason.InvalidMsgType:
      return { kind: "unknown MsgType", tag: 35, text: `MsgType(35) ${printable(view.msgType)} is not in ${version}` };
    case Reason.InvalidTagNumber:
      return fault("unknown tag", `tag ${tag} is not in ${version}`);
    case Reason.TagNotDefinedForMessage:
      return fault("tag not in this message", `${field} has no place in ${message}`);
    case Reason.RequiredTagMissing:
      return fault("required tag missing", `${field} is missing; ${message} requires it`);
    case Reason.TagWithoutValue:
      return fault("tag without value", `${field} has no value`);
    case Reason.ValueIncorrect:
      return fault("bad value", `${field} is ${value}, expected ${permitted(dictionary, tag)}`);
    case Reason.IncorrectDataFormat:
      return fault("bad format", `${field} is ${value}, which is no ${dictionary.field(tag)?.type ?? "value"}`);
    case Reason.TagAppearsMoreThanOnce:
      return fault("repeated tag", `${field} appears more than once`);
    case Reason.TagOutOfOrder:
      return fault("out of order", `${field} is out of order: header, then body, then trailer`);
    case Reason.GroupOutOfOrder:
      return fault("out of order", `${field} is out of order in its group`);
    case Reason.IncorrectGroupCount:
      return fault("group count", `${field} is ${value}, and another number of entries follows`);
    default:
      return fault("other", `${field}: SessionRejectReason ${reason}`);
  }
}

/** "1 (Buy), 2 (Sell)" */
function permitted(dictionary: Dictionary, tag: number): string {
  const definition = dictionary.field(tag);
  const values = definition?.values ?? [];
  const shown = values.slice(0, VALUES_SHOWN_MAX).map((value, index) => {
    const name = definition?.names[index] || valueName(tag, value);
    return name === "" ? value : `${value} (${name})`;
  });
  return `${shown.join(", ")}${values.length > VALUES_SHOWN_MAX ? ` or ${values.length - VALUES_SHOWN_MAX} others` : ""}`;
}
