/** What the clients of the exchange's own server are told, before it is FIX. */
import type { ExecType } from "../../src/domain/values.ts";
import type { ClientOrder } from "./client-orders.ts";
import type { ClientRequest } from "./server-records.ts";

/** ExecType (150) of what the exchange itself does to an order or a trade. */
export const VenueAct = { Restated: "D", Corrected: "G", Busted: "H", Triggered: "L", DoneForDay: "3" } as const;
export type ReportType = ExecType | (typeof VenueAct)[keyof typeof VenueAct];
/** ExecRestatementReason (378). */
export const Restatement = {
  Renewal: 1,
  Repricing: 3,
  BrokerOption: 4,
  PartialDecline: 5,
  TradingHalt: 6,
  MarketOption: 8,
} as const;

/** One ExecutionReport, of the order as it stands after what is reported. */
export type OrderReport = {
  order: ClientOrder;
  execType: ReportType;
  execId: string;
  /** ExecRefID(19): the trade that is busted or corrected; else "". */
  execRefId: string;
  clOrdId: string;
  /** "" when it answers no request to change the order. */
  origClOrdId: string;
  lastQty: number;
  lastPx: number;
  /** OrdRejReason(103); -1 when nothing was refused. */
  ordRejReason: number;
  text: string;
  ordStatusReqId: string;
  /** ExecRestatementReason(378); -1 for what is no restatement. */
  restatement: number;
  /** One of the answers to OrderMassStatusRequest: which, and of how many. */
  massStatus: { reqId: string; total: number; isLast: boolean } | null;
  /** When it was made, by the venue's clock, for one that may leave later; UTC in milliseconds. */
  madeMs?: number;
};

/** One OrderCancelReject; `order` is null when there is none of that name. */
export type CancelReject = {
  participant: number;
  order: ClientOrder | null;
  clOrdId: string;
  origClOrdId: string;
  isReplace: boolean;
  reason: number;
  text: string;
  /** As of an `OrderReport`. */
  madeMs?: number;
};

/** An answer to OrderMassCancelRequest. */
export type MassCancelReport = {
  participant: number;
  request: ClientRequest;
  execId: string;
  isRefused: boolean;
  affected: number;
  text: string;
};

export type ReportListener = {
  onOrderReport(report: OrderReport): void;
  onCancelReject(reject: CancelReject): void;
  onMassCancel(report: MassCancelReport): void;
  /** H about an order nobody has, AF about none. */
  onUnknownStatus(request: ClientRequest, execId: string, text: string): void;
};

export const NOBODY: ReportListener = {
  onOrderReport: () => {},
  onCancelReject: () => {},
  onMassCancel: () => {},
  onUnknownStatus: () => {},
};
