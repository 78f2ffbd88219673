/**
 * A scenario file: what the simulated exchange does to those who trade on it, in YAML. A fault names file, line, key, what
 * was found and what was expected. `simulator/adversary/scenario.ts` says what each part means.
 *
 *   name: a bad afternoon
 *   seed: 7
 *   rules:
 *     - { on: order, where: { symbol: ZVZZT }, probability: 0.05, do: { reject: { reason: 0 } } }
 *     - { on: report, do: { delay: { p50: 2ms, p99: 80ms, max: 2s } } }
 *     - { at: 30s, do: { halt: { symbol: ZVZZT, for: 10s } } }
 *     - { every: 1m, do: { disconnect: { session: ALPHA } } }
 */
import { readFileSync } from "node:fs";
import { type Static, Type } from "@sinclair/typebox";
import { scenarioText } from "../simulator/adversary/adversary-inputs.ts";
import { exactly, type Spread } from "../simulator/adversary/chance.ts";
import {
  type Act,
  OCCASIONS,
  REPORT_NAMES,
  RULES_MAX,
  type Rule,
  ruleFault,
  SCENARIO_TEXT_MAX,
  type Scenario,
} from "../simulator/adversary/scenario.ts";
import { PHASE_RULES } from "../simulator/phases.ts";
import { COMP_ID_MAX, SYMBOL_MAX } from "./domain/limits.ts";
import { errorText, LockstepError } from "./lib/errors.ts";
import { parseYaml, type Refuse } from "./yaml-schema.ts";

const strict = { additionalProperties: false };
const Duration = Type.String({ pattern: "^\\d{1,9}(ms|s|m|h)$" });
const Session = Type.Optional(Type.String({ minLength: 1, maxLength: COMP_ID_MAX, pattern: "^[\\x21-\\x7e]+$" }));
const Symbol_ = Type.Optional(Type.String({ minLength: 1, maxLength: SYMBOL_MAX, pattern: "^[\\x21-\\x7e]+$" }));
const Share = Type.Number({ minimum: 0.0001, maximum: 1 });
const literals = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)));

/** A duration; percentiles; or all between two durations alike. */
const Time = Type.Union([
  Duration,
  Type.Object(
    {
      p50: Type.Optional(Duration),
      p90: Type.Optional(Duration),
      p99: Type.Optional(Duration),
      p999: Type.Optional(Duration),
      min: Type.Optional(Duration),
      max: Duration,
    },
    strict,
  ),
]);
const After = Type.Optional(Time);
const SomeTime = Type.Object({ after: After }, strict);
const PHASE_NAMES = Object.values(PHASE_RULES).map(({ name }) => name);

const DoSchema = Type.Object(
  {
    reject: Type.Optional(Type.Object({ reason: Type.Integer({ minimum: 0, maximum: 999 }) }, strict)),
    fill: Type.Optional(
      Type.Object(
        {
          share: Type.Intersect([Share], { default: 1 }),
          parts: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }),
          every: Type.Intersect([Duration], { default: "0ms" }),
          left: Type.Union([Type.Literal("rest"), Type.Literal("cancel"), Type.Literal("expire")], { default: "rest" }),
        },
        strict,
      ),
    ),
    cancel: Type.Optional(SomeTime),
    expire: Type.Optional(SomeTime),
    bust: Type.Optional(SomeTime),
    correct: Type.Optional(
      Type.Object(
        {
          after: After,
          ticks: Type.Integer({ default: 0, minimum: -1_000_000, maximum: 1_000_000 }),
          share: Type.Intersect([Share], { default: 1 }),
        },
        strict,
      ),
    ),
    lose: Type.Optional(Type.Object({}, strict)),
    delay: Type.Optional(Time),
    /** As `delay`, and what comes later does not wait for it. */
    overtake: Type.Optional(Time),
    duplicate: Type.Optional(SomeTime),
    reorder: Type.Optional(
      Type.Object(
        {
          behind: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }),
          within: Type.Intersect([Duration], { default: "1s" }),
        },
        strict,
      ),
    ),
    halt: Type.Optional(Type.Object({ symbol: Symbol_, for: Type.Optional(Duration) }, strict)),
    resume: Type.Optional(Type.Object({ symbol: Symbol_ }, strict)),
    phase: Type.Optional(Type.Object({ symbol: Symbol_, phase: literals(PHASE_NAMES) }, strict)),
    cancelResting: Type.Optional(Type.Object({ session: Session, symbol: Symbol_ }, strict)),
    disconnect: Type.Optional(Type.Object({ session: Session }, strict)),
    stall: Type.Optional(Type.Object({ session: Session, for: Duration }, strict)),
    gap: Type.Optional(
      Type.Object({ session: Session, by: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }) }, strict),
    ),
    restart: Type.Optional(Type.Object({}, strict)),
  },
  strict,
);

