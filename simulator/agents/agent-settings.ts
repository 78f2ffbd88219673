/** What an agent is told to be, as configuration gives it; and the crew that trades when nobody configured one. */

export const AgentKind = { Maker: "maker", Noise: "noise", Momentum: "momentum", Parent: "parent" } as const;
export type AgentKind = (typeof AgentKind)[keyof typeof AgentKind];

/** How a parent's slices follow each other: evenly in time, or with what trades in the market. */
export const ParentStyle = { Even: "even", Participation: "participation" } as const;
export type ParentStyle = (typeof ParentStyle)[keyof typeof ParentStyle];

export type AgentSettings = {
  readonly name: string;
  readonly kind: AgentKind;
  /** Null: every symbol that agents are to trade. */
  readonly symbols: readonly string[] | null;
  /** Null: made of the exchange's seed and the agent's place in the list. */
  readonly seed: number | null;
  /** Mean of its actions a second in each symbol, in the middle of a usual day. */
  readonly ratePerSecond: number;
  /** Requests a second in one symbol; over it the agent is stopped. */
  readonly ratePerSecondMax: number;
  /** Units of a usual order; null: worth `USUAL_VALUE` at the reference price. */
  readonly size: number | null;
  /** Units in one symbol, long or short, open orders counted as filled; null: `INVENTORY_SIZES` usual orders. */
  readonly inventoryMax: number | null;
  /** May its orders trade with each other? */
  readonly selfTrade: boolean;
  /** Makers: prices on each side, the narrowest spread, and how many deviations of a second half a spread has beside it. */
  readonly levels: number;
  readonly spreadBps: number;
  readonly volatilityFactor: number;
  /** Momentum: the faster average's half-life, and how far it must be from the slower one. */
  readonly halfLifeSeconds: number;
  readonly thresholdBps: number;
  /** Parents: usual orders in a parent, how long it is worked (at most), how long a slice rests, and the pause between two parents. */
  readonly parentSizes: number;
  readonly durationSeconds: number;
  readonly sliceSeconds: number;
  readonly pauseSeconds: number;
  readonly style: ParentStyle;
  /** Of participation: its part of everything that trades while it works, its own trades counted. */
  readonly participationPercent: number;
};

/** A usual order's worth in the instrument's currency, and how many of them an agent holds at most. */
export const USUAL_VALUE: Readonly<Record<AgentKind, number>> = {
  maker: 25_000,
  noise: 6_000,
  momentum: 8_000,
  parent: 10_000,
};
export const INVENTORY_SIZES: Readonly<Record<AgentKind, number>> = { maker: 40, noise: 400, momentum: 15, parent: 60 };

const COMMON = {
  symbols: null,
  seed: null,
  ratePerSecondMax: 50,
  size: null,
  inventoryMax: null,
  levels: 5,
  spreadBps: 1,
  volatilityFactor: 1.2,
  halfLifeSeconds: 20,
  thresholdBps: 1.5,
  parentSizes: 20,
  durationSeconds: 300,
  sliceSeconds: 15,
  pauseSeconds: 180,
  style: ParentStyle.Even,
  participationPercent: 10,
} as const;
const RATES: Readonly<Record<AgentKind, number>> = { maker: 2, noise: 0.5, momentum: 0.2, parent: 0.25 };
/** Of a crew nobody configured: actions of all agents of a kind together, because every one is a record in the journal. */
const RATES_OF_ALL: Readonly<Record<AgentKind, number>> = { maker: 30, noise: 6, momentum: 2.4, parent: 3 };

/** What an agent is when only its kind is said. */
export function usualAgent(kind: AgentKind, name: string): AgentSettings {
  // Noise stands for many people, who meet each other.
  return { ...COMMON, name, kind, ratePerSecond: RATES[kind], selfTrade: kind === AgentKind.Noise };
}

/** One of each kind, not too busy together for the symbols there are. */
export function usualCrew(symbols: number): AgentSettings[] {
  return Object.values(AgentKind).map((kind) => ({
    ...usualAgent(kind, kind),
    ratePerSecond: Math.min(RATES[kind], RATES_OF_ALL[kind] / Math.max(1, symbols)),
  }));
}
