/**
 * What the OMS asks of every venue, and what a venue may answer. The bundled exchange implements it in process; a venue
 * behind FIX implements it over a session. Requests are given to it only after the frame that decided them is durable.
 *
 * A venue numbers its reports to us (`reportSequence`, 1, 2, 3 …) and can send again what came after a given number, so
 * that a crash between its journal and ours loses and doubles nothing. Every request is idempotent by `clOrdId`: given
 * twice, it is carried out once. `clOrdId` is ours, made from the order and its request number, never the client's.
 */
import type { Qty, Ticks } from "./price.ts";
import type { ExceptionKind, OrdStatus, OrdType, Side, TimeInForce } from "./values.ts";

export type VenueOrdType = OrdType;
export type VenueTimeInForce = TimeInForce;

/**
 * Terms few orders have. A replace without `terms` leaves them as they are, one with `terms` says
 * all of them anew.
 */
export type VenueTerms = {
  /** StopPx (99), for OrdType 3 and 4. */
  stopPx?: Ticks;
  /** DisplayQty (1138): what an iceberg shows; 0 hides the order. */
  displayQty?: Qty;
  /** MinQty (110): less than this must not trade at entry. */
  minQty?: Qty;
  /** ExecInst (18) 6, participate don't initiate. */
  postOnly?: boolean;
  /** PegPriceType (1094) and PegOffsetValue (211) in price units, added for buys and sales alike; for OrdType P. */
  peg?: { to: "primary" | "mid" | "market"; offset: number };
  /** ExpireDate (432) as yyyymmdd, for TimeInForce 6. */
  expireDate?: number;
  /** SelfMatchPreventionID (2362), above 0; orders of one participant with the same one do not trade with each other. */
  selfMatchId?: number;
  /** ExecInst (18) J and K: what becomes of the order when trading is halted; it rests when absent. */
  onHalt?: "reinstate" | "cancel";
  /** What the incoming order's meeting an order of its own does. `newest` when absent. */
  selfMatchMode?: "newest" | "oldest" | "both" | "decrement";
};

/** A new order for the venue (35=D there). */
export type VenueNewOrder = {
  clOrdId: string;
  /** PossResend (97): it was sent before, and the venue did not know of it. */
  possResend?: boolean;
  symbol: string;
  account: string;
  side: Side;
  ordType: VenueOrdType;
  timeInForce: VenueTimeInForce;
  orderQty: Qty;
  price: Ticks;
  terms?: VenueTerms;
  /** The client's fields that go on as they are: each `tag=value` and a separator (SOH); absent for none. */
  carried?: string;
};

/** A cancel for the venue (35=F there); `origClOrdId` is the last request of the order the venue accepted. */
export type VenueCancel = {
  clOrdId: string;
  origClOrdId: string;
  symbol: string;
  side: Side;
  /** The order's quantity, which some venues want to hear again; absent for an order we do not know. */
  orderQty?: Qty;
  /** The venue's OrderID of an order we do not know, which may have no ClOrdID. */
  exchangeOrderId?: string;
  /** PossResend (97). */
  possResend?: boolean;
};

/** Asks how an order stands (35=H there); `clOrdId` is the last request of the order that was sent. */
export type VenueStatusRequest = {
  orderId: number;
  clOrdId: string;
  /** "" when the venue never gave one. */
  exchangeOrderId: string;
  symbol: string;
  side: Side;
};

/** A replace for the venue (35=G there). `orderQty` is the whole quantity, filled part included. */
export type VenueReplace = VenueCancel & {
  ordType: VenueOrdType;
  timeInForce: VenueTimeInForce;
  orderQty: Qty;
  price: Ticks;
  terms?: VenueTerms;
  carried?: string;
};

