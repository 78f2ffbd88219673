/**
 * What the exchange and those who read its market data say to each other over `/ws`, one JSON object a message.
 *
 * A reader subscribes to channels under ids of its own, and gets snapshots and then changes. Prices and quantities are
 * integers; `instruments`, sent at once to everybody, has the scales. A book's `sequence` is the exchange's own: whoever
 * applied every message up to it has the book the exchange had then, and with `withHash` is told its CRC-32C to compare.
 *
 * A reader is told at its own pace, and not at all while its socket is full; what it missed is in the next message. One
 * further behind than the exchange remembers gets a snapshot again, and `missed` trades are not told one by one.
 */
import { type Static, Type } from "@sinclair/typebox";
import { SYMBOL_MAX } from "./domain/limits.ts";

const closed = { additionalProperties: false } as const;
export const SUBSCRIPTIONS_MAX = 100;
export const CONFLATE_MS_MAX = 10_000;
export const DEPTH_MAX = 1_000;

const Id = Type.Integer({ minimum: 1, maximum: 0x7fff_ffff });
const SymbolText = Type.String({ minLength: 1, maxLength: SYMBOL_MAX });
/** Told at most this often; 0 is after every batch of the exchange. */
const ConflateMs = Type.Optional(Type.Integer({ minimum: 0, maximum: CONFLATE_MS_MAX }));

/** Best prices, last trade and the day's figures of all instruments (L1). */
export const TopSchema = Type.Object(
  { kind: Type.Literal("subscribe"), id: Id, channel: Type.Literal("top"), conflateMs: ConflateMs },
  closed,
);
/** One instrument's book: its best `depth` levels (L2; 0 is all), or every order (L3), and its trades. */
export const BookSchema = Type.Object(
  {
    kind: Type.Literal("subscribe"),
    id: Id,
    channel: Type.Literal("book"),
    symbol: SymbolText,
    depth: Type.Optional(Type.Integer({ minimum: 0, maximum: DEPTH_MAX })),
    byOrder: Type.Optional(Type.Boolean()),
    withHash: Type.Optional(Type.Boolean()),
    conflateMs: ConflateMs,
  },
  closed,
);
/** Phases of all instruments, and what the auctions that are called would give now. */
export const StatusSchema = Type.Object(
  { kind: Type.Literal("subscribe"), id: Id, channel: Type.Literal("status") },
  closed,
);
/** Sessions, agents, and what the exchange does to those who trade on it; each second. */
export const HouseSchema = Type.Object(
  { kind: Type.Literal("subscribe"), id: Id, channel: Type.Literal("house") },
  closed,
);
export const UnsubscribeSchema = Type.Object({ kind: Type.Literal("unsubscribe"), id: Id }, closed);

/** By channel; `unsubscribe` beside them. */
export const READER_MESSAGES = {
  top: TopSchema,
  book: BookSchema,
  status: StatusSchema,
  house: HouseSchema,
  unsubscribe: UnsubscribeSchema,
} as const;
export type BookRequest = Static<typeof BookSchema>;
export type ReaderMessage =
  | Static<typeof TopSchema>
  | BookRequest
  | Static<typeof StatusSchema>
  | Static<typeof HouseSchema>
  | Static<typeof UnsubscribeSchema>;

const Whole = Type.Integer();
/** Null where there is none. */
const Price = Type.Union([Whole, Type.Null()]);

export const InstrumentsSchema = Type.Object({
  kind: Type.Literal("instruments"),
  exchange: Type.String(),
  tradingDay: Whole,
  rows: Type.Array(
    Type.Object({
      symbol: SymbolText,
      description: Type.String(),
      currency: Type.String(),
      priceScale: Whole,
      qtyScale: Whole,
      lotSize: Whole,
      /** From a price on, the tick: flat pairs. */
      tickTable: Type.Array(Whole),
      referencePx: Whole,
    }),
  ),
});
export const TopRowSchema = Type.Object({
  symbol: SymbolText,
  sequence: Whole,
  bidPx: Price,
  bidQty: Whole,
  askPx: Price,
  askQty: Whole,
  lastPx: Price,
  lastQty: Whole,
  openPx: Price,
  highPx: Price,
  lowPx: Price,
  volume: Whole,
  trades: Whole,
});
export const TopMessageSchema = Type.Object({ kind: Type.Literal("top"), id: Id, rows: Type.Array(TopRowSchema) });
/**
 * A level, an order or a trade: action (0 new, 1 changed, 2 gone), side (0 bid, 1 ask, 2 trade), id, price, quantity, and
 * the level's orders; of a trade the side that came to it, -1 when it is not known. An order that is new is the last of its price.
 */
