/** How orders fare in the engine, and who is told. */
import type { Qty, Ticks } from "../../src/domain/price.ts";

/**
 * How working an order ended. `Resting` is any place it stays at: a queue, the stops, among those that wait for an
 * auction. Otherwise its handle is given back; its fields stay readable until `create`.
 */
export const WorkOutcome = {
  Resting: 1,
  Filled: 2,
  RestCanceled: 3,
  Killed: 4,
  /** It met an order of its own; the listener was told. */
  SelfMatched: 5,
  /** Less than its minimum quantity could trade. */
  MinQtyMissed: 6,
} as const;
export type WorkOutcome = (typeof WorkOutcome)[keyof typeof WorkOutcome];

/** What an amendment did: kept its place, lost it (`work` it now), or ended the order at what is filled. */
export const AmendOutcome = { KeptPriority: 1, LostPriority: 2, Done: 3 } as const;
export type AmendOutcome = (typeof AmendOutcome)[keyof typeof AmendOutcome];

export type TradeListener = {
  /** One trade, at the maker's price; both orders' quantities are the new ones. It must not call the engine. */
  onTrade(maker: number, taker: number, qty: Qty, price: Ticks): void;
};

export type AuctionListener = {
  /** One trade of an auction; both orders' quantities are the new ones. It must not call the engine. */
  onAuctionTrade(bid: number, ask: number, qty: Qty, price: Ticks): void;
};

export type SelfMatchListener = {
  /**
   * Two orders of one owner met and did not trade; in an auction the later one is the taker. Quantities are the new ones. An order that is out is off the book, or
   * will not get on it; the other goes on. It must not call the engine.
   */
  onSelfMatch(maker: number, taker: number, isMakerOut: boolean, isTakerOut: boolean): void;
};
