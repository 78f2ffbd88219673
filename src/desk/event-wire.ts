/** The event stream: what is asked, and what each kind of event holds, made from the journal's own tables. */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { EVENTS } from "../domain/schema-events.ts";
import { EVENT_KINDS, TERM_FIELDS, TOLD_FIELDS, type ToldField } from "../history/event-json.ts";

const closed = { additionalProperties: false } as const;
export const KINDS_TEXT_MAX = 4_000;
const Decimal = { pattern: "^-?\\d+(\\.\\d+)?$" };

export const EventsQuerySchema = Type.Object(
  {
    from: Type.Optional(
      Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "The first journal sequence wanted" }),
    ),
    after: Type.Optional(
      Type.String({
        pattern: "^\\d{1,15}(-\\d{1,5})?$",
        description:
          "The last id dealt with, to go on behind it: an event's, or a sequence for all of its events. The header Last-Event-ID says the same and goes before. Without all of them the stream begins with what happens now",
      }),
    ),
    client: Type.Optional(Type.String({ maxLength: 64, description: "Only events of this client" })),
    symbol: Type.Optional(Type.String({ maxLength: 32, description: "Only events of this symbol" })),
    kinds: Type.Optional(
      Type.String({
        maxLength: KINDS_TEXT_MAX,
        description:
          "Only these kinds, with commas between them. Without it all but MarketUpdated, VenueReportRecorded and SweepAdvanced",
      }),
    ),
    follow: Type.Optional(
      Type.Boolean({ default: true, description: "false: it ends with what is there when it is asked" }),
    ),
  },
  closed,
);
export type EventsQuery = Static<typeof EventsQuerySchema>;

function schemaOf({ kind, doc }: ToldField): TSchema {
  const description = { description: doc };
  switch (kind) {
    case "ticks":
    case "qty":
      return Type.String({ ...Decimal, ...description });
    case "id":
      return Type.String({ pattern: "^\\d+$", ...description });
    case "ids":
      return Type.Array(Type.String({ pattern: "^\\d+$" }), description);
    case "carried":
      return Type.Array(Type.String(), description);
    case "ints":
      return Type.Array(Type.Integer(), description);
    case "bool":
      return Type.Boolean(description);
    case "text":
    case "char":
    case "time":
      return Type.String(description);
    default:
      return Type.Integer(description);
  }
}

/** The fields of a kind of event. What is empty is not there; a number or a flag always is. */
function fieldsSchema(type: number, doc: string): TSchema {
  const properties: Record<string, TSchema> = {};
  for (const field of TOLD_FIELDS.get(type) ?? []) {
    if (field.kind === "terms") {
      for (const name of TERM_FIELDS) properties[name] = Type.Optional(Type.String());
      continue;
    }
    const schema = schemaOf(field);
    const isAlways = schema.type === "integer" || schema.type === "boolean" || schema.type === "array";
    properties[field.told] = isAlways && field.kind !== "carried" ? schema : Type.Optional(schema);
  }
  return Type.Object(properties, { ...closed, description: doc });
}

/** Of each kind, what `fields` holds. */
export const EVENT_FIELDS: Readonly<Record<string, TSchema>> = Object.fromEntries(
  EVENTS.map(({ name, type, doc }) => [name, fieldsSchema(type, doc)]),
);

export const JournalEventSchema = Type.Object(
  {
    id: Type.String({ description: "Sequence and place in its frame, 123-0: the cursor. Of a report, its ExecID(17)" }),
    sequence: Type.Integer(),
    eventIndex: Type.Integer(),
    time: Type.String({ description: "ISO 8601, UTC, nanoseconds: the frame's" }),
    kind: Type.Union(EVENT_KINDS.map((kind) => Type.Literal(kind))),
    command: Type.String({ description: "The command that caused it" }),
    who: Type.String({ description: "client COMPID, desk NAME, venue NAME, or house" }),
    client: Type.Optional(Type.String({ description: "CompID of the client it is about" })),
    symbol: Type.Optional(Type.String()),
    order: Type.Optional(
      Type.Object(
        {
          OrderID: Type.String({ pattern: "^\\d+$" }),
          Account: Type.String(),
          Symbol: Type.String(),
          Side: Type.String(),
        },
        closed,
      ),
    ),
    report: Type.Optional(
      Type.Object(
        {
          ExecType: Type.String(),
          OrdStatus: Type.String(),
          ClOrdID: Type.String(),
          CumQty: Type.String(Decimal),
          LeavesQty: Type.String(Decimal),
        },
        { ...closed, description: "How the order stands after it; there when the client is told of it" },
      ),
    ),
    fields: Type.Record(Type.String(), Type.Unknown(), {
      description: "By kind, on the page /docs/events: FIX's fields begin with a capital",
    }),
  },
  closed,
);
