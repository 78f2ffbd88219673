import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCase, VERSIONS } from "./case-reader.ts";
import { Player } from "./player.ts";

const folder = join(import.meta.dirname, "cases");
const cases = readdirSync(folder)
  .sort()
  .map((file) => ({ name: file.replace(/\.case$/, ""), text: readFileSync(join(folder, file), "utf8") }));

describe.each(VERSIONS)("FIX $name session", (version) => {
  const player = new Player(version);
  beforeAll(() => player.open());
  afterAll(() => player.close());
  for (const { name, text } of cases) {
    const played = readCase(text, version);
    if (played !== null) it(name, () => player.play(played));
  }
});

describe("conformance cases", () => {
  it("are each about at least one version, and say what they are about", () => {
    const silent = cases.filter(
      ({ text }) => !text.startsWith("# ") || VERSIONS.every((each) => !readCase(text, each)),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
