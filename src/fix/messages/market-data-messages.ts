/**
 * Tables of the market data messages: MarketDataRequest(V), MarketDataSnapshotFullRefresh(W),
 * MarketDataIncrementalRefresh(X), MarketDataRequestReject(Y).
 */
import { Tag } from "../tags.ts";
import {
  char,
  decimal,
  flag,
  group,
  int,
  message,
  need,
  text,
  time,
  timeOfDay,
  type ValuesOf,
} from "./message-form.ts";
import {
  applicationSequence,
  freeText,
  instrument,
  instrumentEntry,
  market,
  parties,
  tradingSession,
  tradingSessions,
} from "./shared-blocks.ts";

/** What a snapshot and an increment say of one price, quote or trade. */
const entry = {
  mdEntryType: char(Tag.MDEntryType),
  mdEntryId: text(Tag.MDEntryID),
  mdEntryPx: decimal(Tag.MDEntryPx),
  currency: text(Tag.Currency),
  mdEntrySize: decimal(Tag.MDEntrySize),
  mdEntryDate: text(Tag.MDEntryDate),
  mdEntryTime: timeOfDay(Tag.MDEntryTime),
  tickDirection: char(Tag.TickDirection),
  mdMkt: text(Tag.MDMkt),
  ...tradingSession,
  securityTradingStatus: int(Tag.SecurityTradingStatus),
  quoteCondition: text(Tag.QuoteCondition),
  tradeCondition: text(Tag.TradeCondition),
  mdEntryOriginator: text(Tag.MDEntryOriginator),
  locationId: text(Tag.LocationID),
  deskId: text(Tag.DeskID),
  openCloseSettlFlag: text(Tag.OpenCloseSettlFlag),
  timeInForce: char(Tag.TimeInForce),
  expireDate: text(Tag.ExpireDate),
  expireTime: time(Tag.ExpireTime),
  minQty: decimal(Tag.MinQty),
  execInst: text(Tag.ExecInst),
  sellerDays: int(Tag.SellerDays),
  orderId: text(Tag.OrderID),
  quoteEntryId: text(Tag.QuoteEntryID),
  mdEntryBuyer: text(Tag.MDEntryBuyer),
  mdEntrySeller: text(Tag.MDEntrySeller),
  numberOfOrders: int(Tag.NumberOfOrders),
  mdEntryPositionNo: int(Tag.MDEntryPositionNo),
  scope: text(Tag.Scope),
  priceDelta: decimal(Tag.PriceDelta),
  mdPriceLevel: int(Tag.MDPriceLevel),
  rptSeq: int(Tag.RptSeq),
  parties,
  ...freeText,
};

export const marketDataRequest = message("V", {
  mdReqId: need(text(Tag.MDReqID)),
  subscriptionRequestType: need(char(Tag.SubscriptionRequestType)),
  parties,
  marketDepth: need(int(Tag.MarketDepth)),
  mdUpdateType: int(Tag.MDUpdateType),
  aggregatedBook: flag(Tag.AggregatedBook),
  openCloseSettlFlag: text(Tag.OpenCloseSettlFlag),
  scope: text(Tag.Scope),
  mdImplicitDelete: flag(Tag.MDImplicitDelete),
  mdEntryTypes: group(Tag.NoMDEntryTypes, { mdEntryType: need(char(Tag.MDEntryType)) }),
  instruments: group(Tag.NoRelatedSym, { ...instrumentEntry, tradingSessionId: text(Tag.TradingSessionID) }),
  tradingSessions,
  applQueueAction: int(Tag.ApplQueueAction),
  applQueueMax: int(Tag.ApplQueueMax),
});
export type MarketDataRequest = ValuesOf<typeof marketDataRequest>;

export const marketDataSnapshot = message("W", {
  ...applicationSequence,
  totNumReports: int(Tag.TotNumReports),
  mdReportId: int(Tag.MDReportID),
  clearingBusinessDate: text(Tag.ClearingBusinessDate),
  mdBookType: int(Tag.MDBookType),
  marketDepth: int(Tag.MarketDepth),
  tradeDate: text(Tag.TradeDate),
  mdReqId: text(Tag.MDReqID),
  ...market,
  ...instrument,
  /** 5.0 SP2, which requires it: when the book changed last. */
  lastUpdateTime: time(Tag.LastUpdateTime),
  financialStatus: text(Tag.FinancialStatus),
  corporateAction: text(Tag.CorporateAction),
  totalVolumeTraded: decimal(Tag.TotalVolumeTraded),
  netChgPrevDay: decimal(Tag.NetChgPrevDay),
  entries: group(Tag.NoMDEntries, { ...entry, mdEntryType: need(char(Tag.MDEntryType)) }),
  applQueueDepth: int(Tag.ApplQueueDepth),
  applQueueResolution: int(Tag.ApplQueueResolution),
});
export type MarketDataSnapshot = ValuesOf<typeof marketDataSnapshot>;

export const marketDataIncrement = message("X", {
  ...applicationSequence,
  mdBookType: int(Tag.MDBookType),
  tradeDate: text(Tag.TradeDate),
  mdReqId: text(Tag.MDReqID),
  ...market,
  entries: group(Tag.NoMDEntries, {
    mdUpdateAction: need(char(Tag.MDUpdateAction)),
    deleteReason: char(Tag.DeleteReason),
    mdEntryRefId: text(Tag.MDEntryRefID),
    ...instrument,
    financialStatus: text(Tag.FinancialStatus),
    corporateAction: text(Tag.CorporateAction),
    totalVolumeTraded: decimal(Tag.TotalVolumeTraded),
    netChgPrevDay: decimal(Tag.NetChgPrevDay),
    ...entry,
  }),
  applQueueDepth: int(Tag.ApplQueueDepth),
  applQueueResolution: int(Tag.ApplQueueResolution),
});
export type MarketDataIncrement = ValuesOf<typeof marketDataIncrement>;

export const marketDataRequestReject = message("Y", {
  mdReqId: need(text(Tag.MDReqID)),
  parties,
  mdReqRejReason: char(Tag.MDReqRejReason),
  altMdSources: group(Tag.NoAltMDSource, { altMdSourceId: need(text(Tag.AltMDSourceID)) }),
  ...freeText,
});
export type MarketDataRequestReject = ValuesOf<typeof marketDataRequestReject>;
