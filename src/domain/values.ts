/**
 * The field's enumerated words, in FIX's own values (FIX 5.0 SP2 Volume 6, fields by tag), so that an edge can pass
 * them through and a search for a tag finds its meaning.
 */

/** Side (54). */
export const Side = { Buy: "1", Sell: "2", SellShort: "5" } as const;
export type Side = (typeof Side)[keyof typeof Side];

/** OrdType (40). */
export const OrdType = {
  Market: "1",
  Limit: "2",
  Stop: "3",
  StopLimit: "4",
  /** Market, and what is left over as a limit at the price it traded at. */
  MarketToLimit: "K",
  Pegged: "P",
} as const;
export type OrdType = (typeof OrdType)[keyof typeof OrdType];

/** TimeInForce (59). Absent in a message means Day. */
export const TimeInForce = {
  Day: "0",
  GoodTillCancel: "1",
  AtTheOpening: "2",
  ImmediateOrCancel: "3",
  FillOrKill: "4",
  GoodTillDate: "6",
  AtTheClose: "7",
} as const;
export type TimeInForce = (typeof TimeInForce)[keyof typeof TimeInForce];

/** OrdStatus (39). Always derived, never stored. */
export const OrdStatus = {
  New: "0",
  PartiallyFilled: "1",
  Filled: "2",
  DoneForDay: "3",
  Canceled: "4",
  PendingCancel: "6",
  Rejected: "8",
  Suspended: "9",
  PendingNew: "A",
  Expired: "C",
  PendingReplace: "E",
} as const;
export type OrdStatus = (typeof OrdStatus)[keyof typeof OrdStatus];

/** ExecType (150), as FIX 4.4 has it. */
export const ExecType = {
  New: "0",
  DoneForDay: "3",
  Canceled: "4",
  Replaced: "5",
  PendingCancel: "6",
  Rejected: "8",
  Suspended: "9",
  PendingNew: "A",
  Expired: "C",
  Restated: "D",
  PendingReplace: "E",
  Trade: "F",
  TradeCorrect: "G",
  TradeCancel: "H",
  OrderStatus: "I",
  Triggered: "L",
} as const;
export type ExecType = (typeof ExecType)[keyof typeof ExecType];

/** OrdRejReason (103). */
export const OrdRejReason = {
  BrokerOption: 0,
  UnknownSymbol: 1,
  ExchangeClosed: 2,
  OrderExceedsLimit: 3,
  TooLateToEnter: 4,
  UnknownOrder: 5,
  DuplicateOrder: 6,
  DuplicateOfVerbalOrder: 7,
  UnsupportedOrderCharacteristic: 11,
  IncorrectQuantity: 13,
  UnknownAccount: 15,
  PriceExceedsCurrentPriceBand: 16,
  InvalidPriceIncrement: 18,
  Other: 99,
} as const;
export type OrdRejReason = (typeof OrdRejReason)[keyof typeof OrdRejReason];

/** MassStatusReqType (585). */
export const MassStatusReqType = { Security: 1, All: 7, Party: 8 } as const;
/** A venue that restates an order and does not say why. */
export const NO_RESTATEMENT_REASON = 255;
/** ExecRestatementReason (378). */
export const ExecRestatementReason = {
  CorporateAction: 0,
  Renewal: 1,
  VerbalChange: 2,
  Repricing: 3,
  BrokerOption: 4,
  PartialDecline: 5,
  CancelOnTradingHalt: 6,
  CancelOnSystemFailure: 7,
  MarketOption: 8,
  NotBestExecution: 10,
  Other: 99,
} as const;
export type ExecRestatementReason = (typeof ExecRestatementReason)[keyof typeof ExecRestatementReason];

/** MassCancelRequestType (530). */
export const MassCancelRequestType = { Security: "1", All: "7" } as const;
/** MassCancelResponse (531): the type that was carried out, or this. */
export const MassCancelResponse = { Rejected: "0" } as const;
/** MassActionType (1373). */
export const MassActionType = { Cancel: 3 } as const;
/** MassActionResponse (1375). */
export const MassActionResponse = { Rejected: 0, Accepted: 1 } as const;
/** MassCancelRejectReason (532), and MassActionRejectReason (1376). */
export const MassCancelRejectReason = { NotSupported: 0, UnknownSecurity: 1, Other: 99 } as const;

/** Why the house cancels an order nobody asked it to cancel by itself. */
export const HouseCancelCause = {
  MassCancel: 1,
  Disconnect: 2,
  Desk: 3,
  List: 4,
  Contingency: 5,
  Kill: 6,
  Recall: 7,
  Split: 8,
} as const;

