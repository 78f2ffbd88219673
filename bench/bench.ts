/**
 * `npm run bench`: every bench, each figure beside its peers' from the same run, as a ratio.
 *
 *   npm run bench -- [--quick] [NAME…]      NAME is part of a bench's file name; --json prints the rows alone
 */

import { readdirSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
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

/** Times are better small, rates large: the ratio says how many times better we are. */
function ratioText(row: BenchRow, ours: BenchRow | undefined): string {
  if (ours === undefined || row.value === 0 || ours.value === 0) return "";
  const ratio = row.unit.endsWith("/s") ? ours.value / row.value : row.value / ours.value;
  return `${ratio.toFixed(2)} x`;
}

function format(value: number): string {
  return value >= 1_000
    ? Math.round(value).toLocaleString("en-US")
    : value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

function print(rows: BenchRow[]): void {
  for (const row of rows) {
    if (row.peer !== undefined) continue;
    process.stdout.write(
      `  ${row.name.padEnd(52)} ${format(row.value).padStart(12)} ${row.unit}${row.note ? `   (${row.note})` : ""}\n`,
    );
    // A peer's figure stands under every row of ours whose name it begins.
    for (const peer of rows.filter(
      (other) => other.peer !== undefined && (row.name === other.name || row.name.startsWith(`${other.name}, `)),
    )) {
      const label = `    ${peer.peer}`.padEnd(54);
      const note = peer.note ? `   (${peer.note})` : "";
      process.stdout.write(
        `${label} ${format(peer.value).padStart(12)} ${peer.unit}   ${ratioText(peer, row)}${note}\n`,
      );
    }
  }
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
  process.stdout.write(`\n${path.replace(".bench.ts", "")}\n`);
  print(rows);
}
if (isJson) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
