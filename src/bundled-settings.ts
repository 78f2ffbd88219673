/**
 * More exchanges in the box, beside the one that `venue` describes: each has its own books, journal, numbers and agents.
 * Faults name the line, the key, what was found and what was expected.
 */
import { type Static, Type } from "@sinclair/typebox";
import type { AgentsOptions } from "../simulator/agents/agents.ts";
import { AGENTS_SETTING, type AgentInstrument, toAgents } from "./agent-settings.ts";
import { SYMBOL_MAX, VENUES_MAX } from "./domain/limits.ts";
import { BUNDLED_VENUE_ID } from "./domain/venue-session.ts";
import type { Refuse } from "./yaml-schema.ts";

/** A row of `exchanges`. */
const ROW = Type.Object(
  {
    name: Type.String({ pattern: "^[A-Z0-9]{1,16}$" }),
    /** What the journal knows it by, for good: 1 is the exchange of `venue`. */
    id: Type.Integer({ minimum: BUNDLED_VENUE_ID + 1, maximum: VENUES_MAX }),
    /** What it lists; without it, everything that trades in the box. */
    symbols: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: SYMBOL_MAX }), { minItems: 1 })),
    /** Its own traffic; none without this. */
    agents: Type.Optional(AGENTS_SETTING),
  },
  { additionalProperties: false },
);
export const EXCHANGES_SETTING = Type.Array(ROW, { default: [], maxItems: VENUES_MAX - 1 });

export type BundledConfig = {
  readonly name: string;
  readonly venueId: number;
  /** In the data directory: where its journal is. */
  readonly directory: string;
  /** What it lists; null for everything that trades in the box. */
  readonly symbols: readonly string[] | null;
  /** Its traffic, null for none; that of the exchange of `venue` stands in the configuration itself. */
  readonly agents: AgentsOptions | null;
};

type Known = { readonly name: string; readonly id: number };

/**
 * @param others the venues that are configured elsewhere
 * @param refuse ends with an error that names the line of a path
 */
export function toExchanges(
  rows: Static<typeof EXCHANGES_SETTING>,
  instruments: readonly AgentInstrument[],
  others: readonly Known[],
  refuse: Refuse,
): BundledConfig[] {
  return rows.map((row, index) => {
    const path = ["exchanges", index];
    const at = (key: string, message: string) => refuse([...path, key], `${[...path, key].join("/")}: ${message}`);
    for (const other of [...others, ...rows.slice(0, index)]) {
      if (other.name === row.name) at("name", `${row.name} stands there twice; expected another name`);
      if (other.id === row.id) at("id", `${row.id} is ${other.name}'s; expected one that no other venue has`);
    }
    const { symbols = null } = row;
    for (const symbol of symbols ?? []) {
      if (instruments.some((listed) => listed.symbol === symbol)) continue;
      at("symbols", `found ${symbol}, expected a symbol that is among the instruments`);
    }
    const listed = instruments.filter(({ symbol }) => symbols === null || symbols.includes(symbol));
    return {
      name: row.name,
      venueId: row.id,
      directory: `exchange-${row.name}`,
      symbols,
      agents: row.agents === undefined ? null : toAgents(row.agents, listed, refuse, [...path, "agents"]),
    };
  });
}
