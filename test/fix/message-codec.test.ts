/** The tables of messages, in every version that has them: what is written is valid, is read back, and others read the same. */
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dictionary, type GroupSpec, groupNumberOf, REQUIRED_BIT } from "../../src/fix/dictionary.ts";
import { Format, formatOf } from "../../src/fix/field-format.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { groupOf } from "../../src/fix/messages/group-cursor.ts";
import * as instruments from "../../src/fix/messages/instrument-messages.ts";
import * as lists from "../../src/fix/messages/list-messages.ts";
import * as marketData from "../../src/fix/messages/market-data-messages.ts";
import { codecOf } from "../../src/fix/messages/message-codec.ts";
import type { Kind, Members, MessageForm } from "../../src/fix/messages/message-form.ts";
import { Validator } from "../../src/fix/validator.ts";
import { ApplVerId, dictionaryOf } from "../../src/fix/versions.ts";
import { type Random, valuesArbitrary } from "./message-arbitrary.ts";

const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
const NUM_RUNS = Number(process.env.LOCKSTEP_RUNS ?? 12);
const VERSIONS: readonly (readonly [string, string])[] = [
  ["FIX.4.0", ""],
  ["FIX.4.1", ""],
  ["FIX.4.2", ""],
  ["FIX.4.3", ""],
  ["FIX.4.4", ""],
  ["FIXT.1.1", ApplVerId.Fix50],
  ["FIXT.1.1", ApplVerId.Fix50SP1],
  ["FIXT.1.1", ApplVerId.Fix50SP2],
];
const FORMS = Object.entries({ ...lists, ...instruments, ...marketData }) as [string, MessageForm][];
const STRICT = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
type Values = Record<string, unknown>;
type FixparserField = { tag: number; value: unknown };
type FixparserMessage = { data: FixparserField[]; bodyLengthValid: boolean; checksumValid: boolean; encode(): string };
const { default: FIXParser, Field } = createRequire(import.meta.url)("fixparser") as {
  default: new () => {
    parse(text: string): FixparserMessage[];
    createMessage(...fields: FixparserField[]): FixparserMessage;
  };
  Field: new (tag: number, value: unknown) => FixparserField;
};
const parser = new FIXParser();

/** A message with its header, as a session begins it. */
function written(beginString: string, msgType: string, digits: 0 | 3 | 6 | 9, body: (writer: MessageWriter) => void) {
  const writer = new MessageWriter(beginString, digits);
  writer.open(msgType);
  writer.int(34, 7);
  writer.text(49, "S");
  writer.timestamp(52, 1_795_310_439_987_654_321n);
  writer.text(56, "C");
  body(writer);
  writer.close();
  return Buffer.from(writer.bytes.subarray(writer.start, writer.end));
}

function viewOf(bytes: Buffer): MessageView {
  const view = new MessageView();
  expect(view.index(bytes, 0, bytes.length)).toBe(true);
  return view;
}

function judged(view: MessageView, dictionary: Dictionary): string {
  const validator = new Validator(dictionary, STRICT);
  return validator.check(view) ? "" : `${validator.reason}: ${validator.refTagId}`;
}

function tagsAndTexts(view: MessageView): (readonly [number, string])[] {
  return Array.from({ length: view.count }, (_, index) => [view.tagAt(index), view.textAt(index)] as const);
}

/** Plays every message in every version that has it. */
function everywhere(
  random: Random,
  play: (form: MessageForm, version: readonly [string, string], values: Values) => void,
) {
  let played = 0;
  for (const [, form] of FORMS) {
    for (const version of VERSIONS) {
      const arbitrary = valuesArbitrary(form, dictionaryOf(...version), random);
      if (arbitrary === undefined) continue;
      fc.assert(
        fc.property(arbitrary, (values) => play(form, version, values)),
        { seed: SEED, numRuns: NUM_RUNS },
      );
      played++;
    }
  }
  return played;
}

