/** Journals that released versions wrote, and what was in them: every later version reads the same. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { type GoldenFacts, goldenFacts } from "./support/golden.ts";

const GOLDEN = join(import.meta.dirname, "golden");
const root = mkdtempSync(join(tmpdir(), "lockstep-golden-test-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const versions = readdirSync(GOLDEN);

it.each(versions)("reads the journals that version %s wrote as that version did", (version) => {
  const dataDir = join(root, version);
  for (const journal of ["journal", "exchange"]) {
    mkdirSync(join(dataDir, journal), { recursive: true });
    for (const name of readdirSync(join(GOLDEN, version, journal))) {
      const bytes = gunzipSync(readFileSync(join(GOLDEN, version, journal, name)));
      writeFileSync(join(dataDir, journal, name.replace(/\.gz$/, "")), bytes);
    }
  }
  const expected = JSON.parse(readFileSync(join(GOLDEN, version, "facts.json"), "utf8")) as GoldenFacts;
  expect(expected.orders.length).toBeGreaterThan(50);
  expect(goldenFacts(dataDir)).toEqual(expected);
});

it("has journals of at least one version", () => {
  expect(versions.length).toBeGreaterThan(0);
});
