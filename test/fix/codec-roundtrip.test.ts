/**
 * Random valid messages of every type of every dictionary, through encoder, framer, view and validator; and each with one
 * fault, refused for just that. LOCKSTEP_SEED plays another row of them, LOCKSTEP_RUNS so many of each type.
 */
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { Dictionary, MessageSpec } from "../../src/fix/dictionary.ts";
import { Framer } from "../../src/fix/framer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { SessionRejectReason as Reason } from "../../src/fix/reject-reasons.ts";
import { Validator } from "../../src/fix/validator.ts";
import { definitionsOf, dictionaryOf } from "../../src/fix/versions.ts";
import { type GeneratedField, MessageGenerator, VERSIONS } from "./codec-generator.ts";
import { random } from "./messages.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
const RUNS = Number(process.env.LOCKSTEP_RUNS ?? 1);
const STRICT = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
/** Of all eight versions together. */
const MESSAGE_TYPES = 640;
/** A tag no dictionary has. */
const UNKNOWN_TAG = 4_999;
const { default: FIXParser } = createRequire(import.meta.url)("fixparser") as {
  default: new () => { parse(text: string): { data: { tag: number; value: unknown }[] }[] };
};
type Field = { readonly tag: number; readonly text: string };
type Play = (spec: MessageSpec, body: GeneratedField[], dictionary: Dictionary, beginString: string) => void;

/** Plays messages of every type of every version; how many. */
function everywhere(salt: number, separators: boolean, play: Play): number {
  let played = 0;
  for (const [beginString, applVerId] of VERSIONS) {
    const dictionary = dictionaryOf(beginString, applVerId);
    const { application, transport } = definitionsOf(beginString, applVerId);
    const types = new Set([...application.messages, ...transport.messages].map(({ msgType }) => msgType));
    const generator = new MessageGenerator(random(SEED + salt), separators);
    for (const msgType of types) {
      const spec = dictionary.message(msgType)!;
      for (let run = 0; run < RUNS; run++, played++) {
        const body = generator.body(spec);
        try {
          play(spec, body, dictionary, beginString);
        } catch (error) {
          const shown = body.map(({ tag, text }) => `${tag}=${text}`).join("|");
          throw new Error(
            `seed ${SEED}, ${beginString} ${applVerId} 35=${msgType}|${shown}: ${(error as Error).message}`,
          );
        }
      }
    }
  }
  return played;
}

function encoded(beginString: string, msgType: string, body: readonly Field[]): Buffer {
  const writer = new MessageWriter(beginString, 3, 256);
  writer.open(msgType);
  writer.int(34, 7);
  writer.text(49, "S");
  writer.timestamp(52, 1_795_310_439_987_654_321n);
  writer.text(56, "C");
  for (const { tag, text } of body) {
    const bytes = Buffer.from(text, "latin1");
    writer.raw(tag, bytes, 0, bytes.length);
  }
  writer.close();
  return Buffer.from(writer.bytes.subarray(writer.start, writer.end));
}

/** The message, in two pieces, through a framer. */
function framed(bytes: Buffer, at: number): MessageView {
  const framer = new Framer(1 << 20);
  const view = new MessageView();
  framer.push(bytes, 0, at);
  expect(framer.next(view)).toBe(at === bytes.length);
  framer.keep();
  framer.push(bytes, at, bytes.length);
  if (at < bytes.length) expect(framer.next(view)).toBe(true);
  expect(framer.garbled).toBe(0);
  return view;
}

function fieldsOf(view: MessageView): Field[] {
  return Array.from({ length: view.count }, (_, index) => ({ tag: view.tagAt(index), text: view.textAt(index) }));
}

function judged(dictionary: Dictionary, beginString: string, msgType: string, body: readonly Field[]): string {
  const bytes = encoded(beginString, msgType, body);
  const validator = new Validator(dictionary, STRICT);
  if (validator.check(framed(bytes, bytes.length))) return "";
  return `${validator.reason}${validator.hasRefTag ? ` ${validator.refTagId}` : ""}`;
}

describe(`every message of every version (seed ${SEED})`, () => {
  it("is encoded, framed, read and accepted with the same fields", () => {
    const next = random(SEED);
    const played = everywhere(1, true, (spec, body, dictionary, beginString) => {
      const bytes = encoded(beginString, spec.msgType, body);
      const view = framed(bytes, 1 + Math.floor(next() * (bytes.length - 1)));
      const inner = fieldsOf(view).slice(7, -1);
      expect(inner).toEqual(body.map(({ tag, text }) => ({ tag, text })));
      const validator = new Validator(dictionary, STRICT);
      expect([validator.check(view), validator.reason, validator.refTagId]).toEqual([true, 0, 0]);
    });
    expect(played).toBe(MESSAGE_TYPES * RUNS);
  });

  it("has the same fields for fixparser", () => {
    const parser = new FIXParser();
    everywhere(2, false, (spec, body, _, beginString) => {
      const bytes = encoded(beginString, spec.msgType, body);
      const ours = fieldsOf(framed(bytes, bytes.length));
      const [peer] = parser.parse(bytes.toString("latin1"));
      expect(peer.data.map(({ tag }) => tag)).toEqual(ours.map(({ tag }) => tag));
      for (const [index, { value }] of peer.data.entries()) {
        const { text } = ours[index];
        // It makes numbers of some types, and cuts integers to 32 bits.
        if (value !== text && value !== Number.parseFloat(text) && value !== Number.parseFloat(text) >> 0)
          expect(value).toBe(text);
      }
    });
  });

  for (const [fault, spoil] of Object.entries(faults())) {
    it(`is refused for ${fault}, and names the tag`, () => {
      const next = random(SEED + 3);
      let played = 0;
      everywhere(3, true, (spec, body, dictionary, beginString) => {
        const spoilt = spoil(body, spec, (count) => Math.floor(next() * count));
        if (spoilt === null) return;
        played++;
        expect(judged(dictionary, beginString, spoilt.msgType ?? spec.msgType, spoilt.body)).toBe(spoilt.outcome);
      });
      expect(played).toBeGreaterThan(40);
    });
  }
});

