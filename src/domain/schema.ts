/**
 * The one place that says what a record holds. Types, binary encoding, decoding and the documentation of every command
 * and event are made from this table (`npm run generate`; a test fails when the generated file is out of date).
 *
 * A record on disk is `type u8 | version u8 | length u16 | fields`, little-endian, in the table's order. A field added
 * later carries `since` (the record version that has it) and the value older records get; fields are never removed or
 * reordered, so a journal of any age stays readable. Types 1-99 are commands, 100-199 events.
 */

/** How a field is written, and so what it is in TypeScript. */
export type FieldKind =
  | "u8" // number
  | "u16" // number
  | "u32" // number
  | "int" // number: a safe integer, as a signed 64-bit one
  | "ticks" // Ticks, like int
  | "qty" // Qty, like int
  | "time" // bigint: nanoseconds since 1970 UTC, signed 64-bit
  | "bool" // boolean, one byte
  | "char" // one-character string, its code in one byte; ABSENT for none
  | "text" // string of Latin-1 characters, one byte each, behind a u16 length
  | "ints"; // number[]: u16 count, then each like int

export type Field = {
  name: string;
  kind: FieldKind;
  /** A narrower TypeScript type from domain/values.ts. */
  as?: string;
  doc: string;
  since?: number;
  /** TypeScript literal that records older than `since` get. */
  initial?: string;
};

export type RecordSchema = { name: string; type: number; version: number; doc: string; fields: Field[] };

const field = (name: string, kind: FieldKind, doc: string, as?: string): Field =>
  as === undefined ? { name, kind, doc } : { name, kind, doc, as };

const origin: Field[] = [
  field("sessionId", "u16", "client session the request came from"),
  field("msgSeqNum", "u32", "its sequence number in that session; 0 when it did not come over a sequenced session"),
];
const clOrdId = field("clOrdId", "text", "ClOrdID (11) of this request");
const origClOrdId = field(
  "origClOrdId",
  "text",
  "OrigClOrdID (41): the order it speaks of; empty when only OrderID is given",
);
const orderId = field("orderId", "u32", "OrderID (37), the OMS's own, dense from 1");
const requestNumber = field(
  "requestNumber",
  "u16",
  "which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces",
);
const terms: Field[] = [
  field("side", "char", "Side (54)", "Side"),
  field("ordType", "char", "OrdType (40)", "OrdType"),
  field("timeInForce", "char", "TimeInForce (59)", "TimeInForce"),
];
/** As the client wrote them: exact decimals, because only the core knows the instrument's scales. */
const askedTerms: Field[] = [
  field("qtyMantissa", "int", "OrderQty (38) without its point"),
  field("qtyScale", "u8", "digits after the point in OrderQty"),
  field("priceMantissa", "int", "Price (44) without its point; NO_PRICE when absent"),
  field("priceScale", "u8", "digits after the point in Price"),
];
const unsupported = field(
  "unsupported",
  "text",
  "a condition the client put on the order that is not carried here, in words; empty for none",
);
const venueReport: Field[] = [
  field("venueId", "u8", "venue that reports, from 1"),
  field(
    "reportSequence",
    "int",
    "the venue's own running number of reports to us; what is not above the last one seen is ignored",
  ),
  orderId,
  requestNumber,
];
const venueText = field("text", "text", "the venue's explanation");

