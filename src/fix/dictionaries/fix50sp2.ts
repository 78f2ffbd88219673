/**
 * The dictionary of FIX.5.0SP2: fields with their types and permitted values, the header and trailer, components and messages.
 * A tag followed by ! is required; a repeating group is its count's tag with its members in parentheses; @ names a
 * component. `dictionary-text.ts` reads this form.
 */
export const fix50sp2 = `version FIX.5.0SP2
fields
1 Account STRING
2 AdvId STRING
3 AdvRefID STRING
4 AdvSide CHAR B S T X
5 AdvTransType STRING N C R
6 AvgPx PRICE
7 BeginSeqNo SEQNUM
8 BeginString STRING FIX.4.2 FIX.4.4 FIXT.1.1
9 BodyLength LENGTH
10 CheckSum STRING
11 ClOrdID STRING
12 Commission AMT
13 CommType CHAR 1 2 3 4 5 6 7 8
14 CumQty QTY
15 Currency CURRENCY
16 EndSeqNo SEQNUM
17 ExecID STRING
18 ExecInst MULTIPLECHARVALUE 0 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z
19 ExecRefID STRING
21 HandlInst CHAR 1 2 3
22 SecurityIDSource STRING 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N P Q R S T U V W X Y
23 IOIID STRING
25 IOIQltyInd CHAR H L M
26 IOIRefID STRING
27 IOIQty STRING S M L U
28 IOITransType CHAR N C R
29 LastCapacity CHAR 1 2 3 4 5
30 LastMkt EXCHANGE
31 LastPx PRICE
32 LastQty QTY
33 NoLinesOfText NUMINGROUP
34 MsgSeqNum SEQNUM
35 MsgType STRING 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S T V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC BD BE BF BG BH BO BP BK BL BM BN BJ BI BQ BR BS BT BU BV BW BX BY BZ CA CB CC CD CE CF CG CH CI CJ CK CL CM CN CO CQ CR CS CT CU CV CW CX CY CZ DA DB DC DD DE DF DG DH DI DJ DK DL DM DN DO DP DQ DR DS DT DU DV DW DX EA EB DY DZ
36 NewSeqNo SEQNUM
37 OrderID STRING
38 OrderQty QTY
39 OrdStatus CHAR 0 1 2 3 4 5 6 7 8 9 A B C D E
40 OrdType CHAR 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M P Q R S
41 OrigClOrdID STRING
42 OrigTime UTCTIMESTAMP
43 PossDupFlag BOOLEAN N Y
44 Price PRICE
45 RefSeqNum SEQNUM
48 SecurityID STRING
49 SenderCompID STRING
50 SenderSubID STRING
52 SendingTime UTCTIMESTAMP
53 Quantity QTY
54 Side CHAR 1 2 3 4 5 6 7 8 9 A B C D E F G H
55 Symbol STRING
56 TargetCompID STRING
57 TargetSubID STRING
58 Text STRING
59 TimeInForce CHAR 0 1 2 3 4 5 6 7 8 9 A B C
60 TransactTime UTCTIMESTAMP
61 Urgency CHAR 0 1 2
62 ValidUntilTime UTCTIMESTAMP
63 SettlType STRING 0 1 2 3 4 5 6 7 8 9 B C
64 SettlDate LOCALMKTDATE
65 SymbolSfx STRING CD WI
66 ListID STRING
67 ListSeqNo INT
68 TotNoOrders INT
69 ListExecInst STRING
70 AllocID STRING
71 AllocTransType CHAR 0 1 2 3 4 5 6
72 RefAllocID STRING
73 NoOrders NUMINGROUP
74 AvgPxPrecision INT
75 TradeDate LOCALMKTDATE
77 PositionEffect CHAR C F O R N D
78 NoAllocs NUMINGROUP
79 AllocAccount STRING
80 AllocQty QTY
81 ProcessCode CHAR 0 1 2 3 4 5 6
82 NoRpts INT
83 RptSeq INT
84 CxlQty QTY
85 NoDlvyInst NUMINGROUP
87 AllocStatus INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14
88 AllocRejCode INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 99
89 Signature DATA
90 SecureDataLen LENGTH
91 SecureData DATA
93 SignatureLength LENGTH
94 EmailType CHAR 0 1 2
95 RawDataLength LENGTH
96 RawData DATA
97 PossResend BOOLEAN N Y
98 EncryptMethod INT 0 1 2 3 4 5 6
99 StopPx PRICE
100 ExDestination EXCHANGE
102 CxlRejReason INT 0 1 2 3 4 5 6 7 8 18 99
103 OrdRejReason INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 18 19 20 21 22 23 24 25 26 27 28 29 99
104 IOIQualifier CHAR A B C D E F G H I J K L M N O P Q R S T U V W X Y Z 1 2 3 4 a b c d n
106 Issuer STRING
107 SecurityDesc STRING
108 HeartBtInt INT
110 MinQty QTY
111 MaxFloor QTY
112 TestReqID STRING
113 ReportToExch BOOLEAN N Y
114 LocateReqd BOOLEAN N Y
115 OnBehalfOfCompID STRING
116 OnBehalfOfSubID STRING
117 QuoteID STRING
118 NetMoney AMT
119 SettlCurrAmt AMT
120 SettlCurrency CURRENCY
121 ForexReq BOOLEAN N Y
122 OrigSendingTime UTCTIMESTAMP
123 GapFillFlag BOOLEAN N Y
124 NoExecs NUMINGROUP
126 ExpireTime UTCTIMESTAMP
127 DKReason CHAR A B C D E F G Z
128 DeliverToCompID STRING
129 DeliverToSubID STRING
130 IOINaturalFlag BOOLEAN N Y
131 QuoteReqID STRING
132 BidPx PRICE
133 OfferPx PRICE
134 BidSize QTY
135 OfferSize QTY
136 NoMiscFees NUMINGROUP
137 MiscFeeAmt AMT
138 MiscFeeCurr CURRENCY
139 MiscFeeType STRING 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36
140 PrevClosePx PRICE
141 ResetSeqNumFlag BOOLEAN N Y
142 SenderLocationID STRING
143 TargetLocationID STRING
144 OnBehalfOfLocationID STRING
145 DeliverToLocationID STRING
146 NoRelatedSym NUMINGROUP
147 Subject STRING
148 Headline STRING
149 URLLink STRING
150 ExecType CHAR 0 3 4 5 6 7 8 9 A B C D E F G H I J K L M N
151 LeavesQty QTY
152 CashOrderQty QTY
153 AllocAvgPx PRICE
154 AllocNetMoney AMT
155 SettlCurrFxRate FLOAT
156 SettlCurrFxRateCalc CHAR M D
157 NumDaysInterest INT
158 AccruedInterestRate PERCENTAGE
159 AccruedInterestAmt AMT
160 SettlInstMode CHAR 0 1 2 3 4 5
161 AllocText STRING
162 SettlInstID STRING
163 SettlInstTransType CHAR N C R T
164 EmailThreadID STRING
165 SettlInstSource CHAR 1 2 3
167 SecurityType STRING UST USTB EUSUPRA FAC FADN PEF SUPRA CORP CPP CB DUAL EUCORP EUFRN FRN XLINKD STRUCT YANK DIMSUMCORP PRCORP FOR FXNDF FXSPOT FXFWD FXSWAP FXNDS FXBN FXDN CAP CDS CLLR CMDTYSWAP EXOTIC OOC FLR FRA FUT FWD IRS TRS LOANLEASE OOF OOP OPT SPOTFWD SWAPTION XMISSION INDEX BDBSKT CFD CRLTNSWAP DVDNDSWAP EQBSKT EQFWD RTRNSWAP VARSWAP PRTFLIOSWAP FUTSWAP FWDSWAP FWDFRTAGMT SPREADBET ETC CS PS DR REPO FORWARD BUYSELL SECLOAN SECPLEDGE DVPLDG COLLBSKT SFP MRGNLOAN BRADY CAN CTB EUSOV PROV TB TBOND TINT TBILL TIPS TCAL TPRN TNOTE DIMSUMSOV SOV TFRN TERM RVLV RVLVTRM BRIDGE LOFC SWING DINP DEFLTED WITHDRN REPLACD MATURED AMENDED RETIRED BA BDN BN BOX CAMM CD CL CP DN EUCD EUCP LQN MTN ONITE PN STN PZFJ SLQN TD TLQN XCN YCD BAB BNST CLCP CN CPIB EUMTN EUNCP EUSTLQN EUTD JCD MMF MN NCD NCP RCD TDR ABS CMB CMBS CMO IET MBS MIO MPO MPP MPT PFAND TBA AN COFO COFP GO MT RAN REV SPCLA SPCLO SPCLT TAN TAXA TECP TMCP TRAN VRDN WAR MCPIB TMB VRDO MF MLEG NONE ? CASH Other ETN SECDERIV ETF DIGITAL
168 EffectiveTime UTCTIMESTAMP
169 StandInstDbType INT 0 1 2 3 4
170 StandInstDbName STRING
171 StandInstDbID STRING
172 SettlDeliveryType INT 0 1 2 3
188 BidSpotRate PRICE
189 BidForwardPoints PRICEOFFSET
190 OfferSpotRate PRICE
191 OfferForwardPoints PRICEOFFSET
192 OrderQty2 QTY
193 SettlDate2 LOCALMKTDATE
194 LastSpotRate PRICE
195 LastForwardPoints PRICEOFFSET
196 AllocLinkID STRING
197 AllocLinkType INT 0 1
198 SecondaryOrderID STRING
199 NoIOIQualifiers NUMINGROUP
200 MaturityMonthYear MONTHYEAR
201 PutOrCall INT 0 1 2 3
202 StrikePrice PRICE
203 CoveredOrUncovered INT 0 1
206 OptAttribute CHAR
207 SecurityExchange EXCHANGE
208 NotifyBrokerOfCredit BOOLEAN N Y
209 AllocHandlInst INT 1 2 3 4
210 MaxShow QTY
211 PegOffsetValue FLOAT
212 XmlDataLen LENGTH
213 XmlData XMLDATA
214 SettlInstRefID STRING
215 NoRoutingIDs NUMINGROUP
216 RoutingType INT 1 2 3 4 5 6
217 RoutingID STRING
218 Spread PRICEOFFSET
220 BenchmarkCurveCurrency CURRENCY
221 BenchmarkCurveName STRING EONIA EUREPO Euribor FutureSWAP LIBID LIBOR MuniAAA OTHER Pfandbriefe SONIA SWAP Treasury FEDEFF FEDOPEN EURIBOR AUBSW BUBOR CDOR CIBOR EONIASWAP ESTR EURODOLLAR EUROSWISS GCFREPO ISDAFIX JIBAR MOSPRIM NIBOR PRIBOR SOFR STIBOR TELBOR TIBOR WIBOR AONIA AONIA-R BKBM CD91D CORRA DIRR-TN EIBOR FixingRepoRate HIBOR IBR KLIBOR MIBOR NZONIA PHIREF REIBOR SAIBOR SARON SORA TLREF TIIE THBFIX TONAR
222 BenchmarkCurvePoint STRING
223 CouponRate PERCENTAGE
224 CouponPaymentDate LOCALMKTDATE
225 IssueDate LOCALMKTDATE
226 RepurchaseTerm INT
227 RepurchaseRate PERCENTAGE
228 Factor FLOAT
229 TradeOriginationDate LOCALMKTDATE
230 ExDate LOCALMKTDATE
231 ContractMultiplier FLOAT
232 NoStipulations NUMINGROUP
233 StipulationType STRING AMT AUTOREINV BANKQUAL BGNCON COUPON CURRENCY CUSTOMDATE GEOG HAIRCUT INSURED ISSUE ISSUER ISSUESIZE LOOKBACK LOT LOTVAR MAT MATURITY MAXSUBS MINDNOM MININCR MINQTY PAYFREQ PIECES PMAX PPL PPM PPT PRICE PRICEFREQ PROD PROTECT PURPOSE PXSOURCE RATING REDEMPTION RESTRICTED SECTOR SECTYPE STRUCT SUBSFREQ SUBSLEFT TEXT TRDVAR WAC WAL WALA WAM WHOLE YIELD ORIGAMT POOLEFFDT POOLINITFCTR TRANCHE SUBSTITUTION MULTEXCHFLLBCK COMPSECFLLBCK LOCLJRSDCTN RELVJRSDCTN INCURRCVY ADDTRM MODEQTYDLVY NOREFOBLIG UNKREFOBLIG ALLGUARANTEES REFPX REFPOLICY SECRDLIST AVFICO AVSIZE MAXBAL POOL ROLLTYPE REFTRADE REFPRIN REFINT AVAILQTY BROKERCREDIT INTERNALPX INTERNALQTY LEAVEQTY MAXORDQTY ORDRINCR PRIMARY SALESCREDITOVR TRADERCREDIT DISCOUNT YTM PAYOFF ABS CPP CPR CPY HEP MHP MPR PPC PSA SMM
234 StipulationValue STRING
235 YieldType STRING AFTERTAX ANNUAL ATISSUE AVGMATURITY BOOK CALL CHANGE CLOSE COMPOUND CURRENT GOVTEQUIV GROSS INFLATION INVERSEFLOATER LASTCLOSE LASTMONTH LASTQUARTER LASTYEAR LONGAVGLIFE MARK MATURITY NEXTREFUND OPENAVG PREVCLOSE PROCEEDS PUT SEMIANNUAL SHORTAVGLIFE SIMPLE TAXEQUIV TENDER TRUE VALUE1_32 WORST
236 Yield PERCENTAGE
237 TotalTakedown AMT
238 Concession AMT
239 RepoCollateralSecurityType STRING
240 RedemptionDate LOCALMKTDATE
241 UnderlyingCouponPaymentDate LOCALMKTDATE
242 UnderlyingIssueDate LOCALMKTDATE
243 UnderlyingRepoCollateralSecurityType STRING
244 UnderlyingRepurchaseTerm INT
245 UnderlyingRepurchaseRate PERCENTAGE
246 UnderlyingFactor FLOAT
247 UnderlyingRedemptionDate LOCALMKTDATE
248 LegCouponPaymentDate LOCALMKTDATE
249 LegIssueDate LOCALMKTDATE
250 LegRepoCollateralSecurityType STRING
251 LegRepurchaseTerm INT
252 LegRepurchaseRate PERCENTAGE
253 LegFactor FLOAT
254 LegRedemptionDate LOCALMKTDATE
255 CreditRating STRING
256 UnderlyingCreditRating STRING
257 LegCreditRating STRING
258 TradedFlatSwitch BOOLEAN N Y
259 BasisFeatureDate LOCALMKTDATE
260 BasisFeaturePrice PRICE
262 MDReqID STRING
263 SubscriptionRequestType CHAR 0 1 2
264 MarketDepth INT
265 MDUpdateType INT 0 1
266 AggregatedBook BOOLEAN Y N
267 NoMDEntryTypes NUMINGROUP
268 NoMDEntries NUMINGROUP
269 MDEntryType CHAR 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N O P Q S R T U V W X Y Z a b c d e g h i t
270 MDEntryPx PRICE
271 MDEntrySize QTY
272 MDEntryDate UTCDATEONLY
273 MDEntryTime UTCTIMEONLY
274 TickDirection CHAR 0 1 2 3
275 MDMkt EXCHANGE
276 QuoteCondition MULTIPLESTRINGVALUE A B C D E F G H I L J K M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7
277 TradeCondition MULTIPLESTRINGVALUE A B C D E F G H I J K L M N P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z AA AB AC AD AE AF AG AH AI AJ AK 0 AL AM AN AO AP AQ AR AS AT AU AV AW AX AY AZ BA BB BC BD BE 1 2 3 4 5 6
278 MDEntryID STRING
279 MDUpdateAction CHAR 0 1 2 3 4 5
280 MDEntryRefID STRING
281 MDReqRejReason CHAR 0 1 2 3 4 5 6 7 8 9 A B C D
282 MDEntryOriginator STRING
283 LocationID STRING
284 DeskID STRING
285 DeleteReason CHAR 0 1
286 OpenCloseSettlFlag MULTIPLECHARVALUE 0 1 2 3 4 5
287 SellerDays INT
288 MDEntryBuyer STRING
289 MDEntrySeller STRING
290 MDEntryPositionNo INT
291 FinancialStatus MULTIPLECHARVALUE 1 2 3
292 CorporateAction MULTIPLECHARVALUE A B C D E F G H I J K L M N O P Q R S T U V W
293 DefBidSize QTY
294 DefOfferSize QTY
295 NoQuoteEntries NUMINGROUP
296 NoQuoteSets NUMINGROUP
297 QuoteStatus INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
298 QuoteCancelType INT 1 2 3 4 5 6 7 8
299 QuoteEntryID STRING
300 QuoteRejectReason INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 99
301 QuoteResponseLevel INT 0 1 2 3
302 QuoteSetID STRING
303 QuoteRequestType INT 1 2 3
304 TotNoQuoteEntries INT
305 UnderlyingSecurityIDSource STRING
306 UnderlyingIssuer STRING
307 UnderlyingSecurityDesc STRING
308 UnderlyingSecurityExchange EXCHANGE
309 UnderlyingSecurityID STRING
310 UnderlyingSecurityType STRING
311 UnderlyingSymbol STRING
312 UnderlyingSymbolSfx STRING
313 UnderlyingMaturityMonthYear MONTHYEAR
315 UnderlyingPutOrCall INT
316 UnderlyingStrikePrice PRICE
317 UnderlyingOptAttribute CHAR
318 UnderlyingCurrency CURRENCY
320 SecurityReqID STRING
321 SecurityRequestType INT 0 1 2 3 4 5 6 7 8 9
322 SecurityResponseID STRING
323 SecurityResponseType INT 1 2 3 4 5 6
324 SecurityStatusReqID STRING
325 UnsolicitedIndicator BOOLEAN N Y
326 SecurityTradingStatus INT 1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27
327 HaltReasonInt INT 0 1 2 3 4 5
328 InViewOfCommon BOOLEAN N Y
329 DueToRelated BOOLEAN N Y
330 BuyVolume QTY
331 SellVolume QTY
332 HighPx PRICE
333 LowPx PRICE
334 Adjustment INT 1 2 3
335 TradSesReqID STRING
336 TradingSessionID STRING 1 2 3 4 5 6 7
337 ContraTrader STRING
338 TradSesMethod INT 1 2 3 4
339 TradSesMode INT 1 2 3
340 TradSesStatus INT 0 1 2 3 4 5 6
341 TradSesStartTime UTCTIMESTAMP
342 TradSesOpenTime UTCTIMESTAMP
343 TradSesPreCloseTime UTCTIMESTAMP
344 TradSesCloseTime UTCTIMESTAMP
345 TradSesEndTime UTCTIMESTAMP
346 NumberOfOrders INT
347 MessageEncoding STRING
348 EncodedIssuerLen LENGTH
349 EncodedIssuer DATA
350 EncodedSecurityDescLen LENGTH
351 EncodedSecurityDesc DATA
352 EncodedListExecInstLen LENGTH
353 EncodedListExecInst DATA
354 EncodedTextLen LENGTH
355 EncodedText DATA
356 EncodedSubjectLen LENGTH
357 EncodedSubject DATA
358 EncodedHeadlineLen LENGTH
359 EncodedHeadline DATA
360 EncodedAllocTextLen LENGTH
361 EncodedAllocText DATA
362 EncodedUnderlyingIssuerLen LENGTH
363 EncodedUnderlyingIssuer DATA
364 EncodedUnderlyingSecurityDescLen LENGTH
365 EncodedUnderlyingSecurityDesc DATA
366 AllocPrice PRICE
367 QuoteSetValidUntilTime UTCTIMESTAMP
368 QuoteEntryRejectReason INT
369 LastMsgSeqNumProcessed SEQNUM
371 RefTagID INT
372 RefMsgType STRING
373 SessionRejectReason INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99
374 BidRequestTransType CHAR C N
375 ContraBroker STRING
376 ComplianceID STRING
377 SolicitedFlag BOOLEAN N Y
378 ExecRestatementReason INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 99
379 BusinessRejectRefID STRING
380 BusinessRejectReason INT 0 1 2 3 4 5 6 7 8 9 10 18
381 GrossTradeAmt AMT
382 NoContraBrokers NUMINGROUP
383 MaxMessageSize LENGTH
384 NoMsgTypes NUMINGROUP
385 MsgDirection CHAR R S
386 NoTradingSessions NUMINGROUP
387 TotalVolumeTraded QTY
388 DiscretionInst CHAR 0 1 2 3 4 5 6 7
389 DiscretionOffsetValue FLOAT
390 BidID STRING
391 ClientBidID STRING
392 ListName STRING
393 TotNoRelatedSym INT
394 BidType INT 1 2 3
395 NumTickets INT
396 SideValue1 AMT
397 SideValue2 AMT
398 NoBidDescriptors NUMINGROUP
399 BidDescriptorType INT 1 2 3
400 BidDescriptor STRING
401 SideValueInd INT 1 2
402 LiquidityPctLow PERCENTAGE
403 LiquidityPctHigh PERCENTAGE
404 LiquidityValue AMT
405 EFPTrackingError PERCENTAGE
406 FairValue AMT
407 OutsideIndexPct PERCENTAGE
408 ValueOfFutures AMT
409 LiquidityIndType INT 1 2 3 4
410 WtAverageLiquidity PERCENTAGE
411 ExchangeForPhysical BOOLEAN N Y
412 OutMainCntryUIndex AMT
413 CrossPercent PERCENTAGE
414 ProgRptReqs INT 1 2 3
415 ProgPeriodInterval INT
416 IncTaxInd INT 1 2
417 NumBidders INT
418 BidTradeType CHAR A G J R
419 BasisPxType CHAR 2 3 4 5 6 7 8 9 A B C D Z
420 NoBidComponents NUMINGROUP
421 Country COUNTRY
422 TotNoStrikes INT
423 PriceType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25
424 DayOrderQty QTY
425 DayCumQty QTY
426 DayAvgPx PRICE
427 GTBookingInst INT 0 1 2
428 NoStrikes NUMINGROUP
429 ListStatusType INT 1 2 3 4 5 6
430 NetGrossInd INT 1 2
431 ListOrderStatus INT 1 2 3 4 5 6 7
432 ExpireDate LOCALMKTDATE
433 ListExecInstType CHAR 1 2 3 4 5
434 CxlRejResponseTo CHAR 1 2
435 UnderlyingCouponRate PERCENTAGE
436 UnderlyingContractMultiplier FLOAT
437 ContraTradeQty QTY
438 ContraTradeTime UTCTIMESTAMP
441 LiquidityNumSecurities INT
442 MultiLegReportingType CHAR 1 2 3
443 StrikeTime UTCTIMESTAMP
444 ListStatusText STRING
445 EncodedListStatusTextLen LENGTH
446 EncodedListStatusText DATA
447 PartyIDSource CHAR 6 7 8 9 A J 1 2 3 4 5 I B C D E F G H K L M N O P Q R S T U
448 PartyID STRING
451 NetChgPrevDay PRICEOFFSET
452 PartyRole INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 99 100 101 102 103 104 105 106 107 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127
453 NoPartyIDs NUMINGROUP
454 NoSecurityAltID NUMINGROUP
455 SecurityAltID STRING
456 SecurityAltIDSource STRING
457 NoUnderlyingSecurityAltID NUMINGROUP
458 UnderlyingSecurityAltID STRING
459 UnderlyingSecurityAltIDSource STRING
460 Product INT 1 2 3 4 5 6 7 8 9 10 11 12 13
461 CFICode STRING
462 UnderlyingProduct INT
463 UnderlyingCFICode STRING
464 TestMessageIndicator BOOLEAN N Y
466 BookingRefID STRING
467 IndividualAllocID STRING
468 RoundingDirection CHAR 0 1 2
469 RoundingModulus FLOAT
470 CountryOfIssue COUNTRY
471 StateOrProvinceOfIssue STRING
472 LocaleOfIssue STRING
473 NoRegistDtls NUMINGROUP
474 MailingDtls STRING
475 InvestorCountryOfResidence COUNTRY
476 PaymentRef STRING
477 DistribPaymentMethod INT 1 2 3 4 5 6 7 8 9 10 11 12 999
478 CashDistribCurr CURRENCY
479 CommCurrency CURRENCY
480 CancellationRights CHAR Y N M O
481 MoneyLaunderingStatus CHAR Y N 1 2 3
482 MailingInst STRING
483 TransBkdTime UTCTIMESTAMP
484 ExecPriceType CHAR B C D E O P Q S
485 ExecPriceAdjustment FLOAT
486 DateOfBirth LOCALMKTDATE
487 TradeReportTransType INT 0 1 2 3 4 5
488 CardHolderName STRING
489 CardNumber STRING
490 CardExpDate LOCALMKTDATE
491 CardIssNum STRING
492 PaymentMethod INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 999
493 RegistAcctType STRING
494 Designation STRING
495 TaxAdvantageType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 999
496 RegistRejReasonText STRING
497 FundRenewWaiv CHAR N Y
498 CashDistribAgentName STRING
499 CashDistribAgentCode STRING
500 CashDistribAgentAcctNumber STRING
501 CashDistribPayRef STRING
502 CashDistribAgentAcctName STRING
503 CardStartDate LOCALMKTDATE
504 PaymentDate LOCALMKTDATE
505 PaymentRemitterID STRING
506 RegistStatus CHAR A R H N
507 RegistRejReasonCode INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99
508 RegistRefID STRING
509 RegistDtls STRING
510 NoDistribInsts NUMINGROUP
511 RegistEmail STRING
512 DistribPercentage PERCENTAGE
513 RegistID STRING
514 RegistTransType CHAR 0 2 1
515 ExecValuationPoint UTCTIMESTAMP
516 OrderPercent PERCENTAGE
517 OwnershipType CHAR J T 2
518 NoContAmts NUMINGROUP
519 ContAmtType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
520 ContAmtValue FLOAT
521 ContAmtCurr CURRENCY
522 OwnerType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22
523 PartySubID STRING
524 NestedPartyID STRING
525 NestedPartyIDSource CHAR
526 SecondaryClOrdID STRING
527 SecondaryExecID STRING
528 OrderCapacity CHAR A G I P R W M
529 OrderRestrictions MULTIPLECHARVALUE 1 2 3 4 5 6 7 8 9 A B C D E F G H I
530 MassCancelRequestType CHAR 1 2 3 4 5 6 7 8 9 A B C
531 MassCancelResponse CHAR 0 1 2 3 4 5 6 7 8 9 A B C
532 MassCancelRejectReason INT 0 1 2 3 4 5 6 7 8 9 10 11 99
533 TotalAffectedOrders INT
534 NoAffectedOrders NUMINGROUP
535 AffectedOrderID STRING
536 AffectedSecondaryOrderID STRING
537 QuoteType INT 0 1 2 3 4
538 NestedPartyRole INT
539 NoNestedPartyIDs NUMINGROUP
540 TotalAccruedInterestAmt AMT
541 MaturityDate LOCALMKTDATE
542 UnderlyingMaturityDate LOCALMKTDATE
543 InstrRegistry STRING
544 CashMargin CHAR 1 2 3
545 NestedPartySubID STRING
546 Scope MULTIPLECHARVALUE 1 2 3
547 MDImplicitDelete BOOLEAN N Y
548 CrossID STRING
549 CrossType INT 1 2 3 4 5 6 7 8 9
550 CrossPrioritization INT 0 1 2
551 OrigCrossID STRING
552 NoSides NUMINGROUP 1 2
553 Username STRING
554 Password STRING
555 NoLegs NUMINGROUP
556 LegCurrency CURRENCY
557 TotNoSecurityTypes INT
558 NoSecurityTypes NUMINGROUP
559 SecurityListRequestType INT 0 1 2 3 4 5
560 SecurityRequestResult INT 0 1 2 3 4 5
561 RoundLot QTY
562 MinTradeVol QTY
563 MultiLegRptTypeReq INT 0 1 2
564 LegPositionEffect CHAR
565 LegCoveredOrUncovered INT
566 LegPrice PRICE
567 TradSesStatusRejReason INT 1 99
568 TradeRequestID STRING
569 TradeRequestType INT 0 1 2 3 4
570 PreviouslyReported BOOLEAN N Y
571 TradeReportID STRING
572 TradeReportRefID STRING
573 MatchStatus CHAR 0 1 2 3
574 MatchType STRING 1 2 3 4 5 6 7 8 9 10 11 M3 M4 M5 M6 A1 A2 A3 A4 A5 AQ S1 S2 S3 S4 S5 M1 M2 MT
575 OddLot BOOLEAN N Y
576 NoClearingInstructions NUMINGROUP
577 ClearingInstruction INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14
578 TradeInputSource STRING
579 TradeInputDevice STRING
580 NoDates NUMINGROUP
581 AccountType INT 1 2 3 4 6 7 8 9 10 11 12 13
582 CustOrderCapacity INT 1 2 3 4 5
583 ClOrdLinkID STRING
584 MassStatusReqID STRING
585 MassStatusReqType INT 1 2 3 4 5 6 7 8 9 10
586 OrigOrdModTime UTCTIMESTAMP
587 LegSettlType STRING
588 LegSettlDate LOCALMKTDATE
589 DayBookingInst CHAR 0 1 2
590 BookingUnit CHAR 0 1 2
591 PreallocMethod CHAR 0 1
592 UnderlyingCountryOfIssue COUNTRY
593 UnderlyingStateOrProvinceOfIssue STRING
594 UnderlyingLocaleOfIssue STRING
595 UnderlyingInstrRegistry STRING
596 LegCountryOfIssue COUNTRY
597 LegStateOrProvinceOfIssue STRING
598 LegLocaleOfIssue STRING
599 LegInstrRegistry STRING
600 LegSymbol STRING
601 LegSymbolSfx STRING
602 LegSecurityID STRING
603 LegSecurityIDSource STRING
604 NoLegSecurityAltID NUMINGROUP
605 LegSecurityAltID STRING
606 LegSecurityAltIDSource STRING
607 LegProduct INT
608 LegCFICode STRING
609 LegSecurityType STRING
610 LegMaturityMonthYear MONTHYEAR
611 LegMaturityDate LOCALMKTDATE
612 LegStrikePrice PRICE
613 LegOptAttribute CHAR
614 LegContractMultiplier FLOAT
615 LegCouponRate PERCENTAGE
616 LegSecurityExchange EXCHANGE
617 LegIssuer STRING
618 EncodedLegIssuerLen LENGTH
619 EncodedLegIssuer DATA
620 LegSecurityDesc STRING
621 EncodedLegSecurityDescLen LENGTH
622 EncodedLegSecurityDesc DATA
623 LegRatioQty FLOAT
624 LegSide CHAR
625 TradingSessionSubID STRING 1 2 3 4 5 6 7 8 9 10 11 12 13
626 AllocType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26
627 NoHops NUMINGROUP
628 HopCompID STRING
629 HopSendingTime UTCTIMESTAMP
630 HopRefID SEQNUM
631 MidPx PRICE
632 BidYield PERCENTAGE
633 MidYield PERCENTAGE
634 OfferYield PERCENTAGE
635 ClearingFeeIndicator STRING 1 2 3 4 5 9 B C E F H I L M
636 WorkingIndicator BOOLEAN N Y
637 LegLastPx PRICE
638 PriorityIndicator INT 0 1
639 PriceImprovement PRICEOFFSET
640 Price2 PRICE
641 LastForwardPoints2 PRICEOFFSET
642 BidForwardPoints2 PRICEOFFSET
643 OfferForwardPoints2 PRICEOFFSET
644 RFQReqID STRING
645 MktBidPx PRICE
646 MktOfferPx PRICE
647 MinBidSize QTY
648 MinOfferSize QTY
649 QuoteStatusReqID STRING
650 LegalConfirm BOOLEAN N Y
651 UnderlyingLastPx PRICE
652 UnderlyingLastQty QTY
654 LegRefID STRING
655 ContraLegRefID STRING
656 SettlCurrBidFxRate FLOAT
657 SettlCurrOfferFxRate FLOAT
658 QuoteRequestRejectReason INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 99
659 SideComplianceID STRING
660 AcctIDSource INT 1 2 3 4 5 6 99
661 AllocAcctIDSource INT
662 BenchmarkPrice PRICE
663 BenchmarkPriceType INT
664 ConfirmID STRING
665 ConfirmStatus INT 1 2 3 4 5
666 ConfirmTransType INT 0 1 2
667 ContractSettlMonth MONTHYEAR
668 DeliveryForm INT 1 2
669 LastParPx PRICE
670 NoLegAllocs NUMINGROUP
671 LegAllocAccount STRING
672 LegIndividualAllocID STRING
673 LegAllocQty QTY
674 LegAllocAcctIDSource INT
675 LegSettlCurrency CURRENCY
676 LegBenchmarkCurveCurrency CURRENCY
677 LegBenchmarkCurveName STRING
678 LegBenchmarkCurvePoint STRING
679 LegBenchmarkPrice PRICE
680 LegBenchmarkPriceType INT
681 LegBidPx PRICE
682 LegIOIQty STRING
683 NoLegStipulations NUMINGROUP
684 LegOfferPx PRICE
685 LegOrderQty QTY
686 LegPriceType INT
687 LegQty QTY
688 LegStipulationType STRING
689 LegStipulationValue STRING
690 LegSwapType INT 1 2 4 5
691 Pool STRING
692 QuotePriceType INT 1 2 3 4 5 6 7 8 9 10 12 13 14 15 16 17 18 19 20 21 22 23 24 25
693 QuoteRespID STRING
694 QuoteRespType INT 1 2 3 4 5 6 7 8 9 10 11 12
695 QuoteQualifier CHAR
696 YieldRedemptionDate LOCALMKTDATE
697 YieldRedemptionPrice PRICE
698 YieldRedemptionPriceType INT
699 BenchmarkSecurityID STRING
700 ReversalIndicator BOOLEAN
701 YieldCalcDate LOCALMKTDATE
702 NoPositions NUMINGROUP
703 PosType STRING ALC AS ASF DLV ETR EX FIN IAS IES PA PIT SOD SPL TA TOT TQ TRF TX XM RCV CAA DN EP PNTN DLT CEA SEA NET GRS ITD NDAS DAS EXP UNEX REQ CFE SECLN
704 LongQty QTY
705 ShortQty QTY
706 PosQtyStatus INT 0 1 2
707 PosAmtType STRING CASH CRES FMTM IMTM PREM SMTM TVAR VADJ SETL ICPN ACPN CPN IACPN CMTM ICMTM DLV BANK COLAT LSNV SSNV SACPN NPV SNPV NCF PVFEES PV01 5YREN UMTM MTD VMTM VMTD UPFRNT ENDV MGNLN LNVL
708 PosAmt AMT
709 PosTransType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
710 PosReqID STRING
711 NoUnderlyings NUMINGROUP
712 PosMaintAction INT 1 2 3 4
713 OrigPosReqRefID STRING
714 PosMaintRptRefID STRING
715 ClearingBusinessDate LOCALMKTDATE
716 SettlSessID STRING ITD RTH ETH EOD
717 SettlSessSubID STRING
718 AdjustmentType INT 0 1 2 3 4
719 ContraryInstructionIndicator BOOLEAN
720 PriorSpreadIndicator BOOLEAN
721 PosMaintRptID STRING
722 PosMaintStatus INT 0 1 2 3 4
723 PosMaintResult INT 0 1 99
724 PosReqType INT 0 1 2 3 4 5 6 7 8 9 10
725 ResponseTransportType INT 0 1
726 ResponseDestination STRING
727 TotalNumPosReports INT
728 PosReqResult INT 0 1 2 3 4 99
729 PosReqStatus INT 0 1 2
730 SettlPrice PRICE
731 SettlPriceType INT 1 2
732 UnderlyingSettlPrice PRICE
733 UnderlyingSettlPriceType INT
734 PriorSettlPrice PRICE
735 NoQuoteQualifiers NUMINGROUP
736 AllocSettlCurrency CURRENCY
737 AllocSettlCurrAmt AMT
738 InterestAtMaturity AMT
739 LegDatedDate LOCALMKTDATE
740 LegPool STRING
741 AllocInterestAtMaturity AMT
742 AllocAccruedInterestAmt AMT
743 DeliveryDate LOCALMKTDATE
744 AssignmentMethod CHAR P R
745 AssignmentUnit QTY
746 OpenInterest AMT
747 ExerciseMethod CHAR A M
748 TotNumTradeReports INT
749 TradeRequestResult INT 0 1 2 3 4 5 8 9 99
750 TradeRequestStatus INT 0 1 2
751 TradeReportRejectReason INT 0 1 2 3 4 5 6 7 99
752 SideMultiLegReportingType INT 1 2 3
753 NoPosAmt NUMINGROUP
754 AutoAcceptIndicator BOOLEAN
755 AllocReportID STRING
756 NoNested2PartyIDs NUMINGROUP
757 Nested2PartyID STRING
758 Nested2PartyIDSource CHAR
759 Nested2PartyRole INT
760 Nested2PartySubID STRING
761 BenchmarkSecurityIDSource STRING
762 SecuritySubType STRING
763 UnderlyingSecuritySubType STRING
764 LegSecuritySubType STRING
765 AllowableOneSidednessPct PERCENTAGE
766 AllowableOneSidednessValue AMT
767 AllowableOneSidednessCurr CURRENCY
768 NoTrdRegTimestamps NUMINGROUP
769 TrdRegTimestamp UTCTIMESTAMP
770 TrdRegTimestampType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34
771 TrdRegTimestampOrigin STRING
772 ConfirmRefID STRING
773 ConfirmType INT 1 2 3
774 ConfirmRejReason INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 99
775 BookingType INT 0 1 2
776 IndividualAllocRejCode INT
777 SettlInstMsgID STRING
778 NoSettlInst NUMINGROUP
779 LastUpdateTime UTCTIMESTAMP
780 AllocSettlInstType INT 0 1 2 3 4
781 NoSettlPartyIDs NUMINGROUP
782 SettlPartyID STRING
783 SettlPartyIDSource CHAR
784 SettlPartyRole INT
785 SettlPartySubID STRING
786 SettlPartySubIDType INT
787 DlvyInstType CHAR C S
788 TerminationType INT 1 2 3 4
789 NextExpectedMsgSeqNum SEQNUM
790 OrdStatusReqID STRING
791 SettlInstReqID STRING
792 SettlInstReqRejCode INT 0 1 2 99
793 SecondaryAllocID STRING
794 AllocReportType INT 2 3 4 5 8 9 10 11 12 14 15 16 17 18 19
795 AllocReportRefID STRING
796 AllocCancReplaceReason INT 1 2 3 99
797 CopyMsgIndicator BOOLEAN
798 AllocAccountType INT 1 2 3 4 6 7 8
799 OrderAvgPx PRICE
800 OrderBookingQty QTY
801 NoSettlPartySubIDs NUMINGROUP
802 NoPartySubIDs NUMINGROUP
803 PartySubIDType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87
804 NoNestedPartySubIDs NUMINGROUP
805 NestedPartySubIDType INT
806 NoNested2PartySubIDs NUMINGROUP
807 Nested2PartySubIDType INT
808 AllocIntermedReqType INT 1 2 3 4 5 6
809 NoUsernames NUMINGROUP
810 UnderlyingPx PRICE
811 PriceDelta FLOAT
812 ApplQueueMax INT
813 ApplQueueDepth INT
814 ApplQueueResolution INT 0 1 2 3
815 ApplQueueAction INT 0 1 2 3
816 NoAltMDSource NUMINGROUP
817 AltMDSourceID STRING
818 SecondaryTradeReportID STRING
819 AvgPxIndicator INT 0 1 2 3 4
820 TradeLinkID STRING
821 OrderInputDevice STRING
822 UnderlyingTradingSessionID STRING
823 UnderlyingTradingSessionSubID STRING
824 TradeLegRefID STRING
825 ExchangeRule STRING
826 TradeAllocIndicator INT 0 1 2 3 4 5 6
827 ExpirationCycle INT 0 1 2
828 TrdType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 22 23 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47
829 TrdSubType INT 0 1 2 3 4 5 6 7 8 9 10 11 33 34 35 36 40 41 42 43 44 45 46 47 48 50 51 52 53 54 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 37 38 39
830 TransferReason STRING
832 TotNumAssignmentReports INT
833 AsgnRptID STRING
834 ThresholdAmount PRICEOFFSET
835 PegMoveType INT 0 1
836 PegOffsetType INT 0 1 2 3 4
837 PegLimitType INT 0 1 2
838 PegRoundDirection INT 1 2
839 PeggedPrice PRICE
840 PegScope INT 1 2 3 4
841 DiscretionMoveType INT 0 1
842 DiscretionOffsetType INT 0 1 2 3
843 DiscretionLimitType INT 0 1 2
844 DiscretionRoundDirection INT 1 2
845 DiscretionPrice PRICE
846 DiscretionScope INT 1 2 3 4
847 TargetStrategy INT 1 2 3
848 TargetStrategyParameters STRING
849 ParticipationRate PERCENTAGE
850 TargetStrategyPerformance FLOAT
851 LastLiquidityInd INT 0 1 2 3 4 5 6 7 8 9 10 11
852 PublishTrdIndicator BOOLEAN N Y
853 ShortSaleReason INT 0 1 2 3 4 5
854 QtyType INT 0 1 2
855 SecondaryTrdType INT
856 TradeReportType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18
857 AllocNoOrdersType INT 0 1
858 SharedCommission AMT
859 ConfirmReqID STRING
860 AvgParPx PRICE
861 ReportedPx PRICE
862 NoCapacities NUMINGROUP
863 OrderCapacityQty QTY
864 NoEvents NUMINGROUP
865 EventType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 99
866 EventDate LOCALMKTDATE
867 EventPx PRICE
868 EventText STRING
869 PctAtRisk PERCENTAGE
870 NoInstrAttrib NUMINGROUP
871 InstrAttribType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 99
872 InstrAttribValue STRING
873 DatedDate LOCALMKTDATE
874 InterestAccrualDate LOCALMKTDATE
875 CPProgram INT 1 2 3 4 5 6 7 8 99
876 CPRegType STRING
877 UnderlyingCPProgram INT
878 UnderlyingCPRegType STRING
879 UnderlyingQty QTY
880 TrdMatchID STRING
881 SecondaryTradeReportRefID STRING
882 UnderlyingDirtyPrice PRICE
883 UnderlyingEndPrice PRICE
884 UnderlyingStartValue AMT
885 UnderlyingCurrentValue AMT
886 UnderlyingEndValue AMT
887 NoUnderlyingStips NUMINGROUP
888 UnderlyingStipType STRING
889 UnderlyingStipValue STRING
890 MaturityNetMoney AMT
891 MiscFeeBasis INT 0 1 2
892 TotNoAllocs INT
893 LastFragment BOOLEAN N Y
894 CollReqID STRING
895 CollAsgnReason INT 0 1 2 3 4 5 6 7 8 9 10
896 CollInquiryQualifier INT 0 1 2 3 4 5 6 7
897 NoTrades NUMINGROUP
898 MarginRatio PERCENTAGE
899 MarginExcess AMT
900 TotalNetValue AMT
901 CashOutstanding AMT
902 CollAsgnID STRING
903 CollAsgnTransType INT 0 1 2 3 4
904 CollRespID STRING
905 CollAsgnRespType INT 0 1 2 3 4 5
906 CollAsgnRejectReason INT 0 1 2 3 4 5 99
907 CollAsgnRefID STRING
908 CollRptID STRING
909 CollInquiryID STRING
910 CollStatus INT 0 1 2 3 4 5
911 TotNumReports INT
912 LastRptRequested BOOLEAN N Y
913 AgreementDesc STRING
914 AgreementID STRING
915 AgreementDate LOCALMKTDATE
916 StartDate LOCALMKTDATE
917 EndDate LOCALMKTDATE
918 AgreementCurrency CURRENCY
919 DeliveryType INT 0 1 2 3 4
920 EndAccruedInterestAmt AMT
921 StartCash AMT
922 EndCash AMT
923 UserRequestID STRING
924 UserRequestType INT 1 2 3 4 5
925 NewPassword STRING
926 UserStatus INT 1 2 3 4 5 6 7 8 9
927 UserStatusText STRING
928 StatusValue INT 1 2 3 4
929 StatusText STRING
930 RefCompID STRING
931 RefSubID STRING
932 NetworkResponseID STRING
933 NetworkRequestID STRING
934 LastNetworkResponseID STRING
935 NetworkRequestType INT 1 2 4 8
936 NoCompIDs NUMINGROUP
937 NetworkStatusResponseType INT 1 2
938 NoCollInquiryQualifier NUMINGROUP
939 TrdRptStatus INT 0 1 2 3 4 5 6 7 8 9 10 11
940 AffirmStatus INT 1 2 3
941 UnderlyingStrikeCurrency CURRENCY
942 LegStrikeCurrency CURRENCY
943 TimeBracket STRING
944 CollAction INT 0 1 2
945 CollInquiryStatus INT 0 1 2 3 4
946 CollInquiryResult INT 0 1 2 3 4 5 6 7 8 9 99
947 StrikeCurrency CURRENCY
948 NoNested3PartyIDs NUMINGROUP
949 Nested3PartyID STRING
950 Nested3PartyIDSource CHAR
951 Nested3PartyRole INT
952 NoNested3PartySubIDs NUMINGROUP
953 Nested3PartySubID STRING
954 Nested3PartySubIDType INT
955 LegContractSettlMonth MONTHYEAR
956 LegInterestAccrualDate LOCALMKTDATE
957 NoStrategyParameters NUMINGROUP
958 StrategyParameterName STRING
959 StrategyParameterType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
960 StrategyParameterValue STRING
961 HostCrossID STRING
962 SideTimeInForce UTCTIMESTAMP
963 MDReportID INT
964 SecurityReportID INT
965 SecurityStatus STRING 1 2 3 4 5 6 7 8 9 10 11
966 SettleOnOpenFlag STRING
967 StrikeMultiplier FLOAT
968 StrikeValue FLOAT
969 MinPriceIncrement FLOAT
970 PositionLimit INT
971 NTPositionLimit INT
972 UnderlyingAllocationPercent PERCENTAGE
973 UnderlyingCashAmount AMT
974 UnderlyingCashType STRING FIXED DIFF
975 UnderlyingSettlementType INT 2 4 5
976 QuantityDate LOCALMKTDATE
977 ContIntRptID STRING
978 LateIndicator BOOLEAN
979 InputSource STRING
980 SecurityUpdateAction CHAR A D M
981 NoExpiration NUMINGROUP
982 ExpirationQtyType INT 1 2 3 4 5
983 ExpQty QTY
984 NoUnderlyingAmounts NUMINGROUP
985 UnderlyingPayAmount AMT
986 UnderlyingCollectAmount AMT
987 UnderlyingSettlementDate LOCALMKTDATE
988 UnderlyingSettlementStatus STRING
989 SecondaryIndividualAllocID STRING
990 LegReportID STRING
991 RndPx PRICE
992 IndividualAllocType INT 1 2
993 AllocCustomerCapacity STRING
994 TierCode STRING
996 UnitOfMeasure STRING Bcf CBM GJ kHR kWh MHR MMBtu MWh thm tnCO2 MMbbl Alw Bbl BDFT Bu Ccy CDD CER CPD CRT cwt day dt EnvAllwnc EnvCrd EnvOfst g Gal GT HDD IPNT kg kL kW-a kW-d kW-h kW-M kW-min L lbs MW-a MW-d MW-h MW-M MW-min oz_tr PRINC t tn a ac cL cM DGE ft Gal_gb GGE ha in kM M mi mL mM oz pc pt pt_gb qt qt_gb SqcM Sqft Sqin SqkM SqM Sqmi SqmM Sqyd yd USD
997 TimeUnit STRING H Min S D Wk Mo Yr Q
998 UnderlyingUnitOfMeasure STRING
999 LegUnitOfMeasure STRING
1000 UnderlyingTimeUnit STRING
1001 LegTimeUnit STRING
1002 AllocMethod INT 1 2 3 4
1003 TradeID STRING
1005 SideTradeReportID STRING
1006 SideFillStationCd STRING
1007 SideReasonCd STRING
1008 SideTrdSubType INT
1009 SideLastQty QTY
1011 MessageEventSource STRING
1012 SideTrdRegTimestamp UTCTIMESTAMP
1013 SideTrdRegTimestampType INT
1014 SideTrdRegTimestampSrc STRING
1015 AsOfIndicator CHAR 0 1
1016 NoSideTrdRegTS NUMINGROUP
1017 LegOptionRatio FLOAT
1018 NoInstrumentParties NUMINGROUP
1019 InstrumentPartyID STRING
1020 TradeVolume QTY
1021 MDBookType INT 1 2 3
1022 MDFeedType STRING
1023 MDPriceLevel INT
1024 MDOriginType INT 0 1 2 3 4 5 6 7 8
1025 FirstPx PRICE
1026 MDEntrySpotRate FLOAT
1027 MDEntryForwardPoints PRICEOFFSET
1028 ManualOrderIndicator BOOLEAN
1029 CustDirectedOrder BOOLEAN
1030 ReceivedDeptID STRING
1031 CustOrderHandlingInst MULTIPLESTRINGVALUE A B C D E F H J W X Y Z ADD AON CND CNH CSH DIR DLO E.W FOK IDX IO IOC ISO LOO LOC MAO MAC MOO MOC MPT MQT MTL ND NH OPT OVD PEG RSV S.W SCL SLR TMO TS WRK F0 F3 F6 F7 F8 F9 FA FB FC FD FH FI FJ FK FL FM FN FO FP FQ FR FS FT FW FX FY FZ Fb Fc Fd Fe G
1032 OrderHandlingInstSource INT 1 2
1033 DeskType STRING A AR B C CR D EC IN IS O PF PR PT S SW T TR FB
1034 DeskTypeSource INT 1
1035 DeskOrderHandlingInst MULTIPLESTRINGVALUE
1036 ExecAckStatus CHAR 0 1 2
1037 UnderlyingDeliveryAmount AMT
1038 UnderlyingCapValue AMT
1039 UnderlyingSettlMethod STRING
1040 SecondaryTradeID STRING
1041 FirmTradeID STRING
1042 SecondaryFirmTradeID STRING
1043 CollApplType INT 0 1
1044 UnderlyingAdjustedQuantity QTY
1045 UnderlyingFXRate FLOAT
1046 UnderlyingFXRateCalc CHAR D M
1047 AllocPositionEffect CHAR O C R F
1048 DealingCapacity CHAR A P R
1049 InstrmtAssignmentMethod CHAR P R
1050 InstrumentPartyIDSource CHAR
1051 InstrumentPartyRole INT
1052 NoInstrumentPartySubIDs NUMINGROUP
1053 InstrumentPartySubID STRING
1054 InstrumentPartySubIDType INT
1055 PositionCurrency STRING
1056 CalculatedCcyLastQty QTY
1057 AggressorIndicator BOOLEAN Y N
1058 NoUndlyInstrumentParties NUMINGROUP
1059 UnderlyingInstrumentPartyID STRING
1060 UnderlyingInstrumentPartyIDSource CHAR
1061 UnderlyingInstrumentPartyRole INT
1062 NoUndlyInstrumentPartySubIDs NUMINGROUP
1063 UnderlyingInstrumentPartySubID STRING
1064 UnderlyingInstrumentPartySubIDType INT
1065 BidSwapPoints PRICEOFFSET
1066 OfferSwapPoints PRICEOFFSET
1067 LegBidForwardPoints PRICEOFFSET
1068 LegOfferForwardPoints PRICEOFFSET
1069 SwapPoints PRICEOFFSET
1070 MDQuoteType INT 0 1 2 3 4
1071 LastSwapPoints PRICEOFFSET
1072 SideGrossTradeAmt AMT
1073 LegLastForwardPoints PRICEOFFSET
1074 LegCalculatedCcyLastQty QTY
1075 LegGrossTradeAmt AMT
1079 MaturityTime TZTIMEONLY
1080 RefOrderID STRING
1081 RefOrderIDSource CHAR 0 1 2 3 4 5 6 7 8 9 A
1082 SecondaryDisplayQty QTY
1083 DisplayWhen CHAR 1 2
1084 DisplayMethod CHAR 1 2 3 4
1085 DisplayLowQty QTY
1086 DisplayHighQty QTY
1087 DisplayMinIncr QTY
1088 RefreshQty QTY
1089 MatchIncrement QTY
1090 MaxPriceLevels INT
1091 PreTradeAnonymity BOOLEAN
1092 PriceProtectionScope CHAR 0 1 2 3
1093 LotType CHAR 1 2 3 4
1094 PegPriceType INT 1 2 3 4 5 7 8 9 10
1095 PeggedRefPrice PRICE
1096 PegSecurityIDSource STRING
1097 PegSecurityID STRING
1098 PegSymbol STRING
1099 PegSecurityDesc STRING
1100 TriggerType CHAR 1 2 3 4 5
1101 TriggerAction CHAR 1 2 3
1102 TriggerPrice PRICE
1103 TriggerSymbol STRING
1104 TriggerSecurityID STRING
1105 TriggerSecurityIDSource STRING
1106 TriggerSecurityDesc STRING
1107 TriggerPriceType CHAR 1 2 3 4 5 6
1108 TriggerPriceTypeScope CHAR 0 1 2 3
1109 TriggerPriceDirection CHAR U D
1110 TriggerNewPrice PRICE
1111 TriggerOrderType CHAR 1 2
1112 TriggerNewQty QTY
1113 TriggerTradingSessionID STRING
1114 TriggerTradingSessionSubID STRING
1115 OrderCategory CHAR 1 2 3 4 5 6 7 8 9 A
1116 NoRootPartyIDs NUMINGROUP
1117 RootPartyID STRING
1118 RootPartyIDSource CHAR
1119 RootPartyRole INT
1120 NoRootPartySubIDs NUMINGROUP
1121 RootPartySubID STRING
1122 RootPartySubIDType INT
1123 TradeHandlingInstr CHAR 0 1 2 3 4 5 6 7 8
1124 OrigTradeHandlingInstr CHAR
1125 OrigTradeDate LOCALMKTDATE
1126 OrigTradeID STRING
1127 OrigSecondaryTradeID STRING
1128 ApplVerID STRING 0 1 2 3 4 5 6 7 8 9 10
1129 CstmApplVerID STRING
1130 RefApplVerID STRING
1131 RefCstmApplVerID STRING
1132 TZTransactTime TZTIMESTAMP
1133 ExDestinationIDSource CHAR B C D E G
1134 ReportedPxDiff BOOLEAN
1135 RptSys STRING
1136 AllocClearingFeeIndicator STRING
1137 DefaultApplVerID STRING
1138 DisplayQty QTY
1139 ExchangeSpecialInstructions STRING
1140 MaxTradeVol QTY
1141 NoMDFeedTypes NUMINGROUP
1142 MatchAlgorithm STRING
1143 MaxPriceVariation FLOAT
1144 ImpliedMarketIndicator INT 0 1 2 3
1145 EventTime UTCTIMESTAMP
1146 MinPriceIncrementAmount AMT
1147 UnitOfMeasureQty QTY
1148 LowLimitPrice PRICE
1149 HighLimitPrice PRICE
1150 TradingReferencePrice PRICE
1151 SecurityGroup STRING
1152 LegNumber INT
1153 SettlementCycleNo INT
1154 SideCurrency CURRENCY
1155 SideSettlCurrency CURRENCY
1156 ApplExtID INT
1157 CcyAmt AMT
1158 NoSettlDetails NUMINGROUP
1159 SettlObligMode INT 1 2
1160 SettlObligMsgID STRING
1161 SettlObligID STRING
1162 SettlObligTransType CHAR C N R T
1163 SettlObligRefID STRING
1164 SettlObligSource CHAR 1 2 3 4 5
1165 NoSettlOblig NUMINGROUP
1166 QuoteMsgID STRING
1167 QuoteEntryStatus INT 0 5 6 7 12 13 14 15 16
1168 TotNoCxldQuotes INT
1169 TotNoAccQuotes INT
1170 TotNoRejQuotes INT
1171 PrivateQuote BOOLEAN Y N
1172 RespondentType INT 1 2 3 4
1173 MDSubBookType INT
1174 SecurityTradingEvent INT 1 2 3 4 5 6 7 8 9
1175 NoStatsIndicators NUMINGROUP
1176 StatsType INT 1 2 3 4
1177 NoOfSecSizes NUMINGROUP
1178 MDSecSizeType INT 1 2 3
1179 MDSecSize QTY
1180 ApplID STRING
1181 ApplSeqNum SEQNUM
1182 ApplBegSeqNum SEQNUM
1183 ApplEndSeqNum SEQNUM
1184 SecurityXMLLen LENGTH
1185 SecurityXML XMLDATA
1186 SecurityXMLSchema STRING
1187 RefreshIndicator BOOLEAN
1188 Volatility FLOAT
1189 TimeToExpiration FLOAT
1190 RiskFreeRate FLOAT
1191 PriceUnitOfMeasure STRING
1192 PriceUnitOfMeasureQty QTY
1193 SettlMethod STRING C P E
1194 ExerciseStyle INT 0 1 2 99
1195 OptPayoutAmount AMT
1196 PriceQuoteMethod STRING STD INX INT PCTPAR
1197 ValuationMethod STRING EQTY FUT FUTDA CDS CDSD
1198 ListMethod INT 0 1
1199 CapPrice PRICE
1200 FloorPrice PRICE
1201 NoStrikeRules NUMINGROUP
1202 StartStrikePxRange PRICE
1203 EndStrikePxRange PRICE
1204 StrikeIncrement FLOAT
1205 NoTickRules NUMINGROUP
1206 StartTickPriceRange PRICE
1207 EndTickPriceRange PRICE
1208 TickIncrement PRICE
1209 TickRuleType INT 0 1 2 3 4 5
1210 NestedInstrAttribType INT
1211 NestedInstrAttribValue STRING
1212 LegMaturityTime TZTIMEONLY
1213 UnderlyingMaturityTime TZTIMEONLY
1214 DerivativeSymbol STRING
1215 DerivativeSymbolSfx STRING
1216 DerivativeSecurityID STRING
1217 DerivativeSecurityIDSource STRING
1218 NoDerivativeSecurityAltID NUMINGROUP
1219 DerivativeSecurityAltID STRING
1220 DerivativeSecurityAltIDSource STRING
1221 SecondaryLowLimitPrice PRICE
1222 MaturityRuleID STRING
1223 StrikeRuleID STRING
1224 LegUnitOfMeasureQty QTY
1225 DerivativeOptPayAmount AMT
1226 EndMaturityMonthYear MONTHYEAR
1227 ProductComplex STRING
1228 DerivativeProductComplex STRING
1229 MaturityMonthYearIncrement INT
1230 SecondaryHighLimitPrice PRICE
1231 MinLotSize QTY
1232 NoExecInstRules NUMINGROUP
1233 CommRate FLOAT
1234 NoLotTypeRules NUMINGROUP
1235 NoMatchRules NUMINGROUP
1236 NoMaturityRules NUMINGROUP
1237 NoOrdTypeRules NUMINGROUP
1238 CommUnitOfMeasure STRING
1239 NoTimeInForceRules NUMINGROUP
1240 SecondaryTradingReferencePrice PRICE
1241 StartMaturityMonthYear MONTHYEAR
1242 FlexProductEligibilityIndicator BOOLEAN
1243 DerivFlexProductEligibilityIndicator BOOLEAN
1244 FlexibleIndicator BOOLEAN
1245 TradingCurrency CURRENCY
1246 DerivativeProduct INT
1247 DerivativeSecurityGroup STRING
1248 DerivativeCFICode STRING
1249 DerivativeSecurityType STRING
1250 DerivativeSecuritySubType STRING
1251 DerivativeMaturityMonthYear MONTHYEAR
1252 DerivativeMaturityDate LOCALMKTDATE
1253 DerivativeMaturityTime TZTIMEONLY
1254 DerivativeSettleOnOpenFlag STRING
1255 DerivativeInstrmtAssignmentMethod CHAR
1256 DerivativeSecurityStatus STRING
1257 DerivativeInstrRegistry STRING
1258 DerivativeCountryOfIssue COUNTRY
1259 DerivativeStateOrProvinceOfIssue STRING
1260 DerivativeLocaleOfIssue STRING
1261 DerivativeStrikePrice PRICE
1262 DerivativeStrikeCurrency CURRENCY
1263 DerivativeStrikeMultiplier FLOAT
1264 DerivativeStrikeValue FLOAT
1265 DerivativeOptAttribute CHAR
1266 DerivativeContractMultiplier FLOAT
1267 DerivativeMinPriceIncrement FLOAT
1268 DerivativeMinPriceIncrementAmount AMT
1269 DerivativeUnitOfMeasure STRING
1270 DerivativeUnitOfMeasureQty QTY
1271 DerivativeTimeUnit STRING
1272 DerivativeSecurityExchange EXCHANGE
1273 DerivativePositionLimit INT
1274 DerivativeNTPositionLimit INT
1275 DerivativeIssuer STRING
1276 DerivativeIssueDate LOCALMKTDATE
1277 DerivativeEncodedIssuerLen LENGTH
1278 DerivativeEncodedIssuer DATA
1279 DerivativeSecurityDesc STRING
1280 DerivativeEncodedSecurityDescLen LENGTH
1281 DerivativeEncodedSecurityDesc DATA
1282 DerivativeSecurityXMLLen LENGTH
1283 DerivativeSecurityXML XMLDATA
1284 DerivativeSecurityXMLSchema STRING
1285 DerivativeContractSettlMonth MONTHYEAR
1286 NoDerivativeEvents NUMINGROUP
1287 DerivativeEventType INT
1288 DerivativeEventDate LOCALMKTDATE
1289 DerivativeEventTime UTCTIMESTAMP
1290 DerivativeEventPx PRICE
1291 DerivativeEventText STRING
1292 NoDerivativeInstrumentParties NUMINGROUP
1293 DerivativeInstrumentPartyID STRING
1294 DerivativeInstrumentPartyIDSource CHAR
1295 DerivativeInstrumentPartyRole INT
1296 NoDerivativeInstrumentPartySubIDs NUMINGROUP
1297 DerivativeInstrumentPartySubID STRING
1298 DerivativeInstrumentPartySubIDType INT
1299 DerivativeExerciseStyle INT
1300 MarketSegmentID STRING
1301 MarketID EXCHANGE
1302 MaturityMonthYearIncrementUnits INT 0 1 2 3
1303 MaturityMonthYearFormat INT 0 1 2
1304 StrikeExerciseStyle INT
1305 SecondaryPriceLimitType INT
1306 PriceLimitType INT 0 1 2
1308 ExecInstValue MULTIPLECHARVALUE
1309 NoTradingSessionRules NUMINGROUP
1310 NoMarketSegments NUMINGROUP
1311 NoDerivativeInstrAttrib NUMINGROUP
1312 NoNestedInstrAttrib NUMINGROUP
1313 DerivativeInstrAttribType INT
1314 DerivativeInstrAttribValue STRING
1315 DerivativePriceUnitOfMeasure STRING
1316 DerivativePriceUnitOfMeasureQty QTY
1317 DerivativeSettlMethod STRING
1318 DerivativePriceQuoteMethod STRING
1319 DerivativeValuationMethod STRING
1320 DerivativeListMethod INT
1321 DerivativeCapPrice PRICE
1322 DerivativeFloorPrice PRICE
1323 DerivativePutOrCall INT
1324 ListUpdateAction CHAR A D M S
1325 ParentMktSegmID STRING
1326 TradingSessionDesc STRING
1327 TradSesUpdateAction CHAR
1328 RejectText STRING
1329 FeeMultiplier FLOAT
1330 UnderlyingLegSymbol STRING
1331 UnderlyingLegSymbolSfx STRING
1332 UnderlyingLegSecurityID STRING
1333 UnderlyingLegSecurityIDSource STRING
1334 NoUnderlyingLegSecurityAltID NUMINGROUP
1335 UnderlyingLegSecurityAltID STRING
1336 UnderlyingLegSecurityAltIDSource STRING
1337 UnderlyingLegSecurityType STRING
1338 UnderlyingLegSecuritySubType STRING
1339 UnderlyingLegMaturityMonthYear MONTHYEAR
1340 UnderlyingLegStrikePrice PRICE
1341 UnderlyingLegSecurityExchange STRING
1342 NoOfLegUnderlyings NUMINGROUP
1343 UnderlyingLegPutOrCall INT
1344 UnderlyingLegCFICode STRING
1345 UnderlyingLegMaturityDate LOCALMKTDATE
1346 ApplReqID STRING
1347 ApplReqType INT 0 1 2 3 4 5 6
1348 ApplResponseType INT 0 1 2
1349 ApplTotalMessageCount INT
1350 ApplLastSeqNum SEQNUM
1351 NoApplIDs NUMINGROUP
1352 ApplResendFlag BOOLEAN
1353 ApplResponseID STRING
1354 ApplResponseError INT 0 1 2
1355 RefApplID STRING
1356 ApplReportID STRING
1357 RefApplLastSeqNum SEQNUM
1358 LegPutOrCall INT
1361 TotNoFills INT
1362 NoFills NUMINGROUP
1363 FillExecID STRING
1364 FillPx PRICE
1365 FillQty QTY
1366 LegAllocID STRING
1367 LegAllocSettlCurrency CURRENCY
1368 TradSesEvent INT 0 1 2 3
1369 MassActionReportID STRING
1370 NoNotAffectedOrders NUMINGROUP
1371 NotAffectedOrderID STRING
1372 NotAffOrigClOrdID STRING
1373 MassActionType INT 1 2 3
1374 MassActionScope INT 1 2 3 4 5 6 7 8 9 10 11 12
1375 MassActionResponse INT 0 1 2
1376 MassActionRejectReason INT 0 1 2 3 4 5 6 7 8 9 10 11 99
1377 MultilegModel INT 0 1 2
1378 MultilegPriceMethod INT 0 1 2 3 4 5
1379 LegVolatility FLOAT
1380 DividendYield PERCENTAGE
1381 LegDividendYield PERCENTAGE
1382 CurrencyRatio FLOAT
1383 LegCurrencyRatio FLOAT
1384 LegExecInst MULTIPLECHARVALUE
1385 ContingencyType INT 1 2 3 4 5 6
1386 ListRejectReason INT 0 2 4 5 6 11 99
1387 NoTrdRepIndicators NUMINGROUP
1388 TrdRepPartyRole INT
1389 TrdRepIndicator BOOLEAN
1390 TradePublishIndicator INT 0 1 2 3
1391 UnderlyingLegOptAttribute CHAR
1392 UnderlyingLegSecurityDesc STRING
1393 MarketReqID STRING
1394 MarketReportID STRING
1395 MarketUpdateAction CHAR
1396 MarketSegmentDesc STRING
1397 EncodedMktSegmDescLen LENGTH
1398 EncodedMktSegmDesc DATA
1399 ApplNewSeqNum SEQNUM
1400 EncryptedPasswordMethod INT
1401 EncryptedPasswordLen LENGTH
1402 EncryptedPassword DATA
1403 EncryptedNewPasswordLen LENGTH
1404 EncryptedNewPassword DATA
1405 UnderlyingLegMaturityTime TZTIMEONLY
1406 RefApplExtID INT
1407 DefaultApplExtID INT
1408 DefaultCstmApplVerID STRING
1409 SessionStatus INT 0 1 2 3 4 5 6 7 8 9 10
1410 DefaultVerIndicator BOOLEAN
1411 Nested4PartySubIDType INT
1412 Nested4PartySubID STRING
1413 NoNested4PartySubIDs NUMINGROUP
1414 NoNested4PartyIDs NUMINGROUP
1415 Nested4PartyID STRING
1416 Nested4PartyIDSource CHAR
1417 Nested4PartyRole INT
1418 LegLastQty QTY
1419 UnderlyingExerciseStyle INT
1420 LegExerciseStyle INT
1421 LegPriceUnitOfMeasure STRING
1422 LegPriceUnitOfMeasureQty QTY
1423 UnderlyingUnitOfMeasureQty QTY
1424 UnderlyingPriceUnitOfMeasure STRING
1425 UnderlyingPriceUnitOfMeasureQty QTY
1426 ApplReportType INT 0 1 2 3
1427 SideExecID STRING
1428 OrderDelay INT
1429 OrderDelayUnit INT 0 1 2 3 4 5 10 11 12 13 14 15
1430 VenueType CHAR E P X C R O B Q D A N V H z
1431 RefOrdIDReason INT 0 1 2
1432 OrigCustOrderCapacity INT 1 2 3 4
1433 RefApplReqID STRING
1434 ModelType INT 0 1
1435 ContractMultiplierUnit INT 0 1 2
1436 LegContractMultiplierUnit INT
1437 UnderlyingContractMultiplierUnit INT
1438 DerivativeContractMultiplierUnit INT
1439 FlowScheduleType INT 0 1 2 3 4 5 6 7 8 9 99
1440 LegFlowScheduleType INT
1441 UnderlyingFlowScheduleType INT
1442 DerivativeFlowScheduleType INT
1443 FillLiquidityInd INT
1444 SideLiquidityInd INT
1445 NoRateSources NUMINGROUP
1446 RateSource INT 0 1 2 3 99
1447 RateSourceType INT 0 1
1448 ReferencePage STRING
1449 RestructuringType STRING FR MR MM XR
1450 Seniority STRING SD SR SB JR MZ SN
1451 NotionalPercentageOutstanding PERCENTAGE
1452 OriginalNotionalPercentageOutstanding PERCENTAGE
1453 UnderlyingRestructuringType STRING
1454 UnderlyingSeniority STRING
1455 UnderlyingNotionalPercentageOutstanding PERCENTAGE
1456 UnderlyingOriginalNotionalPercentageOutstanding PERCENTAGE
1457 AttachmentPoint PERCENTAGE
1458 DetachmentPoint PERCENTAGE
1459 UnderlyingAttachmentPoint PERCENTAGE
1460 UnderlyingDetachmentPoint PERCENTAGE
1461 NoTargetPartyIDs NUMINGROUP
1462 TargetPartyID STRING
1463 TargetPartyIDSource CHAR
1464 TargetPartyRole INT
1465 SecurityListID STRING
1466 SecurityListRefID STRING
1467 SecurityListDesc STRING
1468 EncodedSecurityListDescLen LENGTH
1469 EncodedSecurityListDesc DATA
1470 SecurityListType INT 1 2 3 4
1471 SecurityListTypeSource INT 1 2 3
1472 NewsID STRING
1473 NewsCategory INT 0 1 2 3 99
1474 LanguageCode LANGUAGE
1475 NoNewsRefIDs NUMINGROUP
1476 NewsRefID STRING
1477 NewsRefType INT 0 1 2 3
1478 StrikePriceDeterminationMethod INT 1 2 3 4
1479 StrikePriceBoundaryMethod INT 1 2 3 4 5
1480 StrikePriceBoundaryPrecision PERCENTAGE
1481 UnderlyingPriceDeterminationMethod INT 1 2 3 4
1482 OptPayoutType INT 1 2 3 4 5 6 7 8 99
1483 NoComplexEvents NUMINGROUP
1484 ComplexEventType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
1485 ComplexOptPayoutAmount AMT
1486 ComplexEventPrice PRICE
1487 ComplexEventPriceBoundaryMethod INT 1 2 3 4 5
1488 ComplexEventPriceBoundaryPrecision PERCENTAGE
1489 ComplexEventPriceTimeType INT 1 2 3 4 5 6 7 8
1490 ComplexEventCondition INT 1 2
1491 NoComplexEventDates NUMINGROUP
1492 ComplexEventStartDate UTCDATEONLY
1493 ComplexEventEndDate UTCDATEONLY
1494 NoComplexEventTimes NUMINGROUP
1495 ComplexEventStartTime UTCTIMEONLY
1496 ComplexEventEndTime UTCTIMEONLY
1497 StreamAsgnReqID STRING
1498 StreamAsgnReqType INT 1 2
1499 NoAsgnReqs NUMINGROUP
1500 MDStreamID STRING
1501 StreamAsgnRptID STRING
1502 StreamAsgnRejReason INT 0 1 2 3 99
1503 StreamAsgnAckType INT 0 1
1504 RelSymTransactTime UTCTIMESTAMP
1505 PartyDetailsListRequestID STRING
1506 SideTradeID STRING
1507 SideOrigTradeID STRING
1508 NoRequestedPartyRoles NUMINGROUP
1509 RequestedPartyRole INT
1510 PartyDetailsListReportID STRING
1511 RequestResult INT 0 1 2 3 4 5 99
1512 TotNoParties INT
1513 DocumentationText STRING
1514 NoPartyRelationships NUMINGROUP
1515 PartyRelationship INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38
1516 NoPartyDetailAltID NUMINGROUP
1517 PartyDetailAltID STRING
1518 PartyDetailAltIDSource CHAR
1519 NoPartyDetailAltSubIDs NUMINGROUP
1520 PartyDetailAltSubID STRING
1521 PartyDetailAltSubIDType INT
1522 DifferentialPrice PRICEOFFSET
1523 TrdAckStatus INT 0 1 2
1524 PriceQuoteCurrency CURRENCY
1525 EncodedDocumentationTextLen LENGTH
1526 UnderlyingPriceQuoteCurrency CURRENCY
1527 EncodedDocumentationText DATA
1528 LegPriceQuoteCurrency CURRENCY
1529 NoRiskLimitTypes NUMINGROUP
1530 RiskLimitType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17
1531 RiskLimitAmount AMT
1532 RiskLimitCurrency CURRENCY
1533 RiskLimitPlatform STRING
1534 NoRiskInstrumentScopes NUMINGROUP
1535 InstrumentScopeOperator INT 1 2
1536 InstrumentScopeSymbol STRING
1537 InstrumentScopeSymbolSfx STRING
1538 InstrumentScopeSecurityID STRING
1539 InstrumentScopeSecurityIDSource STRING
1540 NoInstrumentScopeSecurityAltID NUMINGROUP
1541 InstrumentScopeSecurityAltID STRING
1542 InstrumentScopeSecurityAltIDSource STRING
1543 InstrumentScopeProduct INT
1544 InstrumentScopeProductComplex STRING
1545 InstrumentScopeSecurityGroup STRING
1546 InstrumentScopeCFICode STRING
1547 InstrumentScopeSecurityType STRING
1548 InstrumentScopeSecuritySubType STRING
1549 InstrumentScopeMaturityMonthYear MONTHYEAR
1550 InstrumentScopeMaturityTime TZTIMEONLY
1551 InstrumentScopeRestructuringType STRING
1552 InstrumentScopeSeniority STRING
1553 InstrumentScopePutOrCall INT
1554 InstrumentScopeFlexibleIndicator BOOLEAN
1555 InstrumentScopeCouponRate PERCENTAGE
1556 InstrumentScopeSecurityDesc STRING
1557 InstrumentScopeSettlType STRING
1558 RiskInstrumentMultiplier FLOAT
1559 NoRiskWarningLevels NUMINGROUP
1560 RiskWarningLevelPercent PERCENTAGE
1561 RiskWarningLevelName STRING
1562 NoRelatedPartyDetailID NUMINGROUP
1563 RelatedPartyDetailID STRING
1564 RelatedPartyDetailIDSource CHAR
1565 RelatedPartyDetailRole INT
1566 NoRelatedPartyDetailSubIDs NUMINGROUP
1567 RelatedPartyDetailSubID STRING
1568 RelatedPartyDetailSubIDType INT
1569 NoRelatedPartyDetailAltID NUMINGROUP
1570 RelatedPartyDetailAltID STRING
1571 RelatedPartyDetailAltIDSource CHAR
1572 NoRelatedPartyDetailAltSubIDs NUMINGROUP
1573 RelatedPartyDetailAltSubID STRING
1574 RelatedPartyDetailAltSubIDType INT
1575 SwapSubClass STRING AMTZ COMP CNST ACRT CUST
1576 DerivativePriceQuoteCurrency CURRENCY
1577 SettlRateIndex STRING
1578 EncodedEventTextLen LENGTH
1579 EncodedEventText DATA
1580 SettlRateIndexLocation STRING
1581 OptionExpirationDesc STRING
1582 NoSecurityClassifications NUMINGROUP
1583 SecurityClassificationReason INT 0 1 2 3 4 5 6 7
1584 SecurityClassificationValue STRING
1585 PosAmtReason INT 0 1 2 3 4 5 6
1586 NoLegPosAmt NUMINGROUP
1587 LegPosAmt AMT
1588 LegPosAmtType STRING
1589 LegPosCurrency CURRENCY
1590 LegPosAmtReason INT
1591 LegQtyType INT
1592 DiscountFactor FLOAT
1593 ParentAllocID STRING
1594 LegSecurityGroup STRING
1595 PositionContingentPrice PRICE
1596 ClearingTradePrice PRICE
1597 SideClearingTradePrice PRICE
1598 SideClearingTradePriceType INT 0 1
1599 SidePriceDifferential PRICE
1600 FIXEngineName STRING
1601 FIXEngineVersion STRING
1602 FIXEngineVendor STRING
1603 ApplicationSystemName STRING
1604 ApplicationSystemVersion STRING
1605 ApplicationSystemVendor STRING
1606 NumOfSimpleInstruments INT
1607 SecurityRejectReason INT 1 2 3 4 5 6 7 8 10 11 12
1608 InitialDisplayQty QTY
1609 ThrottleStatus INT 0 1
1610 NoThrottles NUMINGROUP
1611 ThrottleAction INT 0 1 2 3 4
1612 ThrottleType INT 0 1
1613 ThrottleNoMsgs INT
1614 ThrottleTimeInterval INT
1615 ThrottleTimeUnit INT
1616 InstrumentScopeSecurityExchange EXCHANGE
1617 StreamAsgnType INT 1 2 3
1618 NoThrottleMsgType NUMINGROUP
1619 ThrottleMsgType STRING
1620 InstrumentScopeEncodedSecurityDescLen LENGTH
1621 InstrumentScopeEncodedSecurityDesc DATA
1622 FillYieldType STRING
1623 FillYield PERCENTAGE
1624 NoMatchInst NUMINGROUP
1625 MatchInst INT 1 2
1626 MatchAttribTagID TAGNUM
1627 MatchAttribValue STRING
1628 TriggerScope INT 0 1 2 3 4 5
1629 ExposureDuration INT
1630 NoLimitAmts NUMINGROUP
1631 LimitAmtType INT 0 1 2 3 4 5
1632 LastLimitAmt AMT
1633 LimitAmtRemaining AMT
1634 LimitAmtCurrency CURRENCY
1635 MarginReqmtInqID STRING
1636 NoMarginReqmtInqQualifier NUMINGROUP
1637 MarginReqmtInqQualifier INT 0 1 2 3
1638 MarginReqmtRptType INT 0 1 2
1639 MarginClass STRING
1640 MarginReqmtInqStatus INT
1641 MarginReqmtInqResult INT 0 1 2 3 4 5 6 7 8 99
1642 MarginReqmtRptID STRING
1643 NoMarginAmt NUMINGROUP
1644 MarginAmtType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35
1645 MarginAmt AMT
1646 MarginAmtCcy CURRENCY
1647 NoRelatedInstruments NUMINGROUP
1648 RelatedInstrumentType INT 1 2 3 4 5 6
1649 RelatedSymbol STRING
1650 RelatedSecurityID STRING
1651 RelatedSecurityIDSource STRING
1652 RelatedSecurityType STRING
1653 RelatedMaturityMonthYear MONTHYEAR
1654 CoveredQty QTY
1655 MarketMakerActivity INT 0 1 2 3
1656 NoInstrumentScopes NUMINGROUP
1657 NoRequestingPartyIDs NUMINGROUP
1658 RequestingPartyID STRING
1659 RequestingPartyIDSource CHAR
1660 RequestingPartyRole INT
1661 NoRequestingPartySubIDs NUMINGROUP
1662 RequestingPartySubID STRING
1663 RequestingPartySubIDType INT
1664 EncodedRejectTextLen LENGTH
1665 EncodedRejectText DATA
1666 RiskLimitRequestID STRING
1667 RiskLimitReportID STRING
1668 NoRequestedRiskLimitType NUMINGROUP
1669 NoRiskLimits NUMINGROUP
1670 RiskLimitID STRING
1671 NoPartyDetails NUMINGROUP
1672 PartyDetailStatus INT 0 1 2
1673 MatchInstMarketID EXCHANGE
1674 PartyDetailRoleQualifier INT 23 18 19 24 0 1 2 30 9 10 11 12 25 26 27 22 13 14 15 16 7 8 28 29 3 4 5 6 20 21 17
1675 RelatedPartyDetailRoleQualifier INT
1676 NoPartyUpdates NUMINGROUP
1677 NoPartyRiskLimits NUMINGROUP
1678 EncodedOptionExpirationDescLen LENGTH
1679 SecurityMassTradingStatus INT
1680 SecurityMassTradingEvent INT
1681 MassHaltReason INT
1682 MDSecurityTradingStatus INT
1683 MDSubFeedType STRING
1684 MDHaltReason INT
1685 ThrottleInst INT 0 1
1686 ThrottleCountIndicator INT 0 1
1687 ShortSaleRestriction INT 0 1 2 3
1688 ShortSaleExemptionReason INT 0 1 2 3 4 5 6 7 8 9
1689 LegShortSaleExemptionReason INT
1690 SideShortSaleExemptionReason INT
1691 PartyDetailID STRING
1692 PartyDetailIDSource CHAR
1693 PartyDetailRole INT
1694 NoPartyDetailSubIDs NUMINGROUP
1695 PartyDetailSubID STRING
1696 PartyDetailSubIDType INT
1697 EncodedOptionExpirationDesc DATA
1698 StrikeUnitOfMeasure STRING
1699 AccountSummaryReportID STRING
1700 NoSettlementAmounts NUMINGROUP
1701 SettlementAmount AMT
1702 SettlementAmountCurrency CURRENCY
1703 NoCollateralAmounts NUMINGROUP
1704 CurrentCollateralAmount AMT
1705 CollateralCurrency CURRENCY
1706 CollateralType STRING
1707 NoPayCollects NUMINGROUP
1708 PayCollectType STRING
1709 PayCollectCurrency CURRENCY
1710 PayAmount AMT
1711 CollectAmount AMT
1712 PayCollectMarketSegmentID STRING
1713 PayCollectMarketID STRING
1714 MarginAmountMarketSegmentID STRING
1715 MarginAmountMarketID STRING
1716 UnitOfMeasureCurrency CURRENCY
1717 PriceUnitOfMeasureCurrency CURRENCY
1718 UnderlyingUnitOfMeasureCurrency CURRENCY
1719 UnderlyingPriceUnitOfMeasureCurrency CURRENCY
1720 LegUnitOfMeasureCurrency CURRENCY
1721 LegPriceUnitOfMeasureCurrency CURRENCY
1722 DerivativeUnitOfMeasureCurrency CURRENCY
1723 DerivativePriceUnitOfMeasureCurrency CURRENCY
1724 OrderOrigination INT 1 2 3 4 5 6 7
1725 OriginatingDeptID STRING
1726 ReceivingDeptID STRING
1727 InformationBarrierID STRING
1728 FirmGroupID STRING
1729 FirmMnemonic STRING
1730 AllocGroupID STRING
1731 AvgPxGroupID STRING
1732 FirmAllocText STRING
1733 EncodedFirmAllocTextLen LENGTH
1734 EncodedFirmAllocText DATA
1735 AllocationRollupInstruction INT 0 1
1736 AllocGroupQuantity QTY
1737 AllocGroupRemainingQuantity QTY
1738 AllocReversalStatus INT 0 1 2
1739 ObligationType STRING 0 1 2 3
1740 TradePriceNegotiationMethod INT 0 1 2 3 4 5 6
1741 UpfrontPriceType INT 1 3
1742 UpfrontPrice PRICE
1743 LastUpfrontPrice PRICE
1744 ApplLevelRecoveryIndicator INT 0 1
1745 BidMDEntryID STRING
1746 OfferMDEntryID STRING
1747 BidQuoteID STRING
1748 OfferQuoteID STRING
1749 TotalBidSize QTY
1750 TotalOfferSize QTY
1751 SecondaryQuoteID STRING
1752 CustodialLotID STRING
1753 VersusPurchaseDate LOCALMKTDATE
1754 VersusPurchasePrice PRICE
1755 CurrentCostBasis AMT
1756 LegCustodialLotID STRING
1757 LegVersusPurchaseDate LOCALMKTDATE
1758 LegVersusPurchasePrice PRICE
1759 LegCurrentCostBasis AMT
1760 RiskLimitRequestType INT 1 2 3
1761 RiskLimitRequestResult INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 98 99
1762 RiskLimitRequestStatus INT
1763 RiskLimitStatus INT
1764 RiskLimitResult INT
1765 RiskLimitUtilizationPercent PERCENTAGE
1766 RiskLimitUtilizationAmount AMT
1767 RiskLimitAction INT 0 1 2 3 4 5 6 7 8 9 10
1768 RiskWarningLevelAmount INT
1769 RiskWarningLevelAction INT
1770 EntitlementRequestID STRING
1771 EntitlementReportID STRING
1772 NoPartyEntitlements NUMINGROUP
1773 NoEntitlements NUMINGROUP
1774 EntitlementIndicator BOOLEAN
1775 EntitlementType INT 0 1 2 3 4 5 6 7 8
1776 EntitlementID STRING
1777 NoEntitlementAttrib NUMINGROUP
1778 EntitlementAttribType INT
1779 EntitlementAttribDatatype INT 29 32 33 34 35 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 31 12 13 6 7 8 9 10 11 1 2 3 4 5 30
1780 EntitlementAttribValue STRING
1781 EntitlementAttribCurrency CURRENCY
1782 EntitlementStartDate LOCALMKTDATE
1783 EntitlementEndDate LOCALMKTDATE
1784 EntitlementPlatform STRING
1785 TradSesControl INT 0 1
1786 TradeVolType INT 0 1
1787 RefTickTableID INT
1788 LegID STRING
1789 NoTargetMarketSegments NUMINGROUP
1790 TargetMarketSegmentID STRING
1791 NoAffectedMarketSegments NUMINGROUP
1792 AffectedMarketSegmentID STRING
1793 NoNotAffectedMarketSegments NUMINGROUP
1794 NotAffectedMarketSegmentID STRING
1795 NoOrderEvents NUMINGROUP
1796 OrderEventType INT 1 2 3 4 5 6 7 8 9 10 11
1797 OrderEventExecID STRING
1798 OrderEventReason INT 1 2 3 4 5 6 7 8 9 10 11 12 13
1799 OrderEventPx PRICE
1800 OrderEventQty QTY
1801 OrderEventLiquidityIndicator INT
1802 OrderEventText STRING
1803 AuctionType INT 0 1 2 3 4 5 6 7 8
1804 AuctionAllocationPct PERCENTAGE
1805 AuctionInstruction INT 0 1
1806 RefClOrdID STRING
1807 LockType INT 0 1 2 3 4 5 6 7
1808 LockedQty QTY
1809 SecondaryLockedQty QTY
1810 ReleaseInstruction INT 1 2
1811 ReleaseQty QTY
1812 NoDisclosureInstructions NUMINGROUP
1813 DisclosureType INT 1 2 3 4 5 6 7
1814 DisclosureInstruction INT 0 1 2
1815 TradingCapacity INT 1 2 3 4 5 6 7 8
1816 ClearingAccountType INT 1 2 3
1817 LegClearingAccountType INT
1818 TargetPartyRoleQualifier INT
1819 RelatedHighPrice PRICE
1820 RelatedLowPrice PRICE
1821 RelatedPriceSource INT 1 2
1822 MinQtyMethod INT 1 2
1823 Triggered INT 0 1 2 3 4 5
1824 AffectedOrigClOrdID STRING
1825 NotAffSecondaryOrderID STRING
1826 EventTimePeriod INT
1827 EventTimeUnit STRING H Min S D Wk Mo Yr
1828 LastQtyVariance QTY
1829 NoCrossLegs NUMINGROUP
1830 SettlPriceIncrement PRICE
1831 SettlPriceSecondaryIncrement PRICE
1832 ClearedIndicator INT 0 1 2 3
1833 ContractRefPosType INT 0 1 2 99
1834 PositionCapacity INT 0 1 2 3
1835 PosQtyUnitOfMeasureCurrency CURRENCY
1836 PosQtyUnitOfMeasure STRING
1837 UnderlyingContractPriceRefMonth MONTHYEAR
1838 NoTradePriceConditions NUMINGROUP
1839 TradePriceCondition INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18
1840 TradeAllocStatus INT 0 1 2 3
1841 NoTradeQtys NUMINGROUP
1842 TradeQtyType INT 0 1 2 3 4 5 6 7 8
1843 TradeQty QTY
1844 NoTradeAllocAmts NUMINGROUP
1845 TradeAllocAmtType STRING
1846 TradeAllocAmt AMT
1847 TradeAllocCurrency CURRENCY
1848 TradeAllocGroupInstruction INT 0 1
1849 OffsetInstruction INT 0 1
1850 TradeAllocAmtReason INT
1851 StrategyLinkID STRING
1852 SideAvgPx PRICE
1853 SideAvgPxIndicator INT 0 1 2
1854 SideAvgPxGroupID STRING
1855 NoRelatedTrades NUMINGROUP
1856 RelatedTradeID STRING
1857 RelatedTradeIDSource INT 0 1 2 3 4 5 6
1858 RelatedTradeDate LOCALMKTDATE
1859 RelatedTradeMarketID EXCHANGE
1860 RelatedTradeQuantity QTY
1861 NoRelatedPositions NUMINGROUP
1862 RelatedPositionID STRING
1863 RelatedPositionIDSource INT 1 2 3
1864 RelatedPositionDate LOCALMKTDATE
1865 QuoteAckStatus INT 0 1 2
1866 StrikeIndex STRING
1867 OfferID STRING
1868 NoValueChecks NUMINGROUP
1869 ValueCheckType INT 1 2 3
1870 ValueCheckAction INT 0 1 2
1871 LegSecurityXMLLen LENGTH
1872 LegSecurityXML XMLDATA
1873 LegSecurityXMLSchema STRING
1874 UnderlyingSecurityXMLLen LENGTH
1875 UnderlyingSecurityXML XMLDATA
1876 UnderlyingSecurityXMLSchema STRING
1877 PartyDetailRequestResult INT 0 1 2 3 98 99
1878 PartyDetailRequestStatus INT 0 1 2 3
1879 PartyDetailDefinitionStatus INT 0 1 2
1880 PartyDetailDefinitionResult INT
1881 EntitlementRequestResult INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 98 99
1882 EntitlementRequestStatus INT
1883 EntitlementStatus INT 0 1 2 3 4 5
1884 EntitlementResult INT
1885 EntitlementRefID STRING
1886 SettlPriceUnitOfMeasure STRING
1887 SettlPriceUnitOfMeasureCurrency CURRENCY
1888 TradeMatchTimestamp UTCTIMESTAMP
1889 NoInstrmtMatchSides NUMINGROUP
1890 NoTrdMatchSides NUMINGROUP
1891 TrdMatchSubID STRING
1892 NoLegExecs NUMINGROUP
1893 LegExecID STRING
1894 LegTradeID STRING
1895 LegTradeReportID STRING
1896 TradeMatchAckStatus INT 0 1 2
1897 TradeMatchRejectReason INT 0 1 2 3 4 99
1898 SideMarketSegmentID STRING
1899 SideVenueType CHAR
1900 SideExecRefID STRING
1901 LegExecRefID STRING
1902 HaircutIndicator BOOLEAN
1903 RegulatoryTradeID STRING
1904 RegulatoryTradeIDEvent INT 0 1 2 3 4 5 6
1905 RegulatoryTradeIDSource STRING 1
1906 RegulatoryTradeIDType INT 0 1 2 3 4 5
1907 NoRegulatoryTradeIDs NUMINGROUP
1908 NoAllocRegulatoryTradeIDs NUMINGROUP
1909 AllocRegulatoryTradeID STRING
1910 AllocRegulatoryTradeIDSource STRING
1911 AllocRegulatoryTradeIDEvent INT
1912 AllocRegulatoryTradeIDType INT
1913 NumOfCompetitors INT
1914 ResponseTime UTCTIMESTAMP
1915 QuoteDisplayTime UTCTIMESTAMP
1916 ExposureDurationUnit INT
1917 CoverPrice PRICE
1918 NoClearingAccountTypes NUMINGROUP
1919 NoPriceMovements NUMINGROUP
1920 NoPriceMovementValues NUMINGROUP
1921 PriceMovementValue FLOAT
1922 PriceMovementPoint INT
1923 PriceMovementType INT 0 1
1924 ClearingIntention INT 0 1
1925 TradeClearingInstruction INT
1926 BackloadedTradeIndicator BOOLEAN
1927 ConfirmationMethod INT 0 1 2
1928 MandatoryClearingIndicator BOOLEAN
1929 MixedSwapIndicator BOOLEAN
1930 OffMarketPriceIndicator BOOLEAN
1931 VerificationMethod INT 0 1
1932 ClearingRequirementException INT 0 1 2 3 4 5
1933 IRSDirection STRING PAY RCV NA
1934 RegulatoryReportType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34
1935 VoluntaryRegulatoryReport BOOLEAN
1936 TradeCollateralization INT 0 1 2 3 4
1937 TradeContinuation INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 99
1938 AssetClass INT 1 2 3 4 5 6 7 8 9 10 11
1939 AssetSubClass INT 13 14 15 16 17 18 19 41 42 43 44 45 46 4 5 6 7 3 38 39 40 20 21 22 23 24 25 26 9 10 11 12 34 35 36 37 27 28 29 30 1 2 31 32 33 8 47 48
1940 AssetType STRING
1941 SwapClass STRING BS IX BB SK
1942 NthToDefault INT
1943 MthToDefault INT
1944 SettledEntityMatrixSource STRING
1945 SettledEntityMatrixPublicationDate LOCALMKTDATE
1946 CouponType INT 0 1 2 3
1947 TotalIssuedAmount AMT
1948 CouponFrequencyPeriod INT
1949 CouponFrequencyUnit STRING D Wk Mo Yr H Min S T
1950 CouponDayCount INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 99
1951 ConvertibleBondEquityID STRING
1952 ConvertibleBondEquityIDSource STRING
1953 ContractPriceRefMonth MONTHYEAR
1954 LienSeniority INT 0 1 2 3
1955 LoanFacility INT 0 1 2 3 4 5
1956 ReferenceEntityType INT 1 2 3 4 5 6 7 8 9 10
1957 IndexSeries INT
1958 IndexAnnexVersion INT
1959 IndexAnnexDate LOCALMKTDATE
1960 IndexAnnexSource STRING
1961 AgreementVersion STRING
1962 MasterConfirmationDesc STRING
1963 MasterConfirmationDate LOCALMKTDATE
1964 MasterConfirmationAnnexDesc STRING
1965 MasterConfirmationAnnexDate LOCALMKTDATE
1966 BrokerConfirmationDesc STRING
1967 CreditSupportAgreementDesc STRING
1968 CreditSupportAgreementDate LOCALMKTDATE
1969 CreditSupportAgreementID STRING
1970 GoverningLaw STRING
1971 NoSideRegulatoryTradeIDs NUMINGROUP
1972 SideRegulatoryTradeID STRING
1973 SideRegulatoryTradeIDSource STRING
1974 SideRegulatoryTradeIDEvent INT
1975 SideRegulatoryTradeIDType INT
1976 NoSecondaryAssetClasses NUMINGROUP
1977 SecondaryAssetClass INT
1978 SecondaryAssetSubClass INT
1979 SecondaryAssetType STRING
1980 BlockTrdAllocIndicator INT 0 1 2
1981 NoUnderlyingEvents NUMINGROUP
1982 UnderlyingEventType INT
1983 UnderlyingEventDate LOCALMKTDATE
1984 UnderlyingEventTime UTCTIMESTAMP
1985 UnderlyingEventTimeUnit STRING
1986 UnderlyingEventTimePeriod INT
1987 UnderlyingEventPx PRICE
1988 UnderlyingConstituentWeight FLOAT
1989 UnderlyingCouponType INT
1990 UnderlyingTotalIssuedAmount AMT
1991 UnderlyingCouponFrequencyPeriod INT
1992 UnderlyingCouponFrequencyUnit STRING
1993 UnderlyingCouponDayCount INT
1994 UnderlyingObligationID STRING
1995 UnderlyingObligationIDSource STRING
1996 UnderlyingEquityID STRING
1997 UnderlyingEquityIDSource STRING
1998 UnderlyingLienSeniority INT
1999 UnderlyingLoanFacility INT
2000 UnderlyingReferenceEntityType INT
2001 StrikeIndexSpread PRICEOFFSET
2002 ValuationSource STRING
2003 UnderlyingIndexSeries INT
2004 UnderlyingIndexAnnexVersion INT
2005 UnderlyingIndexAnnexDate LOCALMKTDATE
2006 UnderlyingIndexAnnexSource STRING
2007 UnderlyingProductComplex STRING
2008 UnderlyingSecurityGroup STRING
2009 UnderlyingSettleOnOpenFlag STRING
2010 UnderlyingAssignmentMethod CHAR
2011 UnderlyingSecurityStatus STRING
2012 UnderlyingObligationType STRING 0 1 2 3
2013 UnderlyingAssetClass INT
2014 UnderlyingAssetSubClass INT
2015 UnderlyingAssetType STRING
2016 UnderlyingSwapClass STRING
2017 UnderlyingNthToDefault INT
2018 UnderlyingMthToDefault INT
2019 UnderlyingSettledEntityMatrixSource STRING
2020 UnderlyingSettledEntityMatrixPublicationDate LOCALMKTDATE
2021 UnderlyingStrikeMultiplier FLOAT
2022 UnderlyingStrikeValue FLOAT
2023 UnderlyingStrikePriceDeterminationMethod INT
2024 UnderlyingStrikePriceBoundaryMethod INT
2025 UnderlyingStrikePriceBoundaryPrecision PERCENTAGE
2026 UnderlyingMinPriceIncrement FLOAT
2027 UnderlyingMinPriceIncrementAmount AMT
2028 UnderlyingOptPayoutType INT
2029 UnderlyingOptPayoutAmount AMT
2030 UnderlyingPriceQuoteMethod STRING
2031 UnderlyingValuationMethod STRING
2032 UnderlyingListMethod INT
2033 UnderlyingCapPrice PRICE
2034 UnderlyingFloorPrice PRICE
2035 UnderlyingFlexibleIndicator BOOLEAN
2036 UnderlyingFlexProductEligibilityIndicator BOOLEAN
2037 UnderlyingPositionLimit INT
2038 UnderlyingNTPositionLimit INT
2039 UnderlyingPool STRING
2040 UnderlyingContractSettlMonth MONTHYEAR
2041 UnderlyingDatedDate LOCALMKTDATE
2042 UnderlyingInterestAccrualDate LOCALMKTDATE
2043 UnderlyingShortSaleRestriction INT
2044 UnderlyingRefTickTableID INT
2045 NoUnderlyingComplexEvents NUMINGROUP
2046 UnderlyingComplexEventType INT
2047 UnderlyingComplexOptPayoutAmount AMT
2048 UnderlyingComplexEventPrice PRICE
2049 UnderlyingComplexEventPriceBoundaryMethod INT
2050 UnderlyingComplexEventPriceBoundaryPrecision PERCENTAGE
2051 UnderlyingComplexEventPriceTimeType INT
2052 UnderlyingComplexEventCondition INT
2053 NoUnderlyingComplexEventDates NUMINGROUP
2054 UnderlyingComplexEventStartDate UTCDATEONLY
2055 UnderlyingComplexEventEndDate UTCDATEONLY
2056 NoUnderlyingComplexEventTimes NUMINGROUP
2057 UnderlyingComplexEventStartTime UTCTIMEONLY
2058 UnderlyingComplexEventEndTime UTCTIMEONLY
2059 NoLegEvents NUMINGROUP
2060 LegEventType INT
2061 LegEventDate LOCALMKTDATE
2062 LegEventTime UTCTIMESTAMP
2063 LegEventTimeUnit STRING
2064 LegEventTimePeriod INT
2065 LegEventPx PRICE
2066 LegEventText STRING
2067 LegAssetClass INT
2068 LegAssetSubClass INT
2069 LegAssetType STRING
2070 LegSwapClass STRING
2071 UnderlyingEventText STRING
2072 EncodedUnderlyingEventTextLen LENGTH
2073 EncodedUnderlyingEventText DATA
2074 EncodedLegEventTextLen LENGTH
2075 EncodedLegEventText DATA
2076 NoLegSecondaryAssetClasses NUMINGROUP
2077 LegSecondaryAssetClass INT
2078 LegSecondaryAssetSubClass INT
2079 LegSecondaryAssetType STRING
2080 NoUnderlyingSecondaryAssetClasses NUMINGROUP
2081 UnderlyingSecondaryAssetClass INT
2082 UnderlyingSecondaryAssetSubClass INT
2083 UnderlyingSecondaryAssetType STRING
2084 PreviousClearingBusinessDate LOCALMKTDATE
2085 ValuationDate LOCALMKTDATE
2086 ValuationTime LOCALMKTTIME
2087 ValuationBusinessCenter STRING
2088 MarginAmtFXRate FLOAT
2089 MarginAmtFXRateCalc CHAR
2090 CollateralFXRate FLOAT
2091 CollateralFXRateCalc CHAR
2092 CollateralAmountMarketSegmentID STRING
2093 CollateralAmountMarketID STRING
2094 PayCollectFXRate FLOAT
2095 PayCollectFXRateCalc CHAR
2096 PosAmtStreamDesc STRING
2097 PositionFXRate FLOAT
2098 PositionFXRateCalc CHAR
2099 PosAmtMarketSegmentID STRING
2100 PosAmtMarketID STRING
2101 TerminatedIndicator BOOLEAN
2102 ShortMarkingExemptIndicator BOOLEAN
2103 RelatedRegulatoryTradeIDSource STRING
2104 NoAttachments NUMINGROUP
2105 AttachmentName STRING
2106 AttachmentMediaType STRING
2107 AttachmentClassification STRING
2108 AttachmentExternalURL STRING
2109 AttachmentEncodingType INT 0 1
2110 UnencodedAttachmentLen INT
2111 EncodedAttachmentLen LENGTH
2112 EncodedAttachment DATA
2113 NoAttachmentKeywords NUMINGROUP
2114 AttachmentKeyword STRING
2115 NegotiationMethod INT 0 1 2
2116 NextAuctionTime UTCTIMESTAMP
2117 ComplexOptPayoutPaySide INT
2118 ComplexOptPayoutReceiveSide INT
2119 ComplexOptPayoutUnderlier STRING
2120 ComplexOptPayoutPercentage PERCENTAGE
2121 ComplexOptPayoutTime INT 0 1 2 3 4 5 6
2122 ComplexOptPayoutCurrency CURRENCY
2123 ComplexEventPricePercentage PERCENTAGE
2124 ComplexEventCurrencyOne CURRENCY
2125 ComplexEventCurrencyTwo CURRENCY
2126 ComplexEventQuoteBasis INT 0 1
2127 ComplexEventFixedFXRate FLOAT
2128 ComplexEventDeterminationMethod STRING
2129 ComplexEventCalculationAgent INT
2130 ComplexEventStrikePrice PRICE
2131 ComplexEventStrikeFactor FLOAT
2132 ComplexEventStrikeNumberOfOptions INT
2133 ComplexEventCreditEventsXIDRef XIDREF
2134 ComplexEventCreditEventNotifyingParty INT 0 1 2
2135 ComplexEventCreditEventBusinessCenter STRING
2136 ComplexEventCreditEventStandardSources BOOLEAN
2137 ComplexEventCreditEventMinimumSources INT
2138 ComplexEventXID XID
2139 ComplexEventXIDRef XIDREF
2140 ValuationReferenceModel STRING
2141 StrategyType STRING STD STG BF CNDR CISN OTHER
2142 CommonPricingIndicator BOOLEAN
2143 SettlDisruptionProvision INT 1 2
2144 InstrumentRoundingDirection CHAR
2145 InstrumentRoundingPrecision INT
2146 LegSettleOnOpenFlag STRING
2147 LegInstrmtAssignmentMethod CHAR
2148 LegSecurityStatus STRING
2149 LegRestructuringType STRING
2150 LegSeniority STRING
2151 LegNotionalPercentageOutstanding PERCENTAGE
2152 LegOriginalNotionalPercentageOutstanding PERCENTAGE
2153 LegAttachmentPoint PERCENTAGE
2154 LegDetachmentPoint PERCENTAGE
2155 LegObligationType STRING
2156 LegSwapSubClass STRING
2157 LegNthToDefault INT
2158 LegMthToDefault INT
2159 LegSettledEntityMatrixSource STRING
2160 LegSettledEntityMatrixPublicationDate LOCALMKTDATE
2161 LegCouponType INT
2162 LegTotalIssuedAmount AMT
2163 LegCouponFrequencyPeriod INT
2164 LegCouponFrequencyUnit STRING
2165 LegCouponDayCount INT
2166 LegConvertibleBondEquityID STRING
2167 LegConvertibleBondEquityIDSource STRING
2168 LegContractPriceRefMonth MONTHYEAR
2169 LegLienSeniority INT
2170 LegLoanFacility INT
2171 LegReferenceEntityType INT
2172 LegIndexSeries INT
2173 LegIndexAnnexVersion INT
2174 LegIndexAnnexDate LOCALMKTDATE
2175 LegIndexAnnexSource STRING
2176 LegSettlRateIndex STRING
2177 LegSettlRateIndexLocation STRING
2178 LegOptionExpirationDesc STRING
2179 EncodedLegOptionExpirationDescLen LENGTH
2180 EncodedLegOptionExpirationDesc DATA
2181 LegStrikeMultiplier FLOAT
2182 LegStrikeValue FLOAT
2183 LegStrikeUnitOfMeasure STRING
2184 LegStrikeIndex STRING
2185 LegStrikeIndexSpread PRICEOFFSET
2186 LegStrikePriceDeterminationMethod INT
2187 LegStrikePriceBoundaryMethod INT
2188 LegStrikePriceBoundaryPrecision PERCENTAGE
2189 LegUnderlyingPriceDeterminationMethod INT
2190 LegMinPriceIncrement FLOAT
2191 LegMinPriceIncrementAmount AMT
2192 LegSettlMethod STRING
2193 LegOptPayoutType INT
2194 LegOptPayoutAmount AMT
2195 LegPriceQuoteMethod STRING
2196 LegValuationMethod STRING
2197 LegValuationSource STRING
2198 LegValuationReferenceModel STRING
2199 LegListMethod INT
2200 LegCapPrice PRICE
2201 LegFloorPrice PRICE
2202 LegFlexibleIndicator BOOLEAN
2203 LegFlexProductEligibilityIndicator BOOLEAN
2204 LegComplexEventStartTime UTCTIMEONLY
2205 LegPositionLimit INT
2206 LegNTPositionLimit INT
2207 LegCPProgram INT
2208 LegCPRegType STRING
2209 LegShortSaleRestriction INT
2210 AssetGroup INT 1 2 3
2211 LegStrategyType STRING
2212 LegCommonPricingIndicator BOOLEAN
2213 LegSettlDisruptionProvision INT
2214 LegInstrumentRoundingDirection CHAR
2215 LegInstrumentRoundingPrecision INT
2216 MiscFeeRate PERCENTAGE
2217 MiscFeeAmountDue AMT
2218 NoLegComplexEvents NUMINGROUP
2219 LegComplexEventType INT
2220 LegComplexOptPayoutPaySide INT
2221 LegComplexOptPayoutReceiveSide INT
2222 LegComplexOptPayoutUnderlier STRING
2223 LegComplexOptPayoutAmount AMT
2224 LegComplexOptPayoutPercentage PERCENTAGE
2225 LegComplexOptPayoutTime INT
2226 LegComplexOptPayoutCurrency CURRENCY
2227 LegComplexEventPrice PRICE
2228 LegComplexEventPricePercentage PERCENTAGE
2229 LegComplexEventPriceBoundaryMethod INT
2230 LegComplexEventPriceBoundaryPrecision PERCENTAGE
2231 LegComplexEventPriceTimeType INT
2232 LegComplexEventCondition INT
2233 LegComplexEventCurrencyOne CURRENCY
2234 LegComplexEventCurrencyTwo CURRENCY
2235 LegComplexEventQuoteBasis INT
2236 LegComplexEventFixedFXRate FLOAT
2237 LegComplexEventDeterminationMethod STRING
2238 LegComplexEventCalculationAgent INT
2239 LegComplexEventStrikePrice PRICE
2240 LegComplexEventStrikeFactor FLOAT
2241 LegComplexEventStrikeNumberOfOptions INT
2242 LegComplexEventCreditEventsXIDRef XIDREF
2243 LegComplexEventCreditEventNotifyingParty INT
2244 LegComplexEventCreditEventBusinessCenter STRING
2245 LegComplexEventCreditEventStandardSources BOOLEAN
2246 LegComplexEventCreditEventMinimumSources INT
2247 LegComplexEventEndTime UTCTIMEONLY
2248 LegComplexEventXID XID
2249 LegComplexEventXIDRef XIDREF
2250 NoLegComplexEventDates NUMINGROUP
2251 LegComplexEventStartDate UTCDATEONLY
2252 LegComplexEventEndDate UTCDATEONLY
2253 NoLegComplexEventTimes NUMINGROUP
2254 NoLegInstrumentParties NUMINGROUP
2255 LegInstrumentPartyID STRING
2256 LegInstrumentPartyIDSource CHAR
2257 LegInstrumentPartyRole INT
2258 NoLegInstrumentPartySubIDs NUMINGROUP
2259 LegInstrumentPartySubID STRING
2260 LegInstrumentPartySubIDType INT
2261 UnderlyingComplexOptPayoutPaySide INT
2262 UnderlyingComplexOptPayoutReceiveSide INT
2263 UnderlyingComplexOptPayoutUnderlier STRING
2264 UnderlyingComplexOptPayoutPercentage PERCENTAGE
2265 UnderlyingComplexOptPayoutTime INT
2266 UnderlyingComplexOptPayoutCurrency CURRENCY
2267 UnderlyingComplexEventPricePercentage PERCENTAGE
2268 UnderlyingComplexEventCurrencyOne CURRENCY
2269 UnderlyingComplexEventCurrencyTwo CURRENCY
2270 UnderlyingComplexEventQuoteBasis INT
2271 UnderlyingComplexEventFixedFXRate FLOAT
2272 UnderlyingComplexEventDeterminationMethod STRING
2273 UnderlyingComplexEventCalculationAgent INT
2274 UnderlyingComplexEventStrikePrice PRICE
2275 UnderlyingComplexEventStrikeFactor FLOAT
2276 UnderlyingComplexEventStrikeNumberOfOptions INT
2277 UnderlyingComplexEventCreditEventsXIDRef XIDREF
2278 UnderlyingComplexEventCreditEventNotifyingParty INT
2279 UnderlyingComplexEventCreditEventBusinessCenter STRING
2280 UnderlyingComplexEventCreditEventStandardSources BOOLEAN
2281 UnderlyingComplexEventCreditEventMinimumSources INT
2282 UnderlyingComplexEventXID XID
2283 UnderlyingComplexEventXIDRef XIDREF
2284 UnderlyingSettlRateIndex STRING
2285 UnderlyingSettlRateIndexLocation STRING
2286 UnderlyingOptionExpirationDesc STRING
2287 EncodedUnderlyingOptionExpirationDescLen LENGTH
2288 EncodedUnderlyingOptionExpirationDesc DATA
2289 UnderlyingSwapSubClass STRING
2290 UnderlyingStrikeUnitOfMeasure STRING
2291 UnderlyingStrikeIndex STRING
2292 UnderlyingStrikeIndexSpread PRICEOFFSET
2293 UnderlyingValuationSource STRING
2294 UnderlyingValuationReferenceModel STRING
2295 UnderlyingStrategyType STRING
2296 UnderlyingCommonPricingIndicator BOOLEAN
2297 UnderlyingSettlDisruptionProvision INT
2298 UnderlyingInstrumentRoundingDirection CHAR
2299 UnderlyingInstrumentRoundingPrecision INT
2300 AllocGrossTradeAmt AMT
2301 LastQtyChanged QTY
2302 TradeVersion STRING
2303 HistoricalReportIndicator BOOLEAN
2304 NoAssetAttributes NUMINGROUP
2305 AssetAttributeType STRING
2306 AssetAttributeValue STRING
2307 AssetAttributeLimit STRING
2308 NoLegAssetAttributes NUMINGROUP
2309 LegAssetAttributeType STRING
2310 LegAssetAttributeValue STRING
2311 LegAssetAttributeLimit STRING
2312 NoUnderlyingAssetAttributes NUMINGROUP
2313 UnderlyingAssetAttributeType STRING
2314 UnderlyingAssetAttributeValue STRING
2315 UnderlyingAssetAttributeLimit STRING
2316 RiskLimitReportStatus INT 0 1
2317 RiskLimitReportRejectReason INT 0 1 99
2318 RiskLimitCheckRequestID STRING
2319 RiskLimitCheckID STRING
2320 RiskLimitCheckTransType INT 0 1 2
2321 RiskLimitCheckType INT 0 1
2322 RiskLimitCheckRequestRefID INT
2323 RiskLimitCheckRequestType INT 0 1
2324 RiskLimitCheckAmount AMT
2325 RiskLimitCheckRequestStatus INT 0 1 2 3 4
2326 RiskLimitCheckRequestResult INT 0 1 2 3 4 99
2327 RiskLimitApprovedAmount AMT
2328 PartyActionRequestID STRING
2329 PartyActionType INT 0 1 2
2330 ApplTestMessageIndicator BOOLEAN
2331 PartyActionReportID STRING
2332 PartyActionResponse INT 0 1 2
2333 PartyActionRejectReason INT 0 1 98 99
2334 RefRiskLimitCheckID STRING
2335 RefRiskLimitCheckIDType INT 0 1 3
2336 RiskLimitVelocityPeriod INT
2337 RiskLimitVelocityUnit STRING
2338 RequestingPartyRoleQualifier INT
2339 RiskLimitCheckModelType INT 0 1 2 3
2340 EventMonthYear MONTHYEAR
2341 LegEventMonthYear MONTHYEAR
2342 UnderlyingEventMonthYear MONTHYEAR
2343 RiskLimitCheckStatus INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14
2344 SideRiskLimitCheckStatus INT
2345 NoEntitlementTypes NUMINGROUP
2346 LegMidPx PRICE
2347 RegulatoryTransactionType INT 0 1 2
2348 LegAssetGroup INT
2349 PricePrecision INT
2350 CollateralPortfolioID STRING
2351 EncodedComplianceTextLen LENGTH
2352 EncodedComplianceText DATA
2353 TradingUnitPeriodMultiplier INT
2354 LegTradingUnitPeriodMultiplier INT
2355 PartyRiskLimitStatus INT 0 1
2356 RemunerationIndicator INT 0 1
2357 LegTotalTradeQty QTY
2358 LegLastMultipliedQty QTY
2359 LegTotalGrossTradeAmt AMT
2360 LegTotalTradeMultipliedQty QTY
2361 CompressionGroupID STRING
2362 SelfMatchPreventionID STRING
2363 UnderlyingTradingUnitPeriodMultiplier INT
2364 PosReportAction INT
2365 SettlForwardPoints PRICEOFFSET
2366 SettlPriceFxRateCalc CHAR
2367 TotalTradeQty QTY
2368 LastMultipliedQty QTY
2369 TotalGrossTradeAmt AMT
2370 TotalTradeMultipliedQty QTY
2371 EncodedTradeContinuationText DATA
2372 EncodedTradeContinuationTextLen LENGTH
2373 IntraFirmTradeIndicator BOOLEAN
2374 TradeContinuationText STRING
2375 TaxonomyType CHAR I E
2376 PartyRoleQualifier INT
2377 DerivativeInstrumentPartyRoleQualifier INT
2378 InstrumentPartyRoleQualifier INT
2379 LegInstrumentPartyRoleQualifier INT
2380 LegProvisionPartyRoleQualifier INT
2381 Nested2PartyRoleQualifier INT
2382 Nested3PartyRoleQualifier INT
2383 Nested4PartyRoleQualifier INT
2384 NestedPartyRoleQualifier INT
2385 ProvisionPartyRoleQualifier INT
2386 RequestedPartyRoleQualifier INT
2387 TradeContingency INT 0 1 2
2388 RootPartyRoleQualifier INT
2389 SettlPartyRoleQualifier INT
2390 TradeConfirmationReferenceID STRING
2391 UnderlyingInstrumentPartyRoleQualifier INT
2392 AllocRefRiskLimitCheckID STRING
2393 AllocRefRiskLimitCheckIDType INT
2394 LimitUtilizationAmt AMT
2395 LimitAmt AMT
2396 LimitRole INT
2397 RegulatoryTradeIDScope INT 1 2
2398 SideRegulatoryTradeIDScope INT
2399 AllocRegulatoryTradeIDScope INT
2400 EffectiveBusinessDate LOCALMKTDATE
2401 ListManualOrderIndicator BOOLEAN
2402 EntitlementSubType INT 1 2 3 4 5 6 7 8
2403 QuoteModelType INT 1 2
2404 ComplianceText STRING
2405 ExecMethod INT 0 1 2 3
2406 AllocRegulatoryLegRefID STRING
2407 ComplexEventSpotRate PRICE
2408 ComplexEventForwardPoints PRICEOFFSET
2409 LegComplexEventSpotRate PRICE
2410 LegComplexEventForwardPoints PRICEOFFSET
2411 RegulatoryLegRefID STRING
2412 RateSourceReferemcePageHeading STRING
2413 RelatedToSecurityID STRING
2414 RelatedToSecurityIDSource STRING
2415 RelatedToStreamXIDRef XIDREF
2416 SideRegulatoryLegRefID STRING
2417 RelatedToDividendPeriodXIDRef XIDREF
2418 FirmTradeEventID STRING
2419 UnderlyingComplexEventSpotRate PRICE
2420 UnderlyingComplexEventForwardPoints PRICEOFFSET
2421 FillRefID STRING
2422 OrderRequestID INT
2423 MassOrderRequestID STRING
2424 MassOrderReportID STRING
2425 MassOrderRequestStatus INT 1 2 3
2426 MassOrderRequestResult INT 0 1 2 3 99
2427 OrderResponseLevel INT 0 1 2 3
2428 NoOrderEntries NUMINGROUP
2429 OrderEntryAction CHAR 1 2 3 4 5
2430 OrderEntryID INT
2431 ExecTypeReason INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
2432 TotNoOrderEntries INT
2433 NoTargetPartySubIDs NUMINGROUP
2434 TargetPartySubID STRING
2435 TargetPartySubIDType INT
2436 TransferInstructionID STRING
2437 TransferID STRING
2438 TransferReportID STRING
2439 TransferTransType INT 0 1 2
2440 TransferType INT 0 1 2
2441 TransferScope INT 0 1 2
2442 TransferStatus INT 0 1 2 3 4 5
2443 TransferRejectReason INT 0 1 2 3 4 99
2444 TransferReportType INT 0 1
2445 AggressorTime UTCTIMESTAMP
2446 AggressorSide CHAR
2447 FastMarketIndicator BOOLEAN
2448 LinkageHandlingIndicator BOOLEAN
2449 NumberOfBuyOrders INT
2450 NumberOfSellOrders INT
2451 SettlPriceDeterminationMethod INT
2452 MDStatisticReqID STRING
2453 MDStatisticRptID STRING
2454 MDStatisticName STRING
2455 MDStatisticDesc STRING
2456 MDStatisticType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
2457 MDStatisticScope INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36
2458 MDStatisticSubScope INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
2459 MDStatisticScopeType INT 1 2 3 4 5
2460 MDStatisticFrequencyPeriod INT
2461 MDStatisticFrequencyUnit INT
2462 MDStatisticDelayPeriod INT
2463 MDStatisticDelayUnit INT
2464 MDStatisticIntervalType INT 1 2 3 4 5 6 7 8
2465 MDStatisticIntervalTypeUnit STRING
2466 MDStatisticIntervalPeriod INT
2467 MDStatisticIntervalUnit INT
2468 MDStatisticStartDate UTCTIMESTAMP
2469 MDStatisticEndDate UTCTIMESTAMP
2470 MDStatisticStartTime UTCTIMEONLY
2471 MDStatisticEndTime UTCTIMEONLY
2472 MDStatisticRatioType INT 1 2 3 4 5 6 7 8 9 10 11 12
2473 MDStatisticRequestResult INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 99
2474 NoMDStatistics NUMINGROUP
2475 MDStatisticID STRING
2476 MDStatisticTime UTCTIMESTAMP
2477 MDStatisticStatus INT 1 2
2478 MDStatisticValue FLOAT
2479 MDStatisticValueType INT 1 2
2480 MDStatisticValueUnit INT
2481 EncodedMDStatisticDescLen LENGTH
2482 EncodedMDStatisticDesc DATA
2483 AllocRiskLimitCheckStatus INT
2484 FirmTransactionID STRING
2485 TransactionID STRING
2486 WireReference STRING
2487 CollRptRejectReason INT 0 1 2 3 4 99
2488 CollRptStatus INT 0 1 2
2489 PackageID STRING
2490 TradeNumber INT
2491 UnderlyingAssetGroup INT
2492 LegDifferentialPrice PRICEOFFSET
2493 EncodedLegDocumentationText DATA
2494 EncodedLegDocumentationTextLen LENGTH
2495 LegAgreementCurrency CURRENCY
2496 LegAgreementDate LOCALMKTDATE
2497 LegAgreementDesc STRING
2498 LegAgreementID STRING
2499 LegAgreementVersion STRING
2500 LegBrokerConfirmationDesc STRING
2501 LegCreditSupportAgreementDate LOCALMKTDATE
2502 LegCreditSupportAgreementDesc STRING
2503 LegCreditSupportAgreementID STRING
2504 LegDeliveryType INT
2505 LegDocumentationText STRING
2506 LegEndDate LOCALMKTDATE
2507 LegGoverningLaw STRING
2508 LegMarginRatio PERCENTAGE
2509 LegMasterConfirmationAnnexDate LOCALMKTDATE
2510 LegMasterConfirmationDate LOCALMKTDATE
2511 LegMasterConfirmationDesc STRING
2512 LegMasterConfirmationAnnexDesc STRING
2513 LegStartDate LOCALMKTDATE
2514 LegTerminationType INT
2515 AllocCalculatedCcyQty QTY
2516 CollateralRequestInstruction STRING
2517 CollateralRequestLinkID STRING
2518 CollateralRequestNumber INT
2519 TotNumCollateralRequests INT
2520 WarningText STRING
2521 EncodedWarningText DATA
2522 EncodedWarningTextLen LENGTH
2523 CrossedIndicator INT 0 1 2
2524 TradeReportingIndicator INT 0 1 2 3 4 5 6 7 8 9
2525 AffiliatedFirmsTradeIndicator BOOLEAN
2526 InternationalSwapIndicator BOOLEAN
2527 MultiAssetSwapIndicator BOOLEAN
2528 ClearingSettlPrice PRICE
2529 NoRelativeValues NUMINGROUP
2530 RelativeValueType INT 1 2 3 4 5 6 7 8 9 10 11 12
2531 RelativeValue FLOAT
2532 RelativeValueSide INT 1 2 3
2533 BidSpread FLOAT
2534 OfferSpread FLOAT
2535 MDReportEvent INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14
2536 MDReportCount INT
2537 TotNoMarketSegmentReports INT
2538 TotNoInstrumentReports INT
2539 TotNoPartyDetailReports INT
2540 TotNoEntitlementReports INT
2541 TotNoRiskLimitReports INT
2542 MarketSegmentStatus INT 1 2 3
2543 MarketSegmentType INT 1 2 3
2544 MarketSegmentSubType INT 1
2545 NoRelatedMarketSegments NUMINGROUP
2546 RelatedMarketSegmentID STRING
2547 MarketSegmentRelationship INT 1 2 3
2548 NoAuctionTypeRules NUMINGROUP
2549 AuctionTypeProductComplex STRING
2550 NoPriceRangeRules NUMINGROUP
2551 StartPriceRange PRICE
2552 EndPriceRange PRICE
2553 PriceRangeValue PRICE
2554 PriceRangePercentage PERCENTAGE
2555 PriceRangeProductComplex STRING
2556 PriceRangeRuleID STRING
2557 FastMarketPercentage PERCENTAGE
2558 NoQuoteSizeRules NUMINGROUP
2559 QuoteSideIndicator BOOLEAN N Y
2560 NoFlexProductEligibilities NUMINGROUP
2561 FlexProductEligibilityComplex STRING
2562 NumOfComplexInstruments INT
2563 MarketDepthTimeInterval INT
2564 MarketDepthTimeIntervalUnit INT
2565 MDRecoveryTimeInterval INT
2566 MDRecoveryTimeIntervalUnit INT
2567 PrimaryServiceLocationID STRING
2568 SecondaryServiceLocationID STRING
2569 MatchRuleProductComplex STRING
2570 CustomerPriority INT 0 1
2571 TickRuleProductComplex STRING
2572 PreviousAdjustedOpenInterest AMT
2573 PreviousUnadjustedOpenInterest AMT
2574 LowExercisePriceOptionIndicator BOOLEAN
2575 BlockTradeEligibilityIndicator BOOLEAN
2576 InstrumentPricePrecision INT
2577 StrikePricePrecision INT
2578 OrigStrikePrice PRICE
2579 SettlSubMethod INT 1 2 3 4 5 6 99
2580 NoClearingPriceParameters NUMINGROUP
2581 BusinessDayType INT
2582 ClearingPriceOffset PRICEOFFSET
2583 VegaMultiplier FLOAT
2584 AnnualTradingBusinessDays INT
2585 TotalTradingBusinessDays INT
2586 TradingBusinessDays INT
2587 RealizedVariance FLOAT
2588 StandardVariance FLOAT
2589 RelatedClosePrice PRICE
2590 OvernightInterestRate FLOAT
2591 AccumulatedReturnModifiedVariationMargin FLOAT
2592 CalculationMethod INT 0 1
2593 NoOrderAttributes NUMINGROUP
2594 OrderAttributeType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14
2595 OrderAttributeValue STRING
2596 DeltaCrossed BOOLEAN
2597 ComplexEventFuturesPriceValuation BOOLEAN
2598 ComplexEventOptionsPriceValuation BOOLEAN
2599 ComplexEventPVFinalPriceElectionFallback INT 0 1
2600 StrikeIndexCurvePoint STRING
2601 StrikeIndexQuote INT 0 1 2
2602 ExtraordinaryEventAdjustmentMethod INT 0 1
2603 ExchangeLookAlike BOOLEAN
2604 LegStrikeIndexCurvePoint STRING
2605 LegStrikeIndexQuote INT
2606 LegExtraordinaryEventAdjustmentMethod INT
2607 LegExchangeLookAlike BOOLEAN
2608 LegComplexEventFuturesPriceValuation BOOLEAN
2609 LegComplexEventOptionsPriceValuation BOOLEAN
2610 LegComplexEventPVFinalPriceElectionFallback INT
2611 UnderlyingComplexEventFuturesPriceValuation BOOLEAN
2612 UnderlyingComplexEventOptionsPriceValuation BOOLEAN
2613 UnderlyingComplexEventPVFinalPriceElectionFallback INT
2614 UnderlyingNotional AMT
2615 UnderlyingNotionalCurrency CURRENCY
2616 UnderlyingNotionalDeterminationMethod STRING
2617 UnderlyingNotionalAdjustments INT 0 1 2
2618 PositionID STRING
2619 UnderlyingNotionalXIDRef XIDREF
2620 UnderlyingFutureID STRING
2621 UnderlyingFutureIDSource STRING
2622 UnderlyingStrikeIndexCurvePoint STRING
2623 UnderlyingStrikeIndexQuote INT
2624 UnderlyingExtraordinaryEventAdjustmentMethod INT
2625 UnderlyingExchangeLookAlike BOOLEAN
2626 UnderlyingAverageVolumeLimitationPercentage AMT
2627 UnderlyingAverageVolumeLimitationPeriodDays INT
2628 UnderlyingDepositoryReceiptIndicator BOOLEAN
2629 UnderlyingOpenUnits QTY
2630 UnderlyingBasketDivisor FLOAT
2631 UnderlyingInstrumentXID XID
2632 CollateralAmountType INT 0 1 2 3 4 5
2633 NoMiscFeeSubTypes NUMINGROUP
2634 MiscFeeSubType STRING
2635 MiscFeeSubTypeAmt AMT
2636 MiscFeeSubTypeDesc STRING
2637 EncodedMiscFeeSubTypeDescLen LENGTH
2638 EncodedMiscFeeSubTypeDesc DATA
2639 NoCommissions NUMINGROUP
2640 CommissionAmount AMT
2641 CommissionAmountType INT 0 1 2 3 4 5 6 7
2642 CommissionBasis CHAR
2643 CommissionCurrency CURRENCY
2644 CommissionUnitOfMeasure STRING
2645 CommissionUnitOfMeasureCurrency CURRENCY
2646 CommissionRate FLOAT
2647 CommissionSharedIndicator BOOLEAN
2648 CommissionAmountShared AMT
2649 CommissionLegRefID STRING
2650 CommissionDesc STRING
2651 EncodedCommissionDescLen LENGTH
2652 EncodedCommissionDesc DATA
2653 NoAllocCommissions NUMINGROUP
2654 AllocCommissionAmount AMT
2655 AllocCommissionAmountType INT
2656 AllocCommissionBasis CHAR
2657 AllocCommissionCurrency CURRENCY
2658 AllocCommissionUnitOfMeasure STRING
2659 AllocCommissionUnitOfMeasureCurrency CURRENCY
2660 AllocCommissionRate FLOAT
2661 AllocCommissionSharedIndicator BOOLEAN
2662 AllocCommissionAmountShared AMT
2663 AllocCommissionLegRefID STRING
2664 AllocCommissionDesc STRING
2665 EncodedAllocCommissionDescLen LENGTH
2666 EncodedAllocCommissionDesc DATA
2667 AlgorithmicTradeIndicator INT 0 1
2668 NoTrdRegPublications NUMINGROUP
2669 TrdRegPublicationType INT 0 1 2 3 4 5 6
2670 TrdRegPublicationReason INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
2671 SideTradeReportingIndicator INT
2672 CrossRequestID STRING
2673 FillMatchID STRING
2674 FillMatchSubID STRING
2675 MassActionReason INT 0 1 2 3 4 5 6 7 8 9 10 11 99
2676 MaximumPriceDeviation PERCENTAGE
2677 NotAffectedReason INT 0 1
2678 TotalNotAffectedOrders INT
2679 OrderOwnershipIndicator INT 0 1 2 3
2680 LegAccount STRING
2681 InTheMoneyCondition INT 0 1 2 3
2682 LegInTheMoneyCondition INT
2683 UnderlyingInTheMoneyCondition INT
2684 DerivativeInTheMoneyCondition INT
2685 ContraryInstructionEligibilityIndicator BOOLEAN
2686 LegContraryInstructionEligibilityIndicator BOOLEAN
2687 UnderlyingContraryInstructionEligibilityIndicator BOOLEAN
2688 DerivativeContraryInstructionEligibilityIndicator BOOLEAN
2689 CollateralMarketPrice PRICE
2690 CollateralPercentOverage PERCENTAGE
2691 NoSideCollateralAmounts NUMINGROUP
2692 SideCollateralAmountMarketID STRING
2693 SideCollateralAmountMarketSegmentID STRING
2694 SideCollateralAmountType INT
2695 SideCollateralCurrency CURRENCY
2696 SideCollateralFXRate FLOAT
2697 SideCollateralFXRateCalc CHAR
2698 SideCollateralMarketPrice PRICE
2699 SideCollateralPercentOverage PERCENTAGE
2700 SideCollateralPortfolioID STRING
2701 SideCollateralType STRING
2702 SideCurrentCollateralAmount AMT
2703 SideHaircutIndicator BOOLEAN
2704 ExDestinationType INT 0 1 2 3
2705 MarketCondition INT 0 1 2
2706 NoQuoteAttributes NUMINGROUP
2707 QuoteAttributeType INT 0 1 2 3 4
2708 QuoteAttributeValue STRING
2709 NoPriceQualifiers NUMINGROUP
2710 PriceQualifier INT 0 1 2
2711 MDValueTier INT 1 2 3
2712 MiscFeeQualifier INT 0 1
2713 MiscFeeDesc STRING
2714 FinancialInstrumentFullName STRING
2715 EncodedFinancialInstrumentFullNameLen LENGTH
2716 EncodedFinancialInstrumentFullName DATA
2717 LegFinancialInstrumentFullName STRING
2718 EncodedLegFinancialInstrumentFullNameLen LENGTH
2719 EncodedLegFinancialInstrumentFullName DATA
2720 UnderlyingFinancialInstrumentFullName STRING
2721 EncodedUnderlyingFinancialInstrumentFullNameLen LENGTH
2722 EncodedUnderlyingFinancialInstrumentFullName DATA
2723 UnderlyingIndexCurveUnit STRING
2724 UnderlyingIndexCurvePeriod INT
2725 CommissionAmountSubType INT 0 1 2
2726 AllocCommissionAmountSubType INT
2727 AllocLegRefID STRING
2728 FloatingRateIndexCurvePeriod INT
2729 FloatingRateIndexCurveSpread PRICEOFFSET
2730 FloatingRateIndexCurveUnit STRING
2731 FloatingRateIndexID STRING
2732 FloatingRateIndexIDSource STRING
2733 IndexRollMonth STRING
2734 NoIndexRollMonths NUMINGROUP
2735 AssetSubType STRING
2736 CommodityFinalPriceType INT 0 1 2 3 4 5 99
2737 FinancialInstrumentShortName STRING
2738 NextIndexRollDate LOCALMKTDATE
2739 LegAssetSubType STRING
2740 LegFinancialInstrumentShortName STRING
2741 SecondaryAssetSubType STRING
2742 UnderlyingFinancialInstrumentShortName STRING
2743 LegSecondaryAssetSubType STRING
2744 UnderlyingAssetSubType STRING
2745 UnderlyingSecondaryAssetSubType STRING
2746 NoReferenceDataDates NUMINGROUP
2747 ReferenceDataDate UTCTIMESTAMP
2748 ReferenceDataDateType INT 0 1 2 3
2749 ExecutionTimestamp UTCTIMESTAMP
2750 ReportingPx PRICE
2751 ReportingQty QTY
2752 DeliveryRouteOrCharter STRING
2753 ReturnTrigger INT 1 2 3 4 5 6 7 8 9 99
2754 LegDeliveryRouteOrCharter STRING
2755 LegReturnTrigger INT
2756 UnderlyingDeliveryRouteOrCharter STRING
2757 UnderlyingReturnTrigger INT
2758 AllocRequestID STRING
2759 GroupAmount AMT
2760 GroupRemainingAmount AMT
2761 AllocGroupAmount AMT
2762 PriceMarkup PRICEOFFSET
2763 AveragePriceType INT 0 1 2 3
2764 AveragePriceStartTime UTCTIMESTAMP
2765 AveragePriceEndTime UTCTIMESTAMP
2766 OrderPercentOfTotalVolume PERCENTAGE
2767 AllocGroupStatus INT 0 1 2 3 4
2768 AllocRequestStatus INT 0 1
2769 AllocAvgPxIndicator INT
2770 AllocAvgPxGroupID STRING
2771 PreviousAllocGroupID STRING
2772 NoMatchExceptions NUMINGROUP
2773 MatchExceptionType INT 0 1 2 3 4 5 99
2774 MatchExceptionElementType INT 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18
2775 MatchExceptionElementName STRING
2776 MatchExceptionAllocValue STRING
2777 MatchExceptionConfirmValue STRING
2778 MatchExceptionToleranceValue FLOAT
2779 MatchExceptionToleranceValueType INT 1 2
2780 MatchExceptionText STRING
2781 NoMatchingDataPoints NUMINGROUP
2782 MatchingDataPointIndicator INT 1 2
2783 MatchingDataPointValue STRING
2784 MatchingDataPointType INT
2785 MatchingDataPointName STRING
2786 TradeAggregationRequestID STRING
2787 TradeAggregationRequestRefID STRING
2788 TradeAggregationTransType INT 0 1 2
2789 AggregatedQty QTY
2790 TradeAggregationRequestStatus INT 0 1
2791 TradeAggregationRejectReason INT 0 1 99
2792 TradeAggregationReportID STRING
2793 AvgSpotRate PRICE
2794 AvgForwardPoints PRICEOFFSET
2795 OffshoreIndicator INT 0 1 2
2796 FXBenchmarkRateFix STRING
2797 EncodedMatchExceptionTextLen LENGTH
2798 EncodedMatchExceptionText DATA
2799 PayReportID STRING
2800 PayDisputeReason INT
2801 EncodedReplaceText DATA
2802 EncodedReplaceTextLen LENGTH
2803 PayReportRefID STRING
2804 PayReportTransType INT 0 1 2
2805 ReplaceText STRING
2806 PayReportStatus INT 0 1 2 3
2807 CancelText STRING
2808 EncodedCancelText DATA
2809 EncodedCancelTextLen LENGTH
2810 PayRequestRefID STRING
2811 PayRequestTransType INT 0 1
2812 PayRequestID STRING
2813 PayRequestStatus INT 0 1 2 3
2814 EncodedPostTradePaymentDesc DATA
2815 EncodedPostTradePaymentDescLen LENGTH
2816 PostTradePaymentAccount STRING
2817 PostTradePaymentAmount AMT
2818 PostTradePaymentCurrency CURRENCY
2819 PostTradePaymentDebitOrCredit INT 0 1
2820 PostTradePaymentDesc STRING
2821 PostTradePaymentID STRING
2822 PostTradePaymentLinkID STRING
2823 PostTradePaymentStatus INT 0 1 2 3 4
2824 PostTradePaymentType STRING
2825 PostTradePaymentCalculationDate LOCALMKTDATE
2826 PostTradePaymentValueDate LOCALMKTDATE
2827 PostTradePaymentFinalValueDate LOCALMKTDATE
2828 CurrentDisplayPrice PRICE
2829 DuplicateClOrdIDIndicator BOOLEAN N Y
2830 EventInitiatorType CHAR C E F
2831 NBBOEntryType INT 0 1 2
2832 NBBOPrice PRICE
2833 NBBOQty QTY
2834 NBBOSource INT 0 1 2 3
2835 OrderOriginationFirmID STRING
2836 RelatedOrderTime UTCTIMESTAMP
2837 SingleQuoteIndicator BOOLEAN N Y
2838 CurrentWorkingPrice PRICE
2839 TrdRegTimestampManualIndicator BOOLEAN N Y
2840 CollateralReinvestmentRate PERCENTAGE
2841 UnderlyingRefID STRING
2842 CollateralReinvestmentAmount AMT
2843 CollateralReinvestmentCurrency CURRENCY
2844 CollateralReinvestmentType INT 0 1 2 3 4
2845 NoCollateralReinvestments NUMINGROUP
2846 FundingSource INT 0 1 2 3 4 5 99
2847 FundingSourceCurrency CURRENCY
2848 FundingSourceMarketValue AMT
2849 NoFundingSources NUMINGROUP
2851 MarginDirection INT 0 1
2862 SideCollateralReinvestmentRate PERCENTAGE
2863 SideUnderlyingRefID STRING
2864 NoSideCollateralReinvestments NUMINGROUP
2865 SideCollateralReinvestmentAmount AMT
2866 SideCollateralReinvestmentCurrency CURRENCY
2867 SideCollateralReinvestmentType INT
2868 CollateralizationValueDate LOCALMKTDATE
2869 RegulatoryReportTypeBusinessDate LOCALMKTDATE
2870 ClearingPortfolioID STRING
2871 NoTransactionAttributes NUMINGROUP
2872 TransactionAttributeType INT 0 1 2
2873 TransactionAttributeValue STRING
2874 UnderlyingID STRING
2876 PosAmtPrice PRICE
2877 PosAmtPriceType INT
2878 TerminationDate LOCALMKTDATE
2879 CouponOtherDayCount STRING
2880 LegCouponOtherDayCount STRING
2881 UnderlyingCouponOtherDayCount STRING
2882 ContraOrderOrigination INT
2883 RoutingArrangmentIndicator INT 0 1
2884 ContraRoutingArrangmentIndicator INT
2885 UnderlyingAccruedInterestAmt AMT
2886 UnderlyingNumDaysInterest INT
2887 RelatedOrderID STRING
2888 RelatedOrderIDSource INT 0 1 2 3 4
2889 RelatedOrderQty QTY
2890 OrderRelationship INT 0 1 2
2891 UPICode STRING
2892 DerivativeUPICode STRING
2893 LegUPICode STRING
2894 UnderlyingUPICode STRING
2895 InstrumentScopeUPICode STRING
2896 TertiaryTrdType INT
2897 CurrencyCodeSource STRING 1 2 4 6 S Y
2898 LegCurrencyCodeSource STRING
2899 SettlCurrencyCodeSource STRING
2900 LegSettlCurrencyCodeSource STRING
2901 SideCurrencyCodeSource STRING
2902 SideSettlCurrencyCodeSource STRING
2903 SettlementAmountCurrencyCodeSource STRING
2904 StrikeCurrencyCodeSource STRING
2905 UnitOfMeasureCurrencyCodeSource STRING
2906 PriceUnitOfMeasureCurrencyCodeSource STRING
2907 PriceQuoteCurrencyCodeSource STRING
2908 LegStrikeCurrencyCodeSource STRING
2909 LegUnitOfMeasureCurrencyCodeSource STRING
2910 LegPriceUnitOfMeasureCurrencyCodeSource STRING
2911 LegPriceQuoteCurrencyCodeSource STRING
2912 DerivativeStrikeCurrencyCodeSource STRING
2913 DerivativeUnitOfMeasureCurrencyCodeSource STRING
2914 DerivativePriceUnitOfMeasureCurrencyCodeSource STRING
2915 DerivativePriceQuoteCurrencyCodeSource STRING
2916 UnderlyingCurrencyCodeSource STRING
2917 UnderlyingStrikeCurrencyCodeSource STRING
2918 UnderlyingUnitOfMeasureCurrencyCodeSource STRING
2919 UnderlyingPriceUnitOfMeasureCurrencyCodeSource STRING
2920 UnderlyingPriceQuoteCurrencyCodeSource STRING
2921 UnderlyingNotionalCurrencyCodeSource STRING
2922 CommCurrencyCodeSource STRING
2923 CommissionCurrencyCodeSource STRING
2924 CommissionUnitOfMeasureCurrencyCodeSource STRING
2925 AllocCommissionCurrencyCodeSource STRING
2926 AllocCommissionUnitOfMeasureCurrencyCodeSource STRING
2927 AllocSettlCurrencyCodeSource STRING
2928 LegAllocSettlCurrencyCodeSource STRING
2929 CollateralCurrencyCodeSource STRING
2930 SideCollateralCurrencyCodeSource STRING
2931 CollateralReinvestmentCurrencyCodeSource STRING
2932 SideCollateralReinvestmentCurrencyCodeSource STRING
2933 TradeAllocCurrencyCodeSource STRING
2934 TradingCurrencyCodeSource STRING
2935 LimitAmtCurrencyCodeSource STRING
2936 PosQtyUnitOfMeasureCurrencyCodeSource STRING
2937 PositionCurrencyCodeSource STRING
2938 LegPosCurrencyCodeSource STRING
2939 RiskLimitCurrencyCodeSource STRING
2940 EntitlementAttribCurrencyCodeSource STRING
2941 ComplexOptPayoutCurrencyCodeSource STRING
2942 ComplexEventCurrencyOneCodeSource STRING
2943 ComplexEventCurrencyTwoCodeSource STRING
2944 LegComplexOptPayoutCurrencyCodeSource STRING
2945 LegComplexEventCurrencyOneCodeSource STRING
2946 LegComplexEventCurrencyTwoCodeSource STRING
2947 UnderlyingComplexOptPayoutCurrencyCodeSource STRING
2948 UnderlyingComplexEventCurrencyOneCodeSource STRING
2949 UnderlyingComplexEventCurrencyTwoCodeSource STRING
2950 BenchmarkCurveCurrencyCodeSource STRING
2951 LegBenchmarkCurveCurrencyCodeSource STRING
2952 AgreementCurrencyCodeSource STRING
2953 LegAgreementCurrencyCodeSource STRING
2954 FundingSourceCurrencyCodeSource STRING
2955 PayCollectCurrencyCodeSource STRING
2956 PostTradePaymentCurrencyCodeSource STRING
2957 SymbolPositionNumber INT
2958 LegSymbolPositionNumber INT
2959 UnderlyingSymbolPositionNumber INT
2960 SettlPriceUnitOfMeasureCurrencyCodeSource STRING
2961 AnonymousTradeIndicator BOOLEAN
2962 SecurityReferenceDataSupplement STRING
2963 MultiJurisdictionReportingIndicator INT 0 1
2964 SelfMatchPreventionInstruction INT 1 2 3
40000 NoAdditionalTermBondRefs NUMINGROUP
40001 AdditionalTermBondSecurityID STRING
40002 AdditionalTermBondSecurityIDSource STRING
40003 AdditionalTermBondDesc STRING
40004 EncodedAdditionalTermBondDescLen LENGTH
40005 EncodedAdditionalTermBondDesc DATA
40006 AdditionalTermBondCurrency CURRENCY
40007 AdditionalTermBondIssuer STRING
40008 EncodedAdditionalTermBondIssuerLen LENGTH
40009 EncodedAdditionalTermBondIssuer DATA
40010 AdditionalTermBondSeniority STRING
40011 AdditionalTermBondCouponType INT
40012 AdditionalTermBondCouponRate PERCENTAGE
40013 AdditionalTermBondMaturityDate LOCALMKTDATE
40014 AdditionalTermBondParValue AMT
40015 AdditionalTermBondCurrentTotalIssuedAmount AMT
40016 AdditionalTermBondCouponFrequencyPeriod INT
40017 AdditionalTermBondCouponFrequencyUnit STRING
40018 AdditionalTermBondDayCount INT
40019 NoAdditionalTerms NUMINGROUP
40020 AdditionalTermConditionPrecedentBondIndicator BOOLEAN
40021 AdditionalTermDiscrepancyClauseIndicator BOOLEAN
40022 NoCashSettlTerms NUMINGROUP
40023 CashSettlCurrency CURRENCY
40024 CashSettlValuationFirstBusinessDayOffset INT
40025 CashSettlValuationTime LOCALMKTTIME
40026 CashSettlBusinessCenter STRING
40027 CashSettlQuoteMethod INT 0 1 2
40028 CashSettlQuoteAmount AMT
40029 CashSettlQuoteCurrency CURRENCY
40030 CashSettlMinimumQuoteAmount AMT
40031 CashSettlMinimumQuoteCurrency CURRENCY
40032 CashSettlDealer STRING
40033 CashSettlBusinessDays INT
40034 CashSettlAmount AMT
40035 CashSettlRecoveryFactor FLOAT
40036 CashSettlFixedTermIndicator BOOLEAN
40037 CashSettlAccruedInterestIndicator BOOLEAN
40038 CashSettlValuationMethod INT 0 1 2 3 4 5 6 7
40039 CashSettlTermXID XID
40040 NoContractualDefinitions NUMINGROUP
40041 ContractualDefinition STRING
40042 NoContractualMatrices NUMINGROUP
40043 ContractualMatrixSource STRING
40044 ContractualMatrixDate LOCALMKTDATE
40045 ContractualMatrixTerm STRING
40046 NoFinancingTermSupplements NUMINGROUP
40047 FinancingTermSupplementDesc STRING
40048 FinancingTermSupplementDate LOCALMKTDATE
40049 NoStreams NUMINGROUP
40050 StreamType INT 0 1
40051 StreamDesc STRING
40052 StreamPaySide INT
40053 StreamReceiveSide INT
40054 StreamNotional AMT
40055 StreamCurrency CURRENCY
40056 StreamText STRING
40057 UnderlyingStreamEffectiveDateUnadjusted LOCALMKTDATE
40058 UnderlyingStreamEffectiveDateBusinessDayConvention INT
40059 UnderlyingStreamEffectiveDateBusinessCenter STRING
40060 UnderlyingStreamEffectiveDateRelativeTo INT
40061 UnderlyingStreamEffectiveDateOffsetPeriod INT
40062 UnderlyingStreamEffectiveDateOffsetUnit STRING
40063 UnderlyingStreamEffectiveDateOffsetDayType INT
40064 UnderlyingStreamEffectiveDateAdjusted LOCALMKTDATE
40065 StreamTerminationDateUnadjusted LOCALMKTDATE
40066 StreamTerminationDateBusinessDayConvention INT
40067 StreamTerminationDateBusinessCenter STRING
40068 StreamTerminationDateRelativeTo INT
40069 StreamTerminationDateOffsetPeriod INT
40070 StreamTerminationDateOffsetUnit STRING
40071 StreamTerminationDateOffsetDayType INT
40072 StreamTerminationDateAdjusted LOCALMKTDATE
40073 StreamCalculationPeriodBusinessDayConvention INT
40074 StreamCalculationPeriodBusinessCenter STRING
40075 StreamFirstPeriodStartDateUnadjusted LOCALMKTDATE
40076 StreamFirstPeriodStartDateBusinessDayConvention INT
40077 StreamFirstPeriodStartDateBusinessCenter STRING
40078 StreamFirstPeriodStartDateAdjusted LOCALMKTDATE
40079 StreamFirstRegularPeriodStartDateUnadjusted LOCALMKTDATE
40080 StreamFirstCompoundingPeriodEndDateUnadjusted LOCALMKTDATE
40081 StreamLastRegularPeriodEndDateUnadjusted LOCALMKTDATE
40082 StreamCalculationFrequencyPeriod INT
40083 StreamCalculationFrequencyUnit STRING
40084 StreamCalculationRollConvention STRING
40085 NoSettlRateFallbacks NUMINGROUP
40086 SettlRatePostponementMaximumDays INT
40087 LegPaymentStreamNonDeliverableSettlRateSource INT
40088 SettlRatePostponementSurvey BOOLEAN
40089 SettlRatePostponementCalculationAgent INT
40090 NoProvisions NUMINGROUP
40091 ProvisionType INT 0 1 2 3 4 5 6 7
40092 ProvisionDateUnadjusted LOCALMKTDATE
40093 ProvisionDateBusinessDayConvention INT
40094 ProvisionDateBusinessCenter STRING
40095 ProvisionDateAdjusted LOCALMKTDATE
40096 ProvisionDateTenorPeriod INT
40097 ProvisionDateTenorUnit STRING D Wk Mo Yr
40098 ProvisionCalculationAgent INT 0 1 2 3
40099 ProvisionOptionSinglePartyBuyerSide INT 1 2
40100 ProvisionOptionSinglePartySellerSide INT
40101 ProvisionOptionExerciseStyle INT
40102 ProvisionOptionExerciseMultipleNotional AMT
40103 ProvisionOptionExerciseMinimumNotional AMT
40104 ProvisionOptionExerciseMaximumNotional AMT
40105 ProvisionOptionMinimumNumber INT
40106 ProvisionOptionMaximumNumber INT
40107 ProvisionOptionExerciseConfirmation BOOLEAN
40108 ProvisionCashSettlMethod INT 0 1 2 3 4 5 6
40109 ProvisionCashSettlCurrency CURRENCY
40110 ProvisionCashSettlCurrency2 CURRENCY
40111 ProvisionCashSettlQuoteType INT 0 1 2 3
40112 ProvisionCashSettlQuoteSource INT
40113 ProvisionText STRING
40114 ProvisionCashSettlValueTime LOCALMKTTIME
40115 ProvisionCashSettlValueTimeBusinessCenter STRING
40116 ProvisionCashSettlValueDateBusinessDayConvention INT
40117 ProvisionCashSettlValueDateBusinessCenter STRING
40118 ProvisionCashSettlValueDateRelativeTo INT
40119 ProvisionCashSettlValueDateOffsetPeriod INT
40120 ProvisionCashSettlValueDateOffsetUnit STRING
40121 ProvisionCashSettlValueDateOffsetDayType INT
40122 ProvisionCashSettlValueDateAdjusted LOCALMKTDATE
40123 ProvisionOptionExerciseBusinessDayConvention INT
40124 ProvisionOptionExerciseBusinessCenter STRING
40125 ProvisionOptionExerciseEarliestDateOffsetPeriod INT
40126 ProvisionOptionExerciseEarliestDateOffsetUnit STRING D Wk Mo Yr
40127 ProvisionOptionExerciseFrequencyPeriod INT
40128 ProvisionOptionExerciseFrequencyUnit STRING
40129 ProvisionOptionExerciseStartDateUnadjusted LOCALMKTDATE
40130 ProvisionOptionExerciseStartDateRelativeTo INT
40131 ProvisionOptionExerciseStartDateOffsetPeriod INT
40132 ProvisionOptionExerciseStartDateOffsetUnit STRING
40133 ProvisionOptionExerciseStartDateOffsetDayType INT
40134 ProvisionOptionExerciseStartDateAdjusted LOCALMKTDATE
40135 ProvisionOptionExercisePeriodSkip INT
40136 ProvisionOptionExerciseBoundsFirstDateUnadjusted LOCALMKTDATE
40137 ProvisionOptionExerciseBoundsLastDateUnadjusted LOCALMKTDATE
40138 ProvisionOptionExerciseEarliestTime LOCALMKTTIME
40139 ProvisionOptionExerciseEarliestTimeBusinessCenter STRING
40140 ProvisionOptionExerciseLatestTime LOCALMKTTIME
40141 ProvisionOptionExerciseLatestTimeBusinessCenter STRING
40142 NoProvisionOptionExerciseFixedDates NUMINGROUP
40143 ProvisionOptionExerciseFixedDate LOCALMKTDATE
40144 ProvisionOptionExerciseFixedDateType INT 0 1
40145 ProvisionOptionExpirationDateUnadjusted LOCALMKTDATE
40146 ProvisionOptionExpirationDateBusinessDayConvention INT
40147 ProvisionOptionExpirationDateBusinessCenter STRING
40148 ProvisionOptionExpirationDateRelativeTo INT
40149 ProvisionOptionExpirationDateOffsetPeriod INT
40150 ProvisionOptionExpirationDateOffsetUnit STRING
40151 ProvisionOptionExpirationDateOffsetDayType INT
40152 ProvisionOptionExpirationDateAdjusted LOCALMKTDATE
40153 ProvisionOptionExpirationTime LOCALMKTTIME
40154 ProvisionOptionExpirationTimeBusinessCenter STRING
40155 ProvisionOptionRelevantUnderlyingDateUnadjusted LOCALMKTDATE
40156 ProvisionOptionRelevantUnderlyingDateBusinessDayConvention INT
40157 ProvisionOptionRelevantUnderlyingDateBusinessCenter STRING
40158 ProvisionOptionRelevantUnderlyingDateRelativeTo INT
40159 ProvisionOptionRelevantUnderlyingDateOffsetPeriod INT
40160 ProvisionOptionRelevantUnderlyingDateOffsetUnit STRING
40161 ProvisionOptionRelevantUnderlyingDateOffsetDayType INT
40162 ProvisionOptionRelevantUnderlyingDateAdjusted LOCALMKTDATE
40163 ProvisionCashSettlPaymentDateBusinessDayConvention INT
40164 ProvisionCashSettlPaymentDateBusinessCenter STRING
40165 ProvisionCashSettlPaymentDateRelativeTo INT
40166 ProvisionCashSettlPaymentDateOffsetPeriod INT
40167 ProvisionCashSettlPaymentDateOffsetUnit STRING
40168 ProvisionCashSettlPaymentDateOffsetDayType INT
40169 ProvisionCashSettlPaymentDateRangeFirst LOCALMKTDATE
40170 ProvisionCashSettlPaymentDateRangeLast LOCALMKTDATE
40171 NoProvisionCashSettlPaymentDates NUMINGROUP
40172 ProvisionCashSettlPaymentDate LOCALMKTDATE
40173 ProvisionCashSettlPaymentDateType INT 0 1
40174 NoProvisionPartyIDs NUMINGROUP
40175 ProvisionPartyID STRING
40176 ProvisionPartyIDSource CHAR
40177 ProvisionPartyRole INT
40178 NoProvisionPartySubIDs NUMINGROUP
40179 ProvisionPartySubID STRING
40180 ProvisionPartySubIDType INT
40181 NoProtectionTerms NUMINGROUP
40182 ProtectionTermNotional AMT
40183 ProtectionTermCurrency CURRENCY
40184 ProtectionTermSellerNotifies BOOLEAN
40185 ProtectionTermBuyerNotifies BOOLEAN
40186 ProtectionTermEventBusinessCenter STRING
40187 ProtectionTermStandardSources BOOLEAN
40188 ProtectionTermEventMinimumSources INT
40189 ProtectionTermEventNewsSource STRING
40190 ProtectionTermXID XID
40191 NoProtectionTermEvents NUMINGROUP
40192 ProtectionTermEventType STRING
40193 ProtectionTermEventValue STRING
40194 ProtectionTermEventCurrency CURRENCY
40195 ProtectionTermEventPeriod INT
40196 ProtectionTermEventUnit STRING D Wk Mo Yr
40197 ProtectionTermEventDayType INT 0 1 2 3 4 5
40198 ProtectionTermEventRateSource STRING
40199 NoProtectionTermEventQualifiers NUMINGROUP
40200 ProtectionTermEventQualifier CHAR H E C
40201 NoProtectionTermObligations NUMINGROUP
40202 ProtectionTermObligationType STRING
40203 ProtectionTermObligationValue STRING
40204 NoPhysicalSettlTerms NUMINGROUP
40205 PhysicalSettlCurrency CURRENCY
40206 PhysicalSettlBusinessDays INT
40207 PhysicalSettlMaximumBusinessDays INT
40208 PhysicalSettlTermXID XID
40209 NoPhysicalSettlDeliverableObligations NUMINGROUP
40210 PhysicalSettlDeliverableObligationType STRING
40211 PhysicalSettlDeliverableObligationValue STRING
40212 NoPayments NUMINGROUP
40213 PaymentType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 99
40214 PaymentPaySide INT 1 2
40215 PaymentReceiveSide INT
40216 PaymentCurrency CURRENCY
40217 PaymentAmount AMT
40218 PaymentPrice PRICE
40219 PaymentDateUnadjusted LOCALMKTDATE
40220 PaymentBusinessDayConvention INT
40221 PaymentBusinessCenter STRING
40222 PaymentDateAdjusted LOCALMKTDATE
40223 LegMarketDisruptionValue STRING
40224 PaymentDiscountFactor FLOAT
40225 PaymentPresentValueAmount AMT
40226 PaymentPresentValueCurrency CURRENCY
40227 PaymentSettlStyle INT 0 1 2
40228 LegPaymentStreamNonDeliverableSettlReferencePage STRING
40229 PaymentText STRING
40230 NoPaymentSettls NUMINGROUP
40231 PaymentSettlAmount AMT
40232 PaymentSettlCurrency CURRENCY
40233 NoPaymentSettlPartyIDs NUMINGROUP
40234 PaymentSettlPartyID STRING
40235 PaymentSettlPartyIDSource CHAR
40236 PaymentSettlPartyRole INT
40237 PaymentSettlPartyRoleQualifier INT
40238 NoPaymentSettlPartySubIDs NUMINGROUP
40239 PaymentSettlPartySubID STRING
40240 PaymentSettlPartySubIDType INT
40241 NoLegStreams NUMINGROUP
40242 LegStreamType INT
40243 LegStreamDesc STRING
40244 LegStreamPaySide INT
40245 LegStreamReceiveSide INT
40246 LegStreamNotional AMT
40247 LegStreamCurrency CURRENCY
40248 LegStreamText STRING
40249 LegStreamEffectiveDateUnadjusted LOCALMKTDATE
40250 LegStreamEffectiveDateBusinessDayConvention INT
40251 LegStreamEffectiveDateBusinessCenter STRING
40252 LegStreamEffectiveDateRelativeTo INT
40253 LegStreamEffectiveDateOffsetPeriod INT
40254 LegStreamEffectiveDateOffsetUnit STRING
40255 LegStreamEffectiveDateOffsetDayType INT
40256 LegStreamEffectiveDateAdjusted LOCALMKTDATE
40257 LegStreamTerminationDateUnadjusted LOCALMKTDATE
40258 LegStreamTerminationDateBusinessDayConvention INT
40259 LegStreamTerminationDateBusinessCenter STRING
40260 LegStreamTerminationDateRelativeTo INT
40261 LegStreamTerminationDateOffsetPeriod INT
40262 LegStreamTerminationDateOffsetUnit STRING
40263 LegStreamTerminationDateOffsetDayType INT
40264 LegStreamTerminationDateAdjusted LOCALMKTDATE
40265 LegStreamCalculationPeriodBusinessDayConvention INT
40266 LegStreamCalculationPeriodBusinessCenter STRING
40267 LegStreamFirstPeriodStartDateUnadjusted LOCALMKTDATE
40268 LegStreamFirstPeriodStartDateBusinessDayConvention INT
40269 LegStreamFirstPeriodStartDateBusinessCenter STRING
40270 LegStreamFirstPeriodStartDateAdjusted LOCALMKTDATE
40271 LegStreamFirstRegularPeriodStartDateUnadjusted LOCALMKTDATE
40272 LegStreamFirstCompoundingPeriodEndDateUnadjusted LOCALMKTDATE
40273 LegStreamLastRegularPeriodEndDateUnadjusted LOCALMKTDATE
40274 LegStreamCalculationFrequencyPeriod INT
40275 LegStreamCalculationFrequencyUnit STRING
40276 LegStreamCalculationRollConvention STRING
40277 NoCashSettlDealers NUMINGROUP
40278 NoBusinessCenters NUMINGROUP
40279 LegPaymentStreamType INT
40280 LegPaymentStreamMarketRate INT
40281 LegPaymentStreamDelayIndicator BOOLEAN
40282 LegPaymentStreamSettlCurrency CURRENCY
40283 LegPaymentStreamDayCount INT
40284 LegPaymentStreamAccrualDays INT
40285 LegPaymentStreamDiscountType INT
40286 LegPaymentStreamDiscountRate PERCENTAGE
40287 LegPaymentStreamDiscountRateDayCount INT
40288 LegPaymentStreamCompoundingMethod INT
40289 LegPaymentStreamInitialPrincipalExchangeIndicator BOOLEAN
40290 LegPaymentStreamInterimPrincipalExchangeIndicator BOOLEAN
40291 LegPaymentStreamFinalPrincipalExchangeIndicator BOOLEAN
40292 LegPaymentStreamPaymentDateBusinessDayConvention INT
40293 LegPaymentStreamPaymentDateBusinessCenter STRING
40294 LegPaymentStreamPaymentFrequencyPeriod INT
40295 LegPaymentStreamPaymentFrequencyUnit STRING
40296 LegPaymentStreamPaymentRollConvention STRING
40297 LegPaymentStreamFirstPaymentDateUnadjusted LOCALMKTDATE
40298 LegPaymentStreamLastRegularPaymentDateUnadjusted LOCALMKTDATE
40299 LegPaymentStreamPaymentDateRelativeTo INT
40300 LegPaymentStreamPaymentDateOffsetPeriod INT
40301 LegPaymentStreamPaymentDateOffsetUnit STRING
40302 LegPaymentStreamPaymentDateOffsetDayType INT
40303 LegPaymentStreamResetDateRelativeTo INT
40304 LegPaymentStreamResetDateBusinessDayConvention INT
40305 LegPaymentStreamResetDateBusinessCenter STRING
40306 LegPaymentStreamResetFrequencyPeriod INT
40307 LegPaymentStreamResetFrequencyUnit STRING
40308 LegPaymentStreamResetWeeklyRollConvention STRING
40309 LegPaymentStreamInitialFixingDateRelativeTo INT
40310 LegPaymentStreamInitialFixingDateBusinessDayConvention INT
40311 LegPaymentStreamInitialFixingDateBusinessCenter STRING
40312 LegPaymentStreamInitialFixingDateOffsetPeriod INT
40313 LegPaymentStreamInitialFixingDateOffsetUnit STRING
40314 LegPaymentStreamInitialFixingDateOffsetDayType INT
40315 LegPaymentStreamInitialFixingDateAdjusted LOCALMKTDATE
40316 LegPaymentStreamFixingDateRelativeTo INT
40317 LegPaymentStreamFixingDateBusinessDayConvention INT
40318 LegPaymentStreamFixingDateBusinessCenter STRING
40319 LegPaymentStreamFixingDateOffsetPeriod INT
40320 LegPaymentStreamFixingDateOffsetUnit STRING
40321 LegPaymentStreamFixingDateOffsetDayType INT
40322 LegPaymentStreamFixingDateAdjusted LOCALMKTDATE
40323 LegPaymentStreamRateCutoffDateOffsetPeriod INT
40324 LegPaymentStreamRateCutoffDateOffsetUnit STRING
40325 LegPaymentStreamRateCutoffDateOffsetDayType INT
40326 LegPaymentStreamRate PERCENTAGE
40327 LegPaymentStreamFixedAmount AMT
40328 LegPaymentStreamRateOrAmountCurrency CURRENCY
40329 LegPaymentStreamFutureValueNotional AMT
40330 LegPaymentStreamFutureValueDateAdjusted LOCALMKTDATE
40331 LegPaymentStreamRateIndex STRING
40332 LegPaymentStreamRateIndexSource INT
40333 LegPaymentStreamRateIndexCurveUnit STRING
40334 LegPaymentStreamRateIndexCurvePeriod INT
40335 LegPaymentStreamRateMultiplier FLOAT
40336 LegPaymentStreamRateSpread PRICEOFFSET
40337 LegPaymentStreamRateSpreadPositionType INT
40338 LegPaymentStreamRateTreatment INT
40339 LegPaymentStreamCapRate PERCENTAGE
40340 LegPaymentStreamCapRateBuySide INT
40341 LegPaymentStreamCapRateSellSide INT
40342 LegPaymentStreamFloorRate PERCENTAGE
40343 LegPaymentStreamFloorRateBuySide INT
40344 LegPaymentStreamFloorRateSellSide INT
40345 LegPaymentStreamInitialRate PERCENTAGE
40346 LegPaymentStreamFinalRateRoundingDirection CHAR
40347 LegPaymentStreamFinalRatePrecision INT
40348 LegPaymentStreamAveragingMethod INT
40349 LegPaymentStreamNegativeRateTreatment INT
40350 LegPaymentStreamInflationLagPeriod INT
40351 LegPaymentStreamInflationLagUnit STRING
40352 LegPaymentStreamInflationLagDayType INT
40353 LegPaymentStreamInflationInterpolationMethod INT
40354 LegPaymentStreamInflationIndexSource INT
40355 LegPaymentStreamInflationPublicationSource STRING
40356 LegPaymentStreamInflationInitialIndexLevel FLOAT
40357 LegPaymentStreamInflationFallbackBondApplicable BOOLEAN
40358 LegPaymentStreamFRADiscounting INT
40359 LegPaymentStreamNonDeliverableRefCurrency CURRENCY
40360 LegPaymentStreamNonDeliverableFixingDatesBusinessDayConvention INT
40361 LegPaymentStreamNonDeliverableFixingDatesBusinessCenter STRING
40362 LegPaymentStreamNonDeliverableFixingDatesRelativeTo INT
40363 LegPaymentStreamNonDeliverableFixingDatesOffsetPeriod INT
40364 LegPaymentStreamNonDeliverableFixingDatesOffsetUnit STRING
40365 LegPaymentStreamNonDeliverableFixingDatesOffsetDayType INT
40366 LegSettlRateFallbackRateSource INT
40367 NoLegNonDeliverableFixingDates NUMINGROUP
40368 LegNonDeliverableFixingDate LOCALMKTDATE
40369 LegNonDeliverableFixingDateType INT
40370 LegSettlRateFallbackReferencePage STRING
40371 PaymentStreamNonDeliverableSettlRateSource INT
40372 PaymentStreamNonDeliverableSettlReferencePage STRING
40373 SettlRateFallbackRateSource INT
40374 NoLegPaymentSchedules NUMINGROUP
40375 LegPaymentScheduleType INT
40376 LegPaymentScheduleStubType INT
40377 LegPaymentScheduleStartDateUnadjusted LOCALMKTDATE
40378 LegPaymentScheduleEndDateUnadjusted LOCALMKTDATE
40379 LegPaymentSchedulePaySide INT
40380 LegPaymentScheduleReceiveSide INT
40381 LegPaymentScheduleNotional AMT
40382 LegPaymentScheduleCurrency CURRENCY
40383 LegPaymentScheduleRate PERCENTAGE
40384 LegPaymentScheduleRateMultiplier FLOAT
40385 LegPaymentScheduleRateSpread PRICEOFFSET
40386 LegPaymentScheduleRateSpreadPositionType INT
40387 LegPaymentScheduleRateTreatment INT
40388 LegPaymentScheduleFixedAmount AMT
40389 LegPaymentScheduleFixedCurrency CURRENCY
40390 LegPaymentScheduleStepFrequencyPeriod INT
40391 LegPaymentScheduleStepFrequencyUnit STRING
40392 LegPaymentScheduleStepOffsetValue AMT
40393 LegPaymentScheduleStepRate PERCENTAGE
40394 LegPaymentScheduleStepOffsetRate PERCENTAGE
40395 LegPaymentScheduleStepRelativeTo INT
40396 LegPaymentScheduleFixingDateUnadjusted LOCALMKTDATE
40397 LegPaymentScheduleWeight FLOAT
40398 LegPaymentScheduleFixingDateRelativeTo INT
40399 LegPaymentScheduleFixingDateBusinessDayConvention INT
40400 LegPaymentScheduleFixingDateBusinessCenter STRING
40401 LegPaymentScheduleFixingDateOffsetPeriod INT
40402 LegPaymentScheduleFixingDateOffsetUnit STRING
40403 LegPaymentScheduleFixingDateOffsetDayType INT
40404 LegPaymentScheduleFixingDateAdjusted LOCALMKTDATE
40405 LegPaymentScheduleFixingTime LOCALMKTTIME
40406 LegPaymentScheduleFixingTimeBusinessCenter STRING
40407 LegPaymentScheduleInterimExchangePaymentDateRelativeTo INT
40408 LegPaymentScheduleInterimExchangeDatesBusinessDayConvention INT
40409 LegPaymentScheduleInterimExchangeDatesBusinessCenter STRING
40410 LegPaymentScheduleInterimExchangeDatesOffsetPeriod INT
40411 LegPaymentScheduleInterimExchangeDatesOffsetUnit STRING
40412 LegPaymentScheduleInterimExchangeDatesOffsetDayType INT
40413 LegPaymentScheduleInterimExchangeDateAdjusted LOCALMKTDATE
40414 NoLegPaymentScheduleRateSources NUMINGROUP
40415 LegPaymentScheduleRateSource INT
40416 LegPaymentScheduleRateSourceType INT
40417 LegPaymentScheduleReferencePage STRING
40418 NoLegPaymentStubs NUMINGROUP
40419 LegPaymentStubType INT
40420 LegPaymentStubLength INT
40421 LegPaymentStubRate PERCENTAGE
40422 LegPaymentStubFixedAmount AMT
40423 LegPaymentStubFixedCurrency CURRENCY
40424 LegPaymentStubIndex STRING
40425 LegPaymentStubIndexSource INT
40426 LegPaymentStubIndexCurvePeriod INT
40427 LegPaymentStubIndexCurveUnit STRING
40428 LegPaymentStubIndexRateMultiplier FLOAT
40429 LegPaymentStubIndexRateSpread PRICEOFFSET
40430 LegPaymentStubIndexRateSpreadPositionType INT
40431 LegPaymentStubIndexRateTreatment INT
40432 LegPaymentStubIndexCapRate PERCENTAGE
40433 LegPaymentStubIndexCapRateBuySide INT
40434 LegPaymentStubIndexCapRateSellSide INT
40435 LegPaymentStubIndexFloorRate PERCENTAGE
40436 LegPaymentStubIndexFloorRateBuySide INT
40437 LegPaymentStubIndexFloorRateSellSide INT
40438 LegPaymentStubIndex2 STRING
40439 LegPaymentStubIndex2Source INT
40440 LegPaymentStubIndex2CurvePeriod INT
40441 LegPaymentStubIndex2CurveUnit STRING
40442 LegPaymentStubIndex2RateMultiplier FLOAT
40443 LegPaymentStubIndex2RateSpread PRICEOFFSET
40444 LegPaymentStubIndex2RateSpreadPositionType INT
40445 LegPaymentStubIndex2RateTreatment INT
40446 LegPaymentStubIndex2CapRate PERCENTAGE
40447 LegPaymentStubIndex2FloorRate PERCENTAGE
40448 NoLegProvisions NUMINGROUP
40449 LegProvisionType INT
40450 LegProvisionDateUnadjusted LOCALMKTDATE
40451 LegProvisionDateBusinessDayConvention INT
40452 LegProvisionDateBusinessCenter STRING
40453 LegProvisionDateAdjusted LOCALMKTDATE
40454 LegProvisionDateTenorPeriod INT
40455 LegProvisionDateTenorUnit STRING
40456 LegProvisionCalculationAgent INT
40457 LegProvisionOptionSinglePartyBuyerSide INT
40458 LegProvisionOptionSinglePartySellerSide INT
40459 LegProvisionOptionExerciseStyle INT
40460 LegProvisionOptionExerciseMultipleNotional AMT
40461 LegProvisionOptionExerciseMinimumNotional AMT
40462 LegProvisionOptionExerciseMaximumNotional AMT
40463 LegProvisionOptionMinimumNumber INT
40464 LegProvisionOptionMaximumNumber INT
40465 LegProvisionOptionExerciseConfirmation BOOLEAN
40466 LegProvisionCashSettlMethod INT
40467 LegProvisionCashSettlCurrency CURRENCY
40468 LegProvisionCashSettlCurrency2 CURRENCY
40469 LegProvisionCashSettlQuoteType INT
40470 LegProvisionCashSettlQuoteSource INT
40471 BusinessCenter STRING
40472 LegProvisionText STRING
40473 NoLegProvisionCashSettlPaymentDates NUMINGROUP
40474 LegProvisionCashSettlPaymentDate LOCALMKTDATE
40475 LegProvisionCashSettlPaymentDateType INT
40476 LegProvisionOptionExerciseBusinessDayConvention INT
40477 LegProvisionOptionExerciseBusinessCenter STRING
40478 LegProvisionOptionExerciseEarliestDateOffsetPeriod INT
40479 LegProvisionOptionExerciseEarliestDateOffsetUnit STRING
40480 LegProvisionOptionExerciseFrequencyPeriod INT
40481 LegProvisionOptionExerciseFrequencyUnit STRING
40482 LegProvisionOptionExerciseStartDateUnadjusted LOCALMKTDATE
40483 LegProvisionOptionExerciseStartDateRelativeTo INT
40484 LegProvisionOptionExerciseStartDateOffsetPeriod INT
40485 LegProvisionOptionExerciseStartDateOffsetUnit STRING
40486 LegProvisionOptionExerciseStartDateOffsetDayType INT
40487 LegProvisionOptionExerciseStartDateAdjusted LOCALMKTDATE
40488 LegProvisionOptionExercisePeriodSkip INT
40489 LegProvisionOptionExerciseBoundsFirstDateUnadjusted LOCALMKTDATE
40490 LegProvisionOptionExerciseBoundsLastDateUnadjusted LOCALMKTDATE
40491 LegProvisionOptionExerciseEarliestTime LOCALMKTTIME
40492 LegProvisionOptionExerciseEarliestTimeBusinessCenter STRING
40493 LegProvisionOptionExerciseLatestTime LOCALMKTTIME
40494 LegProvisionOptionExerciseLatestTimeBusinessCenter STRING
40495 NoLegProvisionOptionExerciseFixedDates NUMINGROUP
40496 LegProvisionOptionExerciseFixedDate LOCALMKTDATE
40497 LegProvisionOptionExerciseFixedDateType INT
40498 LegProvisionOptionExpirationDateUnadjusted LOCALMKTDATE
40499 LegProvisionOptionExpirationDateBusinessDayConvention INT
40500 LegProvisionOptionExpirationDateBusinessCenter STRING
40501 LegProvisionOptionExpirationDateRelativeTo INT
40502 LegProvisionOptionExpirationDateOffsetPeriod INT
40503 LegProvisionOptionExpirationDateOffsetUnit STRING
40504 LegProvisionOptionExpirationDateOffsetDayType INT
40505 LegProvisionOptionExpirationDateAdjusted LOCALMKTDATE
40506 LegProvisionOptionExpirationTime LOCALMKTTIME
40507 LegProvisionOptionExpirationTimeBusinessCenter STRING
40508 LegProvisionOptionRelevantUnderlyingDateUnadjusted LOCALMKTDATE
40509 LegProvisionOptionRelevantUnderlyingDateBusinessDayConvention INT
40510 LegProvisionOptionRelevantUnderlyingDateBusinessCenter STRING
40511 LegProvisionOptionRelevantUnderlyingDateRelativeTo INT
40512 LegProvisionOptionRelevantUnderlyingDateOffsetPeriod INT
40513 LegProvisionOptionRelevantUnderlyingDateOffsetUnit STRING
40514 LegProvisionOptionRelevantUnderlyingDateOffsetDayType INT
40515 LegProvisionOptionRelevantUnderlyingDateAdjusted LOCALMKTDATE
40516 LegProvisionCashSettlPaymentDateBusinessDayConvention INT
40517 LegProvisionCashSettlPaymentDateBusinessCenter STRING
40518 LegProvisionCashSettlPaymentDateRelativeTo INT
40519 LegProvisionCashSettlPaymentDateOffsetPeriod INT
40520 LegProvisionCashSettlPaymentDateOffsetUnit STRING
40521 LegProvisionCashSettlPaymentDateOffsetDayType INT
40522 LegProvisionCashSettlPaymentDateRangeFirst LOCALMKTDATE
40523 LegProvisionCashSettlPaymentDateRangeLast LOCALMKTDATE
40524 LegProvisionCashSettlValueTime LOCALMKTTIME
40525 LegProvisionCashSettlValueTimeBusinessCenter STRING
40526 LegProvisionCashSettlValueDateBusinessDayConvention INT
40527 LegProvisionCashSettlValueDateBusinessCenter STRING
40528 LegProvisionCashSettlValueDateRelativeTo INT
40529 LegProvisionCashSettlValueDateOffsetPeriod INT
40530 LegProvisionCashSettlValueDateOffsetUnit STRING
40531 LegProvisionCashSettlValueDateOffsetDayType INT
40532 LegProvisionCashSettlValueDateAdjusted LOCALMKTDATE
40533 NoLegProvisionPartyIDs NUMINGROUP
40534 LegProvisionPartyID STRING
40535 LegProvisionPartyIDSource CHAR
40536 LegProvisionPartyRole INT
40537 NoLegProvisionPartySubIDs NUMINGROUP
40538 LegProvisionPartySubID STRING
40539 LegProvisionPartySubIDType INT
40540 NoUnderlyingStreams NUMINGROUP
40541 UnderlyingStreamType INT
40542 UnderlyingStreamDesc STRING
40543 UnderlyingStreamPaySide INT
40544 UnderlyingStreamReceiveSide INT
40545 UnderlyingStreamNotional AMT
40546 UnderlyingStreamCurrency CURRENCY
40547 UnderlyingStreamText STRING
40548 UnderlyingStreamTerminationDateUnadjusted LOCALMKTDATE
40549 UnderlyingStreamTerminationDateBusinessDayConvention INT
40550 UnderlyingStreamTerminationDateBusinessCenter STRING
40551 UnderlyingStreamTerminationDateRelativeTo INT
40552 UnderlyingStreamTerminationDateOffsetPeriod INT
40553 UnderlyingStreamTerminationDateOffsetUnit STRING
40554 UnderlyingStreamTerminationDateOffsetDayType INT
40555 UnderlyingStreamTerminationDateAdjusted LOCALMKTDATE
40556 UnderlyingStreamCalculationPeriodBusinessDayConvention INT
40557 UnderlyingStreamCalculationPeriodBusinessCenter STRING
40558 UnderlyingStreamFirstPeriodStartDateUnadjusted LOCALMKTDATE
40559 UnderlyingStreamFirstPeriodStartDateBusinessDayConvention INT
40560 UnderlyingStreamFirstPeriodStartDateBusinessCenter STRING
40561 UnderlyingStreamFirstPeriodStartDateAdjusted LOCALMKTDATE
40562 UnderlyingStreamFirstRegularPeriodStartDateUnadjusted LOCALMKTDATE
40563 UnderlyingStreamFirstCompoundingPeriodEndDateUnadjusted LOCALMKTDATE
40564 UnderlyingStreamLastRegularPeriodEndDateUnadjusted LOCALMKTDATE
40565 UnderlyingStreamCalculationFrequencyPeriod INT
40566 UnderlyingStreamCalculationFrequencyUnit STRING
40567 UnderlyingStreamCalculationRollConvention STRING
40568 UnderlyingPaymentStreamType INT
40569 UnderlyingPaymentStreamMarketRate INT
40570 UnderlyingPaymentStreamDelayIndicator BOOLEAN
40571 UnderlyingPaymentStreamSettlCurrency CURRENCY
40572 UnderlyingPaymentStreamDayCount INT
40573 UnderlyingPaymentStreamAccrualDays INT
40574 UnderlyingPaymentStreamDiscountType INT
40575 UnderlyingPaymentStreamDiscountRate PERCENTAGE
40576 UnderlyingPaymentStreamDiscountRateDayCount INT
40577 UnderlyingPaymentStreamCompoundingMethod INT
40578 UnderlyingPaymentStreamInitialPrincipalExchangeIndicator BOOLEAN
40579 UnderlyingPaymentStreamInterimPrincipalExchangeIndicator BOOLEAN
40580 UnderlyingPaymentStreamFinalPrincipalExchangeIndicator BOOLEAN
40581 UnderlyingPaymentStreamPaymentDateBusinessDayConvention INT
40582 UnderlyingPaymentStreamPaymentDateBusinessCenter STRING
40583 UnderlyingPaymentStreamPaymentFrequencyPeriod INT
40584 UnderlyingPaymentStreamPaymentFrequencyUnit STRING
40585 UnderlyingPaymentStreamPaymentRollConvention STRING
40586 UnderlyingPaymentStreamFirstPaymentDateUnadjusted LOCALMKTDATE
40587 UnderlyingPaymentStreamLastRegularPaymentDateUnadjusted LOCALMKTDATE
40588 UnderlyingPaymentStreamPaymentDateRelativeTo INT
40589 UnderlyingPaymentStreamPaymentDateOffsetPeriod INT
40590 UnderlyingPaymentStreamPaymentDateOffsetUnit STRING
40591 UnderlyingPaymentStreamPaymentDateOffsetDayType INT
40592 UnderlyingPaymentStreamResetDateRelativeTo INT
40593 UnderlyingPaymentStreamResetDateBusinessDayConvention INT
40594 UnderlyingPaymentStreamResetDateBusinessCenter STRING
40595 UnderlyingPaymentStreamResetFrequencyPeriod INT
40596 UnderlyingPaymentStreamResetFrequencyUnit STRING
40597 UnderlyingPaymentStreamResetWeeklyRollConvention STRING
40598 UnderlyingPaymentStreamInitialFixingDateRelativeTo INT
40599 UnderlyingPaymentStreamInitialFixingDateBusinessDayConvention INT
40600 UnderlyingPaymentStreamInitialFixingDateBusinessCenter STRING
40601 UnderlyingPaymentStreamInitialFixingDateOffsetPeriod INT
40602 UnderlyingPaymentStreamInitialFixingDateOffsetUnit STRING
40603 UnderlyingPaymentStreamInitialFixingDateOffsetDayType INT
40604 UnderlyingPaymentStreamInitialFixingDateAdjusted LOCALMKTDATE
40605 UnderlyingPaymentStreamFixingDateRelativeTo INT
40606 UnderlyingPaymentStreamFixingDateBusinessDayConvention INT
40607 UnderlyingPaymentStreamFixingDateBusinessCenter STRING
40608 UnderlyingPaymentStreamFixingDateOffsetPeriod INT
40609 UnderlyingPaymentStreamFixingDateOffsetUnit STRING
40610 UnderlyingPaymentStreamFixingDateOffsetDayType INT
40611 UnderlyingPaymentStreamFixingDateAdjusted LOCALMKTDATE
40612 UnderlyingPaymentStreamRateCutoffDateOffsetPeriod INT
40613 UnderlyingPaymentStreamRateCutoffDateOffsetUnit STRING
40614 UnderlyingPaymentStreamRateCutoffDateOffsetDayType INT
40615 UnderlyingPaymentStreamRate PERCENTAGE
40616 UnderlyingPaymentStreamFixedAmount AMT
40617 UnderlyingPaymentStreamRateOrAmountCurrency CURRENCY
40618 UnderlyingPaymentStreamFutureValueNotional AMT
40619 UnderlyingPaymentStreamFutureValueDateAdjusted LOCALMKTDATE
40620 UnderlyingPaymentStreamRateIndex STRING
40621 UnderlyingPaymentStreamRateIndexSource INT
40622 UnderlyingPaymentStreamRateIndexCurveUnit STRING
40623 UnderlyingPaymentStreamRateIndexCurvePeriod INT
40624 UnderlyingPaymentStreamRateMultiplier FLOAT
40625 UnderlyingPaymentStreamRateSpread PRICEOFFSET
40626 UnderlyingPaymentStreamRateSpreadPositionType INT
40627 UnderlyingPaymentStreamRateTreatment INT
40628 UnderlyingPaymentStreamCapRate PERCENTAGE
40629 UnderlyingPaymentStreamCapRateBuySide INT
40630 UnderlyingPaymentStreamCapRateSellSide INT
40631 UnderlyingPaymentStreamFloorRate PERCENTAGE
40632 UnderlyingPaymentStreamFloorRateBuySide INT
40633 UnderlyingPaymentStreamFloorRateSellSide INT
40634 UnderlyingPaymentStreamInitialRate PERCENTAGE
40635 UnderlyingPaymentStreamFinalRateRoundingDirection CHAR
40636 UnderlyingPaymentStreamFinalRatePrecision INT
40637 UnderlyingPaymentStreamAveragingMethod INT
40638 UnderlyingPaymentStreamNegativeRateTreatment INT
40639 UnderlyingPaymentStreamInflationLagPeriod INT
40640 UnderlyingPaymentStreamInflationLagUnit STRING
40641 UnderlyingPaymentStreamInflationLagDayType INT
40642 UnderlyingPaymentStreamInflationInterpolationMethod INT
40643 UnderlyingPaymentStreamInflationIndexSource INT
40644 UnderlyingPaymentStreamInflationPublicationSource STRING
40645 UnderlyingPaymentStreamInflationInitialIndexLevel FLOAT
40646 UnderlyingPaymentStreamInflationFallbackBondApplicable BOOLEAN
40647 UnderlyingPaymentStreamFRADiscounting INT
40648 UnderlyingPaymentStreamNonDeliverableRefCurrency CURRENCY
40649 UnderlyingPaymentStreamNonDeliverableFixingDatesBizDayConvention INT
40650 UnderlyingPaymentStreamNonDeliverableFixingDatesBusinessCenter STRING
40651 UnderlyingPaymentStreamNonDeliverableFixingDatesRelativeTo INT
40652 UnderlyingPaymentStreamNonDeliverableFixingDatesOffsetPeriod INT
40653 UnderlyingPaymentStreamNonDeliverableFixingDatesOffsetUnit STRING
40654 UnderlyingPaymentStreamNonDeliverableFixingDatesOffsetDayType INT
40655 SettlRateFallbackReferencePage STRING
40656 NoUnderlyingNonDeliverableFixingDates NUMINGROUP
40657 UnderlyingNonDeliverableFixingDate LOCALMKTDATE
40658 UnderlyingNonDeliverableFixingDateType INT
40659 NoUnderlyingSettlRateFallbacks NUMINGROUP
40660 UnderlyingSettlRatePostponementMaximumDays INT
40661 UnderlyingPaymentStreamNonDeliverableSettlRateSource INT
40662 UnderlyingSettlRatePostponementSurvey BOOLEAN
40663 UnderlyingSettlRatePostponementCalculationAgent INT
40664 NoUnderlyingPaymentSchedules NUMINGROUP
40665 UnderlyingPaymentScheduleType INT
40666 UnderlyingPaymentScheduleStubType INT
40667 UnderlyingPaymentScheduleStartDateUnadjusted LOCALMKTDATE
40668 UnderlyingPaymentScheduleEndDateUnadjusted LOCALMKTDATE
40669 UnderlyingPaymentSchedulePaySide INT
40670 UnderlyingPaymentScheduleReceiveSide INT
40671 UnderlyingPaymentScheduleNotional AMT
40672 UnderlyingPaymentScheduleCurrency CURRENCY
40673 UnderlyingPaymentScheduleRate PERCENTAGE
40674 UnderlyingPaymentScheduleRateMultiplier FLOAT
40675 UnderlyingPaymentScheduleRateSpread PRICEOFFSET
40676 UnderlyingPaymentScheduleRateSpreadPositionType INT
40677 UnderlyingPaymentScheduleRateTreatment INT
40678 UnderlyingPaymentScheduleFixedAmount AMT
40679 UnderlyingPaymentScheduleFixedCurrency CURRENCY
40680 UnderlyingPaymentScheduleStepFrequencyPeriod INT
40681 UnderlyingPaymentScheduleStepFrequencyUnit STRING
40682 UnderlyingPaymentScheduleStepOffsetValue AMT
40683 UnderlyingPaymentScheduleStepRate PERCENTAGE
40684 UnderlyingPaymentScheduleStepOffsetRate PERCENTAGE
40685 UnderlyingPaymentScheduleStepRelativeTo INT
40686 UnderlyingPaymentScheduleFixingDateUnadjusted LOCALMKTDATE
40687 UnderlyingPaymentScheduleWeight FLOAT
40688 UnderlyingPaymentScheduleFixingDateRelativeTo INT
40689 UnderlyingPaymentScheduleFixingDateBusinessDayCnvtn INT
40690 UnderlyingPaymentScheduleFixingDateBusinessCenter STRING
40691 UnderlyingPaymentScheduleFixingDateOffsetPeriod INT
40692 UnderlyingPaymentScheduleFixingDateOffsetUnit STRING
40693 UnderlyingPaymentScheduleFixingDateOffsetDayType INT
40694 UnderlyingPaymentScheduleFixingDateAdjusted LOCALMKTDATE
40695 UnderlyingPaymentScheduleFixingTime LOCALMKTTIME
40696 UnderlyingPaymentScheduleFixingTimeBusinessCenter STRING
40697 UnderlyingPaymentScheduleInterimExchangePaymentDateRelativeTo INT
40698 UnderlyingPaymentScheduleInterimExchangeDatesBizDayConvention INT
40699 UnderlyingPaymentScheduleInterimExchangeDatesBusinessCenter STRING
40700 UnderlyingPaymentScheduleInterimExchangeDatesOffsetPeriod INT
40701 UnderlyingPaymentScheduleInterimExchangeDatesOffsetUnit STRING
40702 UnderlyingPaymentScheduleInterimExchangeDatesOffsetDayType INT
40703 UnderlyingPaymentScheduleInterimExchangeDateAdjusted LOCALMKTDATE
40704 NoUnderlyingPaymentScheduleRateSources NUMINGROUP
40705 UnderlyingPaymentScheduleRateSource INT
40706 UnderlyingPaymentScheduleRateSourceType INT
40707 UnderlyingPaymentScheduleReferencePage STRING
40708 NoUnderlyingPaymentStubs NUMINGROUP
40709 UnderlyingPaymentStubType INT
40710 UnderlyingPaymentStubLength INT
40711 UnderlyingPaymentStubRate PERCENTAGE
40712 UnderlyingPaymentStubFixedAmount AMT
40713 UnderlyingPaymentStubFixedCurrency CURRENCY
40714 UnderlyingPaymentStubIndex STRING
40715 UnderlyingPaymentStubIndexSource INT
40716 UnderlyingPaymentStubIndexCurvePeriod INT
40717 UnderlyingPaymentStubIndexCurveUnit STRING
40718 UnderlyingPaymentStubIndexRateMultiplier FLOAT
40719 UnderlyingPaymentStubIndexRateSpread PRICEOFFSET
40720 UnderlyingPaymentStubIndexRateSpreadPositionType INT
40721 UnderlyingPaymentStubIndexRateTreatment INT
40722 UnderlyingPaymentStubIndexCapRate PERCENTAGE
40723 UnderlyingPaymentStubIndexCapRateBuySide INT
40724 UnderlyingPaymentStubIndexCapRateSellSide INT
40725 UnderlyingPaymentStubIndexFloorRate PERCENTAGE
40726 UnderlyingPaymentStubIndexFloorRateBuySide INT
40727 UnderlyingPaymentStubIndexFloorRateSellSide INT
40728 UnderlyingPaymentStubIndex2 STRING
40729 UnderlyingPaymentStubIndex2Source INT
40730 UnderlyingPaymentStubIndex2CurvePeriod INT
40731 UnderlyingPaymentStubIndex2CurveUnit STRING
40732 UnderlyingPaymentStubIndex2RateMultiplier FLOAT
40733 UnderlyingPaymentStubIndex2RateSpread PRICEOFFSET
40734 UnderlyingPaymentStubIndex2RateSpreadPositionType INT
40735 UnderlyingPaymentStubIndex2RateTreatment INT
40736 UnderlyingPaymentStubIndex2CapRate PERCENTAGE
40737 UnderlyingPaymentStubIndex2FloorRate PERCENTAGE
40738 PaymentStreamType INT 0 1 2 3 4 5 6 7 8 9
40739 PaymentStreamMarketRate INT
40740 PaymentStreamDelayIndicator BOOLEAN
40741 PaymentStreamSettlCurrency CURRENCY
40742 PaymentStreamDayCount INT
40743 PaymentStreamAccrualDays INT
40744 PaymentStreamDiscountType INT 0 1
40745 PaymentStreamDiscountRate PERCENTAGE
40746 PaymentStreamDiscountRateDayCount INT
40747 PaymentStreamCompoundingMethod INT 0 1 2 3
40748 PaymentStreamInitialPrincipalExchangeIndicator BOOLEAN
40749 PaymentStreamInterimPrincipalExchangeIndicator BOOLEAN
40750 PaymentStreamFinalPrincipalExchangeIndicator BOOLEAN
40751 PaymentStreamPaymentDateBusinessDayConvention INT
40752 PaymentStreamPaymentDateBusinessCenter STRING
40753 PaymentStreamPaymentFrequencyPeriod INT
40754 PaymentStreamPaymentFrequencyUnit STRING D Wk Mo Yr T
40755 PaymentStreamPaymentRollConvention STRING
40756 PaymentStreamFirstPaymentDateUnadjusted LOCALMKTDATE
40757 PaymentStreamLastRegularPaymentDateUnadjusted LOCALMKTDATE
40758 PaymentStreamPaymentDateRelativeTo INT
40759 PaymentStreamPaymentDateOffsetPeriod INT
40760 PaymentStreamPaymentDateOffsetUnit STRING D Wk Mo Yr
40761 PaymentStreamResetDateRelativeTo INT
40762 PaymentStreamResetDateBusinessDayConvention INT
40763 PaymentStreamResetDateBusinessCenter STRING
40764 PaymentStreamResetFrequencyPeriod INT
40765 PaymentStreamResetFrequencyUnit STRING
40766 PaymentStreamResetWeeklyRollConvention STRING MON TUE WED THU FRI SAT SUN
40767 PaymentStreamInitialFixingDateRelativeTo INT
40768 PaymentStreamInitialFixingDateBusinessDayConvention INT
40769 PaymentStreamInitialFixingDateBusinessCenter STRING
40770 PaymentStreamInitialFixingDateOffsetPeriod INT
40771 PaymentStreamInitialFixingDateOffsetUnit STRING
40772 PaymentStreamInitialFixingDateOffsetDayType INT
40773 PaymentStreamInitialFixingDateAdjusted LOCALMKTDATE
40774 PaymentStreamFixingDateRelativeTo INT
40775 PaymentStreamFixingDateBusinessDayConvention INT
40776 PaymentStreamFixingDateBusinessCenter STRING
40777 PaymentStreamFixingDateOffsetPeriod INT
40778 PaymentStreamFixingDateOffsetUnit STRING
40779 PaymentStreamFixingDateOffsetDayType INT
40780 PaymentStreamFixingDateAdjusted LOCALMKTDATE
40781 PaymentStreamRateCutoffDateOffsetPeriod INT
40782 PaymentStreamRateCutoffDateOffsetUnit STRING
40783 PaymentStreamRateCutoffDateOffsetDayType INT
40784 PaymentStreamRate PERCENTAGE
40785 PaymentStreamFixedAmount AMT
40786 PaymentStreamRateOrAmountCurrency CURRENCY
40787 PaymentStreamFutureValueNotional AMT
40788 PaymentStreamFutureValueDateAdjusted LOCALMKTDATE
40789 PaymentStreamRateIndex STRING
40790 PaymentStreamRateIndexSource INT 0 1 2 99
40791 PaymentStreamRateIndexCurveUnit STRING D Wk Mo Yr
40792 PaymentStreamRateIndexCurvePeriod INT
40793 PaymentStreamRateMultiplier FLOAT
40794 PaymentStreamRateSpread PRICEOFFSET
40795 PaymentStreamRateSpreadPositionType INT 0 1
40796 PaymentStreamRateTreatment INT 0 1
40797 PaymentStreamCapRate PERCENTAGE
40798 PaymentStreamCapRateBuySide INT 1 2
40799 PaymentStreamCapRateSellSide INT
40800 PaymentStreamFloorRate PERCENTAGE
40801 PaymentStreamFloorRateBuySide INT 1 2
40802 PaymentStreamFloorRateSellSide INT
40803 PaymentStreamInitialRate PERCENTAGE
40804 PaymentStreamFinalRateRoundingDirection CHAR
40805 PaymentStreamFinalRatePrecision INT
40806 PaymentStreamAveragingMethod INT 0 1
40807 PaymentStreamNegativeRateTreatment INT 0 1
40808 PaymentStreamInflationLagPeriod INT
40809 PaymentStreamInflationLagUnit STRING D Wk Mo Yr
40810 PaymentStreamInflationLagDayType INT 0 1 2 3 4 5
40811 PaymentStreamInflationInterpolationMethod INT 0 1
40812 PaymentStreamInflationIndexSource INT
40813 PaymentStreamInflationPublicationSource STRING
40814 PaymentStreamInflationInitialIndexLevel FLOAT
40815 PaymentStreamInflationFallbackBondApplicable BOOLEAN
40816 PaymentStreamFRADiscounting INT 0 1 2
40817 PaymentStreamNonDeliverableRefCurrency CURRENCY
40818 PaymentStreamNonDeliverableFixingDatesBusinessDayConvention INT
40819 PaymentStreamNonDeliverableFixingDatesBusinessCenter STRING
40820 PaymentStreamNonDeliverableFixingDatesRelativeTo INT
40821 PaymentStreamNonDeliverableFixingDatesOffsetPeriod INT
40822 PaymentStreamNonDeliverableFixingDatesOffsetUnit STRING
40823 PaymentStreamNonDeliverableFixingDatesOffsetDayType INT
40824 UnderlyingPaymentStreamNonDeliverableSettlReferencePage STRING
40825 NoNonDeliverableFixingDates NUMINGROUP
40826 NonDeliverableFixingDate LOCALMKTDATE
40827 NonDeliverableFixingDateType INT 0 1
40828 NoPaymentSchedules NUMINGROUP
40829 PaymentScheduleType INT 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
40830 PaymentScheduleStubType INT
40831 PaymentScheduleStartDateUnadjusted LOCALMKTDATE
40832 PaymentScheduleEndDateUnadjusted LOCALMKTDATE
40833 PaymentSchedulePaySide INT
40834 PaymentScheduleReceiveSide INT
40835 PaymentScheduleNotional AMT
40836 PaymentScheduleCurrency CURRENCY
40837 PaymentScheduleRate PERCENTAGE
40838 PaymentScheduleRateMultiplier FLOAT
40839 PaymentScheduleRateSpread PRICEOFFSET
40840 PaymentScheduleRateSpreadPositionType INT
40841 PaymentScheduleRateTreatment INT
40842 PaymentScheduleFixedAmount AMT
40843 PaymentScheduleFixedCurrency CURRENCY
40844 PaymentScheduleStepFrequencyPeriod INT
40845 PaymentScheduleStepFrequencyUnit STRING
40846 PaymentScheduleStepOffsetValue AMT
40847 PaymentScheduleStepRate PERCENTAGE
40848 PaymentScheduleStepOffsetRate PERCENTAGE
40849 PaymentScheduleStepRelativeTo INT 0 1
40850 PaymentScheduleFixingDateUnadjusted LOCALMKTDATE
40851 PaymentScheduleWeight FLOAT
40852 PaymentScheduleFixingDateRelativeTo INT
40853 PaymentScheduleFixingDateBusinessDayConvention INT
40854 PaymentScheduleFixingDateBusinessCenter STRING
40855 PaymentScheduleFixingDateOffsetPeriod INT
40856 PaymentScheduleFixingDateOffsetUnit STRING
40857 PaymentScheduleFixingDateOffsetDayType INT
40858 PaymentScheduleFixingDateAdjusted LOCALMKTDATE
40859 PaymentScheduleFixingTime LOCALMKTTIME
40860 PaymentScheduleFixingTimeBusinessCenter STRING
40861 PaymentScheduleInterimExchangePaymentDateRelativeTo INT
40862 PaymentScheduleInterimExchangeDatesBusinessDayConvention INT
40863 PaymentScheduleInterimExchangeDatesBusinessCenter STRING
40864 PaymentScheduleInterimExchangeDatesOffsetPeriod INT
40865 PaymentScheduleInterimExchangeDatesOffsetUnit STRING
40866 PaymentScheduleInterimExchangeDatesOffsetDayType INT
40867 PaymentScheduleInterimExchangeDateAdjusted LOCALMKTDATE
40868 NoPaymentScheduleRateSources NUMINGROUP
40869 PaymentScheduleRateSource INT
40870 PaymentScheduleRateSourceType INT
40871 PaymentScheduleReferencePage STRING
40872 NoPaymentStubs NUMINGROUP
40873 PaymentStubType INT 0 1 2 3
40874 PaymentStubLength INT 0 1
40875 PaymentStubRate PERCENTAGE
40876 PaymentStubFixedAmount AMT
40877 PaymentStubFixedCurrency CURRENCY
40878 PaymentStubIndex STRING
40879 PaymentStubIndexSource INT
40880 PaymentStubIndexCurvePeriod INT
40881 PaymentStubIndexCurveUnit STRING
40882 PaymentStubIndexRateMultiplier FLOAT
40883 PaymentStubIndexRateSpread PRICEOFFSET
40884 PaymentStubIndexRateSpreadPositionType INT
40885 PaymentStubIndexRateTreatment INT
40886 PaymentStubIndexCapRate PERCENTAGE
40887 PaymentStubIndexCapRateBuySide INT
40888 PaymentStubIndexCapRateSellSide INT
40889 PaymentStubIndexFloorRate PERCENTAGE
40890 PaymentStubIndexFloorRateBuySide INT
40891 PaymentStubIndexFloorRateSellSide INT
40892 PaymentStubIndex2 STRING
40893 PaymentStubIndex2Source INT
40894 PaymentStubIndex2CurvePeriod INT
40895 PaymentStubIndex2CurveUnit STRING
40896 PaymentStubIndex2RateMultiplier FLOAT
40897 PaymentStubIndex2RateSpread PRICEOFFSET
40898 PaymentStubIndex2RateSpreadPositionType INT
40899 PaymentStubIndex2RateTreatment INT
40900 PaymentStubIndex2CapRate PERCENTAGE
40901 PaymentStubIndex2FloorRate PERCENTAGE
40902 NoLegSettlRateFallbacks NUMINGROUP
40903 LegSettlRatePostponementMaximumDays INT
40904 UnderlyingSettlRateFallbackRateSource INT
40905 LegSettlRatePostponementSurvey BOOLEAN
40906 LegSettlRatePostponementCalculationAgent INT
40907 StreamEffectiveDateUnadjusted LOCALMKTDATE
40908 StreamEffectiveDateBusinessDayConvention INT
40909 StreamEffectiveDateBusinessCenter STRING
40910 StreamEffectiveDateRelativeTo INT
40911 StreamEffectiveDateOffsetPeriod INT
40912 StreamEffectiveDateOffsetUnit STRING
40913 StreamEffectiveDateOffsetDayType INT
40914 StreamEffectiveDateAdjusted LOCALMKTDATE
40915 UnderlyingSettlRateFallbackReferencePage STRING
40916 CashSettlValuationSubsequentBusinessDaysOffset INT
40917 CashSettlNumOfValuationDates INT
40918 UnderlyingProvisionPartyRoleQualifier INT
40919 PaymentPriceType INT
40920 PaymentStreamPaymentDateOffsetDayType INT 0 1 2 3 4 5
40921 BusinessDayConvention INT 0 1 2 3 4 5 6 7
40922 DateRollConvention STRING 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 EOM FRN IMM IMMCAD IMMAUD IMMNZD SFE NONE TBILL MON TUE WED THU FRI SAT SUN
40923 NoLegBusinessCenters NUMINGROUP
40924 LegBusinessCenter STRING
40925 LegBusinessDayConvention INT
40926 LegDateRollConvention STRING
40927 NoLegPaymentScheduleFixingDateBusinessCenters NUMINGROUP
40928 NoLegPaymentScheduleInterimExchangeDateBusinessCenters NUMINGROUP
40929 NoLegPaymentStreamNonDeliverableFixingDateBusinessCenters NUMINGROUP
40930 NoLegPaymentStreamPaymentDateBusinessCenters NUMINGROUP
40931 NoLegPaymentStreamResetDateBusinessCenters NUMINGROUP
40932 NoLegPaymentStreamInitialFixingDateBusinessCenters NUMINGROUP
40933 NoLegPaymentStreamFixingDateBusinessCenters NUMINGROUP
40934 NoLegProvisionCashSettlPaymentDateBusinessCenters NUMINGROUP
40935 NoLegProvisionCashSettlValueDateBusinessCenters NUMINGROUP
40936 NoLegProvisionOptionExerciseBusinessCenters NUMINGROUP
40937 NoLegProvisionOptionExpirationDateBusinessCenters NUMINGROUP
40938 NoLegProvisionOptionRelevantUnderlyingDateBusinessCenters NUMINGROUP
40939 NoLegProvisionDateBusinessCenters NUMINGROUP
40940 NoLegStreamCalculationPeriodBusinessCenters NUMINGROUP
40941 NoLegStreamFirstPeriodStartDateBusinessCenters NUMINGROUP
40942 NoLegStreamEffectiveDateBusinessCenters NUMINGROUP
40943 NoLegStreamTerminationDateBusinessCenters NUMINGROUP
40944 NoPaymentBusinessCenters NUMINGROUP
40945 NoPaymentScheduleInterimExchangeDateBusinessCenters NUMINGROUP
40946 NoPaymentStreamNonDeliverableFixingDatesBusinessCenters NUMINGROUP
40947 NoPaymentStreamPaymentDateBusinessCenters NUMINGROUP
40948 NoPaymentStreamResetDateBusinessCenters NUMINGROUP
40949 NoPaymentStreamInitialFixingDateBusinessCenters NUMINGROUP
40950 NoPaymentStreamFixingDateBusinessCenters NUMINGROUP
40951 NoProtectionTermEventNewsSources NUMINGROUP
40952 NoProvisionCashSettlPaymentDateBusinessCenters NUMINGROUP
40953 NoProvisionCashSettlValueDateBusinessCenters NUMINGROUP
40954 NoProvisionOptionExerciseBusinessCenters NUMINGROUP
40955 NoProvisionOptionExpirationDateBusinessCenters NUMINGROUP
40956 NoProvisionOptionRelevantUnderlyingDateBusinessCenters NUMINGROUP
40957 NoProvisionDateBusinessCenters NUMINGROUP
40958 NoStreamCalculationPeriodBusinessCenters NUMINGROUP
40959 NoStreamFirstPeriodStartDateBusinessCenters NUMINGROUP
40960 NoStreamEffectiveDateBusinessCenters NUMINGROUP
40961 NoStreamTerminationDateBusinessCenters NUMINGROUP
40962 NoUnderlyingBusinessCenters NUMINGROUP
40963 UnderlyingBusinessCenter STRING
40964 UnderlyingBusinessDayConvention INT
40965 UnderlyingDateRollConvention STRING
40966 NoUnderlyingPaymentScheduleFixingDateBusinessCenters NUMINGROUP
40967 NoUnderlyingPaymentScheduleInterimExchangeDateBusinessCenters NUMINGROUP
40968 NoUnderlyingPaymentStreamNonDeliverableFixingDatesBizCenters NUMINGROUP
40969 NoUnderlyingPaymentStreamPaymentDateBusinessCenters NUMINGROUP
40970 NoUnderlyingPaymentStreamResetDateBusinessCenters NUMINGROUP
40971 NoUnderlyingPaymentStreamInitialFixingDateBusinessCenters NUMINGROUP
40972 NoUnderlyingPaymentStreamFixingDateBusinessCenters NUMINGROUP
40973 NoUnderlyingStreamCalculationPeriodBusinessCenters NUMINGROUP
40974 NoUnderlyingStreamFirstPeriodStartDateBusinessCenters NUMINGROUP
40975 NoUnderlyingStreamEffectiveDateBusinessCenters NUMINGROUP
40976 NoUnderlyingStreamTerminationDateBusinessCenters NUMINGROUP
40977 NoPaymentScheduleFixingDateBusinessCenters NUMINGROUP
40978 EncodedLegStreamTextLen LENGTH
40979 EncodedLegStreamText DATA
40980 EncodedLegProvisionTextLen LENGTH
40981 EncodedLegProvisionText DATA
40982 EncodedStreamTextLen LENGTH
40983 EncodedStreamText DATA
40984 EncodedPaymentTextLen LENGTH
40985 EncodedPaymentText DATA
40986 EncodedProvisionTextLen LENGTH
40987 EncodedProvisionText DATA
40988 EncodedUnderlyingStreamTextLen LENGTH
40989 EncodedUnderlyingStreamText DATA
40990 LegMarketDisruptionFallbackValue STRING
40991 MarketDisruptionValue STRING
40992 MarketDisruptionFallbackValue STRING
40993 PaymentSubType INT 0 1 2 3 4 5 6 7 8 9 10
40994 NoComplexEventAveragingObservations NUMINGROUP
40995 ComplexEventAveragingObservationNumber INT
40996 ComplexEventAveragingWeight FLOAT
40997 NoComplexEventCreditEvents NUMINGROUP
40998 ComplexEventCreditEventType STRING
40999 ComplexEventCreditEventValue STRING
41000 ComplexEventCreditEventCurrency CURRENCY
41001 ComplexEventCreditEventPeriod INT
41002 ComplexEventCreditEventUnit STRING
41003 ComplexEventCreditEventDayType INT
41004 ComplexEventCreditEventRateSource INT
41005 NoComplexEventCreditEventQualifiers NUMINGROUP
41006 ComplexEventCreditEventQualifier CHAR
41007 NoComplexEventPeriodDateTimes NUMINGROUP
41008 ComplexEventPeriodDate LOCALMKTDATE
41009 ComplexEventPeriodTime LOCALMKTTIME
41010 NoComplexEventPeriods NUMINGROUP
41011 ComplexEventPeriodType INT 0 1 2 3 4 5
41012 ComplexEventBusinessCenter STRING
41013 NoComplexEventRateSources NUMINGROUP
41014 ComplexEventRateSource INT
41015 ComplexEventRateSourceType INT
41016 ComplexEventReferencePage STRING
41017 ComplexEventReferencePageHeading STRING
41018 NoComplexEventDateBusinessCenters NUMINGROUP
41019 ComplexEventDateBusinessCenter STRING
41020 ComplexEventDateUnadjusted LOCALMKTDATE
41021 ComplexEventDateRelativeTo INT
41022 ComplexEventDateOffsetPeriod INT
41023 ComplexEventDateOffsetUnit STRING
41024 ComplexEventDateOffsetDayType INT 0 1 2 3 4 5
41025 ComplexEventDateBusinessDayConvention INT
41026 ComplexEventDateAdjusted LOCALMKTDATE
41027 ComplexEventFixingTime LOCALMKTTIME
41028 ComplexEventFixingTimeBusinessCenter STRING
41029 NoComplexEventCreditEventSources NUMINGROUP
41030 ComplexEventCreditEventSource STRING
41031 NoComplexEventSchedules NUMINGROUP
41032 ComplexEventScheduleStartDate LOCALMKTDATE
41033 ComplexEventScheduleEndDate LOCALMKTDATE
41034 ComplexEventScheduleFrequencyPeriod INT
41035 ComplexEventScheduleFrequencyUnit STRING
41036 ComplexEventScheduleRollConvention STRING
41037 NoDeliverySchedules NUMINGROUP
41038 DeliveryScheduleType INT 0 1 2
41039 DeliveryScheduleXID XID
41040 DeliveryScheduleNotional QTY
41041 DeliveryScheduleNotionalUnitOfMeasure STRING
41042 DeliveryScheduleNotionalCommodityFrequency INT
41043 DeliveryScheduleNegativeTolerance FLOAT
41044 DeliverySchedulePositiveTolerance FLOAT
41045 DeliveryScheduleToleranceUnitOfMeasure STRING
41046 DeliveryScheduleToleranceType INT 0 1
41047 DeliveryScheduleSettlCountry COUNTRY
41048 DeliveryScheduleSettlTimeZone STRING
41049 DeliveryScheduleSettlFlowType INT 0 1 2 3 4 5
41050 DeliveryScheduleSettlHolidaysProcessingInstruction INT 0 1
41051 NoDeliveryScheduleSettlDays NUMINGROUP
41052 DeliveryScheduleSettlDay INT 1 2 3 4 5 6 7 8 9 10
41053 DeliveryScheduleSettlTotalHours INT
41054 NoDeliveryScheduleSettlTimes NUMINGROUP
41055 DeliveryScheduleSettlStart STRING
41056 DeliveryScheduleSettlEnd STRING
41057 DeliveryScheduleSettlTimeType INT 0 1
41058 DeliveryStreamType INT 0 1 2
41059 DeliveryStreamPipeline STRING
41060 DeliveryStreamEntryPoint STRING
41061 DeliveryStreamWithdrawalPoint STRING
41062 DeliveryStreamDeliveryPoint STRING
41063 DeliveryStreamDeliveryRestriction INT 1 2 3 4 5
41064 DeliveryStreamDeliveryContingency STRING
41065 DeliveryStreamDeliveryContingentPartySide INT
41066 DeliveryStreamDeliverAtSourceIndicator BOOLEAN
41067 DeliveryStreamRiskApportionment STRING
41068 DeliveryStreamTitleTransferLocation STRING
41069 DeliveryStreamTitleTransferCondition INT 0 1
41070 DeliveryStreamImporterOfRecord STRING
41071 DeliveryStreamNegativeTolerance FLOAT
41072 DeliveryStreamPositiveTolerance FLOAT
41073 DeliveryStreamToleranceUnitOfMeasure STRING
41074 DeliveryStreamToleranceType INT
41075 DeliveryStreamToleranceOptionSide INT 1 2
41076 DeliveryStreamTotalPositiveTolerance PERCENTAGE
41077 DeliveryStreamTotalNegativeTolerance PERCENTAGE
41078 DeliveryStreamNotionalConversionFactor FLOAT
41079 DeliveryStreamTransportEquipment STRING
41080 DeliveryStreamElectingPartySide INT 0 1
41081 NoDeliveryStreamCycles NUMINGROUP
41082 DeliveryStreamCycleDesc STRING
41083 EncodedDeliveryStreamCycleDescLen LENGTH
41084 EncodedDeliveryStreamCycleDesc DATA
41085 NoDeliveryStreamCommoditySources NUMINGROUP
41086 DeliveryStreamCommoditySource STRING
41087 MarketDisruptionProvision INT 0 1 2 3
41088 MarketDisruptionFallbackProvision INT 0 1
41089 MarketDisruptionMaximumDays INT
41090 MarketDisruptionMaterialityPercentage PERCENTAGE
41091 MarketDisruptionMinimumFuturesContracts INT
41092 NoMarketDisruptionEvents NUMINGROUP
41093 MarketDisruptionEvent STRING
41094 NoMarketDisruptionFallbacks NUMINGROUP
41095 MarketDisruptionFallbackType STRING
41096 NoMarketDisruptionFallbackReferencePrices NUMINGROUP
41097 MarketDisruptionFallbackUnderlierType INT 0 1 2 3 4 5 6 7 8 9 10 11
41098 MarketDisruptionFallbackUnderlierSecurityID STRING
41099 MarketDisruptionFallbackUnderlierSecurityIDSource STRING
41100 MarketDisruptionFallbackUnderlierSecurityDesc STRING
41101 EncodedMarketDisruptionFallbackUnderlierSecurityDescLen LENGTH
41102 EncodedMarketDisruptionFallbackUnderlierSecurityDesc DATA
41103 MarketDisruptionFallbackOpenUnits QTY
41104 MarketDisruptionFallbackBasketCurrency CURRENCY
41105 MarketDisruptionFallbackBasketDivisor FLOAT
41106 ExerciseDesc STRING
41107 EncodedExerciseDescLen LENGTH
41108 EncodedExerciseDesc DATA
41109 AutomaticExerciseIndicator BOOLEAN
41110 AutomaticExerciseThresholdRate FLOAT
41111 ExerciseConfirmationMethod INT 0 1 2 3
41112 ManualNoticeBusinessCenter STRING
41113 FallbackExerciseIndicator BOOLEAN
41114 LimitedRightToConfirmIndicator BOOLEAN
41115 ExerciseSplitTicketIndicator BOOLEAN
41116 NoOptionExerciseBusinessCenters NUMINGROUP
41117 OptionExerciseBusinessCenter STRING
41118 OptionExerciseBusinessDayConvention INT
41119 OptionExerciseEarliestDateOffsetDayType INT
41120 OptionExerciseEarliestDateOffsetPeriod INT
41121 OptionExerciseEarliestDateOffsetUnit STRING
41122 OptionExerciseFrequencyPeriod INT
41123 OptionExerciseFrequencyUnit STRING
41124 OptionExerciseStartDateUnadjusted LOCALMKTDATE
41125 OptionExerciseStartDateRelativeTo INT
41126 OptionExerciseStartDateOffsetPeriod INT
41127 OptionExerciseStartDateOffsetUnit STRING
41128 OptionExerciseStartDateOffsetDayType INT
41129 OptionExerciseStartDateAdjusted LOCALMKTDATE
41130 OptionExerciseSkip INT
41131 OptionExerciseNominationDeadline LOCALMKTDATE
41132 OptionExerciseFirstDateUnadjusted LOCALMKTDATE
41133 OptionExerciseLastDateUnadjusted LOCALMKTDATE
41134 OptionExerciseEarliestTime LOCALMKTTIME
41135 OptionExerciseLatestTime LOCALMKTTIME
41136 OptionExerciseTimeBusinessCenter STRING
41137 NoOptionExerciseDates NUMINGROUP
41138 OptionExerciseDate LOCALMKTDATE
41139 OptionExerciseDateType INT 0 1
41140 NoOptionExerciseExpirationDateBusinessCenters NUMINGROUP
41141 OptionExerciseExpirationDateBusinessCenter STRING
41142 OptionExerciseExpirationDateBusinessDayConvention INT
41143 OptionExerciseExpirationDateRelativeTo INT
41144 OptionExerciseExpirationDateOffsetPeriod INT
41145 OptionExerciseExpirationDateOffsetUnit STRING
41146 OptionExerciseExpirationFrequencyPeriod INT
41147 OptionExerciseExpirationFrequencyUnit STRING
41148 OptionExerciseExpirationRollConvention STRING
41149 OptionExerciseExpirationDateOffsetDayType INT
41150 OptionExerciseExpirationTime LOCALMKTTIME
41151 OptionExerciseExpirationTimeBusinessCenter STRING
41152 NoOptionExerciseExpirationDates NUMINGROUP
41153 OptionExerciseExpirationDate LOCALMKTDATE
41154 OptionExerciseExpirationDateType INT
41155 PaymentUnitOfMeasure STRING
41156 PaymentDateRelativeTo INT
41157 PaymentDateOffsetPeriod INT
41158 PaymentDateOffsetUnit STRING
41159 PaymentDateOffsetDayType INT 0 1 2 3 4 5
41160 PaymentForwardStartType INT 0 1 2 3
41161 NoPaymentScheduleFixingDays NUMINGROUP
41162 PaymentScheduleFixingDayOfWeek INT
41163 PaymentScheduleFixingDayNumber INT
41164 PaymentScheduleXID XID
41165 PaymentScheduleXIDRef XIDREF
41166 PaymentScheduleRateCurrency CURRENCY
41167 PaymentScheduleRateUnitOfMeasure STRING
41168 PaymentScheduleRateConversionFactor FLOAT
41169 PaymentScheduleRateSpreadType INT
41170 PaymentScheduleSettlPeriodPrice PRICE
41171 PaymentScheduleSettlPeriodPriceCurrency CURRENCY
41172 PaymentScheduleSettlPeriodPriceUnitOfMeasure STRING
41173 PaymentScheduleStepUnitOfMeasure STRING
41174 PaymentScheduleFixingDayDistribution INT
41175 PaymentScheduleFixingDayCount INT
41176 PaymentScheduleFixingLagPeriod INT
41177 PaymentScheduleFixingLagUnit STRING
41178 PaymentScheduleFixingFirstObservationDateOffsetPeriod INT
41179 PaymentScheduleFixingFirstObservationDateOffsetUnit STRING
41180 PaymentStreamFlatRateIndicator BOOLEAN
41181 PaymentStreamFlatRateAmount AMT
41182 PaymentStreamFlatRateCurrency CURRENCY
41183 PaymentStreamMaximumPaymentAmount AMT
41184 PaymentStreamMaximumPaymentCurrency CURRENCY
41185 PaymentStreamMaximumTransactionAmount AMT
41186 PaymentStreamMaximumTransactionCurrency CURRENCY
41187 PaymentStreamFixedAmountUnitOfMeasure STRING
41188 PaymentStreamTotalFixedAmount AMT
41189 PaymentStreamWorldScaleRate FLOAT
41190 PaymentStreamContractPrice PRICE
41191 PaymentStreamContractPriceCurrency CURRENCY
41192 NoPaymentStreamPricingBusinessCenters NUMINGROUP
41193 PaymentStreamPricingBusinessCenter STRING
41194 PaymentStreamRateIndex2CurvePeriod INT
41195 PaymentStreamRateIndex2CurveUnit STRING
41196 PaymentStreamRateIndexLocation STRING
41197 PaymentStreamRateIndexLevel QTY
41198 PaymentStreamRateIndexUnitOfMeasure STRING
41199 PaymentStreamSettlLevel INT 0 1 2 3
41200 PaymentStreamReferenceLevel QTY
41201 PaymentStreamReferenceLevelUnitOfMeasure STRING
41202 PaymentStreamReferenceLevelEqualsZeroIndicator BOOLEAN
41203 PaymentStreamRateSpreadCurrency CURRENCY
41204 PaymentStreamRateSpreadUnitOfMeasure STRING
41205 PaymentStreamRateConversionFactor FLOAT
41206 PaymentStreamRateSpreadType INT 0 1
41207 PaymentStreamLastResetRate PERCENTAGE
41208 PaymentStreamFinalRate PERCENTAGE
41209 PaymentStreamCalculationLagPeriod INT
41210 PaymentStreamCalculationLagUnit STRING
41211 PaymentStreamFirstObservationDateOffsetPeriod INT
41212 PaymentStreamFirstObservationDateOffsetUnit STRING
41213 PaymentStreamPricingDayType INT
41214 PaymentStreamPricingDayDistribution INT 0 1 2 3
41215 PaymentStreamPricingDayCount INT
41216 PaymentStreamPricingBusinessCalendar STRING
41217 PaymentStreamPricingBusinessDayConvention INT
41218 DeliveryStreamRiskApportionmentSource STRING
41219 LegDeliveryStreamRiskApportionmentSource STRING
41220 NoPaymentStreamPaymentDates NUMINGROUP
41221 PaymentStreamPaymentDate LOCALMKTDATE
41222 PaymentStreamPaymentDateType INT
41223 PaymentStreamMasterAgreementPaymentDatesIndicator BOOLEAN
41224 NoPaymentStreamPricingDates NUMINGROUP
41225 PaymentStreamPricingDate LOCALMKTDATE
41226 PaymentStreamPricingDateType INT
41227 NoPaymentStreamPricingDays NUMINGROUP
41228 PaymentStreamPricingDayOfWeek INT 0 1 2 3 4 5 6 7
41229 PaymentStreamPricingDayNumber INT
41230 NoPricingDateBusinessCenters NUMINGROUP
41231 PricingDateBusinessCenter STRING
41232 PricingDateUnadjusted LOCALMKTDATE
41233 PricingDateBusinessDayConvention INT
41234 PricingDateAdjusted LOCALMKTDATE
41235 PricingTime LOCALMKTTIME
41236 PricingTimeBusinessCenter STRING
41237 NoStreamAssetAttributes NUMINGROUP
41238 StreamAssetAttributeType STRING
41239 StreamAssetAttributeValue STRING
41240 StreamAssetAttributeLimit STRING
41241 NoStreamCalculationPeriodDates NUMINGROUP
41242 StreamCalculationPeriodDate LOCALMKTDATE
41243 StreamCalculationPeriodDateType INT
41244 StreamCalculationPeriodDatesXID XID
41245 StreamCalculationPeriodDatesXIDRef XIDREF
41246 StreamCalculationBalanceOfFirstPeriod BOOLEAN
41247 StreamCalculationCorrectionPeriod INT
41248 StreamCalculationCorrectionUnit STRING
41249 NoStreamCommoditySettlBusinessCenters NUMINGROUP
41250 StreamCommoditySettlBusinessCenter STRING
41251 StreamCommodityBase STRING
41252 StreamCommodityType STRING
41253 StreamCommoditySecurityID STRING
41254 StreamCommoditySecurityIDSource STRING
41255 StreamCommodityDesc STRING
41256 EncodedStreamCommodityDescLen LENGTH
41257 EncodedStreamCommodityDesc DATA
41258 StreamCommodityUnitOfMeasure STRING
41259 StreamCommodityCurrency CURRENCY
41260 StreamCommodityExchange EXCHANGE
41261 StreamCommodityRateSource INT
41262 StreamCommodityRateReferencePage STRING
41263 StreamCommodityRateReferencePageHeading STRING
41264 StreamDataProvider STRING
41265 StreamCommodityPricingType STRING
41266 StreamCommodityNearbySettlDayPeriod INT
41267 StreamCommodityNearbySettlDayUnit STRING Wk Mo
41268 StreamCommoditySettlDateUnadjusted LOCALMKTDATE
41269 StreamCommoditySettlDateBusinessDayConvention INT
41270 StreamCommoditySettlDateAdjusted LOCALMKTDATE
41271 StreamCommoditySettlMonth INT
41272 StreamCommoditySettlDateRollPeriod INT
41273 StreamCommoditySettlDateRollUnit STRING D
41274 StreamCommoditySettlDayType INT
41275 StreamCommodityXID XID
41276 StreamCommodityXIDRef XIDREF
41277 NoStreamCommodityAltIDs NUMINGROUP
41278 StreamCommodityAltID STRING
41279 StreamCommodityAltIDSource STRING
41280 NoStreamCommodityDataSources NUMINGROUP
41281 StreamCommodityDataSourceID STRING
41282 StreamCommodityDataSourceIDType INT 0 1 2 3
41283 NoStreamCommoditySettlDays NUMINGROUP
41284 StreamCommoditySettlDay INT
41285 StreamCommoditySettlTotalHours INT
41286 NoStreamCommoditySettlTimes NUMINGROUP
41287 StreamCommoditySettlStart STRING
41288 StreamCommoditySettlEnd STRING
41289 NoStreamCommoditySettlPeriods NUMINGROUP
41290 StreamCommoditySettlCountry COUNTRY
41291 StreamCommoditySettlTimeZone STRING
41292 StreamCommoditySettlFlowType INT
41293 StreamCommoditySettlPeriodNotional QTY
41294 StreamCommoditySettlPeriodNotionalUnitOfMeasure STRING
41295 StreamCommoditySettlPeriodFrequencyPeriod INT
41296 StreamCommoditySettlPeriodFrequencyUnit STRING
41297 StreamCommoditySettlPeriodPrice PRICE
41298 StreamCommoditySettlPeriodPriceUnitOfMeasure STRING
41299 StreamCommoditySettlPeriodPriceCurrency CURRENCY
41300 StreamCommoditySettlHolidaysProcessingInstruction INT
41301 StreamCommoditySettlPeriodXID XID
41302 StreamCommoditySettlPeriodXIDRef XIDREF
41303 StreamXID XID
41304 PaymentLegRefID STRING
41305 StreamNotionalXIDRef XIDREF
41306 StreamNotionalFrequencyPeriod INT
41307 StreamNotionalFrequencyUnit STRING
41308 StreamNotionalCommodityFrequency INT 0 1 2 3 4 5 6
41309 StreamNotionalUnitOfMeasure STRING
41310 StreamTotalNotional QTY
41311 StreamTotalNotionalUnitOfMeasure STRING
41312 NoMandatoryClearingJurisdictions NUMINGROUP
41313 MandatoryClearingJurisdiction STRING
41314 UnderlyingProtectionTermXIDRef XIDREF
41315 UnderlyingSettlTermXIDRef XIDREF
41316 NoLegAdditionalTermBondRefs NUMINGROUP
41317 LegAdditionalTermBondSecurityID STRING
41318 LegAdditionalTermBondSecurityIDSource STRING
41319 LegAdditionalTermBondDesc STRING
41320 EncodedLegAdditionalTermBondDescLen LENGTH
41321 EncodedLegAdditionalTermBondDesc DATA
41322 LegAdditionalTermBondCurrency CURRENCY
41323 LegAdditionalTermBondIssuer STRING
41324 EncodedLegAdditionalTermBondIssuerLen LENGTH
41325 EncodedLegAdditionalTermBondIssuer DATA
41326 LegAdditionalTermBondSeniority STRING
41327 LegAdditionalTermBondCouponType INT
41328 LegAdditionalTermBondCouponRate PERCENTAGE
41329 LegAdditionalTermBondMaturityDate LOCALMKTDATE
41330 LegAdditionalTermBondParValue AMT
41331 LegAdditionalTermBondCurrentTotalIssuedAmount AMT
41332 LegAdditionalTermBondCouponFrequencyPeriod INT
41333 LegAdditionalTermBondCouponFrequencyUnit STRING
41334 LegAdditionalTermBondDayCount INT
41335 NoLegAdditionalTerms NUMINGROUP
41336 LegAdditionalTermConditionPrecedentBondIndicator BOOLEAN
41337 LegAdditionalTermDiscrepancyClauseIndicator BOOLEAN
41338 UnderlyingMarketDisruptionValue STRING
41339 UnderlyingMarketDisruptionFallbackValue STRING
41340 NoUnderlyingAdditionalTermBondRefs NUMINGROUP
41341 UnderlyingAdditionalTermBondSecurityID STRING
41342 NoLegCashSettlDealers NUMINGROUP
41343 LegCashSettlDealer STRING
41344 NoLegCashSettlTerms NUMINGROUP
41345 LegCashSettlCurrency CURRENCY
41346 LegCasSettlValuationFirstBusinessDayOffset INT
41347 LegCashSettlValuationSubsequentBusinessDaysOffset INT
41348 LegCashSettlNumOfValuationDates INT
41349 LegCashSettlValuationTime LOCALMKTTIME
41350 LegCashSettlBusinessCenter STRING
41351 LegCashSettlQuoteMethod INT
41352 LegCashSettlQuoteAmount AMT
41353 LegCashSettlQuoteCurrency CURRENCY
41354 LegCashSettlMinimumQuoteAmount AMT
41355 LegCashSettlMinimumQuoteCurrency CURRENCY
41356 LegCashSettlBusinessDays INT
41357 LegCashSettlAmount AMT
41358 LegCashSettlRecoveryFactor FLOAT
41359 LegCashSettlFixedTermIndicator BOOLEAN
41360 LegCashSettlAccruedInterestIndicator BOOLEAN
41361 LegCashSettlValuationMethod INT
41362 LegCashSettlTermXID XID
41363 NoLegComplexEventAveragingObservations NUMINGROUP
41364 LegComplexEventAveragingObservationNumber INT
41365 LegComplexEventAveragingWeight FLOAT
41366 NoLegComplexEventCreditEvents NUMINGROUP
41367 LegComplexEventCreditEventType STRING
41368 LegComplexEventCreditEventValue STRING
41369 LegComplexEventCreditEventCurrency CURRENCY
41370 LegComplexEventCreditEventPeriod INT
41371 LegComplexEventCreditEventUnit STRING
41372 LegComplexEventCreditEventDayType INT
41373 LegComplexEventCreditEventRateSource INT
41374 NoLegComplexEventCreditEventQualifiers NUMINGROUP
41375 LegComplexEventCreditEventQualifier CHAR
41376 NoLegComplexEventPeriodDateTimes NUMINGROUP
41377 LegComplexEventPeriodDate LOCALMKTDATE
41378 LegComplexEventPeriodTime LOCALMKTTIME
41379 NoLegComplexEventPeriods NUMINGROUP
41380 LegComplexEventPeriodType INT
41381 LegComplexEventBusinessCenter STRING
41382 NoLegComplexEventRateSources NUMINGROUP
41383 LegComplexEventRateSource INT
41384 LegComplexEventRateSourceType INT
41385 LegComplexEventReferencePage STRING
41386 LegComplexEvenReferencePageHeading STRING
41387 NoLegComplexEventDateBusinessCenters NUMINGROUP
41388 LegComplexEventDateBusinessCenter STRING
41389 LegComplexEventDateUnadjusted LOCALMKTDATE
41390 LegComplexEventDateRelativeTo INT
41391 LegComplexEventDateOffsetPeriod INT
41392 LegComplexEventDateOffsetUnit STRING
41393 LegComplexEventDateOffsetDayType INT
41394 LegComplexEventDateBusinessDayConvention INT
41395 LegComplexEventDateAdjusted LOCALMKTDATE
41396 LegComplexEventFixingTime LOCALMKTTIME
41397 LegComplexEventFixingTimeBusinessCenter STRING
41398 NoLegComplexEventCreditEventSources NUMINGROUP
41399 LegComplexEventCreditEventSource STRING
41400 NoLegComplexEventSchedules NUMINGROUP
41401 LegComplexEventScheduleStartDate LOCALMKTDATE
41402 LegComplexEventScheduleEndDate LOCALMKTDATE
41403 LegComplexEventScheduleFrequencyPeriod INT
41404 LegComplexEventScheduleFrequencyUnit STRING
41405 LegComplexEventScheduleRollConvention STRING
41406 ProvisionCashSettlQuoteReferencePage STRING
41407 LegProvisionCashSettlQuoteReferencePage STRING
41408 NoLegDeliverySchedules NUMINGROUP
41409 LegDeliveryScheduleType INT
41410 LegDeliveryScheduleXID XID
41411 LegDeliveryScheduleNotional QTY
41412 LegDeliveryScheduleNotionalUnitOfMeasure STRING
41413 LegDeliveryScheduleNotionalCommodityFrequency INT
41414 LegDeliveryScheduleNegativeTolerance FLOAT
41415 LegDeliverySchedulePositiveTolerance FLOAT
41416 LegDeliveryScheduleToleranceUnitOfMeasure STRING
41417 LegDeliveryScheduleToleranceType INT
41418 LegDeliveryScheduleSettlCountry COUNTRY
41419 LegDeliveryScheduleSettlTimeZone STRING
41420 LegDeliveryScheduleSettlFlowType INT
41421 LegDeliveryScheduleSettlHolidaysProcessingInstruction INT
41422 NoLegDeliveryScheduleSettlDays NUMINGROUP
41423 LegDeliveryScheduleSettlDay INT
41424 LegDeliveryScheduleSettlTotalHours INT
41425 NoLegDeliveryScheduleSettlTimes NUMINGROUP
41426 LegDeliveryScheduleSettlStart STRING
41427 LegDeliveryScheduleSettlEnd STRING
41428 LegDeliveryScheduleSettlTimeType INT
41429 LegDeliveryStreamType INT
41430 LegDeliveryStreamPipeline STRING
41431 LegDeliveryStreamEntryPoint STRING
41432 LegDeliveryStreamWithdrawalPoint STRING
41433 LegDeliveryStreamDeliveryPoint STRING
41434 LegDeliveryStreamDeliveryRestriction INT
41435 LegDeliveryStreamDeliveryContingency STRING
41436 LegDeliveryStreamDeliveryContingentPartySide INT
41437 LegDeliveryStreamDeliverAtSourceIndicator BOOLEAN
41438 LegDeliveryStreamRiskApportionment STRING
41439 LegDeliveryStreamTitleTransferLocation STRING
41440 LegDeliveryStreamTitleTransferCondition INT
41441 LegDeliveryStreamImporterOfRecord STRING
41442 LegDeliveryStreamNegativeTolerance FLOAT
41443 LegDeliveryStreamPositiveTolerance FLOAT
41444 LegDeliveryStreamToleranceUnitOfMeasure STRING
41445 LegDeliveryStreamToleranceType INT
41446 LegDeliveryStreamToleranceOptionSide INT
41447 LegDeliveryStreamTotalPositiveTolerance PERCENTAGE
41448 LegDeliveryStreamTotalNegativeTolerance PERCENTAGE
41449 LegDeliveryStreamNotionalConversionFactor FLOAT
41450 LegDeliveryStreamTransportEquipment STRING
41451 LegDeliveryStreamElectingPartySide INT
41452 NoLegStreamAssetAttributes NUMINGROUP
41453 LegStreamAssetAttributeType STRING
41454 LegStreamAssetAttributeValue STRING
41455 LegStreamAssetAttributeLimit STRING
41456 NoLegDeliveryStreamCycles NUMINGROUP
41457 LegDeliveryStreamCycleDesc STRING
41458 EncodedLegDeliveryStreamCycleDescLen LENGTH
41459 EncodedLegDeliveryStreamCycleDesc DATA
41460 NoLegDeliveryStreamCommoditySources NUMINGROUP
41461 LegDeliveryStreamCommoditySource STRING
41462 LegMarketDisruptionProvision INT
41463 LegMarketDisruptionFallbackProvision INT
41464 LegMarketDisruptionMaximumDays INT
41465 LegMarketDisruptionMaterialityPercentage PERCENTAGE
41466 LegMarketDisruptionMinimumFuturesContracts INT
41467 NoLegMarketDisruptionEvents NUMINGROUP
41468 LegMarketDisruptionEvent STRING
41469 NoLegMarketDisruptionFallbacks NUMINGROUP
41470 LegMarketDisruptionFallbackType STRING
41471 NoLegMarketDisruptionFallbackReferencePrices NUMINGROUP
41472 LegMarketDisruptionFallbackUnderlierType INT
41473 LegMarketDisruptionFallbackUnderlierSecurityID STRING
41474 LegMarketDisruptionFallbackUnderlierSecurityIDSource STRING
41475 LegMarketDisruptionFallbackUnderlierSecurityDesc STRING
41476 EncodedLegMarketDisruptionFallbackUnderlierSecurityDescLen LENGTH
41477 EncodedLegMarketDisruptionFallbackUnderlierSecurityDesc DATA
41478 LegMarketDisruptionFallbackOpenUnits QTY
41479 LegMarketDisruptionFallbackBasketCurrency CURRENCY
41480 LegMarketDisruptionFallbackBasketDivisor FLOAT
41481 LegExerciseDesc STRING
41482 EncodedLegExerciseDescLen LENGTH
41483 EncodedLegExerciseDesc DATA
41484 LegAutomaticExerciseIndicator BOOLEAN
41485 LegAutomaticExerciseThresholdRate FLOAT
41486 LegExerciseConfirmationMethod INT
41487 LegManualNoticeBusinessCenter STRING
41488 LegFallbackExerciseIndicator BOOLEAN
41489 LegLimitRightToConfirmIndicator BOOLEAN
41490 LegExerciseSplitTicketIndicator BOOLEAN
41491 NoLegOptionExerciseBusinessCenters NUMINGROUP
41492 LegOptionExerciseBusinessCenter STRING
41493 LegOptionExerciseBusinessDayConvention INT
41494 LegOptionExerciseEarliestDateOffsetDayType INT
41495 LegOptionExerciseEarliestDateOffsetPeriod INT
41496 LegOptionExerciseEarliestDateOffsetUnit STRING
41497 LegOptionExerciseFrequencyPeriod INT
41498 LegOptionExerciseFrequencyUnit STRING
41499 LegOptionExerciseStartDateUnadjusted LOCALMKTDATE
41500 LegOptionExerciseStartDateRelativeTo INT
41501 LegOptionExerciseStartDateOffsetPeriod INT
41502 LegOptionExerciseStartDateOffsetUnit STRING
41503 LegOptionExerciseStartDateOffsetDayType INT
41504 LegOptionExerciseStartDateAdjusted LOCALMKTDATE
41505 LegOptionExerciseSkip INT
41506 LegOptionExerciseNominationDeadline LOCALMKTDATE
41507 LegOptionExerciseFirstDateUnadjusted LOCALMKTDATE
41508 LegOptionExerciseLastDateUnadjusted LOCALMKTDATE
41509 LegOptionExerciseEarliestTime LOCALMKTTIME
41510 LegOptionExerciseLatestTime LOCALMKTTIME
41511 LegOptionExerciseTimeBusinessCenter STRING
41512 NoLegOptionExerciseDates NUMINGROUP
41513 LegOptionExerciseDate LOCALMKTDATE
41514 LegOptionExerciseDateType INT
41515 NoLegOptionExerciseExpirationDateBusinessCenters NUMINGROUP
41516 LegOptionExerciseExpirationDateBusinessCenter STRING
41517 LegOptionExerciseExpirationDateBusinessDayConvention INT
41518 LegOptionExerciseExpirationDateRelativeTo INT
41519 LegOptionExerciseExpirationDateOffsetPeriod INT
41520 LegOptionExerciseExpirationDateOffsetUnit STRING
41521 LegOptionExerciseExpirationFrequencyPeriod INT
41522 LegOptionExerciseExpirationFrequencyUnit STRING
41523 LegOptionExerciseExpirationRollConvention STRING
41524 LegOptionExerciseExpirationDateOffsetDayType INT
41525 LegOptionExerciseExpirationTime LOCALMKTTIME
41526 LegOptionExerciseExpirationTimeBusinessCenter STRING
41527 NoLegOptionExerciseExpirationDates NUMINGROUP
41528 LegOptionExerciseExpirationDate LOCALMKTDATE
41529 LegOptionExerciseExpirationDateType INT
41530 NoLegPaymentScheduleFixingDays NUMINGROUP
41531 LegPaymentScheduleFixingDayOfWeek INT
41532 LegPaymentScheduleFixingDayNumber INT
41533 LegPaymentScheduleXID XID
41534 LegPaymentScheduleXIDRef XIDREF
41535 LegPaymentScheduleRateCurrency CURRENCY
41536 LegPaymentScheduleRateUnitOfMeasure STRING
41537 LegPaymentScheduleRateConversionFactor FLOAT
41538 LegPaymentScheduleRateSpreadType INT
41539 LegPaymentScheduleSettlPeriodPrice PRICE
41540 LegPaymentScheduleSettlPeriodPriceCurrency CURRENCY
41541 LegPaymentScheduleSettlPeriodPriceUnitOfMeasure STRING
41542 LegPaymentScheduleStepUnitOfMeasure STRING
41543 LegPaymentScheduleFixingDayDistribution INT
41544 LegPaymentScheduleFixingDayCount INT
41545 LegPaymentScheduleFixingLagPeriod INT
41546 LegPaymentScheduleFixingLagUnit STRING
41547 LegPaymentScheduleFixingFirstObservationDateOffsetPeriod INT
41548 LegPaymentScheduleFixingFirstObservationDateOffsetUnit STRING
41549 LegPaymentStreamFlatRateIndicator BOOLEAN
41550 LegPaymentStreamFlatRateAmount AMT
41551 LegPaymentStreamFlatRateCurrency CURRENCY
41552 LegStreamMaximumPaymentAmount AMT
41553 LegStreamMaximumPaymentCurrency CURRENCY
41554 LegStreamMaximumTransactionAmount AMT
41555 LegStreamMaximumTransactionCurrency CURRENCY
41556 LegPaymentStreamFixedAmountUnitOfMeasure STRING
41557 LegPaymentStreamTotalFixedAmount AMT
41558 LegPaymentStreamWorldScaleRate FLOAT
41559 LegPaymentStreamContractPrice PRICE
41560 LegPaymentStreamContractPriceCurrency CURRENCY
41561 NoLegPaymentStreamPricingBusinessCenters NUMINGROUP
41562 LegPaymentStreamPricingBusinessCenter STRING
41563 LegPaymentStreamRateIndex2CurveUnit STRING
41564 LegPaymentStreamRateIndex2CurvePeriod INT
41565 LegPaymentStreamRateIndexLocation STRING
41566 LegPaymentStreamRateIndexLevel QTY
41567 LegPaymentStreamRateIndexUnitOfMeasure STRING
41568 LegPaymentStreamSettlLevel INT
41569 LegPaymentStreamReferenceLevel QTY
41570 LegPaymentStreamReferenceLevelUnitOfMeasure STRING
41571 LegPaymentStreamReferenceLevelEqualsZeroIndicator BOOLEAN
41572 LegPaymentStreamRateSpreadCurrency CURRENCY
41573 LegPaymentStreamRateSpreadUnitOfMeasure STRING
41574 LegPaymentStreamRateConversionFactor FLOAT
41575 LegPaymentStreamRateSpreadType INT
41576 LegPaymentStreamLastResetRate PERCENTAGE
41577 LegPaymentStreamFinalRate PERCENTAGE
41578 LegPaymentStreamCalculationLagPeriod INT
41579 LegPaymentStreamCalculationLagUnit STRING
41580 LegPaymentStreamFirstObservationDateOffsetPeriod INT
41581 LegPaymentStreamFirstObservationDateOffsetUnit STRING
41582 LegPaymentStreamPricingDayType INT
41583 LegPaymentStreamPricingDayDistribution INT
41584 LegPaymentStreamPricingDayCount INT
41585 LegPaymentStreamPricingBusinessCalendar STRING
41586 LegPaymentStreamPricingBusinessDayConvention INT
41587 UnderlyingDeliveryStreamRiskApportionmentSource STRING
41588 StreamCommoditySettlTimeType INT
41589 NoLegPaymentStreamPaymentDates NUMINGROUP
41590 LegPaymentStreamPaymentDate LOCALMKTDATE
41591 LegPaymentStreamPaymentDateType INT
41592 LegPaymentStreamMasterAgreementPaymentDatesIndicator BOOLEAN
41593 NoLegPaymentStreamPricingDates NUMINGROUP
41594 LegPaymentStreamPricingDate LOCALMKTDATE
41595 LegPaymentStreamPricingDateType INT
41596 NoLegPaymentStreamPricingDays NUMINGROUP
41597 LegPaymentStreamPricingDayOfWeek INT
41598 LegPaymentStreamPricingDayNumber INT
41599 NoLegPhysicalSettlTerms NUMINGROUP
41600 LegPhysicalSettlTermXID XID
41601 LegPhysicalSettlCurency CURRENCY
41602 LegPhysicalSettlBusinessDays INT
41603 LegPhysicalSettlMaximumBusinessDays INT
41604 NoLegPhysicalSettlDeliverableObligations NUMINGROUP
41605 LegPhysicalSettlDeliverableObligationType STRING
41606 LegPhysicalSettlDeliverableObligationValue STRING
41607 NoLegPricingDateBusinessCenters NUMINGROUP
41608 LegPricingDateBusinessCenter STRING
41609 LegPricingDateUnadjusted LOCALMKTDATE
41610 LegPricingDateBusinessDayConvention INT
41611 LegPricingDateAdjusted LOCALMKTDATE
41612 LegPricingTime LOCALMKTTIME
41613 LegPricingTimeBusinessCenter STRING
41614 NoLegProtectionTermEventNewsSources NUMINGROUP
41615 LegProtectionTermEventNewsSource STRING
41616 NoLegProtectionTerms NUMINGROUP
41617 LegProtectionTermXID XID
41618 LegProtectionTermNotional AMT
41619 LegProtectionTermCurrency CURRENCY
41620 LegProtectionTermSellerNotifies BOOLEAN
41621 LegProtectionTermBuyerNotifies BOOLEAN
41622 LegProtectionTermEventBusinessCenter STRING
41623 LegProtectionTermStandardSources BOOLEAN
41624 LegProtectionTermEventMinimumSources INT
41625 NoLegProtectionTermEvents NUMINGROUP
41626 LegProtectionTermEventType STRING
41627 LegProtectionTermEventValue STRING
41628 LegProtectionTermEventCurrency CURRENCY
41629 LegProtectionTermEventPeriod INT
41630 LegProtectionTermEventUnit STRING
41631 LegProtectionTermEventDayType INT
41632 LegProtectionTermEventRateSource STRING
41633 NoLegProtectionTermEventQualifiers NUMINGROUP
41634 LegProtectionTermEventQualifier CHAR
41635 NoLegProtectionTermObligations NUMINGROUP
41636 LegProtectionTermObligationType STRING
41637 LegProtectionTermObligationValue STRING
41638 NoLegStreamCalculationPeriodDates NUMINGROUP
41639 LegStreamCalculationPeriodDate LOCALMKTDATE
41640 LegStreamCalculationPeriodDateType INT
41641 LegStreamCalculationPeriodDatesXID XID
41642 LegStreamCalculationPeriodDatesXIDRef XIDREF
41643 LegStreamCalculationBalanceOfFirstPeriod BOOLEAN
41644 LegStreamCalculationCorrectionPeriod INT
41645 LegStreamCalculationCorrectionUnit STRING
41646 NoLegStreamCommoditySettlBusinessCenters NUMINGROUP
41647 LegStreamCommoditySettlBusinessCenter STRING
41648 LegStreamCommodityBase STRING
41649 LegStreamCommodityType STRING
41650 LegStreamCommoditySecurityID STRING
41651 LegStreamCommoditySecurityIDSource STRING
41652 LegStreamCommodityDesc STRING
41653 EncodedLegStreamCommodityDescLen LENGTH
41654 EncodedLegStreamCommodityDesc DATA
41655 LegStreamCommodityUnitOfMeasure STRING
41656 LegStreamCommodityCurrency CURRENCY
41657 LegStreamCommodityExchange EXCHANGE
41658 LegStreamCommodityRateSource INT
41659 LegStreamCommodityRateReferencePage STRING
41660 LegStreamCommodityRateReferencePageHeading STRING
41661 LegStreamDataProvider STRING
41662 LegStreamCommodityPricingType STRING
41663 LegStreamCommodityNearbySettlDayPeriod INT
41664 LegStreamCommodityNearbySettlDayUnit STRING
41665 LegStreamCommoditySettlDateUnadjusted LOCALMKTDATE
41666 LegStreamCommoditySettlDateBusinessDayConvention INT
41667 LegStreamCommoditySettlDateAdjusted LOCALMKTDATE
41668 LegStreamCommoditySettlMonth INT
41669 LegStreamCommoditySettlDateRollPeriod INT
41670 LegStreamCommoditySettlDateRollUnit STRING
41671 LegStreamCommoditySettlDayType INT
41672 LegStreamCommodityXID XID
41673 LegStreamCommodityXIDRef XIDREF
41674 NoLegStreamCommodityAltIDs NUMINGROUP
41675 LegStreamCommodityAltID STRING
41676 LegStreamCommodityAltIDSource STRING
41677 NoLegStreamCommodityDataSources NUMINGROUP
41678 LegStreamCommodityDataSourceID STRING
41679 LegStreamCommodityDataSourceIDType INT
41680 NoLegStreamCommoditySettlDays NUMINGROUP
41681 LegStreamCommoditySettlDay INT
41682 LegStreamCommoditySettlTotalHours INT
41683 NoLegStreamCommoditySettlTimes NUMINGROUP
41684 LegStreamCommoditySettlStart STRING
41685 LegStreamCommoditySettlEnd STRING
41686 NoLegStreamCommoditySettlPeriods NUMINGROUP
41687 LegStreamCommoditySettlCountry COUNTRY
41688 LegStreamCommoditySettlTimeZone STRING
41689 LegStreamCommoditySettlFlowType INT
41690 LegStreamCommoditySettlPeriodNotional QTY
41691 LegStreamCommoditySettlPeriodNotionalUnitOfMeasure STRING
41692 LegStreamCommoditySettlPeriodFrequencyPeriod INT
41693 LegStreamCommoditySettlPeriodFrequencyUnit STRING
41694 LegStreamCommoditySettlPeriodPrice PRICE
41695 LegStreamCommoditySettlPeriodPriceUnitOfMeasure STRING
41696 LegStreamCommoditySettlPeriodPriceCurrency CURRENCY
41697 LegStreamCommoditySettlHolidaysProcessingInstruction INT
41698 LegStreamCommoditySettlPeriodXID XID
41699 LegStreamCommoditySettlPeriodXIDRef XIDREF
41700 LegStreamXID XID
41701 UnderlyingAdditionalTermBondSecurityIDSource STRING
41702 LegStreamNotionalXIDRef XIDREF
41703 LegStreamNotionalFrequencyPeriod INT
41704 LegStreamNotionalFrequencyUnit STRING
41705 LegStreamNotionalCommodityFrequency INT
41706 LegStreamNotionalUnitOfMeasure STRING
41707 LegStreamTotalNotional QTY
41708 LegStreamTotalNotionalUnitOfMeasure STRING
41709 UnderlyingAdditionalTermBondDesc STRING
41710 EncodedUnderlyingAdditionalTermBondDescLen LENGTH
41711 EncodedUnderlyingAdditionalTermBondDesc DATA
41712 UnderlyingAdditionalTermBondCurrency CURRENCY
41713 NoUnderlyingComplexEventAveragingObservations NUMINGROUP
41714 UnderlyingComplexEventAveragingObservationNumber INT
41715 UnderlyingComplexEventAveragingWeight FLOAT
41716 NoUnderlyingComplexEventCreditEvents NUMINGROUP
41717 UnderlyingComplexEventCreditEventType STRING
41718 UnderlyingComplexEventCreditEventValue STRING
41719 UnderlyingComplexEventCreditEventCurrency CURRENCY
41720 UnderlyingComplexEventCreditEventPeriod INT
41721 UnderlyingComplexEventCreditEventUnit STRING
41722 UnderlyingComplexEventCreditEventDayType INT
41723 UnderlyingComplexEventCreditEventRateSource INT
41724 NoUnderlyingComplexEventCreditEventQualifiers NUMINGROUP
41725 UnderlyingComplexEventCreditEventQualifier CHAR
41726 NoUnderlyingComplexEventPeriodDateTimes NUMINGROUP
41727 UnderlyingComplexEventPeriodDate LOCALMKTDATE
41728 UnderlyingComplexEventPeriodTime LOCALMKTTIME
41729 NoUnderlyingComplexEventPeriods NUMINGROUP
41730 UnderlyingComplexEventPeriodType INT
41731 UnderlyingComplexEventBusinessCenter STRING
41732 NoUnderlyingComplexEventRateSources NUMINGROUP
41733 UnderlyingComplexEventRateSource INT
41734 UnderlyingComplexEventRateSourceType INT
41735 UnderlyingComplexEventReferencePage STRING
41736 UnderlyingComplexEventReferencePageHeading STRING
41737 NoUnderlyingComplexEventDateBusinessCenters NUMINGROUP
41738 UnderlyingComplexEventDateBusinessCenter STRING
41739 UnderlyingComplexEventDateUnadjusted LOCALMKTDATE
41740 UnderlyingComplexEventDateRelativeTo INT
41741 UnderlyingComplexEventDateOffsetPeriod INT
41742 UnderlyingComplexEventDateOffsetUnit STRING
41743 UnderlyingComplexEventDateOffsetDayType INT
41744 UnderlyingComplexEventDateBusinessDayConvention INT
41745 UnderlyingComplexEventDateAdjusted LOCALMKTDATE
41746 UnderlyingComplexEventFixingTime LOCALMKTTIME
41747 UnderlyingComplexEventFixingTimeBusinessCenter STRING
41748 NoUnderlyingComplexEventCreditEventSources NUMINGROUP
41749 UnderlyingComplexEventCreditEventSource STRING
41750 NoUnderlyingComplexEventSchedules NUMINGROUP
41751 UnderlyingComplexEventScheduleStartDate LOCALMKTDATE
41752 UnderlyingComplexEventScheduleEndDate LOCALMKTDATE
41753 UnderlyingComplexEventScheduleFrequencyPeriod INT
41754 UnderlyingComplexEventScheduleFrequencyUnit STRING
41755 UnderlyingComplexEventScheduleRollConvention STRING
41756 NoUnderlyingDeliverySchedules NUMINGROUP
41757 UnderlyingDeliveryScheduleType INT
41758 UnderlyingDeliveryScheduleXID XID
41759 UnderlyingDeliveryScheduleNotional QTY
41760 UnderlyingDeliveryScheduleNotionalUnitOfMeasure STRING
41761 UnderlyingDeliveryScheduleNotionalCommodityFrequency INT
41762 UnderlyingDeliveryScheduleNegativeTolerance FLOAT
41763 UnderlyingDeliverySchedulePositiveTolerance FLOAT
41764 UnderlyingDeliveryScheduleToleranceUnitOfMeasure STRING
41765 UnderlyingDeliveryScheduleToleranceType INT
41766 UnderlyingDeliveryScheduleSettlCountry COUNTRY
41767 UnderlyingDeliveryScheduleSettlTimeZone STRING
41768 UnderlyingDeliveryScheduleSettlFlowType INT
41769 UnderlyingDeliveryScheduleSettlHolidaysProcessingInstruction INT
41770 NoUnderlyingDeliveryScheduleSettlDays NUMINGROUP
41771 UnderlyingDeliveryScheduleSettlDay INT
41772 UnderlyingDeliveryScheduleSettlTotalHours INT
41773 NoUnderlyingDeliveryScheduleSettlTimes NUMINGROUP
41774 UnderlyingDeliveryScheduleSettlStart STRING
41775 UnderlyingDeliveryScheduleSettlEnd STRING
41776 UnderlyingDeliveryScheduleSettlTimeType INT
41777 UnderlyingDeliveryStreamType INT
41778 UnderlyingDeliveryStreamPipeline STRING
41779 UnderlyingDeliveryStreamEntryPoint STRING
41780 UnderlyingDeliveryStreamWithdrawalPoint STRING
41781 UnderlyingDeliveryStreamDeliveryPoint STRING
41782 UnderlyingDeliveryStreamDeliveryRestriction INT
41783 UnderlyingDeliveryStreamDeliveryContingency STRING
41784 UnderlyingDeliveryStreamDeliveryContingentPartySide INT
41785 UnderlyingDeliveryStreamDeliverAtSourceIndicator BOOLEAN
41786 UnderlyingDeliveryStreamRiskApportionment STRING
41787 UnderlyingDeliveryStreamTitleTransferLocation STRING
41788 UnderlyingDeliveryStreamTitleTransferCondition INT
41789 UnderlyingDeliveryStreamImporterOfRecord STRING
41790 UnderlyingDeliveryStreamNegativeTolerance FLOAT
41791 UnderlyingDeliveryStreamPositiveTolerance FLOAT
41792 UnderlyingDeliveryStreamToleranceUnitOfMeasure STRING
41793 UnderlyingDeliveryStreamToleranceType INT
41794 UnderlyingDeliveryStreamToleranceOptionSide INT
41795 UnderlyingDeliveryStreamTotalPositiveTolerance PERCENTAGE
41796 UnderlyingDeliveryStreamTotalNegativeTolerance PERCENTAGE
41797 UnderlyingDeliveryStreamNotionalConversionFactor FLOAT
41798 UnderlyingDeliveryStreamTransportEquipment STRING
41799 UnderlyingDeliveryStreamElectingPartySide INT
41800 NoUnderlyingStreamAssetAttributes NUMINGROUP
41801 UnderlyingStreamAssetAttributeType STRING
41802 UnderlyingStreamAssetAttributeValue STRING
41803 UnderlyingStreamAssetAttributeLimit STRING
41804 NoUnderlyingDeliveryStreamCycles NUMINGROUP
41805 UnderlyingDeliveryStreamCycleDesc STRING
41806 EncodedUnderlyingDeliveryStreamCycleDescLen LENGTH
41807 EncodedUnderlyingDeliveryStreamCycleDesc DATA
41808 NoUnderlyingDeliveryStreamCommoditySources NUMINGROUP
41809 UnderlyingDeliveryStreamCommoditySource STRING
41810 UnderlyingExerciseDesc STRING
41811 EncodedUnderlyingExerciseDescLen LENGTH
41812 EncodedUnderlyingExerciseDesc DATA
41813 UnderlyingAutomaticExerciseIndicator BOOLEAN
41814 UnderlyingAutomaticExerciseThresholdRate FLOAT
41815 UnderlyingExerciseConfirmationMethod INT
41816 UnderlyingManualNoticeBusinessCenter STRING
41817 UnderlyingFallbackExerciseIndicator BOOLEAN
41818 UnderlyingLimitedRightToConfirmIndicator BOOLEAN
41819 UnderlyingExerciseSplitTicketIndicator BOOLEAN
41820 NoUnderlyingOptionExerciseBusinessCenters NUMINGROUP
41821 UnderlyingOptionExerciseBusinessCenter STRING
41822 UnderlyingOptionExerciseBusinessDayConvention INT
41823 UnderlyingOptionExerciseEarliestDateOffsetDayType INT
41824 UnderlyingOptionExerciseEarliestDateOffsetPeriod INT
41825 UnderlyingOptionExerciseEarliestDateOffsetUnit STRING
41826 UnderlyingOptionExerciseFrequencyPeriod INT
41827 UnderlyingOptionExerciseFrequencyUnit STRING
41828 UnderlyingOptionExerciseStartDateUnadjusted LOCALMKTDATE
41829 UnderlyingOptionExerciseStartDateRelativeTo INT
41830 UnderlyingOptionExerciseStartDateOffsetPeriod INT
41831 UnderlyingOptionExerciseStartDateOffsetUnit STRING
41832 UnderlyingOptionExerciseStartDateOffsetDayType INT
41833 UnderlyingOptionExerciseStartDateAdjusted LOCALMKTDATE
41834 UnderlyingOptionExerciseSkip INT
41835 UnderlyingOptionExerciseNominationDeadline LOCALMKTDATE
41836 UnderlyingOptionExerciseFirstDateUnadjusted LOCALMKTDATE
41837 UnderlyingOptionExerciseLastDateUnadjusted LOCALMKTDATE
41838 UnderlyingOptionExerciseEarliestTime LOCALMKTTIME
41839 UnderlyingOptionExerciseLatestTime LOCALMKTTIME
41840 UnderlyingOptionExerciseTimeBusinessCenter STRING
41841 NoUnderlyingOptionExerciseDates NUMINGROUP
41842 UnderlyingOptionExerciseDate LOCALMKTDATE
41843 UnderlyingOptionExerciseDateType INT
41844 NoUnderlyingOptionExerciseExpirationDateBusinessCenters NUMINGROUP
41845 UnderlyingOptionExerciseExpirationDateBusinessCenter STRING
41846 UnderlyingOptionExerciseExpirationDateBusinessDayConvention INT
41847 UnderlyingOptionExerciseExpirationDateRelativeTo INT
41848 UnderlyingOptionExerciseExpirationDateOffsetPeriod INT
41849 UnderlyingOptionExerciseExpirationDateOffsetUnit STRING
41850 UnderlyingOptionExerciseExpirationFrequencyPeriod INT
41851 UnderlyingOptionExerciseExpirationFrequencyUnit STRING
41852 UnderlyingOptionExerciseExpirationRollConvention STRING
41853 UnderlyingOptionExerciseExpirationDateOffsetDayType INT
41854 UnderlyingOptionExerciseExpirationTime LOCALMKTTIME
41855 UnderlyingOptionExerciseExpirationTimeBusinessCenter STRING
41856 NoUnderlyingOptionExerciseExpirationDates NUMINGROUP
41857 UnderlyingOptionExerciseExpirationDate LOCALMKTDATE
41858 UnderlyingOptionExerciseExpirationDateType INT
41859 UnderlyingMarketDisruptionProvision INT
41860 UnderlyingMarketDisruptionFallbackProvision INT
41861 UnderlyingMarketDisruptionMaximumDays INT
41862 UnderlyingMarketDisruptionMaterialityPercentage PERCENTAGE
41863 UnderlyingMarketDisruptionMinimumFuturesContracts INT
41864 NoUnderlyingMarketDisruptionEvents NUMINGROUP
41865 UnderlyingMarketDisruptionEvent STRING
41866 NoUnderlyingMarketDisruptionFallbacks NUMINGROUP
41867 UnderlyingMarketDisruptionFallbackType STRING
41868 NoUnderlyingMarketDisruptionFallbackReferencePrices NUMINGROUP
41869 UnderlyingMarketDisruptionFallbackUnderlierType INT
41870 UnderlyingMarketDisruptionFallbackUnderlierSecurityID STRING
41871 UnderlyingMarketDisruptionFallbackUnderlierSecurityIDSource STRING
41872 UnderlyingMarketDisruptionFallbackUnderlierSecurityDesc STRING
41873 EncodedUnderlyingMarketDisruptionFallbackUnderlierSecDescLen LENGTH
41874 EncodedUnderlyingMarketDisruptionFallbackUnderlierSecurityDesc DATA
41875 UnderlyingMarketDisruptionFallbackOpenUnits QTY
41876 UnderlyingMarketDisruptionFallbackBasketCurrency CURRENCY
41877 UnderlyingMarketDisruptionFallbackBasketDivisor FLOAT
41878 NoUnderlyingPaymentScheduleFixingDays NUMINGROUP
41879 UnderlyingPaymentScheduleFixingDayOfWeek INT
41880 UnderlyingPaymentScheduleFixingDayNumber INT
41881 UnderlyingPaymentScheduleXID XID
41882 UnderlyingPaymentScheduleXIDRef XIDREF
41883 UnderlyingPaymentScheduleRateCurrency CURRENCY
41884 UnderlyingPaymentScheduleRateUnitOfMeasure STRING
41885 UnderlyingPaymentScheduleRateConversionFactor FLOAT
41886 UnderlyingPaymentScheduleRateSpreadType INT
41887 UnderlyingPaymentScheduleSettlPeriodPrice PRICE
41888 UnderlyingPaymentScheduleSettlPeriodPriceCurrency CURRENCY
41889 UnderlyingPaymentScheduleSettlPeriodPriceUnitOfMeasure STRING
41890 UnderlyingPaymentScheduleStepUnitOfMeasure STRING
41891 UnderlyingPaymentScheduleFixingDayDistribution INT
41892 UnderlyingPaymentScheduleFixingDayCount INT
41893 UnderlyingPaymentScheduleFixingLagPeriod INT
41894 UnderlyingPaymentScheduleFixingLagUnit STRING
41895 UnderlyingPaymentScheduleFixingFirstObservationDateOffsetPeriod INT
41896 UnderlyingPaymentScheduleFixingFirstObservationDateOffsetUnit STRING
41897 UnderlyingPaymentStreamFlatRateIndicator BOOLEAN
41898 UnderlyingPaymentStreamFlatRateAmount AMT
41899 UnderlyingPaymentStreamFlatRateCurrency CURRENCY
41900 UnderlyingPaymentStreamMaximumPaymentAmount AMT
41901 UnderlyingPaymentStreamMaximumPaymentCurrency CURRENCY
41902 UnderlyingPaymentStreamMaximumTransactionAmount AMT
41903 UnderlyingPaymentStreamMaximumTransactionCurrency CURRENCY
41904 UnderlyingPaymentStreamFixedAmountUnitOfMeasure STRING
41905 UnderlyingPaymentStreamTotalFixedAmount AMT
41906 UnderlyingPaymentStreamWorldScaleRate FLOAT
41907 UnderlyingPaymentStreamContractPrice PRICE
41908 UnderlyingPaymentStreamContractPriceCurrency CURRENCY
41909 NoUnderlyingPaymentStreamPricingBusinessCenters NUMINGROUP
41910 UnderlyingPaymentStreamPricingBusinessCenter STRING
41911 UnderlyingPaymentStreamRateIndex2CurveUnit STRING
41912 UnderlyingPaymentStreamRateIndex2CurvePeriod INT
41913 UnderlyingPaymentStreamRateIndexLocation STRING
41914 UnderlyingPaymentStreamRateIndexLevel QTY
41915 UnderlyingPaymentStreamRateIndexUnitOfMeasure STRING
41916 UnderlyingPaymentStreamSettlLevel INT
41917 UnderlyingPaymentStreamReferenceLevel QTY
41918 UnderlyingPaymentStreamReferenceLevelUnitOfMeasure STRING
41919 UnderlyingPaymentStreamReferenceLevelEqualsZeroIndicator BOOLEAN
41920 UnderlyingPaymentStreamRateSpreadCurrency CURRENCY
41921 UnderlyingPaymentStreamRateSpreadUnitOfMeasure STRING
41922 UnderlyingPaymentStreamRateConversionFactor FLOAT
41923 UnderlyingPaymentStreamRateSpreadType INT
41924 UnderlyingPaymentStreamLastResetRate PERCENTAGE
41925 UnderlyingPaymentStreamFinalRate PERCENTAGE
41926 UnderlyingPaymentStreamCalculationLagPeriod INT
41927 UnderlyingPaymentStreamCalculationLagUnit STRING
41928 UnderlyingPaymentStreamFirstObservationDateOffsetPeriod INT
41929 UnderlyingPaymentStreamFirstObservationDateOffsetUnit STRING
41930 UnderlyingPaymentStreamPricingDayType INT
41931 UnderlyingPaymentStreamPricingDayDistribution INT
41932 UnderlyingPaymentStreamPricingDayCount INT
41933 UnderlyingPaymentStreamPricingBusinessCalendar STRING
41934 UnderlyingPaymentStreamPricingBusinessDayConvention INT
41935 LegStreamCommoditySettlTimeType INT
41936 UnderlyingStreamCommoditySettlTimeType INT
41937 NoUnderlyingPaymentStreamPaymentDates NUMINGROUP
41938 UnderlyingPaymentStreamPaymentDate LOCALMKTDATE
41939 UnderlyingPaymentStreamPaymentDateType INT
41940 UnderlyingPaymentStreamMasterAgreementPaymentDatesIndicator BOOLEAN
41941 NoUnderlyingPaymentStreamPricingDates NUMINGROUP
41942 UnderlyingPaymentStreamPricingDate LOCALMKTDATE
41943 UnderlyingPaymentStreamPricingDateType INT
41944 NoUnderlyingPaymentStreamPricingDays NUMINGROUP
41945 UnderlyingPaymentStreamPricingDayOfWeek INT
41946 UnderlyingPaymentStreamPricingDayNumber INT
41947 NoUnderlyingPricingDateBusinessCenters NUMINGROUP
41948 UnderlyingPricingDateBusinessCenter STRING
41949 UnderlyingPricingDateUnadjusted LOCALMKTDATE
41950 UnderlyingPricingDateBusinessDayConvention INT
41951 UnderlyingPricingDateAdjusted LOCALMKTDATE
41952 UnderlyingPricingTime LOCALMKTTIME
41953 UnderlyingPricingTimeBusinessCenter STRING
41954 NoUnderlyingStreamCalculationPeriodDates NUMINGROUP
41955 UnderlyingStreamCalculationPeriodDate LOCALMKTDATE
41956 UnderlyingStreamCalculationPeriodDateType INT
41957 UnderlyingStreamCalculationPeriodDatesXID XID
41958 UnderlyingStreamCalculationPeriodDatesXIDRef XIDREF
41959 UnderlyingStreamCalculationBalanceOfFirstPeriod BOOLEAN
41960 UnderlyingStreamCalculationCorrectionPeriod INT
41961 UnderlyingStreamCalculationCorrectionUnit STRING
41962 NoUnderlyingStreamCommoditySettlBusinessCenters NUMINGROUP
41963 UnderlyingStreamCommoditySettlBusinessCenter STRING
41964 UnderlyingStreamCommodityBase STRING
41965 UnderlyingStreamCommodityType STRING
41966 UnderlyingStreamCommoditySecurityID STRING
41967 UnderlyingStreamCommoditySecurityIDSource STRING
41968 UnderlyingStreamCommodityDesc STRING
41969 EncodedUnderlyingStreamCommodityDescLen LENGTH
41970 EncodedUnderlyingStreamCommodityDesc DATA
41971 UnderlyingStreamCommodityUnitOfMeasure STRING
41972 UnderlyingStreamCommodityCurrency CURRENCY
41973 UnderlyingStreamCommodityExchange EXCHANGE
41974 UnderlyingStreamCommodityRateSource INT
41975 UnderlyingStreamCommodityRateReferencePage STRING
41976 UnderlyingStreamCommodityRateReferencePageHeading STRING
41977 UnderlyingStreamDataProvider STRING
41978 UnderlyingStreamCommodityPricingType STRING
41979 UnderlyingStreamCommodityNearbySettlDayPeriod INT
41980 UnderlyingStreamCommodityNearbySettlDayUnit STRING
41981 UnderlyingStreamCommoditySettlDateUnadjusted LOCALMKTDATE
41982 UnderlyingStreamCommoditySettlDateBusinessDayConvention INT
41983 UnderlyingStreamCommoditySettlDateAdjusted LOCALMKTDATE
41984 UnderlyingStreamCommoditySettlMonth INT
41985 UnderlyingStreamCommoditySettlDateRollPeriod INT
41986 UnderlyingStreamCommoditySettlDateRollUnit STRING
41987 UnderlyingStreamCommoditySettlDayType INT
41988 UnderlyingStreamCommodityXID XID
41989 UnderlyingStreamCommodityXIDRef XIDREF
41990 NoUnderlyingStreamCommodityAltIDs NUMINGROUP
41991 UnderlyingStreamCommodityAltID STRING
41992 UnderlyingStreamCommodityAltIDSource STRING
41993 NoUnderlyingStreamCommodityDataSources NUMINGROUP
41994 UnderlyingStreamCommodityDataSourceID STRING
41995 UnderlyingStreamCommodityDataSourceIDType INT
41996 NoUnderlyingStreamCommoditySettlDays NUMINGROUP
41997 UnderlyingStreamCommoditySettlDay INT
41998 UnderlyingStreamCommoditySettlTotalHours INT
41999 NoUnderlyingStreamCommoditySettlTimes NUMINGROUP
42000 UnderlyingStreamCommoditySettlStart STRING
42001 UnderlyingStreamCommoditySettlEnd STRING
42002 NoUnderlyingStreamCommoditySettlPeriods NUMINGROUP
42003 UnderlyingStreamCommoditySettlCountry COUNTRY
42004 UnderlyingStreamCommoditySettlTimeZone STRING
42005 UnderlyingStreamCommoditySettlFlowType INT
42006 UnderlyingStreamCommoditySettlPeriodNotional QTY
42007 UnderlyingStreamCommoditySettlPeriodNotionalUnitOfMeasure STRING
42008 UnderlyingStreamCommoditySettlPeriodFrequencyPeriod INT
42009 UnderlyingStreamCommoditySettlPeriodFrequencyUnit STRING
42010 UnderlyingStreamCommoditySettlPeriodPrice PRICE
42011 UnderlyingStreamCommoditySettlPeriodPriceUnitOfMeasure STRING
42012 UnderlyingStreamCommoditySettlPeriodPriceCurrency CURRENCY
42013 UnderlyingStreamCommoditySettlHolidaysProcessingInstruction INT
42014 UnderlyingStreamCommoditySettlPeriodXID XID
42015 UnderlyingStreamCommoditySettlPeriodXIDRef XIDREF
42016 UnderlyingStreamXID XID
42017 UnderlyingAdditionalTermBondIssuer STRING
42018 UnderlyingStreamNotionalXIDRef XIDREF
42019 UnderlyingStreamNotionalFrequencyPeriod INT
42020 UnderlyingStreamNotionalFrequencyUnit STRING
42021 UnderlyingStreamNotionalCommodityFrequency INT
42022 UnderlyingStreamNotionalUnitOfMeasure STRING
42023 UnderlyingStreamTotalNotional QTY
42024 UnderlyingStreamTotalNotionalUnitOfMeasure STRING
42025 EncodedUnderlyingAdditionalTermBondIssuerLen LENGTH
42026 EncodedUnderlyingAdditionalTermBondIssuer DATA
42027 UnderlyingAdditionalTermBondSeniority STRING
42028 UnderlyingAdditionalTermBondCouponType INT
42029 UnderlyingAdditionalTermBondCouponRate PERCENTAGE
42030 UnderlyingAdditionalTermBondMaturityDate LOCALMKTDATE
42031 UnderlyingAdditionalTermBondParValue AMT
42032 UnderlyingAdditionalTermBondCurrentTotalIssuedAmount AMT
42033 UnderlyingAdditionalTermBondCouponFrequencyPeriod INT
42034 UnderlyingAdditionalTermBondCouponFrequencyUnit STRING
42035 UnderlyingAdditionalTermBondDayCount INT
42036 NoUnderlyingAdditionalTerms NUMINGROUP
42037 UnderlyingAdditionalTermConditionPrecedentBondIndicator BOOLEAN
42038 UnderlyingAdditionalTermDiscrepancyClauseIndicator BOOLEAN
42039 NoUnderlyingCashSettlDealers NUMINGROUP
42040 UnderlyingCashSettlDealer STRING
42041 NoUnderlyingCashSettlTerms NUMINGROUP
42042 UnderlyingCashSettlCurrency CURRENCY
42043 UnderlyingCashSettlValuationFirstBusinessDayOffset INT
42044 UnderlyingCashSettlValuationSubsequentBusinessDaysOffset INT
42045 UnderlyingCashSettlNumOfValuationDates INT
42046 UnderlyingCashSettlValuationTime LOCALMKTTIME
42047 UnderlyingCashSettlBusinessCenter STRING
42048 UnderlyingCashSettlQuoteMethod INT
42049 UnderlyingCashSettlQuoteAmount AMT
42050 UnderlyingCashSettlQuoteCurrency CURRENCY
42051 UnderlyingCashSettlMinimumQuoteAmount AMT
42052 UnderlyingCashSettlMinimumQuoteCurrency CURRENCY
42053 UnderlyingCashSettlBusinessDays INT
42054 UnderlyingCashSettlAmount AMT
42055 UnderlyingCashSettlRecoveryFactor FLOAT
42056 UnderlyingCashSettlFixedTermIndicator BOOLEAN
42057 UnderlyingCashSettlAccruedInterestIndicator BOOLEAN
42058 UnderlyingCashSettlValuationMethod INT
42059 UnderlyingCashSettlTermXID XID
42060 NoUnderlyingPhysicalSettlTerms NUMINGROUP
42061 UnderlyingPhysicalSettlCurrency CURRENCY
42062 UnderlyingPhysicalSettlBusinessDays INT
42063 UnderlyingPhysicalSettlMaximumBusinessDays INT
42064 UnderlyingPhysicalSettlTermXID XID
42065 NoUnderlyingPhysicalSettlDeliverableObligations NUMINGROUP
42066 UnderlyingPhysicalSettlDeliverableObligationType STRING
42067 UnderlyingPhysicalSettlDeliverableObligationValue STRING
42068 NoUnderlyingProtectionTerms NUMINGROUP
42069 UnderlyingProtectionTermNotional AMT
42070 UnderlyingProtectionTermCurrency CURRENCY
42071 UnderlyingProtectionTermSellerNotifies BOOLEAN
42072 UnderlyingProtectionTermBuyerNotifies BOOLEAN
42073 UnderlyingProtectionTermEventBusinessCenter STRING
42074 UnderlyingProtectionTermStandardSources BOOLEAN
42075 UnderlyingProtectionTermEventMinimumSources INT
42076 UnderlyingProtectionTermXID XID
42077 NoUnderlyingProtectionTermEvents NUMINGROUP
42078 UnderlyingProtectionTermEventType STRING
42079 UnderlyingProtectionTermEventValue STRING
42080 UnderlyingProtectionTermEventCurrency CURRENCY
42081 UnderlyingProtectionTermEventPeriod INT
42082 UnderlyingProtectionTermEventUnit STRING
42083 UnderlyingProtectionTermEventDayType INT
42084 UnderlyingProtectionTermEventRateSource STRING
42085 NoUnderlyingProtectionTermEventQualifiers NUMINGROUP
42086 UnderlyingProtectionTermEventQualifier CHAR
42087 NoUnderlyingProtectionTermObligations NUMINGROUP
42088 UnderlyingProtectionTermObligationType STRING
42089 UnderlyingProtectionTermObligationValue STRING
42090 NoUnderlyingProtectionTermEventNewsSources NUMINGROUP
42091 UnderlyingProtectionTermEventNewsSource STRING
42092 UnderlyingProvisionCashSettlPaymentDateBusinessDayConvention INT
42093 UnderlyingProvisionCashSettlPaymentDateRelativeTo INT
42094 UnderlyingProvisionCashSettlPaymentDateOffsetPeriod INT
42095 UnderlyingProvisionCashSettlPaymentDateOffsetUnit STRING
42096 UnderlyingProvisionCashSettlPaymentDateOffsetDayType INT
42097 UnderlyingProvisionCashSettlPaymentDateRangeFirst LOCALMKTDATE
42098 UnderlyingProvisionCashSettlPaymentDateRangeLast LOCALMKTDATE
42099 NoUnderlyingProvisionCashSettlPaymentDates NUMINGROUP
42100 UnderlyingProvisionCashSettlPaymentDate LOCALMKTDATE
42101 UnderlyingProvisionCashSettlPaymentDateType INT
42102 UnderlyingProvisionCashSettlQuoteSource INT
42103 UnderlyingProvisionCashSettlQuoteReferencePage STRING
42104 UnderlyingProvisionCashSettlValueTime LOCALMKTTIME
42105 UnderlyingProvisionCashSettlValueTimeBusinessCenter STRING
42106 UnderlyingProvisionCashSettlValueDateBusinessDayConvention INT
42107 UnderlyingProvisionCashSettlValueDateRelativeTo INT
42108 UnderlyingProvisionCashSettlValueDateOffsetPeriod INT
42109 UnderlyingProvisionCashSettlValueDateOffsetUnit STRING
42110 UnderlyingProvisionCashSettlValueDateOffsetDayType INT
42111 UnderlyingProvisionCashSettlValueDateAdjusted LOCALMKTDATE
42112 NoUnderlyingProvisionOptionExerciseFixedDates NUMINGROUP
42113 UnderlyingProvisionOptionExerciseFixedDate LOCALMKTDATE
42114 UnderlyingProvisionOptionExerciseFixedDateType INT
42115 UnderlyingProvisionOptionExerciseBusinessDayConvention INT
42116 UnderlyingProvisionOptionExerciseEarliestDateOffsetPeriod INT
42117 UnderlyingProvisionOptionExerciseEarliestDateOffsetUnit STRING
42118 UnderlyingProvisionOptionExerciseFrequencyPeriod INT
42119 UnderlyingProvisionOptionExerciseFrequencyUnit STRING
42120 UnderlyingProvisionOptionExerciseStartDateUnadjusted LOCALMKTDATE
42121 UnderlyingProvisionOptionExerciseStartDateRelativeTo INT
42122 UnderlyingProvisionOptionExerciseStartDateOffsetPeriod INT
42123 UnderlyingProvisionOptionExerciseStartDateOffsetUnit STRING
42124 UnderlyingProvisionOptionExerciseStartDateOffsetDayType INT
42125 UnderlyingProvisionOptionExerciseStartDateAdjusted LOCALMKTDATE
42126 UnderlyingProvisionOptionExercisePeriodSkip INT
42127 UnderlyingProvisionOptionExerciseBoundsFirstDateUnadjusted LOCALMKTDATE
42128 UnderlyingProvisionOptionExerciseBoundsLastDateUnadjusted LOCALMKTDATE
42129 UnderlyingProvisionOptionExerciseEarliestTime LOCALMKTTIME
42130 UnderlyingProvisionOptionExerciseEarliestTimeBusinessCenter STRING
42131 UnderlyingProvisionOptionExerciseLatestTime LOCALMKTTIME
42132 UnderlyingProvisionOptionExerciseLatestTimeBusinessCenter STRING
42133 UnderlyingProvisionOptionExpirationDateUnadjusted LOCALMKTDATE
42134 UnderlyingProvisionOptionExpirationDateBusinessDayConvention INT
42135 UnderlyingProvisionOptionExpirationDateRelativeTo INT
42136 UnderlyingProvisionOptionExpirationDateOffsetPeriod INT
42137 UnderlyingProvisionOptionExpirationDateOffsetUnit STRING
42138 UnderlyingProvisionOptionExpirationDateOffsetDayType INT
42139 UnderlyingProvisionOptionExpirationDateAdjusted LOCALMKTDATE
42140 UnderlyingProvisionOptionExpirationTime LOCALMKTTIME
42141 UnderlyingProvisionOptionExpirationTimeBusinessCenter STRING
42142 UnderlyingProvisionOptionRelevantUnderlyingDateUnadjusted LOCALMKTDATE
42143 UnderlyingProvisionOptionRelevantUnderlyingDateBizDayConvention INT
42144 UnderlyingProvisionOptionRelevantUnderlyingDateRelativeTo INT
42145 UnderlyingProvisionOptionRelevantUnderlyingDateOffsetPeriod INT
42146 UnderlyingProvisionOptionRelevantUnderlyingDateOffsetUnit STRING
42147 UnderlyingProvisionOptionRelevantUnderlyingDateOffsetDayType INT
42148 UnderlyingProvisionOptionRelevantUnderlyingDateAdjusted LOCALMKTDATE
42149 NoUnderlyingProvisions NUMINGROUP
42150 UnderlyingProvisionType INT
42151 UnderlyingProvisionDateUnadjusted LOCALMKTDATE
42152 UnderlyingProvisionDateBusinessDayConvention INT
42153 UnderlyingProvisionDateAdjusted LOCALMKTDATE
42154 UnderlyingProvisionDateTenorPeriod INT
42155 UnderlyingProvisionDateTenorUnit STRING
42156 UnderlyingProvisionCalculationAgent INT
42157 UnderlyingProvisionOptionSinglePartyBuyerSide INT
42158 UnderlyingProvisionOptionSinglePartySellerSide INT
42159 UnderlyingProvisionOptionExerciseStyle INT
42160 UnderlyingProvisionOptionExerciseMultipleNotional AMT
42161 UnderlyingProvisionOptionExerciseMinimumNotional AMT
42162 UnderlyingProvisionOptionExerciseMaximumNotional AMT
42163 UnderlyingProvisionOptionMinimumNumber INT
42164 UnderlyingProvisionOptionMaximumNumber INT
42165 UnderlyingProvisionOptionExerciseConfirmation BOOLEAN
42166 UnderlyingProvisionCashSettlMethod INT
42167 UnderlyingProvisionCashSettlCurrency CURRENCY
42168 UnderlyingProvisionCashSettlCurrency2 CURRENCY
42169 UnderlyingProvisionCashSettlQuoteType INT
42170 UnderlyingProvisionText STRING
42171 EncodedUnderlyingProvisionTextLen LENGTH
42172 EncodedUnderlyingProvisionText DATA
42173 NoUnderlyingProvisionPartyIDs NUMINGROUP
42174 UnderlyingProvisionPartyID STRING
42175 UnderlyingProvisionPartyIDSource CHAR
42176 UnderlyingProvisionPartyRole INT
42177 NoUnderlyingProvisionPartySubIDs NUMINGROUP
42178 UnderlyingProvisionPartySubID STRING
42179 UnderlyingProvisionPartySubIDType INT
42180 NoUnderlyingProvisionCashSettlPaymentDateBusinessCenters NUMINGROUP
42181 UnderlyingProvisionCashSettlPaymentDateBusinessCenter STRING
42182 NoUnderlyingProvisionCashSettlValueDateBusinessCenters NUMINGROUP
42183 UnderlyingProvisionCashSettlValueDateBusinessCenter STRING
42184 NoUnderlyingProvisionOptionExerciseBusinessCenters NUMINGROUP
42185 UnderlyingProvisionOptionExerciseBusinessCenter STRING
42186 NoUnderlyingProvisionOptionExpirationDateBusinessCenters NUMINGROUP
42187 UnderlyingProvisionOptionExpirationDateBusinessCenter STRING
42188 NoUnderlyingProvisionOptionRelevantUnderlyingDateBusinessCenters NUMINGROUP
42189 UnderlyingProvisionOptionRelevantUnderlyingDateBusinessCenter STRING
42190 NoUnderlyingProvisionDateBusinessCenters NUMINGROUP
42191 UnderlyingProvisionDateBusinessCenter STRING
42192 DeliveryStreamDeliveryPointSource INT 0 1
42193 DeliveryStreamDeliveryPointDesc STRING
42194 LegDeliveryStreamDeliveryPointSource INT
42195 LegDeliveryStreamDeliveryPointDesc STRING
42196 UnderlyingDeliveryStreamDeliveryPointSource INT
42197 UnderlyingDeliveryStreamDeliveryPointDesc STRING
42198 NoLegContractualDefinitions NUMINGROUP
42199 LegContractualDefinition STRING
42200 NoLegFinancingTermSupplements NUMINGROUP
42201 LegFinancingTermSupplementDesc STRING
42202 LegFinancingTermSupplementDate LOCALMKTDATE
42203 NoLegContractualMatrices NUMINGROUP
42204 LegContractualMatrixSource STRING
42205 LegContractualMatrixDate LOCALMKTDATE
42206 LegContractualMatrixTerm STRING
42207 CashSettlDateUnadjusted LOCALMKTDATE
42208 CashSettlDateBusinessDayConvention INT
42209 CashSettlDateRelativeTo INT
42210 CashSettlDateOffsetPeriod INT
42211 CashSettlDateOffsetUnit STRING
42212 CashSettlDateOffsetDayType INT
42213 CashSettlDateAdjusted LOCALMKTDATE
42214 NoCashSettlDateBusinessCenters NUMINGROUP
42215 CashSettlDateBusinessCenter STRING
42216 CashSettlPriceSource STRING
42217 CashSettlPriceDefault INT 0 1
42218 DividendFloatingRateIndex STRING
42219 DividendFloatingRateIndexCurvePeriod INT
42220 DividendFloatingRateIndexCurveUnit STRING
42221 DividendFloatingRateMultiplier FLOAT
42222 DividendFloatingRateSpread PRICEOFFSET
42223 DividendFloatingRateSpreadPositionType INT
42224 DividendFloatingRateTreatment INT
42225 DividendCapRate PERCENTAGE
42226 DividendCapRateBuySide INT
42227 DividendCapRateSellSide INT
42228 DividendFloorRate PERCENTAGE
42229 DividendFloorRateBuySide INT
42230 DividendFloorRateSellSide INT
42231 DividendInitialRate PERCENTAGE
42232 DividendFinalRateRoundingDirection CHAR
42233 DividendFinalRatePrecision INT
42234 DividendAveragingMethod INT
42235 DividendNegativeRateTreatment INT
42236 NoDividendAccrualPaymentDateBusinessCenters NUMINGROUP
42237 DividendAccrualPaymentDateBusinessCenter STRING
42238 DividendAccrualPaymentDateRelativeTo INT
42239 DividendAccrualPaymentDateOffsetPeriod INT
42240 DividendAccrualPaymentDateOffsetUnit STRING
42241 DividendAccrualPaymentDateOffsetDayType INT
42242 DividendAccrualPaymentDateUnadjusted LOCALMKTDATE
42243 DividendAccrualPaymeentDateBusinessDayConvention INT
42244 DividendAccrualPaymentDateAdjusted LOCALMKTDATE
42245 DividendReinvestmentIndicator BOOLEAN
42246 DividendEntitlementEvent INT 0 1
42247 DividendAmountType INT 0 1 2 3
42248 DividendUnderlierRefID STRING
42249 ExtraordinaryDividendPartySide INT
42250 ExtraordinaryDividendAmountType INT
42251 ExtraordinaryDividendCurrency CURRENCY
42252 ExtraordinaryDividendDeterminationMethod STRING
42253 DividendAccrualFixedRate PERCENTAGE
42254 DividendCompoundingMethod INT
42255 DividendNumOfIndexUnits INT
42256 DividendCashPercentage PERCENTAGE
42257 DividendCashEquivalentPercentage PERCENTAGE
42258 NonCashDividendTreatment INT 0 1
42259 DividendComposition INT 0 1
42260 SpecialDividendsIndicator BOOLEAN
42261 MaterialDividendsIndicator BOOLEAN
42262 OptionsExchangeDividendsIndicator BOOLEAN
42263 AdditionalDividendsIndicator BOOLEAN
42264 AllDividendsIndicator BOOLEAN
42265 DividendFXTriggerDateRelativeTo INT
42266 DividendFXTriggerDateOffsetPeriod INT
42267 DividendFXTriggerDateOffsetUnit STRING
42268 DividendFXTriggerDateOffsetDayType INT
42269 DividendFXTriggerDateUnadjusted LOCALMKTDATE
42270 DividendFXTriggerDateBusinessDayConvention INT
42271 DividendFXTriggerDateAdjusted LOCALMKTDATE
42272 NoDividendFXTriggerDateBusinessCenters NUMINGROUP
42273 DividendFXTriggerDateBusinessCenter STRING
42274 NoDividendPeriods NUMINGROUP
42275 DividendPeriodSequence INT
42276 DividendPeriodStartDateUnadjusted LOCALMKTDATE
42277 DividendPeriodEndDateUnadjusted LOCALMKTDATE
42278 DividendPeriodUnderlierRefID STRING
42279 DividendPeriodStrikePrice PRICE
42280 DividendPeriodBusinessDayConvention INT
42281 DividendPeriodValuationDateUnadjusted LOCALMKTDATE
42282 DividendPeriodValuationDateRelativeTo INT
42283 DividendPeriodValuationDateOffsetPeriod INT
42284 DividendPeriodValuationDateOffsetUnit STRING
42285 DividendPeriodValuationDateOffsetDayType INT
42286 DividendPeriodValuationDateAdjusted LOCALMKTDATE
42287 DividendPeriodPaymentDateUnadjusted LOCALMKTDATE
42288 DividendPeriodPaymentDateRelativeTo INT
42289 DividendPeriodPaymentDateOffsetPeriod INT
42290 DividendPeriodPaymentDateOffsetUnit STRING
42291 DividendPeriodPaymentDateOffsetDayType INT
42292 DividendPeriodPaymentDateAdjusted LOCALMKTDATE
42293 DividendPeriodXID XID
42294 NoDividendPeriodBusinessCenters NUMINGROUP
42295 DividendPeriodBusinessCenter STRING
42296 NoExtraordinaryEvents NUMINGROUP
42297 ExtraordinaryEventType STRING
42298 ExtraordinaryEventValue STRING
42299 LegCashSettlDateUnadjusted LOCALMKTDATE
42300 LegCashSettlDateBusinessDayConvention INT
42301 LegCashSettlDateRelativeTo INT
42302 LegCashSettlDateOffsetPeriod INT
42303 LegCashSettlDateOffsetUnit STRING
42304 LegCashSettlDateOffsetDayType INT
42305 LegCashSettlDateAdjusted LOCALMKTDATE
42306 NoLegCashSettlDateBusinessCenters NUMINGROUP
42307 LegCashSettlDateBusinessCenter STRING
42308 LegCashSettlPriceSource STRING
42309 LegCashSettlPriceDefault INT
42310 NoLegDividendAccrualPaymentDateBusinessCenters NUMINGROUP
42311 LegDividendAccrualPaymentDateBusinessCenter STRING
42312 LegDividendFloatingRateIndex STRING
42313 LegDividendFloatingRateIndexCurvePeriod INT
42314 LegDividendFloatingRateIndexCurveUnit STRING
42315 LegDividendFloatingRateMultiplier FLOAT
42316 LegDividendFloatingRateSpread PRICEOFFSET
42317 LegDividendFloatingRateSpreadPositionType INT
42318 LegDividendFloatingRateTreatment INT
42319 LegDividendCapRate PERCENTAGE
42320 LegDividendCapRateBuySide INT
42321 LegDividendCapRateSellSide INT
42322 LegDividendFloorRate PERCENTAGE
42323 LegDividendFloorRateBuySide INT
42324 LegDividendFloorRateSellSide INT
42325 LegDividendInitialRate PERCENTAGE
42326 LegDividendFinalRateRoundingDirection CHAR
42327 LegDividendFinalRatePrecision INT
42328 LegDividendAveragingMethod INT
42329 LegDividendNegativeRateTreatment INT
42330 LegDividendAccrualPaymentDateRelativeTo INT
42331 LegDividendAccrualPaymentDateOffsetPeriod INT
42332 LegDividendAccrualPaymentDateOffsetUnit STRING
42333 LegDividendAccrualPaymentDateOffsetDayType INT
42334 LegDividendAccrualPaymentDateUnadjusted LOCALMKTDATE
42335 LegDividendAccrualPaymentDateBusinessDayConvention INT
42336 LegDividendAccrualPaymentDateAdjusted LOCALMKTDATE
42337 LegDividendReinvestmentIndicator BOOLEAN
42338 LegDividendEntitlementEvent INT
42339 LegDividendAmountType INT
42340 LegDividendUnderlierRefID STRING
42341 LegExtraordinaryDividendPartySide INT
42342 LegExtraordinaryDividendAmountType INT
42343 LegExtraordinaryDividendCurrency CURRENCY
42344 LegExtraordinaryDividendDeterminationMethod STRING
42345 LegDividendAccrualFixedRate PERCENTAGE
42346 LegDividendCompoundingMethod INT
42347 LegDividendNumOfIndexUnits INT
42348 LegDividendCashPercentage PERCENTAGE
42349 LegDividendCashEquivalentPercentage PERCENTAGE
42350 LegNonCashDividendTreatment INT
42351 LegDividendComposition INT
42352 LegSpecialDividendsIndicator BOOLEAN
42353 LegMaterialDividendsIndicator BOOLEAN
42354 LegOptionsExchangeDividendsIndicator BOOLEAN
42355 LegAdditionalDividendsIndicator BOOLEAN
42356 LegAllDividendsIndicator BOOLEAN
42357 LegDividendFXTriggerDateRelativeTo INT
42358 LegDividendFXTriggerDateOffsetPeriod INT
42359 LegDividendFXTriggerDateOffsetUnit STRING
42360 LegDividendFXTriggerDateOffsetDayType INT
42361 LegDividendFXTriggerDateUnadjusted LOCALMKTDATE
42362 LegDividendFXTriggerDateBusinessDayConvention INT
42363 LegDividendFXTriggerDateAdjusted LOCALMKTDATE
42364 NoLegDividendFXTriggerDateBusinessCenters NUMINGROUP
42365 LegDividendFXTriggerDateBusinessCenter STRING
42366 NoLegDividendPeriods NUMINGROUP
42367 LegDividendPeriodSequence INT
42368 LegDividendPeriodStartDateUnadjusted LOCALMKTDATE
42369 LegDividendPeriodEndDateUnadjusted LOCALMKTDATE
42370 LegDividendPeriodUnderlierRefID STRING
42371 LegDividendPeriodStrikePrice PRICE
42372 LegDividendPeriodBusinessDayConvention INT
42373 LegDividendPeriodValuationDateUnadjusted LOCALMKTDATE
42374 LegDividendPeriodValuationDateRelativeTo INT
42375 LegDividendPeriodValuationDateOffsetPeriod INT
42376 LegDividendPeriodValuationDateOffsetUnit STRING
42377 LegDividendPeriodValuationDateOffsetDayType INT
42378 LegDividendPeriodValuationDateAdjusted LOCALMKTDATE
42379 LegDividendPeriodPaymentDateUnadjusted LOCALMKTDATE
42380 LegDividendPeriodPaymentDateRelativeTo INT
42381 LegDividendPeriodPaymentDateOffsetPeriod INT
42382 LegDividendPeriodPaymentDateOffsetUnit STRING
42383 LegDividendPeriodPaymentDateOffsetDayType INT
42384 LegDividendPeriodPaymentDateAdjusted LOCALMKTDATE
42385 LegDividendPeriodXID XID
42386 NoLegDividendPeriodBusinessCenters NUMINGROUP
42387 LegDividendPeriodBusinessCenter STRING
42388 NoLegExtraordinaryEvents NUMINGROUP
42389 LegExtraordinaryEventType STRING
42390 LegExtraordinaryEventValue STRING
42391 LegSettlMethodElectingPartySide INT
42392 LegMakeWholeDate LOCALMKTDATE
42393 LegMakeWholeAmount AMT
42394 LegMakeWholeBenchmarkCurveName STRING
42395 LegMakeWholeBenchmarkCurvePoint STRING
42396 LegMakeWholeRecallSpread PRICEOFFSET
42397 LegMakeWholeBenchmarkQuote INT
42398 LegMakeWholeInterpolationMethod INT
42399 LegPaymentStreamCashSettlIndicator BOOLEAN
42400 LegPaymentStreamCompoundingXIDRef XIDREF
42401 LegPaymentStreamCompoundingSpread PRICEOFFSET
42402 LegPaymentStreamInterpolationMethod INT
42403 LegPaymentStreamInterpolationPeriod INT
42404 LegPaymentStreamCompoundingFixedRate FLOAT
42405 NoLegPaymentStreamCompoundingDates NUMINGROUP
42406 LegPaymentStreamCompoundingDate LOCALMKTDATE
42407 LegPaymentStreamCompoundingDateType INT
42408 LegPaymentStreamCompoundingDatesBusinessDayConvention INT
42409 LegPaymentStreamCompoundingDatesRelativeTo INT
42410 LegPaymentStreamCompoundingDatesOffsetPeriod INT
42411 LegPaymentStreamCompoundingDatesOffsetUnit STRING
42412 LegPaymentStreamCompoundingDatesOffsetDayType INT
42413 LegPaymentStreamCompoundingPeriodSkip INT
42414 LegPaymentStreamCompoundingFrequencyPeriod INT
42415 LegPaymentStreamCompoundingFrequencyUnit STRING
42416 LegPaymentStreamCompoundingRollConvention STRING
42417 LegPaymentStreamBoundsFirstDateUnadjusted LOCALMKTDATE
42418 LegPaymentStreamBoundsLastDateUnadjusted LOCALMKTDATE
42419 NoLegPaymentStreamCompoundingDatesBusinessCenters NUMINGROUP
42420 LegPaymentStreamCompoundingDatesBusinessCenter STRING
42421 LegPaymentStreamCompoundingEndDateUnadjusted LOCALMKTDATE
42422 LegPaymentStreamCompoundingEndDateRelativeTo INT
42423 LegPaymentStreamCompoundingEndDateOffsetPeriod INT
42424 LegPaymentStreamCompoundingEndDateOffsetUnit STRING
42425 LegPaymentStreamCompoundingEndDateOffsetDayType INT
42426 LegPaymentStreamCompoundingEndDateAdjusted LOCALMKTDATE
42427 LegPaymentStreamCompoundingRateIndex STRING
42428 LegPaymentStreamCompoundingRateIndexCurvePeriod INT
42429 LegPaymentStreamCompoundingRateIndexCurveUnit STRING
42430 LegPaymentStreamCompoundingRateMultiplier FLOAT
42431 LegPaymentStreamCompoundingRateSpread PRICEOFFSET
42432 LegPaymentStreamCompoundingRateSpreadPositionType INT
42433 LegPaymentStreamCompoundingRateTreatment INT
42434 LegPaymentStreamCompoundingCapRate PERCENTAGE
42435 LegPaymentStreamCompoundingCapRateBuySide INT
42436 LegPaymentStreamCompoundingCapRateSellSide INT
42437 LegPaymentStreamCompoundingFloorRate PERCENTAGE
42438 LegPaymentStreamCompoundingFloorRateBuySide INT
42439 LegPaymentStreamCompoundingFloorRateSellSide INT
42440 LegPaymentStreamCompoundingInitialRate PERCENTAGE
42441 LegPaymentStreamCompoundingFinalRateRoundingDirection CHAR
42442 LegPaymentStreamCompoundingFinalRatePrecision INT
42443 LegPaymentStreamCompoundingAveragingMethod INT
42444 LegPaymentStreamCompoundingNegativeRateTreatment INT
42445 LegPaymentStreamCompoundingStartDateUnadjusted LOCALMKTDATE
42446 LegPaymentStreamCompoundingStartDateRelativeTo INT
42447 LegPaymentStreamCompoundingStartDateOffsetPeriod INT
42448 LegPaymentStreamCompoundingStartDateOffsetUnit STRING
42449 LegPaymentStreamCompoundingStartDateOffsetDayType INT
42450 LegPaymentStreamCompoundingStartDateAdjusted LOCALMKTDATE
42451 LegPaymentStreamFormulaImageLength LENGTH
42452 LegPaymentStreamFormulaImage DATA
42453 LegPaymentStreamFinalPricePaymentDateUnadjusted LOCALMKTDATE
42454 LegPaymentStreamFinalPricePaymentDateRelativeTo INT
42455 LegPaymentStreamFinalPricePaymentDateOffsetPeriod INT
42456 LegPaymentStreamFinalPricePaymentDateOffsetUnit STRING
42457 LegPaymentStreamFinalPricePaymentDateOffsetDayType INT
42458 LegPaymentStreamFinalPricePaymentDateAdjusted LOCALMKTDATE
42459 NoLegPaymentStreamFixingDates NUMINGROUP
42460 LegPaymentStreamFixingDate LOCALMKTDATE
42461 LegPaymentStreamFixingDateType INT
42462 LegPaymentStreamFirstObservationDateUnadjusted LOCALMKTDATE
42463 LegPaymentStreamFirstObservationDateRelativeTo INT
42464 LegPaymentStreamFirstObservationDateOffsetDayType INT
42465 LegPaymentStreamFirstObservationDateAdjusted LOCALMKTDATE
42466 LegPaymentStreamUnderlierRefID STRING
42467 LegReturnRateNotionalReset BOOLEAN
42468 LegPaymentStreamLinkInitialLevel PRICE
42469 LegPaymentStreamLinkClosingLevelIndicator BOOLEAN
42470 LegPaymentStreamLinkExpiringLevelIndicator BOOLEAN
42471 LegPaymentStreamLinkEstimatedTradingDays INT
42472 LegPaymentStreamLinkStrikePrice PRICE
42473 LegPaymentStreamLinkStrikePriceType INT
42474 LegPaymentStreamLinkMaximumBoundary FLOAT
42475 LegPaymentStreamLinkMinimumBoundary FLOAT
42476 LegPaymentStreamLinkNumberOfDataSeries INT
42477 LegPaymentStreamVarianceUnadjustedCap FLOAT
42478 LegPaymentStreamRealizedVarianceMethod INT
42479 LegPaymentStreamDaysAdjustmentIndicator BOOLEAN
42480 LegPaymentStreamNearestExchangeContractRefID STRING
42481 LegPaymentStreamVegaNotionalAmount FLOAT
42482 LegPaymentStreamFormulaCurrency CURRENCY
42483 LegPaymentStreamFormulaCurrencyDeterminationMethod STRING
42484 LegPaymentStreamFormulaReferenceAmount INT
42485 NoLegPaymentStreamFormulas NUMINGROUP
42486 LegPaymentStreamFormula XMLDATA
42487 LegPaymentStreamFormulaDesc STRING
42488 LegPaymentStubEndDateUnadjusted LOCALMKTDATE
42489 LegPaymentStubEndDateBusinessDayConvention INT
42490 LegPaymentStubEndDateRelativeTo INT
42491 LegPaymentStubEndDateOffsetPeriod INT
42492 LegPaymentStubEndDateOffsetUnit STRING
42493 LegPaymentStubEndDateOffsetDayType INT
42494 LegPaymentStubEndDateAdjusted LOCALMKTDATE
42495 NoLegPaymentStubEndDateBusinessCenters NUMINGROUP
42496 LegPaymentStubEndDateBusinessCenter STRING
42497 LegPaymentStubStartDateUnadjusted LOCALMKTDATE
42498 LegPaymentStubStartDateBusinessDayConvention INT
42499 LegPaymentStubStartDateRelativeTo INT
42500 LegPaymentStubStartDateOffsetPeriod INT
42501 LegPaymentStubStartDateOffsetUnit STRING
42502 LegPaymentStubStartDateOffsetDayType INT
42503 LegPaymentStubStartDateAdjusted LOCALMKTDATE
42504 NoLegPaymentStubStartDateBusinessCenters NUMINGROUP
42505 LegPaymentStubStartDateBusinessCenter STRING
42506 LegProvisionBreakFeeElection INT
42507 LegProvisionBreakFeeRate PERCENTAGE
42508 NoLegReturnRateDates NUMINGROUP
42509 LegReturnRateDateMode INT
42510 LegReturnRateValuationDateRelativeTo INT
42511 LegReturnRateValuationDateOffsetPeriod INT
42512 LegReturnRateValuationDateOffsetUnit STRING
42513 LegReturnRateValuationDateOffsetDayType INT
42514 LegReturnRateValuationStartDateUnadjusted LOCALMKTDATE
42515 LegReturnRateValuationStartDateRelativeTo INT
42516 LegReturnRateValuationStartDateOffsetPeriod INT
42517 LegReturnRateValuationStartDateOffsetUnit STRING
42518 LegReturnRateValuationStartDateOffsetDayType INT
42519 LegReturnRateValuationStartDateAdjusted LOCALMKTDATE
42520 LegReturnRateValuationEndDateUnadjusted LOCALMKTDATE
42521 LegReturnRateValuationEndDateRelativeTo INT
42522 LegReturnRateValuationEndDateOffsetPeriod INT
42523 LegReturnRateValuationEndDateOffsetUnit STRING
42524 LegReturnRateValuationEndDateOffsetDayType INT
42525 LegReturnRateValuationEndDateAdjusted LOCALMKTDATE
42526 LegReturnRateValuationFrequencyPeriod INT
42527 LegReturnRateValuationFrequencyUnit STRING
42528 LegReturnRateValuationFrequencyRollConvention STRING
42529 LegReturnRateValuationDateBusinessDayConvention INT
42530 NoLegReturnRateFXConversions NUMINGROUP
42531 LegReturnRateFXCurrencySymbol STRING
42532 LegReturnRateFXRate FLOAT
42533 LegReturnRateFXRateCalc CHAR
42534 NoLegReturnRates NUMINGROUP
42535 LegReturnRatePriceSequence INT
42536 LegReturnRateCommissionBasis CHAR
42537 LegReturnRateCommissionAmount AMT
42538 LegReturnRateCommissionCurrency CURRENCY
42539 LegReturnRateTotalCommissionPerTrade AMT
42540 LegReturnRateDeterminationMethod STRING
42541 LegReturnRateAmountRelativeTo INT
42542 LegReturnRateQuoteMeasureType STRING
42543 LegReturnRateQuoteUnits STRING
42544 LegReturnRateQuoteMethod INT
42545 LegReturnRateQuoteCurrency CURRENCY
42546 LegReturnRateQuoteCurrencyType STRING
42547 LegReturnRateQuoteTimeType INT
42548 LegReturnRateQuoteTime LOCALMKTTIME
42549 LegReturnRateQuoteDate LOCALMKTDATE
42550 LegReturnRateQuoteExpirationTime LOCALMKTTIME
42551 LegReturnRateQuoteBusinessCenter STRING
42552 LegReturnRateQuoteExchange EXCHANGE
42553 LegReturnRateQuotePricingModel STRING
42554 LegReturnRateCashFlowType STRING
42555 LegReturnRateValuationTimeType INT
42556 LegReturnRateValuationTime LOCALMKTTIME
42557 LegReturnRateValuationTimeBusinessCenter STRING
42558 LegReturnRateValuationPriceOption INT
42559 LegReturnRateFinalPriceFallback INT
42560 NoLegReturnRateInformationSources NUMINGROUP
42561 LegReturnRateInformationSource INT
42562 LegReturnRateReferencePage STRING
42563 LegReturnRateReferencePageHeading STRING
42564 NoLegReturnRatePrices NUMINGROUP
42565 LegReturnRatePriceBasis INT
42566 LegReturnRatePrice PRICE
42567 LegReturnRatePriceCurrency CURRENCY
42568 LegReturnRatePriceType INT
42569 NoLegReturnRateValuationDateBusinessCenters NUMINGROUP
42570 LegReturnRateValuationDateBusinessCenter STRING
42571 NoLegReturnRateValuationDates NUMINGROUP
42572 LegReturnRateValuationDate LOCALMKTDATE
42573 LegReturnRateValuationDateType INT
42574 LegSettlMethodElectionDateUnadjusted LOCALMKTDATE
42575 LegSettlMethodElectionDateBusinessDayConvention INT
42576 LegSettlMethodElectionDateRelativeTo INT
42577 LegSettlMethodElectionDateOffsetPeriod INT
42578 LegSettlMethodElectionDateOffsetUnit STRING
42579 LegSettlMethodElectionDateOffsetDayType INT
42580 LegSettlMethodElectionDateAdjusted LOCALMKTDATE
42581 NoLegSettlMethodElectionDateBusinessCenters NUMINGROUP
42582 LegSettlMethodElectionDateBusinessCenter STRING
42583 LegStreamVersion STRING
42584 LegStreamVersionEffectiveDate LOCALMKTDATE
42585 LegStreamNotionalDeterminationMethod STRING
42586 LegStreamNotionalAdjustments INT
42587 StreamCommodityDeliveryPricingRegion STRING
42588 LegStreamCommodityDeliveryPricingRegion STRING
42589 UnderlyingStreamCommodityDeliveryPricingRegion STRING
42590 SettlMethodElectingPartySide INT
42591 MakeWholeDate LOCALMKTDATE
42592 MakeWholeAmount AMT
42593 MakeWholeBenchmarkCurveName STRING
42594 MakeWholeBenchmarkCurvePoint STRING
42595 MakeWholeRecallSpread PRICEOFFSET
42596 MakeWholeBenchmarkQuote INT
42597 MakeWholeInterpolationMethod INT
42598 PaymentAmountRelativeTo INT
42599 PaymentAmountDeterminationMethod STRING
42600 PaymentStreamCashSettlIndicator BOOLEAN
42601 PaymentStreamCompoundingXIDRef XIDREF
42602 PaymentStreamCompoundingSpread PRICEOFFSET
42603 PaymentStreamInterpolationMethod INT
42604 PaymentStreamInterpolationPeriod INT 0 1 2 3
42605 PaymentStreamCompoundingFixedRate FLOAT
42606 NoPaymentStreamCompoundingDates NUMINGROUP
42607 PaymentStreamCompoundingDate LOCALMKTDATE
42608 PaymentStreamCompoundingDateType INT
42609 PaymentStreamCompoundingDatesBusinessDayConvention INT
42610 PaymentStreamCompoundingDatesRelativeTo INT
42611 PaymentStreamCompoundingDatesOffsetPeriod INT
42612 PaymentStreamCompoundingDatesOffsetUnit STRING
42613 PaymentStreamCompoundingDatesOffsetDayType INT
42614 PaymentStreamCompoundingPeriodSkip INT
42615 PaymentStreamCompoundingFrequencyPeriod INT
42616 PaymentStreamCompoundingFrequencyUnit STRING
42617 PaymentStreamCompoundingRollConvention STRING
42618 PaymentStreamBoundsFirstDateUnadjusted LOCALMKTDATE
42619 PaymentStreamBoundsLastDateUnadjusted LOCALMKTDATE
42620 NoPaymentStreamCompoundingDatesBusinessCenters NUMINGROUP
42621 PaymentStreamCompoundingDatesBusinessCenter STRING
42622 PaymentStreamCompoundingEndDateUnadjusted LOCALMKTDATE
42623 PaymentStreamCompoundingEndDateRelativeTo INT
42624 PaymentStreamCompoundingEndDateOffsetPeriod INT
42625 PaymentStreamCompoundingEndDateOffsetUnit STRING
42626 PaymentStreamCompoundingEndDateOffsetDayType INT
42627 PaymentStreamCompoundingEndDateAdjusted LOCALMKTDATE
42628 PaymentStreamCompoundingRateIndex STRING
42629 PaymentStreamCompoundingRateIndexCurvePeriod INT
42630 PaymentStreamCompoundingRateIndexCurveUnit STRING
42631 PaymentStreamCompoundingRateMultiplier FLOAT
42632 PaymentStreamCompoundingRateSpread PRICEOFFSET
42633 PaymentStreamCompoundingRateSpreadPositionType INT
42634 PaymentStreamCompoundingRateTreatment INT
42635 PaymentStreamCompoundingCapRate PERCENTAGE
42636 PaymentStreamCompoundingCapRateBuySide INT
42637 PaymentStreamCompoundingCapRateSellSide INT
42638 PaymentStreamCompoundingFloorRate PERCENTAGE
42639 PaymentStreamCompoundingFloorRateBuySide INT
42640 PaymentStreamCompoundingFloorRateSellSide INT
42641 PaymentStreamCompoundingInitialRate PERCENTAGE
42642 PaymentStreamCompoundingFinalRateRoundingDirection CHAR
42643 PaymentStreamCompoundingFinalRatePrecision INT
42644 PaymentStreamCompoundingAveragingMethod INT
42645 PaymentStreamCompoundingNegativeRateTreatment INT
42646 PaymentStreamCompoundingStartDateUnadjusted LOCALMKTDATE
42647 PaymentStreamCompoundingStartDateRelativeTo INT
42648 PaymentStreamCompoundingStartDateOffsetPeriod INT
42649 PaymentStreamCompoundingStartDateOffsetUnit STRING
42650 PaymentStreamCompoundingStartDateOffsetDayType INT
42651 PaymentStreamCompoundingStartDateAdjusted LOCALMKTDATE
42652 PaymentStreamFormulaImageLength LENGTH
42653 PaymentStreamFormulaImage DATA
42654 PaymentStreamFinalPricePaymentDateUnadjusted LOCALMKTDATE
42655 PaymentStreamFinalPricePaymentDateRelativeTo INT
42656 PaymentStreamFinalPricePaymentDateOffsetfPeriod INT
42657 PaymentStreamFinalPricePaymentDateOffsetUnit STRING
42658 PaymentStreamFinalPricePaymentDateOffsetDayType INT
42659 PaymentStreamFinalPricePaymentDateAdjusted LOCALMKTDATE
42660 NoPaymentStreamFixingDates NUMINGROUP
42661 PaymentStreamFixingDate LOCALMKTDATE
42662 PaymentStreamFixingDateType INT
42663 PaymentStreamFirstObservationDateUnadjusted LOCALMKTDATE
42664 PaymentStreamFirstObservationDateRelativeTo INT
42665 PaymentStreamFirstObservationDateOffsetDayType INT
42666 PaymentStreamFirstObservationDateAdjusted LOCALMKTDATE
42667 PaymentStreamUnderlierRefID STRING
42668 ReturnRateNotionalReset BOOLEAN
42669 PaymentStreamLinkInitialLevel PRICE
42670 PaymentStreamLinkClosingLevelIndicator BOOLEAN
42671 PaymentStreamLinkExpiringLevelIndicator BOOLEAN
42672 PaymentStreamLinkEstimatedTradingDays INT
42673 PaymentStreamLinkStrikePrice PRICE
42674 PaymentStreamLinkStrikePriceType INT 0 1
42675 PaymentStreamLinkMaximumBoundary FLOAT
42676 PaymentStreamLinkMinimumBoundary FLOAT
42677 PaymentStreamLinkNumberOfDataSeries INT
42678 PaymentStreamVarianceUnadjustedCap FLOAT
42679 PaymentStreamRealizedVarianceMethod INT 0 1 2
42680 PaymentStreamDaysAdjustmentIndicator BOOLEAN
42681 PaymentStreamNearestExchangeContractRefID STRING
42682 PaymentStreamVegaNotionalAmount FLOAT
42683 NoPaymentStreamFormulas NUMINGROUP
42684 PaymentStreamFormula XMLDATA
42685 PaymentStreamFormulaDesc STRING
42686 PaymentStreamFormulaCurrency CURRENCY
42687 PaymentStreamFormulaCurrencyDeterminationMethod STRING
42688 PaymentStreamFormulaReferenceAmount INT
42689 PaymentStubEndDateUnadjusted LOCALMKTDATE
42690 PaymentStubEndDateBusinessDayConvention INT
42691 PaymentStubEndDateRelativeTo INT
42692 PaymentStubEndDateOffsetPeriod INT
42693 PaymentStubEndDateOffsetUnit STRING
42694 PaymentStubEndDateOffsetDayType INT
42695 PaymentStubEndDateAdjusted LOCALMKTDATE
42696 NoPaymentStubEndDateBusinessCenters NUMINGROUP
42697 PaymentStubEndDateBusinessCenter STRING
42698 PaymentStubStartDateUnadjusted LOCALMKTDATE
42699 PaymentStubStartDateBusinessDayConvention INT
42700 PaymentStubStartDateRelativeTo INT
42701 PaymentStubStartDateOffsetPeriod INT
42702 PaymentStubStartDateOffsetUnit STRING
42703 PaymentStubStartDateOffsetDayType INT
42704 PaymentStubStartDateAdjusted LOCALMKTDATE
42705 NoPaymentStubStartDateBusinessCenters NUMINGROUP
42706 PaymentStubStartDateBusinessCenter STRING
42707 ProvisionBreakFeeElection INT 0 1 2 3 4
42708 ProvisionBreakFeeRate PERCENTAGE
42709 NoReturnRateDates NUMINGROUP
42710 ReturnRateDateMode INT 0 1
42711 ReturnRateValuationDateRelativeTo INT
42712 ReturnRateValuationDateOffsetPeriod INT
42713 ReturnRateValuationDateOffsetUnit STRING
42714 ReturnRateValuationDateOffsetDayType INT
42715 ReturnRateValuationStartDateUnadjusted LOCALMKTDATE
42716 ReturnRateValuationStartDateRelativeTo INT
42717 ReturnRateValuationStartDateOffsetPeriod INT
42718 ReturnRateValuationStartDateOffsetUnit STRING
42719 ReturnRateValuationStartDateOffsetDayType INT
42720 ReturnRateValuationStartDateAdjusted LOCALMKTDATE
42721 ReturnRateValuationEndDateUnadjusted LOCALMKTDATE
42722 ReturnRateValuationEndDateRelativeTo INT
42723 ReturnRateValuationEndDateOffsetPeriod INT
42724 ReturnRateValuationEndDateOffsetUnit STRING
42725 ReturnRateValuationEndDateOffsetDayType INT
42726 ReturnRateValuationEndDateAdjusted LOCALMKTDATE
42727 ReturnRateValuationFrequencyPeriod INT
42728 ReturnRateValuationFrequencyUnit STRING
42729 ReturnRateValuationFrequencyRollConvention STRING
42730 ReturnRateValuationDateBusinessDayConvention INT
42731 NoReturnRateFXConversions NUMINGROUP
42732 ReturnRateFXCurrencySymbol STRING
42733 ReturnRateFXRate FLOAT
42734 ReturnRateFXRateCalc CHAR
42735 NoReturnRates NUMINGROUP
42736 ReturnRatePriceSequence INT 0 1 2
42737 ReturnRateCommissionBasis CHAR
42738 ReturnRateCommissionAmount AMT
42739 ReturnRateCommissionCurrency CURRENCY
42740 ReturnRateTotalCommissionPerTrade AMT
42741 ReturnRateDeterminationMethod STRING
42742 ReturnRateAmountRelativeTo INT
42743 ReturnRateQuoteMeasureType STRING
42744 ReturnRateQuoteUnits STRING
42745 ReturnRateQuoteMethod INT
42746 ReturnRateQuoteCurrency CURRENCY
42747 ReturnRateQuoteCurrencyType STRING
42748 ReturnRateQuoteTimeType INT 0 1 2 3 4 5 6 7
42749 ReturnRateQuoteTime LOCALMKTTIME
42750 ReturnRateQuoteDate LOCALMKTDATE
42751 ReturnRateQuoteExpirationTime LOCALMKTTIME
42752 ReturnRateQuoteBusinessCenter STRING
42753 ReturnRateQuoteExchange EXCHANGE
42754 ReturnRateQuotePricingModel STRING
42755 ReturnRateCashFlowType STRING
42756 ReturnRateValuationTimeType INT
42757 ReturnRateValuationTime LOCALMKTTIME
42758 ReturnRateValuationTimeBusinessCenter STRING
42759 ReturnRateValuationPriceOption INT 0 1 2
42760 ReturnRateFinalPriceFallback INT
42761 NoReturnRateInformationSources NUMINGROUP
42762 ReturnRateInformationSource INT
42763 ReturnRateReferencePage STRING
42764 ReturnRateReferencePageHeading STRING
42765 NoReturnRatePrices NUMINGROUP
42766 ReturnRatePriceBasis INT 0 1 2 3
42767 ReturnRatePrice PRICE
42768 ReturnRatePriceCurrency CURRENCY
42769 ReturnRatePriceType INT 0 1
42770 NoReturnRateValuationDateBusinessCenters NUMINGROUP
42771 ReturnRateValuationDateBusinessCenter STRING
42772 NoReturnRateValuationDates NUMINGROUP
42773 ReturnRateValuationDate LOCALMKTDATE
42774 ReturnRateValuationDateType INT
42775 NoSettlMethodElectionDateBusinessCenters NUMINGROUP
42776 SettlMethodElectionDateBusinessCenter STRING
42777 SettlMethodElectionDateUnadjusted LOCALMKTDATE
42778 SettlMethodElectionDateBusinessDayConvention INT
42779 SettlMethodElectionDateRelativeTo INT
42780 SettlMethodElectionDateOffsetPeriod INT
42781 SettlMethodElectionDateOffsetUnit STRING
42782 SettlMethodElectionDateOffsetDayType INT
42783 SettlMethodElectionDateAdjusted LOCALMKTDATE
42784 StreamVersion STRING
42785 StreamVersionEffectiveDate LOCALMKTDATE
42786 StreamNotionalDeterminationMethod STRING
42787 StreamNotionalAdjustments INT 0 1 2
42788 NoUnderlyingCashSettlDateBusinessCenters NUMINGROUP
42789 UnderlyingCashSettlDateBusinessCenter STRING
42790 UnderlyingCashSettlDateUnadjusted LOCALMKTDATE
42791 UnderlyingCashSettlDateBusinessDayConvention INT
42792 UnderlyingCashSettlDateRelativeTo INT
42793 UnderlyingCashSettlDateOffsetPeriod INT
42794 UnderlyingCashSettlDateOffsetUnit STRING
42795 UnderlyingCashSettlDateOffsetDayType INT
42796 UnderlyingCashSettlDateAdjusted LOCALMKTDATE
42797 UnderlyingCashSettlPriceSource STRING
42798 UnderlyingCashSettlPriceDefault INT
42799 NoUnderlyingDividendAccrualPaymentDateBusinessCenters NUMINGROUP
42800 UnderlyingDividendAccrualPaymentDateBusinessCenter STRING
42801 UnderlyingDividendFloatingRateIndex STRING
42802 UnderlyingDividendFloatingRateIndexCurvePeriod INT
42803 UnderlyingDividendFloatingRateIndexCurveUnit STRING
42804 UnderlyingDividendFloatingRateMultiplier FLOAT
42805 UnderlyingDividendFloatingRateSpread PRICEOFFSET
42806 UnderlyingDividendFloatingRateSpreadPositionType INT
42807 UnderlyingDividendFloatingRateTreatment INT
42808 UnderlyingDividendCapRate PERCENTAGE
42809 UnderlyingDividendCapRateBuySide INT
42810 UnderlyingDividendCapRateSellSide INT
42811 UnderlyingDividendFloorRate PERCENTAGE
42812 UnderlyingDividendFloorRateBuySide INT
42813 UnderlyingDividendFloorRateSellSide INT
42814 UnderlyingDividendInitialRate PERCENTAGE
42815 UnderlyingDividendFinalRateRoundingDirection CHAR
42816 UnderlyingDividendFinalRatePrecision INT
42817 UnderlyingDividendAveragingMethod INT
42818 UnderlyingDividendNegativeRateTreatment INT
42819 UnderlyingDividendAccrualPaymentDateRelativeTo INT
42820 UnderlyingDividendAccrualPaymentDateOffsetPeriod INT
42821 UnderlyingDividendAccrualPaymentDateOffsetUnit STRING
42822 UnderlyingDividendAccrualPaymentDateOffsetDayType INT
42823 UnderlyingDividendAccrualPaymentDateUnadjusted LOCALMKTDATE
42824 UnderlyingDividendAccrualPaymentDateBusinessDayConvention INT
42825 UnderlyingDividendAccrualPaymentDateAdjusted LOCALMKTDATE
42826 UnderlyingDividendReinvestmentIndicator BOOLEAN
42827 UnderlyingDividendEntitlementEvent INT
42828 UnderlyingDividendAmountType INT
42829 UnderlyingDividendUnderlierRefID STRING
42830 UnderlyingExtraordinaryDividendPartySide INT
42831 UnderlyingExtraordinaryDividendAmountType INT
42832 UnderlyingExtraordinaryDividendCurrency CURRENCY
42833 UnderlyingExtraordinaryDividendDeterminationMethod STRING
42834 UnderlyingDividendAccrualFixedRate PERCENTAGE
42835 UnderlyingDividendCompoundingMethod INT
42836 UnderlyingDividendNumOfIndexUnits INT
42837 UnderlyingDividendCashPercentage PERCENTAGE
42838 UnderlyingDividendCashEquivalentPercentage PERCENTAGE
42839 UnderlyingNonCashDividendTreatment INT
42840 UnderlyingDividendComposition INT
42841 UnderlyingSpecialDividendsIndicator BOOLEAN
42842 UnderlyingMaterialDividendsIndicator BOOLEAN
42843 UnderlyingOptionsExchangeDividendsIndicator BOOLEAN
42844 UnderlyingAdditionalDividendsIndicator BOOLEAN
42845 UnderlyingAllDividendsIndicator BOOLEAN
42846 UnderlyingDividendFXTriggerDateRelativeTo INT
42847 UnderlyingDividendFXTriggerDateOffsetPeriod INT
42848 UnderlyingDividendFXTriggerDateOffsetUnit STRING
42849 UnderlyingDividendFXTriggerDateOffsetDayType INT
42850 UnderlyingDividendFXTriggerDateUnadjusted LOCALMKTDATE
42851 UnderlyingDividendFXTriggerDateBusinessDayConvention INT
42852 UnderlyingDividendFXTriggerDateAdjusted LOCALMKTDATE
42853 NoUnderlyingDividendFXTriggerDateBusinessCenters NUMINGROUP
42854 UnderlyingDividendFXTriggerDateBusinessCenter STRING
42855 NoUnderlyingDividendPayments NUMINGROUP
42856 UnderlyingDividendPaymentDate LOCALMKTDATE
42857 UnderlyingDividendPaymentAmount AMT
42858 UnderlyingDividendPaymentCurrency CURRENCY
42859 UnderlyingDividendAccruedInterest AMT
42860 UnderlyingDividendPayoutRatio FLOAT
42861 UnderlyingDividendPayoutConditions STRING
42862 NoUnderlyingDividendPeriods NUMINGROUP
42863 UnderlyingDividendPeriodSequence INT
42864 UnderlyingDividendPeriodStartDateUnadjusted LOCALMKTDATE
42865 UnderlyingDividendPeriodEndDateUnadjusted LOCALMKTDATE
42866 UnderlyingDividendPeriodUnderlierRefID STRING
42867 UnderlyingDividendPeriodStrikePrice PRICE
42868 UnderlyingDividendPeriodBusinessDayConvention INT
42869 UnderlyingDividendPeriodValuationDateUnadjusted LOCALMKTDATE
42870 UnderlyingDividendPeriodValuationDateRelativeTo INT
42871 UnderlyingDividendPeriodValuationDateOffsetPeriod INT
42872 UnderlyingDividendPeriodValuationDateOffsetUnit STRING
42873 UnderlyingDividendPeriodValuationDateOffsetDayType INT
42874 UnderlyingDividendPeriodValuationDateAdjusted LOCALMKTDATE
42875 UnderlyingDividendPeriodPaymentDateUnadjusted LOCALMKTDATE
42876 UnderlyingDividendPeriodPaymentDateRelativeTo INT
42877 UnderlyingDividendPeriodPaymentDateOffsetPeriod INT
42878 UnderlyingDividendPeriodPaymentDateOffsetUnit STRING
42879 UnderlyingDividendPeriodPaymentDateOffsetDayType INT
42880 UnderlyingDividendPeriodPaymentDateAdjusted LOCALMKTDATE
42881 UnderlyingDividendPeriodXID XID
42882 NoUnderlyingDividendPeriodBusinessCenters NUMINGROUP
42883 UnderlyingDividendPeriodBusinessCenter STRING
42884 NoUnderlyingExtraordinaryEvents NUMINGROUP
42885 UnderlyingExtraordinaryEventType STRING
42886 UnderlyingExtraordinaryEventValue STRING
42887 UnderlyingSettlMethodElectingPartySide INT
42888 UnderlyingMakeWholeDate LOCALMKTDATE
42889 UnderlyingMakeWholeAmount AMT
42890 UnderlyingMakeWholeBenchmarkCurveName STRING
42891 UnderlyingMakeWholeBenchmarkCurvePoint STRING
42892 UnderlyingMakeWholeRecallSpread PRICEOFFSET
42893 UnderlyingMakeWholeBenchmarkQuote INT
42894 UnderlyingMakeWholeInterpolationMethod INT
42895 UnderlyingPaymentStreamCashSettlIndicator BOOLEAN
42896 UnderlyingPaymentStreamCompoundingXIDRef XIDREF
42897 UnderlyingPaymentStreamCompoundingSpread PRICEOFFSET
42898 UnderlyingPaymentStreamInterpolationMethod INT
42899 UnderlyingPaymentStreamInterpolationPeriod INT
42900 UnderlyingPaymentStreamCompoundingFixedRate FLOAT
42901 NoUnderlyingPaymentStreamCompoundingDates NUMINGROUP
42902 UnderlyingPaymentStreamCompoundingDate LOCALMKTDATE
42903 UnderlyingPaymentStreamCompoundingDateType INT
42904 UnderlyingPaymentStreamCompoundingDatesBusinessDayConvention INT
42905 UnderlyingPaymentStreamCompoundingDatesRelativeTo INT
42906 UnderlyingPaymentStreamCompoundingDatesOffsetPeriod INT
42907 UnderlyingPaymentStreamCompoundingDatesOffsetUnit STRING
42908 UnderlyingPaymentStreamCompoundingDatesOffsetDayType INT
42909 UnderlyingPaymentStreamCompoundingPeriodSkip INT
42910 UnderlyingPaymentStreamCompoundingFrequencyPeriod INT
42911 UnderlyingPaymentStreamCompoundingFrequencyUnit STRING
42912 UnderlyingPaymentStreamCompoundingRollConvention STRING
42913 UnderlyingPaymentStreamBoundsFirstDateUnadjusted LOCALMKTDATE
42914 UnderlyingPaymentStreamBoundsLastDateUnadjusted LOCALMKTDATE
42915 NoUnderlyingPaymentStreamCompoundingDatesBusinessCenters NUMINGROUP
42916 UnderlyingPaymentStreamCompoundingDatesBusinessCenter STRING
42917 UnderlyingPaymentStreamCompoundingEndDateUnadjusted LOCALMKTDATE
42918 UnderlyingPaymentStreamCompoundingEndDateRelativeTo INT
42919 UnderlyingPaymentStreamCompoundingEndDateOffsetPeriod INT
42920 UnderlyingPaymentStreamCompoundingEndDateOffsetUnit STRING
42921 UnderlyingPaymentStreamCompoundingEndDateOffsetDayType INT
42922 UnderlyingPaymentStreamCompoundingEndDateAdjusted LOCALMKTDATE
42923 UnderlyingPaymentStreamCompoundingRateIndex STRING
42924 UnderlyingPaymentStreamCompoundingRateIndexCurvePeriod INT
42925 UnderlyingPaymentStreamCompoundingRateIndexCurveUnit STRING
42926 UnderlyingPaymentStreamCompoundingRateMultiplier FLOAT
42927 UnderlyingPaymentStreamCompoundingRateSpread PRICEOFFSET
42928 UnderlyingPaymentStreamCompoundingRateSpreadPositionType INT
42929 UnderlyingPaymentStreamCompoundingRateTreatment INT
42930 UnderlyingPaymentStreamCompoundingCapRate PERCENTAGE
42931 UnderlyingPaymentStreamCompoundingCapRateBuySide INT
42932 UnderlyingPaymentStreamCompoundingCapRateSellSide INT
42933 UnderlyingPaymentStreamCompoundingFloorRate PERCENTAGE
42934 UnderlyingPaymentStreamCompoundingFloorRateBuySide INT
42935 UnderlyingPaymentStreamCompoundingFloorRateSellSide INT
42936 UnderlyingPaymentStreamCompoundingInitialRate PERCENTAGE
42937 UnderlyingPaymentStreamCompoundingFinalRateRoundingDirection CHAR
42938 UnderlyingPaymentStreamCompoundingFinalRatePrecision INT
42939 UnderlyingPaymentStreamCompoundingAveragingMethod INT
42940 UnderlyingPaymentStreamCompoundingNegativeRateTreatment INT
42941 UnderlyingPaymentStreamCompoundingStartDateUnadjusted LOCALMKTDATE
42942 UnderlyingPaymentStreamCompoundingStartDateRelativeTo INT
42943 UnderlyingPaymentStreamCompoundingStartDateOffsetPeriod INT
42944 UnderlyingPaymentStreamCompoundingStartDateOffsetUnit STRING
42945 UnderlyingPaymentStreamCompoundingStartDateOffsetDayType INT
42946 UnderlyingPaymentStreamCompoundingStartDateAdjusted LOCALMKTDATE
42947 UnderlyingPaymentStreamFormulaImageLength LENGTH
42948 UnderlyingPaymentStreamFormulaImage DATA
42949 UnderlyingPaymentStreamFinalPricePaymentDateUnadjusted LOCALMKTDATE
42950 UnderlyingPaymentStreamFinalPricePaymentDateRelativeTo INT
42951 UnderlyingPaymentStreamFinalPricePaymentDateOffsetPeriod INT
42952 UnderlyingPaymentStreamFinalPricePaymentDateOffsetUnit STRING
42953 UnderlyingPaymentStreamFinalPricePaymentDateOffsetDayType INT
42954 UnderlyingPaymentStreamFinalPricePaymentDateAdjusted LOCALMKTDATE
42955 NoUnderlyingPaymentStreamFixingDates NUMINGROUP
42956 UnderlyingPaymentStreamFixingDate LOCALMKTDATE
42957 UnderlyingPaymentStreamFixingDateType INT
42958 UnderlyingPaymentStreamFirstObservationDateUnadjusted LOCALMKTDATE
42959 UnderlyingPaymentStreamFirstObservationDateRelativeTo INT
42960 UnderlyingPaymentStreamFirstObservationDateOffsetDayType INT
42961 UnderlyingPaymentStreamFirstObservationDateAdjusted LOCALMKTDATE
42962 UnderlyingPaymentStreamUnderlierRefID STRING
42963 UnderlyingReturnRateNotionalReset BOOLEAN
42964 UnderlyingPaymentStreamLinkInitialLevel PRICE
42965 UnderlyingPaymentStreamLinkClosingLevelIndicator BOOLEAN
42966 UnderlyingPaymentStreamLinkExpiringLevelIndicator BOOLEAN
42967 UnderlyingPaymentStreamLinkEstimatedTradingDays INT
42968 UnderlyingPaymentStreamLinkStrikePrice PRICE
42969 UnderlyingPaymentStreamLinkStrikePriceType INT
42970 UnderlyingPaymentStreamLinkMaximumBoundary FLOAT
42971 UnderlyingPaymentStreamLinkMinimumBoundary FLOAT
42972 UnderlyingPaymentStreamLinkNumberOfDataSeries INT
42973 UnderlyingPaymentStreamVarianceUnadjustedCap FLOAT
42974 UnderlyingPaymentStreamRealizedVarianceMethod INT
42975 UnderlyingPaymentStreamDaysAdjustmentIndicator BOOLEAN
42976 UnderlyingPaymentStreamNearestExchangeContractRefID STRING
42977 UnderlyingPaymentStreamVegaNotionalAmount FLOAT
42978 UnderlyingPaymentStreamFormulaCurrency CURRENCY
42979 UnderlyingPaymentStreamFormulaCurrencyDeterminationMethod STRING
42980 UnderlyingPaymentStreamFormulaReferenceAmount INT
42981 NoUnderlyingPaymentStreamFormulas NUMINGROUP
42982 UnderlyingPaymentStreamFormula XMLDATA
42983 UnderlyingPaymentStreamFormulaDesc STRING
42984 UnderlyingPaymentStubEndDateUnadjusted LOCALMKTDATE
42985 UnderlyingPaymentStubEndDateBusinessDayConvention INT
42986 UnderlyingPaymentStubEndDateRelativeTo INT
42987 UnderlyingPaymentStubEndDateOffsetPeriod INT
42988 UnderlyingPaymentStubEndDateOffsetUnit STRING
42989 UnderlyingPaymentStubEndDateOffsetDayType INT
42990 UnderlyingPaymentStubEndDateAdjusted LOCALMKTDATE
42991 NoUnderlyingPaymentStubEndDateBusinessCenters NUMINGROUP
42992 UnderlyingPaymentStubEndDateBusinessCenter STRING
42993 UnderlyingPaymentStubStartDateUnadjusted LOCALMKTDATE
42994 UnderlyingPaymentStubStartDateBusinessDayConvention INT
42995 UnderlyingPaymentStubStartDateRelativeTo INT
42996 UnderlyingPaymentStubStartDateOffsetPeriod INT
42997 UnderlyingPaymentStubStartDateOffsetUnit STRING
42998 UnderlyingPaymentStubStartDateOffsetDayType INT
42999 UnderlyingPaymentStubStartDateAdjusted LOCALMKTDATE
43000 NoUnderlyingPaymentStubStartDateBusinessCenters NUMINGROUP
43001 UnderlyingPaymentStubStartDateBusinessCenter STRING
43002 UnderlyingProvisionBreakFeeElection INT
43003 UnderlyingProvisionBreakFeeRate PERCENTAGE
43004 UnderlyingRateSpreadInitialValue FLOAT
43005 NoUnderlyingRateSpreadSteps NUMINGROUP
43006 UnderlyingRateSpreadStepDate LOCALMKTDATE
43007 UnderlyingRateSpreadStepValue FLOAT
43008 NoUnderlyingReturnRateDates NUMINGROUP
43009 UnderlyingReturnRateDateMode INT
43010 UnderlyingReturnRateValuationDateRelativeTo INT
43011 UnderlyingReturnRateValuationDateOffsetPeriod INT
43012 UnderlyingReturnRateValuationDateOffsetUnit STRING
43013 UnderlyingReturnRateValuationDateOffsetDayType INT
43014 UnderlyingReturnRateValuationStartDateUnadjusted LOCALMKTDATE
43015 UnderlyingReturnRateValuationStartDateRelativeTo INT
43016 UnderlyingReturnRateValuationStartDateOffsetPeriod INT
43017 UnderlyingReturnRateValuationStartDateOffsetUnit STRING
43018 UnderlyingReturnRateValuationStartDateOffsetDayType INT
43019 UnderlyingReturnRateValuationStartDateAdjusted LOCALMKTDATE
43020 UnderlyingReturnRateValuationEndDateUnadjusted LOCALMKTDATE
43021 UnderlyingReturnRateValuationEndDateRelativeTo INT
43022 UnderlyingReturnRateValuationEndDateOffsetPeriod INT
43023 UnderlyingReturnRateValuationEndDateOffsetUnit STRING
43024 UnderlyingReturnRateValuationEndDateOffsetDayType INT
43025 UnderlyingReturnRateValuationEndDateAdjusted LOCALMKTDATE
43026 UnderlyingReturnRateValuationFrequencyPeriod INT
43027 UnderlyingReturnRateValuationFrequencyUnit STRING
43028 UnderlyingReturnRateValuationFrequencyRollConvention STRING
43029 UnderlyingReturnRateValuationDateBusinessDayConvention INT
43030 NoUnderlyingReturnRateFXConversions NUMINGROUP
43031 UnderlyingReturnRateFXCurrencySymbol STRING
43032 UnderlyingReturnRateFXRate FLOAT
43033 UnderlyingReturnRateFXRateCalc CHAR
43034 NoUnderlyingReturnRates NUMINGROUP
43035 UnderlyingReturnRatePriceSequence INT
43036 UnderlyingReturnRateCommissionBasis CHAR
43037 UnderlyingReturnRateCommissionAmount AMT
43038 UnderlyingReturnRateCommissionCurrency CURRENCY
43039 UnderlyingReturnRateTotalCommissionPerTrade AMT
43040 UnderlyingReturnRateDeterminationMethod STRING
43041 UnderlyingReturnRateAmountRelativeTo INT
43042 UnderlyingReturnRateQuoteMeasureType STRING
43043 UnderlyingReturnRateQuoteUnits STRING
43044 UnderlyingReturnRateQuoteMethod INT
43045 UnderlyingReturnRateQuoteCurrency CURRENCY
43046 UnderlyingReturnRateQuoteCurrencyType STRING
43047 UnderlyingReturnRateQuoteTimeType INT
43048 UnderlyingReturnRateQuoteTime LOCALMKTDATE
43049 UnderlyingReturnRateQuoteDate LOCALMKTDATE
43050 UnderlyingReturnRateQuoteExpirationTime LOCALMKTTIME
43051 UnderlyingReturnRateQuoteBusinessCenter STRING
43052 UnderlyingReturnRateQuoteExchange EXCHANGE
43053 UnderlyingReturnRateQuotePricingModel STRING
43054 UnderlyingReturnRateCashFlowType STRING
43055 UnderlyingReturnRateValuationTimeType INT
43056 UnderlyingReturnRateValuationTime LOCALMKTTIME
43057 UnderlyingReturnRateValuationTimeBusinessCenter STRING
43058 UnderlyingReturnRateValuationPriceOption INT
43059 UnderlyingReturnRateFinalPriceFallback INT
43060 NoUnderlyingReturnRateInformationSources NUMINGROUP
43061 UnderlyingReturnRateInformationSource INT
43062 UnderlyingReturnRateReferencePage STRING
43063 UnderlyingReturnRateReferencePageHeading STRING
43064 NoUnderlyingReturnRatePrices NUMINGROUP
43065 UnderlyingReturnRatePriceBasis INT
43066 UnderlyingReturnRatePrice PRICE
43067 UnderlyingReturnRatePriceCurrency CURRENCY
43068 UnderlyingReturnRatePriceType INT
43069 NoUnderlyingReturnRateValuationDateBusinessCenters NUMINGROUP
43070 UnderlyingReturnRateValuationDateBusinessCenter STRING
43071 NoUnderlyingReturnRateValuationDates NUMINGROUP
43072 UnderlyingReturnRateValuationDate LOCALMKTDATE
43073 UnderlyingReturnRateValuationDateType INT
43074 NoUnderlyingSettlMethodElectionDateBusinessCenters NUMINGROUP
43075 UnderlyingSettlMethodElectionDateBusinessCenter STRING
43076 UnderlyingSettlMethodElectionDateUnadjusted LOCALMKTDATE
43077 UnderlyingSettlMethodElectionDateBusinessDayConvention INT
43078 UnderlyingSettlMethodElectionDateRelativeTo INT
43079 UnderlyingSettlMethodElectionDateOffsetPeriod INT
43080 UnderlyingSettlMethodElectionDateOffsetUnit STRING
43081 UnderlyingSettlMethodElectionDateOffsetDayType INT
43082 UnderlyingSettlMethodElectionDateAdjusted LOCALMKTDATE
43083 UnderlyingStreamVersion STRING
43084 UnderlyingStreamVersionEffectiveDate LOCALMKTDATE
43085 UnderlyingStreamNotionalDeterminationMethod STRING
43086 UnderlyingStreamNotionalAdjustments INT
43087 PaymentDesc STRING
43088 LegPaymentStreamRateIndexID STRING
43089 LegPaymentStreamRateIndexIDSource STRING
43090 PaymentStreamRateIndexID STRING
43091 PaymentStreamRateIndexIDSource STRING
43092 UnderlyingPaymentStreamRateIndexID STRING
43093 UnderlyingPaymentStreamRateIndexIDSource STRING
43094 DeliveryStreamRouteOrCharter STRING
43095 LegDeliveryStreamRouteOrCharter STRING
43096 UnderlyingDeliveryStreamRouteOrCharter STRING
43097 PaymentFixedRate PERCENTAGE
43098 PaymentFloatingRateIndex STRING
43099 PaymentFloatingRateIndexCurvePeriod INT
43100 PaymentFloatingRateIndexCurveUnit STRING
43101 PaymentFloatingRateSpread PRICEOFFSET
43102 PaymentFrequencyPeriod INT
43103 PaymentFrequencyUnit STRING
43104 PaymentRateResetFrequencyPeriod INT
43105 PaymentRateResetFrequencyUnit STRING
43106 PaymentStreamOtherDayCount STRING
43107 UnderlyingPaymentStreamOtherDayCount STRING
43108 LegPaymentStreamOtherDayCount STRING
43109 PaymentStreamFormulaLength LENGTH
43110 LegPaymentStreamFormulaLength LENGTH
43111 UnderlyingPaymentStreamFormulaLength LENGTH
43112 PaymentStreamRateIndex2 STRING
43113 PaymentStreamRateIndex2Source INT
43114 PaymentStreamRateIndex2ID STRING
43115 PaymentStreamRateIndex2IDSource STRING
43116 LegPaymentStreamRateIndex2 STRING
43117 LegPaymentStreamRateIndex2Source INT
43118 LegPaymentStreamRateIndex2ID STRING
43119 LegPaymentStreamRateIndex2IDSource STRING
43120 UnderlyingPaymentStreamRateIndex2 STRING
43121 UnderlyingPaymentStreamRateIndex2Source INT
43122 UnderlyingPaymentStreamRateIndex2ID STRING
43123 UnderlyingPaymentStreamRateIndex2IDSource STRING
50000 BatchID STRING
50001 BatchTotalMessages INT
50002 BatchProcessMode INT 0 1
components
CommissionData 12 13 479 2922 1233 1238 497
DiscretionInstructions 388 389 841 842 843 844 846
FinancingDetails 913 914 1961 915 918 2952 1962 1963 1964 1965 1966 @FinancingContractualDefinitionGrp @FinancingTermSupplementGrp @FinancingContractualMatrixGrp 1967 1968 1969 1970 1513 1525 1527 788 916 917 919 898
Instrument 55 65 48 22 @SecAltIDGrp 460 1227 1151 461 2891 167 762 200 541 1079 966 1049 965 224 1449 1450 1451 1452 1457 1458 1739 2210 1938 1939 1940 2735 @SecondaryAssetGrp @AssetAttributeGrp 1941 1575 1942 1943 1944 1945 1946 1947 1948 1949 1950 2879 1951 1952 1953 1954 1955 1956 1957 1958 1959 1960 1577 1580 1581 1678 1697 225 239 226 227 228 255 543 470 471 472 240 202 2578 2577 947 2904 967 968 1698 1866 2600 2001 2601 1478 1479 1480 1481 206 231 1435 2353 1439 969 1146 996 1147 1716 2905 1191 1192 1717 2906 1193 2579 1194 1482 1195 2753 1196 1197 2002 2140 1524 2907 1198 1199 1200 201 2681 2685 1244 1242 2575 2574 997 223 207 970 971 106 348 349 2737 2714 2715 2716 107 350 351 @SecurityXML 691 667 875 876 @EvntGrp 873 874 @InstrumentParties 1687 @ComplexEvents 1787 2141 2142 2143 2752 2144 2145 2576 2962 @DateAdjustment @PricingDateTime @MarketDisruption @OptionExercise @StreamGrp @ProvisionGrp @AdditionalTermGrp @ProtectionTermGrp @CashSettlTermGrp @PhysicalSettlTermGrp @ExtraordinaryEventGrp 2602 2603
InstrumentExtension 668 869 @AttrbGrp 2736 @IndexRollMonthGrp 2738 @FloatingRateIndex @ReferenceDataDateGrp
InstrumentLeg 600 601 602 603 @LegSecAltIDGrp 1788 607 1594 608 2893 609 764 610 611 1212 2146 2147 2148 248 2149 2150 2151 2152 2153 2154 2155 2348 2067 2068 2069 2739 @LegSecondaryAssetGrp @LegAssetAttributeGrp 2070 2156 2157 2158 2159 2160 2161 2162 2163 2164 2165 2880 2166 2167 2168 2169 2170 2171 2172 2173 2174 2175 2176 2177 2178 2179 2180 249 250 251 252 253 257 599 596 597 598 254 612 942 2908 2181 2182 2183 2184 2604 2185 2605 2186 2187 2188 2189 613 614 1436 2354 1440 2190 2191 999 1224 1720 2909 1421 1422 1721 2910 2192 1001 1420 2193 2194 2755 2195 2196 2197 2198 1528 2911 2199 2200 2201 2202 2203 615 616 2205 2206 617 618 619 2740 2717 2718 2719 620 621 622 @LegSecurityXML 2207 2208 623 624 556 2898 740 739 955 956 1358 2682 2686 1017 566 @LegEvntGrp @LegInstrumentParties 2209 @LegComplexEvents 2211 2212 2213 2754 2214 2215 @LegDateAdjustment @LegPricingDateTime @LegMarketDisruption @LegOptionExercise @LegStreamGrp @LegProvisionGrp @LegAdditionalTermGrp @LegProtectionTermGrp @LegCashSettlTermGrp @LegPhysicalSettlTermGrp @LegExtraordinaryEventGrp 2606 2607
LegBenchmarkCurveData 676 2951 677 678 679 680
OrderQtyData 38 152 516 468 469
PegInstructions 211 1094 835 836 837 838 840 1096 1097 1098 1099
SettlInstructionsData 172 169 170 171 @DlvyInstGrp
SpreadOrBenchmarkCurveData 218 220 2950 221 222 662 663 699 761
UnderlyingInstrument 311 312 309 305 @UndSecAltIDGrp 2874 462 @UnderlyingSecurityXML 463 2894 310 763 313 542 1213 1837 241 1453 1454 2614 2615 2921 2616 2617 2619 1455 1456 1459 1460 242 243 244 245 246 256 595 592 593 594 247 316 941 2917 317 436 1437 2363 1441 998 1423 1718 2918 1424 1425 1719 2919 1000 1419 1526 2920 435 308 306 362 363 2742 2720 2721 2722 2723 2724 307 364 365 877 878 972 318 2916 879 975 973 974 810 882 883 884 885 886 2885 2886 @UnderlyingStipulations 1044 1045 1046 1038 @UndlyInstrumentParties 1039 315 2683 2687 1988 1989 1990 1991 1992 1993 2881 1994 1995 1996 1997 2620 2621 @UnderlyingEvntGrp 1998 1999 2000 2003 2004 2005 2006 2284 2285 2286 2287 2288 2007 2008 2009 2010 2011 2012 2491 2013 2014 2015 2744 @UnderlyingSecondaryAssetGrp @UnderlyingAssetAttributeGrp 2016 2289 2017 2018 2019 2020 2021 2022 2290 2622 2291 2623 2292 2023 2024 2025 2026 2027 2028 2029 2757 2030 2031 2293 2294 2032 2033 2034 2035 2036 2037 2038 2039 2040 2041 2042 2043 2044 41314 41315 @UnderlyingComplexEvents 2295 2296 2297 2756 2298 2299 @UnderlyingDateAdjustment @UnderlyingPricingDateTime @UnderlyingMarketDisruption @UnderlyingOptionExercise @UnderlyingStreamGrp @UnderlyingProvisionGrp @UnderlyingAdditionalTermGrp @UnderlyingProtectionTermGrp @UnderlyingCashSettlTermGrp @UnderlyingPhysicalSettlTermGrp @UnderlyingRateSpreadSchedule @UnderlyingDividendPayout @UnderlyingExtraordinaryEventGrp 2624 2625 2626 2627 2628 2629 2630 2631
YieldData 235 236 701 696 697 698
DisplayInstruction 1138 1082 1608 2828 1083 1084 1085 1086 1087 1088
TriggeringInstruction 1100 1101 1628 1102 1103 1104 1105 1106 1107 1108 1109 1110 1111 1112 1113 1114
SecurityTradingRules @BaseTradingRules @TradingSessionRulesGrp @NestedInstrumentAttribute
SecurityXML 1184 1185 1186
SecondaryPriceLimits 1305 1221 1230 1240
PriceLimits 1306 1148 1149 1150
TradingSessionRules @OrdTypeRules @TimeInForceRules @ExecInstRules @AuctionTypeRuleGrp @MatchRules @MarketDataFeedTypes
BaseTradingRules @TickRules @LotTypeRules @PriceLimits @PriceRangeRuleGrp @QuoteSizeRuleGrp 827 1786 562 1140 1143 1144 1245 2934 561 1377 1378 423 2557 2559
DerivativeInstrument 1214 1215 1216 1217 @DerivativeSecurityAltIDGrp 1246 1228 1243 1247 1248 2892 1249 1250 1251 1252 1253 1254 1255 1256 1276 1257 1258 1259 1260 1261 1262 2912 1263 1264 1265 1266 1438 1442 1267 1268 1269 1270 1722 2913 1315 1316 1723 2914 1317 1318 1319 1576 2915 1320 1321 1322 1323 2684 2688 1299 1225 1271 1272 1273 1274 1275 1277 1278 1279 1280 1281 @DerivativeSecurityXML 1285 @DerivativeEventsGrp @DerivativeInstrumentParties
DerivativeSecurityDefinition @DerivativeInstrument @DerivativeInstrumentAttribute @MarketSegmentGrp @SecurityClassificationGrp
DerivativeSecurityXML 1282 1283 1284
UnderlyingLegInstrument 1330 1331 1332 1333 @UnderlyingLegSecurityAltIDGrp 1344 1337 1338 1339 1345 1405 1340 1391 1343 1341 1392
ApplicationSequenceControl 1180 1181 1350 1352
TradeReportOrderDetail 37 198 11 526 66 1080 1081 1431 @RelatedOrderGrp 1091 40 44 99 18 39 @OrderQtyData 151 14 59 126 @MatchingInstructions 2362 2964 1629 1916 @DisplayInstruction 528 529 775 1432 1724 @OrderAttributeGrp 2704 821 1093 483 586 2766
InstrumentScope 1536 1537 1538 1539 @InstrumentScopeSecurityAltIDGrp 1543 1544 1545 1546 2895 1547 1548 1549 1550 1551 1552 1553 1554 1555 1616 1556 1620 1621 1557
ThrottleResponse 1685 1609 1686
LegSecurityXML 1871 1872 1873
UnderlyingSecurityXML 1874 1875 1876
LegPaymentStream 40279 40280 40281 42399 40282 40283 43108 40284 40285 40286 40287 40288 42400 42401 42402 42403 40289 40290 40291 41549 41550 41551 41552 41553 41554 41555 @LegPaymentStreamPaymentDates @LegPaymentStreamResetDates @LegPaymentStreamFixedRate @LegPaymentStreamFloatingRate 42404 @LegPaymentStreamCompoundingFloatingRate @LegPaymentStreamCompoundingDates @LegPaymentStreamNonDeliverableSettlTerms
LegPaymentStreamFixedRate 40326 40327 40328 41556 41557 40329 40330 41558 41559 41560
LegPaymentStreamFloatingRate 40331 40332 43088 43089 40333 40334 43116 43117 43118 43119 41563 41564 41565 41566 41567 41568 41569 41570 41571 40335 40336 41572 41573 41574 41575 40337 40338 40339 40340 40341 40342 40343 40344 40345 41576 41577 40346 40347 40348 40349 41578 41579 42462 42463 42464 41580 41581 42465 41582 41583 41584 41585 41586 @LegPaymentStreamPricingBusinessCenterGrp @LegPaymentStreamPricingDayGrp @LegPaymentStreamPricingDateGrp 40350 40351 40352 40353 40354 40355 40356 40357 40358 42466 @LegPaymentStreamFormula @LegDividendConditions 42467 @LegReturnRateGrp 42468 42469 42470 42471 42472 42473 42474 42475 42476 42477 42478 42479 42480 42481
LegPaymentStreamNonDeliverableSettlTerms 40359 40360 @LegPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40362 40363 40364 40365 @LegPaymentStreamNonDeliverableSettlRateSource @LegPaymentStreamNonDeliverableFixingDateGrp @LegSettlRateDisruptionFallbackGrp
LegPaymentStreamPaymentDates 40292 @LegPaymentStreamPaymentDateBusinessCenterGrp @LegPaymentStreamPaymentDateGrp 40294 40295 40296 40297 40298 40299 40300 40301 40302 41592 @LegPaymentStreamFinalPricePaymentDate
LegPaymentStreamResetDates 40303 40304 @LegPaymentStreamResetDateBusinessCenterGrp 40306 40307 40308 40309 40310 @LegPaymentStreamInitialFixingDateBusinessCenterGrp 40312 40313 40314 40315 40316 40317 @LegPaymentStreamFixingDateBusinessCenterGrp 40319 40320 40321 40322 40323 40324 40325 @LegPaymentStreamFixingDateGrp
LegProvisionCashSettlPaymentDates 40516 @LegProvisionCashSettlPaymentDateBusinessCenterGrp 40518 40519 40520 40521 40522 40523 @LegProvisionCashSettlPaymentFixedDateGrp
LegProvisionCashSettlValueDates 40524 40525 40526 @LegProvisionCashSettlValueDateBusinessCenterGrp 40528 40529 40530 40531 40532
LegProvisionOptionExerciseDates 40476 @LegProvisionOptionExerciseBusinessCenterGrp @LegProvisionOptionExerciseFixedDateGrp 40478 40479 40480 40481 40482 40483 40484 40485 40486 40487 40488 40489 40490 40491 40492 40493 40494
LegProvisionOptionExpirationDate 40498 40499 @LegProvisionOptionExpirationDateBusinessCenterGrp 40501 40502 40503 40504 40505 40506 40507
LegProvisionOptionRelevantUnderlyingDate 40508 40509 @LegProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40511 40512 40513 40514 40515
LegStreamCalculationPeriodDates 41641 41642 40265 @LegStreamCalculationPeriodBusinessCenterGrp @LegStreamCalculationPeriodDateGrp 40267 40268 @LegStreamFirstPeriodStartDateBusinessCenterGrp 40270 40271 40272 40273 40274 40275 40276 41643 41644 41645
LegStreamEffectiveDate 40249 40250 @LegStreamEffectiveDateBusinessCenterGrp 40252 40253 40254 40255 40256
LegStreamTerminationDate 40257 40258 @LegStreamTerminationDateBusinessCenterGrp 40260 40261 40262 40263 40264
PaymentStream 40738 40739 40740 42600 40741 40742 43106 40743 40744 40745 40746 40747 42601 42602 42603 42604 40748 40749 40750 41180 41181 41182 41183 41184 41185 41186 @PaymentStreamPaymentDates @PaymentStreamResetDates @PaymentStreamFixedRate @PaymentStreamFloatingRate 42605 @PaymentStreamCompoundingFloatingRate @PaymentStreamCompoundingDates @PaymentStreamNonDeliverableSettlTerms
PaymentStreamFixedRate 40784 40785 40786 41187 41188 40787 40788 41189 41190 41191
PaymentStreamFloatingRate 40789 40790 43090 43091 40791 40792 43112 43113 43114 43115 41194 41195 41196 41197 41198 41199 41200 41201 41202 40793 40794 41203 41204 41205 41206 40795 40796 40797 40798 40799 40800 40801 40802 40803 41207 41208 40804 40805 40806 40807 41209 41210 42663 42664 42665 41211 41212 42666 41213 41214 41215 41216 41217 @PaymentStreamPricingBusinessCenterGrp @PaymentStreamPricingDayGrp @PaymentStreamPricingDateGrp 40808 40809 40810 40811 40812 40813 40814 40815 40816 42667 @PaymentStreamFormula @DividendConditions 42668 @ReturnRateGrp 42669 42670 42671 42672 42673 42674 42675 42676 42677 42678 42679 42680 42681 42682
PaymentStreamNonDeliverableSettlTerms 40817 40818 @PaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40820 40821 40822 40823 @PaymentStreamNonDeliverableSettlRateSource @PaymentStreamNonDeliverableFixingDateGrp @SettlRateDisruptionFallbackGrp
PaymentStreamPaymentDates 40751 @PaymentStreamPaymentDateBusinessCenterGrp @PaymentStreamPaymentDateGrp 40753 40754 40755 40756 40757 40758 40759 40760 40920 41223 @PaymentStreamFinalPricePaymentDate
PaymentStreamResetDates 40761 40762 @PaymentStreamResetDateBusinessCenterGrp 40764 40765 40766 40767 40768 @PaymentStreamInitialFixingDateBusinessCenterGrp 40770 40771 40772 40773 40774 40775 @PaymentStreamFixingDateBusinessCenterGrp 40777 40778 40779 40780 40781 40782 40783 @PaymentStreamFixingDateGrp
ProvisionCashSettlPaymentDates 40163 @ProvisionCashSettlPaymentDateBusinessCenterGrp 40165 40166 40167 40168 40169 40170 @ProvisionCashSettlPaymentFixedDateGrp
ProvisionCashSettlValueDates 40114 40115 40116 @ProvisionCashSettlValueDateBusinessCenterGrp 40118 40119 40120 40121 40122
ProvisionOptionExerciseDates 40123 @ProvisionOptionExerciseBusinessCenterGrp @ProvisionOptionExerciseFixedDateGrp 40125 40126 40127 40128 40129 40130 40131 40132 40133 40134 40135 40136 40137 40138 40139 40140 40141
ProvisionOptionExpirationDate 40145 40146 @ProvisionOptionExpirationDateBusinessCenterGrp 40148 40149 40150 40151 40152 40153 40154
ProvisionOptionRelevantUnderlyingDate 40155 40156 @ProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40158 40159 40160 40161 40162
StreamCalculationPeriodDates 41244 41245 40073 @StreamCalculationPeriodBusinessCenterGrp @StreamCalculationPeriodDateGrp 40075 40076 @StreamFirstPeriodStartDateBusinessCenterGrp 40078 40079 40080 40081 40082 40083 40084 41246 41247 41248
StreamEffectiveDate 40907 40908 @StreamEffectiveDateBusinessCenterGrp 40910 40911 40912 40913 40914
StreamTerminationDate 40065 40066 @StreamTerminationDateBusinessCenterGrp 40068 40069 40070 40071 40072
UnderlyingPaymentStream 40568 40569 40570 42895 40571 40572 43107 40573 40574 40575 40576 40577 42896 42897 42898 42899 40578 40579 40580 41897 41898 41899 41900 41901 41902 41903 @UnderlyingPaymentStreamPaymentDates @UnderlyingPaymentStreamResetDates @UnderlyingPaymentStreamFixedRate @UnderlyingPaymentStreamFloatingRate 42900 @UnderlyingPaymentStreamCompoundingFloatingRate @UnderlyingPaymentStreamCompoundingDates @UnderlyingPaymentStreamNonDeliverableSettlTerms
UnderlyingPaymentStreamFixedRate 40615 40616 40617 41904 41905 40618 40619 41906 41907 41908
UnderlyingPaymentStreamFloatingRate 40620 40621 43092 43093 40622 40623 43120 43121 43122 43123 41911 41912 41913 41914 41915 41916 41917 41918 41919 40624 40625 41920 41921 41922 41923 40626 40627 40628 40629 40630 40631 40632 40633 40634 41924 41925 40635 40636 40637 40638 41926 41927 42958 42959 42960 41928 41929 42961 41930 41931 41932 41933 41934 @UnderlyingPaymentStreamPricingBusinessCenterGrp @UnderlyingPaymentStreamPricingDayGrp @UnderlyingPaymentStreamPricingDateGrp 40639 40640 40641 40642 40643 40644 40645 40646 40647 42962 @UnderlyingPaymentStreamFormula @UnderlyingDividendConditions 42963 @UnderlyingReturnRateGrp 42964 42965 42966 42967 42968 42969 42970 42971 42972 42973 42974 42975 42976 42977
UnderlyingPaymentStreamNonDeliverableSettlTerms 40648 40649 @UnderlyingPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40651 40652 40653 40654 @UnderlyingPaymentStreamNonDeliverableSettlRateSource @UnderlyingPaymentStreamNonDeliverableFixingDateGrp @UnderlyingSettlRateDisruptionFallbackGrp
UnderlyingPaymentStreamPaymentDates 40581 @UnderlyingPaymentStreamPaymentDateBusinessCenterGrp @UnderlyingPaymentStreamPaymentDateGrp 40583 40584 40585 40586 40587 40588 40589 40590 40591 41940 @UnderlyingPaymentStreamFinalPricePaymentDate
UnderlyingPaymentStreamResetDates 40592 40593 @UnderlyingPaymentStreamResetDateBusinessCenterGrp 40595 40596 40597 40598 40599 @UnderlyingPaymentStreamInitialFixingDateBusinessCenterGrp 40601 40602 40603 40604 40605 40606 @UnderlyingPaymentStreamFixingDateBusinessCenterGrp 40608 40609 40610 40611 40612 40613 40614 @UnderlyingPaymentStreamFixingDateGrp
UnderlyingStreamCalculationPeriodDates 41957 41958 40556 @UnderlyingStreamCalculationPeriodBusinessCenterGrp @UnderlyingStreamCalculationPeriodDateGrp 40558 40559 @UnderlyingStreamFirstPeriodStartDateBusinessCenterGrp 40561 40562 40563 40564 40565 40566 40567 41959 41960 41961
UnderlyingStreamEffectiveDate 40057 40058 @UnderlyingStreamEffectiveDateBusinessCenterGrp 40060 40061 40062 40063 40064
UnderlyingStreamTerminationDate 40548 40549 @UnderlyingStreamTerminationDateBusinessCenterGrp 40551 40552 40553 40554 40555
DateAdjustment 40921 @BusinessCenterGrp 40922
LegDateAdjustment 40925 @LegBusinessCenterGrp 40926
UnderlyingDateAdjustment 40964 @UnderlyingBusinessCenterGrp 40965
LegPaymentStreamNonDeliverableSettlRateSource 40087 40228
LegSettlRateFallbackRateSource 40366 40370
PaymentStreamNonDeliverableSettlRateSource 40371 40372
SettlRateFallbackRateSource 40373 40655
UnderlyingPaymentStreamNonDeliverableSettlRateSource 40661 40824
UnderlyingSettlRateFallbackRateSource 40904 40915
ProvisionCashSettlQuoteSource 40112 41406
LegProvisionCashSettlQuoteSource 40470 41407
ComplexEventRelativeDate 41020 41021 41022 41023 41024 41025 @ComplexEventDateBusinessCenterGrp 41026 41027 41028
DeliveryStream 41058 @DeliveryStreamCommoditySourceGrp 41059 41060 41061 41062 42192 42193 41063 41064 41065 41066 41067 41218 @DeliveryStreamCycleGrp 41068 41069 41070 41071 41072 41073 41074 41075 41076 41077 41078 41079 41080 43094
MarketDisruption 41087 @MarketDisruptionEventGrp 41088 @MarketDisruptionFallbackGrp @MarketDisruptionFallbackReferencePriceGrp 41089 41090 41091
OptionExercise 41106 41107 41108 41109 41110 41111 41112 41113 41114 41115 42590 @SettlMethodElectionDate @OptionExerciseDates @OptionExerciseExpiration @OptionExerciseMakeWholeProvision
OptionExerciseDates 41118 @OptionExerciseBusinessCenterGrp @OptionExerciseDateGrp 41119 41120 41121 41122 41123 41124 41125 41126 41127 41128 41129 41130 41131 41132 41133 41134 41135 41136
OptionExerciseExpiration 41142 @OptionExerciseExpirationDateBusinessCenterGrp @OptionExerciseExpirationDateGrp 41143 41144 41145 41146 41147 41148 41149 41150 41151
PricingDateTime 41232 41233 @PricingDateBusinessCenterGrp 41234 41235 41236
StreamCommodity 41251 41252 41253 41254 @StreamCommodityAltIDGrp 41255 41256 41257 42587 @StreamAssetAttributeGrp 41258 41259 41260 41261 41262 41263 41264 @StreamCommodityDataSourceGrp 41265 41266 41267 41268 41269 @StreamCommoditySettlBusinessCenterGrp 41270 41271 41272 41273 41274 @StreamCommoditySettlPeriodGrp 41275 41276
LegComplexEventRelativeDate 41389 41390 41391 41392 41393 41394 @LegComplexEventDateBusinessCenterGrp 41395 41396 41397
LegDeliveryStream 41429 @LegDeliveryStreamCommoditySourceGrp 41430 41431 41432 41433 42194 42195 41434 41435 41436 41437 41438 41219 @LegDeliveryStreamCycleGrp 41439 41440 41441 41442 41443 41444 41445 41446 41447 41448 41449 41450 41451 43095
LegMarketDisruption 41462 @LegMarketDisruptionEventGrp 41463 @LegMarketDisruptionFallbackGrp @LegMarketDisruptionFallbackReferencePriceGrp 41464 41465 41466
LegOptionExercise 41481 41482 41483 41484 41485 41486 41487 41488 41489 41490 42391 @LegSettlMethodElectionDate @LegOptionExerciseDates @LegOptionExerciseExpiration @LegOptionExerciseMakeWholeProvision
LegOptionExerciseDates 41493 @LegOptionExerciseBusinessCenterGrp @LegOptionExerciseDateGrp 41494 41495 41496 41497 41498 41499 41500 41501 41502 41503 41504 41505 41506 41507 41508 41509 41510 41511
LegOptionExerciseExpiration 41517 @LegOptionExerciseExpirationDateBusinessCenterGrp @LegOptionExerciseExpirationDateGrp 41518 41519 41520 41521 41522 41523 41524 41525 41526
LegPricingDateTime 41609 41610 @LegPricingDateBusinessCenterGrp 41611 41612 41613
LegStreamCommodity 41648 41649 41650 41651 @LegStreamCommodityAltIDGrp 41652 41653 41654 42588 @LegStreamAssetAttributeGrp 41655 41656 41657 41658 41659 41660 41661 @LegStreamCommodityDataSourceGrp 41662 41663 41664 41665 41666 @LegStreamCommoditySettlBusinessCenterGrp 41667 41668 41669 41670 41671 @LegStreamCommoditySettlPeriodGrp 41672 41673
UnderlyingComplexEventRelativeDate 41739 41740 41741 41742 41743 41744 @UnderlyingComplexEventDateBusinessCenterGrp 41745 41746 41747
UnderlyingDeliveryStream 41777 @UnderlyingDeliveryStreamCommoditySourceGrp 41778 41779 41780 41781 42196 42197 41782 41783 41784 41785 41786 41587 @UnderlyingDeliveryStreamCycleGrp 41787 41788 41789 41790 41791 41792 41793 41794 41795 41796 41797 41798 41799 43096
UnderlyingOptionExercise 41810 41811 41812 41813 41814 41815 41816 41817 41818 41819 42887 @UnderlyingSettlMethodElectionDate @UnderlyingOptionExerciseDates @UnderlyingOptionExerciseExpiration @UnderlyingOptionExerciseMakeWholeProvision
UnderlyingOptionExerciseDates 41822 @UnderlyingOptionExerciseBusinessCenterGrp @UnderlyingOptionExerciseDateGrp 41823 41824 41825 41826 41827 41828 41829 41830 41831 41832 41833 41834 41835 41836 41837 41838 41839 41840
UnderlyingOptionExerciseExpiration 41846 @UnderlyingOptionExerciseExpirationDateBusinessCenterGrp @UnderlyingOptionExerciseExpirationDateGrp 41847 41848 41849 41850 41851 41852 41853 41854 41855
UnderlyingMarketDisruption 41859 @UnderlyingMarketDisruptionEventGrp 41860 @UnderlyingMarketDisruptionFallbackGrp @UnderlyingMarketDisruptionFallbackReferencePriceGrp 41861 41862 41863
UnderlyingPricingDateTime 41949 41950 @UnderlyingPricingDateBusinessCenterGrp 41951 41952 41953
UnderlyingStreamCommodity 41964 41965 41966 41967 @UnderlyingStreamCommodityAltIDGrp 41968 41969 41970 42589 @UnderlyingStreamAssetAttributeGrp 41971 41972 41973 41974 41975 41976 41977 @UnderlyingStreamCommodityDataSourceGrp 41978 41979 41980 41981 41982 @UnderlyingStreamCommoditySettlBusinessCenterGrp 41983 41984 41985 41986 41987 @UnderlyingStreamCommoditySettlPeriodGrp 41988 41989
UnderlyingProvisionCashSettlPaymentDates 42092 @UnderlyingProvisionCashSettlPaymentDateBusinessCenterGrp 42093 42094 42095 42096 42097 42098 @UnderlyingProvisionCashSettlPaymentFixedDateGrp
UnderlyingProvisionCashSettlQuoteSource 42102 42103
UnderlyingProvisionCashSettlValueDates 42104 42105 42106 @UnderlyingProvisionCashSettlValueDateBusinessCenterGrp 42107 42108 42109 42110 42111
UnderlyingProvisionOptionExerciseDates 42115 @UnderlyingProvisionOptionExerciseBusinessCenterGrp @UnderlyingProvisionOptionExerciseFixedDateGrp 42116 42117 42118 42119 42120 42121 42122 42123 42124 42125 42126 42127 42128 42129 42130 42131 42132
UnderlyingProvisionOptionExpirationDate 42133 42134 @UnderlyingProvisionOptionExpirationDateBusinessCenterGrp 42135 42136 42137 42138 42139 42140 42141
UnderlyingProvisionOptionRelevantUnderlyingDate 42142 42143 @UnderlyingProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 42144 42145 42146 42147 42148
MDStatisticParameters 2456! 2457! 2458 2459 2454 2455 2481 2482 264 2460 2461 2462 2463 2464! 2465 2466 2467 2468 2469 2470 2471 2472 @NestedParties 2584 1815 40 59 276 277 54 578 336 625 1024 2711 338 1022 1629 1916 1057
LegFinancingDetails 2497 2498 2499 2496 2495 2953 2511 2510 2512 2509 2500 @LegFinancingContractualDefinitionsGrp @LegFinancingTermSupplementGrp @LegFinancingContractualMatrixGrp 2502 2501 2503 2507 2505 2494 2493 2514 2513 2506 2504 2508
CashSettlDate 42207 42208 @CashSettlDateBusinessCenterGrp 42209 42210 42211 42212 42213
DividendAccrualFloatingRate 42218 42219 42220 42221 42222 42223 42224 42225 42226 42227 42228 42229 42230 42231 42232 42233 42234 42235
DividendAccrualPaymentDate 42238 42239 42240 42241 42242 42243 @DividendAccrualPaymentDateBusinessCenterGrp 42244
DividendConditions 42245 42246 42247 42248 @DividendPeriodGrp 42249 42250 42251 42252 @DividendFXTriggerDate @DividendAccrualFloatingRate 42253 @DividendAccrualPaymentDate 42254 42255 42256 42257 42258 42259 42260 42261 42262 42263 42264
DividendFXTriggerDate 42265 42266 42267 42268 42269 42270 @DividendFXTriggerDateBusinessCenterGrp 42271
LegCashSettlDate 42299 42300 @LegCashSettlDateBusinessCenterGrp 42301 42302 42303 42304 42305
LegDividendAccrualFloatingRate 42312 42313 42314 42315 42316 42317 42318 42319 42320 42321 42322 42323 42324 42325 42326 42327 42328 42329
LegDividendAccrualPaymentDate 42330 42331 42332 42333 42334 42335 @LegDividendAccrualPaymentDateBusinessCenterGrp 42336
LegDividendConditions 42337 42338 42339 42340 @LegDividendPeriodGrp 42341 42342 42343 42344 @LegDividendFXTriggerDate @LegDividendAccrualFloatingRate 42345 @LegDividendAccrualPaymentDate 42346 42347 42348 42349 42350 42351 42352 42353 42354 42355 42356
LegDividendFXTriggerDate 42357 42358 42359 42360 42361 42362 @LegDividendFXTriggerDateBusinessCenterGrp 42363
LegOptionExerciseMakeWholeProvision 42392 42393 42394 42395 42396 42397 42398
LegPaymentStreamCompoundingDates 42408 @LegPaymentStreamCompoundingDatesBusinessCenterGrp @LegPaymentStreamCompoundingDateGrp 42409 42410 42411 42412 42413 @LegPaymentStreamCompoundingStartDate @LegPaymentStreamCompoundingEndDate 42414 42415 42416 42417 42418
LegPaymentStreamCompoundingEndDate 42421 42422 42423 42424 42425 42426
LegPaymentStreamCompoundingFloatingRate 42427 42428 42429 42430 42431 42432 42433 42434 42435 42436 42437 42438 42439 42440 42441 42442 42443 42444
LegPaymentStreamCompoundingStartDate 42445 42446 42447 42448 42449 42450
LegPaymentStreamFormulaImage 42451 42452
LegPaymentStreamFinalPricePaymentDate 42453 42454 42455 42456 42457 42458
LegPaymentStreamFormula 42482 42483 42484 @LegPaymentStreamFormulaMathGrp @LegPaymentStreamFormulaImage
LegPaymentStubEndDate 42488 42489 @LegPaymentStubEndDateBusinessCenterGrp 42490 42491 42492 42493 42494
LegPaymentStubStartDate 42497 42498 @LegPaymentStubStartDateBusinessCenterGrp 42499 42500 42501 42502 42503
LegSettlMethodElectionDate 42574 42575 @LegSettlMethodElectionDateBusinessCenterGrp 42576 42577 42578 42579 42580
OptionExerciseMakeWholeProvision 42591 42592 42593 42594 42595 42596 42597
PaymentStreamCompoundingDates 42609 @PaymentStreamCompoundingDatesBusinessCenterGrp @PaymentStreamCompoundingDateGrp 42610 42611 42612 42613 42614 @PaymentStreamCompoundingStartDate @PaymentStreamCompoundingEndDate 42615 42616 42617 42618 42619
PaymentStreamCompoundingEndDate 42622 42623 42624 42625 42626 42627
PaymentStreamCompoundingFloatingRate 42628 42629 42630 42631 42632 42633 42634 42635 42636 42637 42638 42639 42640 42641 42642 42643 42644 42645
PaymentStreamCompoundingStartDate 42646 42647 42648 42649 42650 42651
PaymentStreamFormulaImage 42652 42653
PaymentStreamFinalPricePaymentDate 42654 42655 42656 42657 42658 42659
PaymentStreamFormula 42686 42687 42688 @PaymentStreamFormulaMathGrp @PaymentStreamFormulaImage
PaymentStubEndDate 42689 42690 @PaymentStubEndDateBusinessCenterGrp 42691 42692 42693 42694 42695
PaymentStubStartDate 42698 42699 @PaymentStubStartDateBusinessCenterGrp 42700 42701 42702 42703 42704
SettlMethodElectionDate 42777 42778 @SettlMethodElectionDateBusinessCenterGrp 42779 42780 42781 42782 42783
UnderlyingCashSettlDate 42790 42791 @UnderlyingCashSettlDateBusinessCenterGrp 42792 42793 42794 42795 42796
UnderlyingDividendAccrualFloatingRate 42801 42802 42803 42804 42805 42806 42807 42808 42809 42810 42811 42812 42813 42814 42815 42816 42817 42818
UnderlyingDividendAccrualPaymentDate 42819 42820 42821 42822 42823 42824 @UnderlyingDividendAccrualPaymentDateBusinessCenterGrp 42825
UnderlyingDividendConditions 42826 42827 42828 42829 @UnderlyingDividendPeriodGrp 42830 42831 42832 42833 @UnderlyingDividendFXTriggerDate @UnderlyingDividendAccrualFloatingRate 42834 @UnderlyingDividendAccrualPaymentDate 42835 42836 42837 42838 42839 42840 42841 42842 42843 42844 42845
UnderlyingDividendFXTriggerDate 42846 42847 42848 42849 42850 42851 @UnderlyingDividendFXTriggerDateBusinessCenterGrp 42852
UnderlyingDividendPayout 42860 42861 @UnderlyingDividendPaymentGrp
UnderlyingOptionExerciseMakeWholeProvision 42888 42889 42890 42891 42892 42893 42894
UnderlyingPaymentStreamCompoundingDates 42904 @UnderlyingPaymentStreamCompoundingDatesBusinessCenterGrp @UnderlyingPaymentStreamCompoundingDateGrp 42905 42906 42907 42908 42909 @UnderlyingPaymentStreamCompoundingStartDate @UnderlyingPaymentStreamCompoundingEndDate 42910 42911 42912 42913 42914
UnderlyingPaymentStreamCompoundingEndDate 42917 42918 42919 42920 42921 42922
UnderlyingPaymentStreamCompoundingFloatingRate 42923 42924 42925 42926 42927 42928 42929 42930 42931 42932 42933 42934 42935 42936 42937 42938 42939 42940
UnderlyingPaymentStreamCompoundingStartDate 42941 42942 42943 42944 42945 42946
UnderlyingPaymentStreamFormulaImage 42947 42948
UnderlyingPaymentStreamFinalPricePaymentDate 42949 42950 42951 42952 42953 42954
UnderlyingPaymentStreamFormula 42978 42979 42980 @UnderlyingPaymentStreamFormulaMathGrp @UnderlyingPaymentStreamFormulaImage
UnderlyingPaymentStubEndDate 42984 42985 @UnderlyingPaymentStubEndDateBusinessCenterGrp 42986 42987 42988 42989 42990
UnderlyingPaymentStubStartDate 42993 42994 @UnderlyingPaymentStubStartDateBusinessCenterGrp 42995 42996 42997 42998 42999
UnderlyingRateSpreadSchedule 43004 @UnderlyingRateSpreadStepGrp
UnderlyingSettlMethodElectionDate 43076 43077 @UnderlyingSettlMethodElectionDateBusinessCenterGrp 43078 43079 43080 43081 43082
FloatingRateIndex 2731 2732 2730 2728 2729
AveragePriceDetail 2763 2764 2765
PostTradePayment 2824! 2817! 2818 2956 2825! 2826! 2827 2819! 2816! 2821 2820 2815 2814 2822 2823
LegStipulations 683(688 689)
NestedParties 539(524 525 538 2384 @NstdPtysSubGrp)
Parties 453(448 447 452 2376 @PtysSubGrp)
PositionAmountData 753(707 708 2096 1055 2937 2097 2098 1585 2099 2100 2876 2877)
PositionQty 702(703 704 705 1654 706 976 1836 1835 2936 @NestedParties)
SettlParties 781(782 783 784 2389 @SettlPtysSubGrp)
Stipulations 232(233 234)
TrdRegTimestamps 768(769 770 771 2839 1033 1034 1035 1727 2831 2832 2833 2834)
UnderlyingStipulations 887(888 889)
NestedParties2 756(757 758 759 2381 @NstdPtys2SubGrp)
NestedParties3 948(949 950 951 2382 @NstdPtys3SubGrp)
AffectedOrdGrp 534(1824 535 536)
AllocAckGrp 78(79 661 366 1047 467 1593 1729 1832 2727 @AllocRegulatoryTradeIDGrp 776 @NestedParties 209 161 360 361 1732 1733 1734 989 993 992 80 2515 1752 1753 1754 1755 2770 2769)
AllocGrp 78(79 661 573 366 80 2515 1752 1753 1754 1755 467 1729 1593 2727 @AllocRegulatoryTradeIDGrp 81 989 1002 1735 993 1047 992 @NestedParties 208 209 161 360 361 1732 1733 1734 @CommissionData @AllocCommissionDataGrp 153 154 119 2300 737 120 736 2927 155 156 742 741 @MiscFeesGrp @ClrInstGrp 635 780 @SettlInstructionsData 2392 2393 2483 2761 2770 2769 @TradeAllocAmtGrp)
BidCompReqGrp 420(66 54 336 625 430 63 64 1 660)
BidCompRspGrp 420(@CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355)
BidDescReqGrp 398(399 400 401 404 441 402 403 405 406 407 408)
ClrInstGrp 576(577)
CollInqQualGrp 938(896)
CompIDReqGrp 936(930 931 283 284)
CompIDStatGrp 936(930! 931 283 284 928! 929)
ContAmtGrp 518(519 520 521)
ContraGrp 382(375 337 437 438 655)
CpctyConfGrp 862(528! 529 863)
ExecAllocGrp 124(32 17 527 31 669 29 1003 1041 880 2749 2524 @TrdRegPublicationGrp @TradePriceConditionGrp)
ExecCollGrp 124(17)
InstrmtGrp 146(@Instrument @InstrumentExtension @FinancingDetails @RelatedInstrumentGrp)
InstrmtLegExecGrp 555(@InstrumentLeg 685 687 2346 690 @LegStipulations 1366 @LegPreAllocGrp 2680 1817 564 565 @NestedParties3 654 587 588 637 675 2900 1073 1074 1075 1689 1379 1381 1383 1384 1418 2421)
InstrmtLegGrp 555(@InstrumentLeg @LegFinancingDetails)
InstrmtLegIOIGrp 555(@InstrumentLeg 682 @LegStipulations)
InstrmtLegSecListGrp 555(@InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData)
InstrmtMDReqGrp 146(@Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp @SpreadOrBenchmarkCurveData 15 2897 537 63 64 271 1500)
InstrmtStrkPxGrp 428(@Instrument! @UndInstrmtGrp 140 11 526 54 44 15 2897 58 354 355)
IOIQualGrp 199(104)
LegOrdGrp 555(@InstrumentLeg 685 687 690 @LegStipulations 1366 @LegPreAllocGrp 2680 1817 564 565 @NestedParties 654 587 588 675 2900 1379 1381 1383 1384 1689)
LegPreAllocGrp 670(671 672 @NestedParties2 673 674 1367 2928 1756 1757 1758 1759)
LegQuotGrp 555(@InstrumentLeg 685 687 2346 690 587 588 @LegStipulations @NestedParties 686 681 684 @LegBenchmarkCurveData 654 1067 1068)
LegQuotStatGrp 555(@InstrumentLeg 685 687 2346 690 587 588 @LegStipulations @NestedParties)
LinesOfTextGrp 33(58! 354 355)
ListOrdGrp 73(11! 526 67! 583 160 @Parties 229 75 1 660 581 589 590 70 591 @PreAllocGrp 63 64 544 635 21 18 110 1089 1090 @DisplayInstruction 111 100 1133 @TrdgSesGrp 81 @Instrument! @UndInstrmtGrp 140 54! 2102 1688 401 114 60 @Stipulations 854 @OrderQtyData! 40 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 2897 376 2404 2351 2352 377 23 117 1080 1081 59 168 432 126 427 1629 1916 @CommissionData @CommissionDataGrp 528 529 1091 582 @OrderAttributeGrp 121 120 2899 775 58 354 355 193 192 640 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 494 1028)
MDFullGrp 268(269! 278 270 423 @PriceQualifierGrp 819 @YieldData @SpreadOrBenchmarkCurveData 40 15 2897 120 2899 @RateSource 271 @SecSizesGrp 1093 272 273 274 275 336 625 326 327 2447 2705 276 277 @TradePriceConditionGrp 2961 2667 282 283 284 286 59 432 126 1629 1916 110 18 287 37 198 299 1003 1851 288 289 2449 2450 346 290 546 811 828 829 855 2896 1934 2963 2405 574 1115 1390 @TrdRegPublicationGrp 2373 570 @RelatedTradeGrp 58 354 355 1023 528 1024 332 333 1025 31 1592 1020 @PriceLimits 1143 731 2451 63 64 1070 83 1048 1026 1027 @Parties 2445 2446 654)
MDIncGrp 268(279! 285 1173 264 269 278 280 1500 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 291 292 270 423 @PriceQualifierGrp 819 @YieldData @SpreadOrBenchmarkCurveData 40 15 2897 120 2899 @RateSource 271 @SecSizesGrp 1093 272 273 274 275 336 625 326 327 2447 2705 276 277 @TradePriceConditionGrp 2961 2667 1934 2963 828 829 855 2896 2405 574 1115 1390 @TrdRegPublicationGrp 2373 570 @RelatedTradeGrp 282 283 284 286 59 432 126 1629 1916 110 18 287 37 198 299 1003 1851 288 289 2449 2450 346 290 546 811 451 58 354 355 1023 528 1024 332 333 1025 31 1592 1020 @PriceLimits 1143 731 2451 63 64 483 60 2445 2446 1070 83 1048 1026 1027 @StatsIndGrp @Parties)
MDReqGrp 267(269!)
MDRjctGrp 816(817)
MiscFeesGrp 136(137 138 139 2712 @MiscFeesSubGrp 891 2216 2217 2713)
OrdAllocGrp 73(11 37 198 526 66 @NestedParties2 38 799 800 40)
OrdListStatGrp 73(11 37 526 14! 39! 636 151! 84! 6! 103 58 354 355)
PosUndInstrmtGrp 711(@UnderlyingInstrument 732 733 1037 @UnderlyingAmount)
PreAllocGrp 78(79 661 736 2927 467 2727 @NestedParties 209 80 1752 1753 1754 1755)
PreAllocMlegGrp 78(79 661 736 2927 467 2727 @NestedParties3 80 1752 1753 1754 1755)
QuotCxlEntriesGrp 295(@Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp)
QuotEntryAckGrp 295(299 @Instrument @InstrmtLegGrp 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 2897 775 528 529 1167 368)
QuotEntryGrp 295(299! @Instrument @InstrmtLegGrp 132 133 1749 1750 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 2897 775 528 529)
QuotQualGrp 735(695)
QuotReqGrp 146(@Instrument! @FinancingDetails @UndInstrmtGrp 140 303 117 1751 537 336 625 229 1913 54 854 @OrderQtyData 110 63 64 193 192 15 2897 120 2899 @RateSource @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 828 2347 @RegulatoryTradeIDGrp 2115 692 @PriceQualifierGrp 40 62 126 1914 1915 1629 1916 60 @SpreadOrBenchmarkCurveData 423 44 631 640 @YieldData @Parties 1937 2374 2372 2371 443)
QuotReqLegsGrp 555(@InstrumentLeg 685 687 2346 690 587 588 @LegStipulations @NestedParties @LegBenchmarkCurveData 654)
QuotReqRjctGrp 146(@Instrument! @FinancingDetails @UndInstrmtGrp 140 303 537 336 625 229 54 854 @OrderQtyData 63 64 193 192 15 2897 @Stipulations 1 660 581 @QuotReqLegsGrp @QuotQualGrp 2115 692 @PriceQualifierGrp 40 126 60 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData @Parties 443)
QuotSetAckGrp 296(302 @UnderlyingInstrument 367 304 1168 1169 1170 893 @QuotEntryAckGrp)
QuotSetGrp 296(302! @UnderlyingInstrument 367 304! 893 @QuotEntryGrp!)
RelSymDerivSecGrp 146(@Instrument @SecondaryPriceLimits 15 2897 292 @InstrumentExtension @InstrmtLegGrp 1504 1606 58 354 355)
RFQReqGrp 146(@Instrument! @UndInstrmtGrp @InstrmtLegGrp 140 303 537 336 625)
RgstDistInstGrp 510(477 512 478 498 499 500 501 502)
RgstDtlsGrp 473(509 511 474 482 @NestedParties 522 486 475)
RoutingGrp 215(216 217)
SecListGrp 146(@Instrument @InstrumentExtension @SecurityClassificationGrp @FinancingDetails @SecurityTradingRules @StrikeRules @UndInstrmtGrp 15 2897 @Stipulations @InstrmtLegSecListGrp @RelatedInstrumentGrp @SpreadOrBenchmarkCurveData @YieldData @PriceMovementGrp 1504 1606 58 354 355)
SecTypesGrp 558(167 762 460 461 2891 60)
SettlInstGrp 778(162 163 214 @Parties 54 460 167 461 2891 120 2899 168 126 779 @SettlInstructionsData 492 476 488 489 503 490 491 504 505)
SideCrossOrdCxlGrp 552(54! 41 11! 526 583 586 @Parties 229 75 @OrderQtyData! 376 2404 2351 2352 58 354 355)
SideCrossOrdModGrp 552(54! 2102 41 11! 526 583 586 @Parties @SideCrossLegGrp 1690 229 75 1 660 581 589 590 591 70 @PreAllocGrp 854 @OrderQtyData! @CommissionData @CommissionDataGrp 528 529 1724 1725 1726 2883 1091 582 121 120 2899 775 58 354 355 1816 77 203 544 635 377 659 962)
TrdAllocGrp 78(79 661 736 2927 467 1593 2727 @AllocRegulatoryTradeIDGrp 1729 @NestedParties2 209 80 2515 1752 1753 1754 1755 993 1002 989 1136 @TradeAllocAmtGrp 1840 1735 161 360 361 1732 1733 1734 2392 2393 @AllocCommissionDataGrp)
TrdCapRptSideGrp 552(54! 2102 1427 1428 1429 1009 1597 1599 1598 1005 1506 1507 1006 1007 83 1008 430 1154 2901 1155 2902 @Parties @PartyDetailGrp 1 660 581 522 @LimitAmts 81 575 @ClrInstGrp 635 @SideRegulatoryTradeIDGrp 2671 2418 578 579 376 2404 2351 2352 377 582 336 625 943 2356 @CommissionData @CommissionDataGrp 157 230 158 159 738 920 921 922 238 237 118 119 155 156 77 58 354 355 752 @ContAmtGrp @Stipulations @MiscFeesGrp 825 826 1848 1730 2771 2759 2767 1853 1854 1852 591 70 @TrdAllocGrp @SideTrdRegTS @SettlDetails 1072 1057 1139 1690 1115 1444 1851 @TradeReportOrderDetail 1031 1032 @TradePositionQty @RelatedTradeGrp @RelatedPositionGrp 1980 2344 29 2334 2335 2361 @SideCollateralAmountGrp)
TrdCollGrp 897(571 818)
TrdInstrmtLegGrp 555(@InstrumentLeg @LegFinancingDetails @LegPositionAmountData 685 687 2346 690 990 1152 @LegStipulations 2680 1817 564 565 @NestedParties 654 587 588 637 686 675 2900 1073 1074 1075 1689 1379 1381 1383 1384 1418 1591 2358 2357 2360 2359 @TradeCapLegUnderlyingsGrp 2492)
TrdgSesGrp 386(336 625)
UndInstrmtCollGrp 711(@UnderlyingInstrument 944)
UndInstrmtGrp 711(@UnderlyingInstrument)
TrdCapDtGrp 580(75 779 60)
EvntGrp 864(865 866 1145 1827 1826 2340 867 868 1578 1579)
SecAltIDGrp 454(455 456 2957)
LegSecAltIDGrp 604(605 606 2958)
UndSecAltIDGrp 457(458 459 2959)
AttrbGrp 870(871 872)
DlvyInstGrp 85(165 787 @SettlParties)
SettlPtysSubGrp 801(785 786)
PtysSubGrp 802(523 803)
NstdPtysSubGrp 804(545 805)
HopGrp 627(628 629 630)
NstdPtys2SubGrp 806(760 807)
NstdPtys3SubGrp 952(953 954)
StrategyParametersGrp 957(958 959 960)
SecLstUpdRelSymGrp 146(1324 @Instrument @InstrumentExtension @FinancingDetails @SecurityTradingRules @StrikeRules @UndInstrmtGrp 15 2897 @Stipulations @SecLstUpdRelSymsLegGrp @RelatedInstrumentGrp @SpreadOrBenchmarkCurveData @YieldData 1504 58 354 355)
SecLstUpdRelSymsLegGrp 555(@InstrumentLeg 690 587 @LegStipulations @LegBenchmarkCurveData)
UnderlyingAmount 984(985 986 987 988)
ExpirationQty 981(982 983)
InstrumentParties 1018(1019 1050 1051 2378 @InstrumentPtysSubGrp)
InstrumentPtysSubGrp 1052(1053 1054)
SideTrdRegTS 1016(1012 1013 1014)
TrdCapRptAckSideGrp 552(54! 1427 1506 1507 1428 1429 @Parties 1 660 581 @LimitAmts 81 575 @ClrInstGrp 2671 578 579 376 2404 2351 2352 377 582 336 625 943 430 1154 2901 1155 2902 @CommissionData @CommissionDataGrp 157 230 158 159 738 920 921 922 238 237 118 119 155 156 77 752 @ContAmtGrp @Stipulations @MiscFeesGrp 825 @SettlDetails 826 1730 2771 2759 2767 1853 1854 1852 591 70 @TrdAllocGrp 1072 1057 1009 1005 1006 1007 83 1008 1115 1851 @TradeReportOrderDetail @SideTrdRegTS 1031 1032 @RelatedTradeGrp @RelatedPositionGrp 2344)
UndlyInstrumentParties 1058(1059 1060 1061 2391 @UndlyInstrumentPtysSubGrp)
UndlyInstrumentPtysSubGrp 1062(1063 1064)
RootParties 1116(1117 1118 1119 2388 @RootSubParties)
RootSubParties 1120(1121 1122)
TrdSessLstGrp 386(336! 625 1327 207 1301 1300 1326 338 339 325 340! 567 341 342 343 344 345 387 @TradingSessionRules 60 58 354 355)
MsgTypeGrp 384(372 385 1130 1406 1131 1410)
SettlDetails 1158(1164 169 170 171 @SettlParties)
SettlObligationInstructions 1165(430 1161 1162 1163 1157 119 15 2897 120 2899 155 64 @Instrument @Parties 168 126 779 @SettlDetails)
SecSizesGrp 1177(1178 1179)
StatsIndGrp 1175(1176)
TickRules 1205(1206 1207 1208 1209 2571 1830 1831)
StrikeRules 1201(1223 1202 1203 1204 1304 @MaturityRules)
MaturityRules 1236(1222 1303 1302 1241 1226 1229)
MarketDataFeedTypes 1141(1022 1683 264 2563 2564 2565 2566 1021 1173 2567 2568)
LotTypeRules 1234(1093 1231)
MatchRules 1235(1142 574 2569 2570)
ExecInstRules 1232(1308)
TimeInForceRules 1239(59)
OrdTypeRules 1237(40)
TradingSessionRulesGrp 1309(336 625 @TradingSessionRules)
MarketSegmentGrp 1310(1301 1300 @SecurityTradingRules @StrikeRules)
DerivativeInstrumentPartySubIDsGrp 1296(1297 1298)
DerivativeInstrumentParties 1292(1293 1294 1295 2377 @DerivativeInstrumentPartySubIDsGrp)
DerivativeInstrumentAttribute 1311(1313 1314)
NestedInstrumentAttribute 1312(1210 1211)
DerivativeSecurityAltIDGrp 1218(1219 1220)
DerivativeEventsGrp 1286(1287 1288 1289 1290 1291)
RelSymDerivSecUpdGrp 146(1324 292 @Instrument @InstrumentExtension @SecondaryPriceLimits 15 2897 @InstrmtLegGrp 1504 58 354 355)
UnderlyingLegSecurityAltIDGrp 1334(1335 1336)
TradeCapLegUnderlyingsGrp 1342(@UnderlyingLegInstrument)
UsernameGrp 809(553)
NotAffectedOrdGrp 1370(1372 1371 1825 2677)
FillsGrp 1362(1363 1364 1365 2673 2674 1443 1622 1623 @NestedParties4)
TrdRepIndicatorsGrp 1387(1388 1389)
ApplIDRequestGrp 1351(1355 1433 1182 1183 @NestedParties)
ApplIDRequestAckGrp 1351(1355 1433 1182 1183 1357 1354 @NestedParties)
ApplIDReportGrp 1351(1355 1399 1357)
NstdPtys4SubGrp 1413(1412 1411)
NestedParties4 1414(1415 1416 1417 2383 @NstdPtys4SubGrp)
RateSource 1445(1446 1447 1448 2412 2796)
TargetParties 1461(1462 1463 1464 1818 @TargetPtysSubGrp)
NewsRefGrp 1475(1476 1477)
ComplexEvents 1483(1484 2117 2118 2119 1485 2120 2121 2122 2941 1486 2123 1487 1488 1489 1490 @ComplexEventDates 2124 2942 2125 2943 2126 2127 2407 2408 2128 2129 2130 2131 2132 @ComplexEventRateSourceGrp @ComplexEventRelativeDate @ComplexEventPeriodGrp 2133 2134 2135 2136 2137 @ComplexEventCreditEventSourceGrp @ComplexEventCreditEventGrp 2597 2598 2599 2138 2139)
ComplexEventDates 1491(1492 1493 @ComplexEventTimes)
ComplexEventTimes 1494(1495 1496)
StrmAsgnReqGrp 1499(@Parties @StrmAsgnReqInstrmtGrp)
StrmAsgnRptGrp 1499(@Parties @StrmAsgnRptInstrmtGrp)
StrmAsgnReqInstrmtGrp 146(@Instrument 63 271 1500)
StrmAsgnRptInstrmtGrp 146(@Instrument 63 1617 1500 1502 58 354 355)
MatchingInstructions 1624(1625 1673 1626 1627)
LimitAmts 1630(1631 1632 1633 2394 2395 1634 2935 2396)
MarginReqmtInqQualGrp 1636(1637)
MarginAmount 1643(1645 1644 1646 2088 2089 1714 1715 2851)
RelatedInstrumentGrp 1647(1648 1649 1650 1651 1652 1653 2413 2414 2415 2417)
RequestedPartyRoleGrp 1508(1509 2386)
PartyRelationshipGrp 1514(1515)
PartyDetailGrp 1671(1691 1692 1693 1674 @PartyDetailSubGrp @PartyDetailAltIDGrp @RelatedPartyDetailGrp 1672)
PartyDetailAltIDGrp 1516(1517 1518 @PartyDetailAltSubGrp)
PartyDetailAltSubGrp 1519(1520 1521)
RiskLimitTypesGrp 1529(1530 1531 1767 1766 1765 1532 2939 1533 2336 2337 @RiskWarningLevelGrp)
InstrumentScopeSecurityAltIDGrp 1540(1541 1542)
RiskWarningLevelGrp 1559(1769 1560 1768 1561)
RelatedPartyDetailGrp 1562(1563 1564 1565 1675 @RelatedPartyDetailSubGrp @RelatedPartyDetailAltIDGrp @PartyRelationshipGrp)
RelatedPartyDetailSubGrp 1566(1567 1568)
RelatedPartyDetailAltIDGrp 1569(1570 1571 @RelatedPartyDetailAltSubGrp)
RelatedPartyDetailAltSubGrp 1572(1573 1574)
InstrumentScopeGrp 1656(1535 @InstrumentScope)
RiskInstrumentScopeGrp 1534(1535 @InstrumentScope 1558)
RequestingPartyGrp 1657(1658 1659 1660 2338 @RequestingPartySubGrp)
RequestingPartySubGrp 1661(1662 1663)
PartyDetailsUpdateGrp 1676(1324 @PartyDetailGrp)
RequestedRiskLimitTypesGrp 1668(1530)
PartyRiskLimitsGrp 1677(@PartyDetailGrp @RiskLimitsGrp 1670 2339 2355)
RiskLimitsGrp 1669(@RiskLimitTypesGrp @RiskInstrumentScopeGrp)
PartyDetailSubGrp 1694(1695 1696)
SecMassStatGrp 146(@Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 326 1174 327 291 292 58 354 355)
LegPositionAmountData 1586(1587 1588 1589 2938 1590)
SecurityClassificationGrp 1582(1583 1584)
ThrottleParamsGrp 1610(1611 1612 1613 1614 1615 @ThrottleMsgTypeGrp)
ThrottleMsgTypeGrp 1618(1619)
SettlementAmountGrp 1700(1701 1702 2903)
CollateralAmountGrp 1703(1704 1705 2929 2632 2090 2091 1706 2092 2093 1902 2350 2690 2689 2840 @CollateralReinvestmentGrp 2841)
PayCollectGrp 1707(1708 1709 2955 2094 2095 1710 1711 1712 1713)
PartyRiskLimitsUpdateGrp 1677(1324 @PartyDetailGrp @RiskLimitsGrp 1670 2339 2355)
PartyRiskLimitsAckGrp 1677(1324 1763 1764 @PartyDetailGrp @RiskLimitsGrp 1670 2339 1328 1664 1665 2355)
PartyEntitlementGrp 1772(@PartyDetailGrp 1883 @EntitlementGrp)
EntitlementGrp 1773(1774 1775 2402 @EntitlementAttribGrp 1776 1784 @InstrumentScopeGrp @MarketSegmentScopeGrp 1782 1783)
EntitlementAttribGrp 1777(1778 1779 1780 1781 2940)
MarketSegmentScopeGrp 1310(1301 1300)
TargetMarketSegmentGrp 1789(1790)
AffectedMarketSegmentGrp 1791(1792)
NotAffectedMarketSegmentGrp 1793(1794)
OrderEventGrp 1795(1796 1797 1798 1799 1800 1801 1802)
DisclosureInstructionGrp 1812(1813 1814)
SideCrossLegGrp 1829(654 685 690 @LegStipulations 1366 @LegPreAllocGrp 1817 564 565 @NestedParties3 587 588 675 2900 1379 1381 1383 1384 1689)
TradeAllocAmtGrp 1844(1845 1846 1847 2933 1850)
TradePriceConditionGrp 1838(1839)
TradeQtyGrp 1841(1842 1843)
TradePositionQty 702(703 704 705 1654 706 976)
RelatedTradeGrp 1855(1856 1857 2103 1858 1859 1860)
RelatedPositionGrp 1861(1862 1863 1864)
ValueChecksGrp 1868(1869 1870)
PartyDetailAckGrp 1676(1324 1879 1880 1328 1664 1665 @PartyDetailGrp)
PartyEntitlementUpdateGrp 1772(1324 @PartyDetailGrp 1883 @EntitlementGrp 1885)
PartyEntitlementAckGrp 1772(1324 1883 1884 1328 1664 1665 @PartyDetailGrp @EntitlementGrp 1885)
InstrmtMatchSideGrp 1889(@Instrument @InstrmtLegGrp @UndInstrmtGrp 1891 53 15 2897 120 2899 854 32 423 31 30 @TrdMatchSideGrp)
TrdMatchSideGrp 1890(54 1427 1900 1506 1005 1428 1429 1009 1597 1599 1598 1006 1007 1008 430 1154 2901 1155 2902 @Parties 578 579 376 2404 2351 2352 377 582 943 77 825 826 591 70 @TrdAllocGrp 1072 1057 1139 1690 1115 819 1731 1898 1899 635 @TradeReportOrderDetail @TrdInstrmtLegExecGrp 1031 1032 58 354 355)
TrdInstrmtLegExecGrp 1892(654 1893 1901 1894 1895 685 564 565 @NestedParties3 637 686 675 2900 1689 1418 1591)
PriceMovementGrp 1919(@PriceMovementValueGrp @ClearingAccountTypeGrp)
PriceMovementValueGrp 1920(1921 1922 1923)
ClearingAccountTypeGrp 1918(1816)
AdditionalTermBondRefGrp 40000(40001 40002 40003 40004 40005 40006 40007 40008 40009 40010 40011 40012 40013 40014 40015 40016 40017 40018)
AdditionalTermGrp 40019(40020 40021 @AdditionalTermBondRefGrp)
AllocRegulatoryTradeIDGrp 1908(1909 1910 1911 1912 2406 2399)
CashSettlTermGrp 40022(40023 40024 40916 40917 40025 40026 40027 40028 40029 40030 40031 @CashSettlDealerGrp 42216 42217 40033 40034 @CashSettlDate 40035 40036 40037 40038 40039)
FinancingContractualDefinitionGrp 40040(40041)
FinancingContractualMatrixGrp 40042(40043 40044 40045)
FinancingTermSupplementGrp 40046(40047 40048)
LegEvntGrp 2059(2060 2061 2062 2063 2064 2341 2065 2066 2074 2075)
LegPaymentScheduleGrp 40374(40375 41533 41534 40376 40377 40378 40379 40380 40381 40382 40383 40384 40385 41535 41536 41537 41538 40386 40387 40388 40389 41539 41540 41541 41542 40390 40391 40392 40393 40394 40395 @LegPaymentScheduleRateSourceGrp 40396 40397 40398 40399 @LegPaymentScheduleFixingDateBusinessCenterGrp 40401 40402 40403 41543 41544 40404 @LegPaymentScheduleFixingDayGrp 41545 41546 41547 41548 40405 40406 40407 40408 @LegPaymentScheduleInterimExchangeDateBusinessCenterGrp 40410 40411 40412 40413)
LegPaymentScheduleRateSourceGrp 40414(40415 40416 40417)
LegPaymentStreamNonDeliverableFixingDateGrp 40367(40368 40369)
LegPaymentStubGrp 40418(40419 40420 @LegPaymentStubStartDate @LegPaymentStubEndDate 40421 40422 40423 40424 40425 40426 40427 40428 40429 40430 40431 40432 40433 40434 40435 40436 40437 40438 40439 40440 40441 40442 40443 40444 40445 40446 40447)
LegProvisionCashSettlPaymentFixedDateGrp 40473(40474 40475)
LegProvisionOptionExerciseFixedDateGrp 40495(40496 40497)
LegProvisionGrp 40448(40449 40450 40451 @LegProvisionDateBusinessCenterGrp 40453 40454 40455 42506 42507 40456 40457 40458 @LegProvisionCashSettlValueDates @LegProvisionOptionExerciseDates @LegProvisionOptionExpirationDate @LegProvisionOptionRelevantUnderlyingDate 40459 40460 40461 40462 40463 40464 40465 @LegProvisionCashSettlPaymentDates 40466 40467 40468 40469 @LegProvisionCashSettlQuoteSource 40472 40980 40981 @LegProvisionParties)
LegProvisionParties 40533(40534 40535 40536 2380 @LegProvisionPtysSubGrp)
LegProvisionPtysSubGrp 40537(40538 40539)
LegSecondaryAssetGrp 2076(2077 2078 2079 2743)
LegSettlRateDisruptionFallbackGrp 40902(40903 @LegSettlRateFallbackRateSource 40905 40906)
LegStreamGrp 40241(40242 41700 40243 42583 42584 40244 40245 41702 40246 40247 42585 42586 41703 41704 41705 41706 41707 41708 @LegStreamCommodity @LegStreamEffectiveDate @LegStreamTerminationDate @LegStreamCalculationPeriodDates @LegPaymentStream @LegPaymentScheduleGrp @LegPaymentStubGrp @LegDeliveryStream @LegDeliveryScheduleGrp 40248 40978 40979)
PaymentGrp 40212(40213 40993 40214 40215 43087 40216 40217 42598 42599 43097 43098 43100 43099 43101 43105 43104 43103 43102 40218 40919 41155 40219 40220 @PaymentBusinessCenterGrp 41156 41157 41158 41159 40222 41160 40224 40225 40226 40227 492 @PaymentSettlGrp 41304 40229 40984 40985)
PaymentScheduleGrp 40828(40829 41164 41165 40830 40831 40832 40833 40834 40835 40836 40837 40838 40839 41166 41167 41168 41169 40840 40841 40842 40843 41170 41171 41172 41173 40844 40845 40846 40847 40848 40849 @PaymentScheduleRateSourceGrp 40850 40851 40852 40853 @PaymentScheduleFixingDateBusinessCenterGrp 40855 40856 40857 41174 41175 40858 @PaymentScheduleFixingDayGrp 41176 41177 41178 41179 40859 40860 40861 40862 @PaymentScheduleInterimExchangeDateBusinessCenterGrp 40864 40865 40866 40867)
PaymentScheduleRateSourceGrp 40868(40869 40870 40871)
PaymentSettlGrp 40230(40231 40232 @PaymentSettlParties)
PaymentSettlParties 40233(40234 40235 40236 40237 @PaymentSettlPtysSubGrp)
PaymentSettlPtysSubGrp 40238(40239 40240)
PaymentStreamNonDeliverableFixingDateGrp 40825(40826 40827)
PaymentStubGrp 40872(40873 40874 @PaymentStubStartDate @PaymentStubEndDate 40875 40876 40877 40878 40879 40880 40881 40882 40883 40884 40885 40886 40887 40888 40889 40890 40891 40892 40893 40894 40895 40896 40897 40898 40899 40900 40901)
PhysicalSettlTermGrp 40204(@PhysicalSettlDeliverableObligationGrp 40205 40206 40207 40208)
PhysicalSettlDeliverableObligationGrp 40209(40210 40211)
ProtectionTermGrp 40181(40182 40183 40184 40185 40186 40187 40188 @ProtectionTermEventNewsSourceGrp @ProtectionTermEventGrp @ProtectionTermObligationGrp 40190)
ProtectionTermEventGrp 40191(40192 40193 40194 40195 40196 40197 40198 @ProtectionTermEventQualifierGrp)
ProtectionTermEventQualifierGrp 40199(40200)
ProtectionTermObligationGrp 40201(40202 40203)
ProvisionCashSettlPaymentFixedDateGrp 40171(40172 40173)
ProvisionOptionExerciseFixedDateGrp 40142(40143 40144)
ProvisionGrp 40090(40091 40092 40093 @ProvisionDateBusinessCenterGrp 40095 40096 40097 42707 42708 40098 40099 40100 @ProvisionCashSettlValueDates @ProvisionOptionExerciseDates @ProvisionOptionExpirationDate @ProvisionOptionRelevantUnderlyingDate 40101 40102 40103 40104 40105 40106 40107 @ProvisionCashSettlPaymentDates 40108 40109 40110 40111 @ProvisionCashSettlQuoteSource 40113 40986 40987 @ProvisionParties)
ProvisionParties 40174(40175 40176 40177 2385 @ProvisionPtysSubGrp)
ProvisionPtysSubGrp 40178(40179 40180)
RegulatoryTradeIDGrp 1907(1903 1905 1904 1906 2411 2397)
SecondaryAssetGrp 1976(1977 1978 1979 2741)
SettlRateDisruptionFallbackGrp 40085(40086 @SettlRateFallbackRateSource 40088 40089)
SideRegulatoryTradeIDGrp 1971(1972 1973 1974 1975 2416 2398)
StreamGrp 40049(40050 41303 40051 42784 42785 40052 40053 41305 40054 40055 42786 42787 41306 41307 41308 41309 41310 41311 @StreamCommodity @StreamEffectiveDate @StreamTerminationDate @StreamCalculationPeriodDates @PaymentStream @PaymentScheduleGrp @PaymentStubGrp @DeliveryStream @DeliveryScheduleGrp 40056 40982 40983)
UnderlyingComplexEvents 2045(2046 2261 2262 2263 2047 2264 2265 2266 2947 2048 2267 2049 2050 2051 2052 @UnderlyingComplexEventDates 2268 2948 2269 2949 2270 2271 2419 2420 2272 2273 2274 2275 2276 @UnderlyingComplexEventRateSourceGrp @UnderlyingComplexEventRelativeDate @UnderlyingComplexEventPeriodGrp 2277 2278 2279 2280 2281 @UnderlyingComplexEventCreditEventSourceGrp @UnderlyingComplexEventCreditEventGrp 2611 2612 2613 2282 2283)
UnderlyingComplexEventDates 2053(2054 2055 @UnderlyingComplexEventTimes)
UnderlyingComplexEventTimes 2056(2057 2058)
UnderlyingEvntGrp 1981(1982 1983 1984 1985 1986 2342 1987 2071 2072 2073)
UnderlyingPaymentScheduleGrp 40664(40665 41881 41882 40666 40667 40668 40669 40670 40671 40672 40673 40674 40675 41883 41884 41885 41886 40676 40677 40678 40679 41887 41888 41889 41890 40680 40681 40682 40683 40684 40685 @UnderlyingPaymentScheduleRateSourceGrp 40686 40687 40688 40689 @UnderlyingPaymentScheduleFixingDateBusinessCenterGrp 40691 40692 40693 41891 41892 40694 @UnderlyingPaymentScheduleFixingDayGrp 41893 41894 41895 41896 40695 40696 40697 40698 @UnderlyingPaymentScheduleInterimExchangeDateBusinessCenterGrp 40700 40701 40702 40703)
UnderlyingPaymentScheduleRateSourceGrp 40704(40705 40706 40707)
UnderlyingPaymentStreamNonDeliverableFixingDateGrp 40656(40657 40658)
UnderlyingPaymentStubGrp 40708(40709 40710 @UnderlyingPaymentStubStartDate @UnderlyingPaymentStubEndDate 40711 40712 40713 40714 40715 40716 40717 40718 40719 40720 40721 40722 40723 40724 40725 40726 40727 40728 40729 40730 40731 40732 40733 40734 40735 40736 40737)
UnderlyingSecondaryAssetGrp 2080(2081 2082 2083 2745)
UnderlyingSettlRateDisruptionFallbackGrp 40659(40660 @UnderlyingSettlRateFallbackRateSource 40662 40663)
UnderlyingStreamGrp 40540(40541 42016 40542 43083 43084 40543 40544 42018 40545 40546 43085 43086 42019 42020 42021 42022 42023 42024 @UnderlyingStreamCommodity @UnderlyingStreamEffectiveDate @UnderlyingStreamTerminationDate @UnderlyingStreamCalculationPeriodDates @UnderlyingPaymentStream @UnderlyingPaymentScheduleGrp @UnderlyingPaymentStubGrp @UnderlyingDeliveryStream @UnderlyingDeliveryScheduleGrp 40547 40988 40989)
CashSettlDealerGrp 40277(40032)
BusinessCenterGrp 40278(40471)
LegBusinessCenterGrp 40923(40924)
LegPaymentScheduleFixingDateBusinessCenterGrp 40927(40400)
LegPaymentScheduleInterimExchangeDateBusinessCenterGrp 40928(40409)
LegPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40929(40361)
LegPaymentStreamPaymentDateBusinessCenterGrp 40930(40293)
LegPaymentStreamResetDateBusinessCenterGrp 40931(40305)
LegPaymentStreamInitialFixingDateBusinessCenterGrp 40932(40311)
LegPaymentStreamFixingDateBusinessCenterGrp 40933(40318)
LegProvisionCashSettlPaymentDateBusinessCenterGrp 40934(40517)
LegProvisionCashSettlValueDateBusinessCenterGrp 40935(40527)
LegProvisionOptionExerciseBusinessCenterGrp 40936(40477)
LegProvisionOptionExpirationDateBusinessCenterGrp 40937(40500)
LegProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40938(40510)
LegProvisionDateBusinessCenterGrp 40939(40452)
LegStreamCalculationPeriodBusinessCenterGrp 40940(40266)
LegStreamFirstPeriodStartDateBusinessCenterGrp 40941(40269)
LegStreamEffectiveDateBusinessCenterGrp 40942(40251)
LegStreamTerminationDateBusinessCenterGrp 40943(40259)
PaymentBusinessCenterGrp 40944(40221)
PaymentScheduleFixingDateBusinessCenterGrp 40977(40854)
PaymentScheduleInterimExchangeDateBusinessCenterGrp 40945(40863)
PaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40946(40819)
PaymentStreamPaymentDateBusinessCenterGrp 40947(40752)
PaymentStreamResetDateBusinessCenterGrp 40948(40763)
PaymentStreamInitialFixingDateBusinessCenterGrp 40949(40769)
PaymentStreamFixingDateBusinessCenterGrp 40950(40776)
ProtectionTermEventNewsSourceGrp 40951(40189)
ProvisionCashSettlPaymentDateBusinessCenterGrp 40952(40164)
ProvisionCashSettlValueDateBusinessCenterGrp 40953(40117)
ProvisionOptionExerciseBusinessCenterGrp 40954(40124)
ProvisionOptionExpirationDateBusinessCenterGrp 40955(40147)
ProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 40956(40157)
ProvisionDateBusinessCenterGrp 40957(40094)
StreamCalculationPeriodBusinessCenterGrp 40958(40074)
StreamFirstPeriodStartDateBusinessCenterGrp 40959(40077)
StreamEffectiveDateBusinessCenterGrp 40960(40909)
StreamTerminationDateBusinessCenterGrp 40961(40067)
UnderlyingBusinessCenterGrp 40962(40963)
UnderlyingPaymentScheduleFixingDateBusinessCenterGrp 40966(40690)
UnderlyingPaymentScheduleInterimExchangeDateBusinessCenterGrp 40967(40699)
UnderlyingPaymentStreamNonDeliverableFixingDatesBusinessCenterGrp 40968(40650)
UnderlyingPaymentStreamPaymentDateBusinessCenterGrp 40969(40582)
UnderlyingPaymentStreamResetDateBusinessCenterGrp 40970(40594)
UnderlyingPaymentStreamInitialFixingDateBusinessCenterGrp 40971(40600)
UnderlyingPaymentStreamFixingDateBusinessCenterGrp 40972(40607)
UnderlyingStreamCalculationPeriodBusinessCenterGrp 40973(40557)
UnderlyingStreamFirstPeriodStartDateBusinessCenterGrp 40974(40560)
UnderlyingStreamEffectiveDateBusinessCenterGrp 40975(40059)
UnderlyingStreamTerminationDateBusinessCenterGrp 40976(40550)
AttachmentGrp 2104(2105 2106 2107 2108 2109 2110 2111 2112 @AttachmentKeywordGrp)
AttachmentKeywordGrp 2113(2114)
AssetAttributeGrp 2304(2305 2306 2307)
ComplexEventAveragingObservationGrp 40994(40995 40996)
ComplexEventCreditEventGrp 40997(40998 40999 41000 41001 41002 41003 41004 @ComplexEventCreditEventQualifierGrp)
ComplexEventCreditEventQualifierGrp 41005(41006)
ComplexEventPeriodDateGrp 41007(41008 41009)
ComplexEventPeriodGrp 41010(41011 41012 @ComplexEventScheduleGrp @ComplexEventPeriodDateGrp @ComplexEventAveragingObservationGrp)
ComplexEventRateSourceGrp 41013(41014 41015 41016 41017)
ComplexEventDateBusinessCenterGrp 41018(41019)
ComplexEventCreditEventSourceGrp 41029(41030)
ComplexEventScheduleGrp 41031(41032 41033 41034 41035 41036)
DeliveryScheduleGrp 41037(41038 41039 41040 41041 41042 41043 41044 41045 41046 41047 41048 41049 41050 @DeliveryScheduleSettlDayGrp)
DeliveryScheduleSettlDayGrp 41051(41052 41053 @DeliveryScheduleSettlTimeGrp)
DeliveryScheduleSettlTimeGrp 41054(41055 41056 41057)
DeliveryStreamCycleGrp 41081(41082 41083 41084)
DeliveryStreamCommoditySourceGrp 41085(41086)
MarketDisruptionEventGrp 41092(41093 40991)
MarketDisruptionFallbackGrp 41094(41095 40992)
MarketDisruptionFallbackReferencePriceGrp 41096(41097 41098 41099 41100 41101 41102 41103 41104 41105)
OptionExerciseBusinessCenterGrp 41116(41117)
OptionExerciseDateGrp 41137(41138 41139)
OptionExerciseExpirationDateBusinessCenterGrp 41140(41141)
OptionExerciseExpirationDateGrp 41152(41153 41154)
PaymentScheduleFixingDayGrp 41161(41162 41163)
PaymentStreamPricingBusinessCenterGrp 41192(41193)
PaymentStreamPaymentDateGrp 41220(41221 41222)
PaymentStreamPricingDateGrp 41224(41225 41226)
PaymentStreamPricingDayGrp 41227(41228 41229)
PricingDateBusinessCenterGrp 41230(41231)
StreamAssetAttributeGrp 41237(41238 41239 41240)
StreamCalculationPeriodDateGrp 41241(41242 41243)
StreamCommoditySettlBusinessCenterGrp 41249(41250)
StreamCommodityAltIDGrp 41277(41278 41279)
StreamCommodityDataSourceGrp 41280(41281 41282)
StreamCommoditySettlDayGrp 41283(41284 41285 @StreamCommoditySettlTimeGrp)
StreamCommoditySettlTimeGrp 41286(41287 41288 41588)
StreamCommoditySettlPeriodGrp 41289(41290 41291 41292 41293 41294 41295 41296 41297 41298 41299 41300 @StreamCommoditySettlDayGrp 41301 41302)
MandatoryClearingJurisdictionGrp 41312(41313)
LegAdditionalTermBondRefGrp 41316(41317 41318 41319 41320 41321 41322 41323 41324 41325 41326 41327 41328 41329 41330 41331 41332 41333 41334)
LegAdditionalTermGrp 41335(41336 41337 @LegAdditionalTermBondRefGrp)
LegAssetAttributeGrp 2308(2309 2310 2311)
LegCashSettlDealerGrp 41342(41343)
LegCashSettlTermGrp 41344(41345 41346 41347 41348 41349 41350 41351 41352 41353 41354 41355 @LegCashSettlDealerGrp 42308 42309 41356 41357 @LegCashSettlDate 41358 41359 41360 41361 41362)
LegComplexEventAveragingObservationGrp 41363(41364 41365)
LegComplexEventCreditEventGrp 41366(41367 41368 41369 41370 41371 41372 41373 @LegComplexEventCreditEventQualifierGrp)
LegComplexEventCreditEventQualifierGrp 41374(41375)
LegComplexEventPeriodDateGrp 41376(41377 41378)
LegComplexEventPeriodGrp 41379(41380 41381 @LegComplexEventScheduleGrp @LegComplexEventPeriodDateGrp @LegComplexEventAveragingObservationGrp)
LegComplexEventRateSourceGrp 41382(41383 41384 41385 41386)
LegComplexEventDateBusinessCenterGrp 41387(41388)
LegComplexEventCreditEventSourceGrp 41398(41399)
LegComplexEvents 2218(2219 2220 2221 2222 2223 2224 2225 2226 2944 2227 2228 2229 2230 2231 2232 @LegComplexEventDates 2233 2945 2234 2946 2235 2236 2409 2410 2237 2238 2239 2240 2241 @LegComplexEventRateSourceGrp @LegComplexEventRelativeDate @LegComplexEventPeriodGrp 2242 2243 2244 2245 2246 @LegComplexEventCreditEventSourceGrp @LegComplexEventCreditEventGrp 2608 2609 2610 2248 2249)
LegComplexEventDates 2250(2251 2252 @LegComplexEventTimes)
LegComplexEventTimes 2253(2204 2247)
LegComplexEventScheduleGrp 41400(41401 41402 41403 41404 41405)
LegDeliveryScheduleGrp 41408(41409 41410 41411 41412 41413 41414 41415 41416 41417 41418 41419 41420 41421 @LegDeliveryScheduleSettlDayGrp)
LegDeliveryScheduleSettlDayGrp 41422(41423 41424 @LegDeliveryScheduleSettlTimeGrp)
LegDeliveryScheduleSettlTimeGrp 41425(41426 41427 41428)
LegStreamAssetAttributeGrp 41452(41453 41454 41455)
LegDeliveryStreamCycleGrp 41456(41457 41458 41459)
LegDeliveryStreamCommoditySourceGrp 41460(41461)
LegInstrumentParties 2254(2255 2256 2257 2379 @LegInstrumentPtysSubGrp)
LegInstrumentPtysSubGrp 2258(2259 2260)
LegMarketDisruptionEventGrp 41467(41468 40223)
LegMarketDisruptionFallbackGrp 41469(41470 40990)
LegMarketDisruptionFallbackReferencePriceGrp 41471(41472 41473 41474 41475 41476 41477 41478 41479 41480)
LegOptionExerciseBusinessCenterGrp 41491(41492)
LegOptionExerciseDateGrp 41512(41513 41514)
LegOptionExerciseExpirationDateBusinessCenterGrp 41515(41516)
LegOptionExerciseExpirationDateGrp 41527(41528 41529)
LegPaymentScheduleFixingDayGrp 41530(41531 41532)
LegPaymentStreamPricingBusinessCenterGrp 41561(41562)
LegPaymentStreamPaymentDateGrp 41589(41590 41591)
LegPaymentStreamPricingDateGrp 41593(41594 41595)
LegPaymentStreamPricingDayGrp 41596(41597 41598)
LegPhysicalSettlTermGrp 41599(@LegPhysicalSettlDeliverableObligationGrp 41601 41602 41603 41600)
LegPhysicalSettlDeliverableObligationGrp 41604(41605 41606)
LegPricingDateBusinessCenterGrp 41607(41608)
LegProtectionTermEventNewsSourceGrp 41614(41615)
LegProtectionTermGrp 41616(41618 41619 41620 41621 41622 41623 41624 @LegProtectionTermEventNewsSourceGrp @LegProtectionTermEventGrp @LegProtectionTermObligationGrp 41617)
LegProtectionTermEventGrp 41625(41626 41627 41628 41629 41630 41631 41632 @LegProtectionTermEventQualifierGrp)
LegProtectionTermEventQualifierGrp 41633(41634)
LegProtectionTermObligationGrp 41635(41636 41637)
LegStreamCalculationPeriodDateGrp 41638(41639 41640)
LegStreamCommoditySettlBusinessCenterGrp 41646(41647)
LegStreamCommodityAltIDGrp 41674(41675 41676)
LegStreamCommodityDataSourceGrp 41677(41678 41679)
LegStreamCommoditySettlDayGrp 41680(41681 41682 @LegStreamCommoditySettlTimeGrp)
LegStreamCommoditySettlTimeGrp 41683(41684 41685 41935)
LegStreamCommoditySettlPeriodGrp 41686(41687 41688 41689 41690 41691 41692 41693 41694 41695 41696 41697 @LegStreamCommoditySettlDayGrp 41698 41699)
UnderlyingAssetAttributeGrp 2312(2313 2314 2315)
UnderlyingComplexEventAveragingObservationGrp 41713(41714 41715)
UnderlyingComplexEventCreditEventGrp 41716(41717 41718 41719 41720 41721 41722 41723 @UnderlyingComplexEventCreditEventQualifierGrp)
UnderlyingComplexEventCreditEventQualifierGrp 41724(41725)
UnderlyingComplexEventPeriodDateGrp 41726(41727 41728)
UnderlyingComplexEventPeriodGrp 41729(41730 41731 @UnderlyingComplexEventScheduleGrp @UnderlyingComplexEventPeriodDateGrp @UnderlyingComplexEventAveragingObservationGrp)
UnderlyingComplexEventRateSourceGrp 41732(41733 41734 41735 41736)
UnderlyingComplexEventDateBusinessCenterGrp 41737(41738)
UnderlyingComplexEventCreditEventSourceGrp 41748(41749)
UnderlyingComplexEventScheduleGrp 41750(41751 41752 41753 41754 41755)
UnderlyingDeliveryScheduleGrp 41756(41757 41758 41759 41760 41761 41762 41763 41764 41765 41766 41767 41768 41769 @UnderlyingDeliveryScheduleSettlDayGrp)
UnderlyingDeliveryScheduleSettlDayGrp 41770(41771 41772 @UnderlyingDeliveryScheduleSettlTimeGrp)
UnderlyingDeliveryScheduleSettlTimeGrp 41773(41774 41775 41776)
UnderlyingStreamAssetAttributeGrp 41800(41801 41802 41803)
UnderlyingDeliveryStreamCycleGrp 41804(41805 41806 41807)
UnderlyingDeliveryStreamCommoditySourceGrp 41808(41809)
UnderlyingOptionExerciseBusinessCenterGrp 41820(41821)
UnderlyingOptionExerciseDateGrp 41841(41842 41843)
UnderlyingOptionExerciseExpirationDateBusinessCenterGrp 41844(41845)
UnderlyingOptionExerciseExpirationDateGrp 41856(41857 41858)
UnderlyingMarketDisruptionEventGrp 41864(41865 41338)
UnderlyingMarketDisruptionFallbackGrp 41866(41867 41339)
UnderlyingMarketDisruptionFallbackReferencePriceGrp 41868(41869 41870 41871 41872 41873 41874 41875 41876 41877)
UnderlyingPaymentScheduleFixingDayGrp 41878(41879 41880)
UnderlyingPaymentStreamPricingBusinessCenterGrp 41909(41910)
UnderlyingPaymentStreamPaymentDateGrp 41937(41938 41939)
UnderlyingPaymentStreamPricingDateGrp 41941(41942 41943)
UnderlyingPaymentStreamPricingDayGrp 41944(41945 41946)
UnderlyingPricingDateBusinessCenterGrp 41947(41948)
UnderlyingStreamCalculationPeriodDateGrp 41954(41955 41956)
UnderlyingStreamCommoditySettlBusinessCenterGrp 41962(41963)
UnderlyingStreamCommodityAltIDGrp 41990(41991 41992)
UnderlyingStreamCommodityDataSourceGrp 41993(41994 41995)
UnderlyingStreamCommoditySettlDayGrp 41996(41997 41998 @UnderlyingStreamCommoditySettlTimeGrp)
UnderlyingStreamCommoditySettlTimeGrp 41999(42000 42001 41936)
UnderlyingStreamCommoditySettlPeriodGrp 42002(42003 42004 42005 42006 42007 42008 42009 42010 42011 42012 42013 @UnderlyingStreamCommoditySettlDayGrp 42014 42015)
EntitlementTypeGrp 2345(1775 2402)
UnderlyingAdditionalTermBondRefGrp 41340(41341 41701 41709 41710 41711 41712 42017 42025 42026 42027 42028 42029 42030 42031 42032 42033 42034 42035)
UnderlyingAdditionalTermGrp 42036(42037 42038 @UnderlyingAdditionalTermBondRefGrp)
UnderlyingCashSettlDealerGrp 42039(42040)
UnderlyingCashSettlTermGrp 42041(42042 42043 42044 42045 42046 42047 42048 42049 42050 42051 42052 @UnderlyingCashSettlDealerGrp 42797 42798 42053 42054 @UnderlyingCashSettlDate 42055 42056 42057 42058 42059)
UnderlyingPhysicalSettlTermGrp 42060(@UnderlyingPhysicalSettlDeliverableObligationGrp 42061 42062 42063 42064)
UnderlyingPhysicalSettlDeliverableObligationGrp 42065(42066 42067)
UnderlyingProtectionTermGrp 42068(42069 42070 42071 42072 42073 42074 42075 @UnderlyingProtectionTermEventNewsSourceGrp @UnderlyingProtectionTermEventGrp @UnderlyingProtectionTermObligationGrp 42076)
UnderlyingProtectionTermEventGrp 42077(42078 42079 42080 42081 42082 42083 42084 @UnderlyingProtectionTermEventQualifierGrp)
UnderlyingProtectionTermEventQualifierGrp 42085(42086)
UnderlyingProtectionTermObligationGrp 42087(42088 42089)
UnderlyingProtectionTermEventNewsSourceGrp 42090(42091)
UnderlyingProvisionCashSettlPaymentFixedDateGrp 42099(42100 42101)
UnderlyingProvisionOptionExerciseFixedDateGrp 42112(42113 42114)
UnderlyingProvisionGrp 42149(42150 42151 42152 @UnderlyingProvisionDateBusinessCenterGrp 42153 42154 42155 43002 43003 42156 42157 42158 @UnderlyingProvisionCashSettlValueDates @UnderlyingProvisionOptionExerciseDates @UnderlyingProvisionOptionExpirationDate @UnderlyingProvisionOptionRelevantUnderlyingDate 42159 42160 42161 42162 42163 42164 42165 @UnderlyingProvisionCashSettlPaymentDates 42166 42167 42168 42169 @UnderlyingProvisionCashSettlQuoteSource 42170 42171 42172 @UnderlyingProvisionParties)
UnderlyingProvisionParties 42173(42174 42175 42176 40918 @UnderlyingProvisionPtysSubGrp)
UnderlyingProvisionPtysSubGrp 42177(42178 42179)
UnderlyingProvisionCashSettlPaymentDateBusinessCenterGrp 42180(42181)
UnderlyingProvisionCashSettlValueDateBusinessCenterGrp 42182(42183)
UnderlyingProvisionOptionExerciseBusinessCenterGrp 42184(42185)
UnderlyingProvisionOptionExpirationDateBusinessCenterGrp 42186(42187)
UnderlyingProvisionOptionRelevantUnderlyingDateBusinessCenterGrp 42188(42189)
UnderlyingProvisionDateBusinessCenterGrp 42190(42191)
OrderEntryGrp 2428(2429 2430 11 41 37 40 44 54 59 @OrderQtyData @Instrument)
OrderEntryAckGrp 2428(39 150 2431 2429 2430 11 41 37 103 14 151 84 40 44 54 59 @OrderQtyData @Instrument)
TargetPtysSubGrp 2433(2434 2435)
MDStatisticReqGrp 2474(2475 @MDStatisticParameters)
MDStatisticRptGrp 2474(@MDStatisticParameters 2475 2476 2477 2478 2479 2480)
LegFinancingContractualDefinitionsGrp 42198(42199)
LegFinancingTermSupplementGrp 42200(42201 42202)
LegFinancingContractualMatrixGrp 42203(42204 42205 42206)
RelativeValueGrp 2529(2530 2531 2532)
AuctionTypeRuleGrp 2548(1803 2549)
FlexProductEligibilityGrp 2560(1242 2561)
PriceRangeRuleGrp 2550(2551 2552 2553 2554 2556 2555)
QuoteSizeRuleGrp 2558(647 648 2447)
RelatedMarketSegmentGrp 2545(2546 2547)
ClearingPriceParametersGrp 2580(2581 2582 2583 2584 2585 2586 2588 2587 2589 1190 2590 2591 1592 1188 2528 2592)
MiscFeesSubGrp 2633(2634 2635 2636 2637 2638)
CommissionDataGrp 2639(2640 2641 2725 2642 2643 2923 2644 2645 2924 2646 2647 2648 2649 2650 2651 2652)
AllocCommissionDataGrp 2653(2654 2655 2726 2656 2657 2925 2658 2659 2926 2660 2661 2662 2663 2664 2665 2666)
CashSettlDateBusinessCenterGrp 42214(42215)
DividendAccrualPaymentDateBusinessCenterGrp 42236(42237)
DividendFXTriggerDateBusinessCenterGrp 42272(42273)
DividendPeriodGrp 42274(42275 42276 42277 42278 42279 42280 @DividendPeriodBusinessCenterGrp 42281 42282 42283 42284 42285 42286 42287 42288 42289 42290 42291 42292 42293)
DividendPeriodBusinessCenterGrp 42294(42295)
ExtraordinaryEventGrp 42296(42297 42298)
LegCashSettlDateBusinessCenterGrp 42306(42307)
LegDividendAccrualPaymentDateBusinessCenterGrp 42310(42311)
LegDividendFXTriggerDateBusinessCenterGrp 42364(42365)
LegDividendPeriodGrp 42366(42367 42368 42369 42370 42371 42372 @LegDividendPeriodBusinessCenterGrp 42373 42374 42375 42376 42377 42378 42379 42380 42381 42382 42383 42384 42385)
LegDividendPeriodBusinessCenterGrp 42386(42387)
LegExtraordinaryEventGrp 42388(42389 42390)
LegPaymentStreamCompoundingDateGrp 42405(42406 42407)
LegPaymentStreamCompoundingDatesBusinessCenterGrp 42419(42420)
LegPaymentStreamFixingDateGrp 42459(42460 42461)
LegPaymentStreamFormulaMathGrp 42485(43110 42486 42487)
LegPaymentStubEndDateBusinessCenterGrp 42495(42496)
LegPaymentStubStartDateBusinessCenterGrp 42504(42505)
LegReturnRateDateGrp 42508(42509 @LegReturnRateValuationDateGrp 42510 42511 42512 42513 42514 42515 42516 42517 42518 42519 42520 42521 42522 42523 42524 42525 42526 42527 42528 42529 @LegReturnRateValuationDateBusinessCenterGrp)
LegReturnRateFXConversionGrp 42530(42531 42532 42533)
LegReturnRateGrp 42534(42535 42536 42537 42538 42539 42540 @LegReturnRatePriceGrp @LegReturnRateFXConversionGrp 42541 42542 42543 42544 42545 42546 42547 42548 42549 42550 42551 42552 @LegReturnRateInformationSourceGrp 42553 42554 @LegReturnRateDateGrp 42555 42556 42557 42558 42559)
LegReturnRateInformationSourceGrp 42560(42561 42562 42563)
LegReturnRatePriceGrp 42564(42565 42566 42567 42568)
LegReturnRateValuationDateBusinessCenterGrp 42569(42570)
LegReturnRateValuationDateGrp 42571(42572 42573)
LegSettlMethodElectionDateBusinessCenterGrp 42581(42582)
PaymentStreamCompoundingDateGrp 42606(42607 42608)
PaymentStreamCompoundingDatesBusinessCenterGrp 42620(42621)
PaymentStreamFixingDateGrp 42660(42661 42662)
PaymentStreamFormulaMathGrp 42683(43109 42684 42685)
PaymentStubEndDateBusinessCenterGrp 42696(42697)
PaymentStubStartDateBusinessCenterGrp 42705(42706)
ReturnRateDateGrp 42709(42710 @ReturnRateValuationDateGrp 42711 42712 42713 42714 42715 42716 42717 42718 42719 42720 42721 42722 42723 42724 42725 42726 42727 42728 42729 42730 @ReturnRateValuationDateBusinessCenterGrp)
ReturnRateFXConversionGrp 42731(42732 42733 42734)
ReturnRateGrp 42735(42736 42737 42738 42739 42740 42741 @ReturnRatePriceGrp @ReturnRateFXConversionGrp 42742 42743 42744 42745 42746 42747 42748 42749 42750 42751 42752 42753 @ReturnRateInformationSourceGrp 42754 42755 @ReturnRateDateGrp 42756 42757 42758 42759 42760)
ReturnRateInformationSourceGrp 42761(42762 42763 42764)
ReturnRatePriceGrp 42765(42766 42767 42768 42769)
ReturnRateValuationDateBusinessCenterGrp 42770(42771)
ReturnRateValuationDateGrp 42772(42773 42774)
SettlMethodElectionDateBusinessCenterGrp 42775(42776)
UnderlyingCashSettlDateBusinessCenterGrp 42788(42789)
UnderlyingDividendAccrualPaymentDateBusinessCenterGrp 42799(42800)
UnderlyingDividendFXTriggerDateBusinessCenterGrp 42853(42854)
UnderlyingDividendPaymentGrp 42855(42856 42857 42858 42859)
UnderlyingDividendPeriodGrp 42862(42863 42864 42865 42866 42867 42868 @UnderlyingDividendPeriodBusinessCenterGrp 42869 42870 42871 42872 42873 42874 42875 42876 42877 42878 42879 42880 42881)
UnderlyingDividendPeriodBusinessCenterGrp 42882(42883)
UnderlyingExtraordinaryEventGrp 42884(42885 42886)
UnderlyingPaymentStreamCompoundingDateGrp 42901(42902 42903)
UnderlyingPaymentStreamCompoundingDatesBusinessCenterGrp 42915(42916)
UnderlyingPaymentStreamFixingDateGrp 42955(42956 42957)
UnderlyingPaymentStreamFormulaMathGrp 42981(43111 42982 42983)
UnderlyingPaymentStubEndDateBusinessCenterGrp 42991(42992)
UnderlyingPaymentStubStartDateBusinessCenterGrp 43000(43001)
UnderlyingRateSpreadStepGrp 43005(43006 43007)
UnderlyingReturnRateDateGrp 43008(43009 @UnderlyingReturnRateValuationDateGrp 43010 43011 43012 43013 43014 43015 43016 43017 43018 43019 43020 43021 43022 43023 43024 43025 43026 43027 43028 43029 @UnderlyingReturnRateValuationDateBusinessCenterGrp)
UnderlyingReturnRateFXConversionGrp 43030(43031 43032 43033)
UnderlyingReturnRateGrp 43034(43035 43036 43037 43038 43039 43040 @UnderlyingReturnRatePriceGrp @UnderlyingReturnRateFXConversionGrp 43041 43042 43043 43044 43045 43046 43047 43048 43049 43050 43051 43052 @UnderlyingReturnRateInformationSourceGrp 43053 43054 @UnderlyingReturnRateDateGrp 43055 43056 43057 43058 43059)
UnderlyingReturnRateInformationSourceGrp 43060(43061 43062 43063)
UnderlyingReturnRatePriceGrp 43064(43065 43066 43067 43068)
UnderlyingReturnRateValuationDateBusinessCenterGrp 43069(43070)
UnderlyingReturnRateValuationDateGrp 43071(43072 43073)
UnderlyingSettlMethodElectionDateBusinessCenterGrp 43074(43075)
TrdRegPublicationGrp 2668(2669 2670)
OrderAttributeGrp 2593(2594 2595)
SideCollateralAmountGrp 2691(2702 2695 2930 2694 2696 2697 2701 2693 2692 2703 2700 2699 2698 2862 @SideCollateralReinvestmentGrp 2863)
QuoteAttributeGrp 2706(2707 2708)
PriceQualifierGrp 2709(2710)
IndexRollMonthGrp 2734(2733)
ReferenceDataDateGrp 2746(2747 2748)
MatchExceptionGrp 2772(2773 2774 2775 2776 2777 2778 2779 2780 2797 2798)
MatchingDataPointGrp 2781(2782 2783 2784 2785)
OrderAggregationGrp 73(11 37 38 799)
ExecutionAggregationGrp 124(32 17 1003 31)
CollateralReinvestmentGrp 2845(2844 2842 2843 2931)
FundingSourceGrp 2849(2846 2848 2847 2954)
TransactionAttributeGrp 2871(2872 2873)
SideCollateralReinvestmentGrp 2864(2867 2865 2866 2932)
RelatedOrderGrp 73(2887 2888 2836 2889 2890 2835)
messages
6 IOI app @ApplicationSequenceControl 23! 28! 26 @Instrument! @InstrumentExtension @Parties @FinancingDetails @UndInstrmtGrp @RelatedInstrumentGrp 54! 854 @OrderQtyData 27! 15 2897 @Stipulations @InstrmtLegIOIGrp 423 @PriceQualifierGrp 44 62 25 130 @IOIQualGrp 58 354 355 60 149 @RoutingGrp @SpreadOrBenchmarkCurveData @RelativeValueGrp @YieldData
7 Advertisement app 2! 5! 3 @Instrument! @InstrumentExtension @FinancingDetails @InstrmtLegGrp @UndInstrmtGrp @RelatedInstrumentGrp 4! 53! 854 44 15 2897 75 60 58 354 355 149 30 336 625 @RoutingGrp
8 ExecutionReport app @ApplicationSequenceControl 37! 2422 2423 198 526 527 11 1166 41 583 278 693 790 584 961 911 912 @Parties @TargetParties 229 @ContraGrp 66 548 551 549 2334 2335 880 1891 17! 19 150! 2431 39! 636 2838 103 1328 1664 1665 378 2961 2667 828 829 855 2347 @RegulatoryTradeIDGrp 570 2524 1 660 581 589 590 591 70 @PreAllocGrp 63 64 574 1115 544 635 @Instrument! @FinancingDetails @UndInstrmtGrp @PaymentGrp 54! 2102 1688 @Stipulations 854 @OrderQtyData 1093 40 423 @PriceQualifierGrp 44 1092 99 @TriggeringInstruction 1823 @PegInstructions @DiscretionInstructions 839 1095 845 1740 1742 1741 847 @StrategyParametersGrp 848 849 850 15 2897 376 2404 2351 2352 377 59 168 432 126 1629 1916 18 1805 1057 528 529 1815 1934 1091 1390 582 @OrderAttributeGrp 32 1056 1071 652 1828 31 651 669 631 194 195 1743 2750 2751 30 1430 1300 100 1133 2704 336 625 943 29 @LimitAmts 151! 14! 84 6 424 425 426 1361 893 @FillsGrp @OrderEventGrp 2830 427 75 60 113 @CommissionData @CommissionDataGrp @SpreadOrBenchmarkCurveData @RelativeValueGrp @YieldData 381 157 230 158 159 738 920 921 922 258 259 260 238 237 118 119 120 2899 @RateSource 2795 155 156 21 110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 2523 @DisplayInstruction @DisclosureInstructionGrp 111 1816 77 210 775 58 354 355 193 192 641 442 1385 480 481 513 494 483 515 484 485 638 639 851 @ContAmtGrp @InstrmtLegExecGrp 797 @MiscFeesGrp 1380 1028 1029 1030 1031 1032 1724 2882 1725 1726 2883 2884 2525 522 2679 @TrdRegTimestamps @TrdRegPublicationGrp @TradePriceConditionGrp 1937 2374 2372 2371 1188 1189 1190 811 1917 @ThrottleResponse 1080 1081 1806 @RelatedOrderGrp 1803 1804 1808 1809 1807 1810 1811 1819 1820 1821
9 OrderCancelReject app 37! 2422 198 526 11! 583 41 39! 636 586 66 1 660 581 229 75 60 434! 102 1328 1664 1665 100 1133 @Parties 58 354 355
B News app @ApplicationSequenceControl 1472 @NewsRefGrp 1473 1474 42 61 148! 358 359 @RoutingGrp 1301 1300 @InstrmtGrp @InstrmtLegGrp @UndInstrmtGrp @LinesOfTextGrp! 149 95 96
C Email app 164! 94! 42 147! 356 357 @RoutingGrp @InstrmtGrp @UndInstrmtGrp @InstrmtLegGrp 37 11 @LinesOfTextGrp! 95 96 @AttachmentGrp
D NewOrderSingle app 11! 2422 526 583 2829 @Parties @TargetParties 229 75 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 1805 110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction @DisclosureInstructionGrp 111 1300 100 1133 2704 @TrdgSesGrp 81 @Instrument! @FinancingDetails @UndInstrmtGrp 140 54! 2102 1688 114 60! @Stipulations 854 @OrderQtyData! 40! 423 44 2838 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 2897 1740 1741 1742 376 2404 2351 2352 377 797 23 117 59 168 432 126 427 1629 1916 @CommissionData @CommissionDataGrp 528 529 1815 1934 1091 1390 582 @OrderAttributeGrp 121 120 2899 @RateSource 2795 775 58 354 355 193 192 640 1816 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494 1028 1029 1030 1031 1032 1724 2882 1725 1726 2883 2884 2525 522 @TrdRegTimestamps @TrdRegPublicationGrp 2524 1080 1081 1685 1806 1803 1804
E NewOrderList app 66! 390 391 414 394! 415 480 481 513 433 69 1385 352 353 765 766 767 2401 68! 893 @RootParties @ListOrdGrp! 1685
F OrderCancelRequest app 2422 41 37 11! 526 583 66 586 1 660 581 @Parties @Instrument! @FinancingDetails @UndInstrmtGrp 1300 100 1133 54! 60! @OrderQtyData 376 2404 2351 2352 58 354 355
G OrderCancelReplaceRequest app 37 2422 @Parties @TargetParties 229 75 41 11! 526 583 2829 66 586 1 660 581 589 590 591 70 @PreAllocGrp 63 64 544 635 21 18 1805 110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction @DisclosureInstructionGrp 111 1300 100 1133 2704 @TrdgSesGrp @Instrument! @FinancingDetails @UndInstrmtGrp 54! 2102 1688 60! @Stipulations 854 @OrderQtyData! 40! 423 44 2838 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 376 2404 2351 2352 377 15 2897 59 168 432 126 427 1629 1916 @CommissionData @CommissionDataGrp 528 529 1815 1091 1390 582 @OrderAttributeGrp 121 120 2899 @RateSource 2795 775 58 354 355 193 192 640 1816 77 203 210 114 480 481 513 494 1028 1029 1030 1031 1032 1724 2882 1725 1726 2883 2884 522 2679 @TrdRegTimestamps 1685 1803 1804 1810 1811
H OrderStatusRequest app 37 11 526 583 @Parties 790 1 660 @Instrument! @FinancingDetails @UndInstrmtGrp 1300 54!
J AllocationInstruction app 70! 2758 71! 626! 793 72 796 808 196 197 1730 1728 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 30 229 336 625 423 @PriceQualifierGrp 6 860 @SpreadOrBenchmarkCurveData 15 2897 74 2795 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData @RegulatoryTradeIDGrp @PositionAmountData 892 893 @AllocGrp 819 1731 715 828 829 855 1937 2374 2372 2371 582 578 442 1011 991 @RateSource 1430 2334 2335 2343
K ListCancelRequest app 66! @Parties 60! 229 75 58 354 355
L ListExecute app 66! 391 390 60! 58 354 355
M ListStatusRequest app 66! 58 354 355
N ListStatus app 66! 429! 82! 431! 1385 1386 83! 444 445 446 60 68! 893 @OrdListStatGrp!
P AllocationInstructionAck app 70! 2758 @Instrument @Parties 793 1730 1728 1731 75 60 87! 88 626 808 573 58 354 355 1328 1664 1665 @RegulatoryTradeIDGrp @AllocAckGrp
Q DontKnowTrade app 37! 198 17! 127! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData! 32 31 58 354 355
R QuoteRequest app 131! 644 11 775 528 529 1171 1172 1091 @RootParties @QuotReqGrp! 376 2404 2351 2352 58 354 355
S Quote app 131 117! 390 1867 1751 1166 693 1080 1081 537 2403 1171 2837 @QuotQualGrp 828 2115 301 @QuoteAttributeGrp @ValueChecksGrp @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 192 15 2897 120 2899 @RateSource @Stipulations 1 660 581 522 377 @LegQuotGrp 132 133 645 646 647 134 1749 648 135 1750 110 1629 1916 62 188 190 189 191 1065 1066 631 632 633 634 60 @TrdRegTimestamps 40 642 643 656 657 156 @CommissionData 582 100 1133 775 528 529 1934 423 @PriceQualifierGrp 2533 2534 @SpreadOrBenchmarkCurveData @RelativeValueGrp @YieldData @RoutingGrp 1937 2374 2372 2371 2362 2964 1685 376 2404 2351 2352 58 354 355 443
T SettlementInstructions app 777! 791 160! 792 58 354 355 11 60! @SettlInstGrp
V MarketDataRequest app 262! 263! @Parties 264! 265 266 286 546 547 @MDReqGrp! @MarketSegmentScopeGrp @InstrmtMDReqGrp! @TrdgSesGrp 815 812 1070 2447
W MarketDataSnapshotFullRefresh app @ApplicationSequenceControl 911 963 715 1021 1173 264 1022 1683 1187 75 262 1500 1301 1300 @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 779! 291 292 451 1682 1684 @MDFullGrp! 813 814 @RoutingGrp
X MarketDataIncrementalRefresh app @ApplicationSequenceControl 1021 1022 1683 75 262 1301 1300 @MDIncGrp! 813 814 @RoutingGrp
Y MarketDataRequestReject app 262! @Parties 281 @MDRjctGrp 58 354 355
Z QuoteCancel app 131 117 1751 1166 298! 537 301 @Parties @TargetParties 1 660 581 336 625 @QuotCxlEntriesGrp
a QuoteStatusRequest app 649 117 @Instrument @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @Parties @TargetParties 1 660 581 336 625 263
b MassQuoteAck app 131 117 297! 300 301 537 298 @Parties @TargetParties 1 660 581 376 2404 2351 2352 58 354 355 @QuotSetAckGrp @ThrottleResponse
c SecurityDefinitionRequest app 320! 321! 1301 1300 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @RelatedInstrumentGrp 15 2897 376 2404 2351 2352 58 354 355 336 625 @Stipulations @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData 827 263
d SecurityDefinition app @ApplicationSequenceControl 964 715 320 2422 322 323 560 1607 292 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @RelatedInstrumentGrp @SecurityClassificationGrp 15 2897 2572 2573 734 58 354 355 @Stipulations 1606 2562 @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData @MarketSegmentGrp 779 2400 60
e SecurityStatusRequest app 324! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 15 2897 263! 1301 1300 336 625
f SecurityStatus app @ApplicationSequenceControl 324 @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 15 2897 1301 1300 75 336 625 325 326 1655 2447 1174 2116 291 292 327 328 329 1021 264 330 331 332 333 31 @ClearingPriceParametersGrp 730 731 2451 60 334 1025 2448 58 354 355
g TradingSessionStatusRequest app 335! 1301 1300 336 625 338 339 263! 207
h TradingSessionStatus app @ApplicationSequenceControl 335 1301 1300 75 336! 625 338 339 325 340! 1368 2447 567 341 342 343 344 345 1785 387 60 58 354 355 @Instrument
i MassQuote app 131 117! 537 2403 301 @Parties 1 660 581 293 294 @QuotSetGrp! 2362 2964 1685 376 2404 2351 2352
j BusinessMessageReject app 45 372! 1130 1406 1131 379 380! 58 354 355
k BidRequest app 390 391! 374! 392 393! 394! 395 15 2897 396 397 @BidDescReqGrp @BidCompReqGrp 409 410 411 412 413 414 415 416 121 417 75 418! 419! 443 58 354 355
l BidResponse app 390 391 @BidCompRspGrp!
m ListStrikePrice app 66! 422! 893 @InstrmtStrkPxGrp!
o RegistrationInstructions app 513! 715 514! 508! 11 @Parties 1 660 493 495 517 @RgstDtlsGrp @RgstDistInstGrp
p RegistrationInstructionsResponse app 513! 514! 508! 11 @Parties 1 660 506! 507 496
q OrderMassCancelRequest app 11! 526 530! 336 625 @Parties @TargetParties @Instrument @UnderlyingInstrument 1301 1300 54 60! 58 354 355
r OrderMassCancelReport app 11 526 37! 1369! 198 530! 531! 532 533 @AffectedOrdGrp @NotAffectedOrdGrp 336 625 @Parties @TargetParties @Instrument @UnderlyingInstrument 1301 1300 54 60 58 354 355
s NewOrderCross app 548! 2422 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 1822 1089 1090 @DisplayInstruction 111 1300 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 2897 376 23 117 59 168 432 126 427 1629 1916 1815 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494 1685
t CrossOrderCancelReplaceRequest app 37 2422 548! 551! 961 549! 550! @RootParties @SideCrossOrdModGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 63 64 21 18 110 1822 1089 1090 @DisplayInstruction 111 1300 100 1133 @TrdgSesGrp 81 140 114 60! 483 @Stipulations 40! 423 44 1092 99 @TriggeringInstruction @SpreadOrBenchmarkCurveData @YieldData 15 2897 376 23 117 59 168 432 126 427 1629 1916 1815 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 849 480 481 513 494 1685
u CrossOrderCancelRequest app 37 2422 548! 551! 961 549! 550! @RootParties @SideCrossOrdCxlGrp! @Instrument! @UndInstrmtGrp @InstrmtLegGrp 1300 60!
v SecurityTypeRequest app 320! 58 354 355 1301 1300 336 625 460 167 762
w SecurityTypes app @ApplicationSequenceControl 320! 322! 323! 557 893 @SecTypesGrp 58 354 355 1301 1300 336 625 263
x SecurityListRequest app 320! 559! 1465 1470 1471 1301 1300 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp 15 2897 58 354 355 336 625 263
y SecurityList app @ApplicationSequenceControl 964 715 1465 1466 1467 1468 1469 1470 1471 320 322 560 1607 60 393 1301 1300 893 @SecListGrp
z DerivativeSecurityListRequest app 320! 559! 1301 1300 @UnderlyingInstrument @DerivativeInstrument 762 15 2897 58 354 355 336 625 263
AA DerivativeSecurityList app @ApplicationSequenceControl 964 320 322 560 1607 715 @UnderlyingInstrument @DerivativeSecurityDefinition 779 60 393 893 @RelSymDerivSecGrp
AB NewOrderMultileg app 11! 2422 526 583 @Parties @TargetParties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 1805 110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction @DisclosureInstructionGrp 111 1300 100 1133 2704 @TrdgSesGrp 81 54! 2102 @Instrument @UndInstrmtGrp 140 1069 @LegOrdGrp 114 60! 854 @OrderQtyData 40! 1377 1378 423 44 1092 99 @TriggeringInstruction 15 2897 1740 1741 1742 376 2404 2351 2352 377 23 117 1080 1081 1806 59 168 432 126 427 1629 1916 @CommissionData @CommissionDataGrp 528 529 1815 1091 1390 582 1724 @OrderAttributeGrp 121 120 2899 775 58 354 355 1816 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 1190 849 480 481 513 494 563 1685 1803 1804 1819 1820 1821
AC MultilegOrderCancelReplace app 37 2422 41 11 526 583 586 @Parties @TargetParties 229 75 1 660 581 589 590 591 70 @PreAllocMlegGrp 63 64 544 635 21 18 1805 110 1822 1089 1090 2676 @ValueChecksGrp @MatchingInstructions 2362 2964 @DisplayInstruction @DisclosureInstructionGrp 111 1300 100 1133 2704 @TrdgSesGrp 81 54! 2102 @Instrument @UndInstrmtGrp 140 1069 @LegOrdGrp 114 60! 854 @OrderQtyData 40! 1377 1378 423 44 1092 99 @TriggeringInstruction 15 2897 376 2404 2351 2352 377 23 117 59 168 432 126 427 1629 1916 @CommissionData @CommissionDataGrp 528 529 1815 1091 1390 582 1724 @OrderAttributeGrp 121 120 2899 775 58 354 355 1816 77 203 210 @PegInstructions @DiscretionInstructions 847 @StrategyParametersGrp 848 1190 849 480 481 513 494 522 2679 563 1685 1803 1804 1819 1820 1821
AD TradeCaptureReportRequest app 568! 1003 1040 1041 1042 569! 263 571 818 527 17 150 37 11 573 828 829 1849 1123 830 855 820 880 @Parties @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @TrdCapDtGrp 715 336 625 943 54 442 578 579 725 726 58 354 355 1011
AE TradeCaptureReport app @ApplicationSequenceControl 571 1003 1040 1041 1042 2489 2490 487 856 939 568 828 829 855 2896 2961 2667 1849 @TradePriceConditionGrp 1123 1124 1125 1126 1127 830 150 748 912 1028 325 263 572 881 818 820 880 17 19 527 378 2347 @RegulatoryTradeIDGrp 570 423 @PriceQualifierGrp 549 @RootParties 1015 716 717 1430 1300 1301 2375 @Instrument! @InstrumentExtension @FinancingDetails @PaymentGrp 854 @YieldData @UndInstrmtGrp @RelatedInstrumentGrp @CollateralAmountGrp 2868 @RateSource @TransactionAttributeGrp 822 823 32 1828 2301 2368 2367 2370 31 631 1522 1056 2762 @AveragePriceDetail 15 2897 120 2899 2366 669 194 195 1071 2349 30 1596 1740 1743 1741 75 715 2870 6 @SpreadOrBenchmarkCurveData 1731 819 2085 2086 2087 @PositionAmountData 442 824 @TrdInstrmtLegGrp 60 @TrdRegTimestamps 63 64 2878 987 573 2405 574 @TradeQtyGrp @TrdCapRptSideGrp! 1188 1189 1380 1190 811 1382 797 @TrdRepIndicatorsGrp 2524 852 1390 @TrdRegPublicationGrp 853 994 1011 779 991 1132 1134 381 2369 751 1328 1664 1665 1329 1832 1924 1925 1926 1927 1928 @MandatoryClearingJurisdictionGrp 1929 2527 2526 1930 1931 1932 1933 1934 2869 1935 2963 1936 1937 2387 2302 2303 2596 2374 2372 2371 2373 2525 @AttachmentGrp 2343
AF OrderMassStatusRequest app 584! 585! @Parties @TargetParties 1 660 336 625 @Instrument @UnderlyingInstrument 54
AG QuoteRequestReject app 131! 644 658! 1171 1172 1091 @RootParties @QuotReqRjctGrp! 58 354 355
AH RFQRequest app 644! @Parties @RFQReqGrp! 263 1171
AI QuoteStatusReport app 649 131 117 390 1867 1751 1166 693 537 298 @Parties @TargetParties 336 625 @Instrument @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 63 64 193 2878 192 15 2897 @Stipulations 1 660 581 @LegQuotStatGrp @QuotQualGrp @QuoteAttributeGrp 2830 2115 126 44 423 @PriceQualifierGrp @SpreadOrBenchmarkCurveData @YieldData 1747 1748 1745 1746 132 133 645 646 647 134 1749 648 135 1750 110 62 188 190 189 191 631 632 633 634 60 @TrdRegTimestamps 40 642 643 656 657 156 @CommissionData 582 100 1133 775 528 529 1934 297 300 1328 1664 1665 1937 2374 2372 2371 @ThrottleResponse 58 354 355 443
AJ QuoteResponse app 693! 117 1166 131 694! 11 528 529 23 537 1091 @QuotQualGrp 828 2347 2115 @Parties 336 625 @Instrument! @FinancingDetails @UndInstrmtGrp 54 @OrderQtyData 110 63 64 2878 193 192 15 2897 @Stipulations 1 660 581 @LegQuotGrp 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 40 642 643 656 657 156 @CommissionData 582 100 1133 58 354 355 44 423 @PriceQualifierGrp 1917 @SpreadOrBenchmarkCurveData @YieldData 1937 2374 2372 2371 443
AK Confirmation app 664! 772 859 666! 773! 797 650 665! 573 940 @RegulatoryTradeIDGrp 2390 1832 @Parties @OrdAllocGrp @ExecAllocGrp 70 793 467 828 829 855 1937 2374 2372 2371 574 60! 75! @TrdRegTimestamps @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @YieldData 80! 854 54! 15 2897 30 @CpctyConfGrp! 79! 661 798 6! 74 423 @PriceQualifierGrp 860 @SpreadOrBenchmarkCurveData 861 58 354 355 81 381! 157 230 158 159 738 920 921 922 238 237 118! 890 119 120 2899 155 156 63 64 @SettlInstructionsData @CommissionData 858 @CommissionDataGrp @Stipulations @MiscFeesGrp @MatchExceptionGrp @MatchingDataPointGrp
AL PositionMaintenanceRequest app 710 709! 712! 713 714 715! 64 716 717 @Parties! 1 660 581 @Instrument! 15 2897 @InstrmtLegGrp @RelatedInstrumentGrp @UndInstrmtGrp @TrdgSesGrp 60 @PositionQty! @PositionAmountData 718 719 720 834 58 354 355 120 2899
AM PositionMaintenanceReport app 721! 709! 2618 710 712! 713 722 723 715! 2084 2085 2086 2087 1592 1328 1664 1665 716 717 1832 1833 1834 2101 979 @Parties 1 660 581 714 @Instrument! 15 2897 64 120 2899 719 720 @InstrmtLegGrp @RelatedInstrumentGrp @UndInstrmtGrp @TrdgSesGrp 60 @PositionQty @PositionAmountData @RegulatoryTradeIDGrp @PaymentGrp 718 834 @RelatedTradeGrp 58 354 355
AN RequestForPositions app 710! 724! 573 263 120 2899 @Parties! 1 660 581 @Instrument 15 2897 @InstrmtLegGrp @UndInstrmtGrp 715! 64 716 717 @TrdgSesGrp 60! 725 726 58 354 355
AO RequestForPositionsAck app 721! 710 727 911 325 728! 729! 724 573 715 263 716 717 120 2899 @Parties! 1 660 581 @Instrument 15 2897 @InstrmtLegGrp @UndInstrmtGrp 725 726 58 354 355
AP PositionReport app @ApplicationSequenceControl 721! 2618 710 724 2364 1635 263 727 911 912 728 325 1934 2869 @TransactionAttributeGrp @TrdRegTimestamps 715! 2084 2870 716 717 423 120 2899 1011 1832 1833 1834 2101 2878 2373 1937 2374 2372 2371 1936 @Parties! 1 660 581 2375 @Instrument @FinancingDetails 15 2897 64 730 2366 2365 1886 1887 2960 731 734 1595 1592 2085 2086 2087 573 @InstrmtLegGrp @RelatedInstrumentGrp @CollateralAmountGrp 2868 @PosUndInstrmtGrp 60 @PositionQty @PositionAmountData @RegulatoryTradeIDGrp @PaymentGrp 506 743 1434 811 @RelatedTradeGrp 58 354 355
AQ TradeCaptureReportRequestAck app 568! 1003 1040 1041 1042 569! 263 748 749! 750! @Instrument @InstrumentExtension @UndInstrmtGrp @InstrmtLegGrp 442 725 726 58 354 355 1011
AR TradeCaptureReportAck app 571 1003 1040 1041 1042 487 856 828 829 855 1849 1123 1124 1125 1126 1127 830 @RootParties 150 572 881 939 1523 751 1328 1664 1665 818 263 820 880 17 527 378 570 423 @PriceQualifierGrp 549 822 823 716 717 854 32 31 1430 1300 1301 @Instrument! @InstrumentExtension @FinancingDetails 669 1056 1071 2762 @AveragePriceDetail 15 2897 120 2899 194 195 30 75 715 6 1731 819 442 824 60 63 @UndInstrmtGrp 573 574 797 @TrdRepIndicatorsGrp 852 1390 853 @TrdInstrmtLegGrp @TrdRegTimestamps 725 726 58 354 355 1015 635 @PositionAmountData 994 1011 779 991 @TradeQtyGrp @TrdCapRptAckSideGrp 1135 381 64 1329 2343
AS AllocationReport app 755! 70 2758 71! 795 796 793 1730 2771 2759 2767 1728 794! 87! 88 72 1738 808 196 197 466 715 828 829 855 1937 2374 2372 2371 442 582 578 991 1011 579 819 1731 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53! 854 1736 1737 30 229 336 625 423 @PriceQualifierGrp 6! 860 @SpreadOrBenchmarkCurveData 15 2897 74 @Parties 75! 60 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData @RegulatoryTradeIDGrp @PositionAmountData 1031 1032 892 893 @AllocGrp @RateSource 1430 2334 2335 2343
AT AllocationReportAck app 755! 70 2758 715 819 53 71 @Instrument @Parties 793 1730 1728 1731 75 60 87 88 794 808 573 1031 1032 58 354 355 1328 1664 1665 @RegulatoryTradeIDGrp @AllocAckGrp
AU ConfirmationAck app 664! 75! 60! 940! @RegulatoryTradeIDGrp 2390 774 573 @MatchExceptionGrp @MatchingDataPointGrp 58 354 355
AV SettlementInstructionRequest app 791! 60! @Parties 79 661 54 460 167 461 2891 120 2899 168 126 779 169 170 171
AW AssignmentReport app @ApplicationSequenceControl 833! 710 832 912 @Parties! 1 581 @Instrument 15 2897 @InstrmtLegGrp @UndInstrmtGrp @PositionQty @PositionAmountData 834 730 731 732 734 1595 432 744 745 746 747 716 717 715! 58 354 355
AX CollateralRequest app 894! 895! 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations 336 625 716 717 715 58 354 355
AY CollateralAssignment app 902! 894 895! 903! 907 60! 126 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 2486 75 2485 2484 715 2517 2519 2518 2516 58 354 355
AZ CollateralResponse app 904! 902 894 895 903 905! 906 60! 1043 291 715 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtCollGrp 899 900 901 @CollateralAmountGrp @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations 2486 75 2485 2484 2517 2519 2518 2516 58 354 355 2520 2522 2521 1328 1664 1665
BA CollateralReport app 908! 909 60 1043 291 910! 911 912 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @CollateralAmountGrp 2868 1936 @RegulatoryTradeIDGrp @TrdRegTimestamps 54 @MiscFeesGrp 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 1934 2869 715 2486 75 2485 2484 @FundingSourceGrp @TransactionAttributeGrp 58 354 355
BB CollateralInquiry app 909! @CollInqQualGrp 263 725 726 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtGrp 899 900 901 @TrdRegTimestamps 54 44 423 159 920 921 922 @SpreadOrBenchmarkCurveData @Stipulations @SettlInstructionsData 336 625 716 717 715 58 354 355
BC NetworkCounterpartySystemStatusRequest app 935! 933! @CompIDReqGrp
BD NetworkCounterpartySystemStatusResponse app 937! 933 932! 934 @CompIDStatGrp!
BE UserRequest app 923! 924! 553! 554 925 1400 1401 1402 1403 1404 95 96
BF UserResponse app 923! 553! 926 @ThrottleParamsGrp 927
BG CollateralInquiryAck app 909! 945! 946 @CollInqQualGrp 911 @Parties 1 581 11 37 198 526 @ExecCollGrp @TrdCollGrp @Instrument @FinancingDetails 64 53 854 15 2897 @InstrmtLegGrp @UndInstrmtGrp 336 625 716 717 715 725 726 58 354 355
BH ConfirmationRequest app 859! 773! @OrdAllocGrp 70 793 467 60! 79 661 798 58 354 355
BO ContraryIntentionReport app @ApplicationSequenceControl 977! 60 978 979 715! @Parties! @ExpirationQty! @Instrument! @UndInstrmtGrp 58 354 355
BP SecurityDefinitionUpdateReport app @ApplicationSequenceControl 964 320 322 323 715 980 292 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @RelatedInstrumentGrp 15 2897 2572 2573 734 58 354 355 @Stipulations 1606 2562 @InstrmtLegGrp @SpreadOrBenchmarkCurveData @YieldData @MarketSegmentGrp 779 2400 60
BK SecurityListUpdateReport app @ApplicationSequenceControl 964 1465 1466 1467 1468 1469 1470 1471 320 322 560 393 715 980 292 1301 1300 60 893 @SecLstUpdRelSymGrp
BL AdjustedPositionReport app 721! 724 715! 716 714 @Parties! @PositionQty! @InstrmtGrp 730 734
BM AllocationInstructionAlert app 70! 71! 626! 2758 793 72 796 808 196 197 1730 1728 466 857 @OrdAllocGrp @ExecAllocGrp 570 700 574 54! @Instrument! @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp 53 854 1736 1737 2759 2760 30 229 336 625 423 @PriceQualifierGrp 6 860 332 333 @SpreadOrBenchmarkCurveData 15 2897 74 @Parties 75! 60 87 63 64 775 381 238 237 118 77 754 58 354 355 157 158 159 540 738 920 921 922 650 @Stipulations @YieldData @PositionAmountData 892 893 @AllocGrp 819 1731 715 828 829 582 578 442 1011 991 1031 1032
BN ExecutionAck app 37! 198 11 1036! 17! 127 @Instrument! @UndInstrmtGrp @InstrmtLegGrp 54! @OrderQtyData 32 31 423 @PriceQualifierGrp 669 14 6 @RegulatoryTradeIDGrp 58 354 355
BJ TradingSessionList app @ApplicationSequenceControl 335 @TrdSessLstGrp!
BI TradingSessionListRequest app 335! 1301 1300 336 625 207 338 339 263!
BQ SettlementObligationReport app @ApplicationSequenceControl 715 1153 1160! 1159! 58 354 355 60 @SettlObligationInstructions!
BR DerivativeSecurityListUpdateReport app @ApplicationSequenceControl 320 322 560 980 @UnderlyingInstrument @DerivativeSecurityDefinition 779 60 393 893 @RelSymDerivSecUpdGrp
BS TradingSessionListUpdateReport app @ApplicationSequenceControl 335 @TrdSessLstGrp!
BT MarketDefinitionRequest app 1393! 263! 1301 1300 1325
BU MarketDefinition app @ApplicationSequenceControl 1394! 1393 1301! 1300 1396 1397 1398 1325 2542 2543 2544 @InstrumentScopeGrp @RelatedMarketSegmentGrp 15 2897 @BaseTradingRules @OrdTypeRules @TimeInForceRules @ExecInstRules @AuctionTypeRuleGrp @MarketDataFeedTypes @MatchRules @FlexProductEligibilityGrp @Parties @MiscFeesGrp 2400 60 58 354 355
BV MarketDefinitionUpdateReport app @ApplicationSequenceControl 1394! 1393 1395 1301! 1300 1396 1397 1398 1325 2542 2543 2544 @InstrumentScopeGrp @RelatedMarketSegmentGrp 15 2897 @BaseTradingRules @OrdTypeRules @TimeInForceRules @ExecInstRules @AuctionTypeRuleGrp @MarketDataFeedTypes @MatchRules @FlexProductEligibilityGrp @Parties 2400 60 58 354 355
CB UserNotification app @UsernameGrp 926! @ThrottleParamsGrp 58 354 355
BZ OrderMassActionReport app 11 526 1369! 1373! 1374! 2675 1375! 1376 533 2678 893 @AffectedOrdGrp @NotAffectedOrdGrp @AffectedMarketSegmentGrp @NotAffectedMarketSegmentGrp 1301 1300 @TargetMarketSegmentGrp 336 625 @Parties @TargetParties @Instrument @UnderlyingInstrument 54 44 60 376 2404 2351 2352 58 354 355
CA OrderMassActionRequest app 11! 526 1373! 1374! 2675 1301 1300 @TargetMarketSegmentGrp 336 625 @Parties @TargetParties @Instrument @UnderlyingInstrument 54 44 60! 376 2404 2351 2352 58 354 355
BW ApplicationMessageRequest app 1346! 1347! @ApplIDRequestGrp @Parties 58 354 355
BX ApplicationMessageRequestAck app 1353! 1346 1347 1348 1349 @ApplIDRequestAckGrp @Parties 58 354 355
BY ApplicationMessageReport app 1356! 1346 1426! @ApplIDReportGrp 58 354 355
CC StreamAssignmentRequest app 1497! 1498! @StrmAsgnReqGrp!
CD StreamAssignmentReport app 1501! 1498 1497 @StrmAsgnRptGrp
CE StreamAssignmentReportACK app 1503! 1501! 1502 58 354 355
CH MarginRequirementInquiry app 1635! @MarginReqmtInqQualGrp! 263 725 726 @Parties 715 716 717 1639 @Instrument 60 58 354 355
CI MarginRequirementInquiryAck app 1635! @MarginReqmtInqQualGrp! 1640! 1641 911 263 725 726 @Parties 715 716 717 1639 @Instrument 60 58 354 355
CJ MarginRequirementReport app @ApplicationSequenceControl 1642! 1635 1638! 911 912 325 @Parties 1934 2869 @TrdRegTimestamps 715 2870 716 717 1639 15 2897 @Instrument @MarginAmount! 60 58 354 355
CF PartyDetailsListRequest app 1505! @RequestingPartyGrp @Parties @RequestedPartyRoleGrp @PartyRelationshipGrp 263 58 354 355
CG PartyDetailsListReport app @ApplicationSequenceControl 1510! 1505 1511 1512 893 @PartyDetailGrp 60 58 354 355 1328 1664 1665
CK PartyDetailsListUpdateReport app @ApplicationSequenceControl 1510! 1505 1512 893 @RequestingPartyGrp @PartyDetailsUpdateGrp 60 58 354 355
CL PartyRiskLimitsRequest app 1666! 1760 263 @RequestingPartyGrp @Parties @RequestedPartyRoleGrp @RequestedRiskLimitTypesGrp 1533 @RiskInstrumentScopeGrp 58 354 355
CM PartyRiskLimitsReport app @ApplicationSequenceControl 1667! 1666 1760 1511 325 1512 893 @PartyRiskLimitsGrp 60 58 354 355 1328 1664 1665
CN SecurityMassStatusRequest app 324! @InstrumentScope 263! 1465 1301 1300 336 625
CO SecurityMassStatus app @ApplicationSequenceControl 324 1465 1301 1300 75 336 625 @InstrumentScope 325 1679 2447 1680 1681 1021 264 60 334 @SecMassStatGrp
CQ AccountSummaryReport app @ApplicationSequenceControl 1699! 715! 15 900 899 716 717 60 @SettlementAmountGrp @MarginAmount @Parties! @CollateralAmountGrp @PayCollectGrp @PositionAmountData
CR PartyRiskLimitsUpdateReport app @ApplicationSequenceControl 1667! 1666 1760 1512 893 @RequestingPartyGrp @PartyRiskLimitsUpdateGrp 60 58 354 355
CS PartyRiskLimitsDefinitionRequest app 1666! @RequestingPartyGrp @PartyRiskLimitsUpdateGrp 58 354 355
CT PartyRiskLimitsDefinitionRequestAck app 1666! 1761 1762! @RequestingPartyGrp @PartyRiskLimitsAckGrp 58 354 355
CU PartyEntitlementsRequest app 1770 263 @RequestingPartyGrp @Parties @RequestedPartyRoleGrp 1883 @EntitlementTypeGrp 1784 @InstrumentScopeGrp @MarketSegmentScopeGrp 58 354 355
CV PartyEntitlementsReport app @ApplicationSequenceControl 1771! 1770 1511 1512 893 @PartyEntitlementGrp 60 58 354 355 1328 1664 1665
CW QuoteAck app 117 1166 131 537 298 1751 1865! 300 1328 1664 1665 @Parties @QuoteAttributeGrp 58 354 355
CX PartyDetailsDefinitionRequest app 1505! @RequestingPartyGrp @PartyDetailsUpdateGrp! 58 354 355
CY PartyDetailsDefinitionRequestAck app 1505! 1878! 1877 @RequestingPartyGrp @PartyDetailAckGrp 58 354 355
CZ PartyEntitlementsUpdateReport app @ApplicationSequenceControl 1771! 1770 1512 893 @RequestingPartyGrp @PartyEntitlementUpdateGrp! 60 58 354 355
DA PartyEntitlementsDefinitionRequest app 1770! @RequestingPartyGrp @PartyEntitlementUpdateGrp! 58 354 355
DB PartyEntitlementsDefinitionRequestAck app 1770! 1882! 1881 @RequestingPartyGrp @PartyEntitlementAckGrp 58 354 355
DC TradeMatchReport app @ApplicationSequenceControl 880! 574 856 715 828 829 75 1301 1300 336 625 1430 1888 60 442 @InstrmtMatchSideGrp
DD TradeMatchReportAck app @ApplicationSequenceControl 880! 1896! 1897 1328 1664 1665 58 354 355
DE PartyRiskLimitsReportAck app 1667! 1666 2316! 2317 @PartyRiskLimitsUpdateGrp 60 1328 1664 1665 58 354 355
DF PartyRiskLimitCheckRequest app 2318 2319 2320! 2321! 2322 1080 1081 2323 2324 15 2897 1670 @RequestingPartyGrp @Parties @RelatedPartyDetailGrp @Instrument @LegOrdGrp @UndInstrmtGrp 54 60 58 354 355
DG PartyRiskLimitCheckRequestAck app 2318 2319 2325! 2326 2320! 2321! 2322 1328 1664 1665 1080 1081 54 2327 2324 1670 15 2897 126 @RequestingPartyGrp @Parties @RelatedPartyDetailGrp @Instrument @LegOrdGrp @UndInstrmtGrp 60 58 354 355
DH PartyActionRequest app 2328! 2329! 2330 1301 1300 @InstrumentScope @RequestingPartyGrp @Parties! @RelatedPartyDetailGrp 60 58 354 355
DI PartyActionReport app 2400 2328 2331! 2329! 2332! 2333 2330 1328 1664 1665 1301 1300 @InstrumentScope @RequestingPartyGrp @Parties! @RelatedPartyDetailGrp 60 58 354 355 797
DJ MassOrder app 2423! 2427 1301 1300 @Parties 1815 1816 1 660 581 528 529 582 1028 1031 60 58 354 355 1685 2432 893 @OrderEntryGrp!
DK MassOrderAck app @ApplicationSequenceControl 2423 2424 2425! 2426 2427 1328 1664 1665 1301 1300 @Parties 1815! 1816 1 660 581 528 529 582 1028 1031 60 58 354 355 797 2432 893 @ThrottleResponse @OrderEntryAckGrp
DL PositionTransferInstruction app 2436! 2437 2439 2440 2441 @Parties! @TargetParties! 715 75 60 @Instrument @UndInstrmtGrp @PositionQty 1596 15 2897 423 @PositionAmountData 58 354 355
DM PositionTransferInstructionAck app 2436! 2437 2439 2440 2442 2443 2441 @Parties @TargetParties 60 1328 1664 1665 58 354 355
DN PositionTransferReport app 2436 2438! 2437! 2439! 2444! 2442! 2443 2441 @Parties! @TargetParties! 715 75 60 @Instrument @UndInstrmtGrp @PositionQty 1596 15 2897 423 @PositionAmountData 1328 1664 1665 58 354 355
DO MarketDataStatisticsRequest app 2452! 263! @Parties 75 1301 1300 1396 1397 1398 1465 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp @MDStatisticReqGrp! 60 58 354 355
DP MarketDataStatisticsReport app @ApplicationSequenceControl 2453! 2452 2473 325 @Parties 582 75 1301 1300 1396 1397 1398 1465 15 2897 @Instrument @InstrumentExtension @FinancingDetails @UndInstrmtGrp @InstrmtLegGrp @RelatedInstrumentGrp @MDStatisticRptGrp! 60 58 354 355
DQ CollateralReportAck app 908! 60 2488! 2487 1328 1664 1665 @Parties 58 354 355
DR MarketDataReport app @ApplicationSequenceControl 963 2535! 2536! 60 911 2537 2538 2539 2540 2541
DS CrossRequest app 2672! 1301 1300 @Instrument! 38 376 2404
DT CrossRequestAck app 2672! 1301 1300 @Instrument! 38 376 2404
DU AllocationInstructionAlertRequest app 2758 1730 1731 75 @Parties
DV AllocationInstructionAlertRequestAck app 2758! 2768! 1328 1664 1665
DW TradeAggregationRequest app 2786! 2787 2788! 2789 15 2897 6 54! 2349 @OrderAggregationGrp @ExecutionAggregationGrp 1 @Instrument! @Parties
DX TradeAggregationReport app 2792! 2786 2790! 1003 2791 2789 6 2793 2794 64 @Instrument 54 1328 1664 1665
EA PayManagementReport app 2799! 2812 2804! 2803 2805 2802 2801 2813 2800 1328 1664 1665 715 60! 58 354 355 @Instrument @RelatedTradeGrp @Parties @PostTradePayment! @SettlDetails
EB PayManagementReportAck app 2799! 2806! 2800 1328 1664 1665
DY PayManagementRequest app 2812! 2811! 2810 2807 2809 2808 715 60! 58 354 355 @Instrument @RelatedTradeGrp @Parties @PostTradePayment! @SettlDetails
DZ PayManagementRequestAck app 2812! 2813!
`;
