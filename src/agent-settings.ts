/**
 * What the configuration says of the exchange's own traffic: the schema of `venue.agents`, and the agents it means. Faults
 * name the line, the key, what was found and what was expected.
 */
import { type Static, Type } from "@sinclair/typebox";
import { AgentKind, type AgentSettings, ParentStyle, usualAgent } from "../simulator/agents/agent-settings.ts";
import { type AgentsOptions, DAILY_VOLATILITY_PERCENT } from "../simulator/agents/agents.ts";
import { FIRST_AGENT, LAST_AGENT } from "../simulator/participants.ts";
import { SYMBOL_MAX } from "./domain/limits.ts";
import { parseDecimal } from "./domain/price.ts";

const strict = { additionalProperties: false };
const AGENTS_MAX = LAST_AGENT - FIRST_AGENT;
const Units = Type.Number({ minimum: 1e-8, maximum: 1e12 });
const Seed = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const KINDS = Object.values(AgentKind);
const STYLES = Object.values(ParentStyle);

/** Keys that only agents of one kind have. */
const OWN_KEYS: Readonly<Record<string, AgentKind>> = {
  levels: AgentKind.Maker,
  spreadBps: AgentKind.Maker,
  volatilityFactor: AgentKind.Maker,
  halfLifeSeconds: AgentKind.Momentum,
  thresholdBps: AgentKind.Momentum,
  parentSizes: AgentKind.Parent,
  durationSeconds: AgentKind.Parent,
  sliceSeconds: AgentKind.Parent,
  pauseSeconds: AgentKind.Parent,
  style: AgentKind.Parent,
  participationPercent: AgentKind.Parent,
};

const AgentSchema = Type.Object(
  {
    kind: Type.Union(KINDS.map((kind) => Type.Literal(kind))),
    name: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9-]{1,16}$" })),
    /** Without them: the instruments with `agents: true`. */
    symbols: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: SYMBOL_MAX }), { minItems: 1 })),
    seed: Type.Optional(Seed),
    ratePerSecond: Type.Optional(Type.Number({ minimum: 0.001, maximum: 1_000 })),
    ratePerSecondMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
    size: Type.Optional(Units),
    inventoryMax: Type.Optional(Units),
    selfTrade: Type.Optional(Type.Boolean()),
    levels: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    spreadBps: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000 })),
    volatilityFactor: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    halfLifeSeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 86_400 })),
    thresholdBps: Type.Optional(Type.Number({ minimum: 0.01, maximum: 1_000 })),
    parentSizes: Type.Optional(Type.Number({ minimum: 1, maximum: 10_000 })),
    durationSeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 86_400 })),
    sliceSeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 86_400 })),
    pauseSeconds: Type.Optional(Type.Number({ minimum: 0, maximum: 86_400 })),
    style: Type.Optional(Type.Union(STYLES.map((style) => Type.Literal(style)))),
    participationPercent: Type.Optional(Type.Number({ minimum: 0.1, maximum: 90 })),
  },
  strict,
);
export const AGENTS_SETTING = Type.Object(
  {
    enabled: Type.Boolean({ default: true }),
    seed: Type.Intersect([Seed], { default: 1 }),
    /** Deviation of a day's change of price. */
    dailyVolatilityPercent: Type.Number({ default: DAILY_VOLATILITY_PERCENT, minimum: 0.001, maximum: 100 }),
    /** Without it: one agent of each kind. */
    list: Type.Optional(Type.Array(AgentSchema, { minItems: 1, maxItems: AGENTS_MAX })),
  },
  { ...strict, default: {} },
);

type Row = Static<typeof AgentSchema>;
export type AgentInstrument = { symbol: string; agents: boolean; lotSize: string; qtyScale: number };
type AgentsPath = readonly (string | number)[];
type Refuse = (path: readonly (string | number)[], message: string) => never;

/** Where the exchange of `venue` has its agents. */
const VENUE_AGENTS: AgentsPath = ["venue", "agents"];

/**
 * Null: no agents.
 *
 * @param refuse ends with an error that names the line of a key
 * @param path the key that has them
 */
