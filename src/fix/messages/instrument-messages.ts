/**
 * Tables of what instruments there are and how they stand: SecurityDefinitionRequest(c), SecurityDefinition(d),
 * SecurityListRequest(x), SecurityList(y), SecurityStatusRequest(e), SecurityStatus(f), TradingSessionStatusRequest(g),
 * TradingSessionStatus(h).
 */
import { Tag } from "../tags.ts";
import { char, decimal, flag, group, int, message, need, text, time, type ValuesOf } from "./message-form.ts";
import {
  applicationSequence,
  freeText,
  instrument,
  instrumentEntry,
  legs,
  market,
  marketSegments,
  tradingSession,
  transactTime,
  underlyings,
} from "./shared-blocks.ts";

/** Up to 5.0 of the security itself, later of each of its market segments. */
const lots = { roundLot: decimal(Tag.RoundLot), minTradeVol: decimal(Tag.MinTradeVol) };

export const securityDefinitionRequest = message("c", {
  securityReqId: need(text(Tag.SecurityReqID)),
  securityRequestType: need(int(Tag.SecurityRequestType)),
  ...market,
  ...instrument,
  ...underlyings,
  currency: text(Tag.Currency),
  ...freeText,
  ...tradingSession,
  legs,
  subscriptionRequestType: char(Tag.SubscriptionRequestType),
});
export type SecurityDefinitionRequest = ValuesOf<typeof securityDefinitionRequest>;

export const securityDefinition = message("d", {
  ...applicationSequence,
  securityReportId: int(Tag.SecurityReportID),
  clearingBusinessDate: text(Tag.ClearingBusinessDate),
  securityReqId: text(Tag.SecurityReqID),
  securityResponseId: text(Tag.SecurityResponseID),
  securityResponseType: int(Tag.SecurityResponseType),
  /** FIX 4.2, which has no SecurityList: one definition a security, and this many of them. */
  totNoRelatedSym: int(Tag.TotNoRelatedSym),
  ...instrument,
  ...underlyings,
  currency: text(Tag.Currency),
  ...tradingSession,
  ...freeText,
  legs,
  ...lots,
  marketSegments,
  transactTime,
});
export type SecurityDefinition = ValuesOf<typeof securityDefinition>;

export const securityListRequest = message("x", {
  securityReqId: need(text(Tag.SecurityReqID)),
  securityListRequestType: need(int(Tag.SecurityListRequestType)),
  ...market,
  ...instrument,
  currency: text(Tag.Currency),
  ...freeText,
  ...tradingSession,
  subscriptionRequestType: char(Tag.SubscriptionRequestType),
});
export type SecurityListRequest = ValuesOf<typeof securityListRequest>;

export const securityList = message("y", {
  ...applicationSequence,
  securityReportId: int(Tag.SecurityReportID),
  clearingBusinessDate: text(Tag.ClearingBusinessDate),
  securityReqId: text(Tag.SecurityReqID),
  securityResponseId: text(Tag.SecurityResponseID),
  securityRequestResult: int(Tag.SecurityRequestResult),
  transactTime,
  /** How many securities all fragments have together. */
  totNoRelatedSym: int(Tag.TotNoRelatedSym),
  ...market,
  /** N: more of the list follows in another message (4.4 on). */
  lastFragment: flag(Tag.LastFragment),
  securities: group(Tag.NoRelatedSym, {
    ...instrumentEntry,
    currency: text(Tag.Currency),
    legs,
    ...lots,
    ...tradingSession,
    marketSegments,
    ...freeText,
  }),
});
export type SecurityList = ValuesOf<typeof securityList>;

export const securityStatusRequest = message("e", {
  securityStatusReqId: need(text(Tag.SecurityStatusReqID)),
  ...instrument,
  currency: text(Tag.Currency),
  subscriptionRequestType: need(char(Tag.SubscriptionRequestType)),
  ...market,
  ...tradingSession,
});
export type SecurityStatusRequest = ValuesOf<typeof securityStatusRequest>;

export const securityStatus = message("f", {
  ...applicationSequence,
  securityStatusReqId: text(Tag.SecurityStatusReqID),
  ...instrument,
  currency: text(Tag.Currency),
  ...market,
  ...tradingSession,
  unsolicitedIndicator: flag(Tag.UnsolicitedIndicator),
  securityTradingStatus: int(Tag.SecurityTradingStatus),
  securityTradingEvent: int(Tag.SecurityTradingEvent),
  financialStatus: text(Tag.FinancialStatus),
  corporateAction: text(Tag.CorporateAction),
  /** A letter up to 5.0 SP1 (HaltReasonChar), a number in SP2 (HaltReasonInt). */
  haltReason: text(Tag.HaltReasonChar),
  inViewOfCommon: flag(Tag.InViewOfCommon),
  dueToRelated: flag(Tag.DueToRelated),
  buyVolume: decimal(Tag.BuyVolume),
  sellVolume: decimal(Tag.SellVolume),
  highPx: decimal(Tag.HighPx),
  lowPx: decimal(Tag.LowPx),
  lastPx: decimal(Tag.LastPx),
  transactTime,
  adjustment: int(Tag.Adjustment),
  firstPx: decimal(Tag.FirstPx),
  ...freeText,
});
export type SecurityStatus = ValuesOf<typeof securityStatus>;

export const tradingSessionStatusRequest = message("g", {
  tradSesReqId: need(text(Tag.TradSesReqID)),
  ...market,
  ...tradingSession,
  tradSesMethod: int(Tag.TradSesMethod),
  tradSesMode: int(Tag.TradSesMode),
  subscriptionRequestType: need(char(Tag.SubscriptionRequestType)),
  securityExchange: text(Tag.SecurityExchange),
});
export type TradingSessionStatusRequest = ValuesOf<typeof tradingSessionStatusRequest>;

export const tradingSessionStatus = message("h", {
  ...applicationSequence,
  tradSesReqId: text(Tag.TradSesReqID),
  ...market,
  ...tradingSession,
  tradingSessionId: need(text(Tag.TradingSessionID)),
  tradSesMethod: int(Tag.TradSesMethod),
  tradSesMode: int(Tag.TradSesMode),
  unsolicitedIndicator: flag(Tag.UnsolicitedIndicator),
  tradSesStatus: need(int(Tag.TradSesStatus)),
  tradSesEvent: int(Tag.TradSesEvent),
  tradSesStatusRejReason: int(Tag.TradSesStatusRejReason),
  tradSesStartTime: time(Tag.TradSesStartTime),
  tradSesOpenTime: time(Tag.TradSesOpenTime),
  tradSesPreCloseTime: time(Tag.TradSesPreCloseTime),
  tradSesCloseTime: time(Tag.TradSesCloseTime),
  tradSesEndTime: time(Tag.TradSesEndTime),
  totalVolumeTraded: decimal(Tag.TotalVolumeTraded),
  transactTime,
  ...freeText,
  ...instrument,
});
export type TradingSessionStatus = ValuesOf<typeof tradingSessionStatus>;
