import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MessageView } from "../../src/fix/message-view.ts";
import { MessageWriter } from "../../src/fix/message-writer.ts";
import { message } from "./messages.ts";

function viewOf(fields: string): MessageView {
  const view = new MessageView();
  const bytes = message("FIX.4.4", fields);
  expect(view.index(bytes, 0, bytes.length)).toBe(true);
  return view;
}

describe("message view", () => {
  it("reads fields by tag and says when one is absent", () => {
    const view = viewOf("35=D|34=7|43=Y|49=A|56=B|11=id-1|54=1|38=100|44=-10.050|9999=far|58=");
    expect([view.msgType, view.msgSeqNum, view.possDup, view.possResend]).toEqual(["D", 7, true, false]);
    expect([view.text(11), view.char(54), view.int(38), view.text(9999), view.text(58)]).toEqual([
      "id-1",
      "1",
      100,
      "far",
      "",
    ]);
    expect([view.has(58), view.has(59), view.text(59), view.char(59)]).toEqual([true, false, "", ""]);
    expect(view.int(11)).toBeNaN();
    expect(view.int(59)).toBeNaN();
    expect(view.decimal(44)).toBe(true);
    expect([view.mantissa, view.scale]).toEqual([-10050, 3]);
  });

  const decimals: [string, number, number][] = [
    ["0", 0, 0],
    ["-0", 0, 0],
    ["002000.00", 200000, 2],
    [".5", 5, 1],
    ["5.", 5, 0],
    ["9007199254740.99", 900719925474099, 2],
    ["1.000000000000000000000", 1000000000000000, 15],
  ];
  for (const [text, mantissa, scale] of decimals) {
    it(`reads ${text} exactly`, () => {
      const view = viewOf(`35=D|34=1|44=${text}`);
      expect(view.decimal(44)).toBe(true);
      expect([view.mantissa, view.scale]).toEqual([mantissa, scale]);
    });
  }

  for (const text of ["", "+1", "1e5", "1.2.3", "-", ".", "99999999999999999", "abc"]) {
    it(`refuses "${text}" as a decimal`, () => {
      expect(viewOf(`35=D|34=1|44=${text}`).decimal(44)).toBe(false);
    });
  }

  it("walks repeating groups in order", () => {
    const view = viewOf("35=D|34=1|453=2|448=X|452=1|448=Y|452=2|11=a");
    const parties: string[] = [];
    for (let index = view.indexOf(453) + 1; view.tagAt(index) === 448 || view.tagAt(index) === 452; index++) {
      parties.push(view.textAt(index));
    }
    expect(parties).toEqual(["X", "1", "Y", "2"]);
    expect(view.repeats).toBe(2);
  });

  it("finds tags beyond the table, and counts their repeats", () => {
    const far = Array.from({ length: 3_000 }, (_, index) => `${40_000 + 7 * index}=${index}`);
    const view = viewOf(`35=D|34=1|${far.join("|")}|0=zero|-5=less|40007=again`);
    expect([0, 1, 2_999].map((index) => view.text(40_000 + 7 * index))).toEqual(["0", "1", "2999"]);
    expect([view.text(0), view.text(-5), view.has(40_001), view.repeats]).toEqual(["zero", "less", false, 1]);
  });

  it("forgets one message's fields with the next", () => {
    const view = new MessageView();
    const with58 = message("FIX.4.4", "35=0|34=1|58=x");
    const without = message("FIX.4.4", "35=0|34=2");
    expect(view.index(with58, 0, with58.length) && view.has(58)).toBe(true);
    expect(view.index(without, 0, without.length) && view.has(58)).toBe(false);
  });
});

