import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { timeAt } from "../simulator/adversary/chance.ts";
import { OCCASIONS_OF } from "../simulator/adversary/scenario.ts";
import { LockstepError } from "../src/lib/errors.ts";
import { loadScenario, parseScenario } from "../src/scenario-file.ts";

const EXAMPLE = join(import.meta.dirname, "../simulator/adversary/examples/bad-afternoon.yaml");

function faultOf(text: string): string {
  try {
    parseScenario(text, "night.yaml");
  } catch (error) {
    if (error instanceof LockstepError && error.code === "LOCKSTEP_ERR_CONFIG") return error.message;
    throw error;
  }
  return "none";
}

describe("a scenario file", () => {
  it("becomes rules: the example", () => {
    const { name, seed, rules } = loadScenario(EXAMPLE);
    expect({ name, seed, rules: rules.length }).toEqual({ name: "a bad afternoon", seed: 20261122, rules: 15 });
    expect(rules[0]).toEqual({
      name: "slow line",
      on: "report",
      where: { session: "", symbol: "", side: "", ordType: "", report: "" },
      probability: 0.3,
      after: 0,
      nth: 1,
      times: 0,
      fromMs: 0,
      toMs: 0,
      everyMs: 0,
      isOff: false,
      act: {
        kind: "delay",
        time: [
          [0, 0],
          [50, 2],
          [90, 20],
          [99, 200],
          [100, 2_000],
        ],
        keepsOrder: true,
      },
    });
    expect(rules.find((rule) => rule.name === "halt")).toMatchObject({
      on: "time",
      fromMs: 90_000,
      everyMs: 90_000,
      act: { kind: "halt", symbol: "ZVZZT", forMs: 5_000 },
    });
  });

  it("knows every act there is", () => {
    const acts: Record<string, string> = {
      reject: "{ on: order, do: { reject: { reason: 3 } } }",
      fill: "{ on: order, do: { fill: { share: 0.5, left: expire } } }",
      cancel: "{ on: order, do: { cancel: { after: 1s } } }",
      expire: "{ on: order, do: { expire: {} } }",
      bust: "{ on: report, where: { report: fill }, do: { bust: { after: { p50: 1s, max: 1m } } } }",
      correct: "{ on: report, where: { report: fill }, do: { correct: { ticks: 2 } } }",
      lose: "{ on: cancel, do: { lose: {} } }",
      delay: "{ on: replace, do: { overtake: 5ms } }",
      duplicate: "{ on: report, do: { duplicate: {} } }",
      reorder: "{ on: report, do: { reorder: {} } }",
      halt: "{ at: 1s, do: { halt: {} } }",
      resume: "{ at: 1s, do: { resume: { symbol: ACME } } }",
      phase: "{ at: 1s, do: { phase: { phase: pre-open } } }",
      cancelResting: "{ every: 1h, do: { cancelResting: {} } }",
      disconnect: "{ on: order, nth: 10, do: { disconnect: {} } }",
      stall: "{ at: 1s, do: { stall: { for: 2s } } }",
      gap: "{ at: 1s, do: { gap: {} } }",
      restart: "{ at: 1s, do: { restart: {} } }",
    };
    const { rules } = parseScenario(
      `seed: 1\nrules:\n${Object.values(acts)
        .map((row) => `  - ${row}\n`)
        .join("")}`,
      "all",
    );
    expect(rules.map(({ act }) => act.kind)).toEqual(Object.keys(acts));
    expect(Object.keys(acts).sort()).toEqual(Object.keys(OCCASIONS_OF).sort());
  });

  it.each([
    ["rules: []", "night.yaml, line 1: seed: missing; expected an integer from 0 to 9007199254740991"],
    ["seed: 1\nrules:\n  - { on: order, do: { explode: {} } }", "line 3: rules/0/do/explode: unknown key"],
    [
      "seed: 1\nrules:\n  - on: order\n    probability: 2\n    do: { lose: {} }",
      "line 4: rules/0/probability: found 2",
    ],
    ["seed: 1\nrules:\n  - { do: { lose: {} } }", "line 3: rules/0/do: a rule without"],
    ["seed: 1\nrules:\n  - { on: order, at: 5s, do: { lose: {} } }", "line 3: rules/0/at: found it on messages"],
    [
      "seed: 1\nrules:\n  - { on: order, do: { lose: {}, cancel: {} } }",
      "found 2 acts (lose, cancel), expected one a rule",
    ],
    ["seed: 1\nrules:\n  - { on: order, do: {} }", "found 0 acts"],
    [
      "seed: 1\nrules:\n  - { at: 1s, do: { lose: {} } }",
      "found lose on time; it can be done on order, cancel, replace, report",
    ],
    ["seed: 1\nrules:\n  - { on: report, do: { bust: {} } }", "expected where: { report: fill }"],
    ["seed: 1\nrules:\n  - { on: order, where: { report: fill }, do: { lose: {} } }", "found where.report on order"],
    ["seed: 1\nrules:\n  - { on: report, do: { delay: 5 } }", "line 3: rules/0/do/delay: found 5, expected"],
    ["seed: 1\nrules:\n  - { on: report, do: { delay: { p50: 2s, max: 1s } } }", "expected rising times"],
    ["seed: 1\nrules:\n  - { every: 0s, do: { gap: {} } }", "line 3: rules/0/every: found 0, expected more"],
    ["seed: 1\nrules:\n  - { on: order, from: 2s, to: 1s, do: { lose: {} } }", "its time is over before it begins"],
    ["seed: 1\nrules: [", "night.yaml, line 2:"],
  ])("with a fault is refused, and the fault is named: %s", (text, wanted) => {
    expect(faultOf(text)).toContain(wanted);
  });

  it("that is not there is named", () => {
    expect(() => loadScenario("/nowhere/night.yaml")).toThrow("the scenario /nowhere/night.yaml cannot be read");
  });

  it("spreads times as its percentiles say", () => {
    const [rule] = parseScenario(readFileSync(EXAMPLE, "utf8"), EXAMPLE).rules;
    const { act } = rule;
    if (act.kind !== "delay") throw new Error("the example's first rule delays");
    const times = Array.from({ length: 1_000 }, (_, at) => timeAt(act.time, at / 1_000));
    expect([times[0], times[500], times[900], times[990]]).toEqual([0, 2, 20, 200]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(2_000);
  });
});
