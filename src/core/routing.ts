/**
 * Hot path while there are rules: where an order goes; budget 1 us for twenty rules. Without rules an order pays one test.
 *
 * The rules stand in order and the first that an order meets counts; without one the order goes to its instrument's venue.
 * The dry run asks the same function, so what it says is what would happen.
 */
import { ROUTES_MAX } from "../domain/limits.ts";
import { isForPeople } from "../domain/more-terms.ts";
import { NO_PRICE, rescale } from "../domain/price.ts";
import { type DefineRouting, type Event, EventType, type NewOrder } from "../domain/records.generated.ts";
import {
  ROUTING_BOUNDS,
  ROUTING_LISTS,
  type RoutingBounds,
  type RoutingLists,
  type RoutingRule,
  type RoutingTarget,
  readRoutingRules,
} from "../domain/routing.ts";
import { assert } from "../lib/assert.ts";
import type { Image } from "../lib/image.ts";
import { collarReference } from "./risk.ts";
import type { Instrument, Session, State } from "./state.ts";

/** Where orders have gone by a rule: an order knows the place of its own in the list. */
export type Route = { ruleId: string; venueId: number; desk: string };

/** No rule: the instrument's venue. */
export const NO_ROUTE = 0;

export class RoutingTable {
  /** Raised by every change. */
  version = 0;
  /** As journaled; "" before the first. */
  text = "";
  rules: readonly RoutingRule[] = [];
  /** Place 0 is no route. */
  readonly routes: Route[] = [{ ruleId: "", venueId: 0, desk: "" }];
  readonly #places = new Map<string, number>();

  define(version: number, text: string): void {
    const rules = text === "" ? [] : readRoutingRules(text);
    assert(typeof rules !== "string", "a routing table that was not refused");
    this.version = version;
    this.text = text;
    this.rules = rules;
  }

