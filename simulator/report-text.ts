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
  ExchangeClosed: 40,
  TradingHalted: 41,
  NotImmediateInPreOpen: 42,
  NotImmediateInOpening: 43,
  NotImmediateInVolatility: 44,
  NotImmediateInClosing: 45,
  OpeningOver: 46,
  /** Its words name the band: the report carries it, see the report queue. */
  OutsideStaticBand: 47,
  AuctionOver: 48,
  VolatilityHalt: 49,
  StaticBandMoved: 50,
} as const;
export type Text = (typeof Text)[keyof typeof Text];

const TEXTS: Record<Text, string> = {
  [Text.None]: "",
  [Text.Requested]: "",
  [Text.UnknownSymbol]: "XSIM does not list this symbol",
  [Text.OrdTypeNotSupported]: "XSIM takes market and limit orders",
  [Text.TimeInForceNotSupported]: "XSIM takes Day, GTC, IOC and FOK",
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
  [Text.StaticBandMoved]: "the order's price is outside the static band of the new day",
};

export function textOf(text: number): string {
  return TEXTS[text as Text];
}
