/** What is printed of a run that was caught at something. */
import type { Outcome } from "./simulation.ts";

/** Everything somebody needs who has to find out what happened. */
export function reportOf({ seed, violation, last }: Outcome, steps: number, mutant: string): string {
  if (violation === null) return "";
  const { invariant, text, step, nowMs } = violation;
  const command = `npm run simulate -- --seed ${seed} --steps ${steps}${mutant === "" ? "" : ` --mutant ${mutant}`} --trace`;
  return (
    `\n${last.join("\n")}\n\nviolation of ${invariant} at step ${step} (${(nowMs / 1000).toFixed(3)} s) of seed ${seed}:\n` +
    `  ${text}\n\nagain: ${command}\n`
  );
}