export const VenueReportKind = {
  /** The order is on the venue's book; `exchangeOrderId` is set. */
  Accepted: "Accepted",
  /** The new order was refused; `reason` is an OrdRejReason (103). */
  Rejected: "Rejected",
  /** A trade; `exchangeExecId`, `lastQty`, `lastPx` are set. */
  Fill: "Fill",
  /**
   * Off the book: `solicited` when a cancel asked for it (`clOrdId` is the cancel's), else the venue's own doing;
   * `restatementReason` 6 says that it was for a trading halt.
   */
  Canceled: "Canceled",
  /** Changed as asked; `orderQty` and `price` are those now in force. */
  Replaced: "Replaced",
  /** A cancel or replace was refused; `reason` is a CxlRejReason (102). */
  RequestRejected: "RequestRejected",
  /** The order's time is over. */
  Expired: "Expired",
  /** A stop was reached and is worked now (150=L). */
  Triggered: "Triggered",
  /**
   * Changed by the venue, or left alone for a reason (150=D): `orderQty` and `price` are those in force,
   * `restatementReason` says why where the venue does.
   */
  Restated: "Restated",
  /** A trade is undone (150=H): `lastQty`, `lastPx` were its, `exchangeExecRefId` is its ExecID. By the venue's operator. */
  Busted: "Busted",
  /** A trade was another (150=G): `lastQty`, `lastPx` are right, `exchangeExecRefId` is its ExecID. By the venue's operator. */
  Corrected: "Corrected",
  /** How an order stands, asked by `requestStatus`: `status` is set. */
  Status: "Status",
  /** Trading is halted, and the order does not trade until it is Restated (150=9). */
  Suspended: "Suspended",
  /** Worked no more today (150=3). */
  DoneForDay: "DoneForDay",
  /** An order of ours that the OMS cannot know: `clOrdId` is the venue's, `alien` is set. */
  Alien: "Alien",
  /** What cannot be booked as it stands; `exception` is set, `text` says it. */
  Unbookable: "Unbookable",
} as const;
export type VenueReportKind = (typeof VenueReportKind)[keyof typeof VenueReportKind];

/**
 * One report of a venue. A plain record with every field always set (0, "" or NO_PRICE where the kind has none), so that
 * all reports share one shape. The listener must not keep it: the venue may reuse it after the call.
 */
export type VenueReport = {
  kind: VenueReportKind;
  reportSequence: number;
  /** The request this answers: for a fill, the order's request in force. */
  clOrdId: string;
  exchangeOrderId: string;
  exchangeExecId: string;
  /** ExecRefID (19) of a bust or correction; a venue that does neither leaves it out. */
  exchangeExecRefId?: string;
  lastQty: Qty;
  lastPx: Ticks;
  orderQty: Qty;
  price: Ticks;
  solicited: boolean;
  reason: number;
  text: string;
  /** The order's standing, for Status. */
  status?: VenueOrderStatus | null;
  /** Of Alien. */
  alien?: { symbol: string; side: Side };
  /** ExceptionKind, of Unbookable. */
  exception?: ExceptionKind;
  /** What is on its book after a bust or correction; a venue that leaves it out has put nothing back. */
  leavesQty?: Qty;
  /** ExecRestatementReason (378) of a restatement; a venue that gives none leaves it out. */
  restatementReason?: number;
};

/** How an order stands at a venue; with `ordStatus` "" it knows none of that name. */
export type VenueOrderStatus = {
  ordStatus: OrdStatus | "";
  cumQty: Qty;
  /** AvgPx (6) exactly as said; NO_PRICE when it is not. */
  avgPxMantissa: number;
  avgPxScale: number;
};

export type VenueListener = {
  /** @returns false when it cannot be taken now: the venue keeps it and all after it, and gives them at its next flush */
  onReport(report: VenueReport): boolean;
  /** The line is up, and nothing said before is missing; or it is down. A venue in process has no line and never says so. */
  onLine?(isUp: boolean, text: string): void;
};

/** Public prices of one instrument: best bid and offer and last trade, NO_PRICE where there is none. */
export type MarketVisitor = (symbol: string, bidPx: Ticks, askPx: Ticks, lastPx: Ticks) => void;

export type ExchangePort = {
  /** What a venue is called in configuration, logs and on the screen. */
  readonly name: string;
  /**
   * Opens the line. Reports numbered above `lastReportSequence` that the venue has already made are given again first,
   * in order.
   */
  connect(listener: VenueListener, lastReportSequence: number): void;
  newOrder(order: VenueNewOrder): void;
  cancelOrder(cancel: VenueCancel): void;
  replaceOrder(replace: VenueReplace): void;
  /**
   * Asks how orders stand; the answers come as Status reports, behind everything the venue has said of them before. Of an
   * order it was done with, and told so, a venue may say nothing.
   */
  requestStatus(orders: readonly VenueStatusRequest[]): void;
  /**
   * Whether requests are made messages, and part of the frame that decided them, as soon as they are given: they are given
   * before the frame is durable then, and leave at `flush`.
   */
  readonly stagesRequests?: boolean;
  /** The batch is over: what was given since the last flush may be worked and answered now. */
  flush(): void;
  /** Visits the instruments whose public prices changed since the last visit. */
  visitMarket(visit: MarketVisitor): void;
  close(): void;
};
