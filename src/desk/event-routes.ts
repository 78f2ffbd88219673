/**
 * The event stream over HTTP: server-sent events (WHATWG HTML, 9.2), because browsers, curl and every language read them, and
 * because a browser that lost its line asks with Last-Event-ID for what it missed.
 */
import type { ServerResponse } from "node:http";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance, FastifyReply } from "fastify";
import { EVENT_KINDS } from "../history/event-json.ts";
import type { DeskData } from "./desk-data.ts";
import { type EventFilter, type EventPlace, type EventSink, WHOLE_FRAME } from "./event-consumer.ts";
import { CONSUMERS_MAX, type EventStream, wantedKinds } from "./event-stream.ts";
import { EVENT_FIELDS, type EventsQuery, EventsQuerySchema, JournalEventSchema } from "./event-wire.ts";
import { PrunedJournal } from "./journal-cursor.ts";

const closed = { additionalProperties: false } as const;
const CURSOR = /^(\d{1,15})(?:-(\d{1,5}))?$/;
const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, closed);
const GoneSchema = Type.Object({ code: Type.String(), text: Type.String(), firstSequence: Type.Integer() }, closed);
const Stream = {
  description: "Server-sent events; the data of each is one event",
  content: { "text/event-stream": { schema: JournalEventSchema } },
};
const KindsSchema = Type.Object({
  kinds: Type.Record(Type.String(), Type.Unknown(), { description: "Of each kind, a JSON schema of its fields" }),
});

export function addEventRoutes(server: FastifyInstance, data: DeskData, stream: EventStream): void {
  const schema = {
    summary: "Every event of the journal as it happens, and from any sequence on: server-sent events",
    querystring: EventsQuerySchema,
    response: { 200: Stream, 400: Refusal, 409: Refusal, 410: GoneSchema, 503: Refusal },
  };
  // What is streamed is made elsewhere: nothing is to be compiled for it.
  const serializerCompiler = () => JSON.stringify;
  server.get<{ Querystring: EventsQuery }>("/api/events", { schema, serializerCompiler }, async (request, reply) => {
    const { query, headers } = request;
    const asked = (query.kinds ?? "").split(",").filter((kind) => kind !== "");
    const unknown = asked.find((kind) => !EVENT_KINDS.includes(kind));
    if (unknown !== undefined) {
      const text = `querystring/kinds: expected kinds of events (${EVENT_KINDS.join(", ")}), found ${JSON.stringify(unknown)}`;
      return refuse(reply, 400, text);
    }
    if (stream.isFull) return refuse(reply, 503, `${CONSUMERS_MAX} programs read the event stream already`);
    const end = data.appliedSequence();
    const place = placeOf(query, headers["last-event-id"], end);
    if (typeof place === "string") return refuse(reply, 400, place);
    if (place.sequence > end) {
      const text = `the journal ends at sequence ${end}, and what was asked for begins after ${place.sequence}: the cursor is of another journal`;
      return refuse(reply, 409, text);
    }
    const filter: EventFilter = {
      client: query.client ?? "",
      symbol: query.symbol ?? "",
      kinds: wantedKinds(asked, EVENT_KINDS),
    };
    try {
      const until = query.follow === false ? end : Number.POSITIVE_INFINITY;
      const consumer = stream.add(place, filter, until, () => open(reply));
      reply.raw.on("close", () => consumer.leave());
    } catch (error) {
      if (!(error instanceof PrunedJournal)) throw error;
      const { firstSequence, message: text } = error;
      return reply.code(410).send({ code: "LOCKSTEP_ERR_REQUEST", text, firstSequence });
    }
    return reply;
  });
  server.get(
    "/api/events/kinds",
    {
      schema: {
        summary: "The kinds of events, each with a JSON schema of its fields",
        querystring: Type.Object({}, closed),
        response: { 200: KindsSchema },
      },
    },
    () => ({ kinds: EVENT_FIELDS }),
  );
}

/** @returns what the asker has, or why that cannot be understood */
function placeOf(query: EventsQuery, lastEventId: string | string[] | undefined, end: number): EventPlace | string {
  const cursor = typeof lastEventId === "string" && lastEventId !== "" ? lastEventId : query.after;
  if (cursor !== undefined) {
    const match = CURSOR.exec(cursor);
    if (match === null) return `Last-Event-ID: expected a sequence or an event's id like 123-0, found ${cursor}`;
    return { sequence: Number(match[1]), eventIndex: match[2] === undefined ? WHOLE_FRAME : Number(match[2]) };
  }
  return { sequence: query.from === undefined ? end : query.from - 1, eventIndex: WHOLE_FRAME };
}

function open(reply: FastifyReply): EventSink {
  reply.hijack();
  const { raw } = reply;
  const headers = { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store" };
  // The desk's own timeouts are for questions; who reads nothing here is let go by the stream.
  raw.socket?.setTimeout(0);
  raw.socket?.setNoDelay(true);
  raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers });
  return sinkOf(raw);
}

function sinkOf(raw: ServerResponse): EventSink {
  raw.on("error", () => raw.destroy());
  return {
    write: (text, taken) => {
      raw.write(text, (error) => {
        if (error == null) taken();
      });
    },
    end: (isStuck) => {
      if (isStuck) raw.destroy();
      else raw.end();
    },
  };
}

function refuse(reply: FastifyReply, status: number, text: string) {
  return reply.code(status).send({ code: status === 503 ? "LOCKSTEP_ERR_BUSY" : "LOCKSTEP_ERR_REQUEST", text });
}
