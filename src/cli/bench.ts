/** `lockstep bench`: how fast is it here? Load over FIX, latency without coordinated omission, hop by hop, with a report. */
import { writeFileSync } from "node:fs";
import { median } from "../lib/median.ts";
import { compareResults, loadOf } from "./bench/compare.ts";
import type { SelfTime } from "./bench/cpu-profile.ts";
import { reportHtml } from "./bench/html-report.ts";
import { OVER } from "./bench/load-run.ts";
import { MIXES } from "./bench/mixes.ts";
import { type BenchResult, type LoadProfile, type RoundResult, readResult, writeResult } from "./bench/result.ts";
import { pinGenerator } from "./bench/server-under-test.ts";
import { type BenchPlan, Variant } from "./bench/variant.ts";
import { packageVersion, readOptions, readWhole, usageError } from "./options.ts";

const HELP = `usage: lockstep bench [OPTIONS]                     measures a server of its own, or one that runs
       lockstep bench compare A.json B.json [--json]   says which differences are real
       lockstep bench report A.json [--html FILE]      the page of a result

  --rate N[,N...]      requests a second, open loop: what is due is due, answered or not (10000)
  --window N           instead: keep N requests in flight
  --over L             fix (default), or json: orders as JSON over WebSocket
  --mix NAME           ${Object.keys(MIXES).join(", ")} (new)
  --sessions N         FIX sessions that send in turn (1)
  --symbols N          instruments (1)
  --depth N            orders that rest before the clock runs (0)
  --arrival A          uniform (default) or poisson
  --duration S         seconds that count (10), after --warmup S (3)
  --rounds N           repetitions (3); a comparison needs 4 or more
  --durability L       fsync (default) or write
  --seed N             the same seed makes the same choices (1)
  --against KEY=VALUE  measures a second variant in turn with the first, and compares: durability=write, mix=cross ...
  --directory DIR      the disk that is measured (the system's temporary directory)
  --target H:P         a server that runs already, with --comp-ids A,B and --target-comp-id T (LOCKSTEP)
  --profile            samples the order path's stack: self time by hop and file, flame graphs in the page of --out;
                       what is measured meanwhile is a little slower
  --out NAME           writes NAME.json and NAME.html
  --json               prints the result as JSON
  --quick              one short round, to see that it works

Latency counts from when a request was due to the read of its answer. Exit 1 when a request was refused or never answered.
`;

const OPTIONS = {
  rate: { type: "string" },
  window: { type: "string" },
  over: { type: "string" },
  mix: { type: "string" },
  sessions: { type: "string" },
  symbols: { type: "string" },
  depth: { type: "string" },
  arrival: { type: "string" },
  duration: { type: "string" },
  warmup: { type: "string" },
  rounds: { type: "string" },
  durability: { type: "string" },
  seed: { type: "string" },
  against: { type: "string" },
  directory: { type: "string" },
  target: { type: "string" },
  "comp-ids": { type: "string" },
  "target-comp-id": { type: "string" },
  profile: { type: "boolean" },
  out: { type: "string" },
  html: { type: "string" },
  json: { type: "boolean" },
  quick: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const FILES_SHOWN = 20;

type Values = Record<string, string | boolean | undefined>;

export async function bench(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, true);
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [verb = "run", ...files] = positionals;
  if (verb === "compare" && files.length === 2) return compare(files[0], files[1], values.json === true);
  if (verb === "report" && files.length === 1) return report(files[0], values.html);
  if (verb !== "run" || files.length > 0)
    throw usageError(`${positionals.join(" ")}: expected compare A B, or report A`);
  return measure(values);
}

async function measure(values: Values): Promise<number> {
  const first = readPlan(values);
  const plans = values.against === undefined ? [first] : [first, readPlan(againstOf(values), String(values.against))];
  const variants = plans.map((plan) => new Variant(plan));
  const isQuiet = values.json === true;
  const results: BenchResult[] = [];
  if (first.target === null) pinGenerator();
  try {
    for (const variant of variants) await variant.start();
    for (let round = 1; round <= first.rounds; round++) {
      for (const variant of variants) {
        await variant.round(round, (seen) => {
          if (!isQuiet) process.stdout.write(`${variant.plan.name}, round ${round}: ${roundText(seen)}\n`);
        });
      }
    }
    for (const variant of variants) results.push(await variant.finish(packageVersion()));
  } finally {
    for (const variant of variants) variant.remove();
  }
  if (typeof values.out === "string") save(values.out, results);
  if (isQuiet) process.stdout.write(`${JSON.stringify(results.length === 1 ? results[0] : results)}\n`);
  else process.stdout.write(summary(results));
  return results.some(({ rounds }) => rounds.some((round) => round.rejected + round.unanswered > 0)) ? 1 : 0;
}

