/** How each FIX type is written, at its boundaries, and times of every precision through the validator. */
import { describe, expect, it } from "vitest";
import { formatOf, hasFormat } from "../../src/fix/field-format.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { TimestampReader, timeOfDayNs, timestampNs } from "../../src/fix/timestamps.ts";
import { Validator } from "../../src/fix/validator.ts";
import { ApplVerId, definitionsOf, dictionaryOf } from "../../src/fix/versions.ts";
import { message } from "./messages.ts";

const TIMES_RIGHT = ["00:00:00", "23:59:59", "23:59:60", "12:30:00.1", "12:30:00.123456789", "12:30:00.123456789012"];
const TIMES_WRONG = [
  "24:00:00",
  "23:60:00",
  "23:59:61",
  "12:30",
  "1:30:00",
  "12:30:00.",
  "12:30:00.1234567890123",
  "12:30:00Z",
  "12-30-00",
];
const DAYS_RIGHT = ["20240229", "20000229", "20261231", "20260430", "00010101"];
const DAYS_WRONG = [
  "20250229",
  "19000229",
  "21000229",
  "20260431",
  "20260132",
  "20261301",
  "20260001",
  "20260100",
  "2026011",
  "2026-1-1",
];
const WHOLE = ["0", "7", "007", "123456789012345678901234567890"];

/** A type, values it has and values it has not. */
const TYPES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["INT", [...WHOLE, "-7", "-0"], ["", "+7", "7.0", "-", "1e3", " 7", "0x7"]],
  ["LENGTH", WHOLE, ["-7", "7.0", "+1"]],
  ["NUMINGROUP", WHOLE, ["-7", "7.0"]],
  ["SEQNUM", WHOLE, ["-7", "7.0"]],
  ["TAGNUM", ["371", "0"], ["3.5", "x"]],
  ["DAYOFMONTH", ["1", "01", "31", "9"], ["0", "00", "32", "001", "-1", "1.0"]],
  [
    "FLOAT",
    ["0", "23.23", "-.5", "5.", "00023.230", "-00.0"],
    ["", "1.2.3", "1e5", "+1", "-", ".", "1,000", "NaN", "0x1"],
  ],
  ["QTY", ["100", "0.5"], ["ten"]],
  ["PRICE", ["-1.25"], ["1.2.3"]],
  ["PRICEOFFSET", ["-1.25"], ["1/8"]],
  ["AMT", ["1000000.01"], ["$1"]],
  ["PERCENTAGE", ["0.05"], ["5%"]],
  ["CHAR", ["A", " ", "="], ["AB"]],
  ["BOOLEAN", ["Y", "N"], ["y", "1", "YES"]],
  ["STRING", ["any = thing at all", "24:00:00"], []],
  ["MULTIPLECHARVALUE", ["A", "A B 1"], ["AB", "A  B", " A", "A ", "A BC"]],
  ["MULTIPLESTRINGVALUE", ["AV", "AV AN A"], ["AV  AN", " AV", "AV "]],
  ["MULTIPLEVALUESTRING", ["1 G"], ["1  G", "1 "]],
  ["COUNTRY", ["US", "de"], ["USA", "U", "U1", "@@"]],
  ["LANGUAGE", ["en", "JA"], ["eng", "e", "e-"]],
  ["CURRENCY", ["USD", "GBp"], []],
  ["EXCHANGE", ["XNYS", "N", "SMART"], []],
  [
    "MONTHYEAR",
    ["202602", "20240229", "202602w1", "202602w5"],
    ["202613", "202600", "20250229", "202602w0", "202602w6", "202602W1", "202613w1", "2026"],
  ],
  [
    "UTCTIMESTAMP",
    TIMES_RIGHT.map((time) => `20240229-${time}`),
    [
      ...TIMES_WRONG.map((time) => `20240229-${time}`),
      "20250229-12:30:00",
      "20240229 12:30:00",
      "20240229",
      "12:30:00",
    ],
  ],
  ["TIME", ["19980604-08:03:31"], ["08:03:31"]],
  ["UTCTIMEONLY", TIMES_RIGHT, TIMES_WRONG],
  ["UTCDATEONLY", DAYS_RIGHT, DAYS_WRONG],
  ["UTCDATE", DAYS_RIGHT, DAYS_WRONG],
  ["DATE", DAYS_RIGHT, DAYS_WRONG],
  ["LOCALMKTDATE", DAYS_RIGHT, DAYS_WRONG],
  ["LOCALMKTTIME", ["00:00:00", "23:59:60"], ["24:00:00", "12:30", "12:30:00.1", "12:30:00Z"]],
  [
    "TZTIMEONLY",
    [
      "07:39Z",
      "02:39-05",
      "15:39+08",
      "13:09+05:30",
      "07:39",
      "23:59:60Z",
      "12:30:00.123456789-05:00",
      "12:30+14",
      "12:30+00",
    ],
    [
      "24:00Z",
      "07:60Z",
      "07:39:61Z",
      "07:39z",
      "07:39+15",
      "07:39+5",
      "07:39+05:60",
      "07:39+0530",
      "07:39.5Z",
      "07:39:00.Z",
      "07:39ZZ",
      "7:39Z",
    ],
  ],
  [
    "TZTIMESTAMP",
    [
      "20060901-07:39:00Z",
      "20060901-02:39:00-05",
      "20060901-13:09:00+05:30",
      "20060901-07:39:00",
      "20240229-23:59:60.123Z",
    ],
    [
      "20060901-07:39Z",
      "20250229-07:39:00Z",
      "20060901-24:00:00Z",
      "20060901-07:39:00+5",
      "20060901",
      "20060901-07:39:00.Z",
    ],
  ],
  ["TENOR", ["D5", "M3", "W13", "Y1", "D365"], ["D", "5D", "D0", "D05", "Q1", "D-1", "D5.0"]],
  ["PATTERN", ["any"], []],
  ["DATA", ["any\x01thing"], []],
  ["XMLDATA", ["<a>\x01</a>"], []],
  ["XID", ["id-1"], []],
];