describe(`messages by their tables (seed ${SEED})`, () => {
  it("are the ones of lists, instruments and market data, in the versions that have them", () => {
    const found = FORMS.map(([name, form]) => {
      const versions = VERSIONS.filter((version) => dictionaryOf(...version).message(form.msgType) !== undefined);
      return `${form.msgType} ${name} ${versions.length}`;
    });
    expect(found.sort()).toEqual(
      [
        "E newOrderList 8",
        "K listCancelRequest 8",
        "L listExecute 8",
        "M listStatusRequest 8",
        "N listStatus 8",
        "V marketDataRequest 6",
        "W marketDataSnapshot 6",
        "X marketDataIncrement 6",
        "Y marketDataRequestReject 6",
        "c securityDefinitionRequest 6",
        "d securityDefinition 6",
        "e securityStatusRequest 6",
        "f securityStatus 6",
        "g tradingSessionStatusRequest 6",
        "h tradingSessionStatus 6",
        "x securityListRequest 5",
        "y securityList 5",
      ].sort(),
    );
  });

  for (const digits of [0, 3, 6, 9] as const) {
    it(`are valid as written and read back the same, with ${digits} digits of a second`, () => {
      const played = everywhere({ digits, rawBytes: "any" }, (form, [beginString, applVerId], values) => {
        const dictionary = dictionaryOf(beginString, applVerId);
        const codec = codecOf(form, dictionary)!;
        const bytes = written(beginString, codec.msgType, digits, (writer) => codec.write(writer, values as never));
        const view = viewOf(bytes);
        expect(judged(view, dictionary)).toBe("");
        expect(codec.read(view)).toEqual(values);
      });
      expect(played).toBe(5 * 8 + 10 * 6 + 2 * 5);
    });
  }

  it("have the fields fixparser finds in our bytes, in the same order", () => {
    everywhere({ digits: 3, rawBytes: "printable" }, (form, [beginString, applVerId], values) => {
      const codec = codecOf(form, dictionaryOf(beginString, applVerId))!;
      const bytes = written(beginString, codec.msgType, 3, (writer) => codec.write(writer, values as never));
      const [peer] = parser.parse(bytes.toString("latin1"));
      const ours = tagsAndTexts(viewOf(bytes));
      if (isSummedRight(bytes)) expect([peer.bodyLengthValid, peer.checksumValid]).toEqual([true, true]);
      expect(peer.data.map(({ tag }) => tag)).toEqual(ours.map(([tag]) => tag));
      for (const [index, { value }] of peer.data.entries()) {
        const [, text] = ours[index];
        // It makes numbers of some types, and cuts integers to 32 bits.
        expect([text, Number(text), Number(text) >> 0]).toContain(value);
      }
    });
  });

  it("are read from fixparser's own bytes", () => {
    let skipped = 0;
    let all = 0;
    everywhere({ digits: 3, rawBytes: "printable" }, (form, [beginString, applVerId], values) => {
      const dictionary = dictionaryOf(beginString, applVerId);
      const codec = codecOf(form, dictionary)!;
      const bytes = written(beginString, codec.msgType, 3, (writer) => codec.write(writer, values as never));
      const fields = tagsAndTexts(viewOf(bytes)).filter(([tag]) => tag !== 9 && tag !== 10);
      const message = parser.createMessage(...fields.map(([tag, text]) => new Field(tag, text)));
      all++;
      if (!isSummedRight(bytes)) {
        skipped++;
        return;
      }
      const view = viewOf(Buffer.from(message.encode(), "latin1"));
      expect(judged(view, dictionary)).toBe("");
      expect(codec.read(view)).toEqual(values);
    });
    expect(skipped / all).toBeLessThan(0.4);
  });

  it("say a field is always there only where every version requires it, and have a kind for each field's type", () => {
    const faults: string[] = [];
    for (const [name, form] of FORMS) {
      for (const version of VERSIONS) {
        const dictionary = dictionaryOf(...version);
        const spec = dictionary.message(form.msgType);
        if (spec === undefined) continue;
        const where = `${name} ${version.join(" ")}`;
        faultsOf(form.members, dictionary, (tag) => [spec.places[tag] ?? 0, groupOf(spec, tag)], 0, where, faults);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe("a message's codec", () => {
  const DICTIONARY = dictionaryOf("FIX.4.4");

  it("reads a field of the message past one of a group with the same tag", () => {
    const codec = codecOf(lists.newOrderList, DICTIONARY)!;
    const bytes = written("FIX.4.4", "E", 3, (writer) => {
      writer.text(66, "L");
      writer.int(394, 1);
      writer.int(68, 1);
      writer.int(73, 1);
      for (const [tag, value] of [
        [11, "a"],
        [67, "1"],
        [54, "1"],
        [58, "of the order"],
      ] as const)
        writer.text(tag, value);
      writer.text(433, "1");
    });
    expect(codec.read(viewOf(bytes))).toEqual({
      listId: "L",
      bidType: 1,
      totNoOrders: 1,
      orders: [{ clOrdId: "a", listSeqNo: 1, side: "1", text: "of the order" }],
      listExecInstType: "1",
    });
  });

  it("skips groups the table does not know, and what is in them", () => {
    const codec = codecOf(lists.listStatusRequest, DICTIONARY)!;
    const bytes = written("FIX.4.4", "M", 3, (writer) => {
      writer.int(627, 1);
      writer.text(628, "hop");
      writer.text(66, "L");
    });
    expect(codec.read(viewOf(bytes))).toEqual({ listId: "L" });
  });

  it("gives back nothing, and names the tag, of a number it cannot hold exactly or a count that is wrong", () => {
    const codec = codecOf(lists.newOrderList, DICTIONARY)!;
    const read = (price: string, count: number) => {
      const bytes = written("FIX.4.4", "E", 3, (writer) => {
        for (const [tag, value] of [
          [66, "L"],
          [394, "1"],
          [68, "1"],
          [73, String(count)],
        ] as const)
          writer.text(tag, value);
        for (const [tag, value] of [
          [11, "a"],
          [67, "1"],
          [54, "1"],
          [44, price],
        ] as const)
          writer.text(tag, value);
      });
      return [codec.read(viewOf(bytes)), codec.refTagId];
    };
    expect(read("99999999999999999999", 1)).toEqual([null, 44]);
    expect(read("1", 2)).toEqual([null, 73]);
  });

  it("tells which names the version has", () => {
    const has = (version: readonly [string, string], name: string) =>
      codecOf(marketData.marketDataSnapshot, dictionaryOf(...version))!.names.includes(name);
    expect(VERSIONS.slice(2).map((version) => has(version, "lastUpdateTime"))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(has(VERSIONS[4], "entries.mdEntryPx")).toBe(true);
    expect(codecOf(instruments.securityList, dictionaryOf("FIX.4.2"))).toBe(null);
  });

  it("refuses to write an entry without the field it begins with", () => {
    const codec = codecOf(lists.newOrderList, DICTIONARY)!;
    const values = { listId: "L", totNoOrders: 1, orders: [{ listSeqNo: 1, side: "1" }] } as never;
    expect(() => written("FIX.4.4", "E", 3, (writer) => codec.write(writer, values))).toThrow("begins with");
  });
});

const KINDS: Readonly<Record<Kind, readonly number[]>> = {
  text: [Format.Text, Format.Char, Format.Values, Format.Chars, Format.Date, Format.MonthYear, Format.Int],
  char: [Format.Char, Format.Text, Format.Int],
  int: [Format.Int, Format.Count, Format.DayOfMonth],
  decimal: [Format.Decimal, Format.Int],
  flag: [Format.Boolean],
  time: [Format.Timestamp],
  timeOfDay: [Format.Time],
  data: [Format.Data],
};

/** What is wrong with a table in one version. */
function faultsOf(
  members: Members,
  dictionary: Dictionary,
  placeAt: (tag: number) => readonly [number, GroupSpec | undefined],
  delimiter: number,
  where: string,
  faults: string[],
): void {
  for (const [name, form] of Object.entries(members)) {
    const [place, group] = placeAt(form.tag);
    const isThere = (place & REQUIRED_BIT) !== 0 || form.tag === delimiter;
    if (form.needed && !isThere) faults.push(`${where}: ${name} is not required`);
    if (place === 0) continue;
    if (form.kind === "group") {
      const inner = group!;
      const within = (tag: number) => {
        const place = inner.places.get(tag) ?? 0;
        const number = groupNumberOf(place);
        return [place, number === 0 ? undefined : inner.groups[number - 1]] as const;
      };
      faultsOf(form.members, dictionary, within, inner.delimiter, `${where}.${name}`, faults);
      const missing = inner.required.filter((tag) => !Object.values(form.members).some((member) => member.tag === tag));
      if (missing.length > 0) faults.push(`${where}.${name}: lacks ${missing}`);
    } else {
      const { type, values } = dictionary.field(form.tag)!;
      const format = formatOf(type);
      // FIX 4.0 and 4.1 have Y and N as characters.
      const isOldFlag = form.kind === "flag" && values.join() === "N,Y";
      if (!KINDS[form.kind].includes(format) && !isOldFlag)
        faults.push(`${where}: ${name} is ${type}, not ${form.kind}`);
      if (form.kind === "char" && values.some((value) => value.length > 1)) faults.push(`${where}: ${name} is longer`);
      if (form.kind === "int" && values.some((value) => !/^-?\d+$/.test(value)))
        faults.push(`${where}: ${name} is text`);
    }
  }
}

/** fixparser takes the first "10=" for the trailer, also in "110=" and in a text: its sums are right where there is one. */
function isSummedRight(bytes: Buffer): boolean {
  return bytes.indexOf("10=") === bytes.length - 7;
}
