import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DictionaryChoice } from "../../src/cli/decode/dictionary-choice.ts";
import { DictionaryCheck } from "../../src/cli/decode/dictionary-faults.ts";
import { Filter, type FilterOptions } from "../../src/cli/decode/filter.ts";
import { Inspector } from "../../src/cli/decode/inspector.ts";
import { SequenceCheck } from "../../src/cli/decode/sequence-check.ts";
import { writeDictionaryXml } from "../../src/fix/dictionary-xml-writer.ts";
import { definitionsOf } from "../../src/fix/versions.ts";
import { message as messageBytes } from "../fix/messages.ts";
import { CLI_PATH } from "../support/process.ts";

const TIME = "52=20261122-10:00:00.000";
const HEAD = `49=ALPHA|56=LOCKSTEP|34=2|${TIME}`;
const ORDER = `35=D|${HEAD}|11=C-1|55=ZVZZT|54=1|60=20261122-10:00:00.000|38=100|40=2|44=10.50`;

const NO_FILTER: FilterOptions = {
  types: undefined,
  clOrdId: undefined,
  order: undefined,
  session: undefined,
  since: undefined,
  until: undefined,
};

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-faults-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function message(beginString: string, fields: string): string {
  return messageBytes(beginString, fields).toString("latin1");
}

function faultsOf(raw: string, choice = new DictionaryChoice("", null)): string[] {
  return new DictionaryCheck(choice).faultsOf(raw).map(({ text }) => text);
}

function decodeOf(log: string, ...args: string[]) {
  writeFileSync(join(root, "day.log"), log, "latin1");
  const command = [CLI_PATH, "decode", "day.log", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: root });
  return { code: status, out: stdout, err: stderr };
}

