/**
 * The whole system from many seeds, and each deliberate bug caught. `LOCKSTEP_SEED` is the first seed and
 * `LOCKSTEP_SIMULATION_SEEDS` how many there are; a seed that fails prints the command that repeats it.
 */
import { describe, expect, it } from "vitest";
import { MUTANTS } from "./mutants.ts";
import { reportOf } from "./report.ts";
import { STEPS, simulate } from "./simulation.ts";

const FIRST = Number(process.env.LOCKSTEP_SEED ?? 1);
const SEEDS = Number(process.env.LOCKSTEP_SIMULATION_SEEDS ?? 200);
/** A bug may take its seed, however few are asked for. */
const MUTANT_SEEDS = Math.max(SEEDS, 200);
const STEPS_CI = 1_000;
const TIMEOUT_MS = 600_000;

/** The test's own process has to answer its runner between two seeds. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));

describe("the simulation", () => {
  it(`loses nothing, doubles nothing and tells everybody, seeds ${FIRST} to ${FIRST + SEEDS - 1}`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const faults: Record<string, number> = {};
    let simulatedMs = 0;
    let orders = 0;
    let starts = 0;
    const startedMs = performance.now();
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const outcome = simulate({ seed, steps: STEPS_CI });
      await breathe();
      expect(outcome.violation, reportOf(outcome, STEPS_CI, "")).toBeNull();
      simulatedMs += outcome.simulatedMs;
      orders += outcome.orders;
      starts += outcome.starts;
      for (const [name, count] of Object.entries(outcome.faults)) faults[name] = (faults[name] ?? 0) + count;
    }
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(
      `simulation: ${SEEDS} seeds, ${Math.round(simulatedMs / 1000)} simulated seconds in ${seconds} s, ${orders} orders, ` +
        `${starts} starts; ${Object.entries(faults)
          .map(([name, count]) => `${name} ${count}`)
          .join(", ")}\n`,
    );
    // Every kind of fault has struck, or a seed more or less proves nothing about it.
    if (SEEDS >= 100) expect(Object.keys(faults)).toHaveLength(16);
  });

  it("gives the same run byte for byte from the same seed, and another from another", { timeout: TIMEOUT_MS }, () => {
    const first = simulate({ seed: FIRST, steps: STEPS });
    expect(simulate({ seed: FIRST, steps: STEPS })).toEqual(first);
    expect(simulate({ seed: FIRST + 1, steps: STEPS }).digest).not.toBe(first.digest);
  });

  it.each(MUTANTS)("catches a deliberate bug: $says", { timeout: TIMEOUT_MS }, async (mutant) => {
    for (let seed = FIRST; seed < FIRST + MUTANT_SEEDS; seed++) {
      const { violation } = simulate({ seed, steps: STEPS_CI, mutant });
      await breathe();
      if (violation === null) continue;
      expect(mutant.caughtBy, violation.text).toContain(violation.invariant);
      process.stdout.write(`mutant ${mutant.name}: caught by seed ${seed}, ${violation.invariant}\n`);
      return;
    }
    expect.fail(`${MUTANT_SEEDS} seeds from ${FIRST} on do not catch the mutant ${mutant.name}: ${mutant.says}`);
  });
});
