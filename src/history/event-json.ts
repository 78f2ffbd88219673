/**
 * An event of the journal as JSON, for programs: the one translation that the event stream and `records export` share.
 *
 * A field that FIX has carries FIX's name and value, and begins with a capital: `ClOrdID`, `LastPx` "99.50", `Side` "1".
 * A field of the house's own keeps its name of records.md and begins small: `exchangeExecId`, `requestNumber`. Prices and
 * quantities are decimal text, ids are text, and what is empty is not there.
 */
import type { State } from "../core/state.ts";
import { TERM_KINDS, Term } from "../domain/more-terms.ts";
import { decimalText, NO_PRICE } from "../domain/price.ts";
import { type Command, CommandName, type Event, EventName, EventType } from "../domain/records.generated.ts";
import type { Field, FieldKind, RecordSchema } from "../domain/schema.ts";
import { EVENTS } from "../domain/schema-events.ts";
import { ABSENT } from "../domain/values.ts";
import { timeText } from "../lib/iso-time.ts";

/** What is said of an order beside each of its events; it never changes. */
export type EventOrder = {
  client: string;
  account: string;
  symbol: string;
  side: string;
  priceScale: number;
  qtyScale: number;
};
/** How the order stood after an event that is a report to its client. */
export type EventReport = {
  execType: string;
  ordStatus: string;
  clOrdId: string;
  cumQty: number;
  leavesQty: number;
};
export type FieldValue = string | number | boolean | string[] | number[];

/** How a field is told: the name it has there, and what its number means. */
export type ToldField = {
  name: string;
  told: string;
  kind: FieldKind | "id" | "ids" | "carried" | "terms";
  doc: string;
};

/** FIX's names of fields. Names that mean different things in different records are not here. */
const FIX_NAMES: Readonly<Record<string, string>> = {
  orderId: "OrderID",
  orderIds: "OrderIDs",
  clOrdId: "ClOrdID",
  origClOrdId: "OrigClOrdID",
  account: "Account",
  symbol: "Symbol",
  side: "Side",
  ordType: "OrdType",
  timeInForce: "TimeInForce",
  orderQty: "OrderQty",
  cumQty: "CumQty",
  price: "Price",
  lastQty: "LastQty",
  lastPx: "LastPx",
  bidPx: "BidPx",
  askPx: "OfferPx",
  ordRejReason: "OrdRejReason",
  cxlRejReason: "CxlRejReason",
  responseTo: "CxlRejResponseTo",
  text: "Text",
  execId: "ExecID",
  dkReason: "DKReason",
  ordStatusReqId: "OrdStatusReqID",
  massStatusReqId: "MassStatusReqID",
  totNumReports: "TotNumReports",
  lastRptRequested: "LastRptRequested",
  massCancelRequestType: "MassCancelRequestType",
  massCancelResponse: "MassCancelResponse",
  massCancelRejectReason: "MassCancelRejectReason",
  totalAffectedOrders: "TotalAffectedOrders",
  massActionType: "MassActionType",
  massActionScope: "MassActionScope",
  currency: "Currency",
  msgSeqNum: "MsgSeqNum",
  refMsgType: "RefMsgType",
  listId: "ListID",
  listSeqNo: "ListSeqNo",
  totNoOrders: "TotNoOrders",
  listStatusType: "ListStatusType",
  linkId: "ClOrdLinkID",
  contingency: "ContingencyType",
};
const TERM_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(Term).map(([name, tag]) => [tag, name === "SelfMatchPreventionId" ? "SelfMatchPreventionID" : name]),
);
const IDS: ReadonlySet<string> = new Set(["orderId", "parentId"]);
/** Of passwords not even the hash is told. */
const SECRET: ReadonlySet<string> = new Set(["passwordHash", "replaces"]);
/** Bookkeeping of the journal and public prices: many, and told only to those who ask for them by name. */
export const QUIET_KINDS: ReadonlySet<string> = new Set(["MarketUpdated", "VenueReportRecorded", "SweepAdvanced"]);
export const EVENT_KINDS: readonly string[] = EVENTS.map(({ name }) => name);

