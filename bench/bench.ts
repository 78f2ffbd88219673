/**
 * `npm run bench`: every bench, each figure beside its peers' from the same run, as a ratio, and beside the budget in the
 * measured file's header; at the end what was to be reached, and whether it was.
 *
 *   npm run bench -- [--quick] [NAME…]      NAME is part of a bench's file name; --json prints the rows alone
 *   npm run bench -- --save=FILE [NAME…]    runs each three times, and keeps the figures as a baseline
 *   npm run bench -- --gate=FILE [NAME…]    the same, and compares: exit 1 when a figure is worse on the same class of machine
 *
 * Each bench has a process of its own, so that none finds code another has warmed up for other data, or its garbage; one
 * that fails is told of, and the rest go on. Exit 1 when one did.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  addRun,
  BASELINE_FORMAT,
  type Baseline,
  type Figures,
  judge,
  judgementLines,
  machineClass,
} from "./baseline.ts";
import { closingLines, rowLines } from "./report.ts";
import type { BenchRow } from "./row.ts";

type Bench = { run(quick?: boolean): Promise<BenchRow[]> };

/** The bench's process is asked for one file, and gives its rows through a pipe of their own: a peer may print. */
const ONE = "--one";
const ROWS_FD = 3;
const ROWS_BYTES_MAX = 64 * 1024 * 1024;

const BASELINE_ROUNDS = 3;

const args = process.argv.slice(2);
const isQuick = args.includes("--quick");
const isJson = args.includes("--json");

function findBenches(wanted: readonly string[]): string[] {
  return readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".bench.ts") && !path.includes("node_modules"))
    .filter((path) => wanted.length === 0 || wanted.some((name) => path.includes(name)))
    .sort();
}

async function runHere(path: string): Promise<void> {
  const bench = (await import(pathToFileURL(join(import.meta.dirname, path)).href)) as Bench;
  writeSync(ROWS_FD, JSON.stringify(await bench.run(isQuick)));
  process.exit(0);
}

/** @returns the rows; null when the bench failed, which it has said itself */
function runApart(path: string): BenchRow[] | null {
  const command = [...process.execArgv, import.meta.filename, ONE, path, ...(isQuick ? ["--quick"] : [])];
  const stdio = ["ignore", 2, "inherit", "pipe"] as const;
  const ran = spawnSync(process.execPath, command, { stdio: [...stdio], maxBuffer: ROWS_BYTES_MAX });
  const rows = ran.output?.[ROWS_FD]?.toString() ?? "";
  return ran.status === 0 && rows !== "" ? (JSON.parse(rows) as BenchRow[]) : null;
}

function runAll(): void {
  const all: Record<string, BenchRow[]> = {};
  const failed: string[] = [];
  if (!isJson) {
    const [cpu] = cpus();
    process.stdout.write(
      `Node ${process.version}, Linux ${release()}, ${cpus().length} x ${cpu?.model ?? "unknown processor"}\n` +
        "A ratio says how many times better Lockstep is than the peer above which it stands (below 1: worse).\n" +
        (isQuick ? "Quick: hardly anything is warm. It says that the benches run, not how fast anything is.\n" : ""),
    );
  }
  for (const path of findBenches(args.filter((arg) => !arg.startsWith("--")))) {
    const rows = runApart(path);
    if (rows === null) failed.push(path);
    else all[path] = rows;
    if (isJson) continue;
    const lines = rows === null ? ["  FAILED: what it said stands above"] : rowLines(rows);
    process.stdout.write(`\n${[path.replace(".bench.ts", ""), ...lines].join("\n")}\n`);
  }
  process.stdout.write(`${isJson ? JSON.stringify(all, null, 2) : closingLines(all).join("\n")}\n`);
  if (failed.length === 0) return;
  process.stderr.write(`failed: ${failed.join(", ")}\n`);
  process.exitCode = 1;
}

/** Each bench several times, in turn with the others, so that a slow minute is not all one bench's. */
function runRepeatedly(): Figures {
  const figures: Figures = {};
  const paths = findBenches(args.filter((arg) => !arg.startsWith("--")));
  for (let round = 1; round <= BASELINE_ROUNDS; round++) {
    for (const path of paths) {
      const rows = runApart(path);
      if (rows === null) throw new Error(`${path} failed`);
      addRun(figures, path, rows);
      process.stdout.write(`round ${round}: ${path}\n`);
    }
  }
  return figures;
}

function optionOf(name: string): string {
  return args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? "";
}

function keepBaseline(file: string): void {
  const baseline: Baseline = {
    format: BASELINE_FORMAT,
    machine: machineClass(),
    at: new Date().toISOString(),
    figures: runRepeatedly(),
  };
  writeFileSync(file, `${JSON.stringify(baseline, null, 1)}\n`);
  process.stdout.write(`${Object.keys(baseline.figures).length} figures are in ${file}\n`);
}

function gate(file: string): void {
  const baseline = JSON.parse(readFileSync(file, "utf8")) as Baseline;
  if (baseline.format !== BASELINE_FORMAT)
    throw new Error(`${file} is no baseline: expected format ${BASELINE_FORMAT}`);
  if (baseline.machine !== machineClass()) {
    process.stdout.write(`not judged: the baseline is of ${baseline.machine}, this is ${machineClass()}\n`);
    return;
  }
  const judged = judge(baseline.figures, runRepeatedly());
  process.stdout.write(`${judgementLines(judged).join("\n")}\n`);
  if (judged.some(({ isWorse }) => isWorse)) process.exitCode = 1;
}

if (args[0] === ONE) await runHere(args[1]);
else if (optionOf("save") !== "") keepBaseline(optionOf("save"));
else if (optionOf("gate") !== "") gate(optionOf("gate"));
else runAll();
