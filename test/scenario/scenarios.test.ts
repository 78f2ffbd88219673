import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { playScenario } from "../support/scenario.ts";
import { VERSIONS } from "../support/scenario-client.ts";

const folder = join(import.meta.dirname, "order");
const files = readdirSync(folder).filter((name) => name.endsWith(".scenario"));

describe.each(VERSIONS)("order scenarios in $name", (version) => {
  it.each(files)("%s", async (name) => {
    await playScenario(readFileSync(join(folder, name), "utf8"), version);
  });
});

/** All matrices of Appendix D, Order State Change Matrices: FIX 4.4 and later by letter, FIX 4.2 by number. */
const MATRICES = [
  ..."A.1.a A.1.b B.1.a B.1.b B.1.c B.1.d B.1.e B.1.f C.1.a C.1.b C.1.c C.2.a C.3.a C.3.b C.3.c".split(" "),
  ..."D.1.a D.1.b D.1.c D.2.a D.2.b D.2.c D.2.d E.1.a E.1.b E.1.c E.1.d E.1.e E.1.f F.1.a F.1.b F.1.c".split(" "),
  ..."G.1.a G.1.b G.1.c H.1.a H.1.b H.1.c H.1.d I.1.a I.1.b J.1.a J.1.b J.1.c J.1.d K.1.a K.1.b L.1.a L.1.b".split(" "),
  ...Array.from({ length: 37 }, (_, index) => `D${index + 1}`),
];
const NOT_PLAYED = new Map(
  readFileSync(join(folder, "README.md"), "utf8")
    .split("\n")
    .filter((line) => /^\| [A-L]\.\d\.[a-z] /.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .flatMap(([, letter, number, , why]) => [letter, number].filter((name) => name !== "").map((name) => [name, why])),
);

it.each(MATRICES)("matrix %s of the appendix has a transcript, or a reason why it has none", (number) => {
  const named = new RegExp(`Appendix D,.*\\b${number.replaceAll(".", "\\.")}(?![.\\d])|; FIX 4\\.2 ${number}\\b`);
  const owners = files.filter((name) => named.test(readFileSync(join(folder, name), "utf8")));
  const why = NOT_PLAYED.get(number) ?? "";
  expect({ owners: owners.length > 0, why: why !== "" }).toEqual({ owners: why === "", why: owners.length === 0 });
});

it("are counted in the README", () => {
  const readme = readFileSync(join(folder, "../../../README.md"), "utf8").replaceAll(/\s+/g, " ");
  const of = (isLetter: boolean): [number, number] => {
    const all = MATRICES.filter((name) => name.includes(".") === isLetter);
    return [all.filter((name) => !NOT_PLAYED.has(name)).length, all.length];
  };
  const [letters, lettersAll] = of(true);
  const [numbers, numbersAll] = of(false);
  expect(readme).toContain(
    `${files.length} transcripts. They play ${letters} of the ${lettersAll} matrices of FIX 4.4's Appendix D and ${numbers} of the ${numbersAll} of FIX 4.2; not played are D.2.a (D16), E.1.e, L.1.a (D37) and L.1.b`,
  );
  expect([...NOT_PLAYED.keys()]).toEqual(["D.2.a", "D16", "E.1.e", "L.1.a", "D37", "L.1.b"]);
});

it("gives reasons for matrices of the appendix only", () => {
  expect([...NOT_PLAYED.keys()].filter((name) => !MATRICES.includes(name))).toEqual([]);
});

describe.each(VERSIONS)("the same order scenarios in JSON over WebSocket, in the words of $name", (version) => {
  it.each(files)("%s", async (name) => {
    await playScenario(readFileSync(join(folder, name), "utf8"), version, "JSON");
  });
});
