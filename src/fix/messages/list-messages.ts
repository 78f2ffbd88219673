/** Tables of the list messages: NewOrderList(E), ListStatus(N), ListExecute(L), ListCancelRequest(K), ListStatusRequest(M). */
import { Tag } from "../tags.ts";
import { char, data, decimal, flag, group, int, message, need, text, time, type ValuesOf } from "./message-form.ts";
import { freeText, instrument, parties, tradingSessions, transactTime } from "./shared-blocks.ts";

/** One order as a list has it: an entry of NoOrders(73); before FIX 4.2 the message itself, one message an order. */
const order = {
  clOrdId: text(Tag.ClOrdID),
  secondaryClOrdId: text(Tag.SecondaryClOrdID),
  listSeqNo: int(Tag.ListSeqNo),
  clOrdLinkId: text(Tag.ClOrdLinkID),
  clientId: text(Tag.ClientID),
  execBroker: text(Tag.ExecBroker),
  parties,
  tradeOriginationDate: text(Tag.TradeOriginationDate),
  account: text(Tag.Account),
  acctIdSource: int(Tag.AcctIDSource),
  accountType: int(Tag.AccountType),
  allocs: group(Tag.NoAllocs, {
    allocAccount: need(text(Tag.AllocAccount)),
    individualAllocId: text(Tag.IndividualAllocID),
    allocQty: decimal(Tag.AllocQty),
  }),
  settlType: text(Tag.SettlType),
  settlDate: text(Tag.SettlDate),
  cashMargin: char(Tag.CashMargin),
  handlInst: char(Tag.HandlInst),
  execInst: text(Tag.ExecInst),
  minQty: decimal(Tag.MinQty),
  maxFloor: decimal(Tag.MaxFloor),
  exDestination: text(Tag.ExDestination),
  tradingSessions,
  processCode: char(Tag.ProcessCode),
  ...instrument,
  prevClosePx: decimal(Tag.PrevClosePx),
  side: char(Tag.Side),
  locateReqd: flag(Tag.LocateReqd),
  transactTime,
  orderQty: decimal(Tag.OrderQty),
  cashOrderQty: decimal(Tag.CashOrderQty),
  orderPercent: decimal(Tag.OrderPercent),
  ordType: char(Tag.OrdType),
  priceType: int(Tag.PriceType),
  price: decimal(Tag.Price),
  stopPx: decimal(Tag.StopPx),
  currency: text(Tag.Currency),
  complianceId: text(Tag.ComplianceID),
  solicitedFlag: flag(Tag.SolicitedFlag),
  timeInForce: char(Tag.TimeInForce),
  effectiveTime: time(Tag.EffectiveTime),
  expireDate: text(Tag.ExpireDate),
  expireTime: time(Tag.ExpireTime),
  commission: decimal(Tag.Commission),
  commType: char(Tag.CommType),
  orderCapacity: char(Tag.OrderCapacity),
  orderRestrictions: text(Tag.OrderRestrictions),
  custOrderCapacity: int(Tag.CustOrderCapacity),
  rule80A: char(Tag.Rule80A),
  ...freeText,
  positionEffect: char(Tag.PositionEffect),
  coveredOrUncovered: int(Tag.CoveredOrUncovered),
  maxShow: decimal(Tag.MaxShow),
  pegOffsetValue: decimal(Tag.PegOffsetValue),
  discretionInst: char(Tag.DiscretionInst),
  discretionOffsetValue: decimal(Tag.DiscretionOffsetValue),
  designation: text(Tag.Designation),
};

export const newOrderList = message("E", {
  listId: need(text(Tag.ListID)),
  waveNo: text(Tag.WaveNo),
  bidId: text(Tag.BidID),
  clientBidId: text(Tag.ClientBidID),
  progRptReqs: int(Tag.ProgRptReqs),
  bidType: int(Tag.BidType),
  progPeriodInterval: int(Tag.ProgPeriodInterval),
  listExecInstType: char(Tag.ListExecInstType),
  listExecInst: text(Tag.ListExecInst),
  encodedListExecInst: data(Tag.EncodedListExecInstLen, Tag.EncodedListExecInst),
  contingencyType: int(Tag.ContingencyType),
  /** How many orders the whole list has; ListNoOrds before FIX 4.2. */
  totNoOrders: need(int(Tag.TotNoOrders)),
  /** Absent or Y: nothing of the list follows in another message (4.4 on). */
  lastFragment: flag(Tag.LastFragment),
  ...order,
  orders: group(Tag.NoOrders, {
    ...order,
    clOrdId: need(text(Tag.ClOrdID)),
    listSeqNo: need(int(Tag.ListSeqNo)),
    side: need(char(Tag.Side)),
  }),
});
export type NewOrderList = ValuesOf<typeof newOrderList>;

export const listStatus = message("N", {
  listId: need(text(Tag.ListID)),
  waveNo: text(Tag.WaveNo),
  listStatusType: int(Tag.ListStatusType),
  /** How many ListStatus messages the whole answer has, and which of them this is. */
  noRpts: need(int(Tag.NoRpts)),
  listOrderStatus: int(Tag.ListOrderStatus),
  contingencyType: int(Tag.ContingencyType),
  listRejectReason: int(Tag.ListRejectReason),
  rptSeq: need(int(Tag.RptSeq)),
  listStatusText: text(Tag.ListStatusText),
  encodedListStatusText: data(Tag.EncodedListStatusTextLen, Tag.EncodedListStatusText),
  transactTime,
  totNoOrders: int(Tag.TotNoOrders),
  lastFragment: flag(Tag.LastFragment),
  orders: group(Tag.NoOrders, {
    clOrdId: need(text(Tag.ClOrdID)),
    orderId: text(Tag.OrderID),
    secondaryClOrdId: text(Tag.SecondaryClOrdID),
    cumQty: need(decimal(Tag.CumQty)),
    ordStatus: char(Tag.OrdStatus),
    workingIndicator: flag(Tag.WorkingIndicator),
    leavesQty: decimal(Tag.LeavesQty),
    cxlQty: need(decimal(Tag.CxlQty)),
    avgPx: need(decimal(Tag.AvgPx)),
    ordRejReason: int(Tag.OrdRejReason),
    ...freeText,
  }),
});
export type ListStatus = ValuesOf<typeof listStatus>;

export const listExecute = message("L", {
  listId: need(text(Tag.ListID)),
  waveNo: text(Tag.WaveNo),
  clientBidId: text(Tag.ClientBidID),
  bidId: text(Tag.BidID),
  transactTime,
  ...freeText,
});
export type ListExecute = ValuesOf<typeof listExecute>;

export const listCancelRequest = message("K", {
  listId: need(text(Tag.ListID)),
  waveNo: text(Tag.WaveNo),
  parties,
  transactTime,
  tradeOriginationDate: text(Tag.TradeOriginationDate),
  tradeDate: text(Tag.TradeDate),
  ...freeText,
});
export type ListCancelRequest = ValuesOf<typeof listCancelRequest>;

export const listStatusRequest = message("M", {
  listId: need(text(Tag.ListID)),
  waveNo: text(Tag.WaveNo),
  ...freeText,
});
export type ListStatusRequest = ValuesOf<typeof listStatusRequest>;
