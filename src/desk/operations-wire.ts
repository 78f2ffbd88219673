/** How the house does, minute by minute, as `/api/operations` answers. */
import { type Static, Type } from "@sinclair/typebox";
import { KillSwitchSchema } from "./kill-wire.ts";

const closed = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0 });

const MinuteFiguresSchema = Type.Object(
  {
    /** Microseconds since 1970; the minute's first. */
    startUs: Count,
    /** False for a minute of which only the end was seen: the desk began to read in it. */
    isWhole: Type.Boolean(),
    /** New orders: those accepted, and those the house refused. */
    orders: Count,
    accepted: Count,
    /** By the house or a venue; below by which and OrdRejReason(103), as "house 3". */
    rejected: Count,
    rejects: Type.Record(Type.String(), Count),
    /** From the frame that accepted an order to the one with its venue's acknowledgement, in microseconds to 3 %. */
    acks: Count,
    ackP50Us: Type.Number(),
    ackP99Us: Type.Number(),
    ackMaxUs: Type.Number(),
    fills: Count,
    /** Accepted orders that ended: filled, canceled, expired or refused by the venue; and those of them that were filled. */
    ended: Count,
    filled: Count,
  },
  closed,
);
export const OperationsReplySchema = Type.Object(
  {
    /** Oldest first; the last one is not over. */
    minutes: Type.Array(MinuteFiguresSchema),
    openOrders: Count,
    openNotional: Type.Array(Type.Object({ currency: Type.String(), value: Type.Number() }, closed)),
    /** Those that are on, the oldest first. */
    killSwitches: Type.Array(KillSwitchSchema),
    /** The last frame counted. */
    sequence: Count,
  },
  closed,
);
export type MinuteFigures = Static<typeof MinuteFiguresSchema>;
export type OperationsReply = Static<typeof OperationsReplySchema>;
export type OpenNotional = OperationsReply["openNotional"][number];
