/** One order's whole story, as `/api/orders/:orderId` answers it. */
import { type Static, Type } from "@sinclair/typebox";
import { OrderRowSchema } from "./wire.ts";

const closed = { additionalProperties: false } as const;

export const DecodedFieldSchema = Type.Object(
  { tag: Type.Integer(), name: Type.String(), value: Type.String(), meaning: Type.String() },
  { additionalProperties: false },
);
export type DecodedField = Static<typeof DecodedFieldSchema>;

const StepSchema = Type.Object(
  {
    sequence: Type.Integer(),
    eventIndex: Type.Integer(),
    timeUs: Type.Integer(),
    name: Type.String(),
    detail: Type.String(),
  },
  closed,
);
const RawMessageSchema = Type.Object(
  {
    sequence: Type.Integer(),
    timeUs: Type.Integer(),
    sessionId: Type.Integer(),
    direction: Type.String(),
    msgSeqNum: Type.Integer(),
    /** Latin-1, with SOH between fields, secrets redacted. */
    raw: Type.String(),
    fields: Type.Array(DecodedFieldSchema),
  },
  closed,
);
const PriceOrNull = Type.Union([Type.Integer(), Type.Null()]);
/** The market when something happened to the order, as its venue had told it last. */
const MarketThenSchema = Type.Object(
  {
    sequence: Type.Integer(),
    /** The frame the venue's word is in, and when it came. */
    toldSequence: Type.Integer(),
    toldUs: Type.Integer(),
    bidPx: PriceOrNull,
    askPx: PriceOrNull,
    lastPx: PriceOrNull,
  },
  closed,
);
export const OrderDetailSchema = Type.Object(
  {
    order: OrderRowSchema,
    events: Type.Array(StepSchema),
    commands: Type.Array(Type.Omit(StepSchema, ["eventIndex"], closed)),
    messages: Type.Array(RawMessageSchema),
    markets: Type.Array(MarketThenSchema, {
      description: "by the frames of the events; a frame before any price was told is not among them",
    }),
    /** What the order took on each hop, in the order of the system's latencies; null when it was not one of the sample. */
    hopsUs: Type.Union([Type.Array(Type.Number()), Type.Null()]),
  },
  closed,
);
export type OrderDetail = Static<typeof OrderDetailSchema>;
