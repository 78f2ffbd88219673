/** Questions and orders about many orders at once: what may be done, what it would mean, doing it, and what became of it. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ActionRoom } from "./action-room.ts";
import { refuseStrangers } from "./action-routes.ts";
import type { DeskData } from "./desk-data.ts";
import { massMenu, massPlan, ordersOf } from "./mass-plan.ts";
import { MassRoom } from "./mass-room.ts";
import {
  type MassAsk,
  MassAskSchema,
  type MassDo,
  MassDoSchema,
  MassJobSchema,
  MassMenuQuerySchema,
  MassMenuSchema,
  MassPlanSchema,
  targetFault,
} from "./mass-wire.ts";

const closed = { additionalProperties: false } as const;
const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, closed);
const MassParams = Type.Object({ massId: Type.String({ minLength: 1, maxLength: 64 }) }, closed);
/** A hundred thousand orders, named one by one. */
const BODY_MAX = 1024 * 1024;
const refusals = { 400: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 415: Refusal };

export function addMassRoutes(server: FastifyInstance, data: DeskData, actions: ActionRoom): void {
  const room = new MassRoom(actions, () => data.state);
  addQuestions(server, data, room);
  const orders = {
    summary: "Does what a plan says, as it was shown; asked again it is not done again",
    body: MassDoSchema,
    response: { 202: MassJobSchema, ...refusals },
  };
  server.post<{ Body: MassDo }>("/api/mass", { schema: orders, onRequest: refuseStrangers }, (request, reply) => {
    const job = room.begin(request.body);
    return typeof job === "string" ? refuse(reply, 409, job) : reply.code(202).send(job);
  });
  const asked = {
    summary: "How far an action on many orders has come, and each failure",
    params: MassParams,
    response: { 200: MassJobSchema, ...refusals },
  };
  server.get<{ Params: Static<typeof MassParams> }>(
    "/api/mass/:massId",
    { schema: asked },
    (request, reply) => room.of(request.params.massId) ?? refuse(reply, 404, UNKNOWN),
  );
  const stop = { ...asked, summary: "Begins no more of an action on many orders; what is on its way is waited for" };
  server.post<{ Params: Static<typeof MassParams> }>(
    "/api/mass/:massId/stop",
    { schema: stop, onRequest: refuseStrangers },
    (request, reply) => room.stop(request.params.massId) ?? refuse(reply, 404, UNKNOWN),
  );
}

const UNKNOWN = "The desk knows of no such action any more: look at the orders.";

function addQuestions(server: FastifyInstance, data: DeskData, room: MassRoom): void {
  const menu = {
    summary: "What a user may do with many orders, with how many of them, and why not with the rest",
    body: MassMenuQuerySchema,
    response: { 200: MassMenuSchema, ...refusals },
  };
  server.post<{ Body: Static<typeof MassMenuQuerySchema> }>(
    "/api/mass/menu",
    { schema: menu, bodyLimit: BODY_MAX, onRequest: refuseStrangers },
    async (request, reply) => {
      const { target, user } = request.body;
      const orderIds = await ordersOf(data.state, target);
      return typeof orderIds === "string" ? refuse(reply, 400, orderIds) : massMenu(data.state, orderIds, user);
    },
  );
  const plan = {
    summary:
      "What an action on many orders would do: with how many, of which clients, worth how much, and why not the rest",
    body: MassAskSchema,
    response: { 200: MassPlanSchema, ...refusals },
  };
  server.post<{ Body: MassAsk }>(
    "/api/mass/plan",
    { schema: plan, bodyLimit: BODY_MAX, onRequest: refuseStrangers },
    async (request, reply) => {
      const fault = targetFault(request.body);
      if (fault !== "") return refuse(reply, 400, fault);
      const { target } = request.body;
      const orderIds = target === undefined ? [] : await ordersOf(data.state, target);
      if (typeof orderIds === "string") return refuse(reply, 400, orderIds);
      const made = await massPlan(data.state, request.body, orderIds);
      room.keep(made);
      return made.reply;
    },
  );
}

function refuse(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).send({ code: "LOCKSTEP_ERR_REQUEST", text });
}