function isWritten(type: string, value: string): boolean {
  const bytes = Buffer.from(`=${value}\x01`, "latin1");
  return hasFormat(formatOf(type), bytes, 1, bytes.length - 1);
}

describe("field formats", () => {
  for (const [type, right, wrong] of TYPES) {
    it(`takes ${type} at its boundaries and nothing beyond them`, () => {
      expect(right.filter((value) => !isWritten(type, value))).toEqual([]);
      expect(wrong.filter((value) => value !== "" && isWritten(type, value))).toEqual([]);
    });
  }

  it("know every type of every version", () => {
    const known = new Set(TYPES.map(([type]) => type));
    const found = new Set<string>();
    for (const [beginString, applVerId] of VERSIONS) {
      const { application, transport } = definitionsOf(beginString, applVerId);
      for (const field of [...application.fields, ...transport.fields]) found.add(field.type);
    }
    expect([...found].filter((type) => !known.has(type) && !TEXTS.has(type))).toEqual([]);
  });
});

/** Types without a syntax of their own. */
const TEXTS = new Set(["XIDREF"]);
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

describe("timestamps", () => {
  const DIGITS = Array.from({ length: 10 }, (_, count) => (count === 0 ? "" : `.${"123456789".slice(0, count)}`));
  const verdict = (beginString: string, applVerId: string, fields: string) => {
    const bytes = message(beginString, fields);
    const view = new MessageView();
    expect(view.index(bytes, 0, bytes.length)).toBe(true);
    const rules = { emptyValuesAllowed: false, userDefinedTagsAllowed: false };
    const validator = new Validator(dictionaryOf(beginString, applVerId), rules);
    return validator.check(view) ? "" : `${validator.reason}: ${validator.refTagId}`;
  };

  it("are taken with 0 to 9 digits in SendingTime, OrigSendingTime and TransactTime of every version", () => {
    for (const [beginString, applVerId] of VERSIONS) {
      const old = beginString === "FIX.4.0" || beginString === "FIX.4.1";
      for (const digits of DIGITS) {
        const time = `20240229-23:59:60${digits}`;
        const order = `11=a|21=1|38=1|40=1|54=1|55=A${old ? "" : `|60=${time}`}`;
        const fields = `35=D|34=2|43=Y|49=C|52=${time}|56=S|122=${time}|${order}`;
        expect(verdict(beginString, applVerId, fields), `${beginString} ${applVerId} ${time}`).toBe("");
      }
    }
  });

  it("are taken with 0 to 9 digits in TrdRegTimestamp", () => {
    for (const [beginString, applVerId] of VERSIONS.slice(5)) {
      for (const digits of DIGITS) {
        const time = `20261122-10:00:00${digits}`;
        const fields = `35=8|34=2|49=C|52=${time}|56=S|37=1|17=1|150=0|39=0|55=A|54=1|151=1|14=0|6=0|60=${time}|768=1|769=${time}|770=1`;
        expect(verdict(beginString, applVerId, fields), `${applVerId} ${time}`).toBe("");
      }
    }
    const wrong =
      "35=8|34=2|49=C|52=20261122-10:00:00|56=S|37=1|17=1|150=0|39=0|55=A|54=1|151=1|14=0|768=1|769=24:00|770=1";
    expect(verdict("FIXT.1.1", ApplVerId.Fix50SP2, wrong)).toBe("6: 769");
  });

  it("lose none of their nine digits, in or out", () => {
    const lastNs = 1_795_310_439_987_654_321n;
    for (const [count, digits] of DIGITS.entries()) {
      const bytes = Buffer.from(`20261122-01:20:39${digits}`, "latin1");
      const expected = BigInt(`1795310439${"123456789".slice(0, count).padEnd(9, "0")}`);
      expect(timestampNs(bytes, 0, bytes.length)).toBe(expected);
      expect(timeOfDayNs(bytes, 9, bytes.length)).toBe(Number(expected % 86_400_000_000_000n));
      const ms = new TimestampReader().readMs(bytes, 0, bytes.length);
      expect(Math.floor(ms)).toBe(Number(expected / 1_000_000n));
    }
    for (const [digits, text] of [
      [0, "20261122-01:20:39"],
      [3, "20261122-01:20:39.987"],
      [6, "20261122-01:20:39.987654"],
      [9, "20261122-01:20:39.987654321"],
    ] as const) {
      const writer = new MessageWriter("FIX.4.4", digits);
      writer.open("W");
      writer.timestamp(52, lastNs);
      writer.timeOfDay(273, Number(lastNs % 86_400_000_000_000n));
      writer.timeOfDay(273, 86_400_500_000_000);
      writer.close();
      const fields = writer.bytes.toString("latin1", writer.start, writer.end).split("\x01");
      const leap = `23:59:60${digits === 0 ? "" : `.${"5".padEnd(digits, "0")}`}`;
      expect(fields.slice(3, 6)).toEqual([`52=${text}`, `273=${text.slice(9)}`, `273=${leap}`]);
    }
  });

  it("that are none, or before 1970, read as none", () => {
    for (const text of ["", "20261122", "20250229-01:20:39", "19691231-23:59:59", "00990101-00:00:00", "x"]) {
      const bytes = Buffer.from(text, "latin1");
      expect(timestampNs(bytes, 0, bytes.length)).toBe(-1n);
      expect(timeOfDayNs(bytes, 0, bytes.length)).toBe(-1);
    }
  });
});
