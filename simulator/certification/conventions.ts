/**
 * The certification desk's table: which OrderQty makes the exchange do what, so that a client can rehearse everything its
 * engine must survive without asking anybody. On an instrument with `certification: true`, an order of 9,001 to 9,099
 * lots does what its last two digits say; every other quantity trades as on any instrument.
 *
 * It is data: the exchange acts by it, and the README's table is made from it.
 */

import { fillPlan, type OrderPlan, type Step } from "../adversary/order-plan.ts";
import { type Fate, UNTOUCHED } from "../adversary/report-line.ts";

export const CODE_BASE = 9_000;
export const CODE_MAX = 99;
/** 9,080 and what is above it are refusals: OrdRejReason(103) is the number less 80. */
const REFUSALS_FROM = 80;

export type Convention = {
  readonly code: number;
  /** What happens, for people. */
  readonly text: string;
  /** What a row of the table says of this one and its neighbours; without it, `text` is a row. */
  readonly rowText?: string;
  readonly plan: OrderPlan;
  /** OrdRejReason (103) the order is refused with. */
  readonly ordRejReason?: number;
  /** CxlRejReason (102) a cancel, or a replace, of it is refused with. */
  readonly cancelRefusal?: number;
  readonly replaceRefusal?: number;
  /** How long a cancel of it waits; null is never answered. */
  readonly cancelDelayMs?: number | null;
  /** A cancel of it comes when it has just been filled. */
  readonly fillsOnCancel?: boolean;
  /** What becomes of its reports, by the names rules have for them; "" is every one. */
  readonly reports?: Readonly<Record<string, Fate>>;
  /** What its sender's line suffers once it was taken. */
  readonly line?: { readonly fault: "disconnect" | "stall" | "gap"; readonly forMs: number; readonly by: number };
};

const RESTS: OrderPlan = { steps: [], isAlone: true };
const HALF: Step = { do: "fill", afterMs: 0, share: 0.5 };
const WHOLE: Step = { do: "fillRest", afterMs: 0 };
const plan = (...steps: Step[]): OrderPlan => ({ steps, isAlone: true });
const after = (afterMs: number, fate: Partial<Fate> = {}): Fate => ({ ...UNTOUCHED, delayMs: afterMs, ...fate });

const LIFE: readonly Convention[] = [
  { code: 1, text: "rests until it is canceled or replaced", plan: RESTS },
  ...[2, 3, 4, 5, 6, 7, 8, 9].map((parts) => ({
    code: parts,
    text: `is filled in ${parts} parts, 100 ms apart`,
    rowText: "is filled in as many parts, 100 ms apart, as its last digit says",
    plan: fillPlan(1, parts, 100),
  })),
  { code: 10, text: "is filled half, the rest rests", plan: plan(HALF) },
  {
    code: 11,
    text: "is filled half, and the rest after 1 s",
    plan: plan(HALF, { do: "fillRest", afterMs: 1_000 }),
  },
  { code: 12, text: "rests for 1 s, then is filled whole", plan: plan({ do: "fillRest", afterMs: 1_000 }) },
  { code: 13, text: "is filled whole at once", plan: plan(WHOLE) },
  {
    code: 20,
    text: "is canceled by the exchange after 1 s (unsolicited, 150=4)",
    plan: plan({ do: "cancel", afterMs: 1_000 }),
  },
  {
    code: 21,
    text: "is filled half, then canceled by the exchange after 1 s",
    plan: plan(HALF, { do: "cancel", afterMs: 1_000 }),
  },
  { code: 22, text: "expires after 1 s (150=C)", plan: plan({ do: "expire", afterMs: 1_000 }) },
  {
    code: 23,
    text: "is filled half, then expires after 1 s",
    plan: plan(HALF, { do: "expire", afterMs: 1_000 }),
  },
];

const CHANGED_TRADES: readonly Convention[] = [
  {
    code: 30,
    text: "is filled whole, and the trade is busted after 1 s (150=H)",
    plan: plan(WHOLE, { do: "bust", afterMs: 1_000 }),
  },
  {
    code: 31,
    text: "is filled half, that trade is busted after 1 s, and the rest still rests",
    plan: plan(HALF, { do: "bust", afterMs: 1_000 }),
  },
  {
    code: 32,
    text: "is filled whole, and the price is corrected one tick down after 1 s (150=G)",
    plan: plan(WHOLE, { do: "correct", afterMs: 1_000, ticks: -1, share: 1 }),
  },
  {
    code: 33,
    text: "is filled whole, and the quantity is corrected to half after 1 s",
    plan: plan(WHOLE, { do: "correct", afterMs: 1_000, ticks: 0, share: 0.5 }),
  },
  {
    code: 34,
    text: "is filled whole, corrected one tick down after 1 s and busted after 2 s",
    plan: plan(WHOLE, { do: "correct", afterMs: 1_000, ticks: -1, share: 1 }, { do: "bust", afterMs: 2_000 }),
  },
];

