/** The sessions console and the exceptions: what is asked, and what an operator orders, with who and why. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { VENUE_SESSION_IDS_END, venueOfSession } from "../domain/venue-session.ts";
import { ACTOR_MAX, type Act, REASON_MAX } from "./act-wire.ts";
import type { DeskData } from "./desk-data.ts";
import { ExceptionsReplySchema, SessionLogReplySchema, SessionsReplySchema } from "./session-wire.ts";

const closed = { additionalProperties: false } as const;
const LOG_LINES = 100;
const NoQuery = Type.Object({}, closed);
export const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, closed);
export const Done = Type.Object({ done: Type.Boolean() }, closed);
/** Printable Latin-1, and not only spaces. */
const words = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: "^ *[\\x21-\\x7e\\xa1-\\xff][\\x20-\\x7e\\xa0-\\xff]*$" });
export const WhoAndWhy = Type.Object({ actor: words(ACTOR_MAX), reason: words(REASON_MAX) }, closed);
const SessionParams = Type.Object(
  { sessionId: Type.Integer({ minimum: 1, maximum: VENUE_SESSION_IDS_END - 1 }) },
  closed,
);
const ActionParams = Type.Object(
  {
    sessionId: SessionParams.properties.sessionId,
    action: Type.Union([Type.Literal("reset"), Type.Literal("logout"), Type.Literal("connect")]),
  },
  closed,
);
const ExceptionParams = Type.Object({ exceptionId: Type.Integer({ minimum: 1, maximum: 0xffff_ffff }) }, closed);

export function addSessionRoutes(server: FastifyInstance, data: DeskData): void {
  server.get(
    "/api/sessions",
    {
      schema: {
        summary: "The clients' sessions and the lines to venues, with numbers and last errors",
        querystring: NoQuery,
        response: { 200: SessionsReplySchema },
      },
    },
    () => ({
      rows: data.system().sessions.map((session) => {
        const known = data.state.sessions[session.sessionId];
        const line = data.state.venues.lines[venueOfSession(session.sessionId)];
        const lastLogout = line === undefined || line.isUp ? (known?.lastLogout ?? "") : line.text;
        const name = session.venue === "" ? session.compId : session.venue + (session.isDropCopy ? " drop copy" : "");
        return { ...session, name, account: known?.account ?? "", lastLogout };
      }),
      exchanges: data.exchanges().map((exchange) => ({
        ...exchange,
        lastReportSequence: data.state.lastReportSequence[exchange.venueId] ?? 0,
      })),
    }),
  );
  const logSchema = {
    summary: "A session's newest raw messages",
    params: SessionParams,
    querystring: NoQuery,
    response: { 200: SessionLogReplySchema },
  };
  server.get<{ Params: Static<typeof SessionParams> }>(
    "/api/sessions/:sessionId/log",
    { schema: logSchema },
    (request) => data.queries.sessionLog(request.params.sessionId, LOG_LINES),
  );
  server.get(
    "/api/exceptions",
    {
      schema: {
        summary: "Exceptions that wait for a person",
        querystring: NoQuery,
        response: { 200: ExceptionsReplySchema },
      },
    },
    () => ({
      rows: [...data.state.venues.exceptions.values()].slice(-200).map(({ openedNs, ...row }) => ({
        ...row,
        venue: data.state.venues.lines[row.venueId]?.name ?? "",
        openedUs: Number(openedNs / 1000n),
      })),
      open: data.state.venues.exceptions.size,
    }),
  );
  const answers = { 200: Done, 403: Refusal, 409: Refusal };
  server.post<{ Params: Static<typeof ActionParams>; Body: Static<typeof WhoAndWhy> }>(
    "/api/sessions/:sessionId/:action",
    {
      schema: {
        summary: "Logs a session out, resets its numbers, or has a venue's line connect again, with who and why",
        params: ActionParams,
        querystring: NoQuery,
        body: WhoAndWhy,
        response: answers,
      },
    },
    (request, reply) => {
      const { sessionId, action } = request.params;
      return carryOut(data, request, reply, { act: action, sessionId, ...request.body });
    },
  );
  server.post<{ Params: Static<typeof ExceptionParams>; Body: Static<typeof WhoAndWhy> }>(
    "/api/exceptions/:exceptionId/close",
    {
      schema: {
        summary: "Closes an exception, with who and why",
        params: ExceptionParams,
        querystring: NoQuery,
        body: WhoAndWhy,
        response: answers,
      },
    },
    (request, reply) =>
      carryOut(data, request, reply, { act: "close", exceptionId: request.params.exceptionId, ...request.body }),
  );
}

/** Gives an operator's word to the order path. @returns the answer, sent once the journal has it */
export async function carryOut(data: DeskData, request: FastifyRequest, reply: FastifyReply, act: Act) {
  // Browsers say where a page is from, and only this desk's own may act; a program that is no browser does not.
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return reply.code(403).send({ code: "LOCKSTEP_ERR_REQUEST", text: `A page of ${origin} may not act here.` });
  }
  const { fault } = await data.operate(act);
  if (fault === "") return { done: true };
  return reply.code(409).send({ code: "LOCKSTEP_ERR_REQUEST", text: fault });
}