function readPlan(values: Values, name = ""): BenchPlan {
  const isQuick = values.quick === true;
  const whole = (key: string, fallback: number, least: number, most: number) =>
    values[key] === undefined ? fallback : readWhole(values[key], key, least, most);
  const word = <T extends string>(key: string, allowed: readonly T[]): T => {
    const given = (values[key] as T | undefined) ?? allowed[0];
    if (allowed.includes(given)) return given;
    throw usageError(`--${key} is ${given}, expected ${allowed.join(", ")}`);
  };
  if (values.profile === true && values.target !== undefined)
    throw usageError("--profile needs a server of the bench's own, and --target names another");
  if (values.window !== undefined && values.rate !== undefined)
    throw usageError("--rate and --window exclude each other");
  const target = readTarget(values);
  const sessions = target === null ? whole("sessions", 1, 1, 64) : target.compIds.length;
  return {
    name: name === "" ? "this" : name,
    over: word("over", OVER),
    mix: word("mix", ["new", ...Object.keys(MIXES).filter((mix) => mix !== "new")]),
    rates: values.window === undefined ? readRates(values.rate) : [],
    window: whole("window", 1_000, 1, 100_000),
    arrival: word("arrival", ["uniform", "poisson"]),
    warmupS: whole("warmup", isQuick ? 1 : 3, 0, 600),
    durationS: whole("duration", isQuick ? 2 : 10, 1, 3_600),
    depth: whole("depth", 0, 0, 1_000_000),
    symbols: whole("symbols", 1, 1, 1_000),
    seed: whole("seed", 1, 0, 1_000_000_000),
    sessions,
    durability: word("durability", ["fsync", "write"]),
    rounds: whole("rounds", isQuick ? 1 : 3, 1, 12),
    profile: values.profile === true,
    directory: (values.directory as string | undefined) ?? "",
    target,
  };
}

function readRates(text: string | boolean | undefined): number[] {
  return (typeof text === "string" ? text.split(",") : ["10000"]).map((rate) => readWhole(rate, "rate", 1, 1_000_000));
}

function readTarget(values: Values): BenchPlan["target"] {
  if (values.target === undefined) return null;
  const match = /^(.+):(\d{1,5})$/.exec(String(values.target));
  if (match === null) throw usageError(`--target is ${String(values.target)}, expected HOST:PORT`);
  const compIds = typeof values["comp-ids"] === "string" ? values["comp-ids"].split(",") : ["BENCH1"];
  const targetCompId = (values["target-comp-id"] as string | undefined) ?? "LOCKSTEP";
  return { host: match[1], port: Number(match[2]), targetCompId, compIds };
}

/** The options of the second variant: those of the first, and what --against says otherwise. */
function againstOf(values: Values): Values {
  const changed: Values = { ...values };
  for (const pair of String(values.against).split(",")) {
    const [key, value] = pair.split("=");
    if (!(key in OPTIONS) || value === undefined)
      throw usageError(`--against ${pair}: expected KEY=VALUE of an option`);
    if (key === "window") changed.rate = undefined;
    if (key === "rate") changed.window = undefined;
    changed[key] = value;
  }
  return changed;
}

function save(name: string, results: readonly BenchResult[]): void {
  for (const [index, result] of results.entries()) {
    writeResult(`${name}${results.length === 1 ? "" : `-${index + 1}`}.json`, result);
  }
  writeFileSync(`${name}.html`, reportHtml(results));
}

function report(path: string, html: string | boolean | undefined): number {
  const result = readResult(path);
  if (typeof html === "string") writeFileSync(html, reportHtml([result]));
  else process.stdout.write(summary([result]));
  return 0;
}

function compare(pathA: string, pathB: string, isJson: boolean): number {
  const compared = compareResults(readResult(pathA), readResult(pathB));
  process.stdout.write(isJson ? `${JSON.stringify(compared)}\n` : comparisonText(compared));
  return 0;
}

function comparisonText(compared: ReturnType<typeof compareResults>): string {
  if (compared.length === 0) return "the two have no rate or window in common\n";
  return compared
    .map(({ load, rows }) => {
      const head = `${load.padEnd(24)} ${"A".padStart(12)} ${"B".padStart(12)} ${"B/A".padStart(8)}   difference`;
      const lines = rows.map(
        ({ figure, unit, a, b, ratio, p, verdict }) =>
          `  ${`${figure}, ${unit}`.padEnd(24)}${number(a)}${number(b)} ${ratio.toFixed(3).padStart(8)}   ${verdict} (p = ${p.toFixed(3)})`,
      );
      return `${[head, ...lines].join("\n")}\n`;
    })
    .join("\n");
}

