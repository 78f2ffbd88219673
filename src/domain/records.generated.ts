// Made by `npm run generate` from the tables in domain/schema-*.ts. Do not edit: change the table and run it again.
/**
 * Hot path: every command and event is encoded here; budget 100 ns a record.
 */
import { assert, unreachable } from "../lib/assert.ts";
import type { ByteReader, ByteWriter } from "../lib/byte-buffer.ts";
import { LockstepError } from "../lib/errors.ts";
import { RECORD_MAX } from "./limits.ts";
import type { Qty, Ticks } from "./price.ts";
import type { AssetClass, Contingency, CxlRejResponseTo, ExceptionKind, ListStage, ListStatusType, OrdStatus, OrdType, Side, TimeInForce } from "./values.ts";

function endRecord(to: ByteWriter, start: number): void {
  const length = to.offset - start - 4;
  assert(length <= RECORD_MAX, "record too long");
  to.view.setUint16(start + 2, length, true);
}

function checkVersion(type: number, version: number, names: Readonly<Record<number, string>>, known: Readonly<Record<number, number>>): void {
  const newest = known[type];
  if (newest === undefined || version < 1 || version > newest) {
    throw new LockstepError(
      "LOCKSTEP_ERR_RECORD_FORMAT",
      `found record type ${type} (${names[type] ?? "unknown"}) version ${version}; this build reads up to version ${newest ?? "none"}: use the version of Lockstep that wrote it, or a newer one`,
    );
  }
}

export const CommandType = {
  NewOrder: 1,
  CancelOrder: 2,
  ReplaceOrder: 3,
  RequestOrderStatus: 4,
  DontKnowTrade: 5,
  RequestMassStatus: 10,
  RequestMassCancel: 11,
  ContinueSweep: 12,
  ExchangeAccepted: 20,
  ExchangeRejected: 21,
  ExchangeFill: 22,
  ExchangeCanceled: 23,
  ExchangeReplaced: 24,
  ExchangeRequestRejected: 25,
  ExchangeExpired: 26,
  ExchangeTriggered: 27,
  ExchangeHalted: 98,
  ExchangeRestated: 28,
  ExchangeBusted: 30,
  ExchangeCorrected: 31,
  VenueLineUp: 34,
  VenueLineDown: 35,
  ExchangeStatus: 36,
  ExchangeDoneForDay: 37,
  DefineVenue: 38,
  RaiseVenueException: 39,
  LogOnSession: 40,
  LogOutSession: 41,
  AdvanceSession: 42,
  RecordSent: 43,
  ChangePassword: 44,
  CloseException: 50,
  ReleaseHeldOrders: 51,
  ExchangeAlien: 52,
  DefineCancelOnDisconnect: 45,
  CancelDisconnected: 46,
  DefineSession: 60,
  DefineInstrument: 61,
  SetLimit: 62,
  OpenTradingDay: 63,
  UpdateMarket: 64,
  UpdatePhase: 66,
  SetJournalSpace: 78,
  SkipFrame: 88,
  AcceptCare: 70,
  RejectCare: 71,
  ClaimOrder: 72,
  PassOrder: 73,
  LockOrder: 74,
  ReleaseOrder: 75,
  SliceOrder: 76,
  ManualFill: 77,
  DeskCancel: 79,
  DeskReplace: 80,
  DeskNewOrder: 81,
  AddNote: 82,
  HandOver: 83,
  DeskCancelAll: 84,
  DeskCloseException: 85,
  SetNoteRule: 96,
  ApplySplit: 13,
  ActOnSession: 47,
  SetKillSwitch: 90,
  DefineListing: 97,
  DefineRouting: 54,
  NewOrderList: 16,
  ExecuteList: 17,
  CancelList: 18,
  RequestListStatus: 19,
} as const;
export type CommandType = (typeof CommandType)[keyof typeof CommandType];

/** A client asks for an order (35=D). */
export type NewOrder = {
  readonly type: typeof CommandType.NewOrder;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** PossResend (97): may have been sent before under another number */
  possResend: boolean;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** Account (1); empty for the session's own */
  account: string;
  /** Symbol (55) */
  symbol: string;
  /** Side (54) */
  side: Side;
  /** OrdType (40) */
  ordType: OrdType;
  /** TimeInForce (59) */
  timeInForce: TimeInForce;
  /** OrderQty (38) without its point */
  qtyMantissa: number;
  /** digits after the point in OrderQty */
  qtyScale: number;
  /** Price (44) without its point; NO_PRICE when absent */
  priceMantissa: number;
  /** digits after the point in Price */
  priceScale: number;
  /** a condition the client put on the order that is not carried here, in words; empty for none */
  unsupported: string;
  /** SecurityIDSource (22), a colon and SecurityID (48); empty without */
  securityId: string;
  /** SecurityExchange (207); empty without */
  securityExchange: string;
  /** terms few orders have, as the client wrote them: triples (FIX tag, number without its point, digits after the point); ExecInst (18) is one for each character */
  moreTerms: number[];
  /** fields of the client's message that are carried to the venue, to reports and to drop copies untouched, each tag=value and a separator (SOH) */
  carried: string;
};

/** A client asks to cancel an order (35=F). */
export type CancelOrder = {
  readonly type: typeof CommandType.CancelOrder;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** OrigClOrdID (41): the order it speaks of; empty when only OrderID is given */
  origClOrdId: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** Symbol (55) */
  symbol: string;
  /** Side (54) */
  side: Side;
  /** SecurityIDSource (22), a colon and SecurityID (48); empty without */
  securityId: string;
  /** SecurityExchange (207); empty without */
  securityExchange: string;
};

/** A client asks to change an order (35=G). */
export type ReplaceOrder = {
  readonly type: typeof CommandType.ReplaceOrder;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** OrigClOrdID (41): the order it speaks of; empty when only OrderID is given */
  origClOrdId: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** Symbol (55) */
  symbol: string;
  /** Side (54) */
  side: Side;
  /** OrdType (40) */
  ordType: OrdType;
  /** TimeInForce (59) */
  timeInForce: TimeInForce;
  /** OrderQty (38) without its point */
  qtyMantissa: number;
  /** digits after the point in OrderQty */
  qtyScale: number;
  /** Price (44) without its point; NO_PRICE when absent */
  priceMantissa: number;
  /** digits after the point in Price */
  priceScale: number;
  /** a condition the client put on the order that is not carried here, in words; empty for none */
  unsupported: string;
  /** SecurityIDSource (22), a colon and SecurityID (48); empty without */
  securityId: string;
  /** SecurityExchange (207); empty without */
  securityExchange: string;
  /** terms few orders have, as the client wrote them: triples (FIX tag, number without its point, digits after the point); ExecInst (18) is one for each character */
  moreTerms: number[];
  /** fields of the client's message that are carried to the venue, to reports and to drop copies untouched, each tag=value and a separator (SOH) */
  carried: string;
};

/** A client asks how an order stands (35=H). */
export type RequestOrderStatus = {
  readonly type: typeof CommandType.RequestOrderStatus;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** OrdStatusReqID (790), returned in the report */
  ordStatusReqId: string;
  /** Symbol (55) */
  symbol: string;
  /** Side (54) */
  side: Side;
};

/** A client does not know a trade it was told of (35=Q). */
export type DontKnowTrade = {
  readonly type: typeof CommandType.DontKnowTrade;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** ExecID (17) of our report */
  execId: string;
  /** DKReason (127) */
  dkReason: string;
  /** Text (58) */
  text: string;
};

/** A client asks how all its open orders stand (35=AF). */
export type RequestMassStatus = {
  readonly type: typeof CommandType.RequestMassStatus;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** MassStatusReqID (584), returned in the reports */
  massStatusReqId: string;
  /** MassStatusReqType (585) */
  massStatusReqType: number;
  /** Account (1); empty for all */
  account: string;
  /** Symbol (55) */
  symbol: string;
  /** Side (54); absent for both */
  side: Side;
  /** SecurityIDSource (22), a colon and SecurityID (48); empty without */
  securityId: string;
  /** SecurityExchange (207); empty without */
  securityExchange: string;
};

/** A client asks to cancel all its open orders, or those in scope (35=q, 35=CA). */
export type RequestMassCancel = {
  readonly type: typeof CommandType.RequestMassCancel;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** MassCancelRequestType (530) */
  massCancelRequestType: string;
  /** Account (1) or the customer account among the parties; empty for all */
  account: string;
  /** Symbol (55) */
  symbol: string;
  /** Side (54); absent for both */
  side: Side;
  /** SecurityIDSource (22), a colon and SecurityID (48); empty without */
  securityId: string;
  /** SecurityExchange (207); empty without */
  securityExchange: string;
  /** MassActionType (1373) of a 35=CA; 0 for a 35=q */
  massActionType: number;
  /** MassActionScope (1374) of a 35=CA */
  massActionScope: number;
};

/** Work on many orders goes on with the next of them. */
export type ContinueSweep = {
  readonly type: typeof CommandType.ContinueSweep;
  /** which work */
  sweepId: number;
};

/** A venue has put an order on its book. */
export type ExchangeAccepted = {
  readonly type: typeof CommandType.ExchangeAccepted;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue's OrderID */
  exchangeOrderId: string;
};

/** A venue refuses a new order. */
export type ExchangeRejected = {
  readonly type: typeof CommandType.ExchangeRejected;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** OrdRejReason (103) */
  ordRejReason: number;
  /** the venue's explanation */
  text: string;
};

/** A venue reports a trade. */
export type ExchangeFill = {
  readonly type: typeof CommandType.ExchangeFill;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue's ExecID */
  exchangeExecId: string;
  /** LastQty (32) */
  lastQty: Qty;
  /** LastPx (31) */
  lastPx: Ticks;
};

/** A venue took an order off its book: asked (the cancel's requestNumber), or of its own accord (IOC rest, killed FOK). */
export type ExchangeCanceled = {
  readonly type: typeof CommandType.ExchangeCanceled;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** an answer to our cancel */
  solicited: boolean;
  /** the venue's explanation */
  text: string;
};

/** A venue changed an order as asked. The quantity is the venue's word: a replace below what is filled is amended to it. */
export type ExchangeReplaced = {
  readonly type: typeof CommandType.ExchangeReplaced;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** OrderQty now in force */
  orderQty: Qty;
  /** Price now in force */
  price: Ticks;
};

/** A venue refuses a cancel or a replace. */
export type ExchangeRequestRejected = {
  readonly type: typeof CommandType.ExchangeRequestRejected;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** CxlRejReason (102) */
  cxlRejReason: number;
  /** the venue's explanation */
  text: string;
};

/** A venue ended an order whose time was over. */
export type ExchangeExpired = {
  readonly type: typeof CommandType.ExchangeExpired;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue's explanation */
  text: string;
};

/** A stop was reached; the venue works the order now (150=L). */
export type ExchangeTriggered = {
  readonly type: typeof CommandType.ExchangeTriggered;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue's explanation */
  text: string;
};

/** Trading is halted: the venue has suspended the order (150=9), or canceled it (150=4 with 378=6). */
export type ExchangeHalted = {
  readonly type: typeof CommandType.ExchangeHalted;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** it is off the book */
  isCanceled: boolean;
  /** the venue's explanation */
  text: string;
};

/** A venue changed an order of its own accord (150=D). */
export type ExchangeRestated = {
  readonly type: typeof CommandType.ExchangeRestated;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** OrderQty now in force */
  orderQty: Qty;
  /** Price now in force */
  price: Ticks;
  /** ExecRestatementReason (378); 255 when the venue gave none */
  reason: number;
  /** the venue's explanation */
  text: string;
};

/** A venue undoes a trade (150=H). */
export type ExchangeBusted = {
  readonly type: typeof CommandType.ExchangeBusted;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue's ExecID of this report */
  exchangeExecId: string;
  /** the venue's ExecID of the trade */
  exchangeExecRefId: string;
  /** what of the order is on the venue's book after; -1 for as much as before */
  leavesQty: Qty;
  /** the venue's explanation */
  text: string;
};

/** A venue corrects a trade (150=G): it was another. */
export type ExchangeCorrected = {
  readonly type: typeof CommandType.ExchangeCorrected;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue's ExecID of this report */
  exchangeExecId: string;
  /** the venue's ExecID of the trade */
  exchangeExecRefId: string;
  /** what of the order is on the venue's book after; -1 for as much as before */
  leavesQty: Qty;
  /** LastQty (32) that is right */
  lastQty: Qty;
  /** LastPx (31) that is right */
  lastPx: Ticks;
  /** the venue's explanation */
  text: string;
};

/** The line to a venue is up, and nothing it said before is missing any more. */
export type VenueLineUp = {
  readonly type: typeof CommandType.VenueLineUp;
  /** venue, from 1 */
  venueId: number;
  /** with whom */
  text: string;
};

/** The line to a venue is down; what it has not answered is in doubt. */
export type VenueLineDown = {
  readonly type: typeof CommandType.VenueLineDown;
  /** venue, from 1 */
  venueId: number;
  /** why */
  text: string;
};

/** A venue says how an order stands, because it was asked. */
export type ExchangeStatus = {
  readonly type: typeof CommandType.ExchangeStatus;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** OrdStatus (39); ABSENT for an order the venue does not know */
  ordStatus: OrdStatus;
  /** the venue's OrderID */
  exchangeOrderId: string;
  /** OrderQty (38) in force at the venue */
  orderQty: Qty;
  /** Price (44) in force at the venue */
  price: Ticks;
  /** CumQty (14) at the venue */
  cumQty: Qty;
  /** AvgPx (6) at the venue, without its point */
  avgPxMantissa: number;
  /** digits after the point in AvgPx */
  avgPxScale: number;
  /** the venue's explanation */
  text: string;
};

/** A venue works an order no more today (150=3). */
export type ExchangeDoneForDay = {
  readonly type: typeof CommandType.ExchangeDoneForDay;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue's explanation */
  text: string;
};

/** Reference data: a venue that is behind a line, and what is done when the line or an order is lost. */
export type DefineVenue = {
  readonly type: typeof CommandType.DefineVenue;
  /** venue, from 1 */
  venueId: number;
  /** what it is called */
  name: string;
  /** new orders wait while its line is down; otherwise they are refused */
  holdsWhenDown: boolean;
  /** a request it does not know is sent again; otherwise it is over, and the client told */
  repeatsUnknown: boolean;
  /** orders it has and we do not know are canceled there */
  cancelsAliens: boolean;
  /** the OrdTypes (40) it takes, one character each; empty for all */
  ordTypes: string;
  /** the TimeInForce (59) values it takes, one character each; empty for all */
  timesInForce: string;
};

/** A venue said something that cannot be booked as it stands; people have to look at it. */
export type RaiseVenueException = {
  readonly type: typeof CommandType.RaiseVenueException;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** what is wrong */
  kind: ExceptionKind;
  /** the venue's explanation */
  text: string;
};

/** A client session has logged on. */
export type LogOnSession = {
  readonly type: typeof CommandType.LogOnSession;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** address and port it came from */
  peer: string;
  /** its numbers were reset to 1 */
  reset: boolean;
};

/** A client session has ended. */
export type LogOutSession = {
  readonly type: typeof CommandType.LogOutSession;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** why, in words */
  reason: string;
  /** LogoutCause; 0 where that was not written down */
  cause: number;
};

/** A session consumed inbound numbers that carry no business (admin, rejected, gap-filled). */
export type AdvanceSession = {
  readonly type: typeof CommandType.AdvanceSession;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
};

/** Sessions sent admin messages of their own accord; they are in this frame's sent part. */
export type RecordSent = {
  readonly type: typeof CommandType.RecordSent;
};

/** A client has changed its password (NewPassword 925), or the operator's configuration takes such a change back. */
export type ChangePassword = {
  readonly type: typeof CommandType.ChangePassword;
  /** session */
  sessionId: number;
  /** what the new password is compared with, a salted scrypt hash; empty takes the change back */
  passwordHash: string;
  /** tells whether the configuration still has the password that was replaced */
  replaces: string;
};

/** A person has dealt with an exception. One about an order in doubt takes the order's doubt with it. */
export type CloseException = {
  readonly type: typeof CommandType.CloseException;
  /** the exception */
  exceptionId: number;
  /** who */
  actor: string;
  /** what was done */
  text: string;
};

/** More of the orders that waited for a venue's line may leave: a frame holds only so many at once. */
export type ReleaseHeldOrders = {
  readonly type: typeof CommandType.ReleaseHeldOrders;
  /** venue, from 1 */
  venueId: number;
};

/** A venue has an order of ours that we do not know. */
export type ExchangeAlien = {
  readonly type: typeof CommandType.ExchangeAlien;
  /** venue that reports, from 1 */
  venueId: number;
  /** the venue's own running number of reports to us; what is not above the last one seen is ignored */
  reportSequence: number;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** ClOrdID (11) as the venue has it */
  clOrdId: string;
  /** the venue's OrderID */
  exchangeOrderId: string;
  /** Symbol (55) as the venue has it */
  symbol: string;
  /** Side (54) */
  side: Side;
  /** the report in words */
  text: string;
};

/** Reference data: what becomes of a session's open orders when it ends. */
export type DefineCancelOnDisconnect = {
  readonly type: typeof CommandType.DefineCancelOnDisconnect;
  /** the session */
  sessionKey: string;
  /** sum of 1 << LogoutCause over the ends that cancel them; 0 for none */
  cancelOn: number;
  /** how long the client has to log on again before that */
  graceMs: number;
  /** orders that outlive the day are left alone */
  keepGtc: boolean;
};

/** A session's grace is over, and it has not logged on again. */
export type CancelDisconnected = {
  readonly type: typeof CommandType.CancelDisconnected;
  /** session */
  sessionId: number;
  /** when it ended: an earlier end's grace means nothing to a later one */
  endedNs: bigint;
};

/** Reference data: a client session and its terms. */
export type DefineSession = {
  readonly type: typeof CommandType.DefineSession;
  /** BeginString:TargetCompID, what makes a session the same one for life */
  sessionKey: string;
  /** the client's CompID */
  compId: string;
  /** account where tag 1 is absent */
  account: string;
  /** reports Pending Cancel and Pending Replace before the venue has answered */
  pendingReports: boolean;
  /** takes replaces of an order while others are pending */
  replaceChains: boolean;
};

/** Reference data: an instrument and its rules. */
export type DefineInstrument = {
  readonly type: typeof CommandType.DefineInstrument;
  /** Symbol (55) */
  symbol: string;
  /** name in words */
  description: string;
  /** ISO 4217 */
  currency: string;
  /** what kind of thing it is */
  assetClass: AssetClass;
  /** where it trades */
  venueId: number;
  /** digits of a price */
  priceScale: number;
  /** digits of a quantity */
  qtyScale: number;
  /** quantities are multiples of it */
  lotSize: Qty;
  /** pairs (from price, tick), ascending: from that price on, prices are multiples of that tick */
  tickTable: number[];
  /** price the collar starts from before any trade */
  referencePx: Ticks;
  /** MIC of the market it is listed on; empty when that is not said */
  exchange: string;
  /** its other names, each SecurityIDSource (22), a colon and the id, with | between them */
  securityIds: string;
};

/** Reference data: one pre-trade limit. */
export type SetLimit = {
  readonly type: typeof CommandType.SetLimit;
  /** session it binds; empty for all */
  sessionKey: string;
  /** instrument it binds; empty for all */
  symbol: string;
  /** LimitKind */
  limitKind: number;
  /** the limit, in the kind's unit; NO_LIMIT to lift it */
  value: number;
};

/** A trading day begins; ClOrdIDs of the day before are free again. */
export type OpenTradingDay = {
  readonly type: typeof CommandType.OpenTradingDay;
  /** yyyymmdd */
  tradingDay: number;
};

/** The venue's public prices of one instrument, conflated. */
export type UpdateMarket = {
  readonly type: typeof CommandType.UpdateMarket;
  /** Symbol (55) */
  symbol: string;
  /** best bid or NO_PRICE */
  bidPx: Ticks;
  /** best offer or NO_PRICE */
  askPx: Ticks;
  /** last trade or NO_PRICE */
  lastPx: Ticks;
};

/** An instrument's market opens or closes. */
export type UpdatePhase = {
  readonly type: typeof CommandType.UpdatePhase;
  /** Symbol (55) */
  symbol: string;
  /** TradingPhase */
  phase: number;
  /** orders that come while it is closed are kept until it opens */
  holdsWhenClosed: boolean;
};

/** The room left on the journal's disk has passed its low-water mark, downwards or upwards. */
export type SetJournalSpace = {
  readonly type: typeof CommandType.SetJournalSpace;
  /** new orders are refused; what is needed to finish the others is kept for them */
  isLow: boolean;
  /** free on the disk when it was looked at */
  freeBytes: number;
  /** the mark */
  lowBytes: number;
};

/** An operator decides that the events of one frame, which cannot be applied, do not count. */
export type SkipFrame = {
  readonly type: typeof CommandType.SkipFrame;
  /** the frame */
  sequence: number;
  /** the client to be told; 0 for what no client sent */
  sessionId: number;
  /** its message (45) */
  msgSeqNum: number;
  /** RefMsgType (372) */
  refMsgType: string;
  /** BusinessRejectRefID (379) */
  clOrdId: string;
  /** the operator's words */
  reason: string;
};

/** The desk takes a care order on. */
export type AcceptCare = {
  readonly type: typeof CommandType.AcceptCare;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
};

/** The desk does not take a care order on. */
export type RejectCare = {
  readonly type: typeof CommandType.RejectCare;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
  /** why, in the user's words */
  text: string;
};

/** A trader makes an order his own. */
export type ClaimOrder = {
  readonly type: typeof CommandType.ClaimOrder;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
};

/** An order is given to another trader or desk. */
export type PassOrder = {
  readonly type: typeof CommandType.PassOrder;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
  /** the trader who has it from now on; empty for nobody yet */
  owner: string;
  /** the desk that has it from now on; empty for the one it is with */
  desk: string;
};

/** A trader works an order, and nobody else until it is released. */
export type LockOrder = {
  readonly type: typeof CommandType.LockOrder;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
};

/** Others may work the order again. */
export type ReleaseOrder = {
  readonly type: typeof CommandType.ReleaseOrder;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
};

/** A part of a care order goes to a venue as an order of its own, its child. */
export type SliceOrder = {
  readonly type: typeof CommandType.SliceOrder;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
  /** OrdType (40) */
  ordType: OrdType;
  /** TimeInForce (59) */
  timeInForce: TimeInForce;
  /** OrderQty (38) without its point */
  qtyMantissa: number;
  /** digits after the point in OrderQty */
  qtyScale: number;
  /** Price (44) without its point; NO_PRICE when absent */
  priceMantissa: number;
  /** digits after the point in Price */
  priceScale: number;
  /** which venue; 0 for where the instrument's orders go */
  venueId: number;
};

/** A trader has filled a part of a care order away from every venue here. */
export type ManualFill = {
  readonly type: typeof CommandType.ManualFill;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
  /** OrderQty (38) without its point */
  qtyMantissa: number;
  /** digits after the point in OrderQty */
  qtyScale: number;
  /** Price (44) without its point; NO_PRICE when absent */
  priceMantissa: number;
  /** digits after the point in Price */
  priceScale: number;
  /** when it was traded */
  tradedNs: bigint;
  /** with whom */
  contra: string;
};

/** A trader cancels an order. */
export type DeskCancel = {
  readonly type: typeof CommandType.DeskCancel;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
  /** why, in the user's words */
  text: string;
};

/** A trader changes an order of the desk's own. */
export type DeskReplace = {
  readonly type: typeof CommandType.DeskReplace;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
  /** OrderQty (38) without its point */
  qtyMantissa: number;
  /** digits after the point in OrderQty */
  qtyScale: number;
  /** Price (44) without its point; NO_PRICE when absent */
  priceMantissa: number;
  /** digits after the point in Price */
  priceScale: number;
};

