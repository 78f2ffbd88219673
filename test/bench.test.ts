import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
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
