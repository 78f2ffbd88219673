/**
 * One thing done with many orders: what may be done with a selection, what a person confirms, and what became of it. A plan
 * is made first and shown; it is carried out as it was shown, order by order, each a command of its own.
 */
import { type Static, Type } from "@sinclair/typebox";
import { TEXT_MAX, USER_MAX } from "../domain/limits.ts";
import { OrderFilterSchema } from "./wire.ts";

const closed = { additionalProperties: false } as const;
/** The journal keeps Latin-1. */
const LATIN = "^[\\x20-\\x7e\\xa0-\\xff]*$";
const Integer = Type.Integer();
const name = (description: string) => Type.String({ description, minLength: 1, maxLength: USER_MAX, pattern: LATIN });

/** In the order menus show them. */
export const MASS_ACTIONS = ["cancel", "accept", "claim", "pass", "release", "note", "handOver"] as const;
export type MassAction = (typeof MASS_ACTIONS)[number];
/** More orders than this are confirmed by their number. */
export const UNTYPED_MAX = 20;
/** Failures told one by one; all are counted, and named for another try. */
export const FAILURES_TOLD = 500;

export const TargetSchema = Type.Union([
  Type.Object(
    {
      orderIds: Type.String({
        description: "OrderIDs and runs of them: 1-500,502",
        minLength: 1,
        maxLength: 900_000,
        pattern: "^\\d{1,10}(-\\d{1,10})?(,\\d{1,10}(-\\d{1,10})?)*$",
      }),
    },
    closed,
  ),
  Type.Object({ filter: OrderFilterSchema }, closed),
]);
export type Target = Static<typeof TargetSchema>;

const Count = Type.Object({ reason: Type.String(), count: Integer }, closed);
const Open = Type.Object(
  { currency: Type.String(), leaves: Type.String({ description: "open, at the orders' prices" }) },
  closed,
);

export const MassMenuQuerySchema = Type.Object({ user: name("who asks"), target: TargetSchema }, closed);
export const MassMenuSchema = Type.Object(
  {
    count: Integer,
    items: Type.Array(
      Type.Object(
        {
          action: Type.String(),
          isEnabled: Type.Boolean(),
          can: Type.Integer({ description: "orders it can be done with" }),
          reason: Type.String({ description: "why not with the others: the commonest reason" }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type MassMenu = Static<typeof MassMenuSchema>;

/** Said with the plan, or when it is confirmed. */
const words = {
  text: Type.Optional(Type.String({ description: "a reason, or a note", maxLength: TEXT_MAX, pattern: LATIN })),
  owner: Type.Optional(name("the trader they are passed to")),
  desk: Type.Optional(name("the desk they are passed to")),
  to: Type.Optional(name("to whom they are handed over")),
};
export const MassAskSchema = Type.Object(
  {
    action: Type.Union(MASS_ACTIONS.map((action) => Type.Literal(action))),
    user: name("who does it"),
    target: Type.Optional(TargetSchema),
    from: Type.Optional(name("whose open orders are handed over")),
    ...words,
  },
  closed,
);
export type MassAsk = Static<typeof MassAskSchema>;

export const MassPlanSchema = Type.Object(
  {
    planId: Type.String(),
    action: Type.String(),
    count: Type.Integer({ description: "orders meant" }),
    can: Type.Integer({ description: "orders it will be done with" }),
    along: Type.Integer({ description: "parts that go with their whole, which is among them" }),
    cannot: Type.Array(Count, { description: "the others, by the reason, commonest first" }),
    open: Type.Array(Open, { description: "of those it will be done with" }),
    clients: Type.Array(Type.Object({ compId: Type.String(), count: Integer }, closed), {
      description: "of those it will be done with, most orders first",
    }),
    moreClients: Integer,
    mustType: Type.Boolean({ description: "so many that `can` is to be given back with the order to do it" }),
  },
  closed,
);
export type MassPlanReply = Static<typeof MassPlanSchema>;

export const MassDoSchema = Type.Object(
  {
    planId: Type.String({ minLength: 1, maxLength: 64 }),
    user: name("who does it"),
    count: Type.Optional(Type.Integer({ description: "the plan's `can`, typed by who confirms it", minimum: 1 })),
    ...words,
  },
  closed,
);

export const MassJobSchema = Type.Object(
  {
    massId: Type.String(),
    action: Type.String(),
    state: Type.Union([Type.Literal("running"), Type.Literal("done"), Type.Literal("stopped")]),
    total: Integer,
    done: Integer,
    failed: Integer,
    failures: Type.Array(
      Type.Object({ orderId: Integer, compId: Type.String(), symbol: Type.String(), text: Type.String() }, closed),
      { description: `the first ${FAILURES_TOLD}` },
    ),
    failedOrderIds: Type.String({ description: "all that failed or were not reached, for another try: 1-500,502" }),
    text: Type.String({ description: "what came of it, in words" }),
  },
  closed,
);
export type MassJob = Static<typeof MassJobSchema>;

export type MassDo = Static<typeof MassDoSchema>;

/** What is lacking to know which orders are meant; "" when nothing. */
export function targetFault({ action, target, from }: MassAsk): string {
  if (action === "handOver") return from === undefined ? "handOver needs `from`" : "";
  return target === undefined ? `${action} needs a target: orderIds, or a filter` : "";
}

/** What is lacking to do it; "" when nothing. */
export function massFault({ action, text = "", owner, desk, to }: MassAsk): string {
  if (action === "handOver") return to === undefined ? "handOver needs `to`" : "";
  if (action === "pass" && owner === undefined && desk === undefined) return "pass needs `owner`, `desk`, or both";
  return action === "note" && text.trim() === "" ? "note needs `text`" : "";
}
