/**
 * What the exchange does to those who trade on it, as a list of rules and a seed. Read from a file by the process, kept in
 * the venue's journal, and judged there: whoever has the journal has the night.
 *
 * A rule has an occasion (`on`), conditions (`where`, times, counts, probability) and one act.
 */
import type { Spread } from "./chance.ts";

/** What a rule looks at. `time` comes by itself; the others are requests that come in, and reports that go out. */
export const OCCASIONS = ["order", "cancel", "replace", "report", "time"] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** Reports as rules name them; in the order of `ReportKind`. */
export const REPORT_NAMES = [
  "accepted",
  "rejected",
  "fill",
  "canceled",
  "replaced",
  "requestRejected",
  "expired",
  "triggered",
  "restated",
  "busted",
  "corrected",
  "status",
] as const;
export type ReportName = (typeof REPORT_NAMES)[number];

/** Which messages a rule is about; "" is all of them. */
export type Condition = {
  /** A session's CompID, or OMS for the one that has the exchange in process. The exchange's own agents are left alone. */
  readonly session: string;
  readonly symbol: string;
  readonly side: "" | "buy" | "sell";
  /** OrdType(40), FIX's character. */
  readonly ordType: string;
  /** Of `on: report` only. */
  readonly report: "" | ReportName;
};

/** What is done. Times are in milliseconds; `symbol` and `session` "" are those of the message, or all. */
export type Act =
  /** on order, cancel, replace: refused with OrdRejReason (103) or CxlRejReason (102). */
  | { readonly kind: "reject"; readonly reason: number }
  /** on order: a hidden counterparty fills `share` of it in `parts`, `everyMs` apart; nobody else trades with it. */
  | {
      readonly kind: "fill";
      readonly share: number;
      readonly parts: number;
      readonly everyMs: number;
      readonly left: "rest" | "cancel" | "expire";
    }
  /** on order: the exchange takes it off its book. */
  | { readonly kind: "cancel" | "expire"; readonly after: Spread }
  /** on report of a fill: the trade is undone, or turns out to have been at a price `ticks` away or of `share` of it. */
  | { readonly kind: "bust"; readonly after: Spread }
  | { readonly kind: "correct"; readonly after: Spread; readonly ticks: number; readonly share: number }
  /** on order, cancel, replace: it never arrives. On report: it never leaves, and its number is skipped. */
  | { readonly kind: "lose" }
  /** It waits; what comes later waits behind it, unless `keepsOrder` is false. */
  | { readonly kind: "delay"; readonly time: Spread; readonly keepsOrder: boolean }
  /** on report: told once more, under a number of its own. */
  | { readonly kind: "duplicate"; readonly after: Spread }
  /** on report: told after the next `behind` reports to the same session, or when `withinMs` are over. */
  | { readonly kind: "reorder"; readonly behind: number; readonly withinMs: number }
  /** Trading in a symbol stops, until `forMs` are over (0: until it is resumed). */
  | { readonly kind: "halt"; readonly symbol: string; readonly forMs: number }
  | { readonly kind: "resume"; readonly symbol: string }
  | { readonly kind: "phase"; readonly symbol: string; readonly phase: number }
  /** Every resting order of it is canceled by the exchange. */
  | { readonly kind: "cancelResting"; readonly session: string; readonly symbol: string }
  /** The line is cut. */
  | { readonly kind: "disconnect"; readonly session: string }
  /** The line stays and nothing goes over it in either direction. */
  | { readonly kind: "stall"; readonly session: string; readonly forMs: number }
  /** So many MsgSeqNums are skipped. */
  | { readonly kind: "gap"; readonly session: string; readonly by: number }
  /** The exchange ends and starts again from its journal. */
  | { readonly kind: "restart" };
export type ActKind = Act["kind"];

export type Rule = {
  readonly name: string;
  readonly on: Occasion;
  readonly where: Condition;
  /** 0 to 1. */
  readonly probability: number;
  /** The first `after` messages that fit are let go; then every `nth` one counts, and at most `times` (0: any number). */
  readonly after: number;
  readonly nth: number;
  readonly times: number;
  /** Milliseconds since the scenario began; `toMs` 0 is for ever. */
  readonly fromMs: number;
  readonly toMs: number;
  /** on time: again and again, this far apart; 0 is once, at `fromMs`. */
  readonly everyMs: number;
  /** Until a command switches it on, it does nothing. */
  readonly isOff: boolean;
  readonly act: Act;
};

export type Scenario = { readonly name: string; readonly seed: number; readonly rules: readonly Rule[] };

export const RULES_MAX = 200;
/** As it is journaled. */
export const SCENARIO_TEXT_MAX = 60_000;

/** What each act can be done on. */
export const OCCASIONS_OF: Readonly<Record<ActKind, readonly Occasion[]>> = {
  reject: ["order", "cancel", "replace"],
  fill: ["order"],
  cancel: ["order"],
  expire: ["order"],
  bust: ["report"],
  correct: ["report"],
  lose: ["order", "cancel", "replace", "report"],
  delay: ["order", "cancel", "replace", "report"],
  duplicate: ["report"],
  reorder: ["report"],
  halt: OCCASIONS,
  resume: ["time"],
  phase: OCCASIONS,
  cancelResting: OCCASIONS,
  disconnect: OCCASIONS,
  stall: OCCASIONS,
  gap: OCCASIONS,
  restart: OCCASIONS,
};

/** What is wrong with a rule beyond its types, in words; "" when nothing is. */
export function ruleFault({ on, act, where, toMs, fromMs }: Rule): string {
  const occasions = OCCASIONS_OF[act.kind];
  if (!occasions.includes(on)) {
    return `found ${act.kind} on ${on}; it can be done on ${occasions.join(", ")}`;
  }
  if (where.report !== "" && on !== "report") return `found where.report on ${on}; expected it on report only`;
  if ((act.kind === "bust" || act.kind === "correct") && where.report !== "fill") {
    return `found ${act.kind} of any report; expected where: { report: fill }`;
  }
  if (toMs !== 0 && toMs <= fromMs) return "its time is over before it begins";
  return "";
}