  /** @returns the place of a route in the list, where it is put when it is new */
  placeOf(route: Route): number {
    const key = `${route.venueId} ${route.desk}\n${route.ruleId}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.routes.push(route);
    this.#places.set(key, this.routes.length - 1);
    return this.routes.length - 1;
  }

  transfer(image: Image): void {
    this.version = image.int(this.version);
    const text = image.text(this.text);
    if (image.isReading) this.define(this.version, text);
    const count = image.count(this.routes.length);
    for (let place = 1; place < count; place++) {
      const was = this.routes[place] ?? this.routes[0];
      const route = { ruleId: image.text(was.ruleId), venueId: image.int(was.venueId), desk: image.text(was.desk) };
      if (image.isReading) this.placeOf(route);
    }
  }
}

/** Replaces the whole table, or none of it. */
export function decideDefineRouting(state: State, { rules: text }: DefineRouting, events: Event[]): void {
  const rules = text === "" ? [] : readRoutingRules(text);
  const fault = typeof rules === "string" ? rules : roomFault(state, rules);
  if (fault === "") events.push({ type: EventType.RoutingDefined, version: state.routing.version + 1, rules: text });
  else events.push({ type: EventType.CommandRefused, text: `routing: ${fault}` });
}

function roomFault({ routing }: State, rules: readonly RoutingRule[]): string {
  if (routing.routes.length + rules.length <= ROUTES_MAX) return "";
  return `${routing.routes.length} routes were used so far; expected at most ${ROUTES_MAX} with those of the new rules`;
}

/** An order as rules see it. One reused object, valid until the next order. */
export const routed = {
  client: "",
  account: "",
  symbol: "",
  side: "",
  ordType: "",
  timeInForce: "",
  exDestination: "",
  handlInst: "",
  /** In quantity units; NaN when it does not fit the instrument's scale: then no bound holds. */
  orderQty: 0,
  /** Quantity units in one. */
  qtyUnit: 1,
  /** In price units times quantity units, at the order's price or, without one, where a collar starts. */
  notional: 0,
  notionalUnit: 1,
};
export type RoutedOrder = typeof routed;

/** @returns the first rule the order meets, or null; `routed` is then how the rules saw the order */
export function findRule(
  state: State,
  command: NewOrder,
  session: Session,
  account: string,
  instrument: Instrument,
): RoutingRule | null {
  routed.client = session.compId;
  routed.account = account;
  routed.symbol = instrument.symbol;
  routed.side = command.side;
  routed.ordType = command.ordType;
  routed.timeInForce = command.timeInForce;
  routed.exDestination = carriedValue(command.carried, EX_DESTINATION);
  routed.handlInst = isForPeople(command.moreTerms) ? MANUAL : "1";
  routed.orderQty = rescale(command.qtyMantissa, command.qtyScale, instrument.qtyScale);
  routed.qtyUnit = 10 ** instrument.qtyScale;
  const price =
    command.priceMantissa === NO_PRICE || command.priceMantissa === 0 || !PRICED.includes(command.ordType)
      ? collarReference(instrument)
      : rescale(command.priceMantissa, command.priceScale, instrument.priceScale);
  routed.notional = routed.orderQty * price;
  routed.notionalUnit = 10 ** (instrument.qtyScale + instrument.priceScale);
  const { rules } = state.routing;
  for (let index = 0; index < rules.length; index++)
    if (unmetCondition(rules[index], routed) === "") return rules[index];
  return null;
}

/** @returns the first condition of a rule that an order does not meet, "" when it meets them all */
export function unmetCondition(
  { when, to }: RoutingRule,
  order: RoutedOrder,
): keyof RoutingLists | keyof RoutingBounds | "" {
  for (let index = 0; index < ROUTING_LISTS.length; index++) {
    const name = ROUTING_LISTS[index];
    const list = when[name];
    if (list !== undefined && !list.includes(order[name])) return name;
  }
  // What its client wants people to work goes to a venue by itself only where a rule says so of such orders.
  if (to.venueId !== undefined && when.handlInst === undefined && order.handlInst === MANUAL) return "handlInst";
  const { qtyMin, qtyMax, notionalMin, notionalMax } = when;
  if (qtyMin !== undefined && !(order.orderQty >= qtyMin * order.qtyUnit)) return ROUTING_BOUNDS[0];
  if (qtyMax !== undefined && !(order.orderQty <= qtyMax * order.qtyUnit)) return ROUTING_BOUNDS[1];
  if (notionalMin !== undefined && !(order.notional >= notionalMin * order.notionalUnit)) return ROUTING_BOUNDS[2];
  if (notionalMax !== undefined && !(order.notional <= notionalMax * order.notionalUnit)) return ROUTING_BOUNDS[3];
  return "";
}

/** The order is on the record with the rule that it met. */
export function decideRoute({ routing }: State, orderId: number, { id, to }: RoutingRule, events: Event[]): void {
  const { version } = routing;
  const { desk = "" } = to;
  events.push({ type: EventType.RouteDecided, orderId, version, ruleId: id, venueId: venueOf(to), desk });
}

/** The venue an order goes to by a rule's target, 0 for none. */
export function venueOf(target: RoutingTarget): number {
  return target.venueId ?? 0;
}

/** Where the order in a row is, or goes when it leaves; 0 when people decide. */
export function intendedVenueOf({ orders, instruments, routing }: State, row: number): number {
  if (orders.venueId[row] !== 0) return orders.venueId[row];
  const place = orders.route[row];
  if (place !== NO_ROUTE) return routing.routes[place].venueId;
  return instruments[orders.instrumentId[row]]?.venueId ?? 0;
}

/** Does a rule in force send orders there? The core knows of no other venues without a line. */
export function isTarget({ routing }: State, venueId: number): boolean {
  return routing.rules.some(({ to }) => to.venueId === venueId);
}

/** The id of the rule that said where the order in a row goes, "" for none. */
export function ruleIdOf({ orders, routing }: State, row: number): string {
  return routing.routes[orders.route[row]].ruleId;
}

/** OrdTypes (40) of which a price means something. */
const PRICED = "24P";
const EX_DESTINATION = "100=";
/** HandlInst (21) of an order that people are to work. */
const MANUAL = "3";
const SEPARATOR = "\x01";

/** The first value of a field among those an order carries, "" for none. @param head the tag and "=" */
function carriedValue(carried: string, head: string): string {
  if (carried === "") return "";
  const at = carried.startsWith(head) ? 0 : carried.indexOf(SEPARATOR + head) + 1;
  if (at === 0 && !carried.startsWith(head)) return "";
  const end = carried.indexOf(SEPARATOR, at);
  return carried.slice(at + head.length, end === -1 ? carried.length : end);
}