/** ContingencyType (1385): how the orders of a list depend on one another. */
export const Contingency = {
  None: 0,
  /** One cancels the other. */
  Oco: 1,
  /** The first, when it is filled, lets the others go. */
  Oto: 2,
  /** One reduces the others: by what it traded, or in proportion. */
  OuoAbsolute: 3,
  OuoProportional: 4,
} as const;
export type Contingency = (typeof Contingency)[keyof typeof Contingency];

/** How far a list has come. */
export const ListStage = { Received: 1, Executing: 2, Canceling: 3, Done: 4, Rejected: 5 } as const;
export type ListStage = (typeof ListStage)[keyof typeof ListStage];

/** ListStatusType (429). */
export const ListStatusType = { Ack: 1, Response: 2, ExecStarted: 4, AllDone: 5 } as const;
export type ListStatusType = (typeof ListStatusType)[keyof typeof ListStatusType];

/** Whether an instrument's market is open, as its venue says; unknown where it does not. */
export const TradingPhase = { Unknown: 0, Closed: 1, Open: 2 } as const;

/** What ended a client's session: it logged out, its line was lost, or the house stopped it. */
export const LogoutCause = { Unknown: 0, Client: 1, Line: 2, House: 3 } as const;
/** What an operator has done with a session. A venue's line that was logged out stays away until it is to connect. */
export const SessionAction = { Reset: 1, LogOut: 2, Connect: 3 } as const;

/** Whom a kill switch stops: a client's session, a desk, or everybody. */
/** What an order without a note may not go on to: nothing is barred, its being given out or filled by hand, its acceptance and so all of it. */
export const NoteBefore = { Nothing: 0, GivingOut: 1, Accepting: 2 } as const;
export type NoteBefore = (typeof NoteBefore)[keyof typeof NoteBefore];

export const KillScope = { Session: 1, Desk: 2, All: 3 } as const;
export type KillScope = (typeof KillScope)[keyof typeof KillScope];

export type LogoutCause = (typeof LogoutCause)[keyof typeof LogoutCause];

/** CxlRejReason (102). */
export const CxlRejReason = {
  TooLateToCancel: 0,
  UnknownOrder: 1,
  BrokerOption: 2,
  AlreadyPending: 3,
  DuplicateClOrdId: 6,
  PriceExceedsCurrentPriceBand: 8,
  InvalidPriceIncrement: 18,
  Other: 99,
} as const;
export type CxlRejReason = (typeof CxlRejReason)[keyof typeof CxlRejReason];

/** CxlRejResponseTo (434). */
export const CxlRejResponseTo = { OrderCancelRequest: "1", OrderCancelReplaceRequest: "2" } as const;
export type CxlRejResponseTo = (typeof CxlRejResponseTo)[keyof typeof CxlRejResponseTo];

/** What kind of thing an instrument is; CFICode's families in words. */
export const AssetClass = { Equity: "E", Etf: "T", Future: "F", Option: "O", Bond: "D", Fx: "C", Crypto: "X" } as const;
export type AssetClass = (typeof AssetClass)[keyof typeof AssetClass];

/** What is wrong when only a person can put it right; numbers are for good. */
export const ExceptionKind = {
  /** A venue's CumQty is not ours. */
  CumQtyDiffers: 1,
  /** A venue does not know an order it had taken. */
  UnknownAtVenue: 2,
  /** A venue does not say how an order in doubt stands, or says what cannot follow from what was asked. */
  Unresolved: 3,
  /** A venue has an order of ours that we do not know. */
  AlienOrder: 4,
  /** A report cannot be booked exactly: a price or quantity off our scales, an id too long. */
  Unbookable: 5,
  /** The venue's drop copy and our fills differ. */
  DropCopyBreak: 6,
  /** A venue rejected a message of ours that is no request of an order. */
  MessageRejected: 7,
  /** A venue's report cannot be true of the order as we know it: an overfill, a fill after the end, an order it never got. */
  UntrueReport: 8,
  /** A client does not know a trade (35=Q). */
  DisputedTrade: 9,
  /** Orders of which one cancels the other traded more together than was wanted: what crossed on the wire. */
  ContingencyBroken: 10,
} as const;
export type ExceptionKind = (typeof ExceptionKind)[keyof typeof ExceptionKind];

/** A character that stands for "the message had no such field". */
export const ABSENT = "\0";
