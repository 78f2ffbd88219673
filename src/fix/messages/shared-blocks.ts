/** Fields that stand together in many messages: the instrument, parties, legs, underlyings, raw texts. */
import { Tag } from "../tags.ts";
import { char, data, decimal, flag, group, int, need, text, time } from "./message-form.ts";

/** EncodedText(355) is Text(58) in the encoding of MessageEncoding(347). */
export const freeText = { text: text(Tag.Text), encodedText: data(Tag.EncodedTextLen, Tag.EncodedText) };

export const instrument = {
  symbol: text(Tag.Symbol),
  symbolSfx: text(Tag.SymbolSfx),
  securityId: text(Tag.SecurityID),
  securityIdSource: text(Tag.SecurityIDSource),
  securityAltIds: group(Tag.NoSecurityAltID, {
    securityAltId: need(text(Tag.SecurityAltID)),
    securityAltIdSource: text(Tag.SecurityAltIDSource),
  }),
  product: int(Tag.Product),
  cfiCode: text(Tag.CFICode),
  securityType: text(Tag.SecurityType),
  securitySubType: text(Tag.SecuritySubType),
  maturityMonthYear: text(Tag.MaturityMonthYear),
  maturityDay: int(Tag.MaturityDay),
  maturityDate: text(Tag.MaturityDate),
  putOrCall: int(Tag.PutOrCall),
  securityStatus: text(Tag.SecurityStatus),
  strikePrice: decimal(Tag.StrikePrice),
  strikeCurrency: text(Tag.StrikeCurrency),
  optAttribute: char(Tag.OptAttribute),
  contractMultiplier: decimal(Tag.ContractMultiplier),
  minPriceIncrement: decimal(Tag.MinPriceIncrement),
  securityExchange: text(Tag.SecurityExchange),
  issuer: text(Tag.Issuer),
  encodedIssuer: data(Tag.EncodedIssuerLen, Tag.EncodedIssuer),
  securityDesc: text(Tag.SecurityDesc),
  encodedSecurityDesc: data(Tag.EncodedSecurityDescLen, Tag.EncodedSecurityDesc),
};

/** The instrument where it begins a group's entry. */
export const instrumentEntry = { ...instrument, symbol: need(text(Tag.Symbol)) };

export const parties = group(Tag.NoPartyIDs, {
  partyId: need(text(Tag.PartyID)),
  partyIdSource: char(Tag.PartyIDSource),
  partyRole: int(Tag.PartyRole),
  /** FIX 4.3, where there is one a party. */
  partySubId: text(Tag.PartySubID),
  partySubIds: group(Tag.NoPartySubIDs, {
    partySubId: need(text(Tag.PartySubID)),
    partySubIdType: int(Tag.PartySubIDType),
  }),
});

export const tradingSession = {
  tradingSessionId: text(Tag.TradingSessionID),
  tradingSessionSubId: text(Tag.TradingSessionSubID),
};

export const tradingSessions = group(Tag.NoTradingSessions, {
  tradingSessionId: need(text(Tag.TradingSessionID)),
  tradingSessionSubId: text(Tag.TradingSessionSubID),
});

/** Which market or part of one is meant (5.0 SP1 on). */
export const market = { marketId: text(Tag.MarketID), marketSegmentId: text(Tag.MarketSegmentID) };

export const legs = group(Tag.NoLegs, {
  legSymbol: need(text(Tag.LegSymbol)),
  legSymbolSfx: text(Tag.LegSymbolSfx),
  legSecurityId: text(Tag.LegSecurityID),
  legSecurityIdSource: text(Tag.LegSecurityIDSource),
  legProduct: int(Tag.LegProduct),
  legCfiCode: text(Tag.LegCFICode),
  legSecurityType: text(Tag.LegSecurityType),
  legMaturityMonthYear: text(Tag.LegMaturityMonthYear),
  legMaturityDate: text(Tag.LegMaturityDate),
  legStrikePrice: decimal(Tag.LegStrikePrice),
  legSecurityExchange: text(Tag.LegSecurityExchange),
  legSecurityDesc: text(Tag.LegSecurityDesc),
  legRatioQty: decimal(Tag.LegRatioQty),
  legSide: char(Tag.LegSide),
  legCurrency: text(Tag.LegCurrency),
});

const underlying = {
  underlyingSymbol: need(text(Tag.UnderlyingSymbol)),
  underlyingSymbolSfx: text(Tag.UnderlyingSymbolSfx),
  underlyingSecurityId: text(Tag.UnderlyingSecurityID),
  underlyingSecurityIdSource: text(Tag.UnderlyingSecurityIDSource),
  underlyingSecurityType: text(Tag.UnderlyingSecurityType),
  underlyingMaturityMonthYear: text(Tag.UnderlyingMaturityMonthYear),
  underlyingStrikePrice: decimal(Tag.UnderlyingStrikePrice),
  underlyingSecurityExchange: text(Tag.UnderlyingSecurityExchange),
  underlyingSecurityDesc: text(Tag.UnderlyingSecurityDesc),
  underlyingCurrency: text(Tag.UnderlyingCurrency),
};

/** FIX 4.2 counts a security's underlyings with NoRelatedSym(146), later versions with NoUnderlyings(711). */
export const underlyings = {
  relatedUnderlyings: group(Tag.NoRelatedSym, { ...underlying, ratioQty: decimal(Tag.RatioQty), side: char(Tag.Side) }),
  underlyings: group(Tag.NoUnderlyings, underlying),
};

/** Of messages that are numbered per application and can be asked for again (5.0 SP1 on). */
export const applicationSequence = {
  applId: text(Tag.ApplID),
  applSeqNum: int(Tag.ApplSeqNum),
  applLastSeqNum: int(Tag.ApplLastSeqNum),
  applResendFlag: flag(Tag.ApplResendFlag),
};

/** How a security trades, where one has several markets (5.0 SP1 on). */
export const marketSegments = group(Tag.NoMarketSegments, {
  ...market,
  marketId: need(text(Tag.MarketID)),
  tickRules: group(Tag.NoTickRules, {
    startTickPriceRange: need(decimal(Tag.StartTickPriceRange)),
    endTickPriceRange: decimal(Tag.EndTickPriceRange),
    tickIncrement: decimal(Tag.TickIncrement),
  }),
  lotTypeRules: group(Tag.NoLotTypeRules, {
    lotType: need(char(Tag.LotType)),
    minLotSize: decimal(Tag.MinLotSize),
  }),
  lowLimitPrice: decimal(Tag.LowLimitPrice),
  highLimitPrice: decimal(Tag.HighLimitPrice),
  tradingReferencePrice: decimal(Tag.TradingReferencePrice),
  minTradeVol: decimal(Tag.MinTradeVol),
  maxTradeVol: decimal(Tag.MaxTradeVol),
  tradingCurrency: text(Tag.TradingCurrency),
  roundLot: decimal(Tag.RoundLot),
});

export const transactTime = time(Tag.TransactTime);