const ORD_TYPES = { market: "1", limit: "2", stop: "3", stopLimit: "4", marketToLimit: "K", pegged: "P" } as const;

const RuleSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ pattern: "^[\\x20-\\x7e]{1,60}$" })),
    /** Without it the rule is on time, and needs `at` or `every`. */
    on: Type.Optional(literals(OCCASIONS)),
    at: Type.Optional(Duration),
    every: Type.Optional(Duration),
    from: Type.Optional(Duration),
    to: Type.Optional(Duration),
    probability: Type.Number({ default: 1, minimum: 0, maximum: 1 }),
    after: Type.Integer({ default: 0, minimum: 0, maximum: 1_000_000_000 }),
    nth: Type.Integer({ default: 1, minimum: 1, maximum: 1_000_000_000 }),
    times: Type.Integer({ default: 0, minimum: 0, maximum: 1_000_000_000 }),
    off: Type.Boolean({ default: false }),
    where: Type.Object(
      {
        session: Session,
        symbol: Symbol_,
        side: Type.Optional(literals(["buy", "sell"] as const)),
        ordType: Type.Optional(literals(Object.keys(ORD_TYPES) as (keyof typeof ORD_TYPES)[])),
        report: Type.Optional(literals(REPORT_NAMES)),
      },
      { ...strict, default: {} },
    ),
    do: DoSchema,
  },
  strict,
);
const ScenarioSchema = Type.Object(
  {
    name: Type.String({ default: "", pattern: "^[\\x20-\\x7e]{0,60}$" }),
    seed: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    rules: Type.Array(RuleSchema, { maxItems: RULES_MAX }),
  },
  strict,
);

type GivenTime = Static<typeof Time>;
type Given = Static<typeof RuleSchema>;
type Path = readonly (string | number)[];

/** @throws LockstepError LOCKSTEP_ERR_CONFIG naming file, line, key, what was found and what was expected */
export function loadScenario(path: string): Scenario {
  try {
    return parseScenario(readFileSync(path, "utf8"), path);
  } catch (error) {
    if (error instanceof LockstepError) throw error;
    throw new LockstepError("LOCKSTEP_ERR_CONFIG", `the scenario ${path} cannot be read: ${errorText(error)}`, {
      cause: error,
    });
  }
}

/** Like `loadScenario`, from text; `source` names it in errors. */
export function parseScenario(text: string, source: string): Scenario {
  const { value, refuse } = parseYaml(ScenarioSchema, text, source);
  const rules = value.rules.map((given, index) => toRule(given, index, refuse));
  const scenario = { name: value.name, seed: value.seed, rules };
  const { length } = scenarioText(scenario);
  if (length > SCENARIO_TEXT_MAX)
    refuse(["rules"], `rules: found ${length} characters of rules, expected at most ${SCENARIO_TEXT_MAX}`);
  return scenario;
}

function toRule(given: Given, index: number, refuse: Refuse): Rule {
  const path: Path = ["rules", index];
  const fail = (key: string, text: string) => refuse([...path, key], `rules/${index}/${key}: ${text}`);
  const on = (given.on ?? "time") as Rule["on"];
  const { at, every, from, to } = given;
  if (on === "time" && (at === undefined) === (every === undefined)) {
    fail("do", 'a rule without "on: order, cancel, replace or report" is one on time; expected either at or every');
  }
  if (on !== "time" && (at !== undefined || every !== undefined)) {
    fail(at === undefined ? "every" : "at", "found it on messages; expected nth, after, from or to there");
  }
  if (every !== undefined && millis(every) === 0) fail("every", "found 0, expected more");
  const rule: Rule = {
    name: given.name ?? `${on} ${index + 1}`,
    on,
    where: toWhere(given),
    probability: given.probability,
    after: given.after,
    nth: given.nth,
    times: given.times,
    fromMs: millis(at ?? from ?? every ?? "0ms"),
    toMs: millis(to ?? "0ms"),
    everyMs: millis(every ?? "0ms"),
    isOff: given.off,
    act: toAct(given, (key, text) => refuse([...path, "do", key], `rules/${index}/do/${key}: ${text}`)),
  };
  const fault = ruleFault(rule);
  if (fault !== "") fail("do", fault);
  return rule;
}

