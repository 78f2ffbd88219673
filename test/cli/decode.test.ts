import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DictionaryChoice } from "../../src/cli/decode/dictionary-choice.ts";
import { frameFaults } from "../../src/cli/decode/frame-faults.ts";
import { Inspector } from "../../src/cli/decode/inspector.ts";
import { MessageFinder } from "../../src/cli/decode/message-finder.ts";
import { type DecodedMessage, messageText } from "../../src/cli/decode/message-text.ts";
import { Random } from "../../src/lib/random.ts";
import { CLI_PATH } from "../support/process.ts";

const SOH = "\u0001";

/** A whole message from its body, fields separated by "|". */
function message(body: string, beginString = "FIX.4.4"): string {
  const inner = `${body}|`.replaceAll("|", SOH);
  const text = `8=${beginString}${SOH}9=${inner.length}${SOH}${inner}`;
  const sum = [...Buffer.from(text, "latin1")].reduce((total, byte) => total + byte, 0) % 256;
  return `${text}10=${String(sum).padStart(3, "0")}${SOH}`;
}

const ORDER = message(
  "35=D|49=ALPHA|56=LOCKSTEP|34=2|52=20261122-10:00:00.000|11=C-1|54=1|55=ZVZZT|38=100|40=2|44=10.50",
);
const REPORT = message("35=8|49=LOCKSTEP|56=ALPHA|34=2|37=1|11=C-2|41=C-1|150=F|39=1|54=1|9999=odd");
const LOGON = message("35=A|49=ALPHA|56=LOCKSTEP|34=1|98=0|108=30|553=me|554=secret|925=newer");

function find(text: string, pieceLength = text.length): { raw: string; line: number }[] {
  const finder = new MessageFinder();
  const found = [];
  for (let at = 0; at < text.length; at += pieceLength) found.push(...finder.push(text.slice(at, at + pieceLength)));
  return [...found, ...finder.end()];
}

function texts(raw: string): string[] {
  return frameFaults(raw).map(({ text }) => text);
}

async function decodeMessage(found: { raw: string; line: number }, source: string): Promise<DecodedMessage> {
  const inspector = new Inspector(new DictionaryChoice("", null), false);
  return inspector.decode({ ...found, source, journal: null }, { faults: frameFaults(found.raw), notes: [] });
}

