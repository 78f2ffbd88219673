/** An order, its book and the market as of a place in the journal, as `/api/as-of` answers. */
import { type Static, Type } from "@sinclair/typebox";
import { OrderRowSchema } from "./wire.ts";

const closed = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0 });
const Price = Type.Union([Type.Integer(), Type.Null()]);

/** What the house's own open orders of the instrument add up to at a price; null is the market. */
const HouseLevelSchema = Type.Object(
  { price: Price, leavesQty: Type.Integer(), orders: Count, hasThisOrder: Type.Boolean() },
  closed,
);
export const AsOfQuerySchema = Type.Object(
  {
    sequence: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    orderId: Type.Integer({ minimum: 1, maximum: 0xffff_ffff }),
  },
  closed,
);
export const AsOfReplySchema = Type.Object(
  {
    /** The journal was applied up to here; the rest of the answer is there once it is the sequence asked for. */
    sequence: Count,
    isThere: Type.Boolean(),
    timeUs: Count,
    /** SHA-256 of all the core knew, as `lockstep replay` and `verify` print it. */
    stateHash: Type.String(),
    tradingDay: Count,
    orders: Count,
    openOrders: Count,
    /** Null when it did not exist yet, or had left the core's memory. */
    order: Type.Union([OrderRowSchema, Type.Null()]),
    market: Type.Union([
      Type.Object({ symbol: Type.String(), priceScale: Count, bidPx: Price, askPx: Price, lastPx: Price }, closed),
      Type.Null(),
    ]),
    /** The house's own open orders in the instrument, best first; at most `HOUSE_LEVELS_MAX` prices a side. */
    bids: Type.Array(HouseLevelSchema),
    asks: Type.Array(HouseLevelSchema),
  },
  closed,
);
export const HOUSE_LEVELS_MAX = 10;
export type AsOfQuery = Static<typeof AsOfQuerySchema>;
export type AsOfReply = Static<typeof AsOfReplySchema>;
export type HouseLevel = Static<typeof HouseLevelSchema>;
/** What keeps a question from being answered. */
export type AsOfRefusal = { code: "LOCKSTEP_ERR_REQUEST" | "LOCKSTEP_ERR_BUSY"; text: string };
