/** Sessions, their logs and the exceptions, as the desk answers them. */
import { type Static, Type } from "@sinclair/typebox";
import { SessionSchema } from "./wire.ts";

const closed = { additionalProperties: false } as const;

export const SessionsReplySchema = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          ...SessionSchema.properties,
          name: Type.String({ description: "a client's CompID; a venue, or its drop copy" }),
          account: Type.String(),
          /** Why it last ended, as the journal has it. */
          lastLogout: Type.String(),
        },
        closed,
      ),
    ),
    exchanges: Type.Array(
      Type.Object(
        {
          venueId: Type.Integer(),
          name: Type.String(),
          waitingReports: Type.Integer({ description: "reports the house has not taken yet" }),
          isWaitingForRoom: Type.Boolean({ description: "its journal's disk is full" }),
          lastReportSequence: Type.Integer({ description: "the last of its reports that the journal has" }),
        },
        { ...closed, description: "the exchanges in the box: they have no line that could be down" },
      ),
    ),
  },
  closed,
);
export const SessionLogReplySchema = Type.Object(
  {
    /** Newest first; secrets redacted, SOH between fields. */
    rows: Type.Array(
      Type.Object(
        {
          sequence: Type.Integer(),
          timeUs: Type.Integer(),
          direction: Type.String(),
          msgSeqNum: Type.Integer(),
          raw: Type.String(),
        },
        closed,
      ),
    ),
    /** Frames before this one were not looked at; 0 when all were. */
    from: Type.Integer(),
  },
  closed,
);
export const ExceptionsReplySchema = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          exceptionId: Type.Integer(),
          /** ExceptionKind. */
          kind: Type.Integer(),
          orderId: Type.Integer(),
          venueId: Type.Integer(),
          venue: Type.String(),
          text: Type.String(),
          openedUs: Type.Integer(),
        },
        closed,
      ),
    ),
    open: Type.Integer(),
  },
  closed,
);
export type SessionsReply = Static<typeof SessionsReplySchema>;
export type SessionRow = SessionsReply["rows"][number];
export type SessionLogReply = Static<typeof SessionLogReplySchema>;
export type ExceptionsReply = Static<typeof ExceptionsReplySchema>;
