/** What is printed of a run that was caught at something. */
import type { LineOutcome } from "./line-run.ts";
import type { Outcome } from "./simulation.ts";
import type { Violation } from "./world.ts";

/** Everything somebody needs who has to find out what happened. */
export function reportOf({ seed, violation, last }: Outcome, steps: number, mutant: string): string {
  if (violation === null) return "";
  const command = `npm run simulate -- --seed ${seed} --steps ${steps}${mutant === "" ? "" : ` --mutant ${mutant}`} --trace`;
  return told(seed, violation, last, command);
}

/** @param loss the share of messages that were to be lost, where it was told */
export function lineReportOf({ seed, violation, last }: LineOutcome, loss?: number | string): string {
  const command = `npm run simulate -- --line ${loss === undefined ? "" : `--loss ${loss} `}--seed ${seed} --trace`;
  return violation === null ? "" : told(seed, violation, last, command);
}

function told(seed: number, violation: Violation, last: readonly string[], command: string): string {
  const { invariant, text, step, nowMs } = violation;
  return (
    `\n${last.join("\n")}\n\nviolation of ${invariant} at step ${step} (${(nowMs / 1000).toFixed(3)} s) of seed ${seed}:\n` +
    `  ${text}\n\nagain: ${command}\n`
  );
}
