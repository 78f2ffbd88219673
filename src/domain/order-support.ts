/**
 * Which order types, times in force and conditions are taken, as one table: the core's check, the rules of engagement and
 * the README's tables are all made from it. What is taken the venue does itself, unless it says that it takes less: then
 * stops and orders that outlive the day are held here, and given to it as what it takes.
 */
import { CONDITION_NAMES, type Condition, conditionsOf, Term } from "./more-terms.ts";
import { OrdType, TimeInForce } from "./values.ts";

const { Market, Limit, Stop, StopLimit, MarketToLimit, Pegged } = OrdType;
const { Day, GoodTillCancel, AtTheOpening, ImmediateOrCancel, FillOrKill, GoodTillDate, AtTheClose } = TimeInForce;

export const ORD_TYPE_NAMES: Readonly<Record<OrdType, string>> = {
  [Market]: "market",
  [Limit]: "limit",
  [Stop]: "stop",
  [StopLimit]: "stop limit",
  [MarketToLimit]: "market to limit",
  [Pegged]: "pegged",
};
export const TIME_IN_FORCE_NAMES: Readonly<Record<TimeInForce, string>> = {
  [Day]: "Day",
  [GoodTillCancel]: "GTC",
  [AtTheOpening]: "at the opening",
  [ImmediateOrCancel]: "IOC",
  [FillOrKill]: "FOK",
  [GoodTillDate]: "GTD",
  [AtTheClose]: "at the close",
};

const AUCTIONS = AtTheOpening + AtTheClose;
const IMMEDIATE = ImmediateOrCancel + FillOrKill;
const RESTING = Day + GoodTillCancel + GoodTillDate;
const ALL = RESTING + IMMEDIATE + AUCTIONS;
const WAITING = RESTING + AUCTIONS;

/** What a type may come with: the times in force, and for each condition those it goes with. */
type Row = { readonly times: string } & Readonly<Record<Condition, string>>;
const NONE = { displayQty: "", minQty: "", postOnly: "", peg: "", selfMatch: "", onHalt: "" } as const;
const ROWS: Readonly<Record<OrdType, Row>> = {
  [Market]: { ...NONE, times: ALL, minQty: RESTING + ImmediateOrCancel, selfMatch: ALL, onHalt: WAITING },
  [Limit]: {
    ...NONE,
    times: ALL,
    displayQty: WAITING,
    minQty: RESTING + ImmediateOrCancel,
    postOnly: RESTING,
    selfMatch: ALL,
    onHalt: WAITING,
  },
  [Stop]: {
    ...NONE,
    times: RESTING + IMMEDIATE,
    minQty: RESTING + ImmediateOrCancel,
    selfMatch: RESTING + IMMEDIATE,
    onHalt: RESTING,
  },
  [StopLimit]: {
    ...NONE,
    times: RESTING + IMMEDIATE,
    displayQty: RESTING,
    minQty: RESTING + ImmediateOrCancel,
    selfMatch: RESTING + IMMEDIATE,
    onHalt: RESTING,
  },
  [MarketToLimit]: {
    ...NONE,
    times: RESTING,
    displayQty: RESTING,
    minQty: RESTING,
    selfMatch: RESTING,
    onHalt: RESTING,
  },
  [Pegged]: { ...NONE, times: RESTING, peg: RESTING, selfMatch: RESTING, onHalt: RESTING },
};

/** What a venue takes: OrdType (40) and TimeInForce (59) values, one character each; "" for everything. */
export type VenueSupport = { readonly ordTypes: string; readonly timesInForce: string };
/** What a stop is to its venue once it is reached. */
const AFTER_STOP: Readonly<Record<string, string>> = { [Stop]: Market, [StopLimit]: Limit };

export function takesType({ ordTypes }: VenueSupport, ordType: string): boolean {
  return ordTypes === "" || ordTypes.includes(ordType);
}

export function takesTime({ timesInForce }: VenueSupport, timeInForce: string): boolean {
  return timesInForce === "" || timesInForce.includes(timeInForce);
}

/** Is such an order a stop that is kept here until it is reached, because the venue takes only what it is then? */
export function keepsStop(venue: VenueSupport, ordType: string): boolean {
  const after = AFTER_STOP[ordType];
  return after !== undefined && !takesType(venue, ordType) && takesType(venue, after);
}

/** Does such an order outlive the day here, because the venue takes it as a Day order only? */
export function keepsForDays(venue: VenueSupport, timeInForce: string): boolean {
  const outlivesDay = timeInForce === GoodTillCancel || timeInForce === GoodTillDate;
  return outlivesDay && !takesTime(venue, timeInForce) && takesTime(venue, Day);
}

/** What an order must say besides, by its type or time in force. */
const isStop = (ordType: string) => ordType === Stop || ordType === StopLimit;

export function isKnownOrdType(ordType: string): ordType is OrdType {
  return ordType in ROWS;
}

export function isKnownTimeInForce(timeInForce: string): timeInForce is TimeInForce {
  return timeInForce in TIME_IN_FORCE_NAMES;
}

/**
 * What of an order is not taken, in words; "" when all of it is. Cold: a plain market or limit order does not come here.
 *
 * @param moreTerms agreed pairs (tag, value)
 */
