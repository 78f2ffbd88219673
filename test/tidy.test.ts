import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findViolations, type SourceTree } from "./support/tidy-rules.ts";

const root = join(import.meta.dirname, "..");

function readTree(): SourceTree {
  const tree = new Map<string, string>();
  for (const folder of ["src", "simulator", "bench", "test"]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).slice(root.length + 1);
      if (entry.isFile() && /\.tsx?$/.test(path) && !path.includes("node_modules"))
        tree.set(path, readFileSync(join(root, path), "utf8"));
    }
  }
  return tree;
}

describe("the house", () => {
  it("keeps to its plan", () => {
    expect(findViolations(readTree())).toEqual([]);
  });

  it.each([
    [
      "a room importing one it may not",
      "src/core/planted.ts",
      'import { FixSession } from "../fix/session.ts";',
      "may not import src/fix/session.ts",
    ],
    [
      "core importing a package",
      "src/core/planted.ts",
      'import { Decimal } from "decimal.js";',
      "may not import the package decimal.js",
    ],
    [
      "the simulator reached from a room of src",
      "src/exchange/planted.ts",
      'import { Venue } from "../../simulator/venue.ts";',
      "may not import simulator/venue.ts",
    ],
    [
      "the blotter running the desk's code",
      "src/blotter/planted.ts",
      'import { openDesk } from "../desk/desk.ts";',
      "may import types only",
    ],
    [
      "a clock in core",
      "src/core/planted.ts",
      "export const now = () => Date.now();",
      "the deterministic middle may not use Date",
    ],
    [
      "chance in domain",
      "src/domain/planted.ts",
      "export const id = () => Math.random();",
      "the deterministic middle may not use Math",
    ],
    [
      "a promise in core",
      "src/core/planted.ts",
      "export async function f() {}",
      "the deterministic middle may not use async",
    ],
    ["a file beyond 500 lines", "src/lib/planted.ts", "\n".repeat(501), "has 501 lines"],
    ["a name that says nothing", "src/lib/planted-utils.ts", "", "a name that says nothing"],
    ["a hot file without a bench", "src/lib/planted.ts", "/** Hot path: all. */\n", "is hot and has no bench"],
    ["a default export", "src/lib/planted.ts", "export default 1;", "has a default export"],
    ["an enum", "src/lib/planted.ts", "export enum Side { Buy }", "has an enum"],
    ["a file in no room", "src/misc/planted.ts", "", "lies in no room"],
  ])("sees %s", (_, path, text, expected) => {
    const found = findViolations(new Map([...readTree(), [path, text]]));
    expect(found.join("\n")).toContain(`${path}: ${expected}`);
  });

  it("sees a cycle", () => {
    const tree = new Map([
      ["src/lib/a.ts", 'import { b } from "./b.ts";'],
      ["src/lib/b.ts", 'import { a } from "./a.ts";'],
    ]);
    expect(findViolations(tree)).toEqual(["cycle: src/lib/a.ts -> src/lib/b.ts -> src/lib/a.ts"]);
  });
});
