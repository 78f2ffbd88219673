/**
 * What the OMS's order entry does with each message and field: one table that the pages are written from and the tests
 * hold against the adapter and the publisher, so that neither can drift from what clients are told.
 */
import {
  ACCOUNT_MAX,
  AFFECTED_ORDERS_MAX,
  CARRIED_MAX,
  CL_ORD_ID_MAX,
  CONTINGENT_ORDERS_MAX,
  EXCHANGE_MAX,
  SECURITY_ID_MAX,
  SYMBOL_MAX,
} from "../domain/limits.ts";
import { TERM_KINDS } from "../domain/more-terms.ts";
import {
  CxlRejReason,
  CxlRejResponseTo,
  ExecType,
  OrdRejReason,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
} from "../domain/values.ts";
import type { Dictionary } from "../fix/dictionary.ts";
import { BusinessRejectReason } from "../fix/reject-reasons.ts";
import type { CodeTable, FieldRule, MessageRule, Usage } from "../fix/rules-of-engagement.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { takesLists } from "./list-adapter.ts";
import { CARRIED_TAGS, REFUSED_TERMS } from "./order-terms.ts";
import { reportFormOf } from "./report-form.ts";
import { isListRule, LIST_RULES } from "./rules-of-lists.ts";

const row = (tag: number, usage: Usage, note: string, values?: readonly string[]): FieldRule =>
  values === undefined ? { tag, usage, note } : { tag, usage, note, values };

const unsupported = "Any other is refused as an unsupported order characteristic.";
const kept = (max: number) => `At most ${max} characters; a longer one is rejected (35=3).`;
const CL_ORD_ID = row(Tag.ClOrdID, "required", `Unique in the session and trading day. ${kept(CL_ORD_ID_MAX)}`);
const ORIG_CL_ORD_ID = row(
  Tag.OrigClOrdID,
  "conditional",
  `The ClOrdID in force of the order that is meant; the version may let OrderID stand instead. ${kept(CL_ORD_ID_MAX)}`,
);
const ORDER_ID = row(Tag.OrderID, "optional", "Ours, from the reports; it names the order where the ClOrdID does not.");
const SAME_SYMBOL = row(Tag.Symbol, "optional", `If given, the order's own. ${kept(SYMBOL_MAX)}`);
const SAME_SIDE = row(Tag.Side, "optional", "If given, the order's own.");
const SECURITY: readonly FieldRule[] = [
  row(
    Tag.SecurityID,
    "optional",
    `Names the instrument beside Symbol, or alone with Symbol [N/A]. It and Symbol have to mean the same one. ${kept(SECURITY_ID_MAX)}`,
  ),
  row(
    Tag.SecurityIDSource,
    "optional",
    "Whose name SecurityID is: 1 CUSIP, 2 SEDOL, 4 ISIN, 5 RIC, 8 exchange symbol, S FIGI.",
  ),
  row(
    Tag.SecurityExchange,
    "optional",
    `Says which listing is meant where a name has several; it has to be the instrument's. ${kept(EXCHANGE_MAX)}`,
  ),
];
const SECURITY_TAGS = SECURITY.map(({ tag }) => tag);
const EXEC_INSTS = "1 2 5 6 J K o".split(" ");
const PEG_TYPES = "2 4 5".split(" ");
const shown = "What is shown of the order, a multiple of the lot size; 0 hides it. See the table of order types.";
const carriedNote = `Carried to the venue, to reports and to drop copies as it is; all that is carried has at most ${CARRIED_MAX} characters.`;
const TERMS: readonly FieldRule[] = [
  row(
    Tag.HandlInst,
    "optional",
    "3: people work the order, it is pending until the desk takes it on; 1, 2 and none are the same.",
    ["1", "2", "3"],
  ),
  row(
    Tag.ExecInst,
    "conditional",
    `Several may stand with spaces between them; 6 must not trade at entry, o is canceled when your line is lost, J is suspended and reinstated when trading is halted, K canceled. M, P and R go with a pegged order. ${unsupported}`,
    EXEC_INSTS,
  ),
  row(
    Tag.OrderQty,
    "required",
    "A multiple of the instrument's lot size, up to 15 digits. Orders by cash or percent are not taken.",
  ),
  row(
    Tag.Price,
    "conditional",
    "Required for a limit and a stop limit order, a multiple of the tick; a pegged order may have it as its limit; else ignored.",
  ),
  row(Tag.StopPx, "conditional", "Required for a stop and a stop limit order, a multiple of the tick."),
  row(Tag.MinQty, "conditional", "Less must not trade at entry. See the table of order types."),
  row(Tag.MaxFloor, "conditional", shown),
  row(Tag.MaxShow, "conditional", shown),
  row(Tag.DisplayQty, "conditional", shown),
  row(Tag.PegPriceType, "conditional", "Required for a pegged order, where ExecInst does not say it.", PEG_TYPES),
  row(Tag.PegOffsetValue, "conditional", "In price, added for buys and sells alike; of a pegged order."),
  row(Tag.ExpireDate, "conditional", "Required for good till date, and not before the trading day."),
  row(
    Tag.SelfMatchPreventionID,
    "conditional",
    "A number; orders of yours with the same one do not trade with each other.",
  ),
  row(Tag.SelfMatchPreventionInstruction, "conditional", "Which of the two is canceled; 1 when absent."),
  ...REFUSED_TERMS.map(([tag, , harmless]) =>
    row(tag, "refused", harmless === "" ? unsupported : `${harmless} may stand. ${unsupported}`),
  ),
  ...CARRIED_TAGS.filter((tag) => !SECURITY_TAGS.includes(tag)).map((tag) => row(tag, "optional", carriedNote)),
];
const REPORTED_TERMS: readonly FieldRule[] = [...TERM_KINDS.keys(), ...CARRIED_TAGS].map((tag) =>
  row(tag, "sometimes", "As the order has it."),
);