describe("messages are found", () => {
  for (const [name, separator] of [
    ["SOH", SOH],
    ["|", "|"],
    ["^A", "^A"],
    ["<SOH>", "<SOH>"],
    [" | ", " | "],
  ]) {
    it(`with ${name} between fields, behind timestamps, several on a line`, () => {
      const shown = (raw: string) => raw.replaceAll(SOH, separator);
      const log = `started\n2026-11-22 10:00:00,123 [io-1] INFO  <- ${shown(ORDER)} took 8us\n10:00:01 ${shown(REPORT)}${shown(LOGON)}\nend 8=FIX\n`;
      expect(find(log)).toEqual([
        { raw: ORDER, line: 2 },
        { raw: REPORT, line: 3 },
        { raw: LOGON, line: 3 },
      ]);
    });
  }

  it("without a separator after the last field", () => {
    expect(find(`${ORDER.slice(0, -1)}\n${REPORT.slice(0, -1)}`)).toEqual([
      { raw: ORDER, line: 1 },
      { raw: REPORT, line: 2 },
    ]);
  });

  it("with a separator's character in a text, and a line's end in a field between real separators", () => {
    const text = message("35=B|49=A|56=B|34=3|58=a").replace("58=a", "58=a|b");
    expect(find(text.replaceAll(SOH, "|"))[0].raw).toContain(`${SOH}58=a|b${SOH}`);
    const lines = message("35=B|49=A|56=B|34=3|96=one\ntwo");
    expect(find(`x\n${lines}\n${ORDER}`)).toEqual([
      { raw: lines, line: 2 },
      { raw: ORDER, line: 4 },
    ]);
  });

  for (const [name, separator] of [
    ["SOH", SOH],
    ["|", "|"],
    ["\\\\u0001", "\\u0001"],
    ["\\\\x01", "\\x01"],
  ]) {
    it(`torn over lines, as their BodyLength says, with ${name} between fields`, () => {
      for (const tear of ["\n", "\r\n", "\n      "]) {
        const shown = ORDER.replaceAll(SOH, separator);
        const torn = `${shown.slice(0, 60)}${tear}${shown.slice(60, 90)}${tear}${shown.slice(90)}`;
        const log = `x ${torn}\n${REPORT.replaceAll(SOH, separator)}\n`;
        expect(find(log)).toEqual([
          { raw: ORDER, line: 1 },
          { raw: REPORT, line: 4 },
        ]);
        for (const length of [1, 7, 50]) expect(find(log, length)).toEqual(find(log));
      }
    });
  }

  it("with another message, and another CheckSum, inside raw data", () => {
    const inside = message("35=0|49=A|56=B|34=9");
    const outside = message("35=B|49=A|56=B|34=3|95=0").replace("95=0", `95=${inside.length}${SOH}96=${inside}`);
    const raw = message(outside.slice(outside.indexOf("35="), outside.lastIndexOf("10=") - 1).replaceAll(SOH, "|"));
    expect(find(`x ${raw}\n${ORDER}`).map((found) => found.raw)).toEqual([raw, ORDER]);
    for (const length of [1, 10, 64]) expect(find(`x ${raw}\n${ORDER}`, length)).toEqual(find(`x ${raw}\n${ORDER}`));
  });

  it("on the right line, however far apart they are", () => {
    const gap = "noise without an end\n".repeat(5_000);
    for (const length of [1_000, 4_096, 10_000_000]) {
      expect(find(`${gap}${ORDER}\n${gap}${REPORT}`, length).map(({ line }) => line)).toEqual([5_001, 10_002]);
    }
  });

  it("as far as they go when they are cut off", () => {
    const cut = ORDER.slice(0, ORDER.indexOf(`${SOH}40=`));
    for (const log of [`${cut}\nnoise\n${REPORT}`, `${cut.replaceAll(SOH, "|")}\n${REPORT}`]) {
      const [first, second] = find(log);
      expect(first.raw).toBe(`${cut}${SOH}`);
      expect(texts(first.raw)).toEqual(["CheckSum(10) is missing: the message is cut off"]);
      expect(second.raw).toBe(REPORT);
    }
  });

  it("the same however the text is cut into pieces", () => {
    const noise = fc.string({
      unit: fc.constantFrom("8", "=", "F", "I", "X", "|", "\n", " ", "1", "0", SOH),
      maxLength: 30,
    });
    const parts = fc.array(fc.tuple(noise, fc.constantFrom(ORDER, REPORT, LOGON)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 97 }), (pairs, pieceLength) => {
        const log = pairs.map(([before, raw]) => `${before}\n${raw}\n`).join("");
        expect(find(log, pieceLength)).toEqual(find(log));
        expect(find(log).map(({ raw }) => raw)).toEqual(pairs.map(([, raw]) => raw));
      }),
    );
  });
});

describe("a message's frame", () => {
  it("is right, or what is wrong is said", () => {
    expect(texts(ORDER)).toEqual([]);
    const length = ORDER.length - ORDER.indexOf("35=") - 7;
    expect(texts(ORDER.replace(`9=${length}`, "9=90"))[0]).toBe(
      `BodyLength(9) is 90, but the body has ${length} bytes`,
    );
    expect(texts(ORDER.replace(/10=\d+/, "10=xyz"))[0]).toMatch(
      /^CheckSum\(10\) is xyz, but the bytes add up to \d{3}$/,
    );
    expect(texts(ORDER.replace("38=100", "38=101"))).toHaveLength(1);
    expect(texts(message("49=A|35=D"))).toEqual(["MsgType(35) is not the third field"]);
  });
});