export const COMMANDS: RecordSchema[] = [
  {
    name: "NewOrder",
    type: 1,
    version: 1,
    doc: "A client asks for an order (35=D).",
    fields: [
      ...origin,
      field("possResend", "bool", "PossResend (97): may have been sent before under another number"),
      clOrdId,
      field("account", "text", "Account (1); empty for the session's own"),
      field("symbol", "text", "Symbol (55)"),
      ...terms,
      ...askedTerms,
      unsupported,
    ],
  },
  {
    name: "CancelOrder",
    type: 2,
    version: 1,
    doc: "A client asks to cancel an order (35=F).",
    fields: [
      ...origin,
      clOrdId,
      origClOrdId,
      orderId,
      field("symbol", "text", "Symbol (55)"),
      field("side", "char", "Side (54)", "Side"),
    ],
  },
  {
    name: "ReplaceOrder",
    type: 3,
    version: 1,
    doc: "A client asks to change an order (35=G).",
    fields: [...origin, clOrdId, origClOrdId, orderId, field("symbol", "text", "Symbol (55)"), ...terms, ...askedTerms, unsupported],
  },
  {
    name: "RequestOrderStatus",
    type: 4,
    version: 1,
    doc: "A client asks how an order stands (35=H).",
    fields: [
      ...origin,
      clOrdId,
      orderId,
      field("ordStatusReqId", "text", "OrdStatusReqID (790), returned in the report"),
      field("symbol", "text", "Symbol (55)"),
      field("side", "char", "Side (54)", "Side"),
    ],
  },
  {
    name: "ExchangeAccepted",
    type: 20,
    version: 1,
    doc: "A venue has put an order on its book.",
    fields: [...venueReport, field("exchangeOrderId", "text", "the venue's OrderID")],
  },
  {
    name: "ExchangeRejected",
    type: 21,
    version: 1,
    doc: "A venue refuses a new order.",
    fields: [...venueReport, field("ordRejReason", "u8", "OrdRejReason (103)"), venueText],
  },
  {
    name: "ExchangeFill",
    type: 22,
    version: 1,
    doc: "A venue reports a trade.",
    fields: [
      ...venueReport,
      field("exchangeExecId", "text", "the venue's ExecID"),
      field("lastQty", "qty", "LastQty (32)"),
      field("lastPx", "ticks", "LastPx (31)"),
    ],
  },
  {
    name: "ExchangeCanceled",
    type: 23,
    version: 1,
    doc: "A venue took an order off its book: asked (the cancel's requestNumber), or of its own accord (IOC rest, killed FOK).",
    fields: [...venueReport, field("solicited", "bool", "an answer to our cancel"), venueText],
  },
  {
    name: "ExchangeReplaced",
    type: 24,
    version: 1,
    doc: "A venue changed an order as asked. The quantity is the venue's word: a replace below what is filled is amended to it.",
    fields: [
      ...venueReport,
      field("orderQty", "qty", "OrderQty now in force"),
      field("price", "ticks", "Price now in force"),
    ],
  },
  {
    name: "ExchangeRequestRejected",
    type: 25,
    version: 1,
    doc: "A venue refuses a cancel or a replace.",
    fields: [...venueReport, field("cxlRejReason", "u8", "CxlRejReason (102)"), venueText],
  },
  {
    name: "ExchangeExpired",
    type: 26,
    version: 1,
    doc: "A venue ended an order whose time was over.",
    fields: [...venueReport, venueText],
  },
  {
    name: "LogOnSession",
    type: 40,
    version: 1,
    doc: "A client session has logged on.",
    fields: [
      ...origin,
      field("peer", "text", "address and port it came from"),
      field("reset", "bool", "its numbers were reset to 1"),
    ],
  },
  {
    name: "LogOutSession",
    type: 41,
    version: 1,
    doc: "A client session has ended.",
    fields: [...origin, field("reason", "text", "why, in words")],
  },
  {
    name: "AdvanceSession",
    type: 42,
    version: 1,
    doc: "A session consumed inbound numbers that carry no business (admin, rejected, gap-filled).",
    fields: [...origin],
  },
  {
    name: "RecordSent",
    type: 43,
    version: 1,
    doc: "Sessions sent admin messages of their own accord; they are in this frame's sent part.",
    fields: [],
  },
  {
    name: "DefineSession",
    type: 60,
    version: 1,
    doc: "Reference data: a client session and its terms.",
    fields: [
      field("sessionKey", "text", "BeginString:TargetCompID, what makes a session the same one for life"),
      field("compId", "text", "the client's CompID"),
      field("account", "text", "account where tag 1 is absent"),
      field("pendingReports", "bool", "reports Pending Cancel and Pending Replace before the venue has answered"),
    ],
  },
  {
    name: "DefineInstrument",
    type: 61,
    version: 1,
    doc: "Reference data: an instrument and its rules.",
    fields: [
      field("symbol", "text", "Symbol (55)"),
      field("description", "text", "name in words"),
      field("currency", "text", "ISO 4217"),
      field("assetClass", "char", "what kind of thing it is", "AssetClass"),
      field("venueId", "u8", "where it trades"),
      field("priceScale", "u8", "digits of a price"),
      field("qtyScale", "u8", "digits of a quantity"),
      field("lotSize", "qty", "quantities are multiples of it"),
      field(
        "tickTable",
        "ints",
        "pairs (from price, tick), ascending: from that price on, prices are multiples of that tick",
      ),
      field("referencePx", "ticks", "price the collar starts from before any trade"),
    ],
  },
  {
    name: "SetLimit",
    type: 62,
    version: 1,
    doc: "Reference data: one pre-trade limit.",
    fields: [
      field("sessionKey", "text", "session it binds; empty for all"),
      field("symbol", "text", "instrument it binds; empty for all"),
      field("limitKind", "u8", "LimitKind"),
      field("value", "int", "the limit, in the kind's unit; NO_LIMIT to lift it"),
    ],
  },
  {
    name: "OpenTradingDay",
    type: 63,
    version: 1,
    doc: "A trading day begins; ClOrdIDs of the day before are free again.",
    fields: [field("tradingDay", "u32", "yyyymmdd")],
  },
  {
    name: "UpdateMarket",
    type: 64,
    version: 1,
    doc: "The venue's public prices of one instrument, conflated.",
    fields: [
      field("symbol", "text", "Symbol (55)"),
      field("bidPx", "ticks", "best bid or NO_PRICE"),
      field("askPx", "ticks", "best offer or NO_PRICE"),
      field("lastPx", "ticks", "last trade or NO_PRICE"),
    ],
  },
];