describe("message writer", () => {
  it("writes what the view reads back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }),
        fc.integer({ min: 0, max: 12 }),
        fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)), minLength: 1 }),
        fc.integer({ min: 0, max: 2 ** 31 }),
        (mantissa, scale, text, number) => {
          const writer = new MessageWriter("FIX.4.4", 3, 256);
          writer.open("D");
          writer.int(34, number);
          writer.decimal(44, mantissa, scale);
          writer.text(58, text);
          writer.bool(141, true);
          writer.close();
          const view = new MessageView();
          expect(view.index(writer.bytes, writer.start, writer.end)).toBe(true);
          const [, digits] = /^-?(.*)$/.exec(view.text(44))!;
          expect(digits.replace(".", "").replace(/^0+(?=\d)/, "")).toBe(String(Math.abs(mantissa)));
          expect(digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0).toBe(scale);
          expect([view.text(44).startsWith("-"), view.text(58), view.int(34), view.char(141)]).toEqual([
            mantissa < 0,
            text,
            number,
            "Y",
          ]);
        },
      ),
      { seed: Number(process.env.SEED ?? 1), numRuns: 300 },
    );
  });

  it("writes an ExecutionReport to the byte as it always did", () => {
    const writer = new MessageWriter("FIX.4.4", 3);
    for (const nowNs of [1_795_310_439_000_000_000n, 1_795_310_439_987_654_321n]) {
      writer.open("8");
      writer.int(34, 100_027);
      writer.fields(Buffer.from("49=LOCKSTEP\x01"), 0, 12);
      writer.timestamp(52, nowNs);
      writer.decimal(6, 0, 0);
      writer.decimal(44, -5, 3);
      writer.decimal(31, 9_007_199_254_740_991, 4);
      writer.int(9_702, 2_147_483_648);
      writer.char(54, "1");
      writer.timestamp(60, nowNs);
      writer.int(151, 0);
      writer.close();
    }
    expect(writer.bytes.toString("latin1", writer.start, writer.end).replaceAll("\x01", "|")).toBe(
      "8=FIX.4.4|9=139|35=8|34=100027|49=LOCKSTEP|52=20261122-01:20:39.987|6=0|44=-0.005|31=900719925474.0991|" +
        "9702=2147483648|54=1|60=20261122-01:20:39.987|151=0|10=041|",
    );
  });

  it("sums and measures a message of any length, of any bytes, in a buffer of any size", () => {
    for (let length = 0; length < 3_000; length += length < 600 ? 1 : 97) {
      const writer = new MessageWriter("FIXT.1.1", 9, 130 + (length % 7));
      writer.open("B");
      const value = Buffer.alloc(length, 0xff);
      writer.raw(58, value, 0, length);
      writer.timestamp(60, BigInt(length) * 1_234_567_890n);
      writer.close();
      const view = new MessageView();
      expect(view.index(writer.bytes, writer.start, writer.end)).toBe(true);
      const body = view.end - 7 - (view.ends[1] + 1);
      expect([view.int(9), view.ends[view.indexOf(58)] - view.starts[view.indexOf(58)]]).toEqual([body, length]);
    }
  });

  it("lets no text forge a field", () => {
    const writer = new MessageWriter("FIX.4.4", 3);
    writer.open("8");
    writer.text(58, "a\x0139=2\u0101b");
    writer.close();
    const view = new MessageView();
    expect(view.index(writer.bytes, writer.start, writer.end)).toBe(true);
    expect([view.text(58), view.has(39)]).toEqual(["a?39=2?b", false]);
  });

  it("writes times with the session's digits", () => {
    const times: string[] = [];
    for (const digits of [0, 3, 6, 9] as const) {
      const writer = new MessageWriter("FIX.4.4", digits);
      writer.open("0");
      for (const nowNs of [1_795_310_439_987_654_321n, 1_795_310_440_000_000_001n]) writer.timestamp(52, nowNs);
      writer.close();
      times.push(writer.bytes.toString("latin1", writer.start, writer.end).split("\x01")[3]);
    }
    expect(times).toEqual([
      "52=20261122-01:20:39",
      "52=20261122-01:20:39.987",
      "52=20261122-01:20:39.987654",
      "52=20261122-01:20:39.987654321",
    ]);
  });
});