function toWhere({ where }: Given): Rule["where"] {
  const { session = "", symbol = "", side = "", ordType, report = "" } = where;
  const type = ordType === undefined ? "" : ORD_TYPES[ordType as keyof typeof ORD_TYPES];
  return {
    session,
    symbol,
    side: side as "" | "buy" | "sell",
    ordType: type,
    report: report as Rule["where"]["report"],
  };
}

function toAct(given: Given, fail: (key: string, text: string) => never): Act {
  const keys = Object.keys(given.do) as (keyof Given["do"])[];
  if (keys.length !== 1) fail(keys[1] ?? "", `found ${keys.length} acts (${keys.join(", ")}), expected one a rule`);
  const [kind] = keys;
  const spread = (time: GivenTime | undefined) => toSpread(time, (text) => fail(kind, text));
  const { do: to } = given;
  switch (kind) {
    case "reject":
      return { kind, reason: to.reject!.reason };
    case "fill": {
      const { share, parts, every, left } = to.fill!;
      return { kind, share, parts, everyMs: millis(every), left };
    }
    case "cancel":
    case "expire":
    case "bust":
    case "duplicate":
      return { kind, after: spread(to[kind]!.after) };
    case "correct":
      return { kind, after: spread(to.correct!.after), ticks: to.correct!.ticks, share: to.correct!.share };
    case "delay":
      return { kind, time: spread(to.delay), keepsOrder: true };
    case "overtake":
      return { kind: "delay", time: spread(to.overtake), keepsOrder: false };
    case "reorder":
      return { kind, behind: to.reorder!.behind, withinMs: millis(to.reorder!.within) };
    case "phase":
      return { kind, symbol: to.phase!.symbol ?? "", phase: phaseNumber(to.phase!.phase as string) };
    default:
      return toMarketAct(kind, to);
  }
}

function toMarketAct(kind: keyof Given["do"], to: Given["do"]): Act {
  switch (kind) {
    case "halt":
      return { kind, symbol: to.halt!.symbol ?? "", forMs: millis(to.halt!.for ?? "0ms") };
    case "resume":
      return { kind, symbol: to.resume!.symbol ?? "" };
    case "cancelResting":
      return { kind, session: to.cancelResting!.session ?? "", symbol: to.cancelResting!.symbol ?? "" };
    case "disconnect":
      return { kind, session: to.disconnect!.session ?? "" };
    case "stall":
      return { kind, session: to.stall!.session ?? "", forMs: millis(to.stall!.for) };
    case "gap":
      return { kind, session: to.gap!.session ?? "", by: to.gap!.by };
    case "restart":
      return { kind };
    default:
      return { kind: "lose" };
  }
}

/** The number of a phase by its name in `PHASE_RULES`; 0 for none. */
export function phaseNumber(name: string): number {
  return Number(Object.entries(PHASE_RULES).find(([, rules]) => rules.name === name)?.[0] ?? 0);
}

/** @returns shares in percent and milliseconds, both rising */
function toSpread(time: GivenTime | undefined, fail: (text: string) => never): Spread {
  if (time === undefined) return exactly(0);
  if (typeof time === "string") return exactly(millis(time));
  const { min = "0ms", p50, p90, p99, p999, max } = time;
  const points: [number, string | undefined][] = [
    [0, min],
    [50, p50],
    [90, p90],
    [99, p99],
    [99.9, p999],
    [100, max],
  ];
  const spread = points.flatMap(([percent, text]): [number, number][] =>
    text === undefined ? [] : [[percent, millis(text)]],
  );
  for (let at = 1; at < spread.length; at++) {
    if (spread[at][1] < spread[at - 1][1])
      fail(`found ${spread[at][1]} ms for ${spread[at][0]} % after ${spread[at - 1][1]} ms, expected rising times`);
  }
  return spread;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** @param duration of the schema's pattern */
function millis(duration: string): number {
  const [, count, unit] = /^(\d+)(\w+)$/.exec(duration)!;
  return Number(count) * UNIT_MS[unit];
}
