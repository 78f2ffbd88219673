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
};

export function textOf(text: number): string {
  return TEXTS[text as Text];
}