/** A trader enters an order for an account; or for a client who gave it by telephone, and hears of it on its session. */
export type DeskNewOrder = {
  readonly type: typeof CommandType.DeskNewOrder;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** Account (1) */
  account: string;
  /** Symbol (55) */
  symbol: string;
  /** Side (54) */
  side: Side;
  /** OrdType (40) */
  ordType: OrdType;
  /** TimeInForce (59) */
  timeInForce: TimeInForce;
  /** OrderQty (38) without its point */
  qtyMantissa: number;
  /** digits after the point in OrderQty */
  qtyScale: number;
  /** Price (44) without its point; NO_PRICE when absent */
  priceMantissa: number;
  /** digits after the point in Price */
  priceScale: number;
  /** it is worked by the desk, and goes to no venue by itself */
  isCare: boolean;
  /** CompID or key of the session that is told of it; empty for none */
  client: string;
  /** ClOrdID (11) the client gave it by telephone; empty for none */
  clOrdId: string;
};

/** A trader writes a note on an order. */
export type AddNote = {
  readonly type: typeof CommandType.AddNote;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** when the order last changed, as the user saw it; 0 when it does not matter */
  seenNs: bigint;
  /** its words */
  note: string;
};

/** All open orders of a trader, and what he has locked, go to another. */
export type HandOver = {
  readonly type: typeof CommandType.HandOver;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** whose */
  from: string;
  /** to whom */
  to: string;
};

/** A trader cancels many orders at once. */
export type DeskCancelAll = {
  readonly type: typeof CommandType.DeskCancelAll;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** OrderIDs */
  orderIds: number[];
  /** why, in the user's words */
  text: string;
};

/** A trader has dealt with an exception. */
export type DeskCloseException = {
  readonly type: typeof CommandType.DeskCloseException;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** the exception */
  exceptionId: number;
  /** why, in the user's words */
  text: string;
};

/** A person says whose care orders need a note, and before what. */
export type SetNoteRule = {
  readonly type: typeof CommandType.SetNoteRule;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** CompID of the client whose orders it is about; empty with a desk, or for all of the house's */
  compId: string;
  /** the desk whose orders it is about; empty with a client, or for all of the house's */
  desk: string;
  /** NoteBefore */
  before: number;
};

/** Reference data: an instrument is split; orders in it that are kept here are restated, those at some venues replaced. */
export type ApplySplit = {
  readonly type: typeof CommandType.ApplySplit;
  /** what the operator calls it; it is applied once */
  splitId: string;
  /** Symbol (55) */
  symbol: string;
  /** so many new ones */
  newShares: number;
  /** for so many old ones */
  oldShares: number;
  /** venues that do not split the orders on their books: the house replaces them */
  venueIds: number[];
  /** who; empty for the configuration */
  actor: string;
};

/** An operator resets a session's sequence numbers, logs it out, or has a venue's line connect. */
export type ActOnSession = {
  readonly type: typeof CommandType.ActOnSession;
  /** the session: a client's, or a venue's line */
  sessionId: number;
  /** SessionAction */
  action: number;
  /** who */
  actor: string;
  /** why */
  reason: string;
  /** tells the answer to whoever asked; of one run of the house */
  requestId: number;
};

/** An operator stops all trading of a client's session, of a desk or of the house, or lets it go on. */
export type SetKillSwitch = {
  readonly type: typeof CommandType.SetKillSwitch;
  /** KillScope */
  scope: number;
  /** the client's session; 0 for another scope */
  sessionId: number;
  /** the desk; empty for another scope */
  desk: string;
  /** new orders are refused and live ones canceled; otherwise orders are taken again */
  isOn: boolean;
  /** who */
  actor: string;
  /** why */
  reason: string;
  /** tells the answer to whoever asked; of one run of the house */
  requestId: number;
};

/** Reference data: which instruments an exchange trades. */
export type DefineListing = {
  readonly type: typeof CommandType.DefineListing;
  /** exchange in the box */
  venueId: number;
  /** what people call it */
  name: string;
  /** what it trades, a line each; empty for everything */
  symbols: string;
};

/** Reference data: the routing rules, all of them, in their order. */
export type DefineRouting = {
  readonly type: typeof CommandType.DefineRouting;
  /** the whole table, as `routing.ts` writes it; empty for none */
  rules: string;
};

/** A client asks for a list of orders, or for the next part of one (35=E). */
export type NewOrderList = {
  readonly type: typeof CommandType.NewOrderList;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** PossResend (97): may have been sent before under another number */
  possResend: boolean;
  /** ListID (66), the client's own */
  listId: string;
  /** ContingencyType (1385): how its orders depend on one another; 0 not at all */
  contingency: Contingency;
  /** TotNoOrders (68): how many orders the whole list has */
  totNoOrders: number;
  /** it goes when the client says so (35=L), not when it is complete */
  waitsForExecute: boolean;
  /** LastFragment (893): nothing of the list follows */
  isLast: boolean;
  /** its orders, as domain/list-lines.ts writes them */
  lines: string;
};

/** A client lets a list go that waits for it (35=L). */
export type ExecuteList = {
  readonly type: typeof CommandType.ExecuteList;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** ListID (66), the client's own */
  listId: string;
};

/** A client cancels every open order of a list (35=K). */
export type CancelList = {
  readonly type: typeof CommandType.CancelList;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** ListID (66), the client's own */
  listId: string;
};

/** A client asks how a list stands (35=M). */
export type RequestListStatus = {
  readonly type: typeof CommandType.RequestListStatus;
  /** client session the request came from */
  sessionId: number;
  /** its sequence number in that session; 0 when it did not come over a sequenced session */
  msgSeqNum: number;
  /** ListID (66), the client's own */
  listId: string;
};

export type Command =
  | NewOrder
  | CancelOrder
  | ReplaceOrder
  | RequestOrderStatus
  | DontKnowTrade
  | RequestMassStatus
  | RequestMassCancel
  | ContinueSweep
  | ExchangeAccepted
  | ExchangeRejected
  | ExchangeFill
  | ExchangeCanceled
  | ExchangeReplaced
  | ExchangeRequestRejected
  | ExchangeExpired
  | ExchangeTriggered
  | ExchangeHalted
  | ExchangeRestated
  | ExchangeBusted
  | ExchangeCorrected
  | VenueLineUp
  | VenueLineDown
  | ExchangeStatus
  | ExchangeDoneForDay
  | DefineVenue
  | RaiseVenueException
  | LogOnSession
  | LogOutSession
  | AdvanceSession
  | RecordSent
  | ChangePassword
  | CloseException
  | ReleaseHeldOrders
  | ExchangeAlien
  | DefineCancelOnDisconnect
  | CancelDisconnected
  | DefineSession
  | DefineInstrument
  | SetLimit
  | OpenTradingDay
  | UpdateMarket
  | UpdatePhase
  | SetJournalSpace
  | SkipFrame
  | AcceptCare
  | RejectCare
  | ClaimOrder
  | PassOrder
  | LockOrder
  | ReleaseOrder
  | SliceOrder
  | ManualFill
  | DeskCancel
  | DeskReplace
  | DeskNewOrder
  | AddNote
  | HandOver
  | DeskCancelAll
  | DeskCloseException
  | SetNoteRule
  | ApplySplit
  | ActOnSession
  | SetKillSwitch
  | DefineListing
  | DefineRouting
  | NewOrderList
  | ExecuteList
  | CancelList
  | RequestListStatus;

/** The name of a command type, for people. */
export const CommandName: Readonly<Record<number, string>> = {
  1: "NewOrder",
  2: "CancelOrder",
  3: "ReplaceOrder",
  4: "RequestOrderStatus",
  5: "DontKnowTrade",
  10: "RequestMassStatus",
  11: "RequestMassCancel",
  12: "ContinueSweep",
  20: "ExchangeAccepted",
  21: "ExchangeRejected",
  22: "ExchangeFill",
  23: "ExchangeCanceled",
  24: "ExchangeReplaced",
  25: "ExchangeRequestRejected",
  26: "ExchangeExpired",
  27: "ExchangeTriggered",
  98: "ExchangeHalted",
  28: "ExchangeRestated",
  30: "ExchangeBusted",
  31: "ExchangeCorrected",
  34: "VenueLineUp",
  35: "VenueLineDown",
  36: "ExchangeStatus",
  37: "ExchangeDoneForDay",
  38: "DefineVenue",
  39: "RaiseVenueException",
  40: "LogOnSession",
  41: "LogOutSession",
  42: "AdvanceSession",
  43: "RecordSent",
  44: "ChangePassword",
  50: "CloseException",
  51: "ReleaseHeldOrders",
  52: "ExchangeAlien",
  45: "DefineCancelOnDisconnect",
  46: "CancelDisconnected",
  60: "DefineSession",
  61: "DefineInstrument",
  62: "SetLimit",
  63: "OpenTradingDay",
  64: "UpdateMarket",
  66: "UpdatePhase",
  78: "SetJournalSpace",
  88: "SkipFrame",
  70: "AcceptCare",
  71: "RejectCare",
  72: "ClaimOrder",
  73: "PassOrder",
  74: "LockOrder",
  75: "ReleaseOrder",
  76: "SliceOrder",
  77: "ManualFill",
  79: "DeskCancel",
  80: "DeskReplace",
  81: "DeskNewOrder",
  82: "AddNote",
  83: "HandOver",
  84: "DeskCancelAll",
  85: "DeskCloseException",
  96: "SetNoteRule",
  13: "ApplySplit",
  47: "ActOnSession",
  90: "SetKillSwitch",
  97: "DefineListing",
  54: "DefineRouting",
  16: "NewOrderList",
  17: "ExecuteList",
  18: "CancelList",
  19: "RequestListStatus",
};

function encodeNewOrder(record: NewOrder, to: ByteWriter): void {
  to.reserve(48 + record.clOrdId.length + record.account.length + record.symbol.length + record.unsupported.length + record.securityId.length + record.securityExchange.length + record.moreTerms.length * 8 + record.carried.length);
  const start = to.offset;
  to.u8(1);
  to.u8(3);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.bool(record.possResend);
  to.text(record.clOrdId);
  to.text(record.account);
  to.text(record.symbol);
  to.char(record.side);
  to.char(record.ordType);
  to.char(record.timeInForce);
  to.int(record.qtyMantissa);
  to.u8(record.qtyScale);
  to.int(record.priceMantissa);
  to.u8(record.priceScale);
  to.text(record.unsupported);
  to.text(record.securityId);
  to.text(record.securityExchange);
  to.ints(record.moreTerms);
  to.text(record.carried);
  endRecord(to, start);
}

function encodeCancelOrder(record: CancelOrder, to: ByteWriter): void {
  to.reserve(25 + record.clOrdId.length + record.origClOrdId.length + record.symbol.length + record.securityId.length + record.securityExchange.length);
  const start = to.offset;
  to.u8(2);
  to.u8(2);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.clOrdId);
  to.text(record.origClOrdId);
  to.u32(record.orderId);
  to.text(record.symbol);
  to.char(record.side);
  to.text(record.securityId);
  to.text(record.securityExchange);
  endRecord(to, start);
}

function encodeReplaceOrder(record: ReplaceOrder, to: ByteWriter): void {
  to.reserve(51 + record.clOrdId.length + record.origClOrdId.length + record.symbol.length + record.unsupported.length + record.securityId.length + record.securityExchange.length + record.moreTerms.length * 8 + record.carried.length);
  const start = to.offset;
  to.u8(3);
  to.u8(3);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.clOrdId);
  to.text(record.origClOrdId);
  to.u32(record.orderId);
  to.text(record.symbol);
  to.char(record.side);
  to.char(record.ordType);
  to.char(record.timeInForce);
  to.int(record.qtyMantissa);
  to.u8(record.qtyScale);
  to.int(record.priceMantissa);
  to.u8(record.priceScale);
  to.text(record.unsupported);
  to.text(record.securityId);
  to.text(record.securityExchange);
  to.ints(record.moreTerms);
  to.text(record.carried);
  endRecord(to, start);
}

function encodeRequestOrderStatus(record: RequestOrderStatus, to: ByteWriter): void {
  to.reserve(21 + record.clOrdId.length + record.ordStatusReqId.length + record.symbol.length);
  const start = to.offset;
  to.u8(4);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.clOrdId);
  to.u32(record.orderId);
  to.text(record.ordStatusReqId);
  to.text(record.symbol);
  to.char(record.side);
  endRecord(to, start);
}

function encodeDontKnowTrade(record: DontKnowTrade, to: ByteWriter): void {
  to.reserve(19 + record.execId.length + record.text.length);
  const start = to.offset;
  to.u8(5);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.u32(record.orderId);
  to.text(record.execId);
  to.char(record.dkReason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeRequestMassStatus(record: RequestMassStatus, to: ByteWriter): void {
  to.reserve(22 + record.massStatusReqId.length + record.account.length + record.symbol.length + record.securityId.length + record.securityExchange.length);
  const start = to.offset;
  to.u8(10);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.massStatusReqId);
  to.u8(record.massStatusReqType);
  to.text(record.account);
  to.text(record.symbol);
  to.char(record.side);
  to.text(record.securityId);
  to.text(record.securityExchange);
  endRecord(to, start);
}

function encodeRequestMassCancel(record: RequestMassCancel, to: ByteWriter): void {
  to.reserve(24 + record.clOrdId.length + record.account.length + record.symbol.length + record.securityId.length + record.securityExchange.length);
  const start = to.offset;
  to.u8(11);
  to.u8(2);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.clOrdId);
  to.char(record.massCancelRequestType);
  to.text(record.account);
  to.text(record.symbol);
  to.char(record.side);
  to.text(record.securityId);
  to.text(record.securityExchange);
  to.u8(record.massActionType);
  to.u8(record.massActionScope);
  endRecord(to, start);
}

function encodeContinueSweep(record: ContinueSweep, to: ByteWriter): void {
  to.reserve(8);
  const start = to.offset;
  to.u8(12);
  to.u8(1);
  to.offset += 2;
  to.u32(record.sweepId);
  endRecord(to, start);
}

function encodeExchangeAccepted(record: ExchangeAccepted, to: ByteWriter): void {
  to.reserve(21 + record.exchangeOrderId.length);
  const start = to.offset;
  to.u8(20);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.exchangeOrderId);
  endRecord(to, start);
}

