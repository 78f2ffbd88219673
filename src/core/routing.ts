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
  /** The same rules, to be asked. */
  asked: readonly AskedRule[] = [];
  /** Does one of them ask for quantity or notional? */
  isBounded = false;
  /** Place 0 is no route. */
  readonly routes: Route[] = [{ ruleId: "", venueId: 0, desk: "" }];
  readonly #places = new Map<string, number>();

  define(version: number, text: string): void {
    const rules = text === "" ? [] : readRoutingRules(text);
    assert(typeof rules !== "string", "a routing table that was not refused");
    this.version = version;
    this.text = text;
    this.rules = rules;
    this.asked = rules.map(askedRule);
    this.isBounded = this.asked.some(({ isQtyBounded, isNotionalBounded }) => isQtyBounded || isNotionalBounded);
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

/** A rule as it is asked: what it does not ask costs nothing. */
export type AskedRule = {
  readonly rule: RoutingRule;
  /** Places in `ROUTING_LISTS`, and the values of each. */
  readonly fields: readonly number[];
  readonly lists: readonly (readonly string[])[];
  /** Whole units; -1 and infinity ask for nothing. */
  readonly qtyMin: number;
  readonly qtyMax: number;
  readonly notionalMin: number;
  readonly notionalMax: number;
  /** Which of them it asks. */
  readonly isQtyBounded: boolean;
  readonly isNotionalBounded: boolean;
  /** It does not speak of orders that their clients want people to work, and goes to a venue. */
  readonly isForMachines: boolean;
};

function askedRule(rule: RoutingRule): AskedRule {
  const { when, to } = rule;
  const fields = ROUTING_LISTS.flatMap((name, place) => (when[name] === undefined ? [] : [place]));
  const { qtyMin = -1, qtyMax = Infinity, notionalMin = -1, notionalMax = Infinity } = when;
  return {
    rule,
    fields,
    lists: fields.map((place) => when[ROUTING_LISTS[place]] ?? []),
    qtyMin,
    qtyMax,
    notionalMin,
    notionalMax,
    isQtyBounded: when.qtyMin !== undefined || when.qtyMax !== undefined,
    isNotionalBounded: when.notionalMin !== undefined || when.notionalMax !== undefined,
    isForMachines: to.venueId !== undefined && when.handlInst === undefined,
  };
}

/** An order as rules see it. One reused object, valid until the next order. */
export const routed = {
  /** In the places of `ROUTING_LISTS`. */
  values: ROUTING_LISTS.map(() => ""),
  isForPeople: false,
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
  const { values } = routed;
  routed.isForPeople = isForPeople(command.moreTerms);
  values[0] = session.compId;
  values[1] = account;
  values[2] = instrument.symbol;
  values[3] = command.side;
  values[4] = command.ordType;
  values[5] = command.timeInForce;
  values[6] = carriedValue(command.carried, EX_DESTINATION);
  values[7] = routed.isForPeople ? MANUAL : AUTOMATIC;
  if (state.routing.isBounded) measure(command, instrument);
  const { asked } = state.routing;
  for (let index = 0; index < asked.length; index++)
    if (unmetCondition(asked[index], routed) === "") return asked[index].rule;
  return null;
}

function measure(command: NewOrder, instrument: Instrument): void {
  routed.orderQty = rescale(command.qtyMantissa, command.qtyScale, instrument.qtyScale);
  routed.qtyUnit = 10 ** instrument.qtyScale;
  const price =
    command.priceMantissa === NO_PRICE || command.priceMantissa === 0 || !PRICED.includes(command.ordType)
      ? collarReference(instrument)
      : rescale(command.priceMantissa, command.priceScale, instrument.priceScale);
  routed.notional = routed.orderQty * price;
  routed.notionalUnit = 10 ** (instrument.qtyScale + instrument.priceScale);
}

/** @returns the first condition of a rule that an order does not meet, "" when it meets them all */
export function unmetCondition(asked: AskedRule, order: RoutedOrder): keyof RoutingLists | keyof RoutingBounds | "" {
  const { fields, lists } = asked;
  for (let index = 0; index < fields.length; index++) {
    const place = fields[index];
    if (!lists[index].includes(order.values[place])) return ROUTING_LISTS[place];
  }
  // What its client wants people to work goes to a venue by itself only where a rule says so of such orders.
  if (order.isForPeople && asked.isForMachines) return "handlInst";
  if (asked.isQtyBounded) {
    const { orderQty, qtyUnit } = order;
    if (!(orderQty >= asked.qtyMin * qtyUnit)) return ROUTING_BOUNDS[0];
    if (!(orderQty <= asked.qtyMax * qtyUnit)) return ROUTING_BOUNDS[1];
  }
  if (asked.isNotionalBounded) {
    const { notional, notionalUnit } = order;
    if (!(notional >= asked.notionalMin * notionalUnit)) return ROUTING_BOUNDS[2];
    if (!(notional <= asked.notionalMax * notionalUnit)) return ROUTING_BOUNDS[3];
  }
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
const AUTOMATIC = "1";
const SEPARATOR = "\x01";

/** The first value of a field among those an order carries, "" for none. @param head the tag and "=" */
function carriedValue(carried: string, head: string): string {
  if (carried === "") return "";
  const at = carried.startsWith(head) ? 0 : carried.indexOf(SEPARATOR + head) + 1;
  if (at === 0 && !carried.startsWith(head)) return "";
  const end = carried.indexOf(SEPARATOR, at);
  return carried.slice(at + head.length, end === -1 ? carried.length : end);
}
