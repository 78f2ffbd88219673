/** Kill switches, as the desk answers them and takes them. */
import { type Static, Type } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;
/** Whom they name, in words; the order is KillScope's. */
export const KILL_SCOPES = ["session", "desk", "all"] as const;
const Scope = Type.Union(KILL_SCOPES.map((word) => Type.Literal(word)));

export const KillSwitchSchema = Type.Object(
  {
    scope: Scope,
    /** 0 and "" for another scope. */
    sessionId: Type.Integer({ minimum: 0 }),
    compId: Type.String(),
    desk: Type.String(),
    actor: Type.String(),
    reason: Type.String(),
    sinceUs: Type.Integer(),
    /** Live orders that it stops: those whose cancels are not answered. */
    openOrders: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export const KillSwitchesReplySchema = Type.Object(
  {
    rows: Type.Array(KillSwitchSchema),
    /** Those that one can be set on: routing rules name them, or they have orders. */
    desks: Type.Array(Type.String()),
  },
  closed,
);
export const KillSummarySchema = Type.Object(
  {
    openOrders: Type.Integer({ minimum: 0 }),
    /** Sessions they are of. */
    clients: Type.Integer({ minimum: 0 }),
    openNotional: Type.Array(Type.Object({ currency: Type.String(), value: Type.Number() }, closed)),
  },
  closed,
);
export type KillSummary = Static<typeof KillSummarySchema>;
export type KillSwitchRow = Static<typeof KillSwitchSchema>;
export type KillSwitchesReply = Static<typeof KillSwitchesReplySchema>;
