import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dictionary } from "../../src/fix/dictionary.ts";
import { withNames } from "../../src/fix/dictionary-names.ts";
import type { DictionaryDefinition } from "../../src/fix/dictionary-text.ts";
import { loadDictionaryXml } from "../../src/fix/dictionary-xml.ts";
import { writeDictionaryXml } from "../../src/fix/dictionary-xml-writer.ts";
import { definitionsOf } from "../../src/fix/versions.ts";
import { readCase, type SpokenVersion, VERSIONS } from "./case-reader.ts";
import { InitiatorPlayer } from "./initiator-player.ts";
import { Player } from "./player.ts";

const cases = casesIn("cases");
const initiatorCases = casesIn("initiator-cases");

function casesIn(name: string): { name: string; text: string }[] {
  const folder = join(import.meta.dirname, name);
  const files = readdirSync(folder).sort();
  return files.map((file) => ({ name: file.replace(/\.case$/, ""), text: readFileSync(join(folder, file), "utf8") }));
}

describe.each(VERSIONS)("FIX $name session", (version) => {
  const player = new Player(version);
  beforeAll(() => player.open());
  afterAll(() => player.close());
  for (const { name, text } of cases) {
    const played = readCase(text, version);
    if (played !== null) it(name, () => player.play(played));
  }
});

describe.each(VERSIONS)("FIX $name session that calls", (version) => {
  const player = new InitiatorPlayer(version);
  beforeAll(() => player.open());
  afterAll(() => player.close());
  for (const { name, text } of initiatorCases) {
    const played = readCase(text, version);
    if (played !== null) it(name, () => player.play(played));
  }
});

/** The version's dictionary through its XML and back, as a counterparty's engine would load it. */
function reloaded({ beginString, applVerId }: SpokenVersion): Dictionary {
  const { application, transport } = definitionsOf(beginString, applVerId);
  const again = (each: DictionaryDefinition) => loadDictionaryXml(writeDictionaryXml(withNames(each)), each.version);
  return application === transport
    ? new Dictionary(again(application))
    : new Dictionary(again(application), again(transport));
}

describe.each([VERSIONS[2], VERSIONS[4], VERSIONS[7]])("FIX $name session with its dictionary from XML", (version) => {
  const player = new Player(version, reloaded(version));
  beforeAll(() => player.open());
  afterAll(() => player.close());
  for (const { name, text } of cases.filter((each) => /^(14|15|2[pqr1]|8|fixt)/.test(each.name))) {
    const played = readCase(text, version);
    if (played !== null) it(name, () => player.play(played));
  }
});

describe("conformance cases", () => {
  it("are each about at least one version, and say what they are about", () => {
    const silent = [...cases, ...initiatorCases].filter(
      ({ text }) => !text.startsWith("# ") || VERSIONS.every((each) => !readCase(text, each)),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