export function supportFault(ordType: string, timeInForce: string, moreTerms: readonly number[]): string {
  if (!isKnownOrdType(ordType)) return `OrdType(40) ${ordType} is not supported; ${listOf(ORD_TYPE_NAMES)} are`;
  if (!isKnownTimeInForce(timeInForce)) {
    return `TimeInForce(59) ${timeInForce} is not supported; ${listOf(TIME_IN_FORCE_NAMES)} are`;
  }
  const row = ROWS[ordType];
  if (!row.times.includes(timeInForce)) return `TimeInForce(59) ${timeInForce} does not go with OrdType(40) ${ordType}`;
  const conditions = conditionsOf(moreTerms);
  for (const { condition, tag, name } of CONDITION_NAMES) {
    if (!conditions.has(condition)) continue;
    const times = row[condition];
    if (times === "") return `${name}(${tag}) does not go with OrdType(40) ${ordType}`;
    if (!times.includes(timeInForce)) return `${name}(${tag}) does not go with TimeInForce(59) ${timeInForce}`;
  }
  if (conditions.has("postOnly") && conditions.has("minQty")) return "MinQty(110) does not go with ExecInst(18) 6";
  if (REINSTATE_AND_CANCEL.every((inst) => hasInst(moreTerms, inst)))
    return "ExecInst(18) J and K exclude one another: the order is reinstated after a trading halt, or canceled";
  return pairFault(ordType, timeInForce, moreTerms, conditions);
}

/** ExecInst (18) J and K. */
const REINSTATE_AND_CANCEL = ["J".charCodeAt(0), "K".charCodeAt(0)];

function hasInst(moreTerms: readonly number[], inst: number): boolean {
  return moreTerms.some((value, index) => index % 2 === 0 && value === Term.ExecInst && moreTerms[index + 1] === inst);
}

/** What is there in one place and missing in the other. */
function pairFault(
  ordType: OrdType,
  timeInForce: TimeInForce,
  moreTerms: readonly number[],
  conditions: ReadonlySet<Condition>,
): string {
  const has = (tag: number) => moreTerms.some((value, index) => index % 2 === 0 && value === tag);
  if (isStop(ordType) && !has(Term.StopPx)) return `StopPx(99) is required for OrdType(40) ${ordType}`;
  if (!isStop(ordType) && has(Term.StopPx)) return `StopPx(99) does not go with OrdType(40) ${ordType}`;
  if (ordType === Pegged && !conditions.has("peg")) {
    return "OrdType(40) P needs what it is pegged to: PegPriceType(1094) 2, 4 or 5, or ExecInst(18) M, P or R";
  }
  if (ordType !== Pegged && has(Term.PegOffsetValue))
    return `PegOffsetValue(211) does not go with OrdType(40) ${ordType}`;
  if ((timeInForce === GoodTillDate) !== has(Term.ExpireDate)) {
    return timeInForce === GoodTillDate
      ? "ExpireDate(432) is required for TimeInForce(59) 6"
      : `ExpireDate(432) does not go with TimeInForce(59) ${timeInForce}`;
  }
  return "";
}

/** A venue that takes everything. */
export const FULL_SUPPORT: VenueSupport = { ordTypes: "", timesInForce: "" };
/** What many venues take and no more: market and limit orders, for the day or at once. */
export const PLAIN_SUPPORT: VenueSupport = { ordTypes: Market + Limit, timesInForce: Day + IMMEDIATE };

/** Who does what of an order: its venue all of it, the OMS a part (`held`), or nobody. */
export type SupportAnswer = "yes" | "held" | "-";

export function supportAnswer(ordType: OrdType, timeInForce: TimeInForce, venue: VenueSupport): SupportAnswer {
  if (!ROWS[ordType].times.includes(timeInForce)) return "-";
  const isStopKept = keepsStop(venue, ordType);
  const isKeptForDays = keepsForDays(venue, timeInForce);
  if (!isStopKept && !takesType(venue, ordType)) return "-";
  if (!isKeptForDays && !takesTime(venue, timeInForce)) return "-";
  return isStopKept || isKeptForDays ? "held" : "yes";
}

/**
 * The table for people: a row a type, with the times in force it goes with and the conditions it may have; "held" where the
 * OMS does what the venue does not.
 */
export function supportTable(venue: VenueSupport = FULL_SUPPORT): {
  header: readonly string[];
  rows: readonly (readonly string[])[];
} {
  const header = ["OrdType", ...Object.values(TIME_IN_FORCE_NAMES), ...CONDITION_NAMES.map(({ words }) => words)];
  const times = Object.keys(TIME_IN_FORCE_NAMES) as TimeInForce[];
  const rows = Object.entries(ORD_TYPE_NAMES).map(([ordType, name]) => {
    const row = ROWS[ordType as OrdType];
    const answers = times.map((time) => supportAnswer(ordType as OrdType, time, venue));
    const taken = times.filter((_, index) => answers[index] !== "-");
    const conditions = CONDITION_NAMES.map(({ condition }) => timesText(row[condition], row.times, taken));
    return [`${ordType} ${name}`, ...answers, ...conditions];
  });
  return { header, rows };
}

/** The same in Markdown. */
export function supportTableText(venue: VenueSupport = FULL_SUPPORT): string {
  const { header, rows } = supportTable(venue);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), `|${header.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** @param all the type's times in force, in the table's order; `taken` those of them that are taken */
function timesText(times: string, all: string, taken: readonly TimeInForce[]): string {
  if (!taken.some((time) => times.includes(time))) return "-";
  const missing = (all.split("") as TimeInForce[]).filter((time) => taken.includes(time) && !times.includes(time));
  if (missing.length === 0) return "yes";
  return `not ${missing.map((time) => TIME_IN_FORCE_NAMES[time]).join(", ")}`;
}

function listOf(names: Readonly<Record<string, string>>): string {
  const words = Object.entries(names).map(([value, name]) => `${value} (${name})`);
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
