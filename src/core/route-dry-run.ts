/**
 * What would become of an order, and why: each rule in its order, with the first condition that is not met. It changes
 * nothing and asks what a real order asks, so it says what would happen. Cold.
 */
import { NO_MORE_TERMS, Term } from "../domain/more-terms.ts";
import { decimalText, NO_PRICE, parseDecimal } from "../domain/price.ts";
import { CommandType, type Event, EventType, type NewOrder } from "../domain/records.generated.ts";
import { ROUTING_LISTS, type RoutingBounds, type RoutingRule, type RoutingTarget } from "../domain/routing.ts";
import type { OrdType, Side, TimeInForce } from "../domain/values.ts";
import { decideNewOrder } from "./new-order.ts";
import { type AskedRule, findRule, type RoutedOrder, routed, unmetCondition } from "./routing.ts";
import type { State } from "./state.ts";
import { resolution, resolveInstrument } from "./symbology.ts";

/** As people write an order; "" where they write nothing. */
export type AskedRoute = {
  /** CompID. */
  client: string;
  /** The session's own when it is "". */
  account: string;
  symbol: string;
  side: string;
  ordType: string;
  timeInForce: string;
  qty: string;
  price: string;
  exDestination: string;
  handlInst: string;
};
export type RuleVerdict = {
  ruleId: string;
  isMet: boolean;
  /** "symbol is KO, expected AAPL, IBM"; "" when every condition is met. */
  why: string;
};
export type RouteDryRun = {
  /** Of the table; 0 while there was none. */
  version: number;
  /** The rule that counts, "" for none. */
  ruleId: string;
  /** "XALT", "desk cash", "reject: no algos here"; of the instrument's own venue "venue 1" when the core has no name of it. */
  to: string;
  venueId: number;
  /** Why the order would be refused all the same, "" when it would be taken. */
  refusal: string;
  /** All up to the one that counts. */
  rules: RuleVerdict[];
};

/** A ClOrdID no client can have written. */
const NOT_A_CL_ORD_ID = "\x01";

/** @returns what would become of it, or what is wrong with the question, in words */
export function dryRunRoute(state: State, asked: AskedRoute): RouteDryRun | string {
  const session = state.sessions.find((each) => each?.compId === asked.client);
  if (session === undefined) return `client: found "${asked.client}", expected the CompID of a session`;
  const command = commandOf(session.sessionId, asked);
  if (typeof command === "string") return command;
  const instrument = state.instruments[resolveInstrument(state, command)];
  if (instrument === undefined) return `symbol: ${resolution.text}`;
  const account = asked.account === "" ? session.account : asked.account;
  const found = findRule(state, command, session, account, instrument);
  const rules: RuleVerdict[] = [];
  for (const asked of state.routing.asked) {
    const why = whyNot(asked, routed);
    rules.push({ ruleId: asked.rule.id, isMet: why === "", why });
    if (asked.rule === found) break;
  }
  const events: Event[] = [];
  decideNewOrder(state, command, events);
  const refused = events.find((event) => event.type === EventType.OrderRejected);
  const venueId = found === null ? instrument.venueId : (found.to.venueId ?? 0);
  return {
    version: state.routing.version,
    ruleId: found?.id ?? "",
    to: found === null ? venueName(state, venueId) : targetText(found.to),
    venueId,
    refusal: refused?.type === EventType.OrderRejected ? refused.text : "",
    rules,
  };
}

/** "qty is 100, expected 5000 or more" */
function whyNot(asked: AskedRule, order: RoutedOrder): string {
  const name = unmetCondition(asked, order);
  if (name === "") return "";
  const { when } = asked.rule;
  if (name === "qtyMin" || name === "qtyMax")
    return `qty is ${unitsText(order.orderQty, order.qtyUnit)}, expected ${boundText(name, when)}`;
  if (name === "notionalMin" || name === "notionalMax")
    return `notional is ${unitsText(order.notional, order.notionalUnit)}, expected ${boundText(name, when)}`;
  const list = when[name] ?? ["1"];
  const value = order.values[ROUTING_LISTS.indexOf(name)];
  return `${name} is ${value === "" ? "absent" : value}, expected ${list.join(" or ")}`;
}

function targetText({ venue = "", desk, reject }: RoutingTarget): string {
  return desk !== undefined ? `desk ${desk}` : reject !== undefined ? `reject: ${reject}` : venue;
}

function boundText(name: keyof RoutingBounds, when: RoutingRule["when"]): string {
  return `${when[name]} or ${name.endsWith("Min") ? "more" : "less"}`;
}

function unitsText(value: number, unit: number): string {
  return Number.isNaN(value) ? "not a quantity of the instrument" : decimalText(value, Math.round(Math.log10(unit)));
}

function venueName({ routing, venues }: State, venueId: number): string {
  const rule = routing.rules.find(({ to }) => to.venueId === venueId);
  return rule?.to.venue ?? venues.lines[venueId]?.name ?? `venue ${venueId}`;
}

function commandOf(sessionId: number, asked: AskedRoute): NewOrder | string {
  const qty = decimalOf(asked.qty);
  if (qty === null) return `qty: found "${asked.qty}", expected a decimal above 0`;
  const price = asked.price === "" ? { mantissa: NO_PRICE, scale: 0 } : decimalOf(asked.price);
  if (price === null) return `price: found "${asked.price}", expected a decimal above 0`;
  const isForPeople = asked.handlInst === "3";
  return {
    type: CommandType.NewOrder,
    sessionId,
    msgSeqNum: 0,
    possResend: false,
    clOrdId: NOT_A_CL_ORD_ID,
    account: asked.account,
    symbol: asked.symbol,
    side: asked.side as Side,
    ordType: asked.ordType as OrdType,
    timeInForce: asked.timeInForce as TimeInForce,
    qtyMantissa: qty.mantissa,
    qtyScale: qty.scale,
    priceMantissa: price.mantissa,
    priceScale: price.scale,
    unsupported: "",
    securityId: "",
    securityExchange: "",
    moreTerms: isForPeople ? [Term.HandlInst, MANUAL, 0] : NO_MORE_TERMS,
    carried: asked.exDestination === "" ? "" : `100=${asked.exDestination}\x01`,
  };
}

const MANUAL = "3".charCodeAt(0);

/** @returns null for a text that is no decimal above 0 */
function decimalOf(text: string): { mantissa: number; scale: number } | null {
  const scale = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
  const mantissa = parseDecimal(text, scale);
  return mantissa > 0 ? { mantissa, scale } : null;
}