export function toAgents(
  { enabled, seed, dailyVolatilityPercent, list }: Static<typeof AGENTS_SETTING>,
  instruments: readonly AgentInstrument[],
  refuse: Refuse,
  path: AgentsPath = VENUE_AGENTS,
): AgentsOptions | null {
  const symbols = instruments.filter((row) => row.agents).map((row) => row.symbol);
  const names: string[] = [];
  const agents = list?.map((row, index) => {
    const at = [...path, "list", index];
    const agent = toAgent(row, at, refuse);
    if (names.includes(agent.name)) refuseKey(at, "name", `${agent.name} stands there twice`, refuse);
    names.push(agent.name);
    checkUnits(row, at, agent.symbols ?? symbols, instruments, refuse);
    return agent;
  });
  if (!enabled) return null;
  return { seed, symbols, dailyVolatilityPercent, ...(agents === undefined ? {} : { list: agents }) };
}

function toAgent(row: Row, at: AgentsPath, refuse: Refuse): AgentSettings {
  const kind = row.kind as AgentKind;
  for (const key of Object.keys(row)) {
    const owner = OWN_KEYS[key];
    if (owner !== undefined && owner !== kind)
      refuseKey(at, key, `found it with kind ${kind}; only a ${owner} has it`, refuse);
  }
  const {
    name = `${kind}-${Number(at[at.length - 1]) + 1}`,
    symbols = null,
    seed = null,
    size = null,
    inventoryMax = null,
  } = row;
  const style = (row.style ?? ParentStyle.Even) as ParentStyle;
  const agent = { ...usualAgent(kind, name), ...row, kind, name, style, symbols, seed, size, inventoryMax };
  if (row.participationPercent !== undefined && agent.style !== ParentStyle.Participation) {
    refuseKey(at, "participationPercent", "found it with style even; expected style participation beside it", refuse);
  }
  if (agent.ratePerSecondMax < agent.ratePerSecond) {
    const text = `found ${agent.ratePerSecondMax}, below the agent's own rate; expected ratePerSecond (${agent.ratePerSecond}) or more`;
    refuseKey(at, row.ratePerSecondMax === undefined ? "ratePerSecond" : "ratePerSecondMax", text, refuse);
  }
  if (size !== null && inventoryMax !== null && inventoryMax < size) {
    refuseKey(at, "inventoryMax", `found ${inventoryMax}, expected size (${size}) or more`, refuse);
  }
  return agent;
}

/** Sizes are whole lots of every symbol they are for. */
function checkUnits(
  row: Row,
  at: AgentsPath,
  symbols: readonly string[],
  instruments: readonly AgentInstrument[],
  refuse: Refuse,
): void {
  for (const [place, symbol] of symbols.entries()) {
    const instrument = instruments.find((listed) => listed.symbol === symbol);
    if (instrument === undefined) {
      const path = [...at, "symbols", place];
      return refuse(path, `${path.join("/")}: found ${symbol}, expected a symbol that is among the instruments`);
    }
    const { lotSize, qtyScale } = instrument;
    const lot = parseDecimal(lotSize, qtyScale);
    for (const key of ["size", "inventoryMax"] as const) {
      const units = row[key];
      if (units === undefined || Number.isNaN(lot)) continue;
      const qty = units * 10 ** qtyScale;
      if (Math.abs(Math.round(qty / lot) * lot - qty) < 1e-6) continue;
      refuseKey(at, key, `found ${units}, expected a multiple of ${lotSize}, the lot of ${symbol}`, refuse);
    }
  }
}

function refuseKey(at: AgentsPath, key: string, text: string, refuse: Refuse): never {
  const path = [...at, key];
  return refuse(path, `${path.join("/")}: ${text}`);
}

/** The agents, with word of one that is stopped going to the log. */
export function toldAgents(
  agents: AgentsOptions | null,
  log: (level: "warn", text: string) => void,
): AgentsOptions | null {
  if (agents === null) return null;
  return { ...agents, onStopped: (name, why) => log("warn", `the agent ${name} is stopped: ${why}`) };
}
