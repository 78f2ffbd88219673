/**
 * The scenario in force: which rules an occasion meets, and how often each was met. All of it is counted from what the
 * journal has, so that a run of the journal ends with the same counts.
 */
import { chance } from "./chance.ts";
import type { Occasion, Rule, Scenario } from "./scenario.ts";

/** A message as rules see it; one object, reused. */
export type Occurrence = {
  on: Occasion;
  participant: number;
  session: string;
  symbol: string;
  /** "" where it is not known. */
  side: "" | "buy" | "sell";
  ordType: string;
  report: string;
};

/** Rules are told apart in `chance` by number; what one draw of it is for by these. */
const Draw = { Whether: 0, HowLong: 1 } as const;

/** A rule that is met. `share` is where in its spread of times this case lies. */
export type Met = { readonly rule: Rule; readonly share: number };

/** What a rule book has counted: by rule, how often it fitted and was met, and when it comes next. */
export type RuleMemory = {
  startMs: number;
  readonly seen: number[];
  readonly met: number[];
  readonly nextMs: number[];
};

/** Nothing counted yet. */
export function newRuleMemory(): RuleMemory {
  return { startMs: 0, seen: [], met: [], nextMs: [] };
}

export class RuleBook {
  readonly scenario: Scenario;
  /** UTC in milliseconds. */
  readonly startMs: number;
  readonly #seen: number[];
  readonly #met: number[];
  readonly #isOff: boolean[];
  /** Of rules on time: when next; infinity for never. */
  readonly #nextMs: number[];

  /** @param memory what was counted before, which goes on being counted there */
  constructor(scenario: Scenario, nowMs: number, memory: RuleMemory = newRuleMemory()) {
    if (memory.seen.length === 0) begin(memory, scenario, nowMs);
    this.scenario = scenario;
    this.startMs = memory.startMs;
    this.#seen = memory.seen;
    this.#met = memory.met;
    this.#nextMs = memory.nextMs;
    this.#isOff = scenario.rules.map(({ isOff }) => isOff);
  }

  /** When a rule on time comes next. */
  get nextMs(): number {
    return this.#nextMs.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY);
  }

  /** For pages: how each rule stands. */
  status(): { name: string; on: string; act: string; seen: number; met: number; isOff: boolean }[] {
    return this.scenario.rules.map(({ name, on, act }, index) => {
      return { name, on, act: act.kind, seen: this.#seen[index], met: this.#met[index], isOff: this.#isOff[index] };
    });
  }

  /** Switches the rules of this name. @returns false when there is none */
  switch(name: string, isOff: boolean): boolean {
    let isKnown = false;
    for (const [index, rule] of this.scenario.rules.entries()) {
      if (rule.name !== name) continue;
      this.#isOff[index] = isOff;
      isKnown = true;
    }
    return isKnown;
  }

  /** Every rule that this occurrence meets, in the order of the file. Each one that fits is counted. */
  meet(occurrence: Occurrence, nowMs: number): Met[] {
    const met: Met[] = [];
    for (const [index, rule] of this.scenario.rules.entries()) {
      if (rule.on !== occurrence.on || !this.#isInTime(rule, nowMs) || !fits(rule, occurrence)) continue;
      const found = this.#count(index);
      if (found !== null) met.push(found);
    }
    return met;
  }

  /** The rules on time that are due, each as often as it is. */
  takeDue(nowMs: number): Met[] {
    const met: Met[] = [];
    for (const [index, rule] of this.scenario.rules.entries()) {
      while (this.#nextMs[index] <= nowMs) {
        const atMs = this.#nextMs[index];
        this.#nextMs[index] = rule.everyMs === 0 ? Number.POSITIVE_INFINITY : atMs + rule.everyMs;
        if (rule.everyMs !== 0 && !this.#isInTime(rule, atMs)) this.#nextMs[index] = Number.POSITIVE_INFINITY;
        // A machine that slept does not catch up on what it missed.
        else if (rule.everyMs !== 0 && this.#nextMs[index] <= nowMs) {
          this.#nextMs[index] += Math.floor((nowMs - this.#nextMs[index]) / rule.everyMs) * rule.everyMs;
        }
        const found = this.#isInTime(rule, atMs) ? this.#count(index) : null;
        if (found !== null) met.push(found);
      }
    }
    return met;
  }

  #isInTime({ fromMs, toMs }: Rule, nowMs: number): boolean {
    const elapsedMs = nowMs - this.startMs;
    return elapsedMs >= fromMs && (toMs === 0 || elapsedMs < toMs);
  }

  #count(index: number): Met | null {
    if (this.#isOff[index]) return null;
    const { seed, rules } = this.scenario;
    const rule = rules[index];
    const seen = ++this.#seen[index];
    if (seen <= rule.after || (seen - rule.after) % rule.nth !== 0) return null;
    if (rule.times !== 0 && this.#met[index] >= rule.times) return null;
    if (chance(seed, index, seen, Draw.Whether) >= rule.probability) return null;
    this.#met[index]++;
    return { rule, share: chance(seed, index, seen, Draw.HowLong) };
  }
}

function begin(memory: RuleMemory, { rules }: Scenario, startMs: number): void {
  memory.startMs = startMs;
  for (const { on, fromMs } of rules) {
    memory.seen.push(0);
    memory.met.push(0);
    memory.nextMs.push(on === "time" ? startMs + fromMs : Number.POSITIVE_INFINITY);
  }
}

function fits({ where }: Rule, occurrence: Occurrence): boolean {
  return (
    (where.session === "" || where.session === occurrence.session) &&
    (where.symbol === "" || where.symbol === occurrence.symbol) &&
    (where.side === "" || where.side === occurrence.side) &&
    (where.ordType === "" || where.ordType === occurrence.ordType) &&
    (where.report === "" || where.report === occurrence.report)
  );
}
