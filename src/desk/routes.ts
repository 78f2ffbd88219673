/** The desk's HTTP questions. All are reads; what people do goes to the sequencer, and not through here. */
import { type Static, Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { OrderMatcher } from "../history/order-filter.ts";
import type { EventRecord, MessageRecord, Queries } from "../history/queries.ts";
import { decodeFix } from "./decode-fix.ts";
import type { DeskData, DeskIdentity } from "./desk-data.ts";
import { type OrderDetail, OrderDetailSchema } from "./detail-wire.ts";
import { orderRow } from "./rows.ts";
import { ExecutionRowSchema, FILTER_TEXT_MAX, OrderGroupSchema, OrderRowSchema, SystemSchema } from "./wire.ts";

const closed = { additionalProperties: false } as const;
const PAGE_MAX = 500;
/** What the drill-down of one order shows; an order worked all day stays below it. */
const DETAIL_MAX = 500;
/** Older than this, the follower or the order path is stuck and health says so. */
const STALE_MS = 5_000;

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX, default: 100 }));
const OrdersQuery = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: FILTER_TEXT_MAX })),
    group: Type.Optional(OrderGroupSchema),
    limit: Limit,
    /** Page on: only orders with a smaller OrderID. */
    before: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
/** `sequence` is the last frame the live orders hold, `asOf` the last one these rows know of. */
const OrdersReply = Type.Object(
  {
    sequence: Type.Integer(),
    asOf: Type.Integer(),
    total: Type.Integer(),
    rows: Type.Array(OrderRowSchema),
    nextBefore: Type.Integer(),
  },
  closed,
);
const ExecutionsQuery = Type.Object(
  {
    fillsOnly: Type.Optional(Type.Boolean()),
    orderId: Type.Optional(Type.Integer({ minimum: 1, maximum: 0xffff_ffff })),
    limit: Limit,
    /** Page on: only executions of an earlier journal sequence. */
    before: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
const ExecutionsReply = Type.Object(
  { sequence: Type.Integer(), asOf: Type.Integer(), rows: Type.Array(ExecutionRowSchema) },
  closed,
);
const OrderParams = Type.Object({ orderId: Type.Integer({ minimum: 1, maximum: 0xffff_ffff }) }, closed);

const Refusal = Type.Object({ code: Type.String(), text: Type.String() }, closed);
const HealthSchema = Type.Object(
  { status: Type.String(), version: Type.String(), appliedSequence: Type.Integer(), text: Type.String() },
  closed,
);
const NoQuery = Type.Object({}, closed);

export function addRoutes(server: FastifyInstance, data: DeskData, identity: DeskIdentity): void {
  addTableRoutes(server, data);
  addOrderRoute(server, data);
  server.get(
    "/api/system",
    {
      schema: {
        summary: "Rates, latencies, sessions, journal and threads, as of a second ago",
        querystring: NoQuery,
        response: { 200: SystemSchema },
      },
    },
    () => data.system(),
  );
  const summary = "Whether the order path, the follower and the journal are well: 200 or 503, and why";
  const health = { summary, querystring: NoQuery, response: { 200: HealthSchema, 503: HealthSchema } };
  server.get("/health", { schema: health, config: { rateLimit: false } }, (_request, reply) => {
    const { orderPathAgeMs, lagMs, journalTrouble } = data.system();
    const alarm = data.alarm?.() ?? "";
    const text =
      alarm !== ""
        ? alarm
        : orderPathAgeMs !== null && orderPathAgeMs > STALE_MS
          ? `the order path has not been heard of for ${Math.round(orderPathAgeMs)} ms`
          : lagMs > STALE_MS
            ? `the follower is ${Math.round(lagMs)} ms behind the journal`
            : journalTrouble;
    const body = { version: identity.version, appliedSequence: data.appliedSequence(), text };
    return reply.code(text === "" ? 200 : 503).send({ status: text === "" ? "ok" : "degraded", ...body });
  });
}

function addTableRoutes(server: FastifyInstance, data: DeskData): void {
  const ordersSchema = {
    summary: "Orders of all days, newest first, a page at a time",
    querystring: OrdersQuery,
    response: { 200: OrdersReply },
  };
  server.get<{ Querystring: Static<typeof OrdersQuery> }>("/api/orders", { schema: ordersSchema }, (request) => {
    const { text = "", group = "all", limit = 100, before } = request.query;
    const rows = data.queries
      .orders(new OrderMatcher({ text, group }), limit, before)
      .map((order) => orderRow(order, data.state));
    const nextBefore = rows.length === limit ? rows[rows.length - 1].orderId : 0;
    return {
      sequence: data.appliedSequence(),
      asOf: data.historySequence(),
      total: data.orderCount(),
      rows,
      nextBefore,
    };
  });
  const executionsSchema = {
    summary: "Executions of all days, newest first, a page at a time",
    querystring: ExecutionsQuery,
    response: { 200: ExecutionsReply },
  };
  server.get<{ Querystring: Static<typeof ExecutionsQuery> }>(
    "/api/executions",
    { schema: executionsSchema },
    (request) => {
      const { fillsOnly = false, orderId = 0, limit = 100, before } = request.query;
      const rows = data.queries.executions({ fillsOnly, orderId }, limit, before);
      return { sequence: data.appliedSequence(), asOf: data.historySequence(), rows };
    },
  );
}

function addOrderRoute(server: FastifyInstance, data: DeskData): void {
  const summary = "One order: every event, who asked for it, and the raw messages with names";
  const schema = {
    summary,
    params: OrderParams,
    querystring: NoQuery,
    response: { 200: OrderDetailSchema, 404: Refusal },
  };
  server.get<{ Params: Static<typeof OrderParams> }>("/api/orders/:orderId", { schema }, async (request, reply) => {
    const { orderId } = request.params;
    const order = data.queries.order(orderId);
    if (order === null) {
      const text = `There is no order ${orderId}; the newest is ${data.orderCount()}.`;
      return reply.code(404).send({ code: "LOCKSTEP_ERR_UNKNOWN_ORDER", text });
    }
    const events = data.queries.events(orderId, DETAIL_MAX);
    const commands = data.queries.commands(orderId, DETAIL_MAX);
    const markets = marketsOf(data, order.symbol, events);
    const messages = await decodeMessages(data.queries, orderId);
    return { order: orderRow(order, data.state), events, commands, messages, markets, hopsUs: data.hopsOf(orderId) };
  });
}

function marketsOf(data: DeskData, symbol: string, events: readonly EventRecord[]): OrderDetail["markets"] {
  const instrumentId = data.state.instrumentIds.get(symbol);
  if (instrumentId === undefined) return [];
  const markets: OrderDetail["markets"] = [];
  for (const sequence of new Set(events.map((event) => event.sequence))) {
    const told = data.queries.marketAt(instrumentId, sequence);
    if (told === null) continue;
    const { sequence: toldSequence, timeUs: toldUs, ...prices } = told;
    markets.push({ sequence, toldSequence, toldUs, ...prices });
  }
  return markets;
}

async function decodeMessages(queries: Queries, orderId: number): Promise<OrderDetail["messages"]> {
  const decoded: OrderDetail["messages"] = [];
  for (const message of queries.messages(orderId, DETAIL_MAX)) {
    const fields = await decodeFix(message.raw);
    if (!speaksOf(message, fields, orderId)) continue;
    const { sequence, timeUs, sessionId, direction, msgSeqNum } = message;
    const raw = message.raw.toString("latin1");
    decoded.push({ sequence, timeUs, sessionId, direction, msgSeqNum, raw, fields });
  }
  return decoded;
}

/** One frame may tell several orders' clients; a report that names another OrderID (37) is not this order's. */
function speaksOf(message: MessageRecord, fields: { tag: number; value: string }[], orderId: number): boolean {
  if (message.direction === "in") return true;
  const named = fields.find((field) => field.tag === 37);
  return named === undefined || named.value === String(orderId) || named.value === "NONE";
}
