import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JournalFixture } from "../support/journal-fixture.ts";
import { CLI_PATH } from "../support/process.ts";
import { TradingDay } from "../support/trading-day.ts";

const STEPS = 400;
let root = "";
let dataDir = "";

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-decode-journal-"));
  dataDir = join(root, "data");
  mkdirSync(dataDir);
  // Small segments, so that there are several.
  const fixture = new JournalFixture(join(dataDir, "journal"), 1_795_000_000_000_000_000n, 64 * 1024);
  const day = new TradingDay(fixture, 7);
  day.begin();
  for (let step = 0; step < STEPS; step++) {
    day.step();
    fixture.commit();
  }
  fixture.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function decodeOf(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_PATH, "decode", ...args], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, out: stdout, err: stderr };
}

describe("lockstep decode of a data directory", () => {
  it("shows what clients sent and what they were sent, with the frame and its time", () => {
    const { out, err, code } = decodeOf(dataDir, "--json");
    expect(code).toBe(0);
    const rows = out
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    const [first, second] = rows;
    expect(first).toMatchObject({ source: dataDir, direction: "received", msgType: "D" });
    // The fixture's clients do not say TransactTime, which the OMS would not have taken.
    expect(first.faults).toEqual([expect.objectContaining({ kind: "required tag missing", tag: 60 })]);
    expect(first.time).toMatch(/^2026-11-18T\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(second).toMatchObject({ direction: "sent", msgType: "8", sequence: first.sequence });
    expect(first).not.toHaveProperty("line");
    const value = (row: typeof first, tag: number) =>
      row.fields.find((field: { tag: number }) => field.tag === tag)?.value;
    expect(value(second, 11)).toBe(value(first, 11));
    const sequences = rows.map((row) => row.sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(err).toContain(`${rows.length} messages: `);
    expect(err).not.toMatch(/sequence gap|repeated/);
  });

  it("filters it like a log, and names the place in its text", () => {
    const { out } = decodeOf(dataDir, "--session", "ALPINE", "--type", "D");
    expect(out.split("\n")[0]).toMatch(
      /^sequence \d+ {2}2026-11-18T\S+Z {2}received {2}New Order Single \(D\) {2}FIX\.4\.4 {2}ALPINE to LOCKSTEP {2}MsgSeqNum 2$/,
    );
  });

  it("says that there is no journal in a directory", () => {
    expect(decodeOf(root)).toMatchObject({
      code: 1,
      err: expect.stringContaining("is a directory without a journal; give log files, or the OMS's data directory"),
    });
  });
});