/** Messages of the order entry. What is not here comes back as BusinessMessageReject(j), before FIX 4.2 as Reject(3). */
export const MESSAGE_RULES: readonly MessageRule[] = [
  {
    msgType: MsgType.NewOrderSingle,
    fromClient: true,
    about: "A new order. It is answered with an ExecutionReport once the venue has it, or it is refused.",
    fields: [
      row(Tag.Account, "optional", `The session's own account when absent. ${kept(ACCOUNT_MAX)}`),
      CL_ORD_ID,
      ...TERMS,
      row(
        Tag.ContingencyType,
        "optional",
        `Links the order with those of yours that have the same ClOrdLinkID, up to ${CONTINGENT_ORDERS_MAX}; ours, in no version's NewOrderSingle. It does to them what it does in a list: 1 OCO, 2 OTO (the first to come lets the others go; exits with 1 are one another's alternatives), 3 and 4 OUO. What the group has traded is taken off one that joins. ${unsupported}`,
        ["1", "2", "3", "4"],
      ),
      row(Tag.OrdType, "required", `See the table of order types. ${unsupported}`, Object.values(OrdType)),
      row(Tag.Side, "required", unsupported, [Side.Buy, Side.Sell, Side.SellShort]),
      row(Tag.Symbol, "required", `One of the house's instruments, or [N/A] with SecurityID. ${kept(SYMBOL_MAX)}`),
      ...SECURITY,
      row(
        Tag.TimeInForce,
        "optional",
        `Day when absent. See the table of order types. ${unsupported}`,
        Object.values(TimeInForce),
      ),
    ],
  },
  {
    msgType: MsgType.OrderCancelRequest,
    fromClient: true,
    about:
      "Asks to take the rest of an order off the market. Answered with an ExecutionReport or an OrderCancelReject.",
    fields: [
      row(Tag.Account, "ignored", `Not looked at. ${kept(ACCOUNT_MAX)}`),
      CL_ORD_ID,
      ORDER_ID,
      ORIG_CL_ORD_ID,
      SAME_SIDE,
      SAME_SYMBOL,
      ...SECURITY,
      row(Tag.OrderQty, "ignored", "The whole rest is canceled."),
    ],
  },
  {
    msgType: MsgType.OrderCancelReplaceRequest,
    fromClient: true,
    about:
      "Asks to change an order's quantity, price or conditions. OrderQty is the whole new quantity, what is filled included. " +
      "Without any condition the order keeps those it has; with one it has those that are named. The next may be sent before " +
      "the last is answered: they are carried out one after the other.",
    fields: [
      row(Tag.Account, "ignored", `The order keeps its own. ${kept(ACCOUNT_MAX)}`),
      CL_ORD_ID,
      ORDER_ID,
      ORIG_CL_ORD_ID,
      ...TERMS,
      row(Tag.OrdType, "required", "Cannot change.", Object.values(OrdType)),
      row(Tag.TimeInForce, "optional", "Cannot change; absent it means day.", Object.values(TimeInForce)),
      SAME_SIDE,
      SAME_SYMBOL,
      ...SECURITY,
    ],
  },
  {
    msgType: MsgType.OrderStatusRequest,
    fromClient: true,
    about: "Asks how an order stands. Answered with an ExecutionReport that changes nothing.",
    fields: [
      row(Tag.Account, "ignored", `Not looked at. ${kept(ACCOUNT_MAX)}`),
      row(Tag.ClOrdID, "conditional", `Names the order. ${kept(CL_ORD_ID_MAX)}`),
      ORDER_ID,
      row(Tag.OrdStatusReqID, "optional", `Comes back in the report. ${kept(CL_ORD_ID_MAX)}`),
      row(Tag.Side, "optional", "Comes back when the order is unknown."),
      row(Tag.Symbol, "optional", `Comes back when the order is unknown. ${kept(SYMBOL_MAX)}`),
    ],
  },
  {
    msgType: MsgType.OrderMassCancelRequest,
    fromClient: true,
    about:
      "Asks to cancel all open orders of the session, or those in scope; nobody else's are touched. Answered with an OrderMassCancelReport; what comes of each order is told by its own ExecutionReport, whose Text names the request.",
    fields: [
      row(Tag.ClOrdID, "required", `Comes back in the report. ${kept(CL_ORD_ID_MAX)}`),
      row(Tag.MassCancelRequestType, "required", "1 needs the instrument; 7 takes it as a filter, too.", ["1", "7"]),
      row(Tag.PartyID, "optional", "With PartyRole 24 (customer account): only orders of this account."),
      row(Tag.PartyRole, "optional", "Only 24 is looked at."),
      row(Tag.Side, "optional", "Only orders of this side."),
      row(Tag.Symbol, "conditional", `Only orders in this instrument. ${kept(SYMBOL_MAX)}`),
      ...SECURITY,
    ],
  },
  {
    msgType: MsgType.OrderMassActionRequest,
    fromClient: true,
    about:
      "Taken where it asks for a mass cancel, with the same effects as an OrderMassCancelRequest. Answered with an OrderMassActionReport.",
    fields: [
      row(Tag.ClOrdID, "required", `Comes back in the report. ${kept(CL_ORD_ID_MAX)}`),
      row(Tag.MassActionType, "required", "3, cancel; any other is refused.", ["3"]),
      row(Tag.MassActionScope, "required", "1 needs the instrument; 7 takes it as a filter, too.", ["1", "7"]),
      row(Tag.PartyID, "optional", "With PartyRole 24 (customer account): only orders of this account."),
      row(Tag.PartyRole, "optional", "Only 24 is looked at."),
      row(Tag.Side, "optional", "Only orders of this side."),
      row(Tag.Symbol, "conditional", `Only orders in this instrument. ${kept(SYMBOL_MAX)}`),
      ...SECURITY,
    ],
  },
  {
    msgType: MsgType.OrderMassStatusRequest,
    fromClient: true,
    about:
      "Asks how all open orders of the session stand, or those in scope. Each is told by an ExecutionReport that changes nothing; when there is none, one report says so with OrdRejReason 5.",
    fields: [
      row(Tag.MassStatusReqID, "required", `Comes back in the reports. ${kept(CL_ORD_ID_MAX)}`),
      row(
        Tag.MassStatusReqType,
        "required",
        "1 needs the instrument, 8 the party that is the customer account; 7 takes both as filters, too.",
        ["1", "7", "8"],
      ),
      row(Tag.Account, "optional", `Only orders of this account. ${kept(ACCOUNT_MAX)}`),
      row(Tag.PartyID, "optional", "With PartyRole 24 (customer account), where Account is absent: the same."),
      row(Tag.PartyRole, "optional", "Only 24 is looked at."),
      row(Tag.Side, "optional", "Only orders of this side."),
      row(Tag.Symbol, "conditional", `Only orders in this instrument. ${kept(SYMBOL_MAX)}`),
      ...SECURITY,
    ],
  },
  ...LIST_RULES,
  {
    msgType: MsgType.DontKnowTrade,
    fromClient: true,
    about: "You do not know a trade you were told of. Nothing comes back: our desk looks at it.",
    fields: [
      row(Tag.OrderID, "required", "Ours, from the report."),
      row(Tag.ExecID, "required", `Of the report. ${kept(CL_ORD_ID_MAX)}`),
      row(Tag.DKReason, "required", "Kept for the desk."),
      row(Tag.Text, "optional", "Kept for the desk."),
    ],
  },
  {
    msgType: MsgType.ExecutionReport,
    fromClient: false,
    about: "How an order stands, and why it is told: taken, refused, filled, changed, canceled, expired, or asked for.",
    fields: [
      row(Tag.Account, "sometimes", "Not in the report of an unknown order."),
      row(Tag.AvgPx, "always", "0 before the first fill."),
      row(
        Tag.ClOrdID,
        "sometimes",
        "The one in force; of a pending request its own. Not when a status request had none.",
      ),
      row(Tag.CumQty, "always", "Filled so far."),
      row(Tag.ExecID, "always", "Unique and never reused; the same report sent again has the same."),
      row(Tag.ExecRefID, "sometimes", "Of a bust or correction: ExecID of the trade."),
      row(Tag.ExecTransType, "always", "", ["0", "1", "2", "3"]),
      row(Tag.LastPx, "sometimes", "Of this fill. In 4.0 and 4.1 in every report, 0 without a fill."),
      row(Tag.LastQty, "sometimes", "Of this fill. In 4.0 and 4.1 in every report, 0 without a fill."),
      row(Tag.OrderID, "always", "Ours; NONE for an unknown order."),
      row(Tag.OrderQty, "sometimes", "In force. Not in the report of an unknown order, except in 4.0 and 4.1."),
      row(Tag.OrdStatus, "always", "", Object.values(OrdStatus)),
      row(Tag.OrdType, "sometimes", "Not in the report of an unknown order."),
      row(Tag.OrigClOrdID, "sometimes", "When a request took effect or is pending: the ClOrdID before it."),
      row(Tag.Price, "sometimes", "Of a limit order."),
      row(Tag.Side, "always", "7 (undisclosed) for an unknown order asked for without one."),
      row(Tag.Symbol, "always", "[N/A] for an unknown order asked for without one."),
      row(Tag.Text, "sometimes", "In words, why an order was refused or ended."),
      row(Tag.TimeInForce, "sometimes", "Not in the report of an unknown order."),
      row(Tag.TransactTime, "always", "When it happened."),
      row(Tag.OrdRejReason, "sometimes", "Of a refused order."),
      row(Tag.ExecType, "always", "Before FIX 4.3 a fill has the OrdStatus it led to.", Object.values(ExecType)),
      row(Tag.LeavesQty, "always", "Still open."),
      row(Tag.SecondaryOrderID, "sometimes", "The venue's OrderID, once there is one."),
      row(
        Tag.DayOrderQty,
        "sometimes",
        "Of an order carried over with fills: OrderQty without what was filled before today.",
      ),
      row(Tag.DayCumQty, "sometimes", "Of such an order: filled today."),
      row(Tag.DayAvgPx, "sometimes", "Of such an order: of today's fills."),
      row(Tag.OrdStatusReqID, "sometimes", "From the status request."),
      row(Tag.MassStatusReqID, "sometimes", "From the mass status request."),
      row(Tag.TotNumReports, "sometimes", "Reports that answer the mass status request."),
      row(Tag.LastRptRequested, "sometimes", "Y in the last of them."),
      row(Tag.ExecRestatementReason, "sometimes", "When the order was changed and nobody asked."),
      row(Tag.ListID, "sometimes", "Of an order of a list."),
      row(Tag.ContingencyType, "sometimes", "Of contingent orders."),
      ...REPORTED_TERMS,
    ],
  },
  {
    msgType: MsgType.OrderCancelReject,
    fromClient: false,
    about: "A cancel or replace was refused; the order stands as it was.",
    fields: [
      row(Tag.ClOrdID, "always", "Of the request."),
      row(Tag.OrderID, "always", "Ours; NONE for an unknown order."),
      row(Tag.OrdStatus, "always", "How the order stands."),
      row(Tag.OrigClOrdID, "always", "As in the request, or the one in force."),
      row(Tag.Text, "always", "In words, why."),
      row(Tag.TransactTime, "always", "When it was refused."),
      row(Tag.CxlRejReason, "always", "See below."),
      row(Tag.CxlRejResponseTo, "always", "", Object.values(CxlRejResponseTo)),
    ],
  },
  {
    msgType: MsgType.OrderMassCancelReport,
    fromClient: false,
    about: "The cancels a mass cancel request asked for are on their way, or it was refused.",
    fields: [
      row(Tag.ClOrdID, "always", "Of the request."),
      row(Tag.OrderID, "always", "The report's own id; it names no order."),
      row(Tag.Text, "sometimes", "In words, why it was refused."),
      row(Tag.TransactTime, "always", "When it was answered."),
      row(Tag.MassCancelRequestType, "always", "Of the request."),
      row(Tag.MassCancelResponse, "always", "The request's type when it is carried out.", ["0", "1", "7"]),
      row(Tag.MassCancelRejectReason, "sometimes", "Of a refusal.", ["0", "1", "99"]),
      row(Tag.TotalAffectedOrders, "always", "Orders that are being canceled."),
      row(Tag.NoAffectedOrders, "sometimes", `These orders one by one, when they are at most ${AFFECTED_ORDERS_MAX}.`),
      row(Tag.OrigClOrdID, "sometimes", "Their ClOrdID in force."),
      row(Tag.AffectedOrigClOrdID, "sometimes", "Their ClOrdID in force."),
      row(Tag.AffectedOrderID, "sometimes", "Their OrderID."),
      row(Tag.AffectedSecondaryOrderID, "sometimes", "The venue's."),
      row(Tag.MassActionReportID, "always", "The same as OrderID."),
    ],
  },
  {
    msgType: MsgType.OrderMassActionReport,
    fromClient: false,
    about: "The cancels a mass action request asked for are on their way, or it was refused.",
    fields: [
      row(Tag.ClOrdID, "always", "Of the request."),
      row(Tag.Text, "sometimes", "In words, why it was refused."),
      row(Tag.TransactTime, "always", "When it was answered."),
      row(Tag.TotalAffectedOrders, "always", "Orders that are being canceled."),
      row(Tag.NoAffectedOrders, "sometimes", `These orders one by one, when they are at most ${AFFECTED_ORDERS_MAX}.`),
      row(Tag.OrigClOrdID, "sometimes", "Their ClOrdID in force."),
      row(Tag.AffectedOrigClOrdID, "sometimes", "Their ClOrdID in force."),
      row(Tag.AffectedOrderID, "sometimes", "Their OrderID."),
      row(Tag.AffectedSecondaryOrderID, "sometimes", "The venue's."),
      row(Tag.MassActionReportID, "always", "The report's own id."),
      row(Tag.MassActionType, "always", "Of the request."),
      row(Tag.MassActionScope, "always", "Of the request."),
      row(Tag.MassActionResponse, "always", "0 refused, 1 on their way.", ["0", "1"]),
      row(Tag.MassActionRejectReason, "sometimes", "Of a refusal.", ["0", "1", "99"]),
    ],
  },
  {
    msgType: MsgType.News,
    fromClient: false,
    about:
      "The house is about to stop as planned; our Logout follows. Orders stay as they are unless agreed otherwise.",
    fields: [
      row(Tag.NoLinesOfText, "always", "1"),
      row(Tag.Text, "always", "Why, and until when if that is known."),
      row(Tag.Urgency, "always", "", ["1"]),
      row(Tag.Headline, "always", "In a few words."),
    ],
  },
  {
    msgType: MsgType.BusinessMessageReject,
    fromClient: false,
    about: "A message that is valid and that the OMS cannot work with; it has changed nothing.",
    fields: [
      row(Tag.RefSeqNum, "always", "MsgSeqNum of the message."),
      row(Tag.Text, "always", "In words, why."),
      row(Tag.RefMsgType, "always", "MsgType of the message."),
      row(Tag.BusinessRejectRefID, "sometimes", "ClOrdID of the message."),
      row(Tag.BusinessRejectReason, "always", "See below."),
    ],
  },
  {
    msgType: MsgType.Reject,
    fromClient: false,
    about: "A message that is not as the dictionary has it, or has a text too long to keep; it has changed nothing.",
    fields: [
      row(Tag.RefSeqNum, "always", "MsgSeqNum of the message; that number is used up."),
      row(Tag.Text, "always", "In words, why; before FIX 4.2 with the tag."),
      row(Tag.RefTagID, "sometimes", "The tag that is wrong."),
      row(Tag.RefMsgType, "always", "MsgType of the message."),
      row(Tag.SessionRejectReason, "sometimes", "Where the version has a code for it."),
    ],
  },
];

