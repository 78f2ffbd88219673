import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { playScenario, VERSIONS } from "../support/scenario.ts";

const folder = join(import.meta.dirname, "order");
const files = readdirSync(folder).filter((name) => name.endsWith(".scenario"));

describe.each(VERSIONS)("order scenarios in $name", (version) => {
  it.each(files)("%s", (name) => {
    playScenario(readFileSync(join(folder, name), "utf8"), version);
  });
});
