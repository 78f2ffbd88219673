import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Dictionary } from "../../src/fix/dictionary.ts";
import { valueName, withNames } from "../../src/fix/dictionary-names.ts";
import type { DictionaryDefinition, MemberDefinition } from "../../src/fix/dictionary-text.ts";
import { loadDictionaryXml } from "../../src/fix/dictionary-xml.ts";
import { nameToSnake, nameToWords, snakeToName } from "../../src/fix/dictionary-xml-names.ts";
import { writeDictionaryXml } from "../../src/fix/dictionary-xml-writer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { sessionRejectText } from "../../src/fix/reject-reasons.ts";
import { Validator } from "../../src/fix/validator.ts";
import { definitionsOf, dictionaryOf } from "../../src/fix/versions.ts";
import { message, random } from "./messages.ts";

const shared = join(import.meta.dirname, "../../../shared/dictionaries");
const haveShared = existsSync(shared);
const needs = haveShared ? "" : "skipped: needs ../shared/dictionaries: ";
/** Our definition, and the name of QuickFIX's file for the same. */
const DEFINITIONS: readonly (readonly [file: string, definition: DictionaryDefinition])[] = [
  ["FIX40.xml", definitionsOf("FIX.4.0").application],
  ["FIX41.xml", definitionsOf("FIX.4.1").application],
  ["FIX42.xml", definitionsOf("FIX.4.2").application],
  ["FIX43.xml", definitionsOf("FIX.4.3").application],
  ["FIX44.xml", definitionsOf("FIX.4.4").application],
  ["FIX50.xml", definitionsOf("FIXT.1.1", "7").application],
  ["FIX50SP1.xml", definitionsOf("FIXT.1.1", "8").application],
  ["FIX50SP2.xml", definitionsOf("FIXT.1.1", "9").application],
  ["FIXT11.xml", definitionsOf("FIXT.1.1", "9").transport],
];

/** Where QuickFIX's files are wrong by the standard, or say nothing, and ours differ on purpose; key, theirs, ours. */
const CORRECTED: Readonly<Record<string, readonly (readonly [key: string, theirs: string, ours: string])[]>> = {
  // ExecInst(18) "may contain multiple instructions": FIX 4.0 and 4.1, field definitions.
  "FIX40.xml": [["field 18", "CHAR", "MULTIPLEVALUESTRING"]],
  "FIX41.xml": [
    ["field 18", "CHAR", "MULTIPLEVALUESTRING"],
    ["field 166", " CED DTC EUR FED ISO Country Code PNY PTC", " "],
  ],
  // SettlLocation(166) is one of five places or any country's code: no list.
  "FIX42.xml": [["field 166", " CED DTC EUR FED ISO Country Code PNY PTC", " "]],
  // XMLnonFIX(n) carries business: it is for the application, not for the session.
  "FIX43.xml": [["message n", " true ", " false "]],
  "FIX44.xml": [["message n", " true ", " false "]],
  // The FIXT.1.1 file has an empty MsgTypeGrp; the standard's Logon has the group. HopGrp stands in it and is used nowhere.
  "FIXT11.xml": [
    ["message n", " true ", " false "],
    [
      "message A",
      " @MsgTypeGrp ",
      " NoMsgTypes(RefMsgType MsgDirection RefApplVerID RefApplExtID RefCstmApplVerID DefaultVerIndicator) ",
    ],
    ["field 384", "", "NoMsgTypes NUMINGROUP "],
    ["field 385", "", "MsgDirection CHAR R S"],
    ["field 1410", "", "DefaultVerIndicator BOOLEAN N Y"],
    ["component HopGrp", "NoHops(HopCompID HopSendingTime HopRefID)", ""],
  ],
};

/** A definition as facts to compare, each under a key; what is empty is left out. */
function facts(definition: DictionaryDefinition): Map<string, string> {
  const names = new Map(definition.fields.map(({ tag, name }) => [tag, name]));
  const shown = (members: readonly MemberDefinition[]): string =>
    members
      .map(({ tag, component, required, members: inner }) => {
        const group = inner === null ? "" : `(${shown(inner)})`;
        return `${component === "" ? names.get(tag) : `@${component}`}${required ? "!" : ""}${group}`;
      })
      .join(" ");
  const found = new Map<string, string>([
    ["version", definition.version],
    ["header", shown(definition.header)],
    ["trailer", shown(definition.trailer)],
  ]);
  for (const { tag, name, type, values } of definition.fields) {
    found.set(`field ${tag}`, `${name} ${type} ${values.toSorted().join(" ")}`);
  }
  for (const [name, members] of definition.components) found.set(`component ${name}`, shown(members));
  for (const { msgType, name, admin, members } of definition.messages) {
    found.set(`message ${msgType}`, `${name} ${admin} ${shown(members)} `);
  }
  return new Map([...found].filter(([, fact]) => fact !== "").toSorted());
}