/** Of a kind of event: its fields as they are told, and the terms that may be among them. */
export const TOLD_FIELDS: ReadonlyMap<number, readonly ToldField[]> = new Map(
  EVENTS.map((schema) => [schema.type, toldFields(schema)]),
);
export const TERM_FIELDS: readonly string[] = [...TERM_KINDS.keys()].map((tag) => TERM_NAMES.get(tag) ?? String(tag));

function toldFields({ type, fields }: RecordSchema): ToldField[] {
  if (type === EventType.OrderRejected) return rejectedFields(fields);
  return fields.filter(({ name }) => !SECRET.has(name)).map(toldField);
}

function toldField({ name, kind, doc }: Field): ToldField {
  const told = FIX_NAMES[name] ?? name;
  if (name === "orderIds") return { name, told, kind: "ids", doc };
  if (name === "moreTerms") return { name, told, kind: "terms", doc };
  if (name === "carried") return { name, told, kind: "carried", doc };
  return { name, told, kind: IDS.has(name) ? "id" : kind, doc };
}

/** As the client wrote them, whatever the instrument's scales: a number and its digits are one field here. */
function rejectedFields(fields: readonly Field[]): ToldField[] {
  const written = new Set(["qtyMantissa", "qtyScale", "priceMantissa", "priceScale"]);
  const asked: ToldField[] = [
    { name: "orderQty", told: "OrderQty", kind: "qty", doc: "OrderQty (38) as asked" },
    { name: "price", told: "Price", kind: "ticks", doc: "Price (44) as asked" },
  ];
  return [...fields.filter(({ name }) => !written.has(name)).map(toldField), ...asked];
}

/** @param order the order the event speaks of; null when it speaks of none */
export function eventFields(event: Event, order: EventOrder | null, state: State): Record<string, FieldValue> {
  const into: Record<string, FieldValue> = {};
  const values = event as unknown as Readonly<Record<string, unknown>>;
  const { priceScale, qtyScale } = scalesOf(event, order, state);
  for (const { name, told, kind } of TOLD_FIELDS.get(event.type) ?? []) {
    if (kind === "terms") addTerms(values[name] as number[], priceScale, qtyScale, into);
    else {
      const value = toldValue(values[name], kind, priceScale, qtyScale);
      if (value !== null) into[told] = value;
    }
  }
  if (event.type === EventType.OrderRejected) {
    into.OrderQty = decimalText(event.qtyMantissa, event.qtyScale);
    if (event.priceMantissa !== NO_PRICE) into.Price = decimalText(event.priceMantissa, event.priceScale);
  }
  return into;
}

function toldValue(value: unknown, kind: ToldField["kind"], priceScale: number, qtyScale: number): FieldValue | null {
  switch (kind) {
    case "ticks":
      return value === NO_PRICE || value === undefined ? null : decimalText(value as number, priceScale);
    case "qty":
      return value === undefined ? null : decimalText(value as number, qtyScale);
    case "id":
      return value === 0 ? null : String(value);
    case "ids":
      return (value as number[]).map(String);
    case "time":
      return value === 0n ? null : timeText(value as bigint);
    case "char":
      return value === ABSENT ? null : (value as string);
    case "text":
      return value === "" ? null : (value as string);
    case "carried":
      return value === "" ? null : (value as string).split("\u0001").filter((part) => part !== "");
    default:
      return value as FieldValue;
  }
}

function scalesOf(event: Event, order: EventOrder | null, state: State): { priceScale: number; qtyScale: number } {
  if (event.type === EventType.InstrumentDefined) return event;
  if (order !== null) return order;
  const instrument = "instrumentId" in event ? state.instruments[event.instrumentId] : undefined;
  return instrument ?? { priceScale: 0, qtyScale: 0 };
}

