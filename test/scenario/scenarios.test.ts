import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { playScenario, VERSIONS } from "../support/scenario.ts";

const folder = join(import.meta.dirname, "order");
const files = readdirSync(folder).filter((name) => name.endsWith(".scenario"));

describe.each(VERSIONS)("order scenarios in $name", (version) => {
  it.each(files)("%s", (name) => {
    playScenario(readFileSync(join(folder, name), "utf8"), version);
  });
});

/** Matrices of Appendix D that a client and an exchange can play here: 4.4 and 5.0 by letter, 4.2 by number. */
const PLAYED =
  "A.1.a A.1.b B.1.a B.1.b B.1.c B.1.d B.1.e C.1.a C.1.b C.1.c C.2.a C.3.a C.3.b C.3.c D.1.a D.1.b D.1.c D.2.b E.1.b E.1.c E.1.f F.1.a F.1.b H.1.a H.1.c J.1.a J.1.b D2 D7 D8 D9 D10 D11 D13 D14 D15 D17 D19 D20 D21 D34 D35";

it.each(PLAYED.split(" "))("matrix %s of the appendix has a transcript", (number) => {
  const named = new RegExp(`Appendix D,.*\\b${number.replaceAll(".", "\\.")}(?![.\\d])|; FIX 4\\.2 ${number}\\b`);
  const owners = files.filter((name) => named.test(readFileSync(join(folder, name), "utf8")));
  expect(owners).not.toEqual([]);
});

describe.each(VERSIONS)("the same order scenarios in JSON over WebSocket, in the words of $name", (version) => {
  it.each(files)("%s", (name) => {
    playScenario(readFileSync(join(folder, name), "utf8"), version, "JSON");
  });
});
