/** Routing rules in the configuration. Faults name the line, the key, what was found and what was expected. */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import {
  ACCOUNT_MAX,
  COMP_ID_MAX,
  ROUTING_RULES_MAX,
  ROUTING_TABLE_MAX,
  SYMBOL_MAX,
  TEXT_MAX,
} from "./domain/limits.ts";
import {
  ROUTING_LISTS,
  type RoutingRule,
  type RoutingTarget,
  type RoutingWhen,
  writeRoutingRules,
} from "./domain/routing.ts";
import type { Refuse } from "./yaml-schema.ts";

const strict = { additionalProperties: false };
const VALUES_MAX = 1_000;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "^[\\x20-\\x7e]+$" });
const OneOf = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));
/** A value, or a list of which one is enough. */
const Any = <T extends TSchema>(value: T) =>
  Type.Optional(Type.Union([value, Type.Array(value, { minItems: 1, maxItems: VALUES_MAX })]));
/** Whole units of quantity or of currency, like limits. */
const Bound = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }));

const RuleSchema = Type.Object(
  {
    /** What orders keep of it, and people call it. */
    id: Type.String({ pattern: "^[A-Za-z0-9._-]{1,32}$" }),
    /** Every condition that is here must hold; without any, every order meets the rule. */
    when: Type.Object(
      {
        /** CompID of the client's session. */
        client: Any(Text(COMP_ID_MAX)),
        account: Any(Text(ACCOUNT_MAX)),
        symbol: Any(Text(SYMBOL_MAX)),
        /** FIX values. */
        side: Any(OneOf(["1", "2", "5"])),
        ordType: Any(OneOf(["1", "2", "3", "4", "K", "P"])),
        timeInForce: Any(OneOf(["0", "1", "2", "3", "4", "6", "7"])),
        qtyMin: Bound,
        qtyMax: Bound,
        notionalMin: Bound,
        notionalMax: Bound,
        /** ExDestination (100), as the client wrote it. */
        exDestination: Any(Text(64)),
        /** HandlInst (21): "3" for people, "1" for everything else. */
        handlInst: Any(OneOf(["1", "3"])),
      },
      { ...strict, default: {} },
    ),
    to: Type.Object(
      {
        venue: Type.Optional(Text(16)),
        desk: Type.Optional(Text(32)),
        /** Why, for the client. */
        reject: Type.Optional(Text(TEXT_MAX / 4)),
      },
      strict,
    ),
  },
  strict,
);
/** The first rule that an order meets counts; without one it goes to its instrument's venue. */
export const ROUTING_SETTING = Type.Array(RuleSchema, { default: [], maxItems: ROUTING_RULES_MAX });
type Row = Static<typeof RuleSchema>;

export type RoutableVenue = {
  readonly name: string;
  readonly venueId: number;
  readonly symbols: readonly string[] | null;
};
export type RoutingNames = {
  readonly clients: ReadonlySet<string>;
  readonly symbols: ReadonlySet<string>;
  readonly venues: readonly RoutableVenue[];
};

/** @param refuse ends with an error that names the line of a path */
export function toRouting(rows: readonly Row[], names: RoutingNames, refuse: Refuse): RoutingRule[] {
  const rules = rows.map((row, index) => {
    const at = (keys: string[], message: string): never =>
      refuse(["routing", index, ...keys], `${["routing", index, ...keys].join("/")}: ${message}`);
    if (rows.slice(0, index).some(({ id }) => id === row.id))
      at(["id"], `${row.id} stands there twice; expected another id`);
    const when = toWhen(row.when);
    for (const client of when.client ?? []) {
      if (!names.clients.has(client)) at(["when", "client"], `found ${client}, expected the compId of a session`);
    }
    for (const symbol of when.symbol ?? []) {
      if (!names.symbols.has(symbol)) at(["when", "symbol"], `found ${symbol}, expected the symbol of an instrument`);
    }
    for (const [min, max] of [
      ["qtyMin", "qtyMax"],
      ["notionalMin", "notionalMax"],
    ] as const) {
      const [least = 0, most = Number.MAX_SAFE_INTEGER] = [when[min], when[max]];
      if (least > most) at(["when", max], `found ${most}, expected ${min} (${least}) or more`);
    }
    return { id: row.id, when, to: toTarget(row.to, when, names.venues, at) };
  });
  const bytes = writeRoutingRules(rules).length;
  if (bytes > ROUTING_TABLE_MAX)
    refuse(["routing"], `routing: the rules take ${bytes} bytes in the journal, expected at most ${ROUTING_TABLE_MAX}`);
  return rules;
}

function toWhen(row: Row["when"]): RoutingWhen {
  const { qtyMin, qtyMax, notionalMin, notionalMax } = row;
  const when: RoutingWhen = {};
  for (const name of ROUTING_LISTS) {
    const given = row[name] as string | string[] | undefined;
    if (given !== undefined) when[name] = typeof given === "string" ? [given] : given;
  }
  if (qtyMin !== undefined) when.qtyMin = qtyMin;
  if (qtyMax !== undefined) when.qtyMax = qtyMax;
  if (notionalMin !== undefined) when.notionalMin = notionalMin;
  if (notionalMax !== undefined) when.notionalMax = notionalMax;
  return when;
}

function toTarget(
  { venue, desk, reject }: Row["to"],
  { symbol = [] }: RoutingWhen,
  venues: readonly RoutableVenue[],
  refuse: (keys: string[], message: string) => never,
): RoutingTarget {
  const given = [venue, desk, reject].filter((each) => each !== undefined).length;
  if (given !== 1) refuse(["to"], `found ${given} of venue, desk and reject, expected one of them`);
  if (venue === undefined) return desk === undefined ? { reject: reject as string } : { desk };
  const found = venues.find(({ name }) => name === venue);
  if (found === undefined) {
    const known = venues.map(({ name }) => name).join(", ");
    return refuse(["to", "venue"], `found ${venue}, expected one of ${known}`);
  }
  const unlisted = symbol.find((each) => found.symbols !== null && !found.symbols.includes(each));
  if (unlisted !== undefined) refuse(["to", "venue"], `${venue} does not list ${unlisted}; expected a venue that does`);
  return { venueId: found.venueId, venue };
}
