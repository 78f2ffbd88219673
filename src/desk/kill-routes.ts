/** Kill switches: which are on, and an operator's word on one, with who and why. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { desksOf, ordersStopped } from "../core/kill-switch.ts";
import type { State } from "../core/state.ts";
import { USER_MAX } from "../domain/limits.ts";
import type { DeskData } from "./desk-data.ts";
import { KILL_SCOPES, KillSwitchesReplySchema, type KillSwitchRow, KillSwitchSchema } from "./kill-wire.ts";
import { carryOut, Done, Refusal, WhoAndWhy } from "./session-routes.ts";

const closed = { additionalProperties: false } as const;
const Name = Type.String({ minLength: 1, maxLength: USER_MAX, pattern: "^[\\x20-\\x7e\\xa0-\\xff]+$" });
const Body = Type.Object(
  {
    scope: KillSwitchSchema.properties.scope,
    compId: Type.Optional(Name),
    desk: Type.Optional(Name),
    isOn: Type.Boolean({ description: "false lets trading go on" }),
    ...WhoAndWhy.properties,
  },
  closed,
);

export function addKillRoutes(server: FastifyInstance, data: DeskData): void {
  const asked = {
    summary: "The kill switches that are on",
    querystring: Type.Object({}, closed),
    response: { 200: KillSwitchesReplySchema },
  };
  server.get("/api/kill-switches", { schema: asked }, () => ({
    rows: killSwitchRows(data.state),
    desks: [...desksOf(data.state)].sort(),
  }));
  const set = {
    summary: "Stops all trading of a client's session, a desk or the house, or lets it go on, with who and why",
    querystring: Type.Object({}, closed),
    body: Body,
    response: { 200: Done, 403: Refusal, 409: Refusal },
  };
  server.post<{ Body: Static<typeof Body> }>("/api/kill-switches", { schema: set }, async (request, reply) => {
    const { scope, compId = "", desk = "", ...word } = request.body;
    const sessionIds = compId === "" ? [0] : sessionsOf(data.state, compId);
    if (sessionIds.length === 0)
      return reply.code(409).send({ code: "LOCKSTEP_ERR_REQUEST", text: `There is no session ${compId}.` });
    let answer: unknown;
    for (const sessionId of sessionIds) {
      const act = { act: "kill" as const, scope: KILL_SCOPES.indexOf(scope) + 1, sessionId, desk, ...word };
      answer = await carryOut(data, request, reply, act);
      if (reply.sent) break;
    }
    return answer;
  });
}

/** One CompID may have a session in each of several versions. */
function sessionsOf({ sessions }: State, compId: string): number[] {
  return sessions.flatMap((session) => (session?.compId === compId ? [session.sessionId] : []));
}

export function killSwitchRows(state: State): KillSwitchRow[] {
  return state.kills.all().map(({ sinceNs, scope, ...on }) => ({
    ...on,
    scope: KILL_SCOPES[scope - 1],
    compId: state.sessions[on.sessionId]?.compId ?? "",
    sinceUs: Number(sinceNs / 1000n),
    openOrders: ordersStopped(state, { scope, ...on }).length,
  }));
}