/** The rules of a version: lists of orders are taken where NewOrderList has NoOrders(73), from FIX 4.2 on. */
export function messageRulesOf(dictionary: Dictionary): readonly MessageRule[] {
  return takesLists(dictionary) ? MESSAGE_RULES : MESSAGE_RULES.filter((rule) => !isListRule(rule));
}

const ORD_REJ_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [OrdRejReason.BrokerOption, "the house or the venue does not take it; Text says why"],
  [OrdRejReason.UnknownSymbol, "neither Symbol nor SecurityID is one of the house's instruments"],
  [OrdRejReason.ExchangeClosed, "the venue is closed, or trading in the symbol is halted"],
  [
    OrdRejReason.OrderExceedsLimit,
    "a limit of quantity or notional; Text names the limit and by how much it is missed",
  ],
  [OrdRejReason.TooLateToEnter, "an order for an auction that is over, or linked with orders that are"],
  [OrdRejReason.UnknownOrder, "a status request for an order that is not the session's"],
  [OrdRejReason.DuplicateOrder, "ClOrdID was used before; the report shows the order that has it"],
  [OrdRejReason.DuplicateOfVerbalOrder, "the order was given by telephone under that ClOrdID; Text names its OrderID"],
  [OrdRejReason.UnsupportedOrderCharacteristic, "a side, type, time in force or condition that is not supported"],
  [OrdRejReason.IncorrectQuantity, "OrderQty is 0, negative, too large, or no multiple of the lot size"],
  [OrdRejReason.UnknownAccount, "Account is not known"],
  [OrdRejReason.PriceExceedsCurrentPriceBand, "the price is outside the collar around the last price"],
  [OrdRejReason.InvalidPriceIncrement, "Price is no multiple of the tick"],
  [OrdRejReason.Other, "something else; Text says what"],
];
const CXL_REJ_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [CxlRejReason.TooLateToCancel, "the order is no longer open"],
  [CxlRejReason.UnknownOrder, "the order is not the session's, or OrigClOrdID is no longer in force"],
  [CxlRejReason.BrokerOption, "the house or the venue does not do it; Text says why"],
  [CxlRejReason.AlreadyPending, "a cancel of the order is pending, or too many requests"],
  [CxlRejReason.DuplicateClOrdId, "ClOrdID was used before"],
  [CxlRejReason.PriceExceedsCurrentPriceBand, "the new price is outside the collar around the last price"],
  [CxlRejReason.InvalidPriceIncrement, "the new price is no multiple of the tick"],
  [CxlRejReason.Other, "something else; Text says what"],
];
const BUSINESS_REJ_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [BusinessRejectReason.Other, "a list of orders that cannot be taken; Text says why"],
  [BusinessRejectReason.UnknownId, "ListID is no list of this session"],
  [BusinessRejectReason.UnsupportedMessageType, "a message other than D, E, F, G, H, K, L, M, Q, q, AF and CA"],
  [BusinessRejectReason.ApplicationNotAvailable, "too many messages wait; send it again in a moment"],
  [BusinessRejectReason.ConditionallyRequiredFieldMissing, "OrderQty is missing"],
  [
    BusinessRejectReason.ThrottleLimitExceeded,
    "over the session's or the house's limit of messages, which Text names; it was not taken, send it again later",
  ],
  [
    BusinessRejectReason.ThrottleLimitExceededSessionDisconnected,
    "the same, too often in a minute: a Logout with the limit follows",
  ],
];
/** DefaultApplVerID(1137) of FIX 5.0 SP2, the first version with words for a limit of messages. */
const FIX_50_SP2 = "9";

