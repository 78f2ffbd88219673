/** Splits of instruments that the operator says are due: the configuration's part, and the commands that apply them. */
import { type Static, Type } from "@sinclair/typebox";
import type { State } from "./core/state.ts";
import { VENUES_MAX } from "./domain/limits.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";

const SHARES = "[1-9]\\d{0,3}";

/**
 * `splits`: each is applied once, at the first start that finds it, whatever its row says later. `ratio` is new shares for
 * old ones, "2:1" or "1:10". `replaceAt` names the venues that do not split the orders on
 * their books themselves: there the house replaces them.
 */
export const SPLITS_SETTING = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: "^[\\x21-\\x7e]{1,64}$" }),
      symbol: Type.String(),
      ratio: Type.String({ pattern: `^${SHARES}:${SHARES}$` }),
      replaceAt: Type.Optional(Type.Array(Type.String(), { maxItems: VENUES_MAX })),
    },
    { additionalProperties: false },
  ),
  { default: [], maxItems: 10_000 },
);

export type Split = { id: string; symbol: string; newShares: number; oldShares: number; venueIds: number[] };

/** @param venues every exchange and venue, by name @param refuse ends with an error that names the line of the key */
export function toSplits(
  rows: Static<typeof SPLITS_SETTING>,
  symbols: ReadonlySet<string>,
  venues: readonly { name: string; venueId: number }[],
  refuse: (path: readonly (string | number)[], message: string) => never,
): Split[] {
  const ids = new Set<string>();
  return rows.map(({ id, symbol, ratio, replaceAt = [] }, index) => {
    const [newShares, oldShares] = ratio.split(":").map(Number);
    const say = (message: string) => refuse(["splits", index], `splits/${index}: ${message}`);
    if (!symbols.has(symbol)) return say(`there is no instrument ${symbol}`);
    if (ids.has(id)) return say(`id ${id} is that of another split; each has its own`);
    if (newShares === oldShares) return say(`found ratio ${ratio}, expected two different counts like 2:1`);
    ids.add(id);
    const venueIds = replaceAt.map((name) => {
      const { venueId } = venues.find((venue) => venue.name === name) ?? say(`replaceAt: there is no venue ${name}`);
      return venueId;
    });
    return { id, symbol, newShares, oldShares, venueIds };
  });
}

/** What was not applied yet. */
export function splitCommands(state: State, splits: readonly Split[]): Command[] {
  return splits
    .filter(({ id }) => !state.splits.has(id))
    .map(({ id, ...split }) => ({ type: CommandType.ApplySplit, splitId: id, ...split, actor: "" }));
}
