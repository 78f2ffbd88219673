import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RULES_VERSIONS, rulesPage, xmlFiles } from "../../src/cli/rules.ts";
import { clientDictionary, withContingency } from "../../src/client/client-dictionary.ts";
import { CARRIED_TAGS, REFUSED_TERMS } from "../../src/client/order-terms.ts";
import { codeTables, MESSAGE_RULES, messageRulesOf } from "../../src/client/rules-of-engagement.ts";
import { ExampleHouse, makeExamples } from "../../src/client/rules-of-engagement-examples.ts";
import { TERM_KINDS } from "../../src/domain/more-terms.ts";
import { FixAcceptor } from "../../src/fix/acceptor.ts";
import { withNames } from "../../src/fix/dictionary-names.ts";
import { loadDictionaryXml } from "../../src/fix/dictionary-xml.ts";
import { type FieldRule, rulesOfVersion } from "../../src/fix/rules-of-engagement.ts";
import { Tag } from "../../src/fix/tags.ts";
import { definitionsOf } from "../../src/fix/versions.ts";

const root = join(import.meta.dirname, "../..");
const versions = Object.entries(RULES_VERSIONS).map(([name, [beginString, applVerId]]) => ({
  name,
  beginString,
  applVerId,
}));

/** The tags a source file reads or writes, by `Tag.Name`. */
function tagsIn(...paths: string[]): number[] {
  const text = paths.map((path) => readFileSync(join(root, path), "utf8")).join();
  const names = [...text.matchAll(/\bTag\.(\w+)/g)].map((match) => match[1] as keyof typeof Tag);
  return [...new Set(names.map((name) => Tag[name]))].toSorted((a, b) => a - b);
}

function tagsOf(fromClient: boolean, usages: readonly FieldRule["usage"][]): number[] {
  // Rejects are the session engine's own, not the publisher's.
  const rules = MESSAGE_RULES.filter((rule) => rule.fromClient === fromClient && !["3", "j"].includes(rule.msgType));
  const rows = rules.flatMap((rule) => rule.fields);
  return [...new Set(rows.filter(({ usage }) => usages.includes(usage)).map(({ tag }) => tag))].toSorted(
    (a, b) => a - b,
  );
}

describe("the rules of engagement's table", () => {
  it("has every tag the adapter reads, and calls read only what it reads", () => {
    const files = [
      "fix-adapter",
      "kept-texts",
      "list-adapter",
      "mass-request-adapter",
      "security-id",
      "order-terms",
    ].map((name) => `src/client/${name}.ts`);
    const read = [...tagsIn(...files), ...TERM_KINDS.keys()];
    expect(tagsOf(true, ["required", "conditional", "optional", "refused"])).toEqual(
      [...new Set(read)].toSorted((a, b) => a - b),
    );
  });

  it("has every tag the publisher writes, and no other", () => {
    const files = [
      "fix-publisher",
      "cancel-reject-publisher",
      "list-publisher",
      "mass-cancel-publisher",
      "stop-notice",
    ].map((name) => `src/client/${name}.ts`);
    const written = [...tagsIn(...files), ...TERM_KINDS.keys(), ...CARRIED_TAGS];
    expect(tagsOf(false, ["always", "sometimes"])).toEqual([...new Set(written)].toSorted((a, b) => a - b));
  });

  it("has each tag once in a message", () => {
    for (const { msgType, fields } of MESSAGE_RULES) {
      expect(new Set(fields.map(({ tag }) => tag)).size, msgType).toBe(fields.length);
    }
  });
});

/** What an order has to have besides, by what it asks for. */
function companions(tag: number, value: string): [number, string][] {
  if (tag === Tag.OrdType && (value === "3" || value === "4")) return [[Tag.StopPx, "10.10"]];
  if (tag === Tag.OrdType && value === "P") return [[Tag.ExecInst, "R"]];
  if (tag === Tag.TimeInForce && value === "6") return [[Tag.ExpireDate, "20261231"]];
  if (tag === Tag.ContingencyType) return [[Tag.ClOrdLinkID, `LINK${value}`]];
  if (tag === Tag.PegPriceType) return [[Tag.OrdType, "P"]];
  return [];
}

