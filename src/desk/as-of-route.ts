/** The past of an order, for the slider on its drawer. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { AsOfQuerySchema, AsOfReplySchema } from "./as-of-wire.ts";
import type { DeskData } from "./desk-data.ts";

const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, { additionalProperties: false });

export function addAsOfRoute(server: FastifyInstance, data: DeskData): void {
  const summary = "An order, its book, the market and the state's hash as of a journal sequence";
  const schema = {
    summary,
    querystring: AsOfQuerySchema,
    response: { 200: AsOfReplySchema, 404: Refusal, 503: Refusal },
  };
  server.get<{ Querystring: Static<typeof AsOfQuerySchema> }>("/api/as-of", { schema }, async (request, reply) => {
    const answer = await data.asOf(request.query, () => request.raw.socket.destroyed);
    if (!("code" in answer)) return answer;
    return reply.code(answer.code === "LOCKSTEP_ERR_BUSY" ? 503 : 404).send(answer);
  });
}