/** Their facts with what we know to be wrong put right. Members of a message in any order. */
function corrected(theirs: Map<string, string>, file: string): Map<string, string> {
  for (const [key, wrong, right] of CORRECTED[file] ?? []) {
    const fact = theirs.get(key) ?? "";
    expect(`${key} ${fact}`).toContain(wrong);
    theirs.set(key, fact.replace(wrong, right));
  }
  return new Map([...theirs].filter(([, fact]) => fact !== "").toSorted());
}

/** The words of a fact sorted, since the order of a message's fields is no fact. */
function unordered(all: Map<string, string>): [string, string][] {
  return [...all].map(([key, fact]) => [key, key.startsWith("message") ? topLevelSorted(fact) : fact]);
}

/** "A B(C D) E" sorted by its outer words. */
function topLevelSorted(fact: string): string {
  return (fact.match(/[^\s()]+(\((?:[^()]|\([^()]*\))*\))?/g) ?? []).toSorted().join(" ");
}

describe("dictionary XML", () => {
  it.each(DEFINITIONS)("is written and read back the same: %s", (file, definition) => {
    const named = withNames(definition);
    const xml = writeDictionaryXml(named);
    const loaded = loadDictionaryXml(xml, file);
    expect(loaded).toEqual(named);
    expect(writeDictionaryXml(loaded)).toBe(xml);
  });

  it.each(DEFINITIONS)("every value has a name in %s", (_, definition) => {
    const nameless = definition.fields.flatMap(({ tag, values }) =>
      values.filter((value) => valueName(tag, value) === ""),
    );
    expect(nameless).toEqual([]);
  });

  it.skipIf(!haveShared).each(DEFINITIONS)(
    `${needs}agrees with QuickFIX's %s in every fact but those known to be wrong there`,
    (file, definition) => {
      const theirs = loadDictionaryXml(readFileSync(join(shared, file), "utf8"), file);
      expect(unordered(facts(definition))).toEqual(unordered(corrected(facts(theirs), file)));
    },
  );

  it.skipIf(!haveShared)(`${needs}of QuickFIX checks messages as the built-in does`, () => {
    const read = (file: string) => loadDictionaryXml(readFileSync(join(shared, file), "utf8"), file);
    expect(faults(new Dictionary(read("FIX44.xml")), "FIX.4.4")).toEqual(faults(dictionaryOf("FIX.4.4"), "FIX.4.4"));
    const newest = new Dictionary(read("FIX50SP2.xml"), read("FIXT11.xml"));
    expect(faults(newest, "FIXT.1.1")).toEqual(faults(dictionaryOf("FIXT.1.1", "9"), "FIXT.1.1"));
  });

  it("of ours checks messages as the built-in does", () => {
    const again = (definition: DictionaryDefinition) => loadDictionaryXml(writeDictionaryXml(definition), "ours");
    const { application, transport } = definitionsOf("FIXT.1.1", "9");
    const loaded = new Dictionary(again(application), again(transport));
    const expected = faults(dictionaryOf("FIXT.1.1", "9"), "FIXT.1.1");
    expect(faults(loaded, "FIXT.1.1")).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(6);
  });

  it("writes names QuickFIX's way and says them in words", () => {
    expect(["BUY_MINUS", "AON", "T_PLUS_1"].map(snakeToName)).toEqual(["BuyMinus", "Aon", "TPlus1"]);
    expect(["BuyMinus", "SellShort"].map(nameToSnake)).toEqual(["BUY_MINUS", "SELL_SHORT"]);
    expect(nameToWords("ImmediateOrCancel")).toBe("immediate or cancel");
    expect(valueName(54, "5")).toBe("SellShort");
    expect(valueName(54, "?")).toBe("");
  });
});

function faults(dictionary: Dictionary, version: string): string[] {
  const header = "34=2|49=C|52=20261122-10:00:00.000|56=S";
  const order = `35=D|${header}|11=a|21=1|38=100|40=2|44=10.5|54=1|55=ACME|60=20261122-10:00:00`;
  const validator = new Validator(dictionary, { emptyValuesAllowed: false, userDefinedTagsAllowed: false });
  const messages = [
    order,
    `${order}|453=2|448=X|447=D|452=1|448=Y|452=3`,
    `${order}|453=1|448=X|452=1|802=2|523=a|803=1|523=b|803=2`,
    `${order}|453=2|448=X|452=1`,
    `${order}|6001=x`,
    `${order}|57=x`,
    `${order}|55=ACME`,
    order.replace("54=1", "54=~"),
    order.replace("38=100", "38=+1"),
    order.replace("54=1|", ""),
    `35=0|${header}|38=1`,
    `35=0|${header}|36=1`,
    `35=ZZZ|${header}`,
    `35=A|${header}|98=0|108=30${version === "FIXT.1.1" ? "|1137=9" : ""}`,
  ];
  return messages.map((fields) => {
    const view = new MessageView();
    const bytes = message(version, fields);
    expect(view.index(bytes, 0, bytes.length)).toBe(true);
    return validator.check(view) ? "" : `${sessionRejectText(validator.reason)} ${validator.refTagId}`;
  });
}