describe.each(versions)("the rules of engagement of $name", ({ name, beginString, applVerId }) => {
  const dictionary = clientDictionary(beginString, applVerId);
  const ours = makeExamples(beginString, applVerId).examples.flatMap(({ lines }) =>
    lines.filter(({ from }) => from === "us"),
  );

  it("show what we send: the table has every field of every report, and what is always there is", () => {
    for (const rule of messageRulesOf(dictionary).filter(({ fromClient }) => !fromClient)) {
      const spec = dictionary.message(rule.msgType);
      if (spec === undefined) continue;
      const rows = rulesOfVersion(spec, rule);
      const reports = ours.filter(({ text }) => text.includes(`|35=${rule.msgType}|`));
      expect(reports.length).toBeGreaterThan(0);
      for (const { text } of reports) {
        const sent = bodyTags(text, spec.places);
        const known = rows.map(({ tag }) => tag);
        expect(
          sent.filter((tag) => !known.includes(tag)),
          text,
        ).toEqual([]);
        const always = rows.filter(({ usage }) => usage === "always").map(({ tag }) => tag);
        expect(missingOf(always, sent, beginString), text).toEqual([]);
      }
    }
  });

  it("say which values are taken: every value of Side, OrdType, TimeInForce and ExecInst the version has", () => {
    const rules = MESSAGE_RULES.find(({ msgType }) => msgType === "D")!;
    const has = (tag: number) => (dictionary.message("D")!.places[tag] ?? 0) !== 0;
    const house = loggedOn(beginString, applVerId);
    let number = 0;
    for (const { tag, values } of rules.fields) {
      if (values === undefined || !has(tag)) continue;
      for (const value of dictionary.field(tag)!.values) {
        const fields = new Map([
          [38, "100"],
          [40, "2"],
          [44, "10.05"],
          [54, "1"],
          [55, "ACME"],
          ...companions(tag, value),
        ]).set(tag, value);
        const body = [...fields].map(([key, text]) => `${key}=${text}`).join("|");
        const events = house.send(`35=D|11=V${++number}|${body}`);
        const refused = events.some((text) => text.includes("|39=8|"));
        // Good till date needs a field that FIX 4.0 and 4.1 have not.
        const isTaken = values.includes(value) && !(tag === Tag.TimeInForce && value === "6" && !has(Tag.ExpireDate));
        expect(refused, `${tag}=${value}: ${events}`).toBe(!isTaken);
      }
    }
    expect(number).toBeGreaterThan(25);
  });

  it("refuse what the table says is refused, take 0 for it, and ignore the rest", () => {
    const house = loggedOn(beginString, applVerId);
    const order = "38=100|40=2|44=10.05|54=1|55=ACME";
    const has = (tag: number) => (dictionary.message("D")!.places[tag] ?? 0) !== 0;
    let number = 0;
    for (const [tag, name, harmless] of REFUSED_TERMS.filter(([tag]) => has(tag))) {
      const permitted = dictionary.field(tag)!.values.filter((value) => value !== harmless);
      const value = name.endsWith("Time") ? "20261122-10:00:00" : (permitted[0] ?? "10");
      expect(house.send(`35=D|11=R${++number}|${order}|${tag}=${value}`).join()).toContain(`${name}(${tag}) ${value}`);
      if (harmless !== "") expect(house.send(`35=D|11=S${number}|${order}|${tag}=${harmless}`)).toEqual([]);
    }
    expect(house.send(`35=D|11=T|${order}|58=please`)).toEqual([]);
  });

  it("have only codes the version has", () => {
    for (const { tag, rows } of codeTables(beginString, applVerId)) {
      const permitted = dictionary.field(tag)?.values ?? [];
      if (permitted.length === 0) continue;
      expect(
        rows.map(({ sent }) => String(sent)).filter((sent) => !permitted.includes(sent)),
        String(tag),
      ).toEqual([]);
    }
  });

  it("have examples that the engine answers over a socket exactly as they say", async () => {
    const house = new ExampleHouse(beginString, applVerId);
    const acceptor = new FixAcceptor({
      sessions: [house.session],
      application: house.adapter,
      clock: house.clock,
      flush: "auto",
      tickMs: 0,
    });
    const { port } = await acceptor.listen("127.0.0.1", 0);
    const socket = connect({ host: "127.0.0.1", port });
    let received = "";
    socket.on("data", (bytes) => (received += bytes.toString("latin1").replaceAll("\x01", "|")));
    try {
      for (const { title, lines } of makeExamples(beginString, applVerId).examples) {
        for (const { from, text } of lines) {
          if (from === "client") socket.write(text.replaceAll("|", "\x01"), "latin1");
          else if (from === "exchange") {
            // What the client sent before is with the OMS once its answer, or the request itself, is in its state.
            for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
            house.act(text.slice("(the ".length, -1));
          } else {
            for (let turn = 0; turn < 500 && received.length < text.length; turn++) {
              await new Promise((resolve) => setTimeout(resolve, 1));
            }
            expect(received.slice(0, text.length), title).toBe(text);
            received = received.slice(text.length);
          }
        }
      }
      expect(received).toBe("");
    } finally {
      socket.destroy();
      await acceptor.close();
    }
  });

  it("send nothing the version's dictionary refuses", () => {
    const { faults } = makeExamples(beginString, applVerId);
    expect(faults).toEqual([]);
  });

  it("are written as a page with every message, its fields, codes and examples", () => {
    const page = rulesPage(name);
    for (const { msgType, fields } of messageRulesOf(dictionary)) {
      const spec = dictionary.message(msgType);
      if (spec === undefined) continue;
      expect(page).toContain(`### ${spec.name} (35=${msgType})`);
      for (const { tag } of rulesOfVersion(spec, { msgType, fields, fromClient: true, about: "" })) {
        expect(page).toContain(`| ${tag} | ${dictionary.field(tag)!.name} |`);
      }
    }
    expect(page).toContain("## OrdRejReason(103)");
    expect(page).not.toMatch(/undefined|NaN|\[object/);
    expect(page.match(/^### /gm)!.length).toBeGreaterThan(22);
  });

  it("come with QuickFIX XML of the very dictionary the validator checks by", () => {
    const { application, transport } = withContingency(definitionsOf(beginString, applVerId));
    const files = xmlFiles(name);
    expect(loadDictionaryXml(files[0].text, files[0].name)).toEqual(withNames(application));
    if (application !== transport) {
      expect(loadDictionaryXml(files[1].text, files[1].name)).toEqual(withNames(transport));
    }
  });
});

describe("lockstep rules", () => {
  it("writes every version's page and XML into a folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "lockstep-rules-"));
    try {
      execFileSync("npx", ["tsx", "src/cli.ts", "rules", "--out", folder, "--xml"], { cwd: root, stdio: "pipe" });
      expect(readdirSync(folder).toSorted()).toEqual(
        [
          ...versions.map(({ name }) => `rules-of-engagement-${name}.md`),
          ...["40", "41", "42", "43", "44", "50", "50SP1", "50SP2"].map((each) => `FIX${each}.xml`),
          "FIXT11.xml",
        ].toSorted(),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says what is wrong with a version it does not have", () => {
    const run = () =>
      execFileSync("npx", ["tsx", "src/cli.ts", "rules", "--version", "FIX.3.9"], { cwd: root, stdio: "pipe" });
    expect(run).toThrow(/--version is FIX.3.9, expected one of FIX.4.0/);
  });
});

function bodyTags(text: string, places: Uint16Array): number[] {
  const tags = text.split("|").map((field) => Number.parseInt(field, 10));
  return tags.filter((tag) => ((places[tag] ?? 0) & 3) === 2);
}

/** What the versions before 4.2 leave out of an OrderCancelReject, by their own form, is not missing. */
function missingOf(always: readonly number[], sent: readonly number[], beginString: string): number[] {
  const old = beginString === "FIX.4.0" || beginString === "FIX.4.1";
  const optional: readonly number[] = old ? [Tag.TransactTime] : [];
  return always.filter((tag) => !sent.includes(tag) && !optional.includes(tag));
}

/** A house with a client logged on, and what it answers to one message. */
function loggedOn(beginString: string, applVerId: string): { send(fields: string): string[] } {
  const house = new ExampleHouse(beginString, applVerId);
  const wire = {
    peer: "test",
    backlogBytes: 0,
    write: (bytes: Uint8Array, start: number, end: number) => house.take(bytes, start, end),
    close: () => {},
  };
  house.play(["35=A|98=0|108=30"], (view) => house.session.accept(wire, view));
  return {
    send: (fields) =>
      house
        .play([fields], (view) => house.session.receive(view))
        .filter(({ from }) => from === "us")
        .map(({ text }) => text),
  };
}