/** Medians over the rounds, by rate. */
function summary(results: readonly BenchResult[]): string {
  const lines: string[] = [];
  for (const result of results) {
    lines.push(
      "",
      `${result.name}: ${Object.entries(result.plan)
        .map(([key, value]) => `${key} ${value}`)
        .join(", ")}`,
    );
    for (const load of new Set(result.rounds.map(loadOf))) {
      const rounds = result.rounds.filter((round) => loadOf(round) === load);
      const of = (pick: (round: RoundResult) => number) => median(rounds.map(pick));
      lines.push(
        `  ${load}: ${Math.round(of((r) => r.requestsPerSecond))} answered/s; latency us p50 ${of((r) => r.latency.p50)}, ` +
          `p99 ${of((r) => r.latency.p99)}, p99.9 ${of((r) => r.latency.p999)}, p99.99 ${of((r) => r.latency.p9999)}, ` +
          `max ${of((r) => r.latency.max)}; CPU us/request ${of((r) => r.orderPathCpuUs ?? Number.NaN).toFixed(2)} ` +
          `order path, ${of((r) => r.allCpuUs ?? Number.NaN).toFixed(2)} all`,
      );
      const hops = rounds.at(-1)?.hops;
      if (hops) lines.push(...hopLines(hops));
    }
    const { stalls } = result;
    if (stalls !== null) {
      lines.push(
        `  collections ${stalls.collections}, ${stalls.collectedMs.toFixed(0)} ms in all, longest ${stalls.longestMs.toFixed(1)} ms; ` +
          `loop held up p99.9 ${stalls.loopP999Ms.toFixed(1)} ms, max ${stalls.loopMaxMs.toFixed(1)} ms`,
      );
    }
    for (const profile of result.profiles ?? []) lines.push(...profileLines(profile));
    for (const fault of new Set(result.rounds.map((round) => round.generatorFault)))
      if (fault !== "") lines.push(`  ! ${fault}`);
  }
  if (results.length === 2) lines.push("", comparisonText(compareResults(results[0], results[1])).trimEnd());
  return `${lines.join("\n")}\n`;
}

function hopLines(hops: NonNullable<RoundResult["hops"]>): string[] {
  const rows = hops.hops.map(
    ({ hop, meanUs, p50Us, p99Us }) =>
      `    ${hop.padEnd(28)} mean ${meanUs.toFixed(1).padStart(9)}   p50 ${p50Us.toFixed(1).padStart(9)}   p99 ${p99Us.toFixed(1).padStart(9)}`,
  );
  const gap = Math.abs(hops.sumOfMeansUs / hops.endToEndMeanUs - 1) * 100;
  rows.push(
    `    ${"sum of the hops".padEnd(28)} mean ${hops.sumOfMeansUs.toFixed(1).padStart(9)}   end to end ${hops.endToEndMeanUs.toFixed(1)} us over ${hops.orders} orders: ${gap.toFixed(2)} % apart`,
  );
  return rows;
}

/** Where the order path's time went, by hop and by file, microseconds a request. */
function profileLines({ load, requests, samples, busyUs, idleUs, hops, files }: LoadProfile): string[] {
  const row = ({ name, selfUs }: SelfTime) =>
    `    ${name.padEnd(34)} ${(selfUs / requests).toFixed(2).padStart(8)} us ${((selfUs / busyUs) * 100).toFixed(1).padStart(6)} %`;
  const whole = busyUs + idleUs;
  return [
    `  profile at ${load}: ${samples} samples, ${((busyUs / whole) * 100).toFixed(0)} % busy, ${(busyUs / requests).toFixed(2)} us a request; self time by hop`,
    ...hops.map(row),
    "  by file, with what it called outside the language and in src/lib",
    ...files.slice(0, FILES_SHOWN).map(row),
  ];
}

function roundText(round: RoundResult): string {
  const fault = round.generatorFault === "" ? "" : `  ! ${round.generatorFault}`;
  const { p50, p99, p999, max } = round.latency;
  return `${loadOf(round)}: ${Math.round(round.requestsPerSecond)}/s, us p50 ${p50} p99 ${p99} p99.9 ${p999} max ${max}${fault}`;
}

function number(value: number): string {
  return (value >= 1_000 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2)).padStart(13);
}
