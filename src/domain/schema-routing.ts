/** Where orders go: the records of the routing table. How to read it says `schema.ts`. */
import type { RecordSchema } from "./schema.ts";
import { field, orderId } from "./schema-fields.ts";

const listing = [
  field("venueId", "u8", "exchange in the box"),
  field("name", "text", "what people call it"),
  field("symbols", "text", "what it trades, a line each; empty for everything"),
];
const rules = field("rules", "text", "the whole table, as `routing.ts` writes it; empty for none");

export const ROUTING_COMMANDS: RecordSchema[] = [
  {
    name: "DefineListing",
    type: 97,
    version: 1,
    doc: "Reference data: which instruments an exchange trades.",
    fields: listing,
  },
  {
    name: "DefineRouting",
    type: 54,
    version: 1,
    doc: "Reference data: the routing rules, all of them, in their order.",
    fields: [rules],
  },
];

export const ROUTING_EVENTS: RecordSchema[] = [
  {
    name: "ListingDefined",
    type: 223,
    version: 1,
    doc: "Reference data: which instruments an exchange trades from here on.",
    fields: listing,
  },
  {
    name: "RoutingDefined",
    type: 188,
    version: 1,
    doc: "Reference data: the routing rules in force from here on, for orders that come now.",
    fields: [field("version", "u32", "of the table, counted from 1"), rules],
  },
  {
    name: "RouteDecided",
    type: 189,
    version: 1,
    doc: "A rule said where the order goes; without this event, it goes to its instrument's venue.",
    fields: [
      orderId,
      field("version", "u32", "of the table the rule stood in"),
      field("ruleId", "text", "the rule"),
      field("venueId", "u8", "the venue; 0 when people decide, or the rule refused the order"),
      field("desk", "text", "the desk that has the order to work; empty for none"),
    ],
  },
];