describe("a message is shown", () => {
  it("with names and meanings, values as sent, unknown tags without a name", async () => {
    const decoded = await decodeMessage({ raw: REPORT, line: 3 }, "oms.log");
    expect(decoded).toMatchObject({ source: "oms.log", line: 3, msgType: "8", name: "Execution Report", faults: [] });
    expect(decoded.fields).toContainEqual({ tag: 39, name: "OrdStatus", value: "1", meaning: "Partially Filled" });
    expect(decoded.fields).toContainEqual({ tag: 9999, name: "", value: "odd", meaning: "" });
    const text = messageText(decoded);
    expect(text).toMatch(/^oms\.log:3 {2}Execution Report \(8\) {2}FIX\.4\.4 {2}LOCKSTEP to ALPHA {2}MsgSeqNum 2\n/);
    expect(text).toMatch(/\n +39 {2}OrdStatus +1 +Partially Filled\n/);
  });

  it("with passwords masked and the fault of its frame judged as it was sent", async () => {
    const decoded = await decodeMessage({ raw: LOGON, line: 1 }, "x");
    expect(decoded.faults).toEqual([]);
    expect(messageText(decoded)).not.toMatch(/secret|newer/);
    expect(decoded.fields).toContainEqual(expect.objectContaining({ tag: 554, value: "***" }));
    expect(decoded.fields).toContainEqual(expect.objectContaining({ tag: 925, value: "***" }));
  });

  it("with no control character that a terminal would obey", async () => {
    const raw = message("35=B|49=A|56=B|34=3|58=\u001b[2Jgone");
    expect(messageText(await decodeMessage({ raw, line: 1 }, "x"))).not.toContain("\u001b");
  });
});

describe("lockstep decode", () => {
  let directory = "";
  const run = (args: string[], input = "") =>
    spawnSync(process.execPath, [CLI_PATH, "decode", ...args], { input, encoding: "utf8" });
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "lockstep-decode-"));
    writeFileSync(join(directory, "a.log"), `x ${ORDER.replaceAll(SOH, "|")}\n`, "latin1");
    writeFileSync(join(directory, "b.log"), `${REPORT}${LOGON}`, "latin1");
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("reads files and filters by type and ClOrdID, as text and as JSON", () => {
    const files = [join(directory, "a.log"), join(directory, "b.log")];
    const types = (args: string[]) =>
      run([...files, "--json", ...args])
        .stdout.trim()
        .split("\n")
        .map((line) => JSON.parse(line).msgType);
    expect(types([])).toEqual(["D", "8", "A"]);
    expect(types(["--type", "D,A"])).toEqual(["D", "A"]);
    expect(types(["--clordid", "C-1"])).toEqual(["D", "8"]);
    const text = run(files);
    expect(text.status).toBe(0);
    expect(text.stdout.match(/^\S+:\d+ {2}/gm)).toHaveLength(3);
    expect(text.stdout).not.toContain("secret");
  });

  it("reads standard input, and exits 1 when there is nothing to show or to read", () => {
    expect(run([], ORDER).status).toBe(0);
    expect(run(["-"], REPORT).stdout).toContain("stdin:1  Execution Report (8)");
    expect(run([], "nothing here")).toMatchObject({ status: 1, stderr: "lockstep decode: no FIX message was found\n" });
    expect(run([join(directory, "absent.log")])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("cannot be read"),
    });
  });

  it("finds the messages in binary garbage, in a heap smaller than the file", () => {
    const path = join(directory, "garbage.bin");
    const random = new Random(8);
    const block = Buffer.from(Array.from({ length: 64 * 1024 }, () => random.below(256)));
    const garbage = Buffer.alloc(8 * 1024 * 1024, block);
    // What begins messages and ends none is garbage as well.
    const flood = Buffer.from("8=FIX.4.4|9=99999|".repeat(20_000), "latin1");
    writeFileSync(path, "");
    for (let part = 0; part < 10; part++) {
      for (const piece of [garbage, flood, Buffer.from(`\n${ORDER}\n`, "latin1")]) appendFileSync(path, piece);
    }
    const args = ["--max-old-space-size=48", CLI_PATH, "decode", "--type", "D", "--clordid", "C-1", path];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout.match(/New Order Single \(D\) {2}FIX\.4\.4 {2}ALPHA to LOCKSTEP {2}MsgSeqNum 2/g)).toHaveLength(10);
  });
});