type Spoilt = { readonly body: readonly Field[]; readonly outcome: string; readonly msgType?: string };
type Spoil = (body: GeneratedField[], spec: MessageSpec, pick: (count: number) => number) => Spoilt | null;

/** One fault each: the body with it and the reason and tag it is to be refused with; null where there is no place for it. */
function faults(): Record<string, Spoil> {
  const change =
    (wanted: (field: GeneratedField, spec: MessageSpec) => boolean, text: string, reason: number): Spoil =>
    (body, spec, pick) => {
      const index = someIndex(body, (field) => field.plain && wanted(field, spec), pick);
      if (index < 0) return null;
      return { body: body.with(index, { ...body[index], text }), outcome: `${reason} ${body[index].tag}` };
    };
  const drop =
    (wanted: (field: GeneratedField) => boolean): Spoil =>
    (body, _, pick) => {
      const index = someIndex(body, (field) => field.plain && field.required && wanted(field), pick);
      if (index < 0) return null;
      return { body: body.toSpliced(index, 1), outcome: `${Reason.RequiredTagMissing} ${body[index].tag}` };
    };
  return {
    "a required tag that is missing": drop((field) => field.group === null),
    "a group's required tag that is missing": drop(({ group, tag }) => group !== null && tag !== group.delimiter),
    "a tag there is not": (body) => ({
      body: [field(UNKNOWN_TAG, "x"), ...body],
      outcome: `${Reason.InvalidTagNumber} ${UNKNOWN_TAG}`,
    }),
    "a tag of other messages": (body, spec, pick) => {
      const { formats } = spec.fields;
      const tag = pick(formats.length);
      if (formats[tag] === 0 || (spec.places[tag] ?? 0) !== 0) return null;
      return { body: [field(tag, "1"), ...body], outcome: `${Reason.TagNotDefinedForMessage} ${tag}` };
    },
    "a value that is empty": change(() => true, "", Reason.TagWithoutValue),
    "a value that is not permitted": change(
      ({ tag }, spec) => spec.fields.values[tag] !== undefined && spec.fields.formats[tag] <= 2,
      "~",
      Reason.ValueIncorrect,
    ),
    "a value in another format": change(
      ({ tag }, spec) => spec.fields.formats[tag] >= 3 && spec.fields.formats[tag] <= 10,
      "x!",
      Reason.IncorrectDataFormat,
    ),
    "a tag that is there twice": (body, _, pick) => {
      const index = someIndex(body, (some) => some.plain && some.tag !== some.group?.delimiter, pick);
      if (index < 0) return null;
      return {
        body: body.toSpliced(index, 0, body[index]),
        outcome: `${Reason.TagAppearsMoreThanOnce} ${body[index].tag}`,
      };
    },
    "a header's tag in the body": (body) =>
      body.length === 0 ? null : { body: [...body, field(50, "x")], outcome: `${Reason.TagOutOfOrder} 50` },
    "a group of another count": (body, spec, pick) => {
      // Where the count itself is of certain values only, that is its fault.
      const isCount = ({ tag, plain }: GeneratedField, at: number) =>
        !plain && spec.fields.values[tag] === undefined && body[at + 1]?.tag === delimiterOf(body, at);
      const index = someIndex(body, isCount, pick);
      if (index < 0) return null;
      const count = Number(body[index].text) + (pick(2) === 0 ? 1 : -1);
      return {
        body: body.with(index, { ...body[index], text: String(count) }),
        outcome: `${Reason.IncorrectGroupCount} ${body[index].tag}`,
      };
    },
    "a group without its first tag": (body, _, pick) => {
      const isFirst = (some: GeneratedField, at: number) =>
        some.plain && some.tag === delimiterOf(body, at - 1) && body[at - 1].group === null;
      const index = someIndex(body, isFirst, pick);
      if (index < 0) return null;
      const { countTag } = body[index].group!;
      return { body: body.toSpliced(index, 1), outcome: `${Reason.IncorrectGroupCount} ${countTag}` };
    },
    "a group's members in another order": (body, _, pick) => {
      const isSwappable = (some: GeneratedField, at: number) => {
        const other = body[at + 1];
        if (!some.plain || !other?.plain || some.group === null || some.tag === some.group.delimiter) return false;
        return some.entry === other.entry;
      };
      const index = someIndex(body, isSwappable, pick);
      if (index < 0) return null;
      const swapped = body.with(index, body[index + 1]).with(index + 1, body[index]);
      return { body: swapped, outcome: `${Reason.GroupOutOfOrder} ${body[index].tag}` };
    },
    "a type there is not": (body) => ({ body, msgType: "~~", outcome: String(Reason.InvalidMsgType) }),
  };
}

function field(tag: number, text: string): GeneratedField {
  return { tag, text, group: null, entry: 0, required: false, plain: true };
}

/** The tag the entries of the group begin with that is counted at `at`; 0 when none is. */
function delimiterOf(body: readonly GeneratedField[], at: number): number {
  if (at < 0) return 0;
  const first = body[at + 1];
  return first?.group?.countTag === body[at].tag ? first.group.delimiter : 0;
}

function someIndex(
  body: readonly GeneratedField[],
  wanted: (field: GeneratedField, index: number) => boolean,
  pick: (count: number) => number,
): number {
  const found = [...body.keys()].filter((index) => wanted(body[index], index));
  return found.length === 0 ? -1 : found[pick(found.length)];
}
