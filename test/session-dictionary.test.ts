/** Dictionaries of a session's own: what the configuration takes and refuses, and what a server then does with a client. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientDictionary } from "../src/client/client-dictionary.ts";
import { parseConfig } from "../src/config.ts";
import { withNames } from "../src/fix/dictionary-names.ts";
import { writeDictionaryXml } from "../src/fix/dictionary-xml-writer.ts";
import { definitionsOf } from "../src/fix/versions.ts";
import { SystemClock } from "../src/lib/clock.ts";
import { RawClient, stamp } from "./fix/two-sides.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";

let home = "";
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "lockstep-dictionary-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A version's dictionary as a file, changed. */
function file(name: string, beginString: string, applVerId: string, change: (xml: string) => string = (xml) => xml) {
  const path = join(home, name);
  writeFileSync(path, change(writeDictionaryXml(withNames(definitionsOf(beginString, applVerId).application))));
  return path;
}

const DESK = "customFields: [ { tag: 5001, name: DeskCode, values: [A, B], messages: [NewOrderSingle] } ]";

/** The whole house of a test: a row a client, each with its lines. */
function house(rows: Record<string, string>): string {
  const sessions = Object.entries(rows).map(([compId, lines]) => {
    const fixt = lines.startsWith("fixt\n");
    const version = fixt ? 'FIXT.1.1\n    defaultApplVerId: "9"' : "FIX.4.4";
    return `  - compId: ${compId}\n    beginString: ${version}\n${lines.replace(/^fixt\n/, "").replaceAll(/^(?=.)/gm, "    ")}\n`;
  });
  return `insecureLogon: true\nsessions:\n${sessions.join("")}instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]\n`;
}

