/**
 * The messages of order entry as JSON, as TypeScript sees them: names and codes are FIX's own (FIX 5.0 SP2), decimals are
 * text. The fields named here are those most clients use; every other field the session's dictionary knows may be there, too.
 */

/** A decimal as text, "100.02": exact, whatever its size. */
export type Decimal = string;

export const Side = { Buy: "1", Sell: "2", SellShort: "5" } as const;
export const OrdType = { Market: "1", Limit: "2", Stop: "3", StopLimit: "4", MarketToLimit: "K", Pegged: "P" } as const;
export const TimeInForce = { Day: "0", GTC: "1", OPG: "2", IOC: "3", FOK: "4", GTD: "6", ATC: "7" } as const;
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

type Code<Codes> = Codes[keyof Codes];
/** Fields that are not named here. */
type More = { [field: string]: unknown };

export type Party = { PartyID: string; PartyIDSource: string; PartyRole: number };
type Terms = {
  Symbol: string;
  Side: Code<typeof Side>;
  OrderQty: Decimal | number;
  OrdType: Code<typeof OrdType>;
  Price?: Decimal;
  StopPx?: Decimal;
  TimeInForce?: Code<typeof TimeInForce>;
  Account?: string;
  NoPartyIDs?: Party[];
  /** May have been sent before: answered with how the order stands when it is known, and not carried out twice. */
  PossResend?: boolean;
};

/** Orders with one ClOrdLinkID are linked: 1 one cancels the other, 2 the first lets the others go, 3 and 4 one reduces the others. */
type Link = { ClOrdLinkID?: string; ContingencyType?: 1 | 2 | 3 | 4 };

export type NewOrderSingle = { MsgType: "NewOrderSingle"; ClOrdID: string } & Terms & Link & More;
export type OrderCancelReplaceRequest = {
  MsgType: "OrderCancelReplaceRequest";
  ClOrdID: string;
  OrigClOrdID: string;
} & Terms &
  More;
export type OrderCancelRequest = {
  MsgType: "OrderCancelRequest";
  ClOrdID: string;
  OrigClOrdID: string;
  Symbol: string;
  Side: Code<typeof Side>;
  PossResend?: boolean;
} & More;
export type OrderStatusRequest = {
  MsgType: "OrderStatusRequest";
  ClOrdID?: string;
  OrderID?: string;
  Symbol: string;
  Side: Code<typeof Side>;
} & More;
export type OrderMassCancelRequest = {
  MsgType: "OrderMassCancelRequest";
  ClOrdID: string;
  /** 1 of a security, 7 of all orders. */
  MassCancelRequestType: string;
  Symbol?: string;
} & More;
/** The same from FIX 5.0 SP1 on, which has both. */
export type OrderMassActionRequest = {
  MsgType: "OrderMassActionRequest";
  ClOrdID: string;
  /** 3 cancels. */
  MassActionType: number;
  /** 1 of a security, 7 of all orders. */
  MassActionScope: number;
  Symbol?: string;
} & More;
export type OrderMassStatusRequest = {
  MsgType: "OrderMassStatusRequest";
  MassStatusReqID: string;
  MassStatusReqType: number;
} & More;

/** What a client may send. */
export type Request =
  | NewOrderSingle
  | OrderCancelReplaceRequest
  | OrderCancelRequest
  | OrderStatusRequest
  | OrderMassActionRequest
  | OrderMassCancelRequest
  | OrderMassStatusRequest;

type Numbered = {
  MsgSeqNum: number;
  SendingTime: string;
  /** Sent before, under this number. */
  PossDupFlag?: boolean;
};
export type ExecutionReport = Numbered & {
  MsgType: "ExecutionReport";
  OrderID: string;
  ExecID: string;
  ClOrdID?: string;
  OrigClOrdID?: string;
  ExecType: Code<typeof ExecType>;
  OrdStatus: Code<typeof OrdStatus>;
  Symbol: string;
  Side: Code<typeof Side>;
  OrderQty?: Decimal;
  Price?: Decimal;
  LeavesQty: Decimal;
  CumQty: Decimal;
  AvgPx: Decimal;
  LastQty?: Decimal;
  LastPx?: Decimal;
  OrdRejReason?: number;
  Text?: string;
} & More;
export type OrderCancelReject = Numbered & {
  MsgType: "OrderCancelReject";
  OrderID: string;
  ClOrdID: string;
  OrigClOrdID: string;
  OrdStatus: Code<typeof OrdStatus>;
  CxlRejReason?: number;
  CxlRejResponseTo: "1" | "2";
  Text?: string;
} & More;
export type Reject = Numbered & {
  MsgType: "Reject";
  RefTagID?: number;
  SessionRejectReason?: number;
  Text?: string;
} & More;
export type BusinessMessageReject = Numbered & {
  MsgType: "BusinessMessageReject";
  BusinessRejectReason: number;
  BusinessRejectRefID?: string;
  Text?: string;
} & More;
/** What was sent could not be understood; it has no number, and nothing happened. */
export type ErrorMessage = { MsgType: "Error"; path: string; expected: string; found: string; text: string };
/** News, OrderMassCancelReport, OrderMassActionReport, and the session's own messages. */
export type OtherMessage = Numbered & { MsgType: string } & More;

export type Message =
  | ExecutionReport
  | OrderCancelReject
  | Reject
  | BusinessMessageReject
  | ErrorMessage
  | OtherMessage;
