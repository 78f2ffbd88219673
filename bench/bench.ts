/**
 * `npm run bench`: every bench, each figure beside its peers' from the same run, as a ratio, and beside the budget in the
 * measured file's header; at the end what was to be reached, and whether it was.
 *
 *   npm run bench -- [--quick] [NAME…]      NAME is part of a bench's file name; --json prints the rows alone
 */

import { readdirSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { closingLines, rowLines } from "./report.ts";
import type { BenchRow } from "./row.ts";

type Bench = { run(quick?: boolean): Promise<BenchRow[]> };

const args = process.argv.slice(2);
const isQuick = args.includes("--quick");
const isJson = args.includes("--json");
const wanted = args.filter((arg) => !arg.startsWith("--"));

function findBenches(): string[] {
  return readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".bench.ts") && !path.includes("node_modules"))
    .filter((path) => wanted.length === 0 || wanted.some((name) => path.includes(name)))
    .sort();
}

const all: Record<string, BenchRow[]> = {};
if (!isJson) {
  const [cpu] = cpus();
  process.stdout.write(
    `Node ${process.version}, Linux ${release()}, ${cpus().length} x ${cpu?.model ?? "unknown processor"}\n` +
      "A ratio says how many times better Lockstep is than the peer above which it stands (below 1: worse).\n",
  );
}
for (const path of findBenches()) {
  const bench = (await import(pathToFileURL(join(import.meta.dirname, path)).href)) as Bench;
  const rows = await bench.run(isQuick);
  all[path] = rows;
  if (isJson) continue;
  process.stdout.write(`\n${[path.replace(".bench.ts", ""), ...rowLines(rows)].join("\n")}\n`);
}
process.stdout.write(`${isJson ? JSON.stringify(all, null, 2) : closingLines(all).join("\n")}\n`);