describe("dictionary XML that is wrong", () => {
  const fix = (inside: string) => `<fix type='FIX' major='4' minor='4' servicepack='0'>\n${inside}\n</fix>`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["no XML", "hello", 'line 1: text between elements: "hello"; expected elements only'],
    ["an empty file", "", "line 1: there is no element; expected <fix>"],
    ["another document", "<orders/>", "line 1: <orders> is no dictionary; expected <fix>"],
    [
      "a document type",
      '<!DOCTYPE fix SYSTEM "file:///etc/passwd"><fix/>',
      "line 1: document types and CDATA are not read",
    ],
    [
      "an unknown entity",
      "<fix type='&boom;'/>",
      "line 1: &boom; is no entity; expected &lt; &gt; &amp; &quot; &apos;",
    ],
    ["an element left open", "<fix>\n<fields>\n", "<fields> of line 2 is not closed"],
    ["crossed elements", "<fix>\n<fields>\n</fix>", "line 3: </fix> stands where </fields> of line 2 was expected"],
    ["an unquoted attribute", "<fix major=4/>", "line 1: <fix> is not closed by >; expected name='value' attributes"],
    ["two elements", "<fix/>\n<fix/>", "line 2: <fix> stands behind the end of the file's element"],
    ["no version", "<fix type='FIX'/>", "line 1: <fix> has major=''; expected major='...' without spaces"],
    [
      "an unknown section",
      fix("<things/>"),
      "line 2: <things> in <fix>; expected header, messages, trailer, components, fields",
    ],
    [
      "a tag that is no number",
      fix("<fields><field number='x' name='A' type='INT'/></fields>"),
      "line 2: number x; expected a tag from 1 to 99999",
    ],
    [
      "a field twice",
      fix("<fields><field number='1' name='A' type='INT'/>\n<field number='1' name='B' type='INT'/></fields>"),
      "line 3: tag 1 is defined twice, as A and B",
    ],
    [
      "a value twice",
      fix("<fields><field number='1' name='A' type='INT'><value enum='1'/><value enum='1'/></field></fields>"),
      "line 2: value 1 of tag 1 stands twice",
    ],
    [
      "a field nobody defines",
      fix("<header><field name='Nothing'/></header>"),
      "line 2: field Nothing is not in <fields>",
    ],
    [
      "a component nobody defines",
      fix("<header><component name='Nothing'/></header>"),
      "line 2: component Nothing is not in <components>",
    ],
    [
      "a component in itself",
      fix("<components><component name='A'><component name='A'/></component></components>"),
      "line 1: component A contains itself",
    ],
    [
      "a group without members",
      fix("<header><group name='A'/></header><fields><field number='1' name='A' type='NUMINGROUP'/></fields>"),
      "line 2: group A has no members",
    ],
    [
      "required that is neither",
      fix("<header><field name='A' required='y'/></header>"),
      "line 2: required y; expected Y or N",
    ],
    [
      "a category there is not",
      fix("<messages><message name='M' msgtype='M' msgcat='x'/></messages>"),
      "line 2: msgcat x; expected admin or app",
    ],
    [
      "a message twice",
      fix(
        "<messages><message name='M' msgtype='M' msgcat='app'/>\n<message name='N' msgtype='M' msgcat='app'/></messages>",
      ),
      "line 3: msgtype M is defined twice, as M and N",
    ],
  ];
  it.each(cases)("is refused with its line: %s", (_, xml, expected) => {
    expect(() => loadDictionaryXml(xml, "house.xml")).toThrow(
      expect.objectContaining({ code: "LOCKSTEP_ERR_DICTIONARY", message: expect.stringContaining(expected) }),
    );
  });

  it("is refused when it is nested without end, or is too long", () => {
    expect(() => loadDictionaryXml("<fix>".repeat(40), "x")).toThrow(/nested deeper than 32/);
    expect(() => loadDictionaryXml(" ".repeat(16 * 1024 * 1024 + 1), "x")).toThrow(/has more than/);
  });

  it("is read, or refused with a line, whatever is done to it", () => {
    const small = { ...withNames(DEFINITIONS[0][1]) };
    const xml = writeDictionaryXml({ ...small, messages: small.messages.slice(0, 3), fields: small.fields });
    const chance = random(20261122);
    const scraps = [
      "<",
      ">",
      "/",
      "'",
      '"',
      "&",
      "=",
      " ",
      "\n",
      "<fix>",
      "</fields>",
      "<!--",
      "name=''",
      "<group name='x'>",
      "\x01",
    ];
    let refused = 0;
    for (let turn = 0; turn < 300; turn++) {
      const at = Math.floor(chance() * xml.length);
      const scrap = scraps[Math.floor(chance() * scraps.length)];
      const damaged = xml.slice(0, at) + scrap + xml.slice(at + Math.floor(chance() * 8));
      try {
        const loaded = loadDictionaryXml(damaged, "damaged.xml");
        expect(loadDictionaryXml(writeDictionaryXml(loaded), "again.xml")).toEqual(loaded);
      } catch (error) {
        expect(error, `turn ${turn}: ${scrap} at ${at}`).toMatchObject({ code: "LOCKSTEP_ERR_DICTIONARY" });
        expect((error as Error).message).toMatch(/^damaged\.xml line \d+: /);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(150);
  });
});
