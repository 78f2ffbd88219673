/**
 * A routing rule, and the whole table of them as one text, which is how it is journaled. Cold: read once a change.
 *
 * Every condition that is there must hold; a list holds when one of its values does. Amounts are whole units, of quantity or
 * of the instrument's currency, like limits.
 */
import { ROUTING_RULES_MAX, ROUTING_TABLE_MAX, VENUES_MAX } from "./limits.ts";

/** Lists of values, by the name of what they are compared with; absent for any. */
export type RoutingLists = {
  client?: string[];
  account?: string[];
  symbol?: string[];
  side?: string[];
  ordType?: string[];
  timeInForce?: string[];
  exDestination?: string[];
  handlInst?: string[];
};
export type RoutingBounds = { qtyMin?: number; qtyMax?: number; notionalMin?: number; notionalMax?: number };
export type RoutingWhen = RoutingLists & RoutingBounds;
/** A venue with its name, a desk, or why the order is refused. */
export type RoutingTarget = { venueId?: number; venue?: string; desk?: string; reject?: string };
export type RoutingRule = { id: string; when: RoutingWhen; to: RoutingTarget };

/** In the order in which they are looked at. */
export const ROUTING_LISTS = [
  "client",
  "account",
  "symbol",
  "side",
  "ordType",
  "timeInForce",
  "exDestination",
  "handlInst",
] as const satisfies readonly (keyof RoutingLists)[];
export const ROUTING_BOUNDS = [
  "qtyMin",
  "qtyMax",
  "notionalMin",
  "notionalMax",
] as const satisfies readonly (keyof RoutingBounds)[];

/** @returns the table as it is journaled: the same rules give the same text */
export function writeRoutingRules(rules: readonly RoutingRule[]): string {
  return JSON.stringify(
    rules.map(({ id, when, to }) => {
      const conditions: Record<string, unknown> = {};
      for (const name of [...ROUTING_LISTS, ...ROUTING_BOUNDS]) {
        if (when[name] !== undefined) conditions[name] = when[name];
      }
      const { venueId, venue = "", desk, reject } = to;
      const target = venueId !== undefined ? { venueId, venue } : desk !== undefined ? { desk } : { reject };
      return { id, when: conditions, to: target };
    }),
  );
}

/** @returns the rules, or what is wrong with the text */
export function readRoutingRules(text: string): RoutingRule[] | string {
  if (text.length > ROUTING_TABLE_MAX) {
    return `the table has ${text.length} bytes, expected at most ${ROUTING_TABLE_MAX}`;
  }
  let rules: unknown;
  try {
    rules = JSON.parse(text);
  } catch {
    return "the table is no list of rules";
  }
  if (!Array.isArray(rules)) return "the table is no list of rules";
  if (rules.length > ROUTING_RULES_MAX) return `found ${rules.length} rules, expected at most ${ROUTING_RULES_MAX}`;
  const ids = new Set<string>();
  for (const rule of rules as Partial<RoutingRule>[]) {
    if (typeof rule?.id !== "string" || rule.id === "") return "a rule has no id";
    if (ids.has(rule.id)) return `the rule ${rule.id} stands there twice`;
    ids.add(rule.id);
    if (typeof rule.when !== "object" || typeof rule.to !== "object") return `the rule ${rule.id} has no when or no to`;
    const { venueId, desk, reject } = rule.to;
    const targets = [venueId, desk, reject].filter((each) => each !== undefined);
    if (targets.length !== 1) return `the rule ${rule.id} has ${targets.length} targets, expected one`;
    if (venueId !== undefined && !(Number.isInteger(venueId) && venueId >= 1 && venueId <= VENUES_MAX))
      return `the rule ${rule.id} goes to venue ${venueId}, expected 1 to ${VENUES_MAX}`;
    const fault = whenFault(rule.when as RoutingWhen);
    if (fault !== "") return `the rule ${rule.id}: ${fault}`;
  }
  return rules as RoutingRule[];
}

function whenFault(when: RoutingWhen): string {
  for (const name of Object.keys(when)) {
    if ((ROUTING_LISTS as readonly string[]).includes(name)) {
      const list = when[name as keyof RoutingLists];
      if (!Array.isArray(list) || list.some((value) => typeof value !== "string")) return `${name} is no list of texts`;
    } else if ((ROUTING_BOUNDS as readonly string[]).includes(name)) {
      if (!Number.isSafeInteger(when[name as keyof RoutingBounds])) return `${name} is no whole number`;
    } else return `unknown condition ${name}`;
  }
  return "";
}
