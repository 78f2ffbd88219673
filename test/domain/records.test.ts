import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Command,
  decodeCommand,
  decodeEvent,
  type Event,
  encodeCommand,
  encodeEvent,
} from "../../src/domain/records.generated.ts";
import type { FieldKind, RecordSchema } from "../../src/domain/schema.ts";
import { COMMANDS } from "../../src/domain/schema-commands.ts";
import { EVENTS } from "../../src/domain/schema-events.ts";
import { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { GENERATED_FILES } from "../support/generate-records.ts";

const latin1 = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const safeInteger = fc.maxSafeInteger();
const VALUES: Record<FieldKind, fc.Arbitrary<unknown>> = {
  u8: fc.integer({ min: 0, max: 255 }),
  u16: fc.integer({ min: 0, max: 65_535 }),
  u32: fc.integer({ min: 0, max: 0xffff_ffff }),
  int: safeInteger,
  ticks: safeInteger,
  qty: safeInteger,
  time: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  bool: fc.boolean(),
  char: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  text: latin1,
  ints: fc.array(safeInteger, { maxLength: 20 }),
};

function recordOf(schema: RecordSchema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(schema.fields.map((field) => [field.name, VALUES[field.kind]]));
  return fc.record(fields).map((record) => ({ type: schema.type, ...record }));
}

describe("records", () => {
  it.each(GENERATED_FILES.map(({ url, text }) => [url.pathname.split("/").at(-1), url, text] as const))(
    "%s is what the tables say (else: npm run generate)",
    (_, url, text) => {
      expect(readFileSync(url, "utf8")).toBe(text());
    },
  );

  it("give back every command and event they were given", () => {
    const commands = fc.oneof(...COMMANDS.map(recordOf));
    const events = fc.oneof(...EVENTS.map(recordOf));
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 8 }), fc.array(events, { maxLength: 8 }), (given, caused) => {
        const to = new ByteWriter(16);
        for (const command of given) encodeCommand(command as Command, to);
        for (const event of caused) encodeEvent(event as Event, to);
        const from = new ByteReader(to.bytes.subarray(0, to.offset));
        expect(given.map(() => decodeCommand(from))).toEqual(given);
        expect(caused.map(() => decodeEvent(from))).toEqual(caused);
        expect(from.offset).toBe(from.end);
      }),
      { numRuns: 500 },
    );
  });

  it("refuse a type or a version this build does not know, and say what to do", () => {
    const unknown = new ByteReader(Buffer.from([99, 1, 0, 0]));
    expect(() => decodeCommand(unknown)).toThrow(
      "found record type 99 (unknown) version 1; this build reads up to version none",
    );
    const newer = new ByteReader(Buffer.from([1, 200, 0, 0]));
    expect(() => decodeCommand(newer)).toThrow("type 1 (NewOrder) version 200; this build reads up to version ");
  });

  it("never read past the bytes they have", () => {
    const to = new ByteWriter(64);
    encodeCommand({ type: 41, sessionId: 1, msgSeqNum: 2, reason: "the peer logged out", cause: 1 }, to);
    for (let end = 0; end < to.offset; end++) {
      const from = new ByteReader(to.bytes);
      from.reset(to.bytes, 0, end);
      expect(() => decodeCommand(from)).toThrow("record ends before its fields do");
    }
  });

  it("have one type number each, commands below 100 and events above", () => {
    const types = [...COMMANDS, ...EVENTS].map((record) => record.type);
    expect(new Set(types).size).toBe(types.length);
    expect(COMMANDS.every((record) => record.type < 100)).toBe(true);
    expect(EVENTS.every((record) => record.type >= 100)).toBe(true);
  });
});