describe("a message is judged by the dictionary of its version", () => {
  it.each([
    ["nothing wrong", ORDER, []],
    ["an unknown tag", `${ORDER}|4999=x`, ["tag 4999 is not in FIX.4.4"]],
    ["a tag of another message", `${ORDER}|269=0`, ["MDEntryType(269) has no place in NewOrderSingle"]],
    ["a missing tag", ORDER.replace("|54=1", ""), ["Side(54) is missing; NewOrderSingle requires it"]],
    ["a format", ORDER.replace("10.50", "1e3"), ["Price(44) is 1e3, which is no PRICE"]],
    ["no value", `${ORDER}|58=`, ["Text(58) has no value"]],
    ["a repeated tag", `${ORDER}|55=ZVZZT`, ["Symbol(55) appears more than once"]],
    [
      "a header field in the body",
      `${ORDER}|50=desk`,
      ["SenderSubID(50) is out of order: header, then body, then trailer"],
    ],
    [
      "a group's count",
      `${ORDER}|453=2|448=A|447=D|452=1`,
      ["NoPartyIDs(453) is 2, and another number of entries follows"],
    ],
    ["a group's order", `${ORDER}|453=1|448=A|452=1|447=D`, ["PartyIDSource(447) is out of order in its group"]],
    ["a message type", `35=ZZ|${HEAD}`, ["MsgType(35) ZZ is not in FIX.4.4"]],
    ["a tag that is no number", `${ORDER}|4x=1`, ["a field has no number for a tag, or there are too many fields"]],
  ])("finds %s", (_, body, expected) => {
    expect(faultsOf(message("FIX.4.4", body))).toEqual(expected);
  });

  it("says which values are permitted", () => {
    expect(faultsOf(message("FIX.4.2", ORDER.replace("54=1", "54=Q").replace("|38=", "|21=1|38=")))).toEqual([
      "Side(54) is Q, expected 1 (Buy), 2 (Sell), 3 (BuyMinus), 4 (SellPlus), 5 (SellShort), 6 (SellShortExempt), 7 (Undisclosed), 8 (Cross), 9 (CrossShort)",
    ]);
  });

  it("names every fault of a message, not only the first", () => {
    const body = ORDER.replace("54=1", "54=?").replace("10.50", "ten").replace("|60=20261122-10:00:00.000", "");
    const faults = faultsOf(message("FIX.4.4", `${body}|4999=1|58=|4999=2|453=x|448=A|447=D|452=1`));
    expect(faults.map((text) => text.slice(0, 24))).toEqual([
      "TransactTime(60) is miss",
      "Side(54) is ?, expected ",
      "Price(44) is ten, which ",
      "tag 4999 is not in FIX.4",
      "Text(58) has no value",
      "tag 4999 is not in FIX.4",
      "NoPartyIDs(453) is x, wh",
    ]);
    const missing = faultsOf(message("FIX.4.4", "35=D|34=1")).map((text) => /\((\d+)\) is missing/.exec(text)?.[1]);
    expect(missing.sort()).toEqual(["11", "40", "49", "52", "54", "56", "60"]);
  });

  it("judges the fields of a message whose CheckSum is wrong, and of a version there is none of says so", () => {
    expect(faultsOf(message("FIX.4.4", `${ORDER}|4999=x`).replace("44=10.50", "44=10.60"))).toHaveLength(1);
    expect(faultsOf(message("FIX.3.9", ORDER))).toEqual(["there is no dictionary of FIX.3.9"]);
  });

  it("knows a FIXT message's version by its Logon, either side's, by the message itself, or as given", () => {
    // MinPriceIncrementAmount(1146) came after 5.0.
    const order = message("FIXT.1.1", `${ORDER}|1146=10`);
    const wrong = ["tag 1146 is not in FIX.5.0"];
    expect(faultsOf(order)).toEqual([]);
    expect(faultsOf(order, new DictionaryChoice("7", null))).toEqual(wrong);
    for (const [sender, target] of [
      ["ALPHA", "LOCKSTEP"],
      ["LOCKSTEP", "ALPHA"],
    ]) {
      const choice = new DictionaryChoice("9", null);
      choice.learn(message("FIXT.1.1", `35=A|49=${sender}|56=${target}|34=1|${TIME}|98=0|108=30|1137=7`));
      expect(faultsOf(order, choice)).toEqual(wrong);
      expect(faultsOf(message("FIXT.1.1", ORDER.replace("34=2", "34=2|1128=9").concat("|1146=10")), choice)).toEqual(
        [],
      );
    }
    const unspoken = message("FIXT.1.1", ORDER.replace("34=2", "34=2|1128=2"));
    expect(faultsOf(unspoken)).toEqual(["there is no dictionary of ApplVerID 2"]);
  });

  it("reads QuickFIX XML, whole or only what it adds, for the version it names", async () => {
    const whole = join(root, "FIX44.xml");
    writeFileSync(whole, writeDictionaryXml(definitionsOf("FIX.4.4").application));
    const house = join(root, "house.xml");
    writeFileSync(
      house,
      `<fix type='FIX' major='4' minor='4'><messages><message name='NewOrderSingle' msgtype='D' msgcat='app'>
        <field name='HouseDesk' required='Y'/></message></messages>
        <fields><field number='6001' name='HouseDesk' type='INT'/></fields></fix>`,
    );
    const order = message("FIX.4.4", `${ORDER}|6001=7`);
    expect(faultsOf(order)).toEqual([]);
    expect(faultsOf(order, new DictionaryChoice("", whole))).toEqual(["tag 6001 is not in FIX.4.4"]);
    expect(faultsOf(order, new DictionaryChoice("", house))).toEqual([]);
    const without = message("FIX.4.4", ORDER);
    expect(faultsOf(without, new DictionaryChoice("", house))).toEqual([
      "HouseDesk(6001) is missing; NewOrderSingle requires it",
    ]);
    const inspector = new Inspector(new DictionaryChoice("", house), false);
    const place = { source: "x", line: 1, journal: null };
    const { fields } = await inspector.decode({ raw: order, ...place }, { faults: [], notes: [] });
    expect(fields).toContainEqual({ tag: 6001, name: "HouseDesk", value: "7", meaning: "" });
    const older = message("FIX.4.2", `${ORDER}|21=1|6001=7`);
    expect(faultsOf(older, new DictionaryChoice("", house))).toEqual([]);
    const newer = join(root, "FIX50SP2.xml");
    writeFileSync(
      newer,
      writeDictionaryXml({ ...definitionsOf("FIXT.1.1", "9").application, header: [], trailer: [] }),
    );
    expect(faultsOf(message("FIXT.1.1", `${ORDER}|6001=7`), new DictionaryChoice("9", newer))).toEqual([
      "tag 6001 is not in FIX.5.0SP2",
    ]);
  });
});

