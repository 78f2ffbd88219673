/** Fields that several records share, so that a word means one thing in all of them. */
import type { Field, FieldKind } from "./schema.ts";

export const field = (name: string, kind: FieldKind, doc: string, as?: string): Field =>
  as === undefined ? { name, kind, doc } : { name, kind, doc, as };

export const origin: Field[] = [
  field("sessionId", "u16", "client session the request came from"),
  field("msgSeqNum", "u32", "its sequence number in that session; 0 when it did not come over a sequenced session"),
];
export const clOrdId = field("clOrdId", "text", "ClOrdID (11) of this request");
export const origClOrdId = field(
  "origClOrdId",
  "text",
  "OrigClOrdID (41): the order it speaks of; empty when only OrderID is given",
);
export const orderId = field("orderId", "u32", "OrderID (37), the OMS's own, dense from 1");
export const requestNumber = field(
  "requestNumber",
  "u16",
  "which request of the order at the venue: 1 the new order, 2 and up its cancels and replaces",
);
const later = (name: string, kind: FieldKind, since: number, initial: string, doc: string): Field => ({
  name,
  kind,
  doc,
  since,
  initial,
});
/** A field of a record that has had it from the beginning. */
export const always = ({ name, kind, doc }: Field): Field => ({ name, kind, doc });
export const logoutCause = later("cause", "u8", 2, "0", "LogoutCause; 0 where that was not written down");
/** What names an instrument beside its Symbol (55), as the client wrote it. */
export const securityNames: Field[] = [
  later("securityId", "text", 2, '""', "SecurityIDSource (22), a colon and SecurityID (48); empty without"),
  later("securityExchange", "text", 2, '""', "SecurityExchange (207); empty without"),
];
/** By which names an instrument is known beside its symbol. */
export const instrumentNames: Field[] = [
  later("exchange", "text", 2, '""', "MIC of the market it is listed on; empty when that is not said"),
  later(
    "securityIds",
    "text",
    2,
    '""',
    "its other names, each SecurityIDSource (22), a colon and the id, with | between them",
  ),
];
export const terms: Field[] = [
  field("side", "char", "Side (54)", "Side"),
  field("ordType", "char", "OrdType (40)", "OrdType"),
  field("timeInForce", "char", "TimeInForce (59)", "TimeInForce"),
];
/** As the client wrote them: exact decimals, because only the core knows the instrument's scales. */
export const askedTerms: Field[] = [
  field("qtyMantissa", "int", "OrderQty (38) without its point"),
  field("qtyScale", "u8", "digits after the point in OrderQty"),
  field("priceMantissa", "int", "Price (44) without its point; NO_PRICE when absent"),
  field("priceScale", "u8", "digits after the point in Price"),
];
export const unsupported = field(
  "unsupported",
  "text",
  "a condition the client put on the order that is not carried here, in words; empty for none",
);
export const venueReport: Field[] = [
  field("venueId", "u8", "venue that reports, from 1"),
  field(
    "reportSequence",
    "int",
    "the venue's own running number of reports to us; what is not above the last one seen is ignored",
  ),
  orderId,
  requestNumber,
];
export const venueId = field("venueId", "u8", "venue, from 1");
export const venuePolicy: Field[] = [
  venueId,
  field("name", "text", "what it is called"),
  field("holdsWhenDown", "bool", "new orders wait while its line is down; otherwise they are refused"),
  field(
    "repeatsUnknown",
    "bool",
    "a request it does not know is sent again; otherwise it is over, and the client told",
  ),
  field("cancelsAliens", "bool", "orders it has and we do not know are canceled there"),
  field("ordTypes", "text", "the OrdTypes (40) it takes, one character each; empty for all"),
  field("timesInForce", "text", "the TimeInForce (59) values it takes, one character each; empty for all"),
];
/** What a venue says of an order of ours that we do not know. */
export const alien: Field[] = [
  field("clOrdId", "text", "ClOrdID (11) as the venue has it"),
  field("exchangeOrderId", "text", "the venue's OrderID"),
  field("symbol", "text", "Symbol (55) as the venue has it"),
  field("side", "char", "Side (54)", "Side"),
  field("text", "text", "the report in words"),
];
/** What busts and corrections of a trade have. */
export const tradeChange: Field[] = [
  field("exchangeExecId", "text", "the venue's ExecID of this report"),
  field("exchangeExecRefId", "text", "the venue's ExecID of the trade"),
  field("leavesQty", "qty", "what of the order is on the venue's book after; -1 for as much as before"),
];
export const venueText = field("text", "text", "the venue's explanation");
/** Terms few orders have, as the client wrote them. */
export const askedMoreTerms = field(
  "moreTerms",
  "ints",
  "terms few orders have, as the client wrote them: triples (FIX tag, number without its point, digits after the point); ExecInst (18) is one for each character",
);
/** The same, agreed. */
export const agreedMoreTerms = field(
  "moreTerms",
  "ints",
  "terms few orders have: pairs (FIX tag as the client wrote it, value in price or quantity units; a date as yyyymmdd, a character as its code)",
);
export const carried = field(
  "carried",
  "text",
  "fields of the client's message that are carried to the venue, to reports and to drop copies untouched, each tag=value and a separator (SOH)",
);
/** A field that records had not before that version. */
export const since = (version: number, initial: string, of: Field): Field => ({ ...of, since: version, initial });
/** What every action of a person at the desk says. */
export const deskAction: Field[] = [
  field("actionId", "text", "the action's own id, by which its outcome is found"),
  field("user", "text", "who"),
];
export const deskOrderAction: Field[] = [
  ...deskAction,
  orderId,
  field("seenNs", "time", "when the order last changed, as the user saw it; 0 when it does not matter"),
];
