/**
 * The dictionary of FIX.4.3: fields with their types and permitted values, the header and trailer, components and messages.
 * A tag followed by ! is required; a repeating group is its count's tag with its members in parentheses; @ names a
 * component. `dictionary-text.ts` reads this form.
 */
export const fix43 = `version FIX.4.3
fields
1 Account STRING
2 AdvId STRING
3 AdvRefID STRING
4 AdvSide CHAR B S X T
5 AdvTransType STRING N C R
6 AvgPx PRICE
7 BeginSeqNo SEQNUM
8 BeginString STRING
9 BodyLength LENGTH
10 CheckSum STRING
11 ClOrdID STRING
12 Commission AMT
13 CommType CHAR 6 1 2 3 5 4
14 CumQty QTY
15 Currency CURRENCY
16 EndSeqNo SEQNUM
17 ExecID STRING
18 ExecInst MULTIPLEVALUESTRING Y M P Q R S U V W X D 0 2 4 5 6 7 8 9 A O C N E F G H I J K L 3 B 1
19 ExecRefID STRING
21 HandlInst CHAR 1 2 3
22 SecurityIDSource STRING E 2 1 3 F D C B A 9 8 7 6 5 4 G
23 IOIid STRING
25 IOIQltyInd CHAR M H L
26 IOIRefID STRING
27 IOIQty STRING L M S
28 IOITransType CHAR C N R
29 LastCapacity CHAR 4 3 1 2
30 LastMkt EXCHANGE
31 LastPx PRICE
32 LastQty QTY
33 LinesOfText NUMINGROUP
34 MsgSeqNum SEQNUM
35 MsgType STRING 0 1 2 3 4 5 6 7 8 9 a A AA AB AC AD AE AF AG AH AI b B c C d D e E f F G g h H i j J K k l L m M N n o P p q Q r R s S t T u v V w W x X y Y z Z
36 NewSeqNo SEQNUM
37 OrderID STRING
38 OrderQty QTY
39 OrdStatus CHAR 0 1 5 2 6 7 8 9 A B C D E 3 4
40 OrdType CHAR D 2 3 4 5 6 7 8 9 A 1 C F E G I J K L M P B H
41 OrigClOrdID STRING
42 OrigTime UTCTIMESTAMP
43 PossDupFlag BOOLEAN N Y
44 Price PRICE
45 RefSeqNum SEQNUM
47 Rule80A CHAR N B D E F H I J K M A O P R S T U W X Y Z L C
48 SecurityID STRING
49 SenderCompID STRING
50 SenderSubID STRING
52 SendingTime UTCTIMESTAMP
53 Quantity QTY
54 Side CHAR 6 B C 8 9 1 2 3 4 A 5 7
55 Symbol STRING
56 TargetCompID STRING
57 TargetSubID STRING
58 Text STRING
59 TimeInForce CHAR 7 0 1 2 3 4 5 6
60 TransactTime UTCTIMESTAMP
61 Urgency CHAR 1 2 0
62 ValidUntilTime UTCTIMESTAMP
63 SettlmntTyp CHAR 5 A 6 3 2 8 1 7 0 9 4
64 FutSettDate LOCALMKTDATE
65 SymbolSfx STRING
66 ListID STRING
67 ListSeqNo INT
68 TotNoOrders INT
69 ListExecInst STRING
70 AllocID STRING
71 AllocTransType CHAR 5 4 3 2 1 0
72 RefAllocID STRING
73 NoOrders NUMINGROUP
74 AvgPrxPrecision INT
75 TradeDate LOCALMKTDATE
77 PositionEffect CHAR F R C O
78 NoAllocs NUMINGROUP
79 AllocAccount STRING
80 AllocQty QTY
81 ProcessCode CHAR 6 0 1 2 3 4 5
82 NoRpts NUMINGROUP
83 RptSeq INT
84 CxlQty QTY
87 AllocStatus INT 1 2 3 0
88 AllocRejCode INT 0 6 3 5 7 4 1 2
89 Signature DATA
90 SecureDataLen LENGTH
91 SecureData DATA
93 SignatureLength LENGTH
94 EmailType CHAR 0 1 2
95 RawDataLength LENGTH
96 RawData DATA
97 PossResend BOOLEAN N Y
98 EncryptMethod INT 2 6 5 3 0 1 4
99 StopPx PRICE
100 ExDestination EXCHANGE
102 CxlRejReason INT 1 0 6 5 4 3 2
103 OrdRejReason INT 2 1 3 4 5 7 9 10 6 11 12 0 8
104 IOIQualifier CHAR O X W V T S R A P M L I D C B Q Y Z
106 Issuer STRING
107 SecurityDesc STRING
108 HeartBtInt INT
110 MinQty QTY
111 MaxFloor QTY
112 TestReqID STRING
113 ReportToExch BOOLEAN Y N
114 LocateReqd BOOLEAN Y N
115 OnBehalfOfCompID STRING
116 OnBehalfOfSubID STRING
117 QuoteID STRING
118 NetMoney AMT
119 SettlCurrAmt AMT
120 SettlCurrency CURRENCY
121 ForexReq BOOLEAN Y N
122 OrigSendingTime UTCTIMESTAMP
123 GapFillFlag BOOLEAN Y N
124 NoExecs NUMINGROUP
126 ExpireTime UTCTIMESTAMP
127 DKReason CHAR B C D E Z A
128 DeliverToCompID STRING
129 DeliverToSubID STRING
130 IOINaturalFlag BOOLEAN Y N
131 QuoteReqID STRING
132 BidPx PRICE
133 OfferPx PRICE
134 BidSize QTY
135 OfferSize QTY
136 NoMiscFees NUMINGROUP
137 MiscFeeAmt AMT
138 MiscFeeCurr CURRENCY
139 MiscFeeType CHAR 3 4 5 6 7 8 9 1 2
140 PrevClosePx PRICE
141 ResetSeqNumFlag BOOLEAN Y N
142 SenderLocationID STRING
143 TargetLocationID STRING
144 OnBehalfOfLocationID STRING
145 DeliverToLocationID STRING
146 NoRelatedSym NUMINGROUP
147 Subject STRING
148 Headline STRING
149 URLLink STRING
150 ExecType CHAR 6 0 1 2 4 5 8 9 A B C D E F G H I 3 7
151 LeavesQty QTY
152 CashOrderQty QTY
153 AllocAvgPx PRICE
154 AllocNetMoney AMT
155 SettlCurrFxRate FLOAT
156 SettlCurrFxRateCalc CHAR D M
157 NumDaysInterest INT
158 AccruedInterestRate PERCENTAGE
159 AccruedInterestAmt AMT
160 SettlInstMode CHAR 0 4 3 1 2
161 AllocText STRING
162 SettlInstID STRING
163 SettlInstTransType CHAR N R C
164 EmailThreadID STRING
165 SettlInstSource CHAR 2 3 1
167 SecurityType STRING CP VRDN PZFJ PN ONITE MTN TECP AMENDED BRIDGE LOFC SWING DINP DEFLTED WITHDRN LQN MATURED DN RETIRED BA BN BOX CD CL REPLACD MT RVLVTRM MPP STN MPT TBA AN MIO COFP MBS REV SPCLA SPCLO SPCLT TAN TAXA COFO TD GO ? WAR MF MLEG TRAN MPO RP NONE XCN POOL ABS CMBS CMO IET RVRP FOR RAN RVLV FAC FADN PEF CORP CPP CB DUAL XLINKD YANK CS PS BRADY TBOND TINT TIPS TCAL TPRN UST USTB TERM STRUCT
168 EffectiveTime UTCTIMESTAMP
169 StandInstDbType INT 0 1 3 2
170 StandInstDbName STRING
171 StandInstDbID STRING
172 SettlDeliveryType INT 1 0
173 SettlDepositoryCode STRING
174 SettlBrkrCode STRING
175 SettlInstCode STRING
176 SecuritySettlAgentName STRING
177 SecuritySettlAgentCode STRING
178 SecuritySettlAgentAcctNum STRING
179 SecuritySettlAgentAcctName STRING
180 SecuritySettlAgentContactName STRING
181 SecuritySettlAgentContactPhone STRING
182 CashSettlAgentName STRING
183 CashSettlAgentCode STRING
184 CashSettlAgentAcctNum STRING
185 CashSettlAgentAcctName STRING
186 CashSettlAgentContactName STRING
187 CashSettlAgentContactPhone STRING
188 BidSpotRate PRICE
189 BidForwardPoints PRICEOFFSET
190 OfferSpotRate PRICE
191 OfferForwardPoints PRICEOFFSET
192 OrderQty2 QTY
193 FutSettDate2 LOCALMKTDATE
194 LastSpotRate PRICE
195 LastForwardPoints PRICEOFFSET
196 AllocLinkID STRING
197 AllocLinkType INT 0 1
198 SecondaryOrderID STRING
199 NoIOIQualifiers NUMINGROUP
200 MaturityMonthYear MONTHYEAR
202 StrikePrice PRICE
203 CoveredOrUncovered INT 1 0
206 OptAttribute CHAR
207 SecurityExchange EXCHANGE
208 NotifyBrokerOfCredit BOOLEAN N Y
209 AllocHandlInst INT 3 2 1
210 MaxShow QTY
211 PegDifference PRICEOFFSET
212 XmlDataLen LENGTH
213 XmlData DATA
214 SettlInstRefID STRING
215 NoRoutingIDs NUMINGROUP
216 RoutingType INT 1 2 3 4
217 RoutingID STRING
218 Spread PRICEOFFSET
219 Benchmark CHAR 5 1 2 4 6 7 8 9 3
220 BenchmarkCurveCurrency CURRENCY
221 BenchmarkCurveName STRING SWAP LIBID OTHER Treasury Euribor Pfandbriefe FutureSWAP MuniAAA LIBOR
222 BenchmarkCurvePoint STRING
223 CouponRate PERCENTAGE
224 CouponPaymentDate UTCDATE
225 IssueDate UTCDATE
226 RepurchaseTerm INT
227 RepurchaseRate PERCENTAGE
228 Factor FLOAT
229 TradeOriginationDate UTCDATE
230 ExDate UTCDATE
231 ContractMultiplier FLOAT
232 NoStipulations NUMINGROUP
233 StipulationType STRING ABS WALA WAM CPR HEP WAL MHP SMM MPR PSA PPC CPP LOTVAR CPY WAC ISSUE MAT PIECES PMAX PPM PPL PPT PROD TRDVAR GEOG
234 StipulationValue STRING
235 YieldType STRING TRUE PREVCLOSE LONGEST LONGAVGLIFE MATURITY MARK OPENAVG PUT PROCEEDS SEMIANNUAL SHORTAVGLIFE SHORTEST SIMPLE TENDER VALUE1/32 WORST TAXEQUIV ANNUAL LASTYEAR NEXTREFUND AFTERTAX ATISSUE AVGLIFE AVGMATURITY BOOK CALL CHANGE COMPOUND CURRENT GROSS GOVTEQUIV INFLATION INVERSEFLOATER LASTQUARTER LASTCLOSE LASTMONTH CLOSE
236 Yield PERCENTAGE
237 TotalTakedown AMT
238 Concession AMT
239 RepoCollateralSecurityType STRING
240 RedemptionDate UTCDATE
241 UnderlyingCouponPaymentDate UTCDATE
242 UnderlyingIssueDate UTCDATE
243 UnderlyingRepoCollateralSecurityType STRING
244 UnderlyingRepurchaseTerm INT
245 UnderlyingRepurchaseRate PERCENTAGE
246 UnderlyingFactor FLOAT
247 UnderlyingRedemptionDate UTCDATE
248 LegCouponPaymentDate UTCDATE
249 LegIssueDate UTCDATE
250 LegRepoCollateralSecurityType STRING
251 LegRepurchaseTerm INT
252 LegRepurchaseRate PERCENTAGE
253 LegFactor FLOAT
254 LegRedemptionDate UTCDATE
255 CreditRating STRING
256 UnderlyingCreditRating STRING
257 LegCreditRating STRING
258 TradedFlatSwitch BOOLEAN N Y
259 BasisFeatureDate UTCDATE
260 BasisFeaturePrice PRICE
262 MDReqID STRING
263 SubscriptionRequestType CHAR 1 2 0
264 MarketDepth INT
265 MDUpdateType INT 0 1
266 AggregatedBook BOOLEAN Y N
267 NoMDEntryTypes NUMINGROUP
268 NoMDEntries NUMINGROUP
269 MDEntryType CHAR 7 1 A 9 8 5 4 0 2 3 6
270 MDEntryPx PRICE
271 MDEntrySize QTY
272 MDEntryDate UTCDATE
273 MDEntryTime UTCTIMEONLY
274 TickDirection CHAR 0 1 2 3
275 MDMkt EXCHANGE
276 QuoteCondition MULTIPLEVALUESTRING E I H F D C B A G
277 TradeCondition MULTIPLEVALUESTRING J K L B M H N P Q R I A C E F G D
278 MDEntryID STRING
279 MDUpdateAction CHAR 0 1 2
280 MDEntryRefID STRING
281 MDReqRejReason CHAR 7 1 C B A 9 8 6 5 4 2 0 3
282 MDEntryOriginator STRING
283 LocationID STRING
284 DeskID STRING
285 DeleteReason CHAR 0 1
286 OpenCloseSettleFlag MULTIPLEVALUESTRING 1 2 3 4 0
287 SellerDays INT
288 MDEntryBuyer STRING
289 MDEntrySeller STRING
290 MDEntryPositionNo INT
291 FinancialStatus MULTIPLEVALUESTRING 1 2
292 CorporateAction MULTIPLEVALUESTRING B E C A D
293 DefBidSize QTY
294 DefOfferSize QTY
295 NoQuoteEntries NUMINGROUP
296 NoQuoteSets NUMINGROUP
297 QuoteStatus INT 6 1 10 9 8 7 5 4 3 2 0
298 QuoteCancelType INT 4 2 1 3
299 QuoteEntryID STRING
300 QuoteRejectReason INT 9 1 2 3 4 5 6 7 8
301 QuoteResponseLevel INT 1 0 2
302 QuoteSetID STRING
303 QuoteRequestType INT 2 1
304 TotQuoteEntries INT
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
320 SecurityReqID STRING
321 SecurityRequestType INT 0 1 2 3
322 SecurityResponseID STRING
323 SecurityResponseType INT 5 1 6 2 4 3
324 SecurityStatusReqID STRING
325 UnsolicitedIndicator BOOLEAN Y N
326 SecurityTradingStatus INT 20 13 14 15 16 17 19 22 21 12 18 10 9 8 7 6 5 4 3 1 2 23
327 HaltReasonChar CHAR X M E P I D
328 InViewOfCommon BOOLEAN Y N
329 DueToRelated BOOLEAN Y N
330 BuyVolume QTY
331 SellVolume QTY
332 HighPx PRICE
333 LowPx PRICE
334 Adjustment INT 1 2 3
335 TradSesReqID STRING
336 TradingSessionID STRING
337 ContraTrader STRING
338 TradSesMethod INT 3 1 2
339 TradSesMode INT 3 1 2
340 TradSesStatus INT 5 6 4 3 2 1 0
341 TradSesStartTime UTCTIMESTAMP
342 TradSesOpenTime UTCTIMESTAMP
343 TradSesPreCloseTime UTCTIMESTAMP
344 TradSesCloseTime UTCTIMESTAMP
345 TradSesEndTime UTCTIMESTAMP
346 NumberOfOrders INT
347 MessageEncoding STRING UTF-8 ISO-2022-JP EUC-JP Shift_JIS
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
370 OnBehalfOfSendingTime UTCTIMESTAMP
371 RefTagID INT
372 RefMsgType STRING
373 SessionRejectReason INT 12 17 16 15 14 11 0 9 8 7 6 5 4 3 10 13 2 1
374 BidRequestTransType CHAR N C
375 ContraBroker STRING
376 ComplianceID STRING
377 SolicitedFlag BOOLEAN N Y
378 ExecRestatementReason INT 7 0 8 6 5 4 3 1 2
379 BusinessRejectRefID STRING
380 BusinessRejectReason INT 3 7 4 6 0 5 1 2
381 GrossTradeAmt AMT
382 NoContraBrokers NUMINGROUP
383 MaxMessageSize LENGTH
384 NoMsgTypes NUMINGROUP
385 MsgDirection CHAR S R
386 NoTradingSessions NUMINGROUP
387 TotalVolumeTraded QTY
388 DiscretionInst CHAR 0 1 2 3 4 5
389 DiscretionOffset PRICEOFFSET
390 BidID STRING
391 ClientBidID STRING
392 ListName STRING
393 TotalNumSecurities INT
394 BidType INT 1 2 3
395 NumTickets INT
396 SideValue1 AMT
397 SideValue2 AMT
398 NoBidDescriptors NUMINGROUP
399 BidDescriptorType INT 3 2 1
400 BidDescriptor STRING
401 SideValueInd INT 1 2
402 LiquidityPctLow PERCENTAGE
403 LiquidityPctHigh PERCENTAGE
404 LiquidityValue AMT
405 EFPTrackingError PERCENTAGE
406 FairValue AMT
407 OutsideIndexPct PERCENTAGE
408 ValueOfFutures AMT
409 LiquidityIndType INT 3 4 2 1
410 WtAverageLiquidity PERCENTAGE
411 ExchangeForPhysical BOOLEAN N Y
412 OutMainCntryUIndex AMT
413 CrossPercent PERCENTAGE
414 ProgRptReqs INT 3 2 1
415 ProgPeriodInterval INT
416 IncTaxInd INT 2 1
417 NumBidders INT
418 TradeType CHAR G A J R
419 BasisPxType CHAR 8 D Z C B 9 7 6 5 4 3 2 A
420 NoBidComponents NUMINGROUP
421 Country COUNTRY
422 TotNoStrikes INT
423 PriceType INT 3 1 4 6 7 8 5 2
424 DayOrderQty QTY
425 DayCumQty QTY
426 DayAvgPx PRICE
427 GTBookingInst INT 0 2 1
428 NoStrikes NUMINGROUP
429 ListStatusType INT 6 4 3 2 1 5
430 NetGrossInd INT 1 2
431 ListOrderStatus INT 4 3 7 6 5 2 1
432 ExpireDate LOCALMKTDATE
433 ListExecInstType CHAR 5 4 2 1 3
434 CxlRejResponseTo CHAR 2 1
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
447 PartyIDSource CHAR 5 8 A 9 E B 7 D F 1 2 3 4 6 C
448 PartyID STRING
449 TotalVolumeTradedDate UTCDATE
450 TotalVolumeTradedTime UTCTIMEONLY
451 NetChgPrevDay PRICEOFFSET
452 PartyRole INT 15 3 20 19 18 17 16 7 1 2 5 6 14 8 9 10 11 12 13 4
453 NoPartyIDs NUMINGROUP
454 NoSecurityAltID NUMINGROUP
455 SecurityAltID STRING
456 SecurityAltIDSource STRING
457 NoUnderlyingSecurityAltID NUMINGROUP
458 UnderlyingSecurityAltID STRING
459 UnderlyingSecurityAltIDSource STRING
460 Product INT 8 12 11 1 3 4 2 6 10 7 9 5
461 CFICode STRING
462 UnderlyingProduct INT
463 UnderlyingCFICode STRING
464 TestMessageIndicator BOOLEAN Y N
465 QuantityType INT 6 7 5 4 3 2 1 8
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
477 DistribPaymentMethod INT
478 CashDistribCurr CURRENCY
479 CommCurrency CURRENCY
480 CancellationRights CHAR M N Y O
481 MoneyLaunderingStatus CHAR 3 2 1 Y N
482 MailingInst STRING
483 TransBkdTime UTCTIMESTAMP
484 ExecPriceType CHAR S Q P O E D C B
485 ExecPriceAdjustment FLOAT
486 DateOfBirth LOCALMKTDATE
487 TradeReportTransType CHAR N R C
488 CardHolderName STRING
489 CardNumber STRING
490 CardExpDate LOCALMKTDATE
491 CardIssNo STRING
492 PaymentMethod INT 14 13 12 11 10 9 8 7 15 3 6 4 1 2 5
493 RegistAcctType STRING
494 Designation STRING
495 TaxAdvantageType INT 19 11 12 13 14 15 10 17 5 16 9 8 21 6 20 4 3 2 1 0 7 23 24 25 26 27 28 29 18 22
496 RegistRejReasonText STRING
497 FundRenewWaiv CHAR N Y
498 CashDistribAgentName STRING
499 CashDistribAgentCode STRING
500 CashDistribAgentAcctNumber STRING
501 CashDistribPayRef STRING
503 CardStartDate LOCALMKTDATE
504 PaymentDate LOCALMKTDATE
505 PaymentRemitterID STRING
506 RegistStatus CHAR A N R H
507 RegistRejReasonCode INT 13 17 16 4 15 14 3 2 12 11 10 9 8 7 5 1 18 6
508 RegistRefID STRING
509 RegistDetls STRING
510 NoDistribInsts NUMINGROUP
511 RegistEmail STRING
512 DistribPercentage PERCENTAGE
513 RegistID STRING
514 RegistTransType CHAR 2 0 1
515 ExecValuationPoint UTCTIMESTAMP
516 OrderPercent PERCENTAGE
517 OwnershipType CHAR
518 NoContAmts NUMINGROUP
519 ContAmtType INT 15 1 2 3 4 5 6 7 8 9 10 11 12 14 13
520 ContAmtValue FLOAT
521 ContAmtCurr CURRENCY
522 OwnerType INT 5 13 12 11 10 9 8 6 4 2 3 1 7
523 PartySubID STRING
524 NestedPartyID STRING
525 NestedPartyIDSource CHAR
526 SecondaryClOrdID STRING
527 SecondaryExecID STRING
528 OrderCapacity CHAR R I P W A G
529 OrderRestrictions MULTIPLEVALUESTRING 7 A 1 8 6 5 3 2 4 9
530 MassCancelRequestType CHAR 1 7 6 5 4 2 3
531 MassCancelResponse CHAR 6 0 7 3 5 4 1 2
532 MassCancelRejectReason CHAR 2 6 5 3 1 0 4
533 TotalAffectedOrders INT
534 NoAffectedOrders NUMINGROUP
535 AffectedOrderID STRING
536 AffectedSecondaryOrderID STRING
537 QuoteType INT 0 1 2
538 NestedPartyRole INT
539 NoNestedPartyIDs NUMINGROUP
540 TotalAccruedInterestAmt AMT
541 MaturityDate LOCALMKTDATE
542 UnderlyingMaturityDate LOCALMKTDATE
543 InstrRegistry STRING
544 CashMargin CHAR 2 3 1
545 NestedPartySubID STRING
546 Scope MULTIPLEVALUESTRING 1 2 3
547 MDImplicitDelete BOOLEAN Y N
548 CrossID STRING
549 CrossType INT 1 2 3 4
550 CrossPrioritization INT 2 0 1
551 OrigCrossID STRING
552 NoSides NUMINGROUP 1 2
553 Username STRING
554 Password STRING
555 NoLegs NUMINGROUP
556 LegCurrency CURRENCY
557 TotalNumSecurityTypes INT
558 NoSecurityTypes NUMINGROUP
559 SecurityListRequestType INT 1 2 3 4 0
560 SecurityRequestResult INT 4 0 1 5 3 2
561 RoundLot QTY
562 MinTradeVol QTY
563 MultiLegRptTypeReq INT
564 LegPositionEffect CHAR
565 LegCoveredOrUncovered INT
566 LegPrice PRICE
567 TradSesStatusRejReason INT 1
568 TradeRequestID STRING
569 TradeRequestType INT 4 3 2 1 0
570 PreviouslyReported BOOLEAN N Y
571 TradeReportID STRING
572 TradeReportRefID STRING
573 MatchStatus CHAR 0 1 2
574 MatchType STRING S5 M1 M6 M5 M3 S2 S3 S4 M2 A2 A3 A4 AQ MT M4 A1 S1 A5
575 OddLot BOOLEAN
576 NoClearingInstructions INT
577 ClearingInstruction INT 8 5 9 2 6 10 4 3 0 7 1
578 TradeInputSource STRING
579 TradeInputDevice STRING
580 NoDates NUMINGROUP
581 AccountType INT 3 7 6 4 2 1 8
582 CustOrderCapacity INT
583 ClOrdLinkID STRING
584 MassStatusReqID STRING
585 MassStatusReqType INT 1 2 3 4 5 6 8 7
586 OrigOrdModTime UTCTIMESTAMP
587 LegSettlmntTyp CHAR
588 LegFutSettDate LOCALMKTDATE
589 DayBookingInst CHAR 0 1
590 BookingUnit CHAR 1 2 0
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
625 TradingSessionSubID STRING
626 AllocType INT 6 2 3 5 1 4
627 NoHops NUMINGROUP
628 HopCompID STRING
629 HopSendingTime UTCTIMESTAMP
630 HopRefID SEQNUM
631 MidPx PRICE
632 BidYield PERCENTAGE
633 MidYield PERCENTAGE
634 OfferYield PERCENTAGE
635 ClearingFeeIndicator STRING H 5 4 3 2 1 M I 9 F E C B L
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
650 LegalConfirm BOOLEAN Y N
651 UnderlyingLastPx PRICE
652 UnderlyingLastQty QTY
654 LegRefID STRING
655 ContraLegRefID STRING
656 SettlCurrBidFxRate FLOAT
657 SettlCurrOfferFxRate FLOAT
658 QuoteRequestRejectReason INT 1 2 3 4 5 6
659 SideComplianceID STRING
header
8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 212 213 347 369 370 627(628 629 630)
trailer
93 89 10!
components
CommissionData 12 13 479 497
Instrument 55 65 48 22 454(455 456) 460 461 167 200 541 224 225 239 226 227 228 255 543 470 471 472 240 202 206 231 223 207 106 348 349 107 350 351
InstrumentLeg 600 601 602 603 604(605 606) 607 608 609 610 611 248 249 250 251 252 253 257 599 596 597 598 254 612 613 614 615 616 617 618 619 620 621 622 623 624
NestedParties 539(524 525 538 545)
OrderQtyData 38 152 516 468 469
Parties 453(448 447 452 523)
SpreadOrBenchmarkCurveData 218 220 221 222
Stipulations 232(233 234)
UnderlyingInstrument 311 312 309 305 457(458 459) 462 463 310 313 542 315 241 242 243 244 245 246 256 595 592 593 594 247 316 317 436 435 308 306 362 363 307 364 365
YieldData 235 236
messages
0 Heartbeat admin 112
1 TestRequest admin 112!
2 ResendRequest admin 7! 16!
3 Reject admin 45! 371 372 373 58 354 355
4 SequenceReset admin 123 36!
5 Logout admin 58 354 355
6 IOI app 23! 28! 26 @Instrument! 54! 465 27! 423 44 15 62 25 130 199(104) 58 354 355 60 149 215(216 217) @SpreadOrBenchmarkCurveData 219
7 Advertisement app 2! 5! 3 @Instrument! 4! 53! 44 15 75 60 58 354 355 149 30 336 625
8 ExecutionReport app 37! 198 526 527 11 41 583 @Parties 229 382(375 337 437 438 655) 66 548 551 549 17! 19 150! 39! 636 103 378 1 581 589 590 591 63 64 544 635 @Instrument! 54! @Stipulations 465 @OrderQtyData! 40 423 44 99 211 388 389 15 376 377 59 168 432 126 18 528 529 582 47 32 652 31 651 194 195 30 336 625 29 151! 14! 6! 424 425 426 427 75 60 113 @CommissionData @SpreadOrBenchmarkCurveData @YieldData 381 157 230 158 159 258 259 260 238 237 118 119 120 155 156 21 110 111 77 210 58 354 355 193 192 641 442 480 481 513 494 483 515 484 485 638 639 518(519 520 521) 555(@InstrumentLeg 564 565 @NestedParties 654 566 587 588 637)
9 OrderCancelReject app 37! 198 526 11! 583 41! 39! 636 586 66 1 581 229 60 434! 102 58 354 355
A Logon admin 98! 108! 95 96 141 383 384(372 385) 464 553 554
B News app 42 61 148! 358 359 215(216 217) 146(@Instrument) 33!(58! 354 355) 149 95 96
C Email app 164! 94! 42 147! 356 357 215(216 217) 146(@Instrument) 37 11 33!(58! 354 355) 95 96
D NewOrderSingle app 11! 526 583 @Parties 229 1 581 589 590 591 78(79 467 @NestedParties 80) 63 64 544 635 21! 18 110 111 100 386(336 625) 81 @Instrument! 140 54! 114 60! @Stipulations 465 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 47 121 120 58 354 355 193 192 640 77 203 210 211 388 389 480 481 513 494 158 159 118
E NewOrderList app 66! 390 391 414 394! 415 480 481 513 433 69 352 353 68! 73!(11! 526 67! 583 160 @Parties 229 1 581 589 590 591 78(79 467 @NestedParties 80) 63 64 544 635 21 18 110 111 100 386(336 625) 81 @Instrument! 140 54! 401 114 60 @Stipulations 465 @OrderQtyData! 40 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 47 121 120 58 354 355 193 192 640 77 203 210 211 388 389 494 158 159 118)
F OrderCancelRequest app 41! 37 11! 526 583 66 586 1 581 @Parties @Instrument! 54! 60! @OrderQtyData! 376 58 354 355
G OrderCancelReplaceRequest app 37 @Parties 229 41! 11! 526 583 66 586 1 581 589 590 591 78(79 467 @NestedParties 80) 63 64 544 635 21! 18 110 111 100 386(336 625) @Instrument! 54! 60! 465 @OrderQtyData! 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 211 388 389 376 377 15 59 168 432 126 427 @CommissionData 528 529 582 47 121 120 58 354 355 193 192 640 77 203 210 114 480 481 513 494 158 159 118
H OrderStatusRequest app 37 11! 526 583 @Parties 1 @Instrument! 54!
J Allocation app 70! 71! 626! 72 196 197 466 73(11 37 198 526 66) 124(32 17 527 31 29) 54! @Instrument! 53! 30 229 336 625 423 6! 15 74 @Parties 75! 60 63 64 381 238 237 118 77 58 354 355 157 158 540 650 78(79 366 80 467 81 @NestedParties 208 209 161 360 361 @CommissionData 153 154 119 120 155 156 159 160 136(137 138 139))
K ListCancelRequest app 66! 60! 229 58 354 355
L ListExecute app 66! 391 390 60! 58 354 355
M ListStatusRequest app 66! 58 354 355
N ListStatus app 66! 429! 82! 431! 83! 444 445 446 60 68! 73!(11! 526 14! 39! 636 151! 84! 6! 103 58 354 355)
P AllocationAck app @Parties 70! 75! 60 87! 88 58 354 355 650
Q DontKnowTrade app 37! 17! 127! @Instrument! 54! @OrderQtyData! 32 31 58 354 355
R QuoteRequest app 131! 644 146!(@Instrument! 140 303 537 336 625 229 @Stipulations 54 465 38 152 63 64 40 193 192 126 60 15 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData) 58 354 355
S Quote app 131 117! 537 301 @Parties 1 581 336 625 @Instrument! 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 63 64 40 193 192 642 643 15 656 657 156 12 13 582 100 58 354 355
T SettlementInstructions app 162! 163! 214! 160! 165! 79! 467 11 75 70 30 336 625 54 167 168 60! @Parties 169 170 171 172 173 174 175 176 177 178 179 180 181 182 183 184 185 186 187 492 476 488 489 503 490 491 504 505
V MarketDataRequest app 262! 263! 264! 265 266 286 546 547 267!(269!) 146!(@Instrument!) 386(336 625)
W MarketDataSnapshotFullRefresh app 262 @Instrument! 291 292 387 449 450 451 268!(269! 270 15 271 272 273 274 275 336 625 276 277 282 283 284 286 59 432 126 110 18 287 37 299 288 289 346 290 546 58 354 355)
X MarketDataIncrementalRefresh app 262 268!(279! 285 269 278 280 @Instrument 291 292 270 15 271 272 273 274 275 336 625 276 277 282 283 284 286 59 432 126 110 18 287 37 299 288 289 346 290 546 387 449 450 451 58 354 355)
Y MarketDataRequestReject app 262! 281 58 354 355
Z QuoteCancel app 131 117! 298! 301 @Parties 1 581 336 625 295(@Instrument)
a QuoteStatusRequest app 649 117 @Instrument! @Parties 1 581 336 625 263
b MassQuoteAcknowledgement app 131 117 297! 300 301 537 @Parties 1 581 58 296(302 @UnderlyingInstrument 304 295(299 @Instrument 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15 368))
c SecurityDefinitionRequest app 320! 321! @Instrument 15 58 354 355 336 625 555(@InstrumentLeg 556) 263
d SecurityDefinition app 320! 322! 323! @Instrument 15 336 625 58 354 355 555(@InstrumentLeg 556) 561 562
e SecurityStatusRequest app 324! @Instrument! 15 263! 336 625
f SecurityStatus app 324 @Instrument! 15 336 625 325 326 291 292 327 328 329 330 331 332 333 31 60 334 58 354 355
g TradingSessionStatusRequest app 335! 336 625 338 339 263!
h TradingSessionStatus app 335 336! 625 338 339 325 340! 567 341 342 343 344 345 387 58 354 355
i MassQuote app 131 117! 537 301 @Parties 1 581 293 294 296!(302! @UnderlyingInstrument 367 304! 295!(299! @Instrument 132 133 134 135 62 188 190 189 191 631 632 633 634 60 336 625 64 40 193 192 642 643 15))
j BusinessMessageReject app 45 372! 379 380! 58 354 355
k BidRequest app 390 391! 374! 392 393! 394! 395 15 396 397 398(399 400 401 404 441 402 403 405 406 407 408) 420(66 54 336 625 430 63 64 1) 409 410 411 412 413 414 415 416 121 417 75 418! 419! 443 58 354 355
l BidResponse app 390 391 420!(@CommissionData! 66 421 54 44 423 406 430 63 64 336 625 58 354 355)
m ListStrikePrice app 66! 422! 428!(@Instrument! 140 11 526 54 44! 15 58 354 355)
n XMLnonFIX app
o RegistrationInstructions app 513! 514! 508! 11 @Parties 1 493 495 517 473(509 511 474 482 @NestedParties 522 486 475) 510(477 512 478 498 499 500 501) 517
p RegistrationInstructionsResponse app 513! 514! 508! 11 @Parties 1 506! 507 496
q OrderMassCancelRequest app 11! 526 530! 336 625 @Instrument @UnderlyingInstrument 54 60! 58 354 355
r OrderMassCancelReport app 11 526 37! 198 530! 531! 532 533 534(41 535 536) 336 625 @Instrument @UnderlyingInstrument 54 60 58 354 355
s NewOrderCross app 548! 549! 550! 552!(54! 11! 526 583 @Parties 229 1 581 589 590 591 78(79 467 @NestedParties 80) 465 @OrderQtyData! @CommissionData 528 529 582 121 120 58 354 355 77 203 544 635 377 659) @Instrument! 63 64 21! 18 110 111 100 386(336 625) 81 140 114 60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 211 388 389 480 481 513 494 158 159 118
t CrossOrderCancelReplaceRequest app 37 548! 551! 549! 550! 552!(54! 41! 11! 526 583 586 @Parties 229 1 581 589 590 591 78(79 467 @NestedParties 80) 465 @OrderQtyData! @CommissionData 528 529 582 121 120 58 354 355 77 203 544 635 377 659) @Instrument! 63 64 21! 18 110 111 100 386(336 625) 81 140 114 60! @Stipulations 40! 423 44 99 @SpreadOrBenchmarkCurveData @YieldData 15 376 23 117 59 168 432 126 427 210 211 388 389 480 481 513 494 158 159 118
u CrossOrderCancelRequest app 37 548! 551! 549! 550! 552!(54! 41! 11! 526 583 586 @Parties 229 @OrderQtyData! 376 58 354 355) @Instrument! 60!
v SecurityTypeRequest app 320! 58 354 355 336 625
w SecurityTypes app 320! 322! 323! 557 558(167 460 461) 58 354 355 336 625 263
x SecurityListRequest app 320! 559! @Instrument 15 58 354 355 336 625 263
y SecurityList app 320! 322! 560! 393 146(@Instrument 15 555(@InstrumentLeg 556) 561 562 336 625 58 354 355)
z DerivativeSecurityListRequest app 320! 559! @UnderlyingInstrument 15 58 354 355 336 625 263
AA DerivativeSecurityList app 320! 322! 560! @UnderlyingInstrument 393 146(@Instrument 15 555(@InstrumentLeg 556) 336 625 58 354 355)
AB NewOrderMultileg app 11! 526 583 @Parties 1 581 589 590 591 78(79 467 80) 63 64 544 635 21! 18 110 111 100 386(336 625) 81 54! @Instrument! 140 555!(@InstrumentLeg 564 565 @NestedParties 654 566 587 588) 114 60! 465 @OrderQtyData! 40! 423 44 99 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 58 354 355 77 203 210 211 388 389 480 481 513 494 563 118
AC MultilegOrderCancelReplaceRequest app 37 41! 11! 526 583 586 @Parties 1 581 589 590 591 78(79 467 80) 63 64 544 635 21! 18 110 111 100 386(336 625) 81 54! @Instrument! 140 555!(@InstrumentLeg 564 565 @NestedParties 654 566 587 588) 114 60! 465 @OrderQtyData! 40! 423 44 99 15 376 377 23 117 59 168 432 126 427 @CommissionData 528 529 582 121 120 58 354 355 77 203 210 211 388 389 480 481 513 494 563 118
AD TradeCaptureReportRequest app 568! 569! 263 17 37 11 573 @Parties @Instrument 580(75 60) 54 58 354 355 578 579
AE TradeCaptureReport app 571! 487 568 150! 572 17 527 378 570! @Instrument! @OrderQtyData 32! 31! 194 195 30 75! 60! 63 64 573 574 552!(54! 37! 198 11 @Parties 1 581 81 575 576(577) 635 578 579 15 376 377 528 529 582 483 336 625 @CommissionData 381 157 230 158 159 238 237 118 119 120 155 156 77 58 354 355 442 518(519 520 521) 136(137 138 139))
AF OrderMassStatusRequest app 584! 585! @Parties 1 336 625 @Instrument @UnderlyingInstrument 54
AG QuoteRequestReject app 131! 644 658! 146!(@Instrument! 140 303 537 336 625 229 @Stipulations 54 465 38 152 63 64 40 193 192 126 60 15 @SpreadOrBenchmarkCurveData 423 44 640 @YieldData) 58 354 355
AH RFQRequest app 644! 146!(@Instrument! 140 303 537 336 625) 263
AI QuoteStatusReport app 649 131 117! 537 @Parties 1 581 336 625 @Instrument! 132 133 645 646 647 134 648 135 62 188 190 189 191 631 632 633 634 60 64 40 193 192 642 643 15 656 657 156 12 13 582 100 297
`;