const REPORTS: readonly Convention[] = [
  {
    code: 40,
    text: "is filled whole, and the fill is told twice with one ExecID",
    plan: plan(WHOLE),
    reports: { fill: { ...UNTOUCHED, again: [0] } },
  },
  {
    code: 41,
    text: "is acknowledged after 2 s only",
    plan: RESTS,
    reports: { accepted: after(2_000) },
  },
  {
    code: 42,
    text: "is filled whole, and the fill comes before the acknowledgement",
    plan: plan(WHOLE),
    reports: { accepted: after(1_000, { behind: 1 }) },
  },
  {
    code: 43,
    text: "is never acknowledged, and filled whole after 1 s",
    plan: plan({ do: "fillRest", afterMs: 1_000 }),
    reports: { accepted: after(0, { isLost: true }) },
  },
  {
    code: 44,
    text: "is filled half, which is never told; the rest rests",
    plan: plan(HALF),
    reports: { fill: after(0, { isLost: true }) },
  },
  {
    code: 45,
    text: "is filled whole; every report of it is 1 s late",
    plan: plan(WHOLE),
    reports: { "": after(1_000) },
  },
];

const REQUESTS: readonly Convention[] = [
  { code: 50, text: "rests; a cancel of it is refused (102=0, too late)", plan: RESTS, cancelRefusal: 0 },
  { code: 51, text: "rests; a replace of it is refused (102=2, broker option)", plan: RESTS, replaceRefusal: 2 },
  { code: 52, text: "rests; a cancel of it is answered after 3 s", plan: RESTS, cancelDelayMs: 3_000 },
  { code: 53, text: "rests; a cancel of it is never answered", plan: RESTS, cancelDelayMs: null },
  {
    code: 54,
    text: "rests; a cancel of it meets a fill: it is filled whole, and the cancel is refused",
    plan: RESTS,
    fillsOnCancel: true,
  },
];

const LINES: readonly Convention[] = [
  {
    code: 60,
    text: "rests; the sender's FIX connection is cut",
    plan: RESTS,
    line: { fault: "disconnect", forMs: 0, by: 0 },
  },
  {
    code: 61,
    text: "rests; the sender's FIX connection is silent for 5 s in both directions",
    plan: RESTS,
    line: { fault: "stall", forMs: 5_000, by: 0 },
  },
  {
    code: 62,
    text: "rests; the exchange skips 3 MsgSeqNums towards the sender",
    plan: RESTS,
    line: { fault: "gap", forMs: 0, by: 3 },
  },
];

/** OrdRejReason (103), as FIX 5.0SP2 has them; it has no 17. */
const REASONS: readonly string[] = [
  "broker/exchange option",
  "unknown symbol",
  "exchange closed",
  "order exceeds limit",
  "too late to enter",
  "unknown order",
  "duplicate order",
  "duplicate of a verbally communicated order",
  "stale order",
  "trade along required",
  "invalid investor ID",
  "unsupported order characteristic",
  "surveillance option",
  "incorrect quantity",
  "incorrect allocated quantity",
  "unknown account",
  "price exceeds current price band",
  "",
  "invalid price increment",
];

const OFFSETS = [...REASONS.keys()].filter((reason) => REASONS[reason] !== "");
const REFUSALS: readonly Convention[] = [...OFFSETS, CODE_MAX - REFUSALS_FROM].map((offset) => {
  const code = REFUSALS_FROM + offset;
  const ordRejReason = code === CODE_MAX ? CODE_MAX : offset;
  const text = `is refused: 103=${ordRejReason} (${REASONS[offset] ?? "other"})`;
  const rowText = code === CODE_MAX ? text : "is refused: 103 is its last two digits less 80";
  return { code, text, rowText, plan: RESTS, ordRejReason };
});

export const CONVENTIONS: readonly Convention[] = [
  ...LIFE,
  ...CHANGED_TRADES,
  ...REPORTS,
  ...REQUESTS,
  ...LINES,
  ...REFUSALS,
];

const BY_CODE = new Map(CONVENTIONS.map((convention) => [convention.code, convention]));

/** What an order of so many lots does; null when it trades like any other. */
export function conventionOf(lots: number): Convention | null {
  return BY_CODE.get(lots - CODE_BASE) ?? null;
}

/** The table for people: Markdown, a row a quantity, or several that differ in a number only. */
export function conventionTable(): string {
  const rows: string[] = [];
  for (let at = 0; at < CONVENTIONS.length; at++) {
    const { code, text, rowText } = CONVENTIONS[at];
    while (rowText !== undefined && CONVENTIONS[at + 1]?.rowText === rowText) at++;
    const last = CONVENTIONS[at].code;
    const quantities = last === code ? `${CODE_BASE + code}` : `${CODE_BASE + code} … ${CODE_BASE + last}`;
    rows.push(`| ${quantities} | ${last === code ? text : rowText} |`);
  }
  return ["| OrderQty(38) | The order |", "|---|---|", ...rows].join("\n");
}