/** The codes as this version has them. */
export function codeTables(beginString: string, defaultApplVerId: string): CodeTable[] {
  const form = reportFormOf(beginString, defaultApplVerId);
  const rows = (meanings: typeof ORD_REJ_MEANINGS, has: ReadonlySet<number>, other: number) =>
    meanings.map(([code, meaning]) => ({ code, sent: has.has(code) ? code : other, meaning }));
  const isOld = defaultApplVerId !== FIX_50_SP2;
  const business = new Set(
    BUSINESS_REJ_MEANINGS.map(([code]) => code).filter(
      (code) => !isOld || code < BusinessRejectReason.ThrottleLimitExceeded,
    ),
  );
  return [
    {
      tag: Tag.OrdRejReason,
      about: "In the ExecutionReport of a refused order.",
      rows: rows(ORD_REJ_MEANINGS, form.ordRejReasons, form.ordRejOther),
    },
    {
      tag: Tag.CxlRejReason,
      about: "In the OrderCancelReject.",
      rows: rows(CXL_REJ_MEANINGS, form.cxlRejReasons, form.cxlRejOther),
    },
    {
      tag: Tag.BusinessRejectReason,
      about: "In the BusinessMessageReject (35=j).",
      rows: rows(BUSINESS_REJ_MEANINGS, business, 0),
    },
  ];
}