describe("sequence numbers are followed", () => {
  const numbered = (msgSeqNum: number, more = "", msgType = "0") =>
    message("FIX.4.4", `35=${msgType}|49=A|56=B|34=${msgSeqNum}|${TIME}${more}`);
  const kinds = (...raws: string[]) => {
    const check = new SequenceCheck();
    return raws.map((raw) => check.faultsOf(raw).map(({ kind }) => kind)[0] ?? "");
  };

  it.each([
    ["in order, from anywhere", [numbered(7), numbered(8)], ["", ""]],
    ["with a gap", [numbered(7), numbered(9), numbered(10)], ["", "sequence gap", ""]],
    ["used twice", [numbered(7), numbered(8), numbered(7)], ["", "", "repeated number"]],
    ["sent again", [numbered(7), numbered(8), numbered(7, "|43=Y")], ["", "", "possible duplicate"]],
    ["reset by a Logon", [numbered(7), numbered(1, "|98=0|108=30|141=Y", "A"), numbered(2)], ["", "", ""]],
    [
      "from 1 without a word",
      [numbered(7), numbered(1, "|98=0|108=30", "A"), numbered(2)],
      ["", "numbers start again", ""],
    ],
    ["filled over", [numbered(7), numbered(8, "|123=Y|36=12", "4"), numbered(12)], ["", "", ""]],
    ["set", [numbered(7), numbered(1, "|123=N|36=40", "4"), numbered(40)], ["", "", ""]],
    ["of each direction", [numbered(7), message("FIX.4.4", `35=0|49=B|56=A|34=3|${TIME}`), numbered(8)], ["", "", ""]],
  ])("%s", (_, raws, expected) => {
    expect(kinds(...raws)).toEqual(expected);
  });
});