export const BookRowSchema = Type.Tuple([Whole, Whole, Type.String(), Whole, Whole, Whole]);
export const BookMessageSchema = Type.Object({
  kind: Type.Literal("book"),
  id: Id,
  symbol: SymbolText,
  sequence: Whole,
  /** All that was known is void, and the rows are the whole book, best first. */
  isSnapshot: Type.Boolean(),
  /** Trades that are not told one by one. */
  missed: Whole,
  rows: Type.Array(BookRowSchema),
  /** CRC-32C of the whole book at this sequence; null when it was not asked for. */
  hash: Type.Union([Whole, Type.Null()]),
});
export const StatusRowSchema = Type.Object({
  symbol: SymbolText,
  phase: Type.String(),
  /** "calendar", "operator" or "band". */
  cause: Type.String(),
  sinceMs: Whole,
  /** When the auction at hand ends; 0 when that is not by time. */
  callEndsMs: Whole,
  lowPx: Price,
  highPx: Price,
  /** What an uncross would give now; null where no auction is called, or nothing would trade. */
  indicativePx: Price,
  indicativeQty: Whole,
  imbalance: Whole,
});
export const StatusMessageSchema = Type.Object({
  kind: Type.Literal("status"),
  id: Id,
  rows: Type.Array(StatusRowSchema),
});
export const HouseMessageSchema = Type.Object({
  kind: Type.Literal("house"),
  id: Id,
  tradingDay: Whole,
  restingOrders: Whole,
  /** Its journal's disk is full: nothing is worked until there is room. */
  isWaiting: Type.Boolean(),
  readers: Whole,
  sessions: Type.Array(
    Type.Object({
      name: Type.String(),
      compId: Type.String(),
      state: Type.String(),
      peer: Type.String(),
      nextSenderMsgSeqNum: Whole,
      nextTargetMsgSeqNum: Whole,
      backlogBytes: Whole,
    }),
  ),
  agents: Type.Array(
    Type.Object({
      name: Type.String(),
      kind: Type.String(),
      state: Type.String(),
      why: Type.String(),
      sent: Whole,
      open: Whole,
      inventory: Type.String(),
    }),
  ),
  scenario: Type.String(),
  rules: Type.Array(Type.Object({ name: Type.String(), does: Type.String(), isOn: Type.Boolean(), met: Whole })),
  commands: Type.Array(Type.Object({ atMs: Whole, who: Type.String(), what: Type.String() })),
});
export const FeedErrorSchema = Type.Object({
  kind: Type.Literal("error"),
  path: Type.String(),
  expected: Type.String(),
  found: Type.String(),
  text: Type.String(),
});
export const FEED_MESSAGES = {
  instruments: InstrumentsSchema,
  top: TopMessageSchema,
  book: BookMessageSchema,
  status: StatusMessageSchema,
  house: HouseMessageSchema,
  error: FeedErrorSchema,
} as const;
export type InstrumentsMessage = Static<typeof InstrumentsSchema>;
export type TopRow = Static<typeof TopRowSchema>;
export type BookRow = Static<typeof BookRowSchema>;
export type BookMessage = Static<typeof BookMessageSchema>;
export type StatusRow = Static<typeof StatusRowSchema>;
export type HouseMessage = Static<typeof HouseMessageSchema>;
export type FeedError = Static<typeof FeedErrorSchema>;
export type FeedMessage =
  | InstrumentsMessage
  | Static<typeof TopMessageSchema>
  | BookMessage
  | Static<typeof StatusMessageSchema>
  | HouseMessage
  | FeedError;
