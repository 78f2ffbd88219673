/** What the venue says in words, by number: a report waits as numbers and gets its text when it is delivered. */
export const Text = {
  None: 0,
  /** An end the participant asked for; said by `solicited`, not in words. */
  Requested: 1,
  UnknownSymbol: 2,
  OrdTypeNotSupported: 3,
  TimeInForceNotSupported: 4,
  NoPrice: 5,
  OffLot: 6,
  QtyAboveMax: 7,
  OffTick: 8,
  PriceOutOfRange: 9,
  UnknownOrder: 10,
  OrderDone: 11,
  NoLiquidity: 12,
  ImmediateOrCancel: 13,
  FillOrKill: 14,
  DayOver: 15,
  StaleRequest: 16,
  NoStopPx: 17,
  NoPeg: 18,
  UnsupportedCombination: 19,
  PostOnlyWouldTrade: 20,
  SelfMatch: 21,
  MinQtyMissed: 22,
  MassCanceled: 23,
  StopOffTick: 24,
  UnsupportedReplace: 25,
  ExpireDateOver: 26,
  NeedsTrading: 27,
  TooManyRareTerms: 28,
  TermsOffLot: 29,
  BustedByOperator: 30,
  CorrectedByOperator: 31,
  NoExpireDate: 32,
  ExchangeClosed: 40,
  TradingHalted: 41,
  NotImmediateInPreOpen: 42,
  NotImmediateInOpening: 43,
  NotImmediateInVolatility: 44,
  NotImmediateInClosing: 45,
  OpeningOver: 46,
  OutsideStaticBand: 47,
  AuctionOver: 48,
  VolatilityHalt: 49,
  StaticBandMoved: 50,
  NotMarketToLimit: 51,
  CanceledOnHalt: 52,
  SuspendedOnHalt: 53,
  Reinstated: 54,
  CanceledByExchange: 60,
  ExpiredByExchange: 61,
} as const;
export type Text = (typeof Text)[keyof typeof Text];

const TEXTS: Record<Text, string> = {
  [Text.None]: "",
  [Text.Requested]: "",
  [Text.UnknownSymbol]: "XSIM does not list this symbol",
  [Text.OrdTypeNotSupported]: "XSIM takes market, limit, stop, stop-limit, market-to-limit (K) and pegged (P) orders",
  [Text.TimeInForceNotSupported]: "XSIM takes Day, GTC, GTD, IOC, FOK, at the opening and at the close",
  [Text.NoPrice]: "a limit order needs a price",
  [Text.OffLot]: "quantity must be a positive multiple of the lot size",
  [Text.QtyAboveMax]: "quantity is above what XSIM takes",
  [Text.OffTick]: "price must be a multiple of the tick in force",
  [Text.PriceOutOfRange]: "price is beyond what XSIM takes",
  [Text.UnknownOrder]: "XSIM has no order with this OrigClOrdID",
  [Text.OrderDone]: "the order is filled, canceled or expired",
  [Text.NoLiquidity]: "no liquidity for the rest of a market order",
  [Text.ImmediateOrCancel]: "immediate or cancel: the rest is canceled",
  [Text.FillOrKill]: "fill or kill: it could not be filled whole",
  [Text.DayOver]: "the trading day is over",
  [Text.StaleRequest]: "OrigClOrdID is not the order's request in force",
  [Text.NoStopPx]: "a stop order needs a StopPx within what XSIM takes as a price",
  [Text.NoPeg]: "a pegged order needs a peg and an offset within what XSIM takes as a price",
  [Text.UnsupportedCombination]: "XSIM does not take these terms together; its page has the table of what it takes",
  [Text.PostOnlyWouldTrade]: "a post-only order must not trade at once, and this one would",
  [Text.SelfMatch]: "self-match prevention: it met an order with the same SelfMatchPreventionID",
  [Text.MinQtyMissed]: "less than MinQty could trade at once",
  [Text.MassCanceled]: "canceled by the exchange's mass cancel",
  [Text.StopOffTick]: "StopPx must be a multiple of the tick in force",
  [Text.UnsupportedReplace]: "a replace cannot make this of the order: cancel it and send a new one",
  [Text.ExpireDateOver]: "ExpireDate is over",
  [Text.NeedsTrading]: "MinQty is taken in continuous trading only",
  [Text.TooManyRareTerms]: "XSIM has no room for more orders of this kind",
  [Text.TermsOffLot]: "DisplayQty and MinQty must be multiples of the lot size, and MinQty at most OrderQty",
  [Text.BustedByOperator]: "the trade is busted by the exchange",
  [Text.CorrectedByOperator]: "the trade is corrected by the exchange",
  [Text.NoExpireDate]: "good till date needs an ExpireDate, and no other TimeInForce has one",
  [Text.ExchangeClosed]: "XSIM is closed; orders are taken from pre-open on, cancels always",
  [Text.TradingHalted]: "trading in this symbol is halted; only cancels are taken",
  [Text.NotImmediateInPreOpen]: "IOC and FOK are not taken in pre-open: nothing trades before the auction",
  [Text.NotImmediateInOpening]: "IOC and FOK are not taken in the opening auction: nothing trades before its end",
  [Text.NotImmediateInVolatility]: "IOC and FOK are not taken in a volatility auction: nothing trades before its end",
  [Text.NotImmediateInClosing]: "IOC and FOK are not taken in the closing auction: nothing trades before its end",
  [Text.OpeningOver]: "the opening auction is over; orders at the open are taken before it",
  [Text.OutsideStaticBand]: "price must be within the static band of the day",
  [Text.AuctionOver]: "the auction is over: what it left of the order is canceled",
  [Text.VolatilityHalt]: "a volatility auction began: the rest could not trade within the dynamic band",
  [Text.NotMarketToLimit]: "market-to-limit orders are taken in continuous trading only",
  [Text.StaticBandMoved]: "the order's price is outside the static band of the new day",
  [Text.CanceledOnHalt]: "trading in this symbol is halted: the order is canceled, as it asked",
  [Text.SuspendedOnHalt]: "trading in this symbol is halted: the order waits for its end",
  [Text.Reinstated]: "the trading halt is over: the order is reinstated",
  [Text.CanceledByExchange]: "canceled by the exchange",
  [Text.ExpiredByExchange]: "expired by the exchange",
};

/** From here on texts are refusals by a scenario or the certification table: the number above it is their reason. */
const FIRST_REFUSAL = 1_000;

/** A refusal with this OrdRejReason (103) or CxlRejReason (102). */
export function refusalText(reason: number): Text {
  return (FIRST_REFUSAL + reason) as Text;
}

/** The reason of a `refusalText`; -1 for other texts. */
export function refusalReason(text: number): number {
  return text < FIRST_REFUSAL ? -1 : text - FIRST_REFUSAL;
}

export function textOf(text: number): string {
  return text < FIRST_REFUSAL
    ? TEXTS[text as Text]
    : `refused as the exchange was told to, reason ${refusalReason(text)}`;
}