const instrumentId = field("instrumentId", "u16", "instrument, dense from 1; 0 for an unknown one");
const agreedTerms: Field[] = [
  field("orderQty", "qty", "OrderQty (38)"),
  field("price", "ticks", "Price (44) or NO_PRICE"),
];

export const EVENTS: RecordSchema[] = [
  {
    name: "OrderAccepted",
    type: 100,
    version: 1,
    doc: "The order passed every check and is ours: pending at the venue.",
    fields: [
      orderId,
      field("sessionId", "u16", "client session"),
      clOrdId,
      field("account", "text", "Account (1)"),
      instrumentId,
      ...terms,
      ...agreedTerms,
    ],
  },
  {
    name: "OrderRejected",
    type: 101,
    version: 1,
    doc: "The order was refused before any venue heard of it.",
    fields: [
      field("orderId", "u32", "the refused order's own OrderID; for a duplicate ClOrdID, the first order's"),
      field("sessionId", "u16", "client session"),
      clOrdId,
      field("account", "text", "Account (1)"),
      instrumentId,
      field("symbol", "text", "Symbol (55) as asked"),
      ...terms,
      ...askedTerms,
      field("ordRejReason", "u8", "OrdRejReason (103)"),
      field("text", "text", "the rule, the limit, and by how much it was missed"),
    ],
  },
  {
    name: "OrderRouted",
    type: 102,
    version: 1,
    doc: "A request of the order leaves for a venue once this frame is durable.",
    fields: [orderId, field("venueId", "u8", "venue"), requestNumber],
  },
  {
    name: "OrderAcknowledged",
    type: 103,
    version: 1,
    doc: "The venue has the order.",
    fields: [orderId, field("exchangeOrderId", "text", "the venue's OrderID")],
  },
  {
    name: "OrderRefused",
    type: 104,
    version: 1,
    doc: "The venue refused the order.",
    fields: [
      orderId,
      field("ordRejReason", "u8", "OrdRejReason (103)"),
      field("text", "text", "the venue's explanation"),
    ],
  },
  {
    name: "OrderFilled",
    type: 105,
    version: 1,
    doc: "A trade, whole or part.",
    fields: [
      orderId,
      field("venueId", "u8", "venue"),
      field("exchangeExecId", "text", "the venue's ExecID"),
      field("lastQty", "qty", "LastQty (32)"),
      field("lastPx", "ticks", "LastPx (31)"),
    ],
  },
  {
    name: "CancelRequested",
    type: 106,
    version: 1,
    doc: "A cancel was accepted and waits for the venue.",
    fields: [orderId, clOrdId, requestNumber],
  },
  {
    name: "ReplaceRequested",
    type: 107,
    version: 1,
    doc: "A replace was accepted and waits for the venue.",
    fields: [orderId, clOrdId, requestNumber, ...agreedTerms],
  },
  {
    name: "RequestRejected",
    type: 108,
    version: 1,
    doc: "A cancel or replace was refused, by us or by the venue (35=9).",
    fields: [
      field("orderId", "u32", "the order; 0 when unknown"),
      field("sessionId", "u16", "client session"),
      clOrdId,
      origClOrdId,
      field("responseTo", "char", "CxlRejResponseTo (434)", "CxlRejResponseTo"),
      field("cxlRejReason", "u8", "CxlRejReason (102)"),
      field("text", "text", "the rule and what was found"),
      field("wasPending", "bool", "the order's pending request ends with this"),
    ],
  },
  {
    name: "OrderCanceled",
    type: 109,
    version: 1,
    doc: "The order is off the book.",
    fields: [
      orderId,
      field("solicited", "bool", "the client asked for it"),
      field("text", "text", "why, when nobody asked"),
    ],
  },
  {
    name: "OrderReplaced",
    type: 110,
    version: 1,
    doc: "The order's terms are now these.",
    fields: [orderId, ...agreedTerms],
  },
  {
    name: "OrderExpired",
    type: 111,
    version: 1,
    doc: "The order's time is over.",
    fields: [orderId, field("text", "text", "why")],
  },
  {
    name: "OrderStatusReported",
    type: 112,
    version: 1,
    doc: "The state of an order was told on request; changes nothing.",
    fields: [
      field("orderId", "u32", "the order; 0 when unknown"),
      field("sessionId", "u16", "client session"),
      clOrdId,
      field("ordStatusReqId", "text", "OrdStatusReqID (790)"),
      field("symbol", "text", "Symbol (55) as asked"),
      field("side", "char", "Side (54)", "Side"),
    ],
  },
  {
    name: "VenueReportRecorded",
    type: 113,
    version: 1,
    doc: "A venue's report was taken up; its number will not be taken again.",
    fields: [field("venueId", "u8", "venue"), field("reportSequence", "int", "its number")],
  },
  {
    name: "VenueReportRefused",
    type: 114,
    version: 1,
    doc: "A venue's report could not be true; recorded, not believed.",
    fields: [
      field("venueId", "u8", "venue"),
      field("orderId", "u32", "the order it speaks of; 0 when unknown"),
      field("text", "text", "what was found and what was expected"),
    ],
  },
  {
    name: "SessionLoggedOn",
    type: 120,
    version: 1,
    doc: "A client session is up.",
    fields: [field("sessionId", "u16", "session"), field("peer", "text", "from where")],
  },
  {
    name: "SessionLoggedOut",
    type: 121,
    version: 1,
    doc: "A client session is down.",
    fields: [field("sessionId", "u16", "session"), field("reason", "text", "why")],
  },
  {
    name: "SessionDefined",
    type: 130,
    version: 1,
    doc: "Reference data: a session, dense from 1.",
    fields: [
      field("sessionId", "u16", "session"),
      field("sessionKey", "text", "BeginString:TargetCompID"),
      field("compId", "text", "the client's CompID"),
      field("account", "text", "default account"),
      field("pendingReports", "bool", "reports pending states"),
    ],
  },
  {
    name: "InstrumentDefined",
    type: 131,
    version: 1,
    doc: "Reference data: an instrument, dense from 1.",
    fields: [
      instrumentId,
      field("symbol", "text", "Symbol (55)"),
      field("description", "text", "name"),
      field("currency", "text", "ISO 4217"),
      field("assetClass", "char", "kind", "AssetClass"),
      field("venueId", "u8", "venue"),
      field("priceScale", "u8", "digits of a price"),
      field("qtyScale", "u8", "digits of a quantity"),
      field("lotSize", "qty", "lot"),
      field("tickTable", "ints", "pairs (from, tick)"),
      field("referencePx", "ticks", "reference price"),
    ],
  },
  {
    name: "LimitSet",
    type: 132,
    version: 1,
    doc: "Reference data: a limit is in force.",
    fields: [
      field("sessionId", "u16", "session; 0 for all"),
      field("instrumentId", "u16", "instrument; 0 for all"),
      field("limitKind", "u8", "LimitKind"),
      field("value", "int", "limit"),
    ],
  },
  {
    name: "TradingDayOpened",
    type: 133,
    version: 1,
    doc: "The trading day.",
    fields: [field("tradingDay", "u32", "yyyymmdd")],
  },
  {
    name: "MarketUpdated",
    type: 134,
    version: 1,
    doc: "Public prices.",
    fields: [
      instrumentId,
      field("bidPx", "ticks", "best bid"),
      field("askPx", "ticks", "best offer"),
      field("lastPx", "ticks", "last trade"),
    ],
  },
  {
    name: "CommandRefused",
    type: 135,
    version: 1,
    doc: "A command that could not be carried out, and why; nothing changed.",
    fields: [field("text", "text", "what was found and expected")],
  },
];
