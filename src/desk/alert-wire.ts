/** What somebody should look at: how the desk tells it, over `/ws` and as `/api/alerts` answers. */
import { type Static, Type } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;

/** After how many milliseconds, and so on; 0 turns a kind off. */
export type AlertLimits = {
  unacceptedMs: number;
  unworkedMs: number;
  unacknowledgedMs: number;
  unansweredMs: number;
  doubtMs: number;
  sessionLostMs: number;
  nearCloseMs: number;
  limitUsePercent: number;
};

export const ALERT_KINDS = [
  "kill",
  "care",
  "unaccepted",
  "unworked",
  "unacknowledged",
  "unanswered",
  "doubt",
  "nearClose",
  "session",
  "venue",
  "exception",
  "trouble",
  "limit",
  "reject",
  "fill",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const AlertSchema = Type.Object(
  {
    key: Type.String({ description: "the same as long as it is about the same thing" }),
    kind: Type.Union(ALERT_KINDS.map((kind) => Type.Literal(kind))),
    sinceMs: Type.Number({ description: "when what it is about began, in milliseconds since 1970" }),
    orderId: Type.Integer({ description: "0 when it is about no order, or about many" }),
    text: Type.String(),
  },
  closed,
);
export type Alert = Static<typeof AlertSchema>;

/** Sent when something in it has changed. */
export const AlertsSchema = Type.Object(
  {
    kind: Type.Literal("alerts"),
    rows: Type.Array(AlertSchema, { description: "what lasts now; what is not here any more has been answered" }),
    news: Type.Array(AlertSchema, { description: "what has happened since the last such message" }),
  },
  closed,
);
export type AlertsMessage = Static<typeof AlertsSchema>;

export const AlertsReplySchema = Type.Object(
  {
    rows: Type.Array(AlertSchema, { description: "what lasts now" }),
    recent: Type.Array(AlertSchema, { description: "what has happened, newest first; at most 100" }),
  },
  closed,
);
export type AlertsReply = Static<typeof AlertsReplySchema>;
