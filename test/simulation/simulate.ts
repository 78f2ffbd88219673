/** `npm run simulate`: seeds of the simulation from the command line; the first violation ends it with exit code 1. */
import { parseArgs } from "node:util";
import { runLine } from "./line-run.ts";
import { MUTANTS } from "./mutants.ts";
import { lineReportOf, reportOf } from "./report.ts";
import { type Outcome, STEPS, simulate } from "./simulation.ts";

const HELP = `usage: npm run simulate -- [OPTIONS]

  --seed S          the run of this seed (1)
  --seeds FROM-TO   the runs of all these seeds
  --steps N         things that happen before the faults end (${STEPS})
  --mutant NAME     with a deliberate bug: ${MUTANTS.map(({ name }) => name).join(", ")}
  --line            an OMS and a venue with a bad line between them, in place of the whole system
  --loss SHARE      with --line: the share of messages it loses, 0 to 1
  --trace           every event, as it happens
`;

function main(): number {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      seeds: { type: "string" },
      steps: { type: "string", default: String(STEPS) },
      mutant: { type: "string" },
      line: { type: "boolean", default: false },
      loss: { type: "string" },
      trace: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [from, to = from] = (values.seeds ?? values.seed).split("-").map(Number);
  const steps = Number(values.steps);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || !(steps > 0)) {
    process.stderr.write(`--seed, --seeds and --steps are whole numbers\n\n${HELP}`);
    return 2;
  }
  const mutant = MUTANTS.find(({ name }) => name === values.mutant) ?? null;
  if (mutant === null && values.mutant !== undefined) {
    process.stderr.write(`there is no mutant ${JSON.stringify(values.mutant)}\n\n${HELP}`);
    return 2;
  }
  const print = values.trace ? (line: string) => void process.stdout.write(`${line}\n`) : null;
  if (values.line) return runLines(from, to, print, values.loss);
  const startedMs = performance.now();
  let simulatedMs = 0;
  for (let seed = from; seed <= to; seed++) {
    const outcome = simulate({ seed, steps, mutant, print });
    simulatedMs += outcome.simulatedMs;
    process.stdout.write(`${summary(outcome)}\n`);
    if (outcome.violation === null) continue;
    process.stdout.write(reportOf(outcome, steps, mutant?.name ?? ""));
    return 1;
  }
  const seconds = (performance.now() - startedMs) / 1000;
  process.stdout.write(
    `${to - from + 1} runs, ${Math.round(simulatedMs / 1000)} simulated seconds in ${seconds.toFixed(1)} s: no violation\n`,
  );
  return 0;
}

function runLines(from: number, to: number, print: ((line: string) => void) | null, loss?: string): number {
  for (let seed = from; seed <= to; seed++) {
    const outcome = runLine(seed, { print, ...(loss === undefined ? {} : { lossShare: Number(loss) }) });
    const { orders, fills, starts, logons, doubts, digest } = outcome;
    const counts = `${orders} orders, ${fills} fills, ${starts} starts, ${logons} logons, ${doubts} doubts`;
    process.stdout.write(`seed ${seed}: ${counts}, ${digest.slice(0, 16)}\n`);
    if (outcome.violation === null) continue;
    process.stdout.write(lineReportOf(outcome, loss));
    return 1;
  }
  return 0;
}

function summary(outcome: Outcome): string {
  const { seed, simulatedMs, steps, starts, orders, fills, commands, messages, duplicates, digest, over } = outcome;
  return (
    `seed ${seed}: ${Math.round(simulatedMs / 1000)} s, ${steps} steps, ${starts} starts, ${orders} orders, ${fills} with fills, ` +
    `${commands} commands, ${messages} messages, ${duplicates} resent, ${digest.slice(0, 16)}${over === "" ? "" : `; ${over}`}`
  );
}

process.exitCode = main();
