/**
 * The dictionary of FIX.4.1: fields with their types and permitted values, the header and trailer, components and messages.
 * A tag followed by ! is required; a repeating group is its count's tag with its members in parentheses; @ names a
 * component. `dictionary-text.ts` reads this form.
 */
export const fix41 = `version FIX.4.1
fields
1 Account CHAR
2 AdvId CHAR
3 AdvRefID CHAR
4 AdvSide CHAR B S T X
5 AdvTransType CHAR C N R
6 AvgPx FLOAT
7 BeginSeqNo INT
8 BeginString CHAR
9 BodyLength INT
10 CheckSum CHAR
11 ClOrdID CHAR
12 Commission FLOAT
13 CommType CHAR 1 2 3
14 CumQty INT
15 Currency CHAR
16 EndSeqNo INT
17 ExecID CHAR
18 ExecInst MULTIPLEVALUESTRING 0 1 2 3 4 5 6 7 8 9 A B C D E F G I L M N O P R S U V
19 ExecRefID CHAR
20 ExecTransType CHAR 0 1 2 3
21 HandlInst CHAR 1 2 3
22 IDSource CHAR 1 2 3 4 5 6 7
23 IOIid CHAR
24 IOIOthSvc CHAR A B
25 IOIQltyInd CHAR H L M
26 IOIRefID CHAR
27 IOIShares CHAR L M S
28 IOITransType CHAR C N R
29 LastCapacity CHAR 1 2 3 4
30 LastMkt CHAR
31 LastPx FLOAT
32 LastShares INT
33 LinesOfText INT
34 MsgSeqNum INT
35 MsgType CHAR 0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K L M N P Q R S T
36 NewSeqNo INT
37 OrderID CHAR
38 OrderQty INT
39 OrdStatus CHAR 0 1 2 3 4 5 6 7 8 9 A B C
40 OrdType CHAR 1 2 3 4 5 6 7 8 9 A B C D E F G H P
41 OrigClOrdID CHAR
42 OrigTime TIME
43 PossDupFlag CHAR N Y
44 Price FLOAT
45 RefSeqNum INT
46 RelatdSym CHAR
47 Rule80A CHAR A B C D E F H I J K L M N O P R S T U W X Y Z
48 SecurityID CHAR
49 SenderCompID CHAR
50 SenderSubID CHAR
52 SendingTime TIME
53 Shares INT
54 Side CHAR 1 2 3 4 5 6 7 8
55 Symbol CHAR
56 TargetCompID CHAR
57 TargetSubID CHAR
58 Text CHAR
59 TimeInForce CHAR 0 1 2 3 4 5 6
60 TransactTime TIME
61 Urgency CHAR 0 1 2
62 ValidUntilTime TIME
63 SettlmntTyp CHAR 0 1 2 3 4 5 6 7 8 9
64 FutSettDate DATE
65 SymbolSfx CHAR
66 ListID CHAR
67 ListSeqNo INT
68 ListNoOrds INT
69 ListExecInst CHAR
70 AllocID CHAR
71 AllocTransType CHAR 0 1 2 3 4
72 RefAllocID CHAR
73 NoOrders INT
74 AvgPrxPrecision INT
75 TradeDate DATE
76 ExecBroker CHAR
77 OpenClose CHAR C O
78 NoAllocs INT
79 AllocAccount CHAR
80 AllocShares INT
81 ProcessCode CHAR 0 1 2 3 4 5 6
82 NoRpts INT
83 RptSeq INT
84 CxlQty INT
87 AllocStatus INT 0 1 2 3
88 AllocRejCode INT 0 1 2 3 4 5 6 7
89 Signature DATA
90 SecureDataLen LENGTH
91 SecureData DATA
92 BrokerOfCredit CHAR
93 SignatureLength LENGTH
94 EmailType CHAR 0 1 2
95 RawDataLength LENGTH
96 RawData DATA
97 PossResend CHAR N Y
98 EncryptMethod INT 0 1 2 3 4 5 6
99 StopPx FLOAT
100 ExDestination CHAR
102 CxlRejReason INT 0 1
103 OrdRejReason INT 0 1 2 3 4 5 6
104 IOIQualifier CHAR A C I L M O P Q S T V W X Y Z
105 WaveNo CHAR
106 Issuer CHAR
107 SecurityDesc CHAR
108 HeartBtInt INT
109 ClientID CHAR
110 MinQty INT
111 MaxFloor INT
112 TestReqID CHAR
113 ReportToExch CHAR N Y
114 LocateReqd CHAR N Y
115 OnBehalfOfCompID CHAR
116 OnBehalfOfSubID CHAR
117 QuoteID CHAR
118 NetMoney FLOAT
119 SettlCurrAmt FLOAT
120 SettlCurrency CHAR
121 ForexReq CHAR N Y
122 OrigSendingTime TIME
123 GapFillFlag CHAR N Y
124 NoExecs INT
126 ExpireTime TIME
127 DKReason CHAR A B C D E Z
128 DeliverToCompID CHAR
129 DeliverToSubID CHAR
130 IOINaturalFlag CHAR N Y
131 QuoteReqID CHAR
132 BidPx FLOAT
133 OfferPx FLOAT
134 BidSize INT
135 OfferSize INT
136 NoMiscFees INT
137 MiscFeeAmt FLOAT
138 MiscFeeCurr CHAR
139 MiscFeeType CHAR 1 2 3 4 5 6 7 8
140 PrevClosePx FLOAT
141 ResetSeqNumFlag CHAR N Y
142 SenderLocationID CHAR
143 TargetLocationID CHAR
144 OnBehalfOfLocationID CHAR
145 DeliverToLocationID CHAR
146 NoRelatedSym INT
147 Subject CHAR
148 Headline CHAR
149 URLLink CHAR
150 ExecType CHAR 0 1 2 3 4 5 6 7 8 9 A B C
151 LeavesQty INT
152 CashOrderQty FLOAT
153 AllocAvgPx FLOAT
154 AllocNetMoney FLOAT
155 SettlCurrFxRate FLOAT
156 SettlCurrFxRateCalc CHAR
157 NumDaysInterest INT
158 AccruedInterestRate FLOAT
159 AccruedInterestAmt FLOAT
160 SettlInstMode CHAR 0 1 2 3
161 AllocText CHAR
162 SettlInstID CHAR
163 SettlInstTransType CHAR C N R
164 EmailThreadID CHAR
165 SettlInstSource CHAR 1 2
166 SettlLocation STRING
167 SecurityType STRING BA CD CMO CORP CP CPP CS FHA FHL FN FOR FUT GN GOVT MF MIO MPO MPP MPT MUNI NONE OPT PS RP RVRP SL TD USTB WAR ZOO
168 EffectiveTime TIME
169 StandInstDbType INT 0 1 2 3
170 StandInstDbName CHAR
171 StandInstDbID CHAR
172 SettlDeliveryType INT
173 SettlDepositoryCode CHAR
174 SettlBrkrCode CHAR
175 SettlInstCode CHAR
176 SecuritySettlAgentName CHAR
177 SecuritySettlAgentCode CHAR
178 SecuritySettlAgentAcctNum CHAR
179 SecuritySettlAgentAcctName CHAR
180 SecuritySettlAgentContactName CHAR
181 SecuritySettlAgentContactPhone CHAR
182 CashSettlAgentName CHAR
183 CashSettlAgentCode CHAR
184 CashSettlAgentAcctNum CHAR
185 CashSettlAgentAcctName CHAR
186 CashSettlAgentContactName CHAR
187 CashSettlAgentContactPhone CHAR
188 BidSpotRate FLOAT
189 BidForwardPoints FLOAT
190 OfferSpotRate FLOAT
191 OfferForwardPoints FLOAT
192 OrderQty2 FLOAT
193 FutSettDate2 DATE
194 LastSpotRate FLOAT
195 LastForwardPoints FLOAT
196 AllocLinkID CHAR
197 AllocLinkType INT 0 1
198 SecondaryOrderID CHAR
199 NoIOIQualifiers INT
200 MaturityMonthYear MONTHYEAR
201 PutOrCall INT 0 1
202 StrikePrice FLOAT
203 CoveredOrUncovered INT 0 1
204 CustomerOrFirm INT 0 1
205 MaturityDay DAYOFMONTH
206 OptAttribute CHAR
207 SecurityExchange CHAR
208 NotifyBrokerOfCredit CHAR N Y
209 AllocHandlInst INT 1 2 3
210 MaxShow INT
211 PegDifference FLOAT
header
8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122
trailer
93 89 10!
messages
0 Heartbeat admin 112
1 TestRequest admin 112!
2 ResendRequest admin 7! 16!
3 Reject admin 45! 58
4 SequenceReset admin 123 36!
5 Logout admin 58
6 IOI app 23! 28! 26 55! 65 48 22 167 200 205 201 202 206 207 106 107 54! 27! 44 15 62 25 24 130 199(104) 58 60 149
7 Advertisement app 2! 5! 3 55! 65 48 22 167 200 205 201 202 206 207 106 107 4! 53! 44 15 75 60 58 149 30
8 ExecutionReport app 37! 198 11 41 109 76 66 17! 20! 19 150! 39! 103 1 63 64 55! 65 48 22 167 200 205 201 202 206 207 106 107 54! 38! 40 44 99 211 15 59 126 18 47 32! 31! 194 195 30 29 151! 14! 6! 75 60 113 12 13 119 120 155 156 58
9 OrderCancelReject app 37! 198 11! 41! 39! 109 76 66 102 58
A Logon admin 98! 108! 95 96 141
B News app 42 61 148! 146(46 65 48 22 167 200 205 201 202 206 207 106 107) 33!(58!) 149 95 96
C Email app 164! 94! 42 147! 146(46 65 48 22 167 200 205 201 202 206 207 106 107) 37 11 33!(58!) 95 96
D NewOrderSingle app 11! 109 76 1 63 64 21! 18 110 111 100 81 55! 65 48 22 167 200 205 201 202 206 207 106 107 140 54! 114 38 152 40! 44 99 15 23 117 59 126 12 13 47 121 120 58 193 192 77 203 204 210 211
E NewOrderList app 66! 105 67! 68! 69 11! 109 76 1 63 64 21! 18 110 111 100 81 55! 65 48 22 167 200 205 201 202 206 207 106 107 140 54! 114 38! 40! 44 99 211 15 59 126 12 13 47 121 120 58 193 192 77 203 204 210
F OrderCancelRequest app 41! 37 11! 66 109 76 55! 65 48 22 167 200 205 201 202 206 207 106 107 54! 38 152 58
G OrderCancelReplaceRequest app 37 109 76 41! 11! 66 1 63 64 21! 18 110 111 100 55! 65 48 22 167 200 205 201 202 206 207 106 107 54! 38 152 40! 44 99 211 15 59 126 12 13 47 121 120 58 193 192 77 203 204 210 114
H OrderStatusRequest app 37 11! 109 76 55! 65 48 22 167 200 205 201 202 206 207 106 107 54!
J Allocation app 70! 71! 72 196 197 73(11 37 198 66 105) 124(32 17 31 29) 54! 55! 65 48 22 167 200 205 201 202 206 207 106 107 53! 30 6! 15 74 75! 60 63 64 118 77 58 157 158 78(79 80! 81 92 208 209 161 76 109 12 13 153 154 119 120 155 156 159 160 136(137 138 139))
K ListCancelRequest app 66! 105 58
L ListExecute app 66! 105 58
M ListStatusRequest app 66! 105 58
N ListStatus app 66! 105 82! 83! 73!(11! 14! 151! 84! 6!)
P AllocationInstructionAck app 109 76 70! 75! 60 87! 88 58
Q DontKnowTrade app 37 17 127! 55! 65 48 22 167 200 205 201 202 206 207 106 107 54! 38 152 32 31 58
R QuoteRequest app 131! 55! 65 48 22 167 200 205 201 202 206 207 106 107 140 54 38 64 40 193 192
S Quote app 131 117! 55! 65 48 22 167 200 205 201 202 206 207 106 107 132 133 134 135 62 188 190 189 191 60 64 40 193 192
T SettlementInstructions app 162! 163! 160! 165! 79! 166 75 70 30 54 167 168 60! 109 76 169 170 171 172 173 174 175 176 177 178 179 180 181 182 183 184 185 186 187
`;
