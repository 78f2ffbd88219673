/** Depth, time and sales, and the house's own part in it, of the instrument a viewer watches. */
import { type Static, Type } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;

/** Instruments watched at the same time, by all viewers together. */
export const WATCHED_MAX = 16;

export const WatchSchema = Type.Object(
  { kind: Type.Literal("watch"), symbol: Type.String({ minLength: 1, maxLength: 32 }) },
  closed,
);
export const UnwatchSchema = Type.Object({ kind: Type.Literal("unwatch") }, closed);

export type Level = { price: number; qty: number; orders: number };
/** A public trade; ids rise with time, and `timeMs` is true to a tenth of a second. */
export type Trade = { id: number; price: number; qty: number; timeMs: number };
/** What the exchange's side tells of a book: levels best first, as many as are told of; trades since the last time, oldest first. */
export type BookTold = {
  symbol: string;
  timeMs: number;
  /** Its trades are the latest there were, not new ones. */
  isFirst: boolean;
  bids: Level[];
  asks: Level[];
  /** Of exactly these levels. */
  hash: number;
  /** What traded today, all of it. */
  volume: number;
  trades: Trade[];
};

/** The house's own: a fill of one of its orders. */
export type OwnFill = { execId: string; orderId: number; timeUs: number; side: string; price: number; qty: number };
/** What the house's open orders add up to at a price. */
export type OwnLevel = { price: number; side: string; leavesQty: number };

export type DepthMessage = {
  kind: "depth";
  symbol: string;
  priceScale: number;
  qtyScale: number;
  currency: string;
  /** Null until the exchange's side has told of the book; it stays so for an instrument of another venue. */
  book: { timeMs: number; hash: number; bids: Level[]; asks: Level[] } | null;
  /** Everything known, or what is new since the last message; oldest first. */
  isSnapshot: boolean;
  trades: Trade[];
  fills: OwnFill[];
  own: OwnLevel[];
};

export const InstrumentsQuerySchema = Type.Object(
  {
    /** The beginning of a symbol. */
    text: Type.Optional(Type.String({ maxLength: 32 })),
  },
  closed,
);
const Price = Type.Union([Type.Integer(), Type.Null()]);
export const InstrumentsReplySchema = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          symbol: Type.String(),
          description: Type.String(),
          currency: Type.String(),
          priceScale: Type.Integer(),
          bidPx: Price,
          askPx: Price,
          lastPx: Price,
          referencePx: Price,
          /** TradingPhase. */
          phase: Type.Integer(),
        },
        closed,
      ),
    ),
    /** All that match; at most 200 are told. */
    matched: Type.Integer(),
  },
  closed,
);
export type InstrumentsReply = Static<typeof InstrumentsReplySchema>;