function encodeExchangeRejected(record: ExchangeRejected, to: ByteWriter): void {
  to.reserve(22 + record.text.length);
  const start = to.offset;
  to.u8(21);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.u8(record.ordRejReason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeFill(record: ExchangeFill, to: ByteWriter): void {
  to.reserve(37 + record.exchangeExecId.length);
  const start = to.offset;
  to.u8(22);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.exchangeExecId);
  to.int(record.lastQty);
  to.int(record.lastPx);
  endRecord(to, start);
}

function encodeExchangeCanceled(record: ExchangeCanceled, to: ByteWriter): void {
  to.reserve(22 + record.text.length);
  const start = to.offset;
  to.u8(23);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.bool(record.solicited);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeReplaced(record: ExchangeReplaced, to: ByteWriter): void {
  to.reserve(35);
  const start = to.offset;
  to.u8(24);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.int(record.orderQty);
  to.int(record.price);
  endRecord(to, start);
}

function encodeExchangeRequestRejected(record: ExchangeRequestRejected, to: ByteWriter): void {
  to.reserve(22 + record.text.length);
  const start = to.offset;
  to.u8(25);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.u8(record.cxlRejReason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeExpired(record: ExchangeExpired, to: ByteWriter): void {
  to.reserve(21 + record.text.length);
  const start = to.offset;
  to.u8(26);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeTriggered(record: ExchangeTriggered, to: ByteWriter): void {
  to.reserve(21 + record.text.length);
  const start = to.offset;
  to.u8(27);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeHalted(record: ExchangeHalted, to: ByteWriter): void {
  to.reserve(22 + record.text.length);
  const start = to.offset;
  to.u8(98);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.bool(record.isCanceled);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeRestated(record: ExchangeRestated, to: ByteWriter): void {
  to.reserve(38 + record.text.length);
  const start = to.offset;
  to.u8(28);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.int(record.orderQty);
  to.int(record.price);
  to.u8(record.reason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeBusted(record: ExchangeBusted, to: ByteWriter): void {
  to.reserve(33 + record.exchangeExecId.length + record.exchangeExecRefId.length + record.text.length);
  const start = to.offset;
  to.u8(30);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.exchangeExecId);
  to.text(record.exchangeExecRefId);
  to.int(record.leavesQty);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeCorrected(record: ExchangeCorrected, to: ByteWriter): void {
  to.reserve(49 + record.exchangeExecId.length + record.exchangeExecRefId.length + record.text.length);
  const start = to.offset;
  to.u8(31);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.exchangeExecId);
  to.text(record.exchangeExecRefId);
  to.int(record.leavesQty);
  to.int(record.lastQty);
  to.int(record.lastPx);
  to.text(record.text);
  endRecord(to, start);
}

function encodeVenueLineUp(record: VenueLineUp, to: ByteWriter): void {
  to.reserve(7 + record.text.length);
  const start = to.offset;
  to.u8(34);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeVenueLineDown(record: VenueLineDown, to: ByteWriter): void {
  to.reserve(7 + record.text.length);
  const start = to.offset;
  to.u8(35);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeStatus(record: ExchangeStatus, to: ByteWriter): void {
  to.reserve(57 + record.exchangeOrderId.length + record.text.length);
  const start = to.offset;
  to.u8(36);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.char(record.ordStatus);
  to.text(record.exchangeOrderId);
  to.int(record.orderQty);
  to.int(record.price);
  to.int(record.cumQty);
  to.int(record.avgPxMantissa);
  to.u8(record.avgPxScale);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExchangeDoneForDay(record: ExchangeDoneForDay, to: ByteWriter): void {
  to.reserve(21 + record.text.length);
  const start = to.offset;
  to.u8(37);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.text);
  endRecord(to, start);
}

function encodeDefineVenue(record: DefineVenue, to: ByteWriter): void {
  to.reserve(14 + record.name.length + record.ordTypes.length + record.timesInForce.length);
  const start = to.offset;
  to.u8(38);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.text(record.name);
  to.bool(record.holdsWhenDown);
  to.bool(record.repeatsUnknown);
  to.bool(record.cancelsAliens);
  to.text(record.ordTypes);
  to.text(record.timesInForce);
  endRecord(to, start);
}

function encodeRaiseVenueException(record: RaiseVenueException, to: ByteWriter): void {
  to.reserve(22 + record.text.length);
  const start = to.offset;
  to.u8(39);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.u8(record.kind);
  to.text(record.text);
  endRecord(to, start);
}

function encodeLogOnSession(record: LogOnSession, to: ByteWriter): void {
  to.reserve(13 + record.peer.length);
  const start = to.offset;
  to.u8(40);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.peer);
  to.bool(record.reset);
  endRecord(to, start);
}

function encodeLogOutSession(record: LogOutSession, to: ByteWriter): void {
  to.reserve(13 + record.reason.length);
  const start = to.offset;
  to.u8(41);
  to.u8(2);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.reason);
  to.u8(record.cause);
  endRecord(to, start);
}

function encodeAdvanceSession(record: AdvanceSession, to: ByteWriter): void {
  to.reserve(10);
  const start = to.offset;
  to.u8(42);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  endRecord(to, start);
}

function encodeRecordSent(_record: RecordSent, to: ByteWriter): void {
  to.reserve(4);
  const start = to.offset;
  to.u8(43);
  to.u8(1);
  to.offset += 2;
  endRecord(to, start);
}

function encodeChangePassword(record: ChangePassword, to: ByteWriter): void {
  to.reserve(10 + record.passwordHash.length + record.replaces.length);
  const start = to.offset;
  to.u8(44);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.text(record.passwordHash);
  to.text(record.replaces);
  endRecord(to, start);
}

function encodeCloseException(record: CloseException, to: ByteWriter): void {
  to.reserve(12 + record.actor.length + record.text.length);
  const start = to.offset;
  to.u8(50);
  to.u8(1);
  to.offset += 2;
  to.u32(record.exceptionId);
  to.text(record.actor);
  to.text(record.text);
  endRecord(to, start);
}

function encodeReleaseHeldOrders(record: ReleaseHeldOrders, to: ByteWriter): void {
  to.reserve(5);
  const start = to.offset;
  to.u8(51);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  endRecord(to, start);
}

function encodeExchangeAlien(record: ExchangeAlien, to: ByteWriter): void {
  to.reserve(28 + record.clOrdId.length + record.exchangeOrderId.length + record.symbol.length + record.text.length);
  const start = to.offset;
  to.u8(52);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.text(record.clOrdId);
  to.text(record.exchangeOrderId);
  to.text(record.symbol);
  to.char(record.side);
  to.text(record.text);
  endRecord(to, start);
}

function encodeDefineCancelOnDisconnect(record: DefineCancelOnDisconnect, to: ByteWriter): void {
  to.reserve(12 + record.sessionKey.length);
  const start = to.offset;
  to.u8(45);
  to.u8(1);
  to.offset += 2;
  to.text(record.sessionKey);
  to.u8(record.cancelOn);
  to.u32(record.graceMs);
  to.bool(record.keepGtc);
  endRecord(to, start);
}

function encodeCancelDisconnected(record: CancelDisconnected, to: ByteWriter): void {
  to.reserve(14);
  const start = to.offset;
  to.u8(46);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.time(record.endedNs);
  endRecord(to, start);
}

function encodeDefineSession(record: DefineSession, to: ByteWriter): void {
  to.reserve(12 + record.sessionKey.length + record.compId.length + record.account.length);
  const start = to.offset;
  to.u8(60);
  to.u8(2);
  to.offset += 2;
  to.text(record.sessionKey);
  to.text(record.compId);
  to.text(record.account);
  to.bool(record.pendingReports);
  to.bool(record.replaceChains);
  endRecord(to, start);
}

function encodeDefineInstrument(record: DefineInstrument, to: ByteWriter): void {
  to.reserve(36 + record.symbol.length + record.description.length + record.currency.length + record.tickTable.length * 8 + record.exchange.length + record.securityIds.length);
  const start = to.offset;
  to.u8(61);
  to.u8(2);
  to.offset += 2;
  to.text(record.symbol);
  to.text(record.description);
  to.text(record.currency);
  to.char(record.assetClass);
  to.u8(record.venueId);
  to.u8(record.priceScale);
  to.u8(record.qtyScale);
  to.int(record.lotSize);
  to.ints(record.tickTable);
  to.int(record.referencePx);
  to.text(record.exchange);
  to.text(record.securityIds);
  endRecord(to, start);
}

function encodeSetLimit(record: SetLimit, to: ByteWriter): void {
  to.reserve(17 + record.sessionKey.length + record.symbol.length);
  const start = to.offset;
  to.u8(62);
  to.u8(1);
  to.offset += 2;
  to.text(record.sessionKey);
  to.text(record.symbol);
  to.u8(record.limitKind);
  to.int(record.value);
  endRecord(to, start);
}

function encodeOpenTradingDay(record: OpenTradingDay, to: ByteWriter): void {
  to.reserve(8);
  const start = to.offset;
  to.u8(63);
  to.u8(1);
  to.offset += 2;
  to.u32(record.tradingDay);
  endRecord(to, start);
}

function encodeUpdateMarket(record: UpdateMarket, to: ByteWriter): void {
  to.reserve(30 + record.symbol.length);
  const start = to.offset;
  to.u8(64);
  to.u8(1);
  to.offset += 2;
  to.text(record.symbol);
  to.int(record.bidPx);
  to.int(record.askPx);
  to.int(record.lastPx);
  endRecord(to, start);
}

function encodeUpdatePhase(record: UpdatePhase, to: ByteWriter): void {
  to.reserve(8 + record.symbol.length);
  const start = to.offset;
  to.u8(66);
  to.u8(1);
  to.offset += 2;
  to.text(record.symbol);
  to.u8(record.phase);
  to.bool(record.holdsWhenClosed);
  endRecord(to, start);
}

function encodeSetJournalSpace(record: SetJournalSpace, to: ByteWriter): void {
  to.reserve(21);
  const start = to.offset;
  to.u8(78);
  to.u8(1);
  to.offset += 2;
  to.bool(record.isLow);
  to.int(record.freeBytes);
  to.int(record.lowBytes);
  endRecord(to, start);
}

function encodeSkipFrame(record: SkipFrame, to: ByteWriter): void {
  to.reserve(24 + record.refMsgType.length + record.clOrdId.length + record.reason.length);
  const start = to.offset;
  to.u8(88);
  to.u8(1);
  to.offset += 2;
  to.int(record.sequence);
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.refMsgType);
  to.text(record.clOrdId);
  to.text(record.reason);
  endRecord(to, start);
}

function encodeAcceptCare(record: AcceptCare, to: ByteWriter): void {
  to.reserve(20 + record.actionId.length + record.user.length);
  const start = to.offset;
  to.u8(70);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  endRecord(to, start);
}

function encodeRejectCare(record: RejectCare, to: ByteWriter): void {
  to.reserve(22 + record.actionId.length + record.user.length + record.text.length);
  const start = to.offset;
  to.u8(71);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  to.text(record.text);
  endRecord(to, start);
}

function encodeClaimOrder(record: ClaimOrder, to: ByteWriter): void {
  to.reserve(20 + record.actionId.length + record.user.length);
  const start = to.offset;
  to.u8(72);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  endRecord(to, start);
}

function encodePassOrder(record: PassOrder, to: ByteWriter): void {
  to.reserve(24 + record.actionId.length + record.user.length + record.owner.length + record.desk.length);
  const start = to.offset;
  to.u8(73);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  to.text(record.owner);
  to.text(record.desk);
  endRecord(to, start);
}

function encodeLockOrder(record: LockOrder, to: ByteWriter): void {
  to.reserve(20 + record.actionId.length + record.user.length);
  const start = to.offset;
  to.u8(74);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  endRecord(to, start);
}

function encodeReleaseOrder(record: ReleaseOrder, to: ByteWriter): void {
  to.reserve(20 + record.actionId.length + record.user.length);
  const start = to.offset;
  to.u8(75);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  endRecord(to, start);
}

function encodeSliceOrder(record: SliceOrder, to: ByteWriter): void {
  to.reserve(41 + record.actionId.length + record.user.length);
  const start = to.offset;
  to.u8(76);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  to.char(record.ordType);
  to.char(record.timeInForce);
  to.int(record.qtyMantissa);
  to.u8(record.qtyScale);
  to.int(record.priceMantissa);
  to.u8(record.priceScale);
  to.u8(record.venueId);
  endRecord(to, start);
}

function encodeManualFill(record: ManualFill, to: ByteWriter): void {
  to.reserve(48 + record.actionId.length + record.user.length + record.contra.length);
  const start = to.offset;
  to.u8(77);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  to.int(record.qtyMantissa);
  to.u8(record.qtyScale);
  to.int(record.priceMantissa);
  to.u8(record.priceScale);
  to.time(record.tradedNs);
  to.text(record.contra);
  endRecord(to, start);
}

function encodeDeskCancel(record: DeskCancel, to: ByteWriter): void {
  to.reserve(22 + record.actionId.length + record.user.length + record.text.length);
  const start = to.offset;
  to.u8(79);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  to.text(record.text);
  endRecord(to, start);
}

function encodeDeskReplace(record: DeskReplace, to: ByteWriter): void {
  to.reserve(38 + record.actionId.length + record.user.length);
  const start = to.offset;
  to.u8(80);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  to.int(record.qtyMantissa);
  to.u8(record.qtyScale);
  to.int(record.priceMantissa);
  to.u8(record.priceScale);
  endRecord(to, start);
}

function encodeDeskNewOrder(record: DeskNewOrder, to: ByteWriter): void {
  to.reserve(38 + record.actionId.length + record.user.length + record.account.length + record.symbol.length + record.client.length + record.clOrdId.length);
  const start = to.offset;
  to.u8(81);
  to.u8(2);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.text(record.account);
  to.text(record.symbol);
  to.char(record.side);
  to.char(record.ordType);
  to.char(record.timeInForce);
  to.int(record.qtyMantissa);
  to.u8(record.qtyScale);
  to.int(record.priceMantissa);
  to.u8(record.priceScale);
  to.bool(record.isCare);
  to.text(record.client);
  to.text(record.clOrdId);
  endRecord(to, start);
}

function encodeAddNote(record: AddNote, to: ByteWriter): void {
  to.reserve(22 + record.actionId.length + record.user.length + record.note.length);
  const start = to.offset;
  to.u8(82);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.time(record.seenNs);
  to.text(record.note);
  endRecord(to, start);
}

function encodeHandOver(record: HandOver, to: ByteWriter): void {
  to.reserve(12 + record.actionId.length + record.user.length + record.from.length + record.to.length);
  const start = to.offset;
  to.u8(83);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.text(record.from);
  to.text(record.to);
  endRecord(to, start);
}

function encodeDeskCancelAll(record: DeskCancelAll, to: ByteWriter): void {
  to.reserve(12 + record.actionId.length + record.user.length + record.orderIds.length * 8 + record.text.length);
  const start = to.offset;
  to.u8(84);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.ints(record.orderIds);
  to.text(record.text);
  endRecord(to, start);
}

function encodeDeskCloseException(record: DeskCloseException, to: ByteWriter): void {
  to.reserve(14 + record.actionId.length + record.user.length + record.text.length);
  const start = to.offset;
  to.u8(85);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.exceptionId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeSetNoteRule(record: SetNoteRule, to: ByteWriter): void {
  to.reserve(13 + record.actionId.length + record.user.length + record.compId.length + record.desk.length);
  const start = to.offset;
  to.u8(96);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.text(record.compId);
  to.text(record.desk);
  to.u8(record.before);
  endRecord(to, start);
}

function encodeApplySplit(record: ApplySplit, to: ByteWriter): void {
  to.reserve(16 + record.splitId.length + record.symbol.length + record.venueIds.length * 8 + record.actor.length);
  const start = to.offset;
  to.u8(13);
  to.u8(2);
  to.offset += 2;
  to.text(record.splitId);
  to.text(record.symbol);
  to.u16(record.newShares);
  to.u16(record.oldShares);
  to.ints(record.venueIds);
  to.text(record.actor);
  endRecord(to, start);
}

function encodeActOnSession(record: ActOnSession, to: ByteWriter): void {
  to.reserve(15 + record.actor.length + record.reason.length);
  const start = to.offset;
  to.u8(47);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u8(record.action);
  to.text(record.actor);
  to.text(record.reason);
  to.u32(record.requestId);
  endRecord(to, start);
}

function encodeSetKillSwitch(record: SetKillSwitch, to: ByteWriter): void {
  to.reserve(18 + record.desk.length + record.actor.length + record.reason.length);
  const start = to.offset;
  to.u8(90);
  to.u8(1);
  to.offset += 2;
  to.u8(record.scope);
  to.u16(record.sessionId);
  to.text(record.desk);
  to.bool(record.isOn);
  to.text(record.actor);
  to.text(record.reason);
  to.u32(record.requestId);
  endRecord(to, start);
}

function encodeDefineListing(record: DefineListing, to: ByteWriter): void {
  to.reserve(9 + record.name.length + record.symbols.length);
  const start = to.offset;
  to.u8(97);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.text(record.name);
  to.text(record.symbols);
  endRecord(to, start);
}

function encodeDefineRouting(record: DefineRouting, to: ByteWriter): void {
  to.reserve(6 + record.rules.length);
  const start = to.offset;
  to.u8(54);
  to.u8(1);
  to.offset += 2;
  to.text(record.rules);
  endRecord(to, start);
}

function encodeNewOrderList(record: NewOrderList, to: ByteWriter): void {
  to.reserve(22 + record.listId.length + record.lines.length);
  const start = to.offset;
  to.u8(16);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.bool(record.possResend);
  to.text(record.listId);
  to.u8(record.contingency);
  to.u32(record.totNoOrders);
  to.bool(record.waitsForExecute);
  to.bool(record.isLast);
  to.text(record.lines);
  endRecord(to, start);
}

function encodeExecuteList(record: ExecuteList, to: ByteWriter): void {
  to.reserve(12 + record.listId.length);
  const start = to.offset;
  to.u8(17);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.listId);
  endRecord(to, start);
}

function encodeCancelList(record: CancelList, to: ByteWriter): void {
  to.reserve(12 + record.listId.length);
  const start = to.offset;
  to.u8(18);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.listId);
  endRecord(to, start);
}

function encodeRequestListStatus(record: RequestListStatus, to: ByteWriter): void {
  to.reserve(12 + record.listId.length);
  const start = to.offset;
  to.u8(19);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.listId);
  endRecord(to, start);
}

/** Writes one command at the writer's offset, making room for it. */
export function encodeCommand(record: Command, to: ByteWriter): void {
  switch (record.type) {
    case CommandType.NewOrder:
      encodeNewOrder(record, to);
      return;
    case CommandType.CancelOrder:
      encodeCancelOrder(record, to);
      return;
    case CommandType.ReplaceOrder:
      encodeReplaceOrder(record, to);
      return;
    case CommandType.RequestOrderStatus:
      encodeRequestOrderStatus(record, to);
      return;
    case CommandType.DontKnowTrade:
      encodeDontKnowTrade(record, to);
      return;
    case CommandType.RequestMassStatus:
      encodeRequestMassStatus(record, to);
      return;
    case CommandType.RequestMassCancel:
      encodeRequestMassCancel(record, to);
      return;
    case CommandType.ContinueSweep:
      encodeContinueSweep(record, to);
      return;
    case CommandType.ExchangeAccepted:
      encodeExchangeAccepted(record, to);
      return;
    case CommandType.ExchangeRejected:
      encodeExchangeRejected(record, to);
      return;
    case CommandType.ExchangeFill:
      encodeExchangeFill(record, to);
      return;
    case CommandType.ExchangeCanceled:
      encodeExchangeCanceled(record, to);
      return;
    case CommandType.ExchangeReplaced:
      encodeExchangeReplaced(record, to);
      return;
    case CommandType.ExchangeRequestRejected:
      encodeExchangeRequestRejected(record, to);
      return;
    case CommandType.ExchangeExpired:
      encodeExchangeExpired(record, to);
      return;
    case CommandType.ExchangeTriggered:
      encodeExchangeTriggered(record, to);
      return;
    case CommandType.ExchangeHalted:
      encodeExchangeHalted(record, to);
      return;
    case CommandType.ExchangeRestated:
      encodeExchangeRestated(record, to);
      return;
    case CommandType.ExchangeBusted:
      encodeExchangeBusted(record, to);
      return;
    case CommandType.ExchangeCorrected:
      encodeExchangeCorrected(record, to);
      return;
    case CommandType.VenueLineUp:
      encodeVenueLineUp(record, to);
      return;
    case CommandType.VenueLineDown:
      encodeVenueLineDown(record, to);
      return;
    case CommandType.ExchangeStatus:
      encodeExchangeStatus(record, to);
      return;
    case CommandType.ExchangeDoneForDay:
      encodeExchangeDoneForDay(record, to);
      return;
    case CommandType.DefineVenue:
      encodeDefineVenue(record, to);
      return;
    case CommandType.RaiseVenueException:
      encodeRaiseVenueException(record, to);
      return;
    case CommandType.LogOnSession:
      encodeLogOnSession(record, to);
      return;
    case CommandType.LogOutSession:
      encodeLogOutSession(record, to);
      return;
    case CommandType.AdvanceSession:
      encodeAdvanceSession(record, to);
      return;
    case CommandType.RecordSent:
      encodeRecordSent(record, to);
      return;
    case CommandType.ChangePassword:
      encodeChangePassword(record, to);
      return;
    case CommandType.CloseException:
      encodeCloseException(record, to);
      return;
    case CommandType.ReleaseHeldOrders:
      encodeReleaseHeldOrders(record, to);
      return;
    case CommandType.ExchangeAlien:
      encodeExchangeAlien(record, to);
      return;
    case CommandType.DefineCancelOnDisconnect:
      encodeDefineCancelOnDisconnect(record, to);
      return;
    case CommandType.CancelDisconnected:
      encodeCancelDisconnected(record, to);
      return;
    case CommandType.DefineSession:
      encodeDefineSession(record, to);
      return;
    case CommandType.DefineInstrument:
      encodeDefineInstrument(record, to);
      return;
    case CommandType.SetLimit:
      encodeSetLimit(record, to);
      return;
    case CommandType.OpenTradingDay:
      encodeOpenTradingDay(record, to);
      return;
    case CommandType.UpdateMarket:
      encodeUpdateMarket(record, to);
      return;
    case CommandType.UpdatePhase:
      encodeUpdatePhase(record, to);
      return;
    case CommandType.SetJournalSpace:
      encodeSetJournalSpace(record, to);
      return;
    case CommandType.SkipFrame:
      encodeSkipFrame(record, to);
      return;
    case CommandType.AcceptCare:
      encodeAcceptCare(record, to);
      return;
    case CommandType.RejectCare:
      encodeRejectCare(record, to);
      return;
    case CommandType.ClaimOrder:
      encodeClaimOrder(record, to);
      return;
    case CommandType.PassOrder:
      encodePassOrder(record, to);
      return;
    case CommandType.LockOrder:
      encodeLockOrder(record, to);
      return;
    case CommandType.ReleaseOrder:
      encodeReleaseOrder(record, to);
      return;
    case CommandType.SliceOrder:
      encodeSliceOrder(record, to);
      return;
    case CommandType.ManualFill:
      encodeManualFill(record, to);
      return;
    case CommandType.DeskCancel:
      encodeDeskCancel(record, to);
      return;
    case CommandType.DeskReplace:
      encodeDeskReplace(record, to);
      return;
    case CommandType.DeskNewOrder:
      encodeDeskNewOrder(record, to);
      return;
    case CommandType.AddNote:
      encodeAddNote(record, to);
      return;
    case CommandType.HandOver:
      encodeHandOver(record, to);
      return;
    case CommandType.DeskCancelAll:
      encodeDeskCancelAll(record, to);
      return;
    case CommandType.DeskCloseException:
      encodeDeskCloseException(record, to);
      return;
    case CommandType.SetNoteRule:
      encodeSetNoteRule(record, to);
      return;
    case CommandType.ApplySplit:
      encodeApplySplit(record, to);
      return;
    case CommandType.ActOnSession:
      encodeActOnSession(record, to);
      return;
    case CommandType.SetKillSwitch:
      encodeSetKillSwitch(record, to);
      return;
    case CommandType.DefineListing:
      encodeDefineListing(record, to);
      return;
    case CommandType.DefineRouting:
      encodeDefineRouting(record, to);
      return;
    case CommandType.NewOrderList:
      encodeNewOrderList(record, to);
      return;
    case CommandType.ExecuteList:
      encodeExecuteList(record, to);
      return;
    case CommandType.CancelList:
      encodeCancelList(record, to);
      return;
    case CommandType.RequestListStatus:
      encodeRequestListStatus(record, to);
      return;
    default:
      unreachable(record);
  }
}

function decodeNewOrder(from: ByteReader, version: number): NewOrder {
  return {
    type: CommandType.NewOrder,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    possResend: from.bool(),
    clOrdId: from.text(),
    account: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
    ordType: from.char() as OrdType,
    timeInForce: from.char() as TimeInForce,
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
    unsupported: from.text(),
    securityId: version >= 2 ? from.text() : "",
    securityExchange: version >= 2 ? from.text() : "",
    moreTerms: version >= 3 ? from.ints() : [],
    carried: version >= 3 ? from.text() : "",
  };
}

function decodeCancelOrder(from: ByteReader, version: number): CancelOrder {
  return {
    type: CommandType.CancelOrder,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    clOrdId: from.text(),
    origClOrdId: from.text(),
    orderId: from.u32(),
    symbol: from.text(),
    side: from.char() as Side,
    securityId: version >= 2 ? from.text() : "",
    securityExchange: version >= 2 ? from.text() : "",
  };
}

function decodeReplaceOrder(from: ByteReader, version: number): ReplaceOrder {
  return {
    type: CommandType.ReplaceOrder,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    clOrdId: from.text(),
    origClOrdId: from.text(),
    orderId: from.u32(),
    symbol: from.text(),
    side: from.char() as Side,
    ordType: from.char() as OrdType,
    timeInForce: from.char() as TimeInForce,
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
    unsupported: from.text(),
    securityId: version >= 2 ? from.text() : "",
    securityExchange: version >= 2 ? from.text() : "",
    moreTerms: version >= 3 ? from.ints() : [],
    carried: version >= 3 ? from.text() : "",
  };
}

function decodeRequestOrderStatus(from: ByteReader): RequestOrderStatus {
  return {
    type: CommandType.RequestOrderStatus,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    clOrdId: from.text(),
    orderId: from.u32(),
    ordStatusReqId: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
  };
}

function decodeDontKnowTrade(from: ByteReader): DontKnowTrade {
  return {
    type: CommandType.DontKnowTrade,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    orderId: from.u32(),
    execId: from.text(),
    dkReason: from.char(),
    text: from.text(),
  };
}

function decodeRequestMassStatus(from: ByteReader): RequestMassStatus {
  return {
    type: CommandType.RequestMassStatus,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    massStatusReqId: from.text(),
    massStatusReqType: from.u8(),
    account: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
    securityId: from.text(),
    securityExchange: from.text(),
  };
}

function decodeRequestMassCancel(from: ByteReader, version: number): RequestMassCancel {
  return {
    type: CommandType.RequestMassCancel,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    clOrdId: from.text(),
    massCancelRequestType: from.char(),
    account: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
    securityId: from.text(),
    securityExchange: from.text(),
    massActionType: version >= 2 ? from.u8() : 0,
    massActionScope: version >= 2 ? from.u8() : 0,
  };
}

function decodeContinueSweep(from: ByteReader): ContinueSweep {
  return {
    type: CommandType.ContinueSweep,
    sweepId: from.u32(),
  };
}

function decodeExchangeAccepted(from: ByteReader): ExchangeAccepted {
  return {
    type: CommandType.ExchangeAccepted,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    exchangeOrderId: from.text(),
  };
}

function decodeExchangeRejected(from: ByteReader): ExchangeRejected {
  return {
    type: CommandType.ExchangeRejected,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    ordRejReason: from.u8(),
    text: from.text(),
  };
}

function decodeExchangeFill(from: ByteReader): ExchangeFill {
  return {
    type: CommandType.ExchangeFill,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    exchangeExecId: from.text(),
    lastQty: from.int() as Qty,
    lastPx: from.int() as Ticks,
  };
}

function decodeExchangeCanceled(from: ByteReader): ExchangeCanceled {
  return {
    type: CommandType.ExchangeCanceled,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    solicited: from.bool(),
    text: from.text(),
  };
}

function decodeExchangeReplaced(from: ByteReader): ExchangeReplaced {
  return {
    type: CommandType.ExchangeReplaced,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
  };
}

function decodeExchangeRequestRejected(from: ByteReader): ExchangeRequestRejected {
  return {
    type: CommandType.ExchangeRequestRejected,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    cxlRejReason: from.u8(),
    text: from.text(),
  };
}

function decodeExchangeExpired(from: ByteReader): ExchangeExpired {
  return {
    type: CommandType.ExchangeExpired,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    text: from.text(),
  };
}

function decodeExchangeTriggered(from: ByteReader): ExchangeTriggered {
  return {
    type: CommandType.ExchangeTriggered,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    text: from.text(),
  };
}

function decodeExchangeHalted(from: ByteReader): ExchangeHalted {
  return {
    type: CommandType.ExchangeHalted,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    isCanceled: from.bool(),
    text: from.text(),
  };
}

function decodeExchangeRestated(from: ByteReader): ExchangeRestated {
  return {
    type: CommandType.ExchangeRestated,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    reason: from.u8(),
    text: from.text(),
  };
}

function decodeExchangeBusted(from: ByteReader): ExchangeBusted {
  return {
    type: CommandType.ExchangeBusted,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    exchangeExecId: from.text(),
    exchangeExecRefId: from.text(),
    leavesQty: from.int() as Qty,
    text: from.text(),
  };
}

function decodeExchangeCorrected(from: ByteReader): ExchangeCorrected {
  return {
    type: CommandType.ExchangeCorrected,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    exchangeExecId: from.text(),
    exchangeExecRefId: from.text(),
    leavesQty: from.int() as Qty,
    lastQty: from.int() as Qty,
    lastPx: from.int() as Ticks,
    text: from.text(),
  };
}

function decodeVenueLineUp(from: ByteReader): VenueLineUp {
  return {
    type: CommandType.VenueLineUp,
    venueId: from.u8(),
    text: from.text(),
  };
}

function decodeVenueLineDown(from: ByteReader): VenueLineDown {
  return {
    type: CommandType.VenueLineDown,
    venueId: from.u8(),
    text: from.text(),
  };
}

function decodeExchangeStatus(from: ByteReader): ExchangeStatus {
  return {
    type: CommandType.ExchangeStatus,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    ordStatus: from.char() as OrdStatus,
    exchangeOrderId: from.text(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    cumQty: from.int() as Qty,
    avgPxMantissa: from.int(),
    avgPxScale: from.u8(),
    text: from.text(),
  };
}

function decodeExchangeDoneForDay(from: ByteReader): ExchangeDoneForDay {
  return {
    type: CommandType.ExchangeDoneForDay,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    text: from.text(),
  };
}

function decodeDefineVenue(from: ByteReader): DefineVenue {
  return {
    type: CommandType.DefineVenue,
    venueId: from.u8(),
    name: from.text(),
    holdsWhenDown: from.bool(),
    repeatsUnknown: from.bool(),
    cancelsAliens: from.bool(),
    ordTypes: from.text(),
    timesInForce: from.text(),
  };
}

function decodeRaiseVenueException(from: ByteReader): RaiseVenueException {
  return {
    type: CommandType.RaiseVenueException,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    kind: from.u8() as ExceptionKind,
    text: from.text(),
  };
}

function decodeLogOnSession(from: ByteReader): LogOnSession {
  return {
    type: CommandType.LogOnSession,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    peer: from.text(),
    reset: from.bool(),
  };
}

function decodeLogOutSession(from: ByteReader, version: number): LogOutSession {
  return {
    type: CommandType.LogOutSession,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    reason: from.text(),
    cause: version >= 2 ? from.u8() : 0,
  };
}

function decodeAdvanceSession(from: ByteReader): AdvanceSession {
  return {
    type: CommandType.AdvanceSession,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
  };
}

function decodeRecordSent(_from: ByteReader): RecordSent {
  return {
    type: CommandType.RecordSent,
  };
}

function decodeChangePassword(from: ByteReader): ChangePassword {
  return {
    type: CommandType.ChangePassword,
    sessionId: from.u16(),
    passwordHash: from.text(),
    replaces: from.text(),
  };
}

function decodeCloseException(from: ByteReader): CloseException {
  return {
    type: CommandType.CloseException,
    exceptionId: from.u32(),
    actor: from.text(),
    text: from.text(),
  };
}

function decodeReleaseHeldOrders(from: ByteReader): ReleaseHeldOrders {
  return {
    type: CommandType.ReleaseHeldOrders,
    venueId: from.u8(),
  };
}

function decodeExchangeAlien(from: ByteReader): ExchangeAlien {
  return {
    type: CommandType.ExchangeAlien,
    venueId: from.u8(),
    reportSequence: from.int(),
    orderId: from.u32(),
    requestNumber: from.u16(),
    clOrdId: from.text(),
    exchangeOrderId: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
    text: from.text(),
  };
}

function decodeDefineCancelOnDisconnect(from: ByteReader): DefineCancelOnDisconnect {
  return {
    type: CommandType.DefineCancelOnDisconnect,
    sessionKey: from.text(),
    cancelOn: from.u8(),
    graceMs: from.u32(),
    keepGtc: from.bool(),
  };
}

function decodeCancelDisconnected(from: ByteReader): CancelDisconnected {
  return {
    type: CommandType.CancelDisconnected,
    sessionId: from.u16(),
    endedNs: from.time(),
  };
}

function decodeDefineSession(from: ByteReader, version: number): DefineSession {
  return {
    type: CommandType.DefineSession,
    sessionKey: from.text(),
    compId: from.text(),
    account: from.text(),
    pendingReports: from.bool(),
    replaceChains: version >= 2 ? from.bool() : true,
  };
}

function decodeDefineInstrument(from: ByteReader, version: number): DefineInstrument {
  return {
    type: CommandType.DefineInstrument,
    symbol: from.text(),
    description: from.text(),
    currency: from.text(),
    assetClass: from.char() as AssetClass,
    venueId: from.u8(),
    priceScale: from.u8(),
    qtyScale: from.u8(),
    lotSize: from.int() as Qty,
    tickTable: from.ints(),
    referencePx: from.int() as Ticks,
    exchange: version >= 2 ? from.text() : "",
    securityIds: version >= 2 ? from.text() : "",
  };
}

function decodeSetLimit(from: ByteReader): SetLimit {
  return {
    type: CommandType.SetLimit,
    sessionKey: from.text(),
    symbol: from.text(),
    limitKind: from.u8(),
    value: from.int(),
  };
}

function decodeOpenTradingDay(from: ByteReader): OpenTradingDay {
  return {
    type: CommandType.OpenTradingDay,
    tradingDay: from.u32(),
  };
}

function decodeUpdateMarket(from: ByteReader): UpdateMarket {
  return {
    type: CommandType.UpdateMarket,
    symbol: from.text(),
    bidPx: from.int() as Ticks,
    askPx: from.int() as Ticks,
    lastPx: from.int() as Ticks,
  };
}

function decodeUpdatePhase(from: ByteReader): UpdatePhase {
  return {
    type: CommandType.UpdatePhase,
    symbol: from.text(),
    phase: from.u8(),
    holdsWhenClosed: from.bool(),
  };
}

function decodeSetJournalSpace(from: ByteReader): SetJournalSpace {
  return {
    type: CommandType.SetJournalSpace,
    isLow: from.bool(),
    freeBytes: from.int(),
    lowBytes: from.int(),
  };
}

function decodeSkipFrame(from: ByteReader): SkipFrame {
  return {
    type: CommandType.SkipFrame,
    sequence: from.int(),
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    refMsgType: from.text(),
    clOrdId: from.text(),
    reason: from.text(),
  };
}

function decodeAcceptCare(from: ByteReader): AcceptCare {
  return {
    type: CommandType.AcceptCare,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
  };
}

function decodeRejectCare(from: ByteReader): RejectCare {
  return {
    type: CommandType.RejectCare,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
    text: from.text(),
  };
}

function decodeClaimOrder(from: ByteReader): ClaimOrder {
  return {
    type: CommandType.ClaimOrder,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
  };
}

function decodePassOrder(from: ByteReader): PassOrder {
  return {
    type: CommandType.PassOrder,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
    owner: from.text(),
    desk: from.text(),
  };
}

function decodeLockOrder(from: ByteReader): LockOrder {
  return {
    type: CommandType.LockOrder,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
  };
}

function decodeReleaseOrder(from: ByteReader): ReleaseOrder {
  return {
    type: CommandType.ReleaseOrder,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
  };
}

function decodeSliceOrder(from: ByteReader): SliceOrder {
  return {
    type: CommandType.SliceOrder,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
    ordType: from.char() as OrdType,
    timeInForce: from.char() as TimeInForce,
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
    venueId: from.u8(),
  };
}

function decodeManualFill(from: ByteReader): ManualFill {
  return {
    type: CommandType.ManualFill,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
    tradedNs: from.time(),
    contra: from.text(),
  };
}

function decodeDeskCancel(from: ByteReader): DeskCancel {
  return {
    type: CommandType.DeskCancel,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
    text: from.text(),
  };
}

function decodeDeskReplace(from: ByteReader): DeskReplace {
  return {
    type: CommandType.DeskReplace,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
  };
}

function decodeDeskNewOrder(from: ByteReader, version: number): DeskNewOrder {
  return {
    type: CommandType.DeskNewOrder,
    actionId: from.text(),
    user: from.text(),
    account: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
    ordType: from.char() as OrdType,
    timeInForce: from.char() as TimeInForce,
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
    isCare: from.bool(),
    client: version >= 2 ? from.text() : "",
    clOrdId: version >= 2 ? from.text() : "",
  };
}

function decodeAddNote(from: ByteReader): AddNote {
  return {
    type: CommandType.AddNote,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    seenNs: from.time(),
    note: from.text(),
  };
}

function decodeHandOver(from: ByteReader): HandOver {
  return {
    type: CommandType.HandOver,
    actionId: from.text(),
    user: from.text(),
    from: from.text(),
    to: from.text(),
  };
}

function decodeDeskCancelAll(from: ByteReader): DeskCancelAll {
  return {
    type: CommandType.DeskCancelAll,
    actionId: from.text(),
    user: from.text(),
    orderIds: from.ints(),
    text: from.text(),
  };
}

function decodeDeskCloseException(from: ByteReader): DeskCloseException {
  return {
    type: CommandType.DeskCloseException,
    actionId: from.text(),
    user: from.text(),
    exceptionId: from.u32(),
    text: from.text(),
  };
}

function decodeSetNoteRule(from: ByteReader): SetNoteRule {
  return {
    type: CommandType.SetNoteRule,
    actionId: from.text(),
    user: from.text(),
    compId: from.text(),
    desk: from.text(),
    before: from.u8(),
  };
}

function decodeApplySplit(from: ByteReader, version: number): ApplySplit {
  return {
    type: CommandType.ApplySplit,
    splitId: from.text(),
    symbol: from.text(),
    newShares: from.u16(),
    oldShares: from.u16(),
    venueIds: version >= 2 ? from.ints() : [],
    actor: version >= 2 ? from.text() : "",
  };
}

function decodeActOnSession(from: ByteReader): ActOnSession {
  return {
    type: CommandType.ActOnSession,
    sessionId: from.u16(),
    action: from.u8(),
    actor: from.text(),
    reason: from.text(),
    requestId: from.u32(),
  };
}

function decodeSetKillSwitch(from: ByteReader): SetKillSwitch {
  return {
    type: CommandType.SetKillSwitch,
    scope: from.u8(),
    sessionId: from.u16(),
    desk: from.text(),
    isOn: from.bool(),
    actor: from.text(),
    reason: from.text(),
    requestId: from.u32(),
  };
}

function decodeDefineListing(from: ByteReader): DefineListing {
  return {
    type: CommandType.DefineListing,
    venueId: from.u8(),
    name: from.text(),
    symbols: from.text(),
  };
}

function decodeDefineRouting(from: ByteReader): DefineRouting {
  return {
    type: CommandType.DefineRouting,
    rules: from.text(),
  };
}

function decodeNewOrderList(from: ByteReader): NewOrderList {
  return {
    type: CommandType.NewOrderList,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    possResend: from.bool(),
    listId: from.text(),
    contingency: from.u8() as Contingency,
    totNoOrders: from.u32(),
    waitsForExecute: from.bool(),
    isLast: from.bool(),
    lines: from.text(),
  };
}

function decodeExecuteList(from: ByteReader): ExecuteList {
  return {
    type: CommandType.ExecuteList,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    listId: from.text(),
  };
}

function decodeCancelList(from: ByteReader): CancelList {
  return {
    type: CommandType.CancelList,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    listId: from.text(),
  };
}

function decodeRequestListStatus(from: ByteReader): RequestListStatus {
  return {
    type: CommandType.RequestListStatus,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    listId: from.text(),
  };
}

/**
 * Reads one command at the reader's offset and leaves the offset behind it.
 *
 * @throws LockstepError LOCKSTEP_ERR_RECORD_FORMAT for a type or version this build does not know.
 */
export function decodeCommand(from: ByteReader): Command {
  const type = from.u8();
  const version = from.u8();
  const next = from.offset + 2 + from.u16();
  checkVersion(type, version, CommandName, commandVersions);
  const record = decodeCommandFields(from, type, version);
  assert(from.offset <= next, "record is shorter than its fields");
  from.offset = next;
  return record;
}

const commandVersions: Readonly<Record<number, number>> = {
  1: 3,
  2: 2,
  3: 3,
  4: 1,
  5: 1,
  10: 1,
  11: 2,
  12: 1,
  20: 1,
  21: 1,
  22: 1,
  23: 1,
  24: 1,
  25: 1,
  26: 1,
  27: 1,
  98: 1,
  28: 1,
  30: 1,
  31: 1,
  34: 1,
  35: 1,
  36: 1,
  37: 1,
  38: 1,
  39: 1,
  40: 1,
  41: 2,
  42: 1,
  43: 1,
  44: 1,
  50: 1,
  51: 1,
  52: 1,
  45: 1,
  46: 1,
  60: 2,
  61: 2,
  62: 1,
  63: 1,
  64: 1,
  66: 1,
  78: 1,
  88: 1,
  70: 1,
  71: 1,
  72: 1,
  73: 1,
  74: 1,
  75: 1,
  76: 1,
  77: 1,
  79: 1,
  80: 1,
  81: 2,
  82: 1,
  83: 1,
  84: 1,
  85: 1,
  96: 1,
  13: 2,
  47: 1,
  90: 1,
  97: 1,
  54: 1,
  16: 1,
  17: 1,
  18: 1,
  19: 1,
};

function decodeCommandFields(from: ByteReader, type: number, version: number): Command {
  switch (type) {
    case CommandType.NewOrder:
      return decodeNewOrder(from, version);
    case CommandType.CancelOrder:
      return decodeCancelOrder(from, version);
    case CommandType.ReplaceOrder:
      return decodeReplaceOrder(from, version);
    case CommandType.RequestOrderStatus:
      return decodeRequestOrderStatus(from);
    case CommandType.DontKnowTrade:
      return decodeDontKnowTrade(from);
    case CommandType.RequestMassStatus:
      return decodeRequestMassStatus(from);
    case CommandType.RequestMassCancel:
      return decodeRequestMassCancel(from, version);
    case CommandType.ContinueSweep:
      return decodeContinueSweep(from);
    case CommandType.ExchangeAccepted:
      return decodeExchangeAccepted(from);
    case CommandType.ExchangeRejected:
      return decodeExchangeRejected(from);
    case CommandType.ExchangeFill:
      return decodeExchangeFill(from);
    case CommandType.ExchangeCanceled:
      return decodeExchangeCanceled(from);
    case CommandType.ExchangeReplaced:
      return decodeExchangeReplaced(from);
    case CommandType.ExchangeRequestRejected:
      return decodeExchangeRequestRejected(from);
    case CommandType.ExchangeExpired:
      return decodeExchangeExpired(from);
    case CommandType.ExchangeTriggered:
      return decodeExchangeTriggered(from);
    case CommandType.ExchangeHalted:
      return decodeExchangeHalted(from);
    case CommandType.ExchangeRestated:
      return decodeExchangeRestated(from);
    case CommandType.ExchangeBusted:
      return decodeExchangeBusted(from);
    case CommandType.ExchangeCorrected:
      return decodeExchangeCorrected(from);
    case CommandType.VenueLineUp:
      return decodeVenueLineUp(from);
    case CommandType.VenueLineDown:
      return decodeVenueLineDown(from);
    case CommandType.ExchangeStatus:
      return decodeExchangeStatus(from);
    case CommandType.ExchangeDoneForDay:
      return decodeExchangeDoneForDay(from);
    case CommandType.DefineVenue:
      return decodeDefineVenue(from);
    case CommandType.RaiseVenueException:
      return decodeRaiseVenueException(from);
    case CommandType.LogOnSession:
      return decodeLogOnSession(from);
    case CommandType.LogOutSession:
      return decodeLogOutSession(from, version);
    case CommandType.AdvanceSession:
      return decodeAdvanceSession(from);
    case CommandType.RecordSent:
      return decodeRecordSent(from);
    case CommandType.ChangePassword:
      return decodeChangePassword(from);
    case CommandType.CloseException:
      return decodeCloseException(from);
    case CommandType.ReleaseHeldOrders:
      return decodeReleaseHeldOrders(from);
    case CommandType.ExchangeAlien:
      return decodeExchangeAlien(from);
    case CommandType.DefineCancelOnDisconnect:
      return decodeDefineCancelOnDisconnect(from);
    case CommandType.CancelDisconnected:
      return decodeCancelDisconnected(from);
    case CommandType.DefineSession:
      return decodeDefineSession(from, version);
    case CommandType.DefineInstrument:
      return decodeDefineInstrument(from, version);
    case CommandType.SetLimit:
      return decodeSetLimit(from);
    case CommandType.OpenTradingDay:
      return decodeOpenTradingDay(from);
    case CommandType.UpdateMarket:
      return decodeUpdateMarket(from);
    case CommandType.UpdatePhase:
      return decodeUpdatePhase(from);
    case CommandType.SetJournalSpace:
      return decodeSetJournalSpace(from);
    case CommandType.SkipFrame:
      return decodeSkipFrame(from);
    case CommandType.AcceptCare:
      return decodeAcceptCare(from);
    case CommandType.RejectCare:
      return decodeRejectCare(from);
    case CommandType.ClaimOrder:
      return decodeClaimOrder(from);
    case CommandType.PassOrder:
      return decodePassOrder(from);
    case CommandType.LockOrder:
      return decodeLockOrder(from);
    case CommandType.ReleaseOrder:
      return decodeReleaseOrder(from);
    case CommandType.SliceOrder:
      return decodeSliceOrder(from);
    case CommandType.ManualFill:
      return decodeManualFill(from);
    case CommandType.DeskCancel:
      return decodeDeskCancel(from);
    case CommandType.DeskReplace:
      return decodeDeskReplace(from);
    case CommandType.DeskNewOrder:
      return decodeDeskNewOrder(from, version);
    case CommandType.AddNote:
      return decodeAddNote(from);
    case CommandType.HandOver:
      return decodeHandOver(from);
    case CommandType.DeskCancelAll:
      return decodeDeskCancelAll(from);
    case CommandType.DeskCloseException:
      return decodeDeskCloseException(from);
    case CommandType.SetNoteRule:
      return decodeSetNoteRule(from);
    case CommandType.ApplySplit:
      return decodeApplySplit(from, version);
    case CommandType.ActOnSession:
      return decodeActOnSession(from);
    case CommandType.SetKillSwitch:
      return decodeSetKillSwitch(from);
    case CommandType.DefineListing:
      return decodeDefineListing(from);
    case CommandType.DefineRouting:
      return decodeDefineRouting(from);
    case CommandType.NewOrderList:
      return decodeNewOrderList(from);
    case CommandType.ExecuteList:
      return decodeExecuteList(from);
    case CommandType.CancelList:
      return decodeCancelList(from);
    case CommandType.RequestListStatus:
      return decodeRequestListStatus(from);
    default:
      throw new LockstepError("LOCKSTEP_ERR_RECORD_FORMAT", `unknown command type ${type}`);
  }
}

export const EventType = {
  OrderAccepted: 100,
  OrderRejected: 101,
  OrderRouted: 102,
  OrderAcknowledged: 103,
  OrderRefused: 104,
  OrderFilled: 105,
  CancelRequested: 106,
  ReplaceRequested: 107,
  RequestRejected: 108,
  OrderCanceled: 109,
  OrderReplaced: 110,
  OrderExpired: 111,
  OrderWarehoused: 169,
  StopHeld: 137,
  OrderStatusReported: 112,
  VenueReportRecorded: 113,
  VenueReportRefused: 114,
  OrderTriggered: 115,
  OrderRestated: 116,
  OrderSplit: 129,
  RequestReleased: 118,
  TradeDisputed: 150,
  FillBusted: 151,
  FillCorrected: 152,
  OrderTelephoned: 221,
  CareOpened: 146,
  CareAccepted: 138,
  OwnerChanged: 139,
  OrderLocked: 140,
  OrderSliced: 141,
  ManualFillRecorded: 142,
  NoteAdded: 143,
  DeskActionDone: 144,
  DeskActionRefused: 145,
  NoteRuleSet: 230,
  MassStatusReported: 160,
  SweepListed: 161,
  SweepAdvanced: 162,
  HouseCancelRequested: 163,
  HouseCancelRejected: 164,
  MassCancelReported: 165,
  CancelOnDisconnectDefined: 166,
  DisconnectGraceBegun: 167,
  DisconnectGraceEnded: 168,
  SessionLoggedOn: 120,
  SessionLoggedOut: 121,
  PasswordChanged: 122,
  SessionDefined: 130,
  InstrumentDefined: 131,
  LimitSet: 132,
  TradingDayOpened: 133,
  InstrumentPhaseChanged: 136,
  MarketUpdated: 134,
  CommandRefused: 135,
  JournalSpaceSet: 148,
  FrameSkipped: 158,
  CommandFailed: 159,
  VenueDefined: 170,
  VenueLineChanged: 171,
  DoubtResolved: 172,
  RequestRepeated: 173,
  AlienOrderFound: 174,
  ExceptionOpened: 175,
  ExceptionClosed: 176,
  OrderDoneForDay: 177,
  ListingDefined: 223,
  RoutingDefined: 188,
  RouteDecided: 189,
  ListReceived: 180,
  OrderListed: 181,
  ListChanged: 182,
  ListReported: 183,
  HouseReplaceRequested: 184,
  HouseReplaceEnded: 185,
  ListOrderReleased: 186,
  OrderRecalled: 210,
  SplitApplied: 128,
  SessionActionTaken: 124,
  KillSwitchSet: 200,
  SplitRequested: 222,
  OrderSuspended: 220,
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

/** The order passed every check and is ours: pending at the venue. */
export type OrderAccepted = {
  readonly type: typeof EventType.OrderAccepted;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** client session */
  sessionId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** Account (1) */
  account: string;
  /** instrument, dense from 1; 0 for an unknown one */
  instrumentId: number;
  /** Side (54) */
  side: Side;
  /** OrdType (40) */
  ordType: OrdType;
  /** TimeInForce (59) */
  timeInForce: TimeInForce;
  /** OrderQty (38) */
  orderQty: Qty;
  /** Price (44) or NO_PRICE */
  price: Ticks;
  /** terms few orders have: pairs (FIX tag as the client wrote it, value in price or quantity units; a date as yyyymmdd, a character as its code) */
  moreTerms: number[];
  /** fields of the client's message that are carried to the venue, to reports and to drop copies untouched, each tag=value and a separator (SOH) */
  carried: string;
};

/** The order was refused before any venue heard of it. */
export type OrderRejected = {
  readonly type: typeof EventType.OrderRejected;
  /** the refused order's own OrderID; for a duplicate ClOrdID, the first order's */
  orderId: number;
  /** client session */
  sessionId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** Account (1) */
  account: string;
  /** instrument, dense from 1; 0 for an unknown one */
  instrumentId: number;
  /** Symbol (55) as asked */
  symbol: string;
  /** Side (54) */
  side: Side;
  /** OrdType (40) */
  ordType: OrdType;
  /** TimeInForce (59) */
  timeInForce: TimeInForce;
  /** OrderQty (38) without its point */
  qtyMantissa: number;
  /** digits after the point in OrderQty */
  qtyScale: number;
  /** Price (44) without its point; NO_PRICE when absent */
  priceMantissa: number;
  /** digits after the point in Price */
  priceScale: number;
  /** OrdRejReason (103) */
  ordRejReason: number;
  /** the rule, the limit, and by how much it was missed */
  text: string;
  /** fields of the client's message that are carried to the venue, to reports and to drop copies untouched, each tag=value and a separator (SOH) */
  carried: string;
  /** ListID (66) of an order that came in a list, else empty */
  listId: string;
};

/** A request of the order leaves for a venue once this frame is durable. */
export type OrderRouted = {
  readonly type: typeof EventType.OrderRouted;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** venue */
  venueId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
};

/** The venue has the order. */
export type OrderAcknowledged = {
  readonly type: typeof EventType.OrderAcknowledged;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** the venue's OrderID */
  exchangeOrderId: string;
};

/** The venue refused the order. */
export type OrderRefused = {
  readonly type: typeof EventType.OrderRefused;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** OrdRejReason (103) */
  ordRejReason: number;
  /** the venue's explanation */
  text: string;
};

/** A trade, whole or part. */
export type OrderFilled = {
  readonly type: typeof EventType.OrderFilled;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** venue */
  venueId: number;
  /** the venue's ExecID */
  exchangeExecId: string;
  /** LastQty (32) */
  lastQty: Qty;
  /** LastPx (31) */
  lastPx: Ticks;
};

/** A cancel was accepted and waits for the venue. */
export type CancelRequested = {
  readonly type: typeof EventType.CancelRequested;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
};

/** A replace was accepted and waits for the venue; held behind one that is not answered while requestNumber is 0. */
export type ReplaceRequested = {
  readonly type: typeof EventType.ReplaceRequested;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** OrderQty (38) */
  orderQty: Qty;
  /** Price (44) or NO_PRICE */
  price: Ticks;
  /** terms few orders have: pairs (FIX tag as the client wrote it, value in price or quantity units; a date as yyyymmdd, a character as its code) */
  moreTerms: number[];
  /** fields of the client's message that are carried to the venue, to reports and to drop copies untouched, each tag=value and a separator (SOH) */
  carried: string;
};

/** A cancel or replace was refused, by us or by the venue (35=9). */
export type RequestRejected = {
  readonly type: typeof EventType.RequestRejected;
  /** the order; 0 when unknown */
  orderId: number;
  /** client session */
  sessionId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** OrigClOrdID (41): the order it speaks of; empty when only OrderID is given */
  origClOrdId: string;
  /** CxlRejResponseTo (434) */
  responseTo: CxlRejResponseTo;
  /** CxlRejReason (102) */
  cxlRejReason: number;
  /** the rule and what was found */
  text: string;
  /** the order's pending request ends with this */
  wasPending: boolean;
};

/** The order is off the book. */
export type OrderCanceled = {
  readonly type: typeof EventType.OrderCanceled;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** the client asked for it */
  solicited: boolean;
  /** why, when nobody asked */
  text: string;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** ExecRestatementReason (378) of the venue; 255 when it said none */
  reason: number;
};

/** The order's terms are now these. */
export type OrderReplaced = {
  readonly type: typeof EventType.OrderReplaced;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** OrderQty (38) */
  orderQty: Qty;
  /** Price (44) or NO_PRICE */
  price: Ticks;
  /** terms few orders have: pairs (FIX tag as the client wrote it, value in price or quantity units; a date as yyyymmdd, a character as its code) */
  moreTerms: number[];
  /** fields of the client's message that are carried to the venue, to reports and to drop copies untouched, each tag=value and a separator (SOH) */
  carried: string;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
};

/** The order's time is over. */
export type OrderExpired = {
  readonly type: typeof EventType.OrderExpired;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** why */
  text: string;
};

/** The order was taken while its market is closed; it stays here until that opens. */
export type OrderWarehoused = {
  readonly type: typeof EventType.OrderWarehoused;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** what its client is told */
  text: string;
};

/** The order is a stop, which its venue does not take; it stays here until the last trade reaches it. */
export type StopHeld = {
  readonly type: typeof EventType.StopHeld;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** what its client is told */
  text: string;
};

/** The state of an order was told on request; changes nothing. */
export type OrderStatusReported = {
  readonly type: typeof EventType.OrderStatusReported;
  /** the order; 0 when unknown */
  orderId: number;
  /** client session */
  sessionId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** OrdStatusReqID (790) */
  ordStatusReqId: string;
  /** Symbol (55) as asked */
  symbol: string;
  /** Side (54) */
  side: Side;
};

/** A venue's report was taken up; its number will not be taken again. */
export type VenueReportRecorded = {
  readonly type: typeof EventType.VenueReportRecorded;
  /** venue */
  venueId: number;
  /** its number */
  reportSequence: number;
};

/** A venue's report could not be true; recorded, not believed. */
export type VenueReportRefused = {
  readonly type: typeof EventType.VenueReportRefused;
  /** venue */
  venueId: number;
  /** the order it speaks of; 0 when unknown */
  orderId: number;
  /** what was found and what was expected */
  text: string;
};

/** A stop was reached: the venue works the order (150=L). */
export type OrderTriggered = {
  readonly type: typeof EventType.OrderTriggered;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** the venue's explanation */
  text: string;
};

/** The order's terms are now these, and the client did not ask for it (150=D). */
export type OrderRestated = {
  readonly type: typeof EventType.OrderRestated;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** OrderQty (38) */
  orderQty: Qty;
  /** Price (44) or NO_PRICE */
  price: Ticks;
  /** ExecRestatementReason (378) */
  reason: number;
  /** why */
  text: string;
  /** the venue said so */
  isVenues: boolean;
  /** terms few orders have: pairs (FIX tag as the client wrote it, value in price or quantity units; a date as yyyymmdd, a character as its code) */
  moreTerms: number[];
};

/** The order's terms and what was filled are these after a split of its instrument (150=D with 378=0). */
export type OrderSplit = {
  readonly type: typeof EventType.OrderSplit;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** OrderQty (38) */
  orderQty: Qty;
  /** CumQty (14); what was paid stays */
  cumQty: Qty;
  /** Price (44) or NO_PRICE */
  price: Ticks;
  /** terms few orders have: pairs (FIX tag as the client wrote it, value in price or quantity units; a date as yyyymmdd, a character as its code) */
  moreTerms: number[];
  /** why, and what was rounded */
  text: string;
  /** so many new shares */
  newShares: number;
  /** for so many old ones; 0 when the record does not say */
  oldShares: number;
};

/** A request that was held may go to the venue now; or a cancel goes once more, because what it named was refused. */
export type RequestReleased = {
  readonly type: typeof EventType.RequestReleased;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
};

/** A client does not know a trade (35=Q). */
export type TradeDisputed = {
  readonly type: typeof EventType.TradeDisputed;
  /** the order; 0 when it is none of the client's */
  orderId: number;
  /** client session */
  sessionId: number;
  /** ExecID (17) of our report */
  execId: string;
  /** DKReason (127) */
  dkReason: string;
  /** its words */
  text: string;
};

/** A trade is undone: CumQty goes back (150=H). */
export type FillBusted = {
  readonly type: typeof EventType.FillBusted;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** venue */
  venueId: number;
  /** the venue's ExecID of the bust */
  exchangeExecId: string;
  /** the venue's ExecID of the trade */
  exchangeExecRefId: string;
  /** LastQty (32) that is undone */
  lastQty: Qty;
  /** LastPx (31) of it */
  lastPx: Ticks;
  /** our report of the trade: its frame's sequence x 65,536 + its place among the frame's events */
  execRef: number;
  /** why */
  text: string;
};

/** A trade was another (150=G). */
export type FillCorrected = {
  readonly type: typeof EventType.FillCorrected;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** venue */
  venueId: number;
  /** the venue's ExecID of the correction */
  exchangeExecId: string;
  /** the venue's ExecID of the trade */
  exchangeExecRefId: string;
  /** LastQty (32) that is right */
  lastQty: Qty;
  /** LastPx (31) that is right */
  lastPx: Ticks;
  /** our report of the trade: its frame's sequence x 65,536 + its place among the frame's events */
  execRef: number;
  /** why */
  text: string;
};

/** A client gave the order by telephone, and hears of it on its session. */
export type OrderTelephoned = {
  readonly type: typeof EventType.OrderTelephoned;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** who did it */
  user: string;
};

/** The order is the desk's to work; nobody has taken it on yet, and it goes to no venue by itself. */
export type CareOpened = {
  readonly type: typeof EventType.CareOpened;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which desk; empty for any */
  desk: string;
};

/** The desk has taken the order on. */
export type CareAccepted = {
  readonly type: typeof EventType.CareAccepted;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** who did it */
  user: string;
};

/** Whose the order is. */
export type OwnerChanged = {
  readonly type: typeof EventType.OwnerChanged;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** the trader; empty for nobody */
  owner: string;
  /** the desk; empty for any */
  desk: string;
  /** who did it */
  user: string;
};

/** One trader works the order, or anybody may. */
export type OrderLocked = {
  readonly type: typeof EventType.OrderLocked;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** who; empty for nobody */
  lockedBy: string;
  /** who did it */
  user: string;
};

/** An order that was just accepted is a part of another. */
export type OrderSliced = {
  readonly type: typeof EventType.OrderSliced;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** OrderID of the whole */
  parentId: number;
  /** who did it */
  user: string;
};

/** The trade told next was made by a person, away from every venue here. */
export type ManualFillRecorded = {
  readonly type: typeof EventType.ManualFillRecorded;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** who did it */
  user: string;
  /** when it was traded, as he says; it was entered at the frame's time */
  tradedNs: bigint;
  /** with whom */
  contra: string;
};

/** A note on the order. */
export type NoteAdded = {
  readonly type: typeof EventType.NoteAdded;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** who did it */
  user: string;
  /** its words */
  note: string;
};

/** An action of the desk was carried out: what came of it stands before, in the same frame. */
export type DeskActionDone = {
  readonly type: typeof EventType.DeskActionDone;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** the order; 0 for none */
  orderId: number;
  /** in words */
  outcome: string;
};

/** An action of the desk was refused, and nothing changed. */
export type DeskActionRefused = {
  readonly type: typeof EventType.DeskActionRefused;
  /** the action's own id, by which its outcome is found */
  actionId: string;
  /** who */
  user: string;
  /** the order; 0 for none */
  orderId: number;
  /** why */
  reason: string;
};

/** Care orders of a client, of a desk or of the house need a note before they go on, or none any more. */
export type NoteRuleSet = {
  readonly type: typeof EventType.NoteRuleSet;
  /** CompID of the client whose orders it is about; empty with a desk, or for all of the house's */
  compId: string;
  /** the desk whose orders it is about; empty with a client, or for all of the house's */
  desk: string;
  /** NoteBefore */
  before: number;
  /** who set it */
  user: string;
};

/** The state of one of many orders was told on request; changes nothing. */
export type MassStatusReported = {
  readonly type: typeof EventType.MassStatusReported;
  /** the order; 0 when none is in scope, or the request was refused */
  orderId: number;
  /** client session */
  sessionId: number;
  /** MassStatusReqID (584) */
  massStatusReqId: string;
  /** TotNumReports (911) */
  totNumReports: number;
  /** LastRptRequested (912) */
  lastRptRequested: boolean;
  /** Symbol (55) as asked */
  symbol: string;
  /** Side (54) as asked */
  side: Side;
  /** OrdRejReason (103) without an order */
  ordRejReason: number;
  /** why there is none */
  text: string;
};

/** Work on many orders begins, and these are some of them; more of the same work's may follow in the same frame. */
export type SweepListed = {
  readonly type: typeof EventType.SweepListed;
  /** which work, dense from 1 */
  sweepId: number;
  /** SweepKind: what is done with them */
  kind: number;
  /** client session that asked; 0 for none */
  sessionId: number;
  /** the id of its request */
  requestId: string;
  /** what it asked for, by the request's own values */
  requestType: string;
  /** what the orders' owners are told */
  text: string;
  /** OrderIDs */
  orderIds: number[];
};

/** The next orders of such work are dealt with; after the last one it is over. */
export type SweepAdvanced = {
  readonly type: typeof EventType.SweepAdvanced;
  /** which work */
  sweepId: number;
  /** orders dealt with */
  count: number;
  /** those of them something was done to */
  affected: number;
};

/** The house cancels an order; the cancel waits for the venue. */
export type HouseCancelRequested = {
  readonly type: typeof EventType.HouseCancelRequested;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** HouseCancelCause */
  cause: number;
  /** what the client is told when the order is off the book */
  text: string;
};

/** The venue refused a cancel of the house's. */
export type HouseCancelRejected = {
  readonly type: typeof EventType.HouseCancelRejected;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** CxlRejReason (102) */
  cxlRejReason: number;
  /** the venue's explanation */
  text: string;
};

/** What becomes of a mass cancel request was told (35=r, 35=BZ): the cancels are on their way, or it was refused. */
export type MassCancelReported = {
  readonly type: typeof EventType.MassCancelReported;
  /** client session */
  sessionId: number;
  /** ClOrdID (11) of this request */
  clOrdId: string;
  /** MassCancelRequestType (530) */
  massCancelRequestType: string;
  /** MassCancelResponse (531) */
  massCancelResponse: string;
  /** MassCancelRejectReason (532) of a refusal */
  massCancelRejectReason: number;
  /** TotalAffectedOrders (533) */
  totalAffectedOrders: number;
  /** these orders, when they are not too many to name */
  orderIds: number[];
  /** why it was refused */
  text: string;
  /** MassActionType (1373) of a 35=CA; 0 for a 35=q */
  massActionType: number;
  /** MassActionScope (1374) of a 35=CA */
  massActionScope: number;
};

/** Reference data: what becomes of a session's open orders when it ends. */
export type CancelOnDisconnectDefined = {
  readonly type: typeof EventType.CancelOnDisconnectDefined;
  /** session */
  sessionId: number;
  /** sum of 1 << LogoutCause */
  cancelOn: number;
  /** time to log on again */
  graceMs: number;
  /** orders that outlive the day are left alone */
  keepGtc: boolean;
};

/** A session with orders to cancel has ended; they are canceled unless it logs on again in time. */
export type DisconnectGraceBegun = {
  readonly type: typeof EventType.DisconnectGraceBegun;
  /** session */
  sessionId: number;
  /** LogoutCause */
  cause: number;
};

/** It has not: its orders are canceled. */
export type DisconnectGraceEnded = {
  readonly type: typeof EventType.DisconnectGraceEnded;
  /** session */
  sessionId: number;
};

/** A client session is up. */
export type SessionLoggedOn = {
  readonly type: typeof EventType.SessionLoggedOn;
  /** session */
  sessionId: number;
  /** from where */
  peer: string;
};

/** A client session is down. */
export type SessionLoggedOut = {
  readonly type: typeof EventType.SessionLoggedOut;
  /** session */
  sessionId: number;
  /** why */
  reason: string;
  /** LogoutCause; 0 where that was not written down */
  cause: number;
};

/** A session logs on with a password of its client's from now on; with an empty hash, with the configuration's again. */
export type PasswordChanged = {
  readonly type: typeof EventType.PasswordChanged;
  /** session */
  sessionId: number;
  /** what the password is compared with */
  passwordHash: string;
  /** tells which configured password was replaced */
  replaces: string;
};

/** Reference data: a session, dense from 1. */
export type SessionDefined = {
  readonly type: typeof EventType.SessionDefined;
  /** session */
  sessionId: number;
  /** BeginString:TargetCompID */
  sessionKey: string;
  /** the client's CompID */
  compId: string;
  /** default account */
  account: string;
  /** reports pending states */
  pendingReports: boolean;
  /** takes replaces of an order while others are pending */
  replaceChains: boolean;
};

/** Reference data: an instrument, dense from 1. */
export type InstrumentDefined = {
  readonly type: typeof EventType.InstrumentDefined;
  /** instrument, dense from 1; 0 for an unknown one */
  instrumentId: number;
  /** Symbol (55) */
  symbol: string;
  /** name */
  description: string;
  /** ISO 4217 */
  currency: string;
  /** kind */
  assetClass: AssetClass;
  /** venue */
  venueId: number;
  /** digits of a price */
  priceScale: number;
  /** digits of a quantity */
  qtyScale: number;
  /** lot */
  lotSize: Qty;
  /** pairs (from, tick) */
  tickTable: number[];
  /** reference price */
  referencePx: Ticks;
  /** MIC of the market it is listed on; empty when that is not said */
  exchange: string;
  /** its other names, each SecurityIDSource (22), a colon and the id, with | between them */
  securityIds: string;
};

/** Reference data: a limit is in force. */
export type LimitSet = {
  readonly type: typeof EventType.LimitSet;
  /** session; 0 for all */
  sessionId: number;
  /** instrument; 0 for all */
  instrumentId: number;
  /** LimitKind */
  limitKind: number;
  /** limit */
  value: number;
};

/** The trading day. */
export type TradingDayOpened = {
  readonly type: typeof EventType.TradingDayOpened;
  /** yyyymmdd */
  tradingDay: number;
};

/** An instrument's market has opened or closed. */
export type InstrumentPhaseChanged = {
  readonly type: typeof EventType.InstrumentPhaseChanged;
  /** instrument, dense from 1; 0 for an unknown one */
  instrumentId: number;
  /** TradingPhase */
  phase: number;
  /** orders that come while it is closed are kept */
  holdsWhenClosed: boolean;
};

/** Public prices. */
export type MarketUpdated = {
  readonly type: typeof EventType.MarketUpdated;
  /** instrument, dense from 1; 0 for an unknown one */
  instrumentId: number;
  /** best bid */
  bidPx: Ticks;
  /** best offer */
  askPx: Ticks;
  /** last trade */
  lastPx: Ticks;
};

/** A command that could not be carried out, and why; nothing changed. */
export type CommandRefused = {
  readonly type: typeof EventType.CommandRefused;
  /** what was found and expected */
  text: string;
};

/** Whether there is room on the journal's disk for new orders. */
export type JournalSpaceSet = {
  readonly type: typeof EventType.JournalSpaceSet;
  /** new orders are refused from here on */
  isLow: boolean;
  /** free on the disk */
  freeBytes: number;
  /** the low-water mark */
  lowBytes: number;
};

/** The events of an earlier frame do not count: no state ever had them, by an operator's decision. */
export type FrameSkipped = {
  readonly type: typeof EventType.FrameSkipped;
  /** the frame */
  sequence: number;
  /** the client to be told; 0 for what no client sent */
  sessionId: number;
  /** its message (45) */
  msgSeqNum: number;
  /** RefMsgType (372) */
  refMsgType: string;
  /** BusinessRejectRefID (379) */
  clOrdId: string;
  /** the operator's words */
  reason: string;
};

/** Judging a command met a bug; nothing changed, and whoever sent it is told. */
export type CommandFailed = {
  readonly type: typeof EventType.CommandFailed;
  /** the client to be told; 0 for what no client sent */
  sessionId: number;
  /** its message (45) */
  msgSeqNum: number;
  /** RefMsgType (372) */
  refMsgType: string;
  /** BusinessRejectRefID (379) */
  clOrdId: string;
  /** what the bug said */
  text: string;
};

/** Reference data: a venue behind a line, and what is done when the line or an order is lost. */
export type VenueDefined = {
  readonly type: typeof EventType.VenueDefined;
  /** venue, from 1 */
  venueId: number;
  /** what it is called */
  name: string;
  /** new orders wait while its line is down; otherwise they are refused */
  holdsWhenDown: boolean;
  /** a request it does not know is sent again; otherwise it is over, and the client told */
  repeatsUnknown: boolean;
  /** orders it has and we do not know are canceled there */
  cancelsAliens: boolean;
  /** the OrdTypes (40) it takes, one character each; empty for all */
  ordTypes: string;
  /** the TimeInForce (59) values it takes, one character each; empty for all */
  timesInForce: string;
};

/** The line to a venue is up or down; orders with a request the venue has not answered are in doubt from here on. */
export type VenueLineChanged = {
  readonly type: typeof EventType.VenueLineChanged;
  /** venue, from 1 */
  venueId: number;
  /** whether orders can be sent */
  isUp: boolean;
  /** with whom, or why */
  text: string;
};

/** The venue has told how an order in doubt stands, and no answer of its is missed any more. */
export type DoubtResolved = {
  readonly type: typeof EventType.DoubtResolved;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
};

/** A request the venue never had leaves once more, under the same ClOrdID, with PossResend (97). */
export type RequestRepeated = {
  readonly type: typeof EventType.RequestRepeated;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** venue, from 1 */
  venueId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
};

/** A venue has an order of ours that we do not know. */
export type AlienOrderFound = {
  readonly type: typeof EventType.AlienOrderFound;
  /** venue, from 1 */
  venueId: number;
  /** the report that told of it; its cancel's ClOrdID is made of it */
  reportSequence: number;
  /** ClOrdID (11) as the venue has it */
  clOrdId: string;
  /** the venue's OrderID */
  exchangeOrderId: string;
  /** Symbol (55) as the venue has it */
  symbol: string;
  /** Side (54) */
  side: Side;
  /** the report in words */
  text: string;
  /** a cancel leaves for it, by the venue's policy */
  isCanceled: boolean;
};

/** Something that only a person can put right. */
export type ExceptionOpened = {
  readonly type: typeof EventType.ExceptionOpened;
  /** dense from 1 */
  exceptionId: number;
  /** what is wrong */
  kind: ExceptionKind;
  /** the order; 0 when it is not about one */
  orderId: number;
  /** the venue; 0 when it is not about one */
  venueId: number;
  /** what was found and what was expected */
  text: string;
};

/** An exception was dealt with. */
export type ExceptionClosed = {
  readonly type: typeof EventType.ExceptionClosed;
  /** the exception */
  exceptionId: number;
  /** who */
  actor: string;
  /** what was done */
  text: string;
};

/** The venue works the order no more today. */
export type OrderDoneForDay = {
  readonly type: typeof EventType.OrderDoneForDay;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** why */
  text: string;
  /** its next day has begun; it goes to the venue when the line is up */
  isDue: boolean;
};

/** Reference data: which instruments an exchange trades from here on. */
export type ListingDefined = {
  readonly type: typeof EventType.ListingDefined;
  /** exchange in the box */
  venueId: number;
  /** what people call it */
  name: string;
  /** what it trades, a line each; empty for everything */
  symbols: string;
};

/** Reference data: the routing rules in force from here on, for orders that come now. */
export type RoutingDefined = {
  readonly type: typeof EventType.RoutingDefined;
  /** of the table, counted from 1 */
  version: number;
  /** the whole table, as `routing.ts` writes it; empty for none */
  rules: string;
};

/** A rule said where the order goes; without this event, it goes to its instrument's venue. */
export type RouteDecided = {
  readonly type: typeof EventType.RouteDecided;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** of the table the rule stood in */
  version: number;
  /** the rule */
  ruleId: string;
  /** the venue; 0 when people decide, or the rule refused the order */
  venueId: number;
  /** the desk that has the order to work; empty for none */
  desk: string;
};

/** A list of orders begins; its orders follow, in this frame and in those of its other parts. */
export type ListReceived = {
  readonly type: typeof EventType.ListReceived;
  /** the list's number here, dense from 1 */
  listNumber: number;
  /** client session */
  sessionId: number;
  /** ListID (66), the client's own */
  listId: string;
  /** ContingencyType (1385): how its orders depend on one another; 0 not at all */
  contingency: Contingency;
  /** TotNoOrders (68): how many orders the whole list has */
  totNoOrders: number;
  /** it goes when the client says so (35=L), not when it is complete */
  waitsForExecute: boolean;
  /** it is made of single orders with one ClOrdLinkID (583), which listId is; any may follow */
  isLinked: boolean;
};

/** An order belongs to a list. It waits until the list lets it go. */
export type OrderListed = {
  readonly type: typeof EventType.OrderListed;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** the list's number here, dense from 1 */
  listNumber: number;
  /** ListSeqNo (67) */
  listSeqNo: number;
  /** ClOrdLinkID (583): orders of the list with the same one are one another's alternatives */
  linkId: string;
};

/** A list has come a stage further. */
export type ListChanged = {
  readonly type: typeof EventType.ListChanged;
  /** the list's number here, dense from 1 */
  listNumber: number;
  /** ListStage */
  stage: ListStage;
};

/** The client is told how a list stands (35=N), or, without a list, why its message was refused (35=j). */
export type ListReported = {
  readonly type: typeof EventType.ListReported;
  /** the list; 0 when the message was refused */
  listNumber: number;
  /** client session */
  sessionId: number;
  /** the refused message (45) */
  msgSeqNum: number;
  /** RefMsgType (372) of a refused message */
  refMsgType: string;
  /** ListID (66), the client's own */
  listId: string;
  /** ListStatusType (429): why it is told */
  listStatusType: ListStatusType;
  /** which of the list's orders is the first that is told, from 0 */
  firstLine: number;
  /** refused because there is no such list */
  isUnknown: boolean;
  /** why a message was refused */
  text: string;
};

/** The house changes an order's quantity, unasked by its client, and waits for the venue. */
export type HouseReplaceRequested = {
  readonly type: typeof EventType.HouseReplaceRequested;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** OrderQty (38) */
  orderQty: Qty;
  /** Price (44) or NO_PRICE, as it was */
  price: Ticks;
  /** what of that quantity is not given to the venue yet */
  heldQty: Qty;
};

/** The venue has answered such a replace. When it was taken, OrderRestated follows. */
export type HouseReplaceEnded = {
  readonly type: typeof EventType.HouseReplaceEnded;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** the venue did it */
  isTaken: boolean;
  /** why it did not */
  text: string;
};

/** An order of a list may trade, or may trade more: it leaves when its market is open and its venue's line up. */
export type ListOrderReleased = {
  readonly type: typeof EventType.ListOrderReleased;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** what it is to trade from now on, its alternatives apart; 0 when that stays as it was */
  orderQty: Qty;
  /** what of OrderQty (38) its venue is not given yet */
  heldQty: Qty;
  /** more may follow: the first order of the list may still trade */
  isPart: boolean;
};

/** The venue has taken an order of a list off its book, as the house asked; the order goes there again when it may trade more. */
export type OrderRecalled = {
  readonly type: typeof EventType.OrderRecalled;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
};

/** Reference data: an instrument was split. */
export type SplitApplied = {
  readonly type: typeof EventType.SplitApplied;
  /** what the operator calls it */
  splitId: string;
  /** instrument */
  instrumentId: number;
  /** so many new ones */
  newShares: number;
  /** for so many old ones */
  oldShares: number;
  /** who; empty for the configuration */
  actor: string;
};

/** An operator's word about a session: it is carried out once this is durable. */
export type SessionActionTaken = {
  readonly type: typeof EventType.SessionActionTaken;
  /** the session: a client's, or a venue's line */
  sessionId: number;
  /** SessionAction */
  action: number;
  /** who */
  actor: string;
  /** why */
  reason: string;
  /** tells the answer to whoever asked; of one run of the house */
  requestId: number;
};

/** New orders of the session, the desk or the house are refused from here on, or taken again. */
export type KillSwitchSet = {
  readonly type: typeof EventType.KillSwitchSet;
  /** KillScope */
  scope: number;
  /** the client's session; 0 for another scope */
  sessionId: number;
  /** the desk; empty for another scope */
  desk: string;
  /** new orders are refused and live ones canceled; otherwise orders are taken again */
  isOn: boolean;
  /** who */
  actor: string;
  /** why */
  reason: string;
  /** tells the answer to whoever asked; of one run of the house */
  requestId: number;
};

/** The house asks a venue that does not split its orders to replace one: it is split when the venue has taken it. */
export type SplitRequested = {
  readonly type: typeof EventType.SplitRequested;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces */
  requestNumber: number;
  /** what is filled in old shares, and what is open in new ones */
  orderQty: Qty;
  /** Price (44) in new shares, or NO_PRICE */
  price: Ticks;
  /** terms few orders have: pairs (FIX tag as the client wrote it, value in price or quantity units; a date as yyyymmdd, a character as its code) */
  moreTerms: number[];
  /** so many new shares */
  newShares: number;
  /** for so many old ones */
  oldShares: number;
  /** why, and what was rounded */
  text: string;
};

/** The order does not trade until its venue reinstates it, which restates it (150=9). */
export type OrderSuspended = {
  readonly type: typeof EventType.OrderSuspended;
  /** OrderID (37), the OMS's own, dense from 1 */
  orderId: number;
  /** why */
  text: string;
};

export type Event =
  | OrderAccepted
  | OrderRejected
  | OrderRouted
  | OrderAcknowledged
  | OrderRefused
  | OrderFilled
  | CancelRequested
  | ReplaceRequested
  | RequestRejected
  | OrderCanceled
  | OrderReplaced
  | OrderExpired
  | OrderWarehoused
  | StopHeld
  | OrderStatusReported
  | VenueReportRecorded
  | VenueReportRefused
  | OrderTriggered
  | OrderRestated
  | OrderSplit
  | RequestReleased
  | TradeDisputed
  | FillBusted
  | FillCorrected
  | OrderTelephoned
  | CareOpened
  | CareAccepted
  | OwnerChanged
  | OrderLocked
  | OrderSliced
  | ManualFillRecorded
  | NoteAdded
  | DeskActionDone
  | DeskActionRefused
  | NoteRuleSet
  | MassStatusReported
  | SweepListed
  | SweepAdvanced
  | HouseCancelRequested
  | HouseCancelRejected
  | MassCancelReported
  | CancelOnDisconnectDefined
  | DisconnectGraceBegun
  | DisconnectGraceEnded
  | SessionLoggedOn
  | SessionLoggedOut
  | PasswordChanged
  | SessionDefined
  | InstrumentDefined
  | LimitSet
  | TradingDayOpened
  | InstrumentPhaseChanged
  | MarketUpdated
  | CommandRefused
  | JournalSpaceSet
  | FrameSkipped
  | CommandFailed
  | VenueDefined
  | VenueLineChanged
  | DoubtResolved
  | RequestRepeated
  | AlienOrderFound
  | ExceptionOpened
  | ExceptionClosed
  | OrderDoneForDay
  | ListingDefined
  | RoutingDefined
  | RouteDecided
  | ListReceived
  | OrderListed
  | ListChanged
  | ListReported
  | HouseReplaceRequested
  | HouseReplaceEnded
  | ListOrderReleased
  | OrderRecalled
  | SplitApplied
  | SessionActionTaken
  | KillSwitchSet
  | SplitRequested
  | OrderSuspended;

/** The name of a event type, for people. */
export const EventName: Readonly<Record<number, string>> = {
  100: "OrderAccepted",
  101: "OrderRejected",
  102: "OrderRouted",
  103: "OrderAcknowledged",
  104: "OrderRefused",
  105: "OrderFilled",
  106: "CancelRequested",
  107: "ReplaceRequested",
  108: "RequestRejected",
  109: "OrderCanceled",
  110: "OrderReplaced",
  111: "OrderExpired",
  169: "OrderWarehoused",
  137: "StopHeld",
  112: "OrderStatusReported",
  113: "VenueReportRecorded",
  114: "VenueReportRefused",
  115: "OrderTriggered",
  116: "OrderRestated",
  129: "OrderSplit",
  118: "RequestReleased",
  150: "TradeDisputed",
  151: "FillBusted",
  152: "FillCorrected",
  221: "OrderTelephoned",
  146: "CareOpened",
  138: "CareAccepted",
  139: "OwnerChanged",
  140: "OrderLocked",
  141: "OrderSliced",
  142: "ManualFillRecorded",
  143: "NoteAdded",
  144: "DeskActionDone",
  145: "DeskActionRefused",
  230: "NoteRuleSet",
  160: "MassStatusReported",
  161: "SweepListed",
  162: "SweepAdvanced",
  163: "HouseCancelRequested",
  164: "HouseCancelRejected",
  165: "MassCancelReported",
  166: "CancelOnDisconnectDefined",
  167: "DisconnectGraceBegun",
  168: "DisconnectGraceEnded",
  120: "SessionLoggedOn",
  121: "SessionLoggedOut",
  122: "PasswordChanged",
  130: "SessionDefined",
  131: "InstrumentDefined",
  132: "LimitSet",
  133: "TradingDayOpened",
  136: "InstrumentPhaseChanged",
  134: "MarketUpdated",
  135: "CommandRefused",
  148: "JournalSpaceSet",
  158: "FrameSkipped",
  159: "CommandFailed",
  170: "VenueDefined",
  171: "VenueLineChanged",
  172: "DoubtResolved",
  173: "RequestRepeated",
  174: "AlienOrderFound",
  175: "ExceptionOpened",
  176: "ExceptionClosed",
  177: "OrderDoneForDay",
  223: "ListingDefined",
  188: "RoutingDefined",
  189: "RouteDecided",
  180: "ListReceived",
  181: "OrderListed",
  182: "ListChanged",
  183: "ListReported",
  184: "HouseReplaceRequested",
  185: "HouseReplaceEnded",
  186: "ListOrderReleased",
  210: "OrderRecalled",
  128: "SplitApplied",
  124: "SessionActionTaken",
  200: "KillSwitchSet",
  222: "SplitRequested",
  220: "OrderSuspended",
};

function encodeOrderAccepted(record: OrderAccepted, to: ByteWriter): void {
  to.reserve(39 + record.clOrdId.length + record.account.length + record.moreTerms.length * 8 + record.carried.length);
  const start = to.offset;
  to.u8(100);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.sessionId);
  to.text(record.clOrdId);
  to.text(record.account);
  to.u16(record.instrumentId);
  to.char(record.side);
  to.char(record.ordType);
  to.char(record.timeInForce);
  to.int(record.orderQty);
  to.int(record.price);
  to.ints(record.moreTerms);
  to.text(record.carried);
  endRecord(to, start);
}

function encodeOrderRejected(record: OrderRejected, to: ByteWriter): void {
  to.reserve(46 + record.clOrdId.length + record.account.length + record.symbol.length + record.text.length + record.carried.length + record.listId.length);
  const start = to.offset;
  to.u8(101);
  to.u8(3);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.sessionId);
  to.text(record.clOrdId);
  to.text(record.account);
  to.u16(record.instrumentId);
  to.text(record.symbol);
  to.char(record.side);
  to.char(record.ordType);
  to.char(record.timeInForce);
  to.int(record.qtyMantissa);
  to.u8(record.qtyScale);
  to.int(record.priceMantissa);
  to.u8(record.priceScale);
  to.u8(record.ordRejReason);
  to.text(record.text);
  to.text(record.carried);
  to.text(record.listId);
  endRecord(to, start);
}

function encodeOrderRouted(record: OrderRouted, to: ByteWriter): void {
  to.reserve(11);
  const start = to.offset;
  to.u8(102);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u8(record.venueId);
  to.u16(record.requestNumber);
  endRecord(to, start);
}

function encodeOrderAcknowledged(record: OrderAcknowledged, to: ByteWriter): void {
  to.reserve(10 + record.exchangeOrderId.length);
  const start = to.offset;
  to.u8(103);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.exchangeOrderId);
  endRecord(to, start);
}

function encodeOrderRefused(record: OrderRefused, to: ByteWriter): void {
  to.reserve(11 + record.text.length);
  const start = to.offset;
  to.u8(104);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u8(record.ordRejReason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderFilled(record: OrderFilled, to: ByteWriter): void {
  to.reserve(27 + record.exchangeExecId.length);
  const start = to.offset;
  to.u8(105);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u8(record.venueId);
  to.text(record.exchangeExecId);
  to.int(record.lastQty);
  to.int(record.lastPx);
  endRecord(to, start);
}

function encodeCancelRequested(record: CancelRequested, to: ByteWriter): void {
  to.reserve(12 + record.clOrdId.length);
  const start = to.offset;
  to.u8(106);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.clOrdId);
  to.u16(record.requestNumber);
  endRecord(to, start);
}

function encodeReplaceRequested(record: ReplaceRequested, to: ByteWriter): void {
  to.reserve(32 + record.clOrdId.length + record.moreTerms.length * 8 + record.carried.length);
  const start = to.offset;
  to.u8(107);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.clOrdId);
  to.u16(record.requestNumber);
  to.int(record.orderQty);
  to.int(record.price);
  to.ints(record.moreTerms);
  to.text(record.carried);
  endRecord(to, start);
}

function encodeRequestRejected(record: RequestRejected, to: ByteWriter): void {
  to.reserve(19 + record.clOrdId.length + record.origClOrdId.length + record.text.length);
  const start = to.offset;
  to.u8(108);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.sessionId);
  to.text(record.clOrdId);
  to.text(record.origClOrdId);
  to.char(record.responseTo);
  to.u8(record.cxlRejReason);
  to.text(record.text);
  to.bool(record.wasPending);
  endRecord(to, start);
}

function encodeOrderCanceled(record: OrderCanceled, to: ByteWriter): void {
  to.reserve(14 + record.text.length);
  const start = to.offset;
  to.u8(109);
  to.u8(3);
  to.offset += 2;
  to.u32(record.orderId);
  to.bool(record.solicited);
  to.text(record.text);
  to.u16(record.requestNumber);
  to.u8(record.reason);
  endRecord(to, start);
}

function encodeOrderReplaced(record: OrderReplaced, to: ByteWriter): void {
  to.reserve(30 + record.moreTerms.length * 8 + record.carried.length);
  const start = to.offset;
  to.u8(110);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.int(record.orderQty);
  to.int(record.price);
  to.ints(record.moreTerms);
  to.text(record.carried);
  to.u16(record.requestNumber);
  endRecord(to, start);
}

function encodeOrderExpired(record: OrderExpired, to: ByteWriter): void {
  to.reserve(10 + record.text.length);
  const start = to.offset;
  to.u8(111);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderWarehoused(record: OrderWarehoused, to: ByteWriter): void {
  to.reserve(10 + record.text.length);
  const start = to.offset;
  to.u8(169);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeStopHeld(record: StopHeld, to: ByteWriter): void {
  to.reserve(10 + record.text.length);
  const start = to.offset;
  to.u8(137);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderStatusReported(record: OrderStatusReported, to: ByteWriter): void {
  to.reserve(17 + record.clOrdId.length + record.ordStatusReqId.length + record.symbol.length);
  const start = to.offset;
  to.u8(112);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.sessionId);
  to.text(record.clOrdId);
  to.text(record.ordStatusReqId);
  to.text(record.symbol);
  to.char(record.side);
  endRecord(to, start);
}

function encodeVenueReportRecorded(record: VenueReportRecorded, to: ByteWriter): void {
  to.reserve(13);
  const start = to.offset;
  to.u8(113);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  endRecord(to, start);
}

function encodeVenueReportRefused(record: VenueReportRefused, to: ByteWriter): void {
  to.reserve(11 + record.text.length);
  const start = to.offset;
  to.u8(114);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.u32(record.orderId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderTriggered(record: OrderTriggered, to: ByteWriter): void {
  to.reserve(10 + record.text.length);
  const start = to.offset;
  to.u8(115);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderRestated(record: OrderRestated, to: ByteWriter): void {
  to.reserve(30 + record.text.length + record.moreTerms.length * 8);
  const start = to.offset;
  to.u8(116);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.int(record.orderQty);
  to.int(record.price);
  to.u8(record.reason);
  to.text(record.text);
  to.bool(record.isVenues);
  to.ints(record.moreTerms);
  endRecord(to, start);
}

function encodeOrderSplit(record: OrderSplit, to: ByteWriter): void {
  to.reserve(52 + record.moreTerms.length * 8 + record.text.length);
  const start = to.offset;
  to.u8(129);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.int(record.orderQty);
  to.int(record.cumQty);
  to.int(record.price);
  to.ints(record.moreTerms);
  to.text(record.text);
  to.int(record.newShares);
  to.int(record.oldShares);
  endRecord(to, start);
}

function encodeRequestReleased(record: RequestReleased, to: ByteWriter): void {
  to.reserve(12 + record.clOrdId.length);
  const start = to.offset;
  to.u8(118);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.clOrdId);
  to.u16(record.requestNumber);
  endRecord(to, start);
}

function encodeTradeDisputed(record: TradeDisputed, to: ByteWriter): void {
  to.reserve(15 + record.execId.length + record.text.length);
  const start = to.offset;
  to.u8(150);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.sessionId);
  to.text(record.execId);
  to.char(record.dkReason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeFillBusted(record: FillBusted, to: ByteWriter): void {
  to.reserve(39 + record.exchangeExecId.length + record.exchangeExecRefId.length + record.text.length);
  const start = to.offset;
  to.u8(151);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u8(record.venueId);
  to.text(record.exchangeExecId);
  to.text(record.exchangeExecRefId);
  to.int(record.lastQty);
  to.int(record.lastPx);
  to.int(record.execRef);
  to.text(record.text);
  endRecord(to, start);
}

function encodeFillCorrected(record: FillCorrected, to: ByteWriter): void {
  to.reserve(39 + record.exchangeExecId.length + record.exchangeExecRefId.length + record.text.length);
  const start = to.offset;
  to.u8(152);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u8(record.venueId);
  to.text(record.exchangeExecId);
  to.text(record.exchangeExecRefId);
  to.int(record.lastQty);
  to.int(record.lastPx);
  to.int(record.execRef);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderTelephoned(record: OrderTelephoned, to: ByteWriter): void {
  to.reserve(10 + record.user.length);
  const start = to.offset;
  to.u8(221);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.user);
  endRecord(to, start);
}

function encodeCareOpened(record: CareOpened, to: ByteWriter): void {
  to.reserve(10 + record.desk.length);
  const start = to.offset;
  to.u8(146);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.desk);
  endRecord(to, start);
}

function encodeCareAccepted(record: CareAccepted, to: ByteWriter): void {
  to.reserve(10 + record.user.length);
  const start = to.offset;
  to.u8(138);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.user);
  endRecord(to, start);
}

function encodeOwnerChanged(record: OwnerChanged, to: ByteWriter): void {
  to.reserve(14 + record.owner.length + record.desk.length + record.user.length);
  const start = to.offset;
  to.u8(139);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.owner);
  to.text(record.desk);
  to.text(record.user);
  endRecord(to, start);
}

function encodeOrderLocked(record: OrderLocked, to: ByteWriter): void {
  to.reserve(12 + record.lockedBy.length + record.user.length);
  const start = to.offset;
  to.u8(140);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.lockedBy);
  to.text(record.user);
  endRecord(to, start);
}

function encodeOrderSliced(record: OrderSliced, to: ByteWriter): void {
  to.reserve(14 + record.user.length);
  const start = to.offset;
  to.u8(141);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u32(record.parentId);
  to.text(record.user);
  endRecord(to, start);
}

function encodeManualFillRecorded(record: ManualFillRecorded, to: ByteWriter): void {
  to.reserve(20 + record.user.length + record.contra.length);
  const start = to.offset;
  to.u8(142);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.user);
  to.time(record.tradedNs);
  to.text(record.contra);
  endRecord(to, start);
}

function encodeNoteAdded(record: NoteAdded, to: ByteWriter): void {
  to.reserve(12 + record.user.length + record.note.length);
  const start = to.offset;
  to.u8(143);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.user);
  to.text(record.note);
  endRecord(to, start);
}

function encodeDeskActionDone(record: DeskActionDone, to: ByteWriter): void {
  to.reserve(14 + record.actionId.length + record.user.length + record.outcome.length);
  const start = to.offset;
  to.u8(144);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.text(record.outcome);
  endRecord(to, start);
}

function encodeDeskActionRefused(record: DeskActionRefused, to: ByteWriter): void {
  to.reserve(14 + record.actionId.length + record.user.length + record.reason.length);
  const start = to.offset;
  to.u8(145);
  to.u8(1);
  to.offset += 2;
  to.text(record.actionId);
  to.text(record.user);
  to.u32(record.orderId);
  to.text(record.reason);
  endRecord(to, start);
}

function encodeNoteRuleSet(record: NoteRuleSet, to: ByteWriter): void {
  to.reserve(11 + record.compId.length + record.desk.length + record.user.length);
  const start = to.offset;
  to.u8(230);
  to.u8(1);
  to.offset += 2;
  to.text(record.compId);
  to.text(record.desk);
  to.u8(record.before);
  to.text(record.user);
  endRecord(to, start);
}

function encodeMassStatusReported(record: MassStatusReported, to: ByteWriter): void {
  to.reserve(23 + record.massStatusReqId.length + record.symbol.length + record.text.length);
  const start = to.offset;
  to.u8(160);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.sessionId);
  to.text(record.massStatusReqId);
  to.u32(record.totNumReports);
  to.bool(record.lastRptRequested);
  to.text(record.symbol);
  to.char(record.side);
  to.u8(record.ordRejReason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeSweepListed(record: SweepListed, to: ByteWriter): void {
  to.reserve(18 + record.requestId.length + record.text.length + record.orderIds.length * 8);
  const start = to.offset;
  to.u8(161);
  to.u8(1);
  to.offset += 2;
  to.u32(record.sweepId);
  to.u8(record.kind);
  to.u16(record.sessionId);
  to.text(record.requestId);
  to.char(record.requestType);
  to.text(record.text);
  to.ints(record.orderIds);
  endRecord(to, start);
}

function encodeSweepAdvanced(record: SweepAdvanced, to: ByteWriter): void {
  to.reserve(16);
  const start = to.offset;
  to.u8(162);
  to.u8(1);
  to.offset += 2;
  to.u32(record.sweepId);
  to.u32(record.count);
  to.u32(record.affected);
  endRecord(to, start);
}

function encodeHouseCancelRequested(record: HouseCancelRequested, to: ByteWriter): void {
  to.reserve(13 + record.text.length);
  const start = to.offset;
  to.u8(163);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.u8(record.cause);
  to.text(record.text);
  endRecord(to, start);
}

function encodeHouseCancelRejected(record: HouseCancelRejected, to: ByteWriter): void {
  to.reserve(13 + record.text.length);
  const start = to.offset;
  to.u8(164);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.u8(record.cxlRejReason);
  to.text(record.text);
  endRecord(to, start);
}

function encodeMassCancelReported(record: MassCancelReported, to: ByteWriter): void {
  to.reserve(21 + record.clOrdId.length + record.orderIds.length * 8 + record.text.length);
  const start = to.offset;
  to.u8(165);
  to.u8(2);
  to.offset += 2;
  to.u16(record.sessionId);
  to.text(record.clOrdId);
  to.char(record.massCancelRequestType);
  to.char(record.massCancelResponse);
  to.u8(record.massCancelRejectReason);
  to.u32(record.totalAffectedOrders);
  to.ints(record.orderIds);
  to.text(record.text);
  to.u8(record.massActionType);
  to.u8(record.massActionScope);
  endRecord(to, start);
}

function encodeCancelOnDisconnectDefined(record: CancelOnDisconnectDefined, to: ByteWriter): void {
  to.reserve(12);
  const start = to.offset;
  to.u8(166);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u8(record.cancelOn);
  to.u32(record.graceMs);
  to.bool(record.keepGtc);
  endRecord(to, start);
}

function encodeDisconnectGraceBegun(record: DisconnectGraceBegun, to: ByteWriter): void {
  to.reserve(7);
  const start = to.offset;
  to.u8(167);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u8(record.cause);
  endRecord(to, start);
}

function encodeDisconnectGraceEnded(record: DisconnectGraceEnded, to: ByteWriter): void {
  to.reserve(6);
  const start = to.offset;
  to.u8(168);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  endRecord(to, start);
}

function encodeSessionLoggedOn(record: SessionLoggedOn, to: ByteWriter): void {
  to.reserve(8 + record.peer.length);
  const start = to.offset;
  to.u8(120);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.text(record.peer);
  endRecord(to, start);
}

function encodeSessionLoggedOut(record: SessionLoggedOut, to: ByteWriter): void {
  to.reserve(9 + record.reason.length);
  const start = to.offset;
  to.u8(121);
  to.u8(2);
  to.offset += 2;
  to.u16(record.sessionId);
  to.text(record.reason);
  to.u8(record.cause);
  endRecord(to, start);
}

function encodePasswordChanged(record: PasswordChanged, to: ByteWriter): void {
  to.reserve(10 + record.passwordHash.length + record.replaces.length);
  const start = to.offset;
  to.u8(122);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.text(record.passwordHash);
  to.text(record.replaces);
  endRecord(to, start);
}

function encodeSessionDefined(record: SessionDefined, to: ByteWriter): void {
  to.reserve(14 + record.sessionKey.length + record.compId.length + record.account.length);
  const start = to.offset;
  to.u8(130);
  to.u8(2);
  to.offset += 2;
  to.u16(record.sessionId);
  to.text(record.sessionKey);
  to.text(record.compId);
  to.text(record.account);
  to.bool(record.pendingReports);
  to.bool(record.replaceChains);
  endRecord(to, start);
}

function encodeInstrumentDefined(record: InstrumentDefined, to: ByteWriter): void {
  to.reserve(38 + record.symbol.length + record.description.length + record.currency.length + record.tickTable.length * 8 + record.exchange.length + record.securityIds.length);
  const start = to.offset;
  to.u8(131);
  to.u8(2);
  to.offset += 2;
  to.u16(record.instrumentId);
  to.text(record.symbol);
  to.text(record.description);
  to.text(record.currency);
  to.char(record.assetClass);
  to.u8(record.venueId);
  to.u8(record.priceScale);
  to.u8(record.qtyScale);
  to.int(record.lotSize);
  to.ints(record.tickTable);
  to.int(record.referencePx);
  to.text(record.exchange);
  to.text(record.securityIds);
  endRecord(to, start);
}

function encodeLimitSet(record: LimitSet, to: ByteWriter): void {
  to.reserve(17);
  const start = to.offset;
  to.u8(132);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u16(record.instrumentId);
  to.u8(record.limitKind);
  to.int(record.value);
  endRecord(to, start);
}

function encodeTradingDayOpened(record: TradingDayOpened, to: ByteWriter): void {
  to.reserve(8);
  const start = to.offset;
  to.u8(133);
  to.u8(1);
  to.offset += 2;
  to.u32(record.tradingDay);
  endRecord(to, start);
}

function encodeInstrumentPhaseChanged(record: InstrumentPhaseChanged, to: ByteWriter): void {
  to.reserve(8);
  const start = to.offset;
  to.u8(136);
  to.u8(1);
  to.offset += 2;
  to.u16(record.instrumentId);
  to.u8(record.phase);
  to.bool(record.holdsWhenClosed);
  endRecord(to, start);
}

function encodeMarketUpdated(record: MarketUpdated, to: ByteWriter): void {
  to.reserve(30);
  const start = to.offset;
  to.u8(134);
  to.u8(1);
  to.offset += 2;
  to.u16(record.instrumentId);
  to.int(record.bidPx);
  to.int(record.askPx);
  to.int(record.lastPx);
  endRecord(to, start);
}

function encodeCommandRefused(record: CommandRefused, to: ByteWriter): void {
  to.reserve(6 + record.text.length);
  const start = to.offset;
  to.u8(135);
  to.u8(1);
  to.offset += 2;
  to.text(record.text);
  endRecord(to, start);
}

function encodeJournalSpaceSet(record: JournalSpaceSet, to: ByteWriter): void {
  to.reserve(21);
  const start = to.offset;
  to.u8(148);
  to.u8(1);
  to.offset += 2;
  to.bool(record.isLow);
  to.int(record.freeBytes);
  to.int(record.lowBytes);
  endRecord(to, start);
}

function encodeFrameSkipped(record: FrameSkipped, to: ByteWriter): void {
  to.reserve(24 + record.refMsgType.length + record.clOrdId.length + record.reason.length);
  const start = to.offset;
  to.u8(158);
  to.u8(1);
  to.offset += 2;
  to.int(record.sequence);
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.refMsgType);
  to.text(record.clOrdId);
  to.text(record.reason);
  endRecord(to, start);
}

function encodeCommandFailed(record: CommandFailed, to: ByteWriter): void {
  to.reserve(16 + record.refMsgType.length + record.clOrdId.length + record.text.length);
  const start = to.offset;
  to.u8(159);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.refMsgType);
  to.text(record.clOrdId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeVenueDefined(record: VenueDefined, to: ByteWriter): void {
  to.reserve(14 + record.name.length + record.ordTypes.length + record.timesInForce.length);
  const start = to.offset;
  to.u8(170);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.text(record.name);
  to.bool(record.holdsWhenDown);
  to.bool(record.repeatsUnknown);
  to.bool(record.cancelsAliens);
  to.text(record.ordTypes);
  to.text(record.timesInForce);
  endRecord(to, start);
}

function encodeVenueLineChanged(record: VenueLineChanged, to: ByteWriter): void {
  to.reserve(8 + record.text.length);
  const start = to.offset;
  to.u8(171);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.bool(record.isUp);
  to.text(record.text);
  endRecord(to, start);
}

function encodeDoubtResolved(record: DoubtResolved, to: ByteWriter): void {
  to.reserve(8);
  const start = to.offset;
  to.u8(172);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  endRecord(to, start);
}

function encodeRequestRepeated(record: RequestRepeated, to: ByteWriter): void {
  to.reserve(11);
  const start = to.offset;
  to.u8(173);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u8(record.venueId);
  to.u16(record.requestNumber);
  endRecord(to, start);
}

function encodeAlienOrderFound(record: AlienOrderFound, to: ByteWriter): void {
  to.reserve(23 + record.clOrdId.length + record.exchangeOrderId.length + record.symbol.length + record.text.length);
  const start = to.offset;
  to.u8(174);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.int(record.reportSequence);
  to.text(record.clOrdId);
  to.text(record.exchangeOrderId);
  to.text(record.symbol);
  to.char(record.side);
  to.text(record.text);
  to.bool(record.isCanceled);
  endRecord(to, start);
}

function encodeExceptionOpened(record: ExceptionOpened, to: ByteWriter): void {
  to.reserve(16 + record.text.length);
  const start = to.offset;
  to.u8(175);
  to.u8(1);
  to.offset += 2;
  to.u32(record.exceptionId);
  to.u8(record.kind);
  to.u32(record.orderId);
  to.u8(record.venueId);
  to.text(record.text);
  endRecord(to, start);
}

function encodeExceptionClosed(record: ExceptionClosed, to: ByteWriter): void {
  to.reserve(12 + record.actor.length + record.text.length);
  const start = to.offset;
  to.u8(176);
  to.u8(1);
  to.offset += 2;
  to.u32(record.exceptionId);
  to.text(record.actor);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderDoneForDay(record: OrderDoneForDay, to: ByteWriter): void {
  to.reserve(11 + record.text.length);
  const start = to.offset;
  to.u8(177);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.text);
  to.bool(record.isDue);
  endRecord(to, start);
}

function encodeListingDefined(record: ListingDefined, to: ByteWriter): void {
  to.reserve(9 + record.name.length + record.symbols.length);
  const start = to.offset;
  to.u8(223);
  to.u8(1);
  to.offset += 2;
  to.u8(record.venueId);
  to.text(record.name);
  to.text(record.symbols);
  endRecord(to, start);
}

function encodeRoutingDefined(record: RoutingDefined, to: ByteWriter): void {
  to.reserve(10 + record.rules.length);
  const start = to.offset;
  to.u8(188);
  to.u8(1);
  to.offset += 2;
  to.u32(record.version);
  to.text(record.rules);
  endRecord(to, start);
}

function encodeRouteDecided(record: RouteDecided, to: ByteWriter): void {
  to.reserve(17 + record.ruleId.length + record.desk.length);
  const start = to.offset;
  to.u8(189);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u32(record.version);
  to.text(record.ruleId);
  to.u8(record.venueId);
  to.text(record.desk);
  endRecord(to, start);
}

function encodeListReceived(record: ListReceived, to: ByteWriter): void {
  to.reserve(19 + record.listId.length);
  const start = to.offset;
  to.u8(180);
  to.u8(2);
  to.offset += 2;
  to.u32(record.listNumber);
  to.u16(record.sessionId);
  to.text(record.listId);
  to.u8(record.contingency);
  to.u32(record.totNoOrders);
  to.bool(record.waitsForExecute);
  to.bool(record.isLinked);
  endRecord(to, start);
}

function encodeOrderListed(record: OrderListed, to: ByteWriter): void {
  to.reserve(18 + record.linkId.length);
  const start = to.offset;
  to.u8(181);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u32(record.listNumber);
  to.u32(record.listSeqNo);
  to.text(record.linkId);
  endRecord(to, start);
}

function encodeListChanged(record: ListChanged, to: ByteWriter): void {
  to.reserve(9);
  const start = to.offset;
  to.u8(182);
  to.u8(1);
  to.offset += 2;
  to.u32(record.listNumber);
  to.u8(record.stage);
  endRecord(to, start);
}

function encodeListReported(record: ListReported, to: ByteWriter): void {
  to.reserve(26 + record.refMsgType.length + record.listId.length + record.text.length);
  const start = to.offset;
  to.u8(183);
  to.u8(1);
  to.offset += 2;
  to.u32(record.listNumber);
  to.u16(record.sessionId);
  to.u32(record.msgSeqNum);
  to.text(record.refMsgType);
  to.text(record.listId);
  to.u8(record.listStatusType);
  to.u32(record.firstLine);
  to.bool(record.isUnknown);
  to.text(record.text);
  endRecord(to, start);
}

function encodeHouseReplaceRequested(record: HouseReplaceRequested, to: ByteWriter): void {
  to.reserve(34);
  const start = to.offset;
  to.u8(184);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.int(record.orderQty);
  to.int(record.price);
  to.int(record.heldQty);
  endRecord(to, start);
}

function encodeHouseReplaceEnded(record: HouseReplaceEnded, to: ByteWriter): void {
  to.reserve(13 + record.text.length);
  const start = to.offset;
  to.u8(185);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.bool(record.isTaken);
  to.text(record.text);
  endRecord(to, start);
}

function encodeListOrderReleased(record: ListOrderReleased, to: ByteWriter): void {
  to.reserve(25);
  const start = to.offset;
  to.u8(186);
  to.u8(2);
  to.offset += 2;
  to.u32(record.orderId);
  to.int(record.orderQty);
  to.int(record.heldQty);
  to.bool(record.isPart);
  endRecord(to, start);
}

function encodeOrderRecalled(record: OrderRecalled, to: ByteWriter): void {
  to.reserve(10);
  const start = to.offset;
  to.u8(210);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  endRecord(to, start);
}

function encodeSplitApplied(record: SplitApplied, to: ByteWriter): void {
  to.reserve(14 + record.splitId.length + record.actor.length);
  const start = to.offset;
  to.u8(128);
  to.u8(2);
  to.offset += 2;
  to.text(record.splitId);
  to.u16(record.instrumentId);
  to.u16(record.newShares);
  to.u16(record.oldShares);
  to.text(record.actor);
  endRecord(to, start);
}

function encodeSessionActionTaken(record: SessionActionTaken, to: ByteWriter): void {
  to.reserve(15 + record.actor.length + record.reason.length);
  const start = to.offset;
  to.u8(124);
  to.u8(1);
  to.offset += 2;
  to.u16(record.sessionId);
  to.u8(record.action);
  to.text(record.actor);
  to.text(record.reason);
  to.u32(record.requestId);
  endRecord(to, start);
}

function encodeKillSwitchSet(record: KillSwitchSet, to: ByteWriter): void {
  to.reserve(18 + record.desk.length + record.actor.length + record.reason.length);
  const start = to.offset;
  to.u8(200);
  to.u8(1);
  to.offset += 2;
  to.u8(record.scope);
  to.u16(record.sessionId);
  to.text(record.desk);
  to.bool(record.isOn);
  to.text(record.actor);
  to.text(record.reason);
  to.u32(record.requestId);
  endRecord(to, start);
}

function encodeSplitRequested(record: SplitRequested, to: ByteWriter): void {
  to.reserve(46 + record.moreTerms.length * 8 + record.text.length);
  const start = to.offset;
  to.u8(222);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.u16(record.requestNumber);
  to.int(record.orderQty);
  to.int(record.price);
  to.ints(record.moreTerms);
  to.int(record.newShares);
  to.int(record.oldShares);
  to.text(record.text);
  endRecord(to, start);
}

function encodeOrderSuspended(record: OrderSuspended, to: ByteWriter): void {
  to.reserve(10 + record.text.length);
  const start = to.offset;
  to.u8(220);
  to.u8(1);
  to.offset += 2;
  to.u32(record.orderId);
  to.text(record.text);
  endRecord(to, start);
}

/** Writes one event at the writer's offset, making room for it. */
export function encodeEvent(record: Event, to: ByteWriter): void {
  switch (record.type) {
    case EventType.OrderAccepted:
      encodeOrderAccepted(record, to);
      return;
    case EventType.OrderRejected:
      encodeOrderRejected(record, to);
      return;
    case EventType.OrderRouted:
      encodeOrderRouted(record, to);
      return;
    case EventType.OrderAcknowledged:
      encodeOrderAcknowledged(record, to);
      return;
    case EventType.OrderRefused:
      encodeOrderRefused(record, to);
      return;
    case EventType.OrderFilled:
      encodeOrderFilled(record, to);
      return;
    case EventType.CancelRequested:
      encodeCancelRequested(record, to);
      return;
    case EventType.ReplaceRequested:
      encodeReplaceRequested(record, to);
      return;
    case EventType.RequestRejected:
      encodeRequestRejected(record, to);
      return;
    case EventType.OrderCanceled:
      encodeOrderCanceled(record, to);
      return;
    case EventType.OrderReplaced:
      encodeOrderReplaced(record, to);
      return;
    case EventType.OrderExpired:
      encodeOrderExpired(record, to);
      return;
    case EventType.OrderWarehoused:
      encodeOrderWarehoused(record, to);
      return;
    case EventType.StopHeld:
      encodeStopHeld(record, to);
      return;
    case EventType.OrderStatusReported:
      encodeOrderStatusReported(record, to);
      return;
    case EventType.VenueReportRecorded:
      encodeVenueReportRecorded(record, to);
      return;
    case EventType.VenueReportRefused:
      encodeVenueReportRefused(record, to);
      return;
    case EventType.OrderTriggered:
      encodeOrderTriggered(record, to);
      return;
    case EventType.OrderRestated:
      encodeOrderRestated(record, to);
      return;
    case EventType.OrderSplit:
      encodeOrderSplit(record, to);
      return;
    case EventType.RequestReleased:
      encodeRequestReleased(record, to);
      return;
    case EventType.TradeDisputed:
      encodeTradeDisputed(record, to);
      return;
    case EventType.FillBusted:
      encodeFillBusted(record, to);
      return;
    case EventType.FillCorrected:
      encodeFillCorrected(record, to);
      return;
    case EventType.OrderTelephoned:
      encodeOrderTelephoned(record, to);
      return;
    case EventType.CareOpened:
      encodeCareOpened(record, to);
      return;
    case EventType.CareAccepted:
      encodeCareAccepted(record, to);
      return;
    case EventType.OwnerChanged:
      encodeOwnerChanged(record, to);
      return;
    case EventType.OrderLocked:
      encodeOrderLocked(record, to);
      return;
    case EventType.OrderSliced:
      encodeOrderSliced(record, to);
      return;
    case EventType.ManualFillRecorded:
      encodeManualFillRecorded(record, to);
      return;
    case EventType.NoteAdded:
      encodeNoteAdded(record, to);
      return;
    case EventType.DeskActionDone:
      encodeDeskActionDone(record, to);
      return;
    case EventType.DeskActionRefused:
      encodeDeskActionRefused(record, to);
      return;
    case EventType.NoteRuleSet:
      encodeNoteRuleSet(record, to);
      return;
    case EventType.MassStatusReported:
      encodeMassStatusReported(record, to);
      return;
    case EventType.SweepListed:
      encodeSweepListed(record, to);
      return;
    case EventType.SweepAdvanced:
      encodeSweepAdvanced(record, to);
      return;
    case EventType.HouseCancelRequested:
      encodeHouseCancelRequested(record, to);
      return;
    case EventType.HouseCancelRejected:
      encodeHouseCancelRejected(record, to);
      return;
    case EventType.MassCancelReported:
      encodeMassCancelReported(record, to);
      return;
    case EventType.CancelOnDisconnectDefined:
      encodeCancelOnDisconnectDefined(record, to);
      return;
    case EventType.DisconnectGraceBegun:
      encodeDisconnectGraceBegun(record, to);
      return;
    case EventType.DisconnectGraceEnded:
      encodeDisconnectGraceEnded(record, to);
      return;
    case EventType.SessionLoggedOn:
      encodeSessionLoggedOn(record, to);
      return;
    case EventType.SessionLoggedOut:
      encodeSessionLoggedOut(record, to);
      return;
    case EventType.PasswordChanged:
      encodePasswordChanged(record, to);
      return;
    case EventType.SessionDefined:
      encodeSessionDefined(record, to);
      return;
    case EventType.InstrumentDefined:
      encodeInstrumentDefined(record, to);
      return;
    case EventType.LimitSet:
      encodeLimitSet(record, to);
      return;
    case EventType.TradingDayOpened:
      encodeTradingDayOpened(record, to);
      return;
    case EventType.InstrumentPhaseChanged:
      encodeInstrumentPhaseChanged(record, to);
      return;
    case EventType.MarketUpdated:
      encodeMarketUpdated(record, to);
      return;
    case EventType.CommandRefused:
      encodeCommandRefused(record, to);
      return;
    case EventType.JournalSpaceSet:
      encodeJournalSpaceSet(record, to);
      return;
    case EventType.FrameSkipped:
      encodeFrameSkipped(record, to);
      return;
    case EventType.CommandFailed:
      encodeCommandFailed(record, to);
      return;
    case EventType.VenueDefined:
      encodeVenueDefined(record, to);
      return;
    case EventType.VenueLineChanged:
      encodeVenueLineChanged(record, to);
      return;
    case EventType.DoubtResolved:
      encodeDoubtResolved(record, to);
      return;
    case EventType.RequestRepeated:
      encodeRequestRepeated(record, to);
      return;
    case EventType.AlienOrderFound:
      encodeAlienOrderFound(record, to);
      return;
    case EventType.ExceptionOpened:
      encodeExceptionOpened(record, to);
      return;
    case EventType.ExceptionClosed:
      encodeExceptionClosed(record, to);
      return;
    case EventType.OrderDoneForDay:
      encodeOrderDoneForDay(record, to);
      return;
    case EventType.ListingDefined:
      encodeListingDefined(record, to);
      return;
    case EventType.RoutingDefined:
      encodeRoutingDefined(record, to);
      return;
    case EventType.RouteDecided:
      encodeRouteDecided(record, to);
      return;
    case EventType.ListReceived:
      encodeListReceived(record, to);
      return;
    case EventType.OrderListed:
      encodeOrderListed(record, to);
      return;
    case EventType.ListChanged:
      encodeListChanged(record, to);
      return;
    case EventType.ListReported:
      encodeListReported(record, to);
      return;
    case EventType.HouseReplaceRequested:
      encodeHouseReplaceRequested(record, to);
      return;
    case EventType.HouseReplaceEnded:
      encodeHouseReplaceEnded(record, to);
      return;
    case EventType.ListOrderReleased:
      encodeListOrderReleased(record, to);
      return;
    case EventType.OrderRecalled:
      encodeOrderRecalled(record, to);
      return;
    case EventType.SplitApplied:
      encodeSplitApplied(record, to);
      return;
    case EventType.SessionActionTaken:
      encodeSessionActionTaken(record, to);
      return;
    case EventType.KillSwitchSet:
      encodeKillSwitchSet(record, to);
      return;
    case EventType.SplitRequested:
      encodeSplitRequested(record, to);
      return;
    case EventType.OrderSuspended:
      encodeOrderSuspended(record, to);
      return;
    default:
      unreachable(record);
  }
}

function decodeOrderAccepted(from: ByteReader, version: number): OrderAccepted {
  return {
    type: EventType.OrderAccepted,
    orderId: from.u32(),
    sessionId: from.u16(),
    clOrdId: from.text(),
    account: from.text(),
    instrumentId: from.u16(),
    side: from.char() as Side,
    ordType: from.char() as OrdType,
    timeInForce: from.char() as TimeInForce,
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    moreTerms: version >= 2 ? from.ints() : [],
    carried: version >= 2 ? from.text() : "",
  };
}

function decodeOrderRejected(from: ByteReader, version: number): OrderRejected {
  return {
    type: EventType.OrderRejected,
    orderId: from.u32(),
    sessionId: from.u16(),
    clOrdId: from.text(),
    account: from.text(),
    instrumentId: from.u16(),
    symbol: from.text(),
    side: from.char() as Side,
    ordType: from.char() as OrdType,
    timeInForce: from.char() as TimeInForce,
    qtyMantissa: from.int(),
    qtyScale: from.u8(),
    priceMantissa: from.int(),
    priceScale: from.u8(),
    ordRejReason: from.u8(),
    text: from.text(),
    carried: version >= 2 ? from.text() : "",
    listId: version >= 3 ? from.text() : "",
  };
}

function decodeOrderRouted(from: ByteReader): OrderRouted {
  return {
    type: EventType.OrderRouted,
    orderId: from.u32(),
    venueId: from.u8(),
    requestNumber: from.u16(),
  };
}

function decodeOrderAcknowledged(from: ByteReader): OrderAcknowledged {
  return {
    type: EventType.OrderAcknowledged,
    orderId: from.u32(),
    exchangeOrderId: from.text(),
  };
}

function decodeOrderRefused(from: ByteReader): OrderRefused {
  return {
    type: EventType.OrderRefused,
    orderId: from.u32(),
    ordRejReason: from.u8(),
    text: from.text(),
  };
}

function decodeOrderFilled(from: ByteReader): OrderFilled {
  return {
    type: EventType.OrderFilled,
    orderId: from.u32(),
    venueId: from.u8(),
    exchangeExecId: from.text(),
    lastQty: from.int() as Qty,
    lastPx: from.int() as Ticks,
  };
}

function decodeCancelRequested(from: ByteReader): CancelRequested {
  return {
    type: EventType.CancelRequested,
    orderId: from.u32(),
    clOrdId: from.text(),
    requestNumber: from.u16(),
  };
}

function decodeReplaceRequested(from: ByteReader, version: number): ReplaceRequested {
  return {
    type: EventType.ReplaceRequested,
    orderId: from.u32(),
    clOrdId: from.text(),
    requestNumber: from.u16(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    moreTerms: version >= 2 ? from.ints() : [],
    carried: version >= 2 ? from.text() : "",
  };
}

function decodeRequestRejected(from: ByteReader): RequestRejected {
  return {
    type: EventType.RequestRejected,
    orderId: from.u32(),
    sessionId: from.u16(),
    clOrdId: from.text(),
    origClOrdId: from.text(),
    responseTo: from.char() as CxlRejResponseTo,
    cxlRejReason: from.u8(),
    text: from.text(),
    wasPending: from.bool(),
  };
}

function decodeOrderCanceled(from: ByteReader, version: number): OrderCanceled {
  return {
    type: EventType.OrderCanceled,
    orderId: from.u32(),
    solicited: from.bool(),
    text: from.text(),
    requestNumber: version >= 2 ? from.u16() : 0,
    reason: version >= 3 ? from.u8() : 255,
  };
}

function decodeOrderReplaced(from: ByteReader, version: number): OrderReplaced {
  return {
    type: EventType.OrderReplaced,
    orderId: from.u32(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    moreTerms: version >= 2 ? from.ints() : [],
    carried: version >= 2 ? from.text() : "",
    requestNumber: version >= 2 ? from.u16() : 0,
  };
}

function decodeOrderExpired(from: ByteReader): OrderExpired {
  return {
    type: EventType.OrderExpired,
    orderId: from.u32(),
    text: from.text(),
  };
}

function decodeOrderWarehoused(from: ByteReader): OrderWarehoused {
  return {
    type: EventType.OrderWarehoused,
    orderId: from.u32(),
    text: from.text(),
  };
}

function decodeStopHeld(from: ByteReader): StopHeld {
  return {
    type: EventType.StopHeld,
    orderId: from.u32(),
    text: from.text(),
  };
}

function decodeOrderStatusReported(from: ByteReader): OrderStatusReported {
  return {
    type: EventType.OrderStatusReported,
    orderId: from.u32(),
    sessionId: from.u16(),
    clOrdId: from.text(),
    ordStatusReqId: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
  };
}

function decodeVenueReportRecorded(from: ByteReader): VenueReportRecorded {
  return {
    type: EventType.VenueReportRecorded,
    venueId: from.u8(),
    reportSequence: from.int(),
  };
}

function decodeVenueReportRefused(from: ByteReader): VenueReportRefused {
  return {
    type: EventType.VenueReportRefused,
    venueId: from.u8(),
    orderId: from.u32(),
    text: from.text(),
  };
}

function decodeOrderTriggered(from: ByteReader): OrderTriggered {
  return {
    type: EventType.OrderTriggered,
    orderId: from.u32(),
    text: from.text(),
  };
}

function decodeOrderRestated(from: ByteReader, version: number): OrderRestated {
  return {
    type: EventType.OrderRestated,
    orderId: from.u32(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    reason: from.u8(),
    text: from.text(),
    isVenues: version >= 2 ? from.bool() : false,
    moreTerms: version >= 2 ? from.ints() : [],
  };
}

function decodeOrderSplit(from: ByteReader, version: number): OrderSplit {
  return {
    type: EventType.OrderSplit,
    orderId: from.u32(),
    orderQty: from.int() as Qty,
    cumQty: from.int() as Qty,
    price: from.int() as Ticks,
    moreTerms: from.ints(),
    text: from.text(),
    newShares: version >= 2 ? from.int() : 0,
    oldShares: version >= 2 ? from.int() : 0,
  };
}

function decodeRequestReleased(from: ByteReader): RequestReleased {
  return {
    type: EventType.RequestReleased,
    orderId: from.u32(),
    clOrdId: from.text(),
    requestNumber: from.u16(),
  };
}

function decodeTradeDisputed(from: ByteReader): TradeDisputed {
  return {
    type: EventType.TradeDisputed,
    orderId: from.u32(),
    sessionId: from.u16(),
    execId: from.text(),
    dkReason: from.char(),
    text: from.text(),
  };
}

function decodeFillBusted(from: ByteReader): FillBusted {
  return {
    type: EventType.FillBusted,
    orderId: from.u32(),
    venueId: from.u8(),
    exchangeExecId: from.text(),
    exchangeExecRefId: from.text(),
    lastQty: from.int() as Qty,
    lastPx: from.int() as Ticks,
    execRef: from.int(),
    text: from.text(),
  };
}

function decodeFillCorrected(from: ByteReader): FillCorrected {
  return {
    type: EventType.FillCorrected,
    orderId: from.u32(),
    venueId: from.u8(),
    exchangeExecId: from.text(),
    exchangeExecRefId: from.text(),
    lastQty: from.int() as Qty,
    lastPx: from.int() as Ticks,
    execRef: from.int(),
    text: from.text(),
  };
}

function decodeOrderTelephoned(from: ByteReader): OrderTelephoned {
  return {
    type: EventType.OrderTelephoned,
    orderId: from.u32(),
    user: from.text(),
  };
}

function decodeCareOpened(from: ByteReader): CareOpened {
  return {
    type: EventType.CareOpened,
    orderId: from.u32(),
    desk: from.text(),
  };
}

function decodeCareAccepted(from: ByteReader): CareAccepted {
  return {
    type: EventType.CareAccepted,
    orderId: from.u32(),
    user: from.text(),
  };
}

function decodeOwnerChanged(from: ByteReader): OwnerChanged {
  return {
    type: EventType.OwnerChanged,
    orderId: from.u32(),
    owner: from.text(),
    desk: from.text(),
    user: from.text(),
  };
}

function decodeOrderLocked(from: ByteReader): OrderLocked {
  return {
    type: EventType.OrderLocked,
    orderId: from.u32(),
    lockedBy: from.text(),
    user: from.text(),
  };
}

function decodeOrderSliced(from: ByteReader): OrderSliced {
  return {
    type: EventType.OrderSliced,
    orderId: from.u32(),
    parentId: from.u32(),
    user: from.text(),
  };
}

function decodeManualFillRecorded(from: ByteReader): ManualFillRecorded {
  return {
    type: EventType.ManualFillRecorded,
    orderId: from.u32(),
    user: from.text(),
    tradedNs: from.time(),
    contra: from.text(),
  };
}

function decodeNoteAdded(from: ByteReader): NoteAdded {
  return {
    type: EventType.NoteAdded,
    orderId: from.u32(),
    user: from.text(),
    note: from.text(),
  };
}

function decodeDeskActionDone(from: ByteReader): DeskActionDone {
  return {
    type: EventType.DeskActionDone,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    outcome: from.text(),
  };
}

function decodeDeskActionRefused(from: ByteReader): DeskActionRefused {
  return {
    type: EventType.DeskActionRefused,
    actionId: from.text(),
    user: from.text(),
    orderId: from.u32(),
    reason: from.text(),
  };
}

function decodeNoteRuleSet(from: ByteReader): NoteRuleSet {
  return {
    type: EventType.NoteRuleSet,
    compId: from.text(),
    desk: from.text(),
    before: from.u8(),
    user: from.text(),
  };
}

function decodeMassStatusReported(from: ByteReader): MassStatusReported {
  return {
    type: EventType.MassStatusReported,
    orderId: from.u32(),
    sessionId: from.u16(),
    massStatusReqId: from.text(),
    totNumReports: from.u32(),
    lastRptRequested: from.bool(),
    symbol: from.text(),
    side: from.char() as Side,
    ordRejReason: from.u8(),
    text: from.text(),
  };
}

function decodeSweepListed(from: ByteReader): SweepListed {
  return {
    type: EventType.SweepListed,
    sweepId: from.u32(),
    kind: from.u8(),
    sessionId: from.u16(),
    requestId: from.text(),
    requestType: from.char(),
    text: from.text(),
    orderIds: from.ints(),
  };
}

function decodeSweepAdvanced(from: ByteReader): SweepAdvanced {
  return {
    type: EventType.SweepAdvanced,
    sweepId: from.u32(),
    count: from.u32(),
    affected: from.u32(),
  };
}

function decodeHouseCancelRequested(from: ByteReader): HouseCancelRequested {
  return {
    type: EventType.HouseCancelRequested,
    orderId: from.u32(),
    requestNumber: from.u16(),
    cause: from.u8(),
    text: from.text(),
  };
}

function decodeHouseCancelRejected(from: ByteReader): HouseCancelRejected {
  return {
    type: EventType.HouseCancelRejected,
    orderId: from.u32(),
    requestNumber: from.u16(),
    cxlRejReason: from.u8(),
    text: from.text(),
  };
}

function decodeMassCancelReported(from: ByteReader, version: number): MassCancelReported {
  return {
    type: EventType.MassCancelReported,
    sessionId: from.u16(),
    clOrdId: from.text(),
    massCancelRequestType: from.char(),
    massCancelResponse: from.char(),
    massCancelRejectReason: from.u8(),
    totalAffectedOrders: from.u32(),
    orderIds: from.ints(),
    text: from.text(),
    massActionType: version >= 2 ? from.u8() : 0,
    massActionScope: version >= 2 ? from.u8() : 0,
  };
}

function decodeCancelOnDisconnectDefined(from: ByteReader): CancelOnDisconnectDefined {
  return {
    type: EventType.CancelOnDisconnectDefined,
    sessionId: from.u16(),
    cancelOn: from.u8(),
    graceMs: from.u32(),
    keepGtc: from.bool(),
  };
}

function decodeDisconnectGraceBegun(from: ByteReader): DisconnectGraceBegun {
  return {
    type: EventType.DisconnectGraceBegun,
    sessionId: from.u16(),
    cause: from.u8(),
  };
}

function decodeDisconnectGraceEnded(from: ByteReader): DisconnectGraceEnded {
  return {
    type: EventType.DisconnectGraceEnded,
    sessionId: from.u16(),
  };
}

function decodeSessionLoggedOn(from: ByteReader): SessionLoggedOn {
  return {
    type: EventType.SessionLoggedOn,
    sessionId: from.u16(),
    peer: from.text(),
  };
}

function decodeSessionLoggedOut(from: ByteReader, version: number): SessionLoggedOut {
  return {
    type: EventType.SessionLoggedOut,
    sessionId: from.u16(),
    reason: from.text(),
    cause: version >= 2 ? from.u8() : 0,
  };
}

function decodePasswordChanged(from: ByteReader): PasswordChanged {
  return {
    type: EventType.PasswordChanged,
    sessionId: from.u16(),
    passwordHash: from.text(),
    replaces: from.text(),
  };
}

function decodeSessionDefined(from: ByteReader, version: number): SessionDefined {
  return {
    type: EventType.SessionDefined,
    sessionId: from.u16(),
    sessionKey: from.text(),
    compId: from.text(),
    account: from.text(),
    pendingReports: from.bool(),
    replaceChains: version >= 2 ? from.bool() : true,
  };
}

function decodeInstrumentDefined(from: ByteReader, version: number): InstrumentDefined {
  return {
    type: EventType.InstrumentDefined,
    instrumentId: from.u16(),
    symbol: from.text(),
    description: from.text(),
    currency: from.text(),
    assetClass: from.char() as AssetClass,
    venueId: from.u8(),
    priceScale: from.u8(),
    qtyScale: from.u8(),
    lotSize: from.int() as Qty,
    tickTable: from.ints(),
    referencePx: from.int() as Ticks,
    exchange: version >= 2 ? from.text() : "",
    securityIds: version >= 2 ? from.text() : "",
  };
}

function decodeLimitSet(from: ByteReader): LimitSet {
  return {
    type: EventType.LimitSet,
    sessionId: from.u16(),
    instrumentId: from.u16(),
    limitKind: from.u8(),
    value: from.int(),
  };
}

function decodeTradingDayOpened(from: ByteReader): TradingDayOpened {
  return {
    type: EventType.TradingDayOpened,
    tradingDay: from.u32(),
  };
}

function decodeInstrumentPhaseChanged(from: ByteReader): InstrumentPhaseChanged {
  return {
    type: EventType.InstrumentPhaseChanged,
    instrumentId: from.u16(),
    phase: from.u8(),
    holdsWhenClosed: from.bool(),
  };
}

function decodeMarketUpdated(from: ByteReader): MarketUpdated {
  return {
    type: EventType.MarketUpdated,
    instrumentId: from.u16(),
    bidPx: from.int() as Ticks,
    askPx: from.int() as Ticks,
    lastPx: from.int() as Ticks,
  };
}

function decodeCommandRefused(from: ByteReader): CommandRefused {
  return {
    type: EventType.CommandRefused,
    text: from.text(),
  };
}

function decodeJournalSpaceSet(from: ByteReader): JournalSpaceSet {
  return {
    type: EventType.JournalSpaceSet,
    isLow: from.bool(),
    freeBytes: from.int(),
    lowBytes: from.int(),
  };
}

function decodeFrameSkipped(from: ByteReader): FrameSkipped {
  return {
    type: EventType.FrameSkipped,
    sequence: from.int(),
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    refMsgType: from.text(),
    clOrdId: from.text(),
    reason: from.text(),
  };
}

function decodeCommandFailed(from: ByteReader): CommandFailed {
  return {
    type: EventType.CommandFailed,
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    refMsgType: from.text(),
    clOrdId: from.text(),
    text: from.text(),
  };
}

function decodeVenueDefined(from: ByteReader): VenueDefined {
  return {
    type: EventType.VenueDefined,
    venueId: from.u8(),
    name: from.text(),
    holdsWhenDown: from.bool(),
    repeatsUnknown: from.bool(),
    cancelsAliens: from.bool(),
    ordTypes: from.text(),
    timesInForce: from.text(),
  };
}

function decodeVenueLineChanged(from: ByteReader): VenueLineChanged {
  return {
    type: EventType.VenueLineChanged,
    venueId: from.u8(),
    isUp: from.bool(),
    text: from.text(),
  };
}

function decodeDoubtResolved(from: ByteReader): DoubtResolved {
  return {
    type: EventType.DoubtResolved,
    orderId: from.u32(),
  };
}

function decodeRequestRepeated(from: ByteReader): RequestRepeated {
  return {
    type: EventType.RequestRepeated,
    orderId: from.u32(),
    venueId: from.u8(),
    requestNumber: from.u16(),
  };
}

function decodeAlienOrderFound(from: ByteReader): AlienOrderFound {
  return {
    type: EventType.AlienOrderFound,
    venueId: from.u8(),
    reportSequence: from.int(),
    clOrdId: from.text(),
    exchangeOrderId: from.text(),
    symbol: from.text(),
    side: from.char() as Side,
    text: from.text(),
    isCanceled: from.bool(),
  };
}

function decodeExceptionOpened(from: ByteReader): ExceptionOpened {
  return {
    type: EventType.ExceptionOpened,
    exceptionId: from.u32(),
    kind: from.u8() as ExceptionKind,
    orderId: from.u32(),
    venueId: from.u8(),
    text: from.text(),
  };
}

function decodeExceptionClosed(from: ByteReader): ExceptionClosed {
  return {
    type: EventType.ExceptionClosed,
    exceptionId: from.u32(),
    actor: from.text(),
    text: from.text(),
  };
}

function decodeOrderDoneForDay(from: ByteReader, version: number): OrderDoneForDay {
  return {
    type: EventType.OrderDoneForDay,
    orderId: from.u32(),
    text: from.text(),
    isDue: version >= 2 ? from.bool() : false,
  };
}

function decodeListingDefined(from: ByteReader): ListingDefined {
  return {
    type: EventType.ListingDefined,
    venueId: from.u8(),
    name: from.text(),
    symbols: from.text(),
  };
}

function decodeRoutingDefined(from: ByteReader): RoutingDefined {
  return {
    type: EventType.RoutingDefined,
    version: from.u32(),
    rules: from.text(),
  };
}

function decodeRouteDecided(from: ByteReader): RouteDecided {
  return {
    type: EventType.RouteDecided,
    orderId: from.u32(),
    version: from.u32(),
    ruleId: from.text(),
    venueId: from.u8(),
    desk: from.text(),
  };
}

function decodeListReceived(from: ByteReader, version: number): ListReceived {
  return {
    type: EventType.ListReceived,
    listNumber: from.u32(),
    sessionId: from.u16(),
    listId: from.text(),
    contingency: from.u8() as Contingency,
    totNoOrders: from.u32(),
    waitsForExecute: from.bool(),
    isLinked: version >= 2 ? from.bool() : false,
  };
}

function decodeOrderListed(from: ByteReader): OrderListed {
  return {
    type: EventType.OrderListed,
    orderId: from.u32(),
    listNumber: from.u32(),
    listSeqNo: from.u32(),
    linkId: from.text(),
  };
}

function decodeListChanged(from: ByteReader): ListChanged {
  return {
    type: EventType.ListChanged,
    listNumber: from.u32(),
    stage: from.u8() as ListStage,
  };
}

function decodeListReported(from: ByteReader): ListReported {
  return {
    type: EventType.ListReported,
    listNumber: from.u32(),
    sessionId: from.u16(),
    msgSeqNum: from.u32(),
    refMsgType: from.text(),
    listId: from.text(),
    listStatusType: from.u8() as ListStatusType,
    firstLine: from.u32(),
    isUnknown: from.bool(),
    text: from.text(),
  };
}

function decodeHouseReplaceRequested(from: ByteReader, version: number): HouseReplaceRequested {
  return {
    type: EventType.HouseReplaceRequested,
    orderId: from.u32(),
    requestNumber: from.u16(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    heldQty: version >= 2 ? from.int() as Qty : 0 as Qty,
  };
}

function decodeHouseReplaceEnded(from: ByteReader): HouseReplaceEnded {
  return {
    type: EventType.HouseReplaceEnded,
    orderId: from.u32(),
    requestNumber: from.u16(),
    isTaken: from.bool(),
    text: from.text(),
  };
}

function decodeListOrderReleased(from: ByteReader, version: number): ListOrderReleased {
  return {
    type: EventType.ListOrderReleased,
    orderId: from.u32(),
    orderQty: from.int() as Qty,
    heldQty: version >= 2 ? from.int() as Qty : 0 as Qty,
    isPart: version >= 2 ? from.bool() : false,
  };
}

function decodeOrderRecalled(from: ByteReader): OrderRecalled {
  return {
    type: EventType.OrderRecalled,
    orderId: from.u32(),
    requestNumber: from.u16(),
  };
}

function decodeSplitApplied(from: ByteReader, version: number): SplitApplied {
  return {
    type: EventType.SplitApplied,
    splitId: from.text(),
    instrumentId: from.u16(),
    newShares: from.u16(),
    oldShares: from.u16(),
    actor: version >= 2 ? from.text() : "",
  };
}

function decodeSessionActionTaken(from: ByteReader): SessionActionTaken {
  return {
    type: EventType.SessionActionTaken,
    sessionId: from.u16(),
    action: from.u8(),
    actor: from.text(),
    reason: from.text(),
    requestId: from.u32(),
  };
}

function decodeKillSwitchSet(from: ByteReader): KillSwitchSet {
  return {
    type: EventType.KillSwitchSet,
    scope: from.u8(),
    sessionId: from.u16(),
    desk: from.text(),
    isOn: from.bool(),
    actor: from.text(),
    reason: from.text(),
    requestId: from.u32(),
  };
}

function decodeSplitRequested(from: ByteReader): SplitRequested {
  return {
    type: EventType.SplitRequested,
    orderId: from.u32(),
    requestNumber: from.u16(),
    orderQty: from.int() as Qty,
    price: from.int() as Ticks,
    moreTerms: from.ints(),
    newShares: from.int(),
    oldShares: from.int(),
    text: from.text(),
  };
}

function decodeOrderSuspended(from: ByteReader): OrderSuspended {
  return {
    type: EventType.OrderSuspended,
    orderId: from.u32(),
    text: from.text(),
  };
}

/**
 * Reads one event at the reader's offset and leaves the offset behind it.
 *
 * @throws LockstepError LOCKSTEP_ERR_RECORD_FORMAT for a type or version this build does not know.
 */
export function decodeEvent(from: ByteReader): Event {
  const type = from.u8();
  const version = from.u8();
  const next = from.offset + 2 + from.u16();
  checkVersion(type, version, EventName, eventVersions);
  const record = decodeEventFields(from, type, version);
  assert(from.offset <= next, "record is shorter than its fields");
  from.offset = next;
  return record;
}

const eventVersions: Readonly<Record<number, number>> = {
  100: 2,
  101: 3,
  102: 1,
  103: 1,
  104: 1,
  105: 1,
  106: 1,
  107: 2,
  108: 1,
  109: 3,
  110: 2,
  111: 1,
  169: 1,
  137: 1,
  112: 1,
  113: 1,
  114: 1,
  115: 1,
  116: 2,
  129: 2,
  118: 1,
  150: 1,
  151: 1,
  152: 1,
  221: 1,
  146: 1,
  138: 1,
  139: 1,
  140: 1,
  141: 1,
  142: 1,
  143: 1,
  144: 1,
  145: 1,
  230: 1,
  160: 1,
  161: 1,
  162: 1,
  163: 1,
  164: 1,
  165: 2,
  166: 1,
  167: 1,
  168: 1,
  120: 1,
  121: 2,
  122: 1,
  130: 2,
  131: 2,
  132: 1,
  133: 1,
  136: 1,
  134: 1,
  135: 1,
  148: 1,
  158: 1,
  159: 1,
  170: 1,
  171: 1,
  172: 1,
  173: 1,
  174: 1,
  175: 1,
  176: 1,
  177: 2,
  223: 1,
  188: 1,
  189: 1,
  180: 2,
  181: 1,
  182: 1,
  183: 1,
  184: 2,
  185: 1,
  186: 2,
  210: 1,
  128: 2,
  124: 1,
  200: 1,
  222: 1,
  220: 1,
};

function decodeEventFields(from: ByteReader, type: number, version: number): Event {
  switch (type) {
    case EventType.OrderAccepted:
      return decodeOrderAccepted(from, version);
    case EventType.OrderRejected:
      return decodeOrderRejected(from, version);
    case EventType.OrderRouted:
      return decodeOrderRouted(from);
    case EventType.OrderAcknowledged:
      return decodeOrderAcknowledged(from);
    case EventType.OrderRefused:
      return decodeOrderRefused(from);
    case EventType.OrderFilled:
      return decodeOrderFilled(from);
    case EventType.CancelRequested:
      return decodeCancelRequested(from);
    case EventType.ReplaceRequested:
      return decodeReplaceRequested(from, version);
    case EventType.RequestRejected:
      return decodeRequestRejected(from);
    case EventType.OrderCanceled:
      return decodeOrderCanceled(from, version);
    case EventType.OrderReplaced:
      return decodeOrderReplaced(from, version);
    case EventType.OrderExpired:
      return decodeOrderExpired(from);
    case EventType.OrderWarehoused:
      return decodeOrderWarehoused(from);
    case EventType.StopHeld:
      return decodeStopHeld(from);
    case EventType.OrderStatusReported:
      return decodeOrderStatusReported(from);
    case EventType.VenueReportRecorded:
      return decodeVenueReportRecorded(from);
    case EventType.VenueReportRefused:
      return decodeVenueReportRefused(from);
    case EventType.OrderTriggered:
      return decodeOrderTriggered(from);
    case EventType.OrderRestated:
      return decodeOrderRestated(from, version);
    case EventType.OrderSplit:
      return decodeOrderSplit(from, version);
    case EventType.RequestReleased:
      return decodeRequestReleased(from);
    case EventType.TradeDisputed:
      return decodeTradeDisputed(from);
    case EventType.FillBusted:
      return decodeFillBusted(from);
    case EventType.FillCorrected:
      return decodeFillCorrected(from);
    case EventType.OrderTelephoned:
      return decodeOrderTelephoned(from);
    case EventType.CareOpened:
      return decodeCareOpened(from);
    case EventType.CareAccepted:
      return decodeCareAccepted(from);
    case EventType.OwnerChanged:
      return decodeOwnerChanged(from);
    case EventType.OrderLocked:
      return decodeOrderLocked(from);
    case EventType.OrderSliced:
      return decodeOrderSliced(from);
    case EventType.ManualFillRecorded:
      return decodeManualFillRecorded(from);
    case EventType.NoteAdded:
      return decodeNoteAdded(from);
    case EventType.DeskActionDone:
      return decodeDeskActionDone(from);
    case EventType.DeskActionRefused:
      return decodeDeskActionRefused(from);
    case EventType.NoteRuleSet:
      return decodeNoteRuleSet(from);
    case EventType.MassStatusReported:
      return decodeMassStatusReported(from);
    case EventType.SweepListed:
      return decodeSweepListed(from);
    case EventType.SweepAdvanced:
      return decodeSweepAdvanced(from);
    case EventType.HouseCancelRequested:
      return decodeHouseCancelRequested(from);
    case EventType.HouseCancelRejected:
      return decodeHouseCancelRejected(from);
    case EventType.MassCancelReported:
      return decodeMassCancelReported(from, version);
    case EventType.CancelOnDisconnectDefined:
      return decodeCancelOnDisconnectDefined(from);
    case EventType.DisconnectGraceBegun:
      return decodeDisconnectGraceBegun(from);
    case EventType.DisconnectGraceEnded:
      return decodeDisconnectGraceEnded(from);
    case EventType.SessionLoggedOn:
      return decodeSessionLoggedOn(from);
    case EventType.SessionLoggedOut:
      return decodeSessionLoggedOut(from, version);
    case EventType.PasswordChanged:
      return decodePasswordChanged(from);
    case EventType.SessionDefined:
      return decodeSessionDefined(from, version);
    case EventType.InstrumentDefined:
      return decodeInstrumentDefined(from, version);
    case EventType.LimitSet:
      return decodeLimitSet(from);
    case EventType.TradingDayOpened:
      return decodeTradingDayOpened(from);
    case EventType.InstrumentPhaseChanged:
      return decodeInstrumentPhaseChanged(from);
    case EventType.MarketUpdated:
      return decodeMarketUpdated(from);
    case EventType.CommandRefused:
      return decodeCommandRefused(from);
    case EventType.JournalSpaceSet:
      return decodeJournalSpaceSet(from);
    case EventType.FrameSkipped:
      return decodeFrameSkipped(from);
    case EventType.CommandFailed:
      return decodeCommandFailed(from);
    case EventType.VenueDefined:
      return decodeVenueDefined(from);
    case EventType.VenueLineChanged:
      return decodeVenueLineChanged(from);
    case EventType.DoubtResolved:
      return decodeDoubtResolved(from);
    case EventType.RequestRepeated:
      return decodeRequestRepeated(from);
    case EventType.AlienOrderFound:
      return decodeAlienOrderFound(from);
    case EventType.ExceptionOpened:
      return decodeExceptionOpened(from);
    case EventType.ExceptionClosed:
      return decodeExceptionClosed(from);
    case EventType.OrderDoneForDay:
      return decodeOrderDoneForDay(from, version);
    case EventType.ListingDefined:
      return decodeListingDefined(from);
    case EventType.RoutingDefined:
      return decodeRoutingDefined(from);
    case EventType.RouteDecided:
      return decodeRouteDecided(from);
    case EventType.ListReceived:
      return decodeListReceived(from, version);
    case EventType.OrderListed:
      return decodeOrderListed(from);
    case EventType.ListChanged:
      return decodeListChanged(from);
    case EventType.ListReported:
      return decodeListReported(from);
    case EventType.HouseReplaceRequested:
      return decodeHouseReplaceRequested(from, version);
    case EventType.HouseReplaceEnded:
      return decodeHouseReplaceEnded(from);
    case EventType.ListOrderReleased:
      return decodeListOrderReleased(from, version);
    case EventType.OrderRecalled:
      return decodeOrderRecalled(from);
    case EventType.SplitApplied:
      return decodeSplitApplied(from, version);
    case EventType.SessionActionTaken:
      return decodeSessionActionTaken(from);
    case EventType.KillSwitchSet:
      return decodeKillSwitchSet(from);
    case EventType.SplitRequested:
      return decodeSplitRequested(from);
    case EventType.OrderSuspended:
      return decodeOrderSuspended(from);
    default:
      throw new LockstepError("LOCKSTEP_ERR_RECORD_FORMAT", `unknown event type ${type}`);
  }
}
