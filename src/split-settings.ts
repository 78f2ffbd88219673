/** Splits of instruments that the operator says are due: the configuration's part, and the commands that apply them. */
import { type Static, Type } from "@sinclair/typebox";
import type { State } from "./core/state.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";

const SHARES = "[1-9]\\d{0,3}";

/**
 * `splits`: each is applied once, at the first start that finds it, whatever its row says later. `ratio` is new shares for
 * old ones, "2:1" or "1:10".
 */
export const SPLITS_SETTING = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: "^[\\x21-\\x7e]{1,64}$" }),
      symbol: Type.String(),
      ratio: Type.String({ pattern: `^${SHARES}:${SHARES}$` }),
    },
    { additionalProperties: false },
  ),
  { default: [], maxItems: 10_000 },
);

export type Split = { id: string; symbol: string; newShares: number; oldShares: number };

/** @param refuse ends with an error that names the line of the key */
export function toSplits(
  rows: Static<typeof SPLITS_SETTING>,
  symbols: ReadonlySet<string>,
  refuse: (path: readonly (string | number)[], message: string) => never,
): Split[] {
  const ids = new Set<string>();
  return rows.map(({ id, symbol, ratio }, index) => {
    const [newShares, oldShares] = ratio.split(":").map(Number);
    const say = (message: string) => refuse(["splits", index], `splits/${index}: ${message}`);
    if (!symbols.has(symbol)) return say(`there is no instrument ${symbol}`);
    if (ids.has(id)) return say(`id ${id} is that of another split; each has its own`);
    if (newShares === oldShares) return say(`found ratio ${ratio}, expected two different counts like 2:1`);
    ids.add(id);
    return { id, symbol, newShares, oldShares };
  });
}

/** What was not applied yet. */
export function splitCommands(state: State, splits: readonly Split[]): Command[] {
  return splits
    .filter(({ id }) => !state.splits.has(id))
    .map(({ id, ...split }) => ({ type: CommandType.ApplySplit, splitId: id, ...split }));
}
