import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { addRun, judge, judgementLines } from "../bench/baseline.ts";
import { closingLines, rowLines, targetsOf } from "../bench/report.ts";
import type { BenchRow } from "../bench/row.ts";
import { benchOf, hotFiles } from "./support/tidy-rules.ts";

const root = join(import.meta.dirname, "..");
/** They compile QuickFIX C++ and measure for seconds: only `npm run bench` runs them. */
const WITH_PEERS = ["bench/fix/message-view.bench.ts", "bench/fix/message-writer.bench.ts"];

function hotBenches(): string[] {
  const tree = new Map<string, string>();
  for (const folder of ["src", "simulator"]) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (name.endsWith(".ts")) tree.set(`${folder}/${name}`, readFileSync(join(root, folder, name), "utf8"));
    }
  }
  return hotFiles(tree).map(benchOf);
}

describe("the benches of hot files", () => {
  it("are found", () => {
    expect(hotBenches().length).toBeGreaterThan(45);
  });

  it.each(hotBenches().filter((path) => !WITH_PEERS.includes(path) && existsSync(join(root, path))))(
    "%s measures what it means to",
    { timeout: 60_000 },
    async (path) => {
      const bench = (await import(pathToFileURL(join(root, path)).href)) as {
        run(quick: boolean): Promise<BenchRow[]>;
      };
      const rows = await bench.run(true);
      expect(rows.length).toBeGreaterThan(0);
      // A share is a difference of two figures, and may be anything in so short a run.
      for (const { value } of rows) expect(Number.isFinite(value)).toBe(true);
      expect(rows.some(({ value }) => value > 0)).toBe(true);
    },
  );
});

describe("the report of a run", () => {
  const rows: BenchRow[] = [
    { name: "throughput, fsync", unit: "orders/s", value: 80_000, reach: 50_000 },
    { name: "throughput", unit: "orders/s", value: 10_000, peer: "QuickFIX", reach: 8 },
    { name: "throughput", unit: "orders/s", value: 20_000, peer: "echo", reach: 5 },
    { name: "parse", unit: "us", value: 0.5, budget: 0.4, note: "of 17 fields" },
    { name: "parse", unit: "us", value: 2.5, peer: "fixparser", reach: 4 },
    { name: "ping", unit: "us", value: 30 },
    { name: "ping", unit: "us", value: 20, peer: "echo", reach: 1 / 1.5 },
  ];

  it("says how many times better, whichever way better is", () => {
    const text = rowLines(rows).join("\n");
    expect(text).toMatch(/QuickFIX +10,000 orders\/s {3}8\.00 x {3}\(reach 8\.00 x\)/);
    expect(text).toMatch(/fixparser +2\.50 us {3}5\.00 x/);
    expect(text).toMatch(/parse +0\.50 us {3}\(budget 0\.40 us; of 17 fields\)/);
    expect(
      rowLines([
        { name: "a", unit: "ns", value: 0 },
        { name: "a", unit: "ns", value: 1, peer: "b" },
      ]).join(),
    ).not.toContain("x");
  });

  it("ends with what was reached and what was not", () => {
    expect(targetsOf(rows).map(({ name, against, isReached }) => [name, against, isReached])).toEqual([
      ["throughput, fsync", "", true],
      ["throughput, fsync", "QuickFIX", true],
      ["throughput, fsync", "echo", false],
      ["parse", "fixparser", true],
      ["ping", "echo", true],
    ]);
    const text = closingLines({ some: rows }).join("\n");
    expect(text).toContain("targets: 4 of 5 reached");
    expect(text).toMatch(/MISSED {2}throughput, fsync, against echo +4\.00 x {3}of 5\.00 x/);
    expect(text).toContain("budgets of hot files: 0 of 1 kept");
  });
});

describe("the gate", () => {
  const before = {
    "core: decide": { unit: "us", values: [1, 1.02, 0.98] },
    "rate: orders": { unit: "orders/s", values: [100, 101, 99] },
  };
  const judged = (time: number[], rate: number[]) =>
    judge(before, { "core: decide": { unit: "us", values: time }, "rate: orders": { unit: "orders/s", values: rate } });

  it("calls worse what is worse by more than a fifth, and by more than the runs differ among themselves", () => {
    expect(judged([1.1, 1.12, 1.08], [95, 96, 94]).map(({ isWorse }) => isWorse)).toEqual([false, false]);
    expect(judged([1.5, 1.52, 1.48], [60, 61, 59]).map(({ isWorse }) => isWorse)).toEqual([true, true]);
    // Half as fast again, but its own repetitions are as far apart.
    expect(judged([1.5, 1.0, 2.2], [100, 100, 100]).find(({ name }) => name === "core: decide")?.isWorse).toBe(false);
    expect(judgementLines(judged([1.5, 1.52, 1.48], [100, 100, 100]))[0]).toBe(
      "1 of 2 figures are worse than the baseline",
    );
  });

  it("leaves out figures of peers, and what the baseline does not know", () => {
    const figures = {};
    addRun(figures, "core/core.bench.ts", [
      { name: "decide", unit: "us", value: 2 },
      { name: "decide", unit: "us", value: 9, peer: "another" },
    ]);
    expect(figures).toEqual({ "core/core: decide": { unit: "us", values: [2] } });
    expect(judge(before, figures)).toEqual([]);
  });
});