/** @param moreTerms pairs (tag, value) */
function addTerms(
  moreTerms: readonly number[],
  priceScale: number,
  qtyScale: number,
  into: Record<string, FieldValue>,
): void {
  for (let index = 0; index < moreTerms.length; index += 2) {
    const tag = moreTerms[index];
    const value = moreTerms[index + 1];
    const name = TERM_NAMES.get(tag) ?? String(tag);
    const kind = TERM_KINDS.get(tag);
    if (kind === "price" || kind === "offset") into[name] = decimalText(value, priceScale);
    else if (kind === "qty") into[name] = decimalText(value, qtyScale);
    else if (kind === "char") into[name] = [into[name], String.fromCharCode(value)].filter(Boolean).join(" ");
    else into[name] = String(value);
  }
}

/** The client an event speaks of: its order's, or that of its session; "" when none. */
export function clientOf(event: Event, order: EventOrder | null, state: State): string {
  if (order !== null) return order.client;
  return "sessionId" in event ? (state.sessions[event.sessionId]?.compId ?? "") : "";
}

/** The symbol an event speaks of; "" when none. */
export function symbolOf(event: Event, order: EventOrder | null, state: State): string {
  if (order !== null && order.symbol !== "") return order.symbol;
  if ("symbol" in event && event.symbol !== "") return event.symbol;
  return "instrumentId" in event ? (state.instruments[event.instrumentId]?.symbol ?? "") : "";
}

export type JournalEventJson = {
  /** `${sequence}-${eventIndex}`; of a report to a client it is the report's ExecID(17). */
  id: string;
  sequence: number;
  eventIndex: number;
  time: string;
  kind: string;
  /** The command that caused it, and whose that was. */
  command: string;
  who: string;
  client?: string;
  symbol?: string;
  order?: { OrderID: string; Account: string; Symbol: string; Side: string };
  report?: { ExecType: string; OrdStatus: string; ClOrdID: string; CumQty: string; LeavesQty: string };
  fields: Record<string, FieldValue>;
};

/**
 * @param state to look sessions, venues and instruments up in
 * @param order the event's order; null when it speaks of none
 * @param report when the event is one
 */
export function eventJson(
  place: { sequence: number; eventIndex: number; timeNs: bigint },
  command: Command,
  event: Event,
  order: EventOrder | null,
  report: EventReport | null,
  state: State,
): JournalEventJson {
  const { sequence, eventIndex, timeNs } = place;
  const client = clientOf(event, order, state);
  const symbol = symbolOf(event, order, state);
  const json: JournalEventJson = {
    id: `${sequence}-${eventIndex}`,
    sequence,
    eventIndex,
    time: timeText(timeNs),
    kind: EventName[event.type],
    command: CommandName[command.type],
    who: causeOf(command, state),
    ...(client === "" ? {} : { client }),
    ...(symbol === "" ? {} : { symbol }),
    fields: eventFields(event, order, state),
  };
  if (order !== null && "orderId" in event) {
    json.order = { OrderID: String(event.orderId), Account: order.account, Symbol: symbol, Side: order.side };
  }
  if (report !== null) {
    const { execType, ordStatus, clOrdId, cumQty, leavesQty } = report;
    const qtyScale = order?.qtyScale ?? 0;
    json.report = {
      ExecType: execType,
      OrdStatus: ordStatus,
      ClOrdID: clOrdId,
      CumQty: decimalText(cumQty, qtyScale),
      LeavesQty: decimalText(leavesQty, qtyScale),
    };
  }
  return json;
}

/** Who a command came from: a client's session, a person at the desk, a venue, or the house itself. */
function causeOf(command: Command, state: State): string {
  const { sessionId, user, actor, venueId } = command as {
    sessionId?: number;
    user?: string;
    actor?: string;
    venueId?: number;
  };
  const person = user ?? actor ?? "";
  if (person !== "") return `desk ${person}`;
  if (sessionId !== undefined && sessionId > 0) return `client ${state.sessions[sessionId]?.compId ?? sessionId}`;
  if (venueId === undefined || venueId === 0) return "house";
  return `venue ${state.venues.lines[venueId]?.name ?? venueId}`;
}