describe("lockstep decode", () => {
  const bad = message("FIX.4.4", ORDER.replace("54=1", "54=Q").replace("34=2", "34=4"));
  const log = `10:00:00 ${message("FIX.4.4", ORDER)}\n10:00:01 ${bad.replace("10.50", "10.60")}\nthe end\n`;

  it("shows what is wrong below a message, and sums it up", () => {
    const { code, out, err } = decodeOf(log.replaceAll("\u0001", "|"), "--faulty");
    expect(code).toBe(2);
    const sum = /10=(\d{3})/.exec(bad)?.[1];
    expect(out).toBe(`day.log:2  New Order Single (D)  FIX.4.4  ALPHA to LOCKSTEP  MsgSeqNum 4
     8  BeginString   FIX.4.4
     9  BodyLength    123
    35  MsgType       D                      New Order Single
    49  SenderCompID  ALPHA
    56  TargetCompID  LOCKSTEP
    34  MsgSeqNum     4
    52  SendingTime   20261122-10:00:00.000
    11  ClOrdID       C-1
    55  Symbol        ZVZZT
    54  Side          Q
    60  TransactTime  20261122-10:00:00.000
    38  OrderQty      100
    40  OrdType       2                      Limit
    44  Price         10.60
    10  CheckSum      ${sum}
     !  CheckSum(10) is ${sum}, but the bytes add up to ${String((Number(sum) + 1) % 256).padStart(3, "0")}
     !  Side(54) is Q, expected 1 (Buy), 2 (Sell), 3 (BuyMinus), 4 (SellPlus), 5 (SellShort), 6 (SellShortExempt), 7 (Undisclosed), 8 (Cross), 9 (CrossShort), A (CrossShortExempt), B (AsDefined), C (Opposite) or 4 others
     ~  MsgSeqNum(34) is 4, expected 3: 3 is not in the log

`);
    expect(err).toBe(`2 messages: 2 NewOrderSingle (D)
faults in 1 of them: 1 CheckSum, 1 bad value
notes: 1 sequence gap
`);
  });

  it("ends with 0 when nothing is faulty, and with 2 when --check-sequence makes a fault of a gap", () => {
    const gap = `${message("FIX.4.4", ORDER)}${message("FIX.4.4", ORDER.replace("34=2", "34=9"))}`;
    expect(decodeOf(gap, "--faulty")).toMatchObject({ code: 0, out: "" });
    const { code, out } = decodeOf(gap, "--faulty", "--check-sequence", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ source: "day.log", line: 1, msgType: "D", notes: [] });
    expect(JSON.parse(out).faults).toEqual([
      { kind: "sequence gap", tag: 34, text: "MsgSeqNum(34) is 9, expected 3: 3 to 8 are not in the log" },
    ]);
  });

  it("filters by session, order and time, and a filter makes no gap", () => {
    const one = (fields: string) => message("FIX.4.4", fields);
    const day = [
      one(`35=D|49=ALPHA|56=LOCKSTEP|34=2|${TIME}|11=C-1`),
      one(`35=8|49=LOCKSTEP|56=ALPHA|34=2|52=20261122-10:00:00.500|37=O-7|17=E-1|11=C-1`),
      one(`35=D|49=BRAVO|56=LOCKSTEP|34=2|52=20261122-10:00:01|11=C-2`),
      one(`35=F|49=ALPHA|56=LOCKSTEP|34=3|52=20261122-10:00:02.000001|11=C-3|41=C-1`),
    ].join("\n");
    const linesOf = (...args: string[]) => {
      const { out, err } = decodeOf(day, "--json", ...args);
      expect(err).not.toContain("gap");
      return out.match(/"line":\d+/g)?.map((text) => Number(text.slice(7))) ?? [];
    };
    expect(linesOf("--session", "LOCKSTEP/BRAVO", "--order", "C-2")).toEqual([3]);
    expect(linesOf("--since", "2026-11-22T10:00:00.5Z", "--until=20261122-10:00:01")).toEqual([2, 3]);
    const passing = (options: Partial<FilterOptions>) => {
      const filter = new Filter({ ...NO_FILTER, ...options }, Date.parse("2026-11-22T10:00:05Z"));
      return day.split("\n").flatMap((raw, index) => (filter.passes(raw) ? [index + 1] : []));
    };
    expect(passing({})).toEqual([1, 2, 3, 4]);
    expect(passing({ session: "ALPHA" })).toEqual([1, 2, 4]);
    expect(passing({ session: "LOCKSTEP/BRAVO" })).toEqual([3]);
    expect(passing({ order: "E-1" })).toEqual([2]);
    expect(passing({ order: "O-7" })).toEqual([2]);
    expect(passing({ order: "C-1" })).toEqual([1, 2, 4]);
    expect(passing({ clOrdId: "C-1" })).toEqual([1, 2, 4]);
    expect(passing({ clOrdId: "O-7" })).toEqual([]);
    expect(passing({ types: "F, 8" })).toEqual([2, 4]);
    expect(passing({ until: "20261122-10:00:00" })).toEqual([1, 2]);
    expect(passing({ until: "2026-11-22" })).toEqual([1, 2, 3, 4]);
    expect(passing({ since: "-3s" })).toEqual([4]);
    expect(passing({ until: "-4s" })).toEqual([1, 2, 3]);
  });

  it.each([
    [["--appl-ver", "6"], "--appl-ver is 6, expected 7 (FIX 5.0), 8 (5.0SP1) or 9 (5.0SP2)"],
    [["--session", "A/B/C"], "--session is A/B/C, expected a CompID or two"],
    [["--since", "noon"], "--since is noon, expected a UTC time"],
    [["--dictionary", "absent.xml"], "--dictionary absent.xml cannot be read"],
    [["--follow", "-"], "--follow follows files; name one or more"],
  ])("names the fault of %j", (args, text) => {
    expect(decodeOf(log, ...args)).toMatchObject({ code: 1, err: expect.stringContaining(text) });
  });
});
