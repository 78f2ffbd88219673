/** Which routing rule an order would meet now, and why: the rules in force, asked by the core's own function. A read. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { dryRunRoute } from "../core/route-dry-run.ts";
import type { DeskData } from "./desk-data.ts";

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "^[\\x20-\\x7e]+$" });
const Char = Type.String({ pattern: "^[0-9A-Z]$" });

export const RouteQuerySchema = Type.Object(
  {
    /** CompID of the client's session. */
    client: Text(32),
    /** Account(1); the session's own without. */
    account: Type.Optional(Text(32)),
    symbol: Text(32),
    /** OrderQty(38) and Price(44) as decimals; without a price a market order. */
    qty: Text(32),
    price: Type.Optional(Text(32)),
    /** FIX values: Side(54), OrdType(40), TimeInForce(59). */
    side: Type.Optional(Char),
    ordType: Type.Optional(Char),
    timeInForce: Type.Optional(Char),
    /** ExDestination(100). */
    exDestination: Type.Optional(Text(64)),
    /** HandlInst(21). */
    handlInst: Type.Optional(Char),
  },
  closed,
);
export const RouteReplySchema = Type.Object(
  {
    /** Of the table; 0 while there was none. */
    version: Type.Integer(),
    /** The rule that counts, "" for none. */
    ruleId: Type.String(),
    to: Type.String(),
    /** 0 for a desk or a refusal. */
    venueId: Type.Integer(),
    /** Why the order would be refused all the same, "" when it would be taken. */
    refusal: Type.String(),
    /** Every rule up to the one that counts; `why` names the first condition that is not met. */
    rules: Type.Array(Type.Object({ ruleId: Type.String(), isMet: Type.Boolean(), why: Type.String() }, closed)),
    /** The last frame the answer knows of. */
    sequence: Type.Integer(),
  },
  closed,
);
const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, closed);

export function addRouteRoute(server: FastifyInstance, data: DeskData): void {
  const schema = {
    summary: "Which routing rule an order would meet, where it would go, and why not the rules before",
    querystring: RouteQuerySchema,
    response: { 200: RouteReplySchema, 400: Refusal },
  };
  server.get<{ Querystring: Static<typeof RouteQuerySchema> }>("/api/route", { schema }, (request, reply) => {
    const {
      account = "",
      price = "",
      side = "1",
      timeInForce = "0",
      exDestination = "",
      handlInst = "1",
      ...asked
    } = request.query;
    const { ordType = price === "" ? "1" : "2" } = asked;
    const found = dryRunRoute(data.state, {
      ...asked,
      account,
      price,
      side,
      ordType,
      timeInForce,
      exDestination,
      handlInst,
    });
    if (typeof found === "string") return reply.code(400).send({ code: "LOCKSTEP_ERR_REQUEST", text: found });
    return { ...found, sequence: data.appliedSequence() };
  });
}