const settings = (lines: string) => parseConfig(house({ ALPHA: lines }), "house.yaml").sessions[0].settings;
const fault = (lines: string): string => {
  try {
    settings(lines);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("a session's dictionary in the configuration", () => {
  it("is the built-in one with linked orders where nothing is said, and a venue's or a drop copy's has none", () => {
    expect(settings("").dictionary).toBe(clientDictionary("FIX.4.4"));
    expect(settings("").dictionary?.message("D")?.places[1385]).toBeGreaterThan(0);
    expect(settings("dropCopy: {}")).not.toHaveProperty("dictionary");
  });

  it("takes fields and whole messages of the session's own", () => {
    const message = "customMessages: [ { msgType: U1, name: DeskNote, required: [Text], optional: [DeskCode] } ]";
    const { dictionary } = settings(`${DESK}\n${message}`);
    expect(dictionary?.field(5001)).toMatchObject({ name: "DeskCode", type: "STRING", values: ["A", "B"] });
    expect(dictionary?.message("D")?.places[5001]).toBeGreaterThan(0);
    expect(dictionary?.message("U1")).toMatchObject({ name: "DeskNote", admin: false });
    expect(dictionary?.message("U1")?.required).toContain(58);
  });

  it("is made once for sessions that have the same", () => {
    const path = file("same.xml", "FIX.4.4", "");
    const rows = { ALPHA: `dictionary: ${path}`, BRAVO: `dictionary: ${path}` };
    const [alpha, bravo] = parseConfig(house(rows), "house.yaml").sessions;
    expect(alpha.settings.dictionary).toBe(bravo.settings.dictionary);
  });

  const broken = (name: string, change: (xml: string) => string) => `dictionary: ${file(name, "FIX.4.4", "", change)}`;
  it.each<[string, () => string, RegExp]>([
    [
      "a file that is not there",
      () => "dictionary: /no/such.xml",
      /^house\.yaml, line 5: sessions\/0: dictionary: \/no\/such\.xml cannot be read: ENOENT/,
    ],
    [
      "a file of another version",
      () => `dictionary: ${file("fix42.xml", "FIX.4.2", "")}`,
      /fix42\.xml is for FIX\.4\.2, expected FIX\.4\.4$/,
    ],
    [
      "a file with a fault, by its line and element",
      () => broken("fault.xml", (xml) => xml.replace("type='QTY'", "type='q?'")),
      /^house\.yaml, line 5: sessions\/0: dictionary: \S+fault\.xml line \d+: type q\?; expected a FIX data type as STRING or QTY$/,
    ],
    [
      "a file that only adds",
      () => broken("adds.xml", (xml) => xml.replace(/<message name='Logon'[\s\S]*?<\/message>/, "")),
      /adds\.xml has no Logon\(A\), and no session is without it; expected a whole dictionary, or customFields/,
    ],
    [
      "files by version where there is but one",
      () => 'dictionary: { "9": a.xml }',
      /files by version, expected one file, because FIX\.4\.4/,
    ],
    [
      "a number for a file",
      () => "dictionary: 7",
      /sessions\/0\/dictionary: found 7, expected a text of 1 to 1024 characters, an object/,
    ],
    [
      "a standard tag as one's own",
      () => DESK.replace("5001", "58"),
      /sessions\/0\/customFields\/0\/tag: found 58, expected an integer from 5000 to/,
    ],
    [
      "a name that is taken",
      () => DESK.replace("DeskCode", "Text"),
      /customFields: customFields: field Text has tag 5001; in FIX\.4\.4 it is tag 58/,
    ],
    [
      "a message that is none",
      () => DESK.replace("NewOrderSingle", "NewOrder"),
      /customFields: DeskCode is for NewOrder, which is no message of FIX\.4\.4/,
    ],
    [
      "a message that is there",
      () => "customMessages: [ { msgType: UX, name: A1 }, { msgType: UX, name: A2 } ]",
      /customMessages: UX is there already/,
    ],
    [
      "a field nobody knows",
      () => "customMessages: [ { msgType: U1, name: Note, required: [Deks] } ]",
      /customMessages: there is no field Deks/,
    ],
    [
      "a type the standard has",
      () => "customMessages: [ { msgType: D, name: Note } ]",
      /customMessages\/0\/msgType: found "D", expected a text like \^U/,
    ],
  ])("refuses %s", (_what, lines, message) => {
    expect(fault(lines())).toMatch(message);
  });
});

describe("a server with dictionaries of its sessions' own", () => {
  let oms: LockstepProcess;
  const clock = new SystemClock();
  const clients: RawClient[] = [];

  beforeAll(async () => {
    // FIX 5.0 without HandlInst's values; FIX 5.0 SP1 stays the built-in one.
    const older = file("fix50.xml", "FIXT.1.1", "7", (xml) =>
      xml.replace(/(<field number='21'[\s\S]*?)<value enum='3'[^>]*>/, "$1"),
    );
    const less = file("fix44.xml", "FIX.4.4", "", (xml) => {
      const at = xml.indexOf("<message name='NewOrderSingle'");
      return xml.slice(0, at) + xml.slice(at).replace(/<field name='Text'[^>]*>/, "");
    });
    const config = join(home, "house.yaml");
    const rows = {
      ALPHA: DESK,
      BRAVO: "",
      CHARLIE: `dictionary: ${less}`,
      DELTA: `fixt\n${DESK}\ndictionary: { "7": ${older} }`,
    };
    writeFileSync(config, `${house(rows)}venue: { agents: { enabled: false } }\n`);
    oms = await startLockstep({ args: ["--config", config] });
  }, 60_000);
  afterAll(async () => {
    for (const client of clients) client.socket.destroy();
    await oms?.stop();
  });

  async function logOn(sender: string, beginString = "FIX.4.4", more = ""): Promise<RawClient> {
    const client = new RawClient(oms.fixPort, clock);
    clients.push(client);
    Object.assign(client, { sender, target: "LOCKSTEP", beginString });
    client.send(`35=A|34=1|98=0|108=30|141=Y${more}`);
    expect((await next(client)).slice(0, 9)).toBe("35=A|34=1");
    return client;
  }

  async function next(client: RawClient): Promise<string> {
    for (let turn = 0; turn < 5_000 && client.received.length === 0; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return client.received.shift() ?? "nothing came";
  }

  const order = (clOrdId: string, more: string) =>
    `11=${clOrdId}|38=100|40=2|44=90.00|54=1|55=ZVZZT|60=${stamp(clock.nowNs())}${more}`;

  it("accepts a custom tag in the session that has it, and refuses it in the one that has not", async () => {
    const alpha = await logOn("ALPHA");
    alpha.send(`35=D|34=2|${order("A1", "|5001=A")}`);
    expect(await next(alpha)).toMatch(/^35=8\|.*\|11=A1\|.*\|39=0\|/);
    alpha.send(`35=D|34=3|${order("A2", "|5001=C")}`);
    expect(await next(alpha)).toMatch(/^35=3\|.*\|371=5001\|372=D\|373=5$/);
    alpha.send(`35=F|34=4|11=A3|41=A1|54=1|55=ZVZZT|60=${stamp(clock.nowNs())}|5001=A`);
    expect(await next(alpha)).toMatch(/^35=3\|.*\|371=5001\|372=F\|373=2$/);
    const bravo = await logOn("BRAVO");
    bravo.send(`35=D|34=2|${order("B1", "|5001=A")}`);
    expect(await next(bravo)).toMatch(/^35=3\|.*\|371=5001\|372=D\|373=0$/);
    bravo.send(`35=D|34=3|${order("B2", "")}`);
    expect(await next(bravo)).toMatch(/^35=8\|.*\|11=B2\|.*\|39=0\|/);
  });

  it("validates by the file that stands in the built-in one's place", async () => {
    const charlie = await logOn("CHARLIE");
    charlie.send(`35=D|34=2|${order("C1", "|58=hello")}`);
    expect(await next(charlie)).toMatch(/^35=3\|.*\|371=58\|372=D\|373=2$/);
    charlie.send(`35=D|34=3|${order("C2", "")}`);
    expect(await next(charlie)).toMatch(/^35=8\|.*\|11=C2\|.*\|39=0\|/);
  });

  it("validates a message that names another ApplVerID by that version's dictionary, the session's or the built-in", async () => {
    const delta = await logOn("DELTA", "FIXT.1.1", "|1137=9");
    delta.send(`35=D|34=2|${order("D1", "|5001=A")}`);
    expect(await next(delta)).toMatch(/^35=8\|.*\|11=D1\|.*\|39=0\|/);
    const refusal = (tag: number, reason: number) => new RegExp(`^35=3\\|.*\\|371=${tag}\\|372=D\\|373=${reason}$`);
    delta.send(`35=D|34=3|1128=8|${order("D2", "|21=3")}`);
    expect(await next(delta)).toMatch(/^35=8\|.*\|11=D2\|/);
    delta.send(`35=D|34=4|1128=7|${order("D3", "|21=3")}`);
    expect(await next(delta)).toMatch(refusal(21, 5));
    delta.send(`35=D|34=5|1128=7|${order("D4", "|5001=A")}`);
    expect(await next(delta)).toMatch(refusal(5001, 0));
  });
});
