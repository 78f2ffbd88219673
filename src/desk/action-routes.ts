/**
 * How people change anything: an action comes in, becomes a command on the order path, and its outcome is answered once the
 * journal has it. And what they may do with an order, decided here by the core's own checks.
 */
import { randomUUID } from "node:crypto";
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { freeQty } from "../core/children.ts";
import { actionFault, DESK_ACTIONS } from "../core/desk-checks.ts";
import { isCare } from "../core/held-orders.ts";
import { Flag } from "../core/order-table.ts";
import type { State } from "../core/state.ts";
import { DESK_ORDERS_MAX, USER_MAX } from "../domain/limits.ts";
import { decimalTextShort } from "../domain/price.ts";
import type { ActionRoom } from "./action-room.ts";
import {
  ActionReplySchema,
  type ActionRequest,
  ActionSchema,
  actionRequestFault,
  type Menu,
  MenuSchema,
  NOTE_BEFORE,
  NoteRulesSchema,
  type Selection,
  SelectionSchema,
} from "./action-wire.ts";
import type { DeskData } from "./desk-data.ts";
import { isLoopbackName } from "./loopback.ts";
import { Notionals } from "./notional.ts";
import { fieldOf } from "./refusal-field.ts";
import type { SentOrders } from "./sent-orders.ts";

const ACTIONS_PER_MINUTE = 300;
const closed = { additionalProperties: false } as const;
const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, closed);
const User = Type.String({ minLength: 1, maxLength: USER_MAX });
const OrderParams = Type.Object({ orderId: Type.Integer({ minimum: 1, maximum: 0xffff_ffff }) }, closed);
const UserQuery = Type.Object({ user: User }, closed);
const SelectionQuery = Type.Object(
  {
    user: User,
    orderIds: Type.String({
      description: "OrderIDs with commas between them",
      pattern: "^\\d{1,10}(,\\d{1,10})*$",
      maxLength: DESK_ORDERS_MAX * 11,
    }),
  },
  closed,
);
const STATUS_OF = { done: 200, refused: 409, unknown: 202 } as const;

export function addActionRoutes(server: FastifyInstance, data: DeskData, room: ActionRoom, sent: SentOrders): void {
  const schema = {
    summary: "Something is done: an order accepted, sliced, canceled, entered …; the answer is what became of it",
    body: ActionSchema,
    response: {
      200: ActionReplySchema,
      202: ActionReplySchema,
      400: Refusal,
      403: Refusal,
      409: ActionReplySchema,
      415: Refusal,
    },
  };
  const config = { rateLimit: { max: ACTIONS_PER_MINUTE, timeWindow: 60_000 } };
  server.post<{ Body: ActionRequest }>(
    "/api/actions",
    { schema, config, onRequest: refuseStrangers },
    async (request, reply) => {
      const fault = actionRequestFault(request.body);
      if (fault !== "") return reply.code(400).send({ code: "LOCKSTEP_ERR_REQUEST", text: fault });
      const submitted = room.submit({ ...request.body, actionId: request.body.actionId ?? randomUUID() });
      sent.follow(request.body, submitted);
      const outcome = await submitted;
      const field = outcome.status === "refused" ? fieldOf(outcome.text) : "";
      return reply.code(STATUS_OF[outcome.status]).send({ ...outcome, ...(field === "" ? {} : { field }) });
    },
  );
  addMenuRoutes(server, data);
}

function addMenuRoutes(server: FastifyInstance, data: DeskData): void {
  const menu = {
    summary: "What a user may do with an order now, and why not the rest",
    params: OrderParams,
    querystring: UserQuery,
    response: { 200: MenuSchema, 404: Refusal },
  };
  server.get<{ Params: Static<typeof OrderParams>; Querystring: Static<typeof UserQuery> }>(
    "/api/actions/:orderId",
    { schema: menu },
    (request, reply) => {
      const found = menuOf(data.state, request.params.orderId, request.query.user);
      if (found !== null) return found;
      const text = `Order ${request.params.orderId} is not in memory: it never was, or ended days ago.`;
      return reply.code(404).send({ code: "LOCKSTEP_ERR_UNKNOWN_ORDER", text });
    },
  );
  const rules = { summary: "Whose orders need a note, and before what", response: { 200: NoteRulesSchema } };
  server.get("/api/note-rules", { schema: rules }, () => ({
    rules: data.state.noteRules.all().map((rule) => ({ ...rule, before: NOTE_BEFORE[rule.before] })),
  }));
  const selection = {
    summary: "Which of some orders a user may cancel, how much is open in them, and why not the others",
    querystring: SelectionQuery,
    response: { 200: SelectionSchema },
  };
  server.get<{ Querystring: Static<typeof SelectionQuery> }>("/api/actions", { schema: selection }, (request) => {
    const orderIds = request.query.orderIds.split(",").slice(0, DESK_ORDERS_MAX).map(Number);
    return selectionOf(data.state, [...new Set(orderIds)], request.query.user);
  });
}

/** Pages of others cannot act here; programs on this machine send no Origin. What is not JSON is no action. */
export async function refuseStrangers(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin, host } = request.headers;
  const isOwn =
    origin === undefined || (origin === `http://${host}` && isLoopbackName((host ?? "").replace(/:\d+$/, "")));
  if (!isOwn) {
    const text = "The Origin of this request is not this desk.";
    await reply.code(403).send({ code: "LOCKSTEP_ERR_ORIGIN", text });
    return;
  }
  if (/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) return;
  const text = `Content-Type is ${request.headers["content-type"] ?? "missing"}, expected application/json.`;
  await reply.code(415).send({ code: "LOCKSTEP_ERR_REQUEST", text });
}

/** @returns the menu, or null when the order is not in memory */
export function menuOf(state: State, orderId: number, user: string): Menu | null {
  const { orders, instruments } = state;
  const row = orders.rowOf(orderId);
  if (row === 0) return null;
  const items = DESK_ACTIONS.map((action) => {
    const reason = actionFault(state, action, orderId, user);
    return { action, isEnabled: reason === "", reason };
  });
  const care = isCare(orders, row);
  return {
    orderId,
    seen: String(orders.updatedNs[row]),
    isChild: (orders.flags[row] & Flag.Child) !== 0,
    isCare: care,
    freeQty: decimalTextShort(care ? freeQty(state, row) : 0, instruments[orders.instrumentId[row]]?.qtyScale ?? 0),
    items,
  };
}

function selectionOf(state: State, orderIds: readonly number[], user: string): Selection {
  const { orders } = state;
  const cancelable: number[] = [];
  const reasons = new Map<string, number>();
  const notionals = new Notionals();
  for (const orderId of orderIds) {
    const reason = actionFault(state, "cancel", orderId, user);
    if (reason !== "") {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      continue;
    }
    cancelable.push(orderId);
    // A part's quantity stands in its whole already.
    if (!orderIds.includes(state.care.parentOf.get(orderId) ?? 0)) notionals.addOpen(state, orders.rowOf(orderId));
  }
  return {
    count: orderIds.length,
    cancelable,
    notionals: notionals.toWire(),
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })),
  };
}
